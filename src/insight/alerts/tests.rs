//! Every kind of finding: when it fires, when it does not, when it clears.

mod cases; // every kind three times: it fires, it does not, it clears
mod figures; // what figures of reports, rows and copies tell of who paid
mod crossings; // since when a limit is crossed
mod lasting; // losses about their steps, pauses, what credit may not keep running
mod outlook; // one line per credit, and what is not known of it
mod weights; // how much a loss matters
mod who_pays;

use super::*;
use crate::insight::answer;
use crate::insight::fixture::{account, say, time};
use crate::options::{AccountOptions, AlertAnswer, Thresholds};
use crate::work::at_once;

/// `warning used_up | Spring used up …` for each finding, worst first.
fn listed(text: &str, options: &Options) -> String {
    let state = account(text);
    let mut out = String::new();
    for finding in &answer(&state, options).findings {
        let level = format!("{:?}", finding.level).to_lowercase();
        let new = if finding.is_new { "" } else { " (seen)" };
        out += &format!("{level} {}{new} | {}\n", finding.kind.key(), say(&finding.headline));
        finding.why.iter().chain(&finding.steps).for_each(|m| drop(say(m)));
        assert_eq!(cases::owes(finding), [], "{out}");
    }
    out
}

/// Leading white space of `expected` is for the eye.
fn check(text: &str, expected: &str) {
    check_with(text, &Options::default(), expected);
}

fn check_with(text: &str, options: &Options, expected: &str) {
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    // What may be lost far ahead and that there is no credit have tables of their own.
    let own = ["info forfeit_expected", "info nothing_left"];
    let own = own.map(|kind| (kind, expected.iter().any(|line| line.starts_with(kind))));
    let counts = |line: &str| own.iter().all(|(kind, counts)| *counts || !line.starts_with(kind));
    let found = listed(text, options);
    let found: Vec<&str> = found.lines().filter(|line| counts(line)).collect();
    assert_eq!(found.join("\n"), expected.join("\n"), "\n{text}");
}

const MANUAL: &str = "account currency=USD billing=manual\n now 11-21 14:00\n";

/// The whole Available list was copied, and it is empty.
const LISTED: &str = "source export=promotions_available at=11-21T09:00\n";

fn manual(text: &str) -> String {
    format!("{MANUAL}{text}")
}

fn later(text: &str, now: &str) -> String {
    manual(text).replace("now 11-21 14:00", &format!("now {now}"))
}

#[test]
fn r37_used_up_between_two_copies() {
    let spring = "
        credit Spring face=500 valid=11-01..12-31
        seen   Spring at=11-18T09:00 unused=80
        seen   Spring at=11-21T08:40 unused=0
        ";
    check(
        &manual(spring),
        "warning nothing_left | No ad credit left since 11-21 08:40 at the latest; if this account is spending, it now pays from cash balance",
    );
    // Charges after the end were pasted: what cash paid is known.
    let charged = format!(
        "{spring}
         charge 11-19T12:00 amount=30 pays=Spring:30
         charge 11-20T12:00 amount=60 pays=Spring:50,cash:10"
    );
    let said = listed(&manual(&charged), &Options::default());
    assert!(said.contains("cash balance pays, 10 USD since 11-18 09:00"), "{said}");
    // Transactions name the card: it pays, whatever the billing setup would be (R10).
    let unknown = manual(spring).replace("billing=manual", "billing=unknown");
    check(
        &format!(
            "{unknown}
             draw 11-18T12:00 credit=Spring amount=500
             paid 11-20T12:00 by=Visa amount=60"
        ),
        "warning nothing_left | No ad credit left since 11-21 08:40 at the latest; the card pays, 60 USD since 11-18 09:00",
    );
    check(
        &unknown,
        "warning nothing_left | No ad credit left since 11-21 08:40 at the latest; if this account is spending, it now pays from cash or card, depending on the billing setup",
    );
    // Another credit pays: information.
    check(
        &manual(&format!(
            "{spring} credit Other face=900 valid=11-01..12-31\n seen Other at=11-21T08:40 unused=900"
        )),
        "info used_up | Spring: 80 USD used up between 11-18 09:00 and 11-21 08:40; Other pays next",
    );
    // Nothing can pay: critical.
    check(
        &manual(&format!("{spring} cash 0 at=11-21T08:40")),
        "critical nothing_left | No ad credit left since 11-21 08:40 at the latest, and no cash: delivery may stop",
    );
    // Only one copy tells: some time before it, never at it.
    check(
        &manual(
            "credit Other face=900 valid=11-01..12-31
             seen   Other at=11-18T09:00 unused=900
             seen   Other at=11-21T08:40 unused=900
             credit Late face=50 valid=11-01..12-31
             seen   Late at=11-21T08:40 unused=0
            ",
        ),
        "info used_up | Late: 50 USD used up before 11-21 08:40; Other pays next",
    );
    // It clears when the credit is refilled by a correction (R16), and after two weeks it is history.
    check(&manual(&format!("{spring} seen Spring at=11-21T10:00 unused=200")), "");
    check(
        &later(&format!("{spring} seen Spring at=12-20T08:40 unused=0"), "12-20 14:00"),
        "info nothing_left | No ad credit left since 11-21 08:40 at the latest; if this account is spending, it now pays from cash balance",
    );
}

/// Reasons of the one finding of this kind.
fn why(text: &str, kind: Kind) -> Vec<String> {
    let findings = answer(&account(text), &Options::default()).findings;
    let mut of_kind = findings.iter().filter(|f| f.kind == kind);
    let only = of_kind.next().unwrap();
    assert!(of_kind.next().is_none(), "one line for one thing");
    only.why.iter().map(say).collect()
}

#[test]
fn r12_what_used_up_the_last_credits_is_the_reason_why_nothing_is_left() {
    let facts = "credit Early face=200 valid=11-01..12-31
                 seen   Early at=11-10T09:00 unused=20
                 seen   Early at=11-18T09:00 unused=0
                 credit Spring face=500 valid=11-01..12-31
                 seen   Spring at=11-18T09:00 unused=80
                 seen   Spring at=11-21T08:40 unused=0";
    assert_eq!(
        why(&manual(facts), Kind::NothingLeft),
        [
            "Spring: 80 USD used up between 11-18 09:00 and 11-21 08:40",
            "80 USD was unused on 11-18 09:00, nothing on 11-21 08:40.",
            "Early: 20 USD used up between 11-10 09:00 and 11-18 09:00",
            "20 USD was unused on 11-10 09:00, nothing on 11-18 09:00.",
            "About 11.73 USD a day, by differences between copies of the page up to 11-20.",
            "The platform moves to the next source without a notice.",
        ]
    );
    assert!(!listed(&manual(facts), &Options::default()).contains("used_up"));
    // Another one was lost: that is a line of its own.
    let lost = format!(
        "{facts}\n credit Old face=90 valid=11-01..11-20\n seen Old at=11-19T09:00 unused=90"
    );
    assert!(listed(&manual(&lost), &Options::default()).contains("expired | Old expired"));
}

#[test]
fn r12_who_pays_after_it_is_who_the_forecast_draws_then() {
    // 15 at 10 a day: out on 22 November, when the next one is valid.
    let facts = "credit A face=100 valid=11-01..12-31
                 seen   A at=11-21T00:00 unused=15
                 credit Next face=300 valid=11-22..12-31
                 seen   Next at=11-21T00:00 unused=300
                 spend  11-01..11-20 cost=10 credit=10";
    assert!(why(&manual(facts), Kind::Low).contains(&"After it: Next.".to_owned()));
    let late = facts.replace("valid=11-22", "valid=12-20");
    assert!(why(&manual(&late), Kind::Low).contains(&"After it: cash balance.".to_owned()));
}

#[test]
fn r8_whatever_the_band_counts_as_lost_has_its_line() {
    for (facts, expected) in [
        // A pace from one copy, before half of its life.
        (
            "credit Welcome face=1200 valid=11-10..12-20
             seen   Welcome at=11-21T14:00 unused=1150",
            "info forfeit_expected | Welcome: about 1022.92 USD may be lost after 12-20, by the average so far",
        ),
        // Only if spend slows.
        (
            "credit Wide face=100 valid=11-01..12-31
             seen   Wide at=11-20T09:00 unused=20.5
             seen   Wide at=11-21T09:00 unused=20",
            "info forfeit_expected | Wide: up to 5.65 USD may be lost after 12-31 if spend slows",
        ),
        // R4: nobody saw it drawn and no assignment is known, whatever else is spent.
        (
            "credit Reels face=1000 valid=11-01..11-29 kind=assignable
             seen   Reels at=11-21T09:00 unused=1000
             spend  11-01..11-20 cost=90",
            "critical expiring | Reels: 1000 USD expires after 11-29, 8 days left; whether it is assigned is not known",
        ),
        (
            "credit Reels face=1000 valid=11-01..12-29 kind=assignable
             seen   Reels at=11-21T09:00 unused=1000
             spend  11-01..11-20 cost=90",
            "info forfeit_expected | Reels: 1000 USD will be lost after 12-29 unless a campaign draws it; whether it is assigned is not known",
        ),
    ] {
        check(&manual(facts), expected);
    }
}

