//! The one stream of charges, chosen from what reports and transactions say (R23, R35).
//!
//! In: [`ReportDay`]s and the charges among transactions. Out: [`Charges`]: for each day the rows of the
//! one export that comes first in [`PRECEDENCE`]; the others stay witnesses.
//!
//! Subtle: a report has no time of day. Its charge stands at the end of its day, or, where the copy was
//! made on that very day, at its start: then a snapshot of that day already includes it.

use super::intake::Intake;
use super::state::*;
use super::words;
use crate::calendar::{Day, Instant, LocalTime, SECONDS_PER_DAY};
use crate::ingest::exports::Export;
use crate::money::Amount;
use crate::problem::{Message, Place, Problem};
use crate::text::{Name, NumberMap};
use crate::work::Pace;
use std::collections::{BTreeMap, BTreeSet};

/// R35: which export is the stream of charges of a day; the others are its witnesses. Daily figures per
/// campaign first, then per account, then single transactions, which a copied page may hold in part.
pub const PRECEDENCE: [Export; 4] =
    [Export::CampaignReport, Export::GmvMaxReport, Export::ConnectorTable, Export::Transactions];

#[derive(Clone, Copy)]
struct Row {
    time: LocalTime,
    campaign: u32,
    micros: i64,
    origin: Origin,
    payer: Option<Payer>,
    is_daily: bool,
    /// By Net Cost (R22).
    by_credit: Option<i64>,
}

/// The one stream of charges (R35).
pub async fn choose(
    reports: &[ReportDay],
    transactions: &Transactions,
    intake: &mut Intake<'_>,
    pace: &Pace,
) -> Charges {
    let payers = stated_payers(transactions, intake);
    pace.rows(payers.len()).await;
    let leads = leads(reports, transactions, &payers, intake);
    pace.rows(payers.len()).await;
    let mut rows = of_reports(reports, &leads, intake);
    rows.extend(not_listed_by_campaign(reports, &rows, &leads, intake));
    pace.each(of_transactions(transactions, &payers, &leads), |row| rows.push(row)).await;
    // A correction follows the charges of its moment (R16).
    let key = |r: &Row| (r.time, r.micros < 0, r.campaign, r.micros, r.origin);
    pace.sort_by(&mut rows, |a, b| key(a).cmp(&key(b))).await;
    let mut out = Charges { coverage: spans(&leads), ..Charges::default() };
    if rows.iter().any(|row| row.payer.is_some()) {
        out.payers = rows.iter().map(|row| row.payer).collect();
    }
    if rows.iter().any(|row| row.by_credit.is_some()) {
        out.by_net_cost = rows.iter().map(|row| row.by_credit).collect();
    }
    pace.each(rows, |row| {
        out.times.push(row.time);
        out.amounts.push(row.micros);
        out.campaigns.push(row.campaign);
        out.origins.push(row.origin);
        out.is_daily.push(row.is_daily);
    })
    .await;
    out
}

/// The rows of reports that are the stream of their day.
fn of_reports(reports: &[ReportDay], leads: &Leading, intake: &mut Intake<'_>) -> Vec<Row> {
    let beside = beside_the_campaign_report(reports, intake);
    let is_stream = |report: &&ReportDay| match leading(leads, report.day) {
        Some(Export::CampaignReport) if report.export == Export::GmvMaxReport => {
            beside.contains(&report.day)
        }
        leading => leading == Some(report.export),
    };
    let of_one_day = reports.iter().filter(|r| r.day == r.last_day && !r.is_repeat);
    let rows = of_one_day.filter(is_stream).flat_map(|report| {
        let cost = report.cost.unwrap_or_default();
        // R16: less than nothing beside credit: so much of cash came back, and the cost is what is left of both.
        let returned = match report.net_cost {
            NetCost::Stated(net) if net.is_negative() && cost.is_positive() => net,
            _ => Amount::ZERO,
        };
        [(cost - returned, None), (returned, Some(Payer::NotCredit))].map(|(part, payer)| {
            let micros = i64::try_from(part.micros()).ok().filter(|micros| *micros != 0)?;
            Some(Row {
                time: daily_stamp(report.day, report.as_of, intake),
                campaign: report.campaign.map_or(NONE, |c| c.0),
                micros,
                origin: report.origin,
                payer,
                is_daily: true,
                by_credit: report.by_net_cost().and_then(|paid| i64::try_from(paid.micros()).ok()),
            })
        })
    });
    rows.flatten().collect()
}

