//! R25, R28: whose currency a sign is of.

use super::pastes::read;
use crate::ingest::exports::Field;

/// The currency of each record, then keys of problems of rows.
fn currencies(text: &str) -> String {
    let import = read(text);
    let table = import.tables.first().unwrap();
    let records = &table.records;
    let signs = (0..records.len()).map(|row| records.text(row, Field::Currency).unwrap_or("none"));
    let told = table.problems.iter().map(|problem| problem.message.key);
    signs.chain(told).collect::<Vec<_>>().join(" ")
}

#[test]
fn r25_rows_that_name_their_account_may_each_be_of_another_currency() {
    let table = |head: &str, cells: [&str; 3]| {
        let [a, b, c] = cells;
        format!(
            "{head},Cash balance,Voucher balance,Account balance\n\
             7411112222333344445,{a}200.00,{a}270.49,{a}470.49\n\
             7411112222333344446,{b}15.00,{b}0.00,{b}15.00\n\
             7411112222333344447,{c}3.33,{c}30.00,{c}33.33\n"
        )
    };
    for (cells, expected) in [
        (["$", "€", "£"], "$ EUR £"),
        (["£", "$", "kr"], "£ $ kr"),
        (["¥", "HK$", "R$"], "¥ HKD BRL"),
    ] {
        assert_eq!(currencies(&table("Account ID", cells)), expected);
        // A total of them would add what must not be added.
        let total =
            format!("{}Total of 3 results,218.33,300.49,518.82\n", table("Account ID", cells));
        let expected = format!("{expected} ingest.total.several_currencies");
        assert_eq!(currencies(&total), expected);
    }
    // What is of one account has one currency.
    let list = "Campaign name,By Day,Cost\nC,2026-11-10,$1.00\nC,2026-11-11,€1.00\n";
    assert_eq!(currencies(list), "$ ingest.row.currency_conflict");
}
