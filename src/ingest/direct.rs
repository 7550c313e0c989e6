//! Delimited bytes → a recognised table, without a grid: the fast road by a plan made from the head.
//!
//! In: bytes of a file or of copied text. Out: the same table that the tolerant road (`shape`, `table`)
//! makes of them, or `None`, which means "not for this road" and never "wrong". The head is read the
//! tolerant way; its plan becomes a [`Layout`]. Cells that are not in the layout and rows that are not as
//! expected are read by the tolerant readers themselves. Whatever in the rest would have given another
//! plan, another decision or another table ends this road.
//!
//! Law: where this road answers, it answers as the tolerant one, but for [`Recognised::grid`], of which
//! it keeps the first rows, and for texts beyond the tolerant road's limit of cells.

mod head; // how much of a text shows what it is
mod ways; // how its columns are read

use super::cell::Cell;
use super::dialect::{self, Reading, Standing};
use super::exports::{Field, Kind};
use super::fast::{self, CellReader, Contradiction, FastRoad};
use super::figure::Named;
use super::headers::Header;
use super::mapping::{ColumnPlan, Plan};
use super::records::{RecordsBuilder, Value};
use super::shape::{self, Form, Grid, HeaderWords, Shape};
use super::table::shifted::{is_misplaced, is_open};
use super::table::width::{ends_alike, may_be_cut};
use super::table::{self, Reader, row};
use super::totals::{self, Role};
use super::vocabulary::Vocabulary;
use super::words;
use super::{Flavour, FlavourKind, Recognised, Said};
use crate::money::Currency;
use crate::platform::Platform;
use crate::text::{bare_cell, composed, is_blank, is_missing};
pub use head::Head;
use head::preview;
use std::borrow::Cow;
use std::rc::Rc;
use ways::layout;

/// A text on the fast road.
pub struct Direct<'p> {
    road: FastRoad<Tolerant<'p>>,
    /// The head as its reader left it, with the table taken out.
    head: shape::Read,
    preview: Grid,
    /// The row at hand, and how far it has been looked at.
    row: usize,
    at: usize,
    end: usize,
}

/// What the head of a text shows.
pub enum Begun<'p> {
    /// A table for this road.
    Road(Box<Direct<'p>>),
    /// Such a table, of which more rows may show how a column is read.
    Open,
    /// Something for the tolerant road.
    Other,
}

