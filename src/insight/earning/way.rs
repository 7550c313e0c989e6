//! How much must be spent a day so that enough of it is paid by cash, where credit pays first? (R18)
//!
//! In: credits in paying order with what is left of them and until when they pay, the time that counts, and what is
//! missing. Out: the least spend per day in minor units, and what credit pays of it. What ends before the window
//! does stands in the way only until then.

use super::{Scene, is_first};
use crate::account::state::{CreditIx, Offer};
use crate::calendar::{LocalTime, SECONDS_PER_DAY};
use crate::insight::forecast::draw::Lot;
use crate::insight::forecast::{self, round_nearest};
use crate::money::Amount;
use crate::sorting::Sorting;

/// Credit that pays first, and what is spent in all so that cash pays enough beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct InTheWay {
    pub credit: Amount,
    pub daily: Amount,
}

/// The time that counts, at least a day long.
#[derive(Clone, Copy)]
struct Counts {
    pub from: LocalTime,
    pub to: LocalTime,
}

impl Scene<'_> {
    /// R18: spend that credit pays does not count. `None` where by every reading cash is billed before it (R10).
    pub(super) fn in_the_way(&self, offer: &Offer, freed: &[CreditIx]) -> Option<InTheWay> {
        let missing = offer.next?.missing;
        let seconds = i64::try_from(self.seconds_left(offer).filter(|left| *left > 0)?).ok()?;
        let from = self.counts_from(offer).on_clock(self.state.zone);
        let counts = Counts { from, to: from.plus_seconds(seconds.max(SECONDS_PER_DAY)) };
        let lots = forecast::lots(self.state, self.usage);
        let unit = forecast::minor_unit(self.state);
        let may_be_first = self.payers.readings.iter().any(is_first);
        let way = may_be_first.then(|| least(&lots, freed, counts, missing, unit))?;
        Some(InTheWay { credit: round_nearest(way.credit, self.state), ..way })
    }
}

/// Without the lots of `freed`; amounts per day are rounded up to `unit`.
fn least(
    lots: &[Lot],
    freed: &[CreditIx],
    counts: Counts,
    missing: Amount,
    unit: i128,
) -> InTheWay {
    let lots: Vec<&Lot> = lots.iter().filter(|lot| !freed.contains(&lot.credit)).collect();
    let seconds = i128::from(counts.to.seconds() - counts.from.seconds());
    let all: Amount = lots.iter().map(|lot| lot.balance).sum();
    let in_units = |total: Amount| {
        let daily = total.micros() * i128::from(SECONDS_PER_DAY);
        (daily + seconds * unit - 1).div_euclid(seconds * unit)
    };
    // What cash pays never falls with what is spent.
    let (mut low, mut high) = (in_units(missing), in_units(missing + all));
    while low < high {
        let middle = (low + high).div_euclid(2);
        let paid = paid(&lots, counts, Amount::from_micros(middle * unit));
        if paid.cash >= missing { high = middle } else { low = middle + 1 }
    }
    let daily = Amount::from_micros(high * unit);
    InTheWay { credit: paid(&lots, counts, daily).credit, daily }
}

struct Paid {
    cash: Amount,
    credit: Amount,
}

/// Who pays `daily`, evenly spent: credits while they are valid and something is left of them.
fn paid(lots: &[&Lot], counts: Counts, daily: Amount) -> Paid {
    let moments = lots.iter().flat_map(|lot| [lot.window.start, lot.window.end]).flatten();
    let within = moments.filter(|at| counts.from < *at && *at < counts.to);
    let mut cuts: Vec<LocalTime> = within.chain([counts.from, counts.to]).collect();
    cuts.order();
    let mut left: Vec<Amount> = lots.iter().map(|lot| lot.balance).collect();
    let mut out = Paid { cash: Amount::ZERO, credit: Amount::ZERO };
    for (from, to) in cuts.iter().zip(cuts.iter().skip(1)) {
        let seconds = i128::from(to.seconds() - from.seconds());
        let micros = daily.micros() * seconds / i128::from(SECONDS_PER_DAY);
        let mut asked = Amount::from_micros(micros);
        let pay = lots.iter().zip(&mut left).filter(|(lot, _)| lot.window.contains(*from));
        for (_, left) in pay {
            let part = asked.min(*left);
            *left -= part;
            asked -= part;
            out.credit += part;
        }
        out.cash += asked;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Window;
    use crate::insight::fixture::{day, time};

    #[test]
    fn r18_what_ends_before_the_window_stands_in_the_way_only_until_then() {
        let counts = Counts { from: time("11-21"), to: time("12-01") };
        let lot = |at: u32, balance: i64, start: &str, end: &str| Lot {
            credit: CreditIx(at),
            from_business_center: false,
            from: counts.from,
            balance: Amount::from_units(balance),
            window: Window { start: Some(day(start).start()), end: Some(day(end).start()) },
            pays: vec![],
            doubt: None,
            may_wait: false,
        };
        for (lots, missing, credit, daily) in [
            // credits: amount, first day, day after the last | missing in ten days | credit pays | a day in all
            (vec![], 100, "0", "10"),
            (vec![(200, "11-01", "12-31")], 100, "200", "30"),
            (vec![(2000, "11-01", "11-23")], 100, "25", "12.5"),
            (vec![(2000, "11-01", "11-23"), (20, "11-01", "12-31")], 100, "50", "15"),
            // One that begins later pays from then on.
            (vec![(200, "11-26", "12-31")], 100, "100", "20"),
            (vec![(10, "11-26", "12-31")], 100, "10", "11"),
            (vec![(50, "12-05", "12-31")], 100, "0", "10"),
        ] {
            let lots: Vec<Lot> =
                (0..).zip(&lots).map(|(at, (b, s, e))| lot(at, *b, s, e)).collect();
            let found = least(&lots, &[], counts, Amount::from_units(missing), 10_000);
            let said = (found.credit.to_string(), found.daily.to_string());
            assert_eq!(said, (credit.to_owned(), daily.to_owned()), "{lots:?}");
            let freed: Vec<CreditIx> = lots.iter().map(|lot| lot.credit).collect();
            let free = least(&lots, &freed, counts, Amount::from_units(missing), 10_000);
            assert_eq!(free.daily.to_string(), "10");
        }
    }
}
