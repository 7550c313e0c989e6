//! Which orders among credits the platform's own figures still allow (R14).
//!
//! In: the facts of a plan and the shown replay. Out: [`OrderInference`]. Every preset is replayed and held
//! against what the platform says: what was unused at each copy, and what *Ad Credit* transactions drew
//! from each credit on each day. A figure speaks only where presets differ in it and one of them explains
//! it: then it speaks against the others. What none of them explains has another cause and says nothing.
//!
//! Where all presets give the same figures the answer is empty, and nobody is told of a choice.

use super::order::{self, PRESETS, Preset};
use super::plan::Facts;
use super::run_under;
use super::state::*;
use crate::calendar::{Day, Instant, Stated, Unit, When};
use crate::money::Amount;
use crate::problem::{Arg, Message};
use crate::sorting::Sorting;
use crate::work::Pace;
use std::collections::{BTreeMap, BTreeSet};

/// One bit per preset, in the order of the replays.
type Mask = u32;

/// Replays under every preset beside the shown one.
pub async fn infer(facts: Facts<'_>, shown: &Replay, pace: &Pace) -> OrderInference {
    if facts.credits.len() < 2 || facts.charges.is_empty() {
        return OrderInference::default();
    }
    let own = order::ranked(order::preset(Some(shown.order)), facts.credits);
    let others = PRESETS.iter().filter(|preset| preset.key != shown.order);
    let (alike, others): (Vec<&Preset>, Vec<&Preset>) =
        others.partition(|preset| order::ranked(preset, facts.credits) == own);
    let mut runs: Vec<Replay> = Vec::new();
    for preset in others {
        runs.push(run_under(facts, shown.billing, preset, pace).await.replay);
    }
    let replays: Vec<&Replay> = std::iter::once(shown).chain(&runs).collect();
    let disputed = differing(&replays, Mask::MAX);
    if disputed.is_empty() {
        return OrderInference::default();
    }
    let mut contradicted = vec![0u32; replays.len()];
    let seen = draws_per_day(facts);
    let witnesses = disputed
        .iter()
        .flat_map(|credit| checks(facts, &replays, *credit))
        .chain(days(facts, &replays, &seen));
    let all = (1 << replays.len()) - 1;
    for explained in witnesses.filter(|mask| *mask != 0 && *mask != all) {
        for (at, count) in contradicted.iter_mut().enumerate() {
            *count += u32::from(explained >> at & 1 == 0);
        }
    }
    let possible: Mask =
        contradicted.iter().enumerate().map(|(at, n)| Mask::from(*n == 0) << at).sum();
    let left = if possible == 0 { all } else { possible };
    let reading =
        |(replay, n): (&&Replay, &u32)| OrderReading { order: replay.order, contradicted_by: *n };
    let mut readings: Vec<OrderReading> = replays.iter().zip(&contradicted).map(reading).collect();
    let own = contradicted.first().copied().unwrap_or_default();
    let alike = alike.iter().map(|p| OrderReading { order: p.key, contradicted_by: own });
    readings.splice(1..1, alike);
    OrderInference {
        readings,
        credits: differing(&replays, left),
        decider: decider(facts, &replays, left, &seen),
    }
}

fn chosen<'a>(replays: &[&'a Replay], mask: Mask) -> Vec<&'a Replay> {
    let all = replays.iter().enumerate();
    all.filter(|(at, _)| mask >> at & 1 == 1).map(|(_, replay)| *replay).collect()
}

/// Credits of which these replays say different figures.
fn differing(replays: &[&Replay], among: Mask) -> Vec<CreditIx> {
    let among = chosen(replays, among);
    let Some((first, rest)) = among.split_first() else { return vec![] };
    let figures = |replay: &Replay, at: usize| {
        replay.credits.get(at).map(|c| (c.drawn, c.unused, c.drawn_since_anchor))
    };
    let differs = |at: &usize| rest.iter().any(|r| figures(r, *at) != figures(first, *at));
    (0..first.credits.len()).filter(differs).map(CreditIx::from_at).collect()
}

