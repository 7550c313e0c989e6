//! Small accounts on which a claim was made that is not so: each is a class that [`super::judge`] found.

use crate::account::state::AccountState;
use crate::account::tests::{Case, check, standing};
use crate::insight::reconcile::Settlement;
use crate::insight::usage::Role;
use crate::insight::{Answers, answer};
use crate::view::spend;

fn answered(text: &str) -> (AccountState, Answers) {
    let case = Case::read(&format!("currency USD\n zone +00:00\n{text}"));
    let state = case.build(&case.pastes());
    let answers = answer(&state, &case.options);
    (state, answers)
}

/// What goes to support.
fn tickets(text: &str) -> Vec<String> {
    let (_, answers) = answered(text);
    let rows = answers.reconciled.iter();
    let rows = rows.filter(|row| row.settlement == Settlement::Unexplained);
    rows.map(|row| row.key.split('|').next().unwrap().to_owned()).collect()
}

/// Settlement and cause of the row of a credit.
fn row(text: &str, name: &str) -> String {
    let (_, answers) = answered(text);
    let key = format!("credit:{name}|");
    let row = answers.reconciled.iter().find(|row| row.key.starts_with(&key)).unwrap();
    format!("{:?} {}", row.settlement, row.cause.as_ref().map_or("", |cause| cause.key))
}

/// Credit, cash, card and unknown of a day.
fn day(text: &str, day: &str) -> String {
    let (state, _) = answered(text);
    let days = spend::days(&state);
    let day = days.iter().find(|one| one.day.to_string().ends_with(day)).unwrap();
    format!("{} {} {} {}", day.credit, day.cash, day.card, day.unknown)
}

const NONE: [&str; 0] = [];

/// 20 of 60 were left; the day that the credit ran out and the days after it are told. What another one paid later,
/// of which only its end was copied, was not in the first copy.
#[test]
fn r37_what_a_credit_may_have_paid_that_nobody_saw_before_divides_no_day_of_a_copy() {
    let account = "billing credit-first
        credit name=A face=60 used=40 unused=20 valid=05-05..05-25 seen=05-07T00:41
        ended name=B face=62 used=62 unused=0 valid=05-08..05-23 seen=05-20T13:00
        ended name=A face=60 used=60 unused=0 valid=05-05..05-25 seen=05-20T13:00
        report on=05-06 campaign=X cost=30 net=0 seen=05-13T20:00
        report on=05-07 campaign=X cost=24 net=4 seen=05-13T20:00
        report on=05-08 campaign=X cost=10 net=0 seen=05-13T20:00
        report on=05-09 campaign=X cost=12 net=0 seen=05-13T20:00";
    assert_eq!(tickets(account), NONE);
}

/// Of three that could pay from the 14th on the platform drew the one that our order asks last; it was first copied when
/// that was done.
#[test]
fn r14_what_replay_gives_another_is_measured_by_our_order_alone() {
    let reports: String = (5..=21)
        .map(|day| format!("report on=05-{day:02} campaign=X cost=1 seen=05-22T00:26\n"))
        .collect();
    let copies = |used: u32, other: u32| {
        format!(
            "billing invoicing
             credit name=A face=90 used=0 unused=90 valid=05-04..05-22 seen=05-05T00:00 copy=full
             credit name=A face=90 used={used} unused={} valid=05-04..05-22 seen=05-22T00:00
             credit name=B face=110 used={other} unused={} valid=05-14..06-03 seen=05-22T00:00
             ended name=Old face=5 used=5 valid=04-01..04-02 seen=05-22T00:00 copy=full
             {reports}",
            90 - used,
            110 - other
        )
    };
    assert_eq!(tickets(&copies(9, 8)), NONE);
    // Where the other was drawn no more than we say, nobody paid the rest.
    assert_eq!(tickets(&copies(9, 0)), ["credit:A"]);
}

/// A list of draws that was copied after the credit ended tells all of it, however late the figure is; one of before its
/// end does not.
#[test]
fn r35_a_list_of_after_the_end_is_not_too_old() {
    let account = |seen: &str, used: u32| {
        format!(
            "billing invoicing
             credit name=A face=100 used=0 unused=100 valid=05-01..05-08 seen=05-01T00:00
             ended name=A face=100 used={used} unused={} valid=05-01..05-08 seen=05-24T16:00
             charge on=05-01T10:00 amount=-1 campaign=X type=Ad Credit credit=A id=T0 seen={seen}
             charge on=05-02T18:31 amount=-5 campaign=X type=Ad Credit credit=A id=T1 seen={seen}
             charge on=05-08T19:00 amount=-1 campaign=X type=Ad Credit credit=A id=T2 seen={seen}",
            100 - used
        )
    };
    assert_eq!(tickets(&account("05-21T05:00", 12)), ["credit:A"]);
    assert_eq!(tickets(&account("05-21T05:00", 7)), NONE);
    assert_eq!(tickets(&account("05-08T20:00", 12)), NONE);
}

