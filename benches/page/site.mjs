// The built pages in Chromium, for the measurements beside this file.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";

export const option = (name, otherwise) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : process.argv[at + 1];
};

export const quoted = (cell) => {
  const text = String(cell);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

export async function openSite() {
  const server = spawn("cargo", ["xtask", "serve", "--no-build", "--no-open", "--port", "0"], {
    cwd: fileURLToPath(new URL("../../", import.meta.url)),
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  let said = "";
  for await (const piece of server.stdout) {
    said += piece;
    if (/http:\/\/127\.0\.0\.1:\d+\//.test(said)) break;
  }
  const [address] = /http:\/\/127\.0\.0\.1:\d+\//.exec(said);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
  return {
    address,
    async page(path) {
      const page = await browser.newPage({
        locale: "en-GB",
        viewport: { width: 1280, height: 800 },
      });
      await page.goto(address + path);
      await page.getByRole("button", { name: "Try with sample data" }).waitFor();
      await page.locator("ad-credit-tracker[data-engine]").waitFor();
      return page;
    },
    /** Begins to watch; the answer ends it: the longest task of the page's main thread in ms of CPU time. */
    async trace(page) {
      await browser.startTracing(page, { categories: ["toplevel", "__metadata"] });
      return async () => {
        const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
        const isMain = (event) =>
          event.name === "thread_name" && event.args.name === "CrRendererMain";
        const mains = new Set(traceEvents.filter(isMain).map(({ pid, tid }) => `${pid} ${tid}`));
        const tasks = traceEvents.filter(
          ({ ph, tdur, pid, tid }) => ph === "X" && tdur && mains.has(`${pid} ${tid}`),
        );
        return tasks.reduce((most, { tdur }) => Math.max(most, tdur / 1_000), 0);
      };
    },
    async close() {
      await browser.close();
      process.kill(-server.pid);
    },
  };
}
