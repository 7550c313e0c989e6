// Nothing leaves the page: no request after load, seen from the server and from the browser, and no need of one.

import { expect, SINGLE_FILE, test } from "./site.js";

const DELIVERIES = ["", "embed.html", "strict/", "single/"];

for (const path of DELIVERIES) {
  test(`/${path} asks for nothing after load`, async ({ page, site }) => {
    await page.goto(site.address + path);
    const tracker = page.locator("ad-credit-tracker");
    await expect(tracker).toHaveAttribute("data-engine", /./);
    // The words of other languages belong to the load, and may come after the engine.
    await page.waitForTimeout(500);
    await site.forget();
    /** @type {string[]} */
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    await use(page);
    expect(await site.requests()).toEqual([]);
    expect(asked.filter((address) => !address.startsWith("blob:"))).toEqual([]);
  });
}

test("the one file on disk asks for nothing after load", async ({ page }) => {
  await page.goto(SINGLE_FILE);
  await expect(page.locator("ad-credit-tracker")).toHaveAttribute("data-engine", /./);
  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await use(page);
  expect(asked.filter((address) => !address.startsWith("blob:"))).toEqual([]);
});

/**
 * A paste by keyboard of whatever the clipboard holds, and half a second for anything that would come late.
 * @param {import("@playwright/test").Page} page
 */
async function use(page) {
  await page.locator("ad-credit-tracker").focus();
  await page.keyboard.press("ControlOrMeta+V");
  await page.waitForTimeout(500);
}
