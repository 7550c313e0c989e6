//! Days whose net cost is not filled in yet.

use super::check;

/// What is left out until then may differ yet: where the others agree, no difference is known, which is not 0.
#[test]
fn r22_r37_a_day_that_is_left_out_has_no_difference_of_zero() {
    for (drawn, difference) in [("40", "?"), ("30", "10")] {
        check(
            &format!(
                "account currency=USD billing=manual
                 now    11-21 14:00
                 credit Launch face=1000 valid=11-01..11-30
                 report 11-20 cost=40 net=unfilled voucher=40 at=11-21T09:00
                 draw   11-20T12:00 credit=Launch amount={drawn} at=11-21T09:00"
            ),
            &[&format!(
                "11-20 within lag {difference}: net cost of 11-20 is not filled in yet; it is left out until then"
            )],
        );
    }
}
