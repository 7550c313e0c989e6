// Messages, amounts and times in the reader's language (decision 0001). The one formatter of page and files.
//
//   Comes in   a catalogue (key → template), a language, the present moment
//   Goes out   `Texts` (www/ui/model.d.ts): functions from values to plain text
//
// Amounts stay decimal text all the way: Intl formats decimal strings exactly, a Number would not. Nothing here throws
// on a message: an unknown key shows as itself, so that a missing wording is seen and hides no fact.
//
// Styles of an argument: `{end, until}` the last stated unit before a half-open end (R15) · `{at, full}` with zone ·
// `{at, relative}` "in 8 days", to stand beside the absolute · `{amount, number}` without its currency.

import { parseTemplate } from "./template.js";

/** @import { Arg, Message, Unit } from "../engine/types" */
/** @import { Texts } from "../ui/model" */
/** @import { Part } from "./template.js" */

/**
 * @typedef {object} Writing
 * @property {Record<string, string>} catalogue
 * @property {string} [language] of the catalogue, BCP 47
 * @property {string} [locale] of numbers and dates; the language where absent
 * @property {boolean} [incognito] amounts are replaced, everywhere
 * @property {string} [now] RFC 3339; years other than its are spelled out
 * @property {boolean} [inFull] every year is spelled out: a file is read in another year too
 */

/** @typedef {{ at: string, unit: string }} When as the engine writes it: RFC 3339 with the account's offset */

