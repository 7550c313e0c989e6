//! Words as exports write them: cleaning a cell, comparing headers, keeping each text once.
//!
//! Knows nothing of what a header means.

use crate::platform::Platform;
use serde::{Serialize, Serializer};
use std::collections::HashMap;
use std::rc::Rc;

/// A header, label or button text made comparable: NFKC, lower case, white space folded, quotes and
/// trailing punctuation dropped. Two headers mean the same when their folded forms are equal.
pub fn folded(text: &str, platform: &dyn Platform) -> String {
    let text = if text.is_ascii() { text.to_owned() } else { platform.nfkc(text) };
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || is_invisible(c)) {
        if word.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out.trim_matches(['"', '\'', ':', '*', ' ']).to_owned()
}

/// Characters that are there but cannot be seen: byte order mark, zero-width and direction marks.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{00ad}' | '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
}

/// The cell without surrounding white space, a spreadsheet's `="…"` or a leading `'` (domain: cells).
pub fn bare_cell(text: &str) -> &str {
    let text = text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
    let text = text.strip_prefix("=\"").and_then(|t| t.strip_suffix('"')).unwrap_or(text);
    text.strip_prefix('\'').unwrap_or(text).trim()
}

/// Empty, `-`, `--`, `—`, `N/A`: the export has no value here.
pub fn is_missing(cell: &str) -> bool {
    matches!(
        cell,
        "" | "-" | "--" | "\u{2013}" | "\u{2014}" | "N/A" | "n/a" | "NA" | "null" | "None"
    )
}

/// A text kept once, cheap to copy and to compare within one [`Names`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(u32);

impl Name {
    /// The empty text, which every [`Names`] holds.
    pub const EMPTY: Name = Name(0);

    pub const fn index(self) -> usize {
        self.0 as usize
    }

    pub const fn from_index(index: usize) -> Name {
        Name(index as u32)
    }
}

/// Texts, each kept once.
#[derive(Clone, Debug)]
pub struct Names {
    texts: Vec<Rc<str>>,
    ids: HashMap<Rc<str>, Name>,
}

impl Default for Names {
    fn default() -> Names {
        let empty: Rc<str> = Rc::from("");
        Names { texts: vec![empty.clone()], ids: HashMap::from([(empty, Name::EMPTY)]) }
    }
}

impl Names {
    pub fn intern(&mut self, text: &str) -> Name {
        if let Some(&name) = self.ids.get(text) {
            return name;
        }
        let name = Name(self.texts.len() as u32);
        let text: Rc<str> = Rc::from(text);
        self.texts.push(text.clone());
        self.ids.insert(text, name);
        name
    }

    /// The text of a name made by this collection; empty for a name of another one.
    pub fn text(&self, name: Name) -> &str {
        self.texts.get(name.index()).map_or("", |text| text)
    }

    pub fn find(&self, text: &str) -> Option<Name> {
        self.ids.get(text).copied()
    }

    pub fn len(&self) -> usize {
        self.texts.len()
    }

    pub fn is_empty(&self) -> bool {
        self.texts.len() == 1
    }

    pub fn iter(&self) -> impl Iterator<Item = (Name, &str)> {
        self.texts.iter().enumerate().map(|(i, text)| (Name(i as u32), text.as_ref()))
    }
}

impl Serialize for Names {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_seq(self.texts.iter().map(|t| t.as_ref()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::Native;

    #[test]
    fn headers_fold_to_one_form() {
        for text in
            ["Unused amount", " unused\u{a0}Amount ", "\u{feff}UNUSED  AMOUNT:", "Unused\namount"]
        {
            assert_eq!(folded(text, &Native), "unused amount");
        }
        assert_eq!(folded("Net Cost（Delayed）", &Native), "net cost(delayed)");
    }

    #[test]
    fn cells_lose_what_a_spreadsheet_put_around_them() {
        assert_eq!(bare_cell("=\"7123456789012345678\""), "7123456789012345678");
        assert_eq!(bare_cell("'0012 "), "0012");
        assert_eq!(bare_cell("\u{200e} 5 \u{a0}"), "5");
    }
}
