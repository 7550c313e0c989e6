//! What changed since the last visit? (question 9)
//!
//! In: what was known of an account by what had been pasted until then, and its state of today. Out: what the visitor
//! did not know, whenever it was true: a copy dated before the visit and pasted after it is news.

use crate::account::state::{AccountState, Credit};
use crate::calendar::Instant;
use crate::money::Amount;
use crate::options::CreditKey;
use std::collections::BTreeMap;

/// What became of the credits of one account since a visit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Since {
    /// Drawn by the platform's own figures, beyond those that were known.
    pub drawn: Amount,
    /// Names of credits that were first seen.
    pub new: Vec<String>,
    /// Names of credits that were used up or expired.
    pub ended: Vec<String>,
    /// Names of credits that were suspended or released.
    pub changed: Vec<String>,
}

/// What was known of the credits of one account.
pub type Known = BTreeMap<CreditKey, KnownCredit>;

#[derive(Clone, Copy, Debug)]
pub struct KnownCredit {
    used: Option<Amount>,
    is_suspended: bool,
    is_over: bool,
}

/// What is known of credits by what was pasted; `None`: nothing of the account.
pub(super) fn known(state: &AccountState) -> Option<Known> {
    let known = |credit: &Credit| KnownCredit {
        used: credit.used.map(|used| used.value),
        is_suspended: credit.suspended,
        is_over: is_over(credit),
    };
    let credits = state.credits.iter().map(|credit| (credit.key.clone(), known(credit)));
    state.first_as_of().map(|_| credits.collect())
}

/// R32: a full copy may no longer list it.
fn is_over(credit: &Credit) -> bool {
    credit.state.is_over() || credit.missing.is_some()
}

/// What a visitor did not know at the visit `at`, whenever it was true. What the first copy of an account, or of a tab,
/// shows is its baseline (R40).
pub(super) fn since(state: &AccountState, known: &Known, at: Instant) -> Since {
    let mut out = Since::default();
    for credit in &state.credits {
        let before = known.get(&credit.key);
        let is_new = before.is_none() && !state.was_there(credit);
        // What came since was drawn since: it came with nothing used.
        let begin = credit.redeemed.or(credit.valid_start).map(|at| at.time.in_zone(state.zone));
        let came_since = is_new && begin.is_some_and(|begin| begin >= at);
        let used_before = match before {
            Some(before) => before.used,
            None => came_since.then_some(Amount::ZERO),
        };
        let drawn = credit.used.zip(used_before).map(|(used, before)| used.value - before);
        out.drawn += drawn.filter(|drawn| drawn.is_positive()).unwrap_or_default();
        let is_ended = is_over(credit) && before.map_or(is_new, |before| !before.is_over);
        let is_changed = before.is_some_and(|before| before.is_suspended != credit.suspended);
        for (is_so, names) in [
            (is_new, &mut out.new),
            (is_ended, &mut out.ended),
            (is_changed && !is_ended, &mut out.changed),
        ] {
            names.extend(is_so.then(|| credit.name.clone()));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Zone;
    use crate::insight::fixture::{account, time};

    /// What was known by the first of two texts and came with the second, visited on the 19th.
    fn check(known_by: &str, came: &str) -> Since {
        let state = |text: &str| account(&format!("now 11-21 14:00\n{text}"));
        let known = known(&state(known_by)).unwrap_or_default();
        since(&state(&format!("{known_by}\n{came}")), &known, time("11-19").in_zone(Zone::UTC))
    }

    const BEFORE: &str = "
        credit Old    face=100 valid=11-01..11-30
        seen   Old    at=11-18T09:00 unused=30
        credit Drawn  face=100 valid=11-01..12-31
        seen   Drawn  at=11-18T09:00 unused=90";

    #[test]
    fn what_changed_since_the_last_visit() {
        let came = "
            seen   Old    at=11-21T09:00 unused=0
            seen   Drawn  at=11-21T09:00 unused=60 suspended
            credit New    face=100 valid=11-20..12-31
            seen   New    at=11-21T09:00 unused=100";
        let found = check(BEFORE, came);
        assert_eq!(found.drawn, Amount::from_units(60));
        assert_eq!((&found.new[..], &found.ended[..]), (&["New".into()][..], &["Old".into()][..]));
        assert_eq!(found.changed, ["Drawn"]);
        assert_eq!(check(BEFORE, ""), Since::default());
    }

    /// What the visitor had not been shown is news, though its copy is dated before the visit.
    #[test]
    fn r33_what_came_after_the_visit_is_news_whatever_its_date() {
        let came = "
            seen   Old    at=11-18T20:00 unused=0
            seen   Drawn  at=11-18T20:00 unused=70
            credit New    face=100 valid=11-18..12-31
            seen   New    at=11-18T20:00 unused=100";
        let found = check(BEFORE, came);
        assert_eq!(found.drawn, Amount::from_units(50));
        assert_eq!((found.new.len(), found.ended.len()), (1, 1));
    }

    /// R40: Not available, copied for the first time after the visit, tells history.
    #[test]
    fn r40_what_the_first_copy_of_a_tab_lists_is_no_change() {
        let came = "
            credit Gone face=100 valid=11-01..12-31
            seen   Gone at=11-21T09:05 unused=0 ended";
        assert_eq!(check(BEFORE, came), Since::default());
    }

    /// A credit that came since the last visit was drawn since; of one that came before nobody knows.
    #[test]
    fn what_new_credits_drew_is_drawn() {
        for (redeemed, drawn) in [("11-20", 46), ("11-18", 0)] {
            let found = check(
                BEFORE,
                &format!(
                    "seen   Drawn at=11-21T09:00 unused=55
                     credit Match face=250 valid={redeemed}..12-31
                     seen   Match at=11-21T09:00 unused=204"
                ),
            );
            assert_eq!(found.drawn, Amount::from_units(35 + drawn), "{redeemed}");
            assert_eq!(found.new, ["Match"]);
        }
    }
}
