//! Was a credit drawn as its terms say? Draws outside its window, for campaigns that it may not pay, beyond
//! its face amount; and, once it ended, what was left although it could have paid.
//!
//! In: credits with their *Ad Credit* transactions, the replays. Out: [`Credit::audit`]. Draws are the
//! platform's own statements; only what our replay rests on without an assumption may speak of what was
//! left: every reading of the billing setup must say so, and the order among credits must not matter.

use super::Paid;
use super::intake::Intake;
use super::state::*;
use crate::calendar::{LocalTime, Zone, by_day};
use crate::money::{Amount, Currency};
use crate::options::BillingSetup;
use crate::problem::Message;

/// Fills the audit of every credit. States, draws and assignments must be decided before.
pub fn decide(credits: &mut [Credit], paid: &Paid<'_>, intake: &Intake<'_>) {
    for (at, credit) in credits.iter_mut().enumerate() {
        let mut audit = of_draws(credit, paid.transactions, intake);
        let most = credit.used.map(|used| used.value).or(credit.observed_drawn);
        audit.beyond_face = most
            .zip(credit.face)
            .map(|(most, face)| most - face.max(Amount::ZERO))
            .filter(|beyond| beyond.is_positive());
        let has_ended = credit.state.is_over();
        let at = CreditIx::from_at(at);
        let checks = last_checks(paid, at);
        let checks = checks.filter(|_| has_ended && paid.order.credits.binary_search(&at).is_err());
        if let Some(checks) = &checks {
            let others = paid.of(at).map(|replayed| replayed.others_used).max();
            let left = left_undrawn(credit, checks, intake);
            let left = left
                .map(|left| left.min(paid_by_no_credit(credit, others.unwrap_or_default(), paid)));
            audit.left_undrawn = left.filter(|left| left.is_positive());
        }
        let has_draws = credit.observed_drawn.is_some_and(|drawn| !drawn.is_zero());
        let agrees = checks.is_some_and(|checks| checks.iter().all(Check::agrees));
        audit.is_right = match audit.is_wrong() {
            true => Yes::No,
            false if has_ended && (has_draws || agrees) => Yes::Yes,
            false => Yes::Unknown,
        };
        credit.audit = audit;
    }
}

fn of_draws(credit: &Credit, transactions: &Transactions, intake: &Intake<'_>) -> Audit {
    let lag = intake.lag_seconds;
    let mut audit = Audit::default();
    // R34: a row names a credit by name only. It is this one's for certain where the platform's own Used
    // amount holds all of them; else an earlier credit of the same name may be meant.
    let is_certain = credit.used.map(|used| used.value) >= credit.observed_drawn;
    // R16: what comes back may come back late.
    let drawn = transactions.draws_of(credit).filter(|draw| draw.amount.is_positive());
    for Draw { row, time, amount, .. } in drawn {
        let window = credit.window;
        let late = window.end.is_some_and(|end| end.plus_seconds(lag) <= time);
        let campaign = transactions.campaign(row.at());
        let early = window.start.is_some_and(|start| time < start);
        let to = if early || late {
            if !is_certain {
                continue;
            }
            &mut audit.outside_window
        } else if campaign.is_some() && credit.eligibility.of(campaign) == Yes::No {
            &mut audit.ineligible
        } else if campaign
            .is_some_and(|campaign| !was_assigned(credit, campaign, time, intake.zone))
        {
            &mut audit.unassigned
        } else {
            continue;
        };
        to.rows.push(row);
        to.amount += amount;
    }
    audit
}

/// R4: by the log alone, from its first entry to its copy; outside of that, and by a panel, nothing is known to be wrong.
fn was_assigned(credit: &Credit, campaign: CampaignIx, time: LocalTime, zone: Zone) -> bool {
    let first = credit.assignments.log.first().map(|entry| entry.at);
    let copied = credit.assignments.as_of.map(|as_of| as_of.on_clock(zone));
    let is_told = first.is_some_and(|first| first <= time) && copied.is_none_or(|at| time < at);
    if !credit.is_assignable() || !is_told {
        return true;
    }
    let spans = &credit.assignments.spans;
    spans.iter().any(|span| span.campaign == campaign && span.window.contains(time))
}

