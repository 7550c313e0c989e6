//! The one public pipeline: (imports, options, now) → view, tables, files.
//!
//! The engine holds imports as typed records, never as bytes: once an import is read its bytes are
//! dropped, and the shell feeds them again where a correction changes how they are to be read
//! ([`Engine::set_options`] names those imports). Everything else is computed on demand and kept until
//! an import, an option or the moment changes; what is kept changes speed, never an answer
//! (decision 0002).

mod as_of; // when the facts of an import were true
pub mod handouts; // files to take away
mod page; // states and answers, kept until something changes

use crate::calendar::{Instant, Zone};
use crate::ingest::{self, Corrections, Flavour, FlavourKind, Head, Imported, Road, Said, Source};
use crate::options::{ImportId, Options};
use crate::platform::Platform;
use crate::problem::Message;
use crate::view::tables::{self, OpenTable, Query, Row, Scope};
use crate::view::{CreditDetail, View, rows::Rows};
use page::Page;
use serde::Serialize;
use std::collections::{BTreeMap, VecDeque};

/// The moment of looking and the viewer's offset: nothing in the engine asks a clock (R33, R38).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    pub now: Instant,
    /// Stands in for the zone of accounts that nobody stated, marked as assumed.
    pub viewer_zone: Zone,
}

/// How far the queued imports are read.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Progress {
    pub done: bool,
    /// Bytes read of those queued.
    pub bytes_read: u64,
    pub bytes_total: u64,
}

/// What a call cannot do, for the reader: a key with parameters.
pub type Refusal = Message;

pub struct Engine {
    platform: Box<dyn Platform>,
    options: Options,
    road: Road,
    /// Imports that are being fed.
    fed: BTreeMap<ImportId, Source>,
    /// Imports that are fed and wait to be read, in the order of arrival.
    queue: VecDeque<Source>,
    imports: BTreeMap<ImportId, Import>,
    /// Raised by every change of imports or options.
    revision: u64,
    page: Option<Page>,
    tables: BTreeMap<u32, Opened>,
    next_handle: u32,
}

/// One import that was read.
pub struct Import {
    pub source: Source,
    pub imported: Imported,
}

impl Import {
    /// Whether a change of options changes how its bytes are read.
    fn reads_differently(&self, before: &Options, after: &Options) -> bool {
        let before = Said::of(before, &self.source.id);
        let after = Said::of(after, &self.source.id);
        let known = self.imported.tables.iter().map(|table| &table.fingerprint);
        let unknown = self.imported.unrecognised.iter().map(|table| &table.fingerprint);
        before.for_import() != after.for_import()
            || known.chain(unknown).any(|f| before.for_fingerprint(f) != after.for_fingerprint(f))
    }
}

struct Opened {
    query: Query,
    revision: u64,
    moment: Moment,
    selected: Vec<u32>,
}

impl Engine {
    pub fn new(platform: Box<dyn Platform>) -> Engine {
        Engine {
            platform,
            options: Options::default(),
            road: Road::Fast(Head::USUAL),
            fed: BTreeMap::new(),
            queue: VecDeque::new(),
            imports: BTreeMap::new(),
            revision: 0,
            page: None,
            tables: BTreeMap::new(),
            next_handle: 1,
        }
    }

    /// Keeps all of every table as it was read, at the price of speed: for looking into a reading.
    pub fn keep_grids(&mut self) {
        self.road = Road::Tolerant;
    }

    /// Begins an import; flavours follow, each in one or more pieces. Begun again, it starts over.
    pub fn begin(&mut self, source: Source) {
        self.cancel(&source.id);
        self.fed.insert(source.id.clone(), source);
    }

    /// Begins a flavour of an import that was begun.
    pub fn flavour(&mut self, import: &str, kind: FlavourKind) -> Result<(), Refusal> {
        let source = self.fed.get_mut(import).ok_or_else(|| unknown_import(import))?;
        source.flavours.push(Flavour { kind, bytes: Vec::new() });
        Ok(())
    }

    /// Appends bytes to the flavour begun last.
    pub fn push(&mut self, import: &str, bytes: &[u8]) -> Result<(), Refusal> {
        let source = self.fed.get_mut(import).ok_or_else(|| unknown_import(import))?;
        let flavour = source.flavours.last_mut().ok_or_else(|| unknown_import(import))?;
        flavour.bytes.extend_from_slice(bytes);
        Ok(())
    }

    /// Queues an import that was fed.
    pub fn finish(&mut self, import: &str) -> Result<(), Refusal> {
        let source = self.fed.remove(import).ok_or_else(|| unknown_import(import))?;
        self.queue.push_back(source);
        Ok(())
    }

