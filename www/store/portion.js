// A part of the ground state, for a backup of chosen clients: nothing of another client is in it.

import { placeOf } from "./answer-times.js";
import { apply, entriesOf, noGround } from "./ground.js";

/** @import { ImportCard } from "../engine/types" */
/** @import { Ground } from "./ground.js" */

/**
 * @param {Ground} ground
 * @param {{ accounts: Set<string>, credits: Set<string>, cards: ImportCard[] }} chosen keys of accounts and of their credits,
 *   and the cards of all imports
 * @returns {{ ground: Ground, mixed: string[] }} `mixed`: names of imports that hold other accounts too and are left out
 */
export function portion({ imports, options }, { accounts, credits, cards }) {
  /** @type {Map<string, string[]>} */
  const owners = new Map(
    cards.map((card) => [card.id, card.tables.flatMap((table) => table.accounts)]),
  );
  /** @param {string} id */
  const of = (id) => owners.get(id) ?? [];
  const touching = imports.filter(({ id }) => of(id).some((key) => accounts.has(key)));
  const own = touching.filter(({ id }) => of(id).every((key) => accounts.has(key)));
  const ids = new Set(own.map(({ id }) => id));
  /** `kind:account:subject`. @param {string} alert */
  const isOfAccount = (alert) => {
    const rest = alert.slice(alert.indexOf(":") + 1);
    return [...accounts].some((key) => rest === key || rest.startsWith(`${key}:`));
  };
  /** @type {Record<string, (key: string) => boolean>} */
  const wanted = {
    mappings: () => true,
    defaults: () => true,
    imports: (id) => ids.has(id),
    accounts: (key) => accounts.has(key),
    credits: (key) => credits.has(key),
    alerts: isOfAccount,
  };
  const patches = entriesOf(options).filter(({ path }) => {
    const [part = "", key = ""] = placeOf(path);
    return wanted[part]?.(key);
  });
  const part = apply(noGround(), { add: own, patches });
  const mixed = touching.filter(({ id }) => !ids.has(id)).map(({ name }) => name);
  return { ground: part, mixed };
}
