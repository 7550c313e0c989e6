// The package as others install it: importing it does nothing, anywhere.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

const built = new URL("../../dist/package/index.js", import.meta.url);
const isMissing = !existsSync(built) && "not built";

test("importable in plain Node", { skip: isMissing }, async () => {
  const before = new Set(Object.getOwnPropertyNames(globalThis));
  const { AdCreditTracker } = await import(built.href);
  assert.equal(typeof AdCreditTracker, "function");
  assert.deepEqual(
    Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name)),
    [],
  );
});

test("what describes the element names modules that the package holds", { skip: isMissing }, () => {
  const described = JSON.parse(readFileSync(new URL("custom-elements.json", built), "utf8"));
  const paths = described.modules.map((/** @type {{ path: string }} */ { path }) => path);
  assert.deepEqual(paths.sort(), ["define.js", "index.js"]);
  for (const path of paths) assert.ok(existsSync(new URL(path, built)), path);
});
