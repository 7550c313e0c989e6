//! The card that answers a paste: what was recognised, where every row went, what is still to be asked.

use crate::calendar::{Instant, When};
use crate::ingest::exports::{Export, Field};
use crate::ingest::{AsOfBasis, QuestionAbout, UnreadCell};
use crate::options::{AccountKey, ImportId};
use crate::problem::{Message, Problem};
use serde::Serialize;

/// What became of one import: the card that answers a paste.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ImportCard {
    pub id: ImportId,
    pub name: String,
    pub pasted_at: Instant,
    pub tables: Vec<TableCard>,
    pub problems: Vec<Problem>,
    /// About the bytes of the import: its encoding. Remembered for the headers of its first table.
    pub questions: Vec<QuestionCard>,
    pub evidence: Vec<Message>,
    /// Asked where the content does not say whose it is (R31).
    pub account_question: Option<AccountQuestion>,
    /// Nothing in it could be used.
    pub is_unusable: bool,
    /// The account whose address stands in it, where it has no table: an answer to the question of another import (R31).
    pub address_of: Option<AccountKey>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct TableCard {
    /// `null` where it was not recognised.
    pub export: Option<Export>,
    pub fingerprint: String,
    pub accounts: Vec<AccountKey>,
    pub as_of: Option<When>,
    pub as_of_basis: Option<AsOfBasis>,
    pub is_full: Option<bool>,
    pub counts: RowCounts,
    pub columns: Vec<ColumnCard>,
    pub questions: Vec<QuestionCard>,
    pub problems: Vec<Problem>,
    /// Cells that the user may correct, or has corrected.
    pub unread: Vec<UnreadCell>,
    /// Lines that are no data, with the reason; at most the first hundred.
    pub ignored: Vec<Problem>,
    pub message: Option<Message>,
}

/// Where every row of a table went; the parts add up to `rows` (R-law: nothing is dropped in silence).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RowCounts {
    pub rows: usize,
    pub new: usize,
    pub same: usize,
    pub changed: usize,
    pub conflicting: usize,
    pub ignored: usize,
    pub problems: usize,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ColumnCard {
    pub header: String,
    pub field: Option<Field>,
    pub decisions: Vec<Message>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct QuestionCard {
    /// Which entry of the mapping the answer goes to, or of the account.
    pub about: QuestionAbout,
    /// The account that the answer is about; `null`: the headers of the table.
    pub account: Option<AccountKey>,
    /// Header of the column it is about, where it is about one.
    pub column: Option<String>,
    /// The word that it asks the meaning of, where it asks that.
    pub word: Option<String>,
    pub message: Message,
    pub choices: Vec<ChoiceCard>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ChoiceCard {
    pub key: String,
    pub label: Message,
    pub preview: Option<String>,
}

/// An import that counts for no account until it is said whose it is.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Unclaimed {
    pub id: ImportId,
    pub name: String,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct AccountQuestion {
    /// Accounts it may be, best evidence first; the account in view is preselected by the page.
    pub candidates: Vec<AccountCandidate>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct AccountCandidate {
    pub key: AccountKey,
    pub name: Option<String>,
    pub reason: Message,
}
