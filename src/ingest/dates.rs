//! One time or range of times as someone wrote it, taken apart; which of two numbers is the month is a
//! matter of the whole column (`dialect.rs`).
//!
//! Reads digits, month names of the languages of the page and year-month-day marks of Chinese, Japanese
//! and Korean, clock times with seconds or a half of the day, an offset, and ranges with
//! `-`, `–`, `~`, `to`, `until`. Anything else in the cell makes it no time.

mod names; // months and halves of the day
mod one_month; // two days of one
mod scan; // tokens and grammar

use crate::calendar::{Day, LocalTime, Stated, Unit, Zone};
use crate::options::DayOrder;
use scan::{Scanner, tokens};

/// A day with the order of its numbers as far as the cell shows it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum RawDay {
    Known {
        year: i32,
        month: u32,
        day: u32,
    },
    /// `02/03/2026`: either order.
    Either {
        first: u32,
        second: u32,
        year: i32,
        is_dotted: bool,
    },
    /// `Feb 21` at the end of a range of which the other one has the year: `Dec 20` before one in January is of the
    /// year before, `1月19日` behind one in December of the year after.
    Yearless {
        month: u32,
        day: u32,
    },
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct RawTime {
    day: RawDay,
    /// Second of the day with the unit stated.
    clock: Option<(i64, Unit)>,
    zone: Option<Zone>,
}

/// The Thai calendar counts from 543 years before our first.
const THAI_YEARS_AHEAD: i32 = 543;
const THAI_YEARS: std::ops::Range<i32> = 2400..2800;

/// Month and day of `2026-11-03` or `2026-11-03 10:00`: a workbook's dates are written so here, and those of most files.
pub fn stored_day(cell: &str) -> Option<(u32, u32)> {
    let is_end = cell.as_bytes().get(10).is_none_or(|behind| *behind == b' ');
    match iso(cell.get(..10).filter(|_| is_end)?.as_bytes())?.day {
        RawDay::Known { month, day, .. } => Some((month, day)),
        _ => None,
    }
}

/// What a cell of a time column says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RawSpan {
    start: Option<RawTime>,
    end: Option<RawTime>,
    /// Whether the cell holds one time and no word that makes it a start or an end.
    is_single: bool,
}

/// A cell read under one order of day and month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    pub start: Option<Stated>,
    pub end: Option<Stated>,
    pub zone: Option<Zone>,
    pub is_single: bool,
}

impl Span {
    /// The time of a cell that holds a single one.
    pub fn single(&self) -> Option<Stated> {
        self.start.filter(|_| self.is_single)
    }

    /// Whether it is a range of more than one day.
    pub fn has_days(&self) -> bool {
        let day = |stated: Option<Stated>| stated.map(|stated| stated.time.day());
        !self.is_single && day(self.start) != day(self.end)
    }
}

impl RawSpan {
    pub fn parse(cell: &str) -> Option<RawSpan> {
        if let Some(time) = iso(cell.as_bytes()) {
            return Some(RawSpan { start: Some(time), end: None, is_single: true });
        }
        let tokens = tokens(cell)?;
        Scanner { tokens: &tokens, at: 0, is_year_first: false }
            .span()
            .or_else(|| RawSpan::two_lines(cell))
    }

    /// A range as a page sets it: start and end on a line each, nothing between.
    fn two_lines(cell: &str) -> Option<RawSpan> {
        let (start, end) = cell.trim().split_once('\n')?;
        let line = |text: &str| RawSpan::parse(text.trim()).filter(|span| span.is_single)?.start;
        Some(RawSpan { start: Some(line(start)?), end: Some(line(end)?), is_single: false })
    }

    /// Whether it has a start and an end.
    pub const fn is_range(&self) -> bool {
        self.start.is_some() && self.end.is_some()
    }

