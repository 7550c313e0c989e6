//! Pages of one list, copied one after the other (R32, R34).
//!
//! In: the parts of an account. Out: which of them are pages of one copy. Pages say so themselves: rows
//! 1 to 3 of 5 and rows 4 to 5 of 5, copied in one sitting, share no row; equal rows on them are two.
//! Parts that do not say where they stand are copies of their own, which may overlap.

use super::attribution::Part;
use super::state::SourceIx;
use crate::calendar::SECONDS_PER_HOUR;

/// Pages of one list are copied within so long.
pub const SITTING_SECONDS: i64 = SECONDS_PER_HOUR;

/// The parts by copy, in the order of each copy's first part.
pub fn copies<'a>(
    parts: impl Iterator<Item = (SourceIx, Part<'a>)>,
) -> Vec<Vec<(SourceIx, Part<'a>)>> {
    let mut copies: Vec<Vec<(SourceIx, Part<'a>)>> = Vec::new();
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
    copies
}

/// Whether two parts are different pages of one list.
fn goes_on(one: &Part<'_>, other: &Part<'_>) -> bool {
    let (Some(a), Some(b)) = (one.table.page, other.table.page) else { return false };
    let apart = other.as_of.when.instant.seconds_since(one.as_of.when.instant);
    one.table.export == other.table.export
        && a.of == b.of
        && (a.last < b.first || b.last < a.first)
        && apart.abs() <= SITTING_SECONDS
}
