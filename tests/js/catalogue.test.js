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
const withoutTests = (text) =>
  (text.split(/^#\[cfg\(test\)\]/m)[0] ?? "").replace(/^\s*\/\/.*$/gm, "");

const rust = filesIn("src", /\.rs$/).map((file) => withoutTests(readFileSync(file, "utf8")));
const shell = filesIn("www", /\.jsx?$/).map((file) => readFileSync(file, "utf8"));

test("no key has two templates", () => {
  assert.deepEqual(doubled, []);
  // In one file the last of them would win in silence.
  for (const file of filesIn("www/text", /\.json$/)) {
    const text = readFileSync(file, "utf8");
    const keys = [...text.matchAll(/^\s*("[^"]+"):/gm)].map(([, key]) => key);
    assert.deepEqual(
      keys.filter((key, at) => keys.indexOf(key) !== at),
      [],
      file,
    );
    assert.equal(keys.length, Object.keys(JSON.parse(text)).length, file);
  }
});

test("every template can be read", () => {
  for (const [key, template] of english) assert.doesNotThrow(() => parseTemplate(template), key);
});

test("every part of English is listed in catalogue.js", () => {
  const listed = readFileSync(`${ROOT}www/text/catalogue.js`, "utf8");
  assert.deepEqual(
    parts.filter((part) => !listed.includes(`./en/${part}`)),
    [],
  );
});

/** @param {string} key */
const groupOf = (key) => key.split(".")[0];

test("every message of the engine has a template", (context) => {
  const said = rust.flatMap((text) =>
    [...text.matchAll(/Message::new\(\s*"([^"]+)"/g)].map(([, key]) => key ?? ""),
  );
  const terms = rust.flatMap((text) =>
    [...text.matchAll(/\.term\(\s*"[^"]+",\s*"([^"]+)"/g)].map(([, key]) => key ?? ""),
  );
  const missing = [...new Set([...said, ...terms])].filter((key) => !english.has(key));
  // A group without a single wording has not landed yet; it is said, not hidden.
  const isWorded = (/** @type {string} */ key) =>
    [...english.keys()].some((other) => groupOf(other) === groupOf(key));
  const groups = new Set(missing.filter((key) => !isWorded(key)).map(groupOf));
  if (groups.size > 0) context.diagnostic(`not worded yet: ${[...groups].join(", ")}`);
  assert.deepEqual(missing.filter(isWorded), []);
});

test("every message of the shell has a template", () => {
  const said = shell.flatMap((text) =>
    [...text.matchAll(/\b(?:message|say|term|change|set)\([^()"`]*"([a-z]+\.[A-Za-z.]+)"/g)].map(
      ([, key]) => key ?? "",
    ),
  );
  assert.deepEqual(
    [...new Set(said)].filter((key) => !english.has(key)),
    [],
  );
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
  const quoted = (/** @type {string} */ key) =>
    [`"${key}"`, `\`${key}\``, `'${key}'`].some((text) => code.includes(text));
  assert.deepEqual(
    [...english.keys()].filter((key) => !quoted(key) && !isBuilt(key)),
    [],
  );
});

test("templates name only what they are given", () => {
  /** @type {string[]} */
  const wrong = [];
  for (const [key, given] of argumentsGiven(rust)) {
    const template = english.get(key);
    if (!template || given === null) continue;
    for (const name of argumentsOf(parseTemplate(template))) {
      if (!given.has(name)) wrong.push(`${key}: {${name}}`);
    }
  }
  assert.deepEqual(wrong, []);
});

/**
 * The arguments of messages that are built in one chain; null where one is passed on and may be given more.
 * @param {string[]} sources
 */
function argumentsGiven(sources) {
  /** @type {Map<string, Set<string> | null>} */
  const all = new Map();
  for (const source of sources) {
    for (const { index, 0: head, 1: key = "" } of source.matchAll(
      /Message::new\(\s*"([^"]+)",?\s*\)/g,
    )) {
      const { names, rest } = chainAfter(source.slice(index + head.length));
      const isPassedOn =
        /(?:let (?:mut )?\w+(?:: \w+)? =|=>|\{|=|\|)\s*$/.test(source.slice(0, index)) ||
        /^\s*(?:\}|\.|,\s*")/.test(rest);
      const known = all.get(key);
      all.set(key, isPassedOn || known === null ? null : new Set([...(known ?? []), ...names]));
    }
  }
  return all;
}

/** `.with("a", x).money("b", y, z)` and what follows it. @param {string} text */
function chainAfter(text) {
  /** @type {string[]} */
  const names = [];
  let rest = text;
  for (;;) {
    const call = /^\s*\.(?:with|money|term)\(\s*"(\w+)"/.exec(rest);
    if (!call) return { names, rest };
    names.push(call[1] ?? "");
    let depth = 1;
    let at = call[0].length;
    for (; at < rest.length && depth > 0; at += 1) {
      if (rest[at] === "(") depth += 1;
      else if (rest[at] === ")") depth -= 1;
    }
    rest = rest.slice(at);
  }
}
