//! Every fixture, read from its bytes: which export, which records, what was said.

use ad_credit_tracker::calendar::Instant;
use ad_credit_tracker::ingest::{self, Flavour, FlavourKind, Imported, Said, Source};
use ad_credit_tracker::options::Options;
use ad_credit_tracker::platform::Native;
use std::fmt::Write;
use std::fs;
use std::path::Path;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");

fn flavour(file: &str) -> Flavour {
    let kind = match file.rsplit('.').next() {
        Some("html") => FlavourKind::Html,
        Some("txt") => FlavourKind::Text,
        _ => FlavourKind::File,
    };
    Flavour { kind, bytes: fs::read(format!("{FOLDER}/{file}")).unwrap() }
}

fn read(files: &[&str]) -> Imported {
    let source = Source {
        id: "1".into(),
        name: files[0].to_owned(),
        pasted_at: Instant::default(),
        flavours: files.iter().map(|f| flavour(f)).collect(),
        ..Source::default()
    };
    let options = Options::default();
    ingest::read(&source, &Said::of(&options, &source.id), &Native)
}

fn shown(import: &Imported) -> String {
    let mut out = String::new();
    let json = |value: &dyn erased::Json| value.json();
    for message in &import.evidence {
        writeln!(out, "evidence {}", json(message)).unwrap();
    }
    for problem in &import.problems {
        writeln!(out, "problem {}", json(problem)).unwrap();
    }
    for hint in &import.account_hints {
        writeln!(out, "account {}", json(hint)).unwrap();
    }
    for table in &import.unrecognised {
        writeln!(out, "unrecognised {} {:?}", json(&table.message), table.headers).unwrap();
    }
    for table in &import.tables {
        writeln!(out, "\n{} · {} rows", table.export.key(), table.row_count).unwrap();
        writeln!(out, "completeness {}", json(&table.completeness)).unwrap();
        if let Some((first, last)) = table.range {
            writeln!(out, "range {first} to {last}").unwrap();
        }
        for column in table.columns.iter().filter(|c| !c.decisions.is_empty() || c.field.is_none())
        {
            writeln!(out, "column {}", json(column)).unwrap();
        }
        for problem in &table.problems {
            writeln!(out, "problem {}", json(problem)).unwrap();
        }
        for ignored in &table.ignored {
            writeln!(out, "ignored {}", json(ignored)).unwrap();
        }
        for question in &table.questions {
            writeln!(out, "question {}", json(question)).unwrap();
        }
        let records = serde_json::to_value(&table.records).unwrap();
        for record in records.as_array().unwrap().iter().take(6) {
            writeln!(out, "{record}").unwrap();
        }
        if table.records.len() > 6 {
            writeln!(out, "… {} records", table.records.len()).unwrap();
        }
        let ended = table.records.len() + table.refused_count + table.ignored.len();
        assert_eq!(ended, table.row_count, "every row ends somewhere: {out}");
    }
    out
}

mod erased {
    pub trait Json {
        fn json(&self) -> String;
    }
    impl<T: serde::Serialize> Json for T {
        fn json(&self) -> String {
            serde_json::to_string(self).unwrap()
        }
    }
}

#[track_caller]
fn check(files: &[&str]) -> Imported {
    let import = read(files);
    let found = shown(&import);
    let golden = format!("{FOLDER}/read/{}.txt", files.join("+"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(Path::new(&golden).parent().unwrap()).unwrap();
        fs::write(&golden, found).unwrap();
    } else {
        assert_eq!(found, fs::read_to_string(&golden).unwrap_or_default(), "{golden}");
    }
    import
}

#[test]
fn every_fixture_is_read_as_it_was() {
    let mut files: Vec<String> = fs::read_dir(FOLDER)
        .unwrap()
        .filter(|e| e.as_ref().unwrap().file_type().unwrap().is_file())
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "README.md" && name != "story.json")
        .collect();
    files.sort();
    for file in &files {
        check(&[file]);
    }
}

#[test]
fn both_flavours_of_one_clipboard_agree() {
    let both = check(&["nord-promotions.html", "nord-promotions.txt"]);
    assert_eq!(both.tables.len(), 1);
    assert_eq!(both.evidence.last().map(|m| m.key), Some("ingest.flavour.agree"));
}

