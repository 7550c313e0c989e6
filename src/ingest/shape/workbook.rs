//! XLSX workbooks → one or more tables per sheet.
//!
//! Rows are walked; what a sheet says of its own dimension is not asked. Everything streams: memory
//! holds the shared strings and the cells that have text, within limits that are named when they end
//! the reading. Amounts are doubles in the file and exact decimals here ([`number::spreadsheet`]), never
//! rounded to a currency's exponent.

use super::zip::{Archive, Refusal, Unpacked};
use super::{Form, Grid, HeaderWords, Read, Shape, number, page, serial};
use crate::problem::{Message, Place, Problem};
use crate::sorting::Sorting;
use book::{Book, Style};
use merged::Merged;
use plain::{Part, Plain};
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use xml::{Texts, attribute, each_event, push_text};

mod book; // sheets, styles, shared strings
mod format; // number formats
mod merged; // cells shown as one
mod plain; // parts as nearly all programs write them
mod xml; // events of a part

const WIDTH_MAX: u32 = 16_384;
pub(super) const CELLS_MAX: usize = 13_000_000;
/// Cells that only fill a gap between others.
const GAPS_MAX: usize = 2_000_000;
pub(super) const TEXT_MAX: usize = 256 << 20;
const SHEETS_MAX: usize = 50;

pub(super) fn read(bytes: &[u8], words: &dyn HeaderWords, read: &mut Read) {
    if let Err(key) = read_sheets(bytes, words, read) {
        read.fault(key);
    } else {
        read.say_no_table();
    }
}

fn read_sheets(bytes: &[u8], words: &dyn HeaderWords, read: &mut Read) -> Result<(), Refusal> {
    let archive = Archive::open(bytes)?;
    if !archive.names().any(|name| name.eq_ignore_ascii_case("xl/workbook.xml")) {
        return Err("shape.zipOther");
    }
    let mut book = Book::default();
    book.sheets(&archive)?;
    book.styles(&archive)?;
    book.strings(&archive)?;
    let several = book.sheets.len() > 1;
    for sheet in book.sheets.iter().take(SHEETS_MAX) {
        let place = Place { sheet: several.then(|| sheet.name.clone()), ..Place::default() };
        if sheet.is_hidden {
            let message = Message::new("shape.sheetHidden").with("name", sheet.name.as_str());
            read.problems.push(Problem::note(place, message));
            continue;
        }
        let Some(stream) = archive.stream(&sheet.path) else { continue };
        let mut rows =
            Rows::new(&book, Grid::new(Shape::Workbook { sheet: sheet.name.clone() }, place));
        let ended = rows.read(stream);
        if let Some((line, count)) = rows.lost {
            let place = Place { line_number: Some(line), ..rows.grid.place.clone() };
            let message = Message::new("shape.sharedLost").with("count", count);
            read.problems.push(Problem::fault(place, message));
        }
        let grid = if rows.is_unordered { in_order(&rows.grid) } else { rows.grid };
        let grid = rows.merged.filled(grid);
        if let Err(key) = ended {
            let line = grid.line(grid.row_count().saturating_sub(1));
            let place = Place { line_number: Some(line), ..grid.place.clone() };
            read.problems.push(Problem::fault(place, Message::new(key)));
        }
        page::arrange(grid, words, read);
    }
    Ok(())
}

/// Cells of one sheet, row by row.
struct Rows<'b> {
    book: &'b Book,
    grid: Grid,
    line: u32,
    next_column: u32,
    gaps: usize,
    text_bytes: usize,
    /// Whether a row stands in the file behind one that is below it.
    is_unordered: bool,
    merged: Merged,
    /// Cells whose shared text the file does not hold: of the row at hand; first line and count of all.
    lost_here: usize,
    lost: Option<(u32, usize)>,
    /// Cells of the row at hand that have text, and their texts back to back.
    cells: Vec<RowCell>,
    texts: String,
}

