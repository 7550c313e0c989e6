//! When does delivery stop because no source is left? (R13)
//!
//! In: what is asked of cash on the three paths. Out: the days on which it is asked for more than it holds. Only
//! where cash is known and, by the billing setup, nothing stands behind it.

use super::draw::{Funding, Path};
use super::{DaySpan, Setup, span};
use crate::account::state::AccountState;
use crate::money::Amount;
use crate::options::BillingSetup;

/// By what credit does not pay any more, and by what it never pays. Spend before cash was seen is in it already.
pub(super) fn stops(state: &AccountState, setup: &Setup, paths: &[Path; 3]) -> Option<DaySpan> {
    let Funding { billing: Some(BillingSetup::Manual), cash: Some(cash) } = setup.inputs.funding
    else {
        return None;
    };
    let start = setup.inputs.start;
    let seen = state.funds.cash.map_or(start, |cash| cash.as_of.on_clock(state.zone).day());
    let over = usize::try_from(seen.number() - start.number()).unwrap_or(0);
    let day = |at: usize| {
        let path = paths.get(at)?;
        let beside = setup.beside.as_ref().and_then(|(lane, _)| lane.amounts.get(at));
        let mut asked = Amount::ZERO;
        let days = path.other.iter().zip(&path.unpaid).enumerate().skip(over);
        let mut days = days.map(|(n, (other, unpaid))| {
            let beside = beside.and_then(|amounts| amounts.get(n)).copied();
            (n, *other + *unpaid + beside.unwrap_or_default())
        });
        let found = days.find(|(_, amount)| {
            asked += *amount;
            asked > cash
        });
        found.map(|(n, _)| start.plus_days(n as i32))
    };
    let today = state.today();
    span([0, 1, 2].map(day)).map(|stops| stops.at_soonest(today))
}
