// The page's own formatter, over the catalogue and the words of the example models; in English, in the pseudo-locale
// (`en-XA`), or in English turned round.

import { pseudo } from "../../../tests/js/pseudo.js";
import account from "../../text/en/account.json";
import handout from "../../text/en/handout.json";
import ingest from "../../text/en/ingest.json";
import insight from "../../text/en/insight.json";
import page from "../../text/en/page.json";
import shape from "../../text/en/shape.json";
import shell from "../../text/en/shell.json";
import view from "../../text/en/view.json";
import { createTexts } from "../../text/format.js";
import words from "./words.json";

const english = {
  ...words,
  ...account,
  ...handout,
  ...ingest,
  ...insight,
  ...page,
  ...shape,
  ...shell,
  ...view,
};

const PSEUDO = "en-XA";

/**
 * @param {import("../model").Settings} settings
 * @param {{ now: string, language: string | null, direction: string | null }} shown
 */
export function textsFor({ locale, incognito }, { now, language, direction }) {
  const isPseudo = language === PSEUDO;
  const texts = createTexts({
    catalogue: isPseudo ? pseudo(english) : english,
    // As in a language from right to left every name is isolated, and the test can tell names from words of ours.
    language: isPseudo ? "ar" : "en",
    // Months written with no Latin letter: what is left of those on the page was never in a catalogue.
    locale: isPseudo ? "ja" : locale,
    incognito,
    now,
  });
  return { ...texts, direction: direction ?? "ltr", language: "en" };
}
