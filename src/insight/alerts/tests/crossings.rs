//! Since when a limit is crossed: a copied figure tells it, an estimate does not.

use super::*;

/// What the crossing of low cash tells, with 20 a day spent and an alert at 300.
#[test]
fn a_balance_tells_since_when_it_is_below_its_limit_and_an_estimate_does_not() {
    let crossed = |facts: &str| {
        let text = manual(&format!("{LISTED} spend 11-01..11-20 cost=20\n{facts}"));
        let findings = answer(&account(&text), &Options::default()).findings;
        let low = findings.into_iter().find(|finding| finding.kind == Kind::CashLow);
        low.map(|low| low.crossing().past_limit_since.map(|since| since.to_string()))
    };
    let alert = "alert 300 at=11-19T08:00\n";
    let since = |day: u32| Some(Some(format!("2026-11-{day}T08:00:00Z")));
    assert_eq!(crossed(&format!("{alert}cash 280 at=11-19T08:00")), since(19));
    let risen = format!("{alert}cash 280 at=11-19T08:00\ncash 2800 at=11-20T08:00\n");
    assert_eq!(crossed(&risen), None);
    assert_eq!(crossed(&format!("{risen}cash 250 at=11-21T08:00")), since(21));
    // Another copy of a low balance is no other crossing.
    assert_eq!(crossed("cash 60 at=11-20T08:00\ncash 50 at=11-21T08:00"), since(20));
    // More than three days of spend, and gone before the next working morning.
    let mut options = Options::default();
    options.defaults.working_days = Some([true, true, true, true, false, false, false]);
    let text = "now 11-19 09:00\n source export=promotions_available at=11-19T08:00
                spend 11-01..11-17 cost=40\n cash 121 at=11-19T00:00";
    let findings = answer(&account(&manual(text)), &options).findings;
    let low = findings.iter().find(|finding| finding.kind == Kind::CashLow).unwrap();
    assert_eq!(low.crossing().past_limit_since, None);
}
