//! Why two witnesses differ: every cause with a test of its own.
//!
//! A test must explain all days it is named for, to the last minor unit; the first that does is named,
//! in the order below. None explains: then none is named.

use super::days::DayFigures;
use super::drawn::Drawn;
use crate::account::state::{AccountState, CampaignIx, Draw, NetCost, Origin, ReportDay, Source};
use crate::calendar::{Day, SECONDS_PER_HOUR};
use crate::ingest::Completeness;
use crate::ingest::exports::Export;
use crate::insight::forecast::minor_unit;
use crate::money::Amount;
use crate::problem::Message;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// Likely cause of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// One witness holds tax of so many tenths of a percent, the other does not (R26).
    Tax { per_mille: u32 },
    /// Days of one witness are cut so many hours later than the other's (R25).
    Zone { hours: i32 },
    /// The total row was counted as data.
    TotalRow,
    /// The same rows were counted twice; with the lines of two equal ones where they stand in one import.
    Duplicate { lines: Option<(u32, u32)> },
    /// Amounts of so many days stand in a fixed ratio, the larger to the smaller: another currency (R28).
    Currency { ratio: Decimal, days: usize },
    /// Rows of the list in another currency were set aside (R25).
    Foreign,
    /// A page of the list is missing (R32), or its period begins later.
    MissingPage,
    /// Rows name a credit of which there are several (R34).
    Ambiguous,
    /// Rows name no credit (R37).
    NotNamed,
    /// Credits that ended were not copied and may have paid the rest (R32).
    NotCopied,
    /// Net Cost 0 was read as "fully paid by credit", and other witnesses say less (R22).
    NetCostUnfilled,
}

/// Rates of VAT, GST and sales tax in use, in tenths of a percent.
const TAX_RATES: [u32; 25] = [
    50, 60, 70, 75, 80, 81, 90, 100, 110, 120, 130, 150, 160, 170, 180, 190, 200, 210, 220, 230,
    240, 250, 255, 270, 77,
];

impl Cause {
    pub fn message(self, _state: &AccountState) -> Message {
        match self {
            Cause::Tax { per_mille } => {
                let rate = Decimal::new(i64::from(per_mille), 3).normalize();
                Message::new("reconcile.cause.tax").with("rate", rate)
            }
            Cause::Zone { hours } => Message::new(if hours > 0 {
                "reconcile.cause.zone_later"
            } else {
                "reconcile.cause.zone_earlier"
            })
            .with("hours", u64::from(hours.unsigned_abs())),
            Cause::TotalRow => Message::new("reconcile.cause.total_row"),
            Cause::Duplicate { .. } => Message::new("reconcile.cause.duplicate"),
            Cause::Currency { ratio, days } => Message::new("reconcile.cause.currency")
                .with("ratio", ratio.to_string())
                .with("count", days),
            Cause::Foreign => Message::new("reconcile.cause.foreign"),
            Cause::MissingPage => Message::new("reconcile.cause.missing_page"),
            Cause::Ambiguous => Message::new("reconcile.cause.ambiguous"),
            Cause::NotNamed => Message::new("reconcile.cause.not_named"),
            Cause::NotCopied => Message::new("reconcile.cause.not_copied"),
            Cause::NetCostUnfilled => Message::new("reconcile.cause.net_cost"),
        }
    }

    /// It lies in the list of transactions alone: the report and the Used amount may agree all the same.
    fn is_of_list(self) -> bool {
        matches!(self, Cause::Duplicate { .. } | Cause::MissingPage | Cause::Foreign)
    }

