// A strict host: no request, no worker, no Trusted Types policy. The engine runs on the main thread.

export { moduleResponse } from "./inline.js";

/** @returns {Worker | null} always null here */
export function openWorker() {
  return null;
}
