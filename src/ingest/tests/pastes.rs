//! Whole pastes as text, through the door: what became of each line.

use super::super::exports::{Export, Field};
use super::super::{self as ingest, Flavour, FlavourKind, Imported, QuestionAbout, Said, Source};
use super::outcome;
use crate::options::Options;
use crate::platform::Native;
use crate::problem::Arg;

pub(super) fn read(text: &str) -> Imported {
    let kind = if text.starts_with("<table") { FlavourKind::Html } else { FlavourKind::Text };
    let flavour = Flavour { kind, bytes: text.as_bytes().to_vec() };
    let source = Source { id: "1".into(), flavours: vec![flavour], ..Source::default() };
    ingest::read(&source, &Said::of(&Options::default(), &source.id), &Native)
}

/// All tables and the problems around them, one line each.
#[track_caller]
pub(super) fn check(text: &str, expected: &str) {
    let import = read(text);
    let mut out: String = import.tables.iter().map(outcome).collect();
    for problem in &import.problems {
        let line = problem.place.line_number.map_or("-".to_owned(), |line| line.to_string());
        out.push_str(&format!("{line}! {}\n", problem.message.key));
    }
    let lines = |text: &str| {
        text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(lines(&out), lines(expected), "{text}");
}

/// `a / b` as one cell per line.
pub(super) fn lines(text: &str) -> String {
    text.split([';', '\n']).map(|cell| format!("{}\n", cell.trim())).collect()
}

#[test]
fn a_column_we_do_not_know_ends_the_header_below_a_menu() {
    check(
        &lines(
            "Dashboard; Campaign
             Campaign name; Cost; Currency; By Day; Zusatz
             Launch; 10.50; USD; 2026-05-01; 7
             Spring; 20.25; USD; 2026-05-02; 8",
        ),
        "campaign_report
         8: campaign_name=Launch cost=10.5 currency=USD day=2026-05-01
         13: campaign_name=Spring cost=20.25 currency=USD day=2026-05-02",
    );
}

#[test]
fn an_id_on_a_line_of_its_own_belongs_to_the_name_above_it() {
    check(
        &lines(
            "Nord Commerce; ID: 7123456789012345678; Campaigns
             Campaign name; Status; Cost; Net Cost; Currency
             Launch; ID: 1790000000000000011; Active; 10.50; 4.50; USD
             Spring; ID: 1790000000000000012; Paused; 20.25; 20.25; USD",
        ),
        "campaign_report
         9: campaign_id=1790000000000000011 campaign_name=Launch cost=10.5 currency=USD net_cost=4.5 status=Active
         15: campaign_id=1790000000000000012 campaign_name=Spring cost=20.25 currency=USD net_cost=20.25 status=Paused",
    );
}

#[test]
fn the_first_value_may_be_a_word_of_headers() {
    check(
        &lines(
            "Tools; Payments
             Payment source; Time; Transaction ID; Transaction type; Amount; Currency
             Ad credit; 2026-05-01 10:00; 7300000000000000001; Ad Credit; 5.00; USD
             Card; 2026-05-02 11:00; 7300000000000000002; Ad Cost; 6.00; USD",
        ),
        "transactions
         9: amount=5 currency=USD payment_source=Ad credit time=2026-05-01 10:00 transaction_id=7300000000000000001 transaction_type=Ad Credit
         15: amount=6 currency=USD payment_source=Card time=2026-05-02 11:00 transaction_id=7300000000000000002 transaction_type=Ad Cost",
    );
}

#[test]
fn names_that_may_belong_to_the_row_before_are_not_read() {
    // Is "Campaign" a menu's word and the notes a column, or the notes names and "Done" a footer?
    check(
        &lines(
            "Campaign
             Account name; Cost; Net cost; By Day; Notiz
             Nord; 10.50; 1.00; 2026-05-01; Launch
             Kite; 20.25; 2.00; 2026-05-02; Done",
        ),
        "1! shape.linesTurned",
    );
}

/// `transaction_summary` and `total_metrics` are checksums of the rows, unless there are more pages.
#[test]
fn sums_that_an_answer_states_are_held_against_its_rows() {
    let costs = |summary: &str, number: u32| {
        format!(
            r#"{{"code":0,"data":{{"cost_list":[
            {{"advertiser_id":"7123456789012345678","amount":60.5,"cash_amount":50,"grant_amount":10.5,"currency":"USD"}},
            {{"advertiser_id":"7123456789012345679","amount":40,"cash_amount":40,"grant_amount":0,"currency":"USD"}}],
            "transaction_summary":{{{summary}}},"page_info":{{"total_number":{number}}}}}}}"#
        )
    };
    for (summary, number, expected) in [
        (r#""amount":100.5,"cash_amount":90,"grant_amount":10.5"#, 2, ""),
        (
            r#""amount":"120.50","total_cash_amount":90"#,
            2,
            "[transaction_summary.amount] ingest.total.mismatch stated=120.5 sum=100.5 difference=20",
        ),
        (r#""amount":9000"#, 312, ""),
    ] {
        let import = read(&costs(summary, number));
        let problems = import.tables.iter().flat_map(|table| &table.problems);
        let said = problems.map(|p| {
            format!("[{}] {}", p.place.column.as_deref().unwrap_or("-"), super::told(&p.message))
        });
        assert_eq!(said.collect::<Vec<_>>().join("\n"), expected, "{summary}");
        assert_eq!(import.tables.iter().map(|t| t.records.len()).sum::<usize>(), 2);
    }
}

#[test]
fn halves_of_an_amount_are_no_amounts() {
    // Nothing is quoted, and the last row is cut off: four cells by accident.
    check(
        "Account name,Account balance,Cash balance,Account ID
         Nord,1,200.50,80.00,7300000000000000001
         Kite,14.95,3,260",
        "payment_management
         fault 2 [-] ingest.row.too_many_cells expected=4 found=5
         fault 3 [Cash balance] ingest.row.amount_torn found=3,260",
    );
}

#[test]
fn a_text_that_ends_behind_a_separator_is_said_to() {
    check(
        "Campaign name,By Day,Currency,Cost
         Launch,2026-05-01,USD,10.50
         Spring,2026-05-02,USD,",
        "campaign_report
         2: campaign_name=Launch cost=10.5 currency=USD day=2026-05-01
         3: campaign_name=Spring currency=USD day=2026-05-02
         3! shape.endsEarly",
    );
}

#[test]
fn a_list_with_tabs_and_a_header_twice_stays_one() {
    let header = "Campaign name\tBy Day\tCurrency\tCost\tPrimary status";
    check(
        &format!(
            "{header}\nLaunch\t2026-05-01\tUSD\t10.50\tActive\n{header}\nSpring\t2026-05-02\tUSD"
        ),
        "campaign_report
         2: campaign_name=Launch cost=10.5 currency=USD day=2026-05-01 status=Active
         fault 4 [-] ingest.row.too_few_cells expected=5 found=3
         ignored 3 ingest.ignored.header_again",
    );
}

/// Two exports in one file, one behind the other: each cell stands under the header above it.
#[test]
fn a_second_header_with_other_columns_begins_a_table() {
    check(
        "Campaign name,By Day,Cost,Net Cost (Delayed)
         Launch,2026-05-01,10.00,9.00
         Campaign name,By Day,Net Cost (Delayed),Cost
         Spring,2026-05-02,5.00,7.00
         campaign name, by day, Budget, Cost
         Summer,2026-05-03,50.00,3.00",
        "campaign_report
         2: campaign_name=Launch cost=10 day=2026-05-01 net_cost=9
         campaign_report
         4: campaign_name=Spring cost=7 day=2026-05-02 net_cost=5
         campaign_report
         6: budget=50 campaign_name=Summer cost=3 day=2026-05-03",
    );
}

/// In a page as in a text: which cell is missing nobody knows. A header cell above none is no reason.
#[test]
fn a_row_of_a_page_with_a_cell_too_few_is_torn() {
    let row = |cells: &str| format!("<tr><td>{}</tr>", cells.replace(',', "<td>"));
    let page =
        |rows: &[&str]| format!("<table>{}", rows.iter().map(|r| row(r)).collect::<String>());
    let header = "Campaign name,By Day,Budget,Cost,Net Cost (Delayed)";
    check(
        &page(&[header, "Launch,2026-05-01,50.00,10.00,9.00", "Spring,2026-05-01,20.00,15.00"]),
        "campaign_report
         2: budget=50 campaign_name=Launch cost=10 day=2026-05-01 net_cost=9
         fault 3 [-] ingest.row.too_few_cells expected=5 found=4",
    );
    check(
        &page(&["Campaign name,By Day,Cost,", "Launch,2026-05-01,10.00", "Spring,2026-05-01,5.00"]),
        "campaign_report
         2: campaign_name=Launch cost=10 day=2026-05-01
         3: campaign_name=Spring cost=5 day=2026-05-01",
    );
    // A selection that ended in the middle of the only row.
    check(
        &page(&[header, "Launch,2026-05-01,50.00,1"]),
        "campaign_report
         fault 2 [-] ingest.row.too_few_cells expected=5 found=4",
    );
}

/// A selection that ended within the last cell, or a download that broke off: "1,310.40" is no "1" and no "1,310".
#[test]
fn the_last_amount_that_ends_unlike_all_others_is_no_amount() {
    let header = "Campaign name;By Day;Cost;Net Cost (Delayed)";
    let first = "Launch;2026-05-01;120.00 USD;84.25 USD";
    let plain = "Launch;2026-05-01;120.00;84.25";
    let end = |first: &str, last: &str| {
        let text = [header, first, &format!("Spring;2026-05-01;1,500.00;{last}")].join("\n");
        let rows = text.lines().map(|row| format!("<tr><td>{}</tr>", row.replace(';', "<td>")));
        let page = format!("<table>{}", rows.collect::<String>());
        [text, page].map(|all| read(&all).tables.iter().map(outcome).collect::<String>())
    };
    let is_left_out = |first, last| {
        end(first, last)
            .map(|all| all.contains("fault 3 [Net Cost (Delayed)] ingest.row.amount_cut"))
    };
    for last in ["1", "1,310", "1,310.4"] {
        assert_eq!(is_left_out(plain, last), [true; 2], "{last}");
    }
    for (first, last) in
        [(plain, "1,310.40"), (plain, "–"), (first, "1,310.40 USD"), (plain, "1310 USD")]
    {
        assert_eq!(is_left_out(first, last), [false; 2], "{last}");
    }
    // Where zeros at the end are left out, an amount may have none.
    assert_eq!(is_left_out("Launch;2026-05-01;120.55;84.25", "1310"), [true; 2]);
    assert_eq!(is_left_out("Launch;2026-05-01;120;84.25", "1310"), [false; 2]);
}

/// Subtotals and averages, as spreadsheets write them between campaigns.
#[test]
fn a_row_about_the_rows_above_it_is_no_campaign() {
    check(
        "Campaign name,By Day,Cost
         Search A,2026-05-01,10.00
         Search B,2026-05-01,20.00
         Subtotal,2026-05-01,30.00
         Video A,2026-05-01,5.00
         Subtotal,2026-05-01,5.00
         Average,,11.67",
        "campaign_report
         2: campaign_name=Search A cost=10 day=2026-05-01
         3: campaign_name=Search B cost=20 day=2026-05-01
         5: campaign_name=Video A cost=5 day=2026-05-01
         ignored 4 ingest.ignored.total_that_ties
         ignored 6 ingest.ignored.total_that_ties
         ignored 7 ingest.ignored.total_perhaps
         question ingest.question.total_row : total data",
    );
    // By the name before the word; one that does not tie is a campaign.
    check(
        "Campaign name,Cost
         Search A,10.00
         Search Total,9.00
         Search B,20.00
         Search Total,39.00
         Video A,5.00
         Video Total,5.00
         Grand Total,44.00",
        "campaign_report
         2: campaign_name=Search A cost=10
         3: campaign_name=Search Total cost=9
         4: campaign_name=Search B cost=20
         6: campaign_name=Video A cost=5
         ignored 5 ingest.ignored.total_that_ties
         ignored 7 ingest.ignored.total_that_ties
         ignored 8 ingest.ignored.total",
    );
}

#[test]
fn quotes_that_begin_late_are_quotes() {
    let mut text = String::from("Campaign name,By Day,Currency,Cost\n");
    while text.len() < 300 * 1024 {
        text.push_str("Launch,2026-05-01,USD,10.50\n");
    }
    text.push_str("Spring,2026-05-02,USD,\"1,234.50\"\n");
    let import = read(&text);
    let records = &import.tables[0].records;
    let last = records.money(records.len() - 1, crate::ingest::exports::Field::Cost);
    assert_eq!(last.map(|amount| amount.to_string()).as_deref(), Some("1234.5"));
    assert_eq!(import.tables[0].refused_count, 0);
}

#[test]
fn a_footer_that_ends_with_any_word_is_a_footer() {
    check(
        &lines(
            "Account name; Cost; Net cost; By Day
             Nord; 10.50; 1.00; 2026-05-01
             Kite; 20.25; 2.00; 2026-05-02
             1-2 of 2; 20/page; Help",
        ),
        "campaign_report
         5: account_name=Nord cost=10.5 day=2026-05-01 net_cost=1
         9: account_name=Kite cost=20.25 day=2026-05-02 net_cost=2",
    );
}

#[test]
fn the_title_of_the_next_page_of_a_list_is_no_part_of_a_cell() {
    let header = "Account name\tAccount ID\tCash balance\tVoucher balance\tCurrency";
    check(
        &format!(
            "{header}\nNord\t7300000000000000001\t1.50\t2.00\tUSD\n\nSecond part\n\
             {header}\nKite\t7300000000000000002\t3.50\t4.00\tGBP\n"
        ),
        "payment_management
         2: account_id=7300000000000000001 account_name=Nord cash_balance=1.5 currency=USD voucher_balance=2
         6: account_id=7300000000000000002 account_name=Kite cash_balance=3.5 currency=GBP voucher_balance=4
         ignored 4 ingest.ignored.name_between found=Second part
         ignored 5 ingest.ignored.header_again",
    );
}

#[test]
fn rows_above_the_header_are_told_one_by_one() {
    let header = "Account name\tAccount ID\tCash balance\tVoucher balance\tCurrency";
    check(
        &format!(
            "Payments\tAccounts\tHelp\n\
             Nord\t7300000000000000001\t1.50\t2.00\tUSD\n\
             1-1 of 2\n{header}\nKite\t7300000000000000002\t3.50\t4.00\tGBP\n"
        ),
        "payment_management
         5: account_id=7300000000000000002 account_name=Kite cash_balance=3.5 currency=GBP voucher_balance=4
         fault 2 [-] ingest.row.above_header found=Nord",
    );
    check(
        "Winter,2026-11-17,10.00,USD
         Campaign name,By Day,Cost,Currency
         Summer,2026-11-18,5.00,USD",
        "campaign_report
         3: campaign_name=Summer cost=5 currency=USD day=2026-11-18
         fault 1 [-] ingest.row.above_header found=Winter",
    );
    // A preamble saved by a spreadsheet has as many cells as the table, and nearly all are empty.
    check(
        "Date range,2026-11-17 - 2026-11-18,,
         Campaign name,By Day,Cost,Currency
         Summer,2026-11-18,5.00,USD",
        "campaign_report
         3: campaign_name=Summer cost=5 currency=USD day=2026-11-18",
    );
}

#[test]
fn page_numbers_below_a_list_are_no_amounts() {
    check(
        &lines(
            "Ad credit name; Credit type; Discount / Amount; Usage requirements; Redeemed date
             Valid dates; Unused amount; Used amount; Percent spent; Actions
             Welcome; Free; 300.00 USD; New accounts; 2026-10-01; 2026-10-01 ~ 2026-12-30
             120.55 USD; 179.45 USD; View/Assign; Assignment log
             Risky; Suspended; Free; 70.00 USD; --; 2026-11-13; 2026-11-13 ~ 2026-12-13
             70.00 USD; 0.00 USD; Appeal
             1–2 of 2; Total: 2; 10/page; 1; 2; Go to; Terms of service; © 2026 TikTok",
        ),
        "promotions_available
         11: credit_name=Welcome credit_type=Free currency=USD face_amount=300 redeemed=2026-10-01 requirements=New accounts row_labels=View/Assign, Assignment log unused=120.55 used=179.45 valid_end=2026-12-30 valid_start=2026-10-01
         21: credit_name=Risky credit_type=Free currency=USD face_amount=70 redeemed=2026-11-13 row_labels=Suspended, Appeal unused=70 used=0 valid_end=2026-12-13 valid_start=2026-11-13",
    );
}

/// Both flavours of a copy differ: the one whose amounts add up is read, whichever it is.
#[test]
fn of_two_flavours_the_one_that_adds_up_wins() {
    let header = "Ad credit name\tDiscount / Amount\tValid dates\tUnused amount\tUsed amount";
    let row = |unused: &str| {
        format!("Spring\t200.00 USD\t2026-11-01 - 2026-12-01\t{unused} USD\t0.00 USD")
    };
    let html = |rows: [&str; 2]| {
        let cells = rows.map(|row| format!("<tr><td>{}</td></tr>", row.replace('\t', "</td><td>")));
        format!("<table>{}</table>", cells.concat())
    };
    for (of_html, of_text, taken) in
        [("209.00", "200.00", "ingest.flavour.text"), ("200.00", "209.00", "ingest.flavour.html")]
    {
        let html = html([header, &row(of_html)]);
        let text = format!("{header}\n{}", row(of_text));
        let flavours = vec![
            Flavour { kind: FlavourKind::Html, bytes: html.into_bytes() },
            Flavour { kind: FlavourKind::Text, bytes: text.into_bytes() },
        ];
        let source = Source { id: "1".into(), flavours, ..Source::default() };
        let import = ingest::read(&source, &Said::of(&Options::default(), &source.id), &Native);
        let unused = import.tables[0].records.money(0, crate::ingest::exports::Field::Unused);
        assert_eq!(unused.map(|amount| amount.to_string()).as_deref(), Some("200"));
        let said: Vec<String> =
            import.problems.iter().map(|p| crate::ingest::tests::told(&p.message)).collect();
        assert!(
            said[0].contains("ingest.flavour.differ")
                && said[0].contains(&format!("taken={taken}")),
            "{said:?}"
        );
    }
}

/// Cells of a spreadsheet come as HTML and as text. A text that only repeats them changes nothing, whether
/// it is read or not; one that says anything else is read and compared.
#[test]
fn cells_that_come_twice_are_one_table() {
    let cells = "Campaign name\tCost\tCurrency\tBy Day
5\" disc & more\t10.50\tUSD\t2026-11-18
Spring\t20.25\tUSD\t2026-11-19";
    let row = |line: &str| {
        let cells = line.replace('&', "&amp;").replace('\t', "</td><td>");
        format!("<tr><td>{cells}</td></tr>")
    };
    let html = format!("<table>{}</table>", cells.lines().map(row).collect::<String>());
    let html = Flavour { kind: FlavourKind::Html, bytes: html.into_bytes() };
    let read = |flavours: Vec<Flavour>| {
        let source = Source { id: "1".into(), flavours, ..Source::default() };
        ingest::read(&source, &Said::of(&Options::default(), &source.id), &Native)
    };
    let tables = |import: &Imported| import.tables.iter().map(outcome).collect::<String>();
    let alone = tables(&read(vec![html.clone()]));
    for (text, said) in [
        (cells.to_owned(), "ingest.flavour.agree"),
        (format!("{}\r\n", cells.replace('\n', "\r\n")), "ingest.flavour.agree"),
        (cells.replace("10.50", "10.5"), "ingest.flavour.agree"),
        (cells.replace("10.50", "10.51"), "ingest.flavour.differ"),
        (format!("{cells}\nSummer\t1.00\tUSD\t2026-11-20"), "ingest.flavour.more_complete"),
        (cells.lines().take(2).collect::<Vec<_>>().join("\n"), "ingest.flavour.more_complete"),
    ] {
        let text = Flavour { kind: FlavourKind::Text, bytes: text.into_bytes() };
        let both = read(vec![html.clone(), text.clone()]);
        let doubts = both.problems.iter().map(|problem| problem.message.key);
        let keys: Vec<_> = both.evidence.iter().map(|m| m.key).chain(doubts).collect();
        assert_eq!(keys.last(), Some(&said), "{text:?}");
        if both.tables[0].records.len() == 2 {
            assert_eq!(tables(&both), alone, "{text:?}");
        }
    }
}

/// Buttons in the cell of a name are no part of it; a name that cannot be told is no name.
#[test]
fn r34_buttons_beside_a_name() {
    check(
        "Campaign name\tPrimary status\tCost\tBy Day\tCurrency
Winter
Edit
View data\tActive\t10.00\t2026-11-18\tEUR
Spring
Edit
View data\tActive\t20.00\t2026-11-18\tEUR
",
        "campaign_report
         2: campaign_name=Winter cost=10 currency=EUR day=2026-11-18 status=Active
         5: campaign_name=Spring cost=20 currency=EUR day=2026-11-18 status=Active",
    );
    check(
        "Campaign name\tPrimary status\tCost\tBy Day\tCurrency
New
Winter\tActive\t10.00\t2026-11-18\tEUR
Spring
Edit\tActive\t20.00\t2026-11-18\tEUR
",
        "campaign_report
         fault 2 [Campaign name] ingest.row.name_unclear found=New · Winter
         fault 4 [Campaign name] ingest.row.name_unclear found=Spring · Edit",
    );
}

/// One cell per line: an empty line is an empty cell, and a text behind every row is a button.
#[test]
fn lines_in_strides() {
    let header = "Transaction ID; Time; Type; Amount; Currency; Campaign; Payment source; Credit name; Status";
    check(
        &lines(&format!(
            "{header}
             7301234567890000001; 2026-11-01 08:00:11; Payment; 100.00; USD; Winter; Visa 4242; ; Success; Download
             7301234567890000002; 2026-11-02 08:00:11; Ad Credit; 5.00; USD; Winter; ; Reels push; Success; Download"
        )),
        "transactions
         10: amount=100 campaign_name=Winter currency=USD payment_source=Visa 4242 status=Success time=2026-11-01 08:00:11 transaction_id=7301234567890000001 transaction_type=Payment
         20: amount=5 campaign_name=Winter credit_name=Reels push currency=USD status=Success time=2026-11-02 08:00:11 transaction_id=7301234567890000002 transaction_type=Ad Credit",
    );
    // No line for the empty cell: the state stands under the credit, so no row is read.
    check(
        &lines(&format!(
            "{header}
             7301234567890000001; 2026-11-01 08:00:11; Ad Credit; 12.34; USD; Winter; Reels push; Success; Download
             7301234567890000002; 2026-11-02 08:00:11; Ad Credit; 5.00; USD; Winter; Reels push; Success; Download"
        )),
        "transactions
         10! shape.linesUnclear
         19! shape.linesUnclear",
    );
    check(
        &lines(&format!(
            "{header}
             7301234567890000001; 2026-11-01 08:00:11; Payment; 100.00; USD; Winter; Visa 4242; -; Success
             7301234567890000002; 2026-11-02 08:00:11; Ad Credit; 5.00; USD; Winter; Ad credit; Reels push; Success
             Total of 2 results"
        )),
        "transactions
         10: amount=100 campaign_name=Winter currency=USD payment_source=Visa 4242 status=Success time=2026-11-01 08:00:11 transaction_id=7301234567890000001 transaction_type=Payment
         19: amount=5 campaign_name=Winter credit_name=Reels push currency=USD payment_source=Ad credit status=Success time=2026-11-02 08:00:11 transaction_id=7301234567890000002 transaction_type=Ad Credit",
    );
}

#[test]
fn r32_a_list_with_a_refused_row_is_not_known_to_be_whole() {
    let header = "Account name\tAccount ID\tCash balance\tVoucher balance\tCurrency";
    let whole = format!("{header}\nKite\t7300000000000000002\t3.50\t4.00\tGBP\n1-1 of 1\n");
    let above = format!("Nord\t7300000000000000001\t1.50\t2.00\tUSD\n{whole}1-2 of 2\n");
    let completeness = |text: &str| read(text).tables[0].completeness;
    assert_eq!(completeness(&whole), crate::ingest::Completeness::Full);
    assert_eq!(completeness(&above), crate::ingest::Completeness::Unknown);
    // R37: of credits it is known how many are missing.
    let header = "Ad credit name\tUnused amount\tUsed amount\tValid dates";
    let row = "Launch\t80.00 USD\t20.00 USD\t2026-11-01 - 2026-11-30";
    let part = crate::ingest::Completeness::Partial { shown: 1, of: 2 };
    assert_eq!(completeness(&format!("{header}\n{row}\nBonus\t3?0 USD\t20.00 USD\t\n")), part);
}

/// R19: tiers as pairs in one cell, as two lists; what can be read in another way is no list of tiers.
#[test]
fn r19_tiers_in_one_cell() {
    let both = "tiers=100 → 20; 300 → 80; 1000 → 150";
    for (target, reward, expected) in [
        ("100/300/1000", "20/80/150", both),
        ("100 USD / 300 USD / 1,000 USD", "20 USD / 80 USD / 150 USD", both),
        ("100 USD; 300 USD; 1,000 USD", "20 USD; 80 USD; 150 USD", both),
        (
            "Spend 100 USD get 20 USD, spend 300 USD get 80 USD, spend 1,000 USD get 150 USD",
            "",
            both,
        ),
        ("100 USD → 20 USD; 300 USD → 80 USD; 1,000 USD → 150 USD", "", both),
        ("Spend 500.50 get 100; spend 1000 get 250", "", "tiers=500.50 → 100; 1000 → 250"),
        ("100.00 USD", "20.00 USD", "reward=20 target_spend=100"),
        // Two targets and one reward; German or English thousands; targets that fall.
        ("100 / 300", "20 USD", "reward=20"),
        ("1.000 / 3.000", "20 / 80", ""),
        ("300 / 100", "80 / 20", ""),
    ] {
        let text = format!(
            "Offer name\tQualifying spend so far\tTarget spend\tReward\tEarning window\n\
             Autumn\t50.00 USD\t{target}\t{reward}\t2026-11-10 - 2026-11-30\n"
        );
        let said: String = read(&text).tables.iter().map(outcome).collect();
        assert!(said.contains(expected), "{target} | {reward}: {said}");
        assert_eq!(said.contains("tiers="), expected.starts_with("tiers="), "{target}: {said}");
    }
}

/// A list with tabs whose rows are cut after their first cell, at its end or in the middle.
#[test]
fn a_row_of_one_cell_is_a_row_cut_short() {
    let header = "Transaction ID\tTime\tType\tAmount\tCurrency\tStatus";
    let row = "7390000000000001037\t2026-11-18 08:05:00\tAd Credit\t61.80\tUSD\tCompleted";
    let record = |line: u32| {
        format!(
            "{line}: amount=61.8 currency=USD status=Completed time=2026-11-18 08:05:00 \
             transaction_id=7390000000000001037 transaction_type=Ad Credit\n"
        )
    };
    let other = row.replace("1037", "1099");
    let others = |line| record(line).replace("1037", "1099");
    let cut = "7390000000000001111";
    let told =
        |line: u32| format!("fault {line} [-] ingest.row.too_few_cells expected=6 found=1\n");
    check(
        &format!("{header}\n{row}\n{other}\n{cut}"),
        &format!("transactions\n{}{}{}", record(2), others(3), told(4)),
    );
    check(
        &format!("{header}\n{row}\n{cut}\n{other}\n1-3 of 3\n"),
        &format!("transactions\n{}{}{}", record(2), others(4), told(3)),
    );
    let header = "Ad credit name\tDiscount / Amount\tRedeemed date\tUnused amount\tUsed amount";
    check(
        &format!("{header}\nSpring\t10.00 USD\t2026-05-01\t4.00 USD\t6.00 USD\nWinter Gala"),
        "promotions_available
         2: credit_name=Spring currency=USD face_amount=10 redeemed=2026-05-01 unused=4 used=6
         fault 3 [-] ingest.row.too_few_cells expected=5 found=1",
    );
}

#[test]
fn a_table_of_unknown_columns_keeps_its_rows_of_one_cell() {
    let import = read("a\tb\n1\t2\n3\t4\nfive\nsix");
    let grid = &import.unrecognised[0].grid;
    let rows: Vec<Vec<&str>> = (0..grid.row_count()).map(|row| grid.row(row).collect()).collect();
    assert_eq!(rows, [vec!["a", "b"], vec!["1", "2"], vec!["3", "4"], vec!["five"], vec!["six"]]);
}

/// `105,672,606` and `1.000.000` are whole numbers both; a currency without a minor unit has no others to take them for.
#[test]
fn amounts_of_a_currency_without_decimals_are_read_however_their_digits_are_grouped() {
    let read_all = |cells: [&str; 3], currency: &str| {
        let row =
            |(at, cell): (usize, &&str)| format!("2026-11-1{at}\tLaunch\t{cell}\t{currency}\n");
        let rows: String = cells.iter().enumerate().map(row).collect();
        let text = format!("By Day\tCampaign name\tCost\tCurrency\n{rows}");
        let import = read(&text);
        let table = &import.tables[0];
        let amounts = (0..table.records.len())
            .filter_map(|row| Some(table.records.money(row, Field::Cost)?.to_string()));
        let asks = table.questions.iter().filter(|q| q.about == QuestionAbout::DecimalMark);
        (amounts.collect::<Vec<_>>().join(" "), asks.count(), table.refused_count)
    };
    let mixed = ["105,672,606", "1.000.000", "1.000"];
    let with = |unit: &str| mixed.map(|cell| format!("{cell}{unit}"));
    for (unit, currency) in [("", "VND"), (" VND", ""), ("\u{a0}₫", ""), (" JPY", "JPY")] {
        let cells = with(unit);
        let cells = [&*cells[0], &*cells[1], &*cells[2]];
        let expected = ("105672606 1000000 1000".to_owned(), 0, 0);
        assert_eq!(read_all(cells, currency), expected, "{unit}{currency}");
    }
    // Hundredths may be meant, or nobody says what is: what fits one mark only is refused under the other.
    for (cells, currency) in [(mixed, "USD"), (mixed, ""), (["1,234.5", "1.000.000", "5"], "VND")] {
        assert!(read_all(cells, currency).2 > 0, "{cells:?} {currency}");
    }
}

/// A quote that nobody closed swallows what follows it: such a text is no name, and its row says so.
#[test]
fn a_text_too_long_for_a_cell_is_a_problem_of_its_row() {
    let row = |name: &str| format!("2026-11-11\t{name}\t5.00 USD\n");
    let text = |length: usize| {
        format!("By Day\tCampaign name\tCost\n{}{}", row("Launch"), row(&"x".repeat(length)))
    };
    for (length, expected) in [(32 * 1024, (2, 0)), (32 * 1024 + 1, (1, 1)), (5_000_000, (1, 1))] {
        let import = read(&text(length));
        let table = &import.tables[0];
        assert_eq!((table.records.len(), table.refused_count), expected, "{length}");
        let said = table.problems.iter().find(|p| p.place.line_number == Some(3));
        let key = said.map(|problem| problem.message.key);
        assert_eq!(key, (expected.1 > 0).then_some("ingest.row.text_too_long"));
    }
}

/// R33: whatever the first column is, a list's moment below it is no row.
#[test]
fn r33_a_moment_below_a_list_whose_first_column_is_a_day() {
    let list =
        "TikTok Ads Manager\nNordlicht\nBy Day\tCampaign name\tCost\n2026-11-10\tAlpha\t100.00\n";
    for line in [
        "Last updated: 2026-11-12 08:00 (UTC+01:00)",
        "Last updated: Nov 12, 2026 08:00",
        "Data updated 2026-11-12 08:00",
    ] {
        let import = read(&format!("{list}{line}\n"));
        let [table] = &import.tables[..] else { panic!("{line}") };
        assert_eq!((table.records.len(), table.refused_count), (1, 0), "{line}");
        let stated = table.stated_as_of.map(|stated| stated.time.time.day().to_string());
        assert_eq!(stated.as_deref(), Some("2026-11-12"), "{line}");
    }
}

#[test]
fn r30_ids_of_a_text_that_all_end_in_zeros_beyond_fifteen_digits_are_none() {
    let kept = |ids: &[&str]| {
        let rows = ids.iter().map(|id| format!("{id},2026-11-10 10:00,Cost,1.00,EUR\n"));
        let text =
            format!("Transaction ID,Time,Type,Amount,Currency\n{}", rows.collect::<String>());
        let import = read(&text);
        let table = import.tables.first().unwrap();
        let ids = (0..table.records.len())
            .filter_map(|row| table.records.text(row, Field::TransactionId))
            .collect::<Vec<_>>()
            .join(" ");
        let is_told = table.problems.iter().any(|p| p.message.key == "ingest.column.damaged_id");
        (table.records.len(), ids, is_told)
    };
    // As a spreadsheet saves them where their column is a number.
    let rounded = ["1801234567890120000", "1801234567890120000", "1801234567890450000"];
    assert_eq!(kept(&rounded), (3, String::new(), true));
    let short = ["1801234567890120000", "4711"];
    assert_eq!(kept(&short), (2, "4711".to_owned(), true));
    for whole in [
        ["1801234567890120000", "1801234567890123456"],
        ["1234567890123450", "1234567890123460"],
        ["100000000000000", "200000000000000"],
    ] {
        assert_eq!(kept(&whole), (2, whole.join(" "), false));
    }
}

#[test]
fn r28_a_sign_that_several_currencies_share_stands_as_it_is() {
    for (amount, expected) in
        [("$1.00", "$"), ("US$1.00", "USD"), ("1.00 kr", "kr"), ("£1.00", "£"), ("1.00", "none")]
    {
        let text = format!("Campaign name,By Day,Cost\nC,2026-11-10,{amount}\n");
        let import = read(&text);
        let records = &import.tables.first().unwrap().records;
        assert_eq!(records.text(0, Field::Currency).unwrap_or("none"), expected, "{amount}");
    }
}

#[test]
fn r28_a_currency_in_other_words_than_its_code_is_read_or_a_problem_of_its_row() {
    let read_as = |cells: &[&str]| {
        let rows = cells.iter().map(|cell| format!("C,2026-11-10,1.00,{cell}\n"));
        let text = format!("Campaign name,By Day,Cost,Currency\n{}", rows.collect::<String>());
        let import = read(&text);
        let table = import.tables.first().unwrap();
        let codes: Vec<_> = (0..table.records.len())
            .map(|row| table.records.text(row, Field::Currency).unwrap_or("none"))
            .collect();
        let refused = table.problems.iter().filter(|p| p.place.line_number.is_some());
        format!(
            "{}{}",
            codes.join(" "),
            refused.map(|p| format!(" {}", p.message.key)).collect::<String>()
        )
    };
    for (cells, expected) in [
        (&["USD", "\u{20ac}"][..], "USD EUR"),
        (&["US Dollar (USD)", "EUR - Euro"], "USD EUR"),
        (&["USD", "NT$", "usd"], "USD TWD USD"),
        (&["USD", "人民币"], "USD ingest.row.not_a_currency"),
        (&["USD", "180123456789010001"], "USD ingest.row.not_a_currency"),
        (&["EUR USD", "USD"], "USD ingest.row.not_a_currency"),
        // Which of the currencies of the sign?
        (&["USD", "£"], "USD ingest.row.not_a_currency"),
    ] {
        assert_eq!(read_as(cells), expected, "{cells:?}");
    }
}

/// A table of a clipboard, its cells as `text` or as `text @attributes`.
fn html(rows: &[&str]) -> String {
    let cell = |cell: &str| match cell.split_once(" @") {
        Some((text, attributes)) => format!("<td {attributes}>{text}</td>"),
        None => format!("<td>{cell}</td>"),
    };
    let row = |row: &&str| format!("<tr>{}</tr>", row.split('|').map(cell).collect::<String>());
    format!("<table>{}</table>", rows.iter().map(row).collect::<String>())
}

#[test]
fn a_number_that_a_spreadsheet_stores_is_read_instead_of_its_rounding() {
    // cell of Cost, cell of another row | amounts | problems
    for (cell, other, costs, problems) in [
        ("12.35 @sdval=\"12.3456\" sdnum=\"1033;\"", "7.00", "12.3456 7", ""),
        ("12,35 @sdval=\"12.3456\" sdnum=\"1031;\"", "7,50", "12.3456 7.5", ""),
        ("12 @x:num=\"12.3456\"", "7,50", "12.3456 7.5", ""),
        ("12 @x:num", "7,50", "12 7.5", ""),
        ("$1,234.57 @data-sheets-value='{\"1\":3,\"3\":1234.5678}'", "$7.50", "1234.5678 7.5", ""),
        (
            "1,235 @data-sheets-value=\"{&quot;1&quot;:3,&quot;3&quot;:1234.5678}\"",
            "7",
            "1234.5678 7",
            "",
        ),
        // What is stored tells how all others are written.
        ("1.234 @sdval=\"1234\"", "5.678", "1234 5678", ""),
        ("1.234 @sdval=\"1.234\"", "5.678", "1.234 5.678", ""),
        ("(12.35) @sdval=\"-12.345\"", "7.00", "-12.345 7", ""),
        ("94.18 @x:num=\"94.179999999999993\"", "7.00", "94.18 7", ""),
        // A text, another number, a number in thousands.
        ("12.35 @data-sheets-value='{\"1\":2,\"2\":\"12.35\"}'", "7.00", "12.35 7", ""),
        ("12.35 @sdval=\"13.3456\"", "7.00", "12.35 7", "shape.storedApart"),
        ("12.3 @sdval=\"12345\"", "7.0", "12.3 7", "shape.storedApart"),
    ] {
        let rows = [
            "Campaign name|Cost|By Day",
            &format!("A|{cell}|2026-05-01"),
            &format!("B|{other}|2026-05-02"),
        ];
        let import = read(&html(&rows));
        let [table] = &import.tables[..] else { panic!("{cell}: {:?}", import.problems) };
        let found =
            (0..table.records.len()).filter_map(|row| table.records.money(row, Field::Cost));
        let found: Vec<String> = found.map(|cost| cost.to_string()).collect();
        assert_eq!(found.join(" "), costs, "{cell}");
        let said: Vec<&str> = import.problems.iter().map(|p| p.message.key).collect();
        assert_eq!(said.join(" "), problems, "{cell}");
        assert!(table.questions.is_empty(), "{cell}");
    }
}

#[test]
fn r30_an_id_is_what_is_shown_of_it() {
    let rows = [
        "Campaign ID|Campaign name|Cost|By Day",
        "1790000000000000011 @sdval=\"1.79000000000000E+018\"|A|1.50|2026-05-01",
        "1790000000000000012 @data-sheets-value='{\"1\":2,\"2\":\"1790000000000000012\"}'|B|2.50|2026-05-02",
        "00123 @x:num=\"123\"|C|3.50|2026-05-03",
    ];
    let import = read(&html(&rows));
    let ids = (0..3).filter_map(|row| import.tables[0].records.text(row, Field::CampaignId));
    assert_eq!(ids.collect::<Vec<_>>(), ["1790000000000000011", "1790000000000000012", "00123"]);
}

#[test]
fn the_decimal_mark_that_a_spreadsheet_states_decides_what_its_cells_leave_open() {
    let table = html(&["Campaign name|Cost|By Day", "A|1.234|2026-05-01", "B|5.678|2026-05-02"]);
    for (mark, cost) in [(".", "1.234"), (",", "1234")] {
        let style = format!("<style>td {{mso-displayed-decimal-separator:\"\\{mark}\";}}</style>");
        let import = read(&format!("{table}{style}"));
        let records = &import.tables[0].records;
        assert_eq!(records.money(0, Field::Cost).map(|c| c.to_string()).as_deref(), Some(cost));
        assert!(import.tables[0].questions.is_empty());
    }
}

/// The number that is stored is no other figure than its rounding in the other flavour.
#[test]
fn a_rounding_in_the_other_flavour_is_no_difference() {
    let rows = ["Campaign name|Cost|By Day", "A|12.35 @sdval=\"12.3456\"|2026-05-01"];
    let text = "Campaign name\tCost\tBy Day\nA\t12.35\t2026-05-01";
    let flavour = |kind, text: &str| Flavour { kind, bytes: text.as_bytes().to_vec() };
    let flavours = vec![flavour(FlavourKind::Html, &html(&rows)), flavour(FlavourKind::Text, text)];
    let source = Source { id: "1".into(), flavours, ..Source::default() };
    let import = ingest::read(&source, &Said::of(&Options::default(), &source.id), &Native);
    assert_eq!(import.problems, []);
    assert!(
        import.evidence.iter().any(|m| m.key == "ingest.flavour.agree"),
        "{:?}",
        import.evidence
    );
}

#[test]
fn a_list_with_a_type_is_no_assignment_log_unless_it_says_what_was_assigned() {
    let header = "Transaction ID\tTime\tType\tBetrag netto XY\tCurrency\tCampaign name";
    let import = read(&format!(
        "{header}\n7301000000000000001\t2026-11-03 10:00:00\tAd credit\t-12.00\tUSD\tSpring\n\
         7301000000000000002\t2026-11-04 10:00:00\tAd credit\t-20.00\tUSD\tSpring\n"
    ));
    assert!(import.tables.is_empty());
    let [table] = &import.unrecognised[..] else { panic!("{:?}", import.unrecognised.len()) };
    assert_eq!(table.message.key, "ingest.unrecognised.near");
    let [question] = &table.questions[..] else { panic!("{:?}", table.questions) };
    assert_eq!(question.about, QuestionAbout::ColumnMeaning);
    assert_eq!(question.place.column.as_deref(), Some("Betrag netto XY"));
    // The same header over what a log says.
    for (headers, action, is_log) in [
        ("Time\tAd credit\tCampaign name\tType", "Assigned", true),
        ("Time\tAd credit\tCampaign name\tStatus", "Unassigned", true),
        ("Time\tAd credit\tCampaign name\tAction", "Zugewiesen", true),
        ("Time\tAd credit\tCampaign name\tType", "Ad credit", false),
    ] {
        let import = read(&format!("{headers}\n2026-11-03 10:00\tLaunch\tSpring\t{action}\n"));
        assert_eq!(
            import.tables.iter().any(|t| t.export == Export::AssignmentLog),
            is_log,
            "{headers}"
        );
    }
}

#[test]
fn a_transaction_without_an_id_is_no_total_because_it_ties() {
    let row = |id: &str, time: &str, kind: &str, amount: &str| {
        format!("{id}\t{time}\t{kind}\t{amount}\tUSD\n")
    };
    let above = row("Transaction ID", "Time", "Type", "Amount")
        + &row("7301000000000000001", "2026-11-03 10:00", "Ad credit", "-12.00")
        + &row("7301000000000000002", "2026-11-04 10:00", "Ad credit", "-20.00");
    for (last, records) in [
        (row("", "2026-11-05 10:00", "Ad credit", "-32.00"), 3),
        (row("-", "2026-11-05 10:00", "", "-32.00"), 3),
        (row("", "", "", "-32.00"), 2),
        (row("Total", "", "", "-32.00"), 2),
    ] {
        let import = read(&format!("{above}{last}"));
        assert_eq!(import.tables[0].records.len(), records, "{last}");
        assert_eq!(import.tables[0].ignored.len(), 3 - records, "{last}");
    }
}

/// What stands in cells beside their value: links that lead on, signs, tables of one value, words read aloud.
#[test]
fn what_leads_on_from_a_cell_is_no_part_of_it() {
    let header = "Ad credit name|Credit type|Discount / Amount|Valid dates|Unused amount";
    for (title, name, unused, valid) in [
        ("plain", "Launch", "60.00 USD", "2026-05-01 - 2026-05-31"),
        (
            "links",
            "<a>Launch</a> <a>Details</a>",
            "60.00 USD <a>Details</a>",
            "2026-05-01 - 2026-05-31",
        ),
        (
            "glued",
            "<a>Launch</a><a>Learn more</a>",
            "60.00 USD<a>View details</a>",
            "2026-05-01 - 2026-05-31",
        ),
        ("signs", "Launch<sup>?</sup>", "60.00 USD<sup>i</sup>", "2026-05-01 - 2026-05-31"),
        (
            "buttons",
            "Launch<button>Top up</button>",
            "60.00 USD<button>Top up</button>",
            "2026-05-01 - 2026-05-31<button>Extend</button>",
        ),
        (
            "badges",
            "Launch<i class=tag>New</i>",
            "60.00 <i class=tag>USD</i>",
            "2026-05-01 - 2026-05-31",
        ),
        (
            "read aloud",
            "Launch<i class=sr-only>Opens</i>",
            "<i class=sr-only>Unused amount</i>60.00 USD",
            "2026-05-01 - 2026-05-31",
        ),
        (
            "tables",
            "<table><tr><td>Launch</td></tr></table>",
            "<table><tr><td>60.00</td><td>USD</td></tr></table>",
            "<table><tr><td>2026-05-01</td></tr><tr><td>2026-05-31</td></tr></table>",
        ),
    ] {
        let import = read(&html(&[header, &format!("{name}|Free|100.00 USD|{valid}|{unused}")]));
        let found: String = import.tables.iter().map(outcome).collect();
        let (before, labels) = found.split_once(" row_labels=").unwrap_or((&found, ""));
        let found = before.to_owned() + labels.find(" unused=").map_or("", |at| &labels[at..]);
        assert_eq!(
            found.trim(),
            "promotions_available\n2: credit_name=Launch credit_type=Free currency=USD face_amount=100 unused=60 valid_end=2026-05-31 valid_start=2026-05-01",
            "{title}"
        );
    }
}

/// A page that arranges its boxes in a table: the list in one of them is a list.
#[test]
fn a_list_in_a_cell_of_a_page_stays_one() {
    let list = html(&["Campaign name|Cost|By Day", "A|1.50|2026-05-01"]);
    let import = read(&format!(
        "<table><tr><td>Menu</td><td>Search</td></tr><tr><td>Nav</td><td>{list}</td></tr></table>"
    ));
    assert_eq!(import.tables.iter().map(|t| t.records.len()).collect::<Vec<_>>(), [1]);
}

/// Pairs of flavours that disagree: the one that tells more, or fits itself, is taken, and it is said.
#[test]
fn of_two_flavours_that_disagree_the_one_that_tells_more_is_taken() {
    const HEADER: &str =
        "Ad credit name|Credit type|Discount / Amount|Valid dates|Unused amount|Used amount";
    const A: &str = "Launch|Free|100.00 USD|2026-05-01 - 2026-12-31|60.00 USD|40.00 USD";
    const B: &str = "Spring|Free|50.00 USD|2026-06-01 - 2026-12-31|10.00 USD|40.00 USD";
    const HTML: &str = "ingest.flavour.html";
    const TEXT: &str = "ingest.flavour.text";
    let all = [HEADER, A, B].map(str::to_owned);
    let with = |from: &str, to: &str| all.clone().map(|row| row.replace(from, to));
    let first = |columns: usize| {
        all.clone().map(|row| row.split('|').take(columns).collect::<Vec<_>>().join("|"))
    };
    let agree = "ingest.flavour.agree";
    let more = "ingest.flavour.more_complete";
    let differ = "ingest.flavour.differ";
    // HTML, text, what stands below the text, the one taken, what is said
    for (title, html_rows, text_rows, below, taken, said) in [
        ("the same", &all[..], &all[..], "", HTML, agree),
        ("text cut off", &all, &all[..2], "", HTML, more),
        ("HTML of the selection", &[all[0].clone(), all[2].clone()], &all, "", TEXT, more),
        ("HTML without its header", &all[1..], &all, "", TEXT, more),
        ("nothing in HTML", &[], &all, "", TEXT, more),
        ("amounts of the text do not add up", &all, &with("60.00", "61.00"), "", HTML, differ),
        ("amounts of HTML do not add up", &with("60.00", "61.00"), &all, "", TEXT, differ),
        ("another end", &all, &with("06-01 - 2026-12-31", "06-01 - 2026-11-30"), "", HTML, differ),
        ("another name", &all, &with("Launch", "Launch 2"), "", HTML, differ),
        ("another currency", &all, &with("USD", "EUR"), "", HTML, differ),
        ("an amount of the text is none", &all, &with("60.00", "6o.00"), "", HTML, more),
        ("an amount of HTML is none", &with("60.00", "6o.00"), &all, "", TEXT, more),
        ("HTML without a column", &first(5), &all, "", TEXT, agree),
        ("text without a column", &all, &first(5), "", HTML, agree),
        ("HTML without currency", &with(" USD", ""), &all, "", TEXT, agree),
        ("text without currency", &all, &with(" USD", ""), "", HTML, agree),
        ("blanks in names", &with("Launch", "Launch  "), &all, "", HTML, agree),
        ("only the text has the page", &all, &all, "\n1-2 of 9", TEXT, agree),
    ] {
        let rows: Vec<&str> = html_rows.iter().map(String::as_str).collect();
        let text = text_rows.join("\n").replace('|', "\t") + below;
        let flavour = |kind, text: String| Flavour { kind, bytes: text.into_bytes() };
        let flavours =
            vec![flavour(FlavourKind::Html, html(&rows)), flavour(FlavourKind::Text, text)];
        let source = Source { id: "1".into(), flavours, ..Source::default() };
        let import = ingest::read(&source, &Said::of(&Options::default(), &source.id), &Native);
        let doubts = import.problems.iter().map(|problem| &problem.message);
        let mut messages = import.evidence.iter().chain(doubts);
        let found = messages.find(|m| [agree, more, differ].contains(&m.key));
        let Some(found) = found else { panic!("{title}: nothing said") };
        let Some(Arg::Term(term)) = found.arg("taken") else { panic!("{title}: {found:?}") };
        assert_eq!((*term, found.key), (taken, said), "{title}");
    }
}

#[test]
fn a_header_in_another_language_begins_a_table_of_its_own() {
    check(
        "Campaign name\tCost\tCurrency\nA\t1.50\tUSD\nB\t2.50\tUSD\n\
         コスト\tキャンペーン名\t通貨\n300\tC\tJPY\n",
        "campaign_report
         2: campaign_name=A cost=1.5 currency=USD
         3: campaign_name=B cost=2.5 currency=USD
         campaign_report
         5: campaign_name=C cost=300 currency=JPY",
    );
}

#[test]
fn a_header_within_a_table_of_a_page_begins_a_table_of_its_own() {
    check(
        "<table><tr><th>Campaign name<th>Cost<th>Currency<tr><td>A<td>1.50<td>USD<tr><td>B<td>2.50<td>USD\
         <tr><td>Promotions<td><td>\
         <tr><th>Ad credit name<th>Valid dates<th>Unused amount<tr><td>C<td>2026-11-01 - 2026-12-01<td>3.50</table>",
        "campaign_report
         2: campaign_name=A cost=1.5 currency=USD
         3: campaign_name=B cost=2.5 currency=USD
         promotions_available
         6: credit_name=C unused=3.5 valid_end=2026-12-01 valid_start=2026-11-01",
    );
}

#[test]
fn a_name_between_two_tables_of_a_file_is_no_row() {
    check(
        "Campaign name,Cost,Currency\nA,1.50,USD\nB,2.50,USD\nPromotions,,\n\
         Ad credit name,Valid dates,Unused amount\nC,2026-11-01 - 2026-12-01,3.50\n",
        "campaign_report
         2: campaign_name=A cost=1.5 currency=USD
         3: campaign_name=B cost=2.5 currency=USD
         promotions_available
         6: credit_name=C unused=3.5 valid_end=2026-12-01 valid_start=2026-11-01",
    );
}

#[test]
fn a_row_that_lost_its_name_is_not_named_by_its_next_cell() {
    for states in ["Active; Paused", "Aktiv; Pausiert"] {
        let (one, other) = states.split_once("; ").unwrap();
        check(
            &lines(&format!(
                "Campaign name; Status; Cost; By Day
                 A; {one}; 1.00; 2026-11-01
                 B; {other}; 4.00; 2026-11-01
                 {other}; 7.00; 2026-11-01
                 D; {one}; 2.00; 2026-11-01"
            )),
            &format!(
                "campaign_report
                 5: campaign_name=A cost=1 day=2026-11-01 status={one}
                 9: campaign_name=B cost=4 day=2026-11-01 status={other}
                 16: campaign_name=D cost=2 day=2026-11-01 status={one}
                 13! shape.linesUnclear"
            ),
        );
    }
}

#[test]
fn a_header_that_comes_again_line_by_line_hides_no_row_above_it() {
    let header = "Transaction ID; Time; Transaction type; Amount; Payment source";
    let row = |id: u8, kind: &str| {
        format!("740000000000000000{id}; 2026-05-0{id} 10:00; {kind}; {id}.50; Cash balance")
    };
    let text =
        [header, &row(1, "Ad spend"), &row(2, "Ad spend"), header, &row(3, "Ad Credit")].join("\n");
    let record = |line: u8, id: u8, kind: &str| {
        format!(
            "{line}: amount={id}.5 payment_source=Cash balance time=2026-05-0{id} 10:00 \
             transaction_id=740000000000000000{id} transaction_type={kind}\n"
        )
    };
    let records = [record(6, 1, "Ad spend"), record(11, 2, "Ad spend"), record(21, 3, "Ad Credit")];
    check(&lines(&text), &format!("transactions\n{}", records.concat()));
}
