//! All credits in sum: Used amounts beside *Ad Credit* transactions that do not say which credit paid.
//!
//! R37: such a row is no witness of one credit. Their sum is one of all, where every credit here states its
//! Used amount. What draws hold beyond it may be of a credit that ended and was not copied (R32).

use super::drawn::Drawn;
use super::{Reconciled, Settlement, causes, lag, not_copied, witness};
use crate::account::state::{AccountState, Credit, Observed, TransactionIx};
use crate::insight::when_at;
use crate::money::Amount;
use crate::problem::Message;

/// There is one such line.
pub(super) const KEY: &str = "credits";

/// `None` where every row names its credit, or a credit states no Used amount.
pub(super) fn row(
    state: &AccountState,
    unnamed: &[TransactionIx],
    of_days: causes::OfDays,
) -> Option<Reconciled> {
    if unnamed.is_empty() {
        return None;
    }
    let figures: Option<Vec<(&Credit, Observed<Amount>)>> =
        state.credits.iter().map(|credit| Some((credit, credit.used?))).collect();
    let figures = figures?;
    let used: Amount = figures.iter().map(|(_, used)| used.value).sum();
    let until = figures.iter().map(|(_, used)| used.as_of).max()?;
    // What cannot be drawn any more stays as it was seen.
    let may_grow = |(credit, used): &&(&Credit, Observed<Amount>)| {
        let has_left = credit.unused.is_none_or(|unused| unused.value.is_positive());
        let end = credit.window.end.map(|end| end.in_zone(state.zone));
        has_left && end.is_none_or(|end| used.as_of < end)
    };
    let from = figures.iter().filter(may_grow).map(|(_, used)| used.as_of).min();
    let from = from.unwrap_or(until);
    let drawn = Drawn::of_all(state, (from, until), unnamed)?;
    let may_lag = from < until || lag::may_lag(state, Some(&drawn), until);
    let is_explained = may_lag && drawn.explains(used);
    let gap = drawn.gap(used).or_else(|| not_copied(state, drawn.total, used, until));
    let (settlement, cause) = match gap {
        _ if used == drawn.total => (Settlement::Settled, None),
        _ if is_explained => (Settlement::WithinLag, None),
        Some(gap) => (Settlement::NotComparable, Some(gap)),
        None => (Settlement::Unexplained, causes::of_sum(state, used, &drawn, of_days)),
    };
    let at = |at| Some(when_at(state, at));
    let about = (KEY.into(), Message::new("reconcile.subject.credits"));
    let witnesses = vec![
        witness("reconcile.witness.used", Some(used), at(until)),
        witness("reconcile.witness.transactions", Some(drawn.total), drawn.as_of.and_then(at)),
    ];
    Some(Reconciled::new(state, about, witnesses, settlement, cause))
}
