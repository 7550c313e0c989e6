//! What to expect of one credit: when it runs out, what is lost at its end, what using it up needs.
//!
//! In: its place in the account, and the paths on which coming charges draw it. Out: [`CreditForecast`]. A
//! credit that nothing draws has no path, and what holds it back says what becomes of it.

use super::draw::{Doubt, Path};
use super::{Basis, DaySpan, Expected, Learned, Setup, between, round_nearest, round_up, span};
use crate::account::state::{AccountState, Credit, CreditIx, Payer, Source};
use crate::calendar::{Day, SECONDS_PER_DAY};
use crate::ingest::exports::Export;
use crate::insight::emptied::Emptied;
use crate::insight::usage::{Gap, Hold, Role, Usage, open_term};
use crate::insight::when_stated;
use crate::money::Amount;
use crate::problem::{Message, keyed};

/// Reports lack the last days, which are not settled (R21); a pace that ends earlier before the copy is old.
const OLD_DAYS: i32 = 3;

/// What is said of a run-out, and the same by a pace that is old.
const OLD_PACE: [(&str, &str); 5] = [
    ("forecast.runs_out", "forecast.runs_out.old"),
    ("forecast.runs_out.on", "forecast.runs_out.on.old"),
    ("forecast.runs_out.or_ends", "forecast.runs_out.or_ends.old"),
    ("forecast.runs_out.open", "forecast.runs_out.open.old"),
    ("forecast.ends_first", "forecast.ends_first.old"),
];

keyed! {
    /// Why no day of running out is expected, in a word.
    NoRunOut {
        /// Nothing draws it.
        NotDrawn = "not_drawn",
        /// Its end comes before.
        EndsFirst = "ends_first",
    }
}

/// What to expect of one credit.
#[derive(Clone, Debug, PartialEq)]
pub struct CreditForecast {
    /// Day on which it is used up; `None`: not expected, or not known (see `message`).
    pub runs_out: Option<DaySpan>,
    /// Unused at its end.
    pub lost: Option<Expected>,
    /// What must be drawn per day from now on to use it up; rounded up to the minor unit.
    pub needed_daily: Option<Amount>,
    pub message: Message,
    /// Why no run-out is expected, where that is known.
    pub no_run_out: Option<NoRunOut>,
    /// The pace that it rests on.
    pub learned: Option<Learned>,
    /// R39: why it may not be drawn at all; its ranges hold that too.
    pub doubt: Option<Doubt>,
    /// Who pays on once it has gone, by the middle path; `None`: it does not go, or that is not known.
    pub then: Option<Payer>,
}

/// What becomes of a credit that nothing draws.
struct Undrawn {
    runs_out: Option<DaySpan>,
    no_run_out: Option<NoRunOut>,
    lost: Option<Expected>,
    message: Message,
}

/// `lot` is its place among those that coming charges draw, which `ahead` has paths of.
pub(super) fn of_credit(
    state: &AccountState,
    usage: &Usage,
    at: CreditIx,
    lot: Option<usize>,
    ahead: Option<(&Setup, &[Path; 3])>,
) -> CreditForecast {
    let credit = state.credit(at);
    let role = usage.credits.get(at.at()).map_or(Role::Unknown, |u| u.role);
    let lives = !matches!(role, Role::Ended | Role::Over(_));
    let needed_daily = credit.filter(|_| lives).and_then(|c| needed_daily(state, c));
    let undrawn = match (undrawn(state, at, role), ahead, lot) {
        (Some(undrawn), ..) => undrawn,
        (None, Some((setup, paths)), Some(lot)) => {
            return CreditForecast { needed_daily, ..drawn(state, credit, setup, paths, lot) };
        }
        // A lot that no lane pays has no pace: nothing was drawn from it, or no date is known.
        _ => {
            let key = match credit.and_then(|c| c.unused) {
                None => "forecast.no_figure",
                Some(_) => match usage.gap {
                    Some(Gap::Uncopied) => "forecast.part",
                    Some(Gap::Unstated) => "forecast.unstated",
                    None => "forecast.not_enough",
                },
            };
            Undrawn { runs_out: None, no_run_out: None, lost: None, message: Message::new(key) }
        }
    };
    let Undrawn { runs_out, no_run_out, lost, message } = undrawn;
    CreditForecast {
        runs_out,
        lost,
        needed_daily,
        message,
        no_run_out,
        learned: None,
        doubt: None,
        then: None,
    }
}

