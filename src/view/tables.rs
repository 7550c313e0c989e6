//! Tables that stay inside and are seen through windows (decision 0003).
//!
//! In: a query (which table, which accounts, search, filters, sort). Out: a handle with a count, then any
//! window of rows. The order is total: after the sorted column rows keep the order of their account and
//! of the table itself, so that a window never shifts between two calls.

use super::rows::Rows;
use super::{AccountCard, CreditRow, OfferRow, ReconcileRow, TransactionRow};
use crate::calendar::When;
use crate::money::Amount;
use crate::options::AccountKey;
use crate::platform::Platform;
use crate::problem::keyed;
use crate::sorting::{Sorting, by_name};
use crate::text::searchable;
use crate::work::Pace;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;

keyed! {
    /// A table of the page.
    #[derive(Deserialize)]
    TableName {
        Available = "available",
        Earning = "earning",
        NotAvailable = "notAvailable",
        Transactions = "transactions",
        Reconcile = "reconcile",
        Accounts = "accounts",
    }
}

/// Accounts to show; empty means all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default)]
pub struct Scope {
    pub accounts: Vec<AccountKey>,
    pub client: Option<String>,
    pub owner: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Query {
    pub table: TableName,
    #[serde(default)]
    pub scope: Scope,
    #[serde(default)]
    pub search: String,
    /// Column key → text that it must have, letter for letter.
    #[serde(default)]
    pub filters: BTreeMap<String, String>,
    #[serde(default)]
    pub sort: Option<Sort>,
}

impl Query {
    /// Every row of a table, in the table's own order.
    pub fn all(table: TableName) -> Query {
        Query {
            table,
            scope: Scope::default(),
            search: String::new(),
            filters: BTreeMap::new(),
            sort: None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Sort {
    pub column: String,
    #[serde(default)]
    pub descending: bool,
}

/// What `open_table` answers.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct OpenTable {
    pub handle: u32,
    /// Changes whenever the rows may have changed; the page then opens the table again.
    pub revision: u64,
    pub count: usize,
    pub facets: BTreeMap<&'static str, Vec<Facet>>,
}

/// A value that a column can be filtered by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Facet {
    pub value: String,
    pub count: usize,
}

/// One row, as plain data.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(untagged)]
pub enum Row {
    Credit(Box<CreditRow>),
    Offer(Box<OfferRow>),
    Transaction(Box<TransactionRow>),
    Reconcile(Box<ReconcileRow>),
    Account(Box<AccountCard>),
}

/// One cell, comparable with the other cells of its column. Absent sorts last in either direction.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    Absent,
    Amount(Amount),
    Share(Decimal),
    Time(When),
    Text(Cow<'a, str>),
}

impl<'a> Cell<'a> {
    pub fn text(text: &'a str) -> Cell<'a> {
        if text.is_empty() { Cell::Absent } else { Cell::Text(Cow::Borrowed(text)) }
    }

    pub fn owned(text: Option<String>) -> Cell<'static> {
        text.map_or(Cell::Absent, |t| Cell::Text(Cow::Owned(t)))
    }

    pub fn of<T>(value: Option<T>, cell: impl Fn(T) -> Cell<'a>) -> Cell<'a> {
        value.map_or(Cell::Absent, cell)
    }

    /// Order within a column whose cells are of one kind; `Absent` is dealt with by the caller.
    fn compare(&self, other: &Cell<'_>) -> Ordering {
        match (self, other) {
            (Cell::Amount(a), Cell::Amount(b)) => a.cmp(b),
            (Cell::Share(a), Cell::Share(b)) => a.cmp(b),
            (Cell::Time(a), Cell::Time(b)) => a.instant.cmp(&b.instant),
            (Cell::Text(a), Cell::Text(b)) => by_name(a, b),
            _ => Ordering::Equal,
        }
    }
}

/// Row numbers of `rows` that the query leaves, in its order.
pub async fn select(
    rows: &Rows<'_>,
    query: &Query,
    platform: &dyn Platform,
    pace: &Pace,
) -> Vec<u32> {
    let needle = searchable(&query.search, platform);
    let matches = rows.matcher(&needle, platform, pace).await;
    let mut selected: Vec<u32> = Vec::new();
    pace.each(0..rows.len() as u32, |row| {
        let has = |(column, value): (&String, &String)| has_text(rows, row, column, value);
        if matches(row) && query.filters.iter().all(has) {
            selected.push(row);
        }
    })
    .await;
    match query.sort.clone().or_else(|| rows.usual_sort()) {
        Some(sort) => sorted(rows, selected, &sort, pace).await,
        None => {
            rows.most_urgent_first(&mut selected);
            selected
        }
    }
}

fn has_text(rows: &Rows<'_>, row: u32, column: &str, value: &str) -> bool {
    matches!(rows.cell(row, column), Cell::Text(text) if text == value)
}

async fn sorted(rows: &Rows<'_>, selected: Vec<u32>, sort: &Sort, pace: &Pace) -> Vec<u32> {
    let mut keyed: Vec<(Cell<'_>, u32)> = Vec::with_capacity(selected.len());
    pace.each(selected, |row| keyed.push((rows.cell(row, &sort.column), row))).await;
    // Stable, so that equal cells keep the table's own order, in both directions.
    let in_order = |(a, _): &(Cell<'_>, u32), (b, _): &(Cell<'_>, u32)| match (a, b) {
        (Cell::Absent, Cell::Absent) => Ordering::Equal,
        (Cell::Absent, _) => Ordering::Greater,
        (_, Cell::Absent) => Ordering::Less,
        _ if sort.descending => b.compare(a),
        _ => a.compare(b),
    };
    pace.sort_by(&mut keyed, in_order).await;
    keyed.into_iter().map(|(_, row)| row).collect()
}

/// Counts of the texts of `column`, most frequent first, then by text.
pub fn facet(rows: &Rows<'_>, column: &'static str) -> Vec<Facet> {
    let mut counts: BTreeMap<Cow<'_, str>, usize> = BTreeMap::new();
    let mut add = |text, count| *counts.entry(text).or_default() += count;
    match rows {
        Rows::Transactions(rows) => rows.count(column, |text, count| add(text.into(), count)),
        _ => (0..rows.len() as u32).for_each(|row| {
            if let Cell::Text(text) = rows.cell(row, column) {
                add(text, 1);
            }
        }),
    }
    let facets =
        counts.into_iter().map(|(value, count)| Facet { value: value.into_owned(), count });
    let mut facets: Vec<Facet> = facets.collect();
    facets.order_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    facets
}
