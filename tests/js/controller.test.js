// The controller with a fake engine: ground state in, model and events out.

import assert from "node:assert/strict";
import { test } from "node:test";
import { cardsOf } from "../../www/element/announce.js";
import { pendingText } from "../../www/element/clipboard.js";
import { Controller } from "../../www/element/controller.js";
import { SupervisedEngine } from "../../www/engine/supervised.js";
import { apply, noGround } from "../../www/store/ground.js";
import { count, message, name, Refusal } from "../../www/text/message.js";
import { fakeModule, mainThreadOnly } from "./fake_wasm.js";

const EMPTY = /** @type {const} */ ({ kind: "file", content: new Blob([]) });
const MOMENT = { now: "2026-11-22T14:00:00Z", offsetMinutes: 0 };

/** A store whose content a test can see. @param {any} [kept] */
function visibleStore(kept = null) {
  /** @type {any} */
  const store = {
    kept,
    fail: null,
    load: async () => store.kept,
    commit: async (/** @type {any} */ change, /** @type {any} */ settings) => {
      if (store.fail) throw store.fail;
      store.kept = { ground: apply(store.kept?.ground ?? noGround(), change), settings };
      return null;
    },
    erase: async () => {
      store.kept = null;
    },
    close: () => {},
  };
  return store;
}

/** @param {{ store?: any, kind?: any, readOnly?: boolean, surroundings?: any, moment?: () => typeof MOMENT, show?: (model: any) => void,
 *   meanwhile?: (controller: Controller) => Promise<unknown> }} [more] */
async function started({
  store = visibleStore(),
  kind = "ask",
  readOnly = false,
  surroundings = mainThreadOnly(),
  moment = () => MOMENT,
  show = () => {},
  meanwhile = async () => {},
} = {}) {
  /** @type {[string, any][]} */
  const events = [];
  const controller = new Controller(
    {
      engine: (hooks) => new SupervisedEngine(surroundings, hooks),
      store: async (wanted, listener) => {
        store.listener = listener;
        return wanted === "look" && !store.kept ? null : store;
      },
      moment,
      catalogue: () => ({ language: "en", catalogue: { "paste.name": "Paste of {time}" } }),
      bringLanguage: async () => {},
      languages: () => ["en"],
      sample: async () => [{ pending: pendingText("warn sample info", "", "sample"), said: {} }],
      download: () => {},
      show,
      tell: (event, detail) => events.push([event, detail]),
    },
    { theme: "auto", locale: "en", incognito: false, keep: "ask", readOnly, compact: false },
  );
  await Promise.all([controller.start(kind), meanwhile(controller)]);
  return { controller, events, store, model: () => controller.model };
}

/** @param {[string, any][]} events */
const alerts = (events) =>
  events
    .filter(([event]) => event === "alert")
    .map(([, { transition, warning }]) => `${transition} ${warning.id}`);
/** @param {any} store */
const names = (store) =>
  store.kept?.ground.imports.map((/** @type {any} */ one) => one.name) ?? null;
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

test("a paste is shown, announced once, and can be undone", async () => {
  const { controller, events, model } = await started();
  assert.equal(model().phase, "ready");
  assert.equal(model().isEmpty, true);
  const [id] = await controller.import([pendingText("warn low warning", "<b>x</b>")]);
  assert.equal(model().isEmpty, false);
  assert.equal(model().openImport, id);
  assert.match(model().view?.imports[0]?.name ?? "", /^Paste of Nov 22, 14:00$/);
  assert.equal(model().announcement?.id, 1);
  assert.equal(model().announcement?.message.key, "announce.imported");
  assert.equal(model().undo?.key, "undo.imported");
  assert.deepEqual(alerts(events), ["raised low"]);
  await controller.actions.undo();
  assert.equal(model().isEmpty, true);
  assert.equal(model().undo, null);
  assert.equal(model().openImport, null);
  assert.equal(model().announcement?.id, 2);
  assert.equal(model().announcement?.message.key, "announce.undone");
  assert.equal(events.filter(([event]) => event === "import").length, 1);
});

test("of many imports the newest cards are in view, and those that are open, however old", async () => {
  const { controller, model } = await started();
  const files = Array.from({ length: 40 }, (_, i) => pendingText("a", "", `file ${i}`));
  const taken = await controller.import(files);
  assert.equal(model().view?.importCount, 40);
  assert.equal(model().announcement?.message.args.rows?.value, 120);
  await controller.import([pendingText("b", "", "last")]);
  await controller.refresh();
  const [oldest = ""] = taken;
  const isInView = () => model().view?.imports.some(({ id }) => id === oldest);
  assert.deepEqual([model().view?.imports.length, isInView()], [30, false]);
  controller.actions.openImport(oldest);
  await settled();
  assert.deepEqual([model().view?.imports.length, isInView()], [31, true]);
  await controller.refresh();
  assert.deepEqual([model().view?.imports.length, isInView()], [31, true]);
  const rest = await controller.actions.cards({ start: 38, length: 9 });
  assert.deepEqual(
    rest.map(({ name }) => name),
    ["file 2", "file 1", "file 0"],
  );
});

