//! Campaigns, and which of them a credit may pay: assignments, panels, requirements.

use super::check;

#[test]
fn r30_rows_with_a_name_alone_are_of_the_one_campaign_of_that_name() {
    for (rows, expected) in [
        ("id=1 name=X | name=X", "1 X"),
        ("id=1 name=X | id=1", "1 X"),
        ("id=1 | id=1 name=X", "1 X"),
        ("id=1 | name=X", " X, 1 "),
        ("id=1 name=X | name=Y", " Y, 1 X"),
        // Two of one name: it may be either.
        ("id=1 name=X | id=2 name=X | name=X", " X, 1 X, 2 X"),
        // The name of the later copy.
        ("id=1 name=X | id=1 name=Y", "1 Y"),
    ] {
        let rows = rows.split(" | ").enumerate().map(|(at, row)| {
            let row = row.replace("id=", "campaign-id=").replace("name=", "campaign=");
            format!("report on=05-0{} cost=5 seen=05-1{at} {row}", at + 1)
        });
        let state = check(&rows.collect::<Vec<_>>().join("\n"));
        let text = |name| state.names.text(name);
        let said = state.campaigns.iter().map(|c| format!("{} {}", text(c.id), text(c.name)));
        assert_eq!(said.collect::<Vec<_>>().join(", "), expected);
    }
}

#[test]
fn r4_what_log_and_panel_say_of_the_campaigns_of_a_credit() {
    // rows, then who pays X and Y on 4, 6, 8 and 10 May at ten: L is the credit
    for (rows, x, y) in [
        ("log on=05-05 campaign=X action=Assigned", "-LLL", "----"),
        // An unlink at the start: it was linked before the log.
        ("log on=05-05 campaign=X action=Unassigned", "L---", "----"),
        // An unlink of what is not linked, a link of what is: changes nothing.
        (
            "log on=05-05 campaign=X action=Assigned
             log on=05-07 campaign=X action=Unassigned
             log on=05-09 campaign=X action=Unassigned",
            "-L--",
            "----",
        ),
        (
            "log on=05-05 campaign=X action=Assigned
             log on=05-07 campaign=X action=Assigned
             log on=05-09 campaign=X action=Unassigned",
            "-LL-",
            "----",
        ),
        // All rows of a panel; a later one in its place, whichever was pasted first.
        ("panel campaign=X seen=05-09\npanel campaign=Y seen=05-09", "LLLL", "LLLL"),
        ("panel campaign=X seen=05-09\npanel campaign=Y seen=05-11", "----", "LLLL"),
        ("panel campaign=Y seen=05-11\npanel campaign=X seen=05-09", "----", "LLLL"),
        // A panel of the moment of the last entry knows of it; an older one does not.
        ("log on=05-05 campaign=X action=Assigned\npanel campaign=Y seen=05-05", "----", "LLLL"),
        ("log on=05-05 campaign=X action=Assigned\npanel campaign=Y seen=05-04", "-LLL", "----"),
    ] {
        let rows = rows.replace("campaign=", "credit=Link campaign=");
        let charges: Vec<String> = ["X", "Y"]
            .iter()
            .flat_map(|c| [4, 6, 8, 10].map(|day| (c, day)))
            .map(|(c, day)| {
                format!("charge on=05-{day:02}T10:00 amount=1 campaign={c} id={c}{day}")
            })
            .collect();
        let state = check(&format!(
            "billing manual
             credit name=Link type=Assignable face=100 used=0 valid=05-01..05-31
             {rows}\n{}",
            charges.join("\n")
        ));
        let paid = |campaign: &str| -> String {
            let of = (0..state.charges.len()).filter(|&at| {
                let named = state.charges.campaigns.get(at).copied();
                named.is_some_and(|c| state.campaign_text(super::CampaignIx(c)) == campaign)
            });
            of.map(|at| {
                let [split] = state.replays[0].splits_of(super::ChargeIx::from_at(at)) else {
                    return '?';
                };
                if matches!(split.payer, super::Payer::Credit(_)) { 'L' } else { '-' }
            })
            .collect()
        };
        assert_eq!((paid("X").as_str(), paid("Y").as_str()), (x, y), "{rows}");
    }
}

