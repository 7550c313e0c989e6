// One table for every tab. In: columns as data, rows through a window of an open table. Out: a grid of rows of
// which only those on screen are in the document; at narrow widths cards, a page at a time.
// Subtle: positions count in whole row heights; the one row that is open adds its measured height below itself.
// Invariant: the engine sorts, filters and searches; nothing here holds more than it shows.

import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { commonCurrency, everyAccount, Icon, Menu, Select } from "./bits.jsx";
import { useTable } from "./hooks.js";
import { WhereCard } from "./where.jsx";

/** Tables up to this length stay whole: they print whole, and the browser's own search finds every row. */
const WHOLE = 60;
const SPARE = 8;
const PAGE = 25;
/** Filters that make sense as a drop-down, where the engine offers values for them. */
const FACETS = [
  "kind",
  "creditType",
  "state",
  "zone",
  "source",
  "status",
  "client",
  "owner",
  "currency",
];
const FACET_LABELS = { state: "status", zone: "result" };
const FACET_TERMS = { creditType: "type", state: "state", zone: "zone" };

/** @param {any} shell */
export function Table(shell) {
  const { name, columns: spec, model, actions, texts, narrow } = shell;
  const [search, setSearch] = useState("");
  const [filters, setFilters] = useState({});
  const [sort, setSort] = useState(/** @type {import("../engine/engine").Query["sort"]} */ (null));
  const [chosen, setChosen] = useState({});
  const isShown = (column) => chosen[column.key] ?? !(narrow && column.later);
  const [opened, setOpened] = useState(/** @type {any} */ (null));
  const query = { table: name, scope: model.scope, search, filters, sort };
  const [table, need] = useTable(actions, query, model.revision);

  const several = everyAccount(model).length > 1;
  const possible = spec.columns.filter((column) => several || !column.onlyWhenSeveral);
  const columns = possible.filter(isShown);
  const currency = commonCurrency(model);
  const openRow = (row, part = null) => {
    const key = spec.rowKey(row);
    setOpened(opened?.key === key && !part ? null : { key, part, nonce: {} });
  };
  const inside = { ...shell, unit: currency !== null, openRow, opened, several };
  const rows = { spec, columns, table, need, inside, currency, sort, setSort };
  return (
    <>
      <Tools
        {...shell}
        {...{
          search,
          setSearch,
          filters,
          setFilters,
          possible,
          isShown,
          chosen,
          setChosen,
          sort,
          setSort,
          table,
        }}
      />
      {table && table.count === 0 && (
        <NoRows {...shell} found={search || Object.keys(filters).length} />
      )}
      {table &&
        table.count > 0 &&
        (narrow ? <Cards {...rows} /> : <Grid {...rows} label={texts.say(`page.tab.${name}`)} />)}
    </>
  );
}

/** @param {any} props */
function NoRows({ name, columns, texts, found }) {
  if (found) return <p class="none">{texts.say("page.table.nothing")}</p>;
  return (
    <div class="none">
      <p>{texts.say(`page.none.${name}`)}</p>
      <WhereCard name={columns.export} texts={texts} />
    </div>
  );
}

