// The small pieces every panel is made of: names, amounts, times, marks, disclosures.
// In: values of the view and the texts. Out: elements. Nothing here knows an account or asks for data.
// Invariant: what was pasted becomes a text node inside <bdi>, never markup.

import { createContext } from "preact";
import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { onThisClock } from "../text/clock.js";
import { useId } from "./hooks.js";
import { Icon } from "./icon.jsx";
import { bothEnds, endOf } from "./ids.js";

/** @import { ComponentChildren } from "preact" */
/** @import { AccountCard, CreditRow, Level, Message, When, Witness } from "../engine/types" */
/** @import { Part } from "./model" */

/** A message with its figures set in medium weight; the sentence itself stays one run of text. `say` puts it into words. @param {Part<"texts"> & { message: Message, say?: (message: Message) => string }} props */
export function Said({ message, texts, say = texts.message }) {
  const figures = Object.values(message.args ?? {})
    .map((arg) => figure(arg, texts))
    .filter(Boolean)
    // "1,000.00" before "0.00", which is its end.
    .sort((a, b) => b.length - a.length);
  return <span class="said">{emphasise(say(message), figures)}</span>;
}

/** @param {any} props */
function figure({ kind, value }, texts) {
  if (kind === "money") return texts.money(value.amount, value.currency);
  if (kind === "when") return texts.when(value);
  if (kind === "day") return texts.day(value);
  if (kind === "share") return texts.percent(value);
  return null;
}

/** One flat list: what nests is told apart by its place when another sentence is drawn there. */
function emphasise(sentence, figures) {
  const [first, ...rest] = figures;
  if (!first) return [sentence];
  const at = wholeFigure(sentence, first);
  if (at < 0) return emphasise(sentence, rest);
  return [
    ...emphasise(sentence.slice(0, at), rest),
    <b>{first}</b>,
    ...emphasise(sentence.slice(at + first.length), rest),
  ];
}

/** Where a figure stands by itself, not as a part of a longer number. @param {string} sentence @param {string} figure */
function wholeFigure(sentence, figure) {
  let at = sentence.indexOf(figure);
  while (at > 0 && /[\d.,\u2212]/.test(sentence[at - 1])) at = sentence.indexOf(figure, at + 1);
  return at;
}

/** Messages one below the other; `Tag` is `ol` where their order matters. @param {Part<"texts"> & { list: Message[], tag?: "ul" | "ol" }} props */
export function Sentences({ list, texts, tag: Tag = "ul" }) {
  return (
    <Tag class="sentences">
      {list.map((message, i) => (
        <li key={i}>
          <Said message={message} texts={texts} say={texts.sentence} />
        </li>
      ))}
    </Tag>
  );
}

/** How deep a heading stands, below those of the page and its parts. */
const Depth = createContext(3);

/** The heading of a section that stands in several places; `at` is where it is kept. @param {any} props */
export function Heading({ at, children, ...rest }) {
  const Tag = /** @type {any} */ (`h${useContext(Depth)}`);
  return (
    <Tag ref={at} {...rest}>
      {children}
    </Tag>
  );
}

/** What stands below a heading that is itself below those of a part. @param {any} props */
export function Below({ children }) {
  return <Depth.Provider value={useContext(Depth) + 1}>{children}</Depth.Provider>;
}

/** What to do, in order; nothing where there is nothing to do. @param {Part<"texts"> & { steps: Message[] }} props */
export function Steps({ steps, texts }) {
  if (!steps.length) return null;
  return (
    <section>
      <Heading>{texts.say("page.steps")}</Heading>
      <Sentences list={steps} texts={texts} tag="ol" />
    </section>
  );
}

/** Untrusted text, kept from turning its surroundings around. @param {any} props */
export function Name({ children, title }) {
  return (
    <bdi dir="auto" title={title}>
      {children}
    </bdi>
  );
}

/** An amount, or the words for "not yet known": never 0. `unit` is true where the column names the currency. @param {Part<"texts"> & { value: string | null | undefined, currency?: string | null, unit?: boolean, why?: string }} props */
export function Amount({ value, currency, unit, why, texts }) {
  if (value === null || value === undefined) return <Unknown why={why} texts={texts} />;
  return (
    <span class="amount">
      {texts.amount(value, currency ?? null)}
      {!unit && currency && <span class="currency">{`\u00a0${currency}`}</span>}
    </span>
  );
}

