//! Cases a domain person can read. Rule numbers stand in the names.

use super::{Amount, amount, check, standing};
use crate::account::state::Tab;
use crate::ingest::Completeness;
use crate::insight::usage::usage;
use crate::problem::Arg;

#[test]
fn r9_manual_payment_draws_credits_before_cash() {
    check(
        "billing manual
         now 05-31
         credit name=Launch face=100 used=20 valid=05-01..05-31
         charge on=05-03 amount=30              => Launch 30
         charge on=05-30 amount=60              => Launch 50, cash 10    // R9
         left Launch                            => 0
         state Launch                           => available             // R36: the platform leads",
    );
}

#[test]
fn r10_automatic_payment_in_both_readings() {
    check(
        "billing cash-first
         cash amount=40 at=05-01
         credit name=Launch face=100 used=0 valid=05-01..05-31
         charge on=05-03 amount=30              => cash 30
         charge on=05-04 amount=30              => cash 10, Launch 20
         charge on=05-05 amount=100             => Launch 80, card 20",
    );
    check(
        "billing credit-first
         cash amount=40 at=05-01
         credit name=Launch face=100 used=0 valid=05-01..05-31
         charge on=05-03 amount=30              => Launch 30
         charge on=05-04 amount=100             => Launch 70, cash 30
         charge on=05-05 amount=100             => cash 10, card 90",
    );
}

#[test]
fn r11_monthly_invoicing_ends_in_the_credit_line() {
    check(
        "billing invoicing
         cash amount=0 at=05-01
         credit name=Launch face=20 used=0 valid=05-01..05-31
         charge on=05-03 amount=30              => Launch 20, credit line 10",
    );
}

/// Cash that comes before credits and is not known leaves open what either of them paid.
#[test]
fn r36_cash_before_its_first_statement_is_not_known_and_not_0() {
    let charges = "
         credit name=Launch face=100 used=0 valid=05-02..06-30 seen=05-06T12:00
         report on=05-01 cost=5";
    check(&format!(
        "billing cash-first
         cash amount=40 at=05-06T12:00{charges}                 => not credit 5
         report on=05-02 cost=30 copy=full                      => unknown 30
         report on=05-04 cost=90                                => unknown 90
         report on=05-07 cost=60                                => cash 40, Launch 20
         report on=05-08 cost=90                                => Launch 80, card 10
         left Launch                                            => 0
         why 1                                                  => Launch notKnown"
    ));
    check(&format!(
        "billing cash-first{charges}                            => not credit 5
         report on=05-02 cost=30 copy=full                      => unknown 30
         report on=05-07 cost=160                               => unknown 160
         left Launch                                            => not known"
    ));
    for (setup, paid) in [("credit-first", "not credit"), ("invoicing", "not credit")] {
        check(&format!(
            "billing {setup}
             credit name=Launch face=20 used=0 valid=05-01..05-31
             charge on=05-03 amount=30              => Launch 20, {paid} 10"
        ));
    }
}

/// A credit pays no more than its copies show as used, and in all no more than it held.
#[test]
fn r36_no_credit_pays_more_than_its_copies_allow() {
    check(
        "billing manual
         credit name=Launch face=100 used=0 valid=05-02..06-30 seen=05-06T12:00
         report on=05-02 cost=30 copy=full                      => unknown 30
         report on=05-04 cost=90                                => unknown 90
         report on=05-07 cost=60                                => Launch 60
         report on=05-08 cost=90                                => Launch 40, cash 50
         why 0                                                  => Launch notByPlatform",
    );
    // Suspended at its only copy, and nothing of it used.
    check(
        "billing manual
         credit name=Held face=50 used=0 valid=05-01..06-30 seen=05-07 labels=Suspended
         credit name=Next face=50 used=20 valid=05-01..07-31 seen=05-07
         report on=05-02 cost=20                                => Next 20
         report on=05-07 cost=20                                => Next 20",
    );
    // R21: what the copy of 3 May does not hold yet, that of 5 May does.
    check(
        "billing manual
         credit name=Launch face=100 used=0 valid=05-01..06-30 seen=05-01
         credit name=Launch face=100 used=10 valid=05-01..06-30 seen=05-03T12:00
         credit name=Launch face=100 used=60 valid=05-01..06-30 seen=05-05T12:00
         charge on=05-01T09:00 amount=10                        => Launch 10
         charge on=05-03T09:00 amount=30                        => Launch 30
         charge on=05-04T09:00 amount=20                        => Launch 20
         charge on=05-05T11:00 amount=15                        => unknown 15
         charge on=05-06T09:00 amount=50                        => Launch 40, cash 10",
    );
    // What one may not have paid, the next one did not pay beyond its own copy.
    check(
        "billing credit-first
         cash amount=0 at=05-01
         credit name=Early type=Free face=57 used=0 valid=05-04..05-05 seen=05-09
         credit name=Late type=Free face=11 used=10 valid=05-01..05-06 seen=05-09
         charge on=05-04 amount=10 seen=05-10                   => Late 10
         report on=05-05 cost=1 seen=05-10                      => unknown 1",
    );
    // R16: what comes back was paid by another.
    check(
        "billing credit-first
         cash amount=0 at=05-01
         credit name=Old type=Free face=5 used=0 valid=05-01..05-05 seen=05-16
         report on=05-05 cost=23 campaign=X seen=05-10          => unknown 23
         report on=05-06 cost=-1 campaign=X seen=05-10          => unknown -1",
    );
}

/// Each statement of cash is one to start from: a daily copy tells more than its latest one.
#[test]
fn r36_cash_runs_from_each_of_its_statements() {
    check(
        "billing cash-first
         credit name=Launch face=100 used=0 valid=05-01..06-30
         balance account=7000000000000001 cash=40 seen=05-02
         balance account=7000000000000001 cash=5 seen=05-04
         charge on=05-01 amount=9                               => unknown 9
         charge on=05-02 amount=30                              => cash 30
         charge on=05-03 amount=10 type=Add balance
         charge on=05-05 amount=20                              => cash 5, unknown 15",
    );
}

#[test]
fn r6_credit_from_a_business_center_pays_before_cash() {
    check(
        "billing cash-first
         cash amount=40 at=05-01
         answer key=Center|free|50||2026-05-01..2026-07-01 center=yes
         credit name=Center type=Free face=50 used=0 valid=05-01..06-30
         credit name=Launch type=Free face=100 used=0 valid=05-01..05-31
         charge on=05-03 amount=60              => Center 50, cash 10
         charge on=05-04 amount=60              => cash 30, Launch 30",
    );
}

#[test]
fn r15_windows_are_half_open() {
    check(
        "billing manual
         credit name=Day face=100 used=0 valid=05-02..05-30
         credit name=Clock face=100 used=0 from=05-02T10:00 until=06-02T12:30
         charge on=05-01T23:59:59 amount=1      => cash 1
         charge on=05-02 amount=1               => Day 1
         charge on=05-30T23:59:59 amount=1      => Day 1
         charge on=05-31 amount=1               => Clock 1
         charge on=06-02T12:30:59 amount=1      => Clock 1
         charge on=06-02T12:31 amount=1         => cash 1",
    );
}

#[test]
fn r14_presets_differ_in_who_pays_first() {
    for (order, first) in [
        ("earliestEnd", "Short"),
        ("mostRestricted", "Bound"),
        ("earliestRedeemed", "Old"),
        ("smallestFirst", "Small"),
    ] {
        check(&format!(
            "billing manual
             order {order}
             credit name=Short face=100 used=0 redeemed=04-20 valid=05-01..05-20
             credit name=Bound face=100 used=0 redeemed=04-20 valid=05-01..05-31 needs=Special
             credit name=Old   face=100 used=0 redeemed=04-02 valid=05-01..05-31
             credit name=Small face=10  used=0 redeemed=04-20 valid=05-01..05-31
             charge on=05-03 amount=5           => {first} 5"
        ));
    }
}

#[test]
fn r16_corrections_unwind_in_reverse() {
    check(
        "billing manual
         credit name=A face=10 used=0 valid=05-01..05-20
         credit name=B face=10 used=0 valid=05-01..05-31
         charge on=05-03 amount=25 campaign=X   => A 10, B 10, cash 5
         charge on=05-04 amount=-8 campaign=X   => cash -5, B -3
         charge on=05-05 amount=2 campaign=X    => B 2
         charge on=05-06 amount=-9 campaign=X   => B -2, B -7
         left B                                 => 10",
    );
}

#[test]
fn r16_a_refund_of_a_campaign_gives_back_its_charge() {
    // 60 + 40 − 10 = 90 of the credit, 30 on the second day; however the list writes its signs.
    for (spend, refund) in [("", "-10"), ("-", "10"), ("", "10"), ("-", "-10")] {
        let state = check(&format!(
            "billing manual
             credit name=CO face=500 used=0 valid=05-01..05-31
             charge on=05-05T10:00 amount={spend}60 type=Ad spend campaign=X id=1  => CO 60
             charge on=05-06T10:00 amount={spend}40 type=Ad spend campaign=X id=2  => CO 40
             charge on=05-06T18:00 amount={refund} type=Refund campaign=X id=3     => CO -10
             // Money paid back to the advertiser is no spend given back.
             charge on=05-07T18:00 amount={refund} type=Refund id=4                => no charge
             left CO                                                               => 410"
        ));
        let of_day = state.spend.iter().find(|d| d.day.to_string() == "2026-05-06").unwrap();
        assert_eq!(of_day.cost.to_string(), "30", "{spend}60, {refund}");
    }
    check(
        "billing manual
         credit name=CO face=500 used=0 valid=05-01..05-31
         charge on=05-05T10:00 amount=60 type=Ad Credit credit=CO id=1
         charge on=05-06T18:00 amount=-10 type=Refund credit=CO id=2
         drawn CO                                                                  => 50",
    );
}

#[test]
fn r16_a_refund_of_ad_credit_gives_back_a_draw_whatever_it_is_called() {
    let cases = [
        "Refund credit=CO",
        "Refund paid-by=Ad credit",
        "Ad Credit refund",
        "Ad Credit refund credit=CO",
        "Coupon reversal credit=CO",
        "Refund of ad credit credit=CO",
    ];
    for refund in cases {
        let state = check(&format!(
            "billing manual
             credit name=CO face=500 used=0 valid=05-01..05-31
             charge on=05-05T10:00 amount=60 type=Ad Credit credit=CO id=1
             charge on=05-06T18:00 amount=10 type={refund} campaign=X id=2  => no charge"
        ));
        assert_eq!(state.transactions.amounts, [-60_000_000, 10_000_000], "{refund}");
        assert!(
            state
                .transactions
                .kinds
                .iter()
                .all(|k| *k == crate::account::state::TransactionKind::AdCredit)
        );
        assert_eq!(state.problems, [], "{refund}");
    }
}

#[test]
fn a_transaction_of_an_unknown_type_is_said_once_with_its_rows() {
    let state = check(
        "billing manual
         credit name=Over face=1 used=1 valid=04-01..04-30
         charge on=05-03 amount=30 type=Charge id=1                   => cash 30
         charge on=05-04 amount=5 type=Ad credit swap id=2            => no charge
         charge on=05-05 amount=6 type=Ad credit swap id=3            => no charge
         charge on=05-06 amount=6 type=Ad credit swap status=Failed id=4
         charge on=05-07 amount=7 type=Order creation payment id=5    => no charge",
    );
    let said: Vec<_> = state.problems.iter().map(|p| &p.problem.message).collect();
    assert_eq!(said, [&crate::account::types::unknown("Ad credit swap", 2)]);
}

#[test]
fn r35_ad_credit_rows_are_draws_and_never_charges() {
    check(
        "billing manual
         credit name=Launch face=100 used=0 valid=05-01..05-31
         charge on=05-03 amount=30 type=Charge                    => Launch 30
         charge on=05-03 amount=30 type=Ad Credit credit=Launch   => no charge
         charge on=05-04 amount=5 type=Ad Credit credit=Launch status=Failed
         drawn Launch                                             => 30",
    );
}

#[test]
fn r36_what_did_not_happen_is_in_no_sum() {
    let state = check(
        "billing cash-first
         cash amount=40 at=05-01
         credit name=Launch face=100 used=0 valid=05-01..05-31
         charge on=05-02 amount=500 type=Top up id=1 status=Failed
         charge on=05-03 amount=30 type=Ad spend id=2 status=Declined
         charge on=05-04 amount=25 type=Ad Credit credit=Launch id=3 status=Cancelled
         charge on=05-04 amount=5 type=Ad Credit credit=Launch id=4 status=Success
         charge on=05-05 amount=60 type=Ad spend id=5           => cash 40, Launch 20
         drawn Launch                                           => 5",
    );
    let of_day = state.spend.iter().find(|d| d.day.to_string() == "2026-05-05").unwrap();
    assert_eq!((of_day.cost.to_string(), of_day.by_credit), ("60".into(), None));
    assert_eq!(state.transactions.len(), 5, "all are listed");
}

