// Which columns have room in a row.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fitting } from "../../www/ui/room.js";

const COLUMNS = [
  { key: "name", width: 140 },
  { key: "amount", width: 90, spare: 2 },
  { key: "unused", width: 90 },
  { key: "drawnBy", width: 80, spare: 1 },
  { key: "actions", width: 110, spare: 3 },
];
const keys = (room, chosen = {}) =>
  fitting(COLUMNS, room, chosen)
    .map(({ key }) => key)
    .join(" ");

test("what can be spared leaves, most easily spared first, and none more than must", () => {
  assert.equal(keys(510), "name amount unused drawnBy actions");
  assert.equal(keys(509), "name amount unused drawnBy");
  assert.equal(keys(399), "name unused drawnBy");
  assert.equal(keys(0), "name unused");
});

test("what somebody chose stays, whatever the room", () => {
  assert.equal(keys(0, { actions: true }), "name unused actions");
  assert.equal(keys(399, { actions: true, amount: false }), "name unused actions");
});
