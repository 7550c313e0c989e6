//! Names, ids and amounts replaced, the same one always by the same, so that a report can be shared.
//!
//! What stays: keys and words of ours, words of the platform for types and states, headers that are known, instants
//! and days, shares, counts and line numbers. What goes: every other text
//! (`name-1f3a9c02`), and the digits of every figure and id, with length, separators and decimals kept. Which name or
//! digits they get hangs on all files of the call: nobody without them can turn it back, and every stage says the same.

use ad_credit_tracker::account::order::PRESETS;
use ad_credit_tracker::ingest::exports::{Export, Field};
use ad_credit_tracker::ingest::headers::{header_form, is_known};
use ad_credit_tracker::ingest::words::{
    FundingSource, credit_type, funding_source, is_state, log_action, transaction_kind,
};
use ad_credit_tracker::insight::alerts::Kind;
use ad_credit_tracker::money::Currency;
use ad_credit_tracker::platform::Native;
use serde_json::{Map, Value};
use std::hash::{DefaultHasher, Hasher};

/// Entries whose value is a word of ours, never something pasted.
const OWN_KEYS: &[&str] = &[
    "kind",
    "export",
    "field",
    "severity",
    "level",
    "state",
    "tab",
    "settlement",
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
    "verdict",
];

/// Shares of 1: they tell neither an amount nor a name.
const SHARES: &[&str] = &["percentSpent", "progress", "percent_spent"];

pub struct Redactor {
    /// Of all files of the call.
    seed: u64,
}

impl Redactor {
    pub fn new(seed: u64) -> Redactor {
        Redactor { seed }
    }

    pub fn redact(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.text(text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.redact(item)),
            Value::Object(entries) => {
                let kept: Vec<bool> = entries.iter().map(|(k, v)| stays(entries, k, v)).collect();
                let open = entries.iter_mut().zip(kept).filter(|(_, kept)| !kept);
                open.for_each(|((_, entry), _)| self.redact(entry));
            }
            _ => {}
        }
    }

    fn text(&self, text: &str) -> String {
        let says_nothing = !text.chars().any(char::is_alphanumeric);
        let is_share = || text.strip_suffix('%').is_some_and(is_figure);
        if says_nothing || is_time(text) || is_own_word(text) || is_share() {
            return text.to_owned();
        }
        // A cell with labels below its name; keys of credits, and ids of warnings: kind, account, subject.
        if let Some(mark) = ["\n", "|"].into_iter().find(|mark| text.contains(mark)) {
            return text.split(mark).map(|part| self.text(part)).collect::<Vec<_>>().join(mark);
        }
        if let Some((head, rest)) = text.split_once(':').filter(|(head, _)| starts_id(head)) {
            return format!("{}:{}", self.text(head), self.text(rest));
        }
        if text.bytes().any(|b| b.is_ascii_digit()) && is_figure(text) {
            return self.other_digits(text);
        }
        format!("name-{:08x}", self.hash(text.trim().as_bytes(), 0) as u32)
    }

    /// However an amount is written, with zeros in front or behind, its other digits are the same; zero stays zero.
    fn other_digits(&self, text: &str) -> String {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let lead = digits.len() - digits.trim_start_matches('0').len();
        let mut core = Core::of(digits.trim_matches('0'));
        core.exchange(self);
        let mut other = core.digits();
        let mut at = 0;
        let mut replaced = |c: char| {
            if !c.is_ascii_digit() {
                return c;
            }
            at += 1;
            if at <= lead { '0' } else { other.next().unwrap_or('0') }
        };
        text.chars().map(&mut replaced).collect()
    }

    fn hash(&self, text: &[u8], place: usize) -> u64 {
        let mut hasher = DefaultHasher::new();
        hasher.write_u64(self.seed);
        hasher.write(text);
        hasher.write_usize(place);
        hasher.finish()
    }
}

/// The digits of a figure between its zeros, so that neither the first nor the last is one; each as a place
/// in its row of possible digits: 1 to 9 at the ends, 0 to 9 between.
struct Core {
    places: Vec<u64>,
}

impl Core {
    /// Times that every digit is mixed with all others.
    const ROUNDS: usize = 3;

    fn of(digits: &str) -> Core {
        let end = digits.len().saturating_sub(1);
        let place = |(at, byte): (usize, u8)| match at == 0 || at == end {
            true => u64::from(byte.saturating_sub(b'1')),
            false => u64::from(byte.saturating_sub(b'0')),
        };
        Core { places: digits.bytes().enumerate().map(place).collect() }
    }

    fn digits(&self) -> impl Iterator<Item = char> {
        let end = self.places.len().saturating_sub(1);
        let digit = move |(at, place): (usize, &u64)| {
            let first = if at == 0 || at == end { b'1' } else { b'0' };
            char::from(first + *place as u8)
        };
        self.places.iter().enumerate().map(digit)
    }

