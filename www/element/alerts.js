// Warnings that came, went or changed since the last look. A host hears of transitions only.
//
// Told apart by what was crossed, not by lines: several that fold into one line, or unfold from it, are no news.

/** @import { Crossing, Level, View, Warning } from "../engine/types" */

/**
 * @typedef {"raised" | "worse" | "again"} News `again`: a later expiry step of the same warning
 * @typedef {News | "better" | "ended"} Transition
 * @typedef {"time" | "data"} Cause whether time alone brought it, or what was pasted or said
 * @typedef {{ transition: Transition, warning: Warning, cause: Cause }} AlertChange
 */

const RANK = { info: 0, warning: 1, critical: 2 };
/** Of several that one line speaks for, the gravest is told. */
const GRAVEST_FIRST = /** @type {const} */ (["raised", "worse", "again", "better"]);

/** Neither snoozed nor acknowledged. @param {Warning} warning */
export function isActive({ snoozedUntil, acknowledgedAt }) {
  return snoozedUntil === null && acknowledgedAt === null;
}

/** @param {Level} a @param {Level} b */
export function graver(a, b) {
  return RANK[a] < RANK[b] ? b : a;
}

/** @param {Pick<Crossing, "level" | "stepDays"> | undefined} was @param {Crossing} is @returns {News | null} */
export function newsOf(was, is) {
  if (!was) return "raised";
  if (RANK[is.level] > RANK[was.level]) return "worse";
  const { stepDays: before = null } = was;
  const isLater = is.stepDays !== null && is.stepDays < (before ?? Number.POSITIVE_INFINITY);
  return isLater ? "again" : null;
}

/**
 * @param {View | null} before null at the first look, which is a baseline and no news
 * @param {View} after
 * @param {Cause} cause
 * @returns {AlertChange[]}
 */
export function transitions(before, after, cause) {
  if (!before) return [];
  const old = crossed(before.today.filter(isActive));
  const found = crossed(after.today);
  /** @type {AlertChange[]} */
  const changes = [];
  for (const warning of after.today.filter(isActive)) {
    const each = warning.crossings.map((is) => {
      const was = old.get(is.id);
      return newsOf(was, is) ?? (was && RANK[is.level] < RANK[was.level] ? "better" : null);
    });
    const transition = GRAVEST_FIRST.find((one) => each.includes(one));
    if (transition) changes.push({ transition, warning, cause });
  }
  for (const warning of before.today) {
    if (!warning.crossings.some(({ id }) => found.has(id)))
      changes.push({ transition: "ended", warning, cause });
  }
  return changes;
}

/** @param {Warning[]} warnings @returns {Map<string, Crossing>} */
function crossed(warnings) {
  return new Map(warnings.flatMap(({ crossings }) => crossings.map((one) => [one.id, one])));
}
