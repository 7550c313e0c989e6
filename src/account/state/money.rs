//! Money beside credits: billing, balances, charges, transactions, reports, spend per day.

use super::{
    Between, CampaignIx, ChargeIx, Credit, CreditIx, Observed, Origin, Payer, TransactionIx,
};
use crate::calendar::{Day, Instant, LocalTime, Stated, Unit, Zone};
use crate::ingest::exports::Export;
use crate::money::Amount;
use crate::options::BillingSetup;
use crate::problem::Message;
use crate::text::Name;
use serde::Serialize;

/// How the account pays (R9 to R11).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Billing {
    pub chosen: Option<BillingSetup>,
    /// From evidence; never applied without the user's answer, except to preselect (R10).
    pub suggested: Option<BillingSetup>,
    /// What speaks for the suggestion, with its line.
    pub evidence: Vec<(Message, Origin)>,
    /// The readings replayed, the shown one first. One where chosen; more while unknown.
    pub readings: Vec<BillingSetup>,
    /// A register says it (E15). Where nothing is chosen all the same it says "automatic", of which there are two
    /// readings (R10).
    pub is_registered: bool,
}

/// Where money other than ad credit stands. `None`: not known (R36).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Funds {
    pub cash: Option<Observed<Amount>>,
    /// Typed in by the user rather than read from an import.
    pub cash_is_typed: bool,
    /// Borrowed money under monthly invoicing: not ad credit.
    pub credit_line: Option<Observed<Amount>>,
    /// Combined ad credit of the account.
    pub voucher: Option<Observed<Amount>>,
    pub balance_alert: Option<Observed<Amount>>,
    /// With a portfolio the balances are the portfolio's: never added up over accounts (R27).
    pub portfolio: Option<String>,
    /// Earlier statements too, oldest first.
    pub history: Vec<Balances>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Balances {
    pub as_of: Instant,
    pub origin: Origin,
    pub account: Option<Amount>,
    pub cash: Option<Amount>,
    pub credit_line: Option<Amount>,
    pub voucher: Option<Amount>,
}

/// The stream of charges, one per period and account (R35). Columns of equal length, ordered by time,
/// then campaign, then amount, then origin.
#[derive(Clone, Debug, Default)]
pub struct Charges {
    pub times: Vec<LocalTime>,
    /// Micro-units; negative: a correction (R16).
    pub amounts: Vec<i64>,
    /// `u32::MAX`: the charge names no campaign.
    pub campaigns: Vec<u32>,
    pub origins: Vec<Origin>,
    /// Cash, card or credit line where the charge itself says that this paid it: then credit did not. Empty
    /// where no charge says.
    pub payers: Vec<Option<Payer>>,
    /// The day's total of a campaign rather than a moment: of `times` only the day is stated.
    pub is_daily: Vec<bool>,
    /// R22: what Net Cost says that credit paid, in micro-units. Empty where it says so of no charge.
    pub by_net_cost: Vec<Option<i64>>,
    /// Which days are covered, by which export; days outside are not known, not free of spend. Days on which
    /// every charge states that something else than credit paid it are outside: of what credit paid they
    /// say nothing.
    pub coverage: Vec<Coverage>,
}

/// Days `[start, end)` whose charges come from `export`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coverage {
    pub start: Day,
    pub end: Day,
    pub export: Export,
    pub as_of: Instant,
}

/// Transactions in order of time. Columns of equal length; texts are in [`AccountState::names`].
#[derive(Clone, Debug, Default)]
pub struct Transactions {
    pub times: Vec<LocalTime>,
    /// Micro-units, signed by [`TransactionKind`] and R26: money into the account is positive.
    pub amounts: Vec<i64>,
    pub kinds: Vec<TransactionKind>,
    /// "Transaction type", in one spelling of each, and as the user said of words that no lexicon has.
    pub kind_texts: Vec<Name>,
    /// The same as pasted; empty where no row differs.
    pub pasted_kinds: Vec<Name>,
    pub ids: Vec<Name>,
    /// `u32::MAX`: none named.
    pub campaigns: Vec<u32>,
    /// Credit name as pasted.
    pub credit_names: Vec<Name>,
    /// The credit it means: `u32::MAX` none, `u32::MAX - 1` several possible (R34).
    pub credits: Vec<u32>,
    pub statuses: Vec<Name>,
    pub payment_sources: Vec<Name>,
    pub origins: Vec<Origin>,
    /// Latest as-of that stated the row.
    pub as_of: Vec<Instant>,
    /// From the first day to the last of each copy that tells of draws or charges, joined where copies meet: between
    /// them nobody looked.
    pub stretches: Vec<(Day, Day)>,
}

