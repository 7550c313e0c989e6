// The one place that knows what is going on: ground state in, model out.
//
//   Comes in   what people and hosts do (`Actions`, imports), what the store and the engine answer
//   Goes out   a new `Model` per change, and events for the host
//
// Its parts, in the order in which a paste meets them: imports.js reads it, answers.js makes it the ground that is shown,
// stage.js shows it, keeping.js keeps it. Here is what people can do, and undo.
//
// Invariants: every action is a change of the ground state (www/store/ground.js), handed to the engine and answered with a
// new view; nothing is computed from what was computed. The answer is shown first and written after (writer.js). Changes happen one after
// the other; reading goes on beside them.

import { saidAt } from "../store/answer-times.js";
import { readBackup } from "../store/backup.js";
import { apply, difference, inverse, noGround, withoutImports } from "../store/ground.js";
import { createTexts } from "../text/format.js";
import { message, name, Refusal } from "../text/message.js";
import { actionsOf } from "./actions.js";
import { announcementOf, cardsOf } from "./announce.js";
import { Answers } from "./answers.js";
import { mappingsOf } from "./changes.js";
import { Handover } from "./handover.js";
import { Imports } from "./imports.js";
import { Keeping } from "./keeping.js";
import { EVERYTHING, NO_LETTERHEAD } from "./model.js";
import { Stage } from "./stage.js";
import { joined } from "./writer.js";

/** @import { Engine, FileToSave, Moment } from "../engine/engine" */
/** @import { Hooks } from "../engine/supervised.js" */
/** @import { Message, Scope } from "../engine/types" */
/** @import { Actions, AskedFigure, Model, Settings } from "../ui/model" */
/** @import { Change, Ground, Patch } from "../store/ground.js" */
/** @import { Writing } from "../text/format.js" */
/** @import { Backup } from "../store/backup.js" */
/** @import { LoadingEngine } from "./answers.js" */
/** @import { Pending } from "./clipboard.js" */
/** @import { Said } from "./imports.js" */
/** @import { OpenStore, StoreKind } from "./keeping.js" */

/**
 * @typedef {object} Outside what the controller is given, so that it needs no page
 * @property {(hooks: Hooks) => LoadingEngine} engine
 * @property {OpenStore} store
 * @property {() => Moment} moment
 * @property {(locale: string) => { language: string, catalogue: Record<string, string> }} catalogue of what is at hand
 * @property {(locale: string) => Promise<void>} bringLanguage
 * @property {() => string[]} languages at hand
 * @property {() => Promise<{ pending: Pending, said: Said }[]>} sample
 * @property {(file: FileToSave) => void} download
 * @property {(model: Model) => void} show called at every change; the element batches
 * @property {(event: string, detail: object) => void} tell
 */

/**
 * @typedef {object} Step what can be taken back at once
 * @property {Change} change takes it back
 * @property {Message} what
 * @property {boolean} isSample a step of the sample is none without it
 * @property {object} together what came at once is taken back at once
 */

/** Undo reaches this far back. */
const UNDO_DEPTH = 20;

export class Controller {
  #outside;
  #engine;
  #stage;
  #answers;
  #keeping;
  #imports;
  #handover;
  /** @type {Step[]} */
  #undo = [];
  /** What the host has stated; it goes before what the reader chose earlier. @type {Partial<Settings>} */
  #stated;
  /** @type {Promise<void>} */
  #started = Promise.resolve();
  /** Imports are read from here on, whatever is still being loaded. @type {Promise<unknown>} */
  takes = Promise.resolve();
  /** @type {Actions} */
  actions;