    /// The cell with `order`; `None` where it names no day of the calendar, or an end before its start.
    pub fn read(&self, order: DayOrder) -> Option<Span> {
        let end = match self.end {
            Some(time) if time.is_yearless() => Some(self.yearless_end(time, order)?),
            Some(time) => Some(time.read(order, None)?),
            None => None,
        };
        let year = end.map(|e| e.time.day().ymd().0);
        let is_late = |start: &Stated| end.is_some_and(|end| end.end() < start.time);
        let start = match self.start {
            Some(time) => match time.read(order, year) {
                Some(start) if time.is_yearless() && is_late(&start) => {
                    Some(time.read(order, year.map(|year| year - 1))?)
                }
                start => Some(start?),
            },
            None => None,
        };
        if start.is_some_and(|start| is_late(&start)) {
            return None;
        }
        // Written once, at either end, it is that of both.
        let zone = [self.start, self.end].into_iter().flatten().find_map(|time| time.zone);
        Some(Span { start, end, zone, is_single: self.is_single })
    }

    fn yearless_end(&self, end: RawTime, order: DayOrder) -> Option<Stated> {
        let start = self.start?.read(order, None)?;
        let year = start.time.day().ymd().0;
        let same_year = end.read(order, Some(year))?;
        if same_year.end() < start.time { end.read(order, Some(year + 1)) } else { Some(same_year) }
    }

    /// What the cell says with the day first, and with the month first; each `None` where it cannot be meant. Dots
    /// are written where the day comes first.
    pub fn readings(&self) -> (Option<Span>, Option<Span>) {
        let day_first = self.read(DayOrder::DayFirst);
        let is_dotted = self.start.into_iter().chain(self.end).any(RawTime::is_dotted);
        let is_told = is_dotted && day_first.is_some();
        (day_first, self.read(DayOrder::MonthFirst).filter(|_| !is_told))
    }

    /// Its day with the number of the day for that of the month, where they can be.
    #[must_use]
    pub fn exchanged(mut self) -> RawSpan {
        if let Some(RawTime { day: RawDay::Known { month, day, .. }, .. }) = &mut self.start
            && *day <= 12
        {
            std::mem::swap(month, day);
        }
        self
    }

    /// What a text says that no column stands beside; `None` where both orders name a day, and not the same one.
    pub fn alone(&self) -> Option<Span> {
        match self.readings() {
            (Some(a), Some(b)) if a != b => None,
            (day_first, month_first) => day_first.or(month_first),
        }
    }
}

impl RawTime {
    fn is_dotted(self) -> bool {
        matches!(self.day, RawDay::Either { is_dotted: true, .. })
    }

    fn is_yearless(self) -> bool {
        matches!(self.day, RawDay::Yearless { .. })
    }

    fn read(self, order: DayOrder, year_beside: Option<i32>) -> Option<Stated> {
        // In any language: the calendar of exports has no such year.
        let from_ymd = |year: i32, month, day| {
            let since = if THAI_YEARS.contains(&year) { THAI_YEARS_AHEAD } else { 0 };
            Day::from_ymd(year - since, month, day)
        };
        let day = match (self.day, order) {
            (RawDay::Known { year, month, day }, _) => from_ymd(year, month, day)?,
            (RawDay::Either { first, second, year, .. }, DayOrder::DayFirst) => {
                from_ymd(year, second, first)?
            }
            (RawDay::Either { first, second, year, .. }, DayOrder::MonthFirst) => {
                from_ymd(year, first, second)?
            }
            (RawDay::Yearless { month, day }, _) => from_ymd(year_beside?, month, day)?,
        };
        Some(match self.clock {
            None => Stated::day(day),
            Some((second, unit)) => Stated { time: day.start().plus_seconds(second), unit },
        })
    }
}

