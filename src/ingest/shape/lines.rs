//! One cell per line, with button labels in between → rows.
//!
//! Browsers copy some tables so. Nothing marks where a row ends, a bar without text leaves no line at
//! all, buttons and badges add lines. The header run says how many columns there are and what they hold;
//! the cheapest way to lay the lines out under it is found by dynamic programming ([`lay`]). Subtle: the
//! cheapest way may still not be the only one. A row whose amounts could also stand one column further
//! is refused with its line ([`is_certain`]), so that money is never read from a shifted column.

use super::delimited::{line_end, newline_len};
use super::lay::{Columns, Laid, Look, Slot, counts, is_certain, lay};
use super::{Form, Grid, HeaderWords, Read, Shape};
use crate::problem::{Message, Place, Problem};
use std::collections::HashMap;

/// Header lines may be interrupted by so many lines: a tooltip, a column we do not know.
const GAP_MAX: usize = 2;
pub(super) const COLUMNS_MAX: usize = 64;

/// A line that is not empty, with its number.
#[derive(Clone, Copy)]
pub(super) struct Line<'t> {
    pub text: &'t str,
    pub number: u32,
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
        // … and a menu's word is not worth a column's.
        let is_longer = |best: &Vec<usize>| {
            run.len() > best.len()
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
    Some(HeaderRun { hits: known.len(), first, last, known })
}

pub(super) fn read(text: &str, run: &HeaderRun, words: &dyn HeaderWords, read: &mut Read) {
    let lines = lines(text);
    let Layout { first, between, body, columns, laid } = best_layout(&lines, run, words);
    let header_line = lines.get(first).map_or(1, |line| line.number);
    let mut grid = Grid::new(Shape::Lines, Place::default());
    grid.before = owned(lines.get(..first).unwrap_or_default());
    grid.before.extend(owned(&between));
    grid.begin_row(header_line);
    columns.headers.iter().for_each(|header| grid.push(header, Form::Text));
    read.evidence.push(
        Message::new("shape.linesFound")
            .with("line", u64::from(header_line))
            .with("columns", columns.headers.len()),
    );
    fill(&mut grid, body, &columns, &laid, words, read);
    check_columns(&mut grid, &columns, read);
    read.outside.extend(grid.before.iter().chain(&grid.after).cloned());
    read.grids.push(grid);
}

/// One way to take lines for headers and to lay the rest out under them.
struct Layout<'t, 'l> {
    /// The first line that is a header.
    first: usize,
    /// Lines between headers that are none: tooltips.
    between: Vec<Line<'t>>,
    body: &'l [Line<'t>],
    columns: Columns<'t>,
    laid: Laid,
}

impl<'t, 'l> Layout<'t, 'l> {
    fn of(lines: &'l [Line<'t>], headers: &[usize], words: &dyn HeaderWords) -> Layout<'t, 'l> {
        let end = headers.last().map_or(0, |last| last + 1);
        let body = lines.get(end..).unwrap_or_default();
        let texts: Vec<&str> =
            headers.iter().filter_map(|&i| lines.get(i)).map(|line| line.text).collect();
        let columns = Columns::new(&texts, body, words);
        let laid = lay(body, &columns, words);
        let first = headers.first().copied().unwrap_or_default();
        let between = (first..end).filter(|at| !headers.contains(at));
        let between = between.filter_map(|at| lines.get(at).copied()).collect();
        Layout { first, between, body, columns, laid }
    }

    /// Row after row without a gap.
    fn whole(lines: &'l [Line<'t>], headers: &[usize], words: &dyn HeaderWords) -> Layout<'t, 'l> {
        let first = headers.first().copied().unwrap_or_default();
        let end = headers.last().map_or(0, |last| last + 1);
        let body = lines.get(end..).unwrap_or_default();
        let texts: Vec<&str> =
            headers.iter().filter_map(|&i| lines.get(i)).map(|line| line.text).collect();
        let columns = Columns::new(&texts, body, words);
        let slots = (0..body.len()).map(|at| match at % texts.len().max(1) {
            0 => Slot::NewRow,
            column => Slot::Value(column as u8),
        });
        let laid = Laid { slots: slots.collect(), cost: 0 };
        Layout { first, between: vec![], body, laid, columns }
    }
}

