//! Cases in which one row, one sign or one moment decides who paid what.

use super::check;

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
