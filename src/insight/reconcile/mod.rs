//! Do the platform's own figures agree? If not: settled, within the lag, or unexplained; and the likely
//! cause (question 5).
//!
//! Four witnesses: Used amount, *Ad Credit* transactions, Cost − Net Cost (and cost by voucher), our
//! replay; and the voucher balance beside what is unused. They are compared per credit, per campaign, per
//! day and per period; balances, and transactions that do not name the credit, over all credits in sum. The
//! slower witness's lag counts, measured from the as-of of its figure, never from now (R21). A cause is
//! named only where its test explains every difference it is named for.

mod all; // all credits in sum, where transactions do not name them
mod balance; // all credits in sum beside the voucher balance
mod causes; // each cause with its test
mod drawn; // what transactions say that credits paid
mod days; // credit paid per day, by every witness
mod campaigns; // the same per campaign
mod periods; // the same over periods without days

pub use causes::Cause;

use drawn::Drawn;

use super::{when_at, when_stated};
use crate::account::state::{AccountState, CampaignIx, Credit, CreditIx, Replay, TransactionIx};
use crate::calendar::{Day, Instant, LocalTime, SECONDS_PER_HOUR, Stated, When};
use crate::money::Amount;
use crate::options::Options;
use crate::problem::Message;
use serde::Serialize;

/// One figure that two or more witnesses state.
#[derive(Clone, Debug, PartialEq)]
pub struct Reconciled {
    /// Stable within the account.
    pub key: String,
    /// The credit, campaign, day or period that it is about.
    pub subject: Message,
    pub credit: Option<CreditIx>,
    pub campaign: Option<CampaignIx>,
    pub day: Option<Day>,
    pub witnesses: Vec<Witness>,
    /// Largest less smallest stated amount; `None` where fewer than two are stated.
    pub difference: Option<Amount>,
    pub settlement: Settlement,
    pub cause: Option<Message>,
    pub steps: Vec<Message>,
}

impl Reconciled {
    /// About all credits of the account in sum.
    pub fn is_of_all(&self) -> bool {
        self.key == all::KEY
    }
}

/// What one witness says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Witness {
    pub name: Message,
    /// `None`: it says nothing yet, which is not zero (R22).
    pub amount: Option<Amount>,
    pub as_of: Option<When>,
}

/// Agreed, still within the lag (R21), not to be compared, or none of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Settlement {
    Settled,
    /// They differ, and what is here cannot tell whether they disagree: transactions of a part of the
    /// credit's life, rows that may mean another credit, a replay of ours that rests on assumptions (R37).
    NotComparable,
    WithinLag,
    Unexplained,
}

impl Settlement {
    pub const fn key(self) -> &'static str {
        match self {
            Settlement::Settled => "settled",
            Settlement::NotComparable => "notComparable",
            Settlement::WithinLag => "withinLag",
            Settlement::Unexplained => "unexplained",
        }
    }
}

/// All comparisons of one account: credits first, then all in sum, campaigns, periods and days, the newest last.
pub fn reconcile(state: &AccountState, options: &Options) -> Vec<Reconciled> {
    let days = days::days(state, options);
    let cause = causes::of_days(state, &days);
    let unnamed = drawn::unnamed(state);
    let credits = (0..state.credits.len()).map(CreditIx::from_at);
    let mut rows: Vec<Reconciled> = credits
        .filter_map(|at| {
            of_credit(state, options, at, &unnamed).or_else(|| confirmed(state, at, &days))
        })
        .collect();
    rows.extend(all::row(state, options, &unnamed));
    rows.extend(balance::row(state, options));
    rows.extend(
        state
            .credits
            .iter()
            .enumerate()
            .filter_map(|(at, credit)| of_audit(state, credit, CreditIx::from_at(at))),
    );
    let ours = days.iter().filter(|day| is_only_ours(state, day)).map(|day| day.day).collect();
    rows.extend(campaigns::rows(state, options, cause, &ours));
    rows.extend(periods::rows(state, options, &days));
    rows.extend(days.iter().filter_map(|day| of_day(state, day, cause)));
    rows
}

fn witness(name: &'static str, amount: Option<Amount>, as_of: Option<When>) -> Witness {
    Witness { name: Message::new(name), amount, as_of }
}

