// The catalogues: one per language, in parts, as data. Every file of a language's folder is listed here; a test says so.

import account from "./en/account.json" with { type: "json" };
import handout from "./en/handout.json" with { type: "json" };
import ingest from "./en/ingest.json" with { type: "json" };
import insight from "./en/insight.json" with { type: "json" };
import page from "./en/page.json" with { type: "json" };
import shape from "./en/shape.json" with { type: "json" };
import shell from "./en/shell.json" with { type: "json" };
import view from "./en/view.json" with { type: "json" };

/** @type {Record<string, Record<string, string>>} */
const CATALOGUES = {
  en: { ...account, ...handout, ...ingest, ...insight, ...page, ...shape, ...shell, ...view },
};

/**
 * The best catalogue for a reader: exact language, else its base, else English.
 * @param {string} locale BCP 47
 * @returns {{ language: string, catalogue: Record<string, string> }}
 */
export function catalogueFor(locale) {
  const base = locale.split("-")[0] ?? "en";
  const language = [locale, base].find((tag) => Object.hasOwn(CATALOGUES, tag)) ?? "en";
  return { language, catalogue: CATALOGUES[language] ?? {} };
}
