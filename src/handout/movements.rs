//! How the balance of a credit moved: what was drawn and returned when, and the balance at a moment.
//!
//! In: one credit with the platform's figures, its *Ad Credit* transactions or, where none were pasted, what
//! settled reports say that credit paid on days on which no other could, else the shown replay. Out: amounts
//! within a stretch of time, `None` wherever nothing covers the stretch.
//!
//! Assumes that each list of transactions is complete from the day of its first row to its as-of (R32 says where it is
//! not); between two lists nobody looked (R37). Rows tell which day a draw belongs to. A copy made during a day holds a part of it
//! that no row tells (R37): it anchors a balance only where nothing was drawn around it, and else checks one.

use crate::account::state::{AccountState, Bounds, Credit, CreditIx, SpendDay};
use crate::calendar::{Day, LocalTime};
use crate::money::Amount;
use std::collections::BTreeMap;

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
    /// So long around a copy a draw may be in it or not (R21).
    lag: i64,
    /// By our replay rather than by the platform's transactions.
    pub is_replayed: bool,
}

impl Movements {
    pub fn of(state: &AccountState, at: CreditIx, credit: &Credit) -> Movements {
        let begin = credit.redeemed.or(credit.valid_start).map(|t| t.time);
        let is_replayed = credit.observed_drawn.is_none();
        let (mut draws, covered) = if is_replayed {
            (reported(state, at, credit), charges_cover(state))
        } else {
            (observed(state, credit), transactions_cover(state))
        };
        draws.sort_by_key(|(time, _)| *time);
        let (face, end) = (credit.face, credit.window.end);
        let (seen, lag) = (seen(state, credit), state.lag_seconds);
        Movements { draws, covered, seen, begin, end, face, lag, is_replayed }
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

    /// Unused at a moment of its life; `None` where it is not known. Where rows tell its life up to then they do,
    /// unless a copy contradicts them beyond the lag: then it leads (R36), if it can tell.
    pub fn balance(&self, at: LocalTime) -> Option<Amount> {
        let by_face = || Some(self.face? - self.net(self.begin?, at)?);
        let by_copy = |seen: &(LocalTime, Amount)| self.by_copy(*seen, at);
        let fits = |amount: &Amount| {
            let mut bounds = self.seen.iter().filter_map(by_copy);
            bounds.all(|b| b.low <= *amount && *amount <= b.high)
        };
        let later = self.seen.iter().filter(|(time, _)| at <= *time);
        let earlier = self.seen.iter().rev().filter(|(time, _)| *time <= at);
        let mut copies = later.chain(earlier).filter_map(by_copy);
        let exact = || copies.find(|b| b.low == b.high).map(|b| b.low);
        by_face().filter(fits).or_else(|| self.still(at)).or_else(exact)
    }

    /// The copies before and after show the same, the first one all of it, or nothing was left before.
    fn still(&self, at: LocalTime) -> Option<Amount> {
        let before =
            self.seen.iter().rev().find(|(time, _)| *time <= at).map(|(_, unused)| *unused);
        let whole = || self.face.filter(|_| self.begin.is_some_and(|begin| begin <= at));
        let before = before.or_else(whole)?;
        let after = self.seen.iter().find(|(time, _)| at <= *time).map(|(_, unused)| *unused);
        let is_still = after.map_or(before.is_zero(), |after| after == before);
        is_still.then_some(before)
    }

    /// What a copy makes of the balance at another moment: what is drawn in the lag's time before it may not be in
    /// it, and what rows say of the time after may be (R21, R37).
    fn by_copy(&self, (time, unused): (LocalTime, Amount), at: LocalTime) -> Option<Bounds> {
        let since = if time < at { -self.net(time, at)? } else { self.net(at, time)? };
        let before = self.moved(time.plus_seconds(-self.lag), time);
        let after = self.moved(time, time.plus_seconds(self.lag));
        let (balance, is_empty) = (unused + since, !unused.is_positive());
        // Where nothing is left, all rows of it are in the copy.
        let low = if is_empty { balance + after } else { balance - before };
        Some(Bounds { low, high: balance + after })
    }

    fn net(&self, from: LocalTime, to: LocalTime) -> Option<Amount> {
        self.within(from, to).map(|(drawn, returned)| drawn - returned)
    }

    /// What may have moved within a short time: where nothing covers it, as on the busiest day of the week around.
    fn moved(&self, from: LocalTime, to: LocalTime) -> Amount {
        if let Some((drawn, returned)) = self.within(from, to) {
            return drawn + returned;
        }
        let (first, last) = (from.day().plus_days(-7), to.day().plus_days(7));
        let mut days: BTreeMap<Day, Amount> = BTreeMap::new();
        for (time, amount) in &self.draws {
            if first <= time.day() && time.day() <= last {
                *days.entry(time.day()).or_default() += *amount;
            }
        }
        days.into_values().max().unwrap_or_default().max(Amount::ZERO)
    }
}

fn observed(state: &AccountState, credit: &Credit) -> Vec<(LocalTime, Amount)> {
    state.transactions.draws_of(credit).map(|draw| (draw.time, draw.amount)).collect()
}

/// What credit paid by the word of settled reports on days on which this credit alone could pay; of other days
/// what replay says.
fn reported(state: &AccountState, at: CreditIx, credit: &Credit) -> Vec<(LocalTime, Amount)> {
    let alone = |day: Day| {
        let mut may_pay = state.credits.iter().filter(|one| may_pay_on(state, one, day));
        may_pay.next().is_some_and(|one| one.key == credit.key) && may_pay.next().is_none()
    };
    let told = |d: &SpendDay| {
        let by_credit = d.by_credit.filter(|_| d.is_settled && alone(d.day))?;
        Some((d.day, by_credit))
    };
    let told: BTreeMap<Day, Amount> = state.spend.iter().filter_map(told).collect();
    let begin = credit.redeemed.or(credit.valid_start).map(|t| t.time);
    let mut out = replayed(state, at);
    out.retain(|(time, _)| !told.contains_key(&time.day()));
    let from_begin = |day: Day| begin.map_or(day.start(), |begin| begin.max(day.start()));
    out.extend(told.into_iter().map(|(day, amount)| (from_begin(day), amount)));
    out
}

/// By its dates, and by when it was seen used up.
fn may_pay_on(state: &AccountState, credit: &Credit, day: Day) -> bool {
    let (start, end) = (day.start(), day.plus_days(1).start());
    let begin = credit.redeemed.or(credit.valid_start).map(|t| t.time);
    let empty = seen(state, credit).into_iter().find(|(_, unused)| !unused.is_positive());
    let over = credit.window.end.into_iter().chain(empty.map(|(time, _)| time)).min();
    begin.is_none_or(|begin| begin < end) && over.is_none_or(|over| start < over)
}

fn replayed(state: &AccountState, at: CreditIx) -> Vec<(LocalTime, Amount)> {
    let Some(replay) = state.shown() else { return vec![] };
    let mut out = Vec::new();
    for (charge, time) in state.charges.times.iter().enumerate() {
        let drawn = replay.drawn(at, charge..charge + 1);
        out.extend((drawn != 0).then(|| (*time, Amount::from_micros(drawn.into()))));
    }
    out
}

fn transactions_cover(state: &AccountState) -> Vec<(LocalTime, LocalTime)> {
    let columns = &state.transactions;
    let cover = |(first, last): &(Day, Day)| {
        let at = |day: Day| columns.times.partition_point(|time| *time < day.start());
        let told = columns.as_of.get(at(*first)..at(last.plus_days(1)))?;
        Some((first.start(), told.iter().max()?.on_clock(state.zone)))
    };
    joined(columns.stretches.iter().filter_map(cover).collect())
}

fn charges_cover(state: &AccountState) -> Vec<(LocalTime, LocalTime)> {
    joined(state.charges.coverage.iter().map(|c| (c.start.start(), c.end.start())).collect())
}

/// In order, and one where they meet.
fn joined(mut spans: Vec<(LocalTime, LocalTime)>) -> Vec<(LocalTime, LocalTime)> {
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
