// Every state of the page from example models, without an engine: accessible, inside its policy, usable by keyboard.

import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "@playwright/test";
import { STATES, test } from "./gallery.js";

test.describe("accessible", () => {
  test.use({ bypassCSP: true });
  test.skip(({ browserName }) => browserName !== "chromium", "axe reads the same tree in both");
  for (const state of STATES) {
    test(state, async ({ page, open }) => {
      for (const [colorScheme, width, dir] of [
        ["light", 1280, "ltr"],
        ["dark", 320, "rtl"],
      ]) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 800 });
        await open(`state=${state}&dir=${dir}`);
        await page.waitForTimeout(150);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(
          true,
        );
      }
    });
  }
});

/** Ids given twice, and references to what is not there. */
function loose() {
  const root = document.querySelector("#host").shadowRoot;
  const ids = [...root.querySelectorAll("[id]")].map((one) => one.id);
  const found = new Set(ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `twice: ${id}`));
  const check = (one, id) =>
    ids.includes(id) || found.add(`nowhere: ${id} of ${one.outerHTML.slice(0, 60)}`);
  for (const name of ["aria-controls", "aria-labelledby", "aria-describedby", "for"])
    for (const one of root.querySelectorAll(`[${name}]`))
      for (const id of one.getAttribute(name).split(/\s+/)) check(one, id);
  for (const one of root.querySelectorAll("[fill^=url]"))
    check(one, /#(.+?)["')]/.exec(one.getAttribute("fill"))[1]);
  return [...found];
}

test("no id is given twice, and whatever names one finds it", async ({ page, open }) => {
  test.setTimeout(180_000);
  for (const state of STATES) {
    await open(`state=${state}`);
    // Drawn from the root in between, as after each import: what opens later meets what opened before.
    const closed = page.locator(".root").locator("button[aria-expanded=false]:visible");
    for (let i = 0; i < 6; i += 1) {
      const next = closed.nth(i);
      if (!(await next.count())) break;
      await next.press("Enter");
      await page.evaluate(() => document.querySelector("#host").dispatchEvent(new Event("draw")));
      expect(await page.evaluate(loose), state).toEqual([]);
    }
  }
});

test("nothing in the page breaks the policy, and nasty names stay text", async ({ page, open }) => {
  const complaints = [];
  // Firefox looks for an icon that nobody offers; the policy stops it.
  const complain = (text) => text.includes("/favicon.ico") || complaints.push(text);
  page.on("console", (message) => message.type() === "error" && complain(message.text()));
  page.on("pageerror", (error) => complain(String(error)));
  await open("state=nasty");
  await expect(page.locator(".opener").first()).toBeVisible();
  await page.locator(".opener").first().click();
  await page.locator(".plot").waitFor();
  expect(await page.locator("img").count()).toBe(0);
  expect(complaints).toEqual([]);
});

test("tabs by arrow keys; Transactions filtered by Ad Credit, searched and sorted", async ({
  page,
  open,
}) => {
  await open("state=twelve");
  await page.getByRole("tab", { name: "Available" }).first().focus();
  for (let i = 0; i < 3; i += 1) await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("tab", { name: "Transactions" })).toBeFocused();
  await page.getByLabel("Transaction type", { exact: true }).selectOption("Ad Credit");
  await expect(page.getByText("30 rows")).toBeVisible();
  await page.getByLabel("Search").fill("Spring");
  await expect(page.getByText("5 rows")).toBeVisible();
  await page.getByRole("button", { name: /^Amount/ }).click();
  await expect(page.getByRole("columnheader", { name: /^Amount/ })).toHaveAttribute(
    "aria-sort",
    "descending",
  );
  // What was chosen is still so when one comes back.
  await page.getByRole("tab", { name: /^Earning/ }).click();
  await expect(page.getByRole("columnheader", { name: "Offer" })).toBeVisible();
  await page.getByRole("tab", { name: /^Transactions/ }).click();
  await expect(page.getByText("5 rows")).toBeVisible();
  await expect(page.getByLabel("Transaction type", { exact: true })).toHaveValue("Ad Credit");
  await expect(page.getByLabel("Search")).toHaveValue("Spring");
});

