//! Words, numbers and marks of a time, read left to right.

use super::{RawDay, RawSpan, RawTime, clock, names};
use crate::calendar::{Unit, Zone};
use crate::ingest::figure::digit;
use crate::text::is_invisible;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Number {
        value: u32,
        digits: u8,
    },
    Month(u32),
    /// `am`, `pm`, in any language.
    AfterNoon(bool),
    Word(String),
    Mark(char),
}

/// Cells longer than this are prose.
const CELL_MAX: usize = 120;

pub(super) fn tokens(cell: &str) -> Option<Vec<Token>> {
    if cell.len() > CELL_MAX {
        return None;
    }
    let is_space = |c: char| c.is_whitespace() || is_invisible(c);
    let lower = cell.chars().map(|c| if is_space(c) { ' ' } else { c });
    let text: String = lower.flat_map(char::to_lowercase).collect();
    let mut out: Vec<Token> = Vec::new();
    let (mut rest, mut glued) = (text.as_str(), false);
    while let Some(c) = rest.chars().next() {
        let mut len = c.len_utf8();
        match (digit(c), out.last_mut()) {
            _ if c == ' ' => {}
            (Some(d), Some(Token::Number { value, digits })) if glued => {
                *value = value.checked_mul(10)?.checked_add(d.into())?;
                *digits += 1;
            }
            (Some(d), _) => out.push(Token::Number { value: d.into(), digits: 1 }),
            (None, Some(Token::Word(word))) if glued && is_joined(word, c) => word.push(c),
            (None, _) if c.is_alphabetic() => {
                let (token, length) =
                    names::at(rest).unwrap_or_else(|| (Token::Word(c.to_string()), len));
                out.push(token);
                len = length;
            }
            _ => out.push(Token::Mark(match c {
                '\u{2013}' | '\u{2014}' | '\u{2212}' | '\u{ff0d}' => '\u{2013}',
                '\u{ff5e}' | '\u{301c}' | '\u{223c}' => '~',
                '\u{ff1a}' => ':',
                '\u{ff0f}' => '/',
                '\u{60c}' => ',',
                other => other,
            })),
        }
        glued = c != ' ';
        rest = rest.get(len..)?;
    }
    Some(out)
}

/// Whether a letter goes on with the word before it; each ideograph is a word of its own.
fn is_joined(word: &str, c: char) -> bool {
    let is_alone = |c: char| ('\u{1100}'..='\u{11ff}').contains(&c) || c >= '\u{2e80}';
    c.is_alphabetic() && !is_alone(c) && !word.ends_with(is_alone)
}

/// Reads tokens left to right; every method either moves on or leaves `at` where it was.
pub(super) struct Scanner<'a> {
    pub tokens: &'a [Token],
    pub at: usize,
    /// The first of two times began with its year, so that the second may be a month and a day.
    pub is_year_first: bool,
}

