// In other people's pages: slots, a sandboxed frame without storage, fifty on a page, a blog's HTML, a React host.

import { readFile } from "node:fs/promises";
import { build } from "esbuild";
import { copyFixture, fixture } from "./clipboard.js";
import { expect, test } from "./site.js";

const NORD = await readFile(fixture("nord-promotions.txt"), "utf8");

/** A host's page at an address of its own, under the policy that the README asks for. */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; " +
  "style-src 'none'; frame-src 'self'; require-trusted-types-for 'script'; trusted-types ad-credit-tracker";

/**
 * @param {import("@playwright/test").Page} page @param {{ address: string }} site @param {string} html
 * @param {Record<string, string>} [scripts] @param {string} [policy]
 */
async function host(page, site, html, scripts = {}, policy = POLICY) {
  const files = { "host.html": html, ...scripts };
  for (const [name, body] of Object.entries(files)) {
    await page.route(`${site.address}${name}`, (route) =>
      route.fulfill({
        body,
        contentType: name.endsWith(".html") ? "text/html" : "text/javascript",
        headers: { "content-security-policy": policy },
      }),
    );
  }
  await page.goto(`${site.address}host.html`);
}

test("a host's words stand in the slots, before and after", async ({ page, site, complaints }) => {
  await host(
    page,
    site,
    `<!doctype html><meta charset="utf-8"><title>x</title>
    <ad-credit-tracker><p slot="header">Northwind portal</p><a slot="footer" href="#help">Ask us</a></ad-credit-tracker>
    <script type="module" src="define.js"></script>`,
  );
  await expect(page.getByText("Northwind portal")).toBeVisible();
  await expect(page.getByRole("link", { name: "Ask us" })).toBeVisible();
  const [above, below] = await Promise.all([
    page.getByText("Northwind portal").boundingBox(),
    page.getByRole("link", { name: "Ask us" }).boundingBox(),
  ]);
  expect(above?.y).toBeLessThan(below?.y ?? 0);
  expect(complaints).toEqual([]);
});

test("the Tab key enters it from the page and leaves it again, both ways, without a click", async ({
  page,
  site,
}) => {
  await host(
    page,
    site,
    `<!doctype html><meta charset="utf-8"><title>x</title>
    <button>before</button><ad-credit-tracker locale="en"></ad-credit-tracker><button>after</button>
    <script type="module" src="define.js"></script>`,
  );
  await expect(page.getByRole("button", { name: "Try with sample data" })).toBeVisible();
  const focused = () =>
    page.evaluate(() => {
      const { activeElement } = document;
      return (activeElement?.shadowRoot?.activeElement ?? activeElement)?.textContent?.trim();
    });
  /** @param {string} key @param {string} until */
  const walk = async (key, until) => {
    const stops = [await focused()];
    while (stops.at(-1) !== until && stops.length < 40) {
      await page.keyboard.press(key);
      stops.push(await focused());
    }
    return stops;
  };
  await page.keyboard.press("Tab");
  expect(await focused()).toBe("before");
  const there = await walk("Tab", "after");
  expect(there).toContain("Try with sample data");
  const back = await walk("Shift+Tab", "before");
  expect(back).toEqual(there.toReversed());
  // The element itself can still be given the focus, and then takes what is pasted.
  await page.locator("ad-credit-tracker").evaluate((element) => element.focus());
  expect(await page.evaluate(() => document.activeElement?.localName)).toBe("ad-credit-tracker");
});

test("a paste that is nobody's is the tracker's, and no other is", async ({
  page,
  site,
  context,
}) => {
  const pasted = page.getByRole("heading", { name: "What was pasted" });
  const paste = async () => {
    await page.bringToFront();
    await page.keyboard.press("ControlOrMeta+V");
  };
  /** @param {string} inside @param {Record<string, string>} [scripts] */
  const open = async (inside, scripts) => {
    await host(
      page,
      site,
      `<!doctype html><meta charset="utf-8"><title>x</title><p>Northwind portal</p><input aria-label="Notes">${inside}
      <script type="module" src="define.js"></script>`,
      scripts,
    );
    await expect(page.getByRole("button", { name: "Paste" }).first()).toBeVisible();
  };
  const one = '<ad-credit-tracker locale="en"></ad-credit-tracker>';
  await copyFixture(context, "nord-promotions.txt");
  await open(one);
  await page.getByLabel("Notes").focus();
  await paste();
  await expect(page.getByLabel("Notes")).toHaveValue(/Reels push/);
  await expect(pasted).toHaveCount(0);
  await page.getByLabel("Notes").blur();
  await paste();
  await expect(pasted).toBeVisible();

  // Of two nobody can tell which; what the page takes is the page's.
  await open(one + one);
  await paste();
  const taking = `document.addEventListener("paste", (event) => { event.preventDefault(); document.title = "taken"; });`;
  await expect(pasted).toHaveCount(0);
  await open(`<script type="module" src="taking.js"></script>${one}`, { "taking.js": taking });
  await paste();
  await expect(page).toHaveTitle("taken");
  await expect(pasted).toHaveCount(0);
});

