// The languages that a reader can choose, each by its own name.

/** @import { Model } from "./model" */

/** `[tag, name]`; the reader's own, such as "British English", stands for its language too. @param {Pick<Model, "settings" | "languages">} model */
export function tongues({ settings: { locale }, languages }) {
  const others = languages.filter((tag) => spoken(tag) !== spoken(locale));
  const tags = languages.includes(locale) ? languages : [locale, ...others];
  return tags.map((tag) => [tag, nameOf(tag)]);
}

/** @param {string} tag */
const spoken = (tag) => new Intl.Locale(tag).language;

/** @param {string} tag */
function nameOf(tag) {
  try {
    return new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
