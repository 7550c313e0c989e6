import assert from "node:assert/strict";
import { test } from "node:test";
import { createTexts } from "../../www/text/format.js";
import { argumentsOf, parseTemplate } from "../../www/text/template.js";

/** @param {Record<string, string>} catalogue @param {object} [more] */
const texts = (catalogue = {}, more = {}) =>
  createTexts({
    catalogue,
    language: "en",
    locale: "en-GB",
    now: "2026-11-22T14:00:00+01:00",
    ...more,
  });

const money = (/** @type {string} */ amount, /** @type {string | null} */ currency) => ({
  kind: "money",
  value: { amount, currency },
});

test("amounts are exact, beyond what a Number holds, and never rounded to the currency", () => {
  for (const [amount, currency, expected] of [
    ["1000", "USD", "1,000.00 USD"],
    ["3158.314", "IDR", "3,158.314 IDR"],
    ["105672606", "VND", "105,672,606 VND"],
    ["105672606.5", "VND", "105,672,606.5 VND"],
    ["1.5", "KWD", "1.500 KWD"],
    ["-12.00", "USD", "−12.00 USD"],
    ["123456789012345678.123456", "USD", "123,456,789,012,345,678.123456 USD"],
    ["0.000001", null, "0.000001"],
    ["38.75", null, "38.75"],
  ]) {
    assert.equal(
      texts()
        .money(String(amount), currency ?? null)
        .replaceAll("\u00a0", " "),
      expected,
    );
  }
  assert.equal(texts({}, { locale: "de" }).money("1234.5", "EUR"), "1.234,50\u00a0EUR");
});

test("incognito replaces amounts in sentences too", () => {
  const hidden = texts({ a: "{name}: {amount} left" }, { incognito: true });
  const args = { name: { kind: "name", value: "Reels" }, amount: money("12", "USD") };
  assert.equal(hidden.message(/** @type {any} */ ({ key: "a", args })), "Reels: •••\u00a0USD left");
  const cell = texts({ b: "not an amount: {found}", c: "read by {cell}" }, { incognito: true });
  const found = { found: { kind: "name", value: "12,5O EUR" } };
  assert.equal(
    cell.message(/** @type {any} */ ({ key: "b", args: found })),
    "not an amount: ••,•O EUR",
  );
  const seen = { cell: { kind: "name", value: "500.00 USD" } };
  assert.equal(cell.message(/** @type {any} */ ({ key: "c", args: seen })), "read by •••.•• USD");
  assert.equal(cell.pasted("¥50,000"), "¥••,•••");
  assert.equal(texts({}).pasted("¥50,000"), "¥50,000");
});

test("a sentence begins as its language begins sentences, and a name keeps its letters", () => {
  const catalogue = { said: "{who} pays next", cash: "cash balance", tax: "likely tax" };
  /** @param {string} key @param {object} [args] @param {object} [more] */
  const sentence = (key, args = {}, more = {}) =>
    texts(catalogue, more).sentence(/** @type {any} */ ({ key, args }));
  assert.equal(sentence("tax"), "Likely tax");
  assert.equal(
    sentence("said", { who: { kind: "term", value: "cash" } }),
    "Cash balance pays next",
  );
  assert.equal(sentence("said", { who: { kind: "name", value: "iPush" } }), "iPush pays next");
  const turkish = texts({ tax: "iade" }, { language: "tr", locale: "tr" });
  assert.equal(turkish.sentence(/** @type {any} */ ({ key: "tax", args: {} })), "İade");
});

test("plurals, selections, quotes", () => {
  const { say } = texts({
    rows: "{count, plural, =0 {no rows} one {# row} other {# rows}}",
    state: "{state, select, used {used up} other {don't know}}",
    quote: "it's '{'{count}'}' ''quoted''",
  });
  assert.equal(say("rows", { count: 0 }), "no rows");
  assert.equal(say("rows", { count: 1 }), "1 row");
  assert.equal(say("rows", { count: 3204 }), "3,204 rows");
  assert.equal(say("state", { state: "used" }), "used up");
  assert.equal(say("state", { state: "lost" }), "don't know");
  assert.equal(say("quote", { count: 2 }), "it's {2} 'quoted'");
});

