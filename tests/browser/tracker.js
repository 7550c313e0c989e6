// The tracker as the person in front of it meets it: by what it says, never by how it is built.

import { readFile } from "node:fs/promises";
import { expect } from "@playwright/test";
import { copyFixture, fixture } from "./clipboard.js";
import { test as base } from "./site.js";

/** The moment at which the story of tests/fixtures is told. */
export const NOW = "2026-11-21T14:00:00+01:00";

export class Tracker {
  /** @param {import("@playwright/test").Page} page */
  constructor(page) {
    this.page = page;
    this.element = page.locator("ad-credit-tracker");
    this.card = page.getByRole("region", {
      name: /^(What was pasted|Nothing in this could be used)$/,
    });
    this.today = page.getByRole("region", { name: "Today" });
    this.panel = page.getByRole("tabpanel");
  }

  /** @param {string} address */
  async open(address) {
    await this.page.goto(address);
    await this.element.evaluate((element, now) => element.setAttribute("now", now), NOW);
    await expect(this.page.getByRole("button", { name: "Try with sample data" })).toBeVisible();
    await expect(this.element).toHaveAttribute("data-engine", /./);
  }

  /** Ctrl+V somewhere in the page. */
  async paste() {
    await this.page.bringToFront();
    await this.element.focus();
    await this.page.keyboard.press("ControlOrMeta+V");
  }

  /** Copies a fixture for real and pastes it. @param {string} name */
  async pasteFixture(name) {
    await copyFixture(this.page.context(), name);
    await this.paste();
  }

  /** @param {string} name of a fixture */
  async choose(name) {
    await this.page.locator("input[type=file]").setInputFiles(fixture(name));
  }

  /** A drop made by a script: what drops for real cannot be made in a test. @param {string} name of a fixture */
  async drop(name) {
    const bytes = (await readFile(fixture(name))).toString("base64");
    const data = await this.page.evaluateHandle(
      ([name, bytes]) => {
        const data = new DataTransfer();
        const content = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
        data.items.add(new File([content], name, { type: "text/csv" }));
        return data;
      },
      /** @type {const} */ ([name, bytes]),
    );
    await this.element.dispatchEvent("drop", { dataTransfer: data });
  }

  /** What the card says of the last import. @param {string | RegExp} text */
  async recognised(text) {
    await expect(this.card.getByRole("heading", { level: 3 }).first()).toHaveText(text);
  }

  /** R31: says once which account it is. @param {string} account */
  async say(account) {
    await this.card.getByRole("radio", { name: account }).check();
    await this.card.getByRole("button", { name: "This account" }).click();
  }

  async done() {
    await this.card.getByRole("button", { name: "Done" }).click();
    await expect(this.card).toHaveCount(0);
  }

  /** @param {string} name */
  async tab(name) {
    const tab = this.page.getByRole("tab", { name: new RegExp(`^${name} `) });
    await tab.click();
    await expect(tab).toHaveAttribute("aria-selected", "true");
  }

  /** The cells of the row that begins with this name, as written. @param {string} name */
  row(name) {
    return this.panel.getByRole("row").filter({ has: this.page.getByRole("rowheader", { name }) });
  }

  /** @param {string} column @param {string} row */
  async cell(row, column) {
    await this.row(row).waitFor();
    const heads = await this.panel.getByRole("columnheader").allInnerTexts();
    const at = heads.findIndex((head) => head.trim().startsWith(column));
    expect(at, `${column} among ${heads}`).toBeGreaterThanOrEqual(0);
    return this.row(row).locator("th, td").nth(at);
  }
}

/** A tracker that is open and empty. */
export const test = base.extend({
  tracker: async ({ page, site }, use) => {
    const tracker = new Tracker(page);
    await tracker.open(site.address);
    await use(tracker);
  },
});