/** @param {Part<"texts"> & { why?: string }} props */
export function Unknown({ why, texts }) {
  return (
    <span class="unknown" title={why}>
      {texts.say("page.unknown")}
    </span>
  );
}

/**
 * Short in the reader's language; in full, with zone, on hover and on focus. A table's dates are no stops for the
 * keyboard: there would be hundreds, and the row that opens says them again.
 * @param {Part<"texts"> & { when: When | null | undefined, still?: boolean }} props
 */
export function Time({ when, texts, still }) {
  if (!when) return <Unknown texts={texts} />;
  const full = texts.whenInFull(when);
  return (
    <time
      class={still ? undefined : "stop"}
      dateTime={when.at}
      title={still ? full : undefined}
      data-full={still ? undefined : full}
      tabIndex={still ? undefined : 0}
    >
      {texts.when(when)}
    </time>
  );
}

/** How the copy of this cell is to be read is asked and not answered. @param {Part<"texts">} props */
export function Provisional({ texts }) {
  return (
    <abbr class="unknown" title={texts.say("page.provisional.cell")}>
      {" "}
      ?
    </abbr>
  );
}

/** Valid dates as stated: a day is the last one that pays (R15). Every credit ends: an end nobody read is said to be unknown. @param {Part<"texts"> & { row: Pick<CreditRow, "validFrom" | "validUntil"> & Partial<CreditRow> }} props */
export function ValidDates({ row, texts }) {
  if (!row.validFrom && !row.validUntil) return <Unknown texts={texts} />;
  return (
    <span>
      {row.validFrom && <Time when={row.validFrom} texts={texts} still />}
      {"\u00a0– "}
      <Time when={row.validUntil} texts={texts} still />
      {row.unanswered?.dates && <Provisional texts={texts} />}
    </span>
  );
}

/** Breaks behind its dash, never within a day. */
export function spanText(span, texts) {
  const day = (value) => texts.day(value).replaceAll(" ", "\u00a0");
  if (!span.to) return texts.say("page.span.open", { from: day(span.from) });
  if (span.to === span.from) return day(span.from);
  return texts
    .say("page.span", { from: day(span.from), to: day(span.to) })
    .replace(" –", "\u00a0–");
}

const SHAPES = {
  critical: "M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5z",
  warning: "M8 1.2 15.4 14.4H.6z",
  info: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 2a5 5 0 1 1 0 10A5 5 0 0 1 8 3z",
  good: "M8 .8a7.2 7.2 0 1 0 0 14.4A7.2 7.2 0 0 0 8 .8zm3.6 4.6 1.2 1.1-5.4 6L3.7 9l1-1.2 2.5 2z",
};

/** Severity has a shape and a word besides its colour. @param {Part<"texts"> & { level: Level | "good", word?: boolean }} props */
export function Mark({ level, word, texts }) {
  return (
    <span class={`mark ${level}`}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={SHAPES[level]} fill-rule="evenodd" />
        {level === "critical" && <path class="cut" d="M7.1 3.8h1.8v5.4H7.1zm0 6.6h1.8v1.8H7.1z" />}
        {level === "warning" && <path class="cut" d="M7.2 5.8h1.6v4.4H7.2zm0 5.2h1.6v1.6H7.2z" />}
      </svg>
      <span class={word === false ? "unseen" : undefined}>{texts.say(`page.level.${level}`)}</span>
    </span>
  );
}

/** How much of a credit is used. The bar is striped, so it does not live by colour alone. @param {Part<"texts"> & { share: string | null | undefined, label: string }} props */
export function Meter({ share, label, texts }) {
  if (share === null || share === undefined) return <Unknown texts={texts} />;
  const percent = Math.max(0, Math.min(100, Number(share) * 100));
  const written = texts.percent(share, 1);
  return (
    <span class="meter">
      <span
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(percent)}
        aria-valuetext={written}
      >
        <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
          <rect class="track" width="100" height="8" />
          <rect class="fill" width={percent} height="8" />
        </svg>
      </span>
      <span class="amount">{written}</span>
    </span>
  );
}

/** A button that opens what stands below it. @param {any} props */
export function Opener({ open, onToggle, label, children, plain = true, ...rest }) {
  return (
    <button
      type="button"
      class={plain ? "link" : "button"}
      aria-expanded={open}
      aria-label={label}
      onClick={() => onToggle(!open)}
      {...rest}
    >
      {children}
    </button>
  );
}

