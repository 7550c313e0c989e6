//! What days cost, by which witness, and what balances say.

use super::{NetCost, amount, check, short};
use crate::account::state::AccountState;

/// `05-03 cost 20 by credit 7`; an unsettled day ends in `, open`.
fn days(state: &AccountState) -> String {
    let said = state.spend.iter().map(|day| {
        let by_credit = day.by_credit.map_or("-".into(), |a| a.to_string());
        let open = if day.is_settled { "" } else { ", open" };
        format!("{} cost {} by credit {by_credit}{open}", short(day.day.start()), day.cost)
    });
    said.collect::<Vec<_>>().join("; ")
}

#[test]
fn r35_what_ad_credit_paid_of_a_day_is_one_witness_s_word() {
    for (rows, cost, by_credit) in [
        ("report campaign=X cost=10", "10", "-"),
        // Voucher cost of campaigns adds up; the account's own figure leads it.
        ("report campaign=X cost=10 voucher=3 | report campaign=Y cost=10 voucher=4", "20", "7"),
        ("report campaign=X cost=10 voucher=3 | daily cost=10 voucher=6", "10", "6"),
        ("daily cost=10 voucher=6", "10", "6"),
        // Cost less Net Cost leads voucher cost, and adds up.
        ("report campaign=X cost=10 net=4 voucher=3", "10", "6"),
        ("report campaign=X cost=10 net=4 | report campaign=Y cost=10 net=7", "20", "9"),
        ("report campaign=X cost=10 net=0 | report campaign=Y cost=10 net=7", "20", "13"),
        // Draws lead all.
        (
            "report campaign=X cost=10 net=4 | charge amount=5 type=Ad Credit credit=Launch",
            "10",
            "5",
        ),
        // R23: days of a Business Center's costs are cut in UTC+0.
        ("report campaign=X cost=10 | costs campaign=X cost=10 voucher=5", "10", "-"),
        // The same campaign in the report of GMV Max is no second one.
        ("report campaign=X cost=10 voucher=3 | gmv campaign=X cost=10 voucher=3", "10", "3"),
        // A figure for two days says nothing of one.
        (
            "report campaign=X cost=10 | gmv campaign=Y cost=9 voucher=9 range=05-03..05-04",
            "10",
            "-",
        ),
    ] {
        let rows = rows.split(" | ").map(|row| match row.contains("range=") {
            true => row.to_owned(),
            false => row.replacen(' ', " on=05-03 ", 1),
        });
        let state = check(&rows.collect::<Vec<_>>().join("\n"));
        assert_eq!(days(&state), format!("05-03 cost {cost} by credit {by_credit}"));
    }
}

/// The report of the 6th was copied at 14:00 of that day; the list says 40 on the 5th, 30 and 50 on the 6th.
#[test]
fn r33_a_report_of_half_a_day_gives_way_to_a_later_list_of_all_of_it() {
    let report = "report on=05-06 campaign=X cost=30 seen=05-06T14:00";
    let list = |from: &str, seen: &str| {
        let rows = ["05-05T09:00 amount=40", "05-06T10:00 amount=30", "05-06T20:00 amount=50"];
        let rows = rows.iter().filter(|row| **row >= from);
        rows.map(|row| format!("\ncharge on={row} campaign=X seen={seen}")).collect::<String>()
    };
    for (from, seen, expected) in [
        ("05-05", "05-20", "05-05 cost 40 by credit -; 05-06 cost 80 by credit -"),
        // A list that begins on that day may begin within it.
        ("05-06", "05-20", "05-06 cost 30 by credit -, open"),
        (
            "05-05",
            "05-06T21:00",
            "05-05 cost 40 by credit -, open; 05-06 cost 30 by credit -, open",
        ),
    ] {
        let state = check(&format!("{report}{}", list(from, seen)));
        assert_eq!(days(&state), expected, "{from}, {seen}");
    }
}

