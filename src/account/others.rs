//! By how much the platform drew other credits than we say (R14).
//!
//! In: a replay, the credits. Out: of each credit what the platform drew more, and less, of the others of its time than
//! replay does. In an order that is not ours, or before they were copied, it may have drawn them in place of this one:
//! of so much nobody can say that this one should have paid it.

use super::state::*;
use crate::calendar::{Instant, LocalTime};
use crate::money::Amount;
use crate::sorting::Sorting;

#[derive(Clone, Copy, Default)]
struct Sums {
    more: Amount,
    less: Amount,
    used: Amount,
    /// How many of them a copy contradicts.
    contradicted: usize,
}

/// Fills [`ReplayedCredit::others_more`], [`ReplayedCredit::others_less`], [`ReplayedCredit::others_used`] and
/// [`ReplayedCredit::is_contradicted`].
pub fn tell(replay: &mut Replay, credits: &[Credit]) {
    let own: Vec<Sums> = credits.iter().zip(&replay.credits).map(differs).collect();
    let all = own.iter().copied().fold(Sums::default(), plus);
    let ended = running(credits, &own, |credit| credit.window.end);
    let begun = running(credits, &own, |credit| credit.window.start);
    for ((credit, own), replayed) in credits.iter().zip(&own).zip(&mut replay.credits) {
        if credit.window.is_inverted() {
            continue;
        }
        let before = credit.window.start.map(|start| until(&ended, |end| end <= start));
        let by_end = credit.window.end.map(|end| until(&begun, |start| start < end));
        let after = by_end.map(|begun_by| minus(last(&begun), begun_by));
        let apart = plus(before.unwrap_or_default(), after.unwrap_or_default());
        let others = minus(minus(all, *own), apart);
        replayed.others_more = others.more;
        replayed.others_less = others.less;
        replayed.others_used = others.used;
        replayed.is_contradicted = others.contradicted + own.contradicted > 0;
    }
}

/// What copies tell beyond replay, of the first one where replay has a figure of that time.
fn differs((credit, replayed): (&Credit, &ReplayedCredit)) -> Sums {
    // Of no time: before and after every other one at once.
    if credit.window.is_inverted() {
        return Sums::default();
    }
    let checks = || replayed.checks.iter().map(|check| check.ours - check.platform);
    let more: Amount = checks().filter(|more| more.is_positive()).sum();
    let less: Amount = checks().filter(|more| more.is_negative()).sum();
    let copies = credit.observations.iter();
    let used = |seen: &Observation| seen.used.or_else(|| Some(credit.face? - seen.unused?));
    let first = copies.filter_map(|seen| Some((seen.moments().min()?, used(seen)?))).min();
    let is_checked = |at: Instant| replayed.checks.iter().any(|check| check.as_of == at);
    let unseen = first.filter(|(at, _)| !is_checked(*at));
    let unseen = unseen.map_or(Amount::ZERO, |(_, used)| used - replayed.drawn_before);
    let used = credit.used.map_or(Amount::ZERO, |used| used.value);
    let contradicted = usize::from(replayed.checks.iter().any(|c| c.speaks() && !c.agrees()));
    Sums { more: more + unseen.max(Amount::ZERO), less: -less, used, contradicted }
}

/// Sums of all credits up to each moment.
fn running(
    credits: &[Credit],
    own: &[Sums],
    moment: impl Fn(&Credit) -> Option<LocalTime>,
) -> Vec<(LocalTime, Sums)> {
    let stated = credits.iter().zip(own).filter_map(|(credit, own)| Some((moment(credit)?, *own)));
    let mut sums: Vec<(LocalTime, Sums)> = stated.collect();
    sums.order_by_key(|(at, _)| *at);
    let mut sum = Sums::default();
    for (_, own) in &mut sums {
        sum = plus(sum, *own);
        *own = sum;
    }
    sums
}

fn until(sums: &[(LocalTime, Sums)], is_by: impl Fn(LocalTime) -> bool) -> Sums {
    last(sums.get(..sums.partition_point(|(at, _)| is_by(*at))).unwrap_or_default())
}

fn last(sums: &[(LocalTime, Sums)]) -> Sums {
    sums.last().map(|(_, sums)| *sums).unwrap_or_default()
}

fn plus(a: Sums, b: Sums) -> Sums {
    Sums {
        more: a.more + b.more,
        less: a.less + b.less,
        used: a.used + b.used,
        contradicted: a.contradicted + b.contradicted,
    }
}

fn minus(a: Sums, b: Sums) -> Sums {
    Sums {
        more: a.more - b.more,
        less: a.less - b.less,
        used: a.used - b.used,
        contradicted: a.contradicted - b.contradicted,
    }
}
