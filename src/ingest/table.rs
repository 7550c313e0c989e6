//! Reads the rows of a table by its plan. Every row ends as a record, a problem, or ignored with a reason.
//!
//! In: cells and a [`Plan`]. Out: [`Recognised`]. One bad row never hides the others; a cell that
//! nothing adds up from may be unreadable and leaves its record standing, with a doubt.

mod row; // values of one row

use super::cell::{self, Unreadable};
use super::dialect::Reading;
use super::exports::{Field, Kind};
use super::headers::header_form;
use super::mapping::{ColumnPlan, Plan};
use super::records::{Records, RecordsBuilder};
use super::shape::Grid;
use super::totals::{Role, Totals};
use super::{ColumnReport, Ignored};
use super::{Completeness, Question, Recognised};
use crate::money::Currency;
use crate::platform::Platform;
use crate::problem::{Message, Place, Problem};
use crate::sorting::Sorting;

/// So many problems of rows are told one by one; the rest is counted. A million bad rows must not
/// become a million sentences.
const TOLD_MAX: usize = 2_000;

/// Reads `grid` by `plan`.
pub fn read(grid: Grid, plan: Plan, platform: &dyn Platform) -> Recognised {
    let mut reader = Reader::new(&grid, &plan);
    let roles = super::totals::roles(&grid, &plan);
    for row in 0..plan.header_row {
        if !is_empty(&grid, row) {
            reader.ignore(row, Message::new("ingest.ignored.above_header"));
        }
    }
    for row in plan.first_row..grid.row_count() {
        if is_empty(&grid, row) {
            continue;
        }
        reader.row_count += 1;
        match roles.of(row) {
            Role::Data => reader.data(row, platform),
            role => reader.set_aside(row, role),
        }
    }
    reader.settle_totals(platform);
    let outcome = reader.finish();
    let completeness = completeness(&outcome);
    let Outcome { records, mut problems, ignored, questions, row_count, refused_count, .. } =
        outcome;
    problems.order_by_key(|p| p.place.line_number);
    let columns = plan.columns.iter().map(report).collect();
    Recognised {
        export: plan.export,
        place: grid.place.clone(),
        fingerprint: plan.fingerprint,
        columns,
        records,
        problems,
        ignored,
        questions: plan.questions.into_iter().chain(questions).collect(),
        completeness,
        stated_as_of: None,
        range: None,
        row_count,
        refused_count,
        grid,
    }
}

fn report(column: &ColumnPlan) -> ColumnReport {
    ColumnReport {
        header: column.header.label.clone(),
        field: column.field,
        decisions: column.decisions.clone(),
    }
}

pub(super) fn is_empty(grid: &Grid, row: usize) -> bool {
    grid.row(row).all(|cell| cell.trim().is_empty())
}

/// Cells of one column that could not be read in the same way.
struct Doubt {
    index: usize,
    why: Unreadable,
    count: u64,
    /// Line and text of the first one.
    line: u32,
    text: String,
}

struct Outcome {
    records: Records,
    problems: Vec<Problem>,
    ignored: Vec<Ignored>,
    questions: Vec<Question>,
    row_count: usize,
    refused_count: usize,
    /// Results that a total row names; and whether there was one at all.
    results: Option<u64>,
    has_total: bool,
}

struct Reader<'a> {
    grid: &'a Grid,
    plan: &'a Plan,
    builder: RecordsBuilder,
    /// Header forms by column, to know a header that is repeated inside the body.
    first_header: &'a str,
    problems: Vec<Problem>,
    ignored: Vec<Ignored>,
    questions: Vec<Question>,
    totals: Totals,
    /// Cells of one column that could not be read and whose record stands: count, first place, text.
    doubts: Vec<Doubt>,
    masked: Vec<(usize, u64)>,
    row_count: usize,
    refused_count: usize,
    gathers_labels: bool,
}

