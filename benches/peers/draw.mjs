// Row 8 and 9: charges drawn from credits in order, in the engine and in JavaScript three ways. Every way
// writes down who paid which part of which charge, and all must say the same to the last unit.
import fs from 'node:fs';
import * as engine from './engine.mjs';
import { goal } from './goals.mjs';
import { Rounds, timed } from './rounds.mjs';

const CAMPAIGNS = 40;
const FREE = 0xffffffff;
const DAY = 86_400;
const CENT = 10_000;

/** A year of charges and credits, from a fixed seed: windows of 7 to 90 days, every third credit assigned to one campaign. */
export function given(charges, credits) {
  let state = 42;
  const below = (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * n);
  };
  const times = Float64Array.from({ length: charges }, () => below(365 * DAY)).sort();
  const amounts = Float64Array.from({ length: charges }, () => (1 + below(5_000)) * CENT);
  const campaigns = Uint32Array.from({ length: charges }, () => below(CAMPAIGNS));
  // All credits together pay about half of all charges, however many there are of either.
  const face = Math.floor(((charges * 25) / credits / 2) * 100);
  const rows = Array.from({ length: credits }, () => {
    const start = below(350 * DAY);
    return {
      face: (1 + below(2 * face)) * CENT,
      start,
      end: start + (7 + below(84)) * DAY,
      link: below(3) === 0 ? below(CAMPAIGNS) : FREE,
    };
  });
  // Paying order: earliest end first, which is what all ways below take as given.
  rows.sort((a, b) => a.end - b.end || a.start - b.start || a.face - b.face);
  return { times, amounts, campaigns, rows };
}

/** Who paid which part, as columns; grown by doubling. */
class Parts {
  constructor(charges) {
    this.length = 0;
    this.charge = new Uint32Array(charges * 2);
    this.payer = new Uint32Array(charges * 2);
    this.micros = new Float64Array(charges * 2);
  }

  add(charge, payer, micros) {
    if (this.length === this.charge.length) {
      for (const name of ['charge', 'payer', 'micros']) {
        const wider = new this[name].constructor(2 * this.length);
        wider.set(this[name]);
        this[name] = wider;
      }
    }
    this.charge[this.length] = charge;
    this.payer[this.length] = payer;
    this.micros[this.length++] = micros;
  }
}

/** What most would write: every credit asked in turn, amounts as whole numbers. */
function integerWalk({ times, amounts, campaigns, rows }) {
  const parts = new Parts(times.length);
  const left = rows.map((row) => row.face);
  for (let charge = 0; charge < times.length; charge++) {
    const time = times[charge];
    let open = amounts[charge];
    for (let at = 0; at < rows.length && open > 0; at++) {
      const row = rows[at];
      if (left[at] <= 0 || time < row.start || time >= row.end) continue;
      if (row.link !== FREE && row.link !== campaigns[charge]) continue;
      const part = Math.min(open, left[at]);
      left[at] -= part;
      open -= part;
      parts.add(charge, at, part);
    }
    if (open > 0) parts.add(charge, FREE, open);
  }
  return parts;
}

/** The engine's own algorithm: a list of credits per campaign that opens and empties as time goes on. */
function sameAlgorithm({ times, amounts, campaigns, rows }) {
  const parts = new Parts(times.length);
  const left = Float64Array.from(rows, (row) => row.face);
  const end = Float64Array.from(rows, (row) => row.end);
  const opening = rows.map((_, at) => at).sort((a, b) => rows[a].start - rows[b].start);
  const lists = Array.from({ length: CAMPAIGNS }, () => ({ ranks: [], head: 0 }));
  const enter = ({ ranks, head }, rank) => {
    let low = head;
    let high = ranks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ranks[middle] < rank) low = middle + 1;
      else high = middle;
    }
    ranks.splice(low, 0, rank);
  };
  let next = 0;
  for (let charge = 0; charge < times.length; charge++) {
    const time = times[charge];
    while (next < opening.length && rows[opening[next]].start <= time) {
      const rank = opening[next++];
      const { link } = rows[rank];
      if (link === FREE) for (const list of lists) enter(list, rank);
      else enter(lists[link], rank);
    }
    let open = amounts[charge];
    const list = lists[campaigns[charge]];
    for (let at = list.head; at < list.ranks.length && open > 0; at++) {
      const rank = list.ranks[at];
      if (left[rank] <= 0 || time >= end[rank]) {
        if (at === list.head) list.head++;
        continue;
      }
      const part = Math.min(open, left[rank]);
      left[rank] -= part;
      open -= part;
      parts.add(charge, rank, part);
    }
    if (open > 0) parts.add(charge, FREE, open);
  }
  return parts;
}

/** The walk with a decimal library, as those do who were bitten by floats; amounts are read as decimals before. */
function decimalWalk({ times, campaigns, rows }, { Big, amounts, faces }) {
  const parts = [];
  const left = [...faces];
  const zero = new Big(0);
  for (let charge = 0; charge < times.length; charge++) {
    const time = times[charge];
    let open = amounts[charge];
    for (let at = 0; at < rows.length && open.gt(zero); at++) {
      const row = rows[at];
      if (time < row.start || time >= row.end || !left[at].gt(zero)) continue;
      if (row.link !== FREE && row.link !== campaigns[charge]) continue;
      const part = open.lt(left[at]) ? open : left[at];
      left[at] = left[at].minus(part);
      open = open.minus(part);
      parts.push({ charge, payer: at, amount: part });
    }
    if (open.gt(zero)) parts.push({ charge, payer: FREE, amount: open });
  }
  return parts;
}

