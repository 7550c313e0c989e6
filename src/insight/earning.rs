//! How far to the next reward? What must be spent per day, until when, is it still possible, is it worth
//! it? (question 6)
//!
//! Only *cash-paid, pre-tax* spend counts (R18), only the highest tier reached is granted (R19), only
//! spend inside the window (R17, R20). Where credit pays first, what credit pays stands in the way.

mod way; // what credit pays first stands in the way
mod growth; // how fast the platform's figure grows, and what reports add to it

use super::forecast::{self, Expected, Forecast, round_up};
use super::usage::Role;
use super::{Scene, when_at, when_stated};
use crate::account::state::{AccountState, CreditIx, Offer, OfferState};
use crate::calendar::{Day, Instant, SECONDS_PER_DAY, Unit, When};
use crate::ingest::exports::Export;
use crate::money::Amount;
use crate::problem::Message;

/// What to expect of one offer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OfferAnswer {
    pub verdict: Option<Verdict>,
    /// Missing to the next tier, by the platform's figure and by reports of the days since.
    pub missing: Option<Amount>,
    /// Cash-paid spend that counts, expected until the window ends.
    pub expected: Option<Expected>,
    /// Cash-paid, pre-tax spend per day from now on that reaches the next tier; rounded up.
    pub needed_daily: Option<Amount>,
    /// What credits that pay first pay of `needed_gross_daily` until the window ends; it does not count.
    pub credit_in_the_way: Option<Amount>,
    /// Spend per day, credit included, that reaches the next tier; rounded up.
    pub needed_gross_daily: Option<Amount>,
    /// By some reading of the billing setup cash pays before credit, by another after it (R10).
    pub is_billing_open: bool,
    /// What it would be with the assignable credits among these unassigned until the window ends.
    pub unassigned: Option<Unassigned>,
    /// Last day on which one can start and reach the tier at the usual pace.
    pub last_safe_day: Option<Day>,
    /// Tier that pays most for what must be spent beyond the usual pace; into [`Offer::tiers`].
    pub best_tier: Option<usize>,
    /// The next tier and every further one costs more beyond the usual pace than it brings.
    pub is_not_worth: bool,
    /// The reward is overdue since.
    pub overdue_since: Option<Instant>,
    /// In the order in which they are read.
    pub outlook: Vec<Message>,
}

/// Assignable credits taken from their campaigns until the window ends, and then given back (R4).
#[derive(Clone, Debug, PartialEq)]
pub struct Unassigned {
    pub names: Vec<String>,
    /// Cash-paid spend that counts, expected until the window ends.
    pub expected: Option<Expected>,
    /// Spend per day, credit that stays in the way included, that reaches the next tier; rounded up.
    pub needed_daily: Option<Amount>,
    /// Of these credits, lost at their ends; `None`: they have no end, or that is not known.
    pub lost: Option<Amount>,
    /// What is lost in addition.
    pub lost_more: Amount,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// At the usual pace it is reached.
    OnTrack,
    /// A faster spend reaches it.
    Behind,
    /// Even a fast spend would not reach it.
    OutOfReach,
    /// How fast cash-paid spend grows is not known.
    NotKnown,
    /// Reached, granted, missed or not started: nothing to reach.
    Closed,
}

/// One answer per offer, in the order of [`AccountState::offers`].
pub(super) fn offers(scene: &Scene<'_>) -> Vec<OfferAnswer> {
    scene.state.offers.iter().map(|offer| scene.offer(offer)).collect()
}

