// Where there is little room: nothing that counts is cut, on the small card, in narrow panels, on paper, in any language.

import { expect } from "@playwright/test";
import { test as gallery } from "./gallery.js";
import { NOW, test } from "./tracker.js";

const EARNING = `Nord Shop
ID: 7290012345678901234
Promotions
Offer name\tQualifying spend so far\tTarget spend\tReward\tEarned so far\tEarning window\tStatus
Spend 1000, get 500\t400.00 USD\t1000.00 USD\t500.00 USD\t0.00 USD\t2026-11-03 - 2026-12-02\tIn progress
1–1 of 1
`;

test("the small card says its one warning to the end", async ({ page, site }) => {
  await page.setViewportSize({ width: 280, height: 160 });
  await page.goto(site.address);
  const tracker = page.locator("ad-credit-tracker");
  await tracker.evaluate((element, now) => {
    document.body.style.margin = "0";
    element.setAttribute("now", now);
    element.setAttribute("compact", "");
  }, NOW);
  await expect(tracker).toHaveAttribute("data-engine", /./);
  await tracker.evaluate((element, text) => /** @type {any} */ (element).importText(text), EARNING);
  const warning = page.locator(".coupon-worst");
  for (const [locale, day] of [
    ["en", "Dec 2"],
    ["de", "2. Dez."],
    ["ar", "2 ديسمبر"],
  ]) {
    await tracker.evaluate((element, locale) => element.setAttribute("locale", locale), locale);
    await expect(warning).toContainText(day);
    const room = await warning.evaluate((line) => ({
      cut: line.scrollHeight - line.clientHeight,
      height: line.closest(".root")?.scrollHeight,
    }));
    expect(room, locale).toEqual({ cut: 0, height: 160 });
  }
});

test("the sample by keyboard leads to its answer", async ({ page, tracker }) => {
  await page.getByRole("button", { name: "Try with sample data" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("This is sample data. None of it is yours.")).toBeVisible();
  await expect(tracker.today.getByRole("heading", { name: "Today" })).toBeFocused();
});

test("narrow panels show every column, and a file's name has room", async ({ page, tracker }) => {
  await page.getByRole("button", { name: "Try with sample data" }).click();
  await expect(tracker.today).toBeVisible();
  const open = async (/** @type {string} */ item) => {
    await page.getByRole("button", { name: "More", exact: true }).click();
    await page.getByRole("button", { name: item }).click();
  };
  for (const width of [375, 320]) {
    await page.setViewportSize({ width, height: 800 });
    await open("What if");
    const pause = page.getByRole("checkbox", { name: /^Pause/ }).first();
    const box = await pause.boundingBox();
    const table = await page.locator(".budgets").boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0), `${width}`).toBeLessThanOrEqual(width - 24);
    expect(table?.width, `${width}`).toBeLessThanOrEqual(width - 48);
    expect(await page.locator("th:empty").count()).toBe(0);
    await open("Save a file");
    const logo = await page.getByLabel("Your logo").boundingBox();
    expect(logo?.width, `${width}`).toBeGreaterThan(width - 80);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  expect((await page.getByLabel("Your logo").boundingBox())?.width).toBeGreaterThan(300);
});

for (const width of [1280, 1024, 768])
  gallery(
    `a setup that is only probable is read to its end, ${width} px`,
    async ({ page, open }) => {
      await page.setViewportSize({ width, height: 800 });
      await open("state=forty");
      await page.getByRole("button", { name: "More", exact: true }).click();
      await page.getByRole("button", { name: "Settings" }).click();
      const setup = page.locator(".register td:last-child select").first();
      const missing = await setup.evaluate((select) => {
        select.options[0].textContent = "noch nicht bekannt (wohl: Manuelle Zahlung)";
        const { width } = select.getBoundingClientRect();
        select.style.inlineSize = "max-content";
        return select.getBoundingClientRect().width - width;
      });
      expect(missing).toBeLessThan(1);
      const table = page.getByRole("region", { name: "Account register" });
      expect(await table.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
    },
  );

gallery(
  "on paper a choice is text, and what to copy again has its sign",
  async ({ page, open, browserName }) => {
    test.skip(browserName === "firefox", "its driver plays no paper");
    await open("state=forty");
    await page.emulateMedia({ media: "print" });
    const account = page.getByRole("combobox", { name: "Account" });
    await expect(account).toHaveCSS("appearance", "none");
    await expect(account).toHaveCSS("border-top-width", "0px");
    await expect(page.locator(".refresh .mark svg")).toBeVisible();
  },
);