test("the last answer takes the place of the one before", async () => {
  const { controller, model } = await started();
  const shown = () => [
    model().complaint?.key ?? null,
    model().view?.imports.find(({ id }) => id === model().openImport)?.name ?? null,
  ];
  await controller.import([pendingText("a", "", "first")]);
  assert.deepEqual(shown(), [null, "first"]);
  await controller.import([]);
  assert.deepEqual(shown(), ["paste.empty", null]);
  await controller.import([pendingText("b", "", "second")]);
  assert.deepEqual(shown(), [null, "second"]);
  await controller.import([pendingText("TRAP")]);
  assert.deepEqual(shown(), ["engine.trapReading", null]);
  // Of what comes together nothing is passed over.
  await controller.import([pendingText("c", "", "c"), pendingText("TRAP"), pendingText("d")]);
  assert.deepEqual(shown(), ["engine.trapReading", "c"]);
  assert.equal(model().delivered.length, 2);
  await controller.actions.setAccounts(["7300"], { billing: "manual" });
  assert.deepEqual(shown(), [null, "c"]);
});

test("what holds for the whole visit is said until it is closed", async () => {
  const store = visibleStore();
  store.load = async () => {
    throw new Refusal(message("store.refused"));
  };
  const { controller, model } = await started({ store, kind: "device" });
  // To an empty page it does not matter yet.
  assert.equal(model().complaint, null);
  await controller.import([pendingText("a")]);
  await controller.actions.setDefaults({ order: "earliestEnd" });
  assert.equal(model().complaint?.key, "store.refused");
  controller.actions.dismissComplaint();
  await controller.import([]);
  await controller.import([pendingText("b")]);
  assert.equal(model().complaint, null);
});

test("an answer, its card and the end of its bar are drawn at once", async () => {
  /** @type {any} */
  let controller = null;
  /** @type {string[]} */
  const drawn = [];
  let isQueued = false;
  // As the element draws: once for all that changes at once.
  const show = () => {
    if (isQueued) return;
    isQueued = true;
    queueMicrotask(() => {
      isQueued = false;
      const { view, openImport, undo, reading } = controller.model;
      const what = { card: openImport, undo, bar: reading[0] };
      const there = Object.entries(what).flatMap(([key, value]) => (value ? [key] : []));
      drawn.push([view?.importCount ?? 0, ...there].join(" "));
    });
  };
  const meanwhile = async (/** @type {Controller} */ one) => {
    controller = one;
  };
  await started({ show: () => controller && show(), meanwhile });
  /** @param {string} count */
  const of = (count) => drawn.filter((one) => one.startsWith(count));
  await controller.import([pendingText("a")]);
  assert.deepEqual(of("1"), ["1 card undo"]);
  const long = held("long");
  const reading = controller.import([long.pending]);
  while (!drawn.includes("1 card undo bar")) await settled();
  long.letGo();
  await reading;
  assert.deepEqual(of("2"), ["2 card undo"]);
});

test("what was dropped at once is taken back at once", async () => {
  const { controller, store, model } = await started({ kind: "device" });
  await controller.import([pendingText("a", "", "before")]);
  const files = ["one", "two", "three"].map((name) => pendingText(name, "", name));
  await controller.import(files, { account: "7300" });
  assert.deepEqual(model().undo, message("undo.importedFiles", { files: count(3) }));
  assert.equal(Object.keys(model().options.imports).length, 3);
  // The status is of all three, in the order dropped.
  assert.equal(model().announcement?.message.args.rows?.value, 9);
  const { view, delivered } = model();
  assert.deepEqual(
    cardsOf(delivered, view).map((card) => card.name),
    ["one", "two", "three"],
  );
  await controller.actions.undo();
  await settled();
  assert.deepEqual(importNames(model()), ["before"]);
  assert.deepEqual(names(store), ["before"]);
  assert.equal(model().undo?.key, "undo.imported");
  await controller.actions.undo();
  assert.deepEqual(importNames(model()), []);
});

