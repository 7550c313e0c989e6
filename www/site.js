// The page of our own: registers the element, and makes the whole page a place to drop.

import "./language.js";
import "./element/define.js";
import { isDroppable } from "./element/clipboard.js";
import { listenToHost, originsOf } from "./element/frame.js";

const tracker = /** @type {import("./element/index.js").AdCreditTracker | null} */ (
  document.querySelector("ad-credit-tracker")
);

if (tracker) {
  // The whole page is there for it.
  void tracker.start();
  // A policy without `style-src` still allows this; the page has no ground of its own.
  const ground = new CSSStyleSheet();
  ground.replaceSync("body { margin: 0 } ad-credit-tracker { min-block-size: 100vh }");
  document.adoptedStyleSheets.push(ground);
  // What happens inside the element it takes by itself.
  const isOutside = (/** @type {Event} */ event) =>
    !event.defaultPrevented && !event.composedPath().includes(tracker);
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    if (isDroppable(event.dataTransfer)) tracker.hover(true);
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) tracker.hover(false);
  });
  document.addEventListener("drop", (event) => {
    tracker.hover(false);
    if (!isOutside(event)) return;
    event.preventDefault();
    void tracker.importFrom(event.dataTransfer);
  });
  listenToHost(tracker, originsOf(document));
}
