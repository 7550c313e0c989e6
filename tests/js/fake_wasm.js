// A module that behaves as src/wasm.rs promises, without knowing anything of credits: an import "counts" when its bytes
// are stepped through. Faults are ordered by what the bytes say: "TRAP" traps while reading, "BAD VIEW" when it is shown.

/** @import { View } from "../../www/engine/types" */

class Trap extends Error {}
// Node's own error class cannot be made by hand.
Object.defineProperty(Trap.prototype, "name", { value: "RuntimeError" });

/** Cards in view; the others are asked for. */
const NEWEST = 30;

/** @returns {any} a module, and under `log` what was asked of it */
export function fakeModule() {
  let generation = 0;
  /** @type {(text: string) => void} */
  let panicked = () => {};
  /** @type {string[]} */
  const log = [];

  const trap = (/** @type {string} */ text) => {
    panicked(text);
    throw new Trap("unreachable");
  };

  class Engine {
    born = generation;
    /** @type {Map<string, any>} */
    imports = new Map();
    /** @type {any[]} */
    queue = [];
    /** @type {any} */
    options = {};
    /** How far a moment is computed. */
    prepared = { now: "", imports: 0 };

    alive() {
      if (this.born !== generation)
        throw new Error("Invalid stale object from previous Wasm instance");
    }
    begin(/** @type {any} */ source) {
      this.alive();
      log.push(`begin ${source.name}`);
      this.imports.set(source.id, { ...source, flavours: [], read: 0, done: false });
    }
    flavour(/** @type {string} */ id, /** @type {string} */ kind) {
      this.imports.get(id).flavours.push({ kind, text: "", size: 0, decoder: new TextDecoder() });
    }
    makeRoom() {
      this.alive();
    }
    push(/** @type {string} */ id, /** @type {Uint8Array} */ bytes) {
      this.alive();
      const flavour = this.imports.get(id).flavours.at(-1);
      flavour.text += flavour.decoder.decode(bytes, { stream: true });
      flavour.size += bytes.length;
    }
    finish(/** @type {string} */ id) {
      this.alive();
      this.queue.push(this.imports.get(id));
    }
    step(/** @type {number} */ budget) {
      this.alive();
      let left = budget;
      while (this.queue.length > 0 && left > 0) {
        const [first] = this.queue;
        const size = first.flavours.reduce(
          (/** @type {number} */ sum, /** @type {any} */ f) => sum + f.size,
          0,
        );
        if (first.flavours.some((/** @type {any} */ f) => f.text.includes("TRAP")))
          trap("index out of bounds");
        const part = Math.min(left, size - first.read);
        first.read += part;
        left -= Math.max(part, 1);
        if (first.read < size)
          return { done: false, bytesRead: part, bytesTotal: part + size - first.read };
        first.done = true;
        this.queue.shift();
      }
      return { done: this.queue.length === 0, bytesRead: 0, bytesTotal: 0 };
    }
    cancel(/** @type {string} */ id) {
      this.alive();
      log.push(`cancel ${this.imports.get(id)?.name}`);
      this.remove(id);
    }
    remove(/** @type {string} */ id) {
      this.alive();
      this.queue = this.queue.filter((one) => one.id !== id);
      this.imports.delete(id);
    }
    setOptions(/** @type {string} */ json) {
      this.alive();
      this.options = JSON.parse(json);
      if (this.options.defaults.order === "nonsense") throw { key: "options.malformed", args: {} };
      if (this.options.defaults.order === "trap") trap("order");
      // A corrected import is to be read again; the module has let go of its bytes.
      return [...this.imports.keys()].filter((id) => this.options.imports[id]?.mapping);
    }
    /** One import at a time. */
    prepare(/** @type {string} */ now) {
      this.alive();
      if (this.prepared.now !== now) this.prepared = { now, imports: 0 };
      this.prepared.imports += 1;
      log.push(`prepare ${this.prepared.imports}`);
      return this.prepared.imports > this.imports.size;
    }
    view(/** @type {string} */ now, /** @type {number} */ _offset, /** @type {any} */ scope) {
      const view = this.whole(now, scope);
      return { ...view, imports: view.imports.slice(0, NEWEST) };
    }
    cards(/** @type {string} */ now, /** @type {number} */ _offset, /** @type {any} */ wanted) {
      const { imports } = this.whole(now, { accounts: [] });
      if (wanted.ids) return imports.filter(({ id }) => wanted.ids.includes(id));
      return imports.slice(wanted.start, wanted.start + wanted.length);
    }
    recognised(/** @type {string[]} */ ids) {
      this.alive();
      return [...this.imports.values()]
        .filter((one) => one.done && ids.includes(one.id))
        .map((one) => cardOf(one, "", {}));
    }
    /** As the view, with the cards of all imports. */
    whole(/** @type {string} */ now, /** @type {any} */ scope) {
      this.alive();
      const all = [...this.imports.values()].filter((one) => one.done);
      const texts = all.map((one) => one.flavours.map((/** @type {any} */ f) => f.text).join("\n"));
      if (texts.some((text) => text.includes("BAD VIEW"))) trap("no balance");
      return viewOf(now, all, texts, this.options, scope);
    }
    prepareTable() {
      this.alive();
      return true;
    }
    openTable() {
      this.alive();
      return { handle: 1, revision: 1, count: this.imports.size, facets: {} };
    }
    window() {
      this.alive();
      return [];
    }
    closeTable() {
      this.alive();
    }
    credit() {
      throw { key: "credit.gone", args: {} };
    }
    handout(
      /** @type {any} */ now,
      /** @type {any} */ _o,
      /** @type {any} */ { kind, handedOut = [] },
      /** @type {any} */ format,
    ) {
      return {
        name: kind,
        mediaType: "text/plain",
        text: format({ key: "engine.recovered", args: {} }),
        reminders: [...handedOut, { uid: String(handedOut.length), at: now }],
      };
    }
  }
  return {
    default: async () => {},
    Engine,
    __wbg_reset_state: () => {
      generation += 1;
    },
    onPanic: (/** @type {(text: string) => void} */ listener) => {
      panicked = listener;
    },
    log,
  };
}

