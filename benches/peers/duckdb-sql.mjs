// Job J in DuckDB's SQL: a table with DECIMAL amounts, then two group-bys; in Node and in a page alike.
import { HEADER } from './header.mjs';

const KIND = { 'Transaction time': 'TIMESTAMP' };
const COLUMNS = HEADER.map((name) => `'${name}':'${KIND[name] ?? 'VARCHAR'}'`).join(',');
export const TABLE = `CREATE OR REPLACE TABLE t AS SELECT * REPLACE (CAST(replace("Amount", ',', '') AS DECIMAL(18,6)) AS "Amount")
  FROM read_csv('export.csv', header=true, delim=',', quote='"', escape='"', auto_detect=false, columns={${COLUMNS}})`;
const PAID = `"Status"='Success' AND "Funding source"='Ad credit' AND "Transaction type" IN`;
export const TOTALS = `SELECT "Ad credit name" c, "Campaign ID" k, CAST(CAST("Transaction time" AS DATE) AS VARCHAR) d, "Currency" u,
  CAST(SUM("Amount") AS VARCHAR) s, CAST(COUNT(*) AS INTEGER) n FROM t WHERE ${PAID} ('Ad spend','Refund') GROUP BY 1,2,3,4`;
export const PER_CREDIT = `SELECT "Ad credit name", "Currency",
  SUM(CASE WHEN "Transaction type"<>'Ad Credit' THEN "Amount" ELSE 0 END) AS spent_sum,
  SUM(CASE WHEN "Transaction type"='Ad Credit' THEN "Amount" ELSE 0 END) AS granted_sum
  FROM t WHERE ${PAID} ('Ad spend','Refund','Ad Credit') GROUP BY 1,2`;

const SUMS = `SELECT CAST(SUM(spent_sum) AS VARCHAR) s, CAST(SUM(granted_sum) AS VARCHAR) g FROM (${PER_CREDIT})`;

/** What `shown` prints; `query` may answer at once or later. */
export async function answer(query, { totals, perCredit }) {
  const one = async (sql) => (await query(sql)).toArray()[0];
  const sums = await one(SUMS);
  return {
    rows: (await one('SELECT CAST(COUNT(*) AS INTEGER) n FROM t')).n,
    bad: 0,
    credits: perCredit.numRows,
    spent: sums.s,
    granted: sums.g,
    totals: totals.toArray().map((t) => [t.c ?? '', t.k ?? '', t.d, t.u, t.s, t.n]),
  };
}
