//! BYTES → RECORDS: what was pasted, as typed rows with every problem named.
//!
//! In: the flavours of one paste or file, corrections of the user. Out: recognised tables as typed
//! columns ([`records`]), where each row ended (record, problem, ignored with a reason), questions that
//! only the user can answer. Knows shapes, cells and headers; knows nothing of what a credit means.

pub mod cell; // one cell → one value
pub mod dates; // one time or range, order of day and month undecided
pub mod dialect; // decimal mark and day order, decided per column
pub mod exports; // known exports and their fields, as data
pub mod figure; // one number, decimal mark undecided
pub mod headers; // what columns are called, in every language with evidence
pub mod layouts; // what each export looks like, as data
pub mod mapping; // which export, which column is what: the plan by which rows are read
mod undecided; // which export, which column: asked
pub mod panels; // panels copied as text → tables
pub mod read; // the door: one import, from bytes to recognised tables
pub mod records; // typed columns, the way out
pub mod direct; // delimited bytes → recognised tables, without a grid
pub mod fast; // delimited bytes → records, a column at a time
pub mod scan; // where the cells of a delimited text end
pub mod shape; // delimited text, HTML, lines, JSON, workbooks → tables
pub mod pagination; // how many rows a list has, and which a page shows
pub mod surroundings; // whose table, how complete, as of when
pub mod table; // rows → records, problems, ignored ones
pub mod totals; // total rows as checksums
pub mod vocabulary; // header words lent to the readers of shapes
pub mod words; // words of the platform as values

pub use direct::Head;
pub use read::{Job, Road, Said, read, read_on};
pub use table::UnreadCell;

use crate::calendar::{Day, Instant, Stated, When, Zone};
use crate::options::{Fingerprint, ImportId};
use crate::problem::{Message, Place, Problem};
use exports::Export;
use records::Records;
use serde::{Deserialize, Serialize};
use shape::Grid;

/// One paste or file, as stored by the shell. Everything else is computed from it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Source {
    pub id: ImportId,
    /// File name or a name the shell gave the paste; only a hint (R31).
    pub name: String,
    /// When it was pasted, by the viewer's clock.
    pub pasted_at: Instant,
    /// Last change of the file, where it was one (R33).
    pub file_time: Option<Instant>,
    /// Address the user pasted along or the page it came from, where known (R31).
    pub address: Option<String>,
    #[serde(skip)]
    pub flavours: Vec<Flavour>,
}

/// One flavour of a clipboard, or the bytes of a file.
#[derive(Clone, Debug, Default)]
pub struct Flavour {
    pub kind: FlavourKind,
    pub bytes: Vec<u8>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum FlavourKind {
    /// `text/html`, UTF-8.
    Html,
    /// `text/plain`, UTF-8.
    Text,
    /// A file: encoding and format to be found.
    #[default]
    File,
    /// A picture and nothing else: answered with a message of its own.
    Picture,
}

/// What became of one import.
#[derive(Clone, Debug)]
pub struct Imported {
    pub id: ImportId,
    pub tables: Vec<Recognised>,
    /// Tables that were read but are no export we know, or one we decline (E14).
    pub unrecognised: Vec<Unrecognised>,
    /// Problems of the import as a whole.
    pub problems: Vec<Problem>,
    /// Questions about the bytes, before any table: the encoding.
    pub questions: Vec<Question>,
    /// Accounts named by the page around the table, links or the address: (id, name) (R31).
    pub account_hints: Vec<AccountHint>,
    /// What was decided about the bytes, with its reason: flavour, encoding, delimiter.
    pub evidence: Vec<Message>,
}

/// Who the import may belong to, best evidence first (R31).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountHint {
    pub id: Option<String>,
    pub name: Option<String>,
    /// The one line of the page's header that may be its name: shown where nothing names it, and never evidence.
    pub perhaps: Option<String>,
    pub source: HintSource,
}

