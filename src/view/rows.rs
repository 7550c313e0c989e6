//! The rows of every table, seen as cells: what search, filter and sort look at.
//!
//! Short tables are lists that were built with the page. Transactions may be a million: they stay in the
//! columns of their accounts and become a row only when a window shows them.

use super::tables::{Cell, Row, Sort, TableName};
use super::transaction;
use super::{AccountCard, CreditRow, Level, OfferRow, ReconcileRow, Span, Tab, TransactionRow};
use crate::account::state::AccountState;
use crate::calendar::{Unit, When};
use crate::money::Amount;
use crate::platform::Platform;
use crate::sorting::Sorting;
use crate::text::{Name, Search, searchable};
use crate::work::Pace;
use std::cmp::Reverse;

/// The rows of one table, in the table's own order.
pub enum Rows<'a> {
    Credits(Vec<&'a CreditRow>),
    Offers(Vec<&'a OfferRow>),
    Reconcile(Vec<&'a ReconcileRow>),
    Accounts(Vec<&'a AccountCard>),
    Transactions(TransactionRows<'a>),
}

impl Rows<'_> {
    pub fn len(&self) -> usize {
        match self {
            Rows::Credits(rows) => rows.len(),
            Rows::Offers(rows) => rows.len(),
            Rows::Reconcile(rows) => rows.len(),
            Rows::Accounts(rows) => rows.len(),
            Rows::Transactions(rows) => rows.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The cell of a column, by the key of its field; `Absent` for a column the table does not have.
    pub fn cell(&self, row: u32, column: &str) -> Cell<'_> {
        let at = row as usize;
        match self {
            Rows::Credits(rows) => rows.get(at).map(|r| credit_cell(r, column)),
            Rows::Offers(rows) => rows.get(at).map(|r| offer_cell(r, column)),
            Rows::Reconcile(rows) => rows.get(at).map(|r| reconcile_cell(r, column)),
            Rows::Accounts(rows) => rows.get(at).map(|r| account_cell(r, column)),
            Rows::Transactions(rows) => Some(rows.cell(at, column)),
        }
        .unwrap_or(Cell::Absent)
    }

    /// The row as plain data.
    pub fn row(&self, row: u32) -> Option<Row> {
        let at = row as usize;
        Some(match self {
            Rows::Credits(rows) => Row::Credit(Box::new((*rows.get(at)?).clone())),
            Rows::Offers(rows) => Row::Offer(Box::new((*rows.get(at)?).clone())),
            Rows::Reconcile(rows) => Row::Reconcile(Box::new((*rows.get(at)?).clone())),
            Rows::Accounts(rows) => Row::Account(Box::new((*rows.get(at)?).clone())),
            Rows::Transactions(rows) => Row::Transaction(Box::new(rows.row(at)?)),
        })
    }

    /// What a list of work is looked through in: the worst warning first, then what ends first. Rows alike in that
    /// keep the table's own order, and so does a table that has nothing urgent.
    pub fn most_urgent_first(&self, selected: &mut [u32]) {
        match self {
            Rows::Credits(rows) => {
                selected.order_by_key(|&row| rows.get(row as usize).map(|r| credit_urgency(r)));
            }
            Rows::Offers(rows) => {
                selected.order_by_key(|&row| rows.get(row as usize).map(|r| offer_urgency(r)));
            }
            Rows::Accounts(rows) => {
                selected.order_by_key(|&row| rows.get(row as usize).map(|r| r.urgency()));
            }
            Rows::Reconcile(rows) => {
                selected.order_by_key(|&row| rows.get(row as usize).map(|r| Reverse(r.settlement)));
            }
            Rows::Transactions(_) => {}
        }
    }

    /// Newest first over all accounts, each of which has its own in that order; of the other tables what is most urgent leads.
    pub fn usual_sort(&self) -> Option<Sort> {
        let is_of_several = matches!(self, Rows::Transactions(rows) if rows.accounts.len() > 1);
        is_of_several.then(|| Sort { column: "time".to_owned(), descending: true })
    }

    /// Whether a row holds `needle`, a searchable text; everything does where it is empty.
    pub async fn matcher<'s>(
        &'s self,
        needle: &'s str,
        platform: &'s dyn Platform,
        pace: &Pace,
    ) -> Box<dyn Fn(u32) -> bool + 's> {
        if needle.is_empty() {
            return Box::new(|_| true);
        }
        match self {
            Rows::Transactions(rows) => rows.matcher(needle, platform, pace).await,
            _ => Box::new(move |row| {
                let columns = self.searched_columns();
                columns.iter().any(|column| match self.cell(row, column) {
                    Cell::Text(text) => searchable(&text, platform).contains(needle),
                    Cell::Amount(amount) => amount.to_string().contains(needle),
                    _ => false,
                })
            }),
        }
    }

    fn searched_columns(&self) -> &'static [&'static str] {
        match self {
            Rows::Credits(_) => {
                &["name", "requirements", "creditType", "account", "unused", "face"]
            }
            Rows::Offers(_) => &["name", "status", "account"],
            Rows::Reconcile(_) => &["key", "account", "difference"],
            Rows::Accounts(_) => &["key", "id", "name", "client", "owner", "currency"],
            Rows::Transactions(_) => &[],
        }
    }

    /// Columns that the page offers filters for.
    pub fn facet_columns(table: TableName) -> &'static [&'static str] {
        match table {
            TableName::Transactions => &["kind", "status", "source"],
            TableName::Available | TableName::NotAvailable => &["creditType", "state"],
            TableName::Reconcile => &["settlement"],
            TableName::Earning => &["status"],
            TableName::Accounts => &["client", "owner", "currency"],
        }
    }
}

