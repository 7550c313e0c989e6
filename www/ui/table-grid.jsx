// A table as a grid of rows, of which only those on screen are in the document.
// Subtle: positions count in whole row heights; the one row that is open adds what it measures more than one.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { length, textScale } from "./hooks.js";
import { Icon } from "./icon.jsx";
import { cellClass, hasUnit, heading, Opened, RowOpener } from "./table-cell.jsx";

/** @import { Sort } from "../engine/types" */
/** @import { Column, Part } from "./model" */

/** Tables up to this length stay whole: they print whole, and the browser's own search finds every row. */
const WHOLE = 60;
const SPARE = 8;
/** Of the box before it can be measured, as table.css has it: what is drawn first is what stays. */
const firstHeight = () => Math.max(320, 0.78 * (globalThis.innerHeight ?? 900));

/** @param {any} props */
export function Grid({ spec, columns, rest, table, need, inside, currency, sort, setSort, label }) {
  const { texts, opened } = inside;
  const box = useRef(/** @type {any} */ (null));
  const first = useRef(/** @type {any} */ (null));
  const below = useRef(/** @type {any} */ (null));
  const view = useRef(/** @type {any} */ (null));
  view.current ??= { top: 0, height: firstHeight() };
  const [, redraw] = useState(0);
  const [widths, measure] = useWidths(columns);
  const [rowHeight, setRowHeight] = useState(36);
  const [belowHeight, setBelowHeight] = useState(0);
  const windowed = table.count > WHOLE;

  const openAt = openIndex(table, spec, opened);
  const range = () =>
    visible({ ...view.current, rowHeight, openAt, belowHeight, count: table.count });
  const [start, end] = windowed ? range() : [0, table.count];
  useEffect(() => need(start, end));
  useLayoutEffect(() => {
    const height = first.current?.getBoundingClientRect().height;
    // The open row says everything in full, and may be higher.
    if (windowed && height && openAt !== start && Math.abs(height - rowHeight) > 0.5)
      setRowHeight(height);
    const { current: opened } = below;
    const own = windowed ? (opened?.previousElementSibling?.offsetHeight ?? 0) - rowHeight : 0;
    setBelowHeight(opened ? opened.offsetHeight + own : 0);
    if (windowed && measure(box.current)) return;
    const over = box.current.scrollWidth - box.current.clientWidth;
    if (over > 1) inside.tooWide(over / textScale(box.current));
  });
  const onScroll = () => {
    const { scrollTop, clientHeight } = box.current;
    view.current = { top: scrollTop, height: clientHeight };
    const [from, to] = range();
    if (windowed && (from !== start || to !== end)) redraw((n) => n + 1);
  };
  // It grows when rows come that were filtered or not there before.
  useLayoutEffect(() => {
    onScroll();
    const observer = new ResizeObserver(() => {
      const { clientHeight: height } = box.current;
      if (height === view.current.height) return;
      view.current = { ...view.current, height };
      redraw((n) => n + 1);
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);

  const index = [];
  for (let i = start; i < end; i += 1) index.push(i);
  const offset = (i) => i * rowHeight + (openAt >= 0 && openAt < i ? belowHeight : 0);
  const total = widths.reduce((sum, width) => sum + width, 0);
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
        class={`grid ${windowed ? "windowed" : ""} ${spec.isTall ? "tall" : ""} ${spec.Detail ? "opens" : ""}`}
        aria-rowcount={table.count + 1}
        style={{ "--width": length(total) }}
      >
        <colgroup>
          {columns.map((column, i) => (
            <col key={column.key} style={{ width: length(widths[i]) }} />
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
                    <Opened {...{ spec, rest, row, inside }} />
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

/** What stands on one line: words that would lose their end, and amounts. */
const UNBROKEN = "thead th, td.num, td.c-creditType";

/**
 * How wide the columns of a long table are, of which only some rows are here. No word or amount is cut: a column grows when
 * a longer one comes into view, and stays so. `measure` tells whether one did.
 */
function useWidths(columns) {
  const [grown, setGrown] = useState(/** @type {Record<string, number>} */ ({}));
  const widths = columns.map(({ key, width }) => Math.max(grown[key] ?? 0, width));
  const measure = (box) => {
    const wider = {};
    const scale = textScale(box);
    for (const cell of box.querySelectorAll(UNBROKEN)) {
      const over = cell.scrollWidth - cell.clientWidth;
      const { key } = columns[cell.cellIndex];
      // Both are rounded.
      const needed = over > 0 ? (cell.offsetWidth + over + 1) / scale : 0;
      if (needed > Math.max(grown[key] ?? 0, wider[key] ?? 0)) wider[key] = needed;
    }
    const grows = Object.keys(wider).length > 0;
    if (grows) setGrown({ ...grown, ...wider });
    return grows;
  };
  return [widths, measure];
}

function openIndex(table, spec, opened) {
  if (!opened || !spec.Detail) return -1;
  for (const [i, row] of table.rows) if (spec.rowKey(row) === opened.key) return i;
  return -1;
}

/** Which rows are on screen, with some to spare; the open row counts wherever it is, to keep its state. @param {{ top: number, height: number, rowHeight: number, openAt: number, belowHeight: number, count: number }} of @returns {[number, number]} */
function visible({ top, height, rowHeight, openAt, belowHeight, count }) {
  const rowAt = (y) => {
    if (openAt < 0 || y < (openAt + 1) * rowHeight) return Math.floor(y / rowHeight);
    return Math.max(openAt, Math.floor((y - belowHeight) / rowHeight));
  };
  const start = Math.max(0, rowAt(top) - SPARE);
  return [start, Math.min(count, rowAt(top + height) + SPARE)];
}

/** @param {{ height: number, span: number }} props */
function Gap({ height, span }) {
  return (
    <tr class="gap" aria-hidden="true">
      <td colSpan={span} style={{ height: `${height}px` }} />
    </tr>
  );
}

/** @param {Part<"texts"> & { column: Column<any>, sort: Sort | null, setSort: (sort: Sort | null) => void, currency: string | null }} props */
function Head({ column, sort, setSort, currency, texts }) {
  const label = heading(column, texts);
  const mine = sort?.column === column.key;
  const direction = mine ? (sort.descending ? "descending" : "ascending") : undefined;
  const unit = hasUnit(column) && currency ? <span class="muted"> {currency}</span> : null;
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
          {/* One run of text: the words of a flex box stand side by side. */}
          <span>
            {label}
            {unit}
          </span>
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
