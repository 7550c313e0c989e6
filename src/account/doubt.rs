//! What replay cannot tell of the very day of a copy: bounds around its figures (R37).
//!
//! In: a replay, the credits' copies, the stream of charges. Out: [`Check::between`] and
//! [`ReplayedCredit::unused_between`]. A report's charge has no time of day: counted after a copy of that
//! day, part of it may be in the copy already; counted before it, part of it may have come later. Nothing
//! says how much, so the whole of the day's reported charges is the width, of all campaigns: what one
//! credit did not pay, another did. Charges with a time, and days without a copy, are exact. Where more was
//! charged than a credit held, the day of its copy decides nothing: it was empty in every reading.
//!
//! Days without charges are not days without spend (R36): a check across some of them is marked, and where
//! no day is covered there is none.
//!
//! Invariant: the figure itself lies within its bounds; bounds stay within 0 and the copy before.

use super::plan::{Facts, Lot, Plan};
use super::state::*;
use crate::calendar::{Day, Instant, LocalTime};
use crate::money::Amount;
use crate::options::BillingSetup;
use std::collections::{BTreeMap, BTreeSet};

/// Reported charges of the day of a copy, by the side of the copy on which replay counts them.
#[derive(Clone, Copy, Debug, Default)]
struct DayDoubt {
    /// Counted after the copy: part may be in it already.
    after: Amount,
    /// Counted before the copy: part may have come later.
    before: Amount,
}

/// Gives every check and every last figure of the replay its bounds.
pub fn bound(replay: &mut Replay, plan: &Plan, facts: Facts<'_>) {
    let days = days_of_copies(facts);
    let mut credits = std::mem::take(&mut replay.credits);
    let lots = facts.credits.iter().zip(&plan.lots);
    for ((credit, lot), replayed) in lots.zip(&mut credits) {
        let doubt = Doubt { credit, lot, days: &days, replay, facts };
        replayed.checks.retain_mut(|check| doubt.bound_check(check));
        replayed.unused_between = replayed.unused.map(|unused| doubt.of_last(unused));
    }
    replay.credits = credits;
}

/// What is not known of one credit.
struct Doubt<'a> {
    credit: &'a Credit,
    lot: &'a Lot,
    days: &'a BTreeMap<Day, DayDoubt>,
    replay: &'a Replay,
    facts: Facts<'a>,
}

impl Doubt<'_> {
    fn clock(&self, moment: Instant) -> LocalTime {
        moment.on_clock(self.facts.zone)
    }

    /// Whether it is a check at all.
    fn bound_check(&self, check: &mut Check) -> bool {
        let known = latest_copy(self.credit, |moment| moment < check.as_of);
        let (start, until) = (known.map(|(moment, _)| self.clock(moment)), self.clock(check.as_of));
        let (first, last) = (start.unwrap_or(until).day(), until.day());
        let (mut low, mut high) = (Amount::ZERO, Amount::ZERO);
        for (&day, doubt) in self.days.range(first..=last) {
            if day == last {
                (low, high) = (low + doubt.after, high + doubt.before);
            }
            if known.is_some() && (day != last || first == last) {
                (low, high) = (low + doubt.before, high + doubt.after);
            }
        }
        let since = start.or(super::plan::opening_time(self.credit)).unwrap_or(until);
        let mut high = self.beyond_unpaid(high, check.ours, since, until);
        let most = known.map(|(_, unused)| unused).or(self.credit.face);
        // R5: since when it was suspended, or no more, no copy tells.
        let was_held = known.is_some_and(|(moment, _)| is_held(self.credit, moment));
        match (was_held, is_held(self.credit, check.as_of)) {
            (false, true) => high = most.unwrap_or(high),
            (true, false) => low = check.ours,
            _ => {}
        }
        check.between = around(check.ours, low, high, most);
        cover(check, since, until, self.facts)
    }

    /// Of what is left after the latest copy.
    fn of_last(&self, unused: Amount) -> Bounds {
        let Some((moment, most)) = latest_copy(self.credit, |_| true) else {
            return around(unused, Amount::ZERO, Amount::ZERO, self.credit.face);
        };
        let since = self.clock(moment);
        let days = || self.days.range(since.day()..).map(|(_, doubt)| doubt);
        let low = days().map(|doubt| doubt.before).sum();
        let high = days().map(|doubt| doubt.after).sum();
        let last = self.facts.charges.times.last();
        let until = last.map_or(since, |last| last.plus_seconds(1));
        around(unused, low, self.beyond_unpaid(high, unused, since, until), Some(most))
    }

    /// Whatever an empty credit would have paid in that time comes first: only what is beyond it moves its end.
    fn beyond_unpaid(
        &self,
        high: Amount,
        left: Amount,
        from: LocalTime,
        until: LocalTime,
    ) -> Amount {
        let was_held = self.credit.observations.iter().any(|seen| seen.suspended);
        if high.is_zero() || !left.is_zero() || was_held {
            return high;
        }
        let unpaid = unpaid_between(self.replay, self.lot, self.facts.charges, from, until);
        (high - unpaid).max(Amount::ZERO)
    }
}

