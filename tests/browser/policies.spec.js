// The headers are the documented ones, word for word, and they bite.

import { readFile } from "node:fs/promises";
import { expect, SINGLE_FILE, test } from "./site.js";

const OWN_SITE =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; style-src 'none'; " +
  "require-trusted-types-for 'script'; trusted-types ad-credit-tracker";
const STRICT_HOST =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'none'; " +
  "require-trusted-types-for 'script'; trusted-types 'none'";

for (const [path, policy] of [
  ["", OWN_SITE],
  ["embed.html", OWN_SITE],
  ["strict/", STRICT_HOST],
  ["strict/embed.html", STRICT_HOST],
  ["single/", null],
]) {
  test(`headers of /${path}`, async ({ site }) => {
    const { headers, status } = await fetch(site.address + path);
    expect(status).toBe(200);
    expect(headers.get("content-security-policy")).toBe(policy);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
  });
}

test("a browser that looks for an icon finds one", async ({ site }) => {
  for (const path of ["", "strict/"]) {
    const { headers, status } = await fetch(`${site.address}${path}favicon.ico`);
    expect([status, headers.get("content-type")]).toEqual([200, "image/x-icon"]);
  }
});

test("the policy inside the one file", async () => {
  const html = await readFile(new URL(SINGLE_FILE), "utf8");
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
  expect(policy?.replace(/sha256-[^']+/, "sha256-HASH")).toBe(
    "default-src 'none'; script-src 'sha256-HASH' 'wasm-unsafe-eval'; connect-src 'none'; worker-src blob:; " +
      "style-src 'none'; require-trusted-types-for 'script'; trusted-types ad-credit-tracker",
  );
});

test("files outside of dist are not served", async ({ site }) => {
  for (const path of [
    "..%2fCargo.toml",
    "%2e%2e/Cargo.toml",
    "strict/../../Cargo.toml",
    "Cargo.toml",
  ]) {
    expect((await fetch(site.address + path)).status, path).toBe(404);
  }
});

for (const path of ["", "strict/", "single/"]) {
  test(`a request, markup and a strange worker are refused at /${path}`, async ({ page, site }) => {
    await page.goto(site.address + path);
    const done = await page.evaluate(async () => {
      /** @param {() => unknown} attempt */
      const works = async (attempt) => {
        try {
          await attempt();
          return true;
        } catch {
          return false;
        }
      };
      return {
        elsewhere: await works(() => fetch("http://127.0.0.1:9/")),
        markup: await works(() => {
          document.createElement("p").innerHTML = "<b>x</b>";
        }),
        worker: await works(() => new Worker("data:text/javascript,0")),
      };
    });
    expect(done).toEqual({ elsewhere: false, markup: false, worker: false });
  });
}
