//! How well each known export fits a header: which column would be which of its fields, and how much
//! that says. Knows nothing of the rows below.

use super::said::Mapping;
use crate::ingest::exports::{Export, Field};
use crate::ingest::headers::{self, Header, Words};
use crate::ingest::layouts::{self, LAYOUTS, Layout};
use crate::ingest::shape::Grid;
use crate::platform::Platform;
use crate::sorting::Sorting;
use std::borrow::Cow;
use std::rc::Rc;

/// Fewer known columns are no header.
const COLUMNS_MIN: usize = 2;
/// What a column adds to a score at most.
const COLUMN_SCORE_MAX: i32 = TELLING_SCORE + MARKER_SCORE;
const TELLING_SCORE: i32 = 10;
const MARKER_SCORE: i32 = 6;

/// Known columns that a header must have which scores no less than the best one so far.
pub(super) fn columns_min(best: Option<&Match>) -> usize {
    // Its rows count against it, two at most.
    let score = best.map_or(0, |best| best.score.max(0) + 1);
    COLUMNS_MIN.max(score.div_euclid(COLUMN_SCORE_MAX) as usize)
}

/// The cells of a header; where a header takes two rows, both joined per column. `None` where fewer than
/// `least` of them are known columns.
pub(super) fn header_at(
    grid: &Grid,
    row: usize,
    height: usize,
    least: usize,
    platform: &dyn Platform,
) -> Option<Vec<Header>> {
    let filled = grid.row(row).filter(|c| !c.trim().is_empty()).take(2).count();
    if filled < 2 || row + height > grid.row_count() {
        return None;
    }
    // A second header row exists only where the first leaves words to be finished.
    let width = (row..row + height).map(|row| grid.width(row)).max()?;
    let cell = |column: usize| match height {
        1 => Cow::Borrowed(grid.text(row, column)),
        _ => Cow::Owned(format!("{} {}", grid.text(row, column), grid.text(row + 1, column))),
    };
    let cells: Vec<Cow<'_, str>> = (0..width).map(cell).collect();
    let unknown = cells.iter().filter(|cell| !headers::may_score(cell, platform));
    let others_max = cells.len().checked_sub(least)?;
    let has_enough = least == 0 || unknown.take(others_max + 1).count() <= others_max;
    has_enough.then(|| headers::headers(cells.iter().map(AsRef::as_ref), platform))
}

/// One layout tried on one header row.
pub(super) struct Match {
    pub row: usize,
    pub height: usize,
    pub layout: &'static Layout,
    pub headers: Rc<Vec<Header>>,
    pub fields: Vec<Option<Field>>,
    pub score: i32,
    pub is_satisfied: bool,
}

impl Match {
    /// Whether enough of the export's columns are there to name it.
    pub fn is_near(&self) -> bool {
        self.score >= 18
    }
}

/// Every export of which the header names two fields or more; the one that the user said, where one is.
pub(super) fn matches<'a>(
    row: usize,
    height: usize,
    found: &'a Rc<Vec<Header>>,
    mapping: &'a Mapping<'a>,
) -> impl Iterator<Item = Match> + 'a {
    let wanted = mapping.get(|m| m.export.as_deref()).and_then(Export::from_key);
    let all = LAYOUTS.iter().zip(Words::by_layout());
    all.filter(move |(layout, _)| wanted.is_none_or(|export| layouts::is_of(layout, export)))
        .filter_map(move |(layout, words)| {
            let fields = fields_of(layout, words, found, mapping);
            let count = fields.iter().flatten().count();
            (count >= COLUMNS_MIN).then(|| {
                let has = |f: &Field| fields.contains(&Some(*f));
                let marker_count = markers(layout, found);
                let is_required = layout.required.iter().all(|group| group.iter().any(has));
                let is_other = wanted.is_none() && names_any(layout.without, found, &fields);
                Match {
                    score: score(layout, found, &fields, marker_count) - height as i32,
                    is_satisfied: is_required
                        && !is_other
                        && (!layout.needs_marker || marker_count > 0),
                    headers: Rc::clone(found),
                    fields,
                    row,
                    height,
                    layout,
                }
            })
        })
}

/// Whether a header, or what the user said of it, is one of `fields`, whatever the layout makes of it.
fn names_any(fields: &[Field], found: &[Header], taken: &[Option<Field>]) -> bool {
    let word = |header: &Header| Words::shared().field(headers::leaf(&header.form));
    let is_one = |field: Field| fields.contains(&field);
    taken.iter().flatten().any(|field| is_one(*field))
        || found.iter().filter_map(word).any(|(field, _)| is_one(field))
}

fn markers(layout: &Layout, found: &[Header]) -> usize {
    let is_marker = |h: &&Header| layout.markers.contains(&headers::leaf(&h.form));
    found.iter().filter(is_marker).count()
}

/// Columns that tell this export weigh most; columns that nobody knows weigh a little against it.
fn score(layout: &Layout, found: &[Header], fields: &[Option<Field>], marker_count: usize) -> i32 {
    let columns = found.iter().zip(fields).map(|(header, field)| match field {
        Some(field) if layout.telling.contains(field) => TELLING_SCORE,
        Some(_) => 4,
        None if header.label.starts_with('#') || headers::is_not_needed(&header.form) => 0,
        None => -1,
    });
    columns.sum::<i32>() + MARKER_SCORE * marker_count as i32
}

/// The field of each header; each field once, the better word first, then the earlier column.
fn fields_of(
    layout: &Layout,
    words: &Words,
    found: &[Header],
    mapping: &Mapping<'_>,
) -> Vec<Option<Field>> {
    let mut claims: Vec<(usize, usize, Field)> = Vec::new();
    for (column, header) in found.iter().enumerate() {
        match mapping.field_key(header) {
            Some(key) => claims.extend(Field::from_key(key).map(|f| (0, column, f))),
            None => {
                let known = words.field(&header.form);
                let known = known.or_else(|| words.field(headers::leaf(&header.form)));
                claims.extend(known.map(|(f, rank)| (rank + 1, column, f)));
            }
        }
    }
    claims.order_by_key(|(rank, column, _)| (*rank, *column));
    let mut fields = vec![None; found.len()];
    let mut taken: Vec<Field> = Vec::new();
    for (rank, column, field) in claims {
        let fits = rank == 0 || layout.fields.contains(&field);
        if fits && !taken.contains(&field) {
            taken.push(field);
            if let Some(slot) = fields.get_mut(column) {
                *slot = Some(field);
            }
        }
    }
    fields
}

/// Remembers which other exports fit as well as the best one so far.
pub(super) fn note_rival(rivals: &mut Vec<Export>, best: Option<&Match>, found: &Match) {
    match best {
        Some(best) if found.score < best.score => {}
        Some(best) if found.score == best.score => {
            // A marker that an export needs tells it from the others.
            let is_other = found.layout.export != best.layout.export && found.row == best.row;
            let is_other = is_other && !best.layout.needs_marker;
            rivals.extend(is_other.then_some(found.layout.export));
        }
        _ => rivals.clear(),
    }
}
