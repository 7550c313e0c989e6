// What the one HTML file holds behind its script: blocks of deflated bytes. Inside the script they would be hashed, parsed and
// decoded before its first line runs; a block costs nothing until it is asked for.

/**
 * @param {"module" | "languages"} name of a block that xtask/src/single.rs wrote
 * @returns {Promise<ReadableStream<Uint8Array<ArrayBuffer>>>} its bytes, inflated
 */
export async function held(name) {
  // The script runs while the page behind it is still being read.
  if (document.readyState === "loading")
    await new Promise((done) => document.addEventListener("DOMContentLoaded", done));
  const block = document.getElementById(`ad-credit-tracker-${name}`);
  const deflated = new Response(bytesOf(block?.textContent ?? "")).body;
  if (!deflated) throw new TypeError(name);
  return deflated.pipeThrough(new DecompressionStream("deflate-raw"));
}

/** @param {string} base64 */
function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return bytes;
}
