// How each column of a table was understood, and a way to say otherwise. A list of all fields per column is much to draw: it
// is drawn when it is opened.

import { useState } from "preact/hooks";
import { More, Name } from "./bits.jsx";
import { FIELDS } from "./fields.js";

/** @import { ImportCard, TableCard } from "../engine/types" */
/** @import { Shell } from "./model" */

/** @param {Shell & { card: ImportCard, table: TableCard }} shell */
export function Mapping(shell) {
  const { table, texts } = shell;
  const summary = texts.say("page.mapping", { count: table.columns.length });
  // What nobody knows yet is asked; what was recognised can be looked at. It stays open when an answer made it known.
  const [isAsked] = useState(table.export === null);
  return <More open={isAsked} summary={summary} inside={() => <Columns {...shell} />} />;
}

/** @param {Shell & { card: ImportCard, table: TableCard }} props */
function Columns({ card, table, model, actions, texts }) {
  // A range under it yields both ends: whoever looks for the table's "Valid dates" finds them.
  const dates = (key) => (key === "valid_end" ? `${texts.say("page.column.validUntil")} / ` : "");
  const fields = FIELDS.map((key) => [key, `${dates(key)}${texts.say(`field.${key}`)}`]).sort(
    ([, a], [, b]) => texts.compare(a, b),
  );
  return (
    <table class="plain mapping">
      <thead>
        <tr>
          <th scope="col">{texts.say("page.mapping.header")}</th>
          <th scope="col">{texts.say("page.mapping.field")}</th>
          <th scope="col">{texts.say("page.mapping.read")}</th>
        </tr>
      </thead>
      <tbody>
        {table.columns.map((column, i) => (
          <tr key={i}>
            <th scope="row">
              <Name>{column.header || texts.say("page.mapping.noHeader")}</Name>
            </th>
            <td>
              <select
                aria-label={`${texts.say("page.mapping.field")}: ${column.header}`}
                disabled={model.settings.readOnly}
                onChange={(event) =>
                  actions.setMapping(card.id, table.fingerprint, {
                    columns: { [column.header]: event.currentTarget.value },
                  })
                }
              >
                <option value="" selected={!column.field}>
                  {texts.say("page.mapping.leave")}
                </option>
                {fields.map(([key, text]) => (
                  <option key={key} value={key} selected={key === column.field}>
                    {text}
                  </option>
                ))}
              </select>
            </td>
            <td class="muted">
              {column.decisions.map((message) => texts.message(message)).join(" · ")}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
