// The calendar file, read back by a reader that is not ours: the same instants, one event each, nothing dropped.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ICAL from "ical.js";

const golden = (/** @type {string} */ name) =>
  readFileSync(fileURLToPath(new URL(`../fixtures/golden/${name}`, import.meta.url)), "utf8");
const file = golden("story.reminders.ics");

/** @param {string} text @returns {any[]} */
const eventsIn = (text) =>
  new ICAL.Component(ICAL.parse(text))
    .getAllSubcomponents("vevent")
    .map((/** @type {any} */ component) => new ICAL.Event(component));
const events = eventsIn(file);

/** @param {string} stamp `20261122T230000Z` @returns {string} */
const rfc3339 = (stamp) =>
  stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6.000Z");

test("every reminder stands at its instant", () => {
  const stamps = [...file.matchAll(/^DTSTART:(\S+)/gm)].map(([, stamp = ""]) => rfc3339(stamp));
  const found = events.map((event) => event.startDate.toJSDate().toISOString());
  assert.ok(found.length > 5);
  assert.deepEqual(found, stamps);
  assert.deepEqual(found, found.toSorted());
});

test("the ends of the story's credits are announced on the account's own clock", () => {
  // Valid until 29 November, UTC+01:00: over at 30 November 00:00 there (R15). The day before is a Sunday: what it
  // would bring is said on Friday.
  const reels = events.filter((event) => event.summary.includes("Reels push"));
  const days = reels.map((event) => event.startDate.toJSDate().toISOString());
  assert.deepEqual(days, ["2026-11-22T23:00:00.000Z", "2026-11-26T23:00:00.000Z"]);
});

test("identifiers are unique, and alarms fire with their event", () => {
  assert.equal(new Set(events.map((event) => event.uid)).size, events.length);
  for (const event of events) {
    const alarm = event.component.getFirstSubcomponent("valarm");
    assert.equal(alarm.getFirstPropertyValue("trigger").toSeconds(), 0);
  }
});

test("names come back as they were", () => {
  const summaries = events.map((event) => event.summary);
  assert.ok(
    summaries.some((text) => text.includes("Spend 100, get 100")),
    String(summaries),
  );
});
