//! Who paid each charge: credits by their order, then the other funds (R9 to R16, R35, R36).
//!
//! In: a [`Plan`] (credits as lots, events, billing setup) and the stream of charges. Out: a [`Replay`]
//! with the split of every charge to the last unit. Knows integers and indices; knows no text and no
//! import. Pure, and resumable: any sequence of [`Simulation::step`]s gives the answer of one.
//!
//! Subtle: time was turned into charge indices by the plan, so the loop compares integers; which lots could
//! pay a charge is kept in [`super::scopes`]. What a lot drew is the fall of its unused amount and is added
//! up only when something else changes that amount ([`LotState::settle`]).

mod cash; // what is known of cash
mod lot; // a credit as the loop sees it
mod told; // charges of which the platform's figures tell

use super::book::{Book, micros};
use super::plan::{Action, OPEN, Plan};
use super::scopes::Lists;
use super::state::*;
use crate::calendar::Instant;
use crate::money::Amount;
use crate::options::BillingSetup;
use crate::work::{PIECE, Pace};
use cash::Cash;
use lot::{Among, Doubtful, LotState};

/// A replay under way.
pub struct Simulation<'a> {
    plan: &'a Plan,
    charges: &'a Charges,
    next_charge: usize,
    next_event: usize,
    next_blind: usize,
    next_told: usize,
    next_observed: usize,
    /// Paid by credit of the day that is told, so far.
    given: i64,
    lots: Vec<LotState>,
    /// Drawn when the first snapshot was reached, per lot.
    drawn_before: Vec<Option<Amount>>,
    lists: Lists,
    cash: Cash,
    doubtful: Doubtful,
    book: Book,
}

/// Replays all charges, some of them at a time.
pub async fn in_pieces(plan: &Plan, charges: &Charges, pace: &Pace) -> Replay {
    let mut simulation = Simulation::new(plan, charges);
    while !simulation.step(PIECE) {
        pace.rows(PIECE).await;
    }
    simulation.finish()
}

/// Replays all charges at once.
pub fn replay(plan: &Plan, charges: &Charges) -> Replay {
    Simulation::new(plan, charges).finish()
}

