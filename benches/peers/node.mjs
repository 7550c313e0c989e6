// Rows 3, 4 and 9: the engine alone in Node, bytes in, beside DuckDB-WASM and the bare structure scan.
import fs from 'node:fs';
import * as engine from './engine.mjs';
import { writeExport } from './export.mjs';
import { shown } from './job.mjs';
import { rivals } from './rivals.mjs';
import { Rounds } from './rounds.mjs';

const timed = (run) => {
  const start = performance.now();
  const result = run();
  return [performance.now() - start, result];
};

export async function inNode({ module, rows, rounds, scratch, report, note }) {
  const compiled = new WebAssembly.Module(fs.readFileSync(module));
  const ours = await engine.startEngine(compiled);
  const bytesOf = (count) =>
    new Uint8Array(fs.readFileSync(writeExport(`${scratch}/export-${count}.csv`, count)));
  const bytes = bytesOf(rows),
    warm = bytesOf(10000);
  const scan = engine.bareScan(await engine.startEngine(compiled), bytes);
  const duckdb = await import('./duckdb.mjs').then(
    (m) => m.startDuckdb(),
    () => null,
  );
  const duckdbName = duckdb && `DuckDB-WASM (${duckdb.version}), table and two group-bys`;
  for (let i = 0; i < 5; i++) {
    engine.runJob(ours, warm);
    duckdb?.run(warm.slice());
    scan();
  }

  const taken = new Rounds(
    `Node ${process.version}, bytes in memory, ${rows.toLocaleString('en')} rows`,
  );
  const scans = new Rounds('bare scan');
  for (let round = 0; round < rounds; round++) {
    globalThis.gc?.();
    const [milliseconds] = timed(() => engine.runJob(ours, bytes));
    taken.add('this engine', milliseconds, engine.answer(ours));
    scans.add('scan', timed(scan)[0]);
    if (duckdb) {
      const copy = bytes.slice();
      const [time, result] = timed(() => duckdb.run(copy));
      taken.add(duckdbName, time, shown(duckdb.answer(result)));
    }
    for (const [name, run] of Object.entries(rivals)) {
      const [time, job] = timed(() => run(new TextDecoder().decode(bytes)));
      taken.add(name, time, shown(job.answer()));
    }
  }
  report(taken);
  const share = scans.median('scan') / taken.median('this engine');
  note(
    `Bare structure scan of the same bytes: ${scans.median('scan').toFixed(1)} ms, so the engine reaches ${share.toFixed(2)} of its speed.`,
  );

  const growth = [];
  for (const count of [10_000, 100_000, 1_000_000].filter((n) => n <= Math.max(rows, 100_000))) {
    const text = bytesOf(count),
      times = [];
    for (let i = 0; i < Math.max(5, 500_000 / count); i++)
      times.push(timed(() => engine.runJob(ours, text))[0]);
    growth.push([count, (times.sort((a, b) => a - b)[times.length >> 1] * 1e6) / count]);
  }
  note(
    `Time per row as the file grows: ${growth.map(([n, t]) => `${n.toLocaleString('en')} rows ${t.toFixed(0)} ns`).join(', ')}.`,
  );
}
