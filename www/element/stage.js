// What everybody in front of the page sees, and what the host hears: the model, and who is told when it changes.

import { failureOf } from "../text/message.js";
import { firstModel } from "./model.js";

/** @import { Message } from "../engine/types" */
/** @import { Model, Settings } from "../ui/model" */
/** @import { Ground } from "../store/ground.js" */

export class Stage {
  /** @type {Model} */
  model;
  #show;
  #lasts = false;
  /** An event for the host. @type {(event: string, detail: object) => void} */
  tell;

  /**
   * @param {{ show: (model: Model) => void, tell: (event: string, detail: object) => void }} audience
   * @param {Ground} ground
   * @param {Settings} settings
   */
  constructor({ show, tell }, ground, settings) {
    this.model = firstModel(ground, settings);
    this.#show = show;
    this.tell = tell;
  }

  /** @param {Partial<Model>} change */
  set(change) {
    this.model = { ...this.model, ...change };
    this.#show(this.model);
  }

  /** @param {Partial<Settings>} change */
  settings(change) {
    this.set({ settings: { ...this.model.settings, ...change } });
  }

  /** Said once in the status region. @param {Message} what */
  announce(what) {
    const id = (this.model.announcement?.id ?? 0) + 1;
    this.set({ announcement: { id, message: what } });
  }

  /** @param {Message} complaint @param {boolean} [lasts] it is about this visit, not about what was done last: until closed */
  complain(complaint, lasts = false) {
    this.#lasts = lasts;
    this.set({ complaint });
  }

  /** Something else was done since: what was said before answers it no more. @param {Partial<Model>} [change] */
  moveOn(change = {}) {
    this.set({ ...change, complaint: this.#lasts ? this.model.complaint : null });
  }

  /** Shows what went wrong and tells the host. @param {unknown} error @param {boolean} [lasts] @returns {null} */
  fail(error, lasts = false) {
    const failure = failureOf(error);
    this.complain(failure.message, lasts);
    this.tell("error", failure);
    return null;
  }

  /** Nothing goes on from here. @param {unknown} error */
  giveUp(error) {
    const failure = failureOf(error);
    this.set({ phase: "failed", failure });
    this.tell("error", failure);
  }
}
