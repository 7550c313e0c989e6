//! Expected charges against what is left: which source pays each day, on three paths.
//!
//! In: lots (credits with a balance and a window, in paying order), lanes (groups of campaigns with their
//! daily amounts), the funding order. Out: when each lot empties, what it loses at its end, from when cash
//! pays and how much. Who pays is decided by the replay of past charges and by nothing else: charges to
//! come are handed to it in the form of those that were; what-if runs the same on changed inputs.

use crate::account::plan::{self as account, Action, OPEN, Plan};
use crate::account::replay::replay;
use crate::account::state::{ChargeIx, Charges, CreditIx, Payer, Replay};
use crate::calendar::{Day, LocalTime, SECONDS_PER_DAY, Window};
use crate::money::Amount;
use crate::options::BillingSetup;
use crate::sorting::Sorting;
use std::collections::BTreeMap;

/// A credit that may pay.
#[derive(Clone, Debug, PartialEq)]
pub struct Lot {
    pub credit: CreditIx,
    /// R6: drawn before cash whatever the billing setup.
    pub from_business_center: bool,
    /// Since when its balance holds.
    pub from: LocalTime,
    pub balance: Amount,
    pub window: Window,
    /// Lanes that it may pay, one flag each.
    pub pays: Vec<bool>,
    /// R39: why it may pay none of them.
    pub doubt: Option<Doubt>,
    /// R14: copies show it drawn beside others; it may pay after them.
    pub may_wait: bool,
}

/// What is not known of a credit that is taken to pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Whether it is still assigned.
    Assignment,
    /// Whether what is spent today fits its requirements.
    Eligibility,
    /// Whether it is drawn at all: something else pays lately.
    Instead,
}

/// Daily amounts of one group of campaigns: slow, middle, fast.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    pub amounts: [Vec<Amount>; 3],
}

/// Money beside credits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Funding {
    /// The reading that is shown first; it decides who pays before and after credits (R9 to R11).
    pub billing: Option<BillingSetup>,
    pub cash: Option<Amount>,
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
    /// Who pays on where it was drawn last; a credit is meant as a lot.
    pub then: Option<Payer>,
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

/// Slow, middle and fast. R14, R39: what is taken to pay may pay later or nothing at all; slow and fast are then the
/// widest of all, and whatever else pays on the fast path pays for what credit may not.
pub fn paths(inputs: &Inputs, watched: Option<CreditIx>) -> [Path; 3] {
    let [mut slow, middle, mut fast] = [0, 1, 2].map(|path| run(inputs, path, watched));
    let mut widen = |other: &Inputs, order: &[u32]| {
        let [slower, faster] = [0, 2].map(|path| run_in(order, other, path, watched));
        slow.widen(slower.lots, true);
        fast.widen(faster.lots, false);
        (faster.other, faster.unpaid)
    };
    if inputs.lots.iter().any(|lot| lot.may_wait) {
        let mut order = inputs.order();
        order.order_by_key(|at| inputs.lots.get(*at as usize).is_some_and(|lot| lot.may_wait));
        widen(inputs, &order);
    }
    if inputs.lots.iter().any(|lot| lot.doubt.is_some()) {
        let mut without = inputs.clone();
        let open = without.lots.iter_mut().filter(|lot| lot.doubt.is_some());
        open.for_each(|lot| lot.pays.fill(false));
        (fast.other, fast.unpaid) = widen(&without, &without.order());
    }
    [slow, middle, fast]
}

impl Path {
    /// Of two outcomes of each lot the one that leaves more and lasts longer, or the other.
    fn widen(&mut self, others: Vec<LotPath>, to_more: bool) {
        let pick: fn(Amount, Amount) -> Amount = if to_more { Ord::max } else { Ord::min };
        let lasts = |lot: &LotPath| (lot.emptied.is_none(), lot.emptied);
        for (lot, other) in self.lots.iter_mut().zip(others) {
            if (lasts(lot) < lasts(&other)) == to_more {
                lot.emptied = other.emptied;
            }
            lot.left = pick(lot.left, other.left);
            lot.lost = lot.lost.zip(other.lost).map(|(a, b)| pick(a, b));
            for (balance, other) in lot.balances.iter_mut().zip(other.balances) {
                *balance = pick(*balance, other);
            }
        }
    }
}

impl Inputs {
    /// The paying order of its lots, by their places.
    fn order(&self) -> Vec<u32> {
        (0..self.lots.len() as u32).collect()
    }
}

