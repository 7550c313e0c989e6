// The present moment, handed to the engine: the host's, where it sets one, else the clock's.

/** @import { Moment } from "../engine/engine" */

/** @param {string | null} stated RFC 3339; its offset is the viewer's @returns {Moment} */
export function momentOf(stated) {
  if (stated && !Number.isNaN(Date.parse(stated)))
    return { now: stated, offsetMinutes: offsetIn(stated) };
  const now = new Date();
  // JavaScript counts the other way round.
  return { now: now.toISOString(), offsetMinutes: -now.getTimezoneOffset() };
}

/** @param {string} at */
function offsetIn(at) {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(at) ?? [];
  const size = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return sign === "-" ? -size : size;
}
