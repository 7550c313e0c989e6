//! Estimates are told in minor units of the account's currency; two decimals where none is stated.

use super::Expected;
use crate::account::state::{AccountState, Credit};
use crate::money::Amount;

/// Up to the next minor unit of the currency.
pub fn round_up(amount: Amount, state: &AccountState) -> Amount {
    let unit = minor_unit(state);
    let micros = amount.micros();
    Amount::from_micros((micros + unit - 1).div_euclid(unit) * unit)
}

/// To the nearest minor unit of the currency, for amounts that are estimates anyway.
pub fn round_nearest(amount: Amount, state: &AccountState) -> Amount {
    let unit = minor_unit(state);
    Amount::from_micros((amount.micros() + unit / 2).div_euclid(unit) * unit)
}

impl Expected {
    /// Each to the nearest minor unit of the currency.
    pub fn rounded(self, state: &AccountState) -> Expected {
        let round = |amount| round_nearest(amount, state);
        Expected { low: round(self.low), middle: round(self.middle), high: round(self.high) }
    }

    /// Below a hundredth of the credit, and below a thousandth unless spend slows: less than a forecast can tell.
    pub(super) fn is_trifle(self, credit: Option<&Credit>) -> bool {
        let is_below = |loss: Amount, part, face: Amount| {
            !loss.is_positive() || loss.micros().saturating_mul(part) < face.micros()
        };
        let face = credit.and_then(|credit| credit.face);
        face.is_some_and(|face| {
            is_below(self.high, 100, face) && is_below(self.middle, 1_000, face)
        })
    }
}

/// Micro-units in one minor unit: 10,000 for USD, 1,000,000 for JPY.
pub fn minor_unit(state: &AccountState) -> i128 {
    let exponent = state.currency.map_or(2, |c| c.exponent()).min(6);
    10i128.pow(6 - exponent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::fixture::account;

    #[test]
    fn what_a_forecast_cannot_tell_is_no_loss() {
        let state = account("credit Ivy face=1000");
        let is_trifle = |middle, high| {
            let amount = |text| Amount::parse_plain(text).unwrap();
            let lost = Expected { low: Amount::ZERO, middle: amount(middle), high: amount(high) };
            lost.is_trifle(state.credits.first())
        };
        assert!(is_trifle("0", "9.99") && is_trifle("0.01", "0.02") && is_trifle("0.99", "9.99"));
        assert!(!is_trifle("1", "9.99") && !is_trifle("0.01", "10") && !is_trifle("0", "10"));
    }
}