test("Assignment log opens in place and takes the focus; menus close by Escape", async ({
  page,
  open,
}) => {
  await open("state=twelve");
  await page.getByRole("button", { name: "Assignment log: Spring match", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Assignment log" })).toBeFocused();
  await page.getByRole("button", { name: "Columns" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Columns" })).toBeFocused();
});

test("a figure leads to its import, in view and focused, with the line it was read from", async ({
  page,
  open,
}) => {
  await page.setViewportSize({ width: 1280, height: 700 });
  await open("state=twelve");
  await page.locator(".opener").last().click();
  const source = page.locator(".figures button").first();
  await source.scrollIntoViewIfNeeded();
  const [line] = /line \d+/.exec(await source.textContent());
  await source.press("Enter");
  const heading = page.getByRole("heading", { name: "What was pasted" });
  await expect(heading).toBeFocused();
  await expect(heading).toBeInViewport();
  await expect(page.locator(".asked")).toContainText(line);
});

test("each figure of the band is explained by the credits that it is a sum of", async ({
  page,
  open,
}) => {
  await page.setViewportSize({ width: 1280, height: 700 });
  await open("state=twelve&tab=transactions");
  const band = page.locator("[part=band]");
  await expect(band.getByRole("table")).toHaveCount(0);
  const why = band.getByRole("button", { name: "Where the figures come from" });
  await why.press("Enter");
  await expect(why).toHaveAttribute("aria-expanded", "true");
  await expect(band.getByRole("columnheader")).toHaveText([
    "Ad credit name",
    "Unused amount",
    "As of",
    "Runs out",
    "Expected to be lost",
  ]);
  const rows = band.getByRole("row");
  await expect(rows).toHaveCount(13);
  await expect(rows.filter({ hasText: "held" }).first()).toBeInViewport();
  await expect(band).toContainText("About 96.00\u00a0USD a day, by Cost − Net Cost up to Nov 20");
  await expect(band).toContainText("Billing setup");
});

test("a cell is mended with a text, never with nothing; what is mended stands apart", async ({
  page,
  open,
}) => {
  const sent = [];
  page.on(
    "console",
    (message) => message.text().startsWith("setCells") && sent.push(message.text()),
  );
  await open("state=imported");
  const cells = (title) => page.locator("details").filter({ hasText: title }).locator("form");
  await expect(cells("Cells that could not be read (3)")).toHaveCount(3);
  await expect(cells("Corrected cells (1)")).toHaveCount(1);
  // What is no amount either is not taken for a correction.
  const refused = cells("Cells that could not be read (3)").filter({ hasText: "??" });
  await expect(refused.getByRole("alert")).toHaveText(
    "“abc” cannot be read in this column either.",
  );
  const field = page.getByRole("textbox", { name: "12..5" });
  const use = page.getByRole("button", { name: "Use this: 12..5" });
  await field.fill("");
  await use.click();
  expect(sent).toEqual([]);
  await field.fill("12.5");
  await use.click();
  await expect.poll(() => sent.length).toBe(1);
  // What is proposed for a column is taken at once, where somebody says so.
  await page.getByRole("button", { name: "Use all 2 proposals for “Used amount”" }).click();
  await expect.poll(() => sent.length).toBe(2);
});

test("who may only look is asked nothing, and offered nothing to change", async ({
  page,
  open,
}) => {
  for (const state of ["questions", "imported", "empty", "forty"]) {
    await open(`state=${state}&readonly`);
    await expect(page.getByText("Undo")).toHaveCount(0);
    await expect(page.getByText("Ctrl+V")).toHaveCount(0);
    await expect(page.locator(".question")).toHaveCount(0);
  }
});

test("erasing is asked for once, where it was pressed, and does nothing by itself", async ({
  page,
  open,
}) => {
  await open("state=forty");
  const erase = page.getByRole("button", { name: "Erase everything…" });
  const sure = page.getByRole("button", { name: "Erase everything", exact: true });
  const no = page.getByRole("button", { name: "Cancel" });
  // At the end of the page.
  await erase.press("Enter");
  await expect(page.locator("footer")).toContainText("This cannot be undone");
  await expect(no).toBeFocused();
  await no.press("Enter");
  await expect(erase).toBeFocused();
  // In the menu.
  await page.getByRole("button", { name: "More", exact: true }).click();
  await erase.first().click();
  await expect(no).toBeFocused();
  await no.press("Enter");
  await expect(sure).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "Settings" })).toHaveCount(0);
});

test("the pages to copy again are of all accounts, the first of them listed and the rest one press away", async ({
  page,
  open,
}) => {
  await open("state=forty");
  const line = page.locator(".line.refresh");
  await expect(line).toContainText("40 accounts");
  await line.getByRole("button", { name: "Where to copy" }).click();
  await expect(line.locator(".todo > li")).toHaveCount(12);
  await line.getByRole("button", { name: "and 28 more" }).click();
  await expect(line.locator(".todo > li")).toHaveCount(40);
  await expect(line.getByRole("button", { name: /more/ })).toHaveCount(0);
});

test("problems of one cause name the lines that hold what is shown, and no other", async ({
  page,
  open,
}) => {
  await open("state=imported");
  const first = page.locator(".problems > li").first();
  await expect(first).toContainText(/lines 14, 16–17, column Used amount: .*12\.\.5/);
  await first.locator("summary").click();
  await expect(first.locator("li")).toHaveCount(4);
  await expect(first.locator("li").last()).toContainText(/line 20.*n\/a/);
});

test("a language is offered once; what Today warns of is a warning", async ({ page, open }) => {
  await open("state=forty&locale=en-GB");
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("button", { name: "Settings" }).click();
  const names = await page.getByLabel("Language").locator("option").allTextContents();
  expect(names.filter((name) => name.includes("English"))).toHaveLength(1);
  await open("state=reconcile");
  const row = page.getByRole("row").filter({ hasText: "unexplained" });
  await expect(row.first().locator(".mark")).toHaveClass("mark warning");
});

test("the words of the first picture stand in it, one beside the other, in both directions", async ({
  page,
  open,
}) => {
  for (const dir of ["ltr", "rtl"]) {
    await open(`state=empty&dir=${dir}`);
    const { x, width } = await page.locator(".picture").boundingBox();
    const words = page.locator(".picture .word");
    const boxes = [];
    for (const one of (await words.all()).slice(0, 4)) boxes.push(await one.boundingBox());
    for (const box of boxes) {
      expect(box.x, dir).toBeGreaterThan(x);
      expect(box.x + box.width, dir).toBeLessThan(x + width);
    }
    const [, available, earning, notAvailable] = boxes;
    expect(available.x + available.width, dir).toBeLessThan(earning.x);
    expect(earning.x + earning.width, dir).toBeLessThan(notAvailable.x);
  }
});

test("whatever is pressed is 24 px high and wide", async ({ page, open }) => {
  const small = () => {
    const root = document.querySelector("#host").shadowRoot;
    const pressed = [...root.querySelectorAll("button, select, summary, a[href]")];
    const sized = pressed.map((one) => [one.textContent.slice(0, 40), one.getBoundingClientRect()]);
    return sized
      .filter(([, { width, height }]) => width > 0 && (width < 23.9 || height < 23.9))
      .map(([text, { width, height }]) => `${text}: ${width} × ${height}`);
  };
  // Wide enough for every column, the narrow heading of the ids too.
  await page.setViewportSize({ width: 1700, height: 800 });
  await open("state=forty&tab=accounts");
  await expect(page.getByRole("columnheader", { name: "ID" })).toBeAttached();
  expect(await page.evaluate(small)).toEqual([]);
  await open("state=empty");
  await page.getByRole("button", { name: "Where do I copy this?" }).click();
  expect(await page.evaluate(small)).toEqual([]);
});

test.describe("in forced colours", () => {
  test.use({ bypassCSP: true });
  test("dark: what is pressed first can be read", async ({ page, open, browserName }) => {
    test.skip(browserName !== "chromium", "only Chromium plays forced colours");
    await page.emulateMedia({ colorScheme: "dark", forcedColors: "active" });
    await open("state=empty");
    const { violations } = await new AxeBuilder({ page }).withRules(["color-contrast"]).analyze();
    expect(violations.flatMap(({ nodes }) => nodes.map(({ html }) => html))).toEqual([]);
  });
});

test("a long table keeps only what is on screen in the document", async ({ page, open }) => {
  await open("state=million");
  await page.locator(".grid tbody tr th").first().waitFor();
  await page.locator(".scroller").evaluate((box) => {
    box.scrollTop = 1_000_000;
  });
  await expect(page.locator(".grid tbody tr[aria-rowindex]").last()).not.toHaveClass("waiting");
  expect(await page.locator(".grid tbody tr").count()).toBeLessThan(60);
});

test("hidden amounts are not in the document", async ({ page, open }) => {
  await open("state=incognito");
  await page.locator(".opener").first().waitFor();
  expect(await page.locator(".root").textContent()).not.toMatch(/\d[.,]\d\d\b/);
});

test("a double click presses what its first click met, and takes back one step", async ({
  page,
  open,
  browserName,
}) => {
  test.skip(browserName === "firefox", "its driver knows single clicks only");
  /** @type {string[]} */
  const asked = [];
  page.on("console", (line) => asked.push(line.text().split(" ")[0] ?? ""));
  await open("state=imported");
  await page.getByRole("button", { name: "Undo", exact: true }).dblclick();
  expect(asked.filter((one) => one === "undo")).toEqual(["undo"]);
  // The table below moves up under the pointer.
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("region", { name: "What was pasted" })).toHaveCount(0);
  await page.locator(".opener").first().hover();
  await page.mouse.down({ clickCount: 2 });
  await page.mouse.up({ clickCount: 2 });
  const opened = page.locator(".opener[aria-expanded=true]");
  await page.waitForTimeout(100);
  await expect(opened).toHaveCount(0);
  await page.locator(".opener").first().click();
  await expect(opened).toHaveCount(1);
});

