// Which columns stand side by side, and which open with their row for want of room.

/**
 * The highest `spare` leaves first, until the others fit; what has none stays, and so does what somebody chose. A card has
 * no room for any that can be spared.
 * @template {{ key: string, width: number, spare?: number }} Column
 * @param {Column[]} columns in their order @param {number} room px @param {Record<string, boolean>} chosen
 * @returns {Column[]}
 */
export function fitting(columns, room, chosen) {
  const leaving = columns
    .filter(({ key, spare }) => spare && !chosen[key])
    .sort((a, b) => Number(b.spare) - Number(a.spare));
  let width = columns.reduce((sum, column) => sum + column.width, 0);
  const gone = new Set();
  for (const column of leaving) {
    if (width <= room) break;
    gone.add(column);
    width -= column.width;
  }
  return columns.filter((column) => !gone.has(column));
}
