//! What the platform's own figures tell of whole days, and what follows for who paid (R35, R36).
//!
//! In: reports, *Ad Credit* rows, a [`Plan`] and its replay. Out: what ad credit paid on a day, where every
//! figure of that day is settled (R21, R22) and all agree; and the plan, with what this adds to it. Three
//! things our rules alone cannot know: what cash of unknown amount paid before credit (R10), how much of the
//! day of a copy that copy holds already (R37), and that a credit paid which nobody copied (R32).
//!
//! Invariant: a day only ever tells that ad credit paid more than replay says. That it paid less is a
//! difference, and stays one.

use super::intake::Intake;
use super::plan::{Action, Facts, Lot, Plan, ToldCharges, merged};
use super::state::*;
use crate::calendar::{Day, Instant, SECONDS_PER_HOUR, by_day};
use crate::ingest::exports::Export;
use crate::money::Amount;
use crate::options::BillingSetup;
use std::collections::{BTreeMap, BTreeSet};

/// Cost by voucher may be two days late (R23).
pub const VOUCHER_LAG_SECONDS: i64 = 48 * SECONDS_PER_HOUR;

/// What ad credit paid on each day that is told.
pub type Told = BTreeMap<Day, ToldDay>;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ToldDay {
    pub by_credit: Amount,
    /// Of it, what *Ad Credit* rows say that credits paid of which there is no copy (R32).
    pub by_uncopied: Amount,
}

impl ToldDay {
    pub fn by_copied(&self) -> Amount {
        self.by_credit - self.by_uncopied
    }
}

/// Sums of one day by each witness; `None` beside a `true`: it does not tell all of the day.
#[derive(Default)]
struct Sums {
    net_cost: Option<Amount>,
    lacks_net_cost: bool,
    voucher: Option<Amount>,
    drawn: Option<Amount>,
    drawn_of_uncopied: Amount,
}

impl Sums {
    /// What all that speak say.
    fn agreed(&self) -> Option<ToldDay> {
        let net_cost = self.net_cost.filter(|_| !self.lacks_net_cost);
        let mut said = [self.drawn, net_cost, self.voucher].into_iter().flatten();
        let first = said.next()?;
        let by_uncopied = self.drawn.map_or(Amount::ZERO, |_| self.drawn_of_uncopied);
        said.all(|other| other == first).then_some(ToldDay { by_credit: first, by_uncopied })
    }
}

/// Days of which settled figures tell what ad credit paid in all.
pub fn days(reports: &[ReportDay], transactions: &Transactions, intake: &Intake<'_>) -> Told {
    let is_settled = |day: Day, as_of: Instant, lag: i64| {
        let over = day.plus_days(1).start().in_zone(intake.zone);
        as_of.seconds_since(over) >= lag
    };
    let mut days: BTreeMap<Day, Sums> = BTreeMap::new();
    // R23: costs of a Business Center are cut in UTC+0.
    let is_daily = |r: &&ReportDay| {
        r.day == r.last_day && !r.is_repeat && r.export != Export::BusinessCenterCosts
    };
    for report in reports.iter().filter(is_daily) {
        let sums = days.entry(report.day).or_default();
        if report.campaign.is_none() {
            let settled = is_settled(report.day, report.as_of, VOUCHER_LAG_SECONDS);
            if let Some(voucher) = report.voucher_cost.filter(|_| settled) {
                *sums.voucher.get_or_insert_default() += voucher;
            }
            continue;
        }
        let paid = report.cost.filter(|cost| cost.is_zero()).or_else(|| report.by_net_cost());
        let settled = is_settled(report.day, report.as_of, intake.lag_seconds);
        match paid.filter(|_| settled) {
            Some(paid) => *sums.net_cost.get_or_insert_default() += paid,
            None => sums.lacks_net_cost = true,
        }
    }
    add_draws(&mut days, transactions, |day, as_of| is_settled(day, as_of, intake.lag_seconds));
    days.into_iter().filter_map(|(day, sums)| Some((day, sums.agreed()?))).collect()
}

/// Draws of days inside a stretch of the list.
fn add_draws(
    days: &mut BTreeMap<Day, Sums>,
    transactions: &Transactions,
    is_settled: impl Fn(Day, Instant) -> bool,
) {
    let t = transactions;
    let Some(as_of) = t.seen() else { return };
    let mut has_any = false;
    for Draw { row, time, amount: drawn, .. } in t.draws() {
        has_any = true;
        let sums = days.entry(time.day()).or_default();
        *sums.drawn.get_or_insert_default() += drawn;
        sums.drawn_of_uncopied += if t.is_of_uncopied(row.at()) { drawn } else { Amount::ZERO };
    }
    for (&day, sums) in days.iter_mut().filter(|_| has_any) {
        let is_listed = t.spans(day, day) && is_settled(day, as_of);
        sums.drawn = is_listed.then(|| sums.drawn.unwrap_or_default());
    }
}