#[test]
fn r35_one_export_is_the_stream_of_a_day() {
    check(
        "billing manual
         credit name=Launch face=100 used=0 valid=05-01..05-31
         report on=05-03 campaign=X cost=30     => Launch 30
         charge on=05-03 campaign=X amount=30   => no charge
         daily on=05-03 cost=30                 => no charge
         charge on=05-04 campaign=X amount=7    => Launch 7
         left Launch                            => 63",
    );
}

#[test]
fn r34_a_draw_is_narrowed_by_window_or_ambiguous() {
    let state = check(
        "billing manual
         credit name=Coupon face=10 used=0 valid=05-01..05-10
         credit name=Coupon face=10 used=0 valid=05-11..05-20
         charge on=05-03 amount=4 type=Ad Credit credit=Coupon
         charge on=05-12 amount=3 type=Ad Credit credit=Coupon
         charge on=05-30 amount=2 type=Ad Credit credit=Coupon",
    );
    let drawn: Vec<_> =
        state.credits.iter().map(|c| c.observed_drawn.unwrap().to_string()).collect();
    assert_eq!(drawn, ["4", "3"]);
    assert_eq!(state.transactions.credits.last(), Some(&super::AMBIGUOUS));
}

#[test]
fn r34_equal_credits_are_told_apart_by_number() {
    check(
        "billing manual
         now 05-12
         credit name=GMV face=5 used=0 unused=5 valid=05-01..05-31 seen=05-02
         credit name=GMV face=5 used=0 unused=5 valid=05-01..05-31 seen=05-02
         credit name=GMV face=5 used=5 unused=0 valid=05-01..05-31 seen=05-09
         credit name=GMV face=5 used=1 unused=4 valid=05-01..05-31 seen=05-09
         counts credit-05-09                     => 2 changed
         state GMV                               => used up between 05-02 and 05-09",
    );
}

#[test]
fn r37_what_snapshots_tell_is_an_interval() {
    check(
        "now 05-22
         credit name=Launch face=100 used=90 valid=05-01..05-31 seen=05-18T09:00
         credit name=Launch face=100 used=100 valid=05-01..05-31 seen=05-21T08:40
         state Launch => used up between 05-18 09:00 and 05-21 08:40",
    );
}

#[test]
fn r8_the_unused_part_is_forfeited_at_the_end() {
    check(
        "now 06-02
         credit name=Seen face=100 used=60 unused=40 valid=05-01..05-31 seen=06-01T09:00
         credit name=Before face=100 used=60 unused=40 valid=05-01..05-31 seen=05-30
         state Seen   => expired 06-01, forfeited 40
         state Before => expired 06-01, forfeited 0 to 40",
    );
    check(
        "billing manual
         now 06-02
         credit name=Covered face=100 used=60 valid=05-01..05-31 seen=05-30
         report on=05-30 campaign=X cost=5 range=05-30..05-31 seen=06-02    => Covered 5
         state Covered => expired 06-01, forfeited 35 to 40",
    );
}

/// Of no list it is known which words it has for credits that pay no more.
#[test]
fn r1_r37_a_credit_of_a_status_that_nobody_knows_is_not_said_to_pay() {
    let listed = |status: &str| {
        let credit = "ended name=Free face=100 used=40 unused=60 valid=05-01..05-31 seen=05-10";
        let state = check(&format!("now 05-11\n{credit} status={status}"));
        let credit = &state.credits[0];
        let usage = usage(&state);
        // Of Available nothing was copied.
        assert_eq!(usage.is_told, credit.tab == Tab::Available, "{status}");
        (standing(&state, credit), credit.tab, usage.can_pay.is_positive())
    };
    for status in [
        "Ended",
        "Used",
        "Canceled",
        "Revoked",
        "Invalid",
        "Inactive",
        "Exhausted",
        "Withdrawn",
        "Rejected",
        "Terminated",
        "Unavailable",
    ] {
        assert_eq!(listed(status), ("undetermined".into(), Tab::NotAvailable, false), "{status}");
    }
    for status in ["Active", "Available", "In use"] {
        assert_eq!(listed(status), ("available".into(), Tab::Available, true), "{status}");
    }
    for status in ["Frozen", "Appeal", "Appeal in review", "Frozen · Appeal"] {
        assert_eq!(listed(status), ("suspended".into(), Tab::Available, false), "{status}");
    }
}

/// 5 were used at 17:00 of the last day, and 50 more that evening; on the 29th another credit paid, which nobody copied.
#[test]
fn r8_what_others_pay_after_the_end_tells_nothing_of_what_was_forfeited() {
    let draw = |on: &str, amount: u32| {
        format!("charge on={on} amount={amount} type=Ad Credit credit=Last seen=05-31\n")
    };
    let draws = draw("05-24T09:00", 5) + &draw("05-24T19:00", 30) + &draw("05-24T21:00", 20);
    for (rows, forfeited) in [("", "40 to 95"), (&*draws, "45")] {
        check(&format!(
            "billing manual\n now 06-01
             credit name=Last face=100 used=5 unused=95 valid=05-01..05-24 seen=05-24T17:00
             ended name=Gone face=75 used=75 unused=0 valid=05-01..06-11 needs=Issued from Business Center seen=05-24T17:00
             report on=05-24 campaign=X cost=55 net=0 seen=05-31
             report on=05-29 campaign=X cost=60 net=0 seen=05-31\n{rows}
             state Last => expired 05-25, forfeited {forfeited}"
        ));
    }
}

/// The first copy after the end may lack its last hours, and what comes back after it is lost as well.
#[test]
fn r16_r21_what_was_forfeited_is_what_the_latest_copy_shows() {
    let copies = "now 06-20
        credit name=Free face=100 used=0 unused=100 valid=05-01..05-31 seen=05-02
        ended name=Free face=100 used=0 unused=100 valid=05-01..05-31 seen=06-01T01:00\n";
    for (later, expected) in [
        ("used=10 unused=90 valid=05-01..05-31 seen=06-02T12:00", "90"),
        ("used=60 unused=40 valid=05-01..05-31 seen=06-02T12:00", "40"),
        // Cleared by the platform: what was not used was lost, where it says what was.
        ("used=30 unused=0 valid=05-01..05-31 seen=06-09", "70"),
        ("unused=0 valid=05-01..05-31 seen=06-09", "100"),
    ] {
        check(&format!(
            "{copies} ended name=Free face=100 {later}
             state Free => expired 06-01, forfeited {expected}"
        ));
    }
}

#[test]
fn r5_suspended_credits_pay_nothing() {
    check(
        "billing manual
         now 05-20
         credit name=Held face=100 used=0 valid=05-01..05-31 seen=05-01
         credit name=Held face=100 used=0 valid=05-01..05-31 seen=05-04 labels=Suspended
         credit name=Held face=100 used=0 valid=05-01..05-31 seen=05-06
         charge on=05-03 amount=0
         charge on=05-05 amount=10     => cash 10
         charge on=05-07 amount=10     => Held 10
         state Held                    => available",
    );
}

#[test]
fn r4_an_assignable_credit_pays_what_it_was_assigned_to_at_that_instant() {
    check(
        "billing manual
         credit name=Link type=Assignable face=100 used=0 valid=05-01..05-31
         log on=05-05T10:00 credit=Link campaign=X action=Assigned
         log on=05-07T10:00 credit=Link campaign=X action=Unassigned
         charge on=05-05T09:00 campaign=X amount=1      => cash 1
         charge on=05-05T11:00 campaign=X amount=1      => Link 1
         charge on=05-05T11:00 campaign=Y amount=1      => cash 1
         charge on=05-07T10:00 campaign=X amount=1      => cash 1",
    );
}

#[test]
fn r4_r39_a_charge_that_names_no_campaign_may_be_of_one_that_is_assigned() {
    let state = check(
        "billing manual
         credit name=Link type=Assignable face=100 used=0 valid=05-01..05-31
         credit name=Bare type=Assignable face=100 used=0 valid=05-01..05-31
         log on=05-05T10:00 credit=Link campaign=X action=Assigned
         log on=05-07T10:00 credit=Link campaign=X action=Unassigned
         charge on=05-05T09:00 amount=1      => cash 1
         charge on=05-05T11:00 amount=1      => Link 1
         charge on=05-07T11:00 amount=1      => cash 1",
    );
    let link = state.credits.iter().position(|c| c.name == "Link").unwrap();
    assert!(state.replays[0].credits[link].assumes_eligibility);
}

#[test]
fn r4_a_later_panel_completes_the_log() {
    let state = check(
        "billing manual
         credit name=Link type=Assignable face=100 used=0 valid=05-01..05-31
         log on=05-02T10:00 credit=Link campaign=X action=Assigned seen=05-03
         panel credit=Link campaign=Y countries=United States, Canada seen=05-06
         charge on=05-04 campaign=X amount=1      => Link 1
         charge on=05-07 campaign=X amount=1      => cash 1
         charge on=05-07 campaign=Y amount=1      => Link 1",
    );
    assert_eq!(state.credits[0].eligibility.countries, ["United States", "Canada"]);
}

#[test]
fn r3_free_and_conditional_draw_by_themselves_and_unassigned_never() {
    for (kind, expected) in [
        ("Free", "Launch 1"),
        ("Conditional", "Launch 1"),
        ("Assignable", "cash 1"),
        // A word that is not known draws like Free, as an assumption.
        ("Bonus", "Launch 1"),
    ] {
        check(&format!(
            "billing manual
             credit name=Launch type={kind} face=100 used=0 valid=05-01..05-31
             charge on=05-04 campaign=X amount=1  => {expected}"
        ));
    }
}

#[test]
fn r39_eligibility_answered_by_the_user() {
    let state = check(
        "billing manual
         answer key=Shop||100||2026-05-01..2026-06-01 campaign=X eligible=no
         credit name=Shop face=100 used=0 valid=05-01..05-31 needs=Only for shops
         charge on=05-04 campaign=X amount=1      => cash 1
         charge on=05-04 campaign=Y amount=1      => Shop 1",
    );
    assert!(state.replays[0].credits[0].assumes_eligibility);
}

#[test]
fn r36_replay_runs_backwards_from_a_snapshot() {
    check(
        "billing manual
         now 05-20
         credit name=Launch face=100 used=20 valid=04-01..05-31 seen=05-10
         charge on=05-03 amount=30 seen=05-20     => Launch 5, unknown 25
         charge on=05-04 amount=15 seen=05-20     => Launch 15
         charge on=05-12 amount=30 seen=05-20     => Launch 30
         left Launch                              => 50",
    );
}

#[test]
fn r36_an_emptied_credit_of_unknown_history_claims_nothing() {
    check(
        "billing manual
         now 05-20
         credit name=Launch face=100 used=100 valid=04-01..05-31 seen=05-10
         charge on=05-03 amount=30                => unknown 30
         charge on=05-12 amount=30                => cash 30
         left Launch                              => 0",
    );
}

#[test]
fn r37_what_is_left_of_a_credit_whose_amount_nobody_stated_is_not_known() {
    for (credit, left) in [
        ("", "not known"),
        ("face=100", "not known"), // 1 to 3 May are not in the charges
        ("face=100 used=20", "80"),
        ("unused=80", "80"),
    ] {
        check(&format!(
            "billing manual
             now 05-20
             credit name=Launch valid=05-01..05-31 seen=05-10 {credit}
             charge on=05-04 amount=30 seen=05-20
             left Launch  => {left}"
        ));
    }
}

#[test]
fn r36_from_the_face_amount_where_charges_cover_the_whole_life() {
    let case = |copy: &str, first: &str, last: &str| {
        check(&format!(
            "billing manual
             now 05-20
             credit name=Launch face=50 used=50 valid=05-01..05-31 seen=05-10
             report on=05-01 campaign=X cost=30 seen=05-11 {copy}  => {first}
             report on=05-09 campaign=X cost=30 seen=05-11 {copy}  => {last}"
        ))
    };
    // R32: a report that is whole, or states its days, has none without a row that it leaves out.
    for copy in ["copy=full", "range=05-01..05-10"] {
        let state = case(copy, "Launch 30", "Launch 20, cash 10");
        let check = state.replays[0].credits[0].checks[0];
        assert_eq!((check.ours, check.platform), (super::amount("0"), super::amount("0")));
    }
    case("", "unknown 30", "unknown 30");
}

/// The copy of the 10th leaves 60; 5 were charged on that day, its last.
#[test]
fn r8_a_report_made_while_the_last_day_went_on_does_not_tell_what_was_forfeited() {
    for (seen, forfeited) in [("05-20", "55 to 60"), ("05-10T12:00", "0 to 60")] {
        check(&format!(
            "billing manual
             now 05-20
             credit name=End face=100 used=40 unused=60 valid=05-01..05-10 seen=05-10T09:00
             report on=05-09 campaign=X cost=4 seen={seen} copy=full
             report on=05-10 campaign=X cost=5 seen={seen}
             state End => expired 05-11, forfeited {forfeited}"
        ));
    }
}

