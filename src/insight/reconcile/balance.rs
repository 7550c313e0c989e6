//! The voucher balance beside what copies say is unused of all credits in sum.
//!
//! R37: a balance that was copied later than the credits tells of another moment. So a difference accuses nobody: a
//! copy of Promotions decides it.

use super::{Reconciled, Settlement, witness};
use crate::account::state::{AccountState, Credit, CreditState, Observed};
use crate::calendar::Instant;
use crate::insight::when_at;
use crate::money::Amount;
use crate::problem::Message;

/// `None` without a balance that is at least as new as every copy, and where a credit states no amount.
pub(super) fn row(state: &AccountState) -> Option<Reconciled> {
    // R27: the balance of a portfolio is of several accounts.
    let balance = state.funds.voucher.filter(|_| state.funds.portfolio.is_none())?;
    let alive = state.credits.iter().filter(|credit| lives(credit, balance.as_of, state));
    let figures: Option<Vec<(&Credit, Observed<Amount>)>> =
        alive.map(|credit| Some((credit, credit.unused?))).collect();
    let figures = figures?;
    let as_of = figures.iter().map(|(_, unused)| unused.as_of);
    let (oldest, newest) = (as_of.clone().min()?, as_of.max()?);
    if balance.as_of < newest {
        return None;
    }
    let clock = balance.as_of.on_clock(state.zone);
    let unused = figures.iter().map(|(_, unused)| unused.value).sum();
    let can_pay = figures.iter().filter(|(c, _)| !c.suspended && c.window.contains(clock));
    let can_pay: Amount = can_pay.map(|(_, unused)| unused.value).sum();
    // Whether a balance holds what is on hold or has not begun is not told.
    let sum = if balance.value == can_pay { can_pay } else { unused };
    let settlement = if sum == balance.value {
        Settlement::Settled
    } else if balance.as_of.seconds_since(oldest) <= state.lag_seconds {
        Settlement::WithinLag
    } else {
        Settlement::NotComparable
    };
    let at = |at| Some(when_at(state, at));
    let about = ("voucher".into(), Message::new("reconcile.subject.credits"));
    let witnesses = vec![
        witness("field.voucher_balance", Some(balance.value), at(balance.as_of)),
        witness("field.unused", Some(sum), at(oldest)),
    ];
    let mut row = Reconciled::new(state, about, witnesses, settlement, None);
    if settlement == Settlement::NotComparable {
        row.steps.push(Message::new("alert.step.copy_again"));
    }
    Some(row)
}

/// It had not ended by then.
fn lives(credit: &Credit, at: Instant, state: &AccountState) -> bool {
    let is_gone = credit.missing.is_some_and(|gone| gone.since <= at);
    let is_expired = match credit.state {
        CreditState::Expired { at: end, .. } => end <= at.on_clock(state.zone),
        _ => false,
    };
    !is_gone && !is_expired
}
