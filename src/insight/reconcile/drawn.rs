//! What *Ad Credit* transactions say that credits paid, up to a moment: one credit, or all in sum.
//!
//! A row that names its credit speaks of that credit. One that names none may mean any credit that it fits: it
//! is a witness of their sum and of no single one (R34, R37).

use super::{Cause, causes};
use crate::account::pages::SITTING_SECONDS;
use crate::account::state::{AMBIGUOUS, AccountState, Credit, Draw, NONE, TransactionIx, Yes};
use crate::calendar::{Day, Instant, LocalTime, SECONDS_PER_DAY};
use crate::ingest::words::plain;
use crate::money::Amount;
use crate::text::{Name, NumberMap};
use std::collections::BTreeMap;

pub(super) struct Drawn {
    pub total: Amount,
    /// Without draws of the lag's time before the moment: they may not be in the Used amount yet.
    settled: Amount,
    /// What may be drawn in the lag's time, by the usual spend or as on the busiest of the last days: it may not
    /// be a transaction yet (R21).
    pub pending: Amount,
    /// Drawn by rows that may mean this credit or another one of its name (R34).
    ambiguous: Amount,
    /// Rows that name no credit may mean this one.
    pub is_unnamed: bool,
    /// The list may begin after a credit's first draw, end before its last, be older than the figure, or lack days between.
    lacks_days: bool,
    pub as_of: Option<Instant>,
    /// R25: rows of the list were set aside for their currency; it may lack these draws.
    has_foreign: bool,
    pub rows: Vec<TransactionIx>,
}

/// Moments of the figures that rows are held against.
struct Times {
    /// Of the oldest figure that may still grow, and of the latest.
    from: Instant,
    until: Instant,
    /// After which nothing more is drawn.
    over: Option<Instant>,
}

impl Drawn {
    /// `None`: no transactions were pasted, or they were seen before the figure by more than the lag.
    pub fn of(
        state: &AccountState,
        credit: &Credit,
        until: Instant,
        unnamed: &[TransactionIx],
    ) -> Option<Drawn> {
        credit.observed_drawn?;
        let end = until.on_clock(state.zone);
        // A list that begins after the credit ended says nothing of it.
        let first = state.transactions.times.first();
        if credit.window.end.zip(first).is_some_and(|(end, first)| end <= *first) {
            return None;
        }
        let over = credit.window.end.map(|end| end.in_zone(state.zone));
        let times = Times { from: until, until, over };
        let mut out = Drawn::sum(state, &credit.observed_draws, times)?;
        let is_before = |row: &TransactionIx| {
            state.transactions.times.get(row.at()).is_some_and(|time| *time < end)
        };
        let mut before = unnamed.iter().copied().filter(is_before);
        out.is_unnamed = before.any(|row| may_mean(state, credit, row));
        out.ambiguous = ambiguous(state, credit, end);
        out.lacks_days |= !spans_life(state, credit, end.plus_seconds(-state.lag_seconds));
        Some(out)
    }

    /// All credits in sum; the figures of those that may still be drawn are of `from` to `until`. `None` where no
    /// row leaves its credit open, or they were seen before the figures by more than the lag.
    pub fn of_all(
        state: &AccountState,
        (from, until): (Instant, Instant),
        unnamed: &[TransactionIx],
    ) -> Option<Drawn> {
        let open = unnamed.iter().copied().filter(|row| {
            // What fits none of these credits was drawn from one that is not here.
            state.credits.iter().any(|credit| may_mean(state, credit, *row))
        });
        let mut rows: Vec<TransactionIx> = open.collect();
        if rows.is_empty() {
            return None;
        }
        let named = state.transactions.credits.iter().enumerate().filter(|(_, to)| **to != NONE);
        rows.extend(named.map(|(row, _)| TransactionIx::from_at(row)));
        let fresh = until.on_clock(state.zone).plus_seconds(-state.lag_seconds);
        let times = Times { from, until, over: None };
        let mut out = Drawn::sum(state, &rows, times)?;
        let is_drawn = |c: &&Credit| c.used.is_some_and(|used| used.value.is_positive());
        let mut drawn = state.credits.iter().filter(is_drawn);
        out.lacks_days |= !drawn.all(|credit| spans_life(state, credit, fresh));
        Some(out)
    }

