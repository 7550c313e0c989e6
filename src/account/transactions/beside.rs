//! What rows of one transaction say together (R33, R34): newer ones supersede older ones, one that says less takes
//! nothing away, and of two that contradict each other one counts and both are named.
//!
//! In: rows of one transaction, in order of as-of. Out: one row, and what each was beside the one before it.

use super::{Row, same};
use crate::account::intake::{Intake, Outcome};
use crate::account::state::{NONE, Origin, SourceIx};
use crate::account::words;
use crate::money::Amount;
use crate::problem::{Message, Place, Problem};
use crate::text::{Name, Names};
use std::collections::BTreeMap;

/// Newer facts supersede older ones; tables come in order of as-of.
pub(super) fn add(known: &mut Option<Row>, row: Row, intake: &mut Intake<'_>) {
    let source = row.origin.source;
    let Some(known) = known else {
        intake.count(source, Outcome::New, 1);
        *known = Some(row);
        return;
    };
    let unit = row.unit.min(known.unit);
    let same_time = same::cut(row.time, unit) == same::cut(known.time, unit);
    // What one of them knows to be a return is one, whichever sign the other writes.
    let is_return = known.is_return || row.is_return;
    let amount = |row: &Row| if is_return { row.micros.saturating_abs() } else { row.micros };
    if same_time && amount(known) == amount(&row) && row.has_status_of(known, &intake.names) {
        intake.count(source, Outcome::Same, 1);
        if known.origin.source == source {
            return;
        }
    } else if known.as_of == row.as_of {
        intake.count(source, Outcome::Conflicting, 1);
        conflict(known, &row, intake);
    } else {
        intake.count(source, Outcome::Changed, 1);
    }
    // R36: of one moment the further spent counts, whichever was pasted first; what failed is not spent.
    let rank = |row: &Row| {
        let is_void = words::says_void(intake.names.text(row.status));
        (row.as_of, !is_void, row.time, row.micros.unsigned_abs(), row.micros)
    };
    *known = if rank(&row) >= rank(known) { row.beside(known) } else { known.beside(&row) };
}

/// So many conflicts of a table are told one by one; all are counted.
const TOLD_MAX: u64 = 50;

/// One id with two amounts of one moment: which one is right the copies do not say.
fn conflict(known: &Row, row: &Row, intake: &mut Intake<'_>) {
    let of = |row: &Row| intake.sources.get(row.origin.source.at());
    let is_told = of(row).is_some_and(|source| source.counts.conflicting > TOLD_MAX);
    if known.micros == row.micros || is_told {
        return;
    }
    if of(known).map(|s| &s.import) != of(row).map(|s| &s.import) {
        let message = Message::new("account.transaction.copies")
            .with("id", intake.names.text(row.id))
            .money("amount", Amount::from_micros(row.micros.into()), intake.currency)
            .money("other", Amount::from_micros(known.micros.into()), intake.currency);
        let place = Place::line(row.origin.line);
        return intake.problem(row.origin.source, Problem::doubt(place, message));
    }
    let [first, second] =
        if known.origin.line > row.origin.line { [row, known] } else { [known, row] };
    let amount = |row: &Row| Amount::from_micros(row.micros.into());
    let message = Message::new("account.transaction.conflict")
        .with("id", intake.names.text(row.id))
        .money("amount", amount(second), intake.currency)
        .with("line", u64::from(first.origin.line))
        .money("other", amount(first), intake.currency);
    let place = Place::line(second.origin.line);
    intake.problem(second.origin.source, Problem::doubt(place, message));
}

impl Row {
    /// Whether the status is no other one: a column more tells of the same row, unless it failed.
    fn has_status_of(&self, known: &Row, names: &Names) -> bool {
        let is_void = |row: &Row| words::says_void(names.text(row.status));
        self.status == known.status
            || self.status == Name::EMPTY
            || known.status == Name::EMPTY && !is_void(self)
    }

    /// With what the other row of the same transaction tells and this one leaves out: a copy with fewer columns
    /// takes nothing away.
    fn beside(self, other: &Row) -> Row {
        let name = |own: Name, other: Name| if own == Name::EMPTY { other } else { own };
        let unit = self.unit.min(other.unit);
        let is_finer =
            other.unit > self.unit && same::cut(other.time, unit) == same::cut(self.time, unit);
        let finer = if is_finer { *other } else { self };
        // What it is hangs on what paid it and what it paid.
        let teller = if self.told() < other.told() { *other } else { self };
        Row {
            time: finer.time,
            unit: finer.unit,
            micros: if teller.is_return { self.micros.saturating_abs() } else { self.micros },
            kind: teller.kind,
            is_return: teller.is_return,
            id: name(self.id, other.id),
            status: name(self.status, other.status),
            campaign: if self.campaign == NONE { other.campaign } else { self.campaign },
            credit: name(self.credit, other.credit),
            paid_by: name(self.paid_by, other.paid_by),
            ..self
        }
    }

    /// How much it tells of what it paid and what paid it.
    fn told(&self) -> usize {
        usize::from(self.campaign != NONE)
            + [self.credit, self.paid_by].iter().filter(|name| **name != Name::EMPTY).count()
    }
}

/// Rows whose id a row of another time has too, in the same copy: told once a table.
pub(super) fn doubt_ids(again: &[Origin], intake: &mut Intake<'_>) {
    let mut found: BTreeMap<SourceIx, (u64, u32)> = BTreeMap::new();
    for Origin { source, line } in again {
        let (count, first) = found.entry(*source).or_insert((0, *line));
        (*count, *first) = (*count + 1, *line.min(first));
    }
    for (source, (count, line)) in found {
        let message = Message::new("account.transaction.idAgain").with("count", count);
        intake.problem(source, Problem::doubt(Place::line(line), message));
    }
}
