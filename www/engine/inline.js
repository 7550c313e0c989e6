// The module as bytes inside the script, deflated.

import deflated from "../../pkg/module.deflate";

/** @returns {Promise<Uint8Array>} the engine's module */
export async function moduleBytes() {
  const inflate = new DecompressionStream("deflate-raw");
  const stream = new Blob([deflated]).stream().pipeThrough(inflate);
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
