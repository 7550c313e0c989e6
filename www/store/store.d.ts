// Where the ground state is kept: in memory, on this device, or in the host's hands.

import type { Change, Ground } from "./ground.js";
import type { Moment } from "../engine/engine";
import type { View } from "../engine/types";
import type { Settings } from "../ui/model";

export type KeptSettings = Partial<Pick<Settings, "theme" | "locale" | "incognito" | "notify" | "backupAt" | "handedOut" | "letterhead">>;

export interface Kept {
  ground: Ground;
  settings: KeptSettings;
}

/** What the page last said, to be shown again while the next visit is being read. Never a source of any figure (0004). */
export interface Answer {
  view: View;
  moment: Moment;
}

export interface Store {
  /** The last answer to all that is kept, with the settings; `null` where something has changed since. */
  recall?(): Promise<(Answer & { settings: KeptSettings }) | null>;
  remember?(answer: Answer): Promise<void>;
  /** What is kept; `null` where nothing is. Throws a `Refusal` where it cannot be read. */
  load(): Promise<Kept | null>;
  /**
   * Writes all of the change or nothing of it, on top of whatever others have written meanwhile. Returns the ground where
   * others did, so that it can be shown. Throws a `Refusal`.
   */
  commit(change: Change, settings: KeptSettings): Promise<Ground | null>;
  erase(): Promise<void>;
  close(): void;
}

/** Called when somebody else wrote, or when the store is lost for good. */
export interface Listener {
  changed(ground: Ground): void;
  lost(failure: import("../engine/engine").Failure): void;
}
