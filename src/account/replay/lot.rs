//! A lot while charges are replayed: what is left of it, and what is known of that.
//!
//! Amounts are micro-units. Invariant: `base - unused` is what was drawn since the last adding up.

use crate::account::state::ChargeIx;

/// A lot as the loop sees it.
#[derive(Clone, Copy, Debug, Default)]
pub struct LotState {
    /// What it may pay.
    pub unused: i64,
    /// Unused too, and still so at its next copy: it pays nothing of that before (R36).
    pub reserved: i64,
    /// The part of `reserved` that it paid already, by charges that the copy before may not hold yet.
    pub kept: i64,
    /// `unused` when draws were last added up.
    pub base: i64,
    pub is_open: bool,
    pub is_held: bool,
    /// Its unused amount is known from here on.
    pub is_known: bool,
    /// It may have paid what cash of unknown amount may have paid too (R36): until the next snapshot nothing
    /// is known of it, and it draws nothing.
    pub is_doubtful: bool,
    /// In doubt before its first snapshot.
    pub is_unknown_at_start: bool,
    pub assumes_eligibility: bool,
    pub emptied_by: Option<ChargeIx>,
    /// Up to the last adding up, in all and since the latest snapshot.
    pub drawn: i128,
    pub drawn_since_anchor: i128,
}

impl LotState {
    /// Adds up what was drawn since the last time.
    pub fn settle(&mut self) {
        let drawn = i128::from(self.base) - i128::from(self.unused);
        self.drawn += drawn;
        self.drawn_since_anchor += drawn;
        self.base = self.unused;
    }

    /// It is open, not suspended, and something is left of it.
    pub const fn can_pay(&self) -> bool {
        self.is_open && !self.is_held && self.unused > 0
    }

    /// Its unused amount becomes another than by drawing.
    pub fn set(&mut self, unused: i64) {
        self.settle();
        (self.unused, self.base, self.reserved) = (unused, unused, 0);
    }

    pub const fn total(&self) -> i64 {
        self.unused.saturating_add(self.reserved)
    }

    /// Of what is unused, this much is so at its next copy too.
    pub fn reserve(&mut self, unused: i64) {
        let total = self.total();
        let reserved = unused.saturating_add(self.kept).clamp(0, total.max(0));
        self.set(total - reserved);
        self.reserved = reserved;
    }
}

/// Credits in doubt (see [`LotState::is_doubtful`]).
#[derive(Default)]
pub(super) struct Doubtful {
    pub count: usize,
    /// The charge at which all have ended.
    pub end_charge: usize,
}

impl Doubtful {
    pub fn may_pay(&self, charge: usize) -> bool {
        self.count > 0 && charge < self.end_charge
    }
}

/// Which lots of a scope are drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Among {
    All,
    /// R6: those issued from a Business Center, which come first in every order.
    OfCenters,
}
