// Ids by their ends.

import assert from "node:assert/strict";
import { test } from "node:test";
import { bothEnds, endOf, nameInKey } from "../../www/ui/ids.js";

/** @param {string[]} ids */
const ends = (...ids) => {
  const accounts = ids.map((id) => ({ id }));
  return ids.map((id) => endOf(id, accounts)).join(" ");
};

test("an id is said by an end that no other one has", () => {
  assert.equal(ends("7412220001110003000", "7412220001110003011"), "…003000 …003011");
  assert.equal(ends("7412220001110003000", "7412229991110003000"), "…01110003000 …91110003000");
  assert.equal(ends("7412220001110003000", "7412220001110003000"), "…003000 …003000");
  assert.equal(ends("1234", "5234"), "1234 5234");
});

test("accounts without an id are told apart by name", () => {
  assert.equal(endOf("7412220001110003000", [{ id: null }, {}]), "…003000");
});

test("a long name is said by both of its ends", () => {
  assert.equal(bothEnds("Nordlicht Online Shop Europe 10"), "Nordlicht On…Shop Europe 10");
  assert.equal(bothEnds("Nord · Shop EU"), "Nord · Shop EU");
  assert.equal(bothEnds("💡".repeat(40)), `${"💡".repeat(12)}…${"💡".repeat(14)}`);
});

test("a credit with a bar in its name is named by all of it", () => {
  assert.equal(nameInKey("Q4 | Launch|free|100|2026-11-01|2026-11-01..2026-12-01"), "Q4 | Launch");
  assert.equal(nameInKey("Launch|||| ..#2"), "Launch");
});
