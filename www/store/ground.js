// The ground state: imports as pasted and one options document (decision 0004). Everything shown is computed from it.
//
// A change is data, so that it can be undone, written under a transaction and met by changes of other tabs: imports to add,
// ids to remove, and patches, each a path into the options with a value. Two tabs that patch different places lose nothing.

import { ANSWERED, placeOf } from "./answer-times.js";

/** @import { Source } from "../engine/engine" */
/** @import { Options } from "../engine/types" */

/**
 * @typedef {{ imports: Source[], options: Options }} Ground
 * @typedef {{ path: string[], value: unknown }} Patch `undefined` takes the entry away
 * @typedef {{ add?: Source[], remove?: string[], patches?: Patch[] }} Change
 */

/** Of the options and of the engine that reads them (src/options.rs). */
export const OPTIONS_VERSION = 2;
/** Parts of the options that hold entries by key. */
const MAPS = /** @type {const} */ ([
  "imports",
  "mappings",
  "accounts",
  "credits",
  "alerts",
  ANSWERED,
]);
/** Parts that hold for every table and every account. */
const GENERAL = ["mappings", "defaults"];

/** @returns {Options} */
export function noOptions() {
  const defaults = /** @type {Options["defaults"]} */ ({});
  return {
    version: OPTIONS_VERSION,
    imports: {},
    mappings: {},
    accounts: {},
    credits: {},
    alerts: {},
    defaults,
    [ANSWERED]: {},
    lastVisit: null,
  };
}

/** A document of an older version in today's form; a newer one is left for the engine to refuse. @param {Partial<Options>} options @returns {Options} */
export function inForm(options) {
  const version = Math.max(OPTIONS_VERSION, Number(options.version ?? 0));
  return { ...noOptions(), ...options, version };
}

/** @returns {Ground} */
export function noGround() {
  return { imports: [], options: noOptions() };
}

/** Nothing pasted, and of what was said only that which holds for every table and every account. @param {Ground} ground @returns {Ground} */
export function withoutImports({ options: { mappings, defaults, answeredAt } }) {
  const times = Object.entries(answeredAt ?? {}).filter(([key]) => isGeneral([ANSWERED, key]));
  const general = { mappings, defaults, answeredAt: Object.fromEntries(times) };
  return { imports: [], options: { ...noOptions(), ...general } };
}

/** What of a change would hold without any import. @param {Change} change @returns {Change} */
export function generalPart({ patches = [] }) {
  return { patches: patches.filter(({ path }) => isGeneral(path)) };
}

/** @param {string[]} path */
function isGeneral(path) {
  return GENERAL.includes(placeOf(path)[0] ?? "");
}

/** @param {Ground} ground @param {Change} change @returns {Ground} */
export function apply(ground, { add = [], remove = [], patches = [] }) {
  const gone = new Set(remove);
  const kept = ground.imports.filter(({ id }) => !gone.has(id));
  const known = new Set(kept.map(({ id }) => id));
  const added = add.filter(({ id }) => !known.has(id));
  return {
    imports: added.length + gone.size === 0 ? ground.imports : [...kept, ...added],
    options: patches.reduce(patched, ground.options),
  };
}

/** What takes `change` back, seen from the ground it was made on. @param {Ground} before @param {Change} change @returns {Change} */
export function inverse(before, { add = [], remove = [], patches = [] }) {
  return {
    add: before.imports.filter(({ id }) => remove.includes(id)),
    remove: add.map(({ id }) => id),
    // Backwards: of two patches to one place the first holds what was there.
    patches: patches.map(({ path }) => ({ path, value: valueAt(before.options, path) })).reverse(),
  };
}

/** The change that leads from one ground to another. @param {Ground} from @param {Ground} to @returns {Change} */
export function difference(from, to) {
  const before = new Set(from.imports.map(({ id }) => id));
  const after = new Set(to.imports.map(({ id }) => id));
  return {
    add: to.imports.filter(({ id }) => !before.has(id)),
    remove: from.imports.filter(({ id }) => !after.has(id)).map(({ id }) => id),
    patches:
      from.options === to.options
        ? []
        : [...takenAway(from.options, to.options), ...entriesOf(to.options)],
  };
}

/** Every entry of a document as a patch. @param {Options} options @returns {Patch[]} */
export function entriesOf(options) {
  const entries = MAPS.flatMap((map) =>
    Object.entries(options[map] ?? {}).map(([key, value]) => ({ path: [map, key], value })),
  );
  const defaults = Object.entries(options.defaults ?? {}).map(([key, value]) => ({
    path: ["defaults", key],
    value,
  }));
  return [...entries, ...defaults];
}

/** @param {Options} from @param {Options} to @returns {Patch[]} */
function takenAway(from, to) {
  return entriesOf(from)
    .filter(({ path }) => valueAt(to, path) === undefined)
    .map(({ path }) => ({ path, value: undefined }));
}

/** @template {object} T @param {T} document @param {Patch} patch @returns {T} */
function patched(document, { path, value }) {
  const [key, ...rest] = path;
  if (key === undefined) return document;
  // Keys are pasted names, `__proto__` among them: only own properties count, and spreading makes own properties.
  const { [key]: old, ...others } = /** @type {Record<string, object>} */ (own(document));
  if (rest.length > 0)
    return /** @type {T} */ ({ ...document, [key]: patched(old ?? {}, { path: rest, value }) });
  return /** @type {T} */ (value === undefined ? others : { ...document, [key]: value });
}

/** @param {object} document @param {string[]} path @returns {unknown} */
export function valueAt(document, path) {
  /** @type {unknown} */
  let value = document;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = /** @type {Record<string, unknown>} */ (value)[key];
  }
  return value;
}

/** A copy that inherits nothing. @param {object} document */
function own(document) {
  return Object.assign(Object.create(null), document);
}
