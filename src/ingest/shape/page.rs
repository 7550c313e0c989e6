//! Plain text → tables: the text may be nothing but a table, or a whole page with one in between.
//!
//! Chooses between separated cells and one cell per line by how many header words each finds, then cuts
//! the text around the tables away and keeps it as text.

mod rows; // torn apart, cut short

use super::delimited::{self, Detected, HEADER_ROWS, header_hits, hits_beyond, is_blank};
use super::{Form, Grid, HeaderWords, Read, Shape, framed, lines};
use crate::problem::{Message, Place, Problem};
use rows::{append, joined, table_end};
use std::collections::HashMap;
use std::ops::Range;

/// Rows after the first ones that are looked at as possible headers of a further table.
const FURTHER_HEADERS_MAX: usize = 2_000;

pub(super) fn read(text: &str, words: &dyn HeaderWords, read: &mut Read) {
    if text.trim().is_empty() {
        read.fault("shape.empty");
        return;
    }
    if let Some(rows) = framed_table(text, words) {
        read.evidence.push(Message::new("shape.framedFound"));
        arrange(rows, words, read);
        return read.say_no_table();
    }
    let detected = delimited::detect(text, words);
    let hits = detected.as_ref().map_or(0, |found| found.header_hits);
    // Menu words above a table make the run of header lines longer; rows of one width need no such run.
    let is_even = |found: &Detected| found.dialect.delimiter == b'\t' && found.is_even;
    if !detected.as_ref().is_some_and(is_even)
        && let Some(run) = lines::header_run(text, words)
        && run.hits > hits.max(2)
        // Words that stand side by side on one line are the header of a list with tabs.
        && (run.hits_a_line < 2 || run.hits_a_line * 2 < run.hits)
    {
        lines::read(text, &run, words, read);
        return;
    }
    match detected {
        Some(found) if found.is_table => separated(text, &found, words, read),
        _ => read
            .outside
            .extend(text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned)),
    }
    read.say_no_table();
}

/// Cells framed by lines of a tab, where a header of known words and a row of its width are found so.
fn framed_table(text: &str, words: &dyn HeaderWords) -> Option<Grid> {
    let rows = framed::rows(text)?;
    let shape = Shape::Delimited { delimiter: '\t', quoted: false };
    let mut grid = Grid::new(shape, Place::default());
    for row in &rows {
        grid.begin_row(row.line_number);
        row.cells.iter().for_each(|lines| grid.push(&lines.join("\n"), Form::Text));
    }
    let header = first_header(&grid, mode_width(&grid, 0..grid.row_count()), words)?;
    let width = grid.width(header);
    let fits = (header + 1..grid.row_count()).any(|row| grid.width(row) == width);
    (header_hits(&grid, header, words) >= 2 && fits).then_some(grid)
}

fn separated(text: &str, found: &Detected, words: &dyn HeaderWords, read: &mut Read) {
    let dialect = found.dialect;
    let shape =
        Shape::Delimited { delimiter: char::from(dialect.delimiter), quoted: dialect.quoted };
    let mut rows = Grid::new(shape, Place::default());
    delimited::split(text, &dialect, &mut rows, &mut read.problems);
    read.problems.extend(ends_early(text, &rows));
    read.evidence.push(found.evidence.clone());
    arrange(rows, words, read);
}

/// A text that ends behind a separator, without a line's end, where every other row below the header has a last
/// cell: of a header alone nothing tells whether there is one.
fn ends_early(text: &str, rows: &Grid) -> Option<Problem> {
    let last = rows.row_count().checked_sub(1)?;
    let width = rows.width(last);
    let has_end = |row: usize| !rows.text(row, width.saturating_sub(1)).trim().is_empty();
    let mut others = (0..last).filter(|&row| rows.width(row) == width).skip(1).peekable();
    let is_cut = !text.ends_with(['\n', '\r']) && width > 1 && !has_end(last);
    let is_only_one = is_cut && others.peek().is_some() && others.all(has_end);
    is_only_one
        .then(|| Problem::doubt(Place::line(rows.line(last)), Message::new("shape.endsEarly")))
}