/// Of what has ended, and of what no warning speaks, no end is near.
fn credit_urgency(row: &CreditRow) -> (Reverse<Option<Level>>, i64) {
    let is_near = row.tab == Tab::Available && row.worst.is_some();
    (Reverse(row.worst), end_or_never(row.valid_until.filter(|_| is_near)))
}

/// What can still be earned stands above what is over.
fn offer_urgency(row: &OfferRow) -> (Reverse<bool>, i64) {
    (Reverse(row.is_open), end_or_never(row.window_until.filter(|_| row.is_open)))
}

fn end_or_never(end: Option<When>) -> i64 {
    end.map_or(i64::MAX, |end| end.instant.seconds())
}

fn credit_cell<'a>(row: &'a CreditRow, column: &str) -> Cell<'a> {
    match column {
        "name" => Cell::text(&row.name),
        "account" => Cell::text(&row.account),
        "creditType" => Cell::of(row.credit_type, |kind| Cell::text(kind.key())),
        "requirements" => Cell::of(row.requirements.as_deref(), Cell::text),
        "state" => Cell::text(row.state.key()),
        "face" => Cell::of(row.face, Cell::Amount),
        "unused" => Cell::of(row.unused, Cell::Amount),
        "used" => Cell::of(row.used, Cell::Amount),
        "forfeited" => Cell::of(row.forfeited, Cell::Amount),
        "percentSpent" => Cell::of(row.percent_spent, Cell::Share),
        "redeemed" => Cell::of(row.redeemed, Cell::Time),
        "validFrom" => Cell::of(row.valid_from, Cell::Time),
        "validUntil" => Cell::of(row.valid_until, Cell::Time),
        "asOf" => Cell::of(row.as_of, Cell::Time),
        "runsOut" => Cell::owned(row.runs_out.as_ref().map(|span| span.from.to_string())),
        "runsOutUntil" => Cell::owned(row.runs_out.as_ref().and_then(Span::until)),
        _ => Cell::Absent,
    }
}

