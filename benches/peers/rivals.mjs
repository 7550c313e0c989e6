// Job J by the libraries a user would otherwise take: from text, to rows, to totals.
import Papa from 'papaparse';
import { inferSchema, initParser } from 'udsv';
import { tuned, typical } from './job.mjs';

/** Name → the job over a whole text; returns what `shown` prints. */
export const rivals = {
  'PapaParse header:true, big.js, Date'(text) {
    const job = typical();
    for (const row of Papa.parse(text, { header: true, skipEmptyLines: true }).data)
      job.object(row);
    return job;
  },
  'uDSV row callback, tuned, rows not kept'(text) {
    const job = tuned();
    initParser(inferSchema(text)).stringArrs(text, (row) => {
      job.cells(row);
    });
    return job;
  },
  'uDSV rows kept, tuned'(text) {
    const job = tuned();
    for (const row of initParser(inferSchema(text)).stringArrs(text)) job.cells(row);
    return job;
  },
};