/// The layout under which every row is whole, else the cheapest. Lines between known headers are
/// columns we do not know, or tooltips; so may be one before and two behind them, and the first known
/// words may stand in a menu above the table: under a header of other length every row would slip.
fn best_layout<'t, 'l>(
    lines: &'l [Line<'t>],
    run: &HeaderRun,
    words: &dyn HeaderWords,
) -> Layout<'t, 'l> {
    let all: Vec<usize> = (run.first..=run.last).collect();
    if let Some(headers) = whole_rows(lines, run, words) {
        return Layout::whole(lines, &headers, words);
    }
    let [known, all] = [&run.known, &all].map(|headers| Layout::of(lines, headers, words));
    let best = if all.laid.cost < known.laid.cost { all } else { known };
    // A value of the first row may be a header's word: then the run swallows the name before it.
    match without_tail(run).map(|headers| Layout::of(lines, headers, words)) {
        Some(shorter) if shorter.laid.cost < best.laid.cost => shorter,
        _ => best,
    }
}

/// The header without one or two words that stand behind a gap, where enough is left to tell rows.
fn without_tail(run: &HeaderRun) -> Option<&[usize]> {
    const TAIL_MAX: usize = 2;
    const REST_MIN: usize = 4;
    let gap = run.known.windows(2).rposition(|pair| matches!(pair, [a, b] if b - a > 1))?;
    let rest = run.known.get(..=gap)?;
    (run.known.len() - rest.len() <= TAIL_MAX && rest.len() >= REST_MIN).then_some(rest)
}

/// Headers under which the lines below are rows without a gap, to the last one.
fn whole_rows(lines: &[Line], run: &HeaderRun, words: &dyn HeaderWords) -> Option<Vec<usize>> {
    const BEHIND_MAX: usize = 2;
    const STARTS_MAX: usize = 4;
    let after_gap = run.known.windows(2).filter_map(|pair| match pair {
        [a, b] if b - a > 1 => Some(*b),
        _ => None,
    });
    let starts: Vec<usize> = [run.first]
        .into_iter()
        .chain(run.known.get(1).copied())
        .chain(after_gap.take(STARTS_MAX))
        .chain(run.first.checked_sub(1))
        .collect();
    // A value may be a header's word too, such as a type "Ad credit": then the run ends too late.
    let before_gap = run.known.windows(2).filter_map(|pair| match pair {
        [a, b] if b - a > 1 => Some(*a),
        _ => None,
    });
    let ends: Vec<usize> =
        (run.last..=run.last + BEHIND_MAX).chain(before_gap.take(STARTS_MAX)).collect();
    // Without its first column and with a value for its last, a header would be as long as the right one.
    let second = run.known.get(1).copied();
    let is_turned = |start: usize, end: usize| {
        Some(start) == second && start == run.first + 1 && end > run.last
    };
    let ways = ends.iter().flat_map(|&end| starts.iter().map(move |&start| (start, end)));
    let ways = ways.filter(|&(start, end)| !is_turned(start, end));
    let contiguous = ways.map(|(start, end)| (start..=end).collect::<Vec<_>>());
    let mut found = [run.known.clone()].into_iter().chain(contiguous);
    found.find(|headers| {
        let end = headers.last().map_or(0, |last| last + 1);
        let body = lines.get(end..).unwrap_or_default();
        let texts: Vec<&str> =
            headers.iter().filter_map(|&i| lines.get(i)).map(|l| l.text).collect();
        texts.iter().all(|text| !Look::plain(text).is_typed())
            && fills_rows(body, &Columns::new(&texts, body, words))
    })
}

/// Whether the lines, taken so many at a time, fit the columns to the very end. What is left over might
/// be a footer, and might be a row without one of its amounts.
fn fills_rows(body: &[Line], columns: &Columns) -> bool {
    let width = columns.headers.len();
    let typed = (0..width).filter(|&column| columns.is_typed(column)).count();
    let fits = |row: &[Line]| {
        let mut cells = row.iter().enumerate();
        row.len() == width && cells.all(|(at, line)| columns.takes(at, line.text))
    };
    typed >= 2 && !body.is_empty() && body.chunks(width).all(fits)
}

