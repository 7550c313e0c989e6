//! Which export a table is, where its header stands, and what each column means.
//!
//! In: a table of cells and the user's mappings. Out: a [`Plan`], how the table is to be read, or the
//! reason why it is no export we know. Works by header words in any order; column positions and file
//! names never count. A plan is a value of its own: whoever reads the rows, cell by cell or by bytes,
//! reads by the same plan.

mod bare; // lists without a header
mod breakdown; // columns that a report is broken down by
mod columns; // what is told and asked of each column
mod declined; // exports without spend
mod fit; // how well each export fits a header
mod rows; // what only the rows can tell
mod said; // what the user said about headers

use super::dialect::{Reading, Standing};
use super::exports::{Export, Field};
use super::headers::{self, Header};
use super::layouts::Layout;
use super::shape::Grid;
use super::undecided;
use super::{ColumnReport, Question, Said};
use crate::calendar::{Day, SECONDS_PER_HOUR, Zone};
use crate::money::Currency;
use crate::options::{CellCorrection, Fingerprint};
use crate::platform::Platform;
use crate::problem::Message;
use columns::{Columns, decided, twin_of};
use declined::declined;
use fit::{Match, columns_min, header_at, matches, note_rival};
use said::Mapping;
use std::collections::BTreeMap;
use std::rc::Rc;

/// How a table is to be read.
#[derive(Clone, Debug)]
pub struct Plan {
    pub layout: &'static Layout,
    pub export: Export,
    /// First row of data; the header stands above it, or is that row where there is none.
    pub first_row: usize,
    pub header_row: usize,
    pub columns: Vec<ColumnPlan>,
    pub fingerprint: Fingerprint,
    pub questions: Vec<Question>,
    /// What the user said about the table as a whole.
    pub zone: Option<Zone>,
    /// What the lines above the table say of all its times (R38).
    pub stated_zone: Option<Zone>,
    pub currency: Option<Currency>,
    pub total_row: Option<bool>,
}

#[derive(Clone, Debug)]
pub struct ColumnPlan {
    pub index: usize,
    pub header: Header,
    pub field: Option<Field>,
    pub reading: Reading,
    pub decisions: Vec<Message>,
    pub has_currency: bool,
    pub has_zone: bool,
    /// What the reading leaves to cells that were not looked at.
    pub standing: Standing,
    /// What the user said that unreadable cells say, by their text.
    pub cells: BTreeMap<String, CellCorrection>,
    /// Whether its field is a breakdown that its header does not name.
    pub is_assumed: bool,
}

impl ColumnPlan {
    pub fn report(&self) -> ColumnReport {
        ColumnReport {
            header: self.header.label.clone(),
            field: self.field,
            decisions: self.decisions.clone(),
            is_assumed: self.is_assumed,
        }
    }
}

/// Why a table has no plan.
#[derive(Clone, Debug)]
pub struct NoPlan {
    pub headers: Vec<String>,
    /// Whether these are names; else they are the cells of the first row.
    pub has_header: bool,
    pub fingerprint: Fingerprint,
    pub message: Message,
    /// Which of the columns may be those that are missing.
    pub questions: Vec<Question>,
}

/// Headers are looked for in so many rows: preambles are a few lines, never a screen.
const HEADER_ROWS_MAX: usize = 60;

impl Plan {
    pub fn find(
        grid: &Grid,
        corrections: &Said<'_>,
        platform: &dyn Platform,
    ) -> Result<Plan, NoPlan> {
        let mut best: Option<Match> = None;
        let mut nearest: Option<Match> = None;
        // Exports that fit as well as the best one.
        let mut rivals: Vec<Export> = Vec::new();
        let is_said = corrections.name_columns();
        for row in 0..grid.row_count().min(HEADER_ROWS_MAX) {
            for height in [1, 2] {
                // What the user said of a column may be of any.
                let least = if is_said { 0 } else { columns_min(best.as_ref()) };
                let found = header_at(grid, row, height, least, platform);
                let Some(candidate) = found.map(Rc::new) else { continue };
                let mapping = Mapping::of(&candidate, corrections, platform);
                let all = matches(row, height, &candidate, &mapping);
                for found in all.filter(|found| rows::may_be(grid, found, &mapping)) {
                    if found.is_satisfied {
                        note_rival(&mut rivals, best.as_ref(), &found);
                    }
                    let kept = if found.is_satisfied { &mut best } else { &mut nearest };
                    if kept.as_ref().is_none_or(|k| found.score > k.score) {
                        *kept = Some(found);
                    }
                }
            }
        }
        let bare = best.is_none().then(|| bare::headers(grid, platform)).flatten().map(Rc::new);
        if let Some(headers) = &bare {
            let mapping = Mapping::of(headers, corrections, platform);
            let found = matches(0, 0, headers, &mapping)
                .filter(|found| found.is_satisfied && rows::may_be(grid, found, &mapping));
            best = found.reduce(|best, next| if next.score > best.score { next } else { best });
        }
        if let Some(message) = best.as_ref().map_or_else(|| declined(grid, platform), |_| None) {
            return Err(no_plan(grid, message, platform));
        }
        match best {
            Some(found) => {
                let mut plan = found.plan(grid, corrections, platform);
                plan.questions.extend(undecided::export(grid, plan.export, &rivals));
                Ok(plan)
            }
            None if bare.is_some() => {
                Err(no_header(grid, bare.as_deref().map_or(&[], Vec::as_slice)))
            }
            None => {
                let mut none = no_plan(grid, missing(grid, nearest.as_ref(), platform), platform);
                if let Some(near) = nearest.filter(Match::is_near) {
                    (none.fingerprint, none.questions) = near.questions(grid);
                }
                Err(none)
            }
        }
    }