#[test]
fn r33_newer_means_by_as_of() {
    check(
        "now 05-20
         credit name=Launch face=100 used=60 valid=05-01..05-31 seen=05-12
         credit name=Launch face=100 used=20 valid=05-01..05-31 seen=05-05
         counts credit-05-05       => 1 new
         counts credit-05-12       => 1 changed",
    );
}

#[test]
fn r32_only_a_full_copy_may_say_that_a_credit_is_gone() {
    check(
        "now 05-20
         credit name=Gone face=100 used=0 valid=05-01..05-31 seen=05-05
         credit name=Here face=100 used=0 valid=05-01..05-31 seen=05-12
         state Gone => available, not in the copy of 05-12, last seen 05-05
         available  => a part, 05-12",
    );
    check(
        "now 05-20
         credit name=Gone face=100 used=0 valid=05-01..05-31 seen=05-05
         credit name=Here face=100 used=0 valid=05-01..05-31 seen=05-12 copy=full
         state Gone => gone between 05-05 and 05-12
         available  => whole, 05-12",
    );
    // The list was copied and it was empty.
    check(
        "now 05-20
         credit name=Gone face=100 used=0 valid=05-01..05-31 seen=05-05
         credit seen=05-12 copy=full empty=yes
         state Gone => gone between 05-05 and 05-12",
    );
    // A full copy of ended credits under the same headers says nothing about the others (R34).
    check(
        "now 05-20
         credit name=Open face=100 used=0 valid=05-01..05-31 seen=05-05
         credit name=Past face=100 used=100 valid=04-01..05-31 seen=05-12 copy=full
         state Open => available
         available  => a part, 05-05",
    );
    check(
        "now 05-20
         credit name=Past face=100 used=100 valid=04-01..05-31 seen=05-12 copy=full
         ended  name=Old face=100 used=100 valid=04-01..04-30 seen=05-12 copy=full
         // The first may be either tab: that it is Available is not ruled out, nor that more is in it.
         available  => a part, 05-12",
    );
}

#[test]
fn r32_pages_of_one_list_join() {
    check(
        "now 05-20
         credit name=Gone face=100 used=0 valid=05-01..05-31 seen=05-05
         credit name=First face=100 used=0 valid=05-01..05-31 seen=05-12T09:00 copy=1/2
         credit name=Second face=100 used=0 valid=05-01..05-31 seen=05-12T09:02 copy=1/2
         state Gone   => gone between 05-05 and 05-12 09:02
         state First  => available
         available    => whole, 05-12 09:02",
    );
    // Until the others are copied it is known how many are here; an older whole copy may hold them.
    check(
        "now 05-20
         credit name=First face=100 used=0 valid=05-01..05-31 seen=05-12T09:00 copy=1/3
         credit name=Second face=100 used=0 valid=05-01..05-31 seen=05-13T09:02 copy=1/3
         available    => a part, 05-13 09:02, 2 of 3",
    );
    check(
        "now 05-20
         credit name=First face=100 used=0 valid=05-01..05-31 seen=05-12 copy=full
         credit name=Second face=100 used=0 valid=05-01..05-31 seen=05-12 copy=full
         credit name=First face=100 used=0 valid=05-01..05-31 seen=05-13T09:02 copy=1/2
         available    => whole, 05-12",
    );
    // As many pages as there are, of how many rows nobody says; one that was copied twice is one.
    for (copies, expected) in [
        ("First 09:00 1/3, Second 09:02 2/3, Third 09:04 3/3", "whole, 05-12 09:04"),
        ("First 09:00 3, Second 09:02 3, Third 09:04 3", "whole, 05-12 09:04"),
        ("First 09:00 3, Second 09:02 3, Second 09:04 3", "a part, 05-12 09:04, 2 of more"),
        ("First 09:00 1/3, Second 09:02 2/3, Second 09:04 2/3", "a part, 05-12 09:04, 2 of more"),
        ("First 09:00 3, Second 09:02 3, Third 10:04 3", "a part, 05-12 10:04, 3 of more"),
        ("First 09:00 2, Second 09:02 3, Third 09:04 3", "a part, 05-12 09:04, 3 of more"),
    ] {
        let rows = copies.split(", ").map(|copy| {
            let [name, time, pages] = copy.split(' ').collect::<Vec<_>>()[..] else { panic!("{copy}") };
            format!(
                "credit name={name} face=100 used=0 valid=05-01..05-31 seen=05-12T{time} pages={pages}\n"
            )
        });
        check(&format!("now 05-20\n{}available => {expected}", rows.collect::<String>()));
    }
    // The same page twice, or pages of two days, are not the whole list.
    check(
        "now 05-20
         credit name=First face=100 used=0 valid=05-01..05-31 seen=05-11T09:00 copy=1/2
         credit name=Second face=100 used=0 valid=05-01..05-31 seen=05-12T09:00 copy=1/2
         credit name=Second face=100 used=5 valid=05-01..05-31 seen=05-12T09:05 copy=1/2
         state First  => available, not in the copy of 05-12 09:05, last seen 05-11 09:00
         available    => a part, 05-12 09:05",
    );
}

#[test]
fn r32_what_credits_that_were_not_copied_may_have_paid_is_no_cash() {
    for (copy, expected) in [("full", "Here 60, cash 40"), ("1/2", "Here 60, unknown 40")] {
        check(&format!(
            "billing manual
             now 05-20
             credit name=Here face=100 used=40 unused=60 valid=05-01..05-31 seen=05-05 copy={copy}
             charge on=05-10T09:00 amount=100 seen=05-20 => {expected}"
        ));
    }
}

#[test]
fn r25_rows_of_another_currency_are_set_aside() {
    check(
        "billing manual
         currency USD
         credit name=Launch face=100 used=0 valid=05-01..05-31 currency=USD
         credit name=Euro face=100 used=0 valid=05-01..05-31 currency=EUR
         charge on=05-03 amount=30 currency=USD    => Launch 30
         charge on=05-03 amount=30 currency=VND    => no charge
         problems    => account.foreignCurrency
         state Euro  => none",
    );
}

/// A sign that several currencies share is no other's.
#[test]
fn r25_r28_rows_whose_sign_is_not_of_the_accounts_currency_are_set_aside() {
    for (own, sign, expected) in [
        ("EUR", "$", "Launch, account.foreignCurrency $ EUR"),
        ("EUR", "£", "Launch, account.foreignCurrency £ EUR"),
        ("EUR", "kr", "Launch, account.foreignCurrency kr EUR"),
        ("CAD", "$", "Launch Other"),
        ("JPY", "¥", "Launch Other"),
        // No code anywhere: the sign of most rows, of pages of credits first.
        ("kr", "$", "Other, account.foreignCurrency kr $"),
        ("$", "$", "Launch Other"),
    ] {
        let state = check(&format!(
            "credit name=Launch face=100 used=40 valid=05-01..05-31 currency={own}
             credit name=Other face=50 used=0 valid=05-02..05-31 currency={sign}"
        ));
        let names: Vec<&str> = state.credits.iter().map(|c| c.name.as_str()).collect();
        let told = state.problems.iter().map(|told| {
            let message = &told.problem.message;
            let said = ["currency", "own"].map(|name| match message.arg(name) {
                Some(Arg::Name(text)) => text.as_str(),
                _ => "",
            });
            format!(", {} {}", message.key, said.join(" "))
        });
        let told = told.collect::<String>();
        assert_eq!(format!("{}{told}", names.join(" ")), expected, "{own} {sign}");
    }
}

/// R32: the list that a row was set aside from is not whole here.
#[test]
fn r25_a_list_without_its_rows_of_another_currency_is_not_whole() {
    for (copy, expected) in [
        ("copy=full", Completeness::Partial { shown: 1, of: 2 }),
        ("copy=2/5", Completeness::Partial { shown: 1, of: 5 }),
    ] {
        let state = check(&format!(
            "currency USD
             credit name=Launch face=100 used=0 valid=05-01..05-31 currency=USD {copy}
             credit name=Euro face=100 used=0 valid=05-01..05-31 currency=EUR"
        ));
        assert_eq!(state.sources[0].completeness, expected, "{copy}");
    }
}

#[test]
fn r25_r38_pages_of_credits_say_the_currency_before_lists_of_spend_do() {
    let state = check(
        "credit name=Launch face=100 used=40 valid=05-01..05-31 currency=USD
         charge on=05-03 amount=30 currency=EUR
         charge on=05-04 amount=30 currency=EUR
         problems    => account.foreignCurrency",
    );
    assert_eq!((state.credits.len(), state.currency.unwrap().code()), (1, "USD"));
}

#[test]
fn r37_charges_tell_the_day_on_which_a_credit_was_used_up_where_copies_agree() {
    let rows = "
        billing manual
        credit name=Launch type=Free face=100 unused=100 used=0 valid=05-01..05-31 seen=05-02T09:00
        credit name=Launch type=Free face=100 unused=0 used=100 valid=05-01..05-31 seen=05-20T09:00
        report on=05-03 cost=60 seen=05-20 copy=full
        report on=05-02 cost=0 seen=05-20
        report on=05-06 cost=50 seen=05-20
        report on=05-19 cost=5 seen=05-20";
    check(&format!("{rows}\n state Launch => used up between 05-06 and 05-07"));
    // What was charged on the day of the copy may be in it: then the 3rd left something.
    let own_day =
        rows.replace("05-02 cost=0", "05-02 cost=60").replace("05-03 cost=60", "05-03 cost=50");
    check(&format!("{own_day}\n state Launch => used up between 05-03 and 05-20 09:00"));
    // By these charges something was left: the copies alone tell.
    let less = rows.replace("cost=50", "cost=30");
    check(&format!("{less}\n state Launch => used up between 05-02 09:00 and 05-20 09:00"));
}

/// Cash that nobody stated may come first (R10): what credit paid beside it is told by whole days.
#[test]
fn r10_r22_settled_figures_tell_what_credit_paid_beside_cash_of_unknown_amount() {
    let copy = "credit name=Launch face=100 unused=100 used=0 valid=05-01..05-31 seen=05-02T12:00";
    for billing in ["cash-first", "credit-first", "manual", "unknown"] {
        let state = check(&format!(
            "billing {billing}
             now 05-20
             {copy}
             report on=05-03 cost=50 net=0  seen=05-20 campaign=X  => Launch 50
             report on=05-05 cost=50 net=0  seen=05-20 campaign=X  => Launch 50
             report on=05-10 cost=12 net=12 seen=05-20 campaign=X"
        ));
        // Every reading of the billing setup says so.
        assert!(state.replays.iter().all(|r| r.credits[0].emptied_by == Some(super::ChargeIx(1))));
    }
    let rows = "report on=05-03 cost=30 net=20 seen=05-20 campaign=X  => Launch 10, not credit 20
                report on=05-03 cost=30 net=30 seen=05-20 campaign=Y  => not credit 30";
    let state = check(&format!("billing cash-first\n now 05-20\n {copy}\n {rows}"));
    // It is taken from the figures and no witness of them.
    assert!((0..2).all(|at| !state.replays[0].tells(super::ChargeIx(at))));
    // By the list alone, where none of the charges says what paid it; and a day that is not settled tells nothing.
    check(&format!(
        "billing cash-first
         now 05-20
         {copy}
         charge on=05-03T10:00 amount=-50 campaign=X seen=05-20 => Launch 50
         charge on=05-03T10:00 amount=-50 type=Ad Credit credit=Launch seen=05-20
         charge on=05-04T10:00 amount=-40 campaign=X seen=05-20 => Launch 15, not credit 25
         charge on=05-04T10:00 amount=-15 type=Ad Credit credit=Launch seen=05-20
         charge on=05-20T10:00 amount=-9 campaign=X seen=05-20T11:00 => unknown 9"
    ));
}

#[test]
fn r32_what_draws_say_that_a_credit_paid_which_nobody_copied_no_other_one_paid() {
    // Of the last day no figure tells; the one that nobody copied may pay on.
    for (billing, today) in [
        ("manual", "Old 20, unknown 20"),
        ("credit-first", "Old 20, unknown 20"),
        ("cash-first", "unknown 40"),
    ] {
        check(&format!(
            "billing {billing}
             now 05-20
             credit name=Old face=100 unused=100 used=0 valid=05-01..06-30 seen=05-02T12:00
             charge on=05-03T10:00 amount=-60 campaign=X seen=05-20 => unknown 60
             charge on=05-03T10:00 amount=-60 type=Ad Credit credit=Fresh seen=05-20
             charge on=05-04T10:00 amount=-50 campaign=X seen=05-20 => Old 50
             charge on=05-04T10:00 amount=-50 type=Ad Credit credit=Old seen=05-20
             charge on=05-05T10:00 amount=-40 campaign=X seen=05-20 => Old 30, unknown 10
             charge on=05-05T10:00 amount=-30 type=Ad Credit credit=Old seen=05-20
             charge on=05-05T10:00 amount=-10 type=Ad Credit credit=Fresh seen=05-20
             charge on=05-20T09:00 amount=-40 campaign=X seen=05-20T11:00 => {today}"
        ));
    }
}

