// Row 7: a workbook of 100,000 rows, bytes in, typed rows and totals out, by whoever reads workbooks.
import { read, utils } from 'xlsx';
import { tuned } from './job.mjs';

/** The whole workbook into a module's memory; returns how many rows it read. */
function whole(engine, bytes, way) {
  const room = engine.book_room(bytes.length);
  new Uint8Array(engine.memory.buffer, room, bytes.length).set(bytes);
  const count = engine.book_read(way);
  if (count === 0) throw new Error('the workbook was not read');
}

export function runBook(engine, bytes) {
  whole(engine, bytes);
  engine.job_add_up();
}

/** calamine by `worksheet_range`, as its examples do. */
export const calamineRange = (calamine, bytes) => whole(calamine, bytes, 0);
/** calamine cell by cell, texts borrowed: its fastest way. */
export const calamineCells = (calamine, bytes) => whole(calamine, bytes, 1);

/** SheetJS in its fastest mode, rows as arrays, then job J tuned by hand. */
export function sheetJs(bytes) {
  const job = tuned();
  const book = read(bytes, { type: 'array', dense: true });
  const rows = utils.sheet_to_json(book.Sheets[book.SheetNames[0]], { header: 1, raw: true });
  for (let row = 1; row < rows.length; row++) job.cells(rows[row]);
  return job;
}