    /// Fields that the records of this table have, each once.
    pub fn fields(&self) -> Vec<Field> {
        let mut out: Vec<Field> = Vec::new();
        let mut add = |field: Field| {
            if !out.contains(&field) {
                out.push(field);
            }
        };
        for column in &self.columns {
            let Some(field) = column.field else { continue };
            add(field);
            if let Some(start) = field.range_start() {
                add(start);
            }
            if let Some(beside) = field.beside() {
                add(beside);
            }
            if field == Field::QualifyingSpend {
                add(Field::TargetSpend);
            }
        }
        let names_currency = |c: &ColumnPlan| c.has_currency || c.header.currency.is_some();
        if self.currency.is_some() || self.columns.iter().any(names_currency) {
            add(Field::Currency);
        }
        let names_zone =
            |c: &ColumnPlan| c.has_zone || c.field.is_some() && c.header.zone.is_some();
        if self.zone.or(self.stated_zone).is_some() || self.columns.iter().any(names_zone) {
            add(Field::Zone);
        }
        if self.layout.fields.contains(&Field::RowLabels) {
            add(Field::RowLabels);
        }
        out
    }

    pub fn column(&self, field: Field) -> Option<&ColumnPlan> {
        self.columns.iter().find(|c| c.field == Some(field))
    }

    /// Whether each row is about a campaign, or a part of one.
    pub fn lists_campaigns(&self) -> bool {
        let names = |field| self.column(field).is_some();
        matches!(self.export, Export::CampaignReport | Export::GmvMaxReport)
            && (names(Field::CampaignName) || names(Field::CampaignId))
    }

    /// Whether each row is about an account.
    pub fn lists_accounts(&self) -> bool {
        self.layout.row_needs.iter().any(|group| group.contains(&Field::AccountId))
    }

    /// Whether a row names the columns; without one the user said what they are.
    pub fn has_header(&self) -> bool {
        self.first_row > self.header_row
    }
}

impl Match {
    /// The fingerprint under which answers are remembered, and which columns may be the missing ones.
    fn questions(&self, grid: &Grid) -> (Fingerprint, Vec<Question>) {
        let has = |f: &Field| self.fields.contains(&Some(*f));
        let lacking = self.layout.required.iter().filter(|group| !group.iter().any(has));
        let lacking: Vec<Field> = lacking.filter_map(|group| group.first()).copied().collect();
        let unknown = self.headers.iter().zip(&self.fields).enumerate();
        let unknown = unknown.filter(|(_, (_, field))| field.is_none());
        let columns: Vec<_> = unknown.map(|(index, (header, _))| (index, header)).collect();
        let first_row = self.row + self.height;
        (
            headers::fingerprint(&self.headers),
            undecided::columns(grid, first_row, &columns, &lacking),
        )
    }

