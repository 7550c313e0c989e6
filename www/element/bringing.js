// What a person brings to an element: a paste, wherever the browser sends it, and a drop.
//
//   Comes in   events of the element, of its document and of the window
//   Goes out   to the element: what is over it (`hover`), and what was brought (`importFrom`)
//
// Invariant: what is meant for a field, ours or the host's, stays the field's.

import { isDroppable, isForField } from "./clipboard.js";

/**
 * @typedef {HTMLElement & {
 *   readonly readOnly: boolean,
 *   readonly compact: boolean,
 *   hover(isOver: boolean): void,
 *   importFrom(data: DataTransfer | null): Promise<void>,
 * }} Taking
 */

/** The elements that are in the page. @type {Set<Taking>} */
const present = new Set();

export class Bringing {
  #element;

  /** @param {Taking} element */
  constructor(element) {
    this.#element = element;
    element.addEventListener("paste", this.#onPaste);
    element.addEventListener("dragover", this.#onDragOver);
    element.addEventListener("dragleave", this.#onDragLeave);
    element.addEventListener("drop", this.#onDrop);
  }

  /** The element is in the page. */
  begin() {
    this.#element.ownerDocument.addEventListener("paste", this.#onPasteElsewhere, true);
    globalThis.addEventListener("paste", this.#onPasteOfNobody);
    present.add(this.#element);
  }

  /** The element is no longer in the page. */
  end() {
    this.#element.ownerDocument.removeEventListener("paste", this.#onPasteElsewhere, true);
    globalThis.removeEventListener("paste", this.#onPasteOfNobody);
    present.delete(this.#element);
  }

  /** @param {ClipboardEvent} event */
  #onPaste = (event) => {
    if (isForField(event)) return;
    event.preventDefault();
    void this.#element.importFrom(event.clipboardData);
  };

  /** Firefox sends a paste to where text was last selected, not to what has the focus. @param {ClipboardEvent} event */
  #onPasteElsewhere = (event) => {
    const isElsewhere = !event.composedPath().includes(this.#element);
    if (isElsewhere && this.#element.matches(":focus-within")) this.#onPaste(event);
  };

  /**
   * Who comes back to the page and presses Ctrl+V has the focus nowhere. Where this is the only tracker, and the page has not
   * taken the paste for itself, it is meant for us. At the window the page was asked before.
   * @param {ClipboardEvent} event
   */
  #onPasteOfNobody = (event) => {
    const { readOnly, compact, ownerDocument } = this.#element;
    const { activeElement, body } = ownerDocument;
    const isNobodys = !activeElement || activeElement === body;
    // What passed the element it has taken, also where the event of a host could not be prevented.
    const isTaken = event.defaultPrevented || event.composedPath().includes(this.#element);
    if (!isNobodys || isTaken || present.size > 1) return;
    if (!readOnly && !compact && this.#element.checkVisibility()) this.#onPaste(event);
  };

  /** @param {DragEvent} event */
  #onDragOver = (event) => {
    if (!isDroppable(event.dataTransfer)) return;
    event.preventDefault();
    this.#element.hover(true);
  };

  /** @param {DragEvent} event */
  #onDragLeave = (event) => {
    // Going from one part of the element to another is no leaving.
    const into = /** @type {Node | null} */ (event.relatedTarget);
    if (!this.#element.contains(into)) this.#element.hover(false);
  };

  /** @param {DragEvent} event */
  #onDrop = (event) => {
    this.#element.hover(false);
    if (!isDroppable(event.dataTransfer)) return;
    event.preventDefault();
    void this.#element.importFrom(event.dataTransfer);
  };
}