    fn sum(
        state: &AccountState,
        rows: &[TransactionIx],
        Times { from, until, over }: Times,
    ) -> Option<Drawn> {
        let t = &state.transactions;
        let as_of = rows.iter().filter_map(|row| t.as_of.get(row.at())).max().copied();
        // What was pasted long before the figure cannot hold its last draws.
        let seen = as_of.or(t.seen());
        // Nothing is drawn after the end: a list of later is not too old.
        let ends = seen.is_some_and(|seen| over.is_some_and(|over| over <= seen));
        let behind = seen.filter(|_| !ends).map_or(0, |seen| until.seconds_since(seen));
        if behind > state.lag_seconds {
            return None;
        }
        let mut out = Drawn {
            total: Amount::ZERO,
            settled: Amount::ZERO,
            pending: Amount::ZERO,
            ambiguous: Amount::ZERO,
            is_unnamed: false,
            lacks_days: behind > SITTING_SECONDS,
            has_foreign: causes::has_foreign(state),
            as_of,
            rows: vec![],
        };
        let end = until.on_clock(state.zone);
        let fresh = from.on_clock(state.zone).plus_seconds(-state.lag_seconds);
        let draws = rows.iter().filter_map(|row| t.draw(*row));
        for Draw { row, time, amount, .. } in draws.filter(|draw| draw.time < end) {
            out.total += amount;
            out.rows.push(row);
            if time < fresh {
                out.settled += amount;
            }
        }
        let daily =
            crate::insight::alerts::daily_spend(state).into_iter().chain(out.busiest(state, end));
        let daily = daily.max().unwrap_or_default().micros();
        out.pending = Amount::from_micros(
            daily * i128::from(state.lag_seconds) / i128::from(SECONDS_PER_DAY),
        );
        Some(out)
    }

    /// The most that was drawn on one of the seven days before.
    fn busiest(&self, state: &AccountState, end: LocalTime) -> Option<Amount> {
        let from = end.day().plus_days(-7);
        let t = &state.transactions;
        let mut days: BTreeMap<Day, Amount> = BTreeMap::new();
        for row in self.rows.iter().map(|row| row.at()) {
            let (Some(time), Some(micros)) = (t.times.get(row), t.amounts.get(row)) else {
                continue;
            };
            if from <= time.day() {
                *days.entry(time.day()).or_default() -= Amount::from_micros(i128::from(*micros));
            }
        }
        days.into_values().max().filter(|most| most.is_positive())
    }

    /// The lag alone may make the difference.
    pub fn explains(&self, used: Amount) -> bool {
        self.settled <= used && used <= self.total + self.pending
    }

    /// What these transactions do not tell, where that alone may make the difference.
    pub fn gap(&self, used: Amount) -> Option<Cause> {
        let more = used - self.total;
        if !more.is_positive() {
            None
        } else if self.is_unnamed {
            Some(Cause::NotNamed)
        } else if self.has_foreign {
            Some(Cause::Foreign)
        } else if self.lacks_days {
            Some(Cause::MissingPage)
        } else if self.ambiguous.is_positive() && used <= self.total + self.pending + self.ambiguous
        {
            Some(Cause::Ambiguous)
        } else {
            None
        }
    }

    /// What these rows state of one credit; rows that name none do not say 0 (R37).
    pub fn stated(&self) -> Option<Amount> {
        (!self.is_unnamed || !self.rows.is_empty()).then_some(self.total)
    }
}

/// *Ad Credit* rows that name no credit.
pub(super) fn unnamed(state: &AccountState) -> Vec<TransactionIx> {
    let t = &state.transactions;
    let is_open = |row: &TransactionIx| {
        let is_none = t.credits.get(row.at()) == Some(&NONE);
        is_none && t.credit_names.get(row.at()) == Some(&Name::EMPTY)
    };
    t.draws().map(|draw| draw.row).filter(is_open).collect()
}

/// By its time and campaign a row may mean a credit (R34, R39).
fn may_mean(state: &AccountState, credit: &Credit, row: TransactionIx) -> bool {
    let time = state.transactions.times.get(row.at());
    let campaign = state.transactions.campaign(row.at());
    time.is_some_and(|time| credit.window.contains(*time))
        && credit.eligibility.of(campaign) != Yes::No
}

/// One stretch of transactions holds all days on which the credit may have been drawn, up to a day before what may
/// not be listed yet. No draw came before it was redeemed, nor outside its window.
fn spans_life(state: &AccountState, credit: &Credit, fresh: LocalTime) -> bool {
    let begin = credit.window.start.max(credit.redeemed.map(|r| r.time));
    let Some(begin) = begin.map(LocalTime::day) else { return false };
    let last = credit.window.end.map_or(fresh, |end| end.plus_seconds(-1).min(fresh));
    let end = last.day().plus_days(-1).max(begin);
    state.transactions.spans(begin, end)
}

fn ambiguous(state: &AccountState, credit: &Credit, until: LocalTime) -> Amount {
    let t = &state.transactions;
    let name = plain(&credit.name);
    let mut is_named: NumberMap<Name, bool> = NumberMap::default();
    let mut names_it = |named: Name| {
        *is_named.entry(named).or_insert_with(|| plain(state.names.text(named)) == name)
    };
    let open = t.credits.iter().zip(&t.credit_names).enumerate();
    let open = open.filter(|(_, (credit, named))| **credit == AMBIGUOUS && names_it(**named));
    let drawn = open.filter_map(|(row, _)| {
        let time = *t.times.get(row).filter(|time| **time < until)?;
        let micros = i128::from(*t.amounts.get(row)?);
        credit.window.contains(time).then(|| -Amount::from_micros(micros))
    });
    drawn.sum()
}
