// Row 16: a year of daily use, kept on the device: 60 accounts, of each the list of credits and the day's transactions on 250
// days, 30,000 imports. What is measured is the next visit, from opening the page until its answer is painted.
import fs from 'node:fs';
import { rootOf, startLastingBrowser } from './browser.mjs';
import { goal } from './goals.mjs';
import { Rounds } from './rounds.mjs';
import { openPage, serveSite } from './site.mjs';

const ACCOUNTS = 60;
const DAYS = 250;
const DAY_MS = 86_400_000;
/** The last day was yesterday. */
const FIRST = (Math.floor(Date.now() / DAY_MS) - DAYS) * DAY_MS;
/** A credit of 500.00 is given so often, and is valid for so long. */
const EVERY = 25;
const VALID = 60;
const FACE = 50_000;

/** What a visit ends with is remembered a second after it was painted (www/element/keeping.js). */
const REMEMBERED_MS = 5_000;
const RECALLED = 'answer of the last visit painted, and named so';
const READ = 'all read again, and painted';

const money = (cents) => (cents / 100).toFixed(2);
const dayOf = (day) => new Date(FIRST + day * DAY_MS).toISOString().slice(0, 10);

/** Texts of one account, two a day, and how much of its credits is unused at the end. */
function account(number) {
  let state = number + 1;
  const below = (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * n);
  };
  const id = `71234567890123${String(10_000 + number)}`;
  const credits = [];
  const texts = [];
  let unused = 0;
  for (let day = 0; day < DAYS; day++) {
    if (day % EVERY === 0)
      credits.push({ name: `Boost ${credits.length + 1}`, from: day, to: day + VALID, used: 0 });
    const open = credits.filter(({ from, to }) => from <= day && day < to);
    const charges = [];
    // Every fifth day nothing runs: what is copied is what was copied before.
    for (let i = 0; day % 5 < 4 && i < 4; i++) {
      const cents = 50 + below(800);
      const credit = open.find(({ used }) => used + cents <= FACE);
      if (credit) credit.used += cents;
      const payer = credit ? `Ad credit,${credit.name}` : 'Cash balance,--';
      const time = `${dayOf(day)} ${String(1 + 5 * i).padStart(2, '0')}:30:00`;
      const campaign = `Fernhill ${number} ${i},${1_790_000_000_000_000 + 10 * number + i}`;
      charges.push(
        `TX${number}${day}${i},${time},${id},Ad spend,${money(cents)},USD,${campaign},${payer},Success`,
      );
    }
    const list = open.map(
      ({ name, from, to, used }) =>
        `${name}\t${money(FACE)} USD\t${dayOf(from)} - ${dayOf(to)}\t${money(FACE - used)} USD\t${money(used)} USD`,
    );
    unused = open.reduce((sum, { used }) => sum + FACE - used, 0);
    texts.push([
      `Fernhill ${number}\nID: ${id}\nAd credit name\tDiscount / Amount\tValid dates\tUnused amount\tUsed amount\n${list.join('\n')}\n`,
      charges.length
        ? `Transaction ID,Time (UTC+00:00),Ad account ID,Transaction type,Amount,Currency,Campaign name,Campaign ID,Payment source,Ad credit name,Status\n${charges.join('\n')}\n`
        : texts.at(-1)[1],
    ]);
  }
  return { texts, unused };
}

/** A backup of all of them, in the order of the days, and what the page is to say. */
function year() {
  const accounts = Array.from({ length: ACCOUNTS }, (_, number) => account(number));
  const imports = [];
  for (let day = 0; day < DAYS; day++) {
    for (const [number, { texts }] of accounts.entries()) {
      for (const [i, text] of texts[day].entries()) {
        const id = `year-${day}-${number}-${i}`;
        const pastedAt = new Date(FIRST + day * DAY_MS + 60_000 * (600 + number)).toISOString();
        imports.push({ id, name: id, pastedAt, flavours: [{ kind: 'text', text }] });
      }
    }
  }
  const cents = accounts.reduce((sum, { unused }) => sum + unused, 0);
  return {
    backup: { format: 'ad-credit-tracker backup', version: 1, savedAt: dayOf(DAYS), imports },
    answer: `imports=${imports.length} accounts=${ACCOUNTS} unused=${money(cents)}`,
  };
}

