// When answers were given, so that the later of two wins wherever they meet (merge.js).
//
// A time stands beside the answers under its path, and holds for all below that path. An answer without one was given before
// times were kept: it is older than any that has one. What takes a change back takes its time back with it.

/** @import { Options } from "../engine/types" */
/** @import { Patch } from "./ground.js" */

/** The part of the options that holds the times. */
export const ANSWERED = "answeredAt";

/** The same patches, with the moment at which they were said. @param {Patch[]} patches @param {string} at RFC 3339 @returns {Patch[]} */
export function saidAt(patches, at) {
  const times = patches.map(({ path }) => ({ path: [ANSWERED, JSON.stringify(path)], value: at }));
  return [...patches, ...times];
}

/** Milliseconds; 0 where it is not known. @param {Options} options @param {string[]} path */
export function answeredAt({ answeredAt: times }, path) {
  const found = path.map((_, at) => times?.[JSON.stringify(path.slice(0, at + 1))]);
  return Math.max(...found.map(millisecondsOf));
}

/** @param {unknown} time RFC 3339 */
export function millisecondsOf(time) {
  return Date.parse(String(time)) || 0;
}

/** The place in the options that an entry is about: of a time, that of its answer. @param {string[]} path @returns {string[]} */
export function placeOf([part = "", key = "", ...rest]) {
  if (part !== ANSWERED) return [part, key, ...rest];
  try {
    return JSON.parse(key);
  } catch {
    // Written by someone else.
    return [];
  }
}
