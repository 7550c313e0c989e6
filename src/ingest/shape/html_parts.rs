//! What an HTML element does to the text inside it, told from its name and attributes.

use super::html_veil;
use std::borrow::Cow;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Plain,
    /// Begins and ends on lines of its own.
    Block,
    /// The same, and no part of what the cell says: buttons, badges.
    Aside,
    Skipped,
    Table,
    Row,
    Cell,
}

/// `style`: as [`html_veil::style`] makes it comparable.
pub(super) fn part_of<'a>(
    name: &[u8],
    style: &str,
    attribute: &impl Fn(&[u8]) -> Option<Cow<'a, str>>,
) -> Part {
    let role = attribute(b"role").unwrap_or_default();
    let is_gone = attribute(b"hidden").is_some() || html_veil::is_gone(style) || role == "tooltip";
    if is_gone || is_skipped(name) {
        return Part::Skipped;
    }
    match (name, role.as_ref()) {
        (b"table", _) | (_, "table" | "grid" | "treegrid") => Part::Table,
        (b"tr", _) | (_, "row") => Part::Row,
        (b"td" | b"th", _) | (_, "cell" | "gridcell" | "columnheader" | "rowheader") => Part::Cell,
        (b"button", _) | (_, "button" | "tab" | "menuitem" | "option" | "status") => Part::Aside,
        _ if is_aside(&attribute(b"class").unwrap_or_default()) => Part::Aside,
        _ if is_block(name) || is_set_apart(style) => Part::Block,
        _ => Part::Plain,
    }
}

/// Clipboards write the computed style into the element.
fn is_set_apart(style: &str) -> bool {
    ["inline-block", "display:block", "flex", "display:grid"]
        .iter()
        .any(|word| style.contains(word))
}

/// A bar without text still says its share to assistive technology.
pub(super) fn bar_share<'a>(
    name: &[u8],
    attribute: &impl Fn(&[u8]) -> Option<Cow<'a, str>>,
) -> Option<String> {
    let is_bar = attribute(b"role").is_some_and(|role| role == "progressbar");
    let (value, max) = match name {
        b"progress" => (attribute(b"value")?, attribute(b"max")?),
        _ if is_bar => {
            (attribute(b"aria-valuenow")?, attribute(b"aria-valuemax").unwrap_or("100".into()))
        }
        _ => return None,
    };
    let is_number = value.bytes().all(|b| b.is_ascii_digit() || b == b'.') && !value.is_empty();
    (is_number && max == "100").then(|| format!("{value}%"))
}

pub(super) fn is_void(name: &[u8]) -> bool {
    matches!(
        name,
        b"area"
            | b"base"
            | b"br"
            | b"col"
            | b"embed"
            | b"hr"
            | b"img"
            | b"input"
            | b"link"
            | b"meta"
            | b"param"
            | b"source"
            | b"track"
            | b"wbr"
    )
}

fn is_skipped(name: &[u8]) -> bool {
    matches!(
        name,
        b"script" | b"style" | b"template" | b"svg" | b"noscript" | b"select" | b"datalist"
    )
}

pub(super) fn is_block(name: &[u8]) -> bool {
    matches!(
        name,
        b"address"
            | b"article"
            | b"aside"
            | b"blockquote"
            | b"body"
            | b"button"
            | b"caption"
            | b"dd"
            | b"details"
            | b"div"
            | b"dl"
            | b"dt"
            | b"fieldset"
            | b"figure"
            | b"footer"
            | b"form"
            | b"h1"
            | b"h2"
            | b"h3"
            | b"h4"
            | b"h5"
            | b"h6"
            | b"header"
            | b"hr"
            | b"label"
            | b"legend"
            | b"li"
            | b"main"
            | b"nav"
            | b"ol"
            | b"p"
            | b"pre"
            | b"section"
            | b"summary"
            | b"tbody"
            | b"textarea"
            | b"tfoot"
            | b"thead"
            | b"title"
            | b"ul"
    )
}

/// Class names by which component libraries set a badge or button apart, or words that are only read aloud.
fn is_aside(class: &str) -> bool {
    let class = class.to_ascii_lowercase();
    ["badge", "btn", "button", "tag", "chip", "pill", "sr-only", "visually-hidden"]
        .iter()
        .any(|word| class.contains(word))
}
