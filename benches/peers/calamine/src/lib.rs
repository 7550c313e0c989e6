//! Job J on a workbook by calamine, as somebody would write it who wants it fast: the range of the sheet kept
//! as calamine's typed cells, amounts as thousandths in `i64`, texts numbered, totals under one number.

use calamine::{Data, DataRef, Reader, Xlsx};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::io::Cursor;

const TIME: usize = 1;
const CAMPAIGN: usize = 4;
const TYPE: usize = 6;
const SOURCE: usize = 7;
const CREDIT: usize = 8;
const AMOUNT: usize = 9;
const CURRENCY: usize = 10;
const STATUS: usize = 11;

thread_local! {
    static BYTES: RefCell<Vec<u8>> = const { RefCell::new(vec![]) };
    static DONE: RefCell<Option<Job>> = const { RefCell::new(None) };
    static ANSWER: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Rows as they are kept, and what was added up.
#[derive(Default)]
pub struct Job {
    rows: Vec<Row>,
    texts: Texts,
    totals: FxHashMap<(u32, u32, u32, u32), (i64, u32)>,
    credits: FxHashMap<(u32, u32), (i64, i64)>,
}

/// All twelve columns, typed.
struct Row {
    /// Seconds since 1970.
    time: i64,
    thousandths: i64,
    texts: [u32; 12],
}

#[derive(Default)]
struct Texts {
    ids: FxHashMap<String, u32>,
    list: Vec<String>,
}

impl Texts {
    fn id(&mut self, text: &str) -> u32 {
        if let Some(id) = self.ids.get(text) {
            return *id;
        }
        let id = self.list.len() as u32;
        self.ids.insert(text.to_owned(), id);
        self.list.push(text.to_owned());
        id
    }
}

/// Cell by cell, texts borrowed: the fastest that calamine offers.
pub fn by_cells(bytes: &[u8]) -> Option<Job> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).ok()?;
    let sheet = book.sheet_names().into_iter().next()?;
    let mut cells = book.worksheet_cells_reader(&sheet).ok()?;
    let empty = || std::array::from_fn::<DataRef, 12, _>(|_| DataRef::Empty);
    let (mut job, mut row, mut at) = (Job::default(), empty(), 0);
    while let Some(cell) = cells.next_cell().ok()? {
        let (line, column) = cell.get_position();
        if line != at {
            if at > 0 {
                job.add(|column| text_of(&row[column]), number_of(&row[AMOUNT]))?;
            }
            (row, at) = (empty(), line);
        }
        *row.get_mut(column as usize)? = cell.get_value().clone();
    }
    job.add(|column| text_of(&row[column]), number_of(&row[AMOUNT]))?;
    Some(job)
}

/// By `worksheet_range`, as calamine's own examples do.
pub fn by_range(bytes: &[u8]) -> Option<Job> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).ok()?;
    let range = book.worksheet_range_at(0)?.ok()?;
    let mut job = Job::default();
    for row in range.rows().skip(1) {
        let text = |column: usize| match &row[column] {
            Data::String(text) => text.as_str(),
            _ => "",
        };
        let amount = match &row[AMOUNT] {
            Data::Float(amount) => Some(*amount),
            Data::Int(amount) => Some(*amount as f64),
            _ => None,
        };
        job.add(text, amount)?;
    }
    Some(job)
}

fn text_of<'c>(cell: &'c DataRef) -> &'c str {
    match cell {
        DataRef::String(text) => text,
        DataRef::SharedString(text) => text,
        _ => "",
    }
}

fn number_of(cell: &DataRef) -> Option<f64> {
    match cell {
        DataRef::Float(amount) => Some(*amount),
        DataRef::Int(amount) => Some(*amount as f64),
        _ => None,
    }
}

