// The present moment, handed to the engine: the host's, where it sets one, else the clock's.

import { onThisClock } from "../text/clock.js";

/** @import { Moment } from "../engine/engine" */

/** @param {string | null} stated RFC 3339; its offset is the viewer's @returns {Moment} */
export function momentOf(stated) {
  const now = stated && !Number.isNaN(Date.parse(stated)) ? stated : onThisClock(new Date());
  return { now, offsetMinutes: offsetIn(now) };
}

/** @param {string} at */
function offsetIn(at) {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(at) ?? [];
  const size = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return sign === "-" ? -size : size;
}
