// Languages beside English as files beside the script: a site, a strict host, a package.

import { modules } from "../../pkg/languages.js";

export { mark, tags } from "../../pkg/languages.js";

/** @param {string} tag one of `tags` @returns {Promise<(string | number)[]>} */
export async function wordingsOf(tag) {
  const road = modules[tag];
  return road ? (await road()).default : [];
}
