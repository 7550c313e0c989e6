//! Which draws lie behind days that nobody reported (R36).
//!
//! In: a replay, credits with their copies, the charges. Out: [`Replay::beyond_gaps`]. Between a copy of a credit, or its
//! beginning, and a charge there may be days of which nothing is known: what it drew on them it cannot draw again, so
//! who paid that charge is not known. So it is with cash behind its statement. Days inside a list of transactions that
//! has no draw on them are free of spend.

use super::doubt::latest_copy;
use super::plan::{Facts, opening_time};
use super::state::*;
use crate::calendar::{Day, Instant, LocalTime, by_day};
use crate::options::BillingSetup;
use crate::sorting::Sorting;
use std::collections::{BTreeMap, BTreeSet};

/// Marks the charges that were paid so behind such days.
pub fn mark(replay: &mut Replay, facts: Facts<'_>) {
    let known = known(facts);
    let day = |at: Instant| at.on_clock(facts.zone).day();
    let reaches = |payer: Payer, to: Day| {
        let mut anchors: Vec<Day> = Vec::new();
        if let Payer::Credit(at) = payer {
            let Some(credit) = facts.credits.get(at.at()) else { return false };
            for seen in &credit.observations {
                let Some(unused) = seen.unused_of(credit.face) else { continue };
                // Of a credit that a later copy shows as used up nobody knows on which days that was.
                let tells = |copied: &Day| *copied <= to || unused.is_positive();
                anchors.extend(seen.moments().map(day).filter(tells));
            }
            let begins = credit.face.and_then(|_| opening_time(credit));
            anchors.extend(begins.map(LocalTime::day));
        } else {
            // Cash runs from its statements on.
            let stated = facts.funds.history.iter().filter(|seen| seen.cash.is_some());
            let stated = stated.map(|seen| seen.as_of);
            let stated = stated.chain(facts.funds.cash.map(|cash| cash.as_of)).map(day);
            anchors.extend(stated.filter(|stated| *stated <= to));
        }
        anchors.into_iter().any(|anchor| {
            let (from, to) = (anchor.min(to), anchor.max(to));
            from == to || known.iter().any(|(first, end)| *first <= from && to <= *end)
        })
    };
    // Where cash pays what is left, how much of it there is decides nothing.
    let is_manual = replay.billing == Some(BillingSetup::Manual);
    let mut beyond = Vec::new();
    for (day, places) in by_day(&facts.charges.times, 0) {
        let mut reached: BTreeMap<Payer, bool> = BTreeMap::new();
        for charge in places.map(ChargeIx::from_at) {
            let is_open = facts.charges.payer(charge).is_none();
            let mut paid = replay.splits_of(charge).iter().map(|split| split.payer);
            let is_beyond = paid.any(|payer| match payer {
                Payer::Credit(_) => !*reached.entry(payer).or_insert_with(|| reaches(payer, day)),
                Payer::Cash if is_open && !is_manual => {
                    !*reached.entry(payer).or_insert_with(|| reaches(payer, day))
                }
                _ => false,
            });
            beyond.extend(is_beyond.then_some(charge));
        }
    }
    replay.beyond_gaps = beyond;
}

/// R21: a copy may lack what was charged in the lag's time before it. A credit that ran empty after it then did so earlier:
/// replay is no witness of the charges that are said to have drawn so much of it last.
pub fn mark_late(replay: &mut Replay, facts: Facts<'_>) {
    let known = known(facts);
    // Of each credit, the first charge after its copy, the one that emptied it, and what the copy may lack.
    let late_of = |(credit, replayed): (&Credit, &ReplayedCredit)| {
        let last = replayed.emptied_by?;
        let emptied = facts.charges.times.get(last.at())?.in_zone(facts.zone);
        let (copied, _) = latest_copy(credit, |moment| moment <= emptied)?;
        let first = facts.charges.first_from(copied.on_clock(facts.zone));
        Some((first, last.at(), charged_before(copied, &known, facts)))
    };
    let mut late: Vec<_> = facts.credits.iter().zip(&replay.credits).map(late_of).collect();
    let mut told = std::mem::take(&mut replay.told_by_figures);
    for charge in (0..facts.charges.len()).rev() {
        for split in replay.splits_of(ChargeIx::from_at(charge)) {
            let Payer::Credit(at) = split.payer else { continue };
            let Some(Some((first, last, left))) = late.get_mut(at.at()) else { continue };
            if *first <= charge && charge <= *last && *left > 0 {
                told.push(ChargeIx::from_at(charge));
                *left -= split.micros.max(0);
            }
        }
    }
    told.order();
    told.dedup();
    replay.told_by_figures = told;
}

/// Charged in the lag's time before a moment; any amount where not all of it is known.
fn charged_before(moment: Instant, known: &[(Day, Day)], facts: Facts<'_>) -> i64 {
    let from = moment.plus_seconds(-facts.lag_seconds).on_clock(facts.zone);
    let to = moment.on_clock(facts.zone);
    if !known.iter().any(|(first, end)| *first <= from.day() && to.day() <= *end) {
        return i64::MAX;
    }
    let charges = facts.charges;
    let recent = charges.first_from(from)..charges.first_from(to);
    charges.amounts.get(recent).into_iter().flatten().sum()
}

/// Days of which all charges are known, `[first, end)`, apart and in order.
fn known(facts: Facts<'_>) -> Vec<(Day, Day)> {
    let (charges, t) = (facts.charges, facts.transactions);
    let drawn: BTreeSet<Day> = t.draws().map(|draw| draw.time.day()).collect();
    let mut spans: Vec<(Day, Day)> = charges.coverage.iter().map(|s| (s.start, s.end)).collect();
    for (first, last) in t.stretches.iter().filter(|(first, last)| first <= last) {
        let mut from = *first;
        for day in drawn.range(*first..=*last).copied().chain([last.plus_days(1)]) {
            spans.push((from, day));
            from = day.plus_days(1);
        }
    }
    spans.retain(|(first, end)| first < end);
    super::plan::merged(spans)
}
