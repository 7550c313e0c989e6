// Paste to answer: the main job of a person with a real clipboard, told with the story of tests/fixtures.

import { AxeBuilder } from "@axe-core/playwright";
import { copyText, fixture } from "./clipboard.js";
import { test as base, expect, NO_DOWNLOADS, SINGLE_FILE } from "./site.js";
import { Tracker, test } from "./tracker.js";

const NORD = "Nord · Shop EU";
const KITE = "Kite · Main";

/** R2: every column of Available. */
const PLATFORM_COLUMNS = [
  "Ad credit name",
  "Credit type",
  "Discount / Amount",
  "Usage requirements",
  "Redeemed date",
  "Valid dates",
  "Unused amount",
  "Used amount",
  "Percent spent",
  "Actions",
];

test("a first visit: what to do, the promise, and a sample to try", async ({ tracker }) => {
  const { page, today } = tracker;
  await expect(page.getByText("Nothing leaves this page.")).toBeVisible();
  await page.getByRole("button", { name: "Try with sample data" }).click();
  await expect(page.getByText("This is sample data. None of it is yours.")).toBeVisible();
  await expect(today.getByRole("listitem").first()).toContainText(/critical|warning/);
  for (const name of ["Reels push", "Launch bonus"]) await expect(tracker.row(name)).toBeVisible();
  await page.getByRole("button", { name: "Start with my own" }).click();
  await expect(page.getByRole("button", { name: "Try with sample data" })).toBeVisible();
  await expect(today).toHaveCount(0);
});

test("what to do is shown while the engine is on its way", async ({ page, site }) => {
  /** @type {(value?: unknown) => void} */
  let arrive = () => {};
  const arrived = new Promise((resolve) => (arrive = resolve));
  await page.route("**/*.wasm", async (route) => {
    await arrived;
    await route.continue();
  });
  await page.goto(site.address);
  await page.getByRole("button", { name: "Settings" }).click();
  await expect(page.getByRole("combobox", { name: "Language" })).toBeVisible();
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Try with sample data" }).click();
  arrive();
  await expect(page.getByText("This is sample data. None of it is yours.")).toBeVisible();
});

test("a line about several accounts names none of them", async ({ tracker }) => {
  const { today } = tracker;
  await tracker.choose("payment-management.csv");
  await tracker.done();
  const line = today
    .getByRole("listitem")
    .filter({ hasText: /accounts have ad credit left by their balances/ });
  await expect(line).toHaveCount(1);
  await expect(line.locator(".whose")).toHaveCount(0);
});

