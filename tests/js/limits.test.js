// When to warn: shown is what holds, typed is what people write.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { isPercent, percentOf, shareOf } from "../../www/ui/typed.js";

const read = (/** @type {string} */ path) =>
  readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

test("the values shown where nothing was said are those the engine has", () => {
  const engine = read("src/insight/limits.rs");
  const page = read("www/ui/limits.jsx");
  const own = (/** @type {string} */ name) =>
    new RegExp(`const ${name}: u32 = (\\d+);`).exec(engine)?.[1];
  const shown = (/** @type {string} */ key) => new RegExp(`${key}: "(.+?)"`).exec(page)?.[1];
  assert.equal(shown("staleHours"), own("STALE_HOURS"));
  assert.equal(shown("runOutDays"), own("RUN_OUT_DAYS"));
  const [, digits, scale] =
    /LOW_SHARE: Decimal = Decimal::from_parts\((\d+), 0, 0, false, (\d+)\)/.exec(engine) ?? [];
  assert.equal(Number(shown("lowShare")), Number(digits) / 10 ** Number(scale));
});

test("a share is typed as a percentage", () => {
  for (const [text, share] of [
    ["20", "0.2"],
    ["7,5", "0.075"],
    ["0.29", "0.0029"],
    ["100", "1"],
  ]) {
    assert.ok(isPercent(text), text);
    assert.equal(shareOf(text), share);
    assert.equal(percentOf(share), text.replace(",", "."));
  }
  for (const text of ["", "101", "-5", "1.234", "a fifth"]) assert.ok(!isPercent(text), text);
});
