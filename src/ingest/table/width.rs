//! Rows that are wider or narrower than the header: which of them are whole, which are torn.
//!
//! In: a table, its plan, a row. Out: the problem of the row, if its cells may stand under other headers
//! than their own. What a cell says is never looked at, but for the two halves of one amount, and for the end of the
//! last one.

use super::place;
use super::shifted::fills_ends;
use crate::ingest::exports::Kind;
use crate::ingest::mapping::{ColumnPlan, Plan};
use crate::ingest::shape::{Grid, Shape};
use crate::problem::{Message, Problem};

/// How all rows of a table were written.
#[derive(Default)]
pub(super) struct Habits {
    /// Whether a row may end before the header does.
    pub drops_empty_ends: bool,
    /// Whether the separator stands inside amounts too.
    pub tears_amounts: bool,
    /// Whether most rows are filled to their end.
    pub fills_ends: bool,
    /// The last row, where its last amount may have lost its end.
    pub cut_row: Option<usize>,
}

impl Habits {
    pub fn of(grid: &Grid, plan: &Plan) -> Habits {
        Habits {
            drops_empty_ends: drops_empty_ends(grid, plan),
            tears_amounts: tears_amounts(grid, plan),
            fills_ends: fills_ends(grid, plan),
            cut_row: cut_row(grid, plan),
        }
    }

    /// What is wrong with a row as a whole; its cells are still read, and none is a record.
    pub fn broken(&self, plan: &Plan, grid: &Grid, row: usize) -> Vec<Problem> {
        let mut problems = Vec::new();
        problems.extend(too_wide(plan, grid, row));
        if !self.drops_empty_ends {
            problems.extend(too_narrow(plan, grid, row));
        }
        if self.tears_amounts && problems.is_empty() {
            problems.extend(torn_amount(plan, grid, row));
        }
        problems
    }
}

/// More cells than headers: a separator inside a name has moved the amounts to other columns.
fn too_wide(plan: &Plan, grid: &Grid, row: usize) -> Option<Problem> {
    let expected = plan.columns.len();
    let has_more =
        (expected..grid.width(row)).any(|index| !grid.text(row, index).trim().is_empty());
    has_more.then(|| {
        let message = Message::new("ingest.row.too_many_cells")
            .with("expected", expected)
            .with("found", grid.width(row));
        Problem::fault(place(grid, row), message)
    })
}

/// Fewer cells than headers: a cell was lost, or the text is cut off in the middle of an amount.
fn too_narrow(plan: &Plan, grid: &Grid, row: usize) -> Option<Problem> {
    let (expected, found) = (plan.columns.len(), grid.width(row));
    (found < expected).then(|| {
        let message = Message::new("ingest.row.too_few_cells");
        let message = message.with("expected", expected).with("found", found);
        Problem::fault(place(grid, row), message)
    })
}

/// Whether commas separate cells and stand inside them, so that rows come out too wide. Then a row that
/// lost its end may be as wide as the header, with the halves of an amount in two columns.
fn tears_amounts(grid: &Grid, plan: &Plan) -> bool {
    matches!(grid.shape, Shape::Delimited { delimiter: ',', .. })
        && (plan.first_row..grid.row_count()).any(|row| too_wide(plan, grid, row).is_some())
}

/// An amount without decimals beside a cell that could be its end: `3` and `260`, `8987` and `15`; or one
/// that could be the end of a short number in a column that holds none, such as `0` for an id.
fn torn_amount(plan: &Plan, grid: &Grid, row: usize) -> Option<Problem> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let is_half = |text: &str| !text.contains('.') && text.ends_with(|c: char| c.is_ascii_digit());
    let is_end = |text: &str| match digits(text) {
        3 => true,
        count => (1..3).contains(&count) && count == text.len(),
    };
    let is_start = |text: &str| is_half(text) && (1..=START_MAX).contains(&digit_count(text));
    let holds_none = |index: usize| {
        plan.columns.iter().any(|c| c.index == index && c.field.is_some_and(|f| f.is_id()))
    };
    let mut amounts =
        plan.columns.iter().filter(|c| c.field.is_some_and(|f| f.kind() == Kind::Money));
    let text = |index: usize| grid.text(row, index).trim();
    let (column, first) = amounts.find_map(|column| {
        let at = column.index;
        if is_half(text(at)) && is_end(text(at + 1)) {
            return Some((column, at));
        }
        let before = at.checked_sub(1).filter(|&before| holds_none(before))?;
        (is_start(text(before)) && is_end(text(at))).then_some((column, before))
    })?;
    let cells = [first, first + 1].map(text);
    let message = Message::new("ingest.row.amount_torn").with("found", cells.join(","));
    Some(Problem::fault(place(grid, row).in_column(&column.header.label), message))
}

