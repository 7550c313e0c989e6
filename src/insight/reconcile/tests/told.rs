//! What the platform's figures tell of days, and what nobody can know of them: no accusation, no claim (R37).

use crate::account::state::AccountState;
use crate::account::tests::check;
use crate::insight::fixture::say;
use crate::insight::reconcile::{Settlement, reconcile};
use crate::insight::{Level, answer};
use crate::options::Options;

/// The list of credits that ended was copied too.
const ENDED: &str =
    "ended name=Old type=Free face=5 used=5 unused=0 valid=03-01..03-30 seen=05-20\n";

/// What differs, by what it is about; then who paid since, as far as that is claimed.
fn told(account: &str, rows: &str) -> (Vec<String>, Vec<String>) {
    let state = check(&format!("currency USD\n zone +00:00\n now 05-20\n {account}\n{rows}"));
    (open(&state), claims(&state))
}

fn open(state: &AccountState) -> Vec<String> {
    let rows = reconcile(state);
    let open = rows.iter().filter(|row| row.settlement != Settlement::Settled);
    open.map(|row| format!("{} {}", row.key, row.settlement.key())).collect()
}

fn claims(state: &AccountState) -> Vec<String> {
    let findings = answer(state, &Options::default()).findings;
    let warnings = findings.iter().filter(|finding| finding.level >= Level::Warning);
    let lines = warnings.flat_map(|f| std::iter::once(&f.headline).chain(&f.why));
    let told = lines.filter(|line| {
        let keys = ["alert.not_copied.paid", "alert.why.named_by_draws"];
        keys.contains(&line.key)
            || line.key.starts_with("alert.why.paid")
            || line.key.starts_with("alert.disagree")
    });
    told.map(say).collect()
}

/// 200 in all; 60 on the 5th, 80 on the 6th, 70 on the 7th, 50 on the 8th; cash paid 10 and 50. The copy of the
/// 6th holds `used`: how much of that day is in it, days that follow tell.
#[test]
fn r37_the_day_of_a_copy_is_divided_as_later_days_tell() {
    let days = "report on=05-05 campaign=X cost=60 net=0 seen=05-20
                report on=05-06 campaign=X cost=80 net=0 seen=05-20
                report on=05-07 campaign=X cost=70 net=10 seen=05-20
                report on=05-08 campaign=X cost=50 net=50 seen=05-20";
    let free = |used: u32, at: &str| {
        let unused = 200 - used;
        format!(
            "credit name=Free1 type=Free face=200 used={used} unused={unused}
             valid=05-01..05-31 seen={at}\n"
        )
        .replace("\n             valid", " valid")
    };
    for billing in ["manual", "credit-first", "invoicing"] {
        for used in [60, 100, 140] {
            for later in ["", &free(200, "05-19T12:00")] {
                let account = format!("billing {billing}\n{}{later}", free(used, "05-06T12:00"));
                let (open, claims) = told(&account, days);
                assert_eq!(open, [""; 0], "{billing}, {used} used, then {later}");
                let paid = "cash balance pays, 60 USD since 05-07.";
                if billing == "manual" && later.is_empty() {
                    assert_eq!(claims, [paid], "{used} used");
                }
            }
        }
    }
}

/// A credit of 140 from the 6th on runs out on the 7th: which of two campaigns came first nobody knows.
#[test]
fn r37_on_the_day_a_credit_runs_out_campaigns_have_no_order() {
    let account = "billing manual
        credit name=Free1 type=Free face=200 used=60 unused=140 valid=05-01..05-31 seen=05-06";
    for (x, y) in [(10, 0), (0, 10), (4, 6)] {
        let rows = format!(
            "report on=05-06 campaign=X cost=80 net=0 seen=05-20
             report on=05-07 campaign=X cost=40 net={x} seen=05-20
             report on=05-07 campaign=Y cost=30 net={y} seen=05-20
             report on=05-08 campaign=X cost=50 net=50 seen=05-20"
        );
        assert_eq!(told(account, &rows).0, [""; 0], "{x} and {y} by cash");
    }
    // What the day's sum contradicts still is a difference.
    let rows = "report on=05-05 campaign=X cost=0 seen=05-20
                report on=05-06 campaign=X cost=80 net=0 seen=05-20
                report on=05-07 campaign=X cost=40 net=20 seen=05-20
                report on=05-07 campaign=Y cost=30 net=30 seen=05-20";
    assert_eq!(told(account, rows).0, ["day:2026-05-07 unexplained"]);
}

