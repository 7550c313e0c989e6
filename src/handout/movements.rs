//! How the balance of a credit moved: what was drawn and returned when, and the balance at a moment.
//!
//! In: one credit with the platform's figures, its *Ad Credit* transactions or, where none were pasted,
//! the shown replay. Out: amounts within a stretch of time, `None` wherever nothing covers the stretch.
//!
//! Assumes that pasted transactions are complete from the day of the first to the latest as-of (R32 says
//! where they are not). The platform's figures lead (R36): a balance is taken from the nearest of them
//! that is linked to the moment without a gap.

use crate::account::state::{AccountState, ChargeIx, Credit, CreditIx, Payer};
use crate::calendar::LocalTime;
use crate::money::Amount;

/// What moved one credit, on the account's clock.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Movements {
    /// In order of time; negative: returned (R16).
    draws: Vec<(LocalTime, Amount)>,
    /// `[start, end)` without gaps in which `draws` are all there are; disjoint, in order.
    covered: Vec<(LocalTime, LocalTime)>,
    /// The platform's unused amounts, oldest first.
    seen: Vec<(LocalTime, Amount)>,
    begin: Option<LocalTime>,
    end: Option<LocalTime>,
    face: Option<Amount>,
    /// By our replay rather than by the platform's transactions.
    pub is_replayed: bool,
}

impl Movements {
    pub fn of(state: &AccountState, at: CreditIx, credit: &Credit) -> Movements {
        let begin = credit.redeemed.or(credit.valid_start).map(|t| t.time);
        let is_replayed = credit.observed_drawn.is_none();
        let (mut draws, covered) = if is_replayed {
            (replayed(state, at), charges_cover(state))
        } else {
            (observed(state, credit), transactions_cover(state))
        };
        draws.sort_by_key(|(time, _)| *time);
        let (face, end) = (credit.face, credit.window.end);
        Movements { draws, covered, seen: seen(state, credit), begin, end, face, is_replayed }
    }

    /// When it was redeemed, else when its window opens.
    pub fn begin(&self) -> Option<LocalTime> {
        self.begin
    }

    /// Drawn and returned in `[from, to)`; `None` where some of that time of its life is not covered.
    pub fn within(&self, from: LocalTime, to: LocalTime) -> Option<(Amount, Amount)> {
        let from = self.begin.map_or(from, |begin| begin.max(from));
        let to = self.end.map_or(to, |end| end.min(to));
        let is_covered = self.covered.iter().any(|(start, end)| *start <= from && to <= *end);
        if from < to && !is_covered {
            return None;
        }
        let (mut drawn, mut returned) = (Amount::ZERO, Amount::ZERO);
        for (_, amount) in self.draws.iter().filter(|(time, _)| from <= *time && *time < to) {
            if amount.is_negative() {
                returned -= *amount;
            } else {
                drawn += *amount;
            }
        }
        Some((drawn, returned))
    }

    /// Unused at a moment of its life; `None` where it is not known.
    pub fn balance(&self, at: LocalTime) -> Option<Amount> {
        let net = |from, to| self.within(from, to).map(|(drawn, returned)| drawn - returned);
        let before = self.seen.iter().rev().find(|(time, _)| *time <= at);
        let after = self.seen.iter().find(|(time, _)| at <= *time);
        if let (Some((_, low)), Some((_, high))) = (before, after)
            && low == high
        {
            return Some(*low);
        }
        let from_after = || after.and_then(|(time, unused)| Some(*unused + net(at, *time)?));
        let from_before = || before.and_then(|(time, unused)| Some(*unused - net(*time, at)?));
        let from_face = || Some(self.face? - net(self.begin?, at)?);
        from_after().or_else(from_before).or_else(from_face)
    }
}

fn observed(state: &AccountState, credit: &Credit) -> Vec<(LocalTime, Amount)> {
    let columns = &state.transactions;
    let rows = credit.observed_draws.iter().filter_map(|row| {
        let (time, micros) = (columns.times.get(row.at())?, columns.amounts.get(row.at())?);
        Some((*time, -Amount::from_micros(i128::from(*micros))))
    });
    rows.collect()
}

fn replayed(state: &AccountState, at: CreditIx) -> Vec<(LocalTime, Amount)> {
    let Some(replay) = state.replays.first() else { return vec![] };
    let mut out = Vec::new();
    for (charge, time) in state.charges.times.iter().enumerate() {
        let own = replay.splits_of(ChargeIx::from_at(charge)).iter();
        let own = own.filter(|split| split.payer == Payer::Credit(at));
        out.extend(own.map(|split| (*time, Amount::from_micros(split.micros.into()))));
    }
    out
}

fn transactions_cover(state: &AccountState) -> Vec<(LocalTime, LocalTime)> {
    let columns = &state.transactions;
    let first = columns.times.first().map(|time| time.day().start());
    let last = columns.as_of.iter().max().map(|as_of| as_of.on_clock(state.zone));
    first.zip(last).into_iter().collect()
}

fn charges_cover(state: &AccountState) -> Vec<(LocalTime, LocalTime)> {
    let mut spans: Vec<_> =
        state.charges.coverage.iter().map(|c| (c.start.start(), c.end.start())).collect();
    spans.sort();
    let mut out: Vec<(LocalTime, LocalTime)> = Vec::new();
    for (start, end) in spans {
        match out.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => out.push((start, end)),
        }
    }
    out
}

fn seen(state: &AccountState, credit: &Credit) -> Vec<(LocalTime, Amount)> {
    let mut seen = Vec::new();
    for observation in &credit.observations {
        let Some(unused) = observation.unused_of(credit.face) else { continue };
        seen.extend(observation.moments().map(|at| (at.on_clock(state.zone), unused)));
    }
    seen.sort();
    seen
}
