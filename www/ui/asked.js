// One question that several accounts are asked: answered once for all of them.
//
//   Comes in   what each account is asked by itself (R38)
//   Goes out   the accounts that are asked the same, with the same choices; which answers are likely

/** @import { AccountCard, BandLine, ChoiceCard, QuestionCard } from "../engine/types" */

/** What it is about and between what it lets choose. @param {QuestionCard} question */
function sense({ about, choices }) {
  return [about, ...choices.map(({ key }) => key)].join("\n");
}

/** Every account that is asked this, each once. @param {QuestionCard[]} asked @param {QuestionCard} question */
export function askedAlike(asked, question) {
  const alike = asked.filter((other) => sense(other) === sense(question));
  return [...new Set([question, ...alike].flatMap(({ account }) => account ?? []))];
}

/**
 * Lines of accounts whose currency is not stated, together where they are asked alike; every other line alone.
 * @param {BandLine[]} band
 * @param {QuestionCard[]} asked
 * @returns {{ question: QuestionCard | null, lines: BandLine[] }[]} in the order of their first lines; `null`: stands alone
 */
export function bandGroups(band, asked) {
  const currencies = asked.filter(({ about }) => about === "currency");
  const byAccount = new Map(currencies.map((question) => [question.account, question]));
  /** @type {Map<string, { question: QuestionCard | null, lines: BandLine[] }>} */
  const groups = new Map();
  for (const [i, line] of band.entries()) {
    const question = (line.currency === null && byAccount.get(line.account)) || null;
    const key = question ? sense(question) : `${i}`;
    const group = groups.get(key) ?? { question, lines: [] };
    groups.set(key, { ...group, lines: [...group.lines, line] });
  }
  return [...groups.values()].map(({ question, lines }) =>
    lines.length > 1 ? { question, lines } : { question: null, lines },
  );
}

/**
 * The engine's own first choice, then what other accounts have, then the rest in their order.
 * @param {QuestionCard} question
 * @param {AccountCard[]} accounts
 * @returns {ChoiceCard[]}
 */
export function likeliestFirst({ about, choices, account }, accounts) {
  const others = accounts.filter(({ key }) => key !== account);
  const known = {
    zone: others.filter((one) => !one.zoneIsAssumed).map(({ zone }) => zone),
    currency: others.map(({ currency }) => currency),
    billing: others.map(({ billing }) => billing),
  }[about];
  const isKnown = (choice) => Number(known?.includes(choice.key) ?? false);
  const [first, ...rest] = choices;
  return first ? [first, ...rest.sort((a, b) => isKnown(b) - isKnown(a))] : [];
}
