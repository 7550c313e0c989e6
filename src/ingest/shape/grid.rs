//! One table of cells as it was written down, with the line of every row and the text around it.
//!
//! Invariant: cells lie back to back in one arena, so a cell begins where the one before it ends; rows
//! name runs of cells and may be dropped without moving any text.

use super::{Place, Shape};
use crate::money::Currency;
use crate::options::DecimalMark;
use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};
use std::collections::HashMap;

/// One table of cells, as read, with places; and the text that stood around it.
#[derive(Clone, Debug)]
pub struct Grid {
    pub shape: Shape,
    /// Where the table stands in the import; lines are per row ([`Grid::line`]).
    pub place: Place,
    /// Text outside the table: menus, breadcrumbs, preamble above; notes, pagination, footer below.
    pub before: Vec<String>,
    pub after: Vec<String>,
    /// Lines above the header that look like rows of the list, with their first text: a copy that began
    /// in the middle. They are in `before` too; no header says what their cells are.
    pub stray: Vec<(u32, String)>,
    /// The decimal mark of its texts, where the page states it or stored numbers show it.
    pub mark: Option<DecimalMark>,
    /// Texts of all cells, back to back.
    arena: String,
    /// Where each cell ends in the arena.
    ends: Vec<u32>,
    /// Form of each cell; empty while all are [`Form::Text`].
    forms: Vec<Form>,
    rows: Vec<Row>,
    /// Of cells that hold buttons or badges: how many lines at their beginning are none.
    mains: HashMap<String, usize>,
}

/// A run of cells and the line it stands on, from 1.
#[derive(Clone, Copy, Debug)]
struct Row {
    first_cell: u32,
    width: u32,
    line_number: u32,
}

/// Whether a cell's text is what someone typed or a value that the file stored as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Text, to be read by the dialect of its column.
    Text,
    /// A number stored as a number (JSON, workbook): a point is the decimal mark, nothing is grouped.
    Number,
    /// The same, shown in this currency by its cell's format.
    Amount(Currency),
    /// A date stored as a date (workbook): written `YYYY-MM-DD` or `YYYY-MM-DD HH:MM:SS`.
    Date,
}

impl Form {
    pub const fn is_number(self) -> bool {
        matches!(self, Form::Number | Form::Amount(_))
    }
}

impl Grid {
    pub fn new(shape: Shape, place: Place) -> Grid {
        Grid {
            shape,
            place,
            before: vec![],
            after: vec![],
            stray: vec![],
            mark: None,
            arena: String::new(),
            ends: vec![],
            forms: vec![],
            rows: vec![],
            mains: HashMap::new(),
        }
    }

    /// Begins a row that stands on `line_number`.
    pub fn begin_row(&mut self, line_number: u32) {
        self.rows.push(Row { first_cell: self.ends.len() as u32, width: 0, line_number });
    }

    /// Appends a cell to the row begun last.
    pub fn push(&mut self, text: &str, form: Form) {
        self.extend_cell(text);
        self.finish_cell(form);
    }

    /// Adds text to the cell that [`Grid::finish_cell`] will end.
    pub fn extend_cell(&mut self, text: &str) {
        self.arena.push_str(text);
    }

    /// Ends the cell whose text was added by [`Grid::extend_cell`].
    pub fn finish_cell(&mut self, form: Form) {
        if form != Form::Text && self.forms.is_empty() {
            self.forms.resize(self.ends.len(), Form::Text);
        }
        if form != Form::Text || !self.forms.is_empty() {
            self.forms.push(form);
        }
        self.ends.push(self.arena.len() as u32);
        if let Some(row) = self.rows.last_mut() {
            row.width += 1;
        }
    }

    /// Cuts the cell that is being written back to `len` bytes.
    pub(super) fn cut_open_cell(&mut self, len: usize) {
        let start = self.ends.last().map_or(0, |&end| end as usize);
        self.arena.truncate(start + len);
    }

    /// Drops the row begun last.
    pub(super) fn drop_last_row(&mut self) {
        if let Some(row) = self.rows.pop() {
            self.ends.truncate(row.first_cell as usize);
            self.forms.truncate(row.first_cell as usize);
            self.arena.truncate(self.ends.last().map_or(0, |&end| end as usize));
        }
    }

    /// Keeps the rows for which `keep` holds.
    pub(super) fn keep_rows(&mut self, mut keep: impl FnMut(usize) -> bool) {
        let mut row = 0;
        self.rows.retain(|_| {
            row += 1;
            keep(row - 1)
        });
    }