#[derive(Clone, Copy, Debug)]
struct RowCell {
    column: u32,
    start: usize,
    end: usize,
    form: Form,
}

/// What a cell's tag says.
#[derive(Clone, Copy, Debug, Default)]
struct CellTag {
    column: Option<u32>,
    style: Style,
    kind: Kind,
}

/// How a cell's value is stored (`t`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Number,
    Shared,
    Inline,
    Text,
    Bool,
    Error,
    Date,
}

impl CellTag {
    fn attribute(&mut self, key: &str, value: &str, book: &Book) {
        match key {
            "r" => self.column = column_of(value),
            "s" => {
                let style = value.parse::<usize>().ok().and_then(|i| book.styles.get(i));
                self.style = style.copied().unwrap_or_default();
            }
            "t" => {
                self.kind = match value {
                    "s" => Kind::Shared,
                    "inlineStr" => Kind::Inline,
                    "str" => Kind::Text,
                    "b" => Kind::Bool,
                    "e" => Kind::Error,
                    "d" => Kind::Date,
                    _ => Kind::Number,
                }
            }
            _ => {}
        }
    }
}

/// The cell being read.
#[derive(Default)]
struct OpenCell {
    tag: CellTag,
    column: u32,
    value: String,
    in_value: bool,
    /// What it is computed by, with the sign that spreadsheets show before it.
    formula: Option<String>,
    in_formula: bool,
}

impl OpenCell {
    /// A formula without a result is what the cell says: a script wrote it, and no spreadsheet has computed it
    /// since. Only of a text it may be that the result is empty.
    fn without_result(&self) -> Option<&str> {
        let is_empty = self.value.trim().is_empty() && self.tag.kind != Kind::Text;
        self.formula.as_deref().filter(|_| is_empty)
    }
}