/// 100 were copied; 155 were paid by credit, 12 by cash.
#[test]
fn r32_what_a_credit_paid_that_nobody_copied_is_not_said_to_be_cash() {
    let costs = [("03", 50, 0), ("05", 50, 0), ("08", 30, 0), ("09", 25, 0), ("10", 12, 12)];
    let report = |net: bool| {
        let row = |(day, cost, cash): (&str, u32, u32)| {
            let net = if net { format!("net={cash}") } else { String::new() };
            format!("report on=05-{day} campaign=X cost={cost} {net} seen=05-20\n")
        };
        costs.map(row).concat()
    };
    let draw = |(day, amount, name): (&str, u32, &str)| {
        format!("charge on=05-{day} amount={amount} type=Ad Credit credit={name} seen=05-20\n")
    };
    let draws = [("03", 50, "Old"), ("05", 50, "Old"), ("08", 30, "New"), ("09", 25, "New")];
    let draws = draws.map(draw).concat();
    let unknown = "55 USD since 05-08 was paid by ad credit that was not copied";
    let cash = "cash balance pays, 12 USD since 05-05.";
    for billing in ["manual", "credit-first", "invoicing"] {
        for rows in [report(true), report(true) + &draws, report(false) + &draws] {
            let account = format!(
                "billing {billing}
                 credit name=Old type=Free face=100 used=0 unused=100 valid=05-01..05-30 seen=05-02T12:00"
            );
            let (open, claims) = told(&account, &rows);
            assert_eq!(open, [""; 0], "{billing}: {rows}");
            assert!(claims.contains(&unknown.to_owned()), "{billing}: {claims:?}");
            let names_it = claims.contains(&"Ad Credit transactions name New.".to_owned());
            assert_eq!(names_it, rows.contains("credit=New"), "{claims:?}");
            if billing == "manual" && rows.contains("net=12") {
                assert!(claims.contains(&cash.to_owned()), "{claims:?}");
            }
        }
    }
}

/// Of 122 nothing was used; the credit was suspended when it was copied, nobody knows since when.
#[test]
fn r5_a_suspended_credit_that_paid_nothing_is_not_accused() {
    let rows = "report on=05-04 campaign=X cost=10 net=10 seen=05-20
                report on=05-06 campaign=X cost=60 net=60 seen=05-20
                report on=05-15 campaign=X cost=25 net=25 seen=05-20";
    for end in ["05-12", "05-30"] {
        for at in ["05-10", "05-14"] {
            let account = format!(
                "billing manual
                 credit name=Hold type=Free face=122 used=0 unused=122 valid=05-05..{end} \
                 status=Suspended seen={at}"
            );
            assert_eq!(told(&account, rows).0, [""; 0], "ends {end}, copied {at}");
        }
    }
    // 20 of 60 were drawn before it was suspended.
    let account = "billing manual
        credit name=Hold type=Free face=122 used=20 unused=102 valid=05-01..05-30 status=Suspended seen=05-10";
    let rows = "report on=05-01 campaign=X cost=0 seen=05-20
                report on=05-06 campaign=X cost=60 seen=05-20
                report on=05-09 campaign=X cost=0 seen=05-20";
    assert_eq!(told(account, rows).0, [""; 0]);
}

