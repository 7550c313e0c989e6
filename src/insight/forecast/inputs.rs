//! Lots and lanes of an account: what there is to draw, and what draws it.
//!
//! One lane for the whole account where every credit may pay everything. Where some credit may pay only
//! some campaigns (R3, R4, R39): one lane per campaign if charges name campaigns, else one lane for each
//! such credit, learned from its own figures.

use super::campaigns;
use super::doubt;
use super::draw::{Funding, Inputs, Lane, Lot};
use super::pace::{Pace, Sample};
use super::series::{self, Basis, Series};
use super::{HORIZON_DAYS, minor_unit};
use crate::account::state::{AccountState, CampaignIx, Credit, CreditIx, Yes};
use crate::calendar::{Day, LocalTime, SECONDS_PER_DAY};
use crate::insight::emptied::{drawn_since_copy, names_draws};
use crate::insight::fallen;
use crate::insight::payer::credits_in_order;
use crate::insight::usage::{Hold, Role, Usage};
use crate::money::{Amount, Currency, MICROS_PER_UNIT};
use crate::options::BillingSetup;
use crate::problem::Message;
use crate::sorting::Sorting;
use std::collections::{BTreeMap, BTreeSet};

/// Everything a forecast runs on; a what-if changes it and runs again.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    pub inputs: Inputs,
    /// What the account's pace was learned from; of several, the first one.
    pub learned: Learned,
    /// The same of each lane.
    pub learned_of: Vec<Learned>,
    pub assumed: Assumed,
    /// What is taken for granted of single credits, by name.
    pub says: Vec<Message>,
    /// What others are expected to pay beside the lanes, whatever credit does.
    pub beside: Option<(Lane, Learned)>,
    /// Campaign of each lane, where lanes are campaigns.
    pub campaigns: Vec<Option<CampaignIx>>,
}

/// How much is spent a day, and what tells so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Learned {
    pub basis: Basis,
    /// Of a pause: what tells of the pace before it.
    pub before: Basis,
    /// An estimate in minor units, on an average day.
    pub daily: Amount,
    /// The last day that tells of it.
    pub until: Day,
    /// First day of a pause that lasts: `daily` is what was spent before it.
    pub paused_since: Option<Day>,
}

impl Learned {
    /// How much is spent a day, by what, and up to which day that tells.
    pub fn message(&self, currency: Option<Currency>) -> Message {
        let message = match self.paused_since {
            Some(since) if !self.daily.is_positive() => {
                Message::new("alert.why.idle").with("since", since)
            }
            Some(since) => Message::new("alert.why.paused").with("since", since),
            None => Message::new("alert.why.pace").with("day", self.until),
        };
        let basis = if self.paused_since.is_some() { self.before } else { self.basis };
        message.term("basis", basis.term()).money("daily", self.daily, currency)
    }

    /// The first day of those known, where nothing was spent on any: there is no pace.
    pub fn idle_since(&self) -> Option<Day> {
        self.paused_since.filter(|_| !self.daily.is_positive())
    }
}

impl Setup {
    /// What the pace of a lot was learned from: of all lanes that it pays, by the oldest of them.
    pub(super) fn learned_by(&self, lot: usize) -> Option<Learned> {
        let pays = &self.inputs.lots.get(lot)?.pays;
        let own = self.learned_of.iter().zip(pays).filter(|(_, pays)| **pays);
        own.map(|(learned, _)| *learned).reduce(|a, b| Learned {
            daily: a.daily + b.daily,
            until: a.until.min(b.until),
            paused_since: a.paused_since.zip(b.paused_since).map(|(a, b)| a.max(b)),
            ..a
        })
    }
}

/// What the forecast takes for granted; each is named to the user where it matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Assumed {
    /// Eligibility of some campaign is unknown and taken as yes (R39).
    pub eligibility: bool,
    /// More than one credit may pay the same spend: the order is ours (R14).
    pub order: bool,
    /// Cash would be billed first and is not known (R10).
    pub cash: bool,
    /// An average over a whole life, from one copy.
    pub average: bool,
}

/// `None`: nothing was used, or no date is known; or credits that nobody copied may pay too (R32).
pub fn setup(state: &AccountState, usage: &Usage) -> Option<Setup> {
    let lots = (!usage.is_part()).then(|| lots(state, usage, false))?;
    setup_of(state, usage, lots, false)
}

/// The same with credits that are assigned to nothing yet, which no lane draws: for plans and what-ifs.
/// `per_campaign`: one lane per campaign even where every credit pays all of them.
pub fn setup_with_unassigned(
    state: &AccountState,
    usage: &Usage,
    per_campaign: bool,
) -> Option<Setup> {
    let lots = (!usage.is_part()).then(|| lots(state, usage, true))?;
    setup_of(state, usage, lots, per_campaign)
}