test("the small card shows the promotion that is running, else the most urgent credit", async ({
  page,
  site,
}) => {
  await host(
    page,
    site,
    `<!doctype html><meta charset="utf-8"><title>x</title>
    <ad-credit-tracker compact locale="en" now="2026-11-21T14:00:00+01:00"></ad-credit-tracker>
    <script type="module" src="define.js"></script>`,
  );
  const tracker = page.locator("ad-credit-tracker");
  const heading = tracker.getByRole("heading", { level: 1 });
  const nord = "Nord Shop\nID: 7290012345678901234\nPromotions\n";
  const give = (/** @type {string} */ head, /** @type {string[]} */ rows) =>
    tracker.evaluate(
      (element, text) => element.importText(text),
      `${nord}${head}\n${rows.join("\n")}\n1–${rows.length} of ${rows.length}\n`,
    );
  const earning =
    "Offer name\tQualifying spend so far\tTarget spend\tReward\tEarned so far\tEarning window\tStatus";
  const over =
    "Spend 2,000, get 800\t2,010.00 USD\t2,000.00 USD\t800.00 USD\t800.00 USD\t2026-10-20 - 2026-11-19\tReward pending";
  const running =
    "Spend 500, get 250\t312.40 USD\t500.00 USD\t250.00 USD\t0.00 USD\t2026-11-05 - 2026-12-04\tIn progress";
  await give(
    "Ad credit name\tCredit type\tDiscount / Amount\tValid dates\tUnused amount\tUsed amount",
    [
      "Calm\tFree\t500.00 USD\t2026-10-01 - 2027-03-01\t400.00 USD\t100.00 USD",
      "Tomorrow\tFree\t50.00 USD\t2026-10-01 - 2026-11-22\t50.00 USD\t0.00 USD",
    ],
  );
  await expect(heading).toHaveText("Tomorrow");
  await give(earning, [over]);
  await expect(heading).toHaveText("Tomorrow");
  await give(earning, [over, running]);
  await expect(heading).toHaveText("Spend 500, get 250");
});

test("a sandboxed frame: no storage, no origin, and still every answer", async ({ page, site }) => {
  // The one file needs nothing beside itself; a frame without an origin could ask its server for nothing.
  await host(
    page,
    site,
    `<!doctype html><meta charset="utf-8"><title>x</title>
    <iframe sandbox="allow-scripts" src="single/" width="1200" height="900" title="Ad credits"></iframe>`,
  );
  const frame = page.frameLocator("iframe");
  const tracker = frame.locator("ad-credit-tracker");
  await expect(tracker).toHaveAttribute("data-engine", /./);
  await tracker.evaluate((element, text) => element.importText(text, { name: "nord" }), NORD);
  await expect(frame.getByRole("rowheader", { name: "Reels push" })).toBeVisible();
  // Said once at the start; nobody is asked for what cannot be.
  await expect(frame.getByRole("alert")).toContainText(
    "The browser does not let this page keep anything",
  );
  await expect(frame.getByText("Keep this on the device?")).toHaveCount(0);
});

for (const workers of ["worker-src 'none'", "worker-src blob:"]) {
  test(`a policy with ${workers}: the main thread does the work`, async ({ page, site }) => {
    await host(
      page,
      site,
      `<!doctype html><meta charset="utf-8"><title>x</title><ad-credit-tracker></ad-credit-tracker>
      <script type="module" src="define.js"></script>`,
      {},
      POLICY.replace("worker-src 'self'", workers),
    );
    const tracker = page.locator("ad-credit-tracker");
    await expect(tracker).toHaveAttribute("data-engine", "main thread");
    await tracker.evaluate((element, text) => element.importText(text), NORD);
    await expect(page.getByRole("rowheader", { name: "Reels push" })).toBeVisible();
  });
}

