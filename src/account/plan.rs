//! What replay needs of credits, as integers: lots, their order, and events at charge indices.
//!
//! In: credits with observations, eligibility and assignments; the stream of charges; the billing
//! setup. Out: [`Plan`]. Every time on the account's clock becomes "before charge i" here, once.
//!
//! Where a lot's amount comes from (R36): each snapshot sets it to the platform's figure. Before the
//! first snapshot it is the face amount where charges cover its whole life; else, where that snapshot
//! shows something unused, the lot cannot have been empty before and is run backwards; else it is not
//! known, and charges of that time may have been paid by it.

mod links; // when assignable credits may pay

use super::order::{self, Preset};
use super::state::*;
use crate::calendar::{Day, Instant, LocalTime, Zone};
use crate::money::Amount;
use crate::options::BillingSetup;
use crate::sorting::Sorting;
pub use links::Link;

/// More than any stream of charges draws: unused of a lot that is known not to have been empty.
pub const OPEN: i64 = i64::MAX / 2;

/// One credit as replay sees it.
#[derive(Clone, Debug, Default)]
pub struct Lot {
    pub from_business_center: bool,
    /// First charge that its window covers, and the first that it no longer covers.
    pub open_charge: usize,
    pub end_charge: usize,
    /// Assignable credits: when each campaign is linked, in order. `None`: pays without being assigned.
    pub links: Option<Vec<Link>>,
    pub eligibility: Eligibility,
    /// Its snapshots, in order of time.
    pub copies: Vec<Copied>,
    /// Its face amount in micro-units.
    pub face: Option<i64>,
    /// Its amount where it opens; `None`: not known, or a snapshot from before says it.
    pub opens_with: Option<i64>,
    /// Before its first snapshot it is run backwards (see the module's header).
    pub is_run_backwards: bool,
    /// What was unused before its first snapshot is not known.
    pub is_blind_before_anchor: bool,
    /// Drawn before the first snapshot, by the platform's figures.
    pub drawn_before: Option<i64>,
    /// Who may draw is not known: it is assumed to be linked to what it paid (R39).
    pub links_assumed: bool,
}

/// A snapshot of a credit as replay meets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    pub as_of: Instant,
    /// The first charge after it.
    pub charge: usize,
    /// In micro-units.
    pub unused: i64,
    /// The first charge that it may not hold yet: reported charges of its own day (R37) and, where a later
    /// snapshot tells of them, those of the lag before it (R21).
    pub open: usize,
}

/// Something that happens before a charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// The window opens. `None`: nothing is known of its amount beyond what a snapshot before said.
    Open { lot: u32, unused: Option<i64> },
    /// A lot run backwards, limited to what the platform says was drawn before its first snapshot.
    Limit { lot: u32, unused: i64 },
    /// A snapshot: the platform's figure leads from here on (R36).
    /// With `keeps`, what was paid before and is not in that figure cannot be paid again.
    Anchor { lot: u32, as_of: Instant, unused: i64, keeps: bool },
    /// Of what is unused, this much is so at the next snapshot: until then it cannot pay.
    Reserve { lot: u32, unused: i64 },
    /// So much of the charges of the snapshot's own day was in it already (R37): they are drawn once.
    OwnDay { lot: u32, micros: i64 },
    /// Suspended, or resumed (R5).
    Hold { lot: u32, is_held: bool },
    /// Cash as stated (R36). Charges before `until` stand after it and have only a day, the one on which it was stated
    /// (R37).
    Cash { micros: i64, until: usize },
    /// Cash that came in (or, negative, went out) other than by charges.
    TopUp { micros: i64 },
}

/// Charges of a day, and what the credits that were copied paid of them by the platform's figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToldCharges {
    pub from: usize,
    pub to: usize,
    /// In micro-units.
    pub by_credit: i64,
    /// A credit that nobody copied paid too (R32): those that were copied paid no more. Else that holds only where cash
    /// comes first and is not known (R10, R36).
    pub is_shared: bool,
}

/// What the platform's own figures say that credit paid of one charge (R22, R35).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ObservedCharge {
    pub charge: usize,
    /// In micro-units; no credit paid the rest.
    pub by_credit: i64,
    /// By which lots, where *Ad Credit* rows name them; else our order says.
    pub draws: Vec<(u32, i64)>,
}

/// Everything that replay needs besides the charges.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    pub lots: Vec<Lot>,
    /// Paying order: lot at each rank, and rank of each lot.
    pub lot_at: Vec<u32>,
    pub rank_of: Vec<u32>,
    /// In order of charge index.
    pub events: Vec<(usize, Action)>,
    /// Ranges of charges, apart and in order, that a lot of unknown amount may have paid.
    pub blind: Vec<(usize, usize)>,
    /// Days of which the platform's figures tell more than replay could find, in order.
    pub told: Vec<ToldCharges>,
    /// Charges of which figures tell that lead our rules, in order.
    pub observed: Vec<ObservedCharge>,
    /// See [`Replay::uncopied`].
    pub uncopied: Vec<(Day, Amount)>,
    pub campaign_count: usize,
    pub billing: Option<BillingSetup>,
    pub order: &'static str,
}

