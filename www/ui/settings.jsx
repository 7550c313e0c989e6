// Settings: erase, when to warn, the order among credits, how it looks, what is kept, and the account register.

import { useState } from "preact/hooks";
import { BILLING, BillingSelect, ORDERS } from "./account.jsx";
import { everyAccount, Field, Name, Pager, Panel, Select } from "./bits.jsx";
import { Erase } from "./erase.jsx";
import { Limits } from "./limits.jsx";
import { Remembered } from "./remembered.jsx";
import { Remind } from "./remind.jsx";
import { tongues } from "./tongues.js";

/** @import { AccountCard } from "../engine/types" */
/** @import { Part, Shell } from "./model" */

const REGISTER_PAGE = 25;
/** What is typed of an account. */
const SAID = /** @type {const} */ (["client", "owner", "currency", "zone"]);
const SHORT = ["currency", "zone"];
/** @type {import("../engine/types").Defaults["workingDays"] & {}} */
const MONDAY_TO_FRIDAY = [true, true, true, true, true, false, false];
const KEPT = /** @type {const} */ (["memory", "device"]);

/** @param {Shell & { onClose: () => void }} shell */
export function Settings(shell) {
  const { model, texts, onClose } = shell;
  return (
    <Panel title={texts.say("page.settings")} onClose={onClose} texts={texts} className="settings">
      {!model.settings.readOnly && (
        <p class="actions">
          <Erase {...shell} className="button danger" onDone={(isSure) => isSure && onClose()}>
            <span class="muted">{texts.say("page.erase.hint")}</span>
          </Erase>
        </p>
      )}
      <Warn {...shell} />
      <Order {...shell} />
      <Display {...shell} />
      <Remind {...shell} />
      <Keep {...shell} />
      <Remembered {...shell} />
      {everyAccount(model).length > 0 && <Register {...shell} />}
    </Panel>
  );
}

