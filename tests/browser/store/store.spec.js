// Keeping on the device, in real browsers: nothing is lost between tabs, nothing is ever half written.

import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { test as base, expect } from "@playwright/test";
import { build } from "esbuild";

const test = base.extend({
  // Playwright reads the names a fixture uses from the pattern.
  address: [
    // biome-ignore lint/correctness/noEmptyPattern: see above
    async ({}, use) => {
      const entry = fileURLToPath(new URL("./page.js", import.meta.url));
      const { outputFiles } = await build({
        entryPoints: [entry],
        bundle: true,
        write: false,
        format: "iife",
      });
      const html = `<!doctype html><title>store</title><script>${outputFiles[0]?.text}</script>`;
      const server = createServer((_, response) =>
        response.setHeader("content-type", "text/html").end(html),
      );
      await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(null)));
      await use(`http://127.0.0.1:${/** @type {any} */ (server.address()).port}/`);
      server.close();
    },
    { scope: "worker" },
  ],
});

/** @param {import("@playwright/test").Page} page @param {string} script */
const run = (page, script) => page.evaluate(`(async () => ${script})()`);

test("what is committed is there after a reload, identical bytes once", async ({
  page,
  address,
}) => {
  await page.goto(address);
  await run(page, `open("a")`);
  expect(
    await run(
      page,
      `commit({ add: [imported("x", "same"), imported("y", "same"), imported("z")],
    patches: [{ path: ["accounts", "__proto__", "name"], value: "odd" }] })`,
    ),
  ).toBe("ours");
  await page.reload();
  await run(page, `open("a", false)`);
  expect(await run(page, "ids()")).toEqual(["x", "y", "z"]);
  expect(
    await run(
      page,
      `(await store.load()).ground.imports.map(({ flavours }) =>
    new TextDecoder().decode(flavours[0].bytes))`,
    ),
  ).toEqual(["same", "same", "z"]);
  expect(await run(page, `Object.keys((await store.load()).ground.options.accounts)`)).toEqual([
    "__proto__",
  ]);
  const count = `new Promise((resolve) => { const open = indexedDB.open("ad-credit-tracker a");
    open.onsuccess = () => { const asked = open.result.transaction("bytes").objectStore("bytes").count();
      asked.onsuccess = () => { open.result.close(); resolve(asked.result); }; }; })`;
  expect(await run(page, count)).toBe(2);
  await run(page, `commit({ remove: ["x"] })`);
  expect(await run(page, count)).toBe(2);
  await run(page, `commit({ remove: ["y"] })`);
  expect(await run(page, count)).toBe(1);
});

test("tenants do not see one another", async ({ page, address }) => {
  await page.goto(address);
  await run(page, `open("one")`);
  await run(page, `commit({ add: [imported("x")] })`);
  await run(page, `open("other")`);
  expect(await run(page, "ids()")).toEqual([]);
});

test("asking whether something is kept leaves nothing behind", async ({ page, address }) => {
  await page.goto(address);
  expect(await run(page, `open("never", false)`)).toBe(false);
  expect(
    await run(
      page,
      `(await indexedDB.databases()).map(({ name }) => name).includes("ad-credit-tracker never")`,
    ),
  ).toBe(false);
});

test("two tabs that write at once lose nothing and show the same", async ({ context, address }) => {
  const [one, other] = [await context.newPage(), await context.newPage()];
  for (const page of [one, other]) {
    await page.goto(address);
    await run(page, `open("tabs")`);
  }
  const write = (/** @type {string} */ name) => `{ for (let i = 0; i < 20; i++) {
    await commit({ add: [imported("${name}" + i)], patches: [{ path: ["alerts", "${name}" + i], value: {} }] }); } }`;
  await Promise.all([run(one, write("a")), run(other, write("b"))]);
  expect(await run(one, "(await ids()).length")).toBe(40);
  expect(await run(other, "Object.keys((await store.load()).ground.options.alerts).length")).toBe(
    40,
  );
  await run(one, `commit({ add: [imported("last")] })`);
  await expect
    .poll(() => run(other, `told.at(-1)?.endsWith("last") ?? false`), { timeout: 1_000 })
    .toBe(true);
});

