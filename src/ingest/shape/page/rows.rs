//! Rows of copied text whose cells a line break has torn apart, and rows that were cut short.
//!
//! In: rows as the separators give them, from the header on. Out: where the table ends, and its rows put
//! together. Subtle: a line of one cell may be a button below a row, a name above one, a footer, or the
//! first cell of a row whose rest was not copied; the last must end as a row that is told (R32), so it is
//! joined to nothing.

use super::mode_width;
use crate::ingest::exports::Kind;
use crate::ingest::shape::delimited::is_blank;
use crate::ingest::shape::lay::{Look, looks_like_id, looks_like_time};
use crate::ingest::shape::{Form, Grid, HeaderWords, Holds, footer};
use crate::problem::{Message, Place, Problem};
use std::ops::Range;

/// First row after the table: single cells at its end are a footer where a page was copied, or where a
/// blank line sets them apart. Elsewhere they may be a row cut short, which must not vanish.
pub(super) fn table_end(
    rows: &Grid,
    span: &Range<usize>,
    copied_page: bool,
    words: &dyn HeaderWords,
) -> usize {
    let is_single = |row: usize| rows.width(row) <= 1;
    let until = if copied_page { page_start(rows, span, words) } else { span.end };
    let mut end = until;
    while end > span.start + 1 && is_single(end - 1) {
        end -= 1;
    }
    if !copied_page {
        return (end..span.end).find(|&row| is_blank(rows, row)).unwrap_or(span.end);
    }
    let first = rows.text(span.start, 0);
    let is_row = |row: usize| {
        words.is_label(rows.text(row, 0))
            || is_cut(rows, row, first, words)
            || row + 1 == rows.row_count() && may_be_name(rows, row, first, words)
    };
    end + (end..until).take_while(|&row| is_row(row)).count()
}

/// Where the page goes on below the last row that is as wide as the header.
fn page_start(rows: &Grid, span: &Range<usize>, words: &dyn HeaderWords) -> usize {
    let width = rows.width(span.start);
    let last = span.clone().rev().find(|&row| rows.width(row) >= width).unwrap_or(span.start);
    footer::start(last + 1..span.end, |row| rows.row(row), words)
}

/// Whether a single cell is the beginning of a row whose rest is lost: an id or a time below a header of
/// those, and no second half of its cell on the next line.
fn is_cut(rows: &Grid, row: usize, header: &str, words: &dyn HeaderWords) -> bool {
    let text = rows.text(row, 0).trim();
    let is_first = match words.kind(header) {
        // `Last updated: 2026-11-12 08:00` stands below lists, whatever their first column is.
        Some(Kind::Time) => looks_like_time(text) && !words.is_page_line(text),
        _ => looks_like_id(text) && words.holds(header) == Holds::Ids,
    };
    let is_whole = row + 1 == rows.row_count() || !rows.text(row + 1, 0).trim().is_empty();
    rows.width(row) == 1 && is_first && is_whole
}

/// Whether the last line of a text may be a name whose row is lost: it is nothing that pages have there.
fn may_be_name(rows: &Grid, row: usize, header: &str, words: &dyn HeaderWords) -> bool {
    let text = rows.text(row, 0).trim();
    let is_page = words.is_page_line(text) || words.is_menu_word(text) || words.is_header(text);
    !is_page
        && words.holds(header) == Holds::Words
        && !Look::plain(text).is_typed()
        && !text.is_empty()
}

