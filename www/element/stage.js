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

  /** @param {Message} complaint stays until closed */
  complain(complaint) {
    this.set({ complaint });
  }

  /** Shows what went wrong and tells the host. @param {unknown} error @returns {null} */
  fail(error) {
    const failure = failureOf(error);
    this.complain(failure.message);
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
