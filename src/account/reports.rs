//! What reports say of each campaign and day: newer rows in place of older ones about the same thing.
//!
//! In: rows of reports, at whatever level they were copied: campaigns, ad groups, ads, ads by country.
//! Out: the [`ReportDay`]s of one level per campaign and day. Invariant: levels are copies of one spend
//! and never added to one another; a row takes the place of a row about the same part alone (R32, R34).

mod breakdown; // columns that tell rows of one campaign and day apart
mod parents; // rows of several levels in one table
mod unjoined; // campaigns known by name in one copy and by id in another

use super::attribution::Part;
use super::intake::{Intake, Outcome, origin};
use super::pages;
use super::state::*;
use crate::calendar::{Day, Instant};
use crate::ingest::exports::{Export, Field};
use crate::ingest::records::Records;
use crate::money::Amount;
use crate::problem::{Message, Place, Problem};
use crate::sorting::Sorting;
use crate::text::Name;
use std::collections::{BTreeMap, BTreeSet};

const REPORTS: [Export; 4] = [
    Export::CampaignReport,
    Export::GmvMaxReport,
    Export::ConnectorTable,
    Export::BusinessCenterCosts,
];

/// R22: before this day Net Cost holds no data: 2023-09-01.
const NET_COST_SINCE: Day = Day::from_number(19_601);

/// What a figure is about, however it is cut up.
type Cell = (Day, Day, Option<CampaignIx>, Export);

/// A cell, the level its rows are at, and which part of it they are about: empty for all of it.
type Key = (Cell, usize, Vec<Name>);

/// One list, page by page.
type Copy<'a> = [(SourceIx, Part<'a>)];

/// All report rows, newer ones in place of older ones about the same part of a campaign and day.
pub fn collect(intake: &mut Intake<'_>) -> Vec<ReportDay> {
    let copies = pages::copies(intake.of(&REPORTS));
    let breakdowns = breakdown::by_header(&copies, intake);
    // What the rows of a level are told apart by; the first level is that of whole campaigns.
    let mut levels: Vec<Vec<String>> = vec![vec![]];
    let mut known: BTreeMap<Key, Vec<ReportDay>> = BTreeMap::new();
    for copy in &copies {
        let mut fields = subject(copy);
        let fingerprint = copy.first().map(|(_, part)| part.table.fingerprint.as_str());
        fields.extend(fingerprint.and_then(|f| breakdowns.get(f)).into_iter().flatten());
        let level = level(&mut levels, copy, &fields);
        let parts = parents::columns(copy);
        let mut days: Vec<(Key, parents::Path, ReportDay)> = Vec::new();
        for (source, part) in copy {
            let (source, records) = (*source, part.records());
            let (mut undated, mut first) = (0u64, 0u32);
            let range = range(part);
            for row in part.rows() {
                let Some(period) = period(records, row, range) else {
                    first = if undated == 0 { records.line(row) } else { first };
                    undated += 1;
                    continue;
                };
                let as_of = part.as_of.when.instant;
                let day = report_day(intake, records, row, source, as_of, period);
                // R33: of a range that has begun, what it has so far was spent.
                let ends_ahead = intake.is_ahead(day.last_day.start(), day.origin);
                if ends_ahead && day.day.start() > intake.clock_now() {
                    intake.count(source, Outcome::SetAside, 1);
                    continue;
                }
                let cell = (day.day, day.last_day, day.campaign, day.export);
                let about = names(intake, source, records, row, &fields);
                let path = parts.map(|field| names(intake, source, records, row, field.as_slice()));
                let path = path.map(|names| names.first().copied().unwrap_or_default());
                days.push(((cell, level, about), path, day));
            }
            if undated > 0 {
                // Without days such a report says how much, not when: no charge and no witness.
                let message = Message::new("account.report.undated").with("count", undated);
                intake.problem(source, Problem::doubt(Place::line(first), message));
                intake.count(source, Outcome::SetAside, undated);
            }
        }
        let mut table: BTreeMap<Key, Vec<ReportDay>> = BTreeMap::new();
        for (key, day) in parents::without_sums(days, subject(copy).len(), intake) {
            table.entry(key).or_default().push(day);
        }
        for (key, mut rows) in table {
            rows.order_by_key(content);
            supersede(known.entry(key).or_default(), rows, intake);
        }
    }
    let mut days = leading(known, &levels);
    mark_repeats(&mut days);
    unjoined::mark(&mut days, intake);
    days
}

