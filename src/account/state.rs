//! The way out of `account`: everything known of one ad account, as plain data.
//!
//! Made by `account::build` alone; whoever reads it computes nothing again. Amounts are in the account's
//! one currency (R25) and exact. Every figure says since when it holds ([`Observed::as_of`], R33) and
//! which line of which import it came from ([`Origin`]). What is not known is a value (`None`,
//! [`Yes::Unknown`], an open [`Between`]), never 0 and never a guess (R37).
//!
//! Invariants: indices ([`CreditIx`], [`CampaignIx`], [`SourceIx`], [`TransactionIx`], [`ChargeIx`]) are
//! valid within the state that holds them and mean nothing in another. Columns of one table have equal
//! length. The state depends on the set of imports, not on their order.

use crate::calendar::{Day, Instant, LocalTime, Stated, Window, Zone};
use crate::ingest::exports::Export;
use crate::ingest::{AsOf, Completeness};
use crate::money::{Amount, Currency};
use crate::options::{AccountKey, BillingSetup, CreditKey, ImportId};
use crate::problem::{Message, Problem};
use crate::text::{Name, Names};
use rust_decimal::Decimal;
use serde::Serialize;

/// Declares an index into one list of [`AccountState`].
macro_rules! index {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub struct $name(pub u32);

        impl $name {
            pub const fn at(self) -> usize {
                self.0 as usize
            }
            pub const fn from_at(at: usize) -> $name {
                $name(at as u32)
            }
        }
    )+};
}

index! {
    /// Into [`AccountState::sources`].
    SourceIx,
    /// Into [`AccountState::credits`].
    CreditIx,
    /// Into [`AccountState::campaigns`].
    CampaignIx,
    /// Into the columns of [`Transactions`].
    TransactionIx,
    /// Into the columns of [`Charges`].
    ChargeIx,
}

/// Everything known of one account.
#[derive(Clone, Debug)]
pub struct AccountState {
    pub account: Account,
    /// `None`: no import and no answer named it (R38).
    pub currency: Option<Currency>,
    pub zone: Zone,
    /// The zone is the viewer's own offset, not a statement of the account (R38).
    pub zone_assumed: bool,
    pub now: Instant,
    /// Every table that had a say, in a canonical order (as-of, then import id).
    pub sources: Vec<Source>,
    /// Texts of the columns of this state.
    pub names: Names,
    pub campaigns: Vec<Campaign>,
    /// In the order of their identity (R34), which does not depend on the order of imports.
    pub credits: Vec<Credit>,
    pub offers: Vec<Offer>,
    pub billing: Billing,
    pub funds: Funds,
    /// The one stream of charges (R35) that replay draws from.
    pub charges: Charges,
    pub transactions: Transactions,
    /// What reports say per campaign and day: the witnesses.
    pub report_days: Vec<ReportDay>,
    /// Spend per day, in order of days, for forecasts.
    pub spend: Vec<SpendDay>,
    /// One per billing reading that is still possible; the first is the one shown (R10).
    pub replays: Vec<Replay>,
    /// In order of time; baseline events (R40) included and marked.
    pub events: Vec<Event>,
    pub problems: Vec<AccountProblem>,
}

/// Who the account is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    pub key: AccountKey,
    /// Advertiser id, where an import or the user named it.
    pub id: Option<String>,
    pub name: Option<String>,
    pub client: Option<String>,
    pub owner: Option<String>,
    /// Holds one import whose account is still to be asked (R31).
    pub is_provisional: bool,
    pub business_center: Option<String>,
}

/// One table of one import.
#[derive(Clone, Debug)]
pub struct Source {
    pub import: ImportId,
    /// Which table of the import, counted from 0, as in `Imported::tables`.
    pub table_index: usize,
    pub export: Export,
    pub as_of: AsOf,
    pub completeness: Completeness,
    pub counts: Counts,
}

