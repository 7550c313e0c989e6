//! Which credits may pay none of what is spent, or only after others: what copies leave open.
//!
//! In: lots in paying order. Out: the same with what is not known of each (R14, R39), and messages that name it. A
//! doubt widens ranges and never moves the middle.

use super::draw::{Doubt, Lot};
use crate::account::order;
use crate::account::state::{AccountState, Credit, CreditIx};
use crate::insight::passed::{Passed, Watched};
use crate::insight::payer::term;
use crate::insight::usage::{Role, Usage};
use crate::insight::when_stated;
use crate::problem::Message;
use std::collections::BTreeSet;

/// Marks what is not known of each lot; what ranges rest on is said by name.
pub(super) fn mark(state: &AccountState, usage: &Usage, lots: &mut [Lot]) -> Vec<Message> {
    let credits = lots.iter().map(|lot| state.credit(lot.credit));
    let watched: Vec<Option<Watched>> =
        credits.map(|credit| Some(Watched::of(state, credit?))).collect();
    // The order follows what was passed over as a whole already; what waits anyway is not named.
    let preset = order::preset(state.replays.first().map(|replay| replay.order));
    let was_moved = |at: usize| {
        let (Some(lot), Some(Some(one))) = (lots.get(at), watched.get(at)) else { return false };
        lots.iter().zip(&watched).take(at).any(|(other, watched)| {
            let (first, later) = (lot.credit.at(), other.credit.at());
            let is_first = order::compare(preset, &state.credits, first, later).is_lt();
            let passed = watched.as_ref().and_then(|other| one.passed_for(other));
            is_first && passed == Some(Passed::Whole)
        })
    };
    let may_wait = |at: usize| {
        let Some(Some(one)) = watched.get(at) else { return false };
        let mut later = watched.iter().skip(at + 1).flatten();
        later.any(|later| one.passed_for(later) == Some(Passed::Partly))
    };
    let moved: Vec<bool> = (0..lots.len()).map(was_moved).collect();
    let waiting: Vec<bool> = (0..lots.len()).map(may_wait).collect();
    for (lot, may_wait) in lots.iter_mut().zip(waiting) {
        lot.may_wait = may_wait;
    }
    let proven = proven(state, lots);
    let instead = usage.instead.as_ref().filter(|one| one.is_lasting);
    for lot in lots.iter_mut() {
        let Some(credit) = state.credit(lot.credit) else { continue };
        let pays = usage.credits.get(lot.credit.at()).is_some_and(|usage| usage.role == Role::Pays);
        let is_proven = credit.requirements.as_ref().is_some_and(|text| proven.contains(text));
        lot.doubt = match () {
            () if credit.is_assignment_open() => pays.then_some(Doubt::Assignment),
            () if credit.is_eligibility_open() && !is_proven => Some(Doubt::Eligibility),
            () if instead.is_some_and(|one| one.credits.contains(&lot.credit)) => {
                Some(Doubt::Instead)
            }
            () => None,
        };
    }
    let names = |is: &dyn Fn(&Lot, bool) -> bool| -> Vec<String> {
        let named = lots.iter().zip(&moved).filter(|(lot, moved)| is(lot, **moved));
        named.filter_map(|(lot, _)| Some(state.credit(lot.credit)?.name.clone())).collect()
    };
    let open = names(&|lot, _| lot.doubt == Some(Doubt::Eligibility));
    let passed = names(&|lot, moved| moved || lot.may_wait);
    let says = [("forecast.eligibility_open", open), ("forecast.passed_over", passed)];
    let says = says.into_iter().filter(|(_, names)| !names.is_empty());
    let says = says.map(|(key, names)| Message::new(key).with("names", names));
    let alone = names(&|lot, _| lot.doubt == Some(Doubt::Instead));
    let instead = instead.filter(|_| !alone.is_empty()).map(|one| {
        let message = Message::new("forecast.instead").with("names", alone);
        let message = message.with("from", when_stated(state, one.since));
        let message = message.term("payer", term(one.payer()));
        message.money("paid", one.amount(), state.currency)
    });
    says.chain(instead).collect()
}

/// R39: requirements of credits that were drawn while nothing else was: what is spent fits them.
fn proven<'a>(state: &'a AccountState, lots: &[Lot]) -> BTreeSet<&'a String> {
    let waits: BTreeSet<CreditIx> =
        lots.iter().filter(|lot| lot.may_wait).map(|lot| lot.credit).collect();
    let was_drawn = |credit: &Credit| {
        let used = credit.used.is_some_and(|used| used.value.is_positive());
        used || !credit.observed_draws.is_empty()
    };
    let all = state.credits.iter().enumerate();
    let drawn =
        all.filter(|(at, credit)| was_drawn(credit) && !waits.contains(&CreditIx::from_at(*at)));
    drawn.filter_map(|(_, credit)| credit.requirements.as_ref()).collect()
}
