//! Dates that are still to come (R33): said, with place and remedy, never accepted in silence.
//!
//! In: the moments of truth of all tables, and times of reports and transactions as they are collected. Out:
//! doubts on the tables they stand in. What is still to come was not spent: such rows are set aside until
//! their day. Which of the date, the zone and the clock is wrong, only the user can tell.

use super::intake::Intake;
use super::state::*;
use crate::calendar::{Day, LocalTime, SECONDS_PER_DAY};
use crate::problem::{Message, Place, Problem};
use std::collections::BTreeMap;

/// Rows of days to come, per table: how many, the first day, the first line.
#[derive(Default)]
pub struct Ahead(BTreeMap<SourceIx, (u64, Day, u32)>);

impl Intake<'_> {
    /// Whether a time is still to come; a row that tells of it is noted.
    pub fn is_ahead(&mut self, time: LocalTime, origin: Origin) -> bool {
        // R38: while the zone is assumed the account may be a day ahead of the viewer.
        let slack = if self.zone_assumed { SECONDS_PER_DAY } else { 0 };
        let is_ahead = time > self.clock_now().plus_seconds(slack);
        if is_ahead {
            let known = self.ahead.0.entry(origin.source).or_insert((0, time.day(), origin.line));
            *known = (known.0 + 1, known.1.min(time.day()), known.2.min(origin.line));
        }
        is_ahead
    }
}

/// Tells copies made after now, and rows of days after today.
pub fn doubt(intake: &mut Intake<'_>) {
    for at in 0..intake.sources.len() {
        let source = SourceIx::from_at(at);
        let Some(when) = intake.sources.get(at).map(|source| source.as_of.when) else { continue };
        if when.instant > intake.now {
            let message = Message::new("account.future.copy").with("at", when);
            intake.problem(source, Problem::doubt(Place::default(), message));
        }
    }
    for (source, (count, day, line)) in std::mem::take(&mut intake.ahead).0 {
        let message = Message::new("account.future.rows").with("count", count).with("day", day);
        intake.problem(source, Problem::doubt(Place::line(line), message));
    }
}
