//! Offers that earn a reward: their state, when the reward is due, which credit it came as.

use super::check;

#[test]
fn r17_to_r20_the_state_of_an_offer_at_each_moment() {
    // Runs from 1 to 30 May.
    for (now, row, expected) in [
        ("04-30T23:59", "spend=0 target=100", "not started, 100 to 100"),
        ("05-01", "spend=0 target=100", "running, 100 to 100"),
        ("05-30T23:59", "spend=20 target=100", "running, 80 to 100"),
        // R37: of the days from its copy to its end nothing is known.
        ("05-31", "spend=20 target=100", "undetermined, 80 to 100"),
        ("05-20", "spend=100 target=100 reward=10", "reward expected ..05-25, tier 10"),
        (
            "05-31",
            "spend=120 tiers=Spend 100 get 10; spend 300 get 40",
            "reward expected 05-31..06-07, tier 10, 180 to 300",
        ),
        // The platform's own word.
        ("05-20", "spend=20 target=100 status=Expired", "missed, 80 to 100"),
        (
            "05-20",
            "spend=120 target=100 reward=10 status=Expired",
            "reward expected ..05-25, tier 10",
        ),
        ("05-20", "spend=20 target=100 status=Cancelled", "missed, 80 to 100"),
        ("05-20", "spend=0 target=100 status=Not started", "not started, 100 to 100"),
        ("06-05", "spend=0 target=100 status=Not started", "undetermined, 100 to 100"),
        ("05-20", "spend=20 target=100 status=Earned", "reward expected 05-31..06-07, 80 to 100"),
        ("05-20", "spend=20 target=100 status=Rewarded", "granted, 80 to 100"),
        // R37: what was spent, or what is asked for, is not known.
        ("05-20", "target=100", "running"),
        ("05-20", "spend=20", "running"),
        ("05-20", "", "undetermined"),
        ("05-31", "target=100", "undetermined"),
        ("05-31", "spend=20", "undetermined"),
    ] {
        check(&format!(
            "now {now}
             offer name=Match start=05-01 end=05-30 seen=05-18 {row}
             offers => Match {expected}"
        ));
    }
}

#[test]
fn r18_r20_after_the_end_what_reports_hold_since_the_copy_counts() {
    let daily = |days: std::ops::RangeInclusive<u32>, net: u32| {
        let row = |day| format!("report on=05-{day:02} campaign=X cost=10 net={net} seen=06-04\n");
        days.map(row).collect::<String>()
    };
    for (rows, expected) in [
        (daily(10..=30, 10), "reward expected 05-31..06-07, tier 80"),
        // Not all days are known, but those that are suffice.
        (daily(20..=30, 10), "reward expected 05-31..06-07, tier 80"),
        // What credit paid does not count.
        (daily(10..=30, 0), "missed, 80 to 200"),
        (daily(10..=16, 10) + &daily(17..=30, 0), "missed, 20 to 200"),
        // The copy's own day could be what is missing.
        (daily(10..=17, 10) + &daily(18..=30, 0), "undetermined, 10 to 200"),
        (daily(10..=12, 10), "undetermined, 60 to 200"),
    ] {
        check(&format!(
            "now 06-04
             billing manual
             offer name=Match spend=120 target=200 reward=80 start=05-01 end=05-30 seen=05-10T12:00
             {rows}
             offers => Match {expected}"
        ));
    }
}

#[test]
fn r20_a_reward_is_due_within_a_week_of_the_end_or_of_the_top_tier() {
    for (copies, expected) in [
        // Between two copies: not before the first that shows it.
        (["20 seen=05-10", "100 seen=05-18T10:00"], "05-18 10:00..05-25 10:00"),
        // The first copy shows it already: since when is not known.
        (["100 seen=05-10", "100 seen=05-18"], "..05-17"),
        (["100 seen=05-10", "130 seen=05-18"], "..05-17"),
        // Only copies from after the end: at its end.
        (["100 seen=06-01", "100 seen=06-02"], "05-31..06-07"),
        (["20 seen=05-10", "100 seen=06-02"], "05-31..06-07"),
    ] {
        let copies = copies.map(|copy| {
            format!("offer name=Match start=05-01 end=05-30 target=100 reward=10 spend={copy}")
        });
        check(&format!(
            "now 06-03\n{}\noffers => Match reward expected {expected}, tier 10",
            copies.join("\n")
        ));
    }
    // The end of the window with a lower tier.
    check(
        "now 06-03
         offer name=Match spend=120 tiers=Spend 100 get 50; spend 300 get 200 start=05-01 end=05-30 seen=05-18
         offers => Match reward expected 05-31..06-07, tier 50, 180 to 300",
    );
}

