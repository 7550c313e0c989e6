//! Rows whose cells moved, and lines across a table.

use super::super::shape::Shape;
use super::super::{mapping::Plan, table};
use super::pastes::check;
use super::{Said, grid, outcome};
use crate::options::{ImportId, Options};
use crate::platform::Native;

const HEADER: &str = "Transaction ID|Time|Transaction type|Amount|Currency|Campaign|Payment source|Credit name|Status";
const ROW: &str = "|2026-05-01 10:00|Ad Credit|-12.50|USD|Spring sale|Ad credit|Welcome|Success";

/// The keys of what is said of the last row, where a workbook lacks one of its cells.
fn without_cell(at: usize) -> String {
    let mut text = format!("{HEADER}\n");
    for row in 1..=3 {
        text += &format!("730000000000000000{row}{ROW}\n");
    }
    let mut last: Vec<String> =
        format!("7300000000000000009{ROW}").split('|').map(str::to_owned).collect();
    last.remove(at);
    let mut grid = grid(&(text + &last.join("|")));
    grid.shape = Shape::Workbook { sheet: String::new() };
    let options = Options::default();
    let said = Said::of(&options, &ImportId::new());
    let plan = Plan::find(&grid, &said, &Native).unwrap_or_else(|_| panic!());
    let found = table::read(grid, plan, &Native);
    let said = outcome(&found);
    let said = said.lines().filter(|line| line.starts_with("5:") || line.starts_with("fault 5"));
    let said: Vec<&str> = said
        .map(|line| line.split([':', ' ']).find(|w| w.starts_with("ingest") || *w == "5").unwrap())
        .collect();
    if found.records.len() == 4 { "a record".into() } else { said.join(" ") }
}

#[test]
fn a_row_that_lacks_a_cell_is_no_record_but_where_its_last_one_is_empty() {
    for at in 0..8 {
        assert_ne!(without_cell(at), "a record", "{at}");
    }
    assert_eq!(without_cell(8), "a record");
}

#[test]
fn a_line_across_a_table_names_what_follows() {
    let html = |rows: &str| {
        let rows = rows.lines().map(str::trim).filter(|line| !line.is_empty());
        let rows = rows.map(|row| match row.strip_prefix("= ") {
            Some(name) => format!("<tr><th colspan=6>{name}</th></tr>"),
            None => format!("<tr><td>{}</td></tr>", row.replace('|', "</td><td>")),
        });
        format!("<table>{}</table>", rows.collect::<String>())
    };
    let header = "Campaign name|Status|Cost|Net Cost|Currency|By Day";
    check(
        &html(&format!(
            "{header}
             = October 2026
             A|Active|10.00|10.00|USD|2026-10-01
             = Subtotal
             = November 2026
             B|Active|5.00|5.00|USD|2026-11-01
             = The end"
        )),
        "campaign_report
         3: campaign_name=A cost=10 currency=USD day=2026-10-01 net_cost=10 status=Active
         6: campaign_name=B cost=5 currency=USD day=2026-11-01 net_cost=5 status=Active
         ignored 2 ingest.ignored.across found=October 2026
         ignored 4 ingest.ignored.across found=Subtotal
         ignored 5 ingest.ignored.across found=November 2026
         ignored 7 ingest.ignored.across found=The end",
    );
    // R31: rows of two accounts, and no column says whose they are.
    check(
        &html(&format!(
            "{header}
             = Account: Nord
             A|Active|10.00|10.00|USD|2026-10-01
             = Account: Kite
             A|Active|5.00|5.00|USD|2026-10-01"
        )),
        "-! ingest.two_accounts",
    );
}

