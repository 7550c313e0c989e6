// What the caller asks for. Pure: words in, a call or what is wrong with it out.

/** @typedef {"info" | "warning" | "critical" | "never"} FailOn */
/**
 * @typedef {object} Call
 * @property {{ path: string, account: string | null }[]} files
 * @property {string | null} state
 * @property {boolean} json
 * @property {boolean} all
 * @property {FailOn} failOn
 * @property {string | null} now RFC 3339
 * @property {number | null} offsetMinutes
 * @property {string} locale
 */

export const USAGE = `usage: ad-credit-tracker check [BACKUP] FILE... [options]

  BACKUP           a backup saved by the page: its imports, answers and thresholds
  FILE             what Ads Manager or Business Center exports: CSV, XLSX, text, HTML, JSON

  --state FILE     remembers what was told, so that nothing is told twice; made at the first check
  --fail-on LEVEL  info, warning (default), critical or never: new warnings of this level exit with 1
  --json           one JSON document instead of lines
  --all            also lines of what was told before
  --account ID     whose the files after it are, where they do not say so themselves
  --now T          the moment of looking, such as 2026-11-21T14:00:00+01:00 (default: the clock)
  --zone Z         the offset of accounts that state none, such as +01:00 (default: that of --now, else of this machine)
  --locale TAG     language of the lines, such as en
  --help, --version

exit codes: 0 nothing new · 1 new warnings · 2 wrong call · 3 not everything could be read; --state is left as it was`;

const LEVELS = ["info", "warning", "critical", "never"];
const WITH_VALUE = new Set(["--state", "--fail-on", "--account", "--now", "--zone", "--locale"]);

/** Thrown where the call itself is wrong. */
export class WrongCall extends Error {}

/**
 * @param {string[]} words after the name of the command
 * @returns {Call | "help" | "version"}
 */
export function parseCall(words) {
  if (words.includes("--help") || words.includes("-h")) return "help";
  if (words.includes("--version")) return "version";
  const [verb, ...rest] = words;
  if (verb !== "check")
    throw new WrongCall(
      verb ? `unknown command ${quoted(verb)}: expected check` : "which command?",
    );
  /** @type {Call} */
  const call = {
    files: [],
    state: null,
    json: false,
    all: false,
    failOn: "warning",
    now: null,
    offsetMinutes: null,
    locale: "en",
  };
  /** @type {string | null} */
  let account = null;
  let onlyFiles = false;
  for (let at = 0; at < rest.length; at += 1) {
    const word = rest[at] ?? "";
    if (onlyFiles || !word.startsWith("-") || word === "-") {
      call.files.push({ path: word, account });
      continue;
    }
    if (word === "--") {
      onlyFiles = true;
      continue;
    }
    const [name = "", joined] = split(word);
    if (WITH_VALUE.has(name)) {
      const value = joined ?? rest[++at];
      // The next option is no value: a state would be written into a file of its name.
      if (!value || (joined === undefined && value.startsWith("--")))
        throw new WrongCall(`${name} needs a value`);
      if (name === "--account") account = value;
      else set(call, name, value);
    } else if (word === "--json") call.json = true;
    else if (word === "--all") call.all = true;
    else throw new WrongCall(`unknown option ${quoted(word)}`);
  }
  if (call.files.length === 0) throw new WrongCall("no file to check");
  return call;
}

/** @param {Call} call @param {string} name @param {string} value */
function set(call, name, value) {
  if (name === "--state") call.state = value;
  if (name === "--locale") call.locale = locale(value);
  if (name === "--zone") call.offsetMinutes = offset(value, name);
  if (name === "--fail-on") {
    if (!LEVELS.includes(value))
      throw new WrongCall(`--fail-on: expected ${LEVELS.join(", ")}, found ${quoted(value)}`);
    call.failOn = /** @type {FailOn} */ (value);
  }
  if (name === "--now") {
    const [, zone] = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(Z|[+-]\d\d:\d\d)$/.exec(value) ?? [];
    if (!zone || Number.isNaN(Date.parse(value)))
      throw new WrongCall(
        `--now: expected a moment such as 2026-11-21T14:00:00+01:00, found ${quoted(value)}`,
      );
    call.now = new Date(value).toISOString();
    call.offsetMinutes ??= offset(zone, name);
  }
}

/** @param {string} value @param {string} name */
function offset(value, name) {
  if (value === "Z") return 0;
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(value) ?? [];
  const size = Number(hours) * 60 + Number(minutes);
  if (!sign || Number(minutes) > 59 || size > 14 * 60)
    throw new WrongCall(`${name}: expected an offset such as +01:00, found ${quoted(value)}`);
  return sign === "-" ? -size : size;
}

/** @param {string} value */
function locale(value) {
  try {
    return Intl.getCanonicalLocales(value)[0] ?? "en";
  } catch {
    throw new WrongCall(`--locale: expected a language such as en, found ${quoted(value)}`);
  }
}

/** `--name=value`. @param {string} word @returns {[string, string?]} */
function split(word) {
  const at = word.indexOf("=");
  return at < 0 ? [word] : [word.slice(0, at), word.slice(at + 1)];
}

/** @param {string} text */
const quoted = (text) => JSON.stringify(text);
