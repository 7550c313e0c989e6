//! What the flavours of one copy say of each other: cells of a spreadsheet come as HTML and as text.

use super::{FlavourTables, two_accounts};
use crate::ingest::exports::Field;
use crate::ingest::surroundings::Said;
use crate::ingest::{Flavour, FlavourKind, Recognised};
use crate::problem::{Message, Place, Problem};
use crate::text::squeezed;

impl FlavourTables {
    /// Whether a copied text is the one table that was read here, cell by cell, and nothing else.
    pub(super) fn is_repeated_by(&self, flavour: &Flavour) -> bool {
        let [table] = &self.tables[..] else { return false };
        flavour.kind == FlavourKind::Text
            && self.unrecognised.is_empty()
            && self.problems.is_empty()
            && table.refused_count == 0
            && !table.records.is_empty()
            && std::str::from_utf8(&flavour.bytes).is_ok_and(|text| table.grid.is_tabbed_as(text))
    }
}

/// Says which flavour was taken, and whether the other one agrees.
pub(super) fn compare(flavours: &[FlavourTables]) -> (Vec<Message>, Vec<Problem>) {
    let count = |r: &FlavourTables| r.tables.iter().map(|t| t.records.len()).sum::<usize>();
    let said = |key: &'static str, best: &FlavourTables, (kind, records): (FlavourKind, usize)| {
        Message::new(key)
            .term("taken", term(best.kind))
            .term("other", term(kind))
            .with("records", count(best))
            .with("other_records", records)
    };
    if let [only @ FlavourTables { repeated_as: Some(kind), .. }] = flavours {
        return (vec![said("ingest.flavour.agree", only, (*kind, count(only)))], vec![]);
    }
    let [a, b] = flavours else { return (vec![], vec![]) };
    let (best, other) = if b.score() > a.score() { (b, a) } else { (a, b) };
    let message = |key| said(key, best, (other.kind, count(other)));
    if count(best) == 0 {
        return (vec![], vec![]);
    }
    if count(other) == 0 || count(best) != count(other) || best.tables.len() != other.tables.len() {
        return (vec![message("ingest.flavour.more_complete")], vec![]);
    }
    let differ: usize =
        best.tables.iter().zip(&other.tables).map(|(x, y)| differing_rows(x, y)).sum();
    if differ == 0 {
        return (vec![message("ingest.flavour.agree")], vec![]);
    }
    let doubt = message("ingest.flavour.differ").with("rows", differ);
    (vec![], vec![Problem::doubt(Place::default(), doubt)])
}

/// R31: what another flavour says of accounts where both name some by their ids, and none of them alike.
pub(super) fn other_accounts<'r>(
    taken: &FlavourTables,
    others: &'r [FlavourTables],
) -> Option<([Said<'r>; 2], Problem)> {
    let named = |reading: &FlavourTables| -> Vec<String> {
        let hints = two_accounts::sure(&reading.said_of_accounts());
        hints.into_iter().filter_map(|hint| hint.id).collect()
    };
    let own = named(taken);
    others.iter().find_map(|other| {
        let theirs = named(other);
        let (first, second) = own.first().zip(theirs.first())?;
        theirs.iter().all(|id| !own.contains(id)).then(|| {
            let message = Message::new("ingest.flavour.accounts")
                .term("taken", term(taken.kind))
                .term("other", term(other.kind))
                .with("first", first.as_str())
                .with("second", second.as_str());
            (other.said_of_accounts(), Problem::doubt(Place::default(), message))
        })
    })
}

fn term(kind: FlavourKind) -> &'static str {
    match kind {
        FlavourKind::Html => "ingest.flavour.html",
        FlavourKind::Text => "ingest.flavour.text",
        FlavourKind::File => "ingest.flavour.file",
        FlavourKind::Picture => "ingest.flavour.picture",
    }
}

/// Whether a cell was read as the number stored beside its text, of which the text is a rounding.
fn is_exact(table: &Recognised, row: usize, field: Field) -> bool {
    let column = table.columns.iter().position(|column| column.field == Some(field));
    let line = table.grid.row_at_line(table.records.line(row));
    line.zip(column).is_some_and(|(line, column)| table.grid.form(line, column).is_number())
}

/// What a row is about, and in which currency: states and requirements may stand in other lines.
fn tells_apart(field: Field) -> bool {
    use Field::*;
    field.is_id() || matches!(field, Currency | CreditName | OfferName | CampaignName | AccountName)
}

fn says_other(a: &Recognised, b: &Recognised, row: usize, field: Field) -> bool {
    let (a, b) = (a.records.text(row, field), b.records.text(row, field));
    a != b && a.map(squeezed) != b.map(squeezed)
}

/// Rows whose amounts, times, names or ids differ between two flavours of one table.
fn differing_rows(a: &Recognised, b: &Recognised) -> usize {
    let common: Vec<Field> = a.records.fields().filter(|f| b.records.has(*f)).collect();
    let differs = |row: &usize| {
        common.iter().any(|&field| {
            let is_rounded = || is_exact(a, *row, field) || is_exact(b, *row, field);
            a.records.money(*row, field) != b.records.money(*row, field) && !is_rounded()
                || a.records.time(*row, field) != b.records.time(*row, field)
                || tells_apart(field) && says_other(a, b, *row, field)
        })
    };
    (0..a.records.len().min(b.records.len())).filter(differs).count()
}
