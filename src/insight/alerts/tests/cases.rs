//! Every kind of warning three times: what makes it fire, the nearest thing that does not, what clears it again.
//! What it says is in `tests.rs`; here is only whether it is there.

use crate::insight::alerts::*;
use crate::insight::answer;
use crate::insight::fixture::{account, say};
use crate::problem::Arg;

struct Case {
    kind: Kind,
    /// The moment of looking, and the facts at which it fires.
    now: &'static str,
    fires: &'static str,
    /// What replaces a part of it so that it does not fire.
    but: (&'static str, &'static str),
    /// When it is looked at again, and what has come in since, so that it has cleared.
    later: &'static str,
    cleared_by: &'static str,
}

const CASES: [Case; 17] = [
    Case {
        kind: Kind::Asked, // R37
        now: "11-21 14:00",
        fires: "source export=promotions_available at=11-20T09:00 asks=amounts",
        but: (" asks=amounts", ""),
        later: "11-22 14:00",
        // Answered: the import is read anew.
        cleared_by: "source export=promotions_available at=11-20T09:00 asks=nothing",
    },
    Case {
        kind: Kind::NothingLeft, // R12
        now: "11-21 14:00",
        fires: "credit Spring face=500 valid=11-01..12-31
                seen   Spring at=11-18T09:00 unused=80
                seen   Spring at=11-21T08:40 unused=0",
        but: ("unused=0", "unused=10"),
        later: "11-22 14:00",
        cleared_by: "credit Winter face=300 valid=11-22..12-31
                     seen   Winter at=11-22T08:40 unused=300",
    },
    Case {
        kind: Kind::NotCopied, // R37
        now: "11-21 14:00",
        fires: "source export=transactions at=11-20T09:00",
        but: ("export=transactions", "export=promotions_available"),
        later: "11-22 14:00",
        cleared_by: "credit Winter face=300 valid=11-22..12-31
                     seen   Winter at=11-22T08:40 unused=300",
    },
    Case {
        kind: Kind::UsedUp, // R37
        now: "11-21 14:00",
        // Where nothing else is left, that is the line, and this its reason.
        fires: "credit Spring face=500 valid=11-01..12-31
                seen   Spring at=11-18T09:00 unused=80
                seen   Spring at=11-21T08:40 unused=0
                credit Other  face=900 valid=11-01..12-31
                seen   Other  at=11-21T08:40 unused=900",
        // R40: used up before the account was first seen.
        but: ("seen   Spring at=11-18T09:00 unused=80", ""),
        later: "11-21 14:00",
        // R16: a correction gave some of it back.
        cleared_by: "seen Spring at=11-21T10:00 unused=200",
    },
    Case {
        kind: Kind::Gone, // R32
        now: "11-21 14:00",
        fires: "credit Welcome face=200 valid=11-01..12-31
                seen   Welcome at=11-15T10:00 unused=190
                seen   Welcome at=11-20T10:00 unused=180
                credit Soon face=80 valid=11-01..11-30
                seen   Soon at=11-15T10:00 unused=30
                gone   Soon seen=11-15T10:00 since=11-20T10:00",
        but: ("gone   Soon seen=11-15T10:00 since=11-20T10:00", ""),
        later: "11-22 14:00",
        // A copy of Not available tells what became of it.
        cleared_by: "seen Soon at=11-20T10:00 unused=0",
    },
    Case {
        kind: Kind::Expired, // R8
        now: "11-21 14:00",
        fires: "credit Old face=500 valid=10-01..11-20
                seen   Old at=11-19T09:00 unused=120
                seen   Old at=11-21T09:00 unused=120",
        but: ("at=11-21T09:00 unused=120", "at=11-20T09:00 unused=0"),
        // After two weeks it is history.
        later: "12-05 14:00",
        cleared_by: "",
    },
    Case {
        kind: Kind::Expiring, // R8
        now: "11-24 14:00",
        fires: "credit Launch face=100 valid=11-01..11-30
                seen   Launch at=11-02T09:00 unused=100
                seen   Launch at=11-24T09:00 unused=100",
        // Before half of its life no step applies.
        but: ("valid=11-01..11-30", "valid=11-20..12-31"),
        later: "11-25 14:00",
        cleared_by: "seen Launch at=11-25T09:00 unused=0",
    },
    Case {
        kind: Kind::Unassigned, // R3, R4
        now: "11-21 14:00",
        fires: "credit Reels face=1000 valid=10-01..11-28 kind=assignable
                seen   Reels at=11-21T09:00 unused=1000
                log    Reels at=11-20T09:00",
        // Without a log it is not known, and not claimed.
        but: ("log    Reels at=11-20T09:00", ""),
        later: "11-22 14:00",
        cleared_by: "log Reels at=11-22T09:00 link=Push",
    },
    Case {
        kind: Kind::Suspended, // R5
        now: "11-21 14:00",
        fires: "credit Hold face=50 valid=11-01..12-31
                seen   Hold at=11-20T09:00 unused=50 suspended",
        but: (" suspended", ""),
        later: "11-22 14:00",
        cleared_by: "seen Hold at=11-22T09:00 unused=50",
    },
    Case {
        kind: Kind::RunOut,
        now: "11-21 14:00",
        fires: "credit Launch face=1000 valid=11-01..12-31
                seen   Launch at=11-11T09:00 unused=850
                seen   Launch at=11-21T09:00 unused=200",
        // 55 a day: five days are left.
        but: ("unused=200", "unused=300"),
        later: "11-30 14:00",
        // Hardly used since: the pace has fallen.
        cleared_by: "seen Launch at=11-30T09:00 unused=199",
    },
    Case {
        kind: Kind::Low,
        now: "11-21 14:00",
        fires: "credit Launch face=100 valid=11-01..12-31
                seen   Launch at=11-20T09:00 unused=60
                seen   Launch at=11-21T09:00 unused=19.99",
        // A fifth is not less than a fifth.
        but: ("unused=19.99", "unused=20"),
        later: "11-21 14:00",
        cleared_by: "seen Launch at=11-21T10:00 unused=40",
    },
    Case {
        kind: Kind::ForfeitExpected, // R8
        now: "11-21 14:00",
        fires: "credit Large face=9000 valid=11-01..2027-01-31
                seen   Large at=11-06T09:00 unused=8300
                seen   Large at=11-21T09:00 unused=8000
                spend  11-06..11-20 cost=20",
        but: ("cost=20", "cost=150"),
        later: "11-25 14:00",
        cleared_by: "seen Large at=11-25T09:00 unused=40",
    },
    Case {
        kind: Kind::RewardOverdue, // R20
        now: "12-07 00:01",
        fires: "spend 11-01..11-20 cost=20
                offer Match spend=82 tiers=80:50 window=11-01..11-29 at=11-21T00:00
                source export=promotions_available at=12-07T00:00",
        // R37: nobody has looked whether it came.
        but: ("source export=promotions_available at=12-07T00:00", ""),
        later: "12-08 00:01",
        // Landed: Promotions no longer has it among Earning, but among Available.
        cleared_by: "credit Match face=50 valid=12-05..12-31 kind=conditional
                     seen   Match at=12-07T09:00 unused=50",
    },
    Case {
        kind: Kind::EarningGap, // R18
        now: "11-21 14:00",
        fires: "spend 11-01..11-20 cost=20
                offer Match spend=82 tiers=400:300 window=11-01..11-29 at=11-21T00:00",
        but: ("tiers=400:300", "tiers=100:300"),
        later: "11-22 14:00",
        cleared_by: "offer Match spend=400 at=11-22T10:00",
    },
    Case {
        kind: Kind::Disagree, // R29
        now: "11-21 14:00",
        fires: "credit Launch face=100 valid=11-01..12-31
                paid   10-30T12:00 by=Visa amount=1 id=z at=11-21T09:00
                draw   11-05T12:00 credit=Launch amount=30 id=a at=11-21T09:00
                draw   11-06T12:00 credit=Launch amount=12 id=b at=11-21T09:00
                paid   11-19T12:00 by=Visa amount=1 id=y at=11-21T09:00
                seen   Launch at=11-21T09:00 unused=50",
        but: ("unused=50", "unused=58"),
        later: "11-21 14:00",
        cleared_by: "seen Launch at=11-21T10:00 unused=58",
    },
    Case {
        kind: Kind::CashLow, // R24
        now: "11-21 14:00",
        fires: "spend 11-14..11-20 cost=30
                cash 90 at=11-21T09:00",
        but: ("cash 90", "cash 90.01"),
        later: "11-21 14:00",
        cleared_by: "cash 500 at=11-21T12:00",
    },
    Case {
        kind: Kind::Stale, // R33
        now: "11-21 14:01",
        fires: "credit Launch face=100 valid=11-01..12-31
                seen   Launch at=11-19T14:00 unused=60",
        but: ("at=11-19T14:00", "at=11-19T14:01"),
        later: "11-21 14:01",
        cleared_by: "seen Launch at=11-21T09:00 unused=55",
    },
];

