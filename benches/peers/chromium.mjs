// Rows 1, 2, 5 and 6: job J in Chromium, from a file and from a pasted string, rivals taking turns.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import esbuild from 'esbuild';
import { chromium } from 'playwright-core';
import { writeExport } from './export.mjs';
import { Rounds } from './rounds.mjs';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--js-flags=--expose-gc --max-old-space-size=8000',
];

export async function inChromium({ module, rows, rounds, scratch, report }) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [new URL('page.mjs', import.meta.url).pathname],
    bundle: true,
    format: 'esm',
    write: false,
    minify: true,
  });
  const wide = writeExport(`${scratch}/export-${rows}.csv`, rows);
  const narrow = writeExport(`${scratch}/export-${rows}-ascii.csv`, rows, { isAscii: true });
  const warm = {
    wide: writeExport(`${scratch}/export-10000.csv`, 10000),
    narrow: writeExport(`${scratch}/export-10000-ascii.csv`, 10000, { isAscii: true }),
  };
  const files = {
    '/engine.wasm': module,
    '/wide': wide,
    '/narrow': narrow,
    '/warm-wide': warm.wide,
    '/warm-narrow': warm.narrow,
  };
  const server = http.createServer((request, response) => {
    if (request.url === '/')
      return response
        .setHeader('Content-Type', 'text/html')
        .end('<!doctype html><script type=module src=/page.js></script>');
    if (request.url === '/page.js')
      return response.setHeader('Content-Type', 'text/javascript').end(outputFiles[0].contents);
    if (!files[request.url]) return response.writeHead(404).end();
    fs.createReadStream(files[request.url]).pipe(response);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const executablePath =
    process.env.CHROMIUM ?? execFileSync('which', ['chromium']).toString().trim();
  const browser = await chromium.launch({ executablePath, headless: true, args: FLAGS });
  const address = `http://127.0.0.1:${server.address().port}/`;
  const cases = [
    { title: '`File`', from: 'file', data: 'wide', options: {} },
    {
      title: 'pasted string, two bytes a character',
      from: 'text',
      data: 'wide',
      options: { isText: true },
    },
    {
      title: 'pasted string, one byte a character',
      from: 'text',
      data: 'narrow',
      options: { isText: true, isOneByte: true },
    },
  ];
  for (const { title, from, data, options } of cases) {
    // A page of its own for each case: no case inherits the memory of another.
    const page = await browser.newPage();
    page.setDefaultTimeout(600_000);
    await page.goto(address);
    await page.waitForFunction(() => globalThis.peers);
    await page.evaluate(() => globalThis.peers.start('/engine.wasm'));
    const names = await page.evaluate((f) => globalThis.peers.names(f), from);
    await page.evaluate(([d, o]) => globalThis.peers.load(`/warm-${d}`, o), [data, options]);
    for (let i = 0; i < 3; i++)
      for (const name of names)
        await page.evaluate(([f, n]) => globalThis.peers.measure(f, n), [from, name]);
    await page.evaluate(([d, o]) => globalThis.peers.load(`/${d}`, o), [data, options]);
    const taken = new Rounds(
      `Chromium ${browser.version()}, ${title}, ${rows.toLocaleString('en')} rows`,
    );
    for (let round = 0; round < rounds; round++) {
      for (const name of names) {
        const { milliseconds, answer } = await page.evaluate(
          ([f, n]) => globalThis.peers.measure(f, n),
          [from, name],
        );
        taken.add(name, milliseconds, answer);
      }
    }
    report(taken);
    await page.close();
  }
  await browser.close();
  server.close();
}
