//! What the platform drew, held against terms and orders: audits of credits, orders still possible.

use super::check;

#[test]
fn r4_r8_r15_draws_are_held_against_the_terms() {
    let audit = |rows: &str, expected: &str| {
        check(&format!("billing manual\nnow 06-10\n{rows}\naudit Launch => {expected}"));
    };
    let credit = "credit name=Launch face=50 used=50 valid=05-01..05-31 seen=06-09";
    let draw = |on: &str, amount: &str| {
        format!("charge on={on} amount={amount} type=Ad Credit credit=Launch campaign=X seen=06-09")
    };
    // Nothing was pasted that could tell.
    audit(credit, "");
    audit(&format!("{credit}\n{}", draw("05-03", "50")), "right");
    audit(&format!("{credit}\n{}", draw("05-01T00:00", "50")), "right");
    // R15: before its start; R21: after its end only where the lag does not explain it.
    audit(
        &format!("{credit}\n{}\n{}", draw("04-30", "20"), draw("05-03", "30")),
        "outsideWindow 1: 20",
    );
    audit(&format!("{credit}\n{}\n{}", draw("05-03", "30"), draw("06-01T20:00", "20")), "right");
    audit(
        &format!("{credit}\n{}\n{}", draw("05-03", "30"), draw("06-02", "20")),
        "outsideWindow 1: 20",
    );
    // R34: a name is not an identity. Used holds 50: the 20 of April were another credit's.
    audit(&format!("{credit}\n{}\n{}", draw("04-30", "20"), draw("05-03", "50")), "right");
    // A row of 0 draws nothing, so it breaks no term.
    audit(&format!("{credit}\n{}\n{}", draw("04-30", "0"), draw("05-03", "50")), "right");
    // Beyond the face amount, by the platform's own figure.
    audit(
        "credit name=Launch face=50 used=53 unused=0 valid=05-01..05-31 seen=06-09",
        "beyondFace 3",
    );
    audit("credit name=Launch face=50 used=50 unused=0 valid=05-01..05-31 seen=06-09", "");
}

#[test]
fn r4_r39_draws_for_campaigns_that_are_not_its_own() {
    check(
        "now 06-10
         credit name=Link type=Assignable face=50 used=10 unused=40 valid=05-01..05-31 seen=06-09
         log on=05-02T10:00 credit=Link campaign=X action=Assigned seen=06-09
         log on=05-05T10:00 credit=Link campaign=X action=Unassigned seen=06-09
         charge on=05-01T09:00 amount=1 type=Ad Credit credit=Link campaign=X    // before the log: not known
         charge on=05-02T10:00 amount=1 type=Ad Credit credit=Link campaign=X
         charge on=05-03 amount=3 type=Ad Credit credit=Link campaign=X
         charge on=05-06 amount=5 type=Ad Credit credit=Link campaign=X
         audit Link => unassigned 1: 5",
    );
    check(
        "now 06-10
         answer key=Shop|free|50||2026-05-01..2026-06-01 campaign=X eligible=no
         credit name=Shop type=Free face=50 used=9 unused=41 valid=05-01..05-31 seen=06-09
         charge on=05-03 amount=4 type=Ad Credit credit=Shop campaign=X
         charge on=05-04 amount=5 type=Ad Credit credit=Shop campaign=Y
         audit Shop => ineligible 1: 4",
    );
}

#[test]
fn r8_what_was_left_although_it_could_have_paid() {
    let copied = |seen: &str, setup: &str, unused: &str, expected: &str| {
        check(&format!(
            "{setup}
             now 06-10
             credit name=Launch face=50 used=0 valid=05-01..05-31 seen=05-02
             credit name=Launch face=50 unused={unused} valid=05-01..05-31 seen={seen}
             charge on=05-20 amount=30 campaign=X seen=06-09
             audit Launch => {expected}"
        ));
    };
    let audit = |setup: &str, unused, expected| copied("06-09", setup, unused, expected);
    audit("billing manual", "20", "right");
    // Under manual payment credits pay first (R9): 30 were charged and only 18 drawn.
    audit("billing manual", "32", "leftUndrawn 12");
    audit("billing manual", "50", "leftUndrawn 30");
    // R21: a copy of the day after the end need not show every draw yet.
    copied("06-01T23:59", "billing manual", "32", "");
    copied("06-02", "billing manual", "32", "leftUndrawn 12");
    // Cash may have paid first (R10): while the setup is not known nobody is accused.
    audit("", "50", "");
}