fn offer_cell<'a>(row: &'a OfferRow, column: &str) -> Cell<'a> {
    match column {
        "name" => Cell::text(&row.name),
        "account" => Cell::text(&row.account),
        "status" => Cell::of(row.status.as_deref(), Cell::text),
        "qualifyingSpend" => Cell::of(row.qualifying_spend, Cell::Amount),
        "target" => Cell::of(row.next_tier().map(|tier| tier.target), Cell::Amount),
        "reward" => Cell::of(row.next_tier().and_then(|tier| tier.reward), Cell::Amount),
        "earnedSoFar" => Cell::of(row.earned_so_far, Cell::Amount),
        "progress" => Cell::of(row.progress, Cell::Share),
        "windowFrom" => Cell::of(row.window_from, Cell::Time),
        "windowUntil" => Cell::of(row.window_until, Cell::Time),
        _ => Cell::Absent,
    }
}

fn reconcile_cell<'a>(row: &'a ReconcileRow, column: &str) -> Cell<'a> {
    match column {
        "key" => Cell::text(&row.key),
        "account" => Cell::text(&row.account),
        "difference" => Cell::of(row.difference, Cell::Amount),
        "settlement" => Cell::text(row.settlement.key()),
        _ => Cell::Absent,
    }
}

fn account_cell<'a>(row: &'a AccountCard, column: &str) -> Cell<'a> {
    match column {
        "key" => Cell::text(&row.key),
        "id" => Cell::of(row.id.as_deref(), Cell::text),
        "name" => Cell::of(row.name.as_deref(), Cell::text),
        "client" => Cell::of(row.client.as_deref(), Cell::text),
        "owner" => Cell::of(row.owner.as_deref(), Cell::text),
        "currency" => Cell::owned(row.currency.map(|c| c.to_string())),
        "unused" => Cell::of(row.unused, Cell::Amount),
        "voucher" => Cell::of(row.voucher, Cell::Amount),
        "cash" => Cell::of(row.cash, Cell::Amount),
        "asOf" => Cell::of(row.as_of, Cell::Time),
        "runsOut" => Cell::owned(row.runs_out.as_ref().map(|span| span.from.to_string())),
        "runsOutUntil" => Cell::owned(row.runs_out.as_ref().and_then(Span::until)),
        _ => Cell::Absent,
    }
}

/// Transactions of several accounts, one after the other, each newest first.
pub struct TransactionRows<'a> {
    accounts: Vec<&'a AccountState>,
    /// First row of each account, and the count of all at the end.
    starts: Vec<usize>,
}

impl<'a> TransactionRows<'a> {
    pub fn new(accounts: Vec<&'a AccountState>) -> TransactionRows<'a> {
        let mut starts = vec![0];
        for state in &accounts {
            starts.push(starts.last().copied().unwrap_or_default() + state.transactions.len());
        }
        TransactionRows { accounts, starts }
    }

    fn len(&self) -> usize {
        self.starts.last().copied().unwrap_or_default()
    }

    /// The account of a row and its place in that account's columns.
    fn find(&self, row: usize) -> Option<(&'a AccountState, usize)> {
        let at = self.starts.partition_point(|&start| start <= row).checked_sub(1)?;
        let state = *self.accounts.get(at)?;
        let newest_first = row - self.starts.get(at)?;
        Some((state, state.transactions.len().checked_sub(newest_first + 1)?))
    }

    fn cell(&self, row: usize, column: &str) -> Cell<'_> {
        let Some((state, at)) = self.find(row) else { return Cell::Absent };
        let columns = &state.transactions;
        if let Some(names) = texts_of(state, column) {
            return Cell::text(names.get(at).map_or("", |&n| state.names.text(n)));
        }
        match column {
            "account" => Cell::text(&state.account.key),
            "campaign" => Cell::text(columns.campaign(at).map_or("", |c| state.campaign_text(c))),
            "amount" => Cell::of(columns.amounts.get(at), |&m| Cell::Amount(micros(m))),
            "time" => Cell::of(time_of(state, at), Cell::Time),
            _ => Cell::Absent,
        }
    }