/// 10 were drawn an hour before the first copy, which does not hold them yet; the second one does.
#[test]
fn r21_what_the_copy_before_may_lack_is_no_difference() {
    let charge = |day: u32| format!("charge on=05-{day:02}T09:00 amount=1 campaign=X seen=05-14\n");
    let charges: String = (3..=13).map(charge).collect();
    let account = |used: u32| {
        format!(
            "billing manual
             credit name=A face=100 used=20 unused=80 valid=05-01..05-30 seen=05-06T12:00
             credit name=A face=100 used={used} unused={} valid=05-01..05-30 seen=05-12T12:00
             charge on=05-06T11:00 amount=10 campaign=X seen=05-14\n{charges}",
            100 - used
        )
    };
    assert_eq!(row(&account(26), "A"), "Settled ");
    assert_eq!(row(&account(36), "A"), "Settled reconcile.cause.late_copy");
    assert_eq!(row(&account(38), "A"), "Unexplained ");
}

/// The last 10 were drawn before the copy that still shows them, on a day that the report does not list.
#[test]
fn r21_what_ran_empty_before_its_copy_told_is_no_difference_of_the_days_after() {
    let account = |before: &str| {
        format!(
            "billing credit-first
             credit name=A face=145 used=135 unused=10 valid=05-03..05-12 seen=05-08T00:48 copy=full
             {before}
             report on=05-08 campaign=X cost=40 net=40 seen=05-19T13:33
             report on=05-09 campaign=X cost=4 net=4 seen=05-19T13:33"
        )
    };
    assert_eq!(tickets(&account("")), NONE);
    let none = "report on=05-07 campaign=X cost=0 seen=05-19T13:33";
    assert_eq!(tickets(&account(none)), ["campaign:X", "day:2026-05-08"]);
}

/// All of it was used by the second copy; on which of the days before the report begins nobody knows.
#[test]
fn r36_a_copy_that_shows_nothing_left_dates_no_draw_before_it() {
    let account = "billing invoicing
        credit name=A face=180 used=46 unused=134 valid=04-27..05-15 seen=05-02T02:40
        ended name=A face=180 used=180 unused=0 valid=04-27..05-15 seen=05-11T09:33 copy=full
        report on=05-08 campaign=X cost=0 net=0 seen=05-11T11:43
        report on=05-09 campaign=X cost=37 net=37 seen=05-11T11:43";
    assert_eq!(tickets(account), NONE);
}

/// Something was left of both, so no cash paid: one of them did, or one that nobody copied.
#[test]
fn r36_where_a_credit_had_something_left_and_did_not_pay_another_did() {
    let account = "billing manual
        now 05-25
        ended name=Old face=88 used=88 unused=0 valid=05-09..05-23 seen=05-14T11:30
        credit name=A face=120 used=16 unused=104 valid=05-08..05-29 seen=05-14T11:30
        report on=05-07 campaign=X cost=27 seen=05-19
        report on=05-08 campaign=X cost=16 seen=05-19
        report on=05-13 campaign=X cost=22 seen=05-19";
    assert_eq!(day(account, "05-08"), "0 0 0 16");
    assert_eq!(day(account, "05-07"), "0 27 0 0");
}

/// 91 in cash were stated on the 2nd, of which no report tells. That credit paid nothing since says nothing of cash.
#[test]
fn r36_what_credit_paid_tells_nothing_of_cash_behind_days_that_nobody_reported() {
    let account = |first: &str| {
        format!(
            "now 05-25
             billing credit-first
             balance cash=91 seen=05-02T17:56
             credit name=Old face=5 used=5 unused=0 valid=04-01..04-30 seen=05-01 copy=full
             credit name=Next face=5 used=0 unused=5 valid=05-20..05-30 seen=05-20 copy=full
             {first}
             report on=05-03 campaign=X cost=24 net=24 seen=05-19"
        )
    };
    assert_eq!(day(&account(""), "05-03"), "0 0 0 24");
    assert_eq!(day(&account("report on=05-02 campaign=X cost=0 seen=05-19"), "05-03"), "0 24 0 0");
}

