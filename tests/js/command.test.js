// `ad-credit-tracker check` from outside: a process, files, exit codes. It is what the package installs.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { linesOf } from "../../www/command/report.js";
import { writeBackup } from "../../www/store/backup.js";

const COMMAND = fileURLToPath(new URL("../../dist/package/command.js", import.meta.url));
const fixture = (name) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
const NOW = "2026-11-21T14:00:00+01:00";
const NORD = fixture("nord-promotions.txt");
const OK = 0;
const NEWS = 1;
const WRONG_CALL = 2;
const UNREAD = 3;

let folder = "";
let state = "";
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "credit-check-"));
});
beforeEach(async () => {
  for (const file of await readdir(folder)) await rm(join(folder, file));
  state = join(folder, "state.json");
});
after(() => rm(folder, { recursive: true }));

/** @param {string[]} words */
function run(...words) {
  return new Promise((resolve) => {
    execFile(process.execPath, [COMMAND, ...words], (error, out, err) => {
      resolve({ code: error ? error.code : 0, out, err });
    });
  });
}

/** @param {string[]} words */
const check = (...words) =>
  run("check", ...words, ...(words.some((w) => w.startsWith("--now")) ? [] : ["--now", NOW]));

/** @param {string[]} words */
async function checked(...words) {
  const { code, out } = await check(...words, "--json");
  const document = JSON.parse(out);
  assert.equal(document.exitCode, code);
  return { code, ...document, news: document.warnings.filter(({ news }) => news !== null) };
}

/** Pays all the time, and far from its end. */
const BASE = ["Base", 9000, 9000, "2027-12-31"];

/** A Promotions table: name, face, unused, last day, suspended or not. */
async function promotions(...credits) {
  const path = join(folder, "promotions.tsv");
  const head =
    "Ad credit name\tCredit type\tDiscount / Amount\tUsage requirements\tRedeemed date\tValid dates\tUnused amount\tUsed amount\tPercent spent\tActions";
  const rows = [BASE, ...credits].map(([name, face, unused, until, held = ""]) =>
    [
      held ? `${name} Suspended` : name,
      "Free",
      `${face}.00 USD`,
      "--",
      "2026-11-01",
      `2026-11-01 - ${until}`,
      `${unused}.00 USD`,
      `${face - unused}.00 USD`,
      "",
      held ? "Appeal" : "",
    ].join("\t"),
  );
  await writeFile(path, [head, ...rows].join("\n"));
  return path;
}

const HELD = ["Autumn boost", 150, 150, "2026-12-31", "held"];
const HELD_TOO = ["Winter boost", 80, 80, "2026-12-31", "held"];
const FREE = ["Autumn boost", 150, 150, "2026-12-31"];

