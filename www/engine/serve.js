// The worker's side of the protocol: calls a driver and answers.

import { Refusal } from "../text/message.js";
import { WORKER_MS } from "./budget.js";
import { Driver, Host, Lost } from "./driver.js";

/** @import { Failed, FromWorker, ToWorker } from "./protocol" */
/** @import { WasmModule } from "./wasm" */

/**
 * @param {{ postMessage(message: FromWorker): void, onmessage: ((event: MessageEvent<ToWorker>) => void) | null }} port
 * @param {WasmModule} module
 */
export function serve(port, module) {
  /** @type {Driver | undefined} */
  let driver;
  /** @type {Map<number, AbortController>} */
  const running = new Map();

  port.onmessage = ({ data }) => {
    if (data.type === "start") start(data.module, data.lock);
    else if (data.type === "ping") port.postMessage({ type: "pong" });
    else if (data.type === "cancel") running.get(data.id)?.abort();
    else call(data.id, data.method, data.args);
  };

  /** @param {WebAssembly.Module} compiled @param {string | null} lock */
  async function start(compiled, lock) {
    try {
      const holding = lock !== null && holdForLife(lock);
      await module.default({ module_or_path: compiled });
      driver = new Driver(new Host(module), WORKER_MS);
      port.postMessage({ type: "ready", isHeld: await holding });
    } catch (error) {
      port.postMessage({ type: "refused", detail: String(error) });
    }
  }

  /** @param {number} id @param {string} method @param {unknown[]} args */
  async function call(id, method, args) {
    const abort = new AbortController();
    running.set(id, abort);
    try {
      /** @param {number} share */
      const progress = (share) => port.postMessage({ type: "progress", id, share });
      const more = method === "read" ? [progress, abort.signal] : [abort.signal];
      const called = /** @type {any} */ (driver)[method](...args, ...more);
      port.postMessage({ type: "done", id, value: await called });
    } catch (error) {
      port.postMessage({ type: "failed", id, failure: failed(error) });
    } finally {
      running.delete(id);
    }
  }
}

/**
 * A lock is freed when its holder dies: the one sign of a killed worker that comes at once. It must be ours before the page
 * asks for it, or the page would take us for dead.
 * @param {string} lock
 * @returns {Promise<boolean>}
 */
function holdForLife(lock) {
  return new Promise((resolve) => {
    const hold = () => {
      resolve(true);
      return new Promise(() => {});
    };
    navigator.locks.request(lock, hold).catch(() => resolve(false));
  });
}

/** @param {unknown} error @returns {Failed} */
function failed(error) {
  if (error instanceof Refusal) return { kind: "refusal", ...error.failure };
  if (error instanceof Lost) return { kind: "lost", how: error.how, detail: error.detail };
  if (error instanceof DOMException && error.name === "AbortError") return { kind: "aborted" };
  return { kind: "lost", how: "trap", detail: String(error) };
}