/// What a table added to what was known before it (by as-of), for the import report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Facts nobody had stated before.
    pub new: u64,
    /// Facts stated before with the same values.
    pub same: u64,
    /// Known facts whose value columns changed.
    pub changed: u64,
    /// Statements of one as-of that contradict each other; none of them is preferred silently.
    pub conflicting: u64,
    /// Rows that belong to another account, or could not be used; each has a problem.
    pub set_aside: u64,
}

/// The line a figure came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Origin {
    pub source: SourceIx,
    /// Line in what was pasted, from 1.
    pub line: u32,
}

/// A stated value with its moment of truth and its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Observed<T> {
    pub value: T,
    pub as_of: Instant,
    pub origin: Origin,
}

/// Something happened after `after` and at or before `before`; an open side is not known (R37).
/// Both equal: the instant itself is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Between {
    pub after: Option<Instant>,
    pub before: Option<Instant>,
}

/// An amount known as a range. Equal sides: exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    pub low: Amount,
    pub high: Amount,
}

/// R39: eligibility is yes, no or unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Yes {
    Yes,
    No,
    #[default]
    Unknown,
}

/// A campaign, by id where any import gave one, else by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Campaign {
    /// [`Name::EMPTY`] where only the name is known.
    pub id: Name,
    pub name: Name,
}

// ---------------------------------------------------------------- credits

/// One ad credit: identity (R34), the platform's figures, and what follows.
#[derive(Clone, Debug)]
pub struct Credit {
    pub key: CreditKey,
    pub name: String,
    pub kind: CreditKind,
    /// "Credit type" as pasted.
    pub kind_text: Option<String>,
    pub face: Option<Amount>,
    /// "Usage requirements", verbatim (R39).
    pub requirements: Option<String>,
    pub redeemed: Option<Stated>,
    pub valid_start: Option<Stated>,
    pub valid_end: Option<Stated>,
    /// "Valid dates" as pasted, where the table still holds it (R15).
    pub valid_text: Option<String>,
    /// Half-open, of `valid_start` and `valid_end` (R15). Inverted windows contain nothing.
    pub window: Window,
    /// Drawn first, never assignable (R6).
    pub from_business_center: bool,
    /// Every statement about it, oldest as-of first; same statements are kept once per as-of.
    pub observations: Vec<Observation>,
    /// The platform's latest figures; they lead (R36).
    pub unused: Option<Observed<Amount>>,
    pub used: Option<Observed<Amount>>,
    pub percent: Percent,
    pub state: CreditState,
    pub tab: Tab,
    pub suspended: bool,
    /// A full copy later than the last mention does not list it: seen last, missing since (R32).
    pub missing: Option<Missing>,
    pub eligibility: Eligibility,
    pub assignments: Assignments,
    /// Draws that *Ad Credit* transactions report, as indices; ambiguous ones are not in here (R34).
    pub observed_draws: Vec<TransactionIx>,
    /// Sum of `observed_draws`; `None` where no transactions were pasted at all.
    pub observed_drawn: Option<Amount>,
    /// Where the first mention stands.
    pub origin: Option<Origin>,
    pub problems: Vec<Message>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum CreditKind {
    Free,
    Assignable,
    Conditional,
    /// No type was stated, or a word we do not know; it draws like Free, as an assumption (R3).
    Unknown,
}

/// One statement about one credit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    pub as_of: Instant,
    pub origin: Origin,
    pub export: Export,
    pub unused: Option<Amount>,
    pub used: Option<Amount>,
    /// Share of 1.
    pub percent: Option<Decimal>,
    pub status: Option<String>,
    pub suspended: bool,
    /// The same statement, seen again at these later moments.
    pub seen_again: Vec<Instant>,
}

/// Percent spent, computed beside the platform's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Percent {
    /// Used of face (else of used + unused), four decimals, half to even.
    pub computed: Option<Decimal>,
    pub platform: Option<Decimal>,
    /// They differ by more than the rounding of the platform's figure.
    pub differs: bool,
}

