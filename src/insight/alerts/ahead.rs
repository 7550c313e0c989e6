//! Which warnings will time alone bring, and when: what a calendar reminds of, and when to look again.
//!
//! In: what the list is made from. Out: crossings to come, in order of time, by what is known now. The list fires at the
//! same instants, because both ask the same leaves; another copy may move them.

use super::account::stops_due;
use super::credits::One;
use super::{Answers, Scene};
use crate::account::state::{AccountState, CreditIx};
use crate::calendar::{Day, Instant, SECONDS_PER_DAY};
use crate::insight::usage::{Hold, Role};
use crate::money::Amount;
use crate::options::Options;
use crate::sorting::Sorting;

/// A warning to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ahead {
    pub at: Instant,
    /// `None`: the account as a whole.
    pub credit: Option<CreditIx>,
    pub what: Coming,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coming {
    /// The expiry step, how many whole days are left then, and what is expected to be left at the end.
    Ends { step_days: i64, days_left: i64, loss: Option<Amount> },
    /// It is expected to be used up on that day.
    RunsOut { day: Day },
    /// It is probably used up by then, and a copy tells.
    UsedUp,
    /// R13: no source may be left from that day on.
    Stops { day: Day },
}

/// What is to come of one account.
pub fn ahead(state: &AccountState, options: &Options, answers: &Answers) -> Vec<Ahead> {
    let scene = Scene::of(state, options, answers, None);
    let credits = (0..state.credits.len()).filter_map(|at| One::of(&scene, CreditIx::from_at(at)));
    let mut out: Vec<Ahead> = credits.flat_map(|one| one.ahead()).collect();
    if let Some((stops, due)) = stops_due(&scene) {
        let what = Coming::Stops { day: stops.from };
        out.push(Ahead { at: due.start().in_zone(state.zone), credit: None, what });
    }
    out.retain(|one| one.at > state.now);
    out.order_by_key(|one| (one.at, one.credit, one.what));
    out
}

impl One<'_> {
    fn ahead(&self) -> Vec<Ahead> {
        let zone = self.scene.state.zone;
        let role = self.scene.usage.credits.get(self.at.at()).map(|usage| usage.role);
        let role = role.unwrap_or(Role::Unknown);
        let one = |at, what| Ahead { at, credit: Some(self.at), what };
        let loss = match role {
            Role::Held(Hold::Suspended | Hold::Unassigned) => self.unused(),
            Role::Pays | Role::Perhaps | Role::Held(_) => {
                self.loss_at_steps().map(|(_, loss, _)| loss)
            }
            Role::Over(_) | Role::Ended | Role::Unknown => None,
        };
        // Where something is lost only if spend slows, its last day is reminded of all the same.
        let may_lose = role == Role::Pays
            && self.forecast().and_then(|f| f.lost).is_some_and(|lost| lost.high.is_positive());
        let mut out = Vec::new();
        if let Some(end) = self.credit.window.end {
            let end = end.in_zone(zone);
            let steps = self.expiry_steps().into_iter();
            let told = steps.filter(|step| loss.is_some() || may_lose && step.days == 1);
            out.extend(told.map(|step| {
                let days_left = end.seconds_since(step.at).div_euclid(SECONDS_PER_DAY);
                one(step.at, Coming::Ends { step_days: step.days, days_left, loss })
            }));
        }
        if let Some((day, due)) = self.run_out_due().filter(|_| role == Role::Pays) {
            out.push(one(due.start().in_zone(zone), Coming::RunsOut { day }));
            let last = self.forecast().and_then(|forecast| forecast.runs_out?.to);
            let over = last.map(|last| last.plus_days(1).start().in_zone(zone));
            out.extend(over.map(|over| one(over, Coming::UsedUp)));
        }
        out
    }
}