/** @param {any} props */
function Tools({
  texts,
  table,
  search,
  setSearch,
  filters,
  setFilters,
  possible,
  isShown,
  chosen,
  setChosen,
  sort,
  setSort,
  narrow,
}) {
  const label = (key) => texts.say(`page.column.${key}`);
  const facets = FACETS.filter((key) => key in filters || table?.facets[key]?.length > 1);
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
            ["", `${texts.say("page.sort")}: ${texts.say("page.sort.ours")}`],
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

/** @param {any} props */
function Grid({ spec, columns, table, need, inside, currency, sort, setSort, label }) {
  const { texts, opened } = inside;
  const box = useRef(/** @type {any} */ (null));
  const first = useRef(/** @type {any} */ (null));
  const below = useRef(/** @type {any} */ (null));
  const [view, setView] = useState({ top: 0, height: 720 });
  const [rowHeight, setRowHeight] = useState(36);
  const [belowHeight, setBelowHeight] = useState(0);
  const windowed = table.count > WHOLE;

  const openAt = openIndex(table, spec, opened);
  const [start, end] = windowed
    ? visible({ ...view, rowHeight, openAt, belowHeight, count: table.count })
    : [0, table.count];
  useEffect(() => need(start, end));
  useLayoutEffect(() => {
    const height = first.current?.getBoundingClientRect().height;
    if (windowed && height && Math.abs(height - rowHeight) > 0.5) setRowHeight(height);
    setBelowHeight(below.current?.offsetHeight ?? 0);
  });
  const onScroll = () => {
    const { scrollTop, clientHeight } = box.current;
    setView({ top: scrollTop, height: clientHeight });
  };
  useLayoutEffect(onScroll, []);

  const index = [];
  for (let i = start; i < end; i += 1) index.push(i);
  const offset = (i) => i * rowHeight + (openAt >= 0 && openAt < i ? belowHeight : 0);
  const total = columns.reduce((sum, column) => sum + column.width, 0);
  return (
    // Scrolls by keyboard, so it must be reachable by keyboard.
    <div
      class="scroller"
      ref={box}
      onScroll={windowed ? onScroll : undefined}
      tabIndex={0}
      role="region"
      aria-label={label}
    >
      <table
        class={`grid ${windowed ? "windowed" : ""} ${spec.Detail ? "opens" : ""}`}
        aria-rowcount={table.count + 1}
        style={{ "--width": `${total}px` }}
      >
        <colgroup>
          {columns.map((column) => (
            <col key={column.key} style={{ width: `${column.width}px` }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <Head key={column.key} {...{ column, sort, setSort, currency, texts }} />
            ))}
          </tr>
        </thead>
        <tbody>
          {windowed && start > 0 && <Gap height={offset(start)} span={columns.length} />}
          {index.map((i) => {
            const row = table.rows.get(i);
            const isOpen = i === openAt;
            return [
              <Row
                key={i}
                {...{ row, i, columns, inside, spec, isOpen }}
                measure={i === start ? first : undefined}
              />,
              isOpen && (
                <tr key="below" ref={below} class="below">
                  <td colSpan={columns.length}>
                    <div class="detail">
                      <spec.Detail {...inside} row={row} />
                    </div>
                  </td>
                </tr>
              ),
            ];
          })}
          {windowed && end < table.count && (
            <Gap height={offset(table.count) - offset(end)} span={columns.length} />
          )}
        </tbody>
      </table>
    </div>
  );
}

function openIndex(table, spec, opened) {
  if (!opened || !spec.Detail) return -1;
  for (const [i, row] of table.rows) if (spec.rowKey(row) === opened.key) return i;
  return -1;
}

/** Which rows are on screen, with some to spare; the open row counts wherever it is, to keep its state. @param {any} props */
function visible({ top, height, rowHeight, openAt, belowHeight, count }) {
  const rowAt = (y) => {
    if (openAt < 0 || y < (openAt + 1) * rowHeight) return Math.floor(y / rowHeight);
    return Math.max(openAt, Math.floor((y - belowHeight) / rowHeight));
  };
  const start = Math.max(0, rowAt(top) - SPARE);
  return [start, Math.min(count, rowAt(top + height) + SPARE)];
}

/** @param {any} props */
function Gap({ height, span }) {
  return (
    <tr class="gap" aria-hidden="true">
      <td colSpan={span} style={{ height: `${height}px` }} />
    </tr>
  );
}

/** @param {any} props */
function Head({ column, sort, setSort, currency, texts }) {
  const label = heading(column, texts);
  const mine = sort?.column === column.key;
  const direction = mine ? (sort.descending ? "descending" : "ascending") : undefined;
  const unit =
    column.numeric && currency && !/Count$/.test(column.key) ? (
      <span class="muted"> {currency}</span>
    ) : null;
  const next = () => {
    if (!mine) setSort({ column: column.key, descending: Boolean(column.numeric) });
    else if (sort.descending === Boolean(column.numeric))
      setSort({ ...sort, descending: !sort.descending });
    else setSort(null);
  };
  return (
    <th scope="col" aria-sort={direction} class={cellClass(column)}>
      {column.unsorted ? (
        <span class="still">
          {label}
          {unit}
        </span>
      ) : (
        <button type="button" onClick={next}>
          {label}
          {unit}
          {mine && <Icon name={sort.descending ? "down" : "up"} />}
        </button>
      )}
    </th>
  );
}

const heading = (column, texts) => texts.say(`page.column.${column.label ?? column.key}`);

const cellClass = (column) =>
  `${column.whole ? "whole" : ""} ${column.numeric ? "num" : ""} ${column.title ? "title" : ""} c-${column.key}`;

/** @param {any} props */
function Row({ row, i, columns, inside, spec, isOpen, measure }) {
  if (!row) {
    return (
      <tr ref={measure} aria-rowindex={i + 2} class="waiting">
        <td colSpan={columns.length}>…</td>
      </tr>
    );
  }
  return (
    <tr ref={measure} aria-rowindex={i + 2} class={isOpen ? "open" : undefined}>
      {columns.map((column) =>
        column.title ? (
          <th key={column.key} scope="row" class={cellClass(column)}>
            {spec.Detail ? (
              <RowOpener {...{ row, column, inside, isOpen }} />
            ) : (
              column.cell(row, inside)
            )}
          </th>
        ) : (
          <td key={column.key} class={cellClass(column)}>
            {column.cell(row, inside)}
          </td>
        ),
      )}
    </tr>
  );
}

/** @param {any} props */
function RowOpener({ row, column, inside, isOpen }) {
  return (
    <button type="button" class="opener" aria-expanded={isOpen} onClick={() => inside.openRow(row)}>
      <Icon name="chevron" />
      <span class="cut">{column.cell(row, inside)}</span>
    </button>
  );
}

/** Narrow: each row is a card with its columns as a list; a page at a time, so that the document stays small. @param {any} props */
function Cards({ spec, columns, table, need, inside, currency }) {
  const { texts, opened } = inside;
  const [page, setPage] = useState(0);
  const list = useRef(/** @type {any} */ (null));
  const id = useId();
  useEffect(() => setPage(0), [table.revision, table.count]);
  const start = Math.min(page * PAGE, Math.max(0, table.count - 1));
  const end = Math.min(table.count, start + PAGE);
  useEffect(() => need(start, end));
  const [title, ...others] = [...columns].sort(
    (a, b) => Number(Boolean(b.title)) - Number(Boolean(a.title)),
  );
  const turn = (to) => {
    setPage(to);
    list.current?.scrollIntoView({ block: "start" });
  };
  const rows = [];
  for (let i = start; i < end; i += 1) if (table.rows.has(i)) rows.push([i, table.rows.get(i)]);
  return (
    <>
      <ul class="cards" ref={list}>
        {rows.map(([i, row]) => {
          const isOpen = spec.Detail && opened?.key === spec.rowKey(row);
          return (
            <li key={i} class="card">
              <h3 id={`${id}${i}`}>
                {spec.Detail ? (
                  <RowOpener {...{ row, column: title, inside, isOpen }} />
                ) : (
                  title.cell(row, inside)
                )}
              </h3>
              <dl>
                {others.map((column) => (
                  <div key={column.key} class={cellClass(column)}>
                    <dt>
                      {heading(column, texts)}
                      {column.numeric && currency && !/Count$/.test(column.key)
                        ? ` ${currency}`
                        : ""}
                    </dt>
                    <dd>{column.cell(row, inside)}</dd>
                  </div>
                ))}
              </dl>
              {isOpen && (
                <div class="detail">
                  <spec.Detail {...inside} row={row} />
                </div>
              )}
            </li>
          );
        })}
      </ul>
      {table.count > PAGE && (
        <nav class="pager" aria-label={texts.say("page.pages")}>
          <button
            type="button"
            class="button"
            disabled={start === 0}
            onClick={() => turn(page - 1)}
          >
            {texts.say("page.pages.previous")}
          </button>
          <span class="muted">
            {texts.say("page.pages.range", { from: start + 1, to: end, count: table.count })}
          </span>
          <button
            type="button"
            class="button"
            disabled={end >= table.count}
            onClick={() => turn(page + 1)}
          >
            {texts.say("page.pages.next")}
          </button>
        </nav>
      )}
    </>
  );
}
