// The one place that knows what is going on: ground state in, model out.
//
//   Comes in   what people and hosts do (`Actions`, imports), what the store and the engine answer
//   Goes out   a new `Model` per change, and events for the host
//
// Invariants: every action is a change of the ground state (www/store/ground.js), handed to the engine and answered with a
// new view; nothing computed is stored. `#ground` is what the engine holds. The answer is shown first and written after
// (keeper.js). Changes happen one after the other; reading goes on beside them.

import { readBackup, writeBackup } from "../store/backup.js";
import { apply, difference, entriesOf, inverse, noGround } from "../store/ground.js";
import { createTexts } from "../text/format.js";
import { count, failureOf, message, name, Refusal } from "../text/message.js";
import { actionsOf } from "./actions.js";
import { transitions } from "./alerts.js";
import { announcementOf } from "./announce.js";
import { Keeper } from "./keeper.js";
import { EVERYTHING, firstModel } from "./model.js";
import { backupIn, sourceOf } from "./source.js";

/** @import { Engine, Handout, Moment, Scope, Source } from "../engine/engine" */
/** @import { Hooks } from "../engine/supervised.js" */
/** @import { Message, View } from "../engine/types" */
/** @import { Actions, Model, Settings } from "../ui/model" */
/** @import { Change, Ground } from "../store/ground.js" */
/** @import { Listener, Store } from "../store/store" */
/** @import { Writing } from "../text/format.js" */
/** @import { Backup } from "../store/backup.js" */
/** @import { Pending } from "./clipboard.js" */

/**
 * @typedef {Engine & { ready(): Promise<void>, load(sources: Source[], progress: (share: number) => void): Promise<void> }}
 *   LoadingEngine
 * @typedef {"memory" | "device" | "host" | "ask"} StoreKind
 * @typedef {{ account?: string, asOf?: string }} Said what a host knows of an import
 *
 * @typedef {object} Outside what the controller is given, so that it needs no page
 * @property {(hooks: Hooks) => LoadingEngine} engine
 * @property {(kind: "look" | "device" | "host", listener: Listener) => Promise<Store | null>} store `look`: on this device,
 *   where something is kept already
 * @property {() => Moment} moment
 * @property {(locale: string) => { language: string, catalogue: Record<string, string> }} catalogue
 * @property {() => Promise<{ pending: Pending, said: Said }[]>} sample
 * @property {(handout: Handout) => void} download
 * @property {(model: Model) => void} show called at every change; the element batches
 * @property {(event: string, detail: object) => void} tell
 */

/** Undo reaches this far back. */
const UNDO_DEPTH = 20;
/** After so many traps without an answer between them the engine is given up. */
const RECOVERIES_MOST = 3;

export class Controller {
  #outside;
  #engine;
  #keeper;
  #ground = noGround();
  /** @type {{ change: Change, what: Message }[]} */
  #undo = [];
  /** @type {Map<string, AbortController>} */
  #running = new Map();
  /** @type {Promise<unknown>} */
  #turn = Promise.resolve();
  #recoveries = 0;
  /** The last look at everything, for transitions. @type {View | null} */
  #whole = null;
  /** "Since your last visit" is about the visit before this one. @type {string | null} */
  #lastVisit = null;
  /** What the host has stated; it goes before what the reader chose earlier. @type {Partial<Settings>} */
  #stated;
  /** @type {Model} */
  model;
  /** @type {Actions} */
  actions;

