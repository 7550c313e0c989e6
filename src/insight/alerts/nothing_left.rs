//! No credit can pay: since when, why, and who pays now (R12, R13).
//!
//! It leads: what used up the last credits is its reason, and no second line beside it.

use super::credits::One;
use super::takeover::{Clause, ClauseKind, billing_unknown, who_pays_since};
use super::{Kind, Scene};
use crate::account::pages::SITTING_SECONDS;
use crate::account::state::{Between, CreditIx, CreditState};
use crate::calendar::{Instant, When};
use crate::insight::usage::{Hold, Role, condition};
use crate::insight::{Finding, Level};
use crate::problem::Message;
use crate::sorting::Sorting;
use std::cmp::Reverse;

/// More of them are named by lines of their own.
const ASSIGN_MAX: usize = 1;

const KEYS: [&str; 3] =
    ["alert.nothing_left.stops", "alert.nothing_left.paid", "alert.nothing_left.then"];
const KEYS_HELD: [&str; 3] = [
    "alert.nothing_left.stops_held",
    "alert.nothing_left.paid_held",
    "alert.nothing_left.then_held",
];
const KEYS_LATER: [&str; 3] = [
    "alert.nothing_left.stops_later",
    "alert.nothing_left.paid_later",
    "alert.nothing_left.then_later",
];
const KEYS_PERHAPS: [&str; 3] = [
    "alert.nothing_left.stops_perhaps",
    "alert.nothing_left.paid_perhaps",
    "alert.nothing_left.then_perhaps",
];

/// `of_credits`: what is said of them; used-up ones become part of the reason.
pub(super) fn nothing_left(scene: &Scene<'_>, of_credits: &mut Vec<Finding>) -> Option<Finding> {
    let usage = scene.usage;
    // What is only inferred to be used up has a line of its own, which says so (R37).
    let may_pay = |role| matches!(role, Role::Pays | Role::Unknown | Role::Over(_));
    if !usage.is_told || usage.is_part() || usage.credits.iter().any(|c| may_pay(c.role)) {
        return None;
    }
    let stop = Stop::of(scene);
    // R37: what was never seen to pay has not stopped.
    if stop.is_history && usage.perhaps.is_positive() {
        return None;
    }
    let (clause, _) = who_pays_since(scene, stop.paid_since());
    let mut finding = scene.finding(Kind::NothingLeft, None, headline(scene, stop.onset, &clause));
    finding.onset = stop.onset;
    finding.at = Some(scene.when(stop.onset));
    let waiting = usage.held + usage.later + usage.perhaps;
    finding.amount = clause.amount.or(waiting.is_positive().then_some(waiting));
    finding.level = match clause.kind {
        ClauseKind::Nothing => Level::Critical,
        _ if stop.is_history => Level::Info,
        _ => Level::Warning,
    };
    finding.why = why(scene, &stop, &clause, of_credits);
    finding.steps = steps_to_assign(scene);
    finding.steps.extend(clause.steps());
    of_credits.retain(|f| f.kind != Kind::UsedUp);
    Some(as_copied(scene, finding, &clause, stop.onset))
}

/// Since when no credit can pay.
struct Stop {
    /// The credit that stopped last, and when.
    last: Option<(CreditIx, Between)>,
    onset: Instant,
    /// R40: an account in which no credit was ever seen, or none when it was first seen, is no news.
    is_history: bool,
}

impl Stop {
    fn of(scene: &Scene<'_>) -> Stop {
        let last = last_end(scene);
        let end = last.and_then(|(_, end)| end.before.or(end.after));
        let listed = || scene.state.available.and_then(|list| list.whole_as_of);
        let onset = end.or_else(listed).unwrap_or(scene.state.now);
        let credit = last.and_then(|(at, _)| scene.state.credit(at));
        let is_baseline = credit.is_none_or(|credit| scene.state.is_baseline(credit, onset));
        Stop { last, onset, is_history: is_baseline || !scene.is_news(onset) }
    }

