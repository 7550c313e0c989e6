//! Who paid what, what adds up: the answers that follow from the facts.

use super::{Bounds, ChargeIx, CreditIx, SourceIx};
use crate::calendar::{Day, Instant};
use crate::money::{Amount, Currency};
use crate::options::{AccountKey, BillingSetup};
use crate::problem::Problem;
use std::ops::Range;

/// Who paid what under one reading of the billing setup (R36).
#[derive(Clone, Debug, Default)]
pub struct Replay {
    pub billing: Option<BillingSetup>,
    /// Key of the preset of the order among credits (R14).
    pub order: &'static str,
    /// `splits[split_starts[c] .. split_starts[c + 1]]` pays charge `c`.
    pub split_starts: Vec<u32>,
    pub splits: Vec<Split>,
    /// Charges of which replay alone cannot tell the payer: Net Cost says that no credit paid them (R22), or figures of
    /// whole days how much credit paid beside cash that is not known, or the copy before them may have lacked draws of the
    /// credit that ran empty with them (R21). In order.
    pub told_by_figures: Vec<ChargeIx>,
    /// Charges paid by a credit, or by cash that is known, that may have been drawn before on days that nobody reported
    /// (R36). In order.
    pub beyond_gaps: Vec<ChargeIx>,
    /// One per credit of the account.
    pub credits: Vec<ReplayedCredit>,
    /// Totals over the stream, in the order of [`Payer`] without credits.
    pub by_cash: Amount,
    pub by_last_resort: Amount,
    pub by_credit: Amount,
    /// Paid by a source that is not known ([`Payer::NotCredit`], [`Payer::Unknown`]).
    pub unknown: Amount,
    /// Days on which ad credit paid more than all that were copied had (R32), and how much more.
    pub uncopied: Vec<(Day, Amount)>,
    /// Cash after the last charge, from its anchor (R36); `None` where cash is not known.
    pub cash_left: Option<Amount>,
}

/// One part of one charge, in micro-units; negative for the unwinding of a correction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split {
    pub payer: Payer,
    pub micros: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Payer {
    Credit(CreditIx),
    Cash,
    /// Card under automatic payment.
    Card,
    /// Business Center balance or credit line under monthly invoicing.
    CreditLine,
    /// Something other than ad credit, where cash or billing setup is not known.
    NotCredit,
    /// Perhaps a credit whose unused amount at that time is not known (R36).
    Unknown,
}

/// What replay says of one credit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReplayedCredit {
    /// As-of of the latest snapshot, from which replay runs on; `None`: from the face amount, or not at
    /// all.
    pub anchor: Option<Instant>,
    /// At each snapshot that replay reached with a figure of its own: ours beside the platform's.
    pub checks: Vec<Check>,
    /// Drawn by all charges of the stream.
    pub drawn: Amount,
    /// Drawn by charges later than the anchor.
    pub drawn_since_anchor: Amount,
    /// Unused after the last charge of the stream; `None` where there is no anchor and no full coverage.
    pub unused: Option<Amount>,
    /// Around `unused`: reported charges of the day of a copy have no time of day (R37). Both sides equal
    /// where nothing of the kind lies between.
    pub unused_between: Option<Bounds>,
    /// Unused at the start of the stream, run backwards from the anchor.
    pub unused_at_start: Option<Amount>,
    /// The charge that emptied it.
    pub emptied_by: Option<ChargeIx>,
    /// Eligibility unknown of some charge that it drew or could have drawn (R39).
    pub assumes_eligibility: bool,
    /// Drawn by charges before its first copy.
    pub drawn_before: Amount,
    /// By how much the platform drew the other credits of its time more than we say (R14), and by how much less.
    pub others_more: Amount,
    pub others_less: Amount,
    /// What the platform shows as used of them.
    pub others_used: Amount,
    /// A copy of it, or of another of its time, shows other draws than our order has.
    pub is_contradicted: bool,
}

