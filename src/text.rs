//! Words as exports write them: cleaning a cell, comparing headers, keeping each text once.
//!
//! Knows nothing of what a header means.

mod forms; // forms of one character
mod search; // one text looked for in many

pub use forms::composed;
pub use search::{Search, searchable};

use crate::platform::Platform;
use forms::is_settled;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

/// A header, label or button text made comparable: NFKC, lower case, white space folded, quotes and
/// trailing punctuation dropped. Two headers mean the same when their folded forms are equal.
pub fn folded(text: &str, platform: &dyn Platform) -> String {
    let mut out = String::with_capacity(text.len());
    if text.is_ascii() {
        spaced(text.split(|c| matches!(c, '\t'..='\r' | ' ')), &mut out, String::push_str);
        out.make_ascii_lowercase();
    } else {
        let text = match is_settled(text) {
            true => Cow::Borrowed(text),
            false => Cow::Owned(platform.nfkc(text)),
        };
        let words = text.split(|c: char| c.is_whitespace() || is_invisible(c));
        spaced(words, &mut out, |out, word| out.extend(word.chars().flat_map(char::to_lowercase)));
    }
    let is_outside = ['"', '\'', ':', '*', ' '];
    out.truncate(out.trim_end_matches(is_outside).len());
    match out.trim_start_matches(is_outside).len() {
        length if length == out.len() => out,
        length => out.split_off(out.len() - length),
    }
}

/// The text with one space wherever blanks stand: names are compared so.
pub fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One space between words that are not empty.
fn spaced<'a>(
    words: impl Iterator<Item = &'a str>,
    out: &mut String,
    add: impl Fn(&mut String, &str),
) {
    for word in words.filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        add(out, word);
    }
}

/// Characters that are there but cannot be seen: byte order mark, zero-width and direction marks.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{00ad}' | '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
}

/// The text without white space and what cannot be seen at its ends; what turns letters around is seen.
pub fn trimmed(text: &str) -> &str {
    const OVERRIDES: [char; 2] = ['\u{202d}', '\u{202e}'];
    let goes = |c: char| c.is_whitespace() || is_invisible(c) && !OVERRIDES.contains(&c);
    if has_bare_ends(text) { text } else { text.trim_matches(goes) }
}

/// Whether nothing can be trimmed: nearly every cell begins and ends with a letter or digit of ASCII.
#[inline(always)]
fn has_bare_ends(text: &str) -> bool {
    matches!(text.as_bytes(), [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic())
}

/// Whether nothing but white space stands here.
pub fn is_blank(text: &str) -> bool {
    match text.as_bytes().first() {
        Some(first) if first.is_ascii_graphic() => false,
        _ => text.trim().is_empty(),
    }
}

/// The cell without surrounding white space, a spreadsheet's `="…"` or a leading `'`.
pub fn bare_cell(text: &str) -> &str {
    let text = trimmed(text);
    let text = text.strip_prefix("=\"").and_then(|t| t.strip_suffix('"')).unwrap_or(text);
    let text = text.strip_prefix('\'').unwrap_or(text);
    if has_bare_ends(text) { text } else { text.trim() }
}

/// Digits beyond these are lost where a spreadsheet takes the text for a number (R30).
const DIGITS_KEPT: usize = 15;

/// Whether a spreadsheet would run this text as a formula, round it, or take its first letter for a sign
/// of its own: our files put `'` before such text, and our reader takes it off again ([`unguarded`]).
pub fn needs_guard(text: &str) -> bool {
    let first = text.trim_start_matches(' ').chars().next();
    is_changed_as_number(text) || first.is_some_and(|c| "=+-@\t\r\n'|%＝＋－＠".contains(c))
}

/// A spreadsheet would take it for a number and write another one: `0071`, `12E3`, more digits than it keeps.
fn is_changed_as_number(text: &str) -> bool {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let is_plain = is_digits(text);
    is_plain && (text.len() > DIGITS_KEPT || text.len() > 1 && text.starts_with('0'))
        || text.split_once(['e', 'E']).is_some_and(|(a, b)| is_digits(a) && is_digits(b))
}

/// A name without the `'` that a file of ours put before it.
pub fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| needs_guard(rest)).unwrap_or(text)
}

