//! Which few pages are worth copying again? (question 9)
//!
//! The refresh list follows from the forecast: a page is worth copying when what it would say may have
//! changed, or when an answer waits for it. Working days are a setting: what falls before the next
//! working morning is shown on the last working day.

use super::limits::limits;
use super::usage::Role;
use super::{Scene, when_at};
use crate::account::state::{CreditState, OfferState, Payer};
use crate::calendar::{Day, Instant, LocalTime, SECONDS_PER_HOUR, When};
use crate::ingest::exports::Export;
use crate::money::{Amount, Currency};
use crate::options::{AccountKey, Options};
use crate::problem::Message;
use serde::Serialize;

/// A page worth copying again.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Refresh {
    pub account: AccountKey,
    /// The page to copy; `where.<key>` in the catalogue says where it is.
    pub export: Export,
    pub reason: Message,
    pub last_seen: Option<When>,
    /// What hangs on it.
    #[serde(skip)]
    pub amount: Amount,
    #[serde(skip)]
    pub currency: Option<Currency>,
    /// A finding waits for it.
    #[serde(skip)]
    pub is_urgent: bool,
}

/// Pages of one account that are worth copying, most needed first.
pub(super) fn refresh(scene: &Scene<'_>) -> Vec<Refresh> {
    let lines =
        [scene.promotions(), scene.assignments(), scene.charges(), scene.cash(), scene.earning()];
    lines.into_iter().flatten().collect()
}

