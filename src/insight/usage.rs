//! What is left, per credit and in all? How far is each? (question 1)
//!
//! Tells credits that can pay from credits that hold money but cannot (suspended R5, unassigned R4, not
//! yet valid R15), and both from credits of which neither is known (R37, R39).

use super::emptied::{Emptied, drawn_since_copy, emptied};
use super::fallen;
use super::instead::{Instead, instead};
use super::when_stated;
use crate::account::pages::SITTING_SECONDS;
use crate::account::state::{AccountState, Bounds, Credit, CreditIx, CreditState, Tab};
use crate::calendar::{Instant, SECONDS_PER_DAY, When};
use crate::money::Amount;
use rust_decimal::Decimal;

/// What is left in one account. One currency (R25); sums hold only figures that are known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Usage {
    /// One per credit, in the order of [`AccountState::credits`].
    pub credits: Vec<CreditUsage>,
    /// Unused of credits that can pay now.
    pub can_pay: Amount,
    /// Of `can_pay`, what *Ad Credit* rows of later times say was drawn since (R36).
    pub drawn: Amount,
    /// Of `can_pay`, what pays only if it is still assigned, which is not known (R4, R39).
    pub assumed: Amount,
    /// Of `can_pay`, what pays only if what is spent fits its requirements, which is not known (R39).
    pub unproven: Amount,
    /// Unused of credits that live and cannot pay now.
    pub held: Amount,
    /// Unused of credits that are not valid yet: nothing holds them, their day has not come.
    pub later: Amount,
    /// Unused of credits of which that is not known.
    pub perhaps: Amount,
    /// Of `perhaps`, what is of a type that is not known (R3, R37).
    pub untyped: Amount,
    /// Unused as copied of credits that pasted charges used up since (R37).
    pub over: Amount,
    /// By how much a newer balance is below what copies say can pay: of `can_pay` no more (R33).
    pub fallen: Amount,
    pub used: Amount,
    /// Lost at the end of credits (R8), as far as it is known.
    pub forfeited: Bounds,
    /// Credits that live and whose unused amount nobody stated.
    pub unstated_count: usize,
    /// R33: for when its sums hold: the oldest figure of a credit that lives; of the latest copy where none does.
    pub as_of: Option<Instant>,
    /// A copy tells what can pay: of the whole Available list, or of a credit that lives. Else that
    /// nothing is left must not be said (R32, R37).
    pub is_told: bool,
    /// No credit of the latest copy can pay any more, and it is older than a day, or one ended since: whether others
    /// came is not known (R32, R37).
    pub is_outlived: bool,
    /// More may pay than is known, and first: for how long is not known then.
    pub gap: Option<Gap>,
    /// Paid by something else while what can pay was left alone.
    pub instead: Option<Instead>,
}

/// What may pay, and nobody knows how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Credits of the list that nobody copied (R32).
    Uncopied,
    /// A credit of which no copy states what is left (R37).
    Unstated,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CreditUsage {
    pub role: Role,
    /// The platform's figure, as of its time (R36); zero is used up, `None` is not known.
    pub unused: Option<Amount>,
    pub used: Option<Amount>,
    /// Share of 1.
    pub percent: Option<Decimal>,
    /// R39: whether what is spent fits its requirements is not known, and no draw from any with the same shows it.
    pub is_unproven: bool,
}

/// Whether a credit can pay now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Pays,
    Held(Hold),
    /// Assignable or of a type that is not known (R3), and neither a log nor a draw tells whether it is assigned.
    Perhaps,
    /// The copy says that something was left; what was pasted of later times used that up.
    Over(Emptied),
    Ended,
    /// Neither dates nor amounts say anything, or it may not be there any more (R32).
    Unknown,
}

/// Why a credit cannot pay now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hold {
    Suspended,
    Unassigned,
    NotYetValid,
    /// No campaign of the account fits its requirements (R39).
    NoEligibleCampaign,
}

impl Usage {
    /// More may be left than is known.
    pub fn is_least(&self) -> bool {
        self.is_part() || self.is_outlived || self.unstated_count > 0
    }

    /// Credits of which nobody knows enough may pay too.
    pub const fn is_part(&self) -> bool {
        self.gap.is_some()
    }

