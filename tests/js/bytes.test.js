// Bytes of pastes: what a person copies by hand stays in the page's memory, long texts do not.

import assert from "node:assert/strict";
import { test } from "node:test";
import { allOf, bytesOfText } from "../../www/store/bytes.js";

test("a text of any length is the same bytes", async () => {
  const rest = async () => {};
  for (const [text, isBlob] of /** @type {const} */ ([
    ["", false],
    ["7301,Köln 🚀,10.50\n".repeat(20_000), false],
    [`x${"🚀".repeat(400_000)}`, true],
  ])) {
    const bytes = await bytesOfText(text, rest);
    assert.equal(bytes instanceof Blob, isBlob, `${text.length} characters`);
    assert.deepEqual(Buffer.from(await allOf(bytes)), Buffer.from(text));
  }
});
