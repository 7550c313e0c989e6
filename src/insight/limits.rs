//! When to warn: what credit, account or defaults say, else a built-in value.

use crate::account::state::{AccountState, CreditIx};
use crate::money::Amount;
use crate::options::{Options, Thresholds};
use rust_decimal::Decimal;

/// Days before an end at which its warning is repeated, one level of urgency each.
pub const EXPIRY_STEPS_DAYS: [i64; 5] = [30, 14, 7, 3, 1];
/// Facts older than this are stale, unless set otherwise.
const STALE_HOURS: u32 = 48;
/// Expected to run out within so many days.
const RUN_OUT_DAYS: u32 = 3;
/// A fifth of the face amount is low.
const LOW_SHARE: Decimal = Decimal::from_parts(2, 0, 0, false, 1);

/// Thresholds that hold for one credit, or for an account as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    pub low_share: Decimal,
    pub low_amount: Option<Amount>,
    pub run_out_days: u32,
    pub large_loss: Option<Amount>,
    pub stale_hours: u32,
}

/// Precedence: credit, account, defaults, built in.
pub fn limits(state: &AccountState, options: &Options, credit: Option<CreditIx>) -> Limits {
    let of_credit =
        credit.and_then(|c| options.credits.get(&state.credit(c)?.key)).map(|o| &o.thresholds);
    let of_account = state.account.said(options);
    let of_account = of_account.as_deref().map(|o| &o.thresholds);
    let layers = [of_credit, of_account, Some(&options.defaults.thresholds)];
    fn first<T>(
        layers: [Option<&Thresholds>; 3],
        pick: impl Fn(&Thresholds) -> Option<T>,
    ) -> Option<T> {
        layers.into_iter().flatten().find_map(pick)
    }
    Limits {
        low_share: first(layers, |t| t.low_share).unwrap_or(LOW_SHARE),
        low_amount: first(layers, |t| t.low_amount),
        run_out_days: first(layers, |t| t.run_out_days).unwrap_or(RUN_OUT_DAYS),
        large_loss: first(layers, |t| t.large_loss),
        stale_hours: first(layers, |t| t.stale_hours).unwrap_or(STALE_HOURS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::fixture::account;
    use crate::options::{AccountOptions, CreditOptions};

    #[test]
    fn the_nearest_setting_wins() {
        let state = account("credit Launch face=100");
        let with = |days| Thresholds { run_out_days: Some(days), ..Thresholds::default() };
        let mut options = Options::default();
        let credit = Some(CreditIx(0));
        assert_eq!(limits(&state, &options, credit).run_out_days, 3);
        options.defaults.thresholds = with(4);
        assert_eq!(limits(&state, &options, credit).run_out_days, 4);
        let account = AccountOptions { thresholds: with(5), ..AccountOptions::default() };
        options.accounts.insert("7001".into(), account);
        assert_eq!(limits(&state, &options, credit).run_out_days, 5);
        let of_credit = CreditOptions { thresholds: with(6), ..CreditOptions::default() };
        options.credits.insert("c-launch".into(), of_credit);
        assert_eq!(limits(&state, &options, credit).run_out_days, 6);
        assert_eq!(limits(&state, &options, None).run_out_days, 5);
    }
}
