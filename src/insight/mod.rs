//! STATE → ANSWERS: what is left, until when, who pays then, what does not add up, what to do today.
//!
//! In: [`AccountState`] of each account and what the user has set. Out: [`Answers`] per account and one
//! [`Portfolio`] over accounts, as plain data with messages. One question a file. Knows nothing of
//! imports, cells or pages; computes nothing that `account` already knows.
//!
//! Invariants: pure functions of (state, options); amounts that are exact come from integers, amounts
//! that are expected are rounded to the currency's minor unit and named as estimates; two currencies
//! are never added (R28); what is not known is not claimed (R37).

pub mod emptied; // what was drawn after the copy, and what that used up
mod fallen; // what newer balances say was drawn of all together
pub mod usage; // what is left, per credit and in all
pub mod instead; // what something else paid although a credit could have
mod passed; // which were left alone while a later one was drawn
pub mod payer; // who pays now, who pays next
pub mod forecast; // until when, how much is lost, from when something else pays
pub mod earning; // how far to the next reward, and is it worth it
mod flow; // the largest flow through a network
pub mod plan; // which assignment uses most credit before it expires
pub mod whatif; // the forecast on changed inputs
pub mod limits; // when to warn: credit, account, defaults, built in
pub mod reconcile; // do the witnesses agree, and if not, why
pub mod since; // what changed since the last visit
pub mod morning; // what to copy again
pub mod expiry; // when the end of a credit is warned of
pub mod uncopied; // what balances say of ad credit that nobody copied
pub mod band; // the four figures of the first screen
pub mod portfolio; // all of it over several accounts
pub mod diagnosis; // "usage data looks wrong": every case, with its step
pub mod alerts; // what needs attention, ranked

use crate::account::state::{AccountState, CreditIx};
use crate::calendar::{Instant, LocalTime, Stated, When};
use crate::money::{Amount, Currency};
use crate::options::{AccountKey, AlertId, ImportId, Options};
use crate::problem::Message;
use crate::work::{Pace, at_once};
use serde::Serialize;
use std::collections::BTreeMap;

/// Everything answered about one account.
#[derive(Clone, Debug)]
pub struct Answers {
    pub usage: usage::Usage,
    pub payers: payer::Payers,
    pub forecast: forecast::Forecast,
    /// One per offer.
    pub offers: Vec<earning::OfferAnswer>,
    /// Every figure that two witnesses state.
    pub reconciled: Vec<reconcile::Reconciled>,
    /// Pages worth copying again, most needed first.
    pub refresh: Vec<morning::Refresh>,
    /// What changed since the last visit.
    pub since: since::Since,
    /// Ranked, worst first; small ones of one kind folded.
    pub findings: Vec<Finding>,
}

impl Answers {
    /// R13: when no source is left, where it is known that none stands behind cash.
    pub fn delivery_stops(&self) -> Option<forecast::DaySpan> {
        self.forecast.stops.filter(|_| self.payers.end_in_cash())
    }
}

pub use portfolio::{Portfolio, portfolio};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Level {
    Info,
    Warning,
    Critical,
}

/// What findings of one kind are told apart by, however they are worded: those of different sorts are in no line together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    #[default]
    Plain,
    /// R37: what copies do not show, and pasted charges or the pace tell.
    Inferred,
    /// It comes only if spend slows, or if nothing draws the credit any more, which is not known.
    Unsure,
    /// On which day it is lost is not known.
    EndNotKnown,
    /// All of an account: it is asked or copied again as a whole, and so are several of them.
    Account,
    /// The same, and its balance tells that there is ad credit.
    Balance,
}

/// One thing that needs attention: what, how much, when, why, what to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Kind, account and subject; the same from run to run.
    pub id: AlertId,
    pub kind: alerts::Kind,
    pub level: Level,
    pub account: AccountKey,
    pub credit: Option<CreditIx>,
    pub headline: Message,
    /// The reason, with the figures it rests on.
    pub why: Vec<Message>,
    pub steps: Vec<Message>,
    /// What is at stake.
    pub amount: Option<Amount>,
    /// The import of which something is asked.
    pub import: Option<ImportId>,
    pub sort: Sort,
    pub currency: Option<Currency>,
    /// When it happens or happened.
    pub at: Option<When>,
    /// Since when it holds without a break: the moment of the crossing. A crossing later than the last
    /// visit is new; an acknowledgement earlier than it is void.
    pub onset: Instant,
    /// The same, where a figure that was copied is past a limit and no estimate decides.
    pub past_limit_since: Option<Instant>,
    /// The expiry step that was crossed last, in days before the end.
    pub step_days: Option<i64>,
    pub is_new: bool,
    pub snoozed_until: Option<Instant>,
    pub acknowledged_at: Option<Instant>,
    /// Names folded into this line.
    pub members: Vec<String>,
    /// Credits folded into this line, ascending.
    pub credits: Vec<CreditIx>,
    /// The findings folded into this line; none where it stands for itself.
    pub covers: Vec<Crossing>,
}

