// What a reader of figures looks at: names and amounts in both directions, charts, cards, forms and paper.

import { expect } from "@playwright/test";
import { test } from "./gallery.js";

const DESK = { width: 1280, height: 800 };
const PHONE = { width: 375, height: 800 };

test("right to left: figures end below each other, and nothing lies over the axis", async ({
  page,
  open,
}) => {
  await page.setViewportSize(DESK);
  await open("state=twelve&dir=rtl");
  const ends = await page
    .locator("td.c-face .amount")
    .evaluateAll((amounts) => amounts.map((one) => one.getBoundingClientRect().right));
  expect(Math.max(...ends) - Math.min(...ends)).toBeLessThan(1);
  await page.locator(".opener").first().click();
  const plot = page.locator(".plot");
  const [words, line] = await plot.evaluate((plot) => [
    Math.max(
      ...[...plot.querySelectorAll("g > .rule + text")].map(
        (one) => one.getBoundingClientRect().right,
      ),
    ),
    plot.querySelector(".rule").getBoundingClientRect().left,
  ]);
  expect(words).toBeLessThanOrEqual(line);
});

test("right to left: a name that has no room loses its end; Search stands beside its glass", async ({
  page,
  open,
}) => {
  await page.setViewportSize({ width: 800, height: 800 });
  await open("state=forty&tab=transactions&dir=rtl");
  const cell = page.locator("td.c-campaign").first();
  await cell.waitFor();
  const starts = await page.locator("td:is(.c-campaign, .c-source)").evaluateAll((cells) =>
    cells
      .filter((cell) => cell.scrollWidth > cell.clientWidth || cell.querySelector("bdi"))
      .filter((cell) => cell.querySelector("bdi"))
      .map((cell) => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        return range.getBoundingClientRect().left - cell.getBoundingClientRect().left;
      }),
  );
  expect(Math.min(...starts)).toBeGreaterThanOrEqual(0);
  const field = page.getByRole("searchbox");
  expect(await field.evaluate((one) => getComputedStyle(one).direction)).toBe("rtl");
  await field.fill("Reels");
  expect(await field.evaluate((one) => getComputedStyle(one).direction)).toBe("ltr");
});

test("on a phone the last day of who paid is whole", async ({ page, open }) => {
  await page.setViewportSize(PHONE);
  await open("state=story");
  await page.getByRole("button", { name: "Show who paid, day by day" }).click();
  const beside = await page.locator(".spend .plot").evaluate((plot) => {
    const { right } = plot.getBoundingClientRect();
    const words = [...plot.querySelectorAll("text")];
    return words.filter((one) => one.getBoundingClientRect().right > right + 0.5).length;
  });
  expect(beside).toBe(0);
});

test("an amount in an opened row stands on one line with its currency", async ({ page, open }) => {
  await page.setViewportSize(DESK);
  await open("state=twelve");
  await page.locator(".opener").first().click();
  await page.getByRole("heading", { name: "Where the figures come from" }).waitFor();
  const displays = await page
    .locator(".detail .currency")
    .evaluateAll((units) => units.map((unit) => getComputedStyle(unit).display));
  expect(new Set(displays)).toEqual(new Set(["inline"]));
});

test("the register on a phone: every field in view with its name", async ({ page, open }) => {
  await page.setViewportSize(PHONE);
  await open("state=forty");
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("button", { name: "Settings", exact: true }).click();
  const register = page.getByRole("group", { name: "Account register" });
  const first = register.getByRole("row").filter({ hasText: "Shop EU" }).first();
  for (const name of ["Client", "Owner", "Currency", "Time zone"]) {
    const { x, width } = await first.getByRole("textbox", { name: `${name}: ` }).boundingBox();
    expect(x).toBeGreaterThan(0);
    expect(x + width).toBeLessThan(PHONE.width);
    await expect(first.locator(`[data-head="${name}"]`)).toBeVisible();
  }
  const { width } = await first.getByRole("checkbox").boundingBox();
  expect(width).toBeLessThan(24);
});

test("a card says nothing of what is not there, and in which order the cards stand", async ({
  page,
  open,
}) => {
  await page.setViewportSize(PHONE);
  await open("state=reconcile");
  const settled = page.locator(".card").filter({ hasText: "agrees" }).first();
  await expect(settled).not.toContainText("Likely cause");
  await open("state=transactions");
  await expect(page.getByRole("combobox", { name: "Sort by" })).toContainText("newest first");
});

test("paper shows no field to fill in and nothing to press", async ({
  page,
  open,
  browserName,
}) => {
  test.skip(browserName === "firefox", "its driver plays no paper");
  await page.setViewportSize(DESK);
  await open("state=twelve");
  await page.locator(".opener").first().click();
  await page.getByRole("heading", { name: "When to warn" }).waitFor();
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("heading", { name: "When to warn" })).toBeHidden();
  await expect(page.getByRole("button", { name: "Where the figures come from" })).toBeHidden();
  await expect(page.getByText("As a table")).toBeHidden();
});

test("the small card parts what it says, breaks no day, and marks the first line", async ({
  page,
  open,
}) => {
  await open("state=compactCredit&width=280");
  await expect(page.locator(".coupon .muted")).toHaveText(/^until Nov\u00a0\d+ · Runs out /);
  await open("state=compactSeveral&width=280");
  const [mark, words] = await page
    .locator(".coupon-worst")
    .evaluate((line) =>
      [line.querySelector(".mark svg"), line.querySelector(".whose")].map((one) =>
        one.getBoundingClientRect(),
      ),
    );
  expect(mark.top).toBeLessThan(words.bottom);
});
