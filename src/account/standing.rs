//! What each credit is doing, as of now: state, tab, percent (R1, R5, R8, R15, R34, R37).
//!
//! In: a credit's observations, its dates, the shown replay. Out: the fields that follow from them. The
//! platform's figure leads as of its time (R36); the tab that was copied decides nothing (R34).

use super::Paid;
use super::intake::Intake;
use super::state::*;
use super::words::{self, Ended};
use crate::calendar::{Instant, LocalTime, Zone};
use crate::money::Amount;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Decides state, tab and percent of one credit.
pub fn decide(credit: &mut Credit, at: CreditIx, paid: &Paid<'_>, intake: &Intake<'_>) {
    credit.percent = percent(credit);
    credit.state = state(credit, at, paid, intake);
    let is_listed =
        !credit.state.is_over() && credit.missing.is_none() && other_status(credit).is_none();
    credit.tab = if is_listed { Tab::Available } else { Tab::NotAvailable };
}

/// The word with which its latest copy lists it, where that is none of a credit that may pay (R1, R37).
pub fn other_status(credit: &Credit) -> Option<&str> {
    let status = credit.observations.last()?.status.as_deref()?;
    Some(status).filter(|status| words::says_otherwise(status))
}

fn state(credit: &Credit, at: CreditIx, paid: &Paid<'_>, intake: &Intake<'_>) -> CreditState {
    let clock = intake.clock_now();
    let said = credit.observations.last().and_then(|seen| seen.status.as_deref());
    let said = said.and_then(words::says_ended);
    let is_open = credit.may_be_used_up();
    let is_used_up = match credit.unused {
        _ if is_open => false,
        Some(unused) => !unused.value.is_positive() && spent_before_end(credit, intake),
        None => said == Some(Ended::UsedUp),
    };
    if is_used_up {
        return CreditState::UsedUp { between: used_up_between(credit, intake.zone) };
    }
    // Shown as expired ahead of its stated end, or without one: it ended before that copy (R37).
    let early = shown_expired(credit, intake).filter(|seen| {
        said == Some(Ended::Expired) && credit.window.end.is_none_or(|end| *seen < end)
    });
    if let Some(at) = early {
        let forfeited = credit.unused.map(|unused| Bounds::exactly(unused.value));
        return CreditState::Expired { at, forfeited };
    }
    if let Some(end) = credit.window.end.filter(|end| *end <= clock) {
        let forfeited = forfeited(credit, at, paid, intake);
        return CreditState::Expired { at: end, forfeited };
    }
    if credit.suspended {
        return CreditState::Suspended;
    }
    if let Some(from) = credit.window.start.filter(|start| clock < *start) {
        return CreditState::NotYetValid { from };
    }
    if is_open || other_status(credit).is_some() {
        return CreditState::Undetermined;
    }
    let says_nothing = credit.unused.is_none() && credit.used.is_none() && credit.face.is_none();
    if says_nothing && credit.window.end.is_none() {
        return CreditState::Undetermined;
    }
    CreditState::Available
}

/// When a copy first said that it expired.
fn shown_expired(credit: &Credit, intake: &Intake<'_>) -> Option<LocalTime> {
    let says = |seen: &&Observation| {
        seen.status.as_deref().and_then(words::says_ended) == Some(Ended::Expired)
    };
    credit.observations.iter().find(says).map(|seen| seen.as_of.on_clock(intake.zone))
}

/// After its end the platform may show 0 unused for what was forfeited: used up means that it was all
/// used, or seen at 0 before the end.
fn spent_before_end(credit: &Credit, intake: &Intake<'_>) -> bool {
    let all_used = match (credit.used, credit.face) {
        (Some(used), Some(face)) => used.value >= face,
        _ => credit.window.end.is_none(),
    };
    all_used || seen_empty_before_end(credit, intake)
}

fn seen_empty_before_end(credit: &Credit, intake: &Intake<'_>) -> bool {
    let Some(end) = credit.window.end else { return true };
    let end = end.in_zone(intake.zone);
    credit.observations.iter().any(|seen| {
        seen.unused_of(credit.face).is_some_and(|u| !u.is_positive()) && seen.as_of < end
    })
}