/// Cuts rows into tables and the text around them.
pub(super) fn arrange(mut rows: Grid, words: &dyn HeaderWords, read: &mut Read) {
    let tabs = matches!(rows.shape, Shape::Delimited { delimiter: '\t', .. });
    if tabs && let Some(whole) = with_whole_header(&rows, words) {
        rows = whole;
    }
    let headers = header_rows(&rows, words);
    let Some(&first) = headers.first() else {
        let texts = texts(&rows, 0..rows.row_count());
        if let Some(sheet) = rows.place.sheet.as_deref().filter(|_| !texts.is_empty()) {
            let message = Message::new("shape.sheetNoTable").with("name", sheet);
            read.problems.push(Problem::note(rows.place.clone(), message));
        }
        read.outside.extend(texts);
        return;
    };
    // Buttons and line breaks inside cells break rows apart only where a page was copied.
    let copied_page = tabs && header_hits(&rows, first, words) >= 2;
    if first > 0 {
        let message = Message::new("shape.headerFound").with("line", u64::from(rows.line(first)));
        read.evidence.push(message);
    }
    let mut before = texts(&rows, 0..first);
    let mut stray = stray_rows(&rows, first);
    let ends = headers.iter().skip(1).copied().chain([rows.row_count()]);
    let spans: Vec<Range<usize>> = headers.iter().copied().zip(ends).map(|(a, b)| a..b).collect();
    let alone = spans.len() == 1;
    for span in spans {
        let end = table_end(&rows, &span, copied_page, words);
        let has_next = span.end < rows.row_count();
        let end = if has_next { end_above(&rows, span.start..end) } else { end };
        let outside = texts(&rows, end..span.end);
        let mut grid = if alone {
            let mut grid = std::mem::replace(&mut rows, Grid::new(Shape::Html, Place::default()));
            let blank: Vec<bool> = (0..end).map(|row| is_blank(&grid, row)).collect();
            grid.keep_rows(|row| row >= span.start && blank.get(row) == Some(&false));
            grid
        } else {
            let mut grid = Grid::new(rows.shape.clone(), rows.place.clone());
            (span.start..end)
                .filter(|&r| !is_blank(&rows, r))
                .for_each(|r| grid.push_row(&rows, r));
            grid
        };
        if copied_page {
            grid = joined(&grid, words, &mut read.problems);
        }
        read.outside.extend(before.iter().chain(&outside).cloned());
        grid.before = std::mem::take(&mut before);
        grid.stray = std::mem::take(&mut stray);
        before.clone_from(&outside);
        grid.after = outside;
        read.grids.push(grid);
    }
}

/// The rows with a header in one piece, where sort buttons and tooltips have torn it into several lines
/// of known words that add up to the width of the rows below. A part of a header would name some columns
/// and leave amounts nameless.
fn with_whole_header(rows: &Grid, words: &dyn HeaderWords) -> Option<Grid> {
    const PIECES_MAX: usize = 12;
    let mode = mode_width(rows, 0..rows.row_count());
    let first = first_header(rows, mode, words).filter(|&first| rows.width(first) < mode)?;
    let has_word = |row: usize| header_hits(rows, row, words) > 0;
    let mut start = first;
    while start > 0 && first - start < PIECES_MAX && has_word(start - 1) {
        start -= 1;
    }
    let (start, end) = (start..=first).find_map(|start| {
        let mut sum = rows.width(start);
        let mut end = start;
        while sum < mode && end - start < PIECES_MAX && has_word(end + 1) {
            end += 1;
            sum += rows.width(end).saturating_sub(1);
        }
        (sum == mode && end >= first).then_some((start, end))
    })?;
    let mut whole = Grid::new(rows.shape.clone(), rows.place.clone());
    (0..start).for_each(|row| whole.push_row(rows, row));
    let mut cells: Vec<String> = rows.row(start).map(str::to_owned).collect();
    (start + 1..=end).for_each(|row| append(&mut cells, rows.row(row)));
    whole.begin_row(rows.line(start));
    cells.iter().for_each(|cell| whole.push(cell.trim(), Form::Text));
    (end + 1..rows.row_count()).for_each(|row| whole.push_row(rows, row));
    Some(whole)
}

