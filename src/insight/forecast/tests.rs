//! Until when, how much is lost, from when something else pays: small accounts.

use super::*;
use crate::insight::fixture::{account, day, say};
use crate::insight::usage::usage;
use crate::options::Options;

fn forecast_of(text: &str) -> Forecast {
    let state = account(text);
    forecast(&state, &usage(&state))
}

fn said(text: &str) -> Vec<String> {
    forecast_of(text).credits.iter().map(|c| say(&c.message)).collect()
}

mod copied; // what copies tell of a pace, and what not
mod ends; // what ends before it is used up
mod held; // what nothing draws today
mod ledger; // what a list of all payments tells of campaigns

const STEADY: &str = "
    account currency=USD billing=manual
    now     11-21 00:00
    credit  Launch face=1000 valid=11-01..12-31
    seen    Launch at=11-21T00:00 unused=300
    spend   11-01..11-20 cost=30 credit=30";

#[test]
fn run_out_is_a_range_around_the_day() {
    let forecast = forecast_of(STEADY);
    let span = forecast.credits[0].runs_out.unwrap();
    assert_eq!(span.middle, Some(day("11-30")), "ten days of 30");
    assert!(span.from < day("11-30") && day("11-30") < span.to.unwrap(), "{span:?}");
    assert_eq!(forecast.per_day().map(|a| a.to_string()).as_deref(), Some("30"));
    assert_eq!(forecast.credits[0].needed_daily.map(|a| a.to_string()).as_deref(), Some("7.32"));
    assert_eq!(forecast.learned.map(|l| l.basis), Some(Basis::VoucherCost));
}

#[test]
fn r12_cash_pays_from_the_day_on_which_credit_ends() {
    let forecast = forecast_of(STEADY);
    let other = forecast.other_pays.unwrap();
    assert_eq!(other.middle, Some(day("12-01")));
    let by = forecast.other_by(day("12-05")).unwrap();
    assert_eq!(by.middle.to_string(), "150", "five days of 30");
    assert!(by.low < by.middle && by.middle < by.high, "{by:?}");
    assert_eq!(forecast.stops, None, "R36: cash is not known");
}

#[test]
fn r13_delivery_stops_where_cash_is_known_and_nothing_stands_behind_it() {
    let with = |billing: &str| {
        let text = STEADY.replace("billing=manual", &format!("billing={billing}"));
        forecast_of(&format!("{text}\n cash 60 at=11-21T00:00")).stops.and_then(|s| s.middle)
    };
    assert_eq!(with("manual"), Some(day("12-03")));
    assert_eq!(with("credit_first"), None, "the card pays");
}

/// R13, R33: cash is spent from when it was seen, so that the day does not move while nothing new is pasted.
#[test]
fn r13_delivery_stops_on_one_day_whenever_one_looks() {
    for now in ["11-21 12:00", "11-22 12:00", "11-23 12:00"] {
        let text = format!(
            "account currency=USD billing=manual
             now   {now}
             spend 11-01..11-20 cost=20 credit=0
             cash  70 at=11-21T00:00"
        );
        let stops = forecast_of(&text).stops.and_then(|stops| stops.middle);
        assert_eq!(stops, Some(day("11-24")), "{now}");
    }
}

/// 20 a day by transactions, copied on these days and at these times.
fn drawn_daily(copies: &[(std::ops::RangeInclusive<u32>, &str)]) -> String {
    let mut text = "account currency=USD billing=manual
         now    11-21 12:00
         credit Main face=1000 valid=11-01..12-31
         seen   Main at=11-21T12:00 unused=500\n"
        .to_owned();
    for (days, at) in copies {
        for day in days.clone() {
            text += &format!("draw 11-{day:02}T09:00 credit=Main amount=20 id={day} at=11-{at}\n");
        }
    }
    text
}

#[test]
fn the_day_on_which_transactions_are_copied_is_no_whole_day() {
    let text = drawn_daily(&[(1..=20, "21T12:00")]);
    let begun = format!("{text} draw 11-21T09:00 credit=Main amount=3 id=x at=11-21T12:00");
    let learned = forecast_of(&begun).learned.unwrap();
    assert_eq!((learned.daily.to_string().as_str(), learned.until), ("20", day("11-20")));
}

