//! Who takes over when a credit ends, as far as it is known (R12, R13, R37).

use super::Scene;
use super::severity::Next;
use crate::account::state::{AccountState, Between, NetCost, Payer, Replay, TransactionKind};
use crate::calendar::{Day, Instant, Unit, When, by_day};
use crate::ingest::words::{self, CreditMeans, FundingSource};
use crate::insight::Level;
use crate::insight::payer::{KnownBy, with_payer};
use crate::money::Amount;
use crate::options::BillingSetup;
use crate::problem::Message;
use std::collections::BTreeMap;

/// Who has paid since, or who pays if the account is spending (R12, R37), and how much that matters.
pub(super) fn who_pays_since(scene: &Scene<'_>, since: Instant) -> (Clause, Level) {
    if scene.usage.is_part() {
        // R32: a credit that nobody copied may pay, unless charges themselves say what does.
        let clause = match seen_without_credit(scene, since) {
            Some(paid) => Clause::paid(paid, since),
            None => Clause::new(ClauseKind::NotKnown, None),
        };
        return (clause, Next::Money.level());
    }
    let chain = scene.payers.shown();
    if let Some(credit) = chain.and_then(|c| c.credit()) {
        // R36: what charges say goes before the order that we assume.
        let instead = scene.usage.instead.as_ref();
        let instead = instead.map(|one| (one, one.since.time.in_zone(scene.state.zone)));
        if let Some((instead, from)) = instead.filter(|(_, from)| since <= *from) {
            return (Clause::paid(instead.paid.clone(), from), Next::Money.level());
        }
        return (
            Clause::new(ClauseKind::Credit, Some(Payer::Credit(credit))),
            Next::Credit.level(),
        );
    }
    let takeover = scene.payers.takeover;
    if takeover.payer.is_none() {
        return (Clause::new(ClauseKind::Nothing, None), Next::Nothing.level());
    }
    let seen = seen_without_credit(scene, since).map(|paid| Clause::paid(paid, since));
    let clause = seen.or_else(|| paid_without_credit(scene, since));
    let if_spending = || Clause::new(ClauseKind::IfSpending, takeover.payer);
    (clause.unwrap_or_else(if_spending), Next::Money.level())
}

/// What sources other than credit paid, each its sum.
type Paid = BTreeMap<Payer, Amount>;

/// What transactions themselves say was paid since by cash, card or credit line: exact, and it leads (R36).
/// `None` where a charge since then does not name its source.
fn seen_without_credit(scene: &Scene<'_>, since: Instant) -> Option<Paid> {
    let columns = &scene.state.transactions;
    let mut paid = Paid::new();
    for (row, time) in columns.times.iter().enumerate() {
        let is_charge = columns.kinds.get(row) == Some(&TransactionKind::Charge);
        if !is_charge || time.in_zone(scene.state.zone) < since {
            continue;
        }
        let source = scene.state.names.text(*columns.payment_sources.get(row)?);
        let payer = match words::funding_source(source, CreditMeans::AdCredit)? {
            FundingSource::AdCredit => continue,
            FundingSource::Cash => Payer::Cash,
            FundingSource::Card => Payer::Card,
            FundingSource::CreditLine => Payer::CreditLine,
        };
        // Money that leaves the account is negative in transactions.
        *paid.entry(payer).or_default() +=
            -Amount::from_micros((*columns.amounts.get(row)?).into());
    }
    some_of(paid)
}

/// R37: what our replay says was paid since by something other than credit, where charges were pasted.
fn paid_without_credit(scene: &Scene<'_>, since: Instant) -> Option<Clause> {
    let told = by_net_cost(scene.state, since);
    let replays = scene.state.replays.iter();
    let readings: Vec<Replayed> =
        replays.map(|replay| Replayed::of(scene, replay, since, &told)).collect();
    let (Replayed { paid: shown, .. }, others) = readings.split_first()?;
    let is_most = readings.iter().any(|reading| reading.is_most);
    let clause = |paid| {
        let kind = if is_most { ClauseKind::PaidAtMost } else { ClauseKind::Paid };
        some_of(paid).map(|paid| Clause { kind, ..Clause::paid(paid, since) })
    };
    if others.iter().all(|other| other.paid == *shown)
        && scene.payers.takeover.known_by != KnownBy::Nothing
    {
        return clause(shown.clone());
    }
    // R10: that it was no credit may be known; which source it was, only under the billing setup.
    let total = |paid: &Paid| paid.values().copied().sum::<Amount>();
    let is_known = others.iter().all(|other| total(&other.paid) == total(shown));
    clause(Paid::from([(Payer::NotCredit, total(shown))])).filter(|_| is_known)
}

/// What sources other than credit paid under one reading of the billing setup.
struct Replayed {
    paid: Paid,
    /// R32, R37: after the latest copy of what is available a newer credit may have paid, and of what nobody knows any
    /// part; unless figures of the day tell what credit paid: Net Cost goes before our rules (R36).
    is_most: bool,
}

