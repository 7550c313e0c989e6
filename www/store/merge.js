// Two ground states become one: what a colleague handed over is added to what is here.
//
// Imports are facts: their union, as if they had been pasted here. Answers that differ are listed with both sides; the later
// one wins. An answer with a time of its own (acknowledged, snoozed, cash as of) is as late as that says; any other is as late
// as its document, and the one that is opened now was opened last.

import { difference, entriesOf, valueAt } from "./ground.js";

/** @import { Change, Ground, Patch } from "./ground.js" */

/**
 * @typedef {{ path: string[], mine: unknown, theirs: unknown, taken: "mine" | "theirs" }} Difference
 * @typedef {{ change: Change, differences: Difference[], same: number }} Merge `same`: imports that are here already
 */

/** @param {Ground} mine @param {Ground} theirs @returns {Merge} */
export function merge(mine, theirs) {
  const { add = [] } = difference(mine, theirs);
  /** @type {Patch[]} */
  const patches = [];
  /** @type {Difference[]} */
  const differences = [];
  for (const { path, value } of entriesOf(theirs.options).flatMap(fieldsOf)) {
    const own = valueAt(mine.options, path);
    if (isNothing(value) || JSON.stringify(own) === JSON.stringify(value)) continue;
    const taken = !isNothing(own) && timeOf(path, own) > timeOf(path, value) ? "mine" : "theirs";
    if (!isNothing(own)) differences.push({ path, mine: own, theirs: value, taken });
    if (taken === "theirs") patches.push({ path, value });
  }
  return { change: { add, patches }, differences, same: theirs.imports.length - add.length };
}

/** An answer per field, so that two people who said different things of one account lose nothing. @param {Patch} entry @returns {Patch[]} */
function fieldsOf({ path, value }) {
  if (path[0] === "defaults" || typeof value !== "object" || value === null)
    return deeper({ path, value });
  return Object.entries(value).flatMap(([key, field]) =>
    deeper({ path: [...path, key], value: field }),
  );
}

/** Thresholds and what is kept per header are answers of their own as well. @param {Patch} patch @returns {Patch[]} */
function deeper({ path, value }) {
  const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isMap || path.at(-1) === "cash") return [{ path, value }];
  return Object.entries(value).flatMap(([key, field]) =>
    deeper({ path: [...path, key], value: field }),
  );
}

/** @param {unknown} value */
function isNothing(value) {
  return value === undefined || value === null;
}

/** Milliseconds; 0 where an answer has no time of its own. @param {string[]} path @param {unknown} value */
function timeOf(path, value) {
  const field = path.at(-1);
  if (field === "acknowledgedAt" || field === "snoozedUntil") return Date.parse(String(value)) || 0;
  if (field === "cash") return Date.parse(/** @type {{ at: string }} */ (value).at) || 0;
  return 0;
}
