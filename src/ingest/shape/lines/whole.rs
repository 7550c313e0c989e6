//! Lines that fill whole rows under a header, from the header down to the end of the text.
//!
//! In: lines and the run of header words among them. Out: which lines are the header. Subtle: words of a
//! menu above and values below may be words of a header too, and a column we do not know may stand at
//! either end, so many headers are tried. One fits if every line below is a plain value of its column; of
//! those that fit the one with most known words is taken. A header without its first column and with the
//! first value for its last would move every name by one row: where that cannot be told apart from the
//! header itself, none is taken ([`Whole::Turned`]).

use super::{COLUMNS_MAX, HeaderRun, Line};
use crate::ingest::shape::HeaderWords;
use crate::ingest::shape::lay::{Columns, Look};
use std::ops::RangeInclusive;

/// So many words at the beginning of the run may be a menu's.
const MENU_WORDS_MAX: usize = 10;
/// So many words at its end may be values of the first row.
const VALUES_MAX: usize = 3;
/// Of so many last lines the first that pages have below a table begins the footer.
const FOOTER_MAX: usize = 12;
/// So many columns we do not know may stand behind the last word.
const UNKNOWN_MAX: usize = 2;

/// Whether the lines are whole rows, and below which of them.
pub(super) enum Whole {
    /// Under no header.
    No,
    /// Under these lines as a header, down to the line before `end`.
    Yes { headers: Vec<usize>, end: usize },
    /// Under two headers of the same width, of which one has lost its first column.
    Turned,
}

pub(super) fn find(lines: &[Line], run: &HeaderRun, words: &dyn HeaderWords) -> Whole {
    let mut tail = lines.len().saturating_sub(FOOTER_MAX)..lines.len();
    let is_page = |at: &usize| lines.get(*at).is_some_and(|line| words.is_page_line(line.text));
    for end in [lines.len()].into_iter().chain(tail.find(is_page)) {
        match under_some_header(lines.get(..end).unwrap_or_default(), run, words) {
            Whole::No => {}
            found => return found,
        }
    }
    Whole::No
}

fn under_some_header(lines: &[Line], run: &HeaderRun, words: &dyn HeaderWords) -> Whole {
    let fits = |headers: &[usize]| {
        let body = headers.last().and_then(|last| lines.get(last + 1..)).unwrap_or_default();
        body.len().is_multiple_of(headers.len().max(1)) && fills_rows(lines, headers, body, words)
    };
    let known_count = |headers: &RangeInclusive<usize>| {
        run.known.iter().filter(|at| headers.contains(at)).count()
    };
    let mut found: Vec<_> = ways(lines, run, words)
        .filter(|headers| fits(&headers.clone().collect::<Vec<_>>()))
        .collect();
    found.sort_by_key(|headers| {
        std::cmp::Reverse((2 * known_count(headers)).saturating_sub(headers.clone().count()))
    });
    let end = lines.len();
    for headers in found {
        let Some(by) = turned_by(lines, &headers, run, words) else {
            return Whole::Yes { headers: headers.collect(), end };
        };
        // A menu's word above leaves both open; any other word is the first column's.
        let above = lines.get(headers.start() - by);
        if above.is_some_and(|line| words.is_menu_word(line.text)) {
            return Whole::Turned;
        }
    }
    // Lines between known headers may be tooltips.
    if fits(&run.known) {
        return Whole::Yes { headers: run.known.clone(), end };
    }
    Whole::No
}

/// Runs of lines that may be the header: from the first known word, from one behind a menu's words or
/// behind a gap, or from the line before any of these.
fn ways<'r>(
    lines: &'r [Line],
    run: &'r HeaderRun,
    words: &'r dyn HeaderWords,
) -> impl Iterator<Item = RangeInclusive<usize>> + 'r {
    let is_menu = |at: usize| lines.get(at).is_some_and(|line| words.is_menu_word(line.text));
    let pairs = run.known.iter().zip(run.known.iter().skip(1)).take(MENU_WORDS_MAX);
    let mut starts = vec![run.first];
    let mut is_menu_so_far = true;
    for (count, (&before, &at)) in pairs.enumerate() {
        is_menu_so_far &= is_menu(before);
        if is_menu_so_far || count < UNKNOWN_MAX && at - before > 1 {
            starts.push(at);
        }
    }
    starts.extend(starts.clone().iter().filter_map(|at| at.checked_sub(1)));
    let ends = run.known.iter().rev().take(VALUES_MAX + 1);
    let mut ends: Vec<usize> =
        ends.flat_map(|&at| (0..=UNKNOWN_MAX).map(move |more| at + more)).collect();
    for list in [&mut starts, &mut ends] {
        list.sort_unstable();
        list.dedup();
    }
    let ends_of = move |start: usize| ends.clone().into_iter().map(move |end| start..=end);
    let is_wide = |way: &RangeInclusive<usize>| (2..=COLUMNS_MAX).contains(&way.clone().count());
    starts.into_iter().flat_map(ends_of).filter(is_wide)
}

/// Whether the lines, taken so many at a time, fit the columns to the very end. What is left over might
/// be a footer, and might be a row without one of its amounts.
fn fills_rows(lines: &[Line], headers: &[usize], body: &[Line], words: &dyn HeaderWords) -> bool {
    let texts: Vec<&str> = headers.iter().filter_map(|&at| lines.get(at)).map(|l| l.text).collect();
    let is_header = |text: &&str| !Look::plain(text).is_typed();
    if body.is_empty() || texts.len() != headers.len() || !texts.iter().all(is_header) {
        return false;
    }
    let columns = Columns::new(&texts, &[], words);
    let typed = (0..texts.len()).filter(|&column| columns.is_typed(column)).count();
    let fits = |row: &[Line]| {
        let cells = || row.iter().enumerate().map(|(at, line)| (at, line.text.to_owned()));
        row.iter().enumerate().all(|(at, l)| columns.takes(at, l.text))
            && !columns.is_slipped(&cells().collect::<Vec<_>>(), words)
    };
    typed >= 2 && body.chunks(texts.len()).all(fits)
}

/// How many columns a header may have lost in front: the rows would also be whole under the one that
/// begins with so many words above and ends so many lines earlier, but for lines that pages have below.
fn turned_by(
    lines: &[Line],
    headers: &RangeInclusive<usize>,
    run: &HeaderRun,
    words: &dyn HeaderWords,
) -> Option<usize> {
    (1..=UNKNOWN_MAX).take_while(|by| !run.known.contains(&(headers.end() + 1 - by))).find(|by| {
        let Some(above) = headers.start().checked_sub(*by) else { return false };
        let end = headers.end() - by;
        let body = lines.get(end + 1..lines.len().saturating_sub(*by)).unwrap_or_default();
        let other: Vec<usize> = (above..=end).collect();
        run.known.contains(&above) && fills_rows(lines, &other, body, words)
    })
}