#[test]
fn r20_the_reward_is_a_conditional_credit_of_its_amount_within_the_window_and_a_week() {
    for (credit, is_it) in [
        ("type=Conditional face=50 redeemed=06-03", true),
        ("type=Conditional face=50 redeemed=05-01", true),
        ("type=Conditional face=50 redeemed=04-30", false),
        ("type=Conditional face=50 redeemed=06-07", true),
        ("type=Conditional face=50 redeemed=06-08", false),
        ("type=Conditional face=50 from=06-03", true),
        ("type=Conditional face=50 from=06-08", false),
        ("type=Conditional face=49 redeemed=06-03", false),
        ("type=Free face=50 redeemed=06-03", false),
        ("type=Conditional face=50", false),
    ] {
        let state = if is_it { "granted" } else { "reward expected 05-31..06-07" };
        check(&format!(
            "now 06-10
             offer name=Match spend=120 target=100 reward=50 start=05-01 end=05-30 seen=05-31
             credit name=Reward used=0 until=07-30 seen=06-09 {credit}
             offers => Match {state}, tier 50"
        ));
    }
    // One credit is the reward of one offer.
    check(
        "now 06-10
         offer name=Match spend=120 target=100 reward=50 start=05-01 end=05-30 seen=05-31
         offer name=Other spend=120 target=100 reward=50 start=05-01 end=05-30 seen=05-31
         credit name=Reward type=Conditional face=50 used=0 redeemed=06-03 seen=06-09
         offers => Match granted, tier 50; Other reward expected 05-31..06-07, tier 50",
    );
}

#[test]
fn e17_a_card_joins_the_one_offer_of_its_name() {
    for (offers, expected) in [
        ("offer name=Match start=05-01 end=05-30 seen=05-10", "Match running, 65 to 100"),
        ("offer name=Match end=05-30 seen=05-10", "Match running, 65 to 100"),
        ("offer name=Match start=05-01 seen=05-10", "Match running, 65 to 100"),
        // Two of its name: it may be of either.
        (
            "offer name=Match start=04-01 end=04-30 seen=05-10
             offer name=Match start=05-01 end=05-30 seen=05-10",
            "Match running, 65 to 100; Match undetermined; Match undetermined",
        ),
    ] {
        check(&format!(
            "now 05-20
             {offers}
             coupon name=Match spend=35 target=100 seen=05-18
             offers => {expected}"
        ));
    }
}

#[test]
fn what_is_wrong_with_an_offer_is_named() {
    for (rows, expected) in [
        ("start=05-01 end=05-30 spend=20 target=100", ""),
        ("start=05-30 end=05-01 spend=20 target=100", "account.offer.invertedWindow"),
        ("start=05-01 end=05-30 spend=20", "account.offer.noTiers"),
        ("spend=20 target=100 | spend=20 target=100", ""),
        ("spend=20 target=100 | spend=30 target=100", ""),
        ("spend=20 target=100 | spend=19 target=100", "account.offer.spendFell"),
    ] {
        let rows = rows.split(" | ").zip(["05-10", "05-11"]);
        let rows: Vec<String> =
            rows.map(|(row, seen)| format!("offer name=Match {row} seen={seen}")).collect();
        check(&format!("now 05-12\n{}\nproblems => {expected}", rows.join("\n")));
    }
}

#[test]
fn e17_a_card_is_the_offer_of_its_row_and_never_a_second_one() {
    let row = "offer name=Match start=05-01 end=05-30 spend=40 target=100 reward=10 seen=05-10";
    let expected = "Match running, 60 to 100";
    for card in [
        "name=Match spend=40 target=100",
        "name=Match spend=40 target=100 end=05-30",
        // One amount called a tier, beside the target.
        "name=Match spend=40 target=100 tiers=10.00 end=05-30",
        // By another name: the same target and spend, or the same end.
        "name=Coupon spend=40 target=100 reward=10",
        "name=Coupon target=100 tiers=10.00 end=05-30",
    ] {
        check(&format!("now 05-11\n{row}\ncoupon {card} seen=05-10\noffers => {expected}"));
    }
    for other in [
        "name=Coupon spend=40 target=200",
        "name=Coupon spend=40 target=100 reward=20",
        "name=Coupon spend=41 target=100",
        "name=Match spend=40 target=100 end=06-30",
    ] {
        let state = check(&format!("now 05-11\n{row}\ncoupon {other} seen=05-10"));
        assert_eq!(state.offers.len(), 2, "{other}");
    }
    // Of two that it may be it is neither.
    let twin = row.replace("Match", "Other");
    let card = "coupon name=Coupon spend=40 target=100 seen=05-10";
    assert_eq!(check(&format!("now 05-11\n{row}\n{twin}\n{card}")).offers.len(), 3);
}
