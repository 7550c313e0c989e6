//! Rows whose cells stand under other headers than their own, though each cell can be read.
//!
//! In: a table, its plan, a row. Out: the problem of the row. A cell that says what its column never holds, such as an
//! amount of a currency for a type or a state for a name, may be an odd one; two of them in a row, or one in a row
//! that ends before all others do, are a row that moved.

use super::place;
use crate::ingest::dates::RawSpan;
use crate::ingest::exports::{Field, Kind};
use crate::ingest::figure::{Figure, Named};
use crate::ingest::mapping::{ColumnPlan, Plan};
use crate::ingest::shape::Grid;
use crate::ingest::words;
use crate::problem::{Message, Problem};
use crate::text::{bare_cell, is_blank, is_missing};

/// What a cell is by itself, whatever its column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    Amount { has_currency: bool },
    Moment,
    Range,
    State,
}

impl Says {
    fn of(text: &str) -> Option<Says> {
        /// As long as the longest range.
        const CELL_MAX: usize = 60;
        let cell = bare_cell(text);
        if is_missing(cell) || cell.len() > CELL_MAX {
            return None;
        }
        if !cell.contains(|c: char| c.is_numeric()) {
            return words::is_state(cell).then_some(Says::State);
        }
        if cell.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        if let Some(figure) = Figure::parse(cell) {
            return Some(Says::Amount { has_currency: figure.currency != Named::Nothing });
        }
        let span = RawSpan::parse(cell)?;
        Some(if span.is_range() { Says::Range } else { Says::Moment })
    }
}

/// Whether a cell says what no cell of its column does.
pub(in crate::ingest) fn is_misplaced(field: Field, text: &str) -> bool {
    use Field::*;
    let is_of_words = matches!(
        field,
        CreditType
            | TransactionType
            | PaymentSource
            | BillingType
            | FundsType
            | LogAction
            | Requirements
            | Status
    );
    let is_name =
        matches!(field, CreditName | OfferName | CampaignName | AdGroupName | AdName | AccountName);
    match (field.kind(), Says::of(text)) {
        // A type may be called as a state is, and a state stand where it keeps a date from being known.
        (_, Some(Says::State)) => is_name || field.is_id(),
        (Kind::Text, Some(Says::Amount { has_currency: true } | Says::Range)) => true,
        // A name may be any number, and the name of a day.
        (Kind::Text, Some(Says::Amount { .. } | Says::Moment)) => is_of_words,
        (Kind::Time, Some(Says::Range)) => field.range_start().is_none(),
        // `01.01.2026` is a day, and could be a figure.
        (Kind::Time, Some(Says::Amount { .. })) => RawSpan::parse(bare_cell(text)).is_none(),
        (Kind::Time, Some(said)) => said != Says::Moment,
        (Kind::Money | Kind::Share, Some(said)) => !matches!(said, Says::Amount { .. }),
        (_, None) => false,
    }
}

fn misplaced<'p>(
    plan: &'p Plan,
    grid: &'p Grid,
    row: usize,
) -> impl Iterator<Item = &'p ColumnPlan> {
    let of_field = move |column: &&ColumnPlan| {
        let field = column.field.filter(|field| *field != Field::RowLabels);
        field.is_some_and(|field| is_misplaced(field, grid.text(row, column.index)))
    };
    plan.columns.iter().filter(of_field)
}

fn ends_early(plan: &Plan, grid: &Grid, row: usize) -> bool {
    plan.columns.last().is_some_and(|last| is_blank(grid.text(row, last.index)))
}

/// Whether rows are filled to their end, but for fewer of them than are.
pub(super) fn fills_ends(grid: &Grid, plan: &Plan) -> bool {
    let rows = || (plan.first_row..grid.row_count()).filter(|&row| grid.width(row) > 1);
    2 * rows().filter(|&row| ends_early(plan, grid, row)).count() < rows().count()
}

/// Whether all rows must be known to tell if this one moved.
pub(in crate::ingest) fn is_open(plan: &Plan, grid: &Grid, row: usize) -> bool {
    ends_early(plan, grid, row) && misplaced(plan, grid, row).next().is_some()
}

/// `has_odd_cells`: cells could not be read, which left the record standing.
pub(super) fn shifted(
    plan: &Plan,
    grid: &Grid,
    row: usize,
    (has_odd_cells, fills_ends): (bool, bool),
) -> Option<Problem> {
    let ends_early = fills_ends && ends_early(plan, grid, row);
    if !has_odd_cells && !ends_early {
        return None;
    }
    let mut misplaced = misplaced(plan, grid, row);
    let first = misplaced.next()?;
    (ends_early || misplaced.next().is_some()).then(|| {
        let found = grid.text(row, first.index).trim();
        let message = Message::new("ingest.row.shifted").with("found", found);
        Problem::fault(place(grid, row).in_column(&first.header.label), message)
    })
}
