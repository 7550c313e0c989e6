//! The way out of `account`: everything known of one ad account, as plain data.
//!
//! Made by `account::build` alone; whoever reads it computes nothing again. Amounts are in the account's
//! one currency (R25) and exact. Every figure says since when it holds ([`Observed::as_of`], R33) and
//! which line of which import it came from ([`Origin`]). What is not known is a value (`None`,
//! [`Yes::Unknown`], an open [`Between`]), never 0 and never a guess (R37).
//!
//! Invariants: indices ([`CreditIx`], [`CampaignIx`], [`SourceIx`], [`TransactionIx`], [`ChargeIx`]) are
//! valid within the state that holds them and mean nothing in another. Columns of one table have equal
//! length. The state depends on the set of imports, not on their order.

mod credit; // credits, offers
mod money; // billing, balances, charges, transactions, reports
mod replay; // replay, problems, roll-ups

pub use credit::*;
pub use money::*;
pub use replay::*;

use super::order::Preset;
use super::pages::SITTING_SECONDS;
use crate::calendar::{Day, Instant, Zone};
use crate::ingest::exports::Export;
use crate::ingest::{AsOf, Completeness};
use crate::money::{Amount, Currency};
use crate::options::{AccountKey, AccountOptions, ImportId, Options};
use crate::text::{Name, Names};
use serde::Serialize;
use std::borrow::Cow;

/// Declares an index into one list of [`AccountState`].
macro_rules! index {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub struct $name(pub u32);

        impl $name {
            pub const fn at(self) -> usize {
                self.0 as usize
            }
            pub const fn from_at(at: usize) -> $name {
                $name(at as u32)
            }
        }
    )+};
}

index! {
    /// Into [`AccountState::sources`].
    SourceIx,
    /// Into [`AccountState::credits`].
    CreditIx,
    /// Into [`AccountState::campaigns`].
    CampaignIx,
    /// Into the columns of [`Transactions`].
    TransactionIx,
    /// Into the columns of [`Charges`].
    ChargeIx,
}

/// Everything known of one account.
#[derive(Clone, Debug)]
pub struct AccountState {
    pub account: Account,
    /// `None`: no import and no answer named it (R38).
    pub currency: Option<Currency>,
    pub zone: Zone,
    /// The zone is the viewer's own offset, not a statement of the account (R38).
    pub zone_assumed: bool,
    pub now: Instant,
    /// How late the platform's figures may be (R21).
    pub lag_seconds: i64,
    /// Every table that had a say, in a canonical order (as-of, moment of pasting, import id).
    pub sources: Vec<Source>,
    /// Texts of the columns of this state.
    pub names: Names,
    pub campaigns: Vec<Campaign>,
    /// In the order of their identity (R34), which does not depend on the order of imports.
    pub credits: Vec<Credit>,
    /// How far the Available list is known; `None`: nothing that was copied tells.
    pub available: Option<Listing>,
    pub offers: Vec<Offer>,
    pub billing: Billing,
    pub funds: Funds,
    /// The one stream of charges (R35) that replay draws from.
    pub charges: Charges,
    pub transactions: Transactions,
    /// What reports say per campaign and day: the witnesses.
    pub report_days: Vec<ReportDay>,
    /// Spend per day, in order of days, for forecasts.
    pub spend: Vec<SpendDay>,
    /// One per billing reading that is still possible; the first is the one shown (R10).
    pub replays: Vec<Replay>,
    /// What the platform's figures say of the order among credits, under the shown reading (R14).
    pub order: OrderInference,
    pub problems: Vec<AccountProblem>,
}

/// Who the account is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    pub key: AccountKey,
    /// Advertiser id, where an import or the user named it.
    pub id: Option<String>,
    pub name: Option<String>,
    pub client: Option<String>,
    pub owner: Option<String>,
    /// Holds one import whose account is still to be asked (R31).
    pub is_provisional: bool,
    pub business_center: Option<String>,
    /// What the user called it before a copy told its id.
    pub said_as: Option<AccountKey>,
}

