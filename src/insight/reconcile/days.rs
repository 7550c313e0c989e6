//! Credit paid per day, by every witness that speaks of days.

use super::{Settlement, Witness, witness};
use crate::account::state::{AccountState, Draw, NetCost, ReportDay};
use crate::account::told::VOUCHER_LAG_SECONDS;
use crate::calendar::{Day, Instant};
use crate::ingest::Completeness;
use crate::ingest::exports::Export;
use crate::insight::when_at;
use crate::money::Amount;
use std::collections::{BTreeMap, BTreeSet};

/// One figure of one witness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    pub amount: Amount,
    pub as_of: Instant,
    /// Its lag in seconds.
    lag: i64,
    /// An inference, not a statement (R22).
    is_inferred: bool,
}

/// The credit paid on one day, in all or for one campaign.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DayFigures {
    pub day: Day,
    pub transactions: Option<Figure>,
    pub net_cost: Option<Figure>,
    pub voucher: Option<Figure>,
    pub replay: Option<Figure>,
    /// R22: Net Cost shows 0 and may still be filled in.
    pub is_unfilled: bool,
    /// A cost of the day is not stated, such as `<5`.
    is_withheld: bool,
    /// When the day was over, everywhere in the world.
    pub(super) over: Instant,
}

impl Figure {
    pub(super) fn new(amount: Amount, as_of: Instant, lag: i64) -> Figure {
        Figure { amount, as_of, lag, is_inferred: false }
    }

    /// It may still change: its day was over less than its lag before it was stated (R21).
    pub(super) fn may_change(&self, over: Instant) -> bool {
        self.as_of.seconds_since(over) < self.lag
    }
}

impl DayFigures {
    pub(super) fn new(state: &AccountState, day: Day) -> DayFigures {
        let over = day.plus_days(1).start().in_zone(state.zone);
        DayFigures { day, over, ..DayFigures::default() }
    }

    /// Which witnesses speak, in the order of [`DayFigures::figures`].
    pub(super) fn speaks(&self) -> [bool; 4] {
        self.figures().map(|figure| figure.is_some())
    }

    /// Adds the figures of another day; the later end counts.
    pub(super) fn add_day(&mut self, other: &DayFigures) {
        let sum = |to: &mut Option<Figure>, more: Option<Figure>| {
            if let Some(more) = more {
                add(to, more.amount, more.as_of, more.lag, more.is_inferred);
            }
        };
        sum(&mut self.transactions, other.transactions);
        sum(&mut self.net_cost, other.net_cost);
        sum(&mut self.voucher, other.voucher);
        sum(&mut self.replay, other.replay);
        self.over = self.over.max(other.over);
    }

    /// The Net Cost figure is an inference (R22).
    pub fn witness_is_inferred(&self) -> bool {
        self.net_cost.is_some_and(|f| f.is_inferred)
    }

    fn figures(&self) -> [Option<Figure>; 4] {
        [self.transactions, self.net_cost, self.voucher, self.replay]
    }

