// Job J in DuckDB-WASM, in this process.
import { createRequire } from 'node:module';
import path from 'node:path';
import { answer, PER_CREDIT, TABLE, TOTALS } from './duckdb-sql.mjs';

/** Starts DuckDB in this process; returns its version and the job over bytes. */
export async function startDuckdb() {
  const require = createRequire(import.meta.url);
  const duckdb = require('@duckdb/duckdb-wasm/blocking');
  const dist = path.dirname(require.resolve('@duckdb/duckdb-wasm/dist/duckdb-eh.wasm'));
  const bundle = (kind) => ({ mainModule: `${dist}/duckdb-${kind}.wasm`, mainWorker: '' });
  const bundles = { mvp: bundle('mvp'), eh: bundle('eh') };
  const db = await duckdb.createDuckDB(bundles, new duckdb.VoidLogger(), duckdb.NODE_RUNTIME);
  await db.instantiate(() => {});
  const connection = db.connect();
  const version = connection.query('SELECT version() v').toArray()[0].v;
  const run = (bytes) => {
    db.registerFileBuffer('export.csv', bytes);
    connection.query(TABLE);
    const totals = connection.query(TOTALS);
    const perCredit = connection.query(PER_CREDIT);
    db.dropFile('export.csv');
    return { totals, perCredit };
  };
  return { version, run, answer: (done) => answer((sql) => connection.query(sql), done) };
}
