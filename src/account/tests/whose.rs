//! Whose a paste is that names no account, or names it by its name (R30, R31).

use super::{ACCOUNT, Case, Given, Paste, attribute};
use crate::ingest::{AccountHint, HintSource};

/// Rows of each account: `7000000000000001 2, paste:credit-05-01- 1`.
fn owners(text: &str) -> String {
    let case = Case::read(text);
    let pastes = case.pastes();
    let given: Vec<Given<'_>> = pastes.iter().map(Paste::given).collect();
    let found = attribute(&given, &case.options);
    let said = found.accounts.iter().filter(|(_, g)| !g.parts.is_empty());
    let said = said.map(|(key, gathering)| {
        let rows: usize = gathering.parts.iter().map(|part| part.row_count()).sum();
        let name = gathering.account.name.as_deref().map(|n| format!(" {n}")).unwrap_or_default();
        format!("{key}{name}: {rows}")
    });
    said.collect::<Vec<_>>().join(", ")
}

#[test]
fn r31_an_account_said_by_its_name_is_the_one_id_that_bears_it() {
    let one = "balance account=7000000000000001 account-name=Nord cash=5 seen=05-01";
    for (rows, expected) in [
        ("account-name=Nord cash=6", "7000000000000001 Nord: 2"),
        ("account-name= cash=6", "7000000000000001 Nord: 2"),
        ("account-name=South cash=6", "7000000000000001 Nord: 1, South South: 1"),
        ("account=7000000000000002 cash=6", "7000000000000001 Nord: 1, 7000000000000002: 1"),
        // Two accounts bear it: whose it is is asked, the page it was copied from being the best guess.
        (
            "account=7000000000000002 account-name=Nord cash=6 paste=2
             balance account-name=Nord cash=7 hint=none paste=3",
            "7000000000000001 Nord: 1, 7000000000000002 Nord: 1, paste:balance-05-02-3: 1",
        ),
        // R30: an id has at least six digits, and nothing but digits.
        ("account=123456 cash=6", "123456: 1, 7000000000000001 Nord: 1"),
        ("account=12345 account-name=Nord cash=6", "7000000000000001 Nord: 2"),
        ("account=70000x account-name=Nord cash=6", "7000000000000001 Nord: 2"),
    ] {
        let rows = rows.replace("cash=", "seen=05-02 cash=");
        assert_eq!(owners(&format!("{one}\nbalance {rows}")), expected, "{rows}");
    }
}

#[test]
fn r31_the_answer_suggested_lists_mostly_the_same_names() {
    // names of credits in the paste that is asked about, beside A, B and C of a known account
    for (names, expected) in [("A B", 1), ("A B X", 1), ("A B X Y", 0), ("X", 0)] {
        let credit = |name: &str, more: &str| {
            format!("credit name={name} face=9 used=0 valid=05-01..05-31 {more}")
        };
        let known = ["A", "B", "C"].map(|name| credit(name, ""));
        let asked = names.split(' ').map(|name| credit(name, "hint=none seen=05-09"));
        let text = [known.join("\n"), asked.collect::<Vec<_>>().join("\n")].join("\n");
        let case = Case::read(&text);
        let pastes = case.pastes();
        let given: Vec<Given<'_>> = pastes.iter().map(Paste::given).collect();
        let found = attribute(&given, &case.options);
        let [question] = found.questions.as_slice() else { panic!("one question: {names}") };
        let said: Vec<_> =
            question.candidates.iter().map(|(key, why)| (key.as_str(), why.key)).collect();
        let alike = [(ACCOUNT, "account.whose.alike")];
        assert_eq!(said, alike[..expected], "{names}");
    }
}

#[test]
fn r31_transactions_are_known_by_their_ids_and_not_by_their_campaigns() {
    let case = Case::read(
        "report on=05-03 campaign=X cost=5
         charge on=05-04 campaign=X amount=6 hint=none seen=05-09",
    );
    let pastes = case.pastes();
    let given: Vec<Given<'_>> = pastes.iter().map(Paste::given).collect();
    let found = attribute(&given, &case.options);
    assert_eq!(found.questions[0].candidates, []);
}

#[test]
fn r31_a_file_name_pairs_no_name_with_an_id_and_is_suggested_once() {
    let hint = |source| AccountHint {
        id: Some(ACCOUNT.into()),
        name: Some("Nord".into()),
        perhaps: None,
        source,
    };
    for (source, expected) in [(HintSource::Address, ACCOUNT), (HintSource::FileName, "Nord")] {
        let case = Case::read("balance account-name=Nord cash=6");
        let (pastes, hints) = (case.pastes(), [hint(source)]);
        let given: Vec<Given<'_>> =
            pastes.iter().map(|paste| Given { hints: &hints, ..paste.given() }).collect();
        let found = attribute(&given, &case.options);
        let with_rows = found.accounts.iter().find(|(_, g)| !g.parts.is_empty());
        assert_eq!(with_rows.map(|(key, _)| key.as_str()), Some(expected));
    }
    let case = Case::read(
        "credit name=A face=9 used=0 valid=05-01..05-31 hint=none
         credit name=A face=9 used=0 valid=05-01..05-31 seen=05-09",
    );
    let (pastes, hints) = (case.pastes(), [hint(HintSource::FileName)]);
    let mut given: Vec<Given<'_>> = pastes.iter().map(Paste::given).collect();
    given[0].hints = &hints;
    let found = attribute(&given, &case.options);
    let candidates: Vec<_> = found.questions[0].candidates.iter().map(|(key, _)| key).collect();
    assert_eq!(candidates, [ACCOUNT]);
}

