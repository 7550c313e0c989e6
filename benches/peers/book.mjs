// Row 7: a workbook of 100,000 rows, bytes in, typed rows and totals out, by whoever reads workbooks.
import { read, utils } from 'xlsx';
import { tuned } from './job.mjs';

/** The whole workbook into calamine's memory, and read. */
function whole(calamine, bytes, way) {
  const room = calamine.book_room(bytes.length);
  new Uint8Array(calamine.memory.buffer, room, bytes.length).set(bytes);
  if (calamine.book_read(way) === 0) throw new Error('the workbook was not read');
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
