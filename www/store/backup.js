// The ground state as one versioned JSON document, for hosts and for people's own backups (E13).

import { count, message, Refusal } from "../text/message.js";
import { allOf } from "./bytes.js";
import { inForm, OPTIONS_VERSION } from "./ground.js";

/** @import { Source } from "../engine/engine" */
/** @import { Options } from "../engine/types" */
/** @import { Ground } from "./ground.js" */

export const FORMAT = "ad-credit-tracker backup";
export const VERSION = 1;
/** @type {Source["flavours"][number]["kind"][]} */
const KINDS = ["html", "text", "file", "picture"];

/**
 * @typedef {object} Backup
 * @property {typeof FORMAT} format
 * @property {number} version
 * @property {string} savedAt RFC 3339
 * @property {Options} options
 * @property {KeptImport[]} imports in the order of pasting
 *
 * @typedef {Omit<Source, "flavours"> & { flavours: KeptFlavour[] }} KeptImport
 * @typedef {{ kind: Source["flavours"][number]["kind"], text?: string, base64?: string }} KeptFlavour
 */

/** @param {Ground} ground @param {string} savedAt @returns {Promise<Backup>} */
export async function writeBackup(ground, savedAt) {
  /** @type {KeptImport[]} */
  const imports = [];
  for (const { flavours, ...facts } of ground.imports) {
    imports.push({ ...facts, flavours: await Promise.all(flavours.map(keptFlavour)) });
  }
  return { format: FORMAT, version: VERSION, savedAt, options: ground.options, imports };
}

/**
 * @param {unknown} document a backup, or its JSON
 * @returns {Ground}
 */
export function readBackup(document) {
  const backup = /** @type {Partial<Backup>} */ (
    typeof document === "string" ? parsed(document) : document
  );
  if (backup?.format !== FORMAT || !Array.isArray(backup.imports))
    throw new Refusal(message("store.notABackup"));
  const version = Math.max(Number(backup.version), Number(backup.options?.version ?? 0));
  if (!(version <= Math.max(VERSION, OPTIONS_VERSION))) {
    throw new Refusal(message("store.newerBackup", { version: count(version) }));
  }
  try {
    return {
      // Not `map`: a host's list may have holes.
      imports: Array.from(backup.imports, restored),
      options: inForm(backup.options ?? {}),
    };
  } catch (error) {
    throw new Refusal(message("store.notABackup"), error);
  }
}

/** Whether a file's first bytes say that it is one of ours. @param {Uint8Array} head */
export function looksLikeBackup(head) {
  return /^\s*\{\s*"format"\s*:\s*"ad-credit-tracker backup"/.test(new TextDecoder().decode(head));
}

/** @param {Source["flavours"][number]} flavour @returns {Promise<KeptFlavour>} */
async function keptFlavour({ kind, bytes }) {
  const whole = await allOf(bytes);
  try {
    return { kind, text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(whole) };
  } catch {
    return { kind, base64: base64Of(whole) };
  }
}

/** @param {KeptImport} kept @returns {Source} */
function restored({ id, name, pastedAt, fileTime, address, flavours }) {
  if (![id, name, pastedAt, fileTime ?? "", address ?? ""].every((one) => typeof one === "string"))
    throw new TypeError("an import without its facts");
  if (!Array.from(flavours).every((flavour) => KINDS.includes(flavour?.kind)))
    throw new TypeError("a flavour of no known kind");
  return {
    id,
    name,
    pastedAt,
    fileTime: fileTime ?? null,
    address: address ?? null,
    flavours: Array.from(flavours, ({ kind, text, base64 }) => ({
      kind,
      bytes: text === undefined ? bytesOf(base64 ?? "") : new TextEncoder().encode(text),
    })),
  };
}

/** @param {string} json */
function parsed(json) {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new Refusal(message("store.notABackup"), error);
  }
}

/** @param {Uint8Array} bytes */
function base64Of(bytes) {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 8192)
    binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(binary);
}

/** @param {string} base64 */
function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
}
