//! Panels copied as text: View/Assign (E16) and the coupon card (E17) → the table they amount to.
//!
//! In: lines of text. Out: a table with the header words of its layout, read like any other, so that
//! amounts, dates and ids go through the same decisions; and the lines that are no part of the panel, so that
//! the id of a linked campaign is never taken for the account's (R31). A label stands before its value on the
//! same line (`Eligible countries: Germany`) or on a line of its own above it.

use super::dates::RawSpan;
use super::exports::Field;
use super::headers::header_form;
use super::shape::{Form, Grid, Shape};
use super::{cell, dates, surroundings, words};
use crate::platform::Platform;
use crate::problem::Place;

/// What a label of a panel introduces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    Field(Field),
    /// `Linked campaigns (2)`: names and ids follow, one after the other.
    Campaigns,
    /// A title or button: says which panel this is, has no value.
    Title,
}

#[rustfmt::skip]
const LABELS: &[(&str, Label)] = &[
    ("ad credit name", Label::Field(Field::CreditName)),
    ("credit name", Label::Field(Field::CreditName)),
    ("ad credit", Label::Field(Field::CreditName)),
    ("coupon name", Label::Field(Field::CreditName)),
    ("unused amount", Label::Field(Field::Unused)),
    ("eligible countries", Label::Field(Field::Countries)),
    ("eligible countries/regions", Label::Field(Field::Countries)),
    ("eligible locations", Label::Field(Field::Countries)),
    ("eligible ad products", Label::Field(Field::AdProducts)),
    ("eligible products", Label::Field(Field::AdProducts)),
    ("linked campaigns", Label::Campaigns),
    ("assigned campaigns", Label::Campaigns),
    ("offer name", Label::Field(Field::OfferName)),
    ("offer", Label::Field(Field::OfferName)),
    ("active promotion", Label::Field(Field::OfferName)),
    ("promotion", Label::Field(Field::OfferName)),
    ("qualifying spend", Label::Field(Field::QualifyingSpend)),
    ("qualifying spend so far", Label::Field(Field::QualifyingSpend)),
    ("target spend", Label::Field(Field::TargetSpend)),
    ("spend target", Label::Field(Field::TargetSpend)),
    ("tiers", Label::Field(Field::Tiers)),
    ("reward tiers", Label::Field(Field::Tiers)),
    ("reward tier", Label::Field(Field::Tiers)),
    ("reward", Label::Field(Field::Reward)),
    ("earned so far", Label::Field(Field::EarnedSoFar)),
    ("earning window", Label::Field(Field::WindowEnd)),
    ("earning period", Label::Field(Field::WindowEnd)),
    ("ends", Label::Field(Field::WindowEnd)),
    ("ends on", Label::Field(Field::WindowEnd)),
    ("valid until", Label::Field(Field::WindowEnd)),
    ("expires", Label::Field(Field::WindowEnd)),
    ("expires on", Label::Field(Field::WindowEnd)),
    ("status", Label::Field(Field::Status)),
    ("view/assign", Label::Title),
    ("assign ad credit", Label::Title),
    ("assign to campaigns", Label::Title),
    ("coupon", Label::Title),
    ("coupons", Label::Title),
    ("my coupons", Label::Title),
    ("coupon card", Label::Title),
    ("cancel", Label::Title),
    ("confirm", Label::Title),
    ("save", Label::Title),
    ("close", Label::Title),
    ("view details", Label::Title),
    ("assign", Label::Title),
];

/// Panels are short; a page full of text is none.
pub const LINES_MAX: usize = 400;
/// So are their labels.
const LABEL_BYTES_MAX: usize = 200;
/// Of a label with a date behind it.
const LABEL_WORDS_MAX: usize = 2;

/// What was found under the labels, in order.
#[derive(Default)]
struct Panel {
    values: Vec<(Field, Vec<String>)>,
    campaigns: Vec<(String, String)>,
    has_campaign_label: bool,
    /// Lines above the first label: one of them is the name.
    above: Vec<String>,
    /// How many of them stand above the panel's title.
    above_title: usize,
    /// Lines between and below that no label introduces.
    below: Vec<String>,
}

