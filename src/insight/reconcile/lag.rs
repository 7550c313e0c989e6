//! What the lag alone may make of a difference between a Used amount and what charges say (R21), counted back from the
//! as-of of the figure.

use super::drawn::Drawn;
use crate::account::doubt::latest_copy;
use crate::account::state::{AccountState, Check, Credit};
use crate::calendar::{Instant, LocalTime, SECONDS_PER_DAY};
use crate::insight::alerts::daily_spend;
use crate::money::Amount;

/// Something was charged in the lag's time before the figure, or may have been by the usual pace.
pub(super) fn may_lag(state: &AccountState, drawn: Option<&Drawn>, as_of: Instant) -> bool {
    let is_pending = drawn.is_some_and(|d| d.pending.is_positive());
    is_fresh(state, as_of) || is_pending && is_unreported(state, as_of)
}

/// R21: of what was charged in the lag's time before the figure any share may be missing from it; and from charges that
/// were copied no later than that, what is usual in that time.
pub(super) fn explains(
    state: &AccountState,
    used: Amount,
    (low, high): (Amount, Amount),
    as_of: Instant,
) -> bool {
    let recent = recent(state, as_of);
    let charges = &state.charges;
    let copied = charges.coverage.iter().map(|span| span.as_of).max();
    let is_late = copied.is_some_and(|copied| copied.seconds_since(as_of) >= state.lag_seconds);
    let daily = daily_spend(state).filter(|_| !is_late).unwrap_or_default();
    let pending = daily.micros() * i128::from(state.lag_seconds) / i128::from(SECONDS_PER_DAY);
    low - recent <= used && used <= high + Amount::from_micros(pending)
}

/// R21: of what was charged in the lag's time before the copy that replay runs on from, any share may be missing from that
/// copy, and was used all the same.
pub(super) fn agrees(state: &AccountState, credit: &Credit, check: &Check) -> bool {
    let before = latest_copy(credit, |moment| moment < check.as_of);
    let late = before.map_or(Amount::ZERO, |(as_of, _)| recent(state, as_of));
    check.between.low - late <= check.platform && check.platform <= check.between.high
}

/// What was charged so shortly before a moment that a figure of then may lack it.
pub(super) fn recent(state: &AccountState, as_of: Instant) -> Amount {
    let from = as_of.plus_seconds(-state.lag_seconds).on_clock(state.zone);
    let to = as_of.on_clock(state.zone);
    let charges = &state.charges;
    let columns = charges.times.iter().zip(&charges.amounts).zip(&charges.is_daily);
    let recent = columns.filter(|((time, _), is_daily)| {
        let over = if **is_daily { time.day().plus_days(1).start() } else { **time };
        from <= over && **time < to
    });
    recent.map(|((_, micros), _)| Amount::from_micros((*micros).into())).sum()
}

/// Something was charged so shortly before the figure that it may not be in it yet.
fn is_fresh(state: &AccountState, as_of: Instant) -> bool {
    let from = as_of.plus_seconds(-state.lag_seconds).on_clock(state.zone);
    let to = as_of.on_clock(state.zone);
    let recent = |t: &LocalTime| from <= *t && *t < to;
    let known = state.charges.times.iter().chain(&state.transactions.times).any(recent);
    let days = state
        .spend
        .iter()
        .any(|d| d.cost.is_positive() && d.day.plus_days(1).start() > from && d.day.start() < to);
    known || days
}

/// R36: a day so shortly before the figure that nobody reported is not a day without spend.
fn is_unreported(state: &AccountState, as_of: Instant) -> bool {
    let day = |at: Instant| at.on_clock(state.zone).day();
    let (from, to) = (day(as_of.plus_seconds(-state.lag_seconds)), day(as_of.plus_seconds(-1)));
    let is_reported = |number| state.spend.iter().any(|d| d.day.number() == number);
    !(from.number()..=to.number()).all(is_reported)
}
