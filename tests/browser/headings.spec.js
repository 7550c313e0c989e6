// What stands below a heading has one of the next level: a reader of headings finds what belongs to what.

import { expect } from "./site.js";
import { test } from "./tracker.js";

test("sections of what opens stand below the heading of their card or account", async ({
  tracker,
}) => {
  const { page } = tracker;
  await page.setViewportSize({ width: 375, height: 800 });
  await page.getByRole("button", { name: "Try with sample data" }).click();
  const card = page.getByRole("listitem").filter({
    has: page.getByRole("heading", { level: 3, name: "Reels push" }),
  });
  await card
    .getByRole("button", { name: /Reels push/, expanded: false })
    .first()
    .click();
  await expect(card.getByRole("heading", { level: 4, name: "Assignment log" })).toBeVisible();
  await expect(card.getByRole("heading", { level: 3 })).toHaveCount(1);

  await page.getByRole("button", { name: "Usage looks wrong?" }).click();
  const diagnosis = page.getByRole("region", { name: "Usage looks wrong?" });
  await expect(diagnosis.getByRole("heading", { level: 3 })).toHaveText([/Nord/, /Kite/]);
  await expect(
    diagnosis.getByRole("heading", { level: 4, name: "What to do" }).first(),
  ).toBeVisible();
});
