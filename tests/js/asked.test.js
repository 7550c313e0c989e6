// What several accounts are asked alike is one question; what differs stays apart.

import assert from "node:assert/strict";
import { test } from "node:test";
import { askedAlike, bandGroups } from "../../www/ui/asked.js";

/** @param {string | null} account @param {string} about @param {string} choices */
const question = (account, about, choices) =>
  /** @type {any} */ ({ account, about, choices: choices.split(" ").map((key) => ({ key })) });
/** @param {any[]} questions @returns {any} */
const card = (...questions) => ({ questions: [], tables: [{ questions }] });

const DOLLAR = "USD CAD";
const CARDS = [
  card(question("a", "currency", DOLLAR), question("a", "zone", DOLLAR)),
  card(question("b", "currency", DOLLAR)),
  card(question("b", "currency", DOLLAR), question(null, "currency", DOLLAR)),
  card(question("yen", "currency", "JPY CNY")),
];

test("asked alike: about the same, with the same choices, each account once", () => {
  assert.deepEqual(askedAlike(CARDS, question("b", "currency", DOLLAR)), ["a", "b"]);
  assert.deepEqual(askedAlike(CARDS, question("a", "zone", DOLLAR)), ["a"]);
  assert.deepEqual(askedAlike(CARDS, question("yen", "currency", "JPY CNY")), ["yen"]);
});

test("r28: accounts whose currency is asked alike are one block, all others stand alone", () => {
  /** @param {string | null} currency @param {string | null} account @returns {any} */
  const line = (currency, account) => ({ currency, account, sentences: [], asOf: null });
  const band = [
    line("EUR", null),
    line(null, "a"),
    line(null, "yen"),
    line(null, "b"),
    line(null, "unasked"),
    line(null, "unasked too"),
  ];
  assert.deepEqual(
    bandGroups(band, CARDS).map((group) => [
      group.lines.map(({ currency, account }) => currency ?? account).join(" "),
      group.question?.about ?? null,
    ]),
    [
      ["EUR", null],
      ["a b", "currency"],
      ["yen", null],
      ["unasked", null],
      ["unasked too", null],
    ],
  );
});
