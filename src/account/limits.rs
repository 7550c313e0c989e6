//! What the platform's copies leave each credit to pay (R36).
//!
//! In: a [`Plan`] and its replay. Out: the same plan with limits where that replay drew more than copies
//! allow, to be replayed again: before a copy at most what was used by it, in all at most what there was.
//!
//! Two ways. A lot run backwards pays the latest charges before its first copy. Every other one keeps, from
//! copy to copy, what is still unused at the next one. Who paid what it was said to pay beyond that is
//! unknown: our rules name a credit that the platform's own figure rules out.
//!
//! Subtle: a copy may not hold the latest draws yet ([`super::plan::Copied::open`]). Such a draw counts
//! against the copy after it, and is not paid again out of what this copy shows.

use super::plan::{Action, Copied, Lot, OPEN, Plan, merged};
use super::state::*;
use std::collections::BTreeMap;

/// Of one lot, what copies leave to pay while its draws are gone through.
#[derive(Clone, Copy, Default)]
struct Left {
    total: Option<i64>,
    /// Copies passed.
    passed: usize,
    is_open: bool,
}

impl Lot {
    /// What is unused at the next copy that holds all draws up to this charge.
    fn reserve_at(&self, charge: usize) -> i64 {
        self.copy_after(charge).map_or(0, |copy| copy.unused)
    }

    fn copy_after(&self, charge: usize) -> Option<&Copied> {
        self.copies.get(self.next_copy(charge))
    }

    /// The place of the first copy that holds all draws up to this charge.
    fn next_copy(&self, charge: usize) -> usize {
        self.copies.partition_point(|copy| copy.open <= charge)
    }

    /// Whether a copy shows no more than was there before: then draws that it does not hold yet lower it.
    fn falls_to(&self, copy: usize) -> bool {
        let before = match copy.checked_sub(1) {
            Some(before) => self.copies.get(before).map(|copy| copy.unused),
            None => self.opens_with,
        };
        let unused = self.copies.get(copy).map(|copy| copy.unused);
        before.zip(unused).is_some_and(|(before, unused)| unused <= before)
    }

    /// A copy follows on a known amount.
    fn has_limits(&self) -> bool {
        self.copies.len() + usize::from(self.opens_with.is_some()) > 1
    }
}

impl Left {
    /// Up to a charge: the amount at its opening, then each copy.
    fn go_to(&mut self, charge: usize, lot: &Lot) {
        if !self.is_open && lot.open_charge <= charge {
            (self.is_open, self.total) = (true, lot.opens_with);
        }
        while let Some(copy) = lot.copies.get(self.passed).filter(|copy| copy.charge <= charge) {
            let left = self.total.filter(|_| lot.falls_to(self.passed));
            self.total = Some(left.map_or(copy.unused, |left| left.min(copy.unused)));
            self.passed += 1;
        }
    }
}

impl Plan {
    /// After a run: lots that drew more than a copy allows. All lots are held to their copies then, whatever
    /// moves in the next run; `false`: none did.
    pub fn keep_to_copies(&mut self, replay: &Replay) -> bool {
        let over = self.overdrawn(replay);
        if over.is_empty() {
            return false;
        }
        let mut blind = std::mem::take(&mut self.blind);
        blind.extend(over);
        self.blind = merged(blind);
        for (_, action) in &mut self.events {
            match action {
                Action::Open { lot, unused } if *unused == Some(OPEN) => {
                    *unused =
                        self.lots.get(*lot as usize).and_then(|lot| lot.drawn_before).or(*unused);
                }
                Action::Anchor { lot, as_of, keeps, .. } => {
                    let lot = self.lots.get(*lot as usize);
                    let is_it = |copy: &Copied| copy.as_of == *as_of;
                    let at = lot.and_then(|lot| lot.copies.iter().position(is_it));
                    *keeps = lot.zip(at).is_some_and(|(lot, at)| lot.falls_to(at));
                }
                _ => {}
            }
        }
        for (at, lot) in self.lots.iter().enumerate().filter(|(_, lot)| lot.has_limits()) {
            let of_copies = lot.copies.iter().flat_map(|copy| [copy.open, copy.charge]);
            let changes = of_copies.chain(lot.opens_with.map(|_| lot.open_charge));
            let from = lot.copies.first().filter(|_| lot.opens_with.is_none());
            let from = from.map_or(lot.open_charge, |copy| copy.charge);
            for charge in changes.filter(|charge| *charge >= from) {
                let unused = lot.reserve_at(charge);
                self.events.push((charge, Action::Reserve { lot: at as u32, unused }));
            }
        }
        self.sort_events();
        true
    }

