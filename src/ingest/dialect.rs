//! How each column is to be read, decided from all its rows, with the reason kept.
//!
//! In: a table and what each column means. Out: one [`Reading`] per column, with the evidence as
//! messages and a question where the cells leave two readings open. A cell's own text never decides
//! alone: `1.234` is read the way its column is, and one writer wrote all columns of a table, so a
//! column without evidence follows its neighbours. What the user said answers what a table leaves open,
//! now or in a later copy; it never overrules what the cells of a copy show.

mod grouping; // the decimal mark by the currency
mod past; // the order of day and month by the paste
mod sides; // a choice of two
mod sums; // the decimal mark by arithmetic
mod votes; // what the cells of a column say
mod whole; // currencies without decimals
mod wording; // what is said of a choice, and what is asked

use super::exports::{Field, Kind};
use super::mapping::ColumnPlan;
use super::shape::{Form, Grid};
use super::{Question, QuestionAbout};
use crate::calendar::{Day, Zone};
use crate::money::Currency;
use crate::options::{DayOrder, DecimalMark};
use crate::problem::Message;
use crate::text::is_guarded_id;
use past::Told;
use sides::{Side, Sides};
use votes::{Odd, Votes, count};
pub(super) use wording::zone_found;
use wording::{DAY_ORDER, DECIMAL_MARK, exchanged, told};

/// How the cells of one column become values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Not a field we know, or left out by the user.
    Skip,
    Text,
    /// Names in a file of ours, where a leading `'` may have been added.
    Guarded,
    /// R30: digits as text.
    Id,
    /// Buttons and states, gathered from the whole row.
    Labels,
    Money(DecimalMark),
    /// The same where nothing but one of its cells would have thousandths: `12.500` beside `7.25` may be a group.
    Cents(DecimalMark),
    /// Amounts of a currency without minor unit: whatever separates digits groups them.
    Whole,
    /// Without a percent sign the number is in percent, or a share of 1.
    Share {
        mark: DecimalMark,
        is_percent: bool,
    },
    Time(DayOrder),
    /// The same where a spreadsheet stored days of that order as of the other one: in days that it stored, day and month
    /// are exchanged.
    Exchanged(DayOrder),
}

/// What was decided for one column.
#[derive(Clone, Debug)]
pub struct Decided {
    pub reading: Reading,
    pub decisions: Vec<Message>,
    pub question: Option<Question>,
    /// Whether a cell names a currency of its own.
    pub has_currency: bool,
    /// Whether a cell names a time zone of its own.
    pub has_zone: bool,
    pub standing: Standing,
}

/// What a decision leaves to cells that have not been looked at. Whoever reads a table by a plan that a
/// part of it gave must know when the rest would have given another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// No cell decides anything: texts, ids.
    Free,
    /// Cells so far fit both choices with the same value.
    Silent,
    /// Cells decided, all of them for one side; some amounts surely have thousandths.
    Clear { side: Side, has_thousandths: bool },
    /// Any cell may change the decision or its reason.
    Open,
}

/// A column as dialect sees it: where it is, what it means, what the user said.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    pub index: usize,
    pub header: &'a str,
    pub field: Option<Field>,
    /// The column's currency, where header or options name it.
    pub currency: Option<Currency>,
    pub mark: Option<DecimalMark>,
    pub order: Option<DayOrder>,
    /// What the user said of all times of the table.
    pub zone: Option<Zone>,
}

/// Decides all columns of the rows from `first_row` on; nobody can have pasted them after `last_day`.
pub fn decide(
    grid: &Grid,
    first_row: usize,
    columns: &[Asked<'_>],
    last_day: Option<Day>,
) -> Vec<Decided> {
    let is_fine = votes::names_thousandths(grid, first_row, columns);
    let counted = columns.iter().map(|c| Votes { is_fine, ..count(grid, first_row, c) });
    let counted: Vec<Votes> = counted.collect();
    let table = Counted { grid, first_row, columns, votes: &counted };
    let odd = table.odd();
    let money = table.money(odd);
    let has_cents = odd == Some(Odd::Few) && table.proven().is_none();
    let shares = match table.sides(&[Kind::Money, Kind::Share]) {
        Sides::NONE => money,
        sides => (sides, Why::Beside),
    };
    let (times, likelier) = table.times(last_day);
    let outside = |column: &Asked<'_>, field: Field| {
        let (beside, kinds): (_, &[Kind]) = match field.kind() {
            Kind::Money => (money, &[Kind::Money]),
            Kind::Share => (shares, &[Kind::Money, Kind::Share]),
            _ => (times, &[Kind::Time]),
        };
        // What was said of one column holds for all that leave it open.
        let own = column.said().map(|side| (side, Why::Answer));
        let said = own.or_else(|| Some((said_of(columns, kinds)?, Why::Beside)));
        Outside { beside, said, likelier }
    };
    let is_whole = counted.iter().any(|votes| votes.wholes.are_mixed())
        && whole::has_no_minor_unit(grid, first_row, columns);
    let is_ours = is_ours(grid, first_row, columns);
    let decided = |(column, votes): (&Asked<'_>, Votes)| match column.field {
        None => Decided::plain(Reading::Skip),
        Some(field) if is_whole && field.kind() == Kind::Money && votes.wholes.are_mixed() => {
            let (has_currency, standing) = (votes.has_currency, Standing::Open);
            Decided { has_currency, standing, ..Decided::plain(Reading::Whole) }
        }
        Some(field) => {
            let decided = decide_one(grid, column, field, votes, outside(column, field));
            match decided.reading {
                Reading::Text if is_ours => Decided::plain(Reading::Guarded),
                Reading::Money(mark) if has_cents => {
                    let (reading, standing) = (Reading::Cents(mark), Standing::Open);
                    Decided { reading, standing, ..decided }
                }
                _ => decided,
            }
        }
    };
    let mut out: Vec<Decided> = columns.iter().zip(counted).map(decided).collect();
    ask_once(&mut out);
    out
}