test("the focus stays near where what had it is gone", async ({ page, open }) => {
  const focused = () =>
    page.evaluate(() => {
      const { activeElement } = document.querySelector("#host").shadowRoot;
      return (
        activeElement && (activeElement.getAttribute("aria-label") ?? activeElement.textContent)
      );
    });
  const more = page.getByRole("button", { name: "More", exact: true });
  // A panel gives it back to what opened it.
  await open("state=twelve");
  for (const panel of ["Settings", "Imports", "Save a file", "Where do I copy this?"]) {
    await more.press("Enter");
    await page.getByRole("button", { name: panel, exact: true }).press("Enter");
    await expect(page.getByRole("heading", { name: panel })).toBeFocused();
    await page.getByRole("button", { name: "Close" }).press("Enter");
    await expect(more).toBeFocused();
  }
  // What nobody opened leaves it to what follows: its heading.
  await open("state=imported");
  await page.getByRole("button", { name: "Done" }).press("Enter");
  await expect.poll(focused).toBe("Today");
  await open("state=one");
  await page.getByRole("button", { name: "Keep on this device" }).press("Enter");
  await expect(page.getByRole("group", { name: "Keep this on the device?" })).toHaveCount(0);
  await expect.poll(focused).toBe("Today");
  await open("state=complaint");
  await page.getByRole("button", { name: "Close" }).press("Enter");
  await expect.poll(focused).toBeTruthy();
  // A choice of a menu: the button that opened it.
  await open("state=twelve");
  const aside = page.getByRole("button", { name: /^Put aside/ }).first();
  await aside.press("Enter");
  await page.getByRole("button", { name: "Remind me tomorrow" }).press("Enter");
  await expect(aside).toBeFocused();
});

