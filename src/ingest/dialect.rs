//! How each column is to be read, decided from all its rows, with the reason kept.
//!
//! In: a table and what each column means. Out: one [`Reading`] per column, with the evidence as
//! messages and a question where the cells leave two readings open. A cell's own text never decides
//! alone: `1.234` is read the way its column is, and one writer wrote all columns of a table, so a
//! column without evidence follows its neighbours. What the user said answers what a table leaves open,
//! now or in a later copy; it never overrules what the cells of a copy show.

mod sums; // the decimal mark by arithmetic
mod whole; // currencies without decimals
mod wording; // what is said of a choice, and what is asked

use super::cell;
use super::dates::RawSpan;
use super::exports::{Field, Kind};
use super::figure::{Exact, Figure};
use super::mapping::ColumnPlan;
use super::shape::{Form, Grid};
use super::{Question, QuestionAbout};
use crate::calendar::Zone;
use crate::money::Currency;
use crate::options::{DayOrder, DecimalMark};
use crate::problem::Message;
use crate::text::{bare_cell, is_guarded_id, is_missing};
use whole::Wholes;
pub(super) use wording::zone_found;
use wording::{DAY_ORDER, DECIMAL_MARK, told};

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
    /// Amounts of a currency without minor unit: whatever separates digits groups them.
    Whole,
    /// Without a percent sign the number is in percent, or a share of 1.
    Share {
        mark: DecimalMark,
        is_percent: bool,
    },
    Time(DayOrder),
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
    /// Cells decided, all of them for the first choice (true) or all for the second.
    Clear(bool),
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

/// Decides all columns of the rows from `first_row` on.
pub fn decide(grid: &Grid, first_row: usize, columns: &[Asked<'_>]) -> Vec<Decided> {
    let counted: Vec<Votes> = columns.iter().map(|c| count(grid, first_row, c)).collect();
    let of_kinds = |kinds: &[Kind]| {
        let all = columns.iter().zip(&counted);
        let mine = all.filter(|(c, _)| c.field.is_some_and(|f| kinds.contains(&f.kind())));
        mine.fold((0, 0), |(a, b), (_, v)| (a + v.first_count, b + v.second_count))
    };
    // A percentage may be written by another hand than amounts: it never decides what money is.
    let money = match of_kinds(&[Kind::Money]) {
        (0, 0) => None,
        counts => Some((counts, Why::Beside)),
    };
    let by_sum = |mark| {
        (
            (usize::from(mark == DecimalMark::Point), usize::from(mark == DecimalMark::Comma)),
            Why::Sum,
        )
    };
    let money = money.or_else(|| sums::mark(grid, first_row, columns).map(by_sum));
    let money = money.unwrap_or(((0, 0), Why::Beside));
    let shares = (of_kinds(&[Kind::Money, Kind::Share]), Why::Beside);
    let times = (of_kinds(&[Kind::Time]), Why::Beside);
    let outside = |column: &Asked<'_>, field: Field| {
        let (beside, kinds): (_, &[Kind]) = match field.kind() {
            Kind::Money => (money, &[Kind::Money]),
            Kind::Share => (shares, &[Kind::Money, Kind::Share]),
            _ => (times, &[Kind::Time]),
        };
        // What was said of one column holds for all that leave it open.
        let own = column.said().map(|is_first| (is_first, Why::Answer));
        let said = own.or_else(|| Some((said_of(columns, kinds)?, Why::Beside)));
        Outside { beside, said }
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
        Some(field) => match decide_one(grid, column, field, votes, outside(column, field)) {
            Decided { reading: Reading::Text, .. } if is_ours => Decided::plain(Reading::Guarded),
            decided => decided,
        },
    };
    let mut out: Vec<Decided> = columns.iter().zip(counted).map(decided).collect();
    ask_once(&mut out);
    out
}

impl Asked<'_> {
    /// What the user said of it: true for the first choice.
    fn said(&self) -> Option<bool> {
        let mark = self.mark.map(|mark| mark == DecimalMark::Point);
        mark.or(self.order.map(|order| order == DayOrder::DayFirst))
    }
}

