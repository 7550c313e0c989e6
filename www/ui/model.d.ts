// The hinge between the controller (www/element) and the panels (www/ui): panels are plain functions of
// the model; whatever they want done they ask of the actions.

import type { ComponentChildren } from "preact";
import type { AccountCard, ColumnMapping, CreditDetail, Defaults, Export, HandedOut, ImportCard, Message, OpenTable, Options, Query, Row, Scope, Sort, TableName, Thresholds, TransactionDetail, View, Wanted, WhatIfAsk, WhatIfCard } from "../engine/types";
import type { Difference } from "../store/merge.js";
import type { Asked, Failure, FileToSave } from "../engine/engine";

export type Tab = TableName;

export interface Settings {
  theme: "auto" | "light" | "dark";
  /** BCP 47; also the language of the texts where a catalogue exists. */
  locale: string;
  /** Amounts are replaced in the DOM, not hidden by style. */
  incognito: boolean;
  /** While the page is open in the background: title, badge, notification. */
  notify: boolean;
  /** `ask` until the user chose, at the first paste (0004). */
  keep: "ask" | "memory" | "device";
  /** When a backup was saved last, RFC 3339. */
  backupAt: string | null;
  /** Events of calendar files that were saved: the next file takes back what is no longer expected. */
  handedOut: HandedOut[];
  /** Under whose name statements go out, and their logo as a data URL. */
  letterhead: { agency: string; logo: string | null };
  readOnly: boolean;
  compact: boolean;
}

export interface Model {
  phase: "starting" | "ready" | "failed";
  failure: Failure | null;
  /** Nothing was ever pasted. */
  isEmpty: boolean;
  /** Nothing is kept: what there is to see waits for no engine. */
  isNew: boolean;
  isSample: boolean;
  view: View | null;
  /** Every account, whatever the scope: `view` holds those in scope, and the filters must offer the others. */
  accounts: AccountCard[];
  /** Raised with every new view; open tables are opened again. */
  revision: number;
  /** RFC 3339: what is shown was said at the last visit, and what is kept is being read again. */
  recalledAt: string | null;
  options: Options;
  settings: Settings;
  /** What the reader can choose without a request. */
  languages: string[];
  scope: Scope;
  tab: Tab;
  /** The import whose card is open, newest by default after a paste. */
  openImport: string | null;
  /** The import that a person asked to see, and the figure whose source it is; a new one at each asking. */
  asked: { id: string; figure: AskedFigure | null } | null;
  /** Imports that came together, last: files dropped at once. */
  delivered: string[];
  /** A backup that waits for a choice. */
  opened: { savedAt: string; imports: number; same: number; differences: Difference[]; names: Record<string, string> } | null;
  /** What is being read: this file of so many that came together, and how far they all are. */
  /** `share` is null once all is read and the answer is being worked out. */
  reading: { id: string; name: string; number: number; count: number; share: number | null }[];
  /** What a person asked for is taking its time. */
  isAnswering: boolean;
  /** What the last action was and can still be undone. */
  undo: Message | null;
  /** The browser may delete what is kept when the device runs out of room; null where nothing is kept. */
  isEvictable: boolean | null;
  /** Something that could be ours is held over the page. */
  isDropping: boolean;
  /** Announced once in the status region. */
  announcement: { id: number; message: Message } | null;
  /** What could not be done, e.g. an empty clipboard; stays until closed. */
  complaint: Message | null;
}

/** A figure as it is shown, of what, and the line it was read from. */
export interface AskedFigure {
  of: string;
  label: Message;
  amount: string | null;
  currency: string | null;
  line: number | null;
}

/** Cells of a column that say the same (`line`: only the one there) and what they should say; `null`: as pasted. */
export interface CellAnswer {
  column: string;
  found: string;
  line: number | null;
  text: string | null;
}

