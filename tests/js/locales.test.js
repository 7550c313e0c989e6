// What browsers and spreadsheets write in 70 languages, from Node's own Intl: each amount and each time is read back as it was,
// or a question or a problem says that it was not. Never as another value.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { Engine, initSync } from "../../pkg/ad_credit_tracker.js";

const pkg = new URL("../../pkg/ad_credit_tracker_bg.wasm", import.meta.url);
initSync({ module: await readFile(pkg) });

const LOCALES =
  `af-ZA am-ET ar-AE ar-EG ar-SA az-AZ be-BY bg-BG bn-BD bs-BA ca-ES cs-CZ cy-GB da-DK de-AT de-CH de-DE
  el-GR en-AU en-CA en-GB en-IN en-US en-ZA es-AR es-CL es-ES es-MX et-EE eu-ES fa-IR fi-FI fil-PH fr-BE fr-CA fr-CH fr-FR
  gl-ES gu-IN he-IL hi-IN hr-HR hu-HU hy-AM id-ID is-IS it-CH it-IT ja-JP ka-GE kk-KZ km-KH kn-IN ko-KR lo-LA lt-LT lv-LV
  mk-MK ml-IN mn-MN mr-IN ms-MY my-MM nb-NO ne-NP nl-NL pa-IN pl-PL pt-BR pt-PT ro-RO ru-RU si-LK sk-SK sl-SI sq-AL sr-RS
  sv-SE sw-KE ta-IN te-IN th-TH tr-TR uk-UA ur-PK uz-UZ vi-VN zh-CN zh-HK zh-TW zu-ZA`.split(/\s+/);
const CURRENCIES = ["USD", "EUR", "JPY", "KWD", "VND", "BRL", "INR", "CHF", "SAR", "IDR"];

const amounts = {
  plain: () => ({ minimumFractionDigits: 2, maximumFractionDigits: 2 }),
  ungrouped: () => ({ minimumFractionDigits: 2, maximumFractionDigits: 2, useGrouping: false }),
  symbol: (currency) => ({ style: "currency", currency }),
  code: (currency) => ({ style: "currency", currency, currencyDisplay: "code" }),
  accounting: (currency) => ({ style: "currency", currency, currencySign: "accounting" }),
};
const times = {
  short: { dateStyle: "short" },
  numeric: { year: "numeric", month: "2-digit", day: "2-digit" },
  medium: { dateStyle: "medium" },
  withTime: { dateStyle: "short", timeStyle: "short" },
  withSeconds: { dateStyle: "medium", timeStyle: "medium" },
};
const UNITS = [0, 5, -5.5, 999.99, 1234.5, -1234567.89, 12, 0.07, 100000, 64.125];
/** Nothing in these says which mark is the decimal one. */
const THOUSANDS = [1234, 5678, -9012, 3456, 7890, 2345, 6789, 1111, 4321, 8765];
const at = (day, hour) => new Date(Date.UTC(2026, 10 - (day % 3), day, hour, 5, 9));
const MOMENTS = UNITS.map((_, row) => at(2 + ((row * 5) % 26), (row * 7) % 24));
/** Nothing in these says which number is the day. */
const EARLY = UNITS.map((_, row) => at(1 + row, (row * 7) % 24));

const everything = { accounts: [], client: null, owner: null };
const now = "2026-12-21T13:00:00Z";

/** Pastes a table with these two columns; what became of each row, by number. */
function read(texts, moments, currency) {
  const lines = ["Transaction ID\tTime\tTransaction type\tAmount\tCurrency"];
  texts.forEach((text, row) => {
    lines.push(`70000000000000${10 + row}\t${moments[row]}\tAd Cost\t${text}\t${currency}`);
  });
  const engine = new Engine();
  engine.begin({ id: "1", name: "p", pastedAt: now, fileTime: null, address: null });
  engine.flavour("1", "text");
  engine.push("1", new TextEncoder().encode(lines.join("\n")));
  engine.finish("1");
  while (!engine.step(1 << 20).done);
  const [card] = engine.view(now, 0, everything).imports;
  const [table] = card.tables;
  const { handle, count } = engine.openTable(now, 0, { table: "transactions", scope: everything });
  const rows = engine.window(handle, 0, count);
  engine.free();
  const problems = [...card.problems, ...(table?.problems ?? [])];
  const asked = new Set((table?.questions ?? []).map((question) => question.about));
  const named = new Set(problems.map(({ place }) => place.lineNumber ?? place.column ?? "all"));
  return { lines, table, rows, asked, named };
}