impl Scene<'_> {
    fn offer(&self, offer: &Offer) -> OfferAnswer {
        match offer.state {
            OfferState::Running | OfferState::NotStarted | OfferState::Undetermined => {
                let Some((ours, more)) = self.with_reports(offer) else {
                    return self.running(offer);
                };
                let mut out = self.running(&ours);
                out.outlook.insert(0, self.since(&ours, more));
                out
            }
            OfferState::RewardExpected => self.reward_expected(offer),
            OfferState::Granted => self.closed("plan.offer.granted"),
            OfferState::Missed => self.closed("plan.offer.missed"),
        }
    }

    /// What reports hold beyond the platform's figure.
    fn since(&self, ours: &Offer, more: Amount) -> Message {
        let total = ours.spend.map(|spend| spend.value).unwrap_or_default();
        let says = Message::new("plan.offer.since").money("amount", more, self.state.currency);
        says.money("total", total, self.state.currency)
    }

    fn closed(&self, key: &'static str) -> OfferAnswer {
        let outlook = vec![Message::new(key)];
        OfferAnswer { verdict: Some(Verdict::Closed), outlook, ..OfferAnswer::default() }
    }

    /// R20: the reward lands within hours to seven days.
    fn reward_expected(&self, offer: &Offer) -> OfferAnswer {
        let due = offer.reward_due.and_then(|due| due.before);
        let overdue = due.filter(|due| *due < self.state.now && self.looked_since(*due));
        // The platform's copy does not show the tier yet: reports reach it.
        let target = offer.reached.and_then(|at| offer.tiers.get(at)).map(|tier| tier.target);
        let is_copied = offer.spend.is_some_and(|s| target.is_none_or(|target| target <= s.value));
        let reported = self.with_reports(offer).filter(|_| !is_copied);
        let reported = reported.map(|(ours, more)| self.since(&ours, more));
        let message = match (overdue, due) {
            (Some(due), _) => {
                Message::new("plan.offer.overdue").with("since", when_at(self.state, due))
            }
            (None, Some(due)) if due < self.state.now => {
                Message::new("plan.offer.due_unseen").with("by", when_at(self.state, due))
            }
            // R37: reached before the first copy, it is due so long after that copy at the latest.
            (None, Some(due)) => {
                Message::new("plan.offer.reward_by").with("by", when_at(self.state, due))
            }
            (None, None) => Message::new("plan.offer.reward_expected"),
        };
        OfferAnswer {
            overdue_since: overdue,
            outlook: reported.into_iter().chain([message]).collect(),
            ..self.closed("plan.offer.granted")
        }
    }

    /// R37: only a copy of the credits made since can say that none came; a part of the list cannot.
    fn looked_since(&self, due: Instant) -> bool {
        let exports = [Export::PromotionsAvailable, Export::PromotionsNotAvailable];
        self.state.sources.iter().any(|source| {
            exports.contains(&source.export)
                && source.as_of.when.instant >= due
                && !source.completeness.is_part()
        })
    }

    fn running(&self, offer: &Offer) -> OfferAnswer {
        // R37: what was spent between the copy and the end is not known.
        if offer.window.end.is_some_and(|end| end <= self.state.now.on_clock(self.state.zone)) {
            let outlook = vec![Message::new("plan.offer.ended_since")];
            let verdict = Some(Verdict::NotKnown);
            return OfferAnswer { verdict, outlook, ..OfferAnswer::default() };
        }
        let Some(next) = offer.next else {
            let not_known =
                |key| OfferAnswer { verdict: Some(Verdict::NotKnown), ..self.closed(key) };
            return match (offer.tiers.is_empty(), offer.spend.is_none()) {
                (true, _) => not_known("plan.offer.no_tiers"),
                (false, true) => not_known("plan.offer.no_spend"),
                (false, false) => self.closed("plan.offer.top_reached"),
            };
        };
        let mut out = OfferAnswer { missing: Some(next.missing), ..OfferAnswer::default() };
        out.expected = self.expected(offer, self.forecast);
        out.needed_daily = self.per_day(next.missing, self.seconds_left(offer));
        let in_the_way = self.in_the_way(offer, &[]).filter(|way| way.credit.is_positive());
        out.credit_in_the_way = in_the_way.map(|way| way.credit);
        out.needed_gross_daily = in_the_way.map(|way| way.daily);
        out.is_billing_open = in_the_way.is_some_and(|way| way.is_open);
        let gross = out.needed_gross_daily.filter(|_| !out.is_billing_open);
        let daily = gross.or(out.needed_daily);
        let as_it_is = self.verdict(offer, out.expected, daily);
        out.unassigned = match as_it_is {
            Verdict::OnTrack => None,
            _ => in_the_way.and_then(|_| self.unassigned(offer)),
        };
        // What unassigning brings into reach, a step brings into reach.
        let is_in_reach = |u: &Unassigned| {
            let then = self.verdict(offer, u.expected, u.needed_daily);
            matches!(then, Verdict::OnTrack | Verdict::Behind)
        };
        let can_unassign = out.unassigned.as_ref().is_some_and(is_in_reach);
        out.verdict = Some(if can_unassign { Verdict::Behind } else { as_it_is });
        out.last_safe_day = self.last_safe_day(offer, next.missing, out.credit_in_the_way);
        out.best_tier = best_tier(offer, out.pace());
        let reward = offer.next.and_then(|next| offer.tiers.get(next.index)?.reward);
        out.is_not_worth = out.pace().is_some() && reward.is_some() && out.best_tier.is_none();
        out.outlook = self.outlook(offer, &out);
        out
    }

    /// Assignable credits that pay now, unassigned until the window ends and assigned as before from then on.
    fn unassigned(&self, offer: &Offer) -> Option<Unassigned> {
        let end = offer.window.end?;
        let of = |at: CreditIx| {
            let usage = self.usage.credits.get(at.at())?;
            let credit = self.state.credit(at).filter(|credit| credit.is_assignable())?;
            (usage.role == Role::Pays).then_some(credit)
        };
        let mut setup = forecast::setup(self.state, self.usage)?;
        let mut out = Unassigned {
            names: vec![],
            expected: None,
            needed_daily: None,
            lost: None,
            lost_more: Amount::ZERO,
        };
        let mut chosen = vec![];
        for lot in &mut setup.inputs.lots {
            let Some(credit) = of(lot.credit) else { continue };
            lot.window.start = Some(end);
            out.names.push(credit.name.clone());
            chosen.push(lot.credit);
        }
        let then = forecast::from_setup(self.state, self.usage, Some(&setup));
        out.expected = self.expected(offer, &then);
        out.needed_daily = self.in_the_way(offer, &chosen).map(|way| way.daily);
        let lost = |forecast: &Forecast| {
            let of_each = chosen.iter().filter_map(|at| forecast.credits.get(at.at())?.lost);
            of_each.map(|lost| lost.middle).reduce(|a, b| a + b)
        };
        out.lost = lost(&then);
        let today = lost(self.forecast).unwrap_or_default();
        out.lost_more = (out.lost.unwrap_or_default() - today).max(Amount::ZERO);
        (!out.names.is_empty()).then_some(out)
    }

    fn verdict(&self, offer: &Offer, expected: Option<Expected>, daily: Option<Amount>) -> Verdict {
        let missing = offer.next.map(|next| next.missing).unwrap_or_default();
        let usual = self.usual_daily(offer);
        // A budget can be raised, not without end: three times the usual pace.
        let is_absurd = match (daily, usual, expected) {
            (Some(daily), Some(usual), _) => daily.micros() > 3 * usual.micros(),
            (_, None, Some(e)) => missing.micros() > 3 * e.high.micros(),
            _ => false,
        };
        match expected {
            _ if self.seconds_left(offer) == Some(0) => Verdict::OutOfReach,
            Some(e) if e.middle >= missing => Verdict::OnTrack,
            _ if is_absurd => Verdict::OutOfReach,
            Some(_) => Verdict::Behind,
            None => Verdict::NotKnown,
        }
    }

    /// `total` over the time left, and over a day where less is left; `None` where none is.
    fn per_day(&self, total: Amount, seconds: Option<i128>) -> Option<Amount> {
        let seconds = seconds?;
        let day = i128::from(SECONDS_PER_DAY);
        let time = seconds.max(day);
        let micros = (total.micros() * day + time - 1).div_euclid(time);
        (seconds > 0).then(|| round_up(Amount::from_micros(micros), self.state))
    }

    /// R17: spend counts from now on, or from the start of a window that is still to come.
    fn counts_from(&self, offer: &Offer) -> Instant {
        let start = offer.window.start.map(|start| start.in_zone(self.state.zone));
        start.map_or(self.state.now, |start| start.max(self.state.now))
    }

    fn first_day(&self, offer: &Offer) -> Day {
        self.counts_from(offer).on_clock(self.state.zone).day()
    }

    /// Seconds that count until the window ends: of a day that has begun only what is left of it.
    fn seconds_left(&self, offer: &Offer) -> Option<i128> {
        let end = offer.window.end?.in_zone(self.state.zone);
        Some(i128::from(end.seconds_since(self.counts_from(offer)).max(0)))
    }

    fn last_safe_day(&self, offer: &Offer, missing: Amount, in_way: Option<Amount>) -> Option<Day> {
        let daily = self.in_cash(self.usual_daily(offer)?).micros().max(1);
        let total = (missing + in_way.unwrap_or_default()).micros();
        let days = i32::try_from((total + daily - 1) / daily).ok()?;
        let last = offer.window.end?.plus_seconds(-1).day();
        let safe = last.plus_days(1 - days);
        (safe >= self.first_day(offer)).then_some(safe)
    }

    fn outlook(&self, offer: &Offer, out: &OfferAnswer) -> Vec<Message> {
        let money =
            |message: Message, name, amount| message.money(name, amount, self.state.currency);
        let mut says = Vec::new();
        let missing = out.missing.unwrap_or_default();
        let headline = money(Message::new("plan.offer.missing"), "amount", missing);
        says.push(match offer.window_end {
            Some(end) => headline.with("until", when_stated(self.state, end)),
            None => money(Message::new("plan.offer.missing.open"), "amount", missing),
        });
        let daily = |daily| money(Message::new("plan.offer.daily"), "daily", daily);
        says.extend(out.needed_daily.map(daily));
        says.push(Message::new(match out.verdict {
            Some(Verdict::OnTrack) => "plan.offer.on_track",
            Some(Verdict::Behind) => "plan.offer.behind",
            Some(Verdict::OutOfReach) => "plan.offer.out_of_reach",
            _ => "plan.offer.not_known",
        }));
        if let Some((credit, gross)) = out.credit_in_the_way.zip(out.needed_gross_daily) {
            let key = match out.is_billing_open {
                true => "plan.offer.if_credit_first",
                false => "plan.offer.credit_first",
            };
            let message = money(Message::new(key), "credit", credit);
            says.push(money(message, "daily", gross));
            says.extend(out.unassigned.iter().flat_map(|u| self.unassign(u)));
        }
        says.extend(
            out.last_safe_day.map(|day| Message::new("plan.offer.last_safe").with("day", day)),
        );
        says.extend(self.worth(offer, out));
        says.push(Message::new("plan.offer.counts"));
        says
    }

    /// What unassigning would do: cash pays and the spend counts; what becomes of the credit.
    fn unassign(&self, unassigned: &Unassigned) -> Vec<Message> {
        let money =
            |message: Message, name, amount| message.money(name, amount, self.state.currency);
        let message = Message::new("plan.offer.unassign").with("names", unassigned.names.clone());
        let reaches = unassigned.needed_daily.map(|daily| money(message, "daily", daily));
        let after = unassigned.lost.map(|lost| match lost.is_positive() {
            true => money(Message::new("plan.offer.unassign.lost"), "lost", lost),
            false => Message::new("plan.offer.unassign.kept"),
        });
        reaches.into_iter().chain(after).collect()
    }

    /// The tier that pays best, or that none is worth what must be spent beyond the usual pace.
    fn worth(&self, offer: &Offer, out: &OfferAnswer) -> Option<Message> {
        let pace = out.pace()?;
        let next = offer.next?;
        let tier = out.best_tier.or(Some(next.index)).and_then(|at| offer.tiers.get(at))?;
        let reward = tier.reward?;
        let extra = beyond_pace(offer, tier.target, pace);
        let key = if out.best_tier.is_some() { "plan.offer.best" } else { "plan.offer.not_worth" };
        let message = Message::new(key).money("target", tier.target, self.state.currency).money(
            "reward",
            reward,
            self.state.currency,
        );
        Some(message.money("extra", extra, self.state.currency))
    }
}

