//! Why this credit paid a charge and not that one: every credit considered, with the rule that decided.
//!
//! In: the state, charges. Out: one [`Considered`] per credit and charge, in paying order. Computed for a
//! charge when asked, from the same plan that replay ran on.

use super::plan::{Copied, Lot, Plan};
use super::state::*;
use crate::calendar::LocalTime;
use crate::money::Amount;
use crate::options::BillingSetup;
use crate::problem::Message;

/// One credit beside one charge.
#[derive(Clone, Debug, PartialEq)]
pub struct Considered {
    pub credit: CreditIx,
    pub verdict: Verdict,
    /// It may pay for this campaign by assumption only (R39).
    pub assumes: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Paid(Amount),
    /// What comes before it paid all of the charge: credits (R14), or cash (R10).
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
    /// It was not empty then, but the platform's rows or a later figure leave no draw for this charge (R35, R36).
    NotByPlatform,
    /// The charge itself says that something else than ad credit paid it.
    PaidOtherwise,
}

impl Considered {
    /// The verdict in words.
    pub fn message(&self, state: &AccountState) -> Message {
        let key = match self.verdict {
            Verdict::Paid(amount) => {
                let key = if self.assumes { "account.why.paidIf" } else { "account.why.paid" };
                return Message::new(key).money("amount", amount, state.currency);
            }
            Verdict::NotNeeded => "account.why.notNeeded",
            Verdict::NotYetValid => "account.why.notYetValid",
            Verdict::Ended => "account.why.ended",
            Verdict::Suspended => "account.why.suspended",
            Verdict::NotAssigned => "account.why.notAssigned",
            Verdict::NotEligible => "account.why.notEligible",
            Verdict::Empty => "account.why.empty",
            Verdict::NotKnown => "account.why.notKnown",
            Verdict::NotByPlatform => "account.why.notByPlatform",
            Verdict::PaidOtherwise => "account.why.paidOtherwise",
        };
        Message::new(key)
    }
}

/// For each of these charges of a replay, every credit of the account in paying order. Beside a correction
/// only those stand that get something back.
pub fn of_charges<'a>(
    state: &'a AccountState,
    replay: &'a Replay,
    charges: impl Iterator<Item = ChargeIx> + 'a,
) -> impl Iterator<Item = Vec<Considered>> + 'a {
    let preset = super::order::preset(Some(replay.order));
    let plan = Plan::new(state.facts(), replay.billing, preset);
    charges.map(move |charge| beside(state, replay, &plan, charge))
}

fn beside(state: &AccountState, replay: &Replay, plan: &Plan, charge: ChargeIx) -> Vec<Considered> {
    let columns = &state.charges;
    let (Some(&time), Some(&amount)) =
        (columns.times.get(charge.at()), columns.amounts.get(charge.at()))
    else {
        return vec![];
    };
    let campaign = columns.campaign(charge);
    let splits = replay.splits_of(charge);
    let last_paid = splits.iter().rev().find_map(|s| match s.payer {
        Payer::Credit(credit) => plan.rank_of.get(credit.at()).copied(),
        _ => None,
    });
    let cash_first = replay.billing == Some(BillingSetup::AutomaticCashFirst);
    let came_before = |payer: &Payer| match payer {
        Payer::Credit(_) => true,
        Payer::Cash => cash_first,
        _ => false,
    };
    let paid_in_time = splits.iter().all(|s| came_before(&s.payer));
    let is_told = replay.told_by_figures.binary_search(&charge).is_ok();
    let is_unknown = splits.iter().any(|s| s.payer == Payer::Unknown);
    let is_before_copy = |copy: Option<&Copied>| copy.is_some_and(|copy| charge.at() < copy.charge);
    let considered = plan.lot_at.iter().enumerate().filter_map(|(rank, &lot)| {
        let (credit, terms) = (CreditIx(lot), plan.lots.get(lot as usize)?);
        let paid: i64 =
            splits.iter().filter(|s| s.payer == Payer::Credit(credit)).map(|s| s.micros).sum();
        let verdict = if paid != 0 {
            Verdict::Paid(Amount::from_micros(paid.into()))
        } else if amount < 0 {
            return None;
        } else if let Some(excluded) = excluded(state, terms, credit, charge, time, campaign) {
            excluded
        } else if columns.payer(charge).is_some() {
            Verdict::PaidOtherwise
        } else if paid_in_time && last_paid.is_none_or(|last| last < rank as u32) {
            Verdict::NotNeeded
        } else if plan.is_blind_for(lot, charge.at())
            // R36: cash that comes first and is not known.
            || cash_first && is_unknown
        {
            Verdict::NotKnown
        } else if (terms.is_run_backwards && is_before_copy(terms.copies.first()))
            || (is_unknown && is_before_copy(terms.copies.last()))
            || is_told && !is_used_up(state, replay, credit, charge)
        {
            Verdict::NotByPlatform
        } else {
            Verdict::Empty
        };
        Some(Considered { credit, verdict, assumes: terms.assumes(campaign) })
    });
    considered.collect()
}

/// By replay, or by what was copied by then.
fn is_used_up(state: &AccountState, replay: &Replay, at: CreditIx, charge: ChargeIx) -> bool {
    let replayed = replay.credits.get(at.at()).and_then(|credit| credit.emptied_by);
    let moment = state.charges.times.get(charge.at()).map(|time| time.in_zone(state.zone));
    let unused = state
        .credit(at)
        .zip(moment)
        .and_then(|(credit, moment)| credit.seen_by(moment)?.unused_of(credit.face));
    replayed.is_some_and(|by| by <= charge) || unused.is_some_and(|left| !left.is_positive())
}

fn excluded(
    state: &AccountState,
    lot: &Lot,
    at: CreditIx,
    charge: ChargeIx,
    time: LocalTime,
    campaign: Option<CampaignIx>,
) -> Option<Verdict> {
    let credit = state.credit(at)?;
    if charge.at() < lot.open_charge {
        return Some(Verdict::NotYetValid);
    }
    if charge.at() >= lot.end_charge {
        return Some(Verdict::Ended);
    }
    let instant = time.in_zone(state.zone);
    let seen = credit.seen_by(instant);
    if seen.is_some_and(|seen| seen.suspended) {
        return Some(Verdict::Suspended);
    }
    if lot.eligibility.of(campaign) == Yes::No {
        return Some(Verdict::NotEligible);
    }
    (!lot.is_linked(campaign, charge.at())).then_some(Verdict::NotAssigned)
}
