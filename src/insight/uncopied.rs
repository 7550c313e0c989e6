//! What balances say of ad credit that nobody copied (E8): how much is left, and that its end is not known.
//!
//! In: accounts whose Available was never copied, totals of Business Centers. Out: sentences of the band. One a currency,
//! never one total (R28); a balance that a payment portfolio repeats is counted once (R27).

use super::band::BandLine;
use super::{Answers, when_at};
use crate::account::state::{AccountState, RollUp};
use crate::calendar::{Instant, When};
use crate::money::{Amount, Currency};
use crate::problem::Message;
use std::collections::{BTreeMap, BTreeSet};

/// What is left by the balances of one currency, or of one account without any (R38).
#[derive(Default)]
struct Left {
    amount: Amount,
    count: usize,
    oldest: Option<(Instant, When)>,
}

/// Sentences, and how old the oldest of the balances is.
pub(super) fn balances(accounts: &[(&AccountState, &Answers)]) -> (Vec<Message>, Option<When>) {
    let mut portfolios: BTreeSet<&str> = BTreeSet::new();
    let mut groups: BTreeMap<(Option<Currency>, &str), Left> = BTreeMap::new();
    for (state, _) in accounts {
        let Some(voucher) = state.funds.voucher.filter(|v| v.value.is_positive()) else { continue };
        let alone = if state.currency.is_none() { state.account.key.as_str() } else { "" };
        let left = groups.entry((state.currency, alone)).or_default();
        let portfolio = state.funds.portfolio.as_deref();
        left.count += 1;
        if portfolio.is_none_or(|portfolio| portfolios.insert(portfolio)) {
            left.amount += voucher.value;
        }
        let seen = (voucher.as_of, when_at(state, voucher.as_of));
        left.oldest = left.oldest.filter(|oldest| oldest.0 <= seen.0).or(Some(seen));
    }
    let oldest = groups.values().filter_map(|left| left.oldest).min_by_key(|(at, _)| *at);
    let said = groups.iter().map(|((currency, _), Left { amount, count, .. })| {
        Message::new("band.balance").with("count", *count).money("amount", *amount, *currency)
    });
    (said.collect(), oldest.map(|(_, when)| when))
}

/// Adds what Business Centers state of which no account is known.
pub fn add_centers(band: &mut Vec<BandLine>, centers: &[RollUp]) {
    let lone = |center: &&RollUp| center.accounts.is_empty() && center.unclaimed.is_none();
    for center in centers.iter().filter(lone) {
        let stated = center.stated.filter(|stated| stated.is_positive());
        let (Some(amount), Some(name)) = (stated, &center.business_center) else { continue };
        let said = Message::new("band.center").with("name", name.as_str());
        let said = said.money("amount", amount, center.currency);
        match band.iter_mut().find(|line| line.currency == center.currency) {
            Some(line) => line.notes.push(said),
            None => band.push(BandLine {
                currency: center.currency,
                account: None,
                can_pay: None,
                held: Amount::ZERO,
                perhaps: Amount::ZERO,
                sentences: vec![said],
                notes: vec![],
                as_of: None,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::alerts::Kind;
    use crate::insight::band::band;
    use crate::insight::fixture::{account, say};
    use crate::insight::{Level, answer};
    use crate::options::Options;

    fn balance(key: u32, currency: &str, amount: u32) -> AccountState {
        account(&format!(
            "account key={key} name=Shop_{key} currency={currency}
             now     11-21 14:00
             source  export=payment_management at=11-21T09:00
             voucher {amount} at=11-21T09:00"
        ))
    }

    fn said(states: &[AccountState]) -> Vec<String> {
        let answers: Vec<Answers> = states.iter().map(|s| answer(s, &Options::default())).collect();
        let pairs: Vec<_> = states.iter().zip(&answers).collect();
        let lines = band(&pairs);
        lines.iter().flat_map(|l| l.sentences.iter().chain(&l.notes).map(say)).collect()
    }

    #[test]
    fn r28_r37_what_balances_hold_is_told_per_currency_with_what_is_not_known() {
        let states = [
            balance(1, "USD", 40),
            balance(2, "EUR", 7),
            balance(3, "USD", 60),
            balance(4, "USD", 0),
        ];
        assert_eq!(
            said(&states),
            [
                "what can pay is not known in 4 accounts: Available not copied yet",
                "7 EUR of ad credit is left by the balance of 1 account; until when is not known",
                "100 USD of ad credit is left by the balance of 2 accounts; until when is not known",
            ]
        );
    }

    #[test]
    fn r27_a_balance_that_a_portfolio_repeats_is_counted_once() {
        let mut states = [balance(1, "USD", 40), balance(2, "USD", 40)];
        states.iter_mut().for_each(|state| state.funds.portfolio = Some("P".to_owned()));
        assert!(said(&states).concat().contains("40 USD of ad credit is left by the balance of 2"));
        // Nor is it the money of one of them.
        let found = answer(&states[0], &Options::default()).findings;
        assert!(found.iter().all(|finding| finding.amount.is_none()), "{found:?}");
    }

    #[test]
    fn r37_money_of_which_nobody_knows_when_it_ends_is_a_warning() {
        let line = |amount| {
            let answers = answer(&balance(1, "USD", amount), &Options::default());
            let line = answers.findings.iter().find(|f| f.kind == Kind::NotCopied).unwrap();
            (line.level, say(&line.headline))
        };
        let (level, said) = line(40);
        assert_eq!(level, Level::Warning);
        assert_eq!(
            said,
            "40 USD of ad credit is left by its balance of 11-21 09:00; \
             until when is not known: Available not copied yet"
        );
        assert_eq!(line(0).0, Level::Info);
    }

    #[test]
    fn what_a_business_center_holds_is_told_where_no_account_of_it_is_known() {
        let center = |currency: &str, accounts: &[&str]| RollUp {
            business_center: Some("69".to_owned()),
            currency: Currency::parse(currency),
            accounts: accounts.iter().map(|&key| key.to_owned()).collect(),
            stated: Some(Amount::from_units(1200)),
            ..RollUp::default()
        };
        let mut lines = vec![];
        add_centers(&mut lines, &[center("USD", &[]), center("EUR", &["1"]), center("USD", &[])]);
        let [line] = &lines[..] else { panic!("{lines:?}") };
        let told = "1200 USD of ad credit is left in Business Center 69; \
                    in which accounts and until when is not known";
        assert_eq!([&line.sentences[0], &line.notes[0]].map(say), [told, told]);
    }
}
