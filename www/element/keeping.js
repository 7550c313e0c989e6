// Where the ground state is kept, and what happens when that changes: opened at the start, asked for at the first paste,
// given up by the reader or lost. The writing itself is writer.js.

import { apply, entriesOf, generalPart } from "../store/ground.js";
import { failureOf, Refusal } from "../text/message.js";
import { Writer } from "./writer.js";

/** @import { Settings } from "../ui/model" */
/** @import { Change } from "../store/ground.js" */
/** @import { Answer, Listener, Store } from "../store/store" */
/** @import { Answers } from "./answers.js" */
/** @import { Stage } from "./stage.js" */

/**
 * @typedef {"memory" | "device" | "host" | "ask"} StoreKind
 * @typedef {(kind: "look" | "device" | "host", listener: Listener) => Promise<Store | null>} OpenStore `look`: on this
 *   device, where something is kept already
 */

/** An answer is remembered once nothing has happened for so long. */
const REMEMBER_MS = 1_000;
/** That nothing can be kept here, whatever was: of no matter to a page that is empty. */
const OF_WHAT_COMES = ["store.refused", "store.failed"];

export class Keeping {
  /** @type {Promise<Store | null>} */
  #found = Promise.resolve(null);
  /** @type {Answer | null} */
  #said = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #stage;
  /** Told once there is something to keep. @type {unknown} */
  #refusal = null;
  #answers;
  #openStore;
  #now;
  #writer;

  /** @param {Stage} stage @param {Answers} answers @param {OpenStore} openStore @param {() => string} now RFC 3339 */
  constructor(stage, answers, openStore, now) {
    this.#stage = stage;
    this.#answers = answers;
    this.#openStore = openStore;
    this.#now = now;
    this.#writer = new Writer({
      changed: (ground) => {
        // What was said is no answer to this.
        this.remember(null);
        void answers.turnTo(() => ground);
      },
      failed: (failure) => stage.fail(new Refusal(failure.message, failure.detail)),
      lost: (failure) => {
        stage.settings({ keep: "memory" });
        stage.fail(new Refusal(failure.message, failure.detail), true);
      },
      settings: () => {
        const { theme, locale, incognito, notify, backupAt, handedOut, letterhead } =
          stage.model.settings;
        return { theme, locale, incognito, notify, backupAt, handedOut, letterhead };
      },
    });
  }

  /**
   * Finds where things are kept, if they are; what was said of them last, where that is known. Faults are told by `open`.
   * @param {StoreKind} kind @param {Partial<Settings>} stated by the host; goes before what was kept
   * @returns {Promise<{ isNew: boolean, said: Answer | null }>}
   */
  async look(kind, stated) {
    if (kind === "memory") return { isNew: true, said: null };
    this.#found = this.#openStore(kind === "ask" ? "look" : kind, this.#writer.listener());
    try {
      const store = await this.#found;
      const said = (await store?.recall?.()) ?? null;
      if (said) this.#stage.settings({ ...said.settings, ...stated, keep: "device" });
      return { isNew: !store, said };
    } catch {
      return { isNew: false, said: null };
    }
  }

  /** What is kept there is shown. @param {StoreKind} kind @param {Partial<Settings>} stated by the host; goes before what was kept */
  async open(kind, stated) {
    if (kind === "memory") return this.#stage.settings({ keep: "memory" });
    try {
      const store = await this.#found;
      if (!store) return;
      const kept = await this.#writer.use(store);
      this.#stage.settings({
        ...kept?.settings,
        ...stated,
        keep: kind === "host" ? "memory" : "device",
      });
      if (kind !== "host") void this.#told((storage) => storage.persisted?.());
      if (!kept) return;
      await this.#answers.load(kept.ground);
      this.write({ patches: [this.#visit()] });
    } catch (error) {
      // What is kept there stays untouched; this visit keeps nothing.
      this.#stage.settings({ keep: "memory" });
      const isEmpty = this.#answers.ground.imports.length === 0;
      if (isEmpty && OF_WHAT_COMES.includes(failureOf(error).message.key)) this.#refusal = error;
      else this.#stage.fail(error, true);
    }
  }

  /** The reader has decided. @param {Settings["keep"]} keep */
  async decide(keep) {
    if (keep !== "device") return this.stop(keep);
    try {
      const store = await this.#openStore("device", this.#writer.listener());
      if (!store) return this.#stage.settings({ keep: "memory" });
      const kept = await this.#writer.use(store);
      void this.#told((storage) => storage.persist?.());
      const { imports, options } = this.#answers.ground;
      const ours = { add: imports, patches: [...entriesOf(options), this.#visit()] };
      this.write(ours);
      // Another tab may have kept something here already.
      if (kept?.ground.imports.length) await this.#answers.turnTo(() => apply(kept.ground, ours));
    } catch (error) {
      this.#stage.settings({ keep: "memory" });
      this.#stage.fail(error, true);
    }
  }

  /** The next visit tells what has changed since this one. */
  #visit() {
    return { path: ["lastVisit"], value: this.#now() };
  }

  /**
   * Whether the browser may clear it when room runs low. Nothing waits for this: Firefox asks the reader first.
   * @param {(storage: StorageManager) => Promise<boolean> | undefined} ask
   */
  async #told(ask) {
    const storage = globalThis.navigator?.storage;
    const isKept = storage && (await ask(storage)?.catch(() => false));
    this.#stage.set({ isEvictable: !isKept });
  }

  /** @param {Settings["keep"]} keep what to ask or do from now on */
  async stop(keep) {
    const isKept = this.#stage.model.settings.keep === "device";
    await this.#writer.erase();
    this.#stage.set({ isEvictable: null });
    if (isKept || keep !== "ask") this.#stage.settings({ keep });
  }

  /** Shown at the next visit while that is being read. @param {Answer | null} answer to what is here now; none where nothing is */
  remember(answer) {
    this.#said = answer;
    this.#rememberSoon();
  }

  #rememberSoon() {
    clearTimeout(this.#timer);
    const { isSample, settings } = this.#stage.model;
    const said = this.#said;
    if (!said || isSample || settings.keep !== "device") return;
    this.#timer = setTimeout(() => this.#writer.remember(said), REMEMBER_MS);
  }

  /** The sample is never kept; what is said beside it for every table and account is. @param {Change} change */
  write(change) {
    const { isSample } = this.#stage.model;
    this.#writer.write(isSample ? generalPart(change) : change);
    if (this.#refusal && change.add?.length && !isSample) {
      this.#stage.fail(this.#refusal, true);
      this.#refusal = null;
    }
    this.#rememberSoon();
  }

  close() {
    clearTimeout(this.#timer);
    void this.#writer.close();
  }
}