/** What stands for a hidden amount. */
const HIDDEN = "•••";
/** Parameters that are cells as they were pasted. */
const PASTED = ["found", "cell"];
const NO_BREAK = "\u00a0";
/** Text that could reorder what stands around it: right-to-left letters and direction marks. */
const TURNS = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdfd\ufe70-\ufefc]/;
const DIRECTION_MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const RIGHT_TO_LEFT = new Set(["ar", "dv", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi"]);
/** Decimals of ISO 4217 where they are not two; Intl's own list differs in places. */
const DECIMALS = new Map([
  ...each(0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
  ...each(3, "BHD IQD JOD KWD LYD OMR TND"),
  ...each(4, "CLF UYW"),
]);
/** @type {Record<string, number>} */
const UNIT_MS = { day: 86_400_000, minute: 60_000, second: 1_000 };

/**
 * @param {Writing} writing
 * @returns {Texts}
 */
export function createTexts(writing) {
  return new Writer(writing);
}

/** Templates that were read and formats that were made serve every later page. @type {WeakMap<object, Map<string, Part[]>>} */
const parsedOf = new WeakMap();
/** Per language of texts and of figures. @type {Map<string, Map<string, any>>} */
const formatsOf = new Map();

/** @template K, V @param {{ get(key: K): V | undefined, set(key: K, value: V): unknown }} map @param {K} key @param {() => V} make */
function kept(map, key, make) {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}

/** @implements {Texts} */
class Writer {
  #catalogue;
  #locale;
  #incognito;
  #now;
  #inFull;
  #parsed;
  #formats;

  /** @param {Writing} writing */
  constructor(writing) {
    this.#catalogue = writing.catalogue;
    this.language = supported(writing.language ?? "en");
    this.#locale = supported(writing.locale ?? this.language);
    this.#parsed = kept(parsedOf, writing.catalogue, () => new Map());
    this.#formats = kept(formatsOf, `${this.language} ${this.#locale}`, () => new Map());
    this.#incognito = writing.incognito ?? false;
    this.#now = writing.now ? Date.parse(writing.now) : Number.NaN;
    this.#inFull = writing.inFull ?? false;
    const tongue = this.language.split("-")[0] ?? "";
    /** @type {"ltr" | "rtl"} */
    this.direction = RIGHT_TO_LEFT.has(tongue) ? "rtl" : "ltr";
    for (const method of METHODS) {
      // Panels pass these on as plain functions.
      Object.assign(this, { [method]: /** @type {any} */ (this)[method].bind(this) });
    }
  }

  /** @param {Message} message */
  message(message) {
    return this.#fill(
      message.key,
      (name, style) => {
        const arg = message.args[name];
        return arg === undefined ? null : this.#arg(arg, style, name);
      },
      (name) => selector(message.args[name]),
    );
  }

  /** A message that stands by itself, begun as sentences of the language begin; a name keeps its letters. @param {Message} message */
  sentence(message) {
    const said = this.message(message);
    const [first] = this.#template(message.key) ?? [];
    const arg = typeof first === "object" && first.type === "argument" && message.args[first.name];
    if (arg && arg.kind !== "term") return said;
    return said.replace(/^\p{Ll}/u, (letter) => letter.toLocaleUpperCase(this.language));
  }

  /** @param {string} key @param {Record<string, unknown>} [args] */
  say(key, args = {}) {
    return this.#fill(
      key,
      (name) => {
        const value = args[name];
        if (value === undefined || value === null) return null;
        return typeof value === "number" ? this.number(value) : this.#isolate(String(value));
      },
      (name) => args[name],
    );
  }

  /** @param {string} amount @param {string | null} currency */
  money(amount, currency) {
    const number = this.amount(amount, currency);
    return currency ? `${number}${NO_BREAK}${currency}` : number;
  }

  /** @param {string} amount @param {string | null} currency */
  amount(amount, currency) {
    if (this.#incognito) return HIDDEN;
    const least = currency ? (DECIMALS.get(currency) ?? 2) : 2;
    const stated = amount.split(".")[1]?.replace(/0+$/, "").length ?? 0;
    // Never rounded to the currency's exponent: 3158.314 IDR is real.
    return this.#decimal(amount, {
      minimumFractionDigits: least,
      maximumFractionDigits: Math.max(least, stated),
    });
  }

  /** @param {When} when */
  when(when) {
    const clock = clockOf(when.at);
    const thisYear = new Date(this.#now).getUTCFullYear();
    const year = this.#inFull || new Date(clock).getUTCFullYear() !== thisYear;
    return this.#date(clock, {
      day: "numeric",
      month: "short",
      ...(year && { year: "numeric" }),
      ...(when.unit !== "day" && { hour: "2-digit", minute: "2-digit" }),
      ...(when.unit === "second" && { second: "2-digit" }),
    });
  }

  /** @param {When} when */
  whenInFull(when) {
    const day = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
    const time =
      when.unit === "second"
        ? { hour: "2-digit", minute: "2-digit", second: "2-digit" }
        : { hour: "2-digit", minute: "2-digit" };
    const text = this.#date(clockOf(when.at), when.unit === "day" ? day : { ...day, ...time });
    return `${text} (${zoneOf(when.at)})`;
  }

  /** @param {When} when */
  until(when) {
    return this.when(lastUnit(when));
  }

  /** @param {When} when */
  relative(when) {
    const seconds = (Date.parse(when.at) - this.#now) / 1_000;
    if (Number.isNaN(seconds)) return this.when(when);
    const format = this.#format(
      "relative",
      () => new Intl.RelativeTimeFormat(this.#locale, { numeric: "auto" }),
    );
    const days = Math.trunc(seconds / 86_400);
    if (days !== 0) return format.format(days, "day");
    const hours = Math.trunc(seconds / 3_600);
    if (hours !== 0) return format.format(hours, "hour");
    return format.format(Math.trunc(seconds / 60), "minute");
  }

  /** @param {string} day */
  day(day) {
    return this.when({ at: `${day}T00:00:00Z`, unit: "day" });
  }

  /** @param {number} at 0 is Monday */
  weekday(at) {
    const aMonday = Date.UTC(2024, 0, 1);
    return this.#date(aMonday + at * 86_400_000, { weekday: "short" });
  }

  /** @param {string} share of 1, decimal text @param {number} [decimals] at least: those of a column are alike */
  percent(share, decimals = 0) {
    // 100 % says all of it and 0 % nothing: what is almost that is not rounded to it.
    const value = Number(share);
    if (value < 1 && value > 0.999) return this.percent("0.999", decimals);
    if (value > 0 && value < 0.001) return this.percent("0.001", decimals);
    return this.#decimal(share, {
      style: "percent",
      minimumFractionDigits: decimals,
      maximumFractionDigits: 1,
    });
  }

  /** @param {number} value */
  number(value) {
    return this.#decimal(String(value), {});
  }

  /** @param {string[]} names */
  list(names) {
    const format = this.#format(
      "list",
      () => new Intl.ListFormat(this.language, { type: "conjunction" }),
    );
    return format.format(names);
  }

  /** The order of names in a list to choose from; numbers in them go by their value. @param {string} a @param {string} b */
  compare(a, b) {
    const make = () => new Intl.Collator(this.language, { numeric: true });
    return this.#format("order", make).compare(a, b);
  }

  /**
   * @param {string} key
   * @param {(name: string, style: string) => string | null} write null where the argument was not given
   * @param {(name: string) => unknown} choose the value a plural or a select looks at
   */
  #fill(key, write, choose) {
    const parts = this.#template(key);
    return parts ? this.#parts(parts, write, choose) : key;
  }

  /**
   * @param {Part[]} parts
   * @param {(name: string, style: string) => string | null} write
   * @param {(name: string) => unknown} choose
   * @returns {string}
   */
  #parts(parts, write, choose) {
    const pieces = parts.map((part) => {
      if (typeof part === "string") return part;
      if (part.type === "argument") return write(part.name, part.style) ?? `{${part.name}}`;
      if (part.type === "hash") return write(part.name, "") ?? "#";
      const branch = part.branches.get(this.#branch(part.type, choose(part.name), part.branches));
      return this.#parts(branch ?? part.branches.get("other") ?? [], write, choose);
    });
    // "bis 19. Nov." ends its sentence, too.
    return pieces.reduce(
      (said, piece) =>
        said.endsWith(".") && /^\.(?!\.)/.test(piece) ? said + piece.slice(1) : said + piece,
      "",
    );
  }

  /** @param {"plural" | "select"} type @param {unknown} value @param {Map<string, Part[]>} branches */
  #branch(type, value, branches) {
    if (type === "select") return String(value);
    if (branches.has(`=${value}`)) return `=${value}`;
    const rules = this.#format("plural", () => new Intl.PluralRules(this.language));
    return rules.select(Number(value));
  }

  /** @param {string} key */
  #template(key) {
    const known = this.#parsed.get(key);
    if (known) return known;
    if (!Object.hasOwn(this.#catalogue, key)) return null;
    /** @type {Part[]} */
    let parts;
    try {
      parts = parseTemplate(this.#catalogue[key] ?? "");
    } catch {
      parts = [this.#catalogue[key] ?? key];
    }
    this.#parsed.set(key, parts);
    return parts;
  }

  /** @param {Arg} arg @param {string} style @param {string} name @returns {string} */
  #arg(arg, style, name) {
    switch (arg.kind) {
      case "money": {
        const { amount, currency } = arg.value;
        return style === "number" ? this.amount(amount, currency) : this.money(amount, currency);
      }
      case "when":
        if (style === "until") return this.until(arg.value);
        if (style === "full") return this.whenInFull(arg.value);
        return style === "relative" ? this.relative(arg.value) : this.when(arg.value);
      case "day":
        return style === "relative"
          ? this.relative({ at: `${arg.value}T00:00:00Z`, unit: "day" })
          : this.day(arg.value);
      case "count":
        return this.number(arg.value);
      case "share":
        return this.percent(arg.value);
      case "name":
        return this.#isolate(PASTED.includes(name) ? this.pasted(arg.value) : arg.value);
      case "term":
        return this.say(arg.value);
      case "names":
        return this.list(arg.value.map((name) => this.#isolate(name)));
      case "terms":
        return this.list(arg.value.map((key) => this.say(key)));
      default:
        return String(/** @type {{ value?: unknown }} */ (arg).value ?? "");
    }
  }

  /** A cell as it was pasted: it may hold an amount. @param {string} text */
  pasted(text) {
    return this.#incognito ? text.replace(/\p{Nd}/gu, "•") : text;
  }

  /** Pasted text keeps its own direction and turns nothing around it. @param {string} text */
  #isolate(text) {
    if (this.direction === "ltr" && !TURNS.test(text)) return text;
    return `\u2068${text.replace(DIRECTION_MARKS, "")}\u2069`;
  }

  /** @param {string} value decimal text @param {Intl.NumberFormatOptions} options */
  #decimal(value, options) {
    const key = `number ${options.style} ${options.minimumFractionDigits} ${options.maximumFractionDigits}`;
    const format = this.#format(key, () => new Intl.NumberFormat(this.#locale, options));
    return format.format(/** @type {Intl.StringNumericLiteral} */ (value)).replace("-", "\u2212");
  }

  /** @param {number} clock @param {Record<string, string>} options */
  #date(clock, options) {
    const key = `date ${Object.entries(options)}`;
    const make = () =>
      new Intl.DateTimeFormat(
        this.#locale,
        /** @type {any} */ ({ ...options, hourCycle: "h23", timeZone: "UTC" }),
      );
    return Number.isNaN(clock) ? "?" : this.#format(key, make).format(clock);
  }

  /** @template T @param {string} key @param {() => T} make @returns {T} */
  #format(key, make) {
    return kept(this.#formats, key, make);
  }
}

