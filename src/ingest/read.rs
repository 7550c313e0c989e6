//! One import, from bytes to recognised tables: the only door of `ingest`.
//!
//! In: a [`Source`] with all flavours of a clipboard, what the user has said, the platform. Out:
//! [`Imported`]. All flavours are read and compared, but for a text that only repeats the cells before it;
//! the consistent one wins and the evidence says which. Whatever is no table of ours ends in a message of
//! what was expected, found and to be done.

mod flavours; // what flavours of one copy say of each other
mod job; // the same, a piece at a time
mod panel; // E16, E17: panels among what no reader knew
mod prose; // text that only looks like a table
mod two_accounts; // pages of two accounts in one paste

use super::direct::Head;
use super::exports::{Export, Field, Kind};
use super::pagination;
use super::shape::{self, Grid};
use super::surroundings::{self, Plainness};
use super::{
    AccountHint, Choice, Completeness, FlavourKind, HintSource, Ignored, Imported, Question,
    QuestionAbout, Recognised, Source, Unrecognised,
};
use crate::calendar::{Day, Instant};
use crate::options::{ColumnMapping, ImportId, Options};
use crate::platform::Platform;
use crate::problem::{Arg, Message, Place, Problem, Severity};
pub use job::Job;

/// Which way texts are read; both give the same, but for [`Recognised::grid`].
#[derive(Clone, Copy, Debug)]
pub enum Road {
    /// Every cell into a grid, then every row: anything, and all of the grid is kept.
    Tolerant,
    /// Texts that look like an export straight into records, all others the tolerant way.
    Fast(Head),
}

/// Reads one paste or file. Never fails: what cannot be read becomes problems.
pub fn read(source: &Source, corrections: &Said<'_>, platform: &dyn Platform) -> Imported {
    read_on(Road::Fast(Head::USUAL), source, corrections, platform)
}

/// The same by a given road.
pub fn read_on(
    road: Road,
    source: &Source,
    corrections: &Said<'_>,
    platform: &dyn Platform,
) -> Imported {
    let mut job = Job::new(road, platform);
    loop {
        if let Some(imported) = job.step(source, corrections, usize::MAX) {
            return imported;
        }
    }
}

/// Chooses among what all flavours yield.
fn choose(source: &Source, mut flavours: Vec<FlavourTables>) -> Imported {
    let links: Vec<String> = flavours.iter().flat_map(|r| r.links.iter().cloned()).collect();
    let (evidence, doubts) = flavours::compare(&flavours);
    let best = (0..flavours.len())
        .max_by_key(|&at| (flavours.get(at).map(FlavourTables::score), std::cmp::Reverse(at)));
    let Some(mut chosen) = best.map(|at| flavours.swap_remove(at)) else {
        return empty(source);
    };
    // R31: what two flavours of one copy say of its account is said by neither.
    let (other, doubt) = flavours::other_accounts(&chosen, &flavours).unzip();
    let said = chosen.said_of_accounts();
    let said: Vec<_> = said.into_iter().chain(other.iter().flatten().copied()).collect();
    let mut account_hints =
        surroundings::account_hints(&links, source.address.as_deref(), &said, &source.name);
    // R31: links lead to one account, and the page says no name of it.
    if let [AccountHint { name: None, source: HintSource::Link, perhaps, .. }] =
        &mut account_hints[..]
    {
        *perhaps = surroundings::only_name(&chosen.header).map(str::to_owned);
    }
    chosen.evidence.extend(evidence);
    chosen.problems.extend(doubts.into_iter().chain(doubt));
    Imported {
        id: source.id.clone(),
        tables: chosen.tables,
        unrecognised: chosen.unrecognised,
        problems: chosen.problems,
        questions: chosen.questions,
        account_hints,
        evidence: chosen.evidence,
    }
}

