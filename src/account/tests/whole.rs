//! What whole lists tell of credits that they do not list (R32), and which copies are whole by the user's word.

use super::*;

/// R37: a list without it tells before a later copy of Not available that shows nothing left.
#[test]
fn r37_a_list_without_a_credit_dates_its_end_before_the_copy_that_shows_nothing_left() {
    let a = "name=A face=300 valid=05-01..06-30";
    for (lists, between) in [
        ("credit empty=yes seen=05-18T09:00 copy=full", "05-15 09:00 and 05-18 09:00"),
        // R33: it was listed again since.
        (
            "credit empty=yes seen=05-16T09:00 copy=full
             credit name=A face=300 valid=05-01..06-30 used=260 unused=40 seen=05-17T09:00 copy=full",
            "05-17 09:00 and 05-20 11:00",
        ),
        // A copy of which nothing says that it is the whole list.
        (
            "credit name=B face=9 valid=05-01..06-30 used=0 unused=9 seen=05-18T09:00",
            "05-15 09:00 and 05-20 11:00",
        ),
        // Listed, with nothing left.
        (
            "credit name=A face=300 valid=05-01..06-30 used=300 unused=0 seen=05-18T09:00 copy=full",
            "05-15 09:00 and 05-18 09:00",
        ),
    ] {
        check(&format!(
            "now 05-20T12:00\n credit {a} used=250 unused=50 seen=05-15T09:00\n {lists}
             ended {a} used=300 unused=0 seen=05-20T11:00\n state A => used up between {between}"
        ));
    }
}

/// Three pages that nothing counts, and of an earlier day one credit that they do not list.
#[test]
fn r32_what_the_user_says_is_the_whole_list_joins_the_pages_copied_before_it() {
    let page = |name: &str, seen: &str| {
        format!("credit name={name} face=9 valid=05-01..06-30 used=0 unused=9 seen={seen}\n")
    };
    let pages = [
        page("Old", "05-02T09:00"),
        page("A", "05-03T09:00"),
        page("B", "05-03T09:01"),
        page("C", "05-03T09:02"),
    ];
    let gone = |said: Option<&str>| {
        let mut case = Case::read(&format!("now 05-03T12:00\n{}", pages.concat()));
        if let Some(said) = said {
            case.options.imports.entry(format!("credit-{said}-")).or_default().is_full = Some(true);
        }
        let state = case.build(&case.pastes());
        let gone = state.credits.iter().filter(|credit| credit.missing.is_some());
        let gone: Vec<&str> = gone.map(|credit| credit.name.as_str()).collect();
        (state.available.unwrap().whole_as_of.is_some(), gone.join(" "))
    };
    assert_eq!(gone(None), (false, String::new()));
    assert_eq!(gone(Some("05-03T09:02")), (true, "Old".to_owned()));
    // Pages that were copied after it are later copies: of what they list nothing is gone.
    assert_eq!(gone(Some("05-03T09:01")), (true, "Old".to_owned()));
    // The same list again, less one of its rows, is no other page.
    let again = [page("A", "05-03T09:00"), page("B", "05-03T09:00"), page("B", "05-03T09:30")];
    let mut case = Case::read(&format!("now 05-03T12:00\n{}", again.concat()));
    case.options.imports.entry("credit-05-03T09:30-".into()).or_default().is_full = Some(true);
    let state = case.build(&case.pastes());
    let gone: Vec<bool> = state.credits.iter().map(|credit| credit.missing.is_some()).collect();
    assert_eq!(gone, [true, false]);
}