/// What a credit is doing, as of `now`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditState {
    NotYetValid {
        from: LocalTime,
    },
    Available,
    /// Risk hold: pays nothing (R5). Its end still runs.
    Suspended,
    UsedUp {
        between: Between,
    },
    /// The unused part at the end is lost (R8). `None`: no figure was ever seen. Where no end was ever
    /// stated, `at` is when the credit was first seen as expired.
    Expired {
        at: LocalTime,
        forfeited: Option<Bounds>,
    },
    /// Neither dates nor amounts say anything.
    Undetermined,
}

/// R1, computed from dates and amounts, not from the tab that was copied (R34).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Tab {
    Available,
    Earning,
    NotAvailable,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing {
    pub last_seen: Instant,
    /// As-of of the first full copy without it.
    pub since: Instant,
    pub by: SourceIx,
}

/// What a credit may pay, as far as the requirement text and the user say (R39).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Eligibility {
    /// Parts of the requirement text that were understood, as messages.
    pub understood: Vec<Message>,
    /// There is text that was not understood: eligibility is unknown unless a campaign is answered.
    pub has_unread: bool,
    pub countries: Vec<String>,
    pub ad_products: Vec<String>,
    /// Every campaign of the account was answered with no.
    pub excludes_all: bool,
    /// What holds for campaigns that are not among `exceptions`.
    pub otherwise: Yes,
    /// Answers and what is known of single campaigns, in order of campaign.
    pub exceptions: Vec<(CampaignIx, Yes)>,
}

/// The assignment log of one credit (R4) and what follows for now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assignments {
    /// In order of time; contradictions (a link of what is linked) are kept and reported.
    pub log: Vec<LogEntry>,
    /// Linked now, by the log or, later than its last entry, by the View/Assign panel.
    pub linked: Vec<CampaignIx>,
    /// When each campaign was linked, in order of campaign, then time. An open start: before the log.
    pub spans: Vec<LinkSpan>,
    /// A log or panel was pasted at all; else an empty `linked` says nothing.
    pub is_known: bool,
    /// As-of of the latest log or panel.
    pub as_of: Option<Instant>,
}

/// A campaign was linked for this time on the account's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkSpan {
    pub campaign: CampaignIx,
    pub window: Window,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogEntry {
    pub at: LocalTime,
    pub campaign: CampaignIx,
    pub linked: bool,
    pub actor: Name,
    pub origin: Origin,
}

// ---------------------------------------------------------------- earning

