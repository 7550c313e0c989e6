//! Time as an ad account lives it: a clock of its own with a fixed offset and no daylight saving (R25).
//!
//! Three kinds of time that are never confused: a [`Day`], a [`LocalTime`] as read off the account's own
//! clock, and an [`Instant`] everywhere in the world. Only a [`Zone`] turns one into the other. Nothing
//! here asks what time it is.

mod zone; // fixed offsets and their names

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::ops::Range;

pub use zone::Zone;

pub const SECONDS_PER_DAY: i64 = 86_400;
pub const SECONDS_PER_HOUR: i64 = 3_600;

/// A calendar day, counted from 1970-01-01. Serialised as `"2026-11-21"`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(type = "string"))]
pub struct Day(i32);

impl Day {
    pub const fn from_number(days_since_1970: i32) -> Day {
        Day(days_since_1970)
    }

    pub const fn number(self) -> i32 {
        self.0
    }

    /// `None` for a day that the calendar does not have, or a year outside 1900 to 2199: no export of
    /// this platform holds one, and such a reading is a misread number.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Day> {
        if !(1900..2200).contains(&year) {
            return None;
        }
        NaiveDate::from_ymd_opt(year, month, day).map(|d| Day(d.to_epoch_days()))
    }

    /// `2026-11-21`, nothing shorter and nothing longer.
    pub fn parse_iso(text: &str) -> Option<Day> {
        let [year, month, day] = numbers(text, b"0000-00-00")?;
        Day::from_ymd(year as i32, month, day)
    }

    pub const fn plus_days(self, days: i32) -> Day {
        Day(self.0.saturating_add(days))
    }

    /// First second of the day on the account's clock.
    pub const fn start(self) -> LocalTime {
        LocalTime(self.0 as i64 * SECONDS_PER_DAY)
    }

    /// 0 for Monday … 6 for Sunday.
    pub const fn weekday_from_monday(self) -> usize {
        (self.0 + 3).rem_euclid(7) as usize
    }

    fn date(self) -> NaiveDate {
        NaiveDate::from_epoch_days(self.0).unwrap_or_default()
    }

    /// Year, month, day of the month.
    pub fn ymd(self) -> (i32, u32, u32) {
        let date = self.date();
        (date.year(), date.month(), date.day())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Day, D::Error> {
        let text = String::deserialize(input)?;
        Day::parse_iso(&text)
            .ok_or_else(|| de::Error::custom("expected a day such as \"2026-11-21\""))
    }
}

/// Seconds since 1970-01-01 00:00 **on the account's own clock**; a place in time only with a [`Zone`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalTime(i64);

impl LocalTime {
    pub const fn from_seconds(seconds: i64) -> LocalTime {
        LocalTime(seconds)
    }

    pub const fn seconds(self) -> i64 {
        self.0
    }

    pub const fn day(self) -> Day {
        Day(self.0.div_euclid(SECONDS_PER_DAY) as i32)
    }

    pub const fn second_of_day(self) -> i64 {
        self.0.rem_euclid(SECONDS_PER_DAY)
    }

    pub const fn plus_seconds(self, seconds: i64) -> LocalTime {
        LocalTime(self.0.saturating_add(seconds))
    }

    pub const fn in_zone(self, zone: Zone) -> Instant {
        Instant(self.0.saturating_sub(zone.offset_seconds()))
    }
}

/// `2026-11-21 14:00:00`, without a zone.
impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let s = self.second_of_day();
        write!(f, "{} {:02}:{:02}:{:02}", self.day(), s / 3600, s / 60 % 60, s % 60)
    }
}

/// Seconds since 1970-01-01 00:00 UTC. Serialised in UTC, `"2026-11-21T13:00:00Z"`; read with any offset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(type = "string"))]
pub struct Instant(i64);

impl Instant {
    pub const fn from_seconds(seconds: i64) -> Instant {
        Instant(seconds)
    }

    pub const fn seconds(self) -> i64 {
        self.0
    }

    pub const fn plus_seconds(self, seconds: i64) -> Instant {
        Instant(self.0.saturating_add(seconds))
    }

