// Calls that are only handed on: to a worker by their names, to an engine that may have to be made anew.

/** @import { Driver } from "./driver.js" */

/** What asks of the engine and changes nothing, but for `read` and `view`: those can be cancelled. */
export const ASKING = /** @type {const} */ ([
  "cards",
  "recognised",
  "openTable",
  "window",
  "closeTable",
  "credit",
  "transaction",
  "whatIf",
]);

/**
 * A class that has these methods of a driver: each hands its name and its arguments to `forward`.
 * @template {keyof Driver} Name
 * @param {readonly Name[]} names
 * @returns {new () => Pick<Driver, Name>}
 */
export function forwarding(names) {
  class Forwarding {}
  for (const name of names)
    Object.defineProperty(Forwarding.prototype, name, {
      /** @this {any} @param {unknown[]} args */
      value(...args) {
        return this.forward(name, args);
      },
    });
  return /** @type {any} */ (Forwarding);
}
