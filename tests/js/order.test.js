import assert from "node:assert/strict";
import { test } from "node:test";
import { createTexts } from "../../www/text/format.js";

test("names to choose from stand in the reader's order, their numbers by value", () => {
  for (const [language, names] of /** @type {const} */ ([
    ["en", ["Brand 2", "Brand 10", "Öl", "Zaun"]],
    ["sv", ["Brand 2", "Brand 10", "Zaun", "Öl"]],
  ])) {
    const { compare } = createTexts({ catalogue: {}, language });
    assert.deepEqual(names.toReversed().sort(compare), names, language);
  }
});

test("one collator of a language serves every list", (t) => {
  const made = t.mock.method(Intl, "Collator");
  for (let page = 0; page < 3; page += 1) {
    const { compare } = createTexts({ catalogue: {}, language: "da" });
    ["b", "a", "c"].sort(compare);
  }
  assert.equal(made.mock.callCount(), 1);
});
