//! How much of a text is read the tolerant way before it is known what it is: few rows where they decide
//! everything, more where they leave something open.
//!
//! Invariant: what the finders of separator, header and export look at lies within the head, so that a
//! longer text gives them nothing else to find.

use crate::ingest::shape::{self, Grid, HeaderWords};

/// How much of a text is read the tolerant way to find the plan.
#[derive(Clone, Copy, Debug)]
pub struct Head {
    /// More than is looked at to find the separator, so that the head shows the same one.
    pub bytes: usize,
    /// Lines; more rows than are looked at to find the plan, also where some take several lines.
    pub rows: usize,
    /// A head longer than this is no head of an export.
    pub bytes_max: usize,
}

impl Head {
    pub const USUAL: Head =
        Head { bytes: shape::SAMPLE_BYTES + 64, rows: 96, bytes_max: 1024 * 1024 };

    /// The head to look at where this one leaves open how a column is read.
    pub fn larger(self) -> Head {
        const TIMES: usize = 8;
        Head {
            bytes: self.bytes.saturating_mul(TIMES),
            rows: self.rows.saturating_mul(TIMES),
            ..self
        }
    }

    /// Where the head of `bytes` ends: behind a line's end, or with the text.
    pub fn end(self, bytes: &[u8]) -> Option<usize> {
        let (mut at, mut lines) = (0, 0);
        while at < bytes.len() && (at < self.bytes || lines < self.rows) {
            let rest = bytes.get(at..)?;
            at += memchr::memchr(b'\n', rest).map_or(rest.len(), |feed| feed + 1);
            lines += 1;
        }
        (at <= self.bytes_max).then_some(at)
    }

    /// Whether the rows of such a head show which of them is the header, whatever stands below: as many
    /// rows as may hold one, or a first row that no other can outdo.
    pub fn shows_header(self, grid: &Grid, words: &dyn HeaderWords) -> bool {
        // Where rows take several lines there are fewer of them.
        let is_long = grid.row_count() * 3 > self.rows * 2;
        let is_sure = || shape::is_sure_header(grid, 0, words);
        is_long && (grid.row_count() > shape::HEADER_ROWS || is_sure())
    }
}

/// Rows of a table that are kept to look at.
const PREVIEW_ROWS: usize = 51;

/// The header and the first rows.
pub(super) fn preview(grid: &Grid) -> Grid {
    let mut kept = Grid::new(grid.shape.clone(), grid.place.clone());
    kept.before.clone_from(&grid.before);
    (0..grid.row_count().min(PREVIEW_ROWS)).for_each(|row| kept.push_row(grid, row));
    kept
}
