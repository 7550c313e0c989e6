//! The same job natively: `cargo run --release -p bench-engine --example native FILE [REPEATS]`, for profilers.
fn main() {
    let mut args = std::env::args().skip(1);
    let text = std::fs::read(args.next().expect("a file")).expect("readable");
    let repeats = args.next().and_then(|n| n.parse().ok()).unwrap_or(1);
    for _ in 0..repeats {
        let mut road = bench_engine::reader::road(text.len() as u64);
        road.feed(&text).expect("in the layout");
        let (records, _) = road.finish().expect("in the layout");
        let totals = bench_engine::totals::totals(&records).expect("all columns");
        println!("{}", bench_engine::totals::shown(&records, &totals));
    }
}
