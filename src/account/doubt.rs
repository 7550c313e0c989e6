//! What replay cannot tell of the very day of a copy: bounds around its figures (R37).
//!
//! In: a replay, the credits' copies, the stream of charges. Out: [`Check::between`] and
//! [`ReplayedCredit::unused_between`]. A report's charge has no time of day: counted after a copy of that
//! day, part of it may be in the copy already; counted before it, part of it may have come later. Nothing
//! says how much, so the whole of the day's reported charges is the width, of all campaigns: what one
//! credit did not pay, another did. Charges with a time, and days without a copy, are exact.
//!
//! Invariant: the figure itself lies within its bounds; bounds stay within 0 and the copy before.

use super::plan::Facts;
use super::state::*;
use crate::calendar::{Day, Instant};
use crate::money::Amount;
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
pub fn bound(replay: &mut Replay, facts: Facts<'_>) {
    let days = days_of_copies(facts);
    for (credit, replayed) in facts.credits.iter().zip(&mut replay.credits) {
        let day = |as_of: Instant| as_of.on_clock(facts.zone).day();
        let before = |as_of: Instant| latest_copy(credit, |moment| moment < as_of);
        for check in &mut replayed.checks {
            let known = before(check.as_of);
            let from = known.map_or(day(check.as_of), |(moment, _)| day(moment));
            let (mut low, mut high) = (Amount::ZERO, Amount::ZERO);
            for (&at, doubt) in days.range(from..=day(check.as_of)) {
                let is_own = at == day(check.as_of);
                let is_earlier =
                    known.is_some_and(|(moment, _)| at != day(check.as_of) || day(moment) == at);
                low += if is_own { doubt.after } else { Amount::ZERO };
                high += if is_own { doubt.before } else { Amount::ZERO };
                low += if is_earlier { doubt.before } else { Amount::ZERO };
                high += if is_earlier { doubt.after } else { Amount::ZERO };
            }
            let most = known.map(|(_, unused)| unused).or(credit.face);
            check.between = around(check.ours, low, high, most);
        }
        let Some(unused) = replayed.unused else { continue };
        let known = latest_copy(credit, |_| true);
        let from = known.map(|(moment, _)| day(moment));
        let (low, high) = match from {
            Some(from) => days
                .range(from..)
                .fold((Amount::ZERO, Amount::ZERO), |(l, h), (_, d)| (l + d.before, h + d.after)),
            None => (Amount::ZERO, Amount::ZERO),
        };
        let most = known.map(|(_, unused)| unused).or(credit.face);
        replayed.unused_between = Some(around(unused, low, high, most));
    }
}

fn around(ours: Amount, low: Amount, high: Amount, most: Option<Amount>) -> Bounds {
    let most = most.unwrap_or(ours).max(ours);
    Bounds { low: (ours - low).max(Amount::ZERO).min(ours), high: (ours + high).min(most) }
}

/// The latest copy that states what was unused, among those at moments that fit.
fn latest_copy(credit: &Credit, fits: impl Fn(Instant) -> bool) -> Option<(Instant, Amount)> {
    let stated = credit.observations.iter().filter_map(|seen| {
        let unused = seen.unused_of(credit.face)?.max(Amount::ZERO);
        Some((seen.moments().filter(|m| fits(*m)).max()?, unused))
    });
    stated.max_by_key(|(moment, unused)| (*moment, -*unused))
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
    let from = charges.times.partition_point(|t| *t < day.start());
    let to = charges.times.partition_point(|t| *t < day.plus_days(1).start());
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
