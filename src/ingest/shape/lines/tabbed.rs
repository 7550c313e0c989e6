//! Header cells on lines of their own, rows on one line each with tabs between their cells.
//!
//! Browsers copy a table so whose header cells hold blocks. In: the text and the lines of header words in it. Out: the
//! table, where all rows have as many cells as there are lines of headers directly above. Subtle: a bar without text
//! moves what stands behind it, a button, to a line of its own; and the last row may be cut short, which is said where
//! widths are checked.

use super::{Line, Table};
use crate::ingest::shape::HeaderWords;
use crate::ingest::shape::delimited::{line_end, newline_len};

/// So many buttons may stand on lines of their own behind a row.
const BUTTONS_MAX: usize = 2;
/// Narrower rows may be a menu's.
const WIDTH_MIN: usize = 4;

/// The table under the known header words on lines `numbers`, from 1; `None` where rows or headers are of other forms.
pub(super) fn find<'t>(
    text: &'t str,
    numbers: &[u32],
    words: &dyn HeaderWords,
) -> Option<Table<'t>> {
    let all = lines_with_tabs(text);
    let last = *numbers.last()?;
    let start = all.iter().position(|line| line.number > last && is_row(line))?;
    let (head, body) = all.split_at_checked(start)?;
    let is_button = |line: &Line| !is_row(line) && words.is_label(line.text);
    let (first, behind) = body.split_first()?;
    let own = cells(first).count();
    let beside = behind.iter().take(BUTTONS_MAX).take_while(|line| is_button(line)).count();
    let beside = if first.text.ends_with('\t') { beside } else { 0 };
    let width = own + beside;
    let headers = head.get(head.len().checked_sub(width)?..)?;
    let is_known = |line: &&Line| numbers.contains(&line.number);
    let is_header = headers.first().as_ref().is_some_and(is_known)
        && !headers.iter().any(is_row)
        && 2 * headers.iter().filter(is_known).count() >= width;
    if !is_header || width < WIDTH_MIN {
        return None;
    }
    let mut rows: Vec<Vec<Line<'t>>> = Vec::new();
    let mut rest = body;
    while let [line, behind @ ..] = rest {
        let is_whole = cells(line).count() == own;
        let is_cut = is_row(line) && behind.is_empty() && !text.ends_with(['\n', '\r']);
        if !is_whole && !is_cut {
            break;
        }
        let beside = if is_whole { beside } else { 0 };
        let (buttons, behind) = behind.split_at_checked(beside)?;
        if !buttons.iter().all(is_button) {
            return None;
        }
        rows.push(cells(line).chain(buttons.iter().copied()).collect());
        rest = behind;
    }
    if rest.iter().any(is_row) {
        return None;
    }
    Some(Table {
        headers: headers.to_vec(),
        rows,
        above: head.get(..head.len() - width)?.to_vec(),
        below: rest.to_vec(),
    })
}

fn is_row(line: &Line) -> bool {
    line.text.contains('\t')
}

fn cells<'t>(line: &Line<'t>) -> impl Iterator<Item = Line<'t>> + use<'t> {
    let number = line.number;
    line.text.split('\t').map(move |cell| Line { text: cell.trim(), number })
}

/// Lines that hold something, with the tabs at their ends.
fn lines_with_tabs(text: &str) -> Vec<Line<'_>> {
    let bytes = text.as_bytes();
    let mut lines = Vec::new();
    let (mut at, mut number) = (0, 1);
    while at < bytes.len() {
        let end = line_end(bytes, at);
        let line = text.get(at..end).unwrap_or_default().trim_matches(' ');
        if !line.trim().is_empty() {
            lines.push(Line { text: line, number });
        }
        at = end + newline_len(bytes, end);
        number += 1;
    }
    lines
}
