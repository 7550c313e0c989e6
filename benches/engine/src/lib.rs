//! What the benchmarks in `benches/peers` call: bytes in, typed records and totals kept, answer printed.
//!
//! One job at a time, so that the boundary needs no handles: `begin`, then `room` and `read` for each
//! piece, then `finish`; `answer` is not timed. `structure` is the bare scan everything is compared with.

pub mod book;
pub mod draw;
pub mod page;
pub mod reader;
pub mod totals;

use ad_credit_tracker::ingest::fast::FastRoad;
use ad_credit_tracker::ingest::records::Records;
use ad_credit_tracker::ingest::scan::count_structure;
use std::cell::RefCell;

#[derive(Default)]
struct Job {
    road: Option<FastRoad<reader::Transactions>>,
    done: Option<(Records, totals::Totals)>,
    set_aside: usize,
    answer: String,
    /// Text for [`structure`].
    whole: Vec<u8>,
}

thread_local! {
    static JOB: RefCell<Job> = RefCell::default();
}

fn with<T>(act: impl FnOnce(&mut Job) -> T) -> T {
    JOB.with_borrow_mut(act)
}

/// Starts a job on a text of `bytes` bytes; the one before is forgotten.
#[unsafe(no_mangle)]
pub extern "C" fn job_begin(bytes: u32) {
    with(|job| {
        job.done = None;
        job.road = Some(reader::road(bytes.into()));
    });
}

/// Where the next `len` bytes go.
#[unsafe(no_mangle)]
pub extern "C" fn job_room(len: usize) -> *mut u8 {
    with(|job| job.road.as_mut().map_or(std::ptr::null_mut(), |road| road.room(len).as_mut_ptr()))
}

/// Reads the `len` bytes written to `room`; 0 unless the layout was contradicted.
#[unsafe(no_mangle)]
pub extern "C" fn job_read(len: usize) -> u32 {
    with(|job| job.road.as_mut().map_or(1, |road| u32::from(road.read(len).is_err())))
}

/// Ends the reading; the number of records, 0 when the layout was contradicted.
#[unsafe(no_mangle)]
pub extern "C" fn job_records() -> u32 {
    with(|job| {
        let Some(Ok((records, reader))) = job.road.take().map(FastRoad::finish) else { return 0 };
        let count = records.len() as u32;
        job.set_aside = reader.set_aside;
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

/// Room for the `len` bytes of a workbook.
#[unsafe(no_mangle)]
pub extern "C" fn book_room(len: usize) -> *mut u8 {
    with(|job| {
        job.done = None;
        job.whole = vec![0; len];
        job.whole.as_mut_ptr()
    })
}

/// Reads the workbook; the number of records, 0 when it was not read. [`job_add_up`] follows.
#[unsafe(no_mangle)]
pub extern "C" fn book_read() -> u32 {
    with(|job| {
        let Some((records, bad)) = book::records(std::mem::take(&mut job.whole)) else { return 0 };
        let count = records.len() as u32;
        job.set_aside = bad;
        job.done = Some((records, totals::Totals::default()));
        count
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