/// Puts rows together that a line break inside a cell has torn apart: pieces whose cells add up to
/// exactly one row under the header. Anything else stays as it is, so nothing moves on a guess.
pub(super) fn joined(rows: &Grid, words: &dyn HeaderWords, problems: &mut Vec<Problem>) -> Grid {
    let width = rows.width(0);
    let is_whole = mode_width(rows, 1..rows.row_count()) == width || tiles(rows, width);
    let mut grid = Grid::new(rows.shape.clone(), rows.place.clone());
    // Below buttons anything may stand; below a value it would become part of it.
    let ends_in_labels = words.kind(rows.text(0, width.saturating_sub(1))).is_none();
    let lines_lead = lines_lead(rows, words);
    let is_cut = |row: usize| {
        // Of lines below the last row only labels and rows cut short have been kept.
        let is_last = row + 1 == rows.row_count() && rows.width(row) == 1;
        is_last && !words.is_label(rows.text(row, 0)) || is_cut(rows, row, rows.text(0, 0), words)
    };
    let mut row = 0;
    while row < rows.row_count() {
        let mut cells: Vec<String> = rows.row(row).map(str::to_owned).collect();
        let line = rows.line(row);
        let is_piece =
            is_whole && !is_cut(row) && (ends_in_labels || !stands_above_header(rows, row));
        let end = if is_piece { piece_end(rows, row, width).unwrap_or(row) } else { row };
        for piece in row + 1..=end {
            append(&mut cells, rows.row(piece));
        }
        row = end + 1;
        // Buttons below the last cell, unless the line is the name above the next row's badge.
        while cells.len() == width && row < rows.row_count() && rows.width(row) == 1 {
            if lines_lead || is_cut(row) || !ends_in_labels && stands_above_header(rows, row) {
                break;
            }
            let next_starts_with_label =
                rows.width(row + 1) == width && words.is_label(rows.text(row + 1, 0));
            if next_starts_with_label && !words.is_label(rows.text(row, 0)) {
                break;
            }
            append(&mut cells, rows.row(row));
            row += 1;
        }
        if cells.len() < width && grid.row_count() > 0 {
            let message =
                Message::new("shape.rowShort").with("found", cells.len()).with("expected", width);
            problems.push(Problem::doubt(Place::line(line), message));
        }
        grid.begin_row(line);
        cells.iter().for_each(|cell| grid.push(cell, Form::Text));
    }
    grid
}

/// Whether single lines between whole rows stand above the first cell of the row below rather than below
/// the last cell of the row above: buttons below a row would be there below the last row too, and above
/// the first row there would be none.
fn lines_lead(rows: &Grid, words: &dyn HeaderWords) -> bool {
    let width = rows.width(0);
    let is_single = |row: usize| rows.width(row) == 1;
    let is_of_header = |row: usize| {
        let text = rows.text(row, 0);
        words.is_header(text) || words.is_label(text) || text.chars().count() <= 1
    };
    let last = rows.row_count().saturating_sub(1);
    let is_plain = (1..rows.row_count()).all(|row| is_single(row) || rows.width(row) == width);
    let mut first = (1..rows.row_count()).take_while(|&row| is_single(row)).peekable();
    is_plain
        && width > 1
        && !is_single(last)
        && first.peek().is_some()
        && !first.any(is_of_header)
        && (1..rows.row_count()).all(|row| rows.row(row).ne(rows.row(0)))
}

/// Whether a single cell stands above the header, which comes again: the end of one page of a list, or the
/// title of the next one.
fn stands_above_header(rows: &Grid, row: usize) -> bool {
    const LINES_MAX: usize = 8;
    let next = (row..row + LINES_MAX).find(|&next| rows.width(next) > 1);
    rows.width(row) <= 1 && next.is_some_and(|next| rows.row(next).eq(rows.row(0)))
}

/// The last row of the pieces that begin at `row` and add up to one row.
fn piece_end(rows: &Grid, row: usize, width: usize) -> Option<usize> {
    let mut sum = rows.width(row);
    let mut end = row;
    while sum < width || end == row && rows.width(row) == 1 {
        end += 1;
        sum += rows.width(end).checked_sub(1)?;
    }
    (sum == width).then_some(end)
}

/// Whether all rows below the header are pieces that add up.
fn tiles(rows: &Grid, width: usize) -> bool {
    let mut row = 1;
    while row < rows.row_count() {
        let Some(end) = piece_end(rows, row, width) else { return false };
        row = end + 1;
    }
    true
}

pub(super) fn append<'c>(cells: &mut Vec<String>, mut more: impl Iterator<Item = &'c str>) {
    if let (Some(last), Some(first)) = (cells.last_mut(), more.next()) {
        last.push('\n');
        last.push_str(first);
    }
    cells.extend(more.map(str::to_owned));
}
