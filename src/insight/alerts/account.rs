//! Findings about an account as a whole.

use super::takeover::{ClauseKind, billing_unknown, who_pays_since};
use super::{Kind, Scene};
use crate::account::state::{AccountState, Between, CreditState, Payer};
use crate::calendar::{Instant, SECONDS_PER_HOUR};
use crate::insight::reconcile::{Reconciled, Settlement};
use crate::insight::usage::Role;
use crate::insight::{Finding, Level};
use crate::money::Amount;
use crate::options::BillingSetup;
use crate::problem::Message;

/// Everything to be said about the account.
pub(super) fn of_account(scene: &Scene<'_>) -> Vec<Finding> {
    [not_copied(scene), nothing_left(scene), cash_low(scene), disagree(scene), stale(scene)]
        .into_iter()
        .flatten()
        .collect()
}

/// R32, R37: nothing that was copied tells whether a credit can pay. Which page would is said instead of a
/// claim that none is left.
fn not_copied(scene: &Scene<'_>) -> Option<Finding> {
    if scene.usage.is_told {
        return None;
    }
    let key = match scene.state.available {
        None => "alert.not_copied",
        Some(_) => "alert.not_copied.part",
    };
    let mut finding = scene.finding(Kind::NotCopied, None, Message::new(key));
    finding.steps.push(Message::new("alert.step.copy_available"));
    finding.onset = latest_as_of(scene.state).unwrap_or(scene.state.now);
    Some(finding)
}

/// R12, R13: no credit can pay; who pays then, or that nothing can.
fn nothing_left(scene: &Scene<'_>) -> Option<Finding> {
    let usage = scene.usage;
    // What is only inferred to be used up has a line of its own, which says so (R37).
    let may_pay = |role| matches!(role, Role::Pays | Role::Perhaps | Role::Unknown | Role::Over(_));
    if !usage.is_told || usage.credits.is_empty() || usage.credits.iter().any(|c| may_pay(c.role)) {
        return None;
    }
    let end = last_end(scene);
    let onset = end.and_then(|end| end.before.or(end.after)).or(latest_as_of(scene.state));
    let onset = onset.unwrap_or(scene.state.now);
    let (clause, _) = who_pays_since(scene, end.and_then(|end| end.after).unwrap_or(onset));
    let held = usage.held + usage.later;
    let key = match (clause.kind, held.is_positive()) {
        (ClauseKind::Nothing, false) => "alert.nothing_left.stops",
        (ClauseKind::Nothing, true) => "alert.nothing_left.stops_held",
        (ClauseKind::Paid, false) => "alert.nothing_left.paid",
        (ClauseKind::Paid, true) => "alert.nothing_left.paid_held",
        (_, false) => "alert.nothing_left.then",
        (_, true) => "alert.nothing_left.then_held",
    };
    let headline = clause.complete(Message::new(key), scene);
    let headline = scene.money(headline, "held", held);
    let mut finding = scene.finding(Kind::NothingLeft, None, headline);
    finding.onset = onset;
    finding.at = Some(scene.when(onset));
    finding.amount = held.is_positive().then_some(held);
    finding.level = match clause.kind {
        ClauseKind::Nothing => Level::Critical,
        // R40: an account first seen without credit is no news.
        _ if scene.is_baseline(onset) || !scene.is_news(onset) => Level::Info,
        _ => Level::Warning,
    };
    finding.why.push(Message::new("alert.why.not_told"));
    finding.why.extend(billing_unknown(scene));
    finding.steps = clause.steps();
    Some(finding)
}

/// When the last credit that could pay stopped doing so, as far as it is known (R37).
fn last_end(scene: &Scene<'_>) -> Option<Between> {
    let ends = scene.state.credits.iter().filter_map(|credit| match credit.state {
        CreditState::UsedUp { between } => Some(between),
        CreditState::Expired { at, .. } => Some(Between::at(at.in_zone(scene.state.zone))),
        CreditState::Suspended => {
            let run = credit.observations.iter().rev().take_while(|o| o.suspended);
            run.last().map(|o| Between::at(o.as_of))
        }
        _ => match credit.missing {
            Some(gone) => Some(Between { after: Some(gone.last_seen), before: Some(gone.since) }),
            None => credit.observations.last().map(|o| Between::at(o.as_of)),
        },
    });
    ends.max_by_key(|end| end.before.or(end.after))
}

