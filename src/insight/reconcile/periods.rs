//! Credit paid over a period, where a report states no days: costs of a Business Center (E7), reports
//! exported without *By Day*.
//!
//! A Business Center cuts its periods in UTC+0 (R23): *Ad Credit* transactions have times and are cut the
//! same; figures per day are compared only where the account's clock is UTC+0 too.

use super::days::{DayFigures, Figure, add_report};
use super::{Reconciled, Settlement, is_ours, spread, witness};
use crate::account::state::AccountState;
use crate::calendar::{Day, Instant, Stated, Zone};
use crate::ingest::exports::Export;
use crate::insight::{when_at, when_stated};
use crate::money::Amount;
use crate::problem::Message;
use std::collections::BTreeMap;

/// What our replay is called.
const OURS: &str = "reconcile.witness.replay";

/// One witness of a period.
type Said = (&'static str, Figure);

/// One row per period that another witness speaks of too.
pub(super) fn rows(state: &AccountState, days: &[DayFigures]) -> Vec<Reconciled> {
    let mut periods: BTreeMap<(Export, Day, Day), DayFigures> = BTreeMap::new();
    let has_no_days =
        |export: Export, day: Day, last: Day| day < last || export == Export::BusinessCenterCosts;
    for report in state.report_days.iter().filter(|r| !r.is_repeat) {
        if has_no_days(report.export, report.day, report.last_day) {
            let key = (report.export, report.day, report.last_day);
            let figures = periods.entry(key).or_insert_with(|| DayFigures::new(state, report.day));
            add_report(figures, report, state.lag_seconds, true);
        }
    }
    let rows = periods.iter();
    rows.filter_map(|(&(export, from, to), own)| {
        let zone = if export == Export::BusinessCenterCosts { Zone::UTC } else { state.zone };
        let span = Span {
            from,
            to,
            start: from.start().in_zone(zone),
            end: to.plus_days(1).start().in_zone(zone),
        };
        let mut said: Vec<Said> = Vec::new();
        let name = match export {
            Export::BusinessCenterCosts => "reconcile.witness.center_costs",
            _ => "reconcile.witness.voucher",
        };
        said.extend(own.voucher.map(|figure| (name, figure)));
        said.extend(own.net_cost.map(|figure| ("reconcile.witness.net_cost", figure)));
        if said.is_empty() {
            return None;
        }
        said.extend(transactions(state, span));
        if zone == state.zone {
            said.extend(of_days(span, days));
        }
        row(state, export, span, said)
    })
    .collect()
}

#[derive(Clone, Copy)]
struct Span {
    from: Day,
    to: Day,
    start: Instant,
    end: Instant,
}

/// What transactions drew in the period, where the list covers it.
fn transactions(state: &AccountState, span: Span) -> Option<Said> {
    let t = &state.transactions;
    let (start, end) = (span.start.on_clock(state.zone), span.end.on_clock(state.zone));
    let seen = t.seen()?;
    // To the end of the period, or as far as the list goes that was seen after it.
    let (first, last) = (*t.times.first()?, *t.times.last()?);
    let is_spanned = t.spans(start.day(), end.plus_seconds(-1).min(last).day());
    if !t.has_draws() || first > start || (seen < span.end && last < end) || !is_spanned {
        return None;
    }
    let inside = t.draws().filter(|draw| start <= draw.time && draw.time < end);
    let sum: Amount = inside.map(|draw| draw.amount).sum();
    Some(("reconcile.witness.transactions", Figure::new(sum, seen, state.lag_seconds)))
}

/// Witnesses that speak of every day of the period.
fn of_days(span: Span, days: &[DayFigures]) -> Vec<Said> {
    let inside = days.iter().filter(|d| span.from <= d.day && d.day <= span.to);
    let inside: Vec<&DayFigures> = inside.collect();
    if inside.len() as i64 != i64::from(span.to.number() - span.from.number()) + 1 {
        return vec![];
    }
    let mut total = DayFigures::default();
    inside.iter().for_each(|day| total.add_day(day));
    let every = |at: usize| inside.iter().all(|d| d.speaks().get(at) == Some(&true));
    let said = [
        (1, "reconcile.witness.net_cost_by_day", total.net_cost),
        (2, "reconcile.witness.voucher", total.voucher),
        (3, OURS, total.replay),
    ];
    let said = said.into_iter().filter(|(at, ..)| every(*at));
    said.filter_map(|(_, name, figure)| Some((name, figure?))).collect()
}

fn row(state: &AccountState, export: Export, span: Span, said: Vec<Said>) -> Option<Reconciled> {
    let witnesses: Vec<_> = (said.iter())
        .map(|(name, f)| witness(name, Some(f.amount), Some(when_at(state, f.as_of))))
        .collect();
    let difference = spread(&witnesses)?;
    // Ours is the last of them.
    let has_ours = said.last().is_some_and(|(name, _)| *name == OURS);
    let stated = spread(witnesses.get(..witnesses.len() - usize::from(has_ours))?);
    let agree = stated.is_none_or(Amount::is_zero);
    let only_ours = agree && !difference.is_zero() && is_ours(state, stated);
    let settlement = if difference.is_zero() {
        Settlement::Settled
    } else if said.iter().any(|(_, figure)| figure.may_change(span.end)) {
        Settlement::WithinLag
    } else {
        Settlement::Unexplained
    };
    let when = |day: Day| when_stated(state, Stated::day(day));
    let subject = Message::new("reconcile.subject.period");
    let about = (
        format!("period:{}:{}..{}", export.key(), span.from, span.to),
        subject.with("from", when(span.from)).with("to", when(span.to)),
    );
    let row = Reconciled::new(state, about, witnesses, settlement, None);
    Some(if only_ours { row.by_our_assumption() } else { row })
}
