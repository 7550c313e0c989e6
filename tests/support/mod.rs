//! What the tests share: stories of pastes, golden files beside their input.
#![allow(dead_code, reason = "each test file uses its part")]

use ad_credit_tracker::calendar::{Instant, Zone};
use ad_credit_tracker::engine::{Engine, Moment};
use ad_credit_tracker::ingest::{FlavourKind, Source};
use ad_credit_tracker::options::Options;
use ad_credit_tracker::platform::Native;
use ad_credit_tracker::view::View;
use ad_credit_tracker::view::cards::Wanted;
use ad_credit_tracker::view::tables::{Query, Scope, TableName};
use serde::Deserialize;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// A sequence of pastes with the moment at which the page is looked at.
#[derive(Deserialize)]
pub struct Story {
    pub now: Instant,
    #[serde(default)]
    pub viewer_zone: Zone,
    #[serde(default)]
    pub options: Options,
    pub imports: Vec<Paste>,
}

#[derive(Deserialize)]
pub struct Paste {
    #[serde(flatten)]
    pub source: Source,
    pub flavours: Vec<FlavourFile>,
}

#[derive(Deserialize)]
pub struct FlavourFile {
    pub kind: FlavourKind,
    pub file: String,
}

pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

impl Story {
    pub fn read(name: &str) -> Story {
        serde_json::from_slice(&fs::read(fixtures().join(name)).unwrap()).unwrap()
    }

    pub fn moment(&self) -> Moment {
        Moment { now: self.now, viewer_zone: self.viewer_zone }
    }

    /// An engine that has read all of it.
    pub fn engine(&self) -> Engine {
        let mut engine = Engine::new(Box::new(Native));
        engine.set_options(self.options.clone());
        for paste in &self.imports {
            let flavours = paste.flavours.iter();
            let bytes = |f: &FlavourFile| fs::read(fixtures().join(&f.file)).unwrap();
            feed(&mut engine, paste.source.clone(), flavours.map(|f| (f.kind, bytes(f))));
        }
        engine
    }
}

/// Feeds one import and reads it.
pub fn feed(
    engine: &mut Engine,
    source: Source,
    flavours: impl IntoIterator<Item = (FlavourKind, Vec<u8>)>,
) {
    let id = source.id.clone();
    engine.begin(source);
    for (kind, bytes) in flavours {
        engine.flavour(&id, kind).unwrap();
        engine.push(&id, &bytes).unwrap();
    }
    engine.finish(&id).unwrap();
    while !engine.step(u64::MAX).done {}
}

/// The whole view with every table: what the page can show.
pub fn report(engine: &mut Engine, moment: Moment) -> Value {
    let imports = engine.cards(moment, &Wanted::ALL);
    let view = View { imports, ..engine.view(moment, &Scope::default()) };
    let tables = TableName::ALL.iter().map(|&table| {
        let opened = engine.open_table(moment, Query::all(table));
        (table.key().to_owned(), json!(engine.window(opened.handle, 0, opened.count)))
    });
    json!({ "view": view, "tables": serde_json::Map::from_iter(tables) })
}

/// Compares with a golden file; `UPDATE_GOLDEN=1` rewrites it, and `git diff` is the review.
pub fn assert_golden(path: &Path, found: &Value) {
    let found = format!("{}\n", serde_json::to_string_pretty(found).unwrap());
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &found).unwrap();
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    if let Some((at, (e, f))) =
        expected.lines().zip(found.lines()).enumerate().find(|(_, (e, f))| e != f)
    {
        panic!("{}:{}: expected\n  {e}\nfound\n  {f}", path.display(), at + 1);
    }
    assert!(expected == found, "{}: lengths differ (UPDATE_GOLDEN=1 rewrites)", path.display());
}
