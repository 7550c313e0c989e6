// What no export says of a credit and its reader does: where it was issued, which campaigns it may pay.

import { expect } from "./site.js";
import { test } from "./tracker.js";

test("what is said of a credit by hand holds, and can be taken back", async ({
  tracker,
  complaints,
}) => {
  const { page } = tracker;
  await page.getByRole("button", { name: "Try with sample data", exact: true }).click();
  const credit = tracker.panel.getByRole("button", { name: /^(critical |warning )?Reels push/ });
  await credit.first().click();
  const center = page.getByLabel("Issued from a Business Center");
  const facts = page.locator("dl.facts").filter({ hasText: "Who draws it" });
  await expect(center).toHaveValue("");
  const before = (await facts.textContent()) ?? "";
  await center.selectOption("yes");
  await expect(facts).toContainText("Business Center");
  await center.selectOption("as pasted");
  await expect(facts).toHaveText(before);
  // Its requirements name countries, and no export says in which a campaign runs.
  const campaign = page.getByLabel(/^May pay /).first();
  await campaign.selectOption("no");
  await credit.first().click();
  await expect(campaign).toHaveCount(0);
  await credit.first().click();
  await expect(campaign).toHaveValue("false");
  expect(complaints).toEqual([]);
});
