// A backup that was opened: what it would add, what it says differently, and the choice.

import { accountName, atMinute, Name, Panel, Time } from "./bits.jsx";

const SHOWN = 30;
/** Fields whose name the page has already. @type {Record<string, string>} */
const FIELDS = {
  name: "page.column.name",
  client: "page.column.client",
  owner: "page.column.owner",
  currency: "page.column.currency",
  zone: "page.column.zone",
  billing: "page.column.billing",
  order: "page.order",
};

/** @param {any} props */
export function Opened({ model, actions, texts }) {
  const { savedAt, imports, same, differences } = model.opened;
  const field = (path) => (FIELDS[path.at(-1)] ? texts.say(FIELDS[path.at(-1)]) : path.at(-1));
  const whose = (path) => (path[0] === "accounts" ? accountName(model, path[1]) : path[1]);
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
              {differences.slice(0, SHOWN).map(({ path, mine, theirs, taken }) => (
                <tr key={path.join(" ")}>
                  <th scope="row">
                    <Name>{whose(path)}</Name> · <Name>{field(path)}</Name>
                  </th>
                  <td>
                    <Name>{plain(mine)}</Name>
                  </td>
                  <td>
                    <Name>{plain(theirs)}</Name>
                  </td>
                  <td>{texts.say(taken === "mine" ? "backup.mine" : "backup.theirs")}</td>
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

/** @param {unknown} value */
function plain(value) {
  return typeof value === "string" ? value : JSON.stringify(value);
}
