// The model before anything has happened.

/** @import { Scope } from "../engine/engine" */
/** @import { Model, Settings } from "../ui/model" */
/** @import { Ground } from "../store/ground.js" */

/** @type {Scope} */
export const EVERYTHING = { accounts: [], client: null, owner: null };

/** @type {Settings["letterhead"]} */
export const NO_LETTERHEAD = { agency: "", logo: null };

/** @param {Ground} ground @param {Settings} settings @returns {Model} */
export function firstModel(ground, settings) {
  return {
    phase: "starting",
    failure: null,
    isEmpty: true,
    isNew: false,
    isSample: false,
    view: null,
    accounts: [],
    revision: 0,
    recalledAt: null,
    options: ground.options,
    settings,
    languages: ["en"],
    scope: EVERYTHING,
    tab: "available",
    openImport: null,
    asked: null,
    delivered: [],
    opened: null,
    reading: [],
    undo: null,
    isEvictable: null,
    isDropping: false,
    announcement: null,
    complaint: null,
  };
}
