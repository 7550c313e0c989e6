// From what a person brought to an import: an id, bytes, a name.

import { pause } from "../engine/pause.js";
import { looksLikeBackup } from "../store/backup.js";
import { bytesOfText, sizeOf } from "../store/bytes.js";
import { message, name, Refusal } from "../text/message.js";

/** @import { Source } from "../engine/engine" */
/** @import { Texts } from "../ui/model" */
/** @import { Pending } from "./clipboard.js" */

const HEAD_BYTES = 256;
/** As www/ui/remembered.jsx writes it. */
const MAPPINGS = /^\s*\{\s*"mappings"\s*:/;

/**
 * @param {Pending} pending
 * @param {string} now RFC 3339
 * @param {Texts} texts names what has no name of its own
 * @param {string[]} taken names of what is here already
 * @returns {Promise<Source>}
 */
export async function sourceOf(pending, now, texts, taken) {
  const { name: title, fileTime, address, flavours } = pending;
  /** @type {Source["flavours"]} */
  const read = [];
  for (const { kind, content } of flavours) {
    const bytes = typeof content === "string" ? await bytesOfText(content, pause) : content;
    read.push({ kind, bytes });
  }
  if (read.every(({ bytes }) => sizeOf(bytes) === 0)) throw new Refusal(emptiness(title));
  const called = title || pasteName(now, texts, taken);
  return { id: newId(), name: called, pastedAt: now, fileTime, address, flavours: read };
}

/** A file is named, for it may have come with others. @param {string} title */
function emptiness(title) {
  return title ? message("paste.emptyFile", { name: name(title) }) : message("paste.empty");
}

/** Two pastes of one minute are told apart by a number. @param {string} now @param {Texts} texts @param {string[]} taken */
function pasteName(now, { say, when }, taken) {
  const plain = say("paste.name", { time: when({ at: now, unit: "minute" }) });
  let [numbered, number] = [plain, 1];
  while (taken.includes(numbered)) {
    number += 1;
    numbered = `${plain} (${number})`;
  }
  return numbered;
}

/**
 * A file that was saved here: a backup, or how tables are read.
 * @param {Pending} pending
 * @returns {Promise<{ kind: "backup" | "mappings", json: string } | null>}
 */
export async function savedHere({ flavours: [first] }) {
  if (first?.kind !== "file" || typeof first.content === "string") return null;
  const { content } = first;
  const head = new Uint8Array(await content.slice(0, HEAD_BYTES).arrayBuffer());
  if (looksLikeBackup(head)) return { kind: "backup", json: await content.text() };
  if (MAPPINGS.test(new TextDecoder().decode(head)))
    return { kind: "mappings", json: await content.text() };
  return null;
}

/** Unique also where the page is not served securely, which randomUUID wants. */
function newId() {
  const words = crypto.getRandomValues(new Uint32Array(4));
  return [...words].map((word) => word.toString(16).padStart(8, "0")).join("");
}