/// What two readings of the day of a copy agree on; who paid the rest is not known (R37).
pub fn agree(shown: &mut Replay, other: &Replay) {
    let (mut starts, mut splits) = (vec![0], Vec::with_capacity(shown.splits.len()));
    let count = shown.split_starts.len().saturating_sub(1);
    for charge in (0..count).map(ChargeIx::from_at) {
        let (own, others) = (shown.splits_of(charge), other.splits_of(charge));
        match own == others {
            true => splits.extend_from_slice(own),
            false => splits.extend(agreed(own, others)),
        }
        starts.push(splits.len() as u32);
    }
    let sum = |is: &dyn Fn(Payer) -> bool| {
        let own = splits.iter().filter(|split| is(split.payer));
        Amount::from_micros(own.map(|split| i128::from(split.micros)).sum())
    };
    shown.by_credit = sum(&|payer| matches!(payer, Payer::Credit(_)));
    shown.by_cash = sum(&|payer| payer == Payer::Cash);
    shown.by_last_resort = sum(&|payer| matches!(payer, Payer::Card | Payer::CreditLine));
    shown.unknown = sum(&|payer| matches!(payer, Payer::NotCredit | Payer::Unknown));
    (shown.split_starts, shown.splits) = (starts, splits);
}

/// Of one charge, by payer what both say of it, then the rest.
fn agreed(own: &[Split], others: &[Split]) -> Vec<Split> {
    let by_payer = |splits: &[Split]| {
        let mut sums: BTreeMap<Payer, i64> = BTreeMap::new();
        for split in splits {
            *sums.entry(split.payer).or_default() += split.micros;
        }
        sums
    };
    let (own, others) = (by_payer(own), by_payer(others));
    let mut rest: i64 = own.values().sum();
    let mut splits = Vec::new();
    for (&payer, &micros) in own.iter().filter(|(payer, _)| **payer != Payer::Unknown) {
        let other = others.get(&payer).copied().unwrap_or_default();
        let both = if micros < 0 { micros.max(other.min(0)) } else { micros.min(other.max(0)) };
        rest -= both;
        splits.extend((both != 0).then_some(Split { payer, micros: both }));
    }
    splits.extend((rest != 0).then_some(Split { payer: Payer::Unknown, micros: rest }));
    splits
}

/// R36: without charges since the copy before, replay says nothing of this one: then it is no check. With
/// charges of some of the days, more may have been drawn than replay knows of.
fn cover(check: &mut Check, since: LocalTime, until: LocalTime, facts: Facts<'_>) -> bool {
    let Facts { charges, zone, .. } = facts;
    let end = until.plus_seconds(-1).day().plus_days(1);
    check.is_covered = charges.hold(since.in_zone(zone), until.in_zone(zone), zone);
    let touches = |span: &Coverage| span.start < end && since.day() < span.end;
    charges.coverage.iter().any(touches)
}

