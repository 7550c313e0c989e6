//! Which rows of several copies tell of the same transaction (R34): by exact id first, else by content.
//!
//! In: copies of one account's lists, in canonical order. Out: for each row the number of its transaction.
//! A row without an id, as a spreadsheet leaves it that wrote `7.30E+18` over the id, tells of a row with
//! an id that has its content; equal rows count as often as the copy that has most of them. A copy that
//! shows no seconds tells of the rows of that minute, one without a column for campaigns of the rows of any.
//!
//! Invariant: two rows of one copy are two transactions, unless they have the same id and the same moment.

use super::Row;
use crate::account::state::{NONE, Origin, TransactionKind};
use crate::calendar::{LocalTime, Unit};
use crate::ingest::exports::Export;
use crate::sorting::Sorting;
use crate::text::{Name, NumberMap};
use crate::work::Pace;
use std::cmp::Reverse;
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
    /// What kind it is hangs on all the rest.
    kind: Option<TransactionKind>,
    campaign: u32,
    credit: Name,
    paid_by: Name,
}

/// Which of [`About`] a copy tells of its rows: another choice of columns makes no other transactions. Campaigns
/// that one copy knows by name alone and another by id are not known to be the same, nor to be others.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
struct Told(u8);

const CAMPAIGN_NAME: u8 = 1;
const CREDIT: u8 = 2;
const PAID_BY: u8 = 4;
const CAMPAIGN_ID: u8 = 8;

impl Told {
    fn of(row: &Row) -> Told {
        let bit = |is_told: bool, bit: u8| if is_told { bit } else { 0 };
        let names =
            bit(row.credit != Name::EMPTY, CREDIT) | bit(row.paid_by != Name::EMPTY, PAID_BY);
        Told(bit(row.campaign != NONE, row.campaign_bit()) | names)
    }

    const fn bit(self) -> u16 {
        1 << self.0
    }

    fn about(self, row: &Row, most: Told) -> About {
        let has = |bit: u8| self.0 & bit != 0;
        About {
            kind: (self == most).then_some(row.kind),
            campaign: if has(row.campaign_bit()) { row.campaign } else { NONE },
            credit: if has(CREDIT) { row.credit_plain } else { Name::EMPTY },
            paid_by: if has(PAID_BY) { row.paid_by } else { Name::EMPTY },
        }
    }
}

impl Row {
    const fn campaign_bit(&self) -> u8 {
        if self.campaign_has_id { CAMPAIGN_ID } else { CAMPAIGN_NAME }
    }
}

