//! Zip archives → streams of bytes, defensively.
//!
//! Only the central directory is believed, and of it only what can be checked: where an entry's packed
//! bytes lie. Sizes it states are ignored; unpacking is a stream with limits, so that memory does not
//! depend on what an archive claims. Archives whose entries overlap are bombs and are refused.

use std::io::{self, BufRead, Read};
use zlib_rs::{Inflate, InflateFlush, Status};

const ENTRIES_MAX: usize = 4_096;
/// Bytes that may come out beyond [`RATIO_MAX`] times what went in.
const UNPACKED_FREE: u64 = 16 << 20;
/// Honest sheets pack 10 to 40 times; bombs a thousand times.
const RATIO_MAX: u64 = 60;
const UNPACKED_MAX: u64 = 1_500 << 20;
/// Longest run without a `<`: a cell holds 32,767 characters, each at most seven bytes as a reference.
const TEXT_RUN_MAX: usize = 256 << 10;
const CHUNK_BYTES: usize = 32 * 1024;
/// Distances in a zip reach 2 to the power of so many bytes back.
const WINDOW_BITS: u8 = 15;

/// Why an archive cannot be read: key of a message.
pub(super) type Refusal = &'static str;

pub(super) struct Archive<'b> {
    bytes: &'b [u8],
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    is_packed: bool,
    start: usize,
    end: usize,
}

impl<'b> Archive<'b> {
    pub fn open(bytes: &'b [u8]) -> Result<Archive<'b>, Refusal> {
        let tail = bytes.len().saturating_sub(65_557);
        let end = memchr::memmem::rfind(bytes.get(tail..).unwrap_or_default(), b"PK\x05\x06");
        let end = tail + end.ok_or("shape.workbookCut")?;
        let (mut count, mut at) =
            (u16_at(bytes, end + 10) as usize, u32_at(bytes, end + 16) as usize);
        if let Some(locator) = end.checked_sub(20)
            && (count == 0xffff || at == 0xffff_ffff)
            && u32_at(bytes, locator) == 0x0706_4b50
        {
            // Some writers use the larger form without need.
            let large = u64_at(bytes, locator + 8) as usize;
            count = u64_at(bytes, large.saturating_add(32)) as usize;
            at = u64_at(bytes, large.saturating_add(48)) as usize;
        }
        if count > ENTRIES_MAX {
            return Err("shape.workbookBomb");
        }
        let mut entries = Vec::with_capacity(count);
        for _ in 0..count {
            let (entry, next) = Entry::read(bytes, at)?;
            entries.extend(entry);
            at = next;
        }
        let mut spans: Vec<(usize, usize)> = entries.iter().map(|e| (e.start, e.end)).collect();
        spans.sort_unstable();
        if spans.windows(2).any(|pair| matches!(pair, [(_, end), (start, _)] if start < end)) {
            return Err("shape.workbookBomb");
        }
        Ok(Archive { bytes, entries })
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.name.as_str())
    }

    /// The unpacked bytes of the entry called `name`, as a stream.
    pub fn stream(&self, name: &str) -> Option<Unpacked<'b>> {
        let entry = self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))?;
        let packed = self.bytes.get(entry.start..entry.end)?;
        Some(Unpacked {
            state: entry.is_packed.then(|| Inflate::new(false, WINDOW_BITS)),
            rest: packed,
            allowed: (UNPACKED_FREE + RATIO_MAX * packed.len() as u64).min(UNPACKED_MAX),
            chunk: vec![0; CHUNK_BYTES],
            from: 0,
            until: 0,
            run: 0,
            is_done: false,
        })
    }
}

impl Entry {
    /// The entry whose central header stands at `at`, if it is a file, and where the next one stands.
    fn read(bytes: &[u8], at: usize) -> Result<(Option<Entry>, usize), Refusal> {
        const CUT: Refusal = "shape.workbookCut";
        let header = at.checked_add(46).and_then(|end| bytes.get(at..end)).ok_or(CUT)?;
        if u32_at(header, 0) != 0x0201_4b50 {
            return Err(CUT);
        }
        let (flags, method) = (u16_at(header, 8), u16_at(header, 10));
        let name_len = u16_at(header, 28) as usize;
        let next = at + 46 + name_len + u16_at(header, 30) as usize + u16_at(header, 32) as usize;
        let name = bytes.get(at + 46..at + 46 + name_len).ok_or(CUT)?;
        let name = String::from_utf8_lossy(name).replace('\\', "/");
        if name.ends_with('/') {
            return Ok((None, next));
        }
        if flags & 1 != 0 {
            return Err("shape.workbookLocked");
        }
        let is_packed = match method {
            0 => false,
            8 => true,
            _ => return Err("shape.workbookPacked"),
        };
        let local = u32_at(header, 42) as usize;
        let local_header =
            local.checked_add(30).and_then(|end| bytes.get(local..end)).ok_or(CUT)?;
        if u32_at(local_header, 0) != 0x0403_4b50 {
            return Err(CUT);
        }
        let names = u16_at(local_header, 26) as usize + u16_at(local_header, 28) as usize;
        let start = local + 30 + names;
        let end = start.checked_add(u32_at(header, 20) as usize).filter(|&end| end <= bytes.len());
        let end = end.ok_or(CUT)?;
        Ok((Some(Entry { name, is_packed, start, end }), next))
    }
}

