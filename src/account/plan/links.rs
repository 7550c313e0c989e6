//! When an assignable credit may pay, as charge indices (R4).
//!
//! In: assignments of a credit, the stream of charges. Out: [`Link`]s. What the log tells ends with its copy.

use super::{Facts, first_charge_after_end};
use crate::account::state::{Charges, Credit, LinkSpan};
use crate::calendar::LocalTime;

/// Charges of a campaign to which an assignable credit is linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    pub campaign: u32,
    /// The first charge, and the first one after.
    pub from: usize,
    pub to: usize,
    /// Nothing tells that it is linked then (R39).
    pub is_assumed: bool,
}

impl Link {
    pub const fn always(campaign: u32) -> Link {
        Link { campaign, from: 0, to: usize::MAX, is_assumed: false }
    }
}

/// R3, R4: an assignable credit pays only where it is linked. Without a log and without a panel nothing
/// is known: one that was used is taken as linked everywhere, one never used as linked nowhere.
pub(super) fn of(credit: &Credit, facts: Facts<'_>) -> (Option<Vec<Link>>, bool) {
    if !credit.is_assignable() {
        return (None, false);
    }
    if !credit.assignments.is_known {
        let was_used = credit.used.is_some_and(|used| used.value.is_positive());
        return if was_used { (None, true) } else { (Some(vec![]), true) };
    }
    let copied = credit.assignments.as_of.map(|as_of| as_of.on_clock(facts.zone));
    let spans = credit.assignments.spans.iter();
    let spans = spans.filter(|s| s.campaign.at() < facts.campaign_count);
    (Some(spans.flat_map(|span| linked(span, copied, facts.charges)).collect()), false)
}

/// What is known of one link and what is assumed: after the log was copied, and of reported charges of the days on which it
/// begins and ends (R37).
fn linked(span: &LinkSpan, copied: Option<LocalTime>, charges: &Charges) -> Vec<Link> {
    let first = |time: LocalTime| charges.first_from(time);
    let day = |time: LocalTime| first_charge_after_end(charges, time);
    let from = span.window.start.map_or(0, first);
    let begun = span.window.start.map_or(0, day);
    let to = span.window.end.map_or(usize::MAX, first).max(begun);
    let told = copied.map_or(to, first).clamp(begun, to);
    let ended = span.window.end.map_or(to, day).max(to);
    let parts = [(from, begun, true), (begun, told, false), (told, ended, true)];
    let parts = parts.into_iter().filter(|(from, to, _)| from < to);
    let campaign = span.campaign.0;
    parts.map(|(from, to, is_assumed)| Link { campaign, from, to, is_assumed }).collect()
}
