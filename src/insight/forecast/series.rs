//! What the forecast learns from: the spend series that exists.
//!
//! Best first: what credits paid by a witness (*Ad Credit* transactions, where they do not lack what copies show, Cost −
//! Net Cost, voucher cost), costs of the stream of charges, differences between copies of the Promotions page, and, from
//! a single copy, used ÷ days since redeemed, unless whole days were pasted that something else paid: credit could have.
//! Two copies that show the same are days on which nothing was drawn.

mod cash; // what cash paid, by copies of the balance
mod copies; // what credits paid, by copies of the page
mod quiet; // days after the series, told by copies

pub use cash::cash;
use copies::{Figure, Stretch, copies, figures, last_drawn, one_copy, spread_average, stretches};

use super::campaigns;
use super::pace::{Grain, Sample};
use crate::account::state::{AccountState, CreditIx, Draw, NetCost, SpendDay};
use crate::calendar::{Day, LocalTime, SECONDS_PER_DAY};
use crate::money::{Amount, MICROS_PER_UNIT};
use crate::sorting::Sorting;
use std::collections::{BTreeMap, BTreeSet};

/// Which series was used; the method that is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// *Ad Credit* transactions.
    Transactions,
    /// Cost − Net Cost (R22).
    NetCost,
    VoucherCost,
    /// Costs of campaigns; credit pays them as replay says.
    Costs,
    /// Differences between successive copies.
    Copies,
    /// One copy: average so far.
    OneCopy,
}

impl Basis {
    /// Word for it in the catalogue.
    pub const fn term(self) -> &'static str {
        match self {
            Basis::Transactions => "forecast.basis.transactions",
            Basis::NetCost => "forecast.basis.net_cost",
            Basis::VoucherCost => "forecast.basis.voucher_cost",
            Basis::Costs => "forecast.basis.costs",
            Basis::Copies => "forecast.basis.copies",
            Basis::OneCopy => "forecast.basis.one_copy",
        }
    }
}

/// Daily amounts with where they come from.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    pub basis: Basis,
    pub grain: Grain,
    pub samples: Vec<Sample>,
    /// Share of the whole that may be more or less, because no copy tells it (R37).
    pub open: f64,
}

impl Series {
    /// What tells of the days before a pause: where none is known by itself, an average of what one copy states.
    pub fn before(&self) -> Basis {
        match self.grain {
            Grain::Average | Grain::Undrawn => Basis::OneCopy,
            Grain::Daily | Grain::Stretches(_) => self.basis,
        }
    }
}

/// Main units, for statistics only.
pub fn units(amount: Amount) -> f64 {
    amount.micros() as f64 / MICROS_PER_UNIT as f64
}

/// What credits of the account paid per day, or could have paid, best witness first.
pub fn of_account(state: &AccountState, credits: &[CreditIx]) -> Option<Series> {
    witnessed(state)
        .filter(|series| !quiet::is_short(series, state, credits))
        .or_else(|| open_costs(state))
        .map(|series| quiet::without_ended_pause(series, state, credits))
        .map(|series| quiet::with_quiet_days(series, state, credits))
        .map(|series| with_average_before(series, state, credits))
        .or_else(|| copies(state, credits))
        .or_else(|| one_copy(state, credits).map(|average| costs(state).unwrap_or(average)))
}

/// What one credit paid per day; for a credit that only some campaigns draw.
pub fn of_credit(state: &AccountState, credit: CreditIx) -> Option<Series> {
    copies(state, &[credit])
        .or_else(|| named_draws(state, credit))
        .or_else(|| one_copy(state, &[credit]))
}

/// *Ad Credit* rows that name it.
fn named_draws(state: &AccountState, credit: CreditIx) -> Option<Series> {
    let mut days = drawn_by_day(state, state.transactions.draws_of(state.credit(credit)?));
    days.extend(days_without_rows(state, &days));
    series(Basis::Transactions, days).filter(|s| s.samples.iter().any(|s| s.value > 0.0))
}

/// Days that all say zero tell of a pause and not of the pace before it: that is the average of what was
/// used until then.
fn with_average_before(series: Series, state: &AccountState, credits: &[CreditIx]) -> Series {
    let Some(first) = series.samples.first().map(|sample| sample.day) else { return series };
    if series.samples.iter().any(|sample| sample.value > 0.0) {
        return series;
    }
    let mut days = Spread::default();
    for credit in credits.iter().filter_map(|c| state.credit(*c)) {
        // Of a credit that was never used no day before the reports is known.
        let last = last_drawn(state, credit).filter(|figure| figure.used.is_positive());
        spread_average(
            &mut days,
            credit,
            last.map(|f| Figure { at: f.at.min(first.start()), ..f }),
        );
    }
    let samples = whole_days(days).into_iter().chain(series.samples).collect();
    Series { grain: Grain::Average, samples, ..series }
}

