// Pictures and an axe run of gallery states: `node www/ui/gallery/shoot.mjs OUT [state…]`. Needs a built gallery in dist/gallery.

import { mkdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "@playwright/test";

const [out, ...only] = process.argv.slice(2);
const shots = [];
const sizes = process.env.SIZES?.split(",").map(Number) ?? [1280, 375];
const schemes = process.env.SCHEMES?.split(",") ?? ["light", "dark"];
const states = only.length ? only : ["empty", "one", "calm", "twelve", "twoHundred", "forty", "nasty", "imported", "questions", "unusable", "failed", "loading", "earning", "transactions", "reconcile", "notAvailable", "compact"];
for (const state of states) for (const width of sizes) for (const scheme of schemes) shots.push({ state, width, scheme });

const TYPES = { html: "text/html", js: "text/javascript" };
const server = createServer(async (request, response) => {
  const path = new URL(request.url, "http://x").pathname.replace(/^\/$/, "/index.html");
  try {
    response.setHeader("content-type", TYPES[path.split(".").pop()] ?? "text/plain");
    response.end(await readFile(`dist/gallery${path}`));
  } catch {
    response.writeHead(404).end();
  }
}).listen(0);
const base = `http://127.0.0.1:${server.address().port}/`;

await mkdir(out, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
let faults = 0;
for (const { state, width, scheme } of shots) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme: scheme, bypassCSP: Boolean(process.env.AXE) });
  const page = await context.newPage();
  const said = [];
  page.on("console", (message) => message.type() === "error" && !/favicon|404/.test(message.text()) && said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  const [name, query = ""] = state.split("?");
  await page.goto(`${base}?state=${name}&${query}`);
  await page.waitForTimeout(250);
  for (const press of (process.env.PRESS ?? "").split("|").filter(Boolean)) {
    await page.getByRole("button", { name: press }).first().click();
    await page.waitForTimeout(150);
  }
  if (process.env.AXE) {
    const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
    for (const { id, help, nodes } of violations) said.push(`axe ${id}: ${help} (${nodes.length}) ${nodes[0].html.slice(0, 200)} ${nodes[0].any?.[0]?.message ?? ""}`);
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  if (wide) said.push("scrolls sideways");
  if (!process.env.AXE) await page.screenshot({ path: `${out}/${name}${query ? `-${query.replace(/\W/g, "")}` : ""}-${width}-${scheme}.png`, fullPage: process.env.FULL !== "0" });
  if (said.length) console.log(`${state} ${width} ${scheme}\n  ${said.join("\n  ")}`);
  faults += said.length;
  await context.close();
}
await browser.close();
server.close();
console.log(`${shots.length} states, ${faults} faults`);
process.exitCode = faults ? 1 : 0;
