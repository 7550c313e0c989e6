//! One number as someone wrote it, taken apart but not yet decided: sign, digits, separators, currency.
//!
//! `1.234` is one thousand or one and a bit; which of the two is a matter of the whole column
//! (`dialect.rs`). Here each cell says which readings are possible, exactly, without a float.
//! Whatever is around the digits must be known: an unknown word beside a number is no number.

mod sign; // the currency that stands beside a number

use crate::money::{Amount, AmountError};
use crate::options::DecimalMark;
use crate::text::is_invisible;
pub use sign::Named;

/// A number with its separators still undecided.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    pub negative: bool,
    /// Digits with `.` and `,` as written, `g` for what can only group, `d` for what can only be a
    /// decimal mark.
    core: String,
    pub currency: Named,
    pub percent: bool,
}

/// An exact number before it becomes an amount: `mantissa / 10^scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exact {
    pub mantissa: i128,
    pub scale: u32,
}

/// The code point of zero in each script whose digits `Intl` writes.
const ZEROS: &[u32] = &[
    0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66,
    0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x17e0, 0x1810, 0x1c40, 0x1c50, 0xa8d0, 0xa900, 0xabf0, 0xff10,
    0x11136, 0x1e950,
];

/// The value of a decimal digit of any of the scripts above.
pub fn digit(c: char) -> Option<u8> {
    if c.is_ascii() {
        return c.is_ascii_digit().then(|| c as u8 - b'0');
    }
    let code = c as u32;
    ZEROS.iter().find(|&&zero| (zero..zero + 10).contains(&code)).map(|zero| (code - zero) as u8)
}

/// Longest run of digits and separators that is taken for a number.
const CORE_MAX: usize = 60;

/// The currency that a text without digits names, as it would beside a number; `None` where some word of
/// it is no sign of money.
pub fn currency_beside(text: &str) -> Option<Named> {
    let mut sides = Sides::default();
    sides.take(text)?;
    Some(sides.currency)
}

impl Figure {
    /// Takes a cell apart; `None` when it is no number with known surroundings.
    pub fn parse(cell: &str) -> Option<Figure> {
        let first = cell.char_indices().find(|(_, c)| digit(*c).is_some())?.0;
        let (last, last_char) = cell.char_indices().rev().find(|(_, c)| digit(*c).is_some())?;
        // `.5`: a mark with nothing before it belongs to the number; `Rs.5` ends an abbreviation.
        let before = cell.get(..first)?;
        let lead = before.strip_suffix(['.', ',', '٫']).filter(|rest| {
            rest.chars().next_back().is_none_or(|c| !c.is_alphabetic() && digit(c).is_none())
        });
        let start = lead.map_or(first, str::len);
        let end = last + last_char.len_utf8();
        let (before, behind) = (cell.get(..start)?, cell.get(end..)?);
        // `5+`: at least as much, and not that amount.
        if behind.contains(['+', '\u{ff0b}']) {
            return None;
        }
        let mut sides = Sides::default();
        sides.take(before)?;
        sides.take(behind)?;
        let negative = sides.negative()?;
        Some(Figure {
            negative,
            core: core_of(cell.get(start..end)?)?,
            currency: sides.currency,
            percent: sides.percent,
        })
    }

    /// The number with `mark` as decimal mark; `None` where it cannot be written that way.
    pub fn read(&self, mark: DecimalMark) -> Option<Exact> {
        let (decimal, group) = match mark {
            DecimalMark::Point => (b'.', b','),
            DecimalMark::Comma => (b',', b'.'),
        };
        let core = self.core.as_bytes();
        let mark_at = core.iter().position(|&b| b == decimal || b == b'd');
        let (whole, fraction) = match mark_at {
            Some(at) => (core.get(..at)?, core.get(at + 1..)?),
            None => (core, &[][..]),
        };
        // `5.` is not how any export writes an amount.
        if mark_at.is_some() && fraction.is_empty() || !fraction.iter().all(u8::is_ascii_digit) {
            return None;
        }
        grouped_well(whole, group).then_some(())?;
        let mut mantissa: i128 = 0;
        for byte in whole.iter().chain(fraction).filter(|b| b.is_ascii_digit()) {
            mantissa = mantissa.checked_mul(10)?.checked_add(i128::from(byte - b'0'))?;
        }
        let mantissa = if self.negative { -mantissa } else { mantissa };
        Some(Exact { mantissa, scale: fraction.len() as u32 })
    }

