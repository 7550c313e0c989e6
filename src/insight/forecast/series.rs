//! What the forecast learns from: the spend series that exists.
//!
//! Best first: what credits paid by a witness (*Ad Credit* transactions, Cost − Net Cost, voucher cost),
//! costs of the stream of charges, differences between copies of the Promotions page, and, from a single
//! copy, used ÷ days since redeemed. Two copies that show the same are days on which nothing was drawn.

mod cash; // what cash paid, by copies of the balance
mod quiet; // days after the series, told by copies

pub use cash::cash;

use super::pace::{Grain, Sample};
use crate::account::state::{
    AccountState, CampaignIx, Credit, CreditIx, NetCost, Observation, SpendDay, TransactionKind,
};
use crate::calendar::{Day, Instant, LocalTime, SECONDS_PER_DAY};
use crate::money::{Amount, MICROS_PER_UNIT};
use crate::options::Options;
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
}

/// Main units, for statistics only.
pub fn units(amount: Amount) -> f64 {
    amount.micros() as f64 / MICROS_PER_UNIT as f64
}

/// What credits of the account paid per day, or could have paid, best witness first.
pub fn of_account(state: &AccountState, options: &Options, credits: &[CreditIx]) -> Option<Series> {
    witnessed(state)
        .or_else(|| open_costs(state))
        .map(|series| quiet::without_ended_pause(series, state, credits))
        .map(|series| quiet::with_quiet_days(series, state, options, credits))
        .map(|series| with_average_before(series, state, credits))
        .or_else(|| copies(state, credits))
        .or_else(|| one_copy(state, credits))
}

/// What one credit paid per day; for a credit that only some campaigns draw.
pub fn of_credit(state: &AccountState, credit: CreditIx) -> Option<Series> {
    copies(state, &[credit]).or_else(|| one_copy(state, &[credit]))
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
        let last = figures(state, credit).pop().filter(|figure| figure.used.is_positive());
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
    let days = settled(state).map(|d| (d.day, units(d.cost)));
    series(Basis::Costs, days.collect())
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
        days.extend(days_without_draws(state, &days));
    }
    series(basis, days)
}

/// Days between draws of which a list of transactions has none; between lists nobody looked.
fn days_without_draws(state: &AccountState, days: &[(Day, f64)]) -> Vec<(Day, f64)> {
    let known: BTreeSet<Day> = days.iter().map(|(day, _)| *day).collect();
    let (Some(first), Some(last)) = (known.first(), known.last()) else { return vec![] };
    let stretches = state.transactions.stretches.iter();
    let looked = stretches.map(|(from, to)| (*from.max(first), *to.min(last)));
    // A damaged date must not make us walk centuries.
    let looked = looked.filter(|(from, to)| to.number() - from.number() < 3660);
    let looked = looked.flat_map(|(from, to)| from.number()..=to.number()).map(Day::from_number);
    looked.filter(|day| !known.contains(day)).map(|day| (day, 0.0)).collect()
}

/// Whether some credit was open on that day, by its dates and by when it was used up.
fn had_credit(state: &AccountState, day: Day) -> bool {
    let noon = day.start().plus_seconds(SECONDS_PER_DAY / 2);
    state.credits.iter().any(|credit| {
        let used_up = credit.observations.iter().find(|o| o.unused.is_some_and(|u| u.is_zero()));
        let lived = used_up.is_none_or(|o| noon.in_zone(state.zone) < o.as_of);
        credit.window.contains(noon) && lived
    })
}

