//! What copies of the page tell of a pace, and what they do not: nothing drawn, suspended, a part of the list, the same
//! once more.

use super::*;
use crate::account::tests::check;

const PROMO: &str = "account currency=USD billing=manual
    credit Promo face=300 valid=11-01..11-30\n";

fn copies(copied: &[(&str, &str)]) -> Forecast {
    let seen = copied.iter().map(|(at, unused)| format!("seen Promo at={at} unused={unused}\n"));
    let (now, _) = copied.last().unwrap();
    forecast_of(&format!("{PROMO} now {}\n{}", now.replace('T', " "), seen.collect::<String>()))
}

/// 200 of 300 used until the 18th.
#[test]
fn r37_where_nothing_was_drawn_between_copies_there_is_no_pace() {
    let first = ("11-18T09:00", "100");
    for (copied, since) in [
        (&[("11-21T09:00", "100")][..], Some("11-18")),
        (&[("11-21T09:00", "100"), ("11-23T09:00", "100")], Some("11-18")),
        // R21: less than a day is sure.
        (&[("11-20T08:00", "100")], None),
        // Each less than a day after the one before.
        (&[("11-19T08:00", "100"), ("11-20T07:00", "100"), ("11-21T06:00", "100")], Some("11-18")),
    ] {
        let forecast = copies(&[&[first], copied].concat());
        let learned = forecast.learned.unwrap();
        assert_eq!(learned.paused_since, since.map(day), "{copied:?}");
        let lost = forecast.credits[0].lost.unwrap();
        if since.is_some() {
            assert_eq!(
                (learned.basis, learned.daily.to_string().as_str()),
                (Basis::Copies, "11.51")
            );
            assert_eq!([lost.middle, lost.high].map(|lost| lost.to_string()), ["100", "100"]);
            assert!(lost.low < lost.middle, "it may resume: {lost:?}");
        } else {
            assert_eq!(learned.basis, Basis::OneCopy);
        }
    }
}

#[test]
fn who_draws_nothing_loses_no_less_than_who_draws_little() {
    let lost = |unused| copies(&[("11-18T09:00", "100"), ("11-23T09:00", unused)]).credits[0].lost;
    let (none, little) = (lost("100").unwrap(), lost("99.40").unwrap());
    assert!(none.middle > little.middle && none.high > little.high, "{none:?} {little:?}");
}

/// 48 of 100 in eleven days and nine hours, then on hold until its end.
#[test]
fn r5_days_on_hold_are_in_no_pace() {
    let text = "account currency=USD billing=manual
        now    11-17 09:00
        credit Promo face=100 valid=11-01..11-15
        seen   Promo at=11-10T09:00 unused=60
        seen   Promo at=11-12T09:00 unused=52 suspended";
    let daily = |text: &str| forecast_of(text).per_day().map(|daily| daily.to_string());
    assert_eq!(daily(text), Some("4.22".into()));
    assert_eq!(daily(&format!("{text}\n seen Promo at=11-17T09:00 unused=52 ended")), daily(text));
}

/// Two credits, of which the second copy lists one.
#[test]
fn r32_a_part_of_the_list_tells_no_pace_of_the_account() {
    for (copy, basis) in [("1/2", Basis::OneCopy), ("full", Basis::Copies)] {
        let state = check(&format!(
            "billing manual\n currency USD\n zone +00:00\n now 05-21T09:00
             credit name=Welcome type=Free face=200 valid=05-02..06-01 used=137.60 unused=62.40 seen=05-18T09:00 copy=full
             credit name=Spark type=Free face=150 valid=05-05..05-25 used=59.75 unused=90.25 seen=05-18T09:00 copy=full
             credit name=Spark type=Free face=150 valid=05-05..05-25 used=79.75 unused=70.25 seen=05-21T08:40 copy={copy}"
        ));
        let forecast = forecast(&state, &usage(&state));
        assert_eq!(forecast.learned.map(|learned| learned.basis), Some(basis), "{copy}");
    }
}

/// The earlier one is left alone while the later one is drawn, as far as one copy tells.
#[test]
fn r21_the_same_copy_again_within_the_lag_tells_no_more() {
    let seen =
        |at: &str| format!("seen Welcome at={at} unused=12.40\n seen Spark at={at} unused=90.25\n");
    let said = |copies: &str, now: &str| {
        let text = format!(
            "account currency=USD billing=manual\n now {now}
             credit Welcome face=200 valid=11-02..12-01
             credit Spark face=150 valid=11-05..11-25 requires=Spark_Ads_only\n{copies}"
        );
        forecast_of(&text).credits.into_iter().map(|c| c.runs_out).collect::<Vec<_>>()
    };
    let once = said(&seen("11-23T10:00"), "11-23 10:00");
    let again = seen("11-23T10:00") + &seen("11-23T10:02");
    assert_eq!(said(&again, "11-23 10:02"), once);
}

/// R37: 1 a day by what all campaigns draw, and 2 by the one that it is assigned to.
#[test]
fn what_assigned_credits_pay_is_spent_beside_what_the_others_do() {
    let forecast = forecast_of(
        "account currency=USD billing=manual
         now    11-11 00:00
         credit Promo face=100 valid=11-01..12-31
         credit Team face=100 valid=11-01..12-31 kind=assignable
         seen   Promo at=11-11T00:00 unused=90
         seen   Team at=11-11T00:00 unused=80
         log    Team at=11-01T00:00 link=Push",
    );
    let daily =
        [forecast.per_day(), forecast.spent_daily()].map(|daily| daily.unwrap().to_string());
    assert_eq!(daily, ["1", "3"]);
}

#[test]
fn r37_the_pace_before_a_pause_is_an_average_of_one_copy_where_copies_show_only_the_pause() {
    let forecast = copies(&[("11-18T09:00", "100"), ("11-21T09:00", "100")]);
    let message = forecast.learned.unwrap().message(None);
    assert!(say(&message).contains("one copy"), "{}", say(&message));
}
