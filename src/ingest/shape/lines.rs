//! One cell per line, with button labels in between → rows.
//!
//! Browsers copy some tables so. Nothing marks where a row ends, a bar without text leaves no line at
//! all, buttons and badges add lines. The header run says how many columns there are and what they hold;
//! the cheapest way to lay the lines out under it is found by dynamic programming ([`lay`]). Subtle: the
//! cheapest way may still not be the only one. A row whose amounts could also stand one column further
//! is refused with its line ([`is_certain`]), so that money is never read from a shifted column.

use super::delimited::{line_end, newline_len};
use super::{Form, Grid, HeaderWords, Read, Shape};
use crate::ingest::exports::Kind;
use crate::problem::{Message, Place, Problem};
use crate::text::is_missing;
use std::collections::HashMap;

/// Header lines may be interrupted by so many lines: a tooltip, a column we do not know.
const GAP_MAX: usize = 2;
/// Lines times columns that are laid out at most.
const STATES_MAX: usize = 16_000_000;
const COLUMNS_MAX: usize = 64;
const PROBLEMS_MAX: usize = 20;

/// Costs of laying a line out in an unexpected way, in half units.
mod cost {
    pub const SKIP_SHARE: u32 = 3;
    pub const SKIP: u32 = 11;
    pub const EXTRA_ACTION: u32 = 1;
    pub const EXTRA_LABEL: u32 = 2;
    pub const EXTRA_REPEATED: u32 = 3;
    pub const EXTRA: u32 = 17;
    pub const OUTSIDE: u32 = 14;
    pub const LABEL_AS_VALUE: u32 = 2;
    pub const LABEL_FIRST: u32 = 8;
    pub const TEXT_AS_LABEL: u32 = 15;
    pub const VALUE_AS_TEXT: u32 = 2;
    pub const NEVER: u32 = u32::MAX / 4;
}

/// A line that is not empty, with its number.
#[derive(Clone, Copy)]
struct Line<'t> {
    text: &'t str,
    number: u32,
}

/// Consecutive lines that name columns.
pub(super) struct HeaderRun {
    /// How many of them are known words.
    pub hits: usize,
    first: usize,
    last: usize,
    known: Vec<usize>,
}

/// The longest run of header lines, if there is one.
pub(super) fn header_run(text: &str, words: &dyn HeaderWords) -> Option<HeaderRun> {
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
        if best.as_ref().is_none_or(|best| run.len() > best.len()) {
            best = Some(run.clone());
        }
    }
    let known = best?;
    let (first, last) = (*known.first()?, *known.last()?);
    Some(HeaderRun { hits: known.len(), first, last, known })
}

pub(super) fn read(text: &str, run: &HeaderRun, words: &dyn HeaderWords, read: &mut Read) {
    let lines = lines(text);
    let body = lines.get(run.last + 1..).unwrap_or_default();
    let all: Vec<usize> = (run.first..=run.last).collect();
    // Lines between known headers are columns we do not know, or tooltips: whichever fits better.
    let layouts = [&run.known, &all].map(|columns| {
        let headers: Vec<&str> =
            columns.iter().filter_map(|&i| lines.get(i)).map(|l| l.text).collect();
        let columns = Columns::new(&headers, body, words);
        let laid = lay(body, &columns, words);
        (columns, laid)
    });
    let [known, all] = layouts;
    let (columns, laid) = if all.1.cost < known.1.cost { all } else { known };
    let header_line = lines.get(run.first).map_or(1, |line| line.number);
    let mut grid = Grid::new(Shape::Lines, Place::default());
    grid.before = owned(lines.get(..run.first).unwrap_or_default());
    grid.begin_row(header_line);
    columns.headers.iter().for_each(|header| grid.push(header, Form::Text));
    read.evidence.push(
        Message::new("shape.linesFound")
            .with("line", u64::from(header_line))
            .with("columns", columns.headers.len()),
    );
    fill(&mut grid, body, &columns, &laid, read);
    check_columns(&mut grid, &columns, read);
    read.outside.extend(grid.before.iter().chain(&grid.after).cloned());
    read.grids.push(grid);
}

/// The header with what its cells hold.
struct Columns<'t> {
    headers: Vec<&'t str>,
    kinds: Vec<Option<Kind>>,
    /// The last column holds buttons: it is no field we know, and there are buttons.
    has_actions: bool,
}

