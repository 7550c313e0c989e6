//! What was drawn of all credits together since they were copied, told by newer balances.
//!
//! In: the state of an account. Out: what was left in sum, by the copies and then by each balance of a later time. Of
//! which credit it was drawn no balance tells (R37): single credits stand as copied.

use crate::account::state::{AccountState, Credit, CreditState, CreditType, Observed};
use crate::calendar::Instant;
use crate::money::Amount;

/// What was left at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    pub at: Instant,
    pub amount: Amount,
}

/// Nothing where no balance is newer, where a credit states no amount, and where a balance may hold something else than
/// the copies: that of several accounts (R27), of what is not assigned, not begun, on hold (R4, R5) or has ended since.
pub fn left(state: &AccountState) -> Vec<Left> {
    let is_in_it = |credit: &Credit| {
        credit.kind != Some(CreditType::Assignable) && credit.state == CreditState::Available
    };
    let may_hold = |credit: &&Credit| credit.unused.is_none_or(|unused| unused.value.is_positive());
    let held = || state.credits.iter().filter(may_hold);
    let lives = held().filter(|c| c.missing.is_none() && !c.state.is_over());
    let figures = lives.map(|credit| credit.unused.filter(|_| is_in_it(credit)));
    let figures: Vec<Observed<Amount>> = figures.collect::<Option<_>>().unwrap_or_default();
    let moments = figures.iter().map(|unused| unused.as_of);
    let (Some(oldest), Some(newest)) = (moments.clone().min(), moments.max()) else {
        return vec![];
    };
    let has_ended = |credit: &Credit| match credit.state {
        CreditState::Expired { at, .. } => oldest.on_clock(state.zone) < at,
        _ => false,
    };
    if state.funds.portfolio.is_some() || held().any(has_ended) {
        return vec![];
    }
    let copied = Left { at: oldest, amount: figures.iter().map(|unused| unused.value).sum() };
    let later = state.funds.history.iter().filter(|balances| newest < balances.as_of);
    let later = later.filter_map(|b| Some(Left { at: b.as_of, amount: b.voucher? }));
    [copied].into_iter().chain(later).collect()
}

#[cfg(test)]
mod tests {
    use crate::account::tests::check;
    use crate::insight::answer;
    use crate::insight::band::band;
    use crate::insight::fixture::say;
    use crate::options::Options;

    const COPY: &str = "
        billing manual
        currency USD
        now 05-23T12:00
        credit name=Old type=Free face=200 used=80 unused=120 redeemed=05-01 valid=05-01..06-30 seen=05-20T10:00
        credit name=New type=Free face=100 used=0 unused=100 redeemed=05-01 valid=05-01..07-31 seen=05-20T10:00";

    fn told(rows: &str) -> String {
        let state = check(&format!("{COPY}\n{rows}"));
        let answers = answer(&state, &Options::default());
        let lines = band(&[(&state, &answers)]);
        let said = lines.iter().flat_map(|line| line.sentences.iter().chain(&line.notes)).map(say);
        let said: Vec<String> = said.collect();
        let about = said.iter().filter(|s| {
            ["can pay today", "probably used up", "a day"].iter().any(|word| s.contains(word))
        });
        about.cloned().collect::<Vec<_>>().join(" · ")
    }

    #[test]
    fn r33_r37_no_more_can_pay_than_a_newer_balance_holds() {
        let copied = "220 USD can pay today · then cash balance, about 4.12 USD a day";
        for (rows, expected) in [
            ("", copied),
            (
                "balance voucher=60 seen=05-23T10:00",
                "60 USD can pay today · then cash balance, about 53.33 USD a day · \
                 160 USD more is probably used up by now: copy the page again",
            ),
            (
                "balance voucher=170 seen=05-21T10:00
                 balance voucher=120 seen=05-22T10:00
                 balance voucher=60 seen=05-23T10:00",
                "60 USD can pay today · then cash balance, about 53.08 USD a day · \
                 160 USD more is probably used up by now: copy the page again",
            ),
            // Older, of several accounts (R27), and one that holds more: it tells nothing of them.
            ("balance voucher=60 seen=05-20T09:00", copied),
            ("balance voucher=60 portfolio=P seen=05-23T10:00", copied),
            ("balance voucher=300 seen=05-23T10:00", copied),
        ] {
            assert_eq!(told(rows), expected, "{rows}");
        }
        // R4: whether it holds what is not assigned is not told. R8: what ended since was not drawn.
        for credit in
            ["Team type=Assignable valid=05-01..07-31", "Gone type=Free valid=05-01..05-21"]
        {
            let told = told(&format!(
                "credit name={credit} face=100 used=0 unused=100 redeemed=05-01 seen=05-20T10:00
                 balance voucher=60 seen=05-23T10:00"
            ));
            assert!(told.starts_with("220 USD can pay today"), "{credit}: {told}");
        }
    }
}