#[test]
fn r4_a_log_is_of_the_one_credit_that_it_can_be_of() {
    for (credits, entry, known) in [
        ("name=Link type=Assignable | name=Free type=Free", "credit=Link", "Link"),
        // Of two of one name the assignable one; without a name the only assignable one.
        ("name=Link type=Assignable | name=Link type=Free", "credit=Link", "Link"),
        ("name=Link type=Assignable | name=Free type=Free", "", "Link"),
        ("name=Link type=Assignable | name=Other type=Assignable", "", ""),
        ("name=Link type=Assignable | name=Free type=Free", "credit=Nobody", ""),
    ] {
        let credits =
            credits.split(" | ").map(|c| format!("credit face=9 used=0 valid=05-01..05-31 {c}"));
        let credits = credits.collect::<Vec<_>>().join("\n");
        let state = check(&format!("{credits}\nlog on=05-05 campaign=X action=Assigned {entry}"));
        let found = state.credits.iter().filter(|c| c.assignments.is_known);
        let found: Vec<&str> = found.map(|c| c.name.as_str()).collect();
        assert_eq!(found.join(", "), known, "{credits} {entry}");
        assert!(state.credits.iter().all(|c| c.is_assignable() || !c.assignments.is_known));
    }
}

#[test]
fn r39_a_requirement_that_shuts_out_every_campaign() {
    for (needs, campaigns, excludes_all) in [
        ("Excluding GMV Max", "gmv on=05-03 campaign=Shop cost=1", true),
        ("Excluding GMV Max", "", false),
        (
            "Excluding GMV Max",
            "gmv on=05-03 campaign=Shop cost=1\nreport on=05-03 campaign=Feed cost=1",
            false,
        ),
        ("GMV Max campaigns only", "gmv on=05-03 campaign=Shop cost=1", false),
    ] {
        let state = check(&format!(
            "credit name=Launch type=Free face=50 used=0 valid=05-01..05-31 needs={needs}
             {campaigns}"
        ));
        assert_eq!(state.credits[0].eligibility.excludes_all, excludes_all, "{needs} {campaigns}");
    }
}

#[test]
fn r39_a_charge_that_names_no_campaign_may_be_of_any() {
    use super::Yes;
    for (needs, answer, expected) in [
        ("", "", Yes::Yes),
        ("", "eligible=yes", Yes::Yes),
        ("", "eligible=no", Yes::Unknown),
        ("needs=New shops only", "", Yes::Unknown),
        ("needs=New shops only", "eligible=yes", Yes::Unknown),
    ] {
        let answer = match answer {
            "" => String::new(),
            said => format!("answer key=A|free|50||2026-05-01..2026-06-01 campaign=X {said}"),
        };
        let state = check(&format!(
            "{answer}
             report on=05-03 campaign=X cost=1
             credit name=A type=Free face=50 used=0 valid=05-01..05-31 {needs}"
        ));
        assert_eq!(state.credits[0].eligibility.of(None), expected, "{needs} {answer}");
    }
}

#[test]
fn r31_a_log_of_credits_that_nobody_copied_is_a_doubt_on_its_rows() {
    for (credits, problems) in [
        ("", "account.assignment.whichCredit"),
        ("credit name=Other face=9 valid=05-01..05-31", "account.assignment.whichCredit"),
        ("credit name=Link face=9 valid=05-01..05-31", ""),
    ] {
        check(&format!(
            "{credits}
             log on=05-05 credit=Link campaign=X action=Assigned
             problems => {problems}"
        ));
    }
}

#[test]
fn r34_a_row_of_a_log_means_the_credit_of_its_name_that_lived_then() {
    let state = check(
        "credit name=Link type=Assignable face=9 used=9 valid=03-01..03-31
         credit name=Link type=Assignable face=9 used=1 valid=05-01..05-31
         credit name=Link type=Free face=9 used=1 valid=05-01..05-31
         log on=03-05 credit=Link campaign=X action=Assigned
         log on=05-05 credit=Link campaign=Y action=Assigned
         log on=05-06 credit=Link campaign=Z action=Assigned
         log on=04-06 credit=Link campaign=Z action=Assigned
         problems => account.assignment.whichCredit",
    );
    let linked = |credit: &super::Credit| credit.assignments.log.len();
    assert_eq!(state.credits.iter().map(linked).collect::<Vec<_>>(), [1, 2, 0]);
    let named = state.problems.iter().find_map(|p| p.problem.message.arg("name"));
    assert_eq!(named, Some(&crate::problem::Arg::from("Link")), "as pasted");
}