impl AccountHint {
    /// Whether both say an id, or both a name, and not the same one.
    fn is_other(&self, hint: &AccountHint) -> bool {
        match (&self.id, &hint.id) {
            (Some(id), Some(other)) => id != other,
            _ => self.name.as_ref().zip(hint.name.as_ref()).is_some_and(|(a, b)| a != b),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum HintSource {
    Link,
    Address,
    Page,
    /// An id that the page calls by a word that we do not know.
    Label,
    FileName,
}

impl HintSource {
    /// Whether it says whose an import is; else it is only a hint: never merged without asking.
    pub const fn is_sure(self) -> bool {
        !matches!(self, HintSource::Label | HintSource::FileName)
    }
}

/// A table of a known export.
#[derive(Clone, Debug)]
pub struct Recognised {
    pub export: Export,
    pub place: Place,
    pub fingerprint: Fingerprint,
    pub columns: Vec<ColumnReport>,
    pub records: Records,
    pub problems: Vec<Problem>,
    /// Rows that are no records, with the reason: total, header repeated, empty, page furniture.
    pub ignored: Vec<Ignored>,
    pub questions: Vec<Question>,
    pub completeness: Completeness,
    /// Which rows of the whole list these are, where the page says so and holds as many.
    pub page: Option<Page>,
    /// Moment of truth, where the content states one (R33), in its own zone if it names one.
    pub stated_as_of: Option<StatedAsOf>,
    /// The day range the report's own content names, for as-of and coverage.
    pub range: Option<(Day, Day)>,
    /// Rows of the grid that were data, before records, problems and ignored ones were told apart.
    pub row_count: usize,
    /// Rows that became problems: `row_count = records + refused_count + ignored`. Only the first
    /// thousands of them are told one by one in `problems`.
    pub refused_count: usize,
    /// Cells that could not be read as they stand, the corrected ones among them.
    pub unread: Vec<UnreadCell>,
    /// Lines of records that named an account by an id that a spreadsheet has cut off (R30), ascending.
    pub cut_off_accounts: Vec<u32>,
    /// A column of zones or a line above names the zone: not only the clock times themselves.
    pub is_zone_told: bool,
    /// The table as read, to look at: all of it on [`Road::Tolerant`], else perhaps its first rows only.
    pub grid: Grid,
}

impl Recognised {
    /// The cell that a field was read from, as it was pasted; `None` where the table is not kept whole.
    pub fn pasted(&self, line_number: u32, field: exports::Field) -> Option<&str> {
        let column = self.columns.iter().position(|column| column.field == Some(field))?;
        let row = self.grid.row_at_line(line_number)?;
        Some(self.grid.text(row, column).trim()).filter(|text| !text.is_empty())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatedAsOf {
    pub time: Stated,
    pub zone: Option<Zone>,
}

/// How one column was read, and why.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ColumnReport {
    pub header: String,
    /// `None`: not a field we know; can be mapped by hand.
    pub field: Option<exports::Field>,
    /// Decisions of this column with their evidence: decimal mark, day order, unit, currency.
    pub decisions: Vec<Message>,
    /// Whether no word of its header says that it is this field: rows may be told apart by it, or only
    /// described.
    #[serde(skip)]
    pub is_assumed: bool,
}

#[derive(Clone, Debug)]
pub struct Unrecognised {
    pub place: Place,
    /// Header-like first row and a count, for the mapping dialogue.
    pub headers: Vec<String>,
    pub row_count: usize,
    pub fingerprint: Fingerprint,
    /// What it may be and what to do: declined export, unknown columns, prose, half a table.
    pub message: Message,
    /// Which of its columns may be the ones that are missing.
    pub questions: Vec<Question>,
    pub grid: Grid,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Ignored {
    pub line: u32,
    pub reason: Message,
}

/// R32: only a full snapshot may say that something is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Completeness {
    /// A total row, "N of N", or `page_info` says so.
    Full,
    /// So many rows of so many, where the page says it.
    Partial {
        shown: u64,
        of: u64,
    },
    /// One page of several; of how many rows nothing says. Which, and of how many pages, where that is said.
    Page {
        number: Option<u64>,
        pages: Option<u64>,
    },
    Unknown,
}

impl Completeness {
    /// It says itself that there are more rows.
    pub const fn is_part(self) -> bool {
        matches!(self, Completeness::Partial { .. } | Completeness::Page { .. })
    }

    /// R32, R37: of `of` rows only these were taken: what the others list is not known to be gone, and a credit of
    /// them is still missed.
    pub fn without_rows(self, export: Export, shown: u64, of: u64) -> Completeness {
        match (self, export) {
            (Completeness::Partial { shown: stated, of: list }, _) => {
                Completeness::Partial { shown: stated.min(shown), of: list }
            }
            (Completeness::Page { .. }, _) => Completeness::Page { number: None, pages: None },
            (_, Export::PromotionsAvailable) => Completeness::Partial { shown, of },
            _ => Completeness::Unknown,
        }
    }
}

/// Rows `first` to `last` of a list of `of`, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    pub first: u64,
    pub last: u64,
    pub of: u64,
}

/// Something that only the user can decide. Provisional reading goes on with `default`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Question {
    /// Where the answer goes: which entry of [`ColumnMapping`].
    pub about: QuestionAbout,
    pub place: Place,
    pub message: Message,
    /// Keys of the answers, the default first.
    pub choices: Vec<Choice>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum QuestionAbout {
    DecimalMark,
    DayOrder,
    Zone,
    Currency,
    /// How an account pays.
    Billing,
    Encoding,
    ColumnMeaning,
    TotalRow,
    Export,
    /// Which credit a log or panel is about.
    Credit,
    /// What a word for a type of transaction means.
    TransactionType,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Choice {
    pub key: String,
    pub label: Message,
    /// What a sample cell would become.
    pub preview: Option<String>,
}

/// When the facts of a table were true (R33).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AsOf {
    pub when: When,
    pub basis: AsOfBasis,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum AsOfBasis {
    /// The user said so.
    Answer,
    Content,
    ReportRange,
    FileTime,
    /// The file bears an earlier time than one of its rows.
    NewestRow,
    PasteTime,
}

#[cfg(test)]
mod tests;