#[test]
fn r37_between_two_lists_of_transactions_nobody_looked() {
    let daily = |text: &str| forecast_of(text).learned.unwrap().daily.to_string();
    let lists = |at: [&str; 3]| drawn_daily(&[(1..=4, at[0]), (9..=12, at[1]), (17..=20, at[2])]);
    assert_eq!(daily(&lists(["05T12:00", "13T12:00", "21T12:00"])), "20");
    // One list that holds none of them: days without a draw, twice, as it may go on.
    let text = lists(["21T12:00"; 3]);
    assert!(daily(&text).parse::<f64>().unwrap() < 15.0);
}

#[test]
fn r10_cash_that_is_billed_first_delays_the_credit() {
    let text = STEADY.replace("billing=manual", "billing=cash_first");
    let forecast = forecast_of(&format!("{text}\n cash 60 at=11-21T00:00"));
    assert_eq!(forecast.credits[0].runs_out.and_then(|s| s.middle), Some(day("12-02")));
}

#[test]
fn r8_what_will_be_lost_is_a_range_too() {
    let text = STEADY.replace("12-31", "11-25");
    let lost = forecast_of(&text).credits[0].lost.unwrap();
    assert_eq!(lost.middle.to_string(), "150", "five days of 30 are used of 300");
    assert!(lost.low < lost.middle && lost.middle < lost.high);
    assert_eq!(said(&text), ["not before it ends after 11-25"]);
}

#[test]
fn a_pause_that_lasts_is_said_with_both_readings() {
    let with = |spend: &str| {
        let text = format!(
            "account currency=USD billing=manual
             now     11-21 09:00
             credit  Main face=1000 valid=10-01..12-31 redeemed=10-01
             seen    Main at=11-21T08:00 unused=90
             {spend}"
        );
        let forecast = forecast_of(&text);
        let lost =
            forecast.credits[0].lost.map(|l| [l.low, l.middle, l.high].map(|a| a.to_string()));
        (say(&forecast.credits[0].message), lost.unwrap().join(" "))
    };
    // Spent 20 a day until the 13th; nothing for twenty days, of which no report tells the pace before.
    for (spend, since) in [
        ("spend 10-20..11-13 cost=20 credit=20\n spend 11-14..11-20 cost=0", "11-14"),
        ("spend 11-01..11-20 cost=0", "11-01"),
    ] {
        let (said, lost) = with(spend);
        assert!(
            said.starts_with(&format!("nothing spent since {since}; runs out from 11-2")),
            "{said}"
        );
        assert_eq!(lost, "0 0 90", "{since}: all of it, if it stays paused");
    }
    let (said, lost) = with("spend 10-20..11-17 cost=20 credit=20\n spend 11-18..11-20 cost=0");
    assert!(!said.contains("since") && lost == "0 0 0", "a long weekend is no pause: {said}");
}

#[test]
fn r37_days_without_any_spend_are_said_of_a_credit_that_was_never_used() {
    let with = |spend: &str| {
        let text = format!(
            "account currency=USD billing=manual
             now     11-21 09:00
             credit  Main face=600 valid=11-01..12-31
             seen    Main at=11-21T08:00 unused=600 used=0
             {spend}"
        );
        let credit = forecast_of(&text).credits.remove(0);
        let lost = credit.lost.map(|l| [l.low, l.middle, l.high].map(|a| a.to_string()).join(" "));
        (say(&credit.message), lost)
    };
    let lost = Some("0 0 600".to_owned());
    assert_eq!(with("spend 11-07..11-20 cost=0"), ("nothing spent since 11-07".to_owned(), lost));
    let (said, lost) = with("spend 11-18..11-20 cost=0");
    assert!(said.starts_with("not enough data") && lost.is_none(), "a long weekend: {said}");
}

