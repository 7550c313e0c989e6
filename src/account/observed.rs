//! Where the platform's own rows and figures decide who paid (R22, R35, R36).
//!
//! In: *Ad Credit* rows, Net Cost, days of which settled figures tell, a [`Run`]. Out: a run that they lead, where our
//! rules contradict them and the copies of credits do not; and which orders among credits such rows leave (R14).
//!
//! Invariant: of a day either every charge is told or none; rows that do not fit the charges lead nowhere.

use super::inference::drawn_before;
use super::order::{self, PRESETS};
use super::plan::{Action, Facts, ObservedCharge, Plan};
use super::state::*;
use super::told::Told;
use super::{Run, doubt, replay};
use crate::calendar::{Day, by_day};
use crate::money::Amount;
use crate::options::BillingSetup;
use crate::work::Pace;
use std::collections::BTreeMap;
use std::ops::Range;

/// What rows say that each lot paid for each campaign on a day; `None`: one of them names no lot, or gives something back.
type Draws = BTreeMap<Day, Option<BTreeMap<u32, Vec<(u32, i64)>>>>;

/// Lets the platform's figures lead, where our rules contradict them and no copy does. The answer: what these rows say
/// that lots paid, where the order of the run would have drawn other ones.
pub async fn lead(
    run: &mut Run,
    facts: Facts<'_>,
    told: &Told,
    pace: &Pace,
) -> Option<Vec<ObservedCharge>> {
    let observed = observed(facts, told)?;
    pace.rows(facts.charges.len()).await;
    if !draws_others(&run.replay, &observed) && !is_contradicted(run, facts) {
        return None;
    }
    let sums: Vec<ObservedCharge> =
        observed.iter().map(|one| ObservedCharge { draws: vec![], ..*one }).collect();
    let mut led = run_with(facts, (run.plan.billing, run.plan.order), &sums, pace).await;
    let is_other_order = draws_others(&led.replay, &observed);
    if is_other_order {
        led = run_with(facts, (run.plan.billing, run.plan.order), &observed, pace).await;
    }
    if !fits_copies(&led, facts, is_other_order) {
        return None;
    }
    *run = led;
    is_other_order.then_some(observed)
}

/// R14: orders that draw what rows say, where each charge's sum is theirs.
pub async fn fitting_orders(
    facts: Facts<'_>,
    billing: Option<BillingSetup>,
    observed: &[ObservedCharge],
    pace: &Pace,
) -> Vec<&'static str> {
    let sums: Vec<ObservedCharge> =
        observed.iter().map(|one| ObservedCharge { draws: vec![], ..*one }).collect();
    let mut fitting = vec![];
    for preset in PRESETS {
        let run = run_with(facts, (billing, preset.key), &sums, pace).await;
        fitting.extend((!draws_others(&run.replay, observed)).then_some(preset.key));
    }
    fitting
}

