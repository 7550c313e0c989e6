//! What is lost of credits that nothing draws today.

use super::super::Expected;
use crate::account::tests::{amount, check};
use crate::insight::answer;
use crate::options::Options;

/// By the log it paid 30 behind its copy, and is assigned to nothing now: the platform may show 70 by this time.
#[test]
fn r36_r37_what_a_held_credit_paid_since_its_copy_is_not_lost() {
    let lost = |log: &str| {
        let state = check(&format!(
            "currency USD
             billing manual
             now 05-20
             credit name=Reels type=Assignable face=100 used=0 unused=100 valid=05-01..06-30 seen=05-02
             {log}
             report on=05-03 campaign=X cost=10 seen=05-20
             report on=05-04 campaign=X cost=10 seen=05-20
             report on=05-05 campaign=X cost=10 seen=05-20
             report on=05-06 campaign=X cost=10 seen=05-20"
        ));
        answer(&state, &Options::default()).forecast.credits[0].lost
    };
    let between = |low: &str| {
        let all = amount("100");
        Some(Expected { low: amount(low), middle: all, high: all })
    };
    let log = "log on=05-03 credit=Reels campaign=X action=assigned seen=05-20
               log on=05-06 credit=Reels campaign=X action=unassigned seen=05-20";
    assert_eq!(lost(log), between("70"));
    assert_eq!(lost(&log.replace("campaign=X", "campaign=Y")), between("100"));
}