/// What holds and how urgent it is, for hosts that keep a memory of what they have told. Nothing in it moves with
/// another copy of the same facts.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Crossing {
    pub id: AlertId,
    pub level: Level,
    /// The expiry step that was crossed last, in days before the end; a smaller one is another crossing.
    pub step_days: Option<i64>,
    /// Since when a figure that was copied is past a limit; `null` where an estimate decides, or nothing has one.
    pub past_limit_since: Option<Instant>,
}

impl Finding {
    /// Neither snoozed nor acknowledged.
    pub fn is_active(&self) -> bool {
        self.snoozed_until.is_none() && self.acknowledged_at.is_none()
    }

    /// Whether it speaks for several accounts alike, and of none by name.
    pub fn is_of_accounts(&self) -> bool {
        self.members.len() > 1 && self.credits.is_empty()
    }

    /// Whether it speaks of this credit, by itself or among others.
    pub fn is_about(&self, credit: CreditIx) -> bool {
        self.credit == Some(credit) || self.credits.binary_search(&credit).is_ok()
    }

    pub fn crossing(&self) -> Crossing {
        Crossing {
            id: self.id.clone(),
            level: self.level,
            step_days: self.step_days,
            past_limit_since: self.past_limit_since,
        }
    }

    /// Its own crossing, or those of the findings folded into it.
    pub fn crossings(&self) -> Vec<Crossing> {
        if self.covers.is_empty() { vec![self.crossing()] } else { self.covers.clone() }
    }
}

/// What answers rest on that come after those of who pays, and until when.
struct Scene<'a> {
    state: &'a AccountState,
    options: &'a Options,
    usage: &'a usage::Usage,
    payers: &'a payer::Payers,
    forecast: &'a forecast::Forecast,
}

/// What held at the last visit by what had been pasted until then.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// What was found, with its level.
    pub levels: BTreeMap<AlertId, Level>,
    known: BTreeMap<AccountKey, since::Known>,
}

impl Seen {
    /// What was known of one account.
    pub fn add(&mut self, state: &AccountState, findings: &[Finding]) {
        let each = findings.iter().flat_map(Finding::crossings);
        self.levels.extend(each.map(|Crossing { id, level, .. }| (id, level)));
        self.known.extend(since::known(state).map(|known| (state.account.key.clone(), known)));
    }
}

/// Answers of one account; what is in `seen` is no news unless it became worse or crossed again.
pub async fn answer_since(
    state: &AccountState,
    options: &Options,
    seen: Option<&Seen>,
    pace: &Pace,
) -> Answers {
    let rows = state.row_count();
    let usage = usage::usage(state);
    let payers = payer::payers(state, &usage);
    pace.rows(rows).await;
    let forecast = forecast::forecast(state, &usage);
    pace.rows(rows).await;
    let scene = Scene { state, options, usage: &usage, payers: &payers, forecast: &forecast };
    let (offers, refresh) = (earning::offers(&scene), morning::refresh(&scene));
    pace.rows(rows).await;
    let reconciled = reconcile::reconcile(state);
    pace.rows(rows).await;
    let known = seen.and_then(|seen| seen.known.get(&state.account.key));
    let since = known.zip(options.last_visit).map(|(known, at)| since::since(state, known, at));
    let (since, findings) = (since.unwrap_or_default(), vec![]);
    let mut out = Answers { usage, payers, forecast, offers, reconciled, refresh, since, findings };
    out.findings = alerts::findings(&alerts::Scene::of(state, options, &out, seen));
    pace.rows(rows).await;
    out
}

/// Answers of one account, all at once.
pub fn answer(state: &AccountState, options: &Options) -> Answers {
    at_once(async |pace| answer_since(state, options, None, pace).await)
}

/// A reading of the account's clock, to the minute.
fn when(state: &AccountState, time: LocalTime) -> When {
    When::local(time, state.zone)
}

/// An instant on the account's clock, to the minute.
fn when_at(state: &AccountState, instant: Instant) -> When {
    When::at(instant, state.zone)
}

/// The last stated unit of an end: "after 30 June", never "1 July 00:00" (R15).
fn when_stated(state: &AccountState, stated: Stated) -> When {
    When::stated(stated, state.zone)
}

#[cfg(test)]
pub mod fixture;