impl<'a> Simulation<'a> {
    pub fn new(plan: &'a Plan, charges: &'a Charges) -> Simulation<'a> {
        let scope_count = plan.campaign_count + 1;
        let mut out = Replay {
            billing: plan.billing,
            order: plan.order,
            credits: vec![ReplayedCredit::default(); plan.lots.len()],
            ..Replay::default()
        };
        out.splits.reserve(charges.len() + plan.lots.len());
        out.split_starts.reserve(charges.len() + 1);
        out.split_starts.push(0);
        let has_corrections = charges.amounts.iter().any(|&a| a < 0);
        Simulation {
            plan,
            charges,
            next_charge: 0,
            next_event: 0,
            next_blind: 0,
            next_told: 0,
            next_observed: 0,
            given: 0,
            lots: vec![LotState::default(); plan.lots.len()],
            drawn_before: vec![None; plan.lots.len()],
            lists: Lists::new(plan),
            cash: Cash::default(),
            doubtful: Doubtful::default(),
            book: Book::new(out, has_corrections, scope_count),
        }
    }

    /// Replays up to `budget` charges; `true` when all are done.
    pub fn step(&mut self, budget: usize) -> bool {
        let charges = self.charges;
        let end = charges.len().min(self.next_charge.saturating_add(budget));
        while self.next_charge < end {
            self.apply_events(self.next_charge);
            // Nothing happens between these charges.
            let until = self.plan.events.get(self.next_event).map_or(end, |&(at, _)| at.min(end));
            let run = self.next_charge..until;
            let amounts = charges.amounts.get(run.clone()).unwrap_or_default();
            let campaigns = charges.campaigns.get(run.clone()).unwrap_or_default();
            for ((charge, &amount), &campaign) in run.zip(amounts).zip(campaigns) {
                let scope = (campaign as usize).min(self.plan.campaign_count);
                if let Some(payer) = charges.payer(ChargeIx::from_at(charge)) {
                    self.pay_as_stated(scope, Split { payer, micros: amount });
                } else if amount >= 0 {
                    self.pay(charge, scope, amount);
                } else {
                    self.give_back(scope, amount);
                }
                self.book.close_charge();
            }
            self.next_charge = until;
        }
        self.next_charge == charges.len()
    }

    /// The answer; charges not yet done are done first.
    pub fn finish(mut self) -> Replay {
        self.step(usize::MAX);
        // Snapshots later than the last charge.
        self.apply_events(usize::MAX);
        let mut out = self.book.out;
        let states = self.plan.lots.iter().zip(&mut self.lots).zip(self.drawn_before);
        for (((lot, state), before), credit) in states.zip(&mut out.credits) {
            state.settle();
            out.by_credit += Amount::from_micros(state.drawn);
            credit.drawn = Amount::from_micros(state.drawn);
            credit.drawn_before = before.unwrap_or(credit.drawn);
            credit.drawn_since_anchor = Amount::from_micros(state.drawn_since_anchor.max(0));
            credit.emptied_by = state.emptied_by.filter(|_| state.reserved == 0);
            credit.assumes_eligibility = state.assumes_eligibility;
            credit.anchor = lot.copies.last().map(|copy| copy.as_of);
            let known = state.is_known && state.unused < OPEN / 2;
            credit.unused = known.then(|| micros(state.total()));
            let before = before.filter(|_| lot.is_run_backwards && !state.is_unknown_at_start);
            credit.unused_at_start =
                lot.copies.first().and_then(|copy| Some(micros(copy.unused) + before?));
        }
        out.cash_left = self.cash.left().map(micros);
        out
    }

    fn apply_events(&mut self, charge: usize) {
        while let Some(&(at, action)) = self.plan.events.get(self.next_event) {
            if at > charge {
                break;
            }
            self.next_event += 1;
            self.apply(action);
        }
    }

    fn apply(&mut self, action: Action) {
        match action {
            Action::Open { lot, unused } => {
                let Some(state) = self.lots.get_mut(lot as usize) else { return };
                state.is_open = true;
                if let Some(unused) = unused {
                    state.set(unused);
                    state.is_known = true;
                }
                self.lists.enter(lot, self.plan);
            }
            Action::Limit { lot, unused } => {
                let state = self.lots.get_mut(lot as usize).filter(|state| !state.is_doubtful);
                let Some(state) = state else { return };
                state.set(unused);
                self.lists.enter(lot, self.plan);
            }
            Action::Reserve { lot, unused } => {
                let state = self.lots.get_mut(lot as usize).filter(|state| state.is_known);
                let Some(state) = state else { return };
                state.reserve(unused);
                self.lists.enter(lot, self.plan);
            }
            Action::Anchor { lot, unused, as_of, keeps } => {
                self.anchor(lot, unused, as_of, keeps);
            }
            Action::OwnDay { lot, micros } => {
                let Some(state) = self.lots.get_mut(lot as usize) else { return };
                state.set(state.total().saturating_add(micros));
                // What is drawn of it was drawn before the snapshot.
                state.drawn_since_anchor -= i128::from(micros);
                self.lists.enter(lot, self.plan);
            }
            Action::Hold { lot, is_held } => {
                let Some(state) = self.lots.get_mut(lot as usize) else { return };
                state.is_held = is_held;
            }
            Action::Cash { micros, until } => self.cash.state(micros, until),
            Action::TopUp { micros } => self.cash.add(micros),
        }
    }

    /// R36: replay runs on from a copy, after what it says of replay until then was noted.
    fn anchor(&mut self, lot: u32, unused: i64, as_of: Instant, keeps: bool) {
        let at = lot as usize;
        let (Some(state), Some(credit), Some(before)) = (
            self.lots.get_mut(at),
            self.book.out.credits.get_mut(at),
            self.drawn_before.get_mut(at),
        ) else {
            return;
        };
        if state.is_known && (before.is_some() || !self.plan.is_backward(lot)) {
            let (platform, ours) = (micros(unused), micros(state.total()));
            let between = Bounds::exactly(ours);
            let is_covered = true;
            credit.checks.push(Check { as_of, platform, ours, between, is_covered });
        }
        let is_kept = keeps && state.is_known;
        let left = state.total() - state.kept;
        state.kept = if is_kept { (unused - left).max(0) } else { 0 };
        state.set(unused);
        state.reserve(0);
        state.is_unknown_at_start |= before.is_none() && state.is_doubtful;
        self.doubtful.count -= usize::from(state.is_doubtful);
        before.get_or_insert(Amount::from_micros(state.drawn));
        (state.drawn_since_anchor, state.is_known, state.is_doubtful) = (0, true, false);
        self.lists.enter(lot, self.plan);
    }

    fn pay(&mut self, charge: usize, scope: usize, amount: i64) {
        if let Some(observed) = self.observed(charge) {
            return self.pay_as_observed(observed, scope, amount);
        }
        let mut left = amount;
        let cash_is_first = self.plan.billing == Some(BillingSetup::AutomaticCashFirst);
        let is_cash_open = cash_is_first && !self.cash.is_known(charge);
        let mut by_center = 0;
        if cash_is_first {
            // R6 before R10: credit issued from a Business Center pays before cash.
            left = self.draw(charge, scope, left, Among::OfCenters);
            by_center = amount - left;
            left = self.pay_known_cash(charge, scope, left);
        }
        let told = self.told(charge).filter(|told| told.is_shared || is_cash_open);
        if let Some(told) = told {
            left = self.pay_as_told(told, charge, scope, left, by_center);
        } else {
            if is_cash_open && left > 0 {
                self.doubt(charge, scope);
            }
            left = self.draw(charge, scope, left, Among::All);
        }
        if left == 0 {
            return;
        }
        let may_be_credit = self.doubtful.may_pay(charge) || self.is_blind(charge);
        let is_told = self.is_without_credit(charge);
        let is_led = is_told && (may_be_credit || self.plan.may_be_run_back(charge));
        self.book.out.told_by_figures.extend(is_led.then(|| ChargeIx::from_at(charge)));
        match may_be_credit && !is_told {
            true => self.book.write(scope, Split { payer: Payer::Unknown, micros: left }),
            false => self.pay_without_credit(charge, scope, left),
        }
    }

    /// Cash as far as it is known (R36), then what stands behind it (R9 to R11).
    fn pay_without_credit(&mut self, charge: usize, scope: usize, left: i64) {
        let left = match self.plan.billing {
            None | Some(BillingSetup::Manual) => left,
            _ => self.pay_known_cash(charge, scope, left),
        };
        let rest = match self.plan.billing {
            Some(BillingSetup::Manual) => Payer::Cash,
            // R36: cash of unknown amount may have paid it as well.
            None => Payer::NotCredit,
            _ if !self.cash.is_known(charge) => Payer::NotCredit,
            Some(BillingSetup::MonthlyInvoicing) => Payer::CreditLine,
            Some(BillingSetup::AutomaticCashFirst | BillingSetup::AutomaticCreditFirst) => {
                Payer::Card
            }
        };
        if rest == Payer::Cash {
            self.cash.add(-left);
        }
        if left > 0 {
            self.book.write(scope, Split { payer: rest, micros: left });
        }
    }

    /// R35: what the charge itself says that paid it did, in every order and setup.
    fn pay_as_stated(&mut self, scope: usize, mut split: Split) {
        // R9: with manual payment what is no credit is cash.
        if split.payer == Payer::NotCredit && self.plan.billing == Some(BillingSetup::Manual) {
            split.payer = Payer::Cash;
        }
        if split.payer == Payer::Cash {
            self.cash.add(split.micros.saturating_neg());
        }
        match split.micros >= 0 {
            true => self.book.write(scope, split),
            false => self.book.write_plain(split),
        }
    }

    /// Cash pays as far as it is known to be there (R36).
    fn pay_known_cash(&mut self, charge: usize, scope: usize, left: i64) -> i64 {
        let part = self.cash.pay(charge, left);
        if part > 0 {
            self.book.write(scope, Split { payer: Payer::Cash, micros: part });
        }
        left - part
    }

    /// Cash comes first and is not known (R36): whichever credit could pay may have paid, or nothing of it.
    fn doubt(&mut self, charge: usize, scope: usize) {
        let Simulation { plan, lots, lists, doubtful, .. } = self;
        let is_open = |lot: u32| lots.get(lot as usize).is_some_and(|state| state.is_open);
        let Some(list) = lists.of(scope, plan, is_open) else { return };
        for entry in list.entries.get(list.head..).unwrap_or_default() {
            let Some(state) = lots.get_mut(entry.lot as usize) else { continue };
            let is_due = entry.from as usize <= charge && charge < entry.to as usize;
            if state.can_pay() && is_due {
                state.set(0);
                (state.is_known, state.is_doubtful) = (false, true);
                let end = plan.lots.get(entry.lot as usize).map_or(0, |lot| lot.end_charge);
                doubtful.count += 1;
                doubtful.end_charge = doubtful.end_charge.max(end);
            }
        }
    }

    /// Draws from the lots of the scope in order; returns what is left to pay.
    fn draw(&mut self, charge: usize, scope: usize, amount: i64, among: Among) -> i64 {
        let is_without_credit = self.is_without_credit(charge);
        let Simulation { plan, lots, lists, book, .. } = self;
        let is_open = |lot: u32| lots.get(lot as usize).is_some_and(|state| state.is_open);
        let Some(list) = lists.of(scope, plan, is_open) else { return amount };
        let now = charge as u32;
        let mut left = amount;
        let mut at = list.head;
        while left > 0
            && let Some(entry) = list.entries.get(at)
            && let Some(state) = lots.get_mut(entry.lot as usize)
        {
            if among == Among::OfCenters && !entry.from_business_center {
                break;
            }
            if state.unused <= 0 || now >= entry.to {
                // What cannot pay again leaves the front of the list.
                list.head += usize::from(at == list.head);
                at += 1;
                continue;
            }
            at += 1;
            if !state.is_open || state.is_held || now < entry.from {
                continue;
            }
            // R36: which charges before its first copy it paid is found, not known; none that Net Cost says no credit did.
            if is_without_credit && plan.is_run_back(entry.lot, charge) {
                continue;
            }
            let part = left.min(state.unused);
            state.unused -= part;
            left -= part;
            state.assumes_eligibility |= entry.assumes;
            if state.unused == 0 {
                state.emptied_by = Some(ChargeIx(now));
            }
            book.write(scope, Split { payer: Payer::Credit(CreditIx(entry.lot)), micros: part });
        }
        left
    }

    /// R16: a correction undoes the draws of its campaign, the latest first. What goes back to a credit
    /// keeps the credit's own end.
    fn give_back(&mut self, scope: usize, amount: i64) {
        let mut left = amount.saturating_abs();
        while left > 0 {
            let Some((split, part)) = self.book.undo_latest(scope, left) else { break };
            left -= part;
            match split.payer {
                Payer::Credit(credit) => {
                    let Some(state) = self.lots.get_mut(credit.at()) else { continue };
                    if state.unused < OPEN / 2 && !state.is_doubtful {
                        state.unused = state.unused.saturating_add(part);
                    } else {
                        // As much as it ever had; what came back was not drawn.
                        state.base = state.base.saturating_sub(part);
                    }
                    state.emptied_by = None;
                    self.lists.enter(credit.0, self.plan);
                }
                Payer::Cash => self.cash.add(part),
                _ => {}
            }
            self.book.write_plain(Split { payer: split.payer, micros: -part });
        }
        if left > 0 {
            // More comes back than the stream paid: its draws lie before the stream.
            self.book.write_plain(Split { payer: Payer::Unknown, micros: -left });
        }
    }

    /// R22: Net Cost is all of the cost.
    fn is_without_credit(&self, charge: usize) -> bool {
        self.charges.by_net_cost(ChargeIx::from_at(charge)) == Some(0)
    }

    fn is_blind(&mut self, charge: usize) -> bool {
        while self.plan.blind.get(self.next_blind).is_some_and(|&(_, to)| to <= charge) {
            self.next_blind += 1;
        }
        self.plan.blind.get(self.next_blind).is_some_and(|&(from, _)| from <= charge)
    }
}

impl Plan {
    fn is_backward(&self, lot: u32) -> bool {
        self.lots.get(lot as usize).is_some_and(|lot| lot.is_run_backwards)
    }

    fn may_be_run_back(&self, charge: usize) -> bool {
        (0..self.lots.len()).any(|lot| self.is_run_back(lot as u32, charge))
    }

    /// The lot may pay this charge, and its first copy is later.
    fn is_run_back(&self, lot: u32, charge: usize) -> bool {
        let lot = self.lots.get(lot as usize).filter(|lot| lot.is_run_backwards);
        let first = lot.and_then(|lot| Some((lot, lot.copies.first()?)));
        first.is_some_and(|(lot, copy)| {
            (lot.open_charge..copy.charge.min(lot.end_charge)).contains(&charge)
        })
    }
}
