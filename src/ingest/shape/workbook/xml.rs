//! Parts of a workbook as streams of events; texts and attributes with their references resolved.

use super::super::zip::{self, Refusal, Unpacked};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

pub(super) fn attribute(tag: &BytesStart, key: &str) -> Option<String> {
    let attribute = tag.try_get_attribute(key).ok().flatten()?;
    let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0);
    Some(value.map_or_else(|_| attribute.value.to_string(), |value| value.into_owned()))
}

/// The attribute of this name in whatever namespace prefix the writer chose.
pub(super) fn attribute_local(tag: &BytesStart, key: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let found = attributes
        .with_checks(false)
        .flatten()
        .find(|a| a.key.local_name().as_ref() == key && a.key.prefix().is_some())?;
    Some(found.value.into_owned())
}

/// Text, character data or a reference such as `&amp;`.
pub(super) fn push_text(event: &Event, text: &mut String) {
    match event {
        Event::Text(part) => text.push_str(&part.xml10_content()),
        Event::CData(part) => text.push_str(&part.xml10_content()),
        Event::GeneralRef(reference) => {
            let named = match &**reference {
                "amp" => Some('&'),
                "lt" => Some('<'),
                "gt" => Some('>'),
                "quot" => Some('"'),
                "apos" => Some('\''),
                _ => reference.resolve_char_ref().ok().flatten(),
            };
            text.push(named.unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        _ => {}
    }
}

pub(super) fn each_element(
    stream: Unpacked,
    mut act: impl FnMut(&str, &BytesStart),
) -> Result<(), Refusal> {
    each_event(stream, |event| {
        if let Event::Start(tag) | Event::Empty(tag) = event {
            act(tag.local_name().as_ref(), tag);
        }
        Ok(())
    })
}

/// Every event of a part; a document type, which no spreadsheet writes, ends the reading.
pub(super) fn each_event(
    stream: Unpacked,
    mut act: impl FnMut(&Event) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut reader = Reader::from_reader(stream);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) => return Ok(()),
            Ok(Event::DocType(_)) => return Err("shape.workbookDtd"),
            Ok(event) => act(&event)?,
            Err(quick_xml::Error::Io(error)) => return Err(zip::refusal(&*error)),
            Err(_) => return Err("shape.workbookCut"),
        }
    }
}

/// Collects the text of `<t>` elements; phonetic readings (`<rPh>`) are no part of it.
#[derive(Default)]
pub(super) struct Texts {
    in_text: bool,
    in_phonetic: bool,
}

impl Texts {
    pub fn event(&mut self, event: &Event, text: &mut String) {
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "t" => self.in_text = !self.in_phonetic,
                "rPh" => self.in_phonetic = true,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "t" => self.in_text = false,
                "rPh" => self.in_phonetic = false,
                _ => {}
            },
            _ if self.in_text => push_text(event, text),
            _ => {}
        }
    }
}
