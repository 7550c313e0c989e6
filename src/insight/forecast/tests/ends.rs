//! A credit that ends before it is used up is not one of which nothing is known.

use super::*;

/// Ten a day were drawn of it.
#[test]
fn a_credit_that_ends_first_says_so_beside_its_sentence() {
    for (valid, unused, more, expected) in [
        ("11-01..11-30", 700, "", (false, true)),
        ("11-01..11-30", 40, "", (true, false)),
        ("11-01..", 90_000, "", (false, false)),
        ("11-01..11-30", 700, "suspended", (false, false)),
    ] {
        let forecast = forecast_of(&format!(
            "account currency=USD billing=manual
             now    11-21 09:00
             credit Promo face=100000 valid={valid} {more}
             seen   Promo at=11-11T09:00 unused={}
             seen   Promo at=11-21T09:00 unused={unused} {more}",
            unused + 100
        ));
        let credit = &forecast.credits[0];
        let found = (credit.runs_out.is_some(), credit.ends_first);
        assert_eq!(found, expected, "{}", say(&credit.message));
    }
}