/** A file whose bytes come once they are let go. @param {string} title */
function held(title) {
  let letGo = () => {};
  const content = new Blob(["a"]);
  content.stream = () =>
    new ReadableStream({
      start: (out) => {
        letGo = () => {
          out.enqueue(new TextEncoder().encode("a"));
          out.close();
        };
      },
    });
  const pending = { ...pendingText("", "", title), flavours: [{ kind: "file", content }] };
  return { pending, letGo: () => letGo() };
}

test("short files that come together are one answer, and one card opens", async (context) => {
  // Read in no time, however busy the machine is.
  context.mock.method(performance, "now", () => 0);
  /** @type {any[]} */
  const shown = [];
  const { controller, events, model } = await started({ show: (each) => shown.push(each) });
  const files = Array.from({ length: 40 }, (_, i) => pendingText("a", "", `file ${i}`));
  await controller.import(files);
  assert.equal(events.filter(([event]) => event === "change").length, 2, "the start, and this");
  assert.equal(events.filter(([event]) => event === "import").length, 40);
  const opened = new Set(shown.map(({ openImport }) => openImport));
  assert.deepEqual([...opened], [null, model().delivered[0]]);
});

test("a card that is closed stays closed while the others come", async (context) => {
  const { controller, model } = await started();
  let seconds = 0;
  context.mock.method(performance, "now", () => {
    seconds += 1;
    return 1_000 * seconds;
  });
  const last = held("last");
  const reading = controller.import([pendingText("a", "", "first"), last.pending]);
  while (model().reading.length === 0) await settled();
  const [bar] = model().reading;
  assert.deepEqual([bar?.name, bar?.number, bar?.count], ["last", 2, 2]);
  assert.equal(model().openImport, model().delivered[0]);
  controller.actions.openImport(null);
  last.letGo();
  await reading;
  assert.equal(model().openImport, null);
  assert.deepEqual(model().undo, message("undo.importedFiles", { files: count(2) }));
});

test("two deliveries keep their places while they are read", async () => {
  const { controller, model } = await started();
  const [one, two, other] = [held("one"), held("two"), held("other")];
  const first = controller.import([one.pending, two.pending]);
  while (model().reading.length < 1) await settled();
  const second = controller.import([other.pending]);
  while (model().reading.length < 2) await settled();
  const names = () => model().reading.map((each) => each.name);
  assert.deepEqual(names(), ["one", "other"]);
  one.letGo();
  while (names().includes("one")) await settled();
  assert.deepEqual(names(), ["two", "other"]);
  two.letGo();
  other.letGo();
  await Promise.all([first, second]);
  assert.deepEqual(names(), []);
});

test("cancelled, what was not answered leaves nothing", async () => {
  const { controller, model } = await started();
  const second = held("second");
  const reading = controller.import([pendingText("a"), second.pending, pendingText("b")]);
  while (model().reading.length === 0) await settled();
  controller.actions.cancelReading(model().reading[0]?.id ?? "");
  second.letGo();
  assert.deepEqual(await reading, []);
  await controller.refresh();
  assert.deepEqual([importNames(model()), model().isEmpty, model().reading], [[], true, []]);
});

/** A module that works on for as long as it is held, whatever it is to answer. */
function working() {
  const module = fakeModule();
  const { prepare } = module.Engine.prototype;
  const held = { imports: Number.POSITIVE_INFINITY };
  module.Engine.prototype.prepare = function (/** @type {string} */ now) {
    const isHeld = this.imports.size >= held.imports;
    for (const until = performance.now() + 15; isHeld && performance.now() < until; );
    return !isHeld && prepare.call(this, now);
  };
  return { held, surroundings: mainThreadOnly(module) };
}

test("an answer that takes long is said to be worked out, and can be cancelled", async () => {
  const { held, surroundings } = working();
  const { controller, events, model } = await started({ surroundings });
  await controller.import([pendingText("a", "", "first")]);
  held.imports = 2;
  const reading = controller.import([pendingText("b", "", "second"), pendingText("c")]);
  while (model().reading[0]?.share !== null) await settled();
  controller.actions.cancelReading(model().reading[0]?.id ?? "");
  assert.deepEqual(await reading, []);
  assert.deepEqual([importNames(model()), model().reading], [["first"], []]);
  assert.deepEqual([model().complaint, model().undo?.key], [null, "undo.imported"]);
  assert.equal(events.filter(([event]) => event === "import").length, 1);
  // What was cancelled can be brought again.
  held.imports = Number.POSITIVE_INFINITY;
  assert.equal((await controller.import([pendingText("b", "", "second")])).length, 1);
});

