//! Text with a separator between cells → rows, exactly as written, however untidy.
//!
//! Two halves that do not need each other: [`detect`] finds the [`Dialect`] from evidence, [`split`]
//! reads by it. Subtle: a quote that opens a cell may not be what it seems. A cell counts as quoted only
//! when its closing quote stands before a separator or a line's end; otherwise its quotes are ordinary
//! characters. When such an attempt crossed lines, quotes before the place where it failed are tried
//! within their own line only; that keeps the reader linear on every input.

use super::{Form, Grid, HeaderWords};
use crate::problem::{Message, Place, Problem};
use memchr::{memchr, memchr3};
use std::collections::HashMap;

/// Wider than any spreadsheet; beyond it the text is no table.
const WIDTH_MAX: usize = 16_384;
/// What one import may hold in the tolerant reader.
const CELLS_MAX: usize = 24_000_000;
/// Faults of one kind that are listed one by one.
const PROBLEMS_MAX: usize = 20;
/// Text that is looked at to find the dialect.
pub(in crate::ingest) const SAMPLE_BYTES: usize = 32 * 1024;
/// Rows of the sample in which a header is looked for.
pub(in crate::ingest) const HEADER_ROWS: usize = 300;

/// How a text separates its cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    pub delimiter: u8,
    /// Whether quotes enclose cells.
    pub quoted: bool,
    /// Bytes before the first record: a spreadsheet's `sep=;` line.
    pub start: usize,
    /// Line of the first record, from 1.
    pub first_line: u32,
}

/// A dialect with the evidence for it.
pub(super) struct Detected {
    pub dialect: Dialect,
    /// Header words in the best row.
    pub header_hits: usize,
    /// Whether the text is likely a table of this dialect at all.
    pub is_table: bool,
    /// Whether the row with most header words and nearly all others of several cells are equally wide.
    pub is_even: bool,
    pub evidence: Message,
}

/// The most plausible dialect; `None` when no separator occurs.
pub(super) fn detect(text: &str, words: &dyn HeaderWords) -> Option<Detected> {
    if let Some(dialect) = stated_dialect(text) {
        let stats = Stats::of(sample(text), dialect, words);
        let evidence = Message::new("shape.delimiterStated").term("delimiter", term(dialect));
        let (header_hits, is_even) = (stats.hits, stats.is_even());
        return Some(Detected { dialect, header_hits, is_table: true, is_even, evidence });
    }
    let sample = sample(text);
    let mut best: Option<(i64, Stats)> = None;
    // Order settles ties: a decimal comma looks like a separator, a tab is never typed by accident.
    for delimiter in [b'\t', b';', b',', b'|'] {
        if memchr(delimiter, sample.as_bytes()).is_none() {
            continue;
        }
        let dialect = Dialect { delimiter, quoted: true, start: 0, first_line: 1 };
        let stats = Stats::of(sample, dialect, words);
        let score = stats.score();
        if stats.mode_count > 0 && best.as_ref().is_none_or(|(top, _)| score > *top) {
            best = Some((score, stats));
        }
    }
    let (_, stats) = best?;
    let evidence = Message::new("shape.delimiterFound")
        .term("delimiter", term(stats.dialect))
        .with("count", stats.mode_count)
        .with("total", stats.rows)
        .with("columns", stats.mode_width);
    Some(Detected {
        is_table: stats.is_table(),
        is_even: stats.is_even(),
        // The first quote may stand behind the sample.
        dialect: Dialect { quoted: memchr(b'"', text.as_bytes()).is_some(), ..stats.dialect },
        header_hits: stats.hits,
        evidence,
    })
}

/// What a sample looks like when read by one dialect.
struct Stats {
    dialect: Dialect,
    /// Rows that are not blank.
    rows: usize,
    /// The most frequent width of at least two, and how many rows have it.
    mode_width: usize,
    mode_count: usize,
    /// Rows of at least two cells.
    wide: usize,
    hits: usize,
    /// Width of the first row with that many header words.
    header_width: usize,
    problems: usize,
}

impl Stats {
    fn of(sample: &str, dialect: Dialect, words: &dyn HeaderWords) -> Stats {
        let mut grid = Grid::new(super::Shape::Lines, Place::default());
        let mut problems = Vec::new();
        split(sample, &dialect, &mut grid, &mut problems);
        let (mut rows, mut wide, mut hits, mut header_width) = (0, 0, 0, 0);
        let mut widths: HashMap<usize, usize> = HashMap::new();
        for row in 0..grid.row_count() {
            if is_blank(&grid, row) {
                continue;
            }
            rows += 1;
            let width = grid.width(row);
            if width < 2 {
                continue;
            }
            wide += 1;
            *widths.entry(width).or_default() += 1;
            if rows <= HEADER_ROWS
                && let Some(more) = hits_beyond(&grid, row, words, hits)
            {
                (hits, header_width) = (more, width);
            }
        }
        let mode = widths.into_iter().max_by_key(|&(width, count)| (count, width));
        // A row that is too wide ends the reading; say so rather than "no table".
        let too_wide = problems.iter().any(|problem| problem.message.key == "shape.tooWide");
        let too_wide = too_wide.then_some((WIDTH_MAX, 1));
        let (mode_width, mode_count) = too_wide.or(mode).unwrap_or_default();
        Stats {
            dialect,
            rows,
            mode_width,
            mode_count,
            wide,
            hits,
            header_width,
            problems: problems.len(),
        }
    }

