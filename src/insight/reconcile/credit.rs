//! One credit: its Used amount beside transactions, Net Cost and our replay, all up to the moment of the Used amount.

use super::drawn::Drawn;
use super::{
    Cause, Reconciled, Settlement, assumption, causes, choose, days, is_ours, lag, spread, steps,
    witness,
};
use crate::account::state::{AccountState, Check, Credit, CreditIx, ReplayedCredit, TransactionIx};
use crate::insight::when_at;
use crate::money::Amount;
use crate::problem::Message;

/// Used amount, transactions and replay of one credit, all up to the moment of the Used amount.
pub(super) fn row(
    state: &AccountState,
    at: CreditIx,
    unnamed: &[TransactionIx],
    of_days: causes::OfDays,
) -> Option<Reconciled> {
    let credit = state.credit(at)?;
    let used = credit.used?;
    let used_at = Some(when_at(state, used.as_of));
    let mut witnesses = vec![witness("reconcile.witness.used", Some(used.value), used_at)];
    let drawn = Drawn::of(state, credit, used.as_of, unnamed);
    if let Some(drawn) = &drawn {
        let as_of = drawn.as_of.map(|at| when_at(state, at));
        witnesses.push(witness("reconcile.witness.transactions", drawn.stated(), as_of));
    }
    let replayed = state.shown_of(at);
    let check = replayed.and_then(|r| r.checks.iter().find(|c| c.as_of == used.as_of));
    // R36: where charges leave days out, replay knows of less than was used.
    let check = check.filter(|check| check.speaks() || state.order.is_contradicted());
    let stated = spread(&witnesses);
    let mut difference = stated;
    let mut open = None;
    let mut not_copied = None;
    let mut explained = drawn.as_ref().is_none_or(|d| d.explains(used.value));
    if let (Some(check), Some(unused)) = (check, credit.unused) {
        let all = used.value + unused.value;
        let ours = all - check.ours;
        if drawn.is_none() {
            let between = (all - check.between.high, all - check.between.low);
            explained = lag::explains(state, used.value, between, used.as_of);
            not_copied = super::not_copied(state, ours, used.value, used.as_of);
        }
        witnesses.push(witness("reconcile.witness.replay", Some(ours), used_at));
        if check.ours != check.platform {
            open = match check.agrees() {
                true => Some(open_cause(credit)),
                false => lag::agrees(state, credit, check).then_some(LATE_COPY),
            };
        }
        let agrees = stated.unwrap_or_default();
        difference = if open.is_some() { Some(agrees) } else { spread(&witnesses) };
    }
    let is_unnamed = drawn.as_ref().is_some_and(|d| d.stated().is_none());
    if difference.is_none() && !is_unnamed {
        return None;
    }
    let is_of_others =
        replayed.zip(check).is_some_and(|(replayed, check)| is_of_others(replayed, check));
    let is_assumed = is_ours(state, stated) || stated.is_none() && is_of_others;
    let only_ours = difference.is_some_and(Amount::is_positive) && is_assumed;
    let may_lag = lag::may_lag(state, drawn.as_ref(), used.as_of);
    let gap = drawn.as_ref().and_then(|d| d.gap(used.value)).or(not_copied);
    // R37: where no row names its credit, that is no 0; all credits in sum are compared.
    let gap = if is_unnamed { Some(Cause::NotNamed) } else { gap };
    let settlement = match (difference.is_some_and(Amount::is_zero), explained) {
        (true, _) => Settlement::Settled,
        _ if difference.is_none() => Settlement::NotComparable,
        _ if only_ours => Settlement::NotComparable,
        (false, true) if may_lag => Settlement::WithinLag,
        _ if gap.is_some() => Settlement::NotComparable,
        (false, _) => Settlement::Unexplained,
    };
    let cause = match settlement {
        Settlement::NotComparable => gap.filter(|_| !only_ours),
        Settlement::Unexplained => {
            drawn.and_then(|d| causes::of_sum(state, used.value, &d, of_days))
        }
        _ => None,
    };
    let subject = Message::new("reconcile.subject.credit").with("name", credit.name.clone());
    Some(Reconciled {
        key: format!("credit:{}", credit.key),
        subject,
        credit: Some(at),
        campaign: None,
        day: None,
        witnesses,
        // R36: where the platform's own figures differ, that is the difference; our replay stands beside.
        difference: stated.filter(|s| s.is_positive()).or(difference),
        settlement,
        cause: cause.map(|c| c.message(state)).or(assumption(only_ours)).or(open.map(Message::new)),
        steps: if only_ours { vec![choose()] } else { steps(settlement, cause) },
    })
}

