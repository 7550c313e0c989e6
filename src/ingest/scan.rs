//! Where cells end: a delimited text scanned 64 bytes at a time.
//!
//! In: bytes that begin at the start of a row. Out: where every cell begins (behind each delimiter or line
//! break outside quotes), whether quotes stand where a writer puts them, and how many line breaks were
//! passed. Knows nothing of columns, encodings or values.
//!
//! Invariant: the answer does not depend on which of the two implementations of `lanes` is built;
//! the tests compare them with each other and with a reader that looks at one byte at a time.
//!
//! Without `unsafe`: lanes are made from 8-byte words, which the compiler turns into one load.

/// Bytes classified at a time.
const BLOCK: usize = 64;

/// Blocks after which a byte-wide tally is emptied: each block adds at most 4 to one of its lanes.
const TALLY_BLOCKS: usize = 63;

/// Where cells begin, and what was seen on the way.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    /// The first cell's start, then the offset behind each separator; only the first `len` count.
    starts: Vec<u32>,
    len: usize,
    /// Line feeds and carriage returns, those inside quotes included.
    pub line_breaks: u64,
    /// Whether a byte below a line feed was seen, of all texts: a tab, a zero, or what no text has.
    pub has_low: bool,
    state: State,
}

/// What one block leaves to the next: all bits set or the lowest bit, as the masks need them.
#[derive(Clone, Copy, Debug, Default)]
struct State {
    /// All ones inside quotes.
    inside: u64,
    /// 1 when the block ended with a closing quote.
    closed: u64,
    /// 1 when it ended with a separator or the text begins here.
    separated: u64,
    /// Bits of quotes that stood where none may, of all blocks together.
    stray: u64,
}

/// Quotes and separators of one block, one bit a byte, the first byte lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Masks {
    quotes: u64,
    separators: u64,
}

impl Scan {
    /// Cell `k` stands at `starts()[k]..starts()[k + 1] - 1`; behind the last start stands a cell whose
    /// end has not been seen.
    pub fn starts(&self) -> &[u32] {
        self.starts.get(..self.len).unwrap_or_default()
    }

    /// Begins at `offset`, the start of a row, outside quotes.
    pub fn restart(&mut self, offset: usize) {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        if let Some(first) = self.starts.first_mut() {
            *first = offset as u32;
        }
        self.len = 1;
        self.line_breaks = 0;
        self.state = State { separated: 1, ..State::default() };
    }

    /// Forgets the first `cells` cells: they have been read.
    pub fn forget(&mut self, cells: usize) {
        let cells = cells.min(self.len.saturating_sub(1));
        self.starts.copy_within(cells..self.len, 0);
        self.len -= cells;
    }

    /// Whether every quote so far opens a cell, closes one, or is one of a pair inside it. A text that
    /// fails this is for the tolerant reader.
    pub fn is_sound(&self) -> bool {
        self.state.stray == 0
    }

    /// Scans `bytes`, which stand at `offset` behind those scanned before. All calls but the last must
    /// bring a multiple of 64 bytes.
    pub fn scan(&mut self, bytes: &[u8], offset: usize, delimiter: u8) {
        let (blocks, rest) = bytes.as_chunks::<BLOCK>();
        let needed = self.len + bytes.len() + BLOCK;
        if self.starts.len() < needed {
            self.starts.resize(needed, 0);
        }
        // Locals, not fields: what changes with every block has to stay in registers.
        let mut state = self.state;
        let mut room = self.starts.get_mut(self.len..).unwrap_or_default();
        let mut found = 0;
        let mut base = offset as u32 + 1;
        for group in blocks.chunks(TALLY_BLOCKS) {
            let mut tally = lanes::Tally::default();
            for block in group {
                let masks = lanes::classify(block, delimiter, &mut tally);
                let count = keep(state.outside_quotes(masks, u64::MAX), base, room);
                room = room.get_mut(count..).unwrap_or_default();
                found += count;
                base += BLOCK as u32;
            }
            self.line_breaks += tally.total();
            self.has_low |= tally.has_low();
        }
        if !rest.is_empty() {
            let mut block = [0; BLOCK];
            for (to, from) in block.iter_mut().zip(rest) {
                *to = *from;
            }
            let mut tally = lanes::Tally::default();
            let masks = lanes::classify(&block, delimiter, &mut tally);
            let separators = state.outside_quotes(masks, (1 << rest.len()) - 1);
            found += keep(separators, base, room);
            self.line_breaks += tally.total();
            self.has_low |= rest.iter().any(|byte| *byte < b'\n');
        }
        self.state = state;
        self.len += found;
    }
}

/// Writes `base` plus the number of each bit set; how many that were.
#[inline(always)]
fn keep(mut separators: u64, base: u32, room: &mut [u32]) -> usize {
    let count = separators.count_ones() as usize;
    let Some(room) = room.first_chunk_mut::<BLOCK>() else { return 0 };
    // Eight at a time whether they are there or not: a branch a separator would cost more.
    for eight in room.as_chunks_mut::<8>().0 {
        for start in eight {
            *start = base.wrapping_add(separators.trailing_zeros());
            separators &= separators.wrapping_sub(1);
        }
        if separators == 0 {
            break;
        }
    }
    count
}

