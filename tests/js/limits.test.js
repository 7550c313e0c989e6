// When to warn: shown is what holds, typed is what people write.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { amountOf, percentOf, shareOf, typedAmount } from "../../www/ui/typed.js";

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
    assert.equal(shareOf(text), share);
    assert.equal(percentOf(share), text.replace(",", "."));
  }
  for (const text of ["", "101", "-5", "1.234", "a fifth"]) assert.equal(shareOf(text), null, text);
});

test("an amount is typed in the marks and digits of the reader", () => {
  for (const [locale, text, amount] of /** @type {const} */ ([
    ["de-DE", "1.000", "1000"],
    ["de-DE", "12.345,60", "12345.60"],
    ["de-DE", "250,50", "250.50"],
    ["de-DE", "250.5", "250.5"],
    ["es-ES", "1.000", "1000"],
    ["en-US", "1,000", "1000"],
    ["en-US", "1.000", "1.000"],
    ["en-US", "1,5", "1.5"],
    ["en-IN", "12,34,567.5", "1234567.5"],
    ["fr-FR", "1 000,5", "1000.5"],
    ["de-CH", "1’000.50", "1000.50"],
    ["ar-EG", "١٬٠٠٠٫٥", "1000.5"],
    ["ja-JP", "50,000", "50000"],
    ["de-DE", "1.00.0", null],
    ["en-US", "1,000,5", null],
    ["en-US", "-5", null],
    ["en-US", "about 5", null],
    ["en-US", "", null],
  ])) {
    assert.equal(amountOf(text, locale), amount, `${locale} ${text}`);
    if (amount) assert.equal(Number(amountOf(typedAmount(amount, locale), locale)), Number(amount));
  }
});
