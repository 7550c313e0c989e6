// A table at narrow widths: each row is a card with what matters most, and opens for the rest; a page at a time, so that
// the document stays small.

import { useEffect, useRef, useState } from "preact/hooks";
import { Below, Pager } from "./bits.jsx";
import { useId } from "./hooks.js";
import { Opened, Pairs, RowOpener } from "./table-cell.jsx";

const PAGE = 25;

/** @param {any} props */
export function Cards({ spec, columns, rest, table, need, inside }) {
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
  const turn = (by) => {
    setPage(page + by);
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
              <Pairs columns={others} {...{ row, inside }} />
              {isOpen && (
                <Below>
                  <Opened {...{ spec, rest, row, inside }} />
                </Below>
              )}
            </li>
          );
        })}
      </ul>
      {table.count > PAGE && <Pager {...{ start, end, texts }} count={table.count} onTurn={turn} />}
    </>
  );
}
