//! Runs the engine natively on files and prints JSON: what a person attaches to a bug report and checks
//! drive. The output is described in `docs/inspect.md` and kept stable.

mod redact;

use ad_credit_tracker::account::reasons::{self, Considered};
use ad_credit_tracker::account::state::{AccountState, ChargeIx, CreditIx, Payer, Replay};
use ad_credit_tracker::calendar::{Instant, When, Zone};
use ad_credit_tracker::engine::{Engine, Moment};
use ad_credit_tracker::ingest::vocabulary::Vocabulary;
use ad_credit_tracker::ingest::{FlavourKind, Source, shape};
use ad_credit_tracker::insight::payer::term;
use ad_credit_tracker::money::Amount;
use ad_credit_tracker::options::{Options, OptionsError};
use ad_credit_tracker::platform::Native;
use ad_credit_tracker::view::View;
use ad_credit_tracker::view::cards::Wanted;
use ad_credit_tracker::view::tables::{Query, Scope, TableName};
use redact::Redactor;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hasher};
use std::io::Write;
use std::process::ExitCode;

const USAGE: &str = "\
usage: inspect FILE... [--stage table|records|report|charges] [--now T] [--zone Z] [--options FILE] [--redact]

  FILE       what was pasted or exported: CSV, text, HTML, JSON, XLSX
  --stage    table: header and rows exactly as read · records: typed columns and problems ·
             report: the whole view with all tables (default) ·
             charges: who paid each charge, and why that credit and not another
  --now T    the moment of looking, such as 2026-11-21T14:00:00+01:00; file time is never used
  --zone Z   the viewer's offset, such as +01:00 (default: the offset of --now)
  --options  an options document, as saved by the page
  --redact   names, ids and amounts replaced, the same one always by the same";

fn main() -> ExitCode {
    match Arguments::parse(std::env::args().skip(1)).and_then(run) {
        Ok(output) => {
            // A reader that stops early, such as `head`, is no fault of ours.
            let _ = writeln!(std::io::stdout(), "{output}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Table,
    Records,
    Report,
    Charges,
}

struct Arguments {
    files: Vec<String>,
    stage: Stage,
    moment: Moment,
    options: Options,
    redact: bool,
}

impl Arguments {
    fn parse(mut words: impl Iterator<Item = String>) -> Result<Arguments, String> {
        let mut files = Vec::new();
        let mut stage = Stage::Report;
        let (mut now, mut zone, mut options, mut redact) = (None, None, Options::default(), false);
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or(format!("{word} needs a value\n\n{USAGE}"));
            match word.as_str() {
                "--stage" => stage = parse_stage(&value()?)?,
                "--now" => now = Some(value()?),
                "--zone" => zone = Some(value()?),
                "--options" => options = read_options(&value()?)?,
                "--redact" => redact = true,
                flag if flag.starts_with("--") => {
                    return Err(format!("unknown option {flag}\n\n{USAGE}"));
                }
                _ => files.push(word),
            }
        }
        if files.is_empty() {
            return Err(USAGE.to_owned());
        }
        let moment = parse_moment(now.as_deref().unwrap_or("1970-01-01T00:00:00Z"), zone)?;
        if now.is_none() && matches!(stage, Stage::Report | Stage::Charges) {
            return Err(format!("--stage report and charges need --now\n\n{USAGE}"));
        }
        Ok(Arguments { files, stage, moment, options, redact })
    }
}

fn parse_stage(text: &str) -> Result<Stage, String> {
    match text {
        "table" => Ok(Stage::Table),
        "records" => Ok(Stage::Records),
        "report" => Ok(Stage::Report),
        "charges" => Ok(Stage::Charges),
        _ => Err(format!("--stage: expected table, records, report or charges, found {text:?}")),
    }
}

fn parse_moment(now: &str, zone: Option<String>) -> Result<Moment, String> {
    let instant = Instant::parse_rfc3339(now);
    let expected = "expected a moment such as 2026-11-21T14:00:00+01:00";
    let instant = instant.ok_or_else(|| format!("--now: {expected}, found {now:?}"))?;
    let offset = zone.unwrap_or_else(|| now.get(19..).unwrap_or("Z").to_owned());
    let zone = Zone::parse(&offset);
    let viewer_zone = zone.ok_or_else(|| format!("--zone: expected +01:00, found {offset:?}"))?;
    Ok(Moment { now: instant, viewer_zone })
}

fn read_options(path: &str) -> Result<Options, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))?;
    Options::from_json(&text).map_err(|error| match error {
        OptionsError::TooNew(version) => {
            format!("{path}: version {version} is newer than this engine")
        }
        OptionsError::Malformed(detail) => format!("{path}: {detail}"),
    })
}

