// The module as bytes inside the script, deflated.

import deflated from "../../pkg/module.deflate";

/** @returns {Promise<Response>} the engine's module */
export async function moduleResponse() {
  const inflate = new DecompressionStream("deflate-raw");
  const stream = new Blob([deflated]).stream().pipeThrough(inflate);
  return new Response(stream, { headers: { "content-type": "application/wasm" } });
}