/// The latest check under every reading, where each has one that rests on nothing assumed: neither
/// eligibility (R39) nor, where cash pays first (R10), that there was none.
fn last_checks(paid: &Paid<'_>, at: CreditIx) -> Option<Vec<Check>> {
    let last = |replay: &Replay| {
        let replayed = replay.credits.get(at.at())?;
        let cash_is_first = replay.billing == Some(BillingSetup::AutomaticCashFirst);
        let assumes_cash = cash_is_first && !paid.knows_cash;
        let assumes = replayed.assumes_eligibility || assumes_cash;
        replayed.checks.last().copied().filter(|_| !assumes)
    };
    let checks: Option<Vec<Check>> = paid.replays.iter().map(last).collect();
    checks.filter(|checks| !checks.is_empty())
}

/// What the platform shows as unused beyond what any reading leaves, at a copy made after the end and the
/// lag (R21).
fn left_undrawn(credit: &Credit, checks: &[Check], intake: &Intake<'_>) -> Option<Amount> {
    let end = credit.window.end?.in_zone(intake.zone);
    let settled = end.plus_seconds(intake.lag_seconds);
    let over = checks.iter().map(|c| (c.as_of >= settled).then_some(c.platform - c.between.high));
    let least = over.collect::<Option<Vec<Amount>>>()?.into_iter().min()?;
    least.is_positive().then_some(least)
}

/// At most, of charges that this credit might have paid: what days tell that credits paid is no part of it, and on days
/// that tell nothing the platform may have drawn the others of its time in its place (R14).
fn paid_by_no_credit(credit: &Credit, others: Amount, paid: &Paid<'_>) -> Amount {
    let charges = paid.charges;
    let (mut known, mut open) = (Amount::ZERO, Amount::ZERO);
    for (day, places) in by_day(&charges.times, 0) {
        let (mut all, mut own) = (Amount::ZERO, Amount::ZERO);
        for charge in places.map(ChargeIx::from_at) {
            let amount = charges.amount(charge).unwrap_or_default();
            all += amount;
            let stated = charges.stated(charge);
            if stated.is_some_and(|at| credit.may_pay(charges.campaign(charge), at)) {
                own += amount;
            }
        }
        match paid.told.get(&day) {
            Some(told) => known += own.min(all - told.by_credit).max(Amount::ZERO),
            None => open += own,
        }
    }
    let used = credit.used.map_or(Amount::ZERO, |used| used.value);
    known + (open - others - used).max(Amount::ZERO)
}

impl Audit {
    pub fn is_wrong(&self) -> bool {
        let drawn = [&self.outside_window, &self.ineligible, &self.unassigned];
        drawn.iter().any(|one| !one.rows.is_empty())
            || self.beyond_face.is_some()
            || self.left_undrawn.is_some()
    }

    /// What is wrong, each with its amount; or that nothing is.
    pub fn messages(&self, currency: Option<Currency>) -> Vec<Message> {
        let rows = [
            ("account.audit.outsideWindow", &self.outside_window),
            ("account.audit.ineligible", &self.ineligible),
            ("account.audit.unassigned", &self.unassigned),
        ];
        let drawn = rows.into_iter().filter(|(_, one)| !one.rows.is_empty());
        let mut out: Vec<Message> = drawn
            .map(|(key, one)| {
                let message = Message::new(key).with("count", one.rows.len());
                message.money("amount", one.amount, currency)
            })
            .collect();
        let amounts = [
            ("account.audit.beyondFace", self.beyond_face),
            ("account.audit.leftUndrawn", self.left_undrawn),
        ];
        let stated = amounts.into_iter().filter_map(|(key, amount)| Some((key, amount?)));
        out.extend(stated.map(|(key, amount)| Message::new(key).money("amount", amount, currency)));
        if self.is_right == Yes::Yes {
            out.push(Message::new("account.audit.right"));
        }
        out
    }
}