/// Runs path 0 (slow), 1 (middle) or 2 (fast). Balances per day are kept only for `watched`.
pub fn run(inputs: &Inputs, path: usize, watched: Option<CreditIx>) -> Path {
    run_in(&inputs.order(), inputs, path, watched)
}

/// The same with lots that pay in another order.
fn run_in(order: &[u32], inputs: &Inputs, path: usize, watched: Option<CreditIx>) -> Path {
    let ahead = Ahead::new(inputs, path);
    let replay = replay(&ahead.plan(inputs, order), &ahead.charges);
    ahead.read(inputs, &replay, watched)
}

/// Charges to come, in the form in which replay takes those of the past.
struct Ahead {
    charges: Charges,
    /// First charge of each day, and the number of charges.
    days: Vec<usize>,
}

impl Ahead {
    /// One charge per day and lane. The day of a figure is cut where the figure was true: what was spent before it is
    /// in it already, and no balance from before the first figure is due from anyone. A day on which a credit begins
    /// or ends is cut at that moment.
    fn new(inputs: &Inputs, path: usize) -> Ahead {
        let lanes = || inputs.lanes.iter().filter_map(|lane| lane.amounts.get(path));
        let day_count = lanes().map(Vec::len).max().unwrap_or(0);
        let begin = inputs.lots.iter().map(|lot| lot.from).min();
        let mut ahead = Ahead { charges: Charges::default(), days: vec![0] };
        for n in 0..day_count {
            let day = inputs.start.plus_days(n as i32);
            for (from, to) in stretches(inputs, day, begin) {
                let part = |amount: Amount| {
                    share(amount, to - day.start().seconds())
                        - share(amount, from.seconds() - day.start().seconds())
                };
                for (lane, amounts) in lanes().enumerate() {
                    let amount = amounts.get(n).map_or(0, |amount| part(*amount));
                    if amount > 0 {
                        ahead.charges.times.push(from);
                        ahead.charges.amounts.push(amount);
                        ahead.charges.campaigns.push(lane as u32);
                    }
                }
            }
            ahead.days.push(ahead.charges.len());
        }
        ahead
    }

    fn plan(&self, inputs: &Inputs, order: &[u32]) -> Plan {
        let rank_of = |lot: u32| order.iter().position(|at| *at == lot).unwrap_or_default() as u32;
        let mut plan = Plan {
            lot_at: order.to_vec(),
            rank_of: inputs.order().into_iter().map(rank_of).collect(),
            campaign_count: inputs.lanes.len(),
            billing: inputs.funding.billing,
            ..Plan::default()
        };
        // Cash that is not known is assumed to be empty; [`super::Assumed`] says so.
        let cash = inputs.funding.cash.unwrap_or_default();
        plan.events.push((0, Action::Cash { micros: fitting(cash), until: 0 }));
        for (at, lot) in inputs.lots.iter().enumerate() {
            let first_from = |moment| self.charges.first_from(moment);
            let open_charge = lot.window.start.map_or(0, first_from).max(first_from(lot.from));
            let lanes = lot.pays.iter().enumerate().filter(|(_, pays)| **pays);
            let unused = Some(fitting(lot.balance));
            plan.events.push((open_charge, Action::Open { lot: at as u32, unused }));
            plan.lots.push(account::Lot {
                from_business_center: lot.from_business_center,
                open_charge,
                end_charge: lot.window.end.map_or(usize::MAX, first_from),
                links: Some(lanes.map(|(lane, _)| account::Link::always(lane as u32)).collect()),
                ..account::Lot::default()
            });
        }
        plan.events.order_by(|(a, _), (b, _)| a.cmp(b));
        plan
    }

    /// What became of it, day by day.
    fn read(&self, inputs: &Inputs, replay: &Replay, watched: Option<CreditIx>) -> Path {
        let start = |lot: &Lot| LotPath { left: lot.balance, ..LotPath::default() };
        let mut out = Path { lots: inputs.lots.iter().map(start).collect(), ..Path::default() };
        let mut cash = inputs.funding.cash;
        let watched =
            watched.and_then(|credit| inputs.lots.iter().position(|l| l.credit == credit));
        for (n, (from, to)) in self.days.iter().zip(self.days.iter().skip(1)).enumerate() {
            let day = inputs.start.plus_days(n as i32);
            let (mut other, mut unpaid) = (Amount::ZERO, Amount::ZERO);
            for split in replay.splits_in(*from..*to) {
                let part = split.amount();
                match split.payer {
                    Payer::Credit(lot) => out.lots.get_mut(lot.at()).into_iter().for_each(|lot| {
                        lot.left -= part;
                        lot.emptied = lot.emptied.or((!lot.left.is_positive()).then_some(day));
                    }),
                    // R13: with manual payment nothing stands behind cash that is known.
                    Payer::Cash if cash.is_some() => {
                        let paid = part.min(cash.unwrap_or_default());
                        cash = cash.map(|cash| cash - paid);
                        other += paid;
                        unpaid += part - paid;
                    }
                    _ => other += part,
                }
            }
            out.other.push(other);
            out.unpaid.push(unpaid);
            let next = day.plus_days(1).start();
            for (lot, path) in inputs.lots.iter().zip(&mut out.lots) {
                if path.lost.is_none() && lot.window.end.is_some_and(|end| end <= next) {
                    path.lost = Some(path.left);
                }
            }
            if let Some(path) = watched.and_then(|at| out.lots.get_mut(at)) {
                path.balances.push(path.left);
            }
        }
        self.find_successors(replay, &mut out.lots);
        out
    }

