//! What cash paid after the last credit ended, by copies of the balance: then it pays all that is spent (R12).

use super::{Pairs, Series, Spread, spread, units, whole_days};
use crate::account::state::{AccountState, CreditState};
use crate::calendar::{Instant, LocalTime, SECONDS_PER_DAY};
use crate::insight::forecast::pace::Grain;
use crate::insight::forecast::series::Basis;
use crate::money::Amount;

/// A balance that rose was topped up: what was paid meanwhile is not known.
pub fn cash(state: &AccountState) -> Option<Series> {
    let since = ended(state)?;
    let history = state.funds.history.iter().filter(|balance| balance.as_of >= since);
    let seen = history.filter_map(|b| Some((b.as_of.on_clock(state.zone), b.cash?)));
    let is_paid = |((from, before), (to, after)): &((LocalTime, Amount), (LocalTime, Amount))| {
        after <= before && to.seconds() - from.seconds() >= SECONDS_PER_DAY / 4
    };
    let mut days = Spread::default();
    let mut count = 0;
    for ((from, before), (to, after)) in seen.pairs().filter(is_paid) {
        spread(&mut days, from, to, units(before - after));
        count += 1;
    }
    let samples = whole_days(days);
    // A copy a day is as good as a daily report.
    let grain = if 5 * count >= 4 * samples.len() { Grain::Daily } else { Grain::Stretches(count) };
    let is_paid = samples.iter().any(|sample| sample.value > 0.0);
    is_paid.then_some(Series { basis: Basis::Copies, grain, samples, open: 0.0 })
}

/// Since when no credit can have paid; `None` while one lives or that is not known.
fn ended(state: &AccountState) -> Option<Instant> {
    let ends = state.credits.iter().map(|credit| match credit.state {
        CreditState::UsedUp { between } => between.before,
        CreditState::Expired { at, .. } => Some(at.in_zone(state.zone)),
        _ => None,
    });
    ends.collect::<Option<Vec<Instant>>>()?.into_iter().max()
}