/// The row being put together.
#[derive(Default)]
struct OpenRow<'t> {
    cells: Vec<(usize, String)>,
    lines: Vec<Line<'t>>,
    /// A line stands below an amount or a time; another of those after it may belong elsewhere.
    is_interrupted: bool,
    is_doubtful: bool,
}

impl<'t> OpenRow<'t> {
    fn value(&mut self, column: usize, line: Line<'t>, columns: &Columns) {
        self.is_doubtful |= self.is_interrupted && columns.is_typed(column);
        self.cells.push((column, line.text.to_owned()));
        self.lines.push(line);
    }

    fn extra(&mut self, line: Line<'t>, columns: &Columns, look: &Look) {
        let Some((column, text)) = self.cells.last_mut() else { return };
        self.is_doubtful |= look.is_typed();
        if columns.is_typed(*column) {
            self.is_interrupted = true;
            self.is_doubtful |= !look.is_label && !look.is_repeated;
        }
        text.push('\n');
        text.push_str(line.text);
        self.lines.push(line);
    }

    /// Writes the row, or says why not.
    fn finish(&mut self, grid: &mut Grid, columns: &Columns, read: &mut Read) {
        let row = std::mem::take(self);
        let Some(line) = row.lines.first().map(|line| line.number) else { return };
        if row.is_doubtful || !is_certain(&row.cells, columns) {
            let text = owned(&row.lines).join(" · ");
            let message = Message::new("shape.linesUnclear")
                .with("found", row.cells.len())
                .with("expected", columns.headers.len())
                .with("text", text);
            read.problems.push(Problem::fault(Place::line(line), message));
            read.outside.extend(owned(&row.lines));
            return;
        }
        grid.begin_row(line);
        for column in 0..columns.headers.len() {
            let cell = row.cells.iter().find(|(at, _)| *at == column);
            grid.push(cell.map_or("", |(_, text)| text), Form::Text);
        }
    }
}

/// Turns slots into rows; refuses rows that could be read in two ways.
fn fill(
    grid: &mut Grid,
    body: &[Line],
    columns: &Columns,
    laid: &Laid,
    words: &dyn HeaderWords,
    read: &mut Read,
) {
    let counts = counts(body);
    let mut row = OpenRow::default();
    let mut outside: Vec<Line> = Vec::new();
    let mut stray: Vec<Line> = Vec::new();
    for (line, slot) in body.iter().zip(&laid.slots) {
        match slot {
            Slot::NewRow => {
                row.finish(grid, columns, read);
                stray.append(&mut outside);
                row.value(0, *line, columns);
            }
            Slot::Value(column) => row.value(usize::from(*column), *line, columns),
            Slot::Extra => {
                let count = counts.get(line.text).copied().unwrap_or(1);
                row.extra(*line, columns, &Look::of(line.text, words, count));
            }
            Slot::Outside => {
                row.finish(grid, columns, read);
                outside.push(*line);
            }
        }
    }
    row.finish(grid, columns, read);
    for line in &stray {
        let message = Message::new("shape.linesStray").with("text", line.text);
        read.problems.push(Problem::fault(Place::line(line.number), message));
    }
    read.outside.extend(owned(&stray));
    grid.after = owned(&outside);
}

/// A column that holds amounts in one row and words in another has slipped, unless it is known to hold
/// text: then the whole table is refused.
fn check_columns(grid: &mut Grid, columns: &Columns, read: &mut Read) {
    for column in 0..columns.headers.len() {
        if columns.kind(column).is_some() {
            continue;
        }
        let (mut typed, mut words) = (0usize, 0usize);
        for row in 1..grid.row_count() {
            let look = Look::plain(grid.text(row, column));
            if !look.is_missing {
                *(if look.is_typed() { &mut typed } else { &mut words }) += 1;
            }
        }
        if typed > 0 && words > 0 {
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