impl<'a> Reader<'a> {
    fn new(grid: &'a Grid, plan: &'a Plan) -> Reader<'a> {
        let fields = plan.fields();
        let first = plan.columns.iter().find(|c| c.field.is_some());
        Reader {
            grid,
            plan,
            builder: RecordsBuilder::new(plan.export, &fields),
            first_header: first.map_or("", |c| c.header.form.as_str()),
            problems: vec![],
            ignored: vec![],
            questions: vec![],
            totals: Totals::new(plan),
            doubts: vec![],
            masked: vec![],
            row_count: 0,
            refused_count: 0,
            gathers_labels: fields.contains(&Field::RowLabels),
        }
    }

    fn place(&self, row: usize) -> Place {
        Place { line_number: Some(self.grid.line(row)), ..self.grid.place.clone() }
    }

    fn ignore(&mut self, row: usize, reason: Message) {
        self.ignored.push(Ignored { line: self.grid.line(row), reason });
    }

    fn refuse(&mut self, problems: Vec<Problem>) {
        self.refused_count += 1;
        let room = TOLD_MAX.saturating_sub(self.problems.len());
        self.problems.extend(problems.into_iter().take(room));
    }

    fn set_aside(&mut self, row: usize, role: Role) {
        match role {
            Role::Total(label) => {
                self.totals.labelled(self.grid, self.plan, row, label);
                self.ignore(row, Message::new("ingest.ignored.total"));
            }
            Role::Unlabelled | Role::Perhaps => self.totals.hold(row, role == Role::Perhaps),
            Role::Furniture => {
                let text = self.grid.row(row).map(str::trim).find(|c| !c.is_empty());
                let text: String = text.unwrap_or_default().chars().take(80).collect();
                self.totals.see_results(super::surroundings::page_count(&text).map(|(_, of)| of));
                self.ignore(row, Message::new("ingest.ignored.furniture").with("found", text));
            }
            Role::Data => {}
        }
    }

    fn data(&mut self, row: usize, platform: &dyn Platform) {
        if self.is_header_again(row, platform) {
            self.totals.new_segment();
            return self.ignore(row, Message::new("ingest.ignored.header_again"));
        }
        let mut problems = Vec::new();
        self.check_width(row, &mut problems);
        self.builder.begin(self.grid.line(row));
        self.totals.begin_row();
        let mut currency: Option<Currency> = None;
        for column in &self.plan.columns {
            let Some(field) = column.field else { continue };
            let text = self.grid.text(row, column.index);
            match cell::read(text, self.grid.form(row, column.index), column.reading) {
                Ok(value) => {
                    let found = self.set(column, field, value);
                    let found =
                        found.or(column.header.currency.filter(|_| !text.trim().is_empty()));
                    if let (Some(a), Some(b)) = (currency, found)
                        && a != b
                        && column.reading != Reading::Skip
                    {
                        problems.push(self.conflict(row, column, a.code(), b.code()));
                    }
                    currency = currency.or(found);
                }
                Err(why) => self.unreadable(row, column, field, why, &mut problems),
            }
        }
        self.settle_currency(row, currency, &mut problems);
        self.settle_zone();
        if self.gathers_labels {
            self.gather_labels(row);
        }
        if problems.is_empty() {
            problems.extend(self.incomplete(row));
        }
        if problems.is_empty() {
            self.totals.keep_row();
        } else {
            self.builder.abandon();
            self.refuse(problems);
        }
    }

    fn is_header_again(&self, row: usize, platform: &dyn Platform) -> bool {
        let mapped = || self.plan.columns.iter().filter(|c| c.field.is_some());
        let is_same = |c: &ColumnPlan| {
            let text = self.grid.text(row, c.index);
            text.trim() == c.header.label || header_form(text, platform) == c.header.form
        };
        // The first cell decides quickly for nearly all rows.
        !self.first_header.is_empty()
            && mapped().next().is_some_and(|c| {
                let text = self.grid.text(row, c.index);
                text.len() <= c.header.label.len() + 16
            })
            && mapped().all(is_same)
    }

    /// More cells than headers: a separator inside a name has moved the amounts to other columns.
    fn check_width(&self, row: usize, out: &mut Vec<Problem>) {
        let expected = self.plan.columns.len();
        let beyond = (expected..self.grid.width(row))
            .any(|index| !self.grid.text(row, index).trim().is_empty());
        if beyond {
            let message = Message::new("ingest.row.too_many_cells")
                .with("expected", expected)
                .with("found", self.grid.width(row));
            out.push(Problem::fault(self.place(row), message));
        }
    }

    fn incomplete(&self, row: usize) -> Option<Problem> {
        let last = self.builder.len().checked_sub(1)?;
        let has = |f: &Field| self.builder.is_set(last, *f);
        let lacking: Vec<_> =
            self.plan.layout.row_needs.iter().filter(|group| !group.iter().any(has)).collect();
        // One cell of many columns is half a row, whatever it holds.
        let is_stump = self.plan.columns.len() > 2 && self.filled(row) == 1;
        if lacking.is_empty() && !is_stump {
            return None;
        }
        let names = lacking.iter().filter_map(|group| group.first()).map(|f| f.term()).collect();
        let message = Message::new("ingest.row.incomplete")
            .with("missing", crate::problem::Arg::Terms(names))
            .with("expected", self.plan.columns.len())
            .with("found", self.filled(row));
        Some(Problem::fault(self.place(row), message))
    }

    fn filled(&self, row: usize) -> usize {
        self.grid.row(row).filter(|c| !c.trim().is_empty()).count()
    }

    fn conflict(&self, row: usize, column: &ColumnPlan, expected: &str, found: &str) -> Problem {
        let message = Message::new("ingest.row.currency_conflict")
            .with("expected", expected)
            .with("found", found);
        Problem::fault(self.place(row).in_column(&column.header.label), message)
    }

    fn unreadable(
        &mut self,
        row: usize,
        column: &ColumnPlan,
        field: Field,
        why: Unreadable,
        out: &mut Vec<Problem>,
    ) {
        let text = self.grid.text(row, column.index).trim();
        let text: String = text.chars().take(80).collect();
        if why == Unreadable::DamagedId || field.may_be_unreadable() {
            self.totals.spoil(field);
            let known = |d: &&mut Doubt| d.index == column.index && d.why == why;
            match self.doubts.iter_mut().find(known) {
                Some(doubt) => doubt.count += 1,
                None => {
                    let line = self.grid.line(row);
                    self.doubts.push(Doubt { index: column.index, why, count: 1, line, text });
                }
            }
            return;
        }
        let message = Message::new(message_key(why)).with("found", text);
        out.push(Problem::fault(self.place(row).in_column(&column.header.label), message));
    }

    /// Rows that were held back as totals without a label.
    fn settle_totals(&mut self, platform: &dyn Platform) {
        for (row, has_name) in self.totals.take_held() {
            let ties = self.totals.ties(self.grid, self.plan, row);
            match (self.plan.total_row, ties) {
                (Some(false), _) => self.data(row, platform),
                (None, false) if has_name => self.data(row, platform),
                (Some(true), _) | (None, true) => {
                    self.ignore(row, Message::new("ingest.ignored.total_that_ties"));
                }
                (None, false) => {
                    self.ignore(row, Message::new("ingest.ignored.total_perhaps"));
                    let place = self.place(row);
                    self.questions.push(super::totals::question(place));
                }
            }
        }
        let mismatches = self.totals.check(&self.grid.place);
        self.problems.extend(mismatches);
    }

    fn finish(mut self) -> Outcome {
        let told = self.problems.iter().filter(|p| p.place.line_number.is_some()).count();
        if self.refused_count > TOLD_MAX && told >= TOLD_MAX {
            let message = Message::new("ingest.row.more").with("count", self.refused_count);
            self.problems.push(Problem::fault(self.grid.place.clone(), message));
        }
        let label = |index: usize| self.plan.columns.get(index).map_or("", |c| &c.header.label);
        for Doubt { index, why, count, line, text } in &self.doubts {
            let key = match why {
                Unreadable::DamagedId => "ingest.column.damaged_id",
                _ => "ingest.column.unreadable",
            };
            let message = Message::new(key).with("count", *count).with("found", text.as_str());
            let place = Place { line_number: Some(*line), ..self.grid.place.clone() };
            self.problems.push(Problem::doubt(place.in_column(label(*index)), message));
        }
        for (index, count) in &self.masked {
            let message = Message::new("ingest.column.masked").with("count", *count);
            self.problems
                .push(Problem::note(self.grid.place.clone().in_column(label(*index)), message));
        }
        Outcome {
            records: self.builder.finish(),
            problems: self.problems,
            ignored: self.ignored,
            questions: self.questions,
            row_count: self.row_count + self.plan.header_row_count(self.grid),
            refused_count: self.refused_count,
            results: self.totals.results(),
            has_total: self.totals.has_labelled(),
        }
    }
}

