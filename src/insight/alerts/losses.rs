//! Findings about what a credit is about to lose: it ends before it is used up (R8).

use super::credits::One;
use super::severity::{Odds, Size, of_loss};
use super::{Kind, Scene};
use crate::calendar::{Instant, SECONDS_PER_DAY, SECONDS_PER_HOUR};
use crate::insight::expiry::{self, Step};
use crate::insight::forecast::draw::Doubt;
use crate::insight::forecast::{Basis, Expected};
use crate::insight::plan::plan;
use crate::insight::usage::{Role, open_term};
use crate::insight::{Finding, Level, Sort, when, when_stated};
use crate::money::Amount;
use crate::problem::Message;

/// Headlines that tell how many days are left, and the same ones on the last day.
const HEADLINES_IN_HOURS: [(&str, &str); 5] = [
    ("alert.expiring.pace", "alert.expiring.pace.hours"),
    ("alert.expiring.average", "alert.expiring.average.hours"),
    ("alert.expiring.perhaps", "alert.expiring.perhaps.hours"),
    ("alert.expiring.unknown", "alert.expiring.unknown.hours"),
    ("alert.unassigned.ends", "alert.unassigned.ends.hours"),
];

/// Neither near nor likely to be told apart by days left: it hangs on whether spend resumes.
const PAUSED: &str = "alert.forfeit_expected.paused";

/// R39: it is more where what is spent does not fit.
const BETWEEN: &str = "alert.forfeit_expected.between";

/// R39: it comes where what is spent does not fit.
const MAY_NOT_FIT: &str = "alert.forfeit_expected.may_not_fit";

/// It comes where something else goes on paying.
const INSTEAD: &str = "alert.forfeit_expected.instead";

fn sort_of(odds: Odds) -> Sort {
    if odds == Odds::Maybe { Sort::Unsure } else { Sort::Plain }
}