fn basis_of_witness(state: &AccountState) -> Basis {
    let by_net = |net| matches!(net, NetCost::Stated(_) | NetCost::FullyByCredit);
    if state.transactions.kinds.contains(&TransactionKind::AdCredit) {
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
    let t = &state.transactions;
    let covered = || state.spend.iter().filter(|d| d.open_cost.is_some());
    let settled = covered().filter(|d| d.is_settled).map(|d| d.day).max();
    let late = covered().map(|d| d.day).find(|day| settled.is_none_or(|last| last < *day));
    let mut days: BTreeMap<Day, i128> = BTreeMap::new();
    let rows = t.kinds.iter().zip(&t.times).zip(t.amounts.iter().zip(&t.as_of));
    for ((kind, time), (amount, as_of)) in rows {
        let day = time.day();
        // The day on which the list was copied has more to come.
        let is_whole = day.plus_days(1).start().in_zone(state.zone) <= *as_of;
        let is_own = is_whole && !state.charges.covers(day, day.plus_days(1));
        if *kind == TransactionKind::AdCredit && is_own && late.is_none_or(|late| day < late) {
            *days.entry(day).or_default() += i128::from(*amount).abs();
        }
    }
    days.into_iter().map(|(day, micros)| (day, units(Amount::from_micros(micros)))).collect()
}

/// Differences of the used amount between successive copies, spread over the days between; of a credit that
/// came between them, all that it has used. Where nothing was drawn between any of them: the average until the
/// first, and then a pause.
fn copies(state: &AccountState, credits: &[CreditIx]) -> Option<Series> {
    let mut days = Spread::default();
    let mut count = 0;
    let credits = || credits.iter().filter_map(|c| state.credit(*c));
    for credit in credits() {
        let stretches = stretches(state, credit);
        count = count.max(stretches.len());
        stretches.iter().for_each(|s| spread(&mut days, s.from, s.to, units(s.used)));
    }
    let first = |credit: &Credit| figures(state, credit).into_iter().next();
    let copied = credits().filter_map(first).map(|figure| figure.at).min();
    if let Some(copied) = copied.filter(|_| count > 0) {
        let since = credits().filter_map(|credit| first_stretch(credit, copied, first(credit)?));
        since.for_each(|s| spread(&mut days, s.from, s.to, units(s.used)));
    }
    let is_drawn = days.values.values().any(|value| *value > 0.0);
    if count > 0 && !is_drawn {
        credits().for_each(|credit| spread_average(&mut days, credit, first(credit)));
    }
    let samples = whole_days(days);
    // A copy a day is as good as a daily report.
    let is_daily = 5 * count >= 4 * samples.len();
    let grain = match (is_drawn, is_daily) {
        (false, _) => Grain::Average,
        (true, true) => Grain::Daily,
        (true, false) => Grain::Stretches(count),
    };
    (count > 0 && samples.iter().any(|s| s.value > 0.0)).then_some(Series {
        basis: Basis::Copies,
        grain,
        samples,
    })
}

/// What was used between two copies of a credit that could pay all that time.
#[derive(Clone, Copy)]
struct Stretch {
    from: LocalTime,
    to: LocalTime,
    used: Amount,
}

fn stretches(state: &AccountState, credit: &Credit) -> Vec<Stretch> {
    let window = credit.window;
    let mut out = vec![];
    for (before, after) in figures(state, credit).into_iter().pairs() {
        let to = after.at;
        let Some(from) = assigned_from(credit, before.at) else { continue };
        let is_short = to.seconds() - from.seconds() < SECONDS_PER_DAY / 4;
        // Suspended at one end: since when, or until when, is not known.
        if is_short || after.used < before.used || before.is_held || after.is_held {
            continue;
        }
        let used = after.used - before.used;
        // What was empty or not valid was not drawn whatever was spent.
        let lived = window.start.is_none_or(|start| start <= from)
            && window.end.is_none_or(|end| to <= end);
        if used.is_positive() || !before.is_empty && lived {
            out.push(Stretch { from, to, used });
        }
    }
    out
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
fn one_copy(state: &AccountState, credits: &[CreditIx]) -> Option<Series> {
    let mut days = Spread::default();
    for credit in credits.iter().filter_map(|c| state.credit(*c)) {
        spread_average(&mut days, credit, figures(state, credit).pop());
    }
    let samples = whole_days(days);
    let any = samples.iter().any(|s| s.value > 0.0);
    any.then_some(Series { basis: Basis::OneCopy, grain: Grain::Average, samples })
}

fn spread_average(days: &mut Spread, credit: &Credit, until: Option<Figure>) {
    let start = began(credit).and_then(|start| assigned_from(credit, start));
    if let (Some(start), Some(figure)) = (start, until) {
        spread(days, start, figure.at, units(figure.used));
    }
}

/// What one copy says of a credit.
#[derive(Clone, Copy)]
struct Figure {
    at: LocalTime,
    used: Amount,
    /// Nothing was unused.
    is_empty: bool,
    is_held: bool,
}

/// Used amounts over time; the same one seen again later stands at both moments.
fn figures(state: &AccountState, credit: &Credit) -> Vec<Figure> {
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

/// Amounts by day, and the stretches that they were told for.
#[derive(Default)]
struct Spread {
    values: BTreeMap<Day, f64>,
    stretches: Vec<(LocalTime, LocalTime)>,
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
fn whole_days(mut days: Spread) -> Vec<Sample> {
    days.stretches.order();
    let mut told: BTreeMap<Day, i64> = BTreeMap::new();
    let mut until: Option<LocalTime> = None;
    for (from, to) in days.stretches {
        let from = until.map_or(from, |until| from.max(until));
        if from < to {
            days_of(from, to).for_each(|(day, part)| *told.entry(day).or_default() += part);
            until = Some(to);
        }
    }
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
    (!samples.is_empty()).then_some(Series { basis, grain: Grain::Daily, samples })
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
