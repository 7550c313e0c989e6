// Every import of however many: their cards come by windows, never all at once.

/** @import { Engine, Moment } from "../engine/engine" */
/** @import { ImportCard } from "../engine/types" */

const WINDOW = 500;

/** Newest first. @param {Engine} engine @param {Moment} moment @returns {AsyncGenerator<ImportCard>} */
export async function* everyCard(engine, moment) {
  for (let start = 0; ; start += WINDOW) {
    const cards = await engine.cards(moment, { start, length: WINDOW });
    yield* cards;
    if (cards.length < WINDOW) return;
  }
}