/// R24: the platform warns at three times the average daily spend of the last seven days. Only where cash
/// is what keeps ads running (R13).
fn cash_low(scene: &Scene<'_>) -> Option<Finding> {
    let cash = scene.state.funds.cash?;
    let chain = scene.payers.shown()?;
    let card_pays = matches!(scene.payers.takeover.payer, Some(Payer::Card | Payer::CreditLine));
    if card_pays || !matches!(chain.reading, Some(BillingSetup::Manual) | None) {
        return None;
    }
    let alert = scene.state.funds.balance_alert.map(|a| a.value).filter(|a| a.is_positive());
    let daily = daily_spend(scene.state).filter(|d| d.is_positive());
    let by_pace = daily.map(|d| Amount::from_micros(3 * d.micros()));
    let limit = by_pace.into_iter().chain(alert).max()?;
    if cash.value > limit {
        return None;
    }
    let headline = scene.money(Message::new("alert.cash_low"), "amount", cash.value);
    let mut finding = scene.finding(Kind::CashLow, None, headline);
    finding.why.push(match daily.filter(|_| by_pace == Some(limit)) {
        Some(daily) => scene.money(Message::new("alert.why.daily_spend"), "daily", daily),
        None => scene.money(Message::new("alert.why.balance_alert"), "limit", limit),
    });
    finding.why.push(Message::new("alert.why.as_of").with("at", scene.when(cash.as_of)));
    let is_gone = !cash.value.is_positive();
    let credit_pays = matches!(chain.now(), Some(Payer::Credit(_)));
    finding.level = match (is_gone, credit_pays) {
        (_, true) => Level::Info,
        (true, false) => Level::Critical,
        (false, false) => Level::Warning,
    };
    finding.steps.push(Message::new("alert.step.add_balance"));
    finding.amount = Some(cash.value);
    let history = scene.state.funds.history.iter().rev();
    let low = |b: &&crate::account::state::Balances| b.cash.is_some_and(|c| c <= limit);
    let run = history.filter(|b| b.cash.is_some()).take_while(low);
    finding.onset = run.last().map_or(cash.as_of, |b| b.as_of);
    finding.at = Some(scene.when(cash.as_of));
    Some(finding)
}

/// R29: figures that differ beyond the lag. One line per account; each has its row in Reconcile.
fn disagree(scene: &Scene<'_>) -> Option<Finding> {
    let open = scene.reconciled.iter().filter(|r| r.settlement == Settlement::Unexplained);
    let open: Vec<&Reconciled> = open.collect();
    let largest = open.iter().max_by_key(|r| r.difference)?;
    let amount = largest.difference?;
    let headline = match open.len() {
        1 => Message::new("alert.disagree").money("amount", amount, scene.state.currency),
        count => Message::new("alert.disagree.several").with("count", count).money(
            "amount",
            amount,
            scene.state.currency,
        ),
    };
    let mut finding = scene.finding(Kind::Disagree, None, headline);
    finding.level = Level::Warning;
    finding.why.push(largest.subject.clone());
    finding.why.extend(largest.cause.clone());
    finding.steps = largest.steps.clone();
    finding.amount = Some(amount);
    // It is beyond the lag of the slower witness since then at the latest.
    let seen = open.iter().flat_map(|r| &r.witnesses).filter_map(|w| w.as_of).map(|w| w.instant);
    finding.onset = seen.max().unwrap_or(scene.state.now);
    finding.at = Some(scene.when(finding.onset));
    Some(finding)
}

/// The latest statement about credits is older than the limit, and something still runs.
fn stale(scene: &Scene<'_>) -> Option<Finding> {
    let lives = |role: Role| !matches!(role, Role::Ended);
    if !scene.usage.credits.iter().any(|c| lives(c.role)) {
        return None;
    }
    let latest = latest_as_of(scene.state)?;
    let limit = i64::from(scene.limits(None).stale_hours) * SECONDS_PER_HOUR;
    if scene.state.now.seconds_since(latest) <= limit {
        return None;
    }
    let headline = Message::new("alert.stale").with("at", scene.when(latest));
    let mut finding = scene.finding(Kind::Stale, None, headline);
    finding.onset = latest.plus_seconds(limit);
    finding.at = Some(scene.when(latest));
    finding.steps.push(Message::new("alert.step.copy_again"));
    Some(finding)
}

/// As-of of the newest table of the account.
pub(super) fn latest_as_of(state: &AccountState) -> Option<Instant> {
    state.latest_as_of()
}

/// Average spend of the last seven days that are known (R24), rounded down to the micro-unit. Days that
/// nobody reported are not days without spend: they do not count.
pub(crate) fn daily_spend(state: &AccountState) -> Option<Amount> {
    let today = state.now.on_clock(state.zone).day();
    let from = today.plus_days(-7);
    let days: Vec<_> = state.spend.iter().filter(|d| from <= d.day && d.day < today).collect();
    let total: Amount = days.iter().map(|d| d.cost).sum();
    let count = i128::try_from(days.len()).ok().filter(|n| *n > 0)?;
    Some(Amount::from_micros(total.micros() / count))
}