impl Replayed {
    fn of(
        scene: &Scene<'_>,
        replay: &Replay,
        since: Instant,
        told: &BTreeMap<Day, Amount>,
    ) -> Replayed {
        let state = scene.state;
        let copied = state.available.map(|list| list.as_of);
        let (mut paid, mut open) = (Paid::new(), Amount::ZERO);
        let mut is_most = false;
        let is_cash = replay.billing == Some(BillingSetup::Manual);
        let other = if is_cash { Payer::Cash } else { Payer::NotCredit };
        let from = state.charges.times.partition_point(|time| time.in_zone(state.zone) < since);
        for (day, places) in by_day(&state.charges.times, from) {
            let mut known = Paid::new();
            for split in replay.splits_in(places.clone()) {
                if !matches!(split.payer, Payer::Credit(_)) {
                    *known.entry(split.payer).or_default() += split.amount();
                }
            }
            let unknown = known.remove(&Payer::Unknown).unwrap_or_default();
            let others = known.values().copied().sum();
            let earlier = places.start.checked_sub(1).and_then(|at| state.charges.times.get(at));
            let is_whole = earlier.is_none_or(|time| time.day() < day);
            let net = told.get(&day).copied().filter(|_| is_whole);
            if let Some(net) = net.filter(|net| *net != others) {
                let payer = if known.len() == 1 { known.into_keys().next() } else { None };
                known = Paid::from([(payer.unwrap_or(other), net)]);
            }
            let is_told = net.is_some() || is_whole && is_told(state, day, others);
            let is_newer = copied.is_none_or(|copied| copied < day.start().in_zone(state.zone));
            open += if is_told { Amount::ZERO } else { unknown };
            is_most |= !is_told && is_newer && !others.is_zero();
            for (payer, amount) in known {
                *paid.entry(payer).or_default() += amount;
            }
        }
        if !paid.is_empty() && open.is_positive() {
            *paid.entry(other).or_default() += open;
            is_most = true;
        }
        Replayed { paid, is_most }
    }
}

/// R22: what something other than credit paid of days that are over, where each charge of them states its Net Cost and
/// no other witness contradicts their sum.
fn by_net_cost(state: &AccountState, since: Instant) -> BTreeMap<Day, Amount> {
    let from = since.on_clock(state.zone).day();
    let mut days: BTreeMap<Day, Amount> = BTreeMap::new();
    let rows = state.report_days.iter().filter(|row| row.day == row.last_day && !row.is_repeat);
    for row in rows.filter(|row| from <= row.day) {
        let over = row.day.plus_days(1).start().in_zone(state.zone);
        let net = match row.net_cost {
            NetCost::Stated(net) if over <= row.as_of => net,
            NetCost::FullyByCredit => Amount::ZERO,
            _ => continue,
        };
        *days.entry(row.day).or_default() += net;
    }
    let spent = |day| state.spend.binary_search_by_key(&day, |one| one.day).ok();
    days.retain(|day, net| {
        let spend = spent(*day).and_then(|at| state.spend.get(at));
        spend.is_some_and(|spend| spend.by_credit == Some(spend.cost - *net))
    });
    days
}

/// Settled figures of the day say that credit paid all but this.
fn is_told(state: &AccountState, day: Day, others: Amount) -> bool {
    let at = state.spend.binary_search_by_key(&day, |one| one.day).ok();
    let spend = at.and_then(|at| state.spend.get(at)).filter(|one| one.is_settled);
    spend.is_some_and(|one| one.by_credit == Some(one.cost - others))
}

/// What was given back in full is no payment.
fn some_of(mut paid: Paid) -> Option<Paid> {
    paid.retain(|_, amount| amount.is_positive());
    (!paid.is_empty()).then_some(paid)
}

/// R10: where the readings of the billing setup differ, that is said until one is chosen.
pub(super) fn billing_unknown(scene: &Scene<'_>) -> Option<Message> {
    let differs = scene.payers.takeover.known_by == KnownBy::Nothing;
    differs.then(|| Message::new("alert.why.billing_unknown"))
}

/// What a headline says about who pays.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ClauseKind {
    /// Another credit.
    Credit,
    /// Seen: so much was paid since.
    Paid,
    /// So much at most: the line itself says who pays, its reasons how much.
    PaidAtMost,
    /// Not seen: who would pay.
    IfSpending,
    /// No source is left (R13).
    Nothing,
    /// Not even whether it is a credit.
    NotKnown,
}

pub(super) struct Clause {
    pub kind: ClauseKind,
    pub payer: Option<Payer>,
    pub amount: Option<Amount>,
    /// From when on that was paid.
    since: Option<Instant>,
    /// Of several sources, what each paid.
    each: Paid,
}

impl Clause {
    fn new(kind: ClauseKind, payer: Option<Payer>) -> Clause {
        Clause { kind, payer, amount: None, since: None, each: Paid::new() }
    }

    /// One source by its name, several together as what is no credit.
    fn paid(each: Paid, since: Instant) -> Clause {
        let payer = match each.len() {
            1 => each.keys().next().copied(),
            _ => Some(Payer::NotCredit),
        };
        let amount = Some(each.values().copied().sum());
        Clause { kind: ClauseKind::Paid, payer, amount, since: Some(since), each }
    }

