// An engine that comes back: after a trap or the loss of its worker it is made anew and fed what it had.
//
//   Comes in   the calls of the controller
//   Goes out   the same promises as www/engine/engine.d.ts; a fault of our own arrives as a `Refusal`
//
// Subtle: only the call that trapped is at fault. The others, open at that moment or made by another element that shared
// the instance, are asked again. What was being read when it trapped is not fed again.

import { message, name, Refusal } from "../text/message.js";
import { Lost } from "./driver.js";
import { failing } from "./failing.js";
import { ASKING, forwarding } from "./forward.js";
import { startEngine } from "./load.js";
import { Remote } from "./remote.js";

/** @import { Driver } from "./driver.js" */
/** @import { Asked, Engine, Moment, Source } from "./engine" */
/** @import { Mode, Surroundings } from "./load.js" */
/** @import { Options, Scope } from "./types" */
/** @import { Writing } from "../text/format.js" */

/** So many imports that were kept are read before anything else has its turn. */
const PORTION = 500;

/**
 * @typedef {object} Hooks
 * @property {(locale?: string) => Writing} writing the language of files; the reader's where none is asked for
 * @property {(how: "trap" | "stale" | "dead") => void} recovered tables must be opened again
 * @property {(sources: Source[]) => void} refused imports that no longer can be read
 */

/** @implements {Engine} */
export class SupervisedEngine extends forwarding(ASKING) {
  /** @type {Mode | null} */
  mode = null;
  #surroundings;
  #hooks;
  /** Null while asleep. @type {Promise<Driver | Remote> | null} */
  #inner = null;
  /** @type {Driver | Remote | null} */
  #current = null;
  /** Raised by every recovery; a call that fails in an older one is not asked to recover again. */
  #epoch = 0;
  /** @type {Map<string, Source>} */
  #sources = new Map();
  /** @type {Options | null} */
  #options = null;
  #closed = false;

  /** @param {Surroundings} surroundings @param {Hooks} hooks */
  constructor(surroundings, hooks) {
    super();
    this.#surroundings = surroundings;
    this.#hooks = hooks;
  }

  /** Resolves when it can work; rejects with a `Refusal`. */
  async ready() {
    await this.#up();
  }

  /** @param {Source[]} sources @param {(share: number) => void} progress @param {AbortSignal} [signal] */
  async read(sources, progress, signal) {
    await this.#ask((inner) => inner.read(sources, progress, signal), sources);
    for (const source of sources) this.#sources.set(source.id, source);
  }

  /**
   * Reads what was kept earlier, in portions: what is pasted meanwhile waits for one of them, not for all. What cannot be
   * read is left out and told of; it never keeps the rest from opening.
   * @param {Source[]} sources
   */
  async load(sources) {
    const epoch = this.#epoch;
    const inner = await this.#up();
    for (const source of sources) this.#sources.set(source.id, source);
    try {
      for (let at = 0; at < sources.length; at += PORTION)
        await inner.read(sources.slice(at, at + PORTION), () => {});
    } catch (error) {
      this.#recover(epoch, inner, error instanceof Lost ? error : new Lost("trap", String(error)));
      await this.#up();
    }
  }

  /** @param {string} importId */
  async remove(importId) {
    this.#sources.delete(importId);
    await this.#ask((inner) => inner.remove(importId));
  }

  /** @param {Options} options */
  async setOptions(options) {
    await this.#ask(async (inner) => {
      const again = await inner.setOptions(options);
      const sources = again
        .map((id) => this.#sources.get(id))
        .filter((source) => source !== undefined);
      if (sources.length > 0) await inner.read(sources, () => {});
    });
    this.#options = options;
  }

  /** @param {Moment} moment @param {Scope} scope @param {AbortSignal} [signal] */
  view(moment, scope, signal) {
    return this.#ask((inner) => inner.view(moment, scope, signal));
  }

  /** @param {Moment} moment @param {Asked & { locale?: string }} asked */
  handout(moment, { locale, ...asked }) {
    return this.#ask((inner) => inner.handout(moment, asked, this.#hooks.writing(locale)));
  }

  /** @param {(typeof ASKING)[number]} method @param {any[]} args */
  forward(method, args) {
    return this.#ask((inner) => /** @type {any} */ (inner)[method](...args));
  }

  /** Lets go of worker and memory; the next call starts anew and feeds what was there. */
  sleep() {
    const asleep = this.#inner;
    this.#inner = null;
    this.#current = null;
    this.#epoch += 1;
    asleep?.then((inner) => inner.close()).catch(() => {});
  }

  close() {
    this.#closed = true;
    this.sleep();
  }

  /**
   * @template T
   * @param {(inner: Driver | Remote) => Promise<T>} work
   * @param {Source[]} reading what may be to blame for a trap
   * @returns {Promise<T>}
   */
  async #ask(work, reading = []) {
    for (let attempt = 1; ; attempt += 1) {
      const epoch = this.#epoch;
      const inner = await this.#up();
      try {
        return await work(inner);
      } catch (error) {
        if (!(error instanceof Lost) || this.#closed) throw error;
        this.#recover(epoch, inner, error);
        await this.#up();
        const isOurs = error.how === "trap" || attempt > 2;
        if (isOurs) throw new Refusal(blame(reading), error.detail);
      }
    }
  }

  /** @param {number} epoch @param {Driver | Remote} lost @param {Lost} error */
  #recover(epoch, lost, error) {
    if (epoch !== this.#epoch) return;
    this.#epoch += 1;
    const up = this.#revive(lost, error);
    this.#inner = up;
    up.then(() => this.#hooks.recovered(error.how)).catch(() => {
      if (this.#inner === up) this.#inner = null;
    });
  }

  /** @param {Driver | Remote} lost @param {Lost} error */
  async #revive(lost, error) {
    const inner = error.how === "dead" ? await this.#start() : lost;
    if (inner === lost) await inner.reset();
    const all = [...this.#sources.values()];
    try {
      await this.#feed(inner, all);
    } catch {
      const failed = await failing(inner, all, (sources) => inner.read(sources, () => {}));
      const refused = failed.map(({ source }) => source);
      for (const { id } of refused) this.#sources.delete(id);
      await inner.reset();
      await this.#feed(inner, [...this.#sources.values()]);
      this.#hooks.refused(refused);
    }
    return inner;
  }

  /** @param {Driver | Remote} inner @param {Source[]} sources */
  async #feed(inner, sources) {
    if (this.#options) await inner.setOptions(this.#options);
    if (sources.length > 0) await inner.read(sources, () => {});
  }

  /** The engine, started and fed where it was not. */
  #up() {
    if (!this.#inner) {
      const up = this.#start().then(async (inner) => {
        await this.#feed(inner, [...this.#sources.values()]);
        return inner;
      });
      this.#inner = up;
      // A failed start may be tried again.
      up.catch(() => {
        if (this.#inner === up) this.#inner = null;
      });
    }
    return this.#inner;
  }

  async #start() {
    const { engine, mode } = await startEngine(this.#surroundings);
    this.mode = mode;
    this.#current = engine;
    if (engine instanceof Remote) {
      engine.onlost = (lost) => {
        // One that was let go on purpose is not missed.
        if (this.#current === engine) this.#recover(this.#epoch, engine, lost);
      };
    }
    if (this.#closed) this.sleep();
    return engine;
  }
}

/** @param {Source[]} reading */
function blame(reading) {
  const only = reading.length === 1 ? reading[0] : undefined;
  return only ? message("engine.trapReading", { name: name(only.name) }) : message("engine.trap");
}
