//! Reads the rows of a table by its plan. Every row ends as a record, a problem, or ignored with a reason.
//!
//! In: cells and a [`Plan`]. Out: [`Recognised`]. One bad row never hides the others; a cell that
//! nothing adds up from may be unreadable and leaves its record standing, with a doubt.

mod above; // rows above the header
mod held; // rows that may be totals
mod names; // the name among the lines of a cell
mod parts; // subtotal and tax
pub(super) mod row; // values of one row
mod rounded; // ids that went through numbers
pub(super) mod shifted; // rows whose cells moved
mod tiers; // reward tiers in one cell
mod unread; // cells that cannot be read, and what the user said of them
pub(super) mod width; // rows wider or narrower than the header
mod zones; // the zone of a row

use super::cell::{Cell, Unreadable};
use super::exports::{Field, Kind};
use super::figure::Named;
use super::headers::header_form;
use super::mapping::{ColumnPlan, Plan};
use super::records::{RecordsBuilder, Value};
use super::shape::Grid;
use super::totals::{Role, Roles, Totals};
use super::words;
use super::{Completeness, Ignored, Question, Recognised};
use crate::platform::Platform;
use crate::problem::{Message, Place, Problem};
use crate::sorting::Sorting;
use crate::text::{bare_cell, is_blank, is_missing};
use names::{Names, name_unclear};
use row::{CurrencyOfCells, value};
use std::rc::Rc;
pub use unread::UnreadCell;
use unread::UnreadCells;
pub(super) use width::TORN_MAX;
use width::{Habits, cut_amount};
use zones::Zones;

/// So many problems of rows are told one by one; the rest is counted. A million bad rows must not
/// become a million sentences.
const TOLD_MAX: usize = 2_000;

/// Reads `grid` by `plan`.
pub fn read(grid: Grid, plan: Plan, platform: &dyn Platform) -> Recognised {
    let mut table = UnfinishedTable::new(grid, plan);
    table.step(usize::MAX, platform);
    table.finish(platform)
}

/// A table being read, as many rows at a time as the caller likes.
pub struct UnfinishedTable {
    reader: Reader,
    grid: Grid,
    roles: Roles,
    next_row: usize,
}

impl UnfinishedTable {
    pub fn new(grid: Grid, plan: Plan) -> UnfinishedTable {
        let mut reader = Reader::new(plan);
        reader.habits = Habits::of(&grid, &reader.plan);
        reader.names = Names::of(&grid, &reader.plan);
        let roles = super::totals::roles(&grid, &reader.plan);
        reader.rows_above(&grid);
        reader.totals.stated_beside(&grid, &reader.plan);
        UnfinishedTable { next_row: reader.plan.first_row, reader, grid, roles }
    }

    /// Reads up to `rows` more rows; whether any are left.
    pub fn step(&mut self, rows: usize, platform: &dyn Platform) -> bool {
        let end = self.next_row.saturating_add(rows).min(self.grid.row_count());
        for row in self.next_row..end {
            if is_empty(&self.grid, row) {
                continue;
            }
            self.reader.row_count += 1;
            self.reader.row(&self.grid, row, self.roles.of(row), platform);
        }
        self.next_row = end;
        end < self.grid.row_count()
    }

    pub fn finish(mut self, platform: &dyn Platform) -> Recognised {
        self.reader.settle_held(&self.grid, platform);
        self.reader.finish(self.grid)
    }
}

