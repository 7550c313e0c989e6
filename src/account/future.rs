//! Dates that are still to come (R33): said, with place and remedy, never accepted in silence.
//!
//! In: the moments of truth of all tables, reports and transactions. Out: doubts on the tables they stand in.
//! Nothing is left out for it: which of the date, the zone and the clock is wrong, only the user can tell.

use super::intake::Intake;
use super::state::*;
use crate::calendar::{Day, LocalTime, SECONDS_PER_DAY};
use crate::problem::{Message, Place, Problem};
use std::collections::BTreeMap;

/// Tells copies made after now, and rows of days after today.
pub fn doubt(transactions: &Transactions, reports: &[ReportDay], intake: &mut Intake<'_>) {
    for at in 0..intake.sources.len() {
        let source = SourceIx::from_at(at);
        let Some(when) = intake.sources.get(at).map(|source| source.as_of.when) else { continue };
        if when.instant > intake.now {
            let message = Message::new("account.future.copy").with("at", when);
            intake.problem(source, Problem::doubt(Place::default(), message));
        }
    }
    // R38: while the zone is assumed the account may be a day ahead of the viewer.
    let slack = if intake.zone_assumed { SECONDS_PER_DAY } else { 0 };
    let now = intake.clock_now().plus_seconds(slack);
    let rows = transactions.times.iter().zip(&transactions.origins);
    let rows = rows.map(|(time, origin)| (*time, *origin));
    let reported = reports.iter().map(|report| (report.last_day.start(), report.origin));
    // Per table: how many, the first day, the first line.
    let mut found: BTreeMap<SourceIx, (u64, Day, u32)> = BTreeMap::new();
    let ahead = |(time, _): &(LocalTime, Origin)| *time > now;
    for (time, origin) in rows.chain(reported).filter(ahead) {
        let known = found.entry(origin.source).or_insert((0, time.day(), origin.line));
        *known = (known.0 + 1, known.1.min(time.day()), known.2.min(origin.line));
    }
    for (source, (count, day, line)) in found {
        let message = Message::new("account.future.rows").with("count", count).with("day", day);
        intake.problem(source, Problem::doubt(Place::line(line), message));
    }
}
