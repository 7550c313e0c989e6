//! Panels copied as text: View/Assign (E16) and the coupon card (E17) → the table they amount to.
//!
//! In: lines of text. Out: a table with the header words of its layout, read like any other, so that
//! amounts, dates and ids go through the same decisions. A label stands before its value on the same
//! line (`Eligible countries: Germany`) or on a line of its own above it.

use super::exports::Field;
use super::headers::header_form;
use super::shape::{Form, Grid, Shape};
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

/// What was found under the labels, in order.
#[derive(Default)]
struct Panel {
    values: Vec<(Field, String)>,
    campaigns: Vec<(String, String)>,
    has_campaign_label: bool,
    /// Lines before the first label with a value: one of them is the name.
    heads: Vec<String>,
}

/// The table that a copied panel amounts to; `None` where the lines are no panel.
pub fn table(lines: &[String], platform: &dyn Platform) -> Option<Grid> {
    if lines.len() > LINES_MAX {
        return None;
    }
    let panel = Panel::read(lines, platform);
    let has = |field| panel.values.iter().any(|(f, _)| *f == field);
    if panel.has_campaign_label && (has(Field::Countries) || has(Field::AdProducts)) {
        return panel.assign_grid();
    }
    if has(Field::QualifyingSpend) && (has(Field::OfferName) || !panel.heads.is_empty()) {
        return Some(panel.card_grid());
    }
    None
}

impl Panel {
    fn read(lines: &[String], platform: &dyn Platform) -> Panel {
        let mut panel = Panel::default();
        let mut open: Option<Label> = None;
        for line in lines.iter().map(|l| l.trim()).filter(|l| !l.is_empty()) {
            let (label, value) = labelled(line, platform);
            match label {
                Some(Label::Title) => open = None,
                Some(label) => {
                    panel.has_campaign_label |= label == Label::Campaigns;
                    open = Some(label);
                    if let Some(value) = value {
                        panel.take(label, value);
                        open = (label == Label::Campaigns).then_some(label);
                    }
                }
                None => match open {
                    Some(label) => {
                        panel.take(label, line);
                        // A field has one value; campaigns go on until the next label.
                        open = (label == Label::Campaigns).then_some(label);
                    }
                    None => panel.heads.push(line.to_owned()),
                },
            }
        }
        panel
    }

    fn take(&mut self, label: Label, value: &str) {
        match label {
            Label::Field(field) if !self.values.iter().any(|(f, _)| *f == field) => {
                self.values.push((field, value.to_owned()));
            }
            Label::Campaigns => self.campaign(value),
            _ => {}
        }
    }

    fn campaign(&mut self, line: &str) {
        let word = super::words::plain(line);
        if word.starts_with("no campaign") || word.starts_with("no linked") || word == "none" {
            return;
        }
        match super::cell::embedded_id(line) {
            Some(("", id)) => {
                if let Some(last) = self.campaigns.last_mut().filter(|c| c.1.is_empty()) {
                    last.1 = id.to_owned();
                } else {
                    self.campaigns.push((String::new(), id.to_owned()));
                }
            }
            Some((name, id)) => self.campaigns.push((name.to_owned(), id.to_owned())),
            None => self.campaigns.push((line.to_owned(), String::new())),
        }
    }

    fn value(&self, field: Field) -> &str {
        self.values.iter().find(|(f, _)| *f == field).map_or("", |(_, v)| v.as_str())
    }

    /// The labelled name, else the last line above the first label.
    fn name(&self, field: Field) -> &str {
        match self.value(field) {
            "" => self.heads.last().map_or("", String::as_str),
            name => name,
        }
    }

    fn assign_grid(&self) -> Option<Grid> {
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
            let row = fixed.into_iter().chain([campaign.as_str(), id.as_str()]);
            push(&mut grid, at as u32 + 2, &row.collect::<Vec<_>>());
        }
        (!name.is_empty()).then_some(grid)
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
        let present = || columns.iter().filter(|(field, _)| !self.value(*field).is_empty());
        let header: Vec<_> =
            ["Coupon card", "Offer name"].into_iter().chain(present().map(|(_, h)| *h)).collect();
        push(&mut grid, 1, &header);
        let row: Vec<_> = ["", self.name(Field::OfferName)]
            .into_iter()
            .chain(present().map(|(field, _)| self.value(*field)))
            .collect();
        push(&mut grid, 2, &row);
        grid
    }
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
    let Some((label, value)) = line.split_once([':', '：', '\t']) else { return (None, None) };
    match find(label) {
        Some(label) => (Some(label), Some(value.trim()).filter(|v| !v.is_empty())),
        None => (None, None),
    }
}
