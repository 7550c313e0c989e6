//! One cell becomes one value, by the reading of its column; or the reason why it does not.

use super::dates::{RawSpan, Span, stored_day};
use super::dialect::Reading;
use super::figure::{Exact, Figure, Named, digit, stored_number};
use super::shape::{Form, Grid, TOOLTIP_SIGNS};
use super::words;
use crate::calendar::Zone;
use crate::money::{Amount, AmountError};
use crate::options::DecimalMark;
use crate::text::{bare_cell, is_invisible, is_missing, trimmed, unguarded};
use std::borrow::Cow;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// The export has no value here.
    Missing,
    /// `<5`: the platform withholds the value.
    Masked,
    Text(Cow<'a, str>),
    Money(Amount, Named),
    /// Spent and target: `82.00 / 100.00`.
    Pair(Amount, Amount, Named),
    /// Millionths of 1.
    Share(i64),
    Time(Span, Option<Zone>),
}

/// A text longer than this is no cell of an export: as much as a spreadsheet holds in one.
const TEXT_BYTES_MAX: usize = 32 * 1024;

/// Why a cell is no value of its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    NotAnAmount,
    /// Three digits behind the mark, unlike the other amounts: they may be a group.
    Thousand,
    TooFine,
    TooLarge,
    NotATime,
    /// "No expiration", where every credit ends (R8).
    NoEnd,
    NotAShare,
    /// R30: `1.86E+15`, or digits beyond what a spreadsheet's numbers hold.
    DamagedId,
    /// An account has digits for an id (R30, R31).
    NotAnAccount,
    /// Something that never ended: a quote, or a page in one cell.
    TooLong,
}

impl Unreadable {
    /// What is said of such a cell.
    pub const fn message_key(self) -> &'static str {
        match self {
            Unreadable::NotAnAmount => "ingest.row.not_an_amount",
            Unreadable::Thousand => "ingest.row.thousand",
            Unreadable::TooFine => "ingest.row.amount_too_fine",
            Unreadable::TooLarge => "ingest.row.amount_too_large",
            Unreadable::NotATime => "ingest.row.not_a_time",
            Unreadable::NoEnd => "ingest.column.no_end",
            Unreadable::NotAShare => "ingest.row.not_a_share",
            Unreadable::DamagedId => "ingest.column.damaged_id",
            Unreadable::NotAnAccount => "ingest.column.not_an_account",
            Unreadable::TooLong => "ingest.row.text_too_long",
        }
    }
}

/// Reads one cell.
pub fn read<'a>(text: &'a str, form: Form, reading: Reading) -> Result<Cell<'a>, Unreadable> {
    match reading {
        Reading::Text | Reading::Guarded | Reading::Id if text.len() > TEXT_BYTES_MAX => {
            Err(Unreadable::TooLong)
        }
        Reading::Text => Ok(name(text)),
        Reading::Guarded => Ok(name(unguarded(text))),
        Reading::Id => id(text, form),
        Reading::Skip | Reading::Labels => Ok(Cell::Missing),
        Reading::Cents(mark) if may_be_thousand(text, form, mark) => Err(Unreadable::Thousand),
        Reading::Money(mark) | Reading::Cents(mark) => {
            money(text, form, &|figure| figure.read(mark))
        }
        Reading::Whole => money(text, form, &Figure::whole),
        Reading::Share { mark, is_percent } => {
            share(bare_cell(&without_labels(text)), form, mark, is_percent)
        }
        Reading::Time(order) | Reading::Exchanged(order) => {
            let text = without_labels(text);
            let cell = bare_cell(&text);
            if is_missing(cell) {
                return Ok(Cell::Missing);
            }
            let is_stored = matches!(reading, Reading::Exchanged(_)) && stored_day(cell).is_some();
            let span = RawSpan::parse(cell);
            let span = if is_stored { span.map(RawSpan::exchanged) } else { span };
            let span = span.and_then(|s| s.read(order));
            let why =
                || if words::says_no_end(cell) { Unreadable::NoEnd } else { Unreadable::NotATime };
            span.map(|s| Cell::Time(s, s.zone)).ok_or_else(why)
        }
    }
}

