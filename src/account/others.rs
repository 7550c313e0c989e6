//! By how much the platform drew other credits than we say (R14).
//!
//! In: a replay, the credits. Out: of each credit what the platform drew more, and less, of the others of its time than
//! replay does. In an order that is not ours, or before they were copied, it may have drawn them in place of this one:
//! of so much nobody can say that this one should have paid it.

use super::state::*;
use crate::calendar::LocalTime;
use crate::money::Amount;
use crate::sorting::Sorting;

/// More and less.
type Sums = (Amount, Amount);

/// Fills [`ReplayedCredit::others_more`] and [`ReplayedCredit::others_less`].
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
        (replayed.others_more, replayed.others_less) = minus(minus(all, *own), apart);
    }
}

/// What copies tell beyond replay, and what was used before that replay has nothing of.
fn differs((credit, replayed): (&Credit, &ReplayedCredit)) -> Sums {
    let checks = || replayed.checks.iter().map(|check| check.ours - check.platform);
    let more: Amount = checks().filter(|more| more.is_positive()).sum();
    let less: Amount = checks().filter(|more| more.is_negative()).sum();
    let unseen = credit.used.map_or(Amount::ZERO, |used| used.value - replayed.drawn);
    (more + unseen.max(Amount::ZERO), -less)
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
    (a.0 + b.0, a.1 + b.1)
}

fn minus(a: Sums, b: Sums) -> Sums {
    (a.0 - b.0, a.1 - b.1)
}
