//! Parts of one HTML table that a page keeps apart: frozen columns in a table of their own, left of the one
//! that scrolls; a header of headings above a table of rows.
//!
//! In: grids and the lines above them. Out: the whole table, where the parts fit, else `None`. Rows are
//! joined by their number alone, so both parts must have as many, and the left one must be no list of its
//! own: it names things and holds no amount and no time.

use super::delimited::header_hits;
use super::lay::Columns;
use super::{Form, Grid, HeaderWords};
use crate::ingest::exports::Kind;

/// A table whose first columns are `left`.
pub(super) fn joined(left: &Grid, right: &Grid, words: &dyn HeaderWords) -> Option<Grid> {
    let has_rows = left.row_count() == right.row_count() && left.row_count() >= 2;
    let names = || left.row(0).filter(|cell| !cell.trim().is_empty());
    let is_name = |cell: &str| words.is_header(cell) && words.kind(cell) == Some(Kind::Text);
    let is_typed = |cell: &str| words.kind(cell).is_some_and(|kind| kind != Kind::Text);
    let fits = has_rows
        && names().next().is_some()
        && names().all(is_name)
        && right.row(0).any(is_typed)
        && header_hits(right, 0, words) * 2 >= right.width(0)
        && !right.row(0).any(|cell| left.row(0).any(|name| name == cell));
    fits.then(|| {
        let mut whole = Grid::new(right.shape.clone(), right.place.clone());
        whole.take_main_lines(left);
        whole.take_main_lines(right);
        whole.before = left.before.iter().chain(&right.before).cloned().collect();
        let width = left.column_count();
        for row in 0..right.row_count() {
            whole.begin_row(right.line(row));
            (0..width).for_each(|at| whole.push(left.text(row, at), left.form(row, at)));
            let rest = right.row(row).enumerate();
            rest.for_each(|(at, cell)| whole.push(cell, right.form(row, at)));
        }
        whole
    })
}

/// A table of rows with the lines just above it for a header: one known word for each of its columns, and
/// every cell is a value of its own.
pub(super) fn under_lines(grid: &Grid, above: &[String], words: &dyn HeaderWords) -> Option<Grid> {
    let width = grid.column_count();
    let start = above.len().checked_sub(width).filter(|_| width >= 2)?;
    let names: Vec<&str> = above.get(start..)?.iter().map(String::as_str).collect();
    let columns = Columns::new(&names, &[], words);
    let takes = |row: usize| {
        let cells = grid.row(row).enumerate();
        grid.width(row) == width
            && cells.into_iter().all(|(at, cell)| cell.is_empty() || columns.takes(at, cell))
    };
    let fits = names.iter().all(|name| words.is_header(name))
        && (0..width).any(|column| columns.is_typed(column))
        && (0..grid.row_count()).all(takes);
    fits.then(|| {
        let mut whole = Grid::new(grid.shape.clone(), grid.place.clone());
        whole.take_main_lines(grid);
        whole.before.clone_from(&grid.before);
        whole.begin_row(0);
        names.iter().for_each(|name| whole.push(name, Form::Text));
        (0..grid.row_count()).for_each(|row| whole.push_row(grid, row));
        whole
    })
}
