//! Which import belongs to which account (R31).
//!
//! In: all imports with their moment of truth, and what the user answered. Out: one [`Gathering`] per
//! account, the rows of Business Centers, and what is to be asked. Nothing is merged here.
//!
//! Invariant: every record of every table lands in exactly one gathering, whatever the order of the
//! imports; a row goes to the account it names, and a table that names none stays alone until the user
//! says whose it is.

mod alike;
mod directory;
mod known_by_rows;

use super::state::Account;
use crate::calendar::Instant;
use crate::ingest::cell::is_account_id;
use crate::ingest::exports::{Export, Field};
use crate::ingest::records::Records;
use crate::ingest::{AccountHint, AsOf, Completeness, Recognised, surroundings};
use crate::options::{AccountKey, AccountOptions, ImportId, Options};
use crate::problem::Message;
use crate::sorting::Sorting;
use crate::text::{Name, NumberMap};
use crate::work::Pace;
use directory::Directory;
pub use known_by_rows::ID_LENGTH_MIN;
use std::collections::{BTreeMap, BTreeSet};

/// One import as it comes from `ingest`, with its moment of truth decided (R33).
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    pub id: &'a str,
    pub as_of: AsOf,
    pub pasted_at: Instant,
    pub tables: &'a [Recognised],
    pub hints: &'a [AccountHint],
}

impl Given<'_> {
    fn row_count(&self) -> usize {
        self.tables.iter().map(|table| table.records.len()).sum()
    }
}

/// The rows of one table that belong to one account.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    pub import: &'a str,
    pub as_of: AsOf,
    pub table_index: usize,
    pub table: &'a Recognised,
    /// `None`: all of them.
    pub rows: Option<Vec<u32>>,
}

impl<'a> Part<'a> {
    pub fn records(&self) -> &'a Records {
        &self.table.records
    }

    pub fn row_count(&self) -> usize {
        self.rows.as_ref().map_or(self.table.records.len(), Vec::len)
    }

    /// Indices of its rows within the records.
    pub fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        let all = if self.rows.is_none() { self.table.records.len() } else { 0 };
        let some = self.rows.iter().flatten().map(|&row| row as usize);
        (0..all).chain(some)
    }
}

/// Everything that belongs to one account, in canonical order: as-of, moment of pasting, import id, table.
#[derive(Clone, Debug, Default)]
pub struct Gathering<'a> {
    pub account: Account,
    pub parts: Vec<Part<'a>>,
}

/// An import whose account only the user can tell.
#[derive(Clone, Debug, PartialEq)]
pub struct AccountQuestion {
    pub import: ImportId,
    /// Accounts it may belong to and why, best first: only hints.
    pub candidates: Vec<(AccountKey, Message)>,
}

/// The answer of [`attribute`].
#[derive(Clone, Debug, Default)]
pub struct Attribution<'a> {
    pub accounts: BTreeMap<AccountKey, Gathering<'a>>,
    /// Rows about a Business Center as a whole (`bc/balance/get`).
    pub business_centers: Vec<Part<'a>>,
    pub questions: Vec<AccountQuestion>,
}

/// Provisional account of an import that names none: shown at once, merged with nothing.
pub fn provisional_key(import: &str) -> AccountKey {
    format!("paste:{import}")
}

/// Sorts every record to its account.
pub async fn attribute<'a>(
    imports: &[Given<'a>],
    options: &Options,
    pace: &Pace,
) -> Attribution<'a> {
    let directory = Directory::collect(imports, options, pace).await;
    let mut out = Attribution::default();
    // An account the user entered is shown even before its first import; what was taken back leaves an empty entry.
    let entered = options.accounts.iter().filter(|(_, said)| **said != AccountOptions::default());
    for (said_as, said) in entered {
        // Under its id, once a copy pairs that with the name.
        let key = directory.known(said_as);
        let gathering = out.accounts.entry(key.clone()).or_default();
        let account = &mut gathering.account;
        account.id = is_account_id(&key).then(|| key.clone());
        // A name with its id beside it, or an address, is told by the directory.
        let name = said.name.clone().filter(|name| surroundings::account_said(name).is_none());
        account.name = account.name.take().or(name);
        account.said_as = (key != *said_as).then(|| said_as.clone()).or(account.said_as.take());
        account.key = key;
    }
    let mut imports = imports.to_vec();
    // R33: of copies of one moment the one that was pasted first tells news, the others the same again.
    let moments = |given: &Given<'_>| (given.as_of.when.instant, given.pasted_at);
    imports.order_by(|a, b| (moments(a), a.id).cmp(&(moments(b), b.id)));
    let mut split: Vec<Split<'_>> = Vec::with_capacity(imports.len());
    for given in imports {
        split.push(Split::of(given, &directory, pace).await);
    }
    let by_rows = known_by_rows::owners(&split, options, &directory);
    let alike = alike::owners(&split, options, &directory);
    for split in split {
        let id = split.given.id;
        let beside = Beside { by_rows: by_rows.get(id), alike: alike.get(id).map_or(&[], |a| a) };
        let rows = split.given.row_count();
        attribute_import(split, options, &directory, beside, &mut out);
        pace.rows(rows).await;
    }
    for gathering in out.accounts.values_mut() {
        directory.complete(&mut gathering.account);
    }
    out
}

