//! Exact money.
//!
//! [`Amount`] is a number of micro-units (10⁻⁶ of a currency's main unit): what is added up inside one
//! account, which has one currency for ever (R25). Where an amount leaves its account, in a message, it
//! is [`Money`] with its currency, and has no sum: two currencies are never added (R28).
//!
//! No float comes near an amount. What does not fit micro-units exactly is an error, never rounded;
//! why six decimals are enough is in `docs/decisions/0005-amounts-are-micro-units.md`.

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

/// Micro-units in one main unit.
pub const MICROS_PER_UNIT: i64 = 1_000_000;

/// An exact amount inside one account, in micro-units. Serialised as plain decimal text, `"1234.5"`.
///
/// Arithmetic cannot overflow in practice: single amounts come from ingest within ±9.2·10¹² units
/// (64 bits) and 128 bits hold 10¹⁹ of those.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(type = "string"))]
pub struct Amount(i128);

/// Why a decimal is no [`Amount`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountError {
    /// More than six decimals that are not zero.
    TooFine,
    /// Beyond ±9.2·10¹² units.
    TooLarge,
    /// Not a decimal number.
    NotANumber,
}

impl Amount {
    pub const ZERO: Amount = Amount(0);

    pub const fn from_micros(micros: i128) -> Amount {
        Amount(micros)
    }

    pub const fn from_units(units: i64) -> Amount {
        Amount(units as i128 * MICROS_PER_UNIT as i128)
    }

    pub const fn micros(self) -> i128 {
        self.0
    }

    /// Exact, or an error: digits beyond the sixth decimal must be zero.
    pub fn from_decimal(value: Decimal) -> Result<Amount, AmountError> {
        let micros =
            value.checked_mul(Decimal::from(MICROS_PER_UNIT)).ok_or(AmountError::TooLarge)?;
        if !micros.fract().is_zero() {
            return Err(AmountError::TooFine);
        }
        i64::try_from(micros).map(|m| Amount(m.into())).map_err(|_| AmountError::TooLarge)
    }

    /// The same number as a [`Decimal`] without trailing zeros; exact up to 7.9·10²² units, beyond that
    /// `Decimal::MAX` with the sign of the amount.
    pub fn to_decimal(self) -> Decimal {
        let bound = if self.0 < 0 { Decimal::MIN } else { Decimal::MAX };
        Decimal::try_from_i128_with_scale(self.0, 6).unwrap_or(bound).normalize()
    }

    /// Plain decimal text such as `-1234.5`: no separators, a point as decimal mark.
    pub fn parse_plain(text: &str) -> Result<Amount, AmountError> {
        Decimal::from_str_exact(text)
            .map_err(|_| AmountError::NotANumber)
            .and_then(Amount::from_decimal)
    }

    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    #[must_use]
    pub const fn abs(self) -> Amount {
        Amount(self.0.abs())
    }

    /// `self` as a share of `whole`, rounded half to even at the fourth decimal; `None` when `whole` is
    /// zero. 1 says all of it and 0 nothing: what is almost that is not rounded to it.
    pub fn share_of(self, whole: Amount) -> Option<Decimal> {
        let exact = self.to_decimal().checked_div(whole.to_decimal())?;
        let share = exact.round_dp(4);
        let step = Decimal::new(1, 4);
        let share = if share.is_zero() && !self.is_zero() {
            if exact.is_sign_negative() { -step } else { step }
        } else if share == Decimal::ONE && exact < Decimal::ONE {
            Decimal::ONE - step
        } else {
            share
        };
        Some(share.normalize())
    }
}

