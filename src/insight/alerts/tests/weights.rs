//! How much a loss matters: what is certain by its sum, what may come at most as a warning, a small sum never most.

use super::listed;
use crate::options::Options;

fn first(facts: &str) -> String {
    listed(facts, &Options::default()).lines().next().unwrap_or_default().to_owned()
}

#[test]
fn r8_what_may_be_lost_is_no_more_than_a_warning() {
    // One copy, and how fast it is drawn now nobody saw: 0 to 106.49 of both may be lost.
    let line = first(
        "account currency=USD billing=manual
         now    11-24 09:00
         credit Autumn face=120 valid=11-08..12-07 redeemed=11-08
         seen   Autumn at=11-23T09:00 unused=84.25
         credit Reels  face=45 valid=11-12..12-11 redeemed=11-12
         seen   Reels  at=11-23T09:00 unused=45",
    );
    assert!(line.starts_with("warning expiring | Autumn: about"), "{line}");
}

#[test]
fn r8_what_will_be_lost_weighs_by_its_sum() {
    // Copies that show next to nothing drawn a day: all but a unit will be lost.
    for (unused, level) in [("99", "warning"), ("299", "critical")] {
        let line = first(&format!(
            "account currency=USD billing=manual
             now    11-23 09:00
             credit Promo face=300 valid=11-01..11-30
             seen   Promo at=11-15T09:00 unused={unused}.6
             seen   Promo at=11-19T09:00 unused={unused}.3
             seen   Promo at=11-23T09:00 unused={unused}"
        ));
        assert!(line.starts_with(&format!("{level} expiring | Promo: about")), "{line}");
    }
}

/// R7: seven of three to four units each that are assigned to nothing.
#[test]
fn r7_r8_a_small_sum_is_never_critical_in_any_currency() {
    let credits = |unit: i64| {
        let credit = |at: i64| {
            let (day, much) = (at + 1, 3 * unit + at * unit / 10);
            format!(
                "credit C{at} face={much} valid=11-0{day}..12-0{day} kind=assignable
                 seen   C{at} at=11-23T09:00 unused={much}
                 log    C{at} at=11-22T09:00\n"
            )
        };
        (0..7).map(credit).collect::<String>()
    };
    for (currency, unit, is_critical) in [
        ("USD", 1, false),
        ("JPY", 100, false),
        ("IDR", 10_000, false),
        ("USD", 100, true),
        ("JPY", 10_000, true),
        ("IDR", 1_000_000, true),
    ] {
        let facts = credits(unit);
        let said = listed(
            &format!("account currency={currency} billing=manual\n now 11-23 10:00\n {facts}"),
            &Options::default(),
        );
        assert!(!said.is_empty());
        assert_eq!(said.contains("critical"), is_critical, "{currency} {unit}: {said}");
    }
}
