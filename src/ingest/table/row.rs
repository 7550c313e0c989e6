//! Values of one row: cells into fields, the row's currency, its labels.

use super::{Reader, place};
use crate::ingest::cell::{self, Cell, Unreadable};
use crate::ingest::dialect::Reading;
use crate::ingest::exports::{Field, Kind};
use crate::ingest::figure::Named;
use crate::ingest::mapping::{ColumnPlan, Plan};
use crate::ingest::records::Value;
use crate::ingest::shape::{Form, Grid};
use crate::ingest::{pagination, words};
use crate::money::Currency;
use crate::platform::Platform;
use crate::problem::{Message, Problem};
use crate::text::{bare_cell, composed, is_missing};
use std::borrow::Cow;
use std::rc::Rc;

impl Reader {
    /// Puts a value into the record; the currency that the cell itself names comes back.
    pub(super) fn set(&mut self, column: &ColumnPlan, field: Field, value: Cell<'_>) -> Named {
        match value {
            Cell::Missing => Named::Nothing,
            Cell::Masked => {
                match self.masked.iter_mut().find(|(index, _)| *index == column.index) {
                    Some((_, count)) => *count += 1,
                    None => self.masked.push((column.index, 1)),
                }
                self.totals.spoil(field);
                Named::Nothing
            }
            Cell::Money(amount, currency) => {
                self.builder.set(field, Value::Money(amount));
                self.totals.add(field, amount);
                currency
            }
            Cell::Pair(first, second, currency) => {
                self.builder.set(field, Value::Money(first));
                if field == Field::QualifyingSpend {
                    self.builder.set(Field::TargetSpend, Value::Money(second));
                }
                currency
            }
            Cell::Share(share) => {
                self.builder.set(field, Value::Share(share));
                Named::Nothing
            }
            Cell::Text(text) => {
                self.set_text(field, &text);
                Named::Nothing
            }
            Cell::Time(span, zone) => {
                match (span.single(), field.range_start()) {
                    (Some(time), _) => drop(self.builder.set(field, Value::Time(time))),
                    (None, Some(start)) => {
                        if let Some(time) = span.start {
                            self.builder.set(start, Value::Time(time));
                        }
                        if let Some(time) = span.end {
                            self.builder.set(field, Value::Time(time));
                        }
                    }
                    // A range where one time is expected: the first day of the range.
                    (None, None) => {
                        if let Some(time) = span.start.or(span.end) {
                            self.builder.set(field, Value::Time(time));
                        }
                    }
                }
                self.zones.of_cell(column.index, zone);
                Named::Nothing
            }
        }
    }

    fn set_text(&mut self, field: Field, text: &str) {
        let Reader { builder, plan, .. } = self;
        let mut put = |field, value: Value<'_>| builder.set(field, value);
        let currency = texts(plan, field, text, &mut put);
        self.totals.currency(currency.into());
    }

    /// What a cell says; none where a name stands among other lines and nothing tells which it is.
    pub(super) fn text<'g>(
        &self,
        grid: &'g Grid,
        row: usize,
        column: &ColumnPlan,
        platform: &dyn Platform,
    ) -> Option<Cow<'g, str>> {
        match self.names.get(row, column.index) {
            Some(name) => Some(Cow::Owned(composed(name.as_deref()?, platform).into_owned())),
            None if column.field.is_some_and(|field| field.kind() == Kind::Text) => {
                Some(composed(grid.text(row, column.index), platform))
            }
            None => Some(composed(cell::typed(grid, row, column.index), platform)),
        }
    }

    /// Currency of the row: its column, else the cells, else header or options; two that differ are a
    /// problem and never a guess (R28). A sign that several currencies share is no other's, and where
    /// no row says which it is, rows of two signs are of two currencies.
    pub(super) fn settle_currency(
        &mut self,
        grid: &Grid,
        row: usize,
        &CurrencyOfCells { named: cells, by }: &CurrencyOfCells<'_>,
        out: &mut Vec<Problem>,
    ) {
        let plan = Rc::clone(&self.plan);
        let column = plan.column(Field::Currency);
        if let Some(column) = column
            && !is_missing(bare_cell(grid.text(row, column.index)))
        {
            match stated_currency(grid, row, column, cells, plan.currency) {
                Ok(one) => drop(self.builder.set(Field::Currency, Value::Text(one.code()))),
                Err(problem) => out.push(problem),
            }
            return;
        }
        let said = match (cells, plan.currency) {
            (Named::Shared { .. }, Some(said)) => Named::One(said),
            (Named::Shared { .. }, None) => self.sign,
            (Named::One(_), _) if matches!(self.sign, Named::Shared { .. }) => self.sign,
            _ => Named::Nothing,
        };
        if let (None, Some(column)) = (said.and(cells), by) {
            out.push(conflict(grid, row, column, said.text(), cells.text()));
            return;
        }
        // R25: each account has its own; rows that name theirs are told apart by it.
        let of_row = [Field::AccountId, Field::AccountName];
        if self.sign == Named::Nothing && !of_row.iter().any(|f| plan.column(*f).is_some()) {
            self.sign = cells;
        }
        let named = cells.one().or(plan.currency).map_or(cells, Named::One);
        if named != Named::Nothing {
            // A sign that several share stands as it is: it still is no other's.
            self.builder.set(Field::Currency, Value::Text(named.text()));
            self.totals.currency(named);
        }
    }

    /// R5: Suspended is read from labels in any cell.
    pub(super) fn gather_labels(&mut self, grid: &Grid, row: usize) {
        let mut found: Vec<&str> = Vec::new();
        for index in 0..grid.width(row) {
            let text = grid.text(row, index);
            let column = self.plan.columns.get(index);
            let mut add = |label| {
                if !found.contains(&label) {
                    found.push(label);
                }
            };
            if column.is_some_and(|c| c.reading == Reading::Labels) {
                let known = words::labels_within(text);
                // Below the last row's buttons, pagination follows in text copied line by line.
                let pages = pagination::page_count(text.trim());
                self.totals.see_results(pages.map(|(_, of)| of));
                if known.is_empty() && pages.is_none() && !is_missing(text.trim()) {
                    add(text.trim());
                }
                for label in known {
                    add(label);
                }
            } else {
                for label in words::labels(text) {
                    add(label);
                }
                if text.lines().any(|line| words::before_suspended(line).is_some()) {
                    add("Suspended");
                }
            }
        }
        if !found.is_empty() {
            self.builder.set(Field::RowLabels, Value::Text(&found.join(", ")));
        }
    }
}

