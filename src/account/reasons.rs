//! Why this credit paid a charge and not that one: every credit considered, with the rule that decided.
//!
//! In: the state, a charge. Out: one [`Considered`] per credit, in paying order. Computed for a charge when
//! asked, from the same plan that replay ran on.

use super::plan::Plan;
use super::state::*;
use crate::calendar::LocalTime;
use crate::money::Amount;
use crate::problem::Message;

/// One credit beside one charge.
#[derive(Clone, Debug, PartialEq)]
pub struct Considered {
    pub credit: CreditIx,
    pub verdict: Verdict,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Paid(Amount),
    /// Credits before it paid all of the charge (R14).
    NotNeeded,
    NotYetValid,
    Ended,
    Suspended,
    /// Assignable, not assigned to the campaign at that time (R4).
    NotAssigned,
    /// Its requirements exclude the campaign (R39).
    NotEligible,
    /// Nothing was unused then.
    Empty,
    /// What was unused then is not known (R36).
    NotKnown,
}

impl Verdict {
    /// The verdict in words, with its rule.
    pub fn message(self, state: &AccountState) -> Message {
        let key = match self {
            Verdict::Paid(amount) => {
                return Message::new("account.why.paid").money("amount", amount, state.currency);
            }
            Verdict::NotNeeded => "account.why.notNeeded",
            Verdict::NotYetValid => "account.why.notYetValid",
            Verdict::Ended => "account.why.ended",
            Verdict::Suspended => "account.why.suspended",
            Verdict::NotAssigned => "account.why.notAssigned",
            Verdict::NotEligible => "account.why.notEligible",
            Verdict::Empty => "account.why.empty",
            Verdict::NotKnown => "account.why.notKnown",
        };
        Message::new(key)
    }
}

/// Every credit of the account beside this charge of a replay, in paying order.
pub fn of_charge(state: &AccountState, replay: &Replay, charge: ChargeIx) -> Vec<Considered> {
    beside(state, replay, &plan_of(state, replay), charge)
}

/// The same for each charge of a replay, in the order of [`AccountState::charges`].
pub fn of_charges<'a>(
    state: &'a AccountState,
    replay: &'a Replay,
) -> impl Iterator<Item = Vec<Considered>> + 'a {
    let plan = plan_of(state, replay);
    let all = (0..state.charges.len()).map(ChargeIx::from_at);
    all.map(move |charge| beside(state, replay, &plan, charge))
}

fn beside(state: &AccountState, replay: &Replay, plan: &Plan, charge: ChargeIx) -> Vec<Considered> {
    let Some(&time) = state.charges.times.get(charge.at()) else { return vec![] };
    let campaign = state.charges.campaigns.get(charge.at()).copied().filter(|c| *c != NONE);
    let campaign = campaign.map(CampaignIx);
    let splits = replay.splits_of(charge);
    let last_paid = splits.iter().rev().find_map(|s| match s.payer {
        Payer::Credit(credit) => plan.rank_of.get(credit.at()).copied(),
        _ => None,
    });
    let all_by_credit = splits.iter().all(|s| matches!(s.payer, Payer::Credit(_)));
    let considered = plan.lot_at.iter().enumerate().map(|(rank, &lot)| {
        let credit = CreditIx(lot);
        let paid: i64 =
            splits.iter().filter(|s| s.payer == Payer::Credit(credit)).map(|s| s.micros).sum();
        let verdict = if paid != 0 {
            Verdict::Paid(Amount::from_micros(paid.into()))
        } else if let Some(excluded) = excluded(state, plan, credit, charge, time, campaign) {
            excluded
        } else if all_by_credit && last_paid.is_none_or(|last| last < rank as u32) {
            Verdict::NotNeeded
        } else if plan.is_blind_for(lot, charge.at()) {
            Verdict::NotKnown
        } else {
            Verdict::Empty
        };
        Considered { credit, verdict }
    });
    considered.collect()
}

fn excluded(
    state: &AccountState,
    plan: &Plan,
    at: CreditIx,
    charge: ChargeIx,
    time: LocalTime,
    campaign: Option<CampaignIx>,
) -> Option<Verdict> {
    let (credit, lot) = (state.credit(at)?, plan.lots.get(at.at())?);
    if charge.at() < lot.open_charge {
        return Some(Verdict::NotYetValid);
    }
    if charge.at() >= lot.end_charge {
        return Some(Verdict::Ended);
    }
    let instant = time.in_zone(state.zone);
    let seen = credit.observations.iter().rev().find(|seen| seen.as_of <= instant);
    if seen.is_some_and(|seen| seen.suspended) {
        return Some(Verdict::Suspended);
    }
    if lot.eligibility.of(campaign) == Yes::No {
        return Some(Verdict::NotEligible);
    }
    (!lot.is_linked(campaign, charge.at())).then_some(Verdict::NotAssigned)
}

fn plan_of(state: &AccountState, replay: &Replay) -> Plan {
    Plan::new(state.facts(), replay.billing, super::order::preset(Some(replay.order)))
}
