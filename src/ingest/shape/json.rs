//! Answers of the platform's API, and lists of objects in general → tables.
//!
//! Every list of objects becomes a table whose header is the flattened keys (`metrics.spend`). Numbers
//! keep the digits they were written with. What stands beside a list: texts and ids become constant
//! columns (`bc_id`, `timezone`), for they say whose rows these are; numbers and objects (`page_info`,
//! `transaction_summary`) go to [`Grid::before`], for a sum repeated per row would be counted again.
//! The envelope goes there too; its error becomes a problem.

use super::{Form, Grid, Read, Shape, number};
use crate::problem::{Message, Place, Problem};
use crate::sorting::Sorting;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

mod pieces; // values among text, and cut off

/// Objects inside objects that are opened; what lies deeper stays text. Each level is scanned again.
const DEPTH_MAX: usize = 8;
const COLUMNS_MAX: usize = 1_000;
const CELLS_MAX: usize = 8_000_000;
/// Cells without a value, where rows have different keys: as many again as this, for each that has one.
const GAPS_SHARE: usize = 8;
const GAPS_FREE: usize = 200_000;
const TABLES_MAX: usize = 100;

/// Whether text is meant as JSON, so that a fault in it is not answered with another reader.
pub(super) fn is_json(text: &str) -> bool {
    pieces::start(text).is_some()
}

pub(super) fn read(text: &str, read: &mut Read) {
    let pieces = pieces::pieces(text, read);
    let cut = pieces.cut.as_deref().and_then(|text| serde_json::from_str::<&RawValue>(text).ok());
    let mut values: Vec<&RawValue> = Vec::new();
    // One object a line is a list, unless the objects are whole answers.
    let is_envelope = |value: &&RawValue| {
        object(value).is_some_and(|o| field(&o, "data").is_some_and(is_container))
    };
    for value in pieces.whole.into_iter().chain(cut) {
        match list(value).filter(|items| !items.is_empty() && items.iter().all(is_envelope)) {
            Some(answers) => values.extend(answers),
            None => values.push(value),
        }
    }
    let mut tables = Tables { read, found: Vec::new() };
    if values.len() > 1 && !values.iter().any(is_envelope) {
        tables.list("", &values, &[], &[]);
    } else {
        values.iter().for_each(|value| tables.answer(value));
    }
    let found = tables.found;
    if found.is_empty() && read.problems.is_empty() {
        read.fault("shape.noTable");
    }
    for grid in &found {
        read.outside.extend(grid.before.iter().cloned());
    }
    read.grids.extend(found);
}

/// An object's entries in their order; keys may repeat.
type Object<'j> = Vec<(String, &'j RawValue)>;

struct Tables<'r> {
    read: &'r mut Read,
    found: Vec<Grid>,
}

