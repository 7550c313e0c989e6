//! A stretch of rows that are all as expected, read a column at a time and appended to the records.

use super::figures::{Days, is_digits, money};
use super::memo::{self, Memo};
use super::{CellReader, Contradiction, FastRoad, Way, unquoted};
use crate::ingest::exports::Field;
use crate::ingest::records::{ABSENT, Column, Value, pack_time};
use crate::text::{Name, Names};
use std::ops::Range;

/// Ids have half as many digits (R30).
const ID_BYTES_MAX: usize = 40;

/// Rows of one stretch: the starts of all their cells and of the cell behind the last.
#[derive(Clone, Copy)]
pub struct Stretch<'t> {
    pub text: &'t [u8],
    pub starts: &'t [u32],
    /// Separators a row.
    pub stride: usize,
    pub rows: usize,
    pub line: u32,
}

impl<'t> Stretch<'t> {
    /// Start and end of `width` columns from `first`, row by row.
    #[inline(always)]
    fn pieces(self, first: usize, width: usize) -> impl Iterator<Item = (usize, usize)> + use<'t> {
        let begins = self.starts.get(first..).unwrap_or_default().chunks(self.stride);
        let ends = self.starts.get(first + width..).unwrap_or_default().chunks(self.stride);
        begins.zip(ends).take(self.rows).map(|(begin, end)| {
            let of = |starts: &[u32]| starts.first().copied().unwrap_or_default() as usize;
            (of(begin), of(end) - 1)
        })
    }

    /// Rows of the stretch that begin with row `rows.start`.
    fn cells(self, row: usize) -> Option<&'t [u32]> {
        self.starts.get(row * self.stride..)
    }
}

/// A column that is read by itself, with the values of the stretch at hand.
pub struct StretchColumn {
    pub index: usize,
    way: Way,
    days: Days,
    values: Vec<i64>,
    texts: Option<(Field, Column)>,
}

/// What became of the stretch at hand.
struct Marks<'a> {
    is_odd: &'a mut [bool],
    has_odd: bool,
    is_text: bool,
}

impl Marks<'_> {
    #[cold]
    fn odd(&mut self, row: usize) {
        self.has_odd = true;
        if let Some(odd) = self.is_odd.get_mut(row) {
            *odd = true;
        }
    }
}

impl StretchColumn {
    pub fn new(index: usize, way: &Way) -> StretchColumn {
        let texts = match way {
            Way::Unique(field) => Some((*field, Column::new(*field))),
            _ => None,
        };
        StretchColumn { index, way: way.clone(), days: Days::default(), values: vec![], texts }
    }

    /// Reads this column of all rows.
    fn read(&mut self, rows: Stretch<'_>, reader: &mut dyn CellReader, marks: &mut Marks<'_>) {
        let StretchColumn { index, way, days, values, texts } = self;
        let index = *index;
        let cells = rows.pieces(index, 1).enumerate();
        let text = rows.text;
        values.clear();
        match way {
            Way::Money(field, style) => {
                values.extend(cells.map(|(row, (start, end))| {
                    match money(text, start, end, *style) {
                        Some(micros) => micros,
                        None => slow_cell(text, (row, start..end), (index, *field), reader, marks),
                    }
                }))
            }
            Way::Time(field) => values.extend(cells.map(|(row, (start, end))| {
                let read_day = |day: &[u8]| read_day(day, index, *field, reader);
                match days.time(text, start, end, read_day) {
                    Some(time) => time,
                    None => slow_cell(text, (row, start..end), (index, *field), reader, marks),
                }
            })),
            Way::Unique(field) => {
                let Some((_, Column::Unique(texts))) = texts else { return };
                texts.clear();
                for (row, (start, end)) in cells {
                    let raw = text.get(start..end).unwrap_or_default();
                    // A longer one is for the reader to refuse.
                    if raw.len() <= ID_BYTES_MAX && is_digits(raw) {
                        texts.push(raw);
                        continue;
                    }
                    let mut is_kept = false;
                    slow(text, (row, start..end), index, reader, marks, &mut |f, value| {
                        let Value::Text(value) = value else { return false };
                        texts.push(value.as_bytes());
                        is_kept = f == *field;
                        is_kept
                    });
                    if !is_kept {
                        texts.push(b"");
                    }
                }
            }
            Way::Skip => {
                for (start, end) in rows.pieces(index, 1) {
                    let raw = text.get(start..end).unwrap_or_default();
                    marks.is_text &= raw.is_ascii() || std::str::from_utf8(raw).is_ok();
                }
            }
            Way::Repeating(_) => {}
        }
    }
}

