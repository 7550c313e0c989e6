// What a column says of a credit for which no day is expected; the whole sentence stands beside it.

/** That it ends first is known; why else there is no day, the sentence says. @param {{ key: string }} message */
export function withoutDay({ key }) {
  return key.startsWith("forecast.ends_first") ? "page.endsFirst" : "page.unknown";
}
