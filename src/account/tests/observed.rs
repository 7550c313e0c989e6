//! Who paid where the platform's own rows and figures say it, and what charges tell that end before the copy.

use super::check;

/// An export has no rows of days without spend.
#[test]
fn r36_charges_that_end_before_the_copy_tell_what_was_drawn_by_then() {
    for (used, second) in [(20, "Launch 5, cash 10"), (30, "Launch 15")] {
        check(&format!(
            "billing manual
             now 05-22
             credit name=Launch face={used} used={used} unused=0 valid=05-01..05-31 seen=05-21T12:00
             report on=05-01 campaign=X cost=15 seen=05-21 => Launch 15
             report on=05-02 campaign=X cost=15 seen=05-21 => {second}"
        ));
    }
    // Days before the first report are not known.
    check(
        "billing manual
         now 05-22
         credit name=Launch face=20 used=20 unused=0 valid=05-01..05-31 seen=05-21T12:00
         report on=05-02 campaign=X cost=15 seen=05-21 => unknown 15",
    );
}

/// B shows 5 as used: 20 less the 15 that came back.
#[test]
fn r16_what_came_back_before_a_copy_is_not_used_in_it() {
    check(
        "billing manual
         now 05-22
         credit name=A face=50 used=50 unused=0 valid=05-01..05-10 seen=05-22
         credit name=B face=100 used=5 unused=95 valid=05-01..06-30 seen=05-22
         report on=05-01 campaign=X cost=0 seen=05-22
         report on=05-02 campaign=X cost=40 seen=05-22 => A 40
         report on=05-03 campaign=X cost=30 seen=05-22 => A 10, B 20
         report on=05-04 campaign=X cost=-15 seen=05-22 => B -15",
    );
}
