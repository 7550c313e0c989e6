// "Try with sample data": the story of tests/fixtures/README.md, pasted as a person would on two mornings. Times in it are
// filled in so that the sample never grows old: the story was told yesterday.

import accounts from "../sample/accounts.txt";
import balance from "../sample/balance.txt";
import kitePromotions from "../sample/kite-promotions.txt";
import kiteEarning from "../sample/kite-promotions-earning.txt";
import kiteTransactions from "../sample/kite-transactions.txt";
import nordLog from "../sample/nord-assignment-log.txt";
import nordReport from "../sample/nord-campaign-report.txt";
import nordPromotions from "../sample/nord-promotions.txt";
import nordBefore from "../sample/nord-promotions-before.txt";
import nordEnded from "../sample/nord-promotions-not-available.txt";
import nordTransactions from "../sample/nord-transactions.txt";
import { pendingText } from "./clipboard.js";

/** @import { Pending } from "./clipboard.js" */
/** @import { Said } from "./imports.js" */

const DAY_MS = 86_400_000;
const NORD = "7123456789012345678";
const KITE = "7987654321098765432";

/** Name, text, when it was true, and whose it is where it does not say so itself (R31). @type {[string, string, string, string?][]} */
const STORY = [
  ["promotions.txt", nordBefore, "{{-4}}T08:00:00Z"],
  ["promotions.txt", nordPromotions, "{{-1}}T07:40:00Z"],
  ["promotions-not-available.txt", nordEnded, "{{-1}}T07:41:00Z"],
  ["transactions.csv", nordTransactions, "{{-1}}T07:42:00Z", NORD],
  ["assignment-log.txt", nordLog, "{{-1}}T07:43:00Z", NORD],
  ["campaign-report.csv", nordReport, "{{-1}}T07:44:00Z", NORD],
  ["promotions.txt", kitePromotions, "{{-1}}T07:50:00Z"],
  ["promotions-earning.txt", kiteEarning, "{{-1}}T07:51:00Z"],
  ["transactions.csv", kiteTransactions, "{{-1}}T07:52:00Z", KITE],
  ["accounts.txt", accounts, "{{-1}}T07:54:00Z"],
  ["balance.json", balance, "{{-1}}T07:55:00Z"],
];

/** @param {string} now RFC 3339 @returns {{ pending: Pending, said: Said }[]} */
export function sample(now) {
  return STORY.map(([name, text, asOf, account]) => ({
    pending: pendingText(dated(text, now), "", `sample-${name}`),
    said: { asOf: dated(asOf, now), ...(account && { account }) },
  }));
}

/** `{{-12}}` is the day twelve days before now. @param {string} text @param {string} now */
function dated(text, now) {
  const today = Date.parse(now);
  return text.replace(/\{\{([+-]?\d+)\}\}/g, (_, days) =>
    new Date(today + Number(days) * DAY_MS).toISOString().slice(0, 10),
  );
}
