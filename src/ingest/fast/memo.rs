//! Cells that repeat: read once by the tolerant reader, then recognised by their bytes.
//!
//! Neighbouring columns that repeat together (an account's id and name, a campaign's id and name) are
//! looked up as one piece of text. A lookup costs more than the bytes it compares, so one lookup for
//! four columns is nearly four times as fast as four.
//!
//! Invariant: equal bytes in the same columns have equal values, so a memo changes speed and no answer.

use super::{CellReader, unquoted};
use crate::ingest::exports::Field;
use crate::ingest::records::Column;
use crate::text::{Names, Slots, hash_bytes, same_bytes, span};

/// What neighbouring columns held so far.
#[derive(Debug)]
pub struct Memo {
    /// Columns of the text: `first..first + width`.
    pub first: usize,
    pub width: usize,
    /// Bytes of each distinct piece, quotes and separators included.
    arena: Vec<u8>,
    ends: Vec<u32>,
    slots: Slots,
    /// The values of each distinct piece, one column a field.
    pub values: Vec<(Field, Column)>,
    /// Pieces that only the row as a whole can decide about.
    is_odd: Vec<bool>,
    /// The piece of each row of the stretch at hand.
    pub pieces: Vec<u32>,
}

impl Memo {
    pub fn new(first: usize, width: usize, fields: &[Field]) -> Memo {
        Memo {
            first,
            width,
            arena: vec![],
            ends: vec![],
            slots: Slots::default(),
            values: fields.iter().map(|&field| (field, Column::new(field))).collect(),
            is_odd: vec![],
            pieces: vec![],
        }
    }

    /// Looks up the piece at `start..end` as the next row's; `true` when the row must be read as a whole.
    #[inline(always)]
    pub fn look_up<'t>(
        &mut self,
        text: &[u8],
        (start, end): (usize, usize),
        cells: impl FnOnce() -> &'t [u32],
        reader: &mut dyn CellReader,
        names: &mut Names,
    ) -> Option<bool> {
        let piece = text.get(start..end)?;
        let hash = hash_bytes(piece);
        let Memo { arena, ends, slots, .. } = &*self;
        let is_same = |number: u32| {
            same_bytes(arena.get(span(ends, number as usize)).unwrap_or_default(), piece)
        };
        let number = match slots.find(hash, is_same) {
            Some(number) => number,
            None => self.learn(text, piece, hash, cells(), reader, names)?,
        };
        self.pieces.push(number);
        self.is_odd.get(number as usize).copied()
    }

    /// Reads a piece that is new; `None` when it is no UTF-8.
    #[cold]
    #[inline(never)]
    fn learn(
        &mut self,
        text: &[u8],
        piece: &[u8],
        hash: u64,
        cells: &[u32],
        reader: &mut dyn CellReader,
        names: &mut Names,
    ) -> Option<u32> {
        let number = self.ends.len() as u32;
        for (_, column) in &mut self.values {
            column.push_absent();
        }
        let mut is_odd = false;
        for (at, cell) in cells.windows(2).take(self.width).enumerate() {
            let [start, next] = *cell else { continue };
            let raw = text.get(start as usize..(next as usize).checked_sub(1)?)?;
            let cell = unquoted(std::str::from_utf8(raw).ok()?);
            let values = &mut self.values;
            is_odd |= !reader.cell(self.first + at, &cell, &mut |field, value| {
                let column = values.iter_mut().find(|(f, _)| *f == field);
                column.is_some_and(|(_, column)| column.set_last(names, value))
            });
        }
        self.arena.extend_from_slice(piece);
        self.ends.push(self.arena.len() as u32);
        self.is_odd.push(is_odd);
        self.slots.insert(hash, number);
        Some(number)
    }
}

/// Rows of a sample from which neighbours are judged.
const SAMPLE_ROWS: usize = 2048;

/// Whether most pieces of `width` columns from `first` have been seen before, once half of the sample
/// has been read. `starts` are those of whole rows of `stride` cells. Equal hashes count as equal.
fn repeats(text: &[u8], starts: &[u32], stride: usize, (first, width): (usize, usize)) -> bool {
    let mut slots = Slots::default();
    let rows = (starts.len() / stride).min(SAMPLE_ROWS);
    let mut new_count = 0;
    for row in 0..rows {
        let at = |column: usize| starts.get(row * stride + column).map(|&s| s as usize);
        let (Some(start), Some(end)) = (at(first), at(first + width)) else { break };
        let hash = hash_bytes(text.get(start..end).unwrap_or_default());
        if slots.find(hash, |_| true).is_none() {
            slots.insert(hash, 0);
            new_count += usize::from(row >= rows / 2);
        }
    }
    new_count * 8 <= rows
}

/// Joins neighbours that repeat together: `columns` may be looked up, in ascending order.
pub fn joined(
    text: &[u8],
    starts: &[u32],
    stride: usize,
    columns: &[usize],
) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = vec![];
    for &column in columns {
        if let Some((first, width)) = out.last_mut()
            && *first + *width == column
            && repeats(text, starts, stride, (*first, *width + 1))
        {
            *width += 1;
            continue;
        }
        out.push((column, 1));
    }
    out
}