impl Scene<'_> {
    fn line(&self, export: Export, reason: Message, amount: Amount, is_urgent: bool) -> Refresh {
        Refresh {
            account: self.state.account.key.clone(),
            export,
            reason,
            last_seen: self.seen(export).map(|at| when_at(self.state, at)),
            amount,
            currency: self.state.currency,
            is_urgent,
        }
    }

    fn seen(&self, export: Export) -> Option<Instant> {
        let same = self.state.sources.iter().filter(|s| s.export == export);
        same.map(|s| s.as_of.when.instant).max()
    }

    fn is_old(&self, at: Option<Instant>) -> bool {
        let hours = limits(self.state, self.options, None).stale_hours;
        let limit = i64::from(hours) * SECONDS_PER_HOUR;
        at.is_none_or(|at| self.state.now.seconds_since(at) > limit)
    }

    /// Some credit may have ended since it was last seen, or the copy is old.
    fn promotions(&self) -> Option<Refresh> {
        let unused = self.usage.unused();
        if !self.usage.is_told {
            // R32, R37: whether a credit can pay is not known.
            let key = match self.state.available {
                None => "refresh.never",
                Some(_) => "refresh.part",
            };
            let line = self.line(Export::PromotionsAvailable, Message::new(key), unused, false);
            return Some(line);
        }
        if self.state.available.is_some_and(|list| list.part.is_some()) {
            let reason = Message::new("refresh.part");
            return Some(self.line(Export::PromotionsAvailable, reason, unused, true));
        }
        let today = self.state.today();
        let day = |at: Instant| at.on_clock(self.state.zone).day();
        // R32, R33: until when copies tell of each that lives; of pages of one list each has its own moment.
        let credits =
            self.state.credits.iter().zip(&self.usage.credits).zip(&self.forecast.credits);
        let lives = credits.filter(|((_, usage), _)| usage.role != Role::Ended);
        let copied = lives.map(|((credit, _), f)| (self.state.copied_until(credit), credit, f));
        let copied: Vec<_> = copied.collect();
        let may_be_over = copied.iter().find(|(until, credit, forecast)| {
            let seen_today = credit.unused.is_some_and(|unused| day(unused.as_of) >= today);
            let is_told = seen_today || until.is_some_and(|until| day(until) >= today);
            !is_told && forecast.runs_out.is_some_and(|span| span.from <= today)
        });
        let oldest = copied.iter().filter_map(|(until, ..)| *until).min();
        let oldest = oldest.or(self.state.available.map(|list| list.as_of));
        let line = |reason, is_urgent| {
            let line = self.line(Export::PromotionsAvailable, reason, unused, is_urgent);
            Refresh { last_seen: oldest.map(|at| when_at(self.state, at)), ..line }
        };
        if let Some((_, credit, _)) = may_be_over {
            let reason = Message::new("refresh.may_be_used_up").with("name", credit.name.clone());
            return Some(line(reason, true));
        }
        let reason = || match oldest {
            Some(at) => Message::new("refresh.old").with("at", when_at(self.state, at)),
            None => Message::new("refresh.never"),
        };
        self.is_old(oldest).then(|| line(reason(), false))
    }

    /// R4: whether an assignable credit is assigned is not known.
    fn assignments(&self) -> Option<Refresh> {
        let open = self.state.credits.iter().zip(&self.usage.credits).filter(|(credit, usage)| {
            credit.is_assignment_open() && matches!(usage.role, Role::Perhaps | Role::Pays)
        });
        let open: Vec<_> = open.collect();
        let name = open.first()?.0.name.clone();
        let amount = open.iter().filter_map(|(_, usage)| usage.unused).sum();
        let reason = Message::new("refresh.assignment").with("name", name);
        Some(self.line(Export::AssignmentLog, reason, amount, true))
    }

    /// R37: who has paid since a credit ended is known only from charges.
    fn charges(&self) -> Option<Refresh> {
        let ended = self.state.credits.iter().filter_map(|credit| match credit.state {
            CreditState::UsedUp { between } => between.before.map(|at| (at, credit)),
            CreditState::Expired { at, .. } => Some((at.in_zone(self.state.zone), credit)),
            _ => None,
        });
        let (at, credit) = ended.max_by_key(|(at, _)| *at)?;
        let charges = &self.state.charges;
        let covered = charges.coverage.iter().map(|c| c.end.start());
        let covered = covered.chain(charges.times.last().copied());
        let covered = covered.map(|time| time.in_zone(self.state.zone));
        let is_history = self.state.is_baseline(credit, at);
        if self.usage.has_payer() || is_history || covered.max().is_some_and(|to| to > at) {
            return None;
        }
        let reason = Message::new("refresh.who_paid").with("name", credit.name.clone());
        let amount = self.forecast.per_day().unwrap_or_default();
        Some(self.line(Export::CampaignReport, reason, amount, false))
    }

    /// R13, R36: cash is what keeps ads running, and its figure is old or missing.
    fn cash(&self) -> Option<Refresh> {
        let chain = self.payers.shown()?;
        let cash_is_next = chain.now() == Some(Payer::Cash)
            && self.payers.takeover.payer == Some(Payer::Cash)
            && !chain.has_last_resort;
        let seen = self.state.funds.cash.map(|c| c.as_of);
        let waits = self.usage.perhaps.is_positive();
        if waits || !cash_is_next || self.state.credits.is_empty() || !self.is_old(seen) {
            return None;
        }
        let reason = Message::new("refresh.cash");
        let amount = self.forecast.per_day().unwrap_or_default();
        Some(self.line(Export::PaymentManagement, reason, amount, false))
    }

    fn earning(&self) -> Option<Refresh> {
        let is_open = |state| matches!(state, OfferState::Running | OfferState::Undetermined);
        let offer = self.state.offers.iter().find(|offer| is_open(offer.state))?;
        let seen = offer.spend.map(|s| s.as_of);
        let reward = offer.tiers.last().and_then(|t| t.reward).unwrap_or_default();
        let reason = Message::new("refresh.earning").with("name", offer.name.clone());
        self.is_old(seen).then(|| self.line(Export::PromotionsEarning, reason, reward, false))
    }
}

/// Begun days from today until the next working morning: 1 on a Monday, 3 on a Friday.
pub fn days_to_next_working_morning(today: Day, options: &Options) -> i32 {
    // A month without a working day is a setting gone wrong: then every day counts.
    (1..=31).find(|n| is_working(today.plus_days(*n), options)).unwrap_or(1)
}

