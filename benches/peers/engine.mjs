// Our engine as the benchmarks call it: the bare module of `benches/engine`, in Node and in browsers alike.

/** Pieces in which bytes go in. */
const PIECE = 1 << 18;

/** The module, started. What the page lends it is not called while reading, so nothing is lent. */
export async function startEngine(module) {
  const lent = new Proxy(
    {},
    {
      get: () => () => {
        throw new Error('the engine asked for something that a benchmark does not lend');
      },
    },
  );
  const imports = new Proxy({}, { get: () => lent });
  const needed = Object.fromEntries(
    WebAssembly.Module.imports(module).map(({ module: from }) => [from, imports[from]]),
  );
  const { exports } = await WebAssembly.instantiate(module, needed);
  return exports;
}

/** Hands pieces over as they come. */
function push(engine, bytes) {
  for (let at = 0; at < bytes.length; at += PIECE) {
    const piece = bytes.subarray(at, at + PIECE);
    const room = engine.job_room(PIECE);
    new Uint8Array(engine.memory.buffer, room, piece.length).set(piece);
    engine.job_push(piece.length);
  }
}

/** Reads what was handed over and adds up: typed rows and totals are kept in the engine. */
function settle(engine) {
  if (engine.job_records() === 0) throw new Error('no records');
  engine.job_add_up();
}

/** Job J over bytes in memory. */
export function runJob(engine, bytes) {
  engine.job_begin(bytes.length, false);
  push(engine, bytes);
  settle(engine);
}

/** Job J over a file, handed over as it comes. */
export async function runFile(engine, file) {
  engine.job_begin(file.size, false);
  const reader = file.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    push(engine, value);
  }
  settle(engine);
}

/** Job J over a string: encoded straight into the engine's memory, in slices. */
export function runText(engine, text) {
  const encoder = new TextEncoder();
  engine.job_begin(text.length, true);
  for (let at = 0; at < text.length; ) {
    const slice = text.slice(at, at + PIECE);
    const room = engine.job_room(3 * PIECE);
    const { read, written } = encoder.encodeInto(
      slice,
      new Uint8Array(engine.memory.buffer, room, 3 * PIECE),
    );
    // A slice that ends between two halves of a character leaves the first half for the next one.
    at += read;
    engine.job_push(written);
  }
  settle(engine);
}

/** The answer as text, for the comparison with the rivals; not part of what is timed. */
export function answer(engine) {
  const length = engine.job_answer();
  return new TextDecoder().decode(
    new Uint8Array(engine.memory.buffer, engine.job_answer_at(), length).slice(),
  );
}

/** The bare structure scan over bytes that are in the engine's memory; returns a function to time. */
export function bareScan(engine, bytes) {
  const at = engine.job_whole(bytes.length);
  new Uint8Array(engine.memory.buffer, at, bytes.length).set(bytes);
  return () => engine.job_structure();
}
