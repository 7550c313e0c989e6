//! Cases in which one row, one sign or one moment decides who paid what.

use super::check;

/// The copy of the 3rd leaves 100; of 50 charged that day any part was before it. On the 4th 50 find the credit and
/// 50 more do not: had all of the 3rd been before the copy, the credit would have paid them, unless something else did.
#[test]
fn r37_what_is_said_to_be_paid_by_others_is_nothing_that_an_empty_credit_lacked() {
    for (paid_by, between) in [("", "0..0"), ("paid-by=Visa 1111", "0..50")] {
        let state = check(&format!(
            "billing manual
             now 05-13
             credit name=Launch face=100 used=0 valid=05-01..05-31 seen=05-03T12:00
             credit name=Launch face=100 used=100 valid=05-01..05-31 seen=05-06
             report on=05-03 campaign=X cost=50 seen=05-12
             charge on=05-04T09:00 campaign=X amount=50 type=Ad spend id=1 seen=05-12
             charge on=05-04T10:00 campaign=X amount=50 type=Ad spend id=2 {paid_by} seen=05-12
             report on=05-05 campaign=X cost=0 seen=05-12"
        ));
        let check = state.replays[0].credits[0].checks[0];
        assert_eq!(format!("{}..{}", check.between.low, check.between.high), between, "{paid_by}");
    }
}

#[test]
fn r35_r36_cash_that_a_charge_names_is_gone_and_what_a_card_paid_is_not() {
    for (first, then) in
        [("Cash balance", "Launch 5, cash 10, card 5"), ("Visa 1111", "Launch 5, cash 15")]
    {
        let payer = if first == "Visa 1111" { "card" } else { "cash" };
        check(&format!(
            "billing credit-first
             cash amount=40 at=05-01
             credit name=Launch face=5 used=0 valid=05-01..05-31
             charge on=05-03 amount=30 type=Ad spend paid-by={first} id=1 seen=05-10  => {payer} 30
             report on=05-04 campaign=X cost=20 seen=05-10                             => {then}"
        ));
    }
}

/// As much came back as was spent: the signs are those of the list.
#[test]
fn r16_a_list_whose_rows_cancel_out_keeps_its_signs() {
    check(
        "billing manual
         credit name=Launch face=100 used=0 valid=05-01..05-31
         charge on=05-03 campaign=X amount=-10 type=Ad spend id=1   => Launch 10
         charge on=05-04 campaign=X amount=10 type=Ad spend id=2    => Launch -10",
    );
}

/// R16, R33: which charge a refund gives back is known by its campaign, though a later copy leaves that out.
#[test]
fn r16_r33_a_copy_without_campaigns_makes_no_other_thing_of_a_refund() {
    check(
        "billing manual
         credit name=Launch face=100 used=0 valid=05-01..05-31
         charge on=05-03T10:00 campaign=X amount=30 type=Ad spend id=TX1 seen=05-05
         charge on=05-04T10:00 campaign=X amount=-10 type=Refund id=TX2 seen=05-05
         charge on=05-03T10:00 amount=30 type=Ad spend id=TX1 seen=05-06   => Launch 30
         charge on=05-04T10:00 amount=-10 type=Refund id=TX2 seen=05-06    => Launch -10
         left Launch                                                     => 80
         counts charge-05-06                                             => 2 same",
    );
}

/// Campaigns of GMV Max stand in a list of their own: none of them is another's new name.
#[test]
fn r35_a_campaign_without_its_id_is_not_taken_for_one_of_another_report() {
    for (list, problems) in
        [("report", "account.report.perhapsRenamed"), ("gmv", "account.report.gmvMaxAdded")]
    {
        check(&format!(
            "report on=05-03 campaign=X cost=10 seen=05-04
             {list} on=05-03 campaign=Y campaign-id=1790000000000001 cost=5 seen=05-05
             problems => {problems}"
        ));
    }
}

/// R30: a list that numbers its rows gives each another number once there is one more, and shows only the newest.
#[test]
fn r30_numbers_of_rows_are_no_ids() {
    check(
        "billing manual
         credit name=Launch face=100 used=0 valid=05-01..05-31
         charge on=05-03T10:00 amount=30 type=Ad spend id=1 seen=05-05
         charge on=05-02T10:00 amount=20 type=Ad spend id=2 seen=05-05   => Launch 20
         charge on=05-04T10:00 amount=10 type=Ad spend id=1 seen=05-06   => Launch 10
         charge on=05-03T10:00 amount=30 type=Ad spend id=2 seen=05-06   => Launch 30
         left Launch                                                     => 40",
    );
}

#[test]
fn r35_a_row_above_its_parts_is_counted_as_known_already() {
    check(
        "report on=05-03 campaign=X cost=30 seen=05-04
         report on=05-03 campaign=X group=Women cost=10 seen=05-04
         report on=05-03 campaign=X group=Men cost=20 seen=05-04
         counts report-05-04                                => 2 new, 1 same",
    );
}