#[test]
fn r22_where_net_cost_is_the_cost_no_credit_paid() {
    let state = check(
        "billing manual
         credit name=Launch face=100 unused=0 used=100 valid=05-01..05-31 seen=05-20
         report on=05-08 cost=70 net=0  seen=05-20 campaign=X  => unknown 70
         report on=05-09 cost=60 net=30 seen=05-20 campaign=X  => unknown 60
         report on=05-10 cost=70 net=70 seen=05-20 campaign=X  => cash 70",
    );
    // Replay itself is no witness of that: it has it from there.
    assert_eq!(state.replays[0].told_by_figures.len(), 1);
    assert!(state.spend.iter().all(|day| day.replayed_credit.is_none()));
}

#[test]
fn r22_three_readings_of_net_cost_zero() {
    use super::NetCost;
    let state = check(
        "report on=2023-08-31 campaign=X cost=5 net=0 seen=05-10
         report on=05-01 campaign=X cost=5 net=0 seen=05-10
         report on=05-09 campaign=X cost=5 net=0 seen=05-10
         report on=05-02 campaign=X cost=5 net=2 seen=05-10",
    );
    let read: Vec<NetCost> = state.report_days.iter().map(|d| d.net_cost).collect();
    let stated = NetCost::Stated(super::amount("2"));
    assert_eq!(read, [NetCost::NoData, NetCost::FullyByCredit, stated, NetCost::NotYetFilled]);
}

#[test]
fn bad_input_is_named() {
    check(
        "billing manual
         credit name=Inverted face=10 used=0 valid=05-20..05-01
         credit name=Undated face=10 used=0
         credit name=Negative face=-5 used=0 valid=05-01..05-31
         credit name=Zero face=0 used=0 unused=0 valid=05-01..05-31
         credit name=Early face=10 used=3 unused=7 valid=05-20..05-31
         credit name=Share face=10 used=3 unused=7 valid=05-01..05-31 percent=0.4
         credit name=Sum face=10 used=3 unused=4 valid=05-01..05-31
         credit name=Odd type=Mystery face=1 used=0 valid=05-01..05-31
         charge on=05-03 amount=1  => Odd 1
         problems => account.credit.faceNotPositive, account.credit.invertedWindow, \
         account.credit.negative, account.credit.noEnd, account.credit.percent, account.credit.sum, \
         account.credit.unknownType, account.credit.usedEarly",
    );
}

#[test]
fn r7_twenty_small_credits_pay_one_after_the_other() {
    let mut text = String::from("billing manual\n");
    for n in 0..20 {
        text += &format!("credit name=GMV {n:02} face=0.{:02} used=0 valid=05-01..05-31\n", n + 1);
    }
    text += "charge on=05-03 amount=0.04 => GMV 00 0.01, GMV 01 0.02, GMV 02 0.01\n";
    text += "charge on=05-04 amount=5    => ";
    let rest: Vec<String> = (2..20)
        .map(|n| format!("GMV {n:02} 0.{:02}", if n == 2 { 2 } else { n + 1 }))
        .map(|s| s.trim_end_matches('0').to_owned())
        .collect();
    check(&(text + &rest.join(", ") + ", cash 2.94"));
}

#[test]
fn r12_the_switch_that_nobody_tells() {
    check(
        "billing manual
         now 05-20
         credit name=Launch face=50 used=0 valid=05-01..05-31 seen=05-02
         charge on=05-03T10:00 amount=30 campaign=X    => Launch 30
         charge on=05-04T11:30 amount=30 campaign=X    => Launch 20, cash 10",
    );
}

#[test]
fn r17_to_r20_one_tier_is_granted_the_highest_reached() {
    check(
        "now 05-20
         offer name=Match spend=120 tiers=Spend 100 get 50; spend 300 get 200 start=05-01 end=05-30 seen=05-18
         offer name=Late spend=20 target=100 reward=10 start=04-01 end=04-30 seen=05-18
         offer name=Top spend=100 target=100 reward=10 start=05-01 end=05-30 seen=05-18
         offer name=Soon spend=0 target=100 reward=10 start=06-01 end=06-30 seen=05-18
         offers => Late missed, 80 to 100; Match running, tier 50, 180 to 300; \
         Soon not started, 100 to 100; Top reward expected ..05-25, tier 10",
    );
}

#[test]
fn r20_the_granted_reward_is_found_among_credits() {
    check(
        "now 06-05
         offer name=Match spend=120 target=100 reward=50 start=05-01 end=05-30 seen=05-31
         credit name=Match reward type=Conditional face=50 used=0 redeemed=06-03 valid=06-03..07-03 seen=06-04
         offers => Match granted, tier 50",
    );
}

#[test]
fn e17_a_coupon_card_is_the_same_offer() {
    check(
        "now 05-20
         offer name=Match spend=20 target=100 reward=10 start=05-01 end=05-30 seen=05-10
         coupon name=Match spend=35 target=100 reward=10 seen=05-18
         offers => Match running, 65 to 100",
    );
}

#[test]
fn r26_the_sign_stands_beside_the_amount() {
    let state = check(
        "zone +08:00
         bctx on=05-03T20:00 account=7000000000000001 amount=110 type=BILL_PAYMENT sign=NEGATIVE zone=UTC
         bctx on=05-03T10:00 account=7000000000000001 amount=50 type=ADD_BALANCE sign=POSITIVE billing=CREDIT",
    );
    let rows: Vec<String> = (0..2)
        .map(|row| {
            let t = &state.transactions;
            format!(
                "{} {:?} {}",
                super::short(t.times[row]),
                t.kinds[row],
                t.amounts[row] / 1_000_000
            )
        })
        .collect();
    // UTC 20:00 is 04:00 of the next day on the account's clock; billing CREDIT is ad credit here.
    assert_eq!(rows, ["05-03 10:00 PromotionIssued 50", "05-04 04:00 BillPayment -110"]);
}

#[test]
fn r10_the_setup_is_suggested_from_evidence_and_asked() {
    use crate::options::BillingSetup::*;
    for (rows, suggested, readings) in [
        // A suggestion rules out no reading.
        ("charge on=05-03 amount=9 type=Bill payment", Some(AutomaticCashFirst), 3),
        ("charge on=05-03 amount=9 type=Card verification", Some(AutomaticCashFirst), 3),
        ("charge on=05-03 amount=9 type=Add balance", Some(Manual), 3),
        ("balance account=7000000000000001 line=500", Some(MonthlyInvoicing), 4),
        // Evidence both ways, or a payment that is no bill, suggests nothing.
        (
            "charge on=05-03 amount=9 type=Add balance id=1
             charge on=05-04 amount=9 type=Bill payment id=2",
            None,
            3,
        ),
        ("charge on=05-03 amount=9 type=Payment", None, 3),
        ("register account=7000000000000001 billing=Manual payment", Some(Manual), 1),
        ("credit name=A face=1 used=0 valid=05-01..05-31", None, 3),
    ] {
        let state = check(rows);
        assert_eq!(state.billing.suggested, suggested, "{rows}");
        assert_eq!(state.billing.readings.len(), readings, "{rows}");
        let said = suggested.filter(|_| rows.starts_with("register"));
        assert_eq!(state.billing.chosen, said, "E15: a register says it");
    }
    // One word for two readings: which of them is asked.
    let state = check("register account=7000000000000001 billing=Automatic payment");
    assert_eq!((state.billing.chosen, state.billing.readings.len()), (None, 2));
    assert!(state.billing.is_registered, "its card says automatic, and asks what pays first");
}

#[test]
fn r38_zone_and_currency_come_from_any_import_else_are_assumed() {
    let state = check(
        "credit name=A face=1 used=0 valid=05-01..05-31
         balance account=7000000000000001 cash=5 currency=IDR zone=Etc/GMT-7",
    );
    assert_eq!(state.currency.map(|c| c.to_string()).as_deref(), Some("IDR"));
    assert_eq!((state.zone.to_string().as_str(), state.zone_assumed), ("+07:00", false));
    let state = check("credit name=A face=1 used=0 valid=05-01..05-31");
    assert_eq!((state.currency, state.zone_assumed), (None, true));
    // Beside the times of Ads Manager; not where pages contradict each other, and UTC, which tools write into
    // times, only where a column or a line tells it.
    let beside_times = |more: &str| {
        let state = check(&format!("credit name=A face=1 used=0 valid=05-01..05-31\n{more}"));
        (state.zone.to_string(), state.zone_assumed)
    };
    let charge = "charge on=05-03T10:00 amount=1 id=1 zone=UTC-08:00";
    assert_eq!(beside_times(charge), ("-08:00".into(), false));
    assert!(beside_times(&charge.replace("-08:00", "+00:00")).1);
    let told = format!("{} told=zone", charge.replace("-08:00", "+00:00"));
    assert_eq!(beside_times(&told), ("+00:00".into(), false));
    assert!(beside_times(&format!("{charge}\n{}", charge.replace("-08", "+09"))).1);
    let stated = format!("{charge}\nbalance account=7000000000000001 cash=5 zone=UTC+07:00");
    assert_eq!(beside_times(&stated), ("+07:00".into(), false));
}

#[test]
fn r36_cash_needs_an_anchor() {
    let state = check(
        "billing manual
         credit name=Over face=1 used=1 valid=04-01..04-30
         cash amount=50 at=05-02
         charge on=05-03 amount=30                    => cash 30
         charge on=05-04 amount=100 type=Add balance
         charge on=05-05 amount=40                    => cash 40",
    );
    assert_eq!(state.replays[0].cash_left, Some(super::amount("80")));
    let state = check(
        "billing manual
         credit name=Over face=1 used=1 valid=04-01..04-30
         charge on=05-03 amount=30                    => cash 30",
    );
    assert_eq!(state.replays[0].cash_left, None);
}

#[test]
fn r32_who_paid_where_no_credits_were_copied_is_not_known() {
    check(
        "billing manual
         charge on=05-03 amount=30                               => unknown 30",
    );
    // R22: Net Cost 0 of yesterday may not be filled yet. Where it is all of the cost, no credit paid.
    check(
        "billing manual
         report on=05-18 campaign=X cost=50 net=0 seen=05-20T08:00  => unknown 50
         report on=05-19 campaign=X cost=60 net=0 seen=05-20T08:00  => unknown 60
         report on=05-19 campaign=Y cost=12 net=12 seen=05-20T08:00 => cash 12",
    );
}

#[test]
fn r21_a_day_is_settled_when_the_lag_has_passed_before_its_copy() {
    let state = check(
        "now 12-01
         report on=05-08 campaign=X cost=5 seen=05-10
         report on=05-09 campaign=X cost=5 seen=05-10",
    );
    let settled: Vec<bool> = state.spend.iter().map(|d| d.is_settled).collect();
    assert_eq!(settled, [true, false], "measured from as-of, never from now");
}

#[test]
fn r1_r2_tab_and_percent_are_computed() {
    use super::Tab;
    let state = check(
        "now 05-20
         credit name=Full face=80 used=80 unused=0 valid=05-01..05-31 percent=1
         credit name=Half face=80 used=40 unused=40 valid=05-01..05-31 percent=0.42
         credit name=Next face=80 used=40 unused=40 valid=05-01..05-31 percent=0.51
         credit name=Near face=1000 used=509 unused=491 valid=05-01..05-31 percent=0.5
         credit name=Open used=40 unused=10 valid=05-01..05-31 percent=0.8
         credit name=Tie-even face=400 used=12.9 unused=387.1 valid=05-01..05-31 percent=0.0322
         credit name=Tie-up face=400 used=12.9 unused=387.1 valid=05-01..05-31 percent=0.0323
         credit name=Cut face=1000 used=32.99 unused=967.01 valid=05-01..05-31 percent=0.032
         credit name=Off face=1000 used=33 unused=967 valid=05-01..05-31 percent=0.032
         ended   name=Late face=80 used=0 unused=80 valid=05-01..05-31 seen=05-02 status=Expired",
    );
    let found: Vec<_> =
        state.credits.iter().map(|c| (c.name.as_str(), c.tab, c.percent.differs)).collect();
    assert_eq!(
        found,
        [
            // 3.299 may be cut off to 3.2.
            ("Cut", Tab::Available, false),
            ("Full", Tab::NotAvailable, false),
            ("Half", Tab::Available, true),
            ("Late", Tab::NotAvailable, false),
            // 50.9 is less than a whole percent from 50, 50 is a whole percent from 51.
            ("Near", Tab::Available, false),
            ("Next", Tab::Available, true),
            ("Off", Tab::Available, true),
            // Without an Amount it is the share of used and unused.
            ("Open", Tab::Available, false),
            // Of 3.225 either neighbour is a rounding.
            ("Tie-even", Tab::Available, false),
            ("Tie-up", Tab::Available, false),
        ]
    );
}

