// Many problems of one cause are one line with its rows; few, and others, stay by themselves.

import assert from "node:assert/strict";
import { test } from "node:test";
import { alike, linesOf } from "../../www/ui/alike.js";

/** @param {number} lineNumber @param {string} column @param {string} key */
const problem = (lineNumber, column, key = "ingest.cell.not_money") =>
  /** @type {any} */ ({
    severity: "fault",
    place: { lineNumber, column },
    message: { key, args: { found: { kind: "name", value: `${lineNumber}x` } } },
  });

test("problems of one kind and column are one group in the order of the first", () => {
  const lines = [2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13];
  const list = [
    ...lines.map((line) => problem(line, "Amount")),
    problem(7, "Time", "ingest.cell.not_time"),
    problem(9, "Time", "ingest.cell.not_time"),
  ];
  const groups = alike([...list.slice(0, 3), ...list.slice(11), ...list.slice(3, 11)]);
  assert.deepEqual(
    groups.map((group) => [group[0]?.place.column, group.length, linesOf(group)]),
    [
      ["Amount", 11, "2–6, 8–13"],
      ["Time", 1, "7"],
      ["Time", 1, "9"],
    ],
  );
  assert.equal(groups.flat().length, list.length);
});
