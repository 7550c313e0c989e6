// Every key that the program says is in the catalogue, every key of the catalogue is said, every template can be read.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { argumentsOf, parseTemplate } from "../../www/text/template.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const ENGLISH = `${ROOT}www/text/en/`;

/** @param {string} folder @param {RegExp} name @returns {string[]} */
function filesIn(folder, name) {
  const all = readdirSync(`${ROOT}${folder}`, { recursive: true, encoding: "utf8" });
  return all.filter((file) => name.test(file)).map((file) => `${ROOT}${folder}/${file}`);
}

const parts = readdirSync(ENGLISH).filter((file) => file.endsWith(".json"));
/** @type {Map<string, string>} */
const english = new Map();
/** @type {string[]} */
const doubled = [];
for (const part of parts) {
  for (const [key, template] of Object.entries(JSON.parse(readFileSync(ENGLISH + part, "utf8")))) {
    if (english.has(key)) doubled.push(key);
    english.set(key, template);
  }
}

/** @param {string} text */
const withoutTests = (text) => (text.split(/^#\[cfg\(test\)\]/m)[0] ?? "").replace(/^\s*\/\/.*$/gm, "");

const rust = filesIn("src", /\.rs$/).map((file) => withoutTests(readFileSync(file, "utf8")));
const shell = filesIn("www", /\.jsx?$/).map((file) => readFileSync(file, "utf8"));

test("no key has two templates", () => {
  assert.deepEqual(doubled, []);
});

test("every template can be read", () => {
  for (const [key, template] of english) assert.doesNotThrow(() => parseTemplate(template), key);
});

test("every part of English is listed in catalogue.js", () => {
  const listed = readFileSync(`${ROOT}www/text/catalogue.js`, "utf8");
  assert.deepEqual(parts.filter((part) => !listed.includes(`./en/${part}`)), []);
});

test("every message of the engine has a template", () => {
  const said = rust.flatMap((text) => [...text.matchAll(/Message::new\(\s*"([^"]+)"/g)].map(([, key]) => key ?? ""));
  const terms = rust.flatMap((text) => [...text.matchAll(/\.term\(\s*"[^"]+",\s*"([^"]+)"/g)].map(([, key]) => key ?? ""));
  assert.deepEqual([...new Set([...said, ...terms])].filter((key) => !english.has(key)), []);
});

test("every message of the shell has a template", () => {
  const said = shell.flatMap((text) => [
    ...text.matchAll(/\b(?:message|say|term|change|set)\([^()"`]*"([a-z]+\.[A-Za-z.]+)"/g),
  ].map(([, key]) => key ?? ""));
  assert.deepEqual([...new Set(said)].filter((key) => !english.has(key)), []);
});

test("every template is used", () => {
  const code = [...rust, ...shell].join("\n");
  // A key may be put together: its group is written somewhere, followed by a brace or an end of text.
  const isBuilt = (/** @type {string} */ key) => {
    const pieces = key.split(".");
    return pieces.some((_, i) => {
      const group = pieces.slice(0, i + 1).join(".");
      return ["${", '"', "{}", "`"].some((end) => code.includes(`${group}.${end}`));
    });
  };
  const quoted = (/** @type {string} */ key) => [`"${key}"`, `\`${key}\``, `'${key}'`].some((text) => code.includes(text));
  assert.deepEqual([...english.keys()].filter((key) => !quoted(key) && !isBuilt(key)), []);
});

test("templates name only what they are given", () => {
  // Only where one place in Rust builds the message in one chain can this be read off the text.
  const chain = /Message::new\(\s*"([^"]+)"\s*\)((?:\s*\.(?:with|money|term)\(\s*"[a-zA-Z_]+"[^;]*?\))*)\s*[;,)\n}]/g;
  /** @type {string[]} */
  const wrong = [];
  for (const [, key = "", rest = ""] of rust.flatMap((text) => [...text.matchAll(chain)])) {
    const given = new Set([...rest.matchAll(/\.(?:with|money|term)\(\s*"([a-zA-Z_]+)"/g)].map(([, name]) => name));
    const template = english.get(key);
    if (!template || given.size === 0) continue;
    for (const name of argumentsOf(parseTemplate(template))) if (!given.has(name)) wrong.push(`${key}: {${name}}`);
  }
  assert.deepEqual(wrong, []);
});

