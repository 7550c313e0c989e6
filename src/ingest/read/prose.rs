//! Text that is no table, though its commas may look like one: letters, chats, lists of words, code.
//!
//! In: tables of which no column was known, and the lines around them. Out: one problem in their place, of what was
//! expected and found.

use super::FlavourTables;
use crate::ingest::Unrecognised;
use crate::ingest::dates::RawSpan;
use crate::ingest::figure::Figure;
use crate::ingest::shape::{Grid, Shape};
use crate::problem::{Message, Place, Problem};
use crate::text::{bare_cell, is_missing};

/// A header has few words a cell.
const HEADER_WORDS_MAX: usize = 6;

impl FlavourTables {
    /// Whether all there is is text. Tabs come from cells, commas from sentences.
    pub(super) fn is_prose(&self) -> bool {
        self.tables.is_empty() && self.unrecognised.iter().all(is_prose)
    }

    /// Text without any table: say what was expected, unless the reader of its shape has said why not.
    pub(super) fn say_prose(&mut self) {
        if self.problems.iter().any(|p| p.message.key == "shape.linesTurned") {
            return;
        }
        let tables = std::mem::take(&mut self.unrecognised);
        let rows = tables
            .iter()
            .flat_map(|table| (0..table.grid.row_count()).map(|row| line(&table.grid, row)));
        let rows: Vec<String> = rows.collect();
        let above = tables.first().and_then(|table| table.grid.before.first());
        let first = above.or(rows.first()).or(self.lines.first());
        let sample: String = first.map_or("", String::as_str).chars().take(60).collect();
        self.lines.extend(rows);
        let message =
            Message::new("ingest.prose").with("found", sample).with("lines", self.lines.len());
        self.problems.retain(|p| p.message.key != "shape.noTable");
        self.problems.push(Problem::fault(Place::default(), message));
    }
}

/// A table without a known word, of sentences or without any column of values.
fn is_prose(table: &Unrecognised) -> bool {
    let first_row = match table.message.key {
        "ingest.unrecognised.columns" => 1,
        "ingest.unrecognised.no_header" => 0,
        _ => return false,
    };
    let is_sentence = |cell: &str| cell.split_whitespace().count() > HEADER_WORDS_MAX;
    let mut cells = table.headers.iter().map(String::as_str).chain(table.grid.row(0));
    match table.grid.shape {
        Shape::Delimited { delimiter: '\t', .. } => false,
        Shape::Delimited { quoted, .. } => {
            let mut is_text = || cells.any(is_sentence) || !has_values(&table.grid, first_row);
            is_of_one_column(&table.grid) || !quoted && is_text()
        }
        _ => false,
    }
}

/// Whether what separates cells stands at the ends of lines only: `let x = 1;`.
fn is_of_one_column(grid: &Grid) -> bool {
    let is_filled = |column: &usize| {
        (0..grid.row_count()).any(|row| !is_missing(bare_cell(grid.text(row, *column))))
    };
    (0..grid.column_count()).filter(is_filled).nth(1).is_none()
}

/// Whether most rows hold an amount, a time or an id in one and the same column.
fn has_values(grid: &Grid, first_row: usize) -> bool {
    let is_value = |cell: &str| {
        !is_missing(cell) && (Figure::parse(cell).is_some() || RawSpan::parse(cell).is_some())
    };
    (0..grid.column_count()).any(|column| {
        let rows = first_row..grid.row_count();
        let cells = rows.clone().map(|row| bare_cell(grid.text(row, column)));
        cells.filter(|cell| is_value(cell)).count() * 2 > rows.len()
    })
}

/// A row as it was written.
fn line(grid: &Grid, row: usize) -> String {
    let delimiter = match grid.shape {
        Shape::Delimited { delimiter, .. } => delimiter,
        _ => ' ',
    };
    grid.row(row).collect::<Vec<_>>().join(&delimiter.to_string())
}
