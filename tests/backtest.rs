//! Forecasts against what happened: generated spend with weekday rhythm, ramps, steps and pauses, of one
//! campaign, and of several of which one ends and one begins.
//!
//! At 25, 50 and 75 % of a credit's life the engine says when it runs out; the spend goes on and shows
//! when it did. Beside it the straight line (used ÷ days) and the mean of the last seven days. The stated
//! 80 % range must hold 75 to 85 times in a hundred, and in worlds of one kind alone nearly so.
//!
//! `BACKTEST_SEED=n` repeats a run; `BACKTEST_DATE=2026-11-22` writes `docs/backtest.md` with that date, for this seed and one
//! by which nothing was measured.

use ad_credit_tracker::account::state::*;
use ad_credit_tracker::calendar::{Day, Stated, Unit, Window, Zone};
use ad_credit_tracker::ingest::exports::Export;
use ad_credit_tracker::insight::answer;
use ad_credit_tracker::money::{Amount, Currency};
use ad_credit_tracker::options::{BillingSetup, Options};
use ad_credit_tracker::text::Names;

const CASES: usize = 1000;
const SEED: u64 = 20_261_122;
const SEED_UNSEEN: u64 = 31_415;
/// 2026-01-01.
const FIRST_DAY: i32 = 20_454;
/// After so many days nobody waits any more: a run-out beyond is "not within the time looked at".
const DAYS: usize = 400;

/// xorshift64*: small, good enough, the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) as f64 / (1u64 << 53) as f64
    }
    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.next()
    }
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.next()).sum::<f64>() - 6.0
    }
}

/// What becomes of the spend of one campaign.
#[derive(Clone, Copy)]
enum World {
    /// Weekday rhythm, and now and then a ramp, a step or a pause.
    Mixed,
    Steady,
    /// For two months it grows or falls by so much a day.
    Ramp(f64, f64),
    /// Every one to three weeks some days without spend.
    Pauses,
}

/// From one day on so much of it.
type Step = (f64, f64);
/// From one day on, for so many days.
type Pause = (f64, f64);

/// A year of spend in cents.
fn spend(random: &mut Random, world: World) -> Vec<i64> {
    let level = random.between(3.0, 6.2).exp();
    let (mut noise, mut weekend) = (random.between(0.08, 0.3), random.between(0.6, 1.4));
    // A ramp ends: nobody raises a budget for ever.
    let (mut ramp, mut ramp_days) = (0.0, 60.0);
    let mut step: Option<Step> = None;
    let mut pauses: Vec<Pause> = vec![];
    match world {
        World::Steady => {}
        World::Ramp(slow, fast) => ramp = random.between(slow, fast),
        World::Pauses => {
            let mut at = random.between(3.0, 20.0);
            while at < 150.0 {
                let length = random.between(2.0, 7.0);
                pauses.push((at, length));
                at += length + random.between(6.0, 25.0);
            }
        }
        World::Mixed => {
            (noise, weekend) = (random.between(0.08, 0.45), random.between(0.3, 1.7));
            let mut now_and_then = |odds| random.next() < odds;
            let (ramps, steps, rests) = (now_and_then(0.4), now_and_then(0.2), now_and_then(0.25));
            if ramps {
                (ramp, ramp_days) = (random.between(-0.02, 0.03), 30.0);
            }
            step = steps.then(|| (random.between(5.0, 60.0), random.between(0.5, 2.0)));
            if rests {
                pauses.push((random.between(3.0, 50.0), random.between(1.0, 6.0)));
            }
        }
    }
    let shift = (random.next() * 7.0) as usize;
    (0..DAYS)
        .map(|n| {
            let at = n as f64;
            let rhythm = if (n + shift) % 7 >= 5 { weekend } else { 1.0 };
            let grown = (ramp * at.min(ramp_days)).exp();
            let stepped = step.map_or(1.0, |(day, by)| if at >= day { by } else { 1.0 });
            let paused = pauses.iter().any(|(day, length)| *day <= at && at < day + length);
            let value = level * rhythm * grown * stepped * (noise * random.normal()).exp();
            if paused { 0 } else { (value * 100.0) as i64 }
        })
        .collect()
}

/// What the engine learns from.
#[derive(Clone, Copy, PartialEq)]
enum From {
    Costs,
    Copies,
    /// Costs of campaigns of which one ends and one begins meanwhile.
    Campaigns,
}

/// A year of spend in cents of each campaign: one, or three.
fn campaigns(random: &mut Random, world: World, from: From) -> Vec<Vec<i64>> {
    let count = if from == From::Campaigns { 3 } else { 1 };
    (0..count).map(|_| spend(random, world)).collect()
}

