//! Findings about one credit.

use super::severity::{Next, Odds};
use super::{Kind, Scene};
use crate::account::state::{Contradiction, Credit, CreditIx, CreditState, Observation, Payer};
use crate::account::unfit::USED_FELL;
use crate::calendar::{Day, Instant};
use crate::insight::forecast::{CreditForecast, between};
use crate::insight::payer::with_payer;
use crate::insight::usage::{Gap, Hold, Role};
use crate::insight::{Finding, Level, Sort, when, when_stated};
use crate::money::Amount;
use crate::problem::{Arg, Message};

/// What is low recovers where more is left than its limit and a tenth of that.
fn less_margin(unused: Amount) -> Amount {
    Amount::from_micros(unused.micros() * 10 / 11)
}

/// Everything to be said about one credit.
pub(super) fn of_credit(scene: &Scene<'_>, at: CreditIx) -> Vec<Finding> {
    let (Some(one), Some(usage)) = (One::of(scene, at), scene.usage.credits.get(at.at())) else {
        return vec![];
    };
    let credit = one.credit;
    let open = || one.end_not_known().into_iter().chain(one.contradicted());
    let found = match (credit.state, usage.role) {
        (CreditState::UsedUp { between }, _) => one.used_up(between),
        (CreditState::Expired { at, forfeited }, _) => one.expired(at, forfeited),
        (_, Role::Over(emptied)) => one.probably_used_up(emptied),
        (_, Role::Ended) => credit.missing.and_then(|missing| one.gone(missing)),
        (_, Role::Held(Hold::Suspended)) => one.suspended(),
        (_, Role::Held(Hold::Unassigned)) => one.unassigned(),
        (_, Role::Unknown) => None,
        (_, Role::Pays) => {
            let end = one.expiring().or_else(|| one.forfeit_expected());
            // On its last day what is lost is what matters; that little is left is said with it.
            let is_last_day = end.as_ref().is_some_and(|end| end.step_days == Some(1));
            // What is probably gone by now is not low.
            let run_out = one.run_out();
            let over = run_out.clone().filter(|_| one.is_probably_over());
            let low = || over.or_else(|| one.low()).or(run_out);
            let low = if is_last_day { None } else { low() };
            one_outlook(&one, low, end)
        }
        (_, Role::Perhaps | Role::Held(_)) => one.expiring().or_else(|| one.forfeit_expected()),
    };
    found.into_iter().chain(open()).collect()
}

/// One credit has one outlook, and what else may become of it is a part of its reason: a loss leads that is expected or
/// comes while nothing is spent, one that may come only where it is graver. The line is as grave as the graver of both.
fn one_outlook(one: &One<'_>, low: Option<Finding>, end: Option<Finding>) -> Option<Finding> {
    let (low, end) = match (low, end) {
        (Some(low), Some(end)) => (low, end),
        (low, end) => return low.or(end),
    };
    let is_likely = end.sort != Sort::Unsure || one.is_paused();
    let ends = is_likely || end.level > low.level;
    let (mut leads, other) = if ends { (end, low) } else { (low, end) };
    leads.level = leads.level.max(other.level);
    leads.why.push(other.headline);
    Some(leads)
}

/// One credit in its scene.
pub(super) struct One<'a> {
    pub scene: &'a Scene<'a>,
    pub at: CreditIx,
    pub credit: &'a Credit,
}

