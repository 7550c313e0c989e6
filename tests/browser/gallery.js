// Every state of the page from example models, without an engine (www/ui/gallery).

import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { test as base } from "@playwright/test";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const TYPES = { html: "text/html", js: "text/javascript" };
const PAGE = "http://gallery.test/";

/** `open(query)` shows one state; the page is answered from memory, so nothing else can be asked for. */
export const test = base.extend({
  files: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names a fixture uses from this pattern.
    async ({}, use, info) => {
      const out = `${ROOT}dist/gallery-${info.workerIndex}`;
      execFileSync("node", ["www/ui/gallery/build.mjs", out], { cwd: ROOT });
      await use(out);
    },
    { scope: "worker" },
  ],
  open: async ({ page, files }, use) => {
    await page.route(`${PAGE}**`, async (route) => {
      const name = new URL(route.request().url()).pathname.slice(1) || "index.html";
      const body = await readFile(`${files}/${name}`).catch(() => null);
      if (body) await route.fulfill({ body, contentType: TYPES[name.split(".").pop() ?? ""] });
      else await route.fulfill({ status: 404 });
    });
    await use(async (query) => {
      await page.goto(`${PAGE}?${query}`);
      await page.locator(".root").waitFor();
    });
  },
});

export const STATES = (
  "story empty starting failed one calm twelve twoHundred forty fourById fortyById million loading firstLoading imported questions unusable " +
  "complaint emptyComplaint sample nasty earning notAvailable transactions reconcile elsewhere zone dropping incognito readOnly compact compactSeveral compactEmpty compactCredit"
).split(" ");