#[test]
fn r22_a_cost_whose_payer_is_not_settled_ends_a_pause() {
    let with = |last: &str| {
        let forecast = forecast_of(&format!(
            "account currency=USD billing=manual
             now     11-21 09:00
             credit  Main face=1000 valid=10-01..12-31
             seen    Main at=11-21T08:00 unused=90
             spend   11-01..11-14 cost=20 credit=20
             spend   11-15..11-19 cost=0
             spend   11-20 {last} unsettled"
        ));
        forecast.learned.and_then(|learned| learned.paused_since)
    };
    assert_eq!(with("cost=0"), Some(day("11-15")));
    assert_eq!(with("cost=20"), None);
}

#[test]
fn r22_net_cost_of_nothing_is_the_witness_that_is_named() {
    for (stated, expected) in [("net=0", Basis::NetCost), ("voucher=10 cash=0", Basis::VoucherCost)]
    {
        let day = |day| format!("report on=05-{day:02} campaign=X cost=10 {stated} seen=05-12\n");
        let rows: String = (3..=8).map(day).collect();
        let state = crate::account::tests::check(&format!(
            "billing manual\n currency USD\n zone +00:00\n now 05-12
             credit name=F type=Free face=100 valid=05-01..05-30 used=60 unused=40 seen=05-12
             {rows}"
        ));
        let learned = forecast(&state, &usage(&state)).learned;
        assert_eq!(learned.map(|learned| learned.basis), Some(expected), "{stated}");
    }
}

#[test]
fn a_trifle_that_only_slow_spend_leaves_is_no_loss() {
    // Thirty a day for five days; what the slow path leaves grows with what is unused.
    let lost = |unused: u32| {
        let text = STEADY.replace("12-31", "11-25");
        let text = text.replace("unused=300", &format!("unused={unused}"));
        let lost = forecast_of(&text).credits[0].lost.unwrap();
        [lost.middle, lost.high].map(|amount| amount.to_string())
    };
    assert_eq!(lost(148), ["0", "0"], "less than a hundredth of 1,000");
    assert_eq!(lost(152), ["2", "10.39"]);
}

#[test]
fn from_one_copy_the_range_is_wide_and_marked() {
    let text = "
        account currency=USD billing=manual
        now     11-21 00:00
        credit  Launch face=900 valid=11-01..12-31
        seen    Launch at=11-21T00:00 unused=300";
    let forecast = forecast_of(text);
    let span = forecast.credits[0].runs_out.unwrap();
    let steady = forecast_of(STEADY).credits[0].runs_out.unwrap();
    assert_eq!(span.middle, Some(day("11-30")));
    let width = |s: DaySpan| s.to.map_or(999, |to| to.number() - s.from.number());
    assert!(width(span) > 2 * width(steady), "{span:?} {steady:?}");
    assert!(said(text)[0].ends_with("average so far"));
}

#[test]
fn what_a_new_credit_used_between_two_copies_was_drawn_between_them() {
    // 100 in ten days from the one that both list; 500 from the one that came on the 16th.
    let old = "
        account currency=USD billing=manual
        now     11-21 00:00
        credit  Launch face=9000 valid=11-01..12-31
        seen    Launch at=11-11T00:00 unused=8900
        seen    Launch at=11-21T00:00 unused=8800";
    let new = "
        credit  Next   face=9000 valid=11-16..12-31
        seen    Next   at=11-21T00:00 unused=8500";
    let daily = |text: &str| {
        let forecast = forecast_of(text);
        assert_eq!(forecast.learned.map(|l| l.basis), Some(Basis::Copies));
        forecast.per_day().map(|amount| amount.micros() / 1_000_000)
    };
    let both = daily(&format!("{old}{new}"));
    assert_eq!(daily(old), Some(10));
    assert!(both > Some(60) && both < Some(110), "{both:?}");
    // One that had begun before the first copy: how much of it was drawn before, nobody knows.
    let began = new.replace("valid=11-16", "valid=11-02");
    assert_eq!(daily(&format!("{old}{began}")), Some(10));
}