/// What its role alone says; `None`: coming charges draw it.
fn undrawn(state: &AccountState, at: CreditIx, role: Role) -> Option<Undrawn> {
    let credit = state.credit(at);
    let unused = credit.and_then(|c| c.unused).map(|u| u.value);
    let at_its_end = unused.filter(|_| credit.is_some_and(|c| c.window.end.is_some()));
    Some(match role {
        Role::Ended => Undrawn {
            runs_out: None,
            no_run_out: None,
            lost: None,
            message: Message::new("forecast.ended"),
        },
        Role::Over(Emptied { day, .. }) => Undrawn {
            runs_out: Some(DaySpan { from: day, middle: Some(day), to: Some(day) }),
            no_run_out: None,
            lost: Some(Expected::exactly(Amount::ZERO)),
            message: Message::new("forecast.probably_over.on").with("from", day),
        },
        // All of it is lost at its end, if nothing changes; R36, R37: but for what it paid since its copy by our replay.
        Role::Held(hold) if hold != Hold::NotYetValid => Undrawn {
            runs_out: None,
            no_run_out: Some(NoRunOut::NotDrawn),
            lost: at_its_end.map(|all| Expected {
                low: (all - drawn_since_copy(state, at)).max(Amount::ZERO),
                middle: all,
                high: all,
            }),
            message: Message::new("forecast.held").term("why", hold.term()),
        },
        // R39: all of it if it is assigned to nothing, none of it if it is.
        Role::Perhaps if unused.is_some() => Undrawn {
            runs_out: None,
            no_run_out: None,
            lost: at_its_end.map(|all| Expected { low: Amount::ZERO, middle: all, high: all }),
            message: Message::new("forecast.perhaps")
                .term("open", credit.map_or("usage.open.assignment", open_term)),
        },
        _ => return None,
    })
}

/// What any reading says that it paid since the copy that states its unused amount.
fn drawn_since_copy(state: &AccountState, at: CreditIx) -> Amount {
    let seen = state.credit(at).and_then(|credit| credit.unused).map(|unused| unused.as_of);
    let replayed = state.replays.iter().filter_map(|replay| replay.credits.get(at.at()));
    let since = replayed.filter(|one| one.anchor.is_some() && one.anchor == seen);
    since.map(|one| one.drawn_since_anchor).max().unwrap_or_default()
}

/// What the paths of coming charges say.
fn drawn(
    state: &AccountState,
    credit: Option<&Credit>,
    setup: &Setup,
    paths: &[Path; 3],
    lot: usize,
) -> CreditForecast {
    let [slow, middle, fast] =
        paths.each_ref().map(|p| p.lots.get(lot).cloned().unwrap_or_default());
    let today = state.today();
    let runs_out = span([slow.emptied, middle.emptied, fast.emptied]);
    // What is not over yet runs out today at the soonest.
    let runs_out = runs_out.map(|span| span.at_soonest(today));
    let lost = match (fast.lost, middle.lost, slow.lost) {
        (Some(low), Some(middle), Some(high)) => {
            Some(Expected { low, middle, high }.rounded(state))
        }
        _ => None,
    };
    let learned = setup.learned_by(lot);
    // R37: what was never spent may begin at any pace.
    let is_idle = learned.is_some_and(|learned| learned.idle_since().is_some());
    let lost = lost.map(|lost| match lost {
        lost if lost.is_trifle(credit) => Expected::default(),
        Expected { high, .. } if is_idle => Expected { high, ..Expected::default() },
        lost => lost,
    });
    let waited = learned.and_then(|learned| low_if_waited(state, learned, credit?));
    let lost =
        lost.map(|lost| Expected { low: waited.map_or(lost.low, |w| w.min(lost.low)), ..lost });
    let message = message(state, credit, learned, runs_out);
    let has_end = credit.is_some_and(|credit| credit.valid_end.is_some());
    let ends_first = runs_out.is_none() && has_end && !is_idle;
    let no_run_out = ends_first.then_some(NoRunOut::EndsFirst);
    // Lots are numbered by themselves.
    let then = middle.then.map(|payer| match payer {
        Payer::Credit(lot) => {
            setup.inputs.lots.get(lot.at()).map_or(payer, |l| Payer::Credit(l.credit))
        }
        other => other,
    });
    let doubt = setup.inputs.lots.get(lot).and_then(|lot| lot.doubt);
    CreditForecast { runs_out, lost, needed_daily: None, message, no_run_out, learned, doubt, then }
}