/// What the user said of most columns of these kinds: true for the first choice.
fn said_of(columns: &[Asked<'_>], kinds: &[Kind]) -> Option<bool> {
    let mine = columns.iter().filter(|c| c.field.is_some_and(|f| kinds.contains(&f.kind())));
    let said: Vec<bool> = mine.filter_map(Asked::said).collect();
    let first_count = said.iter().filter(|is_first| **is_first).count();
    let second_count = said.len() - first_count;
    (first_count != second_count).then_some(first_count > second_count)
}

/// One doubt, one question: the answer for the first column decides those that follow it. Amounts come
/// before shares, which say nothing of them.
fn ask_once(columns: &mut [Decided]) {
    let is_money = |column: &&Decided| matches!(column.reading, Reading::Money(_));
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

/// What the cells of one column say about a choice of two: point or comma, day or month first.
#[derive(Clone, Debug, Default)]
struct Votes {
    /// Cells that can only be the first choice (point, day first), and the first such cell.
    first_count: usize,
    first: Option<Example>,
    second_count: usize,
    second: Option<Example>,
    /// Cells that fit both choices with different values.
    open_count: usize,
    open: Option<Example>,
    open_has_point: bool,
    open_currency: Option<Currency>,
    /// Without a percent sign; beyond 1.
    plain_beyond_one: bool,
    has_percent: bool,
    has_currency: bool,
    wholes: Wholes,
    /// The zone that cells name, the first such cell, and whether others name another one.
    zone: Option<(Zone, Example)>,
    has_other_zone: bool,
}

#[derive(Clone, Debug)]
struct Example {
    line: u32,
    cell: String,
}

fn count(grid: &Grid, first_row: usize, column: &Asked<'_>) -> Votes {
    let mut votes = Votes::default();
    let Some(field) = column.field else { return votes };
    if field.kind() == Kind::Text {
        return votes;
    }
    for row in first_row..grid.row_count() {
        let text = grid.text(row, column.index);
        votes.add_cell(field.kind(), text, grid.form(row, column.index), grid.line(row));
    }
    votes
}

/// Whether the decisions on a column would be the same if it also held this cell, typed as text.
pub fn stands(column: &ColumnPlan, field: Field, text: &str) -> bool {
    if field.kind() == Kind::Text {
        return !(field.is_id() && is_guarded_id(text));
    }
    let mut votes = Votes::default();
    votes.add_cell(field.kind(), text, Form::Text, 0);
    let (first, second) = (votes.first_count > 0, votes.second_count > 0);
    let is_clear = match column.standing {
        Standing::Free => true,
        Standing::Silent => !first && !second && votes.open_count == 0,
        Standing::Clear(true) => !second,
        Standing::Clear(false) => !first,
        Standing::Open => false,
    };
    is_clear
        && (column.has_currency || !votes.has_currency)
        && (column.has_zone || votes.zone.is_none())
}

impl Votes {
    fn add_cell(&mut self, kind: Kind, text: &str, form: Form, line: u32) {
        let text = cell::without_labels(text);
        let cell = bare_cell(&text);
        self.has_currency |= matches!(form, Form::Amount(_)) && kind == Kind::Money;
        if is_missing(cell) || (form != Form::Text && kind != Kind::Share) {
            return;
        }
        let example = || Example { line, cell: cell.to_owned() };
        if kind == Kind::Time {
            if let Some(span) = RawSpan::parse(cell) {
                let readings = (span.read(DayOrder::DayFirst), span.read(DayOrder::MonthFirst));
                if let Some(zone) = readings.0.or(readings.1).and_then(|span| span.zone) {
                    let (first, _) = self.zone.get_or_insert_with(|| (zone, example()));
                    self.has_other_zone |= *first != zone;
                }
                self.add(readings.0, readings.1, example);
            }
            return;
        }
        // `82.00 / 100.00`: spent and target in one cell.
        for part in cell.split('/') {
            if let Some(figure) = Figure::parse(part) {
                self.add_figure(&figure, example);
            }
        }
    }

    fn add<T: PartialEq>(&mut self, a: Option<T>, b: Option<T>, example: impl Fn() -> Example) {
        let (count, kept) = match (a, b) {
            (Some(_), None) => (&mut self.first_count, &mut self.first),
            (None, Some(_)) => (&mut self.second_count, &mut self.second),
            (Some(a), Some(b)) if a != b => (&mut self.open_count, &mut self.open),
            _ => return,
        };
        *count += 1;
        if kept.is_none() {
            *kept = Some(example());
        }
    }

    fn add_figure(&mut self, figure: &Figure, example: impl Fn() -> Example) {
        let point = figure.read(DecimalMark::Point);
        let comma = figure.read(DecimalMark::Comma);
        self.wholes.add(point, comma);
        let same = |e: Exact| e.amount().ok();
        if figure.is_ambiguous() && self.open.is_none() {
            self.open_has_point = figure.has_point();
            self.open_currency = figure.currency.one();
        }
        self.has_currency |= figure.currency.one().is_some();
        self.has_percent |= figure.percent;
        if !figure.percent {
            let shares = point.or(comma).and_then(|e| e.millionths(false));
            self.plain_beyond_one |= shares.is_some_and(|m| m > 1_000_000);
        }
        match (point, comma) {
            (Some(a), Some(b)) if same(a).is_some() && same(a) == same(b) => {}
            _ => self.add(point, comma, example),
        }
    }

    /// True for the first choice, with the reason.
    fn choose(&self, beside: Beside, default: bool) -> (bool, Why) {
        let (first, second) = (self.first_count, self.second_count);
        match (first > 0, second > 0) {
            (true, false) => (true, Why::Cells),
            (false, true) => (false, Why::Cells),
            (true, true) if first != second => (first > second, Why::Most),
            (true, true) => (default, Why::Open),
            (false, false) if self.open_count == 0 => (default, Why::NoMatter),
            // No evidence of its own: one writer wrote all columns of this table.
            _ if beside.0.0 > beside.0.1 => (true, beside.1),
            _ if beside.0.1 > beside.0.0 => (false, beside.1),
            _ => (default, Why::Open),
        }
    }
}

/// What the rest of the table says of a choice: cells for the first and the second, and what they are.
type Beside = ((usize, usize), Why);

/// What decides on a column beyond its own cells.
#[derive(Clone, Copy)]
struct Outside {
    beside: Beside,
    /// What the user said of it, or of columns like it.
    said: Option<(bool, Why)>,
}

impl Outside {
    /// The choice as said by the user, where the table leaves it open.
    fn answer(&self, (first, why): (bool, Why)) -> (bool, Why) {
        self.said.filter(|_| why == Why::Open).unwrap_or((first, why))
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
    /// Amounts add up in one way only.
    Sum,
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
    let decided = |reading, (first, why), (decisions, question)| Decided {
        reading,
        decisions,
        question,
        has_currency,
        has_zone,
        standing: match why {
            // Whether a share is of 1 or of 100 may depend on any of its cells.
            _ if matches!(reading, Reading::Share { .. }) => Standing::Open,
            Why::Cells => Standing::Clear(first),
            Why::NoMatter if is_silent => Standing::Silent,
            _ => Standing::Open,
        },
    };
    match field.kind() {
        Kind::Text if field == Field::RowLabels => Decided::plain(Reading::Labels),
        Kind::Text if field.is_id() => Decided::plain(Reading::Id),
        Kind::Text => Decided::plain(Reading::Text),
        Kind::Time => {
            // The platform writes MM/DD/YYYY; dots are written where the day comes first.
            let default = votes.open.as_ref().is_some_and(|e| e.cell.contains('.'));
            let (first, why) = outside.answer(votes.choose(outside.beside, default));
            let order = if first { DayOrder::DayFirst } else { DayOrder::MonthFirst };
            let mut told = told(grid, column, &votes, first, why, &DAY_ORDER);
            let zone =
                votes.zone.as_ref().filter(|_| !votes.has_other_zone && column.zone.is_none());
            told.0.extend(zone.map(|(zone, example)| zone_found(*zone, &example.cell)));
            decided(Reading::Time(order), (first, why), told)
        }
        Kind::Money | Kind::Share => {
            let currency = column.currency.or(votes.open_currency);
            let default = !groups_by_points(&votes, currency);
            let (first, mut why) = votes.choose(outside.beside, default);
            // Yen have no thousandths: where digits stand in threes, they are grouped.
            if why == Why::Open && currency.is_some_and(|c| c.exponent() == 0) {
                why = Why::NoMatter;
            }
            let (first, why) = outside.answer((first, why));
            let mark = if first { DecimalMark::Point } else { DecimalMark::Comma };
            let reading = if field.kind() == Kind::Money {
                Reading::Money(mark)
            } else {
                let header_says = column.header.contains('%');
                let is_percent = header_says || votes.has_percent || votes.plain_beyond_one;
                Reading::Share { mark, is_percent }
            };
            let told = told(grid, column, &votes, first, why, &DECIMAL_MARK);
            decided(reading, (first, why), told)
        }
    }
}

/// Whether `1.234` without other evidence is rather 1234: a known currency of at most two decimals.
/// IDR is written with three (`161074.000`), and without a currency the platform's own point leads.
fn groups_by_points(votes: &Votes, currency: Option<Currency>) -> bool {
    votes.open_has_point && currency.is_some_and(|c| c.exponent() < 3 && c.code() != "IDR")
}
