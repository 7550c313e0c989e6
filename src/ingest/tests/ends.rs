//! Ends that a list of credits leaves open, or says that there are none.

use super::super::{self as ingest, Flavour, FlavourKind, Said, Source};
use crate::ingest::exports::Field;
use crate::options::Options;
use crate::platform::Native;

/// Days of the window as read, then the key of what is said.
fn check(dates: &str, expected: &str) {
    let text = format!(
        "Ad credit name\tCredit type\tDiscount / Amount\tValid dates\tUnused amount\tUsed amount\n\
         Launch\tFree\t100.00 USD\t2026-11-01 - 2026-12-01\t40.00 USD\t60.00 USD\n\
         Reels\tFree\t100.00 USD\t{dates}\t40.00 USD\t60.00 USD\n"
    );
    let flavour = Flavour { kind: FlavourKind::Text, bytes: text.into_bytes() };
    let source = Source { id: "1".into(), flavours: vec![flavour], ..Source::default() };
    let import = ingest::read(&source, &Said::of(&Options::default(), &source.id), &Native);
    let [table] = &import.tables[..] else { panic!("{dates}: no table") };
    let day = |field| table.records.time(1, field).map(|stated| stated.time.day().to_string());
    let days = [Field::ValidStart, Field::ValidEnd].map(|f| day(f).unwrap_or("-".to_owned()));
    let keys = table.problems.iter().map(|problem| problem.message.key.to_owned());
    let found: Vec<String> = days.into_iter().chain(keys).collect();
    assert_eq!(found.join(" "), expected, "{dates}");
}

#[test]
fn r8_a_start_is_kept_and_an_end_that_there_is_none_is_said_to_be_no_date() {
    check("2026-11-05 - 2026-12-05", "2026-11-05 2026-12-05");
    check("2026-11-05 -", "2026-11-05 -");
    for words in ["No expiration", "never expires", "无期限", "Unbefristet"] {
        check(words, "- - ingest.column.no_end");
    }
    check("soon", "- - ingest.column.unreadable");
}
