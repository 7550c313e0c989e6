//! Which credits were left alone while one that should have waited was drawn? (R14, R39)
//!
//! In: copies of the Promotions page, and credits in the order that we assume. Out: the order that the copies
//! allow. What was left alone either pays later than we think or may not pay today's spend at all: copies
//! cannot tell which. Nothing is concluded from less time than the platform's figures lag (R21).

use crate::account::state::{AccountState, Credit, CreditIx};
use crate::calendar::{Instant, SECONDS_PER_HOUR};
use crate::money::Amount;
use crate::sorting::Sorting;

/// How a credit that still had something left was passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Passed {
    /// Nothing of it was drawn meanwhile.
    Whole,
    /// Some of it was.
    Partly,
}

/// Used amounts of one credit over time, and the last stretch of it that copies tell of.
pub(super) struct Watched {
    used: Vec<(Instant, Amount)>,
    stretch: Option<(Instant, Instant, Passed)>,
}

impl Watched {
    pub(super) fn of(state: &AccountState, credit: &Credit) -> Watched {
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

    /// How it was passed over while the other, which should have waited, was drawn.
    pub(super) fn passed_for(&self, other: &Watched) -> Option<Passed> {
        let (from, to, passed) = self.stretch?;
        other.was_drawn(from, to).then_some(passed)
    }

    /// Whether most of the time in which it was drawn lies in this stretch.
    fn was_drawn(&self, from: Instant, to: Instant) -> bool {
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
) -> Option<(Instant, Instant, Passed)> {
    let is_left = credit.unused.is_some_and(|unused| unused.value.is_positive());
    let is_held = credit.observations.iter().any(|seen| seen.suspended);
    // R4: an assignable one is drawn where it is assigned.
    if !is_left || is_held || credit.is_assignable() {
        return None;
    }
    let (to, last) = *used.last()?;
    let (same, _) = *used.iter().rev().take_while(|(_, used)| *used == last).last()?;
    let is_long = |from: Instant| to.seconds_since(from) >= state.lag_hours * SECONDS_PER_HOUR;
    // The same figure again within the lag tells no more than the first time.
    let (from, passed) = if is_long(same) {
        (same, Passed::Whole)
    } else {
        (used.iter().rfind(|(at, _)| *at < same)?.0, Passed::Partly)
    };
    is_long(from).then_some((from, to, passed))
}

/// Each that nothing was drawn of goes behind the last one that was drawn meanwhile.
pub(super) fn in_order(state: &AccountState, mut ranked: Vec<CreditIx>) -> Vec<CreditIx> {
    let watched = |at: &CreditIx| state.credit(*at).map(|credit| Watched::of(state, credit));
    let mut all: Vec<Option<Watched>> = ranked.iter().map(watched).collect();
    for at in (0..ranked.len()).rev() {
        let Some(Some(first)) = all.get(at) else { continue };
        let is_before = |later: &Option<Watched>| {
            let passed = later.as_ref().and_then(|later| first.passed_for(later));
            passed == Some(Passed::Whole)
        };
        let later = all.iter().skip(at + 1);
        let Some(behind) = later.clone().rposition(is_before) else { continue };
        let moved = at..=at + 1 + behind;
        ranked.get_mut(moved.clone()).into_iter().for_each(|part| part.rotate_left(1));
        all.get_mut(moved).into_iter().for_each(|part| part.rotate_left(1));
    }
    ranked
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
