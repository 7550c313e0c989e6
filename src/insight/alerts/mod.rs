//! What should I do today? One ranked list of findings, worst first (question 7).
//!
//! Each kind is a pure leaf that either fires with the moment of its crossing ([`Finding::onset`]) or
//! does not. Memory is kept outside: the user's answers are options, the past is read from observations.
//! So a finding fires once per crossing, clears on recovery, and returns as news when it crosses again.
//! What ended before the first import of an account is history (R40) and no finding.

mod asked; // questions about copies that nobody answered
mod account; // not copied, cash low, figures disagree, stale
mod nothing_left; // no credit can pay
mod earning; // deadline and gap, reward overdue
mod credits; // running out, low, suspended, unassigned
mod ended; // used up, expired, gone
mod losses; // expiring, and what will not be used up before
mod severity; // how much it matters: one table
mod takeover; // who pays when a credit ends
mod ahead; // which of them time alone will bring, and when
mod fold; // small ones of one kind become one line

use super::earning::OfferAnswer;
use super::forecast::{Forecast, Learned};
use super::limits::{Limits, limits};
use super::morning::days_to_next_working_morning;
use super::payer::Payers;
use super::reconcile::Reconciled;
use super::usage::Usage;
use super::{Answers, Finding, Level, Seen, Sort, when_at};
use crate::account::state::{AccountState, CreditIx};
use crate::calendar::{Day, Instant, SECONDS_PER_DAY, When};
use crate::money::Amount;
use crate::options::Options;
use crate::problem::{Message, keyed};
use crate::sorting::Sorting;
use std::cmp::Reverse;

/// An end stays news for so long; after that it is history.
const NEWS_SECONDS: i64 = 14 * SECONDS_PER_DAY;
/// So many days without a working one are looked over.
const DAYS_OFF_MAX: i32 = 31;

pub(super) use account::{daily_spend, part_copied};
pub use ahead::{Ahead, Coming, ahead};
pub(super) use fold::NO_ENDS;

keyed! {
    /// What a finding is about. The key is stable: hosts, snoozes and acknowledgements rest on it.
    #[cfg_attr(test, ts(rename = "WarningKind"))]
    Kind {
        Asked = "asked",
        NothingLeft = "nothing_left",
        NotCopied = "not_copied",
        UsedUp = "used_up",
        Gone = "gone",
        Expired = "expired",
        Expiring = "expiring",
        Unassigned = "unassigned",
        Suspended = "suspended",
        RunOut = "run_out",
        Low = "low",
        ForfeitExpected = "forfeit_expected",
        RewardOverdue = "reward_overdue",
        EarningGap = "earning_gap",
        Disagree = "disagree",
        CashLow = "cash_low",
        Stale = "stale",
    }
}

impl Kind {
    /// Whether its onset is fixed by facts. That of the others moves with every copy: a forecast shifts, the
    /// last copy that shows it is the latest one.
    pub const fn has_fixed_onset(self) -> bool {
        !matches!(self, Kind::RunOut | Kind::Disagree | Kind::NothingLeft | Kind::NotCopied)
    }
}

/// That a credit ended and how much is known of when, whether that is news or not (R40).
pub(super) fn ended(state: &AccountState, answers: &Answers, at: CreditIx) -> Option<Message> {
    let options = Options::default();
    let scene = Scene::of(state, &options, answers, None);
    credits::One::of(&scene, at)?.ended()
}

/// What the leaves look at.
pub(super) struct Scene<'a> {
    pub state: &'a AccountState,
    pub options: &'a Options,
    pub usage: &'a Usage,
    pub payers: &'a Payers,
    pub forecast: &'a Forecast,
    pub offers: &'a [OfferAnswer],
    pub reconciled: &'a [Reconciled],
    /// `None`: what was seen is judged by the moment of the crossing alone.
    pub seen: Option<&'a Seen>,
}

impl<'a> Scene<'a> {
    pub fn of(
        state: &'a AccountState,
        options: &'a Options,
        answers: &'a Answers,
        seen: Option<&'a Seen>,
    ) -> Scene<'a> {
        Scene {
            state,
            options,
            usage: &answers.usage,
            payers: &answers.payers,
            forecast: &answers.forecast,
            offers: &answers.offers,
            reconciled: &answers.reconciled,
            seen,
        }
    }
}