#[test]
fn r15_what_begins_or_ends_at_this_moment_has_begun_or_ended() {
    for (now, expected) in [
        ("05-09T23:59", "not yet valid, from 05-10"),
        ("05-10", "available"),
        ("05-31T23:59", "available"),
        ("06-01", "expired 06-01, forfeited 0 to 50"),
    ] {
        check(&format!(
            "now {now}
             credit name=Launch face=50 used=0 unused=50 valid=05-10..05-31 seen=05-01
             state Launch => {expected}"
        ));
    }
}

#[test]
fn r8_r37_nothing_unused_is_used_up_where_it_was_seen_before_the_end() {
    for (copies, expected) in [
        // A list without Amount and Used amount: 0 before its end is used up, after it says nothing of how.
        ("credit name=Launch unused=0 seen=05-20", "used up before 05-20"),
        ("ended name=Launch unused=0 seen=06-01", "expired 06-01, forfeited 0"),
        // With them: all was used, or what was not used is lost.
        ("ended name=Launch face=50 used=50 unused=0 seen=06-05", "used up before 06-01"),
        ("ended name=Launch face=50 used=40 unused=0 seen=06-05", "expired 06-01, forfeited 10"),
        ("credit name=Launch face=50 used=40 unused=0 seen=05-20", "used up before 05-20"),
        // The copy says it in words.
        ("ended name=Launch status=Used up seen=05-20", "used up before 05-20"),
        ("ended name=Launch unused=3 status=Used up seen=05-20", "expired 06-01, forfeited 0 to 3"),
        // Something was left at its very end: it cannot have been used up before.
        (
            "credit name=Launch face=50 used=40 unused=10 seen=06-01
             ended name=Launch face=50 used=50 unused=0 seen=06-05",
            "used up between 06-01 and 06-05",
        ),
    ] {
        let copies = copies.replace("name=Launch", "name=Launch valid=05-01..05-31");
        check(&format!("now 06-10\n {copies}\n state Launch => {expected}"));
    }
}

#[test]
fn r21_r37_the_last_draw_dates_the_end_unless_a_copy_contradicts_it() {
    for (draw, expected) in [
        // At the very moment of the copy that shows nothing.
        ("05-20T10:00", "used up between 05-20 10:00 and 05-20 10:00"),
        ("05-20T10:01", "used up between 05-18 10:00 and 05-20 10:00"),
        // A copy may lag by a day, and no more.
        ("05-17T10:00", "used up between 05-17 10:00 and 05-17 10:00"),
        ("05-17T09:59", "used up between 05-18 10:00 and 05-20 10:00"),
    ] {
        check(&format!(
            "credit name=Launch face=50 used=0 unused=50 valid=05-01..05-31 seen=05-18T10:00
             credit name=Launch face=50 used=50 unused=0 valid=05-01..05-31 seen=05-20T10:00
             charge on={draw} type=Ad Credit amount=50 credit=Launch
             now 05-25
             state Launch => {expected}"
        ));
    }
}

#[test]
fn r4_an_assignment_ends_at_its_moment() {
    check(
        "billing manual
         credit name=Tied type=Assignable face=10 used=0 valid=05-01..05-31
         log on=05-01 credit=Tied campaign=X action=Assigned
         log on=05-05T10:00 credit=Tied campaign=X action=Unassigned
         charge on=05-05T09:59 amount=4 campaign=X  => Tied 4
         charge on=05-05T10:00 amount=4 campaign=X  => cash 4
         why 0                                      => Tied paid
         why 1                                      => Tied notAssigned",
    );
}

#[test]
fn r33_two_reports_of_one_moment_that_differ_contradict_later_ones_change() {
    for (second, expected) in [
        ("cost=10 seen=05-10 paste=2", "05-10-2 => 1 same"),
        ("cost=12 seen=05-10 paste=2", "05-10-2 => 1 conflicting"),
        ("cost=12 seen=05-11 paste=2", "05-11-2 => 1 changed"),
    ] {
        check(&format!(
            "report on=05-03 campaign=X cost=10 seen=05-10
             report on=05-03 campaign=X {second}
             counts report-{expected}"
        ));
    }
}

#[test]
fn why_this_credit_and_not_that_one() {
    check(
        "billing manual
         credit name=Early type=Free face=10 used=0 valid=05-01..05-20
         credit name=Later type=Free face=10 used=0 valid=05-01..05-25
         credit name=Tied type=Assignable face=10 used=0 valid=05-01..05-10
         credit name=Past type=Free face=10 used=0 valid=04-01..05-02
         credit name=Next type=Free face=10 used=0 valid=05-04..05-31
         log on=04-01 credit=Tied campaign=Y action=Assigned
         charge on=05-03 amount=4 campaign=X   => Early 4
         why 0  => Past ended, Tied notAssigned, Early paid, Later notNeeded, Next notYetValid",
    );
}

#[test]
fn r10_a_credit_that_cash_left_nothing_to_pay_for_is_not_said_to_be_empty() {
    check(
        "billing cash-first
         cash amount=40 at=05-01
         credit name=Launch type=Free face=50 used=0 valid=05-01..05-31
         charge on=05-03 amount=40 campaign=X  => cash 40
         charge on=05-04 amount=60 campaign=X  => Launch 50, card 10
         charge on=05-05 amount=10 campaign=X  => card 10
         why 0                                 => Launch notNeeded
         why 1                                 => Launch paid
         why 2                                 => Launch empty",
    );
}

#[test]
fn r16_beside_a_correction_stand_those_that_get_something_back() {
    check(
        "billing manual
         credit name=Early type=Free face=10 used=0 valid=05-01..05-20
         credit name=Later type=Free face=10 used=0 valid=05-01..05-25
         charge on=05-03 amount=4 campaign=X
         charge on=05-04 amount=-1 campaign=X  => Early -1
         why 1                                 => Early paid",
    );
}

#[test]
fn r36_a_credit_of_which_the_platform_drew_less_is_not_said_to_have_been_empty() {
    check(
        "billing manual
         credit name=Launch type=Free face=50 used=9 unused=41 valid=04-01..05-31 seen=05-10
         charge on=05-07 amount=8 campaign=X
         charge on=05-08 amount=9 campaign=X  => Launch 9
         why 0                                => Launch notByPlatform",
    );
}

#[test]
fn r39_a_payment_that_rests_on_an_assumption_says_so() {
    check(
        "billing manual
         credit name=Launch type=Free face=50 used=0 valid=05-01..05-31 needs=New shops only
         charge on=05-03 amount=8 campaign=X  => Launch 8
         why 0                                => Launch paidIf",
    );
}

#[test]
fn r31_rows_go_to_the_account_they_name_and_unnamed_pastes_stay_alone() {
    use super::{Case, Given, Paste, attribute};
    let case = Case::read(
        "balance account=7000000000000001 account-name=One cash=5
         balance account=7000000000000002 account-name=Two cash=7
         credit name=A face=1 used=0 valid=05-01..05-31 hint=none",
    );
    let pastes = case.pastes();
    let given: Vec<Given<'_>> = pastes.iter().map(Paste::given).collect();
    let found = attribute(&given, &case.options);
    let rows: Vec<(String, usize)> = (found.accounts.iter())
        .map(|(key, g)| (key.clone(), g.parts.iter().map(|p| p.row_count()).sum()))
        .collect();
    assert_eq!(
        rows,
        [
            ("7000000000000001".to_owned(), 1),
            ("7000000000000002".to_owned(), 1),
            ("paste:credit-05-01-".to_owned(), 1),
        ]
    );
    assert_eq!(found.questions.len(), 1);
    assert!(found.accounts["paste:credit-05-01-"].account.is_provisional);
}

#[test]
fn r33_dates_still_to_come_are_a_doubt_on_their_table() {
    for (now, rows, expected) in [
        ("05-20", "report on=05-19 campaign=X cost=10 seen=05-20", ""),
        // The day of now is no future, whatever the hour.
        ("05-20T09:00", "report on=05-20 campaign=X cost=10 seen=05-20T09:00", ""),
        ("05-20", "report on=05-25 campaign=X cost=10 seen=05-20", "account.future.rows"),
        ("05-20T09:00", "charge on=05-20T09:00 amount=10 seen=05-20", ""),
        ("05-20T09:00", "charge on=05-20T09:01 amount=10 seen=05-20", "account.future.rows"),
        (
            "05-20",
            "credit name=A face=5 used=0 valid=05-01..05-30 seen=06-05",
            "account.future.copy",
        ),
    ] {
        check(&format!("zone +00:00\n now {now}\n {rows}\n problems => {expected}"));
    }
    // R38: nobody said in which zone the account counts its days.
    check("now 05-20T20:00\n report on=05-21 campaign=X cost=10 seen=05-20\n problems => ");
}

#[test]
fn r33_rows_of_days_to_come_count_when_their_day_has_come() {
    let rows = "report on=05-19 campaign=X cost=10 seen=05-20\nreport on=05-25 campaign=X cost=7 seen=05-20
        charge on=05-18T09:00 amount=4 id=1 campaign=Y seen=05-20
        charge on=05-24T09:00 amount=5 id=2 campaign=Y seen=05-20";
    for (now, expected) in [
        ("05-20", "05-18 4, 05-19 10"),
        ("05-24T10:00", "05-18 4, 05-19 10, 05-24 5"),
        ("05-26", "05-18 4, 05-19 10, 05-24 5, 05-25 7"),
    ] {
        let state = check(&format!("zone +00:00\n now {now}\n{rows}"));
        let spent = state.spend.iter().filter(|d| !d.cost.is_zero());
        let spent: Vec<_> =
            spent.map(|d| format!("{} {}", &d.day.to_string()[5..], d.cost)).collect();
        assert_eq!(spent.join(", "), expected, "{now}");
    }
}

/// Available was copied, and the only credit in it is used up: whether it was all of Available is open (R32).
#[test]
fn r32_a_copy_whose_only_credit_is_used_up_was_copied() {
    for (valid, expected) in [
        ("05-01..05-30", "a part, 05-13"),
        // Ended by its dates: a copy of Not available, whatever it was taken for (R34).
        ("05-01..05-10", "not copied"),
    ] {
        check(&format!(
            "now 05-14
             credit name=Launch type=Free face=77 unused=0 used=77 valid={valid} seen=05-13
             available => {expected}"
        ));
    }
}

/// "7.10E+18" may be the account of the other rows or any other: asked, and in no sum until then.
#[test]
fn r30_r31_rows_with_an_id_that_was_cut_off_are_nobodys_until_it_is_said() {
    use super::{Case, Given, Paste, attribute};
    let one = super::ACCOUNT;
    let text = format!(
        "credit name=A account={one} face=100 unused=60 valid=05-01..05-31 hint=none
         credit name=B account={one} face=100 unused=40 valid=05-01..05-31
         credit name=C account=7.10E+18 face=100 unused=25 valid=05-01..05-31"
    );
    let import = "credit-05-01-";
    for (answer, expected) in [
        (None, vec![(one, 100), ("paste:credit-05-01-", 25)]),
        (Some(one), vec![(one, 125)]),
        // The answer is about those rows alone.
        (Some("7000000000000002"), vec![(one, 100), ("7000000000000002", 25)]),
    ] {
        let mut case = Case::read(&text);
        case.options.imports.entry(import.into()).or_default().account = answer.map(str::to_owned);
        let pastes = case.pastes();
        let given: Vec<Given<'_>> = pastes.iter().map(Paste::given).collect();
        let found = attribute(&given, &case.options);
        let unused: Vec<(&str, i32)> = (found.accounts.iter())
            .map(|(key, gathering)| {
                let state = case.state(gathering);
                let sum = state.credits.iter().filter_map(|c| c.unused).map(|u| u.value);
                (key.as_str(), sum.sum::<crate::money::Amount>().to_string().parse().unwrap())
            })
            .collect();
        assert_eq!(unused, expected, "{answer:?}");
        assert_eq!(found.questions.len(), usize::from(answer.is_none()), "{answer:?}");
    }
}

/// In lines of a page a campaign's id looks like an account's.
#[test]
fn r31_the_id_of_a_campaign_names_no_account() {
    use super::{Case, Given, Paste, attribute};
    use crate::ingest::{AccountHint, HintSource};
    let case =
        Case::read("report on=05-03 campaign=X campaign-id=1790000000000000002 cost=5 hint=none");
    let pastes = case.pastes();
    let hint = |id: &str| AccountHint {
        id: Some(id.into()),
        name: None,
        perhaps: None,
        source: HintSource::Page,
    };
    let hints = ["1790000000000000002", super::ACCOUNT].map(hint);
    // By itself an id is taken for what it is said to be.
    for (hints, expected) in [(&hints[..], super::ACCOUNT), (&hints[..1], "1790000000000000002")] {
        let given: Vec<Given<'_>> =
            pastes.iter().map(|paste| Given { hints, ..Paste::given(paste) }).collect();
        let found = attribute(&given, &case.options);
        let with_rows = found.accounts.iter().find(|(_, g)| !g.parts.is_empty());
        assert_eq!(with_rows.map(|(key, _)| key.as_str()), Some(expected));
        assert_eq!(found.questions, []);
    }
}

