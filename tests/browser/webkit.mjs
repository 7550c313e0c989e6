// One short journey in WebKitGTK, over plain WebDriver: Playwright drives no WebKit that Debian ships.
//   apt-get install webkit2gtk-driver xvfb   (54 MB to fetch, 192 MB on disk, without what they recommend)
//   xvfb-run -a node tests/browser/webkit.mjs
// `cargo xtask test` runs it where both are installed. Reads the story, checks figures, takes a step back, chooses a language.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";

const MINI_BROWSER = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";
const NOW = "2026-11-21T14:00:00+01:00";
const port = 4460;

const [program = "cargo", ...words] = process.env.XTASK ? [process.env.XTASK] : ["cargo", "xtask"];
const server = spawn(program, [...words, "serve", "--no-build", "--no-open", "--port", "0"], {
  cwd: new URL("../../", import.meta.url),
  stdio: ["ignore", "pipe", "inherit"],
});
let address = "";
for await (const piece of server.stdout) {
  address = /http:\/\/127\.0\.0\.1:\d+\//.exec(String(piece))?.[0] ?? address;
  if (address) break;
}
const driver = spawn("WebKitWebDriver", [`--port=${port}`], { stdio: "inherit" });
let session = "";

/** @param {string} method @param {string} path @param {object} [body] */
async function ask(method, path, body) {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    body: body && JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });
  const { value } = /** @type {any} */ (await answer.json());
  if (value?.error) throw new Error(`${value.error}: ${value.message}`);
  return value;
}

/** Runs in the page; may be asynchronous. @param {string} script @param {unknown[]} args */
const run = (script, ...args) =>
  ask("POST", `/session/${session}/execute/async`, {
    script: `const done = arguments[arguments.length - 1];
      const tracker = document.querySelector("ad-credit-tracker");
      const root = tracker?.shadowRoot;
      (async (...args) => { ${script} })(...arguments).then(done, (error) => done("FAILED " + error));`,
    args,
  });

/** @param {string} what @param {string} script @param {unknown[]} args */
async function until(what, script, ...args) {
  const end = Date.now() + 30_000;
  let last;
  while (Date.now() < end) {
    last = await run(script, ...args);
    if (last && !String(last).startsWith("FAILED")) return last;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what}: ${last}`);
}

const fixture = (/** @type {string} */ name) =>
  readFile(new URL(`../fixtures/${name}`, import.meta.url), "utf8");

try {
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const opened = await ask("POST", "/session", {
    capabilities: {
      alwaysMatch: {
        "webkitgtk:browserOptions": { binary: MINI_BROWSER, args: ["--automation"] },
      },
    },
  });
  session = opened.sessionId;
  console.log(`${opened.capabilities.browserName} ${opened.capabilities.browserVersion}`);
  for (const [path, mode] of [
    ["", "worker"],
    ["strict/", "main thread"],
    ["single/", "worker"],
  ]) {
    await ask("POST", `/session/${session}/url`, { url: address + path });
    const engine = await until("the engine starts", "return tracker.dataset.engine");
    assert.equal(engine, mode);
    await run("tracker.setAttribute('now', args[0])", NOW);
    for (const name of ["nord-promotions.txt", "kite-promotions.txt"])
      await run("await tracker.importText(args[0], { name: args[1] })", await fixture(name), name);
    const text = "return root.querySelector('.root').innerText";
    for (const said of ["Reels push", "1,000.00", "Launch bonus", "88.8%"])
      await until(said, `${text}.includes(args[0])`, said);
    // A paste by hand: what a keyboard's paste hands over, without the clipboard that no driver may fill.
    await run(
      `const data = new DataTransfer(); data.setData("text/plain", args[0]);
       tracker.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, composed: true }))`,
      await fixture("nord-promotions-not-available.txt"),
    );
    // The list of what to copy anew names the page as well, before and after.
    const pasted =
      'root.querySelector(".panel.import")?.innerText.includes("Promotions · Not available")';
    await until("pasted", `return ${pasted}`);
    await run(
      "[...root.querySelectorAll('.notice button')].find((b) => b.innerText === 'Undo').click()",
    );
    await until("undone", `return !root.querySelector(".panel.import")`);
    await run("tracker.setAttribute('locale', 'ar')");
    await until("Arabic", "return root.querySelector('.root').dir === 'rtl'");
    await run("tracker.setAttribute('locale', 'en')");
    console.log(`/${path}: two accounts read, pasted, undone, from right to left; ${mode}`);
  }
} finally {
  if (session) await ask("DELETE", `/session/${session}`).catch(() => {});
  driver.kill();
  server.kill();
}