/// In a text with separators no cell is lost: two that say what their columns never do, or one before an empty end.
#[test]
fn a_row_of_which_cells_moved_is_no_record() {
    let header = "Ad credit name,Credit type,Discount / Amount,Usage requirements,Redeemed date,Valid dates,Unused amount,Used amount";
    let rows = "A,Free,100.00 USD,All campaigns,2026-05-01,2026-05-01 - 2026-06-30,80.00 USD,20.00 USD
                B,Free,100.00 USD,All campaigns,2026-05-02,2026-05-02 - 2026-06-30,80.00 USD,20.00 USD";
    let moved =
        "C,Free,100.00 USD,All campaigns,2026-05-03,2026-05-03 - 2026-06-30,80.00 USD,20.00 USD";
    let cells: Vec<&str> = moved.split(',').collect();
    // But for one of the amounts at the end: what is left of them can be read.
    for lost in 0..cells.len() - 2 {
        let mut cells = cells.clone();
        cells.remove(lost);
        let import = super::pastes::read(&format!("{header}\n{rows}\n{},\n", cells.join(",")));
        let table = &import.tables[0];
        assert_eq!((table.records.len(), table.refused_count), (2, 1), "{lost}");
    }
    // A type may be called as a state is, whatever the end of its row.
    let list = "Transaction ID,Time,Type,Amount,Status
        7300000000000000001,2026-05-01 10:00,Ad spend,-1.50,Success
        7300000000000000002,2026-05-02 10:00,Ad spend,-1.50,Success
        7300000000000000003,2026-05-03 10:00,Refunded,1.50,
        7300000000000000004,2026-05-04 10:00,Ad spend,-1.50,Success";
    assert_eq!(super::pastes::read(list).tables[0].records.len(), 4);
    // A day may look like a figure.
    let days = "Transaction ID,Time,Type,Amount,Status
        7300000000000000001,01.05.2026,Ad spend,-1.50,Success
        7300000000000000002,02.05.2026,Ad spend,-1.50,Success
        7300000000000000003,15.05.2026,Ad spend,1.50,";
    assert_eq!(super::pastes::read(days).tables[0].records.len(), 3);
    // A state may be what keeps a date from being known.
    let open = moved.replace("2026-05-03 - 2026-06-30", "Ongoing").replace("2026-05-03", "Pending");
    let import = super::pastes::read(&format!("{header}\n{rows}\n{open}\n"));
    assert_eq!(import.tables[0].records.len(), 3);
    // An odd name in a row that is whole.
    for name in ["Active", "100.00 USD", "2026-11-01 - 2026-11-30"] {
        let import =
            super::pastes::read(&format!("{header}\n{rows}\n{}\n", moved.replacen('C', name, 1)));
        assert_eq!(import.tables[0].records.len(), 3, "{name}");
    }
}

#[test]
fn a_list_that_names_its_account_in_each_row_is_no_register() {
    let list = |header: &str| {
        format!(
            "{header},Wert,Currency,Account ID
             2026-05-01 10:00,1.50,USD,7123456789012345678
             2026-05-02 10:00,2.50,USD,7123456789012345678"
        )
    };
    for header in ["Time", "When"] {
        assert_eq!(super::pastes::read(&list(header)).tables.len(), 0, "{header}");
    }
    // One row tells that by its ID.
    let one = "Transaction ID,Wert,Currency,Account ID\n7300000000000000001,1.50,USD,7123456789012345678\n";
    assert_eq!(super::pastes::read(one).tables.len(), 0);
    let register =
        "Account ID,Currency,Client\n7123456789012345678,USD,Nord\n7123456789012345679,USD,Nord";
    assert_eq!(super::pastes::read(register).tables.len(), 1);
}

#[test]
fn r31_accounts_of_two_flavours_that_contradict_are_said_and_asked_about() {
    use super::super::{self as ingest, Flavour, FlavourKind, Said, Source};
    const ONE: &str = "7123456789012345678";
    const OTHER: &str = "7987654321098765432";
    let header = "Ad credit name;Discount / Amount;Valid dates;Unused amount;Used amount";
    let row = "A;100.00 USD;2026-05-01 - 2026-06-30;80.00 USD;20.00 USD";
    let html = |id: &str| {
        let cells = |row: &str| format!("<tr><td>{}</td></tr>", row.replace(';', "</td><td>"));
        format!("<p>Shop</p><p>Account ID: {id}</p><table>{}{}</table>", cells(header), cells(row))
    };
    let text = |id: &str| format!("Shop\nAccount ID: {id}\n{header}\n{row}\n").replace(';', "\t");
    for (of_html, of_text, expected) in
        [(ONE, ONE, (1, false)), (ONE, OTHER, (2, true)), (OTHER, ONE, (2, true))]
    {
        let flavours = [(FlavourKind::Html, html(of_html)), (FlavourKind::Text, text(of_text))];
        let flavours = flavours.map(|(kind, text)| Flavour { kind, bytes: text.into_bytes() });
        let source = Source { id: "1".into(), flavours: flavours.into(), ..Source::default() };
        let options = crate::options::Options::default();
        let import = ingest::read(&source, &Said::of(&options, &source.id), &Native);
        let said = import.problems.iter().any(|p| p.message.key == "ingest.flavour.accounts");
        assert_eq!((import.account_hints.len(), said), expected, "{of_html} {of_text}");
    }
}