/// An id of the platform belongs to one account: the same export again, or one that overlaps it, is known.
#[test]
fn r31_an_export_is_known_by_its_transaction_ids() {
    use super::{Case, Given, Paste, attribute};
    let owner = |text: &str| {
        let case = Case::read(text);
        let pastes = case.pastes();
        let given: Vec<Given<'_>> = pastes.iter().map(Paste::given).collect();
        let found = attribute(&given, &case.options);
        let of_later =
            |g: &&crate::account::Gathering<'_>| g.parts.iter().any(|p| p.import.contains("later"));
        let gathering = found.accounts.values().find(of_later).unwrap();
        assert_eq!(found.questions.len(), usize::from(gathering.account.is_provisional));
        gathering.account.key.clone()
    };
    let first = "charge on=05-03 amount=5 id=T7001000200030001
                 charge on=05-04 amount=6 id=T7001000200030002
                 charge on=05-05T09:30 amount=7 id=3
                 charge on=05-04 amount=6 id=4
                 charge on=05-06 amount=8 id=12345678";
    for (later, expected) in [
        ("charge on=05-04 amount=6 id=T7001000200030002 hint=none paste=later", super::ACCOUNT),
        // Nothing in common, or only the number of a row: asked.
        (
            "charge on=05-04 amount=6 id=T7001000200039999 hint=none paste=later",
            "paste:charge-12-31-later",
        ),
        ("charge on=05-04 amount=6 id=2 hint=none paste=later", "paste:charge-12-31-later"),
        // So many digits are an id of the platform.
        ("charge on=05-04 amount=9 id=12345678 hint=none paste=later", super::ACCOUNT),
        // A short id counts with its moment and amount.
        ("charge on=05-05T09:30 amount=7 id=3 hint=none paste=later", super::ACCOUNT),
        ("charge on=05-05T09:30 amount=8 id=3 hint=none paste=later", "paste:charge-12-31-later"),
        ("charge on=05-04 amount=6 id=4 hint=none paste=later", "paste:charge-12-31-later"),
    ] {
        assert_eq!(owner(&format!("{first}\n{later}")), expected);
    }
}

/// `USD 5 of 2 stated Some("6") apart Some("1")` for each line of the roll-up.
fn rolled(text: &str) -> Vec<String> {
    use super::super::business_center::roll_up;
    use super::{Case, Given, Paste, attribute};
    let case = Case::read(text);
    let pastes = case.pastes();
    let given: Vec<Given<'_>> = pastes.iter().map(Paste::given).collect();
    let found = attribute(&given, &case.options);
    let states: Vec<_> =
        (found.accounts.values()).filter(|g| !g.parts.is_empty()).map(|g| case.state(g)).collect();
    let lines = roll_up(states.iter(), &found.business_centers);
    let lines = lines.iter().map(|r| {
        format!(
            "{} {} of {} stated {:?} apart {:?}{}",
            r.currency.map(|c| c.to_string()).unwrap_or_default(),
            r.voucher.unwrap_or_default(),
            r.accounts.len(),
            r.stated.map(|s| s.to_string()),
            r.difference.map(|d| d.to_string()),
            r.unclaimed.map_or(String::new(), |parts| format!(" unclaimed {parts}")),
        )
    });
    lines.collect()
}

#[test]
fn r27_r28_roll_ups_keep_currencies_apart_and_count_a_portfolio_once() {
    assert_eq!(
        rolled(
            "balance account=7000000000000001 center=9001 voucher=5 currency=USD portfolio=P seen=05-10
             balance account=7000000000000002 center=9001 voucher=5 currency=USD portfolio=P seen=05-10
             balance account=7000000000000003 center=9001 voucher=7 currency=EUR seen=05-10
             balance center=9001 voucher=6 currency=USD seen=05-10"
        ),
        ["EUR 7 of 1 stated None apart None", "USD 5 of 2 stated Some(\"6\") apart Some(\"1\")"]
    );
    // That both are in one, or in none, does not say that it is the same.
    assert_eq!(
        rolled(
            "balance account=7000000000000001 voucher=5 currency=USD portfolio=No seen=05-10
             balance account=7000000000000002 voucher=5 currency=USD portfolio=No seen=05-10"
        ),
        ["USD 10 of 2 stated None apart None"]
    );
}

#[test]
fn r38_amounts_of_no_known_currency_add_to_nothing() {
    for (rows, expected) in [
        ("", " 5 of 1 stated Some(\"12\") apart Some(\"7\")"),
        (
            "balance account=7000000000000002 center=9001 voucher=7 seen=05-10",
            " 0 of 2 stated Some(\"12\") apart None",
        ),
    ] {
        let text = format!(
            "balance account=7000000000000001 center=9001 voucher=5 seen=05-10
             balance center=9001 voucher=12 seen=05-10
             {rows}"
        );
        assert_eq!(rolled(&text), [expected]);
    }
}

#[test]
fn r33_the_newest_total_of_a_business_center_leads() {
    let older = "balance center=9001 voucher=6 currency=USD seen=05-10";
    for (other, stated) in [
        ("voucher=9 seen=05-11", 9),
        ("voucher=3 seen=05-11", 3),
        ("voucher=9 seen=05-09", 6),
        // Of one moment the larger.
        ("voucher=9 seen=05-10 paste=2", 9),
        ("voucher=3 seen=05-10 paste=2", 6),
    ] {
        let other = format!("balance center=9001 currency=USD {other}");
        for text in [format!("{older}\n{other}"), format!("{other}\n{older}")] {
            assert_eq!(rolled(&text), [format!("USD 0 of 0 stated Some(\"{stated}\") apart None")]);
        }
    }
}

#[test]
fn r33_every_row_about_a_business_center_is_counted() {
    use super::super::business_center::sources;
    use super::{Case, Given, Paste, attribute};
    for (second, expected) in [
        ("voucher=6 seen=05-10 paste=2", "same 1"),
        ("voucher=6 seen=05-11", "same 1"),
        ("voucher=7 seen=05-11", "changed 1"),
        ("voucher=7 seen=05-10 paste=2", "conflicting 1"),
        ("voucher=6 cash=1 seen=05-11", "changed 1"),
    ] {
        // Whichever was pasted first: the older one is new.
        let rows = ["voucher=6 seen=05-10", second].map(|row| format!("balance center=9001 {row}"));
        for order in [[0, 1], [1, 0]] {
            let case = Case::read(&order.map(|at| rows[at].as_str()).join("\n"));
            let pastes = case.pastes();
            let given: Vec<Given<'_>> = pastes.iter().map(Paste::given).collect();
            let found = attribute(&given, &case.options);
            let counts = sources(&found.business_centers).into_iter().map(|source| {
                let c = source.counts;
                let all = [
                    (c.new, "new"),
                    (c.same, "same"),
                    (c.changed, "changed"),
                    (c.conflicting, "conflicting"),
                ];
                let said =
                    all.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{word} {n}"));
                said.collect::<Vec<_>>().join(", ")
            });
            assert_eq!(counts.collect::<Vec<_>>(), ["new 1", expected], "{second} {order:?}");
        }
    }
}

#[test]
fn r31_accounts_that_tie_to_the_only_business_center_are_its_parts() {
    // Accounts that do not name their Business Center: 50 + 100, the portfolio's 100 once; then 1 less.
    let with = |voucher: u32, more: &str| {
        rolled(&format!(
            "balance account=7000000000000001 voucher={voucher} currency=USD seen=05-10
             balance account=7000000000000002 voucher=100 currency=USD portfolio=P seen=05-10
             balance account=7000000000000003 voucher=100 currency=USD portfolio=P seen=05-10
             balance account=7000000000000004 voucher=7 currency=EUR seen=05-10
             balance center=9001 voucher=150 currency=USD seen=05-10
             {more}"
        ))
    };
    assert_eq!(
        with(50, ""),
        [
            "EUR 7 of 1 stated None apart None",
            "USD 150 of 3 stated Some(\"150\") apart Some(\"0\")"
        ]
    );
    // What does not tie proves nothing; nor does a tie where there are two Business Centers. What such accounts
    // hold is told beside the total.
    let two = "balance center=9002 voucher=3 currency=USD seen=05-10";
    for (lines, unclaimed) in [(with(49, ""), 149), (with(50, two), 150)] {
        let own = lines.iter().find(|line| line.contains("Some(\"150\")")).unwrap();
        let expected = format!("USD 0 of 0 stated Some(\"150\") apart None unclaimed {unclaimed}");
        assert_eq!(*own, expected, "{lines:?}");
    }
    let named = "balance account=7000000000000005 center=9001 voucher=140 currency=USD seen=05-10";
    assert!(with(49, named).iter().all(|line| !line.contains("unclaimed")), "its own are known");
}

#[test]
fn r33_a_transaction_is_known_by_its_id() {
    let state = check(
        "billing manual
         credit name=Over face=1 used=1 valid=04-01..04-30
         charge id=t1 on=05-03 amount=30 status=Pending seen=05-04    => no charge
         charge id=t2 on=05-03 amount=8 seen=05-04                    => no charge
         charge id=t1 on=05-03 amount=31 status=Posted seen=05-06     => cash 31
         charge id=t2 on=05-03 amount=8 seen=05-06                    => cash 8
         charge id=t2 on=05-03 amount=8 seen=05-06                    => no charge
         charge id=t3 on=05-04 amount=8 seen=05-06                    => cash 8
         counts charge-05-06                                          => 1 new, 2 same, 1 changed",
    );
    assert_eq!(state.transactions.len(), 3);
}

#[test]
fn r34_equal_rows_without_an_id_count_as_often_as_the_fullest_copy() {
    let state = check(
        "billing manual
         charge on=05-03 amount=8 seen=05-04
         charge on=05-03 amount=8 seen=05-04
         charge on=05-03 amount=8 seen=05-06
         counts charge-05-06            => 1 same",
    );
    assert_eq!(state.transactions.len(), 2);
}

/// A spreadsheet writes 7.30E+18 over an id, a page shows no seconds: the same rows all the same.
#[test]
fn r34_a_row_without_an_id_tells_of_the_row_with_one() {
    // ids, times and amounts of one copy | of another | what becomes of the two
    for (one, other, all, counts) in [
        ("t1 T08:00:11 8, t2 T08:00:11 9", "- T08:00:11 8, - T08:00:11 9", 2, "2 same"),
        ("t1 T08:00:11 8", "- T08:00:11 8, - T08:00:11 8", 2, "1 new, 1 same"),
        ("t1 T08:00:11 8, t2 T08:00:11 8", "- T08:00:11 8", 2, "1 same"),
        // One of two equal rows lost its id: each copy has two rows.
        ("t1 T08:00:11 8, t2 T08:00:11 8", "t1 T08:00:11 8, - T08:00:11 8", 2, "2 same"),
        ("t1 T08:00:11 8, t2 T08:00:11 8", "t3 T08:00:11 8, - T08:00:11 8", 3, "1 new, 1 same"),
        // Another amount or another second is another row.
        ("t1 T08:00:11 8", "- T08:00:11 9", 2, "1 new"),
        ("t1 T08:00:11 8", "- T08:00:12 8", 2, "1 new"),
        // A copy that shows minutes.
        ("t1 T08:00:11 8, t2 T08:00:40 8", "- T08:00 8", 2, "1 same"),
        ("t1 T08:00:11 8", "- T08:00 8, - T08:00 8", 2, "1 new, 1 same"),
        ("- T08:00:11 8, - T08:00:40 8", "- T08:00 8, - T08:00 8", 2, "2 same"),
        ("t1 T08:00 8", "- T08:00:11 8", 1, "1 same"),
        ("- T08:00:11 8", "- T08:01 8", 2, "1 new"),
    ] {
        let rows = |rows: &str, paste: &str| -> String {
            let line = |row: &str| {
                let [id, time, amount] = row.split(' ').collect::<Vec<_>>()[..] else { panic!() };
                let id = id.trim_start_matches('-');
                format!("charge id={id} on=05-03{time} amount={amount} seen=05-0{paste}\n")
            };
            rows.split(", ").map(line).collect()
        };
        let later = rows(other, "6");
        let state = check(&format!(
            "billing manual\n{}{later}counts charge-05-06 => {counts}",
            rows(one, "4")
        ));
        assert_eq!(state.transactions.len(), all, "{one} | {other}");
        let earlier = rows(other, "2");
        let state = check(&format!("billing manual\n{}{earlier}", rows(one, "4")));
        assert_eq!(state.transactions.len(), all, "earlier: {one} | {other}");
        let ids = state.transactions.ids.iter().filter(|id| **id != crate::text::Name::EMPTY);
        let stated =
            [one, other].map(|copy| copy.matches('t').count() - copy.matches("t1").count());
        let first = usize::from(one.contains("t1"));
        assert_eq!(ids.count(), first + stated.iter().sum::<usize>(), "{one} | {other}");
    }
}

