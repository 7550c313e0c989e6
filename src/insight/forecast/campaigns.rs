//! Which campaigns spend, and what a change of their set does to the pace.
//!
//! In: what each campaign spent by day. Out: the share of each that still spends, and a series in which days of
//! another set count as today's set would have spent on them. Where the totals did not follow such a change, as
//! where a budget moved to another campaign, the series stands as it is.

use super::pace::{Pace, Sample};
use super::series::{Basis, Series};
use crate::account::state::{AccountState, CampaignIx, ChargeIx, Credit, CreditIx, Draw, NONE};
use crate::calendar::{Day, Stated};
use crate::sorting::Sorting;
use std::collections::BTreeMap;

/// Days back that tell how campaigns share the spend.
const SHARE_DAYS: i32 = 14;
/// Days back in which a set of campaigns is looked for.
const SET_DAYS: i32 = 42;
/// A campaign without spend for so many days has ended.
const TOLD_DAYS: i32 = 3;
/// A smaller change of the set is none that a pace could tell from noise.
const CHANGE_MIN: f64 = 0.1;
/// Relative standard deviation of the level a day after a change; measured by the back-test.
const CHANGE_ERROR: f64 = 0.3;

/// Day, micro-units and campaign of what was spent.
pub(super) type Spent = (Day, f64, u32);

/// Every charge says what paid it, or there is none: *Ad Credit* rows are spend beside them (R35).
pub(super) fn is_ledger(state: &AccountState) -> bool {
    state.charges.open().next().is_none()
}

/// What states no payer: credit may pay the like of it. Of a ledger all of it, whoever paid.
pub(super) fn spent(state: &AccountState) -> Vec<Spent> {
    if !is_ledger(state) {
        return state.charges.open().filter_map(|at| charge(state, at)).collect();
    }
    let charges = (0..state.charges.len()).map(ChargeIx::from_at);
    let mut spent: Vec<Spent> = charges.filter_map(|at| charge(state, at)).collect();
    spent.extend(draws(state));
    spent.order_by_key(|(day, ..)| *day);
    spent
}

fn charge(state: &AccountState, at: ChargeIx) -> Option<Spent> {
    let charges = &state.charges;
    let campaign = charges.campaigns.get(at.at()).copied().unwrap_or(NONE);
    Some((charges.times.get(at.at())?.day(), *charges.amounts.get(at.at())? as f64, campaign))
}

fn draws(state: &AccountState) -> Vec<Spent> {
    let t = &state.transactions;
    let spent = |draw: Draw| {
        let campaign = *t.campaigns.get(draw.row.at())?;
        Some((draw.time.day(), draw.amount.micros() as f64, campaign))
    };
    t.draws().filter_map(spent).collect()
}

/// Whether by a ledger something else paid lately what one of these credits could have: then what campaigns spend does
/// not tell what it is drawn for. On the day on which it came it may have come later.
pub(super) fn are_left_alone(state: &AccountState, credits: &[CreditIx]) -> bool {
    let charges = &state.charges;
    let Some(last) = charges.times.last().map(|time| time.day()) else { return false };
    let credits: Vec<_> = credits.iter().filter_map(|at| state.credit(*at)).collect();
    let mut recent = (0..charges.len()).rev().map(ChargeIx::from_at).map_while(|at| {
        let stated = charges.stated(at)?;
        let is_recent = last.number() - stated.time.day().number() < SHARE_DAYS;
        is_recent.then_some((charges.campaign(at), stated))
    });
    let could_pay = |credit: &Credit, campaign, at: Stated| {
        let came = credit.redeemed.map(|redeemed| redeemed.time.day());
        came.is_none_or(|came| came < at.time.day()) && credit.may_pay(campaign, at)
    };
    recent.any(|(campaign, at)| credits.iter().any(|credit| could_pay(credit, campaign, at)))
}

/// Share of the recent spend of each campaign that still spends; `None` where some names no campaign.
pub(super) fn lanes(spent: &[Spent]) -> Option<Vec<(CampaignIx, f64)>> {
    let (last, ..) = *spent.last()?;
    let mut recent: BTreeMap<u32, (f64, Day)> = BTreeMap::new();
    for (day, amount, campaign) in spent {
        if *campaign == NONE {
            return None;
        }
        if last.number() - day.number() < SHARE_DAYS {
            let entry = recent.entry(*campaign).or_insert((0.0, *day));
            *entry = (entry.0 + amount, entry.1.max(*day));
        }
    }
    // A campaign that stopped days ago is no longer part of the set.
    let is_over = |seen: Day| last.number() - seen.number() >= TOLD_DAYS;
    recent.retain(|_, (spent, seen)| *spent > 0.0 && !is_over(*seen));
    let total: f64 = recent.values().map(|(spent, _)| spent).sum();
    let shares: Vec<_> =
        recent.into_iter().map(|(c, (spent, _))| (CampaignIx(c), spent / total)).collect();
    (!shares.is_empty()).then_some(shares)
}

