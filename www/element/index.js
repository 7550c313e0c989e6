// <ad-credit-tracker>: attributes in, one batched update, one event out.
//
// Importing this file does nothing; define.js registers the element. It can be imported where there is no page (Node).

import { SupervisedEngine } from "../engine/supervised.js";
import { startedBy } from "../engine/surroundings.js";
import { deviceStore } from "../store/device.js";
import { hostStore } from "../store/host.js";
import { bringLanguage, catalogueFor, LANGUAGES, languagesAtHand } from "../text/catalogue.js";
import { failureOf, message, Refusal } from "../text/message.js";
import { Attention, pageAround } from "./attention.js";
import { Bringing } from "./bringing.js";
import { holdsFolder, pendingFile, pendingFrom, pendingText } from "./clipboard.js";
import { Controller } from "./controller.js";
import { download } from "./download.js";
import { firstSettings } from "./model.js";
import { momentOf } from "./moment.js";
import { Refresh } from "./refresh.js";
import { render } from "./render.js";
import { sample } from "./sample.js";

/** @import { ImportCard, View } from "../engine/types" */
/** @import { Model, Settings } from "../ui/model" */
/** @import { Listener, Store } from "../store/store" */
/** @import { HostStore } from "../store/host.js" */
/** @import { Backup } from "../store/backup.js" */
/** @import { Said } from "./imports.js" */
/** @import { StoreKind } from "./keeping.js" */

const THEMES = /** @type {const} */ (["auto", "light", "dark"]);

// Where there is no page there are no elements; the class can still be named.
const Base = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? class {});

/**
 * Watches ad credits from what is pasted, dropped or handed over. Nothing leaves the page.
 *
 * @tag ad-credit-tracker
 * @tagname ad-credit-tracker
 *
 * @attr {string} locale - Language and formats, BCP 47; the page's language where absent.
 * @attr {string} languages - Languages to have at hand beside the reader's own, by their tags, or `all`. They are loaded at the
 *   start: afterwards nothing is asked for.
 * @attr {"auto"|"light"|"dark"} theme - Light or dark; `auto` follows the reader's system.
 * @attr {boolean} compact - The small card.
 * @attr {boolean} readonly - People look, the host writes.
 * @attr {string} tenant - Separates what is kept for one portal or client from another's. Without it nothing is kept.
 * @attr {"ask"|"memory"|"device"|"host"} store - Where data is kept. `ask` (with a tenant) asks the reader at the first paste.
 * @attr {string} now - The present moment, RFC 3339, for tests and pictures; the clock where absent.
 * @attr {"worker"|"main thread"} data-engine - Set by the element: where its engine runs.
 *
 * @fires {CustomEvent<{}>} ready - What was kept is shown; the element takes imports.
 * @fires {CustomEvent<{ id: string, card: ImportCard | null }>} import - One import was read.
 * @fires {CustomEvent<{ view: View }>} change - What is shown has changed.
 * @fires {CustomEvent<import("./alerts.js").AlertChange>} alert - A warning was raised, crossed a later step, changed its level or ended.
 * @fires {CustomEvent<import("../engine/engine").Failure>} error - Something could not be done; the reader is told too.
 *
 * @slot header - A host's words above everything.
 * @slot footer - A host's words below everything.
 *
 * @csspart root - Everything inside.
 * @csspart header - Whose credits are in view, as of when, and what can be done with them.
 * @csspart today - What to know today.
 * @csspart band - What is left, until when, what is lost, who pays then.
 * @csspart tabs - The tables and their tabs.
 *
 * @cssproperty --act-ink - Text.
 * @cssproperty --act-muted - Text that stands back.
 * @cssproperty --act-line - Lines between things.
 * @cssproperty --act-edge - Edges of what can be pressed or filled in.
 * @cssproperty --act-paper - The ground.
 * @cssproperty --act-raised - The ground of what stands out.
 * @cssproperty --act-accent - Links and buttons.
 * @cssproperty --act-on-accent - Text on them.
 * @cssproperty --act-info - What is worth knowing.
 * @cssproperty --act-warning - Warnings.
 * @cssproperty --act-critical - What is critical.
 * @cssproperty --act-good - What is well.
 * @cssproperty --act-credit - In charts, ad credit.
 * @cssproperty --act-cash - In charts, cash balance.
 * @cssproperty --act-card - In charts, what a card or an invoice pays.
 * @cssproperty --act-radius - Round corners.
 * @cssproperty --act-row-height - A row of a table.
 * @cssproperty --act-font - Font family.
 */
