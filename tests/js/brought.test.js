// What was brought, told apart before it is read.

import assert from "node:assert/strict";
import { test } from "node:test";
import { holdsFolder } from "../../www/element/clipboard.js";

/** @param {(boolean | null)[]} entries whether each is a folder; none where the browser knows no entry, as for text */
const dropped = (...entries) =>
  /** @type {any} */ ({
    items: entries.map((isDirectory) => ({
      webkitGetAsEntry: () => (isDirectory === null ? null : { isDirectory }),
    })),
  });

test("a folder is told from files and text", () => {
  assert.equal(holdsFolder(dropped(true)), true);
  assert.equal(holdsFolder(dropped(false, true)), true);
  assert.equal(holdsFolder(dropped(false, null)), false);
  assert.equal(holdsFolder(dropped()), false);
  assert.equal(holdsFolder(null), false);
});
