// Bytes of pastes and files: made from text in slices, told apart by their hash.

/** Pastes up to here are kept as bytes; longer ones as a Blob, which lives outside of the page's memory, in another process. */
const SHORT_CHARS = 512 * 1024;
const SLICE_CHARS = 256 * 1024;
/** Hashing needs all bytes at once; a file beyond this is told apart by its own id instead. */
const HASHED_BYTES = 32 * 1024 * 1024;

/**
 * UTF-8, without a task that grows with the text.
 * @param {string} text
 * @param {() => Promise<void>} pause
 * @returns {Promise<Blob | Uint8Array>}
 */
export async function bytesOfText(text, pause) {
  const encoder = new TextEncoder();
  if (text.length <= SHORT_CHARS) return encoder.encode(text);
  /** @type {Blob[]} */
  const parts = [];
  const buffer = new Uint8Array(SLICE_CHARS * 3);
  for (let at = 0; at < text.length; ) {
    let end = Math.min(at + SLICE_CHARS, text.length);
    // A pair of surrogates is one character: both halves in one slice.
    if (isHighSurrogate(text.charCodeAt(end - 1)) && end < text.length) end += 1;
    const { written } = encoder.encodeInto(text.slice(at, end), buffer);
    parts.push(new Blob([buffer.subarray(0, written)]));
    at = end;
    await pause();
  }
  return new Blob(parts);
}

/** @param {number} unit */
function isHighSurrogate(unit) {
  return unit >= 0xd800 && unit < 0xdc00;
}

/** @param {Blob | Uint8Array} bytes */
export function sizeOf(bytes) {
  return bytes instanceof Blob ? bytes.size : bytes.length;
}

/** @param {Blob | Uint8Array} bytes @returns {Promise<Uint8Array<ArrayBuffer>>} */
export async function allOf(bytes) {
  const whole = bytes instanceof Blob ? new Uint8Array(await bytes.arrayBuffer()) : bytes;
  return /** @type {Uint8Array<ArrayBuffer>} */ (whole);
}

/**
 * Equal for equal bytes, where that can be told at a reasonable price.
 * @param {Blob | Uint8Array} bytes
 * @param {string} otherwise unique to these bytes
 */
export async function hashOf(bytes, otherwise) {
  // Pages that are not served securely have no digest.
  if (sizeOf(bytes) > HASHED_BYTES || !globalThis.crypto?.subtle) return otherwise;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await allOf(bytes)));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
