// Keeps the ground state on this device, in IndexedDB.
//
//   imports   id → facts of one import, with the hashes of its flavours
//   bytes     hash → bytes; identical flavours are kept once
//   packs     many small imports in one record (packs.js): a year of them opens at once
//   meta      "state" → sequence number, options, settings; "answer" → what the page said of them last
//
// Subtle: a commit is one read-write transaction that reads the newest state, applies the change and writes. The database
// lets one such transaction run at a time over all tabs, so no update is lost and no lock of our own is needed; a commit
// that is cut off leaves the old state. `strict` durability: resolved means written, not only planned.

import { ENGINE } from "../engine/made.js";
import { failureOf, message, Refusal } from "../text/message.js";
import { hashOf } from "./bytes.js";
import { apply, inForm } from "./ground.js";
import { pack, packable, unpack, without } from "./packs.js";

/** @import { Source } from "../engine/engine" */
/** @import { Options } from "../engine/types" */
/** @import { Change, Ground } from "./ground.js" */
/** @import { Pack, Row } from "./packs.js" */
/** @import { Answer, Kept, KeptSettings, Listener, Store } from "./store" */

/** Raised when the layout changes; a database of a later version is left alone. */
const LAYOUT = 1;
const TABLES = ["imports", "bytes", "packs", "meta"];
/** Packing waits until the page is painted. */
const PACK_AFTER_MS = 3_000;
/** Imports of one commit are in order among themselves: so many fit between two sequence numbers. */
const COMMIT_MOST = 2 ** 20;

/**
 * @typedef {{ sequence: number, options: Options, settings: KeptSettings }} State
 */

/** @param {string} tenant */
const databaseName = (tenant) => `ad-credit-tracker ${tenant}`;

/**
 * Opens the store; `null` where there is none yet and none is to be made.
 * @param {string} tenant separates portals of one origin
 * @param {Listener} listener
 * @param {{ create: boolean }} how
 * @returns {Promise<Store | null>}
 */
export async function deviceStore(tenant, listener, { create }) {
  const database = await open(tenant, create);
  return database && new DeviceStore(database, tenant, listener);
}

/** @implements {Store} */
class DeviceStore {
  #database;
  #tenant;
  #listener;
  #channel;
  #sequence = 0;
  #closed = false;

  /** @param {IDBDatabase} database @param {string} tenant @param {Listener} listener */
  constructor(database, tenant, listener) {
    this.#database = database;
    this.#tenant = tenant;
    this.#listener = listener;
    // A deletion from elsewhere, or a page of a later version that waits for us to let go.
    database.onversionchange = () => this.#lose();
    database.onclose = () => this.#lose();
    this.#channel = new BroadcastChannel(databaseName(tenant));
    this.#channel.onmessage = ({ data }) => this.#catchUp(data);
  }

  /** @returns {Promise<Kept>} */
  async load() {
    return told(async () => {
      const transaction = this.#database.transaction(TABLES, "readonly");
      const [rows, state, bytes, packs] = await Promise.all([
        /** @type {Promise<Row[]>} */ (answer(transaction.objectStore("imports").getAll())),
        stateIn(transaction),
        this.#bytes(transaction),
        /** @type {Promise<Pack[]>} */ (answer(transaction.objectStore("packs").getAll())),
      ]);
      this.#sequence = state.sequence;
      if (packable(rows, bytes).length > 0) setTimeout(() => this.pack(), PACK_AFTER_MS);
      const imports = inOrder([...packs.flatMap(unpack), ...loose(rows, bytes)]);
      return { ground: { imports, options: state.options }, settings: state.settings };
    });
  }

  /** Of another engine's answer nothing is known. */
  async recall() {
    return told(async () => {
      const transaction = this.#database.transaction("meta", "readonly");
      const [state, kept] = await Promise.all([
        stateIn(transaction),
        answer(transaction.objectStore("meta").get("answer")),
      ]);
      if (kept?.engine !== ENGINE || kept.sequence !== state.sequence) return null;
      return { view: kept.view, moment: kept.moment, settings: state.settings };
    });
  }

