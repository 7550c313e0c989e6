//! Lines that come in strides of one length: an empty line for an empty cell, a button behind every row.
//!
//! In: the text and the lines of header words in it. Out: the table, where every stride is a row: its lines fit
//! their columns or are empty, and what stands behind its last column is the same text in all rows.
//! Subtle: a text that only repeats may be a value too (a state), so a state under another header than its
//! own ends this way of reading ([`Columns::is_slipped`]); and where two lengths fit, none is taken.

use super::{Line, Table};
use crate::ingest::shape::HeaderWords;
use crate::ingest::shape::delimited::{line_end, newline_len};
use crate::ingest::shape::lay::{Columns, Look};

/// So many buttons may stand behind a row.
const BUTTONS_MAX: usize = 2;
/// So many words at the beginning may be a menu's.
const MENU_WORDS_MAX: usize = 10;
/// So many words at the end may be values of the first row.
const VALUES_MAX: usize = 3;
/// So many columns may be unknown.
const UNKNOWN_MAX: usize = 1;
/// Rows without which a text cannot be seen to repeat.
const ROWS_MIN: usize = 2;
/// Amounts, times and shares that a row has at least.
const TYPED_MIN: usize = 2;

/// Lines before line `until`, the empty ones among them; `None` where several cells share one line.
pub(super) fn all_lines(text: &str, until: u32) -> Option<Vec<Line<'_>>> {
    let bytes = text.as_bytes();
    let mut lines = Vec::new();
    let (mut at, mut number) = (0, 1);
    while at < bytes.len() && number < until {
        let end = line_end(bytes, at);
        let line = text.get(at..end)?.trim();
        if line.contains('\t') {
            return None;
        }
        lines.push(Line { text: line, number });
        at = end + newline_len(bytes, end);
        number += 1;
    }
    while lines.last().is_some_and(|line| line.text.is_empty()) {
        lines.pop();
    }
    Some(lines)
}

/// The table under the widest header that fits; `numbers`: the lines of known header words, from 1. Words
/// of a menu above and values of the first row may be among them.
pub(super) fn find<'t>(
    lines: &'t [Line<'t>],
    numbers: &[u32],
    words: &dyn HeaderWords,
) -> Option<Table<'t>> {
    let ends = numbers.iter().rev().take(VALUES_MAX + 1);
    let fits = ends.flat_map(|&last| {
        let starts = numbers.iter().take(MENU_WORDS_MAX + 1).filter(move |first| **first < last);
        starts.filter_map(move |&first| under(lines, (first, last), numbers, words))
    });
    let mut fits: Vec<Table<'_>> = fits.collect();
    fits.sort_by_key(|table| std::cmp::Reverse(table.headers.len()));
    let mut fits = fits.into_iter();
    let widest = fits.next()?;
    let is_only_one = fits.next().is_none_or(|next| next.headers.len() < widest.headers.len());
    is_only_one.then_some(widest)
}

/// The table under this header, where one stride fits.
fn under<'t>(
    lines: &'t [Line<'t>],
    (first, last): (u32, u32),
    numbers: &[u32],
    words: &dyn HeaderWords,
) -> Option<Table<'t>> {
    let known_count = numbers.iter().filter(|number| (first..=last).contains(number)).count();
    let (first, last) = (first.checked_sub(1)? as usize, last as usize);
    let headers = lines.get(first..last)?;
    let body = lines.get(last..)?;
    let texts: Vec<&str> = headers.iter().map(|line| line.text).collect();
    if texts.iter().any(|text| text.is_empty()) || headers.len() > known_count + UNKNOWN_MAX {
        return None;
    }
    let columns = Columns::new(&texts, &[], words);
    let typed = (0..texts.len()).filter(|&column| columns.is_typed(column)).count();
    if typed < TYPED_MIN || texts.iter().any(|text| Look::plain(text).is_typed()) {
        return None;
    }
    let width = texts.len();
    let strides = (width..=width + BUTTONS_MAX)
        .filter_map(|stride| Some((stride, row_count(body, stride, &columns, words)?)));
    let [(stride, count)] = strides.collect::<Vec<_>>()[..] else { return None };
    let (rows, below) = body.split_at_checked(stride * count)?;
    let buttons = rows.get(width..stride)?;
    Some(Table {
        headers: headers.to_vec(),
        rows: rows.chunks(stride).filter_map(|row| Some(row.get(..width)?.to_vec())).collect(),
        above: lines.get(..first)?.to_vec(),
        below: buttons.iter().chain(below).filter(|l| !l.text.is_empty()).copied().collect(),
    })
}

/// How many rows there are, where all lines down to the foot of the page are rows.
fn row_count(
    body: &[Line],
    stride: usize,
    columns: &Columns,
    words: &dyn HeaderWords,
) -> Option<usize> {
    let width = columns.headers.len();
    let buttons = |row: &[Line]| -> Vec<String> {
        row.iter().skip(width).map(|line| line.text.to_owned()).collect()
    };
    let first = buttons(body.get(..stride)?);
    let is_button =
        |text: &String| !text.is_empty() && !Look::plain(text).is_typed() && !words.is_state(text);
    let cells = |row: &[Line]| -> Vec<(usize, String)> {
        let cells = row.iter().take(width).enumerate().filter(|(_, line)| !line.text.is_empty());
        cells.map(|(at, line)| (at, line.text.to_owned())).collect()
    };
    let is_row = |row: &&[Line]| {
        let fits = |(at, line): (usize, &Line)| match line.text {
            "" => at > 0,
            text => columns.takes(at, text),
        };
        let typed = row.iter().take(width).filter(|line| Look::plain(line.text).is_typed());
        row.len() == stride
            && row.iter().take(width).enumerate().all(fits)
            && typed.count() >= TYPED_MIN
            && buttons(row) == first
            && !columns.is_slipped(&cells(row), words)
    };
    let count = body.chunks(stride).take_while(is_row).count();
    let mut below = body.get(stride * count..)?.iter().filter(|line| !line.text.is_empty());
    let ends_well = below.next().is_none_or(|line| words.is_page_line(line.text));
    (count >= ROWS_MIN && ends_well && first.iter().all(is_button)).then_some(count)
}