    /// `None`: nothing to do, the line of all credits tells.
    pub fn step(self) -> Option<Message> {
        let key = match self {
            Cause::Tax { .. } => "reconcile.step.tax",
            Cause::Zone { .. } => "reconcile.step.zone",
            Cause::Duplicate { lines: Some((first, second)) } => {
                let message = Message::new("reconcile.step.equal_rows");
                return Some(
                    message.with("first", u64::from(first)).with("second", u64::from(second)),
                );
            }
            Cause::TotalRow | Cause::Duplicate { lines: None } => "reconcile.step.remove_import",
            Cause::Currency { .. } | Cause::Foreign => "reconcile.step.currency",
            Cause::MissingPage => "reconcile.step.missing_page",
            Cause::Ambiguous => "reconcile.step.ambiguous",
            Cause::NotNamed => return None,
            Cause::NotCopied => "alert.step.copy_not_available",
            Cause::NetCostUnfilled => "reconcile.step.export_again",
        };
        Some(Message::new(key))
    }
}

/// One day: what transactions say, what the report says.
type Pair = (Day, Amount, Amount);

fn pair(day: &DayFigures) -> Option<Pair> {
    let report = day.net_cost.or(day.voucher).or(day.replay)?;
    Some((day.day, day.transactions?.amount, report.amount))
}

/// What days say of a difference of sums.
#[derive(Clone, Copy, Debug)]
pub struct OfDays {
    /// The cause that explains all days on which transactions and report differ beyond the lag.
    pub cause: Option<Cause>,
    /// By how much transactions say more than the report, over all days.
    more: Amount,
    /// Transactions and report speak of the same days.
    is_compared: bool,
}

/// Why days differ on which transactions and report speak.
pub fn of_days(state: &AccountState, days: &[DayFigures]) -> OfDays {
    let pairs: Vec<Pair> = days.iter().filter(|d| !d.is_unfilled).filter_map(pair).collect();
    OfDays {
        cause: of_pairs(state, days, &pairs),
        more: pairs.iter().map(|(_, a, b)| *a - *b).sum(),
        is_compared: pairs.iter().any(|(_, a, b)| a.is_positive() && b.is_positive()),
    }
}

fn of_pairs(state: &AccountState, days: &[DayFigures], pairs: &[Pair]) -> Option<Cause> {
    // What replay assumes is not a row that stands in two lists.
    let is_stated = days.iter().all(|d| d.net_cost.or(d.voucher).is_some() || d.replay.is_none());
    if pairs.iter().all(|(_, a, b)| a == b) {
        return None;
    }
    let unit = Amount::from_micros(minor_unit(state));
    let is_used = is_used(state, days);
    // A rate of tax is a ratio too.
    let tax = tax(pairs, unit);
    currency(pairs, unit)
        .filter(|_| tax.is_none())
        .or_else(|| net_cost(days).filter(|_| !is_used))
        .or(tax)
        .or_else(|| {
            let is_it = duplicate(pairs) && is_stated && repeats_explain(state, pairs);
            is_it.then(|| doubled(state, state.transactions.draws()))
        })
        .or_else(|| total_row(pairs))
        .or_else(|| zone(state, pairs))
        .or_else(|| foreign(state, pairs))
        .or_else(|| missing_page(state, pairs, is_used))
}

impl Cause {
    /// Whether it explains this very difference: between these two witnesses, and nothing stated beside them says
    /// another thing. Of causes that only several days show, the day is one of them.
    pub fn fits(self, state: &AccountState, day: &DayFigures) -> bool {
        let Some(pair) = pair(day).filter(|(_, a, b)| a != b) else { return false };
        let unit = Amount::from_micros(minor_unit(state));
        let mut beside = [day.net_cost, day.voucher].into_iter().flatten();
        if beside.any(|f| f.amount != pair.1 && f.amount != pair.2) {
            return false;
        }
        match self {
            Cause::Tax { per_mille } => is_taxed(&[pair], per_mille, unit),
            Cause::Duplicate { .. } => duplicate(&[pair]),
            Cause::Foreign => pair.1 < pair.2,
            Cause::NetCostUnfilled => net_cost(std::slice::from_ref(day)).is_some(),
            _ => true,
        }
    }
}

