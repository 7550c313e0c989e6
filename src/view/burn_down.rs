//! A credit's balance over time: what copies showed, and between them what our replay leaves after each
//! day on which it drew.
//!
//! In: the state, one credit. Out: points, oldest first. From copies alone where nothing was replayed;
//! nothing is said of a time whose balance is not known (R36).

use super::BurnPoint;
use crate::account::state::{AccountState, ChargeIx, CreditIx, Payer, Replay, ReplayedCredit};
use crate::calendar::{Day, Instant, When};
use crate::money::Amount;
use crate::sorting::Sorting;

/// Observed and replayed balance of a credit, oldest first.
pub fn burn_down(state: &AccountState, at: CreditIx) -> Vec<BurnPoint> {
    let Some(credit) = state.credit(at) else { return vec![] };
    let point = |moment: Instant, unused: Amount, is_observed: bool| BurnPoint {
        at: When::at(moment, state.zone),
        unused,
        is_observed,
    };
    let mut points: Vec<BurnPoint> = Vec::new();
    for observation in &credit.observations {
        let Some(unused) = observation.unused_of(credit.face) else { continue };
        points.extend(observation.moments().map(|moment| point(moment, unused, true)));
    }
    points.order_by_key(|point| point.at.instant);
    let replay = state.replays.first();
    let Some((replay, own)) = replay.and_then(|r| Some((r, r.credits.get(at.at())?))) else {
        return points;
    };
    let mut balance = opening(own, credit.face, points.first());
    let mut observed = points.clone().into_iter().peekable();
    for (moment, drawn) in draws(state, replay, at) {
        while let Some(seen) = observed.next_if(|seen| seen.at.instant <= moment) {
            balance = Some(seen.unused);
        }
        balance = balance.map(|left| left - drawn);
        points.extend(balance.map(|left| point(moment, left, false)));
    }
    points.order_by_key(|point| point.at.instant);
    unrefuted(points)
}

/// What replay leaves up to a copy holds only where the copy shows no more than it: what is unused then was
/// not drawn before.
fn unrefuted(points: Vec<BurnPoint>) -> Vec<BurnPoint> {
    let mut out = Vec::new();
    let mut replayed: Vec<BurnPoint> = Vec::new();
    for point in points {
        if !point.is_observed {
            replayed.push(point);
            continue;
        }
        if replayed.last().is_none_or(|last| last.unused >= point.unused) {
            out.append(&mut replayed);
        }
        replayed.clear();
        out.push(point);
    }
    out.append(&mut replayed);
    out
}

/// Before its first copy: run backwards from it, or from the face amount where charges cover its life.
fn opening(
    own: &ReplayedCredit,
    face: Option<Amount>,
    first: Option<&BurnPoint>,
) -> Option<Amount> {
    let from_face = match (first, own.checks.first()) {
        (Some(first), Some(check)) => check.as_of == first.at.instant,
        (Some(_), None) => false,
        (None, _) => own.unused.is_some(),
    };
    own.unused_at_start.or(face.filter(|_| from_face))
}

/// What it paid by each day's end, at the time of the day's last charge; parts of a day apart where a copy
/// was made between them.
fn draws(state: &AccountState, replay: &Replay, at: CreditIx) -> Vec<(Instant, Amount)> {
    let copies: Vec<Instant> = state
        .credit(at)
        .into_iter()
        .flat_map(|c| &c.observations)
        .flat_map(|o| o.moments())
        .collect();
    let part = |moment: Instant| copies.iter().filter(|copy| **copy <= moment).count();
    let mut out: Vec<(Instant, Amount)> = Vec::new();
    let mut open: Option<(Day, usize)> = None;
    for (charge, time) in state.charges.times.iter().enumerate() {
        let splits = replay.splits_of(ChargeIx::from_at(charge)).iter();
        let own = splits.filter(|split| split.payer == Payer::Credit(at));
        let micros: i128 = own.map(|split| i128::from(split.micros)).sum();
        if micros == 0 {
            continue;
        }
        let moment = time.in_zone(state.zone);
        let group = (time.day(), part(moment));
        match out.last_mut().filter(|_| open == Some(group)) {
            Some(last) => *last = (moment, last.1 + Amount::from_micros(micros)),
            None => out.push((moment, Amount::from_micros(micros))),
        }
        open = Some(group);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::fixture::account;
    use crate::insight::forecast;
    use crate::options::Options;
    use crate::view::build::forecast_band;

    #[test]
    fn r36_between_copies_stands_what_replay_leaves() {
        let state = account(
            "account currency=USD billing=manual
             now    11-10 00:00
             credit Launch face=100 valid=11-01..11-30
             seen   Launch at=11-05T00:00 unused=100
             charge 11-05T12:00 amount=30 pays=Launch:30
             charge 11-06T10:00 amount=15 pays=Launch:15
             charge 11-06T12:00 amount=5 pays=Launch:5
             seen   Launch at=11-07T00:00 unused=45
             charge 11-08T12:00 amount=5 pays=Launch:5",
        );
        let said = |p: &BurnPoint| {
            let by = if p.is_observed { "copy" } else { "replay" };
            format!("{} {by} {}", p.at.instant.on_clock(state.zone).day(), p.unused)
        };
        let points: Vec<String> = burn_down(&state, CreditIx(0)).iter().map(said).collect();
        assert_eq!(
            points,
            [
                "2026-11-05 copy 100",
                "2026-11-05 replay 70",
                "2026-11-06 replay 50",
                "2026-11-07 copy 45",
                "2026-11-08 replay 40",
            ]
        );
    }

    #[test]
    fn what_is_expected_is_told_in_cents() {
        let state = account(
            "account currency=USD billing=manual
             now    11-10 09:00
             credit Launch face=300 valid=11-01..11-30
             seen   Launch at=11-05T00:00 unused=300
             seen   Launch at=11-10T08:20 unused=263.57",
        );
        let options = Options::default();
        let answers = crate::insight::answer(&state, &options);
        let band = forecast_band(&state, &answers, &options, CreditIx(0));
        let is_in_cents =
            |low: Amount, high: Amount| low.micros() % 10_000 + high.micros() % 10_000 == 0;
        let computed = forecast::band(&state, &options, &answers.usage, CreditIx(0));
        assert!(!computed.iter().all(|b| is_in_cents(b.balance.low, b.balance.high)));
        assert!(band.iter().all(|b| is_in_cents(b.low, b.high)), "{band:?}");
    }

    #[test]
    fn r36_a_copy_that_shows_more_refutes_what_was_replayed_before_it() {
        let state = account(
            "account currency=USD billing=manual
             now    11-10 00:00
             credit Launch face=100 valid=11-01..11-30
             seen   Launch at=11-04T00:00 unused=100
             charge 11-05T12:00 amount=30 pays=Launch:30
             seen   Launch at=11-07T00:00 unused=100
             charge 11-08T12:00 amount=5 pays=Launch:5",
        );
        let left: Vec<_> =
            burn_down(&state, CreditIx(0)).iter().map(|p| p.unused.to_string()).collect();
        assert_eq!(left, ["100", "100", "95"]);
    }
}