/**
 * Native disclosure: works without us, prints open where the style says so. `inside` is a function that draws what is
 * large only once it is opened.
 * @param {any} props
 */
export function More({ summary, open, children, inside }) {
  const [seen, setSeen] = useState(Boolean(open));
  return (
    <details
      open={open}
      class="more"
      onToggle={(event) => event.currentTarget.open && setSeen(true)}
    >
      <summary>
        <Icon name="chevron" />
        {summary}
      </summary>
      {inside ? seen && inside() : children}
    </details>
  );
}

/** A button with a few choices below it: closes on Escape, outside presses and after a choice. @param {any} props */
export function Menu({ label, text, icon = "more", align = "end", keepOpen, children }) {
  const [open, setOpen] = useState(false);
  const box = useRef(/** @type {any} */ (null));
  const button = useRef(/** @type {any} */ (null));
  const id = useId();
  useEffect(() => {
    if (!open) return;
    const outside = (event) => {
      if (!event.composedPath().includes(box.current)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside, true);
    return () => document.removeEventListener("pointerdown", outside, true);
  }, [open]);
  const onKeyDown = (event) => {
    if (event.key !== "Escape" || !open) return;
    event.stopPropagation();
    setOpen(false);
    button.current.focus();
  };
  return (
    <span class={`menu ${align}`} ref={box} onKeyDown={onKeyDown}>
      <button
        type="button"
        ref={button}
        class={text ? "button" : "button square"}
        aria-label={text ? undefined : label}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <Icon name={icon} />
        {text}
      </button>
      <div
        id={id}
        class="choices"
        role="group"
        aria-label={label}
        hidden={!open}
        onClick={(event) => {
          if (!keepOpen && /** @type {Element} */ (event.target).closest("button")) setOpen(false);
        }}
      >
        {open && children}
      </div>
    </span>
  );
}

/** A drop-down with its name, shown above it or only said. `options` are `[value, text]`. @param {any} props */
export function Select({
  label,
  value,
  options,
  onPick,
  hideLabel = true,
  disabled,
  className = "",
}) {
  const choice = (
    <select
      aria-label={hideLabel ? label : undefined}
      value={value}
      disabled={disabled}
      onChange={(event) => onPick(event.currentTarget.value)}
    >
      {options.map(([key, text]) => (
        <option key={key} value={key} selected={key === value}>
          {text}
        </option>
      ))}
    </select>
  );
  return hideLabel ? (
    choice
  ) : (
    <Field label={label} className={className}>
      {choice}
    </Field>
  );
}

/** A control with its name above it, and below it what is wrong with what it says. @param {any} props */
export function Field({ label, className = "", wrong = null, children }) {
  return (
    <div class={`field ${className}`}>
      <label>
        <span>{label}</span>
        {children}
      </label>
      <Wrong what={wrong} />
    </div>
  );
}

/** Why what was typed is not taken; read out when it appears. @param {{ what: string | null }} props */
export function Wrong({ what }) {
  return (
    what && (
      <p class="wrong" role="alert">
        {what}
      </p>
    )
  );
}

/** Back and on in a list that is shown a part at a time; `onTurn` is told which way. @param {Part<"texts"> & { start: number, end: number, count: number, onTurn: (by: number) => void }} props */
export function Pager({ start, end, count, onTurn, texts }) {
  const step = (by, key, isOver) => (
    <button type="button" class="button" disabled={isOver} onClick={() => onTurn(by)}>
      {texts.say(key)}
    </button>
  );
  return (
    <div class="pager" role="group" aria-label={texts.say("page.pages")}>
      {step(-1, "page.pages.previous", start === 0)}
      <span class="muted">
        {texts.say("page.pages.range", { from: start + 1, to: end, count })}
      </span>
      {step(1, "page.pages.next", end >= count)}
    </div>
  );
}

/**
 * A part of the page that opened in place of another; takes the focus when it opens, and at each new `focus`, and gives it
 * back to what opened it.
 * @param {Part<"texts"> & { title: string, onClose?: () => void, className?: string, children: ComponentChildren, focus?: unknown }} props
 */
export function Panel({ title, onClose, texts, className, children, focus = true }) {
  const panel = useRef(/** @type {any} */ (null));
  const heading = useRef(/** @type {any} */ (null));
  const opener = useRef(/** @type {any} */ (null));
  useEffect(() => {
    if (!focus) return;
    const { activeElement } = panel.current.getRootNode();
    if (!panel.current.contains(activeElement)) opener.current = activeElement;
    heading.current.focus();
  }, [focus]);
  useEffect(
    () => () => {
      const { activeElement } = panel.current.getRootNode();
      if (panel.current.contains(activeElement)) opener.current?.focus();
    },
    [],
  );
  return (
    <section class={`panel ${className ?? ""}`} aria-label={title} ref={panel}>
      <header>
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        {onClose && (
          <button
            type="button"
            class="button square"
            aria-label={texts.say("page.close")}
            onClick={onClose}
          >
            <Icon name="close" />
          </button>
        )}
      </header>
      {children}
    </section>
  );
}

/** @param {Part<"actions"> & { children: ComponentChildren, primary?: boolean }} props */
export function FileButton({ actions, children, primary }) {
  return (
    <label class={`button ${primary ? "primary" : ""}`}>
      <input
        type="file"
        multiple
        class="unseen"
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = "";
          if (files.length) actions.chooseFiles(files);
        }}
      />
      {children}
    </label>
  );
}

