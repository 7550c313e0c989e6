// Starts an engine: in a worker where the host allows one, else on the main thread in slices.
//
// What the page around us provides (bytes, worker, glue) is handed in, so that the roads can be tested one by one.

import { message, name, Refusal } from "../text/message.js";
import { MAIN_THREAD_MS } from "./budget.js";
import { Driver, Host } from "./driver.js";
import { Remote } from "./remote.js";

/** @import { WasmModule } from "./wasm" */

/**
 * @typedef {object} Surroundings
 * @property {() => Promise<Response>} moduleResponse
 * @property {() => Worker | null} openWorker
 * @property {() => Promise<WasmModule>} glue the module's wrapper for this thread
 *
 * @typedef {"worker" | "main thread"} Mode
 * @typedef {{ engine: Driver | Remote, mode: Mode }} Started
 */

/** Compiled once for all elements of a page. @type {WeakMap<Surroundings, Promise<WebAssembly.Module>>} */
const compiled = new WeakMap();
/** The main thread's one instance, shared by the elements that no worker could be had for. @type {WeakMap<Surroundings, Promise<Host>>} */
const hosts = new WeakMap();

/**
 * @param {Surroundings} surroundings
 * @returns {Promise<Started>}
 */
export async function startEngine(surroundings) {
  const compiling = once(compiled, surroundings, () => compile(surroundings));
  // Its thread begins while the module is compiled.
  const worker = surroundings.openWorker();
  const remote = worker && new Remote(worker);
  const module = await compiling.catch((error) => {
    remote?.close();
    throw error;
  });
  if (remote) {
    try {
      await remote.start(module);
      return { engine: remote, mode: "worker" };
    } catch {
      // A policy may refuse a worker only after it was made. The main thread does the same work.
      remote.close();
    }
  }
  const host = await once(hosts, surroundings, async () => {
    const glue = await surroundings.glue();
    await glue.default({ module_or_path: module });
    return new Host(glue);
  });
  return { engine: new Driver(host, MAIN_THREAD_MS), mode: "main thread" };
}

/** @param {Surroundings} surroundings */
async function compile({ moduleResponse }) {
  const policy = watchPolicy();
  try {
    const response = await moduleResponse();
    // Compiled while it comes in; only what is called a module may be, and not every host calls it so.
    const isNamed = response.headers.get("content-type") === "application/wasm";
    if (isNamed) return await WebAssembly.compileStreaming(response);
    return await WebAssembly.compile(await response.arrayBuffer());
  } catch (error) {
    throw new Refusal(await reason(error, policy), error);
  } finally {
    policy.stop();
  }
}

/** @param {unknown} error @param {{ directive: () => string }} policy */
async function reason(error, policy) {
  if (typeof WebAssembly === "undefined") return message("engine.noWasm");
  // The browsers word it differently; all of them name the policy or what it lacks.
  if (/content security|csp|unsafe-eval|wasm-eval/i.test(String(error))) {
    return message("engine.wasmBlocked", { directive: name("script-src 'wasm-unsafe-eval'") });
  }
  // The browser tells of a violation in a task of its own.
  await new Promise((resolve) => setTimeout(resolve, 0));
  const directive = policy.directive();
  return directive
    ? message("engine.blocked", { directive: name(directive) })
    : message("engine.notLoaded");
}

/** Which directive of the host's policy refused something meanwhile. */
function watchPolicy() {
  let directive = "";
  /** @param {Event} event */
  const note = (event) => {
    const { effectiveDirective } = /** @type {SecurityPolicyViolationEvent} */ (event);
    // Without a worker the main thread does the work: that stops nobody.
    if (effectiveDirective !== "worker-src") directive = effectiveDirective;
  };
  const target = globalThis.document;
  target?.addEventListener("securitypolicyviolation", note);
  return {
    directive: () => directive,
    stop: () => target?.removeEventListener("securitypolicyviolation", note),
  };
}

/**
 * Remembers a success; a failure may be tried again.
 * @template T
 * @param {WeakMap<Surroundings, Promise<T>>} known
 * @param {Surroundings} key
 * @param {() => Promise<T>} make
 */
function once(known, key, make) {
  const made = known.get(key) ?? make();
  known.set(key, made);
  made.catch(() => known.delete(key));
  return made;
}