test("a wish that takes long is said to be under way; what is done at once is not", async () => {
  const { held, surroundings } = working();
  /** @type {Set<boolean>} */
  const shown = new Set();
  const show = (/** @type {any} */ each) => shown.add(each.isAnswering);
  const { controller, model } = await started({ surroundings, show });
  await controller.import([pendingText("a")]);
  await controller.actions.setDefaults({ order: "earliestEnd" });
  assert.deepEqual([...shown], [false]);
  held.imports = 1;
  const wish = controller.actions.setDefaults({ order: "mostRestricted" });
  while (!model().isAnswering) await settled();
  held.imports = 2;
  await wish;
  assert.equal(model().isAnswering, false);
});

test("of several that come together only what cannot be shown is taken back", async () => {
  const { controller, model } = await started();
  await controller.import(["a", "BAD VIEW", "b"].map((text) => pendingText(text, "", text)));
  await controller.refresh();
  assert.equal(model().complaint?.key, "engine.trap");
  assert.deepEqual(importNames(model()), ["a", "b"]);
});

test("two pastes of one minute are told apart by name", async () => {
  const { controller, model } = await started();
  await controller.import([pendingText("a"), pendingText("b")]);
  await controller.import([pendingText("c"), pendingText("d", "", "file.csv")]);
  const names = model().view?.imports.map(({ name }) => name);
  assert.deepEqual(names?.sort(), [
    "Paste of Nov 22, 14:00",
    "Paste of Nov 22, 14:00 (2)",
    "Paste of Nov 22, 14:00 (3)",
    "file.csv",
  ]);
});

test("an answer renews what the status says", async () => {
  const { controller, model } = await started();
  const [id = ""] = await controller.import([pendingText("ASKS", "", "one")]);
  /** @type {(part: string) => unknown} */
  const said = (part) => model().announcement?.message.args[part]?.value;
  assert.deepEqual([said("name"), said("questions")], ["one", 1]);
  await controller.actions.setAccountOfImports([id], "7300", null);
  assert.deepEqual([said("name"), said("questions")], ["one", 0]);
  // What changes nothing of the import says itself what it did.
  await controller.actions.setAsOf(id, MOMENT.now);
  assert.equal(model().announcement?.message.key, "undo.asOfSet");
});

test("an address that answers whose an import is, is taken back with its answer", async () => {
  const { controller, model } = await started();
  const [id = ""] = await controller.import([pendingText("ASKS", "", "one")]);
  await controller.import([pendingText("aadvid=7300", "", "two")]);
  assert.equal(model().options.imports[id]?.account, "7300");
  await controller.actions.undo();
  assert.equal(model().options.imports[id]?.account, undefined);
  assert.deepEqual(
    model().view?.imports.map((one) => one.id),
    [id],
  );
  await controller.actions.undo();
  assert.equal(model().isEmpty, true);
});

test("a removed import comes back with what was said about it", async () => {
  const { controller, model } = await started();
  const [id = ""] = await controller.import([pendingText("a")], { account: "7300" });
  await controller.actions.setAccountOfImports([id], "7301", "Main");
  await controller.actions.removeImport(id);
  assert.equal(model().isEmpty, true);
  await controller.actions.undo();
  assert.equal(model().view?.imports[0]?.id, id);
  assert.equal(model().options.imports[id]?.account, "7301");
  await controller.actions.undo();
  assert.equal(model().options.imports[id]?.account, "7300");
  assert.equal(model().options.accounts["7301"]?.name, undefined);
});

test("alerts are transitions: the first look at what was kept is no news", async () => {
  const ground = apply(noGround(), { add: [imported("k", "warn low info")] });
  const { controller, events } = await started({ store: visibleStore({ ground, settings: {} }) });
  assert.deepEqual(alerts(events), []);
  await controller.import([pendingText("warn expiring critical")]);
  await controller.import([pendingText("nothing new")]);
  controller.setScope({ accounts: ["7300"], client: null, owner: null });
  await controller.refresh();
  assert.deepEqual(alerts(events), ["raised expiring"]);
  await controller.actions.removeImport("k");
  assert.deepEqual(alerts(events), ["raised expiring", "ended low"]);
});

test("kept only after the user said so, then in step, and erased for good", async () => {
  const { controller, store, model } = await started();
  await controller.import([pendingText("a", "", "one")]);
  await settled();
  assert.equal(names(store), null);
  assert.equal(model().settings.keep, "ask");
  await controller.setSettings({ keep: "device" });
  await settled();
  assert.deepEqual(names(store), ["one"]);
  await controller.import([pendingText("b", "", "two")]);
  await controller.actions.snooze(["x"], MOMENT.now);
  await settled();
  assert.deepEqual(names(store), ["one", "two"]);
  assert.equal(store.kept.ground.options.alerts.x.snoozedUntil, MOMENT.now);
  await controller.actions.eraseEverything();
  assert.equal(store.kept, null);
  assert.equal(model().isEmpty, true);
  assert.equal(model().settings.keep, "ask");
  // The status region names nothing that was pasted.
  assert.deepEqual(model().announcement?.message, message("announce.erased"));
  await controller.import([pendingText("c")]);
  await settled();
  assert.equal(store.kept, null);
});