/// Rows that begin a table, in order; empty only if there is no row with two cells.
fn header_rows(rows: &Grid, words: &dyn HeaderWords) -> Vec<usize> {
    let mode = mode_width(rows, 0..rows.row_count());
    let Some(first) = first_header(rows, mode, words) else { return vec![] };
    let mut headers = vec![first];
    let mut looked_at = 0;
    let mut above = Uniform::from(rows.width(first));
    for row in first + 1..rows.row_count() {
        if is_blank(rows, row) {
            continue;
        }
        let widths_above = above;
        above.add(rows.width(row));
        let last = headers.last().copied().unwrap_or(first);
        let is_apart = rows.width(row - 1) <= 1;
        let is_joined =
            || row > last + 1 && is_further_header(|| rows.row(last), rows.row(row), words);
        if rows.width(row) < 2 || !is_apart && !is_joined() {
            continue;
        }
        looked_at += 1;
        if looked_at > FURTHER_HEADERS_MAX {
            break;
        }
        if rows.row(row).eq(rows.row(last)) {
            continue; // the header again: pages of one list
        }
        let hits = header_hits(rows, row, words);
        let by_words = hits >= 2 && hits * 2 >= rows.width(row);
        if by_words || is_other_width(rows, widths_above.width(), row) {
            headers.push(row);
            above = Uniform::from(rows.width(row));
        }
    }
    headers
}

/// Whether a row right below others is a header of its own, as where one file was written behind another: two of
/// its cells are names of columns above, or half of them are words of headers in whatever language; none begins with
/// a digit.
pub(in crate::ingest) fn is_further_header<'c, H: Iterator<Item = &'c str>>(
    header: impl Fn() -> H,
    row: impl Iterator<Item = &'c str> + Clone,
    words: &dyn HeaderWords,
) -> bool {
    let begins_with_digit = |cell: &str| cell.trim().starts_with(|c: char| c.is_ascii_digit());
    let is_like = |name: &str, cell: &str| name.trim().eq_ignore_ascii_case(cell.trim());
    let is_name =
        |cell: &&str| !crate::text::is_blank(cell) && header().any(|name| is_like(name, cell));
    if row.clone().any(begins_with_digit) {
        return false;
    }
    if row.clone().filter(is_name).take(2).count() == 2 {
        return true;
    }
    let mut filled = row.filter(|cell| !crate::text::is_blank(cell)).peekable();
    let (mut count, mut hits) = (0, 0);
    while let Some(cell) = filled.next_if(|cell| cell.contains(char::is_alphabetic)) {
        count += 1;
        hits += usize::from(words.is_header(cell));
    }
    filled.peek().is_none() && hits >= 2 && hits * 2 >= count
}

/// Where a table ends above the header of another one: what stands alone in the row between them is the name of
/// that one, or of its sheet.
fn end_above(rows: &Grid, span: Range<usize>) -> usize {
    let filled = |row: usize| rows.row(row).filter(|cell| !crate::text::is_blank(cell)).count();
    let mut end = span.end;
    while end > span.start + 1 && filled(end - 1) == 0 {
        end -= 1;
    }
    let has_name = end > span.start + 1 && filled(end - 1) == 1;
    if has_name { end - 1 } else { span.end }
}

/// The tables of a grid in which further headers stand, each with the texts right below it.
pub(super) fn parts(grid: Grid, words: &dyn HeaderWords) -> Vec<Grid> {
    let headers = header_rows(&grid, words);
    let Some(further) = headers.get(1..).filter(|further| !further.is_empty()) else {
        return vec![grid];
    };
    let starts = [0].into_iter().chain(further.iter().copied());
    let ends = further.iter().copied().chain([grid.row_count()]);
    let mut parts: Vec<Grid> = vec![];
    for (start, end) in starts.zip(ends) {
        let last = if end < grid.row_count() { end_above(&grid, start..end) } else { end };
        let mut part = Grid::new(grid.shape.clone(), grid.place.clone());
        part.take_main_lines(&grid);
        (start..last).for_each(|row| part.push_row(&grid, row));
        part.before = parts.last().map_or(vec![], |above| above.after.clone());
        part.after = texts(&grid, last..end);
        parts.push(part);
    }
    parts
}

