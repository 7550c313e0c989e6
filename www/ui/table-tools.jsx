// What stands above a table: search, filters, order, number of rows, which columns.

import { useRef } from "preact/hooks";
import { Menu, Select } from "./bits.jsx";
import { Icon } from "./icon.jsx";
import { heading } from "./table-cell.jsx";

/** @import { OpenTable, Query } from "../engine/types" */
/** @import { Actions, Column, Part, TableChoices } from "./model" */

/** Filters that make sense as a drop-down, where the engine offers values for them. */
const FACETS = [
  "kind",
  "creditType",
  "state",
  "settlement",
  "source",
  "status",
  "client",
  "owner",
  "currency",
];
const FACET_LABELS = { state: "status", settlement: "result" };
const FACET_TERMS = { creditType: "type", state: "state", settlement: "settlement" };

/**
 * @param {Part<"actions" | "texts"> & TableChoices & {
 *   table: OpenTable | null, query: Query, order?: string, narrow: boolean,
 *   possible: Column<any>[], isShown: (column: Column<any>) => boolean,
 * }} props
 */
export function Tools({
  texts,
  table,
  search,
  setSearch,
  filters,
  setFilters,
  order,
  possible,
  isShown,
  chosen,
  setChosen,
  sort,
  setSort,
  narrow,
  query,
  actions,
}) {
  const label = (key) => texts.say(`page.column.${key}`);
  const facets = FACETS.filter((key) => key in filters || (table?.facets[key]?.length ?? 0) > 1);
  const waiting = useRef(0);
  const onSearch = (event) => {
    const { value } = event.currentTarget;
    clearTimeout(waiting.current);
    waiting.current = setTimeout(() => setSearch(value), 120);
  };
  return (
    <div class="tools">
      <label class="search">
        <Icon name="search" />
        <input
          type="search"
          dir="auto"
          aria-label={texts.say("page.search")}
          placeholder={texts.say("page.search")}
          defaultValue={search}
          onInput={onSearch}
        />
      </label>
      {facets.map((key) => (
        <Select
          key={key}
          label={label(FACET_LABELS[key] ?? key)}
          value={filters[key] ?? ""}
          options={[
            ["", `${label(FACET_LABELS[key] ?? key)}: ${texts.say("page.all")}`],
            ...facetOptions(key, table, filters, texts),
          ]}
          onPick={(value) => {
            const { [key]: _, ...rest } = filters;
            setFilters(value ? { ...rest, [key]: value } : rest);
          }}
        />
      ))}
      {narrow && (
        <Select
          label={texts.say("page.sort")}
          value={sort ? `${sort.descending ? "-" : "+"}${sort.column}` : ""}
          options={[
            ["", `${texts.say("page.sort")}: ${texts.say(order ?? "page.sort.ours")}`],
            ...possible
              .filter((one) => !one.unsorted)
              .flatMap((one) => [
                [`+${one.key}`, `${heading(one, texts)} ↑`],
                [`-${one.key}`, `${heading(one, texts)} ↓`],
              ]),
          ]}
          onPick={(value) =>
            setSort(value ? { column: value.slice(1), descending: value[0] === "-" } : null)
          }
        />
      )}
      <span class="grow" />
      {table && (
        <span class="muted found">{texts.say("page.table.rows", { count: table.count })}</span>
      )}
      <Menu label={texts.say("page.rows.take")} icon="save">
        <button type="button" onClick={() => saveRows(actions, query)}>
          {texts.say("page.rows.csv")}
        </button>
        <button type="button" onClick={() => copyRows(actions, query)}>
          {texts.say("page.rows.copy")}
        </button>
      </Menu>
      <Menu label={texts.say("page.columns")} icon="columns" keepOpen>
        {possible
          .filter((column) => !column.title)
          .map((column) => (
            <label class="check" key={column.key}>
              <input
                type="checkbox"
                checked={isShown(column)}
                onChange={(event) =>
                  setChosen({ ...chosen, [column.key]: event.currentTarget.checked })
                }
              />
              {heading(column, texts)}
            </label>
          ))}
      </Menu>
    </div>
  );
}

/** The rows as they are shown: searched, filtered, sorted. @param {Actions} actions @param {Query} query */
async function saveRows(actions, query) {
  actions.download(await actions.handout({ kind: "csv", query }));
}

/** Separated by tabs, to paste into a sheet. @param {Actions} actions @param {Query} query */
async function copyRows(actions, query) {
  const { text } = await actions.handout({ kind: "csv", query, tabs: true });
  await navigator.clipboard?.writeText(text).catch(() => {});
}

function facetOptions(key, table, filters, texts) {
  const word = (value) =>
    FACET_TERMS[key] ? texts.say(`page.${FACET_TERMS[key]}.${value}`) : value;
  const known = table?.facets[key] ?? [];
  const options = known.map(({ value, count }) => [
    value,
    `${word(value)} (${texts.number(count)})`,
  ]);
  // The chosen value stays in the list when nothing matches it any more.
  if (filters[key] && !known.some(({ value }) => value === filters[key]))
    options.push([filters[key], word(filters[key])]);
  return options;
}
