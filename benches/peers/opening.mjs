// Row 15: from opening the page until it takes a paste, in a browser that runs already: one file from disk, and the site.
import { rootOf, startBrowser } from './browser.mjs';
import { goal } from './goals.mjs';
import { Rounds } from './rounds.mjs';
import { ONE_FILE, openPage, serveSite } from './site.mjs';

const TEXT = 'Ad credit name\tUnused amount\tUsed amount\nLaunch\t60.00 USD\t40.00 USD\n';

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
  const taken = new Rounds(
    `Chromium ${browser.version()}, page opened until it takes a paste and is painted`,
  );
  for (let round = 0; round < rounds; round++) {
    for (const [name, address] of Object.entries(ways)) {
      const context = await browser.newContext();
      const { page, milliseconds, cpu } = await openPage({ context, root }, address);
      taken.add(name, milliseconds, await page.evaluate(pasted, TEXT), cpu);
      await context.close();
    }
  }
  await browser.close();
  site.close();
  report(taken);
  for (const name of Object.keys(ways)) {
    goals.push(
      goal(15, `opened until it takes a paste: ${name}, ms`, 100, taken.values(name), {
        atMost: true,
      }),
    );
  }
}