/// R37: by one copy of Available alone nobody knows how long a credit waited for another that is gone. What is
/// lost at least, had all that was used been used in a day.
fn low_if_waited(state: &AccountState, learned: Learned, credit: &Credit) -> Option<Amount> {
    let is_known = |source: &Source| source.export == Export::PromotionsNotAvailable;
    if learned.basis != Basis::OneCopy || state.sources.iter().any(is_known) {
        return None;
    }
    let used = state.credits.iter().filter_map(|credit| credit.used);
    let daily: Amount = used.map(|used| used.value).sum();
    let (unused, end) = (credit.unused?, credit.window.end?.in_zone(state.zone));
    let seconds = i128::from(end.seconds_since(unused.as_of).max(0));
    let most = daily.micros().saturating_mul(seconds) / i128::from(SECONDS_PER_DAY);
    Some(round_nearest(Amount::from_micros(unused.value.micros() - most), state).max(Amount::ZERO))
}

/// "27 Nov – 1 Dec", "not before it ends", "probably used up": with the method it rests on.
fn message(
    state: &AccountState,
    credit: Option<&Credit>,
    learned: Option<Learned>,
    runs_out: Option<DaySpan>,
) -> Message {
    let today = state.today();
    let end = credit.and_then(|c| c.valid_end).map(|s| when_stated(state, s));
    let average = learned.is_some_and(|learned| learned.basis == Basis::OneCopy);
    let paused_since = learned.and_then(|learned| learned.paused_since);
    let message = match (runs_out, end) {
        (Some(DaySpan { from, to: None, .. }), _) if let Some(since) = paused_since => {
            Message::new("forecast.paused").with("since", since).with("from", from.max(today))
        }
        (Some(DaySpan { from, to: Some(to), .. }), _) if to < today => {
            between(["forecast.probably_over", "forecast.probably_over.on"], from, to)
        }
        (Some(DaySpan { from, to: Some(to), .. }), _) => {
            let keys = match average {
                true => ["forecast.runs_out.average", "forecast.runs_out.average.on"],
                false => ["forecast.runs_out", "forecast.runs_out.on"],
            };
            between(keys, from.max(today), to)
        }
        (Some(DaySpan { from, .. }), Some(end)) => {
            Message::new("forecast.runs_out.or_ends").with("from", from.max(today)).with("end", end)
        }
        (Some(DaySpan { from, .. }), None) => {
            Message::new("forecast.runs_out.open").with("from", from.max(today))
        }
        (None, _) if let Some(since) = learned.and_then(|learned| learned.idle_since()) => {
            Message::new("forecast.idle").with("since", since)
        }
        (None, Some(end)) if average => {
            Message::new("forecast.ends_first.average").with("end", end)
        }
        (None, Some(end)) => Message::new("forecast.ends_first").with("end", end),
        (None, None) => Message::new("forecast.not_within"),
    };
    let seen = credit.and_then(|c| c.unused).map(|u| u.as_of.on_clock(state.zone).day());
    match learned.zip(seen).filter(|(learned, seen)| learned.until.plus_days(OLD_DAYS) < *seen) {
        Some((learned, _)) => at_old_pace(message, learned.until),
        None => message,
    }
}

/// R37: a pace that tells nothing of the last days before the copy says up to which day it holds.
fn at_old_pace(message: Message, until: Day) -> Message {
    let old = OLD_PACE.iter().find(|(key, _)| *key == message.key).map(|(_, old)| *old);
    match old {
        Some(key) => Message { key, ..message }.with("day", until),
        None => message,
    }
}

/// Unused ÷ days that are left, rounded up to the minor unit.
fn needed_daily(state: &AccountState, credit: &Credit) -> Option<Amount> {
    let end = credit.window.end?;
    let now = state.now.on_clock(state.zone);
    let start = credit.window.start.map_or(now, |start| start.max(now));
    let seconds = end.seconds() - start.seconds();
    let unused = credit.unused?.value;
    if seconds <= 0 || !unused.is_positive() {
        return None;
    }
    // Less than a day is left: all of it today.
    let seconds = i128::from(seconds.max(SECONDS_PER_DAY));
    let daily = unused.micros() * i128::from(SECONDS_PER_DAY);
    let micros = (daily + seconds - 1) / seconds;
    Some(round_up(Amount::from_micros(micros), state))
}