    fn share(&self) -> i64 {
        (self.mode_count * 1000 / self.rows.max(1)) as i64
    }

    fn score(&self) -> i64 {
        let words = if self.hits >= 2 { 300 * self.hits.min(8) as i64 } else { 0 };
        let tab = if self.dialect.delimiter == b'\t' { 150 } else { 0 };
        self.share() + words + tab - 200 * self.problems as i64
    }

    fn is_even(&self) -> bool {
        self.hits >= 2
            && self.mode_count >= 2
            && self.header_width == self.mode_width
            && self.mode_count * 10 >= self.wide * 8
    }

    fn is_table(&self) -> bool {
        self.hits >= 2
            || self.mode_width >= WIDTH_MAX
            || self.wide * 10 >= self.rows * 6
            || (self.dialect.delimiter == b'\t' && self.mode_count >= 2)
    }
}

/// A spreadsheet may say its separator in the first line: `sep=;`.
fn stated_dialect(text: &str) -> Option<Dialect> {
    let end = line_end(text.as_bytes(), 0);
    let first = text.get(..end)?.trim().trim_matches('"');
    let delimiter = first.strip_prefix("sep=").or_else(|| first.strip_prefix("SEP="))?;
    let [delimiter] = delimiter.as_bytes() else {
        // A tab has been trimmed away.
        return delimiter.is_empty().then(|| after_line(text, end, b'\t'));
    };
    Some(after_line(text, end, *delimiter))
}

fn after_line(text: &str, end: usize, delimiter: u8) -> Dialect {
    Dialect {
        delimiter,
        quoted: true,
        start: end + newline_len(text.as_bytes(), end),
        first_line: 2,
    }
}

fn sample(text: &str) -> &str {
    if text.len() <= SAMPLE_BYTES {
        return text;
    }
    let end = text.as_bytes().get(..SAMPLE_BYTES).and_then(|head| memchr::memrchr(b'\n', head));
    let mut end = end.unwrap_or(SAMPLE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

fn term(dialect: Dialect) -> &'static str {
    match dialect.delimiter {
        b'\t' => "shape.tab",
        b';' => "shape.semicolon",
        b',' => "shape.comma",
        b'|' => "shape.bar",
        _ => "shape.otherSeparator",
    }
}

/// A line without any cell that holds something.
pub(super) fn is_blank(grid: &Grid, row: usize) -> bool {
    grid.width(row) <= 1 && grid.text(row, 0).trim().is_empty()
}

/// How many cells of this row are names of columns we know.
pub(super) fn header_hits(grid: &Grid, row: usize, words: &dyn HeaderWords) -> usize {
    if grid.width(row) > WIDTH_MAX / 16 {
        return 0;
    }
    grid.row(row).filter(|cell| is_word(cell, words)).count()
}

/// The same where there are more than `least`; asked of many rows, few of which come near.
pub(super) fn hits_beyond(
    grid: &Grid,
    row: usize,
    words: &dyn HeaderWords,
    least: usize,
) -> Option<usize> {
    let mut others_left = grid.width(row).checked_sub(least + 1)?;
    if grid.width(row) > WIDTH_MAX / 16 {
        return None;
    }
    for _ in grid.row(row).filter(|cell| !is_word(cell, words)) {
        others_left = others_left.checked_sub(1)?;
    }
    Some(least + 1 + others_left)
}

fn is_word(cell: &str, words: &dyn HeaderWords) -> bool {
    cell.len() <= 200 && !cell.is_empty() && words.is_header(cell)
}

/// Appends every record of `text` to `grid`, blank lines included (as one empty cell).
pub(super) fn split(text: &str, dialect: &Dialect, grid: &mut Grid, problems: &mut Vec<Problem>) {
    let mut splitter = Splitter {
        text,
        bytes: text.as_bytes(),
        dialect,
        at: dialect.start,
        line: dialect.first_line,
        single_line_until: 0,
        problems,
        fault_count: 0,
    };
    while splitter.at < splitter.bytes.len() {
        if !splitter.record(grid) {
            return;
        }
    }
}

struct Splitter<'t> {
    text: &'t str,
    bytes: &'t [u8],
    dialect: &'t Dialect,
    at: usize,
    line: u32,
    /// Quotes before this byte are tried within their own line only.
    single_line_until: usize,
    problems: &'t mut Vec<Problem>,
    fault_count: usize,
}

