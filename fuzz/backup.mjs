// `cargo xtask fuzz backup`: backups of any content come back as they were, and damaged ones are refused with a message.
// Run alone: node fuzz/backup.mjs [MINUTES] [SEED]. Mutates by chance, without coverage; a seed repeats a run.

import assert from "node:assert/strict";
import { readBackup, writeBackup } from "../www/store/backup.js";
import { Refusal } from "../www/text/message.js";

const minutes = Number(process.argv[2] ?? 1);
const seed = Number(process.argv[3] ?? 1) >>> 0;
let state = seed || 1;

/** xorshift32: below `n`. @param {number} n */
function below(n) {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % n;
}

/** @template T @param {T[]} list */
const pick = (list) => list[below(list.length)];
const times = (n, make) => Array.from({ length: below(n) }, make);

const TEXTS = ["", "1", "Ad credit name\tUnused amount\n", "\u{feff}é", "\0", "\ud800", "__proto__", "📈", "<b>", "-5.00"];
const text = () => pick([...TEXTS, times(20, () => String.fromCharCode(below(0x800))).join("")]);
const bytes = () =>
  pick([
    () => Uint8Array.from(times(60, () => below(256))),
    () => new TextEncoder().encode(text()),
    () => Uint8Array.of(0xff, 0xfe, 0x41, 0),
    () => Uint8Array.of(0xef, 0xbb, 0xbf, 0x41),
    () => new Uint8Array(8192 + below(3)).fill(below(256)),
  ])();
const moment = () => `2026-11-${10 + below(20)}T0${below(10)}:00:00Z`;
const source = () => ({
  id: text(),
  name: text(),
  pastedAt: moment(),
  fileTime: pick([null, moment()]),
  address: pick([null, text()]),
  flavours: times(3, () => ({ kind: pick(["html", "text", "file", "picture"]), bytes: bytes() })),
});
const options = () => ({
  version: 2,
  imports: {},
  mappings: { [text()]: { columns: { [text()]: "cost" } } },
  accounts: { [text()]: { name: text() } },
  credits: {},
  alerts: {},
  defaults: {},
  answeredAt: { [text()]: moment(), [JSON.stringify(["accounts", text(), "name"])]: moment() },
  lastVisit: pick([null, moment()]),
});

const VALUES = [null, true, 0, -1, 1e400, "", "x", [], {}, [null], { kind: "text" }, 2, "99", Number.NaN];

/** Changes one place of a document. @param {any} value @returns {any} */
function damaged(value) {
  if (below(4) === 0 || typeof value !== "object" || value === null) return pick(VALUES);
  const keys = Object.keys(value);
  if (keys.length === 0) return pick(VALUES);
  const key = pick(keys);
  const copy = Array.isArray(value) ? [...value] : { ...value };
  if (below(4) === 0) delete copy[key];
  else copy[key] = damaged(copy[key]);
  return copy;
}

/** Cuts, doubles or changes letters. @param {string} json */
function torn(json) {
  const at = below(json.length);
  return pick([
    () => json.slice(0, at),
    () => json.slice(0, at) + json.slice(at + 1 + below(20)),
    () => json.slice(0, at) + String.fromCharCode(below(256)) + json.slice(at + 1),
    () => json + json.slice(at),
  ])();
}

/** Either a ground that survives another round, or a refusal with a message. @param {unknown} document */
async function survives(document) {
  let ground;
  try {
    ground = readBackup(document);
  } catch (error) {
    assert.ok(error instanceof Refusal, `not a refusal: ${error}`);
    assert.match(error.failure.message.key, /^store\./);
    return false;
  }
  for (const { id, name, flavours } of ground.imports) {
    assert.equal(typeof id + typeof name, "stringstring");
    for (const flavour of flavours) assert.ok(flavour.bytes instanceof Uint8Array);
  }
  const again = readBackup(JSON.stringify(await writeBackup(ground, moment())));
  assert.deepEqual(again.imports, ground.imports);
  return true;
}

const end = Date.now() + minutes * 60_000;
const counts = { runs: 0, read: 0, refused: 0 };
do {
  const ground = { imports: times(4, source), options: options() };
  const written = await writeBackup(ground, moment());
  const json = JSON.stringify(written);
  try {
    assert.deepEqual(readBackup(json), ground);
    for (let n = 0; n < 8; n += 1) {
      const change = pick([() => damaged(JSON.parse(json)), () => torn(json), () => JSON.stringify(damaged(JSON.parse(json)))]);
      const is = (await survives(change())) ? "read" : "refused";
      counts[is] += 1;
    }
  } catch (error) {
    console.error(`backup: seed ${seed}, run ${counts.runs}\n${json}\n`, error);
    process.exit(1);
  }
  counts.runs += 9;
} while (Date.now() < end);
console.log(`| backup | ${minutes} | ${counts.runs} | – | ${seed} | none | ${counts.read} read, ${counts.refused} refused`);