/// A copied panel as the table it amounts to, and the lines around it.
pub struct Found {
    pub grid: Grid,
    pub outside: Vec<String>,
}

/// `None` where the lines are no panel.
pub fn find(lines: &[String], platform: &dyn Platform) -> Option<Found> {
    if lines.len() > LINES_MAX {
        return None;
    }
    let panel = Panel::read(lines, platform);
    let has = |field| panel.values.iter().any(|(f, _)| *f == field);
    if panel.has_campaign_label && (has(Field::Countries) || has(Field::AdProducts)) {
        let grid = panel.assign_grid();
        return Some(Found { grid, outside: panel.outside(Field::CreditName) });
    }
    if has(Field::QualifyingSpend) && !panel.name(Field::OfferName).is_empty() {
        return Some(Found { grid: panel.card_grid(), outside: panel.outside(Field::OfferName) });
    }
    None
}

/// Of these a panel may list several, one a line.
fn is_list(label: Label) -> bool {
    matches!(label, Label::Campaigns | Label::Field(Field::Countries | Field::AdProducts))
}

impl Panel {
    fn read(lines: &[String], platform: &dyn Platform) -> Panel {
        let mut panel = Panel::default();
        let mut open: Option<Label> = None;
        let mut has_label = false;
        for line in lines.iter().map(|l| l.trim()).filter(|l| !l.is_empty()) {
            match labelled(line, platform) {
                (Some(Label::Title), _) => {
                    open = None;
                    if !has_label {
                        panel.above_title = panel.above.len();
                    }
                }
                (Some(label), value) => {
                    has_label = true;
                    panel.has_campaign_label |= label == Label::Campaigns;
                    if let Some(value) = value {
                        panel.take(label, value, platform);
                    }
                    let goes_on = value.is_none() || label == Label::Campaigns;
                    open = goes_on.then_some(label);
                }
                (None, _) => match open {
                    Some(label) => {
                        panel.take(label, line, platform);
                        open = open.filter(|label| is_list(*label));
                    }
                    None if is_range(line) => {
                        panel.take(Label::Field(Field::WindowEnd), line, platform);
                    }
                    None if has_label => panel.below.push(line.to_owned()),
                    None => panel.above.push(line.to_owned()),
                },
            }
        }
        if let Some(Label::Field(field)) = open {
            panel.end_list(field);
        }
        panel
    }

    /// Nothing said where the list ends: what follows its first line is the foot of the page.
    fn end_list(&mut self, field: Field) {
        if let Some((_, list)) = self.values.iter_mut().find(|(known, _)| *known == field) {
            let first = list.len().min(1);
            self.below.extend(list.drain(first..));
        }
    }

    fn take(&mut self, label: Label, value: &str, platform: &dyn Platform) {
        let Label::Field(field) = label else {
            return if label == Label::Campaigns {
                self.campaign(value, platform)
            };
        };
        match self.values.iter_mut().find(|(known, _)| *known == field) {
            Some((_, list)) if is_list(label) => list.push(value.to_owned()),
            Some(_) => {}
            None => self.values.push((field, vec![value.to_owned()])),
        }
    }

    fn campaign(&mut self, line: &str, platform: &dyn Platform) {
        let word = words::plain(line);
        if word.starts_with("no campaign") || word.starts_with("no linked") || word == "none" {
            return;
        }
        let is_header = |cell: &str| super::headers::is_known(&header_form(cell, platform));
        match cell::embedded_id(line) {
            Some((name, id)) if name.is_empty() || words::plain(name) == "campaign" => {
                if let Some(last) = self.campaigns.last_mut().filter(|c| c.1.is_empty()) {
                    last.1 = id.to_owned();
                } else {
                    self.campaigns.push((String::new(), id.to_owned()));
                }
            }
            Some((name, id)) => self.campaigns.push((name.to_owned(), id.to_owned())),
            // The campaigns may be a small table of their own.
            None if line.contains('\t') && line.split('\t').all(is_header) => {}
            None => self.campaigns.push((line.to_owned(), String::new())),
        }
    }

    fn value(&self, field: Field) -> String {
        let found = self.values.iter().find(|(known, _)| *known == field);
        found.map_or_else(String::new, |(_, list)| list.join(", "))
    }