#[test]
fn r1_r32_what_a_whole_copy_lists_no_more_ahead_of_its_end_was_used_up_since_the_copy_before() {
    // 100 in ten days from the one that both list, 500 from the one that is gone.
    let text = "
        account currency=USD billing=manual
        now     11-21 00:00
        credit  Launch face=9000 valid=11-01..12-31
        seen    Launch at=11-11T00:00 unused=8900
        seen    Launch at=11-21T00:00 unused=8800
        credit  Over   face=900 valid=11-01..12-31
        seen    Over   at=11-11T00:00 unused=500
        gone    Over   seen=11-11T00:00 since=11-21T00:00";
    let daily = |text: &str| forecast_of(text).learned.map(|l| (l.basis, l.daily.to_string()));
    assert_eq!(daily(text), Some((Basis::Copies, "60".into())));
}

#[test]
fn r37_what_a_credit_may_have_paid_before_it_ended_unseen_widens_the_pace() {
    // 100 in ten days from the one that both list; of the other nobody knows what was left on the 15th.
    let told = |unused: u32| {
        let forecast = forecast_of(&format!(
            "account currency=USD billing=manual
             now     11-21 00:00
             credit  Launch face=900 valid=11-01..12-31
             seen    Launch at=11-11T00:00 unused=300
             seen    Launch at=11-21T00:00 unused=200
             credit  Ended  face=900 valid=11-01..11-15
             seen    Ended  at=11-11T00:00 unused={unused}"
        ));
        let (_, days) = forecast.first_out(day("11-21")).unwrap();
        let ahead = |day: Day| day.number() - 20_778;
        (forecast.per_day().unwrap().to_string(), ahead(days.from), days.to.map(ahead).unwrap())
    };
    assert_eq!(told(0), ("10".into(), 14, 27));
    // 0 to 40 more in the first five of the ten days.
    assert_eq!(told(40), ("11.44".into(), 11, 25));
    // However much it had left, it was drawn no faster than the other one.
    assert_eq!(told(900), told(60));
}

#[test]
fn r33_two_copies_that_show_the_same_are_a_pause() {
    // 500 of 1000 used from 1 to 7 November, and nothing in the 13 days after it: as things are all of it is lost;
    // by the fast path it is drawn again at 80 a day.
    let text = "
        account currency=USD billing=manual
        now     11-20 09:00
        credit  Launch face=1000 valid=11-01..12-31
        seen    Launch at=11-07T09:00 unused=500
        seen    Launch at=11-20T09:00 unused=500";
    let forecast = forecast_of(text);
    assert_eq!(forecast.learned.map(|l| l.basis), Some(Basis::Copies));
    let lost = forecast.credits[0].lost.unwrap();
    assert_eq!((lost.low.to_string(), lost.high.to_string()), ("0".into(), "500".into()));
    assert_eq!(
        (lost.middle.to_string().as_str(), forecast.credits[0].runs_out.unwrap().middle),
        ("500", None)
    );
    // A report that ends before the first copy: the pause is the same.
    let charged = forecast_of(&format!("{text}\n spend 11-01..11-05 cost=100 credit=100"));
    let lost = charged.credits[0].lost.unwrap();
    assert_eq!((lost.low.to_string(), lost.high.to_string()), ("0".into(), "500".into()));
    // What was empty all the time says nothing of a pause.
    let empty = text.replace("unused=500", "unused=0");
    let next = "\n credit Next face=90 valid=11-01..12-20\n seen Next at=11-20T09:00 unused=45";
    assert_eq!(
        forecast_of(&format!("{empty}{next}")).learned.map(|l| l.basis),
        Some(Basis::OneCopy)
    );
}

