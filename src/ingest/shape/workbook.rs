//! XLSX workbooks → one or more tables per sheet.
//!
//! Rows are walked; what a sheet says of its own dimension is not asked. Everything streams: memory
//! holds the shared strings and the cells that have text, within limits that are named when they end
//! the reading. Amounts are doubles in the file and exact decimals here ([`number::spreadsheet`]), never
//! rounded to a currency's exponent.

use super::zip::{Archive, Refusal, Unpacked};
use super::{Form, Grid, HeaderWords, Read, Shape, number, page, serial};
use crate::problem::{Message, Place, Problem};
use book::{Book, Style};
use quick_xml::events::{BytesStart, Event};
use xml::{Texts, attribute, each_event, push_text};

mod book; // sheets, styles, shared strings
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
    } else if read.grids.is_empty() && read.problems.is_empty() {
        read.fault("shape.noTable");
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
        let grid = rows.grid;
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
    cells: Vec<(u32, String, Form)>,
}

/// The cell being read.
#[derive(Default)]
struct OpenCell {
    column: u32,
    style: Style,
    kind: String,
    value: String,
    in_value: bool,
}

impl<'b> Rows<'b> {
    fn new(book: &'b Book, grid: Grid) -> Rows<'b> {
        Rows { book, grid, line: 0, next_column: 0, gaps: 0, text_bytes: 0, cells: vec![] }
    }

    fn read(&mut self, stream: Unpacked) -> Result<(), Refusal> {
        let mut open: Option<OpenCell> = None;
        let mut texts = Texts::default();
        each_event(stream, |event| {
            match event {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "row" => self.begin_row(tag),
                    "c" => open = Some(self.begin_cell(tag)),
                    "v" => open.iter_mut().for_each(|cell| cell.in_value = true),
                    _ => {}
                },
                Event::End(tag) => match tag.local_name().as_ref() {
                    "row" => self.end_row()?,
                    "c" => self.end_cell(open.take())?,
                    "v" => open.iter_mut().for_each(|cell| cell.in_value = false),
                    _ => {}
                },
                Event::Empty(tag) => match tag.local_name().as_ref() {
                    "row" => self.begin_row(tag),
                    "c" => drop(self.begin_cell(tag)),
                    _ => {}
                },
                _ => {}
            }
            if let Some(cell) = &mut open {
                if cell.in_value {
                    push_text(event, &mut cell.value);
                } else if cell.kind == "inlineStr" {
                    texts.event(event, &mut cell.value);
                }
            }
            Ok(())
        })
    }

    fn begin_row(&mut self, tag: &BytesStart) {
        let stated = attribute(tag, "r").and_then(|r| r.parse::<u32>().ok());
        self.line = stated.unwrap_or(self.line.saturating_add(1));
        self.next_column = 0;
        self.cells.clear();
    }

    fn begin_cell(&mut self, tag: &BytesStart) -> OpenCell {
        let (mut column, mut style, mut kind) = (None, Style::Number, String::new());
        for attribute in tag.attributes().with_checks(false).flatten() {
            match attribute.key.as_ref() {
                "r" => column = column_of(&attribute.value),
                "s" => {
                    let index = attribute.value.parse::<usize>().ok();
                    style =
                        index.and_then(|i| self.book.styles.get(i)).copied().unwrap_or_default();
                }
                "t" => kind = attribute.value.into_owned(),
                _ => {}
            }
        }
        let column = column.unwrap_or(self.next_column).min(WIDTH_MAX - 1);
        self.next_column = column + 1;
        OpenCell { column, style, kind, ..OpenCell::default() }
    }

    fn end_cell(&mut self, cell: Option<OpenCell>) -> Result<(), Refusal> {
        let Some(cell) = cell else { return Ok(()) };
        let (text, form) = self.cell_text(&cell);
        if self.cells.len() >= WIDTH_MAX as usize {
            return Err("shape.workbookBomb");
        }
        if !text.is_empty() {
            self.cells.push((cell.column, text, form));
        }
        Ok(())
    }

    fn cell_text(&self, cell: &OpenCell) -> (String, Form) {
        let value = cell.value.trim();
        match cell.kind.as_str() {
            "s" => {
                let index = value.parse::<usize>().ok();
                (
                    index
                        .and_then(|i| self.book.strings.get(i))
                        .map(str::to_owned)
                        .unwrap_or_default(),
                    Form::Text,
                )
            }
            "inlineStr" | "str" => (cell.value.clone(), Form::Text),
            "b" => (if value == "1" { "TRUE" } else { "FALSE" }.to_owned(), Form::Text),
            "e" => (value.to_owned(), Form::Text),
            "d" => (value.replace('T', " "), Form::Date),
            _ => match cell.style {
                Style::Date => serial::date(value, self.book.is_1904),
                Style::Percent => number::percent(value).map(|text| (text, Form::Text)),
                Style::Number => number::spreadsheet(value).map(|text| (text, Form::Number)),
            }
            .unwrap_or_else(|| (value.to_owned(), Form::Text)),
        }
    }

    fn end_row(&mut self) -> Result<(), Refusal> {
        self.cells.sort_by_key(|(column, ..)| *column);
        let Some((last, ..)) = self.cells.last() else { return Ok(()) };
        self.gaps += (*last as usize + 1).saturating_sub(self.cells.len());
        self.text_bytes += self.cells.iter().map(|(_, text, _)| text.len()).sum::<usize>();
        if self.gaps > GAPS_MAX.max(self.grid.cell_count().saturating_sub(self.gaps) * 4) {
            return Err("shape.workbookSparse");
        }
        if self.grid.cell_count() > CELLS_MAX || self.text_bytes > TEXT_MAX {
            return Err("shape.workbookLarge");
        }
        let rows = self.grid.row_count();
        if rows > 0 && self.line > self.grid.line(rows - 1).saturating_add(1) {
            self.grid.begin_row(self.line - 1); // a blank line, however many there are
            self.grid.push("", Form::Text);
        }
        self.grid.begin_row(self.line);
        let mut column = 0;
        for (at, text, form) in &self.cells {
            while column < *at {
                self.grid.push("", Form::Text);
                column += 1;
            }
            if column == *at {
                self.grid.push(text, *form);
                column += 1;
            }
        }
        Ok(())
    }
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