/// The account that the user has said.
fn answered(given: &Given<'_>, options: &Options, directory: &Directory) -> Option<AccountKey> {
    let said = options.imports.get(given.id)?.account.as_ref()?;
    Some(directory.known(said))
}

/// One import with its rows told apart by whose they say they are.
struct Split<'a> {
    given: Given<'a>,
    /// Of each table.
    rows: Vec<BTreeMap<Whose, Vec<u32>>>,
    /// Accounts that rows name.
    spoken: BTreeSet<AccountKey>,
}

impl<'a> Split<'a> {
    async fn of(given: Given<'a>, directory: &Directory, pace: &Pace) -> Split<'a> {
        let mut rows = Vec::with_capacity(given.tables.len());
        for table in given.tables {
            rows.push(rows_by_owner(table, directory, pace).await);
        }
        let spoken = rows.iter().flat_map(|rows| rows.keys().filter_map(Whose::account));
        let spoken = spoken.cloned().collect();
        Split { given, rows, spoken }
    }

    fn has_rows(&self, whose: &Whose) -> bool {
        self.rows.iter().any(|rows| rows.contains_key(whose))
    }
}

/// What other imports tell of the account of one.
#[derive(Clone, Copy)]
struct Beside<'b> {
    by_rows: Option<&'b AccountKey>,
    alike: &'b [AccountKey],
}

fn attribute_import<'a>(
    split: Split<'a>,
    options: &Options,
    directory: &Directory,
    beside: Beside<'_>,
    out: &mut Attribution<'a>,
) {
    let given = &split.given;
    let answer = answered(given, options, directory);
    // One account in all of the import: the user may still say that it is another one. Beside an id that was
    // cut off the answer is about the rows with that id alone.
    let is_of_one = split.spoken.len() <= 1 && !split.has_rows(&Whose::CutOff);
    let moved = answer.as_ref().filter(|_| is_of_one);
    let known = answer.as_ref().or(beside.by_rows);
    let fallback = fallback_account(&split, known, beside.alike, directory, out);
    let of_cut_off = known.cloned().unwrap_or_else(|| provisional_key(given.id));
    for (index, (table, rows)) in given.tables.iter().zip(split.rows).enumerate() {
        let total = table.records.len();
        let mut by_key: BTreeMap<AccountKey, Vec<u32>> = BTreeMap::new();
        for (whose, mut rows) in rows {
            let key = match whose {
                Whose::BusinessCenter => {
                    let rows = (rows.len() < total).then_some(rows);
                    out.business_centers.push(part(given, index, table, rows));
                    continue;
                }
                Whose::Account(key) => moved.cloned().unwrap_or(key),
                Whose::Unnamed => fallback.clone(),
                Whose::CutOff => of_cut_off.clone(),
            };
            by_key.entry(key).or_default().append(&mut rows);
        }
        for (key, mut rows) in by_key {
            rows.sort_unstable();
            let rows = (rows.len() < total).then_some(rows);
            let gathering = out.accounts.entry(key.clone()).or_default();
            gathering.account.is_provisional = key == provisional_key(given.id);
            gathering.account.id = is_account_id(&key).then(|| key.clone());
            gathering.account.key = key;
            gathering.parts.push(part(given, index, table, rows));
        }
    }
}

fn part<'a>(
    given: &Given<'a>,
    table_index: usize,
    table: &'a Recognised,
    rows: Option<Vec<u32>>,
) -> Part<'a> {
    Part { import: given.id, as_of: given.as_of, table_index, table, rows }
}

/// Whose the rows without an account of their own are: the answer or the account known by its rows, else
/// what the import states. A file name is never enough: it is asked.
fn fallback_account(
    split: &Split<'_>,
    known: Option<&AccountKey>,
    alike: &[AccountKey],
    directory: &Directory,
    out: &mut Attribution<'_>,
) -> AccountKey {
    if let Some(key) = known {
        return key.clone();
    }
    let given = &split.given;
    let stated = stated_account(split, directory);
    // R30, R31: what names an account by half an id is nobody's until it is said.
    let is_open = stated.is_none() && split.has_rows(&Whose::Unnamed);
    if is_open || split.has_rows(&Whose::CutOff) {
        let best = named_best(given, directory).into_iter();
        let hinted = given.hints.iter().filter_map(|hint| directory.key_of(hint));
        let because = |reason| move |key| (key, Message::new(reason));
        let named = best.chain(split.spoken.iter().cloned()).map(because("account.whose.named"));
        let alike = alike.iter().cloned().map(because("account.whose.alike"));
        let hinted = hinted.map(because("account.whose.named"));
        let mut candidates: Vec<(AccountKey, Message)> = Vec::new();
        for (key, reason) in named.chain(alike).chain(hinted) {
            if candidates.iter().all(|(known, _)| *known != key) {
                candidates.push((key, reason));
            }
        }
        out.questions.push(AccountQuestion { import: given.id.to_owned(), candidates });
    }
    stated.unwrap_or_else(|| provisional_key(given.id))
}

