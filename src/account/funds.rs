//! Money beside ad credit and how the account pays: balances (E8, E12, typed in), billing setup.
//!
//! In: balance rows, transactions, what the user said. Out: [`Funds`] and [`Billing`]. A suggestion is
//! never applied as an answer (R10); balances of a portfolio are marked as such (R27).

use super::intake::{Intake, origin};
use super::state::*;
use super::words;
use crate::ingest::exports::{Export, Field};
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
            let money = |field| records.money(row, field);
            // A connector's balance is that of its day's end, another table's of its as-of.
            let as_of = match records.time(row, Field::Day) {
                Some(day) => day.end().in_zone(intake.zone).min(part.as_of.when.instant),
                None => part.as_of.when.instant,
            };
            let balances = Balances {
                as_of,
                origin: origin(source, records, row),
                account: money(Field::AccountBalance).or_else(|| money(Field::RemainingBalance)),
                cash: money(Field::CashBalance),
                credit_line: money(Field::CreditLineBalance),
                voucher: money(Field::VoucherBalance),
            };
            if let Some(alert) = money(Field::BalanceAlert)
                && funds.balance_alert.is_none_or(|known| known.as_of <= as_of)
            {
                funds.balance_alert =
                    Some(Observed { value: alert, as_of, origin: balances.origin });
            }
            if let Some(portfolio) = records.text(row, Field::PortfolioId) {
                funds.portfolio = Some(portfolio.to_owned());
            }
            let says = [balances.account, balances.cash, balances.credit_line, balances.voucher];
            if records.export == Export::PaymentManagement || says.iter().any(Option::is_some) {
                funds.history.push(balances);
            }
        }
    }
    let values = |b: &Balances| (b.account, b.cash, b.credit_line, b.voucher);
    funds.history.order_by_key(|b| (b.as_of, values(b), b.origin));
    let mut kept: Vec<Balances> = Vec::new();
    for balances in std::mem::take(&mut funds.history) {
        // Rows of a connector are counted as reports.
        let is_report = |source: SourceIx| {
            intake.sources.get(source.at()).is_some_and(|s| s.export == Export::ConnectorTable)
        };
        let is_report = is_report(balances.origin.source);
        let counts = intake.counts(balances.origin.source).filter(|_| !is_report);
        let last = kept.last();
        let at_once = last.is_some_and(|last| last.as_of == balances.as_of);
        let same = last.is_some_and(|last| values(last) == values(&balances));
        if let Some(counts) = counts {
            match (last.is_some(), same, at_once) {
                (false, ..) => counts.new += 1,
                (_, true, _) => counts.same += 1,
                (_, _, true) => counts.conflicting += 1,
                _ => counts.changed += 1,
            }
        }
        if !(same && at_once) {
            kept.push(balances);
        }
    }
    funds.history = kept;
    let latest =
        |pick: fn(&Balances) -> Option<Amount>| {
            funds.history.iter().rev().find_map(|b| {
                pick(b).map(|value| Observed { value, as_of: b.as_of, origin: b.origin })
            })
        };
    (funds.cash, funds.voucher) = (latest(|b| b.cash), latest(|b| b.voucher));
    (funds.credit_line, funds.account_balance) = (latest(|b| b.credit_line), latest(|b| b.account));
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

/// R10: what the user said, else what transactions and balances suggest.
pub fn billing(
    intake: &Intake<'_>,
    answers: Option<&AccountOptions>,
    transactions: &Transactions,
    funds: &Funds,
) -> Billing {
    let mut billing = Billing { chosen: answers.and_then(|a| a.billing), ..Billing::default() };
    let mut automatic: Vec<(Message, Origin)> = Vec::new();
    let mut manual: Vec<(Message, Origin)> = Vec::new();
    let mut invoicing: Vec<(Message, Origin)> = Vec::new();
    let mut count = [0u64; 3];
    for (row, kind) in transactions.kinds.iter().enumerate() {
        let Some(&origin) = transactions.origins.get(row) else { continue };
        let (list, slot, key) = match kind {
            TransactionKind::BillPayment => (&mut automatic, 0, "account.billing.sawBillPayment"),
            TransactionKind::CardVerification => {
                (&mut automatic, 1, "account.billing.sawCardVerification")
            }
            TransactionKind::AddBalance => (&mut manual, 2, "account.billing.sawAddBalance"),
            _ => continue,
        };
        if let Some(count) = count.get_mut(slot) {
            *count += 1;
            if *count == 1 {
                list.push((Message::new(key), origin));
            }
        }
    }
    if let Some(line) = funds.credit_line.filter(|line| line.value.is_positive()) {
        invoicing.push((Message::new("account.billing.sawCreditLine"), line.origin));
    }
    let register = intake.of(&[Export::AccountRegister]).last().and_then(|(source, part)| {
        let row = part.rows().last()?;
        let text = part.records().text(row, Field::BillingSetup)?;
        Some((words::billing_setup(text)?, origin(source, part.records(), row)))
    });
    // The register is the user's own list; then the strongest sign: a credit line, bills, top-ups.
    (billing.suggested, billing.evidence) = match register {
        Some((setup, origin)) => {
            (Some(setup), vec![(Message::new("account.billing.sawRegister"), origin)])
        }
        None if !invoicing.is_empty() => (Some(BillingSetup::MonthlyInvoicing), invoicing),
        // Both: cards are verified and balances topped up in either; bills decide.
        None if !automatic.is_empty() && (manual.is_empty() || count.first() > Some(&0)) => {
            (Some(BillingSetup::AutomaticCashFirst), automatic)
        }
        None if !manual.is_empty() => (Some(BillingSetup::Manual), manual),
        None => (None, vec![]),
    };
    billing.readings = readings(&billing);
    billing
}

/// The readings still possible, the shown one first: both of R10 while automatic payment is only
/// suggested, the founding document's preselected.
fn readings(billing: &Billing) -> Vec<BillingSetup> {
    use BillingSetup::*;
    match (billing.chosen, billing.suggested) {
        (Some(chosen), _) => vec![chosen],
        (None, Some(AutomaticCashFirst | AutomaticCreditFirst)) => {
            vec![AutomaticCashFirst, AutomaticCreditFirst]
        }
        (None, Some(suggested)) => vec![suggested],
        (None, None) => vec![Manual, AutomaticCashFirst, AutomaticCreditFirst],
    }
}