/// Copies show that the platform asks B before A: what charges take of A by our order they may take of B.
#[test]
fn r14_an_order_that_copies_contradict_empties_no_credit_and_loses_none() {
    let account = |used: u32, more: &str| {
        format!(
            "billing manual
             now 05-26
             credit name=A face=49 used=5 unused=44 valid=05-04..05-25 seen=05-11T12:00 copy=full
             credit name=B face=170 used=0 unused=170 valid=05-04..05-30 seen=05-11T12:00 copy=full
             credit name=A face=49 used={} unused={} valid=05-04..05-25 seen=05-14T12:00 copy=full
             credit name=B face=170 used={} unused={} valid=05-04..05-30 seen=05-14T12:00 copy=full
             charge on=05-09T10:00 amount=5 campaign=X seen=05-22
             charge on=05-12T10:00 amount=20 campaign=X seen=05-22
             {more}",
            25 - used,
            24 + used,
            used,
            170 - used
        )
    };
    let charge = "charge on=05-17T10:00 amount=30 campaign=X seen=05-22";
    let role = |text: &str| {
        let (_, answers) = answered(text);
        matches!(answers.usage.credits[0].role, Role::Over(_))
    };
    let still = |text: String| text.replace("05-25 ", "05-29 ");
    assert!(role(&still(account(0, charge))), "our order");
    assert!(!role(&still(account(20, charge))), "another order");
    let lost = |text: &str| {
        let (state, _) = answered(text);
        standing(&state, &state.credits[0])
    };
    let charge = "charge on=05-17T10:00 amount=10 campaign=X seen=06-01\n
                  report on=05-30 campaign=X cost=0 seen=06-01 range=05-17..05-30";
    assert_eq!(lost(&account(20, charge)), "expired 05-26, forfeited 0 to 44");
}

/// Rows name every draw since the copy, and none of them is of A.
#[test]
fn r35_what_draws_name_was_drawn_of_no_other_credit() {
    let account = |name: &str| {
        format!(
            "billing manual
             now 05-22
             credit name=A face=20 used=0 unused=20 valid=05-04..05-28 seen=05-11T12:00 copy=full
             credit name=B face=90 used=0 unused=90 valid=05-04..05-30 seen=05-11T12:00 copy=full
             charge on=05-11T14:00 amount=-1 campaign=X type=Ad spend id=S0 seen=05-22
             charge on=05-12T10:00 amount=-25 campaign=X type=Ad spend id=S1 seen=05-22
             charge on=05-13T10:00 amount=-5 campaign=X type=Ad spend id=S2 seen=05-22
             charge on=05-11T14:00 amount=-1 campaign=X type=Ad Credit{name} id=T0 seen=05-22
             charge on=05-12T10:00 amount=-25 campaign=X type=Ad Credit{name} id=T1 seen=05-22
             charge on=05-13T10:00 amount=-5 campaign=X type=Ad Credit{name} id=T2 seen=05-22"
        )
    };
    let is_over = |name: &str| {
        let (_, answers) = answered(&account(name));
        matches!(answers.usage.credits[0].role, Role::Over(_))
    };
    assert!(!is_over(" credit=B"));
    assert!(is_over(""));
}

/// Rows tell every draw: the last one is the moment, whatever our order says.
#[test]
fn r37_draws_date_the_end_of_a_credit_before_charges_do() {
    let state = check(
        "billing manual
         now 05-22
         credit name=A face=10 used=0 unused=10 valid=05-01..05-12 seen=05-03T10:00
         credit name=B face=30 used=0 unused=30 valid=05-01..05-25 seen=05-03T10:00
         ended name=A face=10 used=10 unused=0 valid=05-01..05-12 seen=05-14T12:00
         ended name=B face=30 used=30 unused=0 valid=05-01..05-25 seen=05-14T12:00
         charge on=05-04T10:00 amount=-30 campaign=X type=Ad Credit credit=B id=T1 seen=05-22
         charge on=05-08T19:04 amount=-10 campaign=X type=Ad Credit credit=A id=T2 seen=05-22
         report on=05-03 campaign=X cost=0 seen=05-22
         report on=05-04 campaign=X cost=30 seen=05-22
         report on=05-08 campaign=X cost=10 seen=05-22",
    );
    let said = standing(&state, &state.credits[0]);
    assert_eq!(said, "used up between 05-08 19:04 and 05-08 19:04");
}