/// The one account that the rest of the import names, else the one that the page around it does.
fn stated_account(split: &Split<'_>, directory: &Directory) -> Option<AccountKey> {
    if let (1, Some(only)) = (split.spoken.len(), split.spoken.first()) {
        return Some(only.clone());
    }
    match named_best(&split.given, directory).as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    }
}

/// Accounts that the best hints name, in the order of the page. An id below a campaign's name is that
/// campaign's (R30: both have as many digits).
fn named_best(given: &Given<'_>, directory: &Directory) -> Vec<AccountKey> {
    let best = given.hints.iter().map(|h| h.source).filter(|source| source.is_sure()).min();
    let of_best = given.hints.iter().filter(|hint| Some(hint.source) == best);
    let mut named = each_once(of_best.filter_map(|hint| directory.key_of(hint)));
    if named.len() > 1 {
        let is_campaign = |key: &AccountKey| {
            given.tables.iter().any(|table| {
                let of_row = |row| table.records.text(row, Field::CampaignId);
                (0..table.records.len()).any(|row| of_row(row) == Some(key.as_str()))
            })
        };
        named.retain(|key| !is_campaign(key));
    }
    named
}

/// The keys in their order, without those that stand earlier.
fn each_once(keys: impl Iterator<Item = AccountKey>) -> Vec<AccountKey> {
    let mut seen = BTreeSet::new();
    keys.filter(|key| seen.insert(key.clone())).collect()
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Whose {
    Account(AccountKey),
    BusinessCenter,
    /// It names an account, by an id that a spreadsheet has cut off (R30).
    CutOff,
    Unnamed,
}

impl Whose {
    fn account(&self) -> Option<&AccountKey> {
        match self {
            Whose::Account(key) => Some(key),
            _ => None,
        }
    }
}

async fn rows_by_owner(
    table: &Recognised,
    directory: &Directory,
    pace: &Pace,
) -> BTreeMap<Whose, Vec<u32>> {
    let records = &table.records;
    let mut out: BTreeMap<Whose, Vec<u32>> = BTreeMap::new();
    if records.is_empty() {
        // R32: a list that is full and empty says that nothing is there.
        if table.completeness == Completeness::Full {
            out.insert(Whose::Unnamed, vec![]);
        }
        return out;
    }
    let named = [Field::AccountId, Field::AccountName, Field::BusinessCenterId];
    if !named.iter().any(|&f| records.has(f)) {
        out.insert(Whose::Unnamed, (0..records.len() as u32).collect());
        return out;
    }
    // Rows that name their account by the same cells are looked up once, in whatever order they stand.
    let mut places: NumberMap<([Option<Name>; 3], bool), usize> = NumberMap::default();
    let mut groups: Vec<(Whose, Vec<u32>)> = Vec::new();
    pace.each(0..records.len(), |row| {
        let cells = (named.map(|field| records.name(row, field)), is_cut_off(table, row));
        let place = *places.entry(cells).or_insert_with(|| {
            groups.push((whose(table, row, directory), vec![]));
            groups.len() - 1
        });
        groups.get_mut(place).into_iter().for_each(|(_, rows)| rows.push(row as u32));
    })
    .await;
    for (whose, mut rows) in groups {
        out.entry(whose).or_default().append(&mut rows);
    }
    out.values_mut().for_each(|rows| rows.sort_unstable());
    out
}

fn whose(table: &Recognised, row: usize, directory: &Directory) -> Whose {
    let records = &table.records;
    let id = records.text(row, Field::AccountId);
    let name = records.text(row, Field::AccountName);
    if let Some(key) = directory.key(id, name) {
        return Whose::Account(key);
    }
    let of_center = records.text(row, Field::BusinessCenterId).is_some();
    if of_center && table.export == Export::PaymentManagement {
        return Whose::BusinessCenter;
    }
    if is_cut_off(table, row) { Whose::CutOff } else { Whose::Unnamed }
}

fn is_cut_off(table: &Recognised, row: usize) -> bool {
    let lines = &table.cut_off_accounts;
    !lines.is_empty() && lines.binary_search(&table.records.line(row)).is_ok()
}
