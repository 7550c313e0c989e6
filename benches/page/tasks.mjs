// How long the main thread is kept while a long export is read, looked at and searched, in a worker and in slices:
//   cargo xtask build && node benches/page/tasks.mjs [--rows N] [--mode worker|main]
// The answer is checked first: as many transactions as rows. Chromium's Long Tasks API sees tasks of 50 ms or more, by the
// wall; a busy machine makes them longer, so the longest task by the CPU time of its thread stands beside it.
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { rows } from "../peers/export.mjs";
import { openSite, option, quoted } from "./site.mjs";

const count = Number(option("--rows", 100_000));
const only = option("--mode", null);
const scratch = new URL("../../target/bench/", import.meta.url);
const file = new URL(`page-${count}.csv`, scratch).pathname;
mkdirSync(scratch, { recursive: true });
if (!statSync(file, { throwIfNoEntry: false })) {
  const lines = [];
  for (const row of rows(count)) lines.push(row.map(quoted).join(","));
  writeFileSync(file, `${lines.join("\n")}\n`);
}
console.log(`${count} rows, ${statSync(file).size} bytes`);

const site = await openSite();
for (const [mode, path] of [
  ["worker", ""],
  ["main thread", "strict/"],
]) {
  if (only && !mode.startsWith(only)) continue;
  const page = await site.page(path);
  await page.evaluate(watch);
  const tab = page.getByRole("tab", { name: /^Transactions/ });
  const step = async (name, work) => {
    await page.evaluate(() => globalThis.seen.begin());
    const trace = await site.trace(page);
    const start = Date.now();
    await work();
    const took = Date.now() - start;
    const cpu = await trace();
    const { longest, over, progress } = await page.evaluate(() => globalThis.seen.end());
    const pause = progress === null ? "" : `, longest without progress ${Math.round(progress)} ms`;
    console.log(
      `${mode}: ${name}: ${took} ms; longest task ${Math.round(longest)} ms, ${over} over 50; by its own CPU time ${Math.round(cpu)} ms${pause}`,
    );
  };
  await step("read and answered", async () => {
    await page.locator("input[type=file]").setInputFiles(file);
    await page.locator(".panel.import").waitFor({ timeout: 300_000 });
  });
  const said = Number((await tab.textContent()).replace(/\D/g, ""));
  console.log(`${mode}: ${said} transactions, ${said === count ? "as expected" : "WRONG"}`);
  await step("table opened", async () => {
    await tab.click();
    await page.locator(".grid tbody tr[aria-rowindex]:not(.waiting)").first().waitFor();
  });
  await step("searched", async () => {
    await page.getByLabel("Search", { exact: true }).fill("evergreen");
    await page.waitForTimeout(2_000);
    await page.locator(".grid tbody tr[aria-rowindex]:not(.waiting)").first().waitFor();
  });
  await step("sorted by amount", async () => {
    await page.getByRole("button", { name: /^Amount/ }).click();
    await page.locator("th[aria-sort]").waitFor();
    await page.waitForTimeout(1_500);
  });
  await page.close();
}
await site.close();

/** Runs in the page: tasks of 50 ms or more, and how long the bar stood still. */
function watch() {
  let tasks = [];
  let changes = [];
  new PerformanceObserver((list) => {
    tasks.push(...list.getEntries().map(({ duration }) => duration));
  }).observe({ type: "longtask" });
  const root = document.querySelector("ad-credit-tracker").shadowRoot;
  new MutationObserver(() => {
    const bar = root.querySelector("[role=progressbar]");
    const value = bar?.getAttribute("aria-valuenow");
    if (bar && value !== changes.at(-1)?.value) changes.push({ value, at: performance.now() });
  }).observe(root, { subtree: true, childList: true, attributes: true });
  globalThis.seen = {
    begin() {
      tasks = [];
      changes = [];
    },
    async end() {
      // Entries arrive a task later.
      await new Promise((resolve) => setTimeout(resolve, 300));
      const gaps = changes.slice(1).map(({ at }, i) => at - changes[i].at);
      return {
        longest: Math.max(0, ...tasks),
        over: tasks.filter((ms) => ms > 50).length,
        progress: gaps.length ? Math.max(...gaps) : null,
      };
    },
  };
}
