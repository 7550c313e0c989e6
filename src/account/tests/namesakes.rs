//! Credits of one name: what they are called where they stand side by side.

use super::check;

#[test]
fn r34_credits_of_one_name_are_told_apart_by_their_dates() {
    let titles = |rows: &str| {
        let state = check(&format!("now 05-20\n{rows}"));
        state.credits.iter().map(|credit| credit.title()).collect::<Vec<_>>()
    };
    let one = "credit name=Max face=10 used=0 valid=05-01..05-31\n";
    let other = one.replace("05-31", "05-25");
    let found = titles(&format!("{one}{other}"));
    assert!(
        found[0] != found[1] && found.iter().all(|title| title.starts_with("Max (")),
        "{found:?}"
    );
    // Of one alone, and of some that differ in nothing, dates tell nothing.
    assert_eq!(titles(one), ["Max"]);
    assert_eq!(titles(&format!("{one}{one}")), ["Max", "Max"]);
}
