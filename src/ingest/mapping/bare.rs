//! A list that was copied without its header row: its columns go by number, or by what they hold.
//!
//! In: a table whose first rows name nothing. Out: headers of ours for all of its rows. A column is named
//! only where its cells can be nothing else; all others are called `#3`, to be mapped by hand. What the
//! user says is remembered for lists whose columns hold the same kinds of cells.

use crate::ingest::dates::RawSpan;
use crate::ingest::figure::Figure;
use crate::ingest::headers::{self, Header};
use crate::ingest::shape::Grid;
use crate::ingest::words;
use crate::money::Currency;
use crate::options::DayOrder;
use crate::platform::Platform;
use crate::text::{bare_cell, is_missing};

/// Rows that are asked what a column holds.
const ROWS_MAX: usize = 200;
/// So many cells of a row may be words of headers.
const WORDS_MAX: usize = 2;
/// R30: ids have so many digits at least; amounts have fewer.
const ID_DIGITS_MIN: usize = 15;

/// What all cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    Empty,
    Id,
    Currency,
    Kind,
    Source,
    Moment,
    Day,
    Amount,
    Text,
}

/// Headers for a table whose first row is one of the list; `None` where it names columns.
pub(super) fn headers(grid: &Grid, platform: &dyn Platform) -> Option<Vec<Header>> {
    let width = grid.column_count();
    let is_word = |cell: &&str| headers::is_known(&headers::header_form(cell, platform));
    // `Ad credit` may be a header and a cell: a few such words are no header.
    let is_data = grid.is_like_data(0, width) && grid.row(0).filter(is_word).count() <= WORDS_MAX;
    let contents = || (0..width).map(|column| content(grid, column)).collect::<Vec<_>>();
    let contents = is_data.then(contents)?;
    let is_only = |wanted: Content| contents.iter().filter(|c| **c == wanted).count() == 1;
    // Kinds of payments, their moments and one amount: such is no other list than that of transactions.
    let is_payments = [Content::Kind, Content::Moment, Content::Amount].into_iter().all(is_only);
    let header = |(at, content): (usize, &Content)| {
        let word = match content {
            Content::Currency if is_only(Content::Currency) => Some("currency"),
            Content::Kind if is_payments => Some("transaction type"),
            Content::Moment if is_payments => Some("time"),
            Content::Amount if is_payments => Some("amount"),
            Content::Source if is_payments && is_only(Content::Source) => Some("payment source"),
            _ => None,
        };
        let label = format!("#{}", at + 1);
        let form = word.map_or_else(|| format!("{label} {content:?}"), str::to_owned);
        Header { label, form, currency: None, zone: None }
    };
    Some(contents.iter().enumerate().map(header).collect())
}

/// Each column with its first cell, for whoever is to say what it is.
pub(super) fn shown(grid: &Grid, headers: &[Header]) -> Vec<String> {
    let cell = |at: usize| grid.text(0, at).trim().chars().take(30).collect::<String>();
    headers.iter().enumerate().map(|(at, h)| format!("{} {}", h.label, cell(at))).collect()
}

fn content(grid: &Grid, column: usize) -> Content {
    let rows = 0..grid.row_count().min(ROWS_MAX);
    let cells = rows.map(|row| bare_cell(grid.text(row, column)));
    let cells: Vec<&str> = cells.filter(|cell| !is_missing(cell)).collect();
    let all = |is: fn(&str) -> bool| cells.iter().all(|cell| is(cell));
    let is_kind = |cell: &str| words::transaction_kind(cell).is_some();
    let is_source =
        |cell: &str| words::funding_source(cell, words::CreditMeans::CreditLine).is_some();
    match () {
        () if cells.is_empty() => Content::Empty,
        () if all(is_id) => Content::Id,
        () if all(|cell| Currency::parse(cell).is_some()) => Content::Currency,
        // `Ad credit` is a kind of payment and a source of one.
        () if all(is_kind) && !all(is_source) => Content::Kind,
        () if all(is_source) && !all(is_kind) => Content::Source,
        () if all(|cell| has_clock(cell) == Some(true)) => Content::Moment,
        () if all(|cell| has_clock(cell).is_some()) => Content::Day,
        () if all(|cell| Figure::parse(cell).is_some_and(|f| !f.percent)) => Content::Amount,
        () => Content::Text,
    }
}

fn is_id(cell: &str) -> bool {
    cell.len() >= ID_DIGITS_MIN && cell.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a time has a clock; `None` where the cell is none.
fn has_clock(cell: &str) -> Option<bool> {
    let span = RawSpan::parse(cell)?;
    let read = span.read(DayOrder::MonthFirst).or_else(|| span.read(DayOrder::DayFirst))?;
    Some(read.single().is_some() && cell.contains(':'))
}