test("a commit that is cut off or finds no room leaves the old state", async ({
  page,
  address,
}) => {
  await page.goto(address);
  await run(page, `open("full")`);
  await run(page, `commit({ add: [imported("x")] })`);
  const failing = (/** @type {string} */ what) => `{
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...args) { if (this.name === "meta") { ${what} } return put.apply(this, args); };
    const said = await commit({ add: [imported("y")], remove: ["x"] });
    IDBObjectStore.prototype.put = put;
    return said; }`;
  expect(await run(page, failing(`throw new DOMException("no room", "QuotaExceededError")`))).toBe(
    "store.full",
  );
  expect(await run(page, "ids()")).toEqual(["x"]);
  expect(await run(page, failing(`this.transaction.abort()`))).toBe("store.failed");
  expect(await run(page, "ids()")).toEqual(["x"]);
  expect(await run(page, `commit({ add: [imported("y")] })`)).toBe("ours");
  expect(await run(page, "ids()")).toEqual(["x", "y"]);
});

test("many small imports become few records, and stay what they were", async ({
  page,
  address,
}) => {
  await page.goto(address);
  await run(page, `open("many")`);
  await run(
    page,
    `commit({ add: Array.from({ length: 600 }, (_, i) => imported("i" + i, "text " + (i % 50))) })`,
  );
  const texts = `(await store.load()).ground.imports.map(({ id, flavours }) =>
    id + " " + new TextDecoder().decode(flavours[0].bytes)).join()`;
  const before = await run(page, texts);
  await run(page, "store.pack()");
  expect(await run(page, texts)).toBe(before);
  expect(await run(page, `commit({ remove: ["i3", "i599"], add: [imported("i3")] })`)).toBe("ours");
  expect(await run(page, "(await ids()).length")).toBe(599);
  expect(await run(page, "(await ids()).at(-1)")).toBe("i3");
});

test("a newer layout is left alone, and said", async ({ page, address }) => {
  await page.goto(address);
  await run(
    page,
    `new Promise((resolve) => { const open = indexedDB.open("ad-credit-tracker new", 7);
    open.onupgradeneeded = () => open.result.createObjectStore("future");
    open.onsuccess = () => { open.result.close(); resolve(null); }; })`,
  );
  expect(await run(page, `open("new").catch((error) => error.message)`)).toBe("store.newer");
  expect(
    await run(
      page,
      `new Promise((resolve) => { const open = indexedDB.open("ad-credit-tracker new");
    open.onsuccess = () => resolve([...open.result.objectStoreNames]); })`,
    ),
  ).toEqual(["future"]);
});

test("deleted from elsewhere: told, and nobody is kept waiting", async ({ page, address }) => {
  await page.goto(address);
  await run(page, `open("gone")`);
  await run(
    page,
    `new Promise((resolve) => { indexedDB.deleteDatabase("ad-credit-tracker gone").onsuccess = resolve; })
    .then(() => null)`,
  );
  expect(await run(page, "told")).toEqual(["store.lost"]);
  expect(await run(page, `commit({ add: [imported("x")] })`)).toBe("store.failed");
});

test("erased: nothing is left", async ({ page, address }) => {
  await page.goto(address);
  await run(page, `open("erased")`);
  await run(page, `commit({ add: [imported("x")] })`);
  await run(page, "store.erase()");
  expect(
    await run(
      page,
      `(await indexedDB.databases()).map(({ name }) => name).includes("ad-credit-tracker erased")`,
    ),
  ).toBe(false);
});

test("the last answer is recalled until anything kept has changed, in whatever tab", async ({
  page,
  context,
  address,
}) => {
  const said = `{ view: { imports: [] }, moment: { now: "2026-11-22T14:00:00Z", offsetMinutes: 0 } }`;
  const recalled = `(await store.recall())?.moment.now ?? null`;
  await page.goto(address);
  await run(page, `open("recall")`);
  await run(page, `commit({ add: [imported("x")] })`);
  expect(await run(page, recalled)).toBeNull();
  await run(page, `store.remember(${said})`);
  await page.reload();
  await run(page, `open("recall", false)`);
  expect(await run(page, recalled)).toBe("2026-11-22T14:00:00Z");

  const other = await context.newPage();
  await other.goto(address);
  await run(other, `open("recall", false)`);
  await run(other, `store.load()`);
  await run(other, `commit({ add: [imported("y")] })`);
  expect(await run(page, recalled)).toBeNull();
});
