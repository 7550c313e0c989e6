//! Losses that move about their steps, pauses, and what keeps ads running when credit may not.

use crate::insight::alerts::*;
use crate::insight::answer;
use crate::insight::fixture::{account, say};

const MANUAL: &str = "account currency=USD billing=manual\n";

fn findings(text: &str) -> Vec<Finding> {
    answer(&account(&format!("{MANUAL}{text}")), &Options::default()).findings
}

/// `level kind | headline` of the findings of one kind.
fn lines(text: &str, kind: Kind) -> Vec<String> {
    let found = findings(text).into_iter().filter(|finding| finding.kind == kind);
    let line = |f: Finding| {
        format!("{:?} {} | {}", f.level, f.kind.key(), say(&f.headline)).to_lowercase()
    };
    found.map(line).collect()
}

/// Ten a day, and ten days are left for 150, or for 98.
#[test]
fn a_loss_that_only_slow_spend_brings_is_the_same_one() {
    let told = |unused: u32| {
        let text = format!(
            "now    11-21 00:00
             credit Main face=300 valid=11-01..11-30
             seen   Main at=11-21T00:00 unused={unused}
             spend  11-01..11-20 cost=10 credit=10"
        );
        let found = findings(&text).into_iter();
        let losses = found.filter(|f| matches!(f.kind, Kind::Expiring | Kind::ForfeitExpected));
        losses.map(|f| (f.kind, f.step_days.is_some(), f.id)).collect::<Vec<_>>()
    };
    let (near, slow) = (told(150), told(98));
    let [(Kind::Expiring, true, near)] = &near[..] else { panic!("{near:?}") };
    let [(Kind::ForfeitExpected, false, slow)] = &slow[..] else { panic!("{slow:?}") };
    assert_eq!(near, slow);
}

/// Ten a day until the 10th, and nothing since: had it begun again after as long, some would be used.
#[test]
fn r8_while_nothing_is_spent_there_is_no_pace_that_uses_some() {
    for (end, left, kind, level) in
        [("12-31", 400, Kind::ForfeitExpected, "info"), ("11-30", 210, Kind::Expiring, "warning")]
    {
        let text = format!(
            "now    11-21 00:00
             credit Main face=1000 valid=10-20..{end}
             seen   Main at=11-21T00:00 unused={left}
             spend  10-20..11-10 cost=10 credit=10
             spend  11-11..11-20 cost=0 credit=0"
        );
        let line = format!(
            "{level} {} | main: {left} usd will be lost after {end} if spend stays paused",
            kind.key()
        );
        assert_eq!(lines(&text, kind), [line]);
    }
}

/// Cash is gone, and the one credit was never drawn: whether today's campaigns fit it nobody knows.
#[test]
fn r13_r39_a_credit_that_may_not_fit_keeps_nothing_running_for_sure() {
    for (requirements, cash, level) in [
        ("eligible_countries:_US", 0, "critical"),
        ("eligible_countries:_US", 60, "warning"),
        ("none", 0, "info"),
    ] {
        let text = format!(
            "now    11-21 00:00
             credit Main face=1000 valid=11-20..12-31 requires={requirements}
             seen   Main at=11-21T00:00 unused=1000
             spend  11-01..11-20 cost=40 credit=0
             cash   {cash} at=11-21T00:00"
        );
        let found = lines(&text, Kind::CashLow);
        assert!(
            found.len() == 1 && found[0].starts_with(level),
            "{requirements} {cash}: {found:?}"
        );
    }
}

/// 40 a day: 121 are more than three days of that, and gone on the fourth.
#[test]
fn cash_that_ends_while_nobody_works_is_low_before() {
    let mut options = Options::default();
    options.defaults.working_days = Some([true, true, true, true, false, false, false]);
    for (now, cash, is_said) in [("11-18", 121, false), ("11-19", 121, true), ("11-19", 161, false)]
    {
        let text = format!(
            "{MANUAL} now {now} 09:00
             source export=promotions_available at={now}T08:00
             spend  11-01..11-17 cost=40
             cash   {cash} at={now}T00:00"
        );
        let found = answer(&account(&text), &options).findings;
        let is_found = found.iter().any(|finding| finding.kind == Kind::CashLow);
        assert_eq!(is_found, is_said, "{now} {cash}");
    }
}

/// One unit a day, so that each of them is more than three days of it.
#[test]
fn r7_many_that_are_critical_are_one_line_and_a_few_are_not() {
    for (count, lines) in [(5, 5), (6, 1)] {
        let credit = |at: u32| {
            format!(
                "credit C{at} face=60 valid=11-10..11-25 kind=assignable
                 seen   C{at} at=11-21T00:00 unused=60
                 log    C{at} at=11-20T00:00\n"
            )
        };
        let credits: String = (0..count).map(credit).collect();
        let text = format!("now 11-21 00:00\n spend 11-01..11-20 cost=1\n{credits}");
        let found = findings(&text);
        let found: Vec<_> = found.iter().filter(|f| f.kind == Kind::Unassigned).collect();
        assert_eq!(found.len(), lines);
        assert!(found.iter().all(|finding| finding.level == Level::Critical), "{found:?}");
        assert_eq!(found.iter().flat_map(|f| f.crossings()).count(), count as usize);
    }
}

/// 20 a day by Brand, 10 by Push, and ten days to go.
#[test]
fn r4_what_is_assigned_to_nothing_is_told_where_it_is_used_best() {
    let text = "
        now    11-21 00:00
        credit Reels face=150 valid=11-01..11-30 kind=assignable
        seen   Reels at=11-21T00:00 unused=150
        log    Reels at=11-20T00:00
        charge 11-19T12:00 amount=10 campaign=Push
        charge 11-19T12:00 amount=20 campaign=Brand
        charge 11-20T12:00 amount=10 campaign=Push
        charge 11-20T12:00 amount=20 campaign=Brand
        spend  11-19..11-20 cost=30";
    let found = findings(text);
    let unassigned = found.iter().find(|finding| finding.kind == Kind::Unassigned).unwrap();
    let steps: Vec<String> = unassigned.steps.iter().map(say).collect();
    assert_eq!(steps[0], "Assign Reels to Brand (admin only, in Ads Manager): about 150 USD more.");
    assert!(steps[1].contains("View/Assign"), "{steps:?}");
}