    pub const fn seconds_since(self, earlier: Instant) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    pub const fn on_clock(self, zone: Zone) -> LocalTime {
        LocalTime(self.0.saturating_add(zone.offset_seconds()))
    }

    /// RFC 3339, with an offset. Parts of a second are dropped; the second 60 is taken as 59.
    pub fn parse_rfc3339(text: &str) -> Option<Instant> {
        let (date, time) = text.split_at_checked("2026-11-21T".len())?;
        let (time, rest) = time.split_at_checked("14:00:00".len())?;
        let [year, month, day] = numbers(date.strip_suffix(['T', 't', ' '])?, b"0000-00-00")?;
        let [hour, minute, second] = numbers(time, b"00:00:00")?;
        let day = NaiveDate::from_ymd_opt(year as i32, month, day)?.to_epoch_days();
        let second = if second == 60 { 59 } else { second };
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let time = Day(day).start().plus_seconds((hour * 3600 + minute * 60 + second).into());
        let ahead = rfc3339_offset(after_fraction(rest)?)?;
        Some(Instant(time.seconds() - i64::from(ahead) * 60))
    }
}

/// Numbers written exactly in the places where `form` has noughts, everything between as in `form`.
///
/// By hand: chrono's reader of formats, for these two forms, would weigh more than the whole calendar.
fn numbers<const N: usize>(text: &str, form: &[u8]) -> Option<[u32; N]> {
    let is_in_form = |(byte, place): (u8, &u8)| match place {
        b'0' => byte.is_ascii_digit(),
        between => byte == *between,
    };
    if text.len() != form.len() || !text.bytes().zip(form).all(is_in_form) {
        return None;
    }
    let mut parts = text.split(['-', ':']);
    let mut found = [0; N];
    for number in &mut found {
        *number = parts.next()?.parse().ok()?;
    }
    Some(found)
}

/// What stands after `.25`, if that stands there.
fn after_fraction(text: &str) -> Option<&str> {
    let Some(fraction) = text.strip_prefix('.') else { return Some(text) };
    let rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    (rest.len() < fraction.len()).then_some(rest)
}

/// `Z` or `+05:30`, in minutes.
fn rfc3339_offset(text: &str) -> Option<i32> {
    if matches!(text, "Z" | "z") {
        return Some(0);
    }
    let [hours, minutes] = numbers(text.strip_prefix(['+', '-'])?, b"00:00")?;
    let ahead = (hours * 60 + minutes) as i32;
    (hours < 24 && minutes < 60).then_some(if text.starts_with('-') { -ahead } else { ahead })
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.on_clock(Zone::UTC).to_string();
        write!(f, "{}Z", text.replace(' ', "T"))
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Instant, D::Error> {
        let text = String::deserialize(input)?;
        Instant::parse_rfc3339(&text).ok_or_else(|| {
            de::Error::custom("expected an instant such as \"2026-11-21T14:00:00+01:00\"")
        })
    }
}

/// The last unit a pasted time states: `2026-06-30` states a day, `22:58` a minute (R15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Unit {
    Day,
    Minute,
    Second,
}

impl Unit {
    /// Seconds until the stated unit is over.
    pub const fn seconds(self) -> i64 {
        match self {
            Unit::Day => SECONDS_PER_DAY,
            Unit::Minute => 60,
            Unit::Second => 1,
        }
    }
}

/// A time as stated: where on the account's clock, and how finely.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stated {
    pub time: LocalTime,
    pub unit: Unit,
}

impl Stated {
    pub const fn day(day: Day) -> Stated {
        Stated { time: day.start(), unit: Unit::Day }
    }

    /// The first instant after the stated unit: "until 30 June" ends at 1 July 00:00 (R15).
    pub const fn end(self) -> LocalTime {
        self.time.plus_seconds(self.unit.seconds())
    }
}

/// A half-open span `[start, end)` on the account's clock (R15). Either side may be unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Window {
    pub start: Option<LocalTime>,
    pub end: Option<LocalTime>,
}

impl Window {
    /// Whether the window is open at `time`; an unknown side does not close it.
    pub fn contains(&self, time: LocalTime) -> bool {
        self.start.is_none_or(|start| start <= time) && self.end.is_none_or(|end| time < end)
    }

