// What looks ahead and what is handed over: trying a change, a colleague's backup, a client's statement.

import { readFile } from "node:fs/promises";
import { expect, NO_DOWNLOADS } from "./site.js";
import { test } from "./tracker.js";

/** @param {import("@playwright/test").Page} page @param {string} name */
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

test("a change is tried beside today's forecast, and nothing of it stays", async ({
  tracker,
  complaints,
}) => {
  const { page } = tracker;
  await press(page, "Try with sample data");
  await press(page, "More");
  await press(page, "What if …");
  const panel = page.getByRole("region", { name: "What if …" });
  const lost = panel.getByRole("row", { name: /^Lost in all/ });
  await expect(lost).toContainText("1,150.00");
  const [today = "", changed] = await lost.getByRole("cell").allInnerTexts();
  expect(changed).toBe(today);
  await panel
    .getByRole("group", { name: /Reels push/ })
    .getByRole("checkbox")
    .first()
    .check();
  await expect(lost.getByRole("cell").first()).toHaveText(today);
  await expect(lost.getByRole("cell").last()).not.toHaveText(today);
  // What may be twelve thousand or twelve is no budget, and is marked.
  await press(page, "Back to today");
  const budget = panel.getByRole("textbox", { name: /^a day instead/ }).first();
  await budget.fill("12,34,5");
  await expect(budget).toHaveAttribute("aria-invalid", "true");
  await expect(panel.getByRole("button", { name: "Back to today" })).toHaveCount(0);
  await budget.fill("12,5");
  await expect(budget).toHaveAttribute("aria-invalid", "false");
  await press(page, "Back to today");
  await expect(lost.getByRole("cell").last()).toHaveText(today);
  expect(complaints).toEqual([]);
});

test("a colleague's backup adds to mine; a statement carries the agency's name", async ({
  tracker,
  complaints,
  browserName,
}) => {
  test.skip(browserName === "firefox", NO_DOWNLOADS);
  const { page } = tracker;
  /** @param {string} name */
  const saved = async (name) => {
    const download = page.waitForEvent("download");
    await press(page, name);
    return (await download).path();
  };
  await press(page, "Try with sample data");
  await press(page, "More");
  await press(page, "Save a file");
  await page.getByLabel("Your agency's name").fill("North & Sons");
  expect(await readFile(await saved("Save the statement"), "utf8")).toContain("North &amp; Sons");
  // Once is enough: the next statement has it already.
  await press(page, "Close");
  await press(page, "More");
  await press(page, "Save a file");
  await expect(page.getByLabel("Your agency's name")).toHaveValue("North & Sons");
  const backup = await saved("Backup");
  await press(page, "Close");
  await press(page, "Start with my own");

  await tracker.choose("kite-promotions.txt");
  await tracker.done();
  await expect(tracker.row("Reels push")).toHaveCount(0);
  await page.locator("input[type=file]").setInputFiles(backup);
  const opened = page.getByRole("region", { name: "A backup was opened" });
  await expect(opened).toContainText("11 imports are new here.");
  await expect(tracker.row("Reels push")).toHaveCount(0);
  await press(page, "Add to mine");
  await expect(opened).toHaveCount(0);
  await expect(tracker.row("Reels push")).toBeVisible();
  await expect(tracker.row("Launch bonus")).toBeVisible();
  await press(page, "Undo");
  await expect(tracker.row("Reels push")).toHaveCount(0);
  expect(complaints).toEqual([]);
});

test("of two answers the later one wins, and the table says which in words", async ({
  tracker,
  complaints,
  browserName,
}) => {
  test.skip(browserName === "firefox", NO_DOWNLOADS);
  const { page } = tracker;
  await tracker.choose("nord-promotions.txt");
  await tracker.done();
  const say = async (/** @type {string} */ at, /** @type {string} */ share) => {
    await tracker.element.evaluate((element, now) => element.setAttribute("now", now), at);
    await press(page, "More");
    await press(page, "Settings");
    const field = page.getByLabel("Low: unused share below (%)");
    await field.fill(share);
    await field.press("Tab");
    await press(page, "Close");
  };
  await say("2026-11-21T14:30:00+01:00", "0.3");
  await press(page, "More");
  await press(page, "Save a file");
  const download = page.waitForEvent("download");
  await press(page, "Backup");
  const older = await (await download).path();
  await press(page, "Close");
  await say("2026-11-21T16:00:00+01:00", "0.01");
  await page.locator("input[type=file]").setInputFiles(older);
  const opened = page.getByRole("region", { name: "A backup was opened" });
  await expect(opened.getByRole("row").last()).toHaveText(
    /^Settings · Low: unused share below \(%\)\s*0\.01\s*0\.3\s*mine$/,
  );
  await press(page, "Add to mine");
  await expect(opened).toHaveCount(0);
  await press(page, "More");
  await press(page, "Settings");
  await expect(page.getByLabel("Low: unused share below (%)")).toHaveValue("0.01");
  expect(complaints).toEqual([]);
});
