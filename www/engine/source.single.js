// One HTML file: the worker lies in the script itself, the module behind it.

import workerScript from "../../pkg/worker.txt";
import { held } from "../held.js";
import { workerAddress } from "./trusted.js";

/** @returns {Promise<Response>} the engine's module */
export async function moduleResponse() {
  return new Response(await held("module"), { headers: { "content-type": "application/wasm" } });
}

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