impl Job {
    fn add<'c>(&mut self, text: impl Fn(usize) -> &'c str, amount: Option<f64>) -> Option<()> {
        let thousandths = (amount? * 1000.0).round() as i64;
        let time = text(TIME);
        let texts = std::array::from_fn(|column| match column {
            TIME | AMOUNT => 0,
            _ => self.texts.id(text(column)),
        });
        let day = day(time.get(..10)?)?;
        let two = |at: usize| time.get(at..at + 2)?.parse::<i64>().ok();
        let seconds = i64::from(day) * 86_400 + two(11)? * 3600 + two(14)? * 60 + two(17)?;
        self.rows.push(Row { time: seconds, thousandths, texts });
        if text(STATUS) != "Success" || text(SOURCE) != "Ad credit" {
            return Some(());
        }
        let kind = text(TYPE);
        if !matches!(kind, "Ad spend" | "Refund" | "Ad Credit") {
            return Some(());
        }
        let credit = self.credits.entry((texts[CREDIT], texts[CURRENCY])).or_default();
        if kind == "Ad Credit" {
            credit.1 += thousandths;
            return Some(());
        }
        credit.0 += thousandths;
        let key = (texts[CREDIT], texts[CAMPAIGN], day as u32, texts[CURRENCY]);
        let total = self.totals.entry(key).or_default();
        total.0 += thousandths;
        total.1 += 1;
        Some(())
    }

    pub fn answer(&self) -> String {
        let mut hash = 0u32;
        for ((credit, campaign, day, currency), (amount, count)) in &self.totals {
            let text = |id: &u32| self.texts.list[*id as usize].as_str();
            let (credit, campaign, currency) = (text(credit), text(campaign), text(currency));
            let (day, amount) = (date(*day as i32), plain(*amount));
            let line = format!("{credit}|{campaign}|{day}|{currency}|{amount}|{count}");
            let mix = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
            hash = hash.wrapping_add(line.bytes().fold(0x811c_9dc5, mix));
        }
        let sum = |pick: fn(&(i64, i64)) -> i64| plain(self.credits.values().map(pick).sum());
        // Both columns that nothing was added up from are looked at, so that they are kept.
        let kept: i64 =
            self.rows.iter().map(|r| r.time ^ r.thousandths ^ i64::from(r.texts[0])).sum();
        std::hint::black_box(kept);
        format!(
            "bad=0 rows={} groups={} credits={} spent={} granted={} totals={hash:08x}",
            self.rows.len(),
            self.totals.len(),
            self.credits.len(),
            sum(|c| c.0),
            sum(|c| c.1),
        )
    }
}

/// Thousandths as a plain decimal.
fn plain(thousandths: i64) -> String {
    let (sign, whole) = (if thousandths < 0 { "-" } else { "" }, thousandths.unsigned_abs());
    let text = format!("{sign}{}.{:03}", whole / 1000, whole % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Days since 1970 of `2026-01-31` (Howard Hinnant's civil calendar).
fn day(text: &str) -> Option<i32> {
    let (y, m, d): (i32, i32, i32) =
        (text.get(..4)?.parse().ok()?, text.get(5..7)?.parse().ok()?, text.get(8..)?.parse().ok()?);
    let y = y - i32::from(m <= 2);
    let (era, yoe) = (y.div_euclid(400), y.rem_euclid(400));
    let doy = (153 * ((m + 9) % 12) + 2) / 5 + d - 1;
    Some(era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468)
}

fn date(day: i32) -> String {
    let z = day + 719_468;
    let (era, doe) = (z.div_euclid(146_097), z.rem_euclid(146_097));
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let (d, m) = (doy - (153 * mp + 2) / 5 + 1, if mp < 10 { mp + 3 } else { mp - 9 });
    format!("{:04}-{m:02}-{d:02}", yoe + era * 400 + i32::from(m <= 2))
}

/// Room for a workbook of `len` bytes.
#[unsafe(no_mangle)]
pub extern "C" fn book_room(len: usize) -> *mut u8 {
    DONE.take();
    BYTES.with_borrow_mut(|bytes| {
        *bytes = vec![0; len];
        bytes.as_mut_ptr()
    })
}

/// Reads and adds up; the number of rows, 0 when it failed. `way`: 0 `worksheet_range`, 1 cell by cell.
#[unsafe(no_mangle)]
pub extern "C" fn book_read(way: u32) -> u32 {
    let done = BYTES.with_borrow(|bytes| match way {
        0 => by_range(bytes),
        _ => by_cells(bytes),
    });
    let count = done.as_ref().map_or(0, |job| job.rows.len());
    DONE.set(done);
    count as u32
}

#[unsafe(no_mangle)]
pub extern "C" fn job_answer() -> usize {
    let text = DONE.with_borrow(|done| done.as_ref().map(Job::answer).unwrap_or_default());
    ANSWER.set(text);
    ANSWER.with_borrow(String::len)
}

#[unsafe(no_mangle)]
pub extern "C" fn job_answer_at() -> *const u8 {
    ANSWER.with_borrow(|answer| answer.as_ptr())
}
