// Saves a file that the page made; nothing is sent.

/** @import { FileToSave } from "../engine/engine" */

/** How long the browser may take to begin. */
const KEEP_MS = 60_000;

/** @param {FileToSave} handout */
export function download({ name, mediaType, text }) {
  const address = URL.createObjectURL(new Blob([text], { type: `${mediaType};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEEP_MS);
}