/// Total spend per day, whoever paid it; unsettled days at the end are left out (R21).
pub fn costs(state: &AccountState) -> Option<Series> {
    let mut days: Vec<(Day, f64)> = settled(state).map(|d| (d.day, units(d.cost))).collect();
    if campaigns::is_ledger(state) {
        days.extend(days_without_rows(state, &days));
    }
    series(Basis::Costs, days)
}

/// The part of it that states no payer: what credit could have paid.
pub fn open_costs(state: &AccountState) -> Option<Series> {
    let days = settled(state).filter_map(|d| Some((d.day, units(d.open_cost?))));
    series(Basis::Costs, days.collect())
}

/// What others paid beside credit while there was some: not in the series of that basis.
pub fn beside(state: &AccountState, basis: Basis) -> Option<Series> {
    let days = settled(state).filter_map(|d| {
        let in_series = match basis {
            Basis::Costs => d.open_cost?,
            Basis::Copies | Basis::OneCopy => return None,
            _ if had_credit(state, d.day) => d.by_credit?,
            _ => return None,
        };
        Some((d.day, units(d.cost - in_series)))
    });
    series(Basis::Costs, days.collect())
}

fn settled(state: &AccountState) -> impl Iterator<Item = &SpendDay> {
    state.spend.iter().filter(|d| d.is_settled)
}

/// Days on which a credit was open and a witness says what credit paid. After the last credit ended
/// nothing is drawn for want of credit, not of spend: those days say nothing.
fn witnessed(state: &AccountState) -> Option<Series> {
    let mut days: Vec<(Day, f64)> = draws_of_their_own(state);
    let mut any = !days.is_empty();
    for day in settled(state).filter(|day| day.open_cost.is_some()) {
        // Of nothing that was spent credit paid nothing, whoever tells.
        let stated = day.by_credit.or(day.cost.is_zero().then_some(Amount::ZERO));
        let by_credit = stated.filter(|c| c.is_positive());
        any |= by_credit.is_some();
        match (by_credit, had_credit(state, day.day)) {
            (Some(paid), _) => days.push((day.day, units(paid))),
            (None, true) if stated.is_some() => days.push((day.day, 0.0)),
            // No witness, or no credit that could have paid: not a day without spend.
            (None, _) => {}
        }
    }
    if !any {
        return None;
    }
    let basis = basis_of_witness(state);
    if basis == Basis::Transactions {
        days.extend(days_without_rows(state, &days));
    }
    series(basis, days)
}

/// Days between others of which a list of transactions has nothing; between lists nobody looked.
fn days_without_rows(state: &AccountState, days: &[(Day, f64)]) -> Vec<(Day, f64)> {
    let known: BTreeSet<Day> = days.iter().map(|(day, _)| *day).collect();
    let (Some(first), Some(last)) = (known.first(), known.last()) else { return vec![] };
    let stretches = state.transactions.stretches.iter();
    let looked = stretches.map(|(from, to)| (*from.max(first), *to.min(last)));
    // A damaged date must not make us walk centuries.
    let looked = looked.filter(|(from, to)| to.number() - from.number() < 3660);
    let looked = looked.flat_map(|(from, to)| from.number()..=to.number()).map(Day::from_number);
    looked.filter(|day| !known.contains(day)).map(|day| (day, 0.0)).collect()
}

/// Whether some credit was open on that day, by its dates and by when it was used up or no more listed.
fn had_credit(state: &AccountState, day: Day) -> bool {
    let noon = day.start().plus_seconds(SECONDS_PER_DAY / 2);
    state.credits.iter().any(|credit| {
        let used_up = credit.observations.iter().find(|o| o.unused.is_some_and(|u| u.is_zero()));
        let gone = credit.missing.map(|gone| gone.since);
        let mut over = used_up.map(|o| o.as_of).into_iter().chain(gone);
        credit.window.contains(noon) && over.all(|at| noon.in_zone(state.zone) < at)
    })
}

fn basis_of_witness(state: &AccountState) -> Basis {
    let by_net = |net| matches!(net, NetCost::Stated(_) | NetCost::FullyByCredit);
    if state.transactions.has_draws() {
        Basis::Transactions
    } else if state.report_days.iter().any(|d| by_net(d.net_cost)) {
        Basis::NetCost
    } else {
        Basis::VoucherCost
    }
}

/// *Ad Credit* rows of days that no charge or report covers: what credit paid, whatever else paid beside it.
/// Behind covered days that may still change nothing is learned: they would stand between as days without.
fn draws_of_their_own(state: &AccountState) -> Vec<(Day, f64)> {
    let covered = || state.spend.iter().filter(|d| d.open_cost.is_some());
    let settled = covered().filter(|d| d.is_settled).map(|d| d.day).max();
    let late = covered().map(|d| d.day).find(|day| settled.is_none_or(|last| last < *day));
    let mut days = drawn_by_day(state, state.transactions.draws());
    days.retain(|(day, _)| {
        !state.charges.covers(*day, day.plus_days(1)) && late.is_none_or(|late| *day < late)
    });
    days
}

