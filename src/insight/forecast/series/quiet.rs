//! Days after the series of spend: copies that show nothing more are days without spend, and a later cost
//! ends a pause.
//!
//! In: a series and the account. Out: the series with such days at its end. What is not told by a copy less
//! the lag (R21) is no day without spend.

use super::copies::told_until;
use super::{Basis, Series, Stretch, figures, stretches, units};
use crate::account::state::{AccountState, Credit, CreditIx, SpendDay};
use crate::calendar::{Day, SECONDS_PER_DAY};
use crate::insight::forecast::pace::Sample;
use crate::money::Amount;
use crate::options::BillingSetup;
use std::collections::BTreeMap;

/// A pause at the end has ended where a later day has a cost, whose payer is not settled yet (R22), or a copy shows
/// more than one that was made when the pause had begun, less the lag (R21).
pub(super) fn without_ended_pause(
    mut series: Series,
    state: &AccountState,
    credits: &[CreditIx],
) -> Series {
    let last = series.samples.last().map(|sample| sample.day);
    let Some(spent) = series.samples.iter().rposition(|sample| sample.value > 0.0) else {
        return series;
    };
    let silent = series.samples.get(spent).map(|sample| sample.day.plus_days(2));
    let is_later = |s: &Stretch| Some(s.from.day()) >= silent && Some(s.to.day()) > last;
    let is_drawn = |credit: &Credit| {
        stretches(state, credit).iter().any(|s| s.used.is_positive() && is_later(s))
    };
    let goes_on = state.spend.iter().any(|d| Some(d.day) > last && d.cost.is_positive())
        || credits.iter().filter_map(|c| state.credit(*c)).any(is_drawn);
    if goes_on {
        series.samples.truncate(spent + 1);
    }
    series
}

/// R33: the same figures seen again later. After the last day of the series, days between such copies of
/// all credits that could have paid are days without spend; where cash pays first they say nothing of it.
/// A copy that shows no more than what is known to be drawn tells the same of the days before it.
pub(super) fn with_quiet_days(
    mut series: Series,
    state: &AccountState,
    credits: &[CreditIx],
) -> Series {
    let cash_first = Some(&BillingSetup::AutomaticCashFirst);
    let Some(last) = series.samples.last().map(|sample| sample.day) else { return series };
    if series.basis == Basis::Costs && state.billing.readings.first() == cash_first {
        return series;
    }
    let until = told_until(state, credits);
    // What may have been drawn on each day after it; without bound where that is not known.
    let mut most: BTreeMap<Day, f64> = BTreeMap::new();
    let mut add = |stretch: Stretch, daily: f64| {
        let end = stretch.to.plus_seconds(-1).day();
        for number in stretch.from.day().max(last.plus_days(1)).number()..=end.number() {
            let day = Day::from_number(number);
            let is_whole = stretch.from <= day.start() && day.plus_days(1).start() <= stretch.to;
            *most.entry(day).or_default() += if is_whole { daily } else { f64::INFINITY };
        }
    };
    for credit in credits.iter().filter_map(|c| state.credit(*c)) {
        for stretch in stretches(state, credit).into_iter().filter_map(|s| s.before(until)) {
            let daily = if stretch.used.is_zero() { 0.0 } else { f64::INFINITY };
            add(stretch, daily);
        }
        if let Some(stretch) = since_last_draw(&series, state, credit) {
            let days = (stretch.to.seconds() - stretch.from.seconds()) as f64;
            add(stretch, units(stretch.used) * SECONDS_PER_DAY as f64 / days);
        }
    }
    let mean = series.samples.iter().map(|s| s.value).sum::<f64>() / series.samples.len() as f64;
    let slower = most.into_iter().filter(|(_, value)| *value <= mean / 2.0);
    series.samples.extend(slower.map(|(day, value)| Sample { day, value }));
    series
}

/// R36: the platform's figure leads. A list of the whole life of a credit is a part of one where the copy shows more to
/// be drawn after its last row than twice its pace explains.
pub(super) fn is_short(series: &Series, state: &AccountState, credits: &[CreditIx]) -> bool {
    let listed = state.transactions.stretches.first().map(|(from, _)| *from);
    if series.basis != Basis::Transactions || listed.is_none() {
        return false;
    }
    let mean = series.samples.iter().map(|s| s.value).sum::<f64>() / series.samples.len() as f64;
    credits.iter().filter_map(|c| state.credit(*c)).any(|credit| {
        let start = credit.redeemed.map(|redeemed| redeemed.time).or(credit.window.start);
        let beyond = since_last_draw(series, state, credit);
        start.map(|start| start.day()) >= listed
            && beyond.is_some_and(|s| {
                let seconds = s.to.seconds() - s.from.seconds() + state.lag_seconds;
                units(s.used) > 2.0 * mean * seconds as f64 / SECONDS_PER_DAY as f64
            })
    })
}

/// From the last draw that is known to the latest copy, less the lag (R21): what the copy shows beyond the
/// known draws is the most that was drawn in it. Known draws beyond the copy are a difference, no pause.
fn since_last_draw(series: &Series, state: &AccountState, credit: &Credit) -> Option<Stretch> {
    let copy = figures(state, credit).pop().filter(|copy| !copy.is_empty && !copy.is_held)?;
    let draws = match series.basis {
        Basis::Transactions => {
            let draws = state.transactions.draws_of(credit);
            draws.map(|draw| (draw.time.day(), draw.amount)).collect()
        }
        _ => reported_draws(state, credit)?,
    };
    let last = draws.iter().map(|(day, _)| *day).chain([series.samples.last()?.day]).max()?;
    let known: Amount = draws.iter().map(|(_, amount)| *amount).sum();
    let beyond = copy.used - known;
    // A hundredth is rounding of somebody's, not another draw.
    let is_same = beyond.micros().abs() * 100 <= copy.used.micros();
    let used = if is_same { Amount::ZERO } else { beyond };
    let opens = credit.window.start.unwrap_or(copy.at).max(last.plus_days(1).start());
    let to = copy.at.plus_seconds(-state.lag_seconds);
    let to = credit.window.end.map_or(to, |end| end.min(to));
    (opens < to && used >= Amount::ZERO).then_some(Stretch { from: opens, to, used })
}

/// What reports say that credit paid, or could have paid, while this one lived; `None` where another one may
/// have been drawn in its place.
fn reported_draws(state: &AccountState, credit: &Credit) -> Option<Vec<(Day, Amount)>> {
    let noon = |day: Day| day.start().plus_seconds(SECONDS_PER_DAY / 2);
    let days = || state.spend.iter().filter(|d| credit.window.contains(noon(d.day)));
    let rivals = || state.credits.iter().filter(|other| other.key != credit.key);
    let has_rival = |d: &SpendDay| rivals().any(|other| other.window.contains(noon(d.day)));
    let draws = || days().filter_map(|d| Some((d.day, d.by_credit.or(d.open_cost)?)));
    (!days().any(has_rival)).then(|| draws().filter(|(_, paid)| paid.is_positive()).collect())
}