fn empty(source: &Source) -> Imported {
    Imported {
        id: source.id.clone(),
        tables: vec![],
        unrecognised: vec![],
        problems: vec![Problem::fault(Place::default(), Message::new("ingest.empty"))],
        questions: vec![],
        account_hints: vec![],
        evidence: vec![],
    }
}

/// What one flavour yields.
struct FlavourTables {
    kind: FlavourKind,
    tables: Vec<Recognised>,
    unrecognised: Vec<Unrecognised>,
    problems: Vec<Problem>,
    questions: Vec<Question>,
    evidence: Vec<Message>,
    links: Vec<String>,
    lines: Vec<String>,
    /// Those that no row of a table can have left: above the first one, and around those of HTML.
    clear: Vec<String>,
    /// What stands above the first table of a page.
    header: Vec<String>,
    /// A further flavour that holds these very cells, so that reading it would tell nothing new.
    repeated_as: Option<FlavourKind>,
}

impl FlavourTables {
    /// What stands around tables, without any table yet.
    fn around(kind: FlavourKind, read: shape::Read) -> FlavourTables {
        FlavourTables {
            kind,
            tables: vec![],
            unrecognised: vec![],
            problems: read.problems,
            questions: read.encoding_question.map(encoding_question).into_iter().collect(),
            evidence: read.evidence,
            links: read.links,
            lines: read.outside,
            clear: vec![],
            header: vec![],
            repeated_as: None,
        }
    }

    /// R31: below a list that was copied as text may stand what is left of its rows; there an account must
    /// be called one.
    fn said_of_accounts(&self) -> [surroundings::Said<'_>; 2] {
        const LINES_MAX: usize = 5_000;
        [(&self.clear, Plainness::Bare), (&self.lines, Plainness::Account)]
            .map(|(lines, least)| (lines.get(..LINES_MAX).unwrap_or(lines), least))
    }

    fn add_clear_lines(&mut self, grid: &Grid) {
        if grid.shape == shape::Shape::Html {
            if self.header.is_empty() {
                self.header.clone_from(&grid.before);
            }
            self.clear.extend(grid.before.iter().chain(&grid.after).cloned());
        } else if self.tables.is_empty() {
            self.clear.extend(grid.before.iter().cloned());
        }
    }

    /// Pages lay menus and boxes out as tables: one row or one column is no list.
    fn drop_furniture(&mut self) {
        let count = self.unrecognised.len();
        if self.tables.is_empty() {
            return;
        }
        self.unrecognised.retain(|t| t.row_count >= 2 && t.grid.column_count() >= 2);
        let left_out = count - self.unrecognised.len();
        if left_out > 0 {
            self.evidence.push(Message::new("ingest.boxes_left_out").with("count", left_out));
        }
    }

    /// A short row is told once: where its table is known, that table says what became of it.
    fn say_short_rows_once(&mut self) {
        let tables = &self.tables;
        let is_told = |line| {
            let told = tables.iter().flat_map(|table| &table.problems);
            let mut ignored = tables.iter().flat_map(|table| &table.ignored);
            told.filter(|p| p.severity == Severity::Fault).any(|p| p.place.line_number == line)
                || ignored.any(|row| Some(row.line) == line)
        };
        self.problems
            .retain(|p| p.message.key != "shape.rowShort" || !is_told(p.place.line_number));
    }

    /// A header above nothing: rows were left behind, unless the page itself says that it is empty.
    fn say_header_only(&mut self) {
        // Rows that were refused have said why.
        if !self.problems.is_empty() {
            return;
        }
        for table in &mut self.tables {
            if table.row_count == 0 && table.completeness != Completeness::Full {
                let message =
                    Message::new("ingest.header_only").term("export", table.export.term());
                table.problems.push(Problem::doubt(table.place.clone(), message));
            }
        }
    }

    fn say_backup(&mut self) {
        self.problems = vec![Problem::fault(Place::default(), Message::new("ingest.backup"))];
        self.unrecognised.clear();
    }

