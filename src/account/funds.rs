//! Money beside ad credit and how the account pays: balances (E8, E12, typed in), billing setup.
//!
//! In: balance rows, transactions, what the user said. Out: [`Funds`] and [`Billing`], and what a balance says of
//! the only credit. A suggestion is never applied as an answer (R10); balances of a portfolio are marked as such (R27).

use super::attribution::Part;
use super::intake::{Intake, Outcome, origin};
use super::state::*;
use super::words;
use crate::calendar::{Instant, Zone};
use crate::ingest::exports::{Export, Field};
use crate::ingest::words::is_switch;
use crate::money::Amount;
use crate::options::{AccountOptions, BillingSetup};
use crate::problem::Message;
use crate::sorting::Sorting;

/// Balances of the account over time; the latest statement of each leads (R33).
pub fn collect(intake: &mut Intake<'_>, answers: Option<&AccountOptions>) -> Funds {
    let mut funds = Funds::default();
    for (source, part) in intake.of(&[Export::PaymentManagement, Export::ConnectorTable]) {
        let records = part.records();
        for row in part.rows() {
            let balances = balances(&part, source, row, intake.zone);
            let Balances { as_of, origin, .. } = balances;
            if let Some(value) = records.money(row, Field::BalanceAlert)
                && funds.balance_alert.is_none_or(|known| known.as_of <= as_of)
            {
                funds.balance_alert = Some(Observed { value, as_of, origin });
            }
            // Whether it is in one does not say in which.
            let portfolio = records.text(row, Field::PortfolioId).filter(|text| !is_switch(text));
            if let Some(portfolio) = portfolio {
                funds.portfolio = Some(portfolio.to_owned());
            }
            if records.export == Export::PaymentManagement || figures(&balances) != [None; 4] {
                funds.history.push(balances);
            }
        }
    }
    funds.history = each_once(funds.history, intake);
    let latest =
        |pick: fn(&Balances) -> Option<Amount>| {
            funds.history.iter().rev().find_map(|b| {
                pick(b).map(|value| Observed { value, as_of: b.as_of, origin: b.origin })
            })
        };
    (funds.cash, funds.voucher) = (latest(|b| b.cash), latest(|b| b.voucher));
    funds.credit_line = latest(|b| b.credit_line);
    if let Some(typed) = answers.and_then(|a| a.cash.as_ref())
        && funds.cash.is_none_or(|cash| cash.as_of <= typed.at)
    {
        // R36: cash may be typed in, with its time; it has no line.
        let origin = Origin { source: SourceIx(u32::MAX), line: 0 };
        funds.cash = Some(Observed { value: typed.amount, as_of: typed.at, origin });
        funds.cash_is_typed = true;
    }
    funds
}

fn balances(part: &Part<'_>, source: SourceIx, row: usize, zone: Zone) -> Balances {
    let records = part.records();
    let money = |field| records.money(row, field);
    // A connector's balance is that of its day's end, another table's of its as-of.
    let as_of = match records.time(row, Field::Day) {
        Some(day) => day.end().in_zone(zone).min(part.as_of.when.instant),
        None => part.as_of.when.instant,
    };
    Balances {
        as_of,
        origin: origin(source, records, row),
        account: money(Field::AccountBalance).or_else(|| money(Field::RemainingBalance)),
        cash: money(Field::CashBalance),
        credit_line: money(Field::CreditLineBalance),
        voucher: money(Field::VoucherBalance),
    }
}

fn figures(balances: &Balances) -> [Option<Amount>; 4] {
    [balances.account, balances.cash, balances.credit_line, balances.voucher]
}

/// In order of time, without what one moment states twice.
fn each_once(mut history: Vec<Balances>, intake: &mut Intake<'_>) -> Vec<Balances> {
    history.order_by_key(|b| (b.as_of, figures(b), b.origin));
    let mut kept: Vec<Balances> = Vec::new();
    for balances in history {
        let known = kept.last().map(|last| (figures(last), last.as_of));
        let stated = (figures(&balances), balances.as_of);
        let source = balances.origin.source;
        // Rows of a connector are counted as reports.
        let export = intake.sources.get(source.at()).map(|s| s.export);
        if export != Some(Export::ConnectorTable) {
            intake.count(source, Outcome::beside(known.as_ref(), &stated), 1);
        }
        if known != Some(stated) {
            kept.push(balances);
        }
    }
    kept
}