/// The pace of a series, which is that of the campaigns of today.
pub(super) fn pace(state: &AccountState, series: &Series) -> Option<Pace> {
    let spent = match series.basis {
        Basis::Copies | Basis::OneCopy => vec![],
        Basis::Transactions if is_ledger(state) => draws(state),
        _ => spent(state),
    };
    let (samples, changed) = as_today(series.samples.clone(), &spent);
    let mut pace = Pace::fit(&samples, series.grain)?;
    pace.level_error = pace.level_error.hypot(series.open);
    if let Some(days) = changed {
        pace.level_error = pace.level_error.hypot(CHANGE_ERROR / f64::from(days).sqrt());
    }
    Some(pace)
}

/// Days on which other campaigns ran, as those of today would have spent on them; and how many days are known
/// since the last change of the set.
fn as_today(mut samples: Vec<Sample>, spent: &[Spent]) -> (Vec<Sample>, Option<i32>) {
    let Some(last) = samples.last().map(|sample| sample.day) else { return (samples, None) };
    let Some(lives) = lives(spent, last) else { return (samples, None) };
    let share = |day: Day| {
        let then: f64 = lives.iter().filter_map(|life| life.spent.get(&day)).sum();
        let today: f64 = lives.iter().map(|life| life.on(day, last)).sum();
        if then > 0.0 && today > 0.0 { today / then } else { 1.0 }
    };
    let level = |day: Day| {
        let running = lives.iter().filter(|life| life.from <= day && day <= life.to);
        running.map(Life::mean).sum::<f64>()
    };
    let changes = lives.iter().flat_map(|life| [life.from, life.to.plus_days(1)]);
    let is_change = |day: &Day| {
        *day <= last && (level(day.plus_days(-1)) - level(*day)).abs() > CHANGE_MIN * level(*day)
    };
    let Some(change) = changes.filter(is_change).max() else { return (samples, None) };
    let near = |sample: &&Sample| sample.day.plus_days(SHARE_DAYS) >= change;
    let (before, after): (Vec<&Sample>, Vec<&Sample>) =
        samples.iter().filter(near).partition(|sample| sample.day < change);
    let plain = mean(&before, |_| 1.0);
    let followed = mean(&before, |sample| share(sample.day));
    let distance = |expected: f64| (mean(&after, |_| 1.0) / expected).ln().abs();
    if distance(followed) < distance(plain) {
        samples.iter_mut().for_each(|sample| sample.value *= share(sample.day));
        return (samples, Some(last.number() - change.number() + 1));
    }
    (samples, None)
}

fn mean(samples: &[&Sample], share: impl Fn(&Sample) -> f64) -> f64 {
    samples.iter().map(|s| s.value * share(s)).sum::<f64>() / samples.len() as f64
}

/// From the first day with spend of one campaign to its last one; to today where it goes on.
#[derive(Clone, Debug)]
struct Life {
    from: Day,
    to: Day,
    spent: BTreeMap<Day, f64>,
    /// The most days without spend between two with some.
    gap: i32,
}

impl Life {
    fn mean(&self) -> f64 {
        self.spent.values().sum::<f64>() / f64::from(self.days())
    }

    fn days(&self) -> i32 {
        self.to.number() - self.from.number() + 1
    }

    /// What it spent, or would have spent before its time; nothing where it has ended.
    fn on(&self, day: Day, last: Day) -> f64 {
        match (self.to == last, self.from <= day) {
            (false, _) => 0.0,
            (true, true) => self.spent.get(&day).copied().unwrap_or_default(),
            (true, false) => self.mean(),
        }
    }
}

