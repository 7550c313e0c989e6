//! Who paid each charge, as it is written down while replay goes on.
//!
//! In: parts of charges, in order. Out: the splits and totals of a [`Replay`], and the latest payment that
//! a correction may undo (R16). Knows no plan. Invariant: what is undone of a payment is at most its amount.

use super::state::*;
use crate::money::Amount;

/// What is written down: splits, totals, and what corrections need.
pub struct Book {
    pub out: Replay,
    /// Splits per scope in order, with what is left to undo of each (R16); only where the stream has
    /// corrections.
    undo: Option<Undo>,
}

struct Undo {
    by_scope: Vec<Vec<u32>>,
    left: Vec<i64>,
}

impl Book {
    /// `scope_count`: campaigns, and one for charges that name none.
    pub fn new(out: Replay, has_corrections: bool, scope_count: usize) -> Book {
        let by_scope = || vec![vec![]; scope_count];
        Book { out, undo: has_corrections.then(|| Undo { by_scope: by_scope(), left: vec![] }) }
    }

    pub fn close_charge(&mut self) {
        self.out.split_starts.push(self.out.splits.len() as u32);
    }

    /// Writes a payment that a correction may undo.
    pub fn write(&mut self, scope: usize, split: Split) {
        if let Some(undo) = &mut self.undo {
            if let Some(stack) = undo.by_scope.get_mut(scope) {
                stack.push(self.out.splits.len() as u32);
            }
            undo.left.resize(self.out.splits.len(), 0);
            undo.left.push(split.micros);
        }
        self.write_plain(split);
    }

    pub fn write_plain(&mut self, split: Split) {
        let total = match split.payer {
            // Added up by lot.
            Payer::Credit(_) => {
                self.out.splits.push(split);
                return;
            }
            Payer::Cash => &mut self.out.by_cash,
            Payer::Card | Payer::CreditLine => &mut self.out.by_last_resort,
            Payer::NotCredit | Payer::Unknown => &mut self.out.unknown,
        };
        *total += micros(split.micros);
        self.out.splits.push(split);
    }

    /// The latest payment of the scope that is not undone yet, and how much of it is undone now.
    pub fn undo_latest(&mut self, scope: usize, at_most: i64) -> Option<(Split, i64)> {
        let undo = self.undo.as_mut()?;
        let stack = undo.by_scope.get_mut(scope)?;
        while let Some(&at) = stack.last() {
            let left = undo.left.get_mut(at as usize).filter(|left| **left > 0);
            let (Some(left), Some(&split)) = (left, self.out.splits.get(at as usize)) else {
                stack.pop();
                continue;
            };
            let part = at_most.min(*left);
            *left -= part;
            return Some((split, part));
        }
        None
    }
}

pub fn micros(value: i64) -> Amount {
    Amount::from_micros(value.into())
}
