// A backup that was opened: what it would add, what it says differently, and the choice.

import { aboutAnswer, sayAnswer } from "./answer-words.js";
import { atMinute, Name, Panel, Time } from "./bits.jsx";

/** @import { Model, Shell } from "./model" */

const SHOWN = 30;

/** @param {Shell & { backup: NonNullable<Model["opened"]> }} props `backup`: what was opened */
export function Opened({ backup, model, actions, texts }) {
  const { savedAt, imports, same, differences } = backup;
  const words = { model, texts };
  const rows = differences.slice(0, SHOWN).map(({ path, mine, theirs, taken }) => ({
    key: path.join(" "),
    about: aboutAnswer(path, words),
    said: [mine, theirs].map((value) => sayAnswer(path, value, words)),
    taken,
  }));
  return (
    <Panel
      title={texts.say("backup.opened")}
      onClose={() => actions.decideBackup("leave")}
      texts={texts}
      className="opened"
    >
      <p>
        {texts.say("backup.savedAt")} <Time when={atMinute(savedAt)} texts={texts} />.{" "}
        {texts.say("backup.imports", { imports, same })}{" "}
        {texts.say("backup.differences", { count: differences.length })}
      </p>
      {differences.length > 0 && (
        <div class="fold">
          <table class="plain">
            <thead>
              <tr>
                {["about", "mine", "theirs", "taken"].map((key) => (
                  <th scope="col" key={key}>
                    {texts.say(`backup.${key}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ key, about: [whose, field], said: [mine, theirs], taken }) => (
                <tr key={key}>
                  <th scope="row">
                    <Name>{whose}</Name> · <Name>{field}</Name>
                  </th>
                  <td>
                    <Name>{mine}</Name>
                  </td>
                  <td>
                    <Name>{theirs}</Name>
                  </td>
                  <td>{texts.say(`backup.${taken}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p class="actions">
        <button type="button" class="button primary" onClick={() => actions.decideBackup("add")}>
          {texts.say("backup.add")}
        </button>
        <button type="button" class="button" onClick={() => actions.decideBackup("replace")}>
          {texts.say("backup.replace")}
        </button>
        <button type="button" class="button" onClick={() => actions.decideBackup("leave")}>
          {texts.say("page.cancel")}
        </button>
      </p>
      <p class="muted">{texts.say("backup.hint")}</p>
    </Panel>
  );
}