    /// An end at or before the start: nothing lies inside.
    pub fn is_inverted(&self) -> bool {
        matches!((self.start, self.end), (Some(start), Some(end)) if end <= start)
    }
}

/// An instant as the page shows it: on the account's clock, with the unit that is meaningful.
///
/// `at` is RFC 3339 with the account's offset, so that one text holds both the instant and the reading
/// of the account's own clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(type = "{ at: string; unit: Unit }"))]
pub struct When {
    pub instant: Instant,
    pub zone: Zone,
    pub unit: Unit,
}

impl When {
    pub const fn new(instant: Instant, zone: Zone, unit: Unit) -> When {
        When { instant, zone, unit }
    }

    /// An instant, to the minute.
    pub const fn at(instant: Instant, zone: Zone) -> When {
        When { instant, zone, unit: Unit::Minute }
    }

    /// A time as stated: a day is the day itself, not the midnight after it (R15).
    pub const fn stated(stated: Stated, zone: Zone) -> When {
        When { instant: stated.time.in_zone(zone), zone, unit: stated.unit }
    }

    /// The account's clock reading, to the minute.
    pub const fn local(time: LocalTime, zone: Zone) -> When {
        When { instant: time.in_zone(zone), zone, unit: Unit::Minute }
    }
}

impl Serialize for When {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let local = self.instant.on_clock(self.zone).to_string();
        let at = format!("{}{}", local.replace(' ', "T"), self.zone);
        let mut fields = out.serialize_struct("When", 2)?;
        fields.serialize_field("at", &at)?;
        fields.serialize_field("unit", &self.unit)?;
        fields.end()
    }
}