/** exact, asked (with another provisional value), refused; anything else is wrong. */
function judge(outcome, column, expected, found, counts, where) {
  const about = column === "Amount" ? "decimalMark" : "dayOrder";
  const rowOf = (index) => outcome.rows.find(({ id }) => id === `70000000000000${10 + index}`);
  const values = expected.map((_, index) => (rowOf(index) ? found(rowOf(index)) : null));
  // The engine turns the signs of a whole list where the platform writes costs as positive numbers.
  const turned = values.map(
    (value) => value && (value.startsWith("-") ? value.slice(1) : `-${value}`),
  );
  const fits = (list) => list.filter((value, index) => value === expected[index]).length;
  const read = column === "Amount" && fits(turned) > fits(values) ? turned : values;
  expected.forEach((value, index) => {
    const isSaid = [index + 2, column, "all"].some((place) => outcome.named.has(place));
    const is0 = Number(value) === 0 && Number(read[index]) === 0 && read[index] !== null;
    if (read[index] === value || is0) counts.exact += 1;
    else if (outcome.asked.has(about)) counts.asked += 1;
    else if (isSaid || !outcome.table) counts.refused += 1;
    else
      counts.wrong.push(
        `${where}: ${JSON.stringify(outcome.lines[index + 1])} is ${read[index]}, not ${value}`,
      );
  });
}

const said = (counts) =>
  `${counts.exact} exact, ${counts.asked} asked, ${counts.refused} refused, ${counts.wrong.length} wrong`;

test("amounts of every language are read back, or something is said", () => {
  const counts = { exact: 0, asked: 0, refused: 0, wrong: [] };
  const iso = MOMENTS.map((moment) => moment.toISOString().slice(0, 10));
  LOCALES.forEach((locale, number) => {
    const currency = CURRENCIES[number % CURRENCIES.length];
    for (const [style, options, units] of Object.entries(amounts).flatMap(([style, options]) => [
      [style, options(currency), UNITS],
      [
        `${style}, whole`,
        { ...options(currency), maximumFractionDigits: 0, minimumFractionDigits: 0 },
        THOUSANDS,
      ],
    ])) {
      const format = new Intl.NumberFormat(locale, options);
      const digits = format.resolvedOptions().maximumFractionDigits;
      const plain = units.map((one) => plainly(one, digits));
      const outcome = read(
        units.map((one) => format.format(one)),
        iso,
        currency,
      );
      judge(outcome, "Amount", plain, ({ amount }) => amount, counts, `${locale} ${style}`);
    }
  });
  console.log(`amounts, ${LOCALES.length} languages: ${said(counts)}`);
  assert.deepEqual(counts.wrong, []);
  assert.ok(counts.asked > 0 && counts.exact > counts.refused * 4);
});

/** As the engine writes an amount: no zeros at the end. Rounds as Intl does, away from zero at a half. */
function plainly(units, digits) {
  const rounded = new Intl.NumberFormat("en-US", {
    maximumFractionDigits: digits,
    useGrouping: false,
  }).format(units);
  return rounded === "-0" ? "0" : rounded;
}

test("times of every language are read back, or something is said", () => {
  const counts = { exact: 0, asked: 0, refused: 0, wrong: [] };
  const money = UNITS.map((_, row) => `${row}.50`);
  for (const locale of LOCALES) {
    for (const [style, options, moments] of Object.entries(times).flatMap(([style, options]) => [
      [style, options, MOMENTS],
      [`${style}, early`, options, EARLY],
    ])) {
      const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
      const precision = { withTime: 16, withSeconds: 19 }[style.split(",")[0]] ?? 10;
      const expected = moments.map((moment) => moment.toISOString().slice(0, precision));
      const texts = moments.map((moment) => format.format(moment));
      const outcome = read(money, texts, "USD");
      const found = ({ time }) => time?.at.slice(0, precision);
      judge(outcome, "Time", expected, found, counts, `${locale} ${style}`);
    }
  }
  console.log(`times, ${LOCALES.length} languages: ${said(counts)}`);
  assert.deepEqual(counts.wrong, []);
  assert.ok(counts.exact > counts.refused);
});
