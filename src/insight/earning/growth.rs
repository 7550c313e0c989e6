//! How fast qualifying spend grows, by copies of the offer, and what reports pasted since add to it.

use crate::account::earning;
use crate::account::state::{Observed, Offer};
use crate::calendar::SECONDS_PER_DAY;
use crate::insight::Scene;
use crate::insight::forecast::{Expected, Forecast, round_nearest};
use crate::money::Amount;

/// So many stretches between copies tell how much the pace differs.
const RECENT_PACES_MIN: usize = 3;

/// So many days tell which share of the spend cash pays.
const SHARE_DAYS: usize = 7;

impl Scene<'_> {
    /// What will count by the end of the window: what cash is expected to pay, else the pace of the
    /// platform's own figure so far. Copies of credits tell nothing of what cash pays beside them; the offer does.
    pub(super) fn expected(&self, offer: &Offer, forecast: &Forecast) -> Option<Expected> {
        let end = offer.window.end?;
        let by_cash = forecast.paid_in_cash(self.first_day(offer), end.plus_seconds(-1).day());
        // How long a credit pays on that nobody copied is not known: cash may pay all.
        let by_cash = by_cash.map(|cash| Expected {
            low: self.in_cash(cash.low),
            middle: self.in_cash(cash.middle),
            high: cash.high,
        });
        let by_cash = by_cash.map(|cash| cash.rounded(self.state));
        let beside = || self.by_history(offer);
        match by_cash {
            Some(cash) if forecast.is_by_copies() => {
                Some(beside().map_or(cash, |beside| Expected {
                    low: cash.low.max(beside.low),
                    middle: cash.middle.max(beside.middle),
                    high: cash.high + beside.high,
                }))
            }
            _ => by_cash.or_else(beside),
        }
    }

    /// R18, R37: where nobody copied which credits are left, as much of it as cash paid of the last days that tell.
    pub(super) fn in_cash(&self, spent: Amount) -> Amount {
        let days = self.state.spend.iter().rev().filter(|day| day.is_settled);
        let told = days.filter_map(|day| Some((day.cost, day.by_credit?))).take(SHARE_DAYS);
        let (cost, by_credit) = told
            .fold((Amount::ZERO, Amount::ZERO), |(cost, by_credit), day| {
                (cost + day.0, by_credit + day.1.min(day.0))
            });
        match cost.is_positive() && !self.usage.is_told {
            true => Amount::from_micros(
                spent.micros().saturating_mul((cost - by_credit).micros()) / cost.micros(),
            ),
            false => spent,
        }
    }

    /// What is spent on an average day, whoever pays.
    pub(super) fn usual_daily(&self, offer: &Offer) -> Option<Amount> {
        let beside = || {
            let day = i128::from(SECONDS_PER_DAY);
            let left = self.seconds_left(offer).filter(|left| *left > 0)?;
            let micros = self.by_history(offer)?.middle.micros() * day / left;
            Some(Amount::from_micros(micros))
        };
        let spent = self.forecast.spent_daily()?;
        let beside = if self.forecast.is_by_copies() { beside() } else { None };
        Some(spent + beside.unwrap_or_default()).filter(|daily| daily.is_positive())
    }

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
