//! Credits, offers and what they may pay.

use super::{
    Between, Bounds, CampaignIx, CreditIx, Observed, Origin, SourceIx, TransactionIx, Yes,
};
use crate::calendar::{Instant, LocalTime, Stated, Window};
use crate::ingest::exports::Export;
use crate::money::Amount;
use crate::options::CreditKey;
use crate::problem::{Message, keyed};
use crate::text::Name;
use rust_decimal::Decimal;
use serde::Serialize;

pub use crate::ingest::words::CreditType;

/// One ad credit: identity (R34), the platform's figures, and what follows.
#[derive(Clone, Debug, Default)]
pub struct Credit {
    pub key: CreditKey,
    pub name: String,
    /// Others of the account bear its name, with other dates.
    pub is_namesake: bool,
    /// `None`: no type was stated, or a word we do not know; it draws like Free, as an assumption (R3).
    pub kind: Option<CreditType>,
    /// "Credit type" as pasted.
    pub kind_text: Option<String>,
    pub face: Option<Amount>,
    /// "Usage requirements", verbatim (R39).
    pub requirements: Option<String>,
    pub redeemed: Option<Stated>,
    pub valid_start: Option<Stated>,
    pub valid_end: Option<Stated>,
    /// "Valid dates" as pasted, where the table is kept whole (R15).
    pub valid_text: Option<String>,
    /// Half-open, of `valid_start` and `valid_end` (R15). Inverted windows contain nothing.
    pub window: Window,
    /// Drawn first, never assignable (R6).
    pub from_business_center: bool,
    /// Every statement about it, oldest as-of first; same statements are kept once per as-of.
    pub observations: Vec<Observation>,
    /// The platform's latest figures; they lead (R36).
    pub unused: Option<Observed<Amount>>,
    pub used: Option<Observed<Amount>>,
    pub percent: Percent,
    pub state: CreditState,
    pub tab: Tab,
    pub suspended: bool,
    /// A full copy later than the last mention does not list it: seen last, missing since (R32).
    pub missing: Option<Missing>,
    /// Not in the latest copy, which may not hold the whole list: that says nothing but where it was seen
    /// last (R32). `None` where a full copy says that it is gone.
    pub unlisted: Option<Missing>,
    /// Of that copy the page counts fewer credits than are known: this one, or another one that it does not list, is
    /// there no more (R32).
    pub may_be_gone: bool,
    /// As-of of the first whole list made after the last copy that shows something unused: by then it was used up or
    /// not listed any more (R32, R37).
    pub emptied_by: Option<Instant>,
    pub eligibility: Eligibility,
    pub assignments: Assignments,
    /// Draws that *Ad Credit* transactions report, as indices; ambiguous ones are not in here (R34).
    pub observed_draws: Vec<TransactionIx>,
    /// Sum of `observed_draws`; `None` where no transactions were pasted at all.
    pub observed_drawn: Option<Amount>,
    /// Was it drawn as its terms say?
    pub audit: Audit,
    /// Where the first mention stands.
    pub origin: Option<Origin>,
    pub problems: Vec<Message>,
}

/// What the platform drew from a credit, held against the credit's own terms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audit {
    /// Before its start, or after its end by more than the lag (R15, R21).
    pub outside_window: Misdrawn,
    /// For campaigns that its requirements or the user exclude (R39).
    pub ineligible: Misdrawn,
    /// For campaigns that it was not assigned to then, by its log (R4).
    pub unassigned: Misdrawn,
    /// Used or drawn more than the face amount, by this much.
    pub beyond_face: Option<Amount>,
    /// Left although charges that it could have paid were made before its end: by at least this much.
    pub left_undrawn: Option<Amount>,
    /// `Unknown` while it lives, and where neither draws nor charges were pasted.
    pub is_right: Yes,
}

/// Draws that should not be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Misdrawn {
    pub rows: Vec<TransactionIx>,
    pub amount: Amount,
}

/// One statement about one credit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    pub as_of: Instant,
    pub origin: Origin,
    pub export: Export,
    pub unused: Option<Amount>,
    pub used: Option<Amount>,
    /// Share of 1.
    pub percent: Option<Decimal>,
    pub status: Option<String>,
    pub suspended: bool,
    /// The same statement, seen again at these later moments.
    pub seen_again: Vec<Instant>,
}

/// Copies of one moment that state different unused amounts (R33): which of them is true nobody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contradiction {
    pub at: Instant,
    pub unused: Bounds,
    /// How many statements there are of that moment.
    pub count: usize,
}

/// Percent spent, computed beside the platform's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Percent {
    /// Used of face (else of used + unused), four decimals, half to even.
    pub computed: Option<Decimal>,
    pub platform: Option<Decimal>,
    /// They differ by more than the rounding of the platform's figure.
    pub differs: bool,
}

