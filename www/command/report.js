// What is printed: lines for people and mails, one JSON document for programs.

import { isActive } from "../element/alerts.js";

/** @import { View, Warning } from "../engine/types" */
/** @import { Texts } from "../ui/model" */
/** @import { News } from "../element/alerts.js" */
/** @import { judge } from "./check.js" */
/** @import { Call, FailOn } from "./arguments.js" */

const FORMAT = "ad-credit-tracker check";
const VERSION = 1;
const RANK = { info: 0, warning: 1, critical: 2, never: 3 };

/** @typedef {ReturnType<typeof judge>} Judged */

/** Whether something new is as grave as asked for. @param {View} view @param {Judged} judged @param {FailOn} failOn */
export function hasNews({ today }, { news }, failOn) {
  return today.some(({ id, level }) => news.has(id) && RANK[level] >= RANK[failOn]);
}

/**
 * Empty where nothing is new: a mailer then sends nothing.
 * @param {View} view @param {Judged} judged @param {Texts} texts @param {Call} call
 */
export function linesOf(view, { news }, texts, { all }) {
  const shown = view.today.filter((warning) => news.has(warning.id) || (all && isActive(warning)));
  return shown.map((warning) => {
    const mark = all && news.has(warning.id) ? "* " : all ? "  " : "";
    const steps = warning.steps.map((step) => `\n${mark && "  "}  → ${texts.message(step)}`);
    return `${mark}${texts.say(`page.level.${warning.level}`)}  ${whose(view, warning)}  ${texts.message(warning.headline)}${steps.join("")}`;
  });
}

/**
 * @param {View} view @param {Judged} judged @param {Texts} texts
 * @param {{ exitCode: number, problems: string[], notes: string[] }} rest
 */
export function documentOf(view, judged, texts, rest) {
  /** @param {Warning} warning */
  const plain = (warning) => {
    const { crossings, headline, why, steps, isNew, ...facts } = warning;
    return {
      ...facts,
      accountName: accountOf(view, warning)?.name ?? null,
      client: accountOf(view, warning)?.client ?? null,
      news: /** @type {News | null} */ (judged.news.get(warning.id) ?? null),
      text: texts.message(headline),
      why: why.map(texts.message),
      steps: steps.map(texts.message),
    };
  };
  const document = {
    format: FORMAT,
    version: VERSION,
    now: view.now,
    ...rest,
    warnings: view.today.map(plain),
    cleared: judged.cleared,
  };
  return JSON.stringify(document, null, 2);
}

/** What a person should look at in the page, one sentence each. @param {Judged} judged @param {Texts} texts */
export function notesOf({ unowned, asked, known }, texts) {
  const names = known.map(({ key, name }) => (name ? `${key}, ${name}` : key)).join("; ");
  const owners = unowned.map(
    ({ file }) =>
      `${file.name}: whose it is is not said, so it stands alone; write --account ID before it (known: ${names})`,
  );
  const questions = asked.map(
    ({ file, questions }) =>
      `${file.name}: ${questions.map(({ message }) => texts.message(message)).join(" ")}`,
  );
  return [...owners, ...questions];
}

/** Why files say nothing. @param {Judged} judged @param {Texts} texts */
export function problemsOf({ failed, unusable }, texts) {
  const lost = failed.map(
    ({ source, detail }) => `${source.name}: the engine failed on it: ${detail}`,
  );
  const empty = unusable.map(({ file, card }) => {
    const tables = (card?.tables ?? []).flatMap(({ message }) => message ?? []);
    const problems = (card?.problems ?? []).map(({ message }) => message);
    const said = [...tables, ...problems].map(texts.message);
    return `${file.name}: ${said.length > 0 ? said.join(" ") : "nothing in it could be read"}`;
  });
  return [...lost, ...empty];
}

/** @param {View} view @param {Warning} warning */
function accountOf(view, warning) {
  return view.accounts.find(({ key }) => key === warning.account);
}

/** Accounts named of a line that speaks for several. */
const NAMED = 3;

/** @param {View} view @param {Warning} warning */
function whose(view, warning) {
  const account = accountOf(view, warning);
  const name = account?.name ?? warning.account;
  // A line for several accounts names each, as long as they are few.
  if (warning.id === `${warning.kind}:several`) {
    const more = warning.members.length > NAMED ? ["…"] : [];
    return [...warning.members.slice(0, NAMED), ...more].join(", ");
  }
  return account?.client ? `${account.client} · ${name}` : name;
}
