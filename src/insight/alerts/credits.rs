//! Findings about one credit.

use super::severity::{Next, Odds, Size};
use super::takeover::{ClauseKind, Moment, billing_unknown, used_up_key, who_pays_since};
use super::{Kind, Scene};
use crate::account::state::{
    Between, Bounds, ChargeIx, Credit, CreditIx, CreditState, Missing, Observation, Payer,
    TransactionIx,
};
use crate::calendar::Instant;
use crate::insight::forecast::{CreditForecast, between};
use crate::insight::payer::with_payer;
use crate::insight::usage::{Hold, Role};
use crate::insight::{Finding, Level, when, when_stated};
use crate::money::Amount;
use crate::problem::Message;
use rust_decimal::Decimal;

/// Everything to be said about one credit.
pub(super) fn of_credit(scene: &Scene<'_>, at: CreditIx) -> Vec<Finding> {
    let (Some(credit), Some(usage)) = (scene.state.credit(at), scene.usage.credits.get(at.at()))
    else {
        return vec![];
    };
    let one = One { scene, at, credit };
    let found = match (credit.state, usage.role) {
        (CreditState::UsedUp { between }, _) => one.used_up(between),
        (CreditState::Expired { at, forfeited }, _) => {
            one.expired(at.in_zone(scene.state.zone), forfeited)
        }
        (_, Role::Over(charge)) => one.probably_used_up(charge),
        (_, Role::Ended) => credit.missing.and_then(|missing| one.gone(missing)),
        (_, Role::Held(Hold::Suspended)) => one.suspended(),
        (_, Role::Held(Hold::Unassigned)) => one.unassigned(),
        (_, Role::Unknown) => None,
        (_, Role::Pays) => {
            let end = one.expiring().or_else(|| one.forfeit_expected());
            // On its last day what is lost is what matters; that little is left is said with it.
            let is_last_day = end.as_ref().is_some_and(|end| end.step_days == Some(1));
            let low = || one.low().or_else(|| one.run_out());
            let low = if is_last_day { None } else { low() };
            return low.into_iter().chain(end).collect();
        }
        (_, Role::Perhaps | Role::Held(_)) => one.expiring().or_else(|| one.forfeit_expected()),
    };
    found.into_iter().collect()
}

/// One credit in its scene.
pub(super) struct One<'a> {
    pub scene: &'a Scene<'a>,
    pub at: CreditIx,
    pub credit: &'a Credit,
}

