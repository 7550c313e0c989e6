//! A credit's balance over time: what copies showed, and between them what the platform's figures of days prove
//! or, where they refute nothing of it, what our replay leaves after each day on which it drew.
//!
//! In: the state, one credit. Out: points, oldest first. From copies alone where nothing was replayed;
//! nothing is said of a time whose balance is not known (R36).

use super::{BurnPoint, BurnSource};
use crate::account::state::{AccountState, Credit, CreditIx, Replay, ReplayedCredit, SpendDay};
use crate::calendar::{Day, Instant, When};
use crate::money::Amount;
use crate::sorting::Sorting;

/// Balance of a credit, oldest first.
pub fn burn_down(state: &AccountState, at: CreditIx) -> Vec<BurnPoint> {
    let Some(credit) = state.credit(at) else { return vec![] };
    let observed = observed(state, credit);
    let mut replayed = replayed(state, credit, at, &observed).into_iter().peekable();
    let mut points = Vec::new();
    let mut from: Option<&BurnPoint> = None;
    for to in observed.iter().map(Some).chain([None]) {
        let is_before = |point: &BurnPoint| to.is_none_or(|to| point.at.instant < to.at.instant);
        let mut replayed_here = Vec::new();
        while let Some(point) = replayed.next_if(is_before) {
            replayed_here.push(point);
        }
        points.extend(between(state, credit, (from, to), replayed_here));
        points.extend(to.cloned());
        from = to;
    }
    points
}

fn point(state: &AccountState, moment: Instant, unused: Amount, source: BurnSource) -> BurnPoint {
    BurnPoint { at: When::at(moment, state.zone), unused, source }
}

/// What copies showed.
fn observed(state: &AccountState, credit: &Credit) -> Vec<BurnPoint> {
    let mut points: Vec<BurnPoint> = Vec::new();
    for observation in &credit.observations {
        let Some(unused) = observation.unused_of(credit.face) else { continue };
        let seen = |moment| point(state, moment, unused, BurnSource::Observed);
        points.extend(observation.moments().map(seen));
    }
    points.order_by_key(|point| point.at.instant);
    points
}

/// What is known from one copy to the next. R22, R36: where figures of whole days tell as much as the copies do, they
/// say of each day what it paid. Where they say something else than replay, whose part it was nobody knows.
fn between(
    state: &AccountState,
    credit: &Credit,
    (from, to): (Option<&BurnPoint>, Option<&BurnPoint>),
    replayed: Vec<BurnPoint>,
) -> Vec<BurnPoint> {
    let told: Vec<(&SpendDay, Amount)> = told_days(state, credit, from, to).collect();
    let is_refuted = |(day, told): &&(&SpendDay, Amount)| {
        day.replayed_credit.is_some_and(|replayed| replayed != *told)
    };
    let Some((refuted, _)) = told.iter().find(is_refuted) else {
        return unrefuted(replayed, to);
    };
    let Some(to) = to else {
        let start = refuted.day.start().in_zone(state.zone);
        return replayed.into_iter().take_while(|point| point.at.instant < start).collect();
    };
    let start = from.map(|from| from.unused).or(credit.face);
    let told_in_all: Amount = told.iter().map(|(_, told)| *told).sum();
    match start {
        Some(start) if start - to.unused == told_in_all => by_figures(state, start, &told),
        _ => vec![],
    }
}

/// Days of which settled figures tell what ad credit paid, wholly between two copies and within its window.
fn told_days<'s>(
    state: &'s AccountState,
    credit: &'s Credit,
    from: Option<&'s BurnPoint>,
    to: Option<&'s BurnPoint>,
) -> impl Iterator<Item = (&'s SpendDay, Amount)> {
    let told = state.spend.iter().filter(|day| day.is_settled);
    let told = told.filter_map(|day| Some((day, day.by_credit?)));
    told.filter(move |(spent, _)| {
        let start = spent.day.start();
        let end = spent.day.plus_days(1).start().in_zone(state.zone);
        credit.window.contains(start)
            && from.is_none_or(|from| from.at.instant <= start.in_zone(state.zone))
            && to.is_none_or(|to| end <= to.at.instant)
    })
}

/// The balance after each day, at the time of its last charge.
fn by_figures(
    state: &AccountState,
    mut balance: Amount,
    told: &[(&SpendDay, Amount)],
) -> Vec<BurnPoint> {
    let times = &state.charges.times;
    let last_charge = |day: Day| {
        let last = times.partition_point(|time| time.day() <= day).checked_sub(1)?;
        times.get(last).filter(|time| time.day() == day).map(|time| time.in_zone(state.zone))
    };
    let paid = told.iter().filter(|(_, paid)| !paid.is_zero());
    let points = paid.map(|(spent, paid)| {
        balance -= *paid;
        let end = spent.day.plus_days(1).start().in_zone(state.zone);
        point(state, last_charge(spent.day).unwrap_or(end), balance, BurnSource::Figures)
    });
    points.collect()
}