/// The days of times that stand in order, with the places of each: what is summed per day is looked up once a day.
pub fn by_day(times: &[LocalTime], from: usize) -> impl Iterator<Item = (Day, Range<usize>)> {
    let mut start = from;
    std::iter::from_fn(move || {
        let rest = times.get(start..)?;
        let day = rest.first()?.day();
        let places = start..start + rest.partition_point(|time| time.day() <= day);
        start = places.end;
        Some((day, places))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r15_an_end_is_over_after_its_last_stated_unit() {
        let june_30 = Day::from_ymd(2026, 6, 30).map(Stated::day);
        assert_eq!(june_30.map(|d| d.end().to_string()), Some("2026-07-01 00:00:00".into()));
        let minute = Stated { time: LocalTime::from_seconds(0), unit: Unit::Minute };
        assert_eq!(minute.end().to_string(), "1970-01-01 00:01:00");
    }

    #[test]
    fn r25_zones_are_fixed_offsets() {
        for (text, expected) in [
            ("UTC+08:00", Some("+08:00")),
            ("(UTC-3)", Some("-03:00")),
            ("GMT+5:30", Some("+05:30")),
            ("Etc/GMT+5", Some("-05:00")),
            ("Etc/GMT-14", Some("+14:00")),
            ("America/New_York", Some("-05:00")),
            ("UTC\u{2212}09:30", Some("-09:30")),
            ("UTC", Some("+00:00")),
            ("Etc/GMT", None),
            ("UTC-12", Some("-12:00")),
            ("UTC-12:01", None),
            ("UTC+14:01", None),
            ("+25:00", None),
            ("GMT+5:60", None),
            ("UTC+", None),
            ("UTC+00800", None),
            ("UTC+0x", None),
            ("Mars", None),
        ] {
            assert_eq!(Zone::parse(text).map(|z| z.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn r15_a_window_is_open_from_its_start_to_before_its_end() {
        let at = |second| LocalTime::from_seconds(second);
        for (start, end, opens) in [
            (Some(10), Some(20), [false, true, true, false]),
            (None, Some(20), [true, true, true, false]),
            (Some(10), None, [false, true, true, true]),
            (Some(20), Some(10), [false; 4]),
        ] {
            let window = Window { start: start.map(at), end: end.map(at) };
            assert_eq!([9, 10, 19, 20].map(|second| window.contains(at(second))), opens);
            assert_eq!(window.is_inverted(), start == Some(20));
        }
        let nothing = Window { start: Some(at(10)), end: Some(at(10)) };
        assert!(nothing.is_inverted());
    }

    #[test]
    fn what_is_kept_as_text_is_read_again_or_refused() {
        fn read<T: for<'de> Deserialize<'de> + Serialize>(text: &str) -> Option<String> {
            let read: T = serde_json::from_str(text).ok()?;
            serde_json::to_string(&read).ok()
        }
        for (read, text, refused) in [
            (read::<Day> as fn(&str) -> _, r#""2026-11-21""#, r#""2026-11-31""#),
            (read::<Instant>, r#""2026-11-21T12:00:00Z""#, r#""2026-11-21""#),
            (read::<Zone>, r#""+05:30""#, r#""Mars""#),
            (read::<crate::money::Amount>, r#""12.5""#, r#""12,5""#),
            (read::<crate::money::Currency>, r#""USD""#, r#""US$""#),
        ] {
            assert_eq!(read(text).as_deref(), Some(text));
            assert_eq!(read(refused), None, "{refused}");
            assert_eq!(read("12.5"), None);
        }
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        assert_eq!(Day::from_ymd(2026, 2, 29), None);
        assert_eq!(Day::from_ymd(1899, 12, 31), None);
        let leap = Day::parse_iso("2024-02-29").map(|d| d.plus_days(1).to_string());
        assert_eq!(leap.as_deref(), Some("2024-03-01"));
    }

    #[test]
    fn instants_are_read_as_rfc_3339_writes_them() {
        for (text, expected) in [
            ("2026-11-21T12:00:00Z", Some("2026-11-21T12:00:00Z")),
            ("2026-11-21t12:00:00.250z", Some("2026-11-21T12:00:00Z")),
            ("2026-11-21 12:00:00+05:30", Some("2026-11-21T06:30:00Z")),
            ("2026-12-31T23:59:60-08:00", Some("2027-01-01T07:59:59Z")),
            ("1969-12-31T23:59:59-00:00", Some("1969-12-31T23:59:59Z")),
            ("2026-11-21T12:00:00", None),
            ("2026-11-21T12:00Z", None),
            ("2026-02-29T12:00:00Z", None),
            ("2026-11-21T24:00:00Z", None),
            ("2026-11-21T12:00:00.Z", None),
            ("2026-11-21T12:00:00+24:00", None),
            ("2026-11-21T12:00:00+23:59", Some("2026-11-20T12:01:00Z")),
            ("2026-11-21T12:00:00+05:60", None),
            ("2026-11-21T12:00:00+5:30", None),
            ("2026-11-21T12:00:00Z ", None),
            ("+026-11-21T12:00:00Z", None),
            ("2026-11-2\u{e9}T12:00:00Z", None),
        ] {
            let read = Instant::parse_rfc3339(text).map(|instant| instant.to_string());
            assert_eq!(read.as_deref(), expected, "{text}");
            let chrono = chrono::DateTime::parse_from_rfc3339(text).map(|t| t.timestamp());
            assert_eq!(Instant::parse_rfc3339(text).map(Instant::seconds), chrono.ok(), "{text}");
        }
        assert_eq!(Day::parse_iso("2026-1-5"), None);
    }

    #[test]
    fn weekdays_start_on_monday() {
        let weekday = |text| Day::parse_iso(text).map(Day::weekday_from_monday);
        assert_eq!(weekday("2026-11-16"), Some(0));
        assert_eq!(weekday("2026-11-22"), Some(6));
        assert_eq!(weekday("1969-12-31"), Some(2));
    }

    #[test]
    fn an_instant_and_a_clock_reading_are_one_zone_apart() {
        let zone = Zone::parse("+05:30").unwrap_or_default();
        let noon = Instant::parse_rfc3339("2026-11-21T12:00:00Z").unwrap_or_default();
        assert_eq!(noon.on_clock(zone).to_string(), "2026-11-21 17:30:00");
        assert_eq!(noon.on_clock(zone).in_zone(zone), noon);
        let when = serde_json::to_string(&When::new(noon, zone, Unit::Minute)).unwrap_or_default();
        assert_eq!(when, r#"{"at":"2026-11-21T17:30:00+05:30","unit":"minute"}"#);
    }
}
