// How an account pays is asked where it changes what is said, once: whoever is not sure is not asked again (R10).

import { expect } from "./site.js";
import { test } from "./tracker.js";

test("how an account pays is asked below what it changes, until it is answered or left open", async ({
  tracker,
}) => {
  const { page } = tracker;
  await tracker.choose("kite-promotions.txt");
  await tracker.recognised(/Promotions/);
  await tracker.done();
  const band = page.getByRole("region", { name: "What is left" });
  const question = band.getByRole("group", { name: /^How does Kite · Main pay\?/ });
  await expect(band).toContainText("depending on the billing setup");
  await question.getByRole("button", { name: "Not sure" }).click();
  await expect(question).toHaveCount(0);
  await expect(band).toContainText("depending on the billing setup");

  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await question.getByRole("button", { name: "Manual payment" }).click();
  await expect(question).toHaveCount(0);
  await expect(band).toContainText("cash balance");
  await expect(band).not.toContainText("depending on the billing setup");
});