/// All columns of a table, and what the cells of each say.
#[derive(Clone, Copy)]
struct Counted<'a> {
    grid: &'a Grid,
    first_row: usize,
    columns: &'a [Asked<'a>],
    votes: &'a [Votes],
}

impl<'a> Counted<'a> {
    fn of(self, kinds: &[Kind]) -> impl Iterator<Item = &'a Votes> {
        let all = self.columns.iter().zip(self.votes);
        all.filter(|(column, _)| column.is_of(kinds)).map(|(_, votes)| votes)
    }

    fn sides(self, kinds: &[Kind]) -> Sides {
        self.of(kinds).map(|votes| votes.sides).fold(Sides::NONE, Sides::plus)
    }

    /// A percentage may be written by another hand than amounts: it never decides what money is.
    fn odd(self) -> Option<Odd> {
        votes::odd(self.sides(&[Kind::Money]), &self.of(&[Kind::Money]).collect::<Vec<_>>())
    }

    /// The decimal mark of amounts as the page states it, or as they add up.
    fn proven(self) -> Option<(DecimalMark, Why)> {
        let Counted { grid, first_row, columns, .. } = self;
        let stated = grid.mark.map(|mark| (mark, Why::Stated));
        stated.or_else(|| sums::mark(grid, first_row, columns).map(|mark| (mark, Why::Sum)))
    }

    /// What the table says of the decimal mark of amounts.
    fn money(self, odd: Option<Odd>) -> Beside {
        let sides = self.sides(&[Kind::Money]);
        if sides != Sides::NONE && odd != Some(Odd::Most) {
            return (sides, Why::Beside);
        }
        let by_currency = || Some((grouping::mark(self.columns, self.votes)?, Why::Currency));
        let told = self.proven().or_else(by_currency);
        told.map_or((Sides::NONE, Why::Beside), |(mark, why)| (Sides::one(mark.into()), why))
    }

    /// What the table says of the order of day and month, and the likelier one where it says nothing.
    fn times(self, last_day: Option<Day>) -> (Beside, DayOrder) {
        let sides = self.sides(&[Kind::Time]);
        let is_open =
            sides == Sides::NONE && self.of(&[Kind::Time]).any(|votes| votes.open_count > 0);
        let told = last_day.filter(|_| is_open);
        let told = told.map(|day| past::order(self.grid, self.first_row, self.columns, day));
        match told {
            Some(Told::Order(order)) => ((Sides::one(order.into()), Why::Past), order),
            Some(Told::Likelier(order)) => ((sides, Why::Beside), order),
            None => ((sides, Why::Beside), DayOrder::MonthFirst),
        }
    }
}

impl Asked<'_> {
    fn is_of(&self, kinds: &[Kind]) -> bool {
        self.field.is_some_and(|field| kinds.contains(&field.kind()))
    }

    /// What the user said of it.
    fn said(&self) -> Option<Side> {
        self.mark.map(Side::from).or(self.order.map(Side::from))
    }
}

