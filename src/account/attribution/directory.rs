//! Which names and ids of accounts belong together, by what any import or answer says (R30, R31).
//!
//! In: all imports and what the user said of accounts. Out: [`Directory`], which finds the one account that an id
//! or a name means. Invariant: the order of the imports is irrelevant.

use super::Given;
use crate::account::state::Account;
use crate::ingest::cell::is_account_id;
use crate::ingest::exports::Field;
use crate::ingest::{AccountHint, Recognised, surroundings};
use crate::options::{AccountKey, Options};
use crate::text::{Name, NumberMap};
use crate::work::Pace;
use std::collections::{BTreeMap, BTreeSet};

/// Names and ids that any import or answer put together.
#[derive(Debug, Default)]
pub(super) struct Directory {
    ids_by_name: BTreeMap<String, BTreeSet<AccountKey>>,
    names_by_id: BTreeMap<AccountKey, BTreeSet<String>>,
    /// Lines that may be names, and the accounts beside whose ids they stand.
    perhaps: BTreeMap<String, BTreeSet<AccountKey>>,
    centers_by_id: BTreeMap<AccountKey, BTreeSet<String>>,
}

impl Directory {
    pub async fn collect(imports: &[Given<'_>], options: &Options, pace: &Pace) -> Directory {
        let mut directory = Directory::default();
        for (key, account) in &options.accounts {
            if let Some((id, name)) = surroundings::account_said(key) {
                let said = account.name.as_deref().filter(|name| name != key);
                directory.pair(id, name.or(said));
            } else if account.name.as_ref() != Some(key) {
                // An account known by its name alone is no other one than the id that bears it.
                directory.pair(key, account.name.as_deref());
            }
        }
        for given in imports {
            for hint in given.hints.iter().filter(|hint| hint.source.is_sure()) {
                directory.pair(hint.id.as_deref().unwrap_or_default(), hint.name.as_deref());
                if let (Some(id), Some(line)) = (&hint.id, &hint.perhaps) {
                    // What a person has called an account by is no heading.
                    if options.accounts.contains_key(line) {
                        directory.pair(id, Some(line));
                    }
                    directory.perhaps.entry(line.clone()).or_default().insert(id.clone());
                }
            }
            for table in given.tables {
                directory.collect_table(table, pace).await;
            }
        }
        directory
    }

    async fn collect_table(&mut self, table: &Recognised, pace: &Pace) {
        let records = &table.records;
        if !records.has(Field::AccountId) {
            return;
        }
        let fields = [Field::AccountId, Field::AccountName, Field::BusinessCenterId];
        let mut seen: NumberMap<[Option<Name>; 3], ()> = NumberMap::default();
        pace.each(0..records.len(), |row| {
            let cells = fields.map(|field| records.name(row, field));
            if seen.insert(cells, ()).is_some() {
                return;
            }
            let id = records.text(row, Field::AccountId).unwrap_or_default();
            self.pair(id, records.text(row, Field::AccountName));
            if let Some(center) = records.text(row, Field::BusinessCenterId)
                && is_account_id(id)
            {
                self.centers_by_id.entry(id.into()).or_default().insert(center.into());
            }
        })
        .await;
    }

    fn pair(&mut self, key: &str, name: Option<&str>) {
        let Some(name) = name.map(str::trim).filter(|n| !n.is_empty()) else { return };
        if !key.is_empty() {
            self.ids_by_name.entry(name.into()).or_default().insert(key.into());
            self.names_by_id.entry(key.into()).or_default().insert(name.into());
        }
    }

    /// R31: an account that was said by its name is the one id that bears it in any copy; one that was said by an
    /// address is the id in it.
    pub fn known(&self, said: &str) -> AccountKey {
        let id = surroundings::account_said(said).map_or(said, |(id, _)| id);
        self.key(Some(id), Some(said)).unwrap_or_else(|| said.to_owned())
    }

    /// The id, else the one account of that name, else the name itself; `None` where two accounts bear
    /// the name, or nothing is named.
    pub fn key(&self, id: Option<&str>, name: Option<&str>) -> Option<AccountKey> {
        if let Some(id) = id.filter(|id| is_account_id(id)) {
            return Some(id.to_owned());
        }
        let name = name.map(str::trim).filter(|n| !n.is_empty())?;
        match self.ids_by_name.get(name) {
            Some(ids) if ids.len() == 1 => ids.first().cloned(),
            Some(_) => None,
            None => Some(name.to_owned()),
        }
    }

    pub fn key_of(&self, hint: &AccountHint) -> Option<AccountKey> {
        self.key(hint.id.as_deref(), hint.name.as_deref())
    }

    /// A line that stands beside the id of this account alone, and no other line does.
    fn line_beside(&self, key: &AccountKey) -> Option<&str> {
        let mut lines = self.perhaps.iter().filter(|(_, keys)| keys.contains(key));
        let (line, keys) = lines.next()?;
        (keys.len() == 1 && lines.next().is_none()).then_some(line)
    }

    pub fn complete(&self, account: &mut Account) {
        let names = self.names_by_id.get(&account.key);
        if account.name.is_none() {
            account.name = match names.and_then(BTreeSet::first) {
                Some(name) => Some(name.clone()),
                None if let Some(line) = self.line_beside(&account.key) => Some(line.to_owned()),
                None => {
                    (account.id.is_none() && !account.is_provisional).then(|| account.key.clone())
                }
            };
        }
        account.business_center =
            self.centers_by_id.get(&account.key).and_then(BTreeSet::first).cloned();
    }
}
