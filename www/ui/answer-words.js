// What an answer is about and what it says, in the words of the page: places in the options (src/options.rs) and their values.

import { accountName, atMinute, everyAccount } from "./bits.jsx";
import { nameInKey } from "./ids.js";
import { percentOf } from "./typed.js";

/** @import { Part } from "./model" */

/** Labels of fields, where they are not columns of a table. @type {Record<string, string>} */
const LABELS = {
  order: "page.order",
  cash: "page.cash.left",
  workingDays: "page.workingDays",
  snoozedUntil: "page.snoozed",
  acknowledgedAt: "undo.acknowledged",
  columns: "page.mapping.field",
  decimalMarks: "page.mapping.field",
  dayOrders: "page.mapping.field",
  transactionTypes: "field.transaction_type",
  fromBusinessCenter: "page.told.center",
};
const THRESHOLDS = ["lowShare", "lowAmount", "runOutDays", "largeLoss", "staleHours"];
const COLUMNS = [
  "name",
  "client",
  "owner",
  "currency",
  "zone",
  "billing",
  "account",
  "asOf",
  "credit",
];
/** Words for values that are words of ours. @type {Record<string, (word: string) => string>} */
const WORDED = {
  billing: (word) => `page.billing.${word}`,
  order: (word) => `page.order.${word}`,
  export: (word) => `export.${word}`,
  columns: (word) => (word ? `field.${word}` : "ingest.column.leave_out"),
  transactionTypes: () => "ingest.column.leave_out",
  decimalMarks: (word) => `ingest.mark.${word}`,
  dayOrders: (word) => `ingest.order.${word === "dayFirst" ? "day_first" : "month_first"}`,
};
const AMOUNTS = ["lowAmount", "largeLoss"];
const INSTANTS = ["asOf", "snoozedUntil", "acknowledgedAt"];
/** Entries by the header, or by a word of its cells, as pasted. */
const BY_TEXT = ["columns", "decimalMarks", "dayOrders", "transactionTypes"];

/** The field that an answer belongs to: the last name of its path, or the one before a header. @param {string[]} path */
function fieldOf(path) {
  return BY_TEXT.find((field) => path.at(-2) === field) ?? path.at(-1) ?? "";
}

/** @param {string[]} path @param {Part<"model" | "texts">} props @returns {[string, string]} whose it is, and which field */
export function aboutAnswer(path, { model, texts }) {
  const field = fieldOf(path);
  const label = THRESHOLDS.includes(field)
    ? `page.threshold.${field}`
    : (LABELS[field] ?? (COLUMNS.includes(field) && `page.column.${field}`));
  return [whose(path, model, texts), label ? texts.say(label) : field];
}

/** @param {string[]} path @param {any} model @param {any} texts @returns {string} */
function whose(path, model, texts) {
  const [part, key = ""] = path;
  if (BY_TEXT.includes(path.at(-2) ?? "")) return path.at(-1) ?? "";
  if (part === "accounts") return accountName(model, key);
  if (part === "credits") return nameInKey(key);
  if (part === "alerts") return subjectOf(key, model);
  if (part === "imports") return model.opened?.names[key] ?? key;
  return texts.say(part === "mappings" ? "page.remembered" : "page.settings");
}

/** `kind:account:subject`. @param {string} alert @param {any} model */
function subjectOf(alert, model) {
  const rest = alert.slice(alert.indexOf(":") + 1);
  const own = everyAccount(model).find(({ key }) => rest === key || rest.startsWith(`${key}:`));
  if (!own) return rest;
  const subject = nameInKey(rest.slice(own.key.length + 1));
  return [accountName(model, own.key), subject].filter(Boolean).join(" · ");
}

/** @param {string[]} path @param {any} value @param {Part<"model" | "texts">} props @returns {string} */
export function sayAnswer(path, value, { model, texts }) {
  const field = fieldOf(path);
  const [part, key = ""] = path;
  const own = part === "accounts" ? everyAccount(model).find((one) => one.key === key) : null;
  const currency = own?.currency ?? null;
  if (value === null || value === undefined) return "–";
  if (field === "transactionTypes" && value) return value;
  if (typeof value === "boolean") return texts.say(`page.told.${value}`);
  if (Object.hasOwn(WORDED, field)) return texts.say(WORDED[field](value));
  // Its label says that it is a percentage.
  if (field === "lowShare") return texts.number(Number(percentOf(value)));
  if (AMOUNTS.includes(field)) return texts.money(value, currency);
  if (INSTANTS.includes(field)) return texts.when(atMinute(value));
  if (field === "cash")
    return `${texts.money(value.amount, currency)}, ${texts.when(atMinute(value.at))}`;
  if (field === "account") return accountName(model, value);
  if (field === "credit") return nameInKey(value);
  if (field === "workingDays")
    return value.flatMap((works, at) => (works ? [texts.weekday(at)] : [])).join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
