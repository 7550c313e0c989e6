// TODAY: the ranked warnings, what changed since the last visit, and which pages to copy again.

import { useState } from "preact/hooks";
import {
  accountName,
  atMinute,
  everyAccount,
  Mark,
  Menu,
  Name,
  Opener,
  Said,
  Sentences,
  Steps,
  Time,
  Whose,
} from "./bits.jsx";
import { useId } from "./hooks.js";
import { Icon } from "./icon.jsx";
import { WhereAll } from "./where.jsx";

/** @import { ComponentChildren } from "preact" */
/** @import { Export, Warning, WarningKind } from "../engine/types" */
/** @import { Part, Shell } from "./model" */

const SHOWN_FIRST = 6;
/** A few more are simply shown: hiding one or two helps nobody. */
const SHOWN_MOST = 9;
const DAY_MS = 864e5;

/** Which pages say whether a warning still holds. @type {Partial<Record<WarningKind, Export[]>>} */
const SEEN_IN = {
  asked: [],
  nothing_left: ["promotions_available"],
  used_up: ["promotions_not_available", "transactions"],
  gone: ["promotions_not_available", "promotions_available"],
  expired: ["promotions_not_available"],
  expiring: ["promotions_available", "assignment_log"],
  unassigned: ["assign_panel", "assignment_log"],
  suspended: ["promotions_available"],
  run_out: ["promotions_available", "campaign_report"],
  low: ["promotions_available"],
  forfeit_expected: ["promotions_available", "campaign_report"],
  reward_overdue: ["promotions_earning"],
  earning_gap: ["promotions_earning", "transactions"],
  disagree: ["promotions_available", "transactions", "campaign_report"],
  cash_low: ["payment_management"],
};

