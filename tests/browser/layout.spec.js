// Nothing that is said is cut: every column at 375 px, whole words in controls and heads, actions in view at their end.

import { expect } from "@playwright/test";
import { STATES, test } from "./gallery.js";

const PHONE = { width: 375, height: 800 };
const DESK = { width: 1280, height: 800 };

/** Columns that the Promotions page has itself. */
const OF_THE_PLATFORM = [
  "Credit type",
  "Discount / Amount",
  "Percent spent",
  "Used amount",
  "Unused amount",
  "Valid dates",
  "Usage requirements",
  "Redeemed date",
  "Actions",
];

/** What the page shows less of than it says: boxes that hide their text, and drop-downs narrower than their words. */
function cutTexts() {
  const host = document.querySelector("#host");
  const cut = [];
  for (const box of host.shadowRoot.querySelectorAll(".root *")) {
    if (box.checkVisibility?.() === false || box.closest(".unseen, svg")) continue;
    const { overflowX } = getComputedStyle(box);
    if (box.localName === "select") {
      const wide = box.cloneNode();
      wide.append(box.selectedOptions[0]?.cloneNode(true) ?? "");
      wide.style.cssText =
        "position:absolute;inline-size:max-content;max-inline-size:none;flex:none";
      box.after(wide);
      if (wide.offsetWidth > box.offsetWidth + 1) cut.push(`select: ${wide.textContent}`);
      wide.remove();
    } else if (["hidden", "clip"].includes(overflowX) && box.scrollWidth > box.clientWidth + 1) {
      cut.push(`${box.className || box.localName}: ${box.textContent.slice(0, 60)}`);
    }
  }
  return cut;
}

test.describe("at 375 px nothing is cut", () => {
  // Names of accounts and files may be longer than any screen; the compact card ends them in dots.
  for (const state of STATES.filter((one) => !/^(nasty|compact)/.test(one))) {
    test(state, async ({ page, open }) => {
      await page.setViewportSize(PHONE);
      await open(`state=${state}`);
      await page.waitForTimeout(150);
      expect(await page.evaluate(cutTexts)).toEqual([]);
    });
  }
});

/** Words of a card that go on in another line. */
function brokenWords() {
  const host = document.querySelector("#host");
  const broken = [];
  const lines = (of) => new Set([...of.getClientRects()].map(({ bottom }) => Math.round(bottom)));
  for (const box of host.shadowRoot.querySelectorAll(".card .pairs, .choice")) {
    const texts = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { data } = texts.currentNode;
      for (const { index, 0: word } of data.matchAll(/[^\s\u00a0]+/g)) {
        const range = new Range();
        range.setStart(texts.currentNode, index);
        range.setEnd(texts.currentNode, index + word.length);
        if (lines(range).size > 1) broken.push(word);
      }
    }
    for (const amount of box.querySelectorAll(".amount"))
      if (lines(amount).size > 1) broken.push(amount.textContent);
  }
  return broken;
}

test("at 375 px no word and no amount of a card is broken", async ({ page, open }) => {
  await page.setViewportSize(PHONE);
  for (const state of [
    "twelve",
    "forty",
    "fourById",
    "notAvailable",
    "earning",
    "reconcile",
    "questions",
  ]) {
    await open(`state=${state}`);
    await page.locator(".card").first().waitFor();
    expect([state, await page.evaluate(brokenWords)]).toEqual([state, []]);
  }
});

test("a name of any length leaves a row a row", async ({ page, open }) => {
  await page.setViewportSize(DESK);
  await open("state=nasty");
  await page.locator(".grid tbody tr").first().waitFor();
  const rows = page.locator(".grid tbody tr");
  const heights = await rows.evaluateAll((all) => all.map((one) => one.offsetHeight));
  expect(Math.max(...heights)).toBeLessThan(140);
});

