// A part of the ground state, for a backup of chosen clients: nothing of another client is in it.

import { noOptions } from "./ground.js";

/** @import { ImportCard, Options } from "../engine/types" */
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
  /** @template T @param {Record<string, T>} map @param {(key: string) => boolean} wanted */
  const only = (map, wanted) =>
    Object.fromEntries(Object.entries(map ?? {}).filter(([key]) => wanted(key)));
  /** `kind:account:subject`. @param {string} alert */
  const isOurs = (alert) => {
    const rest = alert.slice(alert.indexOf(":") + 1);
    return [...accounts].some((key) => rest === key || rest.startsWith(`${key}:`));
  };
  /** @type {Options} */
  const part = {
    ...noOptions(),
    mappings: options.mappings,
    defaults: options.defaults,
    imports: only(options.imports, (id) => ids.has(id)),
    accounts: only(options.accounts, (key) => accounts.has(key)),
    credits: only(options.credits, (key) => credits.has(key)),
    alerts: only(options.alerts, isOurs),
  };
  const mixed = touching.filter(({ id }) => !ids.has(id)).map(({ name }) => name);
  return { ground: { imports: own, options: part }, mixed };
}
