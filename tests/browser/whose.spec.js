// R31: whose a copy is, where several accounts are known: the one that fits is chosen, and until it is said the copy is none.

import { copyText } from "./clipboard.js";
import { expect } from "./site.js";
import { test } from "./tracker.js";

const HEAD = ["Ad credit name", "Discount / Amount", "Valid dates", "Unused amount", "Used amount"];
const VALID = "2026-11-01 - 2026-12-30";
/** @param {string} name @param {number} unused */
const credit = (name, unused) => [
  name,
  "100.00 USD",
  VALID,
  `${unused}.00 USD`,
  `${100 - unused}.00 USD`,
];
const KITE = [
  HEAD,
  credit("Kite welcome", 80),
  credit("Kite reels", 70),
  credit("Kite autumn", 60),
];
const NORD = [HEAD, credit("Nord welcome", 50), credit("Nord reels", 40)];

/** @param {string[][]} rows */
const asText = (rows) => rows.map((row) => row.join("\t")).join("\n");

/** @param {string} account @param {string} id @param {string[][]} rows */
const asPage = (account, id, rows) => `${account}\nAccount ID: ${id}\nPromotions\n${asText(rows)}`;

test("the one account whose lists are alike is chosen, and an unanswered copy is no account", async ({
  tracker,
}) => {
  const { page, card } = tracker;
  const [kite, nord] = [
    asPage("Kite", "7300000000000000001", KITE),
    asPage("Nord", "7300000000000000002", NORD),
  ];
  for (const text of [kite, nord]) {
    await copyText(page.context(), text);
    await tracker.paste();
    await expect(card).toBeVisible();
    await tracker.done();
  }
  const accounts = page.getByRole("combobox", { name: "Account" });
  await expect(accounts.getByRole("option").first()).toHaveText("All 2 accounts");
  const answer = card.getByRole("button", { name: "This account" });

  await copyText(page.context(), asText([HEAD, credit("Somebody's", 10)]));
  await tracker.paste();
  await answer.click();
  await expect(card.getByRole("alert")).toHaveText("Choose an account.");
  await expect(accounts.getByRole("option").first()).toHaveText("All 2 accounts");
  await expect(page.getByRole("tab", { name: "Accounts 2" })).toBeVisible();
  await tracker.done();

  await copyText(
    page.context(),
    asText([HEAD, credit("Kite welcome", 75), credit("Kite reels", 65)]),
  );
  await tracker.paste();
  await expect(card.getByRole("radio", { name: /^Kite/ })).toBeChecked();
  await answer.click();
  await expect(card.getByText("Account: Kite")).toBeVisible();
});
