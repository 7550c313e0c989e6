// One table for every tab. In: columns as data, rows through a window of an open table. Out: tools above, and below them a
// grid (table-grid.jsx) or, at narrow widths, cards (table-cards.jsx).
// Invariant: the engine sorts, filters and searches; nothing here holds more than it shows.

import { useState } from "preact/hooks";
import { commonCurrency, everyAccount } from "./bits.jsx";
import { useKept, useTable } from "./hooks.js";
import { fitting } from "./room.js";
import { Cards } from "./table-cards.jsx";
import { Grid } from "./table-grid.jsx";
import { Tools } from "./table-tools.jsx";
import { WhereCard } from "./where.jsx";

/** @import { Sort, TableName } from "../engine/types" */
/** @import { Part, Shell, Table as TableSpec, TableChoices } from "./model" */

/** @param {Shell & { name: TableName, columns: TableSpec<any>, narrow: boolean, room: number, kept: Record<string, unknown> }} shell */
export function Table(shell) {
  const { name, columns: spec, model, actions, texts, narrow, room, kept } = shell;
  const [search, setSearch] = useKept(kept, "search", "");
  const [filters, setFilters] = useKept(
    kept,
    "filters",
    /** @type {TableChoices["filters"]} */ ({}),
  );
  const [sort, setSort] = useKept(kept, "sort", /** @type {Sort | null} */ (null));
  const [chosen, setChosen] = useKept(kept, "chosen", /** @type {TableChoices["chosen"]} */ ({}));
  const [opened, setOpened] = useState(/** @type {any} */ (null));
  const query = { table: name, scope: model.scope, search, filters, sort };
  const [table, need] = useTable(actions, query, model.revision);

  const accounts = everyAccount(model);
  const several = accounts.length > 1;
  const possible = spec.columns.filter(({ isFor }) => !isFor || isFor(accounts, { narrow }));
  const wanted = possible.filter((column) => chosen[column.key] ?? true);
  const [held, tooWide] = useRoom(narrow ? 0 : room, texts.language);
  const columns = fitting(wanted, held, narrow ? { ...spec.onCards, ...chosen } : chosen);
  const rest = wanted.filter((column) => !columns.includes(column));
  const isShown = (column) => columns.includes(column);
  const currency = commonCurrency(model);
  const openRow = (row, part = null) => {
    const key = spec.rowKey(row);
    setOpened(opened?.key === key && !part ? null : { key, part, nonce: {} });
  };
  const width = columns.reduce((sum, column) => sum + column.width, 0);
  const inside = {
    ...shell,
    unit: currency !== null,
    openRow,
    opened,
    several,
    tooWide: (over) => tooWide(width - over),
  };
  const choices = { search, setSearch, filters, setFilters, chosen, setChosen, sort, setSort };
  const rows = { spec, columns, rest, table, need, inside, currency, sort, setSort };
  return (
    <>
      <Tools
        {...shell}
        {...choices}
        query={query}
        order={spec.order}
        possible={possible}
        isShown={isShown}
        table={table}
      />
      {table && table.count === 0 && (
        <NoRows {...shell} found={search !== "" || Object.keys(filters).length > 0} />
      )}
      {table &&
        table.count > 0 &&
        (narrow ? <Cards {...rows} /> : <Grid {...rows} label={texts.say(`page.tab.${name}`)} />)}
    </>
  );
}

/**
 * The room for columns as they are planned (columns.jsx). Less than there is where they turned out wider than that: by
 * longer words, or amounts that each name their currency.
 * @param {number} room px @param {string} language
 */
function useRoom(room, language) {
  const [found, setFound] = useState({ room, language, held: room });
  const held = found.room === room && found.language === language ? found.held : room;
  const tooWide = (least) => least < held && setFound({ room, language, held: least });
  return /** @type {const} */ ([held, tooWide]);
}

/** @param {Part<"texts"> & { name: TableName, columns: TableSpec<any>, found: boolean }} props */
function NoRows({ name, columns, texts, found }) {
  if (found) return <p class="none">{texts.say("page.table.nothing")}</p>;
  return (
    <div class="none">
      <p>{texts.say(`page.none.${name}`)}</p>
      <WhereCard name={columns.export} texts={texts} />
    </div>
  );
}