/// A cell that is not in the layout, by the reader: its value, or a mark on its row.
#[cold]
#[inline(never)]
fn slow_cell(
    text: &[u8],
    at: (usize, Range<usize>),
    (index, field): (usize, Field),
    reader: &mut dyn CellReader,
    marks: &mut Marks<'_>,
) -> i64 {
    let mut found = ABSENT;
    slow(text, at, index, reader, marks, &mut |f, value| {
        let value = match value {
            Value::Money(amount) => i64::try_from(amount.micros()).ok(),
            Value::Time(stated) => Some(pack_time(stated)),
            _ => None,
        };
        found = value.unwrap_or(ABSENT);
        f == field && value.is_some()
    });
    found
}

/// Reads one cell by the reader; marks its row where the reader or `put` refuses.
fn slow(
    text: &[u8],
    (row, span): (usize, Range<usize>),
    index: usize,
    reader: &mut dyn CellReader,
    marks: &mut Marks<'_>,
    put: &mut dyn FnMut(Field, Value<'_>) -> bool,
) {
    let Ok(raw) = std::str::from_utf8(text.get(span).unwrap_or_default()) else {
        marks.is_text = false;
        return;
    };
    let mut is_fit = true;
    let is_read = reader.cell(index, &unquoted(raw), &mut |field, value| {
        let is_put = put(field, value);
        is_fit &= is_put;
        is_put
    });
    if !(is_read && is_fit) {
        marks.odd(row);
    }
}

/// The number of a day that is written alone, as the reader reads it.
#[cold]
fn read_day(day: &[u8], index: usize, field: Field, reader: &mut dyn CellReader) -> Option<i32> {
    // A full stop behind a day may end it, and no clock may follow: only the whole cell can tell.
    if !day.last()?.is_ascii_digit() {
        return None;
    }
    let mut found = None;
    let is_read = reader.cell(index, std::str::from_utf8(day).ok()?, &mut |f, value| {
        let Value::Time(stated) = value else { return false };
        let day = stated.time.day();
        let is_day = f == field && found.is_none() && day.start() == stated.time;
        found = is_day.then_some(day.number());
        is_day && stated.unit == crate::calendar::Unit::Day
    });
    found.filter(|_| is_read)
}

impl<R: CellReader> FastRoad<R> {
    /// Reads and appends the rows of one stretch.
    pub(super) fn read_stretch(&mut self, rows: Stretch<'_>) -> Result<(), Contradiction> {
        if rows.rows == 0 {
            return Ok(());
        }
        if !self.is_tuned && rows.rows >= 64 {
            self.tune(rows);
        }
        let mut is_odd = std::mem::take(&mut self.odd_rows);
        is_odd.clear();
        is_odd.resize(rows.rows, false);
        let mut marks = Marks { is_odd: &mut is_odd, has_odd: false, is_text: true };
        for column in &mut self.columns {
            column.read(rows, &mut self.reader, &mut marks);
        }
        let (names, ..) = self.records.parts();
        for memo in &mut self.memos {
            let read = match memo.words {
                4 => read_repeating::<4, R>,
                8 => read_repeating::<8, R>,
                _ => read_repeating::<{ memo::WORDS_MAX }, R>,
            };
            read(memo, rows, &mut self.reader, names, &mut marks);
        }
        if !marks.is_text {
            return Err(Contradiction::Encoding);
        }
        if marks.has_odd {
            self.append_around(rows, &is_odd)?;
        } else {
            self.append(rows, 0..rows.rows);
        }
        self.odd_rows = is_odd;
        Ok(())
    }

    /// Judges which neighbours to look up together, and makes room for all rows to come.
    fn tune(&mut self, rows: Stretch<'_>) {
        self.is_tuned = true;
        let bytes =
            rows.starts.last().zip(rows.starts.first()).map_or(1, |(end, start)| end - start);
        let expected =
            self.expected_bytes.saturating_mul(rows.rows as u64) / u64::from(bytes.max(1));
        // A sample may mislead: never more room than the text could need at 32 bytes a row.
        self.records.reserve(expected.min(self.expected_bytes / 32) as usize);
        let repeating = self.layout.columns.iter().enumerate();
        let repeating = repeating.filter(|(_, way)| matches!(way, Way::Repeating(_)));
        let repeating: Vec<usize> = repeating.map(|(index, _)| index).collect();
        let joined = memo::joined(rows.text, rows.starts, rows.stride, &repeating);
        let memos = joined.into_iter().map(|(first, width)| {
            let ways = self.layout.columns.iter().skip(first).take(width);
            let fields = ways.flat_map(|way| match way {
                Way::Repeating(fields) => fields.clone(),
                _ => vec![],
            });
            let words = memo::words_for(rows.starts, rows.stride, (first, width));
            Memo::new(first, width, words, &fields.collect::<Vec<_>>())
        });
        self.memos = memos.collect();
    }

    /// Appends a stretch in which some rows must be read as a whole.
    #[cold]
    fn append_around(&mut self, rows: Stretch<'_>, is_odd: &[bool]) -> Result<(), Contradiction> {
        let mut first = 0;
        for row in is_odd.iter().enumerate().filter(|(_, odd)| **odd).map(|(row, _)| row) {
            self.append(rows, first..row);
            let cells = rows.cells(row).and_then(|c| c.get(..=self.layout.columns.len()));
            self.read_odd_row(rows.text, cells, rows.line + row as u32)?;
            first = row + 1;
        }
        self.append(rows, first..rows.rows);
        Ok(())
    }

    /// Appends rows that were read, column by column.
    fn append(&mut self, rows: Stretch<'_>, range: Range<usize>) {
        let FastRoad { columns, memos, records, .. } = self;
        let (_, out, lines) = records.parts();
        lines.extend((rows.line + range.start as u32)..(rows.line + range.end as u32));
        let len = lines.len();
        for (field, out) in out {
            let read = columns.iter().find(|c| c.way.yields(*field));
            let repeating = || {
                memos.iter().find_map(|memo| {
                    let found = memo.values.iter().find(|(f, _)| f == field);
                    found.map(|(_, values)| {
                        (values, memo.pieces.get(range.clone()).unwrap_or_default())
                    })
                })
            };
            match (read, read.map_or_else(repeating, |_| None)) {
                (Some(column), _) => column.append(out, range.clone()),
                (None, Some((values, pieces))) => append_repeating(out, values, pieces),
                (None, None) => {}
            }
            // A field that no column yields: absent.
            while out.len() < len {
                out.push_absent();
            }
        }
    }
}

impl Way {
    /// Whether a column read by itself yields `field`.
    fn yields(&self, field: Field) -> bool {
        match self {
            Way::Money(f, _) | Way::Time(f) | Way::Unique(f) => *f == field,
            Way::Skip | Way::Repeating(_) => false,
        }
    }
}

impl StretchColumn {
    fn append(&self, out: &mut Column, range: Range<usize>) {
        match (out, &self.texts) {
            (Column::Money(out) | Column::Time(out), _) => {
                out.extend_from_slice(self.values.get(range).unwrap_or_default());
            }
            (Column::Unique(out), Some((_, Column::Unique(texts)))) => out.append(texts, range),
            _ => {}
        }
    }
}

fn append_repeating(out: &mut Column, values: &Column, pieces: &[u32]) {
    match (out, values) {
        (Column::Text(out), Column::Text(values)) => {
            let of = |&p: &u32| values.get(p as usize).copied().unwrap_or(Name::EMPTY);
            out.extend(pieces.iter().map(of));
        }
        (Column::Unique(out), Column::Unique(values)) => {
            pieces.iter().for_each(|&p| out.push(values.get(p as usize).as_bytes()));
        }
        (Column::Money(out), Column::Money(values))
        | (Column::Time(out), Column::Time(values))
        | (Column::Share(out), Column::Share(values)) => {
            let of = |&p: &u32| values.get(p as usize).copied().unwrap_or(ABSENT);
            out.extend(pieces.iter().map(of));
        }
        _ => {}
    }
}

/// Looks up the pieces of all rows.
fn read_repeating<const W: usize, R: CellReader>(
    memo: &mut Memo,
    rows: Stretch<'_>,
    reader: &mut R,
    names: &mut Names,
    marks: &mut Marks<'_>,
) {
    memo.pieces.clear();
    memo.pieces.reserve(rows.rows);
    let (first, width) = (memo.first, memo.width);
    for (row, span) in rows.pieces(first, width).enumerate() {
        let cells = || rows.cells(row).and_then(|c| c.get(first..)).unwrap_or_default();
        match memo.look_up::<W>(rows.text, span, cells, reader, names) {
            Some(false) => {}
            Some(true) => marks.odd(row),
            None => marks.is_text = false,
        }
    }
}
