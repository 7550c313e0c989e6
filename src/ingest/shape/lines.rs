//! One cell per line, with button labels in between → rows.
//!
//! Browsers copy some tables so. Nothing marks where a row ends, a bar without text leaves no line at
//! all, buttons and badges add lines. The header run says how many columns there are and what they hold;
//! the cheapest way to lay the lines out under it is found by dynamic programming ([`lay`]). Subtle: the
//! cheapest way may still not be the only one. A row whose amounts could also stand one column further
//! is refused with its line ([`is_certain`]), so that money is never read from a shifted column, unless
//! its neighbours and what other rows hold leave one way to read it ([`short`]).

mod even; // in strides of one length
mod header; // lines that name columns
mod short; // rows without a line for each cell
mod tabbed; // headers on lines of their own, rows on one each
mod whole; // without a gap

use super::delimited::{line_end, newline_len};
use super::lay::{Columns, Laid, Look, Slot, counts, is_certain, lay};
use super::{Form, Grid, HeaderWords, Read, Shape, footer};
use crate::problem::{Message, Place, Problem};
use header::without_headers_again;
pub(super) use header::{HeaderRun, header_run};
use std::collections::HashSet;
use whole::Whole;

pub(super) const COLUMNS_MAX: usize = 64;

/// A line that is not empty, with its number.
#[derive(Clone, Copy)]
pub(super) struct Line<'t> {
    pub text: &'t str,
    pub number: u32,
}

pub(super) fn read(text: &str, run: &HeaderRun, words: &dyn HeaderWords, read: &mut Read) {
    let numbers = line_numbers(&lines(text), run);
    if let Some(table) = tabbed::find(text, &numbers, words) {
        return write(table, read);
    }
    let mut lines = without_headers_again(lines(text), run);
    let cells = |at: usize| lines.get(at).into_iter().map(|line| line.text);
    let footer = footer::start(run.last + 1..lines.len(), cells, words);
    let footer = lines.split_off(footer);
    let Layout { first, between, body, columns, laid } = match whole::find(&lines, run, words) {
        Whole::Yes { headers, end } => Layout::whole(&lines, &headers, end, words),
        Whole::Turned => {
            lines.extend(footer);
            return refuse(&lines, run, read);
        }
        Whole::No if read_even(text, (&lines, &footer), run, words, read) => return,
        Whole::No => cheapest_layout(&lines, run, words),
    };
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
    say_rows_above(lines.get(..first).unwrap_or_default(), columns.headers.len(), read);
    fill(&mut grid, body, &columns, &laid, words, read);
    grid.after.extend(owned(&footer));
    check_columns(&mut grid, &columns, read);
    read.outside.extend(grid.before.iter().chain(&grid.after).cloned());
    read.grids.push(grid);
}

/// Rows of another list may stand above the header: more amounts and times than heads of pages have.
fn say_rows_above(above: &[Line], column_count: usize, read: &mut Read) {
    const OF_HEADS: usize = 8;
    let mut typed = above.iter().filter(|line| Look::plain(line.text).is_typed());
    let count = typed.clone().count();
    if let Some(line) = typed.next().filter(|_| count > OF_HEADS.max(column_count)) {
        let message = Message::new("shape.linesStray").with("text", line.text);
        read.problems.push(Problem::fault(Place::line(line.number), message));
    }
}

/// Reads rows of one length, where they are; `false` where they are not.
fn read_even(
    text: &str,
    (lines, footer): (&[Line], &[Line]),
    run: &HeaderRun,
    words: &dyn HeaderWords,
    read: &mut Read,
) -> bool {
    let until = footer.first().map_or(u32::MAX, |line| line.number);
    let all = even::all_lines(text, until).unwrap_or_default();
    let Some(mut table) = even::find(&all, &line_numbers(lines, run), words) else { return false };
    table.below.extend(footer);
    write(table, read);
    true
}

/// The lines of known header words, from 1.
fn line_numbers(lines: &[Line], run: &HeaderRun) -> Vec<u32> {
    run.known.iter().filter_map(|&at| Some(lines.get(at)?.number)).collect()
}

/// A table whose cells each have their place.
struct Table<'t> {
    headers: Vec<Line<'t>>,
    rows: Vec<Vec<Line<'t>>>,
    above: Vec<Line<'t>>,
    /// What stands below the table, and buttons that stand in every row.
    below: Vec<Line<'t>>,
}

