// Where focus and clicks go when what had them is drawn no more. The focus: near to where that stood, never to the page's
// beginning.
//
//   Comes in   a part of the page, whose changes are watched
//   Goes out   the focus, moved to the next heading or thing to press in the smallest part around that has one
//
// Subtle: a part that knows better (a panel, which goes back to what opened it) moves the focus itself, and comes first.

import { useEffect } from "preact/hooks";

/** The heading of a part that takes the focus, and what can be pressed. A field is none: a phone would show its keyboard. */
const HEADING = "h2[tabindex]";
const PRESSED = `${HEADING}, button, a[href], summary, select, input[type=file]`;
const FIELDS = `${PRESSED}, input, textarea`;

/** Keeps the focus inside of this element, once it was there. @param {import("preact").RefObject<any>} ref */
export function useFocusKept(ref) {
  useEffect(() => {
    const part = ref.current;
    /** @type {Element | null} */
    let last = null;
    const onFocus = ({ target }) => {
      last = target;
    };
    // Some browsers say that the focus left what they take out. What is still there has lost it to something else.
    const onLeave = ({ target }) =>
      queueMicrotask(() => {
        if (last === target && target.isConnected) last = null;
      });
    const observer = new MutationObserver((records) => {
      if (!last || last.isConnected) return;
      const gone = last;
      last = null;
      if (!part.getRootNode().activeElement) moveNear(part, records, gone);
    });
    part.addEventListener("focusin", onFocus);
    part.addEventListener("focusout", onLeave);
    observer.observe(part, { childList: true, subtree: true });
    return () => {
      part.removeEventListener("focusin", onFocus);
      part.removeEventListener("focusout", onLeave);
      observer.disconnect();
    };
  }, []);
}

/**
 * The second click of a double click means what the first one met. Where that is gone (a card was closed, and the page moved
 * up), it is not for the button that has come to stand there. @param {import("preact").RefObject<any>} ref
 */
export function useDoubleClicks(ref) {
  useEffect(() => {
    const part = ref.current;
    /** @type {Element | null} */
    let met = null;
    const onClick = (event) => {
      const button = event.composedPath()[0].closest("button");
      if (event.detail < 2) met = button;
      else if (button && button !== met) event.stopPropagation();
    };
    part.addEventListener("click", onClick, true);
    return () => part.removeEventListener("click", onClick, true);
  }, []);
}

/** @param {HTMLElement} part @param {MutationRecord[]} records @param {Element} gone */
function moveNear(part, records, gone) {
  const kinds = gone.matches("input, textarea") ? FIELDS : PRESSED;
  const record = records.find(
    ({ target, removedNodes }) =>
      target.isConnected && [...removedNodes].some((node) => node.contains(gone)),
  );
  /** @type {Node | null} */
  let around = record?.target ?? part;
  let before = record?.previousSibling?.isConnected ? record.previousSibling : null;
  while (around && part.contains(around)) {
    const stops = [.../** @type {Element} */ (around).querySelectorAll(kinds)].filter(isStop);
    const next = stops.find((stop) => !before || isBehind(stop, before));
    const near = /** @type {HTMLElement | undefined} */ (next ?? stops.at(-1));
    // A table that is being scrolled stays where it is.
    if (near) return near.focus({ preventScroll: near.closest(".scroller") !== null });
    before = around;
    around = around.parentNode;
  }
  part.focus({ preventScroll: true });
}

/** @param {any} element */
function isStop(element) {
  const takesFocus = element.tabIndex >= 0 || element.matches(HEADING);
  return !element.disabled && takesFocus && element.checkVisibility();
}

/** @param {Node} node @param {Node} other */
function isBehind(node, other) {
  const place = other.compareDocumentPosition(node);
  const { DOCUMENT_POSITION_FOLLOWING: behind, DOCUMENT_POSITION_CONTAINED_BY: inside } = Node;
  return Boolean(place & behind) && !(place & inside);
}
