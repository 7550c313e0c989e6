//! Credit paid per campaign and day, by every witness that names campaigns.
//!
//! Transactions and replay speak of a day's campaigns only where none of that day's rows lacks its campaign:
//! what is not named could be of any. Replay speaks of none on a day on which it would have to know which
//! campaign came first: reports give no time of day (R37).

use super::days::{DayFigures, Settlements, add, add_report, coverage_as_of, daily};
use super::{Reconciled, Row, Settlement, of_figures};
use crate::account::state::{
    AccountState, CampaignIx, ChargeIx, CreditIx, Draw, NONE, Payer, Replay,
};
use crate::calendar::{Day, Stated, by_day};
use crate::insight::reconcile::Cause;
use crate::insight::when_stated;
use crate::money::Amount;
use crate::problem::Message;
use crate::text::Name;
use std::collections::{BTreeMap, BTreeSet};

type Cells = BTreeMap<(CampaignIx, Day), DayFigures>;

/// One row per campaign over the days of which all its witnesses speak; then the days that nothing
/// explains, each by itself.
pub(super) fn rows(
    state: &AccountState,
    cause: Option<Cause>,
    ours: &BTreeSet<Day>,
) -> Vec<Reconciled> {
    let mut by_campaign: BTreeMap<CampaignIx, Vec<DayFigures>> = BTreeMap::new();
    for ((campaign, _), figures) in cells(state) {
        by_campaign.entry(campaign).or_default().push(figures);
    }
    let of = Of { cause, ours, is_only_one: by_campaign.len() < 2 };
    let rows = by_campaign.into_iter();
    rows.flat_map(|(campaign, days)| of_campaign(state, campaign, &days, &of)).collect()
}

/// What is known of the days of all campaigns.
struct Of<'d> {
    cause: Option<Cause>,
    /// Days on which the replay's assumptions differ from what the platform says, and nothing else.
    ours: &'d BTreeSet<Day>,
    is_only_one: bool,
}

fn of_campaign(
    state: &AccountState,
    campaign: CampaignIx,
    days: &[DayFigures],
    of: &Of<'_>,
) -> Vec<Reconciled> {
    let speaks = |at: usize| days.iter().any(|d| d.speaks().get(at) == Some(&true));
    let kinds: Vec<usize> = (0..4).filter(|at| speaks(*at)).collect();
    let all_speak = |d: &&DayFigures| kinds.iter().all(|at| d.speaks().get(*at) == Some(&true));
    let complete: Vec<&DayFigures> = days.iter().filter(all_speak).collect();
    let (Some(first), Some(last)) = (complete.first(), complete.last()) else { return vec![] };
    if kinds.len() < 2 {
        return vec![];
    }
    let key = format!("campaign:{}", identity(state, campaign));
    let name = state.campaign_text(campaign);
    let mut total = DayFigures::new(state, first.day);
    complete.iter().for_each(|day| total.add_day(day));
    // What is one difference is judged once: as on its days.
    let open: Vec<&&DayFigures> =
        complete.iter().filter(|day| day.settlements().is_open()).collect();
    let is_ours = open.iter().all(|day| of.ours.contains(&day.day));
    let when = |day: Day| when_stated(state, Stated::day(day));
    let subject = Message::new("reconcile.subject.campaign").with("name", name);
    let subject = subject.with("from", when(first.day)).with("to", when(last.day));
    let row = Row { key: key.clone(), subject, campaign: Some(campaign), day: None, is_ours };
    // It must explain each of the campaign's days that differ.
    let cause = of.cause.filter(|cause| open.iter().all(|day| cause.fits(state, day)));
    let worse = |worst: Settlements, day: &&DayFigures| worst.worse(day.settlements());
    let settlements = complete.iter().fold(first.settlements(), worse);
    let mut rows: Vec<Reconciled> =
        of_figures(state, &total, settlements, cause, row).into_iter().collect();
    if of.is_only_one || cause.is_some() || complete.len() < 2 {
        return rows;
    }
    for day in complete {
        let subject = Message::new("reconcile.subject.campaign_day").with("name", name);
        let subject = subject.with("day", when(day.day));
        let key = format!("{key}:{}", day.day);
        let is_ours = of.ours.contains(&day.day);
        let row = Row { key, subject, campaign: Some(campaign), day: Some(day.day), is_ours };
        let row = of_figures(state, day, day.settlements(), None, row);
        rows.extend(row.filter(|row| row.settlement == Settlement::Unexplained));
    }
    rows
}

fn identity(state: &AccountState, campaign: CampaignIx) -> &str {
    let Some(found) = state.campaigns.get(campaign.at()) else { return "" };
    state.names.text(if found.id == Name::EMPTY { found.name } else { found.id })
}

fn cells(state: &AccountState) -> Cells {
    let mut cells = Cells::new();
    for report in daily(state) {
        if let Some(campaign) = report.campaign {
            add_report(
                cell(&mut cells, state, campaign, report.day),
                report,
                state.lag_seconds,
                true,
            );
        }
    }
    add_transactions(&mut cells, state);
    add_replay(&mut cells, state);
    cells
}

