//! What held at the last visit: what is news now is told from it.
//!
//! In: the imports that had been pasted by then, and that moment. Out: the findings of then, each with its
//! level, and what was known of credits. The same replay as today's, so that the memory of edges needs no store of its own.

use super::page::given;
use super::{Engine, Imports, Moment};
use crate::account::attribution::{Given, attribute};
use crate::calendar::Instant;
use crate::insight::{self, Seen};
use crate::options::Options;
use crate::work::Pace;
use std::rc::Rc;

/// The moment of a visit, and what held then.
pub(super) type Visit = (Moment, Rc<Seen>);

/// What held at the last visit before this moment: what is known of it, where nothing has changed that since. `None`:
/// no visit is recorded.
pub(super) async fn before(
    known: Option<Visit>,
    imports: &Imports,
    options: &Options,
    moment: Moment,
    pace: &Pace,
) -> Option<Visit> {
    let visit = Moment { now: options.last_visit?, ..moment };
    match known.filter(|(of, _)| *of == visit) {
        Some(known) => Some(known),
        None => Some((visit, Rc::new(seen_at(visit, imports, options, pace).await))),
    }
}

async fn seen_at(visit: Moment, imports: &Imports, options: &Options, pace: &Pace) -> Seen {
    let then = imports.values().filter(|import| import.source.pasted_at <= visit.now);
    let given: Vec<Given<'_>> = then.filter_map(|import| given(import, options, visit)).collect();
    let mut seen = Seen::default();
    for own in attribute(&given, options, pace).await.accounts.values() {
        let state = crate::account::build(own, options, visit.now, visit.viewer_zone, pace).await;
        seen.add(&state, &insight::answer_since(&state, options, None, pace).await.findings);
    }
    seen
}

impl Engine {
    /// An import came or went: what was pasted after the visit says nothing about it.
    pub(super) fn forget_seen(&mut self, pasted_at: Instant) {
        self.seen.take_if(|(visit, _)| pasted_at <= visit.now);
    }
}