/// R36, R37: where one credit alone makes an account's ad credit, a balance that fell below its last copy states what
/// is left of it. Where nothing is left of all, nothing is of each; where all is that copies had left, each is as it
/// was. One that is larger tells nothing new.
pub fn observe(
    credits: &mut [Credit],
    funds: &Funds,
    transactions: &Transactions,
    intake: &Intake<'_>,
) {
    // R27: the balance of a portfolio is of several accounts.
    if funds.portfolio.is_some() {
        return;
    }
    let (zone, is_only) = (intake.zone, credits.len() == 1);
    for balances in &funds.history {
        let Some(voucher) = balances.voucher else { continue };
        let open = credits.iter_mut().filter(|c| may_hold(c, balances.as_of, zone));
        let open: Vec<&mut Credit> = open.collect();
        let left = |credit: &Credit| credit.seen_by(balances.as_of)?.unused_of(credit.face);
        let is_as_copied =
            open.iter().map(|credit| left(credit)).sum::<Option<Amount>>() == Some(voucher);
        let is_alone = match &open[..] {
            [credit] => {
                let beside = Beside { transactions, is_only, at: balances.as_of, intake };
                !beside.names_another(credit) && !beside.leaves_less(credit, voucher)
            }
            _ => false,
        };
        if is_alone || voucher.is_zero() || is_as_copied {
            for credit in open {
                let value = left(credit).filter(|_| is_as_copied).unwrap_or(voucher);
                observe_left(credit, value, balances, zone);
            }
        }
    }
}

/// Something may have been left of the credit at that moment.
fn may_hold(credit: &Credit, at: Instant, zone: Zone) -> bool {
    let clock = at.on_clock(zone);
    let left = credit.seen_by(at).and_then(|seen| seen.unused_of(credit.face));
    let is_over = credit.window.end.is_some_and(|end| end <= clock);
    let is_to_come = credit.redeemed.is_some_and(|redeemed| clock < redeemed.time);
    !is_over && !is_to_come && left.is_none_or(Amount::is_positive)
}

/// What rows say that a balance of that moment may hold beside the one copied credit (R32).
struct Beside<'a, 'p> {
    transactions: &'a Transactions,
    /// No other credit was ever copied.
    is_only: bool,
    at: Instant,
    intake: &'a Intake<'p>,
}

impl Beside<'_, '_> {
    /// Of after its copy rows name a credit that nobody copied.
    fn names_another(&self, credit: &Credit) -> bool {
        let seen = credit.seen_by(self.at).map(|seen| seen.as_of.on_clock(self.intake.zone));
        let mut draws = self.transactions.draws();
        draws.any(|draw| {
            let is_later = seen.is_none_or(|seen| seen <= draw.time);
            is_later && self.transactions.is_of_uncopied(draw.row.at())
        })
    }

    /// By rows that are its own, less than the balance was left of it. R21: a balance may lack the latest of them.
    fn leaves_less(&self, credit: &Credit, balance: Amount) -> bool {
        let Some(seen) = credit.seen_by(self.at) else { return false };
        let Some(left) = seen.unused_of(credit.face) else { return false };
        let Intake { zone, lag_seconds, .. } = *self.intake;
        let since = seen.as_of.on_clock(zone);
        let until = self.at.on_clock(zone).plus_seconds(-lag_seconds);
        let is_meant = |draw: &Draw| since < draw.time && draw.time < until;
        let t = self.transactions;
        let drawn: Amount = match self.is_only {
            true => t.draws().filter(is_meant).map(|draw| draw.amount).sum(),
            false => t.draws_of(credit).filter(is_meant).map(|draw| draw.amount).sum(),
        };
        left - drawn < balance
    }
}

fn observe_left(credit: &mut Credit, value: Amount, balances: &Balances, zone: Zone) {
    let at = balances.as_of;
    let Some(seen) = credit.seen_by(at) else { return };
    let Some(left) = seen.unused_of(credit.face) else { return };
    // Whether a balance holds what is not assigned, not begun or on hold is not told (R4, R5).
    let is_in_it = credit.kind != Some(CreditType::Assignable)
        && !seen.suspended
        && credit.window.contains(at.on_clock(zone));
    // R33: a copy of the same moment, or one that says the same again later, leads.
    let is_newer = seen.moments().all(|moment| moment < at);
    if !is_in_it || !is_newer || value.is_negative() || left < value {
        return;
    }
    let observation = Observation {
        as_of: at,
        origin: balances.origin,
        export: Export::PaymentManagement,
        unused: Some(value),
        used: seen.used.map(|used| used + (left - value)),
        percent: None,
        seen_again: vec![],
        ..seen.clone()
    };
    let figure = |value| Observed { value, as_of: at, origin: balances.origin };
    if credit.unused.is_none_or(|known| known.as_of < at) {
        credit.unused = observation.unused.map(figure);
        credit.used = observation.used.map(figure).or(credit.used);
    }
    let place = credit.observations.partition_point(|other| other.as_of < at);
    credit.observations.insert(place, observation);
}

