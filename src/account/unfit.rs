//! What a credit states of itself that cannot be: dates, amounts, shares, a used amount that fell (R15, R16, R33).
//!
//! In: one credit with its observations. Out: messages, with the line that shows it where one does. Nothing is
//! corrected here: what leads is decided where it is read.

use super::state::*;
use crate::calendar::{Instant, LocalTime, When, Zone};
use crate::money::{Amount, Currency};
use crate::problem::Message;
use std::collections::BTreeMap;

/// Less used than the copy before shows.
pub const USED_FELL: &str = "account.credit.usedFell";

/// Used and unused that do not make the face amount.
#[derive(Clone, Copy, Debug)]
pub struct Unfit {
    face: Amount,
    used: Amount,
    unused: Amount,
    pub difference: Amount,
    origin: Origin,
}

impl Unfit {
    /// By the latest copy that states both.
    pub fn of(credit: &Credit) -> Option<Unfit> {
        let both = |o: &Observation| Some((o.origin, o.unused?, o.used?));
        let (origin, unused, used) = credit.observations.iter().rev().find_map(both)?;
        let face = credit.face?;
        let difference = (face - used - unused).abs();
        (!difference.is_zero()).then_some(Unfit { face, used, unused, difference, origin })
    }

    pub fn message(&self, credit: &Credit, currency: Option<Currency>) -> Message {
        let figures = [
            ("face", self.face),
            ("used", self.used),
            ("unused", self.unused),
            ("difference", self.difference),
        ];
        let message = Message::new("account.credit.sum").with("name", &*credit.name);
        figures.into_iter().fold(message, |out, (name, amount)| out.money(name, amount, currency))
    }
}

/// Problems of what one credit states of itself.
pub fn own_problems(credit: &Credit) -> Vec<Message> {
    let mut out = Vec::new();
    if credit.window.is_inverted() {
        out.push(Message::new("account.credit.invertedWindow").with("name", &*credit.name));
    }
    if credit.window.end.is_none() {
        out.push(Message::new("account.credit.noEnd").with("name", &*credit.name));
    }
    if let Some(conflict) = conflict(credit) {
        let message = Message::new("account.credit.conflict").with("name", &*credit.name);
        out.push(message.with("count", conflict));
    }
    if credit.kind.is_none()
        && let Some(text) = &credit.kind_text
    {
        let message = Message::new("account.credit.unknownType").with("name", &*credit.name);
        out.push(message.with("type", text.as_str()));
    }
    out
}

/// Figures of one credit that cannot be, each with the line that shows it: amounts that are not positive, used and
/// unused that do not make the face amount, a percentage that is not theirs, a draw ahead of the first day, and a used
/// amount that fell from one copy to the next. The percentage is known once the credit's standing is.
pub fn doubts(credit: &Credit, currency: Option<Currency>, zone: Zone) -> Vec<(Origin, Message)> {
    let mut out = Vec::new();
    let message = |key| Message::new(key).with("name", &*credit.name);
    let when = |at| When::at(at, zone);
    let stated_last = || credit.observations.iter().rev();
    if let Some((seen, face)) = stated_last().next().zip(credit.face.filter(|f| !f.is_positive())) {
        let message = message("account.credit.faceNotPositive").money("face", face, currency);
        out.push((seen.origin, message));
    }
    let mut figures = [credit.unused, credit.used].into_iter().flatten();
    if let Some(seen) = stated_last().next().filter(|_| figures.any(|f| f.value.is_negative())) {
        out.push((seen.origin, message("account.credit.negative")));
    }
    if let (Some(seen), Percent { computed: Some(ours), platform: Some(theirs), differs: true }) =
        (stated_last().find(|o| o.percent.is_some()), &credit.percent)
    {
        let message = message("account.credit.percent").with("computed", *ours);
        out.push((seen.origin, message.with("stated", *theirs)));
    }
    let used_before = |start: LocalTime| {
        let mut early = stated_last().filter(|seen| seen.as_of.on_clock(zone) < start);
        early.find_map(|seen| Some((seen.origin, seen.used.filter(|used| used.is_positive())?)))
    };
    if let Some((start, (origin, used))) =
        credit.window.start.and_then(|s| Some((s, used_before(s)?)))
    {
        let message = message("account.credit.usedEarly").money("used", used, currency);
        out.push((origin, message.with("start", When::local(start, zone))));
    }
    out.extend(Unfit::of(credit).map(|unfit| (unfit.origin, unfit.message(credit, currency))));
    let stated = credit.observations.iter().filter_map(|o| Some((o, o.used?)));
    let stated: Vec<(&Observation, Amount)> = stated.collect();
    // R16: only a correction gives back; else one of the two moments is wrong.
    let fell = |pair: &&[(&Observation, Amount)]| match pair {
        // Of one moment the smaller figure stands first.
        [(_, more), (_, less)] => less < more,
        _ => false,
    };
    if let Some([(before, more), (since, less)]) = stated.windows(2).rev().find(fell) {
        let at = before.moments().last().unwrap_or(before.as_of);
        let message = message(USED_FELL).money("from", *more, currency);
        let message = message.money("to", *less, currency).with("before", when(at));
        out.push((since.origin, message.with("since", when(since.as_of))));
    }
    out
}

/// Statements of one moment that contradict each other.
fn conflict(credit: &Credit) -> Option<u64> {
    let mut times: BTreeMap<Instant, u64> = BTreeMap::new();
    for seen in &credit.observations {
        *times.entry(seen.as_of).or_default() += 1;
    }
    times.into_values().filter(|&count| count > 1).max()
}