    /// From when on something else may have paid.
    fn paid_since(&self) -> Instant {
        self.last.and_then(|(_, end)| end.after).unwrap_or(self.onset)
    }
}

/// R15: what has not begun is held by nothing, and need not have followed anything.
fn later_from(scene: &Scene<'_>) -> Option<When> {
    scene.usage.later_from(scene.state).filter(|_| scene.usage.later.is_positive())
}

fn headline(scene: &Scene<'_>, onset: Instant, clause: &Clause) -> Message {
    let usage = scene.usage;
    let later = later_from(scene);
    // R39: what pays if it is assigned is no credit that can pay, nor is it known that it cannot.
    let [stops, paid, then] = match () {
        () if usage.perhaps.is_positive() => KEYS_PERHAPS,
        () if usage.held.is_positive() => KEYS_HELD,
        () if later.is_some() => KEYS_LATER,
        () => KEYS,
    };
    let key = match clause.kind {
        ClauseKind::Nothing => stops,
        ClauseKind::Paid => paid,
        _ => then,
    };
    let headline = clause.complete(Message::new(key), scene).with("at", scene.when(onset));
    let headline = scene.money(headline, "held", usage.held);
    let headline = scene.money(headline, "perhaps", usage.perhaps);
    let headline = match later {
        Some(from) => scene.money(headline, "later", usage.later).with("from", from),
        None => headline,
    };
    match condition(usage.perhaps, usage.untyped) {
        Some(condition) => headline.term("if", condition),
        None => headline,
    }
}

/// Who pays, and how the last credits came to their end.
fn why(scene: &Scene<'_>, stop: &Stop, clause: &Clause, of_credits: &[Finding]) -> Vec<Message> {
    let mut why = clause.beside_headline(scene);
    let last = stop.last.map(|(at, _)| at);
    let used_up = of_credits.iter().filter(|f| f.kind == Kind::UsedUp).filter_map(|f| f.credit);
    let ended = last.into_iter().chain(used_up.filter(|at| Some(*at) != last));
    for one in ended.filter_map(|at| One::of(scene, at)) {
        why.extend(one.ended().into_iter().chain(one.how_used_up()));
    }
    if clause.kind == ClauseKind::IfSpending {
        why.push(scene.usual_pace());
    }
    why.push(match (last, later_from(scene)) {
        (None, Some(_)) => Message::new("alert.why.as_of").with("at", scene.when(stop.onset)),
        _ => Message::new("alert.why.not_told"),
    });
    why.extend(billing_unknown(scene));
    why
}

/// R32, R37: what ended after the list was copied may have been followed by a credit that nobody copied, unless what
/// pays since was seen.
fn as_copied(scene: &Scene<'_>, finding: Finding, clause: &Clause, onset: Instant) -> Finding {
    let copied = scene.state.available.map(|list| list.as_of);
    let is_old = |at: &Instant| onset.seconds_since(*at) > SITTING_SECONDS;
    let Some(copied) = copied.filter(is_old).filter(|_| clause.kind != ClauseKind::Paid) else {
        return finding;
    };
    let copy = Message::new("alert.step.copy_available");
    let steps = std::iter::once(copy).chain(steps_to_assign(scene)).collect();
    let headline = Message::new("alert.nothing_left.copied").with("at", scene.when(onset));
    Finding {
        headline: headline.with("copied", scene.when(copied)),
        level: finding.level.min(Level::Warning),
        steps,
        ..finding
    }
}

/// R3, R4: what would pay if it were assigned, the largest first.
pub(super) fn steps_to_assign(scene: &Scene<'_>) -> Vec<Message> {
    let usage = scene.usage.credits.iter().enumerate();
    let waits = |role| matches!(role, Role::Perhaps | Role::Held(Hold::Unassigned));
    let mut waiting: Vec<_> = usage.filter(|(_, one)| waits(one.role)).collect();
    waiting.order_by_key(|(at, one)| (Reverse(one.unused), *at));
    let all = waiting.iter().filter_map(|(at, _)| One::of(scene, CreditIx::from_at(*at)));
    all.take(ASSIGN_MAX).flat_map(|one| one.steps_to_assign()).collect()
}

