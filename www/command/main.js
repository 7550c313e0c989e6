#!/usr/bin/env node
// `ad-credit-tracker check`: the engine in Node, for servers and cron. Documented in docs/command.md.
//
// Invariants: standard output holds the answer and nothing else; what went wrong goes to standard error in one line each;
// no request is made; the state is written at the end, whole, and only where everything could be read.

import { readFile, rename, writeFile } from "node:fs/promises";
import { bringLanguage, catalogueFor } from "../text/catalogue.js";
import { createTexts } from "../text/format.js";
import { parseCall, USAGE, WrongCall } from "./arguments.js";
import { judge, look } from "./check.js";
import { readInputs, reasonOf } from "./inputs.js";
import { BadMemory, readMemory, writeMemory } from "./memory.js";
import { documentOf, hasNews, linesOf, notesOf, problemsOf } from "./report.js";

/** @import { Call } from "./arguments.js" */

const EXIT = { nothingNew: 0, news: 1, wrongCall: 2, unread: 3 };

/** @param {string[]} words @returns {Promise<number>} */
async function main(words) {
  const call = parseCall(words);
  if (call === "help") return said(USAGE);
  if (call === "version") return said(await version());
  return check(call);
}

/** @param {Call} call @returns {Promise<number>} */
async function check(call) {
  const now = call.now ?? new Date().toISOString();
  const moment = { now, offsetMinutes: call.offsetMinutes ?? -new Date().getTimezoneOffset() };
  // Without its file the language is English; the answer matters more.
  await bringLanguage(call.locale).catch(() => {});
  const { catalogue, language } = catalogueFor(call.locale);
  const texts = createTexts({ catalogue, language, locale: call.locale, now });
  const { told, problem } = await remembered(call.state);
  const inputs = await readInputs(call.files, now);
  const unread = inputs.unread.map(
    ({ path, detail, message }) => `${path}: ${message ? texts.message(message) : detail}`,
  );
  const { view, failed } = await look(inputs, moment);
  const judged = judge(view, inputs, failed, told);
  const problems = [...problem, ...unread, ...problemsOf(judged, texts)];
  const notes = notesOf(judged, texts);
  const exitCode =
    problems.length > 0
      ? EXIT.unread
      : hasNews(view, judged, call.failOn)
        ? EXIT.news
        : EXIT.nothingNew;
  if (call.json) said(documentOf(view, judged, texts, { exitCode, problems, notes }));
  else linesOf(view, judged, texts, call).forEach(said);
  for (const line of [...problems, ...notes]) complain(line);
  if (call.state && problems.length === 0)
    await remember(call.state, writeMemory(judged.told, now));
  return exitCode;
}

/** What was told; of a state that cannot be read nothing is known, and everything is new. @param {string | null} path */
async function remembered(path) {
  if (!path) return { told: readMemory(null), problem: [] };
  try {
    return { told: readMemory(await readFile(path, "utf8")), problem: [] };
  } catch (error) {
    const told = readMemory(null);
    if (/** @type {{ code?: string }} */ (error).code === "ENOENT") return { told, problem: [] };
    const reason = error instanceof BadMemory ? ` ${error.message}` : `: ${reasonOf(error)}`;
    return { told, problem: [`${path}${reason}; everything is told as new`] };
  }
}

/** Old or new, never half of it. @param {string} path @param {string} json */
async function remember(path, json) {
  const beside = `${path}.${process.pid}.new`;
  try {
    await writeFile(beside, json);
    await rename(beside, path);
  } catch (error) {
    throw new Unable(
      `${path} cannot be written, so the next check tells this again: ${reasonOf(error)}`,
    );
  }
}

async function version() {
  const own = new URL("./package.json", import.meta.url);
  return `ad-credit-tracker ${JSON.parse(await readFile(own, "utf8")).version}`;
}

/** What keeps a check from being made, in one line. */
class Unable extends Error {}

/** @param {string} line */
function said(line) {
  process.stdout.write(`${line}\n`);
  return EXIT.nothingNew;
}

/** @param {string} line */
function complain(line) {
  process.stderr.write(`ad-credit-tracker: ${line}\n`);
}

// A reader that stops early, such as `head`, is no fault of ours.
process.stdout.on("error", () => {});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  complain(error instanceof Error ? error.message : String(error));
  if (error instanceof WrongCall) process.stderr.write(`\n${USAGE}\n`);
  process.exitCode = error instanceof WrongCall ? EXIT.wrongCall : EXIT.unread;
}
