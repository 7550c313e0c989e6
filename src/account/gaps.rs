//! Which draws lie behind days that nobody reported (R36).
//!
//! In: a replay, credits with their copies, the charges. Out: [`Replay::beyond_gaps`]. Between a copy of a credit, or its
//! beginning, and a charge there may be days of which nothing is known: what it drew on them it cannot draw again, so
//! who paid that charge is not known. So it is with cash behind its statement. Days inside a list of transactions that
//! has no draw on them are free of spend.

use super::plan::{Facts, opening_time};
use super::state::*;
use crate::calendar::{Day, Instant, LocalTime, by_day};
use crate::options::BillingSetup;
use std::collections::{BTreeMap, BTreeSet};

/// Marks the charges that were paid so behind such days.
pub fn mark(replay: &mut Replay, facts: Facts<'_>) {
    let known = known(facts);
    let day = |at: Instant| at.on_clock(facts.zone).day();
    let reaches = |payer: Payer, to: Day| {
        let mut anchors: Vec<Day> = Vec::new();
        if let Payer::Credit(at) = payer {
            let Some(credit) = facts.credits.get(at.at()) else { return false };
            let states = |seen: &&Observation| seen.unused_of(credit.face).is_some();
            let copies = credit.observations.iter().filter(states).flat_map(Observation::moments);
            anchors.extend(copies.map(day));
            let begins = credit.face.and_then(|_| opening_time(credit));
            anchors.extend(begins.map(LocalTime::day));
        } else {
            let stated = facts.funds.history.iter().filter(|seen| seen.cash.is_some());
            anchors.extend(stated.map(|seen| day(seen.as_of)));
            anchors.extend(facts.funds.cash.map(|cash| day(cash.as_of)));
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

/// Days of which all charges are known, `[first, end)`, apart and in order.
fn known(facts: Facts<'_>) -> Vec<(Day, Day)> {
    let (charges, t) = (facts.charges, facts.transactions);
    let kinds = t.kinds.iter().zip(&t.times);
    let draws = kinds.filter(|(kind, _)| **kind == TransactionKind::AdCredit);
    let drawn: BTreeSet<Day> = draws.map(|(_, time)| time.day()).collect();
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
