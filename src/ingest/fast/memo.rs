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
use crate::text::{Names, Slots, hash_bytes, hash_words, same_bytes, span};

/// Longest piece that is compared word by word in one go.
pub const WORDS_MAX: usize = 16;
/// Pieces that are kept for that; beyond it the column does not repeat, and room would be wasted.
const KEYS_MAX: usize = 1 << 15;

/// What neighbouring columns held so far. Every distinct piece has a number, counted from 0.
#[derive(Debug)]
pub struct Memo {
    /// Columns of the text: `first..first + width`.
    pub first: usize,
    pub width: usize,
    /// Words that nearly every piece fits into: 4, 8 or 16.
    pub words: usize,
    /// Each piece as that many words, zeros behind its end; pieces too long for it as zeros.
    keys: Vec<u64>,
    lens: Vec<u32>,
    by_key: Slots,
    /// The other pieces as they are, quotes and separators included.
    arena: Vec<u8>,
    ends: Vec<u32>,
    by_bytes: Slots,
    /// The values of each distinct piece, one column a field.
    pub values: Vec<(Field, Column)>,
    /// Pieces that only the row as a whole can decide about.
    is_odd: Vec<bool>,
    /// The piece of each row of the stretch at hand.
    pub pieces: Vec<u32>,
}

/// All ones, then zeros: from `8 * WORDS_MAX - len` on it keeps the first `len` bytes of words.
static MASKS: [u8; 16 * WORDS_MAX] = {
    let mut masks = [0; 16 * WORDS_MAX];
    let mut at = 0;
    while at < 8 * WORDS_MAX {
        masks[at] = 0xff;
        at += 1;
    }
    masks
};

/// The first `len` bytes of `text` as `W` words, zeros behind; `None` for a longer piece.
#[inline(always)]
fn key_of<const W: usize>(text: &[u8], len: usize) -> Option<[u64; W]> {
    if len > 8 * W {
        return None;
    }
    let words = text.as_chunks::<8>().0.first_chunk::<W>()?;
    let masks = MASKS.get(8 * WORDS_MAX - len..)?.as_chunks::<8>().0.first_chunk::<W>()?;
    let mut key = [0; W];
    for ((to, word), mask) in key.iter_mut().zip(words).zip(masks) {
        *to = u64::from_le_bytes(*word) & u64::from_le_bytes(*mask);
    }
    Some(key)
}

impl Memo {
    /// `words` as the lengths of a sample suggest ([`words_for`]).
    pub fn new(first: usize, width: usize, words: usize, fields: &[Field]) -> Memo {
        Memo {
            first,
            width,
            words,
            keys: vec![],
            lens: vec![],
            by_key: Slots::default(),
            arena: vec![],
            ends: vec![],
            by_bytes: Slots::default(),
            values: fields.iter().map(|&field| (field, Column::new(field))).collect(),
            is_odd: vec![],
            pieces: vec![],
        }
    }

    /// Looks up the piece at `start..end` as the next row's; `true` when the row must be read as a
    /// whole, `None` when it is no UTF-8. `W` is [`Memo::words`].
    ///
    /// A loop or a branch on the length would cost more than reading `W` words each time: lengths
    /// change from row to row.
    #[inline(always)]
    pub fn look_up<'t, const W: usize>(
        &mut self,
        text: &[u8],
        (start, end): (usize, usize),
        cells: impl FnOnce() -> &'t [u32],
        reader: &mut dyn CellReader,
        names: &mut Names,
    ) -> Option<bool> {
        let len = end.wrapping_sub(start);
        if let Some(key) = text.get(start..).and_then(|text| key_of::<W>(text, len)) {
            let hash = hash_words(&key, len);
            let Memo { keys, lens, by_key, .. } = &*self;
            let (keys, _) = keys.as_chunks::<W>();
            let is_same = |number: u32| {
                let known = keys.get(number as usize).unwrap_or(&[0; W]);
                let differing = known.iter().zip(&key).fold(0, |bits, (a, b)| bits | (a ^ b));
                (differing == 0) & (lens.get(number as usize) == Some(&(len as u32)))
            };
            if let Some(number) = by_key.find(hash, is_same) {
                self.pieces.push(number);
                return self.is_odd.get(number as usize).copied();
            }
        }
        let number = self.find_long::<W>(text, (start, end), cells(), reader, names)?;
        self.pieces.push(number);
        self.is_odd.get(number as usize).copied()
    }

    /// A piece that is long, or new, or one of too many.
    #[cold]
    #[inline(never)]
    fn find_long<const W: usize>(
        &mut self,
        text: &[u8],
        (start, end): (usize, usize),
        cells: &[u32],
        reader: &mut dyn CellReader,
        names: &mut Names,
    ) -> Option<u32> {
        let piece = text.get(start..end)?;
        let hash = hash_bytes(piece);
        let is_same = |number: u32| {
            same_bytes(self.arena.get(span(&self.ends, number as usize)).unwrap_or_default(), piece)
        };
        if let Some(number) = self.by_bytes.find(hash, is_same) {
            return Some(number);
        }
        let number = self.learn(text, cells, reader, names)?;
        let key = key_of::<W>(text.get(start..)?, piece.len());
        if let Some(key) = key.filter(|_| self.lens.len() < KEYS_MAX) {
            self.keys.extend_from_slice(&key);
            self.by_key.insert(hash_words(&key, piece.len()), number);
        } else {
            if self.lens.len() < KEYS_MAX {
                self.keys.extend_from_slice(&[0; W]);
            }
            self.arena.extend_from_slice(piece);
            self.by_bytes.insert(hash, number);
        }
        self.lens.push(piece.len() as u32);
        self.ends.push(self.arena.len() as u32);
        Some(number)
    }

    /// Reads a piece that is new: the values of its number; `None` when it is no UTF-8.
    fn learn(
        &mut self,
        text: &[u8],
        cells: &[u32],
        reader: &mut dyn CellReader,
        names: &mut Names,
    ) -> Option<u32> {
        let number = self.lens.len() as u32;
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
        self.is_odd.push(is_odd);
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

/// Words that all but one in thirty of the pieces fit into.
pub fn words_for(starts: &[u32], stride: usize, (first, width): (usize, usize)) -> usize {
    let rows = (starts.len() / stride).min(SAMPLE_ROWS);
    let longer_than = |len: u32| {
        let at = |row: usize, column: usize| starts.get(row * stride + column).copied();
        let is_longer = |row: &usize| {
            let span = at(*row, first + width).zip(at(*row, first));
            span.is_some_and(|(end, start)| end - start > len)
        };
        (0..rows).filter(is_longer).count()
    };
    let fitting = [4usize, 8].into_iter().find(|words| longer_than(8 * *words as u32) * 30 <= rows);
    fitting.unwrap_or(WORDS_MAX)
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
