// Writes the ground state to wherever it is kept, behind what is shown.
//
// Invariant: a change is either written or in `#waiting`; one that could not be written goes with the next. What others
// wrote meanwhile comes back with our own waiting changes on top, so that nothing shown is lost.

import { apply } from "../store/ground.js";
import { memoryStore } from "../store/memory.js";
import { failureOf } from "../text/message.js";

/** @import { Failure, Source } from "../engine/engine" */
/** @import { Change, Ground } from "../store/ground.js" */
/** @import { Answer, Kept, KeptSettings, Listener, Store } from "../store/store" */

/**
 * @typedef {object} Ears
 * @property {(ground: Ground) => void} changed somebody else wrote
 * @property {(failure: Failure) => void} failed a write failed; shown, nothing is lost yet
 * @property {(failure: Failure) => void} lost the store is gone for good
 * @property {() => KeptSettings} settings
 */

export class Writer {
  #ears;
  /** @type {Store} */
  #store = memoryStore();
  /** @type {Change[]} */
  #waiting = [];
  /** @type {Promise<unknown>} */
  #writing = Promise.resolve();

  /** @param {Ears} ears */
  constructor(ears) {
    this.#ears = ears;
  }

  /** What a store has to tell us. @returns {Listener} */
  listener() {
    return {
      changed: (ground) => this.#ears.changed(apply(ground, joined(this.#waiting))),
      lost: (failure) => {
        this.#store = memoryStore();
        this.#ears.lost(failure);
      },
    };
  }

  /** @param {Store} store @returns {Promise<Kept | null>} */
  async use(store) {
    const kept = await store.load();
    this.#store = store;
    return kept;
  }

  /** What was said of all that was handed over; of no worth once that has changed. @param {Answer} answer */
  remember(answer) {
    this.#writing = this.#writing
      .then(() => (this.#waiting.length === 0 ? this.#store.remember?.(answer) : undefined))
      .catch(() => {});
  }

  /** @param {Change} change */
  write(change) {
    this.#waiting.push(change);
    this.#writing = this.#writing.then(() => this.#flush());
  }

  /** Resolves when all that was handed over is written or has failed. */
  async settled() {
    await this.#writing;
  }

  /** From here on nothing is kept; what was, is gone. */
  async erase() {
    await this.#writing;
    const store = this.#store;
    this.#waiting = [];
    this.#store = memoryStore();
    await store.erase();
  }

  /** Once what was handed over is written. */
  async close() {
    await this.#writing;
    this.#store.close();
  }

  async #flush() {
    const changes = [...this.#waiting];
    if (changes.length === 0) return;
    try {
      const foreign = await this.#store.commit(joined(changes), this.#ears.settings());
      this.#waiting = this.#waiting.filter((change) => !changes.includes(change));
      if (foreign) this.listener().changed(foreign);
    } catch (error) {
      this.#ears.failed(failureOf(error));
    }
  }
}

/** Several changes as one. @param {Change[]} changes @returns {Required<Change>} */
export function joined(changes) {
  /** @type {Map<string, Source>} */
  const add = new Map();
  /** @type {Set<string>} */
  const remove = new Set();
  for (const change of changes) {
    for (const id of change.remove ?? []) {
      add.delete(id);
      remove.add(id);
    }
    for (const source of change.add ?? []) add.set(source.id, source);
  }
  return {
    add: [...add.values()],
    remove: [...remove],
    patches: changes.flatMap(({ patches }) => patches ?? []),
  };
}
