// An account, opened in place: billing setup, what the register says of it, and where to look for more.

import { useState } from "preact/hooks";
import { Field, Heading, Name, Said, Select, Witnesses } from "./bits.jsx";
import { Limits } from "./limits.jsx";
import { amountOf, anAmount, localInput, typedAmount } from "./typed.js";

/** @import { AccountCard } from "../engine/types" */
/** @import { Part, Shell, Texts } from "./model" */

export const BILLING = ["manual", "automaticCashFirst", "automaticCreditFirst", "monthlyInvoicing"];

/** R14: presets of the order among credits, as the engine names them. */
export const ORDERS = ["earliestEnd", "mostRestricted", "earliestRedeemed", "smallestFirst"];

/** What is known of a setup that nobody chose. @param {AccountCard} account @param {Texts} texts @returns {string} */
function unchosen({ billingIsAutomatic, billingSuggested }, texts) {
  if (billingIsAutomatic) return texts.say("page.billing.automatic");
  if (!billingSuggested) return texts.say("page.billing.unknown");
  const what = texts.say(`page.billing.${billingSuggested}`);
  return texts.say("page.billing.suggested", { what });
}

/** The setup of an account in words. @param {AccountCard} account @param {Texts} texts @returns {string} */
export const billingOf = (account, texts) =>
  account.billing ? texts.say(`page.billing.${account.billing}`) : unchosen(account, texts);

/** R10: unknown is a state; what the evidence suggests is preselected in words, never chosen for the user. @param {Part<"actions" | "texts"> & { account: AccountCard, disabled?: boolean, hideLabel?: boolean }} props */
export function BillingSelect({ account, actions, texts, disabled, hideLabel = false }) {
  return (
    <Select
      hideLabel={hideLabel}
      className="long"
      disabled={disabled}
      label={texts.say("page.column.billing")}
      value={account.billing ?? ""}
      options={[
        ["", unchosen(account, texts)],
        ...BILLING.map((key) => [key, texts.say(`page.billing.${key}`)]),
      ]}
      onPick={(key) => key && actions.setAccounts([account.key], { billing: key })}
    />
  );
}

/** @param {Shell & { row: AccountCard }} props */
export function AccountDetail({ row, model, actions, texts }) {
  const { readOnly } = model.settings;
  const field = (key) => (
    <label class="field" key={key}>
      <span>{texts.say(`page.column.${key === "name" ? "account" : key}`)}</span>
      <input
        dir="auto"
        defaultValue={row[key] ?? ""}
        disabled={readOnly}
        onChange={(event) =>
          actions.setAccounts([row.key], { [key]: event.currentTarget.value.trim() || null })
        }
      />
    </label>
  );
  return (
    <>
      <section>
        <Heading>{texts.say("page.register")}</Heading>
        <div class="fields">
          {["name", "client", "owner", "currency", "zone"].map(field)}
          <BillingSelect account={row} actions={actions} texts={texts} disabled={readOnly} />
        </div>
        {row.zoneIsAssumed && (
          <p class="muted">{texts.say("page.zone.assumed", { zone: row.zone })}</p>
        )}
      </section>
      <section>
        <Heading>{texts.say("page.order")}</Heading>
        <Select
          hideLabel
          disabled={readOnly}
          label={texts.say("page.order")}
          value={row.order}
          options={ORDERS.map((key) => [key, texts.say(`page.order.${key}`)])}
          onPick={(key) => actions.setAccounts([row.key], { order: key })}
        />
        <p class="muted">
          <Said message={row.orderRule} texts={texts} />
        </p>
        {row.orderNote && (
          <p class="muted">
            <Said message={row.orderNote} texts={texts} />
          </p>
        )}
      </section>
      {!model.settings.incognito && row.balances.length > 0 && (
        <section>
          <Heading>{texts.say("export.payment_management")}</Heading>
          <Witnesses list={row.balances} currency={row.currency} texts={texts} />
        </section>
      )}
      {!model.settings.incognito && (
        <section>
          <Heading>{texts.say("page.cash")}</Heading>
          <Cash row={row} model={model} actions={actions} texts={texts} />
        </section>
      )}
      <section>
        <Heading>{texts.say("page.thresholds")}</Heading>
        <Limits where={{ account: row.key }} model={model} actions={actions} texts={texts} />
      </section>
      <section>
        <Heading>{texts.say("page.account.more")}</Heading>
        <p>
          {texts.say("page.account.login")} {row.id && <Name>{row.id}</Name>}
        </p>
        <p class="path">{texts.say("where.promotions_available")}</p>
        <p class="actions">
          <button
            type="button"
            class="button"
            onClick={() => {
              actions.setScope({ accounts: [row.key], client: null, owner: null });
              actions.setTab("available");
            }}
          >
            {texts.say("page.account.only")}
          </button>
        </p>
      </section>
    </>
  );
}

/** R36: cash typed in, with the time it was true at; an empty amount takes it back. @param {Shell & { row: AccountCard }} props */
function Cash({ row, model, actions, texts }) {
  const said = model.options.accounts[row.key]?.cash;
  const [refused, setRefused] = useState(false);
  const { locale, readOnly } = model.settings;
  const save = (event) => {
    event.preventDefault();
    const typed = Object.fromEntries(new FormData(event.currentTarget));
    const text = String(typed.amount).trim();
    const amount = amountOf(text, locale);
    setRefused(text !== "" && amount === null);
    const at = new Date(String(typed.at)).toISOString();
    if (text === "" || amount !== null)
      actions.setAccounts([row.key], { cash: amount === null ? null : { amount, at } });
  };
  return (
    <form class="fields" onSubmit={save} key={said?.at}>
      <Field
        label={texts.say("page.cash.left")}
        wrong={refused && texts.say("page.refused", { example: anAmount(texts) })}
      >
        <input
          name="amount"
          inputMode="decimal"
          defaultValue={said ? typedAmount(said.amount, locale) : ""}
          aria-invalid={refused}
          disabled={readOnly}
        />
      </Field>
      <Field label={texts.say("page.asOf.edit")}>
        <input
          name="at"
          type="datetime-local"
          required
          defaultValue={localInput(said?.at ?? model.view.now)}
          disabled={readOnly}
        />
      </Field>
      <button type="submit" class="button" disabled={readOnly}>
        {texts.say("page.save")}
      </button>
    </form>
  );
}
