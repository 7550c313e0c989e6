//! Exports of the platform's shape, spoiled the way files and clipboards are: each is recovered exactly,
//! or what is wrong with it is said and the row is named. Never silently wrong money.
//!
//! `SEED=7 CASES=100000 cargo test --test pollution` runs others: case n has the seed 7 + n. The seeds are
//! printed, and a failure prints that of its case: `SEED=… CASES=1 cargo test --test pollution -- --nocapture`
//! shows it.

mod clean;
mod dice;
mod judge;
mod spoil;

use dice::{Dice, setting};
use judge::{Verdict, judge};
use std::sync::atomic::{AtomicU64, Ordering};

const CASES: u64 = 10_000;

#[test]
fn spoiled_exports_are_recovered_or_the_row_is_named() {
    let first = setting("SEED").unwrap_or(20_261_121);
    let count = setting("CASES").unwrap_or(CASES);
    let (next, exact, said) = (AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let work = || {
            let mut wrong = Vec::new();
            loop {
                let case = next.fetch_add(1, Ordering::Relaxed);
                if case >= count || wrong.len() > 200 {
                    return wrong;
                }
                match run(first + case) {
                    Verdict::Exact => drop(exact.fetch_add(1, Ordering::Relaxed)),
                    Verdict::Said => drop(said.fetch_add(1, Ordering::Relaxed)),
                    Verdict::Wrong(why) => {
                        wrong.push(format!("SEED={} CASES=1: {why}", first + case))
                    }
                }
            }
        };
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    let (exact, said) = (exact.into_inner(), said.into_inner());
    println!("{count} cases from seed {first}: {exact} exact, {said} said, {} wrong", wrong.len());
    assert!(
        wrong.is_empty(),
        "{} wrong, such as\n{}",
        wrong.len(),
        wrong[..wrong.len().min(if setting("ALL").is_some() { 999 } else { 12 })].join("\n")
    );
    assert!(count < 1_000 || exact * 100 >= count * 80, "only {exact} of {count} exact");
}

fn run(seed: u64) -> Verdict {
    let mut dice = Dice::new(seed);
    // Old encodings hold few characters.
    let plain = dice.chance(30);
    let table = clean::table(&mut dice, plain, 'k');
    let second = dice.chance(8).then(|| clean::table(&mut dice, plain, 'm'));
    let pastes = match &second {
        Some(second) => spoil::two_tables([&table, second], &mut dice),
        None => vec![spoil::paste(&table, plain, &mut dice)],
    };
    let verdicts = [Some(&table), second.as_ref()].into_iter().flatten().zip(&pastes);
    let verdict = verdicts.map(|(table, paste)| judge(table, paste)).reduce(Verdict::worse);
    let Some(paste) = pastes.first() else { return Verdict::Wrong("nothing pasted".into()) };
    if setting("CASES") == Some(1) {
        println!("{:?}\n{}", paste.done, String::from_utf8_lossy(&paste.bytes));
    }
    verdict.unwrap_or(Verdict::Exact)
}
