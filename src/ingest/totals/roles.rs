//! Which rows of a table are data, totals or page furniture, by their text and place alone.
//!
//! A row with an id, a type, dates or an account of its own is data, whatever its name says.

use crate::ingest::exports::Field;
use crate::ingest::mapping::{ColumnPlan, Plan};
use crate::ingest::shape::Grid;
use crate::ingest::surroundings;
use crate::ingest::table::is_empty;
use crate::ingest::words::{self, TotalLabel};
use crate::text::is_blank;

/// What a row is before its cells are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Data,
    /// Labelled as a total, with the number of results it names.
    Total(Option<u64>),
    /// First or last, without any name: a total if it ties.
    Unlabelled,
    /// First or last, with a name that begins with "total": a total if it ties, else data.
    Perhaps,
    /// Pagination, notes, copyright.
    Furniture,
}

/// Roles of the rows that are no plain data.
pub struct Roles(Vec<(usize, Role)>);

impl Roles {
    pub fn of(&self, row: usize) -> Role {
        let at = self.0.binary_search_by_key(&row, |(r, _)| *r).ok();
        at.and_then(|at| self.0.get(at)).map_or(Role::Data, |(_, role)| *role)
    }
}

/// Looks at every row for a total label and for page furniture, at the first and last for missing names.
pub fn roles(grid: &Grid, plan: &Plan) -> Roles {
    let rows = || (plan.first_row..grid.row_count()).filter(|&row| !is_empty(grid, row));
    let mut out: Vec<(usize, Role)> = Vec::new();
    for row in rows() {
        if let Some(role) = by_label(grid, plan, row) {
            out.push((row, role));
        }
    }
    let is_plain = |row: &usize| !out.iter().any(|(r, _)| r == row);
    let first = rows().find(is_plain);
    let last =
        (plan.first_row..grid.row_count()).rev().find(|row| !is_empty(grid, *row) && is_plain(row));
    if first != last {
        let ends = [first, last].into_iter().flatten();
        let found: Vec<_> = ends.filter(|&row| is_nameless(grid, plan, row)).collect();
        out.extend(found.into_iter().map(|row| (row, Role::Unlabelled)));
    }
    for row in [first, last].into_iter().flatten() {
        if is_perhaps(grid, plan, row) && !out.iter().any(|(r, _)| *r == row) {
            out.push((row, Role::Perhaps));
        }
    }
    out.sort_unstable_by_key(|(row, _)| *row);
    Roles(out)
}

/// Whether a row would be held back as a total without a label, were it the first or the last one.
pub fn is_held_at_ends(grid: &Grid, plan: &Plan, row: usize) -> bool {
    is_nameless(grid, plan, row) || is_perhaps(grid, plan, row)
}

fn is_perhaps(grid: &Grid, plan: &Plan, row: usize) -> bool {
    label(grid, plan, row) == Some(TotalLabel::Perhaps) && !is_a_record(grid, plan, row)
}

/// The label of a total in the first cell that is filled, or where the name of a record would stand.
fn label(grid: &Grid, plan: &Plan, row: usize) -> Option<TotalLabel> {
    let mut cells = grid.row(row).map(str::trim);
    let first = cells.find(|c| !matches!(*c, "" | "-" | "--"))?;
    let of_name = |column: &ColumnPlan| {
        let label = words::total_label(grid.text(row, column.index))?;
        names_a_record(plan, column.field?).then_some(label)
    };
    words::total_label(first).or_else(|| plan.columns.iter().find_map(of_name))
}

/// Whether a row has an id, a type, dates or an account of its own: it is no total, whatever its name.
fn is_a_record(grid: &Grid, plan: &Plan, row: usize) -> bool {
    use Field::*;
    let is_own = |field: Field| match field {
        AccountId => plan.lists_accounts(),
        CampaignId | AdGroupId | AdId | TransactionId | CreditType | Redeemed | ValidStart
        | ValidEnd | WindowStart | WindowEnd => true,
        _ => false,
    };
    let mut own = plan.columns.iter().filter(|c| c.field.is_some_and(is_own));
    own.any(|c| {
        let cell = grid.text(row, c.index);
        is_filled(cell) && words::total_label(cell).is_none()
    })
}

