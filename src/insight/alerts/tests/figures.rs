//! Tests: what platform figures of whole days, rows and copies tell goes before what our rules make of them.

use crate::account::tests::check;
use crate::insight::fixture::say;
use crate::insight::{Finding, answer};
use crate::options::Options;

fn findings(text: &str) -> Vec<Finding> {
    let state = check(&format!("currency USD\n zone +00:00\n {text}"));
    answer(&state, &Options::default()).findings
}

/// The headline of a kind, and its steps.
fn told(text: &str, kind: &str) -> String {
    let findings = findings(text);
    let Some(found) = findings.iter().find(|finding| finding.kind.key() == kind) else {
        return String::new();
    };
    let steps = found.steps.iter().map(|step| step.key.trim_start_matches("alert.step."));
    let steps = steps.collect::<Vec<_>>().join(" ");
    format!("{:?}: {} [{steps}]", found.level, say(&found.headline))
}

/// 30 were left on the morning of the 18th, nothing on the 20th; Net Cost of the days since is 2.5, 12 and 11.11.
#[test]
fn r22_r37_net_cost_of_whole_days_since_the_end_is_what_something_else_paid() {
    let copies = "now 05-22T12:00
        credit name=A type=Free face=100 used=70 unused=30 valid=05-01..05-30 seen=05-18T09:00 copy=full
        credit empty=yes seen=05-20T09:00 copy=full
        ended name=A type=Free face=100 used=100 unused=0 valid=05-01..05-30 seen=05-20T09:01 copy=full";
    let days = "report on=05-17 campaign=X cost=14 net=0 seen=05-22T10:00
        report on=05-18 campaign=X cost=15 net=0 seen=05-22T10:00
        report on=05-19 campaign=X cost=16 net=2.5 seen=05-22T10:00
        report on=05-20 campaign=X cost=12 net=12 seen=05-22T10:00
        report on=05-21 campaign=X cost=11.11 net=11.11 seen=05-22T10:00";
    let other = "a source other than ad credit pays, 25.61 USD since 05-18 09:00";
    for (billing, days, paid) in [
        ("unknown", days.to_owned(), other),
        ("cash-first", days.to_owned(), other),
        ("manual", days.to_owned(), "cash balance pays, 25.61 USD since 05-18 09:00"),
        // R22: of the last day it is not filled yet: nothing says who paid that.
        (
            "unknown",
            days.replace("net=11.11", "net=0"),
            "if this account is spending, it now pays from a source other than ad credit",
        ),
        // The day was not over when it was reported.
        (
            "unknown",
            days.replace("05-22T10:00", "05-21T20:00"),
            "if this account is spending, it now pays from a source other than ad credit",
        ),
    ] {
        let said = told(&format!("billing {billing}\n {copies}\n {days}"), "nothing_left");
        assert!(said.contains(paid), "{billing}\n{days}\n{said}");
    }
}

/// R32, R34: the row stands before the copy of Available, which does not list it, or after it.
#[test]
fn r32_a_draw_that_names_a_credit_in_no_list_is_told_with_the_tab_to_copy() {
    let account = "billing manual\n now 05-21T09:00
        credit name=A type=Free face=100 used=40 unused=60 valid=05-01..05-26 seen=05-20T09:00 copy=full
        charge on=05-18T10:00 amount=-4.44 type=Ad Credit credit=A id=T1 seen=05-21T08:00";
    for (on, name, expected) in [
        (
            "05-19T10:00",
            "Ghost",
            "Info: 3.3 USD since 05-19 was drawn from ad credit that is in no copied list [copy_not_available]",
        ),
        (
            "05-20T20:00",
            "Ghost",
            "Warning: 3.3 USD since 05-20 was drawn from ad credit that is in no copied list [copy_available]",
        ),
        ("05-20T20:00", "A", ""),
    ] {
        let draw = format!(
            "charge on={on} amount=-3.3 type=Ad Credit credit={name} id=T2 seen=05-21T08:00"
        );
        assert_eq!(told(&format!("{account}\n {draw}"), "not_copied"), expected);
    }
}

/// R16, R33: a correction, or an older copy with a wrong time: minutes apart as days apart.
#[test]
fn r16_what_is_said_of_a_figure_that_fell_tells_that_it_fell() {
    let copies = |before: &str, last: u32| {
        format!(
            "billing manual\n now 05-21T09:30
             credit name=A type=Free face=100 used=40 unused=60 valid=05-01..05-26 seen=05-15T09:00
             credit name=A type=Free face=100 used=50 unused=50 valid=05-01..05-26 seen={before}
             credit name=A type=Free face=100 used={last} unused={} valid=05-01..05-26 seen=05-21T09:05",
            100 - last
        )
    };
    for (before, last, expected) in
        [("05-21T09:00", 30, 1), ("05-18T09:00", 30, 1), ("05-18T09:00", 55, 0)]
    {
        let findings = findings(&copies(before, last));
        let of_credit = findings.iter().filter(|finding| finding.credit.is_some());
        let fell =
            of_credit.flat_map(|finding| &finding.why).filter(|why| why.key.ends_with("usedFell"));
        assert_eq!(fell.count(), expected, "{before}, {last}");
    }
}

/// 50 were left on the 15th, 30 of them drawn since by rows of every day that reports hold; 10 a day are spent.
#[test]
fn r35_rows_that_name_every_draw_since_the_copy_go_before_charges() {
    let draw = |day: u32| {
        format!(
            "charge on=05-{day}T10:00 amount=-10 type=Ad Credit credit=A id=T{day} seen=05-21T08:00\n"
        )
    };
    let draws: String = [14, 16, 18, 20].map(draw).concat();
    let report = |day: u32| format!("report on=05-{day} campaign=X cost=10 seen=05-21T07:00\n");
    let reports: String = (13..=20).map(report).collect();
    let copy = "billing manual\n now 05-21T09:00
        credit name=A type=Free face=100 used=50 unused=50 valid=05-01..05-26 seen=05-15T09:00 copy=full";
    let state = check(&format!("currency USD\n zone +00:00\n{copy}\n{draws}{reports}"));
    let answers = answer(&state, &Options::default());
    let forecast = &answers.forecast.credits[0];
    assert!(
        forecast.runs_out.is_some_and(|span| span.from.to_string() == "2026-05-22"),
        "{forecast:?}"
    );
}
