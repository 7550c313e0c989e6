//! What the benchmarks in `benches/peers` call: bytes in, typed records and totals kept, answer printed.
//!
//! One job at a time, so that the boundary needs no handles: `begin`, then `room` and `push` for each
//! piece, then `records`; `answer` is not timed. `structure` is the bare scan everything is compared with.

pub mod draw;
pub mod import;
pub mod page;
pub mod totals;

use ad_credit_tracker::ingest::records::Records;
use ad_credit_tracker::ingest::scan::count_structure;
use ad_credit_tracker::ingest::{Flavour, FlavourKind};
use std::cell::RefCell;

#[derive(Default)]
struct Job {
    /// What was pushed, as the product keeps it until it is read.
    flavour: Flavour,
    /// The piece at hand, as the boundary of the product copies it.
    piece: Vec<u8>,
    done: Option<(Records, totals::Totals)>,
    set_aside: usize,
    answer: String,
    /// Text for [`job_structure`].
    whole: Vec<u8>,
}

thread_local! {
    static JOB: RefCell<Job> = RefCell::default();
}

fn with<T>(act: impl FnOnce(&mut Job) -> T) -> T {
    JOB.with_borrow_mut(act)
}

/// Starts a job on a file of about `bytes` bytes, or on a pasted text; the one before is forgotten.
#[unsafe(no_mangle)]
pub extern "C" fn job_begin(bytes: usize, is_text: bool) {
    with(|job| {
        job.done = None;
        let kind = if is_text { FlavourKind::Text } else { FlavourKind::File };
        job.flavour = Flavour { kind, bytes: Vec::with_capacity(bytes) };
    });
}

/// Where the next `len` bytes go.
#[unsafe(no_mangle)]
pub extern "C" fn job_room(len: usize) -> *mut u8 {
    with(|job| {
        job.piece.resize(len.max(job.piece.len()), 0);
        job.piece.as_mut_ptr()
    })
}

/// Takes the `len` bytes written to the room.
#[unsafe(no_mangle)]
pub extern "C" fn job_push(len: usize) {
    with(|job| job.flavour.bytes.extend(job.piece.get(..len).unwrap_or_default()));
}

/// Reads all of it; the number of records, 0 when it was not read.
#[unsafe(no_mangle)]
pub extern "C" fn job_records() -> u32 {
    with(|job| {
        let Some((records, bad)) = import::records(std::mem::take(&mut job.flavour)) else {
            return 0;
        };
        let count = records.len() as u32;
        job.set_aside = bad;
        job.done = Some((records, totals::Totals::default()));
        count
    })
}

/// Adds up; the number of totals.
#[unsafe(no_mangle)]
pub extern "C" fn job_add_up() -> u32 {
    with(|job| {
        let Some((records, totals)) = &mut job.done else { return 0 };
        *totals = totals::totals(records).unwrap_or_default();
        totals.by_day.len() as u32
    })
}

/// Writes the answer; its length. It stands at `answer_at`.
#[unsafe(no_mangle)]
pub extern "C" fn job_answer() -> usize {
    with(|job| {
        let Some((records, totals)) = &job.done else { return 0 };
        job.answer = format!("bad={} {}", job.set_aside, totals::shown(records, totals));
        job.answer.len()
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn job_answer_at() -> *const u8 {
    with(|job| job.answer.as_ptr())
}

/// Room for a whole text of `len` bytes.
#[unsafe(no_mangle)]
pub extern "C" fn job_whole(len: usize) -> *mut u8 {
    with(|job| {
        job.whole = vec![0; len];
        job.whole.as_mut_ptr()
    })
}

/// Scans the whole text for cells and line breaks; the number of cells.
#[unsafe(no_mangle)]
pub extern "C" fn job_structure() -> u32 {
    with(|job| {
        let (cells, breaks) = count_structure(&job.whole, b',');
        std::hint::black_box(breaks);
        cells as u32
    })
}
