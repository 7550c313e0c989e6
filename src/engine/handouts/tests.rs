//! What is handed out of the fixtures' story, as golden files beside it.

use super::*;
use crate::calendar::{Instant, Zone};
use crate::ingest::{FlavourKind, Source};
use crate::insight::fixture::say;
use crate::options::Options;
use crate::platform::Native;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
struct Story {
    now: Instant,
    viewer_zone: Zone,
    options: Options,
    imports: Vec<Paste>,
}

#[derive(Deserialize)]
struct Paste {
    #[serde(flatten)]
    source: Source,
    flavours: Vec<File>,
}

#[derive(Deserialize)]
struct File {
    kind: FlavourKind,
    file: String,
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn engine() -> (Engine, Moment) {
    engine_with(&|bytes| bytes)
}

/// The story as it is read after a change, with a client for each account.
fn engine_with(change: &dyn Fn(Vec<u8>) -> Vec<u8>) -> (Engine, Moment) {
    let story = std::fs::read(fixtures().join("story.json")).unwrap();
    let mut story: Story = serde_json::from_slice(&story).unwrap();
    for (key, client) in [("7123456789012345678", "Nord"), ("7987654321098765432", "Kite")] {
        story.options.accounts.entry(key.into()).or_default().client = Some(client.into());
    }
    let mut engine = Engine::new(Box::new(Native));
    engine.set_options(story.options);
    for paste in story.imports {
        let id = paste.source.id.clone();
        engine.begin(paste.source);
        for flavour in paste.flavours {
            engine.flavour(&id, flavour.kind).unwrap();
            let bytes = std::fs::read(fixtures().join(flavour.file)).unwrap();
            engine.push(&id, &change(bytes)).unwrap();
        }
        engine.finish(&id).unwrap();
    }
    while !engine.step(u64::MAX).done {}
    (engine, Moment { now: story.now, viewer_zone: story.viewer_zone })
}

fn of_client(client: &str) -> Scope {
    Scope { client: Some(client.into()), ..Scope::default() }
}

fn handout(asked: HandoutAsk) -> Result<Handout, Refusal> {
    let (mut engine, moment) = engine();
    engine.handout(moment, &asked, &say)
}

fn statement_of(asked: StatementAsk) -> Result<Handout, Refusal> {
    handout(HandoutAsk::Statement(asked))
}

fn golden(name: &str, found: &str) {
    let path = fixtures().join("golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == found, "{name} differs (UPDATE_GOLDEN=1 rewrites):\n{found}");
}

#[test]
fn the_story_handed_out() {
    let (scope, language) = (of_client("Nord"), Some("en".to_owned()));
    let headed = StatementAsk {
        scope,
        agency: Some("North & Sons".into()),
        logo: Some("data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=".into()),
        language: language.clone(),
        ..StatementAsk::default()
    };
    let printed = SummaryAsk { print: true, language, ..SummaryAsk::default() };
    let query = Some(Query::all(TableName::Reconcile));
    let reconciled = CsvAsk { query, ..CsvAsk::default() };
    let named = CalendarAsk { names: true, amounts: true, ..CalendarAsk::default() };
    for (asked, name) in [
        (HandoutAsk::Statement(headed), "story.statement.html"),
        (HandoutAsk::Summary(SummaryAsk::default()), "story.summary.txt"),
        (HandoutAsk::Summary(printed), "story.summary.html"),
        (HandoutAsk::Csv(reconciled), "story.reconcile.csv"),
        (HandoutAsk::Csv(CsvAsk::default()), "story.credits.csv"),
        (HandoutAsk::Calendar(named), "story.reminders.ics"),
    ] {
        golden(name, &handout(asked).unwrap().text);
    }
}

#[test]
fn every_result_of_reconcile_is_written_in_words() {
    for settlement in Settlement::ALL {
        let word = format!("page.settlement.{}", settlement.key());
        assert_eq!(word_of("settlement", settlement.key()), Some(word.as_str()));
    }
}

/// The statement of one client names no other client, account, campaign or credit.
#[test]
fn a_statement_is_of_one_client() {
    let statement = |client| {
        let asked = StatementAsk { scope: of_client(client), ..StatementAsk::default() };
        statement_of(asked).unwrap()
    };
    let (nord, kite) = (statement("Nord"), statement("Kite"));
    let names = [nord.name, kite.name];
    assert_eq!(names, ["statement-2026-10-01-5678.html", "statement-2026-10-01-5432.html"]);
    let (nord, kite) = (nord.text, kite.text);
    assert!(nord.contains("Autumn match") && kite.contains("7987654321098765432"), "{nord}{kite}");
    for theirs in ["Kite", "7987654321098765432", "Launch bonus", "ROI protection"] {
        assert!(!nord.contains(theirs), "{theirs} in {nord}");
    }
    for theirs in ["Nord", "7123456789012345678", "Autumn", "Reels"] {
        assert!(!kite.contains(theirs), "{theirs} in {kite}");
    }
    let both = statement_of(StatementAsk::default()).unwrap_err();
    assert_eq!(both.key, "handout.refused.clients");
}

/// Whichever day was written first, and never another month than was asked for.
#[test]
fn a_statement_is_of_the_days_between_the_two() {
    let of = |from: &str, to: &str| {
        let [from, to] = [from, to].map(Day::parse_iso);
        let scope = of_client("Nord");
        statement_of(StatementAsk { scope, from, to, ..StatementAsk::default() }).unwrap()
    };
    assert_eq!(of("2026-11-20", "2026-11-03").text, of("2026-11-03", "2026-11-20").text);
}

#[test]
fn r29_a_ticket_is_for_what_stays_unexplained() {
    let none = handout(HandoutAsk::Ticket(TicketAsk::default())).unwrap_err();
    assert_eq!(none.key, "handout.refused.no_ticket");
    // Without two days of draws the transactions are short by more than the lag can hide.
    let (mut engine, moment) = engine_with(&|bytes| {
        let text = String::from_utf8(bytes).unwrap();
        let is_lost = |line: &&str| {
            line.contains("Spring match,Success")
                && (line.contains("2026-11-16") || line.contains("2026-11-17"))
        };
        let lines = text.split_inclusive('\n').filter(|line| !is_lost(line));
        lines.collect::<String>().into_bytes()
    });
    let scope = Scope::default();
    let rows = engine.page(moment).rows(TableName::Reconcile, &scope);
    let of_credit = |row: &u32| matches!(rows.cell(*row, "key"), RowCell::Text(key) if key.contains("Spring match"));
    let row = (0..rows.len() as u32).find(of_credit).unwrap();
    let RowCell::Text(key) = rows.cell(row, "key") else { panic!("no key") };
    let asked = HandoutAsk::Ticket(TicketAsk {
        account: Some("7123456789012345678".into()),
        key: Some(key.into_owned()),
        ..TicketAsk::default()
    });
    golden("story.ticket.txt", &engine.handout(moment, &asked, &say).unwrap().text);
}

#[test]
fn a_logo_that_is_no_picture_is_refused() {
    let logo = Some("data:image/svg+xml;base64,PHN2Zz4=".to_owned());
    let asked = StatementAsk { scope: of_client("Nord"), logo, ..StatementAsk::default() };
    assert_eq!(statement_of(asked).unwrap_err().key, "handout.refused.logo");
}

/// As it goes into a sheet.
fn pasted(query: Query) -> String {
    let asked = CsvAsk { query: Some(query), tabs: true, ..CsvAsk::default() };
    handout(HandoutAsk::Csv(asked)).unwrap().text
}

#[test]
fn a_table_is_handed_out_as_it_is_shown() {
    let query = Query { search: "retargeting".into(), ..Query::all(TableName::Transactions) };
    let text = pasted(query);
    assert!(text.starts_with("Account ID\tAccount name\tTransaction ID\t"), "{text}");
    assert!(text.lines().skip(1).all(|line| line.contains("Nord Retargeting")), "{text}");
    assert!(text.contains("'7123456789012345678\tNord"), "{text}");
}

#[test]
fn an_offer_is_handed_out_with_its_target_and_reward() {
    let text = pasted(Query::all(TableName::Earning));
    let head = text.lines().next().unwrap_or_default();
    assert!(head.contains("Qualifying spend so far\tTarget spend\tReward\t"), "{text}");
    assert!(text.contains("\t82.00\t100.00\t100.00\t"), "{text}");
}
