// What people type into a field: what can be meant by it, and how the engine reads it.

/** With a point or a comma; three digits behind a comma may as well be thousands. @param {string} text */
export const isAmount = (text) => /^\d{1,12}([.]\d{1,6}|,\d\d?|,\d{4,6})?$/.test(text);

/** @param {string} text */
export const isCount = (text) => /^\d{1,4}$/.test(text);

/** @param {string} text */
export const isPercent = (text) => /^(\d\d?([.,]\d{1,2})?|100)$/.test(text);

/** The share that a percentage says, as the engine takes it: a part of 1. @param {string} text */
export const shareOf = (text) => String(Math.round(Number(decimal(text)) * 100) / 1e4);

/** @param {string} share */
export const percentOf = (share) => String(Math.round(Number(share) * 1e4) / 100);

/** An amount or a share as plain decimal text. @param {string} text */
export const decimal = (text) => text.replace(",", ".");

/** An instant as a field of date and time shows it, on the reader's clock. @param {string} at */
export function localInput(at) {
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 6e4).toISOString().slice(0, 16);
}
