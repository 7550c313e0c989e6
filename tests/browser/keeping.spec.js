// What is kept on the device is there at the next visit. What exists here only is not lost unawares: the browser is
// asked not to clear it, and a backup is asked for in time.

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

test("after ten imports a backup is asked for, until one is saved", async ({
  tracker,
  browserName,
}) => {
  const { page } = tracker;
  const nudge = page.getByRole("group", { name: "Save a backup" });
  await importDays(tracker, 1, 9);
  await page.getByRole("button", { name: "Only until I close the page" }).click();
  await expect(nudge).toHaveCount(0);
  await importDays(tracker, 10, 10);
  await expect(nudge).toContainText("10 imports have no recent backup.");
  await expect(nudge).toContainText("gone when you close the page");
  // Firefox's driver tells of no download from a page that is served.
  const saved = browserName === "firefox" ? null : page.waitForEvent("download");
  await nudge.getByRole("button", { name: "Save a backup" }).click();
  if (saved) expect((await saved).suggestedFilename()).toMatch(/^ad-credit-tracker-.*\.json$/);
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
  expect(await asked()).toBe(0);
});

/** @param {import("@playwright/test").Page} page @param {string} name */
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

test("kept: copies, settings and the letterhead of statements; erased: nothing", async ({
  tracker,
  site,
  complaints,
}) => {
  const { page } = tracker;
  await tracker.choose("kite-promotions.txt");
  await press(page, "Keep on this device");
  await tracker.done();
  await press(page, "More");
  await press(page, "Hide amounts");
  await press(page, "More");
  await press(page, "Save a file");
  await page.getByLabel("Your agency's name").fill("North & Sons");
  await press(page, "Save the statement");

  // The first page stays open: what it writes at leisure is not cut off. Firefox answers once its reader has.
  const visit = await page.context().newPage();
  await visit.addInitScript(() => {
    StorageManager.prototype.persist = () => new Promise(() => {});
  });
  const later = new Tracker(visit);
  await expect(async () => {
    await visit.goto(site.address);
    await expect(later.row("Launch bonus")).toBeVisible({ timeout: 5000 });
    await press(visit, "More");
    await expect(visit.getByRole("button", { name: "Show amounts" })).toBeVisible();
    await press(visit, "Save a file");
    await expect(visit.getByLabel("Your agency's name")).toHaveValue("North & Sons", {
      timeout: 2000,
    });
  }).toPass();
  await expect(visit.getByText("Keep this on the device?")).toHaveCount(0);

  await press(visit, "Close");
  // Always in sight; asked once more where it leads.
  await press(visit, "Erase everything…");
  await press(visit, "Erase everything");
  await expect(visit.getByRole("button", { name: "Try with sample data" })).toBeVisible();
  // What another page still shows is no longer kept.
  await expect(page.getByRole("alert")).toContainText("What was kept on this device was deleted");
  await visit.reload();
  await expect(visit.getByRole("button", { name: "Try with sample data" })).toBeVisible();
  await expect(later.row("Launch bonus")).toHaveCount(0);
  expect(complaints).toEqual([]);
});
