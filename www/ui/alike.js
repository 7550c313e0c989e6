// Problems of one cause as one: eleven cells that cannot be read for the same reason are one thing to mend.
//
//   Comes in   a list of problems, each with its place
//   Goes out   groups in the order of their first ones; the lines of a group in few words

/** @import { Problem } from "../engine/types" */

/** As many stand by themselves. */
const ALONE = 2;

/** Same message, whatever it found, in the same column of the same table. @param {Problem} problem */
function causeOf({ severity, message, place }) {
  return [severity, message.key, place.sheet, place.tableNumber, place.column].join("\n");
}

/** @param {Problem[]} list @returns {Problem[][]} */
export function alike(list) {
  /** @type {Map<string, Problem[]>} */
  const groups = new Map();
  for (const problem of list) {
    const cause = causeOf(problem);
    groups.set(cause, [...(groups.get(cause) ?? []), problem]);
  }
  return [...groups.values()].flatMap((group) =>
    group.length > ALONE ? [group] : group.map((one) => [one]),
  );
}

/** `2–6, 8`, each line once. @param {Problem[]} group */
export function linesOf(group) {
  const lines = group.flatMap(({ place }) => place.lineNumber ?? []);
  /** @type {[number, number][]} */
  const runs = [];
  for (const line of [...new Set(lines)].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && line === last[1] + 1) last[1] = line;
    else runs.push([line, line]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(", ");
}
