//! Ranges whose month is written once.

use super::scan::{Scanner, Token};
use super::{RawDay, RawSpan, RawTime};

impl Scanner<'_> {
    /// A range to the end of the cell whose month is written once: `1 – 31 October 2026`, `Oct 1 - 31, 2026`,
    /// `2026年10月1日～31日`.
    pub(super) fn days_of_one_month(&mut self) -> Option<RawSpan> {
        let begin = self.at;
        let days = self.days_before_month().or_else(|| {
            self.at = begin;
            self.days_behind_month()
        });
        let [start, end] = days?.map(|day| Some(RawTime { day, clock: None, zone: None }));
        self.filler();
        (self.at == self.tokens.len()).then_some(())?;
        Some(RawSpan { start, end, is_single: false })
    }

    fn days_before_month(&mut self) -> Option<[RawDay; 2]> {
        let first = self.day_of_month()?;
        self.connector().then_some(())?;
        match (self.tokens.get(self.at)?, self.day()?) {
            (Token::Number { digits: 1 | 2, .. }, RawDay::Known { year, month, day }) => {
                Some([first, day].map(|day| RawDay::Known { year, month, day }))
            }
            _ => None,
        }
    }

    fn days_behind_month(&mut self) -> Option<[RawDay; 2]> {
        let first = self.day()?;
        self.connector().then_some(())?;
        let last = self.day_of_month()?;
        let is_marked = self.word(&["日", "일"]);
        let (year, month, day) = match first {
            RawDay::Known { year, month, day } if is_marked => (year, month, day),
            RawDay::Yearless { month, day } if !is_marked => {
                self.mark(&[',']);
                (self.number(4, 4)? as i32, month, day)
            }
            _ => return None,
        };
        Some([day, last].map(|day| RawDay::Known { year, month, day }))
    }

    fn day_of_month(&mut self) -> Option<u32> {
        let day = self.number(1, 2)?;
        self.ordinal();
        self.mark(&['.']);
        Some(day)
    }
}
