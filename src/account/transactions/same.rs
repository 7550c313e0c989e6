//! Which rows of several copies tell of the same transaction (R34): by exact id first, else by content.
//!
//! In: copies of one account's lists, in canonical order. Out: for each row the number of its transaction.
//! A row without an id, as a spreadsheet leaves it that wrote `7.30E+18` over the id, tells of a row with
//! an id that has its content; equal rows count as often as the copy that has most of them. A copy that
//! shows no seconds tells of the rows of that minute.
//!
//! Invariant: two rows of one copy are two transactions, unless they have the same id and the same content.

use super::Row;
use crate::account::state::TransactionKind;
use crate::calendar::{LocalTime, Unit};
use crate::ingest::exports::Export;
use crate::text::{Name, NumberMap};
use crate::work::Pace;
use std::collections::HashSet;

/// Of one id there may be several rows, which say different things.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Identified {
    id: Name,
    about: About,
    ordinal: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct About {
    kind: TransactionKind,
    campaign: u32,
    credit: Name,
    paid_by: Name,
}

/// All that a row without an id says of which transaction it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Content {
    about: About,
    export: Export,
    micros: i64,
    unit: Unit,
    time: LocalTime,
}

/// Finest first: rows that say more are told apart before those that say less join them.
const UNITS: [Unit; 3] = [Unit::Second, Unit::Minute, Unit::Day];

/// The number of each row's transaction, copy by copy, and how many there are.
pub async fn facts(copies: &[Vec<Row>], pace: &Pace) -> (Vec<u32>, usize) {
    let mut known = Known::default();
    let mut facts: Vec<Vec<u32>> = copies.iter().map(|copy| vec![0; copy.len()]).collect();
    let is_whole = copies.iter().flatten().all(|row| row.id != Name::EMPTY);
    for (copy, facts) in copies.iter().zip(&mut facts) {
        known.by_id(copy, facts, is_whole, pace).await;
    }
    let mut used: HashSet<(usize, u32)> = HashSet::new();
    if !is_whole {
        for (at, (copy, facts)) in copies.iter().zip(&facts).enumerate() {
            let with_id = copy.iter().zip(facts).filter(|(row, _)| row.id != Name::EMPTY);
            used.extend(with_id.map(|(_, fact)| (at, *fact)));
        }
    }
    for unit in UNITS {
        for (at, (copy, facts)) in copies.iter().zip(&mut facts).enumerate() {
            let mut next: NumberMap<Content, usize> = NumberMap::default();
            pace.each(copy.iter().zip(facts), |(row, fact)| {
                if row.id == Name::EMPTY && row.unit == unit {
                    *fact = known.by_content(row, &mut next, |fact| used.insert((at, fact)));
                }
            })
            .await;
        }
    }
    (facts.concat(), known.units.len())
}

#[derive(Default)]
struct Known {
    ids: NumberMap<Identified, u32>,
    contents: NumberMap<Content, Vec<u32>>,
    /// Of each transaction, how exactly its time was ever told.
    units: Vec<Unit>,
}

impl Known {
    async fn by_id(&mut self, copy: &[Row], facts: &mut [u32], is_whole: bool, pace: &Pace) {
        // How often each id was seen in this copy, and with which content last: a copy is sorted by both.
        let mut seen: NumberMap<(Name, About), (u32, LocalTime, i64)> = NumberMap::default();
        seen.reserve(copy.len());
        self.ids.reserve(copy.len());
        pace.each(copy.iter().zip(facts), |(row, slot)| {
            if row.id == Name::EMPTY {
                return;
            }
            let content = (row.time, row.micros);
            let next = (0, row.time, row.micros);
            let about = about(row);
            let last = seen.entry((row.id, about)).and_modify(|last| {
                // The same id with the same content twice in one copy: pages that overlap.
                if (last.1, last.2) != content {
                    *last = (last.0 + 1, row.time, row.micros);
                }
            });
            let (ordinal, ..) = *last.or_insert(next);
            let fresh = self.units.len() as u32;
            let fact = *self.ids.entry(Identified { id: row.id, about, ordinal }).or_insert(fresh);
            if fact == fresh {
                self.units.push(row.unit);
            }
            if !is_whole {
                self.tell(row, fact);
            }
            *slot = fact;
        })
        .await;
    }

    /// The first transaction of this content that the copy has not told of yet, else a new one.
    fn by_content(
        &mut self,
        row: &Row,
        next: &mut NumberMap<Content, usize>,
        mut is_free: impl FnMut(u32) -> bool,
    ) -> u32 {
        for unit in UNITS.into_iter().filter(|unit| *unit <= row.unit) {
            let content = content(row, unit);
            let found = self.contents.get(&content).map(Vec::as_slice).unwrap_or_default();
            let next = next.entry(content).or_default();
            while let Some(&fact) = found.get(*next) {
                *next += 1;
                // Told less exactly than this row, it may be this row; told more exactly, it is another.
                let told = self.units.get(fact as usize).copied().unwrap_or(unit);
                if (unit == row.unit || told == unit) && is_free(fact) {
                    return fact;
                }
            }
        }
        let fact = self.units.len() as u32;
        self.units.push(row.unit);
        is_free(fact);
        self.tell(row, fact);
        fact
    }

    /// Makes the transaction known by what the row says, and by what coarser copies would say of it.
    fn tell(&mut self, row: &Row, fact: u32) {
        if let Some(unit) = self.units.get_mut(fact as usize) {
            *unit = row.unit.max(*unit);
        }
        for unit in UNITS.into_iter().filter(|unit| *unit <= row.unit) {
            let facts = self.contents.entry(content(row, unit)).or_default();
            if facts.last() != Some(&fact) {
                facts.push(fact);
            }
        }
    }
}

fn about(row: &Row) -> About {
    About { kind: row.kind, campaign: row.campaign, credit: row.credit, paid_by: row.paid_by }
}

fn content(row: &Row, unit: Unit) -> Content {
    let (export, micros) = (row.export, row.micros);
    Content { about: about(row), export, micros, unit, time: cut(row.time, unit) }
}

/// The start of the stated unit.
pub fn cut(time: LocalTime, unit: Unit) -> LocalTime {
    match unit {
        Unit::Second => time,
        Unit::Minute => LocalTime::from_seconds(time.seconds() - time.seconds().rem_euclid(60)),
        Unit::Day => time.day().start(),
    }
}
