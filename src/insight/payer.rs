//! Who pays now, who pays next? (question 3)
//!
//! The funding order follows from the billing setup (R9 to R11), the order among credits is an
//! assumption of ours (R14). Cash counts as a payer while its balance is not known to be gone (R36).
//! Who takes over from credits is known by what transactions say was charged, else by the billing setup
//! where all its possible readings agree, else not (R10, R37).

use super::passed;
use super::usage::{Role, Usage};
use crate::account::order;
use crate::account::state::{
    AccountState, ChargeIx, Credit, CreditIx, Payer, Replay, TransactionKind,
};
use crate::calendar::LocalTime;
use crate::ingest::words::{self, CreditMeans, FundingSource};
use crate::options::BillingSetup;
use crate::problem::Message;
use std::collections::BTreeMap;

/// Who pays under each reading of the billing setup that is still possible, the shown one first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Payers {
    pub readings: Vec<Chain>,
    /// The readings differ in who pays now.
    pub differs: bool,
    /// The latest charge that was pasted: who paid it by the shown replay, and when it was.
    pub last_seen: Option<(Payer, LocalTime)>,
    /// Who pays once no credit does.
    pub takeover: Takeover,
}

/// Who pays once no credit does, and how that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Takeover {
    /// `None`: nothing is left to pay (R13). [`Payer::NotCredit`]: which source is not known.
    pub payer: Option<Payer>,
    pub known_by: KnownBy,
}

/// What a statement about the payer rests on, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownBy {
    /// A charge that was pasted names its payment source.
    Transactions,
    /// Every reading of the billing setup that is still possible says the same.
    Billing,
    /// The readings differ (R10).
    Nothing,
}

impl Default for Takeover {
    fn default() -> Takeover {
        Takeover { payer: Some(Payer::NotCredit), known_by: KnownBy::Nothing }
    }
}

impl Takeover {
    /// Names the payer in a message; `None` where nothing is left to pay.
    pub fn name(self, message: Message, arg: &'static str, state: &AccountState) -> Message {
        match self.payer {
            Some(Payer::NotCredit) => message.term(arg, "usage.payer.open"),
            Some(payer) => with_payer(message, arg, state, payer),
            None => message,
        }
    }
}

/// Payers in the order in which they are asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    pub reading: Option<BillingSetup>,
    pub payers: Vec<Payer>,
    /// Which credit is asked after each.
    following: BTreeMap<CreditIx, CreditIx>,
    last_credit: Option<CreditIx>,
    /// The chain ends in a source that does not run dry here: card or credit line.
    pub has_last_resort: bool,
    /// Cash is in the chain because nobody said it is gone, not because it is known to be there.
    pub cash_is_unknown: bool,
}

impl Chain {
    fn is_manual(&self) -> bool {
        self.reading == Some(BillingSetup::Manual)
    }

    pub fn now(&self) -> Option<Payer> {
        self.payers.first().copied()
    }

    pub fn next(&self) -> Option<Payer> {
        self.payers.get(1).copied()
    }

    /// Who pays once no credit does, by this reading. Under automatic payment it is the card unless cash is
    /// known to be there; where cash is billed before credits (R10), a credit is drawn only while there
    /// is none.
    fn after_credits(&self) -> Option<Payer> {
        let skips_cash = match self.reading {
            Some(BillingSetup::AutomaticCashFirst) => {
                self.cash_is_unknown || self.credit().is_some()
            }
            Some(BillingSetup::AutomaticCreditFirst) => self.cash_is_unknown,
            _ => false,
        };
        let is_next = |p: &Payer| match p {
            Payer::Credit(_) => false,
            Payer::Cash => !skips_cash,
            _ => true,
        };
        self.payers.iter().copied().find(is_next)
    }

    /// The credit that is asked after this one; the first where it is none of them.
    pub fn credit_after(&self, credit: CreditIx) -> Option<CreditIx> {
        let next = self.following.get(&credit).copied();
        let is_last = || self.last_credit == Some(credit);
        next.or_else(|| self.credit().filter(|_| !is_last()))
    }

    /// The next credit that pays, where one does.
    pub fn credit(&self) -> Option<CreditIx> {
        self.payers.iter().find_map(|p| match p {
            Payer::Credit(credit) => Some(*credit),
            _ => None,
        })
    }
}

