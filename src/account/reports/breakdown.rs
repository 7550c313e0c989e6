//! Which columns tell rows of one campaign and day apart, beside those that say so by their name.
//!
//! In: all copies of reports. Out: by the header they are in, the columns that their rows are known by. A list
//! that repeats a campaign and day is broken down by some column; one that does not is only described by it.
//! Invariant: what a row says differently in a later copy is no part of what it is about (R34).

use super::{Copy, is_stated, names, period, range, subject};
use crate::account::attribution::Part;
use crate::account::intake::Intake;
use crate::account::state::SourceIx;
use crate::calendar::Day;
use crate::ingest::ColumnReport;
use crate::ingest::exports::Field;
use crate::money::Amount;
use crate::problem::{Message, Place, Problem};
use crate::sorting::Sorting;
use crate::text::Name;
use std::collections::{BTreeMap, BTreeSet};

/// Campaign and days of a row, and the ad or group that it names.
type Subject = (Option<(Day, Day)>, u32, Vec<Name>);

/// Copies of one list, from the oldest.
type Copies<'c, 'a> = Vec<&'c Copy<'a>>;

pub(super) fn by_header(
    copies: &[Vec<(SourceIx, Part<'_>)>],
    intake: &mut Intake<'_>,
) -> BTreeMap<String, Vec<Field>> {
    let mut lists: BTreeMap<&str, Copies<'_, '_>> = BTreeMap::new();
    for copy in copies {
        let Some((_, part)) = copy.first() else { continue };
        lists.entry(&part.table.fingerprint).or_default().push(copy);
    }
    let mut out = BTreeMap::new();
    for (header, mut list) in lists {
        list.order_by_key(|copy| copy.first().map(|(_, part)| part.as_of.when.instant));
        let is_in_list = |field: &Field| list.iter().any(|copy| is_stated(copy, *field));
        let mut columns: Vec<Field> = Field::BREAKDOWNS.into_iter().filter(is_in_list).collect();
        let mut needed = needed(&list, &columns, intake);
        while let Some(changing) = needed.iter().copied().find(|f| changes(&list, *f, intake)) {
            columns.retain(|field| *field != changing);
            let others = self::needed(&list, &columns, intake);
            if told_apart(&list, &others, intake) < told_apart(&list, &needed, intake) {
                say(&list, changing, intake);
            }
            needed = others;
        }
        out.insert(header.to_owned(), needed);
    }
    out
}

/// Those of `columns` that it takes to tell rows apart: first what tells most of them.
fn needed(list: &Copies<'_, '_>, columns: &[Field], intake: &mut Intake<'_>) -> Vec<Field> {
    let rows: usize = list.iter().flat_map(|copy| *copy).map(|(_, part)| part.rows().count()).sum();
    let (mut fields, mut left) = (vec![], columns.to_vec());
    let mut distinct = if left.is_empty() { rows } else { told_apart(list, &fields, intake) };
    while distinct < rows {
        let tried = left.iter().enumerate().map(|(at, field)| {
            let tried: Vec<Field> = fields.iter().chain([field]).copied().collect();
            (told_apart(list, &tried, intake), std::cmp::Reverse(at))
        });
        match tried.max() {
            Some((count, std::cmp::Reverse(at))) if count > distinct => {
                fields.push(left.remove(at));
                distinct = count;
            }
            _ => break,
        }
    }
    fields
}

/// How many rows there are with each copy's equal ones counted once.
fn told_apart(list: &Copies<'_, '_>, fields: &[Field], intake: &mut Intake<'_>) -> usize {
    let mut count = 0;
    for copy in list {
        let mut seen = BTreeSet::new();
        each_row(copy, intake, |subject, source, part, row, intake| {
            seen.insert((subject, names(intake, source, part.records(), row, fields)));
        });
        count += seen.len();
    }
    count
}

fn each_row<'p>(
    copy: &Copy<'p>,
    intake: &mut Intake<'_>,
    mut act: impl FnMut(Subject, SourceIx, &Part<'p>, usize, &mut Intake<'_>),
) {
    let of_subject = subject(copy);
    for (source, part) in copy {
        let records = part.records();
        let range = range(part);
        for row in part.rows() {
            let days = period(records, row, range);
            let campaign = intake.campaign(*source, records, row);
            let about = names(intake, *source, records, row, &of_subject);
            act((days, campaign, about), *source, part, row, intake);
        }
    }
}

/// Whether a later copy says of the same campaign and day something else in this column, though no less was
/// spent: then it describes rows. Where less was spent, the copy is a part of its list.
fn changes(list: &Copies<'_, '_>, field: Field, intake: &mut Intake<'_>) -> bool {
    let is_named = |copy: &&Copy<'_>| column(copy, field).is_none_or(|column| !column.is_assumed);
    if list.iter().all(is_named) {
        return false;
    }
    let mut known: BTreeMap<Subject, (Vec<Name>, Amount)> = BTreeMap::new();
    let mut has_changed = false;
    for copy in list {
        let mut said: BTreeMap<Subject, (Vec<Name>, Amount)> = BTreeMap::new();
        each_row(copy, intake, |subject, source, part, row, intake| {
            let (texts, total) = said.entry(subject).or_default();
            texts.extend(names(intake, source, part.records(), row, &[field]));
            *total += part.records().money(row, Field::Cost).unwrap_or_default();
        });
        for (subject, (mut texts, total)) in said {
            texts.sort_unstable();
            let before = known.get(&subject);
            has_changed |= before.is_some_and(|(before, spent)| {
                total >= *spent && !is_within(before, &texts) && !is_within(&texts, before)
            });
            known.insert(subject, (texts, total));
        }
    }
    has_changed
}

/// Whether each of some sorted texts has one of its own among others.
fn is_within(some: &[Name], others: &[Name]) -> bool {
    let mut others = others.iter();
    some.iter().all(|text| others.any(|other| other == text))
}

fn column<'c>(copy: &'c Copy<'_>, field: Field) -> Option<&'c ColumnReport> {
    copy.iter().flat_map(|(_, part)| &part.table.columns).find(|c| c.field == Some(field))
}

/// Rows are taken as one that nothing else tells apart: whoever knows that they are two can say so.
fn say(list: &Copies<'_, '_>, field: Field, intake: &mut Intake<'_>) {
    let Some((copy, (source, _))) = list.last().and_then(|copy| Some((copy, copy.first()?))) else {
        return;
    };
    let header = column(copy, field).map_or("", |column| &column.header);
    let message = Message::new("account.report.changing").with("column", header);
    intake.problem(*source, Problem::doubt(Place::default().in_column(header), message));
}
