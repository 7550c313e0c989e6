//! The transactions export of the benchmark: its layout, and a small tolerant reader behind it.

use ad_credit_tracker::calendar::{Day, LocalTime, Stated, Unit};
use ad_credit_tracker::ingest::exports::{Export, Field};
use ad_credit_tracker::ingest::fast::{CellReader, FastRoad, Layout, Marks, Way};
use ad_credit_tracker::ingest::records::{RecordsBuilder, Value};
use ad_credit_tracker::money::Amount;
use ad_credit_tracker::text::{bare_cell, is_missing};
use std::borrow::Cow;

const FIELDS: [Field; 12] = [
    Field::TransactionId,
    Field::Time,
    Field::AccountId,
    Field::AccountName,
    Field::CampaignId,
    Field::CampaignName,
    Field::TransactionType,
    Field::PaymentSource,
    Field::CreditName,
    Field::Amount,
    Field::Currency,
    Field::Status,
];

pub fn road(bytes: u64) -> FastRoad<Transactions> {
    let columns = FIELDS.iter().map(|&field| match field {
        Field::TransactionId => Way::Unique(field),
        Field::Time => Way::Time(field),
        Field::Amount => Way::Money(field, Marks { decimal: b'.', group: b',' }),
        _ => Way::Repeating(vec![field]),
    });
    let layout = Layout {
        delimiter: b',',
        is_quoted: true,
        has_carriage_returns: false,
        skipped_lines: 1,
        columns: columns.collect(),
    };
    let records = RecordsBuilder::new(Export::Transactions, &FIELDS);
    FastRoad::new(layout, Transactions::default(), records, bytes)
}

/// Reads what the fast road does not, and counts the rows it could not read either.
#[derive(Default)]
pub struct Transactions {
    pub set_aside: usize,
}

impl CellReader for Transactions {
    fn cell(
        &mut self,
        column: usize,
        cell: &str,
        put: &mut dyn FnMut(Field, Value<'_>) -> bool,
    ) -> bool {
        let Some(&field) = FIELDS.get(column) else { return false };
        let cell = bare_cell(cell);
        match field {
            Field::Amount | Field::Time if is_missing(cell) => true,
            Field::Amount => Amount::parse_plain(&cell.replace(',', ""))
                .is_ok_and(|amount| put(field, Value::Money(amount))),
            Field::Time => time(cell).is_some_and(|time| put(field, Value::Time(time))),
            _ => put(field, Value::Text(cell)),
        }
    }

    fn row(&mut self, cells: &[Cow<'_, str>], line: u32, records: &mut RecordsBuilder) {
        records.begin(line);
        let is_read = cells.len() == FIELDS.len()
            && cells.iter().enumerate().all(|(column, cell)| {
                self.cell(column, cell, &mut |field, value| records.set(field, value))
            });
        if !is_read {
            records.abandon();
            self.set_aside += 1;
        }
    }
}

fn time(cell: &str) -> Option<Stated> {
    let Some((day, clock)) = cell.split_once(' ') else {
        return Day::parse_iso(cell).map(Stated::day);
    };
    let mut parts = clock.split(':').map(|part| part.parse::<i64>().ok());
    let seconds = parts.next()?? * 3600 + parts.next()?? * 60 + parts.next()??;
    let start = Day::parse_iso(day)?.start().seconds();
    Some(Stated { time: LocalTime::from_seconds(start + seconds), unit: Unit::Second })
}