impl Payers {
    /// R13: cash pays last, by the billing setup and by what transactions say, and something pays today.
    pub fn end_in_cash(&self) -> bool {
        self.readings.iter().all(Chain::is_manual)
            && self.shown().is_some_and(|chain| chain.now().is_some())
            && !matches!(self.takeover.payer, Some(Payer::Card | Payer::CreditLine))
    }

    /// R10: an answer changes who pays now, who pays once no credit does, or whether delivery stops after the cash
    /// that is stated (R13).
    pub fn hang_on_billing(&self) -> bool {
        let may_stop =
            |chain: &Chain| chain.is_manual() && !chain.cash_is_unknown && self.readings.len() > 1;
        self.differs
            || self.takeover.known_by == KnownBy::Nothing
            || self.takeover.payer == Some(Payer::Cash) && self.readings.iter().any(may_stop)
    }

    /// The reading that is shown (R10).
    pub fn shown(&self) -> Option<&Chain> {
        self.readings.first()
    }
}

/// Who pays now and next.
pub fn payers(state: &AccountState, usage: &Usage) -> Payers {
    let pays = |c: CreditIx| usage.credits.get(c.at()).is_some_and(|u| u.role == Role::Pays);
    let credits = credits_in_order(state, pays);
    let readings: Vec<Chain> = if state.billing.readings.is_empty() {
        vec![chain(state, None, &credits, true)]
    } else {
        let has_cash = |at| state.replays.get(at).is_none_or(|replay| has_cash(state, replay));
        let readings = state.billing.readings.iter().enumerate();
        readings.map(|(at, r)| chain(state, Some(*r), &credits, has_cash(at))).collect()
    };
    let differs = readings.windows(2).any(|pair| match pair {
        [a, b] => a.now() != b.now(),
        _ => false,
    });
    let takeover = takeover(state, &readings);
    Payers {
        readings,
        differs,
        last_seen: state.shown().and_then(|replay| last_payer(state, replay)),
        takeover,
    }
}

fn takeover(state: &AccountState, readings: &[Chain]) -> Takeover {
    if let Some(payer) = charged_source(state, readings) {
        return Takeover { payer: Some(payer), known_by: KnownBy::Transactions };
    }
    // R10, R37: cash that was there may be gone since: then the latest charge tells the readings apart.
    let mut lately = state.replays.iter().map(|replay| last_payer(state, replay));
    let latest = lately.next();
    if lately.any(|other| Some(other) != latest) {
        return Takeover::default();
    }
    let mut said = readings.iter().map(Chain::after_credits);
    match said.next() {
        Some(first) if said.all(|other| other == first) => {
            Takeover { payer: first, known_by: KnownBy::Billing }
        }
        _ => Takeover::default(),
    }
}

/// The source of the latest charge that names one other than ad credit. Cash says nothing where it is known
/// to be gone since, or where it may have been billed before credits rather than after them (R10).
fn charged_source(state: &AccountState, readings: &[Chain]) -> Option<Payer> {
    let columns = &state.transactions;
    let mut draws_since = false;
    for (row, kind) in columns.kinds.iter().enumerate().rev() {
        draws_since |= *kind == TransactionKind::AdCredit;
        if *kind != TransactionKind::Charge {
            continue;
        }
        let source = state.names.text(*columns.payment_sources.get(row)?);
        let payer = match words::funding_source(source, CreditMeans::AdCredit) {
            Some(FundingSource::Card) => Payer::Card,
            Some(FundingSource::CreditLine) => Payer::CreditLine,
            Some(FundingSource::Cash) => Payer::Cash,
            Some(FundingSource::AdCredit) | None => continue,
        };
        if payer != Payer::Cash {
            return Some(payer);
        }
        let at = columns.times.get(row)?.in_zone(state.zone);
        let is_gone = state.funds.cash.is_some_and(|c| !c.value.is_positive() && c.as_of >= at);
        let cash_first = |c: &Chain| c.reading == Some(BillingSetup::AutomaticCashFirst);
        let was_first = readings.iter().any(cash_first)
            && (draws_since || readings.iter().any(|c| cash_first(c) && c.credit().is_some()));
        return (!is_gone && !was_first).then_some(Payer::Cash);
    }
    None
}

/// Chosen credits in the order that the replay assumes (R6, R14), but for what copies show to be passed over.
pub(super) fn credits_in_order(
    state: &AccountState,
    is_chosen: impl Fn(CreditIx) -> bool,
) -> Vec<CreditIx> {
    let preset = state.shown_order();
    let ranked = order::ranked(preset, &state.credits).into_iter().map(CreditIx);
    passed::in_order(state, ranked.filter(|c| is_chosen(*c)).collect())
}

