//! One time or range of times as someone wrote it, taken apart; which of two numbers is the month is a
//! matter of the whole column (`dialect.rs`).
//!
//! Reads digits, English month names (no other language's have evidence), year-month-day marks of
//! Chinese, Japanese and Korean, clock times with seconds or AM/PM, an offset, and ranges with
//! `-`, `–`, `~`, `to`, `until`. Anything else in the cell makes it no time.

use super::figure::digit;
use crate::calendar::{Day, LocalTime, Stated, Unit, Zone};
use crate::options::DayOrder;

/// A day with the order of its numbers as far as the cell shows it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum RawDay {
    Known { year: i32, month: u32, day: u32 },
    /// `02/03/2026`: either order.
    Either { first: u32, second: u32, year: i32 },
    /// `Feb 21` before a range's end that has the year.
    Yearless { month: u32, day: u32 },
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct RawTime {
    day: RawDay,
    /// Second of the day with the unit stated.
    clock: Option<(i64, Unit)>,
    zone: Option<Zone>,
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
}

impl RawSpan {
    pub fn parse(cell: &str) -> Option<RawSpan> {
        if let Some(time) = iso(cell.as_bytes()) {
            return Some(RawSpan { start: Some(time), end: None, is_single: true });
        }
        let tokens = tokens(cell)?;
        Scanner { tokens: &tokens, at: 0 }.span()
    }

    /// The cell with `order`; `None` where it names no day of the calendar, or an end before its start.
    pub fn read(&self, order: DayOrder) -> Option<Span> {
        let end = match self.end {
            Some(time) => Some(time.read(order, None)?),
            None => None,
        };
        let year = end.map(|e| e.time.day().ymd().0);
        let start = match self.start {
            Some(time) => Some(time.read(order, year)?),
            None => None,
        };
        if let (Some(start), Some(end)) = (start, end)
            && end.end() < start.time
        {
            return None;
        }
        let zone = self.start.or(self.end).and_then(|t| t.zone);
        Some(Span { start, end, zone, is_single: self.is_single })
    }

    /// Whether both orders name a day, and not the same one.
    pub fn is_ambiguous(&self) -> bool {
        match (self.read(DayOrder::DayFirst), self.read(DayOrder::MonthFirst)) {
            (Some(a), Some(b)) => a != b,
            _ => false,
        }
    }
}

impl RawTime {
    fn read(self, order: DayOrder, year_beside: Option<i32>) -> Option<Stated> {
        let day = match (self.day, order) {
            (RawDay::Known { year, month, day }, _) => Day::from_ymd(year, month, day)?,
            (RawDay::Either { first, second, year }, DayOrder::DayFirst) => {
                Day::from_ymd(year, second, first)?
            }
            (RawDay::Either { first, second, year }, DayOrder::MonthFirst) => {
                Day::from_ymd(year, first, second)?
            }
            (RawDay::Yearless { month, day }, _) => Day::from_ymd(year_beside?, month, day)?,
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
        text.get(from..to)?.iter().try_fold(0, |n: u32, b| {
            b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0'))
        })
    };
    let mark = |at: usize, marks: &[u8]| text.get(at).is_some_and(|b| marks.contains(b));
    if !(mark(4, b"-") && mark(7, b"-")) {
        return None;
    }
    let day = RawDay::Known { year: number(0, 4)? as i32, month: number(5, 7)?, day: number(8, 10)? };
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

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number { value: u32, digits: u8 },
    Word(String),
    Mark(char),
}

/// Cells longer than this are prose.
const CELL_MAX: usize = 120;

fn tokens(cell: &str) -> Option<Vec<Token>> {
    if cell.len() > CELL_MAX {
        return None;
    }
    let mut out: Vec<Token> = Vec::new();
    let mut glued = false;
    for c in cell.chars() {
        if c.is_whitespace() || crate::text::is_invisible(c) {
            glued = false;
            continue;
        }
        match (digit(c), out.last_mut()) {
            (Some(d), Some(Token::Number { value, digits })) if glued => {
                *value = value.checked_mul(10)?.checked_add(d.into())?;
                *digits += 1;
            }
            (Some(d), _) => out.push(Token::Number { value: d.into(), digits: 1 }),
            (None, Some(Token::Word(word))) if glued && c.is_alphabetic() && c.is_ascii() => {
                word.push(c.to_ascii_lowercase());
            }
            (None, _) if c.is_alphabetic() => {
                out.push(Token::Word(c.to_lowercase().collect()));
            }
            _ => out.push(Token::Mark(match c {
                '\u{2013}' | '\u{2014}' | '\u{2212}' | '\u{ff0d}' => '\u{2013}',
                '\u{ff5e}' | '\u{301c}' | '\u{223c}' => '~',
                '\u{ff1a}' => ':',
                '\u{ff0f}' => '/',
                other => other,
            })),
        }
        glued = true;
    }
    Some(out)
}

const MONTHS: &[&str] = &[
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
];

fn month(word: &str) -> Option<u32> {
    let word = if word == "sept" { "sep" } else { word };
    let at = MONTHS.iter().position(|m| word.len() >= 3 && m.starts_with(word))?;
    (word.len() == 3 || MONTHS.get(at).is_some_and(|m| m.len() == word.len())).then_some(at as u32 + 1)
}

/// Reads tokens left to right; every method either moves on or leaves `at` where it was.
struct Scanner<'a> {
    tokens: &'a [Token],
    at: usize,
}

