// Which languages there are, and the catalogue of each: key → template.
//
//   Comes in   English, in parts, inside the script; wordings of the others, from files that are asked for at the start
//              only (decision 0010)
//   Goes out   the best catalogue for a reader, at once: of what is at hand
//
// Invariant: a catalogue has every key of English; what a language lacks is said in English.

import { mark, tags, wordingsOf } from "#languages";
import account from "./en/account.json" with { type: "json" };
import handout from "./en/handout.json" with { type: "json" };
import ingest from "./en/ingest.json" with { type: "json" };
import insight from "./en/insight.json" with { type: "json" };
import page from "./en/page.json" with { type: "json" };
import panels from "./en/panels.json" with { type: "json" };
import shape from "./en/shape.json" with { type: "json" };
import shell from "./en/shell.json" with { type: "json" };
import view from "./en/view.json" with { type: "json" };

/** @type {Record<string, string>} */
const english = {
  ...account,
  ...handout,
  ...ingest,
  ...insight,
  ...page,
  ...panels,
  ...shape,
  ...shell,
  ...view,
};

/** The order in which wordings ship. */
const keys = Object.keys(english).sort();

/** What was brought, as it ships. @type {Map<string, (string | number)[]>} */
const brought = new Map();
/** Made for whoever reads in it, not for all who could. @type {Map<string, Record<string, string>>} */
const catalogues = new Map([["en", english]]);

/** Every language that exists, whether it is at hand or not. */
export const LANGUAGES = ["en", ...tags].sort();

/** What a reader can choose without asking anybody. */
export function languagesAtHand() {
  return ["en", ...brought.keys()].sort();
}

/**
 * The language that serves a reader best: exactly, else the same in another country or script, else English.
 * @param {string} locale BCP 47
 * @param {string[]} [among]
 */
function languageFor(locale, among = LANGUAGES) {
  const wanted = canonical(locale);
  const base = wanted.split("-")[0] ?? "";
  return (
    among.find((tag) => wanted === tag) ??
    among.filter((tag) => wanted.startsWith(`${tag}-`)).sort((a, b) => b.length - a.length)[0] ??
    among.find((tag) => tag.split("-")[0] === base) ??
    "en"
  );
}

/** @param {string} locale BCP 47 @returns {{ language: string, catalogue: Record<string, string> }} */
export function catalogueFor(locale) {
  const language = languageFor(locale, languagesAtHand());
  const catalogue = catalogues.get(language) ?? filled(brought.get(language) ?? []);
  catalogues.set(language, catalogue);
  return { language, catalogue };
}

/** Brings the language of a reader to hand. @param {string} locale BCP 47 */
export async function bringLanguage(locale) {
  const tag = languageFor(locale);
  if (tag === "en" || brought.has(tag)) return;
  const [of, ...wordings] = await wordingsOf(tag);
  // Left over from another build in somebody's cache: its wordings would stand at the wrong keys.
  if (of !== mark) throw new TypeError(`${tag}: ${of} instead of ${mark}`);
  brought.set(tag, wordings);
}

/** @param {(string | number)[]} wordings 0 where there is none */
function filled(wordings) {
  return Object.fromEntries(keys.map((key, i) => [key, String(wordings[i] || english[key])]));
}

/** @param {string} locale */
function canonical(locale) {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? "en";
  } catch {
    return "en";
  }
}
