//! Fixed offsets from UTC, by number or by the names that exports and registers write.
//!
//! Knows nothing of daylight saving: accounts have none (R25).

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// A fixed offset from UTC in whole minutes, as accounts have it (R25). Serialised as `"+05:30"`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(type = "string"))]
pub struct Zone {
    offset_minutes: i16,
}

/// Zone names seen in exports and account registers, with the fixed offset the platform uses for them
/// (R25, R38). `Etc/GMT+5` and its like are computed, not listed.
const ZONE_NAMES: &[(&str, i16)] = &[
    ("UTC", 0),
    ("GMT", 0),
    ("Z", 0),
    ("Pacific/Honolulu", -600),
    ("America/Anchorage", -540),
    ("America/Los_Angeles", -480),
    ("America/Phoenix", -420),
    ("America/Denver", -420),
    ("America/Chicago", -360),
    ("America/Mexico_City", -360),
    ("America/New_York", -300),
    ("America/Bogota", -300),
    ("America/Lima", -300),
    ("America/Halifax", -240),
    ("America/Santiago", -240),
    ("America/St_Johns", -210),
    ("America/Sao_Paulo", -180),
    ("America/Argentina/Buenos_Aires", -180),
    ("Atlantic/Azores", -60),
    ("Europe/London", 0),
    ("Europe/Dublin", 0),
    ("Europe/Lisbon", 0),
    ("Africa/Lagos", 60),
    ("Europe/Paris", 60),
    ("Europe/Berlin", 60),
    ("Europe/Madrid", 60),
    ("Europe/Rome", 60),
    ("Europe/Amsterdam", 60),
    ("Europe/Warsaw", 60),
    ("Europe/Stockholm", 60),
    ("Africa/Cairo", 120),
    ("Africa/Johannesburg", 120),
    ("Asia/Jerusalem", 120),
    ("Europe/Athens", 120),
    ("Europe/Kiev", 120),
    ("Europe/Bucharest", 120),
    ("Europe/Istanbul", 180),
    ("Europe/Moscow", 180),
    ("Asia/Riyadh", 180),
    ("Asia/Baghdad", 180),
    ("Asia/Tehran", 210),
    ("Asia/Dubai", 240),
    ("Asia/Karachi", 300),
    ("Asia/Kolkata", 330),
    ("Asia/Calcutta", 330),
    ("Asia/Kathmandu", 345),
    ("Asia/Dhaka", 360),
    ("Asia/Yangon", 390),
    ("Asia/Bangkok", 420),
    ("Asia/Jakarta", 420),
    ("Asia/Ho_Chi_Minh", 420),
    ("Asia/Saigon", 420),
    ("Asia/Shanghai", 480),
    ("Asia/Hong_Kong", 480),
    ("Asia/Taipei", 480),
    ("Asia/Singapore", 480),
    ("Asia/Kuala_Lumpur", 480),
    ("Asia/Manila", 480),
    ("Australia/Perth", 480),
    ("Asia/Tokyo", 540),
    ("Asia/Seoul", 540),
    ("Australia/Adelaide", 570),
    ("Australia/Sydney", 600),
    ("Australia/Melbourne", 600),
    ("Australia/Brisbane", 600),
    ("Pacific/Auckland", 720),
];

impl Zone {
    pub const UTC: Zone = Zone { offset_minutes: 0 };

    /// `None` beyond UTC−12:00 … UTC+14:00.
    pub const fn from_offset_minutes(minutes: i32) -> Option<Zone> {
        if minutes < -720 || minutes > 840 {
            return None;
        }
        Some(Zone { offset_minutes: minutes as i16 })
    }

    pub const fn offset_minutes(self) -> i16 {
        self.offset_minutes
    }

    pub const fn offset_seconds(self) -> i64 {
        self.offset_minutes as i64 * 60
    }

    /// `UTC+08:00`, `UTC-3`, `GMT+5:30`, `+02:00`, `Etc/GMT+5` (which is UTC−5, R25) or a listed name.
    pub fn parse(text: &str) -> Option<Zone> {
        let text = text.trim().trim_start_matches('(').trim_end_matches(')').trim();
        if let Some(reversed) = after(text, "Etc/GMT").filter(|rest| !rest.is_empty()) {
            return parse_offset(reversed).and_then(|m| Zone::from_offset_minutes(-m));
        }
        let named = ZONE_NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text));
        if let Some(&(_, minutes)) = named {
            return Zone::from_offset_minutes(minutes.into());
        }
        let offset = ["UTC", "GMT"].iter().find_map(|prefix| after(text, prefix));
        parse_offset(offset.unwrap_or(text)).and_then(Zone::from_offset_minutes)
    }
}

/// What follows a prefix, whatever its case.
fn after<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// `+8`, `-03`, `+05:30`, `+0530`, with either minus sign, in minutes.
fn parse_offset(text: &str) -> Option<i32> {
    let text = text.trim();
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' | '\u{2212}' | '\u{2013}' => -1,
        _ => return None,
    };
    let digits: String = text.chars().skip(1).filter(|c| *c != ':').collect();
    if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i32 = digits.parse().ok()?;
    let (hours, minutes) =
        if digits.len() <= 2 { (number, 0) } else { (number / 100, number % 100) };
    (minutes < 60).then_some(sign * (hours * 60 + minutes))
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.offset_minutes < 0 { '-' } else { '+' };
        let minutes = self.offset_minutes.unsigned_abs();
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Zone, D::Error> {
        let text = String::deserialize(input)?;
        Zone::parse(&text).ok_or_else(|| de::Error::custom("expected an offset such as \"+05:30\""))
    }
}
