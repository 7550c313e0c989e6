//! What copies and files tell of themselves by their rows: how old they are, and what is there no more.

use super::{Case, check};
use crate::ingest::AsOfBasis;
use crate::insight::usage::usage;

/// As of when the last table is, and by what.
fn as_of(text: &str) -> (String, AsOfBasis) {
    let case = Case::read(&format!("currency USD\n now 05-24T12:00\n{text}"));
    let state = case.build(&case.pastes());
    let source = state.sources.iter().max_by_key(|source| source.as_of.when.instant).unwrap();
    (super::short(source.as_of.when.instant.on_clock(state.zone)), source.as_of.basis)
}

#[test]
fn r33_a_file_is_no_older_than_its_newest_row() {
    use AsOfBasis::{Content, FileTime, NewestRow};
    let draw = |on: &str, file: &str| {
        format!(
            "charge on=05-22T10:00 amount=-1 type=Ad Credit credit=A id=T1 seen=05-23T20:57 {file}
             charge on={on} amount=-2 type=Ad Credit credit=A id=T2 seen=05-23T20:57"
        )
    };
    let rows = |on, file| as_of(&format!("zone +00:00\n{}", draw(on, file)));
    assert_eq!(rows("05-23T20:30", "file=yes"), ("05-23 20:57".into(), FileTime));
    assert_eq!(rows("05-23T22:30", "file=yes"), ("05-23 22:30".into(), NewestRow));
    // What is still to come proves nothing, and what the copy states of itself leads.
    assert_eq!(rows("05-25T22:30", "file=yes"), ("05-23 20:57".into(), FileTime));
    assert_eq!(rows("05-23T22:30", ""), ("05-23 20:57".into(), Content));
    let report = "zone +00:00\n report on=05-24 campaign=X cost=3 seen=05-23T20:57 file=yes";
    assert_eq!(as_of(report), ("05-24".into(), NewestRow));
}

/// R8, R36: 50 were left on the 15th; rows name 30 of them until the 20th. It ended on the 22nd.
#[test]
fn r36_rows_of_a_part_of_the_time_bound_what_was_lost() {
    let draw = |day: u32| {
        format!(
            "charge on=05-{day}T10:00 amount=-10 type=Ad Credit credit=A id=T{day} seen=05-21T08:00\n"
        )
    };
    let copy = "currency USD\n zone +00:00\n now 05-28
        credit name=A type=Free face=100 used=50 unused=50 valid=05-01..05-22 seen=05-15T09:00";
    for (days, lost) in
        [(vec![], "0 to 50"), (vec![14], "0 to 50"), (vec![14, 16, 18, 20], "0 to 20")]
    {
        let draws: String = days.into_iter().map(draw).collect();
        check(&format!("{copy}\n{draws}\n state A => expired 05-23, forfeited {lost}"));
    }
}

/// Twelve were copied, and a day later ten of eleven: one of two is there no more, nobody knows which.
#[test]
fn r32_a_list_that_counts_fewer_than_are_known_lacks_one_of_the_others() {
    let list = |count: usize, rest: &str| {
        let row = |n| {
            format!(
                "credit name=C{n} type=Free face=10 used=4 unused=6 valid=05-01..05-26 {rest}\n"
            )
        };
        (1..=count).map(row).collect::<String>()
    };
    let first = list(12, "seen=05-20T09:00 copy=full");
    for (second, can_pay, is_least) in [
        (list(10, "seen=05-21T09:00 copy=10/11"), 60, true),
        // What the others show may be there still.
        (list(10, "seen=05-21T09:00 copy=10/12"), 72, false),
        (list(11, "seen=05-21T09:00 copy=11/11"), 66, false),
    ] {
        let state =
            check(&format!("currency USD\n zone +00:00\n now 05-21T10:00\n{first}{second}"));
        let usage = usage(&state);
        assert_eq!((usage.can_pay.to_string(), usage.is_least()), (can_pay.to_string(), is_least));
    }
}
