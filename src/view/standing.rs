//! Where a credit stands and who draws it, as messages: facts of the state put into words of ours.

use super::OpenCampaign;
use super::what_if::{key_of, name_of};
use crate::account::standing::other_status;
use crate::account::state::{
    AccountState, Between, Bounds, CampaignIx, Credit, CreditState, CreditType, Missing, Yes,
};
use crate::calendar::{Instant, LocalTime, When};
use crate::insight::usage::Role;
use crate::options::Options;
use crate::problem::{Message, keyed};

keyed! {
    term = "page.state.";
    /// How a credit stands, as filters and sorting take it.
    Standing {
        Available = "available",
        /// It waits, for what `held` of the forecast says.
        Held = "held",
        UsedUp = "usedUp",
        Expired = "expired",
        Suspended = "suspended",
        NotYetValid = "notYetValid",
        /// It is not listed any more, and nothing says how it ended.
        Ended = "ended",
        Undetermined = "undetermined",
    }
}

impl Standing {
    pub fn of(credit: &Credit, role: Role) -> Standing {
        match credit.state {
            CreditState::UsedUp { .. } => Standing::UsedUp,
            CreditState::Expired { .. } => Standing::Expired,
            CreditState::Undetermined if credit.missing.is_none() => Standing::Undetermined,
            _ if role == Role::Ended => Standing::Ended,
            CreditState::NotYetValid { .. } => Standing::NotYetValid,
            CreditState::Suspended => Standing::Suspended,
            CreditState::Undetermined => Standing::Undetermined,
            CreditState::Available => match role {
                Role::Held(_) => Standing::Held,
                _ => Standing::Available,
            },
        }
    }
}

/// Why a credit is in its tab, and since when. What only snapshots tell is an interval (R37).
pub fn standing(state: &AccountState, credit: &Credit) -> Message {
    let said = |key, missing: Missing| {
        let message = Message::new(key).with("seen", at(state, missing.last_seen));
        Some(message.with("since", at(state, missing.since)))
    };
    // R32: only a full copy says that it is gone; any other, where it was seen last.
    let gone = credit.missing.and_then(|missing| said("standing.missing", missing));
    let not_listed = credit.unlisted.and_then(|missing| said("standing.unlisted", missing));
    if let Some(message) = gone.or(not_listed).filter(|_| !credit.state.is_over()) {
        return message;
    }
    match credit.state {
        CreditState::NotYetValid { from } => {
            Message::new("standing.not_yet_valid").with("from", When::local(from, state.zone))
        }
        CreditState::Available => Message::new("standing.available"),
        CreditState::Suspended => Message::new("standing.suspended"),
        CreditState::UsedUp { between } => used_up(state, between),
        CreditState::Expired { at, forfeited } => expired(state, credit, at, forfeited),
        CreditState::Undetermined => match other_status(credit) {
            Some(status) => Message::new("standing.status").with("status", status),
            None => Message::new("standing.undetermined"),
        },
    }
}

fn used_up(state: &AccountState, between: Between) -> Message {
    match (between.after, between.before) {
        (Some(after), Some(before)) if after == before => {
            Message::new("standing.used_up.at").with("at", at(state, before))
        }
        (Some(after), Some(before)) => Message::new("standing.used_up.between")
            .with("after", at(state, after))
            .with("before", at(state, before)),
        (None, Some(before)) => {
            Message::new("standing.used_up.before").with("before", at(state, before))
        }
        (_, None) => Message::new("standing.used_up"),
    }
}

fn expired(
    state: &AccountState,
    credit: &Credit,
    end: LocalTime,
    forfeited: Option<Bounds>,
) -> Message {
    // R15: the day a credit was valid until, rather than the midnight after it.
    let Some(stated) = credit.valid_end.filter(|stated| stated.end() == end) else {
        return expired_early(state, When::local(end, state.zone), forfeited);
    };
    let end = When::stated(stated, state.zone);
    match forfeited {
        Some(lost) if lost.is_exact() && lost.low.is_zero() => {
            Message::new("standing.expired.nothing_lost").with("end", end)
        }
        Some(lost) if lost.is_exact() => Message::new("standing.expired.lost")
            .with("end", end)
            .money("amount", lost.low, state.currency),
        Some(lost) => Message::new("standing.expired.between")
            .with("end", end)
            .money("low", lost.low, state.currency)
            .money("high", lost.high, state.currency),
        None => Message::new("standing.expired.unknown").with("end", end),
    }
}