/// Of the second of three campaigns the end, of the third the beginning falls on a day before `known`.
fn change(campaigns: &mut [Vec<i64>], random: &mut Random, known: usize) {
    if let [_, ended, begun] = campaigns {
        let mut day = || random.between(1.0, known as f64) as usize;
        ended[day()..].fill(0);
        begun[..day()].fill(0);
    }
}

/// What is known after `known` days: settled costs per day, and the unused amount.
fn state(
    campaigns: &[Vec<i64>],
    spend: &[i64],
    known: usize,
    face: i64,
    from: From,
) -> AccountState {
    let day = |n: usize| Day::from_number(FIRST_DAY + n as i32);
    let cents = |c: i64| Amount::from_micros(i128::from(c) * 10_000);
    let now = day(known).start().in_zone(Zone::UTC);
    let origin = Origin { source: SourceIx(0), line: 2 };
    let seen = |n: usize| {
        let used: i64 = spend[..n].iter().sum();
        Observation {
            as_of: day(n).start().in_zone(Zone::UTC),
            origin,
            export: Export::PromotionsAvailable,
            unused: Some(cents(face - used)),
            used: Some(cents(used)),
            percent: None,
            status: None,
            suspended: false,
            seen_again: vec![],
        }
    };
    // Somebody copied the page every third day, and now.
    let copied = (0..=known).filter(|n| n % 3 == 0 || *n == known);
    let observations: Vec<Observation> = copied.map(seen).collect();
    let last = observations.last().cloned().unwrap();
    let observed =
        |value: Option<Amount>| value.map(|value| Observed { value, as_of: last.as_of, origin });
    let start = Stated { time: day(0).start(), unit: Unit::Day };
    let credit = Credit {
        key: "c".into(),
        name: "Launch".into(),
        kind: Some(CreditType::Free),
        face: Some(cents(face)),
        redeemed: Some(start),
        valid_start: Some(start),
        window: Window { start: Some(start.time), end: None },
        unused: observed(last.unused),
        used: observed(last.used),
        observations,
        state: CreditState::Available,
        ..Credit::default()
    };
    let spend_days = spend[..known].iter().enumerate().map(|(n, c)| SpendDay {
        day: day(n),
        cost: cents(*c),
        open_cost: Some(cents(*c)),
        is_settled: true,
        by_credit: Some(cents(*c)),
        replayed_credit: None,
    });
    let mut charges = Charges::default();
    let by_campaign = if from == From::Campaigns { campaigns } else { &[] };
    for n in 0..known {
        for (campaign, days) in by_campaign.iter().enumerate().filter(|(_, days)| days[n] > 0) {
            charges.times.push(day(n).start());
            charges.amounts.push(days[n] * 10_000);
            charges.campaigns.push(campaign as u32);
        }
    }
    AccountState {
        account: Account { key: "7001".into(), ..Account::default() },
        currency: Currency::parse("USD"),
        zone: Zone::UTC,
        zone_assumed: false,
        now,
        // Figures of this test are exact as of their time; the lag has a test of its own.
        lag_seconds: 0,
        sources: vec![],
        names: Names::default(),
        campaigns: vec![],
        credits: vec![credit],
        available: None,
        offers: vec![],
        billing: Billing {
            chosen: Some(BillingSetup::Manual),
            readings: vec![BillingSetup::Manual],
            ..Billing::default()
        },
        funds: Funds::default(),
        charges,
        transactions: Transactions::default(),
        report_days: vec![],
        spend: if from == From::Copies { vec![] } else { spend_days.collect() },
        replays: vec![],
        order: OrderInference::default(),
        problems: vec![],
    }
}