/// When the last credit that could pay stopped doing so, as far as it is known (R37).
fn last_end(scene: &Scene<'_>) -> Option<(CreditIx, Between)> {
    let zone = scene.state.zone;
    let credits = scene.state.credits.iter().zip(&scene.usage.credits).enumerate();
    let ends = credits.filter_map(|(at, (credit, usage))| {
        let end = match (credit.state, usage.role) {
            (CreditState::UsedUp { between }, _) => Some(between),
            (CreditState::Expired { at, .. }, _) => Some(Between::at(at.in_zone(zone))),
            (CreditState::Suspended, _) => {
                let run = credit.observations.iter().rev().take_while(|o| o.suspended);
                run.last().map(|o| Between::at(o.as_of))
            }
            (_, Role::Held(Hold::Unassigned)) => {
                credit.assignments.log.last().map(|entry| Between::at(entry.at.in_zone(zone)))
            }
            // What never paid has not stopped.
            (_, Role::Held(_) | Role::Perhaps) => None,
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

#[cfg(test)]
mod tests {
    use crate::ingest::exports::Export;
    use crate::insight::Level;
    use crate::insight::alerts::Kind;
    use crate::insight::answer;
    use crate::insight::fixture::{account, say};
    use crate::options::Options;

    /// Nothing held it and nothing ended before it.
    #[test]
    fn r15_credit_that_has_not_begun_is_told_with_its_first_day() {
        let state = account(
            "account currency=USD billing=manual
             now    11-21 09:00
             source export=promotions_available at=11-21T08:00
             credit Winter face=300 valid=12-01..12-31
             seen   Winter at=11-21T08:00 unused=300",
        );
        let answers = answer(&state, &Options::default());
        let line = answers.findings.iter().find(|f| f.kind == Kind::NothingLeft).unwrap();
        let expected = "No ad credit can pay before 12-01 (300 USD from then on); \
                        if this account is spending, it now pays from cash balance";
        assert_eq!((say(&line.headline).as_str(), line.level), (expected, Level::Info));
        assert!(line.why.iter().all(|why| why.key != "alert.why.not_told"), "nothing was left");
    }

    /// The copy of the 21st lists all credits; the last of them ends after the 25th.
    #[test]
    fn r32_r37_what_came_after_the_list_was_copied_is_not_known() {
        let told = |now: &str, more: &str| {
            let state = account(&format!(
                "account currency=USD billing=manual
                 now    {now}
                 credit Spark face=150 valid=11-05..11-25
                 seen   Spark at=11-21T08:40 unused=70.25
                 {more}"
            ));
            let answers = answer(&state, &Options::default());
            let line = answers.findings.iter().find(|f| f.kind == Kind::NothingLeft).unwrap();
            let is_stale = answers.findings.iter().any(|f| f.kind == Kind::Stale);
            let mut pages = answers.refresh.iter().map(|line| line.export);
            let asked = pages.any(|export| export == Export::PromotionsAvailable);
            (say(&line.headline), is_stale, asked)
        };
        let copied = "None of the ad credits copied on 11-21 08:40 can pay since 11-26 00:00 at the latest; \
                      whether others came since is not known";
        assert_eq!(told("11-26 09:00", ""), (copied.to_owned(), true, true));
        // A page of the other tab tells nothing of what came.
        let ended = "seen Spark at=11-26T09:00 unused=70.25 ended";
        assert_eq!(told("11-26 09:00", ended), (copied.to_owned(), true, true));
        let (line, is_stale, asked) =
            told("11-26 09:00", "source export=promotions_available at=11-26T08:00");
        assert!(line.starts_with("No ad credit left since 11-26 00:00"), "{line}");
        assert!(!is_stale && !asked);
    }
}
