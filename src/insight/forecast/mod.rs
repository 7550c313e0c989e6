//! When does each credit run out or expire, how much is lost, and from when does something else pay?
//! (questions 2 and 3)
//!
//! A range, never a point: slow, middle and fast spend (`pace.rs`) learned from whichever series exists
//! (`series.rs`), drawn from what is left by the replay of past charges (`draw.rs`). The lag of the
//! platform's figures (R21) is part of the range: what they do not show yet may be spent already. Without
//! any use or any date there is no forecast, and that is said.

mod credit; // what to expect of one
mod doubt; // which may pay nothing, or later
mod inputs; // lots and lanes of an account
mod campaigns; // which of them spend
mod rounding; // to minor units
mod stops; // when no source is left
pub mod draw; // expected charges against what is left
pub mod pace; // how fast, and how sure
pub mod series; // what the forecast learns from

pub use credit::{CreditForecast, NoRunOut};
pub use inputs::{Assumed, Learned, Setup, setup, setup_with_unassigned};
pub use rounding::{minor_unit, round_nearest, round_up};
pub use series::Basis;

use super::usage::Usage;
use crate::account::state::{AccountState, Bounds, CreditIx};
use crate::calendar::Day;
use crate::money::Amount;
use crate::problem::Message;
use credit::of_credit;
use draw::{Path, paths};
use std::collections::BTreeMap;
use std::ops::Add;

/// Looks ahead so many days at most.
pub const HORIZON_DAYS: i32 = 400;

/// What to expect of one account.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forecast {
    /// One per credit.
    pub credits: Vec<CreditForecast>,
    /// What the pace of the account was learned from.
    pub learned: Option<Learned>,
    /// Day on which something other than credit first pays for what credit pays now.
    pub other_pays: Option<DaySpan>,
    /// Day on which no source is left (R13); only where cash is known and nothing stands behind it.
    pub stops: Option<DaySpan>,
    /// What is expected to be lost by all credits together, if nothing changes.
    pub lost: Option<Expected>,
    /// The assumptions behind it.
    pub assumed: Assumed,
    /// What is taken for granted of single credits, by name.
    pub says: Vec<Message>,
    /// First day looked at, and what sources other than credit pay from there on: slow, middle, fast.
    pub start: Option<Day>,
    pub other_by_day: [Vec<Amount>; 3],
    /// What they pay beside that while credit pays its part, in the same way, and on an average day.
    pub beside_by_day: [Vec<Amount>; 3],
    pub beside_daily: Amount,
}

/// Days of the fast, the middle and the slow path; `None`: not within the time looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DaySpan {
    pub from: Day,
    pub middle: Option<Day>,
    pub to: Option<Day>,
}

/// An amount that is expected: an estimate in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    pub low: Amount,
    pub middle: Amount,
    pub high: Amount,
}

impl Add for Expected {
    type Output = Expected;

    fn add(self, other: Expected) -> Expected {
        Expected {
            low: self.low + other.low,
            middle: self.middle + other.middle,
            high: self.high + other.high,
        }
    }
}

/// Expected balance after a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BandDay {
    pub day: Day,
    pub balance: Expected,
}

impl DaySpan {
    /// Even by the slow path it was used up before that day.
    pub fn is_over(&self, today: Day) -> bool {
        self.to.is_some_and(|to| to < today)
    }

    /// Not before today, unless it was over before.
    fn at_soonest(self, today: Day) -> DaySpan {
        if self.is_over(today) {
            return self;
        }
        let later = |day: Day| day.max(today);
        DaySpan { from: later(self.from), middle: self.middle.map(later), to: self.to.map(later) }
    }
}

impl Expected {
    pub const fn exactly(amount: Amount) -> Expected {
        Expected { low: amount, middle: amount, high: amount }
    }

    pub fn bounds(&self) -> Bounds {
        Bounds { low: self.low, high: self.high }
    }
}

impl Forecast {
    /// What credit pays or could pay on an average day, an estimate in minor units.
    pub fn per_day(&self) -> Option<Amount> {
        self.learned.map(|learned| learned.daily)
    }