/// What counts by the end of the window without any effort, and what getting there costs in lost credit.
#[derive(Clone, Copy)]
struct PaceAhead {
    counts: Amount,
    lost: Amount,
}

impl OfferAnswer {
    /// By the better way: as it is, or with credits unassigned.
    fn pace(&self) -> Option<PaceAhead> {
        let as_it_is = self.expected.map(|e| PaceAhead { counts: e.middle, lost: Amount::ZERO });
        let unassigned = self.unassigned.as_ref();
        let unassigned = unassigned
            .and_then(|u| Some(PaceAhead { counts: u.expected?.middle, lost: u.lost_more }));
        as_it_is.into_iter().chain(unassigned).max_by_key(|pace| pace.counts - pace.lost)
    }
}

/// What would have to be spent only for the reward, or is lost for it.
fn beyond_pace(offer: &Offer, target: Amount, pace: PaceAhead) -> Amount {
    let spent = offer.spend.map(|s| s.value).unwrap_or_default();
    (target - spent - pace.counts).max(Amount::ZERO) + pace.lost
}

/// R19: only the highest tier is granted, so a tier is worth its reward less that of the tier that is
/// reached anyway. `None`: every further tier costs more than it brings.
fn best_tier(offer: &Offer, pace: Option<PaceAhead>) -> Option<usize> {
    let pace = pace?;
    let next = offer.next?.index;
    let reward = |at: usize| offer.tiers.get(at).and_then(|t| t.reward);
    let gain = |at: usize| {
        let tier = offer.tiers.get(at)?;
        Some(reward(at)? - beyond_pace(offer, tier.target, pace))
    };
    let anyway = offer.reached.and_then(reward).unwrap_or_default();
    let candidates = (next..offer.tiers.len()).filter_map(|at| Some((gain(at)?, at)));
    let best = candidates.max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)))?;
    (best.0 > anyway).then_some(best.1)
}