/**
 * Lines such as `warn expiring critical` become warnings.
 * @param {string} now @param {any[]} imports @param {string[]} texts @param {any} options @param {any} scope
 * @returns {View}
 */
function viewOf(now, imports, texts, options, scope) {
  const today = texts
    .flatMap((text) => text.split("\n"))
    .map((line) => /^warn (\S+) (\S+)/.exec(line))
    .filter((hit) => hit !== null)
    .filter(() => scope.accounts.length === 0)
    .map(([, id = "", level]) => ({
      id,
      level,
      kind: id,
      account: "7300",
      credit: null,
      headline: { key: `alert.${id}`, args: {} },
      why: [],
      steps: [],
      amount: null,
      currency: null,
      at: null,
      isNew: true,
      snoozedUntil: null,
      acknowledgedAt: null,
      members: [],
      crossings: [{ id, level, stepDays: null }],
    }));
  const cards = imports.map((one, i) => cardOf(one, texts[i], options)).reverse();
  return /** @type {any} */ ({
    now,
    next: null,
    importCount: cards.length,
    isEmpty: cards.every(({ isUnusable }) => isUnusable),
    unclaimed: cards.filter(({ accountQuestion }) => accountQuestion),
    asked: [],
    accounts: [],
    today,
    refresh: [],
    since: options.lastVisit ? { at: options.lastVisit, changes: [] } : null,
    band: [],
    counts: {
      available: 0,
      earning: 0,
      notAvailable: 0,
      transactions: 0,
      reconcile: 0,
      unexplained: 0,
      accounts: 0,
    },
    imports: cards,
    businessCenters: [],
  });
}

/** @param {any} one @param {string | undefined} text @param {any} options */
function cardOf(one, text, options) {
  return {
    id: one.id,
    name: one.name,
    pastedAt: one.pastedAt,
    tables: [
      {
        export: "transactions",
        fingerprint: "f",
        accounts: [],
        asOf: null,
        asOfBasis: null,
        isFull: null,
        counts: {
          rows: 3,
          new: 3,
          same: 0,
          changed: 0,
          conflicting: 0,
          ignored: 0,
          problems: 0,
        },
        columns: [],
        questions: [],
        problems: [],
        unread: [],
        ignored: [],
        message: null,
      },
    ],
    problems: [],
    questions: [],
    evidence: [],
    accountQuestion:
      text?.includes("ASKS") && !options.imports?.[one.id]?.account ? { candidates: [] } : null,
    isUnusable: text?.startsWith("prose") ?? false,
    addressOf: text?.match(/^aadvid=(\d+)/)?.[1] ?? null,
  };
}

/** Eight bytes that compile: an empty module. */
export const EMPTY_MODULE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

/** A page that allows no worker. @param {any} [module] */
export function mainThreadOnly(module = fakeModule()) {
  return {
    moduleResponse: async () => new Response(EMPTY_MODULE),
    openWorker: () => null,
    glue: async () => module,
  };
}

/** A page whose worker is a message channel to `serve`. @param {(port: any) => void} serve */
export function withWorker(serve) {
  /** @type {any[]} */
  const workers = [];
  return {
    workers,
    moduleResponse: async () => new Response(EMPTY_MODULE),
    glue: async () => fakeModule(),
    openWorker: () => {
      /** @type {any} */
      const worker = { onmessage: null, onerror: null, isAlive: true };
      /** @type {any} */
      const port = {
        onmessage: null,
        postMessage: (/** @type {any} */ data) =>
          setImmediate(() => worker.isAlive && worker.onmessage?.({ data: structuredClone(data) })),
      };
      worker.postMessage = (/** @type {any} */ data) =>
        setImmediate(
          () =>
            worker.isAlive &&
            port.onmessage?.({ data: data.type === "start" ? data : structuredClone(data) }),
        );
      worker.terminate = () => {
        worker.isAlive = false;
      };
      workers.push(worker);
      serve(port);
      return worker;
    },
  };
}
