// What copies in a real browser arrives in a real browser: the ground that the journeys stand on.

import { copyPage, copyText } from "./clipboard.js";
import { expect, test } from "./site.js";

const LISTENER = `<textarea></textarea><script>
  addEventListener("paste", (event) => {
    const data = event.clipboardData;
    window.pasted = { html: data.getData("text/html"), text: data.getData("text/plain") };
  });
</script>`;

test("a copied table arrives as markup and as text with tabs", async ({ page, context }) => {
  const rows = "<tr><th>Name</th><th>Used</th></tr><tr><td>Spring match</td><td>20.00</td></tr>";
  await copyPage(context, `<table>${rows}</table>`);
  const pasted = await paste(page);
  expect(pasted.html).toContain("Spring match");
  expect(pasted.text.trim()).toBe("Name\tUsed\nSpring match\t20.00");
});

test("copied text arrives as text", async ({ page, context }) => {
  await copyText(context, "a,b\n1,2\n");
  const pasted = await paste(page);
  expect(pasted.html).toBe("");
  expect(pasted.text).toBe("a,b\n1,2\n");
});

/** @param {import("@playwright/test").Page} page */
async function paste(page) {
  await page.setContent(LISTENER);
  await page.bringToFront();
  await page.locator("textarea").focus();
  await page.keyboard.press("ControlOrMeta+V");
  return page.evaluate(() => /** @type {any} */ (window).pasted);
}
