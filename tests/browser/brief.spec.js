// Many warnings and many answers on a small screen: what is likeliest and gravest is shown, the rest in few lines.

import { expect } from "@playwright/test";
import { test } from "./gallery.js";

test.use({ viewport: { width: 375, height: 800 } });

test("of many accounts the further warnings are one line each, and open", async ({
  page,
  open,
}) => {
  await open("state=forty");
  const today = page.getByRole("region", { name: "Today" });
  const lines = today.locator(":scope > .lines > .line");
  const first = await lines.count();
  await today.getByRole("button", { name: /^Show all \d+ lines$/ }).click();
  const brief = today.locator(":scope > .lines > .brief");
  expect(await brief.count()).toBeGreaterThan(10);
  // Never more lines than there are accounts.
  expect((await lines.count()) - first).toBeLessThanOrEqual(40);
  for (const one of (await brief.all()).slice(0, 5))
    expect((await one.boundingBox())?.height).toBeLessThan(90);
  const opener = brief.first().getByRole("button", { name: /^Show all \d+ lines: / });
  const count = Number(/\d+/.exec((await opener.textContent()) ?? "")?.[0]);
  await opener.click();
  await expect(brief.first().locator(".each .line")).toHaveCount(count);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});

test("whose a warning is stands beside how grave it is", async ({ page, open }) => {
  await open("state=forty");
  const line = page.getByRole("region", { name: "Today" }).locator(".line").first();
  const top = async (part) => (await line.locator(part).first().boundingBox())?.y ?? 0;
  expect(Math.abs((await top(".mark")) - (await top(".whose")))).toBeLessThan(8);
  expect(await top(".said")).toBeGreaterThan((await top(".whose")) + 8);
});

test("a file that is being read has its name on one line", async ({ page, open }) => {
  await open("state=loading");
  const name = page.locator(".reading .grow");
  expect((await name.boundingBox())?.height).toBeLessThan(48);
});