impl Tables<'_> {
    /// One answer: an envelope, bare data, or a bare list.
    fn answer(&mut self, value: &RawValue) {
        let Some(entries) = object(value) else {
            return self.list("", &list(value).unwrap_or_default(), &[], &[]);
        };
        let Some(data) = field(&entries, "data").filter(|data| is_container(data)) else {
            self.envelope_error(&entries);
            return self.object("", &entries, &[], &[], 0);
        };
        self.envelope_error(&entries);
        let around: Vec<String> = entries
            .iter()
            .filter(|(key, _)| key != "data")
            .map(|(key, value)| format!("{key}: {}", scalar(value).0))
            .collect();
        match object(data) {
            Some(entries) => self.object("", &entries, &around, &[], 0),
            None => self.list("data", &list(data).unwrap_or_default(), &around, &[]),
        }
    }

    /// The platform says in `code` and `message` why there is no data.
    fn envelope_error(&mut self, entries: &Object) {
        let (Some(code), Some(message)) = (field(entries, "code"), field(entries, "message"))
        else {
            return;
        };
        let code = scalar(code).0;
        if code != "0" && !code.is_empty() {
            let message = Message::new("shape.apiError")
                .with("code", code.into_owned())
                .with("text", scalar(message).0.into_owned());
            self.read.problems.push(Problem::fault(Place::default(), message));
        }
    }

    fn object(
        &mut self,
        path: &str,
        entries: &Object,
        around: &[String],
        constants: &[(String, &RawValue)],
        depth: usize,
    ) {
        let mut around = around.to_vec();
        let mut constants = constants.to_vec();
        let mut lists: Vec<(String, Vec<&RawValue>)> = Vec::new();
        let mut inner: Vec<(String, Object)> = Vec::new();
        for (key, value) in entries {
            let name = joined(path, key);
            if let Some(items) = list(value).filter(|items| items.iter().any(|i| is_container(i))) {
                lists.push((name, items));
            } else if let Some(entries) = object(value) {
                inner.push((name, entries));
            } else if is_identity(key, value) {
                constants.push((key.clone(), *value));
            } else {
                around.push(format!("{name}: {}", scalar(value).0));
            }
        }
        let has_lists_below = |entries: &Object| {
            entries.iter().any(|(_, v)| list(v).is_some_and(|l| l.iter().any(|i| is_container(i))))
        };
        let below = inner.iter().any(|(_, entries)| has_lists_below(entries));
        if lists.is_empty() && !below {
            // A lone object: a balance. Its own fields, however deep, are one row.
            if entries.len() >= 2 && depth == 0 && !is_error_only(entries) {
                let row = [RowSource::Entries(entries)];
                self.table(path, &row, &around_of_row(&around, entries), &[]);
            }
            return;
        }
        for (name, entries) in &inner {
            if !has_lists_below(entries) {
                let mut flat = Vec::new();
                flatten(name, entries, 0, &mut flat);
                around
                    .extend(flat.iter().map(|(key, value)| format!("{key}: {}", scalar(value).0)));
            }
        }
        for (name, items) in &lists {
            self.list(name, items, &around, &constants);
        }
        if depth < DEPTH_MAX {
            for (name, entries) in inner.iter().filter(|(_, entries)| has_lists_below(entries)) {
                self.object(name, entries, &around, &constants, depth + 1);
            }
        }
    }

    fn list(
        &mut self,
        path: &str,
        items: &[&RawValue],
        around: &[String],
        constants: &[(String, &RawValue)],
    ) {
        let rows: Vec<RowSource> = items.iter().map(|item| RowSource::Item(item)).collect();
        if items.iter().any(|item| is_container(item)) {
            self.table(path, &rows, around, constants);
        }
    }

    fn table(
        &mut self,
        path: &str,
        rows: &[RowSource],
        around: &[String],
        constants: &[(String, &RawValue)],
    ) {
        if self.found.len() >= TABLES_MAX {
            return self.read.fault("shape.jsonTooMany");
        }
        let shape = Shape::Json { list: path.to_owned() };
        let mut grid = Grid::new(shape, Place::default());
        grid.before = around.to_vec();
        let lists_of_cells =
            rows.iter().all(|row| matches!(row, RowSource::Item(i) if list(i).is_some()));
        if lists_of_cells {
            for (item, row) in rows.iter().enumerate() {
                grid.begin_row(item as u32 + 1);
                for cell in row.cells() {
                    push(&mut grid, cell);
                }
            }
            self.found.push(grid);
            return;
        }
        let columns = self.columns(rows, constants);
        grid.begin_row(0);
        let mut names: Vec<(&String, usize)> = columns.iter().map(|(n, &at)| (n, at)).collect();
        names.order_by_key(|&(_, at)| at);
        names.iter().for_each(|(name, _)| grid.push(name, Form::Text));
        let mut cells: Vec<Option<&RawValue>> = vec![None; names.len()];
        let mut filled = 0;
        for (item, row) in rows.iter().enumerate() {
            let cells_max = CELLS_MAX.min(GAPS_FREE + filled * GAPS_SHARE);
            if grid.cell_count() + names.len() > cells_max {
                let message = Message::new("shape.tooManyCells").with("max", cells_max);
                self.read.problems.push(Problem::fault(Place::line(item as u32 + 1), message));
                break;
            }
            cells.fill(None);
            let entries = row.entries();
            filled += constants.len() + entries.len();
            for (name, value) in constants.iter().chain(&entries) {
                if let Some(cell) = columns.get(name).and_then(|&at| cells.get_mut(at)) {
                    *cell = Some(value);
                }
            }
            if entries.is_empty() {
                let message = Message::new("shape.jsonItem").with("text", row.text());
                self.read.problems.push(Problem::doubt(Place::line(item as u32 + 1), message));
                continue;
            }
            grid.begin_row(item as u32 + 1);
            for cell in &cells {
                match cell {
                    Some(value) => push(&mut grid, value),
                    None => grid.push("", Form::Text),
                }
            }
        }
        self.found.push(grid);
    }

    /// Flattened keys of all rows in order of appearance, then the constants that no row has.
    fn columns(
        &mut self,
        rows: &[RowSource],
        constants: &[(String, &RawValue)],
    ) -> HashMap<String, usize> {
        let mut columns: HashMap<String, usize> = HashMap::new();
        let mut left_out: Vec<String> = Vec::new();
        let rows = rows.iter().flat_map(RowSource::entries);
        for (name, _) in rows.chain(constants.iter().cloned()) {
            let next = columns.len();
            if columns.contains_key(&name) {
                continue;
            }
            if next < COLUMNS_MAX {
                columns.insert(name, next);
            } else if left_out.len() < 20 && !left_out.contains(&name) {
                left_out.push(name);
            }
        }
        if !left_out.is_empty() {
            let message = Message::new("shape.jsonColumns")
                .with("max", COLUMNS_MAX)
                .with("columns", left_out);
            self.read.problems.push(Problem::fault(Place::default(), message));
        }
        columns
    }
}

