//! What opens in place. Below a credit: its balance over time, who draws it, the sums behind its figures.
//! Below a transaction: who paid its charge, and why not another.

use super::CreditRow;
use crate::calendar::{Day, When};
use crate::ingest::exports::Export;
use crate::money::Amount;
use crate::options::{BillingSetup, CreditKey, ImportId};
use crate::problem::Message;
use serde::Serialize;

/// What opens in place below a credit.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct CreditDetail {
    pub row: CreditRow,
    /// Balance over time, oldest first.
    pub burn_down: Vec<BurnPoint>,
    /// Expected balance, as a band.
    pub forecast: Vec<BandPoint>,
    pub explanation: Vec<Message>,
    /// Figures with the rows they come from.
    pub figures: Vec<FigureSource>,
    pub assignments: Vec<AssignmentCard>,
    pub log: Vec<LogRow>,
    pub countries: Option<String>,
    pub ad_products: Option<String>,
    /// "Valid dates" as pasted (R15).
    pub valid_text: Option<String>,
    /// Of an assignable credit: which assignment uses most credit of the account, in at most five steps.
    pub plan: Vec<Message>,
    /// Campaigns of which no export tells whether the credit may pay them, and those the user has told it of (R39).
    pub open_campaigns: Vec<OpenCampaign>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct OpenCampaign {
    /// Its id, else its name: the answer is kept under it.
    pub key: String,
    pub name: String,
    pub may_be_paid: Option<bool>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct BurnPoint {
    pub at: When,
    pub unused: Amount,
    pub source: BurnSource,
}

/// Where a balance is known from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum BurnSource {
    /// The platform said so.
    Observed,
    /// What settled figures of days say that credit paid (R22), from the nearest copy on.
    Figures,
    /// Our replay.
    Replayed,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct BandPoint {
    pub day: Day,
    pub low: Amount,
    pub middle: Amount,
    pub high: Amount,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FigureSource {
    pub label: Message,
    pub amount: Option<Amount>,
    pub as_of: Option<When>,
    pub import: Option<ImportId>,
    /// What that import is called.
    pub import_name: Option<String>,
    pub line: Option<u32>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct AssignmentCard {
    pub campaign_id: Option<String>,
    pub campaign: Option<String>,
    pub since: Option<When>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct LogRow {
    pub time: Option<When>,
    pub campaign_id: Option<String>,
    pub campaign: Option<String>,
    /// Linked; otherwise unlinked.
    pub is_assigned: bool,
    pub actor: Option<String>,
}

/// What opens in place below a transaction (question 4).
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct TransactionDetail {
    /// The charge that the row is, or charges that it may be a draw for.
    pub charges: Vec<TransactionCharge>,
    /// Why there is none; else the rule by which credits are asked.
    pub notes: Vec<Message>,
}

/// A charge of the one stream (R35), and who paid it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct TransactionCharge {
    pub at: When,
    pub campaign: Option<String>,
    pub amount: Amount,
    /// That tells it.
    pub export: Export,
    /// More than one where readings of the billing setup differ (R10), the shown one first.
    pub readings: Vec<Reading>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Reading {
    /// `null` where nothing depends on it.
    pub billing: Option<BillingSetup>,
    /// Credits in paying order, then other sources. What the lines paid makes the charge.
    pub lines: Vec<PayerLine>,
}

/// A credit or another source beside a charge.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PayerLine {
    /// `null` where it is no single credit; then `source` says what it is.
    pub credit: Option<CreditKey>,
    pub name: Option<String>,
    pub source: Option<Message>,
    pub paid: Option<Amount>,
    /// What it paid, or the rule by which it did not.
    pub why: Message,
}
