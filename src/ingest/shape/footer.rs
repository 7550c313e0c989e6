//! Where pagination begins below the rows of a list that was copied line by line.
//!
//! In: lines and the end of their header. Out: the line that says which rows are shown, where nothing
//! below it can be a row. Subtle: page numbers below are digits that an amount could be, and a count of
//! results may be the label of a total row, which belongs to the list.

use super::Line;
use crate::ingest::shape::HeaderWords;
use crate::ingest::shape::lay::Look;

/// So many last lines may be pagination, notes and copyright.
const FOOTER_MAX: usize = 24;
/// Page numbers have so many digits.
const PAGE_DIGITS_MAX: usize = 4;

/// The first line of the footer, or the number of lines.
pub(super) fn start(lines: &[Line], body: usize, words: &dyn HeaderWords) -> usize {
    let first = body.max(lines.len().saturating_sub(FOOTER_MAX));
    let text = |at: usize| lines.get(at).map_or("", |line| line.text);
    let begins = |at: &usize| words.is_page_line(text(*at)) && is_range(text(*at));
    let ends_list = |at: &usize| (at + 1..lines.len()).all(|below| is_below(text(below), words));
    (first..lines.len()).filter(begins).find(ends_list).unwrap_or(lines.len())
}

/// `1–3 of 3`: digits first, and more of them.
fn is_range(text: &str) -> bool {
    let starts = text.trim_start().starts_with(|c: char| c.is_ascii_digit());
    starts && text.chars().any(|c| matches!(c, '-' | '–' | '~'))
}

/// Whether a line can be none of a row: words, a page's number, another line of pagination.
fn is_below(text: &str, words: &dyn HeaderWords) -> bool {
    let is_page = text.len() <= PAGE_DIGITS_MAX && text.bytes().all(|b| b.is_ascii_digit());
    is_page || words.is_page_line(text) || !Look::plain(text).is_typed()
}