fn is_filled(cell: &str) -> bool {
    !crate::text::is_missing(crate::text::bare_cell(cell))
}

/// The role that a row's own text gives it, wherever it stands.
pub fn by_label(grid: &Grid, plan: &Plan, row: usize) -> Option<Role> {
    let mut filled = grid.row(row).filter(|c| !is_blank(c)).take(3);
    let first = filled.next()?.trim();
    let count = 1 + filled.count();
    if let Some(TotalLabel::Sure { count }) = label(grid, plan, row)
        && !is_a_record(grid, plan, row)
    {
        return Some(Role::Total(count));
    }
    // Where amounts stand first, the label stands in a later cell; it names a number of results.
    let mapped = plan.columns.iter().filter(|column| column.field.is_some());
    let label = mapped.map(|column| grid.text(row, column.index)).find_map(counted_total);
    if label.is_some() {
        return Some(Role::Total(label));
    }
    let is_alone = count == 1 && plan.columns.len() > 2;
    let is_page = || surroundings::page_count(first).is_some() || is_furniture(first);
    (is_alone && is_page()).then_some(Role::Furniture)
}

/// Whether a cell may be the label of a total.
pub fn may_label(plan: &Plan, field: Field, cell: &str) -> bool {
    counted_total(cell).is_some()
        || words::total_label(cell).is_some() && names_a_record(plan, field)
}

/// The number of results that a total's label names, wherever in its row it stands.
pub fn counted_total(cell: &str) -> Option<u64> {
    // Asked of every cell of every row.
    let is_other = |first: &u8| first.is_ascii_graphic() && !matches!(first, b'T' | b't');
    if cell.as_bytes().first().is_none_or(is_other) {
        return None;
    }
    let cell = cell.trim();
    let may_be = cell.starts_with(['T', 't', 'Ｔ', 'ｔ', '全']);
    match may_be.then(|| words::total_label(cell)).flatten()? {
        TotalLabel::Sure { count } => count,
        TotalLabel::Perhaps => None,
    }
}

/// Lines that pages put below a table; anything else that stands alone in its row is half a row.
pub fn is_furniture(text: &str) -> bool {
    let word = words::plain(text);
    const BEGINS: &[&str] = &[
        "rows per page",
        "items per page",
        "go to",
        "note:",
        "notes:",
        "* ",
        "©",
        "copyright",
        "no data",
        "no more data",
        "data is",
        "export",
        "per page",
        "previous",
        "next",
    ];
    BEGINS.iter().any(|b| word.starts_with(b)) || word.ends_with("/page")
}

/// Fields of which a record of this table has at least one. A total of campaigns may name the day it
/// ends and the account.
pub fn names_a_record(plan: &Plan, field: Field) -> bool {
    use Field::*;
    if plan.lists_campaigns() {
        return matches!(
            field,
            CampaignName | CampaignId | AdGroupId | AdGroupName | AdId | AdName
        );
    }
    matches!(
        field,
        CreditName
            | OfferName
            | CampaignName
            | CampaignId
            | AccountName
            | AccountId
            | TransactionId
            | Day
            | Time
            | BusinessCenterId
            | CreditType
            | Redeemed
            | ValidStart
            | ValidEnd
            | WindowStart
            | WindowEnd
    )
}

/// Whether the row has amounts and not one of the cells that name a record.
fn is_nameless(grid: &Grid, plan: &Plan, row: usize) -> bool {
    let mut named =
        plan.columns.iter().filter(|c| c.field.is_some_and(|f| names_a_record(plan, f)));
    let is_filled = |index: usize| is_filled(grid.text(row, index));
    let Some(first) = named.next() else { return false };
    !is_filled(first.index)
        && !named.any(|c| is_filled(c.index))
        && plan.money_columns().any(|(c, _)| is_filled(c.index))
}
