// `test` with a server of its own per Playwright worker: whatever its list of requests holds, this test caused.

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { test as base } from "@playwright/test";

export { expect } from "@playwright/test";

const ROOT = new URL("../../", import.meta.url);

/** The one HTML file, opened from disk. */
export const SINGLE_FILE = new URL("dist/ad-credit-tracker.html", ROOT).href;
/** Why a test of saved files is left out in Firefox. */
export const NO_DOWNLOADS = "its driver tells of no download from a page that is served";

/**
 * @typedef {object} Site
 * @property {string} address ends in "/"
 * @property {() => Promise<string[]>} requests paths asked for since `forget`
 * @property {() => Promise<void>} forget
 */

export const test = base.extend({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names a fixture uses from this pattern.
    async ({}, use) => {
      const { address, server } = await serve();
      await use({
        address,
        requests: async () => (await fetch(`${address}__requests`)).json(),
        forget: async () => {
          await fetch(`${address}__requests`, { method: "DELETE" });
        },
      });
      server.kill();
    },
    { scope: "worker" },
  ],
  /** What the page complained about: errors nobody caught, and the console's errors (refusals by a policy are among them). */
  complaints: async ({ page }, use) => {
    /** @type {string[]} */
    const complaints = [];
    // Firefox looks for an icon that nobody offers, and the policy stops it before a request is made.
    const complain = (/** @type {string} */ text) => {
      if (!text.includes("/favicon.ico")) complaints.push(text);
    };
    page.on("pageerror", (error) => complain(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") complain(message.text());
    });
    await use(complaints);
  },
});

async function serve() {
  const [program, ...args] = process.env.XTASK ? [process.env.XTASK] : ["cargo", "xtask"];
  args.push("serve", "--no-build", "--no-open", "--port", "0");
  const server = spawn(program, args, {
    cwd: fileURLToPath(ROOT),
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  for await (const piece of server.stdout) {
    said += piece;
    const address = /http:\/\/127\.0\.0\.1:\d+\//.exec(said)?.[0];
    if (address) {
      return { address, server };
    }
  }
  throw new Error(`the server did not start: ${said}`);
}
