//! The whole pipeline: options and imports → view, tables, files.

use super::check;
use ad_credit_tracker::calendar::{Instant, Zone};
use ad_credit_tracker::engine::handouts::{CalendarAsk, HandoutAsk};
use ad_credit_tracker::engine::{Engine, Moment};
use ad_credit_tracker::ingest::{Flavour, FlavourKind, Source};
use ad_credit_tracker::options::Options;
use ad_credit_tracker::platform::Native;
use ad_credit_tracker::problem::Message;
use ad_credit_tracker::view::tables::{Query, Scope, TableName};
use serde_json::{Value, json};

fn moment() -> Moment {
    let now = Instant::parse_rfc3339("2026-11-21T13:00:00Z").unwrap_or_default();
    Moment { now, viewer_zone: Zone::UTC }
}

/// An options document: read or refused with a reason; what was read is written and read again alike,
/// and no setting however odd ends the engine.
pub fn options(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Ok(options) = Options::from_json(&text) else { return };
    let written = serde_json::to_string(&options).unwrap();
    assert_eq!(Options::from_json(&written).as_ref(), Ok(&options), "{written}");
    let mut engine = Engine::new(Box::new(Native));
    engine.set_options(options);
    feed(&mut engine, &PASTES.map(|(kind, text)| Paste::of(&[(kind, text.as_bytes())])));
    report(&mut engine);
}

const PASTES: [(FlavourKind, &str); 3] = [
    (FlavourKind::Text, include_str!("../../../tests/fixtures/nord-promotions.txt")),
    (FlavourKind::File, include_str!("../../../tests/fixtures/kite-transactions.csv")),
    (FlavourKind::File, include_str!("../../../tests/fixtures/account-register.csv")),
];

struct Paste {
    flavours: Vec<Flavour>,
}

impl Paste {
    fn of(flavours: &[(FlavourKind, &[u8])]) -> Paste {
        let flavour =
            |(kind, bytes): &(FlavourKind, &[u8])| Flavour { kind: *kind, bytes: bytes.to_vec() };
        Paste { flavours: flavours.iter().map(flavour).collect() }
    }
}

/// Pastes parted by byte 0x1e. The first byte of each says its kind; `+` joins it to the one before.
fn pastes(bytes: &[u8]) -> Vec<Paste> {
    let mut out: Vec<Paste> = Vec::new();
    for piece in bytes.split(|b| *b == 0x1e).take(6) {
        let (joins, piece) = match piece.split_first() {
            Some((b'+', rest)) => (true, rest),
            _ => (false, piece),
        };
        let (kind, rest) = match piece.split_first() {
            Some((b'H', rest)) => (FlavourKind::Html, rest),
            Some((b'T', rest)) => (FlavourKind::Text, rest),
            Some((b'P', rest)) => (FlavourKind::Picture, rest),
            Some((b'F', rest)) => (FlavourKind::File, rest),
            _ => (FlavourKind::File, piece),
        };
        let flavour = Flavour { kind, bytes: rest.to_vec() };
        match out.last_mut() {
            Some(paste) if joins => paste.flavours.push(flavour),
            _ => out.push(Paste { flavours: vec![flavour] }),
        }
    }
    out
}

pub fn engine(bytes: &[u8]) {
    let pastes = pastes(bytes);
    let mut engine = Engine::new(Box::new(Native));
    feed(&mut engine, &pastes);
    for import in engine.imports() {
        check(&import.imported, bytes);
    }
    let first = report(&mut engine);
    handouts(&mut engine);

    // R33: the order of pastes is irrelevant.
    let mut other = Engine::new(Box::new(Native));
    for (number, paste) in pastes.iter().enumerate().rev() {
        feed_one(&mut other, number, paste);
    }
    same(&report(&mut other), &first, "another order");

    // Removing an import is as if it had never been.
    let last = pastes.len() - 1;
    other.remove(&last.to_string());
    let mut without = Engine::new(Box::new(Native));
    feed(&mut without, &pastes[..last]);
    same(&report(&mut other), &report(&mut without), "an import removed");
}

fn same(a: &Value, b: &Value, what: &str) {
    for part in ["view", "tables"] {
        let (a, b) = (&a[part], &b[part]);
        let keys = a.as_object().into_iter().flatten().map(|(key, _)| key);
        for key in keys {
            assert_eq!(a[key], b[key], "{what}: {part}.{key}");
        }
    }
}

fn feed(engine: &mut Engine, pastes: &[Paste]) {
    for (number, paste) in pastes.iter().enumerate() {
        feed_one(engine, number, paste);
    }
}

fn feed_one(engine: &mut Engine, number: usize, paste: &Paste) {
    let id = number.to_string();
    let pasted_at = Instant::parse_rfc3339(&format!("2026-11-21T0{}:00:00Z", number.min(9)));
    let name = format!("paste {number}");
    engine.begin(Source {
        id: id.clone(),
        name,
        pasted_at: pasted_at.unwrap_or_default(),
        ..Source::default()
    });
    for flavour in &paste.flavours {
        engine.flavour(&id, flavour.kind).unwrap();
        engine.push(&id, &flavour.bytes).unwrap();
    }
    engine.finish(&id).unwrap();
    while !engine.step(1 << 12).done {}
}

fn report(engine: &mut Engine) -> Value {
    let view = engine.view(moment(), &Scope::default());
    let tables = TableName::ALL.iter().map(|&table| {
        let opened = engine.open_table(moment(), Query::all(table));
        (table.key().to_owned(), json!(engine.window(opened.handle, 0, opened.count)))
    });
    let tables: Vec<_> = tables.collect();
    let view = json!(view);
    for row in tables[0].1.as_array().into_iter().flatten().take(5) {
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        engine.credit(moment(), &text("account"), &text("key"));
    }
    json!({ "view": view, "tables": serde_json::Map::from_iter(tables) })
}

fn handouts(engine: &mut Engine) {
    let named = CalendarAsk { names: true, amounts: true, ..CalendarAsk::default() };
    let say = |message: &Message| message.key.to_owned();
    for asked in [
        HandoutAsk::Calendar(named),
        HandoutAsk::Csv(Default::default()),
        HandoutAsk::Statement(Default::default()),
        HandoutAsk::Summary(Default::default()),
        HandoutAsk::Ticket(Default::default()),
    ] {
        let _ = engine.handout(moment(), &asked, &say);
    }
}
