//! Findings about a credit that has ended: used up, expired, no longer listed; and who has paid since.

use super::Kind;
use super::credits::One;
use super::nothing_left::steps_to_assign;
use super::severity::Size;
use super::takeover::{Clause, ClauseKind, Moment, billing_unknown, used_up_key, who_pays_since};
use crate::account::state::{Between, Bounds, CreditState, Missing};
use crate::calendar::{Instant, LocalTime};
use crate::insight::emptied::Emptied;
use crate::insight::{Finding, Level, Sort, when_stated};
use crate::money::Amount;
use crate::problem::Message;

impl One<'_> {
    /// That it ended and how much is known of when, without who pays since.
    pub(super) fn ended(&self) -> Option<Message> {
        match self.credit.state {
            CreditState::UsedUp { between } => self.used_up_told(between, None),
            CreditState::Expired { at, forfeited } => Some(self.expired_told(at, forfeited)),
            _ => self.credit.missing.map(|missing| self.gone_told(missing)),
        }
    }

    /// R37: an interval, unless the instant itself is known. R12: nobody is told, so we say who pays.
    pub(super) fn used_up(&self, between: Between) -> Option<Finding> {
        let scene = self.scene;
        let known_at = between.before?;
        if scene.state.is_baseline(self.credit, known_at) || !scene.is_news(known_at) {
            return None;
        }
        let (clause, level) = who_pays_since(scene, between.after.unwrap_or(known_at));
        let headline = self.used_up_told(between, Some(&clause))?;
        let mut finding = scene.finding(Kind::UsedUp, Some(self.at), headline);
        finding.why.extend(clause.beside_headline(scene));
        finding.why.extend(self.how_used_up());
        // R37: what was paid since is known only where charges were pasted.
        if clause.kind == ClauseKind::IfSpending {
            finding.why.push(scene.usual_pace());
        }
        finding.why.extend(billing_unknown(scene));
        finding.steps = clause.steps();
        finding.level = level;
        finding.amount = clause.amount;
        finding.at = Some(scene.when(known_at));
        finding.onset = known_at;
        Some(finding)
    }

    fn used_up_told(&self, between: Between, clause: Option<&Clause>) -> Option<Message> {
        let scene = self.scene;
        let moment = Moment::of(between)?;
        let message = self.message(used_up_key(clause.map(|clause| clause.kind), moment));
        // Between two copies went what the first of them had left, seldom all of it.
        let left = match moment {
            Moment::Between(..) => self.last_left().and_then(|at| self.unused_at(at)),
            Moment::At(_) | Moment::Before(_) => None,
        };
        let all = self.credit.face.or(self.credit.used.map(|used| used.value));
        let message = scene.amount(message, left.or(all));
        let message = match moment {
            Moment::At(at) => message.with("at", scene.when(at)),
            Moment::Between(after, before) => {
                message.with("after", scene.when(after)).with("before", scene.when(before))
            }
            Moment::Before(before) => message.with("before", scene.when(before)),
        };
        Some(match clause {
            Some(clause) => clause.complete(message, scene),
            None => message,
        })
    }

    /// The draw that used it up, else the copies that tell.
    pub(super) fn how_used_up(&self) -> Option<Message> {
        let CreditState::UsedUp { between } = self.credit.state else { return None };
        if let Some(drawn) = between.exact().and_then(|at| self.last_draw(at)) {
            return Some(drawn);
        }
        let before = self.last_left();
        let empty = self.credit.observations.get(before.map_or(0, |at| at + 1))?;
        // A whole list without it tells sooner than the copy that shows nothing left.
        let listed = self.credit.emptied_by.filter(|by| between.before == Some(*by));
        if let Some(since) = listed.filter(|since| *since < empty.as_of) {
            return Some(Message::new("alert.why.gone").with("since", self.scene.when(since)));
        }
        let Some(at) = before else {
            return Some(
                Message::new("alert.why.first_empty").with("at", self.scene.when(empty.as_of)),
            );
        };
        let message = Message::new("alert.why.emptied");
        let message = self.scene.amount(message, self.unused_at(at));
        let last = self.credit.observations.get(at)?.moments().last()?;
        let message = message.with("after", self.scene.when(last));
        Some(message.with("at", self.scene.when(empty.as_of)))
    }

    fn unused_at(&self, observation: usize) -> Option<Amount> {
        self.credit.observations.get(observation)?.unused_of(self.credit.face)
    }

    /// The last observation that shows something unused.
    fn last_left(&self) -> Option<usize> {
        let is_left = |at: &usize| self.unused_at(*at).is_some_and(Amount::is_positive);
        (0..self.credit.observations.len()).rev().find(is_left)
    }

    /// The draw that used it up, as transactions tell it.
    fn last_draw(&self, at: Instant) -> Option<Message> {
        let state = self.scene.state;
        let draws = state.transactions.draws_of(self.credit);
        let last = draws.filter(|draw| draw.time.in_zone(state.zone) == at);
        let drawn: Amount = last.map(|draw| draw.amount).sum();
        let message = Message::new("alert.why.last_draw").with("at", self.scene.when(at));
        drawn.is_positive().then(|| self.scene.amount(message, Some(drawn)))
    }

    /// Pasted charges used it up after the copy: inferred, and said so (R37), with who has paid since (R12).
    pub(super) fn probably_used_up(&self, emptied: Emptied) -> Option<Finding> {
        let scene = self.scene;
        let Emptied { day, moment } = emptied;
        let since = moment.after.or(moment.before)?;
        let (clause, level) = who_pays_since(scene, since);
        let is_money = matches!(
            clause.kind,
            ClauseKind::Paid | ClauseKind::PaidAtMost | ClauseKind::IfSpending
        );
        let key = if is_money { "alert.run_out.over_on.then" } else { "alert.run_out.over_on" };
        let headline = self.message(key).with("from", day);
        let headline = clause.complete(scene.amount(headline, self.unused()), scene);
        let mut finding = scene.finding(Kind::UsedUp, Some(self.at), headline);
        finding.sort = Sort::Inferred;
        finding.why.extend(clause.sentences(scene));
        // R36: how far the charges reach that say so.
        let charges = &scene.state.charges;
        let covered = charges.coverage.iter().map(|span| span.end.plus_days(-1));
        let until = covered.chain(charges.times.last().map(|time| time.day())).max();
        let reach = |day| Message::new("alert.why.charges_until").with("day", day);
        finding.why.extend(until.map(reach));
        finding.why.extend(self.as_of());
        finding.why.extend(billing_unknown(scene));
        finding.steps.push(Message::new("alert.step.copy_again"));
        if is_money {
            finding.steps.extend(steps_to_assign(scene));
        }
        finding.steps.extend(clause.steps());
        finding.level = level;
        finding.amount = clause.amount;
        finding.at = moment.before.map(|before| scene.when(before));
        finding.onset = moment.before.unwrap_or(since);
        Some(finding)
    }

    /// R8: what was unused at the end is lost.
    pub(super) fn expired(&self, at: LocalTime, forfeited: Option<Bounds>) -> Option<Finding> {
        let scene = self.scene;
        let end = at.in_zone(scene.state.zone);
        if scene.state.is_baseline(self.credit, end) || !scene.is_news(end) {
            return None;
        }
        if forfeited.is_some_and(|lost| lost.high.is_zero()) {
            return None;
        }
        let headline = self.expired_told(at, forfeited);
        let (clause, level) = who_pays_since(scene, end);
        let mut finding = scene.finding(Kind::Expired, Some(self.at), headline);
        finding.why.extend(self.end_message());
        finding.why.extend(clause.sentences(scene));
        finding.why.extend(self.as_of());
        finding.steps = clause.steps();
        // It is lost already: large or not, nothing can be saved.
        let lost = forfeited.map(|lost| scene.size(Some(self.at), lost.low));
        let is_loss = lost.is_some_and(|size| size > Size::Trifle);
        finding.level = if is_loss { level.max(Level::Warning) } else { level };
        finding.amount = forfeited.map(|lost| lost.high);
        finding.at = Some(scene.when(end));
        finding.onset = end;
        Some(finding)
    }

    fn expired_told(&self, at: LocalTime, forfeited: Option<Bounds>) -> Message {
        let scene = self.scene;
        // R37: shown as expired ahead of its stated end, it ended before that copy.
        let Some(stated) = self.credit.valid_end.filter(|stated| stated.end() == at) else {
            let early =
                |key| self.message(key).with("before", scene.when(at.in_zone(scene.state.zone)));
            return match forfeited {
                Some(lost) => scene.amount(early("alert.expired.early.lost"), Some(lost.high)),
                None => early("alert.expired.early.unknown"),
            };
        };
        let message = |key| self.message(key).with("end", when_stated(scene.state, stated));
        match forfeited {
            None => message("alert.expired.unknown"),
            Some(lost) if lost.is_exact() => {
                scene.amount(message("alert.expired.lost"), Some(lost.high))
            }
            Some(lost) => {
                let between = scene.money(message("alert.expired.between"), "low", lost.low);
                scene.money(between, "high", lost.high)
            }
        }
    }

    /// R32, R37: a full copy no longer lists it: something became of it, some time between two copies.
    pub(super) fn gone(&self, missing: Missing) -> Option<Finding> {
        let scene = self.scene;
        if !scene.is_news(missing.since) {
            return None;
        }
        let headline = self.gone_told(missing);
        let mut finding = scene.finding(Kind::Gone, Some(self.at), headline);
        let (clause, level) = who_pays_since(scene, missing.since);
        finding.why.push(Message::new("alert.why.gone").with("since", scene.when(missing.since)));
        finding.why.extend(self.end_message());
        finding.why.extend(clause.sentences(scene));
        finding.steps.push(Message::new("alert.step.copy_not_available"));
        finding.level = level.max(Level::Warning);
        finding.amount = self.unused();
        finding.at = Some(scene.when(missing.since));
        finding.onset = missing.since;
        Some(finding)
    }

    /// R1, R37: what is not listed was used up or ended; before its end it was used up, unless the platform took it back.
    fn gone_told(&self, missing: Missing) -> Message {
        let scene = self.scene;
        let end = self.credit.window.end.map(|end| end.in_zone(scene.state.zone));
        let is_before_end = end.is_some_and(|end| missing.since < end);
        let key = if is_before_end { "alert.gone.before_end" } else { "alert.gone" };
        let message = scene.amount(self.message(key), self.unused());
        let message = message.with("seen", scene.when(missing.last_seen));
        message.with("since", scene.when(missing.since))
    }
}
