// The pages in real browsers: Debian's Chromium and Firefox, as `cargo xtask test` finds them.

import { execFileSync } from "node:child_process";
import { defineConfig } from "@playwright/test";

const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

export default defineConfig({
  testDir: ".",
  outputDir: "../../test-results",
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env.CI),
  // A busy build server may lose a click; a test that needs its second try is listed as flaky at the end.
  retries: process.env.CI ? 2 : 0,
  reporter: "list",
  use: { trace: "off", locale: "en-US", timezoneId: "Europe/Berlin" },
  projects: [
    {
      name: "chromium",
      use: {
        browserName: "chromium",
        launchOptions: { executablePath: program("CHROMIUM", "chromium"), args: QUIET },
      },
    },
    {
      name: "firefox",
      use: {
        browserName: "firefox",
        // WebDriver BiDi drives the Firefox that people have; no patched build is needed.
        channel: "moz-firefox",
        launchOptions: {
          executablePath: program("FIREFOX", "firefox-esr"),
          // As in the browser people use: a page from disk is an origin of its own.
          firefoxUserPrefs: { "security.fileuri.strict_origin_policy": true },
        },
      },
    },
  ],
});

/**
 * @param {string} variable
 * @param {string} name
 */
function program(variable, name) {
  const named = process.env[variable];
  if (named) return named;
  try {
    return execFileSync("/bin/sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
  } catch {
    return name;
  }
}