    /// Who pays since, where the headline does not say it, and of several sources what each paid.
    pub fn sentences(&self, scene: &Scene<'_>) -> Vec<Message> {
        self.sentence(scene).into_iter().chain(self.shares(scene)).collect()
    }

    /// What a headline with this clause leaves to its reasons.
    pub fn beside_headline(&self, scene: &Scene<'_>) -> Vec<Message> {
        match self.kind {
            ClauseKind::PaidAtMost => self.sentences(scene),
            _ => self.shares(scene),
        }
    }

    fn shares(&self, scene: &Scene<'_>) -> Vec<Message> {
        if self.kind == ClauseKind::PaidAtMost {
            return vec![];
        }
        let share = |(&payer, &paid): (&Payer, &Amount)| {
            let message = Message::new("alert.why.paid_by");
            scene.money(with_payer(message, "payer", scene.state, payer), "paid", paid)
        };
        self.each.iter().filter(|_| self.each.len() > 1).map(share).collect()
    }

    /// Fills in the parameters of the clause.
    pub fn complete(&self, message: Message, scene: &Scene<'_>) -> Message {
        let message = match (self.kind, self.payer) {
            (ClauseKind::IfSpending, _) => {
                scene.payers.takeover.name(message, "payer", scene.state)
            }
            (_, Some(payer)) => with_payer(message, "payer", scene.state, payer),
            (_, None) => message,
        };
        let message = match self.amount {
            Some(paid) => scene.money(message, "paid", paid),
            None => message,
        };
        let Some(since) = self.since else { return message };
        let clock = since.on_clock(scene.state.zone);
        let is_day = clock == clock.day().start();
        let unit = if is_day { Unit::Day } else { Unit::Minute };
        message.with("start", When { unit, ..scene.when(since) })
    }

    fn sentence(&self, scene: &Scene<'_>) -> Option<Message> {
        let key = match self.kind {
            ClauseKind::Credit => "alert.why.credit_pays",
            ClauseKind::Paid => "alert.why.paid",
            ClauseKind::PaidAtMost => "alert.why.paid_most",
            ClauseKind::IfSpending => "alert.why.if_spending",
            ClauseKind::Nothing => "alert.why.nothing_pays",
            ClauseKind::NotKnown => return None,
        };
        Some(self.complete(Message::new(key), scene))
    }

    pub fn steps(&self) -> Vec<Message> {
        match self.kind {
            ClauseKind::Credit | ClauseKind::NotKnown => vec![],
            ClauseKind::Paid | ClauseKind::PaidAtMost | ClauseKind::IfSpending => {
                vec![Message::new("alert.step.pause_or_pay")]
            }
            ClauseKind::Nothing => vec![Message::new("alert.step.add_balance")],
        }
    }
}

/// What is known of when a credit was used up (R37).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    /// The instant itself.
    At(Instant),
    /// Between two copies.
    Between(Instant, Instant),
    /// Only one copy tells: some time before it.
    Before(Instant),
}

impl Moment {
    pub fn of(between: Between) -> Option<Moment> {
        Some(match (between.exact(), between.after, between.before?) {
            (Some(at), ..) => Moment::At(at),
            (None, Some(after), before) => Moment::Between(after, before),
            (None, None, before) => Moment::Before(before),
        })
    }
}

/// Three readings of when, four of who pays; without who pays where that is said elsewhere.
pub(super) const fn used_up_key(clause: Option<ClauseKind>, moment: Moment) -> &'static str {
    use ClauseKind::{IfSpending, NotKnown, PaidAtMost};
    match (moment, clause) {
        (Moment::At(_), None | Some(NotKnown)) => "alert.used_up.at",
        (Moment::Between(..), None | Some(NotKnown)) => "alert.used_up.between",
        (Moment::Before(_), None | Some(NotKnown)) => "alert.used_up.before",
        (Moment::At(_), Some(ClauseKind::Credit)) => "alert.used_up.at.credit",
        (Moment::At(_), Some(ClauseKind::Paid)) => "alert.used_up.at.paid",
        (Moment::At(_), Some(IfSpending | PaidAtMost)) => "alert.used_up.at.if_spending",
        (Moment::At(_), Some(ClauseKind::Nothing)) => "alert.used_up.at.nothing",
        (Moment::Between(..), Some(ClauseKind::Credit)) => "alert.used_up.between.credit",
        (Moment::Between(..), Some(ClauseKind::Paid)) => "alert.used_up.between.paid",
        (Moment::Between(..), Some(IfSpending | PaidAtMost)) => "alert.used_up.between.if_spending",
        (Moment::Between(..), Some(ClauseKind::Nothing)) => "alert.used_up.between.nothing",
        (Moment::Before(_), Some(ClauseKind::Credit)) => "alert.used_up.before.credit",
        (Moment::Before(_), Some(ClauseKind::Paid)) => "alert.used_up.before.paid",
        (Moment::Before(_), Some(IfSpending | PaidAtMost)) => "alert.used_up.before.if_spending",
        (Moment::Before(_), Some(ClauseKind::Nothing)) => "alert.used_up.before.nothing",
    }
}
