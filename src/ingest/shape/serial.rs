//! Dates as spreadsheets store them: days since an epoch, the time of day as a fraction. No floats.

use super::{Form, number};
use chrono::{Days, NaiveDate};

const SECONDS_A_DAY: u64 = 86_400;

/// `46143.5` → `2026-05-01 12:00:00`; a whole number is a day. A time of day without a day stays text.
/// `None` when this is no date: negative, or beyond the year 9999.
pub(super) fn date(serial: &str, is_1904: bool) -> Option<(String, Form)> {
    let plain = number::plain(serial)?;
    let (days, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut days = days.parse::<u64>().ok()?;
    // Fourteen digits of a day are far below a second, and times the seconds of a day they fit.
    let fraction = fraction.get(..fraction.len().min(14)).unwrap_or_default();
    let numerator = if fraction.is_empty() { 0 } else { fraction.parse::<u64>().ok()? };
    let scale = 10u64.pow(fraction.len() as u32);
    let mut seconds = (numerator * SECONDS_A_DAY + scale / 2) / scale;
    if seconds == SECONDS_A_DAY {
        (days, seconds) = (days + 1, 0);
    }
    let time = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if days == 0 && seconds > 0 {
        return Some((time, Form::Text));
    }
    let day = day(days, is_1904)?;
    Some((if seconds == 0 { day } else { format!("{day} {time}") }, Form::Date))
}

fn day(days: u64, is_1904: bool) -> Option<String> {
    let epoch = match (is_1904, days) {
        (true, _) => NaiveDate::from_ymd_opt(1904, 1, 1)?,
        // The 1900 system counts a 29 February 1900 that never was, as day 60: no date.
        (false, 60) => return None,
        (false, 0..60) => NaiveDate::from_ymd_opt(1899, 12, 31)?,
        (false, _) => NaiveDate::from_ymd_opt(1899, 12, 30)?,
    };
    let date = epoch.checked_add_days(Days::new(days))?;
    let text = date.to_string();
    (text.len() == 10).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times() {
        let cases = [
            ("46143", false, Some(("2026-05-01", Form::Date))),
            ("46143.5", false, Some(("2026-05-01 12:00:00", Form::Date))),
            ("46143.290891203702", false, Some(("2026-05-01 06:58:53", Form::Date))),
            ("46143.999999999", false, Some(("2026-05-02", Form::Date))),
            ("44681", true, Some(("2026-05-01", Form::Date))),
            ("1", false, Some(("1900-01-01", Form::Date))),
            ("59", false, Some(("1900-02-28", Form::Date))),
            ("60", false, None),
            ("60", true, Some(("1904-03-01", Form::Date))),
            ("61", false, Some(("1900-03-01", Form::Date))),
            ("4.6143E4", false, Some(("2026-05-01", Form::Date))),
            ("0.5", false, Some(("12:00:00", Form::Text))),
            ("-1", false, None),
            ("99999999999", false, None),
            ("2026-05-01", false, None),
        ];
        for (serial, is_1904, expected) in cases {
            let found = date(serial, is_1904);
            let found = found.as_ref().map(|(text, form)| (text.as_str(), *form));
            assert_eq!(found, expected, "{serial}");
        }
    }
}