/// R37: between the last copy with something unused and the first with nothing. What was used up was so
/// before its end (R8). Copies of one moment that contradict each other tell neither (R33).
fn used_up_between(credit: &Credit, zone: Zone) -> Between {
    let mut told: BTreeMap<Instant, (bool, bool)> = BTreeMap::new();
    for seen in &credit.observations {
        let is_empty = match seen.unused_of(credit.face) {
            Some(unused) => !unused.is_positive(),
            None => seen.status.as_deref().and_then(words::says_ended) == Some(Ended::UsedUp),
        };
        for at in seen.moments() {
            let (is_left, is_gone) = told.entry(at).or_default();
            (*is_left, *is_gone) = (*is_left || !is_empty, *is_gone || is_empty);
        }
    }
    let mut between = Between::default();
    for (at, told) in told {
        match told {
            (true, false) => between = Between { after: Some(at), before: None },
            (false, true) if between.before.is_none() => between.before = Some(at),
            _ => {}
        }
    }
    if let Some(by) = credit.emptied_by.filter(|by| between.after.is_some_and(|after| after < *by))
    {
        between.before = between.before.map(|before| before.min(by));
    }
    let end = credit.window.end.map(|end| end.in_zone(zone));
    if let Some(end) = end.filter(|end| between.after.is_none_or(|after| after < *end)) {
        between.before = between.before.map(|before| before.min(end));
    }
    between
}

/// R37: where *Ad Credit* transactions tell every draw of a used-up credit, the last one is the moment itself. `false`: they
/// date nothing.
pub fn date_by_draws(
    credit: &mut Credit,
    transactions: &Transactions,
    intake: &Intake<'_>,
) -> bool {
    let CreditState::UsedUp { between } = credit.state else { return false };
    let is_whole = credit.face.is_some() && credit.observed_drawn == credit.face;
    let last = transactions.draws_of(credit).map(|draw| draw.time).max();
    // A list that states days has no moments.
    let Some(last) = last.filter(|last| is_whole && *last != last.day().start()) else {
        return false;
    };
    let at = last.in_zone(intake.zone);
    // R21: a copy may lag; what contradicts it by more proves nothing.
    let fits_after = between.after.is_none_or(|after| at.plus_seconds(intake.lag_seconds) >= after);
    let fits = fits_after && between.before.is_none_or(|before| at <= before);
    if fits {
        credit.state = CreditState::UsedUp { between: Between::at(at) };
    }
    fits
}

/// R37: where replay ran a used-up credit empty by one and the same charge under every reading, and says what copies
/// say, it was used up by then; not before, where charges cover the time since the last copy with something unused.
/// What presets dispute (R14) or rests on an assumption (R39) dates nothing.
pub fn date_by_charges<'r>(
    credit: &mut Credit,
    mut replayed: impl Iterator<Item = &'r ReplayedCredit>,
    charges: &Charges,
    zone: Zone,
) {
    let CreditState::UsedUp { between } = &mut credit.state else { return };
    let emptied = |replayed: &ReplayedCredit| {
        // Of the day of a copy nobody knows which side of it a report's charges stand on.
        let agrees = |check: &Check| check.ours == check.platform && check.between.is_exact();
        let is_told = !replayed.assumes_eligibility
            && !replayed.checks.is_empty()
            && replayed.checks.iter().all(agrees);
        replayed.emptied_by.filter(|_| is_told)
    };
    let Some(charge) = replayed.next().and_then(emptied) else { return };
    let Some(moment) = charges.moment(charge, zone) else { return };
    if !replayed.all(|replayed| emptied(replayed) == Some(charge)) {
        return;
    }
    let day = |at: Instant| at.on_clock(zone).day();
    let since = between
        .after
        .filter(|since| moment.after.is_some_and(|at| charges.covers(day(*since), day(at))));
    let after = if since.is_some() { moment.after.max(since) } else { between.after };
    // What reports charge on the day of that copy may be in it already: then it lasted longer.
    let own_day = between.after.map(day).is_some_and(|day| {
        let mut charges = charges.times.iter().zip(&charges.is_daily);
        charges.any(|(time, is_daily)| *is_daily && time.day() == day)
    });
    let before = moment.before.filter(|_| !own_day).into_iter().chain(between.before).min();
    if after <= before {
        *between = Between { after, before };
    }
}

