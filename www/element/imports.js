// What people bring, read one after the other and answered each at once: shown first, kept after.

import { saidAt } from "../store/answered.js";
import { apply } from "../store/ground.js";
import { message, name } from "../text/message.js";
import { announcementOf, cardsOf } from "./announce.js";
import { savedHere, sourceOf } from "./source.js";

/** @import { Engine, Moment, Source } from "../engine/engine" */
/** @import { Message } from "../engine/types" */
/** @import { Change, Ground } from "../store/ground.js" */
/** @import { Texts } from "../ui/model" */
/** @import { Answers } from "./answers.js" */
/** @import { Pending } from "./clipboard.js" */
/** @import { Stage } from "./stage.js" */

/**
 * @typedef {{ account?: string, asOf?: string }} Said what a host knows of an import
 * @typedef {{ said: Said, isAnswered: boolean, taken: string[] }} Delivery what came together, whether something was said of
 *   it, and the ids of what was taken in
 */

/**
 * @typedef {object} Around
 * @property {Engine} engine
 * @property {Stage} stage
 * @property {Answers} answers
 * @property {() => Moment} moment
 * @property {() => Texts} texts
 * @property {(before: Ground, change: Change, what: Message, together: object) => void} done it counts: to be undone with
 *   what came together with it, and to be kept
 * @property {(change: Change, what: Message) => Promise<void>} change
 * @property {(saved: { kind: "backup" | "mappings", json: string }) => Promise<void>} open a file of ours was brought
 */

/** What is read within this needs no bar. */
const SHORT_MS = 60;

export class Imports {
  #around;
  /** @type {Map<string, AbortController>} */
  #running = new Map();

  /** @param {Around} around */
  constructor(around) {
    this.#around = around;
  }

  /**
   * @param {Pending[]} pending
   * @param {Said} said
   * @returns {Promise<string[]>} ids of those that were taken in
   */
  async read(pending, said) {
    const { stage, texts } = this.#around;
    /** @type {Delivery} */
    const delivery = { said, isAnswered: false, taken: [] };
    const { taken } = delivery;
    if (pending.every(({ flavours }) => flavours.length === 0)) {
      this.#answer(delivery);
      stage.complain(message("paste.empty"));
    }
    for (const one of pending.filter(({ flavours }) => flavours.length > 0)) {
      const id = await this.#one(one, delivery).catch((error) => {
        this.#answer(delivery);
        return stage.fail(error);
      });
      if (id) taken.push(id);
    }
    stage.set({ delivered: taken });
    const cards = cardsOf(taken, stage.model.view);
    if (cards.length > 1) stage.announce(announcementOf(cards, texts()));
    return taken;
  }

  /**
   * Several at once, as one change; nothing is read yet.
   * @param {{ pending: Pending, said: Said }[]} all
   * @returns {Promise<Change>}
   */
  async together(all) {
    const { moment, texts } = this.#around;
    /** @type {Required<Pick<Change, "add" | "patches">>} */
    const told = { add: [], patches: [] };
    for (const { pending, said } of all) {
      const source = await sourceOf(pending, moment().now, texts(), []);
      told.add.push(source);
      told.patches.push(...patchesOf(source, said));
    }
    return told;
  }

  /** @param {string} id */
  cancel(id) {
    this.#running.get(id)?.abort();
  }

  cancelAll() {
    for (const running of this.#running.values()) running.abort();
  }

  /** What was said of the delivery before is an answer no more. @param {Delivery} delivery */
  #answer(delivery) {
    if (!delivery.isAnswered) this.#around.stage.moveOn({ openImport: null });
    delivery.isAnswered = true;
  }

  /** @param {Pending} pending @param {Delivery} delivery @returns {Promise<string | null>} null: cancelled, or a file of ours */
  async #one(pending, delivery) {
    const { engine, answers, moment, texts } = this.#around;
    const saved = await savedHere(pending);
    if (saved) {
      await this.#around.open(saved);
      this.#answer(delivery);
      return null;
    }
    const taken = answers.ground.imports.map((one) => one.name);
    const source = await sourceOf(pending, moment().now, texts(), taken);
    const abort = new AbortController();
    this.#running.set(source.id, abort);
    const bar = this.#bar(source);
    try {
      await engine.read([source], bar.move, abort.signal);
    } catch (error) {
      if (abort.signal.aborted) return null;
      throw error;
    } finally {
      this.#running.delete(source.id);
      bar.remove();
    }
    if (this.#around.stage.model.recalledAt) await answers.recognise(source.id);
    await answers.inTurn(() => this.#settle(source, delivery));
    return source.id;
  }

  /** The engine has read it: show it, then keep it. @param {Source} source @param {Delivery} delivery */
  async #settle(source, delivery) {
    const { stage, answers, done, texts } = this.#around;
    const before = await answers.roomFor(source.id);
    const change = { add: [source], patches: patchesOf(source, delivery.said) };
    await answers.accept([source], apply(before, change), delivery.taken);
    this.#answer(delivery);
    stage.set({ openImport: source.id });
    const [card = null] = cardsOf([source.id], stage.model.view);
    const key = card?.isUnusable ? "undo.refused" : "undo.imported";
    const what = message(key, { name: name(source.name) });
    done(before, change, what, delivery);
    stage.announce(card ? announcementOf([card], texts()) : what);
    stage.tell("import", { id: source.id, card });
  }

  /** How far it is, shown once that takes a while: what comes and goes at once only costs time. @param {Source} source */
  #bar({ id, name: title }) {
    const { stage } = this.#around;
    const others = () => stage.model.reading.filter((one) => one.id !== id);
    let share = 0;
    let isShown = false;
    const show = () => stage.set({ reading: [...others(), { id, name: title, share }] });
    const timer = setTimeout(() => {
      isShown = true;
      show();
    }, SHORT_MS);
    return {
      /** @param {number} now */
      move: (now) => {
        share = now;
        if (isShown) show();
      },
      remove: () => {
        clearTimeout(timer);
        if (isShown) stage.set({ reading: others() });
      },
    };
  }
}

/** What was said of an import when it came, for the options. @param {Source} source @param {Said} said */
function patchesOf({ id, pastedAt }, said) {
  const answers = Object.entries(said).map(([key, value]) => ({
    path: ["imports", id, key],
    value,
  }));
  return saidAt(answers, pastedAt);
}
