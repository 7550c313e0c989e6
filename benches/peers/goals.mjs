// The goals that the benchmarks measure, as rows of one table in docs/bench.md. A part that is measured anew replaces its own
// rows; the others stay as they were taken.
const number = (n) => (Number.isFinite(n) ? n.toFixed(n < 10 ? 2 : 1) : '–');

/** One goal: `values` are ratios by median, least and CPU; `atMost` where less is better. */
export function goal(row, what, wanted, values, { atMost = false } = {}) {
  if (!values) return null;
  const isReached = (value) => (atMost ? value <= wanted : value >= wanted);
  // The median tells of the day's other work as well, so it does not decide.
  const steady = [values.least, values.cpu].filter(Number.isFinite);
  const reached = steady.filter(isReached).length;
  const word = reached === steady.length ? 'reached' : reached ? 'in part' : '**missed**';
  const sign = atMost ? '≤' : '≥';
  return {
    key: `${row} ${what}`,
    cells: [
      String(row),
      what,
      `${sign} ${wanted}`,
      number(values.median),
      number(values.least),
      number(values.cpu),
      word,
    ],
  };
}

const HEAD = [
  '| row | measured | goal | by median | by least | by CPU | | rounds, load, day, commit |',
  '|---|---|---:|---:|---:|---:|---|---|',
];

/** The table of `kept` (Markdown) with these goals put in or replaced, in order of rows. */
export function table(kept, goals, taken) {
  const rows = new Map();
  for (const line of kept.split('\n')) {
    const cells = line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, ''));
    if (cells.length === 8 && /^\d+$/.test(cells[0])) rows.set(`${cells[0]} ${cells[1]}`, line);
  }
  for (const { key, cells } of goals) rows.set(key, `| ${[...cells, taken].join(' | ')} |`);
  const order = [...rows].sort(([a], [b]) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
  return [...HEAD, ...order.map(([, line]) => line)].join('\n');
}
