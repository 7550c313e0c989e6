//! Cells that could not be read, and what the user said that they should say.
//!
//! In: a cell that is no value of its column. Out: the value it has once corrected, and a list of such
//! cells with what one of them most likely says. Nothing is corrected unless the user said so: money is
//! never guessed (R37). The corrected text is read as strictly as any other cell of its column.

use super::row::value;
use crate::calendar::{Stated, Unit};
use crate::ingest::cell::{self, Cell, Unreadable};
use crate::ingest::dates::RawSpan;
use crate::ingest::dialect::Reading;
use crate::ingest::figure::Figure;
use crate::ingest::mapping::ColumnPlan;
use crate::ingest::shape::Form;
use crate::money::Currency;
use crate::options::{DayOrder, DecimalMark};
use crate::text::bare_cell;
use serde::Serialize;

/// Cells of one column that say the same and cannot be read, or could not before the user corrected them.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct UnreadCell {
    /// Header of the column.
    pub column: String,
    /// As pasted, its first 80 letters.
    pub found: String,
    /// Line of the first of them, 1-based.
    pub line_number: u32,
    #[cfg_attr(test, ts(type = "number"))]
    pub count: u64,
    /// The one amount or time that it can mean, where there is one: offered, never taken by itself.
    pub proposal: Option<String>,
    /// What the user said that it says.
    pub read_as: Option<String>,
    /// What the user said is no value of the column either.
    pub is_refused: bool,
}

/// At most so many different ones are listed; the problems count all.
const LISTED_MAX: usize = 100;

#[derive(Debug, Default)]
pub struct UnreadCells {
    cells: Vec<UnreadCell>,
}

impl UnreadCells {
    /// The value of a cell that is unreadable as it stands, where the user said what it says.
    pub fn corrected<'p>(
        &mut self,
        text: &str,
        line_number: u32,
        column: &'p ColumnPlan,
        why: Unreadable,
    ) -> Result<Cell<'p>, Unreadable> {
        // R30: digits that a spreadsheet lost are in no cell any more.
        if why == Unreadable::DamagedId {
            return Err(why);
        }
        let found: String = text.trim().chars().take(80).collect();
        let read_as = column.cells.get(&found).and_then(|said| said.of_line(line_number));
        let read = read_as.map(|said| value(said, Form::Text, column));
        let is_refused = matches!(read, Some(Err(_)));
        self.note(&found, line_number, column, read_as, is_refused);
        read.unwrap_or(Err(why))
    }

    fn note(
        &mut self,
        found: &str,
        line_number: u32,
        column: &ColumnPlan,
        said: Option<&str>,
        is_refused: bool,
    ) {
        let label = &column.header.label;
        let is_alike = |cell: &&mut UnreadCell| {
            cell.found == found && cell.column == *label && cell.read_as.as_deref() == said
        };
        let has_room = self.cells.len() < LISTED_MAX;
        match self.cells.iter_mut().find(is_alike) {
            Some(cell) => cell.count += 1,
            None if has_room => self.cells.push(UnreadCell {
                column: label.clone(),
                found: found.to_owned(),
                line_number,
                count: 1,
                proposal: proposal(found, column.reading),
                read_as: said.map(str::to_owned),
                is_refused,
            }),
            None => {}
        }
    }

    pub fn into_list(self) -> Vec<UnreadCell> {
        self.cells
    }
}

/// The one value that a cell can mean.
fn proposal(found: &str, reading: Reading) -> Option<String> {
    match reading {
        Reading::Money(_) | Reading::Cents(_) | Reading::Whole => amount(found, reading),
        Reading::Time(order) | Reading::Exchanged(order) => time(found, order),
        _ => None,
    }
}

/// What a cell says with day and month in the other order than its column, as it is read in either.
fn time(found: &str, order: DayOrder) -> Option<String> {
    let other = match order {
        DayOrder::DayFirst => DayOrder::MonthFirst,
        DayOrder::MonthFirst => DayOrder::DayFirst,
    };
    let span = RawSpan::parse(bare_cell(found)).filter(|span| span.read(order).is_none())?;
    let span = span.read(other).filter(|span| span.zone.is_none())?;
    let plain = |stated: Stated| match stated.unit {
        Unit::Day => stated.time.day().to_string(),
        Unit::Minute => stated.time.to_string().chars().take("2026-11-21 14:00".len()).collect(),
        Unit::Second => stated.time.to_string(),
    };
    match (span.single(), span.start, span.end) {
        (Some(time), ..) => Some(plain(time)),
        (None, Some(start), Some(end)) => Some(format!("{} - {}", plain(start), plain(end))),
        _ => None,
    }
}