/// Of each campaign that spent in the last weeks until `last`; `None` where some spend names no campaign.
fn lives(spent: &[Spent], last: Day) -> Option<Vec<Life>> {
    let first = last.plus_days(1 - SET_DAYS);
    let mut lives: BTreeMap<u32, Life> = BTreeMap::new();
    let recent = spent.iter().rev().take_while(|(day, ..)| first <= *day);
    // From the latest day back.
    for (day, amount, campaign) in recent.filter(|(day, amount, _)| *day <= last && *amount > 0.0) {
        if *campaign == NONE {
            return None;
        }
        let new = Life { from: *day, to: *day, spent: BTreeMap::new(), gap: 0 };
        let life = lives.entry(*campaign).or_insert(new);
        life.gap = life.gap.max(life.from.number() - day.number() - 1);
        life.from = *day;
        *life.spent.entry(*day).or_default() += amount;
    }
    let mut lives: Vec<Life> = lives.into_values().collect();
    for life in &mut lives {
        let silent = last.number() - life.to.number();
        // One that was silent as long before and came back has not ended.
        if silent < TOLD_DAYS || silent <= life.gap {
            life.to = last;
        }
    }
    Some(lives)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::forecast::pace::Grain;

    const FIRST: i32 = 20_000;

    fn day(n: i32) -> Day {
        Day::from_number(FIRST + n)
    }

    /// Level and days since the change of campaigns that spend so much a day from one day to before another.
    fn level(campaigns: &[(f64, i32, i32)], days: i32) -> (f64, Option<i32>) {
        let mut spent: Vec<Spent> = vec![];
        for n in 0..days {
            for (campaign, (daily, _, _)) in
                campaigns.iter().enumerate().filter(|(_, (_, from, to))| (*from..*to).contains(&n))
            {
                spent.push((day(n), *daily, campaign as u32));
            }
        }
        let total = |n| spent.iter().filter(|(on, ..)| *on == day(n)).map(|(_, v, _)| v).sum();
        let samples = (0..days).map(|n| Sample { day: day(n), value: total(n) }).collect();
        let (samples, changed) = as_today(samples, &spent);
        (Pace::fit(&samples, Grain::Daily).unwrap().level.round(), changed)
    }

    #[test]
    fn a_campaign_that_ended_leaves_the_pace_and_one_that_began_is_in_it() {
        for (campaigns, days, expected) in [
            // daily amount, first day, day after the last | days | pace, days since the change
            (&[(30.0, 0, 24), (10.0, 0, 28)][..], 28, (10.0, Some(4))),
            (&[(30.0, 0, 8), (10.0, 0, 28)], 28, (10.0, Some(20))),
            (&[(10.0, 0, 28), (30.0, 25, 28)], 28, (40.0, Some(3))),
            (&[(20.0, 0, 20), (50.0, 20, 28)], 28, (50.0, Some(8))),
            // Silent for two days: it may come back.
            (&[(30.0, 0, 26), (10.0, 0, 28)], 28, (29.0, None)),
            (&[(30.0, 0, 28), (10.0, 0, 28)], 28, (40.0, None)),
            // The same budget, by another campaign.
            (&[(40.0, 0, 20), (40.0, 20, 28)], 28, (40.0, None)),
            // Nothing is spent by any.
            (&[(40.0, 0, 20)], 28, (40.0, None)),
        ] {
            assert_eq!(level(campaigns, days), expected, "{campaigns:?}");
        }
    }

    #[test]
    fn one_that_was_silent_as_long_before_has_not_ended() {
        // Four days on and three off, beside one that always runs.
        let spent: Vec<Spent> = (0..28)
            .flat_map(|n| {
                let weekly = (n % 7 < 4).then_some((day(n), 30.0, 0));
                weekly.into_iter().chain([(day(n), 10.0, 1)])
            })
            .collect();
        let value = |n: i32| if n % 7 < 4 { 40.0 } else { 10.0 };
        let samples: Vec<Sample> =
            (0..28).map(|n| Sample { day: day(n), value: value(n) }).collect();
        assert_eq!(as_today(samples.clone(), &spent), (samples, None));
    }

    #[test]
    fn a_budget_that_moved_to_another_campaign_changes_nothing() {
        let moved = |n: i32| {
            if n < 22 { [(day(n), 30.0, 0), (day(n), 10.0, 1)] } else { [(day(n), 40.0, 1); 2] }
        };
        let spent: Vec<Spent> =
            (0..28).flat_map(|n| moved(n).into_iter().take(if n < 22 { 2 } else { 1 })).collect();
        let samples: Vec<Sample> = (0..28).map(|n| Sample { day: day(n), value: 40.0 }).collect();
        assert_eq!(as_today(samples.clone(), &spent), (samples, None));
    }
}