fn run(arguments: Arguments) -> Result<String, String> {
    let mut engine = Engine::new(Box::new(Native));
    engine.set_options(arguments.options.clone());
    if arguments.stage == Stage::Table {
        engine.keep_grids();
    }
    let mut hasher = DefaultHasher::new();
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for path in &arguments.files {
        let bytes = std::fs::read(path).map_err(|e| format!("{path}: {e}"))?;
        hasher.write(&bytes);
        feed(&mut engine, path, &bytes, arguments.moment.now)?;
        if arguments.stage == Stage::Table {
            files.insert(name_of(path), bytes);
        }
    }
    while !engine.step(u64::MAX).done {}
    let mut output = match arguments.stage {
        Stage::Table => tables(&engine, &files),
        Stage::Records => records(&engine),
        Stage::Report => report(&mut engine, arguments.moment),
        Stage::Charges => charges(&mut engine, arguments.moment),
    };
    if arguments.redact {
        Redactor::new(hasher.finish()).redact(&mut output);
    }
    serde_json::to_string_pretty(&output).map_err(|e| e.to_string())
}

/// A file's name is its id: the same call twice prints the same.
fn feed(engine: &mut Engine, path: &str, bytes: &[u8], now: Instant) -> Result<(), String> {
    let name = name_of(path);
    let source =
        Source { id: name.clone(), name: name.clone(), pasted_at: now, ..Source::default() };
    let refused = |message| format!("{path}: {message:?}");
    engine.begin(source);
    engine.flavour(&name, flavour_of(path)).map_err(refused)?;
    engine.push(&name, bytes).map_err(refused)?;
    engine.finish(&name).map_err(refused)
}

fn name_of(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_owned()
}

/// `.clip.html` and `.clip.txt` are flavours of a clipboard; everything else is a file.
fn flavour_of(path: &str) -> FlavourKind {
    if path.ends_with(".clip.html") {
        FlavourKind::Html
    } else if path.ends_with(".clip.txt") {
        FlavourKind::Text
    } else {
        FlavourKind::File
    }
}

/// `files` are the bytes of each import, by its name.
fn tables(engine: &Engine, files: &BTreeMap<String, Vec<u8>>) -> Value {
    let words = Vocabulary { platform: &Native };
    let imports = engine.imports().map(|import| {
        let known = import.imported.tables.iter().map(|table| {
            json!({
                "export": table.export,
                "shape": table.grid.shape,
                "place": table.place,
                "rows": table.grid,
            })
        });
        let unknown = import.imported.unrecognised.iter().map(|table| {
            json!({
                "export": null,
                "shape": table.grid.shape,
                "place": table.place,
                "rows": table.grid,
                "message": table.message,
            })
        });
        let mut tables: Vec<Value> = known.chain(unknown).collect();
        // No separator divides it: no table of ours, but of one column.
        if let (true, Some(bytes)) = (tables.is_empty(), files.get(&import.source.name)) {
            let lines = shape::one_column(bytes, &words, &Native);
            tables.extend(lines.map(|grid| {
                json!({ "export": null, "shape": grid.shape, "place": grid.place, "rows": grid })
            }));
        }
        json!({
            "name": import.source.name,
            "evidence": import.imported.evidence,
            "tables": tables,
            "problems": import.imported.problems,
        })
    });
    json!({ "imports": imports.collect::<Vec<_>>() })
}