/**
 * "Nord · Shop EU": whose line this is. Nothing where there is only one account. In the room of a column (`short`) an id
 * is said by its end, and a long name by both of its ends.
 * @param {Part<"model"> & { account: string, short?: boolean }} props
 */
export function Whose({ account, model, short }) {
  const every = everyAccount(model);
  if (every.length < 2) return null;
  const card = every.find((one) => one.key === account);
  const name = card ? nameOf(model, card) : account;
  const brief = card?.id ? name.replace(card.id, endOf(card.id, every)) : name;
  const told = short ? bothEnds(brief) : name;
  return (
    <span class="whose">
      {card?.client && (
        <>
          <Name>{card.client}</Name>
          {" · "}
        </>
      )}
      {told === name ? (
        <Name>{name}</Name>
      ) : (
        <span title={name}>
          <span class="unseen">{name}</span>
          <span aria-hidden="true">
            <Name>{told}</Name>
          </span>
        </span>
      )}
    </span>
  );
}

/** All accounts, whatever the scope; the view alone holds those in scope. */
export function everyAccount(model) {
  return model.accounts ?? model.view?.accounts ?? [];
}

/** Those of which it is known whose they are; a copy that nobody has claimed yet only where nothing else is. @param {AccountCard[]} accounts */
export function ownAccounts(accounts) {
  const own = accounts.filter((one) => !one.isProvisional);
  return own.length > 0 ? own : accounts;
}

/** Names that more than one account bears, by list of accounts. @type {WeakMap<object, Set<string>>} */
const twins = new WeakMap();

function twinsIn(accounts) {
  const known = twins.get(accounts);
  if (known) return known;
  const seen = new Set();
  const twice = new Set();
  for (const { name } of accounts) {
    if (name && seen.has(name)) twice.add(name);
    seen.add(name);
  }
  twins.set(accounts, twice);
  return twice;
}

/** The name of an account; with its id where another one bears the same name. */
export function nameOf(model, card) {
  const { name, id, key } = card;
  const isTwin = name && id && id !== name && twinsIn(everyAccount(model)).has(name);
  return isTwin ? `${name} (${id})` : (name ?? id ?? key);
}

export function accountName(model, key) {
  const card = everyAccount(model).find((one) => one.key === key);
  return card ? nameOf(model, card) : key;
}

/** Every client or owner that accounts name, in order. @param {any[]} accounts @param {"client" | "owner"} key */
export const namesOf = (accounts, key, { compare }) =>
  [...new Set(accounts.map((one) => one[key]).filter(Boolean))].sort(compare);

/** The one currency of all accounts in scope, or null. */
export function commonCurrency(model) {
  const found = new Set((model.view?.accounts ?? []).map((account) => account.currency));
  return found.size === 1 ? [...found][0] : null;
}

/** When something was done here: on the reader's own clock. @param {string} instant @returns {When} */
export const atMinute = (instant) => ({ at: onThisClock(instant), unit: "minute" });

/** What each source states, with its moment (R33). @param {Part<"texts"> & { list: Witness[], currency: string | null }} props */
export function Witnesses({ list, currency, texts }) {
  return (
    <table class="plain">
      <tbody>
        {list.map((witness, i) => (
          <tr key={i}>
            <th scope="row">{texts.sentence(witness.name)}</th>
            <td class="num">
              <Amount value={witness.amount} currency={currency} texts={texts} />
            </td>
            <td class="muted">
              <Time when={witness.asOf} texts={texts} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
