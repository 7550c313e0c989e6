//! Columns that a report may be broken down by: texts that no field is named by.

use crate::ingest::cell::{self, Cell};
use crate::ingest::dialect::Reading;
use crate::ingest::exports::Field;
use crate::ingest::headers::{self, Header};
use crate::ingest::layouts::Layout;
use crate::ingest::shape::{Form, Grid};
use crate::options::{DayOrder, DecimalMark};
use crate::text::is_missing;

/// So many rows are asked what a column holds: as many as every road has read before it plans.
const ROWS_MAX: usize = 50;

/// What the platform's reports are broken down by, any of them beside any other.
const NAMES: &[&str] = &[
    "country",
    "region",
    "location",
    "province",
    "city",
    "age",
    "gender",
    "placement",
    "platform",
    "operating system",
    "os",
    "device",
    "device model",
    "device brand",
    "language",
    "audience",
    "interest category",
    "network",
    "carrier",
    "hour",
    "by hour",
    "ad language",
];

/// Makes columns of texts the breakdown fields that no column is yet, from the left; first those that are
/// called so. Which of them are not comes back.
pub(super) fn name(
    grid: &Grid,
    first_row: usize,
    layout: &Layout,
    (found, fields): (&[Header], &mut [Option<Field>]),
    is_free: impl Fn(usize, &[Option<Field>]) -> bool,
) -> Vec<usize> {
    let is_left = |f: &Field| layout.fields.contains(f) && !fields.contains(&Some(*f));
    let left: Vec<Field> = Field::BREAKDOWNS.into_iter().filter(is_left).collect();
    let mut left = left.into_iter();
    let mut assumed = vec![];
    for is_named in [true, false] {
        for (index, header) in found.iter().enumerate() {
            let is_open = NAMES.contains(&headers::leaf(&header.form)) == is_named
                && fields.get(index) == Some(&None)
                && !header.label.starts_with('#')
                && !headers::is_not_needed(&header.form)
                && is_free(index, fields)
                && holds_texts(grid, first_row, index);
            if is_open
                && let Some(slot) = fields.get_mut(index)
                && let Some(field) = left.next()
            {
                *slot = Some(field);
                assumed.extend((!is_named).then_some(index));
            }
        }
    }
    assumed
}

/// Whether the first cells of a column are filled, with what is neither a figure nor a date.
fn holds_texts(grid: &Grid, first_row: usize, index: usize) -> bool {
    const READINGS: [Reading; 5] = [
        Reading::Money(DecimalMark::Point),
        Reading::Money(DecimalMark::Comma),
        Reading::Share { mark: DecimalMark::Point, is_percent: true },
        Reading::Time(DayOrder::DayFirst),
        Reading::Time(DayOrder::MonthFirst),
    ];
    let is_value = |text: &str| {
        let read = READINGS.iter().map(|reading| cell::read(text, Form::Text, *reading));
        read.into_iter().any(|read| read.is_ok_and(|cell| !matches!(cell, Cell::Text(_))))
    };
    let rows = first_row..grid.row_count().min(first_row + ROWS_MAX);
    let mut filled =
        rows.map(|row| grid.text(row, index).trim()).filter(|text| !is_missing(text)).peekable();
    filled.peek().is_some() && filled.all(|text| !is_value(text))
}