    fn plan(self, grid: &Grid, from: &Said<'_>, platform: &dyn Platform) -> Plan {
        let Match { row, height, layout, headers, mut fields, .. } = self;
        let fingerprint = headers::fingerprint(&headers);
        let mapping = Mapping::of(&headers, from, platform);
        let first_row = row + height;
        let is_free = |index: usize, fields: &[Option<Field>]| {
            headers.get(index).is_some_and(|header| {
                mapping.field_key(header).is_none() && twin_of(header, layout, fields).is_none()
            })
        };
        let assumed = breakdown::name(grid, first_row, layout, (&headers, &mut fields), is_free);
        let decided = decided(grid, first_row, (&headers, &fields), &mapping, last_day(from));
        let stated_zone = undecided::stated_zone(grid, row);
        let told = Columns {
            grid,
            first_row,
            layout,
            headers: &headers,
            fields: &fields,
            mapping: &mapping,
        };
        let mut questions = Vec::new();
        let found = headers.iter().zip(&fields).zip(decided).enumerate();
        let columns = found.map(|(index, ((header, field), mut decided))| {
            let (message, question) = match field {
                Some(field) => (told.zone(header, *field, stated_zone.as_ref()), None),
                None => told.left_out(index, header),
            };
            questions.extend(decided.question.into_iter().chain(question));
            decided.decisions.extend(message);
            let cells = from.for_import().cells.get(&header.label).cloned().unwrap_or_default();
            ColumnPlan {
                index,
                header: header.clone(),
                field: *field,
                reading: decided.reading,
                decisions: decided.decisions,
                has_currency: decided.has_currency,
                has_zone: decided.has_zone,
                standing: decided.standing,
                cells,
                is_assumed: assumed.contains(&index),
            }
        });
        let columns: Vec<ColumnPlan> = columns.collect();
        // E3 is E1 with a status; R34: the tab itself is computed later, from dates and amounts.
        let export = match layout.export {
            Export::PromotionsAvailable if fields.contains(&Some(Field::Status)) => {
                Export::PromotionsNotAvailable
            }
            export => export,
        };
        Plan {
            export,
            header_row: row,
            layout,
            first_row,
            columns,
            fingerprint,
            questions,
            zone: mapping.get(|m| m.zone),
            stated_zone: stated_zone.map(|(zone, _)| zone),
            currency: mapping.get(|m| m.currency),
            total_row: mapping.get(|m| m.total_row),
        }
    }
}

/// The day of the paste where it is latest: nowhere on earth a clock is further ahead.
fn last_day(from: &Said<'_>) -> Option<Day> {
    const FURTHEST_SECONDS: i64 = 14 * SECONDS_PER_HOUR;
    Some(from.pasted_at?.plus_seconds(FURTHEST_SECONDS).on_clock(Zone::UTC).day())
}

/// What was expected and what was found, where no layout fits.
fn missing(grid: &Grid, nearest: Option<&Match>, platform: &dyn Platform) -> Message {
    let Some(near) = nearest.filter(|n| n.is_near()) else {
        let found = header_like(grid, platform);
        let names: Vec<String> = found.into_iter().map(|h| h.label).take(20).collect();
        return Message::new("ingest.unrecognised.columns").with("found", names);
    };
    let has = |f: &&Field| near.fields.contains(&Some(**f));
    let lacking = near.layout.required.iter().filter(|group| !group.iter().any(|f| has(&f)));
    // Any one of a group would do: all are named.
    let lacking: Vec<&'static str> = lacking.copied().flatten().map(|f| f.term()).collect();
    let found = near.headers.iter().map(|h| h.label.clone()).take(20).collect::<Vec<_>>();
    Message::new("ingest.unrecognised.near")
        .term("export", near.layout.export.term())
        .with("missing", crate::problem::Arg::Terms(lacking))
        .with("found", found)
        .term("where", near.layout.export.where_to_copy())
}

/// A list without its header row, whose columns only the user can name.
fn no_header(grid: &Grid, bare: &[Header]) -> NoPlan {
    let found: Vec<String> = bare::shown(grid, bare).into_iter().take(20).collect();
    NoPlan {
        has_header: false,
        fingerprint: headers::fingerprint(bare),
        headers: bare.iter().map(|h| h.label.clone()).collect(),
        message: Message::new("ingest.unrecognised.no_header").with("found", found),
        questions: vec![],
    }
}

fn no_plan(grid: &Grid, message: Message, platform: &dyn Platform) -> NoPlan {
    let found = header_like(grid, platform);
    NoPlan {
        has_header: true,
        fingerprint: headers::fingerprint(&found),
        headers: found.into_iter().map(|h| h.label).collect(),
        message,
        questions: vec![],
    }
}

/// The first row that looks like a header: most cells filled, none of them a number.
fn header_like(grid: &Grid, platform: &dyn Platform) -> Vec<Header> {
    header_like_row(grid).map(|row| headers::headers(grid.row(row), platform)).unwrap_or_default()
}

fn header_like_row(grid: &Grid) -> Option<usize> {
    let filled = |row: usize| grid.row(row).filter(|c| !c.trim().is_empty()).count();
    let rows = 0..grid.row_count().min(HEADER_ROWS_MAX);
    rows.max_by_key(|&row| (filled(row), std::cmp::Reverse(row)))
}
