//! Expected charges against what is left: which source pays each day, on three paths.
//!
//! In: lots (credits with a balance and a window, in paying order), lanes (groups of campaigns with their
//! daily amounts), the funding order. Out: when each lot empties, what it loses at its end, from when cash
//! pays and how much. Exact integers once the daily amounts are given; what-if runs the same function on
//! changed inputs.

use crate::account::state::CreditIx;
use crate::calendar::{Day, LocalTime, SECONDS_PER_DAY, Window};
use crate::money::Amount;

/// A credit that may pay.
#[derive(Clone, Debug, PartialEq)]
pub struct Lot {
    pub credit: CreditIx,
    /// Since when its balance holds.
    pub from: LocalTime,
    pub balance: Amount,
    pub window: Window,
    /// Lanes that it may pay, one flag each.
    pub pays: Vec<bool>,
}

/// Daily amounts of one group of campaigns: slow, middle, fast.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    pub amounts: [Vec<Amount>; 3],
}

/// Money beside credits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Funding {
    /// Billed before credits (R10).
    pub cash_first: bool,
    pub cash: Option<Amount>,
    /// Card or credit line pays in the end: delivery does not stop.
    pub has_last_resort: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    pub start: Day,
    pub lots: Vec<Lot>,
    pub lanes: Vec<Lane>,
    pub funding: Funding,
}

/// What becomes of one lot on one path.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LotPath {
    pub emptied: Option<Day>,
    /// Unused at its end; `None` while it has none within the days looked at.
    pub lost: Option<Amount>,
    /// Unused after the last day looked at.
    pub left: Amount,
    /// After each day.
    pub balances: Vec<Amount>,
}

/// What happens on one path.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Path {
    pub lots: Vec<LotPath>,
    /// Paid by something other than credit, per day.
    pub other: Vec<Amount>,
    /// Not paid: no source was left.
    pub unpaid: Vec<Amount>,
}

/// Runs path 0 (slow), 1 (middle) or 2 (fast). Balances per day are kept only for `watched`.
///
/// Subtle: only lots that can still pay are walked, so that the cost follows what is drawn, not how many
/// credits there ever were.
pub fn run(inputs: &Inputs, path: usize, watched: Option<CreditIx>) -> Path {
    let days = inputs.lanes.iter().filter_map(|l| l.amounts.get(path)).map(Vec::len).max();
    let start = |lot: &Lot| LotPath { left: lot.balance, ..LotPath::default() };
    let mut out = Path { lots: inputs.lots.iter().map(start).collect(), ..Path::default() };
    let mut cash = inputs.funding.cash;
    let mut live: Vec<usize> = (0..inputs.lots.len()).collect();
    for n in 0..days.unwrap_or(0) {
        let day = inputs.start.plus_days(n as i32);
        let (other, unpaid) = one_day(inputs, path, n, day, &live, &mut out.lots, &mut cash);
        out.other.push(other);
        out.unpaid.push(unpaid);
        let next = day.plus_days(1).start();
        live.retain(|at| {
            let (Some(lot), Some(path)) = (inputs.lots.get(*at), out.lots.get_mut(*at)) else {
                return false;
            };
            let is_over = lot.window.end.is_some_and(|end| end <= next);
            if is_over {
                path.lost = Some(path.left);
            }
            // An empty lot still has an end at which nothing is lost.
            !is_over
        });
        let watched =
            watched.and_then(|credit| inputs.lots.iter().position(|l| l.credit == credit));
        if let Some(path) = watched.and_then(|at| out.lots.get_mut(at)) {
            path.balances.push(path.left);
        }
    }
    out
}

/// Pays all lanes of one day: what something other than credit paid, and what nothing paid.
fn one_day(
    inputs: &Inputs,
    path: usize,
    n: usize,
    day: Day,
    live: &[usize],
    lots: &mut [LotPath],
    cash: &mut Option<Amount>,
) -> (Amount, Amount) {
    let (mut other, mut unpaid) = (Amount::ZERO, Amount::ZERO);
    for (lane_at, lane) in inputs.lanes.iter().enumerate() {
        let amount = lane.amounts.get(path).and_then(|a| a.get(n)).copied().unwrap_or_default();
        let mut due = amount;
        if inputs.funding.cash_first {
            other += take(cash.as_mut(), &mut due);
        }
        for at in live {
            if due.is_zero() {
                break;
            }
            let (Some(lot), Some(path)) = (inputs.lots.get(*at), lots.get_mut(*at)) else {
                continue;
            };
            pay(lot, lane_at, day, amount, &mut path.left, &mut due);
            if path.left.is_zero() && path.emptied.is_none() {
                path.emptied = Some(day);
            }
        }
        if !inputs.funding.cash_first {
            other += take(cash.as_mut(), &mut due);
        }
        if inputs.funding.has_last_resort || cash.is_none() {
            other += due;
        } else {
            unpaid += due;
        }
    }
    (other, unpaid)
}

/// Draws from one lot what it may pay on that day.
fn pay(lot: &Lot, lane: usize, day: Day, amount: Amount, left: &mut Amount, due: &mut Amount) {
    let noon = day.start().plus_seconds(SECONDS_PER_DAY / 2);
    let over = day.plus_days(1).start();
    let may = lot.pays.get(lane).copied().unwrap_or(false);
    if !may || left.is_zero() || over <= lot.from || !lot.window.contains(noon) {
        return;
    }
    // On the day of its figure only the rest of the day is still to come.
    let seconds = over.seconds() - lot.from.seconds();
    let share = i128::from(seconds.min(SECONDS_PER_DAY));
    let part = Amount::from_micros(amount.micros() * share / i128::from(SECONDS_PER_DAY));
    let drawn = part.min(*due).min(*left);
    *left -= drawn;
    // Before the figure the lot had paid already: that part of the day is not due from anyone.
    *due -= if seconds < SECONDS_PER_DAY && drawn == part { amount.min(*due) } else { drawn };
}

/// Takes from a balance what it holds; what is not known pays nothing here.
fn take(balance: Option<&mut Amount>, due: &mut Amount) -> Amount {
    let Some(balance) = balance else { return Amount::ZERO };
    let taken = (*balance).min(*due).max(Amount::ZERO);
    *balance -= taken;
    *due -= taken;
    taken
}
