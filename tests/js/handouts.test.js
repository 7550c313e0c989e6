// Files through the built module: every kind that the shell asks for, as it asks.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { Engine, initSync } from "../../pkg/ad_credit_tracker.js";

const pkg = new URL("../../pkg/ad_credit_tracker_bg.wasm", import.meta.url);
initSync({ module: await readFile(pkg) });

const NOW = "2026-11-21T13:00:00Z";
const scope = { accounts: [], client: null, owner: null };
const query = { table: "available", scope, search: "", filters: {}, sort: null };

function engineWithACredit() {
  const engine = new Engine();
  engine.begin({ id: "a", name: "a.txt", pastedAt: NOW, fileTime: null, address: null });
  engine.flavour("a", "text");
  const text =
    "Ad credit name\tDiscount / Amount\tValid dates\tUnused amount\n\
Launch\t100.00 USD\t2026-11-01 - 2026-11-30\t40.00 USD\n";
  engine.push("a", new TextEncoder().encode(text));
  engine.finish("a");
  while (!engine.step(1 << 20).done);
  return engine;
}

const handedOut = [{ uid: "old", at: "2026-12-01T00:00:00Z" }];
const letterhead = { agency: "North & Sons", logo: null, language: "en" };
for (const [asked, name] of [
  [{ kind: "calendar", scope, names: true, amounts: false, handedOut }, "ad-credits.ics"],
  [{ kind: "csv", scope }, "ad-credits-2026-11-21.csv"],
  [{ kind: "csv", query, tabs: true }, "available-2026-11-21.tsv"],
  [{ kind: "summary", scope, language: "en" }, "ad-credits-2026-11-21.txt"],
  [{ kind: "summary", scope, print: true }, "ad-credits-2026-11-21.html"],
  [{ kind: "statement", scope, from: null, to: null, ...letterhead }, "statement-2026-10-01.html"],
])
  test(`handed out: ${JSON.stringify(asked).slice(0, 40)}`, () => {
    const file = engineWithACredit().handout(NOW, 0, asked, ({ key }) => key);
    assert.equal(file.name, name);
    assert.notEqual(file.text, "");
  });

test("what cannot be handed out is refused with a message", () => {
  const refusalOf = (asked) => {
    try {
      engineWithACredit().handout(NOW, 0, asked, ({ key }) => key);
    } catch (error) {
      return error.key;
    }
  };
  assert.equal(refusalOf({ kind: "ticket", scope }), "handout.refused.no_ticket");
  assert.equal(refusalOf({ kind: "poem", scope }), "engine.bad_call");
});
