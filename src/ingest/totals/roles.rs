//! Which rows of a table are data, totals or page furniture, by their text and place alone.
//!
//! A row with an id, a type, dates or an account of its own is data, whatever its name says.

use crate::ingest::cell;
use crate::ingest::exports::{Field, Kind};
use crate::ingest::figure::digit;
use crate::ingest::mapping::{ColumnPlan, Plan};
use crate::ingest::pagination;
use crate::ingest::shape::{Grid, Shape};
use crate::ingest::table::is_empty;
use crate::ingest::words::{self, TotalLabel};
use crate::text::{bare_cell, is_blank, is_missing};

/// What a row is before its cells are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Data,
    /// Labelled as a total, with the number of results it names.
    Total(Option<u64>),
    /// First or last, without any name, or named as the total of some rows: a total if it ties, or asked.
    Unlabelled,
    /// Between others, with a name that may be a label: a total if it ties with the rows above it, else data.
    Inner,
    /// First or last, with a name that may be a label, or without the day, currency or id that all other rows
    /// have: a total if it ties, else data.
    Perhaps,
    /// Pagination, notes, copyright.
    Furniture,
    /// Alone above the header, which comes again: the name of what follows.
    Name,
    /// Alone across the table: a word on the rows beside it.
    Across,
}

/// Roles of the rows that are no plain data.
pub struct Roles(Vec<(usize, Role)>);

impl Roles {
    pub fn of(&self, row: usize) -> Role {
        let at = self.0.binary_search_by_key(&row, |(r, _)| *r).ok();
        at.and_then(|at| self.0.get(at)).map_or(Role::Data, |(_, role)| *role)
    }
}

/// Looks at every row for a total label and for page furniture, at the first and last for what they lack.
pub fn roles(grid: &Grid, plan: &Plan) -> Roles {
    let rows = || (plan.first_row..grid.row_count()).filter(|&row| !is_empty(grid, row));
    let is_header = |row: usize| grid.row(row).eq(grid.row(plan.header_row));
    let next = |row: usize| (row + 1..grid.row_count()).find(|&row| !is_empty(grid, row));
    let is_name =
        |row: usize| is_alone(grid, row) && plan.has_header() && next(row).is_some_and(is_header);
    let has_rows = rows().any(|row| !is_alone(grid, row));
    let is_across = |row: usize| has_rows && is_across(grid, plan, row);
    let labelled = |row| {
        let role = match by_label(grid, plan, row) {
            // Nothing stands in it that could be a sum.
            None | Some(Role::Unlabelled | Role::Inner) if is_across(row) => {
                Some(if is_name(row) { Role::Name } else { Role::Across })
            }
            // The label of one row above says of which: there is no other row of that name.
            Some(Role::Inner) if is_of_row_above(grid, plan, row) => Some(Role::Unlabelled),
            None if is_name(row) => Some(Role::Name),
            role => role,
        };
        Some((row, role?))
    };
    let mut out: Vec<(usize, Role)> = rows().filter_map(labelled).collect();
    let is_labelled = |row: usize| {
        let at = out.binary_search_by_key(&row, |(row, _)| *row).ok();
        at.and_then(|at| out.get(at)).is_some_and(|(_, role)| *role != Role::Inner)
    };
    let plain = || rows().filter(|row| !is_labelled(*row));
    let (first, last) = (plain().next(), plain().next_back());
    let is_only = first == last;
    let all_others_have = |row: usize, column: &ColumnPlan| {
        !is_only && plain().all(|other| other == row || is_filled(grid.text(other, column.index)))
    };
    let role = |row: usize| {
        if !is_only && is_nameless(grid, plan, row) {
            return Some((row, Role::Unlabelled));
        }
        let lacks = || lacking(grid, plan, row).any(|column| all_others_have(row, column));
        let is_perhaps =
            !is_a_record(grid, plan, row) && (label(grid, plan, row).is_some() || lacks());
        is_perhaps.then_some((row, Role::Perhaps))
    };
    let ends = [first, last.filter(|_| !is_only)];
    let ends: Vec<_> = ends.into_iter().flatten().filter_map(role).collect();
    out.retain(|(row, _)| ends.iter().all(|(end, _)| end != row));
    out.extend(ends);
    out.sort_unstable_by_key(|(row, _)| *row);
    Roles(out)
}

fn is_alone(grid: &Grid, row: usize) -> bool {
    grid.row(row).filter(|cell| !is_blank(cell)).take(2).count() == 1
}

/// Whether a row has the room of all columns and says one thing, which is no value of the column it begins in: a line
/// that names the rows below it, such as `October 2026`.
fn is_across(grid: &Grid, plan: &Plan, row: usize) -> bool {
    let first = plan.columns.iter().find(|column| !is_blank(grid.text(row, column.index)));
    let is_first = |column: &ColumnPlan| {
        plan.columns.iter().take_while(|c| c.index < column.index).all(|c| c.field.is_none())
    };
    let has_room = match grid.shape {
        Shape::Delimited { .. } | Shape::Html => grid.width(row) >= plan.columns.len(),
        // Empty cells at the end of its rows are left out.
        Shape::Workbook { .. } => true,
        Shape::Lines | Shape::Json { .. } => false,
    };
    let is_value = |column: &ColumnPlan| {
        let is_typed = column.field.is_some_and(|field| field.kind() != Kind::Text);
        let text = grid.text(row, column.index);
        is_typed && cell::read(text, grid.form(row, column.index), column.reading).is_ok()
    };
    has_room
        && plan.columns.len() > 2
        && is_alone(grid, row)
        && first.is_some_and(|column| is_first(column) && !is_value(column))
}

