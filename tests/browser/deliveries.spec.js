// Each delivery starts its engine under its own policy, and asks for nothing once it is there.

import { readdirSync } from "node:fs";
import { expect, SINGLE_FILE, test } from "./site.js";

/** The page of our own has every language at hand; an element brings the reader's, here English. */
const LANGUAGES = readdirSync(new URL("../../www/text/", import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "en")
  .map(({ name }) => `text/${name}.js`);

/** Delivery, its address, where its engine runs, and every path it may ask for. */
const DELIVERIES = [
  [
    "site",
    "",
    "worker",
    [
      "/",
      "/site.js",
      "/ad_credit_tracker_bg.wasm",
      "/worker.js",
      ...LANGUAGES.map((file) => `/${file}`),
    ],
  ],
  [
    "portal",
    "embed.html",
    "worker",
    ["/embed.html", "/define.js", "/ad_credit_tracker_bg.wasm", "/worker.js"],
  ],
  [
    "strict host",
    "strict/",
    "main thread",
    ["/strict/", "/strict/site.js", ...LANGUAGES.map((file) => `/strict/${file}`)],
  ],
  [
    "strict portal",
    "strict/embed.html",
    "main thread",
    ["/strict/embed.html", "/strict/define.js"],
  ],
  ["one file, served", "single/", "worker", ["/single/"]],
];

for (const [name, path, mode, files] of DELIVERIES) {
  test(`${name}: starts, and asks for its own files only`, async ({ page, site, complaints }) => {
    await site.forget();
    await page.goto(site.address + path);
    await expect(page.locator("ad-credit-tracker")).toHaveAttribute("data-engine", mode);
    expect(new Set(await site.requests())).toEqual(new Set(files));
    expect(complaints).toEqual([]);
  });
}

test("one file: opens from disk and asks for nothing else", async ({ page, complaints }) => {
  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto(SINGLE_FILE);
  await expect(page.locator("ad-credit-tracker")).toHaveAttribute("data-engine", "worker");
  const own = (address) => address === SINGLE_FILE || address.startsWith("blob:");
  expect(asked.filter((address) => !own(address))).toEqual([]);
  expect(complaints).toEqual([]);
});