#[test]
fn r14_which_orders_the_platforms_figures_allow() {
    let orders = |rows: &str, expected: &str| {
        check(&format!(
            "billing manual
             now 05-20
             credit name=Short face=100 used=0 redeemed=04-20 valid=05-01..05-20 seen=05-01
             credit name=Old face=50 used=0 redeemed=04-02 valid=05-01..05-31 seen=05-01
             {rows}
             orders => {expected}"
        ));
    };
    let charge = "charge on=05-03 amount=10 seen=05-12";
    // Most restricted falls back to the earliest end: both give the same figures.
    let all = "earliestEnd, mostRestricted, earliestRedeemed, smallestFirst";
    orders("", "no matter");
    orders(charge, &format!("{all}; decided by 05-03"));
    // Both were emptied: no order changes a figure.
    orders("charge on=05-03 amount=150 seen=05-12", "no matter");
    // A later copy says whose it was.
    let old_paid = "credit name=Short face=100 used=0 redeemed=04-20 valid=05-01..05-20 seen=05-10
             credit name=Old face=50 used=10 redeemed=04-02 valid=05-01..05-31 seen=05-10";
    orders(&format!("{charge}\n{old_paid}"), "earliestRedeemed, smallestFirst");
    // So does a transaction of that day.
    let drawn = "charge on=05-03 amount=10 type=Ad Credit credit=Short seen=05-12";
    orders(&format!("{charge}\n{drawn}"), "earliestEnd, mostRestricted");
    // A row that names no known credit says nothing.
    let unnamed = "charge on=05-03 amount=10 type=Ad Credit credit=Other seen=05-12";
    orders(&format!("{charge}\n{unnamed}"), &format!("{all}; decided by 05-03"));
    // Figures that no order explains have another cause.
    let odd = "credit name=Short face=100 used=3 redeemed=04-20 valid=05-01..05-20 seen=05-10
             credit name=Old face=50 used=4 redeemed=04-02 valid=05-01..05-31 seen=05-10";
    orders(&format!("{charge}\n{odd}"), &format!("{all}; decided by 05-03"));
    // R21: a charge of the last hours need not be in the copy yet.
    let late = "charge on=05-09T20:00 amount=10 seen=05-12
             credit name=Short face=100 used=0 redeemed=04-20 valid=05-01..05-20 seen=05-10
             credit name=Old face=50 used=0 redeemed=04-02 valid=05-01..05-31 seen=05-10";
    orders(late, &format!("{all}; decided by 05-09 20:00"));
    // The lag is a day, its first moment included; what came at the copy's own moment came after it.
    let copied_at = |charged: &str| {
        format!(
            "charge on={charged} amount=10 seen=05-12
             credit name=Short face=100 used=0 redeemed=04-20 valid=05-01..05-20 seen=05-10T10:00
             credit name=Old face=50 used=0 redeemed=04-02 valid=05-01..05-31 seen=05-10T10:00"
        )
    };
    orders(&copied_at("05-09T10:00"), &format!("{all}; decided by 05-09 10:00"));
    orders(&copied_at("05-09T09:59"), "; decided by 05-09 09:59");
    let both = format!("{charge}\n{}", copied_at("05-10T10:00"));
    orders(&both, "; decided by 05-03");
}

#[test]
fn r14_the_charge_that_would_decide_among_the_orders_left() {
    let orders = |rows: &str, expected: &str| {
        check(&format!(
            "billing manual
             now 05-20
             answer key=Small||10|2026-04-20|2026-05-01..2026-06-01 campaign=Y eligible=no
             credit name=Short face=100 used=0 redeemed=04-20 valid=05-01..05-20 seen=05-01
             credit name=Old face=50 used=0 redeemed=04-02 valid=05-01..05-31 seen=05-01
             credit name=Small face=10 used=0 redeemed=04-20 valid=05-01..05-31 seen=05-01
             {rows}
             orders => {expected}"
        ));
    };
    let all = "earliestEnd, mostRestricted, earliestRedeemed, smallestFirst";
    // Small may not pay for Y: there the smallest that may is Old, and two orders stay together.
    orders(
        "charge on=05-03 amount=5 campaign=Y seen=05-12
             charge on=05-04 amount=5 campaign=X seen=05-12",
        &format!("{all}; decided by 05-04"),
    );
    // A copy says that Short paid nothing: Old or Small did, and the same charge tells which.
    orders(
        "charge on=05-03 amount=5 campaign=X seen=05-12
             credit name=Short face=100 used=0 redeemed=04-20 valid=05-01..05-20 seen=05-10",
        "earliestRedeemed, smallestFirst; decided by 05-03",
    );
}

#[test]
fn r14_one_quiet_line_says_it() {
    let state = check(
        "billing manual
         now 05-20
         credit name=Short face=100 used=0 redeemed=04-20 valid=05-01..05-20 seen=05-01
         credit name=Old face=50 used=0 redeemed=04-02 valid=05-01..05-31 seen=05-01
         charge on=05-03T10:00 amount=10 campaign=X seen=05-12",
    );
    let message = state.order.message(&state).unwrap();
    assert_eq!(
        crate::insight::fixture::say(&message),
        "Which credit pays first is not published. Still possible: Earliest end first, \
         Most restricted first, Earliest redeemed first, Smallest amount first. The charge of \
         05-03 10:00 for X (10) would decide: see in Transactions, type Ad Credit, which credit \
         paid it"
    );
}

#[test]
fn r35_gmv_max_campaigns_beside_the_campaign_report() {
    // Not in the campaign report of that day: spend of its own. In it: the same spend.
    check(
        "billing manual
         credit name=Over face=1 used=1 valid=04-01..04-30
         report on=05-03 campaign=X cost=30 seen=05-05          => cash 30
         gmv on=05-03 campaign=Shop cost=12 seen=05-05          => cash 12
         gmv on=05-03 campaign=X cost=30 seen=05-05             => no charge
         gmv on=05-04 campaign=X cost=7 seen=05-05              => cash 7
         problems => account.report.gmvMaxAdded",
    );
    // The account's whole cost says that the campaign report holds all of it.
    check(
        "billing manual
         credit name=Over face=1 used=1 valid=04-01..04-30
         report on=05-03 campaign=X cost=30 seen=05-05          => cash 30
         gmv on=05-03 campaign=Shop cost=12 seen=05-05          => no charge
         daily on=05-03 cost=30 seen=05-05                      => no charge
         problems => account.report.gmvMaxWithin",
    );
}
