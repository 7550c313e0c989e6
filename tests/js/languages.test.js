// Every language says what English says: the same keys with the same arguments, plurals as CLDR counts them. What a
// language does not say yet shows in English and is listed here; it breaks nothing.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { createTexts } from "../../www/text/format.js";
import { parseTemplate } from "../../www/text/template.js";
import { pseudo, writeTemplate } from "./pseudo.js";

/** @import { Part } from "../../www/text/template.js" */

const FOLDER = fileURLToPath(new URL("../../www/text/", import.meta.url));

const folders = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** @param {string} tag @returns {Map<string, Record<string, string>>} part → key → template */
function partsOf(tag) {
  const files = readdirSync(FOLDER + tag).filter((file) => file.endsWith(".json"));
  return new Map(
    files.map((file) => [file, JSON.parse(readFileSync(`${FOLDER}${tag}/${file}`, "utf8"))]),
  );
}

const english = partsOf("en");
const all = Object.assign({}, ...english.values());

/** What a template takes: arguments, how they are written, and the words a choice knows. @param {Part[]} parts */
function shapeOf(parts) {
  /** @type {Set<string>} */
  const shape = new Set();
  for (const part of parts) {
    if (typeof part === "string" || part.type === "hash") continue;
    if (part.type === "argument") {
      shape.add(`{${part.name}}`);
      continue;
    }
    const words = part.type === "select" ? ` ${[...part.branches.keys()].sort()}` : "";
    shape.add(`{${part.name}, ${part.type}${words}}`);
    for (const branch of part.branches.values()) for (const one of shapeOf(branch)) shape.add(one);
  }
  return shape;
}

