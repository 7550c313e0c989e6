// What a host and a notification hear of: each crossing once, whatever lines it is shown in.

import assert from "node:assert/strict";
import { test } from "node:test";
import { transitions } from "../../www/element/alerts.js";

/** `id:level:step …`, one warning; `zz` after it where it is snoozed. @param {string[]} lines @returns {any} */
const view = (...lines) => ({
  today: lines.map((line) => {
    const [crossed = "", snoozed] = line.split(" zz");
    const crossings = crossed.split(" ").map((one) => {
      const [id, level, step] = one.split(":");
      return { id, level, stepDays: step ? Number(step) : null };
    });
    const id = crossings.length > 1 ? "several" : crossings[0]?.id;
    const snoozedUntil = snoozed === undefined ? null : "2026-12-24T09:00:00Z";
    return { id, level: crossings[0]?.level, crossings, snoozedUntil, acknowledgedAt: null };
  }),
});

test("each crossing is told once, by what was crossed and not by its line", () => {
  const cases = /** @type {const} */ ([
    [[], ["low:warning"], ["raised low"]],
    [["low:warning"], ["low:warning"], []],
    [["low:warning"], ["low:critical"], ["worse low"]],
    [["low:critical"], ["low:warning"], ["better low"]],
    [["end:warning:7"], ["end:warning:3"], ["again end"]],
    [["end:warning:3"], ["end:warning:3"], []],
    [["low:warning"], [], ["ended low"]],
    // Three small ones fold into a line and unfold from it; a fourth comes.
    [["a:info", "b:info"], ["a:info b:info c:info"], ["raised several"]],
    [["a:info b:info c:info"], ["a:info", "b:info"], []],
    [["a:info b:info"], ["a:info b:warning"], ["worse several"]],
    // Put aside is no end, and what wakes is told again.
    [["low:warning"], ["low:warning zz"], []],
    [["low:warning zz"], ["low:warning"], ["raised low"]],
  ]);
  for (const [before, after, expected] of cases) {
    const told = transitions(view(...before), view(...after), "time");
    const said = told.map(({ transition, warning }) => `${transition} ${warning.id}`);
    assert.deepEqual(said, expected, `${before} → ${after}`);
  }
  assert.deepEqual(transitions(null, view("low:warning"), "data"), []);
});
