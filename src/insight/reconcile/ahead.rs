//! Copies that are dated after now accuse nobody.

use super::{Settlement, reconcile};
use crate::account::tests::check;

/// 20 were drawn on the morning of the 20th. The copy shows none of it: of the 19th, it cannot; of a time that is still to
/// come, it has a wrong time.
#[test]
fn r33_no_difference_rests_on_a_copy_of_a_time_to_come() {
    let rows = |now: &str| {
        let state = check(&format!(
            "currency USD\n zone +00:00\n billing manual\n now {now}
             credit name=A type=Free face=100 used=0 unused=100 valid=05-18..05-30 seen=05-18T00:00 copy=full
             credit name=A type=Free face=100 used=10 unused=90 valid=05-18..05-30 seen=05-21T08:00 copy=full
             charge on=05-18T10:00 amount=-10 type=Ad Credit credit=A id=T1 seen=05-20T09:00
             charge on=05-20T06:00 amount=-20 type=Ad Credit credit=A id=T2 seen=05-20T09:00"
        ));
        let rows = reconcile(&state);
        let row = rows.iter().find(|row| row.key.starts_with("credit:A")).unwrap();
        (row.settlement, row.cause.as_ref().map(|cause| cause.key))
    };
    assert_eq!(rows("05-22T00:00").0, Settlement::Unexplained);
    assert_eq!(rows("05-20T09:30"), (Settlement::NotComparable, Some("account.future.copy")));
}
