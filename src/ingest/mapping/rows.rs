//! Whether the rows below a header may be those of an export whose headers other lists have too.
//!
//! An assignment log (E4): `Type` and `Status` head lists of all kinds, so there a cell must say that something was
//! assigned or unassigned. A register (E15): any list may name its account and currency, and names it row by row.

use super::fit::Match;
use super::said::Mapping;
use crate::ingest::exports::{Export, Field};
use crate::ingest::headers::{self, Header, Words};
use crate::ingest::shape::Grid;
use crate::ingest::words;
use std::collections::HashSet;

/// Headers of the action that other exports have too.
const SHARED: [&str; 3] = ["type", "status", "event"];

/// True of all other exports.
pub(super) fn may_be(grid: &Grid, found: &Match, mapping: &Mapping<'_>) -> bool {
    match found.layout.export {
        Export::AssignmentLog => may_be_log(grid, found, mapping),
        Export::AccountRegister => may_be_register(grid, found),
        _ => true,
    }
}

fn may_be_log(grid: &Grid, found: &Match, mapping: &Mapping<'_>) -> bool {
    let action = found.fields.iter().position(|field| *field == Some(Field::LogAction));
    let Some(column) = action else { return true };
    let is_shared = found.headers.get(column).is_some_and(|header| {
        SHARED.contains(&headers::leaf(&header.form)) && mapping.field_key(header).is_none()
    });
    let mut rows = found.row + found.height..grid.row_count();
    !is_shared
        || rows.is_empty()
        || rows.any(|row| words::log_action(grid.text(row, column)).is_some())
}

/// A register has a row for each account, and no transaction's id.
fn may_be_register(grid: &Grid, found: &Match) -> bool {
    /// As many tell.
    const ROWS_MAX: usize = 1_000;
    let is_of_transaction = |(header, field): (&Header, &Option<Field>)| {
        let word = Words::shared().field(&header.form).map(|(word, _)| word);
        field.is_none() && word == Some(Field::TransactionId)
    };
    if found.headers.iter().zip(&found.fields).any(is_of_transaction) {
        return false;
    }
    let of = |field: Field| found.fields.iter().position(|own| *own == Some(field));
    let Some(column) = of(Field::AccountId).or(of(Field::AccountName)) else { return true };
    let rows = (found.row + found.height..grid.row_count()).take(ROWS_MAX);
    let accounts: Vec<&str> =
        rows.map(|row| grid.text(row, column).trim()).filter(|text| !text.is_empty()).collect();
    let different: HashSet<&str> = accounts.iter().copied().collect();
    accounts.len() < 2 || 2 * different.len() > accounts.len()
}
