// What a column is called and looks like, in the grid and in the cards alike.

import { Icon } from "./icon.jsx";

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