/// R8: what was unused at the end. Exact where a copy was made after it, the latest first; else at most what the last copy
/// showed, and at least what replay leaves where charges cover the time between. *Ad Credit* rows of that time lead.
fn forfeited(
    credit: &Credit,
    at: CreditIx,
    paid: &Paid<'_>,
    intake: &Intake<'_>,
) -> Option<Bounds> {
    let end = credit.window.end?.in_zone(intake.zone);
    let unused = |seen: &Observation| seen.unused_of(credit.face);
    let before: Option<(Instant, Amount)> = (credit.observations.iter().rev())
        .find(|seen| seen.as_of < end && unused(seen).is_some())
        .and_then(|seen| Some((seen.moments().filter(|m| *m < end).last()?, unused(seen)?)));
    // R21, R33: the first copy after the end may lack its last hours, and what comes back is lost too (R16).
    let mut after = credit
        .observations
        .iter()
        .rev()
        .filter(|seen| seen.moments().any(|moment| moment >= end) && unused(seen).is_some());
    // Shown as 0 although not all was used: the platform cleared it; face − used was lost.
    let lost = |seen: &Observation| match unused(seen)? {
        Amount::ZERO => Some(credit.face? - seen.used?),
        unused => Some(unused),
    };
    let is_copied = after.clone().next().is_some();
    if let Some(lost) = after.find_map(lost).or(is_copied.then_some(Amount::ZERO)) {
        return Some(Bounds::exactly(lost.max(Amount::ZERO)));
    }
    let (as_of, high) = before?;
    let covered = paid.charges.hold(as_of, end, intake.zone);
    // R14: in an order that is not ours it may have been drawn in place of others. R5: a suspension may have ended. R4: what
    // it is assigned to may not be known.
    let is_free = !credit.suspended && !credit.is_assignment_open();
    let is_open = |replayed: &&ReplayedCredit| replayed.is_contradicted || !is_free;
    let replayed = paid.of(at).next().filter(|replayed| covered && !is_open(replayed));
    let low = replayed.and_then(|r| r.unused_between).map(|b| b.low);
    let low = low.map(|low| low - paid.by_others(at, credit, as_of.on_clock(intake.zone)));
    let high = high.max(Amount::ZERO);
    let (least, most) = drawn_between(credit, paid.transactions, (as_of, end), intake);
    let left = |drawn| (high - drawn).max(Amount::ZERO);
    let high = left(least);
    let low = match most {
        Some(most) => left(most),
        None => low.unwrap_or_default().clamp(Amount::ZERO, high),
    };
    Some(Bounds { low, high })
}

/// What rows that name the credit drew between a copy and its end: so much at least, and, where the list was copied the lag
/// after that and holds all days between, at most. R21: the copy may lack what was drawn in the lag's time before it, unless
/// it shows as used just what rows drew until then.
fn drawn_between(
    credit: &Credit,
    transactions: &Transactions,
    (as_of, end): (Instant, Instant),
    intake: &Intake<'_>,
) -> (Amount, Option<Amount>) {
    let lag = intake.lag_seconds;
    let [from, until] = [as_of, end].map(|at| at.on_clock(intake.zone));
    let is_listed = transactions.seen().is_some_and(|seen| seen.seconds_since(end) >= lag)
        && transactions.spans(from.day(), until.plus_seconds(-1).day());
    let drawn = |is_it: &dyn Fn(LocalTime) -> bool| -> Amount {
        let draws = transactions.draws_of(credit).filter(|draw| is_it(draw.time));
        draws.map(|draw| draw.amount).sum()
    };
    let least = drawn(&|time| from <= time && time < until);
    if !is_listed || credit.observed_draws.is_empty() {
        return (least.max(Amount::ZERO), None);
    }
    let late = drawn(&|time| from.plus_seconds(-lag) <= time && time < from).max(Amount::ZERO);
    let is_in =
        credit.seen_by(as_of).and_then(|seen| seen.used) == Some(drawn(&|time| time < from));
    (least, Some(if is_in { least } else { least + late }))
}

fn percent(credit: &Credit) -> Percent {
    if credit.may_be_used_up() {
        return Percent::default();
    }
    let latest = credit.observations.iter().rev().find(|seen| seen.used.is_some());
    let used = latest.and_then(|seen| seen.used);
    let used = used.or_else(|| Some(credit.face? - credit.unused?.value));
    let whole = credit.face.or_else(|| Some(credit.used?.value + credit.unused?.value));
    let used_of = used.zip(whole);
    let computed = used_of.and_then(|(used, whole)| used.share_of(whole));
    let exact = used_of.and_then(|(used, whole)| used.to_decimal().checked_div(whole.to_decimal()));
    // A percentage of before the latest figures is none of theirs.
    let says = |seen: &&Observation| {
        seen.percent.is_some() || seen.used.is_some() || seen.unused.is_some()
    };
    let platform = credit.observations.iter().rev().find(says).and_then(|seen| seen.percent);
    // The page rounds to whole percent or to what it states, up, down or either way of a tie; no finer than a
    // tenth of a percent, which is what we tell of both.
    let differs = exact.zip(platform).is_some_and(|(ours, theirs)| {
        (ours - theirs).abs() >= Decimal::new(1, theirs.scale().clamp(2, 3))
    });
    Percent { computed, platform, differs }
}