async fn run_with(
    facts: Facts<'_>,
    (billing, order): (Option<BillingSetup>, &'static str),
    observed: &[ObservedCharge],
    pace: &Pace,
) -> Run {
    let mut plan = Plan::new(facts, billing, order::preset(Some(order)));
    plan.observed = observed.to_vec();
    let mut replay = replay::in_pieces(&plan, facts.charges, pace).await;
    doubt::bound(&mut replay, &plan, facts);
    Run { plan, replay }
}

/// What figures tell of the charges of each day; `None`: of none, or rows do not fit them.
fn observed(facts: Facts<'_>, told: &Told) -> Option<Vec<ObservedCharge>> {
    let charges = facts.charges;
    let draws = draws(facts.transactions);
    let mut out = vec![];
    for (day, places) in by_day(&charges.times, 0) {
        let is_whole = |told: &&super::told::ToldDay| told.by_uncopied.is_zero();
        let Some(told) = told.get(&day).filter(is_whole) else { continue };
        let is_plain = |at: usize| {
            charges.amounts.get(at).is_some_and(|micros| *micros > 0)
                && charges.payer(ChargeIx::from_at(at)).is_none()
        };
        if !places.clone().all(is_plain) {
            continue;
        }
        if let Some(Some(draws)) = draws.get(&day) {
            out.extend(placed(charges, places, draws.clone())?);
        } else {
            out.extend(by_net_cost(charges, places, told.by_credit).unwrap_or_default());
        }
    }
    (!out.is_empty()).then_some(out)
}

fn draws(transactions: &Transactions) -> Draws {
    let t = transactions;
    let mut days = Draws::new();
    for draw in t.draws() {
        let of_day = days.entry(draw.time.day()).or_insert_with(|| Some(BTreeMap::new()));
        let micros = i64::try_from(draw.amount.micros()).ok();
        match (of_day.as_mut(), t.credit(draw.row.at()), micros) {
            (Some(campaigns), Some(lot), Some(micros @ 0..)) => {
                let campaign = t.campaigns.get(draw.row.at()).copied().unwrap_or(NONE);
                campaigns.entry(campaign).or_default().push((lot.0, micros));
            }
            _ => *of_day = None,
        }
    }
    days
}

/// The rows of a day, laid on the charges of their campaigns in order of time.
fn placed(
    charges: &Charges,
    places: Range<usize>,
    mut draws: BTreeMap<u32, Vec<(u32, i64)>>,
) -> Option<Vec<ObservedCharge>> {
    draws.values_mut().for_each(|rows| rows.reverse());
    let on_charges = places.map(|charge| {
        let mut open = charges.amounts.get(charge).copied().unwrap_or_default();
        let mut one = ObservedCharge { charge, ..ObservedCharge::default() };
        let campaign = charges.campaigns.get(charge).copied().unwrap_or(NONE);
        let rows = draws.entry(campaign).or_default();
        while let Some((lot, row)) = rows.last_mut().filter(|_| open > 0) {
            let part = open.min(*row);
            one.draws.push((*lot, part));
            one.by_credit += part;
            (open, *row) = (open - part, *row - part);
            if *row == 0 {
                rows.pop();
            }
        }
        one
    });
    let on_charges = on_charges.collect();
    draws.values().flatten().all(|(_, rest)| *rest == 0).then_some(on_charges)
}

/// By Net Cost of each charge; where credit paid nothing of the day, of each nothing.
fn by_net_cost(
    charges: &Charges,
    places: Range<usize>,
    by_credit: Amount,
) -> Option<Vec<ObservedCharge>> {
    let of = |charge: usize| match by_credit.is_zero() {
        true => Some(0),
        false => charges.by_net_cost(ChargeIx::from_at(charge)),
    };
    let told = places.map(|charge| {
        let by_credit = of(charge)?;
        let amount = charges.amounts.get(charge)?;
        let fits = (0..=*amount).contains(&by_credit);
        fits.then_some(ObservedCharge { charge, by_credit, draws: vec![] })
    });
    told.collect()
}

/// Rows name lots other than those that replay drew, of a charge of which it says the same sum. What it says of a sum
/// alone is for copies to contradict.
fn draws_others(replay: &Replay, observed: &[ObservedCharge]) -> bool {
    let by_lot = |draws: &mut dyn Iterator<Item = (u32, i64)>| {
        let mut sums: BTreeMap<u32, i64> = BTreeMap::new();
        draws.for_each(|(lot, micros)| *sums.entry(lot).or_default() += micros);
        sums
    };
    observed.iter().filter(|one| !one.draws.is_empty()).any(|one| {
        let splits = replay.splits_of(ChargeIx::from_at(one.charge)).iter();
        let mut ours = splits.filter_map(|split| match split.payer {
            Payer::Credit(lot) => Some((lot.0, split.micros)),
            _ => None,
        });
        let ours = by_lot(&mut ours);
        let is_same_sum = ours.values().sum::<i64>() == one.by_credit;
        is_same_sum && ours != by_lot(&mut one.draws.iter().copied())
    })
}

/// Copies show other draws than our rules alone have.
fn is_contradicted(run: &Run, facts: Facts<'_>) -> bool {
    let is_limited = |(_, action): &(usize, Action)| matches!(action, Action::Limit { .. });
    run.plan.events.iter().any(is_limited) || !checks_agree(&run.replay, facts)
}

/// No copy contradicts these draws. Sums that name no credit must be all that was drawn before the first copy: rows say
/// of each credit what it paid, and may begin after it.
fn fits_copies(led: &Run, facts: Facts<'_>, is_named: bool) -> bool {
    let fits = |(lot, replayed): (&super::plan::Lot, &ReplayedCredit)| {
        let first = lot.copies.first().filter(|copy| lot.open_charge < copy.charge);
        let (Some(first), Some(face)) = (first, lot.face) else { return true };
        let (used, ours) = (face - first.unused, replayed.drawn_before.micros());
        match is_named || lot.opens_with.is_some() {
            true => ours <= used.into(),
            false => ours == used.into(),
        }
    };
    led.plan.lots.iter().zip(&led.replay.credits).all(fits) && checks_agree(&led.replay, facts)
}

/// R21: a copy may not hold the latest draws yet.
fn checks_agree(replay: &Replay, facts: Facts<'_>) -> bool {
    replay.credits.iter().enumerate().all(|(at, replayed)| {
        replayed.checks.iter().all(|check| {
            let at = CreditIx::from_at(at);
            let late = drawn_before(facts, replay, at, check.as_of);
            let most = check.between.high + Amount::from_micros(late.into());
            check.between.low <= check.platform && check.platform <= most
        })
    })
}
