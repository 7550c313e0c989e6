//! Tables as a person writes them down, and what became of each row.
//!
//! `check` draws a table with `|` between cells and compares what was read, one line per record,
//! problem, ignored row and question.

mod currencies;
mod ends;
mod footers;
mod moved;
mod pastes;
mod refused;
mod short;
mod tabbed;
mod whose;

use super::mapping::Plan;
use super::shape::{Form, Grid, Shape};
use super::{Recognised, Said, UnreadCell};
use crate::calendar::Instant;
use crate::options::{ColumnMapping, ImportId, ImportOptions, Options};
use crate::platform::Native;
use crate::problem::{Arg, Message, Place};

/// Options with corrections to the one import.
fn options(mapping: ColumnMapping) -> Options {
    let import = ImportOptions { mapping, ..ImportOptions::default() };
    Options { imports: [(ImportId::new(), import)].into(), ..Options::default() }
}

pub(super) fn grid(text: &str) -> Grid {
    let shape = Shape::Delimited { delimiter: '|', quoted: false };
    let mut grid = Grid::new(shape, Place::default());
    let lines = text.lines().map(str::trim).filter(|l| !l.is_empty());
    for (at, line) in lines.enumerate() {
        grid.begin_row(at as u32 + 1);
        for cell in line.split('|') {
            grid.push(&cell.trim().replace("\\n", "\n"), Form::Text);
        }
    }
    grid
}

fn recognise(
    text: &str,
    said: ColumnMapping,
    pasted_at: Option<Instant>,
) -> Result<Recognised, Message> {
    let grid = grid(text);
    let options = options(said);
    let said = Said::of(&options, &ImportId::new());
    let said = match pasted_at {
        Some(at) => said.pasted_at(at),
        None => said,
    };
    match Plan::find(&grid, &said, &Native) {
        Ok(plan) => Ok(super::table::read(grid, plan, &Native)),
        Err(none) => Err(none.message),
    }
}

/// `key name=value …`, amounts and names as they are.
pub(super) fn told(message: &Message) -> String {
    let mut out = message.key.to_owned();
    for (name, arg) in &message.args {
        let value = match arg {
            Arg::Name(text) => text.clone(),
            Arg::Term(term) => (*term).to_owned(),
            Arg::Terms(terms) => terms.join(","),
            Arg::Names(names) => names.join(","),
            Arg::Count(n) => n.to_string(),
            Arg::Money(m) => m.amount.to_string(),
            Arg::Share(s) => s.to_string(),
            Arg::Day(d) => d.to_string(),
            Arg::When(w) => w.instant.to_string(),
        };
        out.push_str(&format!(" {name}={value}"));
    }
    out
}

fn outcome(found: &Recognised) -> String {
    let mut out = format!("{}\n", found.export.key());
    let records = serde_json::to_value(&found.records).unwrap();
    for record in records.as_array().unwrap() {
        let record = record.as_object().unwrap();
        let line = &record["line"];
        let fields = record.iter().filter(|(k, _)| *k != "line");
        let fields: Vec<_> =
            fields.map(|(k, v)| format!("{k}={}", v.as_str().unwrap_or_default())).collect();
        out.push_str(&format!("{line}: {}\n", fields.join(" ")));
    }
    for problem in &found.problems {
        let line = problem.place.line_number.map_or("-".into(), |l| l.to_string());
        let column = problem.place.column.as_deref().unwrap_or("-");
        let severity = format!("{:?}", problem.severity).to_lowercase();
        out.push_str(&format!("{severity} {line} [{column}] {}\n", told(&problem.message)));
    }
    for ignored in &found.ignored {
        out.push_str(&format!("ignored {} {}\n", ignored.line, told(&ignored.reason)));
    }
    for column in &found.columns {
        let zones = column.decisions.iter().filter(|m| m.key == "ingest.decided.zone");
        zones.for_each(|m| out.push_str(&format!("decided [{}] {}\n", column.header, told(m))));
    }
    for cell in found.unread.iter().filter(|cell| cell.proposal.is_some() || cell.read_as.is_some())
    {
        let said = cell.read_as.as_deref().map_or("-", |said| said);
        let refused = if cell.is_refused { ", refused" } else { "" };
        let proposal = cell.proposal.as_deref().unwrap_or("-");
        let UnreadCell { column, found, line_number, count, .. } = cell;
        out.push_str(&format!(
            "unread {line_number} [{column}] {found}: {count}, perhaps {proposal}, read as {said}{refused}\n"
        ));
    }
    for question in &found.questions {
        let choices = question.choices.iter().map(|c| match &c.preview {
            Some(preview) => format!("{}→{preview}", c.key),
            None => c.key.clone(),
        });
        let choices: Vec<_> = choices.collect();
        out.push_str(&format!("question {} : {}\n", told(&question.message), choices.join(" ")));
    }
    // The law of rows: each ends as a record, a problem, or ignored with a reason.
    let ended = found.records.len() + found.refused_count + found.ignored.len();
    assert_eq!(ended, found.row_count, "{out}");
    out
}

