//! Accounts that an import which names none may be of, by what it lists (R31).
//!
//! In: all imports. Out: for each import that is to be asked about, the accounts of imports that were answered or
//! tell theirs and list mostly the same credits, offers or campaigns, the most alike first. A list of names may be that
//! of two accounts: it is a default for the answer, never one.

use super::{Directory, Given, Split, Whose, answered, stated_account};
use crate::ingest::exports::Field;
use crate::options::{AccountKey, Options};
use crate::sorting::Sorting;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What tells one list from another.
const NAMES: [Field; 4] =
    [Field::CreditName, Field::OfferName, Field::CampaignId, Field::CampaignName];

/// So many rows of a table tell enough of it.
const ROWS_MAX: usize = 2_000;

/// Accounts with mostly the same names, by the id of the import that names no account.
pub(super) fn owners(
    imports: &[Split<'_>],
    options: &Options,
    directory: &Directory,
) -> BTreeMap<String, Vec<AccountKey>> {
    let owner = |split: &Split<'_>| {
        let one = answered(&split.given, options, directory);
        one.or_else(|| stated_account(split, directory))
    };
    let is_open = |split: &&Split<'_>| split.has_rows(&Whose::Unnamed) && owner(split).is_none();
    let open: Vec<&Split<'_>> = imports.iter().filter(is_open).collect();
    if open.is_empty() || open.len() == imports.len() {
        return BTreeMap::new();
    }
    let known = imports.iter().filter_map(|split| Some((owner(split)?, names(&split.given))));
    let known: Vec<(AccountKey, BTreeSet<&str>)> = known.collect();
    let alike = |split: &Split<'_>| {
        let own = names(&split.given);
        let mut shared: BTreeMap<&AccountKey, usize> = BTreeMap::new();
        for (key, names) in &known {
            let count = own.intersection(names).count();
            let most = shared.entry(key).or_default();
            *most = count.max(*most);
        }
        let mut shared: Vec<(usize, &AccountKey)> = (shared.into_iter())
            .filter(|(_, count)| 2 * count > own.len())
            .map(|(key, count)| (count, key))
            .collect();
        shared.order_by_key(|(count, key)| (Reverse(*count), *key));
        shared.into_iter().map(|(_, key)| key.clone()).collect::<Vec<_>>()
    };
    open.iter().map(|split| (split.given.id.to_owned(), alike(split))).collect()
}

/// Transactions are known by their ids.
fn names<'a>(given: &Given<'a>) -> BTreeSet<&'a str> {
    let tables = given.tables.iter().map(|table| &table.records);
    let tables = tables.filter(|records| !records.has(Field::TransactionId));
    tables
        .flat_map(|records| {
            let rows = 0..records.len().min(ROWS_MAX);
            let cells = rows.flat_map(|row| NAMES.map(|field| (row, field)));
            cells.filter_map(|(row, field)| records.text(row, field))
        })
        .collect()
}