/// Unused at a snapshot, by the platform and by our replay up to it. The platform's leads (R36).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    pub as_of: Instant,
    pub platform: Amount,
    pub ours: Amount,
    /// Around `ours` (R37), see [`ReplayedCredit::unused_between`].
    pub between: Bounds,
    /// Charges cover every day since the copy before. Else what was charged on the others is not known,
    /// and `ours` is at most what was unused (R36).
    pub is_covered: bool,
}

impl Check {
    /// Replay knows enough to be held against the platform's figure: of days without charges it knows
    /// only that something may have been drawn.
    pub fn speaks(&self) -> bool {
        self.is_covered || self.ours <= self.platform
    }

    /// The platform's figure is one that replay allows.
    pub fn agrees(&self) -> bool {
        self.between.low <= self.platform && self.platform <= self.between.high
    }
}

/// Which presets of the order among credits the platform's own figures allow (R14).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrderInference {
    /// Every preset with its verdict, the shown one first; empty where all of them give the same figures.
    pub readings: Vec<OrderReading>,
    /// Credits of which presets that are still possible say different figures.
    pub credits: Vec<CreditIx>,
    /// The charge that tells most of the presets still possible apart, where its payer is not known yet.
    pub decider: Option<ChargeIx>,
}

/// One preset beside the platform's figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderReading {
    /// Key of the preset.
    pub order: &'static str,
    /// Figures of the platform that another preset explains and this one does not.
    pub contradicted_by: u32,
}

impl OrderReading {
    pub const fn is_possible(&self) -> bool {
        self.contradicted_by == 0
    }
}

/// A problem of the account's facts, and the table it concerns where there is one.
#[derive(Clone, Debug, PartialEq)]
pub struct AccountProblem {
    pub source: Option<SourceIx>,
    pub problem: Problem,
}

/// Accounts of one Business Center and currency, rolled up (R27, R28).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RollUp {
    pub business_center: Option<String>,
    pub currency: Option<Currency>,
    pub accounts: Vec<AccountKey>,
    /// Sum of voucher balances of accounts, each portfolio once.
    pub voucher: Option<Amount>,
    /// Where none of its accounts is known: what accounts of its currency hold that name no Business Center.
    pub unclaimed: Option<Amount>,
    /// The Business Center's own total, where one was pasted.
    pub stated: Option<Amount>,
    /// `stated - parts`; `Some(0)`: ties.
    pub difference: Option<Amount>,
}

impl Split {
    pub fn amount(&self) -> Amount {
        Amount::from_micros(self.micros.into())
    }
}

impl Replay {
    /// See [`Replay::beyond_gaps`].
    pub fn is_beyond_gap(&self, charge: ChargeIx) -> bool {
        self.beyond_gaps.binary_search(&charge).is_ok()
    }

    /// The parts that pay a charge.
    pub fn splits_of(&self, charge: ChargeIx) -> &[Split] {
        let bound = |at: usize| self.split_starts.get(at).map_or(0, |&s| s as usize);
        self.splits.get(bound(charge.at())..bound(charge.at() + 1)).unwrap_or_default()
    }

    /// The parts that pay charges that stand beside each other.
    pub fn splits_in(&self, charges: Range<usize>) -> impl Iterator<Item = &Split> {
        charges.flat_map(|at| self.splits_of(ChargeIx::from_at(at)))
    }

    /// What a credit paid of these charges.
    pub fn drawn(&self, credit: CreditIx, charges: Range<usize>) -> i64 {
        let own = self.splits_in(charges).filter(|split| split.payer == Payer::Credit(credit));
        own.map(|split| split.micros).sum()
    }

    /// Whether it is a witness of what credit paid of a charge (R36): what it cannot tell, or has from figures, is none.
    pub fn tells(&self, charge: ChargeIx) -> bool {
        self.told_by_figures.binary_search(&charge).is_err()
            && !self.is_beyond_gap(charge)
            && self.splits_of(charge).iter().all(|split| split.payer != Payer::Unknown)
    }
}
