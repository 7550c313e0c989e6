// What people bring, read one after the other and answered each at once: shown first, kept after.

import { saidAt } from "../store/answer-times.js";
import { apply } from "../store/ground.js";
import { count, message, name } from "../text/message.js";
import { announcementOf, cardsOf } from "./announce.js";
import { ANSWER_MS } from "./answers.js";
import { accountOfImports } from "./changes.js";
import { savedHere, sourceOf } from "./source.js";

/** @import { Engine, Moment, Source } from "../engine/engine" */
/** @import { ImportCard, Message } from "../engine/types" */
/** @import { Change, Ground } from "../store/ground.js" */
/** @import { Texts } from "../ui/model" */
/** @import { Answers } from "./answers.js" */
/** @import { Pending } from "./clipboard.js" */
/** @import { Stage } from "./stage.js" */

/**
 * @typedef {{ account?: string, asOf?: string }} Said what a host knows of an import
 * @typedef {object} Delivery what came together
 * @property {Said} said
 * @property {boolean} isAnswered something was said of it
 * @property {Source[]} waiting read, and not yet shown
 * @property {string[]} taken ids of what was taken in
 * @property {() => void} over the answer to come is the last one
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
 * @property {(change: Change, what: Message, together: object) => Promise<void>} change
 * @property {(saved: { kind: "backup" | "mappings", json: string }) => Promise<void>} open a file of ours was brought
 */

/** What is read within this needs no bar. */
const SHORT_MS = 60;
/** What is read within this is answered together: of forty short files the answers would take longest. */
const TOGETHER_MS = 400;

export class Imports {
  #around;
  /** @type {Map<string, AbortController>} */
  #running = new Map();
  #begun = 0;

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
    const { stage } = this.#around;
    const asked = stage.model.openImport;
    const files = pending.filter(({ flavours }) => flavours.length > 0);
    /** @type {Delivery} */
    const delivery = { said, isAnswered: false, waiting: [], taken: [], over: () => {} };
    if (files.length === 0) {
      this.#answer(delivery);
      stage.complain(message("paste.empty"));
    } else {
      await this.#each(files, delivery);
      await this.#answerByAddress(delivery, asked);
    }
    if (delivery.taken.length === 0) stage.set({ delivered: [] });
    return delivery.taken;
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