    /// Whether some credit can pay now.
    pub fn has_payer(&self) -> bool {
        self.credits.iter().any(|c| c.role == Role::Pays)
    }

    /// When the first of the credits begins that are not valid yet.
    pub fn later_from(&self, state: &AccountState) -> Option<When> {
        let credits = state.credits.iter().zip(&self.credits);
        let waits = credits.filter(|(_, usage)| usage.role == Role::Held(Hold::NotYetValid));
        let starts = waits.filter_map(|(credit, _)| Some(when_stated(state, credit.valid_start?)));
        starts.min_by_key(|start| start.instant)
    }

    /// Unused of all credits that live.
    pub fn unused(&self) -> Amount {
        self.can_pay + self.held + self.later + self.perhaps + self.over + self.fallen
    }
}

/// R37: what is not known of a credit that may pay.
pub fn open_term(credit: &Credit) -> &'static str {
    if credit.is_type_open() { "usage.open.type" } else { "usage.open.assignment" }
}

/// R37: on what it hangs whether `perhaps` pays, of which so much is of a type that is not known.
pub fn condition(perhaps: Amount, untyped: Amount) -> Option<&'static str> {
    let condition = match untyped {
        untyped if untyped.is_zero() => "usage.if.assignment",
        untyped if untyped == perhaps => "usage.if.type",
        _ => "usage.if.either",
    };
    perhaps.is_positive().then_some(condition)
}

impl CreditUsage {
    /// It can pay, and how much of it is left nobody stated.
    pub fn is_unstated(&self) -> bool {
        self.role == Role::Pays && self.unused.is_none()
    }

    /// What may still be lost of it: what is left of a credit that has not ended.
    pub fn at_stake(&self) -> Option<Amount> {
        let lives = !matches!(self.role, Role::Ended | Role::Over(_));
        self.unused.filter(|unused| lives && unused.is_positive())
    }
}

impl Hold {
    /// Word for it in the catalogue.
    pub const fn term(self) -> &'static str {
        match self {
            Hold::Suspended => "usage.hold.suspended",
            Hold::Unassigned => "usage.hold.unassigned",
            Hold::NotYetValid => "usage.hold.not_yet_valid",
            Hold::NoEligibleCampaign => "usage.hold.no_eligible_campaign",
        }
    }
}

/// What is left of each credit and in all.
pub fn usage(state: &AccountState) -> Usage {
    let mut usage = Usage::default();
    for (at, credit) in state.credits.iter().enumerate() {
        let one = credit_usage(state, CreditIx::from_at(at), credit);
        let unused = one.unused.unwrap_or_default();
        match one.role {
            Role::Pays => {
                usage.can_pay += unused;
                usage.drawn +=
                    drawn_since_copy(state, credit).map_or(Amount::ZERO, |(drawn, _)| drawn);
                usage.assumed += if credit.is_assignment_open() { unused } else { Amount::ZERO };
                usage.unproven += if one.is_unproven { unused } else { Amount::ZERO };
            }
            Role::Held(Hold::NotYetValid) => usage.later += unused,
            Role::Held(_) => usage.held += unused,
            Role::Perhaps => {
                usage.perhaps += unused;
                usage.untyped += if credit.is_type_open() { unused } else { Amount::ZERO };
            }
            Role::Over(_) => usage.over += unused,
            Role::Ended | Role::Unknown => {}
        }
        usage.used += one.used.unwrap_or_default();
        if let CreditState::Expired { forfeited: Some(lost), .. } = credit.state {
            usage.forfeited.low += lost.low;
            usage.forfeited.high += lost.high;
        }
        if one.role != Role::Ended {
            let as_of = credit.unused.map(|unused| unused.as_of).or(credit.last_seen());
            usage.as_of = [usage.as_of, as_of].into_iter().flatten().min();
            usage.unstated_count += usize::from(one.unused.is_none());
        }
        usage.credits.push(one);
    }
    if let Some(left) = fallen::left(state).last() {
        usage.fallen = (usage.can_pay - left.amount).max(Amount::ZERO);
        usage.can_pay -= usage.fallen;
        usage.drawn = (usage.drawn - usage.fallen).max(Amount::ZERO);
    }
    // A list without a row tells that too.
    let listed = state.available.map(|list| list.as_of);
    usage.as_of = usage.as_of.or(state.credits_as_of().max(listed));
    let is_whole = state.available.is_some_and(|list| list.whole_as_of.is_some());
    let is_part = state.available.is_some_and(|list| list.part.is_some());
    let is_unstated = usage.credits.iter().any(CreditUsage::is_unstated);
    let unstated = is_unstated.then_some(Gap::Unstated);
    usage.gap = is_part.then_some(Gap::Uncopied).or(unstated);
    usage.instead = instead(state, &usage.credits);
    usage.is_told = is_whole || usage.credits.iter().any(|c| c.role != Role::Ended);
    usage.is_outlived = !usage.has_payer() && is_outlived(state);
    usage
}

