//! Total rows: a checksum, never data.
//!
//! A labelled total is compared with the sum of the records, exactly. An unlabelled first or last row
//! is a total only if it ties; else the user is asked, and meanwhile it is left out: counting a total as
//! data would double a figure.

mod roles; // which rows are totals

use super::cell::{self, Cell};
use super::exports::Field;
use super::figure::Named;
use super::headers;
use super::mapping::Plan;
use super::records::{ABSENT, Column, Records};
use super::shape::{Form, Grid, Shape};
use super::{Choice, Question, QuestionAbout};
use crate::money::Amount;
use crate::problem::{Message, Place, Problem};
use crate::text::Name;
pub use roles::{
    Role, Roles, by_label, counted_total, is_furniture, is_held_at_ends, is_own, may_label,
    names_a_record, roles,
};

/// Sums while rows are read.
pub struct Totals {
    sums: Vec<Sum>,
    currencies: Vec<Named>,
    /// By [`Name`], whether the currency of that name is among them.
    is_named: Vec<bool>,
    /// Rows held back, and whether they have a name.
    held: Vec<(usize, bool)>,
    /// Values of labelled totals, with what the segment above them summed up to.
    labelled: Vec<Labelled>,
    record_count: u64,
    segment_count: u64,
    /// Whether a row was the sum of the rows above it since the last such row.
    has_tied: bool,
    results: Option<u64>,
}

struct Sum {
    field: Field,
    whole: Amount,
    segment: Amount,
    row: Amount,
    /// A cell was masked or unreadable: the sum of this column proves nothing.
    is_spoilt: bool,
}

struct Labelled {
    /// `None`: stated beside the list, not in a row of it.
    line: Option<u32>,
    /// Field, header, stated, sum of the rows since the last total.
    values: Vec<(Field, String, Amount, Amount)>,
    has_segment: bool,
}

impl Totals {
    pub fn new(plan: &Plan) -> Totals {
        let sums = plan.money_columns().map(|(_, field)| Sum {
            field,
            whole: Amount::ZERO,
            segment: Amount::ZERO,
            row: Amount::ZERO,
            is_spoilt: false,
        });
        Totals {
            sums: sums.collect(),
            currencies: vec![],
            is_named: vec![],
            held: vec![],
            labelled: vec![],
            record_count: 0,
            segment_count: 0,
            has_tied: false,
            results: None,
        }
    }

    pub fn begin_row(&mut self) {
        self.sums.iter_mut().for_each(|s| s.row = Amount::ZERO);
    }

    pub fn add(&mut self, field: Field, amount: Amount) {
        if let Some(sum) = self.sums.iter_mut().find(|s| s.field == field) {
            sum.row = amount;
        }
    }

    /// The row begun last became a record.
    pub fn keep_row(&mut self) {
        self.record_count += 1;
        self.segment_count += 1;
        for sum in &mut self.sums {
            sum.whole += sum.row;
            sum.segment += sum.row;
        }
    }

    /// Adds the records from `from` on, which someone else has read.
    pub fn catch_up(&mut self, records: &Records, from: usize) {
        let count = records.len().saturating_sub(from) as u64;
        self.record_count += count;
        self.segment_count += count;
        for sum in &mut self.sums {
            let Some(Column::Money(values)) = records.column(sum.field) else { continue };
            let present = values.iter().skip(from).filter(|v| **v != ABSENT);
            let added = Amount::from_micros(present.map(|v| i128::from(*v)).sum());
            sum.whole += added;
            sum.segment += added;
        }
        let Some(Column::Text(names)) = records.column(Field::Currency) else { return };
        self.is_named.resize(self.is_named.len().max(records.names().len()), false);
        for name in names.iter().skip(from) {
            if self.is_named.get(name.index()) == Some(&false) {
                self.name_currency(*name, records.names().text(*name));
            }
        }
    }

    #[cold]
    fn name_currency(&mut self, name: Name, text: &str) {
        self.currency(Named::of_cell(text).unwrap_or_default());
        self.is_named.iter_mut().skip(name.index()).take(1).for_each(|named| *named = true);
    }

    pub fn spoil(&mut self, field: Field) {
        self.sums.iter_mut().filter(|s| s.field == field).for_each(|s| s.is_spoilt = true);
    }

    pub fn currency(&mut self, named: Named) {
        if named != Named::Nothing && self.currencies.iter().all(|c| c.and(named).is_none()) {
            self.currencies.push(named);
        }
    }

    pub fn new_segment(&mut self) {
        self.segment_count = 0;
        self.sums.iter_mut().for_each(|s| s.segment = Amount::ZERO);
    }

    pub fn hold(&mut self, row: usize, has_name: bool) {
        self.held.push((row, has_name));
    }

    pub fn take_held(&mut self) -> Vec<(usize, bool)> {
        std::mem::take(&mut self.held)
    }

    /// Remembers how many results a line of the table says there are.
    pub fn see_results(&mut self, results: Option<u64>) {
        self.results = self.results.max(results);
    }

    /// Remembers a total row and begins a new segment.
    pub fn labelled(&mut self, grid: &Grid, plan: &Plan, row: usize, results: Option<u64>) {
        self.see_results(results);
        let values = plan.money_columns().filter_map(|(column, field)| {
            let stated = stated(grid, row, column.index, column.reading)?;
            let segment = self.sums.iter().find(|s| s.field == field)?.segment;
            Some((field, column.header.label.clone(), stated, segment))
        });
        let values = values.collect();
        let has_segment = self.segment_count > 0;
        self.labelled.push(Labelled { line: Some(grid.line(row)), values, has_segment });
        self.new_segment();
    }

