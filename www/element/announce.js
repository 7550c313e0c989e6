// One sentence for what came at once, for the status region.

import { count, message, name } from "../text/message.js";

/** @import { ImportCard, Message, View } from "../engine/types" */
/** @import { Texts } from "../ui/model" */

/** In the order in which they came. @param {string[]} ids @param {View | null} view */
export function cardsOf(ids, view) {
  return ids.flatMap((id) => view?.imports.find((card) => card.id === id) ?? []);
}

/** @param {ImportCard[]} cards at least one @param {Texts} texts @returns {Message} */
export function announcementOf(cards, texts) {
  const [first, ...more] = cards;
  const title =
    more.length > 0 ? texts.say("announce.files", { files: cards.length }) : (first?.name ?? "");
  if (cards.every(({ isUnusable }) => isUnusable))
    return message("announce.unusable", { name: name(title) });
  const tables = cards.flatMap((card) => card.tables);
  /** As on the cards. @param {keyof ImportCard["tables"][0]["counts"]} part */
  const sum = (part) => count(tables.reduce((total, { counts }) => total + counts[part], 0));
  const questions = tables.reduce(
    (total, table) => total + table.questions.length,
    cards.filter(({ accountQuestion }) => accountQuestion).length,
  );
  return message("announce.imported", {
    name: name(title),
    rows: sum("rows"),
    new: sum("new"),
    same: sum("same"),
    changed: sum("changed"),
    conflicting: sum("conflicting"),
    ignored: sum("ignored"),
    problems: sum("problems"),
    questions: count(questions),
  });
}