/// Whether an id is written as in a file of ours: platforms write no `'` before ids.
pub fn is_guarded_id(text: &str) -> bool {
    let rest = text.strip_prefix('\'');
    rest.is_some_and(|id| needs_guard(id) && id.bytes().all(|b| b.is_ascii_digit()))
}

/// Empty, `-`, `--`, `—`, `N/A`: the export has no value here.
pub fn is_missing(cell: &str) -> bool {
    matches!(
        cell,
        "" | "-" | "--" | "\u{2013}" | "\u{2014}" | "N/A" | "n/a" | "NA" | "null" | "None"
    )
}

/// A map whose keys are a few numbers, most of them given out here, such as [`Name`]: a quick hash does,
/// for who would make keys collide is who would wait.
pub type NumberMap<K, V> = HashMap<K, V, BuildHasherDefault<NumberHasher>>;

/// Hashes the few numbers of a key by multiplication.
#[derive(Clone, Copy, Debug, Default)]
pub struct NumberHasher(u64);

impl Hasher for NumberHasher {
    fn finish(&self) -> u64 {
        (self.0 ^ (self.0 >> 32)).wrapping_mul(FACTORS[0])
    }

    fn write(&mut self, bytes: &[u8]) {
        self.write_u64(hash_bytes(bytes));
    }

