//! One cell per line, where an empty cell left no line: short rows.

use super::pastes::{check, lines};

const TRANSACTIONS: &str = "Transaction ID; Time; Type; Amount; Currency; Campaign; Status
     7300000000000000001; 2026-05-01 10:00; Ad Credit; 12.50; USD; Spring sale; Success
     7300000000000000002; 2026-05-02 10:00; Ad Credit; 13.50; USD; Summer sale; Success\n";
const FIRST_TWO: &str =
    "transactions
     8: amount=12.5 campaign_name=Spring sale currency=USD status=Success time=2026-05-01 10:00 transaction_id=7300000000000000001 transaction_type=Ad Credit
     15: amount=13.5 campaign_name=Summer sale currency=USD status=Success time=2026-05-02 10:00 transaction_id=7300000000000000002 transaction_type=Ad Credit\n";

#[test]
fn a_short_row_is_read_where_there_is_one_way() {
    for (row, expected) in [
        // No campaign: the word of states tells whose cell the last one is.
        (
            "7300000000000000003; 2026-05-03 10:00; Payment; 100.00; USD; Success",
            "22: amount=100 currency=USD status=Success time=2026-05-03 10:00 transaction_id=7300000000000000003 transaction_type=Payment",
        ),
        // No type, no state.
        (
            "7300000000000000003; 2026-05-03 10:00; 14.50; USD; Spring sale; Success",
            "22: amount=14.5 campaign_name=Spring sale currency=USD status=Success time=2026-05-03 10:00 transaction_id=7300000000000000003",
        ),
        // No amount: the record lacks it, and nothing stands in for it.
        (
            "7300000000000000003; 2026-05-03 10:00; Ad Credit; USD; Summer sale; Success",
            "fault 22 [-] ingest.row.incomplete missing=field.amount expected=7 found=6",
        ),
        // Several rows one after the other, ids say where each begins.
        (
            "7300000000000000003; 2026-05-03 10:00; Payment; 100.00; USD; Success
             7300000000000000004; 2026-05-04 10:00; Ad Credit; 1.00; USD; Success",
            "22: amount=100 currency=USD status=Success time=2026-05-03 10:00 transaction_id=7300000000000000003 transaction_type=Payment
             28: amount=1 currency=USD status=Success time=2026-05-04 10:00 transaction_id=7300000000000000004 transaction_type=Ad Credit",
        ),
        // Is `Autumn` the type or the campaign? The amount stands between them.
        (
            "7300000000000000003; 2026-05-03 10:00; 9.00; USD; Autumn; Success",
            "22: amount=9 campaign_name=Autumn currency=USD status=Success time=2026-05-03 10:00 transaction_id=7300000000000000003",
        ),
        // Neither a word of states nor one seen before: campaign or status?
        (
            "7300000000000000003; 2026-05-03 10:00; Payment; 100.00; USD; Autumn",
            "22! shape.linesUnclear",
        ),
    ] {
        check(&lines(&format!("{TRANSACTIONS}{row}")), &format!("{FIRST_TWO}{expected}"));
    }
}

const CREDITS: &str =
    "Ad credit name; Credit type; Discount / Amount; Usage requirements; Redeemed date; Valid dates; Unused amount; Used amount; Actions
     Welcome; Free; 100.00 USD; All campaigns; 2026-05-01; 2026-05-01 - 2026-06-30; 80.00 USD; 20.00 USD; View/Assign
     Spring; Free; 25.00 USD; All campaigns; 2026-05-05; 2026-05-05 - 2026-06-30; 25.00 USD; 0.00 USD; View/Assign\n";

#[test]
fn a_short_row_never_shifts_an_amount() {
    let first =
        "promotions_available
         10: credit_name=Welcome credit_type=Free currency=USD face_amount=100 redeemed=2026-05-01 requirements=All campaigns row_labels=View/Assign unused=80 used=20 valid_end=2026-06-30 valid_start=2026-05-01
         19: credit_name=Spring credit_type=Free currency=USD face_amount=25 redeemed=2026-05-05 requirements=All campaigns row_labels=View/Assign unused=25 used=0 valid_end=2026-06-30 valid_start=2026-05-05";
    for (row, expected) in [
        // No requirements: the date behind them holds the place.
        (
            "Boost; Assignable; 50.00 USD; 2026-05-02; 2026-05-02 - 2026-06-30; 45.00 USD; 5.00 USD; View/Assign",
            "28: credit_name=Boost credit_type=Assignable currency=USD face_amount=50 redeemed=2026-05-02 row_labels=View/Assign unused=45 used=5 valid_end=2026-06-30 valid_start=2026-05-02",
        ),
        // No redeemed date: a range is the one of the other column.
        (
            "Later; Free; 30.00 USD; All campaigns; 2026-05-03 - 2026-06-30; 30.00 USD; 0.00 USD; View/Assign",
            "28: credit_name=Later credit_type=Free currency=USD face_amount=30 requirements=All campaigns row_labels=View/Assign unused=30 used=0 valid_end=2026-06-30 valid_start=2026-05-03",
        ),
        // A badge beside the name takes no place.
        (
            "Boost; Suspended; Assignable; 50.00 USD; 2026-05-02; 2026-05-02 - 2026-06-30; 45.00 USD; 5.00 USD; View/Assign",
            "28: credit_name=Boost credit_type=Assignable currency=USD face_amount=50 redeemed=2026-05-02 row_labels=Suspended, View/Assign unused=45 used=5 valid_end=2026-06-30 valid_start=2026-05-02",
        ),
        // Unused or used? One amount is absent.
        (
            "Boost; Assignable; 50.00 USD; All campaigns; 2026-05-02; 2026-05-02 - 2026-06-30; 5.00 USD; View/Assign",
            "28! shape.linesUnclear",
        ),
        // No type: a row begins with its name.
        (
            "Boost; 50.00 USD; All campaigns; 2026-05-02; 2026-05-02 - 2026-06-30; 45.00 USD; 5.00 USD; View/Assign",
            "28: credit_name=Boost currency=USD face_amount=50 redeemed=2026-05-02 requirements=All campaigns row_labels=View/Assign unused=45 used=5 valid_end=2026-06-30 valid_start=2026-05-02",
        ),
        // Several cells are absent, one of them an amount.
        (
            "Boost; 50.00 USD; 2026-05-02 - 2026-06-30; 5.00 USD; View/Assign",
            "28! shape.linesUnclear",
        ),
    ] {
        check(&lines(&format!("{CREDITS}{row}")), &format!("{first}\n{expected}"));
    }
}

#[test]
fn a_badge_beside_an_account_is_no_part_of_its_name() {
    check(
        &lines(
            "Account name; Account ID; Amount; Cash; Ad credit; Tax; Currency
             Nord; 7100000000000000001; 120.00; 100.00; 20.00; 1.00; USD
             Süd; Suspended; 7100000000000000002; 50.00; 40.00; 10.00; 2.00; USD",
        ),
        "bc_costs
         8: account_id=7100000000000000001 account_name=Nord amount=120 cash_cost=100 currency=USD tax=1 voucher_cost=20
         15: account_id=7100000000000000002 account_name=Süd amount=50 cash_cost=40 currency=USD tax=2 voucher_cost=10",
    );
}
