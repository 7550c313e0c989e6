// From one ground state to the next: the engine is given what changed, and its answer is shown.
//
//   Comes in   the ground that is wanted (www/store/ground.js)
//   Goes out   views on the stage, and transitions of warnings for the host
//
// Invariant: `ground` is what the engine holds. Changes happen one after the other; where the engine cannot, everything
// stays as it was.

import { apply, difference, noGround, withoutImports } from "../store/ground.js";
import { message, Refusal } from "../text/message.js";
import { transitions } from "./alerts.js";
import { EVERYTHING } from "./model.js";

/** @import { Engine, Moment, Source } from "../engine/engine" */
/** @import { View } from "../engine/types" */
/** @import { Cause } from "./alerts.js" */
/** @import { Ground } from "../store/ground.js" */
/** @import { Answer } from "../store/store" */
/** @import { Stage } from "./stage.js" */

/**
 * @typedef {Engine & { ready(): Promise<void>, load(sources: Source[]): Promise<void> }}
 *   LoadingEngine
 */

/**
 * @typedef {object} Refreshing
 * @property {Moment} [moment]
 * @property {string[]} [arrived] imports that are opened with the view
 * @property {Cause} [cause]
 * @property {AbortSignal} [signal]
 * @property {() => void} [also] what else is shown with the view: drawn once
 */

/** What is answered within this, once all is read, needs no bar. */
export const ANSWER_MS = 300;
/** After so many traps without an answer between them the engine is given up. */
const RECOVERIES_MOST = 3;

export class Answers {
  ground = noGround();
  /** "Since your last visit" is about the visit before this one. @type {string | null} */
  lastVisit = null;
  #engine;
  #stage;
  #moment;
  /** Of the view that is shown. What is asked about it is asked for this moment: for another one the engine would compute
   * everything anew, and a table would not be that of the page around it. @type {Moment | null} */
  #shownAt = null;
  /** @type {Promise<unknown>} */
  #turn = Promise.resolve();
  #recoveries = 0;
  /** The last look at everything that is the reader's own, for transitions. @type {View | null} */
  #whole = null;
  /** Imports whose cards are shown before they count. @type {Set<string>} */
  #recognised = new Set();
  /** Imports that are the sample. @type {Set<string>} */
  #sample = new Set();

  /** @type {(answer: Answer | null) => void} */
  #answered;

  /**
   * @param {LoadingEngine} engine @param {Stage} stage @param {() => Moment} moment
   * @param {(answer: Answer | null) => void} answered all that is here, if anything is
   */
  constructor(engine, stage, moment, answered) {
    this.#engine = engine;
    this.#answered = answered;
    this.#stage = stage;
    this.#moment = moment;
  }

  /** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  inTurn(work) {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }

  /**
   * In its turn, makes another ground the one that is shown.
   * @param {(before: Ground) => Ground} next
   * @param {(before: Ground) => unknown} [also] what else is shown with it: drawn once
   * @returns {Promise<void>}
   */
  turnTo(next, also) {
    return this.inTurn(async () => {
      const before = this.ground;
      const wanted = next(before);
      // That time passes is nobody's wish, and nobody waits for it.
      const told = wanted === before ? undefined : setTimeout(() => this.#wait(true), ANSWER_MS);
      /** @type {unknown} */
      let done;
      await this.#go(before, wanted, { also: () => (done = also?.(before)) }).finally(() => {
        clearTimeout(told);
        this.#wait(false);
      });
      await done;
    }).catch((error) => void this.#stage.fail(error));
  }

  /**
   * The engine has read `sources` already; what was said of them, and the answer, follow.
   * @param {Source[]} sources @param {Ground} next
   * @param {object} more
   * @param {string[]} more.together imports that came with them
   * @param {AbortSignal} more.signal takes them back while they are not answered
   * @param {() => void} more.also what else is shown with them: drawn once
   */
  async accept(sources, next, { together, signal, also }) {
    const before = this.ground;
    for (const { id } of sources) this.#recognised.delete(id);
    this.ground = apply(before, { add: sources });
    const arrived = [...together, ...sources.map(({ id }) => id)];
    await this.#go(before, next, { arrived, signal, also });
  }

  /** Says, or no longer, that an answer is being worked out. @param {boolean} isAnswering */
  #wait(isAnswering) {
    if (this.#stage.model.isAnswering !== isAnswering) this.#stage.set({ isAnswering });
  }

  /** These imports, once they are shown, are the sample. @param {Source[]} sources */
  takeForSample(sources) {
    this.#sample = new Set(sources.map(({ id }) => id));
  }

