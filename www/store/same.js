// The same file in the hands of two people: equal bytes of one time, whatever each calls it here.

import { ANSWERED, placeOf } from "./answer-times.js";
import { allOf, sizeOf } from "./bytes.js";
import { apply, entriesOf, noGround } from "./ground.js";

/** @import { Source } from "../engine/engine" */
/** @import { Ground, Patch } from "./ground.js" */

/** Theirs, with imports that are here already under the ids that they have here. @param {Ground} mine @param {Ground} theirs @returns {Promise<Ground>} */
export async function knownHere(mine, theirs) {
  const own = new Set(mine.imports.map(({ id }) => id));
  /** @type {Map<string, Source[]>} */
  const alike = new Map();
  for (const one of mine.imports) alike.set(lookOf(one), [...(alike.get(lookOf(one)) ?? []), one]);
  /** @type {Map<string, string>} */
  const ids = new Map();
  for (const one of theirs.imports.filter(({ id }) => !own.has(id))) {
    for (const other of alike.get(lookOf(one)) ?? [])
      if (await areEqual(one, other)) ids.set(one.id, other.id);
  }
  if (ids.size === 0) return theirs;
  const imports = theirs.imports.map((one) => ({ ...one, id: ids.get(one.id) ?? one.id }));
  const patches = entriesOf(theirs.options).map((patch) => renamed(patch, ids));
  return apply(noGround(), { add: imports, patches });
}

/** What can be told without their bytes: when each was true, from where, and how much. @param {Source} source */
function lookOf({ pastedAt, fileTime, address, flavours }) {
  const sizes = flavours.map(({ kind, bytes }) => [kind, sizeOf(bytes)]);
  return JSON.stringify([Date.parse(fileTime ?? pastedAt), fileTime === null, address, sizes]);
}

/** @param {Source} one @param {Source} other */
async function areEqual(one, other) {
  for (const [at, { bytes }] of one.flavours.entries()) {
    const theirs = await allOf(other.flavours[at]?.bytes ?? new Uint8Array());
    if (!(await allOf(bytes)).every((byte, i) => byte === theirs[i])) return false;
  }
  return true;
}

/** @param {Patch} patch @param {Map<string, string>} ids @returns {Patch} */
function renamed({ path, value }, ids) {
  const [part = "", id = "", ...rest] = placeOf(path);
  const known = part === "imports" && ids.get(id);
  if (!known) return { path, value };
  const place = [part, known, ...rest];
  return { path: path[0] === ANSWERED ? [ANSWERED, JSON.stringify(place)] : place, value };
}