test("text is as large as the reader's browser makes it, whatever a host's root is", async ({
  page,
  open,
  browserName,
}) => {
  test.skip(browserName === "firefox", "its driver cannot choose the size of text");
  const browser = await page.context().newCDPSession(page);
  const sizes = () =>
    page.evaluate(() => {
      document.documentElement.style.fontSize = "62.5%";
      document.querySelector("#host").style.fontSize = "40px";
      const { shadowRoot } = document.querySelector("#host");
      const of = (one) => Math.round(Number.parseFloat(getComputedStyle(one).fontSize));
      return ["h1", ".said b", ".root", ".grid thead button, .pairs dt"].map((one) =>
        of(shadowRoot.querySelector(one)),
      );
    });
  await open("state=twelve");
  await page.locator(".grid tbody tr").first().waitFor();
  expect(await sizes()).toEqual([16, 14, 14, 12]);
  await browser.send("Page.setFontSizes", { fontSizes: { standard: 24 } });
  for (const state of ["twelve", "twoHundred", "questions", "forty"]) {
    await page.setViewportSize(DESK);
    await open(`state=${state}`);
    await page.locator(".grid tbody tr").first().waitFor();
    expect(await sizes()).toEqual([24, 21, 21, 18]);
    await page.waitForTimeout(150);
    const hidden = await page
      .locator(".scroller")
      .evaluate((box) => box.scrollWidth - box.clientWidth);
    expect([state, hidden]).toEqual([state, 0]);
    await page.setViewportSize(PHONE);
    await page.locator(".card").first().waitFor();
    expect([state, await page.evaluate(cutTexts)]).toEqual([state, []]);
  }
});

test("at 1280 px a table of credits shows every column, and no amount or date is broken", async ({
  page,
  open,
}) => {
  await page.setViewportSize(DESK);
  for (const state of [
    "story",
    "twelve",
    "twoHundred",
    "forty",
    "fourById",
    "elsewhere&tab=notAvailable",
    "notAvailable",
    "earning",
    "transactions",
  ]) {
    await open(`state=${state}`);
    // Whose each credit is stands below its name.
    if (state === "forty") await page.getByRole("tab", { name: /^Available/ }).click();
    await page.locator(".grid tbody tr").first().waitFor();
    const { hidden, broken } = await page.locator(".scroller").evaluate((box) => ({
      hidden: box.scrollWidth - box.clientWidth,
      broken: [...box.querySelectorAll("tbody td, tbody time")]
        .filter((one) =>
          one.localName === "time"
            ? one.getClientRects().length > 1
            : one.scrollWidth > one.clientWidth + 1,
        )
        .map((one) => one.textContent),
    }));
    expect([state, hidden, broken]).toEqual([state, 0, []]);
    const heads = await page.getByRole("columnheader").allInnerTexts();
    const isOfCredits = heads.some((head) => head.startsWith("Ad credit name"));
    for (const head of isOfCredits ? OF_THE_PLATFORM : [])
      expect(heads.join("\n"), state).toMatch(new RegExp(head.replace(/ /g, "\\s")));
  }
});

test("accounts known by their ids are told apart, and what has no room opens with the row", async ({
  page,
  open,
}) => {
  await page.setViewportSize(DESK);
  for (const [state, accounts] of Object.entries({ fourById: 4, fortyById: 12 })) {
    await open(`state=${state}`);
    await page.locator(".grid tbody .whose").first().waitFor();
    const { hidden, cut, whose } = await page.locator(".scroller").evaluate((box) => ({
      hidden: box.scrollWidth - box.clientWidth,
      cut: [...box.querySelectorAll("th, td")]
        .filter((one) => one.scrollWidth > one.clientWidth + 1)
        .map((one) => one.textContent),
      whose: [...box.querySelectorAll(".whose [aria-hidden]")].map((one) => one.textContent),
    }));
    expect([state, hidden, cut]).toEqual([state, 0, []]);
    expect(new Set(whose).size).toBeGreaterThanOrEqual(accounts);
    for (const one of whose) expect(one).toMatch(/^…\d{6}$/);
    await expect(page.getByRole("columnheader", { name: "Actions" })).toBeInViewport({ ratio: 1 });
    const row = page.getByRole("rowheader", { name: "700000000000001001" });
    await expect(row.first()).toBeVisible();
  }
  await page.locator(".opener").first().click();
  await expect(page.locator(".detail dt").filter({ hasText: "Usage requirements" })).toBeVisible();
});

test("a table that grew is drawn down to its end", async ({ page, open }) => {
  await page.setViewportSize({ width: 1280, height: 1400 });
  await open("state=twoHundred");
  const search = page.getByRole("searchbox");
  await search.fill("Holiday boost 17");
  await expect(page.getByText("1 row", { exact: true })).toBeVisible();
  await page.getByRole("tab", { name: /^Earning/ }).click();
  await page.getByRole("tab", { name: /^Available/ }).click();
  await expect(page.locator(".grid tbody tr")).toHaveCount(1);
  await search.clear();
  await page.locator(".windowed").waitFor();
  await expect
    .poll(() =>
      page.locator(".scroller").evaluate((box) => {
        const rows = [...box.querySelectorAll("tbody tr[aria-rowindex]")];
        return rows.at(-1).getBoundingClientRect().bottom >= box.getBoundingClientRect().bottom;
      }),
    )
    .toBe(true);
});