    /// Remembers the sums that an answer of the API states beside its list (`transaction_summary`,
    /// `total_metrics`), unless it says that the list goes on: then they may be of more rows than these.
    pub fn stated_beside(&mut self, grid: &Grid, plan: &Plan) {
        let rows = (grid.row_count() - plan.first_row.min(grid.row_count())) as u64;
        let counts = grid.before.iter().filter_map(|line| super::pagination::page_count(line));
        if !matches!(grid.shape, Shape::Json { .. }) || counts.into_iter().any(|(_, of)| of > rows)
        {
            return;
        }
        let stated = |line: &String| {
            let (path, value) = line.split_once(": ")?;
            let (list, key) = path.rsplit_once('.')?;
            let is_sum = list.contains("summary") || list.contains("total_metrics");
            let key = key.replace('_', " ");
            let form = key.strip_prefix("total ").unwrap_or(&key);
            let mut columns = plan.money_columns().filter(|_| is_sum);
            let (column, field) = columns.find(|(c, _)| headers::leaf(&c.header.form) == form)?;
            match cell::read(value, Form::Number, column.reading) {
                Ok(Cell::Money(amount, _)) => Some((field, path.to_owned(), amount, Amount::ZERO)),
                _ => None,
            }
        };
        let values: Vec<_> = grid.before.iter().filter_map(stated).collect();
        if !values.is_empty() {
            self.labelled.push(Labelled { line: None, values, has_segment: false });
        }
    }

    /// Whether more than one record has been added up: one alone may well equal the next.
    pub fn is_a_sum(&self) -> bool {
        self.record_count > 1
    }

    /// Whether every amount of `row` is the sum of its column, at least one of them not zero.
    pub fn ties(&self, grid: &Grid, plan: &Plan, row: usize) -> bool {
        self.record_count > 0 && self.ties_with(|sum| sum.whole, grid, plan, row)
    }

    /// Whether `row` is the sum of the rows above it since the last such row, which it ends. One record and a row
    /// of its amounts that `has_name` are as well two records, where no other such row was found.
    pub fn ends_segment(&mut self, grid: &Grid, plan: &Plan, row: usize, has_name: bool) -> bool {
        let least = if has_name && !self.has_tied { 2 } else { 1 };
        let ends =
            self.segment_count >= least && self.ties_with(|sum| sum.segment, grid, plan, row);
        if ends {
            self.has_tied = true;
            self.new_segment();
        }
        ends
    }

    fn ties_with(&self, of: impl Fn(&Sum) -> Amount, grid: &Grid, plan: &Plan, row: usize) -> bool {
        let mut proven = 0;
        for (column, field) in plan.money_columns() {
            let cell = cell::read(
                grid.text(row, column.index),
                grid.form(row, column.index),
                column.reading,
            );
            let stated = match cell {
                Ok(Cell::Money(amount, _)) => amount,
                Ok(_) => continue,
                Err(_) => return false,
            };
            let Some(sum) = self.sums.iter().find(|s| s.field == field) else { continue };
            if sum.is_spoilt || stated != of(sum) {
                return false;
            }
            proven += u32::from(!stated.is_zero());
        }
        proven > 0 && self.currencies.len() <= 1
    }

    /// Doubts for labelled totals that do not tie with the whole table nor with the rows above them.
    pub fn check(&self, place: &Place) -> Vec<Problem> {
        let mut out = Vec::new();
        // R28: a total over several currencies adds what must not be added.
        if self.currencies.len() > 1 {
            let lines = self.labelled.iter().map(|t| t.line);
            out.extend(lines.map(|line| {
                let place = Place { line_number: line, ..place.clone() };
                Problem::note(place, Message::new("ingest.total.several_currencies"))
            }));
            return out;
        }
        for total in &self.labelled {
            for (field, header, stated, segment) in &total.values {
                let Some(sum) = self.sums.iter().find(|s| s.field == *field) else { continue };
                let ties = *stated == sum.whole || (total.has_segment && stated == segment);
                if sum.is_spoilt || ties {
                    continue;
                }
                let currency = self.currencies.first().and_then(|named| named.one());
                let message = Message::new("ingest.total.mismatch")
                    .money("stated", *stated, currency)
                    .money("sum", sum.whole, currency)
                    .money("difference", *stated - sum.whole, currency);
                let place = Place { line_number: total.line, ..place.clone() };
                out.push(Problem::doubt(place.in_column(header), message));
            }
        }
        out
    }

    /// The number of results that a total row names.
    pub fn results(&self) -> Option<u64> {
        self.results
    }

    pub fn has_labelled(&self) -> bool {
        self.labelled.iter().any(|total| total.line.is_some())
    }
}

fn stated(
    grid: &Grid,
    row: usize,
    index: usize,
    reading: super::dialect::Reading,
) -> Option<Amount> {
    match cell::read(grid.text(row, index), grid.form(row, index), reading) {
        Ok(Cell::Money(amount, _)) => Some(amount),
        _ => None,
    }
}

/// "Is this row a total?" The default leaves it out.
pub fn question(place: Place) -> Question {
    let choice = |key: &str, label| Choice {
        key: key.to_owned(),
        label: Message::new(label),
        preview: None,
    };
    Question {
        about: QuestionAbout::TotalRow,
        place,
        message: Message::new("ingest.question.total_row"),
        choices: vec![choice("total", "ingest.total.yes"), choice("data", "ingest.total.no")],
    }
}
