// The built module against the golden view that the native engine wrote: what crosses the boundary is the same,
// whatever lends decoders and normalisation. Amounts are text, absent is null, nothing is a Map or undefined.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { Engine, initSync } from "../../pkg/ad_credit_tracker.js";

const fixture = (name) => readFile(new URL(`../fixtures/${name}`, import.meta.url));
const pkg = new URL("../../pkg/ad_credit_tracker_bg.wasm", import.meta.url);
initSync({ module: await readFile(pkg) });

const story = JSON.parse(await fixture("story.json"));
const [, sign, hours, minutes] = story.viewer_zone.match(/([+-])(\d\d):(\d\d)/);
const offset = Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes));
const everything = { accounts: [], client: null, owner: null };

async function tell() {
  const engine = new Engine();
  engine.setOptions(JSON.stringify(story.options));
  for (const { flavours, ...source } of story.imports) {
    engine.begin(source);
    for (const { kind, file } of flavours) {
      engine.flavour(source.id, kind);
      engine.push(source.id, await fixture(file));
    }
    engine.finish(source.id);
  }
  while (!engine.step(1 << 20).done);
  return engine;
}

test("the module says what the native engine says", async () => {
  const engine = await tell();
  const golden = JSON.parse(await fixture("golden/story.view.json"));
  assert.deepEqual(engine.view(story.now, offset, everything), golden.view);
  for (const [table, rows] of Object.entries(golden.tables)) {
    const { handle, count } = engine.openTable(story.now, offset, { table, scope: everything });
    assert.deepEqual(engine.window(handle, 0, count), rows, table);
    engine.closeTable(handle);
  }
});

test("amounts cross as text, absent is null, and no number has a fraction", async () => {
  const engine = await tell();
  const seen = { amounts: 0 };
  const walk = (value, path) => {
    if (typeof value === "number") assert.ok(Number.isSafeInteger(value), path);
    assert.notEqual(value, undefined, path);
    assert.ok(!(value instanceof Map), path);
    if (Array.isArray(value)) for (const [at, one] of value.entries()) walk(one, `${path}[${at}]`);
    else if (value && typeof value === "object") {
      for (const [key, one] of Object.entries(value)) {
        if (["amount", "unused", "used", "face", "difference"].includes(key) && one !== null) {
          const text = typeof one === "object" ? (one.amount ?? one.value?.amount) : one;
          if (text !== undefined) assert.match(text, /^-?\d+(\.\d+)?$/, `${path}.${key}`);
          seen.amounts += 1;
        }
        walk(one, `${path}.${key}`);
      }
    }
  };
  walk(engine.view(story.now, offset, everything), "view");
  const { handle, count } = engine.openTable(story.now, offset, {
    table: "available",
    scope: everything,
  });
  walk(engine.window(handle, 0, count), "available");
  assert.ok(seen.amounts > 20);
});

test("a transaction tells who paid its charge, and why not another", async () => {
  const engine = await tell();
  const asked = { table: "transactions", scope: everything };
  const { handle, count } = engine.openTable(story.now, offset, asked);
  const rows = engine.window(handle, 0, count);
  assert.ok(rows.length > 0);
  const micros = (amount) => Math.round(Number(amount) * 1e6);
  let charges = 0;
  for (const row of rows) {
    const detail = engine.transaction(story.now, offset, row.account, row.key);
    assert.ok(detail.charges.length + detail.notes.length > 0);
    for (const { amount, readings } of detail.charges) {
      charges += 1;
      for (const { lines } of readings) {
        const paid = lines.reduce((sum, line) => sum + micros(line.paid ?? 0), 0);
        assert.equal(paid, micros(amount));
        assert.ok(lines.every((line) => line.why.key.startsWith("account.why.")));
      }
    }
  }
  assert.ok(charges > 0);
  assert.equal(engine.transaction(story.now, offset, "nobody", "gone 0 1"), null);
});

test("what if: today's figures beside the changed ones", async () => {
  const engine = await tell();
  const nord = "7123456789012345678";
  const ask = (changes, by = null) => engine.whatIf(story.now, offset, nord, { changes, by });
  const nothing = ask([]);
  assert.deepEqual(nothing.today, nothing.changed);
  const [first, second] = nothing.choices.campaigns;
  assert.match(first.daily, /^\d+(\.\d+)?$/);
  const paused = ask([
    { spend: { campaign: first.key, percent: 0 } },
    { spend: { campaign: second.key, percent: 0 } },
  ]);
  assert.deepEqual([paused.today, paused.refused], [nothing.today, []]);
  assert.notDeepEqual(paused.changed, paused.today);
  const reels = nothing.choices.credits.find(({ name }) => name === "Reels push");
  assert.deepEqual(reels.linked, []);
  const linked = ask([{ assign: { credit: reels.key, campaign: first.key, linked: true } }]);
  const lost = ({ lostHigh }) => Number(lostHigh);
  assert.ok(lost(linked.changed) < lost(linked.today));
  const later = ask([{ budget: { campaign: first.key, daily: "1.5" } }], "2026-11-28");
  assert.ok(Number(later.changed.by.otherHigh) < Number(later.today.by.otherLow));
  assert.equal(ask([{ billing: "monthlyInvoicing" }]).changed.stops, null);
  assert.deepEqual(
    ask([{ spend: { campaign: "nobody", percent: 0 } }]).refused.map(({ key }) => key),
    ["plan.what_if.no_campaigns"],
  );
  assert.equal(engine.whatIf(story.now, offset, "nobody", { changes: [] }), null);
});

test("what cannot be done is thrown as a message", () => {
  const engine = new Engine();
  const message = (key) => (thrown) => thrown.key === key && typeof thrown.args === "object";
  assert.throws(() => engine.view("yesterday", 0, everything), message("engine.bad_moment"));
  assert.throws(() => engine.push("nobody", new Uint8Array(1)), message("engine.unknown_import"));
  assert.throws(() => engine.setOptions('{"version":99}'), message("engine.options_too_new"));
  assert.throws(() => engine.begin({ id: 1 }), message("engine.bad_call"));
  assert.equal(engine.credit("2026-11-21T13:00:00Z", 0, "nobody", "nothing"), null);
});
