// The page in which Chromium takes the measurements; bundled by `chromium.mjs`.
import * as book from './book.mjs';
import { startDuckdb } from './duckdb-page.mjs';
import * as engine from './engine.mjs';
import { shown } from './job.mjs';
import { rivals } from './rivals.mjs';

const state = {};
const bytes = async () => new Uint8Array(await state.file.arrayBuffer());

/** Measurements by what they start from; each returns what says the answer. */
const ways = { file: {}, text: {}, book: {} };
ways.file['this engine'] = async () => {
  await engine.runFile(state.engine, state.file);
  return () => engine.answer(state.engine);
};
ways.text['this engine'] = async () => {
  engine.runText(state.engine, state.text);
  return () => engine.answer(state.engine);
};
for (const [name, run] of Object.entries(rivals)) {
  // A rival takes a string: decoding the file is part of its work.
  ways.file[name] = async () => {
    const job = run(await state.file.text());
    return () => shown(job.answer());
  };
  ways.text[name] = async () => {
    const job = run(state.text);
    return () => shown(job.answer());
  };
}
ways.file['DuckDB-WASM in a worker'] = async () => {
  const done = await state.duckdb.run(state.file);
  return async () => shown(await state.duckdb.answer(done));
};
ways.book['this engine'] = async () => {
  await engine.runFile(state.engine, state.file);
  return () => engine.answer(state.engine);
};
for (const [name, run] of [
  ['worksheet_range', book.calamineRange],
  ['cell by cell', book.calamineCells],
]) {
  ways.book[`calamine in wasm, ${name}`] = async () => {
    run(state.calamine, await bytes());
    return () => engine.answer(state.calamine);
  };
}
ways.book['SheetJS dense, rows as arrays, tuned'] = async () => {
  const job = book.sheetJs(await bytes());
  return () => shown(job.answer());
};

const compiled = async (address) => WebAssembly.compile(await (await fetch(address)).arrayBuffer());

globalThis.peers = {
  /** Starts what these measurements need, and nothing else: memory is measured too. */
  async start(names) {
    const needs = (word) => names.some((name) => name.includes(word));
    if (needs('this engine'))
      state.engine = await engine.startEngine(await compiled('/engine.wasm'));
    if (needs('calamine'))
      state.calamine = await engine.startEngine(await compiled('/calamine.wasm'));
    if (needs('DuckDB'))
      state.duckdb = await startDuckdb({
        worker: new URL('/duckdb.worker.js', location.href).href,
        module: new URL('/duckdb.wasm', location.href).href,
      });
  },
  /** The file that the user chose; with `isText`, what a paste of it hands over. */
  async take({ isText, isOneByte }) {
    state.file = document.querySelector('input').files[0];
    // Concatenation and `replace` leave ropes and slices behind; what a paste hands over is flat.
    state.text = isText ? await state.file.text() : null;
    if (isOneByte && state.text && /[^\u0000-\u00ff]/.test(state.text))
      throw new Error('not one byte wide');
  },
  names: (from) => Object.keys(ways[from]),
  collect: () => globalThis.gc?.(),
  async measure(from, name) {
    const start = performance.now();
    state.answer = await ways[from][name]();
    return performance.now() - start;
  },
  answer: async () => {
    const text = await state.answer();
    state.answer = null;
    return text;
  },
};