/// No campaign, or no credit, in a column of indices.
pub const NONE: u32 = u32::MAX;
/// Several credits could be meant, in [`Transactions::credits`].
pub const AMBIGUOUS: u32 = u32::MAX - 1;

/// What kind of transaction a row is (E5, E6, API).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum TransactionKind {
    /// An observed draw from ad credit; never a charge (R35).
    AdCredit,
    /// A charge for ads as the platform bills it.
    Charge,
    BillPayment,
    AddBalance,
    /// Money that left the account balance other than by spend.
    Withdrawal,
    Refund,
    Cancellation,
    PromotionIssued,
    PromotionExpired,
    CardVerification,
    Tax,
    Transfer,
    Other,
    /// It did not happen: failed, cancelled, declined. Listed, and part of no sum.
    Void,
    /// What another list tells too, and that one counts (R35). Listed, and part of no sum.
    Witness,
}

/// What one report says about one campaign and day. `campaign` is `None` for figures of the whole account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportDay {
    pub day: Day,
    /// Last day of the row's period, where it is not daily (`day` is its first).
    pub last_day: Day,
    pub campaign: Option<CampaignIx>,
    pub export: Export,
    pub cost: Option<Amount>,
    pub net_cost: NetCost,
    pub cash_cost: Option<Amount>,
    pub voucher_cost: Option<Amount>,
    pub tax: Option<Amount>,
    pub as_of: Instant,
    pub origin: Origin,
    /// The campaign report states the same campaign and period: a witness, never added to it (R35).
    pub is_repeat: bool,
}

impl ReportDay {
    /// R22: what Net Cost says that credit paid.
    pub fn by_net_cost(&self) -> Option<Amount> {
        match self.net_cost {
            NetCost::Stated(net) => Some(self.cost? - net),
            NetCost::FullyByCredit => self.cost,
            _ => None,
        }
    }
}

/// An *Ad Credit* row: what it drew, negative where it gave back (R16).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draw {
    pub row: TransactionIx,
    pub time: LocalTime,
    pub amount: Amount,
    pub as_of: Instant,
}

/// R22: what a Net Cost cell says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetCost {
    /// The column is not there, or the cell is empty.
    Absent,
    /// Ad credit paid `cost - net`.
    Stated(Amount),
    /// 0 while the figure may still be filled in.
    NotYetFilled,
    /// 0 for a day before 2023-09-01, for which there is no data.
    NoData,
    /// 0 long after the day: fully paid by credit, as an inference.
    FullyByCredit,
}

/// One day of spend, for forecasts. Absent sources are not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpendDay {
    pub day: Day,
    /// Charges of the day, and beside charges that state their payer what ad credit paid.
    pub cost: Amount,
    /// The part that states no payer, so that credit may have paid it; `None` where the day is not covered.
    pub open_cost: Option<Amount>,
    /// The day ended at least the lag before its source's as-of (R21).
    pub is_settled: bool,
    /// Ad credit by the best witness: transactions, else Cost − Net Cost, else voucher cost.
    pub by_credit: Option<Amount>,
    /// By the shown replay.
    pub replayed_credit: Option<Amount>,
}

impl Charges {
    pub fn len(&self) -> usize {
        self.amounts.len()
    }
    pub fn is_empty(&self) -> bool {
        self.amounts.is_empty()
    }

    /// The campaign that a charge names.
    pub fn campaign(&self, charge: ChargeIx) -> Option<CampaignIx> {
        self.campaigns.get(charge.at()).copied().filter(|&c| c != NONE).map(CampaignIx)
    }

    pub fn amount(&self, charge: ChargeIx) -> Option<Amount> {
        self.amounts.get(charge.at()).map(|micros| Amount::from_micros((*micros).into()))
    }

    /// The place of the first charge at or after a time. A day's total belongs to a time within its day.
    pub fn first_from(&self, time: LocalTime) -> usize {
        self.times.partition_point(|charged| *charged < time)
    }

    /// What paid a charge, where it says so; never ad credit.
    pub fn payer(&self, charge: ChargeIx) -> Option<Payer> {
        self.payers.get(charge.at()).copied().flatten()
    }

    /// R22: what Net Cost says that credit paid of a charge.
    pub fn by_net_cost(&self, charge: ChargeIx) -> Option<i64> {
        self.by_net_cost.get(charge.at()).copied().flatten()
    }

