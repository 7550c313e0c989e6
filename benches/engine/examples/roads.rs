//! Both roads of `ingest::read` on one file, natively:
//! `cargo run --release -p bench-engine --example roads FILE [REPEATS]`.

use ad_credit_tracker::ingest::{self, Flavour, FlavourKind, Head, Road, Said, Source};
use ad_credit_tracker::options::Options;
use bench_engine::import::Bare;
use std::time::Instant;

fn main() {
    let mut args = std::env::args().skip(1);
    let bytes = std::fs::read(args.next().expect("a file")).expect("readable");
    let repeats = args.next().and_then(|n| n.parse().ok()).unwrap_or(1);
    let flavours = vec![Flavour { kind: FlavourKind::File, bytes }];
    let source = Source { name: "export.csv".into(), flavours, ..Source::default() };
    let options = Options::default();
    for _ in 0..repeats {
        for (name, road) in [("fast", Road::Fast(Head::USUAL)), ("tolerant", Road::Tolerant)] {
            let start = Instant::now();
            let read = ingest::read_on(road, &source, &Said::of(&options, &source.id), &Bare);
            let took = start.elapsed();
            let records: usize = read.tables.iter().map(|t| t.records.len()).sum();
            let kept: usize = read.tables.iter().map(|t| t.grid.row_count()).sum();
            println!("{name:8} {took:?} {records} records, {kept} rows kept");
        }
    }
}