    fn row(&self, row: usize) -> Option<TransactionRow> {
        let (state, at) = self.find(row)?;
        let columns = &state.transactions;
        let text = |names: &[Name]| {
            names.get(at).filter(|&&n| n != Name::EMPTY).map(|&n| state.names.text(n).to_owned())
        };
        let campaign = columns.campaign(at).and_then(|c| state.campaigns.get(c.at()));
        let own = |name: Name| (name != Name::EMPTY).then(|| state.names.text(name).to_owned());
        let origin = columns.origins.get(at)?;
        Some(TransactionRow {
            key: transaction::key(state, at)?,
            account: state.account.key.clone(),
            currency: state.currency,
            id: text(&columns.ids),
            time: time_of(state, at),
            kind: text(&columns.kind_texts).unwrap_or_default(),
            amount: columns.amounts.get(at).map(|&m| micros(m)),
            campaign_id: campaign.and_then(|c| own(c.id)),
            campaign: campaign.and_then(|c| own(c.name)),
            source: text(&columns.payment_sources),
            credit: text(&columns.credit_names),
            status: text(&columns.statuses),
            import: state.source(origin.source).map(|s| s.import.clone()).unwrap_or_default(),
            line: origin.line,
        })
    }

    /// How many rows hold each text of a column, account by account: counted as numbers.
    pub fn count(&self, column: &str, mut add: impl FnMut(&'a str, usize)) {
        for state in &self.accounts {
            let Some(names) = texts_of(state, column) else { continue };
            let mut counts = vec![0; state.names.len()];
            for name in names {
                counts.get_mut(name.index()).into_iter().for_each(|count| *count += 1);
            }
            let texts = state.names.iter().zip(counts).skip(1);
            let counted = texts.filter(|(_, count)| *count > 0);
            counted.for_each(|((_, text), count)| add(text, count));
        }
    }

    /// Folds each distinct text once, then compares numbers.
    async fn matcher<'s>(
        &'s self,
        needle: &'s str,
        platform: &'s dyn Platform,
        pace: &Pace,
    ) -> Box<dyn Fn(u32) -> bool + 's> {
        let mut search = Search::new(needle);
        let mut hits: Vec<Vec<bool>> = Vec::with_capacity(self.accounts.len());
        for state in &self.accounts {
            let mut own = Vec::with_capacity(state.names.len());
            pace.each(state.names.iter(), |(_, text)| own.push(search.is_in(text, platform))).await;
            hits.push(own);
        }
        // Writing out a million amounts costs more than all the rest.
        let may_be_amount = needle.bytes().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'-'));
        Box::new(move |row| {
            let row = row as usize;
            let at = self.starts.partition_point(|&start| start <= row).saturating_sub(1);
            let (Some((state, place)), Some(hits)) = (self.find(row), hits.get(at)) else {
                return false;
            };
            let columns = &state.transactions;
            let hit = |name: &Name| hits.get(name.index()).copied().unwrap_or_default();
            let texts = [
                &columns.ids,
                &columns.kind_texts,
                &columns.credit_names,
                &columns.statuses,
                &columns.payment_sources,
            ];
            let campaign = columns.campaign(place).and_then(|c| state.campaigns.get(c.at()));
            texts.iter().any(|names| names.get(place).is_some_and(hit))
                || campaign.is_some_and(|c| hit(&c.id) || hit(&c.name))
                || may_be_amount
                    && (columns.amounts.get(place))
                        .is_some_and(|&m| micros(m).to_string().contains(needle))
        })
    }
}

/// A column of transactions that holds texts.
fn texts_of<'a>(state: &'a AccountState, column: &str) -> Option<&'a [Name]> {
    let columns = &state.transactions;
    Some(match column {
        "id" => &columns.ids,
        "kind" => &columns.kind_texts,
        "credit" => &columns.credit_names,
        "status" => &columns.statuses,
        "source" => &columns.payment_sources,
        _ => return None,
    })
}

fn micros(amount: i64) -> Amount {
    Amount::from_micros(amount.into())
}

fn time_of(state: &AccountState, at: usize) -> Option<When> {
    let time = *state.transactions.times.get(at)?;
    Some(When::new(time.in_zone(state.zone), state.zone, Unit::Second))
}