/// Used amount, transactions and replay of one credit, all up to the moment of the Used amount.
fn of_credit(
    state: &AccountState,
    options: &Options,
    at: CreditIx,
    unnamed: &[TransactionIx],
) -> Option<Reconciled> {
    let credit = state.credit(at)?;
    let used = credit.used?;
    let used_at = Some(when_at(state, used.as_of));
    let mut witnesses = vec![witness("reconcile.witness.used", Some(used.value), used_at)];
    let lag = i64::from(options.lag_hours()) * SECONDS_PER_HOUR;
    let drawn = Drawn::of(state, credit, used.as_of, lag, unnamed);
    if let Some(drawn) = &drawn {
        let as_of = drawn.as_of.map(|at| when_at(state, at));
        witnesses.push(witness("reconcile.witness.transactions", drawn.stated(), as_of));
    }
    let check = state.replays.first().and_then(|r| r.credits.get(at.at()));
    let check = check.and_then(|r| r.checks.iter().find(|c| c.as_of == used.as_of));
    // R36: where charges leave days out, replay knows of less than was used.
    let check = check.filter(|check| check.speaks() || state.order.is_contradicted());
    let stated = spread(&witnesses);
    let mut difference = stated;
    let mut is_of_the_day = false;
    if let (Some(check), Some(unused)) = (check, credit.unused) {
        let ours = used.value + unused.value - check.ours;
        witnesses.push(witness("reconcile.witness.replay", Some(ours), used_at));
        // R37: charges of the day of the copy have no time; any share of them may be in it.
        is_of_the_day = check.agrees() && check.ours != check.platform;
        let agrees = stated.unwrap_or_default();
        difference = if is_of_the_day { Some(agrees) } else { spread(&witnesses) };
    }
    let is_unnamed = drawn.as_ref().is_some_and(|d| d.stated().is_none());
    if difference.is_none() && !is_unnamed {
        return None;
    }
    let only_ours = difference.is_some_and(Amount::is_positive) && is_ours(state, stated);
    let explained = drawn.as_ref().is_none_or(|d| d.explains(used.value));
    let may_lag = may_lag(state, drawn.as_ref(), used.as_of, lag);
    let gap = drawn.as_ref().and_then(|d| d.gap(used.value));
    // R37: where no row names its credit, that is no 0; all credits in sum are compared.
    let gap = if is_unnamed { Some(Cause::NotNamed) } else { gap };
    let settlement = match (difference.is_some_and(Amount::is_zero), explained) {
        (true, _) => Settlement::Settled,
        _ if difference.is_none() => Settlement::NotComparable,
        _ if only_ours => Settlement::NotComparable,
        (false, true) if may_lag => Settlement::WithinLag,
        _ if gap.is_some() => Settlement::NotComparable,
        (false, _) => Settlement::Unexplained,
    };
    let cause = match settlement {
        Settlement::NotComparable => gap.filter(|_| !only_ours),
        Settlement::Unexplained => drawn.and_then(|d| causes::of_sum(state, used.value, &d)),
        _ => None,
    };
    let subject = Message::new("reconcile.subject.credit").with("name", credit.name.clone());
    Some(Reconciled {
        key: format!("credit:{}", credit.key),
        subject,
        credit: Some(at),
        campaign: None,
        day: None,
        witnesses,
        // R36: where the platform's own figures differ, that is the difference; our replay stands beside.
        difference: stated.filter(|s| s.is_positive()).or(difference),
        settlement,
        cause: cause
            .map(|c| c.message(state))
            .or(assumption(only_ours))
            .or_else(|| is_of_the_day.then(|| Message::new(open_cause(credit)))),
        steps: if only_ours { vec![choose()] } else { steps(settlement, cause) },
    })
}