/** The answer as text, of columns or of decimals. */
function shown(parts) {
  const { length } = parts;
  const part = Array.isArray(parts)
    ? (at) => [parts[at].charge, parts[at].payer, Number(parts[at].amount.times(100).toFixed(0))]
    : (at) => [parts.charge[at], parts.payer[at], parts.micros[at] / CENT];
  let [hash, credit, cash] = [0, 0, 0];
  const add = (value) => {
    hash = Math.imul(hash ^ value, 16_777_619) >>> 0;
  };
  for (let at = 0; at < length; at++) {
    const [charge, payer, cents] = part(at);
    add(charge);
    add(payer);
    add(cents);
    if (payer === FREE) cash += cents;
    else credit += cents;
  }
  return `credit=${credit / 100} cash=${cash / 100} parts=${length} hash=${hash.toString(16)}`;
}

/** Puts the columns into the engine's memory. */
function lend(module, { times, amounts, campaigns, rows }) {
  module.draw_begin(times.length, rows.length, CAMPAIGNS);
  const wide = (at, values) =>
    new BigInt64Array(module.memory.buffer, module.draw_column(at), values.length).set(
      BigInt64Array.from(values, BigInt),
    );
  const narrow = (at, values) =>
    new Uint32Array(module.memory.buffer, module.draw_column(at), values.length).set(values);
  wide(0, times);
  wide(1, amounts);
  narrow(2, campaigns);
  wide(
    3,
    rows.map((row) => row.face),
  );
  wide(
    4,
    rows.map((row) => row.start),
  );
  wide(
    5,
    rows.map((row) => row.end),
  );
  narrow(
    6,
    rows.map((row) => row.link),
  );
  module.draw_take();
}

function answer(module) {
  const length = module.draw_answer();
  return new TextDecoder().decode(
    new Uint8Array(module.memory.buffer, module.draw_answer_at(), length).slice(),
  );
}

/** What was there before is collected, and nothing of it is still being swept by threads that count as the next way's. */
async function collected() {
  globalThis.gc?.();
  await new Promise((resolve) => setTimeout(resolve, 250));
}

export async function inDraw({ module, rows, rounds, report, note, goals }) {
  const compiled = new WebAssembly.Module(fs.readFileSync(module));
  const ours = await engine.startEngine(compiled);
  const Big = await import('big.js').then(
    (m) => m.default,
    () => null,
  );
  const warm = given(20_000, 200);
  // Every way the same, until the compilers of JavaScript and of the module are done with it.
  lend(ours, warm);
  for (let i = 0; i < 60; i++) {
    integerWalk(warm);
    sameAlgorithm(warm);
    ours.draw_run();
  }
  const input = given(rows, 200);
  const decimals = Big && {
    Big,
    amounts: Array.from(input.amounts, (micros) => new Big(micros).div(1_000_000)),
    faces: input.rows.map((row) => new Big(row.face).div(1_000_000)),
  };
  lend(ours, input);
  ours.draw_run();
  const taken = new Rounds(
    `Node ${process.version}, ${rows.toLocaleString('en')} charges × 200 credits, in memory`,
  );
  for (let round = 0; round < rounds; round++) {
    await collected();
    const own = timed(() => ours.draw_run());
    taken.add('this engine', own.milliseconds, answer(ours), own.cpu);
    const ways = [
      ['same algorithm in JavaScript', () => sameAlgorithm(input)],
      ['integer walk in JavaScript', () => integerWalk(input)],
    ];
    if (decimals && round === 0) {
      ways.push(['walk with big.js (once)', () => decimalWalk(input, decimals)]);
    }
    for (const [name, run] of ways) {
      await collected();
      const { milliseconds, result, cpu } = timed(run);
      taken.add(name, milliseconds, shown(result), cpu);
    }
  }
  report(taken);
  goals.push(
    goal(8, 'draw: × integer walk in JavaScript', 35, taken.times('integer walk')),
    goal(8, 'draw: × same algorithm in JavaScript', 5, taken.times('same algorithm')),
    goal(8, 'draw: × walk with big.js', 2000, taken.times('walk with big.js')),
  );
  const grown = [];
  for (const [charges, credits] of [
    [10_000, 20],
    [100_000, 200],
    [1_000_000, 200],
    [1_000_000, 2_000],
  ].filter(([n]) => n <= Math.max(rows, 100_000))) {
    lend(ours, given(charges, credits));
    const times = new Rounds('growth');
    for (let i = 0; i < Math.max(5, 300_000 / charges); i++) {
      const { milliseconds, cpu } = timed(() => ours.draw_run());
      times.add('charge', milliseconds, undefined, cpu);
    }
    const [least, cpu] = [times.least('charge'), times.leastCpu('charge')].map(
      (ms) => (ms * 1e6) / charges,
    );
    const work = `${charges.toLocaleString('en')} × ${credits.toLocaleString('en')}`;
    grown.push({ least, cpu, said: `${work}: ${least.toFixed(0)} / ${cpu.toFixed(0)} ns` });
  }
  const said = grown.map((g) => g.said).join(', ');
  note(
    `Time per charge as the work grows (charges × credits), by least / by the processor: ${said}.`,
  );
  const ratio = (key) =>
    Math.max(...grown.map((g) => g[key])) / Math.min(...grown.map((g) => g[key]));
  goals.push(
    goal(
      9,
      'time a charge, 10,000 × 20 to the most',
      1.3,
      { median: NaN, least: ratio('least'), cpu: ratio('cpu') },
      { atMost: true },
    ),
  );
}