/// One case of a file under `tests/cases/ingest/`: `## title`, an optional `said {mapping}`, an optional `pasted
/// MOMENT`, a table, `=>` and what became of it. `UPDATE_GOLDEN=1 cargo test` writes what was found; the review is `git diff`.
struct Case {
    title: String,
    said: String,
    pasted: String,
    table: String,
    expected: String,
}

fn cases(text: &str) -> (String, Vec<Case>) {
    let mut parts = text.split("\n## ");
    let preamble = parts.next().unwrap_or_default().to_owned();
    let cases = parts.map(|part| {
        let (title, rest) = part.split_once('\n').unwrap_or((part, ""));
        let (input, expected) = rest.split_once("\n=>").unwrap_or((rest, ""));
        let lead = |input, word| match str::strip_prefix(input, word) {
            Some(input) => input.split_once('\n').unwrap_or((input, "")),
            None => ("", input),
        };
        let (said, input) = lead(input, "said ");
        let (pasted, table) = lead(input, "pasted ");
        let owned = |text: &str| text.trim_matches('\n').to_owned();
        Case {
            title: owned(title),
            said: owned(said),
            pasted: owned(pasted),
            table: owned(table),
            expected: owned(expected),
        }
    });
    (preamble, cases.collect())
}

#[track_caller]
fn check_file(name: &str) {
    let path = format!("{}/tests/cases/ingest/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap();
    let (preamble, cases) = cases(&text);
    let mut written = preamble;
    let mut wrong = Vec::new();
    for case in &cases {
        let said = if case.said.is_empty() { "{}" } else { &case.said };
        let pasted =
            (!case.pasted.is_empty()).then(|| Instant::parse_rfc3339(&case.pasted).unwrap());
        let found = match recognise(&case.table, serde_json::from_str(said).unwrap(), pasted) {
            Ok(found) => outcome(&found),
            Err(message) => told(&message),
        };
        let found = found.trim_end();
        if found != case.expected {
            wrong.push(format!(
                "## {}\nexpected:\n{}\nfound:\n{found}\n",
                case.title, case.expected
            ));
        }
        let lead = |word, text: &str| match text {
            "" => String::new(),
            text => format!("{word} {text}\n"),
        };
        let leads = [lead("said", &case.said), lead("pasted", &case.pasted)].concat();
        written.push_str(&format!("\n## {}\n{leads}{}\n=>\n{found}\n", case.title, case.table));
    }
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, written).unwrap();
    } else {
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

#[test]
fn credits() {
    check_file("credits");
}

#[test]
fn transactions() {
    check_file("transactions");
}

#[test]
fn reports_and_balances() {
    check_file("reports_and_balances");
}

#[test]
fn cells() {
    check_file("cells");
}

#[test]
fn doubtful() {
    check_file("doubtful");
}

#[test]
fn headers_and_mapping() {
    check_file("headers_and_mapping");
}

#[test]
fn totals() {
    check_file("totals");
}

/// Every key that ingest can say has its sentence, and no sentence is left over.
#[test]
fn the_catalogue_says_all_and_no_more() {
    use super::exports::{Export, Field};
    let root = env!("CARGO_MANIFEST_DIR");
    let text = std::fs::read_to_string(format!("{root}/www/text/en/ingest.json")).unwrap();
    let catalogue: std::collections::BTreeMap<String, String> =
        serde_json::from_str(&text).unwrap();
    let mut said: std::collections::BTreeSet<String> = Export::ALL
        .iter()
        .flat_map(|e| [e.term(), e.where_to_copy()])
        .chain(Field::ALL.iter().map(|f| f.term()))
        .map(str::to_owned)
        .collect();
    let mut waiting = vec![std::path::PathBuf::from(format!("{root}/src/ingest"))];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("tests.rs") {
            let source = std::fs::read_to_string(path).unwrap();
            let keys = source.split("\"ingest.").skip(1).filter_map(|rest| rest.split('"').next());
            said.extend(keys.map(|key| format!("ingest.{key}")));
        }
    }
    let known: std::collections::BTreeSet<String> = catalogue.into_keys().collect();
    assert_eq!(said, known);
}

/// A mapping made for an unrecognised table is found again by the fingerprint of its headers, in any
/// order of columns.
#[test]
fn a_mapping_is_remembered_by_fingerprint() {
    let read = |text: &str, options: &crate::options::Options| {
        let flavours = vec![super::Flavour {
            kind: super::FlavourKind::File,
            bytes: text.as_bytes().to_vec(),
        }];
        let source = super::Source { flavours, ..Default::default() };
        super::read(&source, &super::Said::of(options, &source.id), &Native)
    };
    let mut options = crate::options::Options::default();
    let first = read("Kampagne;Kosten\nA;12,50\nB;3,00\n", &options);
    let unknown = first.unrecognised.first().expect("nobody knows these words");
    let columns = [("Kampagne", "campaign_name"), ("Kosten", "cost")];
    let mapping = ColumnMapping {
        export: Some("campaign_report".into()),
        columns: columns.map(|(h, f)| (h.to_owned(), f.to_owned())).into(),
        ..ColumnMapping::default()
    };
    options.mappings.insert(unknown.fingerprint.clone(), mapping);
    for text in ["Kampagne;Kosten\nA;12,50\nB;3,00\n", "Kosten;Kampagne\n12,50;A\n3,00;B\n"] {
        let again = read(text, &options);
        let records = &again.tables.first().expect("known now").records;
        let cost = records.money(0, super::exports::Field::Cost).map(|a| a.to_string());
        assert_eq!((records.len(), cost.as_deref()), (2, Some("12.5")), "{text}");
    }
}