/// The layout of most exports, without a token: `2026-02-05`, `2026-02-05 22:58`, `2026-02-05T22:58:53`.
fn iso(text: &[u8]) -> Option<RawTime> {
    let number = |from: usize, to: usize| -> Option<u32> {
        text.get(from..to)?
            .iter()
            .try_fold(0, |n: u32, b| b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0')))
    };
    let mark = |at: usize, marks: &[u8]| text.get(at).is_some_and(|b| marks.contains(b));
    if !(mark(4, b"-") && mark(7, b"-")) {
        return None;
    }
    let day =
        RawDay::Known { year: number(0, 4)? as i32, month: number(5, 7)?, day: number(8, 10)? };
    let clock = match text.len() {
        10 => None,
        16 if mark(10, b" T") && mark(13, b":") => {
            Some((clock(number(11, 13)?, number(14, 16)?, 0)?, Unit::Minute))
        }
        19 if mark(10, b" T") && mark(13, b":") && mark(16, b":") => {
            Some((clock(number(11, 13)?, number(14, 16)?, number(17, 19)?)?, Unit::Second))
        }
        _ => return None,
    };
    Some(RawTime { day, clock, zone: None })
}

fn clock(hour: u32, minute: u32, second: u32) -> Option<i64> {
    // 24:00 is how some exports write the end of a day.
    let fits = (hour < 24 && minute < 60 && second < 60) || (hour, minute, second) == (24, 0, 0);
    fits.then(|| i64::from(hour * 3600 + minute * 60 + second))
}

/// The span in `text` that a surrounding line states: `2026-11-01 ~ 2026-11-20`, days only.
pub fn day_range(text: &str) -> Option<(Day, Day)> {
    let span = RawSpan::parse(text)?.alone()?;
    let last = |s: Stated| LocalTime::day(s.time);
    Some((last(span.start?), last(span.end?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(stated: Option<Stated>) -> String {
        stated.map_or("–".into(), |s| {
            let text = s.time.to_string();
            let len = match s.unit {
                Unit::Day => 10,
                Unit::Minute => 16,
                Unit::Second => 19,
            };
            text.get(..len).unwrap_or_default().to_owned()
        })
    }

    fn read(cell: &str, order: DayOrder) -> String {
        let Some(raw) = RawSpan::parse(cell) else { return "no time".into() };
        let Some(span) = raw.read(order) else { return "not so".into() };
        let zone = span.zone.map_or(String::new(), |z| format!(" {z}"));
        match span.single() {
            Some(time) => format!("{}{zone}", shown(Some(time))),
            None => format!("{} .. {}{zone}", shown(span.start), shown(span.end)),
        }
    }

    #[test]
    fn layouts() {
        let cases = r"
            2026-02-21                           | 2026-02-21
            2026-02-05 22:58                     | 2026-02-05 22:58
            2026-02-13 06:58:53                  | 2026-02-13 06:58:53
            2026-02-13T06:58:53Z                 | 2026-02-13 06:58:53 +00:00
            2026-02-13T06:58:53.120+08:00        | 2026-02-13 06:58:53 +08:00
            2026/2/5                             | 2026-02-05
            2026.02.05                           | 2026-02-05
            20260205                             | 2026-02-05
            Feb 21, 2026                         | 2026-02-21
            February 21, 2026 3:05 PM            | 2026-02-21 15:05
            21 Feb 2026                          | 2026-02-21
            21-Feb-2026                          | 2026-02-21
            Sat, 21 Feb 2026                     | 2026-02-21
            2026年2月21日                        | 2026-02-21
            2026년 2월 21일                      | 2026-02-21
            2026-02-21 12:00 AM                  | 2026-02-21 00:00
            2026-02-21 14:00 (UTC+01:00)         | 2026-02-21 14:00 +01:00
            2026-02-21 14:00 UTC-3               | 2026-02-21 14:00 -03:00
            2026-05-01 - 2026-05-31              | 2026-05-01 .. 2026-05-31
            2026-05-01~2026-05-31                | 2026-05-01 .. 2026-05-31
            2026-05-01 – 2026-05-31              | 2026-05-01 .. 2026-05-31
            2026-05-01-2026-05-31                | 2026-05-01 .. 2026-05-31
            2026-05-01 to 2026-05-31             | 2026-05-01 .. 2026-05-31
            2026-05-01 00:00 - 2026-05-31 23:59  | 2026-05-01 00:00 .. 2026-05-31 23:59
            2026-05-01\n2026-05-31               | 2026-05-01 .. 2026-05-31
            2026-05-01 -\n2026-05-31             | 2026-05-01 .. 2026-05-31
            2026-05-01\n10:00                    | 2026-05-01 10:00
            2026-05-01\n2026-05-31\n2026-06-01   | no time
            May 1 - May 31, 2026                 | 2026-05-01 .. 2026-05-31
            Dec 20 - Jan 19, 2027                | 2026-12-20 .. 2027-01-19
            May 31 - May 1, 2026                 | 2025-05-31 .. 2026-05-01
            1 Oct - 31 Dec 2026                  | 2026-10-01 .. 2026-12-31
            20 Dec – 19 Jan 2027                 | 2026-12-20 .. 2027-01-19
            1 ต.ค. 2569 - 31 ธ.ค. 2569           | 2026-10-01 .. 2026-12-31
            1 ต.ค. - 31 ธ.ค. 2569                | 2026-10-01 .. 2026-12-31
            1 ตุลาคม พ.ศ. 2569 ถึง 31 ธันวาคม พ.ศ. 2569 | 2026-10-01 .. 2026-12-31
            ๑ ต.ค. ๒๕๖๙ - ๓๑ ธ.ค. ๒๕๖๙           | 2026-10-01 .. 2026-12-31
            1 ต.ค. 2569 00:00 - 31 ธ.ค. 2569 23:59 น. | 2026-10-01 00:00 .. 2026-12-31 23:59
            1 ต.ค. 69 - 31 ธ.ค. 69               | no time
            من ١ أكتوبر ٢٠٢٦ إلى ٣١ ديسمبر ٢٠٢٦  | 2026-10-01 .. 2026-12-31
            2026年10月1日～2026年12月31日        | 2026-10-01 .. 2026-12-31
            2026年10月1日〜12月31日              | 2026-10-01 .. 2026-12-31
            2026年12月1日〜1月31日               | 2026-12-01 .. 2027-01-31
            2026年10月1日から12月31日まで        | 2026-10-01 .. 2026-12-31
            令和8年10月1日～令和8年12月31日      | 2026-10-01 .. 2026-12-31
            令和元年5月1日                       | 2019-05-01
            昭和8年10月1日                       | no time
            2026. 10. 1. ~ 2026. 12. 31.         | 2026-10-01 .. 2026-12-31
            2026. 10. 1. ~ 12. 31.               | 2026-10-01 .. 2026-12-31
            2026년 10월 1일부터 12월 31일까지    | 2026-10-01 .. 2026-12-31
            01/10/2026 - 12/31                   | no time
            1. Oktober bis 31. Dezember 2026     | 2026-10-01 .. 2026-12-31
            10月1日                              | not so
            1 - 31 Oct 2026                      | 2026-10-01 .. 2026-10-31
            1–31 October 2026                    | 2026-10-01 .. 2026-10-31
            1st - 31st October 2026              | 2026-10-01 .. 2026-10-31
            1. bis 31. Oktober 2026              | 2026-10-01 .. 2026-10-31
            1.–31. Oktober 2026                  | 2026-10-01 .. 2026-10-31
            du 1er au 31 octobre 2026            | 2026-10-01 .. 2026-10-31
            1-31 de octubre de 2026              | 2026-10-01 .. 2026-10-31
            1–31 ต.ค. 2569                       | 2026-10-01 .. 2026-10-31
            Oct 1 - 31, 2026                     | 2026-10-01 .. 2026-10-31
            October 1–31, 2026                   | 2026-10-01 .. 2026-10-31
            2026年10月1日～31日                  | 2026-10-01 .. 2026-10-31
            2026년 10월 1일~31일                 | 2026-10-01 .. 2026-10-31
            30 - 2 Nov 2026                      | not so
            1 - 31 Nov 2026                      | not so
            1–31 Oct                             | no time
            1–31 ต.ค. 69                         | no time
            1 - 2026-10-31                       | no time
            01-31/10/2026                        | no time
            1 - 31/10/2026                       | no time
            until 1 - 31 Oct 2026                | no time
            31/12/69                             | no time
            平成30年1月1日                       | no time
            R8.10.1                              | no time
            令和8/10/1                           | no time
            民國115年10月1日                     | no time
            115/10/01                            | no time
            115年10月1日                         | no time
            1448-05-10                           | not so
            10/05/1448                           | not so
            1405/08/01                           | not so
            5787-01-01                           | not so
            26-10-01                             | no time
            01.10.26                             | no time
            20 de dezembro de 2026               | 2026-12-20
            20 dic 2026 15:05                    | 2026-12-20 15:05
            3 de mayo de 2026, 3:05 p. m.        | 2026-05-03 15:05
            20. März 2026                        | 2026-03-20
            1er août 2026                        | 2026-08-01
            20 févr. 2026                        | 2026-02-20
            20 Agustus 2026                      | 2026-08-20
            20 tháng 12, 2026                    | 2026-12-20
            20 ธ.ค. 2569                         | 2026-12-20
            ٢٠ ديسمبر ٢٠٢٦                       | 2026-12-20
            2026/12/20 下午3:05                  | 2026-12-20 15:05
            2026年12月20日 午前0:05              | 2026-12-20 00:05
            2026. 12. 20. 오후 3:05:09           | 2026-12-20 15:05:09
            2026-12-20 下午 15:05                | no time
            20 dicembrex 2026                    | no time
            From 2026-05-01 until 2026-05-31     | 2026-05-01 .. 2026-05-31
            Valid until 30 June 2026             | – .. 2026-06-30
            until 2026-06-30                     | – .. 2026-06-30
            From 2026-06-30                      | 2026-06-30 .. –
            2026-06-30 -                         | 2026-06-30 .. –
            30 June 2026 until                   | 2026-06-30 .. –
            2026-06-30 - 2026-06-01              | not so
            2026-02-30                           | not so
            2026-13-01                           | not so
            02/21/26                             | no time
            30 days                              | no time
            Expires in 5 days                    | no time
            1234                                 | no time
            99999999999999                       | no time";
        for line in cases.lines().skip(1) {
            let (cell, expected) = line.split_once('|').unwrap();
            let cell = cell.trim().replace("\\n", "\n");
            assert_eq!(read(&cell, DayOrder::MonthFirst), expected.trim(), "{cell}");
        }
    }

    #[test]
    fn either_order() {
        let cases = "
            21/02/2026            | 2026-02-21        | not so
            02/21/2026 13:45      | not so            | 2026-02-21 13:45
            02/03/2026            | 2026-03-02        | 2026-02-03
            02.03.2026            | 2026-03-02        | 2026-02-03
            05/01/2026-04/02/2026 | not so            | not so
            01/05/2026-02/04/2026 | 2026-05-01 .. ?   | 2026-01-05 .. 2026-02-04";
        for line in cases.lines().skip(1) {
            let cells: Vec<_> = line.split('|').map(str::trim).collect();
            let [cell, day_first, month_first] = cells[..] else { panic!("{line}") };
            let found = (read(cell, DayOrder::DayFirst), read(cell, DayOrder::MonthFirst));
            match cell {
                // 5 January to 4 February, or 1 May to 2 April: only one runs forwards.
                "05/01/2026-04/02/2026" => {
                    assert_eq!(found.0, "2026-01-05 .. 2026-02-04");
                    assert_eq!(found.1, "not so");
                }
                "01/05/2026-02/04/2026" => {
                    assert_eq!(found.0, "not so");
                    assert_eq!(found.1, "2026-01-05 .. 2026-02-04");
                }
                _ => assert_eq!((found.0.as_str(), found.1.as_str()), (day_first, month_first)),
            }
        }
    }
}
