// What the command remembers from check to check: each crossing is told once, however often a figure moves about it.

import assert from "node:assert/strict";
import test from "node:test";
import { compare } from "../../www/command/memory.js";

/** @param {number} day */
const dayAt = (day) => new Date(Date.UTC(2026, 10, 1 + day)).toISOString();

/** One check a day: what is found on each, as "id:level", "id:level/step" or
 * "id:level@day past its limit", and what was told. @param {string[]} days */
function told(days) {
  /** @type {Map<string, any>} */
  let memory = new Map();
  return days.map((found, day) => {
    const warnings = found
      .split(" ")
      .filter(Boolean)
      .map((text) => {
        const at = text.lastIndexOf(":");
        const [head = "", past] = text.slice(at + 1).split("@");
        const [level, step] = head.split("/");
        const stepDays = step ? Number(step) : null;
        const pastLimitSince = past ? dayAt(Number(past)) : null;
        const crossing = { id: text.slice(0, at), level, stepDays, pastLimitSince };
        return { id: crossing.id, snoozedUntil: null, acknowledgedAt: null, crossings: [crossing] };
      });
    const checked = compare(memory, /** @type {any} */ (warnings), dayAt(day));
    memory = checked.told;
    return [...checked.news.values(), ...checked.cleared.map((id) => `-${id}`)].join(" ");
  });
}

test("a level that falls and rises again is told once", () => {
  const days = [
    "run_out:a:info",
    "run_out:a:warning",
    "run_out:a:info",
    "run_out:a:warning",
    "run_out:a:critical",
  ];
  assert.deepEqual(told(days), ["raised", "worse", "", "", "worse"]);
});

test("a loss that falls back behind its step and crosses it again is told once", () => {
  const days = ["expiring:a:info/14", "expiring:a:info", "expiring:a:info/14", "expiring:a:info/7"];
  assert.deepEqual(told(days), ["raised", "", "", "again"]);
});

test("what an estimate takes away and brings back within three days is told once", () => {
  const lost = "forfeit_expected:a:warning";
  const gone = "-forfeit_expected:a";
  assert.deepEqual(told([lost, "", lost, "", "", lost]), ["raised", gone, "", gone, "", ""]);
  assert.deepEqual(told([lost, "", "", "", "", lost]), ["raised", gone, "", "", "", "raised"]);
  // What is seen and not estimated is another crossing.
  const held = "suspended:a:warning";
  assert.deepEqual(told([held, "", held]), ["raised", "-suspended:a", "raised"]);
});

test("a balance that falls below its limit again is told again, and one that an average moved is not", () => {
  const days = ["cash_low:a:warning@0", "", "cash_low:a:warning@2", "cash_low:a:warning@2"];
  assert.deepEqual(told(days), ["raised", "-cash_low:a", "raised", ""]);
  // The same copy, or an estimate: the limit moved about it.
  for (const again of ["cash_low:a:warning@0", "cash_low:a:warning"])
    assert.deepEqual(told(["cash_low:a:warning@0", "", again]), ["raised", "-cash_low:a", ""]);
});
