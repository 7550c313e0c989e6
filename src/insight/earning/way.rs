//! How much must be spent a day so that enough of it is paid by cash, where credit pays first? (R18)
//!
//! In: credits in paying order with what is left of them, until when and of which campaigns they pay, cash that is billed
//! before them, the time that counts, and what is missing. Out: the least spend per day in minor units, shared among
//! campaigns as today, and what credit pays of it. What ends before the window does stands in the way only until then.

use crate::account::state::{CreditIx, Offer};
use crate::calendar::{LocalTime, SECONDS_PER_DAY};
use crate::insight::Scene;
use crate::insight::forecast::draw::{Lane, Lot};
use crate::insight::forecast::{self, round_nearest};
use crate::money::Amount;
use crate::options::BillingSetup;
use crate::sorting::Sorting;

/// Credit that pays before what counts, and what is spent in all so that cash pays enough beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct InTheWay {
    pub credit: Amount,
    pub daily: Amount,
    /// By some reading of the billing setup nothing is in the way, or that hangs on cash that is not known (R10).
    pub is_open: bool,
}

/// The time that counts, at least a day long.
#[derive(Clone, Copy)]
struct Counts {
    pub from: LocalTime,
    pub to: LocalTime,
}

/// What pays, and of which campaigns.
struct Sources {
    lots: Vec<Lot>,
    /// What each lane of the lots spends, beside the others; one lane of any amount where every credit pays all.
    weights: Vec<i128>,
    /// R10: billed before credits, but for those of a Business Center (R6).
    cash_first: Amount,
}

impl Scene<'_> {
    /// R18: spend that credit pays does not count. By the reading that asks for most.
    pub(super) fn in_the_way(&self, offer: &Offer, freed: &[CreditIx]) -> Option<InTheWay> {
        let missing = offer.next?.missing;
        let seconds = i64::try_from(self.seconds_left(offer).filter(|left| *left > 0)?).ok()?;
        let from = self.counts_from(offer).on_clock(self.state.zone);
        let counts = Counts { from, to: from.plus_seconds(seconds.max(SECONDS_PER_DAY)) };
        let unit = forecast::minor_unit(self.state);
        let mut sources = self.sources();
        sources.lots.retain(|lot| !freed.contains(&lot.credit));
        let ways = self.payers.readings.iter().map(|chain| {
            let cash = self.state.funds.cash.map(|cash| cash.value.max(Amount::ZERO));
            let is_cash_first = chain.reading == Some(BillingSetup::AutomaticCashFirst);
            sources.cash_first = cash.filter(|_| is_cash_first).unwrap_or_default();
            let way = least(&sources, counts, missing, unit);
            let is_open = !way.credit.is_positive() || is_cash_first && chain.cash_is_unknown;
            InTheWay { is_open, credit: round_nearest(way.credit, self.state), ..way }
        });
        ways.reduce(|a, b| InTheWay {
            is_open: a.is_open || b.is_open,
            ..if b.daily > a.daily { b } else { a }
        })
    }

    /// R4, R39: a credit stands in the way of the campaigns that it pays, as far as charges name them.
    fn sources(&self) -> Sources {
        let cash_first = Amount::ZERO;
        let setup = forecast::setup(self.state, self.usage);
        match setup.filter(|setup| setup.campaigns.iter().any(Option::is_some)) {
            Some(setup) => {
                let weight = |Lane { amounts: [_, middle, _] }: &Lane| {
                    middle.iter().copied().sum::<Amount>().micros()
                };
                let weights = setup.inputs.lanes.iter().map(weight).collect();
                Sources { lots: setup.inputs.lots, weights, cash_first }
            }
            None => {
                let mut lots = forecast::lots(self.state, self.usage);
                lots.iter_mut().for_each(|lot| lot.pays = vec![true]);
                Sources { lots, weights: vec![1], cash_first }
            }
        }
    }
}

/// Amounts per day are rounded up to `unit`.
fn least(sources: &Sources, counts: Counts, missing: Amount, unit: i128) -> InTheWay {
    let seconds = i128::from(counts.to.seconds() - counts.from.seconds());
    let all: Amount = sources.lots.iter().map(|lot| lot.balance).sum();
    let in_units = |total: Amount| {
        let daily = total.micros() * i128::from(SECONDS_PER_DAY);
        (daily + seconds * unit - 1).div_euclid(seconds * unit)
    };
    // What cash pays never falls with what is spent.
    let (mut low, mut high) = (in_units(missing), in_units(missing + all));
    while low < high {
        let middle = (low + high).div_euclid(2);
        let paid = paid(sources, counts, Amount::from_micros(middle * unit));
        if paid.cash >= missing { high = middle } else { low = middle + 1 }
    }
    let daily = Amount::from_micros(high * unit);
    InTheWay { credit: paid(sources, counts, daily).credit, daily, is_open: false }
}

