//! What is said of a choice of two, and what is asked where it stays open.
//!
//! In: a column, its votes, the choice and its reason. Out: decisions as messages, and a question with
//! both readings of one of its cells.

use super::sides::Side;
use super::votes::{Example, Votes};
use super::{Asked, Why};
use crate::calendar::{Unit, Zone};
use crate::ingest::dates::RawSpan;
use crate::ingest::figure::Figure;
use crate::ingest::shape::Grid;
use crate::ingest::{Choice, Question, QuestionAbout};
use crate::options::DayOrder;
use crate::problem::{Message, Place};

/// The words of one choice of two, in the order first, second.
pub(super) struct Wording {
    about: QuestionAbout,
    keys: [&'static str; 2],
    labels: [&'static str; 2],
    by_cell: &'static str,
    by_most: &'static str,
    by_beside: &'static str,
    by_answer: &'static str,
    question: &'static str,
}

pub(super) const DECIMAL_MARK: Wording = Wording {
    about: QuestionAbout::DecimalMark,
    keys: ["point", "comma"],
    labels: ["ingest.mark.point", "ingest.mark.comma"],
    by_cell: "ingest.decided.mark_by_cell",
    by_most: "ingest.decided.mark_by_most",
    by_beside: "ingest.decided.mark_by_table",
    by_answer: "ingest.decided.mark_by_answer",
    question: "ingest.question.decimal_mark",
};

pub(super) const DAY_ORDER: Wording = Wording {
    about: QuestionAbout::DayOrder,
    keys: ["dayFirst", "monthFirst"],
    labels: ["ingest.order.day_first", "ingest.order.month_first"],
    by_cell: "ingest.decided.order_by_cell",
    by_most: "ingest.decided.order_by_most",
    by_beside: "ingest.decided.order_by_table",
    by_answer: "ingest.decided.order_by_answer",
    question: "ingest.question.day_order",
};

/// The zone of a column's times, and the header, line or cell that says so (R38).
pub(in crate::ingest) fn zone_found(zone: Zone, found: &str) -> Message {
    Message::new("ingest.decided.zone").with("zone", format!("UTC{zone}")).with("found", found)
}

/// The reason of a choice as messages, and the question where it is open.
pub(super) fn told(
    grid: &Grid,
    column: &Asked<'_>,
    votes: &Votes,
    (side, why): (Side, Why),
    wording: &Wording,
) -> (Vec<Message>, Option<Question>) {
    let said = |key: &'static str| {
        let message = Message::new(key).term("choice", side.of(wording.labels));
        match side.of(votes.examples.each_ref()) {
            Some(e) => message.with("cell", e.cell.as_str()).with("line", u64::from(e.line)),
            None => message,
        }
    };
    match why {
        Why::NoMatter => (vec![], None),
        Why::Answer => (vec![said(wording.by_answer)], None),
        Why::Cells => (vec![said(wording.by_cell)], None),
        Why::Beside => (vec![said(wording.by_beside)], None),
        Why::Stated => (vec![said("ingest.decided.mark_by_page")], None),
        Why::Sum => (vec![said("ingest.decided.mark_by_sum")], None),
        Why::Currency => (vec![said("ingest.decided.mark_by_currency")], None),
        Why::Past => (vec![said("ingest.decided.order_by_paste")], None),
        Why::Most => {
            let against = votes.sides.of(side.other());
            (vec![said(wording.by_most).with("against", against)], None)
        }
        Why::Open => (vec![], Some(question(grid, column, votes, side, wording))),
    }
}

/// What is asked where a spreadsheet may have exchanged day and month of the days that it stored, of which `stored` is
/// one: written in `order`, as the texts are, or as it stands.
pub(super) fn exchanged(
    grid: &Grid,
    column: &Asked<'_>,
    stored: &Example,
    order: DayOrder,
    is_said: bool,
) -> (Vec<Message>, Option<Question>) {
    let cell = stored.cell.as_str();
    let keys = match order {
        DayOrder::DayFirst => ["dayFirst", "monthFirst"],
        DayOrder::MonthFirst => ["monthFirst", "dayFirst"],
    };
    let day = |span: RawSpan| Some(span.read(order)?.start?.time.day().to_string());
    let span = RawSpan::parse(cell);
    let previews = [span.map(RawSpan::exchanged), span].map(|span| day(span?));
    let labels = ["ingest.order.exchanged", "ingest.order.as_stored"];
    let choices = keys.iter().zip(labels).zip(previews);
    let choice = |((key, label), preview): ((&&str, &'static str), _)| Choice {
        key: (*key).to_owned(),
        label: Message::new(label),
        preview,
    };
    let message = |key| Message::new(key).with("column", column.header).with("cell", cell);
    if is_said {
        return (vec![], None);
    }
    let place = Place {
        line_number: Some(stored.line),
        column: Some(column.header.to_owned()),
        ..grid.place.clone()
    };
    let question = Question {
        about: QuestionAbout::DayOrder,
        place,
        message: message("ingest.question.days_exchanged"),
        choices: choices.map(choice).collect(),
    };
    (vec![], Some(question))
}

fn question(
    grid: &Grid,
    column: &Asked<'_>,
    votes: &Votes,
    side: Side,
    wording: &Wording,
) -> Question {
    let [first, _] = &votes.examples;
    let example = votes.open.as_ref().or(first.as_ref());
    let cell = example.map_or("", |e| e.cell.as_str());
    let place = Place {
        line_number: example.map(|e| e.line),
        column: Some(column.header.to_owned()),
        ..grid.place.clone()
    };
    let choice = |side: Side| Choice {
        key: side.of(wording.keys).to_owned(),
        label: Message::new(side.of(wording.labels)),
        preview: preview(cell, wording.about, side),
    };
    Question {
        about: wording.about,
        place,
        message: Message::new(wording.question).with("column", column.header).with("cell", cell),
        choices: [side, side.other()].map(choice).to_vec(),
    }
}

/// What the cell would become: plain decimal text, or days as `2026-11-21`.
fn preview(cell: &str, about: QuestionAbout, side: Side) -> Option<String> {
    if about == QuestionAbout::DecimalMark {
        return Some(Figure::parse(cell)?.read(side.mark())?.amount().ok()?.to_string());
    }
    let span = RawSpan::parse(cell)?.read(side.order())?;
    let text = |s: crate::calendar::Stated| {
        let day = s.time.day().to_string();
        if s.unit == Unit::Day { day } else { s.time.to_string() }
    };
    match (span.start.map(text), span.end.map(text)) {
        (Some(start), Some(end)) => Some(format!("{start} – {end}")),
        (start, end) => start.or(end),
    }
}