/** Runs in the page: what it says of all accounts. */
function shown() {
  const { importCount, accounts } = globalThis.witness.tracker().view;
  const cents = accounts.reduce((sum, { unused }) => sum + Math.round(100 * Number(unused)), 0);
  return `imports=${importCount} accounts=${accounts.length} unused=${(cents / 100).toFixed(2)}`;
}

/** Runs in the page: how many things to do it names, and whether it says that they are those of the last visit. */
function toDo() {
  const root = globalThis.witness.tracker().shadowRoot;
  return {
    count: root.querySelectorAll('.today li').length,
    isRecalled: globalThis.witness.tracker().view === null,
  };
}

/** Runs in the page: how many imports lie by themselves; the store packs older ones together at leisure (www/store/packs.js). */
function loose() {
  return new Promise((resolve) => {
    indexedDB.open('ad-credit-tracker page').onsuccess = ({ target: { result: database } }) => {
      database.transaction('imports').objectStore('imports').count().onsuccess = ({ target }) => {
        database.close();
        resolve(target.result);
      };
    };
  });
}

export async function inYear({ rounds, scratch, report, note, goals }) {
  const { backup, answer } = year();
  const json = JSON.stringify(backup);
  const folder = `${scratch}/year`;
  fs.rmSync(folder, { recursive: true, force: true });
  const site = await serveSite();
  const context = await startLastingBrowser(folder);
  const root = await rootOf(context.browser());
  const visit = (what) => openPage({ context, root }, site.address, what);
  const { page } = await visit('ready');
  await page.evaluate((all) => globalThis.witness.tracker().restore(all), json);
  await page.getByRole('button', { name: 'Keep on this device' }).click();
  for (const isEnough of [(n) => n === backup.imports.length, (n) => n < 1_000]) {
    while (!isEnough(await page.evaluate(loose))) await page.waitForTimeout(500);
    await page.reload();
  }
  await page.evaluate(() => globalThis.witness.ready);
  await page.waitForTimeout(REMEMBERED_MS);
  await page.close();
  const taken = new Rounds(
    `Chromium ${context.browser().version()}, ${backup.imports.length.toLocaleString('en')} imports kept, page opened until their answer is painted`,
  );
  let usage = NaN;
  for (let round = 0; round < rounds; round++) {
    const { page, milliseconds, cpu, ran } = await visit('shown');
    const first = await page.evaluate(toDo);
    const readAgain = await page.evaluate(() => globalThis.witness.ready);
    const cpuAgain = ran();
    const said = await page.evaluate(shown);
    const then = await page.evaluate(toDo);
    if (said !== answer) throw new Error(`a year: ${said}, not ${answer}`);
    if (!first.isRecalled || first.count !== then.count)
      throw new Error(`a year: ${JSON.stringify([first, then])}`);
    taken.add(RECALLED, milliseconds, said, cpu);
    taken.add(READ, readAgain, said, cpuAgain);
    await page.waitForTimeout(REMEMBERED_MS);
    usage = (await page.evaluate(() => navigator.storage.estimate())).usage / 1e6;
    await page.close();
  }
  await context.close();
  site.close();
  report(taken);
  note(`Storage: ${usage.toFixed(1)} MB, of ${(json.length / 1e6).toFixed(1)} MB as one backup.`);
  const mostly = { atMost: true };
  goals.push(
    goal(16, `a year opened: ${RECALLED}, ms`, 300, taken.values(RECALLED), mostly),
    goal(16, `a year opened: ${READ}, ms`, 300, taken.values(READ), mostly),
    goal(
      16,
      'a year of imports: storage, MB',
      50,
      { median: usage, least: usage, cpu: NaN },
      mostly,
    ),
  );
}
