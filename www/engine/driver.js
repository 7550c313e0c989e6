// The engine on the thread that this runs on, in slices (decision 0002). The worker and the main thread both use it.
//
//   Comes in   the wasm module; imports as Blobs, read chunk by chunk, never as a string
//   Goes out   what www/engine/engine.d.ts promises, and `Lost` where the instance is gone
//
// Invariant: between two pauses at most one step of the module happens, or calls that together are as short.

import { createTexts } from "../text/format.js";
import { Refusal } from "../text/message.js";
import { Budget } from "./budget.js";
import { pause } from "./pause.js";

/** @import { Asked, Moment, Source } from "./engine" */
/** @import { CreditDetail, Handout, ImportCard, Message, OpenTable, Options, Query, Row, Scope, TransactionDetail, View, Wanted, WhatIfAsk, WhatIfCard } from "./types" */
/** @import { Writing } from "../text/format.js" */
/** @import { WasmEngine, WasmModule } from "./wasm" */

/** Chunks of a file beyond this are pushed piece by piece, so that copying one stays short. */
const PIECE_BYTES = 1024 * 1024;
/** Progress is said at most this often. */
const PROGRESS_MS = 40;
/** A call begins in the task of another only where that one was as short as this. */
const REST_MS = 4;
/** What a moment shows is computed so many rows at a time: a few milliseconds at most. */
const ROWS = 4_096;

/** The instance is gone: it trapped in this call, or was reset or killed under it. */
export class Lost extends Error {
  /**
   * @param {"trap" | "stale" | "dead"} how only `trap` blames the call it came from
   * @param {string} detail
   */
  constructor(how, detail) {
    super(detail);
    this.how = how;
    this.detail = detail;
  }
}

/** One instance of the module per thread, with the drivers that share it. */
export class Host {
  /** Counts instances; objects of an earlier one are stale. */
  generation = 0;
  panic = "";
  #module;

  /** @param {WasmModule} module already initialised */
  constructor(module) {
    this.#module = module;
    this.#listen();
  }

  /** @returns {WasmEngine} */
  open() {
    return new this.#module.Engine();
  }

  reset() {
    this.#module.__wbg_reset_state();
    this.generation += 1;
    this.#listen();
  }

  #listen() {
    this.panic = "";
    this.#module.onPanic((text) => {
      this.panic = text;
    });
  }
}

export class Driver {
  #host;
  #budget;
  #stepMs;
  #pause;
  /** @type {WasmEngine} */
  #wasm;
  #generation;
  #closed = false;
  /** What the module has cost since the last pause; calls of one task add up. */
  #busyMs = 0;
  /** What was asked last about a moment. @type {Promise<unknown>} */
  #asked = Promise.resolve();

  /**
   * @param {Host} host
   * @param {number} stepMs how long a step should take
   * @param {() => Promise<void>} [between] ends a task
   */
  constructor(host, stepMs, between = pause) {
    this.#host = host;
    this.#budget = new Budget(stepMs);
    this.#stepMs = stepMs;
    this.#pause = between;
    this.#wasm = host.open();
    this.#generation = host.generation;
  }

