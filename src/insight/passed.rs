//! Which credits were left alone while one that should have waited was drawn? (R14, R39)
//!
//! In: copies of the Promotions page, and credits in the order that we assume. Out: the order that the copies
//! allow. What was left alone either pays later than we think or may not pay today's spend at all: copies
//! cannot tell which. Nothing is concluded from less time than the platform's figures lag (R21).

use crate::account::state::{AccountState, Credit, CreditIx};
use crate::calendar::Instant;
use crate::money::Amount;
use crate::sorting::Sorting;
use std::collections::BTreeMap;

/// How a credit that still had something left was passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Passed {
    /// Nothing of it was drawn meanwhile.
    Whole,
    /// Some of it was.
    Partly,
}

type Stretch = (Instant, Instant);

/// Used amounts of one credit over time, and the last stretch of it that copies tell of.
#[derive(Default)]
struct Watched {
    used: Vec<(Instant, Amount)>,
    stretch: Option<(Stretch, Passed)>,
}

impl Watched {
    fn of(state: &AccountState, credit: &Credit) -> Watched {
        let statements = credit.observations.iter().flat_map(|seen| {
            let used = seen.used.or_else(|| Some(credit.face? - seen.unused?));
            used.into_iter().flat_map(move |used| seen.moments().map(move |at| (at, used)))
        });
        let mut used: Vec<(Instant, Amount)> = statements.collect();
        used.order();
        let began = [credit.redeemed.map(|r| r.time), credit.window.start];
        let began = began.into_iter().flatten().max().map(|began| began.in_zone(state.zone));
        // It came with nothing used.
        let came = began.filter(|began| used.first().is_some_and(|(first, _)| began < first));
        used.splice(0..0, came.map(|came| (came, Amount::ZERO)));
        let stretch = last_stretch(state, credit, &used);
        Watched { used, stretch }
    }

    /// Whether most of the time in which it was drawn lies in this stretch.
    fn was_drawn(&self, (from, to): Stretch) -> bool {
        let seen_by = |moment: Instant| self.used.iter().rfind(|(at, _)| *at <= moment);
        let before = seen_by(from).or(self.used.first());
        let Some(((since, before), (until, after))) = before.zip(seen_by(to)) else { return false };
        let within = until.seconds_since((*since).max(from));
        before < after && 2 * within >= until.seconds_since(*since)
    }
}

/// The time in which nothing more was drawn until its last copy; where something was, since the copy before.
fn last_stretch(
    state: &AccountState,
    credit: &Credit,
    used: &[(Instant, Amount)],
) -> Option<(Stretch, Passed)> {
    let is_left = credit.unused.is_some_and(|unused| unused.value.is_positive());
    let is_held = credit.observations.iter().any(|seen| seen.suspended);
    // R4: an assignable one is drawn where it is assigned.
    if !is_left || is_held || credit.is_assignable() {
        return None;
    }
    let (to, last) = *used.last()?;
    let (same, _) = *used.iter().rev().take_while(|(_, used)| *used == last).last()?;
    let is_long = |from: Instant| to.seconds_since(from) >= state.lag_seconds;
    // The same figure again within the lag tells no more than the first time.
    let (from, passed) = if is_long(same) {
        (same, Passed::Whole)
    } else {
        (used.iter().rfind(|(at, _)| *at < same)?.0, Passed::Partly)
    };
    is_long(from).then_some(((from, to), passed))
}

/// Each that nothing was drawn of goes behind the last one that was drawn meanwhile.
pub(super) fn in_order(state: &AccountState, ranked: Vec<CreditIx>) -> Vec<CreditIx> {
    let places = places(state, &ranked, Passed::Whole);
    let mut placed: Vec<_> = places.into_iter().zip(ranked).collect();
    placed.order_by_key(|(place, _)| *place);
    placed.into_iter().map(|(_, credit)| credit).collect()
}

