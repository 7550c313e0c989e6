// A page in the background, with the browser's own notifications and its own permission.

import { readFile } from "node:fs/promises";
import { fixture } from "./clipboard.js";
import { test as base, expect } from "./site.js";
import { NOW, Tracker } from "./tracker.js";

const test = base.extend({
  tracker: async ({ page, site }, use) => {
    const tracker = new Tracker(page);
    await page.addInitScript(watchNotifications);
    await tracker.open(site.address);
    await use(tracker);
  },
});

/** Every notification is made for real; that it was, and what the browser did with it, is written down. */
function watchNotifications() {
  const page = /** @type {any} */ (window);
  page.notified = [];
  page.Notification = new Proxy(Notification, {
    construct(Real, args) {
      const real = Reflect.construct(Real, args);
      const entry = { title: real.title, tag: real.tag, happened: [] };
      for (const event of ["show", "error"])
        real.addEventListener(event, () => entry.happened.push(event));
      page.notified.push(entry);
      return real;
    },
  });
}

/** @param {import("@playwright/test").Page} page */
const notified = (page) => page.evaluate(() => /** @type {any} */ (window).notified);

/** @param {import("@playwright/test").Page} page */
const putBehind = (page, isBehind = true) =>
  page.evaluate((value) => {
    Object.defineProperty(document, "hidden", { value, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, isBehind);

/** What another tab or a host brings in, without a hand on the page. @param {Tracker} tracker @param {string} name of a fixture */
async function arrives(tracker, name) {
  const text = await readFile(fixture(name), "utf8");
  await tracker.element.evaluate(
    (element, text) => /** @type {any} */ (element).importText(text),
    text,
  );
}

/** @param {import("@playwright/test").Page} page */
async function askForReminders(page) {
  for (const name of ["More", "Settings"])
    await page.getByRole("button", { name, exact: true }).click();
  await page.getByRole("group", { name: "Reminders" }).getByRole("checkbox").check();
}

test.skip(({ browserName }) => browserName !== "chromium", "its driver grants no permission");

test("a new warning is shown by the browser while nobody looks, and counted in the title", async ({
  tracker,
  context,
  site,
}) => {
  const { page } = tracker;
  await context.grantPermissions(["notifications"], { origin: new URL(site.address).origin });
  const title = await page.title();
  await arrives(tracker, "kite-promotions.txt");
  await askForReminders(page);
  expect(await notified(page)).toEqual([]);
  await putBehind(page);
  await arrives(tracker, "nord-promotions.txt");
  await expect
    .poll(() => notified(page))
    .toContainEqual({
      title: expect.stringMatching(/^Reels push: 1,000\.00/),
      tag: expect.any(String),
      happened: ["show"],
    });
  const { length } = await notified(page);
  await expect(page).toHaveTitle(/^\(\d\) /);
  expect((await page.title()).endsWith(title)).toBe(true);
  // The same copy again is no news.
  await arrives(tracker, "nord-promotions.txt");
  expect(await notified(page)).toHaveLength(length);
});

test("where the browser does not allow notifications it is said", async ({ tracker }) => {
  const { page } = tracker;
  await arrives(tracker, "kite-promotions.txt");
  await askForReminders(page);
  await expect(page.getByText("The browser shows no notifications of this page.")).toBeVisible();
  await putBehind(page);
  await arrives(tracker, "nord-promotions.txt");
  await expect(page).toHaveTitle(/^\(\d\) /);
  expect(await notified(page)).toEqual([]);
});

test("what time brings is told while the tab is behind, and at once when it is seen again", async ({
  page,
  context,
  site,
}) => {
  await context.grantPermissions(["notifications"], { origin: new URL(site.address).origin });
  await page.clock.install({ time: new Date(NOW) });
  await page.addInitScript(watchNotifications);
  await page.goto(site.address);
  const tracker = new Tracker(page);
  const lookedAt = () =>
    tracker.element.evaluate((element) => /** @type {any} */ (element).view?.now ?? "");
  await arrives(tracker, "nord-promotions.txt");
  await askForReminders(page);
  await putBehind(page);
  expect(await notified(page)).toEqual([]);
  // The step of seven days before the end of Reels push is on Monday at midnight.
  await page.clock.fastForward("33:59:00");
  await expect.poll(lookedAt).toMatch(/^2026-11-22T2[23]/);
  const ofReels = async () =>
    (await notified(page)).filter(({ title }) => title.startsWith("Reels push"));
  expect(await ofReels()).toEqual([]);
  await page.clock.fastForward("02:00");
  await expect.poll(ofReels).toHaveLength(1);
  // Once per crossing.
  await page.clock.fastForward("12:00:00");
  await expect.poll(lookedAt).toMatch(/^2026-11-23T1/);
  expect(await ofReels()).toHaveLength(1);
  // A machine that slept fires no timer.
  await page.clock.setSystemTime(new Date("2026-11-25T09:00:00+01:00"));
  await putBehind(page, false);
  await expect.poll(lookedAt).toMatch(/^2026-11-25/);
});
