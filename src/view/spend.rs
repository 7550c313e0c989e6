//! Who paid, day by day: ad credit, cash, card. One series per currency (R28).
//!
//! Transactions that say what paid lead (R36). On days without them the platform's word on ad credit
//! leads, and what it leaves of the cost is split as the shown replay splits it; unknown where that does
//! not know either. Days are those of each account's clock.

use crate::account::state::{AccountState, ChargeIx, Payer, TransactionKind};
use crate::calendar::Day;
use crate::ingest::words::{CreditMeans, FundingSource, funding_source};
use crate::money::{Amount, Currency};
use crate::options::AccountKey;
use crate::text::Name;
use serde::Serialize;
use std::collections::BTreeMap;

/// As many as a chart can show.
const DAYS_MAX: i32 = 60;

/// The series of one currency; of one account where its currency is not stated (R38).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SpendLine {
    pub currency: Option<Currency>,
    pub account: Option<AccountKey>,
    /// Days of which charges are known, in order; the last sixty.
    pub days: Vec<SpendDay>,
}

/// What each source paid on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SpendDay {
    pub day: Day,
    pub credit: Amount,
    pub cash: Amount,
    /// Card, Business Center balance or credit line.
    pub card: Amount,
    /// Paid by something that is not known.
    pub unknown: Amount,
}

impl SpendDay {
    fn add(&mut self, other: SpendDay) {
        self.credit += other.credit;
        self.cash += other.cash;
        self.card += other.card;
        self.unknown += other.unknown;
    }

    /// `credit` paid this much of the day; the rest keeps its shares only where it is the rest of both.
    fn with_credit(self, cost: Amount, credit: Amount) -> SpendDay {
        let rest = cost - credit;
        let split = self.cash + self.card + self.unknown;
        let none = SpendDay { day: self.day, credit, ..SpendDay::default() };
        if rest.is_negative() {
            // The stream of charges leaves out what credit paid.
            return none;
        }
        if rest == split {
            return SpendDay { credit, ..self };
        }
        match (self.cash == split, self.card == split) {
            _ if split.is_zero() => SpendDay { unknown: rest, ..none },
            (true, _) => SpendDay { cash: rest, ..none },
            (_, true) => SpendDay { card: rest, ..none },
            _ => SpendDay { unknown: rest, ..none },
        }
    }
}

/// The series of one account.
pub fn days(state: &AccountState) -> Vec<SpendDay> {
    let last = [
        state.spend.last().map(|one| one.day),
        state.transactions.times.last().map(|time| time.day()),
    ];
    let Some(last) = last.into_iter().flatten().max() else { return vec![] };
    let first = last.plus_days(1 - DAYS_MAX);
    let mut replayed = replayed(state, first);
    let mut days: BTreeMap<Day, SpendDay> = BTreeMap::new();
    for one in state.spend.iter().filter(|one| first <= one.day) {
        let day = replayed.remove(&one.day);
        let day = day.unwrap_or(SpendDay { day: one.day, ..SpendDay::default() });
        let credit = one.by_credit.unwrap_or(day.credit);
        days.insert(one.day, day.with_credit(one.cost, credit));
    }
    days.extend(stated(state, first));
    days.into_values().collect()
}

