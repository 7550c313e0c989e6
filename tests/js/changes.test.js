// What a person decides, as patches; remembered mappings as a file: taken over whole or not at all.

import assert from "node:assert/strict";
import { test } from "node:test";
import { cell, forget, mapping as mappingOf, mappingsOf } from "../../www/element/changes.js";
import { apply, noGround } from "../../www/store/ground.js";

const mapping = {
  export: "campaign_report",
  columns: { Kosten: "cost", Notiz: "" },
  decimalMarks: { Kosten: "comma" },
  dayOrders: {},
  transactionTypes: { Werbeguthaben: "Ad Credit" },
  zone: null,
  currency: null,
  encoding: null,
  totalRow: null,
};

test("what was saved is what is taken over, and forgetting takes it away", () => {
  const patches = mappingsOf(JSON.stringify({ mappings: { f1: mapping } }));
  const ground = apply(noGround(), { patches: patches ?? [] });
  assert.deepEqual(ground.options.mappings, { f1: mapping });
  assert.deepEqual(apply(ground, { patches: forget("f1", mapping, []) }).options.mappings, {});
});

test("what was read by a mapping stays read when it is forgotten", () => {
  /** @param {string} id @param {string[]} fingerprints @returns {any} */
  const card = (id, ...fingerprints) => ({
    id,
    tables: fingerprints.map((fingerprint) => ({ fingerprint })),
  });
  const cards = [card("alone", "f1"), card("other", "f2"), card("both", "f1", "f2"), card("none")];
  const ground = apply(noGround(), {
    patches: [
      ...(mappingsOf(JSON.stringify({ mappings: { f1: mapping } })) ?? []),
      ...cell("alone", { column: "Kosten", found: "1O", line: null, text: "10" }),
    ],
  });
  const { imports, mappings } = apply(ground, { patches: forget("f1", mapping, cards) }).options;
  assert.deepEqual(mappings, {});
  assert.deepEqual(Object.keys(imports), ["alone"]);
  assert.deepEqual(imports.alone?.mapping.columns, mapping.columns);
  assert.deepEqual(imports.alone?.mapping.cells, { Kosten: { "1O": { all: "10" } } });
});

test("what a word means is remembered beside what was said of other words and columns", () => {
  const said = ["Werbeguthaben", "Sonstiges"].map((word) =>
    mappingOf("i1", "f1", { transactionTypes: { [word]: "Ad Credit" } }),
  );
  const { mappings } = apply(noGround(), { patches: said.flat() }).options;
  const { transactionTypes } = mappings.f1 ?? {};
  assert.deepEqual(transactionTypes, { Werbeguthaben: "Ad Credit", Sonstiges: "Ad Credit" });
  assert.deepEqual(mappingOf("i1", "", { totalRow: true }), [
    { path: ["imports", "i1", "mapping", "totalRow"], value: true },
  ]);
});

test("a file with anything else in it is none", () => {
  for (const text of [
    "",
    "[]",
    '{"mappings":[]}',
    '{"mappings":{"f1":1}}',
    '{"mappings":{"f1":{"columns":["cost"]}}}',
    '{"mappings":{"f1":{"columns":null}}}',
    '{"mappings":{"f1":{"decimalMarks":{"Kosten":"dot"}}}}',
    '{"mappings":{"f1":{"currency":"USD"}}}',
    '{"mappings":{"f1":{"totalRow":"yes"}}}',
    '{"mappings":{"f1":{"surprise":"x"}}}',
  ]) {
    assert.equal(mappingsOf(text), null, text);
  }
});

test("a cell is corrected for all alike or for one line, and taken back as a whole", () => {
  const about = { column: "Used amount", found: "__proto__" };
  const base = ["imports", "i1", "mapping", "cells", "Used amount", "__proto__"];
  assert.deepEqual(cell("i1", { ...about, line: null, text: "12.5" }), [
    { path: [...base, "all"], value: "12.5" },
  ]);
  assert.deepEqual(cell("i1", { ...about, line: 14, text: "" }), [
    { path: [...base, "lines", "14"], value: "" },
  ]);
  assert.deepEqual(cell("i1", { ...about, line: null, text: null }), [
    { path: base, value: undefined },
  ]);
});