test("two accounts from copied pages and exported files, one step taken back", async ({
  tracker,
  complaints,
}) => {
  const { page, today, panel, card } = tracker;

  // The whole page, Ctrl+A and Ctrl+C: recognised, and the account read from it (R31).
  await tracker.pasteFixture("nord-promotions.html");
  await tracker.recognised(`Promotions · Available → ${NORD}`);
  await expect(card.getByText("2 rows", { exact: true })).toBeVisible();
  await tracker.done();

  for (const name of PLATFORM_COLUMNS)
    await expect(panel.getByRole("columnheader", { name: new RegExp(`^${name}`) })).toBeVisible();
  for (const [column, text] of [
    ["Credit type", "Assignable"],
    ["Discount / Amount", "1,000.00"],
    ["Usage requirements", "Germany, France; Reach campaigns"],
    ["Redeemed date", "Nov 1"],
    ["Valid dates", "Nov 1 – Nov 29"],
    ["Unused amount", "1,000.00"],
    ["Used amount", "0.00"],
    ["Percent spent", "0.0%"],
  ])
    await expect(await tracker.cell("Reels push", column), column).toHaveText(text);
  await expect(tracker.row("Reels push").getByRole("meter")).toHaveAttribute("aria-valuenow", "0");
  await expect(tracker.row("Autumn boost")).toContainText("suspended");

  // Above it what is about to go wrong, each with amount and date.
  await expect(today).toContainText(/critical.*Reels push.*1,000\.00.*Nov 29/);
  await expect(today).toContainText(/Autumn boost.*150\.00/);
  await expect(today).toContainText(/Assignment log.*whether Reels push is assigned/);
  await expect(page.locator("[part=header]")).toContainText(NORD);

  await tracker.pasteFixture("nord-promotions-not-available.txt");
  await tracker.recognised(`Promotions · Not available → ${NORD}`);
  await tracker.done();
  await tracker.tab("Not available");
  await expect(await tracker.cell("Autumn match", "Used amount")).toHaveText("600.00");
  await expect(tracker.row("Spring match")).toBeVisible();

  // An exported file names no account: it is asked for, once.
  await tracker.choose("nord-transactions.csv");
  await expect(card.getByText("Which account is this copy from?")).toBeVisible();
  await tracker.say(NORD);
  await tracker.recognised(`Transactions → ${NORD}`);
  await tracker.done();

  await tracker.tab("Transactions");
  await panel.getByLabel("Transaction type", { exact: true }).selectOption("Ad Credit");
  for (const name of ["Time", "Amount", "Campaign", "Ad credit"])
    await expect(panel.getByRole("columnheader", { name: new RegExp(`^${name}`) })).toBeVisible();
  await expect(panel.getByText(/^\d+ rows$/)).toBeVisible();
  await expect(panel.locator("td.c-kind").first()).toHaveText("Ad Credit");
  const kinds = await panel.locator("td.c-kind").allInnerTexts();
  expect(new Set(kinds)).toEqual(new Set(["Ad Credit"]));

  // A second account; both are there.
  await tracker.pasteFixture("kite-promotions.txt");
  await tracker.recognised(`Promotions · Available → ${KITE}`);
  await tracker.done();
  await tracker.tab("Available");
  await expect(tracker.row("Launch bonus").getByRole("rowheader")).toContainText(KITE);
  await expect(tracker.row("Reels push").getByRole("rowheader")).toContainText(NORD);
  await expect(await tracker.cell("Launch bonus", "Percent spent")).toContainText("88.8%");
  await expect(page.getByLabel("Account", { exact: true })).toContainText(NORD);
  await expect(page.getByLabel("Account", { exact: true })).toContainText(KITE);

  await tracker.pasteFixture("kite-promotions-earning.txt");
  await tracker.done();
  await tracker.tab("Earning");
  await expect(await tracker.cell("Spend 100, get 100", "Qualifying spend")).toHaveText("82.00");

  await tracker.drop("kite-transactions.csv");
  // R31: with several accounts in view none is chosen beforehand.
  await expect(card.getByRole("radio", { checked: true })).toHaveCount(0);
  await card.getByRole("button", { name: "This account" }).click();
  await expect(card.getByText("Which account is this copy from?")).toBeVisible();
  await tracker.say(KITE);
  await tracker.recognised(`Transactions → ${KITE}`);
  const transactions = page.getByRole("tab", { name: /^Transactions / });
  const both = await transactions.textContent();

  // One undo per step: the account first, then the paste.
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(card.getByText("Which account is this copy from?")).toBeVisible();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(card).toHaveCount(0);
  await expect(transactions).not.toHaveText(both);
  await tracker.tab("Available");
  await expect(tracker.row("Launch bonus")).toBeVisible();
  await expect(tracker.row("Reels push")).toBeVisible();

  expect(complaints).toEqual([]);
});

/** What people paste by mistake, and what they are told: what was expected, what was found, what to do. */
const MISTAKES = [
  [
    "prose",
    "Hi team,\n\nplease look at the promotions before Friday.\n\nAnna",
    [
      "This is text without a table (3 lines, beginning with “Hi team,”)",
      "Expected a table with its header row. Copy it from Ads Manager",
    ],
  ],
  [
    "a half-copied table",
    "Ad credit name\tCredit type\tDiscount / Amount\nReels push\tAssignable\t1,000.00 USD\n",
    [
      "This looks like Promotions · Available, but has no column for Unused amount",
      "Copy the whole table with its header row",
    ],
  ],
  [
    "rows without their header",
    "Reels push\tAssignable\t1,000.00 USD\t--\t2026-11-01\nAutumn boost\tFree\t150.00 USD\t--\t2026-11-10\n",
    ["The header row is missing: the first row is", "such as Promotions or Transactions"],
  ],
  [
    "one line of 5 MB",
    "x".repeat(5_000_000),
    ["This is text without a table (1 line, beginning with “xxx"],
  ],
];

