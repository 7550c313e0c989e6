// The loader and its two roads: the same answers, and back after a fault.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Budget } from "../../www/engine/budget.js";
import { Driver, Host } from "../../www/engine/driver.js";
import { startEngine } from "../../www/engine/load.js";
import { serve } from "../../www/engine/serve.js";
import { SupervisedEngine } from "../../www/engine/supervised.js";
import { Refusal } from "../../www/text/message.js";
import { fakeModule, mainThreadOnly, withWorker } from "./fake_wasm.js";

const MOMENT = { now: "2026-11-22T14:00:00Z", offsetMinutes: 0 };
const EVERYTHING = { accounts: [], client: null, owner: null };

/** @param {string} text @param {string} [id] @returns {any} */
const source = (text, id = text) => ({
  id,
  name: id,
  pastedAt: MOMENT.now,
  fileTime: null,
  address: null,
  flavours: [{ kind: "text", bytes: new TextEncoder().encode(text) }],
});

/** @param {any} surroundings @param {string[]} [told] */
function supervised(surroundings, told = []) {
  return new SupervisedEngine(surroundings, {
    writing: () => ({ catalogue: { "engine.recovered": "back again" } }),
    recovered: (how) => told.push(`recovered ${how}`),
    refused: (sources) => told.push(...sources.map(({ id }) => `refused ${id}`)),
  });
}

/** @param {SupervisedEngine} engine */
const shown = async (engine) =>
  (await engine.view(MOMENT, EVERYTHING)).imports.map(({ id }) => id).sort();

/** @param {() => Promise<unknown>} work @returns {Promise<string>} */
async function refused(work) {
  try {
    await work();
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error));
    return error.failure.message.key;
  }
  return "nothing";
}

const ROADS = /** @type {const} */ ([
  ["main thread", () => mainThreadOnly()],
  ["worker", () => withWorker((port) => serve(port, fakeModule()))],
]);

for (const [mode, surroundings] of ROADS) {
  test(`${mode}: reads, shows, removes`, async () => {
    const engine = supervised(surroundings());
    await engine.ready();
    assert.equal(engine.mode, mode);
    await engine.read([source("a"), source("b")], () => {});
    assert.deepEqual(await shown(engine), ["a", "b"]);
    await engine.remove("a");
    assert.deepEqual(await shown(engine), ["b"]);
    engine.close();
  });

  test(`${mode}: a long file is read in steps, says how far, and can be cancelled`, async () => {
    const engine = supervised(surroundings());
    const long = {
      ...source(""),
      id: "long",
      flavours: [{ kind: "file", bytes: new Blob(["x".repeat(3_000_000)]) }],
    };
    /** @type {number[]} */
    const shares = [];
    await engine.read([long], (share) => shares.push(share));
    assert.equal(shares.at(-1), 1);
    assert.deepEqual(
      shares,
      [...shares].sort((a, b) => a - b),
    );
    const abort = new AbortController();
    const reading = engine.read([{ ...long, id: "other" }], () => {}, abort.signal);
    abort.abort();
    await assert.rejects(reading, { name: "AbortError" });
    const answer = new AbortController();
    const answering = engine.view(MOMENT, EVERYTHING, answer.signal);
    answer.abort();
    await assert.rejects(answering, { name: "AbortError" });
    assert.deepEqual(await shown(engine), ["long"]);
    engine.close();
  });

  test(`${mode}: a trap while reading leaves the import out and everything else as it was`, async () => {
    /** @type {string[]} */
    const told = [];
    const engine = supervised(surroundings(), told);
    await engine.read([source("a"), source("b")], () => {});
    assert.equal(
      await refused(() => engine.read([source("TRAP")], () => {})),
      "engine.trapReading",
    );
    assert.deepEqual(await shown(engine), ["a", "b"]);
    assert.deepEqual(told, ["recovered trap"]);
    engine.close();
  });

  test(`${mode}: what was kept but cannot be read keeps nothing else from opening`, async () => {
    /** @type {string[]} */
    const told = [];
    const engine = supervised(surroundings(), told);
    await engine.load([source("a"), source("TRAP"), source("b"), source("c")]);
    assert.deepEqual(await shown(engine), ["a", "b", "c"]);
    assert.deepEqual(told, ["refused TRAP", "recovered trap"]);
    engine.close();
  });

  test(`${mode}: a refusal is a message and harms nothing`, async () => {
    const engine = supervised(surroundings());
    await engine.read([source("a")], () => {});
    assert.equal(await refused(() => engine.credit(MOMENT, "x", "y")), "credit.gone");
    assert.deepEqual(await shown(engine), ["a"]);
    assert.equal((await engine.handout(MOMENT, { kind: "ticket" })).text, "back again");
    engine.close();
  });

  test(`${mode}: a correction makes its import read again`, async () => {
    const module = fakeModule();
    const engine = supervised(
      mode === "worker" ? withWorker((port) => serve(port, module)) : mainThreadOnly(module),
    );
    await engine.read([source("a"), source("b")], () => {});
    const { noOptions } = await import("../../www/store/ground.js");
    /** @type {any} */
    const options = { ...noOptions(), imports: { b: { mapping: { columns: {} } } } };
    await engine.setOptions(options);
    assert.deepEqual(module.log, ["begin a", "begin b", "begin b"]);
    assert.deepEqual(await shown(engine), ["a", "b"]);
    engine.close();
  });

  test(`${mode}: asleep it lets go; asked again it has everything`, async () => {
    const engine = supervised(surroundings());
    await engine.read([source("a")], () => {});
    engine.sleep();
    assert.deepEqual(await shown(engine), ["a"]);
    engine.close();
  });
}