/// What replay leaves up to a copy holds only where the copy shows no more than it: what is unused then was
/// not drawn before.
fn unrefuted(replayed: Vec<BurnPoint>, to: Option<&BurnPoint>) -> Vec<BurnPoint> {
    let is_less = |to: &BurnPoint| replayed.last().is_some_and(|last| last.unused < to.unused);
    if to.is_some_and(is_less) { vec![] } else { replayed }
}

/// What our replay leaves after each day on which it drew.
fn replayed(
    state: &AccountState,
    credit: &Credit,
    at: CreditIx,
    observed: &[BurnPoint],
) -> Vec<BurnPoint> {
    let Some((replay, own)) = state.shown().zip(state.shown_of(at)) else {
        return vec![];
    };
    let mut points = Vec::new();
    let mut balance = opening(own, credit.face, observed.first());
    let mut observed = observed.iter().peekable();
    for (moment, drawn) in draws(state, replay, at) {
        while let Some(seen) = observed.next_if(|seen| seen.at.instant <= moment) {
            balance = Some(seen.unused);
        }
        balance = balance.map(|left| left - drawn);
        points.extend(balance.map(|left| point(state, moment, left, BurnSource::Replayed)));
    }
    points
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
        let drawn = Amount::from_micros(replay.drawn(at, charge..charge + 1).into());
        if drawn.is_zero() {
            continue;
        }
        let moment = time.in_zone(state.zone);
        let group = (time.day(), part(moment));
        match out.last_mut().filter(|_| open == Some(group)) {
            Some(last) => *last = (moment, last.1 + drawn),
            None => out.push((moment, drawn)),
        }
        open = Some(group);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::tests::check;
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
            let by = format!("{:?}", p.source).to_lowercase();
            format!("{} {by} {}", p.at.instant.on_clock(state.zone).day(), p.unused)
        };
        let points: Vec<String> = burn_down(&state, CreditIx(0)).iter().map(said).collect();
        assert_eq!(
            points,
            [
                "2026-11-05 observed 100",
                "2026-11-05 replayed 70",
                "2026-11-06 replayed 50",
                "2026-11-07 observed 45",
                "2026-11-08 replayed 40",
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
        let band = forecast_band(&state, &answers, CreditIx(0));
        let is_in_cents =
            |low: Amount, high: Amount| low.micros() % 10_000 + high.micros() % 10_000 == 0;
        let computed = forecast::band(&state, &answers.usage, CreditIx(0));
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

    /// 26 a day were charged, 7.76 of it paid by credit: Net Cost says so, and so does what the copy shows as used. It tells
    /// of each charge, and leads replay; cost by voucher tells of the day.
    #[test]
    fn r22_r36_figures_of_days_lead_where_they_refute_what_was_replayed() {
        let days = |figure: &str| -> String {
            let day =
                |day| format!("report on=05-{day:02} campaign=X cost=26 {figure} seen=05-08\n");
            (1..=5).map(day).collect()
        };
        let credits = "currency USD\n zone +00:00\n now 05-08\n billing manual
            credit name=A type=Free face=100 used=38.8 unused=61.2 valid=05-01..05-31 seen=05-06";
        let told = |rows: &str| {
            let state = check(rows);
            let said = |p: &BurnPoint| format!("{:?} {}", p.source, p.unused);
            burn_down(&state, CreditIx(0)).iter().map(said).collect::<Vec<_>>()
        };
        let figures = ["92.24", "84.48", "76.72", "68.96", "61.2"];
        for (figure, source) in [("net=18.24", "Replayed"), ("voucher=7.76", "Figures")] {
            let expected: Vec<String> = figures.map(|left| format!("{source} {left}")).into();
            assert_eq!(
                told(&format!("{credits}\n{}", days(figure))),
                [expected, vec!["Observed 61.2".into()]].concat()
            );
        }
        // Where two paid it, nobody knows whose part it was.
        let other =
            "credit name=B type=Free face=20 used=10 unused=10 valid=05-01..05-30 seen=05-06";
        let less = credits.replace("used=38.8 unused=61.2", "used=28.8 unused=71.2");
        let split = told(&format!("{less}\n {other}\n{}", days("net=18.24")));
        assert!(split.iter().all(|point| point.starts_with("Observed")), "{split:?}");
    }
}
