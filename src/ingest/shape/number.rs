//! Numbers that a file stored as numbers → exact decimal text, never through a float.

use std::borrow::Cow;

/// Digits before and after the point that are written out; a larger exponent is no amount.
const EXPONENT_MAX: i32 = 40;
/// Significant digits that a spreadsheet shows of a double.
const DIGITS_MAX: usize = 15;

/// `-1.5E3` → `-1500`; plain numbers stay as they are. `None` when this is no decimal number, or one
/// that nobody would write out.
pub(super) fn plain(number: &str) -> Option<String> {
    let (negative, unsigned) = match number.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, number.strip_prefix('+').unwrap_or(number)),
    };
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if !is_digits(whole) || !is_digits(fraction) || whole.len() + fraction.len() == 0 {
        return None;
    }
    let sign = if negative { "-" } else { "" };
    if exponent == 0 {
        let whole = if whole.is_empty() { "0" } else { whole };
        let point = if fraction.is_empty() { "" } else { "." };
        return Some(format!("{sign}{whole}{point}{fraction}"));
    }
    if exponent.abs() > EXPONENT_MAX || mantissa.len() > 400 {
        return None;
    }
    let digits = format!("{whole}{fraction}");
    let point = whole.len() as i32 + exponent;
    Some(format!("{sign}{}", with_point(&digits, point)))
}

/// Digits with the point after the first `point` of them, which may lie outside.
fn with_point(digits: &str, point: i32) -> String {
    let count = digits.len() as i32;
    let (whole, fraction) = match point {
        p if p <= 0 => ("0".to_owned(), format!("{}{digits}", "0".repeat(-p as usize))),
        p if p >= count => (format!("{digits}{}", "0".repeat((p - count) as usize)), String::new()),
        p => {
            let (whole, fraction) = digits.split_at(p as usize);
            (whole.to_owned(), fraction.to_owned())
        }
    };
    let fraction = fraction.trim_end_matches('0');
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
}

/// A number of an API, exactly; of one that was plainly a double, with more decimals than money has and more digits
/// than a double holds, what a spreadsheet would show: `20.630000000000003` → `20.63`.
pub(super) fn of_api(number: &str) -> Option<String> {
    const DECIMALS_MAX: usize = 6;
    let text = plain(number)?;
    let decimals = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let is_noisy = decimals > DECIMALS_MAX && text.len() > DIGITS_MAX + 1;
    Some(if is_noisy { spreadsheet(&text)?.into_owned() } else { text })
}

/// What a spreadsheet shows of a stored double: 15 significant digits, the noise beyond them dropped.
/// `94.18000000000001` → `94.18`; ids and amounts of up to 15 digits come out as they were typed.
pub(super) fn spreadsheet(number: &str) -> Option<Cow<'_, str>> {
    // Nearly all: few digits, one point between them, which are written as they are.
    let unsigned = number.strip_prefix('-').unwrap_or(number).as_bytes();
    let is_short = unsigned.len() <= DIGITS_MAX && unsigned.first().is_some_and(u8::is_ascii_digit);
    if is_short
        && unsigned.last().is_some_and(u8::is_ascii_digit)
        && unsigned.iter().filter(|b| !b.is_ascii_digit()).all(|&b| b == b'.')
        && unsigned.iter().filter(|&&b| b == b'.').count() <= 1
    {
        return Some(Cow::Borrowed(number));
    }
    let text = plain(number)?;
    let significant = text.bytes().filter(u8::is_ascii_digit).collect::<Vec<u8>>();
    let leading = significant.iter().take_while(|&&d| d == b'0').count();
    let digits = significant.get(leading..).unwrap_or_default();
    if digits.len() <= DIGITS_MAX {
        return Some(Cow::Owned(text));
    }
    let negative = text.starts_with('-');
    let point = text.trim_start_matches('-').find('.').unwrap_or(significant.len());
    let round_up = digits.get(DIGITS_MAX).is_some_and(|&d| d >= b'5');
    let mut kept: Vec<u8> = digits.get(..DIGITS_MAX).unwrap_or_default().to_vec();
    let mut point = point as i32 - leading as i32;
    if round_up {
        let mut carry = true;
        for digit in kept.iter_mut().rev() {
            if *digit == b'9' {
                *digit = b'0';
            } else {
                *digit += 1;
                carry = false;
                break;
            }
        }
        if carry {
            kept.insert(0, b'1');
            point += 1;
        }
    }
    let kept = String::from_utf8(kept).ok()?;
    let sign = if negative { "-" } else { "" };
    Some(Cow::Owned(format!("{sign}{}", with_point(&kept, point))))
}

/// A number shown as a percentage: `0.0028` → `0.28%`.
pub(super) fn percent(number: &str) -> Option<String> {
    let text = spreadsheet(number)?;
    let shifted = match text.contains(['e', 'E']) {
        true => return None,
        false => plain(&format!("{text}e2"))?,
    };
    Some(format!("{shifted}%"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_text() {
        let cases = [
            ("161074.000", Some("161074.000")),
            ("-0.05", Some("-0.05")),
            ("1.5E3", Some("1500")),
            ("1.5e-3", Some("0.0015")),
            ("12e1", Some("120")),
            ("7123456789012345678", Some("7123456789012345678")),
            (".5", Some("0.5")),
            ("1e400", None),
            ("1e-9999999999", None),
            ("NaN", None),
            ("", None),
            (".", None),
        ];
        for (text, expected) in cases {
            assert_eq!(plain(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn doubles_lose_their_noise_and_nothing_else() {
        let cases = [
            ("94.18000000000001", "94.18"),
            ("94.179999999999993", "94.18"),
            ("0.1", "0.1"),
            ("3158.3139999999999", "3158.314"),
            ("9.9999999999999996E-2", "0.1"),
            ("999999999999999.9", "1000000000000000"),
            ("-1234567.8899999999", "-1234567.89"),
            ("105672606", "105672606"),
            ("0.30000000000000004", "0.3"),
            ("1E-3", "0.001"),
        ];
        for (text, expected) in cases {
            assert_eq!(spreadsheet(text).as_deref(), Some(expected), "{text}");
        }
    }
}
