// What colleagues hand over: the union of two ground states, and a part of one that holds nothing of another client.

import assert from "node:assert/strict";
import { test } from "node:test";
import { saidAt } from "../../www/store/answer-times.js";
import { readBackup, writeBackup } from "../../www/store/backup.js";
import { apply, inverse, noGround } from "../../www/store/ground.js";
import { merge } from "../../www/store/merge.js";
import { portion } from "../../www/store/portion.js";
import { knownHere } from "../../www/store/same.js";

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

test("one file of two people is one import, whatever each calls it", async () => {
  /** @param {string} id @param {string} text @param {string} fileTime @returns {any} */
  const file = (id, text, fileTime) => ({
    ...source(id),
    fileTime,
    flavours: [{ kind: "file", bytes: new Blob([text]) }],
  });
  const at = "2026-11-21T08:00:00Z";
  const mine = apply(noGround(), { add: [file("a", "1,2", at)] });
  const others = [
    file("same", "1,2", "2026-11-21T09:00:00+01:00"),
    file("other bytes", "1,3", at),
    // R33: true at another time, so one more observation.
    file("later", "1,2", "2026-11-21T08:00:01Z"),
  ];
  const patches = saidAt([{ path: ["imports", "same", "account"], value: "71" }], at);
  const theirs = apply(noGround(), { add: others, patches });
  const known = await knownHere(mine, theirs);
  const { change, same } = merge(mine, known);
  assert.deepEqual(
    change.add?.map(({ id }) => id),
    ["other bytes", "later"],
  );
  assert.equal(same, 1);
  const { options } = apply(mine, change);
  assert.equal(options.imports.a?.account, "71");
  assert.deepEqual(options.answeredAt, { '["imports","a","account"]': at });
  assert.equal(await knownHere(mine, ground(["b"])).then(({ imports }) => imports.length), 1);
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

/** @param {any} ground @param {string} at @param {Record<string, unknown>} answers `undefined` takes one back */
function answered(ground, at, answers) {
  const patches = Object.entries(answers).map(([path, value]) => ({
    path: path.split("/"),
    value,
  }));
  return apply(ground, { patches: saidAt(patches, at) });
}
const NINE = "2026-11-21T09:30:00+01:00";
const ELEVEN = "2026-11-21T10:00:00Z";

test("two colleagues who exchange backups end with the same, later answers", () => {
  const old = ground([], { "defaults/lagHours": 24, "accounts/7/owner": "Eva" });
  const ines = answered(old, NINE, {
    "defaults/thresholds/lowShare": "0.003",
    "accounts/7/billing": "manual",
    "accounts/7/owner": "Ines",
    "alerts/low:7:x/snoozedUntil": "2026-12-24T09:00:00Z",
  });
  const theo = answered(old, ELEVEN, {
    "defaults/thresholds/lowShare": "0.0001",
    "accounts/7/billing": "automaticCashFirst",
    "alerts/low:7:x/snoozedUntil": "2026-11-22T09:00:00Z",
  });
  assert.deepEqual(
    merge(theo, ines).differences.map(({ path, taken }) => [path.join("/"), taken]),
    [
      ["accounts/7/owner", "theirs"],
      ["accounts/7/billing", "mine"],
      ["alerts/low:7:x/snoozedUntil", "mine"],
      ["defaults/thresholds/lowShare", "mine"],
    ],
  );
  const both = [added(theo, ines), added(ines, theo)];
  for (const { options } of both) {
    assert.equal(options.accounts["7"]?.billing, "automaticCashFirst");
    assert.equal(options.accounts["7"]?.owner, "Ines");
    assert.equal(options.defaults.thresholds?.lowShare, "0.0001");
    assert.equal(options.alerts["low:7:x"]?.snoozedUntil, "2026-11-22T09:00:00Z");
  }
  assert.deepEqual(merge(both[0], both[1]).change, { add: [], patches: [] });
});

test("what was taken back later stays taken back", () => {
  const ines = answered(noGround(), NINE, {
    "accounts/7/thresholds/lowShare": "0.3",
    "mappings/f1/columns/Kosten": "cost",
    "mappings/f1/columns/Notiz": "",
  });
  const theo = answered(ines, ELEVEN, {
    "accounts/7/thresholds/lowShare": null,
    "mappings/f1": undefined,
  });
  for (const { options } of [added(theo, ines), added(ines, theo)]) {
    assert.equal(options.accounts["7"]?.thresholds?.lowShare ?? null, null);
    assert.deepEqual(options.mappings.f1?.columns ?? {}, {});
  }
  // Said again after it was forgotten.
  const again = answered(theo, "2026-11-21T12:00:00Z", { "mappings/f1/columns/Kosten": "cost" });
  assert.deepEqual(added(ines, again).options.mappings.f1?.columns, { Kosten: "cost" });
});

test("cash is as of its own moment, whenever it was typed in", () => {
  const cash = (/** @type {string} */ amount, /** @type {string} */ at) => ({
    "accounts/7/cash": { amount, at },
  });
  const mine = answered(noGround(), ELEVEN, cash("10", "2026-11-20T09:00:00Z"));
  const theirs = answered(noGround(), NINE, cash("99", "2026-11-21T08:00:00Z"));
  assert.equal(added(mine, theirs).options.accounts["7"]?.cash?.amount, "99");
  assert.equal(added(theirs, mine).options.accounts["7"]?.cash?.amount, "99");
});

test("what is undone was not said, and an answer without a time is the older one", () => {
  const before = answered(noGround(), NINE, { "defaults/lagHours": 24 });
  const change = { patches: saidAt([{ path: ["defaults", "lagHours"], value: 48 }], ELEVEN) };
  assert.deepEqual(apply(apply(before, change), inverse(before, change)), before);
  const undated = ground([], { "defaults/lagHours": 12 });
  assert.equal(added(before, undated).options.defaults.lagHours, 24);
  assert.equal(added(undated, before).options.defaults.lagHours, 24);
});

test("a backup keeps the times of its answers; one from before them opens", async () => {
  const mine = answered(noGround(), NINE, { "accounts/7/billing": "manual" });
  const saved = JSON.stringify(await writeBackup(mine, ELEVEN));
  assert.deepEqual(readBackup(saved), mine);
  const { answeredAt: _, ...options } = mine.options;
  const old = { ...JSON.parse(saved), options: { ...options, version: 1 } };
  assert.deepEqual(readBackup(old).options, { ...mine.options, answeredAt: {} });
  const newer = { ...JSON.parse(saved), options: { ...options, version: 3 } };
  assert.throws(() => readBackup(newer), /store.newerBackup|newer/);
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
  const undated = ground(["nord", "kite", "both", "open"], {
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
  const whole = answered(undated, NINE, { "accounts/71/owner": "Eva", "accounts/79/owner": "Kim" });
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
  assert.deepEqual(Object.keys(part.options.answeredAt), ['["accounts","71","owner"]']);
  for (const theirs of ["79", "Kite"]) assert.ok(!JSON.stringify(part).includes(theirs), theirs);
});