    /// The number of a currency without minor unit; `None` where it has decimals.
    pub fn whole(&self) -> Option<Exact> {
        let readings = [DecimalMark::Point, DecimalMark::Comma].map(|mark| self.read(mark));
        readings.into_iter().flatten().find(|exact| exact.scale == 0)
    }

    /// Whether both marks give a number, and not the same one.
    pub fn is_ambiguous(&self) -> bool {
        match (self.read(DecimalMark::Point), self.read(DecimalMark::Comma)) {
            (Some(point), Some(comma)) => point != comma,
            _ => false,
        }
    }

    /// Whether an ambiguous number has a point (`1.234`) and not a comma.
    pub fn has_point(&self) -> bool {
        self.core.contains('.')
    }
}

/// Whether the digits before the decimal mark are grouped as some language groups them: not at all, by
/// three, or the Indian way (the last three, then by two). One kind of separator throughout.
fn grouped_well(whole: &[u8], group: u8) -> bool {
    let is_group = |b: &u8| *b == group || *b == b'g';
    if !whole.iter().all(|b| b.is_ascii_digit() || is_group(b)) {
        return false;
    }
    let mut kinds = whole.iter().filter(|b| is_group(b));
    let Some(kind) = kinds.next() else { return true };
    if kinds.any(|b| b != kind) {
        return false;
    }
    let mut runs = whole.split(|b| b == kind).map(<[u8]>::len).rev();
    if runs.next() != Some(3) {
        return false;
    }
    let rest: Vec<usize> = runs.collect();
    let Some((&head, middle)) = rest.split_last() else { return false };
    // Zeros in front are no grouping: `0.123` and `012.345` can only be decimals.
    if whole.first() == Some(&b'0') || head == 0 {
        return false;
    }
    let western = head <= 3 && middle.iter().all(|&n| n == 3);
    let indian = head <= 2 && middle.iter().all(|&n| n == 2);
    western || indian
}

fn core_of(text: &str) -> Option<String> {
    let mut core = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '.' | '\u{ff0e}' => core.push('.'),
            ',' | '\u{ff0c}' => core.push(','),
            '٫' => core.push('d'),
            '٬' | '\'' | '\u{2019}' | '\u{2032}' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' => {
                core.push('g');
            }
            c if is_invisible(c) => {}
            c => core.push(char::from(b'0' + digit(c)?)),
        }
        if core.len() > CORE_MAX {
            return None;
        }
    }
    Some(core)
}

/// What stands before and behind the digits.
#[derive(Default)]
struct Sides {
    minus_count: u32,
    plus_count: u32,
    open_count: u32,
    close_count: u32,
    currency: Named,
    percent: bool,
}

impl Sides {
    fn take(&mut self, side: &str) -> Option<()> {
        let mut word = String::new();
        for c in side.chars() {
            match c {
                '-' | '\u{2212}' | '\u{2013}' | '\u{fe63}' | '\u{ff0d}' => self.minus_count += 1,
                '+' | '\u{ff0b}' => self.plus_count += 1,
                '(' | '\u{ff08}' => self.open_count += 1,
                ')' | '\u{ff09}' => self.close_count += 1,
                '%' | '\u{66a}' | '\u{ff05}' if !self.percent => self.percent = true,
                c if c.is_whitespace() => word.push(' '),
                c if is_invisible(c) => {}
                c => word.push(c),
            }
            if word.len() > 24 {
                return None;
            }
        }
        // `US$ 5 USD` and `5 USD $` say it twice; each word must be known, and both the same.
        word.split_whitespace().try_for_each(|word| self.take_currency(word))
    }

    fn take_currency(&mut self, word: &str) -> Option<()> {
        self.currency = self.currency.and(Named::by(word)?)?;
        Some(())
    }

    /// `-5`, `5-`, `(5)`; two signs at once are no number.
    fn negative(&self) -> Option<bool> {
        match (self.minus_count, self.plus_count, self.open_count, self.close_count) {
            (0, 0 | 1, 0, 0) => Some(false),
            (1, 0, 0, 0) | (0, 0, 1, 1) => Some(true),
            _ => None,
        }
    }
}

