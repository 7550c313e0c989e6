// A check goes on where the engine fails on one of its files.

import assert from "node:assert/strict";
import { test } from "node:test";
import { lookAt } from "../../www/command/look.js";
import { Driver, Host } from "../../www/engine/driver.js";
import { fakeModule } from "./fake_wasm.js";

const MOMENT = { now: "2026-11-21T14:00:00Z", offsetMinutes: 0 };
const OPTIONS = { defaults: { order: "" }, imports: {} };

/** @param {string[]} texts */
async function looked(...texts) {
  const files = texts.map((text) => ({
    id: `file:${text}`,
    name: text,
    flavours: [{ kind: "file", bytes: new TextEncoder().encode(text) }],
  }));
  const driver = new Driver(new Host(fakeModule()), 1);
  const inputs = /** @type {any} */ ({ ground: { imports: files, options: OPTIONS }, files });
  const { view, failed } = await lookAt(driver, inputs, MOMENT);
  return {
    read: view.imports.map(({ name }) => name).sort(),
    failed: failed.map(({ source, detail }) => `${source.name}: ${detail}`),
  };
}

test("a file that traps the engine is named, and the others are reported", async () => {
  assert.deepEqual(await looked("one", "two"), { read: ["one", "two"], failed: [] });
  assert.deepEqual(await looked("one", "TRAP", "two", "BAD VIEW"), {
    read: ["one", "two"],
    failed: ["TRAP: index out of bounds", "BAD VIEW: no balance"],
  });
  assert.deepEqual(await looked("TRAP"), { read: [], failed: ["TRAP: index out of bounds"] });
});
