// One sentence per import, for the status region.

import { count, message, name } from "../text/message.js";

/** @import { ImportCard, Message } from "../engine/types" */

/** @param {ImportCard} card @returns {Message} */
export function announcementOf(card) {
  if (card.isUnusable) return message("announce.unusable", { name: name(card.name) });
  /** As on the card. @param {keyof ImportCard["tables"][0]["counts"]} part */
  const sum = (part) => count(card.tables.reduce((total, { counts }) => total + counts[part], 0));
  const questions = card.tables.reduce(
    (total, table) => total + table.questions.length,
    card.accountQuestion ? 1 : 0,
  );
  return message("announce.imported", {
    name: name(card.name),
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