#[test]
fn r21_the_lag_counts_from_the_end_of_the_day() {
    for (seen, expected) in [
        ("05-05", "05-03 cost 5 by credit -"),
        ("05-04T23:59", "05-03 cost 5 by credit -, open"),
        ("05-04", "05-03 cost 5 by credit -, open"),
    ] {
        let state = check(&format!("report on=05-03 campaign=X cost=5 seen={seen}"));
        assert_eq!(days(&state), expected, "{seen}");
    }
}

#[test]
fn r22_net_cost_zero_by_day_and_age_of_the_copy() {
    for (row, expected) in [
        ("on=2023-08-31 cost=5 net=0", NetCost::NoData),
        ("on=2023-09-01 cost=5 net=0", NetCost::FullyByCredit),
        // A day of lag after the day's end.
        ("on=05-08 cost=5 net=0 seen=05-10", NetCost::FullyByCredit),
        ("on=05-08 cost=5 net=0 seen=05-09T23:59", NetCost::NotYetFilled),
        ("on=05-08 cost=5 net=0 seen=05-09T02:00", NetCost::NotYetFilled),
        ("on=05-08 cost=0 net=0", NetCost::Stated(amount("0"))),
        ("on=05-08 cost=5 net=2", NetCost::Stated(amount("2"))),
        ("on=05-08 cost=5", NetCost::Absent),
    ] {
        let state = check(&format!("report campaign=X {row}"));
        assert_eq!(state.report_days[0].net_cost, expected, "{row}");
    }
}

#[test]
fn r33_of_two_reports_the_newer_leads_and_of_one_moment_the_larger() {
    for (one, other, cost) in [
        ("cost=12 seen=05-10", "cost=10 seen=05-11", "10"),
        ("cost=10 seen=05-10", "cost=12 seen=05-11", "12"),
        ("cost=12 seen=05-10", "cost=10 seen=05-10", "12"),
    ] {
        for [one, other] in [[one, other], [other, one]] {
            let state = check(&format!(
                "report on=05-03 campaign=X {one} paste=1\nreport on=05-03 campaign=X {other} paste=2"
            ));
            assert_eq!(state.spend[0].cost, amount(cost), "{one}, {other}");
        }
    }
}

#[test]
fn r23_a_report_without_days_says_so_at_its_first_row() {
    let state = check(
        "report campaign=X cost=5 on=05-03
         report campaign=Y cost=5
         report campaign=Z cost=5
         counts report-12-31 => 1 new, 2 set aside
         problems            => account.report.undated",
    );
    assert_eq!(state.problems[0].problem.place.line_number, Some(3));
    // With a range of one day it is a report of that day.
    let state = check("report campaign=X cost=5 range=05-03..05-03");
    assert_eq!(days(&state), "05-03 cost 5 by credit -");
    check("report campaign=X cost=5 range=05-04..05-03\nproblems => account.report.undated");
}

#[test]
fn r35_only_costs_of_single_days_cover_days() {
    for (rows, expected) in [
        ("report on=05-03 campaign=X cost=5", "05-03..05-04 05-10"),
        ("report on=05-03 campaign=X voucher=5", ""),
        ("report campaign=X cost=5 range=05-03..05-04", ""),
        // As of the later copy of that export, and of no other.
        (
            "report on=05-03 campaign=X cost=5 | report on=05-03 campaign=Y cost=5 seen=05-12",
            "05-03..05-04 05-12",
        ),
        (
            "report on=05-03 campaign=X cost=5 seen=05-12 | report on=05-03 campaign=Y cost=5",
            "05-03..05-04 05-12",
        ),
        (
            "report on=05-03 campaign=X cost=5 | daily on=05-03 cost=5 seen=05-12",
            "05-03..05-04 05-10",
        ),
    ] {
        let rows = rows.split(" | ").map(|row| match row.contains("seen=") {
            true => row.to_owned(),
            false => format!("{row} seen=05-10"),
        });
        let rows = rows.collect::<Vec<_>>().join("\n");
        let state = check(&rows);
        let said = state.charges.coverage.iter().map(|c| {
            let [start, end] = [c.start, c.end].map(|day| short(day.start()));
            format!("{start}..{end} {}", short(c.as_of.on_clock(state.zone)))
        });
        assert_eq!(said.collect::<Vec<_>>().join(", "), expected, "{rows}");
    }
}

