//! The plain data that the page shows; what goes to JavaScript is defined here.
//!
//! Summaries cross whole ([`View`]); tables stay inside and are seen through windows ([`tables`]); what
//! opens in place is fetched when it opens ([`CreditDetail`] and its like). Amounts are plain decimal
//! text, instants RFC 3339 with the account's offset, absent is `null`. No sentence is in here: only
//! messages with typed parameters. The TypeScript types of the shell are written from these by a test.

mod burn_down; // a credit's balance over time
pub mod build; // states and answers as rows and cards
pub mod cards; // import cards
pub mod centers; // a Business Center and its accounts
pub mod questions; // what a card asks
pub mod standing; // where a credit stands, as messages
pub mod detail; // what opens in place below a credit
pub mod import_card; // what became of a paste
pub mod spend; // who paid, day by day
pub mod transaction; // why this credit and not that one
pub mod rows; // rows of every table, as cells
pub mod what_if; // the forecast on changed inputs, beside today's
pub mod tables; // search, filter, sort; windows

use crate::calendar::{Day, Instant, When, Zone};
use crate::money::{Amount, Currency};
use crate::options::{AccountKey, AlertId, BillingSetup, CreditKey, ImportId};
use crate::problem::Message;
use rust_decimal::Decimal;
use serde::Serialize;
use std::cmp::Reverse;

pub use crate::account::state::{CreditType, Tab, Unanswered};
pub use crate::ingest::exports::{Export, Field};
pub use crate::insight::alerts::Kind;
pub use crate::insight::band::BandLine;
pub use crate::insight::diagnosis::Case;
pub use crate::insight::forecast::NoRunOut;
pub use crate::insight::morning::Refresh;
pub use crate::insight::portfolio::SinceVisit;
pub use crate::insight::reconcile::{Settlement, Witness};
pub use crate::insight::{Crossing, Level};
pub use detail::*;
pub use import_card::*;
pub use spend::{SpendDay, SpendLine};
pub use standing::Standing;

/// Everything the first screen says, for the accounts in scope.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct View {
    pub now: Instant,
    /// When time alone changes what is said next, as far as it is foreseen; of all accounts, whatever the scope.
    pub next: Option<Instant>,
    /// Accounts in scope, worst first.
    pub accounts: Vec<AccountCard>,
    /// Ranked, worst first.
    pub today: Vec<Warning>,
    /// Most money first.
    pub refresh: Vec<Refresh>,
    pub since: Option<SinceVisit>,
    /// One line per currency, never one total (R28); amounts without a stated currency stand per account.
    pub band: Vec<BandLine>,
    pub counts: TabCounts,
    /// Those that came last, newest first; the others are asked for by windows or by their ids.
    pub imports: Vec<ImportCard>,
    /// Of all imports.
    pub import_count: usize,
    /// Nothing that was imported could be used.
    pub is_empty: bool,
    /// Imports of which only the user can say whose they are (R31), newest first.
    pub unclaimed: Vec<Unclaimed>,
    /// What no import of an account says (R38), and how it pays where that changes an answer (R10); once per account.
    pub asked: Vec<QuestionCard>,
    pub business_centers: Vec<BusinessCenterCard>,
    /// Who paid, day by day, per currency.
    pub spend: Vec<SpendLine>,
    /// Per account, where few are in scope; none where there are many.
    pub diagnosis: Vec<Diagnosis>,
}

