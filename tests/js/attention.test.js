// Title, badge and notification of a page in the background: only when asked for, and put back afterwards.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Attention } from "../../www/element/attention.js";

function page({ hidden = true, permission = "granted" } = {}) {
  /** @type {any} */
  const around = { document: { title: "Ad credits", hidden }, badge: 0, notified: [] };
  around.navigator = {
    setAppBadge: async (/** @type {number} */ count) => {
      around.badge = count;
    },
    clearAppBadge: async () => {
      around.badge = 0;
    },
  };
  around.Notification = class {
    static permission = permission;
    constructor(/** @type {string} */ title, /** @type {{ tag: string }} */ { tag }) {
      around.notified.push([title, tag]);
    }
  };
  return around;
}

const warning = (more = {}) =>
  /** @type {any} */ ({
    id: "low:7",
    level: "warning",
    headline: { key: "alert.low" },
    snoozedUntil: null,
    acknowledgedAt: null,
    ...more,
  });
const texts = /** @type {any} */ ({ message: (/** @type {any} */ { key }) => key });
const on = /** @type {any} */ ({ notify: true });
const off = /** @type {any} */ ({ notify: false });

test("warnings are counted in title and badge, and both are put back", () => {
  const around = page();
  const attention = new Attention(around);
  const today = [
    warning(),
    warning({ id: "b", level: "critical" }),
    warning({ id: "c", level: "info" }),
    warning({ id: "d", snoozedUntil: "2026-12-01T00:00:00Z" }),
  ];
  attention.show(/** @type {any} */ ({ today }), off);
  assert.deepEqual([around.document.title, around.badge], ["Ad credits", 0]);
  attention.show(/** @type {any} */ ({ today }), on);
  assert.deepEqual([around.document.title, around.badge], ["(2) Ad credits", 2]);
  attention.show(/** @type {any} */ ({ today: today.slice(1) }), on);
  assert.deepEqual([around.document.title, around.badge], ["(1) Ad credits", 1]);
  attention.show(/** @type {any} */ ({ today }), off);
  assert.deepEqual([around.document.title, around.badge], ["Ad credits", 0]);
});

test("a notification comes for what time brings, and for what is brought while nobody looks", () => {
  const hear = (/** @type {any} */ around, /** @type {any} */ change, settings = on) => {
    new Attention(around).hear(change, settings, texts);
    return around.notified;
  };
  const raised = { transition: "raised", warning: warning(), cause: "data" };
  const byTime = { ...raised, cause: "time" };
  for (const told of [
    hear(page(), raised),
    hear(page(), byTime),
    hear(page({ hidden: false }), byTime),
    hear(page(), { ...raised, transition: "worse" }),
    hear(page(), { ...raised, transition: "again" }),
  ])
    assert.deepEqual(told, [["alert.low", "low:7"]]);
  for (const silent of [
    hear(page(), raised, off),
    hear(page({ hidden: false }), raised),
    hear(page({ permission: "denied" }), raised),
    hear(page(), { ...raised, transition: "ended" }),
    hear(page(), { ...raised, transition: "better" }),
    hear(page(), { transition: "raised", warning: warning({ level: "info" }) }),
    hear({ ...page(), Notification: undefined }, raised),
  ])
    assert.deepEqual(silent, []);
});
