//! A credit that ends before it is used up, or that nothing draws, is not one of which nothing is known.

use super::*;
use crate::insight::answer;

/// Ten a day were drawn of it.
#[test]
fn why_no_run_out_is_expected_is_said_in_a_word_beside_the_sentence() {
    for (valid, unused, more, expected) in [
        ("11-01..11-30", 700, "", (false, Some("ends_first"))),
        ("11-01..11-30", 40, "", (true, None)),
        ("11-01..", 90_000, "", (false, None)),
        ("11-01..11-30", 700, "suspended", (false, Some("not_drawn"))),
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
        let found = (credit.runs_out.is_some(), credit.no_run_out.map(NoRunOut::key));
        assert_eq!(found, expected, "{}", say(&credit.message));
    }
}

/// An account says what all of its credits say.
#[test]
fn an_account_says_so_where_no_credit_is_expected_to_run_out() {
    let ends = "credit Ends face=1000 valid=11-01..11-30
                seen   Ends at=11-11T09:00 unused=900
                seen   Ends at=11-21T09:00 unused=800\n";
    let held = "credit Held face=50 valid=11-01..11-30 suspended
                seen   Held at=11-11T09:00 unused=50 suspended
                seen   Held at=11-21T09:00 unused=50 suspended\n";
    let open = "credit Open face=50 valid=11-01..11-30 kind=assignable
                seen   Open at=11-21T09:00 unused=50\n";
    for (credits, expected) in [
        (vec![ends], Some("ends_first")),
        (vec![held], Some("not_drawn")),
        (vec![ends, held], Some("ends_first")),
        (vec![held, open], None),
        (vec![], None),
    ] {
        let state = account(&format!(
            "account currency=USD billing=manual
             now    11-21 09:00
             source export=promotions_available at=11-21T09:00
             {}",
            credits.concat()
        ));
        let answers = answer(&state, &Options::default());
        let found = answers.forecast.no_run_out(&answers.usage).map(NoRunOut::key);
        assert_eq!(found, expected, "{credits:?}");
    }
}