export class AdCreditTracker extends Base {
  static observedAttributes = ["locale", "theme", "compact", "readonly", "tenant", "store", "now"];

  /** @type {HostStore | null} */
  #hostStore = null;
  /** @type {Controller | null} */
  #controller = null;
  /** @type {SupervisedEngine | null} */
  #engine = null;
  /** @type {Promise<void> | null} */
  #started = null;
  #isQueued = false;
  /** What was drawn last. @type {Model | null} */
  #shown = null;
  /** Told after the next update, in order. @type {Map<string | symbol, CustomEvent>} */
  #events = new Map();
  /** @type {IntersectionObserver | null} */
  #sight = null;
  #attention = new Attention(pageAround());
  /** @type {Bringing | null} */
  #bringing = null;
  /** @type {Refresh | null} */
  #refresh = null;

  /** @type {string} */
  get locale() {
    return this.getAttribute("locale") ?? this.#inherited();
  }
  set locale(value) {
    this.setAttribute("locale", value);
  }

  /** @type {Settings["theme"]} */
  get theme() {
    return THEMES.find((theme) => theme === this.getAttribute("theme")) ?? "auto";
  }
  set theme(value) {
    this.setAttribute("theme", value);
  }

  /** @type {boolean} */
  get compact() {
    return this.hasAttribute("compact");
  }
  set compact(value) {
    this.toggleAttribute("compact", value);
  }

  /** @type {boolean} */
  get readOnly() {
    return this.hasAttribute("readonly");
  }
  set readOnly(value) {
    this.toggleAttribute("readonly", value);
  }

  /** @type {string | null} */
  get tenant() {
    return this.getAttribute("tenant");
  }
  set tenant(value) {
    if (value === null) this.removeAttribute("tenant");
    else this.setAttribute("tenant", value);
  }

  /** @type {StoreKind} */
  get store() {
    const stated = this.getAttribute("store");
    if (stated === "memory" || stated === "device" || stated === "host" || stated === "ask")
      return stated;
    // Decision 0004: an embed without a tenant key keeps nothing.
    return this.tenant === null ? "memory" : "ask";
  }
  set store(value) {
    this.setAttribute("store", value);
  }

  /** @type {string | null} */
  get now() {
    return this.getAttribute("now");
  }
  set now(value) {
    if (value === null) this.removeAttribute("now");
    else this.setAttribute("now", value);
  }

  /** Keeps the data in the host's hands, with `store="host"`. Another one is another place: what is kept there is shown. @type {HostStore | null} */
  get hostStore() {
    return this.#hostStore;
  }
  set hostStore(value) {
    this.#hostStore = value;
    if (this.store === "host") this.#beginAnew();
  }

  /** What is shown, as data; null before `ready`. @type {View | null} */
  get view() {
    const { view, recalledAt } = this.#controller?.model ?? {};
    return recalledAt ? null : (view ?? null);
  }