/// Of each credit, whether one behind it was drawn while it was passed over in this way.
pub(super) fn are_waiting(state: &AccountState, ranked: &[CreditIx], how: Passed) -> Vec<bool> {
    places(state, ranked, how).into_iter().map(|place| place.waits > 0).collect()
}

/// Where a credit stands: behind its own place in the order, or that of the last one that it waits for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Position {
    place: usize,
    /// How many wait for one another up to this one.
    waits: usize,
}

/// Copies are few and so are the stretches between them; credits may be many.
fn places(state: &AccountState, ranked: &[CreditIx], how: Passed) -> Vec<Position> {
    let watched = |at: &CreditIx| state.credit(*at).map(|credit| Watched::of(state, credit));
    let all: Vec<Watched> = ranked.iter().map(|at| watched(at).unwrap_or_default()).collect();
    let stretch = |one: &Watched| one.stretch.filter(|(_, passed)| *passed == how);
    let mut last_drawn: BTreeMap<Stretch, Option<Position>> =
        all.iter().filter_map(stretch).map(|(stretch, _)| (stretch, None)).collect();
    let mut out = Vec::with_capacity(all.len());
    for (place, one) in all.iter().enumerate().rev() {
        let awaited = stretch(one).and_then(|(stretch, _)| *last_drawn.get(&stretch)?);
        let behind = |last: Position| Position { waits: last.waits + 1, ..last };
        let position = awaited.map_or(Position { place, waits: 0 }, behind);
        for (stretch, last) in &mut last_drawn {
            if one.was_drawn(*stretch) {
                *last = (*last).max(Some(position));
            }
        }
        out.push(position);
    }
    out.reverse();
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::fixture::account;

    #[test]
    fn r14_what_was_left_alone_while_a_later_one_was_drawn_pays_after_it() {
        let order = |text: &str| {
            let text = format!("account currency=EUR billing=manual\n now 11-21 14:00\n {text}");
            let state = account(&text);
            let all = (0..state.credits.len()).map(CreditIx::from_at).collect();
            let order = in_order(&state, all).into_iter();
            order.map(|at| state.credit(at).unwrap().name.clone()).collect::<Vec<_>>().join(" ")
        };
        let first = "credit A face=1000 valid=11-02..11-29\n";
        let then = "credit B face=600 valid=11-01..12-28\n";
        for (copies, expected) in [
            // Of one copy: nothing of A in nineteen days, most of B.
            ("seen A at=11-21T12:00 unused=1000\n seen B at=11-21T12:00 unused=40", "B A"),
            // Some of each: which of them pays first is not told.
            ("seen A at=11-21T12:00 unused=900\n seen B at=11-21T12:00 unused=40", "A B"),
            // Nothing of either.
            ("seen A at=11-21T12:00 unused=1000\n seen B at=11-21T12:00 unused=600", "A B"),
            // A was drawn before the first copy, and nothing of it since.
            (
                "seen A at=11-18T12:00 unused=900\n seen B at=11-18T12:00 unused=90
                 seen A at=11-21T12:00 unused=900\n seen B at=11-21T12:00 unused=40",
                "B A",
            ),
            // R21: half a day is less than figures lag.
            (
                "seen A at=11-21T00:00 unused=900\n seen B at=11-21T00:00 unused=90
                 seen A at=11-21T12:00 unused=900\n seen B at=11-21T12:00 unused=40",
                "A B",
            ),
            (
                "seen A at=11-21T12:00 unused=1000 suspended\n seen B at=11-21T12:00 unused=40",
                "A B",
            ),
        ] {
            assert_eq!(order(&format!("{first}{then}{copies}")), expected, "{copies}");
        }
        // What B was drawn of may lie before A came.
        let late = first.replace("11-02", "11-19");
        let copies = "seen A at=11-21T12:00 unused=1000\n seen B at=11-21T12:00 unused=40";
        assert_eq!(order(&format!("{late}{then}{copies}")), "A B");
    }
}
