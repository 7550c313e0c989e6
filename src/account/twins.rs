//! Credits that nothing tells apart but how far they are spent (R34: an ordinal among equals).
//!
//! In: the rows that copies hold of credits with one identity. Out: which of these credits each row is about, by
//! number. Not known: names, dates, amounts left.
//!
//! Invariant: from copy to copy as few credits as can be are spent less than before: used falls by a refund only
//! (R16). Subtle: where a copy of the whole list has fewer of them, those spent furthest are gone; all in all as much
//! is drawn whichever went. The two tabs list different credits (R1): one of which something is left is not the one
//! that the other tab, copied in the same minutes, shows as used up. [A]

use crate::calendar::Instant;
use crate::money::Amount;
use crate::sorting::Sorting;

/// Both tabs are copied one after the other within so long.
const BOTH_TABS_SECONDS: i64 = 600;

/// One row of a copy.
pub struct Listed<'a> {
    pub copy: usize,
    pub as_of: Instant,
    /// The copy lists all that is available (R32).
    pub is_whole: bool,
    pub spent: Option<Amount>,
    pub suspended: bool,
    pub status: Option<&'a str>,
    /// Its status says so: a row of Not available.
    pub is_used_up: bool,
    pub is_left: bool,
}

/// The rows of one copy, the furthest spent first, with their places among all rows.
type Copy<'a> = Vec<(usize, &'a Listed<'a>)>;

/// The number of the credit that each row is about, from 0.
pub fn numbers(rows: &[Listed<'_>]) -> Vec<u32> {
    let mut numbers = vec![0; rows.len()];
    // The last row of each credit.
    let mut known: Vec<&Listed<'_>> = Vec::new();
    for copy in copies(rows) {
        let credits = matched(&known, &copy);
        for ((place, row), credit) in copy.into_iter().zip(credits) {
            let credit = credit.unwrap_or(known.len());
            match known.get_mut(credit) {
                Some(last) => *last = row,
                None => known.push(row),
            }
            if let Some(number) = numbers.get_mut(place) {
                *number = credit as u32;
            }
        }
    }
    numbers
}

/// The copies in order of as-of, then of content; of both tabs Available first.
fn copies<'a>(rows: &'a [Listed<'a>]) -> Vec<Copy<'a>> {
    let mut copies: Vec<Copy<'a>> = Vec::new();
    let mut all: Copy<'a> = rows.iter().enumerate().collect();
    all.order_by(|(_, a), (_, b)| a.copy.cmp(&b.copy).then_with(|| b.state().cmp(&a.state())));
    for (place, row) in all {
        match copies.last_mut().filter(|copy| copy.iter().all(|(_, one)| one.copy == row.copy)) {
            Some(copy) => copy.push((place, row)),
            None => copies.push(vec![(place, row)]),
        }
    }
    let moment = |copy: &Copy<'_>| {
        let own = copy.iter().map(|(_, row)| row.as_of).max();
        let beside = rows.iter().filter(|row| {
            row.is_left && copy.iter().all(|(_, one)| one.is_used_up && one.is_near(row))
        });
        (own.max(beside.map(|row| row.as_of).max()), is_used_up(copy))
    };
    let states = |copy: &Copy<'a>| copy.iter().map(|(_, row)| row.state()).collect::<Vec<_>>();
    copies.order_by_key(|copy| (moment(copy), states(copy)));
    copies
}

fn is_used_up(copy: &Copy<'_>) -> bool {
    copy.iter().all(|(_, row)| row.is_used_up)
}

/// Which known credit each row is about; `None`: one that was not known.
fn matched(known: &[&Listed<'_>], copy: &Copy<'_>) -> Vec<Option<usize>> {
    let is_left = copy.iter().any(|(_, row)| row.is_left);
    let in_other_tab = |last: &Listed<'_>| {
        let differs = last.is_left && is_used_up(copy) || last.is_used_up && is_left;
        differs && copy.iter().any(|(_, row)| row.is_near(last))
    };
    let mut open: Vec<(usize, &Listed<'_>)> = known.iter().copied().enumerate().collect();
    open.retain(|(_, last)| !in_other_tab(last));
    open.order_by(|(a, one), (b, other)| other.state().cmp(&one.state()).then(a.cmp(b)));
    let is_whole = is_left && copy.iter().any(|(_, row)| row.is_whole);
    let mut credits: Vec<Option<usize>> = vec![None; copy.len()];
    let mut rest: Vec<usize> = Vec::new();
    if is_whole && copy.len() < open.len() {
        // Those spent furthest are gone: the least spent row is of the least spent credit.
        let mut least = open.iter().rev().copied().peekable();
        for ((_, row), credit) in copy.iter().zip(&mut credits).rev() {
            *credit = least.next_if(|(_, last)| row.may_follow(last)).map(|(at, _)| at);
        }
        rest.extend(least.map(|(at, _)| at));
        rest.reverse();
    } else {
        let mut furthest = open.iter().copied().peekable();
        for ((_, row), credit) in copy.iter().zip(&mut credits) {
            while let Some((at, _)) = furthest.next_if(|(_, last)| !row.may_follow(last)) {
                rest.push(at);
            }
            *credit = furthest.next().map(|(at, _)| at);
        }
        rest.extend(furthest.map(|(at, _)| at));
    }
    // What is spent less than any: by a refund, of those that it takes least back from.
    let fallen = credits.iter().filter(|credit| credit.is_none()).count();
    let least = rest.len().saturating_sub(fallen);
    let fallen = credits.iter_mut().filter(|credit| credit.is_none());
    for (credit, at) in fallen.zip(rest.into_iter().skip(least)) {
        *credit = Some(at);
    }
    credits
}

impl<'a> Listed<'a> {
    /// By how far it is spent; then by what else rows of one copy may differ in.
    fn state(&self) -> (Option<Amount>, bool, Option<&'a str>) {
        (self.spent, self.suspended, self.status)
    }

    /// Whether a credit last seen so may be this one without a refund.
    fn may_follow(&self, last: &Listed<'_>) -> bool {
        self.spent.zip(last.spent).is_none_or(|(spent, before)| before <= spent)
    }

    fn is_near(&self, other: &Listed<'_>) -> bool {
        self.as_of.seconds_since(other.as_of).abs() <= BOTH_TABS_SECONDS
    }
}