enum RowSource<'j> {
    Item(&'j RawValue),
    Entries(&'j Object<'j>),
}

impl<'j> RowSource<'j> {
    fn entries(&self) -> Object<'j> {
        let mut flat = Vec::new();
        match self {
            RowSource::Item(item) => {
                if let Some(entries) = object(item) {
                    flatten("", &entries, 0, &mut flat);
                }
            }
            RowSource::Entries(entries) => flatten("", entries, 0, &mut flat),
        }
        flat
    }

    fn cells(&self) -> Vec<&'j RawValue> {
        match self {
            RowSource::Item(item) => list(item).unwrap_or_default(),
            RowSource::Entries(_) => vec![],
        }
    }

    fn text(&self) -> String {
        match self {
            RowSource::Item(item) => item.get().chars().take(80).collect(),
            RowSource::Entries(_) => String::new(),
        }
    }
}

fn flatten<'j>(path: &str, entries: &Object<'j>, depth: usize, flat: &mut Object<'j>) {
    for (key, value) in entries {
        let name = joined(path, key);
        match object(value).filter(|inner| depth < DEPTH_MAX && !inner.is_empty()) {
            Some(inner) => flatten(&name, &inner, depth + 1, flat),
            None => flat.push((name, *value)),
        }
    }
}

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// Says whose rows these are: a text, or an id written as a number.
fn is_identity(key: &str, value: &RawValue) -> bool {
    let text = value.get();
    text.starts_with('"') || key.ends_with("_id") && text.starts_with(|c: char| c.is_ascii_digit())
}

/// The platform's refusal has no fields of its own.
fn is_error_only(entries: &Object) -> bool {
    let known = ["code", "message", "request_id", "data"];
    entries.iter().all(|(key, _)| known.contains(&key.as_str()))
}

/// A lone object's own scalars are its row, not text around it.
fn around_of_row(around: &[String], entries: &Object) -> Vec<String> {
    let own =
        |line: &&String| !entries.iter().any(|(key, _)| line.starts_with(&format!("{key}: ")));
    around.iter().filter(own).cloned().collect()
}

fn is_container(value: &RawValue) -> bool {
    value.get().starts_with(['{', '['])
}

