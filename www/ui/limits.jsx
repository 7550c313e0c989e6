// When to warn: of everything, of one account, of one credit. The nearest that says something holds (src/insight/limits.rs).

import { useState } from "preact/hooks";
import { Field } from "./bits.jsx";
import { decimal, isAmount, isCount, isPercent, percentOf, shareOf } from "./typed.js";

/** Key, what can be meant, and how it is handed over. @type {[string, (text: string) => boolean, (text: string) => unknown][]} */
const LIMITS = [
  ["lowShare", isPercent, shareOf],
  ["lowAmount", isAmount, decimal],
  ["runOutDays", isCount, Number],
  ["largeLoss", isAmount, decimal],
  ["staleHours", isCount, Number],
];
/** What no single credit has: its list is copied as a whole. */
const OF_LISTS = ["staleHours"];
const AMOUNTS = ["lowAmount", "largeLoss"];
/** What holds where nothing was said (src/insight/limits.rs); a large loss is told by the account's own spend. */
export const BUILT_IN = { lowShare: "0.2", lowAmount: "–", runOutDays: "3", staleHours: "48" };

/** @param {string} key @param {string | number} value */
const written = (key, value) => (key === "lowShare" ? percentOf(String(value)) : value);

/** @param {any} props `where`: of which account or credit; nothing for all */
export function Limits({ where, model, actions, texts }) {
  const [refused, setRefused] = useState(/** @type {Record<string, boolean>} */ ({}));
  const { defaults, accounts, credits } = model.options;
  // Absent until the first is set: the document holds what was said only.
  const layers = [
    where.credit && credits[where.credit],
    where.account && accounts[where.account],
    defaults,
  ].map((said) => said?.thresholds ?? {});
  const [own, ...wider] = layers.slice(where.credit ? 0 : where.account ? 1 : 2);
  const placeholder = (key) => {
    const said = wider.find((layer) => layer[key] != null)?.[key] ?? BUILT_IN[key];
    return said === undefined ? texts.say("page.threshold.builtIn") : written(key, said);
  };
  const save = (key, holds, read) => (event) => {
    const text = event.currentTarget.value.trim();
    const isMeant = text === "" || holds(text);
    setRefused({ ...refused, [key]: !isMeant });
    if (isMeant) actions.setThresholds(where, { [key]: text === "" ? null : read(text) });
  };
  const shown = LIMITS.filter(
    ([key]) =>
      !(where.credit && OF_LISTS.includes(key)) &&
      !(model.settings.incognito && AMOUNTS.includes(key)),
  );
  return (
    <div class="fields">
      {shown.map(([key, holds, read]) => (
        <Field key={key} label={texts.say(`page.threshold.${key}`)}>
          <input
            inputMode="decimal"
            key={own[key]}
            defaultValue={own[key] == null ? "" : written(key, own[key])}
            placeholder={placeholder(key)}
            aria-invalid={refused[key] ?? false}
            disabled={model.settings.readOnly}
            onChange={save(key, holds, read)}
          />
        </Field>
      ))}
    </div>
  );
}