/// R22: where nothing else speaks of the one credit that could have paid in its time, and Net Cost says that credit paid
/// just what the credit shows as used, the two confirm one another. Reports may leave days out: less tells nothing.
fn confirmed(state: &AccountState, at: CreditIx, days: &[days::DayFigures]) -> Option<Reconciled> {
    let credit = state.credit(at)?;
    let used = credit.used.filter(|used| used.value.is_positive())?;
    let begin = credit.window.start.max(credit.redeemed.map(|redeemed| redeemed.time))?;
    let end = credit.window.end.into_iter().fold(used.as_of.on_clock(state.zone), Ord::min);
    let may_pay = |other: &&Credit| {
        other.window.start.is_none_or(|start| start < end)
            && other.window.end.is_none_or(|over| begin < over)
    };
    let inside = |day: &&days::DayFigures| begin.day() <= day.day && day.day.start() < end;
    let net_cost = days.iter().filter(inside).filter_map(|day| day.net_cost);
    let paid: Amount = net_cost.clone().map(|figure| figure.amount).sum();
    if paid != used.value || state.credits.iter().filter(may_pay).count() != 1 {
        return None;
    }
    let seen = net_cost.map(|figure| figure.as_of).min()?;
    Some(Reconciled {
        key: format!("credit:{}", credit.key),
        subject: Message::new("reconcile.subject.credit").with("name", credit.name.clone()),
        credit: Some(at),
        campaign: None,
        day: None,
        witnesses: vec![
            witness("reconcile.witness.used", Some(used.value), Some(when_at(state, used.as_of))),
            witness("reconcile.witness.net_cost", Some(paid), Some(when_at(state, seen))),
        ],
        difference: Some(Amount::ZERO),
        settlement: Settlement::Settled,
        cause: None,
        steps: vec![],
    })
}

/// Why replay gives bounds rather than a figure (R5, R37).
fn open_cause(credit: &Credit) -> &'static str {
    let was_held = credit.observations.iter().any(|seen| seen.suspended);
    if was_held { "reconcile.cause.suspended" } else { "reconcile.cause.day_of_copy" }
}

/// The platform's own witnesses agree, or there is one and our replay rests on assumptions: then it is the
/// replay that is wrong (R10, R14, R39), and nothing for support.
fn is_ours(state: &AccountState, stated: Option<Amount>) -> bool {
    let assumes = |r: &Replay| r.credits.iter().any(|c| c.assumes_eligibility);
    let is_assumed = state.billing.chosen.is_none()
        || state.order.is_contradicted()
        || state.replays.first().is_some_and(assumes);
    stated.map_or(is_assumed, Amount::is_zero)
}

fn assumption(only_ours: bool) -> Option<Message> {
    only_ours.then(|| Message::new("reconcile.cause.assumption"))
}

fn choose() -> Message {
    Message::new("reconcile.step.choose")
}

/// Something was charged in the lag's time before the figure, or may have been by the usual pace.
fn may_lag(state: &AccountState, drawn: Option<&Drawn>, as_of: Instant, lag: i64) -> bool {
    let is_pending = drawn.is_some_and(|d| d.pending.is_positive());
    is_fresh(state, as_of, lag) || is_pending && is_unreported(state, as_of, lag)
}

/// Something was charged so shortly before the figure that it may not be in it yet.
fn is_fresh(state: &AccountState, as_of: Instant, lag: i64) -> bool {
    let from = as_of.plus_seconds(-lag).on_clock(state.zone);
    let to = as_of.on_clock(state.zone);
    let recent = |t: &LocalTime| from <= *t && *t < to;
    let known = state.charges.times.iter().chain(&state.transactions.times).any(recent);
    let days = state
        .spend
        .iter()
        .any(|d| d.cost.is_positive() && d.day.plus_days(1).start() > from && d.day.start() < to);
    known || days
}

/// R36: a day so shortly before the figure that nobody reported is not a day without spend.
fn is_unreported(state: &AccountState, as_of: Instant, lag: i64) -> bool {
    let day = |at: Instant| at.on_clock(state.zone).day();
    let (from, to) = (day(as_of.plus_seconds(-lag)), day(as_of.plus_seconds(-1)));
    let is_reported = |number| state.spend.iter().any(|d| d.day.number() == number);
    !(from.number()..=to.number()).all(is_reported)
}

/// Draws that the terms of a credit do not allow, or what it should have paid and did not.
fn of_audit(state: &AccountState, credit: &Credit, at: CreditIx) -> Option<Reconciled> {
    let audit = &credit.audit;
    let wrong = [&audit.outside_window, &audit.ineligible, &audit.unassigned];
    let wrong = wrong.into_iter().map(|one| one.amount);
    let difference = wrong.chain(audit.beyond_face).chain(audit.left_undrawn).max()?;
    let cause = audit.messages(state.currency).into_iter().next().filter(|_| audit.is_wrong())?;
    let used_at = credit.used.map(|used| when_at(state, used.as_of));
    let mut witnesses = vec![witness("reconcile.witness.face", credit.face, None)];
    witnesses.push(witness("reconcile.witness.used", credit.used.map(|u| u.value), used_at));
    if credit.observed_drawn.is_some() {
        witnesses.push(witness("reconcile.witness.transactions", credit.observed_drawn, None));
    }
    Some(Reconciled {
        key: format!("audit:{}", credit.key),
        subject: Message::new("reconcile.subject.audit").with("name", credit.name.clone()),
        credit: Some(at),
        campaign: None,
        day: None,
        witnesses,
        difference: Some(difference),
        settlement: Settlement::Unexplained,
        cause: Some(cause),
        steps: vec![Message::new("reconcile.step.audit")],
    })
}

