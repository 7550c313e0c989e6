// Job J in DuckDB-WASM in a page, as its documentation has it: in a worker, reading the file itself.
import * as duckdb from '@duckdb/duckdb-wasm';
import { answer, PER_CREDIT, TABLE, TOTALS } from './duckdb-sql.mjs';

export async function startDuckdb({ worker, module }) {
  const db = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), new Worker(worker));
  await db.instantiate(module);
  const connection = await db.connect();
  const run = async (file) => {
    await db.registerFileHandle(
      'export.csv',
      file,
      duckdb.DuckDBDataProtocol.BROWSER_FILEREADER,
      true,
    );
    await connection.query(TABLE);
    const done = {
      totals: await connection.query(TOTALS),
      perCredit: await connection.query(PER_CREDIT),
    };
    await db.dropFile('export.csv');
    return done;
  };
  return { run, answer: (done) => answer((sql) => connection.query(sql), done) };
}
