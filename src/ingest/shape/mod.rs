//! BYTES → TABLES. One reader per shape of paste; each yields the same [`Grid`].
//!
//! Knows how tables are written down; knows nothing of what a header means. Every cell keeps the line
//! it stands on, so that whatever is said later can say where.

use crate::problem::Place;
use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

/// How a table was written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Shape {
    /// Separated by a comma, semicolon, tab or bar.
    Delimited {
        delimiter: char,
        quoted: bool,
    },
    Html,
    /// One cell per line, as browsers copy some tables.
    Lines,
    Json {
        list: String,
    },
    Workbook {
        sheet: String,
    },
}

/// One table of cells, as read, with places; and the text that stood around it.
#[derive(Clone, Debug)]
pub struct Grid {
    pub shape: Shape,
    /// Where the table stands in the import; lines are per row ([`Grid::line`]).
    pub place: Place,
    /// Text outside the table: menus, breadcrumbs, preamble above; notes, pagination, footer below.
    pub before: Vec<String>,
    pub after: Vec<String>,
    /// Texts of all cells, back to back.
    arena: String,
    cells: Vec<Cell>,
    /// Index of the first cell of each row.
    rows: Vec<u32>,
    /// Line each row stands on, from 1.
    lines: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Cell {
    start: u32,
    end: u32,
    form: Form,
}

/// Whether a cell's text is what someone typed or a value that the file stored as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Text, to be read by the dialect of its column.
    Text,
    /// A number stored as a number (JSON, workbook): a point is the decimal mark, nothing is grouped.
    Number,
    /// A date stored as a date (workbook): written `YYYY-MM-DD` or `YYYY-MM-DD HH:MM:SS`.
    Date,
}

impl Grid {
    pub fn new(shape: Shape, place: Place) -> Grid {
        Grid {
            shape,
            place,
            before: vec![],
            after: vec![],
            arena: String::new(),
            cells: vec![],
            rows: vec![],
            lines: vec![],
        }
    }

    /// Begins a row that stands on `line_number`.
    pub fn begin_row(&mut self, line_number: u32) {
        self.rows.push(self.cells.len() as u32);
        self.lines.push(line_number);
    }

    /// Appends a cell to the row begun last.
    pub fn push(&mut self, text: &str, form: Form) {
        let start = self.arena.len() as u32;
        self.arena.push_str(text);
        self.cells.push(Cell { start, end: self.arena.len() as u32, form });
    }

    pub fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// Cells of the longest row.
    pub fn column_count(&self) -> usize {
        (0..self.row_count()).map(|row| self.width(row)).max().unwrap_or_default()
    }

    /// Cells of this row; rows may differ.
    pub fn width(&self, row: usize) -> usize {
        self.span(row).len()
    }

    /// The cell's text as read; empty beyond the end of a row.
    pub fn text(&self, row: usize, column: usize) -> &str {
        let cell = self.span(row).get(column);
        cell.and_then(|c| self.arena.get(c.start as usize..c.end as usize)).unwrap_or_default()
    }

    pub fn form(&self, row: usize, column: usize) -> Form {
        self.span(row).get(column).map_or(Form::Text, |c| c.form)
    }

    pub fn line(&self, row: usize) -> u32 {
        self.lines.get(row).copied().unwrap_or_default()
    }

    pub fn row(&self, row: usize) -> impl Iterator<Item = &str> {
        (0..self.width(row)).map(move |column| self.text(row, column))
    }

    fn span(&self, row: usize) -> &[Cell] {
        let start = self.rows.get(row).map_or(self.cells.len(), |&s| s as usize);
        let end = self.rows.get(row + 1).map_or(self.cells.len(), |&e| e as usize);
        self.cells.get(start..end).unwrap_or_default()
    }
}

/// Rows of texts, exactly as read: what `inspect --stage table` prints.
impl Serialize for Grid {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut rows = out.serialize_seq(Some(self.row_count()))?;
        for row in 0..self.row_count() {
            rows.serialize_element(&self.row(row).collect::<Vec<_>>())?;
        }
        rows.end()
    }
}
