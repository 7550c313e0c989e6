// The page in which Chromium takes the measurements; bundled by `chromium.mjs`.
import * as engine from './engine.mjs';
import { shown } from './job.mjs';
import { rivals } from './rivals.mjs';

const state = { file: null, text: null, engine: null };

/** Names of the measurements that start from a file, then of those that start from a string. */
const fromFile = {
  'this engine': async () => {
    await engine.runFile(state.engine, state.file);
    return () => engine.answer(state.engine);
  },
};
const fromText = {
  'this engine': async () => {
    engine.runText(state.engine, state.text);
    return () => engine.answer(state.engine);
  },
};
for (const [name, run] of Object.entries(rivals)) {
  // A rival takes a string: decoding the file is part of its work.
  fromFile[name] = async () => {
    const job = run(await state.file.text());
    return () => shown(job.answer());
  };
  fromText[name] = async () => {
    const job = run(state.text);
    return () => shown(job.answer());
  };
}

globalThis.peers = {
  async start(address) {
    const bytes = await (await fetch(address)).arrayBuffer();
    state.engine = await engine.startEngine(await WebAssembly.compile(bytes));
  },
  async load(address, { isText, isOneByte }) {
    const blob = await (await fetch(address)).blob();
    state.file = new File([blob], 'export.csv');
    // Concatenation and `replace` leave ropes and slices behind; what a paste hands over is flat.
    state.text = isText ? await state.file.text() : null;
    if (isOneByte && state.text && /[^\u0000-\u00ff]/.test(state.text))
      throw new Error('not one byte wide');
  },
  names: (from) => Object.keys(from === 'file' ? fromFile : fromText),
  async measure(from, name) {
    globalThis.gc?.();
    const start = performance.now();
    const answer = await (from === 'file' ? fromFile : fromText)[name]();
    const milliseconds = performance.now() - start;
    return { milliseconds, answer: answer() };
  },
};