fn setup_of(
    state: &AccountState,
    usage: &Usage,
    mut lots: Vec<Lot>,
    is_asked: bool,
) -> Option<Setup> {
    let says = doubt::mark(state, usage, &mut lots);
    let start = first_day(state, &lots);
    let days = horizon(state, &lots, start);
    let restricted = |lot: &Lot| state.credit(lot.credit).is_some_and(is_restricted);
    let per_campaign = is_asked || lots.iter().any(restricted);
    let funding = funding(state);
    let cash_first = funding.billing == Some(BillingSetup::AutomaticCashFirst);
    // Where every charge states its payer, what it would have been with these credits must be sure; only who asks for
    // campaigns goes by them whatever they say.
    let is_told = || {
        let credits: Vec<CreditIx> = lots.iter().map(|lot| lot.credit).collect();
        let is_sure = !cash_first && !state.charges.times.is_empty();
        is_sure && !campaigns::are_left_alone(state, &credits)
    };
    let per_campaign = per_campaign && (is_asked || !campaigns::is_ledger(state) || is_told());
    let by_campaign = per_campaign.then(|| campaigns::lanes(&campaigns::spent(state))).flatten();
    let mut builder = Builder {
        state,
        start,
        days,
        lanes: vec![],
        learned_of: vec![],
        campaigns: vec![],
        first: None,
    };
    let mut assumed = Assumed::default();
    match by_campaign {
        Some(shares) => {
            builder.by_campaign(&shares)?;
            for lot in &mut lots {
                lot.pays = campaign_flags(state, lot.credit, &shares, &mut assumed);
            }
        }
        // Nothing is left to draw: what is spent is paid by something else.
        None if lots.is_empty() => builder.by_costs()?,
        None => builder.by_credit(&mut lots, restricted),
    }
    let learned = builder.first?;
    let competitors = |lane: usize| lots.iter().filter(|l| l.pays.get(lane) == Some(&true)).count();
    assumed.order = (0..builder.lanes.len()).any(|lane| competitors(lane) > 1);
    assumed.average = learned.basis == Basis::OneCopy;
    assumed.cash = cash_first && funding.cash.is_none();
    let beside = series::beside(state, learned.basis).and_then(|series| {
        let pace = campaigns::pace(state, &series)?;
        Some((builder.lane(&series, pace, 1.0), builder.learned(&series, pace, 1.0)))
    });
    let inputs = Inputs { start, lots, lanes: builder.lanes, funding };
    let (learned_of, campaigns) = (builder.learned_of, builder.campaigns);
    Some(Setup { inputs, learned, learned_of, assumed, says, beside, campaigns })
}

/// To the nearest minor unit; a sum that no account can hold becomes the largest that one can.
pub(super) fn round(value: f64, state: &AccountState) -> Amount {
    let unit = minor_unit(state);
    let minor = (value * MICROS_PER_UNIT as f64 / unit as f64).round().clamp(0.0, 1e18);
    Amount::from_micros(minor as i128 * unit)
}

/// Only campaigns it is assigned to, or that fit it, draw it.
fn is_restricted(credit: &Credit) -> bool {
    let assignable = credit.is_assignable();
    let eligibility = &credit.eligibility;
    let mut campaigns = eligibility.exceptions.iter().map(|(_, yes)| *yes);
    assignable || eligibility.otherwise == Yes::No || campaigns.any(|yes| yes == Yes::No)
}

/// Credits that pay now or will once they are valid, in paying order, with the latest balance known.
pub(super) fn lots(state: &AccountState, usage: &Usage, with_unassigned: bool) -> Vec<Lot> {
    let draws = |role| match role {
        Role::Pays | Role::Held(Hold::NotYetValid) => true,
        // R4, R37: what nobody saw drawn, and of which no assignment is known, is not expected to be.
        Role::Perhaps | Role::Held(Hold::Unassigned) => with_unassigned,
        _ => false,
    };
    let order =
        credits_in_order(state, |c| usage.credits.get(c.at()).is_some_and(|u| draws(u.role)));
    let covered_to = state.charges.coverage.iter().map(|c| c.end.start()).max();
    let lot = |at: CreditIx| {
        let credit = state.credit(at)?;
        let seen = credit.unused?;
        let as_of = seen.as_of.on_clock(state.zone);
        // R36: our replay goes on where the platform's figure ends, unless rows go on that name every draw.
        let reported = covered_to.map(|to| to.day().plus_days(-1));
        let is_told = reported.is_some_and(|until| names_draws(state, credit, until));
        let replayed = state.shown_of(at).filter(|r| r.anchor.is_some() && !is_told);
        // What is not sure to be used up may still be there (R37).
        let most = replayed.and_then(|r| r.unused_between).map(|between| between.high);
        let replayed = replayed.and_then(|r| r.unused).map(|unused| match most {
            Some(most) if unused.is_zero() => most,
            _ => unused,
        });
        let (from, balance) = match (replayed, drawn_since_copy(state, credit), covered_to) {
            (Some(unused), _, Some(to)) if to > as_of => (to, unused),
            (_, Some((drawn, to)), _) => (to, seen.value - drawn),
            _ => (as_of, seen.value),
        };
        let lot = Lot {
            credit: at,
            from_business_center: credit.from_business_center,
            from,
            balance,
            window: credit.window,
            pays: vec![],
            doubt: None,
            may_wait: false,
        };
        balance.is_positive().then_some(lot)
    };
    order.into_iter().filter_map(lot).collect()
}

