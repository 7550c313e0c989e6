//! R10: how an account pays is asked once, where that changes an answer.

use crate::insight::answer;
use crate::insight::fixture::account;
use crate::options::{AlertAnswer, Options};
use crate::view::questions::of_billing;

fn choices(text: &str, options: &Options) -> Option<String> {
    let state = account(text);
    let question = of_billing(&state, &answer(&state, options), options, [].iter())?;
    Some(question.choices.iter().map(|c| c.key.clone()).collect::<Vec<_>>().join(" "))
}

#[test]
fn r10_how_an_account_pays_is_asked_where_it_changes_an_answer() {
    let credit = "now    11-21 14:00
        credit Launch face=100 valid=11-01..12-31
        seen   Launch at=11-21T09:00 unused=60\n";
    let all = "automaticCashFirst automaticCreditFirst manual monthlyInvoicing";
    let none = Options::default();
    let asked = |text: String| choices(&text, &none);
    assert_eq!(asked(format!("account billing=unknown\n{credit}")).as_deref(), Some(all));
    assert_eq!(asked(format!("account billing=manual\n{credit}")), None);
    // A charge that names the card tells who pays; cash that is gone pays first in no reading.
    let card = "cash 0 at=11-21T09:00\n paid 11-20T09:00 by=Visa_1111 amount=25";
    assert_eq!(asked(format!("account billing=unknown\n{credit}\n{card}")), None);
    // R13: whether delivery stops after stated cash hangs on it, also where no credit can pay.
    let held = "account billing=unknown\n now 11-21 14:00
        credit Wait face=50 valid=11-01..12-31 suspended
        seen   Wait at=11-21T09:00 unused=50 suspended
        paid   11-20T09:00 by=Cash_balance amount=25";
    assert_eq!(asked(held.to_owned()), None);
    let stated = format!("{held}\n cash 40 at=11-21T09:00");
    assert_eq!(asked(stated).as_deref(), Some(all));
    // Where no credit is left it is said who pays now, unless the list was copied in part.
    let over = format!("account billing=unknown\n{}", credit.replace("12-31", "11-20"));
    assert_eq!(asked(over.clone()).as_deref(), Some(all));
    let cut = "source export=promotions_available at=11-21T09:00 partial";
    assert_eq!(asked(format!("{over}\n{cut}")), None);
}

#[test]
fn r10_who_is_not_sure_is_not_asked_again() {
    let text = "account key=7001 billing=unknown\n now 11-21 14:00
        credit Launch face=100 valid=11-01..12-31
        seen   Launch at=11-21T09:00 unused=60";
    let mut options = Options::default();
    assert!(choices(text, &options).is_some());
    let now = account(text).now;
    let unsure = AlertAnswer { acknowledged_at: Some(now), ..AlertAnswer::default() };
    options.alerts.insert("billing:7001".to_owned(), unsure);
    assert_eq!(choices(text, &options), None);
}
