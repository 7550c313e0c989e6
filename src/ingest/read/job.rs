//! Reading as a job that stops and goes on (decision 0002): about as many bytes a step as asked for.
//!
//! In: the same source and the same corrections at every step. Out: the import, once all flavours are
//! read. Law: any steps end in the same import as one. Finding tables in anything but a usual export is
//! one piece of work, whatever the budget; so is finding out what a table is.

use super::{FlavourTables, Road, choose, is_backup};
use crate::ingest::direct::{Begun, Direct, Head};
use crate::ingest::mapping::Plan;
use crate::ingest::shape::{self, Grid};
use crate::ingest::vocabulary::Vocabulary;
use crate::ingest::{Flavour, FlavourKind, Imported, Said, Source, Unrecognised, table};
use crate::platform::Platform;
use std::collections::VecDeque;

/// One import being read.
pub struct Job<'p> {
    road: Road,
    platform: &'p dyn Platform,
    /// Flavour at hand.
    flavour: usize,
    stage: Stage<'p>,
    flavours: Vec<FlavourTables>,
    /// Bytes of work done, and done in flavours before this one.
    done: usize,
    done_before: usize,
}

/// Where the reading of a flavour stands.
enum Stage<'p> {
    Begin,
    /// The head of a text is to be looked at.
    Head(Head),
    /// By what a head showed.
    Direct(Box<Direct<'p>>, Head),
    /// Tables are to be found; with an encoding that was remembered for them.
    Shape(Option<String>),
    Tables(Box<Tables>),
}

/// What follows a piece of work: another one, or the flavour is read.
enum Next<'p> {
    Stage(Stage<'p>),
    Read(FlavourTables),
}

impl Stage<'_> {
    /// The tolerant way reads a head and all the rest alike: a text no longer than that needs no other.
    fn of_head(flavour: &Flavour, head: Head) -> Self {
        let is_part = head.end(&flavour.bytes).is_some_and(|end| end < flavour.bytes.len());
        if is_part { Stage::Head(head) } else { Stage::Shape(None) }
    }
}

/// Tables found and not all read.
struct Tables {
    out: FlavourTables,
    waiting: VecDeque<Grid>,
    open: Option<table::UnfinishedTable>,
    row_count: usize,
    is_encoding_known: bool,
}

impl<'p> Job<'p> {
    pub fn new(road: Road, platform: &'p dyn Platform) -> Job<'p> {
        let (stage, flavours) = (Stage::Begin, vec![]);
        Job { road, platform, flavour: 0, stage, flavours, done: 0, done_before: 0 }
    }

    /// Bytes of the source that are read.
    pub fn bytes_read(&self) -> usize {
        self.done
    }

    /// Reads about `budget` bytes; the import, once it is read.
    pub fn step(
        &mut self,
        source: &Source,
        corrections: &Said<'_>,
        budget: usize,
    ) -> Option<Imported> {
        let readable = |f: &&Flavour| f.kind != FlavourKind::Picture;
        let only_pictures = !source.flavours.iter().any(|f| readable(&f));
        let mut left = budget.max(1);
        while let Some(flavour) = source.flavours.get(self.flavour) {
            if !only_pictures && !readable(&flavour) || self.is_repetition(flavour) {
                self.next_flavour(flavour);
                continue;
            }
            let (spent, next) = self.advance(flavour, corrections, left);
            match next {
                Next::Stage(stage) => self.stage = stage,
                Next::Read(read) => {
                    self.flavours.push(read);
                    self.next_flavour(flavour);
                }
            }
            left = left.saturating_sub(spent);
            if left == 0 && self.flavour < source.flavours.len() {
                return None;
            }
        }
        Some(choose(source, std::mem::take(&mut self.flavours)))
    }

    /// Whether a flavour that is about to be read tells nothing that the one before has not told.
    fn is_repetition(&mut self, flavour: &Flavour) -> bool {
        let (Stage::Begin, [only]) = (&self.stage, &mut self.flavours[..]) else { return false };
        let is_repeated = only.is_repeated_by(flavour);
        only.repeated_as = is_repeated.then_some(flavour.kind);
        is_repeated
    }

    fn next_flavour(&mut self, flavour: &Flavour) {
        self.flavour += 1;
        self.stage = Stage::Begin;
        self.done_before += flavour.bytes.len();
        self.done = self.done_before;
    }

    /// Does one piece of work: for how many bytes it counts, and what comes next.
    fn advance(
        &mut self,
        flavour: &Flavour,
        corrections: &Said<'_>,
        budget: usize,
    ) -> (usize, Next<'p>) {
        match std::mem::replace(&mut self.stage, Stage::Begin) {
            Stage::Begin => {
                let stage = match self.road {
                    Road::Fast(head) => Stage::of_head(flavour, head),
                    Road::Tolerant => Stage::Shape(None),
                };
                (0, Next::Stage(stage))
            }
            Stage::Head(head) => {
                let stage = match Direct::begin(flavour, head, corrections, self.platform) {
                    Begun::Road(direct) => Stage::Direct(direct, head),
                    Begun::Open => Stage::of_head(flavour, head.larger()),
                    Begun::Other => Stage::Shape(None),
                };
                (head.end(&flavour.bytes).unwrap_or_default(), Next::Stage(stage))
            }
            Stage::Direct(mut direct, head) => {
                let before = direct.bytes_read();
                let has_more = direct.step(&flavour.bytes, budget);
                let read = direct.bytes_read();
                self.done = self.done_before + read;
                let next = match has_more {
                    Ok(true) => Next::Stage(Stage::Direct(direct, head)),
                    Ok(false) => match direct.finish(&flavour.bytes) {
                        Some(read) => Next::Read(FlavourTables::of_direct(flavour, read)),
                        None => Next::Stage(Stage::Shape(None)),
                    },
                    // Wherever the contradiction stands: how near it was seen depends on the steps.
                    Err(_) => Next::Stage(Stage::of_head(flavour, head.larger())),
                };
                (read - before, next)
            }
            Stage::Shape(remembered) => {
                let words = Vocabulary { platform: self.platform };
                let said = corrections.for_import().encoding.as_deref();
                let encoding = said.or(remembered.as_deref());
                let read =
                    shape::tables(flavour.kind, &flavour.bytes, encoding, &words, self.platform);
                let tables = Tables::new(flavour, read, encoding.is_some());
                self.done = self.done_before + half(flavour);
                (half(flavour), Next::Stage(Stage::Tables(Box::new(tables))))
            }
            Stage::Tables(mut tables) => {
                let rows = tables.row_count as u128 * budget as u128 / half(flavour) as u128;
                let rows = usize::try_from(rows).unwrap_or(usize::MAX).max(1);
                let next = if tables.step(rows, corrections, self.platform) {
                    Next::Stage(Stage::Tables(tables))
                } else if let Some(encoding) = tables.remembered(corrections) {
                    Next::Stage(Stage::Shape(Some(encoding)))
                } else {
                    Next::Read(tables.finish(flavour, corrections, self.platform))
                };
                (budget.min(half(flavour)), next)
            }
        }
    }
}

/// What finding the tables of a flavour counts for, and reading their rows again.
fn half(flavour: &Flavour) -> usize {
    flavour.bytes.len() / 2 + 1
}

impl Tables {
    fn new(flavour: &Flavour, mut read: shape::Read, is_encoding_known: bool) -> Tables {
        let waiting: VecDeque<Grid> = std::mem::take(&mut read.grids).into();
        let out = FlavourTables::around(flavour.kind, read);
        let row_count = waiting.iter().map(Grid::row_count).sum();
        Tables { out, waiting, open: None, row_count, is_encoding_known }
    }

