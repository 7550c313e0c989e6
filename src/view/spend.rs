//! Who paid, day by day: ad credit, cash, card. One series per currency (R28).
//!
//! Transactions that say what paid lead (R36). On days without them the platform's word on ad credit
//! leads, and what it leaves of the cost is split as the shown replay splits it; unknown where that does
//! not know either. Days are those of each account's clock.

use crate::account::state::{AccountState, ChargeIx, Payer, Replay, TransactionKind};
use crate::calendar::{Day, by_day};
use crate::ingest::words::{CreditMeans, FundingSource, funding_source};
use crate::money::{Amount, Currency};
use crate::options::AccountKey;
use crate::text::Name;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

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
    /// A day on which nothing was paid.
    fn none(day: Day) -> SpendDay {
        SpendDay { day, ..SpendDay::default() }
    }

    fn add(&mut self, other: SpendDay) {
        self.credit += other.credit;
        self.cash += other.cash;
        self.card += other.card;
        self.unknown += other.unknown;
    }

    /// What two readings of one day agree on; the rest is not known.
    fn agreed(self, other: SpendDay) -> SpendDay {
        let both = |a: Amount, b: Amount| match (a.is_negative(), b.is_negative()) {
            (false, false) => a.min(b),
            (true, true) => a.max(b),
            _ => Amount::ZERO,
        };
        let sum = self.credit + self.cash + self.card + self.unknown;
        let credit = both(self.credit, other.credit);
        let cash = both(self.cash, other.cash);
        let card = both(self.card, other.card);
        SpendDay { day: self.day, credit, cash, card, unknown: sum - credit - cash - card }
    }

    /// `credit` paid this much of the day; the rest keeps its shares only where it is the rest of both.
    fn with_credit(self, cost: Amount, credit: Amount) -> SpendDay {
        let rest = cost - credit;
        let split = self.cash + self.card + self.unknown;
        let by_credit = SpendDay { credit, ..SpendDay::none(self.day) };
        if rest == split {
            return SpendDay { credit, ..self };
        }
        if rest.is_negative() && !cost.is_negative() {
            // The stream of charges leaves out what credit paid.
            return by_credit;
        }
        match (self.cash == split, self.card == split) {
            _ if split.is_zero() => SpendDay { unknown: rest, ..by_credit },
            (true, _) => SpendDay { cash: rest, ..by_credit },
            (_, true) => SpendDay { card: rest, ..by_credit },
            _ => SpendDay { unknown: rest, ..by_credit },
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
    let mut replayed = all_replayed(state, first);
    let mut days: BTreeMap<Day, SpendDay> = BTreeMap::new();
    for one in state.spend.iter().filter(|one| first <= one.day) {
        let day = replayed.remove(&one.day).unwrap_or(SpendDay::none(one.day));
        let credit = one.by_credit.unwrap_or(day.credit);
        days.insert(one.day, day.with_credit(one.cost, credit));
    }
    days.extend(stated(state, first));
    days.into_values().collect()
}

/// By transactions, where the list holds what cash or card paid and not draws alone.
///
/// R35: a charge that names no source of payment says what ads cost, and its *Ad Credit* row says who paid
/// it: one spend, told twice. A day that holds only such charges is split from its cost, as any other.
fn stated(state: &AccountState, first: Day) -> BTreeMap<Day, SpendDay> {
    let mut days: BTreeMap<Day, SpendDay> = BTreeMap::new();
    let columns = &state.transactions;
    if !columns.kinds.contains(&TransactionKind::Charge) {
        return days;
    }
    let mut sources: BTreeMap<Name, Option<FundingSource>> = BTreeMap::new();
    let mut sourceless: BTreeSet<Day> = BTreeSet::new();
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
        let sums = days.entry(day).or_insert(SpendDay::none(day));
        *match source {
            Some(FundingSource::AdCredit) => &mut sums.credit,
            Some(FundingSource::Cash) => &mut sums.cash,
            Some(FundingSource::Card | FundingSource::CreditLine) => &mut sums.card,
            None => {
                sourceless.insert(day);
                &mut sums.unknown
            }
        } -= Amount::from_micros(micros.into());
    }
    let costs: BTreeSet<Day> = state.spend.iter().map(|one| one.day).collect();
    days.retain(|day, sums| {
        let names_none = sourceless.contains(day) && sums.cash.is_zero() && sums.card.is_zero();
        if sourceless.contains(day) {
            let rest = sums.unknown - sums.credit;
            let is_told_twice = rest.is_negative() != sums.unknown.is_negative();
            sums.unknown = if is_told_twice { Amount::ZERO } else { rest };
        }
        !(names_none && costs.contains(day))
    });
    days
}

/// By every reading of the billing setup that is still possible (R10): what they do not agree on is not
/// known. One reading where the setup is.
fn all_replayed(state: &AccountState, first: Day) -> BTreeMap<Day, SpendDay> {
    let mut readings = state.replays.iter().map(|replay| replayed(state, replay, first));
    let shown = readings.next().unwrap_or_default();
    readings.fold(shown, |shown, other| {
        let agreed = shown.into_iter().map(|(day, one)| match other.get(&day) {
            Some(other) => (day, one.agreed(*other)),
            None => (day, one),
        });
        agreed.collect()
    })
}

