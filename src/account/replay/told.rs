//! Charges of which the platform's own figures tell what credit paid (R22, R35, R36).
//!
//! Replay takes that from them, and is no witness of it: every such charge is noted.

use super::Simulation;
use super::lot::Among;
use crate::account::plan::{ObservedCharge, ToldCharges};
use crate::account::state::*;

impl<'a> Simulation<'a> {
    /// What the platform's figures say of this very charge.
    pub(super) fn observed(&mut self, charge: usize) -> Option<&'a ObservedCharge> {
        let plan = self.plan;
        while plan.observed.get(self.next_observed).is_some_and(|o| o.charge < charge) {
            self.next_observed += 1;
        }
        plan.observed.get(self.next_observed).filter(|observed| observed.charge == charge)
    }

    /// Credits pay what figures say, whatever our rules leave them; the rest no credit paid.
    pub(super) fn pay_as_observed(&mut self, observed: &ObservedCharge, scope: usize, amount: i64) {
        let charge = ChargeIx::from_at(observed.charge);
        self.book.out.told_by_figures.push(charge);
        let mut unnamed = observed.by_credit;
        for &(lot, micros) in &observed.draws {
            let Some(state) = self.lots.get_mut(lot as usize) else { continue };
            if micros > state.unused {
                // R37: the copy of that day holds it already, or nothing told of what was there.
                let more = micros.saturating_sub(state.total()).max(0);
                state.set(state.total().saturating_add(more));
                state.drawn_since_anchor -= i128::from(more);
            }
            state.unused -= micros;
            if state.unused == 0 {
                state.emptied_by = Some(charge);
            }
            self.book.write(scope, Split { payer: Payer::Credit(CreditIx(lot)), micros });
            unnamed -= micros;
        }
        let left = self.draw(observed.charge, scope, unnamed, Among::All);
        if left > 0 {
            self.book.write(scope, Split { payer: Payer::Unknown, micros: left });
        }
        self.pay_without_credit(observed.charge, scope, amount - observed.by_credit);
    }

    /// What figures tell of the day of this charge.
    pub(super) fn told(&mut self, charge: usize) -> Option<ToldCharges> {
        while self.plan.told.get(self.next_told).is_some_and(|told| told.to <= charge) {
            (self.next_told, self.given) = (self.next_told + 1, 0);
        }
        self.plan.told.get(self.next_told).copied().filter(|told| told.from <= charge)
    }

    /// Credits pay no more of a day than figures tell of them; returns what is left to pay.
    pub(super) fn pay_as_told(
        &mut self,
        told: ToldCharges,
        charge: usize,
        scope: usize,
        left: i64,
        by_center: i64,
    ) -> i64 {
        let part = (told.by_credit - self.given - by_center).clamp(0, left);
        self.given += by_center + part;
        self.book.out.told_by_figures.push(ChargeIx::from_at(charge));
        let rest = left - part;
        let left = self.draw(charge, scope, part, Among::All);
        if told.is_shared {
            return left + rest;
        }
        if rest > 0 {
            self.book.write(scope, Split { payer: Payer::NotCredit, micros: rest });
        }
        left
    }
}
