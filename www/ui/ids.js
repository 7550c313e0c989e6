// Ids where there is no room for all their digits, and keys where there is nothing else to name a thing by.

/** @typedef {{ id?: string | null }} Account */

const LEAST = 6;
/** How many digits tell all of them apart, by list of accounts. @type {WeakMap<Account[], number>} */
const lengths = new WeakMap();

/** An id by its end: what an agency's ids have in common stands at their beginning. @param {string} id @param {Account[]} accounts all of them */
export function endOf(id, accounts) {
  const length = lengths.get(accounts) ?? telling(accounts);
  lengths.set(accounts, length);
  return length < id.length ? `…${id.slice(-length)}` : id;
}

const BEGIN = 12;
const END = 14;

/** A long name by its beginning and its end: names of one client begin alike. @param {string} name */
export function bothEnds(name) {
  const letters = [...name];
  if (letters.length <= BEGIN + END + 2) return name;
  const [begin, end] = [letters.slice(0, BEGIN), letters.slice(-END)].map((part) => part.join(""));
  return `${begin?.trimEnd()}…${end?.trimStart()}`;
}

/** @param {Account[]} accounts */
function telling(accounts) {
  const ids = [...new Set(accounts.flatMap(({ id }) => id ?? []))];
  let length = LEAST;
  while (new Set(ids.map((id) => id.slice(-length))).size < ids.length) length += 1;
  return length;
}

/** The name of a credit: four more facts follow in its key (src/account/credits.rs). @param {string} key */
export const nameInKey = (key) => key.split("|").slice(0, -4).join("|");
