//! How much a finding matters: one table for what is lost, one for who pays next.
//!
//! More money or a nearer end never matters less. What is large is one amount per account, not one per
//! credit: else a small credit could matter more than a larger one beside it.

use super::Scene;
use crate::account::state::{Credit, CreditIx};
use crate::calendar::SECONDS_PER_DAY;
use crate::insight::Level::{self, Critical, Info, Warning};
use crate::insight::limits::EXPIRY_STEPS_DAYS;
use crate::insight::usage::{CreditUsage, Role};
use crate::money::{Amount, Currency};

/// How much a loss is, by what is large in its account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Size {
    /// Less than a hundredth of what is large.
    Trifle,
    Small,
    Large,
}

/// Whether the loss is expected, or only comes if spend slows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Odds {
    Maybe,
    Expected,
}

/// Level of a loss (R8). Columns: until its end at most 1, 3, 7, 14, 30 days, and longer.
const LOSSES: [(Odds, Size, [Level; 6]); 6] = [
    (Odds::Expected, Size::Large, [Critical, Critical, Critical, Critical, Warning, Info]),
    (Odds::Expected, Size::Small, [Warning, Warning, Warning, Warning, Info, Info]),
    (Odds::Expected, Size::Trifle, [Info, Info, Info, Info, Info, Info]),
    (Odds::Maybe, Size::Large, [Warning, Warning, Warning, Warning, Info, Info]),
    (Odds::Maybe, Size::Small, [Warning, Info, Info, Info, Info, Info]),
    (Odds::Maybe, Size::Trifle, [Info, Info, Info, Info, Info, Info]),
];

/// Sums that no account calls large, in units: about what fifty US dollars are, in the magnitude of each currency (R7).
const SMALL: [(i64, &[&str]); 4] = [
    (
        500,
        &[
            "CZK", "DKK", "EGP", "HKD", "MXN", "NOK", "PHP", "RUB", "SEK", "THB", "TRY", "TWD",
            "UAH", "ZAR",
        ],
    ),
    (5_000, &["BDT", "HUF", "INR", "JPY", "KES", "PKR"]),
    (50_000, &["ARS", "CLP", "KRW", "KZT", "NGN"]),
    (500_000, &["COP", "IDR", "VND"]),
];
const SMALL_ELSE: i64 = 50;

fn small(currency: Option<Currency>) -> Amount {
    let is_of = |codes: &[&str]| currency.is_some_and(|one| codes.contains(&one.code()));
    let units = SMALL.iter().find(|(_, codes)| is_of(codes)).map(|(units, _)| *units);
    Amount::from_units(units.unwrap_or(SMALL_ELSE))
}

/// Who pays once a credit does not (R12, R13).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    Credit,
    /// Cash, card or credit line.
    Money,
    Nothing,
}

impl Next {
    /// A credit has ended: who pays matters now.
    pub const fn level(self) -> Level {
        match self {
            Next::Credit => Info,
            Next::Money => Warning,
            Next::Nothing => Critical,
        }
    }
}

/// Level of a loss that comes in so many seconds.
pub(super) fn of_loss(odds: Odds, size: Size, seconds_left: i64) -> Level {
    let later = EXPIRY_STEPS_DAYS.len();
    // The steps stand furthest first.
    let near = |days: &i64| seconds_left <= days * SECONDS_PER_DAY;
    let column = EXPIRY_STEPS_DAYS.iter().rev().position(near).unwrap_or(later);
    let row = LOSSES.iter().find(|(o, s, _)| (*o, *s) == (odds, size));
    row.and_then(|(_, _, levels)| levels.get(column)).copied().unwrap_or(Info)
}

impl Scene<'_> {
    /// What is large: what was set; else what is so in this account, and never a small sum.
    fn large(&self, credit: Option<CreditIx>) -> Amount {
        let set = self.limits(credit).large_loss;
        set.unwrap_or_else(|| self.large_here().max(small(self.state.currency)))
    }

    /// Three days of spend; else half of the smallest credit, where that is no trifle beside what lives in the
    /// account (R7).
    fn large_here(&self) -> Amount {
        let daily = super::account::daily_spend(self.state).filter(|d| d.is_positive());
        if let Some(daily) = daily {
            return Amount::from_micros(3 * daily.micros());
        }
        let tenth = Amount::from_micros(self.usage.unused().micros() / 10);
        let credits = self.state.credits.iter().zip(&self.usage.credits);
        let whole = |(credit, usage): (&Credit, &CreditUsage)| {
            let unused = usage.unused.filter(|u| usage.role != Role::Ended && *u >= tenth)?;
            Some(credit.face.unwrap_or(unused))
        };
        let half =
            credits.filter_map(whole).min().map(|face| Amount::from_micros(face.micros() / 2));
        half.map_or(tenth, |half| half.max(tenth))
    }

    pub(super) fn size(&self, credit: Option<CreditIx>, loss: Amount) -> Size {
        let large = self.large(credit);
        match loss {
            loss if loss >= large && loss.is_positive() => Size::Large,
            loss if loss.micros() * 100 < large.micros() => Size::Trifle,
            _ => Size::Small,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r8_more_money_or_a_nearer_end_never_matters_less() {
        let days = [0, 1, 2, 3, 5, 7, 10, 14, 20, 30, 31, 90];
        let sizes = [Size::Trifle, Size::Small, Size::Large];
        let level = |odds, size, day: i64| of_loss(odds, size, day * SECONDS_PER_DAY);
        for odds in [Odds::Maybe, Odds::Expected] {
            for pair in sizes.windows(2) {
                for day in days {
                    assert!(
                        level(odds, pair[0], day) <= level(odds, pair[1], day),
                        "{pair:?} {day}"
                    );
                }
            }
            for (size, pair) in sizes.iter().flat_map(|s| days.windows(2).map(move |d| (*s, d))) {
                assert!(
                    level(odds, size, pair[0]) >= level(odds, size, pair[1]),
                    "{size:?} {pair:?}"
                );
            }
        }
        for (size, day) in sizes.iter().flat_map(|s| days.map(move |d| (*s, d))) {
            assert!(level(Odds::Maybe, size, day) <= level(Odds::Expected, size, day));
        }
    }

    #[test]
    fn a_second_over_a_step_is_the_next_column() {
        let large = |seconds| of_loss(Odds::Expected, Size::Large, seconds);
        assert_eq!(large(14 * SECONDS_PER_DAY), Critical);
        assert_eq!(large(14 * SECONDS_PER_DAY + 1), Warning);
        assert_eq!(of_loss(Odds::Expected, Size::Small, 14 * SECONDS_PER_DAY + 1), Info);
    }
}
