// Files to take away: made by the engine, saved by the browser, sent nowhere.

import { Panel } from "./bits.jsx";
import { StatementForm } from "./statement.jsx";

const KINDS = ["calendar", "csv", "summary", "summaryPage", "ticket", "backup"];
/** @type {Record<string, [string, object]>} */
const VARIANTS = { summaryPage: ["summary", { print: true }] };

/** @param {any} props */
export function Files({ model, actions, texts, onClose }) {
  const save = (key) => {
    const [kind, more] = VARIANTS[key] ?? [key, {}];
    return actions.handout(kind, { scope: model.scope, ...more }).then(
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
          </li>
        ))}
      </ul>
      <StatementForm model={model} actions={actions} texts={texts} />
    </Panel>
  );
}