/// What rows say that was drawn. The day on which their list was copied has more to come.
fn drawn_by_day(state: &AccountState, draws: impl Iterator<Item = Draw>) -> Vec<(Day, f64)> {
    let mut days: BTreeMap<Day, Amount> = BTreeMap::new();
    for draw in draws {
        let day = draw.time.day();
        if day.plus_days(1).start().in_zone(state.zone) <= draw.as_of {
            *days.entry(day).or_default() += draw.amount.abs();
        }
    }
    days.into_iter().map(|(day, drawn)| (day, units(drawn))).collect()
}

/// Amounts by day, and the stretches that they were told for.
#[derive(Default)]
struct Spread {
    values: BTreeMap<Day, f64>,
    stretches: Vec<(LocalTime, LocalTime)>,
}

impl Spread {
    /// What the days of `[from, to)` have, a part of a day by its time.
    fn sum(&self, from: LocalTime, to: LocalTime) -> f64 {
        let parts = self.values.range(from.day()..=to.day()).map(|(day, value)| {
            let (open, close) = (from.max(day.start()), to.min(day.plus_days(1).start()));
            value * (close.seconds() - open.seconds()) as f64 / SECONDS_PER_DAY as f64
        });
        parts.sum()
    }
}

/// Seconds of each day that some stretch tells of.
fn told(mut stretches: Vec<(LocalTime, LocalTime)>) -> BTreeMap<Day, i64> {
    stretches.order();
    let mut told: BTreeMap<Day, i64> = BTreeMap::new();
    let mut until: Option<LocalTime> = None;
    for (from, to) in stretches {
        let from = until.map_or(from, |until| from.max(until));
        if from < to {
            days_of(from, to).for_each(|(day, part)| *told.entry(day).or_default() += part);
            until = Some(to);
        }
    }
    told
}

/// Adds `total` to the days that `[from, to)` touches, by the time spent in each.
fn spread(days: &mut Spread, from: LocalTime, to: LocalTime, total: f64) {
    let seconds = to.seconds() - from.seconds();
    // A damaged date must not make us walk centuries.
    if seconds <= 0 || seconds > 3660 * SECONDS_PER_DAY {
        return;
    }
    for (day, part) in days_of(from, to) {
        *days.values.entry(day).or_default() += total * part as f64 / seconds as f64;
    }
    days.stretches.push((from, to));
}

/// The days that `[from, to)` touches, and how many seconds of each.
fn days_of(from: LocalTime, to: LocalTime) -> impl Iterator<Item = (Day, i64)> {
    let numbers = from.day().number()..=to.plus_seconds(-1).day().number();
    numbers.map(Day::from_number).map(move |day| {
        let open = from.max(day.start());
        let close = to.min(day.plus_days(1).start());
        (day, close.seconds() - open.seconds())
    })
}

/// A day that is only partly told of would be taken for a slow day. Where there are no others, each has what a
/// whole day would have had at that speed.
fn whole_days(days: Spread) -> Vec<Sample> {
    let told = told(days.stretches);
    let is_whole = |day: &Day| told.get(day) == Some(&SECONDS_PER_DAY);
    let sample = |(day, value): (&Day, &f64)| Sample { day: *day, value: *value };
    let whole: Vec<Sample> =
        days.values.iter().filter(|(day, _)| is_whole(day)).map(sample).collect();
    if whole.iter().any(|sample| sample.value > 0.0) {
        return whole;
    }
    let total: f64 = days.values.values().sum();
    let seconds: i64 = told.values().sum();
    let value = total * SECONDS_PER_DAY as f64 / seconds.max(1) as f64;
    days.values.into_keys().map(|day| Sample { day, value }).collect()
}

/// A gap between days is not known.
fn series(basis: Basis, days: Vec<(Day, f64)>) -> Option<Series> {
    let known: BTreeMap<Day, f64> = days.into_iter().collect();
    let samples: Vec<Sample> =
        known.into_iter().map(|(day, value)| Sample { day, value }).collect();
    (!samples.is_empty()).then_some(Series { basis, grain: Grain::Daily, samples, open: 0.0 })
}

/// Neighbours of a list.
trait Pairs<T> {
    fn pairs(self) -> impl Iterator<Item = (T, T)>;
}

impl<T: Copy, I: Iterator<Item = T>> Pairs<T> for I {
    fn pairs(mut self) -> impl Iterator<Item = (T, T)> {
        let mut last = self.next();
        std::iter::from_fn(move || {
            let next = self.next()?;
            last.replace(next).map(|before| (before, next))
        })
    }
}
