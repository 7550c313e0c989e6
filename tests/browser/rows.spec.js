// Where room is short, what tells one row, one tab and one state from another is whole.

import { expect } from "@playwright/test";
import { test } from "./gallery.js";

const DESK = { width: 1280, height: 800 };

test("that a credit is suspended is read in a long table too", async ({ page, open }) => {
  await page.setViewportSize(DESK);
  for (const state of ["fortyById", "twoHundred"]) {
    await open(`state=${state}`);
    const tag = page.locator(".windowed .tag", { hasText: "suspended" }).first();
    await tag.waitFor();
    const inside = await tag.evaluate((tag) => {
      const [own, row, cell] = [tag, tag.closest("tr"), tag.closest("td")].map((one) =>
        one.getBoundingClientRect(),
      );
      return own.bottom <= row.bottom && own.top >= row.top && own.right <= cell.right;
    });
    expect(inside, state).toBe(true);
  }
});

test("names of suspended credits are whole in a long table", async ({ page, open }) => {
  await page.setViewportSize(DESK);
  await open("state=twoHundred");
  const box = page.locator(".scroller");
  await page.locator(".windowed .tag").first().waitFor();
  for (let top = 0; top < 5000; top += 500) {
    await box.evaluate((box, top) => box.scrollTo({ top }), top);
    await page.waitForTimeout(50);
    const cut = await box.evaluate((box) =>
      [...box.querySelectorAll("tr:has(.tag) .named")]
        .filter((one) => one.scrollHeight > one.clientHeight + 1)
        .map((one) => one.textContent),
    );
    expect([top, cut]).toEqual([top, []]);
  }
});

test("no word of a requirement is broken at 1280 px", async ({ page, open }) => {
  await page.setViewportSize(DESK);
  for (const state of ["twelve", "twoHundred"]) {
    await open(`state=${state}`);
    const cells = page.locator("td.c-requirements", { hasText: "conversions" });
    await cells.first().waitFor();
    const lines = await cells.first().evaluate((cell) => {
      const text = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT).nextNode();
      const from = text.textContent.indexOf("conversions");
      const range = new Range();
      range.setStart(text, from);
      range.setEnd(text, from + "conversions".length);
      return new Set([...range.getClientRects()].map(({ bottom }) => Math.round(bottom))).size;
    });
    expect([state, lines]).toEqual([state, 1]);
  }
});

test("every tab is in view at any width, the chosen one too", async ({ page, open }) => {
  for (const [state, width] of Object.entries({ reconcile: 375, forty: 768, fortyById: 560 })) {
    await page.setViewportSize({ width, height: 800 });
    await open(`state=${state}`);
    for (const tab of await page.getByRole("tab").all()) {
      const { x, width: own } = await tab.boundingBox();
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + own).toBeLessThanOrEqual(width);
    }
  }
});

test("on a phone the buttons of the bar begin where everything else does", async ({
  page,
  open,
}) => {
  await page.setViewportSize({ width: 375, height: 800 });
  await open("state=one");
  const start = async (locator) => (await locator.boundingBox()).x;
  const title = await start(page.getByRole("heading", { level: 1 }));
  expect(await start(page.getByRole("button", { name: "Paste" }))).toBeCloseTo(title, 0);
});