/// GMV Max campaigns that the campaign report lists as well.
fn mark_repeats(days: &mut [ReportDay]) {
    let subject = |d: &ReportDay| (d.day, d.last_day, d.campaign);
    let reported = days.iter().filter(|d| d.export == Export::CampaignReport);
    let listed: BTreeSet<_> = reported.map(subject).collect();
    for day in days.iter_mut().filter(|d| d.export == Export::GmvMaxReport) {
        day.is_repeat = listed.contains(&subject(day));
    }
}

/// What tells the rows of one campaign and day apart by its name: an ad by its id, else by what it is called
/// and the ad group it is in.
fn subject(copy: &Copy<'_>) -> Vec<Field> {
    if is_stated(copy, Field::AdId) {
        return vec![Field::AdId];
    }
    let groups = [Field::AdGroupId, Field::AdGroupName];
    let group = groups.into_iter().find(|field| is_stated(copy, *field));
    group.into_iter().chain([Field::AdName].into_iter().filter(|f| is_stated(copy, *f))).collect()
}

fn is_stated(copy: &Copy<'_>, field: Field) -> bool {
    let in_part = |part: &Part<'_>| {
        let records = part.records();
        records.has(field) && part.rows().any(|row| records.text(row, field).is_some())
    };
    copy.iter().any(|(_, part)| in_part(part))
}

fn names(
    intake: &mut Intake<'_>,
    source: SourceIx,
    records: &Records,
    row: usize,
    fields: &[Field],
) -> Vec<Name> {
    let name = |field: &Field| {
        // A page shows one space where a file of it has two.
        let name = intake.name(source, records, records.name(row, *field));
        intake.squeezed(name)
    };
    fields.iter().map(name).collect()
}

/// The place among `levels` of what a copy's rows are told apart by.
fn level(levels: &mut Vec<Vec<String>>, copy: &Copy<'_>, fields: &[Field]) -> usize {
    let label = |field: &Field| {
        let mut columns = copy.iter().flat_map(|(_, part)| &part.table.columns);
        let header = columns.find(|column| column.field == Some(*field)).map(|c| &c.header);
        let header = header.filter(|_| Field::BREAKDOWNS.contains(field));
        header.map_or(field.key(), String::as_str).to_owned()
    };
    let labels: Vec<String> = fields.iter().map(label).collect();
    let at = levels.iter().position(|known| *known == labels).unwrap_or(levels.len());
    if at == levels.len() {
        levels.push(labels);
    }
    at
}

/// Of each campaign and day the rows of one level: of the one that cuts it up least, for that is whole.
/// A finer one may be a page of its list; it leads where it is no older and adds up to more already.
fn leading(known: BTreeMap<Key, Vec<ReportDay>>, levels: &[Vec<String>]) -> Vec<ReportDay> {
    if levels.len() == 1 {
        return known.into_values().flatten().collect();
    }
    let mut cells: BTreeMap<Cell, BTreeMap<(usize, usize), Vec<ReportDay>>> = BTreeMap::new();
    for ((cell, level, _), rows) in known {
        let depth = levels.get(level).map_or(0, Vec::len);
        cells.entry(cell).or_default().entry((depth, level)).or_default().extend(rows);
    }
    let leads = |best: &[ReportDay], next: &[ReportDay]| {
        let as_of = |rows: &[ReportDay]| rows.iter().map(|d| d.as_of).max();
        as_of(next) >= as_of(best) && total(next) > total(best)
    };
    let chosen = cells.into_values().filter_map(|levels| {
        levels.into_values().reduce(|best, next| if leads(&best, &next) { next } else { best })
    });
    let mut days = Vec::new();
    for mut rows in chosen {
        rows.order_by_key(content);
        days.extend(rows);
    }
    days
}

/// The row that `row` is a newer copy of: the one of its cost, else the one that grew into it by least.
fn replaced(known: &mut Vec<ReportDay>, row: &ReportDay) -> Option<ReportDay> {
    let is_no_less = known.iter().rposition(|old| old.cost <= row.cost);
    (!known.is_empty()).then(|| known.remove(is_no_less.unwrap_or_default()))
}

fn total(rows: &[ReportDay]) -> Amount {
    rows.iter().filter_map(|d| d.cost).sum()
}

fn content(day: &ReportDay) -> impl Ord + use<> {
    (day.cost, day.cash_cost, day.voucher_cost, day.origin)
}

