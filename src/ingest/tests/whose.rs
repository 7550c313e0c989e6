//! R31: which accounts an import names, and that no cell of its table is one.

use super::super::{self as ingest, Flavour, FlavourKind, Said, Source};
use crate::ingest::exports::Field;
use crate::options::Options;
use crate::platform::Native;

/// `source id name` of each account that the flavours name.
fn accounts(flavours: &[(FlavourKind, &str)]) -> Vec<String> {
    let flavour = |(kind, text): &(FlavourKind, &str)| Flavour {
        kind: *kind,
        bytes: text.as_bytes().to_vec(),
    };
    let flavours = flavours.iter().map(flavour).collect();
    let source = Source { id: "1".into(), flavours, ..Source::default() };
    let import = ingest::read(&source, &Said::of(&Options::default(), &source.id), &Native);
    let told = |text: Option<String>| text.unwrap_or_else(|| "-".into());
    let hints = import.account_hints.into_iter();
    hints.map(|hint| format!("{:?} {} {}", hint.source, told(hint.id), told(hint.name))).collect()
}

/// A table with a line for each cell, as Chromium copies cells that are blocks, and as it is marked up.
fn list(head: &str, rows: &str) -> [String; 2] {
    let header = "Transaction ID; Time; Type; Amount; Currency; Campaign";
    let cells = |row: &str, tag: &str| -> String {
        let cell = |cell: &str| format!("<{tag}><div>{}</div></{tag}>", cell.trim());
        format!("<tr>{}</tr>", row.split(';').map(cell).collect::<String>())
    };
    let rows_html: String = rows.lines().map(|row| cells(row, "td")).collect();
    let head_html: String = head.lines().map(|line| format!("<p>{}</p>", line.trim())).collect();
    let html = format!("{head_html}<table>{}{rows_html}</table>", cells(header, "th"));
    let text = format!("{head}\n{}\n{}", header.replace("; ", "\t"), super::pastes::lines(rows));
    [html, text]
}

const ROW: &str = "7390000000000001037; 2026-11-18 08:05:00; Ad Credit; 61.80; USD; DE Prospecting";

#[test]
fn r31_no_cell_of_a_table_is_an_account() {
    let [html, text] = list("Enter code", ROW);
    for flavours in [
        vec![(FlavourKind::Html, html.as_str()), (FlavourKind::Text, &text)],
        vec![(FlavourKind::Text, &text)],
        // A row that is cut short; one with the campaign's id below its name.
        vec![(FlavourKind::Text, &text[..text.len() - 20])],
        vec![(FlavourKind::Text, &format!("{text}ID: 1791048265517203456\n"))],
    ] {
        assert_eq!(accounts(&flavours), Vec::<String>::new(), "{flavours:?}");
    }
}

#[test]
fn r31_the_head_of_the_page_names_the_account() {
    let [html, text] = list("Lumen Outdoor DE\nID: 7391048265517203456", ROW);
    let bare = text.replace("ID: 739", "739");
    for flavours in [
        vec![(FlavourKind::Html, html.as_str()), (FlavourKind::Text, &text)],
        vec![(FlavourKind::Text, &text)],
        vec![(FlavourKind::Text, &bare)],
    ] {
        assert_eq!(accounts(&flavours), ["Page 7391048265517203456 Lumen Outdoor DE"]);
    }
    // Below rows of text an account is taken where it is called one.
    let below = format!("{}Account ID: 7391048265517203456\n", list("Home", ROW)[1]);
    let told = accounts(&[(FlavourKind::Text, &below)]);
    assert!(told.iter().all(|hint| hint.starts_with("Page 7391048265517203456")), "{told:?}");
    assert_eq!(told.len(), 1);
}

/// A cell that holds both tells both, in whichever column of the two.
#[test]
fn r31_a_name_and_an_id_in_one_cell_are_both_taken() {
    const ID: &str = "7391048265517203456";
    for column in ["Account", "Account ID"] {
        for cell in ["Nord Shop (ID {})", "{} · Nord Shop", "Nord Shop | {}"] {
            let cell = cell.replace("{}", ID);
            let text =
                format!("{column},Ad credit name,Unused amount,Used amount\n{cell},Spring,80,20\n");
            let source = Source {
                id: "1".into(),
                flavours: vec![Flavour { kind: FlavourKind::File, bytes: text.into_bytes() }],
                ..Source::default()
            };
            let import = ingest::read(&source, &Said::of(&Options::default(), &source.id), &Native);
            let records = &import.tables[0].records;
            let told = [Field::AccountId, Field::AccountName].map(|field| records.text(0, field));
            assert_eq!(told, [Some(ID), Some("Nord Shop")], "{column}: {cell}");
        }
    }
}