    /// The labelled name, else the first line below the title that can be one, else the last line above.
    fn name(&self, field: Field) -> String {
        let labelled = self.value(field);
        let unlabelled = || self.above.get(self.name_at()?).cloned();
        if labelled.is_empty() { unlabelled().unwrap_or_default() } else { labelled }
    }

    fn name_at(&self) -> Option<usize> {
        let mut names = (0..self.above.len())
            .filter(|&at| self.above.get(at).is_some_and(|line| may_be_name(line)));
        let last = names.clone().next_back();
        names.find(|&at| at >= self.above_title).filter(|_| self.above_title > 0).or(last)
    }

    /// What stands around the panel: above its name and below.
    fn outside(self, name: Field) -> Vec<String> {
        let labelled = !self.value(name).is_empty();
        let end = if labelled { self.above_title } else { self.name_at().unwrap_or_default() };
        self.above.into_iter().take(end).chain(self.below).collect()
    }

    /// Without a name it is asked whose it is.
    fn assign_grid(&self) -> Grid {
        let name = self.name(Field::CreditName);
        let mut grid = Grid::new(Shape::Lines, Place::default());
        let header = [
            "Credit name",
            "Unused amount",
            "Eligible countries",
            "Eligible ad products",
            "Linked campaigns",
            "Campaign ID",
        ];
        push(&mut grid, 1, &header);
        let fixed = [
            name,
            self.value(Field::Unused),
            self.value(Field::Countries),
            self.value(Field::AdProducts),
        ];
        let none = [(String::new(), String::new())];
        let campaigns = if self.campaigns.is_empty() { &none[..] } else { &self.campaigns };
        for (at, (campaign, id)) in campaigns.iter().enumerate() {
            let row = fixed.iter().map(String::as_str).chain([campaign.as_str(), id.as_str()]);
            push(&mut grid, at as u32 + 2, &row.collect::<Vec<_>>());
        }
        grid
    }

    fn card_grid(&self) -> Grid {
        let mut grid = Grid::new(Shape::Lines, Place::default());
        let columns = [
            (Field::QualifyingSpend, "Qualifying spend"),
            (Field::TargetSpend, "Target spend"),
            (Field::Tiers, "Tiers"),
            (Field::Reward, "Reward"),
            (Field::EarnedSoFar, "Earned so far"),
            (Field::WindowEnd, "Earning window"),
            (Field::Status, "Status"),
        ];
        let mut header = vec!["Coupon card", "Offer name"];
        let mut row = vec![String::new(), self.name(Field::OfferName)];
        for (field, word) in columns {
            let value = self.value(field);
            if !value.is_empty() {
                header.push(word);
                row.push(value);
            }
        }
        push(&mut grid, 1, &header);
        push(&mut grid, 2, &row.iter().map(String::as_str).collect::<Vec<_>>());
        grid
    }
}

/// A line that says what a credit is or how it stands is not what it is called.
fn may_be_name(line: &str) -> bool {
    surroundings::is_name(line)
        && words::credit_type(line).is_none()
        && !words::is_state(line)
        && cell::embedded_id(line).is_none()
}

fn is_range(line: &str) -> bool {
    line.len() <= LABEL_BYTES_MAX && dates::day_range(line).is_some()
}

fn push(grid: &mut Grid, line: u32, cells: &[&str]) {
    grid.begin_row(line);
    cells.iter().for_each(|cell| grid.push(cell, Form::Text));
}