#[derive(Default)]
struct Score {
    errors: Vec<f64>,
    line: Vec<f64>,
    week: Vec<f64>,
    held: usize,
    early: usize,
    late: usize,
    count: usize,
    width: Vec<f64>,
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

fn score(random: &mut Random, world: World, share: f64, from: From) -> Score {
    let mut score = Score::default();
    while score.count < CASES {
        let mut campaigns = campaigns(random, world, from);
        let ends = random.between(16.0, 75.0) as usize;
        let known = ((ends as f64) * share) as usize;
        change(&mut campaigns, random, known);
        let spend: Vec<i64> =
            (0..DAYS).map(|n| campaigns.iter().map(|days| days[n]).sum()).collect();
        let face = spend[..ends].iter().sum::<i64>() + spend[ends] / 2;
        let used: i64 = spend[..known].iter().sum();
        // On a day of a pause nothing runs out.
        if used == 0 || known == 0 || spend[ends] == 0 {
            continue;
        }
        let answer = answer(&state(&campaigns, &spend, known, face, from), &Options::default());
        score.count += 1;
        let at = |d: Day| (d.number() - FIRST_DAY) as f64;
        let truth = ends as f64;
        // Not within the time looked at: from its last day on.
        let span = answer.forecast.credits[0].runs_out;
        let soonest = span.map_or(DAYS as f64, |s| at(s.from));
        let to = span.and_then(|s| s.to).map_or(f64::MAX, at);
        score.early += usize::from(truth < soonest);
        score.late += usize::from(to < truth);
        score.held += usize::from(soonest <= truth && truth <= to);
        let cap = |days: f64| (known as f64 + days).min(DAYS as f64);
        let middle = span.and_then(|s| s.middle).map_or(DAYS as f64, at);
        score.errors.push((middle - truth).abs());
        score.width.push(to.min(DAYS as f64) - soonest);
        let left = (face - used) as f64;
        let line = cap(left / (used as f64 / known as f64));
        score.line.push((line.floor() - truth).abs());
        let last = &spend[known.saturating_sub(7)..known];
        let mean = last.iter().sum::<i64>() as f64 / last.len() as f64;
        let week = if mean > 0.0 { cap(left / mean) } else { DAYS as f64 };
        score.week.push((week.floor() - truth).abs());
    }
    score
}

#[test]
fn the_stated_range_holds_four_times_out_of_five() {
    let seed = std::env::var("BACKTEST_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(SEED);
    println!("BACKTEST_SEED={seed}");
    let (table, misses) = run(seed);
    if let Ok(date) = std::env::var("BACKTEST_DATE") {
        let (unseen, _) = run(SEED_UNSEEN);
        let text = format!(
            "{HEAD}\nMade on {date}, {CASES} cases a row.\n\n## Seed {seed}\n\n{COLUMNS}{table}\n\
             ## Seed {SEED_UNSEEN}, by which nothing was measured\n\n{COLUMNS}{unseen}"
        );
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/backtest.md");
        std::fs::write(path, text).unwrap();
    }
    assert!(misses.is_empty(), "held too seldom or too often:\n{}", misses.concat());
}

/// The rows of the table, and those of them that miss their goals.
fn run(seed: u64) -> (String, Vec<String>) {
    let mut table = String::new();
    let mut misses = Vec::new();
    let mixed = 75.0..=85.0;
    for (series, world, from, goals) in [
        ("costs per day", World::Mixed, From::Costs, [&mixed, &mixed, &mixed]),
        ("copies every third day", World::Mixed, From::Copies, [&mixed, &mixed, &mixed]),
        (
            "costs, one campaign ended, one begun",
            World::Mixed,
            From::Campaigns,
            [&mixed, &mixed, &mixed],
        ),
        // Of what goes on as it was the range holds more, of what nobody had seen before less.
        ("steady costs", World::Steady, From::Costs, [&(75.0..=95.0); 3]),
        (
            "costs that grow",
            World::Ramp(0.005, 0.04),
            From::Costs,
            [&(68.0..=93.0), &(75.0..=93.0), &(75.0..=93.0)],
        ),
        (
            "costs that fall",
            World::Ramp(-0.04, -0.005),
            From::Costs,
            [&(70.0..=93.0), &(75.0..=93.0), &(75.0..=93.0)],
        ),
        (
            "costs with pauses",
            World::Pauses,
            From::Costs,
            [&(65.0..=90.0), &(70.0..=90.0), &(70.0..=90.0)],
        ),
    ] {
        for (share, goal) in [0.25, 0.5, 0.75].into_iter().zip(goals) {
            let mut s = score(&mut Random(seed), world, share, from);
            let held = 100.0 * s.held as f64 / s.count as f64;
            let part = |n: usize| 100.0 * n as f64 / s.count as f64;
            let row = format!(
                "| {series} | {:.0} % | {:.1} | {:.1} | {:.1} | {:.0} | {held:.1} % | {:.1} % | {:.1} % |\n",
                share * 100.0,
                mean(&s.errors),
                mean(&s.line),
                mean(&s.week),
                median(&mut s.width),
                part(s.early),
                part(s.late),
            );
            print!("{row}");
            if !goal.contains(&held) {
                misses.push(row.clone());
            }
            table += &row;
        }
    }
    (table, misses)
}

const HEAD: &str = "# Forecasts, back-tested\n
Generated spend with weekday rhythm, ramps, steps and pauses (`tests/backtest.rs`); in the rows of campaigns of three
such campaigns, of which one ended and one began on some day before the forecast, then of one that goes on as
it was, one that grows or falls by half a percent to four percent a day for two months, and one that pauses for two
to seven days every one to three weeks. At a share of a credit's life the engine says on which day it runs out; the
same spend then shows the day. Errors are means in days, beside the straight line (used ÷ days) and the mean of the
last seven days. *Held*: how often the stated 80 % range contained the day; *early* and *late*: how often the day
came before or after it.
";
const COLUMNS: &str =
    "| learned from | life | error | line | 7 days | width (median) | held | early | late |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
";
