//! HTML as tags and texts: what is plain is told at once, everything else as html5gum tells it.
//!
//! In: HTML as text. Out: its tags and texts in order. Most of a copied table is `<td>`, a text without `&` and
//! `</td>`: these need no tokenizer. Anything else is cut out where the tokenizer is between two tokens again and
//! handed to it; where that is not plain, as behind `<script>`, all the rest is.
//!
//! Invariant: what html5gum alone tells, but for where a text is cut in two.

use super::html_attributes::tag_end;
use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};
use memchr::{memchr, memmem};

pub(super) enum Markup<'a> {
    Start(&'a StartTag<()>),
    /// By its name.
    End(&'a [u8]),
    Text(&'a str),
}

/// Elements in which nothing is a tag.
const RAW: [&[u8]; 10] = [
    b"iframe",
    b"noembed",
    b"noframe",
    b"noscript",
    b"plaintext",
    b"script",
    b"style",
    b"textarea",
    b"title",
    b"xmp",
];

pub(super) fn each(text: &str, mut tell: impl FnMut(Markup<'_>)) {
    let tell: &mut dyn FnMut(Markup<'_>) = &mut tell;
    let mut rest = text;
    while !rest.is_empty() {
        let end = piece_end(rest.as_bytes()).unwrap_or(rest.len());
        let (piece, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
        match piece.as_bytes() {
            [b'<', b'/', name @ .., b'>'] if is_plain(name) => tell(Markup::End(name)),
            [b'<', name @ .., b'>'] if is_plain(name) && !RAW.contains(&name) => {
                let name = HtmlString(name.to_vec());
                tell(Markup::Start(&StartTag { name, ..StartTag::default() }));
            }
            [b'<', ..] => by_tokenizer(piece, tell),
            bytes if memchr(b'&', bytes).is_some() => by_tokenizer(piece, tell),
            _ => tell(Markup::Text(piece)),
        }
        rest = behind;
    }
}

fn is_plain(name: &[u8]) -> bool {
    name.first().is_some_and(u8::is_ascii_lowercase)
        && name.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

/// Where the first tag, comment or text ends; `None`: not known, or with the text itself.
fn piece_end(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [b'<', b'!', b'-', b'-', ..] => {
            let end = 2 + memmem::find(bytes.get(2..)?, b"-->")? + 3;
            // That ends a comment too.
            memmem::find(bytes.get(..end)?, b"--!>").is_none().then_some(end)
        }
        [b'<', first, ..] if first.is_ascii_alphabetic() => {
            let end = 1 + tag_end(bytes.get(1..)?) + 1;
            let is_raw = |raw: &&&[u8]| is_tag_of(raw, bytes.get(1..).unwrap_or_default());
            match RAW.iter().find(is_raw) {
                Some(raw) => Some(end + raw_end(raw, bytes.get(end..)?)?),
                None => Some(end),
            }
        }
        [b'<', b'/', first, ..] if first.is_ascii_alphabetic() => {
            Some(1 + tag_end(bytes.get(1..)?) + 1)
        }
        [b'<', b'/' | b'!' | b'?', ..] => Some(memchr(b'>', bytes)? + 1),
        [_, rest @ ..] => Some(1 + memchr(b'<', rest)?),
        [] => None,
    }
}

/// Where a style ends and its end tag begins: the one of these that copied tables have.
fn raw_end(name: &[u8], bytes: &[u8]) -> Option<usize> {
    let mut closing = memmem::find_iter(bytes, b"</");
    let is_end = |at: &usize| is_tag_of(name, bytes.get(at + 2..).unwrap_or_default());
    closing.find(is_end).filter(|_| name == b"style")
}

/// Whether these bytes, from a tag, begin with a name and what ends one.
fn is_tag_of(name: &[u8], bytes: &[u8]) -> bool {
    bytes.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
        && bytes
            .get(name.len())
            .is_some_and(|b| matches!(b, b'>' | b'/') || b.is_ascii_whitespace())
}

fn by_tokenizer(text: &str, tell: &mut dyn FnMut(Markup<'_>)) {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => tell(Markup::Start(&tag)),
            Token::EndTag(tag) => tell(Markup::End(&tag.name)),
            Token::String(text) => tell(Markup::Text(&String::from_utf8_lossy(&text))),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Texts that stand beside one another as one.
    fn told(by: impl FnOnce(&mut dyn FnMut(Markup<'_>))) -> Vec<String> {
        let mut told: Vec<String> = vec![];
        let mut is_text = false;
        by(&mut |piece| match piece {
            Markup::Text(text) if is_text => told.last_mut().unwrap().push_str(text),
            piece => {
                is_text = matches!(piece, Markup::Text(_));
                told.push(match piece {
                    Markup::Start(tag) => format!("{tag:?}"),
                    Markup::End(name) => format!("/{}", String::from_utf8_lossy(name)),
                    Markup::Text(text) => text.to_owned(),
                });
            }
        });
        told.iter().map(|one| one.replace("\r\n", "\n").replace('\r', "\n")).collect()
    }

    fn check(html: &str) {
        let ours = told(|tell| each(html, tell));
        assert_eq!(ours, told(|tell| by_tokenizer(html, tell)), "{html}");
    }

    #[test]
    fn a_copied_table_is_told_as_the_tokenizer_tells_it() {
        check(
            "<html><head><style>\n<!-- td {x: \"<td>\"} -->\n</style></head><body>\r\n<!--StartFragment-->\
             <table><tr><td>A &amp; B</td><td class=x>1 < 2</td><TD\nalign='right'>3</TD ></tr></table>\
             <!--EndFragment--></body></html>",
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn any_markup_is_told_as_the_tokenizer_tells_it(
            parts in proptest::collection::vec(prop::sample::select(vec![
                "<td>", "</td>", "<tr>", "</tr>", "<td", " a", "=", "\"", "'", ">", "<", "/", "!", "?", "-",
                "<!--", "-->", "--!>", "<!", "<?", "</", "&", "&amp", "&lt;", "&#38", "text", " ", "\n", "\r\n",
                "<STYLE>", "<style>", "</style>", "</style", "<script>", "</script>", "<title>", "</title>",
                "<titles>", "<styled>", "<plaintext>", "<br/>", "<h1>", "<TD>", "</TD>", "é", "<é>", "\0", "<![CDATA[", "]]>",
                "<!doctype html>", "<td a=\"x > y\">", "<td a='&quot;'>", "<a-b>", "<td / >", "</td x>", "</>",
            ]), 0..12)
        ) {
            check(&parts.concat());
        }
    }
}