fn field<'j>(entries: &Object<'j>, key: &str) -> Option<&'j RawValue> {
    entries.iter().find(|(name, _)| name == key).map(|(_, value)| *value)
}

fn push(grid: &mut Grid, value: &RawValue) {
    let (text, form) = scalar(value);
    grid.push(&text, form);
}

/// Whether a string is a number with a decimal point: JSON groups no digits, so the mark is not in doubt.
fn is_decimal(text: &str) -> bool {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let whole_and_fraction = text.strip_prefix('-').unwrap_or(text).split_once('.');
    whole_and_fraction.is_some_and(|(whole, part)| is_digits(whole) && is_digits(part))
}

/// A value as a cell. Lists of plain values are written one after another; anything deeper as JSON.
fn scalar(value: &RawValue) -> (Cow<'_, str>, Form) {
    let raw = value.get();
    match raw.as_bytes().first() {
        Some(b'"') => {
            let text = string(raw);
            match number::of_api(&text).filter(|_| is_decimal(&text)) {
                Some(number) => (Cow::Owned(number), Form::Number),
                None => (text, Form::Text),
            }
        }
        Some(b'n') => (Cow::Borrowed(""), Form::Text),
        Some(b'-' | b'0'..=b'9') => match number::of_api(raw) {
            Some(text) => (Cow::Owned(text), Form::Number),
            None => (Cow::Borrowed(raw), Form::Text),
        },
        Some(b'[') => {
            let items = list(value).unwrap_or_default();
            if items.iter().any(|item| is_container(item)) {
                return (Cow::Borrowed(raw), Form::Text);
            }
            let items: Vec<Cow<str>> = items.iter().map(|item| scalar(item).0).collect();
            (Cow::Owned(items.join(", ")), Form::Text)
        }
        _ => (Cow::Borrowed(raw), Form::Text),
    }
}

/// The text of a JSON string; one that is no Unicode (a lone surrogate) stays as it was written.
fn string(raw: &str) -> Cow<'_, str> {
    match serde_json::from_str::<String>(raw) {
        Ok(text) => Cow::Owned(text),
        Err(_) => Cow::Borrowed(raw.trim_matches('"')),
    }
}

fn list(value: &RawValue) -> Option<Vec<&RawValue>> {
    value.get().starts_with('[').then(|| serde_json::from_str(value.get()).ok()).flatten()
}

fn object(value: &RawValue) -> Option<Object<'_>> {
    if !value.get().starts_with('{') {
        return None;
    }
    let mut deserializer = serde_json::Deserializer::from_str(value.get());
    deserializer.deserialize_map(Entries).ok()
}

struct Entries;