/// What replay says of one day.
#[derive(Clone, Default)]
struct Replayed {
    charges: std::ops::Range<usize>,
    by_credit: Amount,
    /// Paid by something that is no credit.
    by_others: Amount,
    /// Perhaps paid by a credit.
    unknown: Amount,
}

impl Replayed {
    /// By how much credit paid more (or, negative, less) than replay can make of it.
    fn lacks(&self, told: ToldDay) -> Amount {
        let lacks = told.by_copied() - self.by_credit;
        (lacks - self.unknown).max(lacks.min(Amount::ZERO))
    }
}

fn replayed(replay: &Replay, charges: &Charges) -> BTreeMap<Day, Replayed> {
    let days = by_day(&charges.times, 0).map(|(day, places)| {
        let mut sums = Replayed { charges: places.clone(), ..Replayed::default() };
        for split in replay.splits_in(places) {
            let paid = split.amount();
            match split.payer {
                Payer::Credit(_) => sums.by_credit += paid,
                Payer::Unknown => sums.unknown += paid,
                _ => sums.by_others += paid,
            }
        }
        (day, sums)
    });
    days.collect()
}

impl Plan {
    /// R36: where cash comes first and is not known, days of which figures tell what credit paid; and in every setup
    /// days on which draws name a credit that nobody copied (R32).
    pub fn take_told_days(&mut self, charges: &Charges, told: &Told) -> bool {
        let cash_is_first = self.billing == Some(BillingSetup::AutomaticCashFirst);
        let days = by_day(&charges.times, 0).filter_map(|(day, places)| {
            let told = told.get(&day)?;
            let by_credit = i64::try_from(told.by_copied().micros()).ok()?;
            let is_shared = told.by_uncopied.is_positive();
            let (from, to) = (places.start, places.end);
            (is_shared || cash_is_first).then_some(ToldCharges { from, to, by_credit, is_shared })
        });
        self.told = days.collect();
        !self.told.is_empty()
    }

    /// R37: the day of a copy lies on both sides of it. Where days up to the next copy tell that credit paid
    /// more than it leaves, so much of its own day was in it already. `false`: nothing is told.
    pub fn divide_days_of_copies(
        &mut self,
        replay: &Replay,
        facts: Facts<'_>,
        told: &Told,
    ) -> bool {
        if told.is_empty() {
            return false;
        }
        let days = replayed(replay, facts.charges);
        self.share_own_days(facts, replay, &days, |own, until| {
            let more = until
                .iter()
                .filter_map(|(day, ours)| Some(ours.lacks(*told.get(day)?)))
                .sum::<Amount>();
            more.min(own)
        })
    }

    /// The other reading of such a day (R37): all of it that fits was in the copy already. Not where days up to the next
    /// copy tell that credit left something to others: then they divide it. `false`: there is no other reading.
    pub fn give_days_to_copies(&mut self, replay: &Replay, facts: Facts<'_>, told: &Told) -> bool {
        let charges = facts.charges;
        let days = replayed(replay, charges);
        self.share_own_days(facts, replay, &days, |own, until| {
            let is_told = until.iter().any(|(day, ours)| {
                let all = ours.charges.clone().map(ChargeIx::from_at);
                let all: Amount = all.filter_map(|charge| charges.amount(charge)).sum();
                told.get(day).is_some_and(|told| told.by_copied() < all)
            });
            if is_told { Amount::ZERO } else { own }
        })
    }

    /// Of the reported charges of each copy's own day that stand after it, what `more` says was in it already, of their
    /// sum and the days up to the next copy. `false`: nothing.
    fn share_own_days(
        &mut self,
        facts: Facts<'_>,
        replay: &Replay,
        days: &BTreeMap<Day, Replayed>,
        more: impl Fn(Amount, &[(&Day, &Replayed)]) -> Amount,
    ) -> bool {
        let charges = facts.charges;
        // Where each copy stands in the stream, and what its own day has charged after it.
        let copies = self.lots.iter().flat_map(|lot| &lot.copies);
        let moments: BTreeSet<(Instant, usize)> = copies.map(|c| (c.as_of, c.charge)).collect();
        let mut shares = vec![];
        for (at, &(as_of, charge)) in moments.iter().enumerate() {
            let day = as_of.on_clock(facts.zone).day();
            let Some(own) = days.get(&day) else { continue };
            let end = moments.iter().nth(at + 1).map_or(charges.len(), |(_, next)| *next);
            let own_day = own.charges.end.max(charge).min(end);
            let is_daily = |at: &usize| charges.is_daily.get(*at) == Some(&true);
            let overlap: Amount = (charge..own_day)
                .filter(is_daily)
                .filter_map(|at| charges.amounts.get(at))
                .map(|micros| Amount::from_micros(i128::from(*micros).max(0)))
                .sum();
            // Later days tell only while a credit of that day may pay that was not empty by then.
            let of_day = self.lots.iter().filter(|lot| lot.pays_any(charges, charge..own_day));
            let last = of_day.filter_map(|lot| {
                let seen = lot.copies.iter().rfind(|copy| copy.charge <= charge);
                seen.is_none_or(|copy| copy.unused > 0).then_some(lot.end_charge)
            });
            let end = end.min(last.max().unwrap_or(charge)).max(own_day);
            let until =
                days.iter().filter(|(_, d)| charge < d.charges.end && d.charges.start < end);
            if overlap.is_positive() {
                let until: Vec<(&Day, &Replayed)> = until.collect();
                shares.push((as_of, charge..own_day, more(overlap, &until)));
            }
        }
        let before = self.events.len();
        for (as_of, own_day, more) in shares {
            self.give_back(charges, replay, as_of, own_day, more);
        }
        self.sort_events();
        self.events.len() > before
    }

