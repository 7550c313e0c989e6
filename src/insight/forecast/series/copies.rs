//! What credits paid, told by copies of the Promotions page: what was used between two of them, and by one
//! copy the average since a credit was redeemed.

use super::{Basis, Pairs, Sample, Series, Spread, spread, told, units, whole_days};
use crate::account::pages::SITTING_SECONDS;
use crate::account::state::{AccountState, CampaignIx, Credit, CreditIx, CreditState, Observation};
use crate::calendar::{Instant, LocalTime, SECONDS_PER_DAY};
use crate::insight::fallen::{self, Left};
use crate::insight::forecast::pace::Grain;
use crate::money::Amount;
use crate::sorting::Sorting;
use std::collections::BTreeMap;

/// Differences of the used amount between successive copies, spread over the days between; of a credit that
/// came between them, all that it has used.
pub(super) fn copies(state: &AccountState, credits: &[CreditIx]) -> Option<Series> {
    let mut days = Spread::default();
    let mut count = 0;
    let until = told_until(state, credits);
    let mut add = |s: Stretch| spread(&mut days, s.from, s.to, units(s.used));
    let credits = || credits.iter().filter_map(|c| state.credit(*c));
    for credit in credits() {
        let all = stretches(state, credit).into_iter().filter_map(|s| s.before(until));
        let all: Vec<Stretch> = all.collect();
        count = count.max(all.len());
        all.into_iter().for_each(&mut add);
    }
    let fallen = fallen(state, credits());
    count = count.max(fallen.len());
    fallen.into_iter().for_each(&mut add);
    let first = |credit: &Credit| figures(state, credit).into_iter().next();
    let copied = credits().filter_map(first).map(|figure| figure.at).min();
    if let Some(copied) = copied.filter(|_| count > 0) {
        let since = credits().filter_map(|credit| first_stretch(credit, copied, first(credit)?));
        since.filter_map(|s| s.before(until)).for_each(add);
    }
    // R21: figures lag by hours, and less than a day between copies is no daily pace.
    if told(days.stretches.clone()).into_values().sum::<i64>() < SECONDS_PER_DAY {
        return None;
    }
    if !days.values.values().any(|value| *value > 0.0) {
        return undrawn(state, credits, days.stretches);
    }
    let mut open = 0.0;
    let told_from = days.stretches.iter().map(|(from, _)| *from).min();
    for at_most in credits().filter_map(|credit| last_stretch(state, credit, told_from?)) {
        // No faster than what the others drew meanwhile, and half of that as likely as none or all of it.
        let half = units(at_most.used).min(days.sum(at_most.from, at_most.to)) / 2.0;
        spread(&mut days, at_most.from, at_most.to, half);
        open += half;
    }
    let total: f64 = days.values.values().sum();
    let open = if open > 0.0 { open / total } else { 0.0 };
    let samples = whole_days(days);
    // A copy a day is as good as a daily report.
    let is_daily = 5 * count >= 4 * samples.len();
    let grain = if is_daily { Grain::Daily } else { Grain::Stretches(count) };
    Some(Series { basis: Basis::Copies, grain, samples, open })
}

/// What newer balances say was drawn of all credits that live, where all of these are meant.
fn fallen<'a>(
    state: &'a AccountState,
    meant: impl Iterator<Item = &'a Credit> + Clone,
) -> Vec<Stretch> {
    let mut lives = state.credits.iter().filter(|credit| credit.state == CreditState::Available);
    if !lives.all(|credit| meant.clone().any(|meant| meant.key == credit.key)) {
        return vec![];
    }
    let left = fallen::left(state);
    let falls = left.into_iter().pairs().filter(|(before, after)| after.amount <= before.amount);
    let stretch = |(before, after): (Left, Left)| {
        let [from, to] = [before.at, after.at].map(|at| at.on_clock(state.zone));
        Stretch { from, to, used: before.amount - after.amount }
    };
    falls.map(stretch).collect()
}

