//! Which credits may pay none of what is spent, or only after others: what copies leave open.
//!
//! In: lots in paying order. Out: the same with what is not known of each (R14, R39), and messages that name it. A
//! doubt widens ranges and never moves the middle.

use super::draw::{Doubt, Lot};
use crate::account::order;
use crate::account::state::{AccountState, Credit, CreditIx};
use crate::insight::passed::{Passed, are_waiting};
use crate::insight::payer::term;
use crate::insight::usage::{Role, Usage};
use crate::insight::when_stated;
use crate::problem::Message;
use crate::sorting::Sorting;
use std::collections::BTreeSet;

/// Marks what is not known of each lot; what ranges rest on is said by name.
pub(super) fn mark(state: &AccountState, usage: &Usage, lots: &mut [Lot]) -> Vec<Message> {
    let mut ranked: Vec<CreditIx> = lots.iter().map(|lot| lot.credit).collect();
    for (lot, may_wait) in lots.iter_mut().zip(are_waiting(state, &ranked, Passed::Partly)) {
        lot.may_wait = may_wait;
    }
    // The order follows what was passed over as a whole already; what waits anyway is not named.
    let preset = state.shown_order();
    ranked.order_by(|a, b| order::compare(preset, &state.credits, a.at(), b.at()));
    let waits = are_waiting(state, &ranked, Passed::Whole);
    let moved: BTreeSet<CreditIx> = ranked
        .into_iter()
        .zip(waits)
        .filter_map(|(credit, waits)| waits.then_some(credit))
        .collect();
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
    let names = |is: &dyn Fn(&Lot) -> bool| -> Vec<String> {
        let named = lots.iter().filter(|lot| is(lot));
        named.filter_map(|lot| Some(state.credit(lot.credit)?.name.clone())).collect()
    };
    let open = names(&|lot| lot.doubt == Some(Doubt::Eligibility));
    let passed = names(&|lot| moved.contains(&lot.credit) || lot.may_wait);
    let says = [("forecast.eligibility_open", open), ("forecast.passed_over", passed)];
    let says = says.into_iter().filter(|(_, names)| !names.is_empty());
    let says = says.map(|(key, names)| Message::new(key).with("names", names));
    let alone = names(&|lot| lot.doubt == Some(Doubt::Instead));
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