/// Spent 15 a day until the 12th, 180 in all; nobody copied the page before the copy.
#[test]
fn r33_a_copy_that_shows_no_more_than_known_draws_is_a_pause() {
    let days = |line: &dyn Fn(u32) -> String| (1..=12).map(line).collect::<String>();
    let draws =
        days(&|day| format!("draw 10-{day:02}T12:00 credit=Launch amount=15 campaign=Push\n"));
    let reports = "spend 10-01..10-12 cost=30 credit=15";
    let one = "draw 10-03T12:00 credit=Launch amount=11 campaign=Push";
    let other = "credit Second face=50 valid=10-01..11-01\n seen Second at=11-07T08:00 unused=9";
    let rivals = format!("{reports}\n{other}");
    for (known, used, copied, expected) in [
        // what is known | used by the copy | copied | since when nothing was drawn, hundreds that may be lost
        (draws.as_str(), 180, "11-07T08:00", "10-13 4"),
        (reports, 180, "11-07T08:00", "10-13 4"),
        (one, 11, "11-07T08:00", "10-04 5"),
        // R21: within the lag of the last draw a copy tells nothing.
        (&draws, 180, "10-14T08:00", "- 0"),
        // The rest may have been drawn since: 240 in 25 days.
        (&draws, 420, "11-07T08:00", "- 0"),
        // 10 in 25 days is at most 0.40 a day, whatever was drawn before.
        (&draws, 190, "11-07T08:00", "- 4"),
        // Draws beyond the copy are a difference of figures.
        (&draws, 100, "11-07T08:00", "- 0"),
        // Reports do not say which of two credits was drawn.
        (&rivals, 180, "11-07T08:00", "- 0"),
    ] {
        let forecast = forecast_of(&format!(
            "account currency=USD billing=manual
             now     11-07 09:00
             credit  Launch face=600 valid=10-01..12-31
             seen    Launch at={copied} unused={}
             {known}",
            600 - used
        ));
        let since = forecast.learned.and_then(|learned| learned.paused_since);
        let since = since.map_or("-".to_owned(), |day| day.to_string()[5..].to_owned());
        let lost = forecast.credits[0].lost.unwrap().high.micros() / 100_000_000;
        assert_eq!(format!("{since} {lost}"), expected, "{known} {used} {copied}");
    }
}

#[test]
fn a_range_of_one_day_is_that_day() {
    let said = |from: &str, to: &str| {
        say(&between(["forecast.runs_out", "forecast.runs_out.on"], day(from), day(to)))
    };
    assert_eq!(said("11-30", "12-02"), "11-30 – 12-02");
    assert_eq!(said("11-30", "11-30"), "11-30");
}

#[test]
fn two_credits_are_drawn_one_after_the_other() {
    let text = format!(
        "{STEADY}\n credit Next face=300 valid=11-01..2027-01-31\n seen Next at=11-21T00:00 unused=300"
    );
    let forecast = forecast_of(&text);
    let days: Vec<_> =
        forecast.credits.iter().map(|c| c.runs_out.unwrap().middle.unwrap()).collect();
    assert_eq!(days, [day("11-30"), day("12-10")]);
    assert!(forecast.assumed.order, "R14: the order is ours");
}

#[test]
fn r4_only_assigned_campaigns_draw_an_assignable_credit() {
    let text = "
        account currency=USD billing=manual
        now     11-21 00:00
        credit  Reels face=300 valid=11-01..12-31 kind=assignable
        seen    Reels at=11-21T00:00 unused=300
        log     Reels at=11-05T00:00 link=Push
        charge  11-18T12:00 amount=10 campaign=Push
        charge  11-18T12:00 amount=20 campaign=Other
        charge  11-19T12:00 amount=10 campaign=Push
        charge  11-19T12:00 amount=20 campaign=Other
        charge  11-20T12:00 amount=10 campaign=Push
        charge  11-20T12:00 amount=20 campaign=Other
        spend   11-18..11-20 cost=30";
    let middle = forecast_of(text).credits[0].runs_out.and_then(|s| s.middle);
    assert_eq!(middle, Some(day("12-20")), "a third of the spend, 10 a day");
}

#[test]
fn not_enough_data_is_said_plainly() {
    for (text, expected) in [
        ("seen Launch at=11-20T00:00 unused=100", "not drawn so far"),
        ("", "its unused amount is not known"),
        ("seen Launch at=11-20T00:00 unused=0", "ended"),
        ("seen Launch at=11-20T00:00 unused=60\n log Launch at=11-02T00:00", "not drawn: assigned"),
    ] {
        let text = format!(
            "now 11-21 00:00\n credit Launch face=100 kind=assignable valid=11-01..12-31\n {text}"
        );
        assert!(said(&text)[0].starts_with(expected), "{text}: {:?}", said(&text));
    }
}

