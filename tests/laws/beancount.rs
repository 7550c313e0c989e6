//! The same answers by other people's program: beancount, lots booked FIFO whose cost date is the credit's
//! end. Where no credit ends inside the period that is "earliest end first". `cargo xtask test beancount`
//! finds or installs it; `BEANCOUNT` names the Python that has it.

use crate::account::{Account, engine, moment};
use crate::dice::{Dice, setting};
use ad_credit_tracker::money::Amount;
use serde_json::{Value, json};
use std::io::Write as _;
use std::process::{Command, Stdio};

const CASES: u64 = 400;

#[test]
#[ignore = "needs Python with beancount: cargo xtask test beancount"]
fn r9_r14_replay_agrees_with_beancount() {
    let first = setting("SEED").unwrap_or(20_261_123);
    let count = setting("CASES").unwrap_or(CASES);
    println!("SEED={first} CASES={count}");
    // No credit ends before day 31, no charge is made after day 28.
    let account = |seed| Account::new(&mut Dice::new(seed), 0, 31);
    let accounts: Vec<Account> = (first..first + count).map(account).collect();
    let expected = beancount(&accounts);
    assert_eq!(expected.len(), accounts.len());
    let mut wrong = vec![];
    let (mut partly, mut mixed) = (0, 0);
    for ((seed, account), expected) in (first..).zip(&accounts).zip(&expected) {
        let mut engine = engine(std::slice::from_ref(account), &account.pastes());
        let mut states = engine.page(moment()).states();
        let (Some(state), None) = (states.next(), states.next()) else {
            panic!("SEED={seed} CASES=1: accounts")
        };
        assert_eq!(state.credits.len(), account.credits.len(), "SEED={seed} CASES=1");
        assert_eq!(state.charges.len(), account.charges.len(), "SEED={seed} CASES=1");
        let replay = &state.replays[0];
        let micros = |text: &Value| Amount::parse_plain(text.as_str().unwrap_or("0")).unwrap();
        for (credit, replayed) in state.credits.iter().zip(&replay.credits) {
            let left = micros(&expected["left"][&credit.name]);
            partly += u64::from(left > Amount::ZERO && Some(left) != credit.face);
            if replayed.unused != Some(left) {
                let ours = replayed.unused;
                wrong.push(format!("SEED={seed} CASES=1: {} {ours:?}, not {left}", credit.name));
            }
        }
        let cash = micros(&expected["cash"]);
        mixed += u64::from(cash > Amount::ZERO && replay.by_credit > Amount::ZERO);
        // R32: where no credits were copied, nobody knows that there are none.
        let ours = if account.credits.is_empty() { replay.unknown } else { replay.by_cash };
        if ours != cash {
            wrong.push(format!("SEED={seed} CASES=1: cash {ours}, not {cash}"));
        }
    }
    println!(
        "{count} accounts: {partly} credits left in part, {mixed} accounts where cash took over"
    );
    assert!(
        wrong.is_empty(),
        "{} wrong, such as\n{}",
        wrong.len(),
        wrong[..wrong.len().min(12)].join("\n")
    );
    assert!(count < 100 || (partly > count / 4 && mixed > count / 20), "too easy");
}

/// What beancount says is left, per account.
fn beancount(accounts: &[Account]) -> Vec<Value> {
    let asked = accounts.iter().map(|account| {
        let lots = account.credits.iter().map(|c| {
            let (from, until) = (c.from.to_string(), c.until.to_string());
            json!({ "name": c.name, "from": from, "until": until, "amount": c.unused.to_string() })
        });
        let charges = account
            .charges
            .iter()
            .map(|c| json!({ "day": c.time.day().to_string(), "amount": c.amount.to_string() }));
        json!({ "lots": lots.collect::<Vec<_>>(), "charges": charges.collect::<Vec<_>>() })
    });
    let asked = Value::from_iter(asked).to_string();
    let python = std::env::var("BEANCOUNT").unwrap_or_else(|_| "python3".into());
    let mut child = Command::new(&python)
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/laws/ledger.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{python}: {error}"));
    // All of it is read before anything is written: no pipe can fill up on both sides.
    child.stdin.take().unwrap().write_all(asked.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{python} tests/laws/ledger.py: {}", output.status);
    serde_json::from_slice(&output.stdout).unwrap()
}