/** Accounts with client, owner, currency, zone and billing setup; billing can be set for many at once. @param {Shell} props */
function Register({ model, actions, texts }) {
  const [search, setSearch] = useState("");
  const [page, setPage] = useState(0);
  const [picked, setPicked] = useState(/** @type {string[]} */ ([]));
  const { readOnly } = model.settings;
  const wanted = search.toLocaleLowerCase(texts.language);
  const matches = everyAccount(model).filter(
    (one) =>
      [one.name, one.id, one.client, one.owner].some((value) =>
        value?.toLocaleLowerCase(texts.language).includes(wanted),
      ) || !wanted,
  );
  const shown = matches.slice(page * REGISTER_PAGE, (page + 1) * REGISTER_PAGE);
  const undecided = matches.filter((one) => !one.billing).map((one) => one.key);
  const areAll = matches.length > 0 && matches.every((one) => picked.includes(one.key));
  const pick = (key, isPicked) =>
    setPicked(isPicked ? [...picked, key] : picked.filter((other) => other !== key));
  return (
    <fieldset>
      <legend>{texts.say("page.register")}</legend>
      <p class="muted">{texts.say("page.register.hint")}</p>
      <div class="tools">
        <input
          type="search"
          dir="auto"
          aria-label={texts.say("page.search")}
          placeholder={texts.say("page.search")}
          onInput={(event) => {
            setSearch(event.currentTarget.value);
            setPage(0);
          }}
        />
        {undecided.length > 0 && (
          <button
            type="button"
            class="button"
            disabled={readOnly}
            onClick={() => setPicked(undecided)}
          >
            {texts.say("page.register.undecided", { count: undecided.length })}
          </button>
        )}
      </div>
      {picked.length > 0 && (
        <SetMany {...{ picked, actions, texts }} onDone={() => setPicked([])} />
      )}
      <div class="fold" role="region" aria-label={texts.say("page.register")} tabIndex={0}>
        <table class="plain register">
          <thead>
            <tr>
              <th scope="col">
                <input
                  type="checkbox"
                  aria-label={texts.say("page.register.pick")}
                  checked={areAll}
                  disabled={readOnly}
                  onChange={() => setPicked(areAll ? [] : matches.map((one) => one.key))}
                />
              </th>
              {["account", ...SAID, "billing"].map((key) => (
                <th scope="col" key={key}>
                  {texts.say(`page.column.${key}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <Registered
                key={one.key}
                {...{ one, actions, texts, readOnly }}
                isPicked={picked.includes(one.key)}
                onPick={(isPicked) => pick(one.key, isPicked)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {matches.length > REGISTER_PAGE && (
        <Pager
          start={page * REGISTER_PAGE}
          end={page * REGISTER_PAGE + shown.length}
          count={matches.length}
          onTurn={(by) => setPage(page + by)}
          texts={texts}
        />
      )}
    </fieldset>
  );
}

/** @param {Part<"actions" | "texts"> & { one: AccountCard, readOnly: boolean, isPicked: boolean, onPick: (isPicked: boolean) => void }} props */
function Registered({ one, actions, texts, readOnly, isPicked, onPick }) {
  const name = one.name ?? one.key;
  return (
    <tr>
      <td>
        <input
          type="checkbox"
          aria-label={`${texts.say("page.register.pick")}: ${name}`}
          checked={isPicked}
          disabled={readOnly}
          onChange={(event) => onPick(event.currentTarget.checked)}
        />
      </td>
      <th scope="row">
        <Name>{one.name ?? one.id ?? one.key}</Name>
        {one.id && one.name && <span class="muted id">{one.id}</span>}
      </th>
      {SAID.map((key) => (
        <td
          key={key}
          class={SHORT.includes(key) ? "short" : undefined}
          data-head={texts.say(`page.column.${key}`)}
        >
          <input
            dir="auto"
            aria-label={`${texts.say(`page.column.${key}`)}: ${name}`}
            key={`${one.key}${key}${one[key]}`}
            defaultValue={one[key] ?? ""}
            disabled={readOnly}
            onChange={(event) =>
              actions.setAccounts([one.key], { [key]: event.currentTarget.value.trim() || null })
            }
          />
        </td>
      ))}
      <td data-head={texts.say("page.column.billing")}>
        <BillingSelect
          account={one}
          actions={actions}
          texts={texts}
          disabled={readOnly}
          hideLabel
        />
      </td>
    </tr>
  );
}

/** One value for all that are selected; what is left empty stays as each has it. @param {Part<"actions" | "texts"> & { picked: string[], onDone: () => void }} props */
function SetMany({ picked, actions, texts, onDone }) {
  const save = (event) => {
    event.preventDefault();
    const said = [...new FormData(event.currentTarget)].map(([key, value]) => [
      key,
      String(value).trim(),
    ]);
    const change = Object.fromEntries(said.filter(([, value]) => value !== ""));
    if (Object.keys(change).length > 0) actions.setAccounts(picked, change);
    onDone();
  };
  return (
    <form class="fields" onSubmit={save}>
      {SAID.map((key) => (
        <Field key={key} label={texts.say(`page.column.${key}`)}>
          <input name={key} dir="auto" autocomplete="off" />
        </Field>
      ))}
      <Field label={texts.say("page.column.billing")}>
        <select name="billing">
          <option value="">{texts.say("page.register.choose")}</option>
          {BILLING.map((key) => (
            <option key={key} value={key}>
              {texts.say(`page.billing.${key}`)}
            </option>
          ))}
        </select>
      </Field>
      <button type="submit" class="button primary">
        {texts.say("page.register.set", { count: picked.length })}
      </button>
    </form>
  );
}

/** @param {Shell} shell */
function Warn(shell) {
  const { texts } = shell;
  return (
    <fieldset>
      <legend>{texts.say("page.thresholds")}</legend>
      <Limits {...shell} where={{}} />
      <WorkingDays {...shell} />
    </fieldset>
  );
}

/** What is expected before the next working morning is shown on the last one. @param {Shell} props */
function WorkingDays({ model, actions, texts }) {
  const now = model.options.defaults.workingDays ?? MONDAY_TO_FRIDAY;
  const turned = (at) => /** @type {typeof now} */ (now.with(at, !now[at]));
  return (
    <div class="check week" role="group" aria-label={texts.say("page.workingDays")}>
      <span class="muted">{texts.say("page.workingDays")}</span>
      {now.map((works, at) => (
        <label class="check" key={at}>
          <input
            type="checkbox"
            checked={works}
            disabled={model.settings.readOnly}
            onChange={() => actions.setDefaults({ workingDays: turned(at) })}
          />
          {texts.weekday(at)}
        </label>
      ))}
    </div>
  );
}

/** @param {Shell} props */
function Order({ model, actions, texts }) {
  return (
    <fieldset>
      <legend>{texts.say("page.order")}</legend>
      <p class="muted">{texts.say("page.order.hint")}</p>
      <Select
        label={texts.say("page.order")}
        value={model.options.defaults.order ?? ORDERS[0]}
        disabled={model.settings.readOnly || !actions.setDefaults}
        options={ORDERS.map((key) => [key, texts.say(`page.order.${key}`)])}
        onPick={(order) => actions.setDefaults({ order })}
      />
    </fieldset>
  );
}

/** @param {Shell} props */
function Display({ model, actions, texts }) {
  const { settings } = model;
  return (
    <fieldset>
      <legend>{texts.say("page.display")}</legend>
      <div class="fields">
        <Select
          hideLabel={false}
          label={texts.say("page.theme")}
          value={settings.theme}
          options={["auto", "light", "dark"].map((key) => [key, texts.say(`page.theme.${key}`)])}
          onPick={(theme) => actions.setSettings({ theme })}
        />
        <Select
          hideLabel={false}
          label={texts.say("page.locale")}
          value={settings.locale}
          options={tongues(model)}
          onPick={(locale) => actions.setSettings({ locale })}
        />
        <label class="check">
          <input
            type="checkbox"
            checked={settings.incognito}
            onChange={(event) => actions.setSettings({ incognito: event.currentTarget.checked })}
          />
          {texts.say("page.incognito")}
        </label>
      </div>
    </fieldset>
  );
}

/** @param {Shell} props */
function Keep({ model, actions, texts }) {
  const { keep, readOnly } = model.settings;
  return (
    <fieldset>
      <legend>{texts.say("page.keep")}</legend>
      {KEPT.map((key) => (
        <label class="choice" key={key}>
          <input
            type="radio"
            name="keep"
            checked={keep === key}
            disabled={readOnly}
            onChange={() => actions.setSettings({ keep: key })}
          />
          <span>{texts.say(`page.keep.${key}`)}</span>
        </label>
      ))}
      <p class="muted">{texts.say("page.promise")}</p>
    </fieldset>
  );
}