/// An offer of the Earning tab or a coupon card: the same offer is kept once (E2, E17).
#[derive(Clone, Debug)]
pub struct Offer {
    pub key: CreditKey,
    pub name: String,
    /// Ascending by target; at least one where any target was stated.
    pub tiers: Vec<Tier>,
    pub spend: Option<Observed<Amount>>,
    pub earned: Option<Observed<Amount>>,
    pub window_start: Option<Stated>,
    pub window_end: Option<Stated>,
    pub window: Window,
    pub status: Option<String>,
    pub state: OfferState,
    /// Highest tier reached by the platform's figure; only this one is granted (R19).
    pub reached: Option<usize>,
    /// Next tier and what is missing to it.
    pub next: Option<NextTier>,
    /// The reward lands from the window's end (or the tier) up to 7 days later (R20).
    pub reward_due: Option<Between>,
    /// Credit in Available that looks like the granted reward: same amount, redeemed in time.
    pub granted_as: Option<CreditIx>,
    /// Observed spend so far, oldest first, for the pace.
    pub history: Vec<Observed<Amount>>,
    /// Spend of our own charges in the window that may count (R17, R18): paid, not by credit.
    pub qualifying_by_replay: Option<Amount>,
    pub origin: Option<Origin>,
    pub problems: Vec<Message>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tier {
    pub target: Amount,
    pub reward: Option<Amount>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextTier {
    /// Into [`Offer::tiers`].
    pub index: usize,
    pub missing: Amount,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum OfferState {
    NotStarted,
    Running,
    /// The top tier is reached, or the window ended with a tier: reward expected.
    RewardExpected,
    Granted,
    /// The window ended below the first tier.
    Missed,
    Undetermined,
}

// ---------------------------------------------------------------- money beside credits

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
    pub account_balance: Option<Observed<Amount>>,
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
    /// The day's total of a campaign rather than a moment: of `times` only the day is stated.
    pub is_daily: Vec<bool>,
    /// Which days are covered, by which export; days outside are not known, not free of spend.
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
    /// "Transaction type" as pasted.
    pub kind_texts: Vec<Name>,
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
    /// Charges of the day.
    pub cost: Amount,
    /// The day ended at least the lag before its source's as-of (R21).
    pub is_settled: bool,
    /// Ad credit by the best witness: transactions, else Cost − Net Cost, else voucher cost.
    pub by_credit: Option<Amount>,
    /// By the shown replay.
    pub replayed_credit: Option<Amount>,
}

// ---------------------------------------------------------------- replay

/// Who paid what under one reading of the billing setup (R36).
#[derive(Clone, Debug, Default)]
pub struct Replay {
    pub billing: Option<BillingSetup>,
    /// Key of the preset of the order among credits (R14).
    pub order: &'static str,
    /// `splits[split_starts[c] .. split_starts[c + 1]]` pays charge `c`.
    pub split_starts: Vec<u32>,
    pub splits: Vec<Split>,
    /// One per credit of the account.
    pub credits: Vec<ReplayedCredit>,
    /// Totals over the stream, in the order of [`Payer`] without credits.
    pub by_cash: Amount,
    pub by_last_resort: Amount,
    pub by_credit: Amount,
    /// Paid by a source that is not known ([`Payer::NotCredit`], [`Payer::Unknown`]).
    pub unknown: Amount,
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
    /// Unused at the start of the stream, run backwards from the anchor.
    pub unused_at_start: Option<Amount>,
    pub first_draw: Option<ChargeIx>,
    pub last_draw: Option<ChargeIx>,
    /// The charge that emptied it.
    pub emptied_by: Option<ChargeIx>,
    /// Days of its life (to now) that charges cover, and days of its life.
    pub days_covered: u32,
    pub days_total: u32,
    /// Eligibility unknown of some charge that it drew or could have drawn (R39).
    pub assumes_eligibility: bool,
}

/// Unused at a snapshot, by the platform and by our replay up to it. The platform's leads (R36).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    pub as_of: Instant,
    pub platform: Amount,
    pub ours: Amount,
}

// ---------------------------------------------------------------- events, problems

/// Something that happened, or will at a known time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub at: Between,
    pub kind: EventKind,
    pub credit: Option<CreditIx>,
    pub certainty: Certainty,
    /// Ended before the first import of the account: history, not news (R40).
    pub is_baseline: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    Activated,
    Exhausted,
    Expired {
        forfeited: Option<Bounds>,
    },
    Suspended,
    Resumed,
    /// A full copy no longer lists the credit.
    Gone,
    /// Spend moved from one payer to the next; nobody was told (R12).
    SourceSwitched {
        from: Payer,
        to: Payer,
    },
    /// No known source is left (R13).
    DeliveryAtRisk,
    RewardGranted {
        amount: Option<Amount>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Certainty {
    /// The platform's own figures or transactions say so.
    Observed,
    /// Our replay of pasted charges says so.
    Replayed,
    /// Follows from dates alone.
    Computed,
}

/// A problem of the account's facts, and the table it concerns where there is one.
#[derive(Clone, Debug, PartialEq)]
pub struct AccountProblem {
    pub source: Option<SourceIx>,
    pub problem: Problem,
}

// ---------------------------------------------------------------- business center

/// Accounts of one Business Center and currency, rolled up (R27, R28).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RollUp {
    pub business_center: Option<String>,
    pub currency: Option<Currency>,
    pub accounts: Vec<AccountKey>,
    pub unused: Amount,
    pub used: Amount,
    /// Sum of voucher balances of accounts, each portfolio once.
    pub voucher: Option<Amount>,
    /// The Business Center's own total, where one was pasted, with its import.
    pub stated: Option<(Amount, Instant, ImportId)>,
    /// `stated - parts`; `Some(0)`: ties.
    pub difference: Option<Amount>,
    pub problems: Vec<Message>,
}

impl Observation {
    /// Unused as stated, else face amount less used.
    pub fn unused_of(&self, face: Option<Amount>) -> Option<Amount> {
        self.unused.or_else(|| Some(face? - self.used?))
    }