    /// From the last charge back: who paid next in the lane in which a lot was drawn last.
    fn find_successors(&self, replay: &Replay, lots: &mut [LotPath]) {
        let mut next_in: BTreeMap<u32, Payer> = BTreeMap::new();
        let mut is_found = vec![false; lots.len()];
        for (charge, lane) in self.charges.campaigns.iter().enumerate().rev() {
            for split in replay.splits_of(ChargeIx::from_at(charge)).iter().rev() {
                let next = next_in.insert(*lane, split.payer);
                let Payer::Credit(lot) = split.payer else { continue };
                let found = is_found.get_mut(lot.at()).filter(|found| !**found);
                if let (Some(found), Some(path)) = (found, lots.get_mut(lot.at())) {
                    (*found, path.then) = (true, next);
                }
            }
        }
    }
}

/// The parts of a day between the moments at which figures were true or windows begin and end (R15); none before the
/// first figure.
fn stretches(inputs: &Inputs, day: Day, begin: Option<LocalTime>) -> Vec<(LocalTime, i64)> {
    let (start, over) = (day.start(), day.plus_days(1).start());
    let moments = inputs
        .lots
        .iter()
        .flat_map(|lot| [Some(lot.from), lot.window.start, lot.window.end].into_iter().flatten());
    let within = moments.filter(|at| start < *at && *at < over);
    let mut cuts: Vec<LocalTime> = within.chain([start]).collect();
    cuts.order();
    cuts.dedup();
    let ends = cuts.iter().skip(1).copied().chain([over]).map(LocalTime::seconds);
    let all = cuts.iter().copied().zip(ends);
    all.filter(|(from, _)| begin.is_none_or(|begin| begin <= *from)).collect()
}

/// Of a day's amount, what its first `seconds` take: rounded down to the micro-unit, so that parts add up.
fn share(amount: Amount, seconds: i64) -> i64 {
    i64::try_from(amount.micros() * i128::from(seconds) / i128::from(SECONDS_PER_DAY))
        .map_or(MOST, |micros| micros.clamp(0, MOST))
}

/// More than any account holds in any currency, and what replay takes for known.
const MOST: i64 = OPEN / 2 - 1;

