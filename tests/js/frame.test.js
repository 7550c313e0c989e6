// The frame: whom it listens to, and heights that come to an end.

import assert from "node:assert/strict";
import { test } from "node:test";
import { heights, isRequest, limiter, listenToHost, originsOf } from "../../www/element/frame.js";

/** @param {string} content @returns {any} */
const documentWith = (content) => ({ querySelector: () => ({ getAttribute: () => content }) });

test("origins are exact: no wildcard, no path", () => {
  assert.deepEqual(originsOf(documentWith("https://a.example https://b.example:8443")), [
    "https://a.example",
    "https://b.example:8443",
  ]);
  assert.deepEqual(
    originsOf(documentWith("* https://*.example https://a.example/path javascript:x null")),
    [],
  );
  assert.deepEqual(originsOf(/** @type {any} */ ({ querySelector: () => null })), []);
});

test("only requests that are ours", () => {
  const good = { to: "ad-credit-tracker", do: "importText", id: 1, with: ["x"] };
  assert.equal(isRequest(good), true);
  for (const bad of [
    null,
    "text",
    { ...good, to: "else" },
    { ...good, do: "erase" },
    { ...good, do: "constructor" },
    { ...good, id: {} },
    { ...good, with: "x" },
  ]) {
    assert.equal(isRequest(bad), false, JSON.stringify(bad));
  }
});

test("wrong window, wrong origin and floods are not heard", async () => {
  globalThis.ResizeObserver ??= /** @type {any} */ (
    class {
      observe() {}
    }
  );
  /** @type {any} */
  let hear;
  /** @type {any[]} */
  const answers = [];
  const host = {
    postMessage: (/** @type {any} */ data, /** @type {string} */ origin) =>
      answers.push([data.id, origin]),
  };
  const self = {
    parent: host,
    addEventListener: (/** @type {any} */ _, /** @type {any} */ listener) => {
      hear = listener;
    },
  };
  let calls = 0;
  const tracker = {
    addEventListener: () => {},
    importText: async () => {
      calls += 1;
    },
  };
  listenToHost(/** @type {any} */ (tracker), ["https://a.example"], /** @type {any} */ (self));
  const data = { to: "ad-credit-tracker", do: "importText", id: 7, with: ["x"] };
  await hear({ source: host, origin: "https://a.example", data });
  await hear({ source: {}, origin: "https://a.example", data });
  await hear({ source: host, origin: "https://b.example", data });
  assert.deepEqual(answers, [[7, "https://a.example"]]);
  await Promise.all(
    Array.from({ length: 500 }, () => hear({ source: host, origin: "https://a.example", data })),
  );
  assert.equal(calls, 20);
});

test("a height that answers itself comes to an end", () => {
  const next = heights();
  /** @type {(number | null)[]} */
  const told = [];
  let height = 100;
  // The host follows every height, and every change makes it one larger.
  for (let at = 0; at < 5_000; at += 16) {
    const answer = next(600, height, at);
    told.push(answer);
    if (answer === null) break;
    height = answer + 1;
  }
  assert.equal(told.at(-1), null);
  assert.ok(told.length < 12);
});

test("heights of an ordinary day are all told, once each", () => {
  const next = heights();
  assert.equal(next(600, 300, 0), 300);
  assert.equal(next(600, 300, 10), null);
  assert.equal(next(600, 500, 5_000), 500);
  assert.equal(next(320, 900, 5_010), 900);
});

test("so many a second and no more", () => {
  let now = 0;
  const isWelcome = limiter(3, () => now);
  assert.deepEqual([isWelcome(), isWelcome(), isWelcome(), isWelcome()], [true, true, true, false]);
  now = 1_500;
  assert.equal(isWelcome(), true);
});