  /** @param {Outside} outside @param {Settings} settings @param {Partial<Settings>} [stated] by the host */
  constructor(outside, settings, stated = {}) {
    this.#outside = outside;
    this.#stated = stated;
    this.#stage = new Stage(outside, noGround(), settings);
    this.#engine = outside.engine({
      writing: (locale) => ({ ...this.#writing(false, locale), inFull: true }),
      recovered: (how) => this.#answers.recovered(how),
      refused: (sources) => {
        for (const { name: title } of sources)
          this.#stage.complain(message("engine.unreadable", { name: name(title) }), true);
      },
    });
    this.#answers = new Answers(
      this.#engine,
      this.#stage,
      () => this.moment(),
      (answer) => this.#keeping.remember(answer),
    );
    this.#keeping = new Keeping(
      this.#stage,
      this.#answers,
      (kind, listener) => outside.store(kind, listener),
      () => this.moment().now,
    );
    this.#imports = new Imports({
      engine: this.#engine,
      stage: this.#stage,
      answers: this.#answers,
      moment: () => this.moment(),
      texts: () => this.texts(),
      done: (before, change, what, together) => this.#imported(before, change, what, together),
      change: (change, what, together) => this.change(change, what, together),
      open: async ({ kind, json }) => {
        // What it adds to or takes the place of is known once all is read.
        await this.#started;
        await (kind === "backup" ? this.#handover.open(json) : this.rememberMappings(json));
      },
    });
    this.#handover = new Handover({
      engine: this.#engine,
      stage: this.#stage,
      answers: this.#answers,
      moment: () => this.moment(),
      change: (change, what) => this.change(change, what),
      endSample: () => this.endSample(),
    });
    this.actions = actionsOf(this);
  }

  /** @returns {Model} */
  get model() {
    return this.#stage.model;
  }

  /** Loads what is kept and shows it. @param {StoreKind} kind */
  start(kind) {
    const ready = Promise.all([this.#engine.ready(), this.#recall(kind)]);
    this.takes = ready.catch(() => {});
    this.#started = this.#answers.inTurn(async () => {
      try {
        await ready;
        await this.#keeping.open(kind, this.#stated);
        await this.#speak(this.model.settings.locale);
        await this.#answers.refresh();
        this.#stage.set({ phase: "ready" });
        this.#stage.tell("ready", {});
      } catch (error) {
        this.#stage.giveUp(error);
      }
    });
    return this.#started;
  }

  /** What was said at the last visit, in the reader's language, while the engine starts. @param {StoreKind} kind */
  async #recall(kind) {
    const [{ isNew, said }] = await Promise.all([
      this.#keeping.look(kind, this.#stated),
      this.#speak(this.model.settings.locale),
    ]);
    this.#stage.set({ isNew });
    if (!said) return;
    await this.#speak(this.model.settings.locale);
    this.#answers.recall(said);
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
  import(pending, said = {}) {
    return this.#imports.read(pending, said);
  }

  async trySample() {
    if (this.#answers.ground.imports.length > 0) return;
    const told = await this.#imports.together(await this.#outside.sample());
    this.#undo = [];
    this.#answers.takeForSample(told.add);
    await this.change(told);
  }

  /** Back to what was there before the sample. */
  endSample() {
    this.#imports.cancelAll();
    return this.#answers.turnTo(withoutImports, () => {
      this.#undo = [];
      this.#stage.set({ undo: null, complaint: null });
    });
  }

  /** @param {string} id */
  cancel(id) {
    this.#imports.cancel(id);
  }

  /** @param {string} id */
  remove(id) {
    const { imports } = this.#answers.ground;
    const { name: title = "" } = imports.find((source) => source.id === id) ?? {};
    return this.change({ remove: [id] }, message("undo.removed", { name: name(title) }));
  }

  /**
   * One change of the ground state, and the answer to it.
   * @param {Change} change @param {Message | null} [undo] @param {object} [together] what is taken back with it
   */
  change(change, undo = null, together = change) {
    return this.#answers.turnTo(
      (before) => apply(before, change),
      (before) => {
        if (undo) this.#canUndo(inverse(before, change), undo, together);
        this.#stage.moveOn({ undo: this.#undo.at(-1)?.what ?? null });
        this.#answered(undo);
        this.#keeping.write(change);
      },
    );
  }

  /** What a person says, with the moment at which it is said. @param {Patch[]} patches @param {Message | null} [undo] */
  say(patches, undo = null) {
    return this.change({ patches: saidAt(patches, this.moment().now) }, undo);
  }

  async undo() {
    const last = this.#undo.pop();
    if (!last) return;
    await this.change(last.change);
    this.#stage.announce(
      message("announce.undone", { what: name(this.texts().message(last.what)) }),
    );
  }

  /** Nothing stays: engine, store, undo. */
  async erase() {
    this.#imports.cancelAll();
    await this.#answers.turnTo(noGround, async () => {
      this.#undo = [];
      this.#answers.lastVisit = null;
      this.#stage.set({
        undo: null,
        openImport: null,
        complaint: null,
        scope: EVERYTHING,
      });
      this.#stage.settings({ backupAt: null, handedOut: [], letterhead: NO_LETTERHEAD });
      await this.#keeping.stop("ask");
    });
    // What was announced before names what was pasted.
    this.#stage.announce(message("announce.erased"));
  }

  /** Everything, or what belongs to the accounts in scope. @param {Scope} [scope] @returns {Promise<Backup>} */
  save(scope) {
    return this.#handover.save(scope);
  }

  /** What becomes of the backup that was opened. @param {"add" | "replace" | "leave"} how */
  decideBackup(how) {
    return this.#handover.decide(how);
  }

  /** In place of what is here; can be undone. @param {unknown} backup */
  async restore(backup) {
    const ground = readBackup(backup);
    await this.change(difference(this.#answers.ground, ground), message("undo.restored"));
  }

  /** How tables are read, as it was saved here or by a colleague. @param {string} json */
  async rememberMappings(json) {
    const patches = mappingsOf(json);
    if (!patches) throw new Refusal(message("shell.mappingsUnread"));
    await this.say(patches, message("undo.mappingSet"));
  }

  /** What a file has told the world is kept for the next one. @param {Partial<Pick<Settings, "backupAt" | "handedOut">>} told */
  handedOut(told) {
    this.#stage.settings(told);
    this.#keeping.write({});
  }

  /** @param {Partial<Settings>} change */
  async setSettings(change) {
    const { keep } = this.model.settings;
    if (change.locale) await this.#speak(change.locale);
    this.#stage.settings(change);
    if (change.notify !== undefined) void this.refresh();
    if (change.keep && change.keep !== keep) await this.#keeping.decide(change.keep);
    else this.#keeping.write({});
  }

  /** The host has changed its mind. @param {Partial<Settings>} stated */
  follow(stated) {
    this.#stated = stated;
    this.#stage.settings(stated);
    if (stated.locale) void this.#speak(stated.locale);
  }

  /** More languages have come to hand. */
  spoken() {
    this.#stage.set({ languages: this.#outside.languages() });
  }

  /** @param {Scope} scope */
  setScope(scope) {
    this.#stage.set({ scope });
    void this.#answers.choose();
  }

  /** @param {string | null} id @param {AskedFigure | null} [figure] that led there */
  openImport(id, figure = null) {
    this.#stage.set({ openImport: id, asked: id === null ? null : { id, figure } });
    if (id && cardsOf([id], this.model.view).length === 0) void this.#answers.bringOpen();
  }

  /** @param {Partial<Pick<Model, "tab" | "openImport" | "complaint" | "isDropping">>} change */
  look(change) {
    this.#stage.set(change);
  }

  /** A new view of the same ground: time has passed, or the scope changed. */
  refresh() {
    return this.#answers.turnTo((ground) => ground);
  }

  /** What was asked for last is about to be answered. */
  moveOn() {
    this.#stage.moveOn();
  }

  /** @param {Message} complaint */
  complain(complaint) {
    this.#stage.complain(complaint);
  }

  /** Shows what went wrong and tells the host. @param {unknown} error */
  fail(error) {
    this.#stage.fail(error);
  }

  /** Asks the engine about what is shown; a refusal is shown as well. @template T @param {(engine: Engine, moment: Moment) => Promise<T>} work */
  async ask(work) {
    // Of what was only recalled the engine knows nothing yet.
    await this.#started;
    try {
      return await work(this.#engine, this.#answers.shownAt);
    } catch (error) {
      this.#stage.fail(error);
      throw error;
    }
  }

  /** @param {FileToSave} handout */
  download(handout) {
    this.#outside.download(handout);
  }

  close() {
    this.#imports.cancelAll();
    this.#engine.close();
    this.#keeping.close();
  }

  /** Brings a language to hand; without it the page stays in the one it has. @param {string} locale */
  async #speak(locale) {
    try {
      await this.#outside.bringLanguage(locale);
      this.spoken();
    } catch (error) {
      this.#stage.fail(new Refusal(message("shell.noLanguage", { language: name(locale) }), error));
    }
  }

  /** An import is shown. @param {Ground} before @param {Change} change @param {Message} what @param {object} together */
  #imported(before, change, what, together) {
    this.#canUndo(inverse(before, change), what, together);
    this.#stage.set({ undo: this.#undo.at(-1)?.what ?? null });
    // Shown, so that it is answered; of no use for another visit.
    const cards = this.model.view?.imports ?? [];
    const useless = new Set(cards.filter(({ isUnusable }) => isUnusable).map(({ id }) => id));
    const add = change.add?.filter(({ id }) => !useless.has(id)) ?? [];
    const patches = change.patches?.filter(({ path: [, id = ""] }) => !useless.has(id)) ?? [];
    if (add.length > 0) this.#keeping.write({ ...change, add, patches });
  }

  /** What was said of the import in view, and what came with it, holds no longer once a question is answered. @param {Message | null} what */
  #answered(what) {
    const { view, openImport, delivered, announcement } = this.model;
    const together = delivered.includes(openImport ?? "") ? delivered : [openImport ?? ""];
    const cards = cardsOf(together, view);
    const news = cards.length > 0 && announcementOf(cards, this.texts());
    if (news && !sameMessage(news, announcement?.message)) this.#stage.announce(news);
    else if (what) this.#stage.announce(what);
  }

  /** @param {Change} change @param {Message} what @param {object} together */
  #canUndo(change, what, together) {
    const { isSample } = this.model;
    const steps = this.#undo.filter((step) => step.isSample === isSample);
    /** @type {Step} */
    let step = { change, what, isSample, together };
    const last = steps.at(-1);
    if (last?.together === together) {
      steps.pop();
      step = { ...step, change: joined([change, last.change]) };
    }
    this.#undo = [...steps, step].slice(-UNDO_DEPTH);
  }

  /** @param {boolean} incognito @param {string} [locale] @returns {Writing} */
  #writing(incognito, locale = this.model.settings.locale) {
    return { ...this.#outside.catalogue(locale), locale, incognito, now: this.moment().now };
  }
}

/** @param {Message} one @param {Message} [other] */
function sameMessage(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
