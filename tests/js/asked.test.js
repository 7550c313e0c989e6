// What several accounts are asked alike is one question; what differs stays apart.

import assert from "node:assert/strict";
import { test } from "node:test";
import { askedAlike, bandGroups } from "../../www/ui/asked.js";

/** @param {string | null} account @param {string} about @param {string} choices */
const question = (account, about, choices) =>
  /** @type {any} */ ({ account, about, choices: choices.split(" ").map((key) => ({ key })) });
const DOLLAR = "USD CAD";
const ASKED = [
  question("a", "currency", DOLLAR),
  question("a", "zone", DOLLAR),
  question("b", "currency", DOLLAR),
  question("yen", "currency", "JPY CNY"),
];

test("asked alike: about the same, with the same choices, each account once", () => {
  assert.deepEqual(askedAlike(ASKED, question("b", "currency", DOLLAR)), ["b", "a"]);
  assert.deepEqual(askedAlike(ASKED, question("a", "zone", DOLLAR)), ["a"]);
  assert.deepEqual(askedAlike(ASKED, question("yen", "currency", "JPY CNY")), ["yen"]);
  // As another of its tables asks it.
  assert.deepEqual(askedAlike(ASKED, question("yen", "currency", DOLLAR)), ["yen", "a", "b"]);
});

test("r28: accounts whose currency is asked alike are one block, all others stand alone", () => {
  /** @param {string | null} currency @param {string | null} account @returns {any} */
  const line = (currency, account) => ({ currency, account, sentences: [], notes: [], asOf: null });
  const band = [
    line("EUR", null),
    line(null, "a"),
    line(null, "yen"),
    line(null, "b"),
    line(null, "unasked"),
    line(null, "unasked too"),
  ];
  assert.deepEqual(
    bandGroups(band, ASKED).map((group) => [
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
