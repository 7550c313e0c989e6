//! Rows that were held back because they may be totals: left out, read or asked about.

use super::{Reader, place};
use crate::ingest::shape::Grid;
use crate::ingest::totals;
use crate::platform::Platform;
use crate::problem::Message;

impl Reader {
    /// Rows that were held back as totals without a label.
    pub(super) fn settle_held(&mut self, grid: &Grid, platform: &dyn Platform) {
        for (row, has_name) in self.totals.take_held() {
            let ties = self.totals.ties(grid, &self.plan, row);
            // One record and a row of its amounts are as well two records.
            let is_sum = ties && (!has_name || self.totals.is_a_sum());
            // What was said answers what neither name nor sum decides.
            let is_total = match (is_sum, has_name && !ties) {
                (true, _) => Some(true),
                (_, true) => Some(false),
                _ => self.plan.total_row,
            };
            match is_total {
                Some(false) => self.data(grid, row, platform),
                Some(true) => {
                    self.ignore(grid, row, Message::new("ingest.ignored.total_that_ties"));
                }
                None => {
                    self.ignore(grid, row, Message::new("ingest.ignored.total_perhaps"));
                    self.questions.push(totals::question(place(grid, row)));
                }
            }
        }
    }
}