/// The charges among transactions that are the stream of their day.
fn of_transactions<'a>(
    transactions: &'a Transactions,
    payers: &'a [Option<Payer>],
    leads: &'a Leading,
) -> impl Iterator<Item = Row> + 'a {
    (0..transactions.len()).filter_map(move |row| {
        let time = *transactions.times.get(row)?;
        let micros = *transactions.amounts.get(row)?;
        let is_charge = transactions.kinds.get(row) == Some(&TransactionKind::Charge);
        // Of a day that nothing covers each row says what it was paid by.
        let is_stream = leading(leads, time.day()).is_none_or(|e| e == Export::Transactions);
        if !is_charge || !is_stream || micros == 0 {
            return None;
        }
        Some(Row {
            time,
            campaign: transactions.campaigns.get(row).copied().unwrap_or(NONE),
            // Money that leaves is negative in a list of transactions, a charge is positive.
            micros: -micros,
            origin: *transactions.origins.get(row)?,
            payer: payers.get(row).copied().flatten(),
            is_daily: false,
            by_credit: None,
        })
    })
}

/// What each transaction that is a charge says that paid it.
fn stated_payers(transactions: &Transactions, intake: &Intake<'_>) -> Vec<Option<Payer>> {
    let mut known: NumberMap<Name, Option<Payer>> = NumberMap::default();
    let rows = transactions.kinds.iter().zip(&transactions.payment_sources);
    let payers = rows.map(|(kind, source)| match kind {
        TransactionKind::Charge => *(known.entry(*source))
            .or_insert_with(|| words::stated_payer(intake.names.text(*source))),
        _ => None,
    });
    payers.collect()
}

/// What became of the rows of one copy of the GMV Max report.
struct GmvMaxRows {
    first_line: u32,
    added: u64,
    left_out: u64,
}

/// R35: days on which GMV Max campaigns that the campaign report does not list are spend beside it. They
/// are not where a figure for the whole account (E12) says that the campaign report is all there was.
fn beside_the_campaign_report(reports: &[ReportDay], intake: &mut Intake<'_>) -> BTreeSet<Day> {
    let mut listed: BTreeMap<Day, Amount> = BTreeMap::new();
    let mut whole: BTreeMap<Day, Amount> = BTreeMap::new();
    let is_listed = |r: &&ReportDay| {
        r.day == r.last_day && !(r.is_repeat && r.export == Export::CampaignReport)
    };
    for report in reports.iter().filter(is_listed) {
        let to = match report.export {
            Export::CampaignReport => &mut listed,
            Export::ConnectorTable => &mut whole,
            _ => continue,
        };
        *to.entry(report.day).or_default() += report.cost.unwrap_or_default();
    }
    let mut days = BTreeSet::new();
    let mut of_copy: BTreeMap<SourceIx, GmvMaxRows> = BTreeMap::new();
    let own = |r: &&ReportDay| r.export == Export::GmvMaxReport && r.day == r.last_day;
    for report in reports.iter().filter(own).filter(|r| !r.is_repeat) {
        let Some(sum) = listed.get(&report.day) else { continue };
        if report.cost.is_none_or(Amount::is_zero) {
            continue;
        }
        let Origin { source, line } = report.origin;
        let new = GmvMaxRows { first_line: line, added: 0, left_out: 0 };
        let rows = of_copy.entry(source).or_insert(new);
        rows.first_line = rows.first_line.min(line);
        if whole.get(&report.day) == Some(sum) {
            rows.left_out += 1;
        } else {
            rows.added += 1;
            days.insert(report.day);
        }
    }
    for (source, GmvMaxRows { first_line, added, left_out }) in of_copy {
        let place = Place::line(first_line);
        let counts =
            [("account.report.gmvMaxAdded", added), ("account.report.gmvMaxWithin", left_out)];
        for (key, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
            let message = Message::new(key).with("count", count);
            intake.problem(source, Problem::note(place.clone(), message));
        }
    }
    days
}

