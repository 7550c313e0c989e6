//! What a workbook says once for all its sheets: their names, number formats, shared texts.

use super::super::zip::{Archive, Refusal, Unpacked};
use super::plain::{self, Part, Plain};
use super::xml::{Texts, attribute, attribute_local, each_element, each_event};
use super::{CELLS_MAX, TEXT_MAX, format};
use crate::money::Currency;
use quick_xml::events::Event;
use std::collections::HashMap;

#[derive(Default)]
pub(super) struct Book {
    pub sheets: Vec<Sheet>,
    pub strings: Strings,
    pub styles: Vec<Style>,
    pub is_1904: bool,
}

pub(super) struct Sheet {
    pub name: String,
    pub path: String,
    pub is_hidden: bool,
}

/// What a cell's number format makes of its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Of this currency, where the format shows one.
    Number(Option<Currency>),
    Date,
    Percent,
}

impl Default for Style {
    fn default() -> Style {
        Style::Number(None)
    }
}

/// Shared texts back to back: a bomb of a million empty ones stays small.
#[derive(Default)]
pub(super) struct Strings {
    arena: String,
    ends: Vec<u32>,
}

impl Strings {
    fn push(&mut self, text: &str) {
        self.arena.push_str(text);
        self.ends.push(self.arena.len() as u32);
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn get(&self, index: usize) -> Option<&str> {
        let start =
            index.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.arena.get(start as usize..*self.ends.get(index)? as usize)
    }
}

impl Book {
    pub fn sheets(&mut self, archive: &Archive) -> Result<(), Refusal> {
        let mut targets: HashMap<String, String> = HashMap::new();
        if let Some(stream) = archive.stream("xl/_rels/workbook.xml.rels") {
            each_element(stream, |name, tag| {
                if name == "Relationship" {
                    let path = attribute(tag, "Target").unwrap_or_default();
                    let path = match path.strip_prefix('/') {
                        Some(absolute) => absolute.to_owned(),
                        None => format!("xl/{path}"),
                    };
                    targets.insert(attribute(tag, "Id").unwrap_or_default(), path);
                }
            })?;
        }
        let Some(stream) = archive.stream("xl/workbook.xml") else { return Ok(()) };
        each_element(stream, |name, tag| match name {
            "workbookPr" => self.is_1904 = attribute(tag, "date1904").is_some_and(|v| is_true(&v)),
            "sheet" => {
                let id = attribute(tag, "r:id").or_else(|| attribute_local(tag, "id"));
                let number = self.sheets.len() + 1;
                let path = id.and_then(|id| targets.get(&id).cloned());
                let path = path.unwrap_or_else(|| format!("xl/worksheets/sheet{number}.xml"));
                let name = attribute(tag, "name").unwrap_or_default();
                let is_hidden = attribute(tag, "state").is_some_and(|state| state != "visible");
                self.sheets.push(Sheet { name, path, is_hidden });
            }
            _ => {}
        })
    }

    pub fn styles(&mut self, archive: &Archive) -> Result<(), Refusal> {
        let Some(stream) = archive.stream("xl/styles.xml") else { return Ok(()) };
        let mut formats: HashMap<u32, Style> = HashMap::new();
        let mut is_cell_formats = false;
        let styles = &mut self.styles;
        each_element(stream, |name, tag| {
            let number = |key| attribute(tag, key).and_then(|id| id.parse::<u32>().ok());
            match name {
                "numFmt" => {
                    let code = attribute(tag, "formatCode").unwrap_or_default();
                    formats.extend(number("numFmtId").map(|id| (id, format::style(&code))));
                }
                // Formats of named styles use the same element in another list.
                "cellXfs" => is_cell_formats = true,
                "cellStyleXfs" | "cellStyles" | "dxfs" => is_cell_formats = false,
                "xf" if is_cell_formats && styles.len() < 65_536 => {
                    let id = number("numFmtId").unwrap_or_default();
                    styles.push(formats.get(&id).copied().unwrap_or_else(|| built_in_style(id)));
                }
                _ => {}
            }
        })
    }

    pub fn strings(&mut self, archive: &Archive) -> Result<(), Refusal> {
        let Some(stream) = archive.stream("xl/sharedStrings.xml") else { return Ok(()) };
        self.strings.read(stream)
    }
}

impl Strings {
    /// Plain texts as bytes, all others by their events.
    pub fn read(&mut self, stream: Unpacked) -> Result<(), Refusal> {
        let mut part = Part::begin(stream, "sst", &["si"])?;
        self.events(part.head())?;
        while let Some(element) = part.element()? {
            match plain_text(element) {
                Some(text) => {
                    self.push(text);
                    self.check()?;
                }
                None if plain::is_one_element(element, "si") => {
                    self.events(Unpacked::of(element))?;
                }
                None => break,
            }
            part.pass();
        }
        self.events(part.rest())
    }

    pub fn events(&mut self, stream: Unpacked) -> Result<(), Refusal> {
        let mut texts = Texts::default();
        let mut text = String::new();
        each_event(stream, |event| {
            texts.event(event, &mut text);
            if let Event::End(tag) = event
                && tag.local_name().as_ref() == "si"
            {
                self.push(&text);
                text.clear();
            } else if let Event::Empty(tag) = event
                && tag.local_name().as_ref() == "si"
            {
                self.push("");
            }
            self.check()
        })
    }

    fn check(&self) -> Result<(), Refusal> {
        let is_bomb = self.arena.len() > TEXT_MAX / 2 || self.len() > CELLS_MAX;
        if is_bomb { Err("shape.workbookBomb") } else { Ok(()) }
    }
}

/// The text of `<si><t>…</t></si>`.
fn plain_text(element: &[u8]) -> Option<&str> {
    let mut rest = Plain::new(element);
    let is_empty = rest.tag("si", |_, _| {})?;
    let text = if is_empty { "" } else { rest.text()? };
    (is_empty || rest.ends("si")).then_some(text)
}

/// Number formats that every workbook has without saying so.
fn built_in_style(id: u32) -> Style {
    match id {
        9 | 10 => Style::Percent,
        14..=22 | 27..=36 | 45..=47 | 50..=58 => Style::Date,
        _ => Style::default(),
    }
}

fn is_true(value: &str) -> bool {
    value == "1" || value == "true"
}