/// Bytes of an entry as they come out, within limits.
pub(super) struct Unpacked<'b> {
    state: Option<Inflate>,
    rest: &'b [u8],
    allowed: u64,
    chunk: Vec<u8>,
    from: usize,
    until: usize,
    /// Bytes since the last `<`.
    run: usize,
    is_done: bool,
}

impl Unpacked<'_> {
    /// These bytes and nothing behind them.
    pub fn of(bytes: &[u8]) -> Unpacked<'static> {
        let chunk = bytes.to_vec();
        let until = chunk.len();
        Unpacked {
            state: None,
            rest: &[],
            allowed: 0,
            chunk,
            from: 0,
            until,
            run: 0,
            is_done: true,
        }
    }

    /// Puts `bytes` before what is still to come; what was handed out last must have been consumed.
    pub fn put_back(&mut self, bytes: &[u8]) {
        self.until = bytes.len();
        self.from = 0;
        self.chunk.resize(CHUNK_BYTES.max(bytes.len()), 0);
        self.chunk.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    }

    fn refill(&mut self) -> io::Result<()> {
        (self.from, self.until) = (0, 0);
        while self.until == 0 && !self.is_done {
            let (read, written) = match &mut self.state {
                None => {
                    let len = self.rest.len().min(self.chunk.len());
                    let (taken, _) = self.rest.split_at(len);
                    self.chunk.iter_mut().zip(taken).for_each(|(to, from)| *to = *from);
                    self.is_done = len == 0;
                    (len, len)
                }
                Some(state) => {
                    let before = (state.total_in(), state.total_out());
                    let flush = InflateFlush::NoFlush;
                    match state.decompress(self.rest, &mut self.chunk, flush) {
                        Ok(Status::StreamEnd) => self.is_done = true,
                        Ok(_) if (state.total_in(), state.total_out()) != before => {}
                        _ => return Err(refused("shape.workbookCut")),
                    }
                    let (read, written) = before;
                    ((state.total_in() - read) as usize, (state.total_out() - written) as usize)
                }
            };
            self.rest = self.rest.get(read..).unwrap_or_default();
            self.until = written;
        }
        let Some(left) = self.allowed.checked_sub(self.until as u64) else {
            return Err(refused("shape.workbookBomb"));
        };
        self.allowed = left;
        let out = self.chunk.get(..self.until).unwrap_or_default();
        self.run = match memchr::memrchr(b'<', out) {
            Some(at) => out.len() - at,
            None => self.run + out.len(),
        };
        if self.run > TEXT_RUN_MAX {
            return Err(refused("shape.workbookCellLong"));
        }
        Ok(())
    }
}

impl BufRead for Unpacked<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.from >= self.until {
            self.refill()?;
        }
        Ok(self.chunk.get(self.from..self.until).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        self.from = (self.from + amount).min(self.until);
    }
}

impl Read for Unpacked<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let len = ready.len().min(out.len());
        out.iter_mut().zip(ready).for_each(|(to, from)| *to = *from);
        self.consume(len);
        Ok(len)
    }
}

/// A refusal on its way through an `io::Result`.
fn refused(key: Refusal) -> io::Error {
    io::Error::other(Refused(key))
}

/// The refusal inside an error of [`Unpacked`]; anything else is a damaged archive.
pub(super) fn refusal(error: &(dyn std::error::Error + 'static)) -> Refusal {
    let error = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    error.and_then(|inner| inner.downcast_ref::<Refused>()).map_or("shape.workbookCut", |r| r.0)
}

#[derive(Debug)]
struct Refused(Refusal);

impl std::fmt::Display for Refused {
    fn fmt(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
        out.write_str(self.0)
    }
}

impl std::error::Error for Refused {}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    le_at::<2>(bytes, at).map_or(0, u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    le_at::<4>(bytes, at).map_or(0, u32::from_le_bytes)
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    le_at::<8>(bytes, at).map_or(0, u64::from_le_bytes)
}

fn le_at<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..)?.first_chunk::<N>().copied()
}