/// Rows per tab for the accounts in scope.
#[derive(Clone, Copy, Debug, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct TabCounts {
    pub available: usize,
    pub earning: usize,
    pub not_available: usize,
    pub transactions: usize,
    pub reconcile: usize,
    /// Lines of Reconcile that are unexplained.
    pub unexplained: usize,
    pub accounts: usize,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct AccountCard {
    pub key: AccountKey,
    /// Advertiser id, 16 to 19 digits, where known (R30).
    pub id: Option<String>,
    pub name: Option<String>,
    pub client: Option<String>,
    pub owner: Option<String>,
    pub currency: Option<Currency>,
    pub zone: Zone,
    /// The zone was not stated: the viewer's offset is assumed (R38).
    pub zone_is_assumed: bool,
    pub billing: Option<BillingSetup>,
    /// Suggested from evidence, where nobody chose (R10).
    pub billing_suggested: Option<BillingSetup>,
    /// A register says that it pays automatically, and nobody what pays first then (R10).
    pub billing_is_automatic: bool,
    /// Latest moment of truth of its facts.
    pub as_of: Option<When>,
    pub is_stale: bool,
    /// The account of one import whose account nobody stated yet (R31).
    pub is_provisional: bool,
    pub worst: Option<Level>,
    pub warning_count: usize,
    pub unused: Option<Amount>,
    /// Rows of its Available list; `null` where no copy tells (R37).
    pub credit_count: Option<usize>,
    /// The whole Available list was copied (R32): only then nothing else can need attention.
    pub is_whole: bool,
    pub runs_out: Option<Span>,
    /// Why none of its credits is expected to, in a word; `null` where one is, or nothing is known.
    pub no_run_out: Option<NoRunOut>,
    /// How much it spends a day, by what that is known.
    pub pace: Option<Message>,
    /// Voucher balance, cash balance and credit line as the latest table or answer states each.
    pub balances: Vec<Witness>,
    pub voucher: Option<Amount>,
    /// What was typed in stands where it is typed.
    pub cash: Option<Amount>,
    /// Key of the order among credits that the figures rest on (R14), and the same in words.
    #[cfg_attr(test, ts(type = "string"))]
    pub order: &'static str,
    pub order_rule: Message,
    /// Which orders are still possible and what would decide, where they change a shown figure.
    pub order_note: Option<Message>,
}

impl AccountCard {
    /// Worst first, then with most to look at.
    pub fn urgency(&self) -> Reverse<(Option<Level>, usize)> {
        Reverse((self.worst, self.warning_count))
    }
}

/// One line of TODAY: what, how much, when, why, what to do.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Warning {
    /// Stable across runs, for hosts, snoozes and acknowledgements.
    pub id: AlertId,
    pub kind: Kind,
    pub level: Level,
    pub account: AccountKey,
    pub credit: Option<CreditKey>,
    pub headline: Message,
    /// The reason, with the figures it rests on.
    pub why: Vec<Message>,
    /// What to do, and where.
    pub steps: Vec<Message>,
    /// What is at stake, for ranking and display.
    pub amount: Option<Amount>,
    pub currency: Option<Currency>,
    /// The import of which something is asked.
    pub import: Option<ImportId>,
    /// When it happens or happened.
    pub at: Option<When>,
    pub is_new: bool,
    pub snoozed_until: Option<Instant>,
    pub acknowledged_at: Option<Instant>,
    /// Accounts or credits folded into this line, where small ones are grouped.
    pub members: Vec<String>,
    /// Its own crossing, or those of the warnings folded into this line: what is told of them once need not be
    /// told again.
    pub crossings: Vec<Crossing>,
}

/// "Usage data looks wrong", of one account: its cases, those that apply first.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Diagnosis {
    pub account: AccountKey,
    pub cases: Vec<Case>,
}

/// A span of days on an account's clock: earliest and latest, the same day where it is exact.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Span {
    pub from: Day,
    /// `None`: not within the time looked at.
    pub to: Option<Day>,
}

impl Span {
    fn until(&self) -> Option<String> {
        self.to.map(|day| day.to_string())
    }
}

/// An amount that is expected between these, both in whole minor units.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Range {
    pub low: Amount,
    pub high: Amount,
}