/// What a credit is doing, as of `now`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CreditState {
    NotYetValid {
        from: LocalTime,
    },
    Available,
    /// Risk hold: pays nothing (R5). Its end still runs.
    Suspended,
    UsedUp {
        between: Between,
    },
    /// The unused part at the end is lost (R8). `None`: no figure was ever seen. Where no end was ever
    /// stated, `at` is when the credit was first seen as expired.
    Expired {
        at: LocalTime,
        forfeited: Option<Bounds>,
    },
    /// Neither dates nor amounts say anything, or amounts contradict each other.
    #[default]
    Undetermined,
}

keyed! {
    /// R1, computed from dates and amounts, not from the tab that was copied (R34).
    #[derive(Default)]
    Tab {
        #[default]
        Available = "available",
        NotAvailable = "notAvailable",
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing {
    pub last_seen: Instant,
    /// As-of of the first full copy without it; of the latest copy without it, where none was full.
    pub since: Instant,
    pub by: SourceIx,
}

/// What copies tell of the Available list as a whole (R32).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listing {
    /// As-of of the latest copy of which nothing says that there is more; of the latest, where all are known parts.
    pub as_of: Instant,
    /// As-of of the latest copy of the whole list; `None`: there may be credits that nobody copied.
    pub whole_as_of: Option<Instant>,
    /// The latest copy that counts the list counts more credits than have been copied.
    pub part: Option<Part>,
}

/// So many credits of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub listed: u64,
    /// `None`: of more, how many nothing says.
    pub of: Option<u64>,
}

/// What a credit may pay, as far as the requirement text and the user say (R39).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Eligibility {
    /// Parts of the requirement text that were understood, as messages.
    pub understood: Vec<Message>,
    /// There is text that was not understood: eligibility is unknown unless a campaign is answered.
    pub has_unread: bool,
    pub countries: Vec<String>,
    pub ad_products: Vec<String>,
    /// Every campaign of the account was answered with no.
    pub excludes_all: bool,
    /// What holds for campaigns that are not among `exceptions`.
    pub otherwise: Yes,
    /// Answers and what is known of single campaigns, in order of campaign.
    pub exceptions: Vec<(CampaignIx, Yes)>,
}

/// The assignment log of one credit (R4) and what follows for now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assignments {
    /// In order of time; contradictions (a link of what is linked) are kept and reported.
    pub log: Vec<LogEntry>,
    /// Linked now, by the log or, later than its last entry, by the View/Assign panel.
    pub linked: Vec<CampaignIx>,
    /// When each campaign was linked, in order of campaign, then time. An open start: before the log.
    pub spans: Vec<LinkSpan>,
    /// A log or panel was pasted at all; else an empty `linked` says nothing.
    pub is_known: bool,
    /// As-of of the latest log or panel.
    pub as_of: Option<Instant>,
}

/// A campaign was linked for this time on the account's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkSpan {
    pub campaign: CampaignIx,
    pub window: Window,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogEntry {
    pub at: LocalTime,
    pub campaign: CampaignIx,
    pub linked: bool,
    pub actor: Name,
    pub origin: Origin,
}

