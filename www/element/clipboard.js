// What people bring: a paste event, the clipboard by button, dropped or chosen files. All of it becomes pending imports.

import { message, Refusal } from "../text/message.js";

/** @import { FlavourKind } from "../engine/types" */

/**
 * @typedef {object} Pending something to import, before it has an id and bytes
 * @property {string} name empty where the shell is to name it
 * @property {string | null} fileTime RFC 3339
 * @property {string | null} address
 * @property {{ kind: FlavourKind, content: string | Blob }[]} flavours
 */

/** @param {string} text @param {string} [html] @param {string} [name] @returns {Pending} */
export function pendingText(text, html, name = "") {
  /** @type {Pending["flavours"]} */
  const flavours = [];
  if (html) flavours.push({ kind: "html", content: html });
  if (text) flavours.push({ kind: "text", content: text });
  return { name, fileTime: null, address: null, flavours };
}

/** @param {File} file @returns {Pending} */
export function pendingFile(file) {
  /** @type {FlavourKind} */
  const kind = file.type.startsWith("image/") ? "picture" : "file";
  return {
    name: file.name,
    fileTime: file.lastModified ? new Date(file.lastModified).toISOString() : null,
    address: null,
    flavours: [{ kind, content: file }],
  };
}

/**
 * A paste or a drop. Copied cells often come with a picture of themselves: text wins over pictures.
 * @param {DataTransfer | null} data
 * @returns {Pending[]} empty where there is nothing we could read
 */
export function pendingFrom(data) {
  if (!data) return [];
  const text = data.getData("text/plain");
  const html = data.getData("text/html");
  const files = [...data.files].map(pendingFile);
  const isPictured = files.every(({ flavours }) => flavours[0]?.kind === "picture");
  if ((text || html) && isPictured)
    return [{ ...pendingText(text, html), address: addressIn(data) }];
  return files;
}

/** A folder comes as a file that cannot be read; what is in it is not to be had by a page from disk. @param {DataTransfer | null} data */
export function holdsFolder(data) {
  return [...(data?.items ?? [])].some((item) => item.webkitGetAsEntry()?.isDirectory);
}

/** What is pasted into a field is a name, an id or an amount, not an answer of the API in one line. */
const WORDS_MOST = 200;

/** Words pasted into a field are the field's; a table or a file is ours wherever the cursor stands. @param {ClipboardEvent} event */
export function isForField(event) {
  const [target] = event.composedPath();
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches("textarea:read-write")) return true;
  return target.matches("input:read-write") && isWords(event.clipboardData);
}

/** One cell comes as words and as a table: then it is words. @param {DataTransfer | null} data */
function isWords(data) {
  const text = data?.getData("text/plain").trim() ?? "";
  if (text === "") return pendingFrom(data).length === 0;
  return text.length <= WORDS_MOST && !/[\t\n\r]/.test(text);
}

/** Whether a drop that hovers could be ours. @param {DataTransfer | null} data */
export function isDroppable(data) {
  return (
    data?.types.some((type) => type === "Files" || type === "text/plain" || type === "text/html") ??
    false
  );
}

/**
 * The paste button. Browsers ask, refuse, or cannot.
 * @returns {Promise<Pending[]>}
 */
export async function pendingFromClipboard() {
  const clipboard = globalThis.navigator?.clipboard;
  if (!clipboard?.read) throw new Refusal(message("paste.pressKeys"));
  try {
    const items = await clipboard.read();
    const all = await Promise.all(items.map(pendingItem));
    return all.filter(({ flavours }) => flavours.length > 0);
  } catch (error) {
    throw new Refusal(message("paste.pressKeys"), error);
  }
}

/** @param {ClipboardItem} item @returns {Promise<Pending>} */
async function pendingItem(item) {
  /** @param {string} type */
  const read = async (type) => (item.types.includes(type) ? (await item.getType(type)).text() : "");
  const pending = pendingText(await read("text/plain"), await read("text/html"));
  const picture = item.types.find((type) => type.startsWith("image/"));
  if (pending.flavours.length > 0 || !picture) return pending;
  return { ...pending, flavours: [{ kind: "picture", content: await item.getType(picture) }] };
}

/** The address that comes along with some copies. @param {DataTransfer} data */
function addressIn(data) {
  const line = data
    .getData("text/uri-list")
    .split(/\r?\n/)
    .find((each) => /^https?:/.test(each));
  return line ?? null;
}
