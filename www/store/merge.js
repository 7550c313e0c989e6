// Two ground states become one: what a colleague handed over is added to what is here.
//
// Imports are facts: their union, as if they had been pasted here. Answers that differ are listed with both sides; the later
// one wins (answer-times.js), also where it takes back what was said. Cash is a fact with a moment of its own: that which was true
// later wins. Of two whose times nobody knows, the one that is opened now was said last.

import { ANSWERED, answeredAt, millisecondsOf } from "./answer-times.js";
import { difference, entriesOf, valueAt } from "./ground.js";

/** @import { Options } from "../engine/types" */
/** @import { Change, Ground, Patch } from "./ground.js" */

/**
 * @typedef {{ path: string[], mine: unknown, theirs: unknown, taken: "mine" | "theirs" }} Difference
 * @typedef {{ change: Change, differences: Difference[], same: number }} Merge `same`: imports that are here already
 * @typedef {{ value: unknown, times: [number, number], isSaid: boolean }} Answer `times`: the second where the first is equal
 */

/** @param {Ground} mine @param {Ground} theirs @returns {Merge} */
export function merge(mine, theirs) {
  const { add = [] } = difference(mine, theirs);
  const patches = laterTimes(mine.options, theirs.options);
  /** @type {Difference[]} */
  const differences = [];
  for (const path of pathsOf(mine.options, theirs.options)) {
    const own = answerAt(mine.options, path);
    const other = answerAt(theirs.options, path);
    if (!other.isSaid || JSON.stringify(own.value) === JSON.stringify(other.value)) continue;
    const taken = own.isSaid && isLater(own, other) ? "mine" : "theirs";
    if (own.isSaid) differences.push({ path, mine: own.value, theirs: other.value, taken });
    if (taken === "theirs") patches.push({ path, value: other.value ?? undefined });
  }
  return { change: { add, patches }, differences, same: theirs.imports.length - add.length };
}

/** The times that are later there. @param {Options} mine @param {Options} theirs @returns {Patch[]} */
function laterTimes({ answeredAt: own }, { answeredAt: others }) {
  return Object.entries(others ?? {})
    .filter(([key, at]) => millisecondsOf(at) > millisecondsOf(own?.[key]))
    .map(([key, value]) => ({ path: [ANSWERED, key], value }));
}

/** Where either says something: a place per field, so that two people who said different things of one account lose nothing.
 * @param {Options[]} documents @returns {string[][]} */
function pathsOf(...documents) {
  const said = documents.flatMap(entriesOf).filter(({ path: [part] }) => part !== ANSWERED);
  const fields = said.flatMap(fieldsOf);
  return [...new Map(fields.map((path) => [JSON.stringify(path), path])).values()];
}

/** Thresholds and what is kept per header are answers of their own as well. @param {Patch} entry @returns {string[][]} */
function fieldsOf({ path, value }) {
  const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isMap || path.at(-1) === "cash") return [path];
  return Object.entries(value).flatMap(([key, value]) => fieldsOf({ path: [...path, key], value }));
}

/** @param {Options} options @param {string[]} path @returns {Answer} */
function answerAt(options, path) {
  const value = valueAt(options, path) ?? null;
  const answered = answeredAt(options, path);
  const own = ownTimeOf(path, value);
  return {
    value,
    times: path.at(-1) === "cash" ? [own || answered, answered] : [answered, own],
    isSaid: value !== null || answered > 0,
  };
}

/** Milliseconds; 0 where an answer says no time itself. @param {string[]} path @param {unknown} value */
function ownTimeOf(path, value) {
  const field = path.at(-1);
  if (field === "acknowledgedAt" || field === "snoozedUntil") return millisecondsOf(value);
  if (field === "cash") return millisecondsOf(/** @type {{ at?: string } | null} */ (value)?.at);
  return 0;
}

/** @param {Answer} one @param {Answer} other */
function isLater({ times: [first, second] }, { times: [otherFirst, otherSecond] }) {
  return first > otherFirst || (first === otherFirst && second > otherSecond);
}
