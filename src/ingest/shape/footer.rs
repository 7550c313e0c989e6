//! Where the page goes on below the rows of a list that was copied as text: pagination, links, copyright.
//!
//! In: rows below the header, as their cells. Out: the row that says which rows are shown, or how many,
//! where nothing below it can be a row. Subtle: page numbers below are digits that an amount could be, and
//! a count of results may be the label of a total row, which belongs to the list.

use super::HeaderWords;
use super::lay::Look;
use crate::text::is_blank;
use std::ops::Range;

/// So many last rows may be pagination, notes and copyright.
const FOOTER_MAX: usize = 24;
/// Page numbers have so many digits.
const PAGE_DIGITS_MAX: usize = 4;

/// The first row of the footer, or the end.
pub(super) fn start<'t, C: Iterator<Item = &'t str>>(
    rows: Range<usize>,
    cells: impl Fn(usize) -> C,
    words: &dyn HeaderWords,
) -> usize {
    let first = rows.start.max(rows.end.saturating_sub(FOOTER_MAX));
    let filled = |row: usize| cells(row).filter(|cell| !is_blank(cell));
    let begins = |row: &usize| {
        let mut cells = filled(*row);
        matches!((cells.next(), cells.next()), (Some(text), None) if counts_rows(text, words))
    };
    let ends_list =
        |row: &usize| (row + 1..rows.end).all(|row| filled(row).all(|cell| is_below(cell, words)));
    (first..rows.end).filter(begins).find(ends_list).unwrap_or(rows.end)
}

/// `1–3 of 3`, `Showing 1-3 of 3`, `3 results`; not `Total of 3 results`.
fn counts_rows(text: &str, words: &dyn HeaderWords) -> bool {
    const LEADS: &[&str] = &["showing", "rows", "results"];
    let text = text.trim();
    let leads = |lead: &&str| text.get(..lead.len()).is_some_and(|t| t.eq_ignore_ascii_case(lead));
    let begins = text.starts_with(|c: char| c.is_ascii_digit()) || LEADS.iter().any(leads);
    begins && words.is_page_line(text)
}

/// Whether a cell can be none of a row: words, a page's number, another line of pagination.
fn is_below(text: &str, words: &dyn HeaderWords) -> bool {
    let is_page = text.len() <= PAGE_DIGITS_MAX && text.bytes().all(|b| b.is_ascii_digit());
    is_page || words.is_page_line(text) || !Look::plain(text).is_typed()
}
