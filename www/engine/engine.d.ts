// What the shell asks of an engine, whether it runs in a worker or on the main thread.

import type {
  CreditDetail, FlavourKind, Handout, HandoutAsk, ImportCard, Message, OpenTable, Options, Query, Row, Scope, TransactionDetail, View,
  Wanted, WhatIfAsk, WhatIfCard,
} from "./types";

/** One paste or file, as stored. Times are RFC 3339. */
export interface Source {
  id: string;
  name: string;
  pastedAt: string;
  fileTime: string | null;
  address: string | null;
  /** Files and long pastes as Blobs, outside of everybody's memory; short ones as bytes. */
  flavours: { kind: FlavourKind; bytes: Blob | Uint8Array }[];
}

/** The moment and the offset of the viewer; the engine has no clock (R33, R38). */
export interface Moment {
  now: string;
  offsetMinutes: number;
}

/** Which file is asked for; what is not said is as the engine has it. */
export type Asked = { [K in HandoutAsk["kind"]]: { kind: K } & Partial<Extract<HandoutAsk, { kind: K }>> }[HandoutAsk["kind"]];

/** A file to save, made by the engine or by the shell. */
export type FileToSave = Omit<Handout, "reminders">;

export interface Engine {
  /** Reads imports in slices; resolves when they count. None counts where reading is cancelled or fails. */
  read(sources: Source[], progress: (share: number) => void, signal?: AbortSignal): Promise<void>;
  remove(importId: string): Promise<void>;
  setOptions(options: Options): Promise<void>;
  /** What is shown; where it is cancelled, nothing. */
  view(moment: Moment, scope: Scope, signal?: AbortSignal): Promise<View>;
  /** Cards of imports, newest first. */
  cards(moment: Moment, wanted: Wanted): Promise<ImportCard[]>;
  /** What these imports say by themselves, at once, whatever else is being read: of accounts their cards say nothing. */
  recognised(ids: string[]): Promise<ImportCard[]>;
  openTable(moment: Moment, query: Query): Promise<OpenTable>;
  window(handle: number, start: number, length: number): Promise<Row[]>;
  closeTable(handle: number): Promise<void>;
  credit(moment: Moment, account: string, key: string): Promise<CreditDetail>;
  /** Who paid the charge of a transaction, and why; null where the row is gone. */
  transaction(moment: Moment, account: string, key: string): Promise<TransactionDetail | null>;
  /** The forecast if something were changed; null where there is none to change. */
  whatIf(moment: Moment, account: string, asked: WhatIfAsk): Promise<WhatIfCard | null>;
  /** A file to hand out. */
  handout(moment: Moment, asked: Asked & { locale?: string }): Promise<Handout>;
  close(): void;
}

/** Something that went wrong, as a message for the reader. */
export interface Failure {
  message: Message;
  /** What the engine or the browser said; for a bug report, never shown as prose. */
  detail: string;
}
