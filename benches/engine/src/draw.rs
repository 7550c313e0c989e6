//! Row 8 of the goals: charges drawn from credits, in order, to the last unit.
//!
//! The script writes charges and credits into columns here (not timed); `draw_run` turns windows into
//! charge indices, builds the plan and replays it (timed); `draw_answer` prints what the rivals print too.

use ad_credit_tracker::account::plan::{Action, Link, Lot, Plan};
use ad_credit_tracker::account::replay::replay;
use ad_credit_tracker::account::state::{Charges, Eligibility, Payer, Replay, Yes};
use ad_credit_tracker::calendar::LocalTime;
use ad_credit_tracker::options::BillingSetup;
use std::cell::RefCell;

/// A free credit, in [`Given::links`].
const FREE: u32 = u32::MAX;

/// Credits stand in paying order.
#[derive(Default)]
struct Given {
    times: Vec<i64>,
    amounts: Vec<i64>,
    campaigns: Vec<u32>,
    campaign_count: u32,
    faces: Vec<i64>,
    starts: Vec<i64>,
    ends: Vec<i64>,
    /// The one campaign that a credit is assigned to, or [`FREE`].
    links: Vec<u32>,
    charges: Charges,
    done: Replay,
    answer: String,
}

thread_local! {
    static GIVEN: RefCell<Given> = RefCell::default();
}

fn with<T>(act: impl FnOnce(&mut Given) -> T) -> T {
    GIVEN.with_borrow_mut(act)
}

/// Makes room for so many charges and credits.
#[unsafe(no_mangle)]
pub extern "C" fn draw_begin(charges: usize, credits: usize, campaigns: u32) {
    with(|given| {
        *given = Given {
            times: vec![0; charges],
            amounts: vec![0; charges],
            campaigns: vec![0; charges],
            campaign_count: campaigns,
            faces: vec![0; credits],
            starts: vec![0; credits],
            ends: vec![0; credits],
            links: vec![FREE; credits],
            ..Given::default()
        };
    });
}

/// Where a column stands, by its place in [`Given`].
#[unsafe(no_mangle)]
pub extern "C" fn draw_column(at: u32) -> *mut u8 {
    with(|given| match at {
        0 => given.times.as_mut_ptr().cast(),
        1 => given.amounts.as_mut_ptr().cast(),
        2 => given.campaigns.as_mut_ptr().cast(),
        3 => given.faces.as_mut_ptr().cast(),
        4 => given.starts.as_mut_ptr().cast(),
        5 => given.ends.as_mut_ptr().cast(),
        _ => given.links.as_mut_ptr().cast(),
    })
}

/// Takes the columns as the stream of charges; not timed.
#[unsafe(no_mangle)]
pub extern "C" fn draw_take() {
    with(|given| {
        given.charges = Charges {
            times: given.times.iter().map(|&t| LocalTime::from_seconds(t)).collect(),
            amounts: std::mem::take(&mut given.amounts),
            campaigns: std::mem::take(&mut given.campaigns),
            is_daily: vec![false; given.times.len()],
            ..Charges::default()
        };
    });
}

/// Plans and replays; the number of parts that paid.
#[unsafe(no_mangle)]
pub extern "C" fn draw_run() -> usize {
    with(|given| {
        let plan = plan(given);
        given.done = replay(&plan, &given.charges);
        given.done.splits.len()
    })
}

fn plan(given: &Given) -> Plan {
    let times = &given.charges.times;
    let before = |time: i64| times.partition_point(|t| t.seconds() < time);
    let mut plan = Plan {
        campaign_count: given.campaign_count as usize,
        billing: Some(BillingSetup::Manual),
        order: "given",
        ..Plan::default()
    };
    for (at, &face) in given.faces.iter().enumerate() {
        let (open, end) = (before(given.starts[at]), before(given.ends[at]));
        let link = given.links[at];
        plan.lots.push(Lot {
            open_charge: open,
            end_charge: end,
            links: (link != FREE).then(|| vec![Link::always(link)]),
            eligibility: Eligibility { otherwise: Yes::Yes, ..Eligibility::default() },
            ..Lot::default()
        });
        plan.lot_at.push(at as u32);
        plan.rank_of.push(at as u32);
        plan.events.push((open, Action::Open { lot: at as u32, unused: Some(face) }));
    }
    plan.events.sort_by_key(|(charge, _)| *charge);
    plan
}

/// `credit=… cash=… parts=… hash=…`; its length. It stands at `draw_answer_at`.
#[unsafe(no_mangle)]
pub extern "C" fn draw_answer() -> usize {
    with(|given| {
        let mut hash = 0u32;
        let mut add = |value: u32| hash = (hash ^ value).wrapping_mul(16_777_619);
        for (charge, &end) in given.done.split_starts.iter().skip(1).enumerate() {
            let start = given.done.split_starts[charge];
            for split in &given.done.splits[start as usize..end as usize] {
                add(charge as u32);
                add(match split.payer {
                    Payer::Credit(credit) => credit.0,
                    _ => u32::MAX,
                });
                add((split.micros / 10_000) as u32);
            }
        }
        let done = &given.done;
        let parts = done.splits.len();
        given.answer =
            format!("credit={} cash={} parts={parts} hash={hash:x}", done.by_credit, done.by_cash);
        given.answer.len()
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn draw_answer_at() -> *const u8 {
    with(|given| given.answer.as_ptr())
}
