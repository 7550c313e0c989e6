// Messages of the shell, in the same form as the engine's: a key with typed parameters (decision 0001).

/** @import { Arg, Message } from "../engine/types" */
/** @import { Failure } from "../engine/engine" */

/**
 * @param {string} key
 * @param {Record<string, Arg>} [args]
 * @returns {Message}
 */
export function message(key, args = {}) {
  return { key, args };
}

/** @param {number} value @returns {Arg} */
export const count = (value) => ({ kind: "count", value });

/** Untrusted text. @param {string} value @returns {Arg} */
export const name = (value) => ({ kind: "name", value });

/** A catalogue key. @param {string} value @returns {Arg} */
export const term = (value) => ({ kind: "term", value });

/** Thrown where something could not be done, with what to tell the reader. */
export class Refusal extends Error {
  /**
   * @param {Message} what
   * @param {unknown} [cause] what the engine or the browser said
   */
  constructor(what, cause) {
    super(what.key, { cause });
    this.name = "Refusal";
    /** @type {Failure} */
    this.failure = { message: what, detail: cause === undefined ? "" : String(cause) };
  }
}

/**
 * Any thrown value as a failure; what is not ours is our fault and says so.
 * @param {unknown} error
 * @returns {Failure}
 */
export function failureOf(error) {
  if (error instanceof Refusal) return error.failure;
  return { message: message("shell.unexpected"), detail: String(error) };
}