/// The cause that explains why Used amount and transactions differ, of one credit or of all in sum.
pub fn of_sum(state: &AccountState, used: Amount, drawn: &Drawn, of_days: OfDays) -> Option<Cause> {
    let pair = [(Day::default(), drawn.total, used)];
    let unit = Amount::from_micros(minor_unit(state));
    let extra = drawn.total - used;
    // The days on which they differ make just this difference.
    let of_list = of_days.cause.filter(|cause| cause.is_of_list() && of_days.more == extra);
    if of_list.is_some() {
        return of_list;
    }
    let rows = || drawn.rows.iter().filter_map(|row| state.transactions.draw(*row));
    let repeats = repeats(rows().map(|draw| as_row(state, draw)));
    let of_all: Amount = repeats.iter().copied().sum();
    if extra.is_positive() && (of_all == extra || repeats.contains(&extra)) {
        return Some(doubled(state, rows()));
    }
    if extra.is_negative() && is_partial(state) {
        return Some(Cause::MissingPage);
    }
    if let Some(Cause::Tax { per_mille }) = of_days.cause {
        // Each row is rounded by itself.
        let count = i128::try_from(drawn.rows.len()).unwrap_or_default();
        let rounded = Amount::from_micros(unit.micros() * count);
        return of_days.cause.filter(|_| is_taxed(&pair, per_mille, rounded));
    }
    // One rate alone would explain much by chance: it must do so on more than one row, and no day tells otherwise.
    tax(&pair, unit).filter(|_| drawn.rows.len() > 2 && !of_days.is_compared)
}

/// By its day, campaign and amount a row may be the same as another.
type Row = (Day, Option<CampaignIx>, Amount);

fn as_row(state: &AccountState, draw: Draw) -> Row {
    (draw.time.day(), state.transactions.campaign(draw.row.at()), draw.amount)
}

/// What equal rows of one day and campaign hold beyond their half: what would be gone if each stood once. An
/// amount that also stands alone is drawn often, and equal rows of it may well be two draws.
fn repeats(rows: impl Iterator<Item = Row>) -> Vec<Amount> {
    let mut counts: BTreeMap<Row, i128> = BTreeMap::new();
    rows.for_each(|row| *counts.entry(row).or_default() += 1);
    let odd = counts.iter().filter(|(_, count)| *count % 2 == 1);
    let alone: BTreeSet<Amount> = odd.map(|((.., amount), _)| *amount).collect();
    let twice = counts.iter().filter(|((.., amount), _)| !alone.contains(amount));
    twice.map(|((.., amount), count)| Amount::from_micros(amount.micros() * count / 2)).collect()
}

/// Of these rows the first two that are equal and stand in one import: no import can be removed for them.
fn doubled(state: &AccountState, draws: impl Iterator<Item = Draw>) -> Cause {
    let mut seen: BTreeMap<Row, Origin> = BTreeMap::new();
    for draw in draws {
        let Some(&origin) = state.transactions.origins.get(draw.row.at()) else { continue };
        match seen.insert(as_row(state, draw), origin) {
            Some(first) if first.source == origin.source => {
                let lines = (first.line.min(origin.line), first.line.max(origin.line));
                return Cause::Duplicate { lines: Some(lines) };
            }
            _ => {}
        }
    }
    Cause::Duplicate { lines: None }
}

/// On every day that differs, the larger side is made of equal rows: without their second halves it ties.
fn repeats_explain(state: &AccountState, pairs: &[Pair]) -> bool {
    let draws = state.transactions.draws().map(|draw| as_row(state, draw));
    let reports = state.report_days.iter().filter(|r| !r.is_repeat && r.day == r.last_day);
    let reports = reports.filter_map(|r| Some((r.day, r.campaign, paid(r)?)));
    let (draws, reports): (Vec<_>, Vec<_>) = (draws.collect(), reports.collect());
    pairs.iter().filter(|(_, a, b)| a != b).all(|(day, a, b)| {
        let of_draws = repeats(draws.iter().copied().filter(|row| row.0 == *day));
        let of_reports = repeats(reports.iter().copied().filter(|row| row.0 == *day));
        let twice = if a > b { of_draws } else { of_reports };
        twice.into_iter().sum::<Amount>() == (*a - *b).max(*b - *a)
    })
}

