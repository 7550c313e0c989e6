// Row 12: how long the page's main thread is kept while a long file is read, looked at, searched and sorted; in a worker, and
// in slices where a host allows none. A task's length by the wall and by its own time of the processor, from Chromium's trace.
import { rootOf, startBrowser } from './browser.mjs';
import { writeExport } from './export.mjs';
import { goal } from './goals.mjs';
import { Rounds } from './rounds.mjs';
import { openPage, serveSite } from './site.mjs';

/** The longest task of the page's main thread while `work` goes on. */
async function longest(browser, page, work) {
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  const given = await work();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const own = await page.evaluate(() => performance.timeOrigin);
  const isMain = ({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain';
  const mains = new Set(traceEvents.filter(isMain).map(({ pid, tid }) => `${pid} ${tid}`));
  const tasks = traceEvents.filter(
    ({ ph, tdur, pid, tid }) => ph === 'X' && tdur && mains.has(`${pid} ${tid}`),
  );
  const most = (key) => tasks.reduce((max, task) => Math.max(max, task[key] / 1_000), 0);
  return { given, own, milliseconds: most('dur'), cpu: most('tdur') };
}

/** Runs in the page: notes when the bar moves. */
function watchBar() {
  const { witness } = globalThis;
  const root = witness.tracker().shadowRoot;
  const moved = [];
  let value = null;
  new MutationObserver(() => {
    const now = root.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow') ?? null;
    if (now !== null && now !== value) moved.push(performance.now());
    value = now;
  }).observe(root, { subtree: true, childList: true, attributes: true });
  witness.moved = moved;
}

/** Runs in the page: acts, until the first row of the table is another one, and painted. */
function newFirstRow([selector, typed]) {
  const { witness } = globalThis;
  const root = witness.tracker().shadowRoot;
  const first = () => root.querySelector('tbody tr[aria-rowindex]:not(.waiting)')?.textContent;
  const before = first();
  const act = () => {
    const control = root.querySelector(selector);
    if (typed === undefined) return control.click();
    control.value = typed;
    control.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  };
  return witness.took(act, () => (first() ?? before) !== before);
}

/** What is clicked, or typed into what. */
const ACTS = {
  'table opened': ['#tab-transactions'],
  searched: ['input[type=search]', 'evergreen'],
  'sorted by amount': ['th.c-amount button'],
};

/** Reading is stopped as soon as it can be: how long until the bar is gone, and what then is there. */
async function cancelled(page, file) {
  await page.locator('input[type=file]').setInputFiles(file);
  return page.evaluate(async () => {
    const { witness } = globalThis;
    const root = witness.tracker().shadowRoot;
    const cancel = () => root.querySelector('.reading button');
    while (!cancel()) await new Promise(requestAnimationFrame);
    const took = await witness.took(
      () => cancel().click(),
      () => !root.querySelector('.reading'),
    );
    return { took, imports: witness.tracker().view.importCount };
  });
}

export async function inLoading({ rows, rounds, scratch, note, goals }) {
  const file = writeExport(`${scratch}/export-${rows}.csv`, rows);
  const site = await serveSite();
  const tasks = new Rounds('longest task');
  const others = new Rounds('other');
  const modes = { worker: '', 'main thread': 'strict/' };
  for (let round = 0; round < rounds; round++) {
    for (const [mode, path] of Object.entries(modes)) {
      const browser = await startBrowser();
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      const root = await rootOf(browser);
      const { page } = await openPage({ context, root }, site.address + path);
      const stopped = await cancelled(page, file);
      if (stopped.imports !== 0) throw new Error(`${mode}: cancelled, and still imported`);
      others.add(`${mode}: cancelled until the bar is gone`, stopped.took);
      await page.evaluate(watchBar);
      const read = await longest(browser, page, async () => {
        const answered = page.evaluate(() => globalThis.witness.told('import'));
        await page.locator('input[type=file]').setInputFiles(file);
        await answered;
        return page.evaluate(() => ({
          count: globalThis.witness.tracker().view.counts.transactions,
          moved: globalThis.witness.moved,
        }));
      });
      const { count, moved } = read.given;
      if (count !== rows) throw new Error(`${mode}: ${count} transactions of ${rows}`);
      tasks.add(`${mode}: read and answered`, read.milliseconds, `transactions=${count}`, read.cpu);
      const pauses = moved.slice(1).map((at, i) => at - moved[i]);
      others.add(`${mode}: longest without progress`, Math.max(...pauses));
      for (const [name, act] of Object.entries(ACTS)) {
        const task = await longest(browser, page, () => page.evaluate(newFirstRow, act));
        tasks.add(`${mode}: ${name}`, task.milliseconds, undefined, task.cpu);
        others.add(`${mode}: ${name}, until painted`, task.given);
      }
      await browser.close();
    }
  }
  site.close();
  const many = rows.toLocaleString('en');
  note(tasks.list(`longest task of the main thread, a file of ${many} rows`));
  note(others.list('What the reader waits for, by the wall'));
  for (const [from, wanted] of [
    [tasks, () => 50],
    [others, (name) => (name.endsWith('without progress') ? 100 : null)],
  ]) {
    for (const name of from.taken.keys()) {
      if (!wanted(name)) continue;
      const what = `${many} rows, ${name}, ms`;
      goals.push(goal(12, what, wanted(name), from.values(name), { atMost: true }));
    }
  }
}