    fn write_u8(&mut self, number: u8) {
        self.write_u64(number.into());
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(number.into());
    }

    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0 ^ number).wrapping_mul(FACTORS[0]);
        self.0 = mixed ^ (mixed >> 29);
    }

    fn write_i64(&mut self, number: i64) {
        self.write_u64(number as u64);
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    // What an enum writes first.
    fn write_isize(&mut self, number: isize) {
        self.write_u64(number as u64);
    }
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

/// Texts, each kept once, back to back in one buffer.
#[derive(Clone, Debug)]
pub struct Names {
    arena: String,
    /// End of each text; it begins where the one before ends.
    ends: Vec<u32>,
    slots: Slots,
}

impl Default for Names {
    fn default() -> Names {
        Names { arena: String::new(), ends: vec![0], slots: Slots::default() }
    }
}

impl Names {
    /// The name of `text`, the same for the same text. All texts together stay below 4 GiB: a module's
    /// memory holds no more.
    pub fn intern(&mut self, text: &str) -> Name {
        let hash = hash_bytes(text.as_bytes());
        if text.is_empty() {
            return Name::EMPTY;
        }
        if let Some(name) = self.find_hashed(text, hash) {
            return name;
        }
        let name = Name(self.ends.len() as u32);
        self.arena.push_str(text);
        self.ends.push(self.arena.len() as u32);
        self.slots.insert(hash, name.0);
        name
    }

    /// The text of a name made by this collection; empty for a name of another one.
    pub fn text(&self, name: Name) -> &str {
        self.arena.get(span(&self.ends, name.index())).unwrap_or_default()
    }

    pub fn find(&self, text: &str) -> Option<Name> {
        if text.is_empty() {
            return Some(Name::EMPTY);
        }
        self.find_hashed(text, hash_bytes(text.as_bytes()))
    }

    fn find_hashed(&self, text: &str, hash: u64) -> Option<Name> {
        let is_same = |index: u32| same_bytes(self.text(Name(index)).as_bytes(), text.as_bytes());
        self.slots.find(hash, is_same).map(Name)
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.len() == 1
    }

    pub fn iter(&self) -> impl Iterator<Item = (Name, &str)> {
        (0..self.len()).map(Name::from_index).map(|name| (name, self.text(name)))
    }
}

/// Where text `index` stands, given the ends of all of them.
pub(crate) fn span(ends: &[u32], index: usize) -> Range<usize> {
    let start = index.checked_sub(1).and_then(|before| ends.get(before)).copied();
    let end = ends.get(index).copied().unwrap_or_default();
    start.unwrap_or_default() as usize..end as usize
}

/// An index from hashes to numbers that someone else keeps: open addressing, at most half full.
#[derive(Clone, Debug, Default)]
pub(crate) struct Slots {
    /// Upper half of the hash, then the number plus one; 0 is free. The length is a power of two.
    table: Vec<u64>,
    len: usize,
}

impl Slots {
    const TAG: u64 = 0xffff_ffff_0000_0000;

    /// The number entered with this hash for which `is_same` holds.
    #[inline(always)]
    pub fn find(&self, hash: u64, is_same: impl Fn(u32) -> bool) -> Option<u32> {
        let mask = self.table.len().wrapping_sub(1);
        let mut at = (hash >> 32) as usize & mask;
        loop {
            let slot = *self.table.get(at)?;
            if slot == 0 {
                return None;
            }
            let number = slot as u32 - 1;
            if (slot ^ hash) & Self::TAG == 0 && is_same(number) {
                return Some(number);
            }
            at = (at + 1) & mask;
        }
    }

    /// Enters a number that [`Slots::find`] does not know under this hash.
    pub fn insert(&mut self, hash: u64, number: u32) {
        if self.len * 2 >= self.table.len() {
            let entries = std::mem::take(&mut self.table);
            self.table = vec![0; (entries.len() * 2).max(64)];
            for slot in entries.into_iter().filter(|&slot| slot != 0) {
                self.place(slot);
            }
        }
        self.place((hash & Self::TAG) | (u64::from(number) + 1));
        self.len += 1;
    }

    fn place(&mut self, slot: u64) {
        let mask = self.table.len().wrapping_sub(1);
        let mut at = (slot >> 32) as usize & mask;
        while let Some(there) = self.table.get_mut(at) {
            if *there == 0 {
                *there = slot;
                return;
            }
            at = (at + 1) & mask;
        }
    }
}

/// Odd numbers without a pattern (digits of the golden ratio and its powers), one a word of a hash.
const FACTORS: [u64; 16] = {
    let mut factors = [0; 16];
    let (mut at, mut factor) = (0, 0x9e37_79b9_7f4a_7c15_u64);
    while at < 16 {
        factors[at] = factor | 1;
        factor = factor.wrapping_mul(0xd134_2543_de82_ef95).wrapping_add(0x9e37_79b9_7f4a_7c15);
        at += 1;
    }
    factors
};

/// A hash of all the bytes; the same on every machine.
///
/// Here and in [`same_bytes`] the lengths fall into a few classes, each read as its first and its last
/// bytes, which overlap: a loop whose length changes from cell to cell costs more than the bytes.
#[inline(always)]
pub(crate) fn hash_bytes(bytes: &[u8]) -> u64 {
    let sum = match bytes.len() {
        0..8 => short_word(bytes).wrapping_mul(FACTORS[1]),
        8..16 => ends_sum::<8>(bytes),
        16..32 => ends_sum::<16>(bytes),
        32..64 => ends_sum::<32>(bytes),
        64..=128 => ends_sum::<64>(bytes),
        _ => {
            let (blocks, _) = bytes.as_chunks::<64>();
            blocks.iter().fold(ends_sum::<64>(bytes), |sum, block| {
                (sum ^ (sum >> 31)).wrapping_mul(FACTORS[2]).wrapping_add(ends_sum::<64>(block))
            })
        }
    };
    let sum = sum.wrapping_add((bytes.len() as u64).wrapping_mul(FACTORS[0]));
    (sum ^ (sum >> 32)).wrapping_mul(FACTORS[0])
}

/// A hash of words that are read alike for equal texts.
#[inline(always)]
pub(crate) fn hash_words<const N: usize>(words: &[u64; N], len: usize) -> u64 {
    let sum = words
        .iter()
        .zip(&FACTORS)
        .fold(len as u64, |sum: u64, (word, factor)| sum.wrapping_add(word.wrapping_mul(*factor)));
    (sum ^ (sum >> 32)).wrapping_mul(FACTORS[0])
}

/// The first and the last `N` bytes as one number.
#[inline(always)]
fn ends_sum<const N: usize>(bytes: &[u8]) -> u64 {
    let (Some(first), Some(last)) = (bytes.first_chunk::<N>(), bytes.last_chunk::<N>()) else {
        return 0;
    };
    let words = first.as_chunks::<8>().0.iter().chain(last.as_chunks::<8>().0);
    words.zip(&FACTORS).fold(0, |sum: u64, (word, factor)| {
        sum.wrapping_add(u64::from_le_bytes(*word).wrapping_mul(*factor))
    })
}

/// Up to 8 bytes as one number: equal numbers of equal length are equal bytes.
#[inline(always)]
fn short_word(bytes: &[u8]) -> u64 {
    match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        (Some(first), Some(last)) => {
            u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 32
        }
        _ => bytes.iter().fold(0, |word, byte| (word << 8) | u64::from(*byte)),
    }
}

