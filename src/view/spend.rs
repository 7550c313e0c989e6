//! Who paid, day by day: ad credit, cash, card. One series per currency (R28).
//!
//! Transactions that say what paid lead (R36). On days without them the platform's word on ad credit
//! leads, and what it leaves of the cost is split as the shown replay splits it; unknown where that does
//! not know either. Days are those of each account's clock.

use crate::account::state::{AccountState, ChargeIx, Payer, Replay, TransactionKind};
use crate::calendar::{Day, by_day};
use crate::ingest::exports::Export;
use crate::ingest::words::{CreditMeans, FundingSource, funding_source};
use crate::money::{Amount, Currency};
use crate::options::{AccountKey, BillingSetup};
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

    /// R16: what came back to a payer that is not known may have come back to any that paid on the day: so much less is
    /// known of each.
    fn without_unknown_return(self) -> SpendDay {
        let back = (-self.unknown).max(Amount::ZERO);
        let known = [self.credit, self.cash, self.card];
        if back.is_zero() || known.iter().all(|paid| !paid.is_positive()) {
            return self;
        }
        let least = |paid: Amount| paid.min((paid - back).max(Amount::ZERO));
        let [credit, cash, card] = known.map(least);
        let sum = self.credit + self.cash + self.card + self.unknown;
        SpendDay { credit, cash, card, unknown: sum - credit - cash - card, ..self }
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
    days.into_values().map(SpendDay::without_unknown_return).collect()
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

/// What may be said of a day by replay alone.
struct Knowledge<'a> {
    state: &'a AccountState,
    /// Days of which a witness says what credit paid.
    told: BTreeSet<Day>,
    /// From the first copy of Available to the last.
    copied: Option<(Day, Day)>,
}

impl<'a> Knowledge<'a> {
    fn of(state: &'a AccountState) -> Knowledge<'a> {
        let told = state.spend.iter().filter(|one| one.by_credit.is_some());
        let told = told.map(|one| one.day).collect();
        let copies = state.sources.iter().filter(|s| s.export == Export::PromotionsAvailable);
        let days = copies.map(|copy| copy.as_of.when.instant.on_clock(state.zone).day());
        let copied = days.clone().min().zip(days.max());
        Knowledge { state, told, copied }
    }

    /// R32, R37: after the last copy a credit may have come, and before the first one have ended, that nobody copied.
    fn lists_credits(&self, day: Day) -> bool {
        self.copied.is_some_and(|(first, last)| {
            day <= last
                && (first <= day
                    || self.state.lists_all_credits(day.start().in_zone(self.state.zone)))
        })
    }
}

/// By every reading of the billing setup that is still possible (R10): what they do not agree on is not
/// known. One reading where the setup is.
fn all_replayed(state: &AccountState, first: Day) -> BTreeMap<Day, SpendDay> {
    let knowledge = Knowledge::of(state);
    let mut readings = state.replays.iter().map(|replay| replayed(&knowledge, replay, first));
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
fn replayed(knowledge: &Knowledge<'_>, replay: &Replay, first: Day) -> BTreeMap<Day, SpendDay> {
    let mut days: BTreeMap<Day, SpendDay> = BTreeMap::new();
    let charges = &knowledge.state.charges;
    let is_manual = replay.billing == Some(BillingSetup::Manual);
    let from = charges.first_from(first.start());
    for (day, places) in by_day(&charges.times, from) {
        let sums = days.entry(day).or_insert(SpendDay::none(day));
        let is_told = knowledge.told.contains(&day);
        let is_listed = is_told || knowledge.lists_credits(day);
        for charge in places.map(ChargeIx::from_at) {
            let is_stated = charges.payer(charge).is_some();
            let is_near = !replay.is_beyond_gap(charge);
            for split in replay.splits_of(charge) {
                let is_known = match split.payer {
                    Payer::Credit(_) => is_told || is_near,
                    // What credit paid tells nothing of how much cash there was (R36).
                    Payer::Cash if !is_manual => is_stated || is_listed && is_near,
                    _ => is_stated || is_listed && (is_told || is_near),
                };
                *match split.payer {
                    _ if !is_known => &mut sums.unknown,
                    Payer::Credit(_) => &mut sums.credit,
                    Payer::Cash => &mut sums.cash,
                    Payer::Card | Payer::CreditLine => &mut sums.card,
                    Payer::NotCredit | Payer::Unknown => &mut sums.unknown,
                } += split.amount();
            }
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
    fn r16_what_came_back_to_a_payer_not_known_leaves_no_source_below_zero() {
        for (told, shown) in [
            (day(0, 20, 0, -4), day(0, 16, 0, 0)),
            (day(10, 10, 0, -4), day(6, 6, 0, 4)),
            (day(10, 2, 0, -4), day(6, 0, 0, 2)),
            // What is known to have come back stays so; on a day without any payment nothing else is there.
            (day(10, -3, 0, -4), day(6, -3, 0, 0)),
            (day(-10, 0, 0, -4), day(-10, 0, 0, -4)),
            (day(10, 5, 0, 3), day(10, 5, 0, 3)),
        ] {
            assert_eq!(told.without_unknown_return(), shown, "{told:?}");
        }
    }

    /// 100 were copied on the 4th, 50 a day from the 3rd on; the second copy is of the 8th.
    #[test]
    fn r32_r36_what_nobody_copied_or_reported_may_have_paid_is_not_known() {
        let days_of = |reported: &[u32], copied: &str| {
            let row = |day: &u32| format!("report on=05-{day:02} campaign=X cost=50 seen=05-20\n");
            let rows: String = reported.iter().map(row).collect();
            let state = crate::account::tests::check(&format!(
                "billing manual\n now 05-20
                 credit name=A type=Free face=100 used=0 unused=100 valid=05-04..05-31 seen=05-04
                 {copied}{rows}"
            ));
            days(&state).iter().map(|day| told(day)[5..].to_owned()).collect::<Vec<_>>()
        };
        let copied =
            "credit name=A type=Free face=100 used=100 unused=0 valid=05-04..05-31 seen=05-08
            credit name=B type=Free face=9 used=0 unused=9 valid=05-08..05-31 seen=05-08\n";
        // After the last copy a newer credit may have paid.
        let first = ["05-04 credit 50", "05-05 credit 50"];
        let found = days_of(&[4, 5, 6, 7], "");
        assert_eq!(found, [first[0], first[1], "05-06 unknown 50", "05-07 unknown 50"]);
        let found = days_of(&[4, 5, 6, 7], copied);
        assert_eq!(found, [first[0], first[1], "05-06 cash 50", "05-07 cash 50"]);
        // What it drew on the 4th and 5th nobody reported.
        assert_eq!(days_of(&[6, 7], ""), ["05-06 unknown 50", "05-07 unknown 50"]);
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
