// The real clipboard: a page with the thing to copy, Ctrl+A, Ctrl+C, and Ctrl+V where it is to go. Paste events made by a
// script are empty in Firefox.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/**
 * Puts on the clipboard what a browser puts there when somebody copies this markup: `text/html` and `text/plain`.
 * @param {import("@playwright/test").BrowserContext} context
 * @param {string} html
 */
export async function copyPage(context, html) {
  const page = await context.newPage();
  await page.setContent(html);
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.press("ControlOrMeta+C");
  await page.close();
}

/** A browser takes ten seconds and more to lay one line of megabytes out in an editor; that is not what is tested. */
const LONG = 100_000;

/**
 * Puts plain text on the clipboard, as copied from an editor; a long one as pages do that have a button for it.
 * @param {import("@playwright/test").BrowserContext} context
 * @param {string} text
 */
export async function copyText(context, text) {
  const page = await context.newPage();
  if (text.length > LONG) {
    await page.setContent("<p>press Ctrl+C</p>");
    await page.evaluate((text) => {
      document.addEventListener("copy", (event) => {
        event.clipboardData?.setData("text/plain", text);
        event.preventDefault();
      });
    }, text);
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.press("ControlOrMeta+C");
    await page.close();
    return;
  }
  await page.setContent("<textarea></textarea>");
  await page.locator("textarea").fill(text);
  await page.locator("textarea").focus();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.press("ControlOrMeta+C");
  await page.close();
}

/**
 * A fixture as a person brings it: `.html` is a page in the browser, anything else the text of one.
 * @param {import("@playwright/test").BrowserContext} context
 * @param {string} name in tests/fixtures
 */
export async function copyFixture(context, name) {
  const content = await readFile(fixture(name), "utf8");
  await (name.endsWith(".html") ? copyPage(context, content) : copyText(context, content));
}

/** @param {string} name in tests/fixtures */
export function fixture(name) {
  return fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
}