impl<'a> One<'a> {
    pub(super) fn of(scene: &'a Scene<'a>, at: CreditIx) -> Option<One<'a>> {
        Some(One { scene, at, credit: scene.state.credit(at)? })
    }

    pub(super) fn message(&self, key: &'static str) -> Message {
        Message::new(key).with("name", self.credit.title())
    }

    pub(super) fn unused(&self) -> Option<Amount> {
        self.credit.unused.map(|u| u.value).filter(|u| u.is_positive())
    }

    /// R33, R37: copies of its latest moment say different things, and nobody but the user knows which is wrong.
    fn contradicted(&self) -> Option<Finding> {
        let scene = self.scene;
        let Contradiction { at, unused, count } =
            self.credit.contradiction().filter(|_| !self.credit.state.is_over())?;
        let headline = self.message("alert.conflict").with("at", scene.when(at));
        let headline = scene.money(headline, "low", unused.low);
        let headline = scene.money(headline, "high", unused.high);
        let mut finding = scene.finding(Kind::Disagree, Some(self.at), headline);
        finding.level = Level::Warning;
        finding.why.push(self.message("account.credit.conflict").with("count", count));
        finding.amount = Some(unused.high);
        finding.at = Some(scene.when(at));
        finding.onset = at;
        Some(finding)
    }

    /// R5: a risk hold pays nothing, and its end still runs.
    fn suspended(&self) -> Option<Finding> {
        let since = self.onset(|o| o.suspended);
        let headline = self.scene.amount(self.message("alert.suspended"), self.unused());
        let headline = headline.with("since", self.scene.when(since));
        let mut finding = self.held(Kind::Suspended, headline);
        finding.why.insert(0, Message::new("alert.why.suspended"));
        finding.onset = since.max(finding.onset);
        finding.steps.push(self.message("alert.step.appeal"));
        Some(finding)
    }

    /// R3, R4: an assignable credit that is assigned to nothing is never drawn, and lost at its end.
    fn unassigned(&self) -> Option<Finding> {
        let scene = self.scene;
        let unused = self.unused()?;
        let assignments = &self.credit.assignments;
        let headline = match self.credit.window.end {
            Some(_) => self.with_end(self.with_time_left("alert.unassigned.ends")),
            None => self.message("alert.unassigned").with("at", scene.when(self.last_seen())),
        };
        let mut finding = self.held(Kind::Unassigned, scene.amount(headline, Some(unused)));
        let log = |at| Message::new("alert.why.unassigned").with("at", scene.when(at));
        finding.why.splice(0..0, assignments.as_of.map(log));
        let since = assignments.log.last().map(|l| l.at.in_zone(scene.state.zone));
        let since = since.or(assignments.as_of).unwrap_or(finding.onset);
        finding.onset = finding.onset.max(since);
        finding.steps.extend(self.best_link());
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
        let (middle, due) = self.run_out_due().filter(|(_, due)| *due <= self.today())?;
        let headline = self.runs_out()?;
        let mut finding = scene.finding(Kind::RunOut, Some(self.at), headline);
        if self.is_over_at_last() {
            finding.sort = Sort::Inferred;
        }
        finding.level = self.next().level();
        finding.why.extend(self.as_of());
        finding.why.extend(self.fell());
        finding.why.extend(self.pace());
        finding.why.extend(self.then_pays());
        finding.steps.push(Message::new("alert.step.copy_again"));
        finding.amount = self.unused();
        finding.at = Some(when(scene.state, middle.start()));
        finding.onset = due.start().in_zone(scene.state.zone).max(self.last_seen());
        Some(finding)
    }

    /// The day on which it is expected to be used up, and that from which on it is warned of.
    pub(super) fn run_out_due(&self) -> Option<(Day, Day)> {
        let middle = self.forecast()?.runs_out?.middle?;
        Some((middle, self.scene.warned_from(middle, Some(self.at))))
    }

    fn is_probably_over(&self) -> bool {
        self.run_out_due().is_some_and(|(middle, _)| middle < self.today())
    }

    /// So it is on the last day that it may last, too.
    fn is_over_at_last(&self) -> bool {
        let last = self.forecast().and_then(|forecast| forecast.runs_out?.to);
        last.is_some_and(|last| last < self.today())
    }

    fn today(&self) -> Day {
        self.scene.state.today()
    }

    /// Less than a share or an amount is left. While another credit pays, that is information.
    fn low(&self) -> Option<Finding> {
        let scene = self.scene;
        let (unused, seen) = (self.unused()?, self.credit.unused?.as_of);
        let limits = scene.limits(Some(self.at));
        let face = self.credit.face;
        let share_of = |unused: Amount| face.and_then(|face| unused.share_of(face));
        let by_share = |unused: Amount| share_of(unused).is_some_and(|s| s < limits.low_share);
        let by_amount = |unused: Amount| limits.low_amount.filter(|low| unused < *low);
        let is_low = |unused: Amount| by_share(unused) || by_amount(unused).is_some();
        let since = self.crossed_since(is_low, |unused| is_low(less_margin(unused)))?;
        let soon = self.runs_out_soon().filter(|_| face.is_some());
        // Whichever the headline leaves out is said below it.
        let rest = if soon.is_some() { self.as_of() } else { self.runs_out() };
        let headline = match face.zip(share_of(unused)) {
            Some((face, share)) => {
                let says = soon.unwrap_or_else(|| Message::new("alert.low"));
                scene.money(says.with("share", share), "face", face)
            }
            None => Message::new("alert.low.open"),
        };
        let headline = headline.with("name", self.credit.title()).with("at", scene.when(seen));
        let headline = scene.amount(headline, Some(unused));
        let mut finding = scene.finding(Kind::Low, Some(self.at), headline);
        // Low is not gone: nothing stops yet; what another credit is paid before waits.
        let first = scene.payers.shown().and_then(|chain| chain.credit());
        let waits = first != Some(self.at) && !first.is_some_and(|first| scene.may_not_pay(first));
        let next = if waits { Next::Credit } else { self.next() };
        finding.level = next.level().min(Level::Warning);
        finding.onset = since;
        let below = Message::new("alert.why.below").with("since", scene.when(finding.onset));
        let below = match by_amount(unused).filter(|_| !by_share(unused)) {
            Some(low) => scene.money(below, "limit", low),
            None => below.with("limit", limits.low_share),
        };
        finding.why.extend(is_low(unused).then_some(below));
        finding.why.extend(rest);
        finding.why.extend(self.pace());
        finding.why.extend(self.then_pays());
        finding.amount = Some(unused);
        finding.at = Some(scene.when(finding.onset));
        Some(finding)
    }

    /// Its days where they are near enough to be warned of.
    fn runs_out_soon(&self) -> Option<Message> {
        self.run_out_due().filter(|(_, due)| *due <= self.today())?;
        let span = self.forecast()?.runs_out?;
        Some(between(["alert.low.runs_out", "alert.low.runs_out_on"], span.from, span.to?))
    }

    /// The days on which it is expected to be used up.
    fn runs_out(&self) -> Option<Message> {
        let scene = self.scene;
        let runs_out = self.forecast()?.runs_out?;
        let from = runs_out.from;
        let says = match runs_out.to {
            Some(to) if self.is_over_at_last() => {
                between(["alert.run_out.over", "alert.run_out.over_on"], from, to)
            }
            Some(to) => between(["alert.run_out", "alert.run_out.on"], from, to),
            None => Message::new("alert.run_out.open").with("from", from),
        };
        Some(scene.amount(says.with("name", self.credit.title()), self.unused()))
    }

    // ------------------------------------------------------------ what the leaves share

    /// Who pays once this credit has gone: as the forecast draws them; without one, the credit asked after it.
    fn successor(&self) -> Option<Payer> {
        let drawn = self.forecast().and_then(|forecast| forecast.then);
        let asked = || self.scene.payers.shown()?.credit_after(self.at).map(Payer::Credit);
        drawn.or_else(asked)
    }

    /// `None`: it may be a credit that nobody copied (R32).
    fn then_pays(&self) -> Option<Message> {
        let takeover = self.scene.payers.takeover;
        let message = Message::new("alert.why.then");
        Some(match self.successor() {
            _ if self.scene.usage.is_part() => return None,
            Some(credit @ Payer::Credit(_)) => {
                with_payer(message, "payer", self.scene.state, credit)
            }
            _ if takeover.payer.is_none() => Message::new("alert.why.then_nothing"),
            _ => takeover.name(message, "payer", self.scene.state),
        })
    }

    fn next(&self) -> Next {
        match self.successor() {
            _ if self.scene.usage.is_part() => Next::Money,
            // R39: what may not pay is no credit to count on.
            Some(Payer::Credit(at)) if !self.scene.may_not_pay(at) => Next::Credit,
            _ if self.scene.payers.takeover.payer.is_none() => Next::Nothing,
            _ => Next::Money,
        }
    }

    /// How fast it is used, and what that takes for granted.
    pub(super) fn pace(&self) -> Vec<Message> {
        let learned = self.forecast().and_then(|forecast| forecast.learned);
        if let Some(pace) = self.scene.pace(learned) {
            return std::iter::once(pace).chain(self.scene.forecast.says.clone()).collect();
        }
        vec![Message::new(match self.scene.usage.gap {
            Some(Gap::Uncopied) => "alert.why.no_pace.part",
            Some(Gap::Unstated) => "alert.why.no_pace.unstated",
            None => "alert.why.no_pace",
        })]
    }

    /// "as of 21 Nov 09:00": every figure shows its own delay.
    pub(super) fn as_of(&self) -> Option<Message> {
        let seen = self.credit.unused?;
        Some(Message::new("alert.why.as_of").with("at", self.scene.when(seen.as_of)))
    }

    /// R16, R33: its latest figure is less used than the one before; what rests on it is in doubt.
    pub(super) fn fell(&self) -> Option<Message> {
        let latest = self.credit.observations.iter().rfind(|seen| seen.used.is_some())?.as_of;
        let is_latest = |fell: &&Message| {
            let since = fell.arg("since").filter(|_| fell.key == USED_FELL);
            matches!(since, Some(Arg::When(since)) if since.instant == latest)
        };
        self.credit.problems.iter().find(is_latest).cloned()
    }

    pub(super) fn forecast(&self) -> Option<&CreditForecast> {
        self.scene.forecast.credits.get(self.at.at())
    }

    pub(super) fn end_message(&self) -> Option<Message> {
        let end = when_stated(self.scene.state, self.credit.valid_end?);
        Some(Message::new("alert.why.end").with("end", end))
    }

    pub(super) fn first_seen(&self) -> Instant {
        self.credit.observations.first().map_or(self.scene.state.now, |o| o.as_of)
    }

    fn last_seen(&self) -> Instant {
        self.credit.observations.last().map_or(self.scene.state.now, |o| o.as_of)
    }

    /// Since which observation it holds of what is unused: from where it `holds`, until it `lingers` no more. What moves
    /// to and fro about a limit crosses it once.
    fn crossed_since(
        &self,
        holds: impl Fn(Amount) -> bool,
        lingers: impl Fn(Amount) -> bool,
    ) -> Option<Instant> {
        let figures = self.credit.observations.iter().filter_map(|o| Some((o.as_of, o.unused?)));
        let last = self.credit.unused.map(|unused| (unused.as_of, unused.value));
        figures.chain(last).fold(None, |since, (at, unused)| match since {
            None => holds(unused).then_some(at),
            since => since.filter(|_| lingers(unused)),
        })
    }

    /// As-of of the first observation of the latest unbroken run that holds.
    fn onset(&self, holds: impl Fn(&Observation) -> bool) -> Instant {
        let run = self.credit.observations.iter().rev().take_while(|o| holds(o));
        run.last().map_or_else(|| self.first_seen(), |o| o.as_of)
    }
}