test("a store that is full loses nothing that is shown, and gets it when there is room again", async () => {
  const { controller, store, model, events } = await started({
    store: visibleStore(),
    kind: "device",
  });
  store.fail = new Refusal(message("store.full"));
  await controller.import([pendingText("a", "", "one")]);
  await settled();
  assert.equal(model().complaint?.key, "store.full");
  assert.equal(model().view?.imports.length, 1);
  assert.deepEqual(events.filter(([event]) => event === "error").length, 1);
  store.fail = null;
  await controller.import([pendingText("b", "", "two")]);
  await settled();
  assert.deepEqual(names(store), ["one", "two"]);
});

test("what another tab wrote is shown, with what waits here on top", async () => {
  const { controller, store, model } = await started({ kind: "device" });
  await controller.import([pendingText("a", "", "mine")]);
  await settled();
  store.fail = new Refusal(message("store.failed"));
  await controller.import([pendingText("b", "", "waiting")]);
  await settled();
  store.listener.changed(apply(store.kept.ground, { add: [imported("t", "theirs")] }));
  await controller.refresh();
  assert.deepEqual(
    model()
      .view?.imports.map(({ name }) => name)
      .sort(),
    ["mine", "t", "waiting"],
  );
});

test("since the last visit: the visit before this one", async () => {
  const ground = apply(noGround(), {
    add: [imported("k", "x")],
    patches: [{ path: ["lastVisit"], value: "2026-11-20T08:00:00Z" }],
  });
  const { controller, store, model } = await started({
    store: visibleStore({ ground, settings: {} }),
  });
  await controller.import([pendingText("y")]);
  await settled();
  assert.equal(model().view?.since?.at, "2026-11-20T08:00:00Z");
  assert.equal(store.kept.ground.options.lastVisit, MOMENT.now);
});

test("where nothing is kept the way to begin is shown before the engine is there", async () => {
  const kept = { ground: noGround(), settings: {} };
  for (const [kind, store, isNew] of /** @type {const} */ ([
    ["memory", visibleStore(), true],
    ["ask", visibleStore(), true],
    ["ask", visibleStore(kept), false],
    ["host", visibleStore(kept), false],
  ])) {
    /** @type {any[]} */
    const shown = [];
    const { model } = await started({ kind, store, show: (each) => shown.push(each) });
    const before = shown.filter(({ phase }) => phase === "starting");
    assert.equal(before.at(-1).isNew, isNew, kind);
    assert.equal(model().phase, "ready");
  }
});

test("the visit that decides to keep is the last one to the next", async () => {
  const { controller, store, model } = await started({ store: visibleStore() });
  await controller.import([pendingText("y")]);
  await controller.setSettings({ keep: "device" });
  await settled();
  assert.equal(store.kept.ground.options.lastVisit, MOMENT.now);
  assert.equal(model().view?.since ?? null, null, "this visit is the first");
});

test("the answer of the last visit is shown, and named so, until all is read again", async () => {
  const store = visibleStore();
  /** @type {any} */
  let remembered = null;
  store.remember = async (/** @type {any} */ said) => {
    remembered = said;
  };
  const first = await started({ store });
  await first.controller.import([pendingText("warn a", "", "one")]);
  await first.controller.setSettings({ keep: "device" });
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  assert.equal(remembered.view.imports[0].name, "one");
  assert.deepEqual(remembered.moment, MOMENT);

  store.recall = async () => ({ ...remembered, settings: { incognito: true } });
  /** @type {any[]} */
  const shown = [];
  const { controller, model, events } = await started({
    store,
    show: (each) => shown.push(each),
  });
  const recalled = shown.find((each) => each.view);
  assert.equal(recalled.recalledAt, MOMENT.now);
  assert.equal(recalled.phase, "starting");
  assert.equal(recalled.settings.incognito, true);
  assert.equal(recalled.view.imports[0].name, "one");
  assert.deepEqual([model().recalledAt, model().phase], [null, "ready"]);
  // Hosts hear of what was computed, and only of that.
  assert.equal(events.filter(([event]) => event === "change").length, 1);

  // Nothing is here any more: nothing is remembered of it.
  remembered = null;
  await controller.remove(recalled.view.imports[0].id);
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  assert.equal(remembered, null);
});

