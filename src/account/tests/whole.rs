//! What whole lists tell of credits that they do not list (R32).

use super::*;

/// R37: a list without it tells before a later copy of Not available that shows nothing left.
#[test]
fn r37_a_list_without_a_credit_dates_its_end_before_the_copy_that_shows_nothing_left() {
    let a = "name=A face=300 valid=05-01..06-30";
    for (lists, between) in [
        ("credit empty=yes seen=05-18T09:00 copy=full", "05-15 09:00 and 05-18 09:00"),
        // R33: it was listed again since.
        (
            "credit empty=yes seen=05-16T09:00 copy=full
             credit name=A face=300 valid=05-01..06-30 used=260 unused=40 seen=05-17T09:00 copy=full",
            "05-17 09:00 and 05-20 11:00",
        ),
        // A copy of which nothing says that it is the whole list.
        (
            "credit name=B face=9 valid=05-01..06-30 used=0 unused=9 seen=05-18T09:00",
            "05-15 09:00 and 05-20 11:00",
        ),
        // Listed, with nothing left.
        (
            "credit name=A face=300 valid=05-01..06-30 used=300 unused=0 seen=05-18T09:00 copy=full",
            "05-15 09:00 and 05-18 09:00",
        ),
    ] {
        check(&format!(
            "now 05-20T12:00\n credit {a} used=250 unused=50 seen=05-15T09:00\n {lists}
             ended {a} used=300 unused=0 seen=05-20T11:00\n state A => used up between {between}"
        ));
    }
}