fn cell<'c>(
    cells: &'c mut Cells,
    state: &AccountState,
    campaign: CampaignIx,
    day: Day,
) -> &'c mut DayFigures {
    cells.entry((campaign, day)).or_insert_with(|| DayFigures::new(state, day))
}

fn add_transactions(cells: &mut Cells, state: &AccountState) {
    let t = &state.transactions;
    let Some(seen) = t.seen() else { return };
    let is_unnamed = |draw: &Draw| t.campaign(draw.row.at()).is_none();
    let unnamed: BTreeSet<Day> = t.draws().filter(is_unnamed).map(|draw| draw.time.day()).collect();
    // No draw of these days names a campaign, or there is none: then nothing is known of campaigns.
    if t.draws().all(|draw| is_unnamed(&draw)) {
        return;
    }
    for Draw { row, time, amount, as_of } in t.draws() {
        let campaign = t.campaign(row.at()).filter(|_| !unnamed.contains(&time.day()));
        let Some(campaign) = campaign else { continue };
        let figures = cell(cells, state, campaign, time.day());
        add(&mut figures.transactions, amount, as_of, state.lag_seconds, false);
    }
    // Inside a stretch of the list a campaign without a draw had none.
    for ((_, day), figures) in cells.iter_mut() {
        let is_inside = t.spans(*day, *day) && !unnamed.contains(day);
        if figures.transactions.is_none() && is_inside {
            add(&mut figures.transactions, Amount::ZERO, seen, state.lag_seconds, false);
        }
    }
}

fn add_replay(cells: &mut Cells, state: &AccountState) {
    // R37: without a credit copied replay knows of none that could have paid.
    let replay = state.shown().filter(|_| !state.credits.is_empty());
    let Some(replay) = replay else { return };
    let charges = &state.charges;
    // What something else paid tells nothing of what credit paid of the campaign.
    let is_open = |at: usize| charges.payer(ChargeIx::from_at(at)).is_none();
    let rows = || {
        let all = charges.times.iter().zip(&charges.campaigns).enumerate();
        all.filter(move |(at, _)| is_open(*at))
    };
    let mut unnamed: BTreeSet<Day> =
        rows().filter(|(_, (_, c))| **c == NONE).map(|(_, (time, _))| time.day()).collect();
    unnamed.extend(unordered(state, replay));
    // R36: what it cannot tell is no 0.
    let is_unknown = |at: usize| !replay.tells(ChargeIx::from_at(at));
    let unknown: BTreeSet<(u32, Day)> = rows()
        .filter(|(at, _)| is_unknown(*at))
        .map(|(_, (time, campaign))| (*campaign, time.day()))
        .collect();
    let mut as_of = (Day::default(), None);
    for (at, (time, campaign)) in rows() {
        let day = time.day();
        if unnamed.contains(&day) || unknown.contains(&(*campaign, day)) {
            continue;
        }
        if as_of.0 != day || as_of.1.is_none() {
            as_of = (day, Some(coverage_as_of(state, day).unwrap_or(state.now)));
        }
        let paid = replay.splits_of(ChargeIx::from_at(at)).iter();
        let paid = paid.filter(|split| matches!(split.payer, Payer::Credit(_)));
        let paid: i128 = paid.map(|split| i128::from(split.micros)).sum();
        let figures = cell(cells, state, CampaignIx(*campaign), day);
        let seen = as_of.1.unwrap_or(state.now);
        add(&mut figures.replay, Amount::from_micros(paid), seen, state.lag_seconds, false);
    }
}

/// Days whose order of campaigns decides, and which state none: a credit paid one campaign, and not all of another
/// that it might have paid as well.
fn unordered(state: &AccountState, replay: &Replay) -> BTreeSet<Day> {
    let charges = &state.charges;
    let mut days = BTreeSet::new();
    for (day, places) in by_day(&charges.times, 0) {
        let is_reported = |at: &usize| charges.is_daily.get(*at) == Some(&true);
        let open = places.filter(is_reported).map(ChargeIx::from_at);
        let mut drew: BTreeSet<(CreditIx, Option<CampaignIx>)> = BTreeSet::new();
        let mut short: BTreeSet<Option<CampaignIx>> = BTreeSet::new();
        for charge in open.filter(|charge| charges.payer(*charge).is_none()) {
            let campaign = charges.campaign(charge);
            for split in replay.splits_of(charge) {
                match split.payer {
                    Payer::Credit(credit) => drew.insert((credit, campaign)),
                    _ => short.insert(campaign),
                };
            }
        }
        let may_pay = |credit: CreditIx, campaign| {
            let credit = state.credit(credit);
            credit.is_some_and(|credit| credit.may_pay(campaign, Stated::day(day)))
        };
        let decides = |(credit, paid): &(CreditIx, Option<CampaignIx>)| {
            short.iter().any(|other| other != paid && may_pay(*credit, *other))
        };
        if drew.iter().any(decides) {
            days.insert(day);
        }
    }
    days
}
