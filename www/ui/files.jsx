// Files to take away: made by the engine, saved by the browser, sent nowhere.

import { useState } from "preact/hooks";
import { Panel } from "./bits.jsx";
import { StatementForm } from "./statement.jsx";

/** @import { Part, Shell } from "./model" */

/** @typedef {{ names: boolean, amounts: boolean }} Disclosed */

const KINDS = ["calendar", "csv", "summary", "summaryPage", "ticket", "backup"];
const VARIANTS = { summaryPage: { kind: "summary", print: true } };

/** @param {Shell & { onClose: () => void }} props */
export function Files({ model, actions, texts, onClose }) {
  const [told, setTold] = useState({ names: false, amounts: false });
  const save = (key) => {
    const asked = { kind: key, scope: model.scope, ...(key === "calendar" && told) };
    return actions.handout({ ...asked, ...VARIANTS[key] }).then(
      (handout) => actions.download(handout),
      // Said by the shell already.
      () => {},
    );
  };
  return (
    <Panel title={texts.say("page.files")} onClose={onClose} texts={texts}>
      <ul class="files">
        {KINDS.map((kind) => (
          <li key={kind}>
            <button type="button" class="button" onClick={() => save(kind)}>
              {texts.say(`page.file.${kind}`)}
            </button>
            <span class="muted">{texts.say(`page.file.${kind}.hint`)}</span>
            {kind === "calendar" && <Told told={told} setTold={setTold} texts={texts} />}
          </li>
        ))}
      </ul>
      <StatementForm model={model} actions={actions} texts={texts} />
    </Panel>
  );
}

/** A calendar is seen by others: it names nobody and no amount unless told to. @param {Part<"texts"> & { told: Disclosed, setTold: (told: Disclosed) => void }} props */
function Told({ told, setTold, texts }) {
  const choice = (key, disabled) => (
    <label class="check" key={key}>
      <input
        type="checkbox"
        checked={told[key]}
        disabled={disabled}
        onChange={() => setTold({ names: true, amounts: false, [key]: !told[key] })}
      />
      {texts.say(`page.file.calendar.${key}`)}
    </label>
  );
  return (
    <span class="told">
      {choice("names", false)}
      {choice("amounts", !told.names)}
    </span>
  );
}
