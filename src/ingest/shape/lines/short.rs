//! Rows that the cheapest layout left in doubt and that fit their columns in one way only.
//!
//! Where a browser leaves no line for an empty cell, a row has fewer lines than columns. In: a stretch of
//! such rows between two that are sure. Out: the column of every line, where every way to lay the stretch
//! out has it in that column. All ways count alike, however unlikely; they are not listed but bounded:
//! a line may stand in a column if some way leads there and some way leads on to the end. Subtle: each
//! row fills its first column and more than half of its columns, so a whole row is never taken for two;
//! and an amount may stand under any header of amounts, so one of several that is absent stays a doubt.

use super::OpenRow;
use crate::ingest::exports::Kind;
use crate::ingest::shape::HeaderWords;
use crate::ingest::shape::lay::{Columns, Look, Slot};
use std::collections::HashMap;

/// Absent cells are counted in the bits of a word.
const ABSENT_MAX: usize = 30;
/// Lines times pairs of columns that are looked at in one stretch.
const STEPS_MAX: usize = 20_000_000;
/// A text that stands in so many sure rows in one column only belongs there.
const SEEN_MIN: usize = 2;
/// Rows are gone through so often at most.
const ROUNDS_MAX: usize = 4;

/// The line's column where it is the only one; buttons and badges belong to the cell before them.
enum Spot {
    Column(usize),
    Beside,
    Unsure,
}