impl State {
    /// Separators outside quotes; notes quotes that stand where none may.
    #[inline(always)]
    fn outside_quotes(&mut self, Masks { quotes, separators }: Masks, valid: u64) -> u64 {
        let inside = prefix_xor(quotes) ^ self.inside;
        let separators = separators & !inside;
        let (opening, closing) = (quotes & inside, quotes & !inside);
        // A quote opens after a separator, or again after the quote that closed (a doubled quote) …
        let may_open = (separators << 1) | self.separated | (closing << 1) | self.closed;
        // … and what follows a closing quote is a separator or that second quote.
        let after_closing = (closing << 1) | self.closed;
        let stray = (opening & !may_open) | (after_closing & !(separators | opening));
        self.stray |= stray & valid;
        self.inside = ((inside as i64) >> 63) as u64;
        self.closed = closing >> 63;
        self.separated = separators >> 63;
        separators
    }
}

/// Bit i of the result is the parity of bits 0 to i: set from an opening quote to before its closing one.
#[inline(always)]
const fn prefix_xor(mut bits: u64) -> u64 {
    bits ^= bits << 1;
    bits ^= bits << 2;
    bits ^= bits << 4;
    bits ^= bits << 8;
    bits ^= bits << 16;
    bits ^ (bits << 32)
}

/// Counts cells and line breaks outside quotes and keeps nothing: what the benchmarks take as the limit
/// of what a reader of this text can reach.
pub fn count_structure(bytes: &[u8], delimiter: u8) -> (u64, u64) {
    let (mut cells, mut inside) = (0u64, 0u64);
    let mut breaks = 0;
    for group in bytes.as_chunks::<BLOCK>().0.chunks(TALLY_BLOCKS) {
        let mut tally = lanes::Tally::default();
        for block in group {
            let masks = lanes::classify(block, delimiter, &mut tally);
            let within = prefix_xor(masks.quotes) ^ inside;
            inside = ((within as i64) >> 63) as u64;
            cells += u64::from((masks.separators & !within).count_ones());
        }
        breaks += tally.total();
    }
    (cells, breaks)
}

/// The 8-byte words of a block.
#[inline(always)]
fn words(block: &[u8; BLOCK]) -> [u64; 8] {
    let mut words = [0; 8];
    for (word, bytes) in words.iter_mut().zip(block.as_chunks::<8>().0) {
        *word = u64::from_le_bytes(*bytes);
    }
    words
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use simd128 as lanes;
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
use swar as lanes;

/// WebAssembly, 16 bytes at a time.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd128 {
    use super::{BLOCK, Masks, words};
    use core::arch::wasm32::*;

    pub struct Tally {
        breaks: v128,
        low: v128,
    }

    impl Default for Tally {
        fn default() -> Tally {
            Tally { breaks: u8x16_splat(0), low: u8x16_splat(0) }
        }
    }

    impl Tally {
        pub fn total(&self) -> u64 {
            let sums = u32x4_extadd_pairwise_u16x8(u16x8_extadd_pairwise_u8x16(self.breaks));
            let [a, b] = [u64x2_extract_lane::<0>(sums), u64x2_extract_lane::<1>(sums)];
            (a & 0xffff_ffff) + (a >> 32) + (b & 0xffff_ffff) + (b >> 32)
        }

        pub fn has_low(&self) -> bool {
            v128_any_true(self.low)
        }
    }

    #[inline(always)]
    pub fn classify(block: &[u8; BLOCK], delimiter: u8, tally: &mut Tally) -> Masks {
        let words = words(block);
        let (quote, comma) = (u8x16_splat(b'"'), u8x16_splat(delimiter));
        let (feed, carriage) = (u8x16_splat(b'\n'), u8x16_splat(b'\r'));
        let mut masks = Masks { quotes: 0, separators: 0 };
        for (i, [low, high]) in words.as_chunks::<2>().0.iter().enumerate() {
            let bytes = u64x2(*low, *high);
            let breaks = v128_or(u8x16_eq(bytes, feed), u8x16_eq(bytes, carriage));
            let separators = v128_or(breaks, u8x16_eq(bytes, comma));
            tally.breaks = u8x16_sub(tally.breaks, breaks);
            tally.low = v128_or(tally.low, u8x16_lt(bytes, feed));
            masks.quotes |= u64::from(u8x16_bitmask(u8x16_eq(bytes, quote))) << (i * 16);
            masks.separators |= u64::from(u8x16_bitmask(separators)) << (i * 16);
        }
        masks
    }
}

/// Everywhere else: 8 bytes at a time in one word.
#[allow(dead_code)] // built on every target so that the tests compare it
mod swar {
    use super::{BLOCK, Masks, words};