/// The one amount that stands in a cell, with its currency: `12..5`, `about 100.00 USD`, and `100,00 USD` where the
/// column has points. `None` where there are several, or where it could be two.
fn amount(found: &str, reading: Reading) -> Option<String> {
    // A word by itself: `10%` and `2.5k` are other amounts than their digits, and so is `10 %`.
    if found.contains('%') {
        return None;
    }
    let mut figures = found.split_whitespace().filter(|word| word.contains(is_digit));
    let (figure, None) = (figures.next()?, figures.next()) else { return None };
    let mut said = String::new();
    let mut letters = without_tail(figure.trim_end_matches(['.', ','])).chars().peekable();
    while let Some(letter) = letters.next() {
        // `12.5O`: beside figures, a letter that looks like one.
        let is_beside = said.ends_with(is_figure) || letters.peek().copied().is_some_and(is_figure);
        let letter = look_alike(letter).filter(|_| is_beside).unwrap_or(letter);
        if !(matches!(letter, '.' | ',') && said.ends_with(letter)) {
            said.push(letter);
        }
    }
    let words = found.split(|c: char| !c.is_ascii_alphabetic());
    let currency = words.filter(|w| w.len() == 3).find_map(Currency::parse);
    if let Some(currency) = currency.filter(|one| !said.contains(one.code())) {
        said = format!("{said} {}", currency.code());
    }
    let is_amount =
        |said: &String| matches!(cell::read(said, Form::Text, reading), Ok(Cell::Money(..)));
    // One digit behind the mark may be all that is left of a group: `1,9` of `1,900`.
    let has_cents = |figure: &Figure| {
        let exact = figure.read(DecimalMark::Point).xor(figure.read(DecimalMark::Comma));
        exact.is_some_and(|exact| exact.scale >= 2)
    };
    let exchanged = Figure::parse(&said).filter(has_cents).map(|_| {
        let exchange = |letter| match letter {
            '.' => ',',
            ',' => '.',
            other => other,
        };
        said.chars().map(exchange).collect()
    });
    [Some(said), exchanged].into_iter().flatten().find(is_amount)
}

/// `3.01x`: one letter behind a figure was typed by mistake, unless it multiplies (`2.5k`) or measures (`30d`).
fn without_tail(figure: &str) -> &str {
    const SAYS_MORE: &str = "kmbtwglcdhe";
    let slip = figure.strip_suffix(|c: char| {
        c.is_ascii_alphabetic()
            && look_alike(c).is_none()
            && !SAYS_MORE.contains(c.to_ascii_lowercase())
    });
    slip.filter(|rest| rest.ends_with(|c| is_digit(c) || look_alike(c).is_some())).unwrap_or(figure)
}

/// The digit that a letter is easily taken for.
const fn look_alike(letter: char) -> Option<char> {
    match letter {
        'O' | 'o' => Some('0'),
        'I' | 'l' | '|' => Some('1'),
        _ => None,
    }
}

fn is_figure(c: char) -> bool {
    is_digit(c) || matches!(c, '.' | ',')
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_amount_is_proposed_and_never_one_of_two() {
        let point = Reading::Money(DecimalMark::Point);
        for (found, expected) in [
            ("12..5", Some("12.5")),
            ("about 1,234.50 USD", Some("1,234.50 USD")),
            ("100.00 (pending)", Some("100.00")),
            ("-7.25 used", Some("-7.25")),
            ("12.44 USD Nord Retargeting", Some("12.44 USD")),
            ("1O0.00", Some("100.00")),
            ("12.5O", Some("12.50")),
            ("3.O1x", Some("3.01")),
            ("l2.5O", Some("12.50")),
            ("1,2I4.5O USD", Some("1,214.50 USD")),
            ("EUR10.O0", Some("EUR10.00")),
            ("7.25d", None),
            ("12.5px", None),
            ("2.5m", None),
            ("10%", None),
            ("up to 2.5k", None),
            ("5 of 10", None),
            ("n/a USD", None),
            ("1.2.3", None),
            ("abc", None),
            // The mark is the exception, and the amount the only one it can be.
            ("100,00 USD", Some("100.00 USD")),
            ("1.234,50", Some("1,234.50")),
            ("1,9", None),
            ("12,50 %", None),
        ] {
            assert_eq!(proposal(found, point).as_deref(), expected, "{found}");
        }
        let cents = Reading::Cents(DecimalMark::Point);
        assert_eq!(proposal("12.500", cents), None, "12.50 or 12,500");
        let comma = Reading::Money(DecimalMark::Comma);
        assert_eq!(proposal("1,234.50", comma).as_deref(), Some("1.234,50"));
        assert_eq!(proposal("12..5", Reading::Text), None);
    }

    #[test]
    fn a_day_in_the_other_order_is_proposed() {
        let month_first = Reading::Time(DayOrder::MonthFirst);
        for (found, expected) in [
            ("13/04/2026", Some("2026-04-13")),
            ("13/04/2026 10:05", Some("2026-04-13 10:05")),
            ("13/04/2026 - 05/06/2026", Some("2026-04-13 - 2026-06-05")),
            ("2026-13-45 - 2026-12-20", None),
            ("31/31/2026", None),
            ("soon", None),
        ] {
            assert_eq!(proposal(found, month_first).as_deref(), expected, "{found}");
        }
    }
}