/// What the credit would have paid in that time if something had been left of it: the parts of charges
/// that it may pay and that no credit paid. Charges of the day of a copy move its end by no more than
/// what is beyond this.
fn unpaid_between(
    replay: &Replay,
    lot: &Lot,
    charges: &Charges,
    from: LocalTime,
    until: LocalTime,
) -> Amount {
    let cash_is_first = replay.billing == Some(BillingSetup::AutomaticCashFirst);
    let mut sum = 0i128;
    let first = charges.first_from(from).max(lot.open_charge);
    for charge in first..charges.first_from(until).min(lot.end_charge) {
        let campaign = charges.campaign(ChargeIx::from_at(charge));
        let pays = lot.eligibility.of(campaign) == Yes::Yes && lot.is_linked(campaign, charge);
        let is_stated = charges.payer(ChargeIx::from_at(charge)).is_some();
        if !pays || is_stated || lot.assumes(campaign) {
            continue;
        }
        let splits = replay.splits_of(ChargeIx::from_at(charge)).iter();
        let other = splits.filter(|split| match split.payer {
            Payer::Credit(_) => false,
            Payer::Cash => !cash_is_first || lot.from_business_center,
            Payer::Card | Payer::CreditLine | Payer::NotCredit | Payer::Unknown => true,
        });
        sum += other.map(|split| i128::from(split.micros)).sum::<i128>();
    }
    Amount::from_micros(sum.max(0))
}

fn around(ours: Amount, low: Amount, high: Amount, most: Option<Amount>) -> Bounds {
    let most = most.unwrap_or(ours).max(ours);
    Bounds { low: (ours - low).max(Amount::ZERO).min(ours), high: (ours + high).min(most) }
}

/// The latest copy that states what was unused, among those at moments that fit.
pub fn latest_copy(credit: &Credit, fits: impl Fn(Instant) -> bool) -> Option<(Instant, Amount)> {
    let stated = credit.observations.iter().filter_map(|seen| {
        let unused = seen.unused_of(credit.face)?.max(Amount::ZERO);
        Some((seen.moments().filter(|m| fits(*m)).max()?, unused))
    });
    stated.max_by_key(|(moment, unused)| (*moment, -*unused))
}

/// A copy of that moment shows it as suspended.
fn is_held(credit: &Credit, moment: Instant) -> bool {
    let mut held = credit.observations.iter().filter(|seen| seen.suspended);
    held.any(|seen| seen.moments().any(|at| at == moment))
}

fn days_of_copies(facts: Facts<'_>) -> BTreeMap<Day, DayDoubt> {
    let mut days: BTreeMap<Day, DayDoubt> = BTreeMap::new();
    let copies = facts.credits.iter().flat_map(|c| &c.observations).flat_map(|o| o.moments());
    // One page holds many credits.
    for moment in copies.collect::<BTreeSet<Instant>>() {
        let doubt = doubt_at(moment, facts);
        if doubt.after.is_zero() && doubt.before.is_zero() {
            continue;
        }
        let known = days.entry(moment.on_clock(facts.zone).day()).or_default();
        known.after = known.after.max(doubt.after);
        known.before = known.before.max(doubt.before);
    }
    days
}

fn doubt_at(moment: Instant, facts: Facts<'_>) -> DayDoubt {
    let charges = facts.charges;
    let clock = moment.on_clock(facts.zone);
    let day = clock.day();
    let [from, to] = [day, day.plus_days(1)].map(|day| charges.first_from(day.start()));
    // A report made before the copy holds nothing that came after it.
    let span = charges.coverage.iter().find(|c| c.start <= day && day < c.end);
    let reported_later = span.is_none_or(|span| span.as_of > moment);
    let mut doubt = DayDoubt::default();
    for at in from..to {
        let (Some(&time), Some(&micros), Some(true)) =
            (charges.times.get(at), charges.amounts.get(at), charges.is_daily.get(at))
        else {
            continue;
        };
        let amount = Amount::from_micros(i128::from(micros.saturating_abs()));
        match (time >= clock, reported_later) {
            (true, _) => doubt.after += amount,
            (false, true) => doubt.before += amount,
            (false, false) => {}
        }
    }
    doubt
}
