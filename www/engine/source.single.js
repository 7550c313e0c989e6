// One HTML file: module and worker lie in the script itself.

import workerScript from "../../pkg/worker.txt";
import { workerAddress } from "./trusted.js";

export { moduleResponse } from "./inline.js";

/** @type {string | undefined} */
let address;

/** @returns {Worker | null} null where the browser allows no worker of ours */
export function openWorker() {
  try {
    address ??= URL.createObjectURL(new Blob([workerScript], { type: "text/javascript" }));
    return new Worker(workerAddress(address));
  } catch {
    return null;
  }
}