impl<'b> Rows<'b> {
    fn new(book: &'b Book, grid: Grid) -> Rows<'b> {
        let (cells, texts) = (vec![], String::new());
        Rows {
            book,
            grid,
            line: 0,
            next_column: 0,
            gaps: 0,
            text_bytes: 0,
            is_unordered: false,
            merged: Merged::default(),
            lost_here: 0,
            lost: None,
            cells,
            texts,
        }
    }

    /// Plain rows as bytes, all others by their events.
    fn read(&mut self, stream: Unpacked) -> Result<(), Refusal> {
        let mut part = Part::begin(stream, "sheetData", &["row", "c"])?;
        self.events(part.head())?;
        while let Some(row) = part.element()? {
            match self.plain_row(row) {
                Some(true) => self.end_row()?,
                Some(false) => {}
                None if plain::is_one_element(row, "row") => self.events(Unpacked::of(row))?,
                None => break,
            }
            part.pass();
        }
        self.events(part.rest())
    }

    /// Reads a row as spreadsheet programs write it; whether it has an end tag. `None`, and nothing done
    /// that its events do not do anew, if it is written otherwise.
    fn plain_row(&mut self, row: &[u8]) -> Option<bool> {
        let mut text = Plain::new(row);
        let mut stated = None;
        let is_empty = text.tag("row", |key, value| {
            if key == "r" {
                stated = value.parse::<u32>().ok();
            }
        })?;
        self.clear_row();
        while !is_empty && !text.ends("row") {
            let mut tag = CellTag::default();
            let is_empty = text.tag("c", |key, value| tag.attribute(key, value, self.book))?;
            let column = self.column_after(&tag);
            if is_empty {
                continue;
            }
            let value = match tag.kind {
                Kind::Inline => text.inline_text()?,
                _ => text.value()?,
            };
            if self.cells.len() >= WIDTH_MAX as usize {
                return None;
            }
            self.keep(column, &tag, value);
        }
        self.line = stated.unwrap_or(self.line.saturating_add(1));
        Some(!is_empty)
    }

    /// The column of a cell: as it says, else behind the one before.
    fn column_after(&mut self, tag: &CellTag) -> u32 {
        let column = tag.column.unwrap_or(self.next_column).min(WIDTH_MAX - 1);
        self.next_column = column + 1;
        column
    }

    fn keep(&mut self, column: u32, tag: &CellTag, value: &str) {
        let start = self.texts.len();
        let form = self.add_text(tag, value);
        let end = self.texts.len();
        if end > start {
            self.cells.push(RowCell { column, start, end, form });
        }
    }

    fn events(&mut self, stream: Unpacked) -> Result<(), Refusal> {
        let mut open: Option<OpenCell> = None;
        let mut texts = Texts::default();
        each_event(stream, |event| {
            match event {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "row" => self.begin_row(tag),
                    "mergeCell" => self.merged.add(&attribute(tag, "ref").unwrap_or_default()),
                    "c" => open = Some(self.begin_cell(tag)),
                    "v" => open.iter_mut().for_each(|cell| cell.in_value = true),
                    "f" => open.iter_mut().for_each(|cell| {
                        (cell.formula, cell.in_formula) = (Some("=".to_owned()), true);
                    }),
                    _ => {}
                },
                Event::End(tag) => match tag.local_name().as_ref() {
                    "row" => self.end_row()?,
                    "c" => self.end_cell(open.take())?,
                    "v" => open.iter_mut().for_each(|cell| cell.in_value = false),
                    "f" => open.iter_mut().for_each(|cell| cell.in_formula = false),
                    _ => {}
                },
                Event::Empty(tag) => match tag.local_name().as_ref() {
                    "row" => self.begin_row(tag),
                    "c" => drop(self.begin_cell(tag)),
                    "mergeCell" => self.merged.add(&attribute(tag, "ref").unwrap_or_default()),
                    "f" => open.iter_mut().for_each(|cell| cell.formula = Some("=".to_owned())),
                    _ => {}
                },
                _ => {}
            }
            if let Some(cell) = &mut open {
                if let Some(formula) = cell.formula.as_mut().filter(|_| cell.in_formula) {
                    push_text(event, formula);
                } else if cell.in_value {
                    push_text(event, &mut cell.value);
                } else if cell.tag.kind == Kind::Inline {
                    texts.event(event, &mut cell.value);
                }
            }
            Ok(())
        })
    }

    fn begin_row(&mut self, tag: &BytesStart) {
        let stated = attribute(tag, "r").and_then(|r| r.parse::<u32>().ok());
        self.line = stated.unwrap_or(self.line.saturating_add(1));
        self.clear_row();
    }

    fn clear_row(&mut self) {
        self.next_column = 0;
        self.lost_here = 0;
        self.cells.clear();
        self.texts.clear();
    }

    fn begin_cell(&mut self, tag: &BytesStart) -> OpenCell {
        let mut cell = CellTag::default();
        for attribute in tag.attributes().with_checks(false).flatten() {
            cell.attribute(attribute.key.as_ref(), &attribute.value, self.book);
        }
        OpenCell { column: self.column_after(&cell), tag: cell, ..OpenCell::default() }
    }

    fn end_cell(&mut self, cell: Option<OpenCell>) -> Result<(), Refusal> {
        let Some(cell) = cell else { return Ok(()) };
        if self.cells.len() >= WIDTH_MAX as usize {
            return Err("shape.workbookBomb");
        }
        match cell.without_result() {
            Some(formula) => {
                let tag = CellTag { kind: Kind::Inline, ..cell.tag };
                self.keep(cell.column, &tag, formula);
            }
            None => self.keep(cell.column, &cell.tag, &cell.value),
        }
        Ok(())
    }