/// Since when that is said which comes at `due`: from the last working day on where days off follow it.
pub fn said_from(due: LocalTime, options: &Options) -> LocalTime {
    let back = (0..=31).map(|n| due.day().plus_days(-n));
    let last = back.into_iter().find(|day| is_working(*day, options));
    let last = last.filter(|day| days_to_next_working_morning(*day, options) > 1);
    last.map_or(due, Day::start)
}

fn is_working(day: Day, options: &Options) -> bool {
    let days = options.defaults.working_days;
    let works = days.unwrap_or([true, true, true, true, true, false, false]);
    works.get(day.weekday_from_monday()).copied().unwrap_or(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::answer;
    use crate::insight::fixture::{account, day, say};

    #[test]
    fn working_days_are_a_setting() {
        let mut options = Options::default();
        let ahead = |on: &str, options: &Options| days_to_next_working_morning(day(on), options);
        // 20 November 2026 is a Friday.
        assert_eq!(ahead("11-19", &options), 1);
        assert_eq!(ahead("11-20", &options), 3);
        assert_eq!(ahead("11-21", &options), 2);
        options.defaults.working_days = Some([false, true, true, true, true, false, false]);
        assert_eq!(ahead("11-20", &options), 4);
        options.defaults.working_days = Some([false; 7]);
        assert_eq!(ahead("11-20", &options), 1);
    }

    fn refreshed(text: &str) -> Vec<String> {
        let answers = answer(&account(text), &Options::default());
        let line = |l: &Refresh| format!("{}: {}", l.export.key(), say(&l.reason));
        answers.refresh.iter().map(line).collect()
    }

    #[test]
    fn pages_whose_answer_may_have_changed() {
        let credit = "
            account billing=manual
            credit Launch face=100 valid=11-01..12-31
            seen   Launch at=11-20T09:00 unused=20
            spend  11-10..11-19 cost=9";
        let none: Vec<String> = vec![];
        assert_eq!(refreshed(&format!("now 11-20 14:00\n{credit}")), none);
        let soon = format!("now 11-21 14:00\n{credit}");
        assert_eq!(refreshed(&soon), ["promotions_available: Launch may be used up by now"]);
        let slow = soon.replace("cost=9", "cost=0.1").replace("11-21 14:00", "11-23 14:00");
        assert_eq!(refreshed(&slow), ["promotions_available: last copied 11-20 09:00"]);
    }

    /// R32: that another page of the list was copied today tells nothing of it.
    #[test]
    fn r33_a_page_is_as_old_as_its_oldest_figure() {
        let text = "
            account billing=manual
            now    11-21 14:00
            credit Launch face=100 valid=11-01..12-31
            seen   Launch at=11-21T09:00 unused=90
            credit Reels  face=100 valid=11-01..12-10
            seen   Reels  at=11-18T09:00 unused=20
            spend  11-10..11-19 cost=RATE";
        let said = |rate| refreshed(&text.replace("RATE", rate));
        assert_eq!(said("9"), ["promotions_available: Reels may be used up by now"]);
        assert_eq!(said("0.1"), ["promotions_available: last copied 11-18 09:00"]);
    }

    #[test]
    fn answers_that_wait_for_a_page() {
        let text = "
            account billing=manual
            now    11-21 14:00
            credit Reels face=100 valid=11-01..12-31 kind=assignable
            seen   Reels at=11-21T09:00 unused=100";
        assert_eq!(refreshed(text), ["assignment_log: whether Reels is assigned to a campaign"]);
        let text = "
            account billing=manual
            now    11-21 14:00
            credit Spring face=100 valid=11-01..12-31
            seen   Spring at=11-18T09:00 unused=50
            seen   Spring at=11-21T09:00 unused=0";
        let expected = [
            "campaign_report: what was paid since Spring ended",
            "payment_management: how much cash is left",
        ];
        assert_eq!(refreshed(text), expected);
    }
}
