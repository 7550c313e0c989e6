// The model before anything has happened.

/** @import { Scope } from "../engine/types" */
/** @import { Model, Settings } from "../ui/model" */
/** @import { Ground } from "../store/ground.js" */

/** @type {Scope} */
export const EVERYTHING = { accounts: [], client: null, owner: null };

/** @type {Settings["letterhead"]} */
export const NO_LETTERHEAD = { agency: "", logo: null };

/**
 * What the host has stated, and the rest as it is for a first visit.
 * @param {Pick<Settings, "locale" | "theme" | "compact" | "readOnly">} stated @returns {Settings}
 */
export function firstSettings({ locale, theme, compact, readOnly }) {
  return {
    locale,
    theme,
    compact,
    readOnly,
    incognito: false,
    notify: false,
    backupAt: null,
    handedOut: [],
    letterhead: NO_LETTERHEAD,
    keep: "ask",
  };
}

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
    isAnswering: false,
    undo: null,
    isEvictable: null,
    isDropping: false,
    announcement: null,
    complaint: null,
  };
}