impl Scanner<'_> {
    fn span(mut self) -> Option<RawSpan> {
        let is_start_only = self.lead_words(&["from", "since", "starts", "starting"]);
        let is_end_only = !is_start_only
            && self.lead_words(&["until", "till", "to", "by", "before", "expires", "ends", "through"]);
        self.weekday();
        let first = self.time()?;
        self.filler();
        if self.at == self.tokens.len() {
            let (start, end) = if is_end_only { (None, Some(first)) } else { (Some(first), None) };
            return Some(RawSpan { start, end, is_single: !is_end_only && !is_start_only });
        }
        if is_end_only {
            return None;
        }
        self.connector().then_some(())?;
        self.weekday();
        let second = self.time()?;
        self.filler();
        (self.at == self.tokens.len()).then_some(())?;
        Some(RawSpan { start: Some(first), end: Some(second), is_single: false })
    }

    /// Skips `Valid from:` and the like; true where one of `words` was among the words skipped.
    fn lead_words(&mut self, words: &[&str]) -> bool {
        const SKIPPED: &[&str] = &["valid", "on", "date", "dates", "earn", "the"];
        let (mut at, mut found) = (self.at, false);
        loop {
            match self.tokens.get(at) {
                Some(Token::Word(w)) if words.contains(&w.as_str()) => found = true,
                Some(Token::Word(w)) if SKIPPED.contains(&w.as_str()) => {}
                Some(Token::Mark(':')) => {}
                _ => break,
            }
            at += 1;
        }
        // Words such as "valid" alone say nothing of start or end and are skipped all the same.
        let next_is_word = matches!(self.tokens.get(at), Some(Token::Word(w)) if month(w).is_none());
        if found || !next_is_word {
            self.at = at;
        }
        found
    }

    fn connector(&mut self) -> bool {
        let is_one = match self.tokens.get(self.at) {
            Some(Token::Mark(c)) => matches!(c, '-' | '\u{2013}' | '~'),
            Some(Token::Word(w)) => {
                matches!(w.as_str(), "to" | "until" | "till" | "through" | "至")
            }
            _ => false,
        };
        self.at += usize::from(is_one);
        is_one
    }

    fn weekday(&mut self) {
        const DAYS: &[&str] = &["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        if let Some(Token::Word(w)) = self.tokens.get(self.at)
            && w.get(..3).is_some_and(|w| DAYS.contains(&w))
        {
            self.at += 1;
            self.mark(&[',', '.']);
        }
    }

    /// Closing brackets and full stops behind a time.
    fn filler(&mut self) {
        while self.mark(&[',', '.', ')']).is_some() {}
    }

    fn time(&mut self) -> Option<RawTime> {
        let day = self.day()?;
        let before = self.at;
        self.mark(&[',']);
        if matches!(self.tokens.get(self.at), Some(Token::Word(w)) if w == "t" || w == "at") {
            self.at += 1;
        }
        let clock = self.clock();
        if clock.is_none() {
            self.at = before;
        }
        let zone = self.zone(clock.is_some());
        Some(RawTime { day, clock, zone })
    }

    fn day(&mut self) -> Option<RawDay> {
        match self.tokens.get(self.at)? {
            Token::Word(word) => {
                let month = month(word)?;
                self.at += 1;
                self.mark(&['.']);
                let day = self.number(1, 2)?;
                self.ordinal();
                let before = self.at;
                self.mark(&[',']);
                match self.number(4, 4) {
                    Some(year) => Some(RawDay::Known { year: year as i32, month, day }),
                    None => {
                        self.at = before;
                        Some(RawDay::Yearless { month, day })
                    }
                }
            }
            Token::Number { digits: 4, .. } => self.year_first(),
            Token::Number { digits: 8, value } => {
                let value = *value;
                self.at += 1;
                Some(RawDay::Known {
                    year: (value / 10_000) as i32,
                    month: value / 100 % 100,
                    day: value % 100,
                })
            }
            Token::Number { digits: 1 | 2, .. } => self.day_or_month_first(),
            _ => None,
        }
    }

    fn year_first(&mut self) -> Option<RawDay> {
        let year = self.number(4, 4)? as i32;
        let marks: &[&str] = &["年", "년"];
        if self.word(marks) {
            let month = self.number(1, 2)?;
            self.word(&["月", "월"]).then_some(())?;
            let day = self.number(1, 2)?;
            self.word(&["日", "일"]).then_some(())?;
            return Some(RawDay::Known { year, month, day });
        }
        let mark = self.mark(&['-', '/', '.'])?;
        let month = self.number(1, 2)?;
        self.mark(&[mark])?;
        let day = self.number(1, 2)?;
        Some(RawDay::Known { year, month, day })
    }

    fn day_or_month_first(&mut self) -> Option<RawDay> {
        let first = self.number(1, 2)?;
        self.ordinal();
        let mark = self.mark(&['-', '/', '.']);
        if let Some(Token::Word(word)) = self.tokens.get(self.at)
            && let Some(month) = month(word)
        {
            self.at += 1;
            self.mark(&['-', '/', '.', ',']);
            return match self.number(4, 4) {
                Some(year) => Some(RawDay::Known { year: year as i32, month, day: first }),
                None => Some(RawDay::Yearless { month, day: first }),
            };
        }
        let second = self.number(1, 2)?;
        self.mark(&[mark?])?;
        let year = self.number(4, 4)? as i32;
        Some(RawDay::Either { first, second, year })
    }

    fn ordinal(&mut self) {
        self.word(&["st", "nd", "rd", "th"]);
    }

    fn clock(&mut self) -> Option<(i64, Unit)> {
        let hour = self.number(1, 2)?;
        self.mark(&[':'])?;
        let minute = self.number(2, 2)?;
        let mut second = None;
        if self.mark(&[':']).is_some() {
            second = Some(self.number(2, 2)?);
            // Fractions of a second tell nothing that a figure here depends on.
            if self.mark(&['.']).is_some() {
                self.number(1, 9)?;
            }
        }
        let hour = if self.word(&["am"]) {
            (hour <= 12).then_some(hour % 12)?
        } else if self.word(&["pm"]) {
            (hour <= 12).then_some(hour % 12 + 12)?
        } else {
            hour
        };
        let unit = if second.is_some() { Unit::Second } else { Unit::Minute };
        Some((clock(hour, minute, second.unwrap_or_default())?, unit))
    }

    /// `(UTC+01:00)`, `UTC-3`, `+05:30` behind a clock time, `Z`.
    fn zone(&mut self, has_clock: bool) -> Option<Zone> {
        let before = self.at;
        self.mark(&['(']);
        let is_named = self.word(&["utc", "gmt"]);
        if !is_named && self.word(&["z"]) {
            return Some(Zone::UTC);
        }
        let zone = self.offset(is_named, has_clock);
        if zone.is_none() {
            self.at = before;
        } else {
            self.mark(&[')']);
        }
        zone
    }

    fn offset(&mut self, is_named: bool, has_clock: bool) -> Option<Zone> {
        if !is_named && !has_clock {
            return None;
        }
        let Some(sign) = self.mark(&['+', '-', '\u{2013}']) else {
            return is_named.then_some(Zone::UTC);
        };
        let (value, digits) = match self.tokens.get(self.at)? {
            Token::Number { value, digits } => (*value, *digits),
            _ => return None,
        };
        self.at += 1;
        let (hours, minutes) = if self.mark(&[':']).is_some() {
            (value, self.number(2, 2)?)
        } else if digits == 4 && (is_named || sign == '+') {
            (value / 100, value % 100)
        } else if is_named && digits <= 2 {
            (value, 0)
        } else {
            return None;
        };
        let total = (hours.checked_mul(60)?.checked_add(minutes)?) as i32;
        Zone::from_offset_minutes(if sign == '+' { total } else { total.checked_neg()? })
    }

    fn number(&mut self, digits_min: u8, digits_max: u8) -> Option<u32> {
        match self.tokens.get(self.at) {
            Some(Token::Number { value, digits })
                if (digits_min..=digits_max).contains(digits) =>
            {
                self.at += 1;
                Some(*value)
            }
            _ => None,
        }
    }

    fn mark(&mut self, marks: &[char]) -> Option<char> {
        match self.tokens.get(self.at) {
            Some(Token::Mark(c)) if marks.contains(c) => {
                self.at += 1;
                Some(*c)
            }
            _ => None,
        }
    }

    fn word(&mut self, words: &[&str]) -> bool {
        let found = matches!(self.tokens.get(self.at), Some(Token::Word(w)) if words.contains(&w.as_str()));
        self.at += usize::from(found);
        found
    }
}

/// The span in `text` that a surrounding line states: `2026-11-01 ~ 2026-11-20`, days only.
pub fn day_range(text: &str) -> Option<(Day, Day)> {
    let raw = RawSpan::parse(text)?;
    if raw.is_ambiguous() {
        return None;
    }
    let span = raw.read(DayOrder::MonthFirst).or_else(|| raw.read(DayOrder::DayFirst))?;
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
        let cases = "
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
            May 1 - May 31, 2026                 | 2026-05-01 .. 2026-05-31
            From 2026-05-01 until 2026-05-31     | 2026-05-01 .. 2026-05-31
            Valid until 30 June 2026             | – .. 2026-06-30
            until 2026-06-30                     | – .. 2026-06-30
            From 2026-06-30                      | 2026-06-30 .. –
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
            assert_eq!(read(cell.trim(), DayOrder::MonthFirst), expected.trim(), "{cell}");
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
