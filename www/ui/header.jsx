// The bar at the top: whose figures, as of when, and how to bring in more.

import {
  everyAccount,
  FileButton,
  Menu,
  Name,
  nameOf,
  namesOf,
  ownAccounts,
  Select,
  Time,
} from "./bits.jsx";

/** @import { OpensPanels, Part, Shell } from "./model" */

const OWNER = "owner:";
const ACCOUNT = "account:";

/** @param {Shell & OpensPanels} shell */
export function Header(shell) {
  const { model, actions, texts, openPanel } = shell;
  const { readOnly, incognito } = model.settings;
  return (
    <header class="bar" part="header">
      <h1>{texts.say("page.title")}</h1>
      <Scopes {...shell} />
      <AsOf {...shell} />
      <span class="bar-end">
        {!readOnly && (
          <>
            <button
              type="button"
              class="button primary"
              onClick={() => actions.pasteFromClipboard()}
            >
              {texts.say("page.paste")}
            </button>
            <FileButton actions={actions}>{texts.say("page.import")}</FileButton>
          </>
        )}
        <Menu label={texts.say("page.menu")}>
          <button type="button" onClick={() => openPanel("where")}>
            {texts.say("page.where.title")}
          </button>
          <button type="button" onClick={() => openPanel("whatIf")}>
            {texts.say("whatIf.title")}
          </button>
          <button type="button" onClick={() => openPanel("history")}>
            {texts.say("page.history")}
          </button>
          <button type="button" onClick={() => openPanel("files")}>
            {texts.say("page.files")}
          </button>
          <button type="button" onClick={() => openPanel("settings")}>
            {texts.say("page.settings")}
          </button>
          <button
            type="button"
            aria-pressed={incognito}
            onClick={() => actions.setSettings({ incognito: !incognito })}
          >
            {texts.say(incognito ? "page.incognito.off" : "page.incognito.on")}
          </button>
          {!readOnly && (
            <button type="button" class="danger" onClick={() => openPanel("erase")}>
              {texts.say("page.erase")}…
            </button>
          )}
        </Menu>
      </span>
    </header>
  );
}

/** Filters by client, owner and account; not there while there is nothing to choose. @param {Shell} props */
function Scopes({ model, actions, texts }) {
  const every = ownAccounts(everyAccount(model));
  const { scope } = model;
  if (every.length === 0) return null;
  if (every.length === 1) {
    return (
      <p class="whose">
        <Name>{nameOf(model, every[0])}</Name>
      </p>
    );
  }
  const clients = namesOf(every, "client", texts);
  const owners = namesOf(every, "owner", texts);
  const inClient = every.filter((one) => !scope.client || one.client === scope.client);
  const named = inClient.map((one) => [ACCOUNT + one.key, nameOf(model, one)]);
  const account =
    scope.accounts.length === 1
      ? ACCOUNT + scope.accounts[0]
      : scope.owner
        ? OWNER + scope.owner
        : "";
  return (
    <span class="scopes">
      {clients.length > 0 && (
        <Select
          label={texts.say("page.scope.client")}
          value={scope.client ?? ""}
          options={[["", texts.say("page.scope.clients")], ...clients.map((name) => [name, name])]}
          onPick={(name) => actions.setScope({ client: name || null, owner: null, accounts: [] })}
        />
      )}
      <Select
        label={texts.say("page.scope.account")}
        value={account}
        options={[
          ["", texts.say("page.scope.accounts", { count: inClient.length })],
          ...owners.map((name) => [OWNER + name, texts.say("page.scope.owner", { name })]),
          ...named.sort(([, a], [, b]) => texts.compare(a, b)),
        ]}
        onPick={(key) =>
          actions.setScope({
            client: scope.client,
            owner: key.startsWith(OWNER) ? key.slice(OWNER.length) : null,
            accounts: key.startsWith(ACCOUNT) ? [key.slice(ACCOUNT.length)] : [],
          })
        }
      />
    </span>
  );
}

/** So much older than the newest is older in a reader's eyes: several accounts are not copied in one minute. */
const HOUR_MS = 3_600_000;

/** The newest moment of truth in scope, and how many accounts are older; of one account whether it is too old. @param {Part<"model" | "texts">} props */
function AsOf({ model, texts }) {
  const accounts = ownAccounts(model.view?.accounts ?? []).filter(({ asOf }) => asOf);
  const time = ({ asOf }) => Date.parse(asOf.at);
  const newest = accounts.reduce((a, b) => (time(b) > time(a) ? b : a), accounts[0]);
  if (!newest) return null;
  const older = accounts.filter((one) => time(newest) - time(one) > HOUR_MS).length;
  return (
    <span class="as-of muted">
      {texts.say("page.asOf")} <Time when={newest.asOf} texts={texts} />
      {older > 0 && <span class="older">, {texts.say("page.asOf.older", { count: older })}</span>}
      {older === 0 && newest.isStale && <span class="older">, {texts.say("page.asOf.stale")}</span>}
    </span>
  );
}