test.describe("a mistake is told, and what was there stays", () => {
  for (const [name, text, told] of MISTAKES) {
    test(name, async ({ tracker, complaints }) => {
      await withNord(tracker);
      await copyText(tracker.page.context(), text);
      await tracker.paste();
      await expect(tracker.card).toContainText("Nothing in this could be used");
      for (const part of told) await expect(tracker.card).toContainText(part);
      await stays(tracker);
      expect(complaints).toEqual([]);
    });
  }

  test("a wrong export, ExportAds_V2", async ({ tracker }) => {
    await withNord(tracker);
    await tracker.choose("ad-settings.csv");
    await expect(tracker.card).toContainText(
      "This is a list of ad settings (ExportAds). It has no spend.",
    );
    await expect(tracker.card).toContainText("Use Campaigns › Export data instead");
    await expect(tracker.card.locator(".where h3")).toHaveText("Campaign report");
    await stays(tracker);
  });

  test("a table of nobody's columns: what they are is asked in sight", async ({ tracker }) => {
    await withNord(tracker);
    await copyText(
      tracker.page.context(),
      "Kampagne\tNetz\tWaehr.\nDE_Search\tB\tEUR\nDE_Shop\tC\tEUR",
    );
    await tracker.paste();
    await expect(tracker.card).toContainText("Say what they are");
    await expect(tracker.card.getByLabel(/Waehr\.$/)).toBeVisible();
    await stays(tracker);
  });

  test("a picture", async ({ tracker }) => {
    await withNord(tracker);
    await tracker.page.locator("input[type=file]").setInputFiles({
      name: "screenshot.png",
      mimeType: "image/png",
      buffer: Buffer.from("89504e470d0a1a0a", "hex"),
    });
    await expect(tracker.card).toContainText(
      "This is a picture. Expected a table with its header row. Copy the table itself",
    );
    await stays(tracker);
  });

  test("an empty paste", async ({ tracker }) => {
    await withNord(tracker);
    await copyText(tracker.page.context(), " \n\n");
    await tracker.paste();
    await expect(tracker.page.locator(".root")).toContainText(
      "Nothing to read: the paste is empty",
    );
    await stays(tracker);
  });

  test("a paste of nothing at all", async ({ tracker }) => {
    await withNord(tracker);
    await tracker.element.evaluate((element) =>
      element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: new DataTransfer() })),
    );
    await expect(tracker.page.getByRole("alert")).toContainText("There was nothing to read.");
    await stays(tracker);
  });
});

test("the whole journey by keyboard", async ({ tracker }) => {
  const { page, card, panel } = tracker;
  await tracker.pasteFixture("nord-promotions.html");
  await tracker.recognised(`Promotions · Available → ${NORD}`);
  await reach(page, card.getByRole("button", { name: "Done" }));
  await page.keyboard.press("Enter");
  await expect(card).toHaveCount(0);

  await tracker.pasteFixture("nord-transactions.csv");
  // The card stands above what has the focus.
  await reach(page, card.getByRole("radio", { name: NORD }), "Shift+Tab");
  await page.keyboard.press("Space");
  await reach(page, card.getByRole("button", { name: "This account" }));
  await page.keyboard.press("Enter");
  await tracker.recognised(`Transactions → ${NORD}`);

  await reach(page, page.getByRole("tab", { name: /^Available/ }));
  for (const _ of ["Earning", "Not available", "Transactions"])
    await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("tab", { name: /^Transactions/ })).toBeFocused();
  const filter = panel.getByLabel("Transaction type", { exact: true });
  await reach(page, filter);
  await page.keyboard.type("Ad C");
  await expect(filter).toHaveValue("Ad Credit");

  await page.keyboard.press("Shift+Tab");
  await reach(page, page.getByRole("tab", { name: /^Transactions/ }), "Shift+Tab");
  for (const _ of ["Not available", "Earning", "Available"]) await page.keyboard.press("ArrowLeft");
  await reach(page, panel.getByRole("button", { name: /^(critical |warning )?Reels push/ }));
  await page.keyboard.press("Enter");
  await expect(panel.getByText("Unused amount over time")).toBeVisible();

  await reach(page, page.getByRole("button", { name: "Undo", exact: true }), "Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(card.getByText("Which account is this copy from?")).toBeVisible();
});

test("every file to take away is made here, or it is said why not", async ({
  tracker,
  complaints,
  browserName,
}) => {
  test.skip(browserName === "firefox", NO_DOWNLOADS);
  const { page } = tracker;
  const save = (/** @type {string} */ name) =>
    page.getByRole("button", { name, exact: true }).click();
  await save("Try with sample data");
  await save("More");
  await save("Save a file");

  // The sample holds no difference beyond its delay.
  await save("Support ticket");
  await expect(page.getByRole("alert")).toContainText("No difference is unexplained");
  await page.getByRole("alert").getByRole("button", { name: "Close" }).click();

  await page.getByLabel("Account", { exact: true }).selectOption({ label: NORD });
  await expect(tracker.row("Launch bonus")).toHaveCount(0);
  for (const [name, file] of /** @type {const} */ ([
    ["Calendar", /\.ics$/],
    ["Table (CSV)", /\.csv$/],
    ["Save the statement", /^statement-.*\.html$/],
    ["Summary", /\.txt$/],
    ["Summary to print", /\.html$/],
    ["Backup", /\.json$/],
  ])) {
    const download = page.waitForEvent("download");
    await save(name);
    expect((await download).suggestedFilename()).toMatch(file);
  }
  // The backup of one account leaves out what also holds others, and says so.
  await expect(page.getByRole("alert")).toContainText(
    "they hold other accounts too: sample-balance.json",
  );
  expect(complaints).toEqual([]);
});

