// What a column is called and looks like, and what opens below a row: in the grid and in the cards alike.

import { Icon } from "./icon.jsx";

/** A cell of a row that has nothing there. */
export const NONE = "–";

export const heading = (column, texts) => texts.say(`page.column.${column.label ?? column.key}`);

export const cellClass = (column) =>
  `${column.whole ? "whole" : ""} ${column.numeric ? "num" : ""} ${column.title ? "title" : ""} c-${column.key}`;

/** Whether its heading names the currency; counts have none. */
export const hasUnit = (column) => column.numeric && !/Count$/.test(column.key);

/** @param {any} props */
export function RowOpener({ row, column, inside, isOpen }) {
  return (
    <button type="button" class="opener" aria-expanded={isOpen} onClick={() => inside.openRow(row)}>
      <Icon name="chevron" />
      <span class="cut">{column.cell(row, inside)}</span>
    </button>
  );
}

/** Columns of a row one by one, each with its heading; an amount names its currency itself, and one without a word is left out. @param {any} props */
export function Pairs({ columns, row, inside }) {
  const alone = { ...inside, unit: false };
  const cells = columns.map((column) => [column, column.cell(row, alone)]);
  const told = cells.filter(([, cell]) => cell !== NONE);
  if (!told.length) return null;
  return (
    <dl class="pairs">
      {told.map(([column, cell]) => (
        <div key={column.key} class={cellClass(column)}>
          <dt>{heading(column, inside.texts)}</dt>
          <dd>{cell}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What opens below a row: the columns that have no room in it, and what the table has to tell of it. @param {any} props */
export function Opened({ spec, rest, row, inside }) {
  const untold = rest.filter((column) => !column.toldBelow);
  return (
    <div class="detail">
      <Pairs columns={untold} {...{ row, inside }} />
      <spec.Detail {...inside} row={row} />
    </div>
  );
}
