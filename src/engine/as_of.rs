//! R33: when the facts of a table were true. The best basis wins; the last two are assumptions.

use crate::calendar::{Instant, SECONDS_PER_DAY, Unit, When, Zone};
use crate::ingest::exports::Field;
use crate::ingest::{AsOf, AsOfBasis, Recognised, Source};

/// The moment of truth of one table, read in `zone` where its content states none: beside the moment, or as
/// the account's own, on whose clock a page is (R25).
///
/// Answer, then content, then the end of the report's range, then file time, then paste time. A report
/// that ends today or later was true when it was pasted, not at the end of a day that is not over.
pub fn as_of(source: &Source, table: &Recognised, answer: Option<Instant>, zone: Zone) -> AsOf {
    let seen = source.file_time.unwrap_or(source.pasted_at).min(source.pasted_at);
    let zone = told_zone(table).unwrap_or(zone);
    let (instant, unit, basis) = if let Some(answer) = answer {
        (answer, Unit::Minute, AsOfBasis::Answer)
    } else if let Some(stated) = table.stated_as_of {
        let zone = stated.zone.unwrap_or(zone);
        (stated.time.time.in_zone(zone).min(source.pasted_at), stated.time.unit, AsOfBasis::Content)
    } else if let Some((_, last_day)) = table.range {
        let end = last_day.start().plus_seconds(SECONDS_PER_DAY).in_zone(zone);
        if end < seen {
            (end, Unit::Day, AsOfBasis::ReportRange)
        } else {
            (seen, Unit::Minute, basis_of(source))
        }
    } else {
        (seen, Unit::Minute, basis_of(source))
    };
    AsOf { when: When::new(instant, zone, unit), basis }
}

/// The zone that a page or file states of its account; none where its rows are of several.
fn told_zone(table: &Recognised) -> Option<Zone> {
    let records = &table.records;
    let mut names = (0..records.len()).map(|row| records.name(row, Field::Zone));
    let first = names.next().flatten().filter(|_| table.is_zone_told)?;
    names.all(|name| name == Some(first)).then(|| Zone::parse(records.names().text(first)))?
}

fn basis_of(source: &Source) -> AsOfBasis {
    if source.file_time.is_some() { AsOfBasis::FileTime } else { AsOfBasis::PasteTime }
}