/// The text of a typed cell: without its buttons and badges, where it is no value with them.
pub fn typed(grid: &Grid, row: usize, column: usize) -> &str {
    let text = grid.text(row, column);
    let is_value = |text: &str| {
        let text = without_labels(text);
        let cell = bare_cell(&text);
        is_missing(cell) || Figure::parse(cell).is_some() || RawSpan::parse(cell).is_some()
    };
    grid.main_text(row, column).filter(|main| !is_value(text) && is_value(main)).unwrap_or(text)
}

/// A typed cell without the badges that stand on lines of their own or behind the value in it (R5). A dash beside a value is the empty cell next to it, in text copied line by line.
pub fn without_labels(text: &str) -> Cow<'_, str> {
    if memchr::memchr2(b'\n', b'\r', text.as_bytes()).is_none() {
        return Cow::Borrowed(words::before_suspended(text).unwrap_or(text));
    }
    let lines = text.split(['\n', '\r']).map(str::trim);
    let is_aside =
        |line: &str| words::labels(line).next().is_some() || TOOLTIP_SIGNS.contains(&line);
    let lines = lines.filter(|line| !is_missing(line) && !is_aside(line));
    // Not a space: two amounts on two lines must not become one grouped amount.
    Cow::Owned(lines.collect::<Vec<_>>().join("\n"))
}

/// A name keeps its text: only the formula a spreadsheet put around it goes, and what
/// cannot be seen at its ends.
fn name(text: &str) -> Cell<'_> {
    let text = trimmed(text);
    let formula = text.strip_prefix("=\"").and_then(|t| t.strip_suffix('"'));
    match formula.unwrap_or(text) {
        "" | "-" | "--" | "\u{2013}" | "\u{2014}" => Cell::Missing,
        // R34: the name is what the formula says: quotes in it are doubled.
        text if formula.is_some() && text.contains("\"\"") => {
            Cell::Text(Cow::Owned(text.replace("\"\"", "\"")))
        }
        text => Cell::Text(Cow::Borrowed(text)),
    }
}

/// R30: ids of accounts have 16 to 19 digits; shorter numbers are accepted from 6, since tests and old accounts have
/// them. A damaged id such as `1.86E+15` is no id.
pub fn is_account_id(text: &str) -> bool {
    (6..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// Digits that a number of a spreadsheet holds exactly.
pub(super) const EXACT_DIGITS_MAX: usize = 15;

/// Whether an id has more digits than a number of a spreadsheet holds.
pub(super) fn is_long_id(id: &str) -> bool {
    id.len() > EXACT_DIGITS_MAX && id.bytes().all(|b| b.is_ascii_digit())
}

fn id(text: &str, form: Form) -> Result<Cell<'_>, Unreadable> {
    let cell = bare_cell(text);
    let cell =
        ["ID:", "ID：", "id:"].iter().find_map(|p| cell.strip_prefix(p)).unwrap_or(cell).trim();
    if is_missing(cell) {
        return Ok(Cell::Missing);
    }
    // R30: an id that went through a number has lost its last digits.
    let is_scientific = memchr::memchr2(b'e', b'E', cell.as_bytes()).is_some()
        && Figure::parse(cell).is_none()
        && stored_number(&cell.replace(',', ".")).is_some();
    if is_scientific || cell.ends_with(".0") && cell.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(Unreadable::DamagedId);
    }
    if form.is_number() && is_long_id(cell) && cell.ends_with("000") {
        return Err(Unreadable::DamagedId);
    }
    // Digits of another script, or with marks between them that nobody sees, are the same id.
    let is_digits = |c: char| digit(c).is_some() || is_invisible(c);
    if !cell.is_ascii() && cell.chars().all(is_digits) {
        let digits = cell.chars().filter_map(digit).map(|digit| char::from(b'0' + digit));
        return Ok(Cell::Text(Cow::Owned(digits.collect())));
    }
    Ok(Cell::Text(Cow::Borrowed(cell)))
}

/// Whether an amount has three digits behind what separates decimals, and these may be a group.
fn may_be_thousand(text: &str, form: Form, mark: DecimalMark) -> bool {
    let text = without_labels(text);
    let figure = Figure::parse(bare_cell(&text)).filter(|_| form == Form::Text);
    let is_point = mark == DecimalMark::Point;
    figure.is_some_and(|figure| figure.is_ambiguous() && figure.has_point() == is_point)
}

