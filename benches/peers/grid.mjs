// Row 10: a table of a million rows until its first row is painted, by the time of the page's main thread: the product's
// table beside AG Grid and a list that a JavaScript author windows by hand. The same rows; the rivals hold them as objects
// already, the product in its worker.
import { bundled, mainRanSince, ranBy, rootOf, startBrowser } from './browser.mjs';
import { writeExport } from './export.mjs';
import { goal } from './goals.mjs';
import { Rounds } from './rounds.mjs';
import { openPage, serveSite, witness } from './site.mjs';

const SIZE = { width: 1280, height: 800 };

/** Runs in the product's page. */
const ours = {
  show() {
    const { witness } = globalThis;
    const root = witness.tracker().shadowRoot;
    const found = () => root.querySelector('tbody tr[aria-rowindex]:not(.waiting)');
    return witness.took(() => root.querySelector('#tab-transactions').click(), found);
  },
  hide: () => globalThis.witness.tracker().shadowRoot.querySelector('#tab-available').click(),
  count: () => globalThis.witness.tracker().view.counts.transactions,
};

export async function inGrid({ rows, rounds, scratch, report, goals }) {
  const file = writeExport(`${scratch}/export-${rows}.csv`, rows);
  const site = await serveSite();
  const browser = await startBrowser();
  const root = await rootOf(browser);
  const context = await browser.newContext({ viewport: SIZE });
  const { page: product } = await openPage({ context, root }, site.address);
  const read = product.evaluate(() => globalThis.witness.told('import'));
  await product.locator('input[type=file]').setInputFiles(file);
  await read;
  const rival = await context.newPage();
  rival.setDefaultTimeout(600_000);
  await rival.setContent('<input type=file><div id=place style="height: 720px"></div>');
  await rival.evaluate(witness);
  await rival.addScriptTag({ type: 'module', content: await bundled('grid-page.mjs') });
  await rival.waitForFunction(() => globalThis.grids);
  await rival.locator('input').setInputFiles(file);
  await rival.evaluate(() => globalThis.grids.take());
  const ways = [['this product', product, ours, undefined]];
  for (const name of await rival.evaluate(() => globalThis.grids.names)) {
    const show = (n) => globalThis.grids.show(n);
    ways.push([
      name,
      rival,
      { show, hide: () => globalThis.grids.hide(), count: () => globalThis.grids.count() },
      name,
    ]);
  }
  const taken = new Rounds(
    `Chromium ${browser.version()}, ${rows.toLocaleString('en')} rows until the first is painted; CPU: of the main thread`,
  );
  for (let round = -1; round < rounds; round++) {
    for (const [name, page, { show, hide, count }, asked] of ways) {
      await page.bringToFront();
      await page.evaluate(() => globalThis.gc());
      await page.waitForTimeout(300);
      const before = ranBy(root);
      const milliseconds = await page.evaluate(show, asked);
      const cpu = mainRanSince(root, before);
      const answer = `rows=${await page.evaluate(count)}`;
      // The first time is the start of the program.
      if (round >= 0) taken.add(name, milliseconds, answer, cpu);
      await page.evaluate(hide);
      await page.waitForTimeout(300);
    }
  }
  await browser.close();
  site.close();
  report(taken);
  const byCpu = (start) => ({ median: NaN, least: NaN, cpu: taken.times(start).cpu });
  const [own, others] = [byCpu('AG Grid'), byCpu('windowed by hand')];
  goals.push(goal(10, 'first row of a table, main thread: × AG Grid', 25, own));
  const share = { ...others, cpu: 1 / others.cpu };
  goals.push(
    goal(10, 'first row of a table, main thread: part of a list windowed by hand', 1.2, share, {
      atMost: true,
    }),
  );
}