  /**
   * The ground that imports which were read come to. The sample makes room for what can be used, and for nothing else.
   * Within a turn.
   * @param {string[]} ids
   */
  async roomFor(ids) {
    if (!this.#stage.model.isSample) return this.ground;
    const cards = await this.#engine.cards(this.#moment(), { ids });
    return cards.every(({ isUnusable }) => isUnusable) ? this.ground : withoutImports(this.ground);
  }

  /** What was kept, at the start; what cannot be read is left out. @param {Ground} ground */
  async load(ground) {
    this.lastVisit = ground.options.lastVisit;
    await this.#engine.setOptions(ground.options);
    await this.#engine.load(ground.imports);
    this.#hold(ground);
  }

  /** What was said at the last visit, until all that is kept has been read again. @param {Answer} said */
  recall({ view, moment }) {
    const { revision } = this.#stage.model;
    const shown = { view, accounts: view.accounts, isEmpty: false, revision: revision + 1 };
    this.#stage.set({ ...shown, recalledAt: moment.now });
  }

  /** What was pasted while that is shown: recognised at once, answered with everything else. @param {string} id */
  async recognise(id) {
    const cards = await this.#engine.recognised([id]);
    const { recalledAt, view } = this.#stage.model;
    if (!recalledAt || !view) return;
    const isFirst = this.#recognised.size === 0;
    this.#recognised.add(id);
    this.#stage.set({
      view: { ...view, imports: [...cards, ...view.imports] },
      ...(isFirst && { openImport: id }),
    });
  }

  /** The moment for which everything is shown. */
  get shownAt() {
    return this.#shownAt ?? this.#moment();
  }

  /** Other accounts of what is shown, in its turn: no time has passed. */
  choose() {
    return this.inTurn(() => this.refresh({ moment: this.shownAt })).catch(
      (error) => void this.#stage.fail(error),
    );
  }

  /** The cards that are open are had, however old they are, in their turn. */
  bringOpen() {
    return this.inTurn(async () => {
      const { view } = this.#stage.model;
      if (view) this.#stage.set({ view: await this.#withOpen(view, this.shownAt) });
    }).catch((error) => void this.#stage.fail(error));
  }

  /** @param {View} view @param {Moment} moment @param {string[]} [arrived] opened with this view */
  async #withOpen(view, moment, arrived = []) {
    const { openImport, delivered } = this.#stage.model;
    const here = new Set(view.imports.map(({ id }) => id));
    const open = new Set([openImport ?? "", ...delivered, ...arrived].filter((id) => id));
    const ids = [...open].filter((id) => !here.has(id));
    if (ids.length === 0) return view;
    return { ...view, imports: [...view.imports, ...(await this.#engine.cards(moment, { ids }))] };
  }

  /** A new view of the same ground. Within a turn. @param {Refreshing} [how] */
  async refresh({ moment = this.#moment(), arrived, cause = "time", signal, also } = {}) {
    const { scope } = this.#stage.model;
    const answer = await this.#engine.view(moment, scope, signal);
    const view = await this.#withOpen(answer, moment, arrived);
    const isWhole = scope.accounts.length === 0 && !scope.client && !scope.owner;
    const whole = isWhole ? view : await this.#engine.view(moment, EVERYTHING, signal);
    this.#recoveries = 0;
    this.#shownAt = moment;
    const { isSample, revision } = this.#stage.model;
    // Where nothing could be used the page still says how to begin.
    const { isEmpty } = whole;
    const news = isSample || isEmpty ? [] : transitions(this.#whole, whole, cause);
    if (!isSample) this.#whole = whole;
    const shown = { view, accounts: whole.accounts, isEmpty, revision: revision + 1 };
    this.#stage.set({ ...shown, recalledAt: null });
    also?.();
    this.#answered(isEmpty ? null : { view: whole, moment });
    for (const change of news) this.#stage.tell("alert", change);
    this.#stage.tell("change", { view });
  }

  /** The engine was made anew. @param {"trap" | "stale" | "dead"} how */
  recovered(how) {
    this.#recoveries += 1;
    if (this.#recoveries > RECOVERIES_MOST)
      return this.#stage.giveUp(new Refusal(message("engine.trap")));
    // A trap of our own is told by the call that failed; another element's is none of the reader's business.
    if (how === "dead") this.#stage.complain(message("engine.recovered"));
    void this.turnTo((ground) => ground);
  }

  /** @param {Ground} before @param {Ground} next @param {Refreshing} how */
  async #go(before, next, how) {
    try {
      await this.#take(next);
      await this.refresh({ ...how, cause: next === before ? "time" : "data" });
    } catch (error) {
      await this.#take(before)
        .then(() => this.refresh())
        .catch(() => {});
      throw error;
    }
  }

  /** Makes the engine hold `next`, piece by piece. @param {Ground} next */
  async #take(next) {
    const { add = [], remove = [] } = difference(this.ground, next);
    if (next.options !== this.ground.options) {
      await this.#engine.setOptions({ ...next.options, lastVisit: this.lastVisit });
      this.#hold({ ...this.ground, options: next.options });
    }
    for (const id of remove) {
      await this.#engine.remove(id);
      this.#hold(apply(this.ground, { remove: [id] }));
    }
    if (add.length > 0) await this.#engine.read(add, () => {});
    this.#hold(next);
  }

  /** @param {Ground} ground */
  #hold(ground) {
    this.ground = ground;
    const { openImport, scope, isSample: wasSample } = this.#stage.model;
    const isOpen =
      this.#recognised.has(openImport ?? "") || ground.imports.some(({ id }) => id === openImport);
    const isSample = ground.imports.some(({ id }) => this.#sample.has(id));
    // Whether it is empty is told with the view of it: tables of the one before would be asked for in between.
    this.#stage.set({
      options: ground.options,
      openImport: isOpen ? openImport : null,
      isSample,
      scope: wasSample && !isSample ? EVERYTHING : scope,
    });
  }
}
