// Row 15: from opening the page, in a browser that runs already, one file from disk and the site, until it is drawn and takes
// a paste, which is read once the engine is ready, and until the engine is ready.
import { rootOf, startBrowser } from './browser.mjs';
import { goal } from './goals.mjs';
import { Rounds } from './rounds.mjs';
import { ONE_FILE, openPage, serveSite } from './site.mjs';

const TEXT = 'Ad credit name\tUnused amount\tUsed amount\nLaunch\t60.00 USD\t40.00 USD\n';

/** What `witness` waits for, and what that is. */
const MOMENTS = { shown: 'it is drawn and takes a paste', ready: 'its engine is ready' };

/** Runs in the page: is what it now takes answered? */
async function pasted(text) {
  const { witness } = globalThis;
  await witness.tracker().importText(text);
  const { counts, accounts } = witness.tracker().view;
  return `credits=${counts.available} unused=${accounts[0].unused}`;
}

export async function inOpening({ rounds, report, goals }) {
  const site = await serveSite();
  const browser = await startBrowser();
  const root = await rootOf(browser);
  const ways = { 'one file, from disk': ONE_FILE, 'site, nothing in the cache': site.address };
  const taken = new Rounds(`Chromium ${browser.version()}, page opened until something is painted`);
  const all = Object.entries(ways).flatMap(([name, address]) =>
    Object.entries(MOMENTS).map(([moment, what]) => [`${what}: ${name}`, address, moment]),
  );
  for (let round = 0; round < rounds; round++) {
    for (const [name, address, moment] of all) {
      const context = await browser.newContext();
      const { page, milliseconds, cpu } = await openPage({ context, root }, address, moment);
      taken.add(name, milliseconds, await page.evaluate(pasted, TEXT), cpu);
      await context.close();
    }
  }
  await browser.close();
  site.close();
  report(taken);
  for (const [name] of all) {
    goals.push(goal(15, `opened until ${name}, ms`, 100, taken.values(name), { atMost: true }));
  }
}