/// Whether a row may be held back as a total without a sure label, were it the first or the last one.
pub fn is_held_at_ends(grid: &Grid, plan: &Plan, row: usize) -> bool {
    let is_record = || is_a_record(grid, plan, row);
    let lacks = || lacking(grid, plan, row).next().is_some();
    is_nameless(grid, plan, row) || (label(grid, plan, row).is_some() || lacks()) && !is_record()
}

/// Columns of which a record has a value of its own and this row has none.
fn lacking<'p>(grid: &'p Grid, plan: &'p Plan, row: usize) -> impl Iterator<Item = &'p ColumnPlan> {
    let own = plan.columns.iter().filter(|c| c.field.is_some_and(|f| is_own(plan, f)));
    let lacking = own.filter(move |column| !is_filled(grid.text(row, column.index)));
    lacking.filter(move |_| !is_an_event(grid, plan, row))
}

/// Whether something happened: a sum has no moment and no type, however its amount ties.
fn is_an_event(grid: &Grid, plan: &Plan, row: usize) -> bool {
    let mut tells =
        [Field::Time, Field::TransactionType].into_iter().filter_map(|f| plan.column(f));
    tells.any(|column| is_filled(grid.text(row, column.index)))
}

/// Whether each record has this field for itself, and a sum of records has not.
pub fn is_own(plan: &Plan, field: Field) -> bool {
    use Field::*;
    match field {
        CampaignId => plan.lists_campaigns(),
        AccountId => plan.lists_accounts(),
        Day | Time | Currency | TransactionId | CreditType | ValidStart | ValidEnd => true,
        _ => false,
    }
}

/// The label of a total in the first cell that is filled, or where the name of a record would stand.
fn label(grid: &Grid, plan: &Plan, row: usize) -> Option<TotalLabel> {
    let first = grid.row(row).find(|cell| is_filled(cell))?;
    let names = |column: &&ColumnPlan| column.field.is_some_and(|f| names_a_record(plan, f));
    let mut of_names = plan.columns.iter().filter(names);
    words::total_label(first)
        .or_else(|| of_names.find_map(|c| words::total_label(grid.text(row, c.index))))
}

/// Whether a row is the total or average of what a row just above it names in the same column: `Search` above
/// `Search Total`, `Subtotal Search` or `Average: Search`.
fn is_of_row_above(grid: &Grid, plan: &Plan, row: usize) -> bool {
    const ROWS_MAX: usize = 3;
    let above = || {
        let rows = (plan.first_row..row).rev().filter(|&above| !is_empty(grid, above));
        rows.take(ROWS_MAX)
    };
    let is_of = |own: &str, above: &str| {
        let rest = own.strip_prefix(above).or_else(|| own.strip_suffix(above));
        let rest = rest.filter(|_| is_filled(above)).unwrap_or_default();
        let label = rest.trim_matches([' ', ':', '-', '–', '(', ')']);
        !label.is_empty() && words::total_label(label).is_some()
    };
    (0..grid.width(row)).any(|column| {
        let own = bare_cell(grid.text(row, column));
        above().any(|above| is_of(own, bare_cell(grid.text(above, column))))
    })
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
    !is_missing(bare_cell(cell))
}

/// The role that a row's own text gives it, wherever it stands.
pub fn by_label(grid: &Grid, plan: &Plan, row: usize) -> Option<Role> {
    let mut filled = grid.row(row).filter(|c| !is_blank(c)).take(3);
    let first = bare_cell(filled.next()?);
    let count = 1 + filled.count();
    // Nearly every row is a record by its id or its dates, which is quickly seen.
    if !is_a_record(grid, plan, row) {
        match label(grid, plan, row) {
            Some(TotalLabel::Sure { count }) => return Some(Role::Total(count)),
            Some(TotalLabel::Word) if !has_day(grid, plan, row) => return Some(Role::Total(None)),
            Some(TotalLabel::Part) => return Some(Role::Unlabelled),
            Some(TotalLabel::Word | TotalLabel::Perhaps) => return Some(Role::Inner),
            None => {}
        }
    }
    // Where amounts stand first, the label stands in a later cell; it names a number of results.
    let mapped = plan.columns.iter().filter(|column| column.field.is_some());
    let label = mapped.map(|column| grid.text(row, column.index)).find_map(counted_total);
    if label.is_some() {
        return Some(Role::Total(label));
    }
    let is_alone = count == 1 && plan.columns.len() > 2;
    let is_page = || pagination::page_count(first).is_some() || is_furniture(first);
    (is_alone && is_page()).then_some(Role::Furniture)
}

fn has_day(grid: &Grid, plan: &Plan, row: usize) -> bool {
    let mut days = [Field::Day, Field::Time].into_iter().filter_map(|field| plan.column(field));
    days.any(|column| is_filled(grid.text(row, column.index)))
}

/// Whether a cell may be the label of a total.
pub fn may_label(plan: &Plan, field: Field, cell: &str) -> bool {
    counted_total(cell).is_some()
        || names_a_record(plan, field) && words::total_label(cell).is_some()
}

/// The number of results that a total's label names, wherever in its row it stands.
pub fn counted_total(cell: &str) -> Option<u64> {
    // Asked of every cell of every row.
    let is_other = |first: &u8| first.is_ascii_digit();
    let has_digit = || cell.chars().any(|c| digit(c).is_some());
    if cell.as_bytes().first().is_none_or(is_other) || !has_digit() {
        return None;
    }
    match words::total_label(cell)? {
        TotalLabel::Sure { count } => count,
        TotalLabel::Word | TotalLabel::Part | TotalLabel::Perhaps => None,
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
        "as of ",
        "as of:",
        "last updated",
        "updated at",
        "updated on",
        "data updated",
        "generated ",
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