/// What ad credit paid by a row of a report.
fn paid(report: &ReportDay) -> Option<Amount> {
    match report.net_cost {
        NetCost::Stated(net) => Some(report.cost? - net),
        NetCost::FullyByCredit => report.cost,
        _ => report.voucher_cost,
    }
}

/// R22: the zero of Net Cost was taken for "fully paid by credit"; where it was, others say less.
fn net_cost(days: &[DayFigures]) -> Option<Cause> {
    let mut any = false;
    for day in days {
        let (Some(net), Some(other)) = (day.net_cost, day.transactions.or(day.voucher)) else {
            continue;
        };
        let differs = net.amount != other.amount;
        any |= differs;
        let inferred = day.witness_is_inferred() && other.amount < net.amount;
        if differs && !inferred {
            return None;
        }
    }
    any.then_some(Cause::NetCostUnfilled)
}

fn near(a: i128, b: i128, unit: Amount) -> bool {
    (a - b).abs() <= unit.micros()
}

/// One side is the other and the same rate of tax, on every day.
fn tax(pairs: &[Pair], unit: Amount) -> Option<Cause> {
    let rate = TAX_RATES.into_iter().find(|rate| is_taxed(pairs, *rate, unit));
    rate.map(|per_mille| Cause::Tax { per_mille })
}

fn is_taxed(pairs: &[Pair], rate: u32, unit: Amount) -> bool {
    let more = |a: Amount| a.micros() * i128::from(1000 + rate) / 1000;
    let by_a = pairs.iter().all(|(_, a, b)| near(more(*a), b.micros(), unit));
    by_a || pairs.iter().all(|(_, a, b)| near(more(*b), a.micros(), unit))
}

/// Every day agrees or is exactly double on the same side.
fn duplicate(pairs: &[Pair]) -> bool {
    let double = |x: Amount, y: Amount| x == y || x == y + y;
    let by_a = pairs.iter().all(|(_, a, b)| double(*a, *b));
    by_a || pairs.iter().all(|(_, a, b)| double(*b, *a))
}

/// One day of one side is larger by the sum of all days of the other: a total was counted as data.
fn total_row(pairs: &[Pair]) -> Option<Cause> {
    let wrong: Vec<&Pair> = pairs.iter().filter(|(_, a, b)| a != b).collect();
    let [(_, a, b)] = wrong.as_slice() else { return None };
    let total_a: Amount = pairs.iter().map(|p| p.1).sum();
    let total_b: Amount = pairs.iter().map(|p| p.2).sum();
    let counted = *a - *b == total_b || *b - *a == total_a;
    (counted && pairs.len() > 1).then_some(Cause::TotalRow)
}

/// Cutting the days of transactions n hours earlier or later makes the days agree: all of three and more,
/// or all but the first and last, which may lose what lies beyond the paste.
fn zone(state: &AccountState, pairs: &[Pair]) -> Option<Cause> {
    let inner = pairs.get(1..pairs.len().checked_sub(1)?)?;
    let differs = |pairs: &[Pair]| pairs.iter().any(|(_, a, b)| a != b);
    let inner = Some(inner).filter(|inner| inner.len() >= 2 && differs(inner));
    let whole = Some(pairs)
        .filter(|pairs| pairs.len() >= 3 && pairs.iter().filter(|(_, a, b)| a != b).count() >= 2);
    let draws: Vec<_> = state.transactions.draws().collect();
    let agrees = |hours: &i32| {
        let mut days: BTreeMap<Day, Amount> = BTreeMap::new();
        for draw in &draws {
            let day = draw.time.plus_seconds(i64::from(*hours) * SECONDS_PER_HOUR).day();
            *days.entry(day).or_default() += draw.amount;
        }
        let ties = |(day, _, b): &Pair| days.get(day).copied().unwrap_or_default() == *b;
        [whole, inner].into_iter().flatten().any(|pairs| pairs.iter().all(ties))
    };
    // Where several fit, a list in UTC is the usual one; else the nearest.
    let own = i32::from(state.zone.offset_minutes() / 60);
    let likely_first = [own].into_iter().filter(|own| *own != 0);
    let likely_first = likely_first.chain((1..=14).flat_map(|n| [n, -n]));
    likely_first.into_iter().find(agrees).map(|hours| Cause::Zone { hours })
}