impl<'p> Direct<'p> {
    /// Begins where the head of a text shows a table for this road.
    pub fn begin(
        flavour: &Flavour,
        size: Head,
        corrections: &Said<'_>,
        platform: &'p dyn Platform,
    ) -> Begun<'p> {
        let found = Direct::look(flavour, size, corrections, platform);
        found.unwrap_or(Begun::Other)
    }

    fn look(
        flavour: &Flavour,
        size: Head,
        corrections: &Said<'_>,
        platform: &'p dyn Platform,
    ) -> Option<Begun<'p>> {
        let bytes = flavour.bytes.as_slice();
        let is_text = matches!(flavour.kind, FlavourKind::Text | FlavourKind::File);
        // Letters may be of another encoding: that is decided by all of the text.
        if !is_text
            || corrections.for_import().encoding.is_some()
            || flavour.kind == FlavourKind::File && shape::is_doubtful_utf8(bytes)
        {
            return None;
        }
        let head_bytes = bytes.get(..size.end(bytes)?).filter(|head| !is_undecided(head))?;
        let words = Vocabulary { platform };
        let mut head = shape::tables(flavour.kind, head_bytes, None, &words, platform);
        let is_separated =
            |key: &str| matches!(key, "shape.delimiterFound" | "shape.delimiterStated");
        let is_plain = head.problems.is_empty()
            && head.encoding_question.is_none()
            && head.grids.len() == 1
            && head.links.is_empty()
            && head.evidence.iter().any(|m| is_separated(m.key));
        let grid = head.grids.pop().filter(|_| is_plain)?;
        if head_bytes.len() < bytes.len() && !size.shows_header(&grid, &words) {
            return Some(Begun::Open);
        }
        let plan = Plan::find(&grid, corrections, platform).ok()?;
        let has_carriage_returns = memchr::memchr(b'\n', head_bytes).is_some_and(|feed| {
            feed.checked_sub(1).and_then(|at| head_bytes.get(at)) == Some(&b'\r')
        });
        // Lines that end in a carriage return alone are for the tolerant road.
        let mut returns = memchr::memchr_iter(b'\r', head_bytes);
        if returns.any(|at| !matches!(head_bytes.get(at + 1), Some(b'\n'))) {
            return None;
        }
        if plan.columns.iter().any(|c| c.standing == Standing::Open && !is_share(c)) {
            return Some(Begun::Open);
        }
        let layout = layout(&grid, &plan, has_carriage_returns)?;
        // A text cut off behind a separator: whether its last cell is lost, the other rows tell.
        if bytes.last() == Some(&layout.delimiter) {
            return None;
        }
        let tolerant = Tolerant::new(&grid, plan, platform)?;
        let at = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let end = bytes.iter().rposition(|b| !matches!(b, b'\n' | b'\r'))? + 1;
        let records = RecordsBuilder::new(tolerant.reader.plan.export, &tolerant.fields);
        let road = FastRoad::new(layout, tolerant, records, bytes.len() as u64);
        let direct = Direct { road, head, preview: preview(&grid), row: at, at, end };
        Some(Begun::Road(Box::new(direct)))
    }

    /// Reads about `budget` more bytes of the same text; whether any are left. An error ends this road.
    pub fn step(&mut self, bytes: &[u8], budget: usize) -> Result<bool, Contradiction> {
        let end = self.at.saturating_add(budget.max(1)).min(self.end);
        while self.at < end {
            let piece = self.at..(self.at + PIECE).min(end);
            // What lies around the piece, so that its cells can be read a word at a time.
            let from = self.row.saturating_sub(fast::PAD);
            let around = from..(piece.end + fast::PAD).min(bytes.len());
            let text = bytes.get(around).unwrap_or_default();
            self.row = from + self.road.read_in_place(text, self.row - from, piece.end - from)?;
            self.at = piece.end;
            // The scan has passed every byte: only where it saw one below a line feed, which one.
            let is_open = self.road.has_low() && is_undecided(bytes.get(piece).unwrap_or_default());
            if is_open || self.road.reader().is_contradicted {
                return Err(Contradiction::Cells);
            }
        }
        Ok(self.at < self.end)
    }

    pub fn bytes_read(&self) -> usize {
        self.at
    }

    /// The table, and what stood around it.
    pub fn finish(self, bytes: &[u8]) -> Option<(Recognised, shape::Read)> {
        let rest = bytes.get(self.row..self.end).unwrap_or_default();
        let (records, tolerant) = self.road.finish(rest).ok()?;
        let mut builder = RecordsBuilder::resume(records);
        let Tolerant { mut reader, own_records, caught_up, held, is_contradicted, .. } = tolerant;
        // A last row that may be a total changes what is counted, and one whose last amount may be cut off is no
        // record: for the tolerant road.
        if is_contradicted
            || ends_cut(&reader.plan, &self.preview, rest)
            || held == Some(builder.len())
        {
            return None;
        }
        reader.totals.catch_up(builder.records(), caught_up);
        reader.row_count += builder.len() - own_records;
        if let Some(zone) = reader.plan.zone_of_all() {
            builder.set_all(Field::Zone, &zone.to_string());
        }
        reader.builder = builder;
        Some((reader.finish(self.preview), self.head))
    }
}

/// Whether the text ends within an amount, for all that its head and its last row tell.
fn ends_cut(plan: &Plan, head: &Grid, last_row: &[u8]) -> bool {
    let Shape::Delimited { delimiter, .. } = head.shape else { return false };
    let text = str::from_utf8(last_row).unwrap_or_default().trim_end();
    let is_end = |c: char| c == '"' || c == delimiter && !text.ends_with('"');
    let cell = text.strip_suffix('"').unwrap_or(text).rsplit(is_end).next();
    cell.is_some_and(may_be_cut) && ends_alike(head, plan)
}

/// Bytes after which contradictions are looked at.
const PIECE: usize = 256 * 1024;

/// Whether all of a text must be looked at, for bytes in one piece of it: zero bytes may make it binary,
/// between tabs may stand the lines of a page.
fn is_undecided(piece: &[u8]) -> bool {
    memchr::memchr2(0, b'\t', piece).is_some()
}

/// Whether any cell may change how a column is read, however many have been looked at.
fn is_share(column: &ColumnPlan) -> bool {
    matches!(column.reading, Reading::Share { .. })
}