#[test]
fn r31_what_was_said_of_a_name_is_of_the_id_that_a_copy_pairs_with_it() {
    let mut case = Case::read("balance account=7000000000000001 account-name=Nord cash=6");
    let said = case.options.accounts.entry("Nord".into()).or_default();
    said.currency = crate::money::Currency::parse("USD");
    let pastes = case.pastes();
    let given: Vec<Given<'_>> = pastes.iter().map(Paste::given).collect();
    let found = attribute(&given, &case.options);
    assert_eq!(found.accounts.keys().collect::<Vec<_>>(), [ACCOUNT]);
    assert_eq!(found.accounts[ACCOUNT].account.said_as.as_deref(), Some("Nord"));
}

#[test]
fn r31_an_account_may_be_said_by_an_address_or_with_its_id() {
    for (said, name) in [
        ("https://ads.tiktok.com/i18n/promotion?aadvid=7000000000000001&lang=en", None),
        ("Nord Shop (7000000000000001)", Some("Nord Shop")),
        ("Nord Shop ID: 7000000000000001 English", Some("Nord Shop")),
        ("7000000000000001", None),
    ] {
        let mut case = Case::read("credit name=A face=9 used=0 valid=05-01..05-31 hint=none");
        let pastes = case.pastes();
        let import = pastes[0].given().id.to_owned();
        case.options.imports.entry(import).or_default().account = Some(said.into());
        case.options.accounts.entry(said.into()).or_default().name = Some(said.into());
        let given: Vec<Given<'_>> = pastes.iter().map(Paste::given).collect();
        let found = attribute(&given, &case.options);
        assert_eq!(found.accounts.keys().collect::<Vec<_>>(), [ACCOUNT], "{said}");
        assert_eq!(found.accounts[ACCOUNT].account.name.as_deref(), name, "{said}");
    }
}

#[test]
fn r31_a_page_under_the_name_that_was_said_is_of_that_account() {
    let hint = AccountHint {
        id: Some(ACCOUNT.into()),
        name: None,
        perhaps: Some("Nord".into()),
        source: HintSource::Link,
    };
    let mut case = Case::read(
        "credit name=A face=9 used=0 valid=05-01..05-31 hint=none
         credit name=A face=9 used=5 valid=05-01..05-31 seen=05-09",
    );
    let (pastes, hints) = (case.pastes(), [hint]);
    let mut given: Vec<Given<'_>> = pastes.iter().map(Paste::given).collect();
    given[1].hints = &hints;
    case.options.imports.entry(given[0].id.to_owned()).or_default().account = Some("Nord".into());
    case.options.accounts.entry("Nord".into()).or_default().name = Some("Nord".into());
    let found = attribute(&given, &case.options);
    assert_eq!(found.accounts.keys().collect::<Vec<_>>(), [ACCOUNT]);
}

#[test]
fn r31_the_answer_moves_an_import_that_is_all_of_one_account() {
    let one = "balance account=7000000000000001 cash=5";
    let two = "balance account=7000000000000001 cash=5\nbalance account=7000000000000002 cash=6";
    for (rows, expected) in [
        (one, vec!["7000000000000009"]),
        // Rows of several stay where they say they are.
        (two, vec!["7000000000000001", "7000000000000002"]),
    ] {
        let mut case = Case::read(rows);
        let said = case.options.imports.entry("balance-12-31-".into()).or_default();
        said.account = Some("7000000000000009".into());
        let pastes = case.pastes();
        let given: Vec<Given<'_>> = pastes.iter().map(Paste::given).collect();
        let found = attribute(&given, &case.options);
        let with_rows = found.accounts.iter().filter(|(_, g)| !g.parts.is_empty());
        assert_eq!(with_rows.map(|(key, _)| key.as_str()).collect::<Vec<_>>(), expected);
    }
}

/// A line of the page is no evidence: it names what nothing else names, and pairs with nothing.
#[test]
fn r31_a_line_that_may_be_the_name_is_shown_where_nothing_names_the_account() {
    let hint = |id: &str, line: &str| AccountHint {
        id: Some(id.into()),
        name: None,
        perhaps: Some(line.into()),
        source: HintSource::Link,
    };
    const OTHER: &str = "7000000000000002";
    for (hints, said, expected) in [
        (vec![hint(ACCOUNT, "Nord")], None, Some("Nord")),
        (vec![hint(ACCOUNT, "Nord")], Some("Nord GmbH"), Some("Nord GmbH")),
        // The heading of two accounts, two headings of one.
        (vec![hint(ACCOUNT, "Credits"), hint(OTHER, "Credits")], None, None),
        (vec![hint(ACCOUNT, "Nord"), hint(ACCOUNT, "Credits")], None, None),
    ] {
        let case =
            Case::read("credit name=A face=9 used=0 valid=05-01..05-31 account=7000000000000001");
        let pastes = case.pastes();
        let mut options = case.options.clone();
        options.accounts.entry(ACCOUNT.into()).or_default().name = said.map(str::to_owned);
        let given: Vec<Given<'_>> =
            pastes.iter().map(|paste| Given { hints: &hints, ..paste.given() }).collect();
        let found = attribute(&given, &options);
        assert_eq!(found.accounts[ACCOUNT].account.name.as_deref(), expected, "{hints:?}");
        assert!(!found.accounts.contains_key("Nord"));
    }
}
