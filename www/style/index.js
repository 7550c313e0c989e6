// The page's style as constructable sheets: they need no `style-src` and no inline style.

import base from "./base.css";
import empty from "./empty.css";
import imports from "./imports.css";
import page from "./page.css";
import panels from "./panels.css";
import print from "./print.css";
import table from "./table.css";
import today from "./today.css";
import tokens from "./tokens.css";

/** @type {CSSStyleSheet[] | null} */
let made = null;

/**
 * The same sheets for every element of a document; made at the first call, so that importing does nothing.
 * @returns {CSSStyleSheet[]}
 */
export function sheets() {
  made ??= [tokens, base, page, imports, today, empty, panels, table, print].map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
  return made;
}
