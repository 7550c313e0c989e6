//! Which line of a cell is the name, where buttons, badges and tooltips stand in the cell too (R34).
//!
//! In: a copied table and its plan. Out: the name of each cell of several lines, or that it cannot be
//! told. The list of known labels is never enough; what decides is what a name is: it differs from row to
//! row where labels repeat, it stands in the same place, it stands alone elsewhere, and it is no button.
//!
//! Subtle: a wrong name is another campaign, whose money is then counted twice; so what is not decided is
//! refused.

use super::place;
use crate::ingest::cell::embedded_id;
use crate::ingest::exports::Field;
use crate::ingest::mapping::{ColumnPlan, Plan};
use crate::ingest::shape::{Grid, Shape};
use crate::ingest::words;
use crate::problem::{Message, Problem};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Names by row and column; `None` where a cell has several lines that may be it.
#[derive(Default)]
pub(super) struct Names(HashMap<(usize, usize), Option<String>>);

/// Rows of one layout that a name's place can be told from.
const ALIKE_MIN: usize = 3;

impl Names {
    pub fn of(grid: &Grid, plan: &Plan) -> Names {
        let mut names = Names::default();
        let is_copied = match grid.shape {
            Shape::Html | Shape::Lines => true,
            Shape::Delimited { delimiter, .. } => delimiter == '\t',
            _ => false,
        };
        let is_name = |field: &Field| {
            use Field::{AccountName, CampaignName, CreditName, OfferName};
            matches!(field, AccountName | CampaignName | CreditName | OfferName)
        };
        for column in
            plan.columns.iter().filter(|c| is_copied && c.field.is_some_and(|f| is_name(&f)))
        {
            names.settle(grid, plan, column.index);
        }
        names
    }

    pub fn get(&self, row: usize, column: usize) -> Option<&Option<String>> {
        self.0.get(&(row, column))
    }

    fn settle(&mut self, grid: &Grid, plan: &Plan, column: usize) {
        let mut cells: Vec<(usize, Lines<'_>)> = Vec::new();
        let mut alone: HashSet<&str> = HashSet::new();
        for row in plan.first_row..grid.row_count() {
            let text = grid.text(row, column);
            if text.contains(['\n', '\r']) {
                cells.push((row, Lines::of(text, grid.main_lines(text))));
            } else {
                alone.insert(text.trim());
            }
        }
        // The same campaign on another day says nothing new.
        let distinct: BTreeSet<&[&str]> = cells.iter().map(|(_, cell)| &cell.names[..]).collect();
        let distinct: Vec<&[&str]> = distinct.into_iter().filter(|lines| lines.len() > 1).collect();
        let column_says = Column::of(&distinct, alone);
        for (row, cell) in &cells {
            let name = match cell.names[..] {
                [] => continue,
                [only] => Some(only),
                [first, ..] => column_says.name(&cell.names).or(cell.is_html.then_some(first)),
            };
            let with_id = |name: &str| match cell.id {
                Some(id) => format!("{name}\n{id}"),
                None => name.to_owned(),
            };
            self.0.insert((*row, column), name.map(with_id));
        }
    }
}

/// The lines of one cell that may be its name, and the id beside them.
struct Lines<'t> {
    names: Vec<&'t str>,
    id: Option<&'t str>,
    is_html: bool,
}

impl<'t> Lines<'t> {
    /// `main`: how many lines at its beginning are no buttons and no badges, where that is known.
    fn of(text: &'t str, main: Option<usize>) -> Lines<'t> {
        let lines = text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
        let (mut names, mut id) = (Vec::new(), None);
        for line in lines.take(main.unwrap_or(usize::MAX)) {
            match embedded_id(line) {
                Some(("", _)) => id = Some(line),
                _ if words::labels(line).next().is_some() => {}
                _ => names.push(line),
            }
        }
        names.dedup();
        Lines { names, id, is_html: main.is_some() }
    }
}

/// What the cells of several lines of one column have in common.
struct Column<'t> {
    /// Texts that stand beside several names.
    labels: HashSet<&'t str>,
    alone: HashSet<&'t str>,
    /// The place of the name, where the cells are alike.
    place: Option<usize>,
}

