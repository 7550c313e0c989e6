// Languages beside English inside the one HTML file, deflated together.

import deflated from "../../pkg/languages.deflate";

export { mark, tags } from "../../pkg/languages.js";

/** @type {Promise<Record<string, (string | number)[]>> | undefined} */
let all;

/** @param {string} tag one of `tags` @returns {Promise<(string | number)[]>} */
export async function wordingsOf(tag) {
  all ??= inflated();
  return (await all)[tag] ?? [];
}

async function inflated() {
  const stream = new Blob([deflated]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Response(stream).json();
}