impl One<'_> {
    pub(super) fn message(&self, key: &'static str) -> Message {
        Message::new(key).with("name", self.credit.name.clone())
    }

    pub(super) fn unused(&self) -> Option<Amount> {
        self.credit.unused.map(|u| u.value).filter(|u| u.is_positive())
    }

    /// R37: an interval, unless the instant itself is known. R12: nobody is told, so we say who pays.
    fn used_up(&self, between: Between) -> Option<Finding> {
        let scene = self.scene;
        let known_at = between.before?;
        if scene.is_baseline(known_at) || !scene.is_news(known_at) {
            return None;
        }
        let (clause, level) = who_pays_since(scene, between.after.unwrap_or(known_at));
        let moment = match (between.exact(), between.after) {
            (Some(at), _) => Moment::At(at),
            (None, Some(after)) => Moment::Between(after, known_at),
            (None, None) => Moment::Before(known_at),
        };
        let headline = self.message(used_up_key(clause.kind, moment));
        let headline = match moment {
            Moment::At(at) => headline.with("at", scene.when(at)),
            Moment::Between(after, before) => {
                headline.with("after", scene.when(after)).with("before", scene.when(before))
            }
            Moment::Before(before) => headline.with("before", scene.when(before)),
        };
        let mut finding =
            scene.finding(Kind::UsedUp, Some(self.at), clause.complete(headline, scene));
        finding.why.extend(
            self.credit
                .face
                .map(|face| scene.money(self.message("alert.why.face_used"), "face", face)),
        );
        if let Moment::At(at) = moment {
            finding.why.extend(self.last_draw(at));
        }
        // R37: what was paid since is known only where charges were pasted.
        if clause.kind == ClauseKind::IfSpending {
            finding.why.extend(
                scene
                    .forecast
                    .per_day
                    .map(|daily| scene.money(Message::new("alert.why.usual_pace"), "daily", daily)),
            );
        }
        finding.why.extend(billing_unknown(scene));
        finding.steps = clause.steps();
        finding.level = level;
        finding.amount = clause.amount;
        finding.at = Some(scene.when(known_at));
        finding.onset = known_at;
        Some(finding)
    }

    /// Pasted charges used it up after the copy: inferred, and said so (R37), with who has paid since (R12).
    fn probably_used_up(&self, charge: ChargeIx) -> Option<Finding> {
        let scene = self.scene;
        let moment = scene.state.charges.moment(charge, scene.state.zone)?;
        let day = scene.state.charges.times.get(charge.at())?.day();
        let since = moment.after.or(moment.before)?;
        let (clause, level) = who_pays_since(scene, since);
        let headline = self.message("alert.run_out.over_on").with("from", day);
        let mut finding = scene.finding(Kind::UsedUp, Some(self.at), headline);
        finding.why.push(clause.sentence(scene));
        // R36: how far the charges reach that say so.
        let until = scene.state.charges.coverage.iter().map(|span| span.end.plus_days(-1)).max();
        let reach = |day| Message::new("alert.why.charges_until").with("day", day);
        finding.why.extend(until.map(reach));
        finding.why.extend(self.as_of());
        finding.why.extend(billing_unknown(scene));
        finding.steps.push(Message::new("alert.step.copy_again"));
        finding.steps.extend(clause.steps());
        finding.level = level;
        finding.amount = clause.amount;
        finding.at = moment.before.map(|before| scene.when(before));
        finding.onset = moment.before.unwrap_or(since);
        Some(finding)
    }

    /// The draw that used it up, as transactions tell it.
    fn last_draw(&self, at: Instant) -> Option<Message> {
        let state = self.scene.state;
        let columns = &state.transactions;
        let is_last = |row: &&TransactionIx| {
            columns.times.get(row.at()).is_some_and(|t| t.in_zone(state.zone) == at)
        };
        let rows = self.credit.observed_draws.iter().filter(is_last);
        let micros = rows.filter_map(|row| columns.amounts.get(row.at()));
        let drawn: Amount = micros.map(|m| Amount::from_micros(-i128::from(*m))).sum();
        let message = Message::new("alert.why.last_draw").with("at", self.scene.when(at));
        drawn.is_positive().then(|| self.scene.money(message, "amount", drawn))
    }

    /// R8: what was unused at the end is lost.
    fn expired(&self, end: Instant, forfeited: Option<Bounds>) -> Option<Finding> {
        let scene = self.scene;
        if scene.is_baseline(end) || !scene.is_news(end) {
            return None;
        }
        // R37: shown as expired ahead of its stated end, it ended before that copy.
        let stated = self.credit.valid_end.filter(|s| s.end().in_zone(scene.state.zone) == end);
        let early = |key| self.message(key).with("before", scene.when(end));
        let message = |key| {
            let day = stated.map_or(scene.when(end), |s| when_stated(scene.state, s));
            self.message(key).with("end", day)
        };
        let headline = match forfeited {
            Some(lost) if lost.high.is_zero() => return None,
            None if stated.is_none() => early("alert.expired.early.unknown"),
            Some(lost) if stated.is_none() => {
                scene.money(early("alert.expired.early.lost"), "amount", lost.high)
            }
            None => message("alert.expired.unknown"),
            Some(lost) if lost.is_exact() => {
                scene.money(message("alert.expired.lost"), "amount", lost.high)
            }
            Some(lost) => scene.money(
                scene.money(message("alert.expired.between"), "low", lost.low),
                "high",
                lost.high,
            ),
        };
        let (clause, level) = who_pays_since(scene, end);
        let mut finding = scene.finding(Kind::Expired, Some(self.at), headline);
        finding.why.push(clause.sentence(scene));
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

    /// R32, R37: a full copy no longer lists it: used up or ended, some time between two copies.
    fn gone(&self, missing: Missing) -> Option<Finding> {
        let scene = self.scene;
        if !scene.is_news(missing.since) {
            return None;
        }
        let headline = match self.unused() {
            Some(unused) => scene.money(self.message("alert.gone"), "amount", unused),
            None => self.message("alert.gone.unknown"),
        };
        let headline = headline
            .with("seen", scene.when(missing.last_seen))
            .with("since", scene.when(missing.since));
        let mut finding = scene.finding(Kind::Gone, Some(self.at), headline);
        let (clause, level) = who_pays_since(scene, missing.since);
        finding.why.push(Message::new("alert.why.gone").with("since", scene.when(missing.since)));
        finding.why.extend(self.end_message());
        finding.why.push(clause.sentence(scene));
        finding.steps.push(Message::new("alert.step.copy_not_available"));
        finding.level = level.max(Level::Warning);
        finding.amount = self.unused();
        finding.at = Some(scene.when(missing.since));
        finding.onset = missing.since;
        Some(finding)
    }

    /// R5: a risk hold pays nothing, and its end still runs.
    fn suspended(&self) -> Option<Finding> {
        let scene = self.scene;
        let headline = match self.unused() {
            Some(unused) => scene.money(self.message("alert.suspended"), "amount", unused),
            None => self.message("alert.suspended.unknown"),
        };
        let mut finding = self.held(Kind::Suspended, headline);
        finding.onset = self.onset(|o| o.suspended).max(finding.onset);
        finding.steps.push(self.message("alert.step.appeal"));
        Some(finding)
    }

    /// R3, R4: an assignable credit that is assigned to nothing is never drawn, and lost at its end.
    fn unassigned(&self) -> Option<Finding> {
        let unused = self.unused()?;
        let headline = match self.credit.window.end {
            Some(_) => self.with_time_left("alert.unassigned.ends"),
            None => self.message("alert.unassigned"),
        };
        let headline = self.scene.money(headline, "amount", unused);
        let mut finding = self.held(Kind::Unassigned, headline);
        let since = self.credit.assignments.log.last().map(|l| l.at.in_zone(self.scene.state.zone));
        let since = since.or(self.credit.assignments.as_of).unwrap_or(finding.onset);
        finding.onset = finding.onset.max(since);
        finding.steps.push(self.message("alert.step.assign"));
        Some(finding)
    }

    /// Money that cannot pay: a warning, critical when a large sum is about to be lost.
    fn held(&self, kind: Kind, headline: Message) -> Finding {
        let scene = self.scene;
        let mut finding = scene.finding(kind, Some(self.at), headline);
        let lost = self.unused().map(|unused| self.level_of_loss(Odds::Expected, unused));
        finding.level = lost.map_or(Level::Warning, |lost| lost.max(Level::Warning));
        finding.amount = self.unused();
        let end = self.credit.window.end;
        finding.at = end.map(|end| when(scene.state, end));
        finding.why.extend(self.as_of());
        finding.why.extend(self.end_message());
        finding.onset = self.credit.observations.first().map_or(scene.state.now, |o| o.as_of);
        if let Some((step, crossed)) = self.expiry_step() {
            finding.onset = finding.onset.max(crossed);
            finding.step_days = Some(step);
        }
        finding
    }

    /// Expected to be used up within a few days, or already while nobody looked.
    fn run_out(&self) -> Option<Finding> {
        let scene = self.scene;
        let runs_out = self.forecast()?.runs_out?;
        let middle = runs_out.middle?;
        let today = scene.state.now.on_clock(scene.state.zone).day();
        let days = i64::from(middle.number()) - i64::from(today.number());
        let limit = i64::from(scene.limits(Some(self.at)).run_out_days).max(scene.days_off() + 1);
        if days > limit {
            return None;
        }
        let from = runs_out.from;
        let headline = match runs_out.to {
            Some(to) if to < today => {
                between(["alert.run_out.over", "alert.run_out.over_on"], from, to)
            }
            Some(to) => between(["alert.run_out", "alert.run_out.on"], from, to),
            None => Message::new("alert.run_out.open").with("from", from),
        };
        let headline = headline.with("name", self.credit.name.clone());
        let mut finding = scene.finding(Kind::RunOut, Some(self.at), headline);
        finding.level = self.next().level();
        finding.why.extend(self.as_of());
        finding.why.extend(self.forecast().map(|f| f.message.clone()));
        finding.why.push(self.then_pays());
        finding.steps.push(Message::new("alert.step.copy_again"));
        finding.amount = self.unused();
        finding.at = Some(when(scene.state, middle.start()));
        let crossed = middle.plus_days(-i32::try_from(limit).unwrap_or(0));
        finding.onset = crossed.start().in_zone(scene.state.zone).max(self.last_seen());
        Some(finding)
    }

    /// Less than a share or an amount is left. While another credit pays after it, that is information.
    fn low(&self) -> Option<Finding> {
        let scene = self.scene;
        let unused = self.unused()?;
        let limits = scene.limits(Some(self.at));
        let face = self.credit.face;
        let is_low = |unused: Amount| {
            let share = face.and_then(|face| unused.share_of(face));
            share.is_some_and(|s| s < limits.low_share)
                || limits.low_amount.is_some_and(|low| unused < low)
        };
        if !is_low(unused) {
            return None;
        }
        let headline = scene.money(self.message("alert.low"), "amount", unused);
        let headline = match face.and_then(|face| Some((face, unused.share_of(face)?))) {
            Some((face, share)) => scene.money(headline.with("share", share), "face", face),
            None => headline.with("share", Decimal::ZERO),
        };
        let mut finding = scene.finding(Kind::Low, Some(self.at), headline);
        // Low is not gone: nothing stops yet.
        finding.level = self.next().level().min(Level::Warning);
        finding.why.extend(self.as_of());
        finding.why.extend(self.forecast().map(|f| f.message.clone()));
        finding.why.push(self.then_pays());
        finding.amount = Some(unused);
        finding.onset = self.onset(|o| o.unused.is_some_and(&is_low));
        finding.at = Some(scene.when(finding.onset));
        Some(finding)
    }

    // ------------------------------------------------------------ what the leaves share

    /// Who takes over when this credit has gone: the credit that is asked after it, else another source.
    fn then_pays(&self) -> Message {
        let next = self.scene.payers.shown().and_then(|chain| chain.credit_after(self.at));
        let next = next.map(Payer::Credit);
        let takeover = self.scene.payers.takeover;
        let message = Message::new("alert.why.then");
        match next {
            Some(payer) => with_payer(message, "payer", self.scene.state, payer),
            None if takeover.payer.is_none() => Message::new("alert.why.then_nothing"),
            None => takeover.name(message, "payer", self.scene.state),
        }
    }

    /// "as of 21 Nov 09:00": every figure shows its own delay.
    pub(super) fn as_of(&self) -> Option<Message> {
        let seen = self.credit.unused?;
        Some(Message::new("alert.why.as_of").with("at", self.scene.when(seen.as_of)))
    }

    pub(super) fn forecast(&self) -> Option<&CreditForecast> {
        self.scene.forecast.credits.get(self.at.at())
    }

    /// Who takes over once this credit has gone.
    fn next(&self) -> Next {
        let other = |p: &Payer| matches!(p, Payer::Credit(c) if *c != self.at);
        match self.scene.payers.shown() {
            Some(chain) if chain.payers.iter().any(other) => Next::Credit,
            _ if self.scene.payers.takeover.payer.is_none() => Next::Nothing,
            _ => Next::Money,
        }
    }

    fn end_message(&self) -> Option<Message> {
        let end = when_stated(self.scene.state, self.credit.valid_end?);
        Some(Message::new("alert.why.end").with("end", end))
    }

    pub(super) fn first_seen(&self) -> Instant {
        self.credit.observations.first().map_or(self.scene.state.now, |o| o.as_of)
    }

    fn last_seen(&self) -> Instant {
        self.credit.observations.last().map_or(self.scene.state.now, |o| o.as_of)
    }

    /// As-of of the first observation of the latest unbroken run that holds.
    fn onset(&self, holds: impl Fn(&Observation) -> bool) -> Instant {
        let run = self.credit.observations.iter().rev().take_while(|o| holds(o));
        run.last().map_or_else(|| self.first_seen(), |o| o.as_of)
    }
}
