// Keeps nothing: the page's own ground state is all there is.

/** @import { Store } from "./store" */

/** @returns {Store} */
export function memoryStore() {
  return { load: async () => null, commit: async () => null, erase: async () => {}, close() {} };
}
