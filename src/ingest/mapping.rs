//! Which export a table is, where its header stands, and what each column means.
//!
//! In: a table of cells and the user's mappings. Out: a [`Plan`], how the table is to be read, or the
//! reason why it is no export we know. Works by header words in any order; column positions and file
//! names never count. A plan is a value of its own: whoever reads the rows, cell by cell or by bytes,
//! reads by the same plan.

mod bare; // lists without a header
mod breakdown; // columns that a report is broken down by
mod declined; // exports without spend
mod fit; // how well each export fits a header
mod rows; // what only the rows can tell
mod said; // what the user said about headers

use super::dialect::{self, Asked, Decided, Reading, Standing};
use super::exports::{Export, Field, Kind};
use super::headers::{self, Header, Words};
use super::layouts::Layout;
use super::shape::Grid;
use super::undecided;
use super::{ColumnReport, Question, Said};
use crate::calendar::{Day, SECONDS_PER_HOUR, Zone};
use crate::money::Currency;
use crate::options::{CellCorrection, Fingerprint};
use crate::platform::Platform;
use crate::problem::Message;
use crate::text::bare_cell;
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
        let zone = mapping.get(|m| m.zone);
        let stated_zone = undecided::stated_zone(grid, row);
        // What the user said of it outranks header, line and cells.
        let is_zone_told = zone.is_none() && !fields.contains(&Some(Field::Zone));
        // One zone is that of the row; another one is a doubt, not a decision.
        let mapped = headers.iter().zip(&fields).filter(|(_, field)| field.is_some());
        let row_zone = mapped.filter_map(|(header, _)| header.zone).next();
        let mut questions = Vec::new();
        let mut column = |index: usize, header: Header, field: Option<Field>, decided: Decided| {
            let Decided { reading, mut decisions, question, has_currency, has_zone, standing } =
                decided;
            questions.extend(question);
            if is_zone_told && field.is_some_and(|field| field.kind() == Kind::Time) {
                let of_header = header.zone.map(|zone| (zone, header.label.as_str()));
                let of_line = || stated_zone.as_ref().map(|(zone, line)| (*zone, line.as_str()));
                let stated = of_header.or_else(of_line);
                let stated = stated.filter(|(zone, _)| row_zone.is_none_or(|row| row == *zone));
                decisions.extend(stated.map(|(zone, found)| dialect::zone_found(zone, found)));
            }
            if field.is_none() && headers::is_not_needed(&header.form) {
                decisions.push(Message::new("ingest.column.not_needed"));
            } else if field.is_none()
                && let Some((at, twin)) = twin_of(&header, layout, &fields)
            {
                decisions.push(Message::new("ingest.column.twin").term("field", twin.term()));
                let taken = headers.get(at);
                let mut pair = taken.into_iter().chain([&header]);
                let is_known = taken.is_some_and(|taken| headers::is_pair(taken, &header));
                if !is_known && pair.all(|header| mapping.field_key(header).is_none()) {
                    questions.extend(undecided::twin(grid, first_row, (index, at, &header, twin)));
                }
            }
            let cells = from.for_import().cells.get(&header.label).cloned().unwrap_or_default();
            ColumnPlan {
                index,
                header,
                field,
                reading,
                decisions,
                has_currency,
                has_zone,
                standing,
                cells,
                is_assumed: assumed.contains(&index),
            }
        };
        let found = headers.iter().cloned().zip(&fields).zip(decided).enumerate();
        let columns: Vec<ColumnPlan> = found
            .map(|(index, ((header, field), decided))| column(index, header, *field, decided))
            .collect();
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
            zone,
            stated_zone: stated_zone.map(|(zone, _)| zone),
            currency: mapping.get(|m| m.currency),
            total_row: mapping.get(|m| m.total_row),
        }
    }
}

/// The dialect of each column, by its cells and what the user said of it.
fn decided(
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

/// The day of the paste where it is latest: nowhere on earth a clock is further ahead.
fn last_day(from: &Said<'_>) -> Option<Day> {
    const FURTHEST_SECONDS: i64 = 14 * SECONDS_PER_HOUR;
    Some(from.pasted_at?.plus_seconds(FURTHEST_SECONDS).on_clock(Zone::UTC).day())
}

/// The column that already is the field which the word of this header means, here or elsewhere.
fn twin_of(header: &Header, layout: &Layout, fields: &[Option<Field>]) -> Option<(usize, Field)> {
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