/// One row of Available or Not available: the platform's columns, then ours.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CreditRow {
    pub key: CreditKey,
    pub account: AccountKey,
    pub currency: Option<Currency>,
    pub name: String,
    /// `null` where the export does not tell.
    pub credit_type: Option<CreditType>,
    /// As pasted, where it is none of those.
    pub type_text: Option<String>,
    pub face: Option<Amount>,
    /// As pasted (R39).
    pub requirements: Option<String>,
    pub redeemed: Option<When>,
    pub valid_from: Option<When>,
    /// As stated; a day is the last day on which it pays (R15).
    pub valid_until: Option<When>,
    /// The platform's figures, as of `as_of`.
    pub unused: Option<Amount>,
    pub used: Option<Amount>,
    /// Share of the face amount that is used, computed; `null` where it cannot be.
    #[cfg_attr(test, ts(type = "string | null"))]
    pub percent_spent: Option<Decimal>,
    pub as_of: Option<When>,
    /// Of its copy.
    pub unanswered: Unanswered,
    pub is_suspended: bool,
    /// It can be linked to campaigns, as far as is known: View/Assign and Assignment log stand beside it (R4, R5).
    pub is_assignable: bool,
    /// Computed from dates and amounts (R34).
    pub tab: Tab,
    pub state: Standing,
    /// Why it is in this tab and since when.
    pub state_message: Message,
    /// Unused when it ended (R8); `null` while it lives or where it is not known.
    pub forfeited: Option<Amount>,
    /// When it is expected to run out, or why that is not known.
    pub runs_out: Option<Span>,
    /// Why it is not expected to, in a word; `null` where it is, or nothing is known.
    pub no_run_out: Option<NoRunOut>,
    pub runs_out_message: Message,
    /// What is expected to be unused when it ends, at least and at most.
    pub lost: Option<Range>,
    /// Who draws it.
    pub drawn_by: Message,
    pub worst: Option<Level>,
}

/// One row of Earning (E2 and E17 are one offer).
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct OfferRow {
    pub key: String,
    pub account: AccountKey,
    pub currency: Option<Currency>,
    pub name: String,
    pub qualifying_spend: Option<Amount>,
    /// Tiers, lowest first.
    pub tiers: Vec<Tier>,
    pub earned_so_far: Option<Amount>,
    pub window_from: Option<When>,
    pub window_until: Option<When>,
    /// More can be earned: its window is not over, and a tier is left.
    pub is_open: bool,
    pub status: Option<String>,
    #[cfg_attr(test, ts(type = "string | null"))]
    pub progress: Option<Decimal>,
    pub as_of: Option<When>,
    /// What is missing, until when, whether it is reachable.
    pub outlook: Vec<Message>,
}

impl OfferRow {
    /// The lowest tier that is not reached, the highest where all are.
    pub fn next_tier(&self) -> Option<&Tier> {
        self.tiers.iter().find(|tier| !tier.is_reached).or(self.tiers.last())
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Tier {
    pub target: Amount,
    pub reward: Option<Amount>,
    pub is_reached: bool,
}

/// One row of Transactions.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct TransactionRow {
    pub key: String,
    pub account: AccountKey,
    pub currency: Option<Currency>,
    pub id: Option<String>,
    pub time: Option<When>,
    /// As the platform writes it.
    pub kind: String,
    pub amount: Option<Amount>,
    pub campaign_id: Option<String>,
    pub campaign: Option<String>,
    pub source: Option<String>,
    pub credit: Option<String>,
    pub status: Option<String>,
    pub import: ImportId,
    pub line: u32,
}

/// One row of Reconcile: two witnesses of one figure.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ReconcileRow {
    pub key: String,
    pub account: AccountKey,
    pub currency: Option<Currency>,
    /// Credit, campaign or day that the figure is about.
    pub subject: Message,
    pub witnesses: Vec<Witness>,
    pub difference: Option<Amount>,
    pub settlement: Settlement,
    pub cause: Option<Message>,
    pub steps: Vec<Message>,
}

/// A Business Center: do the parts add up to its total? (question 8)
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct BusinessCenterCard {
    pub key: String,
    pub currency: Option<Currency>,
    pub total: Option<Amount>,
    pub sum_of_accounts: Option<Amount>,
    pub account_count: usize,
    pub message: Message,
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod typescript;