impl Account {
    /// What it is called beside others: with its id where another one bears the same name.
    pub fn title_among<'a>(&self, others: impl Iterator<Item = &'a Account>) -> String {
        match (&self.name, &self.id) {
            (Some(name), Some(id))
                if others.filter(|other| other.name == self.name).count() > 1 =>
            {
                format!("{name} ({id})")
            }
            (Some(name), _) => name.clone(),
            (None, _) => self.key.clone(),
        }
    }

    /// What the user has said of it: under its id, and where that is silent under the name it was said by.
    pub fn said<'o>(&self, options: &'o Options) -> Option<Cow<'o, AccountOptions>> {
        let under = |key: &AccountKey| options.accounts.get(key);
        match (under(&self.key), self.said_as.as_ref().and_then(under)) {
            (Some(by_id), Some(by_name)) => Some(Cow::Owned(by_id.or(by_name))),
            (by_id, by_name) => by_id.or(by_name).map(Cow::Borrowed),
        }
    }
}

/// One table of one import.
#[derive(Clone, Debug)]
pub struct Source {
    pub import: ImportId,
    /// Which table of the import, counted from 0, as in `Imported::tables`.
    pub table_index: usize,
    pub export: Export,
    pub as_of: AsOf,
    pub completeness: Completeness,
    pub unanswered: Unanswered,
    /// Credits that a log or panel may be about, where it is asked which one; else none.
    pub may_be_about: Vec<CreditIx>,
    pub counts: Counts,
}

/// What of a copy is asked how to read it, and not answered: it is provisional.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Unanswered {
    pub amounts: bool,
    pub dates: bool,
}

impl Unanswered {
    pub const fn any(self) -> bool {
        self.amounts || self.dates
    }
}

/// What a table added to what was known before it (by as-of), for the import report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Facts nobody had stated before.
    pub new: u64,
    /// Facts stated before with the same values.
    pub same: u64,
    /// Known facts whose value columns changed.
    pub changed: u64,
    /// Statements of one as-of that contradict each other; none of them is preferred silently.
    pub conflicting: u64,
    /// Rows that belong to another account, or could not be used; each has a problem.
    pub set_aside: u64,
    /// Of those set aside, in another currency than the account's (R25).
    pub foreign: u64,
}

/// The line a figure came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Origin {
    pub source: SourceIx,
    /// Line in what was pasted, from 1.
    pub line: u32,
}

/// A stated value with its moment of truth and its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Observed<T> {
    pub value: T,
    pub as_of: Instant,
    pub origin: Origin,
}

/// Something happened after `after` and at or before `before`; an open side is not known (R37).
/// Both equal: the instant itself is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Between {
    pub after: Option<Instant>,
    pub before: Option<Instant>,
}

/// An amount known as a range. Equal sides: exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    pub low: Amount,
    pub high: Amount,
}

/// R39: eligibility is yes, no or unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Yes {
    Yes,
    No,
    #[default]
    Unknown,
}

/// A campaign, by id where any import gave one, else by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Campaign {
    /// [`Name::EMPTY`] where only the name is known.
    pub id: Name,
    pub name: Name,
}

impl Between {
    pub const fn at(instant: Instant) -> Between {
        Between { after: Some(instant), before: Some(instant) }
    }

    /// Both sides are known and the same.
    pub fn exact(&self) -> Option<Instant> {
        if self.after == self.before { self.after } else { None }
    }
}

impl Bounds {
    pub const fn exactly(amount: Amount) -> Bounds {
        Bounds { low: amount, high: amount }
    }

    pub fn is_exact(&self) -> bool {
        self.low == self.high
    }
}

impl AccountState {
    /// Rows that whoever looks at all of it goes through.
    pub fn row_count(&self) -> usize {
        self.transactions.len() + self.charges.len() + self.report_days.len()
    }

    /// The day that it is on the account's clock.
    pub fn today(&self) -> Day {
        self.now.on_clock(self.zone).day()
    }

    /// Who paid by the reading that is shown (R10).
    pub fn shown(&self) -> Option<&Replay> {
        self.replays.first()
    }

    /// What the shown replay says of a credit.
    pub fn shown_of(&self, credit: CreditIx) -> Option<&ReplayedCredit> {
        self.shown()?.credits.get(credit.at())
    }