/// An offer of the Earning tab or a coupon card: the same offer is kept once (E2, E17).
#[derive(Clone, Debug)]
pub struct Offer {
    pub key: CreditKey,
    pub name: String,
    /// Ascending by target; at least one where any target was stated.
    pub tiers: Vec<Tier>,
    pub spend: Option<Observed<Amount>>,
    pub earned: Option<Observed<Amount>>,
    pub window_start: Option<Stated>,
    pub window_end: Option<Stated>,
    pub window: Window,
    pub status: Option<String>,
    pub state: OfferState,
    /// Highest tier reached by the platform's figure, and once the window has ended by it and reports of the days
    /// since; only this one is granted (R19).
    pub reached: Option<usize>,
    /// Next tier and what is missing to it.
    pub next: Option<NextTier>,
    /// The reward lands from the window's end (or the tier) up to 7 days later (R20).
    pub reward_due: Option<Between>,
    /// Credit in Available that looks like the granted reward: same amount, redeemed in time.
    pub granted_as: Option<CreditIx>,
    /// Observed spend so far, oldest first, for the pace.
    pub history: Vec<Observed<Amount>>,
    pub origin: Option<Origin>,
    pub problems: Vec<Message>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tier {
    pub target: Amount,
    pub reward: Option<Amount>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextTier {
    /// Into [`Offer::tiers`].
    pub index: usize,
    pub missing: Amount,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum OfferState {
    NotStarted,
    Running,
    /// The top tier is reached, or the window ended with a tier: reward expected.
    RewardExpected,
    Granted,
    /// The window ended below the first tier.
    Missed,
    Undetermined,
}

impl Credit {
    /// Its name, with its dates where they tell it from others of that name.
    pub fn title(&self) -> String {
        let day = |stated: Option<Stated>| {
            stated.map_or_else(|| "?".to_owned(), |stated| stated.time.day().to_string())
        };
        match self.is_namesake {
            true => format!("{} ({} – {})", self.name, day(self.valid_start), day(self.valid_end)),
            false => self.name.clone(),
        }
    }

    /// Pays only campaigns that it is assigned to (R3, R4); credit issued from a Business Center is not
    /// assignable, whatever its type says (R6).
    pub fn is_assignable(&self) -> bool {
        let is_logged = self.kind.is_none() && self.assignments.is_known;
        (self.kind == Some(CreditType::Assignable) || is_logged) && !self.from_business_center
    }

    /// R3, R39: of what type it is nobody stated in words we know; it may be assignable.
    pub fn may_be_assignable(&self) -> bool {
        let may_be = matches!(self.kind, None | Some(CreditType::Assignable));
        may_be && !self.from_business_center
    }

    /// R3, R37: it may pay by itself or only what it is assigned to; its type is not known, and no log tells.
    pub fn is_type_open(&self) -> bool {
        self.may_be_assignable() && !self.is_assignable()
    }

    /// R4, R39: neither a log nor a panel tells which campaigns it is assigned to. One that was drawn from is taken
    /// as assigned still, by assumption.
    pub fn is_assignment_open(&self) -> bool {
        self.is_assignable() && !self.assignments.is_known
    }

    /// R39: its requirements restrict it, and of no campaign it is known to fit them.
    pub fn is_eligibility_open(&self) -> bool {
        let Eligibility { otherwise, exceptions, .. } = &self.eligibility;
        let fits = exceptions.iter().any(|(_, yes)| *yes == Yes::Yes);
        self.requirements.is_some() && *otherwise == Yes::Unknown && !fits
    }
}

impl Credit {
    /// Whether it may have paid a charge of this campaign at this moment or on this day, as far as is known (R4, R39).
    pub fn may_pay(&self, campaign: Option<CampaignIx>, at: Stated) -> bool {
        let (from, to) = (at.time, at.end());
        let meets = |window: &Window| {
            window.start.is_none_or(|start| start < to) && window.end.is_none_or(|end| from < end)
        };
        let is_linked = !self.is_assignable()
            || !self.assignments.is_known
            || self.assignments.spans.iter().any(|span| {
                campaign.is_none_or(|campaign| span.campaign == campaign) && meets(&span.window)
            });
        is_linked && meets(&self.window) && self.eligibility.of(campaign) != Yes::No
    }
}

impl CreditState {
    /// It pays no more: used up, or past its end.
    pub const fn is_over(&self) -> bool {
        matches!(self, CreditState::UsedUp { .. } | CreditState::Expired { .. })
    }
}

impl Credit {
    /// What its latest copies leave open: two of one moment, of different amounts.
    pub fn contradiction(&self) -> Option<Contradiction> {
        let at = self.last_seen()?;
        let then = self.observations.iter().filter(|seen| seen.moments().any(|m| m == at));
        let unused: Vec<Amount> = then.filter_map(|seen| seen.unused_of(self.face)).collect();
        let (low, high) = (*unused.iter().min()?, *unused.iter().max()?);
        let unused = Contradiction { at, unused: Bounds { low, high }, count: unused.len() };
        (low != high).then_some(unused)
    }

    /// Whether such copies leave open if anything is left at all.
    pub fn may_be_used_up(&self) -> bool {
        let is_open =
            |one: Contradiction| !one.unused.low.is_positive() && one.unused.high.is_positive();
        self.contradiction().is_some_and(is_open)
    }

    /// The first statement about it.
    pub fn seen_first(&self) -> Option<&Observation> {
        self.observations.first()
    }

    /// As-of of the latest copy that lists it.
    pub fn last_seen(&self) -> Option<Instant> {
        self.observations.iter().flat_map(Observation::moments).max()
    }

    /// The last statement about it at or before `at`.
    pub fn seen_by(&self, at: Instant) -> Option<&Observation> {
        self.observations.iter().rev().find(|seen| seen.as_of <= at)
    }
}

impl Observation {
    /// Unused as stated, else face amount less used.
    pub fn unused_of(&self, face: Option<Amount>) -> Option<Amount> {
        self.unused.or_else(|| Some(face? - self.used?))
    }

    /// Every moment at which this was stated, oldest first.
    pub fn moments(&self) -> impl Iterator<Item = Instant> + '_ {
        std::iter::once(self.as_of).chain(self.seen_again.iter().copied())
    }
}

impl Eligibility {
    /// Whether the credit may pay charges of this campaign; of a charge that names none, `Yes` only
    /// where all campaigns are eligible.
    pub fn of(&self, campaign: Option<CampaignIx>) -> Yes {
        let Some(campaign) = campaign else {
            let all = self.exceptions.iter().all(|(_, yes)| *yes == Yes::Yes);
            return if all && self.otherwise == Yes::Yes { Yes::Yes } else { Yes::Unknown };
        };
        let found = self.exceptions.binary_search_by_key(&campaign, |(c, _)| *c).ok();
        found.and_then(|at| self.exceptions.get(at)).map_or(self.otherwise, |(_, yes)| *yes)
    }
}
