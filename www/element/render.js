// From model to page: the panels of www/ui in the element's shadow, under its constructable style sheets.

import { render as draw, h } from "preact";
import { sheets } from "../style/index.js";
import { App } from "../ui/app.jsx";

/** @import { Actions, Model, Texts } from "../ui/model" */

/** @param {ShadowRoot} root @param {{ model: Model, actions: Actions, texts: Texts }} shown */
export function render(root, shown) {
  if (root.adoptedStyleSheets.length === 0) root.adoptedStyleSheets = sheets();
  draw(h(App, shown), root);
}
