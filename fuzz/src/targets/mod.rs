//! What is tried with bytes of any kind, and the laws that must hold of each answer.
//!
//! `cargo xtask fuzz` looks for inputs that break one, guided by coverage; `tests/fuzz.rs` tries every
//! seed and every input that once did, with each `cargo test`.

mod figures; // cells: amounts, times, zones
mod readers; // every shape a paste can have
mod roads; // both roads read alike
mod whole; // options; imports → view

use ad_credit_tracker::ingest::{Flavour, FlavourKind, Imported, Source};

pub struct Target {
    pub name: &'static str,
    /// Fixtures whose names end so are seeds, beside those in `fuzz/seeds/NAME`.
    pub seeds: &'static [&'static str],
    pub run: fn(&[u8]),
}

#[rustfmt::skip]
pub const ALL: &[Target] = &[
    Target { name: "delimited", seeds: &[".csv"], run: readers::delimited },
    Target { name: "lines", seeds: &[".txt"], run: readers::lines },
    Target { name: "html", seeds: &[".html"], run: readers::html },
    Target { name: "json", seeds: &[".json"], run: readers::json },
    Target { name: "workbook", seeds: &[], run: readers::workbook },
    Target { name: "zip", seeds: &[], run: readers::zip },
    Target { name: "encoding", seeds: &[".csv"], run: readers::encoding },
    Target { name: "cells", seeds: &[], run: figures::cells },
    Target { name: "amounts", seeds: &[], run: figures::amounts },
    Target { name: "roads", seeds: &[".csv"], run: roads::both },
    Target { name: "options", seeds: &[], run: whole::options },
    Target { name: "engine", seeds: &[".txt", ".csv", ".html", ".json"], run: whole::engine },
];

/// One import of one flavour.
pub fn source(kind: FlavourKind, bytes: &[u8]) -> Source {
    let flavours = vec![Flavour { kind, bytes: bytes.to_vec() }];
    Source { id: "1".into(), name: "paste".into(), flavours, ..Source::default() }
}

/// What holds of every import, whatever was in it.
pub fn check(imported: &Imported, bytes: &[u8]) {
    for table in &imported.tables {
        let (records, refused, ignored) =
            (table.records.len(), table.refused_count, table.ignored.len());
        assert_eq!(table.row_count, records + refused + ignored, "a row has no end: {table:?}");
        assert!(refused == 0 || !table.problems.is_empty(), "refused without a word: {table:?}");
        for question in &table.questions {
            assert!(!question.choices.is_empty(), "a question without answers: {question:?}");
        }
    }
    let nothing = imported.tables.is_empty()
        && imported.unrecognised.is_empty()
        && imported.problems.is_empty();
    assert!(!nothing, "nothing was said to {} bytes", bytes.len());
    // What crosses to the page and to `inspect`.
    for table in &imported.tables {
        serde_json::to_string(&(&table.records, &table.problems, &table.questions)).unwrap();
    }
}
