//! Imports that name no account, known by their rows (R31).
//!
//! In: all imports. Out: for an import whose content names no account, the one account that has rows with
//! the same transaction ids. An id is the platform's and belongs to one account, so the same export pasted
//! again, or one that overlaps it, is not asked for twice. A short id is the platform's only together with its
//! time and amount. Where ids lead to two accounts, none is named.

use super::{Directory, Split, Whose, answered, stated_account, whose};
use crate::calendar::Unit;
use crate::ingest::Recognised;
use crate::ingest::exports::Field;
use crate::options::{AccountKey, Options};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Shorter texts may be numbers of a list rather than ids of the platform.
pub const ID_LENGTH_MIN: usize = 8;

/// The account of each import that is known by its rows only, by import id.
pub(super) fn owners(
    imports: &[Split<'_>],
    options: &Options,
    directory: &Directory,
) -> BTreeMap<String, AccountKey> {
    let stated = |split: &Split<'_>| {
        answered(&split.given, options, directory).or_else(|| stated_account(split, directory))
    };
    let has_ids = |table: &Recognised| table.records.has(Field::TransactionId);
    let with_ids: Vec<&Split<'_>> =
        imports.iter().filter(|split| split.given.tables.iter().any(has_ids)).collect();
    if with_ids.len() < 2 {
        return BTreeMap::new();
    }
    let mut stated_of: Vec<Option<AccountKey>> = Vec::new();
    let mut wanted: HashMap<Cow<'_, str>, Vec<&str>> = HashMap::new();
    for split in &with_ids {
        let (key, given) = (stated(split), &split.given);
        if key.is_none() {
            for id in given.tables.iter().flat_map(ids).map(|(_, id)| id) {
                let waiting = wanted.entry(id).or_default();
                if waiting.last() != Some(&given.id) {
                    waiting.push(given.id);
                }
            }
        }
        stated_of.push(key);
    }
    if wanted.is_empty() {
        return BTreeMap::new();
    }
    let mut found: BTreeMap<&str, BTreeSet<AccountKey>> = BTreeMap::new();
    for (split, stated) in with_ids.iter().zip(&stated_of) {
        let given = &split.given;
        for table in given.tables {
            for (row, id) in ids(table) {
                let Some(waiting) = wanted.get(&id) else { continue };
                let key = match whose(table, row, directory) {
                    Whose::Account(key) => Some(key),
                    Whose::BusinessCenter | Whose::CutOff => None,
                    Whose::Unnamed => stated.clone(),
                };
                let Some(key) = key else { continue };
                for import in waiting.iter().filter(|import| **import != given.id) {
                    found.entry(import).or_default().insert(key.clone());
                }
            }
        }
    }
    let one = |(import, keys): (&str, BTreeSet<AccountKey>)| {
        let only = keys.first().filter(|_| keys.len() == 1)?;
        Some((import.to_owned(), only.clone()))
    };
    found.into_iter().filter_map(one).collect()
}

/// Rows with what tells them from every row of another account.
fn ids(table: &Recognised) -> impl Iterator<Item = (usize, Cow<'_, str>)> {
    (0..table.records.len()).filter_map(|row| Some((row, id_of(table, row)?)))
}

fn id_of(table: &Recognised, row: usize) -> Option<Cow<'_, str>> {
    let records = &table.records;
    let id = records.text(row, Field::TransactionId).filter(|id| !id.is_empty())?;
    if id.len() >= ID_LENGTH_MIN {
        return Some(Cow::Borrowed(id));
    }
    let time = records.time(row, Field::Time).filter(|stated| stated.unit != Unit::Day)?;
    let amount = records.money(row, Field::Amount)?;
    Some(Cow::Owned(format!("{id} {} {amount}", time.time)))
}
