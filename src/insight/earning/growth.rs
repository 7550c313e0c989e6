//! How fast qualifying spend grows, by copies of the offer, and what reports pasted since add to it.

use super::Scene;
use crate::account::earning;
use crate::account::state::{Observed, Offer};
use crate::calendar::SECONDS_PER_DAY;
use crate::insight::forecast::{Expected, round_nearest};
use crate::money::Amount;

/// So many stretches between copies tell how much the pace differs.
const RECENT_PACES_MIN: usize = 3;

impl Scene<'_> {
    /// At the pace of the copies of the last week, as slow and as fast as it was between two of them; one figure
    /// tells the average so far, and no more than that it may be half or double of it.
    pub(super) fn by_history(&self, offer: &Offer) -> Option<Expected> {
        let zone = self.state.zone;
        let (last, copied) = (offer.spend?, offer.history.last()?);
        let left = i128::from(offer.window.end?.in_zone(zone).seconds_since(last.as_of).max(0));
        let ahead = |grown: Amount, seconds: i64| {
            let micros = grown.micros().max(0).saturating_mul(left) / i128::from(seconds);
            round_nearest(Amount::from_micros(micros), self.state)
        };
        let week = copied.as_of.plus_seconds(-7 * SECONDS_PER_DAY);
        let recent: Vec<_> = offer.history.iter().filter(|seen| seen.as_of >= week).collect();
        let between = |from: &Observed<Amount>, to: &Observed<Amount>| {
            let seconds = to.as_of.seconds_since(from.as_of);
            (seconds >= SECONDS_PER_DAY / 2).then(|| ahead(to.value - from.value, seconds))
        };
        let paces: Vec<Amount> = recent
            .iter()
            .zip(recent.iter().skip(1))
            .filter_map(|(from, to)| between(from, to))
            .collect();
        let first = recent.first().filter(|_| paces.len() >= RECENT_PACES_MIN);
        if let Some(middle) = first.and_then(|first| between(first, copied)) {
            let (low, high) = (paces.iter().copied().min()?, paces.iter().copied().max()?);
            return Some(Expected { low: low.min(middle), middle, high: high.max(middle) });
        }
        let start = offer.window.start?.in_zone(zone);
        let passed = copied.as_of.seconds_since(start);
        if passed < SECONDS_PER_DAY {
            return None;
        }
        let half = ahead(copied.value, 2 * passed);
        let middle = ahead(copied.value, passed);
        Some(Expected { low: half, middle, high: middle + middle })
    }

    /// The offer with what reports pasted since its copy add to it, where any do.
    pub(super) fn with_reports(&self, offer: &Offer) -> Option<(Offer, Amount)> {
        let (spend, more) = earning::with_reports(offer, earning::Facts::of(self.state))?;
        let next = earning::next_tier(offer, spend.value);
        Some((Offer { spend: Some(spend), next, ..offer.clone() }, more))
    }
}