/// By one replay, from the first day on.
fn replayed(state: &AccountState, replay: &Replay, first: Day) -> BTreeMap<Day, SpendDay> {
    let mut days: BTreeMap<Day, SpendDay> = BTreeMap::new();
    let from = state.charges.times.partition_point(|time| *time < first.start());
    for (day, places) in by_day(&state.charges.times, from) {
        let sums = days.entry(day).or_insert(SpendDay::none(day));
        for split in places.flat_map(|at| replay.splits_of(ChargeIx::from_at(at))) {
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
            line.entry(day.day).or_insert(SpendDay::none(day.day)).add(*day);
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

    fn day(credit: i64, cash: i64, card: i64, unknown: i64) -> SpendDay {
        SpendDay {
            day: Day::default(),
            credit: Amount::from_units(credit),
            cash: Amount::from_units(cash),
            card: Amount::from_units(card),
            unknown: Amount::from_units(unknown),
        }
    }

    #[test]
    fn r10_what_readings_of_the_billing_setup_do_not_agree_on_is_not_known() {
        // manual payment, automatic payment, what is said
        for (manual, automatic, said) in [
            (day(50, 0, 0, 0), day(50, 0, 0, 0), day(50, 0, 0, 0)),
            (day(0, 50, 0, 0), day(0, 0, 50, 0), day(0, 0, 0, 50)),
            (day(30, 20, 0, 0), day(10, 40, 0, 0), day(10, 20, 0, 20)),
            (day(0, -5, 0, 0), day(0, 0, -5, 0), day(0, 0, 0, -5)),
        ] {
            assert_eq!(manual.agreed(automatic), said, "{manual:?}");
        }
    }

    #[test]
    fn r36_the_platforms_word_on_credit_leads() {
        // replayed, cost, credit by the platform, shown
        for (replayed, cost, credit, shown) in [
            (day(10, 5, 0, 0), 15, 10, day(10, 5, 0, 0)),
            (day(10, 5, 0, 0), 15, 12, day(12, 3, 0, 0)),
            (day(15, 0, 0, 0), 15, 12, day(12, 0, 0, 3)),
            (day(5, 0, 10, 0), 15, 0, day(0, 0, 15, 0)),
            (day(5, 5, 5, 0), 15, 0, day(0, 0, 0, 15)),
            (day(0, 0, 0, 15), 15, 15, day(15, 0, 0, 0)),
            (day(0, 0, 0, 0), 0, 15, day(15, 0, 0, 0)),
            // R16: what comes back goes to whom it belongs.
            (day(0, -20, 0, 0), -20, 0, day(0, -20, 0, 0)),
            (day(-20, 0, 0, 0), -20, -20, day(-20, 0, 0, 0)),
            (day(-20, 0, 0, 0), -20, 0, day(0, 0, 0, -20)),
            (day(-15, -5, 0, 0), -20, -10, day(-10, -10, 0, 0)),
        ] {
            let found = replayed.with_credit(Amount::from_units(cost), Amount::from_units(credit));
            assert_eq!(found, shown, "{replayed:?}");
        }
    }

    #[test]
    fn r35_a_charge_and_its_ad_credit_row_are_one_spend() {
        // 10 of Kone until 10 May, 5.005 of Ktwo from 5 May. 3.333 + 3.333 + 5.337 − 1 + 3 = 14.003, and the
        // draws are the same 14.003: 6.666 + 3.334 of Kone, 2.003 − 1 + 3 of Ktwo.
        let rows = [
            ("05-02", "3.333", "Kone 3.333", "3.333"),
            ("05-03", "3.333", "Kone 3.333", "3.333"),
            ("05-06", "5.337", "Kone 3.334, Ktwo 2.003", "5.337"),
            ("05-08", "3.000", "Ktwo 3.000", "3.000"),
            // Of 8 that the charge cost, credit paid 2: cash paid the rest, by the billing setup.
            ("05-09", "8.000", "Ktwo 0.002", "0.002 + cash 7.998"),
        ];
        for word in ["Ad spend", "Charge", "Consumption"] {
            let mut case = "billing manual
                credit name=Kone face=10 used=0 valid=05-01..05-10
                credit name=Ktwo face=5.005 used=0 valid=05-05..05-31\n"
                .to_owned();
            for (id, (day, cost, draws, _)) in rows.iter().enumerate() {
                case += &format!("charge on={day}T10:00 amount={cost} type={word} id=T{id}\n");
                for (n, draw) in draws.split(", ").enumerate() {
                    let (credit, amount) = draw.split_once(' ').unwrap();
                    case += &format!(
                        "charge on={day}T10:00 amount={amount} type=Ad Credit credit={credit} id=C{id}{n}\n"
                    );
                }
            }
            let state = crate::account::tests::check(&case);
            let days = days(&state);
            let found: Vec<String> =
                days.iter().filter(|d| !d.credit.is_zero()).map(told).collect();
            let expected: Vec<String> = rows
                .iter()
                .map(|(day, .., shown)| {
                    let shown = shown.replace(".000", "");
                    format!("2026-{day} credit {shown}")
                })
                .collect();
            assert_eq!(found, expected, "{word}");
        }
    }

    /// `2026-05-02 credit 3 + cash 4`.
    fn told(day: &SpendDay) -> String {
        let of = [("credit", day.credit), ("cash", day.cash), ("card", day.card)];
        let of = of.into_iter().chain([("unknown", day.unknown)]);
        let paid = of.filter(|(_, amount)| !amount.is_zero());
        let paid: Vec<String> = paid.map(|(source, amount)| format!("{source} {amount}")).collect();
        format!("{} {}", day.day, paid.join(" + "))
    }
}