/// Spend of 3 May, from copies below the level of campaigns.
#[test]
fn r32_reports_by_ad_and_by_country_join_and_replace_their_own_rows_only() {
    for (title, first, second, expected) in [
        ("pages of one list", "a 10, b 11", "c 13, d 14", 48),
        ("equal amounts of two ads", "a 10", "b 10", 20),
        ("a later part", "a 10, b 20", "b 25", 35),
        ("the same ad again", "a 10", "a 10", 10),
    ] {
        for column in ["ad-id", "ad", "group", "by"] {
            let copy = |rows: &str, seen: &str| -> String {
                let row = |row: &str| {
                    let (part, cost) = row.split_once(' ').unwrap();
                    let about = format!("campaign=X {column}={part} cost={cost}");
                    format!("report on=05-03 {about} seen=05-04T{seen}\n")
                };
                rows.split(", ").map(row).collect()
            };
            // What breaks a list down shows where it repeats a campaign and day.
            let state = check(&format!(
                "{}{}report on=05-02 campaign=X {column}=y cost=1 seen=05-03
                 report on=05-02 campaign=X {column}=z cost=1 seen=05-03",
                copy(first, "10:00"),
                copy(second, "10:01"),
            ));
            let of_day = state.report_days.iter().filter(|d| d.day.to_string() == "2026-05-03");
            let spent: Amount = of_day.filter_map(|d| d.cost).sum();
            assert_eq!(spent, amount(&expected.to_string()), "{title}: {column}");
        }
    }
}

/// Reports at two levels are copies of one spend.
#[test]
fn r35_levels_of_a_report_are_never_added_to_one_another() {
    const WHOLE: &str = "report on=05-03 campaign=X cost=30 seen=05-04T10:00 paste=1";
    for (ads, expected) in [
        ("report on=05-03 campaign=X ad=a cost=10 seen=05-05", 30),
        ("report on=05-03 campaign=X ad=a cost=31 seen=05-05", 31),
        ("report on=05-03 campaign=X ad=a cost=31 seen=05-03T20:00", 30),
    ] {
        let state = check(&format!("{WHOLE}\n{ads}"));
        let spent: Amount = state.report_days.iter().filter_map(|d| d.cost).sum();
        assert_eq!(spent, amount(&expected.to_string()), "{ads}");
    }
}

/// So are rows of several levels in one table, whether they add up or not; where they do not, it is said.
#[test]
fn r35_a_row_above_its_parts_in_one_table_is_not_added_to_them() {
    for (title, rows, expected, is_said) in [
        ("two levels", "- - 30, Women - 10, Men - 20", 30, false),
        ("a part is missing", "- - 30, Women - 10", 30, true),
        ("more in the parts", "- - 29, Women - 10, Men - 20", 30, true),
        ("three levels", "- - 30, Women - 10, Women a 4, Women b 6, Men - 20, Men c 20", 30, false),
        (
            "three levels, an ad is missing",
            "- - 30, Women - 10, Women a 4, Men - 20, Men c 20",
            30,
            true,
        ),
        ("ads right below the campaign", "- - 30, Women a 10, Men b 20", 30, false),
        ("one of them missing", "- - 30, Women a 10", 30, true),
        ("ads and less of their group", "- - 30, Women - 4, Women a 6, Men b 20", 30, true),
        ("one part", "- - 30, Women - 30", 30, false),
        ("parts alone", "Women - 10, Men - 10", 20, false),
        ("groups and ads", "Women - 10, Women a 4, Men - 20", 30, true),
    ] {
        let row = |row: &str| {
            let [group, ad, cost] = row.split(' ').collect::<Vec<_>>()[..] else { panic!("{row}") };
            let cell = |key: &str, name: &str| match name {
                "-" => String::new(),
                name => format!(" {key}={name}"),
            };
            let parts = cell("group", group) + &cell("ad", ad);
            format!("report on=05-03 campaign=X{parts} cost={cost} seen=05-04\n")
        };
        let state = check(&rows.split(", ").map(row).collect::<String>());
        let spent: Amount = state.report_days.iter().filter_map(|d| d.cost).sum();
        assert_eq!(spent, amount(&expected.to_string()), "{title}");
        let mut keys = state.problems.iter().map(|p| p.problem.message.key);
        assert_eq!(keys.any(|key| key == "account.report.levelsDiffer"), is_said, "{title}");
    }
}

/// A text beside each campaign that is another one tomorrow is no other campaign.
#[test]
fn r33_a_column_that_tells_no_rows_apart_is_no_part_of_what_a_row_is() {
    let state = check(
        "report on=05-03 campaign=X by=Learning cost=10 seen=05-04
         report on=05-03 campaign=X by=Delivering cost=12 seen=05-05",
    );
    assert_eq!(state.report_days.len(), 1);
    // Of two columns the first one that does.
    let state = check(
        "report on=05-03 campaign=X by=DE by2=Learning cost=10 seen=05-04
         report on=05-03 campaign=X by=AT by2=Learning cost=10 seen=05-04
         report on=05-03 campaign=X by=DE by2=Delivering cost=12 seen=05-05",
    );
    assert_eq!(state.report_days.len(), 2);
}

/// R34: two rows of one campaign and day, told apart by a text under a header that nobody knows.
#[test]
fn r34_a_text_that_changes_from_copy_to_copy_is_no_part_of_what_a_row_is() {
    for (title, first, second, spent, is_said) in [
        ("the same parts", "DE 10, FR 20", "DE 12, FR 20", 32, false),
        ("a part of the list", "DE 10, FR 20", "DE 12", 32, false),
        ("another part", "DE 10, FR 20", "IT 5", 35, false),
        ("one more part", "DE 10, FR 20", "DE 10, FR 20, IT 5", 35, false),
        ("a state of one row", "Learning 10, Active 20", "Active 12, Active 25", 37, true),
        ("a state that is new", "Learning 10, Active 20", "Limited 12, Active 25", 37, true),
        ("notes", "a 10, b 20", "c 10, d 20", 30, true),
        ("a state beside a country", "DE/L 10, AT/A 20", "DE/A 12, AT/A 25", 37, false),
        ("of one country", "DE/L 10, AT/L 20, FR/A 1", "DE/A 12", 33, false),
        ("of rows of a country", "DE/a 10, DE/b 20, FR/c 5", "DE/d 12, DE/e 20, FR/c 5", 37, true),
    ] {
        let copy = |rows: &str, seen: &str| -> String {
            let row = |row: &str| {
                let (texts, cost) = row.split_once(' ').unwrap();
                let texts = match texts.split_once('/') {
                    Some((by, note)) => format!("by={by} note={note}"),
                    None => format!("note={texts}"),
                };
                format!("report on=05-03 campaign=X {texts} cost={cost} seen={seen}\n")
            };
            rows.split(", ").map(row).collect()
        };
        let copies = [copy(first, "05-04"), copy(second, "05-05")];
        for turned in [copies.clone(), [copies[1].clone(), copies[0].clone()]] {
            let state = check(&turned.concat());
            let cost: Amount = state.report_days.iter().filter_map(|d| d.cost).sum();
            assert_eq!(cost, amount(&spent.to_string()), "{title}");
            let mut keys = state.problems.iter().map(|p| p.problem.message.key);
            assert_eq!(keys.any(|key| key == "account.report.changing"), is_said, "{title}");
        }
    }
}

/// Rows 1 to 2 of 4 and rows 3 to 4 of 4 share no row, however equal they look.
#[test]
fn r32_equal_rows_on_different_pages_are_different_rows() {
    for (first, second, expected) in [
        ("page=1-2/4", "page=3-4/4", 4),
        // The same page again, pages that overlap, lists of another length, one that does not say.
        ("page=1-2/4", "page=1-2/4", 3),
        ("page=1-2/4", "page=2-3/4", 3),
        ("page=3-4/4", "page=1-2/4", 4),
        ("page=2-3/4", "page=1-2/4", 3),
        ("page=1-2/4", "page=3-4/5", 3),
        ("page=1-2/4", "", 3),
    ] {
        let state = check(&format!(
            "billing manual
             charge on=05-03 amount=5 seen=05-04T10:00 {first}
             charge on=05-03 amount=5 seen=05-04T10:00
             charge on=05-03 amount=5 seen=05-04T10:20 {second}
             charge on=05-03 amount=7 seen=05-04T10:20"
        ));
        assert_eq!(state.transactions.len(), expected, "{first} {second}");
        let state = check(&format!(
            "billing manual
             credit name=Max face=5 used=0 valid=05-01..05-31 seen=05-04T10:00 copy=2/4 {first}
             credit name=Max face=5 used=0 valid=05-01..05-31 seen=05-04T10:00
             credit name=Max face=5 used=0 valid=05-01..05-31 seen=05-04T10:20 copy=2/4 {second}
             credit name=Other face=7 used=0 valid=05-01..05-31 seen=05-04T10:20"
        ));
        assert_eq!(state.credits.len(), expected, "{first} {second}");
        let whole = state.available.unwrap().whole_as_of;
        assert_eq!(whole.is_some(), expected == 4, "{first} {second}");
    }
    // Pages that say of how many rows they are: those of one list, where they make it up and share few.
    for (first, second, expected) in [
        ("Max Max", "Max Other", 4),
        ("Other Max", "Max Max", 4),
        ("Max Other", "Max More", 4),
        // The same page again, and one of a list of more rows.
        ("Max Max", "Max Max", 2),
        ("Max Other", "Max Other", 2),
        ("Max Max", "Other", 3),
        ("Max Other", "Max More Last", 4),
    ] {
        let page = |names: &str, seen: &str| -> String {
            let row = |name| {
                format!(
                    "credit name={name} face=5 used=0 valid=05-01..05-31 seen={seen} copy=2/4\n"
                )
            };
            names.split(' ').map(row).collect()
        };
        let pages = [page(first, "05-04T10:00"), page(second, "05-04T10:20")].concat();
        let state = check(&pages);
        assert_eq!(state.credits.len(), expected, "{first} | {second}");
        let is_whole = state.available.unwrap().whole_as_of.is_some();
        assert_eq!(is_whole, expected == 4, "{pages}");
    }
    // After more than an hour the list may have moved.
    for (later, expected) in [("05-04T11:00", 2), ("05-04T11:01", 1), ("05-05T10:00", 1)] {
        let state = check(&format!(
            "billing manual
             charge on=05-03 amount=5 seen=05-04T10:00 page=1-1/2
             charge on=05-03 amount=5 seen={later} page=2-2/2"
        ));
        assert_eq!(state.transactions.len(), expected, "{later}");
    }
}

#[test]
fn r37_the_day_of_a_copy_leaves_an_interval() {
    // copy, report of that day and its charge, then: unused by replay, and the bounds around it
    for (text, left, bounds) in [
        // Copied at ten; the report of the whole day: some of the 24 may be in the copy already.
        ("seen=05-10T10:00 | report on=05-10 campaign=X cost=24 seen=05-12", "56", "56..80"),
        // The same charges with their times are exact.
        ("seen=05-10T10:00 | charge on=05-10T09:00 amount=24 seen=05-12", "80", "80..80"),
        ("seen=05-10T10:00 | charge on=05-10T11:00 amount=24 seen=05-12", "56", "56..56"),
        // The report of the morning, then the copy: all of it is in the copy.
        ("seen=05-10T10:00 | report on=05-10 campaign=X cost=24 seen=05-10T09:00", "80", "80..80"),
        // The copy, then the report of the same day: what came between the two is not in the copy.
        ("seen=05-10T10:00 | report on=05-10 campaign=X cost=24 seen=05-10T18:00", "80", "56..80"),
        // Copied as the day began: the report of that evening is counted after it, all of it in doubt.
        ("seen=05-10 | report on=05-10 campaign=X cost=24 seen=05-10T18:00", "56", "56..80"),
        // Other days are exact, whenever they were reported.
        ("seen=05-10T10:00 | report on=05-11 campaign=X cost=24 seen=05-12", "56", "56..56"),
    ] {
        let (seen, row) = text.split_once(" | ").unwrap();
        let state = check(&format!(
            "billing manual
             now 05-13
             credit name=Launch face=100 used=20 valid=05-01..05-31 {seen}
             {row}
             left Launch => {left}"
        ));
        let found = state.replays[0].credits[0].unused_between.unwrap();
        assert_eq!(format!("{}..{}", found.low, found.high), bounds, "{text}");
    }
}

#[test]
fn r37_which_report_covers_the_day_of_a_copy_is_what_counts() {
    // An early report of other days says nothing of when the day of the copy was reported.
    let state = check(
        "billing manual
         now 05-13
         report on=05-03 campaign=X cost=5 seen=05-04
         credit name=Launch face=100 used=20 valid=05-01..05-31 seen=05-10T10:00
         report on=05-10 campaign=X cost=24 seen=05-10T18:00
         left Launch => 80",
    );
    let found = state.replays[0].credits[0].unused_between.unwrap();
    assert_eq!(format!("{}..{}", found.low, found.high), "56..80");
}

