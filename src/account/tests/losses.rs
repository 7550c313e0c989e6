//! What a credit lost at least, where days and the order among credits leave open what it paid (R8, R14, R37).

use super::check;

/// In the order of their ends Soon paid the first ten; in another one Late did.
#[test]
fn r14_what_another_credit_is_said_to_have_paid_may_be_of_the_one_that_ended() {
    check(
        "billing manual
         now 05-20
         credit name=Soon face=20 used=0 unused=20 valid=05-01..05-05 seen=05-02T09:00
         credit name=Late face=100 used=0 unused=100 valid=05-01..05-10 seen=05-02T09:00
         report on=05-03 campaign=X cost=10 range=05-02..05-12 seen=05-19     => Soon 10
         report on=05-08 campaign=X cost=5 range=05-02..05-12 seen=05-19      => Late 5
         state Soon => expired 05-06, forfeited 10 to 20
         state Late => expired 05-11, forfeited 85 to 100",
    );
    // What it may not pay it did not pay in any order.
    check(
        "billing manual
         now 05-20
         credit name=Link type=Assignable face=20 used=0 unused=20 valid=05-01..05-15 seen=05-02T09:00
         log on=05-01T10:00 credit=Link campaign=Y action=Assigned seen=05-12
         credit name=Late type=Free face=100 used=0 unused=100 valid=05-01..05-10 seen=05-02T09:00
         answer key=Late|free|100||2026-05-01..2026-05-11 campaign=Y eligible=no
         report on=05-03 campaign=Y cost=10 range=05-02..05-12 seen=05-19     => Link 10
         report on=05-08 campaign=X cost=5 range=05-02..05-12 seen=05-19
         state Late => expired 05-11, forfeited 95 to 100",
    );
}

/// Credit paid seven on the 15th, which is no part of what was drawn of Ended before its copy.
#[test]
fn r37_what_credit_paid_after_an_end_tells_nothing_of_the_day_of_its_copy() {
    check(
        "billing manual
         now 05-26
         credit name=Ended face=100 used=40 unused=60 valid=05-01..05-12 seen=05-10T12:00
         credit name=Idle type=Assignable face=50 used=0 unused=50 valid=05-09..05-20 seen=05-10T12:00
         report on=05-09 campaign=X cost=30 net=0 seen=05-18
         report on=05-10 campaign=X cost=20 net=0 seen=05-18
         report on=05-11 campaign=X cost=10 net=0 seen=05-18
         report on=05-12 campaign=X cost=0 net=0 seen=05-18
         report on=05-15 campaign=X cost=7 net=0 seen=05-18
         state Ended => expired 05-13, forfeited 30 to 60",
    );
}