/// R28: the currency that a cell of its own states. A sign that several share states none, unless the amounts beside it or
/// the user say which of them.
fn stated_currency(
    grid: &Grid,
    row: usize,
    column: &ColumnPlan,
    cells: Named,
    said: Option<Currency>,
) -> Result<Currency, Problem> {
    let text = bare_cell(grid.text(row, column.index));
    let unknown = || {
        let message = Message::new("ingest.row.not_a_currency").with("found", text);
        Problem::fault(place(grid, row).in_column(&column.header.label), message)
    };
    let stated = Named::of_cell(text).ok_or_else(unknown)?;
    let both = cells.and(stated);
    let both = both.ok_or_else(|| conflict(grid, row, column, cells.text(), stated.text()))?;
    let one = both.one().or_else(|| both.and(said.into())?.one());
    one.ok_or_else(unknown)
}

/// Gives `put` what a text cell of `field` holds; the currency, where that is what it names.
pub(in crate::ingest) fn texts(
    plan: &Plan,
    field: Field,
    text: &str,
    put: &mut dyn FnMut(Field, Value<'_>) -> bool,
) -> Option<Currency> {
    let mut text = text;
    if let Some(beside) = field.beside()
        && let Some((name, id)) = cell::embedded_id(text)
    {
        let (own, other) = if field.is_id() { (id, name) } else { (name, id) };
        text = own;
        if plan.column(beside).is_none() && !other.is_empty() {
            put(beside, Value::Text(other));
        }
    }
    if matches!(field, Field::CreditName | Field::OfferName) {
        text = without_labels(text);
    }
    if field != Field::Currency {
        put(field, Value::Text(text));
        return None;
    }
    let code = Named::of_cell(bare_cell(text))?.one()?;
    put(field, Value::Text(code.code()));
    Some(code)
}

/// The name in a cell that also holds buttons and states below it; a name is its first line.
fn without_labels(text: &str) -> &str {
    let mut lines = text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
    // Nearly every name stands alone in its cell: nothing to tell labels apart from.
    let alone = memchr::memchr2(b'\n', b'\r', text.as_bytes()).is_none();
    let name = lines.find(|line| alone || words::labels(line).next().is_none()).unwrap_or(text);
    // R5, R34: a state behind the name must not change the identity of the credit.
    words::before_suspended(name).filter(|before| !before.is_empty()).unwrap_or(name)
}

/// The currency that the cells of a row name beside amounts, and the column that named it last.
#[derive(Default)]
pub(super) struct CurrencyOfCells<'p> {
    named: Named,
    by: Option<&'p ColumnPlan>,
}

impl<'p> CurrencyOfCells<'p> {
    /// What a column names: two that differ are problems.
    pub fn add(
        &mut self,
        grid: &Grid,
        row: usize,
        column: &'p ColumnPlan,
        named: [Named; 2],
    ) -> Vec<Problem> {
        let mut problems = vec![];
        for found in named.into_iter().filter(|named| *named != Named::Nothing) {
            match self.named.and(found) {
                Some(both) => self.named = both,
                None => {
                    let (one, other) = (self.named.text(), found.text());
                    problems.push(conflict(grid, row, column, one, other));
                }
            }
            self.by = Some(column);
        }
        problems
    }
}

/// Two currencies are stated for one row.
fn conflict(grid: &Grid, row: usize, column: &ColumnPlan, expected: &str, found: &str) -> Problem {
    let message = Message::new("ingest.row.currency_conflict")
        .with("expected", expected)
        .with("found", found);
    Problem::fault(place(grid, row).in_column(&column.header.label), message)
}

/// What a cell says of its column's field. Of two amounts in one nothing says which is meant, but where spend stands
/// before its target; what an account is called is no id of one (R31).
pub(in crate::ingest) fn value<'c>(
    text: &'c str,
    form: Form,
    column: &ColumnPlan,
) -> Result<Cell<'c>, Unreadable> {
    let is_id = |text: &str| cell::is_account_id(text) || cell::embedded_id(text).is_some();
    match (cell::read(text, form, column.reading)?, column.field) {
        (Cell::Pair(..), field) if field != Some(Field::QualifyingSpend) => {
            Err(Unreadable::NotAnAmount)
        }
        // What several days cost was not spent on the first of them.
        (Cell::Time(span, _), Some(Field::Day)) if span.has_days() => Err(Unreadable::NotATime),
        (Cell::Text(id), Some(Field::AccountId)) if !is_id(&id) => Err(Unreadable::NotAnAccount),
        (cell, _) => Ok(cell),
    }
}