test("a host's way to set its text ends at the element", async ({ page, open }) => {
  await open("state=twelve");
  const set = () =>
    page
      .locator(".band li")
      .first()
      .evaluate((one) => {
        const {
          whiteSpace,
          letterSpacing,
          wordSpacing,
          textTransform,
          textIndent,
          fontStyle,
          direction,
        } = getComputedStyle(one);
        return [
          whiteSpace,
          letterSpacing,
          wordSpacing,
          textTransform,
          textIndent,
          fontStyle,
          direction,
        ];
      });
  const own = await set();
  const style = (text) => page.evaluate((text) => (document.body.style.cssText = text), text);
  await style(
    "white-space: nowrap; letter-spacing: 4px; word-spacing: 9px; text-transform: uppercase; text-indent: 3em; font-style: italic; text-align: center",
  );
  expect(await set()).toEqual(own);
  // Whoever hides the element hides what is in it.
  await style("visibility: hidden");
  await expect(page.locator(".band")).toBeHidden();
});

test("a threshold that is not taken says how one is written", async ({ page, open }) => {
  const sent = [];
  page.on("console", (message) => sent.push(message.text()));
  await open("state=twelve");
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("button", { name: "Settings", exact: true }).click();
  for (const [label, typed, example] of [
    ["Low: unused share below (%)", "250 %", "20"],
    ["Low: unused amount below", "abc", "1,250.50"],
    ["Runs out within, in days", "-5", "3"],
  ]) {
    const field = page.getByRole("textbox", { name: label });
    await field.pressSequentially(typed);
    await field.press("Tab");
    const said = page.locator(".field").filter({ has: field }).getByRole("alert");
    await expect(said).toContainText(`what was said before still holds. Write it like ${example}.`);
    await field.press("ControlOrMeta+a");
    await field.press("Delete");
    await field.press("Tab");
    await expect(said).toHaveCount(0);
  }
  expect(sent.filter((one) => /abc|250|-5/.test(one))).toEqual([]);
});

