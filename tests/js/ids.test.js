// Ids by their ends.

import assert from "node:assert/strict";
import { test } from "node:test";
import { endOf } from "../../www/ui/ids.js";

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
