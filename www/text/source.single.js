// Languages beside English inside the one HTML file, deflated together.

import { held } from "../held.js";

export { mark, tags } from "../../pkg/languages.js";

/** @type {Promise<Record<string, (string | number)[]>> | undefined} */
let all;

/** @param {string} tag one of `tags` @returns {Promise<(string | number)[]>} */
export async function wordingsOf(tag) {
  all ??= held("languages").then((texts) => new Response(texts).json());
  return (await all)[tag] ?? [];
}