test("what the package installs is this command", async () => {
  const face = JSON.parse(await readFile(join(COMMAND, "../package.json"), "utf8"));
  assert.equal(face.bin["ad-credit-tracker"], "./command.js");
  assert.match(await readFile(COMMAND, "utf8"), /^#!\/usr\/bin\/env node\n/);
  const { out, code } = await run("--version");
  assert.equal(out, `ad-credit-tracker ${face.version}\n`);
  assert.equal(code, OK);
});

test("new warnings are told once and exit with 1", async () => {
  const first = await check(NORD, "--state", state);
  assert.equal(first.code, NEWS);
  assert.match(first.out, /^critical {2}Nord · Shop EU {2}Reels push: 1,000\.00\sUSD/m);
  assert.match(
    first.out,
    /^warning {2}Nord · Shop EU {2}Autumn boost: 150\.00\sUSD cannot pay, suspended/m,
  );
  assert.equal(first.err, "");
  const second = await check(NORD, "--state", state);
  assert.deepEqual(second, { code: OK, out: "", err: "" });
  const all = await check(NORD, "--state", state, "--all");
  assert.equal(all.code, OK);
  assert.match(all.out, /Reels push/);
});

test("without a state everything is new", async () => {
  for (let twice = 0; twice < 2; twice += 1) assert.equal((await check(NORD)).code, NEWS);
});

test("what has cleared and crosses again is told again", async () => {
  assert.equal((await check(await promotions(HELD), "--state", state)).code, NEWS);
  const cleared = await checked(await promotions(FREE), "--state", state);
  assert.equal(cleared.code, OK);
  assert.equal(cleared.cleared.length, 1);
  assert.match(cleared.cleared[0], /^suspended:/);
  const again = await checked(await promotions(HELD), "--state", state);
  assert.deepEqual([again.code, again.news.map(({ news }) => news)], [NEWS, ["raised"]]);
});

test("another copy of the same facts on the next day tells nothing", async () => {
  const low = ["Launch", 1000, 100, "2026-12-31"];
  const days = ["2026-11-21", "2026-11-22", "2026-11-23"].map((day) => `${day}T14:00:00Z`);
  const codes = [];
  for (const now of days)
    codes.push(
      (await check(await promotions(low), "--state", state, "--fail-on=info", "--now", now)).code,
    );
  assert.deepEqual(codes, [NEWS, OK, OK]);
});

test("a later expiry step is told again, and only then", async () => {
  const file = await promotions(HELD);
  const seen = [];
  for (const day of ["2026-11-30", "2026-12-02", "2026-12-03", "2026-12-17", "2026-12-18"]) {
    const { news } = await checked(file, "--state", state, "--now", `${day}T14:00:00Z`);
    seen.push(
      news
        .filter(({ kind }) => kind === "suspended")
        .map(({ news }) => news)
        .join(),
    );
  }
  // Valid to the end of 31 December: thirty days are left from the 2nd, fourteen from the 18th.
  assert.deepEqual(seen, ["raised", "again", "", "", "again"]);
});

test("credits that fold into one line or unfold from it are not told again", async () => {
  const three = [HELD, HELD_TOO, ["Spring boost", 60, 60, "2026-12-31", "held"]];
  const first = await checked(await promotions(...three), "--state", state);
  assert.deepEqual(
    first.news.map(({ members }) => members.length),
    [3],
  );
  const unfolded = await checked(await promotions(HELD, HELD_TOO), "--state", state);
  assert.equal(unfolded.code, OK);
  assert.equal(unfolded.warnings.length, 2);
  assert.equal((await checked(await promotions(...three), "--state", state)).code, NEWS);
});

test("--fail-on says which level counts", async () => {
  const file = await promotions(HELD);
  const codes = {};
  for (const level of ["info", "warning", "critical", "never"])
    codes[level] = (await check(file, "--fail-on", level)).code;
  assert.deepEqual(codes, { info: NEWS, warning: NEWS, critical: OK, never: OK });
});

test("a backup brings imports, answers and thresholds", async () => {
  const story = JSON.parse(await readFile(fixture("story.json"), "utf8"));
  const golden = JSON.parse(await readFile(fixture("golden/story.view.json"), "utf8"));
  const imports = [];
  for (const { flavours, ...source } of story.imports) {
    const read = ({ kind, file }) => readFile(fixture(file)).then((bytes) => ({ kind, bytes }));
    imports.push({ ...source, flavours: await Promise.all(flavours.map(read)) });
  }
  const path = join(folder, "backup.json");
  const save = async (options) =>
    writeFile(path, JSON.stringify(await writeBackup({ imports, options }, story.now)));
  await save({ ...story.options, lastVisit: story.now });
  const same = await checked(path, "--now", story.now, "--zone", story.viewer_zone);
  assert.deepEqual(
    same.warnings.map(({ id, level, amount }) => ({ id, level, amount })),
    golden.view.today.map(({ id, level, amount }) => ({ id, level, amount })),
  );
  // Acknowledged in the page: not told. Its end of a snooze is.
  const alerts = Object.fromEntries(
    same.warnings.map(({ id }) => [id, { snoozedUntil: "2026-11-22T00:00:00Z" }]),
  );
  await save({ ...story.options, alerts });
  const snoozed = await checked(path, "--now", story.now, "--state", state);
  assert.equal(snoozed.code, OK);
  const woken = await checked(path, "--now", "2026-11-22T08:00:00Z", "--state", state);
  assert.equal(woken.code, NEWS);
});

test("what cannot be read is named, and the state stays", async () => {
  const kept = await promotions(HELD);
  await check(kept, "--state", state);
  const before = await readFile(state, "utf8");
  const missing = await check(join(folder, "nothing.csv"), "--state", state);
  assert.equal(missing.code, UNREAD);
  assert.match(missing.err, /nothing\.csv: there is no such file/);
  const directory = await check(folder, "--state", state);
  assert.deepEqual([directory.code, directory.out], [UNREAD, ""]);
  assert.match(directory.err, /it is a folder/);
  // An export without spend: declined with its reason; the rest is reported.
  const declined = await checked(kept, fixture("ad-settings.csv"));
  assert.equal(declined.code, UNREAD);
  assert.match(declined.problems[0], /^ad-settings\.csv: .*ad settings/i);
  assert.equal(declined.warnings.length, 1);
  assert.equal(await readFile(state, "utf8"), before);
  assert.deepEqual((await readdir(folder)).sort(), ["promotions.tsv", "state.json"]);
});

test("a state that is none of ours is refused and left alone", async () => {
  for (const [text, said] of [
    ["{", "is not a state of this command"],
    ["[]", "is not a state of this command"],
    ['{"format":"ad-credit-tracker state","version":9,"told":{}}', "is of version 9"],
  ]) {
    await writeFile(state, text);
    const { code, out, err } = await check(NORD, "--state", state);
    // A broken file takes no warning away.
    assert.deepEqual([code, out], [UNREAD, (await check(NORD)).out]);
    assert.notEqual(out, "");
    assert.ok(err.includes(said), err);
    assert.equal(err.trim().split("\n").length, 1);
    assert.equal(await readFile(state, "utf8"), text);
  }
});

test("a wrong call says what was expected and exits with 2", async () => {
  for (const [words, said] of [
    [[], "which command?"],
    [["watch"], 'unknown command "watch"'],
    [["check"], "no file to check"],
    [["check", NORD, "--quiet"], 'unknown option "--quiet"'],
    [["check", NORD, "--state"], "--state needs a value"],
    [["check", NORD, "--state", "--json"], "--state needs a value"],
    [["check", NORD, "--fail-on=red"], "--fail-on: expected info, warning, critical, never"],
    [["check", NORD, "--now", "yesterday"], "--now: expected a moment"],
    [["check", NORD, "--zone", "CET"], "--zone: expected an offset such as +01:00"],
  ]) {
    const { code, out, err } = await run(...words);
    assert.deepEqual([code, out], [WRONG_CALL, ""], err);
    assert.ok(err.startsWith(`ad-credit-tracker: ${said}`), err);
    assert.match(err, /usage: ad-credit-tracker check/);
  }
  assert.match((await run("--help")).out, /exit codes: 0 nothing new · 1 new warnings/);
});

test("a file that does not say whose it is can be told", async () => {
  const transactions = fixture("nord-transactions.csv");
  const open = await check(NORD, transactions);
  assert.match(open.err, /nord-transactions\.csv: whose it is is not said/);
  const told = await check(NORD, "--account", "7123456789012345678", transactions);
  assert.equal(told.err, "");
});

test("a line for several accounts names the first of them, one for an account that one", () => {
  const texts = { say: (key) => key, message: ({ key }) => key };
  const view = (warning) => ({
    accounts: [{ key: "7", name: "Shop", client: "Nord" }],
    today: [
      {
        kind: "stale",
        account: "7",
        level: "info",
        headline: { key: "old" },
        steps: [],
        ...warning,
      },
    ],
  });
  const lines = (warning) =>
    linesOf(view(warning), { news: new Map([[warning.id, "new"]]) }, texts, { all: false });
  const several = { id: "stale:several", members: ["Shop", "Café", "Kite"] };
  assert.deepEqual(lines(several), ["page.level.info  Shop, Café, Kite  old"]);
  several.members.push("Main");
  assert.deepEqual(lines(several), ["page.level.info  Shop, Café, Kite, …  old"]);
  assert.deepEqual(lines({ id: "stale:7", members: [] }), ["page.level.info  Nord · Shop  old"]);
});
