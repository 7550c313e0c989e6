// Job J in DuckDB-WASM: a table with DECIMAL amounts, then two group-bys.
import { createRequire } from 'node:module';
import path from 'node:path';
import { HEADER } from './header.mjs';

const KIND = { 'Transaction time': 'TIMESTAMP' };
const COLUMNS = HEADER.map((name) => `'${name}':'${KIND[name] ?? 'VARCHAR'}'`).join(',');
const TABLE = `CREATE OR REPLACE TABLE t AS SELECT * REPLACE (CAST(replace("Amount", ',', '') AS DECIMAL(18,6)) AS "Amount")
  FROM read_csv('export.csv', header=true, delim=',', quote='"', escape='"', auto_detect=false, columns={${COLUMNS}})`;
const PAID = `"Status"='Success' AND "Funding source"='Ad credit' AND "Transaction type" IN`;
const TOTALS = `SELECT "Ad credit name" c, "Campaign ID" k, CAST(CAST("Transaction time" AS DATE) AS VARCHAR) d, "Currency" u,
  CAST(SUM("Amount") AS VARCHAR) s, CAST(COUNT(*) AS INTEGER) n FROM t WHERE ${PAID} ('Ad spend','Refund') GROUP BY 1,2,3,4`;
const PER_CREDIT = `SELECT "Ad credit name", "Currency",
  SUM(CASE WHEN "Transaction type"<>'Ad Credit' THEN "Amount" ELSE 0 END) AS spent_sum,
  SUM(CASE WHEN "Transaction type"='Ad Credit' THEN "Amount" ELSE 0 END) AS granted_sum
  FROM t WHERE ${PAID} ('Ad spend','Refund','Ad Credit') GROUP BY 1,2`;

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
  const answer = ({ totals, perCredit }) => {
    const one = (sql) => connection.query(sql).toArray()[0];
    const sums = one(
      `SELECT CAST(SUM(spent_sum) AS VARCHAR) s, CAST(SUM(granted_sum) AS VARCHAR) g FROM (${PER_CREDIT})`,
    );
    return {
      rows: one('SELECT CAST(COUNT(*) AS INTEGER) n FROM t').n,
      bad: 0,
      credits: perCredit.numRows,
      spent: sums.s,
      granted: sums.g,
      totals: totals.toArray().map((t) => [t.c ?? '', t.k ?? '', t.d, t.u, t.s, t.n]),
    };
  };
  return { version, run, answer };
}
