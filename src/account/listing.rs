//! Which copies tell what is available, how whole they are, and what they no longer list (R32, R34).
//!
//! In: credits with their observations, the sources they came from. Out: the account's [`Listing`], and
//! of each credit since when a later copy does not have it.
//!
//! Subtle: the tab that a table was copied from decides nothing. A copy whose credits had all ended is one of
//! Not available whatever it was taken for (R34): it tells nothing about what is available, and its source is
//! named so. Pages of one list
//! join: partial copies made within an hour that together hold as many credits as the page counts, or are as many
//! pages, are one whole copy, as of the last of them.

use super::intake::Intake;
use super::pages::{self, SITTING_SECONDS};
use super::state::*;
use crate::calendar::Instant;
use crate::ingest::Completeness;
use crate::ingest::exports::{Export, Field};
use crate::money::Amount;
use crate::sorting::Sorting;
use std::collections::{BTreeMap, BTreeSet};

/// One copy of the Available list, or several pages that join to one.
struct Copy {
    /// As-of of its first and its last page.
    from: Instant,
    as_of: Instant,
    by: SourceIx,
    completeness: Completeness,
    /// Credits that it lists.
    listed: BTreeSet<usize>,
}

/// Marks credits that later copies do not list; tells how far the Available list is known at all.
pub fn decide(credits: &mut [Credit], intake: &mut Intake<'_>) -> Option<Listing> {
    let Copies { mut copies, ended, in_doubt } = copies(credits, intake);
    for by in ended {
        if let Some(source) = intake.sources.get_mut(by.at()) {
            source.export = Export::PromotionsNotAvailable;
        }
    }
    join_said(&mut copies, intake);
    let joined = joined(&copies);
    copies.extend(joined);
    copies.order_by_key(|c| (c.as_of, c.by, c.is_full()));
    for credit in credits.iter_mut() {
        let Some(last_seen) = credit.last_seen() else { continue };
        let missing = |c: &Copy| Missing { last_seen, since: c.as_of, by: c.by };
        let mut later = copies.iter().filter(|c| c.from > last_seen);
        credit.missing = later.clone().find(|c| c.is_full()).map(missing);
        // Another page of the same list is no later copy of it.
        let apart = |c: &&Copy| c.from.seconds_since(last_seen) > SITTING_SECONDS;
        credit.emptied_by = emptied_by(credit, &copies);
        credit.unlisted = later.rfind(apart).filter(|_| credit.missing.is_none()).map(missing);
    }
    let may_be_whole = |c: &&Copy| !c.completeness.is_part();
    let Some(latest) = copies.iter().rfind(may_be_whole).or(copies.last()) else {
        return in_doubt.map(|as_of| Listing { as_of, whole_as_of: None, part: None });
    };
    let whole = copies.iter().rev().find(|c| c.is_full()).map(|c| c.as_of);
    let part = match shrunk(credits, &copies, intake) {
        Some((gone, part)) => {
            credits.iter_mut().enumerate().for_each(|(at, credit)| {
                credit.may_be_gone = gone.contains(&at);
            });
            Some(part)
        }
        None => part(&copies),
    };
    Some(Listing { as_of: latest.as_of, whole_as_of: whole, part })
}