#[test]
fn bad_input_is_answered_not_trapped() {
    for text in [
        // The future, no history, one day, spend of zero, a window that is upside down.
        "now 11-21 00:00\n credit A face=100 valid=11-01..12-31\n seen A at=12-20T00:00 unused=50",
        "now 11-21 00:00\n credit A face=100 valid=12-31..11-01\n seen A at=11-20T00:00 unused=50",
        "now 11-21 00:00\n credit A face=0 valid=11-01..12-31\n seen A at=11-20T00:00 unused=0",
        "now 11-21 00:00\n credit A face=-5 valid=11-01..12-31\n seen A at=11-20T00:00 unused=-5",
        "now 11-21 00:00\n credit A face=100\n seen A at=11-20T00:00 unused=50\n spend 11-01..11-20 cost=0",
        "now 11-21 00:00\n credit A face=100 valid=1900-01-01..2199-12-31\n seen A at=11-20T00:00 unused=1",
        "account currency=JPY\n now 11-21 00:00\n credit A face=9000000000000 valid=11-01..12-31
         seen A at=11-20T00:00 unused=8999999999999\n spend 11-20 cost=9000000000000",
    ] {
        let state = account(text);
        let answers = crate::insight::answer(&state, &Options::default());
        assert_eq!(answers.forecast.credits.len(), 1, "{text}");
    }
}

#[test]
fn the_band_falls_and_ends_at_the_end() {
    let state = account(STEADY);
    let band = band(&state, &usage(&state), CreditIx(0));
    assert_eq!(
        band.first().map(|b| (b.day, b.balance.middle.to_string())),
        Some((day("11-21"), "270".into()))
    );
    assert!(band.windows(2).all(|w| w[1].balance.middle <= w[0].balance.middle));
    assert!(
        band.iter()
            .all(|b| b.balance.low <= b.balance.middle && b.balance.middle <= b.balance.high)
    );
    assert_eq!(band.last().map(|b| b.day), Some(day("12-31")));
}

#[test]
fn r37_a_pace_that_ends_long_before_the_copy_says_so() {
    let with = |last: &str| said(&STEADY.replace("11-01..11-20", &format!("11-01..{last}")));
    assert_eq!(with("11-18"), ["11-29 – 12-01"]);
    assert_eq!(with("11-10"), ["11-29 – 12-02, at the pace up to 11-10"]);
    // What copies tell is as new as they are.
    let copies = "account currency=USD billing=manual\n now 11-21 00:00
        credit Launch face=1000 valid=11-01..12-31
        seen   Launch at=11-06T00:00 unused=900
        seen   Launch at=11-21T00:00 unused=300";
    assert!(said(copies).iter().all(|line| !line.contains("pace")), "{:?}", said(copies));
}

#[test]
fn two_copies_a_day_apart_tell_the_speed_between_them() {
    // 22 a day: from one morning to the next, and from the evening before. R21: fifteen hours are the average so far.
    for (at, unused, basis, daily) in [
        ("11-20T09:00", "95.75", Basis::Copies, "22"),
        ("11-19T18:00", "109.5", Basis::Copies, "22"),
        ("11-20T18:00", "87.5", Basis::OneCopy, "20.92"),
    ] {
        let text = format!(
            "account currency=USD billing=manual
             now     11-21 09:00
             credit  Launch face=500 valid=11-01..12-31
             seen    Launch at={at} unused={unused}
             seen    Launch at=11-21T09:00 unused=73.75"
        );
        let forecast = forecast_of(&text);
        assert_eq!(forecast.learned.map(|l| l.basis), Some(basis), "{at}");
        assert_eq!(
            forecast.per_day().map(|amount| amount.to_string()).as_deref(),
            Some(daily),
            "{at}"
        );
    }
}