/// R32: a total row ends a list; the number of results it names must be the number of rows.
fn completeness(outcome: &Outcome) -> Completeness {
    let shown = (outcome.records.len() + outcome.refused_count) as u64;
    match outcome.results {
        Some(of) if of > shown => Completeness::Partial { shown, of },
        Some(_) => Completeness::Full,
        None if outcome.has_total => Completeness::Full,
        None => Completeness::Unknown,
    }
}

fn message_key(why: Unreadable) -> &'static str {
    match why {
        Unreadable::NotAnAmount => "ingest.row.not_an_amount",
        Unreadable::TooFine => "ingest.row.amount_too_fine",
        Unreadable::TooLarge => "ingest.row.amount_too_large",
        Unreadable::NotATime => "ingest.row.not_a_time",
        Unreadable::NotAShare => "ingest.row.not_a_share",
        Unreadable::DamagedId => "ingest.column.damaged_id",
    }
}

impl Plan {
    /// Rows above the header count as ignored ones, so that the law of rows holds.
    fn header_row_count(&self, grid: &Grid) -> usize {
        (0..self.header_row).filter(|&row| !is_empty(grid, row)).count()
    }

    pub(super) fn money_columns(&self) -> impl Iterator<Item = (&ColumnPlan, Field)> {
        self.columns.iter().filter_map(|c| {
            let field = c.field?;
            (field.kind() == Kind::Money && field.adds_up()).then_some((c, field))
        })
    }
}