/// R32: the latest count is less than what its pages list and what copies before it show alive. What is there is what those
/// pages list; the others may be.
fn shrunk(
    credits: &[Credit],
    copies: &[Copy],
    intake: &Intake<'_>,
) -> Option<(BTreeSet<usize>, Part)> {
    let latest = copies.iter().rfind(|c| c.completeness != Completeness::Unknown)?;
    let Completeness::Partial { of, .. } = latest.completeness else { return None };
    let pages = copies.iter().filter(|c| {
        (0..=SITTING_SECONDS).contains(&latest.as_of.seconds_since(c.as_of))
            && pages::is_same_list(c.completeness, latest.completeness)
    });
    let listed: BTreeSet<usize> = pages.flat_map(|page| page.listed.clone()).collect();
    let clock = latest.as_of.on_clock(intake.zone);
    let lived = |(at, credit): &(usize, &Credit)| {
        let is_left = credit.unused.is_none_or(|unused| unused.value.is_positive());
        let is_over = credit.window.end.is_some_and(|end| end <= clock);
        let is_earlier = credit.last_seen().is_some_and(|seen| seen < latest.as_of);
        is_left && !is_over && is_earlier && credit.missing.is_none() && !listed.contains(at)
    };
    let others: BTreeSet<usize> =
        credits.iter().enumerate().filter(lived).map(|(at, _)| at).collect();
    let part = Part { listed: listed.len() as u64, of: Some(of) };
    let is_less = part.listed < of && of < part.listed + others.len() as u64;
    is_less.then_some((others, part))
}

/// R32: a whole list made after the last copy that shows something unused lists it with nothing, or no more.
fn emptied_by(credit: &Credit, copies: &[Copy]) -> Option<Instant> {
    let has_left =
        |seen: &&Observation| seen.unused_of(credit.face).is_some_and(Amount::is_positive);
    let left = credit.observations.iter().filter(has_left).flat_map(Observation::moments).max()?;
    copies.iter().find(|copy| copy.is_full() && copy.from > left).map(|copy| copy.as_of)
}

/// R32: what is still to be copied, by the latest count. Pages of other sittings and the last whole copy
/// have told of credits too.
fn part(copies: &[Copy]) -> Option<Part> {
    let latest = copies.iter().rfind(|c| c.completeness != Completeness::Unknown)?;
    let of = match latest.completeness {
        Completeness::Partial { of, .. } => Some(of),
        Completeness::Page { .. } => None,
        _ => return None,
    };
    let whole = copies.iter().rposition(Copy::is_full).unwrap_or_default();
    let known = copies.get(whole..)?.iter().flat_map(|copy| &copy.listed);
    let listed = known.collect::<BTreeSet<_>>().len() as u64;
    of.is_none_or(|of| listed < of).then_some(Part { listed, of })
}

impl Copy {
    fn is_full(&self) -> bool {
        self.completeness == Completeness::Full
    }

    /// Which page of the list it is, where the page says so.
    fn number(&self) -> Option<u64> {
        match self.completeness {
            Completeness::Page { number, .. } => number,
            _ => None,
        }
    }
}

struct Copies {
    /// Those that list a credit which had not ended by then, and full ones without any row.
    copies: Vec<Copy>,
    /// Those that list nothing else: past its end, or used up (R1).
    ended: Vec<SourceIx>,
    /// The latest of them that may be of either tab: what it lists was used up, and its dates still run.
    in_doubt: Option<Instant>,
}

fn copies(credits: &[Credit], intake: &Intake<'_>) -> Copies {
    let mut copies: Vec<Copy> = Vec::new();
    let mut of_source: BTreeMap<SourceIx, usize> = BTreeMap::new();
    let mut at_moment: BTreeMap<Instant, Vec<usize>> = BTreeMap::new();
    for (at, source) in intake.sources.iter().enumerate() {
        if source.export == Export::PromotionsAvailable {
            let (by, as_of) = (SourceIx::from_at(at), source.as_of.when.instant);
            of_source.insert(by, copies.len());
            at_moment.entry(as_of).or_default().push(copies.len());
            let (completeness, listed) = (source.completeness, BTreeSet::new());
            copies.push(Copy { from: as_of, as_of, by, completeness, listed });
        }
    }
    let mut tells: BTreeSet<usize> = BTreeSet::new();
    let mut in_doubt = None;
    for (at, credit) in credits.iter().enumerate() {
        for seen in &credit.observations {
            let own = of_source.get(&seen.origin.source).copied();
            let again = seen.seen_again.iter().filter_map(|moment| at_moment.get(moment)).flatten();
            let unused = seen.unused_of(credit.face);
            for copy in own.into_iter().chain(again.copied()) {
                let Some(known) = copies.get_mut(copy) else { continue };
                known.listed.insert(at);
                let clock = known.as_of.on_clock(intake.zone);
                let ended = credit.window.end.is_some_and(|end| end <= clock);
                if !ended && unused.is_none_or(|unused| unused.is_positive()) {
                    tells.insert(copy);
                } else if !ended {
                    in_doubt = in_doubt.max(Some(known.as_of));
                }
            }
        }
    }
    // An empty list is of Available if it has the column of actions.
    let is_empty = |c: &Copy| {
        let part = intake.parts.get(c.by.at()).filter(|part| part.row_count() == 0);
        c.is_full() && part.is_some_and(|part| part.records().has(Field::RowLabels))
    };
    let mut at = 0;
    let mut ended = Vec::new();
    copies.retain(|copy| {
        at += 1;
        let tells = tells.contains(&(at - 1)) || is_empty(copy);
        ended.extend((!tells && !copy.listed.is_empty()).then_some(copy.by));
        tells
    });
    Copies { copies, ended, in_doubt }
}