/// Lays the refused rows out again, where there is one way to.
pub(super) fn recover(
    rows: &mut [OpenRow<'_>],
    slots: &[Slot],
    columns: &Columns<'_>,
    words: &dyn HeaderWords,
) {
    // What one row shows may tell the next.
    for _ in 0..ROUNDS_MAX {
        let refused_count = |rows: &[OpenRow<'_>]| rows.iter().filter(|r| r.is_refused).count();
        let before = refused_count(rows);
        if before == 0 {
            return;
        }
        let known = Known::of(rows, columns, words);
        recover_once(rows, slots, &known);
        if refused_count(rows) == before {
            return;
        }
    }
}

fn recover_once(rows: &mut [OpenRow<'_>], slots: &[Slot], known: &Known<'_>) {
    for stretch in rows.chunk_by_mut(|one, next| one.is_refused && next.is_refused) {
        let (Some(first), Some(last)) = (stretch.first(), stretch.last()) else { continue };
        let lines = first.start..last.start + last.lines.len();
        let is_whole = slots.get(lines).is_some_and(|slots| !slots.contains(&Slot::Outside));
        if !first.is_refused || !is_whole {
            continue;
        }
        let texts: Vec<&str> =
            stretch.iter().flat_map(|r| r.lines.iter().map(|l| l.text)).collect();
        let mut spots = spots(&texts, known).into_iter();
        let of_row = |row: &OpenRow| spots.by_ref().take(row.lines.len()).collect();
        let of_rows: Vec<Vec<Spot>> = stretch.iter().map(of_row).collect();
        let begins = |spots: &Vec<Spot>| matches!(spots.first(), Some(Spot::Column(0)));
        for (at, (row, spots)) in stretch.iter_mut().zip(&of_rows).enumerate() {
            let is_whole = begins(spots) && of_rows.get(at + 1).is_none_or(begins);
            if is_whole && !row.is_headless {
                take(row, spots, known.columns, known.words);
            }
        }
    }
}

/// Puts the row's lines in their places, where all are known.
fn take(row: &mut OpenRow<'_>, spots: &[Spot], columns: &Columns<'_>, words: &dyn HeaderWords) {
    let mut cells: Vec<(usize, String)> = Vec::new();
    let ends = spots.iter().rposition(|spot| !matches!(spot, Spot::Beside)).unwrap_or_default();
    let actions = (0..columns.headers.len()).find(|column| columns.is_actions(*column));
    for (at, (line, spot)) in row.lines.iter().zip(spots).enumerate() {
        match (spot, cells.last_mut()) {
            (Spot::Beside, Some((column, _)))
                if at > ends && actions.is_some_and(|a| a > *column) =>
            {
                cells.extend(actions.map(|actions| (actions, line.text.to_owned())));
            }
            (Spot::Column(column), before) if before.as_ref().is_none_or(|b| b.0 < *column) => {
                cells.push((*column, line.text.to_owned()));
            }
            (Spot::Beside, Some((_, text))) => {
                text.push('\n');
                text.push_str(line.text);
            }
            _ => return,
        }
    }
    if !columns.is_slipped(&cells, words) {
        row.cells = cells;
        row.is_refused = false;
    }
}

/// What sure rows and words say of columns.
struct Known<'k> {
    columns: &'k Columns<'k>,
    words: &'k dyn HeaderWords,
    /// Texts of sure rows, with their columns; `None` where there are several.
    texts: HashMap<String, (Option<usize>, usize)>,
    /// Columns of names where a sure row has an amount or a time.
    is_mixed: Vec<bool>,
    /// Columns of times that hold ranges, and those that hold one time.
    ranges: Vec<(bool, bool)>,
}

impl<'k> Known<'k> {
    fn of(rows: &[OpenRow<'_>], columns: &'k Columns<'k>, words: &'k dyn HeaderWords) -> Known<'k> {
        let n = columns.headers.len();
        let (is_mixed, ranges) = (vec![false; n], vec![(false, false); n]);
        let mut known = Known { columns, words, texts: HashMap::new(), is_mixed, ranges };
        for (column, text) in rows.iter().filter(|r| !r.is_refused).flat_map(|row| &row.cells) {
            known.see(*column, text.split('\n').next().unwrap_or_default());
        }
        known
    }

    fn see(&mut self, column: usize, text: &str) {
        let look = Look::plain(text);
        if look.is_missing {
            return;
        }
        if self.columns.kind(column) == Some(Kind::Time)
            && let Some((range, single)) = self.ranges.get_mut(column)
        {
            *if is_range(text) { range } else { single } = true;
        } else if self.columns.is_text(column) {
            if look.is_typed()
                && !is_id(text)
                && let Some(mixed) = self.is_mixed.get_mut(column)
            {
                *mixed = true;
            }
            let (place, count) = self.texts.entry(text.to_owned()).or_insert((Some(column), 0));
            *place = place.filter(|known| *known == column);
            *count += 1;
        }
    }

    /// Whether the line may be a value of this column.
    fn may_stand(&self, column: usize, text: &str) -> bool {
        let look = Look::plain(text);
        if look.is_missing {
            return true;
        }
        if is_id(text) && self.columns.is_typed(column)
            || self.columns.is_actions(column) && look.is_typed()
        {
            return false;
        }
        if self.columns.kind(column) == Some(Kind::Time) && look.is_typed() {
            let (range, single) = self.ranges.get(column).copied().unwrap_or_default();
            let is_seen = if is_range(text) { range } else { single };
            return self.columns.takes(column, text) && (is_seen || !(range || single));
        }
        let is_mixed = self.is_mixed.get(column) == Some(&true);
        if self.columns.is_text(column) {
            // A currency and a state have their own column, where there is one.
            if !self.columns.is_at_home(column, text, self.words) {
                return false;
            }
            // A row does not begin with what another row has further on.
            let seen_min = if column == 0 { 1 } else { SEEN_MIN };
            let seen = self.texts.get(text).filter(|(_, count)| *count >= seen_min);
            let is_elsewhere = seen.is_some_and(|(place, _)| place.is_some_and(|c| c != column));
            return !is_elsewhere && (is_mixed || self.columns.takes(column, text));
        }
        self.columns.takes(column, text)
    }
}

/// R30: so many digits are no amount.
fn is_id(text: &str) -> bool {
    text.len() >= 15 && text.bytes().all(|b| b.is_ascii_digit())
}

/// Two years at least, or a mark between two times.
fn is_range(text: &str) -> bool {
    let groups = text.split(|c: char| !c.is_ascii_digit());
    groups.filter(|group| group.len() == 4).count() >= 2
        || text.contains(['~', '–', '—'])
        || text.contains(" - ")
        || text.contains(" to ")
}

/// For each column that may be the one filled last, how many cells of the row may be absent so far: bits.
type Absent = Vec<u32>;

/// The spots of a stretch that begins and ends with a row.
fn spots(texts: &[&str], known: &Known<'_>) -> Vec<Spot> {
    let n = known.columns.headers.len();
    if n < 2 || texts.len().saturating_mul(n * n) > STEPS_MAX {
        return texts.iter().map(|_| Spot::Unsure).collect();
    }
    let absent_max = ((n - 1) / 2).min(ABSENT_MAX);
    let all = u32::MAX >> (u32::BITS as usize - 1 - absent_max);
    let steps: Vec<Step> = texts.iter().map(|text| Step::of(text, known, all)).collect();
    // Ways that lead to each line …
    let mut to: Vec<Absent> = Vec::with_capacity(steps.len());
    for step in &steps {
        to.push(step.forward(to.last()));
    }
    // … and ways that lead on from it.
    let mut from: Absent = (0..n).map(|column| all >> (n - 1 - column).min(ABSENT_MAX)).collect();
    let mut out: Vec<Spot> = Vec::with_capacity(steps.len());
    for (at, step) in steps.iter().enumerate().rev() {
        let here = to.get(at).into_iter().flatten().zip(&from).map(|(to, from)| to & from != 0);
        let mut columns = here.enumerate().filter(|(_, is_possible)| *is_possible);
        out.push(match (columns.next(), columns.next()) {
            (Some(_), _) if step.is_badge => Spot::Beside,
            (Some((column, _)), None) => Spot::Column(column),
            _ => Spot::Unsure,
        });
        from = step.back(&from);
    }
    out.reverse();
    out
}

/// One line on its way through the columns.
struct Step {
    /// The columns whose value it may be.
    may: Vec<bool>,
    /// A button or badge may also stand below any cell.
    is_badge: bool,
    /// Bits of all numbers of absent cells that a row may have.
    all: u32,
}

impl Step {
    fn of(text: &str, known: &Known<'_>, all: u32) -> Step {
        let n = known.columns.headers.len();
        let is_badge = known.words.is_label(text);
        let may = |column| !(is_badge && column == 0) && known.may_stand(column, text);
        Step { may: (0..n).map(may).collect(), is_badge, all }
    }

    /// Bits with which a row may end behind this column.
    fn ends(&self, column: usize) -> u32 {
        self.all >> (self.may.len() - 1 - column).min(ABSENT_MAX)
    }

    /// States when this line has been laid, from those before it; none before the first line.
    fn forward(&self, before: Option<&Absent>) -> Absent {
        let states = || before.into_iter().flatten().copied().enumerate();
        let is_over =
            before.is_none() || states().any(|(column, bits)| bits & self.ends(column) != 0);
        let state = |(column, may): (usize, &bool)| {
            let stays = states().filter(|(c, _)| self.is_badge && *c == column);
            let stays = stays.fold(0, |bits, (_, more)| bits | more);
            let earlier = states().take(column);
            let value = earlier.fold(u32::from(column == 0 && is_over), |bits, (c, more)| {
                bits | more.checked_shl((column - c - 1) as u32).unwrap_or_default() & self.all
            });
            if *may { stays | value } else { stays }
        };
        self.may.iter().enumerate().map(state).collect()
    }

    /// States before this line from which there is a way on, from those behind it.
    fn back(&self, behind: &Absent) -> Absent {
        let states = || behind.iter().copied().zip(&self.may).enumerate();
        let begins = states().take(1).any(|(_, (bits, may))| *may && bits & 1 != 0);
        let state = |(column, bits): (usize, &u32)| {
            let stays = if self.is_badge { *bits } else { 0 };
            let row_end = if begins { self.ends(column) } else { 0 };
            let later = states().skip(column + 1).filter(|(_, (_, may))| **may);
            later.fold(stays | row_end, |bits, (c, (more, _))| {
                bits | more.checked_shr((c - column - 1) as u32).unwrap_or_default()
            })
        };
        behind.iter().enumerate().map(state).collect()
    }
}
