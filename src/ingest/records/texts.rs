//! Texts of a column of which hardly two are equal: each kept as it comes, none looked up.
//!
//! In: texts, one after the other. Out: the text of a row. Knows no field. Invariant: as many ends as texts.

use std::ops::Range;

/// Texts back to back.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    arena: Vec<u8>,
    ends: Vec<u32>,
}

impl Texts {
    pub fn get(&self, row: usize) -> &str {
        let bytes = self.arena.get(crate::text::span(&self.ends, row)).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Appends a text given as bytes, which must be UTF-8.
    #[inline(always)]
    pub(in crate::ingest) fn push(&mut self, bytes: &[u8]) {
        // Copying a fixed number of bytes needs no call; most ids have 16 to 19 digits.
        match bytes.split_first_chunk::<16>() {
            Some((id, [])) => self.arena.extend_from_slice(id),
            Some((head, rest)) if rest.len() < 4 => {
                self.arena.extend_from_slice(head);
                self.arena.extend(rest);
            }
            _ => self.arena.extend_from_slice(bytes),
        }
        self.ends.push(self.arena.len() as u32);
    }

    pub(in crate::ingest) fn clear(&mut self) {
        self.arena.clear();
        self.ends.clear();
    }

    /// Appends the texts `range` of `other`.
    pub(in crate::ingest) fn append(&mut self, other: &Texts, range: Range<usize>) {
        let from = crate::text::span(&other.ends, range.start).start;
        let texts = other.ends.get(range).unwrap_or_default();
        let to = texts.last().map_or(from, |&end| end as usize);
        let base = self.arena.len() as u32;
        self.arena.extend_from_slice(other.arena.get(from..to).unwrap_or_default());
        self.ends.extend(texts.iter().map(|end| base + end - from as u32));
    }

    /// Makes room for so many ids.
    pub(super) fn reserve(&mut self, rows: usize) {
        self.ends.reserve_exact(rows);
        self.arena.reserve_exact(rows * 20);
    }

    pub(super) fn pop(&mut self) {
        self.ends.pop();
        self.arena.truncate(self.ends.last().copied().unwrap_or_default() as usize);
    }
}
