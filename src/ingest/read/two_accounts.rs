//! Pages of two accounts in one paste (R31).
//!
//! In: the tables of one flavour with the lines around them. Out: the same, or none of them and one problem.
//! Subtle: a page may list accounts above its first table, as a menu does; only what stands between tables and
//! among their rows says that what follows is another account's.

use super::Reading;
use crate::ingest::exports::Field;
use crate::ingest::surroundings::{self, Plainness, Said};
use crate::ingest::{AccountHint, Recognised};
use crate::problem::{Message, Place, Problem};

impl Reading {
    /// R31: pages of two accounts in one text. What stands between them ends up below the last cell of a
    /// row; whose the rows after it are cannot be told for each of them, so none is taken.
    pub(super) fn refuse_two_accounts(&mut self) {
        let Some((first, second)) = self.accounts_above().or_else(|| self.accounts_between())
        else {
            return;
        };
        let said = |hint: AccountHint| hint.id.or(hint.name).unwrap_or_default();
        let message = Message::new("ingest.two_accounts");
        let message = message.with("first", said(first)).with("second", said(second));
        self.tables.clear();
        // Of rows that were not taken nothing is to be said.
        self.problems.retain(|p| p.message.key != "shape.rowShort");
        self.problems.push(Problem::fault(Place::default(), message));
    }

    /// Accounts named above two tables, as plainly the one as the other.
    fn accounts_above(&self) -> Option<(AccountHint, AccountHint)> {
        let above = |least: Plainness| {
            let mut tables = self.tables.iter().map(|table| said_in(&table.grid.before, least));
            let mut first = tables.next()?;
            let is_other = |own: &Vec<AccountHint>| {
                own.iter().all(|own| first.iter().all(|first| own.is_other(first)))
            };
            let second = tables.filter(|own| !own.is_empty()).find(is_other)?.into_iter().next()?;
            (!first.is_empty()).then(|| (first.swap_remove(0), second))
        };
        above(Plainness::Account).or_else(|| above(Plainness::Id))
    }

    /// An account named above the text's first rows, and another one among its rows.
    fn accounts_between(&self) -> Option<(AccountHint, AccountHint)> {
        let all = sure(&self.said_of_accounts());
        let first = all.iter().find(|hint| hint.id.is_some()).or(all.first())?.clone();
        let other = |lines: &[String]| {
            let plainly = said_in(lines, Plainness::Account).into_iter();
            let ids = said_in(lines, Plainness::Id).into_iter().filter(|hint| hint.id.is_some());
            plainly.chain(ids).find(|hint| hint.is_other(&first))
        };
        let within = |table: &Recognised| {
            let labels = (0..table.records.len())
                .filter_map(|row| table.records.text(row, Field::RowLabels));
            labels
                .filter(|l| l.contains('\n'))
                .find_map(|label| other(&label.lines().map(str::to_owned).collect::<Vec<_>>()))
        };
        let between = |table: &Recognised| {
            let rows = (0..table.grid.row_count()).filter(|&row| table.grid.width(row) == 1);
            other(&rows.map(|row| table.grid.text(row, 0).to_owned()).collect::<Vec<_>>())
        };
        let second = self.tables.iter().find_map(|table| within(table).or_else(|| between(table)));
        Some((first, second?))
    }
}

/// Accounts that lines name, at least so plainly.
fn said_in(lines: &[String], least: Plainness) -> Vec<AccountHint> {
    sure(&[(lines, least)])
}

fn sure(said: &[Said<'_>]) -> Vec<AccountHint> {
    let mut hints = surroundings::account_hints(&[], None, said, "");
    hints.retain(|hint| hint.source.is_sure());
    hints
}
