//! Elements with few enough attributes for the tokenizer, which keeps each of them on the stack.
//!
//! In: HTML as text. Out: the same with the attributes beyond [`ATTRIBUTES_MAX`] of an element left out.
//! Knows where a tag ends, as the tokenizer does: at a `>` outside quotes, which only a `=` opens.

use memchr::{memchr, memmem};

/// What is read of an element (`colspan`, `role`, `style` …) is a handful.
const ATTRIBUTES_MAX: usize = 64;

/// `None` where nothing is to be left out.
pub(super) fn without_excess(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out: Option<String> = None;
    let (mut at, mut kept) = (0, 0);
    while let Some(open) = memchr(b'<', bytes.get(at..)?) {
        let rest = bytes.get(at + open + 1..)?;
        at += open + 1;
        if rest.starts_with(b"!--") {
            at += memmem::find(rest, b"-->").unwrap_or(rest.len());
            continue;
        }
        let is_tag = |first: &u8| first.is_ascii_alphabetic() || *first == b'/';
        if !rest.first().is_some_and(is_tag) {
            continue;
        }
        let tag = Tag::of(rest);
        if let Some(excess) = tag.excess {
            out.get_or_insert_default().push_str(text.get(kept..at + excess)?);
            kept = at + tag.end;
        }
        at += tag.end;
        at += raw_text(rest, bytes.get(at..)?);
    }
    let mut out = out?;
    out.push_str(text.get(kept..)?);
    Some(out)
}

/// Length of the text of a script or a style, in which nothing is a tag but its own end.
fn raw_text(tag: &[u8], behind: &[u8]) -> usize {
    let is = |name: &[u8]| tag.get(..name.len()).is_some_and(|t| t.eq_ignore_ascii_case(name));
    let Some(name) = [&b"script"[..], b"style"].into_iter().find(|name| is(name)) else { return 0 };
    let mut closing = memmem::find_iter(behind, b"</");
    let is_end = |at: &usize| {
        behind
            .get(at + 2..)
            .and_then(|b| b.get(..name.len()))
            .is_some_and(|b| b.eq_ignore_ascii_case(name))
    };
    closing.find(is_end).unwrap_or(behind.len())
}

/// One tag, from behind its `<`.
struct Tag {
    /// Where the first attribute too many begins.
    excess: Option<usize>,
    /// Where its `>` is, or the text ends.
    end: usize,
}

/// Where the `>` of a tag is, from behind its `<`; the length where it has none.
pub(super) fn tag_end(bytes: &[u8]) -> usize {
    Tag::of(bytes).end
}

impl Tag {
    fn of(bytes: &[u8]) -> Tag {
        let (mut count, mut excess) = (0, None);
        let mut quote = None;
        // The name is no attribute; a slash may end one.
        let (mut last, mut may_begin) = (b'<', false);
        for (at, &byte) in bytes.iter().enumerate() {
            match (quote, byte) {
                (Some(open), _) if byte == open => (quote, may_begin) = (None, true),
                (Some(_), _) => {}
                (None, b'>') => return Tag { excess, end: at },
                (None, b'"' | b'\'') if last == b'=' => quote = Some(byte),
                (None, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c') => {
                    may_begin = last != b'=';
                    continue;
                }
                (None, b'=') => may_begin = false,
                _ if may_begin || byte == b'/' => {
                    count += 1;
                    may_begin = false;
                    if count > ATTRIBUTES_MAX {
                        excess = excess.or(Some(at));
                    }
                }
                _ => {}
            }
            last = byte;
        }
        Tag { excess, end: bytes.len() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_beyond_the_limit_go_and_the_tag_still_ends_where_it_did() {
        let many = |of: &str| of.repeat(ATTRIBUTES_MAX + 40);
        for (title, attributes) in [
            ("quoted", many(" a=\"x > y\"")),
            ("single quotes", many(" a='x > \"y'")),
            ("bare", many(" a")),
            ("unquoted values", many("\n a = b")),
            ("no space between", many("a=\"b\"")),
            ("slashes", many("/")),
            ("a quote in a name", format!("{} b\"", many(" a"))),
        ] {
            let text = format!("<table {attributes}><tr><td>1</td></tr></table>");
            let cut = without_excess(&text).unwrap();
            assert!(cut.len() < text.len(), "{title}");
            assert!(cut.ends_with("><tr><td>1</td></tr></table>"), "{title}: {cut}");
            assert_eq!(without_excess(&cut), None, "{title}");
        }
    }

    #[test]
    fn what_is_no_tag_stays() {
        let spaces = "a ".repeat(2_000);
        for text in [
            format!("<td title=\"{spaces}\">1</td>"),
            format!("<td>1 < {spaces}</td>"),
            format!("<!-- <td {spaces} --><td>1</td>"),
            format!("<script>for (i<n; {spaces})</SCRIPT><td>1</td>"),
            format!("<td>{spaces}</td>"),
        ] {
            assert_eq!(without_excess(&text), None, "{text}");
        }
    }
}
