// What if a campaign were paused, a budget another, a credit assigned elsewhere? Today's forecast beside the changed one.
// Nothing is stored: the changes live in this panel and are gone with it.

import { useState } from "preact/hooks";
import { BILLING } from "./account.jsx";
import {
  Amount,
  accountName,
  everyAccount,
  Field,
  Name,
  Panel,
  Select,
  Sentences,
} from "./bits.jsx";
import { useAnswer } from "./hooks.js";
import { amountOf, countOf } from "./typed.js";

/** @import { ComponentChildren } from "preact" */
/** @import { Choices, Outcome, WhatIfCard } from "../engine/types" */
/** @import { Part, Shell, Texts } from "./model" */

/** More campaigns are changed all together. */
const CAMPAIGNS_SHOWN = 12;
const NOTHING = { percent: "", paused: {}, budgets: {}, links: {}, billing: "", order: "" };

/** @typedef {{ choices: Choices, draft: typeof NOTHING, set: (change: Partial<typeof NOTHING>) => void }} Drafted */

/** @param {Shell & { onClose: () => void }} shell */
export function WhatIf(shell) {
  const { model, actions, texts, onClose } = shell;
  const accounts = everyAccount(model).filter((one) => one.creditCount > 0);
  const inView = model.scope.accounts[0];
  const [picked, setPicked] = useState(inView ?? accounts[0]?.key ?? "");
  const { locale } = model.settings;
  const [draft, setDraft] = useState(NOTHING);
  const [by, setBy] = useState("");
  const account = accounts.some((one) => one.key === picked) ? picked : (accounts[0]?.key ?? "");
  const asked = { changes: changesOf(draft, locale), by: by || null };
  const { value: answer, failed } = useAnswer(
    () => actions.whatIf(account, asked),
    `${account} ${model.revision} ${JSON.stringify(asked)}`,
  );
  const set = (change) => setDraft({ ...draft, ...change });
  return (
    <Panel title={texts.say("whatIf.title")} onClose={onClose} texts={texts} className="what-if">
      <p class="muted">{texts.say("whatIf.hint")}</p>
      <div class="fields">
        {accounts.length > 1 && (
          <Select
            hideLabel={false}
            label={texts.say("page.scope.account")}
            value={account}
            options={accounts.map((one) => [one.key, accountName(model, one.key)])}
            onPick={(key) => {
              setPicked(key);
              setDraft(NOTHING);
            }}
          />
        )}
        <Field label={texts.say("whatIf.by")}>
          <input
            type="date"
            value={by}
            min={model.view.now.slice(0, 10)}
            onInput={(event) => setBy(event.currentTarget.value)}
          />
        </Field>
      </div>
      {failed && <p class="muted">{texts.say("page.detail.failed")}</p>}
      {!failed && answer === null && <p class="muted">{texts.say("whatIf.nothing")}</p>}
      {answer && (
        <div class="two">
          <div>
            <Spending
              choices={answer.choices}
              currency={answer.currency}
              draft={draft}
              set={set}
              locale={locale}
              texts={texts}
            />
            <Assigning choices={answer.choices} draft={draft} set={set} texts={texts} />
            <Paying choices={answer.choices} draft={draft} set={set} texts={texts} />
            {asked.changes.length > 0 && (
              <p class="actions">
                <button type="button" class="button" onClick={() => setDraft(NOTHING)}>
                  {texts.say("whatIf.reset")}
                </button>
              </p>
            )}
          </div>
          <div>
            <Outcomes answer={answer} texts={texts} />
            {answer.refused.length > 0 && <Sentences list={answer.refused} texts={texts} />}
          </div>
        </div>
      )}
    </Panel>
  );
}

/** @param {any} draft @param {string} locale */
function changesOf({ percent, paused, budgets, links, billing, order }, locale) {
  /** @type {import("../engine/types").WhatIfAsk["changes"]} */
  const changes = [];
  const all = countOf(percent);
  if (all !== null) changes.push({ spend: { campaign: null, percent: all } });
  for (const [campaign, isPaused] of Object.entries(paused))
    if (isPaused) changes.push({ spend: { campaign, percent: 0 } });
  for (const [campaign, typed] of Object.entries(budgets)) {
    const daily = amountOf(typed, locale);
    if (daily !== null && !paused[campaign]) changes.push({ budget: { campaign, daily } });
  }
  for (const [credit, campaigns] of Object.entries(links))
    for (const [campaign, linked] of Object.entries(campaigns))
      changes.push({ assign: { credit, campaign, linked } });
  if (billing) changes.push({ billing });
  if (order) changes.push({ order });
  return changes;
}

