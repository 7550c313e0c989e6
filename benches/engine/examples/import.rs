//! A file natively, for profilers: `cargo run --release -p bench-engine --example import FILE [REPEATS]`.
use ad_credit_tracker::ingest::{Flavour, FlavourKind};
use std::time::Instant;

fn main() {
    let mut args = std::env::args().skip(1);
    let bytes = std::fs::read(args.next().expect("a file")).expect("readable");
    let repeats = args.next().and_then(|n| n.parse().ok()).unwrap_or(1);
    for _ in 0..repeats {
        let flavour = Flavour { kind: FlavourKind::File, bytes: bytes.clone() };
        let start = Instant::now();
        let (records, bad) = bench_engine::import::records(flavour).expect("one table");
        let totals = bench_engine::totals::totals(&records).expect("all columns");
        let took = start.elapsed();
        println!("{took:?} bad={bad} {}", bench_engine::totals::shown(&records, &totals));
    }
}