#[test]
fn r4_days_before_an_assignment_or_of_a_suspension_tell_nothing_of_the_pace() {
    // 25 a day since it is assigned; 25 a day until it was suspended and again after it.
    let assigned = "
        account currency=USD billing=manual
        now     11-14 09:00
        credit  Launch kind=assignable face=500 valid=11-01..12-31
        log     Launch at=11-12T09:00 link=Shoes
        seen    Launch at=11-10T09:00 unused=500
        seen    Launch at=11-13T09:00 unused=475
        seen    Launch at=11-14T09:00 unused=450";
    let held = "
        account currency=USD billing=manual
        now     11-14 09:00
        credit  Launch face=500 valid=11-01..12-31
        seen    Launch at=11-08T09:00 unused=500
        seen    Launch at=11-09T09:00 unused=475
        seen    Launch at=11-11T09:00 unused=465 suspended
        seen    Launch at=11-13T09:00 unused=455
        seen    Launch at=11-14T09:00 unused=430";
    // Nothing since: it may have been on hold ever after.
    let never_again = "
        account currency=USD billing=manual
        now     11-14 09:00
        credit  Launch face=500 valid=11-01..12-31
        seen    Launch at=11-05T00:00 unused=400
        seen    Launch at=11-11T09:00 unused=400 suspended";
    let released = format!("{never_again}\nseen Launch at=11-13T09:00 unused=400");
    for text in [assigned, held, never_again, &released] {
        let daily = forecast_of(text).per_day().map(|amount| amount.to_string());
        assert_eq!(daily.as_deref(), Some("25"), "{text}");
    }
}

#[test]
fn a_pause_that_is_over_tells_nothing_of_the_speed() {
    // Twenty on every day but the 10th to 16th, and again from the 17th on.
    let spent = |last: u32| {
        let row = |day: u32| {
            let cost = if (10..=16).contains(&day) { 0 } else { 20 };
            format!("spend 05-{day:02} cost={cost} credit={cost}\n")
        };
        let rows: String = (1..=last).map(row).collect();
        format!(
            "account currency=USD billing=manual
             now     05-{:02} 09:00
             credit  Launch face=2000 valid=05-01..06-30
             {rows}",
            last + 2
        )
    };
    let daily = |text: &str| forecast_of(text).per_day().map(|amount| amount.to_string());
    for last in 17..=21 {
        let used = 20 * (last - 7);
        let seen = format!("seen Launch at=05-{:02}T00:00 unused={}", last + 1, 2000 - used);
        assert_eq!(daily(&(spent(last) + &seen)).as_deref(), Some("20"), "{last}");
    }
    // A copy that shows more than one of the pause: it has ended, though no report tells so yet.
    let copies = "seen Launch at=05-14T09:00 unused=1820
                  seen Launch at=05-17T09:00 unused=1813";
    let forecast = forecast_of(&(spent(15) + copies));
    assert_eq!(forecast.learned.and_then(|learned| learned.paused_since), None);
}

/// What the ranges of each credit are, and what is taken for granted.
fn ranges(text: &str) -> (Vec<String>, String) {
    let state = account(text);
    let forecast = forecast_of(text);
    let credits = state.credits.iter().zip(&forecast.credits).map(|(credit, forecast)| {
        let lost =
            forecast.lost.map(|l| [l.low, l.middle, l.high].map(|a| a.to_string()).join(" "));
        format!("{}: {}; lost {}", credit.name, say(&forecast.message), lost.unwrap_or("?".into()))
    });
    (credits.collect(), forecast.says.iter().map(say).collect::<Vec<_>>().join(" "))
}

