// Row 12 where no worker is allowed, and what a what-if slider waits for: single calls of the module at 100,000 charges of
// one account with 200 credits, as a page makes them, without what the page does with the answer.
import fs from 'node:fs';
import * as engine from './engine.mjs';
import { goal } from './goals.mjs';
import { Rounds, timed } from './rounds.mjs';

const DAY = 86_400;
const FIRST = Date.UTC(2026, 7, 22) / 1000;
const DAYS = 92;
const CAMPAIGNS = 40;
/** Of what a moment shows, so many rows are a piece: as the page asks for them (www/engine/driver.js). */
const ROWS = 4_096;
/** No task of its own: the page does something else between its pieces. */
const IN_ALL = 'view, anew: all pieces';

const sum = (figures) => figures.reduce((all, one) => all + one, 0);

/** Transactions and credits of one account, from a fixed seed. */
export function account(charges, credits) {
  let state = 42;
  const below = (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * n);
  };
  const stamp = (seconds) =>
    new Date((FIRST + seconds) * 1000).toISOString().slice(0, 19).replace('T', ' ');
  const rows = [
    'Transaction ID,Time (UTC+00:00),Transaction type,Amount,Currency,Campaign name,Campaign ID,Payment source,Ad credit name,Status',
  ];
  const used = new Array(credits).fill(0);
  for (let row = 0; row < charges; row++) {
    const at = Math.floor((row * DAYS * DAY) / charges);
    const campaign = below(CAMPAIGNS);
    const name = ['Prospecting', 'Retargeting', 'Evergreen', 'Launch'][campaign % 4];
    const cents = 1 + below(30);
    // Credits began twenty days ago; until then cash paid.
    const credit = at < (DAYS - 20) * DAY ? -1 : below(credits);
    if (credit >= 0) used[credit] += cents;
    const payer = credit < 0 ? 'Cash balance,--' : `Ad credit,Autumn boost ${credit}`;
    rows.push(
      `TX${7_600_000_000 + row},${stamp(at)},Ad spend,"${(cents / 100).toFixed(2)}",USD,Fernhill ${name} ${campaign},${1_790_000_000_000_000_000n + BigInt(campaign)},${payer},Success`,
    );
  }
  const list = [
    'Ad credit name\tCredit type\tDiscount / Amount\tUsage requirements\tRedeemed date\tValid dates\tUnused amount\tUsed amount\tPercent spent\tActions',
  ];
  for (let credit = 0; credit < credits; credit++) {
    const start = (DAYS - 20) * DAY;
    const end = start + (22 + below(80)) * DAY;
    const [from, to] = [start, end].map((s) => stamp(s).slice(0, 10));
    const face = 5_000 + below(40_000);
    const money = (cents) => `${(cents / 100).toFixed(2)} USD`;
    const share = `${((100 * used[credit]) / face).toFixed(1)}%`;
    list.push(
      `Autumn boost ${credit}\tFree\t${money(face)}\t--\t${from}\t${from} - ${to}\t${money(face - used[credit])}\t${money(used[credit])}\t${share}\tView`,
    );
  }
  return [`${rows.join('\n')}\n`, `${list.join('\n')}\n`];
}

export async function inCalls({ module, rows, rounds, note, goals }) {
  const charges = Math.min(rows, 100_000);
  const ours = await engine.startEngine(new WebAssembly.Module(fs.readFileSync(module)));
  const encoder = new TextEncoder();
  const put = (text) => {
    const bytes = encoder.encode(text);
    const room = ours.page_room(bytes.length);
    new Uint8Array(ours.memory.buffer, room, bytes.length).set(bytes);
  };
  ours.page_begin(FIRST + DAYS * DAY);
  for (const text of account(charges, 200)) {
    put(text);
    ours.page_feed();
  }
  const calls = new Rounds('calls');
  const take = (name, run, isRight) => {
    const { milliseconds, cpu, result } = timed(run);
    if (!isRight(result)) throw new Error(`${name}: ${result} is not what was expected`);
    calls.add(name, milliseconds, undefined, cpu);
  };
  for (let isDone = 0; !isDone; )
    take(
      'a step of reading, 256 KiB',
      () => {
        isDone = ours.page_step(1 << 18);
        return true;
      },
      Boolean,
    );
  const open = (query) => () => {
    put(JSON.stringify({ table: 'transactions', ...query }));
    return ours.page_open();
  };
  for (let round = 0; round < rounds; round++) {
    // A later moment: nothing that is kept fits.
    ours.page_pass(60);
    const pieces = [];
    do pieces.push(timed(() => ours.page_prepare(ROWS)));
    while (!pieces.at(-1).result);
    const [wall, cpu] = ['milliseconds', 'cpu'].map((key) => pieces.map((piece) => piece[key]));
    calls.add('view, anew: the longest piece', Math.max(...wall), undefined, Math.max(...cpu));
    calls.add(IN_ALL, sum(wall), undefined, sum(cpu));
    take('view again', ours.page_view, (n) => n === charges);
    take('table opened', open({}), (n) => n === charges);
    take('table searched', open({ search: 'evergreen' }), (n) => n > 0 && n < charges);
    take('table sorted by amount', open({ sort: { column: 'amount' } }), (n) => n === charges);
    for (const percent of [100, 80, 60, 40, 20, 0]) {
      take(
        'what-if: spend of all campaigns',
        () => {
          put(JSON.stringify({ changes: [{ spend: { campaign: null, percent } }] }));
          return ours.page_what_if();
        },
        (n) => n > 0 && n <= 200,
      );
    }
  }
  const names = [...calls.taken.keys()].filter((name) => name !== IN_ALL);
  const many = charges.toLocaleString('en');
  const of = `Node ${process.version}, one account, ${many} charges, 200 credits`;
  note(calls.list(`Single calls of the module, ${of}`));
  for (const name of names) {
    goals.push(goal(12, `${name}, ms`, 50, calls.values(name), { atMost: true }));
  }
}
