// Whose an import is: asked where the content does not say, or said anew to move it (R31).

import { useState } from "preact/hooks";
import { accountName, everyAccount, Name, nameOf, Select, Wrong } from "./bits.jsx";
import { useId } from "./hooks.js";

/** @import { ImportCard } from "../engine/types" */
/** @import { Shell } from "./model" */

const SHOWN_FIRST = 3;

/**
 * Asked before anything is merged; the account in view is preselected, of several in view the one that fits.
 * @param {Shell & { card: ImportCard, onDone: () => void }} props
 */
export function AccountQuestion({ card, model, actions, texts, onDone }) {
  const id = useId();
  const candidates = card.accountQuestion?.candidates ?? [];
  const inView = model.scope.accounts.length === 1 ? model.scope.accounts[0] : null;
  const offered = candidates.map((one) => one.key);
  const others = everyAccount(model)
    .filter((one) => !one.isProvisional && !offered.includes(one.key))
    .sort((a, b) => Number(b.key === inView) - Number(a.key === inView));
  const known = [...offered, ...others.map((one) => one.key)];
  // Several files at once often come from one account.
  const unclaimed = card.accountQuestion ? (model.view?.unclaimed ?? []) : [];
  const alike = unclaimed.filter((one) => one.id !== card.id);
  // They may come after this one is asked about.
  const [stated, setAll] = useState(/** @type {boolean | null} */ (null));
  const all = stated ?? alike.length > 0;
  const fitting = offered.length > 0 ? offered : known;
  const [chosen, setChosen] = useState(inView ?? (fitting.length > 1 ? null : (fitting[0] ?? "")));
  const [isMissed, setMissed] = useState(false);
  const [name, setName] = useState("");
  // The accounts that are likeliest stand one below the other, of many the others behind one control.
  const most = Math.max(SHOWN_FIRST - offered.length, 0);
  const few = others.length > most + 1 ? others.slice(0, most) : others;
  const rest = others.slice(few.length);
  const isListed = rest.some(({ key }) => key === chosen);
  const save = (event) => {
    event.preventDefault();
    setMissed(chosen === null);
    if (chosen === null) return;
    // A name that is typed in other letters is still the account of that name.
    const same = ({ name: known, key }) => sameText(known, name) || sameText(key, name);
    const key = chosen || (everyAccount(model).find(same)?.key ?? name.trim());
    const isNew = !everyAccount(model).some((one) => one.key === key);
    const ids = [card, ...(all ? alike : [])].map((one) => one.id);
    if (key) actions.setAccountOfImports(ids, key, isNew ? name.trim() : null);
    onDone();
  };
  const choice = (key, label, hint) => (
    <label class="choice" key={key}>
      <input
        type="radio"
        name={id}
        required
        checked={chosen === key}
        onChange={() => setChosen(key)}
      />
      <span>
        {label} {hint && <span class="muted">{hint}</span>}
      </span>
    </label>
  );
  return (
    <form class="question" noValidate onSubmit={save}>
      <fieldset>
        <legend>{texts.say("page.account.question")}</legend>
        {candidates.map((one) =>
          choice(one.key, <Name>{accountName(model, one.key)}</Name>, texts.message(one.reason)),
        )}
        {few.map((one) => choice(one.key, <Name>{nameOf(model, one)}</Name>))}
        {rest.length > 0 && (
          <div class="choice">
            <input
              type="radio"
              name={id}
              required
              aria-label={texts.say("page.account.listed")}
              checked={isListed}
              onChange={() => setChosen(rest[0].key)}
            />
            <Select
              label={texts.say("page.account.listed")}
              value={isListed ? chosen : ""}
              options={[
                ["", texts.say("page.account.listed")],
                ...rest.map((one) => [one.key, nameOf(model, one)]),
              ]}
              onPick={(key) => setChosen(key || null)}
            />
          </div>
        )}
        {choice("", texts.say("page.account.other"))}
        {chosen === "" && (
          <label class="field">
            <span>{texts.say("page.account.name")}</span>
            <input
              dir="auto"
              value={name}
              onInput={(event) => setName(event.currentTarget.value)}
            />
          </label>
        )}
      </fieldset>
      {alike.length > 0 && (
        <label class="check">
          <input
            type="checkbox"
            checked={all}
            onChange={(event) => setAll(event.currentTarget.checked)}
          />
          {texts.say("page.account.alike", { count: alike.length })}
        </label>
      )}
      <Wrong what={isMissed && chosen === null ? texts.say("page.account.choose") : null} />
      <button type="submit" class="button primary" disabled={chosen === "" && !name.trim()}>
        {texts.say("page.account.save")}
      </button>
    </form>
  );
}

/** @param {string | null | undefined} a @param {string} b */
function sameText(a, b) {
  return (a ?? "").trim().toLocaleLowerCase() === b.trim().toLocaleLowerCase() && b.trim() !== "";
}