    /// R14: the preset that the shown replay rests on.
    pub fn shown_order(&self) -> &'static Preset {
        super::order::preset(self.shown().map(|replay| replay.order))
    }

    /// What a plan of replay is made of; a what-if changes a copy of the parts.
    pub fn facts(&self) -> super::plan::Facts<'_> {
        super::plan::Facts {
            credits: &self.credits,
            available: self.available,
            charges: &self.charges,
            transactions: &self.transactions,
            funds: &self.funds,
            campaign_count: self.campaigns.len(),
            zone: self.zone,
            now: self.now,
            lag_seconds: self.lag_seconds,
        }
    }

    /// As-of of the first figures: what ended before them is the baseline (R40).
    pub fn first_as_of(&self) -> Option<Instant> {
        self.figures_as_of().min()
    }

    /// R40: whether a credit that was over by then may have been so when the account was first seen: it is history.
    pub fn is_baseline(&self, credit: &Credit, over_at: Instant) -> bool {
        let is_before = self.first_as_of().is_none_or(|first| over_at <= first);
        is_before
            || self.was_there(credit)
                && credit.seen_first().is_some_and(|seen| over_at <= seen.as_of)
    }

    /// R40: both tabs are copied one after the other, and first of all at some time: what the first copy of a tab lists
    /// was there when the account was first seen, but for what began later.
    pub fn was_there(&self, credit: &Credit) -> bool {
        let (Some(seen), Some(first)) = (credit.seen_first(), self.first_as_of()) else {
            return false;
        };
        let tab = |source: &Source| (source.export, source.as_of.when.instant);
        let own = self.source(seen.origin.source).map(tab);
        let same = self
            .sources
            .iter()
            .map(tab)
            .filter(|(export, _)| own.is_some_and(|own| own.0 == *export));
        let opened = same.map(|(_, as_of)| as_of).min();
        let is_first =
            opened.is_some_and(|opened| seen.as_of.seconds_since(opened) <= SITTING_SECONDS);
        let began =
            credit.redeemed.or(credit.valid_start).map(|began| began.time.in_zone(self.zone));
        is_first && began.is_none_or(|began| began <= first)
    }

    /// R37: ad credit by its balance (E8), where nobody copied its credits; a portfolio's is that of several accounts (R27).
    pub fn uncopied_balance(&self) -> Option<Observed<Amount>> {
        let is_own = self.available.is_none() && self.funds.portfolio.is_none();
        self.funds.voucher.filter(|voucher| is_own && voucher.value.is_positive())
    }

    /// The latest moment of truth of the account's figures.
    pub fn latest_as_of(&self) -> Option<Instant> {
        self.figures_as_of().max()
    }

    /// R33: as-of of the latest copy that states a credit; charges and balances of others make none fresh.
    pub fn credits_as_of(&self) -> Option<Instant> {
        self.credits.iter().filter_map(Credit::last_seen).max()
    }

    /// R32, R33: until when copies tell of a credit. A later page of the list tells nothing of those on other pages; a
    /// list of which nothing says that there is more, and that lacks it, tells no more when it is copied again.
    pub fn copied_until(&self, credit: &Credit) -> Option<Instant> {
        let is_part = |list: &Missing| {
            self.source(list.by).is_some_and(|source| source.completeness.is_part())
        };
        let without = credit.unlisted.filter(|list| !is_part(list)).map(|list| list.since);
        credit.last_seen().max(without)
    }

    /// R33: a list of accounts states no figure, and a balance only what is left of a single credit: beyond that their
    /// times make none fresh.
    fn figures_as_of(&self) -> impl Iterator<Item = Instant> {
        let tells =
            |s: &&Source| !matches!(s.export, Export::AccountRegister | Export::PaymentManagement);
        let sources = self.sources.iter().filter(tells).map(|source| source.as_of.when.instant);
        sources.chain(self.credits.iter().filter_map(|credit| Some(credit.unused?.as_of)))
    }

    /// R32: credits that ended by that day were copied too, and all that the list counts. Else one that nobody copied may
    /// have paid what replay gives to another.
    pub fn lists_all_credits(&self, until: Instant) -> bool {
        let day = |at: Instant| at.on_clock(self.zone).day();
        let is_cut = |source: &Source| source.completeness.is_part();
        let mut ended = self.sources.iter().filter(|source| {
            source.export == Export::PromotionsNotAvailable
                && day(source.as_of.when.instant) >= day(until)
        });
        self.available.is_none_or(|list| list.part.is_none()) && ended.any(|list| !is_cut(list))
    }

    pub fn source(&self, at: SourceIx) -> Option<&Source> {
        self.sources.get(at.at())
    }

    pub fn credit(&self, at: CreditIx) -> Option<&Credit> {
        self.credits.get(at.at())
    }

    /// Name of the campaign, else its id.
    pub fn campaign_text(&self, at: CampaignIx) -> &str {
        let Some(campaign) = self.campaigns.get(at.at()) else { return "" };
        let name = if campaign.name == Name::EMPTY { campaign.id } else { campaign.name };
        self.names.text(name)
    }
}
