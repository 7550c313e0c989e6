//! The calls that a page makes while its user waits: each is one call of the module, so that its time is the longest the
//! main thread is kept where no worker is allowed (row 12), and what a what-if slider waits for.

use crate::import::Bare;
use ad_credit_tracker::calendar::{Instant, Zone};
use ad_credit_tracker::engine::{Engine, Moment};
use ad_credit_tracker::ingest::{FlavourKind, Source};
use ad_credit_tracker::view::tables::{Query, Scope};
use ad_credit_tracker::view::what_if::WhatIfAsk;
use std::cell::RefCell;

#[derive(Default)]
struct Page {
    engine: Option<Engine>,
    fed: Vec<u8>,
    imports: u32,
    /// Seconds since 1970.
    now: i64,
    account: String,
}

thread_local! {
    static PAGE: RefCell<Page> = RefCell::default();
}

fn with<T>(act: impl FnOnce(&mut Page) -> T) -> T {
    PAGE.with_borrow_mut(act)
}

impl Page {
    fn moment(&self) -> Moment {
        Moment { now: Instant::from_seconds(self.now), viewer_zone: Zone::UTC }
    }

    fn engine(&mut self) -> &mut Engine {
        self.engine.get_or_insert_with(|| Engine::new(Box::new(Bare)))
    }
}

/// Begins anew; `now` in seconds since 1970.
#[unsafe(no_mangle)]
pub extern "C" fn page_begin(now: f64) {
    with(|page| *page = Page { now: now as i64, ..Page::default() });
}

/// Room for the next import, of `len` bytes.
#[unsafe(no_mangle)]
pub extern "C" fn page_room(len: usize) -> *mut u8 {
    with(|page| {
        page.fed = vec![0; len];
        page.fed.as_mut_ptr()
    })
}

/// Takes what was written to the room as a text that was pasted.
#[unsafe(no_mangle)]
pub extern "C" fn page_feed() {
    with(|page| {
        page.imports += 1;
        let id = format!("import-{}", page.imports);
        let pasted_at = Instant::from_seconds(page.now);
        let source = Source { id: id.clone(), name: id.clone(), pasted_at, ..Source::default() };
        let fed = std::mem::take(&mut page.fed);
        let engine = page.engine();
        engine.begin(source);
        let taken = engine
            .flavour(&id, FlavourKind::Text)
            .and_then(|()| engine.push(&id, &fed))
            .and_then(|()| engine.finish(&id));
        assert!(taken.is_ok(), "an import begun is fed");
    });
}

/// Reads about so many bytes; whether all is read.
#[unsafe(no_mangle)]
pub extern "C" fn page_step(budget: u32) -> u32 {
    with(|page| u32::from(page.engine().step(budget.into()).done))
}

/// So many seconds pass.
#[unsafe(no_mangle)]
pub extern "C" fn page_pass(seconds: f64) {
    with(|page| page.now += seconds as i64);
}

/// Computes about so many rows of what is shown of this moment; whether all of it is there.
#[unsafe(no_mangle)]
pub extern "C" fn page_prepare(rows: usize) -> u32 {
    with(|page| {
        let moment = page.moment();
        u32::from(page.engine().prepare(moment, rows))
    })
}

/// Everything the first screen says; the number of transactions.
#[unsafe(no_mangle)]
pub extern "C" fn page_view() -> u32 {
    with(|page| {
        let moment = page.moment();
        let view = page.engine().view(moment, &Scope::default());
        page.account = view.accounts.first().map(|a| a.key.to_string()).unwrap_or_default();
        view.counts.transactions as u32
    })
}

/// Opens the table of transactions as asked (JSON) and hands out its first 50 rows; how many rows it has.
#[unsafe(no_mangle)]
pub extern "C" fn page_open() -> u32 {
    with(|page| {
        let Some(query) = serde_json::from_slice::<Query>(&page.fed).ok() else { return u32::MAX };
        let moment = page.moment();
        let engine = page.engine();
        let opened = engine.open_table(moment, query);
        let rows = engine.window(opened.handle, 0, 50);
        assert!(rows.len() <= opened.count);
        engine.close_table(opened.handle);
        opened.count as u32
    })
}

/// Asks what would be if (JSON); the number of credits in the answer, or a number nobody has where there is none.
#[unsafe(no_mangle)]
pub extern "C" fn page_what_if() -> u32 {
    with(|page| {
        let Some(asked) = serde_json::from_slice::<WhatIfAsk>(&page.fed).ok() else {
            return u32::MAX;
        };
        let (moment, account) = (page.moment(), page.account.clone());
        let card = page.engine().what_if(moment, &account, &asked);
        card.map_or(u32::MAX - 1, |card| card.changed.credits.len() as u32)
    })
}
