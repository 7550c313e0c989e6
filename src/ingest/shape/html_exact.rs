//! The number that a spreadsheet stores, beside the text that it shows of it in a clipboard's HTML.
//!
//! In: what LibreOffice (`sdval`), Google Sheets (`data-sheets-value`) and Excel (`x:num`) write into a cell's tag.
//! Out: the exact number, where the text is its rounding; else the text, and where it is no rounding, a doubt. A
//! text that says the same stays as it is, and so do ids: beyond 15 digits a stored number has lost some (R30).

use super::number;
use super::{Form, Read};
use crate::ingest::figure::{Exact, Figure, Named, stored_number};
use crate::options::DecimalMark;
use crate::problem::{Message, Place, Problem};
use std::borrow::Cow;

/// What the cells of all tables said beyond their texts.
#[derive(Default)]
pub(super) struct Seen {
    /// Cells whose text fits their number with a point only, and with a comma only.
    points: usize,
    commas: usize,
    /// Cells whose text is another number: how many, and of the first its line, its text and the stored number.
    apart: Option<(u64, u32, String, String)>,
}

/// The number in a cell's tag, as plain decimal text.
pub(super) fn stored<'a>(attribute: &impl Fn(&[u8]) -> Option<Cow<'a, str>>) -> Option<String> {
    let number = |key: &[u8]| attribute(key).filter(|value| !value.is_empty());
    let of_sheets = || {
        let value = attribute(b"data-sheets-value")?;
        // {"1":3,"3":12.3456}: 1 is the type, 3 a number.
        let number = value.strip_prefix("{\"1\":3,\"3\":")?.strip_suffix('}')?;
        Some(Cow::Owned(number.to_owned()))
    };
    let found = number(b"sdval").or_else(|| number(b"x:num")).or_else(of_sheets)?;
    number::spreadsheet(&found).map(Cow::into_owned)
}

/// The decimal mark that Excel states in the styles of its HTML.
fn stated_mark(html: &str) -> Option<DecimalMark> {
    let (_, value) = html.split_once("mso-displayed-decimal-separator:")?;
    match value.trim_start_matches(['"', '\\', ' ']).chars().next()? {
        '.' => Some(DecimalMark::Point),
        ',' => Some(DecimalMark::Comma),
        _ => None,
    }
}

impl Seen {
    /// What a cell holds: its text, or the number of which the text is a rounding.
    pub fn cell(&mut self, text: String, stored: Option<String>, line: u32) -> (String, Form) {
        let Some(stored) = stored else { return (text, Form::Text) };
        let exact = stored_number(&stored).filter(|exact| whole_digits(*exact) <= DIGITS_MAX);
        let figure = Figure::parse(text.trim()).filter(|figure| !figure.percent);
        let (Some(exact), Some(figure)) = (exact, figure) else { return (text, Form::Text) };
        let read = |mark| figure.read(mark).filter(|shown| is_rounding(*shown, exact));
        let (point, comma) = (read(DecimalMark::Point), read(DecimalMark::Comma));
        match (point, comma) {
            (Some(_), None) => self.points += 1,
            (None, Some(_)) => self.commas += 1,
            _ => {}
        }
        let Some(shown) = point.or(comma) else {
            let (count, ..) = self.apart.get_or_insert_with(|| (0, line, text.clone(), stored));
            *count += 1;
            return (text, Form::Text);
        };
        if !figure.is_ambiguous() && is_same(shown, exact) {
            return (text, Form::Text);
        }
        let form = match figure.currency {
            Named::One(currency) => Form::Amount(currency),
            _ => Form::Number,
        };
        (stored, form)
    }

    /// Takes over what was seen in another table.
    pub fn add(&mut self, other: Seen) {
        self.points += other.points;
        self.commas += other.commas;
        match (&mut self.apart, other.apart) {
            (Some((count, ..)), Some((more, ..))) => *count += more,
            (apart @ None, more) => *apart = more,
            _ => {}
        }
    }

    /// The mark with which shown texts are roundings of their numbers.
    fn mark(&self) -> Option<DecimalMark> {
        match (self.points, self.commas) {
            (points, 0) if points > 0 => Some(DecimalMark::Point),
            (0, commas) if commas > 0 => Some(DecimalMark::Comma),
            _ => None,
        }
    }

    /// Says of the tables read from `html` what this tells of them all.
    pub fn say(self, html: &str, read: &mut Read) {
        let mark = stated_mark(html).or_else(|| self.mark());
        read.grids.iter_mut().for_each(|grid| grid.mark = mark);
        let Some((count, line, found, stored)) = self.apart else { return };
        let message = Message::new("shape.storedApart")
            .with("count", count)
            .with("found", found)
            .with("stored", stored);
        read.problems.push(Problem::doubt(Place::line(line), message));
    }
}

/// Digits that a stored number holds for sure.
const DIGITS_MAX: u32 = 15;

fn whole_digits(exact: Exact) -> u32 {
    let digits = exact.mantissa.unsigned_abs().checked_ilog10().map_or(0, |log| log + 1);
    digits.saturating_sub(exact.scale)
}

fn is_same(shown: Exact, exact: Exact) -> bool {
    scaled(shown, exact.scale.max(shown.scale)) == scaled(exact, exact.scale.max(shown.scale))
}

fn scaled(number: Exact, scale: u32) -> Option<i128> {
    number.mantissa.checked_mul(10_i128.checked_pow(scale.checked_sub(number.scale)?)?)
}

/// Whether `shown` is `exact` to as many decimals, halves away from zero or towards it.
fn is_rounding(shown: Exact, exact: Exact) -> bool {
    if shown.scale >= exact.scale {
        return is_same(shown, exact);
    }
    let apart = || {
        let rounded = scaled(shown, exact.scale)?;
        let unit = 10_i128.checked_pow(exact.scale - shown.scale)?;
        Some(exact.mantissa.abs_diff(rounded) <= unit.unsigned_abs() / 2)
    };
    apart().unwrap_or(false)
}
