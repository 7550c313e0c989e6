// A site or a package: module and worker are files beside the script.

import { workerAddress } from "./trusted.js";

/** @returns {Promise<Response>} the engine's module */
export async function moduleResponse() {
  const address = new URL("./ad_credit_tracker_bg.wasm", import.meta.url);
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address.pathname}: ${response.status}`);
  return response;
}

/** @returns {Worker | null} null where the host allows no worker of ours */
export function openWorker() {
  try {
    const address = workerAddress(new URL("./worker.js", import.meta.url).href);
    return new Worker(address, { type: "module" });
  } catch {
    return null;
  }
}