#[test]
fn r35_which_export_speaks_of_which_days_as_of_when() {
    for (rows, expected) in [
        // One copy, and a later one that goes on from it.
        (
            "report on=05-01 campaign=X cost=5 seen=05-05
             report on=05-02 campaign=X cost=5 seen=05-05
             report on=05-03 campaign=X cost=5 seen=05-07
             report on=05-04 campaign=X cost=5 seen=05-07",
            "05-01..05-03 CampaignReport 05-05, 05-03..05-05 CampaignReport 05-07",
        ),
        // Another export goes on from it, at the same moment.
        (
            "report on=05-01 campaign=X cost=5 seen=05-05
             daily on=05-02 cost=5 seen=05-05",
            "05-01..05-02 CampaignReport 05-05, 05-02..05-03 ConnectorTable 05-05",
        ),
        // A day between them is not known.
        (
            "report on=05-01 campaign=X cost=5 seen=05-05
             charge on=05-03 amount=5 seen=05-05",
            "05-01..05-02 CampaignReport 05-05, 05-03..05-04 Transactions 05-05",
        ),
        // Two copies speak of one day: the later one says as of when, whichever was pasted first.
        (
            "report on=05-01 campaign=X cost=5 seen=05-07
             report on=05-01 campaign=Y cost=5 seen=05-05",
            "05-01..05-02 CampaignReport 05-07",
        ),
    ] {
        let state = check(rows);
        let clock = |at: crate::calendar::Instant| super::short(at.on_clock(state.zone));
        let said = state.charges.coverage.iter().map(|c| {
            let [start, end] = [c.start, c.end].map(|day| super::short(day.start()));
            format!("{start}..{end} {:?} {}", c.export, clock(c.as_of))
        });
        assert_eq!(said.collect::<Vec<_>>().join(", "), expected, "{rows}");
    }
}

#[test]
fn r37_a_check_on_a_day_with_reported_charges_is_an_interval() {
    // The second copy shows 70: 5 of the day's 24 were made before it. Replay counts them after it.
    let state = check(
        "billing manual
         now 05-13
         credit name=Launch face=100 used=20 valid=05-01..05-31 seen=05-08
         credit name=Launch face=100 used=30 valid=05-01..05-31 seen=05-10T10:00
         report on=05-09 campaign=X cost=5 seen=05-12
         report on=05-10 campaign=X cost=24 seen=05-12
         left Launch => 46",
    );
    let one = state.replays[0].credits[0].checks[0];
    assert_eq!((one.ours.to_string(), one.platform.to_string()), ("75".into(), "70".into()));
    assert_eq!(
        (one.between.low.to_string(), one.between.high.to_string()),
        ("51".into(), "75".into())
    );
    assert!(one.agrees());
}

#[test]
fn r36_days_without_charges_are_not_days_without_spend() {
    // rows between two copies (100 unused on 3 May 12:00, then 40 on 6 May), and what is compared
    for (rows, unused, expected) in [
        // No charges: replay knows nothing of the 60 that were used.
        ("", "40", "-"),
        ("report on=05-08 campaign=X cost=0 seen=05-12", "40", "-"),
        // 3 and 5 May are known, 4 May is not: the other 30 may be of that day.
        (
            "report on=05-03 campaign=X cost=10 seen=05-04
             report on=05-05 campaign=X cost=20 seen=05-12",
            "40",
            "70..80 silent",
        ),
        // 70 of 100 on one day alone: no more than 30 is left, whatever 4 May was.
        (
            "report on=05-03 campaign=X cost=0 seen=05-12
             report on=05-05 campaign=X cost=70 seen=05-12",
            "40",
            "30..30 differs",
        ),
        // All three days: 10 + 20 + 30 of 100 leave 40.
        (
            "report on=05-03 campaign=X cost=10 seen=05-12
             report on=05-04 campaign=X cost=20 seen=05-12
             report on=05-05 campaign=X cost=30 seen=05-12",
            "40",
            "40..50 agrees",
        ),
        // 50 + 50 + 50 of 100: even if all of 3 May was before the copy, nothing is left.
        (
            "report on=05-03 campaign=X cost=50 seen=05-12
             report on=05-04 campaign=X cost=50 seen=05-12
             report on=05-05 campaign=X cost=50 seen=05-12",
            "50",
            "0..0 differs",
        ),
        // 50 + 50 + 30: 20 may be left, if all of 3 May was before the copy.
        (
            "report on=05-03 campaign=X cost=50 seen=05-12
             report on=05-04 campaign=X cost=50 seen=05-12
             report on=05-05 campaign=X cost=30 seen=05-12",
            "20",
            "0..20 agrees",
        ),
    ] {
        let state = check(&format!(
            "billing manual
             now 05-13
             credit name=Launch face=100 used=0 valid=05-01..05-31 seen=05-03T12:00
             credit name=Launch face=100 unused={unused} valid=05-01..05-31 seen=05-06
             {rows}"
        ));
        let found = state.replays[0].credits[0].checks.first().map(|check| {
            let said = match (check.speaks(), check.agrees()) {
                (false, _) => "silent",
                (true, true) => "agrees",
                (true, false) => "differs",
            };
            format!("{}..{} {said}", check.between.low, check.between.high)
        });
        assert_eq!(found.unwrap_or("-".into()), expected, "{rows} {unused}");
    }
}

#[test]
fn r35_a_top_up_in_two_lists_is_one() {
    check(
        "billing cash-first
         cash amount=40 at=05-01
         credit name=Launch face=500 used=0 valid=05-01..05-31
         charge on=05-02T09:05 amount=100 type=Top up id=TX1
         bctx on=05-02T09:05:00 amount=100 type=ADD_BALANCE sign=POSITIVE billing=CASH id=BC1
         charge on=05-02T11:00 amount=7 type=Top up id=TX2
         charge on=05-02T12:00 amount=7 type=Top up id=TX3
         bctx on=05-03T09:00:00 amount=20 type=ADD_BALANCE sign=POSITIVE billing=CASH id=BC2
         charge on=05-05 amount=200 type=Ad spend id=5           => cash 174, Launch 26",
    );
}

#[test]
fn r35_spend_in_two_lists_is_one_stream() {
    let state = check(
        "billing manual
         credit name=Launch face=100 used=0 valid=05-01..05-31
         charge on=05-03 amount=30 type=Ad spend id=5            => Launch 30
         charge on=05-03 amount=4 type=Ad Credit credit=Launch id=6
         moved on=05-03 amount=30 type=TRANS_TYPE_COST funds=FUNDS_TYPE_CASH
         moved on=05-03 amount=4 type=TRANS_TYPE_COST funds=FUNDS_TYPE_GRANT
         moved on=05-04 amount=20 type=TRANS_TYPE_COST funds=FUNDS_TYPE_CASH  // no other list tells it
         left Launch                                             => 70",
    );
    let day = state.spend.iter().find(|d| d.day.to_string() == "2026-05-03").unwrap();
    assert_eq!(
        (day.cost.to_string(), day.by_credit.map(|a| a.to_string())),
        ("30".into(), Some("4".into()))
    );
}

#[test]
fn r35_what_a_charge_says_paid_it_did_in_every_setup_and_order() {
    for setup in ["manual", "cash-first", "credit-first", "invoicing", "unknown"] {
        for preset in super::super::order::PRESETS {
            check(&format!(
                "billing {setup}
                 order {}
                 credit name=Launch type=Free face=100 used=0 valid=05-01..05-31
                 credit name=Later type=Free face=50 used=0 valid=05-01..06-30
                 charge on=05-03T09:00 amount=30 campaign=X paid-by=Cash balance  => cash 30
                 charge on=05-04T09:00 amount=20 campaign=X paid-by=Visa *1111    => card 20
                 charge on=05-05T09:00 amount=10 campaign=X paid-by=Credit line   => credit line 10
                 left Launch     => 100
                 left Later      => 50",
                preset.key
            ));
        }
    }
    check(
        "billing manual
         credit name=Launch face=100 used=0 valid=05-01..05-31
         charge on=05-03T09:00 amount=30 campaign=X paid-by=Cash     => cash 30
         charge on=05-04T09:00 amount=20 campaign=X                  => Launch 20
         charge on=05-04T10:00 amount=5 campaign=X paid-by=-         => Launch 5
         charge on=05-05T09:00 amount=4 type=Refund campaign=X paid-by=Cash  => cash -4
         left Launch                                                 => 75
         why 0                                                       => Launch paidOtherwise
         why 1                                                       => Launch paid",
    );
}

#[test]
fn r35_a_draw_beside_charges_that_state_their_payer_is_spend_of_its_own() {
    // Rows of 3 and 4 May beside a draw of 15 on each: cost, the part that states no payer, by credit.
    for (rows, third, fourth) in [
        ("", "-", "-"),
        ("charge on=05-03 amount=30 paid-by=Cash", "45 - 15", "15 - 15"),
        ("charge on=05-03 amount=2 paid-by=Visa *1111", "17 - 15", "15 - 15"),
        ("charge on=05-03 amount=30 campaign=X paid-by=Cash balance", "45 - 15", "15 - 15"),
        // A charge that names no payer holds what credit paid of it.
        ("charge on=05-03 amount=30", "30 30 15", "-"),
        ("charge on=05-03 amount=30\ncharge on=05-03 amount=7 paid-by=Cash", "37 30 15", "15 - 15"),
    ] {
        let state = check(&format!(
            "billing manual
             now 05-10
             credit name=Launch face=100 used=0 valid=05-01..05-31
             charge on=05-03 amount=15 campaign=X type=Ad Credit credit=Launch
             charge on=05-04 amount=15 campaign=X type=Ad Credit credit=Launch
             {rows}"
        ));
        let said = |day: &str| {
            let found = state.spend.iter().find(|d| d.day.to_string() == day);
            let or_none = |a: Option<crate::money::Amount>| a.map_or("-".into(), |a| a.to_string());
            found.map_or("-".into(), |d| {
                format!("{} {} {}", d.cost, or_none(d.open_cost), or_none(d.by_credit))
            })
        };
        assert_eq!(
            (said("2026-05-03").as_str(), said("2026-05-04").as_str()),
            (third, fourth),
            "{rows}"
        );
    }
}

#[test]
fn r37_shown_as_expired_ahead_of_its_stated_end() {
    for now in ["05-20", "07-20"] {
        check(&format!(
            "now {now}
             credit name=Cut face=100 used=70 unused=30 valid=05-01..06-30 status=Active seen=05-05
             credit name=Cut face=100 used=70 unused=30 valid=05-01..06-30 status=Expired seen=05-10
             state Cut      => expired 05-10, forfeited 30"
        ));
    }
    check(
        "now 05-20
         credit name=Open face=100 used=70 unused=30 status=Expired seen=05-10
         state Open     => expired 05-10, forfeited 30",
    );
}

#[test]
fn e15_a_register_says_whose_account_it_is() {
    let state = check(
        "register account=7000000000000001 client=Old owner=Ana seen=05-01
         register account=7000000000000001 client=Nord seen=05-09
         register account=7000000000000001 client=Nord seen=05-09 paste=again
         counts register-05-01     => 1 new
         counts register-05-09     => 1 changed
         counts register-05-09-again => 1 same",
    );
    assert_eq!(state.account.client.as_deref(), Some("Nord"));
    assert_eq!(state.account.owner.as_deref(), Some("Ana"), "the newer list has no such column");
}

#[test]
fn r15_a_window_stated_in_another_zone_is_on_the_accounts_clock() {
    // 08:00 in Shanghai is midnight in London.
    let text = |now: &str| {
        format!(
            "balance account=7000000000000001 cash=5 zone=UTC+00:00
             credit name=A face=10 unused=10 from=05-01 until=05-20T08:00 zone=UTC+08:00
             now {now}
             state A"
        )
    };
    check(&format!("{} => available", text("05-20")));
    check(&format!("{} => expired 05-20 00:01, forfeited 0 to 10", text("05-20T00:01")));
}

#[test]
fn r39_what_the_requirement_text_says_of_campaigns() {
    use super::Yes;
    for (needs, shop, feed) in [
        ("No restrictions", Yes::Yes, Yes::Yes),
        ("GMV Max campaigns only", Yes::Yes, Yes::Unknown),
        ("Excluding GMV Max", Yes::No, Yes::Unknown),
        ("Campaigns: Feed", Yes::Unknown, Yes::Yes),
        // A second condition that no export can answer leaves the first one's no standing, and no yes.
        ("Excluding GMV Max; Countries: Japan", Yes::No, Yes::Unknown),
        ("GMV Max campaigns only; Countries: Japan", Yes::Unknown, Yes::Unknown),
        ("GMV Max campaigns only; New customers", Yes::Unknown, Yes::Unknown),
    ] {
        let state = check(&format!(
            "credit name=Launch type=Free face=50 used=0 valid=05-01..05-31 needs={needs}
             report on=05-03 campaign=Feed cost=1
             gmv on=05-03 campaign=Shop cost=1"
        ));
        let of = |name: &str| {
            let named = |c: &super::Campaign| state.names.text(c.name) == name;
            let at = state.campaigns.iter().position(named).map(super::CampaignIx::from_at);
            state.credits[0].eligibility.of(at)
        };
        assert_eq!((of("Shop"), of("Feed")), (shop, feed), "{needs}");
    }
}