fn write(table: Table<'_>, read: &mut Read) {
    let mut grid = Grid::new(Shape::Lines, Place::default());
    grid.before = owned(&table.above);
    let header_line = table.headers.first().map_or(1, |line| line.number);
    grid.begin_row(header_line);
    table.headers.iter().for_each(|header| grid.push(header.text, Form::Text));
    read.evidence.push(
        Message::new("shape.linesFound")
            .with("line", u64::from(header_line))
            .with("columns", table.headers.len()),
    );
    for row in table.rows {
        grid.begin_row(row.first().map_or(0, |line| line.number));
        row.iter().for_each(|cell| grid.push(cell.text, Form::Text));
    }
    grid.after = owned(&table.below);
    read.outside.extend(grid.before.iter().chain(&grid.after).filter(|l| !l.is_empty()).cloned());
    read.grids.push(grid);
}

/// No table: the lines fit under two headers.
fn refuse(lines: &[Line], run: &HeaderRun, read: &mut Read) {
    let line = lines.get(run.first).map_or(1, |line| line.number);
    read.problems.push(Problem::fault(Place::line(line), Message::new("shape.linesTurned")));
    read.outside.extend(owned(lines));
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
        Layout { first, between: between(lines, headers), body, columns, laid }
    }

    /// Row after row without a gap, down to line `end`.
    fn whole(
        lines: &'l [Line<'t>],
        headers: &[usize],
        end: usize,
        words: &dyn HeaderWords,
    ) -> Layout<'t, 'l> {
        let first = headers.first().copied().unwrap_or_default();
        let start = headers.last().map_or(0, |last| last + 1);
        let body = lines.get(start..).unwrap_or_default();
        let texts: Vec<&str> =
            headers.iter().filter_map(|&i| lines.get(i)).map(|line| line.text).collect();
        let columns = Columns::new(&texts, body, words);
        let slots = (start..lines.len()).map(|line| match (line - start) % texts.len().max(1) {
            _ if line >= end => Slot::Outside,
            0 => Slot::NewRow,
            column => Slot::Value(column as u8),
        });
        let laid = Laid { slots: slots.collect(), cost: 0, doubts: vec![] };
        Layout { first, between: between(lines, headers), body, laid, columns }
    }
}

/// Lines between headers that are none: tooltips.
fn between<'t>(lines: &[Line<'t>], headers: &[usize]) -> Vec<Line<'t>> {
    let (Some(first), Some(last)) = (headers.first(), headers.last()) else { return vec![] };
    let between = (*first..*last).filter(|at| !headers.contains(at));
    between.filter_map(|at| lines.get(at).copied()).collect()
}

/// The cheapest layout, where the lines are no whole rows. Lines between known headers are columns we do
/// not know, or tooltips.
fn cheapest_layout<'t, 'l>(
    lines: &'l [Line<'t>],
    run: &HeaderRun,
    words: &dyn HeaderWords,
) -> Layout<'t, 'l> {
    let all: Vec<usize> = (run.first..=run.last).collect();
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

/// The row being put together.
#[derive(Default)]
struct OpenRow<'t> {
    /// Index of its first line below the header.
    start: usize,
    cells: Vec<(usize, String)>,
    lines: Vec<Line<'t>>,
    /// A line stands below an amount or a time; another of those after it may belong elsewhere.
    is_interrupted: bool,
    is_doubtful: bool,
    /// It has lost its name, which no neighbour knows.
    is_headless: bool,
    /// It could be read in two ways.
    is_refused: bool,
}

impl<'t> OpenRow<'t> {
    fn value(&mut self, column: usize, line: Line<'t>, columns: &Columns) {
        self.is_doubtful |= self.is_interrupted && columns.is_typed(column);
        self.cells.push((column, line.text.to_owned()));
        self.lines.push(line);
    }

    fn extra(&mut self, line: Line<'t>, columns: &Columns, look: &Look) {
        let Some((column, text)) = self.cells.last_mut() else { return };
        // Below a name it might be the next column's text.
        self.is_doubtful |= look.is_typed() || !look.is_label && columns.is_text(*column);
        if columns.is_typed(*column) {
            self.is_interrupted = true;
            self.is_doubtful |= !look.is_label && !look.is_repeated;
        }
        text.push('\n');
        text.push_str(line.text);
        self.lines.push(line);
    }