#[test]
fn nothing_that_can_be_pasted_is_without_an_answer() {
    let source = |flavours| Source { flavours, ..Source::default() };
    let text = |kind, text: &str| Flavour { kind, bytes: text.as_bytes().to_vec() };
    for (flavours, expected) in [
        (vec![], "ingest.empty"),
        (vec![text(FlavourKind::Text, "")], "shape.empty"),
        (vec![text(FlavourKind::Text, "Hello,\nplease find the credits below.")], "ingest.prose"),
        (
            vec![text(
                FlavourKind::Text,
                "Hi team, could you please look at this before Friday?\nIt has 1,000 left.",
            )],
            "ingest.prose",
        ),
        (vec![text(FlavourKind::Text, TWO_PAGES)], "ingest.two_accounts"),
        (
            vec![text(FlavourKind::Text, &two_lists(["Account: Nord", "Account: Kite"]))],
            "ingest.two_accounts",
        ),
        (vec![text(FlavourKind::Html, &two_tables(TWO_IDS))], "ingest.two_accounts"),
        (
            vec![text(
                FlavourKind::Html,
                &two_tables(
                    TWO_IDS.map(|id| id.replace("ID", "Account ID")).each_ref().map(String::as_str),
                ),
            )],
            "ingest.two_accounts",
        ),
        (vec![text(FlavourKind::Picture, "\u{89}PNG")], "shape.picture"),
        (
            vec![text(FlavourKind::File, "{\"format\":\"ad-credit-tracker/backup\"}")],
            "ingest.backup",
        ),
    ] {
        let options = Options::default();
        let import = ingest::read(&source(flavours), &Said::of(&options, &"x".into()), &Native);
        let keys: Vec<_> = import.problems.iter().map(|p| p.message.key).collect();
        assert_eq!(keys, [expected]);
        assert!(import.tables.is_empty() && import.unrecognised.is_empty());
    }
}

/// Copied from the middle of a table: cells that are sentences are cells all the same.
const NO_HEADER: &str =
    "Countries: DE, AT; video views in any campaign\t2026-11-02\t$1,500.00\tDetails
First campaign only\t2026-11-10\t$187.25\tDetails
";

#[test]
fn rows_without_their_header_are_a_table_that_lacks_it() {
    let flavours = vec![Flavour { kind: FlavourKind::Text, bytes: NO_HEADER.into() }];
    let source = Source { flavours, ..Source::default() };
    let options = Options::default();
    let import = ingest::read(&source, &Said::of(&options, &"x".into()), &Native);
    let keys: Vec<_> = import.unrecognised.iter().map(|table| table.message.key).collect();
    assert_eq!((keys, import.problems), (vec!["ingest.unrecognised.no_header"], vec![]));
}

/// Two pages pasted into one text before it was copied.
const TWO_PAGES: &str = "Shop\nID: 7111222233334444555\nPromotions
Ad credit name\tCredit type\tDiscount / Amount\tRedeemed date\tValid dates\tUnused amount\tUsed amount\tActions
One\tFree\t100.00 USD\t2026-11-01\t2026-11-01 - 2026-12-01\t60.00 USD\t40.00 USD\t--
1–1 of 1\nTerms\nOther\nID: 7111222233334444777\nPromotions
Ad credit name\tCredit type\tDiscount / Amount\tRedeemed date\tValid dates\tUnused amount\tUsed amount\tActions
Two\tFree\t200.00 USD\t2026-11-01\t2026-11-01 - 2026-12-31\t120.00 USD\t80.00 USD\t--
";

const TWO_IDS: [&str; 2] = ["ID: 7111222233334444555", "ID: 7111222233334444777"];

/// One list below each of two lines.
fn two_lists(lines: [&str; 2]) -> String {
    const HEADER: &str = "Ad credit name\tCredit type\tValid dates\tUnused amount\tUsed amount\n";
    const ROW: &str = "One\tFree\t2026-11-01 - 2026-12-01\t60.00 USD\t40.00 USD\n";
    lines.map(|line| format!("{line}\n{HEADER}{ROW}")).concat()
}

/// The same as tables of a page.
fn two_tables(lines: [&str; 2]) -> String {
    let html = |line: &str| match line.split_once('\t') {
        Some(_) => format!("<tr><td>{}</tr>", line.replace('\t', "<td>")),
        None => format!("</table><p>{line}</p><table>"),
    };
    two_lists(lines).lines().map(html).collect()
}

/// R31: the same account twice is one, and so is one that is named by its name here and by its id there.
#[test]
fn r31_tables_below_lines_of_one_account_are_taken() {
    let same = [TWO_IDS[0]; 2];
    let by_name = ["Account ID: 7111222233334444555", "Account: Nord"];
    for page in [same, by_name].map(two_tables) {
        let flavours = vec![Flavour { kind: FlavourKind::Html, bytes: page.clone().into_bytes() }];
        let source = Source { flavours, ..Source::default() };
        let import = ingest::read(&source, &Said::of(&Options::default(), &"x".into()), &Native);
        assert_eq!((import.tables.len(), import.problems), (2, vec![]), "{page}");
    }
}

#[test]
fn a_header_above_no_row_says_so_unless_the_page_is_empty() {
    let header = "Ad credit name\tCredit type\tValid dates\tUnused amount\tUsed amount\tActions\n";
    let text = |rest| format!("Promotions\nAvailable\n{header}{rest}").into_bytes();
    for (rest, expected) in
        [("", vec!["ingest.header_only"]), ("No data\n", vec![]), ("No data\n0 of 0\n", vec![])]
    {
        let flavours = vec![Flavour { kind: FlavourKind::Text, bytes: text(rest) }];
        let source = Source { flavours, ..Source::default() };
        let import = ingest::read(&source, &Said::of(&Options::default(), &"x".into()), &Native);
        let told = import.tables.iter().flat_map(|t| &t.problems).map(|p| p.message.key);
        assert_eq!(told.collect::<Vec<_>>(), expected, "{rest}");
    }
}