    /// Finds out what the next table is, or reads up to `rows` rows of the one at hand; whether anything
    /// is left to do.
    fn step(&mut self, rows: usize, from: &Said<'_>, platform: &dyn Platform) -> bool {
        if let Some(mut open) = self.open.take() {
            if open.step(rows, platform) {
                self.open = Some(open);
            } else {
                self.out.tables.push(open.finish(platform));
            }
        } else if let Some(grid) = self.waiting.pop_front() {
            self.out.lines.extend(grid.before.iter().chain(&grid.after).cloned());
            self.out.add_clear_lines(&grid);
            self.open = self.out.plan(grid, from, platform);
        } else {
            return false;
        }
        true
    }

    /// The encoding remembered for these headers, which is known only once they have been read.
    fn remembered(&self, corrections: &Said<'_>) -> Option<String> {
        let FlavourTables { tables, unrecognised, questions, .. } = &self.out;
        if self.is_encoding_known || questions.is_empty() {
            return None;
        }
        let prints = tables.iter().map(|t| &t.fingerprint);
        let mut prints = prints.chain(unrecognised.iter().map(|t| &t.fingerprint));
        prints.find_map(|f| corrections.for_fingerprint(f)?.encoding.clone())
    }

    fn finish(
        self,
        flavour: &Flavour,
        corrections: &Said<'_>,
        platform: &dyn Platform,
    ) -> FlavourTables {
        let mut out = self.out;
        if out.tables.iter().all(|table| table.records.is_empty()) {
            out.try_panel(flavour, corrections, platform);
        }
        if out.tables.is_empty() {
            out.clear.clone_from(&out.lines);
        }
        out.drop_furniture();
        let is_text = !out.lines.is_empty() || !out.unrecognised.is_empty();
        if is_text && out.is_prose() {
            out.say_prose();
        }
        out.refuse_two_accounts();
        out.settle_surroundings();
        out.say_header_only();
        out.say_short_rows_once();
        if out.tables.is_empty() && is_backup(&flavour.bytes) {
            out.say_backup();
        }
        out
    }
}

impl FlavourTables {
    fn of_direct(
        flavour: &Flavour,
        (table, around): (super::Recognised, shape::Read),
    ) -> FlavourTables {
        let mut out = FlavourTables::around(flavour.kind, around);
        out.lines.extend(table.grid.before.iter().cloned());
        out.clear.clone_from(&table.grid.before);
        out.tables.push(table);
        out.settle_surroundings();
        out
    }

    /// Finds out what a table is; the reading of its rows, if it is one of ours.
    fn plan(
        &mut self,
        grid: Grid,
        corrections: &Said<'_>,
        platform: &dyn Platform,
    ) -> Option<table::UnfinishedTable> {
        match Plan::find(&grid, corrections, platform) {
            Ok(plan) => {
                for row in 0..plan.header_row {
                    let cells = grid.row(row).map(str::trim).filter(|c| !c.is_empty());
                    let line = cells.collect::<Vec<_>>().join(": ");
                    self.lines.push(line.clone());
                    self.clear.push(line);
                }
                Some(table::UnfinishedTable::new(grid, plan))
            }
            Err(none) => {
                self.unrecognised.push(Unrecognised {
                    place: grid.place.clone(),
                    row_count: grid
                        .row_count()
                        .saturating_sub(usize::from(none.has_header && !none.headers.is_empty())),
                    headers: none.headers,
                    fingerprint: none.fingerprint,
                    message: none.message,
                    questions: none.questions,
                    grid,
                });
                None
            }
        }
    }
}