    /// Other digits, never the same ones, and never those of other digits: mixed, moved by one step that
    /// leaves none where it was, and mixed back.
    fn exchange(&mut self, key: &Redactor) {
        let steps = Core::ROUNDS * self.places.len();
        (0..steps).for_each(|step| self.mix(key, step, true));
        let moves = 1 + key.hash(b"move", self.places.len()) % 8;
        self.add(0, moves);
        (0..steps).rev().for_each(|step| self.mix(key, step, false));
    }

    /// Moves one digit by what the others are, there or back.
    fn mix(&mut self, key: &Redactor, step: usize, is_there: bool) {
        let at = step % self.places.len().max(1);
        let other = |(other, place): (usize, &u64)| if other == at { 0 } else { *place as u8 };
        let others: Vec<u8> = self.places.iter().enumerate().map(other).collect();
        let base = self.base(at);
        let by = key.hash(&others, step) % base;
        self.add(at, if is_there { by } else { base - by });
    }

    fn add(&mut self, at: usize, by: u64) {
        let base = self.base(at);
        if let Some(place) = self.places.get_mut(at) {
            *place = (*place + by) % base;
        }
    }

    fn base(&self, at: usize) -> u64 {
        if at == 0 || at + 1 == self.places.len() { 9 } else { 10 }
    }
}

/// An entry that says nothing of what was pasted: the key of a message and the words it names, a share, the key of
/// a case.
fn stays(entries: &Map<String, Value>, key: &str, value: &Value) -> bool {
    let has_text = |key: &str| entries.get(key).is_some_and(Value::is_string);
    let kind = entries.get("kind").and_then(Value::as_str);
    match key {
        "key" if entries.contains_key("args") || has_text("verdict") => true,
        "value" => matches!(kind, Some("term" | "terms" | "share")),
        "fingerprint" => true,
        _ => SHARES.contains(&key) || is_own(key, value),
    }
}

/// A word of ours under a key of ours; pasted text there (an account's key is its id) does not pass.
fn is_own(key: &str, value: &Value) -> bool {
    let Some(text) = value.as_str() else { return false };
    let is_word = |also: &[u8]| text.bytes().all(|b| b.is_ascii_alphabetic() || also.contains(&b));
    match key {
        // Catalogue keys are `part.name`; keys of accounts and credits are not.
        "key" => text.contains('.') && is_word(b"._") && !text.contains(char::is_uppercase),
        _ => OWN_KEYS.contains(&key) && is_word(b"_"),
    }
}

/// A key of ours, a known header, or a word of the platform for a type or a state.
fn is_own_word(text: &str) -> bool {
    let is_source = || {
        let source = funding_source(text, ad_credit_tracker::ingest::words::CreditMeans::AdCredit);
        // A card goes by its number.
        source.is_some_and(|source| source != FundingSource::Card)
    };
    ["paste", "several"].contains(&text)
        || starts_warning(text)
        || PRESETS.iter().any(|preset| preset.key == text)
        || Export::ALL.iter().any(|export| export.key() == text)
        || Field::ALL.iter().any(|field| field.key() == text)
        || is_currency(text)
        || is_known(&header_form(text, &Native))
        || is_state(text)
        || credit_type(text).is_some()
        || transaction_kind(text).is_some()
        || log_action(text).is_some()
        || is_source()
}

/// A code as it stands in a column of its own.
fn is_currency(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_uppercase()) && Currency::parse(text).is_some()
}

fn starts_warning(text: &str) -> bool {
    Kind::ALL.iter().any(|kind| kind.key() == text)
}

/// What stands before a colon in an id of a warning or of an account.
fn starts_id(head: &str) -> bool {
    let is_account = head.len() >= 6 && head.bytes().all(|b| b.is_ascii_digit());
    is_account || head == "paste" || starts_warning(head)
}

/// `2026-11-21`, alone or with more behind it, `21/11/2026`, `+01:00`.
fn is_time(text: &str) -> bool {
    let layout: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let rest = |layout: &str, marks: &str| layout.chars().all(|c| marks.contains(c));
    match layout.strip_prefix("0000-00-00") {
        Some(more) => rest(more, "T0:Z+-–~. "),
        None => {
            let has_day = layout.contains("0/0") && rest(&layout, "0/:,-–~ ");
            has_day || matches!(&*layout, "+00:00" | "-00:00")
        }
    }
}

