//! Names, ids and amounts replaced, the same one always by the same, so that a report can be shared.
//!
//! What stays: keys, words of ours, instants and days, headers that we know, counts and line numbers.
//! What goes: every other text (`name-1`, `name-2`, … in order of appearance), and the digits of every
//! number that is text, with length, separators and decimals kept.

use serde_json::Value;
use std::collections::HashMap;

/// Entries whose value is a word of ours, never something pasted.
const OWN_KEYS: &[&str] = &[
    "kind",
    "export",
    "field",
    "severity",
    "level",
    "state",
    "tab",
    "zone",
    "unit",
    "basis",
    "asOfBasis",
    "creditType",
    "about",
    "currency",
    "shape",
    "billing",
    "billingSuggested",
    "worst",
];

pub struct Redactor<'a> {
    own_words: &'a [&'static str],
    names: HashMap<String, String>,
}

impl<'a> Redactor<'a> {
    pub fn new(own_words: &'a [&'static str]) -> Redactor<'a> {
        Redactor { own_words, names: HashMap::new() }
    }

    pub fn redact(&mut self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.text(text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.redact(item)),
            Value::Object(entries) => {
                // The key of a message and the words of ours that it names.
                let is_message = entries.contains_key("args");
                let kind = entries.get("kind").and_then(Value::as_str);
                let is_term = matches!(kind, Some("term" | "terms"));
                for (key, entry) in entries.iter_mut() {
                    let is_word = is_message && key == "key" || is_term && key == "value";
                    if !is_word && !is_own(key, entry) {
                        self.redact(entry);
                    }
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) -> String {
        let is_own = || self.own_words.contains(&&*text.to_lowercase());
        if text.is_empty() || is_time(text) || is_own() {
            return text.to_owned();
        }
        if text.bytes().any(|b| b.is_ascii_digit()) && text.chars().all(is_figure) {
            return other_digits(text);
        }
        let next = self.names.len() + 1;
        self.names.entry(text.to_owned()).or_insert_with(|| format!("name-{next}")).clone()
    }
}

/// A word of ours under a key of ours; pasted text there (an account's key is its id) does not pass.
fn is_own(key: &str, value: &Value) -> bool {
    let Some(text) = value.as_str() else { return false };
    let is_word = |also: &[u8]| text.bytes().all(|b| b.is_ascii_alphabetic() || also.contains(&b));
    match key {
        // Catalogue keys are `part.name`; keys of accounts and credits are not.
        "key" => text.contains('.') && is_word(b"._") && !text.contains(char::is_uppercase),
        "zone" => text.len() == 6 && text.starts_with(['+', '-']) || is_word(b""),
        _ => OWN_KEYS.contains(&key) && is_word(b"_"),
    }
}

/// `2026-11-21`, alone or with a time behind it.
fn is_time(text: &str) -> bool {
    let layout: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    layout.starts_with("0000-00-00") && layout.chars().skip(10).all(|c| "T0:Z+- ".contains(c))
}

fn is_figure(c: char) -> bool {
    c.is_ascii_digit() || ".,-+%$ ()\u{a0}".contains(c)
}

/// A fixed substitution that keeps zero zero; equal figures stay equal, sums do not survive.
fn other_digits(text: &str) -> String {
    const OTHERS: [char; 10] = ['0', '7', '4', '9', '1', '8', '3', '5', '2', '6'];
    let digit = |c: char| c.to_digit(10).and_then(|d| OTHERS.get(d as usize)).copied();
    text.chars().map(|c| digit(c).unwrap_or(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_same_is_always_replaced_by_the_same() {
        let mut value = json!({
            "key": "alert.low",
            "credit": "Spring match",
            "again": ["Spring match", "Other"],
            "id": "7123456789012345678",
            "amount": "-1,200.50",
            "at": "2026-11-21T14:00:00+01:00",
            "field": "=HYPERLINK(\"x\")",
            "header": "Ad credit name",
            "why": { "key": "shape.delimiterFound", "args": {
                "delimiter": { "kind": "term", "value": "shape.tab" },
                "name": { "kind": "name", "value": "Spring match" },
            } },
        });
        Redactor::new(&["unused", "ad credit name"]).redact(&mut value);
        assert_eq!(value["again"][0], value["credit"]);
        assert_ne!(value["credit"], "Spring match");
        assert_ne!(value["id"], "7123456789012345678");
        assert_eq!(value["amount"], "-7,400.80");
        assert_eq!(value["at"], "2026-11-21T14:00:00+01:00");
        assert_eq!(value["key"], "alert.low");
        assert_eq!(value["header"], "Ad credit name");
        assert_eq!(value["why"]["key"], "shape.delimiterFound");
        assert_eq!(value["why"]["args"]["delimiter"]["value"], "shape.tab");
        assert_eq!(value["why"]["args"]["name"]["value"], value["credit"]);
        assert_ne!(value["field"], "=HYPERLINK(\"x\")");
    }
}