/// What the user said of most columns of these kinds.
fn said_of(columns: &[Asked<'_>], kinds: &[Kind]) -> Option<Side> {
    let said = columns.iter().filter(|column| column.is_of(kinds)).filter_map(Asked::said);
    said.map(Sides::one).fold(Sides::NONE, Sides::plus).more()
}

/// One doubt, one question: the answer for the first column decides those that follow it. Amounts come
/// before shares, which say nothing of them.
fn ask_once(columns: &mut [Decided]) {
    let is_money =
        |column: &&Decided| matches!(column.reading, Reading::Money(_) | Reading::Cents(_));
    let money_asks = columns.iter().filter(is_money).any(|column| column.question.is_some());
    let mut asked: Vec<QuestionAbout> = vec![];
    for column in columns.iter_mut() {
        let is_later = matches!(column.reading, Reading::Share { .. }) && money_asks;
        let Some(about) = column.question.as_ref().map(|question| question.about) else { continue };
        if is_later || asked.contains(&about) {
            column.question = None;
        } else {
            asked.push(about);
        }
    }
}

/// Whether ids are guarded as in the files that we hand out; then names are too.
fn is_ours(grid: &Grid, first_row: usize, columns: &[Asked<'_>]) -> bool {
    let mut ids = columns.iter().filter(|column| column.field.is_some_and(Field::is_id));
    ids.any(|column| {
        (first_row..grid.row_count()).any(|row| is_guarded_id(grid.text(row, column.index)))
    })
}

impl Decided {
    fn plain(reading: Reading) -> Decided {
        Decided {
            reading,
            decisions: vec![],
            question: None,
            has_currency: false,
            has_zone: false,
            standing: Standing::Free,
        }
    }
}

/// Whether the decisions on a column would be the same if it also held this cell, typed as text.
pub fn stands(column: &ColumnPlan, field: Field, text: &str) -> bool {
    if field.kind() == Kind::Text {
        return !(field.is_id() && is_guarded_id(text));
    }
    let mut votes = Votes::default();
    votes.add_cell(field.kind(), text, Form::Text, 0);
    let is_clear = match column.standing {
        Standing::Free => true,
        Standing::Silent => votes.sides == Sides::NONE && votes.open_count == 0,
        Standing::Clear { side, has_thousandths } => {
            let is_odd = !has_thousandths && votes.threes.by_mark(side.mark()) > 0;
            votes.sides.of(side.other()) == 0 && !is_odd && votes.stored.low.is_none()
        }
        Standing::Open => false,
    };
    is_clear
        && (column.has_currency || !votes.has_currency)
        && (column.has_zone || votes.zone.is_none())
}

/// What the rest of the table says of a choice: cells for each side, and what they are.
type Beside = (Sides, Why);

/// What decides on a column beyond its own cells.
#[derive(Clone, Copy)]
struct Outside {
    beside: Beside,
    /// What the user said of it, or of columns like it.
    said: Option<(Side, Why)>,
    /// The order of day and month where neither is told.
    likelier: DayOrder,
}

impl Outside {
    /// The choice as said by the user, where the table leaves it open.
    fn answer(&self, (side, why): (Side, Why)) -> (Side, Why) {
        self.said.filter(|_| why == Why::Open).unwrap_or((side, why))
    }
}

/// Why a choice was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    /// What the table left open.
    Answer,
    /// Cells that can be read in one way only.
    Cells,
    /// Cells disagree; most say so. Those that disagree become problems.
    Most,
    /// The other columns of this table.
    Beside,
    /// The page states it, or numbers stored beside their texts show it.
    Stated,
    /// Amounts add up in one way only.
    Sum,
    /// Amounts of the currency have no thousandths.
    Currency,
    /// What is past had happened when it was pasted.
    Past,
    /// Both readings give the same values.
    NoMatter,
    /// To be asked.
    Open,
}

fn decide_one(
    grid: &Grid,
    column: &Asked<'_>,
    field: Field,
    votes: Votes,
    outside: Outside,
) -> Decided {
    let (has_currency, has_zone) = (votes.has_currency, votes.zone.is_some());
    let is_silent = votes.open_count == 0;
    let decided = |reading, (side, why), (decisions, question)| Decided {
        reading,
        decisions,
        question,
        has_currency,
        has_zone,
        standing: match why {
            // Whether a share is of 1 or of 100 may depend on any of its cells.
            _ if matches!(reading, Reading::Share { .. }) => Standing::Open,
            Why::Cells => Standing::Clear { side, has_thousandths: votes.fine_count > 0 },
            Why::NoMatter if is_silent => Standing::Silent,
            _ => Standing::Open,
        },
    };
    match field.kind() {
        Kind::Text if field == Field::RowLabels => Decided::plain(Reading::Labels),
        Kind::Text if field.is_id() => Decided::plain(Reading::Id),
        Kind::Text => Decided::plain(Reading::Text),
        Kind::Time if let Some((stored, side)) = votes.exchanged() => {
            let is_exchanged = outside.said.is_none_or(|(said, _)| said == side);
            let reading = if is_exchanged { Reading::Exchanged } else { Reading::Time };
            let told = exchanged(grid, column, stored, side.order(), outside.said.is_some());
            decided(reading(side.order()), (side, Why::Open), told)
        }
        Kind::Time => {
            let (side, why) = outside.answer(votes.choose(outside.beside, outside.likelier.into()));
            let mut told = told(grid, column, &votes, (side, why), &DAY_ORDER);
            let zone =
                votes.zone.as_ref().filter(|_| !votes.has_other_zone && column.zone.is_none());
            told.0.extend(zone.map(|(zone, example)| zone_found(*zone, &example.cell)));
            decided(Reading::Time(side.order()), (side, why), told)
        }
        Kind::Money | Kind::Share => {
            let is_grouped = votes.threes.are_rather_groups(column.currency);
            let default = if is_grouped { Side::Second } else { Side::First };
            let (side, why) = outside.answer(votes.choose(outside.beside, default));
            let mark = side.mark();
            let reading = if field.kind() == Kind::Money {
                Reading::Money(mark)
            } else {
                let header_says = column.header.contains('%');
                let is_percent = header_says || votes.has_percent || votes.plain_beyond_one;
                Reading::Share { mark, is_percent }
            };
            let told = told(grid, column, &votes, (side, why), &DECIMAL_MARK);
            decided(reading, (side, why), told)
        }
    }
}