    /// Copies a row of `other`.
    pub(in crate::ingest) fn push_row(&mut self, other: &Grid, row: usize) {
        self.begin_row(other.line(row));
        for column in 0..other.width(row) {
            self.push(other.text(row, column), other.form(row, column));
        }
    }

    /// Whether a row may be one of a list with so many columns: most cells are filled, and one of them
    /// holds digits more than letters. Preambles and menus have few cells, or words only.
    pub(in crate::ingest) fn is_like_data(&self, row: usize, width: usize) -> bool {
        const FILLED_MIN: usize = 3;
        let is_figure = |cell: &str| {
            let digits = cell.chars().filter(char::is_ascii_digit).count();
            digits > 0 && digits * 2 >= cell.chars().filter(|c| c.is_alphanumeric()).count()
        };
        let filled = self.row(row).filter(|cell| !cell.trim().is_empty()).count();
        filled >= FILLED_MIN
            && filled * 2 > width
            && self.width(row) <= width
            && self.row(row).any(is_figure)
    }

    /// The first text of a row, cut to a length that can be shown.
    pub(in crate::ingest) fn first_text(&self, row: usize) -> String {
        const SHOWN_MAX: usize = 80;
        let text = self.row(row).map(str::trim).find(|cell| !cell.is_empty());
        text.unwrap_or_default().chars().take(SHOWN_MAX).collect()
    }

    /// Says that only so many lines at the beginning of this text are no buttons and no badges.
    pub(super) fn set_main_lines(&mut self, text: &str, count: usize) {
        self.mains.insert(text.to_owned(), count);
    }

    /// Takes over what another table says of its cells.
    pub(super) fn take_main_lines(&mut self, other: &Grid) {
        self.mains.extend(other.mains.iter().map(|(text, count)| (text.clone(), *count)));
    }

    /// How many lines at the beginning of a cell are no buttons and no badges, where the page told.
    pub(in crate::ingest) fn main_lines(&self, text: &str) -> Option<usize> {
        match self.shape {
            Shape::Html => Some(self.mains.get(text).copied().unwrap_or(usize::MAX)),
            _ => None,
        }
    }

    /// A cell without its buttons and badges, where it has any.
    pub(in crate::ingest) fn main_text(&self, row: usize, column: usize) -> Option<&str> {
        let text = self.text(row, column);
        let count = *self.mains.get(text).filter(|_| !self.mains.is_empty())?;
        let end = text.match_indices('\n').nth(count.checked_sub(1)?)?.0;
        text.get(..end)
    }

    pub(super) fn cell_count(&self) -> usize {
        self.ends.len()
    }

    pub fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// Cells of the longest row.
    pub fn column_count(&self) -> usize {
        self.rows.iter().map(|row| row.width as usize).max().unwrap_or_default()
    }

    /// Cells of this row; rows may differ.
    pub fn width(&self, row: usize) -> usize {
        self.rows.get(row).map_or(0, |row| row.width as usize)
    }

    /// The cell's text as read; empty beyond the end of a row.
    pub fn text(&self, row: usize, column: usize) -> &str {
        let Some(cell) = self.cell(row, column) else { return "" };
        let start = cell.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        let end = self.ends.get(cell).copied().unwrap_or_default();
        self.arena.get(start.unwrap_or_default() as usize..end as usize).unwrap_or_default()
    }

    pub fn form(&self, row: usize, column: usize) -> Form {
        self.cell(row, column).and_then(|cell| self.forms.get(cell)).copied().unwrap_or(Form::Text)
    }

    pub fn line(&self, row: usize) -> u32 {
        self.rows.get(row).map_or(0, |row| row.line_number)
    }

    /// The row that stands on this line.
    pub fn row_at_line(&self, line_number: u32) -> Option<usize> {
        let found = self.rows.binary_search_by_key(&line_number, |row| row.line_number).ok();
        // Lines rise from row to row, except where a table was put together from several.
        found.or_else(|| self.rows.iter().position(|row| row.line_number == line_number))
    }

    pub fn row(&self, row: usize) -> impl Iterator<Item = &str> + Clone {
        (0..self.width(row)).map(move |column| self.text(row, column))
    }

    /// Whether `text` is these cells and nothing else: a line for each row, a tab between two cells.
    pub(in crate::ingest) fn is_tabbed_as(&self, text: &str) -> bool {
        let mut lines = text.lines();
        let is_next =
            |row: usize| lines.next().is_some_and(|line| self.row(row).eq(line.split('\t')));
        (0..self.row_count()).all(is_next) && lines.next().is_none()
    }

    fn cell(&self, row: usize, column: usize) -> Option<usize> {
        let row = self.rows.get(row)?;
        (column < row.width as usize).then(|| row.first_cell as usize + column)
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
