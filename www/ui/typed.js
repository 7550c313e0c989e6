// What people type into a field: what can be meant by it, and how the engine reads it.

/** With a point or a comma; three digits behind a comma may as well be thousands. @param {string} text */
export const isAmount = (text) => /^\d{1,12}([.]\d{1,6}|,\d\d?|,\d{4,6})?$/.test(text);

/** @param {string} text */
export const isCount = (text) => /^\d{1,4}$/.test(text);

/** A part of 1. @param {string} text */
export const isShare = (text) => /^(0([.,]\d{1,4})?|1)$/.test(text);

/** An amount or a share as plain decimal text. @param {string} text */
export const decimal = (text) => text.replace(",", ".");

/** An instant as a field of date and time shows it, on the reader's clock. @param {string} at */
export function localInput(at) {
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 6e4).toISOString().slice(0, 16);
}
