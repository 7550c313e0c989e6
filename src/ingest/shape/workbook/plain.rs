//! Parts of a workbook as nearly all programs write them, without an event for each tag.
//!
//! In: the bytes of a part as they are unpacked. Out: its rows or texts one by one, as bytes, and what
//! [`Plain`] takes out of them. What is written in any other way is left to the events of the XML
//! reader: one element, or, from where elements can no longer be told apart, all of the rest.
//!
//! Invariant: the XML reader gets every byte of a part but the elements that were passed, so that what
//! is wrong around them is found as if there were no such way.

use super::super::zip::{self, Refusal, Unpacked};
use memchr::{memchr, memmem};
use std::io::BufRead;

/// Longest text before the first element, and longest element, that is looked for its end.
const LOOKED_AT_MAX: usize = 1 << 20;

/// A part whose elements are taken one by one.
pub(super) struct Part<'b> {
    stream: Unpacked<'b>,
    bytes: Vec<u8>,
    /// What its elements are called, and how they end: looked for in every one of them.
    name: &'static str,
    close: memmem::Finder<'static>,
    /// End of what stands before the first element; 0 where no elements can be taken.
    head: usize,
    /// The element handed out last, and where the next one is looked for.
    at: usize,
    end: usize,
}

impl<'b> Part<'b> {
    /// Reads up to the first child of `<list>`. The elements taken are called as the first of `children`; none
    /// of them may stand before the list.
    pub fn begin(
        stream: Unpacked<'b>,
        list: &str,
        children: &'static [&'static str],
    ) -> Result<Part<'b>, Refusal> {
        let name = children.first().copied().unwrap_or_default();
        let close = memmem::Finder::new(&format!("</{name}>")).into_owned();
        let mut part = Part { stream, bytes: vec![], name, close, head: 0, at: 0, end: 0 };
        let open = format!("<{list}");
        let mut has_more = true;
        while has_more && part.bytes.len() < LOOKED_AT_MAX {
            has_more = part.more()?;
            let found = memmem::find(&part.bytes, open.as_bytes()).and_then(|start| {
                let tag = tag_at(&part.bytes, start)?;
                Some((start, tag, memmem::find(part.bytes.get(..start)?, b"<!").is_some()))
            });
            let Some((start, tag, is_odd)) = found else { continue };
            let before = part.bytes.get(..start).unwrap_or_default();
            let is_list = matches!(tag.get(open.len()), Some(b' ' | b'>')) && !tag.ends_with(b"/>");
            if is_list && !is_odd && !has_element(before, children) {
                part.head = start + tag.len();
            }
            break;
        }
        (part.at, part.end) = (part.head, part.head);
        Ok(part)
    }

    /// What stands before the first element, to be checked before anything else; it comes again with the rest.
    pub fn head(&self) -> Unpacked<'static> {
        Unpacked::of(self.bytes.get(..self.head).unwrap_or_default())
    }

    /// The next element if it is called so and its end tag follows; otherwise the rest is for events.
    pub fn element(&mut self) -> Result<Option<&[u8]>, Refusal> {
        if self.head == 0 {
            return Ok(None);
        }
        let mut looked_at = 0;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let spaces = rest.iter().take_while(|b| is_space(**b)).count();
            match element_end(rest, spaces, self.name, &self.close, looked_at) {
                End::At(end) => {
                    self.end = self.at + end;
                    return Ok(self.bytes.get(self.at + spaces..self.end));
                }
                End::Other => return Ok(None),
                End::Beyond => {
                    looked_at = rest.len().saturating_sub(self.close.needle().len());
                }
            }
            // What was passed is forgotten; the head stays.
            self.bytes.drain(self.head..self.at);
            (self.at, self.end) = (self.head, self.head);
            if self.bytes.len() - self.head > LOOKED_AT_MAX || !self.more()? {
                return Ok(None);
            }
        }
    }

    /// The element handed out last has been read.
    pub fn pass(&mut self) {
        self.at = self.end;
    }

    /// Everything that was not passed.
    pub fn rest(mut self) -> Unpacked<'b> {
        self.bytes.drain(self.head..self.at);
        self.stream.put_back(&self.bytes);
        self.stream
    }

    /// Takes what is unpacked next; whether there is more.
    fn more(&mut self) -> Result<bool, Refusal> {
        let next = self.stream.fill_buf().map_err(|error| zip::refusal(&error))?;
        let len = next.len();
        self.bytes.extend_from_slice(next);
        self.stream.consume(len);
        Ok(len > 0)
    }
}

enum End {
    At(usize),
    /// Not in these bytes.
    Beyond,
    /// No such element.
    Other,
}

/// Where the element that begins behind `spaces` ends; its end tag is not among the first `looked_at` bytes.
fn element_end(
    rest: &[u8],
    spaces: usize,
    name: &str,
    close: &memmem::Finder<'_>,
    looked_at: usize,
) -> End {
    let text = rest.get(spaces..).unwrap_or_default();
    let known = (name.len() + 1).min(text.len());
    let is_open =
        text.iter().take(known).eq(std::iter::once(&b'<').chain(name.as_bytes()).take(known));
    if !is_open {
        return End::Other;
    }
    let Some(tag) = tag_at(text, 0) else { return End::Beyond };
    if !matches!(tag.get(known), Some(b' ' | b'>' | b'/')) {
        return End::Other;
    }
    if tag.ends_with(b"/>") {
        return End::At(spaces + tag.len());
    }
    let from = looked_at.max(spaces + tag.len());
    match close.find(rest.get(from..).unwrap_or_default()) {
        Some(at) => End::At(from + at + close.needle().len()),
        None => End::Beyond,
    }
}

