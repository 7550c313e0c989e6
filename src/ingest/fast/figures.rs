//! Money, clock times and ids read straight off the bytes, in the one layout most exports use.
//!
//! In: a text and where a cell stands in it. Out: the value, or `None`, which means "not in this layout",
//! never "wrong": the tolerant reader decides about such a cell. Whatever is read here, the tolerant
//! reader reads alike (law in `tests`).
//!
//! Subtle: cells are read as 8-byte words that reach beyond the cell, so the text must have [`PAD`]
//! bytes before its first cell and behind its last. Nothing here is `unsafe`: without them a cell would
//! read as "not in this layout".

use crate::calendar::SECONDS_PER_DAY;

/// Bytes of any value around the text: as many as one reading may take in at once (memo.rs).
pub const PAD: usize = 128;

const ZEROS: u64 = 0x3030_3030_3030_3030;
const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// How a money column writes its amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    pub decimal: u8,
    pub group: u8,
    /// Whether some amounts surely have three decimals; else `1.234` may be a thousand, and is for the tolerant reader.
    pub has_thousandths: bool,
}

/// The 8 bytes before `end`, the last one highest.
#[inline(always)]
fn word_before(text: &[u8], end: usize) -> u64 {
    let word = text.get(..end).and_then(|head| head.last_chunk::<8>());
    word.map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// 8 digits, the first lowest, as a number; the second value is zero only if all are digits.
#[inline(always)]
const fn eight_digits(word: u64) -> (u64, u64) {
    let digits = word ^ ZEROS;
    let others = (digits.wrapping_add(0x7676_7676_7676_7676) | digits) & HIGH;
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = pairs.wrapping_mul(100).wrapping_add(pairs >> 16) & 0x0000_ffff_0000_ffff;
    (fours.wrapping_mul(10_000).wrapping_add(fours >> 32) & 0xffff_ffff, others)
}

/// The high bit of every byte of `word` that equals `byte`.
#[inline(always)]
const fn equal_bytes(word: u64, byte: u8) -> u64 {
    let differing = word ^ (LOW * byte as u64);
    !((differing & !HIGH).wrapping_add(!HIGH) | differing | !HIGH)
}

/// Bits of the bytes of a word that belong to a cell of `len` bytes ending with the word.
#[inline(always)]
const fn within(len: usize) -> u64 {
    if len >= 8 { u64::MAX } else { !(u64::MAX >> (8 * len)) }
}

/// `-1,234.56`, quoted or not, in micro-units: fastest with up to 7 bytes grouped or 8 digits before the
/// mark; up to six digits behind it.
#[inline(always)]
pub fn money(text: &[u8], start: usize, end: usize, marks: Marks) -> Option<i64> {
    // One way for all layouts: which of them a cell has changes from row to row, and a branch that
    // cannot be foretold costs more than the whole reading.
    let is_quoted = usize::from(*text.get(start)? == b'"');
    let (start, end) = (start + is_quoted, end - is_quoted);
    let is_negative = *text.get(start)? == b'-';
    let start = start + usize::from(is_negative);

    let last = word_before(text, end);
    let marks_in = equal_bytes(last, marks.decimal) & within(end.wrapping_sub(start));
    // Bytes behind the mark; a mark in the first of 8 bytes, or none, gives what is checked below.
    let decimals = if marks_in == 0 { 0 } else { marks_in.leading_zeros() as usize / 8 };
    let whole_end = end - decimals - usize::from(marks_in != 0);
    let whole_len = whole_end.wrapping_sub(start);
    let is_bad = whole_len.wrapping_sub(1) >= 8
        || decimals > 6
        || (decimals == 3 && whole_len <= 3 && !marks.has_thousandths)
        || (marks_in != 0 && decimals == 0)
        || end <= start;
    if is_bad {
        let micros = long_money(text.get(start..end)?, marks)?;
        return Some(if is_negative { -micros } else { micros });
    }

    let fraction = ((last >> 8) >> (56 - 8 * decimals)) | (ZEROS << (8 * decimals));
    let word = word_before(text, whole_end);
    let inside = within(whole_len);
    let word = (word & inside) | (ZEROS & !inside);
    // A group mark before the last three digits: the digits before it move up by one byte.
    let closed = (word & 0xffff_ff00_0000_0000) | ((word & 0x00ff_ffff) << 8) | 0x30;
    let closed = (closed & !0xff_0000_0000) | ((word & 0xff00_0000) << 8);
    let is_grouped = (word >> 32) as u8 == marks.group && whole_len > 4;
    if is_grouped && (whole_len > 7 || text.get(start) == Some(&b'0')) {
        return None;
    }
    let (whole, not_digits) = eight_digits(if is_grouped { closed } else { word });
    let (fraction, also_not_digits) = eight_digits(fraction);
    if (not_digits | also_not_digits) != 0 {
        return None;
    }
    // Eight decimals were read, six are micro-units: the last two are zeros of ours.
    let micros = (whole * 1_000_000 + fraction / 100) as i64;
    Some(if is_negative { -micros } else { micros })
}

/// `12,345,678.90`, without its sign: currencies of small units have such amounts in every other row.
#[cold]
#[inline(never)]
fn long_money(cell: &[u8], marks: Marks) -> Option<i64> {
    let mark = cell.iter().position(|&byte| byte == marks.decimal);
    let (whole, rest) = cell.split_at_checked(mark.unwrap_or(cell.len()))?;
    let fraction = rest.get(1..).unwrap_or_default();
    let is_grouped = whole.contains(&marks.group);
    let is_bad = (mark.is_some() && fraction.is_empty())
        || fraction.len() > 6
        || (fraction.len() == 3 && whole.len() <= 3 && !marks.has_thousandths)
        || (is_grouped && (whole.len().is_multiple_of(4) || whole.first() == Some(&b'0')));
    if is_bad || whole.is_empty() {
        return None;
    }
    let mut micros: i64 = 0;
    let is_mark = |at: usize| is_grouped && (whole.len() - at).is_multiple_of(4);
    for (at, &byte) in whole.iter().chain(fraction).enumerate() {
        if at < whole.len() && is_mark(at) {
            (byte == marks.group).then_some(())?;
            continue;
        }
        byte.is_ascii_digit().then_some(())?;
        micros = micros.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
    }
    micros.checked_mul(10_i64.pow(6 - fraction.len() as u32))
}

/// ` 22:58:53` or ` 22:58` behind a day, in seconds of the day; the 8 bytes before `end`.
#[inline(always)]
fn clock(text: &[u8], end: usize) -> Option<i64> {
    let word = word_before(text, end);
    if word & 0x0000_ff00_00ff_0000 != 0x0000_3a00_003a_0000 {
        return None;
    }
    let digits = word ^ 0x3030_3a30_303a_3030;
    if ((digits.wrapping_add(0x7676_0076_7600_7676)) | digits) & 0x8080_0080_8000_8080 != 0 {
        return None;
    }
    let two = |at: u32| ((digits >> at) & 15) * 10 + ((digits >> (at + 8)) & 15);
    let (hour, minute, second) = (two(0), two(24), two(48));
    let fits = hour < 24 && minute < 60 && second < 60;
    fits.then_some((hour * 3600 + minute * 60 + second) as i64)
}

/// Days that were read before, by their 10 bytes.
#[derive(Clone, Debug)]
pub struct Days {
    seen: [(u64, u16, i32); Days::LEN],
}

impl Default for Days {
    fn default() -> Days {
        Days { seen: [(0, 0, 0); Days::LEN] }
    }
}

impl Days {
    const LEN: usize = 64;

    /// A cell `2026-02-05`, `2026-02-05 22:58` or `2026-02-05 22:58:53` as a packed time (records.rs);
    /// other orders of day and month as `read_day` reads the first 10 bytes, which gives the day's number.
    #[inline(always)]
    pub fn time(
        &mut self,
        text: &[u8],
        start: usize,
        end: usize,
        read_day: impl FnOnce(&[u8]) -> Option<i32>,
    ) -> Option<i64> {
        let (second, unit) = match end.wrapping_sub(start) {
            19 => (clock(text, end)?, 2),
            16 => (short_clock(text, end)?, 1),
            10 => (0, 0),
            _ => return None,
        };
        if unit != 0 && *text.get(start + 10)? != b' ' {
            return None;
        }
        let day = text.get(start..start + 10)?;
        let first = u64::from_le_bytes(*day.first_chunk()?);
        let last = u16::from_le_bytes(*day.last_chunk()?);
        let at =
            ((first ^ (u64::from(last) << 40)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 58) as usize;
        let known = self.seen.get_mut(at)?;
        if (known.0, known.1) != (first, last) {
            *known = (first, last, read_day(day)?);
        }
        Some((i64::from(known.2) * SECONDS_PER_DAY + second) * 4 + unit)
    }
}

/// `22:58` before `end`, in seconds of the day.
#[inline(always)]
fn short_clock(text: &[u8], end: usize) -> Option<i64> {
    let [h, i, mark, m, n] = *text.get(..end)?.last_chunk::<5>()?;
    let digit = |byte: u8| byte.is_ascii_digit().then(|| i64::from(byte - b'0'));
    let (hour, minute) = (digit(h)? * 10 + digit(i)?, digit(m)? * 10 + digit(n)?);
    (mark == b':' && hour < 24 && minute < 60).then_some(hour * 3600 + minute * 60)
}

/// Whether a cell is digits and nothing else: an id as R30 wants it, kept as text.
#[inline(always)]
pub fn is_digits(cell: &[u8]) -> bool {
    let Some(last) = cell.last_chunk::<8>() else {
        return !cell.is_empty() && cell.iter().all(u8::is_ascii_digit);
    };
    let others = |word: &[u8; 8]| eight_digits(u64::from_le_bytes(*word)).1;
    let words = cell.as_chunks::<8>().0.iter();
    words.fold(others(last), |sum, word| sum | others(word)) == 0
}