/// Whether the list of Available is older than a day, or a credit of it ended by its dates since.
fn is_outlived(state: &AccountState) -> bool {
    let Some(copied) = state.available.map(|list| list.as_of) else { return false };
    let ends = state.credits.iter().filter_map(|credit| match credit.state {
        CreditState::Expired { at, .. } => Some(at.in_zone(state.zone)),
        _ => None,
    });
    let has_ended = ends.max().is_some_and(|end| end.seconds_since(copied) > SITTING_SECONDS);
    has_ended || state.now.seconds_since(copied) > SECONDS_PER_DAY
}

fn credit_usage(state: &AccountState, at: CreditIx, credit: &Credit) -> CreditUsage {
    let role = match role(credit) {
        ended @ (Role::Ended | Role::Unknown) => ended,
        lives => emptied(state, at).map_or(lives, Role::Over),
    };
    CreditUsage {
        role,
        unused: credit.unused.map(|u| u.value),
        used: credit.used.map(|u| u.value),
        percent: credit.percent.computed.or(credit.percent.platform),
        is_unproven: is_unproven(state, credit),
    }
}

fn is_unproven(state: &AccountState, credit: &Credit) -> bool {
    let is_like = |other: &&Credit| other.requirements == credit.requirements;
    let is_open = credit.is_eligibility_open() && !credit.is_assignment_open();
    is_open && !state.credits.iter().filter(is_like).any(was_drawn)
}

/// By its figures or by a transaction.
fn was_drawn(credit: &Credit) -> bool {
    let left_of = |face| Some(face) > credit.unused.map(|unused| unused.value);
    let by_figures = match credit.used {
        Some(used) => used.value.is_positive(),
        None => credit.unused.is_some() && credit.face.is_some_and(left_of),
    };
    by_figures || !credit.observed_draws.is_empty()
}

fn role(credit: &Credit) -> Role {
    match credit.state {
        CreditState::UsedUp { .. } | CreditState::Expired { .. } => Role::Ended,
        // R32: a full copy does not list it.
        _ if credit.missing.is_some() => Role::Ended,
        CreditState::Suspended => Role::Held(Hold::Suspended),
        CreditState::NotYetValid { .. } => Role::Held(Hold::NotYetValid),
        // R1: the list says so, in a word of its own.
        CreditState::Undetermined if credit.tab == Tab::NotAvailable => Role::Ended,
        CreditState::Undetermined => Role::Unknown,
        CreditState::Available if credit.may_be_gone => Role::Unknown,
        CreditState::Available => available_role(credit),
    }
}