impl Action {
    /// Before one charge windows open first and snapshots come after what they correct.
    fn class(&self) -> u8 {
        match self {
            Action::Open { .. } => 0,
            Action::Limit { .. } => 1,
            Action::Anchor { .. } => 2,
            Action::OwnDay { .. } => 3,
            Action::Reserve { .. } => 4,
            Action::Hold { .. } => 5,
            // In order of time.
            Action::Cash { .. } | Action::TopUp { .. } => 6,
        }
    }
}

impl Lot {
    /// Whether it could ever pay charges of a campaign (`campaign_count`: of none).
    pub fn may_pay(&self, campaign: Option<CampaignIx>) -> bool {
        if self.eligibility.of(campaign) == Yes::No {
            return false;
        }
        match (&self.links, campaign) {
            (None, _) => true,
            (Some(links), Some(campaign)) => links.iter().any(|link| link.campaign == campaign.0),
            (Some(links), None) => !links.is_empty(),
        }
    }

    /// Whether it may pay any of these charges.
    pub fn pays_any(&self, charges: &Charges, mut among: std::ops::Range<usize>) -> bool {
        among.any(|charge| {
            let campaign = charges.campaign(ChargeIx::from_at(charge));
            (self.open_charge..self.end_charge).contains(&charge)
                && self.may_pay(campaign)
                && self.is_linked(campaign, charge)
        })
    }

    /// R4: whether it is assigned when this charge is made. A charge that names no campaign may be of
    /// any that is linked.
    pub fn is_linked(&self, campaign: Option<CampaignIx>, charge: usize) -> bool {
        let Some(links) = &self.links else { return true };
        links.iter().any(|link| {
            campaign.is_none_or(|campaign| campaign.0 == link.campaign)
                && (link.from..link.to).contains(&charge)
        })
    }

    /// R39: drawing for this campaign rests on an assumption.
    pub fn assumes(&self, campaign: Option<CampaignIx>) -> bool {
        let unnamed = campaign.is_none() && self.links.is_some();
        self.links_assumed || unnamed || self.eligibility.of(campaign) == Yes::Unknown
    }
}

/// The facts a plan is made of.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    pub credits: &'a [Credit],
    /// How far the list of credits is known (R32).
    pub available: Option<Listing>,
    pub charges: &'a Charges,
    pub transactions: &'a Transactions,
    pub funds: &'a Funds,
    pub campaign_count: usize,
    pub zone: Zone,
    pub now: Instant,
    /// How late a copy may be (R21).
    pub lag_seconds: i64,
}

impl Plan {
    pub fn new(facts: Facts<'_>, billing: Option<BillingSetup>, preset: &Preset) -> Plan {
        let lot_at = order::ranked(preset, facts.credits);
        let mut rank_of = vec![0; lot_at.len()];
        for (rank, &lot) in lot_at.iter().enumerate() {
            if let Some(slot) = rank_of.get_mut(lot as usize) {
                *slot = rank as u32;
            }
        }
        let mut plan = Plan {
            lot_at,
            rank_of,
            campaign_count: facts.campaign_count,
            billing,
            order: preset.key,
            ..Plan::default()
        };
        let mut blind = Vec::new();
        for (at, credit) in facts.credits.iter().enumerate() {
            let lot = plan.add_lot(at as u32, credit, facts, &mut blind);
            plan.lots.push(lot);
        }
        // R32: of an account whose credits nobody copied it is not known whether it has any; where the list counts more
        // than were copied, the others may have paid.
        let is_part = facts.available.is_some_and(|list| list.part.is_some());
        if is_part || facts.credits.is_empty() && facts.available.is_none() {
            blind.push((0, facts.charges.len()));
        }
        plan.add_cash(facts);
        plan.sort_events();
        plan.blind = merged(blind);
        plan
    }

    /// Stable: events of one lot keep the order of time in which they were added.
    pub(super) fn sort_events(&mut self) {
        self.events.order_by_key(|(charge, action)| (*charge, action.class()));
    }

