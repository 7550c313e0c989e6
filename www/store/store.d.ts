// Where the ground state is kept: in memory, on this device, or in the host's hands.

import type { Change, Ground } from "./ground.js";
import type { Settings } from "../ui/model";

export type KeptSettings = Partial<Pick<Settings, "theme" | "locale" | "incognito" | "notify" | "backupAt" | "letterhead">>;

export interface Kept {
  ground: Ground;
  settings: KeptSettings;
}

export interface Store {
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
