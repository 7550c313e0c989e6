// The store, for tests that need a real IndexedDB: what the element uses, without the element.

import { deviceStore } from "../../../www/store/device.js";

/** @type {any} */
const page = window;

/** @param {string} id @param {string} [text] */
page.imported = (id, text = id) => ({
  id,
  name: id,
  pastedAt: "2026-11-22T14:00:00Z",
  fileTime: null,
  address: null,
  flavours: [{ kind: "text", bytes: new TextEncoder().encode(text) }],
});

/** @param {string} tenant @param {boolean} [create] */
page.open = async (tenant, create = true) => {
  page.told = [];
  const listener = {
    changed: (/** @type {any} */ ground) =>
      page.told.push(ground.imports.map((/** @type {any} */ one) => one.id).join()),
    lost: (/** @type {any} */ failure) => page.told.push(failure.message.key),
  };
  page.store = await deviceStore(tenant, listener, { create });
  return page.store !== null;
};

page.ids = async () =>
  (await page.store.load()).ground.imports.map((/** @type {any} */ one) => one.id);

/** @param {any} change */
page.commit = async (change) => {
  try {
    const foreign = await page.store.commit(change, {});
    return foreign ? foreign.imports.map((/** @type {any} */ one) => one.id) : "ours";
  } catch (error) {
    return /** @type {Error} */ (error).message;
  }
};
