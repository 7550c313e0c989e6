// Where there is little room: nothing that counts is cut, in any language.

import { expect } from "@playwright/test";
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
