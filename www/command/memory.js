// What was told, so that nothing is told twice: a small JSON document (`--state`), read and written by no one else.
//
//   Comes in   the document of the last check, the warnings of this one
//   Goes out   what is new and why, what has cleared, the document for the next check
//
// Invariant: what is told is remembered until a check no longer finds it, at the gravest level that was told; only then can it
// be new again, and what an estimate brings and takes away not before it was gone for some days, a copied figure past its
// limit at once. What is snoozed or acknowledged
// is not told, hence not remembered: it is new when it wakes. Nothing here depends on how often the same facts are copied.

import { graver, isActive, newsOf } from "../element/alerts.js";

/** @import { Crossing, Level, Warning } from "../engine/types" */
/** @import { News } from "../element/alerts.js" */

const FORMAT = "ad-credit-tracker state";
const VERSION = 1;
/** What rests on an estimate comes and goes as that moves. */
const ESTIMATED = ["run_out", "forfeit_expected", "expiring", "cash_low"];
const GONE_MS = 3 * 24 * 60 * 60 * 1_000;

/**
 * @typedef {{ level: Level, stepDays: number | null, toldAt: string, goneAt?: string }} Told `goneAt`: not found since
 * @typedef {{ format: typeof FORMAT, version: number, checkedAt: string, told: Record<string, Told> }} Memory
 */

/** Thrown where a document is not one of ours. */
export class BadMemory extends Error {}

/** @param {string | null} json null before the first check @returns {Map<string, Told>} */
export function readMemory(json) {
  if (json === null) return new Map();
  /** @type {Partial<Memory> | null} */
  let memory;
  try {
    memory = JSON.parse(json);
  } catch (error) {
    throw new BadMemory(`is not a state of this command: ${/** @type {Error} */ (error).message}`);
  }
  if (memory?.format !== FORMAT || typeof memory.told !== "object" || memory.told === null)
    throw new BadMemory(`is not a state of this command: expected "format": "${FORMAT}"`);
  if (memory.version !== VERSION)
    throw new BadMemory(`is of version ${memory.version}, this command reads ${VERSION}`);
  // Ids hold pasted names, `__proto__` among them.
  return new Map(Object.entries(memory.told));
}

/** @param {Map<string, Told>} told @param {string} checkedAt RFC 3339 */
export function writeMemory(told, checkedAt) {
  const memory = { format: FORMAT, version: VERSION, checkedAt, told: Object.fromEntries(told) };
  return `${JSON.stringify(memory, null, 1)}\n`;
}

/** Of two expiry steps the one nearer to the end. @param {number | null} a @param {number | null} b */
const later = (a, b) => (a === null || b === null ? (a ?? b) : Math.min(a, b));

/** What was told of it; a figure that is past its limit again since that was gone is another crossing. @param {Told | undefined} was @param {Crossing} is */
function stillTold(was, { pastLimitSince }) {
  const isAnother =
    was?.goneAt && pastLimitSince && Date.parse(was.goneAt) < Date.parse(pastLimitSince);
  return isAnother ? undefined : was;
}

/**
 * @param {Map<string, Told>} before
 * @param {Warning[]} warnings
 * @param {string} now RFC 3339
 */
export function compare(before, warnings, now) {
  /** @type {Map<string, Told>} */
  const told = new Map();
  /** @type {Map<string, News>} by the id of the line */
  const news = new Map();
  for (const warning of warnings.filter(isActive)) {
    for (const crossing of warning.crossings) {
      const was = stillTold(before.get(crossing.id), crossing);
      const change = newsOf(was, crossing);
      // Of several folded into one line, the line says the gravest.
      if (change && news.get(warning.id) !== "raised") news.set(warning.id, change);
      // What fell and rises again within one crossing was told, and so was a step that it falls back behind.
      const level = was ? graver(was.level, crossing.level) : crossing.level;
      const stepDays = later(was?.stepDays ?? null, crossing.stepDays);
      told.set(crossing.id, { level, stepDays, toldAt: change || !was ? now : was.toldAt });
    }
  }
  const found = new Set(warnings.flatMap(({ crossings }) => crossings.map(({ id }) => id)));
  const gone = [...before].filter(([id]) => !found.has(id));
  for (const [id, was] of gone) {
    const goneAt = was.goneAt ?? now;
    const isShort = Date.parse(now) - Date.parse(goneAt) < GONE_MS;
    if (isShort && ESTIMATED.includes(id.split(":", 1)[0] ?? "")) told.set(id, { ...was, goneAt });
  }
  const cleared = gone.flatMap(([id, { goneAt }]) => (goneAt ? [] : [id]));
  return { told, news, cleared };
}
