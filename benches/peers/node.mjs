// Rows 3, 4, 7 and 9: the engine alone in Node, bytes in, beside DuckDB-WASM, the bare structure scan and readers of workbooks.
import fs from 'node:fs';
import * as book from './book.mjs';
import * as engine from './engine.mjs';
import { writeExport } from './export.mjs';
import { goal } from './goals.mjs';
import { shown } from './job.mjs';
import { rivals } from './rivals.mjs';
import { Rounds, timed } from './rounds.mjs';
import { writeWorkbook } from './workbook.mjs';

/** Rows and rounds of one comparison, as titles say it. */
const many = (n) => n.toLocaleString('en');

export async function inNode({ module, rows, rounds, scratch, report, note, goals }) {
  const compiled = new WebAssembly.Module(fs.readFileSync(module));
  const ours = await engine.startEngine(compiled);
  const bytesOf = (count) =>
    new Uint8Array(fs.readFileSync(writeExport(`${scratch}/export-${count}.csv`, count)));
  const bytes = bytesOf(rows),
    warm = bytesOf(10000);
  const scan = engine.bareScan(await engine.startEngine(compiled), bytes);
  const { startDuckdb } = await import('./duckdb.mjs');
  const duckdb = await startDuckdb();
  const duckdbName = `DuckDB-WASM (${duckdb.version}), table and two group-bys`;
  for (let i = 0; i < 5; i++) {
    engine.runJob(ours, warm);
    duckdb.run(warm.slice());
    scan();
  }

  const taken = new Rounds(`Node ${process.version}, bytes in memory, ${many(rows)} rows`);
  const scans = new Rounds('bare scan');
  for (let round = 0; round < rounds; round++) {
    globalThis.gc?.();
    const own = timed(() => engine.runJob(ours, bytes));
    taken.add('this engine', own.milliseconds, engine.answer(ours), own.cpu);
    const bare = timed(scan);
    scans.add('scan', bare.milliseconds, undefined, bare.cpu);
    const copy = bytes.slice();
    const theirs = timed(() => duckdb.run(copy));
    taken.add(
      duckdbName,
      theirs.milliseconds,
      shown(await duckdb.answer(theirs.result)),
      theirs.cpu,
    );
    for (const [name, run] of Object.entries(rivals)) {
      const { milliseconds, result, cpu } = timed(() => run(new TextDecoder().decode(bytes)));
      taken.add(name, milliseconds, shown(result.answer()), cpu);
    }
  }
  report(taken);
  goals.push(goal(3, 'bytes, Node: × DuckDB-WASM', 12, taken.times('DuckDB')));
  const share = (of) => of.call(scans, 'scan') / of.call(taken, 'this engine');
  const shares = {
    median: share(scans.median),
    least: share(scans.least),
    cpu: share(scans.leastCpu),
  };
  note(
    `Bare structure scan of the same bytes: least ${scans.least('scan').toFixed(1)} ms, ${scans.leastCpu('scan').toFixed(1)} of the processor; the engine reaches ${shares.least.toFixed(2)} and ${shares.cpu.toFixed(2)} of its speed.`,
  );
  goals.push(goal(4, 'share of the speed of a bare scan', 0.5, shares));

  const growth = [];
  for (const count of [10_000, 100_000, 1_000_000].filter((n) => n <= Math.max(rows, 100_000))) {
    const text = bytesOf(count);
    const times = new Rounds('growth');
    for (let i = 0; i < Math.max(7, 1_000_000 / count); i++) {
      const { milliseconds, cpu } = timed(() => engine.runJob(ours, text));
      times.add('row', milliseconds, undefined, cpu);
    }
    const each = (of) => (of.call(times, 'row') * 1e6) / count;
    growth.push({
      count,
      median: each(times.median),
      least: each(times.least),
      cpu: each(times.leastCpu),
    });
  }
  const told = growth.map(
    ({ count, median, least, cpu }) =>
      `${many(count)} rows ${median.toFixed(0)} / ${least.toFixed(0)} / ${cpu.toFixed(0)} ns`,
  );
  note(
    `Time per row as the file grows, by median / by least / by the processor: ${told.join(', ')}.`,
  );
  const ratio = (key) =>
    Math.max(...growth.map((g) => g[key])) / Math.min(...growth.map((g) => g[key]));
  const ratios = { median: ratio('median'), least: ratio('least'), cpu: ratio('cpu') };
  goals.push(
    goal(9, `time a row, 10,000 to ${many(growth.at(-1).count)} rows`, 1.3, ratios, {
      atMost: true,
    }),
  );
}

export async function booksInNode({ module, calamine, bookRows, rounds, scratch, report, goals }) {
  const start = (file) => engine.startEngine(new WebAssembly.Module(fs.readFileSync(file)));
  const [ours, theirs] = [await start(module), await start(calamine)];
  const bytesOf = (count) =>
    new Uint8Array(fs.readFileSync(writeWorkbook(`${scratch}/export-${count}.xlsx`, count)));
  const [bytes, warm] = [bytesOf(bookRows), bytesOf(10_000)];
  const ways = {
    'this engine': [(b) => engine.runJob(ours, b), () => engine.answer(ours)],
    'calamine in wasm, worksheet_range': [
      (b) => book.calamineRange(theirs, b),
      () => engine.answer(theirs),
    ],
    'calamine in wasm, cell by cell': [
      (b) => book.calamineCells(theirs, b),
      () => engine.answer(theirs),
    ],
    'SheetJS dense, rows as arrays, tuned': [book.sheetJs, (job) => shown(job.answer())],
  };
  const taken = new Rounds(`Node ${process.version}, workbook in memory, ${many(bookRows)} rows`);
  for (let i = 0; i < 3; i++) for (const [run] of Object.values(ways)) run(warm);
  for (let round = 0; round < rounds; round++) {
    for (const [name, [run, answer]] of Object.entries(ways)) {
      globalThis.gc?.();
      const { milliseconds, result, cpu } = timed(() => run(bytes));
      taken.add(name, milliseconds, answer(result), cpu);
    }
  }
  report(taken);
  goals.push(
    goal(7, 'workbook, Node: × SheetJS', 22, taken.times('SheetJS')),
    goal(
      7,
      'workbook, Node: × calamine in wasm, worksheet_range',
      4.5,
      taken.times('calamine in wasm, work'),
    ),
    goal(
      7,
      'workbook, Node: × calamine in wasm, cell by cell',
      4.5,
      taken.times('calamine in wasm, cell'),
    ),
  );
}