impl Scene<'_> {
    fn limits(&self, credit: Option<CreditIx>) -> Limits {
        limits(self.state, self.options, credit)
    }

    /// Days from today to the next working morning, beyond tomorrow: what falls before it is said today.
    fn days_off(&self) -> i64 {
        let today = self.state.today();
        i64::from(days_to_next_working_morning(today, self.options)) - 1
    }

    /// The first day on which that is warned of which comes on `day`: so many days before, or on the last working day
    /// before it.
    fn warned_from(&self, day: Day, credit: Option<CreditIx>) -> Day {
        let limit = i32::try_from(self.limits(credit).run_out_days).unwrap_or(i32::MAX);
        let before = (limit.saturating_add(1)..=DAYS_OFF_MAX)
            .rev()
            .find(|days| days_to_next_working_morning(day.plus_days(-days), self.options) >= *days);
        day.plus_days(before.unwrap_or(limit).saturating_neg())
    }

    /// R39: whether it is drawn at all is not known.
    fn may_not_pay(&self, credit: CreditIx) -> bool {
        let is_unproven = self.usage.credits.get(credit.at()).is_some_and(|one| one.is_unproven);
        let forecast = self.forecast.credits.get(credit.at());
        is_unproven || forecast.is_some_and(|forecast| forecast.doubt.is_some())
    }

    /// `None`: there is no forecast of it, or it is neither drawn nor known to be assigned: all of it is lost or
    /// none, and it weighs by all.
    fn lost_at_least(&self, at: CreditIx) -> Option<Amount> {
        let is_open = self.state.credits.get(at.at())?.is_assignment_open();
        let lost = self.forecast.credits.get(at.at())?.lost;
        lost.filter(|_| !is_open).map(|lost| lost.low)
    }

    fn is_news(&self, instant: Instant) -> bool {
        self.state.now.seconds_since(instant) < NEWS_SECONDS
    }

    fn when(&self, instant: Instant) -> When {
        when_at(self.state, instant)
    }

    /// A finding about a credit, or about the account.
    fn finding(&self, kind: Kind, credit: Option<CreditIx>, headline: Message) -> Finding {
        let subject = credit.and_then(|c| self.state.credit(c)).map(|c| c.key.as_str());
        Finding { credit, ..self.finding_about(kind, subject, headline) }
    }

    /// A finding about anything that has a stable key, or about the account.
    fn finding_about(&self, kind: Kind, subject: Option<&str>, headline: Message) -> Finding {
        let account = &self.state.account.key;
        let id = match subject {
            Some(subject) => format!("{}:{account}:{subject}", kind.key()),
            None => format!("{}:{account}", kind.key()),
        };
        Finding {
            id,
            kind,
            level: Level::Info,
            account: account.clone(),
            credit: None,
            headline,
            why: vec![],
            steps: vec![],
            amount: None,
            import: None,
            sort: Sort::default(),
            currency: self.state.currency,
            at: None,
            onset: self.state.now,
            past_limit_since: None,
            step_days: None,
            is_new: false,
            snoozed_until: None,
            acknowledged_at: None,
            members: vec![],
            credits: vec![],
            covers: vec![],
        }
    }

    fn money(&self, message: Message, name: &'static str, amount: Amount) -> Message {
        message.money(name, amount, self.state.currency)
    }

    /// R37: an amount that is not known is said to be so.
    fn amount(&self, message: Message, amount: Option<Amount>) -> Message {
        match amount {
            Some(amount) => self.money(message, "amount", amount),
            None => message.term("amount", "alert.amount_not_known"),
        }
    }

    /// How much the account spends a day, by what, and up to which day that tells.
    fn pace(&self, learned: Option<Learned>) -> Option<Message> {
        Some(learned?.message(self.state.currency))
    }

    fn usual_pace(&self) -> Message {
        let pace = self.pace(self.forecast.learned);
        pace.unwrap_or_else(|| Message::new("alert.why.no_spend"))
    }
}

/// All findings of one account, ranked.
pub(super) fn findings(scene: &Scene<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for at in 0..scene.state.credits.len() {
        found.extend(credits::of_credit(scene, CreditIx::from_at(at)));
    }
    found.extend(earning::of_offers(scene));
    let nothing_left = nothing_left::nothing_left(scene, &mut found);
    found.extend(nothing_left);
    found.extend(account::of_account(scene));
    if let Some(asked) = asked::asked(scene) {
        // Nothing that rests on the answer is more urgent than it.
        if asked.level == Level::Warning {
            found.iter_mut().for_each(|finding| finding.level = finding.level.min(asked.level));
        }
        found.push(asked);
    }
    for finding in &mut found {
        apply_answers(finding, scene);
    }
    let mut found = fold::fold(scene, found);
    rank(&mut found);
    found
}

/// Snoozes, acknowledgements, and whether it is news since the last visit.
fn apply_answers(finding: &mut Finding, scene: &Scene<'_>) {
    let answer = scene.options.alerts.get(&finding.id);
    let now = scene.state.now;
    finding.snoozed_until = answer.and_then(|a| a.snoozed_until).filter(|until| *until > now);
    // An acknowledgement is of one crossing; what crossed again since is asked again.
    finding.acknowledged_at =
        answer.and_then(|a| a.acknowledged_at).filter(|at| *at >= finding.onset);
    finding.is_new = finding.is_active()
        && scene.options.last_visit.is_none_or(|visit| is_news_since(finding, scene.seen, visit));
}

/// Not shown at the visit, shown less urgent, or crossed again since. What was pasted after the visit is news
/// whatever its as-of: nobody had seen it.
fn is_news_since(finding: &Finding, seen: Option<&Seen>, visit: Instant) -> bool {
    let Some(seen) = seen else { return finding.onset > visit };
    let then = seen.levels.get(&finding.id);
    then.is_none_or(|level| *level < finding.level)
        || (finding.kind.has_fixed_onset() && finding.onset > visit)
}

/// Worst first: what is neither snoozed nor acknowledged, level, what was just crossed, kind (in the order
/// of [`Kind`]), what comes first in time, what is most money (within one currency, R28), and the id,
/// which is unique.
pub fn rank(findings: &mut [Finding]) {
    findings.order_by(|a, b| {
        let key = |f: &Finding| {
            let at = f.at.map_or(i64::MAX, |w| w.instant.seconds());
            (!f.is_active(), Reverse(f.level), !f.is_new, f.kind, at, f.currency)
        };
        key(a).cmp(&key(b)).then_with(|| b.amount.cmp(&a.amount)).then_with(|| a.id.cmp(&b.id))
    });
}

#[cfg(test)]
mod tests;