/// The label of a line and the value behind it: `Linked campaigns (2)`, `Reward: 50.00 USD`.
fn labelled<'l>(line: &'l str, platform: &dyn Platform) -> (Option<Label>, Option<&'l str>) {
    let find = |text: &str| {
        if text.len() > LABEL_BYTES_MAX {
            return None;
        }
        let form = header_form(text, platform);
        let form = form.split('(').next().unwrap_or(&form).trim_end();
        LABELS.iter().find(|(word, _)| *word == form).map(|(_, label)| *label)
    };
    if let Some(label) = find(line) {
        return (Some(label), None);
    }
    if let Some((label, value)) = line.split_once([':', '：', '\t'])
        && let Some(label) = find(label)
    {
        return (Some(label), Some(value.trim()).filter(|v| !v.is_empty()));
    }
    // `Ends 2026-12-04`, `Valid until Dec 4, 2026`.
    let after = line.match_indices(' ').take(LABEL_WORDS_MAX).map(|(at, _)| line.split_at(at));
    let mut dated = after.filter_map(|(label, rest)| {
        let label = find(label).filter(|label| *label == Label::Field(Field::WindowEnd))?;
        RawSpan::parse(rest.trim()).map(|_| (Some(label), Some(rest.trim())))
    });
    dated.next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::Native;

    /// Lines are divided by `|`; the row of the table, then the lines around it.
    fn check(text: &str, expected: &str) {
        let lines: Vec<String> = text.split('|').map(str::to_owned).collect();
        let found = find(&lines, &Native).unwrap_or_else(|| panic!("no panel: {text}"));
        let grid = found.grid;
        let rows = (1..grid.row_count()).map(|row| {
            let cells = grid.row(0).zip(grid.row(row)).filter(|(_, cell)| !cell.is_empty());
            cells.map(|(head, cell)| format!("{head} = {cell}")).collect::<Vec<_>>().join("; ")
        });
        let shown =
            format!("{} | {}", rows.collect::<Vec<_>>().join(" / "), found.outside.join(", "));
        assert_eq!(shown.trim_end_matches([' ', '|']), expected, "{text}");
    }

    #[test]
    fn e16_a_panel_is_read_however_its_lines_stand() {
        let campaign = "Linked campaigns = Boots DE; Campaign ID = 1790000000000000011";
        let read =
            format!("Credit name = Reel Assign; Eligible countries = Germany, Austria; {campaign}");
        let countries = "Eligible countries|Germany, Austria";
        for linked in [
            "Boots DE|ID: 1790000000000000011",
            "Boots DE|Campaign ID: 1790000000000000011",
            "Boots DE|1790000000000000011",
            "Boots DE (ID: 1790000000000000011)",
            "Campaign name\tCampaign ID|Boots DE\t1790000000000000011",
        ] {
            check(
                &format!(
                    "View/Assign|Reel Assign|Assignable|Linked campaigns (1)|{linked}|{countries}|Save"
                ),
                &read,
            );
            check(&format!("Reel Assign|Linked campaigns|{linked}|{countries}"), &read);
            check(
                &format!(
                    "Assign ad credit|Ad credit name|Reel Assign|Linked campaigns|{linked}|Eligible countries|Germany|Austria|Cancel"
                ),
                &read,
            );
        }
    }

    #[test]
    fn e16_a_panel_without_the_name_of_its_credit_is_read() {
        check(
            "View/Assign|Linked campaigns (1)|Boots DE|Eligible countries|Germany|Close",
            "Eligible countries = Germany; Linked campaigns = Boots DE",
        );
    }

    #[test]
    fn r31_what_stands_around_a_panel_is_kept_apart() {
        let head = "Nord Commerce|ID: 7123456789012345678|Promotions|View/Assign|Reel Assign";
        check(
            &format!("{head}|Linked campaigns|Boots DE|Eligible countries|Germany|© Nord"),
            "Credit name = Reel Assign; Eligible countries = Germany; Linked campaigns = Boots DE | \
             Nord Commerce, ID: 7123456789012345678, Promotions, © Nord",
        );
    }

    #[test]
    fn e17_a_card_is_named_by_its_offer_not_by_its_dates() {
        let read = |window| {
            format!(
                "Offer name = Spend 500, get 250; Qualifying spend = 312.40 / 500.00 USD; Earning window = {window}"
            )
        };
        let spend = "Qualifying spend: 312.40 / 500.00 USD";
        let days = "Nov 1, 2026 - Nov 30, 2026";
        check(&format!("My coupons|Spend 500, get 250|{spend}|{days}|View details"), &read(days));
        check(&format!("Spend 500, get 250|{days}|{spend}"), &read(days));
        check(&format!("Spend 500, get 250|{spend}|Ends 2026-12-04"), &read("2026-12-04"));
        check(
            &format!("Coupon|Spend 500, get 250|Valid until Dec 4, 2026|{spend}"),
            &read("Dec 4, 2026"),
        );
    }
}