test("an offer says its target and its reward in its row", async ({ page, open }) => {
  await page.setViewportSize(DESK);
  await open("state=earning");
  const row = page.locator(".grid tbody tr").first();
  await expect(row.locator(".c-target")).toHaveText("100.00");
  await expect(row.locator(".c-reward")).toHaveText("100.00");
});

test("shares of a column have the same decimals; figures in a sentence break nowhere", async ({
  page,
  open,
}) => {
  await open("state=twelve");
  await page.locator(".c-percentSpent .amount").first().waitFor();
  for (const share of await page.locator(".c-percentSpent .amount").allInnerTexts())
    expect(share).toMatch(/^\d+\.\d%$/);
  for (const width of [320, 768, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await expect
      .poll(() =>
        page
          .locator(".said b")
          .evaluateAll((all) =>
            all.filter((one) => one.getClientRects().length > 1).map((one) => one.textContent),
          ),
      )
      .toEqual([]);
  }
});

test("rows of a long table are of one height: their places are counted in it", async ({
  page,
  open,
}) => {
  await page.setViewportSize(DESK);
  for (const state of ["twoHundred", "million"]) {
    await open(`state=${state}`);
    await page.locator(".windowed tbody .opener").first().waitFor();
    const heights = await page
      .locator(".windowed tbody tr:not(.gap)")
      .evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height));
    expect(heights.length).toBeGreaterThan(10);
    expect(Math.max(...heights) - Math.min(...heights), state).toBeLessThan(0.5);
  }
});

test("a sheet of A4 holds every printed column", async ({ page, open, browserName }) => {
  test.skip(browserName === "firefox", "its scroll bar takes some of the sheet");
  await page.setViewportSize(DESK);
  for (const state of ["story", "twelve", "notAvailable", "reconcile"]) {
    await open(`state=${state}`);
    await page.locator(".grid tbody tr").first().waitFor();
    await page.emulateMedia({ media: "print" });
    // A4 within margins of a centimetre.
    await page.setViewportSize({ width: 718, height: 1000 });
    const hidden = await page
      .locator(".scroller")
      .evaluate((box) => box.scrollWidth - box.clientWidth);
    expect([state, hidden]).toEqual([state, 0]);
    await page.emulateMedia({ media: "screen" });
    await page.setViewportSize(DESK);
  }
});

test("at 375 px every tab is in view", async ({ page, open }) => {
  await page.setViewportSize(PHONE);
  await open("state=forty");
  const tabs = page.getByRole("tab");
  await expect(tabs).toHaveCount(6);
  for (const tab of await tabs.all()) {
    const { x, width } = await tab.boundingBox();
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(PHONE.width);
  }
});

test("a card says what is left, how long and until when; what else the platform's page has opens with it", async ({
  page,
  open,
}) => {
  await page.setViewportSize(PHONE);
  await open("state=twelve");
  const card = page.locator(".card").filter({ hasText: "Spring match" }).first();
  await expect(card.locator("dt")).toHaveText([
    "Percent spent",
    "Unused amount",
    "Valid dates",
    "Runs out",
  ]);
  await expect(card).toContainText("1,348.66\u00a0USD");
  await card.getByRole("button", { name: "Spring match" }).click();
  await card.locator(".plot").waitFor();
  await expect(card.locator(".detail > .pairs dt")).toHaveText([
    "Credit type",
    "Discount / Amount",
    "Used amount",
    "Redeemed date",
  ]);
  for (const said of ["Who draws it", "Usage requirements"])
    await expect(card.locator(".detail dt").filter({ hasText: said })).toHaveCount(1);
  for (const said of ["View/Assign", "Assignment log"])
    await expect(card.getByRole("heading", { name: said })).toBeVisible();
  // Whoever wants a column in every card chooses it.
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "Used amount", exact: true }).check();
  await expect(
    card.locator(":scope > .pairs dt").filter({ hasText: /^Used amount$/ }),
  ).toBeVisible();
});

