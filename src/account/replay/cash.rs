//! Cash as replay meets it: from each of its statements on (R36).
//!
//! R37: of charges that have only a day, and it is that of a statement, nobody knows on which side of it they stand. They
//! stand after it in the stream; what cash held before it may have paid them too.

/// In micro-units.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cash {
    left: Option<i64>,
    /// What it held more before its latest statement; `None`: not known. It pays only charges before `until`.
    earlier: Option<i64>,
    until: usize,
}

impl Cash {
    /// A statement, and the first charge after it that is none of its day's totals.
    pub fn state(&mut self, micros: i64, until: usize) {
        // A day may have several statements.
        let earlier = if until == self.until { self.earlier } else { Some(0) };
        let held = self.left.zip(earlier).map(|(left, earlier)| left.saturating_add(earlier));
        self.earlier = held.map(|held| held.saturating_sub(micros).max(0));
        (self.left, self.until) = (Some(micros), until);
    }

    /// What came in, or went out.
    pub fn add(&mut self, micros: i64) {
        self.left = self.left.map(|left| left.saturating_add(micros));
    }

    pub fn left(&self) -> Option<i64> {
        self.left
    }

    /// Whether it is known how much of this charge cash could pay.
    pub fn is_known(&self, charge: usize) -> bool {
        self.left.is_some() && (self.until <= charge || self.earlier.is_some())
    }

    /// Pays of a charge what is known to be there; returns how much.
    pub fn pay(&mut self, charge: usize, amount: i64) -> i64 {
        let earlier = self.earlier.filter(|_| charge < self.until).unwrap_or_default();
        let by_earlier = amount.min(earlier);
        let by_rest = (amount - by_earlier).min(self.left.unwrap_or_default().max(0));
        self.earlier = self.earlier.map(|earlier| earlier - by_earlier);
        self.add(-by_rest);
        by_earlier + by_rest
    }
}