/// The number that a figure is by the reading of its column.
type ReadFigure<'r> = &'r dyn Fn(&Figure) -> Option<Exact>;

fn money(text: &str, form: Form, read: ReadFigure<'_>) -> Result<Cell<'static>, Unreadable> {
    let text = without_labels(text);
    let cell = bare_cell(&text);
    if is_missing(cell) {
        return Ok(Cell::Missing);
    }
    if form.is_number() {
        let exact = stored_number(cell).ok_or(Unreadable::NotAnAmount)?;
        let currency = match form {
            Form::Amount(currency) => Named::One(currency),
            _ => Named::Nothing,
        };
        return Ok(Cell::Money(amount(exact)?, currency));
    }
    if is_masked(cell) {
        return Ok(Cell::Masked);
    }
    if let Some((spent, target)) = cell.split_once('/') {
        let (spent, target) = (figure(spent, read)?, figure(target, read)?);
        let currency = spent.1.and(target.1).ok_or(Unreadable::NotAnAmount)?;
        return Ok(Cell::Pair(spent.0, target.0, currency));
    }
    let (amount, currency) = figure(cell, read)?;
    Ok(Cell::Money(amount, currency))
}

fn figure(cell: &str, read: ReadFigure<'_>) -> Result<(Amount, Named), Unreadable> {
    let figure = Figure::parse(cell).filter(|f| !f.percent).ok_or(Unreadable::NotAnAmount)?;
    let exact = read(&figure).ok_or(Unreadable::NotAnAmount)?;
    Ok((amount(exact)?, figure.currency))
}

fn amount(exact: Exact) -> Result<Amount, Unreadable> {
    exact.amount().map_err(|e| match e {
        AmountError::TooFine => Unreadable::TooFine,
        AmountError::TooLarge => Unreadable::TooLarge,
        AmountError::NotANumber => Unreadable::NotAnAmount,
    })
}

/// `<5`, `< 5.00`: less than a bound, withheld.
fn is_masked(cell: &str) -> bool {
    let rest = cell.strip_prefix(['<', '\u{ff1c}', '\u{2264}']);
    rest.is_some_and(|r| r.contains(|c| digit(c).is_some()))
}

fn share(
    cell: &str,
    form: Form,
    mark: DecimalMark,
    is_percent: bool,
) -> Result<Cell<'static>, Unreadable> {
    if is_missing(cell) {
        return Ok(Cell::Missing);
    }
    if is_masked(cell) {
        return Ok(Cell::Masked);
    }
    let (exact, has_sign) = if form.is_number() {
        (stored_number(cell), false)
    } else {
        let figure = Figure::parse(cell).ok_or(Unreadable::NotAShare)?;
        (figure.read(mark), figure.percent)
    };
    let exact = exact.ok_or(Unreadable::NotAShare)?;
    exact.millionths(has_sign || is_percent).map(Cell::Share).ok_or(Unreadable::NotAShare)
}

/// A name with its id in the same cell: `Shop EU (7123456789012345678)`, `Shop EU\nID: 7123…`, `7123… · Shop EU`. Ids
/// have 15 to 20 digits here, so that a year or a budget in a name is none.
pub fn embedded_id(text: &str) -> Option<(&str, &str)> {
    id_behind(text).or_else(|| id_ahead(text))
}

fn id_behind(text: &str) -> Option<(&str, &str)> {
    let body = text.trim_end_matches([')', ']', ' ', '）']);
    let digits = body.bytes().rev().take_while(u8::is_ascii_digit).count();
    if !ID_DIGITS.contains(&digits) {
        return None;
    }
    let (name, id) = body.split_at_checked(body.len() - digits)?;
    let name = name.trim_end();
    let name = ["ID:", "ID：", "Id:", "id:", "ID"]
        .iter()
        .find_map(|p| name.strip_suffix(p))
        .unwrap_or(name)
        .trim_end_matches(['(', '[', '（', ' ', '\n', '\t', '\u{a0}']);
    let bare = name.strip_suffix(BETWEEN).filter(|name| name.ends_with(char::is_whitespace));
    Some((bare.unwrap_or(name).trim_end(), id))
}

