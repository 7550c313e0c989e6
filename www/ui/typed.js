// What people type into a field, as the engine reads it; null where it says nothing that could be meant.

/** The marks and the digits with which a language writes numbers. @param {string} locale */
function writingOf(locale) {
  const parts = new Intl.NumberFormat(locale).formatToParts(123_456.5);
  /** @param {string} type */
  const part = (type) => parts.find((one) => one.type === type)?.value ?? "";
  const zero = new Intl.NumberFormat(locale).format(0).codePointAt(0) ?? 0;
  return { group: part("group"), point: part("decimal"), zero };
}

/**
 * An amount as plain decimal text. "1.000" is a thousand to a German reader and one to an English one; a mark that groups
 * nothing is a decimal mark, whichever it is.
 * @param {string} text @param {string} locale
 */
export function amountOf(text, locale) {
  const { group, point, zero } = writingOf(locale);
  const digit = (/** @type {string} */ sign) => (sign.codePointAt(0) ?? 0) - zero;
  const plain = [...text.replace(/[\s'’]/g, "")]
    .map((sign) => (digit(sign) >= 0 && digit(sign) <= 9 ? digit(sign) : sign))
    .join("");
  const grouped = new RegExp(`^\\d{1,3}([${group}]\\d{2,3})*[${group}]\\d{3}([${point}]\\d+)?$`);
  const whole = grouped.test(plain) ? plain.replaceAll(group, "") : plain;
  const amount = whole.replace(point, ".").replace(",", ".");
  return /^\d{1,12}(\.\d{1,6})?$/.test(amount) ? amount : null;
}

/** An amount as an example of how one is written. @param {{ amount(amount: string, currency: string | null): string }} texts */
export const anAmount = (texts) => texts.amount("1250.50", null);

/** An amount as the reader would type it. @param {string} amount plain decimal text @param {string} locale */
export const typedAmount = (amount, locale) => amount.replace(".", writingOf(locale).point);

/** @param {string} text */
export const countOf = (text) => (/^\d{1,4}$/.test(text) ? Number(text) : null);

/** The share that a percentage says, as the engine takes it: a part of 1. @param {string} text */
export const shareOf = (text) =>
  /^(\d\d?([.,]\d{1,2})?|100)$/.test(text)
    ? String(Math.round(Number(text.replace(",", ".")) * 100) / 1e4)
    : null;

/** @param {string} share */
export const percentOf = (share) => String(Math.round(Number(share) * 1e4) / 100);

/** An instant as a field of date and time shows it, on the reader's clock. @param {string} at */
export function localInput(at) {
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 6e4).toISOString().slice(0, 16);
}