/// Whether cash may pay by that replay: what pays only after it has not paid since the balance was stated (R10, R11).
fn has_cash(state: &AccountState, replay: &Replay) -> bool {
    let stated = state.funds.cash.map(|cash| cash.as_of.on_clock(state.zone));
    let is_gone = |(payer, at)| {
        matches!(payer, Payer::Card | Payer::CreditLine) && stated.is_some_and(|stated| stated < at)
    };
    !last_payer(state, replay).is_some_and(is_gone)
}

fn chain(
    state: &AccountState,
    reading: Option<BillingSetup>,
    credits: &[CreditIx],
    has_cash: bool,
) -> Chain {
    let following = credits.iter().copied().zip(credits.iter().copied().skip(1)).collect();
    let last_credit = credits.last().copied();
    let credits = credits.iter().map(|c| Payer::Credit(*c));
    let cash_value = state.funds.cash.map(|c| c.value);
    let cash = cash_value.is_none_or(|c| has_cash && c.is_positive()).then_some(Payer::Cash);
    let (payers, has_last_resort): (Vec<Payer>, bool) = match reading {
        // R9: credits, then cash; nothing after it.
        Some(BillingSetup::Manual) => (credits.chain(cash).collect(), false),
        // R10: cash balance, then credits, then the card.
        Some(BillingSetup::AutomaticCashFirst) => {
            (cash.into_iter().chain(credits).chain([Payer::Card]).collect(), true)
        }
        // R10, partners' reading: credit pays before the card once it arrived.
        Some(BillingSetup::AutomaticCreditFirst) => {
            (credits.chain(cash).chain([Payer::Card]).collect(), true)
        }
        // R11.
        Some(BillingSetup::MonthlyInvoicing) => {
            (credits.chain(cash).chain([Payer::CreditLine]).collect(), true)
        }
        None => (credits.chain([Payer::NotCredit]).collect(), true),
    };
    let cash_is_unknown = cash_value.is_none();
    Chain { reading, payers, following, last_credit, has_last_resort, cash_is_unknown }
}

/// Who paid the latest charge that was pasted, by that replay.
fn last_payer(state: &AccountState, replay: &Replay) -> Option<(Payer, LocalTime)> {
    let last = state.charges.amounts.iter().rposition(|a| *a > 0)?;
    let splits = replay.splits_of(ChargeIx::from_at(last));
    Some((splits.last()?.payer, *state.charges.times.get(last)?))
}

/// What a payer is called: the credit's name, or a word of ours.
pub fn with_payer(
    message: Message,
    arg: &'static str,
    state: &AccountState,
    payer: Payer,
) -> Message {
    match payer {
        Payer::Credit(credit) => {
            let name = state.credit(credit).map(Credit::title).unwrap_or_default();
            message.with(arg, name)
        }
        other => message.term(arg, term(other)),
    }
}

