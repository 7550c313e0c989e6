// What describes the element to editors names every part and every custom property that it has.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const www = new URL("../../www/", import.meta.url);
/** @param {string} path */
const read = (path) => readFileSync(new URL(path, www), "utf8");
/** @param {string} text @param {RegExp} pattern */
const all = (text, pattern) => [...new Set([...text.matchAll(pattern)].map((found) => found[1]))];

const described = read("element/index.js");
const panels = readdirSync(new URL("ui/", www)).filter((name) => name.endsWith(".jsx"));
const markup = panels.map((name) => read(`ui/${name}`)).join("\n");

test("every part is described", () => {
  const parts = all(markup, /\spart="([a-z-]+)"/g);
  assert.deepEqual(all(described, /@csspart ([a-z-]+)/g).sort(), parts.sort());
});

test("every custom property that a host may set is described", () => {
  const properties = all(read("style/tokens.css"), /var\((--act-[a-z-]+)/g);
  assert.deepEqual(all(described, /@cssproperty (--act-[a-z-]+)/g).sort(), properties.sort());
});