/// What rows of other copies may know a transaction by.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum By {
    Id(Name),
    /// All that a row without an id says of which transaction it is.
    Content {
        export: Export,
        micros: i64,
        unit: Unit,
        time: LocalTime,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Clue {
    by: By,
    about: About,
    /// What the copy tells that gave it.
    told: Told,
}

/// Finest first: rows that say more are told apart before those that say less join them.
const UNITS: [Unit; 3] = [Unit::Second, Unit::Minute, Unit::Day];

pub struct Found {
    /// The number of each row's transaction, copy by copy.
    pub facts: Vec<u32>,
    pub fact_count: usize,
    /// Rows whose id is that of a row of another time in the same copy.
    pub again: Vec<Origin>,
}

pub async fn facts(copies: &[Vec<Row>], pace: &Pace) -> Found {
    let mut told: Vec<Told> = Vec::with_capacity(copies.len());
    for copy in copies {
        let mut own = Told::default();
        pace.each(copy, |row| own.0 |= Told::of(row).0).await;
        told.push(own);
    }
    let is_whole = copies.iter().flatten().all(|row| row.id != Name::EMPTY);
    let mut known = Known::new(&told, is_whole);
    let mut facts: Vec<Vec<u32>> = copies.iter().map(|copy| vec![0; copy.len()]).collect();
    for level in known.levels.clone() {
        let of_level = copies.iter().zip(&mut facts).zip(&told).enumerate();
        for (at, ((copy, facts), _)) in of_level.filter(|(_, (_, told))| **told == level) {
            known.by_id(at, copy, facts, level, pace).await;
        }
    }
    for unit in UNITS.into_iter().filter(|_| !is_whole) {
        for level in known.levels.clone() {
            let of_level = copies.iter().zip(&mut facts).zip(&told).enumerate();
            for (at, ((copy, facts), _)) in of_level.filter(|(_, (_, told))| **told == level) {
                let mut next = Next::default();
                pace.each(copy.iter().zip(facts), |(row, fact)| {
                    if row.id == Name::EMPTY && row.unit == unit {
                        *fact = known.by_content(at, row, level, &mut next);
                    }
                })
                .await;
            }
        }
    }
    Found { facts: facts.concat(), fact_count: known.facts.len(), again: known.again }
}

/// How many of the transactions of a clue a copy has told of.
type Next = NumberMap<Clue, usize>;

/// What was told of a transaction.
struct Fact {
    /// How exactly its time was ever told.
    unit: Unit,
    /// By which kinds of copies, a bit for each value of [`Told`].
    by: u16,
}

struct Known {
    ids: NumberMap<Identified, u32>,
    clues: NumberMap<Clue, Vec<u32>>,
    facts: Vec<Fact>,
    /// Which transactions a copy has told of.
    used: HashSet<(usize, u32)>,
    /// What the copies tell of their rows, each once, most first.
    levels: Vec<Told>,
    most: Told,
    /// Every row has an id.
    is_whole: bool,
    again: Vec<Origin>,
}

impl Known {
    fn new(told: &[Told], is_whole: bool) -> Known {
        let mut levels = told.to_vec();
        levels.order_by_key(|told| (Reverse(told.0.count_ones()), told.0));
        levels.dedup();
        let most = Told(levels.iter().fold(0, |all, told| all | told.0));
        let (ids, clues, used) = Default::default();
        Known { ids, clues, facts: vec![], used, levels, most, is_whole, again: vec![] }
    }

    /// Rows of one id and moment that say the same, or another amount of it, are one.
    async fn by_id(&mut self, at: usize, copy: &[Row], facts: &mut [u32], own: Told, pace: &Pace) {
        // How often each id was seen in this copy, and when last: a copy is sorted by both.
        let mut seen: NumberMap<(Name, About), (u32, LocalTime, i64)> = NumberMap::default();
        seen.reserve(copy.len());
        self.ids.reserve(copy.len());
        let mut next = Next::default();
        pace.each(copy.iter().zip(facts), |(row, slot)| {
            if row.id == Name::EMPTY {
                return;
            }
            let about = own.about(row, self.most);
            let again = &mut self.again;
            let last = seen.entry((row.id, about)).and_modify(|last| {
                // What a payment paid and what of it came back are two.
                let is_return = last.2.signum() != row.micros.signum();
                if is_return || last.1 != row.time {
                    *last = (last.0 + 1, row.time, row.micros);
                    again.extend((!is_return).then_some(row.origin));
                }
            });
            let (ordinal, ..) = *last.or_insert((0, row.time, row.micros));
            let identified = Identified { id: row.id, about, ordinal };
            *slot = match self.ids.get(&identified) {
                Some(fact) => *fact,
                None => {
                    let fact = self.by_clue(at, By::Id(row.id), row, own, &mut next);
                    let fact = fact.unwrap_or_else(|| self.fresh(row));
                    self.ids.insert(identified, fact);
                    fact
                }
            };
            self.tell(at, row, own, *slot);
        })
        .await;
    }

    /// The first transaction of this content that the copy has not told of yet, else a new one.
    fn by_content(&mut self, at: usize, row: &Row, own: Told, next: &mut Next) -> u32 {
        let mut units = UNITS.into_iter().filter(|unit| *unit <= row.unit);
        let found = units.find_map(|unit| self.by_clue(at, content(row, unit), row, own, next));
        match found {
            Some(fact) => {
                self.used.insert((at, fact));
                fact
            }
            None => {
                let fact = self.fresh(row);
                self.tell(at, row, own, fact);
                fact
            }
        }
    }

    /// By what this copy tells first, then by what it shares with copies that tell other things.
    fn by_clue(&self, at: usize, by: By, row: &Row, own: Told, next: &mut Next) -> Option<u32> {
        let others = self.levels.iter().filter(|told| **told != own);
        [own].iter().chain(others).find_map(|told| {
            let about = Told(told.0 & own.0).about(row, self.most);
            let clue = Clue { by, about, told: *told };
            let found = self.clues.get(&clue).map(Vec::as_slice).unwrap_or_default();
            let next = next.entry(clue).or_default();
            while let Some(&fact) = found.get(*next) {
                *next += 1;
                let is_it = |known: &Fact| match by {
                    // Those that copies of these columns told of are known by their number.
                    By::Id(_) => known.by & own.bit() == 0,
                    // Told less exactly than this row, it may be this row; told more exactly, it is another.
                    By::Content { unit, .. } => unit == row.unit || unit == known.unit,
                };
                let may_be = self.facts.get(fact as usize).is_some_and(is_it);
                if may_be && !self.used.contains(&(at, fact)) {
                    return Some(fact);
                }
            }
            None
        })
    }

    fn fresh(&mut self, row: &Row) -> u32 {
        self.facts.push(Fact { unit: row.unit, by: 0 });
        self.facts.len() as u32 - 1
    }

    /// Makes the transaction known by what the row says, and by what coarser copies would say of it.
    fn tell(&mut self, at: usize, row: &Row, own: Told, fact: u32) {
        if self.is_whole && self.levels.len() == 1 {
            return;
        }
        self.used.insert((at, fact));
        if let Some(known) = self.facts.get_mut(fact as usize) {
            *known = Fact { unit: row.unit.max(known.unit), by: known.by | own.bit() };
        }
        let contents = UNITS.into_iter().filter(|unit| *unit <= row.unit && !self.is_whole);
        let contents = contents.map(|unit| content(row, unit));
        let ids = Some(By::Id(row.id)).filter(|_| row.id != Name::EMPTY && self.levels.len() > 1);
        for by in contents.chain(ids) {
            for told in &self.levels {
                let about = Told(told.0 & own.0).about(row, self.most);
                let facts = self.clues.entry(Clue { by, about, told: own }).or_default();
                if facts.last() != Some(&fact) {
                    facts.push(fact);
                }
            }
        }
    }
}

fn content(row: &Row, unit: Unit) -> By {
    By::Content { export: row.export, micros: row.micros, unit, time: cut(row.time, unit) }
}

/// The start of the stated unit.
pub fn cut(time: LocalTime, unit: Unit) -> LocalTime {
    match unit {
        Unit::Second => time,
        Unit::Minute => LocalTime::from_seconds(time.seconds() - time.seconds().rem_euclid(60)),
        Unit::Day => time.day().start(),
    }
}