/** @param {Shell} shell */
export function Today(shell) {
  const { model, texts } = shell;
  const { view } = model;
  const [all, setAll] = useState(false);
  const [aside, setAside] = useState(false);
  const isAside = (one) => one.acknowledgedAt || (one.snoozedUntil && one.snoozedUntil > view.now);
  const active = view.today.filter((one) => !isAside(one));
  const put = view.today.filter(isAside);
  // That all is well follows only from whole copies of Available (R32, R37).
  const isWhole = view.accounts.length > 0 && view.accounts.every((one) => one.isWhole);
  const isLong = active.length > SHOWN_MOST;
  const first = isLong ? active.slice(0, SHOWN_FIRST) : active;
  const rest = all ? byAccount(active.slice(first.length), model) : [];
  // At a first visit everything is new (R40); then the word says nothing.
  const marksNew = active.some((one) => !one.isNew);
  return (
    <section class="today" part="today" aria-label={texts.say("page.today")}>
      <header>
        <h2 tabIndex={-1}>{texts.say("page.today")}</h2>
        <Since {...shell} />
      </header>
      <ul class="lines">
        {active.length === 0 && !put.some((one) => one.import) && (
          <li class="line calm">
            <Mark level={isWhole ? "good" : "info"} texts={texts} />
            <span class="what">{texts.say(isWhole ? "page.today.calm" : "page.today.copied")}</span>
          </li>
        )}
        {first.map((one) => (
          <Line key={one.id} {...shell} warning={one} marksNew={marksNew} />
        ))}
        {rest.map(([one, ...more]) =>
          more.length ? (
            <OfAccount key={one.id} {...shell} warnings={[one, ...more]} marksNew={marksNew} />
          ) : (
            <Line key={one.id} {...shell} warning={one} marksNew={marksNew} />
          ),
        )}
        <Refresh {...shell} />
      </ul>
      {(isLong || put.length > 0) && (
        <p class="after">
          {isLong && (
            <Opener open={all} onToggle={setAll}>
              {all
                ? texts.say("page.today.fewer")
                : texts.say("page.today.all", { count: active.length })}
            </Opener>
          )}
          {put.length > 0 && (
            <Opener open={aside} onToggle={setAside}>
              {texts.say("page.today.aside", { count: put.length })}
            </Opener>
          )}
        </p>
      )}
      {aside && (
        <ul class="lines aside">
          {put.map((one) => (
            <Line key={one.id} {...shell} warning={one} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** @param {Part<"model" | "texts">} props */
function Since({ model, texts }) {
  const { since } = model.view;
  if (!since) return null;
  return (
    <p class="since muted">
      {texts.say("page.since")} <Time when={atMinute(since.at)} texts={texts} />:{" "}
      {since.changes.length
        ? since.changes.map((message) => texts.message(message)).join(", ")
        : texts.say("page.since.nothing")}
    </p>
  );
}

/** @param {Shell & { warning: Warning, marksNew?: boolean }} shell */
function Line(shell) {
  const { warning, model, actions, texts, marksNew } = shell;
  const [open, setOpen] = useState(false);
  const id = useId();
  const headline = texts.message(warning.headline);
  const warnings = warning.crossings.map(({ id }) => id);
  const snooze = (days) =>
    actions.snooze(warnings, new Date(Date.parse(model.view.now) + days * DAY_MS).toISOString());
  return (
    <li class={`line ${warning.level}`}>
      <Mark level={warning.level} texts={texts} />
      <div class="what">
        {!isOfSeveral(warning, model) && <Whose account={warning.account} model={model} />}
        <Said message={warning.headline} texts={texts} />
        {warning.isNew && marksNew && <span class="new">{texts.say("page.new")}</span>}
        {warning.snoozedUntil && warning.snoozedUntil > model.view.now && (
          <span class="muted">
            {texts.say("page.snoozed")}{" "}
            <Time when={{ ...atMinute(warning.snoozedUntil), unit: "day" }} texts={texts} />
          </span>
        )}
      </div>
      <span class="do">
        {warning.import && !model.settings.readOnly && (
          <button
            type="button"
            class="link"
            aria-label={`${texts.say("page.answer")}: ${headline}`}
            onClick={() => actions.openImport(warning.import)}
          >
            {texts.say("page.answer")}
          </button>
        )}
        <Opener
          open={open}
          onToggle={setOpen}
          aria-controls={id}
          label={texts.say("page.why.of", { what: headline })}
        >
          {texts.say("page.why")}
        </Opener>
        {!model.settings.readOnly && (
          <Menu label={texts.say("page.more.of", { what: headline })}>
            {[1, 3, 7].map((days) => (
              <button type="button" key={days} onClick={() => snooze(days)}>
                {texts.say("page.snooze", { days })}
              </button>
            ))}
            <button type="button" onClick={() => actions.acknowledge(warnings)}>
              {texts.say("page.acknowledge")}
            </button>
          </Menu>
        )}
      </span>
      <div id={id} class="why" hidden={!open}>
        {open && <Why {...shell} />}
      </div>
    </li>
  );
}

/** What more an account has, as its worst line and how many there are. @param {Shell & { warnings: Warning[], marksNew?: boolean }} shell */
function OfAccount(shell) {
  const { warnings, model, texts } = shell;
  const [open, setOpen] = useState(false);
  const id = useId();
  const [worst] = warnings;
  const name = accountName(model, worst.account);
  const all = texts.say("page.today.all", { count: warnings.length });
  return (
    <li class={`line brief ${worst.level}`}>
      <Mark level={worst.level} texts={texts} />
      <div class="what">
        <Whose account={worst.account} model={model} />
        {!open && <Said message={worst.headline} texts={texts} />}
      </div>
      <span class="do">
        <Opener open={open} onToggle={setOpen} aria-controls={id} label={`${all}: ${name}`}>
          {open ? texts.say("page.today.fewer") : all}
        </Opener>
      </span>
      <div id={id} class="each" hidden={!open}>
        {open && (
          <ul class="lines">
            {warnings.map((one) => (
              <Line key={one.id} {...shell} warning={one} />
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}

/** Of several accounts the lines of each, in the order of their first ones. */
function byAccount(warnings, model) {
  if (model.view.accounts.length < 2) return warnings.map((one) => [one]);
  const groups = new Map();
  for (const one of warnings) {
    const key = isOfSeveral(one, model) ? one.id : one.account;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

/** Whether a line speaks for its account and others alike: then it names none of them. @param {Warning} warning @param {Shell["model"]} model */
function isOfSeveral({ members, account }, model) {
  const card = everyAccount(model).find((one) => one.key === account);
  return members.length > 1 && members.includes(card?.name ?? account);
}

/** @param {Part<"model" | "texts"> & { warning: Warning }} props */
function Why({ warning, model, texts }) {
  const [where, setWhere] = useState(false);
  const stale = model.view.refresh.filter((one) => one.account === warning.account);
  const pages = SEEN_IN[warning.kind] ?? [...new Set(stale.map((one) => one.export))];
  return (
    <>
      {warning.why.length > 0 && (
        <section>
          <h3>{texts.say("page.why")}</h3>
          <Sentences list={warning.why} texts={texts} />
        </section>
      )}
      <Steps steps={warning.steps} texts={texts} />
      {warning.members.length > 0 && (
        <div>
          <h3>{texts.say("page.members", { count: warning.members.length })}</h3>
          <Opening tag="ul" className="names" list={warning.members} first={40} texts={texts}>
            {(key) => (
              <li key={key}>
                <Name>{accountName(model, key)}</Name>
              </li>
            )}
          </Opening>
        </div>
      )}
      {pages.length > 0 && (
        <div>
          <Opener open={where} onToggle={setWhere}>
            {texts.say("page.where")}
          </Opener>
          {where && <WhereAll names={pages} texts={texts} />}
        </div>
      )}
    </>
  );
}

/**
 * A list that begins with some and opens to its end; `children` draws one of it.
 * @template One
 * @param {Part<"texts"> & { tag: "ul" | "ol", className: string, list: One[], first: number, children: (one: One) => ComponentChildren }} props
 */
function Opening({ tag: Tag, className, list, first, texts, children }) {
  const [all, setAll] = useState(false);
  const rest = all ? 0 : Math.max(0, list.length - first);
  return (
    <>
      <Tag class={className}>{list.slice(0, list.length - rest).map(children)}</Tag>
      {rest > 0 && (
        <p>
          <button type="button" class="link" onClick={() => setAll(true)}>
            {texts.say("refresh.more", { count: rest })}
          </button>
        </p>
      )}
    </>
  );
}

/** Which pages to copy again, most money first; one line until it is opened. @param {Shell} shell */
function Refresh(shell) {
  const { model, texts } = shell;
  const [open, setOpen] = useState(false);
  const id = useId();
  const { refresh } = model.view;
  if (!refresh.length) return null;
  const accounts = [...new Set(refresh.map((one) => one.account))];
  const exports = [...new Set(refresh.map((one) => one.export))];
  return (
    <li class="line refresh">
      <span class="mark">
        <Icon name="refresh" />
        <span>{texts.say("page.refresh")}</span>
      </span>
      <div class="what">
        {accounts.length > 1 ? (
          <>
            <span class="whose">
              {texts.say("page.refresh.accounts", { count: accounts.length })}
            </span>
            <span>{exports.map((key) => texts.say(`export.${key}`)).join(", ")}</span>
          </>
        ) : (
          <>
            <Whose account={accounts[0]} model={model} />
            {refresh.map((one) => (
              <span key={one.export}>
                {texts.say(`export.${one.export}`)}{" "}
                <span class="muted">
                  <Said message={one.reason} texts={texts} />
                </span>
              </span>
            ))}
          </>
        )}
      </div>
      <span class="do">
        <Opener open={open} onToggle={setOpen} aria-controls={id}>
          {texts.say("page.where")}
        </Opener>
      </span>
      <div id={id} class="why" hidden={!open}>
        {open && (
          <>
            <Opening tag="ol" className="todo" list={refresh} first={12} texts={texts}>
              {(one) => (
                <li key={one.account + one.export}>
                  <b>{texts.say(`export.${one.export}`)}</b>{" "}
                  <Whose account={one.account} model={model} />
                  <span>{texts.message(one.reason)}</span>
                  {one.lastSeen && (
                    <span class="muted">
                      {texts.say("page.lastSeen")} <Time when={one.lastSeen} texts={texts} />
                    </span>
                  )}
                </li>
              )}
            </Opening>
            <WhereAll names={exports} texts={texts} />
          </>
        )}
      </div>
    </li>
  );
}