    /// Learned from copies of credits: they tell what credits pay, and nothing of what is paid beside them.
    pub fn is_by_copies(&self) -> bool {
        let basis = self.learned.map(|learned| learned.basis);
        matches!(basis, Some(Basis::Copies | Basis::OneCopy))
    }

    /// All that is spent on an average day, whoever pays.
    pub fn spent_daily(&self) -> Option<Amount> {
        Some(self.per_day()? + self.beside_daily)
    }

    /// The same with what tells of it. What is paid beside credit costs tell.
    pub fn spent(&self) -> Option<Learned> {
        let learned = self.learned?;
        let is_whole = self.is_by_copies() || self.beside_daily.is_zero();
        let basis = if is_whole { learned.basis } else { Basis::Costs };
        Some(Learned { basis, daily: self.spent_daily()?, ..learned })
    }

    /// The credit that is expected to run out first; what was probably used up already is none.
    pub fn first_out(&self, today: Day) -> Option<(CreditIx, DaySpan)> {
        let spans = self.credits.iter().enumerate().filter_map(|(at, credit)| {
            let span = credit.runs_out.filter(|span| !span.is_over(today))?;
            Some((CreditIx::from_at(at), span))
        });
        spans.min_by_key(|(at, span)| (span.from, span.to.is_none(), span.to, *at))
    }

    /// Why none of the credits that have something left is expected to run out, where that is known of each.
    pub fn no_run_out(&self, usage: &Usage) -> Option<NoRunOut> {
        let credits = self.credits.iter().zip(&usage.credits);
        let living = credits.filter(|(_, usage)| usage.at_stake().is_some());
        let all = living.map(|(one, _)| one.no_run_out).collect::<Option<Vec<NoRunOut>>>();
        all.filter(|_| usage.is_told && !usage.is_part())?.into_iter().max()
    }

    /// What sources other than credit will have paid by the end of `day`.
    pub fn other_by(&self, day: Day) -> Option<Expected> {
        self.other_in(self.start?, day)
    }

    /// What sources other than credit will pay from `first` (or from today on, which is later) to the end of
    /// `last`.
    pub fn other_in(&self, first: Day, last: Day) -> Option<Expected> {
        self.sum_in(&self.other_by_day, first, last)
    }

    /// The same with what they pay while credit pays its part.
    pub fn paid_in_cash(&self, first: Day, last: Day) -> Option<Expected> {
        let other = self.other_in(first, last)?;
        let beside = self.sum_in(&self.beside_by_day, first, last)?;
        Some(other + beside)
    }

    fn sum_in(&self, paths: &[Vec<Amount>; 3], first: Day, last: Day) -> Option<Expected> {
        let start = self.start?.number();
        let count = usize::try_from(last.number() - start + 1).ok()?;
        let before = usize::try_from(first.number() - start).unwrap_or(0);
        let sum = |path: &Vec<Amount>| path.iter().take(count).skip(before).copied().sum();
        let [low, middle, high] = paths.each_ref().map(sum);
        // A slow spend reaches cash later, and the fast one sooner: sums are in order.
        Some(Expected { low, middle, high })
    }
}

/// Credits that pay now or will once they are valid, in paying order.
pub fn lots(state: &AccountState, usage: &Usage) -> Vec<draw::Lot> {
    inputs::lots(state, usage, false)
}

/// The forecast of an account.
pub fn forecast(state: &AccountState, usage: &Usage) -> Forecast {
    let setup = setup(state, usage);
    let out = from_setup(state, usage, setup.as_ref());
    match setup {
        Some(_) => out,
        None => Forecast { learned: usual_pace(state, usage), ..out },
    }
}

