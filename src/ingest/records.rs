//! What a recognised table becomes: typed columns, one per field, one entry a record.
//!
//! The layout is private; whoever reads records asks by row and field and gets a value or `None`. Both
//! roads into this type (the tolerant reader and the fast one) go through [`RecordsBuilder`], so that
//! they can be compared field by field.
//!
//! Invariant: every column that is present has exactly `len()` entries.

use super::exports::{Export, Field};
use crate::calendar::{LocalTime, Stated, Unit};
use crate::money::Amount;
use crate::text::{Name, Names};
use rust_decimal::Decimal;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

/// An absent value in an integer column. No amount and no time reaches it: both are bounded on entry.
const ABSENT: i64 = i64::MIN;

/// One typed column.
#[derive(Clone, Debug)]
pub enum Column {
    /// Micro-units.
    Money(Vec<i64>),
    /// Texts and ids (R30: ids are text).
    Text(Vec<Name>),
    /// Account-clock seconds times 4 plus the stated unit: keeps order, keeps the unit (R15).
    Time(Vec<i64>),
    /// Millionths of 1: `0.28 %` is 2800.
    Share(Vec<i64>),
}

/// A recognised table as typed columns.
#[derive(Clone, Debug)]
pub struct Records {
    pub export: Export,
    names: Names,
    columns: Vec<(Field, Column)>,
    /// Line of each record in what was pasted, from 1.
    lines: Vec<u32>,
}

impl Records {
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    pub fn has(&self, field: Field) -> bool {
        self.column(field).is_some()
    }

    /// Fields that this table has, in the order of its columns.
    pub fn fields(&self) -> impl Iterator<Item = Field> {
        self.columns.iter().map(|(field, _)| *field)
    }

    pub fn line(&self, row: usize) -> u32 {
        self.lines.get(row).copied().unwrap_or_default()
    }

    pub fn names(&self) -> &Names {
        &self.names
    }

    pub fn money(&self, row: usize, field: Field) -> Option<Amount> {
        match self.column(field)? {
            Column::Money(values) => present(values, row).map(|m| Amount::from_micros(m.into())),
            _ => None,
        }
    }

    /// The text as pasted, trimmed; `None` where the cell was empty.
    pub fn text(&self, row: usize, field: Field) -> Option<&str> {
        let name = self.name(row, field)?;
        (name != Name::EMPTY).then(|| self.names.text(name))
    }

    /// The interned text; comparable within these records only.
    pub fn name(&self, row: usize, field: Field) -> Option<Name> {
        match self.column(field)? {
            Column::Text(values) => values.get(row).copied(),
            _ => None,
        }
    }

    pub fn time(&self, row: usize, field: Field) -> Option<Stated> {
        match self.column(field)? {
            Column::Time(values) => present(values, row).map(unpack_time),
            _ => None,
        }
    }

    /// A share of 1.
    pub fn share(&self, row: usize, field: Field) -> Option<Decimal> {
        match self.column(field)? {
            Column::Share(values) => present(values, row).map(|m| Decimal::new(m, 6).normalize()),
            _ => None,
        }
    }

    /// The whole column, for loops over many rows.
    pub fn column(&self, field: Field) -> Option<&Column> {
        self.columns.iter().find(|(f, _)| *f == field).map(|(_, column)| column)
    }
}

fn present(values: &[i64], row: usize) -> Option<i64> {
    values.get(row).copied().filter(|&v| v != ABSENT)
}

fn pack_time(stated: Stated) -> i64 {
    let unit = match stated.unit {
        Unit::Day => 0,
        Unit::Minute => 1,
        Unit::Second => 2,
    };
    stated.time.seconds() * 4 + unit
}

fn unpack_time(packed: i64) -> Stated {
    let unit = match packed & 3 {
        0 => Unit::Day,
        1 => Unit::Minute,
        _ => Unit::Second,
    };
    Stated { time: LocalTime::from_seconds(packed >> 2), unit }
}

/// Collects records row by row. A row is begun, filled and ended; a field never set stays absent.
#[derive(Debug)]
pub struct RecordsBuilder {
    records: Records,
}

/// A typed value for one cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    Money(Amount),
    Text(&'a str),
    Time(Stated),
    /// Millionths of 1.
    Share(i64),
}

