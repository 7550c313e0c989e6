//! The fast road: delimited UTF-8 bytes → records, a column at a time, without a string a cell.
//!
//! In: a [`Layout`] that was assumed from a sample, bytes in pieces of any size, and a [`CellReader`],
//! which is the tolerant way to read a cell or a row. Out: the same [`Records`] that the tolerant road
//! makes of the same bytes, or a [`Contradiction`], after which the whole text goes the tolerant road.
//!
//! Every cell is verified: what is not exactly in the layout is handed to the reader, as a cell or as a
//! whole row. Knows nothing of exports, headers or totals.
//!
//! Subtle: rows are read in stretches. A stretch is a run of rows with the expected number of cells and
//! no line break inside a cell; within it each column is read in one loop, which is what makes it fast.
//! A row that any column calls odd splits the stretch when it is appended, so records keep their order.

mod figures;
mod memo;
mod stretch;

use super::exports::Field;
use super::records::{Records, RecordsBuilder, Value};
use super::scan::Scan;
pub use figures::{Marks, PAD};
use memo::Memo;
use std::borrow::Cow;
use stretch::{Stretch, StretchColumn};

/// Bytes scanned before their rows are read: text and offsets stay in the nearest memory.
const STEP: usize = 32 * 1024;
/// A row longer than this is no row of an export.
const ROW_MAX: usize = 1024 * 1024;

/// How the text is written, as far as a sample showed; verified on every cell.
#[derive(Clone, Debug)]
pub struct Layout {
    pub delimiter: u8,
    /// Whether quotes enclose cells; if not, a quote contradicts.
    pub is_quoted: bool,
    /// Whether rows end with carriage return and line feed.
    pub has_carriage_returns: bool,
    /// Lines before the first row of data, header included.
    pub skipped_lines: u32,
    pub columns: Vec<Way>,
}

/// How one column is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// Not a field we know: verified to be text, not kept.
    Skip,
    Money(Field, Marks),
    Time(Field),
    /// Ids of which no two are expected to be equal (`records::is_unique`).
    Unique(Field),
    /// Everything else, by the reader, once per distinct cell. A cell may yield several fields.
    Repeating(Vec<Field>),
}