export interface Actions {
  pasteFromClipboard(): Promise<void>;
  chooseFiles(files: Iterable<File>): Promise<void>;
  trySample(): Promise<void>;
  endSample(): Promise<void>;
  cancelReading(id: string): void;
  undo(): Promise<void>;
  removeImport(id: string): Promise<void>;
  eraseEverything(): Promise<void>;
  openImport(id: string | null, figure?: AskedFigure): void;
  /** Cards of imports that are not in view. */
  cards(wanted: Wanted): Promise<ImportCard[]>;
  setAccountOfImports(ids: string[], account: string, name: string | null): Promise<void>;
  setAsOf(id: string, asOf: string | null): Promise<void>;
  /** R32: a copy that nothing counts is the whole list, with the pages copied before it. */
  setWhole(id: string, isWhole: boolean): Promise<void>;
  setCreditOfImport(id: string, credit: string): Promise<void>;
  setMapping(id: string, fingerprint: string, change: Partial<ColumnMapping>): Promise<void>;
  /** What cells that cannot be read should say. */
  setCells(id: string, answers: CellAnswer[]): Promise<void>;
  /** What was said about tables with these headers is said no more. */
  forgetMapping(fingerprint: string): Promise<void>;
  /** Takes over a file of remembered mappings; complains where it is none. */
  rememberMappings(text: string): Promise<void>;
  setAccounts(accounts: string[], change: Record<string, unknown>): Promise<void>;
  setThresholds(where: { account?: string; credit?: string }, change: Partial<Thresholds>): Promise<void>;
  /** What no export says of a credit; `undefined` takes it back. */
  setCredit(credit: string, place: string[], value: boolean | undefined): Promise<void>;
  setDefaults(change: Partial<Defaults>): Promise<void>;
  snooze(alerts: string[], until: string): Promise<void>;
  /** `undo`: key of what can be taken back. */
  acknowledge(alerts: string[], undo?: string): Promise<void>;
  setScope(scope: Scope): void;
  setTab(tab: Tab): void;
  setSettings(change: Partial<Settings>): void;
  dismissComplaint(): void;
  openTable(query: Query): Promise<OpenTable>;
  window(handle: number, start: number, length: number): Promise<Row[]>;
  closeTable(handle: number): void;
  credit(account: string, key: string): Promise<CreditDetail>;
  transaction(account: string, key: string): Promise<TransactionDetail | null>;
  decideBackup(how: "add" | "replace" | "leave"): Promise<void>;
  whatIf(account: string, asked: WhatIfAsk): Promise<WhatIfCard | null>;
  /** `backup`: of what is in view, made by the shell. */
  handout(asked: (Asked & { locale?: string }) | { kind: "backup" }): Promise<FileToSave>;
  download(file: FileToSave): void;
}

/** Writes messages, amounts and times in the reader's language. */
export interface Texts {
  message(message: Message): string;
  /** The same where it stands by itself: begun as sentences of the language begin. */
  sentence(message: Message): string;
  /** A text of the page itself, by key. */
  say(key: string, args?: Record<string, unknown>): string;
  money(amount: string, currency: string | null): string;
  /** Without the currency, which then stands once per column or group. */
  amount(amount: string, currency: string | null): string;
  when(when: { at: string; unit: string }): string;
  /** The last stated unit before a half-open end: what people call "valid until" (R15). */
  until(when: { at: string; unit: string }): string;
  /** "in 8 days"; only beside the absolute. */
  relative(when: { at: string; unit: string }): string;
  /** With zone, for hover and focus. */
  whenInFull(when: { at: string; unit: string }): string;
  day(day: string): string;
  weekday(at: number): string;
  /** A cell as it was pasted, which may hold an amount. */
  pasted(text: string): string;
  percent(share: string, decimals?: number): string;
  number(value: number): string;
  /** The order of names in a list to choose from. */
  compare(a: string, b: string): number;
  direction: "ltr" | "rtl";
  language: string;
}

/** What parts of the page are handed, beside what is their own. Those that are shown without a view ask for it. */
export type Shell = Part<"model" | "actions" | "texts">;
export type Part<Names extends "model" | "actions" | "texts"> = Pick<
  { model: Omit<Model, "view"> & { view: View }; actions: Actions; texts: Texts },
  Names
>;

/** What a reader chose of a table, and how it is chosen. */
export interface TableChoices {
  search: string;
  setSearch(search: string): void;
  filters: Record<string, string>;
  setFilters(filters: Record<string, string>): void;
  /** Columns that were put in or left out. */
  chosen: Record<string, boolean>;
  setChosen(chosen: Record<string, boolean>): void;
  sort: Sort | null;
  setSort(sort: Sort | null): void;
}

/** What opens panels of the page, by name. */
export interface OpensPanels {
  openPanel(name: string): void;
}

/** A column of a table, as data (columns.jsx). */
export interface Column<Row> {
  key: string;
  /** Key of its heading, where it is not its own. */
  label?: string;
  width: number;
  numeric?: boolean;
  title?: boolean;
  whole?: boolean;
  unsorted?: boolean;
  toldBelow?: boolean;
  /** The higher, the sooner it is left out where room is short. */
  spare?: number;
  isFor?(accounts: AccountCard[], room: { narrow: boolean }): unknown;
  cell(row: Row, show: Show): ComponentChildren;
}

/** What a cell is handed beside its row. `unit`: the column names the currency. */
export type Show = Shell & {
  unit: boolean;
  narrow: boolean;
  /** The row that is open below itself, and the part of it that was asked for. */
  opened: { key: string; part?: string | null } | null;
  openRow(row: object, part?: string | null): void;
};

export interface Table<Row> {
  rowKey(row: Row): string;
  /** The page that its rows are copied from. */
  export: Export;
  isTall?: boolean;
  order?: string;
  /** What a card shows although it can be spared. */
  onCards?: Record<string, boolean>;
  columns: Column<Row>[];
  Detail(props: Show & { row: Row }): ComponentChildren;
}
