//! How the columns of a plan are read by their bytes.

use crate::ingest::dialect::{Reading, Standing};
use crate::ingest::fast::{Layout, Marks, Way};
use crate::ingest::mapping::{ColumnPlan, Plan};
use crate::ingest::records::is_unique;
use crate::ingest::shape::{Grid, Shape};
use crate::options::DecimalMark;

/// The layout that a plan promises; `None` where rows cannot be told apart by their bytes alone.
pub(super) fn layout(grid: &Grid, plan: &Plan, has_carriage_returns: bool) -> Option<Layout> {
    let Shape::Delimited { delimiter, quoted } = grid.shape else { return None };
    let width = plan.columns.len();
    let is_even = (0..grid.row_count()).all(|row| grid.width(row) == width);
    let is_usual = plan.header_row == 0 && plan.first_row == 1 && grid.after.is_empty();
    let is_usual = is_usual && grid.stray.is_empty();
    // A header that names a currency gives it to every row; that is read cell by cell.
    let has_currency = plan.currency.is_some()
        || plan.columns.iter().any(|c| c.field.is_some() && c.header.currency.is_some());
    // So are zones that only some of the cells name, or several.
    let has_zones = plan.may_mix_zones();
    if !is_even || !is_usual || has_currency || has_zones || width < 3 || grid.row_count() < 2 {
        return None;
    }
    Some(Layout {
        delimiter: u8::try_from(delimiter).ok()?,
        is_quoted: quoted,
        has_carriage_returns,
        skipped_lines: grid.line(1).checked_sub(1)?,
        columns: plan.columns.iter().map(|c| way(c, plan)).collect::<Option<Vec<_>>>()?,
    })
}

/// How one column is read; `None` where any cell may change how the others are read.
fn way(column: &ColumnPlan, plan: &Plan) -> Option<Way> {
    let Some(field) = column.field else {
        // The first cell may be the label of a total, whatever its column means.
        return Some(if column.index == 0 { Way::Repeating(vec![]) } else { Way::Skip });
    };
    Some(match column.reading {
        Reading::Money(mark) => Way::Money(field, marks(mark, column.standing)),
        // A day that is stored as one may say that others were exchanged: each is to be looked at.
        Reading::Time(_) if matches!(column.standing, Standing::Clear { .. }) => {
            Way::Repeating(vec![field])
        }
        Reading::Time(_) => Way::Time(field),
        Reading::Text | Reading::Id if is_unique(field) => Way::Unique(field),
        Reading::Text | Reading::Id => {
            let beside = field.beside().filter(|other| plan.column(*other).is_none());
            Way::Repeating(std::iter::once(field).chain(beside).collect())
        }
        Reading::Skip
        | Reading::Labels
        | Reading::Guarded
        | Reading::Cents(_)
        | Reading::Whole
        | Reading::Exchanged(_)
        | Reading::Share { .. } => return None,
    })
}

fn marks(mark: DecimalMark, standing: Standing) -> Marks {
    let (decimal, group) = match (standing, mark) {
        // Nothing was decided: a cell with any mark is to be looked at. No text has zero bytes.
        (Standing::Silent, _) => (0, 0),
        (_, DecimalMark::Point) => (b'.', b','),
        (_, DecimalMark::Comma) => (b',', b'.'),
    };
    let has_thousandths = matches!(standing, Standing::Clear { has_thousandths: true, .. });
    Marks { decimal, group, has_thousandths }
}