    /// Reads queued imports until about `budget` bytes are done.
    pub fn step(&mut self, budget: u64) -> Progress {
        let mut bytes_read = 0;
        while bytes_read < budget {
            let Some(source) = self.queue.pop_front() else { break };
            bytes_read += source.flavours.iter().map(|f| f.bytes.len() as u64).sum::<u64>().max(1);
            self.read(source);
        }
        let waiting = self.queue.iter().flat_map(|s| &s.flavours);
        let bytes_waiting = waiting.map(|f| f.bytes.len() as u64).sum::<u64>();
        Progress {
            done: self.queue.is_empty(),
            bytes_read,
            bytes_total: bytes_read + bytes_waiting,
        }
    }

    fn read(&mut self, mut source: Source) {
        let corrections = Said::of(&self.options, &source.id);
        let imported = ingest::read_on(self.road, &source, &corrections, self.platform.as_ref());
        source.flavours.clear();
        self.imports.insert(source.id.clone(), Import { source, imported });
        self.changed();
    }

    /// Forgets an import that is not read yet.
    pub fn cancel(&mut self, import: &str) {
        self.fed.remove(import);
        self.queue.retain(|source| source.id != import);
    }

    /// Takes an import back, as if it had never been.
    pub fn remove(&mut self, import: &str) {
        self.cancel(import);
        if self.imports.remove(import).is_some() {
            self.changed();
        }
    }

    /// Replaces the options. Returns the imports that are to be fed again, because a correction changes
    /// how their bytes are read; until then they count as they were.
    pub fn set_options(&mut self, options: Options) -> Vec<ImportId> {
        let stale = self.imports.values().filter(|i| i.reads_differently(&self.options, &options));
        let stale = stale.map(|import| import.source.id.clone()).collect();
        self.options = options;
        self.changed();
        stale
    }

    pub fn options(&self) -> &Options {
        &self.options
    }

    pub fn imports(&self) -> impl Iterator<Item = &Import> {
        self.imports.values()
    }

    /// Everything the first screen says.
    pub fn view(&mut self, moment: Moment, scope: &Scope) -> View {
        self.page(moment).view(scope)
    }

    /// Opens a table; its rows stay the same until it is opened again.
    pub fn open_table(&mut self, moment: Moment, query: Query) -> OpenTable {
        let handle = self.next_handle;
        self.next_handle = self.next_handle.wrapping_add(1).max(1);
        self.page(moment);
        let platform = self.platform.as_ref();
        let Some(page) = &self.page else { return OpenTable::empty(handle) };
        let rows = page.rows(query.table, &query.scope);
        let selected = tables::select(&rows, &query, platform);
        let facets = Rows::facet_columns(query.table).iter();
        let facets = facets.map(|column| (*column, tables::facet(&rows, column))).collect();
        let answer = OpenTable { handle, revision: self.revision, count: selected.len(), facets };
        self.tables.insert(handle, Opened { query, revision: self.revision, moment, selected });
        answer
    }

    /// Rows `[start, start + length)` of an opened table, fewer at its end; none of a table that was
    /// closed, or whose rows have changed since it was opened.
    pub fn window(&mut self, handle: u32, start: usize, length: usize) -> Vec<Row> {
        let Some(opened) = self.tables.get(&handle) else { return vec![] };
        let (moment, revision) = (opened.moment, opened.revision);
        if revision != self.revision {
            return vec![];
        }
        self.page(moment);
        let (Some(page), Some(opened)) = (&self.page, self.tables.get(&handle)) else {
            return vec![];
        };
        let rows = page.rows(opened.query.table, &opened.query.scope);
        let end = start.saturating_add(length).min(opened.selected.len());
        let window = opened.selected.get(start..end).unwrap_or_default();
        window.iter().filter_map(|&row| rows.row(row)).collect()
    }

    pub fn close_table(&mut self, handle: u32) {
        self.tables.remove(&handle);
    }

    /// What opens in place below a credit.
    pub fn credit(&mut self, moment: Moment, account: &str, credit: &str) -> Option<CreditDetail> {
        self.page(moment).credit(account, credit)
    }

    /// States and answers for this moment, computed where nothing kept fits.
    pub fn page(&mut self, moment: Moment) -> &Page {
        let fits = |page: &Page| page.moment == moment && page.revision == self.revision;
        let page = match self.page.take().filter(fits) {
            Some(page) => page,
            None => Page::build(&self.imports, &self.options, moment, self.revision),
        };
        self.page.insert(page)
    }

    fn changed(&mut self) {
        self.revision += 1;
    }
}

fn unknown_import(import: &str) -> Refusal {
    Message::new("engine.unknown_import").with("import", import)
}