struct Paid {
    cash: Amount,
    credit: Amount,
}

/// Who pays `daily`, evenly spent: credits while they are valid and something is left of them.
fn paid(sources: &Sources, counts: Counts, daily: Amount) -> Paid {
    let Sources { lots, weights, .. } = sources;
    let (mut cash_first, has_cash) = (sources.cash_first, sources.cash_first.is_positive());
    let moments = lots.iter().flat_map(|lot| [lot.window.start, lot.window.end]).flatten();
    let within = moments.filter(|at| counts.from < *at && *at < counts.to);
    let mut cuts: Vec<LocalTime> = within.chain([counts.from, counts.to]).collect();
    cuts.order();
    let mut left: Vec<Amount> = lots.iter().map(|lot| lot.balance).collect();
    let whole = weights.iter().sum::<i128>().max(1);
    let (mut spent, mut credit) = (Amount::ZERO, Amount::ZERO);
    for (from, to) in cuts.iter().zip(cuts.iter().skip(1)) {
        let seconds = i128::from(to.seconds() - from.seconds());
        let total = daily.micros() * seconds;
        let part = |weight| total * weight / (whole * i128::from(SECONDS_PER_DAY));
        let mut asked: Vec<Amount> =
            weights.iter().map(|weight| Amount::from_micros(part(*weight))).collect();
        spent += Amount::from_micros(total / i128::from(SECONDS_PER_DAY));
        let mut by_credit = |asked: &mut [Amount], is_meant: &dyn Fn(&Lot) -> bool| {
            let open = lots.iter().zip(&mut left).filter(|(lot, _)| is_meant(lot));
            for (lot, left) in open.filter(|(lot, _)| lot.window.contains(*from)) {
                let lanes = asked.iter_mut().zip(&lot.pays).filter(|(_, pays)| **pays);
                lanes.for_each(|(asked, _)| credit += take(asked, left));
            }
        };
        by_credit(&mut asked, &|lot| has_cash && lot.from_business_center);
        for asked in &mut asked {
            take(asked, &mut cash_first);
        }
        by_credit(&mut asked, &|_| true);
    }
    Paid { cash: spent - credit, credit }
}

/// As much of what is asked as is left.
fn take(asked: &mut Amount, left: &mut Amount) -> Amount {
    let part = (*asked).min(*left);
    *asked -= part;
    *left -= part;
    part
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
            pays: vec![true],
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
            let sources = Sources { lots, weights: vec![1], cash_first: Amount::ZERO };
            let found = least(&sources, counts, Amount::from_units(missing), 10_000);
            let said = (found.credit.to_string(), found.daily.to_string());
            assert_eq!(said, (credit.to_owned(), daily.to_owned()), "{:?}", sources.lots);
        }
    }

    /// 100 are missing in ten days; a credit of 200, or of 2000, pays before the card.
    #[test]
    fn r4_r10_what_it_may_not_pay_and_cash_before_it_count() {
        let counts = Counts { from: time("11-21"), to: time("12-01") };
        for (balance, pays, weights, is_center, cash, credit, daily) in [
            // of the credit: amount, campaigns | shares of campaigns | from a center | cash first | credit pays | a day in all
            (200, vec![true], vec![1], false, 0, "200", "30"),
            (200, vec![true], vec![1], false, 60, "200", "30"),
            (200, vec![true], vec![1], false, 100, "0", "10"),
            (200, vec![true], vec![1], true, 100, "200", "30"),
            // Three of four units are its campaign's: of 40 a day 10 are not.
            (2000, vec![true, false], vec![3, 1], false, 0, "300", "40"),
            (200, vec![true, false], vec![3, 1], false, 0, "200", "30"),
            (200, vec![false, false], vec![3, 1], false, 0, "0", "10"),
        ] {
            let lot = Lot {
                credit: CreditIx(0),
                from_business_center: is_center,
                from: counts.from,
                balance: Amount::from_units(balance),
                window: Window::default(),
                pays,
                doubt: None,
                may_wait: false,
            };
            let cash_first = Amount::from_units(cash);
            let sources = Sources { lots: vec![lot], weights, cash_first };
            let found = least(&sources, counts, Amount::from_units(100), 10_000);
            let said = (found.credit.to_string(), found.daily.to_string());
            let pays = &sources.lots[0].pays;
            assert_eq!(said, (credit.to_owned(), daily.to_owned()), "{pays:?} {cash}");
        }
    }
}
