// What the reader says once and the page holds to: limits, cash, working days, what a file may tell.

import { readFile } from "node:fs/promises";
import { test as base, expect, NO_DOWNLOADS } from "./site.js";
import { Tracker } from "./tracker.js";

const test = base.extend({
  tracker: async ({ page, site }, use) => {
    const tracker = new Tracker(page);
    await tracker.open(site.address);
    await page.getByRole("button", { name: "Try with sample data", exact: true }).click();
    await expect(tracker.today).toBeVisible();
    await use(tracker);
  },
});

/** @param {import("@playwright/test").Page} page @param {string} name */
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

/** As by hand: only what was typed and then left is a change. @param {import("@playwright/test").Page} page @param {string} text */
async function setLimit(page, text) {
  await limit(page).fill("");
  await limit(page).pressSequentially(text);
  await limit(page).press("Tab");
}

/** @param {import("@playwright/test").Page} page */
const limit = (page) => page.getByRole("textbox", { name: "Low: unused amount below" });

test("a credit has a limit of its own, and shows the one it would have without", async ({
  tracker,
  complaints,
}) => {
  const { page } = tracker;
  await press(page, "More");
  await press(page, "Settings");
  await setLimit(page, "25");
  await press(page, "Close");
  await tracker.panel
    .getByRole("button", { name: /^(critical |warning )?Reels push/ })
    .first()
    .click();
  await expect(limit(page)).toHaveAttribute("placeholder", "25");
  await setLimit(page, "1,50,0");
  await expect(limit(page)).toHaveAttribute("aria-invalid", "true");
  await setLimit(page, "100,000");
  await expect(limit(page)).toHaveAttribute("aria-invalid", "false");
  await expect(tracker.today).toContainText(/Reels push.* left/);
  expect(complaints).toEqual([]);
});

test("cash is typed in with its time, shown again, and taken back", async ({
  tracker,
  complaints,
}) => {
  const { page } = tracker;
  await page.getByRole("tab", { name: /^Accounts/ }).click();
  await tracker.panel.getByRole("button", { name: "Nord · Shop EU" }).click();
  const cash = page.getByRole("textbox", { name: "Cash balance left" });
  await cash.fill("1,500.50");
  await cash.press("Enter");
  await expect(cash).toHaveValue("1500.50");
  await expect(page.getByText("Cash balance left: 1,500.50").last()).toBeVisible();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(cash).toHaveValue("");
  expect(complaints).toEqual([]);
});

test("rows are copied for a sheet as they are shown", async ({ tracker, complaints, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]).catch(() => {});
  const { page } = tracker;
  await page.getByRole("searchbox", { name: "Search" }).fill("Reels");
  await expect(tracker.panel.getByText(/^1 row$/)).toBeVisible();
  await press(page, "Save or copy these rows");
  await press(page, "Copy for a sheet");
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toMatch(/^Account.*\t.*\n.*Reels push/s);
  expect(complaints).toEqual([]);
});

test("a calendar names nobody unless told to; a summary says every year", async ({
  tracker,
  browserName,
}) => {
  test.skip(browserName === "firefox", NO_DOWNLOADS);
  const { page } = tracker;
  await press(page, "More");
  await press(page, "Save a file");
  /** @param {string} name */
  const saved = async (name) => {
    const download = page.waitForEvent("download");
    await press(page, name);
    return readFile(await (await download).path(), "utf8");
  };
  expect(await saved("Calendar")).not.toContain("Reels push");
  await page.getByRole("checkbox", { name: "Name accounts and credits" }).check();
  expect(await saved("Calendar")).toContain("Reels push");
  expect(await saved("Summary")).toContain("2026");
});
