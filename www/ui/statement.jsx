// The statement for a client: whose, for which days, in which language, under whose name and logo.

import { useState } from "preact/hooks";
import { everyAccount, Field, nameOf, namesOf, Select } from "./bits.jsx";
import { tongues } from "./tongues.js";

/** @import { Shell } from "./model" */

const CLIENT = "client:";
const ACCOUNT = "account:";
const PICTURES = "image/png,image/jpeg,image/gif,image/webp";

/** @param {Shell} props */
export function StatementForm({ model, actions, texts }) {
  const every = everyAccount(model);
  const alone = every.filter((one) => !one.client);
  const named = alone.map((one) => [ACCOUNT + one.key, nameOf(model, one)]);
  const choices = [
    ...namesOf(every, "client", texts).map((name) => [CLIENT + name, name]),
    ...named.sort(([, a], [, b]) => texts.compare(a, b)),
  ];
  const [whose, setWhose] = useState("");
  const [days, setDays] = useState({ from: "", to: "" });
  const [{ agency, logo }, setLetterhead] = useState(model.settings.letterhead);
  const [locale, setLocale] = useState(model.settings.locale);
  const [first = ""] = choices.map(([key]) => key);
  const picked =
    [whose, inView(model)].find((key) => choices.some(([one]) => one === key)) ?? first;
  const asked = {
    kind: /** @type {const} */ ("statement"),
    scope: {
      client: picked.startsWith(CLIENT) ? picked.slice(CLIENT.length) : null,
      accounts: picked.startsWith(ACCOUNT) ? [picked.slice(ACCOUNT.length)] : [],
      owner: null,
    },
    from: days.to && days.from ? days.from : null,
    to: days.from && days.to ? days.to : null,
    agency: agency || null,
    logo,
    locale,
  };
  const save = (event) => {
    event.preventDefault();
    actions.handout(asked).then(
      (file) => {
        // What the engine has refused is not kept either.
        actions.setSettings({ letterhead: { agency, logo } });
        actions.download(file);
      },
      () => {},
    );
  };
  return (
    <form class="statement" onSubmit={save}>
      <h3>{texts.say("page.file.statement")}</h3>
      <p class="muted">{texts.say("page.file.statement.hint")}</p>
      <div class="fields">
        <Select
          hideLabel={false}
          label={texts.say("statement.whose")}
          value={picked}
          options={choices}
          onPick={setWhose}
        />
        {["from", "to"].map((key) => (
          <Field key={key} label={texts.say(`statement.${key}`)}>
            <input
              type="date"
              value={days[key]}
              onInput={(event) => setDays({ ...days, [key]: event.currentTarget.value })}
            />
          </Field>
        ))}
        <Select
          hideLabel={false}
          label={texts.say("page.locale")}
          value={locale}
          options={tongues(model)}
          onPick={setLocale}
        />
        <Field label={texts.say("statement.agency")}>
          <input
            dir="auto"
            value={agency}
            onInput={(event) => setLetterhead({ agency: event.currentTarget.value, logo })}
          />
        </Field>
        <Field label={texts.say("statement.logo")} className="long">
          <input
            type="file"
            accept={PICTURES}
            onChange={(event) =>
              dataUrl(event.currentTarget.files?.[0]).then((logo) =>
                setLetterhead({ agency, logo }),
              )
            }
          />
        </Field>
        {logo && (
          <button
            type="button"
            class="link"
            aria-label={`${texts.say("page.remove")}: ${texts.say("statement.logo")}`}
            onClick={() => setLetterhead({ agency, logo: null })}
          >
            {texts.say("page.remove")}
          </button>
        )}
      </div>
      <p class="actions">
        <button type="submit" class="button" disabled={!picked}>
          {texts.say("statement.save")}
        </button>
        <span class="muted">{texts.say("statement.period")}</span>
      </p>
    </form>
  );
}

/** The client whose accounts are in view, or the one account that has none. @param {Shell["model"]} model */
function inView(model) {
  const whose = new Set(
    (model.view?.accounts ?? []).map(({ client, key }) =>
      client ? CLIENT + client : ACCOUNT + key,
    ),
  );
  return whose.size === 1 ? [...whose][0] : null;
}

/** The engine says whether it is a picture. @param {Blob | undefined} file @returns {Promise<string | null>} */
function dataUrl(file) {
  if (!file) return Promise.resolve(null);
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => resolve(null);
    reader.readAsDataURL(file);
  });
}