#[test]
fn r36_cash_that_was_typed_in_leads_until_a_later_copy() {
    for (typed, cash) in [("05-02", "5"), ("05-03", "7"), ("05-04", "7")] {
        let state = check(&format!(
            "cash amount=7 at={typed}\nbalance account=7000000000000001 cash=5 seen=05-03"
        ));
        assert_eq!(state.funds.cash.unwrap().value, amount(cash), "{typed}");
        assert_eq!(state.funds.cash_is_typed, cash == "7", "{typed}");
    }
}

#[test]
fn e8_balances_are_kept_over_time_and_the_latest_alert_leads() {
    let of = |row: &str| format!("balance account=7000000000000001 {row}");
    for (rows, history, alert) in [
        (vec![of("cash=5 alert=20 seen=05-03")], 1, Some("20")),
        (vec![of("cash=5 alert=20 seen=05-03"), of("cash=5 alert=30 seen=05-04")], 2, Some("30")),
        (vec![of("cash=5 alert=30 seen=05-04"), of("cash=5 alert=20 seen=05-03")], 2, Some("30")),
        // The last row of one copy.
        (vec![of("cash=5 alert=20 seen=05-03"), of("cash=5 alert=30 seen=05-03")], 1, Some("30")),
        // A connector's row without a balance is none.
        (vec!["daily on=05-03 cost=5".to_owned()], 0, None),
        (vec![of("alert=20 seen=05-03")], 1, Some("20")),
    ] {
        let state = check(&rows.join("\n"));
        assert_eq!(state.funds.history.len(), history, "{rows:?}");
        assert_eq!(state.funds.balance_alert.map(|a| a.value), alert.map(amount), "{rows:?}");
    }
}

#[test]
fn r36_cash_runs_from_its_statement_with_what_came_in_and_went_out_since() {
    for (row, left) in [
        ("on=05-03 amount=100 type=Add balance", "150"),
        // It is in the statement of that moment.
        ("on=05-02 amount=100 type=Add balance", "50"),
        ("on=05-01 amount=100 type=Add balance", "50"),
        ("on=05-03 amount=20 type=Decrease balance", "30"),
        ("on=05-03 amount=20", "30"),
    ] {
        let state = check(&format!(
            "billing manual
             credit name=Over face=1 used=1 valid=04-01..04-30
             cash amount=50 at=05-02
             charge {row}"
        ));
        assert_eq!(state.replays[0].cash_left, Some(amount(left)), "{row}");
    }
}

#[test]
fn r33_a_copy_that_states_no_status_leaves_the_one_that_was_stated() {
    for (one, other, status) in [
        ("status=Pending", "status=Posted", "Posted"),
        ("status=Posted", "", "Posted"),
        ("", "status=Posted", "Posted"),
        ("", "", ""),
    ] {
        let state = check(&format!(
            "charge id=t1 on=05-03 amount=30 seen=05-04 {one}
             charge id=t1 on=05-03 amount=30 seen=05-06 {other}"
        ));
        assert_eq!(state.names.text(state.transactions.statuses[0]), status, "{one}, {other}");
    }
}