impl<'j> Visitor<'j> for Entries {
    type Value = Object<'j>;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'j>>(self, mut map: A) -> Result<Object<'j>, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry::<String, &'j RawValue>()? {
            entries.push(entry);
        }
        Ok(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{check_rows, keys, read_text};
    use super::super::{Form, Shape};

    /// JSON groups no digits: in a string too the point is a decimal mark, and what has none may be an id.
    #[test]
    fn a_decimal_in_a_string_is_a_number() {
        for (value, form) in [
            ("\"250.000\"", Form::Number),
            ("\"-161.125\"", Form::Number),
            ("250.000", Form::Number),
            ("\"7123456789012345678\"", Form::Text),
            ("\"1,234.50\"", Form::Text),
            ("\"250.\"", Form::Text),
            ("\"1.2.3\"", Form::Text),
            ("\"12.50 USD\"", Form::Text),
        ] {
            let raw = super::RawValue::from_string(value.to_owned()).unwrap();
            assert_eq!(super::scalar(&raw).1, form, "{value}");
        }
        for (value, text) in [
            ("20.630000000000003", "20.63"),
            ("\"20.630000000000003\"", "20.63"),
            ("-0.30000000000000004", "-0.3"),
            ("1234567890.123456", "1234567890.123456"),
            ("7123456789012345678", "7123456789012345678"),
        ] {
            let raw = super::RawValue::from_string(value.to_owned()).unwrap();
            assert_eq!(super::scalar(&raw).0, text, "{value}");
        }
    }

    #[test]
    fn r30_lists_of_the_api_keep_digits_and_ids() {
        let read = read_text(
            r#"{"code":0,"message":"OK","request_id":"r1","data":{"bc_id":"7100000000000000001",
            "advertiser_account_list":[
             {"advertiser_id":"7123456789012345678","timezone":"Etc/GMT+5","account_balance":161074.000,
              "balance_info":{"cash_balance":1.10,"grant_balance":0.1e1}},
             {"advertiser_id":7123456789012345679,"account_balance":null,"tags":["a","b"]}],
            "page_info":{"page":1,"total_number":2}}}"#,
        );
        check_rows(
            &read,
            0,
            &[
                "advertiser_id|timezone|account_balance|balance_info.cash_balance|balance_info.grant_balance|tags|bc_id",
                "7123456789012345678|Etc/GMT+5|161074.000|1.10|1||7100000000000000001",
                "7123456789012345679|||||a, b|7100000000000000001",
            ],
        );
        let grid = &read.grids[0];
        assert_eq!(grid.shape, Shape::Json { list: "advertiser_account_list".to_owned() });
        assert_eq!((grid.form(1, 2), grid.form(1, 0)), (Form::Number, Form::Text));
        assert_eq!((grid.line(1), grid.line(2)), (1, 2));
        assert!(grid.before.contains(&"page_info.total_number: 2".to_owned()), "{:?}", grid.before);
    }

    #[test]
    fn shapes_of_answers() {
        let cases: &[(&str, &[&str])] = &[
            (r#"[{"a":1,"b":"x"},{"b":"y","c":2}]"#, &["a|b|c", "1|x|", "|y|2"]),
            ("{\"a\":1,\"b\":2}\n{\"a\":3,\"b\":4}\n", &["a|b", "1|2", "3|4"]),
            (
                r#"{"currency":"USD","grant_balance":5.10,"tax":0}"#,
                &["currency|grant_balance|tax", "USD|5.10|0"],
            ),
            (
                r#"{"code":0,"message":"OK","data":{"bc_id":"7","grant_balance":5.10}}"#,
                &["bc_id|grant_balance", "7|5.10"],
            ),
            (
                r#"{"list":[{"dimensions":{"campaign_id":"1"},"metrics":{"spend":"9.90"}}]}"#,
                &["dimensions.campaign_id|metrics.spend", "1|9.90"],
            ),
            (r#"[["a","b"],[1,2.50]]"#, &["a|b", "1|2.50"]),
            (
                r#"{"data":{"cost_list":[{"amount":1}],"transaction_summary":{"amount":1}}}"#,
                &["amount", "1"],
            ),
        ];
        for (text, rows) in cases {
            check_rows(&read_text(text), 0, rows);
        }
    }

    #[test]
    fn refusals_and_faults_have_a_reason() {
        let cases = [
            (r#"{"code":40105,"message":"Access token is incorrect","data":{}}"#, "shape.apiError"),
            (r#"{"code":0,"data":{"list":[{"a":1"#, "shape.jsonBroken"),
            ("[]", "shape.noTable"),
            ("{}", "shape.noTable"),
        ];
        for (text, key) in cases {
            let read = read_text(text);
            assert_eq!(keys(&read), [key], "{text}");
            assert!(read.grids.is_empty());
        }
        // What was whole before the fault is kept.
        let read = read_text("{\"a\":1,\"b\":1}\n{\"a\":2,\"b\":2}\n{\"a\":3,");
        check_rows(&read, 0, &["a|b", "1|1", "2|2"]);
        assert_eq!(keys(&read), ["shape.jsonBroken"]);
    }

    #[test]
    fn depth_is_no_danger() {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let text = format!("{}1{}", open.repeat(200_000), close.repeat(200_000));
            read_text(&text);
            read_text(&open.repeat(200_000));
        }
    }
}
