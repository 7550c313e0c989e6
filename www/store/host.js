// The host keeps the ground state: it hands over `{ load, save }` and gets whole documents (backup.js).

import { message, Refusal } from "../text/message.js";
import { readBackup, writeBackup } from "./backup.js";
import { apply, noGround } from "./ground.js";

/** @import { Store } from "./store" */
/** @import { Backup } from "./backup.js" */

/**
 * @typedef {object} HostStore
 * @property {() => Promise<Backup | string | null> | Backup | string | null} load
 * @property {(backup: Backup) => Promise<void> | void} save
 */

/**
 * @param {HostStore} host
 * @param {() => string} now
 * @returns {Store}
 */
export function hostStore(host, now) {
  let ground = noGround();
  return {
    async load() {
      const document = await asked(() => host.load());
      if (document === null || document === undefined) return null;
      ground = readBackup(document);
      return { ground, settings: {} };
    },
    async commit(change) {
      const next = apply(ground, change);
      const backup = await writeBackup(next, now());
      await asked(() => host.save(backup));
      ground = next;
      return null;
    },
    async erase() {
      ground = noGround();
      const backup = await writeBackup(ground, now());
      await asked(() => host.save(backup));
    },
    close() {},
  };
}

/** @template T @param {() => T} ask @returns {Promise<Awaited<T>>} */
async function asked(ask) {
  try {
    return await ask();
  } catch (error) {
    throw new Refusal(message("store.hostFailed"), error);
  }
}