/// The forecast of a setup, as it is or changed by a what-if.
pub fn from_setup(state: &AccountState, usage: &Usage, setup: Option<&Setup>) -> Forecast {
    let paths = setup.map(|s| paths(&s.inputs, None));
    let lots = setup.into_iter().flat_map(|s| s.inputs.lots.iter().enumerate());
    let drawn = lots.filter(|(_, lot)| lot.pays.contains(&true));
    let drawn: BTreeMap<CreditIx, usize> = drawn.map(|(at, lot)| (lot.credit, at)).collect();
    let credits = (0..state.credits.len()).map(|at| {
        let credit = CreditIx::from_at(at);
        let lot = drawn.get(&credit).copied();
        of_credit(state, usage, credit, lot, setup.zip(paths.as_ref()))
    });
    let mut out = Forecast { credits: credits.collect(), ..Forecast::default() };
    // What nothing draws is lost without any pace.
    out.lost = out.credits.iter().filter_map(|c| c.lost).reduce(|a, b| a + b);
    let Some((setup, paths)) = setup.zip(paths) else { return out };
    let [slow, middle, fast] = &paths;
    let start = setup.inputs.start;
    out.learned = Some(setup.learned);
    out.assumed = setup.assumed;
    out.says.clone_from(&setup.says);
    out.start = Some(start);
    out.other_pays = span([slow, middle, fast].map(|p| first_after_credit(start, p)));
    out.stops = stops::stops(state, setup, &paths);
    out.other_by_day = paths.map(|p| p.other);
    if let Some((lane, learned)) = &setup.beside {
        (out.beside_by_day, out.beside_daily) = (lane.amounts.clone(), learned.daily);
    }
    if out.is_by_copies() {
        // What credits of their own campaigns pay a day is spent beside what the others do.
        out.beside_daily = setup.learned_of.iter().skip(1).map(|learned| learned.daily).sum();
    }
    out
}

/// The expected balance of one credit, day by day.
pub fn band(state: &AccountState, usage: &Usage, credit: CreditIx) -> Vec<BandDay> {
    let Some(setup) = setup(state, usage) else { return vec![] };
    let Some(at) = setup.inputs.lots.iter().position(|l| l.credit == credit) else { return vec![] };
    let paths = paths(&setup.inputs, Some(credit));
    let balances = paths.each_ref().map(|p| p.lots.get(at).map_or(&[][..], |l| &l.balances));
    let end = state.credit(credit).and_then(|c| c.window.end);
    let [high, middle, low] = balances;
    low.iter()
        .zip(middle)
        .zip(high)
        .enumerate()
        .map(|(n, ((low, middle), high))| BandDay {
            day: setup.inputs.start.plus_days(n as i32),
            balance: Expected { low: *low, middle: *middle, high: *high },
        })
        .take_while(|b| end.is_none_or(|end| b.day.start() < end))
        .collect()
}

/// What the account spends on an average day, where no credit is left to forecast (R37: "about X"). What some of its
/// credits paid is not what it spends.
fn usual_pace(state: &AccountState, usage: &Usage) -> Option<Learned> {
    let all: Vec<CreditIx> = (0..state.credits.len()).map(CreditIx::from_at).collect();
    let by_credit = || series::of_account(state, &all).filter(|_| !usage.is_part());
    let series = series::costs(state).or_else(by_credit)?;
    let pace = campaigns::pace(state, &series)?;
    let (daily, until) = (inputs::round(pace.level, state), series.samples.last()?.day);
    let paused_since = pace.paused_since(&series.samples);
    let learned =
        Learned { basis: series.basis, before: series.before(), daily, until, paused_since };
    Some(learned).filter(|l| l.daily.is_positive())
}

/// Two days as a range, one as itself: the first key has `{from}` and `{to}`, the second `{from}`.
pub fn between([range, one]: [&'static str; 2], from: Day, to: Day) -> Message {
    if to <= from {
        return Message::new(one).with("from", from);
    }
    Message::new(range).with("from", from).with("to", to)
}

/// Slow, middle, fast → from the fast one to the slow one.
fn span([slow, middle, fast]: [Option<Day>; 3]) -> Option<DaySpan> {
    fast.map(|from| DaySpan { from, middle, to: slow })
}

/// First day on which something else pays after a day on which credit paid all.
fn first_after_credit(start: Day, path: &Path) -> Option<Day> {
    let begun = path.other.iter().position(|o| o.is_zero())?;
    let then = path.other.get(begun..)?.iter().position(|o| o.is_positive())?;
    Some(start.plus_days((begun + then) as i32))
}

#[cfg(test)]
mod tests;