impl<'t> Column<'t> {
    fn of(distinct: &[&[&'t str]], alone: HashSet<&'t str>) -> Column<'t> {
        let mut counts: HashMap<&'t str, usize> = HashMap::new();
        distinct
            .iter()
            .flat_map(|lines| lines.iter())
            .for_each(|l| *counts.entry(l).or_default() += 1);
        let labels: HashSet<&'t str> =
            counts.into_iter().filter(|(_, count)| *count > 1).map(|(line, _)| line).collect();
        let width = distinct.first().map_or(0, |lines| lines.len());
        let is_even = distinct.len() > 1 && distinct.iter().all(|lines| lines.len() == width);
        let differs = |place: &usize| {
            let texts: HashSet<_> = distinct.iter().map(|lines| lines.get(*place)).collect();
            texts.len() > 1
        };
        let places: Vec<usize> = (0..width).filter(|place| is_even && differs(place)).collect();
        let place = match places[..] {
            [only] => Some(only),
            // Each cell says something of its own in several places: a name and what is said about it.
            [first, ..] if distinct.len() >= ALIKE_MIN && labels.is_empty() => Some(first),
            _ => None,
        };
        Column { labels, alone, place }
    }

    fn name(&self, lines: &[&'t str]) -> Option<&'t str> {
        if let Some(place) = self.place {
            return lines.get(place).copied();
        }
        let one = |keep: &dyn Fn(&str) -> bool| {
            let mut kept = lines.iter().copied().filter(|line| keep(line));
            kept.next().filter(|_| kept.next().is_none())
        };
        let is_alone = |line: &str| self.alone.contains(line);
        one(&is_alone).or_else(|| one(&|line| !self.labels.contains(line)))
    }
}

/// Which line is the name cannot be told.
pub(super) fn name_unclear(grid: &Grid, row: usize, column: &ColumnPlan) -> Problem {
    let text = grid.text(row, column.index);
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let message = Message::new("ingest.row.name_unclear").with("found", lines.join(" · "));
    Problem::fault(place(grid, row).in_column(&column.header.label), message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r34_a_label_in_the_cell_is_never_the_name() {
        // cells of one column, lines with /, cells with | → their names; ? where it cannot be told
        for (cells, expected) in [
            ("Winter/Edit/View data|Spring/Edit/View data", "Winter|Spring"),
            ("New/Winter|New/Spring|Autumn", "Winter|Spring|-"),
            ("New/Winter/Edit|Spring/Edit|New/Fall/Edit", "Winter|Spring|Fall"),
            // The same campaign on several days.
            ("Winter/Edit|Winter/Edit|Spring/Edit", "Winter|Winter|Spring"),
            // One campaign alone, or badges and buttons that do not repeat.
            ("Winter/Edit", "?"),
            ("Winter/Edit|Winter/Edit", "?|?"),
            ("Reels push/Edit|New/Fifth", "?|?"),
            // The name stands alone in another row.
            ("Winter/Edit|Winter", "Winter|-"),
            ("New/Winter|Winter", "Winter|-"),
            // A name and something about it, row after row.
            ("Launch/For May|Match/For June|Reels/For July", "Launch|Match|Reels"),
            // Labels of the platform and ids.
            ("Launch/Suspended|Match/Assignment log", "Launch|Match"),
            (
                "Launch/ID: 1790000000000000001/Edit|Match/Edit",
                "Launch ID: 1790000000000000001|Match",
            ),
        ] {
            let texts: Vec<String> = cells.split('|').map(|c| c.replace('/', "\n")).collect();
            let cells: Vec<Lines<'_>> =
                texts.iter().filter(|t| t.contains('\n')).map(|t| Lines::of(t, None)).collect();
            let alone = texts.iter().filter(|t| !t.contains('\n')).map(String::as_str).collect();
            let distinct: BTreeSet<&[&str]> = cells.iter().map(|cell| &cell.names[..]).collect();
            let distinct: Vec<&[&str]> = distinct.into_iter().filter(|l| l.len() > 1).collect();
            let column = Column::of(&distinct, alone);
            let found: Vec<String> = texts
                .iter()
                .map(|text| {
                    let cell = Lines::of(text, None);
                    let name = match cell.names[..] {
                        _ if !text.contains('\n') => Some("-"),
                        [only] => Some(only),
                        _ => column.name(&cell.names),
                    };
                    let id = cell.id.map(|id| format!(" {id}")).unwrap_or_default();
                    format!("{}{id}", name.unwrap_or("?"))
                })
                .collect();
            assert_eq!(found.join("|"), expected, "{texts:?}");
        }
    }
}
