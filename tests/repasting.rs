//! The same facts pasted again: in another form, in part, with changes, moved to another account, taken back (R31 to R34).
//!
//! One case is a sequence of steps and what the page says at its end: of each import how many rows were new, same,
//! changed, conflicting, ignored or problems, and what there is in all. Whatever the form, a row is one fact.

#[path = "common/archive.rs"]
mod archive;
mod support;

use ad_credit_tracker::calendar::Instant;
use ad_credit_tracker::engine::{Engine, Moment};
use ad_credit_tracker::ingest::{FlavourKind, Source};
use ad_credit_tracker::options::Options;
use ad_credit_tracker::platform::Native;
use ad_credit_tracker::view::RowCounts;
use ad_credit_tracker::view::cards::Wanted;
use archive::{Method, Part, archive};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const ACCOUNT: &str = "7123456789012345678";
const OTHER: &str = "7987654321098765432";

type Table = Vec<Vec<String>>;

fn cells(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

/// `3`: the third transaction; `3*`: with another amount; `3f`: failed.
fn transactions(rows: &str) -> Table {
    let header = [
        "Transaction ID",
        "Time",
        "Transaction type",
        "Amount",
        "Currency",
        "Account ID",
        "Status",
    ];
    let row = |row: &str| {
        let number = row.trim_end_matches(['*', 'f']);
        let amount = if row.ends_with('*') { "9.75" } else { "0.50" };
        vec![
            format!("740000000000000000{number}"),
            format!("2026-11-0{number} 10:15:30"),
            "Ad spend".into(),
            format!("-{number}{}", amount.trim_start_matches(['0', '9'])),
            "USD".into(),
            ACCOUNT.into(),
            if row.ends_with('f') { "Failed" } else { "Success" }.into(),
        ]
    };
    [cells(&header)].into_iter().chain(rows.split_whitespace().map(row)).collect()
}

/// `A20`: of credit A 20 of 100 USD are used.
fn credits(rows: &str) -> Table {
    let header = [
        "Ad credit name",
        "Credit type",
        "Discount / Amount",
        "Valid dates",
        "Unused amount",
        "Used amount",
        "Actions",
    ];
    let row = |row: &str| {
        let (name, used) = row.split_at(row.find(|c: char| c.is_ascii_digit()).unwrap());
        let unused = 100 - used.parse::<u32>().unwrap();
        vec![
            name.replace('_', " "),
            "Free".into(),
            "100.00 USD".into(),
            "2026-11-01 - 2026-12-31".into(),
            format!("{unused}.00 USD"),
            format!("{used}.00 USD"),
            "View/Assign".into(),
        ]
    };
    [cells(&header)].into_iter().chain(rows.split_whitespace().map(row)).collect()
}

/// `Offer82`: 82 of the 100 USD that the offer asks for were spent.
fn offers(rows: &str) -> Table {
    let header =
        ["Offer name", "Qualifying spend", "Target spend", "Reward", "Earning window", "Status"];
    let row = |row: &str| {
        let (name, spend) = row.split_at(row.find(|c: char| c.is_ascii_digit()).unwrap());
        let spend = format!("{spend}.00 USD");
        let window = "2026-11-01 - 2026-11-30";
        cells(&[&name.replace('_', " "), &spend, "100.00 USD", "50.00 USD", window, "In progress"])
    };
    [cells(&header)].into_iter().chain(rows.split_whitespace().map(row)).collect()
}

/// `A3`: campaign A cost 3.25 USD on the third; `A3*`: 9.25.
fn report(rows: &str, header: [&str; 4]) -> Table {
    let row = |row: &str| {
        let (name, day) = row.trim_end_matches('*').split_at(1);
        let cost = if row.ends_with('*') { "9" } else { day };
        vec![name.into(), format!("2026-11-0{day}"), format!("{cost}.25"), "USD".into()]
    };
    [cells(&header)].into_iter().chain(rows.split_whitespace().map(row)).collect()
}

fn column(table: &Table, header: &str) -> usize {
    table[0].iter().position(|cell| cell == header).unwrap()
}

fn without(mut table: Table, header: &str) -> Table {
    let at = column(&table, header);
    table.iter_mut().for_each(|row| drop(row.remove(at)));
    table
}

fn joined(table: &Table, separator: &str) -> String {
    table.iter().map(|row| row.join(separator) + "\n").collect()
}

fn html(table: &Table) -> String {
    let row = |row: &Vec<String>| format!("<tr><td>{}</td></tr>", row.join("</td><td>"));
    format!("<table>{}</table>", table.iter().map(row).collect::<String>())
}

fn workbook(table: &Table) -> Vec<u8> {
    let cell = |cell: &String| format!("<c t=\"inlineStr\"><is><t>{cell}</t></is></c>");
    let rows =
        table.iter().map(|row| format!("<row>{}</row>", row.iter().map(cell).collect::<String>()));
    let sheet =
        format!("<worksheet><sheetData>{}</sheetData></worksheet>", rows.collect::<String>());
    let book = "<workbook xmlns:r=\"r\"><sheets><sheet name=\"Data\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
    let links = "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
    let parts = [
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", links),
        ("xl/worksheets/sheet1.xml", &sheet),
    ];
    let parts = parts.map(|(name, text)| Part {
        name,
        method: Method::Stored,
        packed: text.as_bytes().to_vec(),
        size: text.len(),
    });
    archive(&parts)
}

/// How a spreadsheet of another country writes it: other order of columns, semicolons, decimal commas, days first.
fn abroad(mut table: Table) -> Table {
    let (time, amount) = (column(&table, "Time"), column(&table, "Amount"));
    for row in table.iter_mut().skip(1) {
        row[time] = format!("{}.11.2026{}", &row[time][8..10], &row[time][10..]);
        row[amount] = row[amount].replace('.', ",");
    }
    table.iter_mut().for_each(|row| row.reverse());
    table
}

/// What is pasted: `transactions.csv 1 2 3`.
fn pasted(what: &str, rows: &str) -> (FlavourKind, Vec<u8>) {
    const ZH: [&str; 4] = ["系列名称", "按天", "消耗", "货币"];
    const EN: [&str; 4] = ["Campaign name", "By Day", "Cost", "Currency"];
    let (list, form) = what.split_once('.').unwrap();
    let table = match list {
        "transactions" => transactions(rows),
        "unsigned" => without(transactions(rows), "Account ID"),
        "credits" => credits(rows),
        "offers" => offers(rows),
        "report" if form == "zh" => report(rows, ZH),
        _ => report(rows, EN),
    };
    let by_minute = |mut table: Table| {
        let at = column(&table, "Time");
        table.iter_mut().skip(1).for_each(|row| row[at].truncate(16));
        table
    };
    let named = |mut table: Table, header: &str, other: &str| {
        let at = column(&table, header);
        table[0][at] = other.to_owned();
        table
    };
    let numbered = |mut table: Table| {
        let at = column(&table, "Transaction ID");
        table.iter_mut().skip(1).zip(1..).for_each(|(row, number)| row[at] = number.to_string());
        table
    };
    let text = |text: String| (FlavourKind::Text, text.into_bytes());
    let file = |text: String| (FlavourKind::File, text.into_bytes());
    match form {
        "csv" | "zh" => file(joined(&table, ",")),
        "tsv" => text(joined(&table, "\t")),
        "lines" => text(joined(&table, "\n")),
        "html" => (FlavourKind::Html, html(&table).into_bytes()),
        "xlsx" => (FlavourKind::File, workbook(&table)),
        "abroad" => file(joined(&abroad(table), ";")),
        "minutes" => file(joined(&by_minute(table), ",")),
        "noid" => file(joined(&without(table, "Transaction ID"), ",")),
        "numbered" => file(joined(&numbered(table), ",")),
        "nostatus" => file(joined(&without(table, "Status"), ",")),
        "unknown" => file(joined(&named(table, "Amount", "Wert"), ",")),
        _ => panic!("{form}"),
    }
}

/// Goes through the steps, a minute each, and tells what the page says behind them.
fn told(steps: &str) -> String {
    let mut engine = Engine::new(Box::new(Native));
    let mut options = json!({});
    let mut now: Instant = serde_json::from_value(json!("2026-11-21T10:00:00Z")).unwrap();
    let viewer_zone = serde_json::from_value(json!("+00:00")).unwrap();
    let mut sources: BTreeMap<String, (Source, &str, &str)> = BTreeMap::new();
    let feed = |engine: &mut Engine, (source, what, rows): &(Source, &str, &str)| {
        support::feed(engine, source.clone(), [pasted(what, rows)]);
    };
    let set = |engine: &mut Engine, options: &Value, sources: &BTreeMap<_, _>| {
        let options = Options::from_json(&options.to_string()).unwrap();
        // What is read otherwise now is handed in again.
        engine.set_options(options).iter().for_each(|id| feed(engine, &sources[id]));
    };
    for step in steps.lines().map(str::trim).filter(|line| !line.is_empty()) {
        now = now.plus_seconds(60);
        let words: Vec<&str> = step.splitn(3, ' ').collect();
        match words[..] {
            ["remove", import] => engine.remove(import),
            ["move", import, account] => {
                options["imports"][import]["account"] = json!(account);
                set(&mut engine, &options, &sources);
            }
            ["back", import] => {
                options["imports"][import]["account"] = Value::Null;
                set(&mut engine, &options, &sources);
            }
            // What the user says of a header, for all tables with these headers.
            ["map", import, mapping] => {
                let (header, field) = mapping.split_once('=').unwrap();
                let imports = engine.cards(Moment { now, viewer_zone }, &Wanted::ALL);
                let card = imports.iter().find(|card| card.id == import).unwrap();
                let print = json!(card.tables[0].fingerprint);
                options["mappings"][print.as_str().unwrap()]["columns"][header] = json!(field);
                set(&mut engine, &options, &sources);
            }
            [import, what, rows] => {
                let id = import.to_owned();
                let source = Source {
                    name: id.clone(),
                    id: id.clone(),
                    pasted_at: now,
                    ..Source::default()
                };
                sources.insert(id.clone(), (source, what, rows));
                feed(&mut engine, &sources[&id]);
            }
            _ => panic!("{step}"),
        }
    }
    let moment = Moment { now, viewer_zone };
    let mut cards = engine.cards(moment, &Wanted::ALL);
    cards.sort_by(|a, b| a.id.cmp(&b.id));
    let mut out: Vec<String> = vec![];
    for card in &cards {
        let counts =
            card.tables.iter().map(|table| shown(&table.counts)).collect::<Vec<_>>().join(" + ");
        let asked = if card.account_question.is_some() { ", whose" } else { "" };
        out.push(format!("{}: {counts}{asked}", card.id));
    }
    let report = support::report(&mut engine, moment);
    out.extend(totals(&report));
    out.join("\n")
}

fn shown(counts: &RowCounts) -> String {
    let RowCounts { rows, new, same, changed, conflicting, ignored, problems } = *counts;
    assert_eq!(rows, new + same + changed + conflicting + ignored + problems);
    let kinds = [
        (new, "new"),
        (same, "same"),
        (changed, "changed"),
        (conflicting, "conflicting"),
        (ignored, "ignored"),
        (problems, "problems"),
    ];
    let kinds =
        kinds.iter().filter(|(count, _)| *count > 0).map(|(count, kind)| format!("{count} {kind}"));
    kinds.collect::<Vec<_>>().join(" ")
}

/// Rows and their sum by account, what is used of each credit, what was spent for each offer.
fn totals(report: &Value) -> Vec<String> {
    let mut out = vec![];
    let cents = |amount: &Value| {
        let text = amount.as_str().unwrap_or("0");
        (text.parse::<f64>().unwrap() * 100.0).round() as i64
    };
    for (account, name) in [(ACCOUNT, "all"), (OTHER, "other"), ("paste", "unclaimed")] {
        let of = |row: &&Value| row["account"].as_str().unwrap().starts_with(account);
        let rows: Vec<&Value> =
            report["tables"]["transactions"].as_array().unwrap().iter().filter(of).collect();
        if !rows.is_empty() {
            let sum: i64 = rows.iter().map(|row| cents(&row["amount"])).sum();
            out.push(format!("{name}: {} rows {}", rows.len(), sum as f64 / 100.0));
        }
        let used = report["tables"]["available"].as_array().unwrap().iter().filter(of);
        let mut used: Vec<String> = used
            .map(|row| {
                format!("{} {}", row["name"].as_str().unwrap(), row["used"].as_str().unwrap())
            })
            .collect();
        let offers = report["tables"]["earning"].as_array().unwrap().iter().filter(of);
        used.extend(offers.map(|row| {
            let (offer, spend) = (row["name"].as_str(), row["qualifyingSpend"].as_str());
            format!("{} {}", offer.unwrap(), spend.unwrap())
        }));
        used.sort();
        if !used.is_empty() {
            out.push(format!("{name}: {}", used.join(", ")));
        }
    }
    out
}

#[track_caller]
fn check(title: &str, steps: &str, expected: &str) {
    let lines = |text: &str| {
        text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(lines(&told(steps)), lines(expected), "{title}");
}

#[test]
fn r34_a_transaction_is_one_in_whatever_form_it_is_pasted() {
    for form in ["csv", "xlsx", "html", "tsv", "lines", "abroad", "minutes", "noid", "nostatus"] {
        for again in
            ["csv", "xlsx", "html", "tsv", "lines", "abroad", "minutes", "noid", "nostatus"]
        {
            check(
                &format!("{form}, then {again}"),
                &format!("a transactions.{form} 1 2 3\n b transactions.{again} 1 2 3"),
                "a: 3 new\n b: 3 same\n all: 3 rows -7.5",
            );
        }
    }
}

#[test]
fn sequences_of_pastes_of_transactions() {
    for (title, steps, expected) in [
        (
            "the same file as CSV, as workbook, as a page",
            "a transactions.csv 1 2 3
             b transactions.xlsx 1 2 3
             c transactions.html 1 2 3",
            "a: 3 new
             b: 3 same
             c: 3 same
             all: 3 rows -7.5",
        ),
        (
            "three that overlap",
            "a transactions.csv 1 2 3
             b transactions.csv 2 3 4 5
             c transactions.csv 4 5 6",
            "a: 3 new
             b: 2 new 2 same
             c: 1 new 2 same
             all: 6 rows -24",
        ),
        (
            "three that overlap, the middle one taken back",
            "a transactions.csv 1 2 3
             b transactions.csv 2 3 4 5
             c transactions.csv 4 5 6
             remove b",
            "a: 3 new
             c: 3 new
             all: 6 rows -24",
        ),
        (
            "three that overlap, the middle one taken back and pasted anew",
            "a transactions.csv 1 2 3
             b transactions.csv 2 3 4 5
             c transactions.csv 4 5 6
             remove b
             d transactions.html 2 3 4 5",
            "a: 3 new
             c: 3 new
             d: 4 same
             all: 6 rows -24",
        ),
        (
            "three that overlap without IDs, the middle one taken back",
            "a transactions.noid 1 2 2 3
             b transactions.noid 2 2 3 4
             c transactions.noid 2 3 4 5
             remove b",
            "a: 4 new
             c: 2 new 2 same
             all: 6 rows -20",
        ),
        (
            "two equal rows are two, in each copy and all in all",
            "a transactions.noid 1 1 2
             b transactions.noid 1 1 2
             c transactions.noid 1 1 1",
            "a: 3 new
             b: 3 same
             c: 1 new 2 same
             all: 4 rows -7",
        ),
        (
            "moved to another account",
            "a transactions.csv 1 2 3
             b transactions.csv 2 3 4
             move b 7987654321098765432",
            "a: 3 new
             b: 3 new
             all: 3 rows -7.5
             other: 3 rows -10.5",
        ),
        (
            "moved to another account and back",
            "a transactions.csv 1 2 3
             b transactions.csv 2 3 4
             move b 7987654321098765432
             move b 7123456789012345678",
            "a: 3 new
             b: 1 new 2 same
             all: 4 rows -12",
        ),
        (
            "moved to another account, and the answer taken back",
            "a transactions.csv 1 2 3
             b transactions.csv 2 3 4
             move b 7987654321098765432
             back b",
            "a: 3 new
             b: 1 new 2 same
             all: 4 rows -12",
        ),
        (
            "the first of two moved",
            "a transactions.csv 1 2 3
             b transactions.csv 2 3 4
             move a 7987654321098765432
             c transactions.html 1 2 3 4",
            "a: 3 new
             b: 3 new
             c: 1 new 3 same
             all: 4 rows -12
             other: 3 rows -7.5",
        ),
        (
            "a list that names no account and shares its IDs",
            "a transactions.csv 1 2 3
             b unsigned.csv 3 4",
            "a: 3 new
             b: 1 new 1 same
             all: 4 rows -12",
        ),
        (
            "a list that names no account and shares none",
            "a transactions.csv 1 2
             b unsigned.csv 3 4",
            "a: 2 new
             b: 2 new, whose
             all: 2 rows -4
             unclaimed: 2 rows -8",
        ),
        (
            "row numbers are those of other rows in another list",
            "a transactions.numbered 1 2 3
             b transactions.numbered 4 5 1",
            "a: 3 new
             b: 2 new 1 same
             all: 5 rows -17.5",
        ),
        (
            "row numbers once rows were added above",
            "a transactions.numbered 2 3 4
             b transactions.numbered 1 2 3 4
             c transactions.csv 1 2 3 4 5",
            "a: 3 new
             b: 1 new 3 same
             c: 1 new 4 same
             all: 5 rows -17.5",
        ),
        (
            "an amount that changed, and a payment that failed",
            "a transactions.csv 1 2 3
             b transactions.csv 1* 2f 3",
            "a: 3 new
             b: 1 same 2 changed
             all: 3 rows -7.75",
        ),
        (
            "the copy with the change taken back",
            "a transactions.csv 1 2 3
             b transactions.csv 1* 2 3
             remove b",
            "a: 3 new
             all: 3 rows -7.5",
        ),
        (
            "a header mapped after two pastes",
            "a transactions.unknown 1 2
             b transactions.unknown 2 3
             map a Wert=amount",
            "a: 2 new
             b: 1 new 1 same
             all: 3 rows -7.5",
        ),
        (
            "mapped after two pastes, beside one that needs no mapping",
            "a transactions.unknown 1 2
             b transactions.csv 2 3
             c transactions.unknown 3 4
             map a Wert=amount",
            "a: 2 new
             b: 1 new 1 same
             c: 1 new 1 same
             all: 4 rows -12",
        ),
        (
            "other columns, other order, other marks",
            "a transactions.nostatus 1 2
             b transactions.abroad 1 2 3
             c transactions.minutes 3 4
             d transactions.lines 1 2 3 4",
            "a: 2 new
             b: 1 new 2 same
             c: 1 new 1 same
             d: 4 same
             all: 4 rows -12",
        ),
    ] {
        check(title, steps, expected);
    }
}

#[test]
fn sequences_of_pastes_of_credits_and_offers() {
    const MOVE: &str =
        "\nmove a 7123456789012345678\nmove b 7123456789012345678\nmove c 7123456789012345678\n";
    for (title, steps, expected) in [
        (
            "the same list in other forms",
            "a credits.tsv A20 B30
             b credits.html A20 B30
             c credits.lines A20 B30",
            "a: 2 new
             b: 2 same
             c: 2 same
             all: A 20, B 30",
        ),
        (
            "a later one is the newer figure, whatever was pasted between",
            "a credits.tsv A20 B30
             b credits.html A25 B30
             c credits.xlsx A40 B30 C0",
            "a: 2 new
             b: 1 same 1 changed
             c: 1 new 1 same 1 changed
             all: A 40, B 30, C 0",
        ),
        (
            "the newest taken back",
            "a credits.tsv A20 B30
             b credits.html A25 B30
             c credits.xlsx A40 B30 C0
             remove c",
            "a: 2 new
             b: 1 same 1 changed
             all: A 25, B 30",
        ),
        (
            "the middle one taken back",
            "a credits.tsv A20 B30
             b credits.html A25 B35
             c credits.xlsx A40 B35
             remove b",
            "a: 2 new
             c: 2 changed
             all: A 40, B 35",
        ),
        (
            "a name in other letters and with other blanks",
            "a credits.tsv Welcome_Credit20
             b credits.html WELCOME_CREDIT25
             c credits.csv welcome__credit30",
            "a: 1 new
             b: 1 changed
             c: 1 changed
             all: welcome credit 30",
        ),
        (
            "an offer in other letters",
            "a offers.tsv Spend_more82 Other10
             b offers.html SPEND__MORE90 Other10
             c offers.csv spend_more95",
            "a: 2 new
             b: 1 same 1 changed
             c: 1 changed
             all: Other 10, spend more 95",
        ),
        (
            "two of one copy that differ in letters alone are two",
            "a credits.tsv Welcome20 WELCOME30
             b credits.tsv Welcome25 WELCOME30
             c credits.tsv WELCOME30 Welcome40",
            "a: 2 new
             b: 1 same 1 changed
             c: 1 same 1 changed
             all: WELCOME 30, Welcome 40",
        ),
    ] {
        check(title, &format!("{steps}{MOVE}"), expected);
    }
}

#[test]
fn sequences_of_pastes_of_reports() {
    const MOVE: &str =
        "\nmove a 7123456789012345678\nmove b 7123456789012345678\nmove c 7123456789012345678\n";
    for (title, steps, expected) in [
        (
            "the same days in another language",
            "a report.csv A1 A2 B1
             b report.zh A1 A2 B1
             c report.html A1 A2 B1",
            "a: 3 new
             b: 3 same
             c: 3 same",
        ),
        (
            "days that overlap, and one that was finished later",
            "a report.csv A1 A2
             b report.xlsx A2* A3
             c report.tsv A1 A2* A3",
            "a: 2 new
             b: 1 new 1 changed
             c: 3 same",
        ),
        (
            "the middle one taken back",
            "a report.csv A1 A2
             b report.zh A2* A3
             c report.tsv A3 A4
             remove b",
            "a: 2 new
             c: 2 new",
        ),
    ] {
        check(title, &format!("{steps}{MOVE}"), expected);
    }
}
