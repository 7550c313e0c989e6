// What passes between the page and a worker. Calls are answered in any order; progress belongs to a call.

import type { Driver } from "./driver.js";
import type { Message } from "./types";

/** The methods of a driver that cross, by name. */
export type Method = Exclude<keyof Driver, "close">;

export type ToWorker =
  | { type: "start"; module: WebAssembly.Module; lock: string | null }
  | { type: "call"; id: number; method: Method; args: unknown[] }
  | { type: "cancel"; id: number }
  | { type: "ping" };

export type FromWorker =
  /** `isHeld`: the worker holds the lock by whose release its death is known. */
  | { type: "ready"; isHeld: boolean }
  | { type: "refused"; detail: string }
  | { type: "progress"; id: number; share: number }
  | { type: "done"; id: number; value: unknown }
  | { type: "failed"; id: number; failure: Failed }
  | { type: "pong" };

export type Failed =
  | { kind: "refusal"; message: Message; detail: string }
  | { kind: "lost"; how: "trap" | "stale" | "dead"; detail: string }
  | { kind: "aborted" };
