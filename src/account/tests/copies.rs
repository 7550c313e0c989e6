//! Several copies of the list of credits: which rows are one credit, what contradicts, how far the list is known.

use super::{Case, NONE, NetCost, TransactionKind, amount, check};
use crate::ingest::exports::Export;
use crate::problem::Arg;

#[test]
fn r34_a_copy_that_leaves_out_columns_is_of_the_one_credit_it_fits() {
    const FULL: &str = "credit name=A type=Free face=100 valid=05-01..05-31 seen=05-05";
    const OTHER: &str = "credit name=A type=Free face=100 valid=05-10..06-30 seen=05-05";
    for (copies, expected) in [
        (&[FULL, "credit name=A type=Free face=100 seen=05-12"][..], 1),
        (&[FULL, "credit name=A type=Free valid=05-01..05-31 seen=05-12"], 1),
        (&[FULL, "credit name=A face=100 valid=05-01..05-31 seen=05-12"], 1),
        (&[FULL, "credit name=A seen=05-12"], 1),
        // One through another.
        (&[FULL, "credit name=A type=Free face=100 seen=05-12", "credit name=A seen=05-13"], 1),
        // The fuller one is in two copies.
        (
            &[
                FULL,
                "credit name=A type=Free face=100 valid=05-01..05-31 seen=05-06",
                "credit name=A seen=05-13",
            ],
            1,
        ),
        // Another face amount, another type, another name.
        (&[FULL, "credit name=A type=Free face=90 seen=05-12"], 2),
        (&[FULL, "credit name=A type=Assignable seen=05-12"], 2),
        (&[FULL, "credit name=B type=Free face=100 seen=05-12"], 2),
        // It may be either: a credit by itself.
        (&[FULL, OTHER, "credit name=A type=Free face=100 seen=05-12"], 3),
        // Neither states all that the other does.
        (&["credit name=A type=Free seen=05-05", "credit name=A face=100 seen=05-12"], 2),
    ] {
        for at in 0..copies.len() {
            let mut copies = copies.to_vec();
            copies.rotate_left(at);
            let state = check(&copies.join("\n"));
            assert_eq!(state.credits.len(), expected, "{copies:?}");
        }
    }
}

#[test]
fn r34_a_time_that_a_copy_leaves_out_makes_no_other_credit() {
    let of = |from: &str, until: &str, seen: &str| {
        format!("credit name=A face=100 unused=60 from={from} until={until} seen={seen}")
    };
    let day = || of("05-01", "05-31", "05-05");
    for (copies, expected) in [
        (vec![day(), of("05-01T08:00", "05-31", "05-12")], 1),
        (vec![day(), of("05-01T08:00", "05-31T08:00", "05-12")], 1),
        (vec![day(), of("05-01T08:00:05", "05-31T23:59:59", "05-12")], 1),
        (vec![day(), of("05-01T00:00", "06-01T00:00", "05-12")], 1),
        (vec![of("05-01T08:00", "05-31", "05-05"), of("05-01", "05-31T08:00", "05-12")], 1),
        (vec![of("05-01T08:00", "05-31", "05-05"), of("05-01T08:00:20", "05-31", "05-12")], 1),
        // Another day, and another time where both say one.
        (vec![day(), of("05-02T08:00", "05-31", "05-12")], 2),
        (vec![of("05-01T08:00", "05-31", "05-05"), of("05-01T09:00", "05-31", "05-12")], 2),
        // Two of one copy are two, whether others state their times or not.
        (vec![of("05-01T08:00", "05-31", "05-05"), of("05-01T09:00", "05-31", "05-05")], 2),
        (vec![day(), of("05-01T08:00", "05-31", "05-12"), of("05-01T09:00", "05-31", "05-12")], 2),
        (
            vec![
                day(),
                day(),
                of("05-01T08:00", "05-31", "05-12"),
                of("05-01T09:00", "05-31", "05-12"),
            ],
            2,
        ),
    ] {
        for at in 0..copies.len() {
            let mut copies = copies.clone();
            copies.rotate_left(at);
            let state = check(&copies.join("\n"));
            assert_eq!(state.credits.len(), expected, "{copies:?}");
        }
    }
    // The time that any copy states holds, and no key hangs on it.
    let state =
        check(&[of("05-01T08:00", "05-31", "05-05"), of("05-01", "05-31", "05-12")].join("\n"));
    let credit = &state.credits[0];
    assert_eq!(credit.window.start.unwrap().to_string(), "2026-05-01 08:00:00");
    assert_eq!(credit.key, check(&day()).credits[0].key);
}

