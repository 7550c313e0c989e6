//! What the cells of one column say of a choice of two: point or comma, day or month first.
//!
//! In: the cells. Out: how many of them can only be the first choice, only the second, or either, with an example
//! of each. Decides nothing by itself but what its own column leaves no doubt of.

use super::grouping::Threes;
use super::whole::Wholes;
use super::{Asked, Beside, Why};
use crate::calendar::Zone;
use crate::ingest::cell;
use crate::ingest::dates::RawSpan;
use crate::ingest::exports::Kind;
use crate::ingest::figure::{Exact, Figure, Named};
use crate::ingest::shape::{Form, Grid};
use crate::options::DecimalMark;
use crate::text::{bare_cell, is_missing};

/// What the cells of one column say about a choice of two: point or comma, day or month first.
#[derive(Clone, Debug, Default)]
pub(super) struct Votes {
    /// Cells that can only be the first choice (point, day first), and the first such cell.
    pub first_count: usize,
    pub first: Option<Example>,
    pub second_count: usize,
    pub second: Option<Example>,
    /// Cells that fit both choices with different values.
    pub open_count: usize,
    pub open: Option<Example>,
    /// Amounts among them.
    pub threes: Threes,
    /// Without a percent sign; beyond 1.
    pub plain_beyond_one: bool,
    pub has_percent: bool,
    pub has_currency: bool,
    pub wholes: Wholes,
    /// The zone that cells name, the first such cell, and whether others name another one.
    pub zone: Option<(Zone, Example)>,
    pub has_other_zone: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Example {
    pub line: u32,
    pub cell: String,
}

pub(super) fn count(grid: &Grid, first_row: usize, column: &Asked<'_>) -> Votes {
    let mut votes = Votes::default();
    let Some(field) = column.field else { return votes };
    if field.kind() == Kind::Text {
        return votes;
    }
    for row in first_row..grid.row_count() {
        let text = cell::typed(grid, row, column.index);
        votes.add_cell(field.kind(), text, grid.form(row, column.index), grid.line(row));
    }
    votes
}

impl Votes {
    pub fn add_cell(&mut self, kind: Kind, text: &str, form: Form, line: u32) {
        let text = cell::without_labels(text);
        let cell = bare_cell(&text);
        self.has_currency |= matches!(form, Form::Amount(_)) && kind == Kind::Money;
        if is_missing(cell) || (form != Form::Text && kind != Kind::Share) {
            return;
        }
        let example = || Example { line, cell: cell.to_owned() };
        if kind == Kind::Time {
            if let Some(span) = RawSpan::parse(cell) {
                let readings = span.readings();
                if let Some(zone) = readings.0.or(readings.1).and_then(|span| span.zone) {
                    let (first, _) = self.zone.get_or_insert_with(|| (zone, example()));
                    self.has_other_zone |= *first != zone;
                }
                self.add(readings.0, readings.1, example);
            }
            return;
        }
        // `82.00 / 100.00`: spent and target in one cell.
        for part in cell.split('/') {
            if let Some(figure) = Figure::parse(part) {
                self.add_figure(&figure, example);
            }
        }
    }

    fn add<T: PartialEq>(&mut self, a: Option<T>, b: Option<T>, example: impl Fn() -> Example) {
        let (count, kept) = match (a, b) {
            (Some(_), None) => (&mut self.first_count, &mut self.first),
            (None, Some(_)) => (&mut self.second_count, &mut self.second),
            (Some(a), Some(b)) if a != b => (&mut self.open_count, &mut self.open),
            _ => return,
        };
        *count += 1;
        if kept.is_none() {
            *kept = Some(example());
        }
    }

    fn add_figure(&mut self, figure: &Figure, example: impl Fn() -> Example) {
        let point = figure.read(DecimalMark::Point);
        let comma = figure.read(DecimalMark::Comma);
        self.wholes.add(point, comma);
        let same = |e: Exact| e.amount().ok();
        if figure.is_ambiguous() && !figure.percent {
            self.threes.add(figure);
        }
        self.has_currency |= figure.currency != Named::Nothing;
        self.has_percent |= figure.percent;
        if !figure.percent {
            let shares = point.or(comma).and_then(|e| e.millionths(false));
            self.plain_beyond_one |= shares.is_some_and(|m| m > 1_000_000);
        }
        match (point, comma) {
            (Some(a), Some(b)) if same(a).is_some() && same(a) == same(b) => {}
            _ => self.add(point, comma, example),
        }
    }

    /// True for the first choice, with the reason.
    pub fn choose(&self, beside: Beside, default: bool) -> (bool, Why) {
        let (first, second) = (self.first_count, self.second_count);
        match (first > 0, second > 0) {
            (true, false) => (true, Why::Cells),
            (false, true) => (false, Why::Cells),
            (true, true) if first != second => (first > second, Why::Most),
            (false, false) if self.open_count == 0 => (default, Why::NoMatter),
            // No evidence of its own: one writer wrote all columns of this table.
            _ if beside.0.0 > beside.0.1 => (true, beside.1),
            _ if beside.0.1 > beside.0.0 => (false, beside.1),
            // Each of its cells can be read in one way only: those of the other way are problems.
            (true, true) if self.open_count == 0 => (default, Why::Most),
            _ => (default, Why::Open),
        }
    }
}