/// The platform drew all of it from the credit that every order we know draws last.
#[test]
fn r14_an_order_that_nobody_knows_is_no_difference_of_the_platform() {
    let credits = |used: u32, seen: &str| {
        format!(
            "credit name=Alpha type=Free face=100 used=0 unused=100 redeemed=05-05 valid=05-05..05-30 seen={seen}
             credit name=Beta type=Free face=80 used=0 unused=80 redeemed=05-01 valid=05-01..06-15 seen={seen}
             credit name=Gamma type=Conditional face=120 used={used} unused={} redeemed=05-03 valid=05-03..07-15 seen={seen}\n",
            120 - used
        )
    };
    let rows = "charge on=05-06T10:00 amount=40 seen=05-20
                charge on=05-08T10:00 amount=50 seen=05-20";
    let account =
        |used| format!("billing manual\n{}{}", credits(0, "05-06"), credits(used, "05-18"));
    let (open, claims) = told(&account(90), rows);
    assert!(open.iter().all(|row| row.ends_with("notComparable")), "{open:?}");
    assert_eq!(claims, [""; 0]);
    // R21: of the last hours before the copy none of them holds anything yet.
    let late = format!("{rows}\ncharge on=05-17T20:00 amount=5 seen=05-20");
    let (open, _) = told(&account(90), &late);
    assert!(open.iter().all(|row| row.ends_with("notComparable")), "{open:?}");
    // Where one of them paid less than was charged, no order explains it, and no credit that ended either.
    let (open, _) = told(&format!("{}{ENDED}", account(60)), rows);
    assert!(open.iter().any(|row| row.ends_with("unexplained")), "{open:?}");
}

/// 60 of 80 were drawn from a credit that came later, ended sooner, and was first copied when it was used up.
#[test]
fn r14_what_others_were_drawn_before_they_were_copied_is_no_difference() {
    let rows = "charge on=05-03T10:00 amount=20 seen=05-20
                charge on=05-06T10:00 amount=30 seen=05-20
                charge on=05-08T10:00 amount=30 seen=05-20";
    let first = "credit name=A type=Free face=100 used=0 unused=100 valid=05-01..05-30 seen=05-01
                 credit name=A type=Free face=100 used=20 unused=80 valid=05-01..05-30 seen=05-18";
    let other = "ended name=B type=Free face=60 used=60 unused=0 valid=05-05..05-19 seen=05-20\n";
    for (other, expected) in [(other, "notComparable"), (ENDED, "unexplained")] {
        let (open, claims) = told(&format!("billing manual\n{first}\n{other}"), rows);
        assert!(open.iter().all(|row| row.ends_with(expected)), "{other}: {open:?}");
        assert_eq!(open.is_empty() || expected == "unexplained", !claims.is_empty(), "{claims:?}");
    }
}

/// 57.5 were left on the 7th and drawn on the 7th and 8th; the report begins on the 9th.
#[test]
fn r36_what_was_drawn_on_days_that_nobody_reported_is_no_difference() {
    let credit = |used: &str, unused: &str, seen: &str| {
        format!(
            "credit name=A type=Free face=101 used={used} unused={unused} valid=05-06..05-17 seen={seen}\n"
        )
    };
    let account = format!(
        "billing manual\n{}{}",
        credit("43.5", "57.5", "05-07T10:00"),
        credit("101", "0", "05-13T06:00")
    );
    let rows = "report on=05-09 campaign=Y cost=21.17 net=21.17 seen=05-13T19:00
                report on=05-10 campaign=X cost=47.9 net=47.9 seen=05-13T19:00";
    assert_eq!(told(&account, rows).0, [""; 0]);
    let before = "report on=05-06 campaign=Y cost=0 net=0 seen=05-13T19:00
                  report on=05-07 campaign=Y cost=0 net=0 seen=05-13T19:00
                  report on=05-08 campaign=Y cost=0 net=0 seen=05-13T19:00\n";
    assert_ne!(told(&account, &format!("{before}{rows}")).0, [""; 0]);
}