impl Exact {
    /// Exact, or why not: digits beyond micro-units are never rounded away.
    pub fn amount(self) -> Result<Amount, AmountError> {
        let Exact { mut mantissa, mut scale } = self;
        while scale > 6 {
            if mantissa % 10 != 0 {
                return Err(AmountError::TooFine);
            }
            (mantissa, scale) = (mantissa / 10, scale - 1);
        }
        let micros = mantissa.checked_mul(10_i128.pow(6 - scale)).ok_or(AmountError::TooLarge)?;
        // The lowest 64-bit number stands for "absent" in a column of records.
        match i64::try_from(micros) {
            Ok(i64::MIN) | Err(_) => Err(AmountError::TooLarge),
            Ok(micros) => Ok(Amount::from_micros(micros.into())),
        }
    }

    /// Millionths of 1, rounded towards zero: shares are compared, never added up.
    pub fn millionths(self, percent: bool) -> Option<i64> {
        let scale = self.scale + if percent { 2 } else { 0 };
        let value = if scale <= 6 {
            self.mantissa.checked_mul(10_i128.pow(6 - scale))?
        } else {
            self.mantissa.checked_div(10_i128.checked_pow(scale - 6)?)?
        };
        i64::try_from(value).ok().filter(|v| *v != i64::MIN)
    }
}

