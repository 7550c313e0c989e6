// State that is only about looking: widths, and the rows of a table that are on screen.

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

/** Sizes of the page are planned for text of this size (style/tokens.css). */
const PLANNED_PX = 14;

/** How much larger the reader has made the text of an element. @param {Element} element */
export function textScale(element) {
  return Number.parseFloat(getComputedStyle(element).fontSize) / PLANNED_PX || 1;
}

/** As the length of a style: grows with the text. @param {number} planned px */
export const length = (planned) => `${planned / PLANNED_PX}em`;

/**
 * The width of an element, kept up to date, as px at the planned size of text: who reads larger text has less room.
 * @returns {[import("preact").RefObject<any>, number]}
 */
export function useWidth() {
  const ref = useRef(/** @type {any} */ (null));
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = () => setWidth(element.clientWidth / textScale(element));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}

let given = 0;

/** An id that no other part of any element has. Preact's own begin anew at each drawing, and meet. @returns {string} */
export function useId() {
  return useState(() => {
    given += 1;
    return `own-${given}`;
  })[0];
}

/**
 * State that outlives its component: what it was last stays in `kept`.
 * @template T
 * @param {Record<string, unknown>} kept @param {string} key @param {T} first
 * @returns {[T, (value: T) => void]}
 */
export function useKept(kept, key, first) {
  const [value, setValue] = useState(/** @type {T} */ (kept[key] ?? first));
  kept[key] = value;
  return [value, setValue];
}

const BLOCK = 50;

/**
 * An open table and a way to have some of its rows. The old rows stay until the new table is there, so
 * that nothing flashes; the old handle is closed then.
 */
export function useTable(actions, query, revision) {
  const [table, setTable] = useState(/** @type {any} */ (null));
  const [, redraw] = useState(0);
  const current = useRef(/** @type {any} */ (null));
  const shown = useRef({ start: 0, end: BLOCK });
  const asked = JSON.stringify(query);

  useEffect(() => {
    let wanted = true;
    const open = async () => {
      const opened = { ...(await actions.openTable(query)), rows: new Map(), blocks: new Set() };
      // The rows that will be on screen come with it.
      if (wanted) await Promise.all(load(opened, shown.current.start, shown.current.end));
      if (!wanted) return actions.closeTable(opened.handle);
      const before = current.current;
      current.current = opened;
      if (before) actions.closeTable(before.handle);
      setTable(opened);
    };
    open().catch(() => {});
    return () => {
      wanted = false;
    };
  }, [asked, revision]);

  useEffect(
    () => () => {
      if (current.current) actions.closeTable(current.current.handle);
      current.current = null;
    },
    [],
  );

  /** Has the blocks of rows `start..end` brought that are neither here nor on their way. */
  function load(into, start, end) {
    const coming = [];
    for (
      let block = Math.floor(start / BLOCK);
      block * BLOCK < Math.min(end, into.count);
      block += 1
    ) {
      if (into.blocks.has(block)) continue;
      into.blocks.add(block);
      const length = Math.min(BLOCK, into.count - block * BLOCK);
      coming.push(
        actions.window(into.handle, block * BLOCK, length).then(
          (rows) => {
            for (const [i, row] of rows.entries()) into.rows.set(block * BLOCK + i, row);
          },
          () => into.blocks.delete(block),
        ),
      );
    }
    return coming;
  }

  /** Asks for rows `start..end` and draws them when they come. */
  function need(start, end) {
    if (!table) return;
    shown.current = { start, end };
    for (const coming of load(table, start, end))
      coming.then(() => current.current === table && redraw((n) => n + 1));
  }
  return [table, need];
}

/** The answer of a promise that is asked again when `key` changes; the old answer stays meanwhile. */
export function useAnswer(ask, key) {
  const [answer, setAnswer] = useState({ value: /** @type {any} */ (null), failed: false });
  useEffect(() => {
    let wanted = true;
    ask().then(
      (value) => wanted && setAnswer({ value, failed: false }),
      () => wanted && setAnswer({ value: null, failed: true }),
    );
    return () => {
      wanted = false;
    };
  }, [key]);
  return answer;
}