test("a copy for an account that is not shown says so and leads there", async ({ page, open }) => {
  await open("state=elsewhere");
  const outside = page.locator(".outside");
  await expect(outside).toContainText("Not among what is shown now: Shop EU");
  await outside.getByRole("button", { name: "Show only this account" }).click();
  await expect(outside).toHaveCount(0);
});

test("every offset can be said of an account", async ({ page, open }) => {
  const sent = [];
  page.on("console", (message) => sent.push(message.text()));
  await open("state=zone");
  const others = page.getByRole("combobox", { name: "Other…" });
  await expect(others.locator("option")).toContainText(["UTC-12:00", "UTC+04:00", "UTC+05:45"]);
  await others.selectOption({ label: "UTC+04:00" });
  await expect.poll(() => sent.join()).toContain('"zone":"+04:00"');
});

test("the small card says whose warning it shows, and that nothing was pasted", async ({
  page,
  open,
}) => {
  await open("state=compactSeveral");
  await expect(page.locator(".coupon-worst")).toContainText("Shop");
  await open("state=compactEmpty");
  await expect(page.locator(".coupon")).toHaveText("Nothing was pasted yet.");
});

test("the burn-down says of what its line is made, and draws each part as it is", async ({
  page,
  open,
}) => {
  await open("state=twelve");
  await page.locator(".opener").first().click();
  const plot = page.locator(".plot");
  await expect(plot).toHaveAccessibleName(
    /Between copies: by the platform's daily figures, our replay\.$/,
  );
  for (const source of ["figures", "replayed"])
    await expect(plot.locator(`.balance.${source}`).first()).toBeAttached();
  await expect(page.locator(".legend").first()).toContainText("by the platform's daily figures");
});
