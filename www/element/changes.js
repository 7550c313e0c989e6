// What a person decides, as patches to the options (www/store/ground.js). Pure: no engine, no page.

/** @import { BillingSetup, ColumnMapping, Options, Thresholds } from "../engine/types" */
/** @import { Patch } from "../store/ground.js" */

/** @param {string[]} base @param {object} fields @returns {Patch[]} */
function each(base, fields) {
  return Object.entries(fields).map(([key, value]) => ({ path: [...base, key], value }));
}

/** R31: moving an import to another account is one action. @param {string} id @param {string} account @param {string | null} name */
export function accountOfImport(id, account, name) {
  const patches = [{ path: ["imports", id, "account"], value: account }];
  return name ? [...patches, { path: ["accounts", account, "name"], value: name }] : patches;
}

/** @param {string} id @param {string | null} asOf */
export function asOf(id, asOf) {
  return each(["imports", id], { asOf });
}

/**
 * Remembered for every table with these headers; a table without headers is corrected alone. Entries by header add up.
 * @param {string} id @param {string} fingerprint @param {Partial<ColumnMapping>} change
 */
export function mapping(id, fingerprint, change) {
  const base = fingerprint ? ["mappings", fingerprint] : ["imports", id, "mapping"];
  const { columns, decimalMarks, dayOrders, ...rest } = change;
  return [
    ...each(base, rest),
    ...each([...base, "columns"], columns ?? {}),
    ...each([...base, "decimalMarks"], decimalMarks ?? {}),
    ...each([...base, "dayOrders"], dayOrders ?? {}),
  ];
}

/** @param {string[]} accounts @param {BillingSetup} billing */
export function billing(accounts, billing) {
  return accounts.flatMap((account) => each(["accounts", account], { billing }));
}

/** @param {string} account @param {Record<string, unknown>} change */
export function account(account, change) {
  return each(["accounts", account], change);
}

/** @param {{ account?: string, credit?: string }} where @param {Partial<Thresholds>} change */
export function thresholds(where, change) {
  if (where.credit) return each(["credits", where.credit, "thresholds"], change);
  if (where.account) return each(["accounts", where.account, "thresholds"], change);
  return each(["defaults", "thresholds"], change);
}

/** @param {Partial<Options["defaults"]>} change */
export function defaults(change) {
  return each(["defaults"], change);
}

/** @param {string} alert @param {Partial<Options["alerts"][string]>} answer */
export function alertAnswer(alert, answer) {
  return each(["alerts", alert], answer);
}