/// R35: what the account's own figure of a day (E12) says was spent beyond what reports list by campaign: they
/// may be a page of their list, or leave out a kind of campaign.
fn not_listed_by_campaign(
    reports: &[ReportDay],
    listed: &[Row],
    leads: &Leading,
    intake: &mut Intake<'_>,
) -> Vec<Row> {
    let mut sums: BTreeMap<Day, Amount> = BTreeMap::new();
    for row in listed {
        *sums.entry(row.time.day()).or_default() += Amount::from_micros(row.micros.into());
    }
    let by_campaign = [Export::CampaignReport, Export::GmvMaxReport];
    let listed = |day: Day| {
        leading(leads, day).filter(|export| by_campaign.contains(export))?;
        Some(sums.get(&day).copied().unwrap_or_default())
    };
    let mut whole: BTreeMap<Day, (Amount, &ReportDay)> = BTreeMap::new();
    let of_account = |r: &&ReportDay| r.export == Export::ConnectorTable && r.day == r.last_day;
    for report in reports.iter().filter(of_account).filter(|r| r.campaign.is_none()) {
        whole.entry(report.day).or_insert((Amount::ZERO, report)).0 +=
            report.cost.unwrap_or_default();
    }
    let mut rows = Vec::new();
    // By copy: its first line, days and amount.
    let mut of_copy: BTreeMap<SourceIx, (u32, u64, Amount)> = BTreeMap::new();
    for (day, (cost, report)) in whole {
        let Some(sum) = listed(day).filter(|sum| cost > *sum) else { continue };
        let Ok(micros) = i64::try_from((cost - sum).micros()) else { continue };
        let origin = report.origin;
        rows.push(Row {
            time: daily_stamp(day, report.as_of, intake),
            campaign: NONE,
            micros,
            origin,
            payer: None,
            is_daily: true,
            by_credit: None,
        });
        let new = (origin.line, 0, Amount::ZERO);
        let (_, count, amount) = of_copy.entry(origin.source).or_insert(new);
        (*count, *amount) = (*count + 1, *amount + (cost - sum));
    }
    for (source, (line, count, amount)) in of_copy {
        let message = Message::new("account.report.notByCampaign")
            .money("amount", amount, intake.currency)
            .with("count", count);
        intake.problem(source, Problem::note(Place::line(line), message));
    }
    rows
}

fn daily_stamp(day: Day, as_of: Instant, intake: &Intake<'_>) -> LocalTime {
    let copied_same_day = as_of.on_clock(intake.zone).day() <= day;
    let offset = if copied_same_day { 0 } else { SECONDS_PER_DAY - 1 };
    day.start().plus_seconds(offset)
}

/// Per day, the export that is its stream, and its latest as-of.
type Leading = BTreeMap<Day, (Export, Instant)>;

fn leading(leads: &Leading, day: Day) -> Option<Export> {
    leads.get(&day).map(|(export, _)| *export)
}

/// Which export is the stream of each day. A list whose charges all state a payer tells of what credit paid by
/// its *Ad Credit* rows, and covers nothing.
fn leads(
    reports: &[ReportDay],
    transactions: &Transactions,
    payers: &[Option<Payer>],
    intake: &Intake<'_>,
) -> Leading {
    let mut days = CoveredDays::default();
    days.add_reports(reports, intake);
    let listed = listed_days(transactions, payers);
    for (day, as_of) in &listed {
        days.add(*day, Export::Transactions, *as_of);
    }
    let chosen = |(day, covering)| Some((day, stream(day, covering, &listed, intake)?));
    days.0.into_iter().filter_map(chosen).collect()
}

/// Latest as-of of each export that covers a day, in the order of [`PRECEDENCE`].
type Covering = [Option<Instant>; PRECEDENCE.len()];

