//! At which instants is the end of a credit warned of? One answer for the list and for reminders.
//!
//! In: a credit and the working days. Out: steps, days before the end with the instant at which each begins. They
//! begin at half of the credit's life at the soonest, and what falls on days off on the last working day before.

use super::limits::EXPIRY_STEPS_DAYS;
use super::morning::said_from;
use crate::account::state::{AccountState, Credit};
use crate::calendar::{Instant, SECONDS_PER_DAY};
use crate::options::Options;

/// One step towards the end of a credit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Before the end, as it is set; where it begins later, fewer are left then.
    pub days: i64,
    pub at: Instant,
}

/// In order of time, each later than the one before; none without an end.
pub fn steps(state: &AccountState, options: &Options, credit: &Credit) -> Vec<Step> {
    let Some(end) = credit.window.end else { return vec![] };
    let start = credit.window.start.or(credit.redeemed.map(|r| r.time));
    let half = start.map(|start| start.plus_seconds((end.seconds() - start.seconds()) / 2));
    let mut steps: Vec<Step> = vec![];
    for days in EXPIRY_STEPS_DAYS {
        let due = said_from(end.plus_seconds(-days * SECONDS_PER_DAY), options);
        let at = half.map_or(due, |half| half.max(due)).in_zone(state.zone);
        // Of those that begin together the nearest to the end is told.
        steps.pop_if(|step| step.at >= at);
        steps.push(Step { days, at });
    }
    steps
}