test("a killed worker is replaced, and the call that was open is answered", async () => {
  /** @type {string[]} */
  const told = [];
  const surroundings = withWorker((port) => serve(port, fakeModule()));
  const engine = supervised(surroundings, told);
  await engine.read([source("a")], () => {});
  const asked = shown(engine);
  await new Promise((resolve) => setImmediate(resolve));
  surroundings.workers[0].terminate();
  surroundings.workers[0].onerror({ message: "killed" });
  assert.deepEqual(await asked, ["a"]);
  assert.equal(surroundings.workers.length, 2);
  assert.deepEqual(told, ["recovered dead"]);
  engine.close();
});

test("elements that share the main thread's instance do not feel one another's faults", async () => {
  const surroundings = mainThreadOnly();
  /** @type {string[]} */
  const told = [];
  const [one, other] = [supervised(surroundings), supervised(surroundings, told)];
  await one.read([source("a")], () => {});
  await other.read([source("b")], () => {});
  assert.equal(await refused(() => one.read([source("TRAP")], () => {})), "engine.trapReading");
  assert.deepEqual(await shown(other), ["b"]);
  assert.deepEqual(await shown(one), ["a"]);
  assert.deepEqual(told, ["recovered stale"]);
});

test("a worker that the policy refuses late makes room for the main thread", async () => {
  const surroundings = {
    ...mainThreadOnly(),
    openWorker: () => {
      /** @type {any} */
      const worker = {
        postMessage: () => setImmediate(() => worker.onerror({ message: "" })),
        terminate: () => {},
      };
      return worker;
    },
  };
  const { mode } = await startEngine(surroundings);
  assert.equal(mode, "main thread");
});

test("a policy without wasm is named by what it lacks", async () => {
  const compile = WebAssembly.compile;
  try {
    for (const [said, key] of [
      [
        "WebAssembly.compile(): Compiling or instantiating WebAssembly module violates the following Content Security policy directive",
        "engine.wasmBlocked",
      ],
      ["call to WebAssembly.compile() blocked by CSP", "engine.wasmBlocked"],
      ["expected magic word", "engine.notLoaded"],
    ]) {
      WebAssembly.compile = async () => {
        throw new WebAssembly.CompileError(said);
      };
      assert.equal(await refused(() => startEngine(mainThreadOnly())), key);
    }
  } finally {
    WebAssembly.compile = compile;
  }
});

test("steps learn how much fits into their time", () => {
  const budget = new Budget(10);
  const first = budget.bytes;
  budget.learn(1);
  assert.equal(budget.bytes, first * 2);
  budget.learn(100);
  assert.ok(budget.bytes <= first / 2);
  for (let i = 0; i < 40; i += 1) budget.learn(10_000);
  assert.ok(budget.bytes >= 4_096);
});

test("every answer between pauses is one call of the module", async () => {
  let pauses = 0;
  const module = fakeModule();
  const driver = new Driver(new Host(module), 10, async () => {
    pauses += 1;
  });
  await driver.read(
    [{ ...source(""), id: "x", flavours: [{ kind: "file", bytes: new Uint8Array(5_000_000) }] }],
    () => {},
  );
  assert.ok(pauses >= 5, `${pauses}`);
});

test("what a moment shows is computed in pieces, one moment after the other", async () => {
  const module = fakeModule();
  const driver = new Driver(new Host(module), 0, async () => {
    module.log.push("pause");
  });
  await driver.read([source("a"), source("b")], () => {});
  module.log.length = 0;
  const later = { ...MOMENT, now: "2026-11-22T15:00:00Z" };
  await Promise.all([driver.view(MOMENT, EVERYTHING), driver.view(later, EVERYTHING)]);
  const pieces = ["prepare 1", "pause", "prepare 2", "pause", "prepare 3"];
  assert.deepEqual(module.log, [...pieces, ...pieces]);
});