#[derive(Default)]
struct CoveredDays(BTreeMap<Day, Covering>);

impl CoveredDays {
    fn add(&mut self, day: Day, export: Export, as_of: Instant) {
        let rank = PRECEDENCE.iter().position(|e| *e == export);
        let covering = self.0.entry(day).or_default();
        if let Some(known) = rank.and_then(|rank| covering.get_mut(rank)) {
            *known = (*known).max(Some(as_of));
        }
    }

    fn add_reports(&mut self, reports: &[ReportDay], intake: &Intake<'_>) {
        let mut tables: BTreeMap<SourceIx, (Day, Day, &ReportDay)> = BTreeMap::new();
        for report in reports.iter().filter(|r| r.day == r.last_day && r.cost.is_some()) {
            self.add(report.day, report.export, report.as_of);
            let new = (report.day, report.day, report);
            let (first, last, _) = tables.entry(report.origin.source).or_insert(new);
            (*first, *last) = ((*first).min(report.day), (*last).max(report.day));
        }
        // R32: a daily report that is whole, or states its range, covers its days without spend too.
        for (source, (first, last, &ReportDay { export, as_of, .. })) in tables {
            let range = intake.parts.get(source.at()).and_then(|part| part.table.range);
            if range.is_none() && !intake.is_whole(source) {
                continue;
            }
            let (first, last) = range.map_or((first, last), |(a, b)| (a.min(first), b.max(last)));
            let last = last.min(as_of.on_clock(intake.zone).day()).max(first);
            // Ten years bound what a misread range can ask for.
            let bound = first.number().saturating_add(3_660);
            for number in first.number()..=last.number().min(bound) {
                self.add(Day::from_number(number), export, as_of);
            }
        }
    }
}

/// The days of charges that leave their payer open, each with the moments of the copies that list them.
fn listed_days(transactions: &Transactions, payers: &[Option<Payer>]) -> BTreeSet<(Day, Instant)> {
    let mut listed: BTreeSet<(Day, Instant)> = BTreeSet::new();
    // They stand in order of time: most are of the day of the one before.
    let mut last = None;
    for (row, kind) in transactions.kinds.iter().enumerate() {
        if *kind == TransactionKind::Charge
            && payers.get(row).copied().flatten().is_none()
            && let (Some(time), Some(as_of)) =
                (transactions.times.get(row), transactions.as_of.get(row))
        {
            let one = Some((time.day(), *as_of));
            listed.extend(one.filter(|_| one != last));
            last = one;
        }
    }
    listed
}

/// The first in precedence. R33: where that was copied while the day went on, a later one that holds all of the day
/// leads; a list holds the whole day where charges of it, whose payer it leaves open, begin before it.
fn stream(
    day: Day,
    covering: Covering,
    listed: &BTreeSet<(Day, Instant)>,
    intake: &Intake<'_>,
) -> Option<(Export, Instant)> {
    let ranked = PRECEDENCE.into_iter().zip(covering);
    let mut exports = ranked.filter_map(|(export, as_of)| Some((export, as_of?)));
    let (first, as_of) = exports.next()?;
    let is_over = |as_of: Instant| day < as_of.on_clock(intake.zone).day();
    let is_whole = |(export, as_of): &(Export, Instant)| {
        is_over(*as_of)
            && match export {
                Export::Transactions => {
                    listed.iter().any(|(earlier, at)| *earlier < day && at == as_of)
                }
                // Of GMV Max it holds one part of the spend.
                _ => *export != Export::GmvMaxReport,
            }
    };
    let whole = if is_over(as_of) { None } else { exports.find(is_whole) };
    Some(whole.unwrap_or((first, as_of)))
}

fn spans(leads: &Leading) -> Vec<Coverage> {
    let mut out: Vec<Coverage> = Vec::new();
    for (&day, &(export, as_of)) in leads {
        let end = day.plus_days(1);
        match out.last_mut() {
            Some(last) if last.end == day && last.export == export && last.as_of == as_of => {
                last.end = end;
            }
            _ => out.push(Coverage { start: day, end, export, as_of }),
        }
    }
    out
}
