// What is brought in by mistake, from anywhere, or several at once: nothing that was there is lost, and one step takes it back.

import { copyPage, copyText, fixture } from "./clipboard.js";
import { expect } from "./site.js";
import { test } from "./tracker.js";

const PICTURE = {
  name: "screenshot.png",
  mimeType: "image/png",
  buffer: Buffer.from("89504e470d0a1a0a", "hex"),
};

test("the sample stays until something can be used", async ({ tracker, complaints }) => {
  const { page, card } = tracker;
  const context = page.context();
  const stays = async () => {
    await expect(page.getByText("This is sample data.")).toBeVisible();
    await expect(tracker.row("Reels push")).toBeVisible();
  };
  await page.getByRole("button", { name: "Try with sample data" }).click();
  await stays();
  await copyText(context, "Hi team,\n\nplease look at the promotions before Friday.\n");
  await tracker.paste();
  await expect(card).toContainText("Nothing in this could be used");
  await stays();
  await tracker.choose("ad-settings.csv");
  await expect(card).toContainText("This is a list of ad settings (ExportAds).");
  await stays();
  await page.locator("input[type=file]").setInputFiles(PICTURE);
  await expect(card).toContainText("This is a picture.");
  await stays();
  await copyText(context, " \n\n");
  await tracker.paste();
  await expect(card).toContainText("the paste is empty");
  await stays();

  await tracker.pasteFixture("kite-promotions.txt");
  await tracker.recognised("Promotions · Available → Kite · Main");
  await expect(page.getByText("This is sample data.")).toHaveCount(0);
  await expect(tracker.row("Launch bonus")).toBeVisible();
  await expect(tracker.row("Reels push")).toHaveCount(0);
  expect(complaints).toEqual([]);
});

test("a table pasted in a field is read, words are the field's", async ({ tracker }) => {
  const { page, card } = tracker;
  const context = page.context();
  await tracker.pasteFixture("nord-promotions.html");
  await tracker.done();
  const search = tracker.panel.getByRole("searchbox");
  const paste = async () => {
    await page.bringToFront();
    await search.focus();
    await page.keyboard.press("ControlOrMeta+V");
  };
  await copyText(context, "Autumn");
  await paste();
  await expect(search).toHaveValue("Autumn");
  await expect(tracker.row("Reels push")).toHaveCount(0);
  await search.clear();
  // A cell of a table is both.
  await copyPage(context, "<table><tr><td>Reels</td></tr></table>");
  await paste();
  await expect(search).toHaveValue(/^Reels/);
  await expect(card).toHaveCount(0);
  await search.clear();

  await copyText(
    context,
    "Ad credit name\tCredit type\tDiscount / Amount\tUsed amount\tUnused amount\nA\tFree\t10 USD\t1 USD\t9 USD\n",
  );
  await paste();
  await tracker.recognised(/^Promotions · Available/);
  await expect(search).toHaveValue("");
  // A box to tick takes no words at all.
  await card.getByRole("button", { name: "Undo this import" }).click();
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "Used amount", exact: true }).focus();
  await page.keyboard.press("ControlOrMeta+V");
  await tracker.recognised(/^Promotions · Available/);
});

test("the last answer stands alone", async ({ tracker }) => {
  const { page, card, element } = tracker;
  const nothing = page.getByText("There was nothing to read.");
  const pasteNothing = () =>
    element.evaluate((element) =>
      element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: new DataTransfer() })),
    );
  await tracker.pasteFixture("nord-promotions.html");
  await expect(card).toHaveCount(1);
  await pasteNothing();
  await expect(nothing).toBeVisible();
  await expect(card).toHaveCount(0);
  await tracker.pasteFixture("nord-promotions-not-available.txt");
  await tracker.recognised(/^Promotions · Not available/);
  await expect(nothing).toHaveCount(0);
});

test("files dropped at once are one step back", async ({ tracker }) => {
  const { page } = tracker;
  await tracker.pasteFixture("kite-promotions.txt");
  await tracker.done();
  const files = ["nord-promotions.txt", "nord-transactions.csv", "nord-campaign-report.csv"];
  await page.locator("input[type=file]").setInputFiles(files.map(fixture));
  await expect(page.getByText("Imported: 3 files")).toBeVisible();
  await expect(tracker.row("Reels push")).toBeVisible();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(tracker.row("Reels push")).toHaveCount(0);
  await expect(page.getByRole("tab", { name: /^Transactions 0/ })).toBeVisible();
  await expect(tracker.row("Launch bonus")).toBeVisible();
});
