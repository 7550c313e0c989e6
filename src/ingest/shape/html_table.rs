//! Rows, cells and spans of one HTML table; and which tables of a page belong together.

use super::delimited::header_hits;
use super::html::Piece;
use super::html_exact::Seen;
use super::html_flow::Flow;
use super::lay::{looks_like_id, looks_like_money};
use super::{Form, Grid, HeaderWords, Shape, html_beside as beside, page};
use crate::problem::Place;
use crate::sorting::Sorting;
use std::mem::take;

/// Columns that are kept; no spreadsheet has more.
const WIDTH_MAX: usize = 16_384;

/// Cells that spans may add; a bomb of `colspan`s ends here.
#[derive(Default)]
pub(super) struct Budget(usize);

impl Budget {
    /// A small text may add few, so that its cost stays in proportion.
    pub fn of(text: &str) -> Budget {
        Budget((text.len() / 4).clamp(10_000, 400_000))
    }

    pub fn take(&mut self) -> bool {
        self.0 = self.0.saturating_sub(1);
        self.0 > 0
    }

    pub fn is_spent(&self) -> bool {
        self.0 == 0
    }
}

pub(super) struct TableBuilder {
    grid: Grid,
    lines_before: usize,
    row_open: bool,
    has_header_cells: bool,
    cell: Option<OpenCell>,
    /// Cells of rows above that reach down, by column.
    spans: Vec<Option<Span>>,
    column: usize,
    row_number: u32,
    seen: Seen,
}

struct OpenCell {
    flow: Flow,
    columns: usize,
    rows: usize,
    bar: Option<String>,
    /// The number that the page stores beside the text.
    stored: Option<String>,
}

struct Span {
    text: String,
    rows_left: usize,
}

impl TableBuilder {
    pub fn new(lines_before: usize) -> TableBuilder {
        TableBuilder {
            grid: Grid::new(Shape::Html, Place::default()),
            lines_before,
            row_open: false,
            has_header_cells: false,
            cell: None,
            spans: vec![],
            column: 0,
            row_number: 0,
            seen: Seen::default(),
        }
    }

    pub fn begin_row(&mut self, budget: &mut Budget) {
        self.end_row(budget);
        self.row_number += 1;
        self.grid.begin_row(self.row_number);
        self.row_open = true;
        self.column = 0;
    }

    pub fn begin_cell(
        &mut self,
        (columns, rows): (usize, usize),
        is_header: bool,
        stored: Option<String>,
        budget: &mut Budget,
    ) {
        if !self.row_open {
            self.begin_row(budget);
        }
        self.end_cell(budget);
        self.has_header_cells |= is_header;
        let (columns, rows) = (columns.clamp(1, 1000), rows.clamp(1, 65_534));
        self.cell = Some(OpenCell { flow: Flow::default(), columns, rows, bar: None, stored });
    }

    pub fn take_seen(&mut self) -> Seen {
        take(&mut self.seen)
    }

    pub fn open_cell(&mut self) -> Option<&mut Flow> {
        self.cell.as_mut().map(|cell| &mut cell.flow)
    }

    pub fn is_in_cell(&self) -> bool {
        self.cell.is_some()
    }

    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    pub fn bar(&mut self, share: String) {
        if let Some(cell) = &mut self.cell {
            cell.bar = Some(share);
        }
    }

    pub fn end_cell(&mut self, budget: &mut Budget) {
        let Some(cell) = self.cell.take() else { return };
        self.fill_spans(budget);
        let (mut text, main_lines) = cell.flow.finish();
        if let Some(count) = main_lines {
            self.grid.set_main_lines(&text, count);
        }
        if let (true, Some(bar)) = (text.is_empty(), cell.bar) {
            text = bar;
        }
        let (text, form) = self.seen.cell(text, cell.stored, self.row_number);
        for copy in 0..cell.columns {
            if self.column >= WIDTH_MAX || copy > 0 && !budget.take() {
                return;
            }
            let (text_here, form) =
                if copy == 0 { (text.as_str(), form) } else { ("", Form::Text) };
            self.grid.push(text_here, form);
            if cell.rows > 1 {
                // An amount that spans rows is one amount: repeating it would count it twice.
                let repeated = copy == 0 && (!looks_like_money(&text) || looks_like_id(&text));
                let text = if repeated { text.clone() } else { String::new() };
                if self.spans.len() <= self.column {
                    self.spans.resize_with(self.column + 1, || None);
                }
                if let Some(span) = self.spans.get_mut(self.column) {
                    *span = Some(Span { text, rows_left: cell.rows - 1 });
                }
                self.column += 1;
            } else {
                self.column += 1;
            }
        }
    }

    /// Puts cells of rows above into this row, from the present column on.
    fn fill_spans(&mut self, budget: &mut Budget) {
        while let Some(slot) = self.spans.get_mut(self.column)
            && let Some(span) = slot
        {
            if !budget.take() {
                *slot = None;
                return;
            }
            self.grid.push(&span.text, Form::Text);
            span.rows_left -= 1;
            if span.rows_left == 0 {
                *slot = None;
            }
            self.column += 1;
        }
    }