    const LOW: u64 = 0x0101_0101_0101_0101;
    const SEVEN: u64 = LOW * 0x7f;

    #[derive(Default)]
    pub struct Tally {
        breaks: u64,
        low: u64,
    }

    impl Tally {
        pub fn total(&self) -> u64 {
            self.breaks
        }

        pub fn has_low(&self) -> bool {
            self.low != 0
        }
    }

    /// The high bit of each of the 8 bytes that stands before a line feed.
    #[inline(always)]
    fn below_feed(word: u64) -> u64 {
        !(((word & SEVEN) + LOW * (0x80 - b'\n' as u64)) | word | SEVEN)
    }

    /// One bit for each of the 8 bytes that equals `byte`.
    #[inline(always)]
    fn equal(word: u64, byte: u8) -> u64 {
        let differing = word ^ (LOW * u64::from(byte));
        let is_zero = !(((differing & SEVEN) + SEVEN) | differing | SEVEN);
        (is_zero >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
    }

    #[inline(always)]
    pub fn classify(block: &[u8; BLOCK], delimiter: u8, tally: &mut Tally) -> Masks {
        let mut masks = Masks { quotes: 0, separators: 0 };
        for (i, word) in words(block).into_iter().enumerate() {
            let breaks = equal(word, b'\n') | equal(word, b'\r');
            tally.breaks += u64::from(breaks.count_ones());
            tally.low |= below_feed(word);
            masks.quotes |= equal(word, b'"') << (i * 8);
            masks.separators |= (breaks | equal(word, delimiter)) << (i * 8);
        }
        masks
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// One byte at a time, as the law is told: offsets, line breaks, soundness.
    fn plainly(bytes: &[u8], delimiter: u8) -> (Vec<u32>, u64, bool) {
        let (mut starts, mut breaks, mut sound) = (vec![0], 0, true);
        let (mut inside, mut separated, mut closed) = (false, true, false);
        for (i, &byte) in bytes.iter().enumerate() {
            let is_break = matches!(byte, b'\n' | b'\r');
            breaks += u64::from(is_break);
            match byte {
                b'"' if inside => (inside, closed, separated) = (false, true, false),
                b'"' => {
                    sound &= separated || closed;
                    (inside, closed, separated) = (true, false, false);
                }
                _ if inside => {}
                _ if is_break || byte == delimiter => {
                    starts.push(i as u32 + 1);
                    (separated, closed) = (true, false);
                }
                _ => {
                    sound &= !closed;
                    (separated, closed) = (false, false);
                }
            }
        }
        (starts, breaks, sound)
    }

    fn text() -> impl Strategy<Value = Vec<u8>> {
        let byte = prop_oneof![
            3 => Just(b','), 3 => Just(b'"'), 2 => Just(b'\n'), 1 => Just(b'\r'),
            1 => Just(b'\t'), 6 => Just(b'a'), 1 => any::<u8>()
        ];
        proptest::collection::vec(byte, 0..400)
    }

    proptest! {
        #[test]
        fn finds_what_a_byte_at_a_time_finds(bytes in text(), delimiter in prop_oneof![Just(b','), Just(b'\t')]) {
            let mut scan = Scan::default();
            scan.restart(0);
            scan.scan(&bytes, 0, delimiter);
            let (starts, breaks, sound) = plainly(&bytes, delimiter);
            prop_assert_eq!(scan.starts(), &starts[..]);
            prop_assert_eq!(scan.line_breaks, breaks);
            prop_assert_eq!(scan.is_sound(), sound);
            prop_assert_eq!(scan.has_low, bytes.iter().any(|&byte| byte < b'\n'));
        }

        #[test]
        fn scanning_in_parts_is_scanning_at_once(bytes in text(), cut in 0usize..6) {
            let cut = (cut * BLOCK).min(bytes.len() / BLOCK * BLOCK);
            let (mut whole, mut parts) = (Scan::default(), Scan::default());
            whole.restart(0);
            whole.scan(&bytes, 0, b',');
            parts.restart(0);
            parts.scan(&bytes[..cut], 0, b',');
            parts.scan(&bytes[cut..], cut, b',');
            prop_assert_eq!(whole.starts(), parts.starts());
            prop_assert_eq!(whole.line_breaks, parts.line_breaks);
            prop_assert_eq!(whole.is_sound(), parts.is_sound());
        }

        #[test]
        fn every_implementation_classifies_alike(bytes in proptest::array::uniform32(any::<u8>()), delimiter in any::<u8>()) {
            let mut block = [b'"'; BLOCK];
            block[16..48].copy_from_slice(&bytes);
            let (mut one, mut other) = (lanes::Tally::default(), swar::Tally::default());
            prop_assert_eq!(
                lanes::classify(&block, delimiter, &mut one),
                swar::classify(&block, delimiter, &mut other)
            );
            prop_assert_eq!(one.total(), other.total());
            prop_assert_eq!(one.has_low(), other.has_low());
        }
    }
}
