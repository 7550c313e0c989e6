// The package as others install it: importing it does nothing, anywhere.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";

const built = new URL("../../dist/package/index.js", import.meta.url);

test("importable in plain Node", { skip: !existsSync(built) && "not built" }, async () => {
  const before = new Set(Object.getOwnPropertyNames(globalThis));
  const { AdCreditTracker } = await import(built.href);
  assert.equal(typeof AdCreditTracker, "function");
  assert.deepEqual(
    Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name)),
    [],
  );
});
