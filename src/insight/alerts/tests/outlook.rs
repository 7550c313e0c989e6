//! One credit, one outlook; and what is not known of it is what is said not to be known.

use crate::insight::alerts::*;
use crate::insight::answer;
use crate::insight::band::band;
use crate::insight::fixture::{account, say};

fn told(text: &str) -> Answers {
    answer(&account(&format!("account currency=USD billing=manual\n{text}")), &Options::default())
}

/// Headlines of what is said of credits, each with its reasons.
fn lines(text: &str) -> Vec<(String, Vec<String>)> {
    let found = told(text).findings.into_iter().filter(|f| f.credit.is_some());
    found.map(|f| (say(&f.headline), f.why.iter().map(say).collect())).collect()
}

#[test]
fn what_may_run_out_and_may_be_lost_is_one_line() {
    // Whether what is spent fits its requirements is not known (R39).
    let open = lines(
        "now    11-21 14:00
         credit Main face=300 valid=11-01..12-31
         seen   Main at=11-21T09:00 unused=33
         credit Roi  face=5 valid=11-10..12-06 requires=eligible_countries:_US
         seen   Roi  at=11-21T09:00 unused=5
         spend  11-01..11-20 cost=12 credit=12",
    );
    let of = |name| open.iter().filter(|(line, _)| line.starts_with(name)).collect::<Vec<_>>();
    assert_eq!((of("Main").len(), of("Roi").len()), (1, 1), "{open:?}");
    let (line, why) = of("Roi")[0];
    assert!(line.starts_with("Roi: 5 USD may be used up from"), "{line}");
    assert!(why.iter().any(|why| why.starts_with("Roi: up to 5 USD may be lost after 12-06")));
    // Low, and lost only if spend slows.
    let wide = |unused: &str| {
        lines(&format!(
            "now    11-21 14:00
             credit Wide face=100 valid=11-01..12-31
             seen   Wide at=11-20T09:00 unused=19.5
             seen   Wide at=11-21T09:00 unused={unused}"
        ))
    };
    let [(line, why)] = &wide("19")[..] else { panic!("{:?}", wide("19")) };
    assert!(line.starts_with("Wide: 19 USD of 100 USD left"), "{line}");
    assert!(why.iter().any(|why| why.contains("may be lost after 12-31 if spend slows")));
    // A loss that is expected leads.
    let [(line, why)] = &wide("19.4")[..] else { panic!("{:?}", wide("19.4")) };
    assert!(line.starts_with("Wide: at today's pace about"), "{line}");
    assert!(why.iter().any(|why| why.starts_with("Wide: 19.4 USD of 100 USD left")));
}

#[test]
fn r37_of_a_credit_of_no_known_type_the_type_is_what_is_not_known() {
    let credit = |kind: &str| {
        format!(
            "credit {kind} face=500 valid=11-01..11-30 kind={kind}
             seen   {kind} at=11-21T09:00 unused=500\n"
        )
    };
    let said = |kinds: &[&str]| {
        let credits: String = kinds.iter().map(|kind| credit(kind)).collect();
        let text = format!("account currency=USD billing=manual\n now 11-21 14:00\n{credits}");
        let state = account(&text);
        let answers = answer(&state, &Options::default());
        let left = say(&band(&[(&state, &answers)])[0].sentences[0]);
        let lines = answers.findings.iter().filter(|f| f.credit.is_some());
        let lines = lines.map(|f| (say(&f.headline), say(&f.steps[0])));
        let pages: Vec<_> = answers.refresh.iter().map(|line| say(&line.reason)).collect();
        (left, lines.collect::<Vec<_>>(), pages.join(", "))
    };
    let (left, lines, pages) = said(&["voucher"]);
    assert!(left.ends_with("500 USD more if its type pays, which is not known"), "{left}");
    let [(line, step)] = &lines[..] else { panic!("{lines:?}") };
    assert!(line.ends_with("its credit type is not known, nor whether it pays"), "{line}");
    assert!(step.starts_with("Look up the Credit type of voucher"), "{step}");
    assert!(!pages.contains("assigned"), "{pages}");

    let (left, lines, pages) = said(&["assignable"]);
    assert!(left.ends_with("500 USD more if it is assigned"), "{left}");
    assert!(lines[0].0.ends_with("whether it is assigned is not known"), "{lines:?}");
    assert!(pages.contains("whether assignable is assigned to a campaign"), "{pages}");

    let (left, ..) = said(&["assignable", "voucher"]);
    assert!(left.ends_with("if it is assigned or its type pays, which is not known"), "{left}");
}
