//! Whether text inside an element is seen, told from its style and class; clipboards write the computed style into
//! the element. Text nobody saw is read by nobody: a copy for a screen reader beside an amount would
//! become further digits of it.

use super::html_sheet::Sheet;
use std::borrow::Cow;

/// The style of an element, made comparable: small letters, no spaces; what a sheet says of its class comes first.
pub(super) fn style<'a>(
    name: &[u8],
    sheet: &Sheet,
    attribute: &impl Fn(&[u8]) -> Option<Cow<'a, str>>,
) -> String {
    let own = attribute(b"style").unwrap_or_default();
    let class = attribute(b"class").filter(|_| !sheet.is_empty());
    let text = match class {
        Some(class) => sheet.style(name, &class, &own),
        None => own.into_owned(),
    };
    text.to_ascii_lowercase().replace("!important", "").split_whitespace().collect()
}

/// Each property of a style and what it is set to.
fn properties(style: &str) -> impl Iterator<Item = (&str, &str)> {
    style.split(';').filter_map(|said| said.split_once(':'))
}

/// Whether the element takes no place on the page, with all that is in it.
pub(super) fn is_gone(style: &str) -> bool {
    let is_none = properties(style).filter(|(property, _)| *property == "display").last();
    let is_hidden = |said| {
        matches!(
            said,
            ("visibility", "collapse") | ("mso-hide", "all") | ("content-visibility", "hidden")
        )
    };
    is_none == Some(("display", "none")) || properties(style).any(is_hidden)
}

/// What keeps text from being seen though its element takes a place: a cell stays one, and is empty.
#[derive(Clone, Copy, Default)]
pub(super) struct Veil {
    /// Letters of no size, until an element inside says another one.
    is_tiny: bool,
    is_hidden: bool,
    /// Transparent, or cut off on all sides: no element inside is seen either.
    is_faint: bool,
}

impl Veil {
    pub fn is_drawn(self) -> bool {
        self.is_tiny || self.is_hidden || self.is_faint
    }

    /// Of what stands inside an element of this style and class.
    pub fn within(mut self, style: &str, class: &str) -> Veil {
        let (mut has_no_room, mut is_cut, mut has_least) = (false, false, false);
        // Letters through which their background is seen.
        let is_painted = style.contains("background-clip:text");
        for (property, value) in properties(style) {
            match property {
                "font-size" => self.is_tiny = is_zero(value),
                "font" => self.is_tiny = value.starts_with("0/"),
                "visibility" => self.is_hidden = value == "hidden",
                "opacity" => self.is_faint |= is_zero(value),
                "color" => self.is_faint |= value == "transparent" && !is_painted,
                "clip" => self.is_faint |= CLIPPED.contains(&value),
                "clip-path" => self.is_faint |= matches!(value, "inset(50%)" | "inset(100%)"),
                "text-indent" | "left" => self.is_faint |= is_far_off(value),
                "width" | "height" => has_no_room |= is_zero(value),
                "min-width" | "min-height" => has_least |= !is_zero(value),
                "overflow" | "overflow-x" | "overflow-y" => is_cut |= value == "hidden",
                _ => {}
            }
        }
        self.is_faint |= has_no_room && is_cut && !has_least || is_for_readers(class);
        self
    }
}

const CLIPPED: [&str; 4] =
    ["rect(0,0,0,0)", "rect(0px,0px,0px,0px)", "rect(1px,1px,1px,1px)", "rect(0000)"];

/// `0`, `0px`, `0.0pt`.
fn is_zero(value: &str) -> bool {
    let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    !number.is_empty() && number.bytes().all(|byte| matches!(byte, b'0' | b'.'))
}

/// `-9999px`: left of every window.
fn is_far_off(value: &str) -> bool {
    let digits = value.strip_prefix('-').map(|rest| rest.split(|c: char| !c.is_ascii_digit()));
    digits.and_then(|mut runs| runs.next()).is_some_and(|whole| whole.len() >= 4)
}

/// Class names by which libraries keep text for screen readers.
fn is_for_readers(class: &str) -> bool {
    const NAMES: [&str; 5] =
        ["sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "a11y-hidden"];
    class.split_ascii_whitespace().any(|name| NAMES.contains(&name))
}
