//! What is claimed of accounts whose truth is known: a platform that pays by rules of its own, shown by copies of parts.
//!
//! No claim may be false: no difference that goes to support, no source of a day that paid less, nothing used up that
//! is not, nothing forfeited that was not. What is not known may be left open.

mod world; // the platform

use crate::account::state::{AccountState, Credit, CreditState, ReplayedCredit};
use crate::account::tests::Case;
use crate::calendar::{Day, Instant, Zone};
use crate::insight::reconcile::{Reconciled, Settlement};
use crate::insight::usage::Role;
use crate::insight::{Answers, answer};
use crate::money::Amount;
use crate::problem::{Arg, Message};
use crate::view::spend;
use world::{DAY, World, stamp};

fn cents(amount: Amount) -> i64 {
    (amount.micros() / 10_000) as i64
}

fn minutes(at: Instant) -> i64 {
    let first = Day::parse_iso("2026-05-01").unwrap().start();
    at.seconds_since(first.in_zone(Zone::UTC)) / 60
}

fn arg(message: &Message, name: &str) -> Option<i64> {
    match message.arg(name)? {
        Arg::Money(money) => Some(cents(money.amount)),
        _ => None,
    }
}

/// Every claim that is not so.
fn false_claims(world: &World, state: &AccountState, answers: &Answers) -> Vec<String> {
    let mut wrong = tickets(answers);
    wrong.extend(false_days(world, state));
    for (at, credit) in state.credits.iter().enumerate() {
        let truth = world.credits.iter().find(|c| c.name == credit.name).unwrap();
        let is_over = matches!(answers.usage.credits[at].role, Role::Over(_));
        wrong.extend(false_of(world, credit, truth, is_over));
    }
    wrong.extend(false_payers(world, state, answers));
    wrong
}

/// Differences that go to support: the platform pays right.
fn tickets(answers: &Answers) -> Vec<String> {
    let rows = answers.reconciled.iter().filter(|row| row.settlement == Settlement::Unexplained);
    let told = |row: &Reconciled| {
        let cause = row.cause.as_ref().map_or("", |cause| cause.key);
        format!("ticket {} {cause} {:?}", row.key, row.difference.map(cents))
    };
    rows.map(told).collect()
}

/// Sources of days that paid less.
fn false_days(world: &World, state: &AccountState) -> Vec<String> {
    let assumes = |c: &ReplayedCredit| c.assumes_eligibility;
    let rests_on_more = state.replays.iter().any(|replay| replay.credits.iter().any(assumes))
        || world.credits.iter().any(|credit| credit.held.is_some());
    // What copies may lack, or rests on what is assumed and said so, is no claim of a day.
    if world.lag > 0 || rests_on_more {
        return vec![];
    }
    let days = spend::days(state).into_iter().filter_map(|day| {
        let start = minutes(day.day.start().in_zone(Zone::UTC));
        let paid = world.paid(start, start + DAY);
        let said = [day.credit, day.cash, day.card].map(cents);
        let is_so = |(said, (back, paid)): (&i64, &(i64, i64))| (*back..=*paid).contains(said);
        let is_true = said.iter().zip(&paid).all(is_so);
        (!is_true).then(|| format!("day {} {said:?} is {paid:?}", day.day))
    });
    days.collect()
}

/// What is said of one credit.
fn false_of(world: &World, credit: &Credit, truth: &world::Credit, is_over: bool) -> Vec<String> {
    let mut wrong = vec![];
    let (name, left) = (&credit.name, truth.unused_at(world.now));
    if is_over && left > 0 {
        wrong.push(format!("over {name}, left {left}"));
    }
    match credit.state {
        CreditState::UsedUp { between } => {
            let fits = truth.emptied().any(|at| {
                between.before.is_none_or(|before| at <= minutes(before))
                    && between.after.is_none_or(|after| minutes(after) <= at + DAY)
            });
            if !fits {
                let emptied: Vec<_> = truth.emptied().map(stamp).collect();
                wrong.push(format!("used up {name} {between:?}, was {emptied:?}"));
            }
        }
        CreditState::Expired { forfeited: Some(lost), .. } if world.lag == 0 => {
            // What comes back later is lost too.
            let at_end = truth.unused_at(truth.until * DAY);
            if left < cents(lost.low) || cents(lost.high) < at_end {
                wrong.push(format!("lost {name} {lost:?}, was {at_end}"));
            }
        }
        _ => {}
    }
    if let Some(gone) = credit.missing {
        let at = minutes(gone.since);
        if truth.unused_at(at) > 0 && at < truth.until * DAY {
            wrong.push(format!("gone {name}"));
        }
    }
    wrong
}

/// What others are said to have paid since a credit ended, and is more than they did.
fn false_payers(world: &World, state: &AccountState, answers: &Answers) -> Vec<String> {
    let mut wrong = vec![];
    for finding in &answers.findings {
        let Some(credit) = finding.credit.and_then(|at| state.credit(at)) else { continue };
        let since = match credit.state {
            CreditState::UsedUp { between } => between.after.or(between.before),
            CreditState::Expired { at, .. } => Some(at.in_zone(state.zone)),
            _ => Some(finding.onset),
        };
        let Some(since) = since.map(minutes) else { continue };
        let messages = std::iter::once(&finding.headline).chain(&finding.why);
        let is_paid = |m: &&Message| m.key.ends_with("paid") || m.key == "alert.why.paid_by";
        for message in messages.filter(is_paid) {
            let Some(paid) = arg(message, "paid") else { continue };
            let [_, (_, cash), (_, card)] = world.paid(since - DAY, i64::MAX);
            let payer = match message.arg("payer") {
                Some(Arg::Term("usage.payer.cash")) => cash,
                Some(Arg::Term("usage.payer.card" | "usage.payer.credit_line")) => card,
                _ => cash + card,
            };
            if paid > payer {
                let who = message.arg("payer");
                wrong.push(format!("paid {} {paid} by {who:?} is {payer}", message.key));
            }
        }
    }
    wrong
}

/// More of them: `JUDGE=300..3000`. Of a thousand accounts of later seeds one has a claim that is not so: credits in an
/// order that no figure tells.
#[test]
fn r37_no_claim_of_an_account_is_false() {
    let seeds = std::env::var("JUDGE").unwrap_or("0..300".into());
    let (from, to) = seeds.split_once("..").unwrap();
    let [from, to] = [from, to].map(|n| n.parse::<u64>().unwrap());
    let mut found = vec![];
    for seed in from..to {
        let world = World::new(seed);
        let case = Case::read(&world.text);
        let state = case.build(&case.pastes());
        let wrong = false_claims(&world, &state, &answer(&state, &case.options));
        if !wrong.is_empty() {
            println!("seed {seed}: {wrong:#?}\n{}", world.text);
            found.push(seed);
        }
    }
    assert!(found.is_empty(), "of the seeds {found:?}");
}