/// That of the oldest balance drawn down. Without credit it is cash that is, since it was seen (R13).
fn first_day(state: &AccountState, lots: &[Lot]) -> Day {
    let today = state.today();
    let of_cash = || state.funds.cash.map(|cash| cash.as_of.on_clock(state.zone).day());
    match lots.iter().map(|lot| lot.from.day()).min() {
        Some(first) => first,
        None => of_cash().map_or(today, |seen| seen.min(today)),
    }
}

/// Until the last end, or far enough to see the first run out.
fn horizon(state: &AccountState, lots: &[Lot], start: Day) -> usize {
    let ends = lots.iter().filter_map(|l| l.window.end).map(LocalTime::day);
    let today = state.today();
    let open = lots.iter().any(|l| l.window.end.is_none());
    let least = if open { start.plus_days(HORIZON_DAYS) } else { today.plus_days(31) };
    let last = ends.chain([least]).max().unwrap_or(least);
    usize::try_from((last.number() - start.number()).clamp(1, HORIZON_DAYS)).unwrap_or(1)
}

fn funding(state: &AccountState) -> Funding {
    Funding {
        billing: state.billing.readings.first().copied(),
        cash: state.funds.cash.map(|c| c.value.max(Amount::ZERO)),
    }
}

/// R3, R4, R39: which campaigns draw the credit; unknown counts as yes and is named.
fn campaign_flags(
    state: &AccountState,
    credit: CreditIx,
    shares: &[(CampaignIx, f64)],
    assumed: &mut Assumed,
) -> Vec<bool> {
    let Some(credit) = state.credit(credit) else { return vec![] };
    let assignable = credit.is_assignable();
    let drawn = credit.used.is_some_and(|u| u.value.is_positive());
    let drawn = drawn || !credit.observed_draws.is_empty();
    let flag = |(campaign, _): &(CampaignIx, f64)| {
        if assignable && !credit.assignments.is_known && !drawn {
            return false;
        }
        let eligible = credit.eligibility.of(Some(*campaign));
        if assignable
            && credit.assignments.is_known
            && !credit.assignments.linked.contains(campaign)
        {
            return false;
        }
        assumed.eligibility |= eligible == Yes::Unknown;
        eligible != Yes::No
    };
    shares.iter().map(flag).collect()
}

struct Builder<'a> {
    state: &'a AccountState,
    start: Day,
    days: usize,
    lanes: Vec<Lane>,
    learned_of: Vec<Learned>,
    campaigns: Vec<Option<CampaignIx>>,
    /// Of the first lane, or of the account.
    first: Option<Learned>,
}

