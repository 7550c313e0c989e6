//! What held at the last visit: what is news now is told from it.
//!
//! In: the imports that had been pasted by then, and that moment. Out: the findings of then, each with its
//! level. The same replay as today's, so that the memory of edges needs no store of its own.

use super::page::given;
use super::{Engine, Moment};
use crate::account::attribution::{Given, attribute};
use crate::calendar::Instant;
use crate::insight::{self, Crossing, Finding, Seen};

impl Engine {
    /// Kept until an option changes, or an import of that time. `None`: no visit is recorded.
    pub(super) fn seen_before(&mut self, moment: Moment) -> Option<Seen> {
        let visit = Moment { now: self.options.last_visit?, ..moment };
        let (_, seen) = match self.seen.take().filter(|(of, _)| *of == visit) {
            Some(kept) => self.seen.insert(kept),
            None => self.seen.insert((visit, self.seen_at(visit))),
        };
        Some(seen.clone())
    }

    /// An import came or went: what was pasted after the visit says nothing about it.
    pub(super) fn forget_seen(&mut self, pasted_at: Instant) {
        self.seen.take_if(|(visit, _)| pasted_at <= visit.now);
    }

    fn seen_at(&self, visit: Moment) -> Seen {
        let then = self.imports.values().filter(|import| import.source.pasted_at <= visit.now);
        let given: Vec<Given<'_>> =
            then.filter_map(|import| given(import, &self.options, visit)).collect();
        let accounts = attribute(&given, &self.options).accounts;
        let findings = accounts.values().flat_map(|own| {
            let state = crate::account::build(own, &self.options, visit.now, visit.viewer_zone);
            insight::answer(&state, &self.options).findings
        });
        let each = findings.flat_map(|finding: Finding| finding.crossings());
        each.map(|Crossing { id, level, .. }| (id, level)).collect()
    }
}