/// Equality; a call to `memcmp` costs more than most cells are long.
#[inline(always)]
pub(crate) fn same_bytes(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    match a.len() {
        0..8 => short_word(a) == short_word(b),
        8..16 => ends_differ::<8>(a, b) == 0,
        16..32 => ends_differ::<16>(a, b) == 0,
        32..64 => ends_differ::<32>(a, b) == 0,
        64..=128 => ends_differ::<64>(a, b) == 0,
        _ => a == b,
    }
}

/// Bits in which the first and the last `N` bytes differ.
#[inline(always)]
fn ends_differ<const N: usize>(a: &[u8], b: &[u8]) -> u64 {
    let of = |a: Option<&[u8; N]>, b: Option<&[u8; N]>| {
        let (Some(a), Some(b)) = (a, b) else { return u64::MAX };
        let words = a.as_chunks::<8>().0.iter().zip(b.as_chunks::<8>().0);
        words.fold(0, |bits, (a, b)| bits | (u64::from_le_bytes(*a) ^ u64::from_le_bytes(*b)))
    };
    of(a.first_chunk(), b.first_chunk()) | of(a.last_chunk(), b.last_chunk())
}

impl Serialize for Names {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_seq(self.iter().map(|(_, text)| text))
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
        assert_eq!(squeezed(" DE |\u{a0} Prospecting"), "DE | Prospecting");
    }

    #[test]
    fn cells_lose_what_a_spreadsheet_put_around_them() {
        assert_eq!(bare_cell("=\"7123456789012345678\""), "7123456789012345678");
        assert_eq!(bare_cell("'0012 "), "0012");
        assert_eq!(bare_cell("\u{200e} 5 \u{a0}"), "5");
    }

    #[test]
    fn a_text_is_kept_once() {
        let mut names = Names::default();
        let texts: Vec<String> = (0..5000).map(|n| "é".repeat(n % 40) + &n.to_string()).collect();
        let first: Vec<Name> = texts.iter().map(|t| names.intern(t)).collect();
        assert_eq!(names.len(), 5001);
        for (text, name) in texts.iter().zip(first) {
            assert_eq!((names.intern(text), names.find(text)), (name, Some(name)));
            assert_eq!(names.text(name), text);
        }
        assert_eq!((names.intern(""), names.find("absent")), (Name::EMPTY, None));
        assert_eq!(names.text(Name::from_index(9999)), "");
        assert_eq!(names.iter().map(|(_, t)| t).skip(1).collect::<Vec<_>>(), texts);
    }

    #[test]
    fn bytes_are_compared_to_the_last_one() {
        let text = "0123456789abcdef".repeat(20).into_bytes();
        for len in (0..140).chain([191, 192, 193, 300]) {
            let whole = text.get(..len).unwrap_or_default();
            assert!(same_bytes(whole, whole));
            for at in 0..len {
                let mut other = whole.to_vec();
                other.iter_mut().skip(at).take(1).for_each(|b| *b ^= 1);
                assert!(!same_bytes(whole, &other), "{len} {at}");
                assert_ne!(hash_bytes(whole), hash_bytes(&other), "{len} {at}");
            }
        }
    }
}