/// A mark between them says that what follows is the name: an id may begin one.
fn id_ahead(text: &str) -> Option<(&str, &str)> {
    let body = text.strip_prefix("ID").unwrap_or(text).trim_start_matches([':', '：', ' ']);
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    let (id, rest) = body.split_at_checked(digits).filter(|_| ID_DIGITS.contains(&digits))?;
    let name = rest.trim_start().strip_prefix(BETWEEN).filter(|name| name.starts_with(' '));
    let bracket = || rest.trim().strip_prefix('(')?.strip_suffix(')');
    let name = name.or_else(bracket)?.trim();
    name.contains(char::is_alphabetic).then_some((name, id))
}

const ID_DIGITS: std::ops::RangeInclusive<usize> = 15..=20;

/// What may stand between a name and its id.
const BETWEEN: [char; 6] = ['\u{b7}', '\u{2022}', '|', '-', '–', '—'];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r30_ids_are_text_and_damage_is_seen() {
        let read_id = |text, form| match id(text, form) {
            Ok(Cell::Text(t)) => t.into_owned(),
            Ok(_) => "missing".into(),
            Err(e) => format!("{e:?}"),
        };
        for (cell, form, expected) in [
            ("7123456789012345678", Form::Text, "7123456789012345678"),
            ("7123456789012345678", Form::Number, "7123456789012345678"),
            ("=\"7123456789012345678\"", Form::Text, "7123456789012345678"),
            ("'7123456789012345678", Form::Text, "7123456789012345678"),
            ("ID: 7123456789012345678", Form::Text, "7123456789012345678"),
            ("1.86E+15", Form::Text, "DamagedId"),
            ("1,86E+15", Form::Text, "DamagedId"),
            ("7123456789012345000", Form::Number, "DamagedId"),
            ("TX-2026-E1", Form::Text, "TX-2026-E1"),
            ("７１２３４５６７８９０１２３４５６７８", Form::Text, "7123456789012345678"),
            ("712345\u{200b}6789012345678", Form::Text, "7123456789012345678"),
            ("№７", Form::Text, "№７"),
            ("--", Form::Text, "missing"),
        ] {
            assert_eq!(read_id(cell, form), expected, "{cell}");
        }
    }

    #[test]
    fn r5_a_badge_behind_a_value_is_not_the_value() {
        for (cell, value) in [
            ("40.00 USD Suspended", "40.00 USD"),
            ("40.00 USDSuspended", "40.00 USD"),
            ("40.00 USD Suspended Appeal", "40.00 USD"),
            ("2026-05-01 - 2026-05-31 Suspended", "2026-05-01 - 2026-05-31"),
            ("Suspended", ""),
            ("40.00 USD", "40.00 USD"),
            ("Expected", "Expected"),
        ] {
            assert_eq!(without_labels(cell), value, "{cell}");
        }
    }

    #[test]
    fn names_keep_their_text() {
        for (cell, expected) in [
            ("  =SUM(A1) ", "=SUM(A1)"),
            ("=\"Spring\"", "Spring"),
            ("=\"a\"\"b\"", "a\"b"),
            ("a\"\"b", "a\"\"b"),
            ("'quoted", "'quoted"),
            ("N/A", "N/A"),
            // Marks at the ends go unless they turn the text around.
            ("\u{200e}abc\u{200f}", "abc"),
            ("\u{202e}abc", "\u{202e}abc"),
        ] {
            assert_eq!(name(cell), Cell::Text(expected.into()));
        }
        assert_eq!(name("--"), Cell::Missing);
    }

    #[test]
    fn ids_in_the_cell_of_a_name() {
        let id = "7123456789012345678";
        for text in
            [format!("Shop EU ({id})"), format!("Shop EU\nID: {id}"), format!("Shop EU {id}")]
        {
            assert_eq!(embedded_id(&text), Some(("Shop EU", id)), "{text}");
        }
        for text in [
            format!("{id} · Shop EU"),
            format!("{id} - Shop EU"),
            format!("ID: {id} | Shop EU"),
            format!("{id} (Shop EU)"),
            format!("Shop EU (ID {id})"),
            format!("Shop EU | {id}"),
            format!("Shop EU - ID: {id}"),
        ] {
            assert_eq!(embedded_id(&text), Some(("Shop EU", id)), "{text}");
        }
        assert_eq!(embedded_id("Launch 2026"), None);
        assert_eq!(embedded_id(&format!("{id} Shop EU")), None);
        assert_eq!(embedded_id(&format!("{id} - 12")), None);
    }
}
