//! Cash and the day on which it was stated (R36, R37).

use super::check;

/// Of a day's total nobody knows on which side of a statement of that day it stands: what cash held before it may have paid
/// it too.
#[test]
fn r37_the_day_of_a_statement_of_cash_lies_on_both_sides_of_it() {
    for (billing, day) in [
        // How much there was before is not known: not what card, credit line or credit paid then.
        ("credit-first", "not credit 30"),
        ("invoicing", "not credit 30"),
        ("manual", "cash 30"),
    ] {
        check(&format!(
            "billing {billing}
             credit name=Later face=5 used=0 valid=06-01..06-30
             balance account=7000000000000001 cash=0 seen=05-02T17:00
             report on=05-02 cost=30 campaign=X seen=05-20          => {day}"
        ));
    }
    check(
        "billing credit-first
         credit name=Later face=5 used=0 valid=06-01..06-30
         balance account=7000000000000001 cash=0 seen=05-02T17:00
         report on=05-02 cost=30 campaign=X seen=05-20          => not credit 30
         report on=05-03 cost=10 campaign=X seen=05-20          => card 10",
    );
    // What it held is known by the statement before, and what came in since pays as well.
    check(
        "billing credit-first
         credit name=Later face=5 used=0 valid=06-01..06-30
         balance account=7000000000000001 cash=50 seen=05-01T17:00
         balance account=7000000000000001 cash=20 seen=05-02T12:00
         balance account=7000000000000001 cash=0 seen=05-02T17:00
         report on=05-02 cost=60 campaign=X seen=05-20          => cash 50, card 10
         report on=05-03 cost=10 campaign=X seen=05-20          => card 10",
    );
    check(
        "billing cash-first
         credit name=Launch face=100 used=0 valid=05-01..06-30
         balance account=7000000000000001 cash=50 seen=05-01T17:00
         balance account=7000000000000001 cash=20 seen=05-02T17:00
         report on=05-02 cost=40 campaign=X seen=05-20          => cash 40
         report on=05-03 cost=15 campaign=X seen=05-20          => cash 10, Launch 5",
    );
    check(
        "billing cash-first
         credit name=Launch face=100 used=0 valid=05-01..06-30
         balance account=7000000000000001 cash=10 seen=05-02T17:00
         report on=05-02 cost=40 campaign=X seen=05-20          => cash 10, unknown 30",
    );
    // A charge with a time stands where it stands.
    check(
        "billing credit-first
         credit name=Later face=5 used=0 valid=06-01..06-30
         balance account=7000000000000001 cash=0 seen=05-02T17:00
         charge on=05-02T18:00 amount=30                        => card 30",
    );
}
