// Warnings that came, went or changed since the last look. A host hears of transitions only.

/** @import { View, Warning } from "../engine/types" */

/**
 * @typedef {"raised" | "worse" | "better" | "ended"} Transition
 * @typedef {{ transition: Transition, warning: Warning }} AlertChange
 */

const RANK = { info: 0, warning: 1, critical: 2 };

/**
 * @param {View | null} before null at the first look, which is a baseline and no news
 * @param {View} after
 * @returns {AlertChange[]}
 */
export function transitions(before, after) {
  if (!before) return [];
  const old = new Map(before.today.map((warning) => [warning.id, warning]));
  const now = new Map(after.today.map((warning) => [warning.id, warning]));
  /** @type {AlertChange[]} */
  const changes = [];
  for (const warning of now.values()) {
    const was = old.get(warning.id);
    if (!was) changes.push({ transition: "raised", warning });
    else if (RANK[was.level] < RANK[warning.level]) changes.push({ transition: "worse", warning });
    else if (RANK[was.level] > RANK[warning.level]) changes.push({ transition: "better", warning });
  }
  for (const warning of old.values()) {
    if (!now.has(warning.id)) changes.push({ transition: "ended", warning });
  }
  return changes;
}