/// Shown as expired ahead of its stated end, or without one: it ended before that copy (R37).
fn expired_early(state: &AccountState, before: When, forfeited: Option<Bounds>) -> Message {
    let said = match forfeited {
        Some(lost) if lost.high.is_zero() => Message::new("standing.expired.early.nothing_lost"),
        Some(lost) => {
            Message::new("standing.expired.early.lost").money("amount", lost.high, state.currency)
        }
        None => Message::new("standing.expired.early.unknown"),
    };
    said.with("before", before)
}

/// Which campaigns draw a credit, as far as it is known (R3, R4, R6).
pub fn drawn_by(state: &AccountState, credit: &Credit) -> Message {
    // R5: nothing draws a credit on hold.
    if credit.state == CreditState::Suspended {
        return Message::new("drawn_by.suspended");
    }
    if credit.from_business_center {
        return Message::new("drawn_by.all_business_center");
    }
    if credit.kind.is_none() {
        return Message::new("drawn_by.unknown_type");
    }
    // R39: what the requirement text leaves open stands beside it, in its own words.
    if credit.kind != Some(CreditType::Assignable) {
        let is_restricted =
            credit.requirements.is_some() && credit.eligibility.otherwise != Yes::Yes;
        return Message::new(if is_restricted { "drawn_by.eligible" } else { "drawn_by.all" });
    }
    let linked = credit.assignments.linked.iter();
    let names: Vec<String> = linked.map(|&c| state.campaign_text(c).to_owned()).collect();
    match (credit.assignments.is_known, names.is_empty()) {
        (true, false) => Message::new("drawn_by.assigned").with("campaigns", names),
        (true, true) => Message::new("drawn_by.nobody"),
        (false, _) => Message::new("drawn_by.not_known"),
    }
}

/// R39: campaigns of which nothing but the user says whether the credit may pay them.
pub fn open_campaigns(
    state: &AccountState,
    options: &Options,
    credit: &Credit,
) -> Vec<OpenCampaign> {
    if credit.state.is_over() {
        return vec![];
    }
    let said = options.credits.get(&credit.key).map(|said| &said.eligible_campaigns);
    let campaigns = (0..state.campaigns.len()).map(CampaignIx::from_at);
    let open = campaigns.filter_map(|at| {
        let key = key_of(state, at);
        let may_be_paid = said.and_then(|said| said.get(&key)).copied();
        let is_open = credit.eligibility.of(Some(at)) == Yes::Unknown || may_be_paid.is_some();
        is_open.then(|| OpenCampaign { key, name: name_of(state, at), may_be_paid })
    });
    open.collect()
}

fn at(state: &AccountState, instant: Instant) -> When {
    When::at(instant, state.zone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::fixture::account;

    #[test]
    fn r39_campaigns_are_asked_about_where_no_export_tells() {
        let state = account(
            "now    11-21 14:00
             credit Open  face=100 valid=11-01..12-31
             credit Reach face=100 valid=11-01..12-31 requires=Reach_campaigns
             charge 11-20T12:00 amount=30 campaign=Brand pays=cash:30",
        );
        let asked = |at: usize, options: &Options| -> Vec<(String, Option<bool>)> {
            let open = open_campaigns(&state, options, &state.credits[at]).into_iter();
            open.map(|one| (one.key, one.may_be_paid)).collect()
        };
        let mut options = Options::default();
        assert_eq!(asked(0, &options), []);
        assert_eq!(asked(1, &options), [("Brand".to_owned(), None)]);
        for credit in &state.credits {
            let said = options.credits.entry(credit.key.clone()).or_default();
            said.eligible_campaigns.insert("Brand".into(), false);
        }
        // What was said can be taken back, also where it would be known without.
        assert_eq!(asked(0, &options), [("Brand".to_owned(), Some(false))]);
        assert_eq!(asked(1, &options), [("Brand".to_owned(), Some(false))]);
    }
}