/// Rows whose amounts show how amounts end.
const SHOWING_ROWS: usize = 20;

/// The last row, if the amount that ends the table is written otherwise than those at its beginning: a selection or
/// a download that ended within it left "1" or "1,310" of "1,310.40".
fn cut_row(grid: &Grid, plan: &Plan) -> Option<usize> {
    let last = grid.row_count().checked_sub(1)?;
    let amount = grid.text(last, plan.columns.last()?.index);
    (may_be_cut(amount) && ends_alike(grid, plan)).then_some(last)
}

/// Whether the table ends in an amount, and all others at its beginning have a unit or two decimals.
pub(in crate::ingest) fn ends_alike(grid: &Grid, plan: &Plan) -> bool {
    let is_amount = |c: &&ColumnPlan| c.field.is_some_and(|f| f.kind() == Kind::Money);
    let Some(end) = plan.columns.last().filter(is_amount) else { return false };
    let last = grid.row_count().saturating_sub(1);
    let rows = (plan.first_row..=last).take(SHOWING_ROWS);
    let cells =
        rows.flat_map(|row| plan.columns.iter().filter(is_amount).map(move |c| (row, c.index)));
    let others = cells.filter(|&cell| cell != (last, end.index));
    let ends: Vec<End> = others.filter_map(|(row, at)| End::of(grid.text(row, at))).collect();
    let have_units = !ends.is_empty() && ends.iter().all(|end| end.has_unit);
    // A zero that a spreadsheet would have left out shows that it is no accident.
    have_units || ends.iter().all(|end| end.decimals == 2) && ends.iter().any(|end| end.is_round)
}

/// Whether the last amount of a text may have had more digits: with two decimals, or with a unit, it is whole.
pub(in crate::ingest) fn may_be_cut(amount: &str) -> bool {
    End::of(amount).is_some_and(|end| !end.has_unit && end.decimals != 2)
}

/// How an amount ends.
struct End {
    /// Something stands behind its digits, such as a currency.
    has_unit: bool,
    /// Digits behind its last mark, whichever that is.
    decimals: usize,
    /// Its last digit is a zero behind a mark.
    is_round: bool,
}

impl End {
    fn of(text: &str) -> Option<End> {
        let text = text.trim();
        let behind = |c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',');
        let number = text.trim_end_matches(behind);
        let has_digit = number.bytes().any(|byte| byte.is_ascii_digit());
        let decimals = number.rfind(['.', ',']).map_or(0, |mark| number.len() - mark - 1);
        let is_round = decimals > 0 && number.ends_with('0');
        let is_masked = text.starts_with('<');
        (has_digit && !is_masked).then_some(End {
            has_unit: number.len() < text.len(),
            decimals,
            is_round,
        })
    }
}

/// The last amount, whose end may be missing.
pub(super) fn cut_amount(plan: &Plan, grid: &Grid, row: usize) -> Option<Problem> {
    let column = plan.columns.last()?;
    let found = grid.text(row, column.index).trim();
    let message = Message::new("ingest.row.amount_cut").with("found", found);
    Some(Problem::fault(place(grid, row).in_column(&column.header.label), message))
}

/// Digits before the mark that a torn amount may have; ids have more (R30).
const START_MAX: usize = 7;

fn digit_count(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

/// Rows with fewer cells than the header that a table may have and they are still torn ones.
pub(in crate::ingest) const TORN_MAX: usize = 2;

/// Whether rows with fewer cells than the header are whole: who wrote this leaves empty cells at the end
/// of a row out. One or two such rows among full ones are torn ones.
fn drops_empty_ends(grid: &Grid, plan: &Plan) -> bool {
    let width = plan.columns.len();
    let rows = || (plan.first_row..grid.row_count()).filter(|&row| grid.width(row) > 1);
    let is_full = |row: usize| grid.width(row) >= width;
    let has_header_alone = match grid.shape {
        Shape::Delimited { .. } | Shape::Lines => false,
        Shape::Html => {
            let widest = rows().map(|row| grid.width(row)).max().unwrap_or(width);
            widest < width && lacks_nothing_named(plan, widest)
        }
        _ => true,
    };
    let is_kept =
        |row: usize| is_full(row) && grid.text(row, width.saturating_sub(1)).trim().is_empty();
    let has_many = || rows().filter(|&row| !is_full(row)).count() > TORN_MAX;
    has_header_alone || has_many() && !rows().any(is_kept)
}

/// Whether the columns of which no row has a cell have no name either, such as a header cell above a
/// scroll bar. Where a name has no cell below it in any row, the selection ended in the middle of one.
fn lacks_nothing_named(plan: &Plan, widest: usize) -> bool {
    plan.columns.iter().skip(widest).all(|column| column.header.form.is_empty())
}
