//! Currencies without a minor unit (VND, JPY, KRW): an amount has no decimals, so a separator only groups.
//!
//! In: a table and what its columns mean. Out: whether a column that groups by points here and by commas there
//! (`105,672,606 VND`, `1.000.000 VND`) is read cell by cell. Each of them has one reading; there is nothing to ask.

use super::Asked;
use crate::ingest::cell;
use crate::ingest::exports::{Field, Kind};
use crate::ingest::figure::{Exact, Figure, Named};
use crate::ingest::shape::Grid;
use crate::text::{bare_cell, is_missing};

/// What the cells of a column are if separators only group.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wholes {
    /// Some are whole numbers only where commas group them, some only where points do.
    by_commas: bool,
    by_points: bool,
    has_fraction: bool,
}

impl Wholes {
    /// A figure as it reads with a decimal point and with a decimal comma.
    pub fn add(&mut self, point: Option<Exact>, comma: Option<Exact>) {
        let [point, comma] = [point, comma].map(|exact| exact.is_some_and(|e| e.scale == 0));
        self.by_commas |= point && !comma;
        self.by_points |= comma && !point;
        self.has_fraction |= !point && !comma;
    }

    pub fn are_mixed(self) -> bool {
        self.by_commas && self.by_points && !self.has_fraction
    }
}

/// Whether the table names currencies, and all of them have no minor unit.
pub(super) fn has_no_minor_unit(grid: &Grid, first_row: usize, columns: &[Asked<'_>]) -> bool {
    let rows = || first_row..grid.row_count();
    let in_cells = columns.iter().flat_map(|column| {
        let named = move |row: usize| named(column, grid.text(row, column.index));
        rows().filter_map(named)
    });
    let of_columns = columns.iter().filter_map(|column| column.currency.map(Named::One));
    let mut all = of_columns.chain(in_cells).peekable();
    let has_none = |named: Named| named.one().is_some_and(|c| c.exponent() == 0);
    all.peek().is_some() && all.all(has_none)
}

/// The currency that a cell names, where its column may.
fn named(column: &Asked<'_>, text: &str) -> Option<Named> {
    let text = cell::without_labels(text);
    let cell = bare_cell(&text);
    let field = column.field.filter(|_| !is_missing(cell))?;
    let named = match field {
        Field::Currency => Named::of_cell(cell)?,
        _ if field.kind() == Kind::Money => Figure::parse(cell)?.currency,
        _ => return None,
    };
    (named != Named::Nothing).then_some(named)
}