test("what is pasted while all is read again is recognised at once, and answered with the rest", async () => {
  const store = visibleStore();
  const first = await started({ store });
  await first.controller.import([pendingText("a", "", "kept")]);
  await first.controller.setSettings({ keep: "device" });
  await settled();
  const [source] = store.kept.ground.imports;
  const add = Array.from({ length: 2_000 }, (_, i) => ({ ...source, id: `${i}` }));
  store.kept.ground = apply(store.kept.ground, { add });
  const { view } = first.model();
  store.recall = async () => ({ view, moment: MOMENT, settings: {} });
  /** @type {any[]} */
  const shown = [];
  const surroundings = mainThreadOnly();
  const { controller, model } = await started({
    store,
    surroundings,
    show: (each) => shown.push(each),
    meanwhile: async (controller) => {
      await controller.takes;
      await controller.import([pendingText("warn b critical", "", "pasted")]);
    },
  });
  const recognised = shown.find(({ openImport }) => openImport);
  assert.equal(recognised.recalledAt, MOMENT.now);
  assert.equal(recognised.view.today.length, 0);
  assert.equal(cardsOf([recognised.openImport], recognised.view)[0]?.name, "pasted");
  // Once it is shown its card stays open.
  const since = shown.slice(shown.indexOf(recognised)).filter(({ phase }) => phase === "starting");
  assert.ok(since.some(({ recalledAt }) => recalledAt === null));
  assert.ok(since.every(({ openImport }) => openImport === recognised.openImport));
  // A portion of what is kept was before it, most of it behind it.
  const { log } = await surroundings.glue();
  assert.ok(log.indexOf("begin pasted") < 1_000, "it waits for a portion only");
  assert.equal(model().recalledAt, null);
  assert.equal(model().view?.importCount, 2_002);
  assert.equal(model().openImport, recognised.openImport);
  assert.equal(model().view?.today.length, 1);
  assert.equal(model().announcement?.id, 1);
  await controller.refresh();
});

test("a trap while reading is told; the next action works", async () => {
  const { controller, model } = await started();
  await controller.import([pendingText("a", "", "good")]);
  await controller.import([pendingText("TRAP", "", "bad")]);
  assert.equal(model().complaint?.key, "engine.trapReading");
  await controller.import([pendingText("c", "", "next")]);
  assert.deepEqual(
    model().view?.imports.map(({ name }) => name),
    ["next", "good"],
  );
});

test("an import that cannot be shown is taken back", async () => {
  const { controller, model } = await started();
  await controller.import([pendingText("a", "", "good")]);
  await controller.import([pendingText("BAD VIEW", "", "bad")]);
  await controller.refresh();
  assert.equal(model().complaint?.key, "engine.trap");
  assert.equal(model().phase, "ready");
  assert.deepEqual(
    model().view?.imports.map(({ name }) => name),
    ["good"],
  );
});

test("options that the engine refuses or trips over are not taken", async () => {
  const { controller, model } = await started();
  await controller.import([pendingText("a")]);
  for (const order of ["nonsense", "trap"]) {
    await controller.actions.setDefaults({ order });
    assert.equal(model().options.defaults.order, undefined);
  }
  await controller.actions.setDefaults({ order: "earliestEnd" });
  assert.equal(model().options.defaults.order, "earliestEnd");
});

test("the register is changed for many accounts in one step, and back", async () => {
  const { controller, model } = await started();
  await controller.import([pendingText("a")]);
  await controller.actions.setAccounts(["a", "b"], { client: "Nord", billing: "manual" });
  const nord = { client: "Nord", billing: "manual" };
  assert.deepEqual(model().options.accounts, { a: nord, b: nord });
  // What was set, to what, for how many.
  const what = name("page.column.client: Nord, page.column.billing: page.billing.manual");
  assert.deepEqual(model().undo, message("undo.register", { what, count: count(2) }));
  await controller.actions.undo();
  assert.equal(model().options.accounts.a?.client, undefined);
  assert.equal(model().options.accounts.b?.billing, undefined);
});

test("nothing usable is answered, and not kept", async () => {
  const { controller, store, model } = await started({ kind: "device" });
  await controller.import([pendingText("prose about credits")]);
  await settled();
  assert.equal(model().announcement?.message.key, "announce.unusable");
  assert.equal(names(store), null);
  await controller.import([pendingText("")]);
  assert.equal(model().complaint?.key, "paste.empty");
  await controller.import([{ ...pendingText("a", "", "empty.csv"), flavours: [EMPTY] }]);
  assert.deepEqual(model().complaint, message("paste.emptyFile", { name: name("empty.csv") }));
  assert.equal(model().view?.imports.length, 1);
});