/// The tag that begins at `start`, if it is there to its end; no attribute may hold a `>`.
fn tag_at(bytes: &[u8], start: usize) -> Option<&[u8]> {
    let rest = bytes.get(start..)?;
    rest.get(..=memchr(b'>', rest)?)
}

/// Whether one of these elements is opened, under whatever prefix.
fn has_element(bytes: &[u8], names: &[&str]) -> bool {
    let opens = |at: usize| {
        let tag = bytes.get(at + 1..).unwrap_or_default();
        let end = tag.iter().position(|b| is_space(*b) || matches!(b, b'>' | b'/'));
        let name = tag.get(..end.unwrap_or(tag.len())).unwrap_or_default();
        let local = name.rsplit(|b| *b == b':').next().unwrap_or_default();
        names.iter().any(|n| n.as_bytes() == local)
    };
    memchr::memchr_iter(b'<', bytes).any(opens)
}

/// Whether these bytes are one element called `name` for every reader: nothing in them hides an end tag.
pub(super) fn is_one_element(bytes: &[u8], name: &str) -> bool {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let is_closed = bytes.ends_with(close.as_bytes()) || bytes.ends_with(b"/>");
    let tag = tag_at(bytes, 0).unwrap_or_default();
    let is_tag_whole = tag.iter().filter(|b| **b == b'"').count() % 2 == 0 && !tag.contains(&b'\'');
    is_closed
        && is_tag_whole
        && memmem::find(bytes, b"<!").is_none()
        && memmem::find(bytes, b"<?").is_none()
        && memmem::find_iter(bytes, open.as_bytes()).count() == 1
}

#[inline(always)]
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Takes plain pieces off the front; `None` ends it: the element is written in another way.
pub(super) struct Plain<'t> {
    rest: &'t [u8],
}

impl<'t> Plain<'t> {
    pub fn new(rest: &'t [u8]) -> Plain<'t> {
        Plain { rest }
    }

    // Not `strip_prefix`, which is called, not copied to here: most tags are shorter than a call.
    #[inline(always)]
    fn take(&mut self, bytes: &[u8]) -> Option<()> {
        let (taken, rest) = self.rest.split_at_checked(bytes.len())?;
        (taken == bytes).then(|| self.rest = rest)
    }

    #[inline(always)]
    fn spaces(&mut self) -> bool {
        let mut had = false;
        while let Some((_, rest)) = self.rest.split_first().filter(|(b, _)| is_space(**b)) {
            (self.rest, had) = (rest, true);
        }
        had
    }

    /// `<name key="value" …>`: gives `put` each attribute; whether the element ends with its tag.
    pub fn tag(&mut self, name: &str, mut put: impl FnMut(&'t str, &'t str)) -> Option<bool> {
        self.spaces();
        self.take(b"<")?;
        self.take(name.as_bytes())?;
        loop {
            let has_space = self.spaces();
            match self.rest {
                [b'>', rest @ ..] => {
                    self.rest = rest;
                    return Some(false);
                }
                [b'/', b'>', rest @ ..] => {
                    self.rest = rest;
                    return Some(true);
                }
                _ if !has_space => return None,
                _ => {}
            }
            let key = self.rest.split(|b| !(b.is_ascii_alphanumeric() || *b == b':')).next()?;
            self.rest = self.rest.get(key.len()..)?;
            self.take(b"=\"")?;
            let value = self.rest.get(..memchr(b'"', self.rest)?)?;
            self.rest = self.rest.get(value.len() + 1..)?;
            let is_plain = |b: &u8| (b' '..0x7f).contains(b) && !matches!(b, b'&' | b'<' | b'>');
            if key.is_empty() || !value.iter().all(is_plain) {
                return None;
            }
            put(std::str::from_utf8(key).ok()?, std::str::from_utf8(value).ok()?);
        }
    }

    /// Takes `</name>` if it stands here.
    #[inline(always)]
    pub fn ends(&mut self, name: &str) -> bool {
        self.spaces();
        let before = self.rest;
        let taken = self.take(b"</").and_then(|()| self.take(name.as_bytes()));
        let taken = taken.and_then(|()| self.take(b">"));
        self.rest = if taken.is_some() { self.rest } else { before };
        taken.is_some()
    }

    /// `<v>…</v></c>`, or `</c>` alone.
    #[inline(always)]
    pub fn value(&mut self) -> Option<&'t str> {
        if self.ends("c") {
            return Some("");
        }
        self.take(b"<v>")?;
        let value = self.characters()?;
        self.take(b"</v></c>")?;
        Some(value)
    }

    /// `<is><t>…</t></is></c>`.
    pub fn inline_text(&mut self) -> Option<&'t str> {
        self.take(b"<is>")?;
        let text = self.text()?;
        self.take(b"</is></c>")?;
        Some(text)
    }

    /// `<t>…</t>`, with or without word that spaces count.
    pub fn text(&mut self) -> Option<&'t str> {
        if self.take(b"<t>").is_none() {
            self.take(b"<t xml:space=\"preserve\">")?;
        }
        let text = self.characters()?;
        self.take(b"</t>")?;
        Some(text)
    }

    /// Up to the next tag: text without references, lines ended as everywhere.
    #[inline(always)]
    fn characters(&mut self) -> Option<&'t str> {
        let text = self.rest.get(..memchr(b'<', self.rest)?)?;
        self.rest = self.rest.get(text.len()..)?;
        let is_plain = text.iter().all(|b| !matches!(b, b'&' | b'\r'));
        std::str::from_utf8(text).ok().filter(|_| is_plain)
    }
}

#[cfg(test)]
mod tests;