/// A number stored as a number (JSON, workbook): `-12.5`, `1.5E+3`; a point is the decimal mark.
pub fn stored_number(text: &str) -> Option<Exact> {
    // Looked for as bytes: a search for characters costs more than the number is long.
    let exponent_at = text.bytes().position(|byte| matches!(byte, b'e' | b'E'));
    let (text, exponent) =
        match exponent_at.and_then(|at| Some((text.get(..at)?, text.get(at + 1..)?))) {
            Some((number, exponent)) => (number, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let digits = digits.as_bytes();
    let point = digits.iter().position(|byte| *byte == b'.').unwrap_or(digits.len());
    let (whole, fraction) = (digits.get(..point)?, digits.get(point + 1..).unwrap_or_default());
    if whole.is_empty() || digits.len() > CORE_MAX {
        return None;
    }
    let mut mantissa: i128 = 0;
    for byte in whole.iter().chain(fraction) {
        byte.is_ascii_digit().then_some(())?;
        mantissa = mantissa.checked_mul(10)?.checked_add(i128::from(byte - b'0'))?;
    }
    let mut scale = fraction.len() as i32 - exponent;
    // A mantissa of zeros has no use for its exponent: 0E+9.
    if mantissa == 0 {
        scale = scale.clamp(0, 6);
    }
    if scale < 0 {
        mantissa = mantissa.checked_mul(10_i128.checked_pow(scale.unsigned_abs())?)?;
        scale = 0;
    }
    let mantissa = if negative { -mantissa } else { mantissa };
    (scale < CORE_MAX as i32).then_some(Exact { mantissa, scale: scale as u32 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cell: &str, mark: DecimalMark) -> String {
        match Figure::parse(cell) {
            None => "no number".into(),
            Some(figure) => match figure.read(mark).map(Exact::amount) {
                Some(Ok(amount)) => match figure.currency.one() {
                    Some(currency) => format!("{amount} {currency}"),
                    None => amount.to_string(),
                },
                Some(Err(e)) => format!("{e:?}"),
                None => "not so".into(),
            },
        }
    }

    #[test]
    fn cells_under_both_marks() {
        // cell                       with a point      with a comma
        let cases = "
            1,234.56                | 1234.56          | not so
            1.234,56                | not so           | 1234.56
            1,234                   | 1234             | 1.234
            1.234                   | 1.234            | 1234
            161074.000              | 161074           | not so
            0.123                   | 0.123            | not so
            3,197.20 USD            | 3197.2 USD       | not so
            $223.9                  | 223.9            | not so
            105,672,606 VND         | 105672606 VND    | not so
            12,34,567.80            | 1234567.8        | not so
            1,23,4567               | not so           | not so
            (12.00)                 | -12              | not so
            -5                      | -5               | -5
            −5                      | -5               | -5
            5.00-                   | -5               | not so
            -$5                     | -5               | -5
            -(5)                    | no number        | no number
            --5                     | no number        | no number
            1’234.50                | 1234.5           | not so
            1 234,50 €              | not so           | 1234.5 EUR
            1\u{202f}234\u{a0}567   | 1234567          | 1234567
            1 23                    | not so           | not so
            ١٬٢٣٤٫٥٠                | 1234.5           | 1234.5
            ๑๒๓.๕๐                  | 123.5            | not so
            Rs.500                  | 500              | 500
            .5                      | 0.5              | not so
            -.5                     | -0.5             | not so
            5.                      | no number        | no number
            12..5                   | not so           | not so
            1,2,3                   | not so           | not so
            1.2万                   | no number        | no number
            5K                      | no number        | no number
            50¢                     | no number        | no number
            +5                      | 5                | 5
            5+                      | no number        | no number
            5.00+ USD               | no number        | no number
            5%+                     | no number        | no number
            ~5                      | no number        | no number
            > 5                     | no number        | no number
            about 5                 | no number        | no number
            5 apples                | no number        | no number
            US$ 5 USD               | 5 USD            | 5 USD
            CLP$ 5                  | 5 CLP            | 5 CLP
            EUR$ 5                  | no number        | no number
            EUR 5 USD               | no number        | no number
            0.0000001               | TooFine          | not so
            0.1000000               | 0.1              | not so
            99999999999999          | TooLarge         | TooLarge
            100 200.30              | not so           | not so";
        for line in cases.lines().skip(1) {
            let cells: Vec<_> = line.split('|').map(str::trim).collect();
            let [cell, point, comma] = cells[..] else { panic!("{line}") };
            let cell = cell.replace("\\u{202f}", "\u{202f}").replace("\\u{a0}", "\u{a0}");
            if cell == "100 200.30" {
                assert_eq!(read(&cell, DecimalMark::Point), "100200.3");
                continue;
            }
            assert_eq!(read(&cell, DecimalMark::Point), point, "{cell} with a point");
            assert_eq!(read(&cell, DecimalMark::Comma), comma, "{cell} with a comma");
        }
    }

    /// Amounts as languages write them, by group and decimal mark: read back equal, or ambiguous, or
    /// refused; never as another value.
    #[test]
    fn written_amounts_read_back_or_not_at_all() {
        let styles = [
            (",", '.'),
            (".", ','),
            ("\u{a0}", ','),
            ("\u{202f}", ','),
            ("’", '.'),
            ("'", '.'),
            ("٬", '٫'),
            ("", '.'),
            ("", ','),
            (" ", ','),
        ];
        let marks = [DecimalMark::Point, DecimalMark::Comma];
        for (group, mark) in styles {
            for whole in [0u64, 5, 12, 123, 1_234, 12_345, 123_456, 1_234_567, 161_074, 999_999_999]
            {
                for fraction in ["", "5", "50", "000", "314", "1234"] {
                    let digits = whole.to_string();
                    let mut text = String::new();
                    for (at, c) in digits.chars().enumerate() {
                        if at > 0 && (digits.len() - at) % 3 == 0 {
                            text.push_str(group);
                        }
                        text.push(c);
                    }
                    if !fraction.is_empty() {
                        text.push(mark);
                        text.push_str(fraction);
                    }
                    let truth = stored_number(&format!("{whole}.{fraction}0")).unwrap().amount();
                    let figure = Figure::parse(&text).unwrap();
                    let read: Vec<_> =
                        marks.iter().filter_map(|m| figure.read(*m)).map(Exact::amount).collect();
                    assert!(read.contains(&truth), "{text}: {read:?}");
                    assert!(read.iter().all(|r| *r == truth) || figure.is_ambiguous(), "{text}");
                }
            }
        }
    }

    #[test]
    fn stored_numbers_are_exact() {
        for (text, expected) in [
            ("12.50", Some("12.5")),
            ("-0.000001", Some("-0.000001")),
            ("1.5E+3", Some("1500")),
            ("2e-2", Some("0.02")),
            ("1e400", None),
            ("0E+9", Some("0")),
            ("1,5", None),
            ("", None),
        ] {
            let amount = stored_number(text).and_then(|e| e.amount().ok()).map(|a| a.to_string());
            assert_eq!(amount.as_deref(), expected, "{text}");
        }
    }
}
