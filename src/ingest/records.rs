//! What a recognised table becomes: typed columns, one per field, one entry a record.
//!
//! The layout is private; whoever reads records asks by row and field and gets a value or `None`. Both
//! roads into this type (the tolerant reader and the fast one) go through [`RecordsBuilder`], so that
//! they can be compared field by field.
//!
//! Invariant: every column that is present has exactly `len()` entries.

mod texts; // texts of which hardly two are equal

use super::exports::{Export, Field, Kind};
use crate::calendar::{LocalTime, Stated, Unit};
use crate::money::Amount;
use crate::text::{Name, Names};
use rust_decimal::Decimal;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
pub use texts::Texts;

/// An absent value in an integer column. No amount and no time reaches it: both are bounded on entry.
pub(super) const ABSENT: i64 = i64::MIN;

/// One typed column.
#[derive(Clone, Debug)]
pub enum Column {
    /// Micro-units.
    Money(Vec<i64>),
    /// Texts and ids (R30: ids are text).
    Text(Vec<Name>),
    /// Texts of which no two are expected to be equal, kept one after the other: keeping each once
    /// would cost a lookup a row and save nothing. Which fields: [`is_unique`].
    Unique(Texts),
    /// Account-clock seconds times 4 plus the stated unit: keeps order, keeps the unit (R15).
    Time(Vec<i64>),
    /// Millionths of 1: `0.28 %` is 2800.
    Share(Vec<i64>),
}

/// Fields whose texts differ from row to row, kept as [`Column::Unique`]; they have no [`Name`].
pub const fn is_unique(field: Field) -> bool {
    matches!(field, Field::TransactionId)
}

impl Column {
    pub(super) fn new(field: Field) -> Column {
        match field.kind() {
            Kind::Money => Column::Money(Vec::new()),
            Kind::Text if is_unique(field) => Column::Unique(Texts::default()),
            Kind::Text => Column::Text(Vec::new()),
            Kind::Time => Column::Time(Vec::new()),
            Kind::Share => Column::Share(Vec::new()),
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Column::Money(v) | Column::Time(v) | Column::Share(v) => v.len(),
            Column::Text(v) => v.len(),
            Column::Unique(v) => v.len(),
        }
    }

    /// Appends an entry without a value.
    pub(super) fn push_absent(&mut self) {
        match self {
            Column::Money(v) | Column::Time(v) | Column::Share(v) => v.push(ABSENT),
            Column::Text(v) => v.push(Name::EMPTY),
            Column::Unique(v) => v.push(b""),
        }
    }

    /// Replaces the last entry; `false` for a value of another kind or out of bounds.
    pub(super) fn set_last(&mut self, names: &mut Names, value: Value<'_>) -> bool {
        match (self, value) {
            (Column::Money(v), Value::Money(amount)) => match i64::try_from(amount.micros()) {
                Ok(micros) if micros != ABSENT => replace_last(v, micros),
                _ => false,
            },
            (Column::Text(v), Value::Text(text)) => replace_last(v, names.intern(text)),
            (Column::Unique(v), Value::Text(text)) => {
                v.pop();
                v.push(text.as_bytes());
                true
            }
            (Column::Time(v), Value::Time(stated)) => replace_last(v, pack_time(stated)),
            (Column::Share(v), Value::Share(share)) => replace_last(v, share),
            _ => false,
        }
    }

    fn pop(&mut self) {
        match self {
            Column::Money(v) | Column::Time(v) | Column::Share(v) => drop(v.pop()),
            Column::Text(v) => drop(v.pop()),
            Column::Unique(v) => v.pop(),
        }
    }

    fn reserve(&mut self, rows: usize) {
        match self {
            Column::Money(v) | Column::Time(v) | Column::Share(v) => v.reserve_exact(rows),
            Column::Text(v) => v.reserve_exact(rows),
            Column::Unique(v) => v.reserve(rows),
        }
    }
}

