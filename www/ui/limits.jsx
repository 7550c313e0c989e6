// When to warn: of everything, of one account, of one credit. The nearest that says something holds (src/insight/limits.rs).

import { useState } from "preact/hooks";
import { Field } from "./bits.jsx";
import { amountOf, anAmount, countOf, percentOf, shareOf, typedAmount } from "./typed.js";

/** @import { Shell, Texts } from "./model" */

/**
 * Key, how what is typed is handed over, and an example of it.
 * @type {[string, (text: string, locale: string) => string | number | null, (texts: Texts) => string][]}
 */
const LIMITS = [
  ["lowShare", shareOf, ({ number }) => number(20)],
  ["lowAmount", amountOf, anAmount],
  ["runOutDays", countOf, ({ number }) => number(3)],
  ["largeLoss", amountOf, anAmount],
  ["staleHours", countOf, ({ number }) => number(48)],
];
/** What no single credit has: its list is copied as a whole. */
const OF_LISTS = ["staleHours"];
const AMOUNTS = ["lowAmount", "largeLoss"];
/** What holds where nothing was said (src/insight/limits.rs); a large loss is told by the account's own spend. */
const BUILT_IN = { lowShare: "0.2", lowAmount: "–", runOutDays: "3", staleHours: "48" };

/** @param {string} key @param {string | number} value @param {string} locale */
function written(key, value, locale) {
  if (key === "lowShare") return percentOf(String(value));
  return AMOUNTS.includes(key) ? typedAmount(String(value), locale) : String(value);
}

/** @param {Shell & { where: { account?: string, credit?: string } }} props `where`: of which account or credit; nothing for all */
export function Limits({ where, model, actions, texts }) {
  const [refused, setRefused] = useState(/** @type {Record<string, boolean>} */ ({}));
  const { defaults, accounts, credits } = model.options;
  const { locale, readOnly, incognito } = model.settings;
  // Absent until the first is set: the document holds what was said only.
  const layers = [
    where.credit ? credits[where.credit] : null,
    where.account ? accounts[where.account] : null,
    defaults,
  ].map((said) => said?.thresholds ?? {});
  const [own, ...wider] = layers.slice(where.credit ? 0 : where.account ? 1 : 2);
  const placeholder = (key) => {
    const said = wider.find((layer) => layer[key] != null)?.[key] ?? BUILT_IN[key];
    return said === undefined ? texts.say("page.threshold.builtIn") : written(key, said, locale);
  };
  const save = (key, read) => (event) => {
    const text = event.currentTarget.value.trim();
    const said = read(text, locale);
    const isMeant = text === "" || said !== null;
    setRefused({ ...refused, [key]: !isMeant });
    if (isMeant) actions.setThresholds(where, { [key]: said });
  };
  const shown = LIMITS.filter(
    ([key]) => !(where.credit && OF_LISTS.includes(key)) && !(incognito && AMOUNTS.includes(key)),
  );
  return (
    <div class="fields">
      {shown.map(([key, read, example]) => (
        <Field
          key={key}
          label={texts.say(`page.threshold.${key}`)}
          wrong={refused[key] && texts.say("page.refused", { example: example(texts) })}
        >
          <input
            inputMode="decimal"
            key={own[key]}
            defaultValue={own[key] == null ? "" : written(key, own[key], locale)}
            placeholder={placeholder(key)}
            aria-invalid={refused[key] ?? false}
            disabled={readOnly}
            onChange={save(key, read)}
          />
        </Field>
      ))}
    </div>
  );
}
