// Many small imports in one record. A database hands out ten large records far faster than thirty thousand small ones, and a
// year of daily use is thirty thousand small ones.

/** @import { Source } from "../engine/engine" */

/** Newest imports stay loose: they are the ones that are undone. */
const LOOSE = 100;
/** Packing is worth its while from so many loose ones on. */
const WORTHWHILE = 400;
/** Larger flavours gain nothing from being packed. */
const SMALL = 64 * 1024;
const PACK_BYTES = 4 * 1024 * 1024;

/**
 * @typedef {object} Pack
 * @property {string[]} ids
 * @property {string} facts JSON of `PackedImport[]`
 * @property {Uint8Array} bytes of all of them, one after the other, identical ones once
 *
 * @typedef {Omit<Source, "flavours"> & { order: number, flavours: Span[] }} PackedImport
 * @typedef {{ kind: Source["flavours"][number]["kind"], from: number, to: number }} Span
 * @typedef {Omit<Source, "flavours"> & { order: number, hashes: string[], kinds: Span["kind"][] }} Row one loose import
 */

/**
 * Which loose imports to pack now, oldest first.
 * @param {Row[]} rows
 * @param {Map<string, Blob | Uint8Array>} bytes by hash
 * @returns {Row[]}
 */
export function packable(rows, bytes) {
  if (rows.length < WORTHWHILE) return [];
  /** @param {Row} row */
  const isSmall = ({ hashes }) => hashes.every((hash) => isPackable(bytes.get(hash)));
  const old = [...rows].sort((a, b) => a.order - b.order).slice(0, -LOOSE);
  return old.filter(isSmall);
}

/** @param {Blob | Uint8Array | undefined} bytes */
function isPackable(bytes) {
  return bytes instanceof Uint8Array && bytes.length <= SMALL;
}

/**
 * @param {Row[]} rows
 * @param {Map<string, Blob | Uint8Array>} bytes by hash
 * @returns {Pack[]}
 */
export function pack(rows, bytes) {
  /** @type {Pack[]} */
  const packs = [];
  let open = new OpenPack();
  for (const row of rows) {
    open.add(row, bytes);
    if (open.size < PACK_BYTES) continue;
    packs.push(open.closed());
    open = new OpenPack();
  }
  if (open.size > 0) packs.push(open.closed());
  return packs;
}

/** @param {Pack} pack @returns {(Source & { order: number })[]} */
export function unpack({ facts, bytes }) {
  /** @type {PackedImport[]} */
  const imports = JSON.parse(facts);
  return imports.map(({ flavours, ...rest }) => ({
    ...rest,
    flavours: flavours.map(({ kind, from, to }) => ({ kind, bytes: bytes.subarray(from, to) })),
  }));
}

/** The pack without one import and what only it had. @param {Pack} pack @param {string} id @returns {Pack | null} */
export function without({ ids, facts, bytes }, id) {
  const kept = /** @type {PackedImport[]} */ (JSON.parse(facts)).filter((one) => one.id !== id);
  if (kept.length === 0) return null;
  const open = new OpenPack();
  for (const one of kept) open.addPacked(one, bytes);
  return { ...open.closed(), ids: ids.filter((other) => other !== id) };
}

class OpenPack {
  size = 0;
  /** @type {PackedImport[]} */
  #imports = [];
  /** @type {Uint8Array[]} */
  #parts = [];
  /** Where bytes that came already lie, by what tells them apart. @type {Map<string, { from: number, to: number }>} */
  #places = new Map();

  /** @param {Row} row @param {Map<string, Blob | Uint8Array>} bytes */
  add({ hashes, kinds, ...facts }, bytes) {
    const flavours = hashes.map((hash, i) => {
      const part = /** @type {Uint8Array} */ (bytes.get(hash));
      return { kind: kinds[i] ?? "file", ...this.#place(hash, part) };
    });
    this.#imports.push({ ...facts, flavours });
  }

  /** @param {PackedImport} one @param {Uint8Array} all */
  addPacked({ flavours, ...facts }, all) {
    const moved = flavours.map(({ kind, from, to }) => ({
      kind,
      ...this.#place(`${from} ${to}`, all.subarray(from, to)),
    }));
    this.#imports.push({ ...facts, flavours: moved });
  }

  /** @returns {Pack} */
  closed() {
    const bytes = new Uint8Array(this.size);
    let at = 0;
    for (const part of this.#parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return { ids: this.#imports.map(({ id }) => id), facts: JSON.stringify(this.#imports), bytes };
  }

  /** @param {string} key @param {Uint8Array} part */
  #place(key, part) {
    const known = this.#places.get(key);
    if (known) return known;
    const place = { from: this.size, to: this.size + part.length };
    this.#parts.push(part);
    this.#places.set(key, place);
    this.size = place.to;
    return place;
  }
}