  /** @param {Outside} outside @param {Settings} settings @param {Partial<Settings>} [stated] by the host */
  constructor(outside, settings, stated = {}) {
    this.#outside = outside;
    this.#stated = stated;
    this.model = firstModel(this.#ground, settings);
    this.actions = actionsOf(this);
    this.#engine = outside.engine({
      writing: () => this.#writing(false),
      recovered: (how) => this.#recovered(how),
      refused: (sources) => {
        for (const { name: title } of sources)
          this.complain(message("engine.unreadable", { name: name(title) }));
      },
    });
    this.#keeper = new Keeper({
      changed: (ground) => void this.#turnTo(() => ground),
      failed: (failure) => this.#complainOf(new Refusal(failure.message, failure.detail)),
      lost: (failure) => {
        this.#settings({ keep: "memory" });
        this.#complainOf(new Refusal(failure.message, failure.detail));
      },
      settings: () => {
        const { theme, locale, incognito } = this.model.settings;
        return { theme, locale, incognito };
      },
    });
  }

  /** Loads what is kept and shows it. @param {StoreKind} kind */
  start(kind) {
    return this.#inTurn(async () => {
      try {
        await this.#engine.ready();
        await this.#open(kind);
        await this.#refresh();
        this.#set({ phase: "ready" });
        this.#outside.tell("ready", {});
      } catch (error) {
        this.#giveUp(error);
      }
    });
  }

  /** Everything in the reader's language. */
  texts() {
    return createTexts(this.#writing(this.model.settings.incognito));
  }

  moment() {
    return this.#outside.moment();
  }

  /**
   * Reads what was pasted, dropped or handed over by the host, one after the other, and answers each at once.
   * @param {Pending[]} pending
   * @param {Said} [said]
   * @returns {Promise<string[]>} ids of those that were taken in
   */
  async import(pending, said = {}) {
    // What is pasted for real takes the sample's place.
    if (this.model.isSample) await this.erase();
    return this.#importAll(pending, said);
  }

  async trySample() {
    if (this.#ground.imports.length > 0) return;
    const { now } = this.moment();
    /** @type {Change} */
    const told = { add: [], patches: [] };
    for (const { pending, said } of await this.#outside.sample()) {
      const source = await sourceOf(pending, now, this.texts());
      told.add?.push(source);
      told.patches?.push(...patchesOf(source.id, said));
    }
    this.#undo = [];
    this.#set({ isSample: true });
    await this.change(told);
    this.#set({ isSample: this.#ground.imports.length > 0 });
  }

  /** @param {string} id */
  cancel(id) {
    this.#running.get(id)?.abort();
  }

  /** @param {string} id */
  remove(id) {
    const { name: title = "" } = this.#ground.imports.find((source) => source.id === id) ?? {};
    return this.change({ remove: [id] }, message("undo.removed", { name: name(title) }));
  }

  /** One change of the ground state, and the answer to it. @param {Change} change @param {Message | null} [undo] */
  change(change, undo = null) {
    return this.#turnTo(
      (before) => apply(before, change),
      (before) => {
        if (undo) this.#canUndo(inverse(before, change), undo);
        this.#set({ undo: this.#undo.at(-1)?.what ?? null });
        this.#write(change);
      },
    );
  }

  async undo() {
    const last = this.#undo.pop();
    if (last) await this.change(last.change);
  }

  /** Nothing stays: engine, store, undo. The sample was never kept. */
  async erase() {
    for (const running of this.#running.values()) running.abort();
    const { isSample } = this.model;
    await this.#turnTo(noGround, async () => {
      this.#undo = [];
      this.#lastVisit = null;
      this.#set({
        undo: null,
        openImport: null,
        complaint: null,
        isSample: false,
        scope: EVERYTHING,
      });
      if (!isSample) await this.#stopKeeping("ask");
    });
  }

  /** @returns {Promise<Backup>} */
  save() {
    return writeBackup(this.#ground, this.moment().now);
  }

  /** In place of what is here; can be undone. @param {unknown} backup */
  async restore(backup) {
    const ground = readBackup(backup);
    await this.change(difference(this.#ground, ground), message("undo.restored"));
  }

  /** @param {Partial<Settings>} change */
  async setSettings(change) {
    const { keep } = this.model.settings;
    this.#settings(change);
    if (change.keep && change.keep !== keep) await this.#keep(change.keep);
    else this.#write({});
  }

  /** The host has changed its mind. @param {Partial<Settings>} stated */
  follow(stated) {
    this.#stated = stated;
    this.#settings(stated);
  }

  /** @param {Scope} scope */
  setScope(scope) {
    this.#set({ scope });
    void this.refresh();
  }

  /** @param {Partial<Pick<Model, "tab" | "openImport" | "complaint">>} change */
  look(change) {
    this.#set(change);
  }

  /** A new view of the same ground: time has passed, or the scope changed. */
  refresh() {
    return this.#turnTo((ground) => ground);
  }

  /** @param {Message} complaint stays until closed */
  complain(complaint) {
    this.#set({ complaint });
  }

  /** Shows what went wrong and tells the host. @param {unknown} error */
  fail(error) {
    this.#complainOf(error);
  }

  /** Asks the engine; a refusal is shown as well. @template T @param {(engine: Engine, moment: Moment) => Promise<T>} work */
  async ask(work) {
    try {
      return await work(this.#engine, this.moment());
    } catch (error) {
      this.#complainOf(error);
      throw error;
    }
  }

  /** @param {Handout} handout */
  download(handout) {
    this.#outside.download(handout);
  }

  close() {
    for (const running of this.#running.values()) running.abort();
    this.#engine.close();
    this.#keeper.close();
  }

  // Imports

  /** @param {Pending[]} pending @param {Said} said */
  async #importAll(pending, said) {
    if (pending.every(({ flavours }) => flavours.length === 0))
      this.complain(message("paste.empty"));
    /** @type {string[]} */
    const taken = [];
    for (const one of pending.filter(({ flavours }) => flavours.length > 0)) {
      const id = await this.#importOne(one, said).catch((error) => this.#complainOf(error));
      if (id) taken.push(id);
    }
    return taken;
  }

  /** @param {Pending} pending @param {Said} said @returns {Promise<string | null>} null: cancelled, or a backup */
  async #importOne(pending, said) {
    const backup = await backupIn(pending);
    if (backup !== null) return this.#importBackup(backup);
    const source = await sourceOf(pending, this.moment().now, this.texts());
    const abort = new AbortController();
    this.#running.set(source.id, abort);
    this.#reading(source, 0);
    try {
      await this.#engine.read([source], (share) => this.#reading(source, share), abort.signal);
    } catch (error) {
      if (abort.signal.aborted) return null;
      throw error;
    } finally {
      this.#running.delete(source.id);
      this.#set({ reading: this.model.reading.filter(({ id }) => id !== source.id) });
    }
    await this.#inTurn(() => this.#settleImport(source, said));
    return source.id;
  }

  /** The engine has read it: show it, then keep it. @param {Source} source @param {Said} said */
  async #settleImport(source, said) {
    const before = this.#ground;
    const change = { add: [source], patches: patchesOf(source.id, said) };
    const what = message("undo.imported", { name: name(source.name) });
    this.#ground = apply(before, { add: [source] });
    await this.#go(before, apply(before, change));
    this.#canUndo(inverse(before, change), what);
    this.#set({ undo: what, openImport: source.id });
    const card = this.model.view?.imports.find(({ id }) => id === source.id) ?? null;
    // Shown, so that it is answered; of no use for another visit.
    if (!card?.isUnusable) this.#write(change);
    this.#announce(card ? announcementOf(card) : what);
    this.#outside.tell("import", { id: source.id, card });
  }

  /** A backup that is dropped adds what is missing here. @param {string} json @returns {Promise<null>} */
  async #importBackup(json) {
    const ground = readBackup(json);
    const add = difference(this.#ground, ground).add ?? [];
    await this.change({ add, patches: entriesOf(ground.options) }, message("undo.restored"));
    this.#announce(message("announce.restored", { imports: count(add.length) }));
    return null;
  }

  /** @param {Source} source @param {number} share */
  #reading({ id, name: title }, share) {
    const others = this.model.reading.filter((one) => one.id !== id);
    this.#set({ reading: [...others, { id, name: title, share }] });
  }

  // Ground state and engine

  /**
   * In its turn, makes another ground the one that is shown; where the engine cannot, everything stays as it was.
   * @param {(before: Ground) => Ground} next
   * @param {(before: Ground) => unknown} [then]
   * @returns {Promise<void>}
   */
  #turnTo(next, then) {
    return this.#inTurn(async () => {
      const before = this.#ground;
      await this.#go(before, next(before));
      await then?.(before);
    }).catch((error) => void this.#complainOf(error));
  }

  /** @param {Ground} before @param {Ground} next */
  async #go(before, next) {
    try {
      await this.#take(next);
      await this.#refresh();
    } catch (error) {
      await this.#take(before)
        .then(() => this.#refresh())
        .catch(() => {});
      throw error;
    }
  }

  /** Makes the engine hold `next`, piece by piece. @param {Ground} next */
  async #take(next) {
    const { add = [], remove = [] } = difference(this.#ground, next);
    if (next.options !== this.#ground.options) {
      await this.#engine.setOptions({ ...next.options, lastVisit: this.#lastVisit });
      this.#hold({ ...this.#ground, options: next.options });
    }
    for (const id of remove) {
      await this.#engine.remove(id);
      this.#hold(apply(this.#ground, { remove: [id] }));
    }
    if (add.length > 0) await this.#engine.read(add, () => {});
    this.#hold(next);
  }

  /** @param {Ground} ground */
  #hold(ground) {
    this.#ground = ground;
    const isOpen = ground.imports.some(({ id }) => id === this.model.openImport);
    const openImport = isOpen ? this.model.openImport : null;
    this.#set({ options: ground.options, isEmpty: ground.imports.length === 0, openImport });
  }

  async #refresh() {
    const moment = this.moment();
    const { scope } = this.model;
    const view = await this.#engine.view(moment, scope);
    const isWhole = scope.accounts.length === 0 && !scope.client && !scope.owner;
    const whole = isWhole ? view : await this.#engine.view(moment, EVERYTHING);
    this.#recoveries = 0;
    const news = this.model.isSample || this.model.isEmpty ? [] : transitions(this.#whole, whole);
    this.#whole = whole;
    this.#set({ view, accounts: whole.accounts, revision: this.model.revision + 1 });
    for (const change of news) this.#outside.tell("alert", change);
    this.#outside.tell("change", { view });
  }

  /** @param {"trap" | "stale" | "dead"} how */
  #recovered(how) {
    this.#recoveries += 1;
    if (this.#recoveries > RECOVERIES_MOST)
      return this.#giveUp(new Refusal(message("engine.trap")));
    // A trap of our own is told by the call that failed; another element's is none of the reader's business.
    if (how === "dead") this.complain(message("engine.recovered"));
    void this.refresh();
  }

  /** @param {unknown} error */
  #giveUp(error) {
    const failure = failureOf(error);
    this.#set({ phase: "failed", failure });
    this.#outside.tell("error", failure);
  }

  // Keeping

  /** @param {StoreKind} kind */
  async #open(kind) {
    if (kind === "memory") return this.#settings({ keep: "memory" });
    try {
      const store = await this.#outside.store(
        kind === "ask" ? "look" : kind,
        this.#keeper.listener(),
      );
      if (!store) return;
      const kept = await this.#keeper.use(store);
      this.#settings({
        ...kept?.settings,
        ...this.#stated,
        keep: kind === "host" ? "memory" : "device",
      });
      if (kept) await this.#show(kept.ground);
    } catch (error) {
      // What is kept there stays untouched; this visit keeps nothing.
      this.#settings({ keep: "memory" });
      this.#complainOf(error);
    }
  }

  /** What was kept, at the start. @param {Ground} ground */
  async #show(ground) {
    this.#lastVisit = ground.options.lastVisit;
    await this.#engine.setOptions(ground.options);
    await this.#engine.load(ground.imports, () => {});
    this.#hold(ground);
    this.#write({ patches: [{ path: ["lastVisit"], value: this.moment().now }] });
  }

  /** @param {Settings["keep"]} keep */
  async #keep(keep) {
    if (keep !== "device") return this.#stopKeeping(keep);
    try {
      const store = await this.#outside.store("device", this.#keeper.listener());
      if (!store) return this.#settings({ keep: "memory" });
      const kept = await this.#keeper.use(store);
      const ours = { add: this.#ground.imports, patches: entriesOf(this.#ground.options) };
      this.#write(ours);
      // Another tab may have kept something here already.
      if (kept?.ground.imports.length) await this.#turnTo(() => apply(kept.ground, ours));
    } catch (error) {
      this.#settings({ keep: "memory" });
      this.#complainOf(error);
    }
  }

  /** @param {Settings["keep"]} keep what to ask or do from now on */
  async #stopKeeping(keep) {
    const isKept = this.model.settings.keep === "device";
    await this.#keeper.erase();
    if (isKept || keep !== "ask") this.#settings({ keep });
  }

  /** @param {Change} change */
  #write(change) {
    if (!this.model.isSample) this.#keeper.write(change);
  }

  // Small things

  /** @param {Message} what */
  #announce(what) {
    const id = (this.model.announcement?.id ?? 0) + 1;
    this.#set({ announcement: { id, message: what } });
  }

  /** @param {Change} change @param {Message} what */
  #canUndo(change, what) {
    this.#undo = [...this.#undo, { change, what }].slice(-UNDO_DEPTH);
  }

  /** @param {boolean} incognito @returns {Writing} */
  #writing(incognito) {
    const { locale } = this.model.settings;
    return { ...this.#outside.catalogue(locale), locale, incognito, now: this.moment().now };
  }

  /** @param {unknown} error @returns {null} */
  #complainOf(error) {
    const failure = failureOf(error);
    this.complain(failure.message);
    this.#outside.tell("error", failure);
    return null;
  }

  /** @param {Partial<Settings>} change */
  #settings(change) {
    this.#set({ settings: { ...this.model.settings, ...change } });
  }

  /** @param {Partial<Model>} change */
  #set(change) {
    this.model = { ...this.model, ...change };
    this.#outside.show(this.model);
  }

  /** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  #inTurn(work) {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }
}

/** What was said of an import, for the options. @param {string} id @param {Said} said */
function patchesOf(id, said) {
  return Object.entries(said).map(([key, value]) => ({ path: ["imports", id, key], value }));
}
