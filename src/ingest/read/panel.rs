//! Panels among what no table reader knew (E16, E17).
//!
//! In: lines and small tables of a flavour that hold no record. Out: the panel's table in their place, and the lines
//! around it. A panel's own lines say nothing of the account (R31).

use super::FlavourTables;
use crate::ingest::mapping::Plan;
use crate::ingest::{Flavour, FlavourKind, Said, Unrecognised, panels, table};
use crate::platform::Platform;

impl FlavourTables {
    /// E16 and E17 come as lines, or as what a reader took for a table of lines.
    pub(super) fn try_panel(
        &mut self,
        flavour: &Flavour,
        corrections: &Said<'_>,
        platform: &dyn Platform,
    ) {
        let rows: usize = self.unrecognised.iter().map(|table| table.grid.row_count()).sum();
        if self.lines.len() + rows > panels::LINES_MAX {
            return;
        }
        let text = std::str::from_utf8(&flavour.bytes).ok();
        let lines = match text.filter(|_| flavour.kind != FlavourKind::Html) {
            Some(text) => text.lines().map(str::to_owned).collect(),
            None => self.lines_in_order(),
        };
        let Some(found) = panels::find(&lines, platform) else { return };
        if let Ok(plan) = Plan::find(&found.grid, corrections, platform) {
            self.unrecognised.clear();
            self.lines = found.outside;
            self.clear.clone_from(&self.lines);
            // What was said of its shape is not so.
            self.problems.clear();
            self.tables = vec![table::read(found.grid, plan, platform)];
        }
    }

    /// The lines of a page, each small table below what stands above it.
    fn lines_in_order(&self) -> Vec<String> {
        let mut lines = self.lines.clone();
        for Unrecognised { grid, .. } in &self.unrecognised {
            let above = grid.before.last().and_then(|above| lines.iter().position(|l| l == above));
            let at = above.map_or(lines.len(), |above| above + 1);
            let rows =
                (0..grid.row_count()).map(|row| grid.row(row).collect::<Vec<_>>().join("\t"));
            let rows: Vec<String> =
                rows.flat_map(|r| r.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
            lines.splice(at..at, rows);
        }
        lines
    }
}