fn fitting(amount: Amount) -> i64 {
    i64::try_from(amount.micros()).map_or(MOST, |micros| micros.clamp(0, MOST))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::fixture::{day, time};

    fn units(amounts: &[i64]) -> Vec<Amount> {
        amounts.iter().map(|amount| Amount::from_units(*amount)).collect()
    }

    /// One lane of 24 a day from 21 November.
    fn inputs(days: usize) -> Inputs {
        let amounts = || units(&vec![24; days]);
        Inputs {
            start: day("11-21"),
            lots: vec![],
            lanes: vec![Lane { amounts: [amounts(), amounts(), amounts()] }],
            funding: Funding { billing: Some(BillingSetup::Manual), cash: None },
        }
    }

    fn lot(credit: u32, from: &str, balance: i64) -> Lot {
        Lot {
            credit: CreditIx(credit),
            from_business_center: false,
            from: time(from),
            balance: Amount::from_units(balance),
            window: Window::default(),
            pays: vec![true],
            doubt: None,
            may_wait: false,
        }
    }

    #[test]
    fn the_day_of_a_figure_counts_from_the_figure() {
        let lots = vec![lot(0, "11-21 18:00", 36)];
        let path = run(&Inputs { lots, ..inputs(3) }, 1, Some(CreditIx(0)));
        // 6 of 24 in the last quarter of the 21st, then 24, then what is left.
        assert_eq!(path.lots[0].balances, units(&[30, 6, 0]));
        assert_eq!(path.other, units(&[0, 0, 18]));
        assert_eq!(path.lots[0].emptied, Some(day("11-23")));
    }

    #[test]
    fn a_figure_of_a_later_day_is_not_drawn_before_it() {
        let lots = vec![lot(0, "11-21", 30), lot(1, "11-22 12:00", 50)];
        let path = run(&Inputs { lots, ..inputs(3) }, 1, Some(CreditIx(1)));
        assert_eq!(path.lots[1].balances, units(&[50, 38, 14]));
        assert_eq!(path.other, units(&[0, 6, 0]), "the first ran out in the morning of the 22nd");
    }

    #[test]
    fn r15_a_credit_that_ends_within_a_day_pays_until_that_moment() {
        for (end, lost) in [
            ("11-21 15:00", 99),
            ("11-21 18:00", 96),
            ("11-22", 90),
            ("11-22 09:00", 81),
            ("11-22 18:00", 72),
        ] {
            let window = Window { start: None, end: Some(time(end)) };
            let lots = vec![Lot { window, ..lot(0, "11-21 14:00", 100) }];
            let path = run(&Inputs { lots, ..inputs(3) }, 1, None);
            assert_eq!(path.lots[0].lost, Some(Amount::from_units(lost)), "{end}");
        }
        // One that begins in the afternoon pays nothing in the morning.
        let window = Window { start: Some(time("11-22 18:00")), end: None };
        let lots = vec![Lot { window, ..lot(0, "11-21", 100) }];
        let path = run(&Inputs { lots, ..inputs(3) }, 1, Some(CreditIx(0)));
        assert_eq!(path.lots[0].balances, units(&[100, 94, 70]));
    }

    #[test]
    fn r6_credit_of_a_business_center_pays_before_cash_that_is_billed_first() {
        let center = Lot { from_business_center: true, ..lot(0, "11-21", 24) };
        let cash = Some(Amount::from_units(24));
        let funding = Funding { billing: Some(BillingSetup::AutomaticCashFirst), cash };
        let lots = vec![center, lot(1, "11-21", 24)];
        let path = run(&Inputs { lots, funding, ..inputs(4) }, 1, None);
        assert_eq!(path.other, units(&[0, 24, 0, 24]), "center, cash, credit, card");
    }

    #[test]
    fn who_pays_on_is_who_pays_in_the_same_lane() {
        // Two lanes of 24; the first lot pays one, the second the other, the third both.
        let lane = |pays: [bool; 2], lot| Lot { pays: pays.to_vec(), ..lot };
        let lots = vec![
            lane([true, false], lot(0, "11-21", 24)),
            lane([false, true], lot(1, "11-21", 240)),
            lane([true, true], lot(2, "11-21", 48)),
        ];
        let lanes = vec![inputs(8).lanes[0].clone(); 2];
        let path = run(&Inputs { lots, lanes, ..inputs(8) }, 1, None);
        let then: Vec<_> = path.lots.iter().map(|lot| lot.then).collect();
        assert_eq!(then, [Some(Payer::Credit(CreditIx(2))), None, Some(Payer::Cash)]);
    }

    #[test]
    fn r39_what_may_not_be_assigned_widens_its_own_days_and_those_of_others() {
        let open = Lot { doubt: Some(Doubt::Assignment), ..lot(0, "11-21", 48) };
        let lots = vec![open, lot(1, "11-21", 24)];
        let paths = paths(&Inputs { lots, ..inputs(5) }, None);
        let emptied =
            |lot: usize| paths.each_ref().map(|p| p.lots[lot].emptied.map(|d| d.to_string()));
        assert_eq!(emptied(0), [None, Some("2026-11-22".into()), Some("2026-11-22".into())]);
        let [late, early] = ["2026-11-23", "2026-11-21"].map(|day| Some(day.to_owned()));
        assert_eq!(emptied(1), [late.clone(), late, early], "alone it pays from the first day");
        let [slow, _, fast] = paths.map(|path| path.other);
        assert_eq!(slow, units(&[0, 0, 0, 24, 24]));
        assert_eq!(fast, units(&[0, 24, 24, 24, 24]));
    }

    #[test]
    fn r13_what_nothing_pays_is_told_apart_from_what_cash_pays() {
        let funding = Funding { cash: Some(Amount::from_units(30)), ..inputs(0).funding };
        let path = run(&Inputs { funding, ..inputs(2) }, 1, None);
        assert_eq!((path.other, path.unpaid), (units(&[24, 6]), units(&[0, 18])));
    }
}
