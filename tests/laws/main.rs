//! Laws of the whole engine on random accounts, from the pasted text to the page.
//!
//! `SEED=7 CASES=5000 cargo test --test laws` runs others: case n has the seed 7 + n. The seeds are printed,
//! and a failure names that of its case.

mod account;
mod beancount;
#[path = "../pollution/dice.rs"]
mod dice;
#[path = "../support/mod.rs"]
mod support;

use account::{Account, CURRENCIES, Charge, Paste, engine, feed, moment};
use ad_credit_tracker::account::state::AccountState;
use ad_credit_tracker::engine::Engine;
use ad_credit_tracker::money::Amount;
use ad_credit_tracker::platform::Native;
use ad_credit_tracker::view::tables::Scope;
use dice::{Dice, setting};
use serde_json::json;

const CASES: u64 = 40;

/// Runs a law on every case, with the words that name it.
fn on_random_accounts(law: impl Fn(&mut Dice, &str)) {
    let first = setting("SEED").unwrap_or(20_261_123);
    let count = setting("CASES").unwrap_or(CASES);
    println!("SEED={first} CASES={count}");
    for seed in first..first + count {
        law(&mut Dice::new(seed), &format!("SEED={seed} CASES=1"));
    }
}

/// One to four accounts; some of their credits end inside the period.
fn accounts(dice: &mut Dice) -> Vec<Account> {
    let count = 1 + dice.below(4) as u64;
    (0..count).map(|number| Account::new(dice, number, 3)).collect()
}

fn pastes(accounts: &[Account]) -> Vec<Paste> {
    accounts.iter().flat_map(Account::pastes).collect()
}

/// What replay says of each account, by its key, without the places in which it was read.
fn figures(engine: &mut Engine) -> Vec<(String, String)> {
    let figures = |state: &AccountState| {
        let credits: Vec<_> = state.credits.iter().map(|c| (&c.key, c.unused, &c.state)).collect();
        let charges = (&state.charges.times, &state.charges.amounts);
        (state.account.key.clone(), format!("{credits:?} {charges:?} {:?}", state.replays))
    };
    let mut all: Vec<_> = engine.page(moment()).states().map(figures).collect();
    all.sort();
    all
}

#[test]
fn removing_an_import_is_never_having_had_it() {
    on_random_accounts(|dice, case| {
        let accounts = accounts(dice);
        let mut pastes = pastes(&accounts);
        dice.shuffle(&mut pastes);
        let mut with = engine(&accounts, &pastes);
        // Sometimes the page was looked at in between.
        if dice.chance(50) {
            support::report(&mut with, moment());
        }
        let gone = pastes.remove(dice.below(pastes.len()));
        with.remove(&gone.id);
        let mut without = Engine::new(Box::new(Native));
        without.set_options(with.options().clone());
        pastes.iter().for_each(|paste| feed(&mut without, paste));
        assert_same(&mut with, &mut without, case);
        // And back again: as if it had never been gone.
        if dice.chance(30) {
            feed(&mut with, &gone);
            pastes.push(gone);
            assert_same(&mut with, &mut engine(&accounts, &pastes), case);
        }
    });
}

#[track_caller]
fn assert_same(a: &mut Engine, b: &mut Engine, case: &str) {
    let (a, b) = (support::report(a, moment()), support::report(b, moment()));
    for part in ["view", "tables"] {
        for (key, value) in a[part].as_object().unwrap() {
            assert_eq!(value, &b[part][key], "{case}: {part}.{key}");
        }
    }
}

#[test]
fn two_halves_are_the_whole() {
    on_random_accounts(|dice, case| {
        let account = Account::new(dice, 0, 3);
        let all = account.charges.len();
        let mut whole = engine(std::slice::from_ref(&account), &account.pastes());
        // Where they overlap, a charge is in both.
        let (to, from) = (dice.below(all + 1), dice.below(all + 1));
        let (to, from) = (to.max(from), to.min(from));
        let halves =
            [account.promotions(), account.transactions(0..to), account.transactions(from..all)];
        let mut halves = engine(std::slice::from_ref(&account), &halves);
        assert_eq!(figures(&mut halves), figures(&mut whole), "{case}: 0 to {to}, {from} to {all}");
    });
}

/// Of the view what stands per currency: the currency, and all that is said of it. A line that says no amount,
/// only that a list was not copied, is of no currency.
fn lines(engine: &mut Engine) -> Vec<(String, String)> {
    let view = json!(engine.view(moment(), &Scope::default()));
    let lines = ["band", "spend"].into_iter().flat_map(|part| view[part].as_array().unwrap());
    let lines =
        lines.filter(|l| l["days"].is_array() || !l["canPay"].is_null() || l["held"] != "0");
    let mut lines: Vec<_> = lines.map(|l| (l["currency"].to_string(), l.to_string())).collect();
    lines.sort();
    lines
}

#[test]
fn r25_r28_currencies_never_mix() {
    on_random_accounts(|dice, case| {
        // Accounts of other currencies beside them change nothing.
        let accounts = accounts(dice);
        let mut all = engine(&accounts, &pastes(&accounts));
        let (mut apart, mut lines_apart) = (vec![], vec![]);
        for (currency, _) in CURRENCIES {
            let own = accounts.iter().filter(|a| a.currency == currency);
            let own: Vec<Account> = own.cloned().collect();
            let mut alone = engine(&own, &pastes(&own));
            apart.extend(figures(&mut alone));
            let lines = lines(&mut alone);
            let named = json!(currency).to_string();
            assert!(lines.iter().all(|(of, _)| *of == named), "{case}: {currency}: {lines:?}");
            lines_apart.extend(lines);
        }
        apart.sort();
        lines_apart.sort();
        assert_eq!(figures(&mut all), apart, "{case}");
        assert_eq!(lines(&mut all), lines_apart, "{case}");

        // Rows of another currency in an account's own export are set aside, and counted.
        let Some(clean) = accounts.first() else { return };
        let mut mixed = clean.clone();
        let foreign = CURRENCIES.into_iter().find(|(c, _)| *c != clean.currency);
        let (currency, _) = foreign.unwrap();
        let count = 1 + dice.below(5);
        for _ in 0..count {
            let at = dice.between(1, 28);
            let time = account::day(at).start().plus_seconds(dice.between(0, 86_399));
            let amount = Amount::from_units(dice.between(1, 500));
            mixed.charges.push(Charge { time, amount, currency });
        }
        let mut found = engine(std::slice::from_ref(&mixed), &mixed.pastes());
        let mut expected = engine(std::slice::from_ref(clean), &clean.pastes());
        let set_aside = |engine: &mut Engine| -> u64 {
            let states = engine.page(moment()).states();
            states.flat_map(|s| &s.sources).map(|s| s.counts.set_aside).sum()
        };
        assert_eq!(set_aside(&mut found), count as u64, "{case}: rows set aside");
        assert_eq!(figures(&mut found), figures(&mut expected), "{case}: foreign rows");
    });
}
