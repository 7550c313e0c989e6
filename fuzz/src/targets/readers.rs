//! Bytes of one shape each. Every reader keeps all text: it ends in a cell, around a table, or in a problem.

#[path = "../../../tests/common/archive.rs"]
mod archive;

use super::{check, source};
use ad_credit_tracker::ingest::shape::{self, Read};
use ad_credit_tracker::ingest::vocabulary::Vocabulary;
use ad_credit_tracker::ingest::{self, FlavourKind, Imported, Road, Said};
use ad_credit_tracker::options::Options;
use ad_credit_tracker::platform::{Native, Platform};
use archive::{Method, Part, archive};

pub fn delimited(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    read(FlavourKind::File, text.as_bytes());
    keeps_text(&text);
}

pub fn lines(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    read(FlavourKind::Text, text.as_bytes());
    keeps_text(&text);
}

pub fn html(bytes: &[u8]) {
    read(FlavourKind::Html, bytes);
}

pub fn json(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let text = if text.trim_start().starts_with(['{', '[']) {
        text.into_owned()
    } else {
        format!("[{text}]")
    };
    read(FlavourKind::File, text.as_bytes());
    let found = tables(FlavourKind::File, text.as_bytes(), None);
    let is_json = serde_json::from_str::<&serde_json::value::RawValue>(&text).is_ok();
    let is_broken = found.problems.iter().any(|p| p.message.key == "shape.jsonBroken");
    assert!(!(is_json && is_broken), "well-formed, and called broken");
}

/// Parts as text: each begins with a line `=== name`. Sizes, sums and places of the archive are honest.
pub fn workbook(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let parts = text.split("=== ").filter_map(|part| part.split_once('\n'));
    let stored = |(name, text): (_, &str)| {
        let packed = text.as_bytes().to_vec();
        Part { name, method: Method::Stored, size: packed.len(), packed }
    };
    let parts: Vec<Part<'_>> = parts.map(stored).collect();
    read(FlavourKind::File, &archive(&parts));
}

/// Any bytes as an archive; where they are none, the end of one is added.
pub fn zip(bytes: &[u8]) {
    let mut bytes = bytes.to_vec();
    let head = bytes.len().min(4);
    bytes[..head].copy_from_slice(&b"PK\x03\x04"[..head]);
    read(FlavourKind::File, &bytes);
}

/// A text reads the same in every encoding that can be told from its bytes; others never panic.
pub fn encoding(bytes: &[u8]) {
    read(FlavourKind::File, bytes);
    for label in ["shift_jis", "gbk", "windows-1252", "utf-16le", "euc-kr", "big5", "nonsense", ""]
    {
        let found = tables(FlavourKind::File, bytes, Some(label));
        let nothing =
            found.grids.is_empty() && found.outside.is_empty() && found.problems.is_empty();
        assert!(!nothing, "{label}: nothing was said");
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if text.is_empty() || text.contains(['\u{feff}', '\0', '\u{fffe}', '\u{ffff}']) {
        return;
    }
    let wide = |unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(unit).collect()
    };
    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    let shown = |bytes: &[u8]| {
        let imported = import(FlavourKind::File, bytes);
        let cells = |grid: &shape::Grid| serde_json::to_string(grid).unwrap();
        let known = imported.tables.iter().map(|t| cells(&t.grid)).collect::<Vec<_>>();
        (known, imported.unrecognised.iter().map(|t| cells(&t.grid)).collect::<Vec<_>>())
    };
    let expected = shown(&marked);
    assert_eq!(shown(&wide(u16::to_le_bytes)), expected, "UTF-16, low byte first");
    assert_eq!(shown(&wide(u16::to_be_bytes)), expected, "UTF-16, high byte first");
}

pub fn import(kind: FlavourKind, bytes: &[u8]) -> Imported {
    let (source, options) = (source(kind, bytes), Options::default());
    ingest::read_on(Road::Tolerant, &source, &Said::of(&options, &source.id), &Native)
}

fn read(kind: FlavourKind, bytes: &[u8]) {
    check(&import(kind, bytes), bytes);
}

fn tables(kind: FlavourKind, bytes: &[u8], encoding: Option<&str>) -> Read {
    let platform: &dyn Platform = &Native;
    shape::tables(kind, bytes, encoding, &Vocabulary { platform }, &Native)
}

/// Letters and digits of a plain text that nothing was said against are all found again.
fn keeps_text(text: &str) {
    let start = text.trim_start();
    let is_other_shape = start.starts_with(['<', '{', '[', '%']) || start.starts_with("Version:");
    if is_other_shape || start.starts_with("sep=") {
        return;
    }
    let found = tables(FlavourKind::Text, text.as_bytes(), None);
    let is_plain = found.problems.is_empty()
        && found
            .grids
            .iter()
            .all(|grid| matches!(grid.shape, shape::Shape::Delimited { .. } | shape::Shape::Lines));
    // What a page says around its tables is kept up to a limit of its own.
    if !is_plain || text.len() > 20_000 {
        return;
    }
    let mut counts = [0i64; 128];
    let mut count = |text: &str, by: i64| {
        for byte in text.bytes().filter(u8::is_ascii_alphanumeric) {
            counts[usize::from(byte)] += by;
        }
    };
    count(text, -1);
    for grid in &found.grids {
        for row in 0..grid.row_count() {
            grid.row(row).for_each(|cell| count(cell, 1));
        }
        grid.before.iter().chain(&grid.after).for_each(|line| count(line, 1));
    }
    if found.grids.is_empty() {
        found.outside.iter().for_each(|line| count(line, 1));
    }
    let lost = counts.iter().enumerate().find(|(_, count)| **count < 0);
    if let Some((byte, count)) = lost {
        panic!("{} times {:?} is gone without a word", -count, byte as u8 as char);
    }
}