test("several files that do not say whose they are: answered once", async ({ tracker }) => {
  const { page, card } = tracker;
  await tracker.pasteFixture("nord-promotions.html");
  await tracker.done();
  await page
    .locator("input[type=file]")
    .setInputFiles([fixture("nord-transactions.csv"), fixture("nord-campaign-report.csv")]);
  await tracker.recognised(/^Transactions/);
  await expect(card.getByText("1 more came with it")).toBeVisible();
  await expect(card.getByRole("button", { name: "Open: nord-campaign-report.csv" })).toBeVisible();
  await expect(card.getByLabel("Also for the other import that does not say")).toBeChecked();
  await tracker.say(NORD);
  await tracker.recognised(`Transactions → ${NORD}`);
  await expect(page.getByRole("tab", { name: /^Accounts/ })).toHaveCount(0);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(card.getByRole("group", { name: "Which account is this copy from?" })).toBeVisible();
});

test("an import is moved to another account in one action", async ({ tracker }) => {
  const { page, card } = tracker;
  await tracker.pasteFixture("nord-promotions.html");
  await card.getByRole("button", { name: "It is another account" }).click();
  await card.getByRole("radio", { name: "Another account" }).check();
  await card.getByLabel("Name or ID of the account").fill("Second shop");
  await card.getByRole("button", { name: "This account" }).click();
  await tracker.recognised("Promotions · Available → Second shop");
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await tracker.recognised(`Promotions · Available → ${NORD}`);
});

test("what is held over the page is told that it can be dropped", async ({ tracker }) => {
  const { page, element } = tracker;
  const data = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(["x"], "x.csv"));
    return data;
  });
  await element.dispatchEvent("dragover", { dataTransfer: data });
  await expect(page.getByText("Drop to read")).toBeVisible();
  await element.dispatchEvent("dragleave", { dataTransfer: data });
  await expect(page.getByText("Drop to read")).toHaveCount(0);
});

test("a warning leads to the page to copy, a date to its full time", async ({ tracker }) => {
  const { page, today } = tracker;
  await page.getByRole("button", { name: "Try with sample data" }).click();
  const first = today.getByRole("listitem").first();
  await first.getByRole("button", { name: /^Why/ }).click();
  await first.getByRole("button", { name: "Where to copy" }).click();
  await expect(first.getByRole("article").first()).toBeVisible();
  const date = page.locator("header time");
  await date.focus();
  await expect(date).toHaveAttribute("data-full", /^\w+, .*UTC/);
  const drawn = await date.evaluate((time) => getComputedStyle(time, "::after").content);
  expect(drawn).not.toBe("none");
});

test("settings open, take a threshold, and hide amounts", async ({ tracker, complaints }) => {
  const { page, today } = tracker;
  const press = (/** @type {string} */ name) =>
    page.getByRole("button", { name, exact: true }).click();
  await press("Try with sample data");
  await press("More");
  await press("Settings");
  const days = page.getByLabel("Runs out within, in days");
  await days.pressSequentially("30");
  await page.keyboard.press("Tab");
  await press("Close");
  await press("More");
  await press("Settings");
  await expect(days).toHaveValue("30");
  await page.getByRole("checkbox", { name: "Hide amounts" }).check();
  await expect(today).toContainText("•••");
  expect(complaints).toEqual([]);
});

test("many accounts get one client in one step, and lose it in one", async ({ tracker }) => {
  const { page } = tracker;
  const press = (/** @type {string} */ name) =>
    page.getByRole("button", { name, exact: true }).click();
  await tracker.choose("payment-management.csv");
  await tracker.done();
  const clients = page.getByRole("combobox", { name: "Client", exact: true });
  const before = await clients.count();
  await press("More");
  await press("Settings");
  const register = page.getByRole("group", { name: "Account register" });
  await register.getByRole("checkbox", { name: "Select", exact: true }).check();
  await register.getByRole("textbox", { name: "Client", exact: true }).fill("Halden");
  await register.getByRole("button", { name: /^Set for \d+ accounts$/ }).click();
  await expect(clients.getByRole("option", { name: "Halden" })).toHaveCount(1);
  await expect(register.getByRole("textbox", { name: /^Client: / }).first()).toHaveValue("Halden");
  await press("Undo");
  await expect(clients).toHaveCount(before);
});