    /// Credits of a copy had so much more before its own day was drawn, in the order in which they pay.
    fn give_back(
        &mut self,
        charges: &Charges,
        replay: &Replay,
        as_of: Instant,
        own_day: std::ops::Range<usize>,
        more: Amount,
    ) {
        let mut left = i64::try_from(more.micros()).unwrap_or_default();
        left -= self.given(None, own_day.start);
        for &at in &self.lot_at {
            let Some(lot) = self.lots.get(at as usize).filter(|_| left > 0) else { continue };
            let Some(place) = lot.copies.iter().position(|copy| copy.as_of == as_of) else {
                continue;
            };
            let earlier = place.checked_sub(1).and_then(|at| lot.copies.get(at));
            let most = earlier.map(|copy| copy.unused).or(lot.face);
            let unused = lot.copies.get(place).map_or(0, |copy| copy.unused);
            // What it drew since the earlier copy is in this one too, but for what was in that one already.
            let since = earlier.map_or(0, |copy| copy.charge);
            let drawn = match earlier {
                // Run backwards it drew the latest charges before: it may have drawn these instead.
                None if lot.is_run_backwards => 0,
                _ => replay.drawn(CreditIx(at), since..own_day.start),
            };
            let drawn = drawn - earlier.map_or(0, |copy| self.given(Some(at), copy.charge));
            let drawn = drawn.max(0) + self.given(Some(at), own_day.start);
            let part = most.map_or(left, |most| left.min(most.saturating_sub(unused + drawn)));
            if part > 0 && lot.pays_any(charges, own_day.clone()) {
                self.events.push((own_day.start, Action::OwnDay { lot: at, micros: part }));
                left -= part;
            }
        }
    }

    /// Of what is charged from here on, what was in the copy already: of one lot, or of all.
    fn given(&self, lot: Option<u32>, charge: usize) -> i64 {
        let micros = self.events.iter().map(|(at, action)| match action {
            Action::OwnDay { lot: of, micros }
                if *at == charge && lot.is_none_or(|lot| lot == *of) =>
            {
                *micros
            }
            _ => 0,
        });
        micros.sum()
    }

    /// R32, R36: on these days credit paid more than all that were copied, and none of them had anything left:
    /// one paid that nobody copied. What it did not pay is not known of single charges. Where cash comes first
    /// a credit that has something left may have paid (R10): that is no other one, unless draws name it.
    pub fn leave_open(&mut self, replay: &Replay, charges: &Charges, told: &Told) -> bool {
        let is_empty = |(lot, state): (&Lot, &ReplayedCredit), from: usize| {
            let is_over = lot.end_charge <= from;
            is_over || state.emptied_by.is_some_and(|charge| charge.at() < from)
        };
        let cash_is_first = self.billing == Some(BillingSetup::AutomaticCashFirst);
        let is_another = |from: usize| {
            let mut all = self.lots.iter().zip(&replay.credits);
            !cash_is_first || all.all(|one| is_empty(one, from))
        };
        let (mut open, mut uncopied) = (vec![], vec![]);
        // It may pay on, until a day tells that something else did.
        let mut goes_on = false;
        for (day, ours) in replayed(replay, charges) {
            let range = (ours.charges.start, ours.charges.end);
            if !ours.by_others.is_positive() {
                continue;
            }
            let Some(told) = told.get(&day) else {
                open.extend(goes_on.then_some(range));
                continue;
            };
            let more = told.by_credit - ours.by_credit;
            let is_named = told.by_uncopied.is_positive();
            goes_on = more.is_positive() && (is_named || is_another(range.0));
            if goes_on {
                open.push(range);
                uncopied.push((day, more));
            }
        }
        self.uncopied = uncopied;
        if open.is_empty() {
            return false;
        }
        open.append(&mut self.blind);
        self.blind = merged(open);
        true
    }
}