fn findings(now: &str, facts: &str) -> Vec<Finding> {
    let state = account(&format!("account currency=USD billing=manual\n now {now}\n {facts}"));
    answer(&state, &Options::default()).findings
}

fn is_there(kind: Kind, now: &str, facts: &str) -> bool {
    findings(now, facts).iter().any(|finding| finding.kind == kind)
}

#[test]
fn every_kind_fires_holds_back_and_clears() {
    assert_eq!(CASES.map(|case| case.kind), Kind::ALL, "each kind has its case");
    for case in CASES {
        let key = case.kind.key();
        assert!(is_there(case.kind, case.now, case.fires), "{key} fires");
        let (from, to) = case.but;
        assert!(case.fires.contains(from), "{key}: nothing is replaced");
        assert!(!is_there(case.kind, case.now, &case.fires.replace(from, to)), "{key} holds back");
        let since = format!("{}\n{}", case.fires, case.cleared_by);
        assert!(!is_there(case.kind, case.later, &since), "{key} clears");
    }
}

/// What a warning owes (question 7): its line an amount and a date, line and reasons together a reason too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owed {
    AmountInLine,
    DateInLine,
    Amount,
    Date,
    Reason,
}

/// What is owed and cannot be given, and why.
const EXCEPTIONS: [(Kind, Owed, &str); 8] = [
    (Kind::Asked, Owed::AmountInLine, "every figure of the copy is meant"),
    (Kind::Asked, Owed::Amount, "how amounts are to be read is what is asked"),
    (
        Kind::NothingLeft,
        Owed::AmountInLine,
        "nothing is left; who paid how much, where that is known",
    ),
    (Kind::NotCopied, Owed::AmountInLine, "no page that tells one was copied"),
    (Kind::NotCopied, Owed::Amount, "no page that tells one was copied"),
    (
        Kind::NotCopied,
        Owed::DateInLine,
        "it never was; what was copied instead, and when, is the reason",
    ),
    (Kind::Stale, Owed::AmountInLine, "every figure is meant; what was unused is a reason"),
    (Kind::Stale, Owed::Amount, "of several accounts there is no one amount"),
];