  /** One file after the other, until it is cancelled: what was not answered by then leaves nothing. @param {Pending[]} files @param {Delivery} delivery */
  async #each(files, delivery) {
    const abort = new AbortController();
    this.#begun += 1;
    const id = `${this.#begun}`;
    const bar = this.#bar(id, files);
    this.#running.set(id, abort);
    let since = performance.now();
    let together = TOGETHER_MS;
    for (const [at, file] of files.entries()) {
      await this.#one(file, delivery, abort.signal, (called) => bar.begin(at, called)).catch(
        (error) => this.#fail(error, delivery),
      );
      if (abort.signal.aborted) break;
      const now = performance.now();
      if (now - since < together) continue;
      await this.#show(delivery, abort.signal);
      since = performance.now();
      // Where answers take long, most of the time is still spent on reading.
      together = Math.max(TOGETHER_MS, 3 * (since - now));
    }
    bar.answer();
    delivery.over = bar.remove;
    if (!abort.signal.aborted) await this.#show(delivery, abort.signal);
    if (abort.signal.aborted) await this.#leave(delivery);
    this.#running.delete(id);
    bar.remove();
  }

  /** What was said of the delivery before is an answer no more. @param {Delivery} delivery */
  #answer(delivery) {
    if (!delivery.isAnswered) this.#around.stage.moveOn({ openImport: null });
    delivery.isAnswered = true;
  }

  /** @param {unknown} error @param {Delivery} delivery */
  #fail(error, delivery) {
    this.#answer(delivery);
    this.#around.stage.fail(error);
  }

  /**
   * Reads one; a file of ours is opened instead.
   * @param {Pending} pending @param {Delivery} delivery @param {AbortSignal} signal
   * @param {(name: string) => (share: number) => void} begin
   */
  async #one(pending, delivery, signal, begin) {
    const { engine, answers, stage, moment, texts } = this.#around;
    const saved = await savedHere(pending);
    if (saved) {
      await this.#show(delivery, signal);
      await this.#around.open(saved);
      this.#answer(delivery);
      return;
    }
    const here = [...answers.ground.imports, ...delivery.waiting].map((one) => one.name);
    const source = await sourceOf(pending, moment().now, texts(), here);
    try {
      await engine.read([source], begin(source.name), signal);
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
    delivery.waiting.push(source);
    if (stage.model.recalledAt) await answers.recognise(source.id);
  }

  /** What was read is answered together; where that fails, each for itself. @param {Delivery} delivery @param {AbortSignal} signal */
  async #show(delivery, signal) {
    const { engine, answers } = this.#around;
    const sources = delivery.waiting.splice(0);
    /** @param {Source[]} some */
    const settle = (some) => answers.inTurn(() => this.#settle(some, delivery, signal));
    /** @param {unknown} error */
    const fail = (error) => {
      if (!signal.aborted) this.#fail(error, delivery);
    };
    if (sources.length < 2) return settle(sources).catch(fail);
    await settle(sources).catch(async () => {
      for (const source of signal.aborted ? [] : sources)
        await engine
          .read([source], () => {})
          .then(() => settle([source]))
          .catch(fail);
    });
  }

  /** @param {Delivery} delivery */
  async #leave({ waiting }) {
    const { engine, answers } = this.#around;
    for (const { id } of waiting) await answers.inTurn(() => engine.remove(id)).catch(() => {});
  }

  /** The engine has read them: shows them, then keeps them. @param {Source[]} sources @param {Delivery} delivery @param {AbortSignal} signal */
  async #settle(sources, delivery, signal) {
    if (sources.length === 0) return;
    const { stage, answers, done, texts } = this.#around;
    const { taken } = delivery;
    const isFirst = taken.length === 0;
    const before = await answers.roomFor(sources.map(({ id }) => id));
    const patches = sources.flatMap((source) => patchesOf(source, delivery.said));
    const change = { add: sources, patches };
    const also = () => {
      this.#answer(delivery);
      delivery.over();
      taken.push(...sources.map(({ id }) => id));
      // The card of the first stays where it is, or closed, while the others come.
      if (isFirst) stage.set({ openImport: taken[0] });
      stage.set({ delivered: [...taken] });
      const cards = cardsOf(taken, stage.model.view);
      const what = whatCame(cards, taken.length, sources);
      done(before, change, what, delivery);
      stage.announce(cards.length > 0 ? announcementOf(cards, texts()) : what);
    };
    await answers.accept(sources, apply(before, change), { together: taken, signal, also });
    for (const { id } of sources) {
      const [card = null] = cardsOf([id], stage.model.view);
      stage.tell("import", { id, card });
    }
  }

  /**
   * R31: an address of Ads Manager without a table says whose the import is that is asked about.
   * @param {Delivery} delivery @param {string | null} asked whose card was open
   */
  async #answerByAddress(delivery, asked) {
    const { taken } = delivery;
    const { view } = this.#around.stage.model;
    const [id] = taken;
    const account = taken.length === 1 ? cardsOf(taken, view)[0]?.addressOf : null;
    const open = (view?.unclaimed ?? []).map((one) => one.id);
    const of = open.find((one) => one === asked) ?? (open.length === 1 ? open[0] : undefined);
    if (!id || !account || !of) return;
    const change = { remove: [id], patches: accountOfImports([of], account, null) };
    await this.#around.change(change, message("undo.accountSet"), delivery);
    taken.length = 0;
  }

  /**
   * How far a delivery is, until it is answered; shown once that takes a while: what comes and goes at once only costs time.
   * @param {string} id @param {Pending[]} files
   */
  #bar(id, files) {
    const { stage } = this.#around;
    const sizes = files.map(sizeOfPending);
    const total = sizes.reduce((sum, size) => sum + size, 0) || 1;
    /** @type {{ name: string, share: number | null, number: number }} */
    let read = { name: files[0]?.name ?? "", share: 0, number: 1 };
    let isShown = false;
    const own = () => ({ id, count: files.length, ...read });
    // Each keeps its place, and so does the button that cancels it.
    const show = () =>
      stage.set({ reading: stage.model.reading.map((one) => (one.id === id ? own() : one)) });
    const appear = () => {
      isShown = true;
      stage.set({ reading: [...stage.model.reading, own()] });
    };
    let timer = setTimeout(appear, SHORT_MS);
    return {
      /** @param {number} at @param {string} name @returns {(share: number) => void} */
      begin: (at, name) => {
        const before = sizes.slice(0, at).reduce((sum, size) => sum + size, 0);
        /** @param {number} share of this file */
        const move = (share) => {
          const done = before + share * (sizes[at] ?? 0);
          read = { name, share: done / total, number: at + 1 };
          if (isShown) show();
        };
        move(0);
        return move;
      },
      /** All is read. */
      answer: () => {
        read = { ...read, share: null };
        clearTimeout(timer);
        if (isShown) show();
        else timer = setTimeout(appear, ANSWER_MS);
      },
      remove: () => {
        clearTimeout(timer);
        if (!isShown) return;
        isShown = false;
        stage.set({ reading: stage.model.reading.filter((one) => one.id !== id) });
      },
    };
  }
}

/** @param {Pending} pending */
function sizeOfPending({ flavours }) {
  return flavours.reduce(
    (sum, { content }) => sum + (typeof content === "string" ? content.length : content.size),
    0,
  );
}

/** What can be taken back at once. @param {ImportCard[]} cards @param {number} files in all @param {Source[]} sources that came last */
function whatCame([card], files, [source]) {
  if (files > 1) return message("undo.importedFiles", { files: count(files) });
  const key = card?.isUnusable ? "undo.refused" : "undo.imported";
  return message(key, { name: name(source?.name ?? "") });
}

/** What was said of an import when it came, for the options. @param {Source} source @param {Said} said */
function patchesOf({ id, pastedAt }, said) {
  const answers = Object.entries(said).map(([key, value]) => ({
    path: ["imports", id, key],
    value,
  }));
  return saidAt(answers, pastedAt);
}