    /// R32, R33: what the lines around say of completeness, of the moment and of the days.
    fn settle_surroundings(&mut self) {
        let stated = self.lines.iter().find_map(|line| surroundings::as_of(line));
        let range = self.lines.iter().find_map(|line| surroundings::report_range(line));
        let shown: u64 =
            self.tables.iter().map(|t| (t.records.len() + t.refused_count) as u64).sum();
        let all_rows = pagination::all_rows(&self.lines, shown);
        let is_alone = self.tables.len() == 1;
        for table in &mut self.tables {
            // Of several tables only those that say so themselves are pages: answers of the API.
            let own = if is_alone { &self.lines } else { &table.grid.before };
            let here = (table.records.len() + table.refused_count) as u64;
            table.page = pagination::page(own).filter(|p| p.last - p.first + 1 == here);
            table.stated_as_of = stated;
            let is_report = !layout_has_window(table.export);
            table.range = range.filter(|_| is_report).or_else(|| days(table, &self.clear));
            if table.completeness == Completeness::Unknown {
                let empty = says_empty(table, own).then_some(Completeness::Full);
                let pages = || pagination::pages(own);
                let stated = by_page(all_rows, shown).or_else(pages).or(empty);
                table.completeness = stated.unwrap_or(Completeness::Unknown);
            }
            // R32, R37: what a row that was refused lists is not known to be gone, and a credit of it is still missed.
            let is_known = table.completeness.is_part();
            if table.refused_count > 0 && !is_known {
                let shown = table.records.len() as u64;
                table.completeness = table.completeness.without_rows(table.export, shown, here);
            }
        }
    }

    /// Higher is better: tables and records that came out, rows whose amounts add up, figures and texts that they
    /// hold, how little was doubtful, then what is said around them.
    fn score(&self) -> (usize, usize, i64, i64, usize, i64, usize) {
        let records = self.tables.iter().map(|t| t.records.len()).sum();
        let refused: usize = self.tables.iter().map(|t| t.refused_count).sum();
        let doubts =
            self.tables.iter().map(|t| t.problems.len() + t.questions.len()).sum::<usize>();
        let with_records = self.tables.iter().filter(|t| !t.records.is_empty()).count();
        let uneven: usize = self.tables.iter().map(uneven_rows).sum();
        (
            with_records,
            records,
            -(uneven as i64),
            -(refused as i64),
            self.tables.iter().map(filled_fields).sum(),
            -((doubts + self.problems.len()) as i64),
            self.tables.iter().map(said_around).sum(),
        )
    }
}

/// Fields of which some row has a value; buttons are none.
fn filled_fields(table: &Recognised) -> usize {
    let records = &table.records;
    let is_filled = |field: &Field| match field.kind() {
        Kind::Text => (0..records.len()).any(|row| records.text(row, *field).is_some()),
        Kind::Money => (0..records.len()).any(|row| records.money(row, *field).is_some()),
        Kind::Time => (0..records.len()).any(|row| records.time(row, *field).is_some()),
        Kind::Share => true,
    };
    records.fields().filter(|field| *field != Field::RowLabels).filter(is_filled).count()
}

/// Whether the page tells how much of the list this is, and of which moment.
fn said_around(table: &Recognised) -> usize {
    let is_known = table.completeness != Completeness::Unknown;
    usize::from(is_known) + usize::from(table.stated_as_of.is_some())
}

/// R32: a list without rows that says so, around it or in a row of its own, holds all there is.
fn says_empty(table: &Recognised, around: &[String]) -> bool {
    let found = |ignored: &Ignored| match ignored.reason.arg("found") {
        Some(Arg::Name(text)) => surroundings::says_empty(text),
        _ => false,
    };
    let is_said = around.iter().any(|line| surroundings::says_empty(line));
    let has_rows = !table.records.is_empty() || table.refused_count > 0;
    !has_rows && (is_said || table.ignored.iter().any(found))
}