    /// Adds the text of a cell to those of its row.
    fn add_text(&mut self, tag: &CellTag, stored: &str) -> Form {
        let is_bare = |ends: [&u8; 2]| ends.iter().all(|byte| byte.is_ascii_graphic());
        let ends = stored.as_bytes().first().zip(stored.as_bytes().last());
        let value = if ends.is_some_and(|(a, b)| is_bare([a, b])) { stored } else { stored.trim() };
        let (text, form) = match tag.kind {
            Kind::Shared => {
                let index = value.parse::<usize>().ok();
                let text = index.and_then(|i| self.book.strings.get(i));
                self.lost_here += usize::from(text.is_none() && !value.is_empty());
                (Cow::Borrowed(text.unwrap_or_default()), Form::Text)
            }
            Kind::Inline | Kind::Text => (Cow::Borrowed(stored), Form::Text),
            Kind::Bool => (Cow::Borrowed(if value == "1" { "TRUE" } else { "FALSE" }), Form::Text),
            Kind::Error => (Cow::Borrowed(value), Form::Text),
            Kind::Date => (Cow::Owned(value.replace('T', " ")), Form::Date),
            Kind::Number => match tag.style {
                Style::Date => serial::date(value, self.book.is_1904)
                    .map(|(text, form)| (Cow::Owned(text), form)),
                Style::Percent => number::percent(value).map(|text| (Cow::Owned(text), Form::Text)),
                Style::Number(currency) => {
                    let form = currency.map_or(Form::Number, Form::Amount);
                    number::spreadsheet(value).map(|text| (text, form))
                }
            }
            .unwrap_or((Cow::Borrowed(value), Form::Text)),
        };
        self.texts.push_str(&text);
        form
    }

    fn end_row(&mut self) -> Result<(), Refusal> {
        if self.lost_here > 0 {
            let (_, count) = self.lost.get_or_insert((self.line, 0));
            *count += self.lost_here;
        }
        self.cells.sort_by_key(|cell| cell.column);
        let Some(last) = self.cells.last() else { return Ok(()) };
        self.gaps += (last.column as usize + 1).saturating_sub(self.cells.len());
        self.text_bytes += self.texts.len();
        if self.gaps > GAPS_MAX.max(self.grid.cell_count().saturating_sub(self.gaps) * 4) {
            return Err("shape.workbookSparse");
        }
        if self.grid.cell_count() > CELLS_MAX || self.text_bytes > TEXT_MAX {
            return Err("shape.workbookLarge");
        }
        let rows = self.grid.row_count();
        self.is_unordered |= rows > 0 && self.line < self.grid.line(rows - 1);
        if rows > 0 && self.line > self.grid.line(rows - 1).saturating_add(1) {
            self.grid.begin_row(self.line - 1); // a blank line, however many there are
            self.grid.push("", Form::Text);
        }
        self.grid.begin_row(self.line);
        let mut column = 0;
        for cell in &self.cells {
            while column < cell.column {
                self.grid.push("", Form::Text);
                column += 1;
            }
            if column == cell.column {
                let text = self.texts.get(cell.start..cell.end).unwrap_or_default();
                self.grid.push(text, cell.form);
                column += 1;
            }
        }
        Ok(())
    }
}

fn is_blank_row(grid: &Grid, row: usize) -> bool {
    grid.row(row).all(str::is_empty)
}

/// The rows by the lines they say they stand on, with a blank one where lines are left out.
fn in_order(grid: &Grid) -> Grid {
    let mut rows: Vec<usize> =
        (0..grid.row_count()).filter(|row| !is_blank_row(grid, *row)).collect();
    rows.order_by_key(|&row| grid.line(row));
    let mut out = Grid::new(grid.shape.clone(), grid.place.clone());
    for row in rows {
        let before = out.row_count().checked_sub(1).map(|last| out.line(last));
        if before.is_some_and(|before| grid.line(row) > before.saturating_add(1)) {
            out.begin_row(grid.line(row) - 1);
            out.push("", Form::Text);
        }
        out.push_row(grid, row);
    }
    out
}

/// `BC12` → 54, counted from 0.
fn column_of(reference: &str) -> Option<u32> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic).take(4);
    let column =
        letters.fold(0u32, |sum, b| sum * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1);
    column.checked_sub(1)
}

#[cfg(test)]
mod tests;
