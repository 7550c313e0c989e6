//! Who paid where the platform's own rows and figures say it, and what charges tell that end before the copy.

use super::check;

/// A ends first, and B paid first: the rows say so, and the copy holds just that.
#[test]
fn r35_rows_that_name_a_credit_decide_who_paid() {
    let copy = "billing manual
         credit name=A face=20 used=20 unused=0 valid=05-01..05-10 seen=05-19
         credit name=B face=30 used=30 unused=0 valid=05-03..05-18 seen=05-19";
    let rows = "charge on=05-03T12:00 amount=-10 type=Ad Credit campaign=X credit=B
                charge on=05-04T12:00 amount=-20 type=Ad Credit campaign=X credit=B
                charge on=05-04T12:00 amount=-10 type=Ad Credit campaign=X credit=A
                charge on=05-05T12:00 amount=-10 type=Ad Credit campaign=Y credit=A";
    // With Net Cost beside them and without; of the last day the copy tells what is left.
    for net in [["0", "0", "15"], ["", "", ""]] {
        let [one, two, three] = net;
        let state = check(&format!(
            "{copy}
             report on=05-01 campaign=X cost=0 net={one}
             report on=05-02 campaign=X cost=0 net={one}
             report on=05-03 campaign=X cost=10 net={one} => B 10
             report on=05-04 campaign=X cost=30 net={two} => B 20, A 10
             report on=05-05 campaign=Y cost=25 net={three} => A 10, cash 15
             {rows}"
        ));
        // R14: no order that we know draws so.
        assert!(state.order.is_unknown());
        assert!(state.replays[0].credits.iter().all(|c| c.checks.iter().all(|c| c.agrees())));
        // What the rows say replay has from them: it is no witness of it.
        assert!((0..3).all(|at| !state.replays[0].tells(super::ChargeIx(at))));
    }
    // Rows that the Used amount contradicts lead nowhere: then the order does.
    check(&format!(
        "{}
         report on=05-01 campaign=X cost=0
         report on=05-02 campaign=X cost=0
         report on=05-03 campaign=X cost=10 => A 10
         report on=05-04 campaign=X cost=30 => A 10, B 20
         report on=05-05 campaign=Y cost=25 => B 5, unknown 20
         {rows}",
        copy.replace("used=30 unused=0", "used=25 unused=5")
    ));
}

#[test]
fn r22_r36_net_cost_that_ties_with_the_used_amount_says_who_paid() {
    let rows = |used: &str, paid: [&str; 3]| {
        let unused = 100 - used.parse::<i32>().unwrap();
        let days = (1..4).zip(paid).map(|(day, paid)| {
            format!("report on=05-0{day} campaign=X cost=10 net=4 seen=05-22 => {paid}\n")
        });
        let days: String = days.collect();
        check(&format!(
            "billing manual
             now 05-22
             credit name=A face=100 used={used} unused={unused} valid=05-01..06-30 seen=05-22
             {days}"
        ));
    };
    rows("18", ["A 6, cash 4"; 3]);
    // Where the two differ, our rules stand beside them.
    rows("30", ["A 10"; 3]);
}

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
