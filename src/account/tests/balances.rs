//! What a balance says of the only credit of an account, and one of nothing of each.

use super::{check, problems};

const COPY: &str = "credit name=Launch type=Free face=100 used=40 unused=60 percent=0.4 valid=05-01..06-30 seen=05-16T09:00";

/// `20 since 05-19 09:00 (80 used)`: what is left of Launch, by which moment.
fn left(rows: &str) -> String {
    let state = check(&format!("now 05-20T10:00\n{rows}"));
    let credit = state.credits.iter().find(|c| c.name == "Launch").unwrap();
    let (unused, used) = (credit.unused.unwrap(), credit.used.unwrap());
    assert_eq!(unused.as_of, used.as_of);
    let at = super::short(unused.as_of.on_clock(state.zone));
    format!("{} since {at} ({} used)", unused.value, used.value)
}

#[test]
fn r37_a_balance_that_fell_tells_what_is_left_of_the_only_credit() {
    for (rows, expected) in [
        ("balance voucher=20 seen=05-19T09:00", "20 since 05-19 09:00 (80 used)"),
        // The same says that nothing was drawn, more says nothing; a copy of the moment or after it leads (R33).
        ("balance voucher=60 seen=05-19T09:00", "60 since 05-19 09:00 (40 used)"),
        ("balance voucher=90 seen=05-19T09:00", "60 since 05-16 09:00 (40 used)"),
        ("balance voucher=20 seen=05-16T09:00", "60 since 05-16 09:00 (40 used)"),
        ("balance voucher=20 seen=05-16T08:59", "60 since 05-16 09:00 (40 used)"),
        // R27: of several accounts.
        ("balance voucher=20 portfolio=P seen=05-19T09:00", "60 since 05-16 09:00 (40 used)"),
        // Another credit is in it, known or not; one that is over, or came later, is not.
        (
            "credit name=Push face=50 unused=10 valid=05-01..06-30 seen=05-16T09:00
             balance voucher=20 seen=05-19T09:00",
            "60 since 05-16 09:00 (40 used)",
        ),
        // R32: rows of after the copy name it, and those of before it are of one that was gone by then.
        (
            "charge on=05-19T11:00 amount=5 type=Ad Credit credit=Other seen=05-20
             balance voucher=20 seen=05-19T09:00",
            "60 since 05-16 09:00 (40 used)",
        ),
        (
            "charge on=05-15T11:00 amount=5 type=Ad Credit credit=Other seen=05-20
             balance voucher=20 seen=05-19T09:00",
            "20 since 05-19 09:00 (80 used)",
        ),
        // Rows of its own, or rows of the only credit that name none, leave less of it than the balance holds; what the
        // lag may have kept from the balance tells nothing (R21).
        (
            "charge on=05-17T11:00 amount=45 type=Ad Credit credit=Launch seen=05-20
             balance voucher=20 seen=05-19T09:00",
            "60 since 05-16 09:00 (40 used)",
        ),
        (
            "charge on=05-17T11:00 amount=45 type=Ad Credit seen=05-20
             balance voucher=20 seen=05-19T09:00",
            "60 since 05-16 09:00 (40 used)",
        ),
        (
            "charge on=05-17T11:00 amount=40 type=Ad Credit credit=Launch seen=05-20
             charge on=05-18T11:00 amount=5 type=Ad Credit credit=Launch seen=05-20
             balance voucher=20 seen=05-19T09:00",
            "20 since 05-19 09:00 (80 used)",
        ),
        // Nothing was drawn of either.
        (
            "credit name=Push face=50 unused=10 valid=05-01..06-30 seen=05-16T09:00
             balance voucher=70 seen=05-19T09:00",
            "60 since 05-19 09:00 (40 used)",
        ),
        (
            "credit name=Push face=50 unused=10 valid=05-01..06-30 seen=05-16T09:00
             balance voucher=60 seen=05-19T09:00",
            "60 since 05-16 09:00 (40 used)",
        ),
        // Where nothing is left in all, nothing is of either.
        (
            "credit name=Push face=50 unused=10 valid=05-01..06-30 seen=05-16T09:00
             balance voucher=0 seen=05-19T09:00
             state Push => used up between 05-16 09:00 and 05-19 09:00
             state Launch => used up between 05-16 09:00 and 05-19 09:00",
            "0 since 05-19 09:00 (100 used)",
        ),
        (
            "credit name=Push valid=05-01..06-30 seen=05-16T09:00
             balance voucher=20 seen=05-19T09:00",
            "60 since 05-16 09:00 (40 used)",
        ),
        (
            "credit name=Push face=50 unused=10 valid=05-01..05-18 seen=05-16T09:00
             credit name=Gone face=50 unused=0 valid=05-01..06-30 seen=05-16T09:00
             credit name=Late face=50 unused=50 redeemed=05-20 valid=05-20..06-30 seen=05-20T09:00
             balance voucher=20 seen=05-19T09:00",
            "20 since 05-19 09:00 (80 used)",
        ),
    ] {
        let rows = format!("{COPY}\n{rows}");
        assert_eq!(left(&rows), expected, "{rows}");
    }
    // R4, R5, R15: whether a balance holds what cannot pay is not told.
    for (from, to) in [
        ("type=Free", "type=Assignable"),
        ("face=100", "face=100 status=Suspended"),
        ("05-01..", "05-25.."),
    ] {
        let rows = format!("{}\nbalance voucher=0 seen=05-19T09:00", COPY.replace(from, to));
        assert_eq!(left(&rows), "60 since 05-16 09:00 (40 used)", "{rows}");
    }
}

#[test]
fn r37_daily_balances_tell_between_which_moments_the_only_credit_was_used_up() {
    let daily = "
        now 05-20T10:00
        balance voucher=60 seen=05-17T09:00
        balance voucher=45 seen=05-18T09:00
        balance voucher=20 seen=05-19T09:00
        balance voucher=0 seen=05-20T09:00
        state Launch => used up between 05-19 09:00 and 05-20 09:00";
    let state = check(&format!("{COPY}\n{daily}"));
    // R33: no copy of Promotions, but a statement of the credit.
    assert_eq!(super::short(state.latest_as_of().unwrap().on_clock(state.zone)), "05-20 09:00");
    // The percentage of the copy is of the copy.
    assert_eq!(problems(&state), "");
    // R33: a copy that says afterwards what the one before them said leads.
    let copy = COPY.replace("seen=05-16T09:00", "seen=05-20T09:30");
    let state = check(&format!("{COPY}\n{copy}\n{daily}").replace("state Launch", "// "));
    assert_eq!(state.credits[0].unused.unwrap().value, super::amount("60"));
}