    /// Charges that credit may have paid, as far as they themselves say.
    pub fn open(&self) -> impl Iterator<Item = ChargeIx> + '_ {
        (0..self.len()).map(ChargeIx::from_at).filter(|charge| self.payer(*charge).is_none())
    }

    /// When a charge was made, as far as it is stated: its second, or its day.
    pub fn stated(&self, charge: ChargeIx) -> Option<Stated> {
        let time = *self.times.get(charge.at())?;
        let is_daily = self.is_daily.get(charge.at()) == Some(&true);
        Some(if is_daily { Stated::day(time.day()) } else { Stated { time, unit: Unit::Second } })
    }

    /// The same as a span in time; a moment where it is stated.
    pub fn moment(&self, charge: ChargeIx, zone: Zone) -> Option<Between> {
        let stated = self.stated(charge)?;
        let start = stated.time.in_zone(zone);
        Some(match stated.unit {
            Unit::Day => Between { after: Some(start), before: Some(stated.end().in_zone(zone)) },
            Unit::Minute | Unit::Second => Between::at(start),
        })
    }

    /// Every day of `[first, end)` is covered.
    pub fn covers(&self, first: Day, end: Day) -> bool {
        let mut next = first;
        for span in &self.coverage {
            if span.start <= next && next < span.end {
                next = span.end;
            }
        }
        next >= end
    }

    /// The same up to a moment, by exports none of which was made while the days that it covers went on.
    pub fn hold(&self, from: Instant, until: Instant, zone: Zone) -> bool {
        let first = from.on_clock(zone).day();
        let end = until.on_clock(zone).plus_seconds(-1).day().plus_days(1);
        let mut spans = self.coverage.iter().filter(|span| first < span.end && span.start < end);
        self.covers(first, end)
            && spans.all(|span| until.min(span.end.start().in_zone(zone)) <= span.as_of)
    }
}

impl Transactions {
    pub fn len(&self) -> usize {
        self.amounts.len()
    }
    pub fn is_empty(&self) -> bool {
        self.amounts.is_empty()
    }

    /// Whether one stretch of copies holds all these days: a day in it without a row had none.
    pub fn spans(&self, from: Day, to: Day) -> bool {
        self.stretches.iter().any(|(first, last)| *first <= from && to <= *last)
    }

    /// Adds the days of one copy.
    pub fn add_stretch(&mut self, first: Day, last: Day) {
        self.stretches.push((first, last));
        self.stretches.sort();
        self.stretches.dedup_by(|next, known| {
            let meets = next.0 <= known.1.plus_days(1);
            if meets {
                known.1 = known.1.max(next.1);
            }
            meets
        });
    }

    /// What a row drew.
    pub fn draw(&self, row: TransactionIx) -> Option<Draw> {
        let micros = i128::from(*self.amounts.get(row.at())?);
        let (time, as_of) = (*self.times.get(row.at())?, *self.as_of.get(row.at())?);
        Some(Draw { row, time, amount: -Amount::from_micros(micros), as_of })
    }

    /// All *Ad Credit* rows, in order.
    pub fn draws(&self) -> impl DoubleEndedIterator<Item = Draw> + '_ {
        let rows = self.kinds.iter().enumerate();
        let rows = rows.filter(|(_, kind)| **kind == TransactionKind::AdCredit);
        rows.filter_map(|(row, _)| self.draw(TransactionIx::from_at(row)))
    }

    pub fn has_draws(&self) -> bool {
        self.kinds.contains(&TransactionKind::AdCredit)
    }

    /// Those that mean one credit.
    pub fn draws_of<'t>(&'t self, credit: &'t Credit) -> impl Iterator<Item = Draw> + 't {
        credit.observed_draws.iter().filter_map(|row| self.draw(*row))
    }

    /// When the list was copied last.
    pub fn seen(&self) -> Option<Instant> {
        self.as_of.iter().max().copied()
    }

    /// R32: whether a row names a credit of which there is no copy.
    pub fn is_of_uncopied(&self, row: usize) -> bool {
        let name = self.credit_names.get(row).copied().unwrap_or_default();
        self.credits.get(row) == Some(&NONE) && name != Name::EMPTY
    }

    /// The credit a row means, where it means exactly one.
    pub fn credit(&self, row: usize) -> Option<CreditIx> {
        self.credits.get(row).copied().filter(|&c| c < AMBIGUOUS).map(CreditIx)
    }

    pub fn campaign(&self, row: usize) -> Option<CampaignIx> {
        self.campaigns.get(row).copied().filter(|&c| c != NONE).map(CampaignIx)
    }
}