impl<'t> Columns<'t> {
    fn new(headers: &[&'t str], body: &[Line], words: &dyn HeaderWords) -> Columns<'t> {
        let kinds: Vec<_> = headers.iter().map(|header| words.kind(header)).collect();
        let has_actions =
            kinds.last() == Some(&None) && body.iter().any(|l| words.is_label(l.text));
        Columns { headers: headers.to_vec(), kinds, has_actions }
    }

    fn kind(&self, column: usize) -> Option<Kind> {
        self.kinds.get(column).copied().flatten()
    }

    fn is_actions(&self, column: usize) -> bool {
        self.has_actions && column + 1 == self.headers.len()
    }

    fn skip(&self, column: usize) -> u32 {
        match self.kind(column) {
            Some(Kind::Share) => cost::SKIP_SHARE,
            _ => cost::SKIP,
        }
    }
}

/// Where a line was laid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    /// First column of a new row.
    NewRow,
    Value(u8),
    /// Below the value that was laid last.
    Extra,
    Outside,
}

struct Laid {
    slots: Vec<Slot>,
    cost: u32,
}

/// The cheapest slot for every line. States after each line: `0..n` the column filled last, `n` outside
/// a row. Time and memory: lines × columns.
fn lay(body: &[Line], columns: &Columns, words: &dyn HeaderWords) -> Laid {
    let n = columns.headers.len();
    if n == 0 || body.len().saturating_mul(n + 1) > STATES_MAX {
        return Laid { slots: vec![Slot::Outside; body.len()], cost: cost::NEVER };
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    body.iter().for_each(|line| *counts.entry(line.text).or_default() += 1);
    // skips[j]: cost of leaving the columns before j empty.
    let mut skips = vec![0u32; n + 1];
    for column in 0..n {
        skips[column + 1] = skips[column] + columns.skip(column);
    }
    let between = |from: usize, to: usize| skips[to].saturating_sub(skips[from]);
    let mut costs = vec![cost::NEVER; n + 1];
    costs[n] = 0;
    // For each line and state: the state before (255: outside).
    let mut from: Vec<u8> = Vec::with_capacity(body.len() * (n + 1));
    for line in body {
        let look = Look::of(line.text, words, counts.get(line.text).copied().unwrap_or(1));
        let mut next = vec![cost::NEVER; n + 1];
        let mut came = vec![n as u8; n + 1];
        let row_end = (0..n).map(|j| (costs[j].saturating_add(between(j + 1, n)), j));
        let (row_end_cost, row_end_state) =
            row_end.chain([(costs[n], n)]).min().unwrap_or((cost::NEVER, n));
        // A new row, or a line outside every row.
        next[0] = row_end_cost.saturating_add(look.value_cost(columns, 0));
        came[0] = row_end_state as u8;
        next[n] = row_end_cost.saturating_add(cost::OUTSIDE);
        came[n] = row_end_state as u8;
        // The next value of this row: `reach` is the cheapest way to have all columns before j behind.
        let mut reach = (cost::NEVER, n);
        for j in 1..n {
            reach.0 = reach.0.saturating_add(columns.skip(j - 1)).min(cost::NEVER);
            if costs[j - 1] < reach.0 {
                reach = (costs[j - 1], j - 1);
            }
            let value = reach.0.saturating_add(look.value_cost(columns, j));
            let extra = costs[j].saturating_add(look.extra_cost(columns, j));
            (next[j], came[j]) =
                if value <= extra { (value, reach.1 as u8) } else { (extra, j as u8) };
        }
        let extra = costs[0].saturating_add(look.extra_cost(columns, 0));
        if extra < next[0] {
            (next[0], came[0]) = (extra, 0x80);
        }
        next.iter_mut().for_each(|cost| *cost = (*cost).min(cost::NEVER));
        from.extend_from_slice(&came);
        costs = next;
    }
    let (cost, mut state) = (0..=n)
        .map(|j| (costs[j].saturating_add(if j < n { between(j + 1, n) } else { 0 }), j))
        .min()
        .unwrap_or((cost::NEVER, n));
    let mut slots = vec![Slot::Outside; body.len()];
    for (at, slot) in slots.iter_mut().enumerate().rev() {
        let came = from.get(at * (n + 1) + state).copied().unwrap_or(n as u8);
        *slot = match state {
            _ if state == n => Slot::Outside,
            0 if came == 0x80 => Slot::Extra,
            0 => Slot::NewRow,
            _ if usize::from(came) == state => Slot::Extra,
            _ => Slot::Value(state as u8),
        };
        state = if came == 0x80 { 0 } else { usize::from(came) };
    }
    Laid { slots, cost }
}

/// What a line looks like, without knowing what it is.
struct Look {
    is_missing: bool,
    is_money: bool,
    is_time: bool,
    is_share: bool,
    is_label: bool,
    is_repeated: bool,
}

impl Look {
    fn of(text: &str, words: &dyn HeaderWords, count: usize) -> Look {
        Look {
            is_missing: is_missing(text),
            is_money: looks_like_money(text),
            is_time: looks_like_time(text),
            is_share: looks_like_share(text),
            is_label: text.len() <= 120 && words.is_label(text),
            is_repeated: count >= 2 && !text.bytes().any(|b| b.is_ascii_digit()),
        }
    }

    fn fits(&self, kind: Option<Kind>) -> bool {
        self.is_missing
            || match kind {
                Some(Kind::Money) => self.is_money,
                Some(Kind::Time) => self.is_time,
                Some(Kind::Share) => self.is_share,
                Some(Kind::Text) | None => true,
            }
    }

    fn is_typed(&self) -> bool {
        self.is_money || self.is_time || self.is_share
    }

    fn value_cost(&self, columns: &Columns, column: usize) -> u32 {
        match columns.kind(column) {
            kind if !self.fits(kind) => cost::NEVER,
            _ if self.is_missing => 0,
            _ if columns.is_actions(column) => {
                if self.is_label {
                    0
                } else {
                    cost::TEXT_AS_LABEL
                }
            }
            _ if self.is_label && column == 0 => cost::LABEL_FIRST,
            Some(Kind::Text) if self.is_typed() => cost::VALUE_AS_TEXT,
            Some(Kind::Text) | None if self.is_label => cost::LABEL_AS_VALUE,
            _ => 0,
        }
    }

    fn extra_cost(&self, columns: &Columns, column: usize) -> u32 {
        match () {
            () if self.is_label && columns.is_actions(column) => cost::EXTRA_ACTION,
            () if self.is_label => cost::EXTRA_LABEL,
            () if self.is_repeated => cost::EXTRA_REPEATED,
            () => cost::EXTRA,
        }
    }
}

/// Digits with at most a currency around them.
pub(super) fn looks_like_money(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let is_mark = |c: char| {
        c.is_ascii_digit()
            || c.is_whitespace()
            || c.is_alphabetic()
            || " .,'’-−+()<$≈".contains(c)
            || ('\u{20a0}'..='\u{20cf}').contains(&c)
            || "£¥¢￥".contains(c)
    };
    digits > 0
        && letters <= 4
        && text.len() <= 60
        && text.chars().all(is_mark)
        && !looks_like_time(text)
}

/// At least three groups of digits, or two with a month's name; no currency mark.
fn looks_like_time(text: &str) -> bool {
    let groups = text.split(|c: char| !c.is_ascii_digit()).filter(|g| !g.is_empty());
    let groups: Vec<usize> = groups.map(str::len).collect();
    let has_year = groups.contains(&4);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let dashes = text.chars().filter(|c| matches!(c, '-' | '/' | ':')).count();
    let dots = text.matches('.').count();
    let is_date_like = groups.iter().all(|&len| len <= 4);
    is_date_like
        && has_year
        && ((groups.len() >= 3 && (dashes >= 2 || dots >= 2 || letters >= 1))
            || (groups.len() >= 2 && letters >= 3))
        && text.len() <= 80
}

fn looks_like_share(text: &str) -> bool {
    (text.contains('%') || text.contains('％')) && text.bytes().any(|b| b.is_ascii_digit())
}

/// Turns slots into rows; refuses rows that could be read in two ways.
fn fill(grid: &mut Grid, body: &[Line], columns: &Columns, laid: &Laid, read: &mut Read) {
    let mut row: Vec<(usize, String)> = Vec::new();
    let mut row_lines: Vec<Line> = Vec::new();
    let mut doubtful = false;
    let mut outside: Vec<Line> = Vec::new();
    let mut refused = 0;
    let mut finish = |row: &mut Vec<(usize, String)>, lines: &mut Vec<Line>, doubtful: bool| {
        let Some(line) = lines.first().map(|line| line.number) else { return };
        if doubtful || !is_certain(row, columns) {
            refused += 1;
            if refused <= PROBLEMS_MAX {
                let text: Vec<String> = owned(lines);
                let message = Message::new("shape.linesUnclear")
                    .with("found", row.len())
                    .with("expected", columns.headers.len())
                    .with("text", text.join(" · "));
                read.problems.push(Problem::fault(Place::line(line), message));
            }
            read.outside.extend(owned(lines));
        } else {
            grid.begin_row(line);
            for column in 0..columns.headers.len() {
                let cell = row.iter().find(|(at, _)| *at == column);
                grid.push(cell.map_or("", |(_, text)| text), Form::Text);
            }
        }
        row.clear();
        lines.clear();
    };
    let mut stray: Vec<Line> = Vec::new();
    for (line, slot) in body.iter().zip(&laid.slots) {
        match slot {
            Slot::NewRow => {
                finish(&mut row, &mut row_lines, doubtful);
                doubtful = false;
                stray.append(&mut outside);
                row.push((0, line.text.to_owned()));
            }
            Slot::Value(column) => row.push((usize::from(*column), line.text.to_owned())),
            Slot::Extra => {
                doubtful |= looks_like_money(line.text)
                    || looks_like_time(line.text)
                    || looks_like_share(line.text);
                if let Some((_, text)) = row.last_mut() {
                    text.push('\n');
                    text.push_str(line.text);
                }
            }
            Slot::Outside => {
                finish(&mut row, &mut row_lines, doubtful);
                doubtful = false;
                outside.push(*line);
                continue;
            }
        }
        row_lines.push(*line);
    }
    finish(&mut row, &mut row_lines, doubtful);
    for line in stray.iter().take(PROBLEMS_MAX) {
        let message = Message::new("shape.linesStray").with("text", line.text);
        read.problems.push(Problem::fault(Place::line(line.number), message));
    }
    read.outside.extend(owned(&stray));
    grid.after = owned(&outside);
}

/// Whether the row's values fit under the header in one way only, as far as amounts, times and shares
/// go. The leftmost and the rightmost way bound all others: where both agree, there is no choice.
fn is_certain(row: &[(usize, String)], columns: &Columns) -> bool {
    let n = columns.headers.len();
    if row.len() == n {
        return true;
    }
    let fits = |text: &str, column: usize| {
        let text = text.split('\n').next().unwrap_or_default();
        let look = Look::of(text, &NoWords, 1);
        let kind = columns.kind(column);
        look.fits(kind) && !(kind == Some(Kind::Text) && look.is_typed())
    };
    let mut left = Vec::new();
    let mut column = 0;
    for (_, text) in row {
        let Some(found) = (column..n).find(|&c| fits(text, c)) else { return false };
        left.push(found);
        column = found + 1;
    }
    let mut end = n;
    for ((_, text), left) in row.iter().zip(&left).rev() {
        let Some(found) = (0..end).rev().find(|&c| fits(text, c)) else { return false };
        if found != *left {
            return false;
        }
        end = found;
    }
    row.iter().zip(&left).all(|((laid, _), left)| laid == left)
}

/// A column that holds amounts in one row and words in another has slipped, unless it is known to hold
/// text: then the whole table is refused.
fn check_columns(grid: &mut Grid, columns: &Columns, read: &mut Read) {
    for column in 0..columns.headers.len() {
        if columns.kind(column).is_some() {
            continue;
        }
        let mut typed = [0usize; 2];
        for row in 1..grid.row_count() {
            let look = Look::of(grid.text(row, column), &NoWords, 1);
            if !look.is_missing {
                typed[usize::from(look.is_typed())] += 1;
            }
        }
        if typed[0] > 0 && typed[1] > 0 {
            let header = columns.headers.get(column).copied().unwrap_or_default();
            let place = Place::line(grid.line(0)).in_column(header);
            read.problems.push(Problem::fault(place, Message::new("shape.linesUneven")));
            for row in 1..grid.row_count() {
                let texts: Vec<String> = grid.row(row).map(str::to_owned).collect();
                read.outside.extend(texts);
            }
            grid.keep_rows(|row| row == 0);
            return;
        }
    }
}

struct NoWords;
impl HeaderWords for NoWords {
    fn is_header(&self, _text: &str) -> bool {
        false
    }
}

/// Lines and tab-separated pieces of lines that hold something.
fn lines(text: &str) -> Vec<Line<'_>> {
    let bytes = text.as_bytes();
    let mut lines = Vec::new();
    let (mut at, mut number) = (0, 1);
    while at < bytes.len() {
        let end = line_end(bytes, at);
        let line = text.get(at..end).unwrap_or_default();
        let pieces = line.split('\t').map(str::trim).filter(|piece| !piece.is_empty());
        lines.extend(pieces.map(|text| Line { text, number }));
        at = end + newline_len(bytes, end);
        number += 1;
    }
    lines
}

fn owned(lines: &[Line]) -> Vec<String> {
    lines.iter().map(|line| line.text.to_owned()).collect()
}