pub(super) fn is_empty(grid: &Grid, row: usize) -> bool {
    grid.row(row).all(is_blank)
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

/// What has been read of a table. Rows come from any grid laid out by the plan.
pub(super) struct Reader {
    pub plan: Rc<Plan>,
    pub builder: RecordsBuilder,
    problems: Vec<Problem>,
    ignored: Vec<Ignored>,
    questions: Vec<Question>,
    pub totals: Totals,
    /// What the first row that named a currency without stating one said of it.
    sign: Named,
    /// Cells of one column that could not be read and whose record stands: count, first place, text.
    doubts: Vec<Doubt>,
    /// Those of the row that is being read: a row that is refused says why itself.
    row_doubts: Vec<Doubt>,
    unread: UnreadCells,
    /// Lines whose account id was cut off (R30).
    cut_off_accounts: Vec<u32>,
    masked: Vec<(usize, u64)>,
    zones: Zones,
    /// Rows that are not empty.
    pub row_count: usize,
    refused_count: usize,
    pub gathers_labels: bool,
    habits: Habits,
    /// Of cells with several lines.
    names: Names,
}

impl Reader {
    pub fn new(plan: Plan) -> Reader {
        let fields = tiers::with_room(plan.fields());
        Reader {
            builder: RecordsBuilder::new(plan.export, &fields),
            problems: vec![],
            ignored: vec![],
            questions: vec![],
            totals: Totals::new(&plan),
            sign: Named::Nothing,
            doubts: vec![],
            row_doubts: vec![],
            unread: UnreadCells::default(),
            cut_off_accounts: vec![],
            masked: vec![],
            zones: Zones::default(),
            row_count: 0,
            refused_count: 0,
            gathers_labels: fields.contains(&Field::RowLabels),
            habits: Habits::default(),
            names: Names::default(),
            plan: Rc::new(plan),
        }
    }

    fn ignore(&mut self, grid: &Grid, row: usize, reason: Message) {
        self.ignored.push(Ignored { line: grid.line(row), reason });
    }

    fn refuse(&mut self, problems: Vec<Problem>) {
        self.refused_count += 1;
        let room = TOLD_MAX.saturating_sub(self.problems.len());
        self.problems.extend(problems.into_iter().take(room));
    }

    /// Reads a row by what it is by its text and place.
    pub fn row(&mut self, grid: &Grid, row: usize, role: Role, platform: &dyn Platform) {
        match role {
            Role::Data => self.data(grid, row, platform),
            Role::Total(label) => {
                self.totals.labelled(grid, &self.plan, row, label);
                self.ignore(grid, row, Message::new("ingest.ignored.total"));
            }
            Role::Unlabelled | Role::Perhaps | Role::Inner => {
                let has_name = role != Role::Unlabelled;
                if self.totals.ends_segment(grid, &self.plan, row, has_name) {
                    self.ignore(grid, row, Message::new("ingest.ignored.total_that_ties"));
                } else if role == Role::Inner {
                    self.data(grid, row, platform);
                } else {
                    self.totals.hold(row, has_name);
                }
            }
            Role::Name | Role::Across => {
                let is_name = role == Role::Name;
                let [name, across] = ["ingest.ignored.name_between", "ingest.ignored.across"];
                let reason = Message::new(if is_name { name } else { across });
                self.ignore(grid, row, reason.with("found", grid.first_text(row)));
            }
            Role::Furniture => {
                let text = grid.first_text(row);
                self.totals.see_results(super::pagination::page_count(&text).map(|(_, of)| of));
                let reason = Message::new("ingest.ignored.furniture").with("found", text);
                self.ignore(grid, row, reason);
            }
        }
    }

    /// Reads a row of data: a record, or problems.
    pub fn data(&mut self, grid: &Grid, row: usize, platform: &dyn Platform) {
        let plan = Rc::clone(&self.plan);
        if is_header_again(&plan, grid, row, platform) {
            self.totals.new_segment();
            return self.ignore(grid, row, Message::new("ingest.ignored.header_again"));
        }
        let mut problems = self.habits.broken(&plan, grid, row);
        // In a row of fewer or more cells than the header a cell may stand in another's column.
        let is_whole = problems.is_empty();
        self.builder.begin(grid.line(row));
        self.totals.begin_row();
        let mut currency = CurrencyOfCells::default();
        let tiers = tiers::of_row(&plan, grid, row);
        tiers.iter().for_each(|tiers| {
            self.builder.set(Field::Tiers, Value::Text(tiers));
        });
        for column in &plan.columns {
            let Some(field) = column.field else { continue };
            if tiers.is_some() && tiers::CELLS.contains(&field) {
                continue;
            }
            let Some(text) = self.text(grid, row, column, platform) else {
                problems.push(name_unclear(grid, row, column));
                continue;
            };
            let read = match value(&text, grid.form(row, column.index), column) {
                // An alert that is on, at a balance that is not said.
                Err(_) if field == Field::BalanceAlert && words::is_switch(&text) => {
                    Ok(Cell::Missing)
                }
                Err(why) if is_whole => self.unread.corrected(&text, grid.line(row), column, why),
                read => read,
            };
            match read {
                Ok(value) => {
                    let of_cell = self.set(column, field, value);
                    let of_header = column.header.currency.filter(|_| !text.trim().is_empty());
                    let named = [of_cell, Named::from(of_header)];
                    problems.extend(currency.add(grid, row, column, named));
                }
                Err(why) => problems.extend(self.unreadable(grid, row, (column, field), why)),
            }
        }
        self.settle_currency(grid, row, &currency, &mut problems);
        self.settle_zone(grid, row);
        if self.gathers_labels {
            self.gather_labels(grid, row);
        }
        if problems.is_empty() && self.habits.cut_row == Some(row) {
            problems.extend(cut_amount(&plan, grid, row));
        }
        if problems.is_empty() {
            let seen = (!self.row_doubts.is_empty(), self.habits.fills_ends);
            let problem = shifted::shifted(&plan, grid, row, seen);
            problems.extend(problem.or_else(|| self.incomplete(grid, row)));
        }
        let doubts = std::mem::take(&mut self.row_doubts);
        if problems.is_empty() {
            self.totals.keep_row();
            doubts.into_iter().for_each(|doubt| self.count_doubt(doubt));
        } else {
            self.builder.abandon();
            self.refuse(problems);
        }
    }

    fn count_doubt(&mut self, doubt: Doubt) {
        let field = self.plan.columns.get(doubt.index).and_then(|column| column.field);
        if field == Some(Field::AccountId) && doubt.why == Unreadable::DamagedId {
            self.cut_off_accounts.push(doubt.line);
        }
        let known = |d: &&mut Doubt| d.index == doubt.index && d.why == doubt.why;
        match self.doubts.iter_mut().find(known) {
            Some(known) => known.count += 1,
            None => self.doubts.push(doubt),
        }
    }

    fn incomplete(&self, grid: &Grid, row: usize) -> Option<Problem> {
        let last = self.builder.len().checked_sub(1)?;
        let has = |f: &Field| self.builder.is_set(last, *f);
        let lacking: Vec<_> =
            self.plan.layout.row_needs.iter().filter(|group| !group.iter().any(has)).collect();
        // One cell of many columns is half a row, whatever it holds.
        let is_stump = self.plan.columns.len() > 2
            && grid.row(row).filter(|c| !is_blank(c)).take(2).count() == 1;
        if lacking.is_empty() && !is_stump {
            return None;
        }
        let names = lacking.iter().filter_map(|group| group.first()).map(|f| f.term()).collect();
        let cell = |field: &Field| Some(bare_cell(grid.text(row, self.plan.column(*field)?.index)));
        let mut cells = lacking.iter().flat_map(|group| group.iter()).filter_map(cell);
        let untold = cells.find(|cell| !is_missing(cell));
        let message = |key| Message::new(key).with("missing", crate::problem::Arg::Terms(names));
        let message = match untold {
            Some(found) => message("ingest.row.untold").with("found", found),
            None => message("ingest.row.incomplete")
                .with("expected", self.plan.columns.len())
                .with("found", filled(grid, row)),
        };
        Some(Problem::fault(place(grid, row), message))
    }

    fn unreadable(
        &mut self,
        grid: &Grid,
        row: usize,
        (column, field): (&ColumnPlan, Field),
        why: Unreadable,
    ) -> Option<Problem> {
        let text = grid.text(row, column.index).trim();
        let text: String = text.chars().take(80).collect();
        let is_of_id = matches!(why, Unreadable::DamagedId | Unreadable::NotAnAccount);
        if is_of_id || field.may_be_unreadable() {
            self.totals.spoil(field);
            let line = grid.line(row);
            self.row_doubts.push(Doubt { index: column.index, why, count: 1, line, text });
            return None;
        }
        let message = Message::new(why.message_key()).with("found", text);
        Some(Problem::fault(place(grid, row).in_column(&column.header.label), message))
    }

    /// Says what became of all rows; `grid` is what is kept of the table to look at.
    pub fn finish(mut self, grid: Grid) -> Recognised {
        let mismatches = self.totals.check(&grid.place);
        self.problems.extend(mismatches);
        self.drop_rounded_ids();
        self.problems.extend(parts::uneven(self.builder.records(), &grid.place));
        self.sum_up(&grid.place);
        self.problems.extend(std::mem::take(&mut self.zones).into_problems());
        let completeness = self.completeness();
        let plan = Rc::unwrap_or_clone(self.plan);
        self.problems.order_by_key(|p| p.place.line_number);
        Recognised {
            is_zone_told: plan.tells_zone(),
            export: plan.export,
            place: grid.place.clone(),
            fingerprint: plan.fingerprint,
            columns: plan.columns.iter().map(ColumnPlan::report).collect(),
            records: self.builder.finish(),
            problems: self.problems,
            ignored: self.ignored,
            questions: plan.questions.into_iter().chain(self.questions).collect(),
            completeness,
            page: None,
            stated_as_of: None,
            range: None,
            row_count: self.row_count,
            refused_count: self.refused_count,
            unread: self.unread.into_list(),
            cut_off_accounts: self.cut_off_accounts,
            grid,
        }
    }

    /// Problems that are told once a column or once a table.
    fn sum_up(&mut self, table: &Place) {
        let told = self.problems.iter().filter(|p| p.place.line_number.is_some()).count();
        if self.refused_count > TOLD_MAX && told >= TOLD_MAX {
            let message = Message::new("ingest.row.more").with("count", self.refused_count);
            self.problems.push(Problem::fault(table.clone(), message));
        }
        let label = |index: usize| self.plan.columns.get(index).map_or("", |c| &c.header.label);
        for Doubt { index, why, count, line, text } in &self.doubts {
            let key = match why {
                Unreadable::DamagedId | Unreadable::NotAnAccount | Unreadable::NoEnd => {
                    why.message_key()
                }
                _ => "ingest.column.unreadable",
            };
            let message = Message::new(key).with("count", *count).with("found", text.as_str());
            let place = Place { line_number: Some(*line), ..table.clone() };
            self.problems.push(Problem::doubt(place.in_column(label(*index)), message));
        }
        for (index, count) in &self.masked {
            let message = Message::new("ingest.column.masked").with("count", *count);
            self.problems.push(Problem::note(table.clone().in_column(label(*index)), message));
        }
    }

    /// R32: a total row ends a list; the number of results it names must be the number of rows.
    fn completeness(&self) -> Completeness {
        let shown = (self.builder.len() + self.refused_count) as u64;
        match self.totals.results() {
            Some(of) if of > shown => Completeness::Partial { shown, of },
            Some(_) => Completeness::Full,
            None if self.totals.has_labelled() => Completeness::Full,
            None => Completeness::Unknown,
        }
    }
}

fn place(grid: &Grid, row: usize) -> Place {
    Place { line_number: Some(grid.line(row)), ..grid.place.clone() }
}

fn filled(grid: &Grid, row: usize) -> usize {
    grid.row(row).filter(|c| !is_blank(c)).count()
}

fn is_header_again(plan: &Plan, grid: &Grid, row: usize, platform: &dyn Platform) -> bool {
    if !plan.has_header() {
        return false;
    }
    let mapped = || plan.columns.iter().filter(|c| c.field.is_some());
    // The first cell decides quickly for nearly all rows.
    mapped().next().is_some_and(|c| may_be_header(c, grid.text(row, c.index)))
        && mapped().all(|c| is_like_header(c, grid.text(row, c.index), platform))
}

/// Whether a cell is short enough for the header of its column.
pub(super) fn may_be_header(column: &ColumnPlan, text: &str) -> bool {
    !column.header.form.is_empty() && text.len() <= column.header.label.len() + 16
}

/// Whether a cell says what the header of its column says.
pub(super) fn is_like_header(column: &ColumnPlan, text: &str, platform: &dyn Platform) -> bool {
    // Ids and times have no letters, which is seen sooner than what they would be as a header.
    let is_bare = text.bytes().all(|b| b.is_ascii() && !b.is_ascii_alphabetic());
    let has_letter = |text: &str| text.contains(char::is_alphabetic);
    if is_bare && has_letter(&column.header.label) && has_letter(&column.header.form) {
        return false;
    }
    text.trim() == column.header.label || header_form(text, platform) == column.header.form
}

impl Plan {
    pub(super) fn money_columns(&self) -> impl Iterator<Item = (&ColumnPlan, Field)> {
        self.columns.iter().filter_map(|c| {
            let field = c.field?;
            (field.kind() == Kind::Money && field.adds_up()).then_some((c, field))
        })
    }
}