/// For each copy of the credit, the presets that explain what it showed as unused.
fn checks(facts: Facts<'_>, replays: &[&Replay], credit: CreditIx) -> Vec<Mask> {
    let of = |replay: &&Replay| replay.credits.get(credit.at()).map(|c| c.checks.clone());
    let all: Vec<Vec<Check>> = replays.iter().filter_map(of).collect();
    let moments: BTreeSet<Instant> = all.iter().flatten().map(|check| check.as_of).collect();
    let explained = moments.into_iter().map(|moment| {
        let mut mask: Mask = 0;
        for (at, (replay, checks)) in replays.iter().zip(&all).enumerate() {
            let Some(check) = checks.iter().find(|check| check.as_of == moment) else { continue };
            // R21: the copy may not hold the latest draws yet, and then shows more.
            let late = drawn_before(facts, replay, credit, moment);
            let most = check.between.high.micros() + i128::from(late);
            let fits = check.between.low <= check.platform && check.platform.micros() <= most;
            mask |= Mask::from(fits) << at;
        }
        mask
    });
    explained.collect()
}

/// What replay draws from a credit in the lag's time before a moment.
pub fn drawn_before(facts: Facts<'_>, replay: &Replay, credit: CreditIx, moment: Instant) -> i64 {
    let clock = moment.on_clock(facts.zone);
    let since = clock.plus_seconds(-facts.lag_seconds);
    replay.drawn(credit, facts.charges.first_from(since)..facts.charges.first_from(clock))
}

/// What *Ad Credit* transactions drew per day and credit. `None`: a row of that day names no one credit.
type Draws = BTreeMap<Day, Option<BTreeMap<u32, Amount>>>;

fn draws_per_day(facts: Facts<'_>) -> Draws {
    let rows = facts.transactions;
    let mut days = Draws::new();
    for Draw { row, time, amount, .. } in rows.draws() {
        let day = days.entry(time.day()).or_insert_with(|| Some(BTreeMap::new()));
        match (rows.credit(row.at()), day.as_mut()) {
            (Some(credit), Some(sums)) => *sums.entry(credit.0).or_default() += amount,
            _ => *day = None,
        }
    }
    days
}

/// For each day and credit in which presets differ, those that say what transactions say.
fn days(facts: Facts<'_>, replays: &[&Replay], seen: &Draws) -> Vec<Mask> {
    let mut out = vec![];
    for (day, sums) in seen {
        let Some(sums) = sums else { continue };
        let ours: Vec<BTreeMap<u32, Amount>> =
            replays.iter().map(|replay| drawn_on(facts, replay, *day)).collect();
        let credits: BTreeSet<u32> = ours.iter().flat_map(BTreeMap::keys).copied().collect();
        for credit in credits {
            let of = |sums: &BTreeMap<u32, Amount>| sums.get(&credit).copied().unwrap_or_default();
            let fits = |(at, ours)| Mask::from(of(ours) == of(sums)) << at;
            out.push(ours.iter().enumerate().map(fits).sum());
        }
    }
    out
}

fn drawn_on(facts: Facts<'_>, replay: &Replay, day: Day) -> BTreeMap<u32, Amount> {
    let mut sums = BTreeMap::new();
    for split in replay.splits_in(charges_of(facts, day)) {
        if let Payer::Credit(credit) = split.payer {
            *sums.entry(credit.0).or_default() += split.amount();
        }
    }
    sums
}

fn charges_of(facts: Facts<'_>, day: Day) -> std::ops::Range<usize> {
    let at = |day: Day| facts.charges.first_from(day.start());
    at(day)..at(day.plus_days(1))
}