  /** A fresh, empty engine; resets the instance where nobody else has done so since ours was made. */
  async reset() {
    if (this.#generation === this.#host.generation) this.#host.reset();
    this.#wasm = this.#host.open();
    this.#generation = this.#host.generation;
  }

  /**
   * Reads imports together; none of them counts where it is cancelled or fails.
   * @param {Source[]} sources
   * @param {(share: number) => void} progress
   * @param {AbortSignal} [signal]
   */
  async read(sources, progress, signal) {
    /** @type {string[]} */
    const begun = [];
    try {
      const seldom = throttle(progress);
      const total = sources.reduce((sum, source) => sum + sizeOf(source), 1);
      let pushed = 0;
      for (const source of sources) {
        signal?.throwIfAborted();
        begun.push(source.id);
        await this.#push(source, signal, (size) => {
          pushed += size;
          // Copying is the small part of the work: a tenth of the bar.
          seldom((0.1 * pushed) / total);
        });
      }
      await this.#settle((share) => seldom(0.1 + 0.9 * share), signal);
      progress(1);
    } catch (error) {
      if (!(error instanceof Lost)) for (const id of begun) this.#call((wasm) => wasm.cancel(id));
      throw error;
    }
  }

  /** @param {string} importId */
  async remove(importId) {
    await this.#rest(REST_MS);
    this.#call((wasm) => wasm.remove(importId));
  }

  /**
   * @param {Options} options
   * @returns {Promise<string[]>} imports to be read again: the module keeps no bytes
   */
  async setOptions(options) {
    await this.#rest(REST_MS);
    return this.#call((wasm) => wasm.setOptions(JSON.stringify(options)));
  }

  /** @param {Moment} moment @param {Scope} scope @param {AbortSignal} [signal] @returns {Promise<View>} */
  async view(moment, scope, signal) {
    return this.#about(moment, (wasm, now, offset) => wasm.view(now, offset, scope), { signal });
  }

  /** @param {Moment} moment @param {Wanted} wanted @returns {Promise<ImportCard[]>} */
  async cards(moment, wanted) {
    return this.#about(moment, (wasm, now, offset) => wasm.cards(now, offset, wanted));
  }

  /** @param {string[]} ids @returns {Promise<ImportCard[]>} */
  async recognised(ids) {
    return this.#call((wasm) => wasm.recognised(ids));
  }

  /** @param {Moment} moment @param {Query} query @returns {Promise<OpenTable>} */
  async openTable(moment, query) {
    return this.#about(moment, (wasm, now, offset) => wasm.openTable(now, offset, query), {
      prepare: (wasm, now, offset) => wasm.prepareTable(now, offset, query, ROWS),
    });
  }

  /** @param {number} handle @param {number} start @param {number} length @returns {Promise<Row[]>} */
  async window(handle, start, length) {
    await this.#rest(REST_MS);
    return this.#call((wasm) => wasm.window(handle, start, length));
  }

  /** @param {number} handle */
  async closeTable(handle) {
    this.#call((wasm) => wasm.closeTable(handle));
  }

  /** @param {Moment} moment @param {string} account @param {string} key @returns {Promise<CreditDetail>} */
  async credit(moment, account, key) {
    return this.#about(moment, (wasm, now, offset) => wasm.credit(now, offset, account, key));
  }

  /** @param {Moment} moment @param {string} account @param {string} key @returns {Promise<TransactionDetail | null>} */
  async transaction(moment, account, key) {
    return this.#about(moment, (wasm, now, offset) => wasm.transaction(now, offset, account, key));
  }

  /** @param {Moment} moment @param {string} account @param {WhatIfAsk} asked @returns {Promise<WhatIfCard | null>} */
  async whatIf(moment, account, asked) {
    return this.#about(moment, (wasm, now, offset) => wasm.whatIf(now, offset, account, asked));
  }

  /**
   * @param {Moment} moment
   * @param {Asked} asked
   * @param {Writing} writing the language of the file
   * @returns {Promise<Handout>}
   */
  async handout(moment, asked, writing) {
    const { message, language } = createTexts(writing);
    const inWords = { language, ...asked };
    return this.#about(moment, (wasm, now, offset) => wasm.handout(now, offset, inWords, message));
  }

  close() {
    this.#closed = true;
    const wasm = /** @type {WasmEngine & { free?: () => void }} */ (this.#wasm);
    try {
      wasm.free?.();
    } catch {
      // Already gone with its instance.
    }
  }

  /**
   * Hands the bytes of one import over and queues it.
   * @param {Source} source
   * @param {AbortSignal | undefined} signal
   * @param {(size: number) => void} pushed
   */
  async #push({ flavours, ...facts }, signal, pushed) {
    this.#call((wasm) => wasm.begin(facts));
    for (const { kind, bytes } of flavours) {
      this.#call((wasm) => wasm.flavour(facts.id, kind));
      this.#call((wasm) => wasm.makeRoom(facts.id, lengthOf(bytes)));
      for await (const piece of pieces(bytes)) {
        signal?.throwIfAborted();
        this.#call((wasm) => wasm.push(facts.id, piece));
        pushed(piece.length);
        if (piece.length === PIECE_BYTES) await this.#rest();
      }
    }
    this.#call((wasm) => wasm.finish(facts.id));
  }

  /**
   * Steps until nothing is queued.
   * @param {(share: number) => void} progress
   * @param {AbortSignal} [signal]
   */
  async #settle(progress, signal) {
    let settled = 0;
    for (;;) {
      signal?.throwIfAborted();
      const before = this.#busyMs;
      const { done, bytesRead, bytesTotal } = this.#call((wasm) => wasm.step(this.#budget.bytes));
      this.#budget.learn(this.#busyMs - before);
      if (done) return;
      settled += bytesRead;
      progress(settled / (settled + bytesTotal - bytesRead));
      await this.#rest();
    }
  }

  /**
   * Asks about a moment once all that it shows is computed, in pieces. One after the other: the module computes one moment
   * at a time, and two in turns would never be done.
   * @template T
   * @param {Moment} moment
   * @param {(wasm: WasmEngine, now: string, offset: number) => T} work
   * @param {object} [more]
   * @param {(wasm: WasmEngine, now: string, offset: number) => boolean} [more.prepare] what else is done in pieces
   * @param {AbortSignal} [more.signal]
   * @returns {Promise<T>}
   */
  #about({ now, offsetMinutes: offset }, work, { prepare = () => true, signal } = {}) {
    /** @param {(wasm: WasmEngine, now: string, offset: number) => boolean} isDone */
    const until = async (isDone) => {
      while (!this.#call((wasm) => isDone(wasm, now, offset))) {
        await this.#rest(this.#stepMs);
        signal?.throwIfAborted();
      }
    };
    const asked = this.#asked.then(async () => {
      await this.#rest(REST_MS);
      signal?.throwIfAborted();
      await until((wasm) => wasm.prepare(now, offset, ROWS));
      await until(prepare);
      await this.#rest(REST_MS);
      const answer = this.#call((wasm) => work(wasm, now, offset));
      // What is drawn of a long answer is another task's work.
      await this.#rest(REST_MS);
      return answer;
    });
    this.#asked = asked.catch(() => {});
    return asked;
  }

  /**
   * @template T
   * @param {(wasm: WasmEngine) => T} work
   * @returns {T}
   */
  #call(work) {
    if (this.#closed) throw new Lost("dead", "closed");
    if (this.#generation !== this.#host.generation) throw new Lost("stale", "reset");
    const started = performance.now();
    try {
      return work(this.#wasm);
    } catch (error) {
      if (isMessage(error)) throw new Refusal(error);
      // A trap, exhausted stack or memory, or an object that one of these left borrowed: the instance is not to be trusted.
      throw new Lost("trap", this.#host.panic || String(error));
    } finally {
      this.#busyMs += performance.now() - started;
    }
  }

  /** Ends the task where the module has worked in it for long enough. @param {number} [afterMs] */
  async #rest(afterMs = 0) {
    if (this.#busyMs < afterMs) return;
    await this.#pause();
    this.#busyMs = 0;
  }
}

/** @param {unknown} error @returns {error is Message} */
function isMessage(error) {
  return typeof error === "object" && error !== null && !(error instanceof Error) && "key" in error;
}

/** @param {Source} source */
function sizeOf({ flavours }) {
  return flavours.reduce((sum, { bytes }) => sum + lengthOf(bytes), 0);
}

/** @param {Blob | Uint8Array} bytes */
function lengthOf(bytes) {
  return bytes instanceof Blob ? bytes.size : bytes.length;
}

/** Small bytes come as they are: a stream each would cost more than reading them. @param {Blob | Uint8Array} bytes */
async function* pieces(bytes) {
  if (!(bytes instanceof Blob)) {
    yield* cut(bytes);
    return;
  }
  const reader = bytes.stream().getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield* cut(value);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** @param {Uint8Array} chunk */
function* cut(chunk) {
  for (let at = 0; at < chunk.length; at += PIECE_BYTES) yield chunk.subarray(at, at + PIECE_BYTES);
}

/** @param {(share: number) => void} progress */
function throttle(progress) {
  let last = Number.NEGATIVE_INFINITY;
  /** @param {number} share */
  return (share) => {
    const now = performance.now();
    if (now - last < PROGRESS_MS) return;
    last = now;
    progress(share);
  };
}
