// From paths to a ground state: one backup at most, and files as if they were dropped on the page.

import { open, readFile } from "node:fs/promises";
import { basename } from "node:path";
import { looksLikeBackup, readBackup } from "../store/backup.js";
import { noGround } from "../store/ground.js";
import { Refusal } from "../text/message.js";
import { WrongCall } from "./arguments.js";

/** @import { Source } from "../engine/engine" */
/** @import { Ground } from "../store/ground.js" */
/** @import { Message } from "../engine/types" */
/** @import { Call } from "./arguments.js" */

const HEAD_BYTES = 256;

/**
 * @typedef {{ path: string, detail?: string, message?: Message }} Unread `message` where we refused it ourselves
 * @typedef {{ ground: Ground, files: Source[], unread: Unread[] }} Inputs `files` are those of the call, `ground` has all
 */

/** @param {Call["files"]} paths @param {string} now RFC 3339 @returns {Promise<Inputs>} */
export async function readInputs(paths, now) {
  /** @type {Ground | null} */
  let kept = null;
  /** @type {Source[]} */
  const files = [];
  /** @type {Unread[]} */
  const unread = [];
  /** @type {Record<string, { account: string }>} */
  const owners = {};
  for (const { path, account } of paths) {
    try {
      const { bytes, time } = await read(path);
      if (looksLikeBackup(bytes.subarray(0, HEAD_BYTES))) {
        if (kept) throw new WrongCall(`${path} is a second backup: one call takes one`);
        kept = readBackup(new TextDecoder().decode(bytes));
        continue;
      }
      // The same file is the same import at every check: what is told of it keeps its name.
      const id = `file:${path}`;
      if (files.some((file) => file.id === id)) continue;
      if (account) owners[id] = { account };
      files.push(sourceOf(id, path, bytes, time, now));
    } catch (error) {
      if (error instanceof WrongCall) throw error;
      if (error instanceof Refusal) unread.push({ path, message: error.failure.message });
      else unread.push({ path, detail: reasonOf(error) });
    }
  }
  const { imports, options } = kept ?? noGround();
  const ground = {
    imports: [...imports, ...files],
    // What is news here is told by the memory of this command, not by a visit to the page.
    options: { ...options, imports: { ...options.imports, ...owners }, lastVisit: null },
  };
  return { ground: /** @type {Ground} */ (ground), files, unread };
}

/** @param {string} path */
async function read(path) {
  const handle = await open(path);
  try {
    const { mtime } = await handle.stat();
    return { bytes: await readFile(handle), time: mtime };
  } finally {
    await handle.close();
  }
}

/** @param {string} id @param {string} path @param {Uint8Array} bytes @param {Date} time @param {string} now @returns {Source} */
function sourceOf(id, path, bytes, time, now) {
  return {
    id,
    name: basename(path),
    pastedAt: now,
    fileTime: time.toISOString(),
    address: null,
    flavours: [{ kind: "file", bytes }],
  };
}

/** As the system words it, without its code and path. @param {unknown} error */
export function reasonOf(error) {
  const { code = "", message = String(error) } =
    /** @type {{ code?: string, message?: string }} */ (error);
  /** @type {Record<string, string>} */
  const known = {
    ENOENT: "there is no such file",
    EACCES: "it may not be read",
    EISDIR: "it is a folder",
  };
  return known[code] ?? message;
}