/// What may stand in a cell of an export and is not as usual.
pub(super) const ODD_CELLS: &[&str] = &[
    "",
    "-",
    "--",
    "Total",
    "Total of 3 results",
    "Total spend",
    "1,234",
    "1.234",
    "1.234,5",
    "12.50 USD",
    "5 EUR",
    "(3)",
    "\u{2212}7",
    "<5",
    "1.86E+15",
    "7123456789012345678",
    "2026-11-21",
    "02/03/2026",
    "21/11/2026 10:00:00",
    "21/11/2026 10:00",
    "13/13/2026",
    "2026-11-01 - 2026-11-20",
    "2026-11-21T10:00:00Z",
    "2026-1-05. 10:00:00",
    "Spring\nSuspended",
    "Spring match\nSuspended",
    "View/Assign",
    "78%",
    "usd",
    "USD",
    "1-50 of 312",
    "Amount",
    "Cost",
    "Time",
    "Transaction ID",
    "99999999999999999999",
    "=\"x\"",
    "'12",
    "\u{feff}",
    "82 / 100",
    "Rows per page",
    "0.0000001",
    "12:00",
    "24:00:00",
    "N/A",
    " 12.5 ",
    "٣",
    "Shop (7123456789012345678)",
    "(7123456789012345678)",
    "Time\nAmount\nStatus",
    "é",
];

mod laws {
    use super::*;
    use proptest::prelude::*;

    /// Headers that exports hold, and some that they should not.
    const HEADERS: &[&str] = &[
        "Ad credit name",
        "Unused amount",
        "Used amount",
        "Valid dates",
        "Transaction ID",
        "Time",
        "Type",
        "Amount",
        "Currency",
        "Campaign name",
        "Cost",
        "Net Cost",
        "By Day",
        "Account",
        "Account ID",
        "",
        "__proto__",
        "Cost",
        "Actions",
        "Status",
        "Percent spent",
        "Total",
        "qualifying spend",
        "offer",
    ];
    proptest! {
        #[test]
        fn every_row_ends_somewhere(
            header in prop::collection::vec(prop::sample::select(HEADERS), 1..10),
            rows in prop::collection::vec(
                prop::collection::vec(prop::sample::select(ODD_CELLS), 0..11), 0..12),
            total_row in prop::option::of(any::<bool>()),
        ) {
            let shape = Shape::Delimited { delimiter: ',', quoted: false };
            let mut grid = Grid::new(shape, Place::default());
            let all = std::iter::once(&header).chain(&rows);
            for (at, row) in all.enumerate() {
                grid.begin_row(at as u32 + 1);
                row.iter().for_each(|cell| grid.push(cell, Form::Text));
            }
            let options = options(ColumnMapping { total_row, ..ColumnMapping::default() });
            let said = Said::of(&options, &ImportId::new());
            if let Ok(plan) = Plan::find(&grid, &said, &Native) {
                let filled = (plan.first_row..grid.row_count())
                    .filter(|&r| grid.row(r).any(|c| !c.trim().is_empty()))
                    .count();
                let above = (0..plan.header_row)
                    .filter(|&r| grid.row(r).any(|c| !c.trim().is_empty()))
                    .count();
                let found = super::super::table::read(grid, plan, &Native);
                let ended = found.records.len() + found.refused_count + found.ignored.len();
                prop_assert_eq!(ended, filled + above);
                prop_assert_eq!(found.row_count, filled + above);
            }
        }

        #[test]
        fn no_cell_ends_the_program(cell in "\\PC{0,40}") {
            let _ = super::super::dates::RawSpan::parse(&cell).map(|s| s.alone());
            let _ = super::super::figure::Figure::parse(&cell).map(|f| f.is_ambiguous());
            let _ = super::super::figure::stored_number(&cell);
            let _ = super::super::words::total_label(&cell);
            let _ = super::super::pagination::page_count(&cell);
            let _ = super::super::surroundings::as_of(&cell);
            let _ = super::super::cell::embedded_id(&cell);
            let _ = super::super::headers::headers(std::iter::once(cell.as_str()), &Native);
        }

        #[test]
        fn no_time_ends_the_program(cell in "[0-9A-Za-z:/. ~+-]{0,30}") {
            let _ = super::super::dates::RawSpan::parse(&cell).map(|s| s.alone());
            let _ = super::super::figure::Figure::parse(&cell).map(|f| f.is_ambiguous());
            let _ = super::super::figure::stored_number(&cell);
        }
    }
}
