// What the status says of a paste counts its rows as the card does.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { announcementOf } from "../../www/element/announce.js";
import { createTexts } from "../../www/text/format.js";

const shell = new URL("../../www/text/en/shell.json", import.meta.url);
const texts = createTexts({ catalogue: JSON.parse(readFileSync(shell, "utf8")) });

/** @param {Record<string, number>[]} each */
const said = (...each) => {
  const none = { rows: 0, new: 0, same: 0, changed: 0, conflicting: 0, ignored: 0, problems: 0 };
  const cards = each.map((counts) => ({
    name: "Paste",
    tables: [{ counts: { ...none, ...counts }, questions: [] }],
    isUnusable: counts.rows === 0,
    addressOf: null,
  }));
  return texts.message(announcementOf(/** @type {any} */ (cards), texts));
};

test("every row that was read is told, and what is none is not", () => {
  for (const [counts, expected] of /** @type {const} */ ([
    [{ rows: 1, changed: 1 }, "Paste: 1 row read, 0 new, 1 changed."],
    [{ rows: 3, new: 1, same: 1, ignored: 1 }, "Paste: 3 rows read, 1 new, 1 the same, 1 ignored."],
    [
      { rows: 2, conflicting: 1, problems: 1 },
      "Paste: 2 rows read, 0 new, 1 in conflict, 1 problem.",
    ],
  ]))
    assert.equal(said(counts), expected);
});

test("what came at once is told as one", () => {
  const [two, none] = [{ rows: 2, new: 2 }, { rows: 0 }];
  assert.equal(said(two, two, none), "3 files: 4 rows read, 4 new.");
  assert.equal(said(none, none), "2 files: nothing in it could be used.");
});