    pub fn end_row(&mut self, budget: &mut Budget) {
        if !take(&mut self.row_open) {
            return;
        }
        self.end_cell(budget);
        self.fill_spans(budget);
    }

    pub fn into_piece(self) -> Piece {
        Piece {
            grid: self.grid,
            lines_before: self.lines_before,
            has_header_cells: self.has_header_cells,
            left: None,
        }
    }
}

/// Whether a table holds data rather than arranging a page: some row has two cells with text.
pub(super) fn is_data(grid: &Grid) -> bool {
    (0..grid.row_count()).any(|row| grid.row(row).filter(|cell| !cell.is_empty()).nth(1).is_some())
}

/// Tables in order of the page, header and body put together, each with the lines around it.
pub(super) fn finish(
    mut pieces: Vec<Piece>,
    lines: &mut [String],
    words: &dyn HeaderWords,
) -> Vec<Grid> {
    pieces.order_by_key(|piece| piece.lines_before);
    let mut joined: Vec<Piece> = Vec::new();
    for piece in pieces {
        let mut grid = tidy(&piece.grid, words);
        if let Some(left) = &piece.left
            && let Some(whole) = beside::joined(&left.grid, &grid, words)
        {
            grid = whole;
            // Its cells are no lines around the table any more.
            let own = lines.get_mut(left.lines_before..piece.lines_before).unwrap_or_default();
            own.iter_mut().for_each(String::clear);
        }
        let piece = Piece { grid, left: None, ..piece };
        match joined.last_mut() {
            Some(left)
                if left.lines_before == piece.lines_before
                    && let Some(whole) = beside::joined(&left.grid, &piece.grid, words) =>
            {
                left.grid = whole;
            }
            Some(head) if is_head_of(head, &piece, words) => {
                for row in 0..piece.grid.row_count() {
                    head.grid.push_row(&piece.grid, row);
                }
                head.grid.take_main_lines(&piece.grid);
            }
            _ => joined.push(piece),
        }
    }
    let starts: Vec<usize> = joined.iter().map(|piece| piece.lines_before).collect();
    let mut from = 0;
    let mut grids = Vec::new();
    for (at, piece) in joined.into_iter().enumerate() {
        let above = lines.get(..piece.lines_before).unwrap_or_default();
        let grid = beside::under_lines(&piece.grid, above, words).unwrap_or(piece.grid);
        let mut parts = page::parts(grid, words);
        let next = starts.get(at + 1).copied().unwrap_or(lines.len());
        let said = |range: std::ops::Range<usize>| {
            lines.get(range).unwrap_or_default().iter().filter(|line| !line.is_empty()).cloned()
        };
        if let Some(first) = parts.first_mut() {
            first.before.splice(0..0, said(from..piece.lines_before));
        }
        if let Some(last) = parts.last_mut() {
            last.after.extend(said(piece.lines_before..next));
        }
        from = piece.lines_before;
        grids.append(&mut parts);
    }
    grids
}

/// Without empty rows, and with the header's own words where a tooltip or sort button stands below them.
fn tidy(grid: &Grid, words: &dyn HeaderWords) -> Grid {
    let mut tidy = Grid::new(grid.shape.clone(), grid.place.clone());
    tidy.take_main_lines(grid);
    for row in 0..grid.row_count() {
        if grid.row(row).all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if tidy.row_count() >= 2 {
            tidy.push_row(grid, row);
            continue;
        }
        tidy.begin_row(grid.line(row));
        for (column, cell) in grid.row(row).enumerate() {
            let header = cell.contains('\n') && !words.is_header(cell);
            let header =
                header.then(|| cell.split('\n').find(|line| words.is_header(line))).flatten();
            if let Some(header) = header
                && is_header_row(grid, row, words)
            {
                let rest = cell.split('\n').filter(|line| *line != header).map(str::to_owned);
                tidy.before.extend(rest);
                tidy.push(header, Form::Text);
            } else {
                tidy.push(cell, grid.form(row, column));
            }
        }
    }
    tidy
}

/// A data row may hold a word that is also a header; a header row holds little else.
fn is_header_row(grid: &Grid, row: usize, words: &dyn HeaderWords) -> bool {
    let has_word = |cell: &&str| cell.split('\n').any(|line| words.is_header(line));
    let cells = grid.row(row).filter(|cell| !cell.is_empty()).count();
    grid.row(row).filter(has_word).count() * 2 >= cells
}

/// A sticky header is a table of its own, above the table of its rows.
fn is_head_of(head: &Piece, body: &Piece, words: &dyn HeaderWords) -> bool {
    let (top, rows) = (&head.grid, &body.grid);
    if top.row_count() == 0 || top.row_count() > 2 || rows.row_count() == 0 {
        return false;
    }
    let hits = header_hits(top, top.row_count() - 1, words);
    let is_header = hits >= 2 || head.has_header_cells && !body.has_header_cells;
    let (width, below) = (top.column_count(), rows.column_count());
    // A scroll bar takes an empty cell of the header.
    let fits = below == width || below + 1 == width && top.text(0, below).trim().is_empty();
    is_header && fits && header_hits(rows, 0, words) < hits.max(1)
}
