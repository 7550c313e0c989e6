//! Who takes over when a credit ends, as far as it is known (R12, R13, R37).

use super::Scene;
use super::severity::Next;
use crate::account::state::{Between, ChargeIx, Payer, Replay, TransactionKind};
use crate::calendar::Instant;
use crate::ingest::words::{self, CreditMeans, FundingSource};
use crate::insight::Level;
use crate::insight::payer::{KnownBy, with_payer};
use crate::money::Amount;
use crate::problem::Message;
use std::collections::BTreeMap;

/// Who has paid since, or who pays if the account is spending (R12, R37), and how much that matters.
pub(super) fn who_pays_since(scene: &Scene<'_>, since: Instant) -> (Clause, Level) {
    if scene.usage.is_part {
        // R32: a credit that nobody copied may pay, unless charges themselves say what does.
        let clause = match seen_without_credit(scene, since) {
            Some(paid) => Clause::paid(paid),
            None => Clause::new(ClauseKind::NotKnown, None),
        };
        return (clause, Next::Money.level());
    }
    let chain = scene.payers.shown();
    if let Some(credit) = chain.and_then(|c| c.credit()) {
        return (
            Clause::new(ClauseKind::Credit, Some(Payer::Credit(credit))),
            Next::Credit.level(),
        );
    }
    let takeover = scene.payers.takeover;
    if takeover.payer.is_none() {
        return (Clause::new(ClauseKind::Nothing, None), Next::Nothing.level());
    }
    match seen_without_credit(scene, since).or_else(|| paid_without_credit(scene, since)) {
        Some(paid) => (Clause::paid(paid), Next::Money.level()),
        None => (Clause::new(ClauseKind::IfSpending, takeover.payer), Next::Money.level()),
    }
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
fn paid_without_credit(scene: &Scene<'_>, since: Instant) -> Option<Paid> {
    let mut readings = scene.state.replays.iter().map(|replay| replayed(scene, replay, since));
    let shown = readings.next()?;
    let others: Vec<Paid> = readings.collect();
    if others.iter().all(|other| *other == shown)
        && scene.payers.takeover.known_by != KnownBy::Nothing
    {
        return some_of(shown);
    }
    // R10: that it was no credit may be known; which source it was, only under the billing setup.
    let total = |paid: &Paid| paid.values().copied().sum::<Amount>();
    let is_known = others.iter().all(|other| total(other) == total(&shown));
    some_of(Paid::from([(Payer::NotCredit, total(&shown))])).filter(|_| is_known)
}

fn replayed(scene: &Scene<'_>, replay: &Replay, since: Instant) -> Paid {
    let mut paid = Paid::new();
    for (at, time) in scene.state.charges.times.iter().enumerate() {
        if time.in_zone(scene.state.zone) < since {
            continue;
        }
        for split in replay.splits_of(ChargeIx::from_at(at)) {
            if !matches!(split.payer, Payer::Credit(_) | Payer::Unknown) {
                *paid.entry(split.payer).or_default() += Amount::from_micros(split.micros.into());
            }
        }
    }
    paid
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
    /// Of several sources, what each paid.
    each: Paid,
}

impl Clause {
    fn new(kind: ClauseKind, payer: Option<Payer>) -> Clause {
        Clause { kind, payer, amount: None, each: Paid::new() }
    }

    /// One source by its name, several together as what is no credit.
    fn paid(each: Paid) -> Clause {
        let payer = match each.len() {
            1 => each.keys().next().copied(),
            _ => Some(Payer::NotCredit),
        };
        let amount = Some(each.values().copied().sum());
        Clause { kind: ClauseKind::Paid, payer, amount, each }
    }

    /// Who pays since, where the headline does not say it, and of several sources what each paid.
    pub fn sentences(&self, scene: &Scene<'_>) -> Vec<Message> {
        self.sentence(scene).into_iter().chain(self.shares(scene)).collect()
    }

    pub fn shares(&self, scene: &Scene<'_>) -> Vec<Message> {
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
        match self.amount {
            Some(paid) => scene.money(message, "paid", paid),
            None => message,
        }
    }

    fn sentence(&self, scene: &Scene<'_>) -> Option<Message> {
        let key = match self.kind {
            ClauseKind::Credit => "alert.why.credit_pays",
            ClauseKind::Paid => "alert.why.paid",
            ClauseKind::IfSpending => "alert.why.if_spending",
            ClauseKind::Nothing => "alert.why.nothing_pays",
            ClauseKind::NotKnown => return None,
        };
        Some(self.complete(Message::new(key), scene))
    }

    pub fn steps(&self) -> Vec<Message> {
        match self.kind {
            ClauseKind::Credit | ClauseKind::NotKnown => vec![],
            ClauseKind::Paid | ClauseKind::IfSpending => {
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
    match (moment, clause) {
        (Moment::At(_), None | Some(ClauseKind::NotKnown)) => "alert.used_up.at",
        (Moment::Between(..), None | Some(ClauseKind::NotKnown)) => "alert.used_up.between",
        (Moment::Before(_), None | Some(ClauseKind::NotKnown)) => "alert.used_up.before",
        (Moment::At(_), Some(ClauseKind::Credit)) => "alert.used_up.at.credit",
        (Moment::At(_), Some(ClauseKind::Paid)) => "alert.used_up.at.paid",
        (Moment::At(_), Some(ClauseKind::IfSpending)) => "alert.used_up.at.if_spending",
        (Moment::At(_), Some(ClauseKind::Nothing)) => "alert.used_up.at.nothing",
        (Moment::Between(..), Some(ClauseKind::Credit)) => "alert.used_up.between.credit",
        (Moment::Between(..), Some(ClauseKind::Paid)) => "alert.used_up.between.paid",
        (Moment::Between(..), Some(ClauseKind::IfSpending)) => "alert.used_up.between.if_spending",
        (Moment::Between(..), Some(ClauseKind::Nothing)) => "alert.used_up.between.nothing",
        (Moment::Before(_), Some(ClauseKind::Credit)) => "alert.used_up.before.credit",
        (Moment::Before(_), Some(ClauseKind::Paid)) => "alert.used_up.before.paid",
        (Moment::Before(_), Some(ClauseKind::IfSpending)) => "alert.used_up.before.if_spending",
        (Moment::Before(_), Some(ClauseKind::Nothing)) => "alert.used_up.before.nothing",
    }
}