test("another tenant is another client: nothing of the one is shown or kept with the other", async ({
  page,
  site,
  complaints,
}) => {
  const kite = await readFile(fixture("kite-promotions.txt"), "utf8");
  await host(
    page,
    site,
    `<!doctype html><meta charset="utf-8"><title>x</title>
    <ad-credit-tracker tenant="a" store="device"></ad-credit-tracker>
    <script type="module" src="define.js"></script>`,
  );
  const tracker = page.locator("ad-credit-tracker");
  const credits = page.getByRole("rowheader");
  /** @param {string} tenant */
  const turnTo = (tenant) =>
    tracker.evaluate((element, tenant) => {
      element.tenant = tenant;
    }, tenant);
  await tracker.evaluate((element, text) => element.importText(text), NORD);
  await expect(credits.filter({ hasText: "Reels push" })).toBeVisible();
  await turnTo("b");
  await expect(credits).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Try with sample data" })).toBeVisible();
  // At once, while the other one is still being opened.
  await tracker.evaluate(async (element, text) => {
    element.tenant = "c";
    await element.importText(text);
  }, kite);
  await expect(credits.filter({ hasText: "Launch bonus" })).toBeVisible();
  await turnTo("a");
  await expect(credits.filter({ hasText: "Reels push" })).toBeVisible();
  await expect(credits.filter({ hasText: "Launch bonus" })).toHaveCount(0);
  await page.reload();
  await expect(credits.filter({ hasText: "Reels push" })).toBeVisible();
  await turnTo("c");
  await expect(credits.filter({ hasText: "Launch bonus" })).toBeVisible();
  await expect(credits.filter({ hasText: "Reels push" })).toHaveCount(0);
  expect(complaints).toEqual([]);
});

test("the host's own store, set before the element's script has run", async ({
  page,
  site,
  complaints,
}) => {
  const embed = await readFile(new URL("../../docs/embed.md", import.meta.url), "utf8");
  const example = /```js\n([\s\S]*?)```/.exec(embed)?.[1] ?? "";
  await host(
    page,
    site,
    `<!doctype html><meta charset="utf-8"><title>x</title>
    <ad-credit-tracker store="host"></ad-credit-tracker>
    <script src="early.js"></script>
    <script type="module" src="define.js"></script>`,
    {
      "early.js": `
        const portal = { kept: null, load: () => portal.kept, save: (backup) => { portal.kept = backup; } };
        window.portal = portal;
        ${example}`,
    },
  );
  const tracker = page.locator("ad-credit-tracker");
  await tracker.evaluate((element, text) => element.importText(text), NORD);
  await expect(page.getByRole("rowheader", { name: "Reels push" })).toBeVisible();
  await expect.poll(() => page.evaluate(() => window.portal.kept?.imports.length)).toBe(1);
  expect(complaints).toEqual([]);
});

test("fifty on one page: those out of sight start no engine, a fault in one stays there", async ({
  page,
  site,
  complaints,
}) => {
  test.setTimeout(120_000);
  await host(
    page,
    site,
    `<!doctype html><meta charset="utf-8"><title>x</title>
    ${"<ad-credit-tracker></ad-credit-tracker>".repeat(50)}
    <script type="module" src="define.js"></script>`,
  );
  const all = page.locator("ad-credit-tracker");
  await expect(all.first()).toHaveAttribute("data-engine", /./);
  await page.waitForTimeout(500);
  const started = await page.locator("ad-credit-tracker[data-engine]").count();
  expect(started).toBeLessThan(15);
  await all.first().evaluate((element, text) => element.importText(text), NORD);
  await all.nth(1).evaluate((element) => element.importText("no table at all"));
  await expect(all.first().getByRole("rowheader", { name: "Reels push" })).toBeVisible();
  await expect(all.nth(1).getByText("Nothing in this could be used")).toBeVisible();
  await all.last().scrollIntoViewIfNeeded();
  await expect(all.last()).toHaveAttribute("data-engine", /./);
  await all.last().evaluate((element, text) => element.importText(text), NORD);
  await expect(all.last().getByRole("rowheader", { name: "Reels push" })).toBeVisible();
  expect(complaints).toEqual([]);
});

