// A small stand-in for www/text/format.js, so that the gallery depends on nothing but the catalogue.

import ingest from "../../text/en/ingest.json";
import insight from "../../text/en/insight.json";
import page from "../../text/en/page.json";
import shape from "../../text/en/shape.json";
import view from "../../text/en/view.json";
import words from "./words.json";

const isolate = (text) => `\u2068${text}\u2069`;
const DECIMALS = { JPY: 0, VND: 0, IDR: 2 };

export function textsFor(settings, direction = "ltr") {
  const catalogue = { ...words, ...ingest, ...insight, ...shape, ...view, ...page };
  const { locale, incognito } = settings;
  const number = (value) => new Intl.NumberFormat(locale).format(value);
  const amount = (value, currency) => {
    if (incognito) return "•••";
    const digits = DECIMALS[currency] ?? 2;
    return new Intl.NumberFormat(locale, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    })
      .format(value)
      .replace("-", "−");
  };
  const money = (value, currency) =>
    currency ? `${amount(value, currency)}\u00a0${currency}` : amount(value, currency);
  const clock = (at) => new Date(`${at.slice(0, 19).padEnd(19, ":00")}Z`);
  const day = (text) =>
    new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" }).format(
      new Date(`${text}T00:00:00Z`),
    );
  const when = ({ at, unit }) =>
    new Intl.DateTimeFormat(locale, {
      day: "numeric",
      month: "short",
      timeZone: "UTC",
      ...(unit === "day" ? {} : { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
    }).format(clock(at));
  const until = ({ at, unit }) =>
    when({
      at: new Date(Date.parse(`${at.slice(0, 19)}Z`) - (unit === "day" ? 864e5 : 6e4))
        .toISOString()
        .slice(0, 19),
      unit,
    });
  const percent = (share) =>
    new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(share);
  const show = (value) => {
    if (typeof value === "number") return number(value);
    if (typeof value === "string") return isolate(value);
    const { kind, value: inner } = value;
    return {
      money: () => money(inner.amount, inner.currency),
      when: () => when(inner),
      day: () => day(inner),
      count: () => number(inner),
      share: () => percent(inner),
      name: () => isolate(inner),
      term: () => say(inner),
      names: () => new Intl.ListFormat(locale).format(inner.map(isolate)),
      terms: () => new Intl.ListFormat(locale).format(inner.map((key) => say(key))),
    }[kind]();
  };
  function say(key, args = {}) {
    const template = catalogue[key];
    if (template === undefined) {
      console.error(`no text for ${key}`);
      return key;
    }
    return template
      .replace(
        /\{(\w+), plural,(?: =\d+ \{[^}]*\})* one \{([^}]*)\} other \{([^}]*)\}\}/g,
        (_, name, one, other) => {
          const value = args[name]?.value ?? args[name];
          return (new Intl.PluralRules(locale).select(value) === "one" ? one : other).replaceAll(
            "#",
            number(value),
          );
        },
      )
      .replace(/\{(\w+)(?:, \w+)?\}/g, (_, name) =>
        args[name] === undefined ? `{${name}}` : show(args[name]),
      );
  }
  return {
    say,
    message: ({ key, args }) => say(key, args),
    money,
    amount,
    when,
    until,
    whenInFull: ({ at, unit }) => `${when({ at, unit })} (${at.slice(19) || "UTC"})`,
    day,
    percent,
    number,
    direction,
    language: locale,
  };
}
