//! Which export a table is and what a column means, where headers leave it open: asked, with a default.
//!
//! In: the table, and what was found of its header. Out: questions; the answers are remembered for the
//! header's fingerprint (`ColumnMapping::export`, `ColumnMapping::columns`).

use super::dates::RawSpan;
use super::exports::{Export, Field, Kind};
use super::figure::Figure;
use super::headers::{self, Header};
use super::shape::Grid;
use super::surroundings;
use super::{Choice, Question, QuestionAbout};
use crate::calendar::Zone;
use crate::options::DecimalMark;
use crate::problem::{Message, Place};
use crate::text::{bare_cell, is_missing};

/// So many columns are asked about; a table with more unknown ones is mapped in its list of columns.
const COLUMNS_MAX: usize = 3;
/// Rows whose cells say what a column may be.
const SAMPLE_ROWS: usize = 20;

/// "Which export is this?", where others fit the header as well.
pub fn export(grid: &Grid, taken: Export, rivals: &[Export]) -> Option<Question> {
    let choice = |export: &Export| Choice {
        key: export.key().to_owned(),
        label: Message::new("ingest.export").term("export", export.term()),
        preview: None,
    };
    let others = rivals.iter().filter(|rival| **rival != taken);
    let choices: Vec<Choice> = std::iter::once(&taken).chain(others).map(choice).collect();
    (choices.len() > 1).then(|| Question {
        about: QuestionAbout::Export,
        place: grid.place.clone(),
        message: Message::new("ingest.question.export"),
        choices,
    })
}

/// "What does this column hold?", for columns that may be one of the missing fields by what their cells
/// look like.
pub fn columns(
    grid: &Grid,
    first_row: usize,
    unknown: &[(usize, &Header)],
    lacking: &[Field],
) -> Vec<Question> {
    let asked = unknown
        .iter()
        .filter(|(_, header)| !header.form.is_empty() && !headers::is_not_needed(&header.form));
    let question = |(index, header): &(usize, &Header)| {
        let rows = first_row..grid.row_count().min(first_row + SAMPLE_ROWS);
        let cells = rows.map(|row| bare_cell(grid.text(row, *index)));
        let cells: Vec<&str> = cells.filter(|cell| !is_missing(cell)).collect();
        let sample = cells.first()?;
        let fits = |field: &&Field| cells.iter().all(|cell| may_be(field.kind(), cell));
        let fields = lacking.iter().filter(fits).map(|field| Choice {
            key: field.key().to_owned(),
            label: Message::new("ingest.field").term("field", field.term()),
            preview: Some((*sample).chars().take(60).collect()),
        });
        let leave = Choice {
            key: String::new(),
            label: Message::new("ingest.column.leave_out"),
            preview: None,
        };
        let choices: Vec<Choice> = fields.chain(std::iter::once(leave)).collect();
        (choices.len() > 1).then(|| Question {
            about: QuestionAbout::ColumnMeaning,
            place: Place { ..grid.place.clone() }.in_column(&header.label),
            message: Message::new("ingest.question.column").with("column", header.label.as_str()),
            choices,
        })
    };
    asked.filter_map(question).take(COLUMNS_MAX).collect()
}

/// "Which of two columns is the amount?", where both are called so and differ; asked of the column `index`,
/// which was not taken. Of names and states no figure depends on it.
pub fn twin(
    grid: &Grid,
    first_row: usize,
    (index, taken, header, field): (usize, usize, &Header, Field),
) -> Option<Question> {
    let rows = first_row..grid.row_count().min(first_row + SAMPLE_ROWS);
    let cell = |row: usize, column: usize| bare_cell(grid.text(row, column));
    let differs = |row: &usize| {
        let (own, other) = (cell(*row, index), cell(*row, taken));
        !is_missing(own) && !is_missing(other) && !says(own, other) && may_be(field.kind(), own)
    };
    let is_asked = matches!(field.kind(), Kind::Money | Kind::Time);
    let row = is_asked.then(|| rows.into_iter().find(differs)).flatten()?;
    let choice = |key: &str, label, preview: Option<&str>| Choice {
        key: key.to_owned(),
        label,
        preview: preview.map(|cell| cell.chars().take(60).collect()),
    };
    Some(Question {
        about: QuestionAbout::ColumnMeaning,
        place: grid.place.clone().in_column(&header.label),
        message: Message::new("ingest.question.column").with("column", header.label.as_str()),
        choices: vec![
            choice("", Message::new("ingest.column.leave_out"), None),
            choice(
                field.key(),
                Message::new("ingest.field").term("field", field.term()),
                Some(cell(row, index)),
            ),
        ],
    })
}

/// R38: the zone that a line around the table, or a row above its header, states for all its times, and
/// that line. A label says it; without one, all lines that name a zone must name the same.
pub fn stated_zone(grid: &Grid, header_row: usize) -> Option<(Zone, String)> {
    let rows = (0..header_row).map(|row| grid.row(row).collect::<Vec<_>>().join(","));
    let lines = grid.before.iter().cloned().chain(rows).chain(grid.after.iter().cloned());
    let lines: Vec<String> = lines.collect();
    let found = |zone_of: fn(&str) -> Option<Zone>| {
        lines.iter().filter_map(move |line| Some((zone_of(line)?, line.trim().to_owned())))
    };
    found(surroundings::stated_zone).next().or_else(|| {
        let mut named = found(surroundings::named_zone);
        let first = named.next()?;
        named.all(|(zone, _)| zone == first.0).then_some(first)
    })
}

/// Whether two cells say the same: `10` and `10.00` do.
fn says(own: &str, other: &str) -> bool {
    let amount = |cell| Figure::parse(cell)?.read(DecimalMark::Point)?.amount().ok();
    own == other || amount(own).is_some_and(|own| amount(other) == Some(own))
}

fn may_be(kind: Kind, cell: &str) -> bool {
    match kind {
        Kind::Money | Kind::Share => Figure::parse(cell).is_some(),
        Kind::Time => RawSpan::parse(cell).is_some(),
        Kind::Text => Figure::parse(cell).is_none() && RawSpan::parse(cell).is_none(),
    }
}
