// A language that nobody speaks: English with accents, 40 % longer, in brackets. What stays plain on a page was never in a
// catalogue; what is cut off will be cut off in German.

import { parseTemplate } from "../../www/text/template.js";

/** @import { Part } from "../../www/text/template.js" */

const PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ACCENTED = "åƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ";
/** Of every so many letters one vowel is doubled, and then some are. */
const LONGER = 0.4;

/** @param {Record<string, string>} catalogue @returns {Record<string, string>} */
export function pseudo(catalogue) {
  return Object.fromEntries(
    Object.entries(catalogue).map(([key, template]) => [
      key,
      `⟦${writeTemplate(spoken(parseTemplate(template)))}⟧`,
    ]),
  );
}

/** @param {Part[]} parts @returns {Part[]} */
function spoken(parts) {
  return parts.map((part) => {
    if (typeof part === "string") return stretched(part);
    if (part.type !== "plural" && part.type !== "select") return part;
    const branches = [...part.branches].map(([word, branch]) => [word, spoken(branch)]);
    return { ...part, branches: new Map(/** @type {[string, Part[]][]} */ (branches)) };
  });
}

/** @param {string} text */
function stretched(text) {
  let owed = 0;
  let out = "";
  for (const letter of text) {
    const at = PLAIN.indexOf(letter);
    const accented = at < 0 ? letter : (ACCENTED[at] ?? letter);
    out += accented;
    owed += LONGER;
    if ("aeiouyAEIOUY".includes(letter)) {
      for (; owed >= 1; owed -= 1) out += accented.toLowerCase();
    }
  }
  return out;
}

/** The other way round than parseTemplate. @param {Part[]} parts @returns {string} */
export function writeTemplate(parts) {
  return parts.map(written).join("");
}

/** @param {Part} part @returns {string} */
function written(part) {
  if (typeof part === "string") {
    return part.replace(/'/g, "''").replace(/[{}#]+/g, (marks) => `'${marks}'`);
  }
  if (part.type === "hash") return "#";
  if (part.type === "argument")
    return part.style ? `{${part.name}, ${part.style}}` : `{${part.name}}`;
  const branches = [...part.branches].map(([word, branch]) => `${word} {${writeTemplate(branch)}}`);
  return `{${part.name}, ${part.type}, ${branches.join(" ")}}`;
}
