// The module as wasm-bindgen wraps it (src/wasm.rs), as far as the shell uses it.

import type { Asked } from "./engine";
import type { CreditDetail, FlavourKind, Handout, ImportCard, Message, OpenTable, Query, Row, Scope, TransactionDetail, View, Wanted, WhatIfAsk, WhatIfCard } from "./types";

export interface WasmSource {
  id: string;
  name: string;
  pastedAt: string;
  fileTime: string | null;
  address: string | null;
}

/** Every method throws `{ key, args }`, a message, where it refuses; a trap is a WebAssembly.RuntimeError. */
export interface WasmEngine {
  begin(source: WasmSource): void;
  flavour(id: string, kind: FlavourKind): void;
  /** How many bytes of the flavour begun last will be pushed. */
  makeRoom(id: string, bytes: number): void;
  push(id: string, bytes: Uint8Array): void;
  /** All bytes are there: queues the import for reading. */
  finish(id: string): void;
  /** Works on what is queued; `budget` in bytes. Says what this step read, and that with what is left. */
  step(budget: number): { done: boolean; bytesRead: number; bytesTotal: number };
  cancel(id: string): void;
  remove(id: string): void;
  /** Returns the ids of imports to be fed again. */
  setOptions(json: string): string[];
  /** Computes what a moment shows, about so many rows of it; whether all is there. */
  prepare(now: string, offsetMinutes: number, rows: number): boolean;
  view(now: string, offsetMinutes: number, scope: Scope): View;
  cards(now: string, offsetMinutes: number, wanted: Wanted): ImportCard[];
  recognised(ids: string[]): ImportCard[];
  /** Chooses the rows of a table that is about to be opened, going through so many; whether all are chosen. */
  prepareTable(now: string, offsetMinutes: number, query: Query, rows: number): boolean;
  openTable(now: string, offsetMinutes: number, query: Query): OpenTable;
  window(handle: number, start: number, length: number): Row[];
  closeTable(handle: number): void;
  credit(now: string, offsetMinutes: number, account: string, key: string): CreditDetail;
  transaction(
    now: string,
    offsetMinutes: number,
    account: string,
    key: string,
  ): TransactionDetail | null;
  whatIf(
    now: string,
    offsetMinutes: number,
    account: string,
    asked: WhatIfAsk,
  ): WhatIfCard | null;
  handout(
    now: string,
    offsetMinutes: number,
    asked: Asked,
    format: (message: Message) => string,
  ): Handout;
}

export interface WasmModule {
  default(source: { module_or_path: WebAssembly.Module }): Promise<unknown>;
  Engine: new () => WasmEngine;
  /** A fresh instance; objects of the old one are stale. */
  __wbg_reset_state(): void;
  /** Is handed the text of a panic just before the trap. */
  onPanic(callback: (text: string) => void): void;
}