/// R10: what the user said, else what transactions and balances suggest.
pub fn billing(
    intake: &Intake<'_>,
    answers: Option<&AccountOptions>,
    transactions: &Transactions,
    funds: &Funds,
) -> Billing {
    let mut billing = Billing { chosen: answers.and_then(|a| a.billing), ..Billing::default() };
    let automatic = seen(
        transactions,
        &[
            (TransactionKind::BillPayment, "account.billing.sawBillPayment"),
            (TransactionKind::CardVerification, "account.billing.sawCardVerification"),
        ],
    );
    let manual =
        seen(transactions, &[(TransactionKind::AddBalance, "account.billing.sawAddBalance")]);
    let line = funds.credit_line.filter(|line| line.value.is_positive());
    let invoicing: Vec<_> = line
        .map(|line| (Message::new("account.billing.sawCreditLine"), line.origin))
        .into_iter()
        .collect();
    let register = intake.of(&[Export::AccountRegister]).last().and_then(|(source, part)| {
        let row = part.rows().last()?;
        let text = part.records().text(row, Field::BillingSetup)?;
        Some((words::billing_setup(text)?, origin(source, part.records(), row)))
    });
    billing.is_registered = register.is_some();
    // The register is the user's own list; then the strongest sign: a credit line, bills, top-ups.
    (billing.suggested, billing.evidence) = match register {
        Some((setup, origin)) => {
            (Some(setup), vec![(Message::new("account.billing.sawRegister"), origin)])
        }
        None if !invoicing.is_empty() => (Some(BillingSetup::MonthlyInvoicing), invoicing),
        None if manual.is_empty() && !automatic.is_empty() => {
            (Some(BillingSetup::AutomaticCashFirst), automatic)
        }
        None if automatic.is_empty() && !manual.is_empty() => (Some(BillingSetup::Manual), manual),
        // What speaks for both suggests neither.
        None => (None, vec![]),
    };
    // E15: whoever keeps the register has said it. "Automatic" leaves two readings to choose from (R10).
    let said = billing.suggested.filter(|setup| billing.is_registered && !is_automatic(*setup));
    billing.chosen = billing.chosen.or(said);
    billing.readings = readings(&billing);
    billing
}

fn is_automatic(setup: BillingSetup) -> bool {
    matches!(setup, BillingSetup::AutomaticCashFirst | BillingSetup::AutomaticCreditFirst)
}

/// The first transaction of each kind, in the order of the list, with the message that names it.
fn seen(
    transactions: &Transactions,
    kinds: &[(TransactionKind, &'static str)],
) -> Vec<(Message, Origin)> {
    let first = |kind| transactions.kinds.iter().position(|k| *k == kind);
    let mut firsts: Vec<(usize, &'static str)> =
        kinds.iter().filter_map(|&(kind, key)| Some((first(kind)?, key))).collect();
    firsts.order();
    let named = |(row, key)| Some((Message::new(key), *transactions.origins.get(row)?));
    firsts.into_iter().filter_map(named).collect()
}

/// The readings still possible, the shown one first. What is only suggested comes first and rules out none (R10).
fn readings(billing: &Billing) -> Vec<BillingSetup> {
    use BillingSetup::*;
    match (billing.chosen, billing.suggested) {
        (Some(chosen), _) => vec![chosen],
        (None, Some(_)) if billing.is_registered => vec![AutomaticCashFirst, AutomaticCreditFirst],
        (None, Some(setup)) if is_automatic(setup) => {
            vec![AutomaticCashFirst, AutomaticCreditFirst, Manual]
        }
        (None, Some(MonthlyInvoicing)) => {
            vec![MonthlyInvoicing, Manual, AutomaticCashFirst, AutomaticCreditFirst]
        }
        (None, _) => vec![Manual, AutomaticCashFirst, AutomaticCreditFirst],
    }
}