/// What every witness says of the credit paid on one day.
fn of_day(
    state: &AccountState,
    day: &days::DayFigures,
    cause: Option<Cause>,
) -> Option<Reconciled> {
    let cause = cause.filter(|cause| cause.fits(state, day));
    let row = Row {
        key: format!("day:{}", day.day),
        subject: Message::new("reconcile.subject.day")
            .with("day", when_stated(state, Stated::day(day.day))),
        campaign: None,
        day: Some(day.day),
        is_ours: is_only_ours(state, day),
    };
    of_figures(state, day, (day.settlement(false), day.settlement(true)), cause, row)
}

/// What a row is about.
struct Row {
    key: String,
    subject: Message,
    campaign: Option<CampaignIx>,
    day: Option<Day>,
    /// The days that differ do so by our replay's assumptions.
    is_ours: bool,
}

/// The platform's witnesses of the day agree, and our replay differs by what it assumes.
fn is_only_ours(state: &AccountState, day: &days::DayFigures) -> bool {
    day.settlement(false) == Settlement::Settled
        && day.settlement(true) == Settlement::Unexplained
        && is_ours(state, spread(&day.stated(state)))
}

/// A row of figures of days; their settlement by the platform's witnesses, and with our replay.
fn of_figures(
    state: &AccountState,
    figures: &days::DayFigures,
    (platform, all): (Settlement, Settlement),
    cause: Option<Cause>,
    row: Row,
) -> Option<Reconciled> {
    let witnesses = figures.witnesses(state);
    if witnesses.len() < 2 {
        return None;
    }
    let stated = spread(&figures.stated(state));
    // R36: where the platform's own figures differ, that is the difference; our replay stands beside.
    let difference = stated.filter(|s| s.is_positive()).or(spread(&witnesses));
    // Days that differ have lines of their own: a sum that ties is no difference.
    let all = match difference {
        Some(Amount::ZERO) if !figures.is_unfilled => Settlement::Settled,
        _ => all,
    };
    let only_ours = platform == Settlement::Settled
        && all == Settlement::Unexplained
        && (row.is_ours || is_ours(state, stated));
    let settlement = if only_ours { Settlement::NotComparable } else { all };
    let likely = cause.filter(|_| settlement == Settlement::Unexplained);
    let cause = match likely {
        _ if only_ours => assumption(true),
        _ if figures.is_unfilled => {
            Some(Message::new("reconcile.cause.not_filled").with("day", figures.day))
        }
        likely => likely.map(|c| c.message(state)),
    };
    Some(Reconciled {
        key: row.key,
        subject: row.subject,
        credit: None,
        campaign: row.campaign,
        day: row.day,
        witnesses,
        difference,
        settlement,
        cause,
        steps: if only_ours { vec![choose()] } else { steps(settlement, likely) },
    })
}

/// Largest less smallest; `None` for fewer than two.
fn spread(witnesses: &[Witness]) -> Option<Amount> {
    let amounts: Vec<Amount> = witnesses.iter().filter_map(|w| w.amount).collect();
    let (low, high) = (amounts.iter().min()?, amounts.iter().max()?);
    (amounts.len() > 1).then(|| *high - *low)
}

/// R29: only what is beyond the lag goes to support, and only after the likely cause was looked at.
fn steps(settlement: Settlement, cause: Option<Cause>) -> Vec<Message> {
    match (settlement, cause) {
        (Settlement::Unexplained, Some(cause)) => cause.step().into_iter().collect(),
        (Settlement::Unexplained, None) => vec![Message::new("reconcile.step.ticket")],
        (Settlement::WithinLag, _) => vec![Message::new("reconcile.step.wait")],
        (Settlement::NotComparable, cause) => cause.and_then(Cause::step).into_iter().collect(),
        (Settlement::Settled, _) => vec![],
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod told;
