//! Cells that a sheet shows as one: the names and days of such a cell are those of all its rows.
//!
//! In: the rows of a sheet and its `<mergeCell>` ranges. Out: the rows, names and days repeated downwards. An amount
//! that spans rows is one amount and stays in the first of them: repeating it would count it twice.

use super::column_of;
use crate::ingest::shape::lay::{looks_like_id, looks_like_money};
use crate::ingest::shape::{Form, Grid};
use std::collections::{BTreeMap, HashMap};

/// So many are kept, and so many cells filled by them: enough for any list, and no bomb.
const RANGES_MAX: usize = 100_000;
const FILLED_MAX: usize = 1_000_000;

/// Ranges of more than one row, by the column they begin in.
#[derive(Default)]
pub(super) struct Merged(Vec<Range>);

struct Range {
    column: usize,
    first_line: u32,
    last_line: u32,
}

impl Merged {
    /// `A2:A4`.
    pub fn add(&mut self, reference: &str) {
        let line =
            |cell: &str| cell.trim_start_matches(|c: char| c.is_ascii_alphabetic()).parse().ok();
        let range = reference.split_once(':').and_then(|(first, last)| {
            let (first_line, last_line) = (line(first)?, line(last)?);
            Some(Range { column: column_of(first)? as usize, first_line, last_line })
        });
        let is_tall = |range: &Range| range.last_line > range.first_line;
        self.0.extend(range.filter(|range| is_tall(range) && self.0.len() < RANGES_MAX));
    }

    /// The rows with what stands in the first cell of each range in the others too.
    pub fn filled(&self, grid: Grid) -> Grid {
        let rows: BTreeMap<u32, usize> =
            (0..grid.row_count()).map(|row| (grid.line(row), row)).collect();
        let mut fills: HashMap<(usize, usize), usize> = HashMap::new();
        for range in &self.0 {
            let Some(&top) = rows.get(&range.first_line) else { continue };
            let text = grid.text(top, range.column).trim();
            let is_name = grid.form(top, range.column) == Form::Date
                || !looks_like_money(text)
                || looks_like_id(text);
            if text.is_empty() || !is_name {
                continue;
            }
            for (_, &row) in rows.range(range.first_line + 1..=range.last_line) {
                if fills.len() < FILLED_MAX && !super::is_blank_row(&grid, row) {
                    fills.insert((row, range.column), top);
                }
            }
        }
        if fills.is_empty() {
            return grid;
        }
        let mut out = Grid::new(grid.shape.clone(), grid.place.clone());
        for row in 0..grid.row_count() {
            out.begin_row(grid.line(row));
            for column in 0..grid.width(row) {
                let is_empty = grid.text(row, column).is_empty();
                let from = fills.get(&(row, column)).filter(|_| is_empty).unwrap_or(&row);
                out.push(grid.text(*from, column), grid.form(*from, column));
            }
        }
        out
    }
}