    /// Every moment at which this was stated, oldest first.
    pub fn moments(&self) -> impl Iterator<Item = Instant> + '_ {
        std::iter::once(self.as_of).chain(self.seen_again.iter().copied())
    }
}

impl Eligibility {
    /// Whether the credit may pay charges of this campaign; of a charge that names none, `Yes` only
    /// where all campaigns are eligible.
    pub fn of(&self, campaign: Option<CampaignIx>) -> Yes {
        let Some(campaign) = campaign else {
            let all = self.exceptions.iter().all(|(_, yes)| *yes == Yes::Yes);
            return if all && self.otherwise == Yes::Yes { Yes::Yes } else { Yes::Unknown };
        };
        let found = self.exceptions.binary_search_by_key(&campaign, |(c, _)| *c).ok();
        found.and_then(|at| self.exceptions.get(at)).map_or(self.otherwise, |(_, yes)| *yes)
    }
}

impl Between {
    pub const fn at(instant: Instant) -> Between {
        Between { after: Some(instant), before: Some(instant) }
    }

    /// Both sides are known and the same.
    pub fn exact(&self) -> Option<Instant> {
        if self.after == self.before { self.after } else { None }
    }
}

impl Bounds {
    pub const fn exactly(amount: Amount) -> Bounds {
        Bounds { low: amount, high: amount }
    }

    pub fn is_exact(&self) -> bool {
        self.low == self.high
    }
}

impl Charges {
    pub fn len(&self) -> usize {
        self.amounts.len()
    }
    pub fn is_empty(&self) -> bool {
        self.amounts.is_empty()
    }
}

impl Transactions {
    pub fn len(&self) -> usize {
        self.amounts.len()
    }
    pub fn is_empty(&self) -> bool {
        self.amounts.is_empty()
    }

    /// The credit a row means, where it means exactly one.
    pub fn credit(&self, row: usize) -> Option<CreditIx> {
        self.credits.get(row).copied().filter(|&c| c < AMBIGUOUS).map(CreditIx)
    }

    pub fn campaign(&self, row: usize) -> Option<CampaignIx> {
        self.campaigns.get(row).copied().filter(|&c| c != NONE).map(CampaignIx)
    }
}

impl Replay {
    /// The parts that pay a charge.
    pub fn splits_of(&self, charge: ChargeIx) -> &[Split] {
        let bound = |at: usize| self.split_starts.get(at).map_or(0, |&s| s as usize);
        self.splits.get(bound(charge.at())..bound(charge.at() + 1)).unwrap_or_default()
    }
}

impl AccountState {
    /// What a plan of replay is made of; a what-if changes a copy of the parts.
    pub fn facts(&self) -> super::plan::Facts<'_> {
        super::plan::Facts {
            credits: &self.credits,
            charges: &self.charges,
            transactions: &self.transactions,
            funds: &self.funds,
            campaign_count: self.campaigns.len(),
            zone: self.zone,
            now: self.now,
        }
    }

    pub fn source(&self, at: SourceIx) -> Option<&Source> {
        self.sources.get(at.at())
    }

    pub fn credit(&self, at: CreditIx) -> Option<&Credit> {
        self.credits.get(at.at())
    }

    /// Name of the campaign, else its id.
    pub fn campaign_text(&self, at: CampaignIx) -> &str {
        let Some(campaign) = self.campaigns.get(at.at()) else { return "" };
        let name = if campaign.name == Name::EMPTY { campaign.id } else { campaign.name };
        self.names.text(name)
    }
}
