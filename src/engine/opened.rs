//! Tables that are open (decision 0003).
//!
//! In: queries of a moment. Out: a handle and a count, then windows of rows. The rows of a table are chosen once, in
//! pieces where the caller asks for them ([`Engine::prepare_table`]); they stay the same until it is opened again.

use super::page::Page;
use super::{Engine, Moment};
use crate::platform::Platform;
use crate::view::rows::Rows;
use crate::view::tables::{self, Facet, OpenTable, Query, Row};
use crate::work::Work;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What is asked for, and of which moment.
pub(super) type Asked = (Moment, Query);

pub(super) struct Opened {
    asked: Asked,
    revision: u64,
    chosen: Rc<Chosen>,
}

/// The rows that a query leaves, and what it may be narrowed by.
pub(super) struct Chosen {
    selected: Vec<u32>,
    facets: BTreeMap<&'static str, Vec<Facet>>,
}

fn choose(page: Rc<Page>, query: Query, platform: &'static dyn Platform) -> Work<Rc<Chosen>> {
    Work::new(|pace| async move {
        let rows = page.rows(query.table, &query.scope);
        let selected = tables::select(&rows, &query, platform, &pace).await;
        let mut facets = BTreeMap::new();
        for column in Rows::facet_columns(query.table) {
            facets.insert(*column, tables::facet(&rows, column));
            pace.rows(rows.len()).await;
        }
        Rc::new(Chosen { selected, facets })
    })
}

impl Engine {
    /// Chooses the rows of a table that is about to be opened, going through so many; whether all are chosen. Where this
    /// was not asked for, opening it does so in one go.
    pub fn prepare_table(&mut self, moment: Moment, query: &Query, rows: usize) -> bool {
        let (page, platform) = (self.shared(moment).clone(), self.platform);
        self.chosen.step((moment, query.clone()), rows, || choose(page, query.clone(), platform))
    }

    /// Opens a table; its rows stay the same until it is opened again.
    pub fn open_table(&mut self, moment: Moment, query: Query) -> OpenTable {
        let handle = self.next_handle;
        self.next_handle = self.next_handle.wrapping_add(1).max(1);
        let (page, platform) = (self.shared(moment).clone(), self.platform);
        let (asked, revision) = ((moment, query), self.revision);
        let begin = || choose(page, asked.1.clone(), platform);
        let chosen = self.chosen.get(asked.clone(), begin).clone();
        let Chosen { selected, facets } = chosen.as_ref();
        let answer = OpenTable { handle, revision, count: selected.len(), facets: facets.clone() };
        self.tables.insert(handle, Opened { asked, revision, chosen });
        answer
    }

    /// Rows `[start, start + length)` of an opened table, fewer at its end; none of a table that was
    /// closed, or whose rows have changed since it was opened.
    pub fn window(&mut self, handle: u32, start: usize, length: usize) -> Vec<Row> {
        let opened = self.tables.get(&handle).filter(|opened| opened.revision == self.revision);
        let Some(Opened { asked, chosen, .. }) = opened else { return vec![] };
        let selected = &chosen.selected;
        let end = start.saturating_add(length).min(selected.len());
        let window = selected.get(start..end).unwrap_or_default().to_vec();
        let (moment, query) = asked.clone();
        let rows = self.page(moment).rows(query.table, &query.scope);
        window.into_iter().filter_map(|row| rows.row(row)).collect()
    }

    pub fn close_table(&mut self, handle: u32) {
        self.tables.remove(&handle);
    }
}
