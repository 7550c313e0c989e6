// What exists here only is not lost unawares: the browser is asked not to clear it, and a backup is asked for in time.

import { test as base, expect } from "./site.js";
import { Tracker } from "./tracker.js";

const test = base.extend({
  tracker: async ({ page, site }, use) => {
    // Whether a browser grants it is the browser's matter; here it does not.
    await page.addInitScript(() => {
      window.persistAsked = 0;
      StorageManager.prototype.persist = async () => {
        window.persistAsked += 1;
        return false;
      };
    });
    const tracker = new Tracker(page);
    await tracker.open(site.address);
    await use(tracker);
  },
});

/** As many copies as there are days, each of one credit. @param {Tracker} tracker @param {number} from @param {number} to */
async function importDays(tracker, from, to) {
  for (let day = from; day <= to; day += 1) {
    const text = `Nord\nID: 7123456789012345678\nAd credit name\tDiscount / Amount\tValid dates\tUnused amount\tUsed amount\n\
Launch\t100.00 USD\t2026-11-01 - 2026-11-30\t${100 - day}.00 USD\t${day}.00 USD\n`;
    await tracker.element.evaluate((element, text) => element.importText(text), text);
  }
}

test("after ten imports a backup is asked for, until one is saved", async ({ tracker }) => {
  const { page } = tracker;
  const nudge = page.getByRole("group", { name: "Save a backup" });
  await importDays(tracker, 1, 9);
  await page.getByRole("button", { name: "Only until I close the page" }).click();
  await expect(nudge).toHaveCount(0);
  await importDays(tracker, 10, 10);
  await expect(nudge).toContainText("10 imports have no recent backup.");
  await expect(nudge).toContainText("gone when you close the page");
  const saved = page.waitForEvent("download");
  await nudge.getByRole("button", { name: "Save a backup" }).click();
  expect((await saved).suggestedFilename()).toMatch(/^ad-credit-tracker-.*\.json$/);
  await expect(nudge).toHaveCount(0);

  // Thirty days later it is old.
  await tracker.element.evaluate((element) => element.setAttribute("now", "2026-12-24T14:00:00Z"));
  await expect(nudge).toContainText("10 imports have no recent backup.");
  await nudge.getByRole("button", { name: "Later" }).click();
  await expect(nudge).toHaveCount(0);
});

test("the browser is asked to keep it only once the reader wants it kept; what it may delete is said", async ({
  tracker,
}) => {
  const { page } = tracker;
  const asked = () => page.evaluate(() => window.persistAsked);
  await importDays(tracker, 1, 10);
  expect(await asked()).toBe(0);
  await page.getByRole("button", { name: "Keep on this device" }).click();
  await expect.poll(asked).toBe(1);
  await expect(page.getByRole("group", { name: "Save a backup" })).toContainText(
    "the browser may delete them when it runs out of room",
  );
  await page.reload();
  await expect(tracker.row("Launch")).toBeVisible();
  await expect.poll(asked).toBe(1);
});