/// The tolerant way, by the same plan that the layout was made from.
pub trait CellReader {
    /// Reads one cell, quotes taken off. Gives each value to `put`; `false` when only the row as a whole
    /// can decide: no such value, a label, a total. The answer depends on nothing but the two arguments.
    fn cell(
        &mut self,
        column: usize,
        cell: &str,
        put: &mut dyn FnMut(Field, Value<'_>) -> bool,
    ) -> bool;

    /// Reads a row that is not as expected: appends a record, or keeps a problem, or ignores it.
    fn row(&mut self, cells: &[Cow<'_, str>], line: u32, records: &mut RecordsBuilder);
}

/// The text is not what the sample promised; where, for the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contradiction {
    /// A quote where none may stand.
    Quote,
    /// Bytes that are no UTF-8.
    Encoding,
    /// A row without end.
    RowLength,
    /// A line break of another kind above the data: lines would be counted differently.
    LineBreak,
    /// The reader of cells found what the layout does not allow for.
    Cells,
}

/// A reading under way.
pub struct FastRoad<R> {
    layout: Layout,
    reader: R,
    records: RecordsBuilder,
    lines_to_skip: u32,
    line: u32,
    scan: Scan,
    columns: Vec<StretchColumn>,
    memos: Vec<Memo>,
    /// Whether neighbours have been judged ([`memo::joined`]).
    is_tuned: bool,
    odd_rows: Vec<bool>,
    /// Bytes of text, where known beforehand.
    expected_bytes: u64,
}

impl<R: CellReader> FastRoad<R> {
    /// `expected_bytes` is the size of the text where it is known: room is made for its rows at once.
    pub fn new(layout: Layout, reader: R, records: RecordsBuilder, expected_bytes: u64) -> Self {
        let (mut columns, mut memos) = (vec![], vec![]);
        for (index, way) in layout.columns.iter().enumerate() {
            match way {
                Way::Repeating(fields) => memos.push(Memo::new(index, 1, 8, fields)),
                way => columns.push(StretchColumn::new(index, way)),
            }
        }
        FastRoad {
            lines_to_skip: layout.skipped_lines,
            line: layout.skipped_lines + 1,
            layout,
            reader,
            records,
            scan: Scan::default(),
            columns,
            memos,
            is_tuned: false,
            odd_rows: vec![],
            expected_bytes,
        }
    }

    /// Reads the whole rows of `text` from `start`, where a row begins, to `end`, without copying them;
    /// where the first row begins that is not whole. Cells with fewer than [`PAD`] bytes around them in
    /// `text` are read by the reader.
    pub fn read_in_place(
        &mut self,
        text: &[u8],
        start: usize,
        end: usize,
    ) -> Result<usize, Contradiction> {
        let read_to = self.read_rows(text, start, end)?;
        if end - read_to > ROW_MAX { Err(Contradiction::RowLength) } else { Ok(read_to) }
    }

    /// Reads the last row, with or without its line break: what is left of the text, moved to where it has room.
    pub fn finish(mut self, rest: &[u8]) -> Result<(Records, R), Contradiction> {
        if self.lines_to_skip == 0 && !rest.is_empty() {
            let ending: &[u8] = match (self.layout.has_carriage_returns, rest.last()) {
                (_, Some(b'\n')) => b"",
                (true, Some(&last)) if last != b'\r' => b"\r\n",
                _ => b"\n",
            };
            let text = [&[0; PAD], rest, ending, &[0; PAD]].concat();
            let end = text.len() - PAD;
            if self.read_rows(&text, PAD, end)? < end {
                // What is left now stands inside quotes that nobody closed.
                return Err(Contradiction::Quote);
            }
        }
        Ok((self.records.finish(), self.reader))
    }

    /// Whether a byte below a line feed was read: a tab, a zero, or what no text has.
    pub fn has_low(&self) -> bool {
        self.scan.has_low
    }

    pub fn reader(&self) -> &R {
        &self.reader
    }

    /// Records so far.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Separators a row.
    fn stride(&self) -> usize {
        self.layout.columns.len() + usize::from(self.layout.has_carriage_returns)
    }

    /// Reads every whole row of `text` from `start` to `filled` and says where the first row begins that is not whole.
    fn read_rows(
        &mut self,
        text: &[u8],
        start: usize,
        filled: usize,
    ) -> Result<usize, Contradiction> {
        let mut at = self.skip_lines(text, start, filled)?;
        if self.lines_to_skip > 0 {
            return Ok(at);
        }
        self.scan.restart(at);
        // Line breaks that the rows read so far account for.
        let mut breaks = 0;
        while at < filled {
            // The first step is larger: it is the sample from which neighbours are judged.
            let step = if self.is_tuned { STEP } else { 8 * STEP };
            let end = filled.min(at + step);
            let bytes = text.get(at..end).unwrap_or_default();
            self.scan.scan(bytes, at, self.layout.delimiter);
            at = end;
            if !self.scan.is_sound() || (!self.layout.is_quoted && bytes.contains(&b'"')) {
                return Err(Contradiction::Quote);
            }
            let mut scan = std::mem::take(&mut self.scan);
            let cells = self.read_scanned(text, at, &scan, &mut breaks);
            scan.forget(cells?);
            self.scan = scan;
        }
        Ok(self.scan.starts().first().map_or(at, |&start| start as usize))
    }

    /// Passes the lines above the data. Counts line feeds, whatever encloses them, as lines are counted.
    fn skip_lines(
        &mut self,
        text: &[u8],
        start: usize,
        filled: usize,
    ) -> Result<usize, Contradiction> {
        let mut at = start;
        while self.lines_to_skip > 0 {
            let rest = text.get(at..filled).unwrap_or_default();
            let Some(feed) = memchr::memchr(b'\n', rest) else { break };
            let line = rest.get(..feed).unwrap_or_default();
            if memchr::memchr(b'\r', line).is_some_and(|carriage| carriage + 1 != feed) {
                return Err(Contradiction::LineBreak);
            }
            at += feed + 1;
            self.lines_to_skip -= 1;
        }
        Ok(at)
    }

    /// Reads the whole rows among the cells scanned so far, up to byte `end`; how many cells that were.
    /// `breaks` counts the line breaks of the rows read.
    fn read_scanned(
        &mut self,
        text: &[u8],
        end: usize,
        scan: &Scan,
        breaks: &mut u64,
    ) -> Result<usize, Contradiction> {
        let (starts, stride) = (scan.starts(), self.stride());
        let rows = starts.len().saturating_sub(1) / stride;
        let breaks_a_row = 1 + u64::from(self.layout.has_carriage_returns);
        // As many line breaks as rows end with, each where a row ends: there is none elsewhere.
        let is_regular = *breaks + rows as u64 * breaks_a_row == scan.line_breaks
            && (1..=rows).all(|row| self.ends_row(text, starts, row * stride));
        if is_regular {
            *breaks = scan.line_breaks;
            let starts = starts.get(..=rows * stride).unwrap_or_default();
            self.read_stretch(Stretch { text, starts, stride, rows, line: self.line })?;
            self.line += rows as u32;
            return Ok(rows * stride);
        }
        let cells = self.read_row_by_row(text, end, starts)?;
        let rest = starts.get(cells).and_then(|&start| text.get(start as usize..end));
        let is_break = |byte: &&u8| matches!(byte, b'\n' | b'\r');
        *breaks =
            scan.line_breaks - rest.unwrap_or_default().iter().filter(is_break).count() as u64;
        Ok(cells)
    }

    /// The same where rows differ: those as expected in stretches, the others one by one by the reader.
    fn read_row_by_row(
        &mut self,
        text: &[u8],
        end: usize,
        starts: &[u32],
    ) -> Result<usize, Contradiction> {
        let stride = self.stride();
        let (mut first, mut rows) = (0, 0);
        while let Some(row) =
            next_row(text, end, starts, first + rows * stride, self.layout.delimiter)
        {
            let is_expected = row.cells == self.layout.columns.len()
                && row.next - row.first == stride
                && row.line_count == 1
                && self.ends_row(text, starts, row.next);
            if is_expected {
                rows += 1;
                continue;
            }
            self.read_some(text, starts, first, rows)?;
            self.read_odd_row(text, starts.get(row.first..=row.first + row.cells), self.line)?;
            self.line += row.line_count;
            (first, rows) = (row.next, 0);
        }
        self.read_some(text, starts, first, rows)?;
        Ok(first + rows * stride)
    }

    fn read_some(
        &mut self,
        text: &[u8],
        starts: &[u32],
        first: usize,
        rows: usize,
    ) -> Result<(), Contradiction> {
        let stride = self.stride();
        let starts = starts.get(first..=first + rows * stride).unwrap_or_default();
        self.read_stretch(Stretch { text, starts, stride, rows, line: self.line })?;
        self.line += rows as u32;
        Ok(())
    }

    /// Hands one row to the reader.
    fn read_odd_row(
        &mut self,
        text: &[u8],
        starts: Option<&[u32]>,
        line: u32,
    ) -> Result<(), Contradiction> {
        let mut cells = vec![];
        for cell in starts.unwrap_or_default().windows(2) {
            let [start, next] = *cell else { continue };
            let raw = text.get(start as usize..next as usize - 1).unwrap_or_default();
            cells.push(unquoted(std::str::from_utf8(raw).map_err(|_| Contradiction::Encoding)?));
        }
        self.reader.row(&cells, line, &mut self.records);
        Ok(())
    }

    /// Whether the separator before cell `cell` ends a row as the layout says.
    #[inline(always)]
    fn ends_row(&self, text: &[u8], starts: &[u32], cell: usize) -> bool {
        let start = starts.get(cell).map_or(0, |&s| s as usize);
        let ending = text.get(..start).and_then(|head| head.last_chunk::<2>());
        match ending {
            Some([b'\r', b'\n']) => {
                self.layout.has_carriage_returns && cell_len(starts, cell - 1) == 0
            }
            Some([_, b'\n']) => !self.layout.has_carriage_returns,
            _ => false,
        }
    }
}

/// A row as its separators show it.
struct Row {
    first: usize,
    cells: usize,
    /// First cell of the row behind.
    next: usize,
    line_count: u32,
}

/// The row that begins with cell `first`, if its end is among the `starts` of the text up to `end`.
fn next_row(text: &[u8], end: usize, starts: &[u32], first: usize, delimiter: u8) -> Option<Row> {
    let start_of = |cell: usize| starts.get(cell).map(|&s| s as usize);
    let mut cell = first;
    let next = loop {
        let behind = start_of(cell + 1)?;
        match *text.get(behind - 1)? {
            byte if byte == delimiter => cell += 1,
            b'\r' if behind >= end => return None,
            b'\r' if text.get(behind) == Some(&b'\n') => {
                start_of(cell + 2)?;
                break cell + 2;
            }
            _ => break cell + 1,
        }
    };
    let bytes = text.get(start_of(first)?..start_of(next)?)?;
    Some(Row { first, cells: cell + 1 - first, next, line_count: count_lines(bytes) })
}

/// Line ends in `bytes`: carriage return and line feed together are one.
fn count_lines(bytes: &[u8]) -> u32 {
    let feeds = bytes.iter().filter(|&&b| b == b'\n').count();
    let carriages = bytes.iter().filter(|&&b| b == b'\r').count();
    let pairs = bytes.windows(2).filter(|&w| w == b"\r\n").count();
    (feeds + carriages - pairs) as u32
}

/// Bytes of a cell.
fn cell_len(starts: &[u32], cell: usize) -> usize {
    let at = |cell: usize| starts.get(cell).copied().unwrap_or_default() as usize;
    at(cell + 1).saturating_sub(at(cell) + 1)
}

/// The text of a cell without the quotes around it and with doubled quotes made single.
pub(super) fn unquoted(raw: &str) -> Cow<'_, str> {
    let inner = raw.strip_prefix('"').map(|rest| rest.strip_suffix('"').unwrap_or(rest));
    match inner {
        None => Cow::Borrowed(raw),
        Some(inner) if inner.contains('"') => Cow::Owned(inner.replace("\"\"", "\"")),
        Some(inner) => Cow::Borrowed(inner),
    }
}

#[cfg(test)]
mod tests;