/// Word for a source that is no credit.
pub const fn term(payer: Payer) -> &'static str {
    match payer {
        Payer::Credit(_) => "usage.payer.credit",
        Payer::Cash => "usage.payer.cash",
        Payer::Card => "usage.payer.card",
        Payer::CreditLine => "usage.payer.credit_line",
        Payer::NotCredit => "usage.payer.other",
        Payer::Unknown => "usage.payer.unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::tests::check as check_account;
    use crate::insight::fixture::account;
    use crate::insight::usage::usage;

    /// `Launch, cash, card`: the chain of the shown reading.
    fn check(text: &str, expected: &str) {
        let state = account(text);
        let payers = payers(&state, &usage(&state));
        let chain = payers.shown().map(|c| c.payers.clone()).unwrap_or_default();
        let name = |p: &Payer| match p {
            Payer::Credit(c) => state.credits[c.at()].name.clone(),
            other => term(*other).trim_start_matches("usage.payer.").to_owned(),
        };
        assert_eq!(chain.iter().map(name).collect::<Vec<_>>().join(", "), expected, "{text}");
    }

    #[test]
    fn r9_r10_r11_the_billing_setup_decides_who_pays() {
        let credits = "
            now    11-21 14:00
            credit Late  face=10 valid=11-01..11-30
            seen   Late  at=11-21T09:00 unused=10
            credit Early face=10 valid=11-01..11-25
            seen   Early at=11-21T09:00 unused=10
            credit Hub   face=10 valid=11-01..12-25 bc
            seen   Hub   at=11-21T09:00 unused=10";
        for (billing, expected) in [
            ("manual", "Hub, Early, Late, cash"),
            ("cash_first", "cash, Hub, Early, Late, card"),
            ("credit_first", "Hub, Early, Late, cash, card"),
            ("invoicing", "Hub, Early, Late, cash, credit_line"),
        ] {
            check(&format!("account billing={billing}{credits}"), expected);
        }
    }

    #[test]
    fn r36_cash_counts_until_it_is_known_to_be_gone() {
        let gone = "account billing=manual\n now 11-21 14:00\n cash 0 at=11-21T09:00";
        check(gone, "");
        let unknown = "account billing=manual\n now 11-21 14:00";
        check(unknown, "cash");
    }

    #[test]
    fn r10_r37_who_takes_over_is_known_by_charges_then_by_billing_else_not() {
        let over = "
            now    11-21 14:00
            credit Launch face=10 valid=11-01..11-30
            seen   Launch at=11-18T09:00 unused=0";
        let draw = "draw 11-15T09:00 credit=Launch amount=10";
        let visa = "paid 11-20T09:00 by=Visa_1111 amount=25";
        let cash = "paid 11-20T09:00 by=Cash_balance amount=25";
        let cash_before = "paid 11-14T09:00 by=Cash_balance amount=25";
        let empty = "cash 0 at=11-20T10:00";
        for (billing, before, after, expected) in [
            // stated billing setup | before and after the draw | who takes over
            ("unknown", "", "", "not known"),
            ("unknown", "", visa, "card, by transactions"),
            ("unknown", "", cash, "cash, by transactions"),
            ("unknown", cash_before, "", "not known"),
            ("manual", "", "", "cash, by billing"),
            ("manual", "", visa, "card, by transactions"),
            ("manual", "", empty, "nothing, by billing"),
            ("cash_first", "", "", "card, by billing"),
            ("cash_first", cash_before, "", "card, by billing"),
            ("credit_first", "", "", "card, by billing"),
            ("credit_first", "", "cash 5 at=11-20T10:00", "cash, by billing"),
            ("unknown", "", &format!("{cash}\n{empty}"), "not known"),
        ] {
            let state =
                account(&format!("account billing={billing}{over}\n{before}\n{draw}\n{after}"));
            let Takeover { payer, known_by } = payers(&state, &usage(&state)).takeover;
            let who = match payer {
                Some(payer) => term(payer).trim_start_matches("usage.payer."),
                None => "nothing",
            };
            let said = match known_by {
                KnownBy::Transactions => format!("{who}, by transactions"),
                KnownBy::Billing => format!("{who}, by billing"),
                KnownBy::Nothing => "not known".to_owned(),
            };
            assert_eq!(said, expected, "{billing} {before} {after}");
        }
    }

    /// 12 in cash on 1 May and a credit of 10, and 24 spent until the 5th.
    #[test]
    fn r10_r11_cash_that_charges_used_up_since_it_was_stated_does_not_pay_next() {
        let spent = "
            credit name=Launch face=10 unused=10 valid=05-01..05-09 seen=05-01T00:05
            report on=05-02 campaign=X cost=8 seen=05-22T12:00
            report on=05-03 campaign=X cost=8 seen=05-22T12:00
            report on=05-04 campaign=X cost=8 seen=05-22T12:00";
        for (billing, amount, at, expected) in [
            ("cash-first", "12", "05-01T00:05", Some(Payer::Card)),
            ("credit-first", "12", "05-01T00:05", Some(Payer::Card)),
            ("invoicing", "12", "05-01T00:05", Some(Payer::CreditLine)),
            ("credit-first", "40", "05-01T00:05", Some(Payer::Cash)),
            // Stated after the last of them.
            ("credit-first", "12", "05-06T00:05", Some(Payer::Cash)),
        ] {
            let state = check_account(&format!(
                "billing {billing}\n currency USD\n zone +00:00\n now 05-22T12:30
                 cash amount={amount} at={at}\n{spent}"
            ));
            let takeover = payers(&state, &usage(&state)).takeover;
            assert_eq!(takeover.payer, expected, "{billing} {amount} {at}");
        }
    }

    #[test]
    fn r10_readings_that_agree_are_not_told_apart() {
        let state = account(
            "account billing=unknown
             now 11-21 14:00
             cash 0 at=11-21T09:00
             credit Launch face=10 valid=11-01..11-30
             seen   Launch at=11-21T09:00 unused=10",
        );
        assert!(!payers(&state, &usage(&state)).differs);
    }
}
