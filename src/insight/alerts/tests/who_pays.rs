//! Tests: who pays stands in the sentence that says what ended, with the moment that its sum belongs to.

use crate::insight::answer;
use crate::insight::band::band;
use crate::insight::fixture::{account, say};
use crate::options::Options;

/// Warnings with their steps.
fn told(text: &str) -> Vec<String> {
    let state = account(&format!("account currency=USD billing=manual\n now 11-21 14:00\n {text}"));
    let findings = answer(&state, &Options::default()).findings;
    let lines = findings.iter().filter(|f| f.kind.key() != "forfeit_expected").map(|finding| {
        let steps = finding.steps.iter().map(|step| step.key.trim_start_matches("alert.step."));
        format!("{} [{}]", say(&finding.headline), steps.collect::<Vec<_>>().join(" "))
    });
    lines.collect()
}

const SPRING: &str = "credit Spring face=500 valid=11-01..12-31
    seen   Spring at=11-18T09:00 unused=80
    seen   Spring at=11-20T08:40 unused=0\n";

#[test]
fn r4_r12_beside_credit_that_may_be_assigned_it_is_said_who_pays_now_and_to_assign() {
    let reels = "credit Reels face=1000 valid=11-01..12-31 kind=assignable
        seen Reels at=11-21T09:00 unused=1000\n";
    let cash = "if this account is spending, it now pays from cash balance";
    let known = format!(
        "No ad credit is known to pay since 11-20 08:40 at the latest (1000 USD more if it is assigned); {cash}"
    );
    let first = told(&format!("{SPRING}{reels}")).remove(0);
    assert_eq!(first, format!("{known} [copy_log assign pause_or_pay]"));
    // R37: since when nothing can pay does not move with copies of what never paid.
    let held = told(&format!("{SPRING}{reels} log Reels at=11-19T09:00")).remove(0);
    let expected = format!(
        "No ad credit can pay since 11-20 08:40 at the latest (1000 USD is held); {cash} [assign pause_or_pay]"
    );
    assert_eq!(held, expected);
    // What was never seen to pay has not stopped.
    let none: [&str; 0] = [];
    assert_eq!(told(reels), none);
}

#[test]
fn r37_a_sum_stands_with_the_moment_that_it_is_counted_from() {
    let charged = "charge 11-19T12:00 amount=110 pays=Spring:80,cash:30
        charge 11-20T06:00 amount=50 pays=cash:50";
    let first = told(&format!("{SPRING}{charged}")).remove(0);
    let expected = "No ad credit left since 11-20 08:40 at the latest; cash balance pays, 80 USD since 11-18 09:00 [pause_or_pay]";
    assert_eq!(first, expected);
}

/// R33: a list without a row is as new as it is.
#[test]
fn r33_an_empty_list_tells_as_of_its_own_time() {
    let state = account(
        "account currency=USD billing=manual
         now    11-21 14:00
         credit Spring face=500 valid=11-01..12-31
         seen   Spring at=11-15T09:00 unused=80
         gone   Spring seen=11-15T09:00 since=11-20T09:00
         source export=promotions_available at=11-20T09:00 full",
    );
    let answers = answer(&state, &Options::default());
    let as_of = band(&[(&state, &answers)])[0].as_of.unwrap();
    assert_eq!(as_of.instant.to_string(), "2026-11-20T09:00:00Z");
}

/// R33: three pages of one list, of which two were copied again.
#[test]
fn r33_a_line_of_several_credits_says_how_old_the_oldest_of_its_figures_is() {
    let credit = |name: &str, seen: &str| {
        format!(
            "credit {name} face=100 valid=11-01..11-28 kind=assignable\n log {name} at=11-10T09:00
             seen {name} at={seen} unused=10\n"
        )
    };
    for (first, expected) in [
        ("11-15T09:00", "The oldest of these figures is of 11-15 09:00."),
        ("11-21T09:00", "As of 11-21 09:00."),
    ] {
        let credits =
            credit("A", first) + &credit("B", "11-21T09:00") + &credit("C", "11-21T09:00");
        let state =
            account(&format!("account currency=USD billing=manual\n now 11-21 14:00\n {credits}"));
        let findings = answer(&state, &Options::default()).findings;
        let folded = findings.iter().find(|finding| finding.members.len() == 3).unwrap();
        assert_eq!(folded.why.last().map(say).as_deref(), Some(expected));
    }
}