/// Digits with their marks, with or without a currency.
fn is_figure(text: &str) -> bool {
    let is_mark = |c: char| c.is_ascii_digit() || ".,-+$€£¥ ()\u{a0}".contains(c);
    let amount = text.trim_matches(|c: char| c.is_ascii_alphabetic());
    let code = text.trim_matches(is_mark);
    amount.chars().all(is_mark) && (code.is_empty() || Currency::parse(code).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::collections::HashSet;

    #[test]
    fn the_same_is_always_replaced_by_the_same() {
        let mut value = json!({
            "key": "alert.low",
            "credit": "Spring match",
            "again": ["Spring match", "Other"],
            "id": "7123456789012345678",
            "at": "2026-11-21T14:00:00+01:00",
            "field": "=HYPERLINK(\"x\")",
            "why": { "key": "shape.delimiterFound", "args": {
                "delimiter": { "kind": "term", "value": "shape.tab" },
                "name": { "kind": "name", "value": "Spring match" },
                "zone": { "kind": "name", "value": "+01:00" },
            } },
        });
        Redactor::new(7).redact(&mut value);
        assert_eq!(value["again"][0], value["credit"]);
        assert!(value["credit"].as_str().unwrap().starts_with("name-"), "{value}");
        assert_ne!(value["again"][0], value["again"][1]);
        let mut alone = json!("Spring match");
        Redactor::new(7).redact(&mut alone);
        assert_eq!(alone, value["credit"], "whatever came before it");
        assert_ne!(value["id"], "7123456789012345678");
        assert_eq!(value["at"], "2026-11-21T14:00:00+01:00");
        assert_eq!(value["key"], "alert.low");
        assert_eq!(value["why"]["key"], "shape.delimiterFound");
        assert_eq!(value["why"]["args"]["delimiter"]["value"], "shape.tab");
        assert_eq!(value["why"]["args"]["name"]["value"], value["credit"]);
        assert_eq!(value["why"]["args"]["zone"]["value"], "+01:00");
        assert_ne!(value["field"], "=HYPERLINK(\"x\")");
    }

    #[test]
    fn an_amount_has_the_same_other_digits_however_it_is_written() {
        let redactor = Redactor::new(7);
        let plain = redactor.text("1200.5");
        assert!(plain != "1200.5" && plain.len() == 6, "{plain}");
        let (whole, part) = plain.split_once('.').unwrap();
        let grouped = format!("{},{}", &whole[..1], &whole[1..]);
        for (text, expected) in [
            ("1200.50", format!("{plain}0")),
            ("-1,200.50", format!("-{grouped}.{part}0")),
            ("1,200.50 USD", format!("{grouped}.{part}0 USD")),
            ("$1200.50", format!("${plain}0")),
            ("0.00 USD", "0.00 USD".to_owned()),
            ("--", "--".to_owned()),
        ] {
            assert_eq!(redactor.text(text), expected);
        }
        assert_ne!(Redactor::new(8).text("1200.5"), plain, "it hangs on what was read");
    }

    #[test]
    fn no_amount_stays_and_no_two_become_one() {
        for seed in 0..3 {
            let redactor = Redactor::new(seed);
            for (form, step) in [("0", 1), ("00.0", 1), ("000.00 USD", 97)] {
                let end = 10u32.pow(form.matches('0').count() as u32);
                let amounts: Vec<String> =
                    (1..end).step_by(step).map(|n| filled(form, n)).collect();
                let others: HashSet<String> = amounts.iter().map(|a| redactor.text(a)).collect();
                assert_eq!(others.len(), amounts.len(), "{form}");
                assert!(amounts.iter().all(|amount| &redactor.text(amount) != amount), "{form}");
            }
            let id = "7390000000000001037";
            assert_ne!(redactor.text(id), id);
        }
    }

    /// The digits of `number` in the places of `form`.
    fn filled(form: &str, number: u32) -> String {
        let width = form.matches('0').count();
        let digits = format!("{number:0width$}");
        let mut digits = digits.chars();
        form.chars().map(|c| if c == '0' { digits.next().unwrap() } else { c }).collect()
    }

    #[test]
    fn words_of_ours_and_of_the_platform_stay() {
        let mut value = json!({
            "verdicts": [{ "key": "beyond_lag", "verdict": "cannotTell" }, { "key": "suspended", "verdict": "applies" }],
            "columns": [{ "header": "Unused amount", "field": "unused" }, { "header": "Rest Nord 5%", "field": "unused" }],
            "row": ["Ad credit name", "Suspended", "Expired", "Assignable", "Ad Credit", "USD", "Visa 4242"],
            "percentSpent": "0.876",
            "order": "earliestEnd",
            "id": "expiring:7123456789012345678:Reels|assignable|1000|2026-11-01|2026-11-01..2026-11-30",
        });
        let before = value.clone();
        Redactor::new(7).redact(&mut value);
        for kept in ["verdicts", "percentSpent", "order"] {
            assert_eq!(value[kept], before[kept]);
        }
        assert_eq!(value["columns"][0], before["columns"][0]);
        assert_ne!(value["columns"][1]["header"], before["columns"][1]["header"]);
        let (row, was) = (value["row"].as_array().unwrap(), before["row"].as_array().unwrap());
        assert_eq!(row[..6], was[..6]);
        assert_ne!(row[6], was[6]);
        let id = value["id"].as_str().unwrap();
        assert!(id.starts_with("expiring:") && id.contains("|assignable|"), "{id}");
        assert!(!id.contains("7123456789012345678") && !id.contains("Reels"), "{id}");
    }
}
