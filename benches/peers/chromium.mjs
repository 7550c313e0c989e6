// Rows 1, 2, 5, 6, 7 and 11: job J in Chromium, from files and from pasted strings, rivals taking turns.
import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { bundled, ranBy, ranSince, renderers, rootOf, startBrowser } from './browser.mjs';
import { writeExport } from './export.mjs';
import { goal } from './goals.mjs';
import { Rounds } from './rounds.mjs';
import { writeWorkbook } from './workbook.mjs';

const many = (n) => n.toLocaleString('en');

/** Serves the page and starts browsers; each measurement gets a browser of its own, so that none inherits memory. */
async function lab({ module, calamine }) {
  const script = await bundled('page.mjs');
  const duckdb = path.dirname(
    createRequire(import.meta.url).resolve('@duckdb/duckdb-wasm/dist/duckdb-eh.wasm'),
  );
  const files = {
    '/engine.wasm': module,
    '/calamine.wasm': calamine,
    '/duckdb.wasm': `${duckdb}/duckdb-eh.wasm`,
    '/duckdb.worker.js': `${duckdb}/duckdb-browser-eh.worker.js`,
  };
  const server = http.createServer(({ url }, response) => {
    if (url === '/')
      return response
        .setHeader('Content-Type', 'text/html')
        .end('<!doctype html><input type=file><script type=module src=/page.js></script>');
    if (url.endsWith('.js')) response.setHeader('Content-Type', 'text/javascript');
    if (url === '/page.js') return response.end(script);
    if (!files[url]) return response.writeHead(404).end();
    response.setHeader(
      'Content-Type',
      url.endsWith('.wasm') ? 'application/wasm' : 'text/javascript',
    );
    fs.createReadStream(files[url]).pipe(response);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const address = `http://127.0.0.1:${server.address().port}/`;
  return {
    async open() {
      const browser = await startBrowser();
      const page = await browser.newPage();
      page.setDefaultTimeout(600_000);
      await page.goto(address);
      await page.waitForFunction(() => globalThis.peers);
      return { browser, page, root: await rootOf(browser) };
    },
    close: () => server.close(),
  };
}

const take = async (page, file, options) => {
  await page.locator('input').setInputFiles(file);
  await page.evaluate((o) => globalThis.peers.take(o), options);
};

/** One measurement in a page that holds its data. */
async function measure({ page, root }, from, name) {
  await page.evaluate(() => globalThis.peers.collect());
  const before = ranBy(root);
  const milliseconds = await page.evaluate(
    ([f, n]) => globalThis.peers.measure(f, n),
    [from, name],
  );
  const cpu = ranSince(root, before);
  const answer = await page.evaluate(() => globalThis.peers.answer());
  return { milliseconds, cpu, answer };
}

export async function inChromium({
  module,
  calamine,
  rows,
  bookRows,
  rounds,
  scratch,
  report,
  goals,
  only,
}) {
  const text = (count, isAscii) =>
    writeExport(`${scratch}/export-${count}${isAscii ? '-ascii' : ''}.csv`, count, { isAscii });
  const book = (count) => writeWorkbook(`${scratch}/export-${count}.xlsx`, count);
  const cases = [
    { title: '`File`', from: 'file', count: rows, files: [text(10_000), text(rows)], options: {} },
    {
      title: 'pasted string, two bytes a character',
      from: 'text',
      count: rows,
      files: [text(10_000), text(rows)],
      options: { isText: true },
    },
    {
      title: 'pasted string, one byte a character',
      from: 'text',
      count: rows,
      files: [text(10_000, true), text(rows, true)],
      options: { isText: true, isOneByte: true },
    },
    {
      title: 'workbook as `File`',
      from: 'book',
      count: bookRows,
      files: [book(10_000), book(bookRows)],
      options: {},
    },
  ].filter(({ from }) => !only || (only === 'book') === (from === 'book'));
  const { open, close } = await lab({ module, calamine });
  for (const { title, from, count, files, options } of cases) {
    const opened = await open();
    const { browser, page } = opened;
    const names = await page.evaluate((f) => globalThis.peers.names(f), from);
    await page.evaluate((n) => globalThis.peers.start(n), names);
    const [warm, whole] = files;
    await take(page, warm, options);
    for (let i = 0; i < 3; i++) for (const name of names) await measure(opened, from, name);
    await take(page, whole, options);
    const taken = new Rounds(`Chromium ${browser.version()}, ${title}, ${many(count)} rows`);
    for (let round = 0; round < rounds; round++) {
      for (const name of names) {
        const { milliseconds, cpu, answer } = await measure(opened, from, name);
        taken.add(name, milliseconds, answer, cpu);
      }
    }
    await browser.close();
    report(taken);
    const of = (start) => taken.times(start);
    const uDsv = of('uDSV row callback');
    const papa = of('PapaParse');
    if (from === 'file') {
      goals.push(goal(1, '`File`, Chromium: × uDSV tuned', 6, uDsv));
      goals.push(goal(2, '`File`, Chromium: × PapaParse, big.js', 24, papa));
    } else if (from === 'book') {
      goals.push(goal(7, 'workbook, Chromium: × SheetJS', 22, of('SheetJS')));
      goals.push(
        goal(
          7,
          'workbook, Chromium: × calamine in wasm, worksheet_range',
          4.5,
          of('calamine in wasm, work'),
        ),
      );
      goals.push(
        goal(
          7,
          'workbook, Chromium: × calamine in wasm, cell by cell',
          4.5,
          of('calamine in wasm, cell'),
        ),
      );
    } else {
      const [row, tuned, typical] = options.isOneByte ? [6, 3.5, 20] : [5, 2.4, 13.5];
      const width = options.isOneByte ? 'one byte' : 'two bytes';
      goals.push(goal(row, `pasted, ${width} a character: × uDSV tuned`, tuned, uDsv));
      goals.push(goal(row, `pasted, ${width} a character: × PapaParse, big.js`, typical, papa));
    }
  }
  close();
}

/** Row 11: by how much the renderer grows at its peak while it reads a file. */
export async function memoryInChromium({ module, calamine, rows, rounds, scratch, note, goals }) {
  const file = writeExport(`${scratch}/export-${rows}.csv`, rows);
  const warm = writeExport(`${scratch}/export-10000.csv`, 10_000);
  const { open, close } = await lab({ module, calamine });
  const grown = new Map();
  let names = null;
  for (let round = 0; round < Math.min(rounds, 3); round++) {
    let at = 0;
    do {
      const opened = await open();
      const { browser, page, root } = opened;
      names ??= await page.evaluate(() => globalThis.peers.names('file'));
      const name = names[at++];
      await page.evaluate((n) => globalThis.peers.start(n), [name]);
      await take(page, warm, {});
      await measure(opened, 'file', name);
      await take(page, file, {});
      await page.evaluate(() => globalThis.peers.collect());
      const kilobytes = (pid, key) =>
        Number(
          new RegExp(`${key}:\\s+(\\d+)`).exec(fs.readFileSync(`/proc/${pid}/status`, 'latin1'))[1],
        );
      const before = renderers(root).map((pid) => {
        // The kernel then counts the peak anew.
        fs.writeFileSync(`/proc/${pid}/clear_refs`, '5');
        return [pid, kilobytes(pid, 'VmRSS')];
      });
      await measure(opened, 'file', name);
      // The renderer that is kept in reserve does not grow.
      const growth = before.map(([pid, had]) => (kilobytes(pid, 'VmHWM') - had) / 1024);
      grown.set(name, [...(grown.get(name) ?? []), Math.max(...growth)]);
      await browser.close();
    } while (at < names.length);
  }
  close();
  const shown = (list) => list.toSorted((a, b) => a - b).map((n) => n.toFixed(0));
  const lines = [...grown].map(([name, list]) => `| ${name} | ${shown(list).join(', ')} |`);
  note(
    [
      `**Growth of Chromium's renderer at its peak, \`File\`, ${many(rows)} rows**, a browser of its own for each round (\`VmHWM\` less \`VmRSS\` before)`,
      '',
      '| | MB |',
      '|---|---|',
      ...lines,
      '',
    ].join('\n'),
  );
  const median = (name) => grown.get(name).toSorted((a, b) => a - b)[grown.get(name).length >> 1];
  const papa = names.find((name) => name.startsWith('PapaParse'));
  const least = (name) => Math.min(...grown.get(name));
  goals.push(
    goal(
      11,
      "renderer's growth: part of PapaParse's",
      0.1,
      {
        median: median('this engine') / median(papa),
        least: least('this engine') / least(papa),
        cpu: NaN,
      },
      { atMost: true },
    ),
  );
}