/// Nothing was drawn between any copies: the average until the first ones, and after them the days of which copies tell,
/// less the lag (R21). What was never used has no pace that could have ended.
fn undrawn<'a, I: Iterator<Item = &'a Credit>>(
    state: &AccountState,
    credits: impl Fn() -> I,
    seen: Vec<(LocalTime, LocalTime)>,
) -> Option<Series> {
    let mut before = Spread::default();
    for credit in credits() {
        spread_average(&mut before, credit, figures(state, credit).into_iter().next());
    }
    let mut samples = whole_days(before);
    samples.retain(|sample| sample.value > 0.0);
    let last = samples.last()?.day;
    let lag = state.lag_seconds;
    let sure = seen.iter().map(|(_, to)| *to).max()?.plus_seconds(-lag);
    let mut quiet = told(seen.into_iter().map(|(from, to)| (from, to.min(sure))).collect());
    quiet.retain(|day, _| *day > last);
    if quiet.values().sum::<i64>() < SECONDS_PER_DAY {
        return None;
    }
    samples.extend(quiet.into_keys().map(|day| Sample { day, value: 0.0 }));
    Some(Series { basis: Basis::Copies, grain: Grain::Undrawn, samples, open: 0.0 })
}

/// R32: a page of the list tells only a part of what credits paid, while others that could have paid stand on pages
/// copied before it, in another sitting.
pub(super) fn told_until(state: &AccountState, credits: &[CreditIx]) -> Option<LocalTime> {
    let credits = credits.iter().filter_map(|c| state.credit(*c));
    let could_pay = credits.filter(|credit| {
        let is_left = credit.unused.is_some_and(|unused| unused.value.is_positive());
        is_left && credit.state == CreditState::Available && credit.missing.is_none()
    });
    let until = could_pay.filter_map(|credit| state.copied_until(credit)).min();
    until.map(|at| at.plus_seconds(SITTING_SECONDS).on_clock(state.zone))
}

/// What was used between two copies of a credit that could pay all that time.
#[derive(Clone, Copy)]
pub(super) struct Stretch {
    pub from: LocalTime,
    pub to: LocalTime,
    pub used: Amount,
}

impl Stretch {
    /// Its part before a moment, of what was used by time.
    pub fn before(self, moment: Option<LocalTime>) -> Option<Stretch> {
        let to = moment.map_or(self.to, |moment| moment.min(self.to));
        let [kept, all] = [to, self.to].map(|to| i128::from(to.seconds() - self.from.seconds()));
        let used = Amount::from_micros(self.used.micros() * kept / all.max(1));
        (kept > 0).then_some(Stretch { to, used, ..self })
    }
}

pub(super) fn stretches(state: &AccountState, credit: &Credit) -> Vec<Stretch> {
    let window = credit.window;
    let mut out = vec![];
    let told = figures(state, credit).into_iter().chain(used_up_unseen(state, credit));
    for (before, after) in told.pairs() {
        let Some(assigned) = assigned_from(credit, before.at) else { continue };
        // It was drawn in its window alone.
        let from = window.start.map_or(assigned, |start| assigned.max(start));
        let emptied = credit.emptied_by.map(|by| by.on_clock(state.zone));
        let to = [window.end, emptied].into_iter().flatten().fold(after.at, LocalTime::min);
        let is_short = to.seconds() - from.seconds() < SECONDS_PER_DAY / 4;
        // Suspended at one end: since when, or until when, is not known.
        if is_short || after.used < before.used || before.is_held || after.is_held {
            continue;
        }
        let used = after.used - before.used;
        // What was empty or not valid was not drawn whatever was spent.
        let lived = from == assigned && to == after.at;
        if used.is_positive() || !before.is_empty && lived {
            out.push(Stretch { from, to, used });
        }
    }
    out
}

/// R1, R32: what a whole copy lists no more ahead of its end was used up by then.
fn used_up_unseen(state: &AccountState, credit: &Credit) -> Option<Figure> {
    let at = credit.missing?.since.on_clock(state.zone);
    let left = credit.unused?.value;
    let last = figures(state, credit).pop()?;
    let is_used_up = credit.window.end.is_some_and(|end| at < end);
    let figure = Figure { at, used: last.used + left, is_empty: true, is_held: false };
    is_used_up.then_some(figure)
}

/// R37: of a credit that ended after its last copy, at most what was left of it then. From where others tell.
fn last_stretch(state: &AccountState, credit: &Credit, told_from: LocalTime) -> Option<Stretch> {
    let CreditState::Expired { at: to, forfeited: Some(lost) } = credit.state else { return None };
    let last = figures(state, credit).pop().filter(|last| !last.is_held)?;
    let from = assigned_from(credit, last.at)?.max(told_from);
    (from < to && !lost.is_exact()).then_some(Stretch { from, to, used: lost.high - lost.low })
}