/// The platform drew 20 of 60 from A and the rest from B: our order says otherwise, but nothing was left to cash.
#[test]
fn r8_what_another_credit_paid_was_not_left_undrawn() {
    let account = "billing manual
        credit name=A type=Free face=100 used=20 unused=80 redeemed=05-01 valid=05-01..05-12 seen=05-14
        credit name=B type=Free face=500 used=40 unused=460 redeemed=05-02 valid=05-02..05-30 seen=05-14";
    for (net, expected) in [(0, false), (40, true)] {
        let day = |day: u32| {
            let (cost, net) = if day == 6 { (60, net) } else { (0, 0) };
            format!("report on=05-{day:02} campaign=X cost={cost} net={net} seen=05-20\n")
        };
        let rows: String = (1..=13).map(day).collect();
        let (open, _) = told(account, &rows);
        let accused = open.iter().any(|row| row.starts_with("audit:"));
        assert_eq!(accused, expected, "{net} by cash: {open:?}");
    }
}

/// Net Cost and cost by voucher say 20 of 40 a day, replay under the setup that was chosen 40.
#[test]
fn r10_one_difference_is_judged_once() {
    let day = |day: u32| {
        format!(
            "report on=05-{day:02} campaign=X cost=40 net=20 seen=05-20
             daily on=05-{day:02} cost=40 cash=20 voucher=20 seen=05-20\n"
        )
    };
    let rows: String = (3..=5).map(day).collect();
    let account = "billing manual
        credit name=Free1 type=Free face=500 used=0 unused=500 valid=05-01..05-31 seen=05-03";
    let (open, claims) = told(account, &rows);
    assert!(open.iter().any(|row| row.starts_with("campaign:")), "{open:?}");
    assert!(open.iter().all(|row| row.ends_with("notComparable")), "{open:?}");
    assert_eq!(claims, [""; 0]);
}

/// Charges of 10 a day at noon; the copy of 20 May 20:00 shows what was used.
#[test]
fn r21_only_what_was_charged_within_the_lag_may_be_missing_from_used() {
    let charge = |day: u32| format!("charge on=05-{day:02}T12:00 amount=10 seen=SEEN\n");
    let charges: String = (1..=20).map(charge).collect();
    for (used, copied, expected) in [
        (200, "05-22", &[][..]),
        // The last noon may not be in it yet.
        (190, "05-22", &["credit:Free withinLag"]),
        (180, "05-22", &["credit:Free unexplained"]),
        (30, "05-22", &["credit:Free unexplained"]),
        // The list was copied a day later: it lacks nothing of that time. Copied at once, it may lack a day.
        (210, "05-22", &["credit:Free unexplained"]),
        (210, "05-20T20:00", &["credit:Free withinLag"]),
        (211, "05-20T20:00", &["credit:Free unexplained"]),
    ] {
        let state = check(&format!(
            "currency USD\n zone +00:00\n now 05-23\n billing manual\n {ENDED}
             credit name=Free type=Free face=300 used=0 unused=300 valid=05-01..06-30 seen=05-01
             credit name=Free type=Free face=300 used={used} unused={} valid=05-01..06-30 seen=05-20T20:00
             {}",
            300 - used,
            charges.replace("SEEN", copied)
        ));
        let rows: Vec<String> = open(&state)
            .iter()
            .map(|row| row.replace(state.credits[0].key.as_str(), "Free"))
            .collect();
        assert_eq!(rows, expected, "{used} {copied}");
    }
}

/// Why Used may not match the spend report: the report may leave days out.
#[test]
fn r36_more_used_than_all_charges_is_told_and_not_accused() {
    let rows = "charge on=05-02T10:00 amount=20 seen=05-19
                charge on=05-05T10:00 amount=25 seen=05-19
                charge on=05-10T10:00 amount=15 seen=05-19";
    for (used, expected) in [(60, 0), (100, 1)] {
        let account = format!(
            "billing manual
             credit name=Sum type=Free face=300 used=0 unused=300 valid=05-01..06-30 seen=05-01
             credit name=Sum type=Free face=300 used={used} unused={} valid=05-01..06-30 seen=05-18",
            300 - used
        );
        let (open, claims) = told(&account, rows);
        assert_eq!(open.len(), expected, "{open:?}");
        assert!(open.iter().all(|row| row.ends_with("notComparable")), "{open:?}");
        assert_eq!(claims, [""; 0]);
    }
}

