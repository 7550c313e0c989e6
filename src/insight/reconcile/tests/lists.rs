//! What a list of transactions lacks or holds twice: one cause, by day and in sum.

use crate::account::tests::check;
use crate::insight::reconcile::reconcile;

/// Six days of 10; `net` of it is not paid by credit, and all credit is in the Used amount. Why the credit and its 3rd
/// day differ.
fn causes(net: u32, listed: &[u32]) -> Vec<&'static str> {
    let used = 6 * (10 - net);
    let mut text = format!(
        "currency USD
         billing manual
         now 05-20
         credit name=Launch type=Free face=200 used={used} unused={} valid=05-01..06-30 seen=05-20\n",
        200 - used
    );
    for day in 1..=6 {
        text += &format!("report on=05-0{day} campaign=X cost=10 net={net} seen=05-20\n");
    }
    for (at, day) in listed.iter().enumerate() {
        text += &format!(
            "charge on=05-0{day}T12:00 amount=-{} type=Ad Credit campaign=X credit=Launch \
             id=70000000000000000{at:02} seen=05-20\n",
            10 - net
        );
    }
    let rows = reconcile(&check(&text));
    let is_it = |key: &str| key.starts_with("credit:") || key == "day:2026-05-03";
    let rows = rows.iter().filter(|row| is_it(&row.key));
    rows.map(|row| row.cause.as_ref().map_or("none", |cause| cause.key)).collect()
}

#[test]
fn r32_days_that_the_list_leaves_out_are_no_tax_and_no_net_cost_to_come() {
    for net in [0, 4] {
        let expected = ["reconcile.cause.missing_page"; 2];
        assert_eq!(causes(net, &[1, 2, 5, 6]), expected, "net cost {net}");
    }
}

#[test]
fn r29_rows_that_stand_twice_are_the_cause_of_the_credit_too() {
    for net in [0, 4] {
        let found = causes(net, &[1, 2, 2, 3, 3, 4, 5, 6]);
        assert_eq!(found, ["reconcile.cause.duplicate"; 2], "net cost {net}");
    }
}