test("the sample is not kept, raises no alert, and makes room for a real paste", async () => {
  const { controller, store, model, events } = await started();
  await controller.actions.trySample();
  assert.equal(model().isSample, true);
  assert.deepEqual(alerts(events), []);
  await controller.import([pendingText("real", "", "real")]);
  assert.equal(model().isSample, false);
  assert.deepEqual(
    model().view?.imports.map(({ name }) => name),
    ["real"],
  );
  assert.equal(names(store), null);
});

test("nothing usable leaves the sample, and what is said of every table outlives it", async () => {
  const { controller, model } = await started();
  await controller.actions.setDefaults({ order: "earliestEnd" });
  await controller.actions.trySample();
  for (const nothing of [
    [pendingText("prose about credits", "", "prose")],
    [pendingText("")],
    [pendingText("TRAP")],
    [],
  ]) {
    await controller.import(nothing);
    assert.equal(model().isSample, true);
    assert.ok(importNames(model()).includes("sample"));
  }
  await controller.import([pendingText("prose", "", "prose"), pendingText("real", "", "real")]);
  assert.equal(model().isSample, false);
  // What came with it is answered beside it.
  assert.deepEqual(importNames(model()), ["prose", "real"]);
  assert.equal(model().options.defaults.order, "earliestEnd");
  await controller.actions.undo();
  assert.deepEqual([importNames(model()), model().isEmpty, model().undo], [[], true, null]);
});

test("one's own ground is as before the sample when it ends", async () => {
  const { controller, model } = await started();
  await controller.actions.setDefaults({ order: "earliestEnd" });
  await controller.actions.trySample();
  await controller.actions.setAccounts(["7300"], { name: "sample's" });
  await controller.actions.endSample();
  assert.deepEqual([model().isSample, model().isEmpty, model().undo], [false, true, null]);
  assert.deepEqual(model().options.accounts, {});
  assert.equal(model().options.defaults.order, "earliestEnd");
});

test("a backup opened over the sample takes its place; a broken one does not", async () => {
  const { controller, model } = await started();
  await controller.import([pendingText("a", "", "mine")]);
  const backup = await controller.save();
  await controller.actions.eraseEverything();
  await controller.actions.trySample();
  await controller.import([dropped({ ...backup, version: 99 })]);
  assert.deepEqual([model().isSample, model().complaint?.key], [true, "store.newerBackup"]);
  await controller.import([dropped(backup)]);
  assert.deepEqual([model().isSample, importNames(model())], [false, ["mine"]]);
});

test("read-only is for people, not for the host", async () => {
  const { controller, model } = await started({ readOnly: true });
  const [id = ""] = await controller.import([pendingText("a")]);
  await controller.actions.removeImport(id);
  assert.equal(model().view?.imports.length, 1);
  assert.equal(model().complaint?.key, "shell.readOnly");
});

test("a backup goes round: save, erase, restore", async () => {
  const { controller, model } = await started();
  const [id = ""] = await controller.import([pendingText("naïve \u0000 text 𝄞", "<p>x")], {
    account: "7300",
  });
  const backup = JSON.parse(JSON.stringify(await controller.save()));
  await controller.actions.eraseEverything();
  await controller.restore(backup);
  assert.equal(model().options.imports[id]?.account, "7300");
  assert.deepEqual((await controller.save()).imports, backup.imports);
  await assert.rejects(controller.restore({ ...backup, version: 99 }), {
    message: "store.newerBackup",
  });
  await assert.rejects(controller.restore("{}"), { message: "store.notABackup" });
  assert.equal(model().view?.imports.length, 1);
});

/** @param {object} backup */
const dropped = (backup) => {
  const file = new Blob([JSON.stringify(backup)]);
  return {
    name: "x.json",
    fileTime: null,
    address: null,
    flavours: [{ kind: "file", content: file }],
  };
};

/** @param {any} model */
const importNames = (model) => model.view?.imports.map((/** @type {any} */ one) => one.name).sort();

test("what a calendar has announced is kept for the next file, which may take it back", async () => {
  const { controller, store, model } = await started();
  await controller.import([pendingText("a")]);
  await controller.actions.setSettings({ keep: "device" });
  for (const uids of [["0"], ["0", "1"]]) {
    const { reminders } = await controller.actions.handout({ kind: "calendar" });
    assert.deepEqual(
      reminders?.map(({ uid }) => uid),
      uids,
    );
    assert.deepEqual(model().settings.handedOut, reminders);
    await settled();
    assert.deepEqual(store.kept.settings.handedOut, reminders);
  }
  await controller.actions.handout({ kind: "summary" });
  assert.equal(model().settings.handedOut.length, 2);
  await controller.actions.eraseEverything();
  assert.deepEqual(model().settings.handedOut, []);
});