/// What a credit that came after the first copy had used when it was first copied.
fn first_stretch(credit: &Credit, copied: LocalTime, first: Figure) -> Option<Stretch> {
    let start = began(credit)?;
    // One that came on the day of that copy came after it: it is not in it.
    let is_later = copied < first.at && copied.day() <= start.day();
    let from = start.max(copied);
    (is_later && from < first.at).then_some(Stretch { from, to: first.at, used: first.used })
}

/// R4: the first moment from `at` on at which it is assigned to a campaign, by its log; without one `at`.
fn assigned_from(credit: &Credit, at: LocalTime) -> Option<LocalTime> {
    let log = &credit.assignments.log;
    if log.is_empty() || !credit.is_assignable() {
        return Some(at);
    }
    let mut linked: BTreeMap<CampaignIx, bool> = BTreeMap::new();
    for entry in log.iter().rev().filter(|entry| entry.at > at) {
        // What is unlinked first was linked before.
        linked.insert(entry.campaign, !entry.linked);
    }
    linked.extend(log.iter().filter(|e| e.at <= at).map(|entry| (entry.campaign, entry.linked)));
    let is_linked = linked.values().any(|linked| *linked);
    let next = || log.iter().find(|entry| entry.at > at && entry.linked).map(|entry| entry.at);
    if is_linked { Some(at) } else { next() }
}

/// Since when it may have been drawn.
fn began(credit: &Credit) -> Option<LocalTime> {
    credit.redeemed.map(|r| r.time).or(credit.window.start)
}

/// One copy: what was used since it was redeemed, evenly.
pub(super) fn one_copy(state: &AccountState, credits: &[CreditIx]) -> Option<Series> {
    let mut days = Spread::default();
    for credit in credits.iter().filter_map(|c| state.credit(*c)) {
        spread_average(&mut days, credit, last_drawn(state, credit));
    }
    let samples = whole_days(days);
    let any = samples.iter().any(|s| s.value > 0.0);
    any.then_some(Series { basis: Basis::OneCopy, grain: Grain::Average, samples, open: 0.0 })
}

pub(super) fn spread_average(days: &mut Spread, credit: &Credit, until: Option<Figure>) {
    let start = began(credit).and_then(|start| assigned_from(credit, start));
    if let (Some(start), Some(figure)) = (start, until) {
        let to = credit.window.end.map_or(figure.at, |end| figure.at.min(end));
        spread(days, start, to, units(figure.used));
    }
}

/// The latest figure, as of when it was known that nothing more would be drawn: nothing left, or suspended (R5). Where
/// nothing was drawn up to the copy that shows that, it may have been on hold since the one before.
pub(super) fn last_drawn(state: &AccountState, credit: &Credit) -> Option<Figure> {
    let figures = figures(state, credit);
    let last = *figures.last()?;
    let is_over = |(at, figure): &(usize, &Figure)| {
        let is_held_next = figures.get(at + 1).is_some_and(|next| next.is_held);
        figure.used == last.used && (figure.is_held || figure.is_empty || is_held_next)
    };
    let at = figures.iter().enumerate().find(is_over).map_or(last.at, |(_, figure)| figure.at);
    Some(Figure { at, ..last })
}

/// What one copy says of a credit.
#[derive(Clone, Copy)]
pub(super) struct Figure {
    pub at: LocalTime,
    pub used: Amount,
    /// Nothing was unused.
    pub is_empty: bool,
    pub is_held: bool,
}

/// Used amounts over time; the same one seen again later stands at both moments.
pub(super) fn figures(state: &AccountState, credit: &Credit) -> Vec<Figure> {
    let figures = |o: &Observation| {
        let used = o.used.or_else(|| Some(credit.face? - o.unused?));
        let is_empty = o.unused_of(credit.face).is_some_and(|unused| !unused.is_positive());
        let is_held = o.suspended;
        let moments: Vec<Instant> = o.moments().collect();
        let all = used.map(|used| {
            moments.into_iter().map(move |moment| Figure {
                at: moment.on_clock(state.zone),
                used,
                is_empty,
                is_held,
            })
        });
        all.into_iter().flatten().collect::<Vec<Figure>>()
    };
    let mut all: Vec<Figure> = credit.observations.iter().flat_map(figures).collect();
    all.order_by(|a, b| a.at.cmp(&b.at));
    all
}
