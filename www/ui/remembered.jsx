// How tables were said to be read, by their headers: what is remembered can be taken away as a file, brought along from
// one, and forgotten.

import { More, Name } from "./bits.jsx";

/** @import { Shell } from "./model" */

/** @param {Shell} props */
export function Remembered({ model, actions, texts }) {
  const { readOnly } = model.settings;
  const entries = Object.entries(model.options.mappings);
  const save = () =>
    actions.download({
      name: "ad-credit-tracker-columns.json",
      mediaType: "application/json",
      text: JSON.stringify({ mappings: model.options.mappings }, null, 2),
    });
  return (
    <fieldset>
      <legend>{texts.say("page.remembered")}</legend>
      <p class="muted">{texts.say("page.remembered.hint", { count: entries.length })}</p>
      {entries.length > 0 && (
        <More summary={texts.say("page.remembered.list")}>
          <ul class="history">
            {entries.map(([fingerprint, mapping]) => (
              <li key={fingerprint}>
                <span class="grow">
                  <Name>{headersOf(mapping).join(" · ") || fingerprint}</Name>
                  <span class="muted">{said(mapping, texts).join(" · ")}</span>
                </span>
                {!readOnly && (
                  <button
                    type="button"
                    class="link"
                    aria-label={`${texts.say("page.remembered.forget")}: ${headersOf(mapping).join(", ") || fingerprint}`}
                    onClick={() => actions.forgetMapping(fingerprint)}
                  >
                    {texts.say("page.remembered.forget")}
                  </button>
                )}
              </li>
            ))}
          </ul>
        </More>
      )}
      <p class="actions">
        <button type="button" class="button" disabled={entries.length === 0} onClick={save}>
          {texts.say("page.remembered.save")}
        </button>
        {!readOnly && (
          <label class="button">
            <input
              type="file"
              class="unseen"
              accept=".json,application/json"
              onChange={async (event) => {
                const [file] = event.currentTarget.files ?? [];
                event.currentTarget.value = "";
                if (file) await actions.rememberMappings(await file.text());
              }}
            />
            {texts.say("page.remembered.load")}
          </label>
        )}
      </p>
    </fieldset>
  );
}

/** Columns and words that something was said about. @param {any} mapping @returns {string[]} */
function headersOf({ columns = {}, decimalMarks = {}, dayOrders = {}, transactionTypes = {} }) {
  return [...new Set([columns, decimalMarks, dayOrders, transactionTypes].flatMap(Object.keys))];
}

/** What holds for the table as a whole. @param {any} mapping @param {any} texts @returns {string[]} */
function said({ export: name, encoding, currency, zone }, texts) {
  return [name && texts.say(`export.${name}`), encoding, currency, zone].filter(Boolean);
}
