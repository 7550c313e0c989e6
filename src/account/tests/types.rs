//! What transactions are called: one spelling of a type, and the user's word for one that no lexicon has.

use super::{Case, digest};
use crate::account::state::AccountState;
use crate::account::types::unknown_word;

/// The type of each row as shown, with what was pasted where that differs, and its kind.
fn types(state: &AccountState) -> Vec<String> {
    let columns = &state.transactions;
    let row = |at: usize| {
        let shown = state.names.text(columns.kind_texts[at]);
        let pasted = columns.pasted_kinds.get(at).map(|name| state.names.text(*name));
        let pasted = pasted.filter(|pasted| *pasted != shown);
        let pasted = pasted.map_or(String::new(), |pasted| format!(" ({pasted})"));
        format!("{shown}{pasted} {:?}", columns.kinds[at])
    };
    (0..columns.len()).map(row).collect()
}

fn asked(state: &AccountState) -> usize {
    state.problems.iter().filter_map(|p| unknown_word(&p.problem.message)).count()
}

#[test]
fn types_that_differ_in_case_alone_are_one_as_the_platform_writes_it() {
    let case = Case::read(
        "charge on=05-03 amount=1 type=ad credit id=1
         charge on=05-04 amount=2 type=AD CREDIT id=2
         charge on=05-05 amount=3 type=ad credit id=3
         charge on=05-06 amount=4 type=BILL PAYMENT id=4
         charge on=05-07 amount=5 type=Bill payment id=5
         charge on=05-08 amount=6 type=Bill payment id=6",
    );
    let state = case.build(&case.pastes());
    let expected = [
        "Ad Credit (ad credit) AdCredit",
        "Ad Credit (AD CREDIT) AdCredit",
        "Ad Credit (ad credit) AdCredit",
        "Bill payment (BILL PAYMENT) BillPayment",
        "Bill payment BillPayment",
        "Bill payment BillPayment",
    ];
    assert_eq!(types(&state), expected);
}

#[test]
fn r35_what_the_user_says_of_an_unknown_type_is_what_it_means() {
    let mut case = Case::read(
        "credit name=Launch face=100 used=30 valid=05-01..05-31 seen=05-10
         charge on=05-03 amount=30 type=Werbeguthaben credit=Launch id=1
         charge on=05-04 amount=5 type=Sonstiges id=2",
    );
    let open = case.build(&case.pastes());
    assert_eq!((types(&open)[0].as_str(), asked(&open)), ("Werbeguthaben Other", 2));
    let said = [("werbeguthaben ", "Ad Credit"), ("Sonstiges", "")];
    let said = said.map(|(word, means)| (word.to_owned(), means.to_owned()));
    case.options.mappings.entry(String::new()).or_default().transaction_types = said.into();
    let state = case.build(&case.pastes());
    assert_eq!(types(&state), ["Ad Credit (Werbeguthaben) AdCredit", "Sonstiges Other"]);
    assert_eq!(asked(&state), 0, "{}", digest(&state));
    assert_eq!(state.credits[0].observed_drawn.map(|drawn| drawn.to_string()), Some("30".into()));
    // Of one import alone it goes before what was said of its headers.
    let import = case.pastes()[1].id.clone();
    let own = &mut case.options.imports.entry(import).or_default().mapping.transaction_types;
    own.insert("Werbeguthaben".into(), "Refund".into());
    let state = case.build(&case.pastes());
    assert_eq!(types(&state), ["Refund (Werbeguthaben) AdCredit", "Sonstiges Other"]);
}