    /// Charges from the first that a copy leaves nothing for, up to that copy.
    fn overdrawn(&self, replay: &Replay) -> Vec<(usize, usize)> {
        let mut over: Vec<(usize, usize)> = Vec::new();
        if !self.lots.iter().any(Lot::has_limits) {
            return over;
        }
        let mut left = vec![Left::default(); self.lots.len()];
        let count = replay.split_starts.len().saturating_sub(1);
        let mut returned = self.returned(replay);
        for charge in 0..count {
            for split in replay.splits_of(ChargeIx::from_at(charge)) {
                let Payer::Credit(credit) = split.payer else { continue };
                let (Some(lot), Some(left)) =
                    (self.lots.get(credit.at()), left.get_mut(credit.at()))
                else {
                    continue;
                };
                left.go_to(charge, lot);
                let Some(total) = &mut left.total else { continue };
                *total = total.saturating_sub(split.micros);
                let returned = returned.entry((credit, lot.next_copy(charge))).or_default();
                *returned += split.micros.min(0);
                let least = lot.reserve_at(charge).saturating_sub(*returned);
                if split.micros > 0 && *total < least {
                    *total = least;
                    let end = lot.copy_after(charge).map_or(count, |copy| copy.charge);
                    over.push((charge, end.min(lot.end_charge)));
                }
            }
        }
        over
    }

    /// R16: what corrections give back to each lot before each of its copies: so much less may be left until then.
    fn returned(&self, replay: &Replay) -> BTreeMap<(CreditIx, usize), i64> {
        let mut returned = BTreeMap::new();
        for charge in (0..replay.split_starts.len().saturating_sub(1)).map(ChargeIx::from_at) {
            for split in replay.splits_of(charge).iter().filter(|split| split.micros < 0) {
                let Payer::Credit(credit) = split.payer else { continue };
                let Some(lot) = self.lots.get(credit.at()) else { continue };
                let copy = (credit, lot.next_copy(charge.at()));
                *returned.entry(copy).or_default() -= split.micros;
            }
        }
        returned
    }

    /// After a first run: lots run backwards that drew more than the platform says was drawn. They pay
    /// the latest charges before their first snapshot, as a run backwards finds (R36).
    pub fn limit_backward_lots(&mut self, replay: &Replay) -> bool {
        if !self.lots.iter().any(|lot| lot.is_run_backwards) {
            return false;
        }
        let mut later: Vec<i64> = vec![0; self.lots.len()];
        // Charge at which a lot reaches its limit, going back, and the part of that charge.
        let mut limits: Vec<Option<(usize, i64)>> = vec![None; self.lots.len()];
        for charge in (0..replay.split_starts.len().saturating_sub(1)).rev() {
            for split in replay.splits_of(ChargeIx::from_at(charge)) {
                // What a correction gives back may be of another payer in the next run: it is not counted.
                let Payer::Credit(credit) = split.payer else { continue };
                let drawn_here = split.micros.max(0);
                let (Some(lot), Some(later), Some(limit)) = (
                    self.lots.get(credit.at()),
                    later.get_mut(credit.at()),
                    limits.get_mut(credit.at()),
                ) else {
                    continue;
                };
                let (Some(drawn), Some(first)) = (lot.drawn_before, lot.copies.first()) else {
                    continue;
                };
                if !lot.is_run_backwards || charge >= first.charge || limit.is_some() {
                    continue;
                }
                if later.saturating_add(drawn_here) > drawn {
                    *limit = Some((charge, drawn - *later));
                }
                *later = later.saturating_add(drawn_here);
            }
        }
        if limits.iter().all(Option::is_none) {
            return false;
        }
        let limited = |lot: &Lot| lot.drawn_before.filter(|_| lot.is_run_backwards);
        // From here on no backward lot may exceed its limit, whatever moves in the second run.
        for (_, action) in &mut self.events {
            let Action::Open { lot, unused } = action else { continue };
            let at = *lot as usize;
            if let Some(drawn) = self.lots.get(at).and_then(limited) {
                let starts_later = limits.get(at).is_some_and(Option::is_some);
                *unused = Some(if starts_later { 0 } else { drawn });
            }
        }
        let mut blind = std::mem::take(&mut self.blind);
        for (at, limit) in limits.into_iter().enumerate() {
            let Some((charge, part)) = limit else { continue };
            let Some(lot) = self.lots.get(at) else { continue };
            let Some(drawn) = limited(lot) else { continue };
            // It had something left and did not pay: then another credit did.
            blind.push((lot.open_charge, charge + 1));
            let lot = at as u32;
            self.events.push((charge, Action::Limit { lot, unused: part }));
            self.events.push((charge + 1, Action::Limit { lot, unused: drawn - part }));
        }
        self.blind = merged(blind);
        self.sort_events();
        true
    }
}