  connectedCallback() {
    if (!this.shadowRoot) {
      this.#build();
      this.#adopt();
    }
    this.#bringing?.begin();
    this.#refresh?.begin();
    this.#update();
    // Elements that nobody has seen yet start no engine.
    this.#sight = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) void this.#start();
    });
    this.#sight.observe(this);
  }

  disconnectedCallback() {
    this.#bringing?.end();
    this.#refresh?.end();
    this.#sight?.disconnect();
    // Being moved is no reason to stop; being taken away is.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#engine?.sleep();
      this.#attention.clear();
    });
  }

  /** @param {string} name @param {string | null} before @param {string | null} after */
  attributeChangedCallback(name, before, after) {
    if (before === after || !this.#controller) return;
    if (name === "tenant" || name === "store") this.#beginAnew();
    else if (name === "now") void this.#controller.refresh();
    else this.#controller.follow(this.#stated());
  }

  /** Starts at once; by itself it starts when it is seen. Resolves when it takes imports. @returns {Promise<void>} */
  async start() {
    await this.#start();
  }

  /**
   * Reads text as if it were pasted.
   * @param {string} text
   * @param {{ html?: string, name?: string } & Said} [more]
   * @returns {Promise<ImportCard | null>} what became of it
   */
  async importText(text, { html, name, ...said } = {}) {
    return this.#take([pendingText(text, html, name)], said);
  }

  /**
   * @param {File} file
   * @param {Said} [said]
   * @returns {Promise<ImportCard | null>}
   */
  async importFile(file, said = {}) {
    return this.#take([pendingFile(file)], said);
  }

  /**
   * Takes what a host fetched by itself, such as an API answer.
   * @param {object | string} data
   * @param {{ name?: string } & Said} [more]
   * @returns {Promise<ImportCard | null>}
   */
  async addSnapshot(data, { name = "", ...said } = {}) {
    const text = typeof data === "string" ? data : JSON.stringify(data);
    return this.#take([pendingText(text, "", name)], said);
  }

  /** @returns {Promise<Backup>} everything, as versioned JSON */
  async save() {
    return (await this.#running()).save();
  }

  /** In place of what is shown. @param {Backup | string} backup */
  async restore(backup) {
    await (await this.#running()).restore(backup);
  }

  /** Shows, or no longer, that what is held over the page can be dropped. @param {boolean} isOver */
  hover(isOver) {
    const { model } = this.#open();
    if (model.isDropping !== isOver) this.#controller?.look({ isDropping: isOver });
  }

  /** Takes a paste or a drop that happened elsewhere on the page. @param {DataTransfer | null} data */
  async importFrom(data) {
    const pending = pendingFrom(data);
    const isFolder = holdsFolder(data);
    await this.#byHand(async (controller) => {
      if (isFolder) controller.complain(message("paste.folder"));
      else await controller.import(pending);
    });
  }

  /** @param {import("./clipboard.js").Pending[]} pending @param {Said} said */
  async #take(pending, said) {
    const controller = await this.#taking();
    const [id] = await controller.import(pending, said);
    return controller.model.view?.imports.find((card) => card.id === id) ?? null;
  }

  /** @param {(controller: Controller) => Promise<unknown>} work */
  async #byHand(work) {
    const controller = await this.#taking();
    if (this.readOnly) controller.complain(message("shell.readOnly"));
    else await work(controller);
  }

  /** Imports are taken while what was kept is still being read. */
  async #taking() {
    const started = this.#start();
    const controller = this.#open();
    await controller.takes;
    // Without a recalled answer there is nothing yet to show them in.
    if (!controller.model.recalledAt) await started;
    return controller;
  }

  async #running() {
    await this.#start();
    return /** @type {Controller} */ (this.#controller);
  }

  #start() {
    if (!this.#started) {
      const controller = this.#open();
      this.#started = controller.start(this.store);
      // The engine's module is asked for first. Later than the start nothing is: no paste may cause a request.
      queueMicrotask(() => void this.#bringLanguages(controller));
    }
    return this.#started;
  }

  /** Those that the reader may choose later; one that cannot be had is not offered. @param {Controller} controller */
  async #bringLanguages(controller) {
    const stated = this.getAttribute("languages");
    const wanted = stated === "all" ? LANGUAGES : (stated?.match(/\S+/g) ?? []);
    const own = globalThis.navigator?.languages ?? [];
    await Promise.allSettled([...wanted, ...own].map(bringLanguage));
    controller.spoken();
  }

  /** @param {string} event @param {any} detail */
  #attend(event, detail) {
    const controller = this.#controller;
    if (!controller) return;
    const { settings, isSample, view } = controller.model;
    if (event === "alert") this.#attention.hear(detail, settings, controller.texts());
    if (event === "change" && view && !isSample) this.#attention.show(view, settings);
  }

  /** Other data from here on: what is shown belongs to another client or place, and stays there. */
  #beginAnew() {
    if (!this.#controller) return;
    const wasStarted = this.#started !== null;
    this.#controller.close();
    this.#controller = null;
    this.#engine = null;
    this.#started = null;
    this.#events.clear();
    this.#attention.clear();
    this.#update();
    // After what else the host sets at the same time.
    if (wasStarted) queueMicrotask(() => void this.#start());
  }

  /** What a host set before the class was known hides the properties of the class. */
  #adopt() {
    for (const key of Object.keys(this)) {
      if (!Reflect.has(AdCreditTracker.prototype, key)) continue;
      const value = Reflect.get(this, key);
      Reflect.deleteProperty(this, key);
      Reflect.set(this, key, value);
    }
  }

  #open() {
    if (this.#controller) return this.#controller;
    // One that has given way to another tells nothing more, and still writes to where it began.
    const { tenant, store } = this;
    const isShown = () => this.#controller === controller;
    /** @type {Controller} */
    const controller = new Controller(
      {
        engine: (hooks) => {
          this.#engine = new SupervisedEngine(startedBy, hooks);
          return this.#engine;
        },
        store: (kind, listener) => this.#openStore(kind, store, tenant, listener),
        moment: () => momentOf(this.now),
        catalogue: catalogueFor,
        bringLanguage,
        languages: languagesAtHand,
        sample: async () => sample(momentOf(this.now).now),
        download,
        show: () => {
          if (isShown()) this.#update();
        },
        tell: (event, detail) => {
          if (!isShown()) return;
          this.#attend(event, detail);
          this.#tell(event, detail);
        },
      },
      firstSettings(this),
      this.#stated(),
    );
    this.#controller = controller;
    return controller;
  }

  /**
   * @param {"look" | "device" | "host"} kind @param {StoreKind} stated @param {string | null} tenant @param {Listener} listener
   * @returns {Promise<Store | null>}
   */
  async #openStore(kind, stated, tenant, listener) {
    if (kind === "host" || stated === "host") {
      if (!this.hostStore) throw new Refusal(message("store.hostFailed"), "hostStore is not set");
      return hostStore(this.hostStore, () => momentOf(this.now).now);
    }
    return deviceStore(tenant ?? "", listener, { create: kind === "device" });
  }

  /** What the host has stated by attributes; it goes before what the reader has chosen. @returns {Partial<Settings>} */
  #stated() {
    return {
      ...(this.hasAttribute("locale") && { locale: this.locale }),
      ...(this.hasAttribute("theme") && { theme: this.theme }),
      compact: this.compact,
      readOnly: this.readOnly,
    };
  }

  #inherited() {
    const language = this.closest("[lang]")?.getAttribute("lang");
    return language || globalThis.navigator?.language || "en";
  }

  #build() {
    // Focus goes to what is inside; the element itself with a tabindex of -1 would take all of it from the Tab key's order.
    this.attachShadow({ mode: "open", delegatesFocus: true });
    this.#bringing = new Bringing(this);
    this.#refresh = new Refresh(
      this.ownerDocument,
      () => this.#passing(),
      () => void this.#controller?.refresh(),
    );
  }

  /** What is shown, where it is of the present: not of a stated moment, nor of the last visit. */
  #passing() {
    const { phase, view, recalledAt } = this.#controller?.model ?? {};
    return phase === "ready" && !recalledAt && !this.now ? (view ?? null) : null;
  }

  /** @param {string} type @param {object} detail */
  #tell(type, detail) {
    // One change per update, whatever happened in between; the others are news one by one.
    const key = type === "change" ? type : Symbol(type);
    this.#events.delete(key);
    this.#events.set(key, new CustomEvent(type, { detail, bubbles: false, composed: false }));
    this.#update();
  }

  #update() {
    if (this.#isQueued) return;
    this.#isQueued = true;
    queueMicrotask(() => {
      this.#isQueued = false;
      try {
        this.#show();
      } catch (error) {
        this.#fall(error);
      }
      const events = [...this.#events.values()];
      this.#events.clear();
      for (const event of events) this.dispatchEvent(event);
    });
  }

  #show() {
    const root = this.shadowRoot;
    if (!root) return;
    const controller = this.#open();
    const mode = this.#engine?.mode;
    if (mode && this.dataset.engine !== mode) this.dataset.engine = mode;
    const { model, actions } = controller;
    // Events alone change nothing that is shown.
    if (model === this.#shown) return;
    render(root, { model, actions, texts: controller.texts() });
    this.#shown = model;
  }

  /** A panel of ours failed: said instead of a half-drawn page, and events still go out. @param {unknown} error */
  #fall(error) {
    const root = this.shadowRoot;
    const controller = this.#controller;
    const failure = failureOf(error);
    this.#events.set(Symbol("error"), new CustomEvent("error", { detail: failure }));
    if (!root || !controller) return;
    /** @type {Model} */
    const model = { ...controller.model, phase: "failed", failure };
    this.#shown = null;
    render(root, { model, actions: controller.actions, texts: controller.texts() });
  }
}
