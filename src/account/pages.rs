//! Pages of one list, copied one after the other (R32, R34).
//!
//! In: the parts of an account. Out: which of them are pages of one copy. Pages say so themselves: rows
//! 1 to 3 of 5 and rows 4 to 5 of 5, copied in one sitting, share no row; equal rows on them are two.
//! Pages that say of how many rows or pages they are, but not of which rows, are those of one copy where they make up the
//! list and share few rows. All other parts are copies of their own, which may overlap.

use super::attribution::Part;
use super::intake::Intake;
use super::state::SourceIx;
use crate::calendar::{SECONDS_PER_HOUR, Stated};
use crate::ingest::Completeness;
use crate::ingest::layouts::layout;
use crate::money::Amount;
use std::collections::BTreeMap;

/// Pages of one list are copied within so long.
pub const SITTING_SECONDS: i64 = SECONDS_PER_HOUR;

/// Longer parts are no pages.
const PAGE_ROWS_MAX: usize = 1_000;

/// A part with its source.
pub type Page<'a> = (SourceIx, Part<'a>);

/// The parts by copy, in the order of each copy's first part.
pub fn copies<'a>(parts: impl Iterator<Item = Page<'a>>) -> Vec<Vec<Page<'a>>> {
    let mut copies: Vec<Vec<Page<'a>>> = Vec::new();
    // Those that say of which list they are pages; all others stand alone.
    let mut paged: Vec<usize> = Vec::new();
    for (source, part) in parts {
        let is_page = part.table.page.is_some();
        let goes_on = |at: &&usize| {
            copies.get(**at).is_some_and(|copy| copy.iter().all(|(_, p)| goes_on(p, &part)))
        };
        let continued = paged.iter().filter(|_| is_page).find(goes_on).copied();
        match continued.and_then(|at| copies.get_mut(at)) {
            Some(copy) => copy.push((source, part)),
            None => {
                paged.extend(is_page.then_some(copies.len()));
                copies.push(vec![(source, part)]);
            }
        }
    }
    join_unplaced(&mut copies);
    copies
}

/// R32: whether a copy lists all there is, by its own word or as its pages make up the count.
pub fn hold_all(copy: &[Page<'_>], intake: &Intake<'_>) -> bool {
    copy.iter().any(|(source, _)| intake.is_whole(*source))
        || make_up_list(copy.iter().map(|(_, part)| part))
}

/// Whether two copies, each a part of a list by its own word, may be of the same one.
pub fn is_same_list(one: Completeness, other: Completeness) -> bool {
    use Completeness::{Page, Partial};
    match (one, other) {
        (Partial { of, .. }, Partial { of: other, .. }) => of == other,
        (Page { pages: Some(of), .. }, Page { pages: Some(other), .. }) => of == other,
        _ => false,
    }
}

/// Whether parts are all that the list has which each is one page of: as many rows as it counts, or as many pages.
fn make_up_list<'p, 'a: 'p>(parts: impl Iterator<Item = &'p Part<'a>> + Clone) -> bool {
    let rows: usize = parts.clone().map(Part::row_count).sum();
    let count = parts.clone().count();
    parts.clone().all(|part| match part.table.completeness {
        Completeness::Partial { of, .. } => of == rows as u64,
        Completeness::Page { pages: Some(of), .. } => of == count as u64,
        _ => false,
    })
}

/// Joins pages that do not say which rows of the list they are.
fn join_unplaced(copies: &mut Vec<Vec<Page<'_>>>) {
    let mut lists: Vec<Vec<usize>> = Vec::new();
    for at in 0..copies.len() {
        let Some(page) = unplaced(copies.get(at)) else { continue };
        let pages = |list: &[usize]| -> Vec<&Part<'_>> {
            list.iter().filter_map(|at| unplaced(copies.get(*at))).collect()
        };
        let goes_on = |list: &&mut Vec<usize>| {
            let pages = pages(list);
            let rows = pages.iter().map(|page| page.row_count()).sum::<usize>() + page.row_count();
            let has_room = match page.table.completeness {
                Completeness::Partial { of, .. } => rows as u64 <= of,
                Completeness::Page { pages: Some(of), .. } => (pages.len() as u64) < of,
                _ => false,
            };
            has_room && pages.iter().all(|other| may_go_on(other, page))
        };
        match lists.iter_mut().find(goes_on) {
            Some(list) => list.push(at),
            None => lists.push(vec![at]),
        }
    }
    for list in lists {
        let parts = list.iter().filter_map(|at| copies.get(*at)).flatten();
        if !make_up_list(parts.map(|(_, part)| part)) {
            continue;
        }
        let mut joined: Vec<Page<'_>> = Vec::new();
        for at in &list {
            joined.append(copies.get_mut(*at).unwrap_or(&mut vec![]));
        }
        if let Some(first) = list.first().and_then(|at| copies.get_mut(*at)) {
            *first = joined;
        }
    }
    copies.retain(|copy| !copy.is_empty());
}

fn unplaced<'c, 'a>(copy: Option<&'c Vec<Page<'a>>>) -> Option<&'c Part<'a>> {
    let [(_, part)] = &copy?[..] else { return None };
    let is_page = part.table.page.is_none() && part.row_count() <= PAGE_ROWS_MAX;
    Some(part).filter(|part| is_page && part.table.completeness.is_part())
}

/// The same page again shares most of its rows, another one at most those that look alike.
fn may_go_on(one: &Part<'_>, other: &Part<'_>) -> bool {
    let apart = other.as_of.when.instant.seconds_since(one.as_of.when.instant);
    let (a, b) = (one.table.completeness, other.table.completeness);
    if one.table.export != other.table.export || !is_same_list(a, b) {
        return false;
    }
    // Pages that say which they are.
    if let (
        Completeness::Page { number: Some(a), .. },
        Completeness::Page { number: Some(b), .. },
    ) = (a, b)
    {
        return a != b && apart.abs() <= SITTING_SECONDS;
    }
    if apart.abs() > SITTING_SECONDS {
        return false;
    }
    let mut known = subjects(one);
    let mut shared = 0;
    for (subject, count) in subjects(other) {
        shared += known.remove(&subject).unwrap_or_default().min(count);
    }
    2 * shared <= one.row_count().min(other.row_count())
}

/// What the rows of a part are about (R34), and how many of them are about the same.
fn subjects<'p>(part: &'p Part<'_>) -> BTreeMap<Vec<Cell<'p>>, usize> {
    let keys = layout(part.table.export).map_or(&[][..], |layout| layout.keys);
    let records = part.records();
    let mut subjects = BTreeMap::new();
    for row in part.rows() {
        let cell = |field| {
            let time = records.time(row, field).map(|Stated { time, .. }| time.seconds());
            (records.text(row, field), records.money(row, field), time)
        };
        *subjects.entry(keys.iter().copied().map(cell).collect()).or_default() += 1;
    }
    subjects
}

type Cell<'a> = (Option<&'a str>, Option<Amount>, Option<i64>);

/// Whether two parts are different pages of one list.
fn goes_on(one: &Part<'_>, other: &Part<'_>) -> bool {
    let (Some(a), Some(b)) = (one.table.page, other.table.page) else { return false };
    let apart = other.as_of.when.instant.seconds_since(one.as_of.when.instant);
    one.table.export == other.table.export
        && a.of == b.of
        && (a.last < b.first || b.last < a.first)
        && apart.abs() <= SITTING_SECONDS
}
