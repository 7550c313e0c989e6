//! What the cells of one column say of a choice of two: point or comma, day or month first.
//!
//! In: the cells. Out: how many of them can only be the first choice, only the second, or either, with an example
//! of each. Decides nothing by itself but what its own column leaves no doubt of.

use super::grouping::Threes;
use super::sides::{Side, Sides};
use super::whole::Wholes;
use super::{Asked, Beside, Why};
use crate::calendar::Zone;
use crate::ingest::cell;
use crate::ingest::dates::{RawSpan, stored_day};
use crate::ingest::exports::{Field, Kind};
use crate::ingest::figure::{Exact, Figure, Named};
use crate::ingest::shape::{Form, Grid};
use crate::money::Currency;
use crate::options::{DayOrder, DecimalMark};
use crate::text::{bare_cell, is_missing};

/// What the cells of one column say about a choice of two: point or comma, day or month first.
#[derive(Clone, Debug, Default)]
pub(super) struct Votes {
    /// Cells that decide.
    pub sides: Sides,
    /// The first cell for each side.
    pub examples: [Option<Example>; 2],
    /// Cells that fit both choices with different values.
    pub open_count: usize,
    pub open: Option<Example>,
    /// Amounts among them.
    pub threes: Threes,
    /// An amount that decides has one decimal: zeros at the end are left out.
    pub is_trimmed: bool,
    /// Amounts that have thousandths whichever the mark is.
    pub fine_count: usize,
    /// Some currency of the table has thousandths.
    pub is_fine: bool,
    /// Times stored as times, and texts of times; see [`Stored`].
    pub stored: Stored,
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

/// Whether a header, the user or a row names a currency that has thousandths.
pub(super) fn names_thousandths(grid: &Grid, first_row: usize, columns: &[Asked<'_>]) -> bool {
    let is_fine = |currency: Currency| currency.exponent() >= 3;
    let of_rows = columns.iter().filter(|column| column.field == Some(Field::Currency));
    let mut cells = of_rows.flat_map(|column| {
        (first_row..grid.row_count()).map(|row| bare_cell(grid.text(row, column.index)))
    });
    columns.iter().filter_map(|column| column.currency).any(is_fine)
        || cells.any(|cell| Currency::parse(cell).is_some_and(is_fine))
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
        if form == Form::Date {
            self.stored.add(cell, line);
        }
        if is_missing(cell) || (form != Form::Text && kind != Kind::Share) {
            return;
        }
        let example = || Example { line, cell: cell.to_owned() };
        if kind == Kind::Time {
            if let Some(span) = RawSpan::parse(cell) {
                let [day_first, month_first] =
                    [DayOrder::DayFirst, DayOrder::MonthFirst].map(|order| span.read(order));
                let is_either = day_first.is_some() && month_first.is_some();
                self.stored.has_either |= is_either && day_first != month_first;
                self.stored.add(cell, line);
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
                self.add_figure(&figure, kind, example);
            }
        }
    }

    fn add<T: PartialEq>(&mut self, a: Option<T>, b: Option<T>, example: impl Fn() -> Example) {
        let [first, second] = &mut self.examples;
        let (count, kept) = match (a, b) {
            (Some(_), None) => (&mut self.sides.first, first),
            (None, Some(_)) => (&mut self.sides.second, second),
            (Some(a), Some(b)) if a != b => (&mut self.open_count, &mut self.open),
            _ => return,
        };
        *count += 1;
        if kept.is_none() {
            *kept = Some(example());
        }
    }

    fn add_figure(&mut self, figure: &Figure, kind: Kind, example: impl Fn() -> Example) {
        let point = figure.read(DecimalMark::Point);
        let comma = figure.read(DecimalMark::Comma);
        self.wholes.add(point, comma);
        let same = |e: Exact| e.amount().ok();
        self.is_trimmed |= point.xor(comma).is_some_and(|exact| exact.scale == 1);
        if figure.is_ambiguous() && !figure.percent {
            self.threes.add(figure);
        } else if kind != Kind::Money || point.xor(comma).is_some_and(|exact| exact.scale >= 3) {
            self.fine_count += 1;
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

    /// Whether most of its own cells are odd beside those that decide.
    fn decides(&self) -> bool {
        odd(self.sides, &[self]) != Some(Odd::Most)
    }

    /// An example of the days stored as days, where day and month may have been exchanged in them, and the side of
    /// the texts beside them.
    pub fn exchanged(&self) -> Option<(&Example, Side)> {
        let Stored { low, has_high, has_either } = &self.stored;
        low.as_ref().filter(|_| !has_high && !has_either).zip(self.sides.only())
    }

    /// How the column is read, with the reason.
    pub fn choose(&self, beside: Beside, default: Side) -> (Side, Why) {
        let disagree = self.sides.first > 0 && self.sides.second > 0;
        match self.sides.more() {
            Some(side) if disagree => (side, Why::Most),
            Some(side) if self.decides() => (side, Why::Cells),
            None if !disagree && self.open_count == 0 => (default, Why::NoMatter),
            _ => match beside.0.more() {
                // No evidence of its own: one writer wrote all columns of this table.
                Some(side) => (side, beside.1),
                // Each of its cells can be read in one way only: those of the other way are problems.
                None if disagree && self.open_count == 0 => (default, Why::Most),
                None => (default, Why::Open),
            },
        }
    }
}

/// Amounts that would have thousandths by the mark of those that decide, where none surely has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Odd {
    /// As many as decide, or more: beside `1,234` and `2,500`, `12,5` is the odd one, and does not make them 1.234
    /// and 2.5.
    Most,
    /// Fewer, and no writer of the others would have written them: `12.500` beside `12.50` and `7.10`.
    Few,
}

/// What is odd in columns of which so many cells decide.
pub(super) fn odd(sides: Sides, columns: &[&Votes]) -> Option<Odd> {
    let side = sides.only()?;
    let thousandths = columns.iter().map(|votes| votes.threes.by_mark(side.mark())).sum::<usize>();
    let is_fine =
        |votes: &&Votes| votes.is_fine || votes.fine_count > 0 || votes.threes.name_thousandths();
    if thousandths == 0 || columns.iter().any(is_fine) {
        return None;
    }
    let is_trimmed = columns.iter().any(|votes| votes.is_trimmed)
        && !columns.iter().any(|votes| votes.threes.end_in_zero());
    match thousandths >= sides.of(side) {
        true => Some(Odd::Most),
        false => (!is_trimmed).then_some(Odd::Few),
    }
}

/// Times of a column that a spreadsheet stored as times, beside those it left as texts. Days of a file in another
/// order than its own it takes for months wherever it can: what is left as text has a day beyond 12, and no stored time
/// has one.
#[derive(Clone, Debug, Default)]
pub(super) struct Stored {
    /// Day of the month at most 12.
    pub low: Option<Example>,
    has_high: bool,
    /// A text has two numbers that may both be the month.
    has_either: bool,
}

impl Stored {
    fn add(&mut self, cell: &str, line: u32) {
        let Some((month, day)) = stored_day(cell) else { return };
        self.has_high |= day > 12;
        if self.low.is_none() && day <= 12 && day != month {
            self.low = Some(Example { line, cell: cell.to_owned() });
        }
    }
}