/** A plural may say its number or not, as a language likes. @param {Part[]} parts */
const comparable = (parts) => {
  const shape = shapeOf(parts);
  const counted = [...shape].flatMap((one) => /^\{(\w+), plural/.exec(one)?.[1] ?? []);
  return [...shape].filter((one) => !counted.includes(one.slice(1, -1))).sort();
};

/** Which plural forms a language needs, and where a template lacks one. @param {Part[]} parts @param {string[]} needed */
function missingForms(parts, needed) {
  /** @type {string[]} */
  const missing = [];
  for (const part of parts) {
    if (typeof part === "string" || (part.type !== "plural" && part.type !== "select")) continue;
    const forms = [...part.branches.keys()];
    if (part.type === "plural") {
      // An exact number stands for the form that only it has.
      const isSaid = (/** @type {string} */ form) =>
        forms.includes(form) ||
        (form === "zero" && forms.includes("=0")) ||
        (form === "two" && forms.includes("=2"));
      missing.push(
        ...needed.filter((form) => !isSaid(form)).map((form) => `${part.name}: ${form}`),
      );
    }
    for (const branch of part.branches.values()) missing.push(...missingForms(branch, needed));
  }
  return missing;
}

/** @param {string} tag */
function formsOf(tag) {
  const rules = new Intl.PluralRules(tag);
  return [...new Set(Array.from({ length: 201 }, (_, n) => rules.select(n)))];
}

for (const tag of folders.filter((tag) => tag !== "en")) {
  const parts = partsOf(tag);

  test(`${tag}: a tag that Intl takes, with the parts of English`, () => {
    assert.deepEqual(Intl.getCanonicalLocales(tag), [tag]);
    assert.deepEqual(
      [...parts.keys()].filter((part) => !english.has(part)),
      [],
    );
  });

  test(`${tag}: what it says is said in English, in the same part`, () => {
    const strange = [...parts].flatMap(([part, texts]) =>
      Object.keys(texts).filter((key) => !Object.hasOwn(english.get(part) ?? {}, key)),
    );
    assert.deepEqual(strange, []);
  });

  test(`${tag}: every template can be read, takes what English takes, and has its plural forms`, () => {
    const needed = formsOf(tag);
    /** @type {string[]} */
    const wrong = [];
    for (const [key, template] of [...parts.values()].flatMap((texts) => Object.entries(texts))) {
      const ours = parseTemplate(template);
      const [here, there] = [comparable(ours), comparable(parseTemplate(all[key] ?? ""))];
      if (String(here) !== String(there)) wrong.push(`${key}: ${here} instead of ${there}`);
      wrong.push(...missingForms(ours, needed).map((form) => `${key}: no plural form ${form}`));
    }
    assert.deepEqual(wrong, []);
  });

  test(`${tag}: how much of it is there`, (context) => {
    const said = Object.assign({}, ...parts.values());
    const missing = Object.keys(all).filter((key) => !Object.hasOwn(said, key));
    const same = Object.keys(said).filter((key) => said[key] === all[key]);
    context.diagnostic(`${tag}: ${Object.keys(said).length} of ${Object.keys(all).length} said`);
    if (missing.length > 0) context.diagnostic(`${tag}: in English still: ${missing.join(" ")}`);
    if (same.length > 0) context.diagnostic(`${tag}: as in English: ${same.join(" ")}`);
  });
}

test("plurals follow the language: Arabic has six forms", () => {
  const { say } = createTexts({ catalogue: pluralOf("ar"), language: "ar", locale: "ar-EG" });
  assert.deepEqual(
    [0, 1, 2, 3, 11, 100].map((n) => say("n", { n })),
    ["zero", "one", "two", "few", "many", "other"],
  );
});

test("one row that is new is singular in every word", () => {
  const none = { same: 0, changed: 0, conflicting: 0, ignored: 0, problems: 0, questions: 0 };
  const saidOf = (/** @type {string} */ tag) => {
    const catalogue = Object.assign({}, ...partsOf(tag).values());
    const { say } = createTexts({ catalogue, language: tag, locale: tag });
    return [
      say("announce.imported", { name: "x", rows: 1, new: 1, ...none }),
      say("page.count.new", { count: 1 }),
      say("page.count.ignored", { count: 1 }),
    ].join(" ");
  };
  for (const [tag, one, several] of [
    ["es", "1 nueva. nueva ignorada", /nuevas|ignoradas/],
    ["fr", "1 nouvelle. nouvelle ignorée", /nouvelles|ignorées/],
    ["pt-BR", "1 nova. nova ignorada", /novas|ignoradas/],
  ]) {
    const said = saidOf(String(tag));
    assert.ok(said.includes(String(one)), said);
    assert.doesNotMatch(said, /** @type {RegExp} */ (several));
  }
});

/** @param {string} tag */
function pluralOf(tag) {
  const forms = formsOf(tag).map((form) => `${form} {${form}}`);
  return { n: `{n, plural, ${forms.join(" ")}}` };
}

test("a list has one name in a language; the platform's English stands only where its menus are shown", () => {
  const isOfMenus = (/** @type {string} */ key) =>
    key.startsWith("where.") || key === "page.log.none";
  for (const tag of folders.filter((one) => one !== "en")) {
    const said = Object.entries(Object.assign({}, ...partsOf(tag).values()));
    const mixed = said.filter(([key, text]) => /assignment log/i.test(text) && !isOfMenus(key));
    assert.deepEqual(mixed, [], tag);
  }
});

test("a template is written as it was read", () => {
  for (const template of Object.values(all)) {
    const parts = parseTemplate(template);
    assert.deepEqual(parseTemplate(writeTemplate(parts)), parts);
  }
});

test("the pseudo-locale says everything, a good third longer, in brackets, with the same arguments", () => {
  const texts = pseudo(all);
  for (const [key, template] of Object.entries(texts)) {
    const plain = all[key] ?? "";
    assert.match(template, /^⟦.*⟧$/s, key);
    assert.deepEqual(comparable(parseTemplate(template)), comparable(parseTemplate(plain)), key);
  }
  const length = (/** @type {Record<string, string>} */ catalogue) =>
    Object.values(catalogue).join("").length;
  assert.ok(length(texts) > 1.3 * length(all), `${length(texts)} of ${length(all)}`);
});