/// Ids of imports are drawn by lot; which of two copies of one moment tells news is not.
#[test]
fn r33_of_the_same_rows_pasted_twice_the_first_paste_tells_news() {
    let rows = "credit name=A face=9 unused=5 valid=05-01..05-31 paste=a
         credit name=A face=9 unused=5 valid=05-01..05-31 paste=b";
    let case = Case::read(rows);
    for first in [0, 1] {
        let mut pastes = case.pastes();
        pastes[first].pasted_at = pastes[first].pasted_at.plus_seconds(-60);
        let state = case.build(&pastes);
        let told = |at: usize| {
            let source = state.sources.iter().find(|source| source.import == pastes[at].id);
            source.map(|source| (source.counts.new, source.counts.same)).unwrap()
        };
        assert_eq!((told(first), told(1 - first)), ((1, 0), (0, 1)), "{first}");
    }
}

#[test]
fn r34_of_equal_credits_the_one_spent_furthest_is_the_first() {
    for rows in [
        ["used=1", "used=3"],
        ["used=3", "used=1"],
        ["unused=4", "unused=2"],
        ["unused=2", "unused=4"],
    ] {
        let rows =
            rows.map(|row| format!("credit name=GMV face=5 valid=05-01..05-31 seen=05-02 {row}"));
        let state = check(&rows.join("\n"));
        let unused: Vec<_> = state.credits.iter().map(|c| c.unused.unwrap().value).collect();
        assert_eq!(unused, [amount("2"), amount("4")], "{rows:?}");
    }
}

#[test]
fn r33_what_copies_of_one_credit_say_of_each_other() {
    // rows with their moments | what becomes of the last one | unused | problems
    for (rows, counted, unused, problems) in [
        ("used=20 05-05 | used=20 05-07", "1 same", "80", ""),
        ("used=20 05-05 | used=30 05-07", "1 changed", "70", ""),
        ("used=20 05-05 | used=20 05-05", "1 same", "80", ""),
        ("used=20 05-05 | used=30 05-05", "1 conflicting", "70", "account.credit.conflict"),
        ("used=20 05-05 | used=20 05-07 | used=30 05-07", "1 conflicting", "70", ""),
        ("used=20 05-05 | used=15 05-07", "1 changed", "85", "account.credit.usedFell"),
        ("used=20 status=Active 05-05 | used=20 status=Valid 05-07", "1 changed", "80", ""),
        // Of one moment the figure further on, whichever was pasted first.
        ("unused=40 05-05 | unused=30 05-05", "1 conflicting", "30", "account.credit.conflict"),
    ] {
        let rows: Vec<String> = (rows.split(" | ").enumerate())
            .map(|(at, row)| {
                let (row, seen) = row.rsplit_once(' ').unwrap();
                format!("credit name=A face=100 valid=05-01..05-31 {row} seen={seen} paste={at}")
            })
            .collect();
        let last = rows.last().unwrap();
        let seen = last.split("seen=").nth(1).unwrap().replace(" paste=", "-");
        let text = rows.join("\n");
        let state =
            check(&format!("{text}\ncounts credit-{seen} => {counted}\nproblems => {problems}"));
        let observed = &state.credits[0];
        assert_eq!(observed.unused.unwrap().value, amount(unused), "{text}");
        let moments = observed.observations.iter().flat_map(|o| &o.seen_again).count();
        assert_eq!(moments, usize::from(text.matches("used=20 seen=05-07").count() == 1), "{text}");
    }
    let state = check(
        "credit name=A face=100 unused=30 valid=05-01..05-31 seen=05-05 paste=1
         credit name=A face=100 unused=40 valid=05-01..05-31 seen=05-05 paste=2",
    );
    assert_eq!(state.credits[0].unused.unwrap().value, amount("30"), "pasted first");
}

