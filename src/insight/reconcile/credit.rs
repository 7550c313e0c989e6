//! One credit: its Used amount beside transactions, Net Cost and our replay, all up to the moment of the Used amount.

use super::drawn::Drawn;
use super::{
    Cause, Reconciled, Settlement, Witness, causes, days, is_ours, lag, not_copied, spread, witness,
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
    witnesses.extend(drawn.as_ref().map(|drawn| {
        let as_of = drawn.as_of.map(|at| when_at(state, at));
        witness("reconcile.witness.transactions", drawn.stated(), as_of)
    }));
    let stated = spread(&witnesses);
    let replayed = state.shown_of(at);
    let check = replayed.and_then(|r| r.checks.iter().find(|c| c.as_of == used.as_of));
    // R36: where charges leave days out, replay knows of less than was used.
    let check = check.filter(|check| check.speaks() || state.order.is_contradicted());
    let ours = check.zip(credit.unused);
    let ours =
        ours.map(|(check, unused)| Ours::of(state, credit, check, used.value + unused.value));
    let open = ours.and_then(|ours| ours.open);
    witnesses.extend(ours.map(|o| witness("reconcile.witness.replay", Some(o.used), used_at)));
    let difference = match open {
        Some(_) => stated.or(Some(Amount::ZERO)),
        None => spread(&witnesses),
    };
    let is_unnamed = drawn.as_ref().is_some_and(|d| d.stated().is_none());
    if difference.is_none() && !is_unnamed {
        return None;
    }
    let (explained, gap) = match (&drawn, ours) {
        (Some(drawn), _) => (drawn.explains(used.value), drawn.gap(used.value)),
        (None, Some(ours)) => (
            lag::explains(state, used.value, ours.between, used.as_of),
            not_copied(state, ours.used, used.value, used.as_of),
        ),
        (None, None) => (true, None),
    };
    // R21: what the lag alone explains needs no other credit.
    let late = if explained { Amount::ZERO } else { lag::recent(state, used.as_of) };
    let is_of_others =
        replayed.zip(check).is_some_and(|(replayed, check)| is_of_others(replayed, check, late));
    let is_assumed = is_ours(state, stated) || stated.is_none() && is_of_others;
    let only_ours = difference.is_some_and(Amount::is_positive) && is_assumed;
    // R37: where no row names its credit, that is no 0; all credits in sum are compared.
    let gap = if is_unnamed { Some(Cause::NotNamed) } else { gap };
    let settlement = match difference {
        Some(Amount::ZERO) => Settlement::Settled,
        None => Settlement::NotComparable,
        _ if explained && lag::may_lag(state, drawn.as_ref(), used.as_of) => Settlement::WithinLag,
        _ if gap.is_some() => Settlement::NotComparable,
        _ => Settlement::Unexplained,
    };
    let cause = match settlement {
        Settlement::NotComparable => gap,
        Settlement::Unexplained if !only_ours => {
            drawn.and_then(|d| causes::of_sum(state, used.value, &d, of_days))
        }
        _ => None,
    };
    let row = of_credit(state, credit, at, witnesses, settlement, cause);
    // R36: where the platform's own figures differ, that is the difference; our replay stands beside.
    let difference = stated.filter(|s| s.is_positive()).or(difference);
    let cause = row.cause.or(open.map(Message::new));
    let row = Reconciled { difference, cause, ..row };
    Some(if only_ours { row.by_our_assumption() } else { row })
}

/// What our replay says of a Used amount.
#[derive(Clone, Copy)]
struct Ours {
    used: Amount,
    /// The least and the most.
    between: (Amount, Amount),
    /// Why no difference from the platform's figure speaks.
    open: Option<&'static str>,
}

impl Ours {
    /// Of a credit with so much used and unused together.
    fn of(state: &AccountState, credit: &Credit, check: &Check, all: Amount) -> Ours {
        let open = match check.agrees() {
            _ if check.ours == check.platform => None,
            true => Some(open_cause(credit)),
            false => lag::agrees(state, credit, check).then_some(LATE_COPY),
        };
        let between = (all - check.between.high, all - check.between.low);
        Ours { used: all - check.ours, between, open }
    }
}

fn of_credit(
    state: &AccountState,
    credit: &Credit,
    at: CreditIx,
    witnesses: Vec<Witness>,
    settlement: Settlement,
    cause: Option<Cause>,
) -> Reconciled {
    let subject = Message::new("reconcile.subject.credit").with("name", credit.name.clone());
    let about = (format!("credit:{}", credit.key), subject);
    let row = Reconciled::new(state, about, witnesses, settlement, cause);
    Reconciled { credit: Some(at), ..row }
}

/// R14: what it paid less than we say, others of its time paid more, and the other way round; `late` is what their copies
/// may not hold yet.
fn is_of_others(replayed: &ReplayedCredit, check: &Check, late: Amount) -> bool {
    check.platform - check.between.high <= replayed.others_more + late
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
    let witnesses = vec![
        witness("reconcile.witness.used", Some(used.value), Some(when_at(state, used.as_of))),
        witness("reconcile.witness.net_cost", Some(paid), Some(when_at(state, seen))),
    ];
    Some(of_credit(state, credit, at, witnesses, Settlement::Settled, None))
}

/// R36, R37: more was used than all charges that were copied could have drawn, and they leave days out: what they lack
/// may be the difference.
pub(super) fn beyond_charges(state: &AccountState, at: CreditIx) -> Option<Reconciled> {
    let credit = state.credit(at)?;
    let (used, unused) = (credit.used?, credit.unused?);
    let check = state.shown_of(at)?;
    let check = check.checks.iter().find(|c| c.as_of == used.as_of && !c.speaks())?;
    let ours = used.value + unused.value - check.ours;
    if !ours.is_positive() || used.value <= ours {
        return None;
    }
    let used_at = Some(when_at(state, used.as_of));
    let witnesses = vec![
        witness("reconcile.witness.used", Some(used.value), used_at),
        witness("reconcile.witness.replay", Some(ours), used_at),
    ];
    let cause = Some(Cause::MissingPage);
    Some(of_credit(state, credit, at, witnesses, Settlement::NotComparable, cause))
}

/// R21: the copy that replay runs on from may have lacked what was charged shortly before it.
const LATE_COPY: &str = "reconcile.cause.late_copy";

/// Why replay gives bounds rather than a figure (R5, R37): charges of the day of a copy have no time, and any share of them
/// may be in it.
fn open_cause(credit: &Credit) -> &'static str {
    let was_held = credit.observations.iter().any(|seen| seen.suspended);
    if was_held { "reconcile.cause.suspended" } else { "reconcile.cause.day_of_copy" }
}