#[test]
fn r37_copies_that_meet_are_one_stretch_of_days() {
    use crate::account::state::Transactions;
    let day = |number| crate::calendar::Day::from_number(number);
    for (stretches, spans) in [
        ([(1, 2), (3, 4)], true),
        ([(3, 4), (1, 2)], true),
        ([(1, 3), (2, 4)], true),
        // A day between them is in neither.
        ([(1, 2), (4, 4)], false),
    ] {
        let mut all = Transactions::default();
        assert!(all.is_empty());
        for (first, last) in stretches {
            all.add_stretch(day(first), day(last));
        }
        assert_eq!(all.spans(day(1), day(4)), spans, "{stretches:?}");
    }
    let state = check("charge on=05-03 amount=5");
    assert!(!state.charges.is_empty() && !state.transactions.is_empty());
    let state = check("credit name=A face=9");
    assert!(state.charges.is_empty() && state.transactions.is_empty());
    assert!(!state.sources[0].unanswered.any());
}

#[test]
fn r16_a_cost_with_less_than_nothing_of_net_cost_is_what_credit_paid_and_cash_that_came_back() {
    for (billing, back) in [("manual", "cash"), ("invoicing", "not credit")] {
        let state = check(&format!(
            "billing {billing}
             credit name=Six face=200 used=0 valid=05-06..06-30 seen=05-06
             report on=05-06 campaign=X cost=37.13 net=-2.44 seen=05-20 => Six 39.57, {back} -2.44"
        ));
        assert_eq!(days(&state), "05-06 cost 37.13 by credit 39.57");
    }
}

/// 80 of 100 were drawn by the 5th; of the 70 that came back on the 15th the ended credit had paid 20.
#[test]
fn r16_what_a_later_correction_gives_back_was_drawn_before_it() {
    let copy = |first: u32, seen: &str| {
        let left = 100 - first;
        format!(
            "credit name=First face=100 used={first} unused={left} valid=05-01..05-10 seen={seen}
             credit name=Month face=200 used=0 unused=200 valid=05-01..05-30 seen={seen}\n"
        )
    };
    let charges = "charge on=05-05T10:00 amount=80 campaign=X => First 80
        charge on=05-09T10:00 amount=40 campaign=X => First 20, Month 20
        charge on=05-12T10:00 amount=30 campaign=X => Month 30
        charge on=05-15T10:00 amount=-70 type=Refund campaign=X => Month -30, Month -20, First -20";
    check(&format!("billing manual\n{}{}{charges}", copy(0, "05-01"), copy(80, "05-20")));
}

/// 60 were left at noon of the 10th; of that day's 20 any part may be in that copy. Net Cost of a later day tells.
#[test]
fn r37_how_much_of_its_day_is_in_a_copy_nobody_knows_until_a_later_day_tells() {
    for (net, paid) in [
        ("", "Noon 10, cash 10, unknown 20"),
        (" net=30", "Noon 10, cash 30"),
        (" net=10", "Noon 30, cash 10"),
        (" net=22", "Noon 18, cash 22"),
    ] {
        let rest = if net.is_empty() { "" } else { " net=0" };
        let last = if net.is_empty() { "" } else { " net=5" };
        check(&format!(
            "billing manual
             credit name=Noon face=100 used=40 unused=60 valid=05-01..06-30 seen=05-10T12:00
             report on=05-10 campaign=X cost=20{rest} seen=05-20 => Noon 20
             report on=05-11 campaign=X cost=30{rest} seen=05-20 => Noon 30
             report on=05-12 campaign=X cost=40{net} seen=05-20 => {paid}
             report on=05-13 campaign=X cost=5{last} seen=05-20 => cash 5"
        ));
    }
    // What an earlier copy holds of its own day was not drawn again before this one: 50 = 100 - 20 - 30, or more.
    check(
        "billing manual
         credit name=Noon face=200 used=100 unused=100 valid=05-01..06-30 seen=05-08T12:00
         credit name=Noon face=200 used=150 unused=50 valid=05-01..06-30 seen=05-10T12:00
         report on=05-08 campaign=X cost=20 seen=05-20
         report on=05-09 campaign=X cost=30 seen=05-20
         report on=05-10 campaign=X cost=20 seen=05-20
         report on=05-11 campaign=X cost=45 seen=05-20 => Noon 30, unknown 15",
    );
}
