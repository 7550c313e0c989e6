// Row 13: Ctrl+V of 1,000 rows until the answer is painted, in a page that has read before.
import { ranBy, ranSince, rootOf, startBrowser } from './browser.mjs';
import { rows } from './export.mjs';
import { goal } from './goals.mjs';
import { Rounds } from './rounds.mjs';
import { openPage, serveSite } from './site.mjs';

const COUNT = 1_000;
const WARM = 3;

const quoted = (cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const escaped = (cell) => cell.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** The same rows as a person copies them, by what then is on the clipboard. */
function copies() {
  const table = [...rows(COUNT)];
  const lines = (separator, shown) => table.map((row) => row.map(shown).join(separator)).join('\n');
  const cells = (row) => `<tr>${row.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
  return {
    'text of a file': { 'text/plain': lines(',', quoted) },
    'cells of a spreadsheet': {
      'text/plain': lines('\t', String),
      'text/html': `<table>${table.map(cells).join('')}</table>`,
    },
  };
}

/** Ctrl+C, in a page of its own. */
async function copy(context, flavours) {
  const page = await context.newPage();
  await page.setContent('<p>what is copied</p>');
  await page.evaluate((all) => {
    document.addEventListener('copy', (event) => {
      for (const [type, text] of Object.entries(all)) event.clipboardData.setData(type, text);
      event.preventDefault();
    });
  }, flavours);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('ControlOrMeta+C');
  await page.close();
}

/** Runs in the page: from the paste that comes next until its answer is painted. */
function watch() {
  const { witness } = globalThis;
  const begun = new Promise((resolve) => {
    const now = () => resolve(performance.now());
    addEventListener('paste', now, { capture: true, once: true });
  });
  const painted = witness.told('import');
  witness.pasted = Promise.all([begun, painted]).then(([from, to]) => to - from);
  witness.empty ??= witness.tracker().save();
}

/** Runs in the page: takes everything back. */
async function restore() {
  const { witness } = globalThis;
  await witness.tracker().restore(await witness.empty);
}

export async function inPaste({ rounds, report, goals }) {
  const site = await serveSite();
  const browser = await startBrowser();
  const root = await rootOf(browser);
  const context = await browser.newContext();
  const { page } = await openPage({ context, root }, site.address);
  const taken = new Rounds(
    `Chromium ${browser.version()}, Ctrl+V of ${COUNT.toLocaleString('en')} rows until the answer is painted`,
  );
  for (let round = -WARM; round < rounds; round++) {
    for (const [name, flavours] of Object.entries(copies())) {
      await copy(context, flavours);
      await page.bringToFront();
      await page.locator('ad-credit-tracker').focus();
      await page.evaluate(watch);
      const before = ranBy(root);
      await page.keyboard.press('ControlOrMeta+V');
      const milliseconds = await page.evaluate(() => globalThis.witness.pasted);
      const cpu = ranSince(root, before);
      const said = await page.evaluate(() => {
        const { counts, importCount } = globalThis.witness.tracker().view;
        return `imports=${importCount} transactions=${counts.transactions} accounts=${counts.accounts}`;
      });
      if (round >= 0) taken.add(name, milliseconds, said, cpu);
      await page.evaluate(restore);
    }
  }
  await browser.close();
  site.close();
  report(taken);
  for (const name of Object.keys(copies())) {
    goals.push(
      goal(13, `1,000 rows pasted, ${name}, ms`, 50, taken.values(name), { atMost: true }),
    );
  }
}
