// The built pages in Chromium, for the measurements beside this file.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

export const option = (name, otherwise) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : process.argv[at + 1];
};

export const quoted = (cell) => {
  const text = String(cell);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

export async function openSite() {
  const server = spawn('cargo', ['xtask', 'serve', '--no-build', '--no-open', '--port', '0'], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  let said = '';
  for await (const piece of server.stdout) {
    said += piece;
    if (/http:\/\/127\.0\.0\.1:\d+\//.test(said)) break;
  }
  const [address] = /http:\/\/127\.0\.0\.1:\d+\//.exec(said);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  return {
    address,
    async page(path) {
      const page = await browser.newPage({ locale: 'en-GB', viewport: { width: 1280, height: 800 } });
      await page.goto(address + path);
      await page.getByRole('button', { name: 'Try with sample data' }).waitFor();
      await page.locator('ad-credit-tracker[data-engine]').waitFor();
      return page;
    },
    async close() {
      await browser.close();
      process.kill(-server.pid);
    },
  };
}
