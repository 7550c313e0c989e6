//! The decimal mark by arithmetic: unused and used add up to the face amount under one mark only.
//!
//! In: a table and what its columns mean. Out: the mark under which rows add up, where no row does under
//! the other one. `1.200 EUR`, of which `1.150` unused and `50` used, is one thousand two hundred.

use super::Asked;
use crate::ingest::cell;
use crate::ingest::exports::Field;
use crate::ingest::figure::Figure;
use crate::ingest::shape::Grid;
use crate::money::Amount;
use crate::options::DecimalMark;
use crate::text::bare_cell;

pub(super) fn mark(grid: &Grid, first_row: usize, columns: &[Asked<'_>]) -> Option<DecimalMark> {
    let at = |field| columns.iter().find(|c| c.field == Some(field)).map(|c| c.index);
    let parts = [at(Field::FaceAmount)?, at(Field::Unused)?, at(Field::Used)?];
    let adding_up = |mark: DecimalMark| {
        let adds_up = |row: &usize| sum_holds(grid, *row, parts, mark) == Some(true);
        (first_row..grid.row_count()).filter(adds_up).count()
    };
    match (adding_up(DecimalMark::Point), adding_up(DecimalMark::Comma)) {
        (0, comma) if comma > 0 => Some(DecimalMark::Comma),
        (point, 0) if point > 0 => Some(DecimalMark::Point),
        _ => None,
    }
}

fn sum_holds(grid: &Grid, row: usize, parts: [usize; 3], mark: DecimalMark) -> Option<bool> {
    let amount = |index: usize| -> Option<Amount> {
        let text = cell::without_labels(grid.text(row, index));
        Figure::parse(bare_cell(&text))?.read(mark)?.amount().ok()
    };
    let [face, unused, used] = parts;
    let face = amount(face)?;
    Some(face.is_positive() && amount(unused)? + amount(used)? == face)
}