    fn add_lot(
        &mut self,
        at: u32,
        credit: &Credit,
        facts: Facts<'_>,
        blind: &mut Vec<(usize, usize)>,
    ) -> Lot {
        let charges = facts.charges;
        let start = opening_time(credit);
        let open_charge = start.map_or(0, |s| first_charge_of_window(charges, s));
        let end_charge = match credit.window.end {
            Some(_) if credit.window.is_inverted() => 0,
            Some(end) => first_charge_after_end(charges, end),
            None => usize::MAX,
        };
        let (links, links_assumed) = links::of(credit, facts);
        let mut lot = Lot {
            from_business_center: credit.from_business_center,
            open_charge,
            end_charge,
            links,
            links_assumed,
            eligibility: credit.eligibility.clone(),
            ..Lot::default()
        };
        lot.copies = self.add_copies(at, credit, facts);
        let first = lot.copies.first().copied();
        let face = credit.face.and_then(|f| i64::try_from(f.micros()).ok());
        lot.face = face;
        let whole_life = covers_until(credit, facts, first.map(|copy| copy.as_of));
        let seen_before = first.is_some_and(|copy| copy.charge <= open_charge);
        let opening = match (whole_life, face, first) {
            // A copy from before the first charge that it could pay: that copy leads.
            _ if seen_before => None,
            (true, Some(face), _) => Some(face.max(0)),
            (_, face, Some(Copied { unused, .. })) if unused > 0 => {
                lot.is_run_backwards = true;
                lot.drawn_before = face.map(|face| (face - unused).max(0));
                Some(OPEN)
            }
            _ => None,
        };
        if opening.is_none() && !seen_before {
            lot.is_blind_before_anchor = true;
            let until = first.map_or(charges.len(), |copy| copy.charge);
            let until = until.min(end_charge);
            if open_charge < until && face.is_none_or(|face| face > 0) {
                blind.push((open_charge, until));
            }
        }
        lot.opens_with = opening.filter(|_| !lot.is_run_backwards);
        self.events.push((open_charge, Action::Open { lot: at, unused: opening }));
        lot
    }

    /// Snapshots and suspensions. A figure stated again at a later moment is a snapshot again. R5: since when a
    /// credit is suspended no copy tells; where nothing was drawn since the copy before, since that one.
    fn add_copies(&mut self, lot: u32, credit: &Credit, facts: Facts<'_>) -> Vec<Copied> {
        let mut moments: Vec<(Instant, Option<i64>, bool)> = Vec::new();
        for seen in &credit.observations {
            let unused = seen.unused_of(credit.face).and_then(|u| i64::try_from(u.micros()).ok());
            moments.extend(seen.moments().map(|m| (m, unused.map(|u| u.max(0)), seen.suspended)));
        }
        // Contradictions of one moment: the smaller amount is kept, since it claims less.
        moments.order_by_key(|(as_of, unused, held)| (*as_of, unused.map(|u| -u), *held));
        let mut copies: Vec<Copied> = Vec::new();
        let mut held = false;
        let face = credit.face.and_then(|face| i64::try_from(face.micros()).ok());
        let mut before = face.map(|face| (0, face));
        for (as_of, unused, suspended) in moments {
            let charge = facts.charges.first_from(as_of.on_clock(facts.zone));
            if suspended != held {
                let is_untouched = |known: &(usize, i64)| suspended && unused == Some(known.1);
                let from = before.filter(is_untouched).map_or(charge, |(from, _)| from);
                self.events.push((from, Action::Hold { lot, is_held: suspended }));
                held = suspended;
            }
            before = unused.map(|unused| (charge, unused)).or(before);
            let Some(unused) = unused else { continue };
            if copies.last().is_some_and(|last| last.as_of == as_of) {
                copies.pop();
            }
            copies.push(Copied { as_of, charge, unused, open: charge });
        }
        let count = copies.len();
        for (at, copy) in copies.iter_mut().enumerate() {
            copy.open = first_open_charge(*copy, at + 1 < count, facts);
            let Copied { as_of, charge, unused, .. } = *copy;
            self.events.push((charge, Action::Anchor { lot, unused, as_of, keeps: false }));
        }
        copies
    }

    /// Cash runs from each of its statements, with what came in since (R36).
    fn add_cash(&mut self, facts: Facts<'_>) {
        let stated = facts.funds.history.iter().filter_map(|b| Some((b.as_of, b.cash?)));
        let latest = facts.funds.cash.map(|cash| (cash.as_of, cash.value));
        let mut moves: Vec<(LocalTime, bool, Action)> = Vec::new();
        for (as_of, value) in stated.chain(latest) {
            let Ok(micros) = i64::try_from(value.micros()) else { continue };
            let clock = as_of.on_clock(facts.zone);
            let until = first_charge_of_other_day(facts.charges, clock, clock.day());
            moves.push((clock, true, Action::Cash { micros, until }));
        }
        let rows = facts.transactions.times.iter().zip(&facts.transactions.kinds);
        for ((&time, kind), &micros) in rows.zip(&facts.transactions.amounts) {
            let sign = match kind {
                TransactionKind::AddBalance => 1,
                TransactionKind::Withdrawal => -1,
                _ => continue,
            };
            let micros = sign * micros.saturating_abs();
            moves.push((time, false, Action::TopUp { micros }));
        }
        // What came in at the moment of a statement is in it.
        moves.order_by_key(|(time, is_statement, _)| (*time, *is_statement));
        let events = moves.into_iter().map(|(time, _, action)| {
            let charge = facts.charges.first_from(time);
            (charge, action)
        });
        self.events.extend(events);
    }