/// The tolerant readers of cells and rows, as the fast road calls them.
struct Tolerant<'p> {
    reader: Reader,
    platform: &'p dyn Platform,
    fields: Vec<Field>,
    /// Columns whose absence makes a row odd: without them it may be half a row, or a total.
    is_needed: Vec<bool>,
    /// The first column that is a field: where it holds its header, the header is repeated.
    first_mapped: usize,
    /// One row, as the tolerant reader wants it.
    empty: Grid,
    /// Records up to here are in the totals.
    caught_up: usize,
    /// Records made row by row.
    own_records: usize,
    /// Records there were behind a row that would be a total if it were the last.
    held: Option<usize>,
    /// The plan of the head does not hold for the rest.
    is_contradicted: bool,
    /// Rows with fewer cells than the header: more of them than torn ones say that empty ends are left
    /// out, which only the whole table shows.
    narrow_count: usize,
}

impl<'p> Tolerant<'p> {
    fn new(grid: &Grid, plan: Plan, platform: &'p dyn Platform) -> Option<Tolerant<'p>> {
        let is_plain = |row: &usize| {
            !table::is_empty(grid, *row) && totals::by_label(grid, &plan, *row).is_none()
        };
        let first = (1..grid.row_count()).find(is_plain)?;
        let first_mapped = plan.columns.iter().find(|c| c.field.is_some())?;
        // Cells read without a reader hold digits; so they are never a header without digits.
        let Header { label, form, .. } = &first_mapped.header;
        let has_digit = |text: &str| text.bytes().any(|b| b.is_ascii_digit());
        let is_needed = needed(&plan)?;
        let reader_fits =
            !totals::is_held_at_ends(grid, &plan, first) && !has_digit(label) && !has_digit(form);
        let mut empty = Grid::new(grid.shape.clone(), grid.place.clone());
        empty.before.clear();
        let (fields, first_mapped) = (plan.fields(), first_mapped.index);
        let reader = Reader::new(plan);
        (reader_fits && !reader.gathers_labels).then_some(Tolerant {
            reader,
            platform,
            fields,
            is_needed,
            first_mapped,
            empty,
            caught_up: 0,
            own_records: 0,
            held: None,
            is_contradicted: false,
            narrow_count: 0,
        })
    }

    /// Whether a cell of several lines holds a header word: such lines may make a table of lines.
    fn may_be_other_shape(&self, cells: &[Cow<'_, str>]) -> bool {
        let words = Vocabulary { platform: self.platform };
        let broken = cells.iter().filter(|cell| cell.contains(['\n', '\r']));
        broken.flat_map(|cell| cell.split(['\n', '\r'])).any(|line| words.is_header(line.trim()))
    }

    /// Whether a second header names columns in another order: what follows is another table.
    fn is_other_header(&self, cells: &[Cow<'_, str>]) -> bool {
        let labels = || self.reader.plan.columns.iter().map(|column| column.header.label.as_str());
        let cells = cells.iter().map(AsRef::as_ref);
        let words = Vocabulary { platform: self.platform };
        shape::is_further_header(labels, cells.clone(), &words) && !labels().eq(cells)
    }

    fn read_row(&mut self, cells: &[Cow<'_, str>], line: u32) {
        let mut grid = self.empty.clone();
        grid.begin_row(line);
        cells.iter().for_each(|cell| grid.push(cell, Form::Text));
        if table::is_empty(&grid, 0) {
            return;
        }
        let plan = Rc::clone(&self.reader.plan);
        self.narrow_count += usize::from((2..plan.columns.len()).contains(&cells.len()));
        self.is_contradicted |= self.narrow_count > table::TORN_MAX;
        self.reader.row_count += 1;
        let role = totals::by_label(&grid, &plan, 0).unwrap_or(Role::Data);
        // Held until all rows are read, or told by the rows around it: for the tolerant road.
        let is_alone = cells.iter().filter(|cell| !is_blank(cell)).count() == 1;
        self.is_contradicted |= matches!(role, Role::Unlabelled | Role::Inner)
            || is_alone && role == Role::Data
            || is_open(&plan, &grid, 0);
        self.reader.row(&grid, 0, role, self.platform);
        if matches!(role, Role::Data | Role::Inner) {
            let is_held = totals::is_held_at_ends(&grid, &plan, 0);
            self.held = is_held.then(|| self.reader.builder.len());
        }
    }
}

impl CellReader for Tolerant<'_> {
    fn cell(
        &mut self,
        index: usize,
        text: &str,
        put: &mut dyn FnMut(Field, Value<'_>) -> bool,
    ) -> bool {
        let Some(column) = self.reader.plan.columns.get(index) else { return false };
        let text = &*composed(text, self.platform);
        if index == 0 && may_lead_no_record(text) {
            return false;
        }
        let Some(field) = column.field else { return true };
        // What is no code is weighed beside the signs of its row.
        if field == Field::Currency && Currency::parse(text).is_none() {
            return false;
        }
        if totals::may_label(&self.reader.plan, field, text) {
            return false;
        }
        if index == self.first_mapped
            && table::may_be_header(column, text)
            && table::is_like_header(column, text, self.platform)
        {
            return false;
        }
        if !dialect::stands(column, field, text) {
            self.is_contradicted = true;
            return false;
        }
        if field.kind() == Kind::Text && is_misplaced(field, text) {
            return false;
        }
        let mut has_value = false;
        let mut is_put = true;
        let mut give = |to: Field, value: Value<'_>| {
            has_value |= to == field && value != Value::Text("");
            is_put &= put(to, value);
            true
        };
        match row::value(text, Form::Text, column) {
            Ok(Cell::Missing) => {}
            Ok(Cell::Money(amount, Named::Nothing)) => drop(give(field, Value::Money(amount))),
            Ok(Cell::Text(text)) => drop(row::texts(&self.reader.plan, field, &text, &mut give)),
            Ok(Cell::Time(span, None)) => match span.single() {
                Some(time) => drop(give(field, Value::Time(time))),
                None => return false,
            },
            _ => return false,
        }
        is_put && (has_value || self.is_needed.get(index) == Some(&false))
    }

    fn row(&mut self, cells: &[Cow<'_, str>], line: u32, records: &mut RecordsBuilder) {
        // Whatever the row turns out to be, its cells had a say in the decisions.
        let columns = &self.reader.plan.columns;
        let stands = |(column, cell): (&ColumnPlan, &Cow<'_, str>)| {
            column.field.is_none_or(|field| dialect::stands(column, field, cell))
        };
        self.is_contradicted |= cells.len() != columns.len()
            || self.may_be_other_shape(cells)
            || self.is_other_header(cells)
            || !columns.iter().zip(cells).all(stands);
        if self.is_contradicted {
            return;
        }
        self.reader.totals.catch_up(records.records(), self.caught_up);
        let before = records.len();
        std::mem::swap(&mut self.reader.builder, records);
        self.read_row(cells, line);
        std::mem::swap(&mut self.reader.builder, records);
        self.own_records += records.len() - before;
        self.caught_up = records.len();
    }
}

/// Whether a first cell may belong to a total, to page furniture or to a row without a name.
fn may_lead_no_record(text: &str) -> bool {
    let text = bare_cell(text);
    is_missing(text)
        || words::total_label(text).is_some()
        || super::pagination::page_count(text).is_some()
        || totals::is_furniture(text)
}

/// For each group that a row needs, and for the names of a record, the column that shows it, and all that a
/// record has for itself: without it the row is read as a whole. `None` where these are too few to tell half a row.
fn needed(plan: &Plan) -> Option<Vec<bool>> {
    let mut needed = vec![false; plan.columns.len()];
    let groups = plan.layout.row_needs.iter();
    let find = |fits: &dyn Fn(Field) -> bool| {
        plan.columns.iter().find(|c| c.field.is_some_and(fits)).map(|c| c.index)
    };
    for group in groups {
        *needed.get_mut(find(&|f| group.contains(&f))?)? = true;
    }
    if let Some(index) = find(&|field| totals::names_a_record(plan, field)) {
        *needed.get_mut(index)? = true;
    }
    for column in &plan.columns {
        let is_own = column.field.is_some_and(|field| totals::is_own(plan, field));
        needed.iter_mut().skip(column.index).take(1).for_each(|needed| *needed |= is_own);
    }
    // The first cell is needed in any case, and one filled cell alone is half a row.
    needed.iter().skip(1).any(|n| *n).then_some(needed)
}

#[cfg(test)]
mod tests;