impl Splitter<'_> {
    /// Reads one record; false when a limit ends the reading.
    fn record(&mut self, grid: &mut Grid) -> bool {
        let line = self.line;
        grid.begin_row(line);
        let mut width = 0;
        loop {
            self.cell(grid);
            width += 1;
            if width > WIDTH_MAX || grid.cell_count() > CELLS_MAX {
                let (key, max) = match width > WIDTH_MAX {
                    true => ("shape.tooWide", WIDTH_MAX),
                    false => ("shape.tooManyCells", CELLS_MAX),
                };
                grid.drop_last_row();
                let message = Message::new(key).with("max", max);
                self.problems.push(Problem::fault(Place::line(line), message));
                return false;
            }
            if self.byte(self.at) == Some(self.dialect.delimiter) {
                self.at += 1;
                continue;
            }
            break;
        }
        self.at += newline_len(self.bytes, self.at);
        self.line += 1;
        true
    }

    fn cell(&mut self, grid: &mut Grid) {
        if self.dialect.quoted {
            let mut quote = self.at;
            while self.byte(quote) == Some(b' ') {
                quote += 1;
            }
            if self.byte(quote) == Some(b'"') && self.quoted_cell(quote, grid) {
                return;
            }
        }
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let end = memchr3(self.dialect.delimiter, b'\n', b'\r', rest).unwrap_or(rest.len());
        grid.push(self.text.get(self.at..self.at + end).unwrap_or_default(), Form::Text);
        self.at += end;
    }

    /// Tries to read the cell whose quote opens at `open`; leaves everything as it was if it is none.
    fn quoted_cell(&mut self, open: usize, grid: &mut Grid) -> bool {
        let bounded = open < self.single_line_until;
        let limit = if bounded { line_end(self.bytes, open) } else { self.bytes.len() };
        let mut at = open + 1;
        let failed_at = loop {
            let rest = self.bytes.get(at..limit).unwrap_or_default();
            let Some(quote) = memchr(b'"', rest).map(|found| at + found) else { break limit };
            grid.extend_cell(self.text.get(at..quote).unwrap_or_default());
            if self.byte(quote + 1) == Some(b'"') {
                grid.extend_cell("\"");
                at = quote + 2;
                continue;
            }
            let mut after = quote + 1;
            while self.byte(after) == Some(b' ') {
                after += 1;
            }
            if self.ends_cell(after) {
                self.line += count_lines(self.bytes.get(open..quote).unwrap_or_default());
                grid.finish_cell(Form::Text);
                self.at = after;
                return true;
            }
            if !self.is_inner_quote(open, quote) {
                break quote;
            }
            grid.extend_cell("\"");
            at = quote + 1;
        };
        grid.cut_open_cell(0);
        let crossed = self.bytes.get(open..failed_at).unwrap_or_default();
        if bounded || memchr3(b'\n', b'\r', b'\n', crossed).is_some() || failed_at == limit {
            self.single_line_until = self.single_line_until.max(failed_at);
        }
        if !bounded && failed_at == limit {
            self.fault("shape.quoteOpen");
        } else if count_lines(crossed) > 0 {
            self.fault("shape.quoteStray");
        }
        false
    }

    /// A quote inside a quoted cell that is neither doubled nor closing: `"5" disc",`. It belongs to the
    /// text if another quote follows before the next separator, and if it does not open a cell itself.
    fn is_inner_quote(&self, open: usize, quote: usize) -> bool {
        let before = quote.checked_sub(1).and_then(|at| self.byte(at));
        let opens = before == Some(self.dialect.delimiter) || matches!(before, Some(b'\n' | b'\r'));
        let crossed = self.bytes.get(open..quote).unwrap_or_default();
        if opens && memchr3(b'\n', b'\r', b'\n', crossed).is_some() {
            return false;
        }
        let rest = self.bytes.get(quote + 1..).unwrap_or_default();
        let next = rest
            .iter()
            .find(|&&b| b == b'"' || b == self.dialect.delimiter || b == b'\n' || b == b'\r');
        next == Some(&b'"')
    }

    fn ends_cell(&self, at: usize) -> bool {
        match self.byte(at) {
            None | Some(b'\n' | b'\r') => true,
            Some(byte) => byte == self.dialect.delimiter,
        }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    fn fault(&mut self, key: &'static str) {
        self.fault_count += 1;
        if self.fault_count <= PROBLEMS_MAX {
            let place = Place::line(self.line);
            self.problems.push(Problem::doubt(place, Message::new(key)));
        }
    }
}

/// Where the line that `from` stands on ends: the index of its newline or of the end.
pub(super) fn line_end(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())
}

/// Length of the newline at `at`: LF, CR or CRLF.
pub(super) fn newline_len(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at..) {
        Some([b'\r', b'\n', ..]) => 2,
        Some([b'\r' | b'\n', ..]) => 1,
        _ => 0,
    }
}

fn count_lines(bytes: &[u8]) -> u32 {
    let mut at = line_end(bytes, 0);
    let mut lines = 0;
    while at < bytes.len() {
        lines += 1;
        at = line_end(bytes, at + newline_len(bytes, at));
    }
    lines
}
