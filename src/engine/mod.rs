//! The one public pipeline: (imports, options, now) → view, tables, files.
//!
//! The engine holds imports as typed records, never as bytes: once an import is read its bytes are
//! dropped, and the shell feeds them again where a correction changes how they are to be read
//! ([`Engine::set_options`] names those imports). Everything else is computed on demand and kept until
//! an import, an option or the moment changes; what is kept changes speed, never an answer
//! (decision 0002).

mod as_of; // when the facts of an import were true
mod cards; // cards of imports, by windows
mod opened; // tables that are open
pub mod handouts; // files to take away
mod page; // states and answers, kept until something changes
mod seen; // what held at the last visit

use crate::calendar::{Instant, Zone};
use crate::ingest::{Flavour, FlavourKind, Head, Imported, Job, Road, Said, Source};
use crate::options::{ImportId, Options};
use crate::platform::Platform;
use crate::problem::Message;
use crate::view::cards::Wanted;
use crate::view::tables::Scope;
use crate::view::what_if::{WhatIfAsk, WhatIfCard};
use crate::view::{CreditDetail, TransactionDetail, View};
use crate::work::{Prepared, Work};
use opened::{Asked, Chosen, Opened};
use page::Page;
use seen::Visit;
use serde::Serialize;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

/// The moment of looking and the viewer's offset: nothing in the engine asks a clock (R33, R38).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    pub now: Instant,
    /// Stands in for the zone of accounts that nobody stated, marked as assumed.
    pub viewer_zone: Zone,
}

/// How far the queued imports are read.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    pub done: bool,
    /// Bytes that this step read.
    pub bytes_read: u64,
    /// Those and all that are still queued.
    pub bytes_total: u64,
}

/// What a call cannot do, for the reader: a key with parameters.
pub type Refusal = Message;