/// The earliest charge that tells most of the presets left apart and whose payer nobody stated.
fn decider(facts: Facts<'_>, replays: &[&Replay], left: Mask, seen: &Draws) -> Option<ChargeIx> {
    let left = chosen(replays, left);
    let mut best: Option<(usize, ChargeIx)> = None;
    for (at, time) in facts.charges.times.iter().enumerate() {
        let charge = ChargeIx::from_at(at);
        let mut said: Vec<&[Split]> = left.iter().map(|r| r.splits_of(charge)).collect();
        said.dedup();
        if said.len() < 2 || seen.get(&time.day()).is_some_and(Option::is_some) {
            continue;
        }
        let is_first = |n: usize| !said.iter().take(n).any(|earlier| said.get(n) == Some(earlier));
        let count = (0..said.len()).filter(|n| is_first(*n)).count();
        if best.is_none_or(|(most, _)| count > most) {
            best = Some((count, charge));
        }
        if best.is_some_and(|(most, _)| most == left.len()) {
            break;
        }
    }
    best.map(|(_, charge)| charge)
}

impl OrderInference {
    /// R35: rows name what each credit paid, and that of each charge: orders that would draw others are not the platform's.
    pub fn refute(&mut self, fitting: &[&'static str], shown: &Replay) {
        if self.readings.is_empty() {
            let mut orders: Vec<&'static str> = PRESETS.iter().map(|preset| preset.key).collect();
            orders.order_by_key(|order| *order != shown.order);
            let reading = |order| OrderReading { order, contradicted_by: 0 };
            self.readings = orders.into_iter().map(reading).collect();
        }
        for reading in &mut self.readings {
            reading.contradicted_by += u32::from(!fitting.contains(&reading.order));
        }
    }

    /// The platform's figures contradict the shown order and fit another one.
    pub fn is_contradicted(&self) -> bool {
        let is_first_wrong = self.readings.first().is_some_and(|shown| !shown.is_possible());
        is_first_wrong && self.readings.iter().any(OrderReading::is_possible)
    }

    /// The platform's figures contradict every order that we know (R14).
    pub fn is_unknown(&self) -> bool {
        !self.readings.is_empty() && !self.readings.iter().any(OrderReading::is_possible)
    }

    /// The order to show instead of one that is contradicted, where all that fit give the same figures.
    pub fn only_fitting(&self) -> Option<&'static str> {
        let is_one = self.is_contradicted() && self.credits.is_empty();
        let fitting = self.readings.iter().find(|reading| reading.is_possible());
        fitting.filter(|_| is_one).map(|reading| reading.order)
    }

    /// One quiet line: which orders are possible, and the charge that would decide. `None` where the order
    /// changes nothing.
    pub fn message(&self, state: &AccountState) -> Option<Message> {
        let shown = self.readings.first()?;
        let title = |reading: &OrderReading| order::preset(Some(reading.order)).title;
        let possible: Vec<&'static str> =
            self.readings.iter().filter(|r| r.is_possible()).map(title).collect();
        let with =
            |key, orders: Vec<&'static str>| Message::new(key).with("orders", Arg::Terms(orders));
        if possible.is_empty() {
            return Some(Message::new("account.order.noneFits").term("shown", title(shown)));
        }
        if !shown.is_possible() {
            let message = with("account.order.othersFit", possible);
            return Some(message.term("shown", title(shown)));
        }
        if possible.len() == 1 {
            return Some(with("account.order.oneFits", possible));
        }
        let Some(charge) = self.decider else {
            return Some(with("account.order.severalFit", possible));
        };
        let columns = &state.charges;
        let stated = columns.stated(charge)?;
        let stated = Stated { unit: stated.unit.min(Unit::Minute), ..stated };
        let amount = columns.amount(charge)?;
        let campaign = columns.campaign(charge).map(|at| state.campaign_text(at).to_owned());
        let key = match campaign {
            Some(_) => "account.order.deciderOf",
            None => "account.order.decider",
        };
        let message = with(key, possible).with("at", When::stated(stated, state.zone)).money(
            "amount",
            amount,
            state.currency,
        );
        Some(campaign.into_iter().fold(message, |message, name| message.with("campaign", name)))
    }
}
