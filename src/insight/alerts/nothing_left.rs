//! No credit can pay: since when, why, and who pays now (R12, R13).
//!
//! It leads: what used up the last credits is its reason, and no second line beside it.

use super::credits::One;
use super::takeover::{ClauseKind, billing_unknown, who_pays_since};
use super::{Kind, Scene};
use crate::account::state::{Between, CreditIx, CreditState};
use crate::insight::usage::Role;
use crate::insight::{Finding, Level};
use crate::problem::Message;

/// `of_credits`: what is said of them; used-up ones become part of the reason.
pub(super) fn nothing_left(scene: &Scene<'_>, of_credits: &mut Vec<Finding>) -> Option<Finding> {
    let usage = scene.usage;
    // What is only inferred to be used up has a line of its own, which says so (R37).
    let may_pay = |role| matches!(role, Role::Pays | Role::Perhaps | Role::Unknown | Role::Over(_));
    if !usage.is_told || usage.is_part() || usage.credits.iter().any(|c| may_pay(c.role)) {
        return None;
    }
    let last = last_end(scene);
    let end = last.map(|(_, end)| end);
    let listed = || scene.state.available.and_then(|list| list.whole_as_of);
    let onset = end.and_then(|end| end.before.or(end.after)).or_else(listed);
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
    let headline = clause.complete(Message::new(key), scene).with("at", scene.when(onset));
    let headline = scene.money(headline, "held", held);
    let mut finding = scene.finding(Kind::NothingLeft, None, headline);
    finding.onset = onset;
    finding.at = Some(scene.when(onset));
    finding.amount = clause.amount.or(held.is_positive().then_some(held));
    // R40: an account in which no credit was ever seen, or none when it was first seen, is no news.
    let credit = last.and_then(|(at, _)| scene.state.credit(at));
    let is_history = credit.is_none_or(|credit| scene.state.is_baseline(credit, onset));
    finding.level = match clause.kind {
        ClauseKind::Nothing => Level::Critical,
        _ if is_history || !scene.is_news(onset) => Level::Info,
        _ => Level::Warning,
    };
    finding.why.extend(clause.beside_headline(scene));
    let used_up = of_credits.iter().filter(|f| f.kind == Kind::UsedUp).filter_map(|f| f.credit);
    let used_up = used_up.filter(|at| Some(*at) != last.map(|(at, _)| at));
    let ended: Vec<One<'_>> = (last.into_iter().map(|(at, _)| at).chain(used_up))
        .filter_map(|at| One::of(scene, at))
        .collect();
    for one in ended {
        finding.why.extend(one.ended().into_iter().chain(one.how_used_up()));
    }
    if clause.kind == ClauseKind::IfSpending {
        finding.why.push(scene.usual_pace());
    }
    finding.why.push(Message::new("alert.why.not_told"));
    finding.why.extend(billing_unknown(scene));
    finding.steps = clause.steps();
    of_credits.retain(|f| f.kind != Kind::UsedUp);
    Some(finding)
}

/// When the last credit that could pay stopped doing so, as far as it is known (R37).
fn last_end(scene: &Scene<'_>) -> Option<(CreditIx, Between)> {
    let ends = scene.state.credits.iter().enumerate().filter_map(|(at, credit)| {
        let end = match credit.state {
            CreditState::UsedUp { between } => Some(between),
            CreditState::Expired { at, .. } => Some(Between::at(at.in_zone(scene.state.zone))),
            CreditState::Suspended => {
                let run = credit.observations.iter().rev().take_while(|o| o.suspended);
                run.last().map(|o| Between::at(o.as_of))
            }
            _ => match credit.missing {
                Some(gone) => {
                    Some(Between { after: Some(gone.last_seen), before: Some(gone.since) })
                }
                None => credit.observations.last().map(|o| Between::at(o.as_of)),
            },
        };
        Some((CreditIx::from_at(at), end?))
    });
    ends.max_by_key(|(_, end)| end.before.or(end.after))
}
