// Other languages: nothing on the page is plain English, nothing is cut off where words are longer, and what is read from
// right to left stands so.

import { expect } from "@playwright/test";
import { STATES, test } from "./gallery.js";
import { test as onSite, SINGLE_FILE } from "./site.js";
import { Tracker } from "./tracker.js";

/** In the catalogue of no language: what the platform, ISO 4217 or the person wrote. */
const NEVER_TRANSLATED = /\b(?:[A-Z]{3}|UTC|CSV|API|GMV|ID)\b/g;

test.describe("the pseudo-locale at 320 px", () => {
  for (const state of STATES) {
    test(state, async ({ page, open }) => {
      await page.setViewportSize({ width: 320, height: 800 });
      await open(`state=${state}&lang=en-XA`);
      await page.waitForTimeout(150);
      // What stands behind a button is shown as well.
      await page.evaluate(() => {
        const { shadowRoot } = document.querySelector("#host");
        for (const closed of shadowRoot.querySelectorAll("details")) closed.open = true;
      });
      for (const name of [/Ŵĥýý/, /Ŵĥééŕéé/]) {
        const button = page.getByRole("button", { name, expanded: false }).first();
        if (await button.isVisible()) await button.click();
      }
      expect(await page.evaluate(plainWords, NEVER_TRANSLATED.source)).toEqual([]);
      expect(await page.evaluate(cutOff)).toEqual([]);
      expect(await page.evaluate(sideways)).toBe(0);
    });
  }
});

/** Pixels that lie beside the window; a scroll bar takes its own from the window. Runs in the page. */
function sideways() {
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth - clientWidth;
}

/** Words that came from no catalogue. Runs in the page. @param {string} except */
function plainWords(except) {
  const found = new Set();
  const root = document.querySelector("#host").shadowRoot;
  // Pasted text stands in <bdi>, or between isolates; a label for the eye of nobody may hold it as it is.
  const names = [...root.querySelectorAll("bdi")].map((name) => name.textContent);
  const longestFirst = names.filter(Boolean).sort((a, b) => b.length - a.length);
  const look = (text, where) => {
    let rest = text.replace(/\u2068[^\u2069]*\u2069/g, "");
    for (const name of longestFirst) rest = rest.replaceAll(name, "");
    rest = rest.replace(new RegExp(except, "g"), "");
    const word = /[A-Za-z]{2,}/.exec(rest);
    if (word) found.add(`${where}: ${text.trim().slice(0, 80)}`);
  };
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) {
      if (!node.parentElement.closest("bdi, pre, style, option, text"))
        look(node.data, node.parentElement.tagName);
    } else {
      for (const name of ["aria-label", "title", "placeholder", "aria-valuetext"])
        if (node.hasAttribute(name) && !node.closest(".reading"))
          look(node.getAttribute(name), name);
    }
  }
  return [...found];
}

/** Text that is wider than what it stands in, and not to be scrolled to. Runs in the page. */
function cutOff() {
  const found = [];
  for (const element of document.querySelector("#host").shadowRoot.querySelectorAll("*")) {
    const { overflowX, display } = getComputedStyle(element);
    if (display === "none" || display === "inline" || element.closest(".unseen, svg, select, bdi"))
      continue;
    const hides = overflowX === "hidden" || overflowX === "clip";
    const hasText = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (hides && element.scrollWidth > element.clientWidth + 1)
      found.push(`${element.className || element.tagName}: ${element.textContent.slice(0, 60)}`);
    // Text that leaves the window on a side to which nothing scrolls.
    const box = element.getBoundingClientRect();
    if (hasText && box.width > 0 && !element.closest(".fold, .scroller, [role=tablist]")) {
      if (box.right > innerWidth + 1 || box.left < -1)
        found.push(
          `outside: ${element.className || element.tagName}: ${element.textContent.slice(0, 60)}`,
        );
    }
  }
  return found;
}

test("right to left: a page, its figures and its names", async ({ page, open }) => {
  await open("state=twelve&dir=rtl");
  const root = page.locator(".root");
  await expect(root).toHaveAttribute("dir", "rtl");
  const [first, last] = await page.evaluate(() => {
    const tabs = [...document.querySelector("#host").shadowRoot.querySelectorAll("[role=tab]")];
    return [tabs[0], tabs.at(-1)].map((tab) => tab.getBoundingClientRect().left);
  });
  expect(first).toBeGreaterThan(last);
  // Amounts stay as they are written: the currency after the number.
  await expect(page.locator(".said b").first()).toHaveText(/^[\d,.]+\u00a0USD$/);
  await page.getByRole("tab", { name: /^Available/ }).focus();
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByRole("tab", { name: /^Earning/ })).toBeFocused();
});

onSite.describe("in Germany", () => {
  onSite.use({ locale: "de-DE" });
  onSite("our own page begins in the reader's language", async ({ page, site }) => {
    await page.goto(site.address);
    await expect(page.getByRole("button", { name: /Beispiel/ })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", "de-DE");
  });
});

/** Where a language comes from: files beside the page, or the page itself. */
const DELIVERIES = /** @type {const} */ ([
  ["site", ""],
  ["strict host", "strict/"],
  ["one file from disk", SINGLE_FILE],
]);

for (const [name, where] of DELIVERIES) {
  onSite(
    `${name}: another language is chosen, asking for nothing`,
    async ({ page, site, complaints }) => {
      const tracker = new Tracker(page);
      await tracker.open(where === SINGLE_FILE ? where : site.address + where);
      await page.getByRole("button", { name: "Try with sample data" }).click();
      await expect(tracker.row("Reels push")).toBeVisible();
      await site.forget();
      /** @type {string[]} */
      const asked = [];
      page.on("request", (request) => asked.push(request.url()));

      await page.getByRole("button", { name: "More", exact: true }).click();
      await page.getByRole("button", { name: "Settings", exact: true }).click();
      // By what it offers: its name changes with the choice.
      const language = page.locator("select", { has: page.locator("option[value=ar]") });
      await language.selectOption("ar");
      const root = page.locator(".root");
      await expect(root).toHaveAttribute("dir", "rtl");
      await expect(root).toHaveAttribute("lang", "ar");
      await language.selectOption("de");
      await expect(root).toHaveAttribute("dir", "ltr");
      await expect(root).toHaveAttribute("lang", "de");

      expect(asked.filter((address) => !address.startsWith("blob:"))).toEqual([]);
      expect(await site.requests()).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );
}

onSite.describe("a reader's own language", () => {
  onSite.use({ locale: "de-AT" });
  onSite("comes with an embed by itself", async ({ page, site, complaints }) => {
    await page.goto(`${site.address}embed.html`);
    // The page says that it is in English; a host that wants the reader's language says none.
    await page.locator("ad-credit-tracker").evaluate((element) => {
      element.locale = navigator.language;
    });
    await expect(page.locator(".root")).toHaveAttribute("lang", "de");
    expect(complaints).toEqual([]);
  });

  onSite("that cannot be had leaves English, and says so", async ({ page, site }) => {
    await page.route("**/text/*.js", (route) => route.abort());
    await page.goto(`${site.address}embed.html`);
    await page.locator("ad-credit-tracker").evaluate((element) => {
      element.locale = "de";
    });
    await expect(page.getByRole("alert")).toContainText("The texts for “de” could not be loaded.");
    await expect(page.locator(".root")).toHaveAttribute("lang", "en");
  });
});
