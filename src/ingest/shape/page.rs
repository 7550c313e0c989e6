//! Plain text → tables: the text may be nothing but a table, or a whole page with one in between.
//!
//! Chooses between separated cells and one cell per line by how many header words each finds, then cuts
//! the text around the tables away and keeps it as text.

use super::delimited::{self, Detected, HEADER_ROWS, header_hits, hits_beyond, is_blank};
use super::lay::{Look, looks_like_time};
use super::{Form, Grid, HeaderWords, Holds, Read, Shape, framed, lines};
use crate::ingest::exports::Kind;
use crate::problem::{Message, Place, Problem};
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
        return;
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
        _ => {
            read.outside
                .extend(text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned));
            read.fault("shape.noTable");
        }
    }
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

/// A text that ends behind a separator, without a line's end, where every other row has a last cell.
fn ends_early(text: &str, rows: &Grid) -> Option<Problem> {
    let last = rows.row_count().checked_sub(1)?;
    let width = rows.width(last);
    let has_end = |row: usize| !rows.text(row, width.saturating_sub(1)).trim().is_empty();
    let mut others = (0..last).filter(|&row| rows.width(row) == width).peekable();
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
        read.outside.extend(texts(&rows, 0..rows.row_count()));
        if read.problems.is_empty() {
            read.fault("shape.noTable");
        }
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
        if rows.width(row) < 2 || rows.width(row - 1) > 1 {
            continue;
        }
        looked_at += 1;
        if looked_at > FURTHER_HEADERS_MAX {
            break;
        }
        let last = headers.last().copied().unwrap_or(first);
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

/// First row after the table: single cells at its end are a footer where a page was copied, or where a
/// blank line sets them apart. Elsewhere they may be a row cut short, which must not vanish.
fn table_end(
    rows: &Grid,
    span: &Range<usize>,
    copied_page: bool,
    words: &dyn HeaderWords,
) -> usize {
    let is_single = |row: usize| rows.width(row) <= 1;
    let mut end = span.end;
    while end > span.start + 1 && is_single(end - 1) {
        end -= 1;
    }
    if !copied_page {
        return (end..span.end).find(|&row| is_blank(rows, row)).unwrap_or(span.end);
    }
    let first = rows.text(span.start, 0);
    let is_row = |row: usize| {
        words.is_label(rows.text(row, 0))
            || is_cut(rows, row, first, words)
            || row + 1 == rows.row_count() && may_be_name(rows, row, first, words)
    };
    end + (end..span.end).take_while(|&row| is_row(row)).count()
}

/// Whether a single cell is the beginning of a row whose rest is lost: an id or a time below a header of
/// those, and no second half of its cell on the next line.
fn is_cut(rows: &Grid, row: usize, header: &str, words: &dyn HeaderWords) -> bool {
    const ID_DIGITS_MIN: usize = 10;
    let text = rows.text(row, 0).trim();
    let is_id = text.len() >= ID_DIGITS_MIN && text.bytes().all(|b| b.is_ascii_digit());
    let is_first = match words.kind(header) {
        Some(Kind::Time) => looks_like_time(text),
        _ => is_id && words.holds(header) == Holds::Ids,
    };
    let is_whole = row + 1 == rows.row_count() || !rows.text(row + 1, 0).trim().is_empty();
    rows.width(row) == 1 && is_first && is_whole
}

/// Whether the last line of a text may be a name whose row is lost: it is nothing that pages have there.
fn may_be_name(rows: &Grid, row: usize, header: &str, words: &dyn HeaderWords) -> bool {
    let text = rows.text(row, 0).trim();
    let is_page = words.is_page_line(text) || words.is_menu_word(text) || words.is_header(text);
    !is_page
        && words.holds(header) == Holds::Words
        && !Look::plain(text).is_typed()
        && !text.is_empty()
}

/// Puts rows together that a line break inside a cell has torn apart: pieces whose cells add up to
/// exactly one row under the header. Anything else stays as it is, so nothing moves on a guess.
fn joined(rows: &Grid, words: &dyn HeaderWords, problems: &mut Vec<Problem>) -> Grid {
    let width = rows.width(0);
    let is_whole = mode_width(rows, 1..rows.row_count()) == width || tiles(rows, width);
    let mut grid = Grid::new(rows.shape.clone(), rows.place.clone());
    // Below buttons anything may stand; below a value it would become part of it.
    let ends_in_labels = words.kind(rows.text(0, width.saturating_sub(1))).is_none();
    let lines_lead = lines_lead(rows, words);
    let is_cut = |row: usize| {
        // Of lines below the last row only labels and rows cut short have been kept.
        let is_last = row + 1 == rows.row_count() && rows.width(row) == 1;
        is_last && !words.is_label(rows.text(row, 0)) || is_cut(rows, row, rows.text(0, 0), words)
    };
    let mut row = 0;
    while row < rows.row_count() {
        let mut cells: Vec<String> = rows.row(row).map(str::to_owned).collect();
        let line = rows.line(row);
        let is_piece =
            is_whole && !is_cut(row) && (ends_in_labels || !stands_above_header(rows, row));
        let end = if is_piece { piece_end(rows, row, width).unwrap_or(row) } else { row };
        for piece in row + 1..=end {
            append(&mut cells, rows.row(piece));
        }
        row = end + 1;
        // Buttons below the last cell, unless the line is the name above the next row's badge.
        while cells.len() == width && row < rows.row_count() && rows.width(row) == 1 {
            if lines_lead || is_cut(row) || !ends_in_labels && stands_above_header(rows, row) {
                break;
            }
            let next_starts_with_label =
                rows.width(row + 1) == width && words.is_label(rows.text(row + 1, 0));
            if next_starts_with_label && !words.is_label(rows.text(row, 0)) {
                break;
            }
            append(&mut cells, rows.row(row));
            row += 1;
        }
        if cells.len() < width && grid.row_count() > 0 {
            let message =
                Message::new("shape.rowShort").with("found", cells.len()).with("expected", width);
            problems.push(Problem::doubt(Place::line(line), message));
        }
        grid.begin_row(line);
        cells.iter().for_each(|cell| grid.push(cell, Form::Text));
    }
    grid
}

/// Whether single lines between whole rows stand above the first cell of the row below rather than below
/// the last cell of the row above: buttons below a row would be there below the last row too, and above
/// the first row there would be none.
fn lines_lead(rows: &Grid, words: &dyn HeaderWords) -> bool {
    let width = rows.width(0);
    let is_single = |row: usize| rows.width(row) == 1;
    let is_of_header = |row: usize| {
        let text = rows.text(row, 0);
        words.is_header(text) || words.is_label(text) || text.chars().count() <= 1
    };
    let last = rows.row_count().saturating_sub(1);
    let is_plain = (1..rows.row_count()).all(|row| is_single(row) || rows.width(row) == width);
    let mut first = (1..rows.row_count()).take_while(|&row| is_single(row)).peekable();
    is_plain
        && width > 1
        && !is_single(last)
        && first.peek().is_some()
        && !first.any(is_of_header)
        && (1..rows.row_count()).all(|row| rows.row(row).ne(rows.row(0)))
}

/// Whether a single cell stands above the header, which comes again: the end of one page of a list, or the
/// title of the next one.
fn stands_above_header(rows: &Grid, row: usize) -> bool {
    const LINES_MAX: usize = 8;
    let next = (row..row + LINES_MAX).find(|&next| rows.width(next) > 1);
    rows.width(row) <= 1 && next.is_some_and(|next| rows.row(next).eq(rows.row(0)))
}

/// The last row of the pieces that begin at `row` and add up to one row.
fn piece_end(rows: &Grid, row: usize, width: usize) -> Option<usize> {
    let mut sum = rows.width(row);
    let mut end = row;
    while sum < width || end == row && rows.width(row) == 1 {
        end += 1;
        sum += rows.width(end).checked_sub(1)?;
    }
    (sum == width).then_some(end)
}

/// Whether all rows below the header are pieces that add up.
fn tiles(rows: &Grid, width: usize) -> bool {
    let mut row = 1;
    while row < rows.row_count() {
        let Some(end) = piece_end(rows, row, width) else { return false };
        row = end + 1;
    }
    true
}

fn append<'c>(cells: &mut Vec<String>, mut more: impl Iterator<Item = &'c str>) {
    if let (Some(last), Some(first)) = (cells.last_mut(), more.next()) {
        last.push('\n');
        last.push_str(first);
    }
    cells.extend(more.map(str::to_owned));
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
