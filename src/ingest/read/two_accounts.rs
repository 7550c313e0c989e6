//! Pages of two accounts in one paste (R31).
//!
//! In: the tables of one flavour with the lines around them. Out: the same, or none of them and one problem.
//! Subtle: a page may list accounts above its first table, as a menu does; only what stands between tables and
//! among their rows says that what follows is another account's.

use super::FlavourTables;
use crate::ingest::exports::Field;
use crate::ingest::surroundings::{self, Plainness, Said};
use crate::ingest::{AccountHint, Recognised};
use crate::problem::{Message, Place, Problem};
use crate::text::is_blank;

impl FlavourTables {
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

    /// An account named above the text's rows or among them, and another one among them.
    fn accounts_between(&self) -> Option<(AccountHint, AccountHint)> {
        let all = sure(&self.said_of_accounts());
        let among: Vec<Vec<String>> = self.tables.iter().flat_map(lines_among_rows).collect();
        let plainly = |lines: &Vec<String>| said_in(lines, Plainness::Account).into_iter();
        let first = all.iter().find(|hint| hint.id.is_some()).or(all.first()).cloned();
        let first = first.or_else(|| among.iter().flat_map(plainly).next())?;
        let other = |lines: &Vec<String>| {
            let ids = said_in(lines, Plainness::Id).into_iter().filter(|hint| hint.id.is_some());
            plainly(lines).chain(ids).find(|hint| hint.is_other(&first))
        };
        let second = among.iter().find_map(other)?;
        Some((first, second))
    }
}

/// What stands below the last cell of each row, and what stands alone between rows.
fn lines_among_rows(table: &Recognised) -> Vec<Vec<String>> {
    let labels =
        (0..table.records.len()).filter_map(|row| table.records.text(row, Field::RowLabels));
    let below = labels.filter(|label| label.contains('\n'));
    let below = below.map(|label| label.lines().map(str::to_owned).collect());
    let is_alone =
        |row: &usize| table.grid.row(*row).filter(|cell| !is_blank(cell)).take(2).count() == 1;
    let alone = (0..table.grid.row_count()).filter(is_alone);
    below.chain([alone.map(|row| table.grid.first_text(row)).collect()]).collect()
}

/// Accounts that lines name, at least so plainly.
fn said_in(lines: &[String], least: Plainness) -> Vec<AccountHint> {
    sure(&[(lines, least)])
}

pub(super) fn sure(said: &[Said<'_>]) -> Vec<AccountHint> {
    let mut hints = surroundings::account_hints(&[], None, said, "");
    hints.retain(|hint| hint.source.is_sure());
    hints
}