    /// In a fixed order; an unfilled Net Cost is a witness that says nothing yet.
    pub fn witnesses(&self, state: &AccountState) -> Vec<Witness> {
        let named = |name, figure: Option<Figure>| {
            let figure = figure?;
            Some(witness(name, Some(figure.amount), Some(when_at(state, figure.as_of))))
        };
        let net = if self.net_cost.is_some_and(|f| f.is_inferred) {
            "reconcile.witness.net_cost_inferred"
        } else {
            "reconcile.witness.net_cost"
        };
        let silent = || self.is_unfilled.then(|| witness("reconcile.witness.net_cost", None, None));
        [
            named("reconcile.witness.transactions", self.transactions),
            named(net, self.net_cost).or_else(silent),
            named("reconcile.witness.voucher", self.voucher),
            named("reconcile.witness.replay", self.replay),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Witnesses without our replay: what the platform itself says.
    pub fn stated(&self, state: &AccountState) -> Vec<Witness> {
        DayFigures { replay: None, ..self.clone() }.witnesses(state)
    }

    pub fn settlements(&self) -> Settlements {
        let platform = [self.transactions, self.net_cost, self.voucher];
        Settlements { platform: self.settlement(&platform), all: self.settlement(&self.figures()) }
    }

    /// The slower witness's lag counts, from the end of the day to the as-of of its figure (R21).
    fn settlement(&self, figures: &[Option<Figure>]) -> Settlement {
        let figures: Vec<Figure> = figures.iter().flatten().copied().collect();
        let differs = figures.windows(2).any(|w| matches!(w, [a, b] if a.amount != b.amount));
        let may_change = |f: &Figure| f.may_change(self.over);
        match (differs, self.is_unfilled || figures.iter().any(may_change)) {
            (false, false) => Settlement::Settled,
            (false, true) if !self.is_unfilled => Settlement::Settled,
            (_, true) => Settlement::WithinLag,
            (true, false) => Settlement::Unexplained,
        }
    }
}

/// Whether the platform's own witnesses agree, and whether all do with our replay beside them.
#[derive(Clone, Copy)]
pub struct Settlements {
    pub platform: Settlement,
    pub all: Settlement,
}

impl Settlements {
    /// Of each the worse one.
    pub fn worse(self, other: Settlements) -> Settlements {
        let (platform, all) = (self.platform.max(other.platform), self.all.max(other.all));
        Settlements { platform, all }
    }

    /// Nothing but our replay differs.
    pub fn differ_by_replay(self) -> bool {
        self.platform == Settlement::Settled && self.is_open()
    }

    pub fn is_open(self) -> bool {
        self.all == Settlement::Unexplained
    }
}

/// Every day of which two kinds of witness could speak, in order.
pub fn days(state: &AccountState) -> Vec<DayFigures> {
    let lag = state.lag_seconds;
    let mut days: BTreeMap<Day, DayFigures> = BTreeMap::new();
    let mut at = |day: Day, change: &dyn Fn(&mut DayFigures)| {
        change(days.entry(day).or_insert_with(|| DayFigures::new(state, day)));
    };
    // A figure of the whole account and those of its campaigns are the same money.
    let whole: BTreeSet<Day> = daily(state)
        .filter(|r| r.campaign.is_none() && paid_by_voucher(r).is_some())
        .map(|r| r.day)
        .collect();
    for report in daily(state) {
        let with_voucher = report.campaign.is_none() || !whole.contains(&report.day);
        at(report.day, &|figures| add_report(figures, report, lag, with_voucher));
    }
    let t = &state.transactions;
    for Draw { time, amount, as_of, .. } in t.draws() {
        at(time.day(), &|f| add(&mut f.transactions, amount, as_of, lag, false));
    }
    for spend in &state.spend {
        // R37: without a credit copied replay knows of none that could have paid.
        if let Some(replayed) = spend.replayed_credit.filter(|_| !state.credits.is_empty()) {
            let as_of = coverage_as_of(state, spend.day).unwrap_or(state.now);
            at(spend.day, &|f| add(&mut f.replay, replayed, as_of, lag, false));
        }
    }
    let seen = t.seen();
    let tells_draws = tells_draws(state);
    let mut days: Vec<DayFigures> = days.into_values().collect();
    for day in &mut days {
        // Inside a stretch that transactions cover, a day without one had no draw.
        let inside = tells_draws && t.spans(day.day, day.day);
        if let (None, true, Some(as_of)) = (day.transactions, inside, seen) {
            add(&mut day.transactions, Amount::ZERO, as_of, lag, false);
        }
    }
    days
}

/// R32: a list without any draw may be filtered to other kinds of rows, unless all of it was copied.
fn tells_draws(state: &AccountState) -> bool {
    let lists = state.sources.iter().filter(|s| s.export == Export::Transactions);
    let mut lists = lists.map(|list| list.completeness == Completeness::Full).peekable();
    state.transactions.has_draws() || lists.peek().is_some() && lists.all(|is_full| is_full)
}

pub(super) fn coverage_as_of(state: &AccountState, day: Day) -> Option<Instant> {
    let covering = state.charges.coverage.iter().find(|c| c.start <= day && day < c.end);
    covering.map(|c| c.as_of)
}

/// Report rows of single days of the account's own clock, each campaign once. Costs of a Business Center
/// are cut in UTC+0 (R23): they are compared by period.
pub(super) fn daily(state: &AccountState) -> impl Iterator<Item = &ReportDay> {
    state
        .report_days
        .iter()
        .filter(|r| r.day == r.last_day && !r.is_repeat && r.export != Export::BusinessCenterCosts)
}

/// R23: by voucher as stated, else the cost less what was charged by cash.
pub(super) fn paid_by_voucher(report: &ReportDay) -> Option<Amount> {
    report.voucher_cost.or_else(|| Some(report.cost? - report.cash_cost?))
}

/// R22: `credit = Cost − Net Cost`; a zero that may still be filled in says nothing.
pub(super) fn add_report(
    figures: &mut DayFigures,
    report: &ReportDay,
    lag: i64,
    with_voucher: bool,
) {
    match (report.net_cost, report.cost) {
        (NetCost::Stated(net), Some(cost)) => {
            add(&mut figures.net_cost, cost - net, report.as_of, lag, false);
        }
        (NetCost::FullyByCredit, Some(cost)) => {
            add(&mut figures.net_cost, cost, report.as_of, lag, true);
        }
        (NetCost::NotYetFilled, _) => figures.is_unfilled = true,
        // A cost that is withheld or missing leaves open what credit paid of it; it is not 0.
        (NetCost::Stated(_) | NetCost::FullyByCredit, None) => figures.is_withheld = true,
        (NetCost::NoData | NetCost::Absent, _) => {}
    }
    if let Some(voucher) = paid_by_voucher(report).filter(|_| with_voucher) {
        add(&mut figures.voucher, voucher, report.as_of, VOUCHER_LAG_SECONDS, false);
    }
    // One campaign that is not filled in, or withheld, leaves the day's sum unknown.
    if figures.is_unfilled || figures.is_withheld {
        figures.net_cost = None;
    }
}

pub(super) fn add(
    to: &mut Option<Figure>,
    amount: Amount,
    as_of: Instant,
    lag: i64,
    is_inferred: bool,
) {
    let figure = to.get_or_insert(Figure { amount: Amount::ZERO, as_of, lag, is_inferred });
    figure.amount += amount;
    figure.as_of = figure.as_of.min(as_of);
    figure.is_inferred |= is_inferred;
}