fn records(engine: &Engine) -> Value {
    let imports = engine.imports().map(|import| {
        let tables = import.imported.tables.iter().map(|table| {
            json!({
                "export": table.export,
                "shape": table.grid.shape,
                "place": table.place,
                "fingerprint": table.fingerprint,
                "columns": table.columns,
                "completeness": table.completeness,
                "range": table.range,
                "row_count": table.row_count,
                "records": table.records,
                "ignored": table.ignored,
                "problems": table.problems,
                "questions": table.questions,
            })
        });
        let unrecognised = import.imported.unrecognised.iter().map(|table| {
            json!({
                "place": table.place,
                "headers": table.headers,
                "row_count": table.row_count,
                "message": table.message,
            })
        });
        json!({
            "name": import.source.name,
            "evidence": import.imported.evidence,
            "account_hints": import.imported.account_hints,
            "tables": tables.collect::<Vec<_>>(),
            "unrecognised": unrecognised.collect::<Vec<_>>(),
            "problems": import.imported.problems,
        })
    });
    json!({ "imports": imports.collect::<Vec<_>>() })
}

fn report(engine: &mut Engine, moment: Moment) -> Value {
    let imports = engine.cards(moment, &Wanted::ALL);
    let view = View { imports, ..engine.view(moment, &Scope::default()) };
    let tables = TableName::ALL.iter().map(|&table| {
        let opened = engine.open_table(moment, Query::all(table));
        let rows = engine.window(opened.handle, 0, opened.count);
        engine.close_table(opened.handle);
        (table.key().to_owned(), json!(rows))
    });
    json!({ "view": view, "tables": serde_json::Map::from_iter(tables) })
}

fn charges(engine: &mut Engine, moment: Moment) -> Value {
    let accounts = engine.page(moment).states().map(|state| {
        let replay = state.shown();
        let rows = replay.into_iter().flat_map(|replay| {
            let all = (0..state.charges.len()).map(ChargeIx::from_at);
            let considered = reasons::of_charges(state, replay, all.clone());
            all.zip(considered).map(|(at, beside)| charge(state, replay, at, &beside))
        });
        json!({
            "account": state.account.key,
            "currency": state.currency,
            "billing": replay.and_then(|replay| replay.billing),
            "order": replay.map(|replay| replay.order),
            "charges": rows.collect::<Vec<_>>(),
        })
    });
    json!({ "accounts": accounts.collect::<Vec<_>>() })
}

/// One charge of the shown replay: who paid it, and every credit beside it in paying order.
fn charge(state: &AccountState, replay: &Replay, at: ChargeIx, considered: &[Considered]) -> Value {
    let columns = &state.charges;
    let amount = |micros: i64| Amount::from_micros(micros.into());
    let name = |credit: CreditIx| state.credit(credit).map(|credit| credit.name.as_str());
    let paid = replay.splits_of(at).iter().map(|split| {
        let credit = match split.payer {
            Payer::Credit(credit) => name(credit),
            _ => None,
        };
        json!({ "payer": term(split.payer), "credit": credit, "amount": amount(split.micros) })
    });
    let why = considered
        .iter()
        .map(|one| json!({ "credit": name(one.credit), "why": one.message(state) }));
    json!({
        "at": columns.stated(at).map(|stated| When::stated(stated, state.zone)),
        "amount": columns.amounts.get(at.at()).map(|micros| amount(*micros)),
        "campaign": columns.campaign(at).map(|campaign| state.campaign_text(campaign)),
        "paid": paid.collect::<Vec<_>>(),
        "considered": why.collect::<Vec<_>>(),
    })
}