/// A recognised table as typed columns.
#[derive(Clone, Debug)]
pub struct Records {
    pub export: Export,
    names: Names,
    columns: Vec<(Field, Column)>,
    /// Place of each field in `columns`, from 1; 0 where it has none. Whoever goes through a million rows asks
    /// twenty times a row.
    places: [u8; Field::ALL.len()],
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
        let text = match self.column(field)? {
            Column::Unique(texts) => texts.get(row),
            _ => self.names.text(self.name(row, field)?),
        };
        (!text.is_empty()).then_some(text)
    }

    /// The interned text; comparable within these records only. `None` for fields that [`is_unique`]
    /// names: those have a text and no name.
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
        self.columns.get(self.place(field)?).map(|(_, column)| column)
    }

    fn place(&self, field: Field) -> Option<usize> {
        self.places.get(field as usize).and_then(|place| usize::from(*place).checked_sub(1))
    }
}

fn present(values: &[i64], row: usize) -> Option<i64> {
    values.get(row).copied().filter(|&v| v != ABSENT)
}

pub(super) fn pack_time(stated: Stated) -> i64 {
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
        let columns: Vec<_> = fields.iter().map(|&f| (f, Column::new(f))).collect();
        let mut places = [0; Field::ALL.len()];
        for (place, field) in (1..).zip(fields) {
            if let Some(known @ 0) = places.get_mut(*field as usize) {
                *known = place;
            }
        }
        let names = Names::default();
        RecordsBuilder { records: Records { export, names, columns, places, lines: vec![] } }
    }

    /// Appends an empty record that stands at `line_number`.
    pub fn begin(&mut self, line_number: u32) {
        self.records.lines.push(line_number);
        for (_, column) in &mut self.records.columns {
            column.push_absent();
        }
    }

    /// Sets a field of the record begun last. Amounts beyond 64 bits and fields that the table does not
    /// have, or of another kind, are our own bugs: refused with `false`.
    pub fn set(&mut self, field: Field, value: Value<'_>) -> bool {
        let Some(place) = self.records.place(field) else { return false };
        let Records { names, columns, .. } = &mut self.records;
        columns.get_mut(place).is_some_and(|(_, column)| column.set_last(names, value))
    }

    /// Whether a field of a record begun earlier has a value.
    pub fn is_set(&self, row: usize, field: Field) -> bool {
        match self.records.column(field) {
            Some(Column::Money(v) | Column::Time(v) | Column::Share(v)) => {
                present(v, row).is_some()
            }
            Some(Column::Text(_) | Column::Unique(_)) => self.records.text(row, field).is_some(),
            None => false,
        }
    }

    /// Takes back the record begun last: its row turned out to be a problem.
    pub fn abandon(&mut self) {
        self.records.lines.pop();
        for (_, column) in &mut self.records.columns {
            column.pop();
        }
    }

    /// Makes room for so many more records at once.
    pub fn reserve(&mut self, rows: usize) {
        self.records.lines.reserve_exact(rows);
        for (_, column) in &mut self.records.columns {
            column.reserve(rows);
        }
    }

    /// The parts themselves, for the fast road, which appends many records a column at a time and keeps
    /// the columns equally long.
    pub(super) fn parts(&mut self) -> (&mut Names, &mut [(Field, Column)], &mut Vec<u32>) {
        let Records { names, columns, lines, .. } = &mut self.records;
        (names, columns, lines)
    }

    /// Goes on with records that were finished.
    pub(super) fn resume(records: Records) -> RecordsBuilder {
        RecordsBuilder { records }
    }

    /// The records so far.
    pub(super) fn records(&self) -> &Records {
        &self.records
    }

    /// Gives all records the same text in a field.
    pub(super) fn set_all(&mut self, field: Field, text: &str) {
        let Records { names, columns, .. } = &mut self.records;
        if let Some((_, Column::Text(values))) = columns.iter_mut().find(|(f, _)| *f == field) {
            values.fill(names.intern(text));
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
                Column::Text(_) | Column::Unique(_) => {
                    entry(&mut map, key, records.text(row, field))?
                }
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
