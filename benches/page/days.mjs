// What a person waits for: open → ready for a paste, from disk; a paste of 1,000 rows → painted answer, module warm; a year of
// daily use, 60 accounts and 30,000 small imports kept on this device: open → painted answer, and what it takes up.
//   cargo xtask build && node benches/page/days.mjs [--rounds N] [--imports N]
import { readFileSync } from "node:fs";
import { rows } from "../peers/export.mjs";
import { openSite, option, quoted } from "./site.mjs";

const rounds = Number(option("--rounds", 5));
const imports = Number(option("--imports", 30_000));
const ACCOUNTS = 60;
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const say = (what, list) =>
  console.log(
    `${what}: median ${Math.round(median(list))} ms, least ${Math.round(Math.min(...list))} ms`,
  );

const site = await openSite();
const single = new URL("../../dist/ad-credit-tracker.html", import.meta.url).href;

// Open → ready: the engine runs and the page takes a paste.
const opened = [];
for (let round = 0; round < rounds; round += 1) {
  const page = await site.blank();
  await page.addInitScript(markReady);
  await page.goto(single);
  await page.waitForFunction(() => globalThis.readyAt);
  opened.push(await page.evaluate(() => globalThis.readyAt));
  await page.close();
}
say("open from disk → ready", opened);

// A paste of 1,000 rows.
const lines = [...rows(1_000)].map((row) => row.map(quoted).join(",")).join("\n");
const pasted = [];
for (let round = 0; round < rounds; round += 1) {
  const page = await site.page("");
  const first = readFileSync(
    new URL("../../tests/fixtures/nord-promotions.txt", import.meta.url),
    "utf8",
  );
  await page.evaluate(
    (text) => document.querySelector("ad-credit-tracker").importText(text),
    first,
  );
  await page.locator(".panel.import").waitFor();
  pasted.push(await page.evaluate(pasteAndPaint, lines));
  const tab = page.getByRole("tab", { name: /^Transactions/ });
  const said = Number((await tab.textContent()).replace(/\D/g, ""));
  if (said !== 1_000) throw new Error(`${said} transactions instead of 1,000`);
  await page.close();
}
say("paste of 1,000 rows → painted", pasted);

// A year: every account's promotions, copied again and again; every tenth copy differs.
const page = await site.page("");
const kept = [];
const base = Date.parse("2025-11-21T08:00:00Z");
for (let i = 0; i < imports; i += 1) {
  const account = i % ACCOUNTS;
  const day = Math.floor(i / ACCOUNTS);
  const used = Math.floor(day / 10) * 10;
  const text = [
    `Ad account ID: 70000000000000000${String(account).padStart(2, "0")}`,
    "Ad credit name\tCredit type\tDiscount / Amount\tUsage requirements\tRedeemed date\tValid dates\tUnused amount\tUsed amount\tPercent spent\tActions",
    `Daily ${account}\tFree\t1,000.00 USD\t--\t2025-11-01\t2025-11-01 - 2026-12-31\t${1000 - used}.00 USD\t${used}.00 USD\t${used / 10}%\tView`,
  ].join("\n");
  kept.push({
    id: `i${i}`,
    name: `copy ${i}`,
    pastedAt: new Date(base + day * 86_400_000 + account * 60_000).toISOString(),
    fileTime: null,
    address: null,
    flavours: [{ kind: "text", text }],
  });
}
const backup = {
  format: "ad-credit-tracker backup",
  version: 1,
  savedAt: "2026-11-21T08:00:00Z",
  options: { version: 1 },
  imports: kept,
};
await page.evaluate(
  (backup) => document.querySelector("ad-credit-tracker").restore(backup),
  backup,
);
await page.getByRole("button", { name: "Keep on this device" }).click();
// Packing begins a little after; a second visit is the usual one.
await page.waitForTimeout(8_000);
await page.reload();
await page.locator(".grid tbody tr[aria-rowindex]").first().waitFor({ timeout: 120_000 });
await page.waitForTimeout(8_000);
const year = [];
await page.addInitScript(markReady);
for (let round = 0; round < rounds; round += 1) {
  await page.reload();
  await page.waitForFunction(() => globalThis.paintedAt, null, { timeout: 120_000 });
  year.push(await page.evaluate(() => globalThis.paintedAt));
}
const accounts = await page.getByRole("tab", { name: /^Accounts/ }).textContent();
const usage = await page.evaluate(async () => (await navigator.storage.estimate()).usage);
console.log(
  `${accounts.trim()} (${ACCOUNTS} expected), ${imports} imports, ${(usage / 1e6).toFixed(1)} MB kept`,
);
say("a year: open → painted answer", year);
await site.close();

/** Runs before the page: when the element says `ready`, and when the first row of its table is painted. */
function markReady() {
  const look = () => {
    const tracker = document.querySelector("ad-credit-tracker");
    if (!tracker?.shadowRoot) return requestAnimationFrame(look);
    tracker.addEventListener("ready", () => {
      globalThis.readyAt = performance.now();
    });
    const row = () =>
      tracker.shadowRoot.querySelector(".grid tbody tr[aria-rowindex]:not(.waiting)")
        ? requestAnimationFrame(() => {
            globalThis.paintedAt = performance.now();
          })
        : requestAnimationFrame(row);
    row();
  };
  look();
}

/** Runs in the page: from the paste event to the frame after its card stands. @param {string} text */
function pasteAndPaint(text) {
  const tracker = document.querySelector("ad-credit-tracker");
  const data = new DataTransfer();
  data.setData("text/plain", text);
  return new Promise((resolve) => {
    const start = performance.now();
    tracker.addEventListener(
      "import",
      () => requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start))),
      { once: true },
    );
    tracker.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData: data, bubbles: true, composed: true }),
    );
  });
}