/// The same ratio on at least three days, of 1.02 and more and not double; where all days are alike one ratio fits
/// whatever the cause is.
fn currency(pairs: &[Pair], unit: Amount) -> Option<Cause> {
    let both: Vec<&Pair> =
        pairs.iter().filter(|(_, a, b)| a.is_positive() && b.is_positive()).collect();
    let (_, a0, b0) = both.iter().max_by_key(|(_, a, b)| a.micros().max(b.micros()))?;
    let (less, more) = (*a0.min(b0), *a0.max(b0));
    let is_apart = 50 * (more - less).micros() >= less.micros();
    let ratio = |a: Amount, b: Amount| {
        // a / b = a0 / b0, within a minor unit of the smaller side.
        let expected = b0.micros().checked_mul(a.micros()).map(|m| m / a0.micros());
        let back = a0.micros().checked_mul(b.micros()).map(|m| m / b0.micros());
        expected.is_some_and(|e| near(e, b.micros(), unit))
            || back.is_some_and(|e| near(e, a.micros(), unit))
    };
    let same = pairs.iter().all(|(_, a, b)| a.is_zero() && b.is_zero() || ratio(*a, *b));
    // Of a day whose figures are a few units apart, rounding makes any ratio.
    let tells = |pair: &&&Pair| (pair.1 - pair.2).abs().micros() > 2 * unit.micros();
    let days = both.iter().filter(tells).count();
    let differs = both.iter().any(|(_, a, _)| (*a - *a0).abs().micros() > unit.micros());
    // Rows that stand in twice, or a total beside them, make a whole multiple: other causes say which.
    let is_double = less + less == more;
    let ratio = more.to_decimal().checked_div(less.to_decimal())?.round_sf(4)?.normalize();
    let is_it = days >= 3 && is_apart && same && differs && !is_double;
    is_it.then_some(Cause::Currency { ratio, days })
}

/// Transactions never exceed the report, and some of their rows were set aside for their currency.
fn foreign(state: &AccountState, pairs: &[Pair]) -> Option<Cause> {
    let never_more = pairs.iter().all(|(_, a, b)| a <= b);
    (never_more && has_foreign(state)).then_some(Cause::Foreign)
}

/// R25: rows of a list of transactions are in another currency than the account's.
pub(super) fn has_foreign(state: &AccountState) -> bool {
    lists(state).any(|list| list.counts.foreign > 0)
}

/// R22: by Net Cost credit paid just what all credits show as used.
fn is_used(state: &AccountState, days: &[DayFigures]) -> bool {
    let paid: Amount = days.iter().filter_map(|day| day.net_cost).map(|net| net.amount).sum();
    let used = state.credits.iter().map(|credit| Some(credit.used?.value));
    paid.is_positive() && used.sum::<Option<Amount>>() == Some(paid)
}

/// Transactions never exceed the report, and the list says that it is cut off; or it looks like one page and what it
/// lacks lies at its ends; or it leaves out whole days that the report and the Used amount hold.
fn missing_page(state: &AccountState, pairs: &[Pair], is_used: bool) -> Option<Cause> {
    let t = &state.transactions;
    let (first, last) = (t.times.first()?.day(), t.times.last()?.day());
    let mut lacking = pairs.iter().filter(|(_, a, b)| a < b);
    let leaves_days_out = is_used && lacking.clone().all(|(_, a, _)| a.is_zero());
    let never_more = pairs.iter().all(|(_, a, b)| a <= b);
    let is_cut = leaves_days_out
        || is_partial(state)
        || is_page(state) && lacking.all(|(day, ..)| *day <= first || last <= *day);
    (never_more && is_cut).then_some(Cause::MissingPage)
}