test("a file of remembered columns is taken over wherever it is brought", async () => {
  const { controller, model } = await started();
  const mappings = { f: { columns: { Kosten: "cost" } } };
  await controller.import([dropped({ mappings })]);
  assert.deepEqual(model().options.mappings, mappings);
  assert.deepEqual([model().isEmpty, model().undo?.key], [true, "undo.mappingSet"]);
  await controller.import([dropped({ mappings: { f: { columns: 1 } } })]);
  assert.equal(model().complaint?.key, "shell.mappingsUnread");
  await controller.actions.undo();
  assert.deepEqual([model().options.mappings, model().complaint], [{}, null]);
});

test("a backup that is opened asks: add to mine, replace, or leave", async () => {
  const earlier = "2026-11-22T13:00:00Z";
  const theirs = await started();
  await theirs.controller.import([pendingText("a", "", "one")]);
  await theirs.controller.actions.setAccounts(["7300"], { billing: "manual" });
  await theirs.controller.actions.setAccounts(["7300"], { client: "Nord" });
  const backup = await theirs.controller.save();

  const { controller, model } = await started({ moment: () => ({ ...MOMENT, now: earlier }) });
  await controller.import([pendingText("b", "", "two")]);
  await controller.actions.setAccounts(["7300"], { billing: "monthlyInvoicing" });
  await controller.import([dropped(backup)]);
  assert.deepEqual(model().opened, {
    savedAt: backup.savedAt,
    imports: 1,
    same: 0,
    differences: [
      {
        path: ["accounts", "7300", "billing"],
        mine: "monthlyInvoicing",
        theirs: "manual",
        taken: "theirs",
      },
    ],
    names: {},
  });
  // What was said before is not said of this.
  assert.equal(model().announcement?.message.key, "backup.opened");
  assert.deepEqual(importNames(model()), ["two"], "nothing changes before the choice");
  await controller.actions.decideBackup("leave");
  assert.equal(model().opened, null);
  assert.deepEqual(importNames(model()), ["two"]);

  await controller.import([dropped(backup)]);
  await controller.actions.decideBackup("add");
  assert.deepEqual(importNames(model()), ["one", "two"]);
  assert.deepEqual(model().options.accounts["7300"], { billing: "manual", client: "Nord" });
  assert.equal(model().announcement?.message.key, "announce.restored");
  await controller.actions.undo();
  assert.deepEqual(importNames(model()), ["two"]);
  assert.deepEqual(model().options.accounts["7300"]?.billing, "monthlyInvoicing");

  await controller.import([dropped(backup)]);
  await controller.actions.decideBackup("replace");
  assert.deepEqual(importNames(model()), ["one"]);
  assert.deepEqual((await controller.save()).imports, backup.imports);
});

test("where nothing is here a backup is opened at once", async () => {
  const { controller, model } = await started();
  await controller.import([pendingText("a", "", "one")]);
  const backup = await controller.save();
  await controller.actions.eraseEverything();
  await controller.import([dropped(backup)]);
  assert.deepEqual([importNames(model()), model().opened], [["one"], null]);
});

test("an engine that cannot start says why", async () => {
  const surroundings = {
    ...mainThreadOnly(),
    moduleResponse: async () => new Response(new Uint8Array([1, 2, 3, 4])),
  };
  const { model } = await started({ surroundings });
  assert.equal(model().phase, "failed");
  assert.equal(model().failure?.message.key, "engine.notLoaded");
});

/** @param {string} id @param {string} text @returns {any} */
function imported(id, text) {
  const bytes = new TextEncoder().encode(text);
  return {
    id,
    name: id,
    pastedAt: MOMENT.now,
    fileTime: null,
    address: null,
    flavours: [{ kind: "text", bytes }],
  };
}

test("what is asked about a page is asked for its moment, until there is a new page", async () => {
  let seconds = 0;
  const moment = () => {
    seconds += 1;
    return { now: new Date(seconds * 1_000).toISOString(), offsetMinutes: 0 };
  };
  const { controller } = await started({ moment });
  await controller.import([pendingText("warn low warning")]);
  const asked = () => controller.ask(async (_, { now }) => now);
  const shown = await asked();
  assert.equal(await asked(), shown, "time has passed, the page has not changed");
  controller.setScope({ accounts: ["a"], client: null, owner: null });
  await settled();
  assert.equal(await asked(), shown, "other accounts of the same page");
  await controller.refresh();
  assert.notEqual(await asked(), shown);
});