/// The last day on which spend counts; the moment itself where the window ends within a day (R15).
pub(super) fn deadline(state: &AccountState, offer: &Offer) -> Option<When> {
    let end = offer.window.end?;
    let is_midnight = end == end.day().start();
    let (last, unit) = match is_midnight {
        true => (end.day().plus_days(-1).start(), Unit::Day),
        false => (end, Unit::Minute),
    };
    Some(When::new(last.in_zone(state.zone), state.zone, unit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::answer;
    use crate::insight::fixture::{account, day, say};
    use crate::options::Options;

    fn offer_of(text: &str) -> OfferAnswer {
        let state = account(text);
        let answers = answer(&state, &Options::default());
        answers.offers.into_iter().next().unwrap()
    }

    fn texts(answer: &OfferAnswer) -> String {
        answer.outlook.iter().map(say).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn r17_spend_before_the_offers_start_does_not_count() {
        // 100 are asked for, and 20 a day are usual. Days that count, what they bring, what each must bring.
        for (window, days, brings, daily, verdict, last_safe) in [
            ("11-01..11-24", 5, "100", "20", Verdict::OnTrack, Some("11-20")),
            ("11-20..11-24", 5, "100", "20", Verdict::OnTrack, Some("11-20")),
            ("11-25..11-29", 5, "100", "20", Verdict::OnTrack, Some("11-25")),
            ("11-21..11-24", 4, "80", "25", Verdict::Behind, None),
            ("11-23..11-24", 2, "40", "50", Verdict::Behind, None),
            ("11-24..11-24", 1, "20", "100", Verdict::OutOfReach, None),
        ] {
            let offer = offer_of(&format!(
                "account currency=USD billing=manual
                 now     11-20 00:00
                 offer   Match spend=0 tiers=100:50 window={window} at=11-20T00:00
                 spend   11-01..11-19 cost=20"
            ));
            let said = |amount: Option<Amount>| amount.map(|a| a.to_string()).unwrap_or_default();
            let middle = offer.expected.map(|e| e.middle);
            assert_eq!(said(middle), brings, "{window}: {days} days");
            assert_eq!(said(offer.needed_daily), daily, "{window}: {days} days");
            assert_eq!(offer.verdict, Some(verdict), "{window}");
            assert_eq!(offer.last_safe_day, last_safe.map(day), "{window}");
        }
    }

    /// 50 a day are spent, 150 are asked for, and nobody copied the credits that pay of it.
    #[test]
    fn r18_what_credits_paid_that_nobody_copied_is_no_pace_of_what_counts() {
        for (more, by_credit, brings, verdict, last_safe) in [
            ("", "", "500", Verdict::OnTrack, Some("11-28")),
            ("", "credit=45", "50", Verdict::Behind, None),
            ("", "credit=20", "300", Verdict::OnTrack, Some("11-26")),
            // The last of them is used up: from then on cash pays all.
            (
                "credit Launch face=100 valid=11-01..12-31\nseen Launch at=11-21T00:00 unused=0",
                "credit=45",
                "500",
                Verdict::OnTrack,
                Some("11-28"),
            ),
        ] {
            let offer = offer_of(&format!(
                "account currency=USD billing=manual
                 now     11-21 00:00
                 {more}
                 offer   Match spend=350 tiers=500:100 window=11-01..11-30 at=11-21T00:00
                 spend   11-01..11-19 cost=50 {by_credit}"
            ));
            let middle = offer.expected.map(|e| e.middle.to_string()).unwrap_or_default();
            assert_eq!(middle, brings, "{more} {by_credit}");
            assert_eq!(offer.verdict, Some(verdict), "{more} {by_credit}");
            assert_eq!(offer.last_safe_day, last_safe.map(day), "{more} {by_credit}");
        }
    }

    /// 26 a day until 8 May and 48 since, copied each morning.
    #[test]
    fn copies_of_each_day_tell_the_recent_pace() {
        let copies = |last: i64| -> String {
            let spend = |day: i64| 468 - 26 * (8 - day).max(0) + 48 * (day - 8).max(0);
            let copy = |day| {
                let spend = spend(day);
                format!(
                    "offer Match spend={spend} tiers=1000:250 window=04-20..05-19 at=05-{day:02}T00:00\n"
                )
            };
            (3..=last).map(copy).collect()
        };
        let offer = offer_of(&format!(
            "account currency=EUR billing=manual\n now 05-15 09:30\n {}",
            copies(15)
        ));
        assert_eq!(offer.missing.unwrap().to_string(), "196");
        assert_eq!(offer.expected.unwrap().middle.to_string(), "240");
        assert_eq!(offer.verdict, Some(Verdict::OnTrack));
        // What was usual before tells how slow it may get.
        let offer = offer_of(&format!(
            "account currency=EUR billing=manual\n now 05-10 09:30\n {}",
            copies(10)
        ));
        let expected = offer.expected.unwrap();
        assert_eq!(expected.low.to_string(), "260");
        assert_eq!(expected.high.to_string(), "480");
    }

    #[test]
    fn r18_cash_paid_spend_that_reports_hold_since_the_copy_counts() {
        // 180 of 300 on the 10th; 20 a day by cash beside 20 by credit on the nine days since.
        let text = "
            account currency=USD billing=manual
            now     11-21 14:00
            offer   Match spend=180 tiers=100:10,300:50,500:90 window=11-01..11-30 at=11-10T09:00
            spend   11-01..11-19 cost=40 credit=20";
        let offer = offer_of(text);
        assert_eq!(offer.missing, Some(Amount::from_units(140)));
        let said = texts(&offer);
        let since = "hold 180 USD more of cash-paid spend: 360 USD in all";
        assert!(said.contains(since), "{said}");
        // Beyond the last tier nothing is missing.
        let offer = offer_of(&text.replace(",500:90", ""));
        assert_eq!((offer.verdict, offer.missing), (Some(Verdict::Closed), None));
        assert!(texts(&offer).contains(since));
    }

    #[test]
    fn r18_what_cash_pays_beside_credit_counts() {
        // 360 are missing on ten days, and 200 of credit are left.
        for (spend, brings, verdict) in [
            // spend until now | counts: 10 × cash, and what follows the credit | verdict
            ("11-01..11-19 cost=60 credit=20", "400", Verdict::OnTrack),
            ("11-01..11-19 cost=40 credit=20", "200", Verdict::Behind),
            ("11-01..11-19 cost=80 credit=40", "600", Verdict::OnTrack),
            ("11-01..11-19 cost=20 credit=20", "0", Verdict::Behind),
            // Before the credit cash paid all: that is no spend beside it.
            ("10-01..10-31 cost=60\n spend 11-01..11-19 cost=20 credit=20", "0", Verdict::Behind),
        ] {
            let offer = offer_of(&format!(
                "account currency=USD billing=manual
                 now     11-20 00:00
                 offer   Match spend=640 tiers=1000:400 window=11-01..11-29 at=11-20T00:00
                 credit  Video face=1000 valid=11-01..12-31
                 seen    Video at=11-20T00:00 unused=200
                 spend   {spend}"
            ));
            let middle = offer.expected.map(|e| e.middle.to_string());
            assert_eq!(middle.as_deref(), Some(brings), "{spend}");
            assert_eq!(offer.verdict, Some(verdict), "{spend}");
        }
    }

    #[test]
    fn r18_what_credit_pays_does_not_count() {
        let text = "
            account currency=USD billing=manual
            now     11-20 00:00
            credit  Launch face=500 valid=11-01..12-31
            seen    Launch at=11-20T00:00 unused=300
            offer   Match spend=82 tiers=100:50 window=11-01..11-24 at=11-20T00:00
            spend   11-01..11-19 cost=20 credit=20";
        let offer = offer_of(text);
        assert_eq!(offer.missing.map(|a| a.to_string()).as_deref(), Some("18"));
        assert_eq!(
            offer.needed_daily.map(|a| a.to_string()).as_deref(),
            Some("3.6"),
            "18 in 5 days"
        );
        assert_eq!(offer.credit_in_the_way.map(|a| a.to_string()).as_deref(), Some("300"));
        assert_eq!(offer.needed_gross_daily.map(|a| a.to_string()).as_deref(), Some("63.6"));
        assert_eq!(
            offer.verdict,
            Some(Verdict::OutOfReach),
            "63.60 a day is more than three times 20"
        );
        assert_eq!(offer.last_safe_day, None, "sixteen days at 20 a day");
        assert!(texts(&offer).contains("300 USD of ad credit pays first"), "{}", texts(&offer));
    }

    /// 360 are missing in ten days; 1,322 of credit end after three of them, 37 do not.
    #[test]
    fn r10_r18_what_is_lost_before_the_window_ends_stands_in_the_way_until_then() {
        let with = |billing: &str, long: &str| {
            let state = account(&format!(
                "account currency=EUR billing={billing}
                 now    11-21 00:00
                 credit Ends face=1500 valid=11-02..11-23
                 seen   Ends at=11-21T00:00 unused=1322
                 {long}
                 offer  Match spend=640 tiers=1000:250 window=11-01..11-30 at=11-21T00:00"
            ));
            let answers = answer(&state, &Options::default());
            let gap = crate::insight::alerts::Kind::EarningGap;
            let line = answers.findings.iter().find(|f| f.kind == gap).map(|f| say(&f.headline));
            (texts(&answers.offers[0]), line.unwrap_or_default())
        };
        let long = "credit Long face=600 valid=11-01..12-28\n seen Long at=11-21T00:00 unused=37";
        // (360 + 37) ÷ 7 days, and three days of that.
        let (said, line) = with("manual", long);
        assert!(said.contains("207.16 EUR of ad credit pays first"), "{said}");
        assert!(line.ends_with("behind at the usual pace"), "{line}");
        let (said, line) = with("unknown", long);
        assert!(said.contains("36 EUR a day from now on"), "{said}");
        assert!(
            said.contains("If credit pays before cash, 207.16 EUR of it does not count: 56.72 EUR")
        );
        let either = "36 EUR a day reaches it if cash pays first, 56.72 EUR in all if credit does";
        assert!(line.ends_with(either), "{line}");
        // What credits were drawn of is not all that is spent: 640 of cash in twenty days count on.
        let (said, line) = with("manual", "");
        assert!(said.contains("40 EUR more than the usual pace"), "{said}");
        assert!(line.ends_with("behind at the usual pace"), "{line}");
    }

    /// 200 are missing in ten days, 40 a day are usual, and 300 of credit are left.
    #[test]
    fn r10_r18_cash_that_is_billed_first_counts_and_credit_stands_behind_it() {
        for (billing, cash, verdict, daily, is_open) in [
            // billing | cash | verdict | a day in all, credit included | by another reading nothing is in the way
            ("cash_first", Some(50), Verdict::Behind, Some("50"), false),
            ("cash_first", Some(0), Verdict::Behind, Some("50"), false),
            ("cash_first", Some(200), Verdict::OnTrack, None, false),
            ("cash_first", None, Verdict::Behind, Some("50"), true),
            ("credit_first", Some(500), Verdict::Behind, Some("50"), false),
            ("unknown", Some(500), Verdict::OnTrack, Some("50"), true),
        ] {
            let cash_line = cash.map(|cash| format!("cash {cash} at=11-21T00:00"));
            let offer = offer_of(&format!(
                "account currency=USD billing={billing}
                 now     11-21 00:00
                 credit  Launch face=900 valid=11-01..12-31
                 seen    Launch at=11-21T00:00 unused=300
                 offer   Match spend=800 tiers=1000:300 window=11-01..11-30 at=11-21T00:00
                 spend   11-01..11-20 cost=40 credit=40
                 {}",
                cash_line.unwrap_or_default()
            ));
            let gross = offer.needed_gross_daily.map(|a| a.to_string());
            assert_eq!(gross.as_deref(), daily, "{billing} {cash:?}");
            let said = (offer.verdict, offer.is_billing_open);
            assert_eq!(said, (Some(verdict), is_open), "{billing} {cash:?}");
        }
    }

    #[test]
    fn r18_what_unassigning_would_do() {
        let with = |kind: &str, end: &str, reward: u32| {
            let state = account(&format!(
                "account currency=USD billing=manual
                 now     11-21 00:00
                 credit  Asg face=600 valid=11-01..{end} kind={kind}
                 seen    Asg at=11-21T00:00 unused=400
                 log     Asg at=11-20T00:00 link=Main
                 offer   Match spend=200 tiers=500:{reward} window=11-10..11-30 at=11-21T00:00
                 charge  11-19T12:00 amount=20 campaign=Main
                 charge  11-20T12:00 amount=20 campaign=Main
                 spend   11-01..11-20 cost=20 credit=20"
            ));
            let answers = answer(&state, &Options::default());
            let offer = answers.offers.into_iter().next().unwrap();
            let is =
                |f: &&crate::insight::Finding| f.kind == crate::insight::alerts::Kind::EarningGap;
            let level = answers.findings.iter().find(is).map(|f| f.level);
            (offer.verdict.unwrap(), level, texts(&offer))
        };
        let (verdict, level, said) = with("assignable", "12-31", 250);
        assert_eq!((verdict, level), (Verdict::Behind, Some(crate::insight::Level::Warning)));
        for part in [
            "400 USD of ad credit pays first and does not count: 70 USD a day in all.",
            "With Asg unassigned until then, 30 USD a day in all reaches it",
            "Assigned again after that, it is still used up in time.",
            "spend 500 USD, get 250 USD; 100 USD more than the usual pace",
        ] {
            assert!(said.contains(part), "{said}");
        }
        // Ten days of 20 are left of the credit after the window: 200 of it are lost, not worth 250.
        let (_, level, said) = with("assignable", "12-10", 250);
        assert!(said.contains("about 200 USD of it would be lost at its end"), "{said}");
        assert!(said.contains("not worth the 300 USD") && level.is_none(), "{said}");
        let (.., said) = with("free", "12-31", 250);
        assert!(!said.contains("unassigned"), "{said}");
    }

    #[test]
    fn a_day_that_has_begun_counts_by_what_is_left_of_it() {
        for (now, daily) in
            [("11-20 00:00", "10"), ("11-20 12:00", "10.53"), ("11-29 18:00", "100")]
        {
            let offer = offer_of(&format!(
                "account currency=USD billing=manual
                 now     {now}
                 offer   Match spend=100 tiers=200:50 window=11-01..11-29 at=11-20T00:00
                 spend   11-01..11-19 cost=20"
            ));
            assert_eq!(offer.needed_daily.map(|a| a.to_string()).as_deref(), Some(daily), "{now}");
        }
    }

    #[test]
    fn on_track_behind_and_when_to_start() {
        let with = |missing_target: u32| {
            offer_of(&format!(
                "account currency=USD billing=manual
                 now     11-20 00:00
                 offer   Match spend=82 tiers={missing_target}:50 window=11-01..11-29 at=11-20T00:00
                 spend   11-01..11-19 cost=20"
            ))
        };
        assert_eq!(with(100).verdict, Some(Verdict::OnTrack));
        assert_eq!(with(100).last_safe_day, Some(day("11-29")));
        assert_eq!(with(260).last_safe_day, Some(day("11-21")), "178 at 20 a day: nine days");
        assert_eq!(with(282).verdict, Some(Verdict::OnTrack), "200 in ten days");
        assert_eq!(with(400).verdict, Some(Verdict::Behind));
        assert_eq!(with(9000).verdict, Some(Verdict::OutOfReach));
    }

    #[test]
    fn r19_the_best_tier_and_one_not_worth_its_spend() {
        let with = |tiers: &str| {
            offer_of(&format!(
                "account currency=USD billing=manual
                 now     11-20 00:00
                 offer   Match spend=100 tiers={tiers} window=11-01..11-29 at=11-20T00:00
                 spend   11-01..11-19 cost=20"
            ))
        };
        // 200 more come anyway: 300 is free, 400 costs 100 more for 300.
        assert_eq!(with("300:100,400:300").best_tier, Some(1));
        assert_eq!(with("300:100,900:300").best_tier, Some(0));
        let none = with("900:50");
        assert_eq!(none.best_tier, None);
        assert!(texts(&none).contains("not worth"), "{}", texts(&none));
        assert!(none.is_not_worth && !with("900:700").is_not_worth);
    }

    #[test]
    fn r19_nobody_is_warned_of_a_tier_that_is_not_worth_it() {
        let warned = |reward: u32| {
            let state = account(&format!(
                "account currency=USD billing=manual
                 now     11-20 00:00
                 offer   Match spend=350 tiers=300:200,1000:{reward} window=11-01..11-29 at=11-20T00:00
                 spend   11-01..11-19 cost=20"
            ));
            let findings = answer(&state, &Options::default()).findings;
            findings.iter().filter(|f| f.kind == crate::insight::alerts::Kind::EarningGap).count()
        };
        // 650 are missing, 200 come anyway: 450 more, for 300 or for 700 beyond the 200 that are reached.
        assert_eq!([warned(500), warned(900)], [0, 1]);
    }

    #[test]
    fn r20_a_reward_that_does_not_come() {
        let text = "
            account currency=USD billing=manual
            now     12-08 00:00
            offer   Match spend=120 tiers=100:50 window=11-01..11-29 at=11-30T00:00";
        let copied = |at: &str, more: &str| {
            offer_of(&format!("{text}\n source export=promotions_available at={at} {more}"))
        };
        let due = "12-07T00:00";
        assert!(copied(due, "").overdue_since.is_some());
        assert!(texts(&copied(due, "")).contains("overdue since 12-07"));
        // R37: it may have come, and nobody has looked.
        for open in [offer_of(text), copied("12-06T23:59", ""), copied(due, "partial")] {
            assert!(open.overdue_since.is_none());
            assert!(texts(&open).contains("was due by 12-07"), "{}", texts(&open));
        }
        let early = offer_of(&text.replace("12-08", "12-02"));
        assert!(early.overdue_since.is_none());
        assert!(texts(&early).contains("must appear by 12-07"), "{}", texts(&early));
    }

    #[test]
    fn r37_after_the_end_reports_tell_what_an_older_copy_does_not() {
        let with = |last: &str| {
            texts(&offer_of(&format!(
                "account currency=USD billing=manual
                 now     12-02 00:00
                 offer   Match spend=120 tiers=200:50 window=11-01..11-29 at=11-10T09:00
                 spend   11-01..{last} cost=10 credit=0"
            )))
        };
        let reached = with("11-29");
        assert!(reached.contains("hold 190 USD more"), "{reached}");
        assert!(reached.ends_with("The reward must appear by 12-07 00:00."), "{reached}");
        assert!(with("11-12").contains("ended after this copy"), "{}", with("11-12"));
    }

    #[test]
    fn r37_what_a_copy_does_not_tell_is_not_reached() {
        let with = |what: &str| {
            texts(&offer_of(&format!(
                "now 11-20 00:00\n offer Match {what} window=11-01..11-29 at=11-20T00:00"
            )))
        };
        assert_eq!(with("spend=120 tiers=100:50"), "The reward must appear by 11-27 00:00.");
        assert!(with("spend=82").starts_with("What must be spent is not in this copy"));
        assert!(with("tiers=100:50").starts_with("How much was spent so far is not in this copy"));
    }
}
