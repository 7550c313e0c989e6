//! What ads cost on each day, and what ad credit paid of it, for forecasts.
//!
//! In: the stream of charges, its replay, *Ad Credit* rows, reports. Out: one [`SpendDay`] per day that is
//! covered or charged, in order. Invariant: what ad credit paid is one witness's word, never a sum of
//! several: draws, else Net Cost, else voucher cost of the account, else that of its campaigns (R35).

use super::Paid;
use super::intake::Intake;
use super::state::*;
use crate::calendar::{Day, Instant, by_day};
use crate::ingest::exports::Export;
use crate::money::Amount;
use std::collections::BTreeMap;

/// Sums of one day, by each witness; `None` where it says nothing of that day.
#[derive(Default)]
struct Sums {
    cost: Amount,
    /// The part of it that states no payer.
    open: Amount,
    replayed: Amount,
    /// Replay does not know whether credit paid a part of it (R36).
    is_unknown: bool,
    drawn: Option<Amount>,
    by_net_cost: Option<Amount>,
    voucher_of_account: Option<Amount>,
    voucher_of_campaigns: Option<Amount>,
    /// As-of of the export that covers the day.
    covered: Option<Instant>,
    /// Of a day that nothing covers: the latest as-of of its transactions.
    listed: Option<Instant>,
}

type Days = BTreeMap<Day, Sums>;

/// Cost per day, with what ad credit paid of it by the best witness.
pub fn spend(paid: &Paid<'_>, reports: &[ReportDay], intake: &Intake<'_>) -> Vec<SpendDay> {
    let (charges, replay) = (paid.charges, paid.replays.first());
    let mut days = covered(charges);
    add_charges(&mut days, charges, replay);
    add_transactions(&mut days, charges, paid.transactions);
    add_reports(&mut days, reports);
    let days = days.into_iter().map(|(day, sums)| {
        let end = day.plus_days(1).start().in_zone(intake.zone);
        let as_of = sums.covered.or(sums.listed);
        SpendDay {
            day,
            cost: sums.cost,
            open_cost: sums.covered.map(|_| sums.open),
            // R21: the lag counts up to the copy.
            is_settled: as_of.is_some_and(|as_of| as_of.seconds_since(end) >= intake.lag_seconds),
            by_credit: (sums.drawn.or(sums.by_net_cost))
                .or(sums.voucher_of_account)
                .or(sums.voucher_of_campaigns),
            // Replay says nothing of a day of which only what something else paid is known, nor of one that
            // it cannot tell (R36).
            replayed_credit: (replay.and(sums.covered))
                .filter(|_| !sums.is_unknown)
                .map(|_| sums.replayed),
        }
    });
    days.collect()
}

/// Days that an export covers, those without spend too.
fn covered(charges: &Charges) -> Days {
    let mut days = Days::new();
    for span in &charges.coverage {
        for number in span.start.number()..span.end.number() {
            let sums = Sums { covered: Some(span.as_of), ..Sums::default() };
            days.insert(Day::from_number(number), sums);
        }
    }
    days
}

fn add_charges(days: &mut Days, charges: &Charges, replay: Option<&Replay>) {
    for (day, places) in by_day(&charges.times, 0) {
        let sums = days.entry(day).or_default();
        for at in places.map(ChargeIx::from_at) {
            let amount = charges.amount(at).unwrap_or_default();
            sums.cost += amount;
            if charges.payer(at).is_none() {
                sums.open += amount;
            }
            let splits = replay.map(|r| r.splits_of(at)).unwrap_or_default();
            sums.is_unknown |= replay.is_some_and(|r| !r.tells(at));
            let by_credit = splits.iter().filter(|split| matches!(split.payer, Payer::Credit(_)));
            sums.replayed += by_credit.map(Split::amount).sum();
        }
    }
}

/// R35: a list whose charges state their payer tells of each spend by one row, and a draw is spend beside
/// them. A charge that states none holds what credit paid of it; draws alone are not all that was spent.
fn add_transactions(days: &mut Days, charges: &Charges, transactions: &Transactions) {
    let mut payers = charges.payers.iter().zip(&charges.is_daily);
    let names_payers = payers.any(|(payer, is_daily)| payer.is_some() && !is_daily);
    let moved = transactions.times.iter().zip(&transactions.amounts).zip(&transactions.as_of);
    for (kind, ((time, &micros), &as_of)) in transactions.kinds.iter().zip(moved) {
        let is_draw = *kind == TransactionKind::AdCredit;
        if !is_draw && *kind != TransactionKind::Charge {
            continue;
        }
        if is_draw && names_payers {
            days.entry(time.day()).or_default();
        }
        let Some(sums) = days.get_mut(&time.day()) else { continue };
        sums.listed = sums.listed.max(Some(as_of));
        if is_draw {
            let drawn = -Amount::from_micros(micros.into());
            *sums.drawn.get_or_insert_default() += drawn;
            if sums.covered.is_none() {
                sums.cost += drawn;
            }
        }
    }
}

fn add_reports(days: &mut Days, reports: &[ReportDay]) {
    // R23: Business Center costs are cut in UTC+0; as a day of the account they prove nothing.
    let is_of_day = |r: &&ReportDay| {
        r.day == r.last_day && !r.is_repeat && r.export != Export::BusinessCenterCosts
    };
    for report in reports.iter().filter(is_of_day) {
        let Some(sums) = days.get_mut(&report.day) else { continue };
        if let Some(voucher) = report.voucher_cost {
            let sum = match report.campaign {
                Some(_) => &mut sums.voucher_of_campaigns,
                None => &mut sums.voucher_of_account,
            };
            *sum.get_or_insert_default() += voucher;
        }
        if let Some(drawn) = report.by_net_cost() {
            *sums.by_net_cost.get_or_insert_default() += drawn;
        }
    }
}
