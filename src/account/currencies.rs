//! The currency of an account, and rows of another one (R25, R28): never added, never converted.
//!
//! In: what rows say of their currency: a code, or a sign that several currencies share. Out: the account's currency, where
//! one is stated, and parts without the rows that cannot be in it, each told.

use super::intake::{Intake, Outcome, count_texts};
use super::state::SourceIx;
use crate::ingest::exports::{Export, Field};
use crate::ingest::figure::Named;
use crate::options::AccountOptions;
use crate::problem::{Message, Place, Problem};
use crate::text::{Name, NumberMap};
use crate::work::Pace;
use std::collections::BTreeMap;

impl Intake<'_> {
    /// R38: the user's word, else what the rows say, pages of credits and balances before lists of what was spent:
    /// without them nothing is known of what is left. R25: an account has one currency; rows that cannot be in it, also
    /// by their sign alone, are set aside.
    pub(super) async fn settle_currency(&mut self, account: Option<&AccountOptions>, pace: &Pace) {
        let stating = [
            Export::PromotionsAvailable,
            Export::PromotionsNotAvailable,
            Export::PromotionsEarning,
            Export::PaymentManagement,
            Export::AccountRegister,
        ];
        let mut votes: BTreeMap<Named, (bool, u64, u64)> = BTreeMap::new();
        for part in &self.parts {
            for (text, count) in count_texts(part, Field::Currency, pace).await {
                let named = Named::of_cell(&text).unwrap_or_default();
                let (is_code, stated, all) = votes.entry(named).or_default();
                *is_code = named.one().is_some();
                *stated += if stating.contains(&part.table.export) { count } else { 0 };
                *all += count;
            }
        }
        votes.remove(&Named::Nothing);
        let most = votes.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
        let said = account.and_then(|account| account.currency).map(Named::One);
        let own = said.or(most.map(|(named, _)| *named)).unwrap_or_default();
        self.currency = own.one();
        self.set_foreign_rows_aside(own, pace).await;
    }

    async fn set_foreign_rows_aside(&mut self, own: Named, pace: &Pace) {
        for at in 0..self.parts.len() {
            let Some(part) = self.parts.get_mut(at) else { continue };
            let records = part.records();
            if !records.has(Field::Currency) {
                continue;
            }
            let name = |row: usize| records.name(row, Field::Currency);
            let mut known: NumberMap<Name, Option<Named>> = NumberMap::default();
            let mut found: BTreeMap<Named, (u32, u64)> = BTreeMap::new();
            pace.each(part.rows(), |row| {
                let Some(name) = name(row) else { return };
                let read = || Named::of_cell(records.names().text(name));
                let other = || read().filter(|named| named.and(own).is_none());
                if let Some(named) = *known.entry(name).or_insert_with(other) {
                    found.entry(named).or_insert((records.line(row), 0)).1 += 1;
                }
            })
            .await;
            if found.is_empty() {
                continue;
            }
            let foreign = |row: usize| *known.get(&name(row)?)?;
            let all = part.row_count();
            let kept = part.rows().filter(|row| foreign(*row).is_none());
            part.rows = Some(kept.map(|row| row as u32).collect());
            let shown = part.row_count() as u64;
            pace.rows(part.row_count()).await;
            let source = SourceIx::from_at(at);
            if let Some(stated) = self.sources.get_mut(at) {
                // R32, R37: as with rows that were refused: what they list is not known to be gone.
                stated.completeness =
                    stated.completeness.without_rows(stated.export, shown, all as u64);
            }
            for (named, (line, count)) in found {
                let message = Message::new("account.foreignCurrency")
                    .with("count", count)
                    .with("currency", named.text())
                    .with("own", own.text());
                self.problem(source, Problem::fault(Place::line(line), message));
                self.count(source, Outcome::SetAside, count);
                if let Some(source) = self.sources.get_mut(at) {
                    source.counts.foreign += count;
                }
            }
        }
    }
}