impl One<'_> {
    /// What the steps towards its end tell: only of what today's pace will not use.
    pub(super) fn loss_at_steps(&self) -> Option<(&'static str, Amount, Odds)> {
        let unused = self.unused()?;
        let expected = self.forecast().and_then(|f| f.lost);
        Some(match expected {
            Some(lost) if self.is_perhaps() => {
                ("alert.expiring.perhaps", lost.middle, Odds::Expected)
            }
            None if self.is_perhaps() => ("alert.expiring.perhaps", unused, Odds::Expected),
            None => ("alert.expiring.unknown", unused, Odds::Expected),
            Some(lost) if lost.middle.is_positive() && self.has_doubt(Doubt::Eligibility) => {
                (BETWEEN, lost.middle, Odds::Expected)
            }
            Some(lost) if lost.middle.is_positive() => {
                self.loss_by_pace(lost, ["alert.expiring.pace", "alert.expiring.average"])
            }
            Some(lost) if lost.high.is_positive() => {
                (self.unsure("alert.expiring.perhaps")?, lost.high, Odds::Maybe)
            }
            Some(_) => return None,
        })
    }

    /// Expiry steps apply below half of the life.
    pub(super) fn expiring(&self) -> Option<Finding> {
        let scene = self.scene;
        let (key, loss, odds) = self.loss_at_steps()?;
        let (step, crossed) = self.expiry_step()?;
        let headline = self.with_loss(self.with_time_left(key), loss);
        let mut finding = scene.finding(Kind::Expiring, Some(self.at), self.with_end(headline));
        finding.level = self.level_of_forecast(odds, loss);
        finding.sort = sort_of(odds);
        finding.why.extend(self.loss_reasons());
        finding.amount = Some(loss);
        finding.at = self.credit.window.end.map(|end| when(scene.state, end));
        finding.onset = crossed.max(self.first_seen());
        finding.step_days = Some(step);
        finding.steps = self.loss_steps();
        Some(finding)
    }

    /// Without an expiry step: what the band counts as lost, or as lost if spend slows, has its line.
    pub(super) fn forfeit_expected(&self) -> Option<Finding> {
        let scene = self.scene;
        let lost = self.forecast()?.lost.filter(|lost| lost.high.is_positive())?;
        let (key, loss, odds) = match lost.middle.is_positive() {
            true if self.is_perhaps() => {
                ("alert.forfeit_expected.perhaps", lost.middle, Odds::Expected)
            }
            true if self.has_doubt(Doubt::Eligibility) => (BETWEEN, lost.middle, Odds::Expected),
            true => {
                let keys = ["alert.forfeit_expected", "alert.forfeit_expected.average"];
                self.loss_by_pace(lost, keys)
            }
            false => {
                let unsure = self.unsure("alert.forfeit_expected.perhaps");
                (unsure.unwrap_or("alert.forfeit_expected.maybe"), lost.high, Odds::Maybe)
            }
        };
        let headline = self.with_end(self.with_loss(self.message(key), loss));
        // One loss has one id, whether a step tells it or not: what moves to and fro between the two is told once.
        let finding = scene.finding(Kind::Expiring, Some(self.at), headline);
        let mut finding = Finding { kind: Kind::ForfeitExpected, ..finding };
        finding.level = self.level_of_forecast(odds, loss);
        finding.sort = sort_of(odds);
        finding.why.extend(self.loss_reasons());
        finding.steps = self.loss_steps();
        finding.amount = Some(loss);
        finding.at = self.credit.window.end.map(|end| when(scene.state, end));
        finding.onset = self.first_seen();
        Some(finding)
    }

    /// R8, R37: every credit ends. Of one whose end was not read, what is left may be lost any day.
    pub(super) fn end_not_known(&self) -> Option<Finding> {
        let scene = self.scene;
        let at_stake = scene.usage.credits.get(self.at.at())?.at_stake();
        let amount = at_stake.filter(|_| self.credit.valid_end.is_none())?;
        let seen = scene.when(self.credit.unused?.as_of);
        let headline = self.message("alert.forfeit_expected.no_end").with("at", seen);
        let headline = scene.money(headline, "amount", amount);
        let mut finding = scene.finding(Kind::ForfeitExpected, Some(self.at), headline);
        finding.level = of_loss(Odds::Maybe, scene.size(Some(self.at), amount), 0);
        finding.sort = Sort::EndNotKnown;
        finding.why.extend(self.pace());
        finding.steps.push(Message::new("alert.step.copy_dates"));
        finding.amount = Some(amount);
        finding.onset = self.first_seen();
        Some(finding)
    }

    /// What a loss hangs on that today's pace does not bring: on an assignment or on requirements that are not known
    /// (R39), on whether it is drawn at all, or on spend that is paused; `None`: it would have to slow.
    fn unsure(&self, open: &'static str) -> Option<&'static str> {
        match () {
            () if self.credit.is_assignment_open() => Some(open),
            () if self.has_doubt(Doubt::Eligibility) => Some(MAY_NOT_FIT),
            () if self.has_doubt(Doubt::Instead) => Some(INSTEAD),
            () if self.is_paused() => Some(PAUSED),
            () => None,
        }
    }

    /// What is lost as things are. R37: what one copy tells is no pace of today: how fast it is drawn now nobody saw.
    /// While nothing is spent there is no pace, and all of it is lost.
    fn loss_by_pace(
        &self,
        lost: Expected,
        [at_pace, average]: [&'static str; 2],
    ) -> (&'static str, Amount, Odds) {
        let learned = self.forecast().and_then(|forecast| forecast.learned);
        match learned.is_some_and(|learned| learned.basis == Basis::OneCopy) {
            _ if self.is_paused() => (PAUSED, lost.high, Odds::Expected),
            true => (average, lost.middle, Odds::Expected),
            false => (at_pace, lost.middle, Odds::Expected),
        }
    }

    /// One amount, or both ends of it; and what is not known where that decides.
    fn with_loss(&self, message: Message, loss: Amount) -> Message {
        let is_open = self.is_perhaps() || self.credit.is_assignment_open();
        let message = match is_open {
            true => message.term("open", open_term(self.credit)),
            false => message,
        };
        let lost = self.forecast().and_then(|forecast| forecast.lost);
        match lost.filter(|_| message.key == BETWEEN) {
            Some(lost) => {
                self.scene.money(self.scene.money(message, "low", lost.low), "high", lost.high)
            }
            None => self.scene.money(message, "amount", loss),
        }
    }

    fn has_doubt(&self, doubt: Doubt) -> bool {
        self.forecast().is_some_and(|forecast| forecast.doubt == Some(doubt))
    }

    /// R3, R4: assignable for all that is known, and neither a log nor a draw tells whether it is assigned.
    fn is_perhaps(&self) -> bool {
        self.scene.usage.credits.get(self.at.at()).is_some_and(|u| u.role == Role::Perhaps)
    }

    /// What draws it has spent nothing for days.
    pub(super) fn is_paused(&self) -> bool {
        let learned = self.forecast().and_then(|forecast| forecast.learned);
        learned.is_some_and(|learned| learned.paused_since.is_some())
    }

    /// R39: where it is not known whether it is assigned, the log tells, and that is the first step.
    fn loss_steps(&self) -> Vec<Message> {
        if self.credit.is_assignment_open() || self.is_perhaps() {
            self.steps_to_assign()
        } else {
            self.best_link().into_iter().chain([self.message("alert.step.use_it")]).collect()
        }
    }

    pub(super) fn steps_to_assign(&self) -> Vec<Message> {
        if self.credit.is_type_open() {
            return vec![self.message("alert.step.look_at_type")];
        }
        let log = (!self.credit.assignments.is_known).then(|| self.message("alert.step.copy_log"));
        log.into_iter().chain([self.message("alert.step.assign")]).collect()
    }

    /// R4: of an assignable credit, the link that uses most of what would be lost; it may be one of another credit.
    pub(super) fn best_link(&self) -> Option<Message> {
        let Scene { state, usage, .. } = self.scene;
        let plan = self.credit.is_assignable().then(|| plan(state, usage))??;
        plan.steps.first()?.message(state)
    }

    pub(super) fn with_end(&self, message: Message) -> Message {
        match self.credit.valid_end {
            Some(end) => message.with("end", when_stated(self.scene.state, end)),
            None => message,
        }
    }

    /// What a loss that is expected rests on.
    fn loss_reasons(&self) -> Vec<Message> {
        let scene = self.scene;
        let mut why: Vec<Message> = self.as_of().into_iter().chain(self.fell()).collect();
        let Some(forecast) = self.forecast() else { return why };
        // R39: where it is not known whether it is assigned, all of it is lost or none.
        let range = forecast.lost.filter(|l| l.low != l.high && !self.is_perhaps());
        if let Some(lost) = range {
            let range = scene.money(Message::new("alert.why.lost_range"), "low", lost.low);
            why.push(scene.money(range, "high", lost.high));
        }
        if !self.is_perhaps() {
            why.extend(self.pace());
        }
        why.extend(
            forecast
                .needed_daily
                .map(|daily| scene.money(Message::new("alert.why.needed_daily"), "daily", daily)),
        );
        why
    }

    /// A headline with how long is left, never longer than it is: whole days, on the last one whole hours.
    pub(super) fn with_time_left(&self, key: &'static str) -> Message {
        let end = self.credit.window.end.map(|end| end.in_zone(self.scene.state.zone));
        let left = end.map_or(0, |end| end.seconds_since(self.scene.state.now)).max(0);
        let in_hours = HEADLINES_IN_HOURS.iter().find(|(days, _)| *days == key);
        match in_hours.filter(|_| left < SECONDS_PER_DAY) {
            Some((_, key)) => self.message(key).with("hours", (left / SECONDS_PER_HOUR) as u64),
            None => self.message(key).with("days", (left / SECONDS_PER_DAY) as u64),
        }
    }

    /// The step that was crossed last, in days, and when.
    pub(super) fn expiry_step(&self) -> Option<(i64, Instant)> {
        let steps = self.expiry_steps();
        let crossed = steps.iter().rfind(|step| step.at <= self.scene.state.now)?;
        Some((crossed.days, crossed.at))
    }

    pub(super) fn expiry_steps(&self) -> Vec<Step> {
        expiry::steps(self.scene.state, self.scene.options, self.credit)
    }

    /// What is lost whatever comes weighs by its sum; beyond it so much may be lost, which is never critical.
    fn level_of_forecast(&self, odds: Odds, loss: Amount) -> Level {
        match self.scene.lost_at_least(self.at) {
            Some(low) => self.level_of_loss(Odds::Maybe, loss).max(self.level_of_loss(odds, low)),
            None => self.level_of_loss(odds, loss),
        }
    }

    /// Before half of its life only a large loss is near (R7).
    pub(super) fn level_of_loss(&self, odds: Odds, loss: Amount) -> Level {
        let size = self.scene.size(Some(self.at), loss);
        let is_early = size != Size::Large && self.expiry_step().is_none();
        let left = self.seconds_left().filter(|_| !is_early);
        of_loss(odds, size, left.unwrap_or(i64::MAX))
    }

    /// Seconds until the end; what is crossed before the next working morning is said on the last working day.
    fn seconds_left(&self) -> Option<i64> {
        let end = self.credit.window.end?.in_zone(self.scene.state.zone);
        Some(end.seconds_since(self.scene.state.now) - self.scene.days_off() * SECONDS_PER_DAY)
    }
}

#[cfg(test)]
mod tests {
    use crate::insight::answer;
    use crate::insight::fixture::{account, say};
    use crate::options::Options;

    /// Ten a day, five days left.
    #[test]
    fn r39_where_it_may_not_fit_the_line_tells_both_ends_of_the_loss() {
        let line = |requirements: &str| {
            let state = account(&format!(
                "account currency=USD billing=manual
                 now    11-21 00:00
                 credit Spark face=150 valid=11-05..11-25 requires={requirements}
                 seen   Spark at=11-21T00:00 unused=150
                 spend  11-01..11-20 cost=10"
            ));
            say(&answer(&state, &Options::default()).findings[0].headline)
        };
        assert!(line("none").contains("about 100 USD will be lost"), "{}", line("none"));
        let open = line("Spark_Ads_only");
        assert!(open.contains(" – 150 USD will be lost after 11-25; whether"), "{open}");
    }
}