pub struct Engine {
    /// Lent for good: a reading under way keeps it.
    platform: &'static dyn Platform,
    options: Rc<Options>,
    road: Road,
    /// Imports that are being fed.
    fed: BTreeMap<ImportId, Source>,
    /// Imports that are fed and wait to be read.
    waiting: BTreeMap<ImportId, Source>,
    /// Their order of arrival; one that waits no longer may still stand here.
    queue: VecDeque<ImportId>,
    /// The import at hand, and how far it is read.
    reading: Option<(Source, Job<'static>)>,
    imports: Rc<Imports>,
    /// Raised by every change of imports or options.
    revision: u64,
    /// The page of a moment, with what held at the last visit.
    page: Prepared<Moment, (Rc<Page>, Option<Visit>)>,
    /// What held at the last visit; no paste since then changes it.
    seen: Option<Visit>,
    /// The rows of a table that is about to be opened.
    chosen: Prepared<Asked, Rc<Chosen>>,
    tables: BTreeMap<u32, Opened>,
    next_handle: u32,
}

/// Shared with the page that is being computed from them.
type Imports = BTreeMap<ImportId, Rc<Import>>;

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

impl Engine {
    pub fn new(platform: Box<dyn Platform>) -> Engine {
        Engine {
            platform: Box::leak(platform),
            options: Rc::default(),
            road: Road::Fast(Head::USUAL),
            fed: BTreeMap::new(),
            waiting: BTreeMap::new(),
            queue: VecDeque::new(),
            reading: None,
            imports: Rc::default(),
            revision: 0,
            page: Prepared::default(),
            seen: None,
            chosen: Prepared::default(),
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

    /// Makes room for so many bytes of the flavour begun last, where there is so much: to make it piece by piece would
    /// copy a long file over and over.
    pub fn make_room(&mut self, import: &str, bytes: usize) -> Result<(), Refusal> {
        let source = self.fed.get_mut(import).ok_or_else(|| unknown_import(import))?;
        let flavour = source.flavours.last_mut().ok_or_else(|| unknown_import(import))?;
        // Without it every piece makes its own, as far as that goes.
        flavour.bytes.try_reserve_exact(bytes).ok();
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
        self.queue.push_back(source.id.clone());
        self.waiting.insert(source.id.clone(), source);
        Ok(())
    }

    /// Reads queued imports until about `budget` bytes are done, and stops inside one where it is long.
    pub fn step(&mut self, budget: u64) -> Progress {
        let mut bytes_read = 0;
        while bytes_read < budget {
            let (road, platform) = (self.road, self.platform);
            let begin = |source| (source, Job::new(road, platform));
            let at_hand = self.reading.take();
            let next = at_hand.or_else(|| self.next_waiting().map(begin));
            let Some((source, mut job)) = next else { break };
            let corrections = Said::of(&self.options, &source.id).pasted_at(source.pasted_at);
            let left = usize::try_from(budget - bytes_read).unwrap_or(usize::MAX);
            let before = job.bytes_read();
            match job.step(&source, &corrections, left) {
                Some(imported) => {
                    bytes_read += size(&source).saturating_sub(before as u64).max(1);
                    self.keep(source, imported);
                }
                None => {
                    bytes_read += job.bytes_read().saturating_sub(before) as u64;
                    self.reading = Some((source, job));
                    break;
                }
            }
        }
        let at_hand = self.reading.as_ref();
        let rest =
            at_hand.map_or(0, |(source, job)| size(source).saturating_sub(job.bytes_read() as u64));
        let waiting = self.waiting.values().map(size).sum::<u64>();
        Progress {
            done: self.waiting.is_empty() && self.reading.is_none(),
            bytes_read,
            bytes_total: bytes_read + rest + waiting,
        }
    }

    fn next_waiting(&mut self) -> Option<Source> {
        loop {
            let id = self.queue.pop_front()?;
            if let Some(source) = self.waiting.remove(&id) {
                return Some(source);
            }
        }
    }

    fn keep(&mut self, mut source: Source, imported: Imported) {
        source.flavours.clear();
        self.forget_seen(source.pasted_at);
        self.changed();
        let import = Rc::new(Import { source, imported });
        Rc::make_mut(&mut self.imports).insert(import.source.id.clone(), import);
    }

    /// Forgets an import that is not read yet.
    pub fn cancel(&mut self, import: &str) {
        self.fed.remove(import);
        self.waiting.remove(import);
        self.reading.take_if(|(source, _)| source.id == import);
    }

    /// Takes an import back, as if it had never been.
    pub fn remove(&mut self, import: &str) {
        self.cancel(import);
        if self.imports.contains_key(import) {
            self.changed();
        }
        if let Some(removed) = Rc::make_mut(&mut self.imports).remove(import) {
            self.forget_seen(removed.source.pasted_at);
        }
    }

    /// Replaces the options. Returns the imports that are to be fed again, because a correction changes
    /// how their bytes are read; until then they count as they were.
    pub fn set_options(&mut self, options: Options) -> Vec<ImportId> {
        let stale = self.imports.values().filter(|i| i.reads_differently(&self.options, &options));
        let stale = stale.map(|import| import.source.id.clone()).collect();
        self.options = Rc::new(options);
        self.seen = None;
        // What is read by halves would be read by two minds.
        if let Some((source, _)) = self.reading.take() {
            self.queue.push_front(source.id.clone());
            self.waiting.insert(source.id.clone(), source);
        }
        self.changed();
        stale
    }

    pub fn options(&self) -> &Options {
        &self.options
    }

    pub fn imports(&self) -> impl Iterator<Item = &Import> {
        self.imports.values().map(Rc::as_ref)
    }

    /// Everything the first screen says, with the cards of the newest imports.
    pub fn view(&mut self, moment: Moment, scope: &Scope) -> View {
        let view = self.page(moment).view(scope);
        View { imports: self.cards(moment, &Wanted::NEWEST), ..view }
    }

    /// What opens in place below a credit.
    pub fn credit(&mut self, moment: Moment, account: &str, credit: &str) -> Option<CreditDetail> {
        let page = self.shared(moment).clone();
        page.credit(account, credit, &self.imports)
    }

    /// Who paid the charge of a transaction, and why this credit and not that one.
    pub fn transaction(
        &mut self,
        moment: Moment,
        account: &str,
        transaction: &str,
    ) -> Option<TransactionDetail> {
        self.page(moment).transaction(account, transaction)
    }

    /// The forecast of an account if something were changed; `None` where there is none to change.
    pub fn what_if(
        &mut self,
        moment: Moment,
        account: &str,
        asked: &WhatIfAsk,
    ) -> Option<WhatIfCard> {
        self.page(moment).what_if(account, asked)
    }

    /// Computes what is shown of this moment, about so many rows of it; whether all of it is there. What is asked
    /// of a moment before that is computed in one go.
    pub fn prepare(&mut self, moment: Moment, rows: usize) -> bool {
        let (imports, options, seen) = (&self.imports, &self.options, &self.seen);
        let begin = || page_of(imports.clone(), options.clone(), seen.clone(), moment);
        self.page.step(moment, rows, begin)
    }

    /// States and answers for this moment, computed where nothing kept fits.
    pub fn page(&mut self, moment: Moment) -> &Page {
        self.shared(moment)
    }

    fn shared(&mut self, moment: Moment) -> &Rc<Page> {
        let (imports, options, seen) = (&self.imports, &self.options, &self.seen);
        let begin = || page_of(imports.clone(), options.clone(), seen.clone(), moment);
        let (page, seen) = self.page.get(moment, begin);
        self.seen.clone_from(seen);
        page
    }

    fn changed(&mut self) {
        self.revision += 1;
        (self.page, self.chosen) = (Prepared::default(), Prepared::default());
    }
}

/// The page of a moment, with what held at the last visit before it.
fn page_of(
    imports: Rc<Imports>,
    options: Rc<Options>,
    known: Option<Visit>,
    moment: Moment,
) -> Work<(Rc<Page>, Option<Visit>)> {
    Work::new(|pace| async move {
        let seen = seen::before(known, &imports, &options, moment, &pace).await;
        let since = seen.as_ref().map(|(_, seen)| seen.as_ref());
        (Rc::new(Page::build(&imports, &options, moment, since, &pace).await), seen)
    })
}

/// Bytes of all flavours.
fn size(source: &Source) -> u64 {
    source.flavours.iter().map(|f| f.bytes.len() as u64).sum()
}

fn unknown_import(import: &str) -> Refusal {
    Message::new("engine.unknown_import").with("import", import)
}