impl RecordsBuilder {
    pub fn new(export: Export, fields: &[Field]) -> RecordsBuilder {
        let columns = fields.iter().map(|&f| (f, f.kind().empty_column())).collect();
        RecordsBuilder {
            records: Records { export, names: Names::default(), columns, lines: vec![] },
        }
    }

    /// Appends an empty record that stands at `line_number`.
    pub fn begin(&mut self, line_number: u32) {
        self.records.lines.push(line_number);
        for (_, column) in &mut self.records.columns {
            match column {
                Column::Money(v) | Column::Time(v) | Column::Share(v) => v.push(ABSENT),
                Column::Text(v) => v.push(Name::EMPTY),
            }
        }
    }

    /// Sets a field of the record begun last. Amounts beyond 64 bits and fields that the table does not
    /// have, or of another kind, are our own bugs: refused with `false`.
    pub fn set(&mut self, field: Field, value: Value<'_>) -> bool {
        let Some(at) = self.records.columns.iter().position(|(f, _)| *f == field) else {
            return false;
        };
        let records = &mut self.records;
        match (&mut records.columns[at].1, value) {
            (Column::Money(v), Value::Money(amount)) => match i64::try_from(amount.micros()) {
                Ok(micros) if micros != ABSENT => replace_last(v, micros),
                _ => false,
            },
            (Column::Text(v), Value::Text(text)) => {
                let name = records.names.intern(text);
                replace_last(v, name)
            }
            (Column::Time(v), Value::Time(stated)) => replace_last(v, pack_time(stated)),
            (Column::Share(v), Value::Share(share)) => replace_last(v, share),
            _ => false,
        }
    }

    /// Whether a field of a record begun earlier has a value.
    pub fn is_set(&self, row: usize, field: Field) -> bool {
        match self.records.column(field) {
            Some(Column::Money(v) | Column::Time(v) | Column::Share(v)) => {
                present(v, row).is_some()
            }
            Some(Column::Text(v)) => v.get(row).is_some_and(|n| *n != Name::EMPTY),
            None => false,
        }
    }

    /// Takes back the record begun last: its row turned out to be a problem.
    pub fn abandon(&mut self) {
        self.records.lines.pop();
        for (_, column) in &mut self.records.columns {
            match column {
                Column::Money(v) | Column::Time(v) | Column::Share(v) => drop(v.pop()),
                Column::Text(v) => drop(v.pop()),
            }
        }
    }

    pub fn len(&self) -> usize {
        self.records.len()
    }

    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    pub fn finish(self) -> Records {
        self.records
    }
}

fn replace_last<T>(values: &mut [T], value: T) -> bool {
    match values.last_mut() {
        Some(last) => {
            *last = value;
            true
        }
        None => false,
    }
}

/// `[{"line":2,"credit_name":"Launch","unused":"12.5"}, …]`: what `inspect --stage records` prints.
impl Serialize for Records {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut rows = out.serialize_seq(Some(self.len()))?;
        for row in 0..self.len() {
            rows.serialize_element(&Row { records: self, row })?;
        }
        rows.end()
    }
}

struct Row<'a> {
    records: &'a Records,
    row: usize,
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let Row { records, row } = *self;
        let mut map = out.serialize_map(None)?;
        map.serialize_entry("line", &records.line(row))?;
        for (field, column) in &records.columns {
            let (field, key) = (*field, field.key());
            match column {
                Column::Money(_) => entry(&mut map, key, records.money(row, field))?,
                Column::Text(_) => entry(&mut map, key, records.text(row, field))?,
                Column::Time(_) => entry(&mut map, key, records.time(row, field).map(stated_text))?,
                Column::Share(_) => entry(&mut map, key, records.share(row, field))?,
            }
        }
        map.end()
    }
}

fn entry<M: SerializeMap, T: Serialize>(
    map: &mut M,
    key: &str,
    value: Option<T>,
) -> Result<(), M::Error> {
    match value {
        Some(value) => map.serialize_entry(key, &value),
        None => Ok(()),
    }
}

/// `2026-06-30`, `2026-06-30 22:58` or `2026-06-30 22:58:01`: no more than was stated.
fn stated_text(stated: Stated) -> String {
    let mut text = stated.time.to_string();
    text.truncate(match stated.unit {
        Unit::Day => 10,
        Unit::Minute => 16,
        Unit::Second => 19,
    });
    text
}