/// R32: of a list that nothing counts the user says that it is all there, with the pages copied before it: other
/// rows of the same sitting.
fn join_said(copies: &mut [Copy], intake: &Intake<'_>) {
    let is_said = |copy: &Copy| {
        let part = intake.parts.get(copy.by.at());
        let stated = part.map(|part| part.table.completeness);
        copy.is_full() && stated == Some(Completeness::Unknown)
    };
    for at in 0..copies.len() {
        let Some(last) = copies.get(at).filter(|copy| is_said(copy)) else { continue };
        let is_before = |page: &&Copy| {
            (0..=SITTING_SECONDS).contains(&last.as_of.seconds_since(page.as_of))
                && page.completeness == Completeness::Unknown
                && page.listed.is_disjoint(&last.listed)
        };
        let pages: Vec<&Copy> = copies.iter().filter(is_before).collect();
        let from = pages.iter().map(|page| page.from).min();
        let listed: BTreeSet<usize> = pages.iter().flat_map(|page| page.listed.clone()).collect();
        if let Some(last) = copies.get_mut(at) {
            last.from = from.unwrap_or(last.from).min(last.from);
            last.listed.extend(listed);
        }
    }
}

/// R32: pages of one list join.
fn joined(copies: &[Copy]) -> Vec<Copy> {
    let mut whole = Vec::new();
    for last in copies {
        let within = |c: &&Copy| (0..=SITTING_SECONDS).contains(&last.as_of.seconds_since(c.as_of));
        let same_list = |c: &&Copy| pages::is_same_list(c.completeness, last.completeness);
        let pages: Vec<&Copy> = copies.iter().filter(within).filter(same_list).collect();
        let listed: BTreeSet<usize> = pages.iter().flat_map(|c| c.listed.clone()).collect();
        let is_whole = match last.completeness {
            Completeness::Partial { of, .. } => listed.len() as u64 >= of,
            Completeness::Page { pages: Some(of), .. } => different(&pages) as u64 >= of,
            _ => false,
        };
        if is_whole {
            let from = pages.iter().map(|c| c.from).min().unwrap_or(last.from);
            let completeness = Completeness::Full;
            whole.push(Copy { from, as_of: last.as_of, by: last.by, completeness, listed });
        }
    }
    whole
}

/// How many different pages these are: the same one again has its number, or lists the same.
fn different(pages: &[&Copy]) -> usize {
    let mut known: Vec<&Copy> = Vec::new();
    for page in pages {
        let is_same = |other: &&Copy| match (other.number(), page.number()) {
            (Some(one), Some(other)) => one == other,
            _ => other.listed.intersection(&page.listed).count() * 2 > page.listed.len(),
        };
        if !known.iter().any(is_same) {
            known.push(page);
        }
    }
    known.len()
}