fn available_role(credit: &Credit) -> Role {
    let is_assignable = credit.is_assignable();
    if is_assignable && credit.assignments.is_known {
        let linked = &credit.assignments.linked;
        return if linked.is_empty() { Role::Held(Hold::Unassigned) } else { Role::Pays };
    }
    if credit.eligibility.excludes_all {
        return Role::Held(Hold::NoEligibleCampaign);
    }
    if !credit.may_be_assignable() {
        return Role::Pays;
    }
    // R4: no log and no panel. What has been drawn from was assigned at least then, or is of a type that needs none.
    if was_drawn(credit) { Role::Pays } else { Role::Perhaps }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::fixture::account;

    #[test]
    fn what_is_left_and_whether_it_can_pay() {
        let state = account(
            "account currency=USD billing=manual
             now     11-21 14:00
             credit  Launch  face=100  valid=11-01..11-30
             seen    Launch  at=11-21T09:00 unused=38.75
             credit  Reels   face=1000 valid=11-01..11-29 kind=assignable
             seen    Reels   at=11-21T09:00 unused=1000
             log     Reels   at=11-20T09:00
             credit  Hold    face=50 valid=11-01..11-29
             seen    Hold    at=11-21T09:00 unused=50 suspended
             credit  Later   face=20 valid=12-01..12-29
             seen    Later   at=11-21T09:00 unused=20
             credit  Maybe   face=7  valid=11-01..11-29 kind=assignable
             seen    Maybe   at=11-21T09:00 unused=7
             credit  Old     face=30 valid=10-01..10-31
             seen    Old     at=11-21T09:00 unused=12",
        );
        let usage = usage(&state);
        let roles: Vec<Role> = usage.credits.iter().map(|c| c.role).collect();
        let expected = [
            Role::Pays,
            Role::Held(Hold::Unassigned),
            Role::Held(Hold::Suspended),
            Role::Held(Hold::NotYetValid),
            Role::Perhaps,
            Role::Ended,
        ];
        assert_eq!(roles, expected);
        assert_eq!(usage.can_pay.to_string(), "38.75");
        assert_eq!(usage.held.to_string(), "1050");
        assert_eq!(usage.later.to_string(), "20");
        assert_eq!(usage.perhaps.to_string(), "7");
        assert_eq!(usage.forfeited, Bounds::exactly(Amount::from_units(12)));
    }

    #[test]
    fn r37_an_amount_nobody_stated_is_not_zero() {
        let state = account(
            "account currency=USD
             now     11-21 14:00
             credit  Launch  face=100  valid=11-01..11-30",
        );
        let usage = usage(&state);
        assert_eq!(usage.unstated_count, 1);
        assert_eq!(usage.credits.first().and_then(|c| c.unused), None);
    }

    #[test]
    fn r3_r39_what_is_of_no_known_type_pays_for_certain_only_once_it_was_drawn() {
        for (credit, expected) in [
            ("unused=500", Role::Perhaps),
            ("unused=480", Role::Pays),
            // A log of it tells that it is assignable.
            ("unused=500\n log Odd at=11-20T09:00 link=Main", Role::Pays),
            ("unused=500\n log Odd at=11-20T09:00", Role::Held(Hold::Unassigned)),
        ] {
            let state = account(&format!(
                "account currency=USD
                 now     11-21 14:00
                 credit  Odd face=500 valid=11-01..11-30 kind=voucher
                 seen    Odd at=11-21T09:00 {credit}"
            ));
            assert_eq!(usage(&state).credits.first().map(|c| c.role), Some(expected), "{credit}");
        }
    }

    #[test]
    fn r39_what_was_never_drawn_and_may_not_fit_is_counted_and_named() {
        for (more, expected) in [
            ("", "200"),
            // Drawn, or another of the same requirements was: they fit.
            ("\n seen App at=11-21T12:00 unused=190", "0"),
            (
                "\n credit Old face=9 valid=10-01..10-31 requires=App_campaigns
                seen Old at=10-09T09:00 unused=2",
                "0",
            ),
            (
                "\n credit Old face=9 valid=10-01..10-31 requires=Shop_campaigns
                seen Old at=10-09T09:00 unused=2",
                "200",
            ),
        ] {
            let usage = usage(&account(&format!(
                "account currency=USD billing=manual
                 now     11-21 14:00
                 credit  Launch face=100 valid=11-01..11-30
                 seen    Launch at=11-21T09:00 unused=100
                 credit  App face=200 valid=11-01..11-30 requires=App_campaigns
                 seen    App at=11-21T09:00 unused=200{more}"
            )));
            assert_eq!(usage.unproven.to_string(), expected, "{more}");
        }
    }

    #[test]
    fn r6_business_center_credit_needs_no_assignment() {
        let state = account(
            "account currency=USD
             now     11-21 14:00
             credit  Agency  face=100  valid=11-01..11-30 kind=assignable bc
             seen    Agency  at=11-21T09:00 unused=100",
        );
        assert_eq!(usage(&state).credits.first().map(|c| c.role), Some(Role::Pays));
    }
}