test("drops: several files, text, a foreign drag, and read-only", async ({ page, site }) => {
  await page.goto(`${site.address}embed.html`);
  const tracker = page.locator("ad-credit-tracker");
  await expect(tracker).toHaveAttribute("data-engine", /./);
  /** @param {Record<string, string>} texts @param {string[]} files */
  const drop = async (texts, files) => {
    const data = await page.evaluateHandle(
      ([texts, files]) => {
        const data = new DataTransfer();
        for (const [type, text] of Object.entries(texts)) data.setData(type, text);
        for (const [i, text] of files.entries())
          data.items.add(new File([text], `file-${i}.txt`, { type: "text/plain" }));
        return data;
      },
      /** @type {const} */ ([texts, files]),
    );
    await tracker.dispatchEvent("drop", { dataTransfer: data });
  };
  await drop({ "application/x-else": "1" }, []);
  await expect(page.getByRole("alert")).toHaveCount(0);
  await drop({}, [NORD, await readFile(fixture("kite-promotions.txt"), "utf8")]);
  await expect(page.getByRole("tab", { name: /^Accounts/ })).toBeVisible();
  await drop(
    { "text/plain": await readFile(fixture("nord-promotions-not-available.txt"), "utf8") },
    [],
  );
  await expect(page.getByRole("tab", { name: /^Not available [1-9]/ })).toBeVisible();
  await tracker.evaluate((element) => element.toggleAttribute("readonly", true));
  await drop({ "text/plain": "x" }, []);
  await expect(page.getByRole("alert")).toContainText("cannot be changed here");
});

test("the WordPress snippet, as the HTML that it yields", async ({ page, site, complaints }) => {
  const readme = await readFile(new URL("../../docs/embed.md", import.meta.url), "utf8");
  const snippet = /<!-- wp:html -->\n([\s\S]*?)<!-- \/wp:html -->/.exec(readme)?.[1] ?? "";
  expect(snippet).toContain("<ad-credit-tracker");
  // What WordPress puts around a custom HTML block: nothing but the page; scripts and attributes stay as they are.
  await host(
    page,
    site,
    `<!doctype html><meta charset="utf-8"><title>Blog</title><div class="entry-content">
    ${snippet.replaceAll("/ad-credit-tracker/", "/")}</div>`,
  );
  const tracker = page.locator("ad-credit-tracker");
  await expect(tracker).toHaveAttribute("data-engine", "worker");
  await tracker.evaluate((element, text) => element.importText(text), NORD);
  await expect(page.getByRole("rowheader", { name: "Reels push" })).toBeVisible();
  expect(complaints).toEqual([]);
});

test("the frame example: data in, height and answer out", async ({ page, site, complaints }) => {
  const readme = await readFile(new URL("../../docs/embed.md", import.meta.url), "utf8");
  const [, ofFrames = ""] = readme.split("## A frame");
  const example = /```js\n([\s\S]*?)```/.exec(ofFrames)?.[1] ?? "";
  const { origin } = new URL(site.address);
  const own = await (await fetch(site.address)).text();
  const framed = own.replace(
    "<head>",
    `<head><meta name="ad-credit-tracker-origins" content="${origin}">`,
  );
  await host(
    page,
    site,
    `<!doctype html><meta charset="utf-8"><title>x</title><output></output>
    <iframe src="framed.html" width="1200" title="Ad credits"></iframe>
    <script type="module" src="app.js"></script>`,
    {
      "app.js": example.replace("https://credits.example", origin),
      "framed.html": framed,
      "exports/promotions.txt": NORD,
    },
  );
  await expect(page.locator("output")).toHaveText("2 rows");
  const frame = page.locator("iframe");
  await expect(frame.contentFrame().getByRole("rowheader", { name: "Reels push" })).toBeVisible();
  await expect.poll(async () => Number(await frame.getAttribute("height"))).toBeGreaterThan(500);
  expect(complaints).toEqual([]);
});

test("the React example: properties in, events out", async ({ page, site, complaints }) => {
  const readme = await readFile(new URL("../../docs/embed.md", import.meta.url), "utf8");
  const example = /```jsx\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  const { outputFiles } = await build({
    stdin: {
      contents: `${example}
        import { createRoot } from "react-dom/client";
        createRoot(document.querySelector("#app")).render(<Credits client="Northwind" text={window.pasted} />);`,
      loader: "jsx",
      resolveDir: new URL("../../", import.meta.url).pathname,
    },
    bundle: true,
    write: false,
    format: "esm",
    jsx: "automatic",
    jsxImportSource: "react",
    external: ["ad-credit-tracker/*"],
    define: { "process.env.NODE_ENV": '"production"' },
  });
  const script = (outputFiles[0]?.text ?? "").replaceAll(
    '"ad-credit-tracker/define.js"',
    '"./define.js"',
  );
  await host(
    page,
    site,
    `<!doctype html><meta charset="utf-8"><title>x</title><div id="app"></div>
    <script type="module" src="pasted.js"></script><script type="module" src="app.js"></script>`,
    { "app.js": script, "pasted.js": `window.pasted = ${JSON.stringify(NORD)};` },
  );
  await expect(page.getByRole("rowheader", { name: "Reels push" })).toBeVisible();
  await expect(page.getByText(/^Northwind: [1-9]\d* warnings?$/)).toBeVisible();
  expect(complaints).toEqual([]);
});