/// R14: what it paid less than we say, others of its time paid more, and the other way round.
fn is_of_others(replayed: &ReplayedCredit, check: &Check) -> bool {
    check.platform - check.between.high <= replayed.others_more
        && check.between.low - check.platform <= replayed.others_less
}

/// R22: where nothing else speaks of the one credit that could have paid in its time, and Net Cost says that credit paid
/// just what the credit shows as used, the two confirm one another. Reports may leave days out: less tells nothing.
pub(super) fn confirmed(
    state: &AccountState,
    at: CreditIx,
    days: &[days::DayFigures],
) -> Option<Reconciled> {
    let credit = state.credit(at)?;
    let used = credit.used.filter(|used| used.value.is_positive())?;
    let begin = credit.window.start.max(credit.redeemed.map(|redeemed| redeemed.time))?;
    let end = credit.window.end.into_iter().fold(used.as_of.on_clock(state.zone), Ord::min);
    let may_pay = |other: &&Credit| {
        other.window.start.is_none_or(|start| start < end)
            && other.window.end.is_none_or(|over| begin < over)
    };
    let inside = |day: &&days::DayFigures| begin.day() <= day.day && day.day.start() < end;
    let net_cost = days.iter().filter(inside).filter_map(|day| day.net_cost);
    let paid: Amount = net_cost.clone().map(|figure| figure.amount).sum();
    if paid != used.value || state.credits.iter().filter(may_pay).count() != 1 {
        return None;
    }
    let seen = net_cost.map(|figure| figure.as_of).min()?;
    Some(Reconciled {
        key: format!("credit:{}", credit.key),
        subject: Message::new("reconcile.subject.credit").with("name", credit.name.clone()),
        credit: Some(at),
        campaign: None,
        day: None,
        witnesses: vec![
            witness("reconcile.witness.used", Some(used.value), Some(when_at(state, used.as_of))),
            witness("reconcile.witness.net_cost", Some(paid), Some(when_at(state, seen))),
        ],
        difference: Some(Amount::ZERO),
        settlement: Settlement::Settled,
        cause: None,
        steps: vec![],
    })
}

/// R36, R37: more was used than all charges that were copied could have drawn, and they leave days out: what they lack
/// may be the difference.
pub(super) fn beyond_charges(state: &AccountState, at: CreditIx) -> Option<Reconciled> {
    let credit = state.credit(at)?;
    let (used, unused) = (credit.used?, credit.unused?);
    let check = state.shown_of(at)?;
    let check = check.checks.iter().find(|c| c.as_of == used.as_of && !c.speaks())?;
    let ours = used.value + unused.value - check.ours;
    let used_at = Some(when_at(state, used.as_of));
    let cause = Some(Cause::MissingPage);
    Some(Reconciled {
        key: format!("credit:{}", credit.key),
        subject: Message::new("reconcile.subject.credit").with("name", credit.name.clone()),
        credit: Some(at),
        campaign: None,
        day: None,
        witnesses: vec![
            witness("reconcile.witness.used", Some(used.value), used_at),
            witness("reconcile.witness.replay", Some(ours), used_at),
        ],
        difference: Some(used.value - ours),
        settlement: Settlement::NotComparable,
        cause: cause.map(|cause| cause.message(state)),
        steps: steps(Settlement::NotComparable, cause),
    })
    .filter(|row| row.difference.is_some_and(Amount::is_positive) && ours.is_positive())
}

/// R21: the copy that replay runs on from may have lacked what was charged shortly before it.
const LATE_COPY: &str = "reconcile.cause.late_copy";

/// Why replay gives bounds rather than a figure (R5, R37): charges of the day of a copy have no time, and any share of them
/// may be in it.
fn open_cause(credit: &Credit) -> &'static str {
    let was_held = credit.observations.iter().any(|seen| seen.suspended);
    if was_held { "reconcile.cause.suspended" } else { "reconcile.cause.day_of_copy" }
}
