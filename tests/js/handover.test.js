// What colleagues hand over: the union of two ground states, and a part of one that holds nothing of another client.

import assert from "node:assert/strict";
import { test } from "node:test";
import { apply, noGround } from "../../www/store/ground.js";
import { merge } from "../../www/store/merge.js";
import { portion } from "../../www/store/portion.js";

const source = (/** @type {string} */ id) => ({
  id,
  name: id,
  pastedAt: "2026-11-21T08:00:00Z",
  fileTime: null,
  address: null,
  flavours: [],
});

/** @param {string[]} imports @param {Record<string, unknown>} answers `accounts/7/billing` → value */
function ground(imports, answers = {}) {
  const patches = Object.entries(answers).map(([path, value]) => ({
    path: path.split("/"),
    value,
  }));
  return apply(noGround(), { add: imports.map(source), patches });
}

/** @param {any} mine @param {any} theirs */
function added(mine, theirs) {
  const { change } = merge(mine, theirs);
  return apply(mine, change);
}

test("imports are joined, whoever has them", () => {
  const { change, same } = merge(ground(["a", "b"]), ground(["b", "c"]));
  assert.deepEqual(
    change.add?.map(({ id }) => id),
    ["c"],
  );
  assert.equal(same, 1);
  const ids = (/** @type {any} */ { imports }) => imports.map(({ id }) => id).sort();
  assert.deepEqual(ids(added(ground(["a", "b"]), ground(["b", "c"]))), ["a", "b", "c"]);
  assert.deepEqual(ids(added(ground(["b", "c"]), ground(["a", "b"]))), ["a", "b", "c"]);
});

test("two answers about one account lose nothing", () => {
  const mine = ground([], { "accounts/7/client": "Nord", "accounts/7/thresholds/lowShare": "0.1" });
  const theirs = ground([], { "accounts/7/owner": "Eva", "accounts/7/thresholds/runOutDays": 5 });
  assert.deepEqual(added(mine, theirs).options.accounts["7"], {
    client: "Nord",
    owner: "Eva",
    thresholds: { lowShare: "0.1", runOutDays: 5 },
  });
});

test("the later answer wins, and each difference is listed", () => {
  const mine = ground([], {
    "accounts/7/billing": "manual",
    "accounts/7/cash": { amount: "10", at: "2026-11-21T09:00:00Z" },
    "alerts/low:7:x/acknowledgedAt": "2026-11-20T09:00:00Z",
    "defaults/lagHours": 24,
  });
  const theirs = ground([], {
    "accounts/7/billing": "monthlyInvoicing",
    "accounts/7/cash": { amount: "99", at: "2026-11-19T09:00:00Z" },
    "alerts/low:7:x/acknowledgedAt": "2026-11-21T09:00:00Z",
    "defaults/lagHours": 24,
    "accounts/8/client": null,
  });
  const { differences } = merge(mine, theirs);
  assert.deepEqual(
    differences.map(({ path, taken }) => [path.join("/"), taken]),
    [
      ["accounts/7/billing", "theirs"],
      ["accounts/7/cash", "mine"],
      ["alerts/low:7:x/acknowledgedAt", "theirs"],
    ],
  );
  const { options } = added(mine, theirs);
  assert.equal(options.accounts["7"]?.cash?.amount, "10");
  assert.equal(options.alerts["low:7:x"]?.acknowledgedAt, "2026-11-21T09:00:00Z");
  assert.ok(!Object.hasOwn(options.accounts, "8"), "nothing said is no answer");
  // Opened once more there is nothing left to take.
  assert.deepEqual(merge(added(mine, theirs), theirs).change.patches, []);
});

test("pasted names that are words of the language stay names", () => {
  const theirs = ground([], {
    "accounts/__proto__/client": "X",
    "credits/constructor/fromBusinessCenter": true,
  });
  const { options } = added(noGround(), theirs);
  assert.equal(/** @type {any} */ ({}).client, undefined);
  assert.ok(Object.hasOwn(options.accounts, "__proto__"));
  assert.equal(options.credits.constructor?.fromBusinessCenter, true);
});

test("a backup of one client names no other", () => {
  const whole = ground(["nord", "kite", "both", "open"], {
    "accounts/71/client": "Nord",
    "accounts/79/client": "Kite",
    "imports/nord/account": "71",
    "imports/kite/account": "79",
    "credits/Spring|free/fromBusinessCenter": true,
    "credits/Kite bonus|free/fromBusinessCenter": true,
    "alerts/low:71:Spring|free/snoozedUntil": "2026-12-01T00:00:00Z",
    "alerts/low:79:Kite bonus|free/snoozedUntil": "2026-12-01T00:00:00Z",
    "alerts/stale:71/snoozedUntil": "2026-12-01T00:00:00Z",
  });
  const card = (/** @type {string} */ id, /** @type {string[]} */ ...accounts) =>
    /** @type {any} */ ({ id, tables: [{ accounts }] });
  const { ground: part, mixed } = portion(whole, {
    accounts: new Set(["71"]),
    credits: new Set(["Spring|free"]),
    cards: [
      card("nord", "71"),
      card("kite", "79"),
      card("both", "71", "79"),
      card("open", "paste:open"),
    ],
  });
  assert.deepEqual(
    part.imports.map(({ id }) => id),
    ["nord"],
  );
  assert.deepEqual(mixed, ["both"]);
  assert.deepEqual(Object.keys(part.options.alerts), ["low:71:Spring|free", "stale:71"]);
  for (const theirs of ["79", "Kite"]) assert.ok(!JSON.stringify(part).includes(theirs), theirs);
});