test("what is not known is seen, and nothing throws", () => {
  const { say, message } = texts({ broken: "{name", partial: "{name} and {other}" });
  assert.equal(say("no.such.key"), "no.such.key");
  assert.equal(say("broken"), "{name");
  assert.equal(say("__proto__"), "__proto__");
  assert.equal(
    message({ key: "partial", args: { name: { kind: "name", value: "A" } } }),
    "A and {other}",
  );
});

test("times are read on the account's clock", () => {
  const at = { at: "2026-11-21T23:30:00-08:00", unit: "minute" };
  const { when, whenInFull, until, day } = texts();
  assert.equal(when(at), "21 Nov, 23:30");
  assert.equal(when({ ...at, unit: "day" }), "21 Nov");
  assert.equal(day("2025-02-03"), "3 Feb 2025");
  assert.match(whenInFull(at), /^Saturday.* 21 November 2026.* 23:30 \(UTC−08:00\)$/);
  // R15: an end is the first instant after its last stated unit.
  assert.equal(until({ at: "2026-07-01T00:00:00+02:00", unit: "day" }), "30 Jun");
  assert.equal(until({ at: "2026-07-01T00:00:00+02:00", unit: "minute" }), "30 Jun, 23:59");
});

test("styles of an argument", () => {
  const { message } = texts({
    a: "{end, until} ({end, relative}), {amount, number}",
    list: "{names}; {terms}",
    t: "word",
  });
  const end = { kind: "when", value: { at: "2026-12-01T00:00:00+01:00", unit: "day" } };
  assert.equal(
    message(/** @type {any} */ ({ key: "a", args: { end, amount: money("5", "USD") } })),
    "30 Nov (in 8 days), 5.00",
  );
  const args = {
    names: { kind: "names", value: ["A", "B"] },
    terms: { kind: "terms", value: ["t"] },
  };
  assert.equal(message(/** @type {any} */ ({ key: "list", args })), "A and B; word");
});

test("names cannot turn the text around them", () => {
  const { message } = texts({ a: "{name}: used up" });
  const say = (/** @type {string} */ value) =>
    message({ key: "a", args: { name: { kind: "name", value } } });
  assert.equal(say("Spring"), "Spring: used up");
  assert.equal(say("\u202eevil"), "\u2068evil\u2069: used up");
  assert.equal(say("رصيد"), "\u2068رصيد\u2069: used up");
});

test("arguments of a template", () => {
  const parts = parseTemplate("{a} {n, plural, one {# {b}} other {{c, until}}}");
  assert.deepEqual([...argumentsOf(parts)].sort(), ["a", "b", "c", "n"]);
  assert.throws(() => parseTemplate("{n, plural, one {x}}"), /other/);
  assert.throws(() => parseTemplate("a } b"), /closing brace/);
});

test("100 % says all of it, and 0 % nothing", () => {
  const { percent } = createTexts({ catalogue: {}, language: "en" });
  assert.deepEqual(
    ["1", "0.9999", "0.9996", "0.5", "0.0004", "0", "1.2"].map((share) => percent(share)),
    ["100%", "99.9%", "99.9%", "50%", "0.1%", "0%", "120%"],
  );
});

test("a date that ends with a full stop ends its sentence", () => {
  const catalogue = { "x.until": "bis {day}.", "x.more": "bis {day}. Dann {name}…" };
  const { message } = createTexts({ catalogue, language: "de", now: "2026-11-21T12:00:00Z" });
  const day = { kind: "day", value: "2026-11-19" };
  const name = { kind: "name", value: "Karte" };
  assert.equal(message({ key: "x.until", args: { day } }), "bis 19. Nov.");
  assert.equal(message({ key: "x.more", args: { day, name } }), "bis 19. Nov. Dann Karte…");
});
