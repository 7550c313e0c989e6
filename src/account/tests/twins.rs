//! Credits alike: which of them a row is about, from copy to copy (R34).

use super::check;

/// Rows of one copy of the list: what is used of each of some credits alike.
fn copy(used: &str, rest: &str) -> String {
    let row = |used| format!("credit name=Max face=100 used={used} valid=05-01..05-31 {rest}\n");
    used.split(' ').map(row).collect()
}

/// What is left of each of them: `40 gone, 90`; and what was said.
#[track_caller]
fn check_alike(copies: &str, expected: &str, problems: &str) {
    let state = check(&format!("now 05-20\n{copies}problems => {problems}"));
    let left = state.credits.iter().map(|credit| {
        let gone = if credit.missing.is_some() { " gone" } else { "" };
        format!("{}{gone}", credit.unused.unwrap().value)
    });
    assert_eq!(left.collect::<Vec<_>>().join(", "), expected, "{copies}");
}

#[test]
fn r34_of_credits_alike_used_falls_for_none() {
    // used of each in one copy | in a later one of the whole list | left of each
    for (first, second, expected) in [
        ("60 0", "10", "40 gone, 90"),
        ("60 0 0", "0 5", "40 gone, 95, 100"),
        ("60 0 0", "10 0", "40 gone, 90, 100"),
        ("60 0", "70 5", "30, 95"),
        ("60", "10 70", "30, 90"),
        ("60 0", "70 5 0", "30, 95, 100"),
        // It may be either; all in all as much was drawn.
        ("60 0", "70", "40 gone, 30"),
    ] {
        let copies = [copy(first, "seen=05-05 copy=full"), copy(second, "seen=05-09 copy=full")];
        check_alike(&copies.concat(), expected, "");
    }
    // A copy that may be a part of the list removes none.
    for (second, expected) in [("10", "40, 90"), ("70", "30, 100"), ("0", "40, 100")] {
        let copies = [copy("60 0", "seen=05-05"), copy(second, "seen=05-09")];
        check_alike(&copies.concat(), expected, "");
    }
}

#[test]
fn r16_where_used_fell_all_the_same_it_is_told_of_the_nearest() {
    let copies = [copy("60 50", "seen=05-05 copy=full"), copy("10", "seen=05-09 copy=full")];
    check_alike(&copies.concat(), "40 gone, 90", "account.credit.usedFell");
    let copies = [copy("60", "seen=05-05 copy=full"), copy("10", "seen=05-09 copy=full")];
    check_alike(&copies.concat(), "90", "account.credit.usedFell");
}

/// R1: the two tabs list different credits.
#[test]
fn r34_credits_alike_in_both_tabs_are_two() {
    let ended =
        |seen: &str| copy("100", &format!("status=Used up seen={seen}")).replace("credit", "ended");
    for (seen, expected) in [
        ("05-09T10:00", "90, 0"),
        ("05-09T09:50", "90, 0"),
        ("05-09T10:10", "90, 0"),
        // One that ran out meanwhile; one that a refund brought back, or another.
        ("05-09T10:11", "0"),
    ] {
        check_alike(&[copy("10", "seen=05-09T10:00"), ended(seen)].concat(), expected, "");
        let before = copy("5", "seen=05-08");
        check_alike(&[before, copy("10", "seen=05-09T10:00"), ended(seen)].concat(), expected, "");
    }
    let before = copy("60 0 0", "seen=05-05 copy=full");
    let available = copy("10 0", "seen=05-09T10:00 copy=full");
    check_alike(&[before, available, ended("05-09T10:00")].concat(), "0, 90, 100", "");
    // Nothing is left of it, in either tab.
    let available = copy("100", "seen=05-09T10:00");
    check_alike(&[available, ended("05-09T10:05")].concat(), "0", "");
}
