//! The lines that name columns, one below the other.
//!
//! In: the lines of a text. Out: the longest run of header words. Subtle: below the header the first row may begin with
//! such words too, so that where the header comes again, behind rows, its run may be the longer one.

use super::{COLUMNS_MAX, Line, lines};
use crate::ingest::shape::HeaderWords;
use std::collections::HashMap;

/// Header lines may be interrupted by so many lines: a tooltip, a column we do not know.
const GAP_MAX: usize = 2;

/// Consecutive lines that name columns.
pub(in crate::ingest::shape) struct HeaderRun {
    /// How many of them are known words.
    pub hits: usize,
    /// How many of these stand on one line at most, with a tab between them.
    pub hits_a_line: usize,
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) known: Vec<usize>,
}

/// The longest run of header lines, if there is one.
pub(in crate::ingest::shape) fn header_run(
    text: &str,
    words: &dyn HeaderWords,
) -> Option<HeaderRun> {
    let lines = lines(text);
    let mut memo: HashMap<&str, bool> = HashMap::new();
    let mut best: Option<Vec<usize>> = None;
    let mut run: Vec<usize> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let is_word = line.text.len() <= 120
            && *memo.entry(line.text).or_insert_with(|| words.is_header(line.text));
        if !is_word {
            continue;
        }
        if run.last().is_some_and(|&last| at - last > GAP_MAX + 1) || run.len() >= COLUMNS_MAX {
            run.clear();
        }
        // A word that comes again begins a new run: a filter's name above the column of that name.
        let again = run.iter().position(|&i| lines.get(i).map(|l| l.text) == Some(line.text));
        if let Some(again) = again {
            run.drain(..=again);
        }
        run.push(at);
        // … and a menu's word is not worth a column's.
        let is_longer = |best: &Vec<usize>| {
            run.len() > best.len() && !is_header_again(&lines, best, &run)
                || again == Some(0)
                    && run.len() == best.len()
                    && best.last() == run.iter().nth_back(1)
        };
        if best.as_ref().is_none_or(is_longer) {
            best = Some(run.clone());
        }
    }
    let known = best?;
    let (first, last) = (*known.first()?, *known.last()?);
    let numbers = || known.iter().filter_map(|&at| lines.get(at)).map(|line| line.number);
    let hits_on = |number: u32| numbers().filter(|other| *other == number).count();
    let hits_a_line = numbers().map(hits_on).max().unwrap_or_default();
    Some(HeaderRun { hits: known.len(), hits_a_line, first, last, known })
}

/// Whether a run is the header again, behind rows, and perhaps words of the first row below it.
fn is_header_again(lines: &[Line], header: &[usize], run: &[usize]) -> bool {
    const VALUES_MAX: usize = 2;
    let text = |at: &usize| lines.get(*at).map(|line| line.text);
    let is_behind = header.last().zip(run.first()).is_some_and(|(a, b)| a + header.len() < *b);
    is_behind
        && run.len() <= header.len() + VALUES_MAX
        && header.iter().all(|word| run.iter().any(|other| text(word) == text(other)))
}

/// The lines without those of the header where it comes again: pages of one list.
pub(super) fn without_headers_again<'t>(lines: Vec<Line<'t>>, run: &HeaderRun) -> Vec<Line<'t>> {
    let header: Vec<&str> =
        lines.get(run.first..=run.last).unwrap_or_default().iter().map(|line| line.text).collect();
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    let mut rest = &lines[..];
    while let [first, behind @ ..] = rest {
        let is_again = out.len() > run.last
            && rest.len() >= header.len()
            && rest.iter().zip(&header).all(|(line, word)| line.text == *word);
        rest = if is_again { rest.get(header.len()..).unwrap_or_default() } else { behind };
        out.extend((!is_again).then_some(*first));
    }
    out
}