/// 19 were charged in the last days of A; the other credit was drawn, then or later, by more than that.
#[test]
fn r14_what_another_credit_may_have_paid_was_not_left_undrawn() {
    let account = |used: u32| {
        format!(
            "billing invoicing
             credit name=A face=62 used=0 unused=62 valid=04-24..05-02 seen=05-02T00:32
             credit name=B face=110 used=0 unused=110 valid=04-26..05-25 seen=05-02T00:32
             ended name=A face=62 used=0 unused=62 valid=04-24..05-02 seen=05-15T16:13
             credit name=B face=110 used={used} unused={} valid=04-26..05-25 seen=05-15T16:13
             charge on=05-02T21:35 amount=19 campaign=X type=Ad spend id=T1 seen=05-18
             charge on=05-03T15:21 amount=60 campaign=X type=Ad spend id=T2 seen=05-18
             charge on=05-06T15:21 amount=70 campaign=X type=Ad spend id=T3 seen=05-18",
            110 - used
        )
    };
    let audits = |used| tickets(&account(used)).iter().any(|key| key.starts_with("audit:A"));
    assert!(!audits(110));
    assert!(audits(0));
}

/// The log was copied on the 9th: of later links it tells nothing.
#[test]
fn r4_a_log_accuses_no_draw_of_after_its_copy() {
    let account = |on: &str| {
        format!(
            "billing manual
             credit name=A type=Assignable face=100 used=10 unused=90 valid=05-01..05-30 seen=05-20
             log on=05-02T10:00 credit=A campaign=X action=Assigned seen=05-09
             charge on={on} amount=-10 campaign=Y type=Ad Credit credit=A id=T1 seen=05-20"
        )
    };
    assert_eq!(tickets(&account("05-08T10:00")), ["audit:A"]);
    assert_eq!(tickets(&account("05-10T10:00")), NONE);
}

/// Linked at 18:00: which part of that day's cost came later, its report does not say.
#[test]
fn r4_r37_the_day_on_which_a_link_begins_or_ends_is_open() {
    let account = |log: &str| {
        format!(
            "billing manual
             credit name=A type=Assignable face=90 used=0 unused=90 valid=05-01..05-30 seen=05-03
             {log} credit=A campaign=X action=Assigned seen=05-20
             report on=05-03 campaign=X cost=0 net=0 seen=05-20
             report on=05-04 campaign=X cost=30 net=20 seen=05-20"
        )
    };
    assert_eq!(tickets(&account("log on=05-04T18:00")), NONE);
    let before = tickets(&account("log on=05-03T18:00"));
    assert_eq!(before, ["campaign:X", "day:2026-05-04"]);
}

/// Suspended when it was copied last; whether that went on until its end nobody knows.
#[test]
fn r5_r8_what_a_suspended_credit_lost_is_bounded() {
    let account = |labels: &str| {
        format!(
            "billing manual
             now 05-26
             credit name=A face=23 used=18 unused=5 valid=05-02..05-07 seen=05-05T22:00{labels}
             charge on=05-03T09:00 amount=18 campaign=X seen=05-20
             charge on=05-04T09:00 amount=0 campaign=X seen=05-20
             report on=05-06 campaign=X cost=2 seen=05-20 range=05-01..05-19"
        )
    };
    let lost = |labels: &str| {
        let (state, _) = answered(&account(labels));
        standing(&state, &state.credits[0])
    };
    assert_eq!(lost(""), "expired 05-08, forfeited 3 to 5");
    assert_eq!(lost(" labels=Suspended"), "expired 05-08, forfeited 0 to 5");
}

/// What came back on the day of the copy: whether to credit, Net Cost does not say yet.
#[test]
fn r16_r22_net_cost_0_of_what_came_back_says_nothing_yet() {
    let account = |seen: &str| {
        format!(
            "billing credit-first
             now 05-26
             credit name=A face=30 used=30 unused=0 valid=04-01..05-25 seen=04-20 copy=full
             credit name=B face=30 used=0 unused=30 valid=05-24..05-30 seen=05-25 copy=full
             report on=05-19 campaign=X cost=9 net=9 seen=05-22
             report on=05-20 campaign=X cost=-4 net=0 seen={seen}"
        )
    };
    assert_eq!(day(&account("05-20T10:00"), "05-20"), "0 0 0 -4");
    assert_eq!(day(&account("05-22"), "05-20"), "-4 0 0 0");
}

/// Neither a log nor a panel tells whether it was assigned after its copy.
#[test]
fn r4_r8_what_a_credit_lost_that_may_have_been_assigned_is_bounded() {
    let (state, _) = answered(
        "billing manual
         now 05-26
         credit name=A type=Assignable face=23 used=0 unused=23 valid=05-02..05-07 seen=05-05T22:00
         charge on=05-04T09:00 amount=9 campaign=X seen=05-20
         report on=05-06 campaign=X cost=2 seen=05-20 range=05-01..05-19",
    );
    assert_eq!(standing(&state, &state.credits[0]), "expired 05-08, forfeited 0 to 23");
}
