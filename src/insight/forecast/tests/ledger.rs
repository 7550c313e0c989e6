//! Transactions that all say what paid them: what campaigns spend is told by them, and what an assignable credit
//! is drawn for (R4, R35).

use super::*;
use crate::account::state::CreditIx;
use crate::account::tests::check;
use crate::insight::plan::plan;
use crate::insight::whatif;

/// Twenty days until yesterday: X 10 a day by cash at noon, Y 5 a day an hour later, by credit from a day on.
fn ledger(credits: &str, by_credit_from: u32) -> AccountState {
    let rows = (1..=20).map(|day| {
        let y = match day < by_credit_from {
            true => "amount=-5 paid-by=Cash␣balance",
            false => "amount=-5 type=Ad Credit credit=A",
        };
        format!(
            "charge on=05-{day:02}T12:00 amount=-10 campaign=X paid-by=Cash␣balance seen=05-21T12:00
             charge on=05-{day:02}T13:00 {y} campaign=Y seen=05-21T12:00\n"
        )
    });
    let rows: String = rows.collect();
    check(&format!(
        "billing manual\n currency USD\n zone +00:00\n now 05-21T12:00\n{credits}\n{rows}"
    ))
}

fn assignable(figures: &str) -> String {
    format!(
        "credit name=A type=Assignable redeemed=05-10 {figures} valid=05-10..05-31 seen=05-21T12:00"
    )
}

const TO_Y: &str = "log on=05-20T12:30 credit=A campaign=Y action=Assigned seen=05-21T12:00";
const TO_NONE: &str = "log on=05-10T09:00 credit=A campaign=Y action=Assigned seen=05-21T12:00
    log on=05-10T10:00 credit=A campaign=Y action=Unassigned seen=05-21T12:00";

/// Until the end of May Y spends some 53 of it, as reports of the same days would say.
#[test]
fn r4_a_credit_is_drawn_for_what_its_campaigns_spend_whoever_paid_it_before() {
    for (used, from, log) in [
        ("face=200 used=0 unused=200", 21, TO_Y.replace("12:30", "23:00")),
        ("face=205 used=5 unused=200", 20, TO_Y.to_owned()),
        ("face=240 used=40 unused=200", 13, TO_Y.replace("05-20", "05-13")),
    ] {
        let state = ledger(&format!("{}\n{log}", assignable(used)), from);
        let usage = usage(&state);
        assert_eq!(usage.instead, None, "{used}: before it was assigned it could not pay");
        let forecast = forecast(&state, &usage);
        let told = forecast.credits.iter().find_map(|credit| credit.lost.zip(credit.learned));
        let (lost, learned) = told.unwrap();
        assert_eq!((learned.basis, learned.daily.to_string().as_str()), (Basis::Costs, "5"));
        assert!((140..150).contains(&(lost.middle.micros() / 1_000_000)), "{used}: {lost:?}");
        assert!(lost.low < lost.middle && lost.middle < lost.high, "{used}: {lost:?}");
        assert_eq!(forecast.spent_daily().map(|daily| daily.to_string()).as_deref(), Some("15"));
    }
}

#[test]
fn r4_what_is_assigned_to_nothing_has_a_plan() {
    let credit = assignable("face=200 used=0 unused=200");
    let state = ledger(&format!("{credit}\n{TO_NONE}"), 21);
    let usage = usage(&state);
    let campaigns = whatif::campaigns(&state, &usage);
    let daily: Vec<String> = campaigns.iter().map(|(_, daily)| daily.to_string()).collect();
    assert_eq!(daily, ["10", "5"]);
    let plan = plan(&state, &usage).unwrap();
    assert!(plan.today.is_zero() && plan.after.is_positive(), "{plan:?}");
    assert!(plan.steps.iter().all(|step| state.credit(step.credit).is_some_and(|c| c.name == "A")));
}

/// A credit that any spend draws was left alone: what campaigns spend is not what it pays.
#[test]
fn r36_what_cash_paid_in_the_place_of_a_credit_is_no_pace_of_it() {
    let credit = assignable("face=205 used=5 unused=200");
    let other = "credit name=Free type=Free redeemed=05-01 face=100 used=40 unused=60 \
        valid=05-01..06-30 seen=05-21T12:00";
    let state = ledger(&format!("{credit}\n{TO_Y}\n{other}"), 20);
    let forecast = forecast(&state, &usage(&state));
    let daily = |at| forecast.credits[CreditIx(at).at()].learned.map(|learned| learned.daily);
    assert!(daily(0).max(daily(1)) < Some(Amount::from_units(15)), "{:?}", forecast.credits);
    assert!(!whatif::campaigns(&state, &usage(&state)).is_empty());
}

/// 18 days of 10 are listed, until three days before a copy.
#[test]
fn r36_a_list_that_lacks_what_a_copy_shows_tells_no_pace() {
    for (used, basis, daily) in [
        (180, Basis::Transactions, 0..11),
        (205, Basis::Transactions, 9..11),
        // 120 more, in three days of 10.
        (300, Basis::OneCopy, 14..16),
    ] {
        let rows = (1..=18).map(|day| {
            format!(
                "charge on=05-{day:02}T12:00 amount=-10 type=Ad Credit credit=A seen=05-21T12:00\n"
            )
        });
        let (rows, unused): (String, _) = (rows.collect(), 1000 - used);
        let state = check(&format!(
            "billing manual\n currency USD\n zone +00:00\n now 05-21T12:00
             credit name=A type=Free redeemed=05-01 face=1000 used={used} unused={unused} valid=05-01..06-20 seen=05-21T12:00
             {rows}"
        ));
        let learned = forecast(&state, &usage(&state)).learned.unwrap();
        let units = learned.daily.micros() / 1_000_000;
        assert!(learned.basis == basis && daily.contains(&units), "{used}: {learned:?}");
    }
}
