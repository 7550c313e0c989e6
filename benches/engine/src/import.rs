//! Bytes in, typed records and totals kept. This is the whole of what the product does with a file or a paste:
//! recognition, checks and totals, not a reader made for the benchmark.

use ad_credit_tracker::ingest::records::Records;
use ad_credit_tracker::ingest::{self, Flavour, Said, Source};
use ad_credit_tracker::options::Options;
use ad_credit_tracker::platform::Platform;

/// The files are UTF-8 and their headers are ASCII: nothing is lent.
pub struct Bare;

impl Platform for Bare {
    fn decode(&self, _: &str, _: &[u8]) -> Option<String> {
        None
    }

    fn nfkc(&self, text: &str) -> String {
        text.to_owned()
    }

    fn nfc(&self, text: &str) -> String {
        text.to_owned()
    }

    fn nfkd(&self, text: &str) -> String {
        text.to_owned()
    }
}

/// The records of the only table, and how many rows or tables were not read.
pub fn records(flavour: Flavour) -> Option<(Records, usize)> {
    let source = Source { name: "export".into(), flavours: vec![flavour], ..Source::default() };
    let options = Options::default();
    let mut read = ingest::read(&source, &Said::of(&options, &source.id), &Bare);
    let table = read.tables.pop().filter(|_| read.tables.is_empty())?;
    let bad = table.refused_count + table.problems.len() + read.unrecognised.len();
    Some((table.records, bad + read.problems.len()))
}