impl Scanner<'_> {
    pub(super) fn span(mut self) -> Option<RawSpan> {
        let is_start_only = self.lead_words(&[
            "from", "since", "starts", "starting", "von", "vom", "du", "del", "desde", "dari",
            "từ", "من",
        ]);
        let is_end_only = !is_start_only
            && self
                .lead_words(&["until", "till", "to", "by", "before", "expires", "ends", "through"]);
        self.weekday();
        let begin = self.at;
        if !is_end_only && let Some(span) = self.days_of_one_month() {
            return Some(span);
        }
        self.at = begin;
        let first = self.time()?;
        self.is_year_first =
            matches!(self.tokens.get(begin), Some(Token::Number { digits: 4, .. }));
        self.filler();
        if self.at == self.tokens.len() {
            let (start, end) = if is_end_only { (None, Some(first)) } else { (Some(first), None) };
            return Some(RawSpan { start, end, is_single: !is_end_only && !is_start_only });
        }
        if is_end_only {
            return None;
        }
        self.connector().then_some(())?;
        if self.at == self.tokens.len() {
            // What stands behind it is left open, or was not copied.
            return Some(RawSpan { start: Some(first), end: None, is_single: false });
        }
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
        let next_is_word = matches!(self.tokens.get(at), Some(Token::Word(_)));
        if found || !next_is_word {
            self.at = at;
        }
        found
    }

    pub(super) fn connector(&mut self) -> bool {
        const WORDS: &[&str] = &[
            "to",
            "until",
            "till",
            "through",
            "至",
            "bis",
            "au",
            "al",
            "hasta",
            "até",
            "a",
            "hingga",
            "sampai",
            "đến",
            "ถึง",
            "إلى",
            "حتى",
        ];
        let is_said = self.phrase(&["か", "ら"]) || self.phrase(&["부", "터"]) || self.word(WORDS);
        self.mark(&['-', '\u{2013}', '~']).is_some() || is_said
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

    /// Closing brackets and full stops behind a time, and words that only end it.
    pub(super) fn filler(&mut self) {
        const WORDS: [&[&str]; 3] = [&["ま", "で"], &["까", "지"], &["น", "."]];
        while self.mark(&[',', '.', ')']).is_some() || WORDS.iter().any(|word| self.phrase(word)) {}
    }

    fn time(&mut self) -> Option<RawTime> {
        let day = self.day()?;
        let before = self.at;
        self.mark(&[',', '.']);
        self.word(&["t", "at"]);
        let clock = self.clock();
        if clock.is_none() {
            self.at = before;
        }
        let zone = self.zone(clock.is_some());
        Some(RawTime { day, clock, zone })
    }

    pub(super) fn day(&mut self) -> Option<RawDay> {
        match self.tokens.get(self.at)? {
            Token::Month(month) => {
                let month = *month;
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
            Token::Word(word) if word == "令" => self.reiwa(),
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
        if self.word(&["年", "년"]) {
            return self.month_and_day(year);
        }
        let mark = self.mark(&['-', '/', '.'])?;
        let month = self.number(1, 2)?;
        self.mark(&[mark])?;
        let day = self.number(1, 2)?;
        Some(RawDay::Known { year, month, day })
    }

    /// `10月1日` behind its year.
    fn month_and_day(&mut self, year: i32) -> Option<RawDay> {
        let month = self.number(1, 2)?;
        self.word(&["月", "월"]).then_some(())?;
        let day = self.number(1, 2)?;
        self.word(&["日", "일"]).then_some(())?;
        Some(RawDay::Known { year, month, day })
    }

    /// `令和8年10月1日`: the years of the present emperor; its first one is called so.
    fn reiwa(&mut self) -> Option<RawDay> {
        const BEFORE_THE_FIRST: i32 = 2018;
        self.phrase(&["令", "和"]).then_some(())?;
        let year = if self.word(&["元"]) { 1 } else { self.number(1, 2)? as i32 };
        self.word(&["年"]).then_some(())?;
        self.month_and_day(BEFORE_THE_FIRST + year)
    }

    fn day_or_month_first(&mut self) -> Option<RawDay> {
        let first = self.number(1, 2)?;
        if self.word(&["月", "월"]) {
            let day = self.number(1, 2)?;
            self.word(&["日", "일"]).then_some(())?;
            return Some(RawDay::Yearless { month: first, day });
        }
        self.ordinal();
        let mark = self.mark(&['-', '/', '.']);
        self.word(&["de"]);
        if let Some(Token::Month(month)) = self.tokens.get(self.at) {
            let month = *month;
            self.at += 1;
            let before = self.at;
            self.mark(&['-', '/', '.', ',']);
            self.word(&["de", "del"]);
            self.phrase(&["พ", ".", "ศ", "."]);
            return match self.number(4, 4) {
                Some(year) => Some(RawDay::Known { year: year as i32, month, day: first }),
                None => {
                    // The mark is that of a range.
                    self.at = before;
                    Some(RawDay::Yearless { month, day: first })
                }
            };
        }
        let (second, mark) = (self.number(1, 2)?, mark?);
        if self.is_year_first && mark == '.' && self.at + 1 >= self.tokens.len() {
            return Some(RawDay::Yearless { month: first, day: second });
        }
        self.mark(&[mark])?;
        let year = self.number(4, 4)? as i32;
        Some(RawDay::Either { first, second, year, is_dotted: mark == '.' })
    }

    pub(super) fn ordinal(&mut self) {
        self.word(&["st", "nd", "rd", "th", "er", "º"]);
    }

    fn clock(&mut self) -> Option<(i64, Unit)> {
        let half_before = self.half_of_day();
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
        let hour = match half_before.or_else(|| self.half_of_day()) {
            None => hour,
            Some(is_after_noon) => {
                (hour <= 12).then_some(hour % 12 + if is_after_noon { 12 } else { 0 })?
            }
        };
        let unit = if second.is_some() { Unit::Second } else { Unit::Minute };
        Some((clock(hour, minute, second.unwrap_or_default())?, unit))
    }

    fn half_of_day(&mut self) -> Option<bool> {
        let Some(Token::AfterNoon(is_after_noon)) = self.tokens.get(self.at) else { return None };
        self.at += 1;
        Some(*is_after_noon)
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

    pub(super) fn number(&mut self, digits_min: u8, digits_max: u8) -> Option<u32> {
        match self.tokens.get(self.at) {
            Some(Token::Number { value, digits }) if (digits_min..=digits_max).contains(digits) => {
                self.at += 1;
                Some(*value)
            }
            _ => None,
        }
    }

    pub(super) fn mark(&mut self, marks: &[char]) -> Option<char> {
        match self.tokens.get(self.at) {
            Some(Token::Mark(c)) if marks.contains(c) => {
                self.at += 1;
                Some(*c)
            }
            _ => None,
        }
    }

    /// Words and marks that only mean something together.
    fn phrase(&mut self, parts: &[&str]) -> bool {
        let is = |(token, part): (&Token, &&str)| match token {
            Token::Word(word) => word == part,
            Token::Mark(mark) => part.chars().eq([*mark]),
            _ => false,
        };
        let rest = self.tokens.get(self.at..).unwrap_or_default();
        let found = rest.len() >= parts.len() && rest.iter().zip(parts).all(is);
        self.at += if found { parts.len() } else { 0 };
        found
    }

    pub(super) fn word(&mut self, words: &[&str]) -> bool {
        let found =
            matches!(self.tokens.get(self.at), Some(Token::Word(w)) if words.contains(&w.as_str()));
        self.at += usize::from(found);
        found
    }
}