test.describe("accessible", () => {
  test.use({ bypassCSP: true });
  test.skip(({ browserName }) => browserName !== "chromium", "axe reads the same tree in both");

  test("empty, asked, refused, two accounts, an open credit, light and dark", async ({
    tracker,
  }) => {
    test.setTimeout(180_000);
    const { page } = tracker;
    const clean = async (/** @type {string} */ state) => {
      for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
        await page.emulateMedia({ colorScheme });
        const axe = new AxeBuilder({ page });
        // The dark page differs in its colours only.
        if (colorScheme === "dark") axe.withRules(["color-contrast"]);
        const { violations } = await axe.analyze();
        expect(violations.map(({ id, nodes }) => `${state}: ${id}: ${nodes[0]?.html}`)).toEqual([]);
      }
    };
    await clean("empty");
    await tracker.pasteFixture("nord-promotions.html");
    await clean("import card");
    await tracker.choose("nord-transactions.csv");
    await clean("question");
    await tracker.say(NORD);
    await tracker.choose("ad-settings.csv");
    await clean("refused");
    await tracker.done();
    await tracker.pasteFixture("kite-promotions.txt");
    await tracker.done();
    await clean("two accounts");
    await tracker.panel.getByRole("button", { name: /^(critical |warning )?Reels push/ }).click();
    await clean("open credit");
    for (const tab of ["Transactions", "Reconcile", "Accounts", "Not available", "Earning"]) {
      await tracker.tab(tab);
      await clean(tab);
    }
  });
});

/** Where the tracker also lives: delivery, address, and where its engine runs. */
const ELSEWHERE = [
  ["portal", "embed.html", "worker"],
  ["strict host", "strict/", "main thread"],
  ["strict portal", "strict/embed.html", "main thread"],
  ["one file, served", "single/", "worker"],
  ["one file from disk", SINGLE_FILE, "worker"],
];

for (const [name, where, engine] of ELSEWHERE) {
  base(`the short journey: ${name}, asking for nothing`, async ({ page, site, complaints }) => {
    const tracker = new Tracker(page);
    await tracker.open(where === SINGLE_FILE ? where : site.address + where);
    await expect(tracker.element).toHaveAttribute("data-engine", engine);
    await site.forget();
    /** @type {string[]} */
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));

    await withNord(tracker);
    await tracker.choose("nord-transactions.csv");
    await tracker.say(NORD);
    await tracker.recognised(`Transactions → ${NORD}`);
    await tracker.done();
    await tracker.drop("kite-promotions.txt");
    await tracker.recognised(`Promotions · Available → ${KITE}`);
    await tracker.done();
    await stays(tracker);
    await expect(tracker.row("Launch bonus")).toBeVisible();
    await tracker.tab("Transactions");
    await tracker.panel.getByLabel("Transaction type", { exact: true }).selectOption("Ad Credit");
    await expect(tracker.panel.locator("td.c-kind").first()).toHaveText("Ad Credit");
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await tracker.tab("Available");
    await expect(tracker.row("Launch bonus")).toHaveCount(0);

    expect(asked.filter((address) => !address.startsWith("blob:"))).toEqual([]);
    expect(await site.requests()).toEqual([]);
    expect(complaints).toEqual([]);
  });
}

/** @param {Tracker} tracker */
async function withNord(tracker) {
  await tracker.pasteFixture("nord-promotions.html");
  await tracker.recognised(`Promotions · Available → ${NORD}`);
  await tracker.done();
}

/** @param {Tracker} tracker */
async function stays(tracker) {
  await expect(tracker.row("Reels push")).toBeVisible();
  await expect(tracker.row("Autumn boost")).toBeVisible();
}

/**
 * Walks with one key until this has the focus.
 * @param {import("@playwright/test").Page} page
 * @param {import("@playwright/test").Locator} target
 */
async function reach(page, target, key = "Tab") {
  await expect(target).toBeVisible();
  for (let steps = 0; steps < 80; steps += 1) {
    if (await target.evaluate((one) => one.getRootNode().activeElement === one)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} never reaches ${target}`);
}
