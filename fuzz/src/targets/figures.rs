//! Single cells, and amounts whose value is known before they are written.

use super::check;
use super::readers::import;
use ad_credit_tracker::calendar::{Stated, Unit, Zone};
use ad_credit_tracker::ingest::dates::RawSpan;
use ad_credit_tracker::ingest::exports::Field;
use ad_credit_tracker::ingest::figure::Figure;
use ad_credit_tracker::ingest::{FlavourKind, QuestionAbout};
use ad_credit_tracker::money::Amount;
use ad_credit_tracker::options::{DayOrder, DecimalMark};

/// Each line is a cell: as an amount, a time, a zone.
pub fn cells(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for cell in text.lines().take(200) {
        for mark in [DecimalMark::Point, DecimalMark::Comma] {
            amount(cell, mark);
        }
        for order in [DayOrder::DayFirst, DayOrder::MonthFirst] {
            let span = RawSpan::parse(cell).and_then(|span| span.read(order));
            if let Some(stated) = span.and_then(|span| span.single()) {
                time(cell, stated, order);
            }
        }
        if let Some(zone) = Zone::parse(cell) {
            assert_eq!(Zone::parse(&zone.to_string()), Some(zone), "{cell:?}");
        }
    }
}

fn amount(cell: &str, mark: DecimalMark) {
    let Some(figure) = Figure::parse(cell) else { return };
    let Some(exact) = figure.read(mark) else { return };
    let Ok(amount) = exact.amount() else { return };
    assert_eq!(Amount::parse_plain(&amount.to_string()), Ok(amount), "{cell:?}");
    // Digits and marks alone have one meaning, worked out here by hand.
    let (decimal, group) = if mark == DecimalMark::Point { ('.', ',') } else { (',', '.') };
    // The plain way holds 28 digits.
    let is_plain = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    if cell.len() > 24 || !cell.chars().all(is_plain) {
        return;
    }
    let (whole, part) = cell.rsplit_once(decimal).unwrap_or((cell, ""));
    let plain = format!("{}.{part}0", whole.replace(group, ""));
    let plain = if plain.starts_with('.') { format!("0{plain}") } else { plain };
    assert_eq!(Amount::parse_plain(&plain), Ok(amount), "{cell:?} {mark:?} {plain}");
}

/// What was read, written plainly, is read again.
fn time(cell: &str, stated: Stated, order: DayOrder) {
    let mut text = stated.time.to_string().replace('T', " ");
    text.truncate(match stated.unit {
        Unit::Day => 10,
        Unit::Minute => 16,
        Unit::Second => 19,
    });
    let again = RawSpan::parse(&text).and_then(|span| span.read(order)).and_then(|s| s.single());
    assert_eq!(again, Some(stated), "{cell:?} as {text:?}");
}

/// A column of amounts in one of many styles: read back equal, or something is said.
/// Byte 0: style; then eight bytes an amount.
pub fn amounts(bytes: &[u8]) {
    let Some((style, rest)) = bytes.split_first() else { return };
    let style = Style::of(*style);
    let values: Vec<i64> = rest
        .chunks_exact(8)
        .take(12)
        .map(|b| i64::from_le_bytes(b.try_into().unwrap_or_default()) >> (b[0] % 56))
        .map(|value| value / style.step() * style.step())
        .collect();
    if values.is_empty() {
        return;
    }
    let mut text = String::from("Transaction ID\tTime\tTransaction type\tAmount\n");
    for (number, value) in values.iter().enumerate() {
        let amount = style.write(*value);
        text += &format!("70000000000000{number:02}\t2026-11-13\tAd Cost\t{amount}\n");
    }
    let imported = import(FlavourKind::Text, text.as_bytes());
    check(&imported, text.as_bytes());
    let [table] = &imported.tables[..] else { panic!("{text}: {:?}", imported.unrecognised) };
    let is_asked = table.questions.iter().any(|q| q.about == QuestionAbout::DecimalMark);
    let named = |line: u32| table.problems.iter().any(|p| p.place.line_number == Some(line));
    for record in 0..table.records.len() {
        let line = table.records.line(record);
        let expected = values.get((line as usize).saturating_sub(2)).map(|v| i128::from(*v));
        let found = table.records.money(record, Field::Amount).map(Amount::micros);
        let is_said = is_asked || named(line);
        assert!(found == expected || is_said, "{text}line {line}: {found:?}, {:?}", table.problems);
    }
}

struct Style(u8);

impl Style {
    fn of(byte: u8) -> Style {
        Style(byte)
    }

    /// Three stand for a group beside a currency without thousandths, which is what an amount of it then means.
    fn decimals(&self) -> usize {
        let names_currency = matches!(self.0 >> 5, 3..=5);
        let three = if names_currency { 2 } else { 3 };
        [0, 2, three, 6][usize::from(self.0 & 3)]
    }

    fn step(&self) -> i64 {
        10_i64.pow(6 - self.decimals() as u32)
    }

    fn write(&self, micros: i64) -> String {
        let (group, mark) = [
            (",", "."),
            (".", ","),
            ("\u{a0}", ","),
            ("\u{202f}", ","),
            ("’", "."),
            ("", "."),
            ("", ","),
            (" ", ","),
        ][usize::from(self.0 >> 2 & 7)];
        let digits = format!("{:07}", micros.unsigned_abs());
        let (whole, part) = digits.split_at(digits.len() - 6);
        let first = (whole.len() - 1) % 3 + 1;
        let (head, rest) = whole.split_at(first);
        let groups = rest.as_bytes().chunks(3).map(|c| std::str::from_utf8(c).unwrap_or_default());
        let whole = std::iter::once(head).chain(groups).collect::<Vec<_>>().join(group);
        let part = &part[..self.decimals()];
        let mark = if part.is_empty() { "" } else { mark };
        let number = format!("{whole}{mark}{part}");
        let minus = if micros < 0 { "-" } else { "" };
        match self.0 >> 5 {
            0..=2 => format!("{minus}{number}"),
            3 => format!("{minus}${number}"),
            4 => format!("{minus}{number} €"),
            5 => format!("US$ {minus}{number}"),
            6 if micros < 0 => format!("({number})"),
            6 => number,
            _ => format!("{number}{minus}"),
        }
    }
}
