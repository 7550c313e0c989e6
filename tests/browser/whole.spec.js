// R32: nothing around a copy counts its list; who copied it says that it is all there, and may take that back.

import { copyPage } from "./clipboard.js";
import { test as base, expect } from "./site.js";
import { Tracker } from "./tracker.js";

const test = base.extend({
  tracker: async ({ page, site }, use) => {
    const tracker = new Tracker(page);
    await tracker.open(site.address);
    await use(tracker);
  },
});

const HEADERS = ["Ad credit name", "Discount / Amount", "Valid dates", "Unused amount"];

/** A page that names its account. @param {string[]} names */
const pageOf = (names) => {
  const rows = names.map((name) => [name, "100.00 USD", "2026-11-01 - 2026-12-30", "80.00 USD"]);
  const cells = [HEADERS, ...rows].map((row) => row.map((cell) => `<td>${cell}</td>`).join(""));
  const table = cells.map((row) => `<tr>${row}</tr>`).join("");
  return `<header><div>Nord</div><div>Account ID: 7300000000000000001</div></header><main><h1>Promotions</h1><table>${table}</table></main>`;
};

test("a list that nothing counts is whole by the word of who copied it", async ({ tracker }) => {
  const { page, card, element, today } = tracker;
  const paste = async (/** @type {string} */ now, /** @type {string[]} */ names) => {
    await element.evaluate((element, now) => element.setAttribute("now", now), now);
    await copyPage(page.context(), pageOf(names));
    await tracker.paste();
    await tracker.recognised(/Promotions · Available/);
  };
  await paste("2026-11-20T09:00:00+01:00", ["Launch", "Spring"]);
  await tracker.done();
  await paste("2026-11-21T14:00:00+01:00", ["Spring"]);
  const gone = today.getByText("Launch (80.00 USD on Nov 20, 09:00) is no longer listed");
  await expect(gone).toHaveCount(0);

  const whole = card.getByRole("checkbox", { name: "This is the whole list" });
  await whole.check();
  await expect(gone).toBeVisible();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(whole).not.toBeChecked();
  await expect(gone).toHaveCount(0);

  await whole.check();
  await expect(gone).toBeVisible();
  await whole.uncheck();
  await expect(gone).toHaveCount(0);
});