  /** @param {Answer} said */
  async remember({ view, moment }) {
    if (this.#closed) return;
    const transaction = this.#database.transaction("meta", "readwrite");
    const { sequence } = await stateIn(transaction);
    // An answer to what others have changed since would be none.
    if (sequence !== this.#sequence) return;
    const remembered = { view, moment, sequence, engine: ENGINE };
    transaction.objectStore("meta").put(remembered, "answer");
  }

  /** Says the same with fewer records; a failure leaves it as it was. */
  async pack() {
    if (this.#closed) return;
    const transaction = this.#database.transaction(TABLES, "readwrite");
    const done = finished(transaction);
    await whole(transaction, this.#pack(transaction), done).catch(() => {});
  }

  /** @param {Change} change @param {KeptSettings} settings */
  async commit(change, settings) {
    const added = await Promise.all((change.add ?? []).map(withHashes));
    const foreign = await told(async () => {
      const transaction = this.#database.transaction(TABLES, "readwrite", { durability: "strict" });
      const done = finished(transaction);
      const write = this.#write(transaction, added, change, settings);
      const sequence = await whole(transaction, write, done);
      const before = this.#sequence;
      this.#sequence = sequence;
      return sequence !== before + 1;
    });
    this.#channel.postMessage(this.#sequence);
    return foreign ? (await this.load()).ground : null;
  }

  async erase() {
    this.#letGo();
    await told(() => answer(indexedDB.deleteDatabase(databaseName(this.#tenant))));
  }

  close() {
    this.#letGo();
  }

  /** @param {IDBTransaction} transaction */
  async #bytes(transaction) {
    const table = transaction.objectStore("bytes");
    const [hashes, bytes] = await Promise.all([answer(table.getAllKeys()), answer(table.getAll())]);
    return new Map(hashes.map((hash, i) => [String(hash), bytes[i]]));
  }

  /**
   * @param {IDBTransaction} transaction
   * @param {Hashed[]} added
   * @param {Change} change
   * @param {KeptSettings} settings
   */
  async #write(transaction, added, { remove = [], patches = [] }, settings) {
    const imports = transaction.objectStore("imports");
    const bytes = transaction.objectStore("bytes");
    const state = await stateIn(transaction);
    const sequence = state.sequence + 1;
    for (const id of remove) {
      await removeImport(imports, bytes, id);
      await removePacked(transaction.objectStore("packs"), id);
    }
    for (const [i, { source, hashes }] of added.entries()) {
      const { flavours, ...facts } = source;
      flavours.forEach((flavour, at) => void bytes.put(flavour.bytes, hashes[at]));
      imports.put({
        ...facts,
        order: sequence * COMMIT_MOST + i,
        hashes,
        kinds: flavours.map(({ kind }) => kind),
      });
    }
    const { options } = apply({ imports: [], options: state.options }, { patches });
    transaction
      .objectStore("meta")
      .put({ sequence, options, settings: { ...state.settings, ...settings } }, "state");
    return sequence;
  }

  /** @param {IDBTransaction} transaction */
  async #pack(transaction) {
    const imports = transaction.objectStore("imports");
    const table = transaction.objectStore("bytes");
    const [all, bytes] = await Promise.all([answer(imports.getAll()), this.#bytes(transaction)]);
    const rows = packable(all, bytes);
    for (const one of pack(rows, bytes)) transaction.objectStore("packs").add(one);
    const packed = new Set(rows.map(({ id }) => id));
    const needed = new Set(all.filter(({ id }) => !packed.has(id)).flatMap(({ hashes }) => hashes));
    for (const id of packed) imports.delete(id);
    for (const hash of bytes.keys()) if (!needed.has(hash)) table.delete(hash);
  }

  /** @param {unknown} sequence */
  async #catchUp(sequence) {
    if (this.#closed || typeof sequence !== "number" || sequence <= this.#sequence) return;
    try {
      this.#listener.changed((await this.load()).ground);
    } catch (error) {
      this.#listener.lost(failureOf(error));
    }
  }

  #lose() {
    if (this.#closed) return;
    this.#letGo();
    this.#listener.lost({ message: message("store.lost"), detail: "" });
  }

  #letGo() {
    this.#closed = true;
    this.#channel.close();
    this.#database.close();
  }
}

/** @typedef {{ source: Source, hashes: string[] }} Hashed */

/** @param {Source} source @returns {Promise<Hashed>} */
async function withHashes(source) {
  const hashes = source.flavours.map(({ bytes }, i) => hashOf(bytes, `${source.id} ${i}`));
  return { source, hashes: await Promise.all(hashes) };
}

/** Bytes go with the last import that has them. @param {IDBObjectStore} imports @param {IDBObjectStore} bytes @param {string} id */
async function removeImport(imports, bytes, id) {
  const row = /** @type {Row | undefined} */ (await answer(imports.get(id)));
  await answer(imports.delete(id));
  for (const hash of row?.hashes ?? []) {
    if ((await answer(imports.index("hashes").count(hash))) === 0) bytes.delete(hash);
  }
}

/** @param {IDBObjectStore} packs @param {string} id */
async function removePacked(packs, id) {
  const key = await answer(packs.index("ids").getKey(id));
  if (key === undefined) return;
  const rest = without(await answer(packs.get(key)), id);
  if (rest) packs.put(rest, key);
  else packs.delete(key);
}

/** @param {Row[]} rows @param {Map<string, Blob | Uint8Array>} bytes @returns {(Source & { order: number })[]} */
function loose(rows, bytes) {
  return rows.map(({ hashes, kinds, ...facts }) => ({
    ...facts,
    flavours: hashes.map((hash, i) => ({
      kind: kinds[i] ?? "file",
      bytes: bytes.get(hash) ?? new Uint8Array(),
    })),
  }));
}

/** As they were pasted. @param {(Source & { order: number })[]} imports @returns {Source[]} */
function inOrder(imports) {
  return imports.sort((a, b) => a.order - b.order).map(({ order: _, ...source }) => source);
}

/** @param {IDBTransaction} transaction @returns {Promise<State>} */
async function stateIn(transaction) {
  const state = await answer(transaction.objectStore("meta").get("state"));
  return { sequence: 0, settings: {}, ...state, options: inForm(state?.options ?? {}) };
}

/** @param {string} tenant @param {boolean} create @returns {Promise<IDBDatabase | null>} */
function open(tenant, create) {
  return told(
    () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open(databaseName(tenant), LAYOUT);
        let isNew = false;
        request.onupgradeneeded = ({ oldVersion }) => {
          isNew = oldVersion === 0;
          // Asking whether something is kept must not leave an empty database behind.
          if (isNew && !create) request.transaction?.abort();
          else layOut(request.result);
        };
        request.onsuccess = () => resolve(request.result);
        request.onerror = (event) => {
          event.preventDefault();
          if (isNew && !create) resolve(null);
          else reject(request.error);
        };
        request.onblocked = () => reject(new Refusal(message("store.blocked")));
      }),
  );
}

/** @param {IDBDatabase} database */
function layOut(database) {
  const imports = database.createObjectStore("imports", { keyPath: "id" });
  imports.createIndex("hashes", "hashes", { multiEntry: true });
  database.createObjectStore("bytes");
  const packs = database.createObjectStore("packs", { autoIncrement: true });
  packs.createIndex("ids", "ids", { multiEntry: true });
  database.createObjectStore("meta");
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @param {IDBTransaction} transaction @returns {Promise<void>} */
function finished(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () =>
      reject(transaction.error ?? new DOMException("aborted", "AbortError"));
  });
}

/**
 * What was written, once all of it is; else the first reason why not.
 * @template T @param {IDBTransaction} transaction @param {Promise<T>} write @param {Promise<void>} done
 */
async function whole(transaction, write, done) {
  const [written, ended] = await Promise.allSettled([
    write.catch((error) => stop(transaction, error)),
    done,
  ]);
  if (ended.status === "fulfilled" && written.status === "fulfilled") return written.value;
  if (transaction.error) throw transaction.error;
  throw written.status === "rejected"
    ? written.reason
    : /** @type {PromiseRejectedResult} */ (ended).reason;
}

/** @param {IDBTransaction} transaction @param {unknown} reason @returns {never} */
function stop(transaction, reason) {
  try {
    transaction.abort();
  } catch {
    // It has ended by itself.
  }
  throw reason;
}

/** Says in our words what the browser refused. @template T @param {() => Promise<T>} work @returns {Promise<T>} */
async function told(work) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const key = REASONS[/** @type {{ name?: string }} */ (error)?.name ?? ""] ?? "store.failed";
    throw new Refusal(message(key), error);
  }
}

/** @type {Record<string, string>} */
const REASONS = {
  QuotaExceededError: "store.full",
  VersionError: "store.newer",
  SecurityError: "store.refused",
  ReferenceError: "store.refused",
};
