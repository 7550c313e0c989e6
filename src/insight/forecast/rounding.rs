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

    /// What only a slow spend would leave, below a hundredth of the credit: less than a forecast can tell.
    pub(super) fn is_trifle(self, credit: Option<&Credit>) -> bool {
        let face = credit.and_then(|credit| credit.face);
        let is_small =
            face.is_some_and(|face| self.high.micros().saturating_mul(100) < face.micros());
        is_small && !self.middle.is_positive()
    }
}

/// Micro-units in one minor unit: 10,000 for USD, 1,000,000 for JPY.
pub fn minor_unit(state: &AccountState) -> i128 {
    let exponent = state.currency.map_or(2, |c| c.exponent()).min(6);
    10i128.pow(6 - exponent)
}
