// What other accounts have is likelier than what none has; the engine's own first choice stays first.

import assert from "node:assert/strict";
import { test } from "node:test";
import { likeliestFirst } from "../../www/ui/asked.js";

/** @param {string} about @param {string} choices */
const question = (about, choices) =>
  /** @type {any} */ ({
    about,
    account: "new",
    choices: choices.split(" ").map((key) => ({ key })),
  });
const ACCOUNTS = /** @type {any} */ ([
  { key: "new", zone: "-05:00", zoneIsAssumed: true, currency: null },
  { key: "a", zone: "+08:00", zoneIsAssumed: false, currency: "GBP" },
  { key: "b", zone: "-08:00", zoneIsAssumed: true, currency: null },
]);

for (const [about, choices, expected] of [
  ["zone", "+01:00 -08:00 -05:00 +08:00", "+01:00 +08:00 -08:00 -05:00"],
  ["currency", "USD EUR GBP JPY", "USD GBP EUR JPY"],
  ["decimalMark", "comma point", "comma point"],
]) {
  test(`the likeliest answers come first: ${about}`, () => {
    const sorted = likeliestFirst(question(about, choices), ACCOUNTS);
    assert.equal(sorted.map(({ key }) => key).join(" "), expected);
  });
}