/** @param {Part<"texts"> & Drafted & { currency: string | null, locale: string }} props */
function Spending({ choices, currency, draft, set, locale, texts }) {
  const { campaigns } = choices;
  return (
    <fieldset>
      <legend>{texts.say("whatIf.spend")}</legend>
      <div class="fields">
        <Field label={texts.say("whatIf.percent")}>
          <input
            type="number"
            min="0"
            max="9999"
            placeholder="100"
            value={draft.percent}
            aria-invalid={draft.percent !== "" && countOf(draft.percent) === null}
            onInput={(event) => set({ percent: event.currentTarget.value })}
          />
        </Field>
      </div>
      {campaigns.length > 0 && (
        <div class="fold">
          <table class="plain budgets">
            <thead>
              <tr>
                <th scope="col">{texts.say("page.column.campaign")}</th>
                <th scope="col" class="num">
                  {texts.say("whatIf.daily.today")}
                </th>
                <th scope="col" class="num">
                  {texts.say("whatIf.daily")}
                </th>
                <th scope="col">{texts.say("whatIf.pause")}</th>
              </tr>
            </thead>
            <tbody>
              {campaigns.slice(0, CAMPAIGNS_SHOWN).map(({ key, name, daily }) => (
                <tr key={key}>
                  <th scope="row">
                    <Name>{name}</Name>
                  </th>
                  <td class="num" data-head={texts.say("whatIf.daily.today")}>
                    <Amount value={daily} currency={currency} texts={texts} />
                  </td>
                  <td class="num" data-head={texts.say("whatIf.daily")}>
                    <input
                      inputMode="decimal"
                      size={8}
                      aria-label={`${texts.say("whatIf.daily")}: ${name}`}
                      disabled={Boolean(draft.paused[key])}
                      value={draft.budgets[key] ?? ""}
                      aria-invalid={
                        Boolean(draft.budgets[key]) && amountOf(draft.budgets[key], locale) === null
                      }
                      onInput={(event) =>
                        set({ budgets: { ...draft.budgets, [key]: event.currentTarget.value } })
                      }
                    />
                  </td>
                  <td data-head={texts.say("whatIf.pause")}>
                    <input
                      type="checkbox"
                      aria-label={`${texts.say("whatIf.pause")}: ${name}`}
                      checked={Boolean(draft.paused[key])}
                      onChange={(event) =>
                        set({ paused: { ...draft.paused, [key]: event.currentTarget.checked } })
                      }
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {campaigns.length === 0 && <p class="muted">{texts.say("plan.what_if.no_campaigns")}</p>}
    </fieldset>
  );
}

/** @param {Part<"texts"> & Drafted} props */
function Assigning({ choices, draft, set, texts }) {
  const { credits, campaigns } = choices;
  if (!credits.length || !campaigns.length) return null;
  const toggle = (credit, campaign, linked) =>
    set({ links: { ...draft.links, [credit]: { ...draft.links[credit], [campaign]: linked } } });
  return credits.map((credit) => (
    <fieldset key={credit.key}>
      <legend>
        {texts.say("whatIf.assign")} <Name>{credit.name}</Name>
      </legend>
      {campaigns.slice(0, CAMPAIGNS_SHOWN).map(({ key, name }) => (
        <label class="check" key={key}>
          <input
            type="checkbox"
            checked={draft.links[credit.key]?.[key] ?? credit.linked.includes(key)}
            onChange={(event) => toggle(credit.key, key, event.currentTarget.checked)}
          />
          <Name>{name}</Name>
        </label>
      ))}
    </fieldset>
  ));
}

/** @param {Part<"texts"> & Drafted} props */
function Paying({ choices, draft, set, texts }) {
  return (
    <fieldset>
      <legend>{texts.say("whatIf.paying")}</legend>
      <div class="fields">
        <Select
          hideLabel={false}
          className="long"
          label={texts.say("page.column.billing")}
          value={draft.billing || (choices.billing ?? "")}
          options={BILLING.map((key) => [key, texts.say(`page.billing.${key}`)])}
          onPick={(key) => set({ billing: key === choices.billing ? "" : key })}
        />
        <Select
          hideLabel={false}
          className="long"
          label={texts.say("page.order")}
          value={draft.order || choices.order}
          options={choices.orders.map(({ key, title }) => [key, texts.say(title)])}
          onPick={(key) => set({ order: key === choices.order ? "" : key })}
        />
      </div>
    </fieldset>
  );
}

/** One row per figure; what differs stands out. @param {Part<"texts"> & { answer: WhatIfCard }} props */
function Outcomes({ answer, texts }) {
  const { today, changed, currency } = answer;
  const range = (low, high) => rangeOf(low, high, currency, texts);
  const span = (value) => spanOf(value, texts);
  const of = (outcome, key) => outcome.credits.find(({ credit }) => credit === key);
  const names = new Map(
    [...today.credits, ...changed.credits].map((one) => [one.credit, one.name]),
  );
  /** @type {any[]} */
  const rows = [
    ["other", texts.say("whatIf.otherPays"), otherOf(today, texts), otherOf(changed, texts)],
    (today.stops || changed.stops) && [
      "stops",
      texts.say("whatIf.stops"),
      span(today.stops),
      span(changed.stops),
    ],
    [
      "lost",
      texts.say("whatIf.lost"),
      range(today.lostLow, today.lostHigh),
      range(changed.lostLow, changed.lostHigh),
    ],
    ...["left", "other"].map(
      (part) =>
        today.by &&
        changed.by && [
          `by-${part}`,
          texts.say(`whatIf.by.${part}`, { day: texts.day(today.by.day) }),
          range(today.by[`${part}Low`], today.by[`${part}High`]),
          range(changed.by[`${part}Low`], changed.by[`${part}High`]),
        ],
    ),
  ].filter(Boolean);
  const figures = (one) => {
    const lost =
      one && one.lostHigh !== null && !isNone(one.lostLow, one.lostHigh)
        ? texts.say("whatIf.lost.of", { amount: range(one.lostLow, one.lostHigh) })
        : null;
    const ends = one?.runsOut
      ? texts.say("whatIf.usedUp", { when: span(one.runsOut) })
      : texts.say("whatIf.never");
    return lost ? (one.runsOut ? `${ends}; ${lost}` : lost) : ends;
  };
  return (
    <div class="fold" role="status">
      <table class="plain outcomes">
        <thead>
          <tr>
            <td />
            <th scope="col">{texts.say("page.today")}</th>
            <th scope="col">{texts.say("whatIf.changed")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([key, label, before, after]) => (
            <Row key={key} label={label} before={before} after={after} texts={texts} />
          ))}
          {[...names].map(([key, name]) => (
            <Row
              key={`credit ${key}`}
              label={<Name>{name}</Name>}
              before={figures(of(today, key))}
              after={figures(of(changed, key))}
              texts={texts}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** @param {Part<"texts"> & { label: ComponentChildren, before: string, after: string }} props */
function Row({ label, before, after, texts }) {
  return (
    <tr>
      <th scope="row">{label}</th>
      <td data-head={texts.say("page.today")}>{before}</td>
      <td data-head={texts.say("whatIf.changed")}>
        {before === after ? <span class="muted">{after}</span> : <b>{after}</b>}
      </td>
    </tr>
  );
}

/** @param {Outcome} outcome @param {Texts} texts */
function otherOf({ otherPays, otherPaysNow }, texts) {
  return otherPaysNow ? texts.say("whatIf.already") : spanOf(otherPays, texts);
}

/** @param {{ from: string, to: string | null } | null} value @param {Texts} texts */
function spanOf(value, texts) {
  if (!value) return texts.say("whatIf.never");
  const { from, to } = value;
  if (!to) return texts.say("whatIf.from", { from: texts.day(from) });
  return from === to ? texts.day(from) : `${texts.day(from)} – ${texts.day(to)}`;
}

/** Estimates; one figure where both ends are the same. @param {string | null | undefined} low @param {string | null | undefined} high @param {string | null} currency @param {Texts} texts */
function rangeOf(low, high, currency, texts) {
  if (low === null || high === null || low === undefined || high === undefined)
    return texts.say("page.unknown");
  const [a, b] = [low, high].map((value) => texts.money(value, currency));
  return a === b ? a : `${a} – ${b}`;
}

/** @param {string} low @param {string} high */
function isNone(low, high) {
  return Number(low) === 0 && Number(high) === 0;
}