#[test]
fn r8_r37_a_credit_whose_end_was_not_read_may_be_lost_any_day() {
    let open =
        |name: &str| format!("credit {name} face=500\n seen {name} at=11-21T09:00 unused=310\n");
    let line = "may be lost any day, its end is not known";
    check(
        &manual(&open("Open")),
        &format!("warning forfeit_expected | Open: 310 USD left as of 11-21 09:00 {line}"),
    );
    check(
        &manual(&["A", "B", "C"].map(open).concat()),
        "warning forfeit_expected | 3 credits end on a day that is not known: 930 USD may be lost any day",
    );
    // A hold does not stop its end.
    let held = open("Open").replace("unused=310", "unused=310 suspended");
    let said = listed(&manual(&held), &Options::default());
    assert!(said.contains("suspended |") && said.contains(line), "{said}");
    // Nothing is left, or the end is known.
    for other in
        [open("A").replace("=310", "=0"), open("A").replace("face", "valid=11-01..12-31 face")]
    {
        let said = listed(&manual(&other), &Options::default());
        assert!(!said.contains(line), "{said}");
    }
}

/// What rests on the answer is no more urgent than the question; where it is answered, it is what it was.
#[test]
fn r37_a_question_about_a_copy_leads_what_rests_on_it() {
    let lost = |asks: &str| {
        manual(&format!(
            "credit Spring face=500 valid=11-01..11-22 kind=assignable
             seen   Spring at=11-18T09:00 unused=400
             log    Spring at=11-18T09:00
             source export=promotions_available at=11-18T09:00 asks={asks}"
        ))
    };
    let lines = |asks: &str| {
        let all = listed(&lost(asks), &Options::default());
        all.lines().filter_map(|l| Some(l.split_once(" |")?.0.to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(lines("nothing")[0], "critical unassigned");
    assert_eq!(lines("dates")[..2], ["warning asked", "warning unassigned"]);
    let state = account(&lost("amounts"));
    let asked = answer(&state, &Options::default()).findings.remove(0);
    assert_eq!(asked.import.as_deref(), Some("i1"));
    assert_eq!(
        say(&asked.headline),
        "Promotions · Available, copied 11-18 09:00: its figures rest on a question that is not answered"
    );
    let whys: Vec<String> = asked.why.iter().map(say).collect();
    assert_eq!(whys, ["Its amounts can be read in two ways."]);
}

#[test]
fn r38_a_currency_that_nobody_states_is_asked_for_in_one_line() {
    let facts = "credit Spring face=500 valid=11-01..12-31\nseen Spring at=11-20T09:00 unused=400";
    let of = |key: &str, currency: &str| {
        let lead =
            format!("account key={key} currency={currency} billing=manual\n now 11-21 14:00");
        account(&format!("{lead}\n{facts}"))
    };
    let states = [of("1", "?"), of("2", "?"), of("3", "USD")];
    let answers = states.each_ref().map(|state| answer(state, &Options::default()));
    let asked = |answers: &crate::insight::Answers| {
        let asked = answers.findings.iter().filter(|f| f.kind == Kind::Asked);
        asked.map(|f| say(&f.headline)).collect::<Vec<_>>()
    };
    let none: [&str; 0] = [];
    assert_eq!(asked(&answers[0]), ["Currency not stated in what was copied 11-20 09:00"]);
    assert_eq!(asked(&answers[2]), none);
    let pairs: Vec<_> = states.iter().zip(&answers).collect();
    let all = crate::insight::portfolio(&pairs, &Options::default()).findings;
    let lines: Vec<String> =
        all.iter().filter(|f| f.kind == Kind::Asked).map(|f| say(&f.headline)).collect();
    assert_eq!(lines, ["2 accounts: currency not stated"]);
}

#[test]
fn r33_copies_of_one_moment_that_disagree_are_told_and_nothing_is_claimed() {
    let said = |unused: &str| {
        let state = crate::account::tests::check(&format!(
            "billing manual
             now 05-20
             credit name=Mini face=20 used=18 unused=2 valid=05-01..06-30 seen=05-17
             credit name=Mini face=20 unused=1 valid=05-01..06-30 seen=05-20 paste=1
             credit name=Mini face=20 unused={unused} valid=05-01..06-30 seen=05-20 paste=2"
        ));
        let findings = answer(&state, &Options::default()).findings;
        findings.iter().for_each(|finding| assert_eq!(cases::owes(finding), []));
        let line = |f: &Finding| format!("{} | {}", f.kind.key(), say(&f.headline));
        // No row names a currency, which is said beside it.
        findings.iter().filter(|f| f.kind != Kind::Asked).map(line).collect::<Vec<_>>()
    };
    let conflict = "disagree | Mini: of the copies of 05-20 00:00 one shows 1 unused, another 0";
    assert_eq!(said("0"), [conflict]);
    assert!(
        said("0.5").contains(&conflict.replace("another 0", "another 0.5")),
        "{:?}",
        said("0.5")
    );
    assert!(!said("1").concat().contains("disagree"));
}

#[test]
fn r7_how_much_a_loss_matters_does_not_hang_on_its_neighbour() {
    let own = "credit Own face=100 valid=11-01..12-01\n seen Own at=11-21T14:00 unused=60\n";
    let hold = "credit Hold face=1000 valid=11-01..12-31
                seen   Hold at=11-21T14:00 unused=1000 suspended\n";
    let line = "info expiring | Own: about 39.79 USD may be lost after 12-01, by the average so far, 10 days left";
    check(&manual(own), line);
    let said = listed(&manual(&format!("{own}{hold}")), &Options::default());
    assert!(said.contains(line), "{said}");
}

#[test]
fn r8_a_larger_or_a_nearer_loss_never_matters_less() {
    // Whether it is assigned is not known, or it is not: lost whole.
    let level = |unused: u32, face: u32, start: &str, end: &str, log: &str| {
        let own = format!(
            "credit Own face={face} valid={start}..{end} kind=assignable
             seen   Own at=11-21T09:00 unused={unused}
             credit Main face=2000 valid=11-01..2027-06-30 kind=assignable
             seen   Main at=11-21T09:00 unused=900
             {log}"
        );
        let findings = answer(&account(&manual(&own)), &Options::default()).findings;
        let own = findings.iter().filter(|f| say(&f.headline).contains("Own"));
        own.map(|f| f.level).max().unwrap_or(Level::Info)
    };
    let ends = ["11-21", "11-22", "11-24", "11-28", "12-05", "12-20", "2027-02-01"];
    for start in ["10-01", "11-20"] {
        let rows =
            [2, 40, 292, 1070].map(|unused| ends.map(|e| level(unused, unused, start, e, "")));
        for (less, more) in rows.iter().zip(rows.iter().skip(1)) {
            assert!(less.iter().zip(more).all(|(less, more)| less <= more), "{rows:?}");
        }
        assert!(rows.iter().flat_map(|row| row.windows(2)).all(|w| w[0] >= w[1]), "{rows:?}");
    }
    const LOG: &str = "log Own at=11-21T09:00";
    // A small part of a large credit is no less money than all of a small one.
    assert_eq!(level(1070, 5000, "10-01", "11-30", LOG), Level::Critical);
    assert_eq!(level(292, 300, "10-01", "11-30", LOG), Level::Critical);
}

#[test]
fn r32_r37_nothing_is_left_only_where_the_whole_list_was_copied() {
    let used_up = "
        credit Spring face=500 valid=11-01..12-31
        seen   Spring at=11-21T08:40 unused=0";
    for (facts, expected) in [
        (
            "source export=transactions at=11-20T09:00".to_owned(),
            "info not_copied | Available not copied yet: whether any ad credit can pay is not known",
        ),
        (
            format!("{used_up}\n source export=promotions_available at=11-21T08:40 partial"),
            "info not_copied | No ad credit of this copy can pay; whether it holds all of Available is not known",
        ),
        // R40: nobody saw any credit of it.
        (
            LISTED.to_owned(),
            "info nothing_left | No ad credit left since 11-21 09:00 at the latest; if this account is spending, it now pays from cash balance",
        ),
        (
            format!("source export=campaign_report at=11-20T09:00\n{LISTED} cash 0 at=11-21T09:00"),
            "critical nothing_left | No ad credit left since 11-21 09:00 at the latest, and no cash: delivery may stop",
        ),
        // R32: money that nobody copied may be there beside it.
        (
            format!(
                "{}\n source export=promotions_available at=11-21T08:40 partial",
                used_up.replace("unused=0", "unused=400")
            ),
            "warning not_copied | 50 of 80 credits are here: copy or correct the others",
        ),
        (
            used_up.to_owned(),
            "info nothing_left | No ad credit left since 11-21 08:40 at the latest; if this account is spending, it now pays from cash balance",
        ),
    ] {
        check(&manual(&facts), expected);
    }
}

#[test]
fn r32_nothing_is_said_of_who_pays_next_where_credits_of_the_list_are_missing() {
    let part = "source export=promotions_available at=11-21T08:40 partial";
    let facts = "credit Launch face=500 valid=11-01..12-31
         seen   Launch at=11-21T08:40 unused=30
         credit Spring face=500 valid=11-01..12-31
         seen   Spring at=11-18T09:00 unused=80
         seen   Spring at=11-21T08:40 unused=0
         spend  11-01..11-20 cost=30 credit=30";
    let told = |facts: &str| {
        let findings = answer(&account(&manual(facts)), &Options::default()).findings;
        let why = findings.iter().flat_map(|f| f.why.iter().chain([&f.headline]).map(say));
        let pays = |line: &String| {
            ["pays", "After it", "used up on", "expected"].iter().any(|word| line.contains(word))
        };
        why.filter(pays).collect::<Vec<_>>()
    };
    assert!(told(facts).len() > 2, "{:?}", told(facts));
    assert_eq!(told(&format!("{facts}\n{part}")), [""; 0]);
}

#[test]
fn r32_r37_a_credit_that_a_full_copy_no_longer_lists() {
    let gone = "
        credit Welcome face=200 valid=11-01..12-31
        seen   Welcome at=11-15T10:00 unused=190
        seen   Welcome at=11-20T10:00 unused=180
        credit Soon face=80 valid=11-01..11-30
        seen   Soon at=11-15T10:00 unused=30
        gone   Soon seen=11-15T10:00 since=11-20T10:00";
    let line = "Soon (30 USD on 11-15 10:00) is no longer listed: between then and 11-20 10:00 \
                it was used up or taken back";
    check(&manual(gone), &format!("warning gone | {line}"));
    // R37: it may have ended only where its end is not known.
    let open = manual(&gone.replace(" valid=11-01..11-30", ""));
    check(&open, &format!("warning gone | {}", line.replace("taken back", "ended")));
    // It clears when a copy tells what became of it, and after two weeks it is history.
    check(
        &manual(&format!("{gone}\n seen Soon at=11-20T10:00 unused=0")),
        "info used_up | Soon: 30 USD used up between 11-15 10:00 and 11-20 10:00; Welcome pays next",
    );
    let said = listed(&later(gone, "12-05 14:00"), &Options::default());
    assert!(!said.contains("gone"), "{said}");
}

#[test]
fn r40_what_ended_before_the_first_copy_is_history() {
    check(
        &manual(
            "credit Used    face=500 valid=11-01..12-31
             seen   Used    at=11-21T08:40 unused=0
             credit Expired face=500 valid=10-01..11-10
             seen   Expired at=11-21T08:40 unused=120
             credit Fine    face=900 valid=11-01..12-31
             seen   Fine    at=11-21T08:40 unused=900",
        ),
        "",
    );
}

/// R40: the other tab is copied some minutes later, or its second page.
#[test]
fn r40_what_the_first_copy_of_a_tab_shows_as_ended_is_history() {
    let fine = "
        credit Fine    face=900 valid=11-01..12-31
        seen   Fine    at=11-21T08:40 unused=900";
    let used = |began: &str, seen: &str| {
        format!("{fine}\n credit Used face=500 valid={began}..12-31\n{seen}")
    };
    let news = "info used_up | Used: 500 USD used up before 11-21 12:00; Fine pays next";
    for (began, seen, expected) in [
        ("11-01", "seen Used at=11-21T08:45 unused=0 ended", ""),
        ("11-01", "seen Used at=11-21T12:00 unused=0 ended", ""),
        // It began after the first copy, or a copy of that tab did not list it yet.
        ("11-21T09:00", "seen Used at=11-21T12:00 unused=0 ended", news),
        (
            "11-01",
            "credit Old face=1 valid=11-01..12-31\n seen Old at=11-21T08:41 unused=0 ended
             seen Used at=11-21T12:00 unused=0 ended",
            news,
        ),
        (
            "11-01",
            "credit Old face=1 valid=11-01..12-31\n seen Old at=11-21T08:41 unused=0 ended
             seen Used at=11-21T08:50 unused=0 ended",
            "",
        ),
    ] {
        check(&manual(&used(began, seen)), expected);
    }
    // What was seen with something left has ended since.
    let left = "seen Used at=11-21T08:40 unused=9\n seen Used at=11-21T08:45 unused=0 ended";
    let said = listed(&manual(&used("11-01", left)), &Options::default());
    assert!(said.contains("used_up | Used: 9 USD used up between 11-21 08:40"), "{said}");
}

#[test]
fn r8_expired_with_what_was_lost() {
    let old = "
        credit Old face=500 valid=10-01..11-20
        seen   Old at=11-19T09:00 unused=120
        credit Next face=500 valid=11-01..12-31
        seen   Next at=11-19T09:00 unused=500";
    check(
        &manual(old),
        "info expired | Old expired after 11-20: between 0 USD and 120 USD lost
         info stale | Figures are of 11-19 09:00: copy the page again",
    );
    check(
        &manual(&format!(
            "{old}\n seen Old at=11-21T09:00 unused=120\n seen Next at=11-21T09:00 unused=500"
        )),
        "warning expired | Old expired after 11-20: 120 USD lost",
    );
    // Still valid on its last day; used up in time: nothing was lost.
    check(
        &later(old, "11-20 23:59"),
        "warning expiring | Old: about 107.49 USD may be lost after 11-20, by the average so far, less than an hour left",
    );
    let used_in_time =
        format!("{old}\n seen Old at=11-20T09:00 unused=0\n seen Next at=11-20T09:00 unused=500");
    let said = listed(&manual(&used_in_time), &Options::default());
    assert!(!said.contains("expired"), "{said}");
}

#[test]
fn expiry_steps_apply_below_half_of_the_life() {
    let credit = "
        credit Launch face=100 valid=11-01..11-30
        seen   Launch at=11-02T09:00 unused=100
        credit Large  face=900 valid=11-01..12-31
        seen   Large  at=11-02T09:00 unused=900";
    let on = |now: &str| {
        let seen = now.replace(' ', "T");
        let fresh = format!(
            "{credit}\n seen Launch at={seen} unused=100\n seen Large at={seen} unused=900"
        );
        later(&fresh, now)
    };
    check(&on("11-15 14:00"), "");
    check(
        &on("11-16 14:00"),
        "warning expiring | Launch: 100 USD expires after 11-30, 14 days left",
    );
    // All of it, and no trifle beside the other.
    check(
        &on("11-21 14:00"),
        "critical expiring | Launch: 100 USD expires after 11-30, 9 days left",
    );
    check(
        &on("11-24 14:00"),
        "critical expiring | Launch: 100 USD expires after 11-30, 6 days left",
    );
    // A visit after one step: the next step is news again.
    let visited = |at: &str| Options {
        last_visit: Some(time(at).in_zone(crate::calendar::Zone::UTC)),
        ..Options::default()
    };
    let seven = "critical expiring | Launch: 100 USD expires after 11-30, 5 days left";
    check_with(&on("11-25 14:00"), &visited("11-20"), seven);
    check_with(&on("11-25 14:00"), &visited("11-25"), &seven.replace(" |", " (seen) |"));
}

#[test]
fn on_its_last_day_a_credit_has_hours_left() {
    let tonight = "
        credit Reels face=100 valid=10-01..11-21 kind=assignable
        seen   Reels at=11-21T09:00 unused=100";
    let unassigned = format!("{tonight}\n log Reels at=11-20T09:00");
    for (facts, now, expected) in [
        (tonight, "11-20 23:59", "after 11-21, 1 day left; whether"),
        (tonight, "11-21 00:00", "after 11-21, 1 day left; whether"),
        (tonight, "11-21 14:00", "after 11-21, 10 hours left; whether"),
        (tonight, "11-21 22:59", "after 11-21, 1 hour left; whether"),
        (tonight, "11-21 23:59", "after 11-21, less than an hour left; whether"),
        (
            &unassigned,
            "11-21 13:30",
            "100 USD expires after 11-21, 10 hours left, assigned to no campaign",
        ),
    ] {
        let said = listed(&later(facts, now), &Options::default());
        assert!(said.contains(expected), "{now}: {said}");
    }
}

#[test]
fn what_ends_tonight_is_a_warning_however_little_is_left() {
    check(
        &manual(
            "credit Low face=1000 valid=11-01..11-21
             seen   Low at=11-21T14:00 unused=40
             credit Big face=1500 valid=11-01..12-15
             seen   Big at=11-21T14:00 unused=1200",
        ),
        "warning expiring | Low: about 14.5 USD may be lost after 11-21, by the average so far, 10 hours left",
    );
}

#[test]
fn r4_an_assignable_credit_without_a_campaign() {
    let reels = "
        credit Reels face=1000 valid=10-01..11-28 kind=assignable
        seen   Reels at=11-21T09:00 unused=1000
        credit Small face=40 valid=11-01..12-31
        seen   Small at=11-21T09:00 unused=38.75
        log    Reels at=11-20T09:00 ";
    check(
        &manual(reels),
        "critical unassigned | Reels: 1000 USD expires after 11-28, 7 days left, assigned to no campaign",
    );
    check(
        &manual(&format!("{reels}link=Push")),
        "critical expiring | Reels: 1000 USD expires after 11-28, 7 days left",
    );
    // No log was pasted: whether it is assigned is not known, and not claimed.
    let unknown = reels.replace("log    Reels at=11-20T09:00 ", "").replace("11-28", "12-28");
    check(&manual(&unknown), "");
    // A large sum is what the user says it is.
    let mut options = Options::default();
    let thresholds =
        Thresholds { large_loss: Some(Amount::from_units(5000)), ..Thresholds::default() };
    options
        .accounts
        .insert("7001".into(), AccountOptions { thresholds, ..AccountOptions::default() });
    check_with(
        &manual(reels),
        &options,
        "warning unassigned | Reels: 1000 USD expires after 11-28, 7 days left, assigned to no campaign",
    );
}

#[test]
fn r5_a_suspended_credit_pays_nothing() {
    let hold = "
        credit Hold face=50 valid=11-01..12-31
        seen   Hold at=11-19T09:00 unused=50
        seen   Hold at=11-20T09:00 unused=50 suspended
        credit Fine face=100 valid=11-01..12-31
        seen   Fine at=11-21T08:40 unused=100";
    check(
        &manual(hold),
        "warning suspended | Hold: 50 USD cannot pay, suspended since 11-20 09:00 at the latest",
    );
    check(&manual(&format!("{hold}\n seen Hold at=11-21T09:00 unused=50")), "");
}

#[test]
fn low_by_share_and_by_amount() {
    let credit = |unused: &str| {
        format!(
            "credit Launch face=100 valid=11-01..12-31
             seen   Launch at=11-20T09:00 unused=60
             seen   Launch at=11-21T09:00 unused={unused}"
        )
    };
    check(&manual(&credit("20")).replace("60\n", "21\n"), "");
    check(
        &manual(&credit("19.99")),
        "warning low | Launch: 19.99 USD of 100 USD left (19.99 %), expected to be used up between 11-21 and 11-22",
    );
    // R37: where that is far, it is one of the reasons.
    check(
        &manual(&credit("19.99").replace("unused=60", "unused=20.99")),
        "warning low | Launch: 19.99 USD of 100 USD left (19.99 %) as of 11-21 09:00",
    );
    let mut options = Options::default();
    options.defaults.thresholds.low_amount = Some(Amount::from_units(50));
    check_with(
        &manual(&credit("49")),
        &options,
        "warning low | Launch: 49 USD of 100 USD left (49 %) as of 11-21 09:00",
    );
    // Another credit pays after it.
    let other =
        "\n credit Other face=900 valid=11-01..12-31\n seen Other at=11-21T08:40 unused=900";
    check(
        &manual(&format!("{}{other}", credit("5"))),
        "info low | Launch: 5 USD of 100 USD left (5 %), expected to be used up on 11-21",
    );
}

/// Each is gone within days and says so; together they are low as of their copy.
#[test]
fn r7_several_that_are_low_and_soon_gone_are_low_as_of_their_copy() {
    let credit = |name: &str| {
        format!(
            "credit {name} face=100 valid=11-01..12-31
             seen   {name} at=11-20T09:00 unused=60
             seen   {name} at=11-21T09:00 unused=15\n"
        )
    };
    let text: String = ["A", "B", "C"].map(credit).concat();
    let said = listed(&manual(&text), &Options::default());
    assert!(
        said.contains("low | 3 credits are low as of 11-21 09:00: 45 USD left in all"),
        "{said}"
    );
    let one = why(&manual(&credit("A")), Kind::Low);
    assert!(one.iter().any(|line| line == "As of 11-21 09:00."), "{one:?}");
}

#[test]
fn run_out_soon_by_the_pace_of_copies() {
    let credit = |unused: &str, other: &str| {
        format!(
            "credit Launch face=1000 valid=11-01..12-31
             seen   Launch at=11-11T09:00 unused=900
             seen   Launch at=11-21T09:00 unused={unused}
             {other}"
        )
    };
    // 65 a day: 250 last four days, more than three.
    check(&manual(&credit("250", "")), "");
    check(
        &manual(&credit("200", "").replace("900", "850")),
        "warning run_out | Launch: 200 USD expected to be used up between 11-23 and 11-25",
    );
    // Nobody looked for two weeks.
    let old = later(&credit("250", ""), "12-05 14:00");
    let said = listed(&old, &Options::default());
    assert!(said.contains("run_out | Launch: 250 USD probably used up between"), "{said}");
    // Used more slowly: it clears.
    check(&manual(&credit("250", "").replace("900", "300")), "");
}

/// 11.90 a day leaves nothing, unless spend slows: that has its one line, and is not told anew at each step.
#[test]
fn r8_steps_spare_what_todays_pace_uses_up() {
    let credit = |unused: u32| {
        format!(
            "credit Koffer face=400 valid=11-01..11-30
             seen   Koffer at=11-07T09:00 unused=290
             seen   Koffer at=11-14T09:00 unused=190
             seen   Koffer at=11-21T09:00 unused={unused}"
        )
    };
    let said = |text: &str, now| listed(&later(text, now), &Options::default());
    for now in ["11-21 14:00", "11-23 14:00", "11-24 14:00"] {
        let said = said(&credit(110), now);
        assert!(!said.contains(" expiring "), "{now}: {said}");
        assert!(said.matches("forfeit_expected").count() <= 1, "{now}: {said}");
    }
    assert!(said(&credit(180), "11-21 14:00").contains(" expiring | Koffer: about"));
}

#[test]
fn r37_what_is_probably_used_up_by_now_is_not_left() {
    let text = "
        credit Launch face=1000 valid=11-01..12-31
        seen   Launch at=11-11T09:00 unused=750
        seen   Launch at=11-21T09:00 unused=100";
    let low = listed(&manual(text), &Options::default());
    assert!(low.contains("low | Launch: 100 USD of 1000 USD left (10 %), expected"), "{low}");
    let old = listed(&later(text, "11-24 14:00"), &Options::default());
    assert!(old.contains("run_out | Launch: 100 USD probably used up"), "{old}");
    assert!(!old.contains(" left"), "{old}");
}

#[test]
fn r8_a_loss_that_is_expected_long_before_the_end() {
    let credit = |first: &str| {
        format!(
            "credit Large face=9000 valid=11-01..01-31
             seen   Large at=11-06T09:00 unused={first}
             seen   Large at=11-21T09:00 unused=8000
             spend  11-06..11-20 cost=20"
        )
        .replace("01-31", "2027-01-31")
    };
    let said = listed(&manual(&credit("8300")), &Options::default());
    assert!(said.starts_with("info forfeit_expected | Large: at today's pace about 65"), "{said}");
    let fast = credit("8300").replace("cost=20", "cost=150");
    check(&manual(&fast), "");
}

#[test]
fn r24_cash_that_falls_from_copy_to_copy_tells_the_pace() {
    // The credit was gone on the 15th; cash pays 20 a day since, and no report tells.
    let text = |last: i32| {
        let cash = |day| format!("\n cash {} at=11-{day:02}T09:00", 152 - 20 * (day - 15));
        let copies: String = (15..=last).map(cash).collect();
        format!(
            "account billing=manual
             now    11-{last:02} 09:30
             credit Sail face=300 valid=11-01..12-10
             seen   Sail at=11-14T09:00 unused=12
             seen   Sail at=11-15T09:00 unused=0{copies}"
        )
    };
    let low = |last| {
        let state = account(&text(last));
        let answers = answer(&state, &Options::default());
        let low = answers.findings.iter().find(|f| f.kind == Kind::CashLow).cloned();
        low.map(|low| say(&low.headline)).unwrap_or_default()
    };
    assert_eq!(low(18), "");
    assert_eq!(
        low(20),
        "Delivery stops 11-21 – 11-22: 52 USD cash as of 11-20 09:00, and no source behind it"
    );
}

#[test]
fn r24_cash_for_three_days_of_spend_or_less() {
    let spend = format!("{LISTED} spend 11-14..11-20 cost=30\n");
    let low = "warning cash_low | Delivery stops 11-22 – 11-24: 90 USD cash as of 11-21 09:00, and no source behind it";
    check(&manual(&format!("{spend} cash 90 at=11-21T09:00")), low);
    check(&manual(&format!("{spend} cash 90.01 at=11-21T09:00")), "");
    // It fires once per crossing: since the first low figure of the latest run.
    let run = format!(
        "{spend} cash 200 at=11-19T09:00\n cash 90 at=11-20T09:00\n cash 90 at=11-21T09:00"
    );
    let findings = answer(&account(&manual(&run)), &Options::default()).findings;
    let onset = findings.first().map(|f| f.onset.to_string());
    assert_eq!(onset.as_deref(), Some("2026-11-20T09:00:00Z"));
    // Nothing new was pasted: the days stay, and behind the last of them it may be used up.
    let later = |now: &str| {
        let text = manual(&format!("{spend} cash 90 at=11-21T09:00"));
        let said = listed(&text.replace("11-21 14:00", now), &Options::default());
        said.lines().find(|line| line.contains("cash_low")).unwrap_or_default().to_owned()
    };
    // What is behind us of the first day is over.
    assert_eq!(later("11-23 09:00"), low.replace("11-22", "11-23"));
    assert_eq!(
        later("11-26 09:00"),
        "warning cash_low | Cash may be used up since 11-22: 90 USD as of 11-21 09:00, and no source behind it"
    );
    // Days that nobody reported are not days without spend.
    let one = manual(&format!("{LISTED} spend 11-20 cost=30\n cash 90 at=11-21T09:00"));
    check(&one, &low.replace("11-24", "11-25"));
    check(&manual(&format!("{LISTED} cash 90 at=11-21T09:00")), "");
}

#[test]
fn r13_what_stops_delivery_soon_is_a_warning_while_credit_still_pays() {
    let facts = |unused: u32, cash: u32| {
        manual(&format!(
            "credit Launch face=1000 valid=11-01..2027-03-31
             seen   Launch at=11-21T00:00 unused={unused}
             spend  11-01..11-20 cost=40 credit=40
             cash   {cash} at=11-21T00:00"
        ))
    };
    let line = |text: &str| {
        let said = listed(text, &Options::default());
        said.lines().find(|line| line.contains("cash_low")).unwrap_or_default().to_owned()
    };
    assert_eq!(
        line(&facts(100, 60)),
        "warning cash_low | Delivery stops 11-23 – 11-25: 60 USD cash as of 11-21 00:00, and no source behind it"
    );
    assert_eq!(
        line(&facts(100, 0)),
        "warning cash_low | Delivery stops 11-22 – 11-23: 0 USD cash as of 11-21 00:00, and no source behind it"
    );
    assert_eq!(
        line(&facts(900, 60)),
        "info cash_low | Cash balance is low: 60 USD as of 11-21 00:00"
    );
    // The card stands behind it.
    assert_eq!(line(&facts(100, 60).replace("billing=manual", "billing=credit_first")), "");
}

#[test]
fn r18_a_tier_about_to_be_missed_and_r20_a_reward_that_does_not_come() {
    let offer = |target: u32| {
        let reward = if target == 400 { 300 } else { 50 };
        format!(
            "{LISTED} spend 11-01..11-20 cost=20
             offer Match spend=82 tiers={target}:{reward} window=11-01..11-29 at=11-21T00:00"
        )
    };
    check(&manual(&offer(100)), "");
    check(
        &manual(&offer(400)),
        "warning earning_gap | Match: 318 USD of cash-paid spend is missing and counts until 11-29; behind at the usual pace",
    );
    // R3, R18: a Free credit cannot be unassigned; a spend beyond any usual one would reach a large reward.
    let behind_credit = |reward: u32| {
        let offer = offer(1500).replace(":50", &format!(":{reward}"));
        let paid = offer.replace("cost=20", "cost=20 credit=20");
        manual(&format!(
            "{paid}\n credit Free face=900 valid=11-01..12-31\n seen Free at=11-21T08:40 unused=240"
        ))
    };
    check(
        &behind_credit(1600),
        "warning earning_gap | Match: 1418 USD of cash-paid spend is missing and counts until 11-29; credit pays first, so only 197 USD a day in all reaches it",
    );
    // R19: 158 beyond the usual pace for a reward of 50 is a call to nobody.
    check(&manual(&offer(400).replace(":300", ":50")), "");
    // Far from its end it is no line yet; spent enough, it clears.
    check(&manual(&offer(400).replace("11-29", "12-29")), "");
    check(&manual(&format!("{}\n offer Match spend=400 at=11-21T10:00", offer(400))), "");
    // R37: nobody has looked whether it came.
    let stale = "info stale | Figures are of 11-21 09:00: copy the page again";
    check(&later(&offer(80), "12-07 00:01"), stale);
    let looked = format!("{}\n source export=promotions_available at=12-07T00:00", offer(80));
    let overdue =
        "warning reward_overdue | Match: the reward of 50 USD is overdue since 11-28 00:00";
    check(&later(&looked, "12-07 00:01"), overdue);
    check(&later(&offer(80), "12-06 23:59"), stale);
    // Reports of the days since the copy, 20 a day, reach it.
    let reached = looked.replace("11-20 cost", "11-29 credit=0 cost").replace("=80:50", "=200:50");
    check(&later(&reached, "12-07 00:01"), &overdue.replace("11-28", "12-07"));
}

#[test]
fn r29_figures_that_disagree_beyond_the_lag() {
    let text = |unused: u32| {
        format!(
            "credit Launch face=100 valid=11-01..12-31
             paid   10-30T12:00 by=Visa amount=1 id=z at=11-21T09:00
             draw   11-05T12:00 credit=Launch amount=30 id=a at=11-21T09:00
             draw   11-06T12:00 credit=Launch amount=12 id=b at=11-21T09:00
             paid   11-19T12:00 by=Visa amount=1 id=y at=11-21T09:00
             seen   Launch at=11-21T09:00 unused={unused}"
        )
    };
    let said = listed(&manual(&text(50)), &Options::default());
    assert!(said.contains("warning disagree | Launch: two figures differ by 8 USD beyond their delay, as of 11-21 09:00"), "{said}");
    assert!(!listed(&manual(&text(58)), &Options::default()).contains("disagree"));
    // A later copy that agrees clears it.
    let later = format!("{}\n seen Launch at=11-21T10:00 unused=58", text(50));
    assert!(!listed(&manual(&later), &Options::default()).contains("disagree"));
}

#[test]
fn r37_a_credit_without_an_unused_amount_is_named_and_nothing_rests_on_it() {
    let known = "credit Known face=50 valid=11-01..11-30
                 seen   Known at=11-21T09:00 unused=20";
    let said = |text: &str| listed(&manual(text), &Options::default());
    assert!(said(known).contains("5.85 USD may be lost"), "{}", said(known));
    let unstated = format!("credit Blank face=100 valid=11-01..11-30\n{known}");
    let told = said(&unstated);
    let named = "warning not_copied | Unused amount not stated: Blank. What can pay is at least";
    assert!(told.contains(named), "{told}");
    assert!(!told.contains("run_out") && !told.contains("lost"), "{told}");
    let state = account(&manual(&unstated));
    let forecast = answer(&state, &Options::default()).forecast;
    assert_eq!(
        say(&forecast.credits[1].message),
        "not known: another credit states no unused amount"
    );
    // What has ended or is held pays nothing, whatever was left.
    let ended = unstated.replace("Blank face=100 valid=11-01..11-30", "Blank valid=10-01..10-30");
    assert!(!said(&ended).contains("not_copied"), "{}", said(&ended));
}

#[test]
fn r37_used_and_unused_that_do_not_make_the_amount_are_told_in_one_line() {
    let text = |unused: u32| {
        format!(
            "credit Off  face=100 valid=11-01..12-31
             seen   Off  at=11-21T09:00 used=60 unused={unused}
             credit Less face=100 valid=11-01..12-31
             seen   Less at=11-21T09:00 used=60 unused=39"
        )
    };
    let said = listed(&manual(&text(30)), &Options::default());
    let line = "warning disagree | Off: used and unused do not make its amount, 10 USD apart, as of 11-21 09:00";
    assert!(said.contains(line), "{said}");
    assert_eq!(said.matches("disagree").count(), 1, "{said}");
    let state = account(&manual(&text(40)));
    let mut findings = answer(&state, &Options::default()).findings.into_iter();
    let finding = findings.find(|finding| finding.headline.key == "alert.unfit").unwrap();
    assert_eq!((finding.credit, finding.amount), (Some(CreditIx(1)), Some(Amount::from_units(1))));
}

#[test]
fn stale_figures() {
    let credit = "
        credit Launch face=100 valid=11-01..12-31
        seen   Launch at=11-19T14:00 unused=60";
    check(&manual(credit), "");
    check(
        &later(credit, "11-21 14:01"),
        "info stale | Figures are of 11-19 14:00: copy the page again",
    );
}

/// A later copy of one page of the list tells nothing of credits on its other pages.
#[test]
fn r32_r33_each_page_of_a_list_has_its_own_age() {
    let pages = "
        credit Launch face=100 valid=11-01..12-31
        seen   Launch at=11-21T14:00 unused=60
        credit Reels  face=100 valid=11-01..12-31
        seen   Reels  at=11-18T14:00 unused=40";
    check(
        &later(pages, "11-21 14:01"),
        "info stale | Old figures of 1 of 2 credits, the oldest of 11-18 14:00: copy those pages again",
    );
    let said = why(&later(pages, "11-21 14:01"), Kind::Stale).join(" ");
    assert!(said.starts_with("40 USD was unused then."), "{said}");
}

#[test]
fn r33_a_balance_makes_no_figure_of_a_credit_fresh() {
    for balance in ["voucher 60 at=11-21T08:00", "voucher 0 at=11-21T08:00"] {
        let credit = format!(
            "credit Launch face=100 valid=11-01..12-31
             seen   Launch at=11-19T14:00 unused=60
             {balance}"
        );
        check(
            &later(&credit, "11-21 14:01"),
            "info stale | Figures are of 11-19 14:00: copy the page again",
        );
    }
}

#[test]
fn r33_a_report_makes_no_figure_of_a_credit_fresh() {
    let credit = "credit Launch face=100 valid=11-01..12-31
         seen   Launch at=11-19T14:00 unused=60
         source export=campaign_report at=11-21T08:00";
    check(
        &later(credit, "11-21 14:01"),
        "info stale | Figures are of 11-19 14:00: copy the page again",
    );
}

#[test]
fn r33_a_list_of_accounts_makes_no_figure_fresh() {
    for register in ["11-21T08:00", "11-20T00:15", "11-01T00:15"] {
        let credit = format!(
            "credit Launch face=100 valid=11-01..12-31
             seen   Launch at=11-19T14:00 unused=60
             source export=account_register at={register}"
        );
        check(
            &later(&credit, "11-21 14:01"),
            "info stale | Figures are of 11-19 14:00: copy the page again",
        );
    }
}

#[test]
fn small_findings_of_one_kind_become_one_line() {
    let mut text = String::new();
    for n in 1..=20 {
        text += &format!(
            "credit Roi_{n} face=10 valid=10-01..11-28\n seen Roi_{n} at=11-21T09:00 unused={n}\n"
        );
    }
    text += "credit Main face=900 valid=11-01..12-31\n seen Main at=11-21T09:00 unused=900";
    // Eight days left on a Saturday: the seven-day step falls before Monday.
    check(
        &manual(&text.replace("face=10 ", "")),
        "warning expiring | 20 credits expire soon, the first after 11-28: 210 USD in all",
    );
}

#[test]
fn answers_are_kept_for_one_crossing() {
    let text = manual(
        "credit Launch face=100 valid=11-01..12-31
         seen   Launch at=11-20T09:00 unused=10
         seen   Launch at=11-20T19:00 unused=60
         seen   Launch at=11-21T09:00 unused=10",
    );
    let at = |t: &str| Some(time(t).in_zone(crate::calendar::Zone::UTC));
    let with = |answer| {
        let mut options = Options::default();
        options.alerts.insert("low:7001:c-launch".into(), answer);
        let findings = super::super::answer(&account(&text), &options).findings;
        (findings[0].is_active(), findings[0].is_new)
    };
    assert_eq!(with(AlertAnswer::default()), (true, true));
    let snoozed = |until| with(AlertAnswer { snoozed_until: at(until), acknowledged_at: None });
    assert_eq!(snoozed("11-22"), (false, false));
    assert_eq!(snoozed("11-21 13:00"), (true, true));
    let acknowledged = |when| with(AlertAnswer { snoozed_until: None, acknowledged_at: at(when) });
    assert_eq!(acknowledged("11-21 10:00"), (false, false));
    assert_eq!(acknowledged("11-21 09:00"), (false, false), "at the copy's own moment");
    // Acknowledged before it recovered and crossed again.
    assert_eq!(acknowledged("11-20 10:00"), (true, true));
}

#[test]
fn answers_to_one_line_of_several_hold_for_each_of_them() {
    let credits = |names: &[&str]| {
        let lines = names.iter().map(|name| {
            format!(
                "credit {name} face=100 valid=11-01..12-31
                 seen   {name} at=11-20T09:00 unused=60
                 seen   {name} at=11-21T09:00 unused=10\n"
            )
        });
        manual(&lines.collect::<String>())
    };
    let lines = |text: &str, options: &Options| -> Vec<(usize, bool)> {
        let findings = super::super::answer(&account(text), options).findings;
        let low = findings.iter().filter(|f| f.kind == Kind::Low);
        low.map(|f| (f.crossings().len(), f.is_active())).collect()
    };
    let three = credits(&["A", "B", "C"]);
    let mut options = Options::default();
    assert_eq!(lines(&three, &options), [(3, true)]);
    for finding in super::super::answer(&account(&three), &options).findings {
        for crossing in finding.crossings() {
            let answer = AlertAnswer {
                acknowledged_at: Some(time("11-21 10:00").in_zone(crate::calendar::Zone::UTC)),
                snoozed_until: None,
            };
            options.alerts.insert(crossing.id, answer);
        }
    }
    assert_eq!(lines(&three, &options), [(3, false)]);
    // One more is told anew, alone.
    assert_eq!(lines(&credits(&["A", "B", "C", "D"]), &options), [(1, true), (3, false)]);
}

#[test]
fn every_line_gives_its_reasons() {
    let disagree = "credit Launch face=100 valid=11-01..12-31
         paid   10-30T12:00 by=Visa amount=1 id=z at=11-21T09:00
         draw   11-05T12:00 credit=Launch amount=42 id=a at=11-21T09:00
         paid   11-19T12:00 by=Visa amount=1 id=y at=11-21T09:00
         seen   Launch at=11-21T09:00 unused=50";
    let second = "credit Other face=100 valid=11-01..12-31
         draw   11-06T12:00 credit=Other amount=30 id=b at=11-21T09:00
         seen   Other at=11-21T09:00 unused=67";
    let suspended = "credit Hold face=50 valid=11-01..12-31
         seen   Hold at=11-20T09:00 unused=50 suspended";
    let reels = "credit Reels face=100 valid=10-01..11-28 kind=assignable
         seen   Reels at=11-21T09:00 unused=100";
    let launch = "credit Launch face=100 valid=10-01..11-28
         seen   Launch at=11-11T09:00 unused=90
         seen   Launch at=11-21T09:00 unused=80";
    for (kind, facts, expected) in [
        // One difference is the headline itself; of several each is named, the largest first.
        (
            Kind::Disagree,
            disagree.to_owned(),
            "Used amount: 50 USD, as of 11-21 09:00 Ad Credit transactions: 42 USD, as of 11-21 09:00",
        ),
        (
            Kind::Disagree,
            format!("{disagree}\n{second}"),
            "Launch Used amount: 50 USD, as of 11-21 09:00 Ad Credit transactions: 42 USD, as of 11-21 09:00 Other Used amount: 33 USD, as of 11-21 09:00 Ad Credit transactions: 30 USD, as of 11-21 09:00",
        ),
        (
            Kind::Suspended,
            suspended.to_owned(),
            "The platform holds it and does not say here why; its end still runs. As of 11-20 09:00. \
             Valid until 12-31; what is unused then is lost.",
        ),
        // R4, R39: what is lost whole or not at all has no pace.
        (
            Kind::Expiring,
            reels.to_owned(),
            "As of 11-21 09:00. To use it up: 13.49 USD a day from now on.",
        ),
        (
            Kind::Expiring,
            launch.to_owned(),
            "As of 11-21 09:00. Between 69.18 USD and 74.3 USD. \
             About 1 USD a day, by differences between copies of the page up to 11-20. \
             To use it up: 10.79 USD a day from now on.",
        ),
    ] {
        assert_eq!(why(&manual(&facts), kind).join(" "), expected, "{kind:?} {facts}");
    }
}

#[test]
fn r37_stale_figures_are_summed_only_where_all_are_known() {
    let credits = "credit Launch face=100 valid=11-01..12-31
         seen   Launch at=11-19T14:00 unused=60";
    let unstated = "credit Other valid=11-01..12-31\n seen Other at=11-19T14:00";
    for (facts, then) in [
        (credits.to_owned(), "60 USD"),
        (format!("{credits}\n{unstated}"), "an amount that is not known"),
    ] {
        let said = why(&later(&facts, "11-21 14:01"), Kind::Stale).join(" ");
        assert!(said.starts_with(&format!("{then} was unused then.")), "{said}");
    }
}

#[test]
fn r37_the_draw_that_used_it_up_is_the_reason_where_its_moment_is_known() {
    use crate::account::state::{Between, CreditState};
    // The last draw is of two rows of one moment.
    let text = manual(
        "credit Spring face=500 valid=11-01..12-31
         seen   Spring at=11-18T09:00 unused=80
         seen   Spring at=11-21T08:40 unused=0
         credit Other  face=900 valid=11-01..12-31
         seen   Other  at=11-21T08:40 unused=900
         draw   11-19T12:00 credit=Spring amount=20
         draw   11-20T12:00 credit=Spring amount=50
         draw   11-20T12:00 credit=Spring amount=10",
    );
    for (drawn_at, expected) in [
        ("11-20 12:00", "Transactions show the last draw: 60 USD, 11-20 12:00."),
        // No row of that moment: the copies tell.
        ("11-20 13:00", "80 USD was unused on 11-18 09:00, nothing on 11-21 08:40."),
    ] {
        let mut state = account(&text);
        let between = Between::at(time(drawn_at).in_zone(state.zone));
        state.credits[0].state = CreditState::UsedUp { between };
        let findings = answer(&state, &Options::default()).findings;
        let used_up = findings.iter().find(|f| f.kind == Kind::UsedUp).unwrap();
        assert_eq!(used_up.why.first().map(say).as_deref(), Some(expected), "{drawn_at}");
    }
}

#[test]
fn r7_what_is_critical_stays_a_line_of_its_own() {
    let reels = |count: usize, unused: u32| {
        let one = |n| {
            format!(
                "credit Reels_{n} face=1000 valid=10-01..11-28 kind=assignable
                 seen   Reels_{n} at=11-21T09:00 unused={unused}
                 log    Reels_{n} at=11-20T09:00\n"
            )
        };
        listed(&manual(&(1..=count).map(one).collect::<String>()), &Options::default())
    };
    for (count, unused, lines) in [(2, 1000, 2), (3, 1000, 3), (2, 20, 2), (3, 20, 1)] {
        let said = reels(count, unused);
        let unassigned = said.lines().filter(|line| line.contains("unassigned |"));
        assert_eq!(unassigned.count(), lines, "{count} of {unused}: {said}");
    }
}

#[test]
fn r8_what_may_be_lost_while_spend_is_paused() {
    for end in ["12-10", "12-31"] {
        let text = format!(
            "credit Main face=1000 valid=10-01..{end}
             seen   Main at=11-21T08:00 unused=90
             spend  10-20..11-13 cost=20 credit=20
             spend  11-14..11-20 cost=0"
        );
        let said = listed(&later(&text, "11-21 09:00"), &Options::default());
        let line = format!("Main: 90 USD will be lost after {end} if spend stays paused");
        assert!(said.contains(&line), "{said}");
    }
}

#[test]
fn a_hundredth_of_what_is_large_is_no_trifle() {
    let mut options = Options::default();
    options.defaults.thresholds.large_loss = Some(Amount::from_units(1000));
    for (unused, level) in
        [("9.99", "info"), ("10", "warning"), ("999.99", "warning"), ("1000", "critical")]
    {
        let text = format!(
            "credit Reels valid=10-01..11-21
             seen   Reels at=11-21T09:00 unused={unused}"
        );
        let said = listed(&manual(&text), &options);
        assert!(said.starts_with(&format!("{level} expiring | Reels: {unused} USD")), "{said}");
    }
}

/// R37: how fast it is drawn today one copy does not tell; near the end as little as before half of the life.
#[test]
fn r37_near_its_end_a_loss_by_one_copy_is_one_by_the_average_so_far() {
    let credit =
        "credit Launch face=1000 valid=11-01..11-25\n seen Launch at=11-21T09:00 unused=700";
    let said = |more: &str| listed(&manual(&format!("{credit}{more}")), &Options::default());
    let one = said("");
    assert!(one.contains("by the average so far, 4 days left"), "{one}");
    let two = said("\n seen Launch at=11-18T09:00 unused=740");
    assert!(two.contains("at today's pace, 4 days left"), "{two}");
}

/// What moves to and fro about the limit of a fifth is one crossing, until more than a tenth of it is gained.
#[test]
fn low_is_crossed_once_and_not_by_every_figure_about_its_limit() {
    for (figures, since) in [
        // unused of 100 from 17 November on | low since
        (&["20.1"][..], None),
        (&["20.1", "19.9"], Some("2026-11-18T09:00:00Z")),
        (&["19.9", "20.1"], Some("2026-11-17T09:00:00Z")),
        (&["19.9", "20.1", "19.9", "20.1"], Some("2026-11-17T09:00:00Z")),
        (&["19.9", "21.9", "19.9"], Some("2026-11-17T09:00:00Z")),
        (&["19.9", "22"], None),
        (&["19.9", "22", "20.1"], None),
        (&["19.9", "22", "19.9"], Some("2026-11-19T09:00:00Z")),
    ] {
        let seen = figures
            .iter()
            .enumerate()
            .map(|(n, unused)| format!("\n seen Launch at=11-{:02}T09:00 unused={unused}", 17 + n));
        let text = format!("credit Launch face=100 valid=11-01..12-31{}", seen.collect::<String>());
        let text = format!("{text}\n spend 11-01..11-20 cost=4 credit=4");
        let answers = answer(&account(&manual(&text)), &Options::default());
        let low = answers.findings.iter().find(|f| f.kind == Kind::Low);
        assert_eq!(low.map(|f| f.onset.to_string()).as_deref(), since, "{figures:?}");
    }
}

#[test]
fn what_was_shown_at_the_last_visit_is_news_once_it_is_worse() {
    // Below a fifth since 20 November; the last visit was on the 21st at 10:00.
    let state = account(&manual(
        "credit Launch face=100 valid=11-01..12-31
         seen   Launch at=11-20T09:00 unused=10
         seen   Launch at=11-21T09:00 unused=5",
    ));
    let visit = |at: &str| time(at).in_zone(crate::calendar::Zone::UTC);
    for (at, shown, is_new) in [
        ("11-21 10:00", None, true), // pasted since
        ("11-21 10:00", Some(Level::Info), true),
        ("11-21 10:00", Some(Level::Warning), false),
        ("11-21 10:00", Some(Level::Critical), false),
        // It crossed after that visit, whatever was shown then.
        ("11-20 08:00", Some(Level::Warning), true),
        ("11-20 09:00", Some(Level::Warning), false),
    ] {
        let options = Options { last_visit: Some(visit(at)), ..Options::default() };
        let mut seen = Seen::default();
        seen.levels.extend(shown.map(|level| ("low:7001:c-launch".into(), level)));
        let answers = at_once(async |pace| {
            crate::insight::answer_since(&state, &options, Some(&seen), pace).await
        });
        let low = answers.findings.iter().find(|f| f.kind == Kind::Low).unwrap();
        assert_eq!((low.level, low.is_new), (Level::Warning, is_new), "{at} {shown:?}");
    }
}

#[test]
fn r24_the_last_seven_days_are_the_pace_and_neither_today_nor_an_eighth() {
    // 100 and six times 30: 40 a day, 120 in three days.
    let spend = "spend 11-13 cost=900\n spend 11-14 cost=100\n spend 11-15..11-20 cost=30\n spend 11-21 cost=0";
    for (cash, is_low) in [("120", true), ("120.01", false)] {
        let text = manual(&format!("{LISTED} {spend}\n cash {cash} at=11-21T09:00"));
        let said = listed(&text, &Options::default());
        assert_eq!(said.contains("cash_low"), is_low, "{cash}: {said}");
    }
}

#[test]
fn what_runs_out_before_the_next_working_morning_is_said_today() {
    let mut options = Options::default();
    options.defaults.thresholds.run_out_days = Some(1);
    options.defaults.thresholds.low_share = Some(rust_decimal::Decimal::new(1, 2));
    // 65 a day and 130 left, two days. 21 November 2026 is a Saturday, the 18th a Wednesday.
    for (first, last, is_said) in [("11-11", "11-21", true), ("11-08", "11-18", false)] {
        let text = format!(
            "credit Launch face=1000 valid=11-01..12-31
             seen   Launch at={first}T09:00 unused=780
             seen   Launch at={last}T09:00 unused=130"
        );
        let said = listed(&later(&text, &format!("{last} 14:00")), &options);
        assert_eq!(said.contains("run_out"), is_said, "{last}: {said}");
    }
}

#[test]
fn r7_small_losses_that_are_large_together_matter_as_one() {
    let small = (1..=3).map(|n| {
        format!(
            "credit Reels_{n} face=1000 valid=10-01..11-28 kind=assignable
             seen   Reels_{n} at=11-21T09:00 unused=20
             log    Reels_{n} at=11-20T09:00\n"
        )
    });
    let text = manual(&small.collect::<String>());
    for (large, level) in [(60, "critical"), (61, "warning")] {
        let mut options = Options::default();
        options.defaults.thresholds.large_loss = Some(Amount::from_units(large));
        let said = listed(&text, &options);
        assert!(said.contains(&format!("{level} unassigned | 3 ")), "{large}: {said}");
    }
}

#[test]
fn an_expiry_step_is_news_from_the_moment_it_is_crossed() {
    // Ends as 29 November begins: the step of seven days, a Sunday, is said on Friday; and that of three.
    for (now, onset) in [
        ("11-23 14:00", "2026-11-20T00:00:00Z"),
        ("11-25 14:00", "2026-11-20T00:00:00Z"),
        ("11-26 14:00", "2026-11-26T00:00:00Z"),
    ] {
        let text = "credit Launch face=100 valid=10-01..11-28
             seen   Launch at=11-02T09:00 unused=100
             seen   Launch at=11-21T09:00 unused=100";
        let findings = answer(&account(&later(text, now)), &Options::default()).findings;
        let expiring = findings.iter().find(|f| f.kind == Kind::Expiring).unwrap();
        assert_eq!(expiring.onset.to_string(), onset, "{now}");
    }
}

#[test]
fn an_end_is_news_for_two_weeks() {
    let text = "credit Old face=500 valid=10-01..11-20
         seen   Old at=11-19T09:00 unused=120";
    for (now, is_news) in [("12-04 23:59", true), ("12-05 00:00", false)] {
        let said = listed(&later(text, now), &Options::default());
        assert_eq!(said.contains("expired | Old"), is_news, "{now}: {said}");
    }
}

#[test]
fn what_is_snoozed_stands_after_what_is_not() {
    let text = manual(
        "credit Reels face=1000 valid=10-01..11-28 kind=assignable
         seen   Reels at=11-21T09:00 unused=1000
         log    Reels at=11-20T09:00
         credit Launch face=100 valid=11-01..12-31
         seen   Launch at=11-20T09:00 unused=60
         seen   Launch at=11-21T09:00 unused=10",
    );
    let until = |text: &str| Some(time(text).in_zone(crate::calendar::Zone::UTC));
    for (snoozed_until, first) in [
        (None, Kind::Unassigned),
        (until("11-21 14:01"), Kind::Low),
        // Until this very moment: it is over.
        (until("11-21 14:00"), Kind::Unassigned),
    ] {
        let mut options = Options::default();
        let answered = AlertAnswer { snoozed_until, acknowledged_at: None };
        options.alerts.insert("unassigned:7001:c-reels".into(), answered);
        let findings = answer(&account(&text), &options).findings;
        let kinds: Vec<Kind> = findings.iter().map(|f| f.kind).collect();
        assert_eq!(kinds.first(), Some(&first), "{snoozed_until:?} {kinds:?}");
    }
}

#[test]
fn of_one_level_what_was_just_crossed_stands_first() {
    let text = manual(
        "credit Hold face=50 valid=11-01..12-31
         seen   Hold at=11-20T09:00 unused=50 suspended
         credit Launch face=100 valid=11-01..12-31
         seen   Launch at=11-20T09:00 unused=60
         seen   Launch at=11-21T12:00 unused=10",
    );
    let visit = |text: &str| Some(time(text).in_zone(crate::calendar::Zone::UTC));
    for (last_visit, first) in [
        (None, Kind::Suspended),
        (visit("11-21 10:00"), Kind::Low),
        (visit("11-21 13:00"), Kind::Suspended),
    ] {
        let options = Options { last_visit, ..Options::default() };
        let findings = answer(&account(&text), &options).findings;
        let ranked: Vec<_> = findings.iter().map(|f| (f.level, f.kind)).collect();
        assert_eq!(ranked.first(), Some(&(Level::Warning, first)), "{last_visit:?} {ranked:?}");
    }
}

#[test]
fn since_when_a_line_is_news() {
    let launch = "credit Launch face=1000 valid=11-01..12-31
         seen   Launch at=11-11T09:00 unused=850
         seen   Launch at=11-21T09:00 unused=200";
    let late = "credit Launch face=100 valid=11-01..11-30
         seen   Launch at=11-24T09:00 unused=100";
    let offer = |at: &str| {
        format!(
            "{LISTED} spend 11-01..11-20 cost=20
             offer Match spend=82 tiers=400:300 window=11-01..11-29 at={at}"
        )
    };
    for (now, text, kind, onset) in [
        // Crossed before it was first seen, or before the latest copy: since that copy.
        ("11-24 14:00", late.to_owned(), Kind::Expiring, "2026-11-24T09:00:00Z"),
        ("11-21 14:00", launch.to_owned(), Kind::RunOut, "2026-11-21T09:00:00Z"),
        (
            "11-22 14:00",
            launch.replace("unused=200", "unused=260"),
            Kind::RunOut,
            "2026-11-22T00:00:00Z",
        ),
        ("11-21 14:00", offer("11-21T00:00"), Kind::EarningGap, "2026-11-21T00:00:00Z"),
        ("11-21 14:00", offer("11-02T00:00"), Kind::EarningGap, "2026-11-16T00:00:00Z"),
    ] {
        let findings = answer(&account(&later(&text, now)), &Options::default()).findings;
        let found = findings.iter().find(|f| f.kind == kind).map(|f| f.onset.to_string());
        assert_eq!(found.as_deref(), Some(onset), "{now} {text}");
    }
}

#[test]
fn what_was_crossed_at_the_last_visit_is_no_news() {
    let text = "credit Launch face=100 valid=10-01..11-28
         seen   Launch at=11-02T09:00 unused=100
         seen   Launch at=11-21T09:00 unused=100";
    let state = account(&later(text, "11-23 14:00"));
    // A Sunday's step is said on Friday.
    for (visit, is_news) in [("11-19 23:59", true), ("11-20 00:00", false), ("11-20 00:01", false)]
    {
        let last_visit = Some(time(visit).in_zone(crate::calendar::Zone::UTC));
        let options = Options { last_visit, ..Options::default() };
        let findings = answer(&state, &options).findings;
        let expiring = findings.iter().find(|f| f.kind == Kind::Expiring).unwrap();
        assert_eq!(expiring.is_new, is_news, "{visit}");
    }
}

#[test]
fn what_to_do_about_a_loss_and_what_is_not_known_of_it() {
    let keys = |messages: &[Message]| messages.iter().map(|m| m.key).collect::<Vec<_>>();
    let of = |text: &str, kind: Kind| {
        let findings = answer(&account(text), &Options::default()).findings;
        let finding = findings.into_iter().find(|f| f.kind == kind).unwrap();
        (keys(&finding.steps), keys(&finding.why))
    };
    let launch = "credit Launch face=100 valid=10-01..11-28
         seen   Launch at=11-21T09:00 unused=100";
    assert_eq!(of(&manual(launch), Kind::Expiring).0, ["alert.step.use_it"]);
    // R39: nobody knows whether it is assigned.
    let perhaps = launch.replace("11-28", "11-28 kind=assignable");
    let steps = ["alert.step.copy_log", "alert.step.assign"];
    assert_eq!(of(&manual(&perhaps), Kind::Expiring).0, steps);
    // R10: which money pays hangs on the billing setup.
    let spring = "credit Spring face=500 valid=11-01..12-31
         seen   Spring at=11-18T09:00 unused=80
         seen   Spring at=11-21T08:40 unused=0";
    for (billing, is_said) in [("manual", false), ("unknown", true)] {
        let text = manual(spring).replace("billing=manual", &format!("billing={billing}"));
        let (_, why) = of(&text, Kind::NothingLeft);
        assert_eq!(why.contains(&"alert.why.billing_unknown"), is_said, "{billing}: {why:?}");
    }
}

#[test]
fn r7_a_loss_is_large_from_three_days_of_spend() {
    // 20 a day. Not assigned to any campaign, all of it is lost in eight days.
    for (unused, level) in [(59, Level::Warning), (60, Level::Critical)] {
        let text = manual(&format!(
            "spend 11-01..11-20 cost=20
             credit Launch face=100 valid=10-01..11-28 kind=assignable
             seen   Launch at=11-21T09:00 unused={unused}
             log    Launch at=11-20T09:00"
        ));
        let findings = answer(&account(&text), &Options::default()).findings;
        let found = findings.iter().find(|f| f.kind == Kind::Unassigned).unwrap();
        assert_eq!(found.level, level, "{unused}");
    }
}

#[test]
fn nothing_is_left_beside_credit_that_is_held_or_not_yet_valid() {
    for (held, later, key) in [
        ("", "", "alert.nothing_left.then"),
        ("unused=50", "", "alert.nothing_left.then_held"),
        ("", "unused=50", "alert.nothing_left.then_later"),
        ("unused=50", "unused=50", "alert.nothing_left.then_held"),
    ] {
        let mut text = String::from(
            "credit Spring face=500 valid=11-01..12-31
             seen   Spring at=11-18T09:00 unused=80
             seen   Spring at=11-21T08:40 unused=0\n",
        );
        if !held.is_empty() {
            text += "credit Hold face=50 valid=11-01..12-31\n";
            text += &format!("seen Hold at=11-20T09:00 {held} suspended\n");
        }
        if !later.is_empty() {
            text += "credit Soon face=50 valid=12-01..12-31\n";
            text += &format!("seen Soon at=11-20T09:00 {later}\n");
        }
        let findings = answer(&account(&manual(&text)), &Options::default()).findings;
        let found = findings.iter().find(|f| f.kind == Kind::NothingLeft);
        assert_eq!(found.map(|f| f.headline.key), Some(key), "{text}");
    }
}

#[test]
fn r10_r11_what_takes_over_is_told_source_by_source() {
    let text = |billing: &str, pays: &str| {
        manual(&format!(
            "credit Spring face=100 valid=11-01..12-31
             seen   Spring at=11-18T09:00 unused=100
             seen   Spring at=11-21T08:40 unused=0
             cash   50 at=11-18T09:00
             charge 11-19T12:00 amount=150 pays=Spring:100,cash:50
             charge 11-20T12:00 amount=30 pays={pays}"
        ))
        .replace("billing=manual", &format!("billing={billing}"))
    };
    for (billing, pays, headline, shares) in [
        ("manual", "cash:30", "cash balance pays, 80 USD since 11-18 09:00", &[][..]),
        (
            "invoicing",
            "line:30",
            "a source other than ad credit pays, 80 USD since 11-18 09:00",
            &["cash balance: 50 USD", "the credit line: 30 USD"],
        ),
        (
            "credit_first",
            "card:30",
            "a source other than ad credit pays, 80 USD since 11-18 09:00",
            &["cash balance: 50 USD", "the card: 30 USD"],
        ),
    ] {
        let text = text(billing, pays);
        let findings = answer(&account(&text), &Options::default()).findings;
        let of_kind = findings.iter().find(|f| f.kind == Kind::NothingLeft).unwrap();
        assert!(say(&of_kind.headline).ends_with(headline), "{}", say(&of_kind.headline));
        let said: Vec<String> = of_kind.why.iter().map(say).collect();
        let is_share = |line: &&String| line.contains(": ") && line.ends_with(" USD");
        assert_eq!(said.iter().filter(is_share).collect::<Vec<_>>(), shares, "{said:?}");
    }
    // R10: under one reading cash is gone and the card pays, under the other it is not: neither is said.
    let mut state = account(&text("manual", "cash:30"));
    let mut other = state.replays[0].clone();
    other.splits.last_mut().unwrap().payer = crate::account::state::Payer::Card;
    state.replays.push(other);
    let findings = answer(&state, &Options::default()).findings;
    let said = say(&findings.iter().find(|f| f.kind == Kind::NothingLeft).unwrap().headline);
    assert!(
        said.ends_with("a source other than ad credit pays, 80 USD since 11-18 09:00"),
        "{said}"
    );
}
