// What is offered to choose from, and what a chart says aloud.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { createTexts } from "../../www/text/format.js";
import { tongues } from "../../www/ui/tongues.js";

const TEXT = new URL("../../www/text/", import.meta.url);
const tags = readdirSync(TEXT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

test("a language is offered once, the reader's own kind of it first", () => {
  const offered = (/** @type {string} */ locale) => {
    const settings = /** @type {any} */ ({ locale });
    return tongues({ settings, languages: ["en", "de", "zh-Hans"] });
  };
  assert.deepEqual(
    offered("de").map(([tag]) => tag),
    ["en", "de", "zh-Hans"],
  );
  assert.deepEqual(offered("en-US").slice(0, 2), [
    ["en-US", "American English"],
    ["de", "Deutsch"],
  ]);
});

test("a chart of one copy names one point", () => {
  for (const language of tags) {
    const catalogue = JSON.parse(readFileSync(new URL(`${language}/page.json`, TEXT), "utf8"));
    const { say } = createTexts({ catalogue, language });
    for (const key of ["page.chart.burnDown.read", "page.chart.burnDown.read.end"]) {
      const said = (/** @type {number} */ count) =>
        say(key, { count, name: "A", first: "5.00", from: "1", last: "3.00", to: "2", end: "9" });
      assert(said(2).includes("5.00") && said(2).includes("3.00"), said(2));
      assert(said(1).includes("5.00") && !said(1).includes("3.00"), said(1));
      assert(!/[{}]|[,;،、，] ?[.。]/.test(said(1)), said(1));
    }
  }
});