const METHODS = [
  "message",
  "sentence",
  "say",
  "money",
  "amount",
  "when",
  "whenInFull",
  "until",
  "relative",
  "day",
  "weekday",
  "pasted",
  "percent",
  "number",
  "list",
  "compare",
];

/** What a choice looks at. @param {Arg | undefined} arg */
function selector(arg) {
  if (arg === undefined) return "other";
  if (arg.kind === "money") return arg.value.currency ?? "none";
  if (arg.kind === "names" || arg.kind === "terms") return arg.value.length;
  return arg.value;
}

/** The reading of the account's clock, as if it were UTC. @param {string} at */
function clockOf(at) {
  return Date.parse(`${at.slice(0, 19)}Z`);
}

/** @param {string} at RFC 3339 */
function zoneOf(at) {
  const offset = /([+-]\d\d:\d\d)$/.exec(at)?.[1];
  return offset && offset !== "+00:00" ? `UTC${offset.replace("-", "\u2212")}` : "UTC";
}

/** R15: an end is the first instant after its last stated unit; people name that unit. @param {When} end */
function lastUnit(end) {
  const before = new Date(clockOf(end.at) - (UNIT_MS[end.unit] ?? 0));
  const offset = end.at.slice(19).replace(/^\.\d+/, "");
  return Number.isNaN(before.getTime())
    ? end
    : { at: before.toISOString().slice(0, 19) + offset, unit: end.unit };
}

/** @param {string} language @returns {string} a tag that Intl takes */
function supported(language) {
  try {
    return Intl.getCanonicalLocales(language)[0] ?? "en";
  } catch {
    return "en";
  }
}

/** @param {number} decimals @param {string} codes @returns {[string, number][]} */
function each(decimals, codes) {
  return codes.split(" ").map((code) => [code, decimals]);
}