/// R32: the page's own count against the rows that are here.
fn by_page(all: Option<u64>, shown: u64) -> Option<Completeness> {
    let of = all?;
    match of.cmp(&shown) {
        std::cmp::Ordering::Greater => Some(Completeness::Partial { shown, of }),
        std::cmp::Ordering::Equal => Some(Completeness::Full),
        // Fewer than there are rows: the line counts something else.
        std::cmp::Ordering::Less => None,
    }
}

/// Lists of credits and offers: the ranges on their pages are validities, not the report's.
fn layout_has_window(export: Export) -> bool {
    let fields = super::layouts::layout(export).map_or(&[][..], |l| l.fields);
    fields.contains(&Field::ValidEnd) || fields.contains(&Field::WindowEnd)
}

/// First and last day of the rows, where the table is by day; else the only day in the head of a report.
fn days(table: &Recognised, head: &[String]) -> Option<(Day, Day)> {
    let records = &table.records;
    if !records.has(Field::Day) {
        let is_report = matches!(table.export, Export::CampaignReport | Export::GmvMaxReport);
        return surroundings::only_day(head).filter(|_| is_report).map(|day| (day, day));
    }
    let days = || (0..records.len()).filter_map(|row| records.time(row, Field::Day));
    Some((days().min()?.time.day(), days().max()?.time.day()))
}

/// Rows whose parts do not add up to their amount (R5).
fn uneven_rows(table: &Recognised) -> usize {
    if !table.records.has(Field::FaceAmount) {
        return 0;
    }
    let amount = |row: usize, field| table.records.money(row, field);
    let is_uneven = |&row: &usize| {
        let parts = (amount(row, Field::Unused), amount(row, Field::Used));
        let (Some(face), (Some(unused), Some(used))) = (amount(row, Field::FaceAmount), parts)
        else {
            return false;
        };
        unused + used != face
    };
    (0..table.records.len()).filter(is_uneven).count()
}

fn encoding_question(question: shape::EncodingQuestion) -> Question {
    let choice = |c: shape::EncodingCandidate| Choice {
        key: c.label.to_owned(),
        label: Message::new("ingest.encoding").with("name", c.label),
        preview: Some(c.preview),
    };
    Question {
        about: QuestionAbout::Encoding,
        place: Place::default(),
        message: Message::new("ingest.question.encoding"),
        choices: question.candidates.into_iter().map(choice).collect(),
    }
}

/// E13: our own backup is opened, not pasted.
fn is_backup(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(400)).unwrap_or_default();
    let head = String::from_utf8_lossy(head);
    head.trim_start().starts_with('{') && head.contains("\"ad-credit-tracker")
}

/// What is known of one import beside its bytes: corrections, by the precedence import > fingerprint (options.rs), and
/// when it was pasted.
pub struct Said<'o> {
    options: &'o Options,
    import: &'o ColumnMapping,
    /// What it tells as past had happened by then.
    pub(super) pasted_at: Option<Instant>,
}

impl<'o> Said<'o> {
    pub fn of(options: &'o Options, import: &ImportId) -> Said<'o> {
        static NOTHING: std::sync::OnceLock<ColumnMapping> = std::sync::OnceLock::new();
        let import = options.imports.get(import).map(|i| &i.mapping);
        let import = import.unwrap_or_else(|| NOTHING.get_or_init(Default::default));
        Said { options, import, pasted_at: None }
    }

    #[must_use]
    pub fn pasted_at(self, moment: Instant) -> Said<'o> {
        Said { pasted_at: Some(moment), ..self }
    }

    pub fn for_import(&self) -> &'o ColumnMapping {
        self.import
    }

    pub fn for_fingerprint(&self, fingerprint: &str) -> Option<&'o ColumnMapping> {
        self.options.mappings.get(fingerprint)
    }

    /// Whether the user said of any column, wherever, what it is.
    pub fn name_columns(&self) -> bool {
        let mut all = self.options.mappings.values().chain([self.import]);
        all.any(|mapping| !mapping.columns.is_empty())
    }
}
