// How often the page is drawn: a draw that changes nothing still costs what a draw costs.

import { expect } from "./site.js";
import { test } from "./tracker.js";

test("an answer is drawn once, whatever is told of it", async ({ tracker, complaints }) => {
  const { page } = tracker;
  await tracker.pasteFixture("nord-promotions.txt");
  await expect(tracker.card).toBeVisible();
  // Every draw writes dates; in the task that draws an answer nothing else does.
  await page.evaluate(() => {
    const { prototype } = Intl.DateTimeFormat;
    const { get } = Object.getOwnPropertyDescriptor(prototype, "format") ?? {};
    let written = 0;
    Object.defineProperty(prototype, "format", {
      configurable: true,
      get() {
        written += 1;
        return get?.call(this);
      },
    });
    /** @type {Record<string, number>} */
    const told = {};
    for (const event of ["change", "import"])
      document.addEventListener(event, () => (told[event] = written), { capture: true });
    Object.assign(globalThis, { told });
  });
  await tracker.pasteFixture("nord-promotions-not-available.txt");
  const told = () => page.evaluate(() => Reflect.get(globalThis, "told"));
  await expect.poll(async () => (await told()).import).toBeGreaterThan(0);
  const { change, import: imported } = await told();
  expect(imported).toBe(change);
  expect(complaints).toEqual([]);
});