/// 30 of 100 were paid from a credit that was used up on the 4th and is not on the copy of the 10th.
#[test]
fn r32_what_a_credit_paid_that_ended_before_the_copy_is_no_difference_of_the_platform() {
    let charge = |day: u32| format!("charge on=05-{day:02}T12:00 amount=10 seen=05-20\n");
    let charges: String = (1..=10).map(charge).collect();
    let copy = "billing manual
        credit name=Free type=Free face=300 used=0 unused=300 valid=05-01..06-30 seen=05-01
        credit name=Free type=Free face=300 used=70 unused=230 valid=05-01..06-30 seen=05-12";
    let ended = ENDED.trim_end();
    for (lists, expected) in [
        ("", "notComparable"),
        (&format!("\n{ended}"), "unexplained"),
        (&format!("\n{ended}").replace("05-20", "05-12T08:00"), "unexplained"),
        // It may have ended since that list was copied, or be on another page of it.
        (&format!("\n{ended}").replace("05-20", "05-11T23:00"), "notComparable"),
        (&format!("\n{ended} copy=1/3"), "notComparable"),
        // Of three credits that are available one was copied.
        (&format!(" copy=1/3\n{ended}"), "notComparable"),
    ] {
        let (open, claims) = told(&format!("{copy}{lists}"), &charges);
        assert!(open.concat().ends_with(expected), "{lists}: {open:?}");
        assert_eq!(claims.is_empty(), expected == "notComparable", "{claims:?}");
    }
}

/// Of 100 the credit paid 60 on the 3rd, and 40 lapsed; cash paid the rest. Only Not available was copied.
#[test]
fn r36_a_credit_run_backwards_pays_no_charge_that_net_cost_says_no_credit_paid() {
    let rows = "report on=05-03 campaign=X cost=60 net=0 seen=05-20
                report on=05-08 campaign=X cost=70 net=70 seen=05-20
                report on=05-15 campaign=X cost=20 net=20 seen=05-20";
    let account = "billing manual
        ended name=Left type=Free face=100 used=60 unused=40 valid=05-01..05-12 seen=05-19";
    let (open, claims) = told(account, rows);
    assert_eq!((open, claims), (vec![], vec![]));
}

/// On the 6th the credit paid 39.57, and 2.44 of cash came back: the report states 37.13 and less than nothing.
#[test]
fn r16_cash_that_comes_back_on_a_day_of_credit_is_no_difference() {
    let rows = "report on=05-05 campaign=X cost=20 net=20 seen=05-20
                report on=05-06 campaign=X cost=37.13 net=-2.44 seen=05-20";
    let account = "billing manual
        credit name=Six type=Free face=200 used=0 unused=200 valid=05-06..06-30 seen=05-06
        credit name=Six type=Free face=200 used=39.57 unused=160.43 valid=05-06..06-30 seen=05-19";
    assert_eq!(told(account, rows).0, [""; 0]);
}

/// 60 and 40 were drawn, each with 8.1 % of tax in the list.
#[test]
fn r26_tax_that_explains_the_days_explains_the_credit() {
    let state = check(
        "currency USD\n zone +00:00\n now 05-20\n billing manual
         credit name=Full type=Free face=100 used=0 unused=100 valid=05-01..06-30 seen=05-01
         credit name=Full type=Free face=100 used=100 unused=0 valid=05-01..06-30 seen=05-19
         charge on=05-05T10:00 amount=64.86 type=Ad Credit credit=Full campaign=X seen=05-19
         charge on=05-06T10:00 amount=43.24 type=Ad Credit credit=Full campaign=X seen=05-19
         report on=05-05 campaign=X cost=60 net=0 seen=05-19
         report on=05-06 campaign=X cost=40 net=0 seen=05-19",
    );
    let rows = reconcile(&state);
    let open = rows.iter().filter(|row| row.settlement == Settlement::Unexplained);
    let causes: Vec<_> = open.map(|row| row.cause.as_ref().map(|cause| cause.key)).collect();
    assert_eq!(causes, [Some("reconcile.cause.tax"); 4]);
}
