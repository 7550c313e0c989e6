//! Rows above the header: the end of a preamble, or the rows of a copy that began in the middle of a list.
//!
//! In: a table and the row of its header. Out: each of those rows ignored, or refused where it looks like
//! data. Which column its cells are no header says, so none is read on a guess.

use super::{Reader, is_empty};
use crate::ingest::shape::Grid;
use crate::problem::{Message, Place, Problem};

impl Reader {
    pub(super) fn rows_above(&mut self, grid: &Grid) {
        for (line, text) in &grid.stray {
            self.refuse_above(grid, *line, text);
        }
        let header = self.plan.header_row;
        for row in (0..header).filter(|&row| !is_empty(grid, row)) {
            if grid.is_like_data(row, grid.width(header)) {
                self.refuse_above(grid, grid.line(row), &grid.first_text(row));
            } else {
                self.row_count += 1;
                self.ignore(grid, row, Message::new("ingest.ignored.above_header"));
            }
        }
    }

    fn refuse_above(&mut self, grid: &Grid, line: u32, text: &str) {
        self.row_count += 1;
        let place = Place { line_number: Some(line), ..grid.place.clone() };
        let message = Message::new("ingest.row.above_header").with("found", text);
        self.refuse(vec![Problem::fault(place, message)]);
    }
}
