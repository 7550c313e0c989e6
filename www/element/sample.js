// "Try with sample data": the texts of www/sample, pasted as a person would. Times in them are filled in so that the sample
// never grows old.

import promotions from "../sample/promotions.txt";
import transactions from "../sample/transactions.csv.txt";
import { pendingText } from "./clipboard.js";

/** @import { Pending } from "./clipboard.js" */

const DAY_MS = 86_400_000;

/** @param {string} now RFC 3339 @returns {Pending[]} */
export function samplePending(now) {
  return [
    pendingText(dated(promotions, now), "", "sample-promotions.txt"),
    pendingText(dated(transactions, now), "", "sample-transactions.csv"),
  ];
}

/** `{{-12}}` is the day twelve days before now. @param {string} text @param {string} now */
export function dated(text, now) {
  const today = Date.parse(now);
  return text.replace(/\{\{([+-]?\d+)\}\}/g, (_, days) =>
    new Date(today + Number(days) * DAY_MS).toISOString().slice(0, 10),
  );
}