fn lists(state: &AccountState) -> impl Iterator<Item = &Source> {
    state.sources.iter().filter(|s| s.export == Export::Transactions)
}

/// R32: the page says so.
fn is_partial(state: &AccountState) -> bool {
    lists(state).any(|s| s.completeness.is_part())
}

/// R32: it holds exactly as many rows as pages hold.
fn is_page(state: &AccountState) -> bool {
    lists(state).any(|s| {
        let rows = s.counts.new + s.counts.same + s.counts.changed;
        s.completeness == Completeness::Unknown && [10, 20, 50, 100].contains(&rows)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pairs: &[(&str, &str)], expected: &str) {
        let amount = |t: &str| Amount::parse_plain(t).unwrap();
        let day = |n: usize| Day::from_number(20_000 + n as i32);
        let pairs: Vec<Pair> =
            (pairs.iter().enumerate()).map(|(n, (a, b))| (day(n), amount(a), amount(b))).collect();
        let unit = Amount::from_micros(10_000);
        let found = [
            tax(&pairs, unit).map(|_| "tax"),
            duplicate(&pairs).then_some("duplicate"),
            total_row(&pairs).map(|_| "total"),
            currency(&pairs, unit).filter(|_| tax(&pairs, unit).is_none()).map(|_| "currency"),
        ];
        let found: Vec<&str> = found.into_iter().flatten().collect();
        assert_eq!(found.join(" "), expected, "{pairs:?}");
    }

    #[test]
    fn every_cause_explains_its_own_and_nothing_else() {
        check(&[("119", "100"), ("59.5", "50"), ("11.9", "10")], "tax");
        check(&[("100", "119"), ("50", "59.5")], "tax");
        check(&[("100", "119"), ("50", "50")], "");
        check(&[("20", "10"), ("30", "30"), ("8", "4")], "duplicate");
        check(&[("10", "10"), ("30", "30"), ("49", "5")], "");
        check(&[("10", "10"), ("30", "30"), ("50", "5")], "total");
        check(&[("92", "100"), ("46", "50"), ("9.2", "10")], "currency");
        check(&[("92", "100"), ("46", "50")], "");
        check(&[("92", "100"), ("46", "50"), ("9.3", "10")], "");
        // A ratio so near to 1 is a fee or a rounding; and of some cents any ratio may be by rounding.
        check(&[("101", "100"), ("50.5", "50"), ("10.1", "10")], "");
        check(&[("92", "100"), ("46", "50"), ("0.10", "0.11")], "");
        check(&[("25000", "1"), ("50000", "2"), ("12500", "0.5")], "currency");
        check(&[("25000", "1"), ("50000", "2")], "");
        // One day alone is doubled by its rows, not by a total.
        check(&[("20", "10")], "duplicate");
        // The smaller side is rounded to its minor unit, whichever it is.
        check(&[("25000", "1"), ("50000", "2"), ("12345", "0.49")], "currency");
        check(&[("1", "25000"), ("2", "50000"), ("0.49", "12345")], "currency");
        // Days that are all alike have one ratio whatever the cause is.
        check(&[("50", "20"), ("50", "20"), ("50", "20")], "");
        check(&[("50", "20"), ("50", "20"), ("25", "10")], "currency");
        check(&[("50", "75"), ("30", "45"), ("10", "15")], "currency");
        check(&[("75", "50"), ("45", "30"), ("15", "10")], "currency");
        // A day without either holds, a day of one side alone does not, nor does it make a third day.
        check(&[("25000", "1"), ("50000", "2"), ("12500", "0.5"), ("0", "0")], "currency");
        check(&[("25000", "1"), ("50000", "2"), ("12500", "0.5"), ("0", "3")], "");
        check(&[("25000", "1"), ("50000", "2"), ("0", "0.01")], "");
    }
}
