//! Tables that are open (decision 0003).
//!
//! In: queries of a moment. Out: a handle and a count, then windows of rows. The rows of a table are chosen once, in
//! pieces where the caller asks for them ([`Engine::prepare_table`]); they stay the same until it is opened again.

use super::page::Page;
use super::{Engine, Moment};
use crate::platform::Platform;
use crate::view::rows::Rows;
use crate::view::tables::{self, Facet, OpenTable, Query, Row};
use crate::work::{Pace, Step, Work};
use std::collections::BTreeMap;

/// What is asked for, and of which moment.
pub(super) type Asked = (Moment, Query);

pub(super) struct Opened {
    asked: Asked,
    revision: u64,
    selected: Vec<u32>,
}

/// The rows that a query leaves, and what it may be narrowed by.
pub(super) struct Chosen {
    selected: Vec<u32>,
    facets: BTreeMap<&'static str, Vec<Facet>>,
}

impl Chosen {
    async fn of(page: &Page, query: &Query, platform: &dyn Platform, pace: &Pace) -> Chosen {
        let rows = page.rows(query.table, &query.scope);
        let selected = tables::select(&rows, query, platform, pace).await;
        let mut facets = BTreeMap::new();
        for column in Rows::facet_columns(query.table) {
            facets.insert(*column, tables::facet(&rows, column));
            pace.rows(rows.len()).await;
        }
        Chosen { selected, facets }
    }
}

impl Engine {
    /// Chooses the rows of a table that is about to be opened, going through so many; whether all are chosen. Where this
    /// was not asked for, opening it does so in one go.
    pub fn prepare_table(&mut self, moment: Moment, query: &Query, rows: usize) -> bool {
        let asked = (moment, query.clone());
        if self.chosen.as_ref().is_some_and(|(of, _)| *of == asked) {
            return true;
        }
        match self.choosing(&asked).step(rows) {
            Step::Done(chosen) => {
                self.chosen = Some((asked, chosen));
                true
            }
            Step::More(rest) => {
                self.choosing = Some((asked, rest));
                false
            }
        }
    }

    /// Opens a table; its rows stay the same until it is opened again.
    pub fn open_table(&mut self, moment: Moment, query: Query) -> OpenTable {
        let handle = self.next_handle;
        self.next_handle = self.next_handle.wrapping_add(1).max(1);
        let (asked, revision) = ((moment, query), self.revision);
        let Chosen { selected, facets } = match self.chosen.take().filter(|(of, _)| *of == asked) {
            Some((_, chosen)) => chosen,
            None => self.choosing(&asked).finish(),
        };
        let answer = OpenTable { handle, revision, count: selected.len(), facets };
        self.tables.insert(handle, Opened { asked, revision, selected });
        answer
    }

    /// The rows that are asked for, as far as they are chosen.
    fn choosing(&mut self, asked: &Asked) -> Work<Chosen> {
        match self.choosing.take().filter(|(of, _)| of == asked) {
            Some((_, work)) => work,
            None => {
                let (platform, (moment, query)) = (self.platform, asked.clone());
                let page = self.shared(moment).clone();
                Work::new(|pace| async move { Chosen::of(&page, &query, platform, &pace).await })
            }
        }
    }

    /// Rows `[start, start + length)` of an opened table, fewer at its end; none of a table that was
    /// closed, or whose rows have changed since it was opened.
    pub fn window(&mut self, handle: u32, start: usize, length: usize) -> Vec<Row> {
        let opened = self.tables.get(&handle).filter(|opened| opened.revision == self.revision);
        let Some(Opened { asked, selected, .. }) = opened else { return vec![] };
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
