// Offsets from UTC that places keep, as the engine writes them: whole hours, and those between (R25).

const BETWEEN = [
  "-09:30",
  "-03:30",
  "+03:30",
  "+04:30",
  "+05:30",
  "+05:45",
  "+06:30",
  "+09:30",
  "+10:30",
];

/** @param {number} hours */
function offset(hours) {
  return `${hours < 0 ? "-" : "+"}${String(Math.abs(hours)).padStart(2, "0")}:00`;
}

/** @param {string} zone */
const minutes = (zone) =>
  (zone[0] === "-" ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4)));

/** From west to east. */
export const OFFSETS = [...Array.from({ length: 27 }, (_, i) => offset(i - 12)), ...BETWEEN].sort(
  (a, b) => minutes(a) - minutes(b),
);