/// Whether a row of so many known words is the first header of rows as wide, whatever stands below it.
pub(in crate::ingest) fn is_sure_header(rows: &Grid, row: usize, words: &dyn HeaderWords) -> bool {
    let hits = header_hits(rows, row, words);
    hits >= 2 && hits * 2 >= rows.width(row)
}

fn first_header(rows: &Grid, mode: usize, words: &dyn HeaderWords) -> Option<usize> {
    let candidates = || (0..rows.row_count().min(HEADER_ROWS)).filter(|&r| rows.width(r) >= 2);
    candidates().next()?;
    let best =
        candidates().fold(0, |best, row| hits_beyond(rows, row, words, best).unwrap_or(best));
    let is_header = |row: usize| {
        let fits = rows.width(row) == mode
            || (row + 1..rows.row_count())
                .find(|&next| !is_blank(rows, next))
                .is_some_and(|next| rows.width(next) == rows.width(row));
        (is_sure_header(rows, row, words) || header_hits(rows, row, words) == best) && fits
    };
    if best >= 2 {
        let found = candidates().find(|&row| is_header(row));
        // The header again, further down: the first one is the header.
        let found = found.and_then(|found| candidates().find(|&r| rows.row(r).eq(rows.row(found))));
        return found.or_else(|| candidates().find(|&row| header_hits(rows, row, words) == best));
    }
    // No word is known: the first row, unless it is clearly a line of text above the table.
    let is_wide = |row: usize| rows.width(row) == mode || rows.width(row) * 2 > mode;
    let first = (0..rows.row_count()).find(|&row| !is_blank(rows, row))?;
    if rows.width(first) >= 2 && is_wide(first) {
        return Some(first);
    }
    (0..rows.row_count()).find(|&row| rows.width(row) >= 2 && rows.width(row) == mode)
}

/// Whether, without any known word, `row` begins another table: a blank line before it, rows above of
/// one width, rows below down to the next blank line of another.
fn is_other_width(rows: &Grid, above: Option<usize>, row: usize) -> bool {
    let Some(above) = above.filter(|_| is_blank(rows, row - 1)) else { return false };
    let below = rows.width(row);
    let mut count = 0;
    for row in (row..rows.row_count()).take_while(|&row| !is_blank(rows, row)) {
        if rows.width(row) != below {
            return false;
        }
        count += 1;
    }
    above != below && count >= 2
}

/// Running answer to "have all rows of this table been of one width, and at least two of them?".
#[derive(Clone, Copy)]
struct Uniform {
    width: usize,
    count: usize,
    is_uniform: bool,
}

impl Uniform {
    fn from(width: usize) -> Uniform {
        Uniform { width, count: 1, is_uniform: true }
    }

    fn add(&mut self, width: usize) {
        self.count += 1;
        self.is_uniform &= width == self.width;
    }

    fn width(&self) -> Option<usize> {
        (self.is_uniform && self.count >= 2).then_some(self.width)
    }
}

fn mode_width(rows: &Grid, range: Range<usize>) -> usize {
    let mut widths: HashMap<usize, usize> = HashMap::new();
    for row in range.filter(|&row| rows.width(row) >= 2) {
        *widths.entry(rows.width(row)).or_default() += 1;
    }
    widths.into_iter().max_by_key(|&(width, count)| (count, width)).map_or(0, |(width, _)| width)
}

/// Rows above the first header that look like rows of its list.
fn stray_rows(rows: &Grid, header: usize) -> Vec<(u32, String)> {
    let width = rows.width(header);
    let is_stray = |row: &usize| rows.is_like_data(*row, width);
    (0..header).filter(is_stray).map(|row| (rows.line(row), rows.first_text(row))).collect()
}

/// Lines of text outside a table.
fn texts(rows: &Grid, range: Range<usize>) -> Vec<String> {
    let delimiter = match rows.shape {
        Shape::Delimited { delimiter, .. } => delimiter.to_string(),
        _ => "\t".to_owned(),
    };
    let line = |row: usize| rows.row(row).collect::<Vec<_>>().join(&delimiter).trim().to_owned();
    range.map(line).filter(|line| !line.is_empty()).collect()
}
