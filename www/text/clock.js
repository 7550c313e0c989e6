// The clock of the person in front of the page. Times of accounts come with their own offset; times of what was done here
// are instants, shown on this clock.

const MINUTE_MS = 60_000;

/**
 * @param {string | Date} instant RFC 3339, or a date
 * @returns {string} the same instant, RFC 3339 with the offset that this device has then
 */
export function onThisClock(instant) {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return String(instant);
  // JavaScript counts the other way round.
  const offset = -date.getTimezoneOffset();
  const clock = new Date(date.getTime() + offset * MINUTE_MS).toISOString().slice(0, 19);
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  const size = Math.abs(offset);
  return `${clock}${offset < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