#[test]
fn r4_what_an_assignable_credit_leaves_unpaid_others_pay() {
    // 10 a day of the one that any campaign draws, 20 of the assignable one: seven days are left of it.
    let pace = |reels: &str| {
        let forecast = forecast_of(&format!(
            "account currency=USD billing=manual
             now    11-21 00:00
             credit Free  face=900 valid=11-01..2027-01-31
             seen   Free  at=11-11T00:00 unused=500
             seen   Free  at=11-21T00:00 unused=400
             credit Reels face=900 valid=11-01..2027-01-31 kind=assignable
             seen   Reels at=11-11T00:00 unused=340
             {reels}"
        ));
        forecast.credits.iter().map(|c| c.runs_out.unwrap().middle).collect::<Vec<_>>()
    };
    let lives = "seen Reels at=11-21T00:00 unused=140\n log Reels at=11-02T00:00 link=Main";
    // 70 by the 27th, and 330 at 30 a day.
    assert_eq!(pace(lives), [Some(day("12-08")), Some(day("11-27"))]);
    // Gone on the way: all of its spend is the other's.
    let gone = "gone Reels seen=11-11T00:00 since=11-21T00:00";
    let forecast = forecast_of(&format!(
        "account currency=USD billing=manual
         now    11-21 00:00
         credit Free  face=900 valid=11-01..2027-01-31
         seen   Free  at=11-11T00:00 unused=500
         seen   Free  at=11-21T00:00 unused=400
         credit Reels face=900 valid=11-01..2027-01-31 kind=assignable
         seen   Reels at=11-11T00:00 unused=340
         {gone}"
    ));
    assert_eq!(forecast.per_day().map(|a| a.to_string()).as_deref(), Some("44"));
}

/// 155 of 1,000 in fourteen days: since when it is drawn nobody knows.
#[test]
fn r37_by_one_copy_a_credit_may_have_waited_for_one_that_is_gone() {
    let lines = |more: &str| {
        let (lines, _) = ranges(&format!(
            "account currency=EUR billing=manual
             now    05-10 14:00
             credit Berta face=1000 valid=04-26..06-04
             seen   Berta at=05-10T09:00 unused=845
             {more}"
        ));
        lines.concat()
    };
    let ends = "Berta: not before it ends after 06-04";
    assert_eq!(lines(""), format!("{ends}, average so far; lost 0 568.76 699.93"));
    // Whatever ended stands in the other list.
    let known = lines("source export=promotions_not_available at=05-10T09:00");
    assert_eq!(known, format!("{ends}, average so far; lost 311.89 568.76 699.93"));
}

#[test]
fn r39_what_may_not_fit_todays_campaigns_widens_its_loss_and_the_days_of_others() {
    let passed = "Others were drawn while something was left of App: it may pay only after them.";
    let open = "Whether today's campaigns fit the requirements of App is not known: \
                ranges hold both, all of it drawn and none.";
    // 560 of the other were drawn meanwhile. Of the first copied alone, of it and of both.
    let waits = "11-22 – 11-24, average so far";
    let either = "11-21 – 12-02, average so far";
    for (requires, unused, lost, all, says) in [
        // Left alone it pays after the other, if at all.
        ("App_campaigns", "1000", "0 807.78 1000", waits, format!("{open} {passed}")),
        ("none", "1000", "0 807.78 916.31", waits, passed.to_owned()),
        // Drawn beside it, it may pay before or after it.
        ("App_campaigns", "900", "0 624.77 900", either, format!("{open} {passed}")),
        ("none", "900", "0 624.77 793.4", either, passed.to_owned()),
    ] {
        let (lines, said) = ranges(&format!(
            "account currency=EUR billing=manual
             now    11-21 14:00
             credit App face=1000 valid=11-02..11-29 requires={requires}
             credit All face=600  valid=11-01..12-28 requires=none
             seen   App at=11-21T12:00 unused={unused}
             seen   All at=11-21T12:00 unused=40"
        ));
        assert_eq!(
            lines[0],
            format!("App: not before it ends after 11-29, average so far; lost {lost}")
        );
        assert_eq!(lines[1], format!("All: {all}; lost 0 0 0"), "{requires} {unused}");
        assert_eq!(said, says, "{requires} {unused}");
    }
    // Alone and drawn it is what today's campaigns use; alone and not drawn nobody knows.
    for (unused, lost, says) in [("900", "0 0 0", ""), ("1000", "0 0 1000", open)] {
        let (lines, said) = ranges(&format!(
            "account currency=EUR billing=manual
             now    11-21 14:00
             credit App face=1000 valid=11-02..11-29 requires=App_campaigns
             seen   App at=11-21T12:00 unused={unused}
             spend  11-11..11-20 cost=200"
        ));
        assert_eq!(
            (lines[0].ends_with(&format!("lost {lost}")), &*said),
            (true, says),
            "{lines:?}"
        );
    }
}