    /// Writes the row, or says why not.
    fn write(&self, grid: &mut Grid, columns: &Columns, read: &mut Read) {
        let Some(line) = self.lines.first().map(|line| line.number) else { return };
        if self.is_refused {
            let text = owned(&self.lines).join(" · ");
            let message = Message::new("shape.linesUnclear")
                .with("found", self.cells.len())
                .with("expected", columns.headers.len())
                .with("text", text);
            read.problems.push(Problem::fault(Place::line(line), message));
            read.outside.extend(owned(&self.lines));
            return;
        }
        grid.begin_row(line);
        for column in 0..columns.headers.len() {
            let cell = self.cells.iter().find(|(at, _)| *at == column);
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
    let mut rows: Vec<OpenRow> = Vec::new();
    let mut doubts = doubtful_rows(laid).into_iter();
    let mut outside: Vec<Line> = Vec::new();
    let mut stray: Vec<Line> = Vec::new();
    for (start, (line, slot)) in body.iter().zip(&laid.slots).enumerate() {
        match (slot, rows.last_mut()) {
            (Slot::NewRow, _) => {
                stray.append(&mut outside);
                let is_doubtful = doubts.next().unwrap_or_default();
                let mut row = OpenRow { start, is_doubtful, ..OpenRow::default() };
                row.value(0, *line, columns);
                rows.push(row);
            }
            (Slot::Value(column), Some(row)) => row.value(usize::from(*column), *line, columns),
            (Slot::Extra, Some(row)) => {
                let count = counts.get(line.text).copied().unwrap_or(1);
                row.extra(*line, columns, &Look::of(line.text, words, count));
            }
            _ => outside.push(*line),
        }
    }
    let headless = headless(&rows, columns);
    for (row, is_headless) in rows.iter_mut().zip(headless) {
        row.is_headless = is_headless;
        row.is_refused = row.is_doubtful
            || is_headless
            || columns.is_slipped(&row.cells, words)
            || !is_certain(&row.cells, columns);
    }
    short::recover(&mut rows, &laid.slots, columns, words);
    rows.iter().for_each(|row| row.write(grid, columns, read));
    for line in &stray {
        let message = Message::new("shape.linesStray").with("text", line.text);
        read.problems.push(Problem::fault(Place::line(line.number), message));
    }
    read.outside.extend(owned(&stray));
    grid.after = owned(&outside);
}

/// For each row, whether it has lost its name: it begins with what whole rows have in a later column of texts.
fn headless(rows: &[OpenRow], columns: &Columns) -> Vec<bool> {
    let is_whole = |row: &&OpenRow| row.cells.len() == columns.headers.len();
    let cells = rows.iter().filter(is_whole).flat_map(|row| &row.cells);
    let later = cells.filter(|(column, _)| *column > 0 && columns.is_text(*column));
    let later: HashSet<&str> = later.map(|(_, text)| text.as_str()).collect();
    let begins_so =
        |row: &OpenRow| row.cells.first().is_some_and(|(_, text)| later.contains(text.as_str()));
    rows.iter().map(|row| !is_whole(&row) && begins_so(row)).collect()
}

/// For each row, whether one of its lines might stand elsewhere: in another of its columns, or in the row
/// before or behind it.
fn doubtful_rows(laid: &Laid) -> Vec<bool> {
    let mut rows: Vec<bool> = Vec::new();
    let mut ends_in_doubt = false;
    for (at, slot) in laid.slots.iter().enumerate() {
        // A footer's lines may be anything; what they would do to amounts is seen by [`is_certain`].
        let is_doubtful =
            *slot != Slot::Outside && laid.doubts.get(at).copied().unwrap_or_default();
        if *slot == Slot::NewRow {
            if is_doubtful && let Some(before) = rows.last_mut() {
                *before = true;
            }
            rows.push(is_doubtful || ends_in_doubt);
        } else if is_doubtful && let Some(row) = rows.last_mut() {
            *row = true;
        }
        ends_in_doubt = is_doubtful;
    }
    rows
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

/// Lines and tab-separated pieces of lines that hold something; an id with its label belongs to the name above it.
fn lines(text: &str) -> Vec<Line<'_>> {
    let bytes = text.as_bytes();
    let mut lines: Vec<Line> = Vec::new();
    let (mut at, mut number) = (0, 1);
    let mut last_start = 0;
    while at < bytes.len() {
        let end = line_end(bytes, at);
        let line = text.get(at..end).unwrap_or_default();
        match lines.last_mut().filter(|above| is_id_label(line) && above.number + 1 == number) {
            Some(above) => {
                above.text = text.get(last_start..end).unwrap_or_default().trim();
            }
            None => {
                let pieces = line.split('\t').map(str::trim).filter(|piece| !piece.is_empty());
                lines.extend(pieces.map(|text| Line { text, number }));
                last_start = at + line.rfind('\t').map_or(0, |tab| tab + 1);
            }
        }
        at = end + newline_len(bytes, end);
        number += 1;
    }
    lines
}

/// The second line of a cell that holds a name and, below it, its id: `ID: 1790000000000000011`.
fn is_id_label(line: &str) -> bool {
    let line = line.trim();
    let id = line.strip_prefix("ID").map(|rest| rest.trim_start_matches([':', '：', ' ']));
    id.is_some_and(|id| (15..=20).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_digit()))
}

fn owned(lines: &[Line]) -> Vec<String> {
    lines.iter().flat_map(|line| line.text.lines()).map(|text| text.trim().to_owned()).collect()
}