impl Builder<'_> {
    /// The account's pace, shared among campaigns.
    fn by_campaign(&mut self, shares: &[(CampaignIx, f64)]) -> Option<()> {
        let all = || (0..self.state.credits.len()).map(CreditIx::from_at).collect::<Vec<_>>();
        let series = match campaigns::is_ledger(self.state) {
            true => series::costs(self.state).or_else(|| series::of_account(self.state, &all()))?,
            false => series::open_costs(self.state).or_else(|| self.charged())?,
        };
        let pace = campaigns::pace(self.state, &series)?;
        self.first = Some(self.learned(&series, pace, 1.0));
        for (campaign, share) in shares {
            self.add(&series, pace, *share, Some(*campaign));
        }
        Some(())
    }

    fn by_costs(&mut self) -> Option<()> {
        let series = series::costs(self.state).or_else(|| series::cash(self.state))?;
        self.fitted(&series).map(|_| ())
    }

    /// One lane for all credits that any spend draws, one for each that only some spend draws: what it leaves unpaid the
    /// others pay.
    fn by_credit(&mut self, lots: &mut [Lot], restricted: impl Fn(&Lot) -> bool) {
        lots.order_by_key(|lot| !restricted(lot));
        let free: BTreeSet<CreditIx> =
            lots.iter().filter(|l| !restricted(l)).map(|l| l.credit).collect();
        let mut of_lot: Vec<Option<usize>> = vec![None; lots.len()];
        // Ended credits drew from the same spend, whatever they were restricted to: their copies count too.
        let is_over = |credit: &Credit| credit.state.is_over() || credit.missing.is_some();
        let is_sibling = |credit: &Credit| !is_restricted(credit) || is_over(credit);
        let siblings: Vec<CreditIx> = (0..self.state.credits.len())
            .map(CreditIx::from_at)
            .filter(|c| free.contains(c) || self.state.credit(*c).is_some_and(is_sibling))
            .collect();
        if !free.is_empty()
            && let Some(series) = series::of_account(self.state, &siblings)
        {
            let lane = self.fitted(&series);
            for (lot, of) in lots.iter().zip(&mut of_lot) {
                *of = lane.filter(|_| free.contains(&lot.credit));
            }
        }
        for (lot, of) in lots.iter().zip(&mut of_lot) {
            if of.is_none()
                && !free.contains(&lot.credit)
                && let Some(series) = series::of_credit(self.state, lot.credit)
            {
                *of = self.fitted(&series);
            }
        }
        let count = self.lanes.len();
        for (lot, of) in lots.iter_mut().zip(of_lot) {
            let is_free = of.is_some() && free.contains(&lot.credit);
            lot.pays = (0..count).map(|lane| is_free || Some(lane) == of).collect();
        }
    }

    fn charged(&self) -> Option<Series> {
        let mut days: BTreeMap<Day, f64> = BTreeMap::new();
        for (day, amount, _) in campaigns::spent(self.state) {
            *days.entry(day).or_default() += amount / MICROS_PER_UNIT as f64;
        }
        let samples: Vec<Sample> =
            days.into_iter().map(|(day, value)| Sample { day, value }).collect();
        let grain = super::pace::Grain::Daily;
        (!samples.is_empty()).then_some(Series { basis: Basis::Costs, grain, samples, open: 0.0 })
    }

    fn fitted(&mut self, series: &Series) -> Option<usize> {
        let pace = campaigns::pace(self.state, series).or_else(|| self.idle(series))?;
        self.first.get_or_insert(self.learned(series, pace, 1.0));
        self.add(series, pace, 1.0, None);
        Some(self.lanes.len() - 1)
    }

    /// Reports state days without any spend, whoever would pay.
    fn idle(&self, series: &Series) -> Option<Pace> {
        let is_copied = matches!(series.basis, Basis::Copies | Basis::OneCopy);
        let spends = self.state.spend.iter().any(|day| day.cost.is_positive());
        (!is_copied && !spends).then(|| Pace::idle(&series.samples)).flatten()
    }

    fn learned(&self, series: &Series, pace: Pace, share: f64) -> Learned {
        Learned {
            basis: series.basis,
            before: series.before(),
            daily: round(pace.level * share, self.state),
            until: series.samples.last().map_or(self.start, |sample| sample.day),
            paused_since: pace.paused_since(&series.samples),
        }
    }

    /// Daily amounts of a lane: what is known of days after the start, then the three paths.
    fn lane(&self, series: &Series, pace: Pace, share: f64) -> Lane {
        // R21: what the figures do not show yet may be spent already.
        let lag = pace.level * self.state.lag_seconds as f64 / SECONDS_PER_DAY as f64;
        // Of copies, only what balances tell of the days after them.
        let balance = fallen::left(self.state).last().map(|left| left.at.on_clock(self.state.zone));
        let is_known = |day: Day| match series.basis {
            Basis::Copies => balance.is_some_and(|at| self.start <= day && day < at.day()),
            Basis::OneCopy => false,
            _ => true,
        };
        let known = series.samples.iter().filter(|s| is_known(s.day));
        let known: BTreeMap<Day, f64> = known.map(|s| (s.day, s.value)).collect();
        let ahead = known.keys().next_back().map_or(self.start, |d| d.plus_days(1)).max(self.start);
        let done = usize::try_from(ahead.number() - self.start.number()).unwrap_or(0);
        let paths = pace.paths(ahead, self.days.saturating_sub(done));
        let mut late = [0.0, 0.0, lag].into_iter();
        Lane {
            amounts: paths.map(|path| {
                let past = (0..done.min(self.days)).map(|n| {
                    known.get(&self.start.plus_days(n as i32)).copied().unwrap_or(pace.level)
                });
                let mut all: Vec<f64> = past.chain(path).map(|v| v * share).collect();
                if let (Some(first), Some(late)) = (all.first_mut(), late.next()) {
                    *first += late * share;
                }
                all.into_iter().map(|v| round(v, self.state)).collect()
            }),
        }
    }

    fn add(&mut self, series: &Series, pace: Pace, share: f64, campaign: Option<CampaignIx>) {
        self.lanes.push(self.lane(series, pace, share));
        self.learned_of.push(self.learned(series, pace, share));
        self.campaigns.push(campaign);
    }
}