impl Add for Amount {
    type Output = Amount;
    fn add(self, other: Amount) -> Amount {
        Amount(self.0 + other.0)
    }
}
impl Sub for Amount {
    type Output = Amount;
    fn sub(self, other: Amount) -> Amount {
        Amount(self.0 - other.0)
    }
}
impl Neg for Amount {
    type Output = Amount;
    fn neg(self) -> Amount {
        Amount(-self.0)
    }
}
impl AddAssign for Amount {
    fn add_assign(&mut self, other: Amount) {
        self.0 += other.0;
    }
}
impl SubAssign for Amount {
    fn sub_assign(&mut self, other: Amount) {
        self.0 -= other.0;
    }
}
impl Sum for Amount {
    fn sum<I: Iterator<Item = Amount>>(amounts: I) -> Amount {
        Amount(amounts.map(|a| a.0).sum())
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let micros_per_unit = i128::from(MICROS_PER_UNIT);
        let (units, micros) = (self.0.abs() / micros_per_unit, self.0.abs() % micros_per_unit);
        if micros == 0 {
            return write!(f, "{sign}{units}");
        }
        let decimals = format!("{micros:06}");
        write!(f, "{sign}{units}.{}", decimals.trim_end_matches('0'))
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Amount, D::Error> {
        let text = String::deserialize(input)?;
        Amount::parse_plain(&text).map_err(|_| {
            de::Error::custom("expected an amount as plain decimal text, such as \"12.5\"")
        })
    }
}

/// An ISO 4217 currency, as its three letters. Exponents come from ISO 4217, not from the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(type = "string"))]
pub struct Currency([u8; 3]);

/// Currencies of most rows, known without a search among all codes of ISO 4217.
const COMMON: [[u8; 3]; 12] = [
    *b"USD", *b"EUR", *b"GBP", *b"JPY", *b"VND", *b"BRL", *b"AUD", *b"CAD", *b"IDR", *b"KRW",
    *b"THB", *b"MXN",
];

impl Currency {
    /// `"USD"`, `"usd"` or `" USD "`; `None` for anything that ISO 4217 does not list.
    pub fn parse(text: &str) -> Option<Currency> {
        let code: [u8; 3] = text.trim().as_bytes().try_into().ok()?;
        let code = code.map(|byte| byte.to_ascii_uppercase());
        if !COMMON.contains(&code) {
            iso_currency::Currency::from_code(std::str::from_utf8(&code).ok()?)?;
        }
        Some(Currency(code))
    }

    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Decimals of the minor unit: 2 for USD, 0 for JPY, 3 for KWD; 2 where ISO 4217 names none.
    pub fn exponent(&self) -> u32 {
        iso_currency::Currency::from_code(self.code())
            .and_then(|c| c.exponent())
            .map_or(2, u32::from)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Currency, D::Error> {
        let text = String::deserialize(input)?;
        Currency::parse(&text)
            .ok_or_else(|| de::Error::custom("expected an ISO 4217 currency code"))
    }
}

/// An amount with its currency, as a message says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Money {
    pub amount: Amount,
    /// `None` where no import and no answer named it yet (R38).
    pub currency: Option<Currency>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_currencies_are_iso_4217s() {
        for code in COMMON {
            let code = std::str::from_utf8(&code).unwrap();
            assert!(iso_currency::Currency::from_code(code).is_some(), "{code}");
        }
    }

    #[test]
    fn amounts_are_exact_or_refused() {
        for (text, expected) in [
            ("1234.5", Ok(1_234_500_000)),
            ("-0.000001", Ok(-1)),
            ("94.1800000", Ok(94_180_000)),
            ("0.0000001", Err(AmountError::TooFine)),
            ("9223372036854.775807", Ok(i64::MAX as i128)),
            ("9223372036854.775808", Err(AmountError::TooLarge)),
            ("79228162514264337593543950335", Err(AmountError::TooLarge)),
            ("twelve", Err(AmountError::NotANumber)),
        ] {
            assert_eq!(Amount::parse_plain(text).map(Amount::micros), expected, "{text}");
        }
    }

    #[test]
    fn amounts_print_as_plain_decimals() {
        for (micros, text) in
            [(0, "0"), (-1, "-0.000001"), (1_234_500_000, "1234.5"), (-3_000_000, "-3")]
        {
            assert_eq!(Amount::from_micros(micros).to_string(), text);
            assert_eq!(Amount::from_micros(micros).to_decimal().to_string(), text);
        }
    }

    #[test]
    fn exponents_are_those_of_iso_4217() {
        let exponent = |code| Currency::parse(code).map(|c| c.exponent());
        assert_eq!(exponent("USD"), Some(2));
        assert_eq!(exponent("VND"), Some(0));
        assert_eq!(exponent("KWD"), Some(3));
        assert_eq!(exponent("$"), None);
    }

    #[test]
    fn shares_are_decimal() {
        let share = Amount::from_units(1).share_of(Amount::from_units(3));
        assert_eq!(share.map(|s| s.to_string()), Some("0.3333".into()));
        assert_eq!(Amount::from_units(1).share_of(Amount::ZERO), None);
        let share = |part: i128, whole: i128| {
            Amount::from_micros(part).share_of(Amount::from_micros(whole)).unwrap().to_string()
        };
        assert_eq!(share(999_999, 1_000_000), "0.9999", "not all of it");
        assert_eq!(share(1, 1_000_000), "0.0001", "not nothing");
        assert_eq!(share(-1, 1_000_000), "-0.0001");
        assert_eq!((share(5, 5), share(0, 5)), ("1".into(), "0".into()));
    }
}