/// What a finding owes and does not tell. That an amount is not known is told too (R37).
pub(super) fn owes(finding: &Finding) -> Vec<Owed> {
    let is_amount = |arg: &Arg| matches!(arg, Arg::Money(_) | Arg::Term("alert.amount_not_known"));
    let is_date =
        |arg: &Arg| matches!(arg, Arg::When(_) | Arg::Day(_) | Arg::Term("alert.date_not_known"));
    let line = || finding.headline.args.iter().map(|(_, arg)| arg);
    let all = || line().chain(finding.why.iter().flat_map(|why| &why.args).map(|(_, arg)| arg));
    let told = [
        (Owed::AmountInLine, line().any(is_amount)),
        (Owed::DateInLine, line().any(is_date)),
        (Owed::Amount, all().any(is_amount)),
        (Owed::Date, all().any(is_date)),
        // How old the figures are is no reason by itself.
        (Owed::Reason, finding.why.iter().any(|why| why.key != "alert.why.as_of")),
    ];
    let except =
        |owed| EXCEPTIONS.iter().any(|(kind, what, _)| (*kind, *what) == (finding.kind, owed));
    told.into_iter().filter(|(owed, told)| !told && !except(*owed)).map(|(owed, _)| owed).collect()
}

/// The facts of a case three times, for three credits of names of their own.
fn thrice(facts: &str, name: &str) -> String {
    let own = |n: u32| facts.replace(name, &format!("{name}{n}"));
    (1..=3).map(own).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_kind_tells_amount_date_and_reason_alone_and_in_a_group() {
    let mut groups = 0;
    for case in CASES {
        let alone = findings(case.now, case.fires);
        let name = alone.iter().find(|f| f.kind == case.kind && f.credit.is_some());
        let name = name.and_then(|finding| match finding.headline.arg("name") {
            Some(Arg::Name(name)) => Some(name.clone()),
            _ => None,
        });
        let several = name.map(|name| findings(case.now, &thrice(case.fires, &name)));
        let several = several.unwrap_or_default();
        groups += several.iter().filter(|f| f.kind == case.kind && !f.covers.is_empty()).count();
        for finding in alone.iter().chain(&several) {
            assert_eq!(owes(finding), [], "{}: {:?}", case.kind.key(), say(&finding.headline));
        }
    }
    assert!(groups >= 7, "{groups} kinds were folded");
}