#[test]
fn r33_r37_whether_anything_is_left_is_not_known_where_copies_of_one_moment_disagree_on_it() {
    let seen = |unused: &str, rest: &str| {
        format!("credit name=A face=100 unused={unused} valid=05-01..05-31 seen={rest}\n")
    };
    let two = [seen("20", "05-05 paste=1"), seen("0", "05-05 paste=2")];
    for two in [two.concat(), two.iter().rev().cloned().collect()] {
        let copies = format!("now 05-20\n{}{two}", seen("60", "05-02"));
        let state = check(&format!("{copies}state A => undetermined"));
        assert_eq!((state.credits[0].unused, state.credits[0].used), (None, None), "{copies}");
        assert_eq!(state.credits[0].percent.computed, None);
        // A copy of its own moment tells, and the day of the two tells no day.
        check(&format!("{copies}{}state A => used up between 05-02 and 05-07", seen("0", "05-07")));
        check(&format!("{copies}{}state A => available", seen("10", "05-07")));
    }
}

#[test]
fn amount_used_and_unused_that_do_not_add_up_are_so_far_apart() {
    for (figures, apart) in [
        ("face=10 used=3 unused=4", Some("3")),
        ("face=10 used=8 unused=4", Some("2")),
        ("face=10 used=6 unused=4", None),
        ("face=10 used=6", None),
    ] {
        let state = check(&format!("credit name=A valid=05-01..05-31 {figures}"));
        let said = state.problems.iter().map(|p| &p.problem.message);
        let said = said.filter(|m| m.key == "account.credit.sum");
        let said: Vec<_> = said.filter_map(|m| m.arg("difference")).collect();
        let said = said.iter().map(|arg| match arg {
            Arg::Money(money) => money.amount,
            other => panic!("{other:?}"),
        });
        assert_eq!(said.collect::<Vec<_>>(), apart.map(amount).into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn r32_r34_how_far_the_available_list_is_known() {
    for (rows, expected) in [
        // Ended by the very moment of its copy: one of Not available.
        ("credit name=A face=9 unused=5 valid=04-01..05-11 seen=05-12", "not copied"),
        (
            "credit name=A face=9 unused=5 valid=04-01..05-11 seen=05-11T23:59",
            "a part, 05-11 23:59",
        ),
        ("credit name=A face=9 unused=5 valid=04-01..05-31 seen=05-12 copy=full", "whole, 05-12"),
        (
            "credit name=A face=9 unused=5 valid=04-01..05-31 seen=05-12 copy=page",
            "a part, 05-12, 1 of more",
        ),
    ] {
        check(&format!("now 05-20\n{rows}\navailable => {expected}"));
    }
    // A later copy of one page of it is no later copy of the list.
    check(
        "now 05-20
         credit name=A face=9 unused=5 valid=05-01..05-31 seen=05-12 copy=full
         credit name=B face=9 unused=5 valid=05-01..05-31 seen=05-12 copy=full
         credit name=A face=9 unused=4 valid=05-01..05-31 seen=05-15 copy=1/2
         available => whole, 05-12",
    );
    // Pages of one sitting, up to an hour apart, are no later copy of each other.
    for (second, expected) in [
        ("05-12T10:00", "available"),
        ("05-12T10:01", "available, not in the copy of 05-12 10:01, last seen 05-12 09:00"),
    ] {
        check(&format!(
            "now 05-20
             credit name=First face=9 used=0 valid=05-01..05-31 seen=05-12T09:00 copy=1/3
             credit name=Second face=9 used=0 valid=05-01..05-31 seen={second} copy=1/3
             state First => {expected}"
        ));
    }
}

#[test]
fn r1_r34_a_copy_that_lists_nothing_but_what_has_ended_is_of_not_available() {
    const ENDED: &str = "credit name=A face=9 unused=5 valid=04-01..05-11 seen=05-12";
    const USED_UP: &str = "credit name=B face=9 unused=0 used=9 valid=05-01..05-31 seen=05-12";
    const LIVING: &str = "credit name=C face=9 unused=5 valid=05-01..05-31 seen=05-12";
    for (rows, expected) in [
        (&[ENDED, USED_UP][..], Export::PromotionsNotAvailable),
        (&[USED_UP], Export::PromotionsNotAvailable),
        (&[USED_UP, LIVING], Export::PromotionsAvailable),
    ] {
        let state = check(&format!("now 05-20\n{}", rows.join("\n")));
        assert_eq!(state.sources[0].export, expected, "{rows:?}");
    }
}

#[test]
fn r37_the_state_of_a_credit_of_which_little_is_stated() {
    for (row, state) in [
        ("", "undetermined"),
        ("face=9", "available"),
        ("used=1", "available"),
        ("unused=3", "available"),
        ("until=05-31", "available"),
    ] {
        check(&format!("now 05-20\ncredit name=A {row}\nstate A => {state}"));
    }
    // The latest copy before the end states no figure: the one before it does.
    check(
        "now 06-05
         credit name=A face=50 unused=40 valid=05-01..05-31 seen=05-20
         credit name=A face=50 valid=05-01..05-31 status=Active seen=05-25
         state A => expired 06-01, forfeited 0 to 40",
    );
    // Draws that are not all of it date nothing.
    check(
        "now 05-25
         credit name=A face=50 used=0 unused=50 valid=05-01..05-31 seen=05-18T10:00
         credit name=A face=50 used=50 unused=0 valid=05-01..05-31 seen=05-20T10:00
         charge on=05-19T10:00 type=Ad Credit amount=20 credit=A
         state A => used up between 05-18 10:00 and 05-20 10:00",
    );
}

#[test]
fn r2_without_a_used_amount_the_percent_is_of_what_is_left() {
    for (row, ours) in
        [("face=80 used=20", "0.25"), ("face=80 unused=20", "0.75"), ("used=20 unused=60", "0.25")]
    {
        let state = check(&format!("credit name=A valid=05-01..05-31 {row}"));
        assert_eq!(state.credits[0].percent.computed.map(|p| p.to_string()), Some(ours.into()));
    }
}

#[test]
fn r15_a_day_stated_in_another_zone_is_that_day_on_the_accounts_clock() {
    for (now, expected) in
        [("05-20T23:59", "available"), ("05-21", "expired 05-21, forfeited 0 to 10")]
    {
        check(&format!(
            "balance account=7000000000000001 cash=5 zone=UTC+00:00
             credit name=A face=10 unused=10 valid=05-01..05-20 zone=UTC+08:00
             now {now}
             state A => {expected}"
        ));
    }
}

#[test]
fn r36_of_contradictions_of_one_moment_the_smaller_amount_counts() {
    for (one, other) in [("unused=40", "unused=30"), ("unused=30", "unused=40")] {
        check(&format!(
            "billing manual
             now 05-20
             credit name=A face=50 valid=05-01..05-31 seen=05-05 paste=1 {one}
             credit name=A face=50 valid=05-01..05-31 seen=05-05 paste=2 {other}
             charge on=05-06 amount=5   => A 5
             left A                     => 25"
        ));
    }
}

#[test]
fn a_credit_that_ends_before_it_begins_pays_nothing() {
    check(
        "billing manual
         credit name=A face=50 used=0 valid=05-20..05-10
         charge on=05-05 amount=5   => cash 5
         charge on=05-15 amount=5   => cash 5
         charge on=05-25 amount=5   => cash 5",
    );
    // Nor of the day of both.
    check(
        "billing manual
         credit name=A face=50 used=0 from=05-20T10:00 until=05-20T09:00
         report on=05-20 campaign=X cost=5   => cash 5",
    );
}

#[test]
fn r15_of_the_day_on_which_a_credit_ends_the_total_may_still_be_its() {
    check(
        "billing manual
         credit name=A face=50 used=0 from=05-19T10:00 until=05-20T12:00
         report on=05-18 campaign=X cost=2   => cash 2
         report on=05-19 campaign=X cost=3   => A 3
         report on=05-20 campaign=X cost=5   => A 5
         report on=05-21 campaign=X cost=7   => cash 7",
    );
}

#[test]
fn r33_one_list_that_holds_a_transaction_twice_by_its_id() {
    for (ids, expected) in [(["t1", "t1"], 1), (["t1", "t2"], 2), (["", ""], 2)] {
        let rows = ids.map(|id| format!("charge on=05-03 amount=8 id={id}"));
        assert_eq!(check(&rows.join("\n")).transactions.len(), expected, "{ids:?}");
    }
}

#[test]
fn r5_a_charge_of_the_moment_at_which_a_credit_was_seen_suspended() {
    check(
        "billing manual
         credit name=A face=50 used=0 valid=05-01..05-31 seen=05-02
         credit name=A face=50 used=5 valid=05-01..05-31 seen=05-05T10:00 labels=Suspended
         charge on=05-05T09:59 amount=5   => A 5
         charge on=05-05T10:00 amount=6   => cash 6
         why 0                            => A paid
         why 1                            => A suspended",
    );
}

/// What was charged on 3 May, campaign by campaign, and what was said.
fn charged(rows: &[&str]) -> (Vec<(String, String)>, Vec<&'static str>) {
    let state = check(&rows.join("\n"));
    let mut charged: Vec<_> = (state.charges.campaigns.iter().zip(&state.charges.amounts))
        .map(|(campaign, micros)| {
            let campaign = state.campaigns.get(*campaign as usize);
            let name = campaign.map_or("-", |campaign| state.names.text(campaign.name));
            (name.to_owned(), crate::money::Amount::from_micros((*micros).into()).to_string())
        })
        .collect();
    charged.sort();
    (charged, state.problems.iter().map(|p| p.problem.message.key).collect())
}

#[track_caller]
fn check_charged(rows: &[&str], expected: &[(&str, &str)], problems: &[&str]) {
    let (found, said) = charged(rows);
    let found: Vec<_> = found.iter().map(|(name, cost)| (name.as_str(), cost.as_str())).collect();
    assert_eq!((found, said), (expected.to_vec(), problems.to_vec()), "{rows:?}");
}

/// R32, R34: campaigns of one name that no id tells apart; a page of them says nothing of the others.
#[test]
fn r32_of_equal_names_a_part_of_the_list_removes_none() {
    let first = "report on=05-03 campaign=X cost=10 seen=05-04 paste=0";
    let second = "report on=05-03 campaign=X cost=15 seen=05-04 paste=0";
    for (later, expected) in [
        (&["cost=15"][..], &[("X", "10"), ("X", "15")][..]),
        (&["cost=10"], &[("X", "10"), ("X", "15")]),
        (&["cost=16"], &[("X", "10"), ("X", "16")]),
        (&["cost=12", "cost=15"], &[("X", "12"), ("X", "15")]),
        // As much as both: the campaign as a whole.
        (&["cost=25"], &[("X", "25")]),
    ] {
        let later: Vec<_> = later
            .iter()
            .map(|cost| format!("report on=05-03 campaign=X {cost} seen=05-06 paste=1"))
            .collect();
        let rows =
            [first, second].into_iter().chain(later.iter().map(String::as_str)).collect::<Vec<_>>();
        check_charged(&rows, expected, &[]);
    }
}

/// R35: one spend, known by names in one copy and by ids in another.
#[test]
fn r35_names_in_one_copy_and_ids_in_another_are_one_spend() {
    let by_name = [
        "report on=05-03 campaign=A cost=30 seen=05-04 paste=0",
        "report on=05-03 campaign=B cost=12 seen=05-04 paste=0",
    ];
    let one = "report on=05-03 campaign-id=1790000000000000001 cost=30 seen=05-05 paste=1";
    let two = "report on=05-03 campaign-id=1790000000000000002 cost=12 seen=05-05 paste=1";
    check_charged(&[&by_name[..], &[one, two]].concat(), &[("", "12"), ("", "30")], &[]);
    // A page of them: the names are further, and the difference is told.
    let told = ["account.report.namesOrIds"];
    check_charged(&[&by_name[..], &[one]].concat(), &[("A", "30"), ("B", "12")], &told);
    // A copy with both says which is which.
    let both =
        "report on=05-02 campaign=A campaign-id=1790000000000000001 cost=1 seen=05-05 paste=2";
    let (found, _) = charged(&[&by_name[..1], &[one, both]].concat());
    assert_eq!(found.len(), 2, "{found:?}");
    // Renamed since, or another campaign: nobody says.
    let named =
        "report on=05-03 campaign=C campaign-id=1790000000000000003 cost=30 seen=05-05 paste=1";
    let told = ["account.report.perhapsRenamed"];
    check_charged(&[by_name[0], named], &[("A", "30"), ("C", "30")], &told);
    let same = named.replace("campaign=C", "campaign=A");
    check_charged(&[by_name[0], &same], &[("A", "30")], &[]);
}

/// R35: the account's own figure of a day is all of it; a list of campaigns may be a part.
#[test]
fn r35_what_campaigns_leave_of_the_accounts_own_figure_is_spend_not_listed_by_campaign() {
    let daily = "daily on=05-03 cost=30 seen=05-05";
    let told = ["account.report.notByCampaign"];
    let gmv = "gmv on=05-03 campaign=G cost=7 seen=05-05";
    check_charged(&[daily, gmv], &[("-", "23"), ("G", "7")], &told);
    let part = "report on=05-03 campaign=X cost=10 seen=05-05";
    check_charged(&[daily, part], &[("-", "20"), ("X", "10")], &told);
    check_charged(&[daily, "report on=05-03 campaign=X cost=30 seen=05-05"], &[("X", "30")], &[]);
    // More than the account's figure: it is the older one.
    check_charged(&[daily, "report on=05-03 campaign=X cost=31 seen=05-06"], &[("X", "31")], &[]);
}

/// A page shows one blank where a file has two.
#[test]
fn r34_names_are_one_whatever_blanks_they_have() {
    check_charged(
        &[
            "report on=05-03 campaign=DE␣␣Prospecting cost=10 seen=05-04 paste=0",
            "report on=05-03 campaign=DE Prospecting cost=10 seen=05-04 paste=1",
        ],
        &[("DE Prospecting", "10")],
        &[],
    );
    check_charged(
        &[
            "report on=05-03 campaign=X ad=Boots␣␣red cost=10 seen=05-04 paste=0
             report on=05-03 campaign=X ad=Boots␣␣blue cost=7 seen=05-04 paste=0",
            "report on=05-03 campaign=X ad=Boots red cost=10 seen=05-05 paste=1",
        ],
        &[("X", "10"), ("X", "7")],
        &[],
    );
}

/// A row without its day in a report by day was spent on none of its days.
#[test]
fn r35_a_row_without_its_day_among_rows_with_days_is_told() {
    check_charged(
        &[
            "report on=05-03 campaign=X cost=10 range=05-03..05-04 seen=05-06",
            "report campaign=Y cost=7 range=05-03..05-04 seen=05-06",
        ],
        &[("X", "10")],
        &["account.report.undated"],
    );
}

#[test]
fn r34_one_id_with_two_amounts_counts_once_and_is_named() {
    // amounts and times of one id | what each was | what is drawn | problems
    for (rows, counted, drawn, problems) in [
        (
            "12 T10:00:00, 15 T10:00:00",
            "1 new, 1 conflicting",
            "15",
            "account.transaction.conflict",
        ),
        (
            "15 T10:00:00, 12 T10:00:00",
            "1 new, 1 conflicting",
            "15",
            "account.transaction.conflict",
        ),
        ("12 T10:00:00, 12 T10:00:00", "1 new, 1 same", "12", ""),
        // Another time: nothing says that they are one.
        ("12 T10:00:00, 15 T11:00:00", "2 new", "27", "account.transaction.idAgain"),
        // What came back of it.
        ("-12 T10:00:00, 5 T10:00:00", "2 new", "7", ""),
        // What failed is not spent.
        (
            "15 T10:00:00 status=Failed, 12 T10:00:00 status=Success",
            "1 new, 1 conflicting",
            "12",
            "account.transaction.conflict",
        ),
    ] {
        let line = |row: &str| {
            let (amount, on) = row.split_once(' ').unwrap();
            format!(
                "charge id=7301000000000000001 type=Ad Credit credit=A amount={amount} on=05-03{on} seen=05-06\n"
            )
        };
        let rows: String = rows.split(", ").map(line).collect();
        let state = check(&format!(
            "zone +00:00\n credit name=A face=100 valid=05-01..05-31 used=0 seen=05-02
             {rows}counts charge-05-06 => {counted}\n drawn A => {drawn}\n problems => {problems}"
        ));
        let doubts = state.problems.iter().map(|p| p.problem.place.line_number);
        assert!(doubts.eq((!problems.is_empty()).then_some(Some(3))), "{rows}");
    }
}

#[test]
fn r34_another_choice_of_columns_makes_no_other_transactions() {
    let all = "id=7301000000000000001 campaign=X credit=A paid-by=Ad credit type=Charge";
    // what one copy says of a row | what another says of it | how many there are
    for (one, other, count) in [
        (all, "id=7301000000000000001 campaign=X credit=A paid-by=Ad credit type=Charge", 1),
        (all, "id=7301000000000000001 campaign=X type=Charge", 1),
        (all, "id=7301000000000000001 type=Charge", 1),
        (all, "campaign=X credit=A type=Ad Credit", 1),
        (all, "credit=A type=Ad Credit", 1),
        ("id=7301000000000000001 campaign=X", "id=7301000000000000001 paid-by=Card", 1),
        ("campaign=X type=Ad Credit", "credit=A type=Ad Credit", 1),
        // A campaign by name, and by id.
        (all, "id=7301000000000000001 campaign-id=1790000000000000011 type=Charge", 1),
        ("campaign=X type=Ad Credit", "campaign-id=1790000000000000011 type=Ad Credit", 1),
        // The same column with another campaign.
        ("campaign=X type=Ad Credit", "campaign=Y type=Ad Credit", 2),
        (all, "id=7301000000000000002 type=Charge", 2),
    ] {
        for seen in ["05-04", "05-08"] {
            let state = check(&format!(
                "charge on=05-03T10:00:00 amount=12 {one} seen=05-06
                 charge on=05-03T10:00:00 amount=12 {other} seen={seen}"
            ));
            assert_eq!(state.transactions.len(), count, "{one} | {other}");
            if count == 1 && one == all {
                let told = &state.transactions;
                assert_ne!(told.campaigns, [NONE], "{other}");
                assert_eq!(told.kinds, [TransactionKind::AdCredit], "{other}");
                assert_eq!(state.names.text(told.credit_names[0]), "A", "{other}");
            }
        }
    }
    // Two of one id, which one copy tells apart and the other does not.
    let part = |campaign: &str, amount: u32| {
        format!(
            "charge on=05-03T10:00:00 id=7301000000000000001 amount={amount} seen=05-06{campaign}\n"
        )
    };
    let state = check(&format!(
        "{}{}{}{}",
        part(" campaign=X paste=1", 3),
        part(" campaign=Y paste=1", 4),
        part(" paste=2", 3),
        part(" paste=2", 4)
    ));
    assert_eq!(state.transactions.len(), 2);
}

#[test]
fn r33_what_a_later_copy_says_of_a_transaction() {
    // rows with their moments | what becomes of the last one | drawn | problems
    for (rows, counted, drawn, problems) in [
        ("12 05-05 | 12 status=Success 05-06", "1 same", "12", ""),
        ("12 status=Pending 05-05 | 12 status=Success 05-06", "1 changed", "12", ""),
        ("12 05-05 | 12 status=Failed 05-06", "1 changed", "not known", ""),
        ("12 status=Success 05-05 | 12 05-06", "1 same", "12", ""),
        ("12 05-05 | 15 05-06", "1 changed", "15", ""),
        ("15 05-05 | 12 05-06", "1 changed", "12", ""),
        ("12 05-06 | 15 05-06", "1 conflicting", "15", "account.transaction.copies"),
        ("15 05-06 | 12 05-06", "1 conflicting", "15", "account.transaction.copies"),
    ] {
        let line = |(at, row): (usize, &str)| {
            let (row, seen) = row.rsplit_once(' ').unwrap();
            format!(
                "charge on=05-03T10:00:00 id=7301000000000000001 type=Ad Credit credit=A amount={row} seen={seen} paste={at}\n"
            )
        };
        let text: String = rows.split(" | ").enumerate().map(line).collect();
        check(&format!(
            "zone +00:00\n credit name=A face=100 valid=05-01..05-31 used=0 seen=05-02
             {text}counts charge-05-06-1 => {counted}\n drawn A => {drawn}\n problems => {problems}"
        ));
    }
}

/// Absence removes nothing: a later copy of the report without Net Cost leaves what was known of it.
#[test]
fn r22_r33_a_later_copy_without_net_cost_takes_none_away() {
    for (first, second, net, counted) in [
        ("cost=10 net=4", "cost=10", Some("4"), "1 same"),
        ("cost=10 net=4", "cost=10 net=3", Some("3"), "1 changed"),
        // Of another cost nothing is known.
        ("cost=10 net=4", "cost=12", None, "1 changed"),
    ] {
        let state = check(&format!(
            "report on=05-03 campaign=X {first} seen=05-10
             report on=05-03 campaign=X {second} seen=05-11
             counts report-05-11 => {counted}"
        ));
        let found = match state.report_days[0].net_cost {
            NetCost::Stated(net) => Some(net),
            _ => None,
        };
        assert_eq!(found, net.map(amount), "{first} | {second}");
    }
}
