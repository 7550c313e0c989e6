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
mod lag; // what the lag alone may make
mod credit; // one credit by every witness
mod days; // credit paid per day, by every witness
mod campaigns; // the same per campaign
mod periods; // the same over periods without days

pub use causes::Cause;

use super::{when_at, when_stated};
use crate::account::state::{AccountState, CampaignIx, Check, Credit, CreditIx, Replay, Source};
use crate::calendar::{Day, Instant, Stated, When};
use crate::ingest::exports::Export;
use crate::money::Amount;
use crate::problem::{Message, keyed};
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
    /// What witnesses and the likely cause make of a row; what is special about it the caller says besides.
    fn new(
        state: &AccountState,
        (key, subject): (String, Message),
        witnesses: Vec<Witness>,
        settlement: Settlement,
        cause: Option<Cause>,
    ) -> Reconciled {
        Reconciled {
            key,
            subject,
            credit: None,
            campaign: None,
            day: None,
            difference: spread(&witnesses),
            witnesses,
            settlement,
            cause: cause.map(|cause| cause.message(state)),
            steps: steps(settlement, cause),
        }
    }

    /// Where our replay alone makes the difference, by what it assumes, the user has something to choose.
    fn by_our_assumption(self) -> Reconciled {
        Reconciled {
            settlement: Settlement::NotComparable,
            cause: Some(Message::new("reconcile.cause.assumption")),
            steps: vec![Message::new("reconcile.step.choose")],
            ..self
        }
    }

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

keyed! {
    term = "page.settlement.";
    /// Agreed, still within the lag (R21), not to be compared, or none of these.
    Settlement {
        Settled = "settled",
        /// They differ, and what is here cannot tell whether they disagree: transactions of a part of the
        /// credit's life, rows that may mean another credit, a replay of ours that rests on assumptions (R37).
        NotComparable = "notComparable",
        WithinLag = "withinLag",
        Unexplained = "unexplained",
    }
}

/// All comparisons of one account: credits first, then all in sum, campaigns, periods and days, the newest last.
pub fn reconcile(state: &AccountState) -> Vec<Reconciled> {
    let days = days::days(state);
    let of_days = causes::of_days(state, &days);
    let cause = of_days.cause;
    let unnamed = drawn::unnamed(state);
    let credits = (0..state.credits.len()).map(CreditIx::from_at);
    let mut rows: Vec<Reconciled> = credits
        .filter_map(|at| {
            credit::row(state, at, &unnamed, of_days)
                .or_else(|| credit::confirmed(state, at, &days))
                .or_else(|| credit::beyond_charges(state, at))
        })
        .collect();
    rows.extend(all::row(state, &unnamed, of_days));
    rows.extend(balance::row(state));
    rows.extend(
        state
            .credits
            .iter()
            .enumerate()
            .filter_map(|(at, credit)| of_audit(state, credit, CreditIx::from_at(at))),
    );
    let ours = days.iter().filter(|day| is_only_ours(state, day)).map(|day| day.day).collect();
    rows.extend(campaigns::rows(state, cause, &ours));
    rows.extend(periods::rows(state, &days));
    rows.extend(days.iter().filter_map(|day| of_day(state, day, cause)));
    rows.iter_mut().for_each(|row| leave_open_ahead(state, row));
    rows
}

/// R33: a figure that is dated after now has a wrong time, and so has what our replay makes of such a copy: no difference
/// rests on either.
fn leave_open_ahead(state: &AccountState, row: &mut Reconciled) {
    let ahead = |source: &&Source| {
        let is_of_credits =
            [Export::PromotionsAvailable, Export::PromotionsNotAvailable].contains(&source.export);
        is_of_credits && source.as_of.when.instant > state.now
    };
    let copy = state.sources.iter().find(ahead).map(|source| source.as_of.when);
    let ahead = row.witnesses.iter().find_map(|witness| {
        let stated = witness.as_of.filter(|when| when.instant > state.now);
        stated.or(copy.filter(|_| witness.name.key == "reconcile.witness.replay"))
    });
    if let Some(at) = ahead.filter(|_| row.settlement > Settlement::NotComparable) {
        row.settlement = Settlement::NotComparable;
        row.cause = Some(Message::new("account.future.copy").with("at", at));
        row.steps = vec![];
    }
}

fn witness(name: &'static str, amount: Option<Amount>, as_of: Option<When>) -> Witness {
    Witness { name: Message::new(name), amount, as_of }
}

/// The platform's own witnesses agree, or there is one and our replay rests on assumptions: then it is the
/// replay that is wrong (R10, R14, R39), and nothing for support.
fn is_ours(state: &AccountState, stated: Option<Amount>) -> bool {
    let assumes = |r: &Replay| r.credits.iter().any(|c| c.assumes_eligibility);
    let is_assumed = state.billing.chosen.is_none()
        || state.order.is_contradicted()
        || is_of_another_order(state)
        || state.shown().is_some_and(assumes);
    stated.map_or(is_assumed, Amount::is_zero)
}

/// R14: no order that we know fits, and yet all credits together used what we say of them: others of them paid.
fn is_of_another_order(state: &AccountState) -> bool {
    let credits = state.shown().map_or(&[][..], |replay| &replay.credits);
    let checks = || credits.iter().filter_map(|credit| credit.checks.last());
    let latest = checks().map(|check| check.as_of).max();
    let at_once = || checks().filter(|check| Some(check.as_of) == latest);
    let sums = |of: fn(&Check) -> Amount| at_once().map(of).sum::<Amount>();
    state.order.is_unknown() && sums(|check| check.platform) == sums(|check| check.ours)
}

/// R32: a credit that ended and was not copied may have paid what is said of these beyond their Used amount.
fn not_copied(state: &AccountState, said: Amount, used: Amount, until: Instant) -> Option<Cause> {
    (said > used && !state.lists_all_credits(until)).then_some(Cause::NotCopied)
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
    let subject = Message::new("reconcile.subject.audit").with("name", credit.name.clone());
    let about = (format!("audit:{}", credit.key), subject);
    Some(Reconciled {
        credit: Some(at),
        difference: Some(difference),
        cause: Some(cause),
        steps: vec![Message::new("reconcile.step.audit")],
        ..Reconciled::new(state, about, witnesses, Settlement::Unexplained, None)
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
    of_figures(state, day, day.settlements(), cause, row)
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
    day.settlements().differ_by_replay() && is_ours(state, spread(&day.stated(state)))
}

/// A row of figures of days.
fn of_figures(
    state: &AccountState,
    figures: &days::DayFigures,
    settlements: days::Settlements,
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
        _ => settlements.all,
    };
    let settlements = days::Settlements { all, ..settlements };
    let only_ours = settlements.differ_by_replay() && (row.is_ours || is_ours(state, stated));
    let likely = cause.filter(|_| settlements.is_open());
    let (campaign, day) = (row.campaign, row.day);
    let row = Reconciled::new(state, (row.key, row.subject), witnesses, all, likely);
    let not_filled = || Message::new("reconcile.cause.not_filled").with("day", figures.day);
    let cause = if figures.is_unfilled { Some(not_filled()) } else { row.cause };
    // What is left out may still differ: none is known, which is not 0.
    let difference = difference.filter(|found| !(figures.is_unfilled && found.is_zero()));
    let row = Reconciled { campaign, day, difference, cause, ..row };
    Some(if only_ours { row.by_our_assumption() } else { row })
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
mod ahead; // tests: copies of a time to come
#[cfg(test)]
mod tests;
