//! What is told and asked of each column, beyond what it means.
//!
//! In: headers, the fields that they were found to be, what the user said. Out: the dialect of each column, decisions
//! as messages, a question where two columns may be one field.

use super::said::Mapping;
use crate::calendar::{Day, Zone};
use crate::ingest::dialect::{self, Asked, Decided};
use crate::ingest::exports::{Field, Kind};
use crate::ingest::headers::{self, Header, Words};
use crate::ingest::layouts::Layout;
use crate::ingest::shape::Grid;
use crate::ingest::{Question, undecided};
use crate::money::Currency;
use crate::problem::Message;
use crate::text::bare_cell;

/// The columns of a table, and what each was found to mean.
pub(super) struct Columns<'a> {
    pub grid: &'a Grid,
    pub first_row: usize,
    pub layout: &'a Layout,
    pub headers: &'a [Header],
    pub fields: &'a [Option<Field>],
    pub mapping: &'a Mapping<'a>,
}

impl Columns<'_> {
    /// The zone of a column of times by its header, else by a line beside the table. What the user said of it outranks
    /// both, and so do cells.
    pub fn zone(
        &self,
        header: &Header,
        field: Field,
        line: Option<&(Zone, String)>,
    ) -> Option<Message> {
        let is_said = self.mapping.get(|m| m.zone).is_some();
        if field.kind() != Kind::Time || is_said || self.fields.contains(&Some(Field::Zone)) {
            return None;
        }
        // One zone is that of the row; another one is a doubt, not a decision.
        let mapped = self.headers.iter().zip(self.fields).filter(|(_, field)| field.is_some());
        let of_row = mapped.filter_map(|(header, _)| header.zone).next();
        let of_header = header.zone.map(|zone| (zone, header.label.as_str()));
        let of_line = || line.map(|(zone, line)| (*zone, line.as_str()));
        let stated = of_header.or_else(of_line);
        let stated = stated.filter(|(zone, _)| of_row.is_none_or(|row| row == *zone));
        stated.map(|(zone, found)| dialect::zone_found(zone, found))
    }

    /// Why a column is no field, and what is asked of it.
    pub fn left_out(&self, index: usize, header: &Header) -> (Option<Message>, Option<Question>) {
        if headers::is_not_needed(&header.form) {
            return (Some(Message::new("ingest.column.not_needed")), None);
        }
        let Some((at, twin)) = twin_of(header, self.layout, self.fields) else {
            return (None, None);
        };
        let message = Message::new("ingest.column.twin").term("field", twin.term());
        let taken = self.headers.get(at);
        let mut pair = taken.into_iter().chain([header]);
        let is_known = taken.is_some_and(|taken| headers::is_pair(taken, header));
        let is_asked = !is_known && pair.all(|header| self.mapping.field_key(header).is_none());
        let ask = || undecided::twin(self.grid, self.first_row, (index, at, header, twin));
        (Some(message), is_asked.then(ask).flatten())
    }
}

/// The dialect of each column, by its cells and what the user said of it.
pub(super) fn decided(
    grid: &Grid,
    first_row: usize,
    (headers, fields): (&[Header], &[Option<Field>]),
    mapping: &Mapping<'_>,
    last_day: Option<Day>,
) -> Vec<Decided> {
    let of_column = fields.iter().position(|f| *f == Some(Field::Currency));
    let of_table = of_column.and_then(|column| only_currency(grid, first_row, column));
    let currency = mapping.get(|m| m.currency).or(of_table);
    let columns = headers.iter().zip(fields).enumerate();
    let asked = columns.map(|(index, (header, field))| Asked {
        index,
        header: &header.label,
        field: *field,
        currency: header.currency.or(currency),
        mark: mapping.get(|m| m.decimal_marks.get(&header.label).copied()),
        order: mapping.get(|m| m.day_orders.get(&header.label).copied()),
        zone: mapping.get(|m| m.zone),
    });
    dialect::decide(grid, first_row, &asked.collect::<Vec<_>>(), last_day)
}

/// The column that already is the field which the word of this header means, here or elsewhere.
pub(super) fn twin_of(
    header: &Header,
    layout: &Layout,
    fields: &[Option<Field>],
) -> Option<(usize, Field)> {
    let form = headers::leaf(&header.form);
    let here = Words::of_layout(layout).and_then(|words| words.field(form));
    let (field, _) = here.or_else(|| Words::shared().field(form))?;
    let at = fields.iter().position(|taken| *taken == Some(field))?;
    Some((at, field))
}

/// The currency of a column in which all rows say the same.
fn only_currency(grid: &Grid, first_row: usize, column: usize) -> Option<Currency> {
    let cells = (first_row..grid.row_count()).map(|row| grid.text(row, column));
    let mut found = cells.filter_map(|cell| Currency::parse(bare_cell(cell)));
    let first = found.next()?;
    found.all(|c| c == first).then_some(first)
}