/// R33: the newer copy's rows replace the older copy's; of one moment, the larger total. R32: of several rows
/// that nothing tells apart, a copy that is not known to be whole may list some: it takes the place of those.
fn supersede(known: &mut Vec<ReportDay>, mut rows: Vec<ReportDay>, intake: &mut Intake<'_>) {
    let is_some_of_them = rows.len() < known.len()
        && total(&rows) < total(known)
        && rows.iter().all(|row| !intake.is_whole(row.origin.source));
    if is_some_of_them {
        for row in &rows {
            let outcome = match replaced(known, row) {
                Some(old) if old.cost == row.cost => Outcome::Same,
                _ => Outcome::Changed,
            };
            intake.count(row.origin.source, outcome, 1);
        }
        known.append(&mut rows);
        return known.order_by_key(content);
    }
    if rows.len() == known.len() {
        for (row, old) in rows.iter_mut().zip(known.iter_mut()) {
            keep_unstated(row, old);
            if row.as_of == old.as_of {
                keep_unstated(old, row);
            }
        }
    }
    let stated = |rows: &[ReportDay]| {
        let figures = |d: &ReportDay| (d.cost, d.net_cost, d.cash_cost, d.voucher_cost);
        Some((rows.iter().map(figures).collect::<Vec<_>>(), rows.first()?.as_of))
    };
    let Some(now_stated) = stated(&rows) else { return };
    let outcome = Outcome::beside(stated(known).as_ref(), &now_stated);
    for row in &rows {
        intake.count(row.origin.source, outcome, 1);
    }
    if outcome != Outcome::Conflicting || total(&rows) >= total(known) {
        *known = rows;
    }
}

/// Absence removes nothing: what a copy leaves out stands as another one of the same cost states it.
fn keep_unstated(row: &mut ReportDay, other: &ReportDay) {
    if row.cost != other.cost {
        return;
    }
    if row.net_cost == NetCost::Absent {
        row.net_cost = other.net_cost;
    }
    row.cash_cost = row.cash_cost.or(other.cash_cost);
    row.voucher_cost = row.voucher_cost.or(other.voucher_cost);
}

/// The days of rows that state none: those of the report, unless its rows have days of their own.
fn range(part: &Part<'_>) -> Option<(Day, Day)> {
    let records = part.records();
    let has_days = || part.rows().any(|row| records.time(row, Field::Day).is_some());
    part.table.range.filter(|_| !records.has(Field::Day) || !has_days())
}

fn period(records: &Records, row: usize, range: Option<(Day, Day)>) -> Option<(Day, Day)> {
    match records.time(row, Field::Day) {
        Some(stated) => Some((stated.time.day(), stated.time.day())),
        None => range.filter(|(first, last)| first <= last),
    }
}

fn report_day(
    intake: &Intake<'_>,
    records: &Records,
    row: usize,
    source: SourceIx,
    as_of: Instant,
    (day, last_day): (Day, Day),
) -> ReportDay {
    let campaign = intake.campaign(source, records, row);
    let cost = records.money(row, Field::Cost).or_else(|| match records.export {
        Export::BusinessCenterCosts => records.money(row, Field::Amount),
        _ => None,
    });
    let age = as_of.seconds_since(last_day.plus_days(1).start().in_zone(intake.zone));
    let net = records.money(row, Field::NetCost);
    ReportDay {
        day,
        last_day,
        campaign: (campaign != NONE).then_some(CampaignIx(campaign)),
        export: records.export,
        cost,
        net_cost: net_cost(cost, net, last_day, age, intake.lag_seconds),
        cash_cost: records.money(row, Field::CashCost),
        voucher_cost: records.money(row, Field::VoucherCost),
        tax: records.money(row, Field::Tax),
        as_of,
        origin: origin(source, records, row),
        is_repeat: false,
    }
}

/// R22: three readings of Net Cost 0. `age` is seconds from the day's end to as-of.
fn net_cost(cost: Option<Amount>, net: Option<Amount>, day: Day, age: i64, lag: i64) -> NetCost {
    let Some(net) = net else { return NetCost::Absent };
    let is_open = net.is_zero() && cost.is_some_and(|cost| !cost.is_zero());
    if !is_open {
        NetCost::Stated(net)
    } else if day < NET_COST_SINCE {
        NetCost::NoData
    } else if age < lag {
        NetCost::NotYetFilled
    } else {
        NetCost::FullyByCredit
    }
}
