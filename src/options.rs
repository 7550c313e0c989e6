//! What the user and the host have said: one versioned document beside the imports.
//!
//! Corrections per import, mappings per header fingerprint, settings per account and per credit, answers
//! to alerts. Precedence: import, then fingerprint, then account, then default. Nothing that the engine
//! computed is in here, so a newer engine repairs old data by itself.
//!
//! What comes from JavaScript is defined here. Every field may be absent; unknown fields of a newer
//! version are refused with the version, not dropped in silence.

use crate::calendar::{Instant, Zone};
use crate::money::{Amount, Currency};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version that this engine writes and the highest that it reads.
pub const OPTIONS_VERSION: u32 = 2;

/// Id of an import, made by the shell when something is pasted; opaque to the engine.
pub type ImportId = String;
/// Advertiser id (16 to 19 digits, R30), or the name the user gave where no id is known.
pub type AccountKey = String;
/// Stable id of a credit, made of its identity (R34).
pub type CreditKey = String;
/// Stable id of a warning: kind, account and subject.
pub type AlertId = String;
/// Stable id of a set of column headers.
pub type Fingerprint = String;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Options {
    /// [`OPTIONS_VERSION`] of the writer; 0 in a document that says nothing.
    pub version: u32,
    pub imports: BTreeMap<ImportId, ImportOptions>,
    pub mappings: BTreeMap<Fingerprint, ColumnMapping>,
    pub accounts: BTreeMap<AccountKey, AccountOptions>,
    pub credits: BTreeMap<CreditKey, CreditOptions>,
    pub alerts: BTreeMap<AlertId, AlertAnswer>,
    pub defaults: Defaults,
    /// When each answer was given: path into this document as JSON → moment, said by the host. It holds for all
    /// below the path. Documents of version 1 have none. No answer of the engine rests on it: it tells which of
    /// two people's answers is the later one.
    pub answered_at: BTreeMap<String, Instant>,
    /// When the user last looked, for "since your last visit".
    pub last_visit: Option<Instant>,
}

/// Corrections to one import (R31 to R33).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ImportOptions {
    /// The account this import belongs to, where its content does not say.
    pub account: Option<AccountKey>,
    pub as_of: Option<Instant>,
    /// The credit that a log or panel is about, where its content does not say (R4).
    pub credit: Option<CreditKey>,
    /// "This copy holds the whole list" or "only a part of it" (R32).
    pub is_full: Option<bool>,
    /// Answers that hold for this import only.
    pub mapping: ColumnMapping,
}

/// How to read a table with certain headers: remembered per fingerprint, exportable, forgettable. Decimal marks and orders
/// of day and month answer what a table leaves open; what its cells show goes before them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ColumnMapping {
    /// Which known export this is, as its key, e.g. `transactions`.
    pub export: Option<String>,
    /// Header as pasted → field key, e.g. `"Kosten" → "cost"`; an empty key means "leave out".
    pub columns: BTreeMap<String, String>,
    /// Header as pasted → decimal mark.
    pub decimal_marks: BTreeMap<String, DecimalMark>,
    /// Header as pasted → order of day and month.
    pub day_orders: BTreeMap<String, DayOrder>,
    pub zone: Option<Zone>,
    pub currency: Option<Currency>,
    /// A transaction type as pasted → the platform's, e.g. `"Werbeguthaben" → "Ad Credit"`; an empty one means none of them.
    pub transaction_types: BTreeMap<String, String>,
    /// WHATWG label, where the bytes leave several readings open.
    pub encoding: Option<String>,
    /// Whether an unlabelled first or last row is a total.
    pub total_row: Option<bool>,
    /// Header as pasted → a cell that cannot be read, as pasted → what it should say. Said of one import
    /// only: another file means something else by the same slip.
    pub cells: BTreeMap<String, BTreeMap<String, CellCorrection>>,
}

/// What cells that say the same should say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct CellCorrection {
    /// All of them; an empty text says that there is no value.
    pub all: Option<String>,
    /// The one on this line, 1-based; goes before `all`.
    pub lines: BTreeMap<u32, String>,
}

