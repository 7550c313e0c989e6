//! JSON as it is copied: below a request line or headers, several answers after each other, cut off.
//!
//! In: text. Out: its whole values in order, and of a value that is cut off what was whole of it. Text
//! before and between values is kept as text around them. Never takes rows of a table for such text.

use super::super::Read;
use crate::problem::{Message, Place, Problem};
use serde_json::value::RawValue;

/// Lines above an answer that may be a request line, headers or a title.
const LINES_MAX: usize = 40;

/// The values of a text.
pub(super) struct Pieces<'t> {
    pub whole: Vec<&'t RawValue>,
    /// The last value, closed behind its last whole item.
    pub cut: Option<String>,
}

/// Whether text begins with JSON.
fn is_value(text: &str) -> bool {
    let mut chars = text.chars().filter(|c| !c.is_whitespace());
    matches!(
        (chars.next(), chars.next()),
        (Some('{'), Some('"' | '}')) | (Some('['), Some('{' | '[' | ']'))
    )
}

/// Where the JSON begins: at once, or at the start of one of the first lines.
pub(super) fn start(text: &str) -> Option<usize> {
    let mut at = 0;
    let mut above: Option<(char, usize)> = None;
    for line in text.split_inclusive('\n').filter(|_| !text.is_empty()).take(LINES_MAX) {
        let rest = text.get(at..)?;
        let is_blank = line.trim().is_empty();
        if line.trim_start().starts_with(['{', '[']) && is_value(rest) {
            return Some(at);
        }
        let cells = cells(line);
        // Two lines of as many cells are rows of a table.
        if line.contains('\t') || cells.is_some() && cells == above {
            return None;
        }
        above = if is_blank { above } else { cells };
        at += line.len();
    }
    None
}

/// The separator of a line that may be a row, and how often it stands there.
fn cells(line: &str) -> Option<(char, usize)> {
    let counts = [',', ';', '|'].map(|separator| (separator, line.matches(separator).count()));
    counts.into_iter().filter(|(_, count)| *count >= 2).max_by_key(|(_, count)| *count)
}

pub(super) fn pieces<'t>(text: &'t str, read: &mut Read) -> Pieces<'t> {
    let mut out = Pieces { whole: vec![], cut: None };
    let mut rest = text;
    while let Some(at) = start(rest) {
        let (above, json) = rest.split_at_checked(at).unwrap_or_default();
        read.outside
            .extend(above.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned));
        let mut values = serde_json::Deserializer::from_str(json).into_iter::<&RawValue>();
        let error = loop {
            match values.next() {
                Some(Ok(value)) => out.whole.push(value),
                Some(Err(error)) => break error,
                None => return out,
            }
        };
        let tail = json.get(values.byte_offset()..).unwrap_or_default();
        if !is_value(tail) && start(tail).is_some_and(|at| at > 0) {
            rest = tail;
            continue;
        }
        let cut = if error.is_eof() { cut(tail) } else { None };
        let items = cut.as_ref().map_or(0, |(_, items)| *items);
        let lines_above = text.len() - json.len();
        let lines_above = text.get(..lines_above).unwrap_or_default().matches('\n').count();
        let message = Message::new("shape.jsonBroken")
            .with("column", error.column())
            .with("count", out.whole.len() + items);
        let place = Place::line((lines_above + error.line()) as u32);
        read.problems.push(Problem::fault(place, message));
        out.cut = cut.map(|(text, _)| text);
        return out;
    }
    out
}

/// A value that breaks off, closed behind the last whole item of its outermost list, and how many items
/// of such lists are whole. What an item holds is never closed for it: it would look whole.
fn cut(text: &str) -> Option<(String, usize)> {
    let mut open: Vec<u8> = Vec::new();
    let mut last: Option<(usize, Vec<u8>)> = None;
    let mut items = 0;
    let (mut in_text, mut is_escaped) = (false, false);
    for (at, byte) in text.bytes().enumerate() {
        if in_text {
            in_text = is_escaped || byte != b'"';
            is_escaped = !is_escaped && byte == b'\\';
            continue;
        }
        match byte {
            b'"' => in_text = true,
            b'{' => open.push(b'}'),
            b'[' => open.push(b']'),
            b'}' | b']' => {
                open.pop().filter(|expected| *expected == byte)?;
                let lists = open.iter().filter(|close| **close == b']').count();
                if open.last() == Some(&b']') && lists == 1 {
                    items += 1;
                    last = Some((at + 1, open.clone()));
                }
            }
            _ => {}
        }
    }
    let (end, open) = last?;
    let mut whole = text.get(..end)?.to_owned();
    whole.extend(open.iter().rev().map(|close| char::from(*close)));
    Some((whole, items))
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::{check_rows, keys, read_text};

    #[test]
    fn a_cut_off_answer_keeps_its_whole_items() {
        let read = read_text(
            "{\"code\":0,\"data\":{\"list\":[\n{\"a\":1,\"b\":[{\"c\":\"}]\\\"\"}]},\n\
             {\"a\":2,\"b\":3},\n{\"a\":4,\"b\":[{\"c\":5},{\"c\":",
        );
        check_rows(&read, 0, &["a|b", "1|[{\"c\":\"}]\\\"\"}]", "2|3"]);
        assert_eq!(keys(&read), ["shape.jsonBroken"]);
        assert_eq!(read.problems[0].place.line_number, Some(4));
    }

    #[test]
    fn lines_around_an_answer_are_lines_around_it() {
        let read = read_text(
            "GET https://business-api.tiktok.com/open_api/v1.3/bc/get/?bc_id=7\n\
             Content-Type: application/json\n\n\
             {\"code\":0,\"data\":{\"list\":[{\"a\":1,\"b\":2}]}}\n\n\
             POST /open_api\n{\"code\":0,\"data\":{\"list\":[{\"a\":3,\"c\":4}]}}",
        );
        check_rows(&read, 0, &["a|b", "1|2"]);
        check_rows(&read, 1, &["a|c", "3|4"]);
        assert_eq!(keys(&read), [""; 0]);
        assert!(read.outside.contains(&"POST /open_api".to_owned()), "{:?}", read.outside);
    }

    #[test]
    fn rows_of_a_table_are_not_lines_around_json() {
        let read = read_text("a,b,c\n1,2,3\n{\"a\":1,\"b\":2}\n");
        check_rows(&read, 0, &["a|b|c", "1|2|3", "{\"a\":1|\"b\":2}"]);
    }

    #[test]
    fn a_list_of_answers_is_answers_after_each_other() {
        let read = read_text(
            r#"[{"code":0,"data":{"list":[{"a":1,"b":2}]}},{"code":0,"data":{"list":[{"a":3,"b":4}]}}]"#,
        );
        check_rows(&read, 0, &["a|b", "1|2"]);
        check_rows(&read, 1, &["a|b", "3|4"]);
    }
}