/// By transactions, where the list holds what cash or card paid and not draws alone.
fn stated(state: &AccountState, first: Day) -> BTreeMap<Day, SpendDay> {
    let mut days: BTreeMap<Day, SpendDay> = BTreeMap::new();
    let columns = &state.transactions;
    if !columns.kinds.contains(&TransactionKind::Charge) {
        return days;
    }
    let mut sources: BTreeMap<Name, Option<FundingSource>> = BTreeMap::new();
    let from = columns.times.partition_point(|time| *time < first.start());
    for (row, time) in columns.times.iter().enumerate().skip(from) {
        let (Some(kind), Some(&micros)) = (columns.kinds.get(row), columns.amounts.get(row)) else {
            continue;
        };
        let source = match kind {
            TransactionKind::AdCredit => Some(FundingSource::AdCredit),
            TransactionKind::Charge => {
                let name = columns.payment_sources.get(row).copied().unwrap_or(Name::EMPTY);
                *sources.entry(name).or_insert_with(|| {
                    funding_source(state.names.text(name), CreditMeans::CreditLine)
                })
            }
            _ => continue,
        };
        let day = time.day();
        let sums = days.entry(day).or_insert(SpendDay { day, ..SpendDay::default() });
        *match source {
            Some(FundingSource::AdCredit) => &mut sums.credit,
            Some(FundingSource::Cash) => &mut sums.cash,
            Some(FundingSource::Card | FundingSource::CreditLine) => &mut sums.card,
            None => &mut sums.unknown,
        } -= Amount::from_micros(micros.into());
    }
    days
}

/// By the shown replay, from the first day on.
fn replayed(state: &AccountState, first: Day) -> BTreeMap<Day, SpendDay> {
    let mut days: BTreeMap<Day, SpendDay> = BTreeMap::new();
    let Some(replay) = state.replays.first() else { return days };
    let from = state.charges.times.partition_point(|time| *time < first.start());
    for (charge, time) in state.charges.times.iter().enumerate().skip(from) {
        let day = time.day();
        let sums = days.entry(day).or_insert(SpendDay { day, ..SpendDay::default() });
        for split in replay.splits_of(ChargeIx::from_at(charge)) {
            *match split.payer {
                Payer::Credit(_) => &mut sums.credit,
                Payer::Cash => &mut sums.cash,
                Payer::Card | Payer::CreditLine => &mut sums.card,
                Payer::NotCredit | Payer::Unknown => &mut sums.unknown,
            } += Amount::from_micros(split.micros.into());
        }
    }
    days
}

/// Series of several accounts, per currency.
pub fn lines<'a>(
    accounts: impl Iterator<Item = (&'a AccountState, &'a [SpendDay])>,
) -> Vec<SpendLine> {
    let mut lines: BTreeMap<(Option<Currency>, Option<&str>), BTreeMap<Day, SpendDay>> =
        BTreeMap::new();
    for (state, days) in accounts.filter(|(_, days)| !days.is_empty()) {
        let account = state.currency.is_none().then_some(state.account.key.as_str());
        let line = lines.entry((state.currency, account)).or_default();
        for day in days {
            line.entry(day.day)
                .or_insert(SpendDay { day: day.day, ..SpendDay::default() })
                .add(*day);
        }
    }
    let lines = lines.into_iter().map(|((currency, account), days)| {
        let surplus = days.len().saturating_sub(DAYS_MAX.unsigned_abs() as usize);
        let days = days.into_values().skip(surplus).collect();
        SpendLine { currency, account: account.map(str::to_owned), days }
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(units: i64) -> Amount {
        Amount::from_units(units)
    }

    #[test]
    fn r36_the_platforms_word_on_credit_leads() {
        let day = |credit, cash, card, unknown| SpendDay {
            day: Day::default(),
            credit: amount(credit),
            cash: amount(cash),
            card: amount(card),
            unknown: amount(unknown),
        };
        // replayed, cost, credit by the platform, shown
        for (replayed, cost, credit, shown) in [
            (day(10, 5, 0, 0), 15, 10, day(10, 5, 0, 0)),
            (day(10, 5, 0, 0), 15, 12, day(12, 3, 0, 0)),
            (day(15, 0, 0, 0), 15, 12, day(12, 0, 0, 3)),
            (day(5, 0, 10, 0), 15, 0, day(0, 0, 15, 0)),
            (day(5, 5, 5, 0), 15, 0, day(0, 0, 0, 15)),
            (day(0, 0, 0, 15), 15, 15, day(15, 0, 0, 0)),
            (day(0, 0, 0, 0), 0, 15, day(15, 0, 0, 0)),
        ] {
            let found = replayed.with_credit(amount(cost), amount(credit));
            assert_eq!(found, shown, "{replayed:?}");
        }
    }
}
