//! How each column is to be read, decided from all its rows, with the reason kept.
//!
//! In: a table and what each column means. Out: one [`Reading`] per column, with the evidence as
//! messages and a question where the cells leave two readings open. A cell's own text never decides
//! alone: `1.234` is read the way its column is, and one writer wrote all columns of a table, so a
//! column without evidence follows its neighbours. Answers of the user outrank all evidence.

use super::cell;
use super::dates::RawSpan;
use super::exports::{Field, Kind};
use super::figure::{Exact, Figure};
use super::mapping::ColumnPlan;
use super::shape::{Form, Grid};
use super::{Choice, Question, QuestionAbout};
use crate::calendar::Unit;
use crate::money::Currency;
use crate::options::{DayOrder, DecimalMark};
use crate::problem::{Message, Place};
use crate::text::{bare_cell, is_missing};

/// How the cells of one column become values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Not a field we know, or left out by the user.
    Skip,
    Text,
    /// R30: digits as text.
    Id,
    /// Buttons and states, gathered from the whole row.
    Labels,
    Money(DecimalMark),
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
}

/// Decides all columns of the rows from `first_row` on.
pub fn decide(grid: &Grid, first_row: usize, columns: &[Asked<'_>]) -> Vec<Decided> {
    let counted: Vec<Votes> = columns.iter().map(|c| count(grid, first_row, c)).collect();
    let of_kind = |is_money: bool| {
        let kinds = columns.iter().zip(&counted);
        let mine = kinds.filter(move |(c, _)| c.field.is_some_and(|f| is_number(f) == is_money));
        mine.fold((0, 0), |(a, b), (_, v)| (a + v.first_count, b + v.second_count))
    };
    let (money_beside, time_beside) = (of_kind(true), of_kind(false));
    let beside = |f| if is_number(f) { money_beside } else { time_beside };
    columns
        .iter()
        .zip(counted)
        .map(|(column, votes)| match column.field {
            None => Decided::plain(Reading::Skip),
            Some(field) => decide_one(grid, column, field, votes, beside(field)),
        })
        .collect()
}

fn is_number(field: Field) -> bool {
    matches!(field.kind(), Kind::Money | Kind::Share)
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
    /// Without a percent sign; beyond 1.
    plain_beyond_one: bool,
    has_percent: bool,
    has_currency: bool,
    has_zone: bool,
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
        return true;
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
    is_clear && (column.has_currency || !votes.has_currency) && (column.has_zone || !votes.has_zone)
}

impl Votes {
    fn add_cell(&mut self, kind: Kind, text: &str, form: Form, line: u32) {
        let text = cell::without_labels(text);
        let cell = bare_cell(&text);
        if is_missing(cell) || (form != Form::Text && kind != Kind::Share) {
            return;
        }
        let example = || Example { line, cell: cell.to_owned() };
        if kind == Kind::Time {
            if let Some(span) = RawSpan::parse(cell) {
                let readings = (span.read(DayOrder::DayFirst), span.read(DayOrder::MonthFirst));
                self.has_zone |= readings.0.or(readings.1).is_some_and(|s| s.zone.is_some());
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
        let same = |e: Exact| e.amount().ok();
        if figure.is_ambiguous() && self.open.is_none() {
            self.open_has_point = figure.has_point();
        }
        self.has_currency |= figure.currency.is_some();
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
    fn choose(&self, answer: Option<bool>, beside: (usize, usize), default: bool) -> (bool, Why) {
        let (first, second) = (self.first_count, self.second_count);
        if let Some(answer) = answer {
            return (answer, Why::Answer);
        }
        match (first > 0, second > 0) {
            (true, false) => (true, Why::Cells),
            (false, true) => (false, Why::Cells),
            (true, true) if first != second => (first > second, Why::Most),
            (true, true) => (default, Why::Open),
            (false, false) if self.open_count == 0 => (default, Why::NoMatter),
            // No evidence of its own: one writer wrote all columns of this table.
            _ if beside.0 > beside.1 => (true, Why::Beside),
            _ if beside.1 > beside.0 => (false, Why::Beside),
            _ => (default, Why::Open),
        }
    }
}

/// Why a choice was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    Answer,
    /// Cells that can be read in one way only.
    Cells,
    /// Cells disagree; most say so. Those that disagree become problems.
    Most,
    /// The other columns of this table.
    Beside,
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
    beside: (usize, usize),
) -> Decided {
    let (has_currency, has_zone) = (votes.has_currency, votes.has_zone);
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
            let answer = column.order.map(|o| o == DayOrder::DayFirst);
            let (first, why) = votes.choose(answer, beside, default);
            let order = if first { DayOrder::DayFirst } else { DayOrder::MonthFirst };
            let told = told(grid, column, &votes, first, why, &DAY_ORDER);
            decided(Reading::Time(order), (first, why), told)
        }
        Kind::Money | Kind::Share => {
            let default = !groups_by_points(&votes, column.currency);
            let answer = column.mark.map(|m| m == DecimalMark::Point);
            let (first, mut why) = votes.choose(answer, beside, default);
            // Yen have no thousandths: where digits stand in threes, they are grouped.
            if why == Why::Open && column.currency.is_some_and(|c| c.exponent() == 0) {
                why = Why::NoMatter;
            }
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

/// The words of one choice of two, in the order first, second.
struct Wording {
    about: QuestionAbout,
    keys: [&'static str; 2],
    labels: [&'static str; 2],
    by_cell: &'static str,
    by_most: &'static str,
    by_beside: &'static str,
    by_answer: &'static str,
    question: &'static str,
}

const DECIMAL_MARK: Wording = Wording {
    about: QuestionAbout::DecimalMark,
    keys: ["point", "comma"],
    labels: ["ingest.mark.point", "ingest.mark.comma"],
    by_cell: "ingest.decided.mark_by_cell",
    by_most: "ingest.decided.mark_by_most",
    by_beside: "ingest.decided.mark_by_table",
    by_answer: "ingest.decided.mark_by_answer",
    question: "ingest.question.decimal_mark",
};

const DAY_ORDER: Wording = Wording {
    about: QuestionAbout::DayOrder,
    keys: ["dayFirst", "monthFirst"],
    labels: ["ingest.order.day_first", "ingest.order.month_first"],
    by_cell: "ingest.decided.order_by_cell",
    by_most: "ingest.decided.order_by_most",
    by_beside: "ingest.decided.order_by_table",
    by_answer: "ingest.decided.order_by_answer",
    question: "ingest.question.day_order",
};

/// The reason of a choice as messages, and the question where it is open.
fn told(
    grid: &Grid,
    column: &Asked<'_>,
    votes: &Votes,
    is_first: bool,
    why: Why,
    wording: &Wording,
) -> (Vec<Message>, Option<Question>) {
    let [first, second] = wording.labels;
    let choice = if is_first { first } else { second };
    let example = if is_first { &votes.first } else { &votes.second };
    let said = |key: &'static str| {
        let message = Message::new(key).term("choice", choice);
        match example {
            Some(e) => message.with("cell", e.cell.as_str()).with("line", u64::from(e.line)),
            None => message,
        }
    };
    match why {
        Why::NoMatter => (vec![], None),
        Why::Answer => (vec![said(wording.by_answer)], None),
        Why::Cells => (vec![said(wording.by_cell)], None),
        Why::Beside => (vec![said(wording.by_beside)], None),
        Why::Most => {
            let against = if is_first { votes.second_count } else { votes.first_count };
            (vec![said(wording.by_most).with("against", against)], None)
        }
        Why::Open => (vec![], Some(question(grid, column, votes, is_first, wording))),
    }
}

fn question(
    grid: &Grid,
    column: &Asked<'_>,
    votes: &Votes,
    is_first: bool,
    wording: &Wording,
) -> Question {
    let example = votes.open.as_ref().or(votes.first.as_ref());
    let cell = example.map_or("", |e| e.cell.as_str());
    let place = Place {
        line_number: example.map(|e| e.line),
        column: Some(column.header.to_owned()),
        ..grid.place.clone()
    };
    let choice = |at: usize| Choice {
        key: wording.keys.get(at).copied().unwrap_or_default().to_owned(),
        label: Message::new(wording.labels.get(at).copied().unwrap_or_default()),
        preview: preview(cell, wording.about, at == 0),
    };
    let order = if is_first { [0, 1] } else { [1, 0] };
    Question {
        about: wording.about,
        place,
        message: Message::new(wording.question).with("column", column.header).with("cell", cell),
        choices: order.map(choice).to_vec(),
    }
}

/// What the cell would become: plain decimal text, or days as `2026-11-21`.
fn preview(cell: &str, about: QuestionAbout, is_first: bool) -> Option<String> {
    if about == QuestionAbout::DecimalMark {
        let mark = if is_first { DecimalMark::Point } else { DecimalMark::Comma };
        return Some(Figure::parse(cell)?.read(mark)?.amount().ok()?.to_string());
    }
    let order = if is_first { DayOrder::DayFirst } else { DayOrder::MonthFirst };
    let span = RawSpan::parse(cell)?.read(order)?;
    let text = |s: crate::calendar::Stated| {
        let day = s.time.day().to_string();
        if s.unit == Unit::Day { day } else { s.time.to_string() }
    };
    match (span.start.map(text), span.end.map(text)) {
        (Some(start), Some(end)) => Some(format!("{start} – {end}")),
        (start, end) => start.or(end),
    }
}
