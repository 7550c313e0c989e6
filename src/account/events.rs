//! What happened to credits and who paid then: activated, exhausted, expired, switched (R12, R37, R40).
//!
//! In: credits with their states, the shown replay. Out: [`Event`]s in order of time. What only copies
//! tell is an interval; what charges tell is a moment, or a day.

use super::intake::Intake;
use super::state::*;
use crate::sorting::Sorting;
use std::collections::HashMap;

/// All events up to now.
pub fn collect(
    credits: &[Credit],
    offers: &[Offer],
    charges: &Charges,
    replay: Option<&Replay>,
    funds: &Funds,
    intake: &Intake<'_>,
) -> Vec<Event> {
    // R40: what ended before the first import is history.
    let baseline = intake.sources.iter().map(|s| s.as_of.when.instant).min();
    let mut events: Vec<Event> = Vec::new();
    let next = replay.map(|replay| next_payers(charges, replay)).unwrap_or_default();
    for (at, credit) in credits.iter().enumerate() {
        let at = CreditIx::from_at(at);
        of_copies(credit, at, intake, &mut events);
        if let Some(replay) = replay {
            let next = next.get(at.at()).copied().flatten();
            of_replay(credit, at, charges, (replay, next), intake, &mut events);
        }
    }
    for offer in offers {
        if let Some(credit) = offer.granted_as
            && let Some(redeemed) = credits.get(credit.at()).and_then(|c| c.redeemed)
        {
            let amount = credits.get(credit.at()).and_then(|c| c.face);
            let after = redeemed.time.in_zone(intake.zone);
            let before = redeemed.end().in_zone(intake.zone);
            let between = Between { after: Some(after), before: Some(before) };
            let kind = EventKind::RewardGranted { amount };
            events.push(event(between, kind, Some(credit), Certainty::Observed));
        }
    }
    events.extend(delivery_at_risk(credits, funds));
    for event in &mut events {
        let latest = event.at.before.or(event.at.after);
        event.is_baseline = latest <= baseline;
    }
    events.order_by_key(|e| (e.at.before.or(e.at.after), e.credit, rank(e.kind)));
    events
}

fn event(at: Between, kind: EventKind, credit: Option<CreditIx>, certainty: Certainty) -> Event {
    Event { at, kind, credit, certainty, is_baseline: false }
}

/// Within one moment: what begins, what changes, what ends.
fn rank(kind: EventKind) -> u8 {
    match kind {
        EventKind::Activated | EventKind::RewardGranted { .. } => 0,
        EventKind::Suspended | EventKind::Resumed => 1,
        EventKind::Exhausted | EventKind::Expired { .. } | EventKind::Gone => 2,
        EventKind::SourceSwitched { .. } => 3,
        EventKind::DeliveryAtRisk => 4,
    }
}

/// Events that dates and the platform's own figures tell.
fn of_copies(credit: &Credit, at: CreditIx, intake: &Intake<'_>, events: &mut Vec<Event>) {
    let started = credit.window.start.max(credit.redeemed.map(|r| r.time));
    if let Some(start) = started.map(|s| s.in_zone(intake.zone)).filter(|s| *s <= intake.now)
        && !credit.window.is_inverted()
    {
        let kind = EventKind::Activated;
        events.push(event(Between::at(start), kind, Some(at), Certainty::Computed));
    }
    match credit.state {
        CreditState::UsedUp { between } => {
            events.push(event(between, EventKind::Exhausted, Some(at), Certainty::Observed));
        }
        CreditState::Expired { at: end, forfeited } => {
            let between = Between::at(end.in_zone(intake.zone));
            let kind = EventKind::Expired { forfeited };
            events.push(event(between, kind, Some(at), Certainty::Computed));
        }
        _ => {}
    }
    let mut last: Option<&Observation> = None;
    for seen in &credit.observations {
        if last.is_some_and(|l| l.suspended) != seen.suspended {
            let between =
                Between { after: last.and_then(|l| l.moments().last()), before: Some(seen.as_of) };
            let kind = if seen.suspended { EventKind::Suspended } else { EventKind::Resumed };
            events.push(event(between, kind, Some(at), Certainty::Observed));
        }
        last = Some(seen);
    }
    if let Some(missing) = credit.missing {
        let between = Between { after: Some(missing.last_seen), before: Some(missing.since) };
        events.push(event(between, EventKind::Gone, Some(at), Certainty::Observed));
    }
}

/// Events that charges tell: the charge that emptied a credit, and who paid after it (R12).
fn of_replay(
    credit: &Credit,
    at: CreditIx,
    charges: &Charges,
    (replay, next): (&Replay, Option<(ChargeIx, Payer)>),
    intake: &Intake<'_>,
    events: &mut Vec<Event>,
) {
    let Some(replayed) = replay.credits.get(at.at()) else { return };
    if let Some(charge) = replayed.emptied_by
        && replayed.unused.is_some_and(|unused| unused.is_zero())
        && !matches!(credit.state, CreditState::UsedUp { .. })
    {
        let between = charges.moment(charge, intake.zone).unwrap_or_default();
        events.push(event(between, EventKind::Exhausted, Some(at), Certainty::Replayed));
    }
    let end = credit.window.end.filter(|end| charges.times.last().is_some_and(|t| *t >= *end));
    if replayed.emptied_by.is_none() && end.is_none() {
        return;
    }
    if let Some((charge, to)) = next {
        let between = charges.moment(charge, intake.zone).unwrap_or_default();
        let kind = EventKind::SourceSwitched { from: Payer::Credit(at), to };
        events.push(event(between, kind, Some(at), Certainty::Replayed));
    }
}

/// Per credit, who paid after its last draw for the same campaign, and which charge: one pass from the
/// last charge back.
fn next_payers(charges: &Charges, replay: &Replay) -> Vec<Option<(ChargeIx, Payer)>> {
    let mut next: HashMap<u32, (ChargeIx, Payer)> = HashMap::new();
    let mut out = vec![None; replay.credits.len()];
    for at in (0..charges.len()).rev() {
        let charge = ChargeIx::from_at(at);
        let campaign = charges.campaigns.get(at).copied().unwrap_or(NONE);
        for split in replay.splits_of(charge).iter().rev().filter(|s| s.micros > 0) {
            if let Payer::Credit(credit) = split.payer
                && replay.credits.get(credit.at()).is_some_and(|c| c.last_draw == Some(charge))
                && let Some(slot) = out.get_mut(credit.at())
            {
                *slot = next.get(&campaign).copied();
            }
            next.insert(campaign, (charge, split.payer));
        }
    }
    out
}

/// R13: cash is known to be gone and no credit is left to pay.
fn delivery_at_risk(credits: &[Credit], funds: &Funds) -> Option<Event> {
    let cash = funds.cash.filter(|cash| !cash.value.is_positive())?;
    let line_left = funds.credit_line.is_some_and(|line| line.value.is_positive());
    let has_credit = credits.iter().any(|credit| {
        let open = matches!(credit.state, CreditState::Available) && credit.missing.is_none();
        open && credit.unused.is_none_or(|unused| unused.value.is_positive())
    });
    let at = Between { after: None, before: Some(cash.as_of) };
    (!has_credit && !line_left)
        .then(|| event(at, EventKind::DeliveryAtRisk, None, Certainty::Observed))
}