test("twelve credits are three screens of a phone, and rows of a tablet are low and whole", async ({
  page,
  open,
}) => {
  await page.setViewportSize({ width: 320, height: 800 });
  await open("state=twelve");
  const cards = page.locator(".card");
  await expect(cards.nth(8)).toBeVisible();
  const heights = await cards.evaluateAll((all) => all.map((one) => one.offsetHeight));
  expect(Math.max(...heights)).toBeLessThan(200);
  await page.setViewportSize({ width: 768, height: 800 });
  await page.locator(".grid tbody tr").first().waitFor();
  const rows = await page
    .locator(".grid tbody tr")
    .evaluateAll((all) => all.map((one) => one.offsetHeight));
  expect(Math.max(...rows)).toBeLessThanOrEqual(50);
  const scroller = page.locator(".scroller");
  expect(await scroller.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
  await expect(page.getByRole("columnheader", { name: "Runs out" })).toBeInViewport();
});

test("the actions are whole once they are scrolled to, and with the focus on them", async ({
  page,
  open,
}) => {
  await page.setViewportSize(DESK);
  for (const state of ["twelve", "twoHundred"]) {
    await open(`state=${state}`);
    await page.locator(".row-actions button").nth(1).focus();
    await page.locator(".scroller").evaluate((box) => box.scrollTo({ left: box.scrollWidth }));
    const edges = await page
      .locator(".row-actions:has(button)")
      .first()
      .evaluate((actions) => {
        const [first, last] = [...actions.children].map((one) => one.getBoundingClientRect());
        const cell = actions.closest("td").getBoundingClientRect();
        const box = actions.closest(".scroller").getBoundingClientRect();
        return { start: first.left - cell.left, end: Math.min(cell.right, box.right) - last.right };
      });
    // The ring of focus stands 2 px outside its button.
    expect(edges.start, state).toBeGreaterThanOrEqual(4);
    expect(edges.end, state).toBeGreaterThanOrEqual(4);
  }
});

test("what cannot be assigned offers no assignment", async ({ page, open }) => {
  await page.setViewportSize(DESK);
  await open("state=twelve");
  const offered = (name) =>
    page
      .getByRole("row")
      .filter({ hasText: name })
      .getByRole("button", { name: /View.Assign|log/ });
  await expect(offered("Spring match").first()).toBeVisible();
  await expect(offered("Reels push 99.8%")).toHaveCount(0);
  await expect(offered("Launch credit")).toHaveCount(0);
  await page.getByRole("tab", { name: /^Not available/ }).click();
  await page.locator(".grid tbody tr").first().waitFor();
  await expect(page.locator(".row-actions button")).toHaveCount(0);
  await page.locator(".opener").first().click();
  await page.locator(".detail .plot").waitFor();
});

test("words of a table's head stand one after the other", async ({ page, open }) => {
  await page.setViewportSize(DESK);
  await open("state=earning");
  const head = page.locator("th.c-target");
  await head.waitFor();
  const [words, unit] = await head.evaluate((cell) => {
    const range = document.createRange();
    const unit = cell.querySelector(".muted");
    range.selectNode(unit.previousSibling);
    return [range.getBoundingClientRect(), unit.getBoundingClientRect()].map(({ top, bottom }) => ({
      top,
      bottom,
    }));
  });
  expect(unit.bottom).toBeGreaterThanOrEqual(words.bottom - 2);
});

test("the word of today covers no figure of the axis", async ({ page, open }) => {
  await page.setViewportSize(DESK);
  await open("state=twelve&fresh");
  await page.getByRole("button", { name: "New advertiser offer", exact: true }).click();
  await page.locator(".plot").waitFor();
  const overlaps = await page.locator(".plot").evaluate((plot) => {
    const now = plot.querySelector(".now + text").getBoundingClientRect();
    const axis = [...plot.querySelectorAll("g text")].map((one) => one.getBoundingClientRect());
    return axis.some(
      (one) =>
        one.right > now.left &&
        one.left < now.right &&
        one.bottom > now.top &&
        one.top < now.bottom,
    );
  });
  expect(overlaps).toBe(false);
});

test("an opened card at 375 px breaks no word", async ({ page, open }) => {
  await page.setViewportSize(PHONE);
  await open("state=twelve");
  const card = page.locator(".card").filter({ hasText: "Spring match" }).first();
  await card.getByRole("button", { name: "Spring match" }).click();
  await card.getByRole("heading", { name: "Where the figures come from" }).waitFor();
  const broken = await card.evaluate((box) => {
    const words = [];
    const walk = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const { textContent } = walk.currentNode;
      for (const { 0: word, index } of textContent.matchAll(/[^\s-]+/g)) {
        const range = document.createRange();
        range.setStart(walk.currentNode, index);
        range.setEnd(walk.currentNode, index + word.length);
        const tops = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
        if (tops.size > 1) words.push(word);
      }
    }
    return words;
  });
  expect(broken).toEqual([]);
});