impl CellCorrection {
    pub fn of_line(&self, line_number: u32) -> Option<&str> {
        self.lines.get(&line_number).or(self.all.as_ref()).map(String::as_str)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum DecimalMark {
    Point,
    Comma,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum DayOrder {
    DayFirst,
    MonthFirst,
}

/// What is known of an account beyond its imports: the register (E15) and the settings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct AccountOptions {
    pub name: Option<String>,
    pub client: Option<String>,
    pub owner: Option<String>,
    pub currency: Option<Currency>,
    pub zone: Option<Zone>,
    pub billing: Option<BillingSetup>,
    /// Which preset of the order among credits to show (R14), as its key.
    pub order: Option<String>,
    /// Cash typed in by the user, with its time (R36).
    pub cash: Option<CashStatement>,
    pub thresholds: Thresholds,
}

impl AccountOptions {
    /// Every field as said here, else as said there.
    #[must_use]
    pub fn or(&self, other: &AccountOptions) -> AccountOptions {
        AccountOptions {
            name: self.name.clone().or_else(|| other.name.clone()),
            client: self.client.clone().or_else(|| other.client.clone()),
            owner: self.owner.clone().or_else(|| other.owner.clone()),
            currency: self.currency.or(other.currency),
            zone: self.zone.or(other.zone),
            billing: self.billing.or(other.billing),
            order: self.order.clone().or_else(|| other.order.clone()),
            cash: self.cash.clone().or_else(|| other.cash.clone()),
            thresholds: Thresholds {
                low_share: self.thresholds.low_share.or(other.thresholds.low_share),
                low_amount: self.thresholds.low_amount.or(other.thresholds.low_amount),
                run_out_days: self.thresholds.run_out_days.or(other.thresholds.run_out_days),
                large_loss: self.thresholds.large_loss.or(other.thresholds.large_loss),
                stale_hours: self.thresholds.stale_hours.or(other.thresholds.stale_hours),
            },
        }
    }
}

/// Billing setup decides the funding order (R9 to R11). Absent means unknown: asked once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum BillingSetup {
    /// Credits, then cash balance (R9).
    Manual,
    /// Cash balance, then credits, then the card: the preselected reading of R10.
    AutomaticCashFirst,
    /// Credits before the card once they arrived: the partners' reading of R10.
    AutomaticCreditFirst,
    /// Credits, cash, then Business Center balance or credit line (R11).
    MonthlyInvoicing,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CashStatement {
    pub amount: Amount,
    pub at: Instant,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct CreditOptions {
    pub thresholds: Thresholds,
    /// Issued from a Business Center: not assignable, drawn first (R6).
    pub from_business_center: Option<bool>,
    /// Campaign → whether this credit may pay it, where exports do not tell (R39).
    pub eligible_campaigns: BTreeMap<String, bool>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct AlertAnswer {
    pub snoozed_until: Option<Instant>,
    pub acknowledged_at: Option<Instant>,
}

/// When to warn. Absent fields fall back: credit, account, defaults, then the built-in value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Thresholds {
    /// Warn when less than this share of the face amount is unused, e.g. `"0.2"`.
    #[cfg_attr(test, ts(type = "string | null"))]
    pub low_share: Option<Decimal>,
    /// Warn when less than this amount is unused.
    pub low_amount: Option<Amount>,
    /// Warn when the credit is expected to run out within so many days.
    pub run_out_days: Option<u32>,
    /// A loss of at least this amount is critical.
    pub large_loss: Option<Amount>,
    /// Facts older than so many hours are stale.
    pub stale_hours: Option<u32>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Defaults {
    pub thresholds: Thresholds,
    /// How long the platform may take to finish a figure (R21); 24 where absent.
    pub lag_hours: Option<u32>,
    pub order: Option<String>,
    /// Monday first; absent means Monday to Friday.
    pub working_days: Option<[bool; 7]>,
}

/// Why an options document could not be used.
#[derive(Clone, Debug, PartialEq)]
pub enum OptionsError {
    /// Written by a newer engine: its version.
    TooNew(u32),
    /// Not a document of ours: what was expected, as serde says it.
    Malformed(String),
}

impl Options {
    /// Reads a document of this version or older.
    pub fn from_json(text: &str) -> Result<Options, OptionsError> {
        #[derive(Deserialize)]
        struct Version {
            #[serde(default)]
            version: u32,
        }
        let malformed = |e: serde_json::Error| OptionsError::Malformed(e.to_string());
        let Version { version } = serde_json::from_str(text).map_err(malformed)?;
        if version > OPTIONS_VERSION {
            return Err(OptionsError::TooNew(version));
        }
        serde_json::from_str(text).map_err(malformed)
    }

    /// R21: hours within which a figure may still change.
    pub fn lag_hours(&self) -> u32 {
        self.defaults.lag_hours.unwrap_or(24)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_document_is_refused_with_its_version() {
        assert_eq!(Options::from_json(r#"{"version":9,"x":1}"#), Err(OptionsError::TooNew(9)));
        assert_eq!(Options::from_json("{}"), Ok(Options::default()));
        assert!(matches!(Options::from_json(r#"{"acounts":{}}"#), Err(OptionsError::Malformed(_))));
    }
}
