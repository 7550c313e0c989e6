// The page's side of the protocol: a worker as an engine. A worker that dies fails every open call as `Lost`.

import { Refusal } from "../text/message.js";
import { Lost } from "./driver.js";
import { ASKING, forwarding } from "./forward.js";

/** @import { Failed, FromWorker, Method, ToWorker } from "./protocol" */
/** @import { Moment, Source } from "./engine" */
/** @import { Scope, View } from "./types" */

/** A worker that does not answer for so long while it has work is taken for dead. */
const SILENCE_MS = 15_000;
/** Where its death is told by a lock, only one that hangs is to be found out: a long answer is no death. */
const HANGING_MS = 120_000;

/**
 * @typedef {object} Open
 * @property {(value: any) => void} resolve
 * @property {(error: unknown) => void} reject
 * @property {((share: number) => void) | undefined} progress
 */

let counted = 0;

const Forwarding = forwarding([...ASKING, "remove", "setOptions", "handout", "reset"]);

export class Remote extends Forwarding {
  /** Told at once when the worker is gone, asked or not. @type {(lost: Lost) => void} */
  onlost = () => {};
  #worker;
  #lastId = 0;
  /** @type {Map<number, Open>} */
  #open = new Map();
  /** @type {Lost | null} */
  #lost = null;
  #heard = 0;
  #silenceMs = SILENCE_MS;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #watch;
  /** @type {(lost: Lost) => void} */
  #refuse = () => {};

  /** @param {Worker} worker */
  constructor(worker) {
    super();
    this.#worker = worker;
    // A policy may refuse it at once, before anybody waits for it.
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.#die(event.message || "error in the worker");
    };
  }

  /**
   * Resolves when the worker's engine is ready; rejects where the host's policy or the browser allows none.
   * @param {WebAssembly.Module} module
   * @returns {Promise<void>}
   */
  start(module) {
    const lock = lockName();
    return new Promise((resolve, reject) => {
      if (this.#lost) throw this.#lost;
      this.#refuse = reject;
      this.#worker.onmessage = (/** @type {MessageEvent<FromWorker>} */ { data }) => {
        if (data.type === "ready") {
          if (lock && data.isHeld) {
            this.#dieWith(lock);
            this.#silenceMs = HANGING_MS;
          }
          resolve();
        } else if (data.type === "refused") reject(new Error(data.detail));
        else this.#hear(data);
      };
      this.#post({ type: "start", module, lock });
    });
  }

  /** @param {Source[]} sources @param {(share: number) => void} progress @param {AbortSignal} [signal] */
  async read(sources, progress, signal) {
    await this.#until(signal, () => this.forward("read", [sources], progress));
  }

  /** @param {Moment} moment @param {Scope} scope @param {AbortSignal} [signal] @returns {Promise<View>} */
  view(moment, scope, signal) {
    return this.#until(signal, () => this.forward("view", [moment, scope]));
  }

  close() {
    this.#die("closed");
  }

  /** A call that can be cancelled. @template T @param {AbortSignal | undefined} signal @param {() => Promise<T>} call */
  async #until(signal, call) {
    signal?.throwIfAborted();
    const id = this.#lastId + 1;
    const cancel = () => this.#post({ type: "cancel", id });
    signal?.addEventListener("abort", cancel);
    try {
      return await call();
    } finally {
      signal?.removeEventListener("abort", cancel);
    }
  }

  /** @param {Method} method @param {unknown[]} args @param {(share: number) => void} [progress] @returns {Promise<any>} */
  forward(method, args, progress) {
    return new Promise((resolve, reject) => {
      if (this.#lost) {
        reject(this.#lost);
        return;
      }
      this.#lastId += 1;
      this.#open.set(this.#lastId, { resolve, reject, progress });
      this.#post({ type: "call", id: this.#lastId, method, args });
      this.#watchSilence();
    });
  }

  /** @param {ToWorker} message */
  #post(message) {
    this.#worker.postMessage(message);
  }

  /** @param {FromWorker} data */
  #hear(data) {
    this.#heard = performance.now();
    if (!("id" in data)) return;
    const open = this.#open.get(data.id);
    if (data.type === "progress") {
      open?.progress?.(data.share);
      return;
    }
    this.#open.delete(data.id);
    if (this.#open.size === 0) clearInterval(this.#watch);
    if (data.type === "done") open?.resolve(data.value);
    else open?.reject(errorOf(data.failure));
  }

  #watchSilence() {
    if (this.#open.size !== 1) return;
    this.#heard = performance.now();
    clearInterval(this.#watch);
    this.#watch = setInterval(() => {
      if (performance.now() - this.#heard > this.#silenceMs) this.#die("no answer");
      else this.#post({ type: "ping" });
    }, SILENCE_MS / 4);
  }

  /** The lock comes to us when the worker is gone. @param {string} lock */
  #dieWith(lock) {
    navigator.locks.request(lock, () => this.#die("killed")).catch(() => {});
  }

  /** @param {string} detail */
  #die(detail) {
    if (this.#lost) return;
    this.#lost = new Lost("dead", detail);
    clearInterval(this.#watch);
    this.#worker.terminate();
    this.#refuse(this.#lost);
    for (const { reject } of this.#open.values()) reject(this.#lost);
    this.#open.clear();
    this.onlost(this.#lost);
  }
}

/** Sandboxed pages have no locks. */
function lockName() {
  if (!globalThis.isSecureContext || globalThis.origin === "null" || !navigator.locks) return null;
  counted += 1;
  return `ad-credit-tracker worker ${performance.timeOrigin}.${Math.random()}.${counted}`;
}

/** @param {Failed} failure */
function errorOf(failure) {
  switch (failure.kind) {
    case "refusal":
      return new Refusal(failure.message, failure.detail);
    case "lost":
      return new Lost(failure.how, failure.detail);
    case "aborted":
      return new DOMException("cancelled", "AbortError");
  }
}
