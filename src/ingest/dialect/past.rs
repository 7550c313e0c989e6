//! The order of day and month by the paste: what a table tells as past had happened by then.
//!
//! In: the rows, what their columns mean, the last day on which anyone can have pasted them. Out: the order that is
//! left where the other one puts something past behind the paste; else the likelier one, for a question's default:
//! under which more credits and offers run, then under which the latest of what is past is nearer.

use super::Asked;
use crate::calendar::{Day, Stated};
use crate::ingest::cell;
use crate::ingest::dates::{RawSpan, Span};
use crate::ingest::exports::{Field, Kind};
use crate::ingest::figure::Figure;
use crate::ingest::shape::Grid;
use crate::ingest::words::{self, CreditStatus};
use crate::options::{DayOrder, DecimalMark};
use crate::text::bare_cell;

/// What a table says of the order of day and month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Told {
    Order(DayOrder),
    Likelier(DayOrder),
}

/// What the times of a table are under one order.
#[derive(Clone, Copy, Debug, Default)]
struct Reading {
    /// Something past is still to come.
    is_ahead: bool,
    /// Credits and offers that run.
    running_count: usize,
    /// The latest day of something past.
    latest: Option<Day>,
}

/// `last_day`: of the paste, wherever it was made.
pub(super) fn order(grid: &Grid, first_row: usize, columns: &[Asked<'_>], last_day: Day) -> Told {
    let read = |order| Reading::of(grid, first_row, columns, (order, last_day));
    let [day_first, month_first] = [DayOrder::DayFirst, DayOrder::MonthFirst].map(read);
    let rank = |reading: Reading| (reading.running_count, reading.latest);
    match (day_first.is_ahead, month_first.is_ahead) {
        (false, true) => Told::Order(DayOrder::DayFirst),
        (true, false) => Told::Order(DayOrder::MonthFirst),
        _ if rank(day_first) > rank(month_first) => Told::Likelier(DayOrder::DayFirst),
        // The platform writes MM/DD/YYYY.
        _ => Told::Likelier(DayOrder::MonthFirst),
    }
}

impl Reading {
    fn of(
        grid: &Grid,
        first_row: usize,
        columns: &[Asked<'_>],
        (order, last_day): (DayOrder, Day),
    ) -> Reading {
        let mut reading = Reading::default();
        let times = columns.iter().filter_map(|column| Some((column.index, column.field?)));
        let times: Vec<_> = times.filter(|(_, field)| field.kind() == Kind::Time).collect();
        for row in first_row..grid.row_count() {
            let (has_begun, has_ended) = known_of(grid, row, columns);
            let (mut first, mut last) = (None, None);
            for (index, field) in &times {
                let text = cell::without_labels(grid.text(row, *index));
                let span = RawSpan::parse(bare_cell(&text)).and_then(|span| span.read(order));
                let Some(span) = span else { continue };
                let (start, end) = ends(span, *field);
                (first, last) = (first.or(start), last.or(end));
                let is_past = matches!(field, Field::Day | Field::Time | Field::Redeemed);
                reading.add(start.filter(|_| is_past || has_begun), last_day);
                reading.add(end.filter(|_| has_ended), last_day);
            }
            let is_running = first.is_some_and(|first| first <= last_day)
                && last.is_some_and(|last| last_day <= last);
            reading.running_count += usize::from(is_running);
        }
        reading
    }

    /// A day of something past.
    fn add(&mut self, day: Option<Day>, last_day: Day) {
        let Some(day) = day else { return };
        self.is_ahead |= day > last_day;
        self.latest = self.latest.max(Some(day));
    }
}

/// First and last day that a cell of this field says.
fn ends(span: Span, field: Field) -> (Option<Day>, Option<Day>) {
    let day = |stated: Option<Stated>| stated.map(|stated| stated.time.day());
    match (span.single(), field) {
        (Some(only), Field::ValidEnd | Field::WindowEnd) => (None, day(Some(only))),
        _ => (day(span.start), day(span.end)),
    }
}

/// Whether the row's credit has begun, for it was used, and whether it is said to have expired.
fn known_of(grid: &Grid, row: usize, columns: &[Asked<'_>]) -> (bool, bool) {
    let text = |field| {
        let column = columns.iter().find(|column| column.field == Some(field))?;
        Some(cell::without_labels(grid.text(row, column.index)))
    };
    let used = text(Field::Used).and_then(|text| Figure::parse(bare_cell(&text)));
    let used = used.and_then(|u| u.read(DecimalMark::Point).or_else(|| u.read(DecimalMark::Comma)));
    let status = text(Field::Status).and_then(|text| words::credit_status(&text));
    let is_expired = status == Some(CreditStatus::Expired);
    (used.is_some_and(|used| used.mantissa > 0) || is_expired, is_expired)
}