    /// What the lot had unused at a charge is not known.
    pub fn is_blind_for(&self, lot: u32, charge: usize) -> bool {
        let Some(lot) = self.lots.get(lot as usize) else { return false };
        lot.is_blind_before_anchor && lot.copies.first().is_none_or(|copy| charge < copy.charge)
    }
}

/// A credit pays from the start of its window and not before it was redeemed.
pub(super) fn opening_time(credit: &Credit) -> Option<LocalTime> {
    let redeemed = credit.redeemed.map(|r| r.time);
    credit.window.start.max(redeemed)
}

/// See [`Copied::open`].
fn first_open_charge(copy: Copied, is_followed: bool, facts: Facts<'_>) -> usize {
    let charges = facts.charges;
    let clock = copy.as_of.on_clock(facts.zone);
    let day = clock.day();
    let begin = charges.first_from(day.start());
    // A report made before the copy holds nothing that came after it.
    let span = charges.coverage.iter().find(|c| c.start <= day && day < c.end);
    let is_later = span.is_none_or(|span| span.as_of > copy.as_of);
    let mut own_day = charges.is_daily.iter().enumerate().take(copy.charge).skip(begin);
    let reported = own_day.find(|(_, daily)| **daily && is_later).map(|(at, _)| at);
    let late = is_followed.then(|| clock.plus_seconds(-facts.lag_seconds));
    let late = late.map(|late| charges.first_from(late));
    reported.into_iter().chain(late).fold(copy.charge, usize::min)
}

/// The first charge that a window from `start` covers: of the day on which it opens, the day's total may
/// be its already.
fn first_charge_of_window(charges: &Charges, start: LocalTime) -> usize {
    let at = charges.first_from(start);
    let before = charges.times.iter().zip(&charges.is_daily).take(at).rev();
    at - before.take_while(|(time, daily)| **daily && time.day() == start.day()).count()
}

/// The first charge that a window ending at `end` does not cover. Of a day on which it ended, the day's
/// total may still be its: only the day is stated.
fn first_charge_after_end(charges: &Charges, end: LocalTime) -> usize {
    first_charge_of_other_day(charges, end, end.plus_seconds(-1).day())
}

/// The first charge from a moment on that is no total of that day.
fn first_charge_of_other_day(charges: &Charges, from: LocalTime, day: Day) -> usize {
    let at = charges.first_from(from);
    let rest = charges.times.iter().zip(&charges.is_daily).skip(at);
    at + rest.take_while(|(time, daily)| **daily && time.day() == day).count()
}

/// First day and the day after the last one, to today.
fn life(credit: &Credit, today: Day) -> Option<(Day, Day)> {
    let first = opening_time(credit)?.day();
    let after_today = today.plus_days(1);
    let end = credit.window.end.map_or(after_today, |end| end.plus_seconds(-1).day().plus_days(1));
    Some((first, end.min(after_today)))
}

/// Whether charges cover the credit's life without a gap until its first snapshot, or its end.
fn covers_until(credit: &Credit, facts: Facts<'_>, until: Option<Instant>) -> bool {
    let today = facts.now.on_clock(facts.zone).day();
    let Some((first, end)) = life(credit, today) else { return false };
    let snapshot = until.map(|as_of| as_of.on_clock(facts.zone));
    // Nor need days behind the last charge before it: what was drawn on them, none of these charges drew.
    let by = snapshot.map_or(facts.charges.len(), |clock| facts.charges.first_from(clock));
    let last = by.checked_sub(1).and_then(|last| facts.charges.times.get(last));
    let last = last.map(|time| time.day().plus_days(1)).filter(|day| first < *day);
    // The day of the snapshot itself need not be covered: what it holds is in the snapshot.
    let end = snapshot.map_or(end, |clock| end.min(clock.day())).min(last.unwrap_or(end));
    facts.charges.covers(first, end)
}

pub(super) fn merged<T: Ord + Copy>(mut ranges: Vec<(T, T)>) -> Vec<(T, T)> {
    ranges.order();
    let mut out: Vec<(T, T)> = Vec::new();
    for (from, to) in ranges {
        match out.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => out.push((from, to)),
        }
    }
    out
}
