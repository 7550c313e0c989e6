//! Cases a domain person can read. Rule numbers stand in the names.

use super::check;

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
         credit name=Launch face=20 used=0 valid=05-01..05-31
         charge on=05-03 amount=30              => Launch 20, credit line 10",
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
        ("earliest_end", "Short"),
        ("most_restricted", "Bound"),
        ("earliest_redeemed", "Old"),
        ("smallest_first", "Small"),
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
fn r3_unassigned_means_never_drawn() {
    check(
        "billing manual
         credit name=Link type=Assignable face=100 used=0 valid=05-01..05-31
         charge on=05-04 campaign=X amount=1      => cash 1",
    );
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
         charge on=05-03 amount=30 seen=05-20     => Launch 5, cash 25
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
fn r36_from_the_face_amount_where_charges_cover_the_whole_life() {
    let state = check(
        "billing manual
         now 05-20
         credit name=Launch face=50 used=50 valid=05-01..05-31 seen=05-10
         report on=05-01 campaign=X cost=30 seen=05-11   => Launch 30
         report on=05-09 campaign=X cost=30 seen=05-11   => Launch 20, cash 10",
    );
    let check = state.replays[0].credits[0].checks[0];
    assert_eq!((check.ours, check.platform), (super::amount("0"), super::amount("0")));
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
         state Gone => available",
    );
    check(
        "now 05-20
         credit name=Gone face=100 used=0 valid=05-01..05-31 seen=05-05
         credit name=Here face=100 used=0 valid=05-01..05-31 seen=05-12 copy=full
         state Gone => gone between 05-05 and 05-12",
    );
    // A full copy of ended credits under the same headers says nothing about the others (R34).
    check(
        "now 05-20
         credit name=Open face=100 used=0 valid=05-01..05-31 seen=05-05
         credit name=Past face=100 used=100 valid=04-01..05-31 seen=05-12 copy=full
         state Open => available",
    );
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
         credit name=Sum face=10 used=3 unused=4 valid=05-01..05-31
         credit name=Odd type=Mystery face=1 used=0 valid=05-01..05-31
         charge on=05-03 amount=1  => Odd 1
         problems => account.credit.faceNotPositive, account.credit.invertedWindow, \
         account.credit.negative, account.credit.noEnd, account.credit.sum, account.credit.unknownType",
    );
}
