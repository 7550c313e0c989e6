// What a person decides, as patches to the options (www/store/ground.js). Pure: no engine, no page.

/** @import { ColumnMapping, ImportCard, Options, Thresholds } from "../engine/types" */
/** @import { Patch } from "../store/ground.js" */
/** @import { Texts } from "../ui/model" */

/** @param {string[]} base @param {object} fields @returns {Patch[]} */
function each(base, fields) {
  return Object.entries(fields).map(([key, value]) => ({ path: [...base, key], value }));
}

/** R31: moving imports to another account is one action. @param {string[]} ids @param {string} account @param {string | null} name */
export function accountOfImports(ids, account, name) {
  const patches = ids.map((id) => ({ path: ["imports", id, "account"], value: account }));
  return name ? [...patches, { path: ["accounts", account, "name"], value: name }] : patches;
}

/** @param {string} id of a log or panel @param {string} credit that it is about */
export function creditOfImport(id, credit) {
  return each(["imports", id], { credit });
}

/** @param {string} id @param {string | null} asOf */
export function asOf(id, asOf) {
  return each(["imports", id], { asOf });
}

/** @param {string} id @param {boolean} isWhole with the pages copied before it (R32) */
export function wholeList(id, isWhole) {
  return each(["imports", id], { isFull: isWhole || null });
}

/**
 * Remembered for every table with these headers; a table without headers is corrected alone. Entries by header or word add up.
 * @param {string} id @param {string} fingerprint @param {Partial<ColumnMapping>} change
 */
export function mapping(id, fingerprint, change) {
  const base = fingerprint ? ["mappings", fingerprint] : ["imports", id, "mapping"];
  return Object.entries(change).flatMap(([field, value]) =>
    BY_TEXT.includes(field)
      ? each([...base, field], Object(value))
      : [{ path: [...base, field], value }],
  );
}

/**
 * What cells that cannot be read should say, in this import: all that say the same, or the one on a line. A text of `null`
 * takes back whatever was said of them.
 * @param {string} id @param {import("../ui/model").CellAnswer} answer @returns {Patch[]}
 */
export function cell(id, { column, found, line, text }) {
  const path = ["imports", id, "mapping", "cells", column, found];
  if (text === null) return [{ path, value: undefined }];
  const place = line === null ? ["all"] : ["lines", String(line)];
  return [{ path: [...path, ...place], value: text }];
}

/**
 * What was said about tables with these headers holds for none to come. An import of such a table alone stays read as it
 * was: it is said of that import now. One that holds other tables too asks again.
 * @param {string} fingerprint @param {ColumnMapping | undefined} said @param {ImportCard[]} cards @returns {Patch[]}
 */
export function forget(fingerprint, said, cards) {
  const alone = cards.filter(
    ({ tables }) => tables.length > 0 && tables.every((table) => table.fingerprint === fingerprint),
  );
  return [
    ...alone.flatMap(({ id }) => mapping(id, "", said ?? {})),
    { path: ["mappings", fingerprint], value: undefined },
  ];
}

/** Entries by the header, or by a word of its cells, as pasted. */
const BY_TEXT = ["columns", "decimalMarks", "dayOrders", "transactionTypes"];
const OF_TABLE = ["export", "encoding"];
const WORDS = {
  decimalMarks: ["point", "comma"],
  dayOrders: ["dayFirst", "monthFirst"],
};

/** A file of remembered mappings as patches; `null` where it is none. Only what the engine knows is taken over: a document with
 * other entries would not be read any more. Currency and zone are an account's, never those of all tables with some headers.
 * @param {string} text @returns {Patch[] | null} */
export function mappingsOf(text) {
  /** @type {unknown} */
  let file;
  try {
    file = JSON.parse(text);
  } catch {
    return null;
  }
  const mappings = isObject(file) ? file.mappings : null;
  if (!isObject(mappings) || !Object.values(mappings).every(isMapping)) return null;
  return Object.entries(mappings).map(([fingerprint, value]) => ({
    path: ["mappings", fingerprint],
    value,
  }));
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {unknown} mapping */
function isMapping(mapping) {
  if (!isObject(mapping)) return false;
  return Object.entries(mapping).every(([key, value]) => {
    if (value === null) return !BY_TEXT.includes(key);
    if (key === "totalRow") return typeof value === "boolean";
    if (OF_TABLE.includes(key)) return typeof value === "string";
    if (!BY_TEXT.includes(key) || !isObject(value)) return false;
    const words = WORDS[/** @type {keyof typeof WORDS} */ (key)];
    return Object.values(value).every(
      (word) => typeof word === "string" && (!words || words.includes(word)),
    );
  });
}

/** @param {string[]} accounts @param {Record<string, unknown>} change of each */
export function accounts(accounts, change) {
  return accounts.flatMap((account) => each(["accounts", account], change));
}

/** What the register calls an entry, where that is no column's name. @type {Record<string, string>} */
const ENTRIES = { name: "page.column.account", order: "page.order", cash: "page.cash.left" };
/** Entries that are one of our words. */
const WORDED = ["billing", "order"];

/** What was set, to what. @param {Record<string, unknown>} change @param {Texts} texts */
export function accountsSaid(change, { say, amount }) {
  /** @param {string} key @param {any} value */
  const said = (key, value) => {
    if (key === "cash") return amount(value.amount, null);
    return WORDED.includes(key) ? say(`page.${key}.${value}`) : `${value}`;
  };
  return Object.entries(change)
    .map(([key, value]) => {
      const entry = say(ENTRIES[key] ?? `page.column.${key}`);
      return `${entry}: ${value === null || value === "" ? "–" : said(key, value)}`;
    })
    .join(", ");
}

/** @param {{ account?: string, credit?: string }} where @param {Partial<Thresholds>} change */
export function thresholds(where, change) {
  if (where.credit) return each(["credits", where.credit, "thresholds"], change);
  if (where.account) return each(["accounts", where.account, "thresholds"], change);
  return each(["defaults", "thresholds"], change);
}

/** @param {string} credit @param {string[]} place below it @param {boolean | undefined} value said; nothing takes it back */
export function creditSaid(credit, place, value) {
  return [{ path: ["credits", credit, ...place], value }];
}

/** @param {Partial<Options["defaults"]>} change */
export function defaults(change) {
  return each(["defaults"], change);
}

/** One line may stand for several warnings: each is answered, so that one more is told anew.
 * @param {string[]} alerts @param {Partial<Options["alerts"][string]>} answer */
export function alertAnswers(alerts, answer) {
  return alerts.flatMap((alert) => each(["alerts", alert], answer));
}
